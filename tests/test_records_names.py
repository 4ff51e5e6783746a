"""Names: in their languages, and things found by any of them as people type them."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.graph import load
from atsmu_kg.rdf.namespaces import ATSMU, AUTHORITY, SKOS
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records import Records
from atsmu_kg.records.names import NameIndex, Names, fold
from atsmu_kg.records.names.folding import distance

KINDS = ("exact", "folded", "variant", "words", "prefix", "typo")
words = st.text("abc", max_size=6)


@pytest.fixture(scope="module")
def records() -> Records:
    return Records(load().queries)


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        # as people write it in three languages
        ("Iran", "country:IR", "exact"),
        ("иран", "country:IR", "exact"),
        ("Эрон", "country:IR", "exact"),
        ("ТОҶИКИСТОН", "country:TJ", "exact"),
        ("Таджикистан", "country:TJ", "exact"),
        ("World Health Organization", "organization:who", "exact"),
        ("Медицинский факультет", "atsmu:medical-faculty", "exact"),
        ("Факултети тиббӣ", "atsmu:medical-faculty", "exact"),
        # codes
        ("TJ", "country:TJ", "exact"),
        ("tjk", "country:TJ", "exact"),
        ("762", "country:TJ", "exact"),
        ("Q863", "country:TJ", "exact"),
        ("WHO", "organization:who", "exact"),
        ("02emvsg33", "atsmu:university", "exact"),
        ("https://ror.org/02emvsg33", "atsmu:university", "exact"),
        ("0000000121430876", "person:avicenna", "exact"),
        # a keyboard without Tajik letters
        ("точикистон", "country:TJ", "folded"),
        ("Хиндустон", "country:IN", "folded"),
        ("Казокистон", "country:KZ", "folded"),
        ("Афгонистон", "country:AF", "folded"),
        ("Факултети тибби", "atsmu:medical-faculty", "folded"),
        # Cyrillic names in Latin letters
        ("Tojikiston", "country:TJ", "folded"),
        ("Tadzhikistan", "country:TJ", "folded"),
        ("Tadschikistan", "country:TJ", "folded"),
        ("Qazoqiston", "country:KZ", "folded"),
        ("Kazakstan", "country:KZ", "typo"),
        ("Eron", "country:IR", "folded"),
        ("Xitoy", "country:CN", "folded"),
        ("Rossiya", "country:RU", "folded"),
        ("Dušanbe", "place:dushanbe", "folded"),
        # parts of a name
        ("saudi", "country:SA", "words"),
        ("medicine evidence", "atsmu:evidence-based-medicine-centre", "words"),
        ("evidenc med", "atsmu:evidence-based-medicine-centre", "prefix"),
        # former names, and the spelling of America
        ("Stalinabad Medical Institute", "atsmu:university", "exact"),
        ("Таджикский государственный медицинский институт", "atsmu:university", "variant"),
        ("pediatric faculty", "atsmu:paediatric-faculty", "variant"),
        # slips
        ("Pakisatn", "country:PK", "typo"),
        ("Afganestan", "country:AF", "typo"),
        ("world helth organisation", "organization:who", "typo"),
    ],
)
def test_a_thing_is_found_by_what_people_type(records: Records, text: str, found: str, kind: str) -> None:
    match = records.find(text)[0]
    assert (match.iri.curie, match.kind) == (found, kind)


def test_a_part_of_a_name_finds_all_that_have_it(records: Records) -> None:
    found = [match.iri.curie for match in records.find("Сино")]
    assert set(found) == {"work:avicenna-bulletin", "person:avicenna", "atsmu:university"}
    assert {match.kind for match in records.find("Сино")} == {"words"}


def test_a_match_says_what_matched(records: Records) -> None:
    name = records.find("ЭРОН")[0]
    assert (name.name, name.matched) == ("Iran", Text("Эрон", "tg"))
    assert (name.language, name.via, name.scheme) == ("tg", SKOS.prefLabel, None)
    code = records.find("TJK")[0]
    assert (code.matched, code.language) == ("TJK", None)
    assert code.scheme is not None and code.scheme.curie == "akg:Iso3166Alpha3"
    assert repr(code) == "<Match country:TJ 'Tajikistan': 'TJK' (akg:Iso3166Alpha3), exact>"


@pytest.mark.parametrize("text", ["medical", "Сино", "iran", "university", "Wikidata", "Tajikestan"])
def test_matches_are_ranked(records: Records, text: str) -> None:
    found = records.find(text, limit=None)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert [KINDS.index(match.kind) for match in found] == sorted(KINDS.index(match.kind) for match in found)
    assert len({match.iri for match in found}) == len(found), "each thing once"
    assert all(0 <= match.score <= 1 for match in found)
    assert records.find(text, limit=2) == found[:2]


@pytest.mark.parametrize(("text", "found"), [("university", "university"), ("universty", "university")])
def test_a_thing_that_its_iri_calls_so_comes_before_others_that_the_word_is_part_of(
    records: Records, text: str, found: str
) -> None:
    first, *others = records.find(text)
    assert first.iri == ATSMU[found] and others


def test_every_name_and_code_finds_its_thing(records: Records) -> None:
    lost = [
        (entry.thing.curie, entry.text)
        for entry in records._read.index.entries
        if entry.thing in ATSMU
        and entry.thing not in {match.iri for match in records.find(entry.text, limit=None)}
    ]
    assert not lost


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [
        (AUTHORITY.sino, SKOS.prefLabel, Text("Sino", "en")),
        (ATSMU.b, SKOS.altLabel, Text("Сино", "tg")),
        (ATSMU.b, SKOS.prefLabel, Text("Сино", "ru")),
        (ATSMU.a, SKOS.altLabel, Text("Сино", "ru")),
    ]
    found = NameIndex(rows).find("сино")
    assert NameIndex(rows[::-1]).find("сино") == found
    assert [match.iri for match in found] == [ATSMU.b, ATSMU.a, AUTHORITY.sino]
    assert found[0].via == SKOS.prefLabel


def test_many_threads_find_the_same() -> None:
    records = Records(load().queries)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(records.find, ["Эрон"] * 64))
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Тоҷикистон", "Tojikiston"),
        ("Тоҷикистон", "Tojikistōn"),
        ("Точикистон", "Tochikiston"),
        ("Таджикистан", "Tadjikistan"),
        ("Ҳисор", "Hisor"),
        ("Хуҷанд", "Khujand"),
        ("Хучанд", "Xujand"),
        ("Ғафуров", "Ghafurov"),
        ("Гафуров", "Gafurov"),
        ("Кӯлоб", "Kulob"),
        ("Қӯрғонтеппа", "Qurghonteppa"),
        ("Шаҳринав", "Šahrinav"),
        ("Ёвон", "Evon"),
        ("Чехия", "Čehiya"),
        ("Щукин", "Shchukin"),
        ("Київ", "Kyiv"),
    ],
)
def test_scripts_fold_alike(cyrillic: str, latin: str) -> None:
    assert fold(cyrillic) == fold(latin)


@given(st.text())
def test_case_marks_and_signs_do_not_matter(text: str) -> None:
    folded = fold(text)
    assert folded == folded.casefold() == " ".join(folded.split())
    assert fold(f"«{text}»") == fold(f"  {text}\n") == folded
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == folded


@given(st.text("абвгғдежзийӣкқлмнопрстуӯфхҳцчҷшщъыьэюя "))
def test_a_keyboard_without_tajik_letters_will_do(text: str) -> None:
    assert fold(text.translate(str.maketrans("ӣғқҳҷӯ", "игкхчу"))) == fold(text) == fold(text.upper())


@given(words, words)
def test_a_distance_is_the_number_of_slips(a: str, b: str) -> None:
    assert distance(a, b, 2) == (slips if (slips := _slips(a, b)) <= 2 else None)


def _slips(a: str, b: str) -> int:
    """The recurrence of the restricted Damerau-Levenshtein distance, as it is defined."""
    if not a or not b:
        return len(a) + len(b)
    least = min(_slips(a[:-1], b) + 1, _slips(a, b[:-1]) + 1, _slips(a[:-1], b[:-1]) + (a[-1] != b[-1]))
    if a[-2:] == b[-2:][::-1] and len(a) > 1 and len(b) > 1:
        least = min(least, _slips(a[:-2], b[:-2]) + 1)
    return least


def test_names_fall_back_in_a_stated_order() -> None:
    names = Names([Text("Душанбе", "ru"), Text("Dushanbe", "en"), Text("Душанбе", "tg")])
    assert (names["tg"], names.best("de"), names.best("ru-RU")) == (
        Text("Душанбе", "tg"),
        Text("Dushanbe", "en"),
        Text("Душанбе", "ru"),
    )
    assert Names([Text("Сино", "tg")]).best() == Text("Сино", "tg")
    assert Names().best("tg", otherwise="nobody") == "nobody"
    assert list(names) == ["en", "ru", "tg"] and "de" not in names and hash(names)
