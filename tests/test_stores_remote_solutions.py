"""Results JSON read as it arrives: whatever the pieces, the same solutions, or one error."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat

from atsmu_kg.rdf.datatypes import RDF, XSD
from atsmu_kg.results.rows import value
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.remote.cells import cell, values
from atsmu_kg.stores.remote.errors import AnswerSyntaxError, AnswerTermError, EndpointError, TruncatedError
from atsmu_kg.stores.remote.solutions import SolutionStream

CHARACTERS = st.characters(exclude_categories=["Cs"])
IRIS = st.text(
    st.characters(exclude_categories=["C", "Zs", "Zl", "Zp"], exclude_characters='<>"{}|\\^`'), max_size=9
).map("http://example.org/{}".format)
LEXICAL = st.one_of(
    st.text(CHARACTERS, max_size=12), st.sampled_from(["1", "-1", "1.5", "1e3", "true", "1939", ']}},{"'])
)
TERMS = st.one_of(
    IRIS.map(lambda iri: {"type": "uri", "value": iri}),
    st.from_regex(r"\A[A-Za-z0-9]{1,6}\Z").map(lambda label: {"type": "bnode", "value": label}),
    LEXICAL.map(lambda text: {"type": "literal", "value": text}),
    LEXICAL.map(lambda text: {"type": "literal", "value": text, "xml:lang": "en-GB"}),
    st.tuples(
        LEXICAL, st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string", "byte"])
    ).map(lambda pair: {"type": "literal", "value": pair[0], "datatype": XSD + pair[1]}),
)
COLUMNS = ("s", "o")
ROWS = st.lists(st.dictionaries(st.sampled_from(COLUMNS), TERMS), max_size=6)


def document(rows: list[dict[str, object]], *, head_first: bool = True, indent: int | None = None) -> bytes:
    parts = {
        "head": {"vars": list(COLUMNS)},
        "results": {"ordered": True, "bindings": rows, "distinct": False},
    }
    ordered = parts if head_first else dict(reversed(parts.items()))
    return json.dumps(ordered, indent=indent, ensure_ascii=indent is None).encode()


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def read(stream: SolutionStream) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for batch in stream.batches():
        rows += zip(*[map(cell, column) for column in batch.columns()], strict=True)
    return rows


@given(ROWS, st.booleans(), st.sampled_from([None, 1]), st.integers(1, 40))
def test_pieces_of_any_size_give_the_rows_of_the_whole(
    rows: list[dict[str, object]], head_first: bool, indent: int | None, size: int
) -> None:
    data = document(rows, head_first=head_first, indent=indent)
    stream = SolutionStream(pieces(data, size))
    plain = json.dumps({"head": {"vars": COLUMNS}, "results": {"bindings": rows}}).encode()
    known = Solutions.read(plain, QueryResultsFormat.JSON)
    assert read(stream) == list(known.rows(known.cells()))
    assert stream.columns == known.columns == COLUMNS


@given(ROWS, st.booleans(), st.data())
def test_a_document_that_is_cut_anywhere_is_an_error(
    rows: list[dict[str, object]], head_first: bool, data: st.DataObject
) -> None:
    whole = document(rows, head_first=head_first)
    end = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(EndpointError):
        read(SolutionStream([whole[:end]]))


@given(ROWS, st.binary(min_size=1, max_size=8))
def test_what_follows_the_document_is_an_error_unless_it_is_space(
    rows: list[dict[str, object]], after: bytes
) -> None:
    stream = SolutionStream([document(rows), after])
    if after.strip(b" \t\r\n"):
        with pytest.raises(EndpointError):
            read(stream)
    else:
        assert len(read(stream)) == len(rows)


@given(st.lists(st.one_of(st.none(), TERMS), max_size=8))
def test_columns_of_values_are_those_of_their_cells(terms: list[dict[str, object] | None]) -> None:
    """Kinds that are made all at once and those made one by one give the same Python values."""
    rows = [{} if term is None else {"s": term} for term in terms]
    for batch in SolutionStream([document(rows)]).batches():
        made = values(batch.columns()[0], value)
        single = [value(cell(term)) for term in batch.columns()[0]]
        assert list(map(repr, made)) == list(map(repr, single))


def test_rows_come_before_the_last_byte() -> None:
    rows = [{"s": {"type": "literal", "value": "x" * 50}} for _ in range(100)]
    data = document(rows)
    taken: list[bytes] = []

    def arriving() -> object:
        for piece in pieces(data, 500):
            taken.append(piece)
            yield piece

    batches = SolutionStream(arriving()).batches()  # type: ignore[arg-type]
    assert next(batches).size > 0
    assert len(taken) < len(pieces(data, 500)) / 2


def test_a_list_that_never_can_be_cut_is_read_in_linear_time() -> None:
    """Each piece ends like a solution, within a string; looking at all of it each time would be quadratic."""
    begin = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"'
    looked = 0

    class Counting(bytes):
        def rfind(self, *arguments: object) -> int:
            nonlocal looked
            looked += 1
            return super().rfind(*arguments)  # type: ignore[arg-type]

    many = [begin, *([Counting(b"}},{ ")] * 2000)]
    with pytest.raises(TruncatedError):
        read(SolutionStream(many))
    assert looked < 500


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('{"s":{"type":"uri","value":"a b:c"}}', "as IRI"),
        ('{"s":{"type":"uri","value":"relative"}}', "as IRI"),
        ('{"s":{"type":"literal","value":"a","datatype":"relative"}}', "as IRI"),
        ('{"s":{"type":"literal","value":"a","xml:lang":"e n"}}', "as language tag"),
        ('{"s":{"type":"bnode","value":""}}', "as label of a blank node"),
        ('{"x":{"type":"uri","value":"a:b"}}', "binds ?x"),
        ('{"s":"a:b"}', "not an RDF term"),
        ('{"s":{"type":"place","value":"a"}}', "not an RDF term"),
        ('{"s":{"type":"uri"}}', "not an RDF term"),
        ('{"s":{"type":"uri","value":NaN}}', "not well-formed JSON at byte"),
        ('{"s":{"type":"literal","value":"\\ud800"}}', "not well-formed JSON at byte"),
        ("{'s':{}}", "not well-formed JSON at byte"),
        ("{}\x0b, {}", "not well-formed JSON at byte"),
        ("{}, {}\xa0", "not well-formed JSON at byte"),
    ],
)
@pytest.mark.parametrize("head_first", [True, False], ids=["head first", "head last"])
def test_a_row_that_is_none_is_said_to_be_none(row: str, says: str, head_first: bool) -> None:
    parts = ['"head":{"vars":["s"]}', f'"results":{{"bindings":[{row}]}}']
    text = ",".join(parts if head_first else reversed(parts))
    with pytest.raises(EndpointError) as caught:
        read(SolutionStream([f"{{{text}}}".encode()]))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"head":{"vars":["s","s"]},"results":{"bindings":[]}}', "twice"),
        ('{"results":{"bindings":[]}}', "which variables"),
        ('{"head":{"vars":["a\\tb"]},"results":{"bindings":[]}}', "the name of a variable"),
        ('{"head":{"vars":["?s"]},"results":{"bindings":[]}}', "the name of a variable"),
        ('{"head":{"vars":[""]},"results":{"bindings":[]}}', "the name of a variable"),
        ('{"head":{}}', "neither solutions nor a truth value"),
        ("[]", "not a SPARQL results document"),
        ('"text"', "not a SPARQL results document"),
        ("", "answered with nothing"),
        (" \n", "answered with nothing"),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(text: str, says: str) -> None:
    with pytest.raises(EndpointError) as caught:
        read(SolutionStream([text.encode()]))
    assert says in str(caught.value)


@pytest.mark.parametrize("place", ["head", "row", "end"])
def test_members_that_nobody_asked_for_are_text_too(place: str) -> None:
    odd = b',"\xe1":1'
    parts = {each: odd if each == place else b"" for each in ("head", "row", "end")}
    data = (
        b'{"head":{"vars":["s"]%(head)b},"results":{"bindings":[{"s":{"type":"uri","value":"a:b"%(row)b}}]}%(end)b}'
        % {each.encode(): text for each, text in parts.items()}
    )
    where = f" at byte {data.index(0xE1)}" if place == "row" else "\n"
    with pytest.raises(AnswerSyntaxError, match=f"not UTF-8{where}"):
        read(SolutionStream([data]))


def test_the_place_of_a_fault_is_a_byte_of_the_whole_document() -> None:
    rows = [{"s": {"type": "literal", "value": "é" * 100}} for _ in range(50)]
    data = document(rows)
    at = data.index(b'"type"', 9000)
    broken = data[:at] + b"?" + data[at + 1 :]
    with pytest.raises(EndpointError, match=f"at byte {at}:"):
        read(SolutionStream(pieces(broken, 700)))


@pytest.mark.parametrize(
    ("kind", "label"),
    [("uri", "nodeID://b10005"), *[("bnode", label) for label in ("nodeID://b1", "b 1", "a_b", "-", "é")]],
)
def test_labels_of_blank_nodes_stay_apart(kind: str, label: str) -> None:
    labels = [label, f"{label}_", f"{label}5f"]
    rows: list[dict[str, object]] = [{"s": {"type": kind, "value": each}} for each in labels]
    cells = [row[0] for row in read(SolutionStream([document(rows)]))]
    assert len(set(cells)) == 3
    assert Solutions("?s\n" + "\n".join(cells) + "\n").serialize(QueryResultsFormat.JSON).count("bnode") == 3


LITERAL = {"type": "literal", "value": "da"}
TRIPLE = {
    "type": "triple",
    "value": {
        "subject": {"type": "uri", "value": "a:s"},
        "predicate": {"type": "uri", "value": "a:p"},
        "object": {"type": "literal", "value": "o", "xml:lang": "en", "its:dir": "rtl"},
    },
}


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        (LITERAL | {"xml:lang": "en", "its:dir": "ltr"}, '"da"@en--ltr'),
        (LITERAL | {"xml:lang": "en", "datatype": f"{RDF}langString"}, '"da"@en'),
        (LITERAL | {"xml:lang": "en", "its:dir": "rtl", "datatype": f"{RDF}dirLangString"}, '"da"@en--rtl'),
        (TRIPLE, '<<( <a:s> <a:p> "o"@en--rtl )>>'),
        (
            {"type": "triple", "value": TRIPLE["value"] | {"object": TRIPLE}},  # type: ignore[operator]
            '<<( <a:s> <a:p> <<( <a:s> <a:p> "o"@en--rtl )>> )>>',
        ),
    ],
)
def test_terms_of_rdf_1_2_are_those_of_the_embedded_engine(term: dict[str, object], wanted: str) -> None:
    assert read(SolutionStream([document([{"s": term}])])) == [(wanted, "")]
    plain = json.dumps({"head": {"vars": COLUMNS}, "results": {"bindings": [{"s": term}]}}).encode()
    known = Solutions.read(plain, QueryResultsFormat.JSON)
    assert list(known.rows(known.cells())) == [(wanted, "")]
    stream = SolutionStream([document([{"s": term}] * 2)])
    (batch,) = stream.batches()
    assert values(batch.columns()[0], value) == [value(wanted)] * 2


@pytest.mark.parametrize(
    "more",
    [
        {"its:dir": "ltr"},
        {"xml:lang": "en", "its:dir": "up"},
        {"xml:lang": "en", "datatype": f"{XSD}integer"},
        {"xml:lang": "en", "datatype": f"{RDF}dirLangString"},
        {"xml:lang": "en", "its:dir": "ltr", "datatype": f"{RDF}langString"},
    ],
)
def test_what_no_literal_can_be_is_refused(more: dict[str, str]) -> None:
    rows: list[dict[str, object]] = [{"s": LITERAL | more}] * 2
    with pytest.raises(AnswerTermError):
        read(SolutionStream([document(rows)]))
    (batch,) = SolutionStream([document(rows)]).batches()
    with pytest.raises(AnswerTermError):
        values(batch.columns()[0], value)


@pytest.mark.parametrize("part", ["subject", "predicate"])
def test_a_triple_term_has_no_literal_before_its_object(part: str) -> None:
    term = {"type": "triple", "value": TRIPLE["value"] | {part: LITERAL}}  # type: ignore[operator]
    with pytest.raises(AnswerTermError):
        read(SolutionStream([document([{"s": term}])]))


@pytest.mark.parametrize("limit", [1000, 10_000])
def test_triple_terms_that_are_nested_too_deeply_are_told_alike(limit: int) -> None:
    """Whatever else in the process has raised Python's recursion limit, as completion in IPython does."""
    name, term = '{"type":"uri","value":"a:s"}', '{"type":"literal","value":"x"}'
    for _ in range(1000):
        term = f'{{"type":"triple","value":{{"subject":{name},"predicate":{name},"object":{term}}}}}'
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        with pytest.raises(AnswerSyntaxError, match="nested"):
            read(
                SolutionStream(
                    [f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{{"s":{term}}}]}}}}'.encode()]
                )
            )
    finally:
        sys.setrecursionlimit(before)


def test_triple_terms_within_each_other_end_somewhere() -> None:
    term: dict[str, object] = TRIPLE
    for _ in range(150):
        term = {"type": "triple", "value": TRIPLE["value"] | {"object": term}}  # type: ignore[operator]
    with pytest.raises(EndpointError, match=r"100 others|nested"):
        read(SolutionStream([document([{"s": term}])]))


@pytest.mark.parametrize(
    "solution",
    [
        '{"s":{"type":"uri","value":"a:1"},"s":{"type":"uri","value":"a:2"}}',
        '{"s":{"type":"uri","value":"a:1","value":"a:2"}}',
        '{"s":{"type":"literal","value":"a","xml:lang":"en","xml:lang":"ru"}}',
        '{"s":{"type":"literal","datatype":"a:d","value":"a","datatype":"a:e"}}',
        '{"s":{"type":"uri","value":"a:1","\\u0076alue":"a:2"}}',
    ],
)
@pytest.mark.parametrize("head_first", [True, False])
def test_a_member_that_comes_twice_is_refused(solution: str, head_first: bool) -> None:
    plain = document([{"s": {"type": "uri", "value": "a:0"}}], head_first=head_first)
    whole = plain.replace(b'{"s": {"type": "uri", "value": "a:0"}}', solution.encode())
    assert whole != plain
    with pytest.raises(AnswerSyntaxError, match="twice"):
        read(SolutionStream([whole]))


@pytest.mark.parametrize("word", ["value", "type", "{", '"value"', "\\u0041"])
def test_words_of_the_format_may_stand_in_a_text(word: str) -> None:
    rows: list[dict[str, object]] = [{"s": {"type": "literal", "value": word}}]
    assert len(read(SolutionStream([document(rows)]))) == 1
