"""Headers are read the same by libyaml and by PyYAML alone, and refused with the same words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from atsmu_kg.errors import DataError
from atsmu_kg.queries.comments import Header

FILES = sorted((Path(__file__).parent.parent / "queries").glob("*.rq"))
Reader = Callable[[str], Header]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> tuple[Reader, Reader]:
    if not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML comes without libyaml here")

    def alone(text: str) -> Header:
        with monkeypatch.context() as without:
            without.delattr(yaml, "CSafeLoader")
            return Header("q.rq", text)

    return lambda text: Header("q.rq", text), alone


def places(header: Header) -> list[tuple[int | None, int | None]]:
    keys = [(), *((key,) for key in header.data), ("params", 0, "type"), ("expect", "rows")]
    return [(error.line, error.column) for error in (header.error(place, "wrong") for place in keys)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_header_has_the_same_values_at_the_same_places(file: Path, readers: tuple[Reader, Reader]) -> None:
    one, other = (read(file.read_text("utf-8")) for read in readers)
    assert one.data == other.data
    assert places(one) == places(other)


@pytest.mark.parametrize(
    "header",
    [
        "a: [b",
        "a: b: c",
        "a: &x [b]\nb: *x",
        "[" * 9 + "]" * 9,
        "a: b\n  c: d",
        "a: !!python/none x",
        "a: 1\na: 2",
    ],
)
def test_a_header_is_refused_with_the_same_words(header: str, readers: tuple[Reader, Reader]) -> None:
    text = "".join(f"#+ {line}\n" for line in header.split("\n"))
    told = []
    for read in readers:
        with pytest.raises(DataError) as refused:
            read(text)
        told.append((str(refused.value), refused.value.line, refused.value.column))
    assert told[0] == told[1]
