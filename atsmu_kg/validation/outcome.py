"""The results of a validation: those that the report of an engine tells, and those of ill-typed literals."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import AKGSH, IRI, RDFS, SCHEMA, SH, SKOS, contract
from atsmu_kg.rdf.terms import readable
from atsmu_kg.validation.facts import Facts
from atsmu_kg.validation.lines import Places
from atsmu_kg.validation.messages import (
    all_filled,
    filled,
    ill_typed_message,
    in_language,
    parameter_of,
    plain,
    written,
)
from atsmu_kg.validation.parts import ShapePart
from atsmu_kg.validation.paths import path_predicates, path_text, path_triples, path_values
from atsmu_kg.validation.result import ValidationResult
from atsmu_kg.validation.shapes import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.merged_graph import MergedGraph
    from atsmu_kg.validation.shapes import Shapes

DATATYPE = SH.DatatypeConstraintComponent
UNIQUE_LANG = SH.UniqueLangConstraintComponent
LABELS = (SKOS.prefLabel, RDFS.label, SCHEMA.name)


def results(
    report: Iterable[ox.Triple], shapes: Shapes, data: MergedGraph, lang: str
) -> list[ValidationResult]:
    """The results of a W3C validation report, each once, in order, with our own words."""
    facts = Facts(report)
    nodes = [node for _, node in facts.with_predicate(SH.result)]
    found = {result for node in nodes for result in _results(node, facts, shapes, data, lang)}
    return sorted(found, key=ValidationResult.order)


def ill_typed(
    data: MergedGraph, reported: Iterable[ValidationResult], lang: str
) -> Iterator[ValidationResult]:
    """Results for literals whose datatype does not allow their form, where no shape has found them yet.

    RDF 1.1 Concepts, 3.3, lets such literals stand, and so does every validator; no query can use them.
    """
    known = {(result.focus_term, result.value_term) for result in reported if result.component == DATATYPE}
    for subject, predicate, value in dict.fromkeys(data.ill_typed):
        if (subject, value) not in known:
            yield ValidationResult(
                severity=SH.Violation,
                focus_term=subject,
                path=IRI(predicate.value),
                value_term=value,
                message=ill_typed_message(value, lang),
                source_shape=AKGSH.WellTypedLiteral,
                component=DATATYPE,
                violated_shape=AKGSH.WellTypedLiteral,
            )


def explained(
    found: list[ValidationResult], data: MergedGraph, files: list[str], lang: str
) -> Iterator[ValidationResult]:
    """The same results with the label of their focus node, and file and line if files are given."""
    places = Places(files if found else [], {result.focus_term for result in found})
    for result in found:
        file, line = _place(result, places)
        label = next(iter(_labels(result.focus_term, data, lang)), None)
        yield replace(result, focus_label=label, file=file, line=line)


def _results(
    node: Term, facts: Facts, shapes: Shapes, data: MergedGraph, lang: str
) -> Iterator[ValidationResult]:
    """The result that a node of a report tells; of sh:uniqueLang, one for each language that comes twice."""

    def one(predicate: str) -> Any:
        return next(iter(facts.values(node, predicate)), None)

    part, component = one(SH.sourceShape), IRI(one(SH.sourceConstraintComponent).value)
    shape, several = shapes.parts.get(part, ShapePart(part, {}))
    focus, value, path = one(SH.focusNode), one(SH.value), one(SH.resultPath)
    constraint, bindings = _marked(facts.values(node, SH.resultMessage), shapes)
    constraint = one(SH.sourceConstraint) or constraint
    # An engine copies the nodes of a longer path as it likes; the shape has the original.
    if path is not None and not isinstance(path, ox.NamedNode):
        path = next(iter(shapes.facts.values(shape, SH.path)), path)
    told = {"this": focus, "value": value, "path": path if isinstance(path, ox.NamedNode) else None}
    bindings |= {name: readable(term) for name, term in told.items() if term is not None}
    bindings |= dict(_parameters(shapes, shape, component, several))
    texts = written(shapes.facts, shape, constraint, component)
    parameter = constraint or _parameter(component, part, several, shapes)
    languages = _repeated(focus, path, shapes, data) if component == UNIQUE_LANG else [None]
    for language in languages or [None]:
        values = several if language is None else several | {SH.uniqueLang: language}
        yield ValidationResult(
            severity=IRI(one(SH.resultSeverity).value),
            focus_term=focus,
            path=None if path is None else path_text(path, shapes.facts),
            value_term=value,
            message=filled(texts, bindings, lang) or plain(shapes.facts, shape, component, values),
            source_shape=_named(shapes.owner(shape)),
            component=component,
            violated_shape=_named(shape),
            parameter=parameter or language,
            texts=tuple(all_filled(texts, bindings)),
            path_triples=tuple(path_triples(path, shapes.facts)),
        )


def _repeated(focus: Term, path: Term, shapes: Shapes, data: MergedGraph) -> list[ox.Literal]:
    """The languages of more than one value."""
    values = path_values(focus, path, shapes.facts, data)
    counts = Counter((value.language or "").lower() for value in values if isinstance(value, ox.Literal))
    return [ox.Literal(language) for language in sorted(counts) if language and counts[language] > 1]


def _named(shape: Term) -> str:
    return IRI(shape.value) if isinstance(shape, ox.NamedNode) else str(shape)


def _marked(texts: list[Term], shapes: Shapes) -> tuple[Term | None, dict[str, str]]:
    """The constraint and the bindings that the message of a marked constraint brings back."""
    for text in texts:
        if isinstance(text, ox.Literal) and text.value.startswith(SEPARATOR):
            constraint, *values = text.value.removeprefix(SEPARATOR).split(SEPARATOR)
            node = ox.NamedNode(constraint)
            pairs = zip(shapes.variables(node), values, strict=True)
            # An unbound variable keeps its place, with or without the braces.
            return node, {name: _tidy(value) for name, value in pairs if value.strip("{}") != f"?{name}"}
    return None, {}


def _tidy(text: str) -> str:
    """One form of a bound value: engines write IRIs with or without brackets, and numbers with more zeros."""
    if re.fullmatch(r"<[^<>\s]*>|[a-z][a-z0-9+.-]*://\S*", text):
        return contract(text.strip("<>"))
    if re.fullmatch(r"[+-]?\d+\.\d+", text):
        return text.rstrip("0").rstrip(".")
    return text


def _parameters(
    shapes: Shapes, shape: Term, component: str, several: Mapping[str, Term]
) -> Iterator[tuple[str, str]]:
    """The parameters of a SPARQL-based constraint component, which its messages may show (SHACL 6.2.1)."""
    for name in _names(component, shapes):
        for value in [several[name]] if name in several else shapes.facts.values(shape, name):
            yield re.split("[/#]", name)[-1], readable(value)


def _names(component: str, shapes: Shapes) -> list[str]:
    """The parameters that a SPARQL-based constraint component declares; of SHACL Core, none."""
    if component in SH:
        return []
    parameters = shapes.facts.values(ox.NamedNode(component), SH.parameter)
    paths = (path for parameter in parameters for path in shapes.facts.values(parameter, SH.path))
    return [each.value for path in paths for each in path_predicates(path, shapes.facts)]


def _parameter(component: str, part: Term, several: Mapping[str, Term], shapes: Shapes) -> Term | None:
    """The value of the component's parameter in a part of a shape; a list by the name of the part."""
    for name in (parameter_of(component), *_names(component, shapes)):
        if name in several:
            return part if isinstance(several[name], ox.BlankNode) else several[name]
    return None


def _labels(term: Term, data: MergedGraph, lang: str) -> list[str]:
    return next((found for name in LABELS if (found := in_language(data.values(term, name), lang))), [])


def _place(result: ValidationResult, places: Places) -> tuple[str | None, int | None]:
    """The triple at fault, if one is: forwards or backwards along a path of one step."""
    focus, value, path = result.focus_term, result.value_term, result.path
    if isinstance(path, IRI):
        return places.find(focus, ox.NamedNode(path), value)
    if path and path.startswith("^") and value is not None and not re.search(r"[/|(*+?]", path):
        return places.find(value, None, focus)
    return places.find(focus, None, value if value != focus else None)
