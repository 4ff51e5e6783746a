"""Parameters: rendered terms put in the place of a query's variables."""

from __future__ import annotations

from atsmu_kg.errors import AtsmuKGError, ParameterError
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.nodes import Call, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Assignment, GraphPattern, Query, Service, Values
from atsmu_kg.sparql.scope import mentioned
from atsmu_kg.sparql.tokens import tokens, variables
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atsmu_kg.sparql.nodes import Node


def bind(text: str, values: Mapping[str, str], *, file: str | None = None) -> str:
    """The text with rendered terms (``terms.render``) in the place of variables, named without ``?``.

    Strings, comments and IRIs stay. ParameterError where the grammar wants a variable (in a projection, after
    AS, …) or an IRI, and for a variable that the text lacks; QuerySyntaxError or UnknownPrefixError for a
    text that is no query, with its variables or with the terms in their place.

    >>> bind("SELECT ?s { ?s rdfs:label ?label }", {"label": '"?s"'})
    'SELECT ?s { ?s rdfs:label "?s" }'
    """
    lexed = tokens(text)
    names = named(text)
    for name, value in values.items():
        _check_parameter(name, value, names, file)
    parts = []
    for token in lexed:
        if token.kind == "variable" and token.text[1:] in values:
            # A space where the neighbour could run into the term: ?a<?b is not ?a<<http://b>.
            end = token.offset + len(token.text)
            left = "" if text[token.offset - 1 : token.offset] in _APART else " "
            right = "" if text[end : end + 1] in _APART else " "
            parts.append(f"{left}{values[token.text[1:]]}{right}")
        else:
            parts.append(token.text)
    bound = "".join(parts)
    query = _read(text, bound, file)
    if query is not None:
        _check_places(query, {token.offset for token in lexed if token.kind == "variable"}, values, file)
    return bound


def named(text: str) -> list[str]:
    """The names of the variables, those too that the longest match takes for a part of an IRI.

    >>> named("ASK { ?s ?p ?o FILTER(?o<?most&&?o>5) }")
    ['s', 'p', 'o', 'most']
    """
    try:
        read = mentioned(parse(text)) if "<" in text else []
    except AtsmuKGError:  # which is told, with its place, once the terms are there
        read = []
    return list(dict.fromkeys([*variables(text), *read]))


_APART = " \t\r\n(){}[],;.="  # the empty string, at either end of the text, is in it as well
_TERMS = ("iri", "string", "string language", "string ^^ iri")

_PLACES = {
    "SELECT": ("is projected", "Write ({0} AS ?value) in the SELECT clause, or project another variable."),
    "AS": ("is given a value by AS", "Give the parameter a name that the query does not assign to."),
    "VALUES": ("is a column of VALUES", "Give the parameter a name that is not a column."),
    "GROUP": ("is a key of GROUP BY", "Leave the key out: all solutions have the same value."),
    "ORDER": ("is a key of ORDER BY", "Leave the key out: all solutions have the same value."),
    "BOUND": ("is an argument of BOUND", "Write COALESCE({0}, …), where a term may stand as well."),
    "IRI": ("stands where only an IRI can", "Give it an atsmu_kg.IRI; a text is a literal."),
    "<": ("stands between < and >, which makes it a part of an IRI", "Write spaces around the < operator."),
}


def _check_parameter(name: str, value: str, names: list[str], file: str | None) -> None:
    shape = " ".join(token.text if token.kind == "punctuation" else token.kind for token in tokens(value))
    if shape not in _TERMS:
        raise ParameterError(
            f"the value of ?{name} is not one IRI or literal: {value!r}",
            advice="Render it with atsmu_kg.rdf.terms.render. A blank node would match anything.",
            file=file,
            variable=name,
        )
    if name not in names:
        near = nearest(name, names)
        advice = did_you_mean([f"?{candidate}" for candidate in near])
        raise ParameterError(
            f"the query has no variable ?{name}", advice=advice, file=file, variable=name, nearest=near
        )


def _read(text: str, bound: str, file: str | None) -> Query | None:
    """The tree of a text; None if it is a query only with terms (FROM ?graph), or too deep to be read."""
    try:
        return parse(text)
    except AtsmuKGError as error:
        if "deepest" in error.facts:
            return None
        try:
            parse(bound)
        except AtsmuKGError:
            error.file = file
            raise error from None
        return None


def _check_places(query: Query, offsets: set[int], values: Mapping[str, str], file: str | None) -> None:
    """ParameterError for a variable with a value where the grammar allows none (SPARQL 1.1, 19.8)."""
    for node in query.walk():
        for variable, place in _places(node, offsets):
            literal = values.get(variable.name, "<")[0] != "<"
            if variable.name in values and (literal or place != "IRI"):
                what, advice = _PLACES[place]
                raise ParameterError(
                    f"?{variable.name} can't be a parameter: it {what}",
                    advice=advice.format(f"?{variable.name}"),
                    file=file,
                    line=variable.line,
                    column=variable.column,
                    variable=variable.name,
                )


def _places(node: Node, offsets: set[int]) -> Iterator[tuple[Variable, str]]:
    """The variables of a node that not every term can stand for, each with its key of _PLACES."""
    named: list[tuple[Node | None, str]] = []
    if isinstance(node, Query):
        bare = [projection for projection in node.projection if projection.expression is projection.variable]
        named += [(projection.variable, "SELECT") for projection in bare]
        # In parentheses a term may stand as well.
        groups = (
            condition.expression
            for condition in node.group_by
            if condition.token is condition.expression.token
        )
        orders = (
            condition.expression
            for condition in node.order_by
            if condition.token is condition.expression.token
        )
        named += [
            *((expression, "GROUP") for expression in groups),
            *((expression, "ORDER") for expression in orders),
        ]
        named += [(target, "IRI") for target in node.targets]
    elif isinstance(node, Assignment) and node.expression is not node.variable:
        named.append((node.variable, "AS"))
    elif isinstance(node, Values):
        named += [(variable, "VALUES") for variable in node.variables]
    elif isinstance(node, Call) and node.name == "BOUND":
        named += [(argument, "BOUND") for argument in node.arguments]
    elif isinstance(node, GraphPattern | Service):
        named.append((node.name, "IRI"))
    elif isinstance(node, TriplePattern):
        named.append((node.predicate, "IRI"))
    elif isinstance(node, Variable) and node.offset not in offsets:
        # Engines read ?a<?b&&?c>?d as two comparisons; the longest match, as we have it, is an IRI.
        named.append((node, "<"))
    return ((variable, place) for variable, place in named if isinstance(variable, Variable))
