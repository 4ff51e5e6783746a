"""What every answer knows: the query that was asked, and the graph that can say more about it."""

from __future__ import annotations

from atsmu_kg.errors import AtsmuKGError, QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Protocol

    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.emptiness import Explanation

    class Graph(Protocol):
        """The graph that gave an answer."""

        def cite(self, answer: Answer, *, source: str | os.PathLike[str] | None = None) -> Citation:
            """Who says what an answer says."""

        def why_empty(self, answer: Answer) -> Explanation:
            """What left an answer without rows."""


class Answer:
    """An answer to a query; ``version`` is that of the ``graph``, which may be unknown."""

    __slots__ = ("graph", "query", "version")

    def __init__(self, *, query: str = "", version: str = "", graph: Graph | None = None) -> None:
        self.query = query
        self.version = version
        self.graph = graph

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

    def _origin(self) -> Graph:
        if self.graph is None:
            raise QueryError(
                "this answer does not know its graph", advice="Ask with kg.query(…) or kg.queries."
            )
        return self.graph
