"""RDF documents: read whole and exact, or refused with a place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat

from atsmu_kg.errors import DataError, DataSyntaxError, StoreError
from atsmu_kg.rdf.documents import parse, read, read_all
from atsmu_kg.rdf.formats import EXTENSIONS

JSONLD = '{"@id": "http://example.org/a", "http://example.org/b": {"@id": "http://example.org/c"}}'
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">'
    '<rdf:Description rdf:about="http://example.org/a"><ex:b rdf:resource="http://example.org/c"/>'
    "</rdf:Description></rdf:RDF>"
)
LINE = "<http://example.org/a> <http://example.org/b> <http://example.org/c> ."


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_extension_says_the_format(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"graph{extension.upper()}"
    content = JSONLD if "json" in extension else XML if extension in (".rdf", ".owl", ".xml") else LINE
    path.write_text(content)
    assert [str(quad) for quad in read(path)] == [LINE.removesuffix(" .")]


def test_nothing_is_normalised() -> None:
    (quad,) = parse('<a:s> <a:p> "01.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .', RdfFormat.TURTLE)
    assert quad.object.value == "01.50"  # type: ignore[union-attr]


def test_blank_nodes_keep_their_labels_unless_asked() -> None:
    text = "_:b <a:p> _:b ."
    (kept,) = parse(text, RdfFormat.N_QUADS)
    (renamed,) = parse(text, RdfFormat.N_QUADS, rename_blank_nodes=True)
    assert kept.subject == BlankNode("b")
    assert renamed.subject == renamed.object != BlankNode("b")


@pytest.mark.parametrize(
    ("text", "format", "line", "column", "message"),
    [
        ("<a> <b:b> <c:c> .", RdfFormat.TURTLE, 1, 1, "a relative IRI"),
        ("@prefix a: <a:> .\na:a a:b a:c\na:d .", RdfFormat.TURTLE, 3, 1, "A dot is expected"),
        ("<a:a> <a:b> no .", RdfFormat.N_QUADS, 1, 13, None),
        (
            '{"@context": "http://example.org/c"}',
            RdfFormat.JSON_LD,
            None,
            None,
            "the JSON-LD context is outside",
        ),
        ("<rdf>", RdfFormat.RDF_XML, 1, None, None),
        (b'<a:a> <a:b> "\xff" .', RdfFormat.TURTLE, 1, None, None),
    ],
    ids=["relative", "dot", "object", "context", "xml", "utf-8"],
)
def test_a_document_that_is_not_well_formed(
    text: str | bytes, format: RdfFormat, line: int | None, column: int | None, message: str | None
) -> None:
    with pytest.raises(DataSyntaxError) as caught:
        parse(text, format, file="mine.x")
    assert (caught.value.file, caught.value.line) == ("mine.x", line)
    assert column is None or caught.value.column == column
    assert message is None or caught.value.message.startswith(message)
    assert caught.value.advice


def test_an_extension_that_names_no_format(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not the ending of an RDF format"):
        read(tmp_path / "graph.csv")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such file"):
        read(tmp_path / "graph.ttl")


def test_the_depth_of_json_does_not_hang_on_the_recursion_limit() -> None:
    """rdflib raises the limit for the whole process; the engine's parser then ends it."""
    code = """
import sys
from pyoxigraph import RdfFormat
from atsmu_kg.errors import DataSyntaxError
from atsmu_kg.rdf.documents import parse
sys.setrecursionlimit(10**6)
try:
    parse(b'{"a:p":' * 100_000 + b"1" + b"}" * 100_000, RdfFormat.JSON_LD)
except DataSyntaxError as error:
    print(error.line, error.column)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("1 7001", 0)


@pytest.mark.parametrize(
    ("format", "begin", "repeated"),
    [
        (RdfFormat.JSON_LD, b'{"', b'\\"'),
        (RdfFormat.TURTLE, b"<< >> " * 101 + b'"', b'\\"'),
        (RdfFormat.TURTLE, b"<< >> " * 101, b'""" '),
    ],
    ids=["JSON", "Turtle", "long Turtle"],
)
def test_a_string_that_does_not_end_is_looked_at_once(
    format: RdfFormat, begin: bytes, repeated: bytes
) -> None:
    """Looked at again from each of its marks, this document would take hours."""
    with pytest.raises(DataSyntaxError):
        parse(begin + repeated * 1_000_000, format)


DESCRIPTION = XML.replace("<rdf:Desc", "\n <rdf:Desc")


@pytest.mark.parametrize(
    ("text", "format", "iri", "place"),
    [
        ("<a:a> <a:b>\n <c> .", RdfFormat.TURTLE, "", (2, 2)),
        (DESCRIPTION.replace("http://example.org/a", "a&amp;b"), RdfFormat.RDF_XML, " <a&b>", (2, 2)),
        (DESCRIPTION.replace("http://example.org/c", "#c"), RdfFormat.RDF_XML, " <#c>", (2, 52)),
        ('{"a:name": "s",\n "@id": "s"}', RdfFormat.JSON_LD, " <s>", (2, 9)),
        ('{"@id": "ö", "a:p": 1}', RdfFormat.JSON_LD, " <ö>", (1, 9)),
        ('{"@context": {"key": "@id"},\n "key": "s", "a:name": 1}', RdfFormat.JSON_LD, " <s>", (2, 9)),
    ],
    ids=["Turtle", "subject", "object", "JSON", "not ASCII", "another name of @id"],
)
def test_a_relative_iri_has_a_place(
    text: str, format: RdfFormat, iri: str, place: tuple[int | None, int | None]
) -> None:
    with pytest.raises(DataSyntaxError) as caught:
        parse(text, format)
    assert caught.value.message == f"a relative IRI{iri}, and no base to resolve it against"
    assert (caught.value.line, caught.value.column) == place


def test_a_relative_iri_is_resolved_where_the_document_has_a_base() -> None:
    based = XML.replace("<rdf:RDF ", '<rdf:RDF xml:base="http://example.org/" ').replace(
        'about="http://example.org/a"', 'about="a"'
    )
    assert [str(quad) for quad in parse(based, RdfFormat.RDF_XML)] == [LINE.removesuffix(" .")]
    (quad,) = parse('{"@context": {"@base": "a:"}, "@id": "b", "a:p": 1}', RdfFormat.JSON_LD)
    assert quad.subject.value == "a:b"  # type: ignore[union-attr]


def test_the_blank_nodes_of_several_files_are_numbered_through(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.ttl", "two.n3", "three.turtle")]
    for file in files:
        file.write_text("_:x <a:p> [ <a:q> _:x ] .")
    documents = read_all(files)
    assert list(documents) == [str(file) for file in files]
    nodes = [node for quads in documents.values() for quad in quads for node in (quad.subject, quad.object)]
    assert {str(node) for node in nodes} == {f"_:b{number}" for number in range(1, 7)}


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_file_that_says_nothing_is_no_part_of_a_graph(tmp_path: Path, extension: str) -> None:
    (tmp_path / f"graph{extension}").write_text(" \n")
    with pytest.raises(DataError, match="says nothing"):
        read_all([tmp_path / f"graph{extension}"])
