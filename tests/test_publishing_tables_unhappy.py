"""What stands in the way of tables: one error that says what to do, and what was there stays."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.errors import ExportError, MissingDependencyError, ParameterError, StoreError
from atsmu_kg.publishing.tables import write, writer
from atsmu_kg.rdf.tables.manifest import Manifest

NODE = ox.NamedNode("http://example.org/a")
QUAD = ox.Quad(NODE, NODE, ox.Literal("x"))


def test_earlier_tables_are_replaced_and_nothing_else_is(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    write([QUAD, ox.Quad(NODE, NODE, NODE)], target)
    write([QUAD], target)
    assert {path.name for path in (target / "default").iterdir()} == {"a.string.parquet"}
    (target / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"not part of a folder of tables: notes\.txt"):
        write([], target)
    with pytest.raises(StoreError, match="not part of a folder of tables"):
        write([], "/")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match="not a folder"):
        write([], tmp_path / "file")
    with pytest.raises(ExportError, match="file/tables: can't be written: "):
        write([], tmp_path / "file" / "tables")
    assert Manifest.read(target).counts.quads == 1


def test_a_failure_leaves_the_earlier_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "tables"
    write([QUAD], target)
    triple: Any = ox.Triple(NODE, NODE, NODE)
    for newer in (triple, ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)):
        with pytest.raises(ExportError, match=r"an RDF 1\.2 term can't be exported"):
            write([QUAD, ox.Quad(NODE, NODE, newer)], target)
    settings = writer._settings
    monkeypatch.setattr(writer, "_settings", lambda work: {**settings(work), "memory_limit": "1MB"})
    with pytest.raises(ExportError, match="can't be written: Out of Memory") as caught:
        write([QUAD], target)
    assert caught.value.advice
    assert Manifest.read(target).counts.quads == 1
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_without_duckdb_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingDependencyError, match="duckdb is not installed") as caught:
        write([QUAD], tmp_path / "tables")
    assert caught.value.advice == "pip install 'atsmu-kg[tables]'"
    assert not [*tmp_path.iterdir()]


def test_tables_are_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kg = atsmu_kg.load()
    with pytest.raises(ExportError, match="tables can't be written to a stream"):
        kg.export(io.BytesIO(), "parquet")
    with pytest.raises(ExportError, match="the extension does not say") as caught:
        kg.export(tmp_path / "tables")
    assert "folder of tables has / at its end" in caught.value.advice
    wrong: Any = 5
    with pytest.raises(ParameterError, match="not a path"):
        write([], wrong)
    assert main(["export", "-", "--format", "parquet"]) == 2
    assert "can't be written to a stream" in capsys.readouterr().err


def test_a_manifest_that_can_t_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the folder has no tables, for it has no manifest") as caught:
        Manifest.read(tmp_path)
    assert "atsmu-kg export FOLDER/" in caught.value.advice
    file = tmp_path / "manifest.json"
    file.symlink_to(file)
    with pytest.raises(StoreError, match="can't be read: ") as caught:
        Manifest.read(tmp_path)
    assert caught.value.advice == "Check the path and its permissions."
    file.unlink()
    for content, message in {
        b"{": "the manifest can't be read",
        b"[]": "the manifest can't be read",
        b'{"schema": 1}': "the manifest can't be read: .*version",
        b'{"schema": 7}': "the tables have the layout 7, and this version reads 1",
    }.items():
        file.write_bytes(content)
        with pytest.raises(StoreError, match=message):
            Manifest.read(tmp_path)
