"""The Reconciliation API 0.2 over the packaged graph, as its schemas and OpenRefine want it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from asgi import Client, Reply
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.rdf.namespaces import BASE
from atsmu_kg.serve.reconciliation.service import ReconciliationService

FORM = "application/x-www-form-urlencoded"
Schemas = Callable[[str, Any], Any]


@pytest.fixture(scope="module")
def valid(shared: Path) -> Schemas:
    """Holds an answer against a published schema, and gives it back."""
    jsonschema = pytest.importorskip("jsonschema")
    folder = shared / "external" / "reconciliation-0.2" / "schemas"
    known = {file.stem: json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")}
    # A manifest with a key for clients, which ours has not, is described by another standard.
    del known["manifest"]["properties"]["authentication"]

    def check(name: str, answer: Any) -> Any:
        jsonschema.Draft7Validator(with_types(known[name], known["type"])).validate(answer)
        return answer

    return check


def with_types(schema: Any, type: Any) -> Any:
    """A schema with that of types in place of what refers to it; types above types have an id and a name."""
    if isinstance(schema, list):
        return [with_types(part, type) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") == "type.json":
        return with_types(
            {key: part for key, part in type.items() if key != "$id"}, {"required": type["required"]}
        )
    return {key: with_types(part, type) for key, part in schema.items()}


@pytest.fixture(scope="module")
def service() -> Iterator[ReconciliationService]:
    with atsmu_kg.load() as kg:
        yield ReconciliationService(kg)


def answered(reply: Reply) -> Any:
    assert (reply.status, reply.type) == (200, "application/json"), reply.body[:300]
    return json.loads(reply.body)


def posted(client: Client, field: str, content: Any, path: str = "/reconcile") -> Any:
    return answered(client.post(path, urlencode({field: json.dumps(content)}), FORM))


def local(url: str) -> str:
    """The part of an address that the server sees; all of ours lie at it."""
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc) == ("http", "kg.example"), url
    return f"{parts.path}?{parts.query}"


def candidates(service: ReconciliationService, lang: str = "en", **query: Any) -> list[dict[str, Any]]:
    answer = service.match({"q": query}, lang)["q"]
    assert "error" not in answer, answer
    return answer["result"]  # type: ignore[no-any-return]


def features(candidate: dict[str, Any]) -> dict[str, Any]:
    return {feature["id"]: feature["value"] for feature in candidate["features"]}


def test_openrefine_goes_from_the_manifest_to_new_columns(served: Client, valid: Schemas) -> None:
    """What OpenRefine asks from a service's address to a column of values, in that order."""
    manifest = valid("manifest", answered(served.get("/reconcile")))
    assert manifest["identifierSpace"] == BASE
    # It guesses the type from the first names, matches all in batches of ten, ...
    names = ["Эрон", "Индия", "Pakistan", "Афғонистон", "Nowhere Land", "Egypt"]
    guess = {f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(names)}
    guessed = valid("reconciliation-result-batch", posted(served, "queries", guess))
    best = guessed["q0"]["result"][0]["type"][0]
    assert best == {"id": "schema:Country", "name": "country"}
    batch = {
        f"q{n}": {"query": name, "type": best["id"], "type_strict": "should", "limit": 5}
        for n, name in enumerate(names)
    }
    valid("reconciliation-query-batch", batch)
    results = valid("reconciliation-result-batch", posted(served, "queries", batch))
    matched = {key: result["result"][0]["id"] for key, result in results.items() if result["result"]}
    assert [*matched] == ["q0", "q1", "q2", "q3", "q5"]
    assert all(results[key]["result"][0]["match"] for key in matched)
    assert posted(served, "queries", batch) == answered(
        served.get(f"/reconcile?{urlencode({'queries': json.dumps(batch)})}")
    )
    # ... shows a match and what it is, ...
    preview = served.get(local(manifest["preview"]["url"].replace("{{id}}", quote(matched["q0"], safe=""))))
    assert (preview.status, preview.type) == (200, "text/html")
    assert preview.headers["content-security-policy"].startswith("default-src 'none'")
    for identifier in (matched["q0"], quote(matched["q0"], safe="")):
        view = served.get(local(manifest["view"]["url"].replace("{{id}}", identifier)))
        assert (view.status, view.headers["location"]) == (303, "/id/country/IR")
    assert served.get("/id/country/IR").status == 303
    # ... looks up what is typed, ...
    typed = {
        "entity": ("Душ", "id/place/dushanbe"),
        "type": ("фак", "akg:Faculty"),
        "property": ("iso", "akg:Iso3166Alpha2"),
    }
    schemas = {
        "entity": "suggest-entities-response",
        "type": "suggest-types-response",
        "property": "suggest-properties-response",
    }
    for kind, (prefix, wanted) in typed.items():
        at = manifest["suggest"][kind]
        found = answered(
            served.get(local(f"{at['service_url']}{at['service_path']}?{urlencode({'prefix': prefix})}"))
        )
        valid(schemas[kind], found)
        assert wanted in [suggestion["id"] for suggestion in found["result"]], (kind, found)
        path = at["flyout_service_path"].replace("${id}", quote(wanted, safe=""))
        flyout = answered(served.get(local(f"{at['flyout_service_url']}{path}")))
        assert flyout["id"] == wanted
        assert flyout["html"].startswith("<div")
    # ... and adds columns.
    at = manifest["extend"]["propose_properties"]
    proposed = answered(
        served.get(local(f"{at['service_url']}{at['service_path']}?type={best['id']}&limit=50"))
    )
    valid("data-extension-property-proposal", proposed)
    assert {"akg:Iso3166Alpha2", "schema:containedInPlace"} <= {p["id"] for p in proposed["properties"]}
    wanted = [
        {"id": "akg:Iso3166Alpha2"},
        {"id": "schema:containedInPlace", "settings": {"limit": "1", "content": "name"}},
    ]
    table = {"ids": [*matched.values(), "id/none"], "properties": wanted}
    extended = valid(
        "data-extension-response", posted(served, "extend", valid("data-extension-query", table))
    )
    assert [column["id"] for column in extended["meta"]] == [asked["id"] for asked in wanted]
    assert extended["rows"]["id/country/IR"] == {
        "akg:Iso3166Alpha2": [{"str": "IR"}],
        "schema:containedInPlace": [{"str": "Southern Asia"}],
    }
    assert extended["rows"]["id/none"] == {"akg:Iso3166Alpha2": [], "schema:containedInPlace": []}


def test_the_examples_of_the_specification_are_read(served: Client, valid: Schemas, shared: Path) -> None:
    folder = shared / "external" / "reconciliation-0.2" / "examples"
    for file in sorted(folder.glob("reconciliation-query-batch/valid/*.json")):
        batch = json.loads(file.read_text("utf-8"))
        results = valid("reconciliation-result-batch", posted(served, "queries", batch))
        assert results.keys() == batch.keys()
        # Types and properties of another service are told of, and names without them are just not here.
        told = ["error" in result for result in results.values()]
        assert told == ["type" in query or "properties" in query for query in batch.values()], file.name


def test_labels_come_in_the_language_that_is_wanted(served: Client) -> None:
    ways = {
        "/reconcile/tg": {},
        "/reconcile?lang=tg": {},
        "/reconcile": {"accept-language": "tg-Cyrl-TJ, ru;q=0.5"},
    }
    manifests = {way: answered(served.get(way, headers=headers)) for way, headers in ways.items()}
    assert {found["defaultTypes"][1]["name"] for found in manifests.values()} == {"кишвар"}
    # Only what is asked for by the address is so for all that follows.
    paths = [found["suggest"]["type"]["service_path"] for found in manifests.values()]
    assert paths == ["/reconcile/tg/suggest/type", "/reconcile/tg/suggest/type", "/reconcile/suggest/type"]
    for lang, name in (("en", "Iran"), ("ru", "Иран"), ("tg", "Эрон")):
        best = posted(served, "queries", {"q": {"query": "IRN"}}, f"/reconcile?lang={lang}")["q"]["result"][0]
        assert best["name"] == name
        page = served.get(f"/reconcile/{lang}/preview?id=id/country/IR")
        assert f'<html lang="{lang}">' in page.text
        assert page.headers["content-language"] == lang
        assert f">{name}</a></h1>" in page.text


def test_names_are_matched_in_every_spelling(service: ReconciliationService) -> None:
    cases = [
        ("Факултети стоматологӣ", "id/dentistry-faculty"),  # script
        ("TSMU", "id/university"),  # abbreviation
        ("Tadjik medical university", "id/university"),  # other words for it
        ("Stalinabad Medical Institute", "id/university"),  # former name
        ("Islamic Republic of Iran", "id/country/IR"),
        ("Tojikiston", "id/country/TJ"),
        ("https://ror.org/02emvsg33", "id/university"),
        ("IRN", "id/country/IR"),
        ("Dushanbee", "id/place/dushanbe"),
        ("country:IR", "id/country/IR"),
        (f"{BASE}id/country/IR", "id/country/IR"),
        ("Qwerty Uiop", None),
        ("ontology", None),  # which is one, but no thing
        ("?!", None),
        ("", None),
    ]
    for text, wanted in cases:
        found = candidates(service, query=text)
        assert (found[0]["id"] if found else None) == wanted, (text, found)
        scores = [candidate["score"] for candidate in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)


PLACE = {"pid": "schema:containedInPlace", "v": "Asia"}
QUERIES = st.fixed_dictionaries(
    {
        "query": st.text(max_size=20)
        | st.sampled_from(["Эрон", "medical", "Tajik", "IN", "факултет", "state"])
    },
    optional={
        "type": st.lists(st.sampled_from(["schema:Country", "akg:Faculty", "org:Organization"]), max_size=2),
        "type_strict": st.sampled_from(["any", "should", "all"]),
        "properties": st.lists(st.sampled_from([PLACE, {"pid": "akg:UnM49", "v": [364, "356"]}]), max_size=2),
        "limit": st.integers(1, 5),
    },
)


@given(QUERIES)
def test_whatever_is_looked_for_the_first_alone_may_be_certain(
    service: ReconciliationService, query: dict[str, Any]
) -> None:
    found = candidates(service, **query)
    assert len(found) <= query.get("limit", 10)
    assert len({candidate["id"] for candidate in found}) == len(found)
    scores = [candidate["score"] for candidate in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    assert not any(candidate["match"] for candidate in found[1:])
    assert all(candidate["score"] >= 85 for candidate in found if candidate["match"])
    # A limit leaves out, and changes nothing else.
    assert candidates(service, **query | {"limit": 100})[: len(found)] == found


def test_only_one_clear_candidate_is_a_match(service: ReconciliationService) -> None:
    cases: list[tuple[dict[str, Any], bool]] = [
        ({"query": "Эрон"}, True),
        ({"query": "eron"}, True),
        ({"query": "Таджикистан"}, True),  # a language is called so in another form
        ({"query": "Факултети стоматология"}, False),  # the other is called so but for a letter
        # Two institutions have a faculty of this name, until it is said which.
        ({"query": "Dentistry Faculty"}, False),
        (
            {
                "query": "Dentistry Faculty",
                "properties": [{"pid": "org:unitOf", "v": {"id": "id/university"}}],
            },
            True,
        ),
        ({"query": "Dentistry Faculty", "properties": [{"pid": "org:unitOf", "v": "TSMU"}]}, True),
        ({"query": "Tadjik medical university"}, False),  # in other words only
        ({"query": "Dentisry Fculty"}, False),
        ({"query": "IN"}, False),  # a word, too
        ({"query": "IN", "type": "schema:Country"}, True),
        ({"query": "India", "properties": [{"pid": "akg:Iso3166Alpha2", "v": "IN"}]}, True),
        ({"query": "India", "properties": [{"pid": "akg:Iso3166Alpha2", "v": "PK"}]}, False),
        (
            {"query": "India", "properties": [{"pid": "schema:foundingDate", "v": 1947}]},
            True,
        ),  # nothing stated
        ({"properties": [{"pid": "akg:UnM49", "v": "364"}]}, True),
        ({"properties": [{"pid": "schema:containedInPlace", "v": "Southern Asia"}]}, False),
        ({"query": "Iran", "type": "akg:Faculty", "type_strict": "should"}, False),
    ]
    for query, is_match in cases:
        found = candidates(service, **query)
        assert found[0]["match"] is is_match, (query, found[:2])
        assert not any(candidate["match"] for candidate in found[1:])


def test_types_are_respected(service: ReconciliationService) -> None:
    def ids(**query: Any) -> list[str]:
        return [candidate["id"] for candidate in candidates(service, query="Dentistry", **query)]

    faculties = ids(type="akg:Faculty")
    assert faculties[:2] == ["id/dentistry-faculty", "id/organization/msit-dentistry-faculty"]
    assert ids(type="org:Organization")[:2] == faculties[:2]  # a class above
    assert ids(type=["schema:Country", "akg:Faculty"]) == faculties
    assert ids(type=["schema:Country", "akg:Faculty"], type_strict="all") == []
    assert ids(type=["org:Organization", "akg:Faculty"], type_strict="all") == faculties
    assert ids(type="schema:Country") == []
    assert ids(type="akg:Faculty", limit=1) == faculties[:1]
    other = candidates(service, query="Iran", type="akg:Faculty", type_strict="should")
    assert [(each["id"], each["score"], features(each)["type"]) for each in other] == [
        ("id/country/IR", 50.0, False)
    ]


def test_a_score_follows_from_its_features(service: ReconciliationService) -> None:
    properties = [
        {"pid": "akg:UnM49", "v": "364"},
        {"pid": "schema:containedInPlace", "v": ["Oceania", {"id": "id/region/034"}]},
        {"pid": "schema:foundingDate", "v": 1979},
        {"pid": "akg:Iso3166Alpha2", "v": "IQ"},
    ]
    (found,) = candidates(service, query="Iran", type="schema:Country", properties=properties)
    assert features(found) == {
        "name": 100.0,
        "whole_name": True,
        "letters": 100.0,
        "type": True,
        "akg:UnM49": 100.0,
        "schema:containedInPlace": 100.0,
        "schema:foundingDate": 50.0,
        "akg:Iso3166Alpha2": 0.0,
    }
    assert found["score"] == round((100 + 0.4 * (100 + 100 + 50 + 0)) / (1 + 4 * 0.4), 1)


def test_values_are_what_the_graph_states(service: ReconciliationService) -> None:
    def values(identifier: str, property: str, **settings: Any) -> Any:
        asked = [{"id": property, "settings": settings}]
        return service.extend([identifier], asked, "en")["rows"][identifier][property]

    # A bound is a part of the number, ...
    assert values("id/figure/international-students", "schema:value") == [{"str": "more than 500"}]
    assert values("id/figure/international-students", "schema:value", lang="ru") == [{"str": "более 500"}]
    named = values("id/figure/international-students", "rdfs:label")
    assert named == [{"str": "international students: more than 500"}]
    assert values("id/figure/students", "schema:value") == [{"int": 8844}]
    assert values("atsmu:university", "akg:countedBy") == []
    # ... the source that the graph prefers comes first, ...
    assert values("id/university", "schema:foundingDate") == [{"int": 1939}, {"int": 1933}]
    assert values("id/university", "schema:foundingDate", limit=1) == [{"int": 1939}]
    # ... and texts are in one language, but for those who want all.
    assert values("id/country/IR", "skos:prefLabel", lang="tg") == [{"str": "Эрон"}]
    assert len(values("id/country/IR", "skos:prefLabel", lang="all")) == 3
    (entity, *_) = values("id/university", "akg:hasStudentsFrom")
    assert entity == {"id": "id/country/AF", "name": "Afghanistan"}
    assert values("id/university", "akg:hasStudentsFrom", content="id", limit="1") == [
        {"str": "id/country/AF"}
    ]
    assert values("id/country/IR", "schema:sameAs")[0]["str"].startswith("http")


def test_suggestions_go_on_where_the_last_ones_ended(service: ReconciliationService) -> None:
    pages = [service.suggest("property", "", cursor, "en")["result"] for cursor in (0, 20, 10_000)]
    assert [len(page) for page in pages] == [20, 20, 0]
    ids = [property["id"] for page in pages for property in page]
    assert len(set(ids)) == 40
    for kind, prefix, wanted in (
        ("entity", "id/country/IR", "id/country/IR"),
        ("entity", "country:IR", "id/country/IR"),
        ("type", "akg:Faculty", "akg:Faculty"),
        ("type", "Факулт", "akg:Faculty"),
        ("property", "org:unitOf", "org:unitOf"),
    ):
        assert service.suggest(kind, prefix, 0, "tg")["result"][0]["id"] == wanted, (kind, prefix)
    # A type is a wish: OpenRefine tells the one that the column was matched with.
    first = service.suggest("entity", "Dent", 0, "en")["result"][0]["id"]
    assert service.suggest("entity", "Dent", 0, "en", "Q5")["result"][0]["id"] == first
    of_type = service.suggest("entity", "Tajik", 0, "en", "dcterms:LinguisticSystem")["result"]
    assert of_type[0]["id"] == "id/language/tg"
    assert len(of_type) > 1
    of_type = service.suggest("property", "", 0, "en", "schema:Country")["result"]
    assert "akg:Iso3166Alpha2" in [suggestion["id"] for suggestion in of_type]
    above = service.suggest("type", "faculty", 0, "en")["result"][0]["broader"]
    assert above == [{"id": "org:OrganizationalUnit", "name": "organisational unit"}]


def test_a_copy_of_an_answer_is_good_as_long_as_the_dataset_is(served: Client) -> None:
    reply = served.get("/reconcile/suggest/type?prefix=fac", headers={"origin": "https://refine.example"})
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "Accept-Language" in reply.headers["vary"]
    tag = {"if-none-match": reply.headers["etag"]}
    assert served.get("/reconcile/suggest/type?prefix=fac", headers=tag).status == 304
    assert served.get("/reconcile/ru/suggest/type?prefix=fac", headers=tag).status == 200
    padded = served.get("/reconcile/suggest/type?prefix=fac&callback=jQuery1.cb_2")
    assert padded.type == "application/javascript"
    call = re.fullmatch(r"/\*\*/jQuery1\.cb_2\((.*)\);", padded.text)
    assert call
    assert json.loads(call[1]) == answered(reply)
