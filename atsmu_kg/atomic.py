"""Files and folders that are replaced all at once: the new one is there whole, or the old one as it was."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from errno import EACCES, errorcode
from pathlib import Path

from atsmu_kg.errors import ExportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

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
            _replace_file(path, content)
    except (OSError, ValueError) as error:
        raise ExportError(
            f"can't be written: {getattr(error, 'strerror', None) or error}",
            file=os.fspath(target),
            advice=advice_on(error) or "Check the path and its permissions.",
        ) from error


def swap(draft: Path, target: Path) -> None:
    """Let a folder take the place of another, or of none; both lie in the same folder.

    Where that fails, the old one is where it was. Raises OSError; its text names the place of the old one in
    the one case that it can't be brought back either.
    """
    old = retired(target)
    if target.exists():
        remove(old)
        target.rename(old)
    # From here to the next line there is neither: a process that is killed leaves the old one beside it.
    try:
        draft.rename(target)
    except OSError as error:
        try:
            if old.exists():
                old.rename(target)
        except OSError:
            raise OSError(error.errno, f"{error.strerror}; the old folder is now {old}") from error
        raise
    remove(old)


def move_into(draft: Path, folder: Path) -> None:
    """Let all that is in a draft be in an empty folder, which stays the same one, or nothing of it.

    A shell may be in that folder. It is made if it is not there. Raises OSError.
    """
    fresh = not folder.exists()
    folder.mkdir(exist_ok=True)
    try:
        for entry in sorted(draft.iterdir()):
            entry.rename(folder / entry.name)
    except OSError:
        for entry in folder.iterdir():
            remove(entry)
        if fresh:
            folder.rmdir()
        raise


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """A free name beside a target, for a file or a folder that is going to take its place.

    What has that name at the end is removed, and at the start what processes left under such a name that
    were killed. The folder that both are in must be there.

    >>> with draft(Path("graph.ttl")) as path:
    ...     print(path.suffix, path.parent)
    .part .
    """
    # In the same directory: a rename is atomic only within one file system.
    with suppress(OSError):  # a directory that can't be listed may still be written to
        _clear(target)
    path = target.with_name(f"{_signature(target)}{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        yield path
    finally:
        remove(path)


def retired(target: Path) -> Path:
    """Where a folder lies while another takes its place."""
    return target.with_name(f"{_signature(target)}old")


def remove(path: Path) -> None:
    """Remove a file, or a folder as far as that can be done, if it is there."""
    if path.is_dir() and not path.is_symlink():
        from shutil import rmtree

        rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def advice_on(error: Exception) -> str:
    """What to do about an error of the operating system; an empty string if that is not known."""
    return ADVICE.get(errorcode.get(getattr(error, "errno", None) or 0, ""), "")


def _replace_file(path: Path, content: bytes) -> None:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(EACCES, "the old file is write-protected")
    with draft(path) as new:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            new.chmod(path.stat().st_mode & 0o7777)
        new.replace(path)


def _signature(path: Path) -> str:
    """What the names of drafts for a file begin with on this machine; another one may share the directory."""
    from platform import node
    from zlib import crc32

    return f".{path.name}.{crc32(node().encode()):08x}-"


def _clear(path: Path) -> None:
    """Remove the drafts for the same target that processes left which were killed amid their writing."""
    if os.name != "posix":
        return  # a process can't be asked whether it lives
    own = re.compile(rf"{re.escape(_signature(path))}([0-9]+)-[0-9a-f]{{8}}\.part")
    for sibling in path.parent.iterdir():
        left = own.fullmatch(sibling.name)
        if left and not _is_alive(int(left[1])):
            remove(sibling)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
