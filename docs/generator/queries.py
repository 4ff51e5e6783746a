"""The named queries, each with a call of it and the answer."""

from __future__ import annotations

import shlex
from functools import cached_property
from typing import TYPE_CHECKING

from atsmu_kg.queries.template import without_header

if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg import KnowledgeGraph
    from atsmu_kg.queries import NamedQuery

# More graphs than these are counted instead of named.
MOST_GRAPHS = 12
# As many as Python prints.
MOST_ROWS = 50


class QueryPage:
    """What a page says of a query, asked of a graph."""

    def __init__(self, query: NamedQuery, kg: KnowledgeGraph) -> None:
        self.query = query
        self._kg = kg

    @property
    def sparql(self) -> str:
        """The query without its header."""
        return without_header(self.query.text)

    def python(self, lang: str) -> str:
        """The example as a call in Python."""
        values = ", ".join(f"{name}={value!r}" for name, value in self._given(lang).items())
        return f"kg.queries.{self.query.name}({values})"

    def shell(self, lang: str) -> str:
        """The example on the command line."""
        words = [f"--{name} {shlex.quote(str(value))}" for name, value in self._given(lang).items()]
        return " ".join(["atsmu-kg run", self.query.name, *words])

    def answer(self, lang: str) -> str:
        """What the example answers, as Python prints it where no terminal is too narrow."""
        return self._kg.queries[self.query.name](**self._given(lang)).to_text(width=0, limit=MOST_ROWS)

    @cached_property
    def graphs(self) -> list[str]:
        """The graphs that the answer rests on."""
        answer = self._kg.queries[self.query.name](**self.query.example)
        return sorted({graph.curie for sources in answer.cite() for graph in sources.graphs})

    def _given(self, lang: str) -> dict[str, Any]:
        """The parameters of the example, and the language unless that is English anyway."""
        languages = [each.name for each in self.query.parameters if each.name == "lang" and lang != "en"]
        return {**self.query.example, **dict.fromkeys(languages, lang)}
