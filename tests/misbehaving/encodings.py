"""Content-Encoding and Transfer-Encoding: with and without being asked, cut, wrong, and bombs."""

from __future__ import annotations

import gzip
import struct
import zlib

from atsmu_kg.rdf.terms import Text

from .behaviour import JSON, MIB, RESULTS, ROWS, Behaviour, End, Endless, answer, document, head

ZIPPED = gzip.compress(RESULTS.encode(), mtime=0)
CHUNKED = ("Transfer-Encoding: chunked",)


def encoded(name: str, body: bytes, coding: str | None, raises: str = "", says: str = "") -> Behaviour:
    """A body under some Content-Encoding."""
    named = [f"Content-Encoding: {coding}"] if coding is not None else []
    return Behaviour(name=name, replies=(answer(body, *named),), raises=raises, says=says)


def raw(body: bytes) -> bytes:
    """Deflated without the frame of zlib, as some servers understand "deflate"."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def chunk(data: bytes, more: bytes = b"") -> bytes:
    """A chunk of a chunked body."""
    return b"%x%s\r\n%s\r\n" % (len(data), more, data)


def chunked(name: str, body: bytes, raises: str = "", says: str = "") -> Behaviour:
    """A body in chunks, after which the server closes."""
    reply = (head("200 OK", f"Content-Type: {JSON}", "Connection: close", *CHUNKED), body)
    return Behaviour(name=name, replies=((*reply, *CLOSED),), raises=raises, says=says)


def wrong_crc(body: bytes) -> bytes:
    """gzip whose checksum is another's."""
    return body[:-8] + bytes([body[-8] ^ 1]) + body[-7:]


def bomb(mebibytes: int) -> bytes:
    """gzip of so many MiB of spaces. All blocks are the same behind a full flush: one is packed for all."""
    space, checksum = b" " * MIB, 0
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(space) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(mebibytes):
        checksum = zlib.crc32(space, checksum)
    head = gzip.compress(b"", 9, mtime=0)[:10]
    return head + block * mebibytes + packer.flush() + struct.pack("<LL", checksum, mebibytes * MIB)


CLOSED: tuple[End, ...] = (End.CLOSE,)
BOMB = bomb(100)
TEXT = document().replace("One", "Один 😀").encode()
CONTENT = [
    encoded("gzip", ZIPPED, "gzip"),
    encoded("gzip-in-capitals", ZIPPED, "GZIP"),
    encoded("x-gzip", ZIPPED, "x-gzip"),
    encoded(
        "gzip-of-two-members",
        gzip.compress(RESULTS[:99].encode()) + gzip.compress(RESULTS[99:].encode()),
        "gzip",
    ),
    encoded("deflate", zlib.compress(RESULTS.encode()), "deflate"),
    encoded("deflate-raw", raw(RESULTS.encode()), "deflate"),
    encoded("identity", RESULTS.encode(), "identity"),
    encoded("br", b"\x0b\x02\x80not brotli\x03", "br", "MediaTypeError", "br"),
    encoded("gzip-twice", gzip.compress(ZIPPED), "gzip, gzip", "MediaTypeError"),
    encoded("gzip-unnamed", ZIPPED, None, "AnswerSyntaxError"),
    encoded("gzip-not-gzip", RESULTS.encode(), "gzip", "TruncatedError", "damaged"),
    encoded("gzip-cut", ZIPPED[: len(ZIPPED) // 2], "gzip", "TruncatedError"),
    encoded("gzip-cut-before-its-checksum", ZIPPED[:-8], "gzip", "TruncatedError"),
    encoded("gzip-cut-in-its-checksum", ZIPPED[:-2], "gzip", "TruncatedError"),
    encoded("gzip-of-a-cut-document", gzip.compress(RESULTS[:-5].encode()), "gzip", "TruncatedError"),
    encoded("gzip-wrong-checksum", wrong_crc(ZIPPED), "gzip", "TruncatedError", "damaged"),
    encoded(
        "gzip-damaged", ZIPPED[:20] + b"\xff\xff\xff\xff" + ZIPPED[24:], "gzip", "TruncatedError", "damaged"
    ),
    encoded("gzip-garbage-after", ZIPPED + b"garbage", "gzip", "TruncatedError", "damaged"),
    encoded("gzip-empty", gzip.compress(b""), "gzip", "NoAnswerError"),
    encoded("deflate-cut", zlib.compress(RESULTS.encode())[:-5], "deflate", "TruncatedError"),
    *(
        Behaviour(
            name=name,
            replies=(answer(body, f"Content-Encoding: {coding}"),),
            limits={"max_bytes": MIB},
            raises="AnswerTooLargeError",
        )
        for name, body, coding in (
            ("gzip-bomb", BOMB, "gzip"),
            ("deflate-bomb", zlib.compress(b'["' + b"a" * (64 * MIB)), "deflate"),
        )
    ),
    Behaviour(
        name="gzip-endless",
        replies=(
            (
                head("200 OK", f"Content-Type: {JSON}", "Content-Encoding: gzip"),
                BOMB[:50],
                Endless(b"\0" * 1000),
            ),
        ),
        limits={"max_bytes": MIB},
        raises="AnswerTooLargeError",
    ),
]

TRANSFER = [
    chunked("chunked", chunk(RESULTS.encode()) + b"0\r\n\r\n"),
    chunked(
        "chunked-with-extensions-and-trailers", chunk(RESULTS.encode(), b";a=b") + b"0\r\nX-Sum: 1\r\n\r\n"
    ),
    Behaviour(
        name="chunks-of-a-byte",
        replies=(
            (
                head("200 OK", f"Content-Type: {JSON}", *CHUNKED),
                *(chunk(bytes([byte])) for byte in TEXT),
                b"0\r\n\r\n",
            ),
        ),
        gives=((ROWS[0][0], Text("Один 😀", "en")), ROWS[1]),
    ),
    chunked("chunked-cut-in-a-chunk", chunk(RESULTS.encode())[:-20], "TruncatedError"),
    chunked("chunked-cut-between-chunks", chunk(RESULTS[:80].encode()), "TruncatedError"),
    chunked("chunked-cut-before-the-last", chunk(RESULTS.encode()), "TruncatedError"),
    chunked("chunked-document-cut", chunk(RESULTS[:80].encode()) + b"0\r\n\r\n", "TruncatedError"),
    chunked(
        "chunked-wrong-size",
        b"zz\r\n" + RESULTS.encode() + b"\r\n0\r\n\r\n",
        "TruncatedError",
    ),
    chunked(
        "chunked-negative-size",
        b"-8\r\n" + RESULTS.encode() + b"\r\n0\r\n\r\n",
        "TruncatedError",
    ),
    chunked(
        "chunked-size-too-small",
        b"10\r\n" + RESULTS.encode() + b"\r\n0\r\n\r\n",
        "TruncatedError",
    ),
    Behaviour(
        name="chunked-endless-size-line",
        replies=((head("200 OK", f"Content-Type: {JSON}", *CHUNKED), Endless(b"0" * 1000)),),
        raises="ProtocolError|TruncatedError",
    ),
    Behaviour(
        name="chunked-endless-trailers",
        replies=(
            (
                head("200 OK", f"Content-Type: {JSON}", *CHUNKED),
                chunk(RESULTS.encode()),
                b"0\r\n",
                Endless(b"X-A: 1\r\n" * 100),
            ),
        ),
    ),
    Behaviour(
        name="chunked-and-gzip",
        replies=(
            (
                head("200 OK", f"Content-Type: {JSON}", "Content-Encoding: gzip", *CHUNKED),
                chunk(ZIPPED[:9]),
                chunk(ZIPPED[9:]),
                b"0\r\n\r\n",
            ),
        ),
    ),
]

BEHAVIOURS = [*CONTENT, *TRANSFER]
