"""How rows of the authority table are read: the tables in data/authority/, which a curator edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.curation.building.authority_table import AuthorityRow
from atsmu_kg.curation.building.check_digits import CHECK_DIGITS
from atsmu_kg.curation.tables import TableRow, read_table
from atsmu_kg.errors import AtsmuKGError, DataError
from atsmu_kg.rdf.namespaces import IRI, expand
from atsmu_kg.text import nearest

# Two authorities are not outside: the table, which labels entities, and the editors, who label schemes.
TABLE, SCHEMES = "table", "schemes"

# How a row becomes triples, and the columns of schemes.csv without which it can't.
TREATMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "alternative-name": ("language",),
        "city": ("term", "link"),
        "coordinates": (),
        "entity": ("term",),
        "identifier": (),
        "kind": ("term",),
        "link": ("link",),
        "name-list": ("language",),
        "object": ("term", "link"),
        "preferred-name": ("language",),
        "region": ("term", "region_name"),
        "registration": (),
        "subdivision": (),
        "text": ("term",),
    }
)

SCHEME_COLUMNS = (
    *("scheme", "entities", "concept", "authority", "treatment", "pattern", "check_digits", "term"),
    *("language", "link", "same_as", "region_name", "as_above", *LANGUAGES),
)

Labels = tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a scheme's values look like and what they say; what a treatment doesn't need is empty."""

    source: TableRow
    name: str
    concept: IRI
    authority: str
    treatment: str
    pattern: re.Pattern[str]
    check_digits: str
    term: IRI
    language: str
    link: str
    same_as: bool
    region_name: re.Pattern[str]
    as_above: str

    def check(self, row: AuthorityRow) -> None:
        """Raise DataError if the row's value isn't one of this scheme."""
        correct = f"Correct the row, or the pattern on line {self.source.line} of {self.source.file}."
        if not self.pattern.fullmatch(row.value):
            message = f"{row}: the value is not a {self.name}, which has the form {self.pattern.pattern}"
            raise row.source.error(message, correct)
        if self.check_digits and not CHECK_DIGITS[self.check_digits](row.value):
            message = f"{row}: the value's check digits are wrong, a character of it is mistyped"
            raise row.source.error(message, "Compare the value with its source.")

    def link_to(self, row: AuthorityRow) -> IRI:
        """The IRI that the scheme's link gives for the row: {digits} is the value without spaces."""
        link = self.link.replace("{value}", row.value).replace("{digits}", row.value.replace(" ", ""))
        try:
            return expand(link)
        except AtsmuKGError as error:
            raise row.source.error(f"{row}: {error.message}", error.advice) from error


@dataclass(frozen=True, slots=True)
class Entity:
    """The IRI, class and names of an entity of the table."""

    iri: IRI
    type: IRI
    label: str
    alternative_labels: Labels


@dataclass(frozen=True, slots=True)
class Licence:
    """What a licence text of the table means: licences, or a note on rights, or both."""

    licences: tuple[IRI, ...]
    rights: str


@dataclass(frozen=True, slots=True)
class Authority:
    """The labels of an authority, and what holds for all it says, such as the attribution it asks for."""

    labels: Labels
    licence: Licence


@dataclass(frozen=True, slots=True)
class AuthorityConfig:
    """The tables of one folder; each lookup raises DataError that names the row and the file to edit."""

    folder: str
    schemes: Mapping[tuple[str, str], Scheme]
    concepts: Mapping[IRI, Labels]
    authorities: Mapping[str, Authority]
    licences: Mapping[str, Licence]
    kinds: Mapping[IRI, Labels]
    readings: Mapping[tuple[str, str], IRI]
    entities: Mapping[str, Entity]

    def scheme(self, row: AuthorityRow, name: str | None = None) -> Scheme:
        """How to read the row: the scheme for its entity, else for its kind of entity, else for all."""
        name = name or row.scheme
        for entities in (row.entity_key, row.entity_key.partition(":")[0], ""):
            if (name, entities) in self.schemes:
                return self.schemes[name, entities]
        known = nearest(name, {scheme for scheme, _ in self.schemes})
        hint = f"Did you mean {' or '.join(known)}? Else describe" if known else "Describe"
        advice = f"{hint} the scheme in {self._file('schemes')}."
        raise row.source.error(f"{row}: the scheme {name!r} is unknown for such an entity", advice)

    def entity(self, row: AuthorityRow) -> Entity:
        """The entity of the row: as its own line in entities.csv says, else the line of its kind."""
        if row.entity_key in self.entities:
            return self.entities[row.entity_key]
        kind, _, name = row.entity_key.partition(":")
        if f"{kind}:*" not in self.entities:
            advice = f"Give the key or {kind}:* a line in {self._file('entities')}."
            raise row.source.error(f"{row}: the kind of entity {kind!r} is unknown", advice)
        rule = self.entities[f"{kind}:*"]
        return Entity(IRI(rule.iri.replace("*", name)), rule.type, "", ())

    def licence(self, row: AuthorityRow, text: str) -> Licence:
        """What the licence text of the row means."""
        if text not in self.licences:
            advice = f"Say what it allows in {self._file('licences')}."
            raise row.source.error(f"{row}: the licence {text!r} is unknown", advice)
        return self.licences[text]

    def reading(self, row: AuthorityRow) -> IRI:
        """The thing that the row's text stands for."""
        if (row.scheme, row.value) not in self.readings:
            advice = f"Say what it stands for in {self._file('readings')}."
            raise row.source.error(f"{row}: no one has said which thing this text stands for", advice)
        return self.readings[row.scheme, row.value]

    def _file(self, name: str) -> str:
        return str(Path(self.folder) / f"{name}.csv")


def read_config(folder: str) -> AuthorityConfig:
    """The configuration in a folder; StoreError or DataError if a table of it is missing or wrong."""

    def table(name: str, keys: int, *columns: str) -> list[TableRow]:
        first: dict[tuple[str, ...], TableRow] = {}
        for row in read_table(str(Path(folder) / f"{name}.csv"), columns):
            key = tuple(row[column] for column in columns[:keys])
            if first.setdefault(key, row) is not row:
                message = f"{' '.join(key)!r} has a line already: {first[key].line}"
                raise row.error(message, "Take one of the two away.")
        return list(first.values())

    authorities = {
        row["authority"]: Authority(_labels(row), _licence(row))
        for row in table("authorities", 1, "authority", *LANGUAGES, "licence", "rights")
    }
    for name in (TABLE, SCHEMES):
        if name not in authorities:
            file = str(Path(folder) / "authorities.csv")
            raise DataError(f"there is no line for {name!r}", file=file, advice="Label that graph.")
    schemes = [_scheme(row, authorities) for row in table("schemes", 2, *SCHEME_COLUMNS)]
    licences = table("licences", 1, "text", "licence", "rights")
    kinds = table("kinds", 1, "concept", *LANGUAGES)
    readings = table("readings", 2, "scheme", "value", "iri")
    entities = table("entities", 1, "entity_key", "iri", "class", "label", "alternative_labels")
    return AuthorityConfig(
        folder=folder,
        schemes={(scheme.name, scheme.source["entities"]): scheme for scheme in schemes},
        concepts=_concepts(schemes),
        authorities=authorities,
        licences={row["text"]: _stated(row) for row in licences},
        kinds={_iri(row, "concept"): _labels(row) for row in kinds},
        readings={(row["scheme"], row["value"]): _iri(row, "iri") for row in readings},
        entities={row["entity_key"]: _entity(row) for row in entities},
    )


def _scheme(row: TableRow, authorities: Mapping[str, Authority]) -> Scheme:
    for column, known in (
        ("authority", authorities),
        ("treatment", TREATMENTS),
        ("check_digits", {"", *CHECK_DIGITS}),
        ("same_as", {"", "yes"}),
    ):
        if row[column] not in known:
            choices = ", ".join(sorted(filter(None, known)))
            raise row.error(f"the {column} {row[column]!r} is unknown", f"Known: {choices}.")
    if missing := [column for column in TREATMENTS[row["treatment"]] if not row[column]]:
        raise row.error(f"the treatment {row['treatment']!r} needs {' and '.join(missing)}", "Fill it.")
    return Scheme(
        source=row,
        name=row["scheme"],
        concept=_iri(row, "concept"),
        authority=row["authority"],
        treatment=row["treatment"],
        pattern=_pattern(row, "pattern"),
        check_digits=row["check_digits"],
        term=_iri(row, "term") if row["term"] else IRI(""),
        language=_language(row, row["language"]) if row["language"] else "",
        link=row["link"],
        same_as=row["same_as"] == "yes",
        region_name=_pattern(row, "region_name"),
        as_above=row["as_above"],
    )


def _concepts(schemes: Iterable[Scheme]) -> dict[IRI, Labels]:
    """The labels of the concepts of schemes: a scheme that is read in two ways is labelled once."""
    concepts: dict[IRI, Labels] = {}
    for scheme in schemes:
        if scheme.concept not in concepts:
            concepts[scheme.concept] = _labels(scheme.source)
        elif any(scheme.source[language] for language in LANGUAGES):
            message = f"{scheme.concept.curie} is labelled above"
            raise scheme.source.error(message, "Leave the labels of a further line empty.")
    return concepts


def _entity(row: TableRow) -> Entity:
    labels = []
    for text in filter(None, row["alternative_labels"].split("; ")):
        value, at, language = text.rpartition("@")
        if not at:
            raise row.error(f"the label {text!r} has no language", "Write it as Ibn Sina@en; …")
        labels.append(Literal(value, language=_language(row, language)))
    return Entity(_iri(row, "iri"), _iri(row, "class"), row["label"], tuple(labels))


def _licence(row: TableRow) -> Licence:
    return Licence(_iris(row, "licence", row["licence"].split()), row["rights"])


def _stated(row: TableRow) -> Licence:
    if not row["licence"] and not row["rights"]:
        raise row.error("there is neither a licence nor a note on rights", "Say what the text allows.")
    return _licence(row)


def _labels(row: TableRow) -> Labels:
    missing = [language for language in LANGUAGES if not row[language].strip()]
    if missing:
        raise row.error(f"no label in {', '.join(missing)}", "Give a label in each language.")
    return tuple(Literal(row[language], language=language) for language in LANGUAGES)


def _iri(row: TableRow, column: str) -> IRI:
    (iri,) = _iris(row, column, [row[column]])
    return iri


def _iris(row: TableRow, column: str, names: Iterable[str]) -> tuple[IRI, ...]:
    try:
        return tuple(expand(name) for name in names)
    except AtsmuKGError as error:
        raise row.error(f"the {column}: {error.message}", error.advice) from error


def _language(row: TableRow, tag: str) -> str:
    if not re.fullmatch("[a-z]{2,3}", tag):
        raise row.error(f"{tag!r} is not the tag of a language", "Write it like en (ISO 639).")
    return tag


def _pattern(row: TableRow, column: str) -> re.Pattern[str]:
    try:
        pattern = re.compile(row[column])
    except re.error as error:
        raise row.error(f"the {column} is not a regular expression: {error}", "Correct it.") from error
    if column == "region_name" and row[column] and not pattern.groups:
        raise row.error(f"the {column} has no group", "Put the name into (…).")
    return pattern
