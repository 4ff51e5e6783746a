"""The lexer against the grammar and the engine, prefixes, query forms, and terms in place of variables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.rdf.namespaces import IRI, PREFIXES
from atsmu_kg.rdf.terms import Text, render
from atsmu_kg.sparql.binding import bind
from atsmu_kg.sparql.tokens import (
    QUERY_FORMS,
    UPDATE_FORMS,
    prefixes_declared,
    prefixes_used,
    query_form,
    tokens,
    variables,
    with_prefixes,
)

ROOT = Path(__file__).parent.parent
OWN = sorted([*ROOT.glob("queries/*.rq"), *ROOT.glob("atsmu_kg/**/*.rq")])

QUERIES = {
    "short strings": r"""SELECT ("a\"b" AS ?a) ('a\'b' AS ?b) ("" AS ?c) ('' AS ?d)
        ("\u0041\U00000042\t\b\n\r\f" AS ?e) {}""",
    "long strings": "SELECT ('''a'b''c\n\\'''' AS ?a) (\"\"\"a\"b\"\"c\\\\\"\"\" AS ?b) ('''''' AS ?c) {}",
    "numbers": "SELECT (1+1-1*+1/-1 AS ?a) (1.5 + .5 + 1e3 + 1.e3 + .5E-3 + -1.0e+3 AS ?b) {}",
    "comparisons": "SELECT * { ?a ?b ?c FILTER(?a<?b && ?b>?c || ?a<=?c && ?a>=?b || ?a!=?b && !(?a=?b)) }",
    "comparison of IRIs": "SELECT * { ?a ?b ?c FILTER(?a<<http://example.org/>||<http://example.org/><?a) }",
    "paths": """PREFIX ex: <http://example.org/>
        SELECT * { ?a ex:p/^ex:q|!(ex:r|^a)|(ex:s)*/ex:t+/ex:u?/!a ?b ;
        ex:v [ ex:w () , ( 1 "x"@en-GB ) ] , [] }""",
    "names": r"""PREFIX : <http://example.org/> PREFIX a.b-c: <http://example.org/>
        PREFIX имя: <http://example.org/>
        SELECT * { :x :x.y :x\-\~%20: . a.b-c:1 имя:имя·2 :. :a:b a :. _:b.1 :p _:b . ?имя $_1 ?x·y }""",
    "updates": """PREFIX ex: <http://example.org/> INSERT DATA { GRAPH ex:g { ex:s ex:p true , false } } ;
        DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ; CLEAR SILENT ALL""",
    "comments": "# first\r\nSELECT * # <http://a/ \"'\n{ ?a ?b '#' . # ?x\r ?a ?b <http://a/#c> }#",
    "datatypes": """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT ("1"^^xsd:integer AS ?a) ('x'^^<http://example.org/d> AS ?b) ("x"@en AS ?c) {}""",
    "aggregates": """SELECT ?a (GROUP_CONCAT(DISTINCT ?b ; SEPARATOR=", ") AS ?c) (COUNT(*) AS ?n)
        { ?a ?d ?b }
        GROUP BY ?a (STR(?b) AS ?e) HAVING (COUNT(*) > 1) ORDER BY DESC(?n) ?a LIMIT 5 OFFSET 1""",
    "inline data": "SELECT * { VALUES (?a ?b) { (UNDEF 1) (<http://example.org/> 'x') } } VALUES ?c { 1 2 }",
    "triple terms": """PREFIX ex: <http://example.org/> SELECT * {
        << ex:s ex:p ex:o >> ex:q <<( ex:s ex:p <<(<http://example.org/><http://example.org/>1)>> )>> .
        ex:s ex:p ex:o ~ ex:r {| ex:q 1 |} . FILTER(?a > ?b) }""",
    "directions": 'SELECT ("x"@ar--rtl AS ?a) {}',
}


def significant(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text) if token.kind not in ("space", "comment")]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("<http://example.org/>", ["iri"]),
        ("<>", ["iri"]),
        (r"<a\u0041\U00000042>", ["iri"]),
        ("<a b>", ["punctuation", "keyword", "space", "keyword", "punctuation"]),
        ("?a<5", ["variable", "punctuation", "number"]),
        ("?a<?b", ["variable", "punctuation", "variable"]),
        ("?a<=?b", ["variable", "punctuation", "variable"]),
        ("?a<?b>", ["variable", "iri"]),
        ("?a<<a:b>", ["variable", "punctuation", "iri"]),
        ("<<a:b c:d e:f>>", ["punctuation", "pname", "space", "pname", "space", "pname", "punctuation"]),
        ("<<<a:b>", ["punctuation", "iri"]),
        ("<<(", ["punctuation"]),
        (")>>", ["punctuation"]),
        ("ex:a.b", ["pname"]),
        ("ex:a.", ["pname", "punctuation"]),
        ("ex:a..b", ["pname"]),
        ("ex:", ["pname"]),
        (":", ["pname"]),
        ("ex:a:b", ["pname"]),
        ("ex:%41%4g", ["pname", "error", "number", "keyword"]),
        (r"ex:\-a\~", ["pname"]),
        ("a.b:c", ["pname"]),
        ("a.b.:c", ["keyword", "punctuation", "keyword", "punctuation", "pname"]),
        ("true.ex:a", ["pname"]),
        ("имя:имя", ["pname"]),
        ("имя", ["error"]),
        ("_:a.b.", ["bnode", "punctuation"]),
        ("_:1", ["bnode"]),
        ("?1", ["variable"]),
        ("$имя", ["variable"]),
        ("?x-y", ["variable", "punctuation", "keyword"]),
        ("?x.y", ["variable", "punctuation", "keyword"]),
        ("ex:p?", ["pname", "punctuation"]),
        ("$", ["error"]),
        ("@en-GB", ["language"]),
        ("@en-", ["language", "punctuation"]),
        ("@ar--rtl", ["language"]),
        ("@", ["error"]),
        ("1.", ["number", "punctuation"]),
        ("1.5.5", ["number", "number"]),
        ("1.e5", ["number"]),
        ("1e", ["number", "keyword"]),
        ("-1", ["number"]),
        ("?a-1", ["variable", "number"]),
        ("1?x", ["number", "variable"]),
        ("a.1e5", ["keyword", "number"]),
        ('"a"', ["string"]),
        ('""', ["string"]),
        ('"""a"b""c"""', ["string"]),
        ('"""a""""', ["string", "error"]),
        ("'''\n'''", ["string"]),
        ('"a', ["error"]),
        ('"a\n"', ["error", "space", "error"]),
        ('"""a\n', ["error"]),
        (r'"\q"', ["error", "error", "keyword", "error"]),
        (r'"\u004"', ["error", "error", "keyword", "error"]),
        ("#a\n#b", ["comment", "space", "comment"]),
        ("^^", ["punctuation"]),
        ("^ex:p", ["punctuation", "pname"]),
        ("||&&!!=", ["punctuation"] * 4),
        ("{||}", ["punctuation"] * 2),
        ("\ufeffASK", ["error"]),
        ("\0\x0b\xa0", ["error"] * 3),
        ("\ud800", ["error"]),
        ("&|`%", ["error", "punctuation", "error", "error"]),
        ("", []),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds


@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES)
def test_no_error_in_what_the_grammar_allows(text: str) -> None:
    assert [token for token in tokens(text) if token.kind == "error"] == []


@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES)
def test_tokens_are_those_of_the_engine(text: str) -> None:
    """Where tokens really end, a comment may stand; only the parts of a literal belong together."""
    found = tokens(text)
    apart = ""
    for token, following in zip(found, [*found[1:], tokens(" ")[0]], strict=True):
        apart += "\n" if token.kind in ("space", "comment") else token.text
        together = "^^" in (token.text, following.text) or following.kind == "language"
        together |= token.text + following.text in ("()", "[]")  # NIL and ANON are single terminals
        apart += "" if together else "#\n"
    update = text.lstrip().startswith("PREFIX ex: <http://example.org/> INSERT")
    for spelt in (text, apart):
        store = ox.Store()
        store.update(spelt) if update else store.query(spelt)
    assert significant(apart) == significant(text)


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.stem)
def test_every_query_of_ours_is_made_of_tokens(file: Path) -> None:
    bad = [token for token in tokens(file.read_text(encoding="utf-8")) if token.kind == "error"]
    assert not bad, f"take {bad} out of {file.name}, or teach the lexer"


VISIBLE = "< > << >> <a:b> ' \" ''' \"\"\" \\ \\u0041 \\' @en ^^ ?x $x ? a. a:b _: _:a. 1. .5e # é é. ·"
pieces = st.sampled_from([*VISIBLE.split(), *"{}()|&!=-+*/,;\0\n\r \t", "\r\n"])


@given(st.text() | st.lists(pieces | st.characters(), max_size=40).map("".join))
def test_tokens_make_up_any_text(text: str) -> None:
    found = tokens(text)
    assert "".join(token.text for token in found) == text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    offset = 0
    for token in found:
        assert token.offset == offset
        rest = lines[token.line - 1][token.column - 1 :]
        assert rest.startswith(token.text[0]) if token.text[0] not in "\r\n" else not rest
        offset += len(token.text)


@given(st.lists(pieces, max_size=30).map("".join))
def test_names_beyond_ascii_change_no_other_token(text: str) -> None:
    """The second pattern, which knows all letters, agrees with the first one on what is ASCII."""
    with_them = [(token.kind, token.text) for token in tokens(f"{text}\n?имя")]
    without = [(token.kind, token.text) for token in tokens(f"{text}\n?name")]
    if text.isascii():
        assert with_them[:-1] == without[:-1]
    assert len(with_them) == len(without)


ADVERSARIAL = [
    "a.",
    "é.",
    "a-",
    '\\"""\n',
    "\\'",
    "<a",
    "<<a",
    "a:%4",
    "_:a..",
    "1.a.",
    "@a-",
    '"""\\"',
    "a:\\-.",
]


def test_time_is_linear_in_the_length_of_the_text() -> None:
    """A quadratic lexer would need minutes for these, and a backtracking one would not end."""
    code = (
        "from atsmu_kg.sparql.tokens import tokens\n"
        f"for part in {ADVERSARIAL!r}:\n"
        "    for text in (part * 50_000, '\"' + part * 50_000, '\"\"\"' + part * 50_000):\n"
        "        assert tokens(text)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_places_count_characters_and_lines_from_one() -> None:
    text = "ASK {\r\n\t?имя 'é'\r?b '''\n\r\n''' ?c\n}"
    places = {token.text: (token.line, token.column, text[token.offset]) for token in tokens(text)}
    assert places["?имя"] == (2, 2, "?")
    assert places["'é'"] == (2, 7, "'")
    assert places["?b"] == (3, 1, "?")
    assert places["?c"] == (5, 5, "?")
    assert places["}"] == (6, 1, "}")
    assert repr(tokens("?c")[0]) == "Token('variable', '?c', 0, 1, 1)"


def test_variables_in_the_order_of_their_use() -> None:
    assert variables("SELECT ?b $a { ?a ?p '?c' . # ?d\n <http://example.org/?e> ?p $b }") == ["b", "a", "p"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# SELECT\nask {}", "ASK"),
        ("BASE <http://example.org/> PREFIX select: <ask:> Construct {} {}", "CONSTRUCT"),
        ("PREFIX : <a:> DESCRIBE :a", "DESCRIBE"),
        ('VERSION "1.2" ASK {}', "ASK"),
        ("insert data {}", "INSERT"),
        ("WITH <a:g> DELETE {} WHERE {}", "DELETE"),
        *((f"{form} …", form) for form in sorted(UPDATE_FORMS | QUERY_FORMS)),
    ],
)
def test_query_forms(text: str, form: str) -> None:
    assert query_form(text) == form


def test_prefixes_declared_and_used() -> None:
    text = "prefix a: <http://example.org/>\nPREFIX : <b:> ASK { a:x :y 'c:z' ; skos:z <d:e> # f:g\n }"
    assert prefixes_declared(text) == {"a": "http://example.org/", "": "b:"}
    used = prefixes_used(text)
    assert list(used) == ["a", "", "skos"]
    assert (used["skos"].text, used["skos"].line) == ("skos:z", 2)


def test_only_lacking_prefixes_are_declared_and_lines_stay() -> None:
    text = "#+ summary: …\nPREFIX a: <a:>\nASK { a:x skos:y akg:z }"
    whole = with_prefixes(text)
    assert whole == f"PREFIX skos: <{PREFIXES['skos']}> PREFIX akg: <{PREFIXES['akg']}> {text}"
    assert with_prefixes(whole) == whole
    assert ox.Store().query(whole) is not None


def test_a_declared_prefix_may_differ_from_ours() -> None:
    text = "PREFIX skos: <http://example.org/> ASK { ?s skos:a ?o }"
    assert with_prefixes(text) == text


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT ?s { ?s ?p ?x }", 'SELECT ?s { ?s ?p "v" }'),
        ("SELECT ?s { ?s ?p $x }", 'SELECT ?s { ?s ?p "v" }'),
        ("ASK { ?s ?p '?x', \"$x\", ?x . # ?x\n }", 'ASK { ?s ?p \'?x\', "$x", "v" . # ?x\n }'),
        ("ASK { ?xx ?x_ ?x1 , ?x }", 'ASK { ?xx ?x_ ?x1 , "v" }'),
        ("ASK{?s?p?x}", 'ASK{?s?p "v"}'),
        ("ASK{?s?p?x;?q?x.}", 'ASK{?s?p "v";?q "v".}'),
        ("ASK { FILTER(?a<?x) }", 'ASK { FILTER(?a< "v") }'),
        ("ASK { FILTER(?x<?a) }", 'ASK { FILTER("v" <?a) }'),
        ("ASK { FILTER(?x-1) }", 'ASK { FILTER("v" -1) }'),
        ("SELECT (?x AS ?value) {}", 'SELECT ("v" AS ?value) {}'),
        ("SELECT (COUNT(?x) AS ?n) {}", 'SELECT (COUNT("v") AS ?n) {}'),
        ("SELECT (EXISTS { ?s ?p ?x } AS ?n) {}", 'SELECT (EXISTS { ?s ?p "v" } AS ?n) {}'),
        ("SELECT * { BIND(STR(?x) AS ?y) }", 'SELECT * { BIND(STR("v") AS ?y) }'),
        ("SELECT * { VALUES ?y { ?x } }", 'SELECT * { VALUES ?y { "v" } }'),
        ("SELECT ?s FROM <a:g> WHERE { ?s ?p ?x }", 'SELECT ?s FROM <a:g> WHERE { ?s ?p "v" }'),
        ("SELECT ?s {} GROUP BY ?s HAVING(?o=?x)", 'SELECT ?s {} GROUP BY ?s HAVING(?o="v")'),
        ("ASK { ?s ?p ?o } GROUP BY IF(?o=?x,1,2)", 'ASK { ?s ?p ?o } GROUP BY IF(?o="v",1,2)'),
        ("SELECT ?s { ?s ?p ?o } ORDER BY (?o=?x) ?s", 'SELECT ?s { ?s ?p ?o } ORDER BY (?o="v") ?s'),
        ("ASK { { SELECT ?s { ?s ?p ?x } ORDER BY ?s } }", 'ASK { { SELECT ?s { ?s ?p "v" } ORDER BY ?s } }'),
        ("ASK { ?s ?p ?o } ORDER BY (?x)", 'ASK { ?s ?p ?o } ORDER BY ("v")'),
        ("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }", 'CONSTRUCT { ?s ?p "v" } WHERE { ?s ?p "v" }'),
        ("ASK { ?s <http://host/?x> ?x }", 'ASK { ?s <http://host/?x> "v" }'),
        ("SELECT (STR(?x) AS ?y) {} GROUP BY ?z", 'SELECT (STR("v") AS ?y) {} GROUP BY ?z'),
    ],
)
def test_bound(text: str, bound: str) -> None:
    assert bind(text, {"x": '"v"'}) == bound


def test_nothing_to_bind() -> None:
    assert bind("SELECT ?x {}", {}) == "SELECT ?x {}"


def test_values_are_not_bound_again() -> None:
    text = bind("ASK { ?a ?p ?b }", {"a": render(IRI("http://example.org/?b")), "b": render("?a ?b")})
    assert text == 'ASK { <http://example.org/?b> ?p "?a ?b" }'


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("DESCRIBE ?x", "DESCRIBE <a:b>"),
        ("ASK FROM ?x { ?s ?p ?o }", "ASK FROM <a:b> { ?s ?p ?o }"),
        ("ASK { GRAPH ?x { ?s ?x ?o } }", "ASK { GRAPH <a:b> { ?s <a:b> ?o } }"),
        ("ASK { ?s ?x* ?o }", "ASK { ?s <a:b> * ?o }"),
    ],
)
def test_an_iri_where_only_an_iri_can_stand(text: str, bound: str) -> None:
    assert bind(text, {"x": "<a:b>"}) == bound


@given(
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])),
    st.text(),
    st.sampled_from(["# ?x\n", "VALUES ?y { '?x' \"$x\" }", "ORDER BY (?x) $x1", "# $x#?x"]),
)
def test_all_but_the_variable_tokens_stays(comment: str, text: str, behind: str) -> None:
    strings = f"{render(text)} , {render(Text(text, 'en'))}"
    whole = f"# {comment}\nASK {{ ?s ?p ?x , {strings} FILTER(?a<?x||$x=?xx) }} {behind}"
    value = render(text)
    before, after = tokens(whole), tokens(bind(whole, {"x": value}))
    kept = [(token.kind, token.text) for token in after if token.kind != "space"]
    expected = [
        ("string", value) if (token.kind, token.text[1:]) == ("variable", "x") else (token.kind, token.text)
        for token in before
        if token.kind != "space"
    ]
    assert kept == expected
    assert variables(bind(whole, {"x": value})) == [name for name in variables(whole) if name != "x"]
