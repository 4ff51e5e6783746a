"""The JSON of the LOD Cloud, and what its rules count."""

from __future__ import annotations

from atsmu_kg.publishing.catalogue.record import Record, as_json
from atsmu_kg.publishing.catalogue.void import links, totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.publishing.catalogue.publication import Publication

# https://lod-cloud.net/ asks for so many triples, and so many links to one dataset of the diagram.
MIN_TRIPLES = 1000
MIN_LINKS = 50


def lod_cloud(publication: Publication) -> Record:
    """The record; its notes say by which of the rules that can be counted here it would be turned down."""
    described = publication.description
    counts = links(publication)
    contact = {"name": described.publisher, "email": ""}
    document = {
        "identifier": described.stem,
        "title": described.title(),
        "description": {lang: described.abstract(lang) for lang in described.languages},
        "website": described.page,
        "domain": "cross_domain",
        "keywords": described.keywords("en"),
        "license": described.licence,
        "namespace": described.text("void:uriSpace"),
        "triples": str(totals(publication)["triples"]),
        "links": [
            {"target": name, "value": str(count)}
            for target, count in counts.items()
            for name in described.texts("dcterms:identifier", target)
        ],
        "full_download": [
            {
                "title": file.file,
                "description": file.description(),
                "download_url": file.url,
                "media_type": file.media_type,
            }
            for file in publication.distributions
            if file.file.startswith(f"{described.stem}.")
        ],
        "other_download": [],
        "sparql": [{"title": "SPARQL endpoint", "description": "", "access_url": publication.endpoint}]
        if publication.endpoint
        else [],
        "example": [
            {"title": resource.rpartition("/")[2], "description": "", "access_url": resource}
            for resource in described.texts("void:exampleResource")
        ],
        "owner": contact,
        "contact_point": contact,
        "doi": "",
        "image": "",
    }
    return Record(
        "lod-cloud", "lod-cloud.json", "application/json", as_json(document), _notes(publication, counts)
    )


def _notes(publication: Publication, counts: dict[str, int]) -> Iterator[str]:
    described = publication.description
    triples = totals(publication)["triples"]
    if triples < MIN_TRIPLES:
        yield f"too small for the LOD Cloud: {triples} triples, it asks for {MIN_TRIPLES}"
    if max(counts.values(), default=0) < MIN_LINKS:
        most = ", ".join(
            f"{described.text('dcterms:title', target)} {count}" for target, count in list(counts.items())[:3]
        )
        yield (
            f"too few links for the LOD Cloud, which asks for {MIN_LINKS} to one dataset of its diagram; "
            f"the graph has, each pair counted once: {most or 'none'}"
        )
    unnamed = [
        described.text("dcterms:title", target)
        for target in counts
        if not described.texts("dcterms:identifier", target)
    ]
    if unnamed:
        yield f"not in the record, for want of their identifiers in the LOD Cloud: {', '.join(unnamed)}"
    yield "it wants an e-mail address: none is stated, and the field is empty"
