"""What search engines read in the head of a page: the thing in the terms of schema.org."""

from __future__ import annotations

import json

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import RDF, SCHEMA
from atsmu_kg.results.markup import in_script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from atsmu_kg.publishing.catalogue.description import DatasetDescription
    from atsmu_kg.publishing.pages.labels import PageLabels
    from atsmu_kg.publishing.pages.statements import SiteGraph

# A record of a search engine has a few values of each property; all are in the files of the page.
MOST = 12


def record(iri: str, statements: SiteGraph, labels: PageLabels, lang: str, dataset: str) -> str:
    """The thing as a JSON document that can stand in a script of HTML.

    dataset: the IRI of the dataset that tells of it.
    """
    terms: dict[str, list[Any]] = {}
    types = []
    for triple in statements.merge.get(iri, ()):
        name, value = triple.predicate.value.removeprefix(str(SCHEMA)), triple.object
        if triple.predicate.value == RDF.type and isinstance(value, ox.NamedNode):
            if value.value.startswith(str(SCHEMA)):
                types.append(value.value.removeprefix(str(SCHEMA)))
        elif name not in (triple.predicate.value, "name"):
            terms.setdefault(name, []).append(_value(value))
    document: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@id": iri,
        "@type": sorted(types) or "Thing",
        "name": labels.text(iri, lang),
    }
    # What is of no class of schema.org is nothing that a search engine shows.
    if types:
        document |= {name: values[:MOST] for name, values in sorted(terms.items())}
        document |= {"subjectOf": {"@id": dataset}}
    return _script(document)


def dataset(described: DatasetDescription, title: str, abstract: str, archive: str) -> str:
    """The dataset in the head of the front page; its whole record is one of the catalogue's.

    title, abstract: what it is called and what it is, in the language of the page.
    archive: the file that holds all of it.
    """
    return _script(
        {
            "@context": "https://schema.org/",
            "@id": described.iri,
            "@type": "Dataset",
            "name": title,
            "description": abstract,
            "license": described.licence,
            "version": described.version,
            "dateModified": described.modified,
            "publisher": {"@type": "Organization", "name": described.publisher},
            "distribution": {
                "@type": "DataDownload",
                "contentUrl": archive,
                "encodingFormat": "application/zip",
            },
        }
    )


def _script(document: Mapping[str, Any]) -> str:
    """A document as JSON that can stand in a script of HTML."""
    return in_script(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def _value(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Any:
    if isinstance(value, ox.NamedNode):
        return {"@id": value.value}
    return value.value if isinstance(value, ox.Literal) else str(value)
