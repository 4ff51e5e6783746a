"""The errors of the library: one root, and each says what is wrong, where, and what to do."""

from __future__ import annotations

import sys

from atsmu_kg.text import printable_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Of what a caller gave, in a message: a whole IRI, but no file that was taken for a name.
LONGEST = 200


class AtsmuKGError(Exception):
    """The root of every error that this library raises.

    ``str()`` is ``file:line:column: message`` with the advice indented on the next line. Lines and columns
    count from 1.

    message: what is wrong, without a full stop.
    advice: what to do about it.
    file, line, column: where it is, as far as there is such a place.
    facts: what a program may want to know without reading the message; each is an attribute too.

    >>> error = QuerySyntaxError("missing '}'", file="a.rq", line=3, column=7, advice="Close it.", open=2)
    >>> print(error)
    a.rq:3:7: missing '}'
      Close it.
    >>> error.open
    2
    >>> error
    QuerySyntaxError("missing '}'", advice='Close it.', file='a.rq', line=3, column=7, open=2)
    """

    def __init__(
        self,
        message: str,
        *,
        advice: str = "",
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        **facts: object,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.file = file
        self.line = line
        self.column = column
        self.facts = facts

    def __getattr__(self, name: str) -> Any:
        # Through __dict__: while an error is unpickled or copied, `facts` is not there yet.
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = f"{where}: {self.message}" if where else self.message
        # It may quote a graph or a server.
        return printable_lines(text + "".join(f"\n  {line}" for line in self.advice.splitlines()))

    def __repr__(self) -> str:
        told = {"advice": self.advice or None, "file": self.file, "line": self.line, "column": self.column}
        facts = {name: value for name, value in told.items() if value is not None} | self.facts
        arguments = [
            repr(self.message),
            *(f"{name}={quoted(value, sys.maxsize)}" for name, value in facts.items()),
        ]
        return f"{type(self).__name__}({', '.join(arguments)})"


class QuerySyntaxError(AtsmuKGError):
    """A text is not a SPARQL query or update."""


class QueryError(AtsmuKGError):
    """A query is well formed but could not be answered."""


class LimitError(QueryError):
    """A query goes beyond a limit, which ``limit`` names (``timeout``, ``max_rows``, …).

    ``allowed`` is the value of the limit.
    """


class UnsupportedQueryError(QueryError):
    """A query has a part that the engine at hand can't answer exactly; ``part`` names it."""


class ParameterError(AtsmuKGError):
    """A value can't stand where the caller wants it: in a query, in a term, as an argument."""


class UnknownPrefixError(AtsmuKGError):
    """A prefix has no namespace; ``prefix`` names it and ``nearest`` lists known ones like it."""


class UnknownNameError(AtsmuKGError):
    """There is no query, entity or column of that name; ``nearest`` lists known ones like it."""


class DataSyntaxError(AtsmuKGError):
    """A file or text is not well-formed RDF in its format."""


class DataError(AtsmuKGError):
    """Well-formed data says something that can't be true or that the model has no place for."""


class StoreError(AtsmuKGError):
    """A store or one of the packaged files can't be opened, read or written."""


class ExportError(AtsmuKGError):
    """A graph or a result can't be written in the wanted format."""


class ValidationError(AtsmuKGError):
    """A validation could not be carried out."""


class ShapeError(AtsmuKGError):
    """A SHACL shape is wrong in itself."""


class MissingDependencyError(AtsmuKGError):
    """An optional package is not installed; the advice holds the command that installs it."""

    @classmethod
    def of(cls, package: str, extra: str = "") -> MissingDependencyError:
        """The error for a package that comes with an extra of ours, one of its own name unless given.

        >>> print(MissingDependencyError.of("networkx", "plot"))
        networkx is not installed
          pip install 'atsmu-kg[plot]'
        """
        advice = f"pip install 'atsmu-kg[{extra or package}]'"
        return cls(f"{package} is not installed", advice=advice, package=package)


def quoted(value: object, longest: int = LONGEST) -> str:
    """A value as an error quotes it: as Python writes it, where it does, or the beginning of that.

    >>> quoted("x"), quoted("text", longest=3), quoted(10**5000)
    ("'x'", "'te…", 'an int of too many digits to write')
    """
    try:
        written = repr(value)
    except ValueError:  # of an integer beyond sys.get_int_max_str_digits()
        return f"an {type(value).__name__} of too many digits to write"
    return written if len(written) <= longest else f"{written[:longest]}…"
