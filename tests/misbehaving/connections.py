"""Connections and framing: lengths, resets, stalls, drips, and answers that are hardly HTTP."""

from __future__ import annotations

from .behaviour import (
    GOOD,
    HTML,
    JSON,
    RESULTS,
    Behaviour,
    Drip,
    End,
    Endless,
    Pause,
    Reply,
    Step,
    answer,
    document,
    head,
)

TYPE = f"Content-Type: {JSON}"
OPEN = head("200 OK", TYPE, "Connection: close")
FOUR = (4,)
HALF = RESULTS[:80].encode()
OTHERS = answer(document([]))


def late(name: str, *steps: Step, raises: str = "EndpointTimeoutError") -> Behaviour:
    """What would take for ever, called with a second to live."""
    return Behaviour(name=name, replies=(steps,), raises=raises, timeout=1, within=2)


def fully(name: str, reply: Reply, raises: str = "", says: str = "") -> Behaviour:
    """One reply to one request."""
    return Behaviour(name=name, replies=(reply,), raises=raises, says=says)


LENGTHS = [
    fully(
        "shorter-than-its-length",
        (head("200 OK", TYPE, "Content-Length: 5000"), HALF, End.CLOSE),
        "TruncatedError",
    ),
    fully(
        "whole-but-shorter-than-its-length",
        (head("200 OK", TYPE, "Content-Length: 5000"), RESULTS.encode(), End.CLOSE),
        "TruncatedError",
    ),
    fully(
        "nothing-of-its-length", (head("200 OK", TYPE, "Content-Length: 5000"), End.CLOSE), "TruncatedError"
    ),
    Behaviour(
        name="longer-than-its-length",
        replies=((*GOOD, b'{"head": {"vars": ["thing", "name"]}}'),),
        calls=2,
        requests=(2,),
    ),
    Behaviour(
        name="an-answer-that-nobody-asked-for", replies=((*GOOD, *OTHERS), GOOD), calls=2, requests=(2,)
    ),
    fully(
        "length-too-small",
        (head("200 OK", TYPE, "Content-Length: 80"), RESULTS.encode(), End.CLOSE),
        "TruncatedError",
    ),
    *(
        fully(
            f"length-{what}", (head("200 OK", TYPE, *lengths), RESULTS.encode(), End.CLOSE), "ProtocolError|"
        )
        for what, lengths in (
            ("negative", ("Content-Length: -5",)),
            ("not-a-number", ("Content-Length: many",)),
            ("twice-and-different", (f"Content-Length: {len(RESULTS)}", "Content-Length: 80")),
        )
    ),
    fully("http-1.0-without-length", (head("200 OK", TYPE, version="HTTP/1.0"), RESULTS.encode(), End.CLOSE)),
    fully("http-1.0-cut", (head("200 OK", TYPE, version="HTTP/1.0"), HALF, End.CLOSE), "TruncatedError"),
    fully("http-1.1-without-length", (OPEN, RESULTS.encode(), End.CLOSE)),
]

LOST = [
    Behaviour(
        name="refused",
        replies=(),
        address="http://127.0.0.1:{refusing}/{name}",
        raises="UnreachableError",
        requests=(0,),
    ),
    Behaviour(
        name="tls-to-a-plain-server",
        replies=(),
        address="https://127.0.0.1:{port}/{name}",
        raises="UnreachableError",
        requests=(0,),
    ),
    Behaviour(
        name="closed-before-the-answer", replies=((End.CLOSE,),), raises="ConnectionLostError", requests=FOUR
    ),
    Behaviour(
        name="reset-before-the-answer", replies=((End.RESET,),), raises="ConnectionLostError", requests=FOUR
    ),
    Behaviour(name="closed-twice", replies=((End.CLOSE,), (End.CLOSE,), GOOD), requests=(3,)),
    Behaviour(name="reset-twice", replies=((End.RESET,), (End.RESET,), GOOD), requests=(3,)),
    Behaviour(name="reset-then-503", replies=((End.RESET,), answer(status="503 Busy"), GOOD), requests=(3,)),
    fully(
        "closed-in-the-status-line",
        (b"HTTP/1.1 20", End.CLOSE),
        "ProtocolError",
    ),
    fully(
        "closed-in-the-headers",
        (b"HTTP/1.1 200 OK\r\nContent-Ty", End.CLOSE),
        "MediaTypeError|ConnectionLostError|ProtocolError",
    ),
    fully(
        "reset-in-the-body",
        (head("200 OK", TYPE, "Content-Length: 5000"), HALF, Pause(0.1), End.RESET),
        "ConnectionLostError",
    ),
    Behaviour(name="closed-after-keep-alive", replies=((*GOOD, End.CLOSE), GOOD), calls=2, requests=(2,)),
    Behaviour(name="reset-after-keep-alive", replies=((*GOOD, End.RESET), GOOD), calls=2, requests=(2,)),
]

LATE = [
    late("stalled", Pause()),
    late("stalled-in-the-status-line", b"HTTP/1.1 ", Pause()),
    late("stalled-in-the-headers", b"HTTP/1.1 200 OK\r\n", Pause()),
    late("stalled-before-the-body", head("200 OK", TYPE, "Content-Length: 500"), Pause()),
    late("stalled-in-the-body", head("200 OK", TYPE, "Content-Length: 500"), HALF, Pause()),
    late("stalled-after-the-document", OPEN, RESULTS.encode(), Pause()),
    late("slow-status-line", Drip(b"HTTP/1.1 200 " + b"OK" * 500)),
    late("slow-headers", b"HTTP/1.1 200 OK\r\n", Drip(b"X-Patience: a virtue\r\n" * 100)),
    late("slow-body", OPEN, Drip(RESULTS.encode())),
    late("slow-endless-white-space", OPEN, Endless(b" ", 0.02)),
    late("slow-chunks", head("200 OK", TYPE, "Transfer-Encoding: chunked"), Endless(b"1\r\n \r\n", 0.02)),
    late(
        "slow-error",
        head("500 Oops", "Content-Length: 500"),
        Drip(b"o" * 500),
        raises="ServerError",
    ),
    fully("unhurried", (OPEN, Drip(RESULTS[:50].encode(), 0.002), RESULTS[50:].encode(), End.CLOSE)),
]

HEADERS = [
    late(
        "endless-headers",
        b"HTTP/1.1 200 OK\r\n",
        Endless(b"X-More: and more\r\n" * 100),
        raises="ProtocolError",
    ),
    late(
        "endless-header-line",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
        Endless(b"long " * 1000),
        raises="ProtocolError",
    ),
    late("endless-status-line", b"HTTP/1.1 200 ", Endless(b"fine " * 1000), raises="ProtocolError"),
    fully("header-line-of-100-kB", answer(RESULTS, f"X-Long: {'x' * 100_000}"), "ProtocolError"),
    fully(
        "200-headers", answer(RESULTS, *(f"X-{number}: {number}" for number in range(200))), "ProtocolError"
    ),
    fully("50-headers", answer(RESULTS, *(f"X-{number}: {number}" for number in range(50)))),
    fully("set-cookie", answer(RESULTS, "Set-Cookie: session=1; Path=/", "Set-Cookie: broken")),
    fully(
        "headers-in-any-case",
        (head("200 OK", f"cOnTeNt-tYpE: {JSON}", f"CONTENT-LENGTH: {len(RESULTS)}"), RESULTS.encode()),
    ),
    fully(
        "headers-without-space",
        (head("200 OK", f"Content-Type:{JSON}", f"Content-Length:{len(RESULTS)}"), RESULTS.encode()),
    ),
    fully("folded-header", answer(RESULTS, media=f"{JSON};\r\n charset=utf-8")),
    fully(
        "header-without-colon",
        (head("200 OK", TYPE, "what is this", f"Content-Length: {len(RESULTS)}"), RESULTS.encode()),
        "ProtocolError|",
    ),
    fully("header-in-utf-8", answer(RESULTS, "X-Name: Душанбе".encode().decode("latin-1"))),
    fully(
        "bare-line-feeds",
        (head("200 OK", TYPE, f"Content-Length: {len(RESULTS)}").replace(b"\r", b""), RESULTS.encode()),
    ),
    fully("no-reason", (head("200", TYPE, f"Content-Length: {len(RESULTS)}"), RESULTS.encode())),
]

HARDLY = [
    fully("http-0.9", (RESULTS.encode(), End.CLOSE), "ProtocolError"),
    fully("garbage-status-line", (b"ICY 200 OK\r\n\r\n", RESULTS.encode(), End.CLOSE), "ProtocolError"),
    fully(
        "status-not-a-number",
        (b"HTTP/1.1 two hundred\r\n\r\n", RESULTS.encode(), End.CLOSE),
        "ProtocolError",
    ),
    fully("another-protocol", (b"220 mail.example.org ESMTP\r\n", End.CLOSE), "ProtocolError"),
    fully("binary", (bytes(range(256)) * 4, End.CLOSE), "ProtocolError"),
    fully("html-without-http", (HTML.encode(), End.CLOSE), "ProtocolError"),
]

BEHAVIOURS = [*LENGTHS, *LOST, *LATE, *HEADERS, *HARDLY]
