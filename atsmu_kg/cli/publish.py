"""Publishing from the command line: catalogue, release, diff, check fair."""

from __future__ import annotations

import sys

from atsmu_kg.cli import FINE, NO
from atsmu_kg.text import counted, printable_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable


def catalogue(options: Namespace) -> int:
    """Write the record for a kind of catalogue; what that will miss is told on standard error."""
    from atsmu_kg.cli.ask import graph_of
    from atsmu_kg.cli.progress import Working

    with graph_of(options) as kg, Working("describing the dataset"):
        record = kg.catalogue(options.profile, endpoint=options.served_at)
    if options.output:
        record.write(options.output)
    else:
        sys.stdout.write(str(record))
    _tell(record.notes)
    return FINE


def release(options: Namespace) -> int:
    """Put everything that is published into a folder."""
    from pathlib import Path

    from atsmu_kg.cli.ask import graph_of
    from atsmu_kg.cli.progress import Working
    from atsmu_kg.publishing.release import require_own

    require_own(Path(options.directory))
    with graph_of(options) as kg, Working("making the release"):
        files = kg.release(endpoint=options.served_at, host=options.host, pages=options.pages)
        files.write(options.directory)
    size = sum(map(len, files.contents.values()))
    sys.stdout.write(
        f"{options.directory}: version {files.version}, "
        f"{counted(len(files.contents), 'file')}, {counted(size, 'byte')}\n"
    )
    _tell(files.notes)
    return FINE


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
    from atsmu_kg.publishing.fair import FAILS, assess

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


def _tell(notes: Iterable[str]) -> None:
    for note in notes:
        sys.stderr.write(f"note: {note}\n")
