"""A validation report in other people's formats: JSON, a DataFrame, the W3C report in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.errors import MissingDependencyError
from atsmu_kg.rdf.namespaces import IRI, RDF, SH, XSD, contract
from atsmu_kg.rdf.terms import readable
from atsmu_kg.validation.facts import SKOLEM
from atsmu_kg.validation.result import severity_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from atsmu_kg.validation.result import ValidationResult

COLUMNS = (
    "severity",
    "shape",
    "focus_node",
    "label",
    "path",
    "value",
    "message",
    "component",
    "file",
    "line",
)


def json_text(head: Mapping[str, object], results: Iterable[ValidationResult]) -> str:
    """What is said of a validation, then all its results, as JSON: the same bytes for the same results."""
    import json

    told = {**head, "results": [_object(result) for result in results]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def data_frame(results: Iterable[ValidationResult]) -> pd.DataFrame:
    """All results as a DataFrame, a row each. MissingDependencyError without pandas."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingDependencyError.of("pandas") from error
    frame = pd.DataFrame([_row(result) for result in results], columns=list(COLUMNS))
    return frame.astype({"line": "Int64"})


def turtle(results: Sequence[ValidationResult]) -> bytes:
    """The W3C validation report (SHACL 3.6)."""
    root = ox.BlankNode("report")
    triples = [
        _triple(root, RDF.type, ox.NamedNode(SH.ValidationReport)),
        _triple(root, SH.conforms, ox.Literal(not results)),
    ]
    for number, result in enumerate(results, 1):
        node = ox.BlankNode(f"result{number}")
        triples += [_triple(root, SH.result, node), *_described(node, result)]
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes={"sh": str(SH)}) or b""


def _row(result: ValidationResult) -> tuple[object, ...]:
    return (
        severity_name(result),
        contract(result.source_shape) if isinstance(result.source_shape, IRI) else result.source_shape,
        readable(result.focus_term),
        result.focus_label,
        result.short_path,
        None if result.value_term is None else readable(result.value_term),
        result.message,
        contract(result.component),
        result.file,
        result.line,
    )


def _object(result: ValidationResult) -> dict[str, object]:
    told = {
        "severity": result.severity,
        "sourceShape": result.source_shape,
        "focusNode": _term(result.focus_term),
        "focusLabel": result.focus_label,
        "path": result.path,
        "value": None if result.value_term is None else _term(result.value_term),
        "message": result.message,
        "component": result.component,
        "file": result.file,
        "line": result.line,
    }
    return {name: value for name, value in told.items() if value is not None}


def _term(term: object) -> dict[str, str]:
    """A term as SPARQL 1.1 Query Results JSON writes it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "bnode", "value": str(term).removeprefix("_:")}
    told = {"type": "literal", "value": term.value}
    if term.language:
        return told | {"xml:lang": term.language}
    return told if term.datatype.value == XSD.string else told | {"datatype": term.datatype.value}


def _triple(subject: ox.BlankNode, predicate: str, value: object) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)  # type: ignore[arg-type]


def _described(node: ox.BlankNode, result: ValidationResult) -> Iterator[ox.Triple]:
    yield _triple(node, RDF.type, ox.NamedNode(SH.ValidationResult))
    yield _triple(node, SH.resultSeverity, ox.NamedNode(result.severity))
    yield _triple(node, SH.focusNode, result.focus_term)
    if isinstance(result.path, IRI):
        yield _triple(node, SH.resultPath, ox.NamedNode(result.path))
    else:
        yield from _path(node, result.path_triples)
    if result.value_term is not None:
        yield _triple(node, SH.value, result.value_term)
    if result.violated_shape:
        yield _triple(node, SH.sourceShape, _node(result.violated_shape))
    yield _triple(node, SH.sourceConstraintComponent, ox.NamedNode(result.component))
    if result.component == SH.SPARQLConstraintComponent and isinstance(result.parameter, ox.NamedNode):
        yield _triple(node, SH.sourceConstraint, _node(result.parameter.value))
    for message in result.texts or [ox.Literal(result.message)]:
        yield _triple(node, SH.resultMessage, message)


def _path(node: ox.BlankNode, triples: Sequence[ox.Triple]) -> Iterator[ox.Triple]:
    """A longer path, its nodes named after the node of the result."""
    names: dict[object, ox.BlankNode] = {}
    for triple in triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.BlankNode) and term not in names:
                names[term] = ox.BlankNode(f"{node.value}path{len(names) + 1}")
    if triples:
        yield _triple(node, SH.resultPath, names[triples[0].subject])
    for triple in triples:
        value = names.get(triple.object, triple.object)
        yield _triple(names[triple.subject], triple.predicate.value, value)


def _node(name: str) -> ox.NamedNode | ox.BlankNode:
    """The node of a shape or constraint; an anonymous one is anonymous in the report too."""
    if name.startswith(SKOLEM):
        return ox.BlankNode(f"shape{name.removeprefix(SKOLEM)}")
    return ox.NamedNode(name)
