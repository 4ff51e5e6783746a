"""schema.org/Dataset in JSON-LD, as search engines for datasets ask."""

from __future__ import annotations

from atsmu_kg.publishing.catalogue.record import Record, as_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.publishing.catalogue.description import DatasetDescription
    from atsmu_kg.publishing.catalogue.publication import Publication


def schema_org(publication: Publication) -> Record:
    """The record; its context is schema.org's own name, by which crawlers know their vocabulary."""
    return Record("schema-org", "schema-org.jsonld", "application/ld+json", as_json(dataset(publication)))


def dataset(publication: Publication) -> dict[str, Any]:
    """The dataset as one schema.org node."""
    described = publication.description
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": described.iri,
        "name": described.title(),
        "alternateName": [described.text("dcterms:alternative"), *_translated(described, "dcterms:title")],
        "description": described.abstract(),
        "abstract": _translated(described, "dcterms:description"),
        "url": described.page,
        "identifier": described.text("dcterms:identifier"),
        "keywords": described.keywords(),
        "version": described.version,
        "license": described.licence,
        "isAccessibleForFree": True,
        "inLanguage": described.languages,
        "datePublished": described.issued,
        "dateModified": described.modified,
        **described.coverage,
        "spatialCoverage": [_place(*place) for place in described.places],
        "creator": publisher(described),
        "publisher": publisher(described),
        **_elsewhere(described),
        "includedInDataCatalog": [
            {"@type": "DataCatalog", "@id": iri, "name": described.text("dcterms:title", iri, lang="en")}
            for iri in described.catalogues
        ],
        "isBasedOn": described.texts("prov:wasDerivedFrom"),
        "citation": [
            {"@type": "CreativeWork", "@id": iri, "name": _called(described, iri)}
            for iri in described.texts("prov:wasDerivedFrom")
        ],
        "creditText": _credit(described),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": name, "propertyID": measure}
            for measure, name in sorted({(row[2], row[3]) for row in publication.select("figures")})
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.file,
                "description": file.description(),
                "contentUrl": file.url,
                "encodingFormat": file.media_type,
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in publication.distributions
        ],
    }


def _called(described: DatasetDescription, iri: str) -> str:
    """A document's name in English, or else in its own language."""
    names = described.texts("skos:prefLabel", iri, lang="en") or described.texts("skos:prefLabel", iri)
    return names[0] if names else iri


def _elsewhere(described: DatasetDescription) -> dict[str, list[str]]:
    """Other names of the dataset, such as a DOI, where any is stated."""
    same = sorted({*described.texts("owl:sameAs"), *described.texts("schema:sameAs")})
    return {"sameAs": same} if same else {}


def _credit(described: DatasetDescription) -> str:
    """How the dataset is cited in words."""
    year, title = described.issued[:4], described.title()
    return f"{described.publisher} ({year}). {title} (version {described.version}). {described.page}"


def publisher(described: DatasetDescription) -> dict[str, str]:
    """The publisher, a group of people, as the kind of thing that search engines want."""
    return {
        "@type": "Organization",
        "@id": described.text("dcterms:publisher"),
        "name": described.publisher,
        "url": described.page,
    }


def _translated(described: DatasetDescription, term: str) -> list[dict[str, str]]:
    """The texts in other languages: search engines want plain text in name and description."""
    return [
        {"@language": lang, "@value": described.text(term, lang=lang)}
        for lang in described.languages
        if lang != "en"
    ]


def _place(iri: str, name: str, point: tuple[str, str] | None) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": "Place", "@id": iri, "name": name}
    if point:
        made["geo"] = {"@type": "GeoCoordinates", "longitude": point[0], "latitude": point[1]}
    return made
