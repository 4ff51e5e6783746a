"""A validation that ends at a deadline: in a process of its own, since nothing else stops a pattern."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from time import monotonic
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.errors import LimitError, ValidationError
from atsmu_kg.stores.workers import frames
from atsmu_kg.validation.facts import shown
from atsmu_kg.validation.merged_graph import n_triples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.merged_graph import MergedGraph
    from atsmu_kg.validation.shapes import Shapes


# What stands before a term that has no triple to come in.
_NODE = ox.NamedNode("urn:node")
# A system waits for no more milliseconds than a C int holds.
LONGEST = 2_000_000.0


class Deadline:
    """The end of a time of so many seconds from now."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._end = monotonic() + timeout

    @property
    def left(self) -> float:
        """The seconds that are left, never less than none."""
        return min(max(0.0, self._end - monotonic()), LONGEST)


def run_until(
    deadline: Deadline,
    engine: str,
    data: MergedGraph,
    shapes: Shapes,
    background: AbstractSet[Term] = frozenset(),
) -> Iterator[ox.Triple]:
    """The report of an engine as ``engines.run`` gives it.

    Raises what the engine raises, LimitError at the deadline, with the shape that was at work where the
    engine tells it, and ValidationError if the process can't be started or dies.
    """
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "atsmu_kg.validation.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # The import paths of this process and no others: -P keeps the working directory out.
            env=os.environ | {"PYTHONPATH": os.pathsep.join(folder or os.curdir for folder in sys.path)},
            start_new_session=True,
        )
    except OSError as error:
        advice = "Check the limits on processes and memory, or validate without a timeout."
        raise ValidationError(f"no process can be started: {error}", advice=advice) from error
    try:
        output, _ = process.communicate(_request(engine, data, shapes, background), deadline.left)
    except subprocess.TimeoutExpired:
        process.kill()
        begun, _ = _read(process.communicate()[0])
        raise _late(deadline.timeout, begun, shapes) from None
    except BaseException:
        process.kill()
        process.communicate()
        raise
    _, answer = _read(output)
    if answer is None:
        raise ValidationError(
            f"the process that validated ended with {process.returncode} and without a report",
            advice="Validate without a timeout to see why; it may have had too little memory.",
        )
    kind, payload = answer
    if kind == frames.ERROR:
        raise frames.unpack_error(payload)
    return (quad.triple for quad in ox.parse(payload, format=ox.RdfFormat.N_TRIPLES, lenient=True))


def _request(engine: str, data: MergedGraph, shapes: Shapes, background: AbstractSet[Term]) -> bytes:
    request = io.BytesIO()
    written = (ox.Triple(s, ox.NamedNode(p), o) for s, p, o in shapes.facts)  # type: ignore[arg-type]
    frames.send(request, frames.QUERY, json.dumps([engine, shapes.files]).encode())
    left_out = (ox.Triple(_NODE, _NODE, term) for term in background)
    for part in (data.text, n_triples(written), n_triples(left_out)):
        frames.send(request, frames.DATA, part)
    return request.getvalue()


def _read(output: bytes) -> tuple[str | None, tuple[bytes, bytes] | None]:
    """The shape that was begun with last, and the frame with the answer, as far as they are there."""
    stream, begun = io.BytesIO(output), None
    while True:
        try:
            kind, payload = frames.receive(stream)
        except EOFError:
            return begun, None
        if kind != frames.DATA:
            return begun, (kind, payload)
        begun = payload.decode()


def _late(timeout: float, begun: str | None, shapes: Shapes) -> LimitError:
    shape = None if begun is None else shown(shapes.whole(ox.NamedNode(begun)))
    where = "" if shape is None else f": it was at the shape {shape}"
    return LimitError(
        f"the validation did not end within {timeout:g} s{where}",
        advice="Look for a pattern that repeats a repetition or a query that joins much, or allow more time.",
        limit="timeout",
        allowed=timeout,
        shape=shape,
    )
