"""The named graphs of further sources, and the description of their documents, passages and graphs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.curation.building.passages import LICENCE, day
from atsmu_kg.curation.building.source_statements import SourceStatements
from atsmu_kg.curation.building.source_tables import Fact, SourceTables, document_iri, read_sources
from atsmu_kg.curation.tables import TableRow
from atsmu_kg.rdf.namespaces import AKG, DCTERMS, GRAPH, IRI, OA, PROV, RDF, SCHEMA, SKOS, XSD

PROVENANCE = GRAPH["provenance"]


def source_quads(folder: str | Path, date: str) -> tuple[Quad, ...]:
    """All quads that the tables of a folder make, in order; `date` is the day of the import (2026-11-29).

    Raises StoreError or DataError, which names file and line, unless the whole of each table can be read, and
    ParameterError for another date.
    """
    created = day(date)
    tables = read_sources(folder)
    statements = SourceStatements(tables)
    quads = {quad for stated in statements.quads.values() for quad in stated} | set(statements.editorial())
    return tuple(sorted(quads.union(descriptions(tables, created)), key=str))


def descriptions(tables: SourceTables, created: Literal) -> Iterator[Quad]:
    """What is said of the documents, the passages and their graphs, which were made on a day."""
    for row in tables.documents:
        yield from _document(row)
    for fact in tables.facts:
        yield from _passage(fact, created)


def _document(row: TableRow) -> Iterator[Quad]:
    document = document_iri(row["id"])
    language = row["language"]
    yield _described(document, RDF.type, AKG.SourceDocument)
    yield _described(document, SKOS.prefLabel, Literal(row["title"], language=row["title_language"]))
    yield _described(document, SCHEMA.inLanguage, Literal(language))
    yield _described(document, SCHEMA.url, IRI(row["url"]))
    yield _described(document, SCHEMA.publisher, Literal(row["publisher"]))
    if row["author"]:
        yield _described(document, SCHEMA.author, Literal(row["author"]))
    if row["date_published"]:
        yield _described(document, SCHEMA.datePublished, _date(row["date_published"]))
    yield _described(document, AKG.readOn, _date(row["date_read"]))
    yield _described(document, SCHEMA.genre, Literal(row["kind"], language="en"))
    if row["licence"]:
        yield _described(document, DCTERMS.license, IRI(row["licence"]))
    for column, property in (("independent_of", AKG.independentOf), ("depends_on", AKG.dependsOn)):
        for other in row[column].split():
            yield _described(document, property, document_iri(other))


def _passage(fact: Fact, created: Literal) -> Iterator[Quad]:
    yield _described(fact.passage, RDF.type, AKG.Passage)
    yield _described(fact.passage, OA.hasSource, fact.document)
    yield _described(fact.passage, AKG.locator, Literal(fact.locator))
    yield _described(fact.graph, RDF.type, AKG.PassageGraph)
    yield _described(fact.graph, PROV.wasDerivedFrom, fact.passage)
    label = Literal(f"{fact.source}, {fact.locator}", language="en")
    yield _described(fact.graph, SKOS.prefLabel, label)
    yield _described(fact.graph, DCTERMS.created, created)
    yield _described(fact.graph, DCTERMS.license, IRI(LICENCE))


def _date(written: str) -> Literal:
    return Literal(written, datatype=NamedNode(XSD.date))


def _described(subject: IRI, predicate: IRI, object: IRI | Literal) -> Quad:
    term = object if isinstance(object, Literal) else NamedNode(object)
    return Quad(NamedNode(subject), NamedNode(predicate), term, NamedNode(PROVENANCE))
