"""How often the right thing comes first, and a foreign name finds something: tables of spellings."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest
from babel import Locale

from atsmu_kg.graph import load
from atsmu_kg.rdf.namespaces import ATSMU, COUNTRY, SKOS
from atsmu_kg.records import Records
from atsmu_kg.records.names.lexicon import lexicon
from atsmu_kg.records.names.matching import KnownWords

TABLES = ("spellings.csv", "spellings_further.csv")
RIGHT, FALSE = 0.95, 0.02
# What a slip puts in the place of a letter, or beside it.
LETTERS = {"en": "abdegiklmnoprstu", "ru": "абвгдеиклмнопрсту", "tg": "абвгдеиклмнопрсту"}


@pytest.fixture(scope="module")
def records() -> Records:
    return Records(load().queries)


def spellings(table: str) -> list[tuple[str, str]]:
    with (Path(__file__).parent / table).open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["expected"]) for row in csv.DictReader(file)]


def answers(records: Records, texts: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """What is looked for, what should come first, and what does."""
    found = [(text, expected, records.find(text, limit=1)) for text, expected in texts]
    return [(text, expected, matches[0].iri.curie if matches else "") for text, expected, matches in found]


@pytest.mark.parametrize("table", TABLES)
def test_the_right_thing_comes_first(records: Records, table: str) -> None:
    asked = answers(records, [row for row in spellings(table) if row[1]])
    wrong = [answer for answer in asked if answer[1] != answer[2]]
    assert len(wrong) <= (1 - RIGHT) * len(asked), "\n".join(map(str, wrong))


@pytest.mark.parametrize("table", TABLES)
def test_a_foreign_name_finds_nothing(records: Records, table: str) -> None:
    asked = answers(records, [row for row in spellings(table) if not row[1]])
    false = [answer for answer in asked if answer[2]]
    assert len(false) <= FALSE * len(asked), "\n".join(map(str, false))


def test_the_tables_ask_for_different_things() -> None:
    first, second = ([text for text, _ in spellings(table)] for table in TABLES)
    assert len(first) == 108 and len(second) > 200
    assert len({*first, *second}) > 0.97 * (len(first) + len(second))


@pytest.mark.parametrize(
    "language",
    ["en", pytest.param("ru", marks=pytest.mark.whole), pytest.param("tg", marks=pytest.mark.whole)],
)
def test_a_country_that_is_not_in_the_graph_finds_nothing(records: Records, language: str) -> None:
    known = {entry.thing for entry in records._read.index.entries}
    names = [
        (name, "")
        for code, name in Locale(language).territories.items()
        if re.fullmatch("(?!EU|EZ|UN|QO|X|ZZ)[A-Z]{2}", code) and COUNTRY[code] not in known
    ]
    false = [answer for answer in answers(records, names) if answer[2]]
    assert len(names) > 200 and len(false) <= FALSE * len(names), "\n".join(map(str, false))


@pytest.mark.parametrize("most", [40, pytest.param(None, id="all", marks=pytest.mark.long)])
@pytest.mark.parametrize("language", ["en", "ru", "tg"])
def test_a_slip_is_forgiven(records: Records, language: str, most: int | None) -> None:
    chance = random.Random(762)
    names = [
        (str(entry.text), entry.thing.curie)
        for entry in records._read.index.entries
        if entry.thing in ATSMU
        and entry.property == SKOS.prefLabel
        and getattr(entry.text, "lang", "") == language
        and any(len(word) > 6 for word in entry.text.split())
    ]
    names = names if most is None else chance.sample(names, most)
    asked = answers(records, [(with_slip(name, language, chance), thing) for name, thing in names])
    wrong = [answer for answer in asked if answer[1] != answer[2]]
    assert len(asked) >= 40 and len(wrong) <= 0.1 * len(asked), "\n".join(map(str, wrong))


def with_slip(name: str, language: str, chance: random.Random) -> str:
    """A name with a letter left out, added, wrong, or in the place of the next, in one of its long words."""
    words = name.split()
    number = chance.choice([number for number, word in enumerate(words) if len(word) > 6])
    word, letter = words[number], chance.choice(LETTERS[language])
    at = chance.randrange(1, len(word) - 1)
    words[number] = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return " ".join(words)


def test_a_variant_is_the_whole_name_and_comes_before_parts(records: Records) -> None:
    best, *others = records.find("Faculty of Dentistry")
    assert (best.iri.curie, best.kind) == ("atsmu:dentistry-faculty", "variant")
    variants = {other.iri.curie for other in others if other.kind == "variant"}
    assert variants == {"organization:msit-dentistry-faculty"}
    assert [match.iri.curie for match in records.find("stomatology")][:2] == [
        "atsmu:stomatology-centre",
        "atsmu:dentistry-faculty",
    ]


def test_a_former_name_is_found_by_its_hidden_label(records: Records) -> None:
    match = records.find("Stalinabad")[0]
    assert (match.iri.curie, match.via, match.name) == ("place:dushanbe", SKOS.hiddenLabel, "Dushanbe")
    assert "Stalinabad" not in {str(alias) for alias in records.find("Dushanbe")[0].names.values()}


@pytest.mark.parametrize(
    ("word", "likes"),
    [
        ("who", {"who"}),
        ("wto", set()),
        ("avstria", {"avstria"}),
        ("avstralia", set()),
        ("avstira", {"avstria"}),
    ],
)
def test_a_slip_is_no_other_word(word: str, likes: set[str]) -> None:
    words = KnownWords(["who", "avstria"], frozenset({"who"}), lexicon())
    assert words.slips(word).keys() | words.like(word, acronym=True).keys() == likes


def test_each_word_of_the_lexicon_has_a_reason() -> None:
    with (Path(__file__).parent.parent / "atsmu_kg/records/names/words.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] and row["words"] for row in rows)
    assert {row["kind"] for row in rows} == {
        "stop",
        "context",
        "synonym",
        "ending",
        "owner",
        "apart",
        "short",
    }


def test_no_two_rows_of_synonyms_share_a_word() -> None:
    rows = lexicon()._synonyms
    assert not [row & other for row in rows for other in rows if row is not other and row & other]
