"""What a caller may give: options with few values, each listed once, and values of the right kind.

Type checkers read the ``Literal``s; at run time the same lists refuse what no type checker has seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fsencode, fspath

from atsmu_kg.errors import AtsmuKGError, ExportError, ParameterError, UnknownNameError, quoted
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeVar

    T = TypeVar("T")
else:

    class _Values:
        """The values themselves: ``typing`` takes half as long to import as the engine."""

        def __class_getitem__(cls, values):
            return values

    Literal = _Values


SHOWN = 60
# Of one file or folder, on the usual file systems.
LONGEST_NAME = 255
# Beyond every number of rows or bytes, and more than a worker process can be told.
GREATEST = 2**63


class UnknownFormatError(ExportError, ParameterError):
    """There is no such format; ``nearest`` lists those like it."""


class UnknownProfileError(UnknownNameError, ParameterError):
    """There is no such profile of a catalogue; ``nearest`` lists those like it."""


class Choices(tuple["T", ...]):
    """The values that an option may have, in the order in which messages list them.

    ``message`` says of another value, which stands for ``{}``, what it is not.

    >>> LANGUAGES.checked("tg"), "de" in LANGUAGES
    ('tg', False)
    >>> ENGINES.checked("pyshcal")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.ParameterError: 'pyshcal' is not a validation engine
      Did you mean pyshacl? The choices are pyshacl, shifty.
    """

    parameter: str
    message: str
    error: type[AtsmuKGError]

    def __new__(
        cls, values: Any, parameter: str, message: str, error: type[AtsmuKGError] = ParameterError
    ) -> Choices[Any]:
        """``values`` are those of a Literal."""
        choices = super().__new__(cls, values)
        choices.parameter, choices.message, choices.error = parameter, message, error
        return choices

    def checked(self, value: object) -> T:
        """The same value if it is one of these; else the error that it is not, with the nearest."""
        if isinstance(value, str) and value in self:
            return self[self.index(value)]
        raise self.refusal(value)

    def refusal(self, value: object) -> AtsmuKGError:
        """The error to raise for another value."""
        near = nearest(value, map(str, self)) if isinstance(value, str) else []
        advice = f"{did_you_mean(near)} The choices are {', '.join(map(str, self))}.".lstrip()
        facts: dict[str, Any] = {
            self.parameter: value,
            "parameter": self.parameter,
            "value": value,
            "nearest": near,
        }
        return self.error(self.message.format(quoted(value)), advice=advice, **facts)


Language = Literal["en", "ru", "tg"]
LANGUAGES: Choices[Language] = Choices(Language, "lang", "{} is not a language of the graph")

Engine = Literal["pyshacl", "shifty"]
ENGINES: Choices[Engine] = Choices(Engine, "engine", "{} is not a validation engine")

TableEngine = Literal["duckdb", "spark"]
TABLE_ENGINES: Choices[TableEngine] = Choices(TableEngine, "engine", "{} is not an engine for tables")

Profile = Literal[
    "dcat-ap",
    "void",
    "service",
    "schema-org",
    "datacite-json",
    "datacite-xml",
    "citation",
    "lod-cloud",
    "croissant",
    "ro-crate",
]
PROFILES: Choices[Profile] = Choices(Profile, "profile", "there is no profile {}", UnknownProfileError)

# Names and aliases; file extensions and media types are taken as well (see rdf.formats).
GraphFormat = Literal[
    "turtle",
    "ttl",
    "trig",
    "n-triples",
    "ntriples",
    "nt",
    "n-quads",
    "nquads",
    "nq",
    "rdf-xml",
    "rdfxml",
    "rdf",
    "xml",
    "json-ld",
    "jsonld",
    "json",
]
GRAPH_FORMATS: Choices[GraphFormat] = Choices(
    GraphFormat, "format", "{} is not a format of graphs", UnknownFormatError
)

ResultFormat = Literal["csv", "tsv", "json", "xml"]
RESULT_FORMATS: Choices[ResultFormat] = Choices(
    ResultFormat, "format", "{} is not a format of query results", UnknownFormatError
)

BooleanFormat = Literal["json", "xml"]
BOOLEAN_FORMATS: Choices[BooleanFormat] = Choices(
    BooleanFormat, "format", "an ASK has no answer in the format {}", UnknownFormatError
)

PictureFormat = Literal["html", "json", "pdf", "png", "svg", "mmd"]
PICTURE_FORMATS: Choices[PictureFormat] = Choices(
    PictureFormat, "format", "{} is not a format of this picture"
)

PictureKind = Literal["figures", "map", "line", "bars"]
PICTURE_KINDS: Choices[PictureKind] = Choices(PictureKind, "kind", "{} is not a kind of picture")

# How an endpoint is asked, what becomes of an answer that is not whole, and how a graph is put there.
Method = Literal["auto", "GET", "POST"]
METHODS: Choices[Method] = Choices(Method, "method", "method can't be {}")

Incomplete = Literal["refuse", "allow"]
INCOMPLETE: Choices[Incomplete] = Choices(Incomplete, "incomplete", "incomplete can't be {}")

PushMethod = Literal["auto", "graph-store", "update"]
PUSH_METHODS: Choices[PushMethod] = Choices(PushMethod, "method", "method can't be {}")


def require_positive(**limits: float | None) -> None:
    """Raises ParameterError for a limit that is neither a positive number nor None.

    >>> require_positive(timeout=2.5, max_rows=None)
    """
    for name, value in limits.items():
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            advice = "Give a positive number, or None for no limit."
            raise ParameterError(f"{name} can't be {quoted(value)}", advice=advice, parameter=name)


def require_text(**values: object) -> None:
    """Raises ParameterError for a value that is not a text.

    >>> require_text(name="country:IR")
    >>> require_text(name=b"country:IR")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.ParameterError: name is b'country:IR', which is not a text
      Give a str.
    """
    for name, value in values.items():
        if not isinstance(value, str):
            raise _wrong(name, value, "a text", "Give a str.")


def require_path(**values: object) -> None:
    """Raises ParameterError for a value that can't be the path of a file or folder."""
    for name, value in values.items():
        if not isinstance(value, str | PathLike):
            raise _wrong(name, value, "a path", "Give a str or a pathlib.Path.")
        try:
            path = fsencode(value)
        except UnicodeEncodeError as error:
            raise _wrong(name, value, "a path", "Take the half of a character (a surrogate) out.") from error
        if b"\0" in path:
            raise _wrong(name, value, "a path", "Take the character U+0000 out, which no file name has.")
        if max(map(len, path.split(b"/"))) > LONGEST_NAME:
            advice = f"Give each file and folder a name of at most {LONGEST_NAME} bytes."
            raise _wrong(name, value, "a path", advice)


def require_whole(least: int = 0, **values: object) -> None:
    """Raises ParameterError for what is neither None nor a whole number from ``least`` to below 2**63."""
    for name, value in values.items():
        if value is not None and not (
            isinstance(value, int) and not isinstance(value, bool) and least <= value < GREATEST
        ):
            advice = f"Give a whole number, {least} or more, or None for no limit."
            message = f"{name} can't be {quoted(value)}"
            raise ParameterError(message, advice=advice, parameter=name, value=value)


def texts(**given: object) -> tuple[str, ...]:
    """The texts of the one collection that is given by its name; a text by itself is none.

    >>> texts(things=["https://example.org/"])
    ('https://example.org/',)
    >>> texts(things="https://example.org/")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.ParameterError: things is 'https://example.org/', which is not a list of texts
      Give a list: ['https://example.org/'].
    """
    ((name, value),) = given.items()
    if isinstance(value, str):
        raise _wrong(name, value, "a list of texts", f"Give a list: [{quoted(value)}].")
    members = tuple(value) if isinstance(value, Iterable) else (None,)
    for member in members:
        if not isinstance(member, str):
            raise _wrong(name, value, "a list of texts", "Give a list of str.")
    return members


def paths(**given: object) -> tuple[str, ...]:
    """The paths of the one collection that is given by its name; a path by itself is none.

    >>> paths(data=["more.ttl"])
    ('more.ttl',)
    """
    ((name, value),) = given.items()
    if isinstance(value, str | PathLike):
        raise _wrong(name, value, "a list of paths", f"Give a list: [{quoted(str(value))}].")
    members = tuple(value) if isinstance(value, Iterable) else (None,)
    for member in members:
        if not isinstance(member, str | PathLike):
            raise _wrong(name, value, "a list of paths", "Give a list of str or pathlib.Path.")
    return tuple(map(fspath, members))


def require_instance(kind: type, advice: str, **values: object) -> None:
    """Raises ParameterError for a value that is not of a class."""
    for name, value in values.items():
        if not isinstance(value, kind):
            article = "an" if kind.__name__[0] in "AEIOU" else "a"
            raise _wrong(name, value, f"{article} {kind.__name__}", advice)


def _wrong(name: str, value: object, wanted: str, advice: str) -> ParameterError:
    message = f"{name} is {quoted(value, SHOWN)}, which is not {wanted}"
    return ParameterError(message, advice=advice, parameter=name, value=value)
