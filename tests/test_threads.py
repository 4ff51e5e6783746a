"""Many threads on one graph, its first use included, and what loading and closing leave behind."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks.soak import growth

READERS = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from pyoxigraph import NamedNode

import atsmu_kg
from atsmu_kg.rdf.namespaces import expand

UNIT = NamedNode(expand("org:hasUnit"))
kg = atsmu_kg.load()
together = Barrier(64)

def catalogue(): return kg.queries.faculties(lang="en").column("name")
def select(): return [str(row) for row in kg.query("SELECT * { ?s skos:prefLabel ?o } ORDER BY ?s ?o")]
def ask(): return bool(kg.query("ASK { ?s skos:altLabel ?name }", name=atsmu_kg.Text("ATSMU", "en")))
def construct(): return kg.query("CONSTRUCT WHERE { ?s org:hasUnit ?o }").triples
def describe(): return kg.describe("dentistry-faculty").label
def bad():
    try: kg.query("SELECT * { ?s skoz:x ?o }")
    except atsmu_kg.AtsmuKGError as error: return str(error)
def rdflib(): return sorted(str(row) for row in kg.dataset.query("SELECT ?s { ?s a akg:Faculty }"))
def size(): return len(kg), sum(1 for _ in kg.store.quads(predicate=UNIT))

KINDS = [catalogue, select, ask, construct, describe, bad, rdflib, size]

def read(number):
    together.wait()
    return [KINDS[(number + step) % len(KINDS)]() for step in range(len(KINDS))]

with ThreadPoolExecutor(64) as threads:
    answers = list(threads.map(read, range(64)))
expected = [kind() for kind in KINDS]
turned = [[expected[(number + step) % len(KINDS)] for step in range(len(KINDS))] for number in range(64)]
print(json.dumps({"right": answers == turned, "expected": expected}))
"""


def test_64_threads_read_one_graph_from_its_first_use_on() -> None:
    done = subprocess.run([sys.executable, "-c", READERS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["right"]
    assert all(found["expected"]), "each kind of question has an answer"


@pytest.mark.skipif(sys.platform != "linux", reason="resident memory is read from /proc")
@pytest.mark.parametrize("kind", ["load", "open", pytest.param("limited", marks=pytest.mark.whole)])
def test_loading_and_closing_leaves_nothing(kind: str) -> None:
    first, last, descriptors, threads = growth(kind, rounds=6, warm_up=6)
    assert last - first < 30 * 1024, f"{last - first} KiB more are resident after 6 more rounds of {kind}"
    assert descriptors == 0, "a descriptor is left open"
    assert threads <= 0, "a thread is left running"
