"""The picture that fits the columns of an answer.

| columns | picture |
| --- | --- |
| figures of the graph, and a number | ``figures``: those figures with their bounds |
| countries, by IRI or by ISO 3166-1 code, with or without a number | ``map`` |
| latitudes and longitudes in degrees, by the names of their columns | ``map``, a dot for each row |
| years and a number | ``line``, one for each text in another column |
| texts or IRIs, and columns ``min`` and ``max`` | ``bars``, each from the one to the other |
| texts or IRIs, and a number | ``bars``; of several numbers those that one scale can hold |

The first line that the columns have is the picture, and the first column of each kind is drawn. Titles are
what a named query says of itself and of its columns, in the language of the picture where that is translated,
else the names of the columns.
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
from atsmu_kg.queries.translations import translated
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
        summary: str
        descriptions: Mapping[str, str]

        def column(self, name: str) -> list[Any]:
            """The values of a column."""

        def __len__(self) -> int: ...


# What makes each kind of picture, in the order of preference.
NEEDS = {
    "figures": (("figure", "number"),),
    "map": (("country",), ("latitude", "longitude")),
    "line": (("year", "number"),),
    "bars": (("category", "least", "greatest"), ("category", "number")),
}
DEGREES = {
    **dict.fromkeys(("lat", "latitude", "north"), ("latitude", 90)),
    **dict.fromkeys(("long", "lon", "lng", "longitude", "east"), ("longitude", 180)),
}
# Numbers whose greatest differ by more can't be told on one scale, and more of them not from each other.
SPREAD, MOST_SERIES = 50, 4


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
    if not {"least", "greatest"} <= set(roles.values()):
        # A bound without the other one is a number like others.
        roles = {name: "number" if role in ("least", "greatest") else role for name, role in roles.items()}
    place = {role: name for name, role in reversed(roles.items())}
    # What is a country, a figure or an IRI is also a category, where no text says it better.
    for role in ("text", "country", "figure", "iri"):
        if role in place:
            place.setdefault("category", place[role])
    for candidate, alternatives in NEEDS.items():
        for needed in alternatives:
            if kind in (None, candidate) and all(role in place for role in needed):
                return _Drawing(answer, values, roles, place, things, lang).of(candidate, needed)
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
    degrees = DEGREES.get(name.lower())
    if name in ("min", "max") and kinds <= {int, float, Decimal}:
        role = "least" if name == "min" else "greatest"
    elif not values:
        role = "nothing"
    elif degrees and kinds <= {int, float, Decimal} and all(abs(angle) <= degrees[1] for angle in values):
        role = degrees[0]
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


class _Drawing:
    """An answer whose columns have roles, to be drawn in a language."""

    def __init__(
        self,
        answer: Columns,
        values: Mapping[str, list[Any]],
        roles: Mapping[str, str],
        place: Mapping[str, str],
        things: _Known,
        lang: str,
    ) -> None:
        self.values, self.roles, self.place, self.things, self.lang = values, roles, place, things, lang
        self.summary = translated(answer.summary, lang)
        self.descriptions = answer.descriptions

    def of(self, kind: str, needed: tuple[str, ...]) -> Picture:
        """The picture of a kind, of columns with the needed roles."""
        from atsmu_kg.pictures import figures

        if kind == "map":
            return self._coordinates() if "latitude" in needed else self._countries()
        if kind == "line":
            return self._lines()
        if kind == "bars":
            return self._intervals() if "least" in needed else self._bars()
        named = dict.fromkeys(iri for iri in self._column("figure") if iri is not None)
        return figures.picture([self.things.figures[iri] for iri in named], self.lang)

    def _column(self, role: str) -> list[Any]:
        return self.values[self.place[role]]

    def _numbers(self, name: str) -> list[Any]:
        return [None if each is None else _plain(each) for each in self.values[name]]

    def _names(self, role: str) -> list[str]:
        return list(map(_name, self._column(role)))

    def _called(self, name: str) -> str:
        return translated(self.descriptions.get(name, name), self.lang) or name

    def _titled(self, *names: str) -> str:
        return self.summary or " / ".join(names)

    def _countries(self) -> Picture:
        from atsmu_kg.pictures import charts
        from atsmu_kg.pictures.words import word

        drawn = [self.things.countries[iri] for iri in self._column("country")]
        if "number" not in self.place:
            return charts.places(drawn, title=self.summary or word("places", self.lang), lang=self.lang)
        number, title = self.place["number"], self._titled(self.place["number"], self.place["country"])
        return charts.countries(
            drawn, self._numbers(number), number=self._called(number), title=title, lang=self.lang
        )

    def _coordinates(self) -> Picture:
        from atsmu_kg.pictures import places
        from atsmu_kg.pictures.words import word

        east, north = (self._numbers(self.place[role]) for role in ("longitude", "latitude"))
        names = self._names("category") if "category" in self.place else [""] * len(east)
        title = self.summary or word("coordinates", self.lang)
        return places.picture(names, east, north, title=title, lang=self.lang)

    def _lines(self) -> Picture:
        from atsmu_kg.pictures import charts

        year, number = self.place["year"], self.place["number"]
        numbers = self._numbers(number)
        return charts.lines(
            [None if year_cell is None else int(year_cell) for year_cell in self.values[year]],
            numbers,
            self._names("text") if "text" in self.place else [""] * len(numbers),
            year=self._called(year),
            number=self._called(number),
            title=self._titled(number, year),
        )

    def _intervals(self) -> Picture:
        from atsmu_kg.pictures import intervals

        least, greatest = self.place["least"], self.place["greatest"]
        axis = f"{self._called(least)} – {self._called(greatest)}"
        title = self._titled(f"{least} – {greatest}", self.place["category"])
        return intervals.picture(
            self._names("category"), self._numbers(least), self._numbers(greatest), axis=axis, title=title
        )

    def _bars(self) -> Picture:
        from atsmu_kg.pictures import charts
        from atsmu_kg.pictures.words import word

        first = self.place["number"]
        greatest = {
            name: max((abs(number) for number in self.values[name] if number is not None), default=0)
            for name, role in self.roles.items()
            if role == "number"
        }
        together = [
            name
            for name, most in greatest.items()
            if name == first or (0 < most <= SPREAD * greatest[first] and greatest[first] <= SPREAD * most)
        ][:MOST_SERIES]
        axis = self._called(first) if len(together) == 1 else word("plain_number", self.lang)
        numbers = {self._called(name): self._numbers(name) for name in together}
        title = self._titled(", ".join(together), self.place["category"])
        return charts.bars(self._names("category"), numbers, axis=axis, title=title)


def _plain(number: Any) -> int | float:
    return int(number) if number == int(number) else float(number)


def _name(value: Any) -> str:
    if value is None:
        return "—"
    return contract(value).strip("<>") if isinstance(value, IRI) else str.__str__(value)


def _unfit(kind: str | None, roles: Mapping[str, str]) -> NoPictureError:
    held = ", ".join(f"{name} ({role})" for name, role in roles.items())
    wanted = {
        candidate: ", or ".join(
            " and ".join(f"a {role}" for role in needed) for needed in sorted(NEEDS[candidate], key=len)
        )
        for candidate in NEEDS
        if kind in (None, candidate)
    }
    advice = "; ".join(f"{candidate} needs {what}" for candidate, what in wanted.items())
    return NoPictureError(
        f"the columns do not fit {f'the picture {kind!r}' if kind else 'any picture'}: {held}",
        advice=f"{advice}.".capitalize(),
        roles=dict(roles),
    )
