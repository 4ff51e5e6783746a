"""The page of a release, by ``templates/index.html``: what it is, its files, its record for crawlers."""

from __future__ import annotations

from html import escape
from string import Template

from atsmu_kg.files import template
from atsmu_kg.publishing.catalogue.publication import SITE
from atsmu_kg.publishing.catalogue.record import as_json
from atsmu_kg.publishing.catalogue.schema_org import dataset
from atsmu_kg.results.markup import in_script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.publishing.catalogue.publication import Publication

PAGE = f"{SITE}index.html"
RECORDS = {
    "VERSION": "The version of the release",
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
    "ontology/deprecated.ttl": "Shapes that went, with what replaces them",
    "ontology/definitions.ttl": "What the properties of standards say in the graph, in three languages",
    "ontology/atsmu-kg.jsonld": "The vocabulary as JSON-LD",
    "ontology/atsmu-kg.nt": "The vocabulary as N-Triples",
    "ontology/atsmu-kg.rdf": "The vocabulary as RDF/XML",
    "ontology/atsmu-kg.ttl": "The vocabulary as Turtle",
    "ontology/context.jsonld": "JSON-LD context of the prefixes",
    "ontology/frame.jsonld": "JSON-LD frame of the tree",
    "ontology/release-v1.jsonld": "JSON-LD context of what is signed of a release",
    "ontology/schema-org.jsonld": "JSON-LD context of the schema.org view",
    "ontology/shapes.ttl": "The SHACL shapes",
    "ontology/standards.ttl": "The terms of standards, declared for OWL reasoners",
    PAGE: "The site: a page for each thing, guides, and a page for each class, property, shape and query",
    f"{SITE}SHA256SUMS": "The checksums of the files of the site",
    "w3id/.htaccess": "The redirects of the permanent identifiers",
    "redirects/.htaccess": "The redirects of the permanent identifiers",
    "LICENSE": "The licence, and the terms of what comes from others",
    "README.md": "What is in this folder",
}


def told(publication: Publication, contents: Mapping[str, bytes]) -> dict[str, str]:
    """What the files of a release hold, by their paths in one order; of a site only its first page."""
    holds = {**RECORDS, **{file.file: file.description() for file in publication.distributions}}
    paths = sorted((path for path in contents if path in holds or not path.startswith(SITE)), key=_order)
    return {path: holds.get(path, "") for path in paths}


def landing_page(publication: Publication, contents: Mapping[str, bytes], *, signed: bool = False) -> bytes:
    """The page in HTML; it fetches nothing, and its record is the one for search engines."""
    described = publication.description
    page, file, abstract = map(_template, ("index.html", "index_file.html", "index_abstract.html"))
    return page.substitute(
        title=escape(described.title()),
        licence=escape(described.licence),
        licence_name=escape(described.text("dcterms:title", described.licence, lang="en")),
        record=in_script(as_json(dataset(publication)).rstrip()),
        version=escape(described.version),
        archive=escape(f"{publication.whole}.zip"),
        signed=_template("index_signed.html").substitute() if signed else "",
        modified=escape(described.modified),
        abstracts="".join(
            abstract.substitute(lang=lang, text=escape(described.abstract(lang)))
            for lang in described.languages
        ),
        files="".join(
            file.substitute(path=escape(path), holds=escape(holds), size=f"{len(contents[path]):,}")
            for path, holds in told(publication, contents).items()
        ),
    ).encode()


def _order(path: str) -> tuple[bool, str]:
    return path != PAGE, path


def _template(name: str) -> Template:
    return template(__file__, f"templates/{name}")
