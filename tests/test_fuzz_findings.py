"""What fuzzing found, so that it stays found; and the fuzz targets on generated inputs."""

from __future__ import annotations

import subprocess
import sys

import pyoxigraph as ox
import pytest
from fuzz.targets import FORMATS, SAMPLE, TARGETS, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atsmu_kg.errors import DataSyntaxError, QuerySyntaxError, ShapeError, UnknownPrefixError
from atsmu_kg.rdf import documents
from atsmu_kg.rdf.formats import EXTENSIONS, of_document
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.validation import validate

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
targets = pytest.mark.parametrize("target", TARGETS)
slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Words that the grammars give a meaning, so that generated texts get past the first token.
WORDS = (
    *(
        "SELECT",
        "ASK",
        "?x",
        "$y",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        "<<(",
        ")>>",
        "<a:b>",
        "a:b",
        "_:b",
    ),
    *(
        '"',
        "'",
        '"""',
        "\\u0041",
        "\\",
        "@en",
        "^^",
        ".",
        ";",
        ",",
        "1",
        "-1.5e3",
        "#",
        "\n",
        "\r",
        "\0",
        "\t",
    ),
    *(
        "FILTER",
        "VALUES",
        "SERVICE",
        "BIND",
        "AS",
        "PREFIX a: <a:>",
        "@prefix a: <a:> .",
        "\ufeff",
        "é",
        "\ud83d",
    ),
    *(
        '{"@id":',
        "[",
        "true",
        "<?xml",
        "<!DOCTYPE",
        "&a;",
        "</",
        "/>",
        "#+ ",
        "summary: ",
        "- ",
        ": ",
        "&",
        "*",
    ),
)
texts = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=25).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)


@targets
def test_the_seeds_of_the_fuzzer(target: str) -> None:
    found = seeds(target)
    assert found
    for seed in found[:20]:
        TARGETS[target](seed)


@targets
@slow
@given(data=st.one_of(st.binary(max_size=60), texts))
def test_generated_inputs(target: str, data: bytes) -> None:
    TARGETS[target](data)


@targets
@slow
@given(data=st.data())
def test_seeds_with_a_piece_replaced(target: str, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(seeds(target)[:20]))
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, min(len(seed), start + 20)))
    TARGETS[target](seed[:start] + data.draw(texts)[:40] + seed[end:])


@pytest.mark.parametrize("encoding", ["UTF-7", "ISO-2022-JP", "no-such-encoding"])
def test_an_encoding_that_expat_does_not_know(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{XML}'
    with pytest.raises(DataSyntaxError, match=f"says that it is {encoding}"):
        documents.parse(text, ox.RdfFormat.RDF_XML)


def test_nested_triple_terms_do_not_end_the_process() -> None:
    code = (
        "import pyoxigraph as ox; from atsmu_kg.rdf import documents\n"
        "from atsmu_kg.errors import DataSyntaxError\n"
        "text = '<a:s> <a:p> ' + '<<( <a:s> <a:p> ' * 100_000 + '<a:o>' + ' )>>' * 100_000 + ' .'\n"
        "try: documents.parse(text, ox.RdfFormat.N_TRIPLES)\n"
        "except DataSyntaxError as error: print(error.message)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "the document is nested more than 100 levels deep\n"


def test_brackets_of_triple_terms_in_strings_count_for_nothing() -> None:
    text = f'<a:s> <a:p> "{"<<" * 500}" , """{"<<" * 500}" """ , <a:o> .'
    assert len(documents.parse(text, ox.RdfFormat.TURTLE)) == 3


def test_a_path_of_itself_does_not_end_the_process() -> None:
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> .
    <a:S> sh:targetNode <a:s> ; sh:property [ sh:path [ sh:inversePath _:p ] ; sh:minCount 1 ] .
    _:p sh:zeroOrMorePath _:p ."""
    data = ox.parse(SAMPLE, ox.RdfFormat.TRIG)
    with pytest.raises(ShapeError, match="contains itself"):
        validate(list(data), list(ox.parse(shapes, ox.RdfFormat.TURTLE)), engine="shifty")


def test_xml_that_stops_before_its_last_tag_is_not_read_in_part() -> None:
    whole = ox.serialize(
        [ox.Quad(*quad.triple) for quad in ox.parse(SAMPLE, ox.RdfFormat.TRIG)], format=ox.RdfFormat.RDF_XML
    )
    assert whole is not None
    assert documents.parse(whole, ox.RdfFormat.RDF_XML)
    with pytest.raises(DataSyntaxError, match="no element found"):
        documents.parse(whole.removesuffix(b"</rdf:RDF>"), ox.RdfFormat.RDF_XML)


@pytest.mark.parametrize("text", ['{"@id": "s", "a:p": 1}', '{"@id": "a:s", "a:p": {"@id": "a:b c"}}'])
def test_json_ld_drops_nothing_in_silence(text: str) -> None:
    with pytest.raises(DataSyntaxError):
        documents.parse(text, ox.RdfFormat.JSON_LD)


def test_an_entity_that_abbreviates_a_namespace_is_fine() -> None:
    text = f'<!DOCTYPE r [<!ENTITY a "http://example.org/">]>{XML[:-2]}><rdf:Description rdf:about="&a;s">'
    text += '<p xmlns="http://example.org/">1</p></rdf:Description></rdf:RDF>'
    (quad,) = documents.parse(text, ox.RdfFormat.RDF_XML)
    assert quad.subject == ox.NamedNode("http://example.org/s")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_an_iri_with_a_space_is_no_prefix_whatever_ends_the_lines(end: str) -> None:
    with pytest.raises(QuerySyntaxError, match="an IRI has a character"):
        EmbeddedStore.memory().query(f"ASK {{{end}{end} <http://a b> ?p ?o }}")
    with pytest.raises(UnknownPrefixError, match="'no:'"):
        EmbeddedStore.memory().query(f"ASK {{{end}{end} ?s no:p ?o }}")


@pytest.mark.parametrize("timeout", [None, 60])
def test_half_of_a_surrogate_pair_has_a_place(timeout: float | None) -> None:
    with EmbeddedStore.memory() as store, pytest.raises(QuerySyntaxError) as caught:
        store.query("ASK {\n ?s ?p '\ud83d' }", timeout=timeout)
    assert (caught.value.line, caught.value.column) == (2, 9)
    assert caught.value.advice


def test_every_format_is_fuzzed() -> None:
    known = {of_document(f"x{each}").engine for each in EXTENSIONS}
    assert known == set(FORMATS.values())
