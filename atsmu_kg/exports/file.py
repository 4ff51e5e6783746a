"""Writing a file all or nothing."""

from __future__ import annotations

import os
from errno import EACCES, errorcode
from pathlib import Path

from atsmu_kg.errors import ExportError

ADVICE = {
    "ENOENT": "Create the directory first.",
    "EISDIR": "Name a file, not a directory.",
    "ENOTDIR": "A part of the path is a file; check the path.",
    "EACCES": "Choose a place where you may write, or change its permissions.",
    "EPERM": "Choose a place where you may write, or change its permissions.",
    "EROFS": "The file system is read-only; choose another place.",
    "ENOSPC": "The disk is full; make room and try again. The old file is as it was.",
    "EDQUOT": "Your quota is used up; make room and try again. The old file is as it was.",
    "ENAMETOOLONG": "Choose a shorter name.",
}


def replace(target: str | os.PathLike[str], content: bytes) -> None:
    """Put the content into a file: all of it, or the old file stays as it was and nothing else is left.

    Links are followed, and a device or pipe is written to as it is. Raises ExportError.
    """
    try:
        path = Path(os.path.realpath(target))
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _swap(path, content)
    except (OSError, ValueError) as error:
        raise ExportError(
            f"can't be written: {getattr(error, 'strerror', None) or error}",
            file=os.fspath(target),
            advice=advice_on(error) or "Check the path and its permissions.",
        ) from error


def advice_on(error: Exception) -> str:
    """What to do about an error of the operating system; an empty string if that is not known."""
    return ADVICE.get(errorcode.get(getattr(error, "errno", None) or 0, ""), "")


def _swap(path: Path, content: bytes) -> None:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(EACCES, "the old file is write-protected")
    # In the same directory: a rename is atomic only within one file system.
    draft = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o7777)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
