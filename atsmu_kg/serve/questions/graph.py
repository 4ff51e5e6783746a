"""The dataset as a worker holds it: a graph that can be asked all that ours can."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg import files
from atsmu_kg.citations import documents
from atsmu_kg.errors import DataError
from atsmu_kg.graph import DATASET, NAMES, KnowledgeGraph
from atsmu_kg.queries.paging import paged
from atsmu_kg.rdf.namespaces import IRI, PREFIXES, RDF, RDFS, SCHEMA, SKOS, contract
from atsmu_kg.results import present
from atsmu_kg.serve.texts import texts
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.evaluation import evaluate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from atsmu_kg.citations.bibliography import CitedWork
    from atsmu_kg.citations.sources import CitedSource
    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.records.figure import Figure
    from atsmu_kg.records.names import NameIndex
    from atsmu_kg.serve.addresses import SiteAddresses
    from atsmu_kg.serve.questions.window import AnswerWindow
    from atsmu_kg.serve.snapshot import Snapshot

# So many labels are remembered: a store may have millions of things.
MOST_LABELS = 20_000
NAMED_BY = (SKOS.prefLabel, RDFS.label, SCHEMA.name)


def told_of(
    kg: KnowledgeGraph, snapshot: Snapshot, site: str | None = None, source: str | None = None
) -> dict[str, Any]:
    """What a worker must know of a graph besides its quads, as JSON has it.

    kg: the graph.
    snapshot: its quads as the workers get them.
    site: the folder of its pages, if they are served.
    source: a copy of the document that passages are quoted from, if there is one.
    """
    work = kg.work
    return {
        "prefixes": None if kg.prefixes is PREFIXES else dict(kg.prefixes),
        "base": kg.base,
        "version": snapshot.version,
        "queries": os.path.realpath(kg.queries.directory),
        "packaged": snapshot.dump == Path(files.path(DATASET)),
        "work": None if work is None else list(work),
        "site": None if site is None else os.path.realpath(site),
        "source": None if source is None else os.path.realpath(source),
    }


class AskedGraph(KnowledgeGraph):
    """A graph in a worker, which answers with the first rows only.

    engine: the quads.
    told: what ``told_of`` made of the graph that is served.

    ``window`` is what is wanted of the next answer, if not all of it.
    """

    def __init__(self, engine: ox.Store, told: Mapping[str, Any]) -> None:
        super().__init__(
            EmbeddedStore(engine), prefixes=told["prefixes"] or PREFIXES, things=f"{told['base']}id/"
        )
        self._version = told["version"]
        self._told = told
        self.window: AnswerWindow | None = None
        self._labels: dict[tuple[str, str], str] = {}
        self._texts: dict[IRI, str | None] = {}

    @cached_property
    def queries(self) -> Queries:
        """The named queries of the graph that is served."""
        from atsmu_kg.queries import Catalogue

        catalogue: Any = Catalogue(self._told["queries"]).bound(self)
        return catalogue  # type: ignore[no-any-return]

    def answer(self, text: str, *, types: Mapping[str, str] | None = None, **given: Any) -> Any:
        """The answer to a query, or the ``window`` of it that is wanted; see ``KnowledgeGraph.answer``."""
        window, self.window = self.window, None
        if window is None:
            return super().answer(text, types=types)
        asked = text
        if types is not None and not window.is_whole:
            # One row more tells whether there are more.
            asked = paged(
                text, tuple(types), limit=window.limit + 1, offset=window.offset, prefixes=self.prefixes
            )
        answer = evaluate(
            self.store.engine,  # type: ignore[attr-defined]
            asked,
            solutions=lambda rows: Solutions(window.first(rows)),
            triples=lambda built: Triples(window.first(built)),
            prefixes=self.prefixes,
        )
        return present(answer, types=types, query=text, version=self.version, graph=self)

    @property
    def work(self) -> CitedWork | None:
        """That of the graph that is served."""
        if self._told["work"] is None:
            return None
        from atsmu_kg.citations.bibliography import CitedWork

        return CitedWork(*self._told["work"])

    def label(self, iri: str, lang: str) -> str:
        """What a thing or a term is called in a language, else in English or another; empty if nothing."""
        known = self._labels.get((iri, lang))
        if known is None:
            if len(self._labels) >= MOST_LABELS:
                self._labels.clear()
            known = self._labels[iri, lang] = self._label(iri, lang)
        return known

    def types(self, iri: str) -> tuple[str, ...]:
        """The classes of a thing, sorted."""
        quads = self.store.quads(ox.NamedNode(iri), ox.NamedNode(RDF.type), graph=ox.DefaultGraph())
        return tuple(sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)))

    def page(self, iri: str) -> str | None:
        """The path of the page about a thing, where the site with it is served."""
        return None if self._told["site"] is None else self._addresses.about(iri)

    def quotation(self, source: CitedSource) -> str | None:
        """The words of a passage, where there is a copy of its document; StoreError if that can't be read."""
        document, copy = source.document, self._told["source"]
        if copy is None or document is None or source.start is None:
            return None
        if document not in self._texts:
            try:
                self._texts[document] = documents.read(copy, [source])[1]
            except DataError:  # it is a copy of another one
                self._texts[document] = None
        text = self._texts[document]
        return None if text is None else documents.passage(text, source)

    def curie(self, iri: str) -> str:
        """The short name of an IRI; the IRI itself where it has none."""
        return contract(iri, self.prefixes).strip("<>")

    @cached_property
    def figures_by_iri(self) -> dict[IRI, Figure]:
        """The figures of all sources."""
        return {figure.iri: figure for figure in self.figures}

    @cached_property
    def _addresses(self) -> SiteAddresses:
        from atsmu_kg.serve.addresses import SiteAddresses

        return SiteAddresses(self._told["site"], self.base)

    def _label(self, iri: str, lang: str) -> str:
        names = texts(self.store, iri, NAMED_BY)
        return next((names[tag] for tag in (lang, "en", "", *sorted(names)) if tag in names), "")

    def _names(self) -> NameIndex | None:
        if self._stored_names is None and self._told["packaged"]:
            from atsmu_kg.records.names.stored import read

            self._stored_names = read(files.path(NAMES))
        return self._stored_names
