"""Numbers as texts write them, and the values of figures that a passage does not contain."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.curation.written_numbers import written_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("more than 35,000 people", "35000"),
        ("35 000", "35000"),
        ("35\u00a0000", "35000"),
        ("35\u202f000", "35000"),
        ("35.000", "35000"),
        ("35000", "35000"),
        ("1,234,567.89", "1234567.89"),
        ("12.5 %, 12,5%", "12.5"),
        ("35.125", "35.125 35125"),
        ("63 114", "63 114 63114"),
        ("in 2018 350 students", "2018 350"),
        ("2018/2019, 1939–1950", "2018 2019 1939 1950"),
        ("the 1990s, 35th", "1990 35"),
        ("four faculties, twelve chairs", "4 12"),
        ("Twenty-five thousand four hundred and six", "25406"),
        ("in 1940 four faculties", "1940 4"),
        ("two, four and six", "2 4 6"),
        ("1.5 million, 5 thousand", "1500000 5000"),
        ("в четырёх корпусах, двести пятьдесят тысяч, 35 тыс.", "4 250000 35000"),
        ("бисту панҷ нафар, чорто, панҷсаду бист, 15 ҳазор", "25 4 520 15000"),
        ("about half", "50"),
        ("no number here", ""),
    ],
)
def test_numbers_as_written(text: str, numbers: str) -> None:
    assert written_numbers(text) == {Decimal(number) for number in numbers.split()}


@given(st.integers(0, 10**9), st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "’", ""]))
def test_a_number_is_read_with_any_mark_between_its_thousands(number: int, mark: str) -> None:
    text = f"{number:,}".replace(",", mark)
    assert number in written_numbers(f"It has {text} items.")
    assert number * 10 + 1 not in written_numbers(f"It has {text} items.")


@given(st.decimals(0, 999, places=2), st.sampled_from([",", "."]))
def test_decimals_are_read(number: Decimal, mark: str) -> None:
    assert number in written_numbers(f"{number:f}%".replace(".", mark))


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert all(number >= 0 for number in written_numbers(text))
