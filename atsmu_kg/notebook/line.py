"""The line of the magic: the query that it names, its parameters, where it is asked and where it goes."""

from __future__ import annotations

import shlex
from keyword import iskeyword
from typing import TYPE_CHECKING, NamedTuple

from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.namespaces import PREFIXES, expand
from atsmu_kg.rdf.terms import to_python
from atsmu_kg.sparql.tokens import significant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# What a line may hold beside the parameters of its query, and what each is.
OPTIONS = {
    "store": "the directory of an on-disk store",
    "dataset": "the folder of an institution's dataset",
    "endpoint": "the URL of a SPARQL endpoint",
    "into": "the Python variable that gets the answer",
}


class Line(NamedTuple):
    """What a line says.

    >>> read("faculties --lang ru --into rows")
    Line(name='faculties', parameters={'lang': 'ru'}, store='', dataset='', endpoint='', into='rows')
    """

    name: str
    parameters: dict[str, str]
    store: str
    dataset: str
    endpoint: str
    into: str


def read(text: str) -> Line:
    """The line that a text is; ParameterError for what it can't be."""
    name, settings = "", dict[str, str]()
    left = _words(text)
    while left:
        word = left.pop(0)
        if not word.startswith("--"):
            if name:
                raise ParameterError(f"{word!r} is a second name", advice="Write parameters as --name value.")
            name = word
            continue
        option, equals, value = word[2:].partition("=")
        option = option.replace("-", "_")
        if not option.isidentifier():
            raise ParameterError(f"{word!r} is not a parameter", advice="Write parameters as --name value.")
        if option in settings:
            raise ParameterError(f"--{option} is given twice", advice="Give it once.", parameter=option)
        if not equals:
            if not left:
                raise ParameterError(f"--{option} has no value", advice=f"Write --{option} value.")
            value = left.pop(0)
        settings[option] = value
    store, dataset, endpoint, into = (settings.pop(option, "") for option in OPTIONS)
    if sum(map(bool, (store, dataset, endpoint))) > 1:
        advice = "Give only one of --store, --dataset and --endpoint."
        raise ParameterError("a query is asked in one place", advice=advice)
    if into and (not into.isidentifier() or iskeyword(into)):
        raise ParameterError(f"{into!r} is not the name of a variable", advice="Write --into name.")
    return Line(name, settings, store, dataset, endpoint, into)


def value(text: str, prefixes: Mapping[str, str] = PREFIXES) -> Any:
    """The value for a query of the cell: an IRI, a number or a Boolean as SPARQL writes it, else a text.

    Raises UnknownPrefixError for what looks like a CURIE.

    >>> value("country:IR").curie, value("500"), value("Iran")
    ('country:IR', 500, 'Iran')
    """
    from atsmu_kg.rdf.namespaces import XSD

    kinds = [token.kind for token in significant(text)]
    if kinds in (["pname"], ["iri"]):
        return expand(text, prefixes)
    from pyoxigraph import Literal, NamedNode

    if kinds == ["number"]:
        whole = text.lstrip("+-").isdecimal()
        exact = XSD.integer if whole else XSD.double if "e" in text.lower() else XSD.decimal
        return to_python(Literal(text, datatype=NamedNode(exact)))
    return text == "true" if text in ("true", "false") else text


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        advice = "Close the quotation mark, or put the value between two."
        raise ParameterError(f"the line can't be read: {error}", advice=advice) from error
