"""DataCite 4 in JSON and XML: what a repository sends when it registers a DOI."""

from __future__ import annotations

from atsmu_kg.files import template
from atsmu_kg.publishing.catalogue.record import Record, as_json
from atsmu_kg.rdf.serializers.characters import require_xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.publishing.catalogue.description import DatasetDescription
    from atsmu_kg.publishing.catalogue.publication import Publication

# "To be assigned or announced later" (DataCite 4.5, Appendix 3): a repository gives it at a deposit.
NOT_YET = ":tba"
NO_DOI = f"there is no DOI before the first deposit: {NOT_YET} stands in its place, the URL beside it"
SCHEMA = "http://datacite.org/schema/kernel-4"


def as_datacite_json(publication: Publication) -> Record:
    """The record in DataCite's JSON."""
    content = as_json(_document(publication))
    return Record("datacite-json", "datacite.json", "application/json", content, [NO_DOI])


def as_datacite_xml(publication: Publication) -> Record:
    """The record in DataCite's XML, by the template ``templates/datacite.xml``."""
    from xml.sax.saxutils import escape, quoteattr

    document = _document(publication)

    def elements(name: str, rows: list[dict[str, str]], key: str, indent: str = "    ") -> str:
        return "\n".join(
            f"{indent}<{name}"
            + "".join(
                f" {'xml:lang' if attribute == 'lang' else attribute}={quoteattr(row[attribute])}"
                for attribute in row
                if attribute != key
            )
            + f">{escape(row[key])}</{name}>"
            for row in rows
        )

    rights = document["rightsList"][0]
    content = template(__file__, "templates/datacite.xml").substitute(
        doi=NOT_YET,
        publisher=escape(document["publisher"]["name"]),
        titles=elements("title", document["titles"], "title"),
        year=document["publicationYear"],
        subjects=elements("subject", document["subjects"], "subject"),
        issued=document["dates"][0]["date"],
        modified=document["dates"][1]["date"],
        url=escape(publication.description.iri),
        related=elements("relatedIdentifier", document["relatedIdentifiers"], "relatedIdentifier"),
        sizes=elements("size", [{"size": size} for size in document["sizes"]], "size"),
        formats=elements("format", [{"format": media_type} for media_type in document["formats"]], "format"),
        version=escape(document["version"]),
        licence=escape(rights["rightsUri"]),
        licence_code=escape(rights["rightsIdentifier"]),
        licence_name=escape(rights["rights"]),
        descriptions=elements("description", document["descriptions"], "description"),
        places="\n".join(_place(place) for place in document["geoLocations"]),
    )
    require_xml(content, "DataCite's XML", "Take it out of the description of the dataset.")
    return Record("datacite-xml", "datacite.xml", "application/xml", content, [NO_DOI])


def _document(publication: Publication) -> dict[str, Any]:
    described = publication.description
    return {
        "creators": [{"name": described.publisher, "nameType": "Organizational"}],
        "titles": _texts(described, "dcterms:title", "title"),
        "publisher": {"name": described.publisher},
        "publicationYear": described.issued[:4],
        "types": {"resourceType": "Knowledge graph", "resourceTypeGeneral": "Dataset"},
        "subjects": _texts(described, "dcat:keyword", "subject"),
        "dates": [
            {"date": described.issued, "dateType": "Issued"},
            {"date": described.modified, "dateType": "Updated"},
        ],
        "language": "en",
        "alternateIdentifiers": [{"alternateIdentifier": described.iri, "alternateIdentifierType": "URL"}],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": source,
                "relatedIdentifierType": "URL",
                "relationType": "IsDerivedFrom",
            }
            for source in described.texts("prov:wasDerivedFrom")
        ],
        "sizes": [f"{file.file}: {file.size} bytes" for file in publication.distributions],
        "formats": sorted({file.media_type for file in publication.distributions}),
        "version": described.version,
        "rightsList": [
            {
                "rights": described.text("dcterms:title", described.licence, lang="en"),
                "rightsUri": described.licence,
                "rightsIdentifier": described.licence_code,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
                "lang": "en",
            }
        ],
        "descriptions": [
            {**text, "descriptionType": "Abstract"}
            for text in _texts(described, "dcterms:description", "description")
        ],
        "geoLocations": [_geo_location(name, point) for _, name, point in described.places],
        "schemaVersion": SCHEMA,
    }


def _texts(described: DatasetDescription, term: str, name: str) -> list[dict[str, str]]:
    """Texts with their languages; the English ones lead, for the first title is the main one."""
    found = [
        {name: str(getattr(each, "value", each)), "lang": str(getattr(each, "language", "en"))}
        for each in described.values(term)
    ]
    return sorted(found, key=lambda each: (each["lang"] != "en", each["lang"], each[name]))


def _geo_location(name: str, point: tuple[str, str] | None) -> dict[str, Any]:
    made: dict[str, Any] = {"geoLocationPlace": name}
    if point:
        made["geoLocationPoint"] = {"pointLongitude": float(point[0]), "pointLatitude": float(point[1])}
    return made


def _place(location: dict[str, Any]) -> str:
    from xml.sax.saxutils import escape

    lines = [f"<geoLocationPlace>{escape(location['geoLocationPlace'])}</geoLocationPlace>"]
    if "geoLocationPoint" in location:
        point = "".join(f"<{name}>{value}</{name}>" for name, value in location["geoLocationPoint"].items())
        lines.append(f"<geoLocationPoint>{point}</geoLocationPoint>")
    return f"    <geoLocation>{''.join(lines)}</geoLocation>"
