"""`python -m benchmarks.load [FILE …]`: what loading files costs, beside the engine's own bulk loader.

Both load the same files into a new store on disk, by turns, each time in a process of its own; told are the
least processor time and time of each, and how many times as much ours takes. Without files the dataset is
written many times over, in each format.
"""

from __future__ import annotations

import gzip
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from atsmu_kg.rdf.compression import uncompressed_name
from atsmu_kg.rdf.formats import of_document
from atsmu_kg.rdf.serializers import write
from atsmu_kg.stores.bulk import load
from benchmarks.copies import grow

COPIES = 10
TURNS = 3


def engine(files: list[str], store: str) -> None:
    """The files by the engine's own bulk loader."""
    opened = ox.Store(store)
    for name in files:
        with gzip.open(name) if name.endswith(".gz") else Path(name).open("rb") as file:
            opened.bulk_load(file, of_document(uncompressed_name(name)).engine)
    opened.flush()


def library(files: list[str], store: str) -> None:
    """The files by ours."""
    load(store, files)


def run(loader: Any, files: list[str], store: str, results: Any) -> None:
    start, cpu = time.perf_counter(), time.process_time()
    loader(files, store)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    results.put((time.process_time() - cpu, time.perf_counter() - start, peak))


def measured(loader: Any, files: list[str]) -> tuple[float, float, float]:
    """Processor time and time in seconds, and MiB at most, of one load."""
    spawn = multiprocessing.get_context("spawn")
    results: Any = spawn.Queue()
    with tempfile.TemporaryDirectory() as folder:
        process = spawn.Process(target=run, args=(loader, files, f"{folder}/store", results))
        process.start()
        figures: tuple[float, float, float] = results.get()
        process.join()
    return figures


def compare(files: list[str]) -> tuple[list[float], list[float]]:
    """The least figures of the engine and of the library."""
    turns = [(measured(engine, files), measured(library, files)) for _ in range(TURNS)]
    return [min(each) for each in zip(*(turn[0] for turn in turns), strict=True)], [
        min(each) for each in zip(*(turn[1] for turn in turns), strict=True)
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
            theirs, ours = compare(files)
            ratios = " | ".join(f"{own / other:.2f}" for own, other in zip(ours, theirs, strict=True))
            cells = [f"{cpu:.1f} s of processor, {wall:.1f} s" for cpu, wall, _ in (theirs, ours)]
            print(f"| {name} | {' | '.join(cells)} | {ratios} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
