"""A release that holds the whole site: its pages and files, and identifiers that lead to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_institution import fill

from atsmu_kg.curation.institutions import Dataset
from atsmu_kg.publishing.fair import assess
from atsmu_kg.publishing.folder import SUMS
from atsmu_kg.publishing.redirects import RedirectRules
from atsmu_kg.publishing.release import Release

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return fill(tmp_path_factory.mktemp("released") / "college")


@pytest.fixture(scope="module")
def released(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("pages") / "site"
    kg = dataset.graph()
    kg.site().write(folder)
    return kg.release(pages=folder, host="https://data.example")


def test_all_files_of_the_site_are_in_it_with_their_checksums(released: Release) -> None:
    pages = [path for path in released.contents if path.startswith("pages/")]
    assert {"pages/id/university.html", "pages/tg/id/university.html", "pages/id/university.nt"} <= set(pages)
    sums = released.contents[SUMS].decode()
    assert not [path for path in pages if f"  {path}\n" not in sums]


def test_what_a_person_reads_names_the_site_and_its_checksums(released: Release) -> None:
    for name in ("README.md", "index.html"):
        text = released.contents[name].decode()
        assert "pages/index.html" in text and f"pages/{SUMS}" in text
        assert "pages/id/university.html" not in text


def test_identifiers_lead_to_the_pages_in_it(released: Release) -> None:
    rules = released.contents["redirects/.htaccess"].decode()
    place = f"https://data.example/release/{released.version}/pages/"
    assert f"RewriteRule ^ - [E=SITE:{place}]" in rules


def test_identifiers_lead_elsewhere_if_that_is_said(dataset: Dataset) -> None:
    pages = ["pages/id/university.html"]
    rules = RedirectRules(dataset.description, None, pages, things="https://pages.example").to_text()
    assert "[E=SITE:https://pages.example/]" in rules
    assert "[E=SITE:" not in RedirectRules(dataset.description, None, ["pages/index.html"]).to_text()


def test_it_is_whole(released: Release, tmp_path: Path) -> None:
    released.write(tmp_path / "release")
    (verdict,) = [each for each in assess(tmp_path / "release") if each.test == "release-intact"]
    assert verdict.outcome == "passes"
