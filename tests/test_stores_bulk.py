"""Files into an on-disk store: what comes in, what is in already, and what is said on the way."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.errors import StoreError
from atsmu_kg.rdf.serializers import write
from atsmu_kg.rdf.streams import RdfFile
from atsmu_kg.stores import bulk
from atsmu_kg.stores.bulk import load
from atsmu_kg.stores.embedded import EmbeddedStore

QUADS = [
    *ox.parse('<a:s> <a:p> "1.50", "x"@en . <a:t> <a:p> <a:s> .', ox.RdfFormat.TURTLE),
    *ox.parse("<a:s> <a:p> <a:o> <a:g> .", ox.RdfFormat.N_QUADS),
]
TRIPLES = QUADS[:3]
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: zstandard.compress(data[:9]) + zstandard.compress(data[9:]),
}
BLANK = "<a:s> <a:p> [ <a:q> 1 ], _:x .\n"


def stated(store: Path) -> list[str]:
    with EmbeddedStore.open(store, read_only=True) as opened:
        return sorted(map(str, opened.quads()))


def anonymous(store: Path) -> list[str]:
    return sorted(re.sub("_:[0-9a-f]+", "_:", quad) for quad in stated(store))


def test_every_format_and_compression(tmp_path: Path) -> None:
    names = []
    for extension in ("ttl", "trig", "nt", "nq", "rdf", "jsonld"):
        quads = QUADS if extension in ("trig", "nq", "jsonld") else TRIPLES
        document = tmp_path / f"facts.{extension}"
        write(quads, document)
        for ending, compress in COMPRESSIONS.items():
            file = tmp_path / f"facts.{extension}{ending}"
            file.write_bytes(compress(document.read_bytes()))
            assert sorted(map(str, RdfFile(str(file)).quads())) == sorted(map(str, quads)), file.name
            names.append(str(file))
    assert load(tmp_path / "store", names).files == names
    assert len(stated(tmp_path / "store")) == len(QUADS)


def test_a_store_that_is_there_is_added_to(tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "facts.trig"
    write(QUADS, file)
    with atsmu_kg.open(store) as kg:
        before = len(kg)
    load(store, [file], graph="https://example.org/facts")
    with atsmu_kg.open(store) as kg:
        assert len(kg) == before + len(QUADS)
        assert kg.ask("ASK { GRAPH <https://example.org/facts> { <a:t> <a:p> <a:s> } }")
        assert kg.ask("ASK { GRAPH <a:g> { <a:s> <a:p> <a:o> } }")
        assert not kg.ask("ASK { <a:t> <a:p> <a:s> }")


def test_blank_nodes_of_two_files_are_apart(tmp_path: Path) -> None:
    for name, text in {"one.ttl": BLANK, "two.ttl": f"{BLANK}\n", "three.nt": "_:x <a:p> _:x .\n"}.items():
        (tmp_path / name).write_text(text)
    files = sorted(tmp_path.glob("*.*"))
    load(tmp_path / "store", files)
    triples = [line.split() for line in stated(tmp_path / "store")]
    assert len(triples) == 3 + 3 + 1
    assert len({term for triple in triples for term in triple if term.startswith("_:")}) == 2 + 2 + 1


def test_what_is_in_the_store_does_not_come_in_twice(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(BLANK)
    (tmp_path / "copy.ttl").write_text(BLANK)
    (tmp_path / "b.ttl").write_text("<a:s> <a:p> 2 .")
    store, files = tmp_path / "store", [str(tmp_path / name) for name in ("a.ttl", "copy.ttl", "b.ttl")]
    loaded = load(store, files[:2])
    assert (loaded.files, loaded.present) == (files[:1], files[1:2])
    loaded = load(store, files)
    assert (loaded.files, loaded.present) == (files[2:], files[:2])
    # Not so in another graph.
    assert load(store, files[:1], graph="a:g").files == files[:1]
    assert len(stated(store)) == 3 + 1 + 3


def test_a_load_that_was_killed_goes_on(tmp_path: Path) -> None:
    files = [str(tmp_path / f"{number}.ttl") for number in range(4)]
    for number, file in enumerate(files):
        Path(file).write_text(f"{BLANK}<a:s> <a:n> {number} .")
    kill = (
        "import os, signal, sys\n"
        "from atsmu_kg.stores import bulk\n"
        "bulk.BATCH = 1\n"
        "def tell(file, read, total):\n"
        "    if file.endswith('2.ttl'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "bulk.load(sys.argv[1], sys.argv[2:], progress=tell)\n"
    )
    store = tmp_path / "store"
    ended = subprocess.run([sys.executable, "-c", kill, str(store), *files], check=False)
    assert ended.returncode < 0
    assert len(stated(store)) == 2 * 4
    (store / "bulk-1.sst").write_text("a draft of the engine's")
    assert load(store, files).present == files[:2]
    assert not list(store.glob("bulk-*"))
    load(tmp_path / "whole", files)
    assert anonymous(store) == anonymous(tmp_path / "whole")
    assert load(store, files).files == []


def test_what_arrived_and_was_not_noted_does_not_come_in_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, store = tmp_path / "facts.ttl", tmp_path / "store"
    file.write_text(BLANK)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(StoreError, match="disk is full"):
            load(store, [file])
    # What was written is cut off within its line.
    record = store / bulk.RECORD
    record.write_text(record.read_text()[:-20])
    assert (load(store, [file]).files, load(store, [file]).files) == ([], [])
    with EmbeddedStore.open(store) as opened:
        assert (opened.size, opened.graph_names()) == (3, [])


def test_progress(tmp_path: Path) -> None:
    files = [tmp_path / "a.nt", tmp_path / "b.nt"]
    for file in files:
        file.write_text(f"<a:s> <a:p> '{file.name}' .\n".replace("'", '"') * 5000)
    told: list[tuple[str, int, int]] = []
    load(tmp_path / "store", files, progress=lambda *step: told.append(step))
    total = sum(file.stat().st_size for file in files)
    assert [read for _, read, _ in told] == sorted(read for _, read, _ in told)
    assert told[-1] == (str(files[1]), total, total)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=6), st.integers(1, 200))
def test_the_order_and_the_batches_do_not_matter(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], batch: int
) -> None:
    folder = tmp_path_factory.mktemp("files")
    files = [folder / f"{name}.ttl" for name in names]
    for file in files:
        file.write_text(f"{BLANK}<a:s> <a:name> '{file.stem}' .")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "BATCH", batch)
        loaded = load(folder / "store", files)
    assert len(loaded.files) == len(set(names))
    load(folder / "other", reversed(files))
    assert anonymous(folder / "store") == anonymous(folder / "other")


def test_at_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, store = tmp_path / "facts.ttl", tmp_path / "store"
    file.write_text("<a:s> <a:p> 1, 2 .")
    command = ["load", str(store), str(file), "--graph", "https://example.org/facts"]
    assert (main(command), main(command)) == (0, 0)
    assert capsys.readouterr() == (
        "1 file loaded, 2 quads\n0 files loaded, 0 quads; 1 in the store already\n",
        "",
    )
