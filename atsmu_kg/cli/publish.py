"""Publishing from the command line: catalogue, release, site, diff, check fair."""

from __future__ import annotations

import sys

from atsmu_kg.choices import PROFILES
from atsmu_kg.cli import FINE, NO
from atsmu_kg.cli.options import add_store
from atsmu_kg.text import counted, printable_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from atsmu_kg.publishing.folder import Folder

DIFFERENCES = ("text", "csv", "patch")


def catalogue_options(verb: ArgumentParser) -> None:
    """What ``catalogue`` takes."""
    verb.add_argument("--profile", choices=PROFILES, default="dcat-ap", help="default: dcat-ap")
    verb.add_argument(
        "--output", metavar="FILE", help="where the record is written (default: standard output)"
    )
    _served(verb)
    add_store(verb)


def catalogue(options: Namespace) -> int:
    """Write the record for a kind of catalogue; what that will miss is told on standard error."""
    from atsmu_kg.cli.dataset import graph_of
    from atsmu_kg.cli.progress import Working

    with graph_of(options) as kg, Working("describing the dataset"):
        record = kg.catalogue(options.profile, endpoint=options.served_at)
    if options.output:
        record.write(options.output)
    else:
        sys.stdout.write(str(record))
    _tell(record.notes)
    return FINE


def release_options(verb: ArgumentParser) -> None:
    """What ``release`` takes."""
    what = "a new or empty folder, or that of an earlier release"
    verb.add_argument("directory", metavar="DIR", nargs="?", help=what)
    key = verb.add_mutually_exclusive_group()
    key.add_argument("--sign", metavar="KEY", help="sign it with the private key in this file")
    key.add_argument("--new-key", metavar="FILE", help="make no release, but a private key in a new file")
    verb.add_argument("--host", metavar="URL", help="where release/VERSION/ will lie, for the redirects")
    verb.add_argument("--pages", metavar="DIR", help="a built site, which becomes pages/")
    verb.add_argument("--site", metavar="URL", help="where the folder of 'atsmu-kg site' lies on the Web")
    _served(verb)
    add_store(verb)


def release(options: Namespace) -> int:
    """Put everything that is published into a folder."""
    from pathlib import Path

    from atsmu_kg.cli.dataset import graph_of
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.publishing.folder import require_own

    if (options.directory is None) == (options.new_key is None):
        options.parser.error("name the folder of the release, or --new-key FILE without a folder")
    if options.new_key:
        from atsmu_kg.cli.signing import new_key

        return new_key(options.new_key)
    require_own(Path(options.directory))
    with graph_of(options) as kg, Working("making the release"):
        files = kg.release(
            endpoint=options.served_at,
            host=options.host,
            pages=options.pages,
            site=options.site,
            key=options.sign,
        )
        files.write(options.directory)
    _tell_sizes(options.directory, f"version {files.version}", files)
    _tell(files.notes)
    return FINE


def site_options(verb: ArgumentParser) -> None:
    """What ``site`` takes."""
    verb.add_argument("directory", metavar="DIR", help="a new or empty folder, or that of an earlier site")
    verb.add_argument("--host", metavar="URL", help="where the folder will lie on the Web")
    verb.add_argument("--guides", metavar="DIR", help="built documentation, which becomes guides/")
    verb.add_argument("--without-sparql", action="store_true", help="no page of SPARQL, which needs Node")
    add_store(verb)


def site(options: Namespace) -> int:
    """Put the pages of the graph, with their data, into a folder."""
    from pathlib import Path

    from atsmu_kg.cli.dataset import graph_of
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.publishing.folder import require_own

    require_own(Path(options.directory), "site")
    sparql = not options.without_sparql and _bundled()
    with graph_of(options) as kg, Working("making the site"):
        files = kg.site(host=options.host, guides=options.guides, sparql=sparql)
        files.write(options.directory)
    pages = sum(path.endswith(".html") for path in files.contents)
    _tell_sizes(options.directory, counted(pages, "page"), files)
    return FINE


def _bundled() -> bool:
    """Whether the scripts of the page of SPARQL are there; if not, a note says what is missing."""
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.errors import ExportError, MissingDependencyError
    from atsmu_kg.publishing.pages import bundle

    try:
        with Working("bundling the scripts"):
            bundle()
    except (ExportError, MissingDependencyError) as error:
        _tell([f"the site has no page of SPARQL: {error.message}. {error.advice}"])
        return False
    return True


def diff_options(verb: ArgumentParser) -> None:
    """What ``diff`` takes."""
    for name, meaning in (("old", "the earlier release"), ("new", "the later one")):
        verb.add_argument(name, metavar=name.upper(), help=f"{meaning}: its folder, or a file of its dataset")
    verb.add_argument(
        "--format", choices=DIFFERENCES, default="text", help="in words, as a table, or as an RDF Patch"
    )


def diff(options: Namespace) -> int:
    """Say what changed between two releases."""
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.publishing.catalogue.edition import Edition
    from atsmu_kg.publishing.changes import Changes

    with Working("comparing"):
        changes = Changes(Edition.read(options.old), Edition.read(options.new))
    written = {"text": changes.to_text, "csv": changes.to_csv, "patch": changes.to_patch}[options.format]
    text = written()
    # In a pipe it is data; on a terminal no label steers it.
    sys.stdout.write(printable_lines(text) if sys.stdout.isatty() else text)
    return FINE


def fair(options: Namespace) -> int:
    """Say how FAIR a release is; exit code 1 if a test fails that could be passed."""
    from atsmu_kg.publishing.fair import assess
    from atsmu_kg.publishing.verdict import FAILS

    verdicts = assess(options.directory)
    outcomes = {
        outcome: sum(verdict.outcome == outcome for verdict in verdicts) for outcome in ("passes", FAILS)
    }
    for verdict in verdicts:
        sys.stdout.write(f"{verdict}\n")
    sys.stdout.write(
        f"\n{outcomes['passes']} of {len(verdicts)} tests pass, {outcomes[FAILS]} fail, "
        f"{len(verdicts) - sum(outcomes.values())} can't be passed before the first deposit\n"
    )
    return NO if outcomes[FAILS] else FINE


def _tell_sizes(directory: str, what: str, folder: Folder) -> None:
    """Say what was put into a folder, and how much it is."""
    size = sum(map(len, folder.contents.values()))
    count = counted(len(folder.contents), "file")
    sys.stdout.write(f"{directory}: {what}, {count}, {counted(size, 'byte')}\n")


def _tell(notes: Iterable[str]) -> None:
    for note in notes:
        sys.stderr.write(f"note: {note}\n")


def _served(verb: ArgumentParser) -> None:
    verb.add_argument("--served-at", metavar="URL", help="a SPARQL endpoint that serves the graph, if any")
