"""Results in XML, from a server that has nothing else: the same rows, and nothing of the document's own."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Handler, serving

import atsmu_kg
from atsmu_kg.stores.remote import xml_results
from atsmu_kg.stores.remote.cells import cell
from atsmu_kg.stores.remote.errors import (
    AnswerSyntaxError,
    AnswerTooLargeError,
    EndpointError,
    NoAnswerError,
)
from atsmu_kg.stores.remote.solutions import SolutionStream

SPARQL = '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
HEAD = f'<?xml version="1.0"?>{SPARQL}'
QUERY = """SELECT ?x ?y { VALUES (?x ?y) {
  (<a:b> "plain") ("da"@en--ltr UNDEF) (4 <<( <a:s> <a:p> "o"@en )>>) ("&<>'" "two\\nlines") } }"""


def read(document: bytes) -> list[tuple[str, ...]]:
    stream = SolutionStream(xml_results.as_json([document]))
    return [
        row
        for batch in stream.batches()
        for row in zip(*[map(cell, column) for column in batch.columns()], strict=True)
    ]


def test_the_rows_are_those_of_json() -> None:
    store = ox.Store()
    in_xml = store.query(QUERY).serialize(format=ox.QueryResultsFormat.XML)
    in_json = store.query(QUERY).serialize(format=ox.QueryResultsFormat.JSON)
    assert in_xml is not None
    assert in_json is not None
    stream = SolutionStream([in_json])
    (batch,) = stream.batches()
    assert read(in_xml) == list(zip(*[map(cell, column) for column in batch.columns()], strict=True))


def test_a_server_that_has_only_xml_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    kg = atsmu_kg.load()
    answered = Handler._answer

    def in_xml(handler: Handler, status: int, kind: str, body: bytes) -> None:
        if kind == "application/sparql-results+json":
            assert xml_results.MEDIA_TYPE in handler.headers["Accept"]
            answer = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            kind, body = xml_results.MEDIA_TYPE, answer.serialize(format=ox.QueryResultsFormat.XML) or b""
        answered(handler, status, kind, body)

    monkeypatch.setattr(Handler, "_answer", in_xml)
    with serving(kg.store.engine) as server:  # type: ignore[attr-defined]
        remote = atsmu_kg.connect(server.url)
        assert remote.queries.partner_countries().rows == kg.queries.partner_countries().rows
        assert remote.ask("ASK { ?s a akg:Faculty }")
        assert not remote.ask("ASK { ?s a akg:Nothing }")


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE sparql [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SPARQL + "<results/></sparql>",
        '<?xml version="1.0"?><!doctype sparql>' + SPARQL + "<results/></sparql>",
        HEAD
        + "<results><result><binding name='x'><literal>&x;</literal></binding></result></results></sparql>",
        "<html><p>busy</p></html>",
        "{}",
    ],
)
def test_what_is_no_plain_document_of_results_is_refused(document: str) -> None:
    with pytest.raises(AnswerSyntaxError):
        read(document.encode())


@pytest.mark.parametrize("document", ["", " \n"])
def test_nothing_is_no_answer(document: str) -> None:
    with pytest.raises(NoAnswerError):
        read(document.encode())


def test_a_document_may_be_only_so_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_results, "MOST_BYTES", 100)
    with pytest.raises(AnswerTooLargeError, match="at most 100 bytes"):
        list(xml_results.as_json([b" " * 60] * 2))


WHOLE = (
    f"{HEAD}<results><result><binding name='x'><uri>a:b</uri></binding></result></results></sparql>".encode()
)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_document_that_is_cut_anywhere_is_an_error(end: int) -> None:
    assert read(WHOLE) == [("<a:b>",)]
    with pytest.raises(EndpointError):
        read(WHOLE[:end])


@given(st.binary(max_size=60))
def test_rubbish_is_an_error_of_ours(rubbish: bytes) -> None:
    with pytest.raises(EndpointError):
        read(HEAD.encode() + rubbish)
