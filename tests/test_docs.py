"""The examples on the pages print what the pages say, and the pages' links lead somewhere.

Blocks marked ``python`` and ``sh`` run, page by page and in order, in a folder of their own; the block
``text`` behind one is what it prints. A query in a block ``sparql`` has rows, and what is in a block
``turtle`` or ``trig`` is well-formed.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from endpoints import oxigraph
from endpoints.server import require
from pages import ROOT, Reader, anchors, blocks, links
from pyoxigraph import RdfFormat, parse
from test_federation_joins import EXCHANGES

import atsmu_kg
from atsmu_kg.rdf.namespaces import PREFIXES

DOCS = {page.name: page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
SYNTAXES = {"turtle": RdfFormat.TURTLE, "trig": RdfFormat.TRIG}
HOST = "http://localhost:3030"
# What the site has beside these pages: it is written when the site is built.
BUILT = ("reference/en/index", "reference/ru/index", "reference/tg/index")
# What the page about a second source changes: it runs in a copy of these.
CHECKOUT = ("atsmu_kg", "data", "docs", "ontology", "queries")
# Pages that build, validate, convert and publish again and again.
WHOLE = {
    "add-a-source.md",
    "ask-in-sparql.md",
    "assistants.md",
    "cite.md",
    "publish.md",
    "triple-stores.md",
    "validate.md",
    "your-institution.md",
}
# Numbers that change with each addition to the vocabulary, the shapes or the catalogue.
COUNTS = re.compile(r"\b[\d,]+(?= focus nodes?\b| shapes\b| names\b)|(?<=entailed\.trig: )[\d,]+")


def running(language: str) -> list[str]:
    return [name for name, page in DOCS.items() if blocks(page, *language.split())]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses on the pages, and where they are answered meanwhile."""
    require(oxigraph)
    exchanges = tmp_path_factory.mktemp("data") / "exchanges.ttl"
    exchanges.write_text(EXCHANGES, encoding="utf-8")
    with contextlib.ExitStack() as running:
        found = {}
        for name in ("atsmu", "copy", "other"):
            data = {"copy": ROOT / "data" / "atsmu-kg.nq", "other": exchanges}.get(name)
            endpoint = running.enter_context(oxigraph.serve(tmp_path_factory.mktemp(name), data))
            found[f"{HOST}/{name}/sparql"] = endpoint.url
            found[f"{HOST}/{name}/data"] = endpoint.graph_store
        yield found


@pytest.fixture
def reader(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Somebody who reads a page, in an empty folder or in a checkout."""
    monkeypatch.chdir(tmp_path)
    if name != "add-a-source.md":
        return Reader(tmp_path)
    for folder in CHECKOUT:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return Reader(tmp_path, {"PYTHONPATH": str(tmp_path)})


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.whole if name in WHOLE else ()) for name in running("python sh")],
)
def test_the_examples_print_what_the_page_says(
    name: str, reader: Reader, request: pytest.FixtureRequest
) -> None:
    found = blocks(DOCS[name], "python", "sh")
    asked = any(HOST in block.code for block in found)
    addresses: dict[str, str] = request.getfixturevalue("servers") if asked else {}
    for block in found:
        code = block.code
        for address, url in addresses.items():
            code = code.replace(address, url)
        assert HOST not in code, "an address that no server stands for"
        said = reader.run(block.language, code)
        assert not block.output or steady(said, reader.folder) == steady(block.output), block.code


def steady(output: str, folder: Path | None = None) -> list[str]:
    """The lines of an output, without what differs from folder to folder and from version to version."""
    if folder:
        output = output.replace(f"{folder}/", "")
    return [COUNTS.sub("…", line).rstrip() for line in output.splitlines()]


@pytest.mark.parametrize("name", running("sparql"))
def test_the_queries_have_rows(name: str) -> None:
    with atsmu_kg.load() as kg:
        for query in blocks(DOCS[name], "sparql"):
            assert len(kg.query(query.code).rows) > 0, query.code
            assert kg.lint(query.code).clean, kg.lint(query.code).to_text(name)


def test_data_in_blocks_is_well_formed() -> None:
    for page in DOCS.values():
        for block in blocks(page, *SYNTAXES):
            assert list(parse(HEADER + block.code, SYNTAXES[block.language])), block.code


@pytest.mark.parametrize("name", DOCS)
def test_links_within_the_project_lead_somewhere(name: str) -> None:
    for link in links(DOCS[name]):
        path, _, anchor = link.partition("#")
        target = ROOT / "docs" / (path or name)
        assert target.exists(), f"{name} links to {link}, which is not there"
        assert not anchor or anchor in anchors(target.read_text("utf-8")), (
            f"{name} links to {link}, a heading that is not there"
        )


def test_the_contents_name_every_page_once() -> None:
    listed = re.findall(
        r"^(?!:)\S+$",
        "".join(re.findall(r"```{toctree}\n(.*?)```", DOCS["index.md"], re.DOTALL)),
        re.MULTILINE,
    )
    pages = [f"{entry}.md" for entry in listed if "/" not in entry]
    assert sorted([*pages, "index.md"]) == sorted(DOCS)
    for entry in (entry for entry in listed if "/" in entry):
        assert entry in BUILT or (ROOT / "docs" / f"{entry}.md").exists(), entry


def test_each_source_is_cited_and_each_citation_has_its_source() -> None:
    for name, page in DOCS.items():
        body, _, sources = re.sub(r"```.*?```", "", page, flags=re.DOTALL).partition("\n## Sources\n")
        listed = re.findall(r"^(\d+)\. ", sources, re.MULTILINE)
        assert listed == [str(number) for number in range(1, len(listed) + 1)], name
        if sources:
            assert set(re.findall(r"\[(\d+)\](?!\()", body)) == set(listed), name


@pytest.mark.parametrize("folder", ["tests", "benchmarks", "atsmu_kg"])
def test_what_the_pages_name_is_there(folder: str) -> None:
    for name, page in DOCS.items():
        for path in re.findall(rf"`({folder}/[\w./]+)`", page):
            assert (ROOT / path).exists(), f"{name} names {path}, which is not there"
        for module in re.findall(rf"python -m ({folder}\.\w+)", page):
            path = ROOT / module.replace(".", "/")
            runs = path.with_suffix(".py").exists() or (path / "__main__.py").exists()
            assert runs, f"{name} runs {module}"
