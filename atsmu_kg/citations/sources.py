"""Passages, authorities and other sources: what the graph of provenance says of named graphs."""

from __future__ import annotations

from atsmu_kg.citations.witnesses import answer
from atsmu_kg.files import beside
from atsmu_kg.rdf.namespaces import AKG, DCTERMS, IRI, OA, PROV, RDF, SCHEMA, SKOS
from atsmu_kg.results.rows import value
from atsmu_kg.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from atsmu_kg.rdf.terms import Text
    from atsmu_kg.stores.protocol import Store

    # The cells of the values that a property of a thing has, by the cells of both.
    Facts = Mapping[tuple[str, str], list[str]]

KINDS = {
    AKG.PassageGraph: "passage",
    AKG.AuthorityGraph: "authority",
    AKG.EditorialGraph: "editorial",
    AKG.DerivedGraph: "entailed",
}


def _cell(iri: str) -> str:
    return f"<{iri}>"


# Properties as cells.
TYPE, LABEL, LICENCE, RIGHTS, VERIFICATION = map(
    _cell, (RDF.type, SKOS.prefLabel, DCTERMS.license, DCTERMS.rights, AKG.verification)
)
DERIVED_FROM, POSITION, SHA256 = map(_cell, (PROV.wasDerivedFrom, SCHEMA.position, SCHEMA.sha256))
LOCATOR, ADDRESS, PUBLISHER, PUBLISHED = map(
    _cell, (AKG.locator, SCHEMA.url, SCHEMA.publisher, SCHEMA.datePublished)
)
SELECTOR, DOCUMENT, START, END = map(_cell, (OA.hasSelector, OA.hasSource, OA.start, OA.end))

ORDER = ("passage", "authority", "editorial", "entailed", "unknown")


class CitedSource:
    """What a named graph holds the statements of.

    ``kind`` is passage, authority, editorial, entailed, or unknown where the graph of provenance is silent. A
    passage has the ``document`` that it stands in, its number there (``position``), the range of its
    characters (``start`` up to ``end``) or where else it is (``locator``), its SHA-256 and that of the
    document, and ``text`` if a copy of that was given. Of the document its ``title``, ``address`` on the Web,
    ``publisher`` and date (``published``) are told as far as they are stated.
    """

    __slots__ = (
        *("address", "document", "document_sha256", "end", "graph", "kind", "licences", "locator", "name"),
        *("passage", "position", "published", "publisher", "rights", "sha256", "start", "text", "title"),
        "verification",
    )

    def __init__(self, graph: IRI, facts: Facts) -> None:
        about = _cell(graph)
        kinds = sorted(_all(facts, about, TYPE))
        self.graph = graph
        self.kind = next((KINDS[kind] for kind in kinds if kind in KINDS), "unknown")
        self.name = _english(_all(facts, about, LABEL)) or graph.curie
        self.licences: tuple[IRI, ...] = tuple(sorted(_all(facts, about, LICENCE)))
        self.rights: tuple[str, ...] = tuple(sorted(map(str, _all(facts, about, RIGHTS))))
        self.verification: IRI | None = _one(facts, about, VERIFICATION)
        self.passage: IRI | None = _one(facts, about, DERIVED_FROM)
        passage = _cell(self.passage or "")
        selector = _cell(_one(facts, passage, SELECTOR) or "")
        self.document: IRI | None = _one(facts, passage, DOCUMENT)
        self.document_sha256: str | None = _one(facts, _cell(self.document or ""), SHA256)
        document = _cell(self.document or "")
        self.title = _english(_all(facts, document, LABEL))
        self.address: IRI | None = _one(facts, document, ADDRESS)
        self.publisher = str(_one(facts, document, PUBLISHER) or "")
        self.published = str(_one(facts, document, PUBLISHED) or "")
        self.locator = str(_one(facts, passage, LOCATOR) or "")
        self.position: int | None = _one(facts, passage, POSITION)
        self.start: int | None = _one(facts, selector, START)
        self.end: int | None = _one(facts, selector, END)
        self.sha256: str | None = _one(facts, passage, SHA256)
        self.text: str | None = None

    @property
    def iri(self) -> IRI:
        """The passage, or the graph where there is none."""
        return self.passage if self.kind == "passage" and self.passage else self.graph

    def order(self) -> tuple[int, str, int, str]:
        """What to sort sources by: passages as in their documents, then authorities, then others."""
        return ORDER.index(self.kind), self.document or "", self.start or 0, self.graph

    def details(self) -> list[str]:
        """What there is to say of it besides its name."""
        details = []
        if self.start is not None:
            details.append(f"characters {self.start} to {self.end}")
        if self.sha256:
            details.append(f"SHA-256 {self.sha256}")
        return [*details, *self.terms(), *[statement.rstrip(".") for statement in self.rights]]

    def terms(self) -> list[str]:
        """How it was verified, and its licences."""
        verified = [] if self.verification is None else [self.verification.curie]
        return verified + [f"licence {licence}" for licence in self.licences]

    def __str__(self) -> str:
        return printable(". ".join([self.name, self.iri, *self.details()]))

    def __repr__(self) -> str:
        return f"<CitedSource {self.graph.curie}: {printable(self.name)}>"


def described(store: Store, graphs: Iterable[IRI]) -> dict[IRI, CitedSource]:
    """The sources by their graphs."""
    wanted = sorted(graphs)
    facts: dict[tuple[str, str], list[str]] = {}
    if wanted:
        values = " ".join(f"<{graph}>" for graph in wanted)
        solutions = answer(store, beside(__file__, "described.rq").replace("{ }", f"{{ {values} }}"))
        for thing, property, each in solutions.rows(solutions.cells()):
            facts.setdefault((thing, property), []).append(each)
    return {graph: CitedSource(graph, facts) for graph in wanted}


def _english(names: Iterable[Text]) -> str:
    return min([str.__str__(each) for each in names if each.lang == "en"], default="")


def _all(facts: Facts, thing: str, property: str) -> list[Any]:
    return list(map(value, facts.get((thing, property), ())))


def _one(facts: Facts, thing: str, property: str) -> Any:
    return min(_all(facts, thing, property), default=None)
