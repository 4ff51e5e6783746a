"""The numbers that a text writes, in digits of several conventions or in words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal

from atsmu_kg.files import table
from atsmu_kg.rdf.namespaces import PREFIXES, SCHEMA, XSD
from atsmu_kg.rdf.terms import spell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Triple

# Groups of three digits behind one sort of blank, comma, point or apostrophe; or digits without any.
# Marks other than hyphens end a number in words.
TOKEN = re.compile(
    r"""(?P<grouped> [1-9]\d{0,2} (?P<mark>[ \u00a0\u2009\u202f,.'’]) \d{3} (?:(?P=mark)\d{3})* ) (?!\d)
        (?P<fraction>[.,]\d+)?
    | (?P<plain>\d+(?:[.,]\d+)?)
    | (?P<word>[^\W\d_]+)
    | [^\w\s-]""",
    re.VERBOSE,
)
THOUSAND = 1000
WRITTEN = re.compile("[0-9]+(?:[.][0-9]+)?")
YEAR = re.compile("[0-9]{4}")


def written_numbers(text: str) -> frozenset[Decimal]:
    """Every number that a text may be read to write.

    text: in English, Russian or Tajik; digits are read in any language.

    Where a mark may stand before decimals as well as before thousands, both readings count.

    >>> sorted(map(int, written_numbers("35,000 or 1.5 million; 60% in twenty-five of 63 chairs")))
    [25, 60, 63, 35000, 1500000]
    """
    numbers: set[Decimal] = set()
    spoken: tuple[Decimal, Decimal] | None = None
    digits: set[Decimal] = set()
    for token in TOKEN.finditer(text.casefold()):
        number = _spoken(token["word"] or "")
        if number is not None and number >= THOUSAND and digits:
            digits = {digit * number for digit in digits}
        elif number is not None and (longer := _continued(spoken, number)):
            spoken = longer
        elif not (token["word"] == "and" and spoken and not sum(spoken) % 100):
            numbers |= digits | ({sum(spoken, Decimal())} if spoken else set())
            digits = _readings(token)
            spoken = None if number is None else _continued(None, number)
    return frozenset(numbers | digits | ({sum(spoken, Decimal())} if spoken else set()))


def unwritten(
    triples: Iterable[Triple], passage: str, prefixes: Mapping[str, str] = PREFIXES
) -> Iterator[str]:
    """The values of figures and the founding years that a passage does not contain, each with what it is of.

    triples: what the graph of the passage states.
    passage: its text.
    prefixes: those that things are shown with.
    """
    numbers = written_numbers(passage)
    for triple in sorted(triples, key=str):
        value = triple.object
        if not isinstance(value, Literal):
            continue
        if triple.predicate.value == SCHEMA.value and value.datatype.value in (XSD.integer, XSD.decimal):
            number, kind = WRITTEN.fullmatch(value.value), "value"
        elif triple.predicate.value == SCHEMA.foundingDate:
            number, kind = YEAR.match(value.value), "founding year"
        else:
            continue
        if number and Decimal(number[0]) not in numbers:
            yield f"{number[0]}, the {kind} of {spell(triple.subject, prefixes=prefixes)}"


def _readings(token: re.Match[str]) -> set[Decimal]:
    """What the digits of a token may mean."""
    if token["plain"]:
        return {Decimal(token["plain"].replace(",", "."))}
    if not token["grouped"]:
        return set()
    mark, parts = token["mark"], token["grouped"].split(token["mark"])
    readings = {Decimal("".join(parts) + (token["fraction"] or "").replace(",", "."))}
    if mark in ",." and len(parts) == 2 and not parts[1].endswith("0"):
        readings.add(Decimal(".".join(parts)))
    # A blank also stands between two numbers; no number begins with 0.
    if mark.isspace() and not any(part.startswith("0") for part in parts):
        readings.update(map(Decimal, parts))
    return readings


def _spoken(word: str) -> Decimal | None:
    """The number that a word is; Tajik ones may have the ending that joins or counts."""
    words = _words()
    for ending in ("", "у", "ю", "то", "тои", "та"):
        number = words.get(word.removesuffix(ending)) if word.endswith(ending) else None
        if number is not None:
            return number
    return None


def _continued(spoken: tuple[Decimal, Decimal] | None, number: Decimal) -> tuple[Decimal, Decimal] | None:
    """Whole thousands and the rest with one more word, or None if the word begins another number."""
    thousands, rest = spoken or (Decimal(), Decimal())
    if number >= THOUSAND:
        return (thousands + (rest or 1) * number, Decimal()) if rest or not thousands else None
    if number == 100 and 0 < rest < 10:
        return thousands, rest * 100
    if not rest:
        return thousands, number
    place = 10 if number < 10 else 100 if number < 100 else THOUSAND
    return (thousands, rest + number) if number and not rest % place and rest % 100 != 10 else None


@cache
def _words() -> dict[str, Decimal]:
    """Number words by what they mean, of three languages together."""
    rows = table(__file__, "number_words.csv")
    return {word: Decimal(row["value"]) for row in rows for word in row["words"].split()}
