"""Writing a file all or nothing."""

from __future__ import annotations

import os
import re
from contextlib import suppress
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
    with suppress(OSError):  # a directory that can't be listed may still be written to
        _clear(path)
    draft = path.with_name(f"{_signature(path)}{os.getpid()}-{os.urandom(4).hex()}.part")
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


def _signature(path: Path) -> str:
    """What the names of drafts for a file begin with on this machine; another one may share the directory."""
    from platform import node
    from zlib import crc32

    return f".{path.name}.{crc32(node().encode()):08x}-"


def _clear(path: Path) -> None:
    """Remove the drafts that processes left which were killed amid an export to the same file."""
    if os.name != "posix":
        return  # a process can't be asked whether it lives
    own = re.compile(rf"{re.escape(_signature(path))}([0-9]+)-[0-9a-f]{{8}}\.part")
    for each in path.parent.iterdir():
        draft = own.fullmatch(each.name)
        if draft and not _is_alive(int(draft[1])):
            each.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
