"""Parameters of named queries: from what a caller gives to the term that stands in the query."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from atsmu_kg.errors import ParameterError, UnknownPrefixError, quoted
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import IRI, expand
from atsmu_kg.rdf.terms import Literal, Text, render, to_python, to_term
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from atsmu_kg.rdf.terms import Term

# The types of parameters, and what each takes, in the words of an error message.
TYPES = {
    "iri": "an IRI or a CURIE",
    "string": "a text",
    "xsd:integer": "a whole number",
    "xsd:decimal": "a number",
    "xsd:gYear": "a year",
    "xsd:boolean": "True or False",
}


MOST_KNOWN = 256


class Parameter:
    """One parameter of a named query, as the query's header declares it.

    query: the name of the query.
    entry: what the header declares of the parameter.
    needed: the examples of all parameters that a caller must give, by their names.

    ``name`` is what callers write, ``variable`` the SPARQL variable (without ``?``) that its value replaces.
    A parameter without a ``default`` is ``required``; ``choices`` are the values that it takes, if not all.
    One whose default is null restricts nothing unless it is given: its variable stays a variable.

    >>> floor = Parameter("least", {"name": "floor", "variable": "_floor_integer", "type": "xsd:integer"})
    >>> floor.required, floor.render(500), floor.from_text("500")
    (True, '"500"^^<http://www.w3.org/2001/XMLSchema#integer>', 500)
    """

    __slots__ = (
        "_known",
        "_needed",
        "choices",
        "default",
        "description",
        "example",
        "name",
        "query",
        "required",
        "type",
        "variable",
    )

    def __init__(self, query: str, entry: Mapping[str, Any], needed: Mapping[str, Any] | None = None) -> None:
        self.query = query
        self._needed = needed or {}
        self.name: str = entry["name"]
        self.variable: str = entry["variable"]
        self.type: str = entry["type"]
        self.required = "default" not in entry
        self.default: Any = entry.get("default")
        self.example: Any = entry.get("example", self.default)
        self.choices: tuple[Any, ...] = tuple(entry.get("choices", ()))
        self.description: str = entry.get("description", "")
        self._known: dict[str, str] = {}

    @property
    def annotation(self) -> Any:
        """The Python type of its values, for signatures."""
        kind = self._kind
        return kind if self.required or self.default is not None else kind | None

    @property
    def _kind(self) -> Any:
        if self.choices and self.type == "string":
            from typing import Literal as Choice

            return Choice[self.choices]
        if self.type == "xsd:decimal":
            from decimal import Decimal

            return int | float | Decimal
        return {"xsd:integer": int, "xsd:gYear": int, "xsd:boolean": bool}.get(self.type, str)

    @property
    def is_constant(self) -> bool:
        """Whether an IRI or a text always stands in its place."""
        return self.type in ("iri", "string") and (self.required or self.default is not None)

    def render(self, value: object) -> str:
        """A value as SPARQL; ParameterError if the parameter does not take it."""
        # The same names are given again and again; to check one takes as long as to read a small answer.
        known = self._known.get(value) if type(value) is str else None
        if known is not None:
            return known
        text = self._render(value)
        if type(value) is str and len(self._known) < MOST_KNOWN:
            self._known[value] = text
        return text

    def from_text(self, text: str) -> Any:
        """The value that a text from a command line or a web form stands for.

        Raises ParameterError if the text is not one of the type's lexical forms.
        """
        if self.type in ("iri", "string"):
            return text
        value = to_python(to_term(Literal(text, expand(self.type))))
        if isinstance(value, Literal):
            raise self._error(text, TYPES[self.type])
        return value

    def missing(self) -> ParameterError:
        """The error to raise where a required value is not given."""
        return ParameterError(
            f"{self.query} needs the parameter {self.name}, {TYPES[self.type]}",
            advice=self._advice(),
            query=self.query,
            parameter=self.name,
            expected=self.type,
            example=self._call,
            nearest=[],
        )

    def refused(self, value: object, near: Sequence[str] = ()) -> ParameterError:
        """The error to raise for a value that it does not take; ``near`` are those that may be meant."""
        return self._error(value, TYPES[self.type], near)

    def __repr__(self) -> str:
        return f"<Parameter {self.name}: {self.type}{'' if self.required else f' = {self.default!r}'}>"

    def _render(self, value: object) -> str:
        if self.choices and self.type == "iri" and type(value) is str and ":" not in value:
            value = self._choice_named(value)
        try:
            term = self._read(value)
            allowed = [self._read(choice) for choice in self.choices]
        except UnknownPrefixError as error:
            wanted = f"{TYPES[self.type]} ({error.message})"
            raise self._error(value, wanted, [f"{prefix}:" for prefix in error.nearest]) from error
        except (TypeError, ValueError, ParameterError) as error:
            raise self.refused(value) from error
        if allowed and term not in allowed:
            choices = [str(choice) for choice in self.choices]
            raise self._error(value, f"one of {', '.join(choices)}", nearest(str(value), choices))
        return render(term)

    def _choice_named(self, name: str) -> str:
        """The one of the choices whose end a bare name is, whatever its case; ParameterError if none."""
        choices = {choice.rpartition(":")[2].casefold(): choice for choice in self.choices}
        if name.casefold() not in choices:
            near = [choices[end] for end in nearest(name.casefold(), choices)]
            listed = ", ".join(self.choices)
            raise self._error(name, f"one of {listed}", near)
        return str(choices[name.casefold()])

    def _read(self, value: Any) -> Term:
        """The value as a term of the declared type; a TypeError if it can't be one."""
        if self.type == "iri":
            term = to_term(IRI(expand(value)) if type(value) is str else value)
            if isinstance(term, ox.NamedNode):
                return term
        else:
            term = to_term(_promoted(value, self.type))
            typed = isinstance(term, ox.Literal) and term.datatype == _datatype(self.type)
            if typed and not isinstance(to_python(term), Literal):
                return term
        raise TypeError(type(value))

    def _error(self, value: object, wanted: str, near: Sequence[str] = ()) -> ParameterError:
        return ParameterError(
            f"{self.query} takes {wanted} as {self.name}, not {quoted(value)}",
            advice=self._advice(near),
            query=self.query,
            parameter=self.name,
            value=value,
            expected=self.type,
            example=self._call,
            nearest=list(near),
        )

    def _advice(self, near: Sequence[str] = ()) -> str:
        given = ", ".join(f"{name}={example!r}" for name, example in self._call.items())
        return f"{did_you_mean(near)} For example: {self.query}({given}).".lstrip()

    @property
    def _call(self) -> dict[str, Any]:
        """What to give in an example of its use."""
        return {**self._needed, self.name: self.example}


def _promoted(value: Any, type: str) -> Any:
    """A value of a kin type as one of the wanted type: a Text as a text, an integer as a number or a year."""
    if type == "string" and isinstance(value, Text):
        return str.__str__(value)
    if type == "xsd:gYear" and value.__class__ is int:
        return Year(value)
    if type == "xsd:decimal" and value.__class__ in (int, float):
        from decimal import Decimal

        return Decimal(str(value))
    return value


@cache
def _datatype(type: str) -> ox.NamedNode:
    return ox.NamedNode(expand("xsd:string" if type == "string" else type))
