"""RO-Crate 1.1: a folder of files that says what is in it."""

from __future__ import annotations

from hashlib import sha256

from atsmu_kg.publishing.catalogue.publication import SITE
from atsmu_kg.publishing.catalogue.record import Record, as_json
from atsmu_kg.publishing.catalogue.schema_org import publisher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from atsmu_kg.publishing.catalogue.publication import Publication

# The context of 1.1 is older than schema.org's term for checksums.
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "http://schema.org/sha256"}]
CONFORMS_TO = "https://w3id.org/ro/crate/1.1"
FILE = "ro-crate-metadata.json"


def ro_crate(publication: Publication, others: Mapping[str, bytes] | None = None) -> Record:
    """The record of a folder that holds the files of the graph, and ``others`` by their paths.

    The pages of a site are told as one folder.
    """
    described = publication.description
    known = {
        file.file: _file(file.file, file.content, file.media_type, file.description())
        for file in publication.distributions
    }
    others = others or {}
    more = {
        path: _file(path, content, media_type(path), "")
        for path, content in others.items()
        if not _site(path)
    }
    if any(map(_site, others)):
        more[SITE] = {
            "@id": SITE,
            "@type": "Dataset",
            "name": SITE.rstrip("/"),
            "description": "The site's pages",
        }
    files = [entry for _, entry in sorted({**more, **known}.items())]
    agent = publisher(described)
    document = {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": FILE,
                "@type": "CreativeWork",
                "about": {"@id": "./"},
                "conformsTo": {"@id": CONFORMS_TO},
            },
            {
                "@id": "./",
                "@type": "Dataset",
                "name": described.title(),
                "description": described.abstract(),
                "identifier": described.text("dcterms:identifier"),
                "url": described.page,
                "version": described.version,
                "datePublished": described.issued,
                "dateModified": described.modified,
                "license": {"@id": described.licence},
                "author": {"@id": agent["@id"]},
                "publisher": {"@id": agent["@id"]},
                "keywords": described.keywords("en"),
                "inLanguage": described.languages,
                **described.coverage,
                "hasPart": [{"@id": entry["@id"]} for entry in files],
            },
            agent,
            {
                "@id": described.licence,
                "@type": "CreativeWork",
                "name": described.text("dcterms:title", described.licence, lang="en"),
                "identifier": described.licence_code,
            },
            *files,
        ],
    }
    return Record("ro-crate", FILE, "application/ld+json", as_json(document))


def media_type(path: str) -> str:
    """The media type that the extension of a path stands for.

    >>> media_type("ontology/shapes.ttl"), media_type("w3id/.htaccess")
    ('text/turtle', 'text/plain')
    """
    from atsmu_kg.rdf.formats import FORMATS

    others = {
        ".json": "application/json",
        ".xml": "application/xml",
        ".cff": "application/yaml",
        ".csv": "text/csv",
        ".html": "text/html",
        ".md": "text/markdown",
        ".rq": "application/sparql-query",
    }
    for extension, name in others.items():
        if path.endswith(extension):
            return name
    return next((form.media_type for form in FORMATS if path.endswith(form.extensions)), "text/plain")


def _site(path: str) -> bool:
    return path.startswith(SITE)


def _file(path: str, content: bytes, media_type: str, description: str) -> dict[str, Any]:
    made = {
        "@id": path,
        "@type": "File",
        "name": path.rpartition("/")[2],
        "encodingFormat": media_type,
        "contentSize": str(len(content)),
        "sha256": sha256(content).hexdigest(),
    }
    return {**made, "description": description} if description else made
