"""`python -m benchmarks.validation [UNIVERSITIES …]`: what validating costs, beside the engine by itself.

The data are the universities of ``benchmarks.lubm``, which conform to ``lubm/shapes.ttl``: results cost more,
which is not measured. With the closed shape of ``lubm/closed.ttl`` the engine gets all triples, without it
those with the predicates that the shapes name. Of several turns the least counts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from benchmarks.lubm import HERE, write
from benchmarks.resources import Taken, taken

if TYPE_CHECKING:
    from atsmu_kg.choices import Engine

SHAPES = (HERE / "shapes.ttl",)
CLOSED = (*SHAPES, HERE / "closed.ttl")


def alone(data: str, shapes: Sequence[Path]) -> Callable[[], object]:
    """Shifty by itself, which reads a file of N-Triples in the least memory."""
    from shifty import PreparedValidator

    triples = [quad.triple for path in shapes for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert written is not None

    def validated() -> object:
        inner = PreparedValidator(written)._inner
        return inner.validate_w3c(None, data, "nt", "data", None, False, "info", False, "error", False)

    return validated


def shifty(data: str, shapes: Sequence[Path]) -> Callable[[], object]:
    """The library with shifty."""
    return _library("shifty", data, shapes)


def pyshacl(data: str, shapes: Sequence[Path]) -> Callable[[], object]:
    """The library with pySHACL."""
    return _library("pyshacl", data, shapes)


def _library(engine: Engine, data: str, shapes: Sequence[Path]) -> Callable[[], object]:
    from atsmu_kg.validation import validate

    # What is imported does not count, as little as with the engine by itself.
    validate(shapes, shapes, engine=engine)
    return lambda: validate(data, shapes, engine=engine)


def _least(turns: Sequence[Taken | None], limit: float) -> str:
    ended = [turn for turn in turns if turn]
    if not ended:
        return f"> {limit:.0f} s"
    return f"{min(turn.cpu for turn in ended):.1f} s, {min(turn.memory for turn in ended):.0f} MiB"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", type=float, default=600.0, metavar="S", help="seconds for each (600)")
    parser.add_argument("--turns", type=int, default=3, metavar="N", help="turns of each (3)")
    parser.add_argument("universities", nargs="*", type=int, metavar="UNIVERSITIES")
    given = parser.parse_args()
    print("| triples | shapes | shifty by itself | `engine='shifty'` | `engine='pyshacl'` |")
    print("| --- | --- | --- | --- | --- |")
    for count in given.universities or [1, 5]:
        with tempfile.TemporaryDirectory() as folder:
            data = f"{folder}/universities.nt"
            _, triples = write(Path(data), count)
            for name, shapes in (("open", SHAPES), ("one closed", CLOSED)):
                # In turns, so that what else the machine does is no one's alone.
                turns = [
                    [taken(given.limit, engine, data, shapes) for engine in (alone, shifty, pyshacl)]
                    for _ in range(given.turns)
                ]
                cells = [_least(tries, given.limit) for tries in zip(*turns, strict=True)]
                print(f"| {triples:,} | {name} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
