"""Assistants for tests: clients of the SDK, called from tests that await nothing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from jsonschema import Draft202012Validator
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult

from atsmu_kg.files import beside
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.serve import assistants
from atsmu_kg.serve.questions import Questions
from atsmu_kg.serve.questions.answering import Answering
from atsmu_kg.serve.questions.graph import AskedGraph, told_of

ROOT = Path(__file__).parent.parent
ANSWER = Draft202012Validator(json.loads(beside(str(assistants.__file__), "answer.json")))


class Assistant:
    """An assistant that is connected with a server."""

    def __init__(self, client: Client, portal: BlockingPortal) -> None:
        self.client = client
        self._portal = portal

    def ask(self, tool: str, **arguments: Any) -> Any:
        """The structured answer of a tool, which is the same as its text, and fits its schema in full."""
        result = self.called(tool, **arguments)
        assert not result.is_error, text(result)
        assert json.loads(text(result)) == result.structured_content
        if "rows" in (result.structured_content or ()):
            ANSWER.validate(result.structured_content)
        return result.structured_content

    def refusal(self, tool: str, **arguments: Any) -> str:
        """What a tool says of a call that it refuses."""
        result = self.called(tool, **arguments)
        assert result.is_error, text(result)
        return text(result)

    def called(self, tool: str, **arguments: Any) -> CallToolResult:
        """The answer of a tool as the protocol has it."""
        result: CallToolResult = self.run("call_tool", tool, arguments)
        return result

    def run(self, call: str, *arguments: Any) -> Any:
        """What a call of the client gives."""
        return self._portal.call(getattr(self.client, call), *arguments)


def text(result: CallToolResult) -> str:
    """The text of an answer."""
    (content,) = result.content
    assert content.type == "text"
    return content.text


class LocalQuestions(Questions):
    """Questions that are answered in this process."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        super().__init__(kg)
        asked = AskedGraph(kg.store.engine, told_of(kg, self.snapshot))  # type: ignore[attr-defined]
        self._answering = Answering(asked, max_rows=self.limits.max_rows, max_bytes=self.limits.max_bytes)

    async def ask(self, kind: str, **given: Any) -> dict[str, Any]:
        """The answer to a question of a kind."""
        answer: dict[str, Any] = json.loads(json.dumps(self._answering.answer(kind, **given)))
        return answer


@contextmanager
def connected(server: Any, mode: str = "auto") -> Iterator[Assistant]:
    """An assistant of a server in this process, or at an address, or at the end of a transport."""
    with start_blocking_portal() as portal:
        client = Client(server, mode=mode)
        with portal.wrap_async_context_manager(client):
            yield Assistant(client, portal)


@contextmanager
def on_stdio(*options: str, mode: str = "auto") -> Iterator[Assistant]:
    """An assistant that has started ``atsmu-kg mcp``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "atsmu_kg.cli", "mcp", *options], env=environment
    )
    with connected(stdio_client(command), mode) as assistant:
        yield assistant
