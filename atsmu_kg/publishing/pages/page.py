"""What the page of a thing says, before it is said in a language."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import AKG, GEO, OA, OWL, RDF, RDFS, SCHEMA, SKOS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from atsmu_kg.publishing.pages.documents import ThingDocument
    from atsmu_kg.publishing.pages.labels import PageLabels
    from atsmu_kg.publishing.pages.statements import SiteGraph

    Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

# In this order first, all others after them by their names; the kind stands in the head of the page.
FIRST = (
    *(SKOS.prefLabel, SCHEMA.name, SCHEMA.foundingDate, SCHEMA.value, AKG.bound, SCHEMA.minValue),
    *(SCHEMA.maxValue, SCHEMA.startDate, SCHEMA.observationDate, SCHEMA.observationAbout, SCHEMA.about),
)
LAST = (
    *(SKOS.altLabel, SKOS.hiddenLabel, SCHEMA.geo, GEO.hasGeometry, SCHEMA.identifier, SCHEMA.url),
    *(SCHEMA.sameAs, OWL.sameAs, RDF.type, SKOS.editorialNote),
)
ELSEWHERE = (OWL.sameAs, SCHEMA.sameAs, SCHEMA.url)
# Of the content of a large graph a page shows so many statements; its files have all.
MOST_CONTENT = 30


class StatedValue(NamedTuple):
    """One value with the named graphs that state it."""

    value: Value
    sources: Sequence[str]


class PropertyGroup(NamedTuple):
    """What is said by one property, ``term``; ``lists`` are the lists that the values come from."""

    term: str
    rows: Sequence[StatedValue]
    lists: Sequence[str] = ()

    @property
    def size(self) -> int:
        """How many values there are."""
        return len(self.rows)


class Page(NamedTuple):
    """The parts of a page.

    said, following: what is stated of the thing, and what merely follows, by property.
    pointing: what points to it, by property.
    content: the statements of a named graph or a passage, by thing and property.
    left_out: how many of them are not shown.
    source: the named graph that alone states all that is said, if one does.
    parts: the passages of a source document.
    """

    document: ThingDocument
    kinds: Sequence[str]
    said: Sequence[PropertyGroup]
    following: Sequence[PropertyGroup]
    pointing: Sequence[PropertyGroup]
    content: Sequence[tuple[Value, Sequence[PropertyGroup]]]
    left_out: int
    parts: Sequence[str]
    source: str | None

    @property
    def iri(self) -> str:
        """The thing."""
        return self.document.iri

    def elsewhere(self) -> list[str]:
        """The addresses of the same thing on other sites."""
        return [
            row.value.value
            for group in self.said
            if group.term in ELSEWHERE
            for row in group.rows
            if isinstance(row.value, ox.NamedNode)
        ]


def page(
    document: ThingDocument, statements: SiteGraph, labels: PageLabels, graphs: Sequence[str] = ()
) -> Page:
    """What there is to say about a document's thing.

    graphs: the named graphs that hold what the thing states, if it is a passage or a named graph.
    """
    iri = document.iri
    # That of a passage's graph is on the page of the passage.
    shown = graphs if statements.passage(iri) is None else ()
    content = [triple for graph in shown for triple in statements.content.get(graph, ())]
    stated = statements.about(iri)
    sources = {graph for triple in stated for graph in statements.sources(triple)}
    said = _groups(iri, stated, statements)
    if len(sources) == 1:
        # The head of the page says the kind, and there is nobody else to say who states it.
        said = [group for group in said if group.term != RDF.type]
    # Which further types it has, the files say.
    telling = (triple for triple in statements.following(iri) if triple.predicate.value != RDF.type)
    return Page(
        document,
        labels.kinds(iri),
        said,
        _groups(iri, telling, statements),
        _pointing(statements.pointing(iri), statements),
        _content(content[:MOST_CONTENT]),
        len(content[MOST_CONTENT:]),
        [subject for subject in document.subjects if subject != iri],
        sources.pop() if len(sources) == 1 else None,
    )


def _content(triples: Iterable[ox.Triple]) -> list[tuple[Value, list[PropertyGroup]]]:
    """Statements by thing and property, in the order in which they come."""
    things: dict[Value, dict[str, list[StatedValue]]] = {}
    for triple in triples:
        rows = things.setdefault(triple.subject, {})
        rows.setdefault(triple.predicate.value, []).append(StatedValue(triple.object, ()))
    return [
        (thing, [PropertyGroup(name, rows[name]) for name in sorted(rows, key=_place)])
        for thing, rows in things.items()
    ]


def _groups(iri: str, triples: Iterable[ox.Triple], statements: SiteGraph) -> list[PropertyGroup]:
    rows: dict[str, list[StatedValue]] = {}
    for triple in triples:
        # That it follows in this or another way says nothing to people.
        if triple.predicate.value != RDFS.label:
            rows.setdefault(triple.predicate.value, []).append(
                StatedValue(triple.object, statements.sources(triple))
            )
    listing: dict[str, list[str]] = {}
    for enumeration in _subjects(statements, iri, SCHEMA.about):
        for property in statements.iris(enumeration, AKG.listsProperty):
            listing.setdefault(property, []).append(enumeration)
    return [PropertyGroup(name, rows[name], listing.get(name, ())) for name in sorted(rows, key=_place)]


def _pointing(triples: Iterable[ox.Triple], statements: SiteGraph) -> list[PropertyGroup]:
    rows: dict[str, list[StatedValue]] = {}
    for triple in triples:
        rows.setdefault(triple.predicate.value, []).append(
            StatedValue(triple.subject, statements.sources(triple))
        )
    # The parts of a document are listed as such.
    rows.pop(OA.hasSource, None)
    return [
        PropertyGroup(name, rows[name]) for name in sorted(rows, key=lambda name: (len(rows[name]), name))
    ]


def _subjects(statements: SiteGraph, iri: str, property: str) -> list[str]:
    return [
        triple.subject.value
        for triple in statements.pointing(iri)
        if triple.predicate.value == property and isinstance(triple.subject, ox.NamedNode)
    ]


def _place(name: str) -> tuple[int, str]:
    if name in FIRST:
        return FIRST.index(name), name
    return len(FIRST) + (LAST.index(name) + 1 if name in LAST else 0), name
