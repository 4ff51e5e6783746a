"""A question with its limits: what the endpoint, and whatever else asks, hands to a worker."""

from __future__ import annotations

import re

import msgspec

from atsmu_kg.serve.likeness import likeness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from atsmu_kg.serve.formats import AnswerFormats
    from atsmu_kg.serve.settings import Settings

# Functions whose values differ from time to time, and what other endpoints say.
CHANGING = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)


class EndpointQuery:
    """A query, the formats in which its answer is wanted, and the part of the dataset that it asks.

    text: the query.
    formats: what the answer may look like.
    default_graphs, named_graphs: the IRIs of the graphs that are asked; None for those of the text, or all.
    base: the IRI that relative ones in the text are resolved against.
    limited: whether the limits on rows and bytes hold for it.
    """

    warming = 0.0
    __slots__ = ("base", "default_graphs", "formats", "limited", "named_graphs", "text")

    def __init__(
        self,
        text: str,
        formats: AnswerFormats,
        *,
        default_graphs: tuple[str, ...] | None = None,
        named_graphs: tuple[str, ...] | None = None,
        base: str | None = None,
        limited: bool = True,
    ) -> None:
        self.text = text
        self.formats = formats
        self.default_graphs = default_graphs
        self.named_graphs = named_graphs
        self.base = base
        self.limited = limited

    @property
    def likeness(self) -> str:
        """What it has in common with queries that ask the same of other things."""
        return likeness(self.text)

    @property
    def is_steady(self) -> bool:
        """Whether the answer is the same as long as the dataset is."""
        return is_steady(self.text)

    @property
    def key(self) -> str:
        """What the answer depends on, besides the dataset."""
        return f"{self.formats.key} {self.default_graphs} {self.named_graphs} {self.base} {self.text}"

    def headers(self, _: bytes) -> dict[str, str]:
        """None that only the worker could tell."""
        return {}

    def request(self, settings: Settings, common: Mapping[str, Any]) -> bytes:
        """What a worker is told: this, and what is common to all questions."""
        wanted = self.formats
        asked: dict[str, Any] = {
            **common,
            "text": self.text,
            "formats": {
                "solutions": wanted.solutions and wanted.solutions[0],
                "triples": wanted.triples and wanted.triples[0],
            },
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
            "base": self.base,
        }
        if self.limited:
            asked |= {"max_rows": settings.max_rows, "max_bytes": settings.max_bytes}
        return msgspec.json.encode(asked, enc_hook=str)


def is_steady(text: str) -> bool:
    """Whether the answer to a query is the same as long as the dataset is.

    >>> is_steady("SELECT * { ?s ?p ?o }"), is_steady("SELECT (NOW() AS ?now) {}")
    (True, False)
    """
    # An escape may be a letter of such a name.
    return CHANGING.search(text) is None and "\\" not in text
