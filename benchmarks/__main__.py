"""`make bench`: what the library costs, as ratios in one run, each beside its target."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph

import atsmu_kg
from atsmu_kg import files
from benchmarks.report import report

ATSMU_KG = str(Path(sys.executable).with_name("atsmu-kg"))
FIND = """
import time
import atsmu_kg

kg = atsmu_kg.load()
start = time.process_time()
assert kg.find("стоматология")
print(1000 * (time.process_time() - start))
"""
# Bare pySHACL takes more than ten minutes, so that it is ended after so many times as long as ours takes.
LONG_ENOUGH = 20
RDFLIB_SCRIPT = str(Path(__file__).with_name("rdflib_faculties.py"))


def paired(a: Callable[[], object], b: Callable[[], object], runs: int) -> tuple[float, float, float]:
    """Median seconds of `a` and of `b` and the median of a/b, taken in turn so that drift cancels out."""
    times: list[tuple[float, float]] = []
    for run in range(runs + 1):
        first = _seconds(a)
        second = _seconds(b)
        if run:
            times.append((first, second))
    medians = [statistics.median(column) for column in zip(*times, strict=True)]
    return medians[0], medians[1], statistics.median(x / y for x, y in times)


def process(*command: str) -> Callable[[], subprocess.CompletedProcess[bytes]]:
    # With the bytecode that an installation has, even where the shell keeps Python from writing it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(command, check=True, capture_output=True, env=environment)


def warm_query() -> tuple[Callable[[], object], Callable[[], object], Callable[[], object]]:
    """The catalogue's `faculties` through the library, in bare pyoxigraph, and in rdflib; 50 times each."""
    import rdflib

    kg = atsmu_kg.load()
    text = kg.queries["faculties"].render(lang="en")
    engine = pyoxigraph.Store()
    engine.load(path=files.path("data/atsmu-kg.nq"))
    assert kg.store.size == len(engine)  # which reads all, so that both ask the same quads
    dataset = rdflib.Dataset()
    dataset.parse(files.path("data/atsmu-kg.nq"), format="nquads")

    def library() -> None:
        for _ in range(50):
            kg.queries.faculties(lang="en").rows  # noqa: B018

    def bare() -> None:
        for _ in range(50):
            [tuple(solution) for solution in engine.query(text)]

    def in_rdflib() -> None:
        list(dataset.query(text))

    return library, bare, in_rdflib


def validation() -> tuple[Callable[[], object], Callable[[], object]]:
    """`validate()` of the packaged graph, and pySHACL alone on the same graphs already in rdflib's memory."""
    import pyshacl
    import rdflib

    kg = atsmu_kg.load()
    data = rdflib.Graph()
    for quad in kg.quads():
        if quad.graph_name == pyoxigraph.DefaultGraph():
            data.add(tuple(_rdflib(term) for term in quad.triple))  # type: ignore[arg-type]
    shapes = rdflib.Graph().parse(files.path("ontology/shapes.ttl"))
    return kg.validate, lambda: pyshacl.validate(data, shacl_graph=shapes)


def ended_after(seconds: float, call: Callable[[], object]) -> None:
    """A call in a process of its own, which is ended if it takes longer."""
    process = multiprocessing.get_context("fork").Process(target=call)
    process.start()
    process.join(seconds)
    process.kill()
    process.join()


def load_milliseconds() -> float:
    """The least processor time of `load()` and a query that reads the whole default graph, in 20 runs."""
    best = float("inf")
    for _ in range(20):
        start = time.process_time()
        atsmu_kg.load().query("SELECT ?p { ?s ?p ?o } LIMIT 1")
        best = min(best, time.process_time() - start)
    return best * 1000


def timeout_milliseconds() -> float:
    """What ``timeout=`` adds to the catalogue's `faculties`: the difference of the least of 300 times."""
    kg = atsmu_kg.load()
    text = kg.queries["faculties"].render(lang="en")
    plain = min(_seconds(lambda: kg.query(text)) for _ in range(300))
    limited = min(_seconds(lambda: kg.query(text, timeout=60)) for _ in range(300))
    return (limited - plain) * 1000


def after_kill_milliseconds() -> float:
    """The median of five first queries, each after one that had to be killed."""
    kg = atsmu_kg.load()
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    times = []
    for _ in range(5):
        try:
            kg.query(endless, timeout=1)
        except atsmu_kg.AtsmuKGError:
            times.append(_seconds(lambda: kg.query("ASK {}", timeout=60)))
    return statistics.median(times) * 1000


def find_milliseconds() -> float:
    """The least processor time of the first `find()` in 5 processes, what it imports included."""
    return min(float(process(sys.executable, "-c", FIND)().stdout) for _ in range(5))


def figures() -> Iterator[tuple[str, float, str, float, str]]:
    """Each figure as soon as it is measured, with its target."""
    import_engine = process(sys.executable, "-c", "import pyoxigraph")
    run_faculties = process(ATSMU_KG, "run", "faculties")
    run, start, ratio = paired(run_faculties, import_engine, 15)
    yield "atsmu-kg run faculties / import pyoxigraph", ratio, "<=", 3.6, f"{run:.3f} s, {start:.3f} s"
    script, _, ratio = paired(process(sys.executable, RDFLIB_SCRIPT), run_faculties, 5)
    yield "rdflib script / atsmu-kg run faculties", ratio, ">=", 5.0, f"{script:.2f} s"
    library, bare, in_rdflib = warm_query()
    own, engine, ratio = paired(library, bare, 20)
    yield "warm query / bare pyoxigraph", ratio, "<=", 1.25, f"{own * 20:.3f} ms, {engine * 20:.3f} ms"
    slow, fifty, _ = paired(in_rdflib, library, 10)
    yield "rdflib query / warm query", slow / (fifty / 50), ">=", 50.0, f"{slow * 1000:.1f} ms"
    yield "a query with timeout= over one without, ms", timeout_milliseconds(), "<=", 0.5, ""
    yield "the first query after a kill, ms", after_kill_milliseconds(), "<=", 100.0, ""
    yield "load() and the default graph, ms of processor time", load_milliseconds(), "<=", 40.0, ""
    yield "first find(), ms of processor time", find_milliseconds(), "<=", 60.0, ""
    ours, pyshacl_alone = validation()
    ours()
    own = _seconds(ours)
    theirs = _seconds(lambda: ended_after(own * LONG_ENOUGH, pyshacl_alone))
    note = f"{theirs:.2f} s, {own:.2f} s" + (", ended by then" if theirs >= own * LONG_ENOUGH else "")
    yield "bare pySHACL / validate()", theirs / own, ">=", 6.0, note


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _rdflib(term: object) -> object:
    import rdflib

    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, pyoxigraph.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


if __name__ == "__main__":
    sys.exit(report(figures()))
