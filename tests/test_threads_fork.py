"""A graph that is open when its process forks or spawns another one: it works there, or says why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import atsmu_kg
from atsmu_kg.errors import StoreError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is POSIX")

FORKED = """
import json, os, signal, sys
import atsmu_kg
from pyoxigraph import NamedNode, Quad

kind, directory = sys.argv[1:]
node = NamedNode("http://example.org/a")
quad = Quad(node, node, node)
memory = atsmu_kg.load()
disk = atsmu_kg.open(directory + "/disk")
limited = memory.query("ASK { ?s a akg:Faculty }", timeout=60)
deeds = {
    "read memory": lambda: len(memory.query("SELECT * { ?s a akg:Faculty }")),
    "write memory": lambda: memory.store.extend([quad]) or len(memory),
    "read disk": lambda: len(disk.query("SELECT * { ?s a akg:Faculty }")),
    "write disk": lambda: disk.store.extend([quad]),
    "load": lambda: len(atsmu_kg.load()),
    "open another": lambda: len(atsmu_kg.open(directory + "/other")),
    "open read-only": lambda: len(atsmu_kg.open(directory + "/disk", read_only=True)),
    "limited": lambda: bool(memory.query("ASK { ?s a akg:Faculty }", timeout=60)),
    "close": lambda: (memory.close(), disk.close()) and "closed",
}
read, write = os.pipe()
child = os.fork()
if child == 0:
    signal.alarm(60)
    try:
        said = deeds[kind]()
    except atsmu_kg.AtsmuKGError as error:
        said = f"{type(error).__name__}: {error}"
    os.write(write, json.dumps(said).encode())
    os._exit(0)
os.close(write)
said = os.read(read, 10_000).decode()
assert os.waitpid(child, 0)[1] == 0, said
still = [len(disk.query("SELECT * { ?s a akg:Faculty }")), bool(memory.query("ASK { ?s a ?o }", timeout=60))]
print(json.dumps([json.loads(said), still, len(memory), len(disk)]))
"""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("read memory", "faculties"),
        ("read disk", "faculties"),
        ("write memory", "one more"),
        ("write disk", "StoreError: .*opened by another process, before this one was forked off"),
        ("load", "all"),
        ("open another", "StoreError: .*the engine's threads are not in it"),
        ("open read-only", "all"),
        ("limited", "true"),
        ("close", "closed"),
    ],
)
def test_a_forked_process(tmp_path: Path, kind: str, said: str) -> None:
    command = [sys.executable, "-c", FORKED, kind, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    in_child, [faculties, limited], memory, disk = json.loads(done.stdout)
    assert limited is True
    assert memory == disk, "nothing that the child does is seen here"
    expected = {"faculties": faculties, "one more": memory + 1, "all": memory, "true": True}
    if said.startswith("StoreError"):
        assert said.partition(": ")[2].partition(".*")[2] in in_child
        assert in_child.startswith("StoreError")
    else:
        assert in_child == expected.get(said, said)


AMID_READING = """
import os, signal, threading
import atsmu_kg
from atsmu_kg.rdf import documents

load, reads, go_on = documents.load, threading.Event(), threading.Event()
reader = None

def slow(engine, path, *rest):
    if threading.current_thread() is reader:
        reads.set()
        go_on.wait()
    load(engine, path, *rest)

documents.load = slow
kg = atsmu_kg.load()
reader = threading.Thread(target=len, args=(kg,))
reader.start()
reads.wait()
child = os.fork()
if child == 0:
    signal.alarm(60)
    limited = bool(kg.query("ASK { GRAPH ?g { ?s a akg:Faculty } }", timeout=50))
    os._exit(0 if limited and len(kg) == len(atsmu_kg.load()) else 1)
ended = os.waitpid(child, 0)[1]
go_on.set()
reader.join()
print(ended, len(kg) == len(atsmu_kg.load()))
"""


def test_a_process_that_is_forked_off_while_a_thread_reads_the_named_graphs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AMID_READING], capture_output=True, text=True, check=False, timeout=90
    )
    assert done.stdout == "0 True\n", done.stderr


def test_a_spawned_process_says_that_a_graph_does_not_travel(tmp_path: Path) -> None:
    import pickle

    with atsmu_kg.load() as kg, pytest.raises(StoreError, match="can't be sent to another process") as caught:
        pickle.dumps(kg)
    assert "Load or open it there" in caught.value.advice


def test_a_spawned_process_loads_its_own_beside_an_open_one(tmp_path: Path) -> None:
    script = "import atsmu_kg, sys; print(len(atsmu_kg.open(sys.argv[1], read_only=True)))"
    with atsmu_kg.open(tmp_path / "store") as kg:
        command = [sys.executable, "-c", script, str(tmp_path / "store")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert int(done.stdout) == len(kg)
