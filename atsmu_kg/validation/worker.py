"""The process behind a validation with a deadline, which ``limited`` starts and feeds."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.stores.workers import frames
from atsmu_kg.validation.engines import run
from atsmu_kg.validation.merged_graph import MergedGraph, n_triples
from atsmu_kg.validation.shapes import Shapes

if TYPE_CHECKING:
    from typing import IO


def serve(request: IO[bytes], answers: IO[bytes]) -> None:
    """Answer one request: frames of DATA name the shapes that are begun with, the last has the report."""
    _, settings = frames.receive(request)
    _, data = frames.receive(request)
    _, written = frames.receive(request)
    _, left_out = frames.receive(request)
    engine, files = json.loads(settings)
    try:
        shapes = Shapes(ox.parse(written, format=ox.RdfFormat.N_TRIPLES, lenient=True), files)
        background = {quad.object for quad in ox.parse(left_out, format=ox.RdfFormat.N_TRIPLES, lenient=True)}

        def begun(shape: str) -> None:
            frames.send(answers, frames.DATA, shape.encode())

        report = run(engine, MergedGraph(data), shapes, background, begun)
        answer = frames.TRIPLES, n_triples(report)
    except AtsmuKGError as error:
        answer = frames.ERROR, frames.pack_error(error)
    frames.send(answers, *answer)


if __name__ == "__main__":
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output:
        # What anything else prints is no answer.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(sys.stdin.buffer, output)
