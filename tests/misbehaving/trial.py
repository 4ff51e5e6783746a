"""One call of the library to a misbehaving endpoint, and what is wrong with what came of it."""

from __future__ import annotations

import asyncio
import re
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any
from unittest.mock import patch

import atsmu_kg
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.rdf.terms import BNode
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.results.graph import GraphResult
from atsmu_kg.stores.remote import retries
from atsmu_kg.stores.remote.errors import EndpointTimeoutError

from .behaviour import MIB, Behaviour, Request
from .server import Server

FEW = 10


@dataclass(frozen=True)
class Trial:
    """What came of a call: an error or what it gave, and what it took."""

    behaviour: Behaviour
    error: BaseException | None
    given: object
    complete: bool
    requests: list[Request]
    pauses: list[float]
    seconds: float
    peak: int
    let_go: bool

    @property
    def outcome(self) -> str:
        """The error's class, or what was given."""
        if self.error is not None:
            return type(self.error).__name__
        given = f"{len(self.given)} rows" if isinstance(self.given, tuple) else repr(self.given)[:40]
        return given if self.complete else f"{given}, incomplete"

    def faults(self) -> list[str]:
        """What is not as the behaviour wants it; each says what the client did."""
        wanted = self.behaviour
        found = [*self._of_outcome(), *self._of_error()]
        if len(self.requests) not in wanted.requests:
            found.append(f"made {len(self.requests)} requests, not {' or '.join(map(str, wanted.requests))}")
        if self.seconds > wanted.within:
            found.append(f"took {self.seconds:.1f} s, more than {wanted.within:g} s")
        if isinstance(self.error, EndpointTimeoutError) and self.seconds < 0.9 * wanted.timeout:
            found.append(f"gave up after {self.seconds:.1f} s, before the deadline of {wanted.timeout:g} s")
        if self.peak > wanted.memory:
            found.append(f"took {self.peak / MIB:.1f} MiB, more than {wanted.memory / MIB:g} MiB")
        if not self.let_go:
            found.append("kept a connection that the server was still sending on")
        if wanted.pauses is not None:
            fits = [
                low <= pause <= high for pause, (low, high) in zip(self.pauses, wanted.pauses, strict=False)
            ]
            if len(self.pauses) != len(wanted.pauses) or not all(fits):
                found.append(f"paused for {self.pauses} seconds, not for {wanted.pauses}")
        if self.requests and (noticed := wanted.notices(self.requests)):
            found.append(noticed)
        return found

    def _of_outcome(self) -> Iterator[str]:
        wanted = self.behaviour
        classes = wanted.raises.split("|")
        if self.error is None:
            if "" not in classes:
                yield f"gave {self.given!r:.300} and did not raise {wanted.raises}"
            elif self.given != wanted.gives:
                yield f"gave {self.given!r:.300}, not {wanted.gives!r:.300}"
            elif self.complete != wanted.complete:
                yield f"gave a result with complete == {self.complete}"
        elif not {kind.__name__ for kind in type(self.error).__mro__} & set(classes):
            told = "".join(traceback.format_exception(self.error))
            yield f"raised {type(self.error).__name__}, not {wanted.raises or 'nothing'}:\n{told}"

    def _of_error(self) -> Iterator[str]:
        error, wanted = self.error, self.behaviour
        if error is None:
            return
        if wanted.says.lower() not in str(error).lower():
            yield f"does not say {wanted.says!r}: {error}"
        if isinstance(error, AtsmuKGError):
            if not error.advice:
                yield f"gives no advice: {error!r}"
            url = getattr(error, "url", None)
            if not url or "?" in url:
                yield f"names the endpoint as {url!r}"
        shown = {"str": str(error), "repr": repr(error), "facts": repr(vars(error))}
        shown["traceback"] = "".join(traceback.format_exception(error))
        for place, text in shown.items():
            if any(secret in text for secret in wanted.secrets):
                yield f"tells the secret in its {place}: {text}"


def attempt(server: Server, name: str, way: str = "query") -> Trial:
    """Call the library on a behaviour, without the pauses between tries."""
    behaviour = server.behaviours[name]
    server.begin(name)
    kg = atsmu_kg.connect(server.url(name), timeout=behaviour.timeout, **behaviour.options)
    error: BaseException | None = None
    given: object = None
    complete = True
    pauses: list[float] = []
    with (
        kg,
        patch.object(retries, "wait", lambda _, seconds: pauses.append(seconds)),
        _measured() as measured,
    ):
        try:
            for _ in range(behaviour.calls):
                given, complete = ASKING[way](kg, behaviour)
        except Exception as raised:  # noqa: BLE001  (what is not of the library is the finding)
            error = raised
        seconds, peak = measured()
        let_go = server.settles(name, 2)
    return Trial(behaviour, error, given, complete, server.requests(name), pauses, seconds, peak, let_go)


def ways(behaviour: Behaviour) -> tuple[str, ...]:
    """How a behaviour's query can be asked: only rows are streamed."""
    return ("query", "stream", "astream") if behaviour.query.startswith("SELECT") else ("query", "aquery")


@contextmanager
def _measured() -> Iterator[Callable[[], tuple[float, int]]]:
    """Seconds and the peak of the memory that Python took since."""
    tracemalloc.start()
    start = monotonic()
    try:
        yield lambda: (monotonic() - start, tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def _queried(kg: Any, behaviour: Behaviour) -> tuple[object, bool]:
    return _answered(kg.query(behaviour.query, **behaviour.limits))


def _awaited(kg: Any, behaviour: Behaviour) -> tuple[object, bool]:
    async def ask() -> Any:
        return await kg.aquery(behaviour.query, **behaviour.limits)

    return _answered(asyncio.run(ask()))


def _answered(result: Any) -> tuple[object, bool]:
    if isinstance(result, BooleanResult):
        return bool(result), result.complete
    if isinstance(result, GraphResult):
        lines = (f"{quad.triple} .\n" for quad in result.quads())
        return "".join(sorted(_BLANK.sub("_:b", line) for line in lines)), result.complete
    return tuple(_row(row) for row in result), result.complete


def _streamed(kg: Any, behaviour: Behaviour) -> tuple[object, bool]:
    given: list[object] = []
    with kg.stream(behaviour.query, **behaviour.limits) as rows:
        for row in rows:
            _keep(given, row)
        return tuple(given), rows.complete


def _streamed_asynchronously(kg: Any, behaviour: Behaviour) -> tuple[object, bool]:
    async def ask() -> tuple[object, bool]:
        given: list[object] = []
        async with kg.astream(behaviour.query, **behaviour.limits) as rows:
            async for row in rows:
                _keep(given, row)
            return tuple(given), rows.complete

    return asyncio.run(ask())


def _keep(given: list[object], row: Any) -> None:
    """Keep the first rows; all of them would count as memory that streaming takes."""
    if len(given) < FEW:
        given.append(_row(row))


def _row(row: Any) -> tuple[object, ...]:
    """The values by name, whatever the order of the columns; one blank node is like another."""
    values = (row["thing"], row["name"])
    return tuple(BNode("_") if isinstance(value, BNode) else value for value in values)


_BLANK = re.compile(r"_:\w+")
ASKING: dict[str, Callable[[Any, Behaviour], tuple[object, bool]]] = {
    "query": _queried,
    "stream": _streamed,
    "aquery": _awaited,
    "astream": _streamed_asynchronously,
}
