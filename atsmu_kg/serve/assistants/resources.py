"""What can be read without a call: the card, the queries, a passage, a thing."""

from __future__ import annotations

import json
from urllib.parse import unquote

from atsmu_kg.errors import UnknownNameError, quoted
from atsmu_kg.files import beside
from atsmu_kg.serve.assistants import brevity
from atsmu_kg.serve.assistants.tools import NOTE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.assistants.card import Card
    from atsmu_kg.serve.questions import Questions

MOST_ROWS = 1_000
SCHEME = "atsmu-kg://"
MARKDOWN, SPARQL = "text/markdown", "application/sparql-query"
JSON, SCHEMA = "application/json", "application/schema+json"


class Resources:
    """The resources of a graph.

    kg: the graph.
    questions: what answers of it.
    card: its card.
    """

    def __init__(self, kg: KnowledgeGraph, questions: Questions, card: Card) -> None:
        self._kg = kg
        self._questions = questions
        self._card = card

    @property
    def listed(self) -> list[dict[str, Any]]:
        """The resources as the protocol lists them."""
        return self._known["resources"]

    @property
    def templates(self) -> list[dict[str, Any]]:
        """The templates of the addresses of others."""
        return self._known["resourceTemplates"]

    async def read(self, uri: str) -> tuple[str, str]:
        """The media type and the text of a resource.

        Raises UnknownNameError for an address that none has, and what the calls of ``Questions`` raise.
        """
        kind, _, name = unquote(uri.removeprefix(SCHEME)).partition("/")
        if not uri.startswith(SCHEME):
            kind = ""
        if uri == f"{SCHEME}card":
            return MARKDOWN, await self._card.text()
        if uri == f"{SCHEME}answer-schema":
            return SCHEMA, beside(__file__, "answer.json")
        if uri == f"{SCHEME}queries":
            return JSON, _spelt(brevity.queries(self._questions.queries()))
        if kind == "queries" and name:
            return SPARQL, self._kg.queries[name].text
        if kind == "passage" and name:
            graph = name if ":" in name else f"{self._kg.base}graph/{name}"
            told = await self._questions.named("passage_states", {"passage": graph}, sources=True)
            return JSON, _spelt(brevity.answer(told, "en"))
        if kind == "thing" and name:
            return JSON, _spelt(brevity.description(await self._questions.describe(name), "en", MOST_ROWS))
        known = [listed["uri"] for listed in self.listed] + [one["uriTemplate"] for one in self.templates]
        raise UnknownNameError(
            f"there is no resource {quoted(uri)}", advice=f"There are {', '.join(known)}.", name=uri
        )

    @property
    def _known(self) -> dict[str, list[dict[str, Any]]]:
        known: dict[str, list[dict[str, Any]]] = json.loads(beside(__file__, "resources.json"))
        return known


def _spelt(told: dict[str, Any]) -> str:
    return json.dumps({"note": NOTE, **told}, ensure_ascii=False, separators=(",", ":"))
