"""The site as it is put on the Web: things, guides and reference in one folder, built by the commands."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from browser import chromium, lacking
from endpoints import vnu

from atsmu_kg import load
from atsmu_kg.publishing.pages.addresses import Addresses
from atsmu_kg.queries import packaged
from atsmu_kg.rdf.namespaces import BASE, expand
from generator.markdown import article
from generator.pages import Reference

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
MOST_BYTES = 60_000_000
LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
LOADED = re.compile(
    r'<(?:script|img|iframe|source|link rel="(?:stylesheet|icon|preload)")[^>]*?(?:src|href)="([^"]*)"'
)
ANCHOR = re.compile(r'\sid="([^"]*)"')
KINDS = (
    *("index", "404", "search", "ontology", "browse/index", "browse/kind/akg-Figure", "browse/countries"),
    *("browse/sources", "browse/time", "id/university", "id/country/TJ", "id/figure/students"),
    *("id/enumeration/faculties", "graph/profile/s14", "graph/provenance", "source/profile.txt"),
    *("source/profile.txt/char=2548,2645", "guides/index", "guides/model", "guides/api/graph"),
    *("guides/reference/en/index", "guides/reference/en/shapes", "guides/reference/en/queries/figures"),
    *("guides/reference/en/classes/Figure", "guides/reference/en/shapes/FigureShape"),
    *("ru/index", "ru/id/university", "guides/ru/start", "guides/reference/ru/queries/figures"),
    *("tg/index", "tg/search", "tg/id/country/TJ", "guides/tg/start", "guides/reference/tg/properties"),
)

SPELLINGS = (
    *("Tojikiston", "Таджикистан", "ТОҶИКИСТОН", "Tajikstan", "tj", "W.H.O.", "ВОЗ", "Душанбе", "Dushnabe"),
    *("Донишгоҳи давлатии тиббии Тоҷикистон ба номи Абӯалӣ ибни Сино", "stomatologicheskij fakultet", "Q863"),
)
# One page of each kind.
LOOKED_AT = (
    *("index", "search", "ontology", "browse/index", "browse/countries", "browse/time", "id/country/TJ"),
    *("id/figure/students", "id/enumeration/faculties", "graph/profile/s14", "source/profile.txt"),
    *("guides/model", "guides/ru/start", "guides/reference/tg/queries/figures"),
)


def guides(folder: Path, seed: str) -> Path:
    """The guides and the reference, built under a hash seed."""
    command = [sys.executable, "-m", "sphinx", "--builder", "guides", "--quiet", "--fail-on-warning"]
    built = folder / "guides"
    done = subprocess.run(
        [*command, "-d", folder / "doctrees", ROOT / "docs", built],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return built


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    command = [sys.executable, "-m", "atsmu_kg.cli", "site", folder / "site"]
    subprocess.run([*command, "--guides", guides(folder, seed)], check=True, capture_output=True)
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.servers
def test_each_link_leads_to_a_file_and_an_anchor_of_it_and_nothing_comes_from_elsewhere(site: Path) -> None:
    pages = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert len(pages) > 6_000
    anchors = {path: set(ANCHOR.findall(html)) for path, html in pages.items()}
    broken, foreign = set(), set()
    for path, html in pages.items():
        foreign |= {(path, each) for each in LOADED.findall(html) if re.match(r"[a-z]+:|//", each)}
        for target in set(LINK.findall(html)):
            address, _, anchor = unescape(target).partition("#")
            if re.match(r"[a-z]+:", address) or f'<base href="{target}">' in html:
                continue
            there = normpath(join(dirname(path), unquote(address))) if address else path
            if there.endswith("sparql/index.html") and anchor.startswith("name="):
                # What the page asks; nothing on it has that anchor.
                anchor = "" if anchor.removeprefix("name=") in packaged() else anchor
            if there not in files or (anchor and there in anchors and unquote(anchor) not in anchors[there]):
                broken.add((path, target))
    assert not broken
    assert not foreign


@pytest.mark.servers
def test_all_of_it_is_small(site: Path) -> None:
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < MOST_BYTES


@pytest.mark.servers
def test_the_reference_is_the_same_under_another_hash_seed(site: Path) -> None:
    for path, text in Reference().pages(["tg"]):
        html = (site / "guides" / "reference" / path).with_suffix(".html").read_text("utf-8")
        assert article(text).body in html, path


@pytest.mark.servers
def test_pages_are_valid_html(site: Path) -> None:
    try:
        assert not vnu.errors(site / f"{kind}.html" for kind in KINDS)
    except FileNotFoundError as error:
        lacking(str(error))


@pytest.mark.servers
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_serious_to_say(site: Path, browser: Browser, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    serious = []
    for kind in LOOKED_AT:
        page.goto(f"{site.as_uri()}/{kind}.html")
        violations = axe.run(page).response["violations"]
        serious += [(kind, each["id"]) for each in violations if each["impact"] in ("serious", "critical")]
    assert not serious


@pytest.mark.servers
def test_pages_fit_a_phone_and_ask_nobody_else(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wide = []
    for kind in KINDS:
        page.goto(f"{site.as_uri()}/{kind}.html")
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(kind)
    assert not wide
    # The page for what is missing asks from the root of its host.
    assert not [url for url in asked if not url.startswith("file:///")]


@pytest.mark.servers
def test_the_search_finds_what_pythons_finds(site: Path, browser: Browser) -> None:
    """Tables of spellings, in three scripts; of synonyms and other forms of words the page knows fewer."""
    asked = [
        (row["text"], Addresses(BASE).href(expand(row["expected"])))
        for table in ("spellings.csv", "spellings_further.csv")
        for row in csv.DictReader((ROOT / "tests" / table).open(encoding="utf-8", newline=""))
        if row["expected"]
    ]
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/search.html")
    first = page.evaluate("texts => texts.map(text => find(text).rows[0]?.[0])", [text for text, _ in asked])
    right = sum(answer == expected for (_, expected), answer in zip(asked, first, strict=True))
    assert right >= 0.9 * len(asked)
    for text in SPELLINGS:
        (match, *_) = load().find(text)
        (answer,) = page.evaluate("text => find(text).rows.slice(0, 1).map(row => row[0])", text)
        assert answer == Addresses(BASE).href(match.iri), text


@pytest.mark.servers
def test_the_model_is_read_at_the_width_of_its_page_and_opens_large(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site.as_uri()}/guides/model.html")
    picture = page.locator("article img")
    drawn = re.search(r'width="(\d+)pt"', (site / "guides/_images/model.svg").read_text("utf-8"))
    assert drawn is not None
    # Letters of 14 points in the drawing are at least 10 pixels high.
    assert picture.evaluate("image => image.clientWidth") / int(drawn[1]) * 14 >= 10
    picture.click()
    page.wait_for_url("**/_images/model.svg")


@pytest.mark.long
def test_the_guides_are_the_same_bytes_under_another_hash_seed(tmp_path: Path) -> None:
    built = [guides(tmp_path / seed, seed) for seed in ("1", "2")]
    contents = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in built
    ]
    assert contents[0] == contents[1]
