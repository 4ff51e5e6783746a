"""What a terminal is told of long work, and that a pipe is told nothing."""

from __future__ import annotations

import io
from pathlib import Path
from threading import Event

import pytest
from invented_institution import fill

from atsmu_kg.cli import main, progress
from atsmu_kg.cli.progress import ERASE, Working

PATIENCE = 60.0


class Terminal(io.StringIO):
    """A terminal that says when something was written to it."""

    def __init__(self, times: int = 1) -> None:
        super().__init__()
        self.written = Event()
        self._times = times

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._times -= 1
        count = super().write(text)
        if self._times <= 0:
            self.written.set()
        return count


def test_long_work_is_told_and_erased() -> None:
    terminal = Terminal(times=3)
    with Working("validating", stream=terminal, delay=0, period=0.001):
        assert terminal.written.wait(PATIENCE)
    text = terminal.getvalue()
    assert text.startswith(f"{ERASE}validating: 0 s{ERASE}validating: ")
    assert text.endswith(f" s{ERASE}")


def test_short_work_is_not_told() -> None:
    terminal = Terminal()
    with Working("validating", stream=terminal, delay=PATIENCE):
        pass
    assert terminal.getvalue() == ""


def test_a_pipe_is_told_nothing() -> None:
    pipe = io.StringIO()
    with Working("validating", stream=pipe, delay=0, period=0.001):
        pass
    assert pipe.getvalue() == ""


def test_work_that_fails_leaves_no_line() -> None:
    terminal = Terminal()
    with pytest.raises(ValueError), Working("x", stream=terminal, delay=0, period=0.001):
        assert terminal.written.wait(PATIENCE)
        raise ValueError
    assert terminal.getvalue().endswith(ERASE)


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("progress") / "college").root


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["validate", "--engine", "shifty"], "validating"),
        pytest.param(["check", "dataset"], "checking", marks=pytest.mark.whole),
        (["convert", "tables/figures.csv", "--to", "data/profile.trig"], "converting"),
        pytest.param(["release", "out"], "making the release", marks=pytest.mark.whole),
        (["catalogue", "--profile", "void"], "describing the dataset"),
    ],
)
def test_commands_tell_what_they_do(
    college: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], told: str
) -> None:
    terminal = Terminal()
    monkeypatch.chdir(college)
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(progress, "DELAY", 0.0)
    main(command)
    assert f"{ERASE}{told}: 0 s" in terminal.getvalue()
