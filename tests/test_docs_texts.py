"""What query headers and page templates say in English is said in Russian and in Tajik, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from atsmu_kg.queries import packaged
from atsmu_kg.rdf.namespaces import PREFIXES

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "docs" / "locale"
LANGUAGES = ("ru", "tg")
# The letters that only the other of the two alphabets has.
FOREIGN = {"ru": re.compile("[ғӣқӯҳҷ]", re.IGNORECASE), "tg": re.compile("[щцыь]", re.IGNORECASE)}
CODE = re.compile(r"`[^`]+`")
CURIE = rf"\b(?:{'|'.join(PREFIXES)}):\w+(?:-\w+)*"
STANDARD = r"\b(?:CSV|CURIE|HTML|IRI|ISO|JSON|RDF|SHACL|SPARQL|Turtle|Unicode|WGS|WKT)\b"
# What stays as it is: code, placeholders, CURIEs, names of queries, numbers and names of standards.
TECHNICAL = re.compile(
    rf"{CODE.pattern}|\{{\w*\}}|%\(\w+\)s|%s|{CURIE}|\b[a-z]+(?:_[a-z]+)+\b|(?:\w+-)*\w*\d\w*|{STANDARD}",
    re.ASCII,
)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def translations(language: str) -> Catalog:
    with (LOCALE / f"{language}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """Each text of the headers, with the files that say it."""
    found: dict[str, list[str]] = {}
    for name, query in packaged().items():
        parameters = [parameter.description for parameter in query.parameters]
        columns = [column.description for column in query.columns]
        for text in filter(None, (query.summary, query.description, *query.tags, *parameters, *columns)):
            found.setdefault(text, []).append(f"queries/{name}.rq")
    return found


def test_the_header_names_the_language_and_the_encoding(language: str, translations: Catalog) -> None:
    assert str(translations.locale) == language
    assert translations.charset == "utf-8"


def test_every_text_is_translated(language: str, translations: Catalog, texts: dict[str, list[str]]) -> None:
    missing = [
        f'#: {" ".join(dict.fromkeys(files))}\nmsgid "{text}"'
        for text, files in texts.items()
        if not (entry := translations.get(text)) or not entry.string or entry.fuzzy
    ]
    assert not missing, f"translate in docs/locale/{language}.po:\n\n" + "\n\n".join(missing)


def test_every_word_of_the_templates_is_translated_and_no_other(language: str, translations: Catalog) -> None:
    sources = [
        *(ROOT / "docs" / "generator" / "templates").glob("*.md"),
        ROOT / "docs" / "generator" / "pages.py",
    ]
    said = {
        (word, source.relative_to(ROOT).as_posix())
        for source in sources
        for word in re.findall(r'(?:\b_|texts)\("([^"]*)"', source.read_text("utf-8"))
    }
    listed = {
        (str(entry.id), file) for entry in translations for file, _ in entry.locations if "generator" in file
    }
    assert said == listed, f"docs/locale/{language}.po and the templates differ in {sorted(said ^ listed)}"


def test_every_translation_is_in_use(
    language: str, translations: Catalog, texts: dict[str, list[str]]
) -> None:
    stale = [
        f"{file}: {entry.id}"
        for entry in translations
        for file, _ in entry.locations
        if file.startswith("queries/") and file not in texts.get(str(entry.id), ())
    ]
    assert not stale, (
        f"take the reference out of docs/locale/{language}.po, and the entry with its last reference, "
        "because the query says it no longer:\n" + "\n".join(stale)
    )


def test_no_translation_is_the_english_text(language: str, translations: Catalog) -> None:
    same = [
        text
        for text in (str(entry.id) for entry in translations if entry.id == entry.string)
        if re.search(r"[^\W\d_]", TECHNICAL.sub("", text))
    ]
    assert not same, f"translate in docs/locale/{language}.po what is English there:\n" + "\n".join(same)


def test_every_translation_keeps_the_technical_names(language: str, translations: Catalog) -> None:
    lost = [
        f"{name} in: {entry.string}"
        for entry in translations
        if entry.string
        for name in {*TECHNICAL.findall(str(entry.id))} - {*TECHNICAL.findall(str(entry.string))}
    ]
    assert not lost, f"write in docs/locale/{language}.po as in the English text:\n" + "\n".join(lost)


def test_every_translation_is_in_the_letters_of_its_language(language: str, translations: Catalog) -> None:
    strange = [
        text
        for text in (str(entry.string) for entry in translations)
        if FOREIGN[language].search(CODE.sub("", text))
    ]
    assert not strange, f"spell in docs/locale/{language}.po by its own alphabet:\n" + "\n".join(strange)
