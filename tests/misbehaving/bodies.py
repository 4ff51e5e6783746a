"""Bodies with status 200 that are of another type, cut, malformed or too large."""

from __future__ import annotations

import json

from .behaviour import (
    BINDINGS,
    HTML,
    JSON,
    MIB,
    RESULTS,
    Behaviour,
    Endless,
    answer,
    document,
    head,
    malformed,
    uri,
)

DEEP = 1_000
OPEN = RESULTS[: RESULTS.index("[{") + 1]
LIMITED = {"max_bytes": MIB}


def nested(opening: str, closing: str, depth: int) -> str:
    """Results with an unknown member that is nested."""
    return f'{RESULTS[:-1]}, "extra": {opening * depth}1{closing * depth}}}'


def triple_terms(depth: int) -> str:
    """Results with a triple term of triple terms; json itself would not write it."""
    subject, predicate = (json.dumps(uri(f"a:{part}")) for part in "sp")
    part = f'{{"type":"triple","value":{{"subject":{subject},"predicate":{predicate},"object":'
    bindings = f'[{{"name":{part * depth}{{"type":"literal","value":"x"}}{"}}" * depth}}}]'
    return RESULTS.replace(json.dumps(BINDINGS), bindings)


def media(
    name: str, type: str | None, body: str = RESULTS, raises: str = "MediaTypeError", says: str = ""
) -> Behaviour:
    """An answer under some Content-Type."""
    return Behaviour(name=name, replies=(answer(body, media=type),), raises=raises, says=says)


XML = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><results/></sparql>'
TYPES = [
    media("type-none", None, says="Content-Type"),
    media("type-empty", ""),
    media("type-unknown", "application/octet-stream", says="octet-stream"),
    media("type-text", "text/plain", says="text/plain"),
    media("type-xml-results", "application/sparql-results+xml", XML, raises="AnswerFormError", says="lacks"),
    media("type-xml-but-json", "application/sparql-results+xml", raises="AnswerSyntaxError", says="XML"),
    media("type-csv", "text/csv", "thing,name\r\n"),
    media("type-malformed", "json; ;;=", says="json"),
    media("html-with-200", "text/html; charset=utf-8", HTML, says="Please sign in"),
    malformed("html-as-json", HTML),
    media("charset-utf-16", f"{JSON}; charset=utf-16", says="utf-16"),
    media("charset-latin-1", f"{JSON}; charset=ISO-8859-1", says="8859"),
    media("charset-made-up", f"{JSON}; charset=klingon", says="klingon"),
    media("charset-utf-8", f'{JSON}; charset="UTF-8"', raises=""),
    media("type-application-json", "application/json", raises=""),
    media("type-in-capitals", "Application/SPARQL-Results+JSON", raises=""),
]

CUT = [
    malformed("cut-in-a-string", RESULTS[: RESULTS.index("One") + 2], raises="TruncatedError"),
    malformed("cut-between-rows", RESULTS[: RESULTS.index("}}, ") + 3], raises="TruncatedError"),
    malformed("cut-in-an-escape", RESULTS[: RESULTS.index("One")] + "\\u04", raises="TruncatedError"),
    malformed(
        "cut-in-a-character", RESULTS[: RESULTS.index("One")].encode() + b"\xd0", raises="TruncatedError"
    ),
    malformed("cut-before-the-last-brace", RESULTS[:-1], raises="TruncatedError"),
    malformed("cut-after-a-byte", "{", raises="TruncatedError"),
    malformed("cut-after-many-escapes", '{"' + '\\"' * 20_000, raises="TruncatedError"),
    malformed("cut-in-a-row-of-many-escapes", OPEN + '{"thing": "' + '\\"' * 20_000, raises="TruncatedError"),
]

SYNTAX = [
    malformed("garbage-after", RESULTS + "\n<!-- 12 ms -->"),
    malformed("brace-after", RESULTS + "}"),
    malformed("second-document-after", RESULTS + RESULTS),
    malformed("nul-after", RESULTS + "\0"),
    malformed("garbage-before", ")]}',\n" + RESULTS),
    malformed("not-a-number", RESULTS[:-1] + ', "time": NaN}'),
    malformed("single-quotes", RESULTS.replace('"', "'")),
    malformed("trailing-comma", RESULTS.replace("]}}", ",]}}")),
    malformed("comment", "/* results */" + RESULTS),
    malformed("raw-control-character", RESULTS.replace("Two", "T\two")),
    malformed("unknown-escape", RESULTS.replace("Two", "T\\xwo")),
    malformed("lone-surrogate", RESULTS.replace("Two", "\\ud800"), says="surrogate"),
    malformed("surrogates-swapped", RESULTS.replace("Two", "\\ude00\\ud83d"), says="surrogate"),
    malformed("lone-surrogate-in-iri", RESULTS.replace("org/2", "org/\\udfff")),
    malformed("encoded-surrogate", RESULTS.encode().replace(b"Two", b"\xed\xa0\x80")),
    malformed("latin-1-bytes", RESULTS.replace("Two", "déjà").encode("latin-1"), says="UTF-8"),
    malformed("overlong-bytes", RESULTS.encode().replace(b"Two", b"\xc0\xaf")),
    malformed("utf-16-bytes", RESULTS.encode("utf-16")),
    malformed("nested-arrays", nested("[", "]", DEEP), says="deep"),
    malformed("nested-objects", nested('{"a":', "}", DEEP), says="deep"),
    malformed("nested-arrays-hugely", nested("[", "]", 100_000), says="deep"),
    malformed("nested-triple-terms", triple_terms(DEEP), says="deep"),
    # The decoder goes as deep as Python's recursion limit allows, which other libraries raise.
    malformed("nested-triple-terms-hugely", triple_terms(5_000), says="deep", memory=8 * MIB),
]

MANY = document([BINDINGS[0]] * 20_000)
ROW = f"{json.dumps(BINDINGS[1])}, "
LARGE = [
    Behaviour(
        name="larger-than-max-bytes",
        replies=(answer(MANY),),
        limits=LIMITED,
        raises="AnswerTooLargeError",
        says="max_bytes",
    ),
    Behaviour(
        name="announced-larger-than-max-bytes",
        replies=(
            (head("200 OK", f"Content-Type: {JSON}", f"Content-Length: {10**15}"), Endless(b" " * 1000)),
        ),
        limits=LIMITED,
        raises="AnswerTooLargeError",
    ),
    Behaviour(
        name="more-than-max-rows",
        replies=(answer(MANY),),
        limits={"max_rows": 10},
        raises="AnswerTooLargeError",
        says="max_rows",
    ),
    Behaviour(name="exactly-max-rows", replies=(answer(RESULTS),), limits={"max_rows": 2}),
    Behaviour(name="exactly-max-bytes", replies=(answer(RESULTS),), limits={"max_bytes": len(RESULTS)}),
    *(
        Behaviour(
            name=f"endless-{what}",
            replies=(
                (
                    head("200 OK", f"Content-Type: {JSON}", "Connection: close"),
                    begin.encode(),
                    Endless(again.encode() * 100),
                ),
            ),
            limits=LIMITED,
            raises="AnswerTooLargeError",
            memory=allowed * MIB,
        )
        for what, begin, again, allowed in (
            ("rows", OPEN, ROW, 4),
            # A whole answer of rows of four bytes each, and pieces of a string that look like whole rows.
            ("empty-rows", OPEN, "{}, ", 20),
            ("string", RESULTS[: RESULTS.index("One")], "and on ", 4),
            ("number", RESULTS[:-1] + ', "time": 1', "0", 4),
            ("key", '{"', "head", 4),
            ("brackets-in-a-string", RESULTS[: RESULTS.index("One")], "}}, {", 8),
            ("white-space", "", " \n", 4),
            ("white-space-after", RESULTS, "    ", 4),
            ("variables", '{"head": {"vars": [', '"thing", ', 4),
        )
    ),
    Behaviour(
        name="endless-nesting",
        replies=((head("200 OK", f"Content-Type: {JSON}"), OPEN.encode(), Endless(b'{"thing": ' * 100)),),
        limits=LIMITED,
        raises="AnswerTooLargeError",
    ),
    Behaviour(
        name="endless-rows-beyond-max-rows",
        replies=((head("200 OK", f"Content-Type: {JSON}"), OPEN.encode(), Endless(ROW.encode() * 10)),),
        limits={"max_rows": 10},
        raises="AnswerTooLargeError",
    ),
]

BEHAVIOURS = [*TYPES, *CUT, *SYNTAX, *LARGE]
