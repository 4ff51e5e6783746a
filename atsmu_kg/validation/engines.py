"""The engines behind ``validate``: each turns triples and shapes into a W3C validation report, as triples."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg import choices
from atsmu_kg.errors import AtsmuKGError, MissingDependencyError, ShapeError, ValidationError
from atsmu_kg.rdf.namespaces import SH
from atsmu_kg.sparql.tokens import tokens
from atsmu_kg.validation.adapted import adapted
from atsmu_kg.validation.embedded import EmbeddedData
from atsmu_kg.validation.merged_graph import ILL_TYPED, n_triples
from atsmu_kg.validation.patterns import python_pattern, refers_back, rust_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from rdflib.plugins.sparql.sparql import Query

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.merged_graph import MergedGraph
    from atsmu_kg.validation.shapes import Shapes

_FOCUS = ox.NamedNode(SH.focusNode)
# rdflib's SPARQL parser and its parsed expressions keep their state in themselves.
_rdflib = threading.Lock()


def pyshacl(
    data: MergedGraph,
    shapes: Shapes,
    background: AbstractSet[Term] = frozenset(),
    begun: Callable[[str], None] | None = None,
) -> Iterator[ox.Triple]:
    """The report of pySHACL, the reference; ``begun`` is called with the IRI of each shape in turn."""
    with _rdflib:
        return iter(_run_pyshacl(data, shapes, background, begun))


def _run_pyshacl(
    data: MergedGraph,
    shapes: Shapes,
    background: AbstractSet[Term],
    begun: Callable[[str], None] | None,
) -> list[ox.Triple]:
    from pyshacl.errors import ReportableRuntimeError

    from atsmu_kg.validation.data_graph import DataGraph, from_rdflib, to_rdflib
    from atsmu_kg.validation.prepared import validation_report

    # pySHACL tells the constraint of a result, so it is marked only where messages show more than a result.
    marked = [constraint for constraint in shapes.sparql_constraints() if shapes.variables(constraint)]
    graph = DataGraph(data, shapes.parsed, EmbeddedData(data, shapes.prebindings))
    try:
        described = adapted(shapes.triples(marked), shapes.facts, data, python_pattern)
        left_out = {to_rdflib(term) for term in background}
        report = validation_report(graph, DataGraph(described, shapes.parsed), left_out, begun)
    except AtsmuKGError:
        raise
    except ReportableRuntimeError as error:
        raise _unfit(str(error.message).strip(), shapes) from error
    except NotImplementedError as error:
        raise _unfit(str(error), shapes) from error
    except Exception as error:
        raise ValidationError(
            f"pySHACL failed: {type(error).__name__}: {error}",
            advice='Try engine="shifty"; if the shapes pass `atsmu-kg check shapes`, report this to pySHACL.',
        ) from error
    return [
        ox.Triple(from_rdflib(subject), from_rdflib(predicate), from_rdflib(value))  # type: ignore[arg-type]
        for subject, predicate, value in report
    ]


def parsed(text: str) -> Query:
    """The algebra of a query as pySHACL will see it. ShapeError if there is none."""
    from atsmu_kg.validation.data_graph import parse

    with _rdflib:
        return parse(text)


def shifty(
    data: MergedGraph,
    shapes: Shapes,
    background: AbstractSet[Term] = frozenset(),
    _begun: Callable[[str], None] | None = None,
) -> Iterator[ox.Triple]:
    """The report of shifty: the same results, faster on large graphs."""
    try:
        from shifty import PreparedValidator
    except ImportError as error:
        raise MissingDependencyError(
            "the engine shifty is not installed",
            advice="pip install 'atsmu-kg[shifty]'",
            package="pyshifty",
        ) from error
    try:
        written = map(_ordered, shapes.triples(shapes.sparql_constraints()))
        prepared = PreparedValidator(n_triples(adapted(written, shapes.facts, data, _rust_pattern)))
        # Private in pyshifty 0.5.1. The public validate() replaces it once it gives the report as text: so
        # far it parses it with rdflib, which rewrites the lexical forms of values.
        result = prepared._inner.validate_w3c(
            data.estranged,
            None,
            "nt",
            "data",
            None,
            False,
            "info",
            False,
            "error",
            False,
        )
    except (ValueError, RuntimeError, NotImplementedError) as error:
        raise _unfit(str(error).strip(), shapes) from error
    report = [_back(quad.triple) for quad in ox.parse(result.report_turtle, format=ox.RdfFormat.TURTLE)]
    about = {
        triple.subject for triple in report if triple.predicate == _FOCUS and triple.object in background
    }
    return (triple for triple in report if triple.subject not in about and triple.object not in about)


ENGINES: Mapping[str, Callable[..., Iterator[ox.Triple]]] = {
    "pyshacl": pyshacl,
    "shifty": shifty,
}


def run(
    engine: str,
    data: MergedGraph,
    shapes: Shapes,
    background: AbstractSet[Term] = frozenset(),
    begun: Callable[[str], None] | None = None,
) -> Iterator[ox.Triple]:
    """The report of the engine with that name. ParameterError if there is none.

    The nodes of the background are no focus nodes. ``begun`` is called with the IRI of each shape that the
    engine begins with, if it tells.
    """
    return ENGINES[choices.ENGINES.checked(engine)](data, shapes, background, begun)


def _ordered(triple: ox.Triple) -> ox.Triple:
    """The same triple; a query without a solution modifier gets one that changes nothing.

    Simple queries shifty answers by itself, comparing terms where SPARQL compares values (5 = 5.0); queries
    with a modifier it hands to a SPARQL engine.
    """
    if triple.predicate.value != SH.select or not isinstance(triple.object, ox.Literal):
        return triple
    words = {token.text.upper() for token in tokens(triple.object.value) if token.kind == "keyword"}
    if words & {"ORDER", "LIMIT", "OFFSET"}:
        return triple
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(f"{triple.object.value}\nORDER BY $this"))


def _rust_pattern(pattern: str, flags: str) -> str:
    if refers_back(pattern, flags):
        raise ShapeError(
            f"the engine shifty can't follow the reference back to a group in the pattern {pattern}",
            advice='Use engine="pyshacl", or write the pattern without it.',
        )
    return rust_pattern(pattern, flags)


def _back(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if not isinstance(value, ox.Literal) or not value.datatype.value.startswith(ILL_TYPED):
        return triple
    datatype = ox.NamedNode(value.datatype.value.removeprefix(ILL_TYPED))
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(value.value, datatype=datatype))


def _unfit(message: str, shapes: Shapes) -> ShapeError:
    return ShapeError(
        f"the shapes can't be used: {message}",
        file=", ".join(shapes.files) or None,
        advice="Correct the shape; `atsmu-kg check shapes FILE` shows the line.",
    )
