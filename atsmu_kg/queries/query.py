"""A named query: parameters in, SPARQL text or typed rows out."""

# ruff: noqa: PTH118
# pathlib costs more to import than a whole query.
from __future__ import annotations

import os
from collections.abc import Mapping

from atsmu_kg.choices import LANGUAGES, require_instance
from atsmu_kg.errors import ParameterError, QueryError
from atsmu_kg.queries.parameters import Parameter
from atsmu_kg.queries.template import QueryTemplate
from atsmu_kg.text import counted, did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any, Protocol, Self

    from atsmu_kg.rdf.namespaces import IRI
    from atsmu_kg.results import Result
    from atsmu_kg.stores.ordered import Footprint

    class QueryTarget(Protocol):
        """What a query is asked of: a knowledge graph, or several of them."""

        def answer(
            self,
            text: str,
            *,
            types: Mapping[str, str] | None = None,
            footprint: Footprint | None = None,
            **given: Any,
        ) -> Any:
            """The answer to a query as it stands."""

        def thing_named(self, name: str, *, like: str = "") -> IRI | None:
            """The thing that a bare name or a CURIE means, if any."""

        def things_like(self, name: str, *, like: str = "") -> tuple[str, ...]:
            """What else a bare name may have been meant for."""


# What every query takes beside its parameters; see KnowledgeGraph.query.
LIMITS = ("timeout", "max_rows", "max_bytes")


class Column:
    """One column of a named query: its name, its type, and whether a row may leave it unbound."""

    __slots__ = ("description", "name", "optional", "type")

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.name: str = entry["name"]
        self.type: str = entry["type"]
        self.optional: bool = entry.get("optional", False)
        self.description: str = entry.get("description", "")

    def __repr__(self) -> str:
        return f"<Column {self.name}: {self.type}{' or unbound' if self.optional else ''}>"


class _Documentation:
    """The docstring of the class on the class, that of each query on the query."""

    def __init__(self, text: str | None) -> None:
        self.text = text

    def __get__(self, query: NamedQuery | None, _: type) -> str | None:
        if query is None:
            return self.text
        from atsmu_kg.queries.signatures import documentation

        return documentation(query)


class NamedQuery:
    """A named query. Bound to a graph it is a function: parameters in, a Result with typed columns out.

    name: its name, that of its file without the extension.
    directory: the folder of the file.
    entry: what its header says, as the index of queries has it.
    graph: what is asked when it is called.

    ``expect`` is what the header promises of the answer for the ``example`` parameters.

    >>> from atsmu_kg.queries import packaged
    >>> query = packaged().certainly_at_least
    >>> query.group, query.parameters, query.example  # doctest: +ELLIPSIS
    ('figures', (<Parameter floor: xsd:integer>, <Parameter lang: string = 'en'>, ...), {'floor': 500})
    """

    __slots__ = (
        "_descriptions",
        "_entry",
        "_graph",
        "_names",
        "_template",
        "_things",
        "file",
        "name",
        "parameters",
        "types",
    )
    __doc__ = _Documentation(__doc__)

    def __init__(
        self, name: str, directory: str, entry: Mapping[str, Any], graph: QueryTarget | None = None
    ) -> None:
        self.name = name
        self.file = os.path.join(directory, f"{name}.rq")
        params = entry["params"]
        needed = {param["name"]: param.get("example") for param in params if "default" not in param}
        self.parameters = tuple(Parameter(name, param, needed) for param in params)
        self.types: dict[str, str] = {column["name"]: column["type"] for column in entry["columns"]}
        self._descriptions = {
            column["name"]: column["description"] for column in entry["columns"] if "description" in column
        }
        self._names = frozenset([parameter.name for parameter in self.parameters])
        # Those that a bare name of a thing may be given for.
        self._things = frozenset(
            [
                parameter.name
                for parameter in self.parameters
                if parameter.type == "iri" and not parameter.choices
            ]
        )
        self._entry = entry
        self._graph = graph
        self._template = QueryTemplate(self.file, entry, self.parameters)

    @property
    def summary(self) -> str:
        """What it answers, in one line."""
        return str(self._entry["summary"])

    @property
    def description(self) -> str:
        """What else there is to know."""
        return str(self._entry.get("description", ""))

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""
        return tuple(self._entry["tags"])

    @property
    def replaces(self) -> Mapping[str, dict[str, Any]]:
        """The former queries that it answers too, each with the parameters for it."""
        return dict(self._entry.get("replaces", {}))

    @property
    def group(self) -> str:
        """The first of its tags."""
        return self.tags[0]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its answer, in order."""
        return tuple(map(Column, self._entry["columns"]))

    @property
    def expect(self) -> Mapping[str, Any]:
        """What the answer for the example is: the number of ``rows``, maybe values of the ``first`` row."""
        return dict(self._entry["expect"])

    def footprint(self, *values: Any, **named: Any) -> Footprint | None:
        """What to read, in steps, for its answer to these parameters; None for all. See ``sparql.footprint``.

        Raises what ``render`` does.
        """
        return self._template.footprint(self._given(values, named))

    @property
    def example(self) -> dict[str, Any]:
        """The parameters of the example: those that a caller must give."""
        return {each.name: each.example for each in self.parameters if each.required}

    @property
    def text(self) -> str:
        """The file: header and SPARQL, with variables where the parameters stand."""
        return self._template.text

    def __call__(self, *values: Any, **named: Any) -> Result:
        """The answer of the graph, within the limits that are given beside the parameters.

        ``bindings`` are parameters by name, like those that are given as keywords.
        Raises ParameterError, LimitError, or QueryError if the query is not bound to a graph.
        """
        limits = {}
        if not self._names.issuperset(named):
            limits = {name: named.pop(name) for name in LIMITS if name in named}
            if "bindings" in named:
                from atsmu_kg.queries.bindings import merged

                named = merged(named, named.pop("bindings"))
        if self._things and self._graph is not None:
            values, named = self._things_named(self._graph, values, named)
        given = self._given(values, named, LIMITS)
        if self._graph is None:
            raise QueryError(
                f"{self.name} is not bound to a graph",
                advice=f"Call it as kg.queries.{self.name}(…), or bind the catalogue: catalogue.bound(kg).",
            )
        text, footprint = self._template.asked(given)
        answer: Result = self._graph.answer(text, types=self.types, footprint=footprint, **limits)
        if self._things:
            answer.given = {name: named[name] for name in self._things if named.get(name) is not None}
        if named.get("lang") in LANGUAGES:
            answer.lang = named["lang"]
        answer.summary = self._entry["summary"]
        answer.descriptions = self._descriptions
        return answer

    def render(self, *values: Any, **named: Any) -> str:
        """The SPARQL text with the parameters in place, which any engine understands.

        Raises ParameterError for a value that is missing, of another type, or of no parameter.

        >>> from atsmu_kg.queries import packaged
        >>> '"500"^^<http://www.w3.org/2001/XMLSchema#integer>' in packaged().certainly_at_least.render(500)
        True
        """
        return self._template.filled(self._given(values, named))

    def from_text(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Parameters that come as texts, from a command line or a web form, as values for a call."""
        require_instance(Mapping, "Give a dict: {'lang': 'ru'}.", texts=texts)
        if not self._names.issuperset(texts):
            raise self._unknown(texts)
        return {each.name: each.from_text(texts[each.name]) for each in self.parameters if each.name in texts}

    def __getattr__(self, name: str) -> Any:
        # Of a query, not of the class: inspect.signature(Query) is that of its constructor.
        if name == "__signature__":
            from atsmu_kg.queries.signatures import signature

            return signature(self)
        if name in ("__name__", "__qualname__"):
            return self.name
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        # What has this method is a routine to inspect and to help(), which then show signature and docstring.
        return self

    def __repr__(self) -> str:
        return f"<NamedQuery {self.name}({', '.join(each.name for each in self.parameters)})>"

    def _given(
        self, values: tuple[Any, ...], given: dict[str, Any], options: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Each parameter as SPARQL, for values by place and by name; ``options`` come beside them."""
        if not self._names.issuperset(given):
            raise self._unknown(given, options)
        if values:
            self._name(values, given)
        rendered = []
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is None and (parameter.required or parameter.default is not None):
                raise parameter.missing()
            rendered.append(f"?{parameter.variable}" if value is None else parameter.render(value))
        return tuple(rendered)

    def _name(self, values: tuple[Any, ...], given: dict[str, Any]) -> None:
        """Put values by place among those by name."""
        if len(values) > len(self.parameters):
            raise self._refused(
                f"{self.name} takes {counted(len(self.parameters), 'parameter')}, not {len(values)}"
            )
        for parameter, value in zip(self.parameters, values, strict=False):
            if parameter.name in given:
                raise self._refused(f"{self.name} was given {parameter.name} twice")
            given[parameter.name] = value

    def _things_named(
        self, graph: QueryTarget, values: tuple[Any, ...], named: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The values, with the IRIs of things where bare names and CURIEs of the graph stand for them."""

        def thing(parameter: Parameter | None, value: Any) -> Any:
            if parameter is None or parameter.name not in self._things or type(value) is not str or not value:
                return value
            like = str(parameter.example)
            iri = graph.thing_named(value, like=like)
            if iri is None and ":" not in value:
                raise parameter.refused(value, graph.things_like(value, like=like))
            return iri or value

        positions = zip(self.parameters, values, strict=False)
        renamed = [thing(parameter, value) for parameter, value in positions]
        known = {parameter.name: parameter for parameter in self.parameters}
        return (*renamed, *values[len(renamed) :]), {
            name: thing(known.get(name), value) for name, value in named.items()
        }

    def _unknown(self, names: Collection[str], options: Iterable[str] = ()) -> ParameterError:
        name = next(name for name in names if name not in self._names)
        return self._refused(f"{self.name} has no parameter {name!r}", name, options)

    def _refused(self, message: str, name: str = "", options: Iterable[str] = ()) -> ParameterError:
        known = [each.name for each in self.parameters]
        near = nearest(name, [*known, *options])
        takes = f"It takes {', '.join(known)}." if known else "It takes none."
        advice = f"{did_you_mean(near)} {takes}".lstrip()
        return ParameterError(message, advice=advice, query=self.name, parameter=name, nearest=near)
