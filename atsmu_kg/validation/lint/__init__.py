"""A lint of shapes: what every validator lets through, because a shape that checks nothing finds nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from atsmu_kg.choices import paths
from atsmu_kg.validation.lint.finding import ShapeFindings

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from atsmu_kg.lint.finding import Finding

    Path = str | os.PathLike[str]

__all__ = ["ShapeFindings", "lint_shapes"]


def lint_shapes(
    files: Path | Iterable[Path],
    ontology: Path | Iterable[Path] = (),
    data: Iterable[ox.Quad | ox.Triple] = (),
) -> ShapeFindings:
    """Look for the faults of shapes that no validation reports, in files of any RDF format.

    files: the shapes' files.
    ontology: the files of the vocabularies that they use.
    data: the quads or triples that they are for.

    A term counts as known if the ``ontology`` files or the ``data`` have it, or a standard whose terms rdflib
    lists; of namespaces that neither knows, nothing is said. Raises StoreError for a file that can't be
    read, DataError for one that says nothing, and DataSyntaxError.
    """
    from atsmu_kg.rdf.documents import read_all
    from atsmu_kg.validation.lint import constraints, messages, queries, references, terms
    from atsmu_kg.validation.lint.document import Document
    from atsmu_kg.validation.lint.vocabulary import Vocabulary

    known = [quad for quads in read_all(_paths(ontology)).values() for quad in quads]
    document = Document(_paths(files), Vocabulary(known, data))
    rules = (*terms.RULES, *references.RULES, *constraints.RULES, *queries.RULES, *messages.RULES)
    findings = dict.fromkeys(finding for rule in rules for finding in rule(document))
    order = {file: number for number, file in enumerate(document.files)}

    def key(finding: Finding) -> tuple[int, int, str, str, str]:
        place = (order.get(finding.file or "", 0), finding.line or 0)
        return (*place, finding.code, finding.subject or "", finding.message)

    return ShapeFindings(tuple(sorted(findings, key=key)), shapes=len(document.shapes), files=document.files)


def _paths(files: Path | Iterable[Path]) -> list[Path]:
    return [files] if isinstance(files, str | os.PathLike) else [*paths(files=files)]
