"""Questions to a store about parts of a query."""

from __future__ import annotations

from atsmu_kg.files import template
from atsmu_kg.results.rows import value
from atsmu_kg.sparql.tokens import with_prefixes
from atsmu_kg.stores.answers import Solutions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.sparql.patterns import Query
    from atsmu_kg.stores.protocol import Store

# Solutions that are counted one by one.
MOST = 1_000_000


class PatternQuestions:
    """What a store answers about patterns, asked with the prologue and the sources of a query."""

    __slots__ = ("_prologue", "_sources", "_store", "_timeout", "query")

    def __init__(self, store: Store, query: Query, timeout: float | None = None) -> None:
        self._store = store
        self._timeout = timeout
        self.query = query
        self._prologue = query.text[: query.offset]
        self._sources = " ".join(query.source(each) for each in query.sources)

    def exists(self, pattern: str) -> bool:
        """Whether a pattern has a solution."""
        return bool(self._ask("exists", pattern=pattern))

    def count(self, pattern: str, most: int = MOST) -> int:
        """How many solutions a pattern has, or the most that are counted."""
        return int(self._rows("count", pattern=pattern, limit=str(most))[0][0])

    def kinds(self, pattern: str) -> tuple[tuple[str, int], ...]:
        """What a pattern binds to ``?_kind``, and how often; not where that is unbound."""
        return tuple(row for row in self._rows("kinds", pattern=pattern) if row[0] is not None)

    def _rows(self, name: str, **parts: str) -> list[Any]:
        answer = self._ask(name, **parts)
        assert isinstance(answer, Solutions)
        return list(answer.rows(map(value, answer.cells())))

    def _ask(self, name: str, **parts: str) -> Any:
        text = template(__file__, f"{name}.rq").substitute(parts, sources=self._sources)
        whole = with_prefixes(f"{self._prologue}{text}", self.query.prefixes)
        return self._store.query(whole, timeout=self._timeout)
