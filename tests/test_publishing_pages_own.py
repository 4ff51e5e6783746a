"""The site of another institution: its name, colour and licence, and nothing of ours but what all share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from invented_institution import fill

from atsmu_kg.curation.institutions import Dataset
from atsmu_kg.publishing.folder import SUMS, Folder
from atsmu_kg.publishing.pages.documents import FORMATS
from atsmu_kg.publishing.redirects import RedirectRules


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return fill(tmp_path_factory.mktemp("own") / "college")


@pytest.fixture(scope="module")
def made(dataset: Dataset) -> Folder:
    return dataset.graph().site()


def test_it_has_its_own_name_colour_and_licence(made: Folder, dataset: Dataset) -> None:
    html = made.contents["id/university.html"].decode()
    assert ">Invented College</a>" in html
    assert "ATSMU" not in html
    assert f'<link rel="license" href="{dataset.description.licence}">' in html
    assert b"--accent: #1d4f91;" in made.contents["static/site.css"]


def test_a_figure_of_a_year_names_it_once(made: Folder) -> None:
    assert "more than 90 international students, 2020. " in made.contents["index.html"].decode().replace(
        "</a>", ""
    )


def test_nothing_on_it_asks_an_index_for_a_package(made: Folder) -> None:
    assert not [path for path, content in made.contents.items() if b"pip install" in content]


def test_what_all_datasets_name_alike_has_a_folder_of_its_own(made: Folder) -> None:
    assert "shared/id/country/TJ.html" in made.contents
    assert "shared/graph/provenance.html" in made.contents
    assert "tg/id/law-faculty.html" in made.contents


def test_its_files_are_its_default_graph(made: Folder, dataset: Dataset) -> None:
    merge = {quad.triple for quad in dataset.quads() if quad.graph_name == ox.DefaultGraph()}
    for extension in FORMATS:
        told = {
            quad.triple
            for path, content in made.contents.items()
            if path.endswith(f".{extension}")
            for quad in ox.parse(content, format=ox.RdfFormat.from_extension(extension))
        }
        assert told == merge


def test_guides_become_a_part_of_the_site(dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>Guides</h1>")
    made = dataset.graph().site(guides=tmp_path)
    assert made.contents["guides/index.html"] == b"<h1>Guides</h1>"
    assert '<a href="../../guides/index.html">' in made.contents["tg/id/university.html"].decode()


def test_a_release_leads_identifiers_to_the_pages_of_a_site(dataset: Dataset) -> None:
    rules = RedirectRules(dataset.description, None, things="https://pages.example/kg/").to_text()
    before, _, after = rules.partition("RewriteRule ^ - [E=SITE:https://pages.example/kg/]\n")
    assert "/release/" in before
    assert after.startswith("# Things, named graphs and sources have pages")
    assert after.index("%{ENV:SITE}%{ENV:IN}$1.html") < after.index("%{ENV:LATEST}/index.html")
    assert "ENV:SITE" not in RedirectRules(dataset.description, None).to_text()


@pytest.mark.whole
def test_the_command_writes_the_same_bytes_under_another_hash_seed(
    made: Folder, dataset: Dataset, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    command = [sys.executable, "-m", "atsmu_kg.cli", "site", str(folder), "--dataset", str(dataset.root)]
    command.append("--without-sparql")
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(f"{folder}: ")
    assert (folder / SUMS).read_bytes() == made.contents[SUMS]
