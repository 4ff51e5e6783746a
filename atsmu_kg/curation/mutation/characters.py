"""Slips that leave a text looking as it did: blanks, invisible characters, letters of another alphabet."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType
from unicodedata import normalize

from pyoxigraph import Literal

from atsmu_kg.curation.mutation.statements import Edit, GroundTriple, Operator, Statements, pick
from atsmu_kg.rdf.namespaces import DCTERMS, RDFS, SCHEMA, SKOS

NAMES = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
TEXTS = (*NAMES, RDFS.comment, SCHEMA.description, DCTERMS.title, SKOS.scopeNote, SKOS.editorialNote)
UNSEEN = "\u00ad\u200b\u200e\u2060\ufeff\u0007"
ALIKE = MappingProxyType(dict(zip("аеорсухАВЕКМНОРСТХ", "aeopcyxABEKMHOPCTX", strict=True)))


def _blank_doubled(stated: Statements, random: Random) -> Edit:
    return _written_otherwise(stated, random, " ", "  ")


def _no_break_blank(stated: Statements, random: Random) -> Edit:
    return _written_otherwise(stated, random, " ", "\u00a0")


def _invisible_character(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(*TEXTS))
    text = old.object.value
    at = random.randrange(len(text) + 1)
    return _rewritten(stated, old, f"{text[:at]}{random.choice(UNSEEN)}{text[at:]}")


def _letter_decomposed(stated: Statements, random: Random) -> Edit:
    texts = [
        each for each in stated.where(*TEXTS) if normalize("NFD", each.object.value) != each.object.value
    ]
    old = pick(random, texts)
    return _rewritten(stated, old, normalize("NFD", old.object.value))


def _look_alike_letter(stated: Statements, random: Random) -> Edit:
    """A Latin letter in a Cyrillic word, where the letter beside it tells."""
    old = pick(random, [each for each in stated.where(*TEXTS) if _places(each.object.value)])
    text = old.object.value
    at = pick(random, _places(text))
    return _rewritten(stated, old, f"{text[:at]}{ALIKE[text[at]]}{text[at + 1 :]}")


def _label_in_russian(stated: Statements, random: Random) -> Edit:
    """The Russian label of a thing as its Tajik one too."""
    tajik = [each for each in stated.where(SKOS.prefLabel) if each.object.language == "tg"]
    old = pick(random, tajik)
    russian = [each.value for each in stated.values(old.subject, SKOS.prefLabel) if each.language == "ru"]
    return _rewritten(stated, old, pick(random, [text for text in russian if text != old.object.value]))


def _written_otherwise(stated: Statements, random: Random, what: str, instead: str) -> Edit:
    old = pick(random, [each for each in stated.where(*TEXTS) if what in each.object.value])
    text = old.object.value
    at = pick(random, [place for place, letter in enumerate(text) if letter == what])
    return _rewritten(stated, old, f"{text[:at]}{instead}{text[at + 1 :]}")


def _rewritten(stated: Statements, old: GroundTriple, text: str) -> Edit:
    value = old.object
    new = Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    return stated.replace(old, old._replace(object=new))


def _places(text: str) -> list[int]:
    return [
        at
        for at, letter in enumerate(text)
        if letter in ALIKE
        and any("Ѐ" <= other <= "ӿ" for other in text[max(at - 1, 0) : at] + text[at + 1 : at + 2])
    ]


CHARACTERS: Mapping[str, Operator] = MappingProxyType(
    {
        "blank doubled": _blank_doubled,
        "no-break blank": _no_break_blank,
        "invisible character": _invisible_character,
        "letter decomposed": _letter_decomposed,
        "look-alike letter": _look_alike_letter,
        "label in Russian": _label_in_russian,
    }
)
