"""Tables of sources that are wrong: what is said names the file, the line and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from atsmu_kg.curation.building.sources import source_quads
from atsmu_kg.errors import DataError, ParameterError

TABLES = Path(__file__).parent.parent / "data" / "sources"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TABLES, tmp_path / "sources"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("F001,khovar-2025-02-14", "F001,khovar-2999", "the document 'khovar-2999' is unknown"),
        ("F002,", "F001,", "there are two facts F001"),
        ("number of faculties,5,integer", "number of cats,5,integer", "nothing says how 'number of cats'"),
        ("5,integer,faculty,exactly", "5,integer,faculty,roughly", "'roughly' is unknown"),
        ("F001,khovar-2025-02-14,p3 s3,atsmu:university", "F001,khovar-2025-02-14,p3 s3,atsmus:u", "atsmus"),
        ('in the other order.",same', 'in the other order.",alike', "F001: 'alike' is not a second reading"),
        ("Факултети иҷтимоӣ", "Факултети дигар", "has no unit with the name 'Факултети дигар'"),
    ],
)
def test_a_fault_names_its_line(folder: Path, old: str, new: str, message: str) -> None:
    change(folder / "facts.csv", old, new)
    with pytest.raises(DataError) as raised:
        source_quads(folder, "2026-11-29")
    assert message in raised.value.message
    assert raised.value.advice and raised.value.line


@pytest.mark.parametrize("date", ["", "29.11.2026", "2026-13-01"])
def test_the_day_of_the_import_is_a_date(folder: Path, date: str) -> None:
    with pytest.raises(ParameterError, match="is not a date"):
        source_quads(folder, date)


def test_an_unknown_treatment_is_named(folder: Path) -> None:
    change(folder / "properties.csv", "rector,entity,*,post", "rector,entity,*,poste")
    with pytest.raises(DataError, match="'poste' is unknown") as raised:
        source_quads(folder, "2026-11-29")
    assert "post" in raised.value.advice


def test_a_thing_in_no_namespace_is_named(folder: Path) -> None:
    change(folder / "things.csv", "measure:teachers", "measures:teachers")
    with pytest.raises(DataError) as raised:
        source_quads(folder, "2026-11-29")
    assert raised.value.line
