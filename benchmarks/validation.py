"""`python -m benchmarks.validation [UNIVERSITIES …]`: what validating costs, beside the engine by itself.

The data are the universities of ``benchmarks.lubm``, which conform to ``lubm/shapes.ttl``: results cost more,
which is not measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from benchmarks.lubm import HERE, write
from benchmarks.resources import taken

SHAPES = HERE / "shapes.ttl"


def alone(data: str) -> Callable[[], object]:
    """Shifty by itself, which reads N-Triples."""
    from shifty import PreparedValidator

    triples = [quad.triple for quad in ox.parse(path=SHAPES, format=ox.RdfFormat.TURTLE)]
    shapes = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert shapes is not None

    def validated() -> object:
        inner = PreparedValidator(shapes)._inner
        given = (None, "nt", "data", None, False, "info", False, "error", False)
        return inner.validate_w3c(Path(data).read_bytes(), *given)

    return validated


def shifty(data: str) -> Callable[[], object]:
    """The library with shifty."""
    from atsmu_kg.validation import validate

    return lambda: validate(data, SHAPES, engine="shifty")


def pyshacl(data: str) -> Callable[[], object]:
    """The library with pySHACL."""
    from atsmu_kg.validation import validate

    return lambda: validate(data, SHAPES, engine="pyshacl")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", type=float, default=600.0, metavar="S", help="seconds for each (600)")
    parser.add_argument("universities", nargs="*", type=int, metavar="UNIVERSITIES")
    given = parser.parse_args()
    print("| triples | shifty by itself | `validate(engine='shifty')` | `validate(engine='pyshacl')` |")
    print("| --- | --- | --- | --- |")
    for count in given.universities or [1, 5]:
        with tempfile.TemporaryDirectory() as folder:
            data = f"{folder}/universities.nt"
            _, triples = write(Path(data), count)
            cells = []
            for engine in (alone, shifty, pyshacl):
                took = taken(given.limit, engine, data)
                cells.append(f"{took.cpu:.1f} s, {took.memory:.0f} MiB" if took else f"> {given.limit:.0f} s")
        print(f"| {triples:,} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
