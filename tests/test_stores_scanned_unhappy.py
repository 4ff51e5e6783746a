"""N-Quads files that can't be read, in part or whole."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import DataSyntaxError, StoreError
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.scanned import ScannedQuads

ASKED = "ASK { GRAPH ?g { ?s <a:p> ?o } }"


@pytest.mark.parametrize("patterns", [None, ["<a:p>"]])
def test_a_damaged_file_says_its_line(tmp_path: Path, patterns: list[str] | None) -> None:
    file = tmp_path / "damaged.nq"
    file.write_text("<a:s> <a:o> <a:o> .\n<a:s> <a:p> <a:o> <a:x> <a:y> .\n", "utf-8")
    with pytest.raises(DataSyntaxError) as caught:
        ScannedQuads(str(file)).load(ox.Store(), patterns)
    assert (caught.value.file, caught.value.line) == (str(file), 2)


@pytest.mark.parametrize("patterns", [None, ["<a:p>"]])
def test_a_missing_file(tmp_path: Path, patterns: list[str] | None) -> None:
    with pytest.raises(StoreError, match="can't be read"):
        ScannedQuads(str(tmp_path / "missing.nq")).load(ox.Store(), patterns)


def test_a_query_of_a_damaged_file_fails_each_time(tmp_path: Path) -> None:
    (tmp_path / "merge.nt").write_bytes(b"")
    (tmp_path / "damaged.nq").write_text("<a:s> <a:p> <a:o> <a:g> <a:h> .\n", "utf-8")
    store = EmbeddedStore.memory(str(tmp_path / "damaged.nq"), merge=str(tmp_path / "merge.nt"))
    for _ in range(2):
        with pytest.raises(DataSyntaxError):
            store.query(ASKED, footprint=["GRAPH <a:p>"])


def test_a_part_that_was_read_is_not_taken_for_all_by_a_query_without_a_footprint(tmp_path: Path) -> None:
    (tmp_path / "merge.nt").write_bytes(b"<a:s> <a:p> <a:o> .\n<a:s> <a:q> <a:o> .\n")
    (tmp_path / "whole.nq").write_bytes(b"<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a:q> <a:o> <a:h> .\n")
    store = EmbeddedStore.memory(str(tmp_path / "whole.nq"), merge=str(tmp_path / "merge.nt"))
    assert store.query(ASKED, footprint=["GRAPH <a:p>"])
    assert not store.query("ASK { ?s <a:p> ?o }", footprint=[], default_graph=ox.NamedNode("a:h"))
    assert [name.value for name in store.graph_names()] == ["a:g", "a:h"]
