"""Well-formed JSON with status 200 that is no answer to the query, or is one in an odd way."""

from __future__ import annotations

import json

from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import BNode, Text

from .behaviour import (
    ASK,
    BINDINGS,
    RESULTS,
    SELECT,
    TRUE,
    Behaviour,
    answer,
    document,
    literal,
    malformed,
    solution,
    uri,
)

ONE = IRI("https://example.org/1")


def term(name: str, value: object, raises: str = "AnswerTermError", says: str = "") -> Behaviour:
    """A term that can't be, in the second row."""
    bindings = [BINDINGS[0], solution(uri("https://example.org/2"), value)]
    return Behaviour(name=name, replies=(answer(document(bindings)),), raises=raises, says=says)


def read(name: str, value: object, gives: object) -> Behaviour:
    """A term that is odd but right."""
    return Behaviour(
        name=name, replies=(answer(document([solution(uri(ONE), value)])),), gives=((ONE, gives),)
    )


SHAPE = [
    malformed("no-json-object", "[]"),
    malformed("json-null", "null"),
    malformed(
        "error-as-json",
        '{"error": "the query took too long"}',
        raises="AnswerFormError",
        says="the query took too long",
    ),
    malformed("head-only", '{"head": {"vars": ["thing", "name"]}}', raises="AnswerFormError"),
    malformed("no-head", json.dumps({"results": {"bindings": BINDINGS}}), raises="AnswerFormError"),
    malformed("vars-not-a-list", document(variables="thing")),
    malformed(
        "variable-twice-in-vars", document(variables=["thing", "name", "name"]), raises="AnswerFormError"
    ),
    malformed("bindings-not-a-list", document({"thing": uri("a:b")})),
    malformed("no-bindings", '{"head": {"vars": ["thing", "name"]}, "results": {}}'),
    malformed("row-not-an-object", document([["https://example.org/1", "One"]]), raises="AnswerTermError"),
    malformed("term-not-an-object", document([{"thing": "https://example.org/1"}]), raises="AnswerTermError"),
    malformed("term-without-value", document([{"thing": {"type": "uri"}}]), raises="AnswerTermError"),
    malformed(
        "term-with-a-number", document([{"name": {"type": "literal", "value": 12}}]), raises="AnswerTermError"
    ),
    malformed(
        "term-with-null", document([{"name": {"type": "literal", "value": None}}]), raises="AnswerTermError"
    ),
    malformed("results-twice", RESULTS[:-1] + ', "results": {"bindings": []}}', says="results"),
    malformed(
        "head-twice", RESULTS[:-1] + ', "head": {"vars": []}}', raises="AnswerFormError|AnswerSyntaxError"
    ),
    malformed("bindings-twice", RESULTS.replace("]}}", '], "bindings": []}}')),
    malformed(
        "variable-twice-in-a-row",
        RESULTS.replace('"thing": {', '"thing": {"type":"uri","value":"a:b"}, "thing": {', 1),
        raises="AnswerSyntaxError|",
    ),
    malformed("select-and-ask", RESULTS[:-1] + ', "boolean": true}', raises="AnswerFormError"),
]

FORM = [
    malformed("boolean-for-select", TRUE, raises="AnswerFormError"),
    Behaviour(name="rows-for-ask", replies=(answer(RESULTS),), query=ASK, raises="AnswerFormError"),
    Behaviour(
        name="ask-with-text",
        replies=(answer('{"head":{},"boolean":"true"}'),),
        query=ASK,
        raises="AnswerSyntaxError",
    ),
    Behaviour(name="ask", replies=(answer(TRUE),), query=ASK, gives=True),
    malformed(
        "undeclared-variable", document([{"place": uri("a:b")}]), says="place", raises="AnswerFormError"
    ),
    malformed(
        "undeclared-in-the-last-row",
        document([*BINDINGS, {"other": uri("a:b")}]),
        says="other",
        raises="AnswerFormError",
    ),
    malformed("missing-variable", document([], variables=["thing"]), says="name", raises="AnswerFormError"),
    malformed("no-variables", document([], variables=[]), says="name", raises="AnswerFormError"),
]

TERMS = [
    term("iri-with-a-space", uri("https://example.org/a b")),
    term("iri-without-scheme", uri("faculty")),
    term("iri-with-angle-bracket", uri("https://example.org/<b>")),
    term("iri-with-newline", uri("https://example.org/a\nb")),
    term("iri-empty", uri("")),
    term("language-with-spaces", literal("x", xml_lang="not a language"), says="language"),
    term("language-with-a-quote", literal("x", xml_lang='en"')),
    term("language-too-long", literal("x", xml_lang="en-abcdefghi")),
    term("datatype-not-an-iri", literal("x", datatype="my type")),
    term("type-of-term-unknown", {"type": "number", "value": "12"}, says="number"),
    term("type-of-term-missing", {"value": "12"}, raises="AnswerTermError"),
]

ODD = [
    Behaviour(name="bom", replies=(answer(b"\xef\xbb\xbf" + RESULTS.encode()),)),
    Behaviour(name="white-space-around", replies=(answer(f"\r\n\t {RESULTS}\n \n"),)),
    Behaviour(
        name="results-before-head",
        replies=(
            answer(json.dumps({"results": {"bindings": BINDINGS}, "head": {"vars": ["thing", "name"]}})),
        ),
    ),
    Behaviour(
        name="results-first-without-head",
        raises="AnswerFormError",
        replies=(answer(json.dumps({"results": {"bindings": BINDINGS}, "link": []})),),
    ),
    Behaviour(name="variables-in-another-order", replies=(answer(document(variables=["name", "thing"])),)),
    Behaviour(name="no-rows", replies=(answer(document([])),), gives=()),
    Behaviour(name="unbound", replies=(answer(document([solution(uri(ONE))])),), gives=((ONE, None),)),
    Behaviour(name="empty-rows", replies=(answer(document([{}, {}])),), gives=((None, None), (None, None))),
    Behaviour(name="unknown-members", replies=(answer(document(link=[{"a": [1, 2.5e3, None, True]}])),)),
    read("escapes", literal('\u0442\U0001f600"\\\n'), 'т😀"\\\n'),
    read(
        "typed-literal",
        {"type": "typed-literal", "value": "4", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        4,
    ),
    read("json-in-a-literal", literal(RESULTS + "}}, {"), RESULTS + "}}, {"),
    read("node-id-as-bnode", {"type": "bnode", "value": "nodeID://b10001"}, BNode("_")),
    read("node-id-as-uri", uri("nodeID://b10002"), BNode("_")),
    read("bnode-with-a-space", {"type": "bnode", "value": "a b"}, BNode("_")),
    read("language-in-capitals", literal("x", xml_lang="EN-GB"), Text("x", "en-gb")),
]

RETVAL = (
    '{"head":{"link":[],"vars":["__ASK_RETVAL"]},"results":{"distinct":false,"ordered":true,"bindings":[%s]}}'
)
RETVAL_ROW = '{"__ASK_RETVAL":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"%d"}}'
VIRTUOSO = [
    Behaviour(name="virtuoso-ask-true", replies=(answer(RETVAL % RETVAL_ROW % 1),), query=ASK, gives=True),
    Behaviour(name="virtuoso-ask-false", replies=(answer(RETVAL % RETVAL_ROW % 0),), query=ASK, gives=False),
    Behaviour(
        name="virtuoso-max-rows-reached",
        replies=(answer(RESULTS, "X-SPARQL-MaxRows: 2", "X-SPARQL-Default-Graph: urn:x"),),
        raises="IncompleteAnswerError",
        says="2",
    ),
    Behaviour(
        name="virtuoso-max-rows-allowed",
        replies=(answer(RESULTS, "X-SPARQL-MaxRows: 2"),),
        options={"incomplete": "allow"},
        complete=False,
    ),
    Behaviour(
        name="virtuoso-max-rows-and-a-limit-of-the-query",
        replies=(answer(RESULTS, "X-SPARQL-MaxRows: 2"),),
        query=f"{SELECT} LIMIT 2",
    ),
    Behaviour(name="virtuoso-max-rows-not-reached", replies=(answer(RESULTS, "X-SPARQL-MaxRows: 3"),)),
    Behaviour(name="virtuoso-max-rows-unreadable", replies=(answer(RESULTS, "X-SPARQL-MaxRows: many"),)),
    Behaviour(
        name="virtuoso-partial",
        replies=(
            answer(
                RESULTS,
                "X-SQL-State: S1TAT",
                "X-SQL-Message: RC...: Returning incomplete results, query interrupted by result timeout.",
            ),
        ),
        raises="IncompleteAnswerError",
        says="timeout",
    ),
    Behaviour(
        name="virtuoso-partial-after-a-malformed-header",
        replies=(answer(RESULTS, "no header", "X-SQL-State: S1TAT", "X-SQL-Message: interrupted"),),
        raises="ProtocolError|IncompleteAnswerError",
    ),
    Behaviour(
        name="virtuoso-partial-allowed",
        replies=(answer(RESULTS, "X-SQL-State: S1TAT", "X-SQL-Message: interrupted by result timeout"),),
        options={"incomplete": "allow"},
        complete=False,
    ),
    Behaviour(
        name="virtuoso-partial-ask",
        replies=(answer(RETVAL % RETVAL_ROW % 0, "X-SQL-State: S1TAT", "X-SQL-Message: interrupted"),),
        query=ASK,
        raises="IncompleteAnswerError",
    ),
]

BEHAVIOURS = [*SHAPE, *FORM, *TERMS, *ODD, *VIRTUOSO]
