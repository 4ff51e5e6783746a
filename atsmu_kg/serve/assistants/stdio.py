"""Assistants that start the server themselves, and speak with it on standard input and output."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from io import FileIO
from threading import Thread

from anyio import wrap_file
from mcp.server.stdio import stdio_server

from atsmu_kg.serve.assistants.server import assistants_server
from atsmu_kg.serve.questions import Questions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.questions import QuestionLimits

AT_ONCE = 1 << 16


def serve_stdio(kg: KnowledgeGraph, limits: QuestionLimits, *, source: str | None = None) -> None:
    """Answer one assistant until it closes standard input, or until Ctrl-C or SIGTERM.

    kg: the graph; changes to it are not seen.
    limits: those of each answer.
    source: a copy of the document, whose passages are quoted.

    Raises StoreError if no worker can be started.
    """
    asyncio.run(_answered(kg, limits, source))


async def _answered(kg: KnowledgeGraph, limits: QuestionLimits, source: str | None) -> None:
    # Who reads standard input itself can't be stopped before there is something to read.
    reader, end = os.pipe()
    writer = FileIO(end, "wb")
    Thread(target=_pour, args=(sys.stdin.fileno(), writer), daemon=True).start()
    with suppress(NotImplementedError):  # on Windows
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, writer.close)
    lines = wrap_file(open(reader, encoding="utf-8", errors="replace"))  # noqa: PTH123, SIM115
    async with Questions(kg, limits, source=source) as questions, stdio_server(lines) as (read, write):
        server = assistants_server(kg, questions)
        await server.run(read, write, server.create_initialization_options())


def _pour(source: int, target: FileIO) -> None:
    """Hand on all that can be read, and then its end."""
    with suppress(OSError, ValueError), target:  # of a target that is closed
        while data := os.read(source, AT_ONCE):
            while data:
                data = data[target.write(data) :]
