"""Answers to CONSTRUCT: RDF that is right, cut, malformed, or no RDF."""

from __future__ import annotations

import gzip

from .behaviour import CONSTRUCT, HTML, JSON, MIB, RESULTS, TRUE, Behaviour, End, Endless, answer, head

NT, TURTLE, XML = "application/n-triples", "text/turtle", "application/rdf+xml"
TRIPLES = (
    '<https://example.org/1> <https://example.org/name> "One"@en .\n'
    '<https://example.org/2> <https://example.org/name> "Two" .\n'
)
ABBREVIATED = '@prefix ex: <https://example.org/> .\nex:1 ex:name "One"@en .\nex:2 ex:name "Two" .\n'
TREE = (
    '<?xml version="1.0"?>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/">'
    '<rdf:Description rdf:about="https://example.org/1"><ex:name xml:lang="en">One</ex:name>'
    '</rdf:Description><rdf:Description rdf:about="https://example.org/2"><ex:name>Two</ex:name>'
    "</rdf:Description></rdf:RDF>"
)
LINE = TRIPLES.splitlines(keepends=True)[1]


def graph(
    name: str, body: str | bytes, media: str | None = NT, raises: str = "", *headers: str, says: str = ""
) -> Behaviour:
    """An answer to a CONSTRUCT."""
    return Behaviour(
        name=f"construct-{name}",
        replies=(answer(body, *headers, media=media),),
        query=CONSTRUCT,
        raises=raises,
        says=says,
        gives=TRIPLES,
    )


CHAIN = "".join(sorted(["<a:s> <a:p> _:b .\n", *["_:b <a:p> _:b .\n"] * 999, "_:b <a:p> <a:o> .\n"]))
BEHAVIOURS = [
    graph("n-triples", TRIPLES),
    graph("turtle", ABBREVIATED, TURTLE),
    graph("turtle-utf-8", ABBREVIATED, f"{TURTLE};charset=UTF-8"),
    graph("rdf-xml", TREE, XML),
    graph(
        "turtle-relative-to-the-endpoint",
        ABBREVIATED + '@base <https://example.org/> . <1> <name> "One"@en .',
        TURTLE,
    ),
    graph(
        "turtle-relative-to-nothing",
        ABBREVIATED + "<1> <name> 1 .",
        TURTLE,
        "AnswerSyntaxError",
    ),
    graph("n-triples-relative", '<1> <name> "One" .\n', NT, "AnswerSyntaxError"),
    graph("n-triples-malformed", TRIPLES + "<https://example.org/3> \n", NT, "AnswerSyntaxError"),
    graph("n-triples-cut", TRIPLES[:-9], NT, "TruncatedError"),
    graph("turtle-cut", ABBREVIATED[:-9], TURTLE, "TruncatedError"),
    graph("rdf-xml-cut", TREE[:-9], XML, "TruncatedError"),
    graph("garbage-after", TRIPLES + "<!-- 12 ms -->", NT, "AnswerSyntaxError"),
    graph("bad-iri", TRIPLES.replace("org/2", "org/ 2"), NT, "AnswerSyntaxError"),
    graph("bad-language", TRIPLES.replace("@en", "@e_n"), NT, "AnswerSyntaxError"),
    graph("lone-surrogate", TRIPLES.replace("Two", "\\ud800"), NT, "AnswerSyntaxError"),
    graph("latin-1", TRIPLES.replace("Two", "déjà").encode("latin-1"), NT, "AnswerSyntaxError"),
    graph(
        "nested",
        "<a:s> <a:p> " + "[ <a:p> " * 20_000,
        TURTLE,
        "AnswerSyntaxError|TruncatedError",
    ),
    graph("html", HTML, "text/html", "MediaTypeError", says="HTML"),
    graph("html-as-turtle", HTML, TURTLE, "AnswerSyntaxError"),
    graph("html-as-rdf-xml", HTML, XML, "AnswerSyntaxError"),
    graph("n-quads", TRIPLES, "application/n-quads", "MediaTypeError"),
    graph("no-type", TRIPLES, None, "MediaTypeError"),
    graph("json-results", RESULTS, JSON, "AnswerFormError"),
    graph("boolean", TRUE, JSON, "AnswerFormError"),
    graph("empty-rdf-xml", "", XML, "NoAnswerError"),
    graph("206", TRIPLES, NT, "IncompleteAnswerError", "X-SQL-State: S1TAT", "X-SQL-Message: interrupted"),
    graph("gzip", gzip.compress(TRIPLES.encode()), NT, "", "Content-Encoding: gzip"),
    graph("gzip-cut", gzip.compress(TRIPLES.encode())[:-12], NT, "TruncatedError", "Content-Encoding: gzip"),
    *(
        Behaviour(
            name=f"construct-chain-in-{name}",
            replies=(answer(body, media=media),),
            query=CONSTRUCT,
            gives=CHAIN,
        )
        for name, media, body in (
            ("turtle", TURTLE, f"<a:s> <a:p> {'[ <a:p> ' * 1000}<a:o>{']' * 1000} ."),
            (
                "rdf-xml",
                XML,
                TREE[: TREE.index("<rdf:Desc")].replace("https://example.org/", "a:")
                + '<rdf:Description rdf:about="a:s">'
                + "<ex:p><rdf:Description>" * 1000
                + '<ex:p rdf:resource="a:o"/>'
                + "</rdf:Description></ex:p>" * 1000
                + "</rdf:Description></rdf:RDF>",
            ),
        )
    ),
    # No lines are the N-Triples of an empty graph, and so are they in Turtle.
    *(
        Behaviour(name=f"construct-empty-{name}", replies=(reply,), query=CONSTRUCT, gives="")
        for name, reply in (
            ("n-triples", answer("", media=NT)),
            ("turtle", answer("", media=TURTLE)),
            ("chunked", (head("200 OK", f"Content-Type: {NT}", "Transfer-Encoding: chunked"), b"0\r\n\r\n")),
            ("virtuoso", answer("# Empty NT\n", media=NT)),
        )
    ),
    Behaviour(
        name="construct-short",
        replies=(
            (head("200 OK", f"Content-Type: {NT}", "Content-Length: 5000"), TRIPLES.encode(), End.CLOSE),
        ),
        query=CONSTRUCT,
        raises="TruncatedError",
    ),
    Behaviour(
        name="construct-endless",
        replies=((head("200 OK", f"Content-Type: {NT}"), Endless(LINE.encode() * 10)),),
        query=CONSTRUCT,
        limits={"max_bytes": MIB},
        raises="AnswerTooLargeError",
    ),
    Behaviour(
        name="construct-more-than-max-rows",
        replies=(
            (
                head("200 OK", f"Content-Type: {NT}"),
                "".join(f"<a:{n}> <a:p> <a:o> .\n" for n in range(20_000)).encode(),
                End.CLOSE,
            ),
        ),
        query=CONSTRUCT,
        limits={"max_rows": 100},
        raises="AnswerTooLargeError",
    ),
]
