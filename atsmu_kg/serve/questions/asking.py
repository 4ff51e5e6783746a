"""Questions of a graph, each answered by a process that can be ended."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from atsmu_kg.errors import QueryError
from atsmu_kg.serve.pool import Pool
from atsmu_kg.serve.questions.graph import told_of
from atsmu_kg.serve.questions.headers import header, matching
from atsmu_kg.serve.questions.limits import QuestionLimits
from atsmu_kg.serve.snapshot import Snapshot
from atsmu_kg.sparql.guard import Guard
from atsmu_kg.stores.workers import frames
from atsmu_kg.stores.workers.endings import ended, late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from typing import Any, Self

    from atsmu_kg.graph import KnowledgeGraph

# Two at least: one is kept for what is known to be quick.
WORKERS, MEGABYTES = 3, 512
# The first question takes a worker some half a second of the processor, however quick it is itself.
WARMING = 2.0


class Questions:
    """A graph that is asked; answers are JSON as ``schemas.json`` beside this has it.

    kg: the graph; changes to it are not seen.
    limits: those of each answer (default: those of QuestionLimits).
    pool, snapshot: the workers and the dataset of a server that has them already (default: own ones, which
        ``open`` and ``close``, or ``async with``, start and end in the event loop that is running then).
    site: the folder of the pages that are served, if any are.
    source: a copy of the source document, from which passages are then quoted.

    Each call raises the library's errors: UnknownNameError and ParameterError with ``nearest``, LimitError
    with ``limit``, QuerySyntaxError with line and column.
    """

    def __init__(
        self,
        kg: KnowledgeGraph,
        limits: QuestionLimits | None = None,
        *,
        pool: Pool | None = None,
        snapshot: Snapshot | None = None,
        site: str | None = None,
        source: str | None = None,
    ) -> None:
        self.limits = limits or QuestionLimits()
        self._folder = TemporaryDirectory(prefix="atsmu-kg-") if snapshot is None else None
        self.snapshot = snapshot or Snapshot(kg, Path(self._folder.name if self._folder else ""))
        self._is_own = pool is None
        self._pool = pool or Pool(self.snapshot.source, count=WORKERS, megabytes=MEGABYTES)
        self._queries = kg.queries
        self._common = {
            "graph": told_of(kg, self.snapshot, site, source),
            "guard": Guard(allow_service=self.limits.allow_service).arguments(),
            "max_rows": self.limits.max_rows,
            "max_bytes": self.limits.max_bytes,
        }

    async def open(self) -> None:
        """Start the workers, the first of which runs when this returns; StoreError if there can't be any."""
        if self._is_own:
            await self._pool.open()

    async def close(self) -> None:
        """End the workers."""
        if self._is_own:
            await self._pool.close()
        if self._folder is not None:
            self._folder.cleanup()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def named(
        self,
        name: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        sources: bool = False,
        limit: int | None = None,
        offset: int = 0,
        lang: str = "en",
    ) -> dict[str, Any]:
        """The answer of a named query.

        name: its name.
        parameters: its values by name; texts stand for values of the declared types.
        sources: whether each row tells its sources.
        limit, offset: the part of its rows that is wanted, in its order (default: all, up to ``max_rows``);
            ``next`` of the answer is the offset of what comes behind.
        lang: the language of labels, where the query has no parameter ``lang``.
        """
        return await self.ask(
            "named",
            name=name,
            parameters=dict(parameters or {}),
            sources=sources,
            limit=limit,
            offset=offset,
            lang=lang,
        )

    async def sparql(
        self,
        text: str,
        *,
        sources: bool = False,
        limit: int | None = None,
        lang: str = "en",
        lint: bool = True,
    ) -> dict[str, Any]:
        """The answer to a query of any form.

        text: the query.
        sources: whether each row tells its sources.
        limit: the most rows (default: ``max_rows``).
        lang: the language of labels.
        lint: whether what is suspicious about the query is told among the warnings.
        """
        return await self.ask("sparql", text=text, sources=sources, limit=limit, lang=lang, lint=lint)

    async def find(self, text: str, *, lang: str = "en", limit: int | None = 10) -> dict[str, Any]:
        """The things with a name or a code like a text, in any of the languages; best first.

        text: the name or code.
        lang: the language of labels (default: English).
        limit: the most things (default: 10); None for all.
        """
        return await self.ask("find", text=text, lang=lang, limit=limit)

    async def describe(self, thing: str, *, lang: str = "en", entailed: bool = False) -> dict[str, Any]:
        """All that the graph says of a thing, with who says it.

        thing: its IRI, its CURIE, or a whole name or code.
        lang: the language of labels (default: English).
        entailed: whether what merely follows is told too.
        """
        return await self.ask("describe", thing=thing, lang=lang, entailed=entailed)

    async def cite(
        self,
        text: str = "",
        *,
        name: str = "",
        parameters: Mapping[str, Any] | None = None,
        style: str = "rows",
        limit: int | None = None,
    ) -> dict[str, Any]:
        """Who says what an answer says: that to a text, or that of a named query.

        text: a query; or
        name, parameters: those of a named query.
        limit: the most rows (default: ``max_rows``).
        style: ``rows`` for the statements of each row; ``text``, ``bibtex`` or ``csl-json`` for a document.
        """
        return await self.ask(
            "cite", text=text, name=name, parameters=dict(parameters or {}), style=style, limit=limit
        )

    async def lint(self, text: str) -> dict[str, Any]:
        """What is suspicious about a query, without asking it."""
        return await self.ask("lint", text=text)

    async def validate(self, data: str, *, lang: str = "en") -> dict[str, Any]:
        """What is wrong with RDF of somebody else's by the packaged shapes.

        data: Turtle or TriG.
        lang: the language of the messages.
        """
        return await self.ask("validate", data=data, lang=lang)

    def queries(self, search: str = "", *, topic: str = "", lang: str = "en") -> dict[str, Any]:
        """The named queries, by what their headers say.

        search: words that the header has (default: none).
        topic: a tag that it has (default: any).
        lang: the language of what is told (default: English).
        """
        return {"queries": matching(self._queries, search, topic, lang), "version": self.snapshot.version}

    def header(self, name: str, lang: str = "en") -> dict[str, Any]:
        """What one named query takes and gives; UnknownNameError if there is none of that name."""
        return header(self._queries[name], lang)

    async def ask(self, kind: str, **given: Any) -> dict[str, Any]:
        """The answer to a question of a kind, by the keywords of the call of that name."""
        answer: dict[str, Any] = json.loads(await self.document(kind, **given))
        return answer

    def request(self, kind: str, **given: Any) -> bytes:
        """A question as a worker is asked it."""
        return json.dumps({"question": {"kind": kind, **given}, **self._common}).encode()

    async def document(self, kind: str, *, client: Hashable = None, **given: Any) -> bytes:
        """The answer as JSON.

        kind: the name of the call.
        client: who asks, whose next question comes soon after a quick one (default: nobody in particular).
        given: the keywords of the call.
        """
        request = self.request(kind, **given)
        timeout, told = self.limits.timeout, str(given.get("text") or given)
        try:
            mark = request.decode()
            async with asyncio.timeout(timeout), self._pool.worker(mark, client, warming=WARMING) as link:
                link.ask(request)
                parts = []
                while (frame := await link.frame())[0] != frames.END:
                    if frame[0] == frames.DATA:
                        parts.append(frame[1])
        except TimeoutError:
            raise late(told, timeout, "its worker was ended") from None
        except EOFError as error:
            if self._pool.is_closed:
                raise QueryError("the workers are ending", advice="Ask again in a while.") from None
            raise ended(error.args[0], told, self._pool.megabytes) from None
        return b"".join(parts)
