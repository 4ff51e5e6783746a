"""What is fuzzed: functions of bytes that let only errors of ours escape, and keep their promises."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.queries.header import read_header
from atsmu_kg.rdf import datatypes, documents, terms
from atsmu_kg.sparql import binding, parse
from atsmu_kg.sparql import tokens as sparql
from atsmu_kg.sparql.guard import Guard
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.cells import cell
from atsmu_kg.stores.remote.errors import EndpointError
from atsmu_kg.stores.remote.solutions import SolutionStream

Target = Callable[[bytes], None]

ROOT = Path(__file__).parent.parent.parent
XSD = "http://www.w3.org/2001/XMLSchema#"
DATATYPES = sorted(each.iri for each in datatypes.DATATYPES.values() if each.convert)
STORE = EmbeddedStore.memory()


@contextmanager
def explained() -> Iterator[None]:
    """An error of ours may escape; it says what is wrong, on a line and in a column that exist."""
    try:
        yield
    except AtsmuKGError as error:
        assert error.message.strip(), repr(error)
        assert error.line is None or error.line >= 1, repr(error)
        assert error.column is None or error.column >= 1, repr(error)


def tokens(data: bytes) -> None:
    """Tokens make up the whole text, and each knows where it stands."""
    text = as_text(data)
    found = sparql.tokens(text)
    assert "".join(token.text for token in found) == text
    assert all(text.startswith(token.text, token.offset) for token in found)
    for function in (sparql.variables, sparql.prefixes_used, sparql.prefixes_declared):
        function(text)
    for function in (sparql.query_form, sparql.with_prefixes, Guard().check):
        with explained():
            function(text)


def bind(data: bytes) -> None:
    """A value stays one term; before a NUL stands the query, behind it the value."""
    text, _, value = as_text(data).partition("\0")
    for name in sparql.variables(text)[:2]:
        with explained():
            rendered = terms.render(value)
            bound = binding.bind(text, {name: rendered})
            before = sum(token.text[1:] == name for token in sparql.tokens(text) if token.kind == "variable")
            assert bound.count(rendered) >= before
            assert name not in sparql.variables(bound)


def render(data: bytes) -> None:
    """What is rendered is one term, and an engine reads back the term that was meant."""
    text, _, rest = as_text(data).partition("\0")
    values = [text, terms.IRI(text), terms.Text(text, rest), terms.Literal(text, rest), terms.BNode(text)]
    values += [terms.Literal(text, datatype) for datatype in DATATYPES]
    for value in values:
        with explained():
            term = terms.to_term(value)
            rendered = terms.render(value)
            if isinstance(value, terms.BNode):
                continue
            (quad,) = ox.parse(f"<a:s> <a:p> {rendered} .".encode(), ox.RdfFormat.N_TRIPLES)
            assert quad.object == term, (rendered, term)
            kinds = [token.kind for token in sparql.tokens(rendered)]
            assert kinds[0] in ("iri", "string"), kinds
            assert "error" not in kinds, kinds
            assert terms.to_term(terms.to_python(term)).datatype if isinstance(term, ox.Literal) else True


def to_python(data: bytes) -> None:
    """Every literal has a value; a lexical form that its datatype does not allow is kept."""
    lexical = as_text(data).encode(errors="replace").decode()
    for datatype in DATATYPES:
        value = terms.to_python(ox.Literal(lexical, datatype=ox.NamedNode(datatype)))
        if isinstance(value, terms.Literal):
            assert (value.lexical, value.datatype) == (lexical, datatype)
        else:
            terms.to_term(value)


def header(data: bytes) -> None:
    """A query file is read, or an error says where it is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "fuzzed.rq")
        file.write_bytes(data)
        with explained():
            read_header(file)


def query(data: bytes) -> None:
    """A text is answered by a graph of nothing, or the diagnosis says why not."""
    with explained():
        STORE.query(as_text(data))


def read_query(data: bytes) -> None:
    """A query is read into nodes, or refused."""
    with explained():
        parse(as_text(data))


def document(format: ox.RdfFormat, data: bytes) -> None:
    """A document is read whole, or an error says where it is wrong; what is read can be written."""
    with explained():
        quads = documents.parse(data, format, file="fuzzed")
        ox.serialize(quads, format=ox.RdfFormat.N_QUADS)


def results(data: bytes) -> None:
    """Results of an endpoint are the same in whatever pieces they come, and none of them is lost."""
    size, document = max(1, *data[:1], 1), data[1:]
    whole = solutions([document])
    assert whole == solutions([document[at : at + size] for at in range(0, len(document), size)])
    if whole is not None:
        read = json.loads(document.removeprefix(b"\xef\xbb\xbf"))
        assert len(whole) == len(read["results"]["bindings"] if "boolean" not in read else [])


def solutions(pieces: list[bytes]) -> list[tuple[str, ...]] | None:
    """The cells of the solutions that come in pieces, or None for what is refused."""
    found: list[tuple[str, ...]] = []
    try:
        for batch in SolutionStream(pieces).batches():
            columns = [list(map(cell, column)) for column in batch.columns()]
            found += zip(*columns, strict=True) if columns else [()] * batch.size
    except EndpointError as error:
        assert error.message and error.advice
        return None
    return found


def as_text(data: bytes) -> str:
    """The bytes as text; those that are not UTF-8 become halves of surrogate pairs, which a str may hold."""
    return data.decode("utf-8", "surrogateescape")


FORMATS: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "n-quads": ox.RdfFormat.N_QUADS,
    "json-ld": ox.RdfFormat.JSON_LD,
    "rdf-xml": ox.RdfFormat.RDF_XML,
}
TARGETS: Mapping[str, Target] = {
    "tokens": tokens,
    "bind": bind,
    "render": render,
    "to_python": to_python,
    "header": header,
    "query": query,
    "syntax": read_query,
    "results": results,
    **{name: partial(document, format) for name, format in FORMATS.items()},
}


def seeds(target: str) -> list[bytes]:
    """Inputs to start from."""
    queries = [file.read_bytes() for file in sorted((ROOT / "queries").glob("*.rq"))]
    if target in FORMATS:
        quads = documents.parse(SAMPLE, ox.RdfFormat.TRIG)
        format = FORMATS[target]
        if not format.supports_datasets:
            quads = [ox.Quad(*quad.triple) for quad in quads]
        lists = [LISTS] if target in ("turtle", "trig") else []
        return [ox.serialize(quads, format=format), *lists]
    if target == "results":
        return [b"\xff" + RESULTS, b"\x05" + RESULTS, b"\x09" + b'{"head":{},"boolean":true}']
    if target == "bind":
        return [text + b'\0say "no"\\u0041' for text in queries[:20]]
    if target == "to_python":
        return [b"-1.5e3", b"true", b"1939", b"2024-02-29T24:00:00Z", b"-P1DT2H3.5S", b"12:00:00+14:00"]
    if target == "render":
        return [b'\\u0041"\n\0en', b"https://ror.org/\0https://example.org/type", b"a\0ar--rtl"]
    return queries if target == "header" else [*queries, COMPLEX]


SAMPLE = b"""@prefix a: <http://example.org/> .
a:s a a:C ; a:p "x"@en , "y\\u00e9" , 1.5 , true , "1939"^^<http://www.w3.org/2001/XMLSchema#gYear> .
a:g { _:b a:p _:c . }"""
RESULTS = b"""{"head": {"link": [], "vars": ["s", "o"]}, "results": {"ordered": true, "bindings": [
{"s": {"type": "uri", "value": "http://a/"},
"o": {"type": "literal", "xml:lang": "en", "value": "a\\"}},{\\u00e9"}},
{}, {"o": {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "4"}},
{"s": {"type": "bnode", "value": "b0"}}]}}"""
LISTS = b"<a:s> <a:p> ( 1 [ <a:q> '''x''' ] ) , 2e3 . # a comment"
COMPLEX = b"""PREFIX a: <http://a/> SELECT DISTINCT ?s (COUNT(*) AS ?n) FROM <http://g>
{ { ?s a:p/^a:q|!(a:r) ?o ;
a [] OPTIONAL { GRAPH ?g { ?s ?p '''x'''@en-gb } } MINUS { ?s a:x (1 2.0 3e4) } } UNION { VALUES (?s ?o)
{ (UNDEF "y"^^a:t) } } BIND(IF(?o IN (1, 2) && !BOUND(?p), STR(?o), -?o * 2) AS ?z) FILTER NOT EXISTS
{ SELECT * { ?s a:p+ ?o } LIMIT 1 } } GROUP BY ?s HAVING (SUM(?o) > 1) ORDER BY DESC(?n) LIMIT 5 OFFSET 2"""
