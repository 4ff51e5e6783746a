"""`python -m benchmarks.load [FILE …]`: what loading files costs, beside the engine's own bulk loader.

Both load the same files into a new store on disk, by turns, each time in a process of its own; told are the
least processor time and time of each, and how many times as much ours takes. Without files the dataset is
written many times over, in each format.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from atsmu_kg.rdf.compression import uncompressed_name
from atsmu_kg.rdf.formats import of_document
from atsmu_kg.rdf.serializers import write
from atsmu_kg.stores.bulk import load
from benchmarks.copies import grow
from benchmarks.resources import Taken, taken

COPIES = 30
TURNS = 3
LIMIT = 3600.0


def engine(files: list[str], store: str) -> Callable[[], object]:
    """The files by the engine's own bulk loader."""

    def loaded() -> None:
        opened = ox.Store(store)
        for name in files:
            with gzip.open(name) if name.endswith(".gz") else Path(name).open("rb") as file:
                opened.bulk_load(file, of_document(uncompressed_name(name)).engine)
        opened.flush()

    return loaded


def library(files: list[str], store: str) -> Callable[[], object]:
    """The files by ours."""
    return lambda: load(store, files)


def compared(files: list[str]) -> list[Taken]:
    """The least that the engine takes and that ours takes."""
    turns: dict[Any, list[Taken]] = {engine: [], library: []}
    for _ in range(TURNS):
        for loader, told in turns.items():
            with tempfile.TemporaryDirectory() as folder:
                took = taken(LIMIT, loader, files, f"{folder}/store")
            assert took is not None, f"{loader.__name__} failed"
            told.append(took)
    return [
        Taken(min(t.cpu for t in told), min(t.wall for t in told), min(t.memory for t in told))
        for told in turns.values()
    ]


def samples(folder: Path) -> dict[str, list[str]]:
    """Files to load: the grown dataset in each format, compressed, and in many small files."""
    whole = folder / "grown.nq"
    grow(whole, COPIES)
    files = {"N-Quads": [str(whole)]}
    quads = list(ox.parse(path=whole, format=ox.RdfFormat.N_QUADS))
    for extension in ("trig", "ttl", "nt", "rdf", "jsonld"):
        write(quads, folder / f"grown.{extension}")
        files[extension] = [str(folder / f"grown.{extension}")]
    with whole.open("rb") as plain, gzip.open(f"{whole}.gz", "wb", 6) as packed:
        shutil.copyfileobj(plain, packed)
    files["N-Quads, .gz"] = [f"{whole}.gz"]
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    parts = [folder / f"part-{number}.nq" for number in range(100)]
    for number, part in enumerate(parts):
        part.write_text("".join(lines[number::100]), encoding="utf-8")
    files["N-Quads, 100 files"] = [str(part) for part in parts]
    blank = folder / "blank.nt"
    blank.write_text("".join(f'_:n{n // 3} <a:p{n % 7}> "{n}" .\n' for n in range(300_000)), encoding="utf-8")
    files["N-Triples, a third blank nodes"] = [str(blank)]
    return files


def main(given: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        print("| files | the engine's loader | `atsmu-kg load` | processor time | time | memory |")
        print("| --- | --- | --- | --- | --- | --- |")
        for name, files in ({"given": given} if given else samples(Path(folder))).items():
            theirs, ours = compared(files)
            pairs = ((ours.cpu, theirs.cpu), (ours.wall, theirs.wall), (ours.memory, theirs.memory))
            ratios = " | ".join(f"{own / other:.2f}" for own, other in pairs)
            cells = [f"{took.cpu:.1f} s of processor, {took.wall:.1f} s" for took in (theirs, ours)]
            print(f"| {name} | {' | '.join(cells)} | {ratios} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
