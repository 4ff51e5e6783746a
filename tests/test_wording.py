"""One word for one thing in the Russian and Tajik texts: no word stands for another thing."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from babel.messages.pofile import read_po

from atsmu_kg.publishing.pages.wording import Words

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    *sorted((ROOT / "ontology").glob("*.ttl")),
    *(ROOT / "data" / name for name in ("dataset.ttl", "editorial.trig", "provenance.trig")),
)
# What pictures and pages say.
WORDS = sorted((ROOT / "atsmu_kg").rglob("*.toml"))
AUTHORITY_TABLES = ("authorities.csv", "schemes.csv")
# What is written wrongly, and the word that the field has for it.
WRONG = {
    "tg": {
        r"ҳудуд": "ҳад: a bound",
        r"шиноса": "идентификатор: an identifier",
        r"додаҳо": "маълумот: data",
        r"якҷояшуда": "муттаҳидшуда: merged",
        r"баровардашуда": "ҳосилшуда: entailed",
        r"мувофиқаҳо": "мутобиқатҳо: an alignment",
        r"мавзӯ": "мавзуъ: a topic or subject",
        r"ном мебара": "номбар мекунад: names",
        r"арзиш": "қимат: a value",
        r"таъинот": "мақсад: a purpose",
        r"ваколат": "рисолат: a mandate",
        r"фарогир": "доира: a scope",
        r"захирав": "маркази захираҳо: a resource centre",
        r"амалиёти тиббӣ": "дахолатҳои тиббӣ: interventions",
        r"намунав": "мисолӣ (нопурра): illustrative",
        r"бо далелҳо санҷ|далел ба далел|ҷудо аз далел": "факт: a fact",
        r"\b(?:граф|ҷадвал)\w* маълумотнома|порча\w* ё (?:як )?маълумотнома": "феҳристи меъёрӣ: an authority",
    },
    "ru": {
        r"подтверждает подтверждение": "обосновывает подтверждение",
        r"управляет(?:ся)?\b|управляющ": "в ведении: managed by",
        r"примерный|в примерном": "неисчерпывающий, с примерами: illustrative",
        r"\bграф\w* справочник|справочн\w+ таблиц": "авторитетный файл: an authority",
        r"фрагмент\w* (?:и|или) (?:один )?справочник": "авторитетный файл: an authority",
        r"утверждени\w+ графа|утверждений в графе|граф утверждает": "сведения: statements",
    },
}


def documents() -> Iterator[tuple[str, str, str]]:
    for document in DOCUMENTS:
        for quad in ox.parse(path=str(document)):
            if isinstance(quad.object, ox.Literal) and quad.object.language:
                yield f"{document.name}, {quad.subject}", quad.object.language, quad.object.value


def other_texts() -> Iterator[tuple[str, str, str]]:
    for language in WRONG:
        with (ROOT / "docs" / "locale" / f"{language}.po").open("rb") as file:
            for message in read_po(file):
                yield f"{language}.po, {message.id}", language, str(message.string)
        for file in WORDS:
            for key, texts in tomllib.loads(file.read_text("utf-8")).items():
                yield f"{file.relative_to(ROOT)}, {key}", language, str(texts.get(language, ""))
        for table in AUTHORITY_TABLES:
            with (ROOT / "data" / "authority" / table).open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    yield f"{table}, {row}", language, " ".join(str(text) for text in row.values())


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str, str]]:
    return [*documents(), *other_texts()]


@pytest.mark.parametrize("language", WRONG)
def test_a_word_that_means_another_thing_stands_nowhere(
    language: str, texts: list[tuple[str, str, str]]
) -> None:
    wrong = [
        f"{place}: {text!r} (better {right})"
        for place, lang, text in texts
        for pattern, right in WRONG[language].items()
        if lang == language and re.search(pattern, text, re.IGNORECASE)
    ]
    assert not wrong, "\n".join(wrong)


def test_each_language_has_its_texts(texts: list[tuple[str, str, str]]) -> None:
    assert {language for _, language, _ in texts} >= set(WRONG)
    assert all(len([1 for _, lang, _ in texts if lang == language]) > 900 for language in WRONG)


@pytest.mark.parametrize("language", WRONG)
def test_claim_assertion_and_statement_have_a_word_each(language: str) -> None:
    words = {"ru": ("утверждение", "заявление"), "tg": ("изҳорот", "таъкид")}[language]
    labels = {
        str(quad.subject.value).partition("#")[2]: quad.object.value
        for quad in ox.parse(path=str(ROOT / "ontology" / "atsmu-kg.ttl"))
        if isinstance(quad.object, ox.Literal)
        and quad.object.language == language
        and quad.predicate.value.endswith(("prefLabel", "#label"))
    }
    assert labels["Assertion"] == words[1]
    with (ROOT / "docs" / "locale" / f"{language}.po").open("rb") as file:
        assert str(read_po(file)["the claim"].string).lower() == words[0]
    # What the pages count are statements.
    assert words[0] not in Words(language)("statements")


def test_descriptions_of_organisations_stand_in_all_three_languages() -> None:
    languages: dict[str, set[str]] = {}
    for name in ("authority.trig", "editorial.trig"):
        for quad in ox.parse(path=str(ROOT / "data" / name)):
            if quad.predicate.value == "https://schema.org/description":
                languages.setdefault(str(quad.subject), set()).add(quad.object.language)
    assert {thing: langs for thing, langs in languages.items() if langs != {"en", "ru", "tg"}} == {}


def test_the_commission_of_medical_graduates_is_an_educational_one() -> None:
    names = {
        quad.object.language: quad.object.value
        for quad in ox.parse(path=str(ROOT / "data" / "editorial.trig"))
        if quad.subject.value.endswith("registry/faimer-ecfmg")
        if quad.predicate.value.endswith("prefLabel")
    }
    assert "образовани" in names["ru"] and "таълим" in names["tg"]
