"""Checks from the command line: validate, and those of the project itself."""

from __future__ import annotations

import sys

from atsmu_kg import files
from atsmu_kg.choices import ENGINES
from atsmu_kg.cli import FINE, NO
from atsmu_kg.cli.options import (
    add_data,
    add_dataset,
    add_language,
    add_store,
    carries_out,
    existing_file,
)
from atsmu_kg.errors import AtsmuKGError, ParameterError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from pyoxigraph import Quad

    from atsmu_kg.cli.options import Command

REPORTS = ("text", "json", "html", "turtle")


def validate_options(verb: ArgumentParser) -> None:
    """What ``validate`` takes."""
    verb.add_argument(
        "files", nargs="*", type=existing_file, metavar="FILE", help="RDF files; none: the packaged graph"
    )
    verb.add_argument(
        "--with-graph",
        action="store_true",
        help="the files refer to the packaged graph: validate both as one",
    )
    verb.add_argument(
        "--shapes", action="append", type=existing_file, metavar="FILE", help="other shapes than ours"
    )
    verb.add_argument(
        "--things",
        action="append",
        default=[],
        metavar="IRI",
        help="the namespace of another institution's things (known of files in a dataset's folder)",
    )
    verb.add_argument("--engine", choices=ENGINES, default="pyshacl")
    verb.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after so many seconds")
    verb.add_argument("--format", choices=REPORTS, default="text")
    add_language(verb)
    add_store(verb)


def validate(options: Namespace) -> int:
    """Hold the graph, or a user's files, against the shapes."""
    from atsmu_kg.cli.dataset import graph_of
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.validation import validate_files

    settings = {
        "engine": options.engine,
        "lang": options.lang,
        "things": _things(options),
        "timeout": options.timeout,
    }
    if options.with_graph and not options.files:
        raise ParameterError("--with-graph is for files that refer to the graph", advice="Name the files.")
    if options.files and (options.store or options.endpoint or options.dataset):
        raise ParameterError("files and a store can't be validated at once", advice="Name one of them.")
    if options.files:
        with Working("validating"):
            report = validate_files(options.files, options.shapes, with_graph=options.with_graph, **settings)
    else:
        with graph_of(options) as kg, Working("validating"):
            report = kg.validate(shapes=options.shapes, **settings)
    written: dict[str, Callable[[], str]] = {
        "text": report.to_text,
        "json": report.to_json,
        "html": report.to_html,
        "turtle": lambda: report.to_rdf().decode(),
    }
    text = written[options.format]()
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    return FINE if report.conforms else NO


def _things(options: Namespace) -> list[str]:
    """The namespaces of other institutions: those that are given, and those of datasets that files lie in."""
    from atsmu_kg.cli.dataset import tell
    from atsmu_kg.curation.settings import DatasetSettings, folder_around

    folders = dict.fromkeys(folder for file in options.files if (folder := folder_around(file)))
    datasets = [DatasetSettings.read(folder) for folder in folders]
    for dataset in datasets:
        tell(dataset)
    return [*options.things, *(dataset.names.things for dataset in datasets)]


def lint_options(verb: ArgumentParser) -> None:
    """What ``lint`` takes."""
    verb.add_argument(
        "queries",
        nargs="+",
        metavar="TEXT|FILE|-",
        help="each a query, a file that holds one, or - for standard input",
    )
    add_data(verb)
    add_store(verb)


def lint(options: Namespace) -> int:
    """Say what is suspicious about queries."""
    from atsmu_kg.cli.ask import query_text
    from atsmu_kg.cli.dataset import graph_of

    faults = 0
    with graph_of(options) as kg:
        for given in options.queries:
            text, file = query_text(given)
            try:
                findings = kg.lint(text)
            except AtsmuKGError as error:
                error.file = error.file or file
                raise
            sys.stdout.write(findings.to_text(file))
            faults += len(findings.faults)
    return NO if faults else FINE


def check_options(verb: ArgumentParser) -> None:
    """What ``check`` looks at, and what each takes."""
    from atsmu_kg.cli import institution, publish

    kinds = verb.add_subparsers(dest="kind", metavar="WHAT", required=True)

    def kind(name: str, command: Command, summary: str) -> ArgumentParser:
        return carries_out(kinds.add_parser(name, help=summary, description=summary), command)

    add_dataset(kind("coverage", coverage, "each claim of the source to its triples, each triple to a graph"))
    copy = kind(
        "source", source, "a copy of the source: its hash, its ranges, and passages beside their triples"
    )
    copy.add_argument("file", type=existing_file, metavar="FILE")
    copy.add_argument(
        "--source",
        default="profile",
        metavar="NAME",
        help="which source it is, by the name of its claims table (default: profile)",
    )
    add_dataset(copy)
    kind("shapes", shapes, "find what every validator lets through in shapes").add_argument(
        "files", nargs="*", type=existing_file, metavar="FILE", help="shapes files; none: the packaged ones"
    )
    what = "what is still wrong with a dataset that 'atsmu-kg new' began"
    begun = carries_out(kinds.add_parser("dataset", help=what), institution.check)
    begun.add_argument("directory", nargs="?", metavar="DIR", help="default: the folder that you are in")
    begun.add_argument(
        "--renew", action="store_true", help="first let each query expect the rows that it has now"
    )
    what = "hold a release folder against F-UJI, FOOPS! and LOV"
    released = carries_out(kinds.add_parser("fair", help=what), publish.fair)
    released.add_argument("directory", metavar="DIR", help="see 'atsmu-kg release'")
    damage = kind("mutation", mutation, "damage the graph in many ways and count what validation catches")
    damage.add_argument("--engine", choices=ENGINES, default="shifty")
    for measuring in (damage, kind("engines", engines, "ask both validation engines about the same mutants")):
        measuring.add_argument("--count", type=int, default=1000, help="how many mutants (default: 1000)")
        measuring.add_argument("--seed", type=int, default=1939, help="which mutants (default: 1939)")


def coverage(options: Namespace) -> int:
    """Each claim and each fact to its triples, and each triple to a graph."""
    from atsmu_kg.cli.dataset import told
    from atsmu_kg.curation.claims import read_tables
    from atsmu_kg.curation.coverage import coverage as covered
    from atsmu_kg.curation.coverage import fact_coverage

    dataset = told(options)
    if dataset is not None:
        covering = dataset.coverage()
        sys.stdout.write(f"{covering.to_text()}\n")
        return FINE if covering.complete else NO
    quads = packaged_quads()
    covering = covered(quads, read_tables(files.path("data/claims")))
    facts = fact_coverage(quads, files.path("data/sources"))
    sys.stdout.write(f"{facts.to_text()}\n\n{covering.to_text()}\n")
    return FINE if covering.complete and facts.complete else NO


def source(options: Namespace) -> int:
    """A copy of the source document beside what the graph says of it."""
    from atsmu_kg.cli.dataset import told
    from atsmu_kg.curation.claims import read_tables
    from atsmu_kg.curation.coverage import check_source

    dataset = told(options)
    if dataset is not None:
        check = dataset.check_source(options.source, options.file)
    else:
        claims = read_tables(files.path("data/claims"))
        check = check_source(options.file, packaged_quads(), claims, source=options.source)
    sys.stdout.write(f"{check.to_text()}\n")
    return NO if check.faults else FINE


def shapes(options: Namespace) -> int:
    """Find in shapes what every validator lets through."""
    from atsmu_kg.validation.lint import lint_shapes

    ontology = [files.path("ontology/atsmu-kg.ttl"), files.path("ontology/alignment.ttl")]
    found = lint_shapes(options.files or files.path("ontology/shapes.ttl"), ontology, packaged_quads())
    sys.stdout.write(found.to_text())
    return FINE if found.clean else NO


def mutation(options: Namespace) -> int:
    """Damage the graph in many ways and count what validation catches."""
    import os

    from atsmu_kg.curation.claims import read_tables
    from atsmu_kg.curation.mutation import measure
    from atsmu_kg.validation import Shapes

    shapes = Shapes.packaged()
    measurement = measure(
        packaged_quads(),
        shapes,
        seed=options.seed,
        count=options.count,
        engine=options.engine,
        processes=os.cpu_count() or 1,
        claims=read_tables(files.path("data/claims")),
        facts=files.path("data/sources"),
    )
    sys.stdout.write(f"{measurement.to_text()}\n")
    return FINE if measurement.good else NO


def engines(options: Namespace) -> int:
    """Ask both engines about the same mutants and compare their results."""
    import os

    from atsmu_kg.curation.mutation import agreement
    from atsmu_kg.validation import Shapes

    shapes = Shapes.packaged()
    comparison = agreement(
        packaged_quads(), shapes, seed=options.seed, count=options.count, processes=os.cpu_count() or 1
    )
    sys.stdout.write(f"{comparison.to_text()}\n")
    return FINE if comparison.good else NO


def packaged_quads() -> list[Quad]:
    """The quads of the packaged dataset as its file has them."""
    from atsmu_kg.rdf.documents import read

    return read(files.path("data/atsmu-kg.nq"))
