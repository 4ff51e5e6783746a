"""One result of a validation, the same whichever engine found it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from atsmu_kg.rdf.datatypes import well_formed
from atsmu_kg.rdf.namespaces import AKGSH, IRI, RDFS, SCHEMA, SH, SKOS, contract
from atsmu_kg.rdf.terms import readable, to_python
from atsmu_kg.validation.facts import Facts
from atsmu_kg.validation.lines import Places
from atsmu_kg.validation.messages import filled, ill_typed_message, in_language, plain, written
from atsmu_kg.validation.paths import path_predicates, path_text
from atsmu_kg.validation.shapes import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.shapes import Shapes

SEVERITIES = (SH.Violation, SH.Warning, SH.Info)
DATATYPE = SH.DatatypeConstraintComponent
LABELS = (SKOS.prefLabel, RDFS.label, SCHEMA.name)


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """What is wrong with one node: equal to another result that says the same, wherever it stands.

    ``path`` is the IRI of a predicate, or SPARQL text for a longer path; ``source_shape`` is the named shape
    that the violated one belongs to.
    """

    severity: IRI
    focus_term: Term
    path: str | None
    value_term: Term | None
    message: str
    source_shape: str
    component: IRI
    focus_label: str | None = field(default=None, compare=False)
    file: str | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)

    @property
    def focus_node(self) -> Any:
        """The node at fault: an IRI, a BNode, or a literal's value."""
        return to_python(self.focus_term)

    @property
    def value(self) -> Any:
        """The value at fault as a Python value, or None."""
        return to_python(self.value_term)

    @property
    def short_path(self) -> str | None:
        """The path with CURIEs."""
        return contract(self.path) if isinstance(self.path, IRI) else self.path

    @property
    def place(self) -> str:
        """``file:line``, as far as they are known."""
        return ":".join(str(part) for part in (self.file, self.line) if part is not None)

    def order(self) -> tuple[Any, ...]:
        """The key by which results are sorted: gravest first."""
        rank = SEVERITIES.index(self.severity) if self.severity in SEVERITIES else len(SEVERITIES)
        texts = (self.source_shape, self.path or "", self.component, str(self.focus_term))
        return (rank, *texts, str(self.value_term or ""), self.message)


def severity_name(result: ValidationResult) -> str:
    """``Violation``, ``Warning`` or ``Info``; the CURIE of any other severity."""
    known = result.severity in SEVERITIES
    return result.severity.removeprefix(str(SH)) if known else contract(result.severity)


def results(report: Iterable[ox.Triple], shapes: Shapes, lang: str) -> list[ValidationResult]:
    """The results of a W3C validation report, each once, in order, with our own words."""
    facts = Facts(report)
    found = {_result(node, facts, shapes, lang) for _, node in facts.with_predicate(SH.result)}
    return sorted(found, key=ValidationResult.order)


def ill_typed(
    triples: Iterable[ox.Triple], reported: Iterable[ValidationResult], lang: str
) -> Iterator[ValidationResult]:
    """Results for literals whose datatype does not allow their form, where no shape has found them yet.

    RDF 1.1 Concepts, 3.3, lets such literals stand, and so does every validator; no query can use them.
    """
    known = {(result.focus_term, result.value_term) for result in reported if result.component == DATATYPE}
    for triple in triples:
        value = triple.object
        if not isinstance(value, ox.Literal) or well_formed(value.value, value.datatype.value):
            continue
        if (triple.subject, value) not in known:
            yield ValidationResult(
                severity=SH.Violation,
                focus_term=triple.subject,
                path=IRI(triple.predicate.value),
                value_term=value,
                message=ill_typed_message(value, lang),
                source_shape=AKGSH.WellTypedLiteral,
                component=DATATYPE,
            )


def explained(
    found: list[ValidationResult], data: Facts, files: list[str], lang: str
) -> Iterator[ValidationResult]:
    """The same results with the label of their focus node, and file and line if files are given."""
    places = Places(files if found else [], {result.focus_term for result in found})
    for result in found:
        file, line = _place(result, places)
        label = next(iter(_labels(result.focus_term, data, lang)), None)
        yield replace(result, focus_label=label, file=file, line=line)


def _result(node: Term, facts: Facts, shapes: Shapes, lang: str) -> ValidationResult:
    def one(predicate: str) -> Any:
        return next(iter(facts.values(node, predicate)), None)

    shape, component = one(SH.sourceShape), IRI(one(SH.sourceConstraintComponent).value)
    focus, value, path = one(SH.focusNode), one(SH.value), one(SH.resultPath)
    constraint, bindings = _marked(facts.values(node, SH.resultMessage), shapes)
    constraint = one(SH.sourceConstraint) or constraint
    # An engine copies the nodes of a longer path as it likes; the shape has the original.
    if path is not None and not isinstance(path, ox.NamedNode):
        path = next(iter(shapes.facts.values(shape, SH.path)), path)
    told = {"this": focus, "value": value, "path": path if isinstance(path, ox.NamedNode) else None}
    bindings |= {name: readable(term) for name, term in told.items() if term is not None}
    bindings |= dict(_parameters(shapes, shape, component))
    texts = written(shapes.facts, shape, constraint, component)
    return ValidationResult(
        severity=IRI(one(SH.resultSeverity).value),
        focus_term=focus,
        path=None if path is None else path_text(path, shapes.facts),
        value_term=value,
        message=filled(texts, bindings, lang) or plain(shapes.facts, shape, component),
        source_shape=_named(shapes.owner(shape)),
        component=component,
    )


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


def _parameters(shapes: Shapes, shape: Term, component: str) -> Iterator[tuple[str, str]]:
    """The parameters of a SPARQL-based constraint component, which its messages may show (SHACL 6.2.1)."""
    if component not in SH:
        for parameter in shapes.facts.values(ox.NamedNode(component), SH.parameter):
            for path in path_predicates(next(iter(shapes.facts.values(parameter, SH.path))), shapes.facts):
                for value in shapes.facts.values(shape, path.value):
                    yield re.split("[/#]", path.value)[-1], readable(value)


def _labels(term: Term, data: Facts, lang: str) -> list[str]:
    return next((found for name in LABELS if (found := in_language(data.values(term, name), lang))), [])


def _place(result: ValidationResult, places: Places) -> tuple[str | None, int | None]:
    """The triple at fault, if one is: forwards or backwards along a path of one step."""
    focus, value, path = result.focus_term, result.value_term, result.path
    if isinstance(path, IRI):
        return places.find(focus, ox.NamedNode(path), value)
    if path and path.startswith("^") and value is not None and not re.search(r"[/|(*+?]", path):
        return places.find(value, None, focus)
    return places.find(focus, None, value if value != focus else None)
