"""A worker process from inside: one dataset, and one query after the other until the other side is gone."""

from __future__ import annotations

import json
import os
import select
import sys
from functools import lru_cache
from threading import Thread

import pyoxigraph as ox

from atsmu_kg.errors import AtsmuKGError, LimitError, StoreError
from atsmu_kg.sparql.guard import Guard
from atsmu_kg.stores.answers import TSV
from atsmu_kg.stores.evaluation import evaluate
from atsmu_kg.stores.workers import frames
from atsmu_kg.stores.workers.rows import RowCount
from atsmu_kg.stores.workers.sheet import AnswerSheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import IO, Any, TypeVar

    T = TypeVar("T")

Frame = tuple[bytes, bytes]


def answer(
    engine: ox.Store,
    text: str,
    *,
    max_rows: int | None = None,
    max_bytes: int | None = None,
    guard: Mapping[str, Any] | None = None,
) -> Frame:
    """The frame that holds the answer to a query; raises what EmbeddedStore.query does, and LimitError.

    ``guard`` are arguments of Guard, which looks at the text here, where it can be killed if it takes long;
    without them nothing is asked of the text.

    >>> answer(ox.Store(), "ASK {}")
    (b'B', b'1')
    """
    if guard is not None:
        _check(text, json.dumps(guard))

    def solutions(bindings: ox.QuerySolutions) -> Frame:
        rows = AnswerSheet(RowCount("text/tab-separated-values"), max_rows, max_bytes)
        bindings.serialize(rows, format=TSV)  # type: ignore[arg-type]
        return frames.SOLUTIONS, b"".join(rows.parts)

    def triples(built: ox.QueryTriples) -> Frame:
        statements = AnswerSheet(RowCount("application/n-triples"), max_rows, max_bytes)
        built.serialize(statements, format=ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
        return frames.TRIPLES, b"".join(statements.parts)

    try:
        outcome = evaluate(engine, text, solutions=solutions, triples=triples)
    except MemoryError as error:
        raise LimitError("the answer needs more memory than a worker has", limit="memory") from error
    return (frames.BOOLEAN, b"1" if outcome else b"0") if isinstance(outcome, bool) else outcome


@lru_cache(maxsize=64)
def _check(text: str, guard: str) -> None:
    """Let the guard look at a text once: texts come again, and a look may take longer than an answer."""
    _guard(guard).check(text)


@lru_cache(maxsize=8)
def _guard(arguments: str) -> Guard:
    return Guard(**json.loads(arguments))


def answered(engine: ox.Store, answers: IO[bytes], request: dict[str, Any]) -> None:
    """Send the answer to a request: streamed if it says in which formats, else as the rows of a store."""
    if "formats" in request:
        _stream(engine, answers, **request)
    else:
        frames.send(answers, *answer(engine, **request))


def main(opened: Callable[[IO[bytes]], T], answered: Callable[[T, IO[bytes], Any], None]) -> None:
    """Serve the process at the other end of standard input and output.

    opened: what makes of the first frames that which is asked.
    answered: what sends its answer to a request.
    """
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    memory = int(sys.argv[1])
    try:
        asked = opened(requests)
    except EOFError:
        return
    except AtsmuKGError as error:
        frames.send(answers, frames.ERROR, frames.pack_error(error))
        return
    bound_memory(memory)
    frames.send(answers, frames.READY)
    for content in incoming(requests):
        try:
            answered(asked, answers, json.loads(content))
        except AtsmuKGError as error:
            frames.send(answers, frames.ERROR, frames.pack_error(error))


def _stream(engine: ox.Store, answers: IO[bytes], text: str, guard: str, **given: Any) -> None:
    from atsmu_kg.stores.workers.streaming import stream

    _check(text, guard)
    stream(engine, answers, text, **given)


def dataset(requests: IO[bytes]) -> ox.Store:
    """The dataset that the first frames hold, or tell where it is."""
    kind, payload = frames.receive(requests)
    if kind == frames.DIRECTORY:
        from atsmu_kg.stores import directories

        return directories.open(os.fsdecode(payload), read_only=True)
    engine = ox.Store()
    try:
        # Not load(), which gives blank nodes other labels than the asking process knows.
        source: Any = (
            {"path": os.fsdecode(payload)}
            if kind == frames.FILE
            else {"input": frames.Inflow(requests, (kind, payload))}
        )
        engine.extend(ox.parse(**source, format=ox.RdfFormat.N_QUADS, lenient=True))
    except SyntaxError as error:
        raise StoreError(f"the dataset can't be handed to a worker: {error}") from error
    return engine


def bound_memory(megabytes: int) -> None:
    """Let the process grow by so much, on Linux; elsewhere max_bytes is the only bound."""
    try:
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def incoming(requests: IO[bytes]) -> Iterator[bytes]:
    """The requests from the other side, one after another; without it the process ends, even amid a query."""
    if hasattr(select, "poll"):  # elsewhere the end is seen behind the query
        Thread(target=_end_with, args=(requests,), daemon=True).start()
    while True:
        try:
            yield frames.receive(requests)[1]
        except EOFError:
            return


def _end_with(requests: IO[bytes]) -> None:
    """End the process when the other side is gone, even amid a query that nobody waits for any more."""
    hangup = select.poll()
    hangup.register(requests, 0)
    hangup.poll()
    os._exit(0)


if __name__ == "__main__":
    main(dataset, answered)
