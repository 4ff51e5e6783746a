"""The directories of on-disk stores: made complete or not at all, and opened with a word on what is wrong."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg import atomic
from atsmu_kg.errors import StoreError
from atsmu_kg.rdf import documents


def is_vacant(location: str) -> bool:
    """Whether a new store may be made there; StoreError if something else than a store is there."""
    directory = Path(location)
    if directory.is_dir():
        if (directory / "CURRENT").is_file():
            return False
        if any(directory.iterdir()):
            what = "the directory holds something that is not a store"
            raise StoreError(what, file=location, advice="Name a store, or a new or empty directory.")
    elif directory.exists():
        what = "a store is a directory, and this is a file"
        raise StoreError(what, file=location, advice="Name a store, or a new or empty directory.")
    return True


def create(location: str, source: str | None) -> None:
    """Fill a new store from an N-Quads file beside the wanted place, and move it there once complete."""
    if source is None:
        advice = "Check the path, or say what to fill a new store from."
        raise StoreError("there is no store in this directory", file=location, advice=advice)
    _require_threads(location)
    documents.require_end(source)
    target = Path(os.path.realpath(location))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic.draft(target) as draft:
            engine = ox.Store(draft)
            engine.bulk_load(path=source, format=ox.RdfFormat.N_QUADS)
            engine.flush()
            del engine
            # No swap: what another process has made there meanwhile stays.
            draft.rename(target)
    except SyntaxError as error:
        raise documents.syntax_error(error, ox.RdfFormat.N_QUADS, source) from error
    except (OSError, RuntimeError) as error:
        advice = (
            "Check that the file is there and that the directory above the store is writable and has room."
        )
        raise StoreError(f"the store can't be created: {error}", file=location, advice=advice) from error


def open(location: str, read_only: bool) -> ox.Store:
    """The store in a directory; StoreError if it can't be had."""
    if not read_only:
        _require_threads(location)
    try:
        return ox.Store.read_only(location) if read_only else ox.Store(location)
    except (OSError, RuntimeError) as error:
        raise trouble(location, error) from error


def _require_threads(location: str) -> None:
    if _process_of_threads() != os.getpid():
        raise StoreError(
            "this process was forked off after a store had been opened; the engine's threads are not in it",
            file=location,
            advice="Open it read-only, or start the process afresh (multiprocessing: the method 'spawn').",
        )


@cache
def _process_of_threads() -> int:
    """The process that first opened a store: the engine's threads are in it, and in no fork of it."""
    return os.getpid()


def trouble(location: str | None, error: Exception) -> StoreError:
    """The engine's complaint about its files as an error of ours."""
    reason = str(error)
    if "Corruption" in reason:
        what = f"the store is damaged ({reason})"
        advice = "Delete the directory and create the store again from its N-Quads file."
    elif "lock hold by" in reason or "temporarily unavailable" in reason:
        what = "the store is open for writing somewhere else"
        advice = "Close it there, or open it read-only here."
    else:
        what = f"the store can't be used: {reason}"
        advice = "Check that the directory and its files are readable and writable, and that there is room."
    return StoreError(what, file=location, advice=advice)
