"""Exports: what can't be written, and that the old file survives it."""

from __future__ import annotations

import errno
import itertools
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Triple

from atsmu_kg.errors import ExportError, ParameterError
from atsmu_kg.rdf import serializers as exports
from atsmu_kg.rdf.namespaces import PREFIXES, RDF

EX = "http://example.org/"
A, P = NamedNode(EX + "a"), NamedNode(EX + "p")
QUADS = [Quad(A, P, Literal("new"))]
formats = pytest.mark.parametrize("format", [format.name for format in exports.FORMATS])


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """A file that must be as it was when the test is over, and the only one in its directory."""
    path = tmp_path / "graph.ttl"
    path.write_text("old")
    yield path
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["graph.ttl"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_disk_that_fails(target: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[call], fail)
    with pytest.raises(ExportError, match="can't be written") as caught:
        exports.write(QUADS, target)
    assert caught.value.file == str(target)
    assert caught.value.advice
    assert code == errno.EIO or "The old file is as it was" in caught.value.advice


def test_a_disk_that_fills_up_while_the_file_grows(target: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    quads = [Quad(A, P, Literal(f"{number} {'x' * 100}")) for number in range(1000)]
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))
    try:
        with pytest.raises(ExportError, match="can't be written"):
            exports.write(quads, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)


def test_an_interruption_leaves_nothing_behind(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        exports.write(QUADS, target)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_device() -> None:
    with pytest.raises(ExportError, match="No space left") as caught:
        exports.write(QUADS, "/dev/full", "turtle")
    assert "make room" in caught.value.advice


def test_quads_that_fail_half_way(target: Path) -> None:
    def broken() -> Iterator[Quad]:
        yield QUADS[0]
        raise LookupError

    with pytest.raises(LookupError):
        exports.write(broken(), target)


def test_content_that_the_format_can_not_say(target: Path) -> None:
    with pytest.raises(ExportError):
        exports.write([Quad(A, P, Literal("\x00"))], target, "rdf-xml")


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="directory") as caught:
        exports.write(QUADS, tmp_path, "turtle")
    assert caught.value.advice == "Name a file, not a directory."


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="No such file") as caught:
        exports.write(QUADS, tmp_path / "none" / "graph.ttl")
    assert caught.value.advice == "Create the directory first."


def test_a_file_that_is_taken_for_a_directory(target: Path) -> None:
    with pytest.raises(ExportError, match="Not a directory"):
        exports.write(QUADS, target / "graph.ttl")


def test_a_write_protected_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may write anywhere
    with pytest.raises(ExportError, match="write-protected"):
        exports.write(QUADS, target)


def test_a_name_that_no_file_may_have(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="is not a path"):
        exports.write(QUADS, str(tmp_path / "a\0b.ttl"))
    with pytest.raises(ParameterError, match="is not a path") as caught:
        exports.write(QUADS, tmp_path / f"{'x' * 300}.ttl")
    assert "at most 255 bytes" in caught.value.advice


def test_an_unknown_extension_or_format(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not say which format") as caught:
        exports.write(QUADS, tmp_path / "graph.xlsx")
    assert ".jsonld (json-ld)" in caught.value.advice
    with pytest.raises(ExportError, match="'hdt' is not a format of graphs"):
        exports.serialize(QUADS, "hdt")
    assert list(tmp_path.iterdir()) == []


def test_streams(tmp_path: Path) -> None:
    with (tmp_path / "text").open("w") as text, pytest.raises(ExportError, match="stream") as caught:
        exports.write(QUADS, text, "turtle")  # type: ignore[arg-type]
    assert "bytes" in caught.value.advice
    with pytest.raises(ExportError, match="no extension"), (tmp_path / "bytes").open("wb") as stream:
        exports.write(QUADS, stream)


@formats
def test_rdf_1_2_terms(format: str) -> None:
    for term in (Triple(A, P, A), Literal("x", language="ar", direction=BaseDirection.RTL)):
        with pytest.raises(ExportError, match=r"RDF 1\.2") as caught:
            exports.serialize([Quad(A, P, term)], format)
        assert caught.value.predicate == str(P)


@pytest.mark.parametrize(
    "predicate",
    [
        *(f"{EX}{name}" for name in ("", "1", "a/", "a(b)", "a%20", "-")),
        *(f"{PREFIXES['rdf']}{name}" for name in ("li", "Description", "about", "ID")),
        "http://www.w3.org/2000/xmlns/a",
    ],
)
def test_rdf_xml_names_the_predicate_that_it_can_not_write(predicate: str) -> None:
    quads = [*QUADS, Quad(A, NamedNode(predicate), A)]
    with pytest.raises(ExportError, match="can't be written in RDF/XML") as caught:
        exports.serialize(quads, "rdf-xml")
    assert caught.value.predicate == predicate
    assert exports.serialize(quads, "turtle")


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_rdf_xml_names_the_character_that_xml_has_not(character: str) -> None:
    quads = [Quad(A, P, Literal(f"a{character}"))]
    with pytest.raises(ExportError, match=f"U\\+{ord(character):04X}"):
        exports.serialize(quads, "rdf-xml")
    assert exports.serialize(quads, "json-ld")


@pytest.mark.skipif(os.name != "posix", reason="only there can a process be asked whether it lives")
def test_what_a_killed_export_left_is_gone_after_the_next_one(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    code = (
        "import os, signal, sys\n"
        "from pyoxigraph import NamedNode, Quad\n"
        "from atsmu_kg.rdf import serializers as exports\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "exports.write([Quad(*[NamedNode('a:a')] * 3)], sys.argv[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, target], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    living = left.with_name(left.name.replace(left.name.split("-")[1], str(os.getpid())))
    others = [tmp_path / name for name in (".graph.ttl.part", ".graph.ttl.old-1-2.part", f"{left.name}.txt")]
    for kept in (living, *others):
        kept.write_text("kept")
    exports.write(QUADS, target)
    assert {each.name for each in tmp_path.iterdir()} == {each.name for each in (target, living, *others)}


@pytest.mark.parametrize("form", ["chain", "ring"])
def test_very_many_blank_nodes_that_look_alike_are_refused(form: str) -> None:
    """The engine's labelling would end the process, where its stack does."""
    count = 1000
    nodes = [BlankNode(f"b{at}") for at in range(count)]
    pairs = zip(nodes, nodes[1:] + nodes[:1] if form == "ring" else nodes[1:], strict=form == "ring")
    quads = [Quad(one, NamedNode("a:p"), other) for one, other in pairs]
    with pytest.raises(ExportError, match="blank nodes look alike"):
        exports.write(quads, BytesIO(), "nt")


def test_a_long_list_of_different_members_is_exported() -> None:
    cells = [BlankNode(f"b{at}") for at in range(1000)]
    rest, first = NamedNode(RDF.rest), NamedNode(RDF.first)
    quads = [Quad(cell, first, Literal(at)) for at, cell in enumerate(cells)]
    quads += [Quad(cell, rest, after) for cell, after in itertools.pairwise(cells)]
    target = BytesIO()
    exports.write(quads, target, "nt")
    assert target.getvalue().count(b"\n") == len(quads)
