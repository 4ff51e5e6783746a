"""What every answer knows: the query that was asked, and the graph that can say more about it."""

from __future__ import annotations

from atsmu_kg.errors import AtsmuKGError, QueryError
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from typing import Any, Protocol

    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.explain import Explanation, Unknown
    from atsmu_kg.stores.protocol import Store

    class AnswerGraph(Protocol):
        """The graph that gave an answer."""

        prefixes: Mapping[str, str]

        @property
        def version(self) -> str:
            """The version that the graph states."""

        @property
        def store(self) -> Store:
            """Where it is asked."""

        def cite(self, answer: Answer, *, source: str | os.PathLike[str] | None = None) -> Citation:
            """Who says what an answer says."""

        def why_empty(self, answer: Answer) -> Explanation:
            """What left an answer without rows."""

        def warnings(self, text: str) -> tuple[Unknown, ...]:
            """The terms of a query that the graph does not know."""

        def deprecated(self, given: Mapping[str, object]) -> tuple[Unknown, ...]:
            """The values of parameters that are deprecated."""


class Answer:
    """An answer to a query.

    ``timeout`` is the one that it was asked with, which also holds for what explains it; ``shortfall`` says
    what is missing from an incomplete answer that the caller allowed, else it is empty. ``written`` is the
    query as its author wrote it, before parameters took their places; empty for a named query. ``given`` are
    the IRIs and CURIEs that did.
    """

    __slots__ = ("_version", "_warnings", "given", "graph", "query", "shortfall", "timeout", "written")

    def __init__(
        self,
        *,
        query: str = "",
        version: str = "",
        graph: AnswerGraph | None = None,
        timeout: float | None = None,
        shortfall: str = "",
    ) -> None:
        self.query = query
        self.graph = graph
        self.timeout = timeout
        self.shortfall = shortfall
        self.written = ""
        self.given: Mapping[str, object] = {}
        self._version = version
        self._warnings: tuple[Unknown, ...] | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing; an answer that is cut short is an error unless the caller allows it."""
        return not self.shortfall

    @property
    def asked(self) -> str:
        """The query as it was written, if nothing but prefixes came to it: the places in it are then true."""
        return self.written if self.written and self.query.endswith(self.written) else self.query

    @property
    def version(self) -> str:
        """The version of the graph; empty where it states none, or can't be asked any more."""
        if not self._version and self.graph is not None:
            try:
                self._version = self.graph.version
            except AtsmuKGError:
                return ""
        return self._version

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Those that its IRIs are shown with: the graph's own."""
        return PREFIXES if self.graph is None else self.graph.prefixes

    @property
    def warnings(self) -> tuple[Unknown, ...]:
        """The terms of the query that the graph does not know, each with ``text``, ``place`` and ``nearest``.

        The graph is asked about them when this is first wanted. Values that the author brings along, in
        VALUES or as parameters, are told only where they are deprecated, and of a named query nothing else
        is. A copy that has left its graph before has none. Raises StoreError where the graph can't be asked.

        >>> import atsmu_kg
        >>> kg = atsmu_kg.load()
        >>> kg.query("ASK { atsmu:university akg:hasPartnerIn country:IR }").warnings[0].nearest[0]
        'akg:hasPartnersIn'
        """
        if self._warnings is None:
            if self.graph is None:
                return ()
            written = self.graph.warnings(self.written) if self.written else ()
            given = self.graph.deprecated(self.given) if self.given else ()
            self._warnings = (*written, *given)
        return self._warnings

    def told(self) -> tuple[Unknown, ...]:
        """The warnings for a display, which never fails, and asks no endpoint what nobody asked."""
        if self._warnings is None and (self.graph is None or not self.graph.store.embedded):
            return ()
        try:
            return self.warnings
        except AtsmuKGError:
            return ()

    def told_html(self) -> str:
        """The same as HTML; empty if there is nothing to tell."""
        from html import escape

        warnings = self.told()
        return f"<pre>{escape(chr(10).join(map(str, warnings)))}</pre>" if warnings else ""

    def cite(self, *, source: str | os.PathLike[str] | None = None) -> Citation:
        """Row by row the statements that support the answer, and the passages and authorities that make them.

        ``source`` is a copy of the source document, to show the passages' text. Raises QueryError for a query
        with a part that can't be cited; see ``citations.cite``.
        """
        return self._origin().cite(self, source=source)

    def why_empty(self) -> Explanation:
        """Which part of the query removed the last solution, and terms that the graph does not know."""
        return self._origin().why_empty(self)

    def explained(self) -> Explanation | None:
        """The same for a display, which never fails: None where nothing can be said."""
        try:
            return self.why_empty()
        except AtsmuKGError:
            return None

    def _origin(self) -> AnswerGraph:
        if self.graph is None:
            raise QueryError(
                "this answer does not know its graph",
                advice="Ask again with kg.query(…) or kg.queries: a graph does not go along with an answer "
                "that is copied, pickled or made by hand.",
            )
        return self.graph

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        """What a copy has: all but the graph, and what refers to that."""
        names = [name for kind in type(self).__mro__ for name in getattr(kind, "__slots__", ())]
        return None, {name: getattr(self, name) for name in names} | {"graph": None}
