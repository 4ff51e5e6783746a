"""Hostile and mistaken clients of the Reconciliation API."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from asgi import Client
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.serve.problems import RequestError
from atsmu_kg.serve.reconciliation.process import ReconciliationProcess
from atsmu_kg.serve.reconciliation.queries import ReconciliationQuery
from atsmu_kg.serve.reconciliation.service import ReconciliationService
from atsmu_kg.serve.reconciliation.turns import Turns
from atsmu_kg.serve.snapshot import Snapshot

FORM = "application/x-www-form-urlencoded"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "id"]), inner)
    ),
    max_leaves=8,
)


def form(**fields: Any) -> str:
    return urlencode(
        {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    )


def test_one_ill_formed_query_leaves_the_others_their_results(served: Client) -> None:
    wrong = {
        "a query can't be": [None, 5, [], "Iran"],
        "there is nothing to look for": [{}, {"limit": 3}, {"properties": []}],
        "a query has no field 'foo'": [{"query": "Iran", "foo": 1}],
        "'query' can't be 5": [{"query": 5}],
        "'query' has 10,000 characters": [{"query": "a" * 10_000}],
        "'limit' can't be": [{"query": "a", "limit": limit} for limit in (0, -1, 1.5, "3", True, None, [])],
        "'type_strict' can't be": [{"query": "a", "type_strict": "none"}, {"query": "a", "type_strict": []}],
        "a type can't be": [{"query": "a", "type": 1}, {"query": "a", "type": [[["x"]]]}],
        "'type' has 21 members": [{"query": "a", "type": ["x"] * 21}],
        "there is no type 'Q5'": [{"query": "a", "type": "Q5"}],
        "there is no type '\\x00'": [{"query": "a", "type": "\0"}],
        "there is no property 'akg:nothing'": [
            {"query": "a", "properties": [{"pid": "akg:nothing", "v": 1}]}
        ],
        "a property can't be": [
            {"query": "a", "properties": [1]},
            {"query": "a", "properties": [{"pid": "x"}]},
        ],
        "a value can't be": [{"query": "a", "properties": [{"pid": "akg:UnM49", "v": [None]}]}],
        "the 'id' of a value can't be": [
            {"query": "a", "properties": [{"pid": "akg:UnM49", "v": {"id": 1}}]}
        ],
    }
    cases = [(message, query) for message, queries in wrong.items() for query in queries]
    batch: dict[str, Any] = {f"w{number}": query for number, (_, query) in enumerate(cases)}
    reply = served.post(
        "/reconcile", form(queries={"first": {"query": "Эрон"}, **batch, "last": {"query": "Iran"}}), FORM
    )
    results = json.loads(reply.body)
    assert [*results] == ["first", *batch, "last"]
    for number, (message, query) in enumerate(cases):
        result = results[f"w{number}"]
        assert result["result"] == []
        assert result["error"]["detail"].startswith(message), (query, result["error"])
        assert result["error"]["advice"], query
    assert results["first"]["result"] == results["last"]["result"] != []


def test_what_is_no_batch_is_refused(served: Client) -> None:
    many = {f"q{number}": {"query": "x"} for number in range(1001)}
    cases: list[tuple[int, bytes | str]] = [
        (400, ""),
        (400, "queries=%FF%FE"),
        (400, b"queries=\xff"),
        (400, "queries=%7B"),
        (400, form(queries="[" * 50_000)),
        (400, form(queries='{"a":' * 10_000 + "1" + "}" * 10_000)),
        (400, form(queries='{"q":{"query":"a","limit":NaN}}')),
        (400, form(queries='{"q":{"query":"a","limit":1e999}}')),
        (400, form(queries='{"q":{"query":"\\ud800"}}')),
        (400, form(queries=[])),
        (400, form(queries="null")),
        (400, form(queries="{}") + "&queries=%7B%7D"),
        (400, form(queries={}, extend={"ids": [], "properties": []})),
        (400, form(queries={}) + "&lang=de"),
        (413, form(queries=many)),
        (413, b"queries=" + b"a" * 200_000),
        (400, form(extend={"ids": "x", "properties": []})),
        (400, form(extend={"ids": [1], "properties": []})),
        (400, form(extend={"ids": [], "properties": [{"id": 1}]})),
        (400, form(extend={"ids": [], "properties": [{"id": "akg:nothing"}]})),
        (400, form(extend={"ids": [], "properties": [{"id": "akg:UnM49", "settings": {"limit": "-1"}}]})),
        (400, form(extend={"ids": [], "properties": [{"id": "akg:UnM49", "settings": {"content": {}}}]})),
        (400, form(extend={"ids": [], "properties": [{"id": "akg:UnM49", "settings": []}]})),
        (413, form(extend={"ids": ["x"] * 1001, "properties": []})),
        (413, form(extend={"ids": [], "properties": [{"id": "akg:UnM49"}] * 51})),
    ]
    for status, body in cases:
        reply = served.post("/reconcile", body, FORM)
        assert (reply.status, reply.type) == (status, "text/plain"), (body[:60], reply.body[:200])
    assert served.post("/reconcile", "{}", "application/json").status == 415
    assert served.post("/reconcile", "{}", "application/json").headers["accept-post"] == FORM
    assert served.ask("DELETE", "/reconcile").status == 405


def test_an_answer_is_no_larger_than_it_may_be(served: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atsmu_kg.serve.reconciliation.endpoint.MOST_BYTES", 2_000)
    batch = {f"q{number}": {"query": "Dentistry Faculty"} for number in range(20)}
    table = {"ids": ["id/country/IR", "id/university"], "properties": [{"id": "skos:prefLabel"}]}
    for status, fields in ((413, {"queries": batch}), (200, {"extend": table})):
        assert served.post("/reconcile", form(**fields), FORM).status == status


def test_what_is_not_there_is_told(served: Client) -> None:
    for target, status in {
        "/reconcile/nothing": 404,
        "/reconcile/suggest/row": 404,
        "/reconcile/preview": 400,
        "/reconcile/preview?id=": 404,
        "/reconcile/preview?id=%00": 404,
        "/reconcile/preview?id=id/none": 404,
        "/reconcile/preview?id=" + "a" * 3000: 404,
        "/reconcile/view?id=https://example.org/": 404,
        "/reconcile/view?id=//example.org/": 404,
        "/reconcile/view?id=a&id=b": 400,
        "/reconcile/flyout/type?id=Q5": 404,
        "/reconcile/properties?type=Q5": 400,
        "/reconcile/properties?limit=-1": 400,
        "/reconcile/suggest/entity?cursor=-1": 400,
        "/reconcile/suggest/entity?cursor=%C2%B2": 400,
        "/reconcile/suggest/entity?prefix=" + "a" * 501: 400,
        "/reconcile?callback=alert(1)": 400,
        "/reconcile?callback=": 400,
        "/reconcile?callback=a&callback=b": 400,
    }.items():
        reply = served.get(target, headers={"accept": "application/json"})
        assert (reply.status, reply.type) == (status, "application/problem+json"), target
        assert json.loads(reply.body)["detail"]


@given(JSON)
def test_whatever_a_query_is_it_is_read_or_refused(given: Any) -> None:
    try:
        query = ReconciliationQuery.read(given)
    except AtsmuKGError as error:
        assert error.advice
    else:
        assert 1 <= query.limit <= 100


HOSTILE = """
@prefix akg: <https://w3id.org/atsmu-kg/ontology#> . @prefix ex: <https://w3id.org/atsmu-kg/id/> .
@prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:hostile a schema:Person ; skos:prefLabel "<script>alert(1)</script>\\u2028"@en ;
    schema:description "<img src=x onerror=alert(1)>"@en ; schema:email "\\"><b>"@en ;
    schema:review [ a schema:Review ] , <urn:x:y> , true , 3.5 , 99999999999999999999 , "NaN"^^xsd:double ,
        "1980-13-45"^^xsd:date , "1980-02-03"^^xsd:date , "12:00:00"^^xsd:time , "P1D"^^xsd:duration .
ex:no-number a akg:Figure .
"""


def test_a_hostile_graph_is_served_as_text_and_what_json_has(tmp_path: Path) -> None:
    (tmp_path / "hostile.ttl").write_text(HOSTILE)
    with atsmu_kg.load(data=[tmp_path / "hostile.ttl"]) as kg:
        service = ReconciliationService(kg)
        page = service.preview("id/hostile", "en", 'http://kg.example/"><i>{{id}}')
        flyout = service.flyout("entity", "id/hostile", "en")["html"]
        extended = service.extend(["id/hostile"], [{"id": "schema:review"}], "en")
    for text in (page, flyout):
        assert "&lt;script&gt;" in text
        assert not any(tag in text for tag in ("<script>", "<img", "<b>", "<i>"))
    values = extended["rows"]["id/hostile"]["schema:review"]
    texts = ["urn:x:y", "true", "99999999999999999999", "NaN", "1980-13-45", "12:00:00", "P1D"]
    wanted = [*({"str": text} for text in texts), {"float": 3.5}, {"date": "1980-02-03T00:00:00Z"}]
    assert sorted(values, key=str) == sorted(wanted, key=str)


def test_a_process_that_is_gone_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def matched(process: ReconciliationProcess, name: str) -> str:
        answer = await process.ask("match", batch={"q": {"query": name}}, lang="en")
        best: str = answer["q"]["result"][0]["id"]
        return best

    async def under_way(process: ReconciliationProcess) -> asyncio.Task[str]:
        """A request that the process has been asked."""
        link, is_asked = await process.started(), asyncio.Event()
        ask = link.ask
        link.ask = lambda request: (ask(request), is_asked.set())  # type: ignore[method-assign, func-returns-value]
        asked = asyncio.create_task(matched(process, "India"))
        await is_asked.wait()
        link.ask = ask  # type: ignore[method-assign]
        return asked

    async def left(process: ReconciliationProcess) -> None:
        asked = await under_way(process)
        asked.cancel()
        await asyncio.wait([asked])
        assert asked.cancelled()

    async def killed(process: ReconciliationProcess) -> None:
        link = await process.started()
        link.kill()
        await link.gone()

    async def fates(process: ReconciliationProcess) -> None:
        first = await process.started()
        # Who leaves gets no other's answer, and no other gets what was for him.
        await left(process)
        assert await matched(process, "Iran") == "id/country/IR"
        assert await process.started() is first
        monkeypatch.setattr("atsmu_kg.serve.reconciliation.process.MOMENT", 0.0)
        for fate in (left, killed):
            await fate(process)
            assert await matched(process, "Iran") == "id/country/IR", fate.__name__
        assert not first.is_alive
        asked = await under_way(process)
        process.end()
        with pytest.raises(RequestError, match="the server is ending"):
            await asked
        await process.close()
        with pytest.raises(RequestError, match="the server is ending"):
            await matched(process, "Iran")

    with atsmu_kg.load() as kg:
        asyncio.run(fates(ReconciliationProcess(kg, Snapshot(kg, tmp_path), 512)))


def test_short_requests_come_between_the_parts_of_long_ones() -> None:
    turns, order = Turns(), list[str]()

    async def part(name: str, *, again: bool) -> None:
        async with turns.turn(again=again):
            order.append(name)

    async def together() -> None:
        all_wait = asyncio.Event()
        async with asyncio.TaskGroup() as group, turns.turn(again=True):
            for number in range(3):
                group.create_task(part(f"long {number}", again=True))
                group.create_task(part(f"short {number}", again=False))
            gone = group.create_task(part("gone", again=False))
            asyncio.get_running_loop().call_soon(all_wait.set)
            await all_wait.wait()
            assert turns.waiting == 7
            gone.cancel()

    asyncio.run(together())
    assert order == ["short 0", "long 0", "short 1", "long 1", "short 2", "long 2"]
    assert turns.waiting == 0
