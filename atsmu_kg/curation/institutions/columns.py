"""What the cells of the tables may hold: each column's rule, and what the rows of a list must agree on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from atsmu_kg.curation.institutions.measures import Measure
from atsmu_kg.curation.institutions.sheets import BEYOND, Cell, Sheet
from atsmu_kg.errors import DataError
from atsmu_kg.text import did_you_mean, nearest

NAMES = ("name_en", "name_ru", "name_tg")
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "figures": (
            *("sentence", "figure", "about", "measure", "bound", "value", "unit"),
            *("part_of", "share_of", "year"),
        ),
        "units": ("sentence", "unit", "kind", *NAMES, "completeness", "counted_by"),
        "partners": ("sentence", "relation", "partner", *NAMES, "completeness", "counted_by"),
        "measures": ("measure", "unit", *NAMES, "part_of"),
    }
)
UNIT_KINDS = ("Faculty", "Centre", "Library", "ElectronicLibrary")
FIGURE_UNITS = ("number", "percent")
RELATIONS = ("institutions", "projects", "students")
# Lists say how complete they are; a library is not a member of one.
LISTED = ("Faculty", "Centre", *RELATIONS)
# The vocabulary's measures count faculties and countries of origin, so only those lists can be counted.
COUNTED = ("Faculty", "students")
# What people write for bounds and units, and for two countries.
SIGNS: Mapping[str, str] = MappingProxyType(
    {
        **{"=": "Exactly", ">": "MoreThan", ">=": "AtLeast", "≥": "AtLeast", "+": "AtLeast"},
        **{"<": "LessThan", "<=": "AtMost", "≤": "AtMost", "~": "About", "≈": "About", "±": "About"},
        **{"%": "percent", "#": "number", "№": "number"},
    }
)
UNASSIGNED: Mapping[str, str] = MappingProxyType({"UK": "GB", "EL": "GR"})
SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
# The end of the IRI of a QUDT unit, of which there are two thousand.
QUDT_UNIT = re.compile("[A-Z][A-Za-z0-9_-]*")

Row = Mapping[str, Cell]
Faults = Iterator[DataError]


@dataclass(frozen=True, slots=True)
class Terms:
    """What cells may refer to: terms of the vocabulary, sentences that have a claim, and things by name.

    ``declared`` are the names of those measures that the tables need not declare.
    """

    measures: Mapping[str, Measure]
    declared: Collection[str]
    bounds: Collection[str]
    completeness: Collection[str]
    sentences: Collection[str]
    figures: Collection[str]
    units: Collection[str]
    language: str


def faults(sheets: Iterable[Sheet], terms: Terms) -> list[DataError]:
    """All that is wrong with the cells of the tables, in their order."""
    rules: dict[str, Callable[[Row, Terms], Faults]] = {
        "figures": _figure,
        "units": _unit,
        "partners": _partner,
        "measures": _measure,
    }
    wrong: list[DataError] = []
    seen: dict[tuple[str, ...], Row] = {}
    lists: dict[tuple[str, str], Row] = {}
    sheets = list(sheets)
    counts = _counts(sheets)
    for sheet in sheets:
        wrong += sheet.wrong
        for row in sheet.rows:
            wrong += _uncounted(sheet.kind, row, counts)
            if "sentence" in row:
                wrong += _choice(row["sentence"], terms.sentences, "has no claim in data/claims", "sentence")
            wrong += rules[sheet.kind](row, terms)
            wrong += _repeated(sheet.kind, row, seen)
            wrong += _disagreeing(sheet.kind, row, lists)
    # A cell is told once, not by each rule that it breaks; and a row with too many cells is shifted, so that
    # what its other cells hold says nothing.
    shifted = {_row(error) for sheet in sheets for error in sheet.wrong if error.facts["name"] == BEYOND}
    told = {
        (*_row(error), error.column): error
        for error in reversed(wrong)
        if error.facts["name"] == BEYOND or _row(error) not in shifted
    }
    return [*reversed(told.values())]


def _row(error: DataError) -> tuple[object, ...]:
    return error.file, error.facts["sheet"], error.line


def _counts(sheets: Iterable[Sheet]) -> dict[str, str]:
    """The figure of a sentence that counts partner institutions, by the sentence."""
    return {
        row["sentence"].text: row["figure"].text
        for sheet in sheets
        if sheet.kind == "figures"
        for row in sheet.rows
        if row["measure"].text == "PartnerInstitutionCount"
    }


def _uncounted(kind: str, row: Row, counts: Mapping[str, str]) -> Faults:
    """Partners that are named and counted in one sentence are those that are counted."""
    if kind == "partners" and row["relation"].text == "institutions" and not row["counted_by"].text:
        figure = counts.get(row["sentence"].text)
        if figure:
            yield row["counted_by"].error(
                f"leaves out {figure}, the figure by which this sentence counts these partners",
                f"Write {figure}.",
            )


def _figure(row: Row, terms: Terms) -> Faults:
    yield from _slug(row["figure"])
    if row["about"].text:
        yield from _choice(
            row["about"], {"university", *terms.units}, "is not a unit of the tables or the data"
        )
    yield from _choice(row["measure"], terms.measures, "is not a measure of the vocabulary or of the dataset")
    yield from _choice(row["bound"], terms.bounds, "is not a bound")
    measure = terms.measures.get(row["measure"].text)
    if measure and measure.unit:
        yield from _choice(row["unit"], [measure.unit], "is not the unit of this measure")
    else:
        yield from _choice(row["unit"], FIGURE_UNITS, "is not a unit of figures")
    yield from _value(row)
    if row["part_of"].text:
        yield from _choice(row["part_of"], terms.figures, "is not a figure of the tables or the data")
    share, percent = row["share_of"], row["unit"].text == "percent"
    if share.text and not percent:
        yield share.error("stands beside a count", "Empty it, or write percent as the unit.")
    elif percent:
        yield from _choice(share, terms.measures, "is not a measure that a percentage could be of")
    if row["year"].text and not re.fullmatch("[0-9]{4}", row["year"].text):
        yield row["year"].error("is not a year", "Write four digits, or leave it empty if no year is given.")


def _measure(row: Row, terms: Terms) -> Faults:
    measure, unit, whole = row["measure"], row["unit"], row["part_of"]
    yield from _slug(measure)
    if measure.text in terms.declared:
        yield measure.error("is declared in the data already", "Take it out here or there.")
    if unit.text not in FIGURE_UNITS and not QUDT_UNIT.fullmatch(unit.text):
        advice = "Write number, percent, or the end of a QUDT unit's IRI: M2, HR, KiloGM."
        yield unit.error("is not a unit", did_you_mean([SIGNS[unit.text]]) if unit.text in SIGNS else advice)
    if whole.text:
        yield from _choice(whole, terms.measures, "is not a measure of the vocabulary or of the dataset")
        if whole.text == measure.text:
            yield whole.error("is the measure itself", "Name the measure of the whole, or empty the cell.")
    yield from _named(row, NAMES)


def _value(row: Row) -> Faults:
    value = row["value"]
    match = NUMBER.fullmatch(value.text)
    if not match:
        yield value.error(
            "is not a number",
            "Write digits only, with a point before decimals and no separators: 8844, 12.5.",
        )
    elif row["unit"].text == "number" and match[2]:
        yield value.error("is not a whole number, as counts are", "Round nothing: check the unit.")
    elif row["unit"].text == "percent" and Decimal(value.text) > 100:
        yield value.error("is more than 100 percent", "Give a share from 0 to 100.")


def _unit(row: Row, terms: Terms) -> Faults:
    yield from _slug(row["unit"])
    yield from _choice(row["kind"], UNIT_KINDS, "is not a kind of unit")
    yield from _listed(row, row["kind"], terms)
    wanted = NAMES if row["kind"].text in LISTED else (f"name_{terms.language}",)
    yield from _named(row, wanted)


def _partner(row: Row, terms: Terms) -> Faults:
    relation, partner = row["relation"], row["partner"]
    yield from _choice(relation, RELATIONS, "is not a relation")
    yield from _listed(row, relation, terms)
    if relation.text == "projects":
        yield from _slug(partner)
        yield from _named(row, (f"name_{terms.language}",))
    else:
        several = [part for part in re.split(r"[,;/]|\s(?:and|и|ва)\s", partner.text) if part.strip()]
        if len(several) > 1:
            yield partner.error(
                f"names {len(several)} countries",
                "Give each of them a row of its own, with its ISO 3166-1 alpha-2 code as the partner.",
            )
        elif partner.text in UNASSIGNED:
            meant = did_you_mean([UNASSIGNED[partner.text]])
            yield partner.error("is not a country code of ISO 3166-1, though it is often written", meant)
        elif not re.fullmatch("[A-Z]{2}", partner.text):
            yield partner.error("is not a country code", "Write the ISO 3166-1 alpha-2 code, two capitals.")
        yield from _named(row, NAMES)


def _listed(row: Row, kind: Cell, terms: Terms) -> Faults:
    completeness, counted = row["completeness"], row["counted_by"]
    if kind.text not in LISTED:
        for cell in (completeness, counted):
            if cell.text:
                yield cell.error(f"stands beside {kind.text!r}, which is in no list", "Empty the cell.")
        return
    yield from _choice(completeness, terms.completeness, "does not say how complete the list is")
    if counted.text:
        yield from _choice(counted, terms.figures, "is not a figure of the tables or the data")
    if kind.text not in COUNTED and completeness.text == "Exhaustive":
        yield completeness.error(
            "can't be said of a list that no measure counts", "Write AsGiven, or Illustrative."
        )
    elif kind.text in ("Centre", "projects") and counted.text:
        yield counted.error("counts a list that no measure counts", "Empty the cell.")
    elif completeness.text == "Exhaustive" and not counted.text:
        yield counted.error("leaves an exhaustive list uncounted", "Name the figure that counts the list.")
    elif completeness.text == "AsGiven" and counted.text and kind.text in COUNTED:
        yield completeness.error(
            "stands beside a figure that counts the list",
            "Write Exhaustive or Illustrative: the count says which.",
        )


def _named(row: Row, columns: Iterable[str]) -> Faults:
    for column in columns:
        if not row[column].text:
            yield row[column].error("is not a name", "Give the name in this language; the shapes ask for it.")


def _slug(cell: Cell) -> Faults:
    if not SLUG.fullmatch(cell.text):
        yield cell.error(
            "can't end an IRI here", "Write lower-case ASCII words with hyphens: law-faculty, students-2026."
        )


def _choice(cell: Cell, known: Collection[str], problem: str, what: str = "") -> Faults:
    if cell.text in known:
        return
    sign = SIGNS.get(cell.text, "")
    near = [sign] if sign in known else nearest(cell.text, known)
    if what == "sentence":
        advice = "Add a row with its range to the claims table, or correct the number."
    elif known:
        advice = did_you_mean(near, f"The choices are {', '.join(sorted(known))}.")
    else:
        advice = "There is none yet: describe it first."
    yield cell.error(problem, advice)


def _repeated(kind: str, row: Row, seen: dict[tuple[str, ...], Row]) -> Faults:
    """A thing has one row a passage, a figure and a measure one row in all."""
    key = {
        "figures": ("figure",),
        "units": ("unit",),
        "partners": ("sentence", "relation", "partner"),
        "measures": ("measure",),
    }[kind]
    cell = row[key[-1]]
    first = seen.setdefault((kind, *(row[column].text for column in key)), row)
    if first is not row:
        before = first[key[-1]]
        where = f"{before.file}, {f'sheet {before.sheet}, ' if before.sheet else ''}cell {before.address}"
        yield cell.error(f"stands in {where} already", "Take one of the two rows out.")


def _disagreeing(kind: str, row: Row, lists: dict[tuple[str, str], Row]) -> Faults:
    """The members that one sentence lists are of one list: its rows say the same of it."""
    if kind not in ("units", "partners"):
        return
    of = row["kind" if kind == "units" else "relation"].text
    first = lists.setdefault((row["sentence"].text, of), row)
    for column in ("completeness", "counted_by"):
        if row[column].text != first[column].text:
            yield row[column].error(
                f"differs from {first[column].text!r} in {first[column].address}, which is of the same list",
                "Say the same in each row of the list.",
            )
