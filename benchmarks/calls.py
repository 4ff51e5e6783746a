"""`python -m benchmarks.calls [COPIES …]`: what each call of a graph costs as the graph grows.

Told are the seconds of processor that a call takes at each size, the memory of its process with the graph,
and by which power the seconds grow to the last size: 1 is linear, 2 quadratic. What takes too long is ended.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import atsmu_kg
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores import bulk
from atsmu_kg.stores.embedded import EmbeddedStore
from benchmarks.copies import grow
from benchmarks.resources import Taken, taken

COPIES = (1, 10, 100)
EMPTY = "SELECT ?name { ?u a akg:University ; org:hasUnit ?f . ?f a akg:Hospital ; skos:prefLabel ?name }"
UNKNOWN = "SELECT ?f { ?f a akg:Facultie ; org:hasUnit ?unit }"
CITED = {
    "one row": "SELECT ?value { figure:students schema:value ?value }",
    "some rows": "SELECT ?f ?name { atsmu:university org:hasUnit ?f . ?f skos:prefLabel ?name }",
    "an aggregate": "SELECT (COUNT(?f) AS ?n) { atsmu:university org:hasUnit ?f }",
    "all of a kind": "SELECT ?figure ?value { ?figure a akg:Figure ; schema:value ?value }",
}

Call = Callable[[KnowledgeGraph, Path], object]


def opened(kg: KnowledgeGraph, folder: Path) -> object:
    """The store on disk, and one answer."""
    with atsmu_kg.open(folder / "store", create=False) as other:
        return other.select(CITED["one row"]).rows


def cited(text: str) -> Call:
    return lambda kg, _: kg.select(text).cite().to_text()


def exported(format: Any) -> Call:
    return lambda kg, _: kg.export(io.BytesIO(), format)


CALLS: dict[str, Call] = {
    "open a store, ask": opened,
    **{f"cite {what}": cited(text) for what, text in CITED.items()},
    "lint": lambda kg, _: kg.lint(CITED["some rows"]),
    "lint a misspelt query": lambda kg, _: kg.lint(UNKNOWN),
    "warnings": lambda kg, _: kg.warnings(UNKNOWN),
    "why empty": lambda kg, _: kg.select(EMPTY).why_empty().to_text(),
    "why empty, a misspelt term": lambda kg, _: kg.select(UNKNOWN).why_empty().to_text(),
    "describe": lambda kg, _: kg.describe("atsmu:university"),
    "find": lambda kg, _: kg.find("Dentistry"),
    "export N-Quads": exported("nq"),
    "export TriG": exported("trig"),
    "export Turtle": exported("turtle"),
    "export RDF/XML": exported("rdfxml"),
    "export JSON-LD": exported("jsonld"),
}


def ready(name: str, kg: KnowledgeGraph, folder: Path) -> Callable[[], object]:
    """A call of a graph in memory, which does not count."""
    return lambda: CALLS[name](kg, folder)


def figures(folder: Path, calls: Iterable[str], limit: float) -> dict[str, Taken | None]:
    """What each call takes in a process forked from one that has read the graph."""
    # In a process of its own, since the threads of a store on disk do not outlive a fork.
    taken(limit, bulk_loaded, folder)
    kg = KnowledgeGraph(EmbeddedStore.memory(f"{folder}/grown.nq"))
    return {name: taken(limit, ready, name, kg, folder, method="fork") for name in calls}


def bulk_loaded(folder: Path) -> Callable[[], object]:
    """The store on disk, to be loaded."""
    return lambda: bulk.load(folder / "store", [folder / "grown.nq"])


def growth(quads: list[int], row: list[Taken | None]) -> str:
    """The power by which the seconds grow to the last size."""
    if len(row) < 2 or not row[-1] or not row[-2]:
        return ""
    times = [max(figure.cpu, 1e-3) for figure in row[-2:] if figure]
    return f"{math.log(times[1] / times[0]) / math.log(quads[-1] / quads[-2]):.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--limit",
        type=float,
        default=300.0,
        metavar="S",
        help="seconds for a call, and for loading a store (300)",
    )
    parser.add_argument("--call", action="append", choices=CALLS, help="this one only; may be repeated")
    parser.add_argument("copies", nargs="*", type=int, metavar="COPIES")
    given = parser.parse_args()
    quads, columns = [], []
    for copies in given.copies or list(COPIES):
        with tempfile.TemporaryDirectory() as name:
            quads.append(grow(Path(name, "grown.nq"), copies))
            columns.append(figures(Path(name), given.call or CALLS, given.limit))
    print(f"| call | {' | '.join(f'{count:,} quads' for count in quads)} | grows by |")
    print(f"| --- {'| --- ' * (1 + len(quads))}|")
    for call in given.call or CALLS:
        row = [column[call] for column in columns]
        cells = [f"{f.cpu:.2f} s, {f.memory:.0f} MiB" if f else f"> {given.limit:.0f} s" for f in row]
        print(f"| {call} | {' | '.join(cells)} | {growth(quads, row)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
