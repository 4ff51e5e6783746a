"""One result of a validation, the same whichever engine found it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from atsmu_kg.rdf.namespaces import IRI, SH, contract
from atsmu_kg.rdf.terms import to_python

if TYPE_CHECKING:
    import pyoxigraph as ox

    from atsmu_kg.rdf.terms import Term

SEVERITIES = (SH.Violation, SH.Warning, SH.Info)


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """What is wrong with one node: equal to another result that says the same, wherever it stands.

    ``path`` is the IRI of a predicate, or SPARQL text for a longer path; ``source_shape`` is the named shape
    that the violated one belongs to, and ``violated_shape`` that one itself, by a name of ours if it is
    anonymous. ``parameter`` says which value of the constraint's parameter is at fault where there are
    several: a class, a language, a SPARQL constraint. ``texts`` are the shape's own messages in all their
    languages; ``path_triples`` describe a longer path, its node first.
    """

    severity: IRI
    focus_term: Term
    path: str | None
    value_term: Term | None
    message: str
    source_shape: str
    component: IRI
    violated_shape: str = ""
    parameter: Term | None = None
    texts: tuple[ox.Literal, ...] = field(default=(), compare=False)
    path_triples: tuple[ox.Triple, ...] = field(default=(), compare=False)
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
        details = (self.violated_shape, str(self.parameter or ""))
        return (rank, *texts, str(self.value_term or ""), self.message, *details)


def severity_name(result: ValidationResult) -> str:
    """``Violation``, ``Warning`` or ``Info``; the CURIE of any other severity."""
    known = result.severity in SEVERITIES
    return result.severity.removeprefix(str(SH)) if known else contract(result.severity)
