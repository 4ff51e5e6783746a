"""What a caller gives with a query's text: values for its variables, and the call for its form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from atsmu_kg.errors import AtsmuKGError, ParameterError, QueryError, QuerySyntaxError, quoted
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# What a question may be given besides its parameters; the limits go on to the store.
LIMITS = ("allow_service", "call", "max_bytes", "max_rows", "timeout")
OPTIONS = (*LIMITS, "bindings", "strict")

# Each form of query with the call that answers it.
CALLS = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "construct"}


def require_form(text: str, call: str, prefix: str = "") -> None:
    """Raises QueryError, which names the right call, for a query of a form that ``call`` does not answer.

    What is no query at all is left to the store. ``prefix`` is that of the call's twin, as in ``aselect``.

    >>> require_form("ASK { ?f a akg:Faculty }", "select")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.QueryError: this query is an ASK, which select() does not answer
      Ask with ask(…).
    """
    form = _form(text)
    answered = "select" if call == "stream" else call
    if CALLS.get(form, answered) != answered:
        article = "an" if form == "ASK" else "a"
        message = f"this query is {article} {form}, which {prefix}{call}() does not answer"
        raise QueryError(
            "only a SELECT has solutions to stream" if call == "stream" else message,
            advice=f"Ask with {prefix}{CALLS[form]}(…).",
            query=text,
            form=form,
        )


def merged(keywords: Mapping[str, Any], bindings: Mapping[str, Any] | None) -> dict[str, Any]:
    """The values that are given by keyword and by ``bindings``; ParameterError for a name in both.

    >>> merged({"type": 1}, {"?timeout": 2})
    {'type': 1, 'timeout': 2}
    """
    if bindings is None:
        return dict(keywords)
    if not isinstance(bindings, Mapping) or not all(isinstance(name, str) for name in bindings):
        raise ParameterError(
            f"bindings is {quoted(bindings)}, which is not a mapping of names to values",
            advice="Give a dict: {'name': value}.",
            parameter="bindings",
        )
    values = dict(keywords)
    for variable, value in bindings.items():
        name = variable.removeprefix("?")
        if name in values:
            raise ParameterError(f"?{name} is given twice", advice="Give it once.", parameter=name)
        values[name] = value
    return values


def rendered(keywords: Mapping[str, Any], bindings: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The same values as SPARQL; ParameterError for one that has no counterpart in RDF.

    >>> rendered({"name": "ATSMU"}, {"floor": 500})["name"]
    '"ATSMU"'
    """
    from atsmu_kg.rdf.terms import render

    return {name: render(value) for name, value in merged(keywords, bindings).items()}


def bound(text: str, keywords: Mapping[str, Any], bindings: Mapping[str, Any] | None = None) -> str:
    """The text with values in the place of variables, which are given by keyword or in ``bindings``.

    Raises ParameterError for a keyword that is neither a variable nor one of OPTIONS, for a value that has no
    counterpart in RDF, and for one that is no IRI where nothing else can stand.
    """
    from atsmu_kg.sparql.binding import bind, named

    values = merged(keywords, bindings)
    if not values:
        return text
    known = named(text)
    for name in keywords:
        if name not in known:
            raise _unknown(name, known)
    terms = rendered(values)
    if any(not term.startswith("<") for term in terms.values()):
        for name, place in _places_of_iris(text):
            if name in terms and not terms[name].startswith("<"):
                raise _no_iri(name, values[name], place)
    return bind(text, terms)


@lru_cache(maxsize=256)
def _form(text: str) -> str:
    from atsmu_kg.sparql.tokens import query_form

    try:
        return query_form(text)
    except QuerySyntaxError:
        return ""


@lru_cache(maxsize=256)
def _places_of_iris(text: str) -> tuple[tuple[str, str], ...]:
    """The variables that stand where no literal can (RDF 1.1, 3.1), each with what it is there."""
    from atsmu_kg.sparql import parse

    try:
        query = parse(text)
    except AtsmuKGError:  # the store says what is wrong with it, or knows more than SPARQL 1.1
        return ()
    return tuple(_iris_below(query))


def _iris_below(query: Any) -> Iterator[tuple[str, str]]:
    from atsmu_kg.rdf.namespaces import RDF
    from atsmu_kg.sparql.nodes import Iri, TriplePattern, Variable
    from atsmu_kg.sparql.patterns import GraphPattern, Service

    for node in query.walk():
        if isinstance(node, TriplePattern):
            places = [(node.subject, "a subject"), (node.predicate, "a predicate")]
            if isinstance(node.predicate, Iri) and node.predicate.value == RDF.type:
                places.append((node.object, "a type"))
        elif isinstance(node, GraphPattern | Service):
            places = [(node.name, "the name of a graph or a service")]
        else:
            continue
        yield from ((term.name, place) for term, place in places if isinstance(term, Variable))


def _no_iri(name: str, value: object, place: str) -> ParameterError:
    from atsmu_kg.rdf.namespaces import expand

    advice = f"Give an IRI: {name}=IRI('https://…')."
    if isinstance(value, str):
        try:
            expand(value)
            advice = f"Give an IRI: {name}=expand({str(value)!r}), from atsmu_kg.rdf.namespaces."
        except AtsmuKGError:
            pass
    return ParameterError(
        f"?{name} is {place}, where only an IRI can stand, but {quoted(value)} is not one",
        advice=advice,
        variable=name,
        value=value,
    )


def _unknown(name: str, known: list[str]) -> ParameterError:
    spelt = {**{variable: f"?{variable}" for variable in known}, **{option: option for option in OPTIONS}}
    near = [spelt[each] for each in nearest(name, spelt)]
    return ParameterError(
        f"the query has no variable ?{name}, and {name} is not an option",
        advice=did_you_mean(near, f"The options are {', '.join(OPTIONS)}."),
        variable=name,
        nearest=near,
    )
