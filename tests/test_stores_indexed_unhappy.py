"""N-Quads files that can't be read, in part or whole, and indexes that are not theirs."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import DataSyntaxError, StoreError
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.indexed import IndexedQuads
from atsmu_kg.stores.ordered import index_of

ASKED = "ASK { GRAPH ?g { ?s <a:p> ?o } }"
DAMAGED = b"<a:s> <a:o> <a:o> .\n<a:s> <a:p> <a:o> <a:x> <a:y> .\n"
OF_P = (("", "<a:p>", "", ""),)
SOUND = b"<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a:q> <a:o> <a:h> .\n<a:s> <a:p> <a:o> .\n<a:s> <a:q> <a:o> .\n"


def files(folder: Path, document: bytes, merge: bytes = b"") -> dict[str, str]:
    for name, content in {"all.nq": document, "all.index": index_of(document), "merge.nt": merge}.items():
        (folder / name).write_bytes(content)
    return {"index": str(folder / "all.index"), "merge": str(folder / "merge.nt")}


@pytest.mark.parametrize("footprint", [None, OF_P])
def test_a_damaged_file_says_its_line(tmp_path: Path, footprint: tuple[tuple[str, ...], ...] | None) -> None:
    index = files(tmp_path, DAMAGED)["index"]
    with pytest.raises(DataSyntaxError) as caught:
        IndexedQuads(str(tmp_path / "all.nq"), index).load(ox.Store(), footprint)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "all.nq"), 2)


@pytest.mark.parametrize("footprint", [None, OF_P])
def test_a_missing_file(tmp_path: Path, footprint: tuple[tuple[str, ...], ...] | None) -> None:
    index = files(tmp_path, SOUND)["index"]
    with pytest.raises(StoreError, match="can't be read"):
        IndexedQuads(str(tmp_path / "missing.nq"), index).load(ox.Store(), footprint)


def test_a_query_of_a_damaged_file_fails_each_time(tmp_path: Path) -> None:
    others = files(tmp_path, DAMAGED)
    store = EmbeddedStore.memory(str(tmp_path / "all.nq"), **others)
    for _ in range(2):
        with pytest.raises(DataSyntaxError):
            store.query(ASKED, footprint=OF_P)


def test_an_index_of_another_version_is_refused_each_time(tmp_path: Path) -> None:
    others = files(tmp_path, SOUND)
    (tmp_path / "all.nq").write_bytes(SOUND[len(b"<a:s> <a:p> <a:o> <a:g> .\n") :])
    store = EmbeddedStore.memory(str(tmp_path / "all.nq"), **others)
    for _ in range(2):
        with pytest.raises(StoreError, match="another version of the graph") as caught:
            store.query(ASKED, footprint=OF_P)
        assert caught.value.file == others["index"]


@pytest.mark.parametrize("content", [b"", b"\0", b"\0" * 12, index_of(SOUND)[:-4]])
def test_an_index_that_is_cut_is_refused(tmp_path: Path, content: bytes) -> None:
    others = files(tmp_path, SOUND)
    (tmp_path / "all.index").write_bytes(content)
    store = EmbeddedStore.memory(str(tmp_path / "all.nq"), **others)
    with pytest.raises(StoreError, match="another version of the graph"):
        store.query(ASKED, footprint=OF_P)


def test_without_its_index_a_file_is_read_whole(tmp_path: Path) -> None:
    others = files(tmp_path, SOUND)
    (tmp_path / "all.index").unlink()
    store = EmbeddedStore.memory(str(tmp_path / "all.nq"), **others)
    assert store.query(ASKED, footprint=OF_P)
    assert store.unread is None


def test_a_part_that_was_read_is_not_taken_for_all_by_a_query_without_a_footprint(tmp_path: Path) -> None:
    others = files(tmp_path, SOUND, b"<a:s> <a:p> <a:o> .\n<a:s> <a:q> <a:o> .\n")
    store = EmbeddedStore.memory(str(tmp_path / "all.nq"), **others)
    assert store.query(ASKED, footprint=OF_P)
    assert not store.query("ASK { ?s <a:p> ?o }", footprint=(), default_graph=ox.NamedNode("a:h"))
    assert [name.value for name in store.graph_names()] == ["a:g", "a:h"]
