"""SPARQL in the page: what the engine of a browser answers, within which limits, and to whom."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from browser import chromium, lacking
from hosting import hosted

import atsmu_kg
from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import ExportError, MissingDependencyError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.servers

# Each pair of statements with each pair: more than any deadline allows.
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FACULTIES = "SELECT ?f { ?f a akg:Faculty ; ^org:hasUnit atsmu:university } ORDER BY ?f"
ASK = """async ([path, options]) => {
    const response = await fetch(path, options);
    return [response.status, response.headers.get("content-type"), await response.text()];
}"""


@pytest.fixture(scope="module")
def kg() -> atsmu_kg.KnowledgeGraph:
    return atsmu_kg.load()


@pytest.fixture(scope="module")
def folder(kg: atsmu_kg.KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sparql") / "site"
    try:
        kg.site(sparql=True).write(folder)
    except (MissingDependencyError, ExportError) as error:
        lacking(str(error))
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with hosted(folder) as url:
        yield url


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """The same site with the server's own engine."""
    command = [sys.executable, "-m", "atsmu_kg.cli", "serve", "--port", "0", "--access-log", "off"]
    with subprocess.Popen([*command, "--site", folder], text=True, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        match = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
        try:
            assert match
            yield match[0]
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page(site: str, browser: Browser) -> Page:
    """One page whose engine is ready, for all tests that do not change how it looks."""
    page = browser.new_context(service_workers="allow").new_page()
    page.goto(f"{site}sparql/index.html")
    answered(page)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    return page


def answered(page: Page, state: str = "answered") -> None:
    page.wait_for_selector(f"#sparql[data-state={state}]", timeout=60_000)


def write(page: Page, query: str) -> None:
    page.get_by_role("textbox", name="SPARQL query").fill(query)


def run(page: Page, query: str, state: str = "answered") -> None:
    write(page, query)
    page.get_by_role("button", name="Run", exact=True).click()
    answered(page, state)


def told(page: Page) -> str:
    return page.locator("[data-part=results]").inner_text()


def asked(page: Page, query: str, **options: Any) -> tuple[int, str, str]:
    status, type, body = page.evaluate(ASK, [f"../sparql?query={quote(query)}", options])
    return status, type, body


def rows(answer: str | bytes) -> list[tuple[str, ...]]:
    """The rows of a result in JSON, each term as N-Triples writes it."""
    content = answer.encode() if isinstance(answer, str) else answer
    solutions = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple("" if term is None else str(term) for term in solution) for solution in solutions]


def test_each_named_query_has_the_rows_that_python_has(page: Page, kg: atsmu_kg.KnowledgeGraph) -> None:
    different = [
        name
        for name in sorted(kg.queries)
        for query in (kg.queries[name],)
        for _, _, body in (asked(page, query.render(**query.example)),)
        if rows(body) != rows(query(**query.example).to_json())
    ]
    assert len(kg.queries) > 40
    assert different == []


@pytest.mark.parametrize(
    ("accept", "type", "start"),
    [
        ("*/*", "application/sparql-results+json", '{"head"'),
        ("application/json", "application/sparql-results+json", '{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv", "f\r\n"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values", "?f\n"),
    ],
)
def test_the_endpoint_answers_in_the_format_that_is_asked_for(
    page: Page, accept: str, type: str, start: str
) -> None:
    status, kind, body = asked(page, FACULTIES, headers={"accept": accept})
    assert (status, kind) == (200, f"{type}; charset=utf-8")
    assert body.startswith(start)
    assert body.count("/id/dentistry-faculty") == 1


@pytest.mark.parametrize(
    ("accept", "type", "format"),
    [
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_triples_come_in_formats_of_their_own(
    page: Page, kg: atsmu_kg.KnowledgeGraph, accept: str, type: str, format: ox.RdfFormat
) -> None:
    query = "CONSTRUCT { ?f skos:prefLabel ?name } { ?f a akg:Faculty ; skos:prefLabel ?name }"
    status, kind, body = asked(page, query, headers={"accept": accept})
    assert (status, kind) == (200, f"{type}; charset=utf-8")
    triples = {str(quad.triple) for quad in ox.parse(body.encode(), format=format)}
    assert len(triples) == len(kg.construct(query))
    assert str(triples).count("/id/dentistry-faculty> ") == len(LANGUAGES)


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("application/x-www-form-urlencoded", f"query={quote(FACULTIES)}"),
        ("application/sparql-query", FACULTIES),
    ],
)
def test_the_endpoint_takes_post(page: Page, type: str, body: str) -> None:
    options = {"method": "POST", "headers": {"content-type": type}, "body": body}
    status, _, answer = page.evaluate(ASK, ["../sparql", options])
    assert status == 200
    assert rows(answer) == rows(asked(page, FACULTIES)[2])


def test_the_endpoint_takes_a_dataset(page: Page) -> None:
    graph = "https://w3id.org/atsmu-kg/graph/profile/s14"
    path = f"../sparql?query={quote('SELECT ?s ?p ?o { ?s ?p ?o }')}&default-graph-uri={quote(graph)}"
    _, _, answer = page.evaluate(ASK, [path, {}])
    _, _, named = asked(page, f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert sorted(rows(answer)) == sorted(rows(named))
    assert rows(answer)


@pytest.mark.parametrize(
    ("path", "options", "status", "reason"),
    [
        ("../sparql?query=SELECT%20*%20%7B", {}, 400, "the query can't be read on"),
        ("../sparql?query=" + quote("SELECT * " + "{" * 300 + "}" * 300), {}, 400, "300 levels deep"),
        ("../sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, 400, "one query is asked at a time"),
        ("../sparql?query=ASK%7B%7D", {"headers": {"accept": "image/png"}}, 406, "the formats are"),
        ("../sparql?query=ASK%7B%7D", {"headers": {"accept": "text/csv"}}, 406, "the formats are"),
        ("../sparql", {"method": "POST", "body": "ASK {}"}, 415, "a query is sent as"),
        ("../sparql?query=ASK%7B%7D", {"method": "PUT", "body": "x"}, 405, "ask with GET or POST"),
        (
            "../sparql",
            {
                "method": "POST",
                "headers": {"content-type": "application/x-www-form-urlencoded"},
                "body": "update=CLEAR+ALL",
            },
            403,
            "not changed by queries",
        ),
    ],
)
def test_the_endpoint_says_what_is_wrong(
    page: Page, path: str, options: dict[str, Any], status: int, reason: str
) -> None:
    got, kind, body = page.evaluate(ASK, [path, options])
    assert (got, kind) == (status, "text/plain; charset=utf-8")
    assert reason in body


def test_the_endpoint_knows_head_and_says_which_methods_there_are(page: Page) -> None:
    def told(method: str) -> list[Any]:
        script = """async (method) => {
            const response = await fetch("../sparql?query=ASK%7B%7D", { method });
            return [response.status, response.headers.get("allow"), await response.text()];
        }"""
        return list(page.evaluate(script, method))

    assert told("HEAD") == [200, None, ""]
    assert told("DELETE")[:2] == [405, "GET, HEAD, POST"]


def test_any_page_of_the_site_can_ask(site: str, page: Page) -> None:
    other = page.context.new_page()
    other.goto(f"{site}ru/id/country/TJ.html")
    _, _, body = other.evaluate(ASK, [f"{site}sparql?query={quote('ASK { atsmu:university ?p ?o }')}", {}])
    assert json.loads(body)["boolean"] is True
    other.close()


def test_whoever_opens_the_address_of_an_answer_sees_the_page(site: str, page: Page) -> None:
    other = page.context.new_page()
    other.goto(f"{site}sparql?query={quote(FACULTIES)}")
    answered(other)
    assert "Dentistry Faculty" in told(other)
    assert "/sparql/#query=" in other.url
    other.close()


def test_a_bomb_ends_at_its_limit_and_the_next_answer_is_right(site: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{site}sparql/index.html")
    answered(page)
    page.get_by_label("at most, seconds").fill("2")
    run(page, BOMB, "refused")
    assert "the query took longer than 2 s" in told(page)
    run(page, FACULTIES)
    assert "Dentistry Faculty" in told(page)


def test_a_query_is_cancelled(site: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{site}sparql/index.html")
    answered(page)
    run(page, BOMB, "asking")
    page.get_by_role("button", name="Cancel").click()
    answered(page, "refused")
    assert "the query was cancelled" in told(page)
    run(page, FACULTIES)
    assert "Dentistry Faculty" in told(page)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * " + "{" * 3000 + "}" * 3000, "nested 3000 levels deep; at most 250 are allowed"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "asks another endpoint (SERVICE)"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "asks another endpoint (SERVICE)"),
        ("CLEAR ALL", "this is an update (CLEAR), not a query"),
        ("SELECT * { {}" + " UNION {}" * 501 + " }", "has 501 UNIONs; at most 500 are allowed"),
    ],
)
def test_what_the_engine_would_not_survive_is_refused(page: Page, query: str, reason: str) -> None:
    run(page, query, "refused")
    assert reason in told(page)
    run(page, FACULTIES)
    assert "Dentistry Faculty" in told(page)


@pytest.mark.parametrize("opening", ["{", "(", "[ a "])
def test_the_deepest_query_that_is_let_through_does_the_engine_no_harm(page: Page, opening: str) -> None:
    deep = {
        "{": "SELECT * " + "{" * 250 + "}" * 250,
        "(": "SELECT * { FILTER(" + "(" * 247 + "1" + ")" * 247 + ") }",
        "[ a ": "SELECT * { ?x ?y " + "[ a " * 248 + "akg:Faculty" + " ]" * 248 + " }",
    }[opening]
    status, _, body = asked(page, deep)
    assert (status, body[:7]) in ((200, '{"head"'), (400, "the que"))
    assert len(rows(asked(page, FACULTIES)[2])) > 3


def test_after_a_crash_of_the_engine_the_next_answer_is_right(site: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{site}sparql/index.html")
    answered(page)
    # As deep as the engine does not survive, past the guard.
    reason = page.evaluate(
        """async () => {
            const { engine } = await import("./endpoint.js");
            const text = "SELECT * " + "{".repeat(3000) + "}".repeat(3000);
            try {
                await engine().queued("ask", { text, format: "json" }, 10);
            } catch (error) { return error.why; }
        }"""
    )
    assert reason == "engine"
    run(page, FACULTIES)
    assert "Dentistry Faculty" in told(page)


def test_a_link_holds_the_query(site: str, page: Page) -> None:
    run(page, FACULTIES)
    other = page.context.new_page()
    other.goto(page.url)
    answered(other)
    assert told(other) == told(page)
    other.close()


def test_a_link_to_a_part_of_the_page_leaves_the_query_alone(site: str, page: Page) -> None:
    other = page.context.new_page()
    other.goto(f"{site}sparql/index.html#query={quote('SELECT (42 AS ?own) {}')}")
    answered(other)
    other.locator("a.skip").focus()
    other.keyboard.press("Enter")
    other.wait_for_url("**#content")
    assert "own\n42" in told(other)
    assert other.locator("#named").input_value() == ""
    other.close()


def test_what_stood_there_before_is_one_step_back(site: str, page: Page) -> None:
    other = page.context.new_page()
    other.goto(f"{site}sparql/index.html#query={quote('SELECT (42 AS ?own) {}')}")
    answered(other)
    other.locator("#named").select_option("claims")
    other.wait_for_url("**#name=claims")
    answered(other)
    other.go_back()
    other.locator("[data-part=results] td", has_text="42").wait_for()
    other.close()


def test_a_choice_that_there_is_not_is_refused(site: str, page: Page) -> None:
    other = page.context.new_page()
    other.goto(f"{site}sparql/index.html#name=faculties&lang=zz")
    answered(other, "refused")
    assert "faculties takes en, ru, tg as lang, not 'zz'\n  For example: en." in told(other)
    other.close()


def test_a_named_query_has_a_form_of_its_parameters(
    site: str, page: Page, kg: atsmu_kg.KnowledgeGraph
) -> None:
    other = page.context.new_page()
    other.goto(f"{site}ru/sparql/index.html#name=certainly_at_least&floor=1000&lang=ru")
    answered(other)
    expected = kg.queries.certainly_at_least(floor=1000, lang="ru")
    assert other.locator("[data-part=results] tbody tr").count() == len(expected)
    floor = other.get_by_label("floor")
    assert floor.input_value() == "1000"
    floor.fill("30000")
    floor.press("Enter")
    other.wait_for_function(
        "count => document.querySelectorAll('[data-part=results] tbody tr').length === count",
        arg=len(kg.queries.certainly_at_least(floor=30000)),
    )
    assert "floor=30000" in other.url
    floor.fill("many")
    other.get_by_role("button", name="Выполнить", exact=True).click()
    answered(other, "refused")
    assert "certainly_at_least принимает целое число как floor, а не 'many'" in told(other)
    other.close()


@pytest.mark.parametrize(
    "text", ['") } #', "\\", "'''", '"@en ?x', "Душанбе", "{{ 7*7 }}", "<script>", "?name"]
)
def test_what_a_reader_types_into_a_form_is_a_text(
    site: str, page: Page, kg: atsmu_kg.KnowledgeGraph, text: str
) -> None:
    other = page.context.new_page()
    other.goto(f"{site}sparql/index.html#name=find&text={quote(text)}")
    answered(other)
    count = other.locator("[data-part=results] tbody tr").count()
    assert count == len(kg.queries.find(text=text)), told(other)
    other.close()


def test_passages_stand_beside_the_rows_of_named_queries(
    site: str, page: Page, kg: atsmu_kg.KnowledgeGraph
) -> None:
    other = page.context.new_page()
    other.goto(f"{site}sparql/index.html#name=partner_countries")
    answered(other)
    assert "Passages that support it" in told(other)
    citation = kg.queries.partner_countries().cite()
    named = other.locator("[data-part=results] td.sources").evaluate_all(
        "cells => cells.map((cell) => [...cell.querySelectorAll('.source')].map((link) => link.href))"
    )
    assert [len(links) for links in named] == [len(sources.graphs) for sources in citation]
    other.locator("[data-part=results] .source").first.click()
    assert "/source/profile.txt/char=" in other.url
    other.close()


def test_for_other_rows_it_is_looked_up_who_says_what(page: Page) -> None:
    run(page, 'SELECT ?u ?name { ?u a akg:Faculty ; skos:prefLabel ?name FILTER(LANG(?name) = "en") }')
    row = page.locator("[data-part=results] tbody tr", has_text="sentence 14").first
    name = row.locator("td").nth(1).inner_text()
    row.locator("summary").click()
    assert f"preferred label: {name} Profile of the university, sentence 14" in " ".join(
        row.inner_text().split()
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?f { ?f a akg:Facultie }", "the graph knows no class akg:Facultie"),
        ("SELECT ?f { ?f akg:facultyCoun 4 }", "the graph knows no property akg:facultyCoun"),
        ("SELECT ?f { atsmu:universty org:hasUnit ?f }", "Did you mean atsmu:university"),
        ("SELECT ?f { ?f a agk:Faculty }", "the prefix 'agk:' is unknown"),
        ('SELECT ?f { ?f skos:prefLabel "Dentistry Faculty" }', "The values are texts in a language"),
        ("SELECT ?f { GRAPH graph:s99 { ?f ?p ?o } }", "there is no named graph graph:s99"),
        ('SELECT ?f { ?f skos:prefLabel "x"@xx }', "no text has the language xx"),
        ("SELECT ?name { ?f a akg:Faculty }", "nothing gives a value to ?name"),
        ("SELECT ?f { ?f a akg:Faculty ; schema:maxValue ?m }", "no akg:Faculty has schema:maxValue"),
        ("SELECT ?f { ?f a akg:Faculty ", "this '{' is never closed"),
        ("SELECT ?f { ?f a a akg:Faculty }", "the query can't be read on from here"),
        ("SELECT ?f { atsmu:university schema:position ?f }", "atsmu:university has no schema:position"),
        ('SELECT ?f { ?f skos:prefLabel ?n FILTER(LANG(?n) = "tj") }', "no text has the language tj"),
    ],
)
def test_a_lint_reads_along(page: Page, query: str, message: str) -> None:
    write(page, query)
    page.locator("[data-part=findings] li", has_text=message).first.wait_for(timeout=10_000)


def test_a_query_that_cant_be_read_is_told_in_our_words_or_with_a_mark(page: Page) -> None:
    run(page, "SELECT ?f { ?f a akg:Faculty", "refused")
    assert told(page).split("\n")[:2] == ["1:11: this '{' is never closed", "  Close it with '}'."]
    run(page, "SELECT ?f { ?f a a akg:Faculty }", "refused")
    assert told(page).split("\n")[:2] == [
        "1:21: the query can't be read on from here",
        "  SELECT ?f { ?f a a akg:Faculty }",
    ]


def test_columns_stand_in_the_order_of_the_query(page: Page) -> None:
    run(page, "SELECT * { ?s ?p ?o } LIMIT 3")
    assert page.locator("[data-part=results] th").all_inner_texts()[:3] == ["s", "p", "o"]


def test_an_empty_answer_says_why(page: Page) -> None:
    run(page, "SELECT ?f { ?f a akg:Facultie }")
    page.get_by_role("heading", name="Why there are no rows").wait_for()
    assert "Did you mean akg:Faculty or akg:Activity or akg:Figure?" in told(page)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (
            "SELECT ?f { ?f a akg:Facultie ; skos:prefLabel ?n }",
            "The first pattern has no solution: ?f a akg:Facultie",
        ),
        (
            "SELECT ?f { ?f a akg:Faculty ; skos:prefLabel ?n ; ^org:hasUnit/schema:foundingDate ?y , 1 }",
            "this one leaves none of them: ?f ^org:hasUnit/schema:foundingDate 1",
        ),
        ("SELECT ?f { ?f a akg:Faculty ; ?p [ a akg:Bound ] }", "what it asks for together does not occur"),
        ("SELECT ?f { ?f a akg:Faculty FILTER(false) }", "A FILTER, MINUS or VALUES, or a group within"),
    ],
)
def test_an_empty_answer_says_which_pattern_leaves_nothing(page: Page, query: str, reason: str) -> None:
    run(page, query)
    page.get_by_role("heading", name="Why there are no rows").wait_for()
    assert reason in told(page)


@pytest.mark.parametrize(
    ("before", "typed", "wanted"),
    [
        ("SELECT * { ?f a ", "akg:Fac", "akg:Faculty"),
        ("SELECT * { ?f ", "org:hasU", "org:hasUnit"),
        ("SELECT * { ?f ?p ", "стоматолог", "atsmu:dentistry-faculty"),
        ("SELECT * { ?f ?p ", "Dentistry", "atsmu:dentistry-faculty"),
        ("SELECT * { GRAPH ", "graph:profile", "profile:s01"),
        ("PREFIX ", "sk", "skos:"),
        ("", "timel", "timeline"),
        ("SELECT ?name { ?f ?p ", "?na", "?name"),
    ],
)
def test_terms_are_offered(page: Page, before: str, typed: str, wanted: str) -> None:
    write(page, before)
    page.get_by_role("textbox", name="SPARQL query").press("Control+End")
    page.keyboard.type(typed)
    page.locator(".cm-tooltip-autocomplete li", has_text=wanted).first.wait_for(timeout=10_000)
    page.keyboard.press("Escape")


def test_without_javascript_the_page_says_what_it_needs(site: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}sparql/index.html")
    assert "needs JavaScript and WebAssembly" in page.locator("main").inner_text()
    assert page.locator("noscript a").first.get_attribute("href") == "data.nq.gz"
    assert not page.locator("#sparql").is_visible()


def test_nothing_is_asked_of_another_host_and_nothing_is_complained_of(site: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    urls: list[str] = []
    complaints: list[str] = []
    page.context.on("request", lambda request: urls.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for lang in LANGUAGES:
        page.goto(f"{site}{'' if lang == 'en' else f'{lang}/'}sparql/index.html")
        answered(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert any(url.endswith("oxigraph.wasm") for url in urls)
    assert not [url for url in urls if not url.startswith(site)]
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_has_nothing_serious_to_say(site: str, browser: Browser, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # The policy of the page lets no other script in, not even that of axe.
    context = browser.new_context(
        bypass_csp=True,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    page.goto(f"{site}sparql/index.html#name=figures")
    answered(page)
    write(page, "SELECT ?f { ?f a akg:Facultie . # a comment\n ?f schema:value 5, 'x'@en }")
    page.locator("[data-part=findings] li").first.wait_for()
    violations = axe.run(page).response["violations"]
    serious = [each for each in violations if each["impact"] in ("serious", "critical")]
    assert not [(each["id"], each["nodes"][0]["html"]) for each in serious]
    context.close()


def test_a_page_of_a_server_asks_that_and_cites_as_it_does(served: str, browser: Browser) -> None:
    page = browser.new_context(service_workers="allow").new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url.removeprefix(served)))
    page.goto(f"{served}sparql/#name=certainly_at_least&floor=600&lang=ru")
    answered(page)
    assert "sparql" in requests
    assert not {"sparql/oxigraph.wasm", "sparql/data.nq.gz", "service-worker.js"} & {*requests}
    assert any(url.startswith("api/sparql?") for url in requests)
    assert "as the server cites them" in told(page)
    page.locator("[data-part=elsewhere]").click()
    ways = page.locator("[data-part=ways]").inner_text()
    address = f"{served}api/queries/certainly_at_least?floor=600&lang=ru&sources=true"
    assert f"curl '{address}'" in ways
    assert 'kg.queries.certainly_at_least(floor=600, lang="ru")' in ways
    assert page.evaluate("async (url) => (await (await fetch(url)).json()).rows.length", address) > 5
    run(page, "ASK { ?s ?p 'it' 's' }", "refused")
    assert "the server refuses the query" in told(page)
    run(page, "CONSTRUCT { ?f a akg:Faculty } WHERE { ?f a akg:Faculty ; ^org:hasUnit atsmu:university }")
    assert "Dentistry Faculty" in told(page)
    page.context.close()
