"""Validation with SHACL: one function, two engines, one report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.choices import ENGINES, LANGUAGES, require_positive
from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.namespaces import checked
from atsmu_kg.validation.lint import ShapeFindings, lint_shapes
from atsmu_kg.validation.report import Report
from atsmu_kg.validation.result import ValidationResult
from atsmu_kg.validation.shapes import Shapes

if TYPE_CHECKING:
    from atsmu_kg.choices import Engine, Language
    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.merged_graph import MergedGraph
    from atsmu_kg.validation.stated import StatedIn

    Path = str | os.PathLike[str]
    Triples = Iterable[ox.Quad | ox.Triple]

DATASET = "data/atsmu-kg.nq"

__all__ = [
    "Report",
    "ShapeFindings",
    "Shapes",
    "ValidationResult",
    "lint_shapes",
    "validate",
    "validate_files",
]


def validate(
    data: Path | Iterable[Path] | Triples,
    shapes: Shapes | Path | Iterable[Path] | Triples,
    *,
    ontology: Path | Iterable[Path] | Triples = (),
    engine: Engine = "pyshacl",
    lang: Language = "en",
    files: Iterable[Path] = (),
    things: Iterable[str] = (),
    timeout: float | None = None,
) -> Report:
    """Validate data against shapes.

    data: a file, files, triples, or quads, of which the merge of all graphs is validated; shapes that use
        akg:statedIn find there which graphs speak of a thing.
    shapes: a file, files, triples, or Shapes read before, which saves time in many validations.
    ontology: files or triples that count as data too: the classes, and what the data refer to. A node that
        only they mention is no focus node.
    engine: pyshacl, the reference, or shifty, which gives the same results faster.
    lang: the language of messages and labels: en, ru or tg.
    files: where the data stand, for file and line of each result.
    things: the namespaces of things beside ours, such as ``https://college.example/id/``.
    timeout: the seconds that it may take; with it the engine runs in a process of its own, which ends then,
        whatever a pattern or query does.

    Ill-typed literals are results too, whatever the shapes say of them. Nothing is fetched, imported or
    inferred.

    Raises ShapeError for shapes that can't be used, DataError and DataSyntaxError for data that can't,
    StoreError for a file that can't be read, ParameterError for a namespace that is not an IRI or a timeout
    that is not a positive number, LimitError where the timeout passes, with the ``shape`` that was at work
    where the engine tells it, and MissingDependencyError for an engine that is not installed.

    >>> shape = '''@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
    ... ex:PersonShape sh:targetClass ex:Person ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .'''
    >>> data = "@prefix ex: <https://example.org/> . ex:somoni a ex:Person ."
    >>> turtle = ox.RdfFormat.TURTLE
    >>> report = validate(ox.parse(data, format=turtle), ox.parse(shape, format=turtle))
    >>> report.conforms, len(report), next(iter(report)).message
    (False, 1, 'has fewer than 1 values')
    """
    return _validated(
        data, shapes, ontology, (), engine=engine, lang=lang, files=files, things=things, timeout=timeout
    )


def validate_files(
    paths: Path | Iterable[Path],
    shapes: Shapes | Path | Iterable[Path] | None = None,
    *,
    ontology: Path | Iterable[Path] | None = None,
    engine: Engine = "pyshacl",
    lang: Language = "en",
    things: Iterable[str] = (),
    with_graph: bool = False,
    timeout: float | None = None,
) -> Report:
    """Validate RDF files: Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML, by their names.

    paths: a file or files.
    shapes: a file, files, or Shapes read before; those of the packaged graph unless given.
    ontology: a file or files that count as data too; for the packaged shapes the packaged vocabulary.
    engine, lang, things, timeout: as for ``validate``.
    with_graph: whether the files refer to things of the packaged graph: what that says counts as data too,
        and what is wrong with it alone is not a result.

    Raises what ``validate`` raises; a relative IRI without a base is a DataSyntaxError.
    """
    from atsmu_kg.files import path

    known = [] if ontology is None else [ontology] if isinstance(ontology, str | os.PathLike) else [*ontology]
    packaged = shapes is None
    if shapes is None:
        shapes = Shapes.packaged()
        known = known or [path("ontology/atsmu-kg.ttl"), path("ontology/alignment.ttl")]
    shapes = Shapes.read(shapes)
    graph = [path(DATASET)] if with_graph else []
    began = monotonic()
    held = partial(_validated, ontology=known, graph=graph, engine=engine, lang=lang, things=[*things])
    report = held(paths, shapes, timeout=timeout)
    if not with_graph or packaged or report.conforms:
        return report
    # The packaged graph conforms to its own shapes; to others it may not.
    # Never none at all, which would be no timeout.
    left = None if timeout is None else max(0.001, timeout - (monotonic() - began))
    alone = set(held((), shapes, timeout=left))
    return replace(report, results=tuple(result for result in report if result not in alone))


def _validated(  # noqa: PLR0913  (what both calls take)
    data: Path | Iterable[Path] | Triples,
    shapes: Shapes | Path | Iterable[Path] | Triples,
    ontology: Path | Iterable[Path] | Triples,
    graph: Iterable[Path],
    *,
    engine: Engine,
    lang: Language,
    files: Iterable[Path] = (),
    things: Iterable[str],
    timeout: float | None,
) -> Report:
    """The report for data, an ontology, and the files of a graph that they refer to."""
    from atsmu_kg.validation.engines import run
    from atsmu_kg.validation.limited import Deadline, run_until
    from atsmu_kg.validation.merged_graph import MergedGraph, n_triples
    from atsmu_kg.validation.outcome import explained, ill_typed, results
    from atsmu_kg.validation.stated import STATED_IN, StatedIn

    LANGUAGES.checked(lang)
    ENGINES.checked(engine)
    require_positive(timeout=timeout)
    deadline = None if timeout is None else Deadline(timeout)
    stated = StatedIn([checked(thing) for thing in things])
    # Before the shapes, which take longer: who gives a file that can't be read learns so at once.
    given, paths = _parts(data)
    own = n_triples(_merged(given, paths, stated))
    # The engine needs most memory, so that nothing is kept for later but the text that it reads.
    del given
    shapes = Shapes.read(shapes)
    declared, known = (list(_merged(*_parts(source), stated)) for source in (ontology, graph))
    asked = stated.triples if shapes.mention(STATED_IN) else ()
    merged = MergedGraph(own, n_triples([*declared, *known, *asked]))
    del own
    sought = merged.only(shapes.sought)
    validation = (engine, sought, shapes, _background(declared, known, merged))
    told = run_until(deadline, *validation) if deadline else run(*validation)
    reported = results(told, shapes, merged, lang)
    reported = sorted([*reported, *ill_typed(merged, reported, lang)], key=ValidationResult.order)
    return Report(
        results=tuple(explained(reported, merged, [os.fspath(file) for file in files or paths], lang)),
        focus_nodes=shapes.focus_nodes(merged),
        shapes=len(shapes),
        engine=engine,
        lang=lang,
    )


def _background(declared: Triples, known: Triples, data: MergedGraph) -> set[Term]:
    """The terms of what is declared that nothing else mentions."""
    from atsmu_kg.validation.merged_graph import spelled

    only = _terms(declared) - _terms(known)
    used = data.used({spelled(term) for term in only}, (0, 1, 2))
    return {term for term in only if spelled(term) not in used}


def _terms(triples: Triples) -> set[Term]:
    """The terms of triples, predicates among them: a class or property that data use is told of too."""
    return {term for triple in triples for term in (triple.subject, triple.predicate, triple.object)}


def _parts(source: Path | Iterable[Path] | Triples) -> tuple[list[ox.Quad | ox.Triple], list[str]]:
    """The triples of a source, and its files."""
    triples: list[ox.Quad | ox.Triple] = []
    paths: list[str] = []
    if not isinstance(source, Iterable | os.PathLike):
        raise _no_data(source)
    for part in [source] if isinstance(source, str | os.PathLike) else source:
        if isinstance(part, ox.Quad | ox.Triple):
            triples.append(part)
        elif isinstance(part, str | os.PathLike):
            paths.append(os.fspath(part))
        else:
            raise _no_data(part)
    return triples, paths


def _merged(given: Triples, paths: Iterable[str], stated: StatedIn) -> Iterator[ox.Triple | ox.Quad]:
    """The triples that are given and those of files, as they are read; quads are of the default graph."""
    from atsmu_kg.rdf.documents import stream_all
    from atsmu_kg.rdf.formats import of_document

    read = (
        stated.merged(quads) if of_document(path).datasets else quads for path, quads in stream_all(paths)
    )
    return chain(stated.merged(given), chain.from_iterable(read))


def _no_data(value: object) -> ParameterError:
    kind = type(value).__name__
    return ParameterError(
        f"data can't be of the type {kind}", advice="Give pyoxigraph quads or triples, or files."
    )
