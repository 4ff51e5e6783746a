"""Queries on the command line: given as text, in files or on standard input, asked or linted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from atsmu_kg.cli import main

ONCE = "SELECT ?f { ?f a akg:Faculty ; org:unitOf ?u }"
FAULTY = "SELECT ?f { ?f a akg:Facultie }"


def test_describe_is_a_query(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("DESCRIBE atsmu:university", "# all of it\tdescribe\ndescribe atsmu:university"):
        assert main(["query", text]) == 0
        assert "foundingDate" in capsys.readouterr().out


def test_a_file_may_be_named_like_a_query(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("describe it").write_text("ASK { atsmu:university a akg:University }", "utf-8")
    assert main(["query", "describe it"]) == 0
    assert capsys.readouterr().out == "yes\n"
    assert main(["query", "select"]) == 2
    assert "neither a query nor a file" in capsys.readouterr().err


def test_lint_takes_a_query_as_query_does(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(FAULTY, "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(FAULTY))
    assert main(["lint", FAULTY, str(file), "-"]) == 1
    out = capsys.readouterr().out
    assert out.count("[unknown-class]") == 3
    assert out.startswith("1:18: ")
    assert f"{file}:1:18: " in out
    assert main(["lint", "DESCRIBE atsmu:university"]) == 0


def test_advice_alone_does_not_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", ONCE]) == 0
    assert "[variable-used-once]" in capsys.readouterr().out
    assert main(["lint", ONCE, FAULTY]) == 1
