"""The generated types: mypy accepts right calls, and says what is wrong with the others."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = """\
import atsmu_kg.graph

kg = atsmu_kg.graph.load()
for row in kg.queries.partner_countries(lang="ru"):
    reveal_type(row.name)
    reveal_type(row.code)
reveal_type(kg.queries.figures("atsmu:library").one().min)
kg.queries.certainly_at_least(floor=500)
kg.queries.certainly_at_least(flor=500)
kg.queries.certainly_at_least("500")
kg.queries.certainly_at_least()
kg.queries.faculties(lang="de")
"""
EXPECTED = {
    5: 'Revealed type is "atsmu_kg.rdf.terms.Text"',
    6: 'Revealed type is "str"',
    7: 'Revealed type is "int | None"',
    9: 'Unexpected keyword argument "flor"',
    10: "incompatible type",
    11: "Missing positional argument",
    12: "incompatible type",
}


def test_mypy_knows_the_catalogue(tmp_path: Path) -> None:
    api = pytest.importorskip("mypy.api")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    options = [
        "--config-file",
        str(ROOT / "pyproject.toml"),
        "--follow-imports",
        "silent",
        "--no-color-output",
    ]
    output, errors, _ = api.run([*options, "--no-error-summary", str(program)])
    assert not errors
    told: dict[int, str] = {}
    for line in output.splitlines():
        if Path(line.partition(":")[0]).name == program.name:
            number, _, message = line.partition(":")[2].partition(":")
            told[int(number)] = told.get(int(number), "") + message
    assert told.keys() == EXPECTED.keys()
    for number, message in EXPECTED.items():
        assert message in told[number]
