"""The API as it is described, for programs in OpenAPI and for people on a page; and that it does as told."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from asgi import Client

import atsmu_kg

pytest.importorskip("starlette")

KG = atsmu_kg.load()
SAMPLE = ("find", "query_certainly_at_least", "query_who_says")


@pytest.fixture(scope="module")
def described(patient: Client) -> Any:
    reply = patient.get("/api/openapi.json")
    assert (reply.status, reply.type) == (200, "application/json")
    return json.loads(reply.body)


def pointed(described: Any, part: Any) -> Any:
    """A part of the document, or what it refers to."""
    if "$ref" not in part:
        return part
    place = described
    for name in part["$ref"].split("/")[1:]:
        place = place[name]
    return place


def operations(described: Any) -> dict[str, tuple[str, Any]]:
    """The path and the operation of each operationId."""
    return {item["get"]["operationId"]: (path, item["get"]) for path, item in described["paths"].items()}


def test_the_document_is_valid(described: Any) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_each_query_is_described_as_its_header_has_it(described: Any) -> None:
    told = operations(described)
    for query in KG.queries.values():
        path, operation = told[f"query_{query.name}"]
        assert path == f"/api/queries/{query.name}"
        parameters = {
            each["name"]: each for each in (pointed(described, one) for one in operation["parameters"])
        }
        assert list(parameters)[: len(query.parameters)] == [each.name for each in query.parameters]
        for parameter in query.parameters:
            known = parameters[parameter.name]
            assert known.get("required", False) == parameter.required, query.name
            assert known["example"] == parameter.example, query.name
            jsonschema.validate(parameter.example, known["schema"])


def run(patient: Client, described: Any, path: str, operation: Any) -> Any:
    """What answers to the examples of an operation's parameters, held against its schema."""
    parameters = [pointed(described, each) for each in operation.get("parameters", ())]
    required = {each["name"]: each["example"] for each in parameters if each.get("required")}
    known = {each["name"]: each["example"] for each in parameters if "example" in each}
    reply = patient.get(f"{path}?{urlencode(required or (known if 'queries/' not in path else {}))}")
    assert (reply.status, reply.type) == (200, "application/json"), f"{path}: {reply.text[:300]}"
    schema = pointed(described, operation["responses"]["200"])["content"]["application/json"]["schema"]
    answer = json.loads(reply.body)
    jsonschema.Draft202012Validator({**schema, "components": described["components"]}).validate(answer)
    return answer


def test_a_sample_of_the_examples_runs(patient: Client, described: Any) -> None:
    told = operations(described)
    for name in SAMPLE:
        run(patient, described, *told[name])


@pytest.mark.whole
def test_every_example_runs_and_has_the_rows_that_are_promised(patient: Client, described: Any) -> None:
    for name, (path, operation) in operations(described).items():
        answer = run(patient, described, path, operation)
        if name.startswith("query_"):
            expected = KG.queries[name.removeprefix("query_")].expect["rows"]
            assert len(answer["rows"]) == expected, name


def test_people_read_it_in_three_languages_and_without_scripts(patient: Client) -> None:
    for lang, word in (("en", ">figures "), ("ru", ">показатели "), ("tg", ">нишондиҳандаҳо ")):
        reply = patient.get("/api/", headers={"accept-language": f"{lang}, en;q=0.1"})
        assert (reply.status, reply.type) == (200, "text/html")
        assert f'<html lang="{lang}">' in reply.text
        assert word in reply.text
        assert "<script" not in reply.text
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', reply.text)
        for name in KG.queries:
            assert f'id="{name}"' in reply.text
    assert patient.get("/api/?lang=de").status == 400
    assert patient.get("/api").headers["location"] == "/api/"


def test_the_page_and_its_sheet_are_not_sent_again(patient: Client) -> None:
    for path in ("/api/", "/api/style.css", "/api/openapi.json"):
        tag = patient.get(path).headers["etag"]
        assert patient.get(path, headers={"if-none-match": tag}).status == 304


def test_the_examples_of_the_page_are_right(patient: Client) -> None:
    text = patient.get("/api/?lang=en").text
    calls = re.findall(r'<p class="call"><a href="([^"]+)">', text)
    assert len(calls) == len(KG.queries) + 5
    for call in (calls[1], calls[4], calls[-1]):
        assert patient.get(call.replace("&amp;", "&")).status == 200, call
