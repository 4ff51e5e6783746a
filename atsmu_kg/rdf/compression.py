"""Compressed files: which endings say so, and what is in them."""

from __future__ import annotations

import io
from importlib import import_module
from os.path import splitext

from atsmu_kg.errors import MissingDependencyError, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, Any

ENDINGS = (".gz", ".bz2", ".xz", ".zst")
BLOCK = 2**15


def uncompressed_name(path: str) -> str:
    """The name that a file has without the ending of its compression, if it has one.

    >>> uncompressed_name("graph.nq.GZ"), uncompressed_name("graph.nq")
    ('graph.nq', 'graph.nq')
    """
    stem, ending = splitext(path)  # noqa: PTH122
    return stem if ending.lower() in ENDINGS else path


class Uncompressed(io.RawIOBase):
    """What is in a file, uncompressed as it is read.

    file: the file, open.
    path: its name, whose ending says how it is compressed, if it is.
    watch: is called with each block before it is given on, and with an empty one at the end.

    Raises MissingDependencyError for ``.zst`` where neither Python (from 3.14 on) nor zstandard reads it.
    Reading raises StoreError for a file that is damaged or cut off.
    """

    def __init__(self, file: IO[bytes], path: str, watch: Callable[[bytes], None]) -> None:
        super().__init__()
        self._path = path
        self._watch = watch
        self._packed = file
        self._file, self._damage = _opened(file, splitext(path)[1].lower())  # noqa: PTH122

    def readable(self) -> bool:
        """True, for what reads by it."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Put the next block into a buffer; its length, 0 at the end."""
        try:
            block = self._file.read(min(len(buffer), BLOCK))
            if not block and self._file is not self._packed and not self._packed.tell():
                raise EOFError("the file is empty")
        except self._damage as error:
            raise StoreError(
                f"can't be read: {error}",
                file=self._path,
                advice="Check that the file is complete, and compressed as its ending says.",
            ) from error
        self._watch(block)
        buffer[: len(block)] = block
        return len(block)


def _opened(file: IO[bytes], ending: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """What reads a compressed file, and the errors by which it says that the file is damaged."""
    if ending == ".gz":
        from gzip import GzipFile
        from zlib import error

        return GzipFile(fileobj=file), (OSError, EOFError, error)
    if ending == ".bz2":
        from bz2 import BZ2File

        return BZ2File(file), (OSError, EOFError)
    if ending == ".xz":
        from lzma import LZMAError, LZMAFile

        return LZMAFile(file), (OSError, EOFError, LZMAError)
    if ending == ".zst":
        return _zstandard(file)
    return file, (OSError,)


def _zstandard(file: IO[bytes]) -> tuple[Any, tuple[type[Exception], ...]]:
    try:
        standard = import_module("compression.zstd")
        return standard.ZstdFile(file), (OSError, EOFError, standard.ZstdError)
    except ImportError:
        pass
    try:
        from zstandard import ZstdDecompressor, ZstdError
    except ImportError as error:
        raise MissingDependencyError.of("zstandard", "zstd") from error
    frames = _Frames(file, lambda: ZstdDecompressor().decompressobj())
    return io.BufferedReader(frames, BLOCK), (OSError, EOFError, ZstdError)


class _Frames(io.RawIOBase):
    """A file of Zstandard's frames; the package's own reader takes one that is cut off for a whole one."""

    def __init__(self, file: IO[bytes], begin: Callable[[], Any]) -> None:
        super().__init__()
        self._file = file
        self._begin = begin
        self._frame = begin()
        self._begun = False
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._waiting:
            packed = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame, self._begun = self._begin(), False
            packed = packed or self._file.read(BLOCK)
            if not packed:
                if self._begun:
                    raise EOFError("the file ends before the end of its last frame")
                return 0
            self._begun = True
            self._waiting = self._frame.decompress(packed)
        count = min(len(buffer), len(self._waiting))
        buffer[:count], self._waiting = self._waiting[:count], self._waiting[count:]
        return count
