"""The API: named queries, finding, describing and citing, with pages, formats, links and copies."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pyoxigraph as ox
import pytest
from asgi import Client, Reply

import atsmu_kg
from atsmu_kg.serve.questions.schemas import schema

JSON = "application/json"
ROWS = [
    (JSON, JSON),
    ("application/sparql-results+json", "application/sparql-results+json"),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("text/csv;q=0.9, application/json;q=0.1", "text/csv"),
    ("text/tab-separated-values", "text/tab-separated-values"),
    ("*/*", JSON),
    (None, JSON),
]


def get(client: Client, path: str, accept: str | None = None, **fields: Any) -> Reply:
    headers = {} if accept is None else {"accept": accept}
    return client.get(f"/api/{path}?{urlencode(fields)}", headers=headers)


def valid(name: str, reply: Reply) -> Any:
    """The document of a reply, which fits its schema."""
    assert (reply.status, reply.type) == (200, JSON), reply.text
    document = json.loads(reply.body)
    jsonschema.Draft202012Validator(schema(name)).validate(document)
    return document


def linked(reply: Reply, relation: str) -> str | None:
    """The address that a header Link names for a relation."""
    for link in reply.headers.get("link", "").split(", "):
        target, _, told = link.partition("; ")
        if told == f'rel="{relation}"':
            return target[1:-1]
    return None


def test_rows_come_in_the_format_that_is_wanted(patient: Client) -> None:
    for accept, wanted in ROWS:
        reply = get(patient, "queries/faculties", accept, lang="tg")
        assert (reply.status, reply.type) == (200, wanted), accept
        if wanted == JSON:
            rows = len(valid("Answer", reply)["rows"])
        elif wanted == "text/csv":
            rows = len(list(csv.DictReader(io.StringIO(reply.text))))
        else:
            format = ox.QueryResultsFormat.from_media_type(wanted)
            results: Any = ox.parse_query_results(reply.body, format)
            rows = len(list(results))
        assert rows == 4, accept
        assert "Факултети " in reply.text, accept


def test_people_name_a_format(patient: Client) -> None:
    for name, wanted in (("csv", "text/csv"), ("JSON", JSON), ("xml", "application/sparql-results+xml")):
        assert get(patient, "queries/faculties", "image/png", format=name).type == wanted
    # That has no labels, and no parameter of this name.
    assert get(patient, "queries/classes", format="csv", lang="ru").type == "text/csv"
    results = "application/sparql-results+json"
    assert patient.get(f"/api/queries/faculties?format={results}").type == results
    assert get(patient, "queries/faculties", format="ttl").status == 406
    assert "Did you mean csv" in get(patient, "queries/faculties", format="cvs").text
    assert get(patient, "queries/faculties", "image/png").status == 406


@pytest.mark.parametrize("format", ["json", "csv"])
def test_pages_lead_to_each_other_and_are_the_whole(patient: Client, format: str) -> None:
    def rows(reply: Reply) -> list[Any]:
        return json.loads(reply.body)["rows"] if format == "json" else reply.text.split("\r\n")[1:-1]

    whole = rows(get(patient, "queries/partner_countries", format=format))
    reply = get(patient, "queries/partner_countries", format=format, limit=5)
    collected, before = rows(reply), []
    while (following := linked(reply, "next")) is not None:
        reply = patient.get(following)
        collected += rows(reply)
        before.append(linked(reply, "prev"))
    assert collected == whole
    assert len(before) == 2
    assert f"/api/queries/partner_countries?format={format}&limit=5&offset=5" in before


def test_the_pages_of_every_query_are_its_whole_answer(patient: Client) -> None:
    for query in atsmu_kg.load().queries.values():
        whole = get(patient, f"queries/{query.name}", format="tsv", **query.example).text.split("\n")
        half = max(1, len(whole) // 2)
        first = get(patient, f"queries/{query.name}", format="tsv", limit=half, **query.example).text
        rest = get(patient, f"queries/{query.name}", format="tsv", offset=half, **query.example).text
        pages = first.split("\n")[:-1] + rest.split("\n")[1:]
        assert pages == whole, f"the order of {query.name} is not total"


def test_parameters_have_the_types_of_their_headers(patient: Client) -> None:
    answer = valid("Answer", get(patient, "queries/certainly_at_least", floor=600_000, sources="true"))
    assert answer["parameters"] == {"floor": 600_000}
    (row,) = answer["rows"]
    assert row["cells"]["min"]["bound"] in ("Exactly", "AtLeast")
    assert row["sources"]
    named = get(patient, "queries/figures", measure="StudentCount", thing="atsmu:university", format="csv")
    assert named.status == 200


def test_a_copy_that_is_good_is_not_sent_again(patient: Client) -> None:
    for path, fields in (
        ("queries", {}),
        ("queries/faculties", {"limit": 2}),
        ("queries/faculties", {"format": "csv"}),
        ("find", {"text": "Iran"}),
    ):
        first = get(patient, path, **fields)
        kept = {"if-none-match": first.headers["etag"]}
        again = patient.get(f"/api/{path}?{urlencode(fields)}", headers=kept)
        assert (first.status, again.status, again.body) == (200, 304, b"")
        assert first.headers["cache-control"] == "public, no-cache"
        other = patient.get(f"/api/{path}?{urlencode({**fields, 'lang': 'ru'})}", headers=kept)
        assert other.status == 200


def test_what_changes_is_not_kept(patient: Client) -> None:
    for function in ("RAND", "\\u0052AND"):
        reply = get(patient, "sparql", query=f"SELECT ({function}() AS ?r) {{}}")
        assert (reply.headers["cache-control"], reply.headers.get("etag")) == ("no-store", None)


def test_any_page_may_ask_and_read_the_links(patient: Client) -> None:
    headers = {"origin": "https://example.org"}
    reply = patient.get("/api/queries/faculties?limit=1", headers=headers)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "Link" in reply.headers["access-control-expose-headers"]
    head = patient.ask("HEAD", "/api/queries/faculties?limit=1")
    assert (head.status, linked(head, "next")) == (200, "/api/queries/faculties?limit=1&offset=1")


def test_queries_are_listed_with_what_they_take(patient: Client) -> None:
    listed = valid("Queries", get(patient, "queries"))["queries"]
    assert [query["name"] for query in listed] == list(atsmu_kg.load().queries)
    narrowed = valid("Queries", get(patient, "queries", topic="figures", search="least", lang="ru"))
    assert [query["name"] for query in narrowed["queries"]] == ["certainly_at_least"]


def test_things_are_found_described_and_cited(patient: Client) -> None:
    assert valid("Things", get(patient, "find", text="Иран", lang="tg"))["things"][0]["label"] == "Эрон"
    assert valid("Description", get(patient, "describe", thing="country:IR"))["thing"]["label"] == "Iran"
    assert valid("Citation", get(patient, "cite", name="faculties", lang="tg"))["rows"][0]["statements"]
    query = "SELECT ?n { figure:international-students schema:value ?n }"
    cited = valid("Citation", get(patient, "cite", query=query, style="bibtex"))
    assert "sentence 15" in cited["citation"]
    answer = valid("Answer", get(patient, "sparql", query=query, sources="true"))
    assert answer["rows"][0]["cells"]["n"]["text"] == "more than 500"


REFUSED: list[tuple[str, int, str]] = [
    ("queries/facultys", 404, "Did you mean faculties"),
    ("queries/certainly_at_most", 404, "certainly_at_least(floor=0, ceiling=100)"),
    ("queries/%2e%2e%2fetc", 404, ""),
    ("queries/faculties?lnag=ru", 400, "Did you mean lang"),
    ("queries/faculties?ofset=3", 400, "Did you mean offset"),
    ("queries/faculties?lang=de", 400, "en, ru, tg"),
    ("queries/faculties?lang=ru&lang=tg", 400, "2 values"),
    ("queries/faculties?limit=0", 400, "limit"),
    ("queries/faculties?limit=-1", 400, "limit=20"),
    ("queries/faculties?offset=99999999999999999", 400, "offset"),
    ("queries/faculties?sources=maybe", 400, "neither true nor false"),
    ("queries/faculties?sources=true&format=csv", 400, "JSON only"),
    ("queries/certainly_at_least", 400, "needs the parameter floor"),
    ("queries/certainly_at_least?floor=many", 400, "a whole number"),
    ("queries/figures?thing=universty", 400, "atsmu:university"),
    ("queries/figures?thing=%3Cx%3E%20.%20%7D", 400, "an IRI"),
    ("queries?topic=figure", 400, "Did you mean figures"),
    ("find", 400, "find?text="),
    ("find?text=Iran&limt=3", 400, "Did you mean limit"),
    ("find?text=Iran&format=csv", 406, JSON),
    ("describe?thing=nothing-like-that", 404, "says nothing"),
    ("cite", 400, "query"),
    ("cite?name=faculties&style=apa", 400, "bibtex"),
    ("sparql?query=SELECT", 400, ""),
    ("sparql?query=DROP+ALL", 400, "update"),
    ("sparql?query=ASK+%7BSERVICE%3Chttp://x/%3E%7B%7D%7D", 403, "another endpoint"),
    ("find?text=%FF", 400, "UTF-8"),
    ("find?text=", 400, "missing"),
    ("queries/classes?lang=de&format=csv", 400, "en, ru, tg"),
    ("cite?name=faculties&query=ASK%7B%7D", 400, "both are given"),
    ("openapi.json?x=1", 400, "There are none"),
    ("sparql?query=ASK+FROM+%3Chttp://example.org/%3E%7B%7D", 400, "no graph"),
    ("cite?query=SELECT+(RAND()+AS+%3Fr)+%7B%7D", 400, "can't be cited"),
    ("queries/faculties/", 404, "/api/"),
    ("queries/faculties%00", 404, "Did you mean faculties"),
]


def test_what_is_refused_says_what_was_meant(patient: Client) -> None:
    validator = jsonschema.Draft202012Validator(schema("Problem"))
    for target, status, told in REFUSED:
        reply = patient.get(f"/api/{target}")
        assert (reply.status, reply.type) == (status, "application/problem+json"), target
        problem = json.loads(reply.body)
        validator.validate(problem)
        assert told in problem["detail"] + problem.get("advice", ""), target
        assert reply.headers["cache-control"] == "no-store", target


def test_people_are_told_in_text(patient: Client) -> None:
    reply = get(patient, "queries/facultys", "text/plain, */*;q=0.1")
    assert (reply.status, reply.type) == (404, "text/plain")
    assert patient.ask("DELETE", "/api/queries/faculties").status == 405
