"""An answer, its citation and its picture, looked at in JupyterLab in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser import chromium, lacking
from endpoints import jupyterlab

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.servers

SCREEN = {"width": 1280, "height": 900}
CELLS = (
    "import atsmu_kg\nanswer = atsmu_kg.load().queries.partner_countries(lang='ru')\nanswer",
    "answer.cite()",
    "atsmu_kg.load().queries.figures(lang='en')",
    "atsmu_kg.load().plot.figures()",
)
RUN = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
IDLE = """(cells) => {
    const notebook = jupyterapp.shell.currentWidget;
    const outputs = notebook?.content?.model?.sharedModel.cells.map((cell) => cell.outputs?.length ?? 0);
    return outputs?.length === cells && outputs.every(Boolean);
}"""
READY = "() => jupyterapp?.shell.currentWidget?.context?.sessionContext.session?.kernel?.status === 'idle'"


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A notebook that has been run in JupyterLab, as its reader sees it."""
    folder = tmp_path_factory.mktemp("lab")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, folder / "answers.ipynb")
    if not jupyterlab.PROGRAM.exists():
        lacking("JupyterLab is not installed: run tests/endpoints/install")
    with chromium() as browser, jupyterlab.serve(folder) as address:
        page = browser.new_page(viewport=SCREEN)
        page.set_default_timeout(60_000)
        page.goto(f"{address}/lab/tree/answers.ipynb?reset")
        page.wait_for_function(READY)
        page.evaluate(RUN)
        page.wait_for_function(IDLE, arg=len(CELLS))
        yield page


def output(page: Page, cell: int) -> Locator:
    """What a cell shows, scrolled to, as JupyterLab only draws what is near the screen."""
    shown = page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".jp-OutputArea-output")
    shown.scroll_into_view_if_needed()
    return shown


def height(shown: Locator) -> float:
    box = shown.bounding_box()
    assert box is not None
    return box["height"]


def alignments(shown: Locator) -> set[tuple[str, str]]:
    """The alignment of each cell of the body, with the class that asks for it."""
    cells = shown.locator("tbody td").evaluate_all(
        "cells => cells.map((cell) => [cell.className, getComputedStyle(cell).textAlign])"
    )
    return {(name, align) for name, align in cells}


def test_an_answer_keeps_its_alignment_against_the_style_of_jupyterlab(notebook: Page) -> None:
    assert output(notebook, 0).locator("tbody tr").count() == 12
    assert alignments(output(notebook, 0)) == {("", "left")}
    assert {("", "left"), ("number", "right")} <= alignments(output(notebook, 2))


def test_a_citation_reads_in_one_screen(notebook: Page) -> None:
    shown = output(notebook, 1)
    assert shown.locator("tbody tr").count() == 12
    assert height(shown) < SCREEN["height"]
    assert alignments(shown) == {("", "left")}


def test_the_sources_come_first_and_each_once(notebook: Page) -> None:
    shown = output(notebook, 1)
    sources = shown.locator("ol > li a").evaluate_all("links => links.map((link) => link.href)")
    assert sources == [*dict.fromkeys(sources)]
    assert shown.locator(".atsmu-kg-citation > ol, .atsmu-kg-citation > table").evaluate_all(
        "parts => parts.map((part) => part.tagName)"
    ) == ["OL", "TABLE"]


def test_statements_show_when_they_are_asked_for(notebook: Page) -> None:
    row = output(notebook, 1).locator("tbody tr").first
    assert not row.locator(".lines").is_visible()
    row.locator("summary").click()
    assert row.locator(".lines").is_visible()
    assert "country:" in row.locator(".lines").inner_text()
    row.locator("summary").click()


def test_a_picture_is_drawn_and_fits_the_page(notebook: Page) -> None:
    picture = output(notebook, 3).locator("svg, img").first
    box = picture.bounding_box()
    assert box is not None
    assert 200 < box["width"] <= SCREEN["width"]
    assert picture.evaluate("node => node.tagName != 'IMG' || node.complete && node.naturalWidth > 0")


def test_nothing_in_the_notebook_is_an_error(notebook: Page) -> None:
    assert notebook.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0
