"""The site in a browser: its search, what it fetches, and that a phone and a screen reader show all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import chromium
from invented_institution import fill

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.records.names.folding import fold

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parent.parent
KINDS = (
    *("index", "browse/index", "browse/kind/akg-Figure", "browse/countries", "browse/sources", "browse/time"),
    *(
        "search",
        "ontology",
        "id/university",
        "id/figure/students-2020",
        "graph/profile/s02",
        "source/profile.txt",
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    fill(folder / "college").graph().site().write(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_the_search_folds_as_pythons(folder: Path, browser: Browser) -> None:
    names = sorted({row[2] for row in json.loads((ROOT / "data" / "names.json").read_text("utf-8"))})
    assert len(names) > 1000
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/search.html")
    folded = page.evaluate("names => names.map(fold)", names)
    assert [*zip(names, folded, strict=True)] == [(name, fold(name)) for name in names]


@pytest.mark.parametrize("text", ["faculty of law", "Юридический факультет", "hukuk", "LAW"])
def test_a_thing_is_found_in_any_language(folder: Path, browser: Browser, text: str) -> None:
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/ru/search.html")
    page.get_by_role("searchbox").fill(text)
    hit = page.locator(".hits a").first
    assert hit.inner_text() == "Юридический факультет"
    hit.click()
    page.wait_for_url("**/ru/id/law-faculty.html")


def test_a_name_with_a_slip_finds_similar_ones(folder: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/search.html")
    for text in ("faculti of law", "facutly of law", "Юридичиский факултет"):
        page.get_by_role("searchbox").fill(text)
        assert page.locator(".hits a").first.inner_text() == "Faculty of Law", text
    page.get_by_role("searchbox").fill("Юридичиский факултет")
    assert page.get_by_role("status").inner_text() == "Nothing has this name. Similar names:"
    page.get_by_role("searchbox").fill("xyzzy")
    assert page.locator(".hits a").count() == 0
    assert page.get_by_role("status").inner_text() == "0"


def test_pages_fit_a_phone_and_fetch_nothing_from_elsewhere(folder: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for lang in LANGUAGES:
        for kind in KINDS:
            page.goto(f"{folder.as_uri()}/{'' if lang == 'en' else f'{lang}/'}{kind}.html")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 390, f"{lang} {kind}"
    assert not complaints
    assert not [url for url in asked if not url.startswith(folder.as_uri())]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_serious_to_say(folder: Path, browser: Browser, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    for kind in KINDS if scheme == "light" else ("index", "id/university", "search"):
        page.goto(f"{folder.as_uri()}/{kind}.html")
        violations = axe.run(page).response["violations"]
        assert not [each["id"] for each in violations if each["impact"] in ("serious", "critical")], kind


def test_without_javascript_the_lists_lead_on(folder: Path, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{folder.as_uri()}/search.html")
    page.locator("noscript a").click()
    page.get_by_role("link", name="Faculty", exact=True).click()
    page.get_by_role("link", name="Faculty of Law").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Faculty of Law"


def test_a_passage_is_found_where_its_identifier_leads(folder: Path, browser: Browser) -> None:
    (passage,) = (folder / "source" / "profile.txt").glob("char=0,*.html")
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/source/profile.txt/index.html#{passage.stem}")
    page.wait_for_url(f"**/source/profile.txt.html#{passage.stem}")
    assert page.locator(":target").is_visible()


def test_what_is_often_copied_has_a_button_that_the_keyboard_reaches(folder: Path, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/id/law-faculty.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".id button").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".id code").inner_text()


def test_print_has_the_statements_and_no_navigation(folder: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/id/law-faculty.html")
    page.emulate_media(media="print")
    assert page.locator("dl.said").is_visible() and page.locator(".citation").is_visible()
    assert not page.locator(".top nav").first.is_visible()
    assert not page.locator(".copy").first.is_visible()


def test_colours_follow_the_scheme_of_the_reader(folder: Path, browser: Browser) -> None:
    papers = set()
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{folder.as_uri()}/id/university.html")
        papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers == {"rgb(255, 255, 255)", "rgb(18, 24, 27)"}
