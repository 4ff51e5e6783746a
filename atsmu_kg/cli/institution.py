"""Datasets of other institutions from the command line: new, convert, check dataset."""

from __future__ import annotations

import sys

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.cli import FINE, NO
from atsmu_kg.cli.options import existing_file
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def new_options(verb: ArgumentParser) -> None:
    """What ``new`` takes."""
    verb.add_argument("directory", metavar="DIR", help="a new or empty folder")
    verb.add_argument("--name", required=True, help="the institution's name")
    verb.add_argument("--iri", required=True, help="the namespace of its things: https://…/id/")
    verb.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="the language of the name and of the source (default: en)",
    )
    for language in LANGUAGES:
        verb.add_argument(f"--name-{language}", metavar="NAME", help=f"the name in {language}")
    licence = "https://creativecommons.org/licenses/by/4.0/"
    verb.add_argument(
        "--licence", metavar="IRI", default=licence, help="the dataset's licence (default: CC BY 4.0)"
    )
    verb.add_argument("--date", metavar="YYYY-MM-DD", help="the day that its files name (default: today)")
    verb.add_argument("--excel", action="store_true", help="also the tables as one Excel workbook")


def new(options: Namespace) -> int:
    """Begin a dataset of the same form about another institution."""
    from datetime import date

    from atsmu_kg.curation.institutions import start

    names: dict[str, str] = {tag: name for tag in LANGUAGES if (name := getattr(options, f"name_{tag}"))}
    dataset = start(
        options.directory,
        name=options.name,
        iri=options.iri,
        date=options.date or date.today().isoformat(),
        language=options.language,
        licence=options.licence,
        names=names,
        excel=options.excel,
    )
    sys.stdout.write(
        f"{options.directory}: a dataset about {dataset.names.university}\n"
        "Its README.md says what to fill in; 'make check' there says what is still missing.\n"
    )
    return FINE


def convert_options(verb: ArgumentParser) -> None:
    """What ``convert`` takes."""
    verb.add_argument(
        "tables",
        nargs="+",
        type=existing_file,
        metavar="TABLE",
        help="figures, units, partners: .csv or .xlsx",
    )
    verb.add_argument(
        "--to", required=True, metavar="FILE", help="data/profile.trig of a dataset; see 'atsmu-kg new'"
    )


def convert(options: Namespace) -> int:
    """Turn tables into the named graphs of their passages."""
    from atsmu_kg.cli.dataset import tell
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.curation.institutions import Dataset, convert

    dataset = Dataset.around(options.to)
    if dataset is not None:
        tell(dataset)
    with Working("converting"):
        written = convert(options.tables, options.to)
    for file, count in written.items():
        sys.stdout.write(f"{file}: {counted(count, 'quad')}\n")
    return FINE


def check(options: Namespace) -> int:
    """Say what is still wrong with a dataset; exit code 1 if anything is."""
    from atsmu_kg.cli.dataset import folder, tell
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.curation.institutions import Dataset
    from atsmu_kg.curation.institutions.checking import faults, unclaimed
    from atsmu_kg.curation.institutions.questions import renew

    options.dataset = options.directory
    # The folder itself, where there is none around: reading it then says what is missing.
    dataset = Dataset.read(folder(options) or ".")
    tell(dataset)
    if options.renew:
        with dataset.graph() as kg, Working("asking"):
            renewed = renew(kg)
        sys.stdout.write(f"renewed: {', '.join(renewed) or 'nothing'}\n")
    with Working("checking"):
        wrong, notes = list(faults(dataset)), list(unclaimed(dataset))
    sys.stdout.write("\n\n".join(wrong) + "\n" if wrong else f"{dataset.name}: all is well\n")
    for note in notes:
        sys.stderr.write(f"note: {note}\n")
    return NO if wrong else FINE
