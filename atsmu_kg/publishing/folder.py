"""A folder that is published: its files, with a list of their checksums by which it is known again."""

from __future__ import annotations

import os
from hashlib import sha256
from itertools import islice
from pathlib import Path

from atsmu_kg.atomic import advice_on, draft, swap
from atsmu_kg.choices import require_path
from atsmu_kg.errors import ExportError, StoreError
from atsmu_kg.rdf.documents import content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

SUMS = "SHA256SUMS"
# The signature, which is over the checksums too, so that they can't list it.
PROOF = "proof.jsonld"
# Of files that are in the way, so many are named.
SHOWN = 3


class Folder:
    """Files in one order.

    contents: the bytes of each file by its path in the folder, with ``/`` between folders.
    kind: what it is called, "release" or "site".
    """

    def __init__(self, contents: Mapping[str, bytes], kind: str = "release") -> None:
        self.contents = dict(sorted(contents.items()))
        self.kind = kind

    def write(self, directory: str | os.PathLike[str]) -> None:
        """Put the files into a new or empty folder, or in place of an earlier one; all of them or none.

        Raises StoreError for a folder that holds anything else, ExportError if it can't be written.
        """
        require_path(directory=directory)
        require_own(Path(directory), self.kind)
        target = Path(os.path.realpath(directory))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with draft(target) as new:
                for path, content in self.contents.items():
                    file = new / path
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content)
                swap(new, target)
        except OSError as error:
            raise ExportError(
                f"can't be written: {error.strerror or error}",
                file=os.fspath(directory),
                advice=advice_on(error) or "Check the path and its permissions.",
            ) from error

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.contents)} files>"


def checksums(contents: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of files in the format that ``sha256sum --check`` reads.

    >>> checksums({"a": b""}).decode()
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\\n'
    """
    lines = (f"{sha256(content).hexdigest()}  {path}\n" for path, content in sorted(contents.items()))
    return "".join(lines).encode()


def stated_checksums(sums: bytes) -> dict[str, str]:
    """The checksum of each file that a list of them names, by its path; what is no such line names nothing.

    >>> stated_checksums(checksums({"a/b": b""}))["a/b"][:8]
    'e3b0c442'
    """
    lines = sums.decode("utf-8", "replace").split("\n")
    return {line[66:]: line[:64] for line in lines if line[64:66] == "  " and line[66:]}


def require_own(directory: Path, kind: str = "release", own: Collection[str] | None = None) -> None:
    """Raises StoreError for a folder that may not be replaced: it holds what is not of an earlier one.

    directory: the folder, which need not be there.
    kind: what is to be put there (default: a release).
    own: the paths in it of the earlier one's files (default: those that ``SHA256SUMS`` lists).
    """
    if not directory.exists():
        return
    if not directory.is_dir():
        raise StoreError("this is not a folder", file=str(directory), advice="Name a folder.")
    known = {*(_summed(directory) if own is None else own)}
    others = list(islice((path for path in _paths(directory) if path not in known), SHOWN))
    if others:
        raise StoreError(
            f"the folder holds files that are not part of a {kind}: {', '.join(others)}",
            file=str(directory),
            advice="Name a new folder, or take those files out of it.",
            others=others,
        )


def files_of(folder: Path, prefix: str) -> dict[str, bytes]:
    """The files of a folder, by their paths with a prefix; StoreError if there is no such folder."""
    if not folder.is_dir():
        raise StoreError("there is no such folder", file=str(folder), advice="Build the pages first.")
    return {
        f"{prefix}{path.relative_to(folder).as_posix()}": content(str(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _paths(directory: Path) -> Iterator[str]:
    """The files in a folder, in one order: not all are looked at where one is enough."""
    for folder, folders, names in os.walk(directory):
        folders.sort()
        yield from (Path(folder, name).relative_to(directory).as_posix() for name in sorted(names))


def _summed(directory: Path) -> set[str]:
    sums = directory / SUMS
    return {SUMS, PROOF, *stated_checksums(content(str(sums)))} if sums.is_file() else {SUMS}
