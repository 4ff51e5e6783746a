"""The page of a release, by ``templates/index.html``: what it is, its files, its record for crawlers."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from atsmu_kg.catalogue.record import as_json
from atsmu_kg.catalogue.schema_org import dataset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.catalogue.publication import Publication

RECORDS = {
    "CITATION.cff": "How to cite the dataset: Citation File Format",
    "croissant.json": "Record for machine learning: Croissant 1.0",
    "datacite.json": "Record for repositories: DataCite 4, JSON",
    "datacite.xml": "Record for repositories: DataCite 4, XML",
    "dcat-ap.ttl": "Record for data portals: DCAT-AP 3.0.1",
    "lod-cloud.json": "Record for the LOD Cloud",
    "schema-org.jsonld": "Record for search engines: schema.org/Dataset",
    "service.ttl": "SPARQL 1.1 Service Description",
    "void.ttl": "How much of what: VoID",
    "ontology/alignment.ttl": "The axioms of ORG, SKOS, DCAT and schema.org that the graph uses",
    "ontology/atsmu-kg.ttl": "The vocabulary",
    "ontology/context.jsonld": "JSON-LD context of the prefixes",
    "ontology/frame.jsonld": "JSON-LD frame of the tree",
    "ontology/schema-org.jsonld": "JSON-LD context of the schema.org view",
    "ontology/shapes.ttl": "The SHACL shapes",
    "w3id/.htaccess": "The redirects of the permanent identifiers",
}


def landing_page(publication: Publication, contents: Mapping[str, bytes]) -> bytes:
    """The page in HTML; it fetches nothing, and its record is the one for search engines."""
    described = publication.description
    holds = {**RECORDS, **{file.file: file.description() for file in publication.distributions}}
    rows = [
        f'<tr><td><a href="{escape(path)}">{escape(path)}</a></td><td>{escape(holds.get(path, ""))}</td>'
        f"<td>{len(content):,}</td></tr>"
        for path, content in sorted(contents.items())
    ]
    template = Template(Path(__file__).parent.joinpath("templates", "index.html").read_text("utf-8"))
    return template.substitute(
        title=escape(described.title()),
        licence=escape(described.licence),
        licence_name=escape(described.text("dcterms:title", described.licence, lang="en")),
        # "</" would end the script element in the middle of a text.
        record=as_json(dataset(publication)).rstrip().replace("</", "<\\/"),
        version=escape(described.version),
        modified=escape(described.modified),
        descriptions="\n".join(
            f'<p lang="{lang}">{escape(described.abstract(lang))}</p>' for lang in described.languages
        ),
        files="\n".join(rows),
    ).encode()
