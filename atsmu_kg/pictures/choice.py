"""The picture that fits the columns of an answer.

| columns | picture |
| --- | --- |
| figures of the graph, and a number | ``figures``: those figures with their bounds |
| countries, by IRI or by ISO 3166-1 code, with or without a number | ``map`` |
| years and a number | ``line``, one for each text in another column |
| texts or IRIs, and a number | ``bars`` |

The first line that the columns have is the picture, and the first column of each kind is drawn.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any, Protocol

from atsmu_kg.choices import PICTURE_KINDS
from atsmu_kg.errors import QueryError
from atsmu_kg.pictures.picture import Picture, require
from atsmu_kg.pictures.words import checked
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import IRI, contract
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records import Country

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.records import Figure, Records

    class Columns(Protocol):
        """An answer, as far as a picture needs it."""

        columns: tuple[str, ...]
        graph: Any

        def column(self, name: str) -> list[Any]:
            """The values of a column."""

        def __len__(self) -> int: ...


NEEDS = {
    "figures": ("figure", "number"),
    "map": ("country",),
    "line": ("year", "number"),
    "bars": ("category", "number"),
}


class NoPictureError(QueryError):
    """The columns of an answer fit no picture, or not the wanted one; ``roles`` says what each column is."""


def picture(answer: Columns, kind: str | None = None, lang: str = "en") -> Picture:
    """The picture of an answer: of the wanted kind, else of the first that its columns fit.

    Raises MissingDependencyError, ParameterError for an unknown kind or language, and NoPictureError.
    """
    require()
    checked(lang)
    if kind is not None:
        PICTURE_KINDS.checked(kind)
    if not len(answer):
        raise NoPictureError(
            "an answer without rows has no picture", advice="Its why_empty() tells more.", roles={}
        )
    values = {name: answer.column(name) for name in answer.columns}
    things = _Known(answer.graph)
    roles = {name: _role(name, column, things) for name, column in values.items()}
    place = {role: name for name, role in reversed(roles.items())}
    # What is a country, a figure or an IRI is also a category, where no text says it better.
    for role in ("text", "country", "figure", "iri"):
        if role in place:
            place.setdefault("category", place[role])
    for candidate, needed in NEEDS.items():
        if kind in (None, candidate) and all(role in place for role in needed):
            return _draw(candidate, values, place, things, lang)
    raise _unfit(kind, roles)


class _Known:
    """The figures and countries of the graph that gave an answer; none if it is not known."""

    def __init__(self, graph: Any) -> None:
        self.records: Records | None = getattr(graph, "records", None)
        self.queries: Queries | None = getattr(graph, "queries", None)

    @cached_property
    def figures(self) -> dict[IRI, Figure]:
        """By IRI."""
        return {} if self.records is None else {figure.iri: figure for figure in self.records.figures}

    @cached_property
    def countries(self) -> dict[str, Country]:
        """By IRI and by each of the codes of ISO 3166-1."""
        if self.records is None or self.queries is None:
            return {}
        keyed: dict[str, Country] = {}
        for row in self.queries.countries():
            country = self.records[row.country]
            if isinstance(country, Country):
                keys = (row.country, row.alpha2, row.alpha3, row.numeric)
                keyed |= dict.fromkeys((key for key in keys if key), country)
        return keyed


def _role(name: str, column: list[Any], things: _Known) -> str:
    """What a column holds, leaving what is unbound out of account."""
    values = [value for value in column if value is not None]
    kinds = {type(value) for value in values}
    role = "other"
    if not values:
        role = "nothing"
    elif kinds == {Year} or (name == "year" and kinds == {int}):
        role = "year"
    elif kinds <= {int, float, Decimal}:
        role = "number" if all(map(isfinite, values)) else "other"
    elif all(value in things.figures for value in values):
        role = "figure"
    elif len(values) == len(column) and all(value in things.countries for value in values):
        role = "country"
    elif kinds == {IRI}:
        role = "iri"
    elif kinds <= {str, Text}:
        role = "text"
    return role


def _draw(
    kind: str, values: Mapping[str, list[Any]], place: Mapping[str, str], things: _Known, lang: str
) -> Picture:
    from atsmu_kg.pictures import charts, figures

    if kind == "map" and "number" not in place:
        return charts.places([things.countries[iri] for iri in values[place["country"]]], lang=lang)
    number = place["number"]
    numbers = [None if cell is None else _plain(cell) for cell in values[number]]
    if kind == "figures":
        named = dict.fromkeys(iri for iri in values[place["figure"]] if iri is not None)
        return figures.picture([things.figures[iri] for iri in named], lang)
    if kind == "map":
        country = place["country"]
        drawn = [things.countries[iri] for iri in values[country]]
        return charts.countries(drawn, numbers, country=country, number=number, lang=lang)
    if kind == "line":
        names = values[place["text"]] if "text" in place else [""] * len(numbers)
        years = [None if cell is None else int(cell) for cell in values[place["year"]]]
        return charts.lines(years, numbers, list(map(_name, names)), year=place["year"], number=number)
    category = place["category"]
    return charts.bars(list(map(_name, values[category])), numbers, category=category, number=number)


def _plain(number: Any) -> int | float:
    return int(number) if number == int(number) else float(number)


def _name(value: Any) -> str:
    if value is None:
        return "—"
    return contract(value).strip("<>") if isinstance(value, IRI) else str.__str__(value)


def _unfit(kind: str | None, roles: Mapping[str, str]) -> NoPictureError:
    held = ", ".join(f"{name} ({role})" for name, role in roles.items())
    wanted = {
        candidate: " and ".join(f"a {role}" for role in NEEDS[candidate])
        for candidate in NEEDS
        if kind in (None, candidate)
    }
    advice = "; ".join(f"{candidate} needs {what}" for candidate, what in wanted.items())
    return NoPictureError(
        f"the columns do not fit {f'the picture {kind!r}' if kind else 'any picture'}: {held}",
        advice=f"{advice}.".capitalize(),
        roles=dict(roles),
    )
