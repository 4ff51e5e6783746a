"""Croissant 1.0: the table of figures, ready for machine learning, and the files of the graph beside it."""

from __future__ import annotations

import json

from atsmu_kg.files import beside
from atsmu_kg.publishing.catalogue.figures import COLUMNS, kinds
from atsmu_kg.publishing.catalogue.record import Record, as_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.publishing.catalogue.publication import Publication

FIGURES = "figures.csv"
CONFORMS_TO = "http://mlcommons.org/croissant/1.0"


def croissant(publication: Publication) -> Record:
    """The record; the paths in it are those of a release, beside which it lies."""
    described = publication.description
    context = json.loads(beside(__file__, "croissant.jsonld"))
    document = {
        **context,
        "@type": "sc:Dataset",
        "name": described.text("dcterms:alternative"),
        "description": described.abstract(),
        "conformsTo": CONFORMS_TO,
        "citeAs": f"{described.publisher}: {described.title()}, {described.version}, {described.page}",
        "license": described.licence,
        "url": described.page,
        "version": described.version,
        "datePublished": described.issued,
        "dateModified": described.modified,
        "inLanguage": described.languages,
        "keywords": described.keywords("en"),
        "creator": {"@type": "sc:Organization", "name": described.publisher, "url": described.page},
        "publisher": {"@type": "sc:Organization", "name": described.publisher, "url": described.page},
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.file,
                "name": file.file,
                "description": file.description(),
                "contentUrl": file.file,
                "contentSize": f"{file.size} B",
                "encodingFormat": file.media_type,
                "sha256": file.sha256,
            }
            for file in publication.distributions
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "figures",
                "name": "figures",
                "description": "A figure that a passage reports, a row each.",
                "key": [{"@id": "figures/figure"}, {"@id": "figures/passage"}],
                "field": [
                    _field(column, COLUMNS[column][0], kind)
                    for column, kind in kinds(publication.select("figures")).items()
                ],
            }
        ],
    }
    return Record("croissant", "croissant.json", "application/ld+json", as_json(document))


def _field(column: str, description: str, kind: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"figures/{column}",
        "name": column,
        "description": description,
        "dataType": f"sc:{kind}",
        "source": {"fileObject": {"@id": FIGURES}, "extract": {"column": column}},
    }
