"""Making things from the command line: demo, export, build, completion."""

from __future__ import annotations

import sys
from pathlib import Path

import atsmu_kg
from atsmu_kg.choices import LANGUAGES
from atsmu_kg.cli import FINE, NO
from atsmu_kg.cli.options import GRAPHS, TABLES, add_data, add_dataset, add_store, carries_out, existing_file
from atsmu_kg.errors import ParameterError, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from atsmu_kg.citations.citation import Citation

OUT = "out"
EXPORTS = ("ttl", "trig", "nt", "nq", "rdf", "jsonld")


def demo_options(verb: ArgumentParser) -> None:
    """What ``demo`` takes."""
    add_dataset(verb)


def demo(options: Namespace) -> int:
    """The main job: validate the graph, answer the whole catalogue, export every format."""
    from atsmu_kg.cli.dataset import told
    from atsmu_kg.cli.progress import Working

    dataset = told(options)
    stem = "atsmu-kg" if dataset is None else dataset.description.stem
    with atsmu_kg.load() if dataset is None else dataset.graph() as kg:
        sys.stdout.write(f"{kg!r}\n\n1. Validate\n\n")
        with Working("validating"):
            report = kg.validate()
        sys.stdout.write(
            f"{report.to_text().rstrip()}\n\n2. Answer the catalogue of {len(kg.queries)} queries\n"
        )
        for name, query in kg.queries.items():
            result = query(**query.example)
            sys.stdout.write(f"\n{name}: {query.summary}\n{result.to_text(width=100, limit=5)}\n")
            if len(result):
                sys.stdout.write(f"according to {_sources(result.cite())}\n")
        sys.stdout.write(f"\n3. Export to {OUT}/\n\n")
        Path(OUT).mkdir(exist_ok=True)
        for extension in EXPORTS:
            target = Path(OUT, f"{stem}.{extension}")
            with Working(f"writing {target}"):
                kg.export(target)
            sys.stdout.write(f"{target}  {target.stat().st_size:,} bytes\n")
    return FINE if report.conforms else NO


def _sources(citation: Citation) -> str:
    """The sources of a whole answer in one line, the first three of them if there are many."""
    names = [source.name for source in citation.references]
    return "; ".join(names) if len(names) <= 4 else f"{'; '.join(names[:3])}; and {len(names) - 3} more"


def export_options(verb: ArgumentParser) -> None:
    """What ``export`` takes."""
    verb.add_argument(
        "target",
        metavar="FILE|FOLDER/|-",
        help="its extension says the format; a folder is for tables, - is standard output",
    )
    verb.add_argument("--format", choices=(*GRAPHS, *TABLES), help="where the target doesn't say it")
    add_data(verb)
    add_store(verb)


def export(options: Namespace) -> int:
    """Write the dataset to a file or to standard output."""
    from atsmu_kg.cli.dataset import graph_of
    from atsmu_kg.cli.progress import Working

    if options.target == "-" and not options.format:
        raise ParameterError("standard output has no extension", advice="Say the format: --format trig.")
    with graph_of(options) as kg:
        if options.target != "-":
            with Working(f"writing {options.target}"):
                kg.export(options.target, options.format)
        elif hasattr(sys.stdout, "buffer"):
            kg.export(sys.stdout.buffer, options.format)
        else:
            from io import BytesIO

            document = BytesIO()
            kg.export(document, options.format)
            sys.stdout.write(document.getvalue().decode())
    return FINE


def build_options(verb: ArgumentParser) -> None:
    """What ``build`` makes, and what each takes."""
    verb.add_argument("--root", default=".", help="the checkout (default: this folder)")
    kinds = verb.add_subparsers(
        dest="kind", metavar="WHAT", help="none: names, entailments, merge, catalogue and picture"
    )
    of_authority = kinds.add_parser(
        "authority", help="data/authority.trig from a table of identifiers and names"
    )
    carries_out(of_authority, authority).add_argument("table", type=existing_file, metavar="TABLE")
    of_authority.add_argument("--date", required=True, help="the day of the import, YYYY-MM-DD")
    of_sources = kinds.add_parser("sources", help="data/sources.trig from the tables in data/sources/")
    carries_out(of_sources, sources)
    of_sources.add_argument("--date", required=True, help="the day of the import, YYYY-MM-DD")
    of_passages = kinds.add_parser(
        "passages", help="the passages of a source document, from its claims table"
    )
    carries_out(of_passages, passages).add_argument("source", type=existing_file, metavar="FILE")
    of_passages.add_argument(
        "--claims", required=True, type=existing_file, metavar="TABLE", help="named after the source"
    )
    of_passages.add_argument("--date", required=True, help="the day of the import, YYYY-MM-DD")
    of_passages.add_argument("--language", default="en", help="the language of the document")
    for language in LANGUAGES:
        of_passages.add_argument(
            f"--title-{language}", required=True, help=f"the document's title in {language}"
        )


def build(options: Namespace) -> int:
    """Make what is built from a checkout's sources: names, entailments, merge, queries, index and picture."""
    from atsmu_kg.curation.building.diagram import write_dot
    from atsmu_kg.curation.building.merge import build as merge
    from atsmu_kg.curation.building.name_index import write_name_index
    from atsmu_kg.curation.building.names import write_names
    from atsmu_kg.queries.compiler import compile_catalogue

    root = _checkout(options.root)
    write_names(root)
    merge(root)
    compile_catalogue(root)
    write_name_index(root)
    write_dot(root)
    return FINE


def authority(options: Namespace) -> int:
    """Make the graphs of the authorities from a table of identifiers and names."""
    from atsmu_kg.curation.building.authority import authority_quads
    from atsmu_kg.rdf.serializers import write

    root = _checkout(options.root)
    made = authority_quads(options.table, str(root / "data" / "authority"), options.date)
    write(made.quads, root / "data" / "authority.trig")
    sys.stdout.write(f"data/authority.trig: {made}\n")
    return FINE


def sources(options: Namespace) -> int:
    """Make the graphs of further sources from the tables in data/sources/."""
    from atsmu_kg.curation.building.sources import source_quads
    from atsmu_kg.rdf.serializers import write

    root = _checkout(options.root)
    quads = source_quads(root / "data" / "sources", options.date)
    write(quads, root / "data" / "sources.trig")
    return FINE


def passages(options: Namespace) -> int:
    """Describe the passages of a source document and their graphs."""
    from atsmu_kg.curation.building.passages import passage_quads
    from atsmu_kg.curation.claims import read_claims
    from atsmu_kg.rdf.serializers import write

    root = _checkout(options.root)
    titles: dict[str, str] = {language: getattr(options, f"title_{language}") for language in LANGUAGES}
    quads = passage_quads(
        Path(options.source),
        read_claims(options.claims),
        titles=titles,
        language=options.language,
        date=options.date,
    )
    write(quads, root / "data" / f"{Path(options.claims).stem}-passages.trig")
    return FINE


def completion_options(verb: ArgumentParser) -> None:
    """What ``completion`` takes."""
    verb.add_argument("shell", choices=("bash", "zsh", "tcsh"))


def completion(options: Namespace) -> int:
    """The script that lets a shell complete our commands, options and query names."""
    import shtab

    from atsmu_kg.cli.arguments import parser
    from atsmu_kg.queries import packaged

    sys.stdout.write(f"{shtab.complete(parser(query_names=sorted(packaged())), shell=options.shell)}\n")
    return FINE


def _checkout(folder: str) -> Path:
    root = Path(folder)
    if not (root / "ontology" / "atsmu-kg.ttl").is_file() or not (root / "data").is_dir():
        raise StoreError(
            "this is not a checkout of the project",
            file=str(root),
            advice="Run it where ontology/ and data/ are, or name that folder with --root.",
        )
    return root
