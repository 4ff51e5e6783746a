"""Assistants that start the server themselves, and speak with it on standard input and output."""

from __future__ import annotations

import asyncio

from mcp.server.stdio import stdio_server

from atsmu_kg.serve.assistants.server import assistants_server
from atsmu_kg.serve.questions import Questions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.questions import QuestionLimits


def serve_stdio(kg: KnowledgeGraph, limits: QuestionLimits) -> None:
    """Answer one assistant until it closes standard input.

    kg: the graph; changes to it are not seen.
    limits: those of each answer.

    Raises StoreError if no worker can be started.
    """
    asyncio.run(_answered(kg, limits))


async def _answered(kg: KnowledgeGraph, limits: QuestionLimits) -> None:
    async with Questions(kg, limits) as questions, stdio_server() as (read, write):
        server = assistants_server(kg, questions)
        await server.run(read, write, server.create_initialization_options())
