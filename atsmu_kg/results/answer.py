"""What every answer knows: the query that was asked, and the graph that can say more about it."""

from __future__ import annotations

from contextlib import suppress

from atsmu_kg.errors import AtsmuKGError, QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any, Protocol

    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.explain import Explanation

    class AnswerGraph(Protocol):
        """The graph that gave an answer."""

        @property
        def version(self) -> str:
            """The version that the graph states."""

        def cite(self, answer: Answer, *, source: str | os.PathLike[str] | None = None) -> Citation:
            """Who says what an answer says."""

        def why_empty(self, answer: Answer) -> Explanation:
            """What left an answer without rows."""


class Answer:
    """An answer to a query.

    ``timeout`` is the one that it was asked with, which also holds for what explains it; ``shortfall`` says
    what is missing from an incomplete answer that the caller allowed, else it is empty.
    """

    __slots__ = ("_version", "graph", "query", "shortfall", "timeout")

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
        self._version = version

    @property
    def complete(self) -> bool:
        """Whether nothing is missing; an answer that is cut short is an error unless the caller allows it."""
        return not self.shortfall

    @property
    def version(self) -> str:
        """The version of the graph; empty where it states none, or can't be asked any more."""
        if not self._version and self.graph is not None:
            with suppress(AtsmuKGError):
                self._version = self.graph.version
        return self._version

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
