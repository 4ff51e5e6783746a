"""Types both ways: mypy accepts the calls of the guides, and refuses slips in them."""

from __future__ import annotations

from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "types"
ROOT = PROGRAMS.parent.parent
EXPECTED = "  # expect-error"


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, int], str]:
    """What mypy says of the programs, by file and line; one run, with the cache of `make test`."""
    api = pytest.importorskip("mypy.api")
    options = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache")]
    files = [str(file) for file in sorted(PROGRAMS.glob("*.py"))]
    output, errors, _ = api.run([*options, "--no-error-summary", "--no-color-output", *files])
    assert not errors
    said: dict[tuple[str, int], str] = {}
    for line in output.splitlines():
        file, number, message = line.split(":", 2)
        place = Path(file).name, int(number)
        said[place] = said.get(place, "") + message
    return said


def test_the_calls_of_the_guides_are_accepted(told: dict[tuple[str, int], str]) -> None:
    assert {place: what for place, what in told.items() if place[0] == "accepted.py"} == {}


def test_each_slip_is_refused(told: dict[tuple[str, int], str]) -> None:
    lines = (PROGRAMS / "refused.py").read_text("utf-8").splitlines()
    slips = {
        number: line.partition(EXPECTED)[2].removeprefix(": ")
        for number, line in enumerate(lines, 1)
        if EXPECTED in line
    }
    assert len(slips) >= 30
    refused = {number: what for (file, number), what in told.items() if file == "refused.py"}
    assert refused.keys() == slips.keys()
    for number, message in slips.items():
        assert message in refused[number]
