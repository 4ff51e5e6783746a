"""A site without Node, and with an npm that fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from invented_institution import begin

from atsmu_kg.cli import main
from atsmu_kg.errors import ExportError, MissingDependencyError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.publishing.folder import Folder
from atsmu_kg.publishing.pages import bundle
from generator.builder import is_bundled

NPM = """#!/bin/sh
echo 'npm error code ENOTFOUND' >&2
exit 1
"""


def test_without_node_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingDependencyError, match="node is not installed\n  Install Node 20 or newer"):
        bundle(tmp_path / "cache")


def test_without_node_the_site_is_made_and_a_note_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = begin(tmp_path / "college")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    wanted: dict[str, object] = {}

    def site(_: KnowledgeGraph, **given: object) -> Folder:
        wanted.update(given)
        return Folder({"index.html": b""}, "site")

    monkeypatch.setattr(KnowledgeGraph, "site", site)
    assert main(["site", str(tmp_path / "site"), "--dataset", str(dataset.root)]) == 0
    assert "note: the site has no page of SPARQL: node is not installed" in capsys.readouterr().err
    assert wanted["sparql"] is False
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script of a shell")
def test_an_npm_that_fails_is_told_with_its_words_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("node", "npm"):
        (programs / name).write_text(NPM)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    with pytest.raises(ExportError, match="npm ci ended with exit code 1\n  npm error code ENOTFOUND"):
        bundle(tmp_path / "cache")
    assert [*(tmp_path / "cache").iterdir()] == []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert not is_bundled(), "the guides lead to no page that the site will not have"
