"""The card of a graph: what there is to ask for, and what goes wrong for those who ask without knowing."""

from __future__ import annotations

import json
from asyncio import to_thread

from atsmu_kg.files import beside, template
from atsmu_kg.rdf.namespaces import IRI, contract
from atsmu_kg.rdf.terms import Text
from atsmu_kg.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.graph import KnowledgeGraph

# As many as fit into 1,500 tokens, the most used first.
CLASSES, WITH_EXAMPLE, PROPERTIES = 22, 32, 70
LONGEST = 24


class Card:
    """The card of a graph, made when it is first wanted: that takes as long as to load the graph.

    kg: the graph.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._kg = kg
        self._text = ""

    async def text(self) -> str:
        """What ``card`` tells of the graph."""
        self._text = self._text or await to_thread(card, self._kg)
        return self._text


def card(kg: KnowledgeGraph) -> str:
    """What a reader must know before asking a graph, as Markdown; the same graph has the same card.

    kg: the graph.

    Of classes and properties those are told that are used most, so that it has at most 1,500 tokens. Raises
    StoreError or QueryError if the graph can't be asked.

    >>> import atsmu_kg
    >>> "akg:Figure 165 figure:" in card(atsmu_kg.load())
    True
    """
    base = f"{kg.base}id/"
    classes = kg.select(beside(__file__, "card_classes.rq"), base=base)
    properties = kg.select(beside(__file__, "card_properties.rq"), base=base).rows

    def shown(example: Any) -> str:
        text = contract(example, kg.prefixes) if isinstance(example, IRI) else printable(str(example))
        short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        return (
            f"{json.dumps(short, ensure_ascii=False)}@{example.lang}" if isinstance(example, Text) else short
        )

    def lines(rows: Any) -> str:
        return "\n".join(
            f"{contract(name, kg.prefixes)} {count} {shown(example)}" for name, count, example in rows
        )

    others = properties[WITH_EXAMPLE:PROPERTIES]
    return template(__file__, "card.md").substitute(
        size=f"{len(kg):,}",
        version=kg.version or "unknown",
        prefixes=", ".join(kg.prefixes),
        classes=lines(classes[:CLASSES]),
        properties=lines(properties[:WITH_EXAMPLE]),
        others=", ".join(f"{contract(name, kg.prefixes)} {count}" for name, count, _ in others),
    )
