"""The examples on the pages about servers print what the pages say, and their links lead somewhere.

Blocks marked ``python`` and ``sh`` run, page by page and in order, against servers on loopback that stand for
the addresses on the pages; the block ``text`` behind one is what it prints. Other blocks don't run.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from endpoints import oxigraph
from test_federation_joins import EXCHANGES, require

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = {
    name: (ROOT / "docs" / name).read_text("utf-8") for name in ("triple-stores.md", "beyond-one-machine.md")
}
BLOCK = re.compile(r"```(python|sh)\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
HOST = "http://localhost:3030"


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


def printed(kind: str, code: str, names: dict[str, object], folder: Path) -> str:
    """What a block prints when it runs."""
    if kind == "python":
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exec(code, names)
        return output.getvalue()
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_examples_print_what_the_page_says(page: str, servers: dict[str, str], tmp_path: Path) -> None:
    blocks = BLOCK.findall(PAGES[page])
    assert len(blocks) == len(re.findall("^```(?:python|sh)$", PAGES[page], re.MULTILINE)) > 0
    names: dict[str, object] = {}
    for kind, code, text in blocks:
        for address, url in servers.items():
            code = code.replace(address, url)  # noqa: PLW2901  (what runs is the block for these servers)
        assert HOST not in code, "an address that no server stands for"
        said = printed(kind, code, names, tmp_path)
        assert not text or said == text


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        if re.match(r"https?:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), f"{page.name} links to {link}, which is not there"
        assert not anchor or anchor in anchors(target), (
            f"{page.name} links to {link}, a heading that is not there"
        )


def test_each_source_is_cited_and_each_citation_has_its_source() -> None:
    for page, text in PAGES.items():
        body, _, sources = re.sub(r"```.*?```", "", text, flags=re.DOTALL).partition("\n## Sources\n")
        listed = re.findall(r"^(\d+)\. ", sources, re.MULTILINE)
        assert listed == [str(number) for number in range(1, len(listed) + 1)], page
        assert set(re.findall(r"\[(\d+)\](?!\()", body)) == set(listed), page


@pytest.mark.parametrize("name", ["tests", "benchmarks"])
def test_what_the_pages_name_is_there(name: str) -> None:
    for page in DOCS:
        for path in re.findall(rf"`({name}/[\w./]+)`", page.read_text("utf-8")):
            assert (ROOT / path).exists(), f"{page.name} names {path}, which is not there"
        for module in re.findall(rf"python -m ({name}\.\w+)", page.read_text("utf-8")):
            assert (ROOT / f"{module.replace('.', '/')}.py").exists(), f"{page.name} runs {module}"
