"""The table of bad inputs: what goes in, and what the one error about it has to say.

``where`` is the line and column that an error begins with, behind the file; ``{url}`` is a server that
nobody may speak to.
"""

from __future__ import annotations

from typing import NamedTuple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
NODE = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:a="a:"><rdf:Description rdf:about="a:s"><a:p>%s</a:p>'
XML = NODE + "</rdf:Description></rdf:RDF>"


class Document(NamedTuple):
    """An RDF document that is refused."""

    id: str
    extension: str
    content: bytes
    where: str
    says: str


def entities(count: int) -> bytes:
    """XML of so many entities, each ten of the one before."""
    ten = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, count))
    return f'<!DOCTYPE r [<!ENTITY e0 "lol">{ten}]>{XML % f"&e{count - 1};"}'.encode()


DOCUMENTS = [
    Document("no object", "ttl", b"<a:s> <a:p> .", ":1:13", "not a valid RDF object"),
    Document("no dot", "ttl", b"<a:s> <a:p> 1\n<a:t> <a:p> 2 .", ":2:1", "dot"),
    Document("an open string", "ttl", b'<a:s> <a:p> "open .', ":1:", "end of file"),
    Document("a bracket too many", "ttl", b"<a:s> <a:p> [ ] ] .", ":1:17", ""),
    Document("an unknown prefix", "ttl", b"ex:s <a:p> 1 .", ":1:1", "prefix"),
    Document("a relative IRI", "ttl", b"<s> <a:p> 1 .", ":1:1", "relative IRI"),
    Document("an IRI with a space", "ttl", b"<a:s s> <a:p> 1 .", ":1:", "IRI code point ' '"),
    Document("a bad language tag", "ttl", b'<a:s> <a:p> "x"@1 .', ":1:", "language code"),
    Document("a language tag too long", "ttl", b'<a:s> <a:p> "x"@en-abcdefghi .', ":1:", "subtag"),
    Document("half of a surrogate pair", "ttl", b'<a:s> <a:p> "\\uD800" .', ":1:", "D800"),
    Document("an unknown escape", "ttl", b'<a:s> <a:p> "\\q" .', ":1:", "escape"),
    Document("a NUL", "ttl", b"<a:s> <a:p> 1 .\0", ":1:", ""),
    Document("N3 rules", "ttl", b"{ ?s <a:p> 1 } => { ?s <a:q> 1 } .", ":1:1", ""),
    Document("a page of HTML", "ttl", b"<!doctype html><html>", ":1:", ""),
    Document("Turtle with a byte order mark", "ttl", b"\xef\xbb\xbf<a:s> <a:p> 1 .", ":1:1", "BOM"),
    Document("Turtle in UTF-16", "ttl", "<a:s> <a:p> 1 .".encode("utf-16"), ":1:1", "not UTF-8 but UTF-16"),
    Document("Turtle in UTF-32", "ttl", "<a:s> <a:p> 1 .".encode("utf-32"), ":1:1", "UTF-32"),
    Document("Turtle in Latin-1", "ttl", '<a:s> <a:p> "é" .'.encode("latin-1"), ":1:", "UTF-8"),
    Document("Turtle that is cut off", "ttl", b"<a:s> <a:p> 1 .\n<a:s> <a:p>", ":2:", "Unexpected end"),
    Document("Turtle in Windows-1251", "ttl", '<a:s> <a:p> "Душанбе" .'.encode("cp1251"), ":1:", "UTF-8"),
    Document("an open graph", "trig", b"<a:g> { <a:s> <a:p> 1 .", ":1:", ""),
    Document("a graph in a graph", "trig", b"<a:g> { <a:h> { <a:s> <a:p> 1 } }", ":1:", ""),
    Document("a literal as a graph", "trig", b'"g" { <a:s> <a:p> 1 }', ":1:1", ""),
    Document("a short form", "nq", b"<a:s> <a:p> 1 .", ":1:13", ""),
    Document("five terms", "nq", b"<a:s> <a:p> <a:o> <a:g> <a:x> .", ":1:25", ""),
    Document("N-Quads that are cut off", "nq", b'<a:s> <a:p> "o" .\n<a:s> <a:p> "o', ":2:", "end of file"),
    Document("N-Quads with a relative IRI", "nq", b"<s> <a:p> <a:o> .", ":1:1", "relative IRI"),
    Document("a graph in N-Triples", "nt", b"<a:s> <a:p> <a:o> <a:g> .", ":1:19", ""),
    Document("a line break in a string", "nt", b'<a:s> <a:p> "a\nb" .', ":1:", ""),
    Document("triple terms without an end", "nt", b"<<( <a:s> <a:p> " * 100_000, ":1:1601", "100 levels"),
    Document(
        "triple terms that go deep",
        "nt",
        b"<a:s> <a:p> " + b"<<( <a:s> <a:p> " * 5000 + b"<a:o>" + b" )>>" * 5000 + b" .",
        ":1:1613",
        "100 levels",
    ),
    Document("JSON that is cut off", "jsonld", b'{"@id": "a:s", "a:p": 1', ":1:24", "Object values"),
    Document("JSON with a comma too many", "jsonld", b'{"@id": "a:s", "a:p": 1,}', ":1:", ""),
    Document("JSON in UTF-16", "jsonld", '{"@id": "a:s"}'.encode("utf-16"), ":1:1", "UTF-16"),
    Document("JSON in Latin-1", "jsonld", '{"@id": "a:s", "a:p": "é"}'.encode("latin-1"), ":1:", "UTF-8"),
    Document("a remote context", "jsonld", b'{"@context": "{url}", "a:p": 1}', "", "context"),
    Document("a remote @import", "jsonld", b'{"@context": {"@import": "{url}"}, "a:p": 1}', "", "context"),
    Document("a context that is a file", "jsonld", b'{"@context": "file:///etc/hosts"}', "", "context"),
    Document(
        "a scoped remote context",
        "jsonld",
        b'{"@context": {"p": {"@id": "a:p", "@context": "{url}"}}, "@id": "a:s", "p": {"a:q": 1}}',
        "",
        "context",
    ),
    Document("JSON-LD with a relative IRI", "jsonld", b'{"@id": "s", "a:p": 1}', "", "relative IRI"),
    Document("a relative type", "jsonld", b'{"@id": "a:s", "@type": "T", "a:p": 1}', "", "relative IRI"),
    Document(
        "JSON-LD with a space", "jsonld", b'{"a:q": 2,\n "@id": "a:s s"}', ":2:9", '"a:s s" is not an IRI'
    ),
    Document(
        "@language en_US", "jsonld", b'{"a:p": {"@value": "x", "@language": "en_US"}}', ":1:38", "en_US"
    ),
    Document(
        "JSON that goes deep", "jsonld", b'{"a:p":' * 5000 + b"1" + b"}" * 5000, ":1:7001", "levels deep"
    ),
    Document(
        "XML that is cut off", "rdf", (NODE % "x").encode() + b"</rdf:Description>", ":1:", "no element"
    ),
    Document("XML with crossed tags", "rdf", b"<a>\n <b></a></b>", ":2:", "mismatched tag"),
    Document("XML without namespaces", "rdf", b"<a><b/></a>", "", "namespace"),
    Document("XML with a relative IRI", "rdf", (XML % "x").replace("a:s", "s").encode(), "", "relative IRI"),
    Document(
        "XML with a space", "rdf", (XML % "x").replace("a:s", "a:s s").encode(), "", "IRI code point ' '"
    ),
    Document("XML in UTF-16", "rdf", (XML % "x").encode("utf-16"), ":1:1", "UTF-16"),
    Document(
        "XML that says Latin-1",
        "rdf",
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + (XML % "x").encode(),
        ":1:31",
        "says that it is ISO-8859-1",
    ),
    Document("a billion laughs", "rdf", entities(10), ":1:", "stand for far more text"),
    Document(
        "an entity that grows",
        "rdf",
        f'<!DOCTYPE r [<!ENTITY e "{"x" * 100_000}">]>{XML % ("&e;" * 30_000)}'.encode(),
        ":1:",
        "stand for far more text",
    ),
    Document(
        "an entity of itself", "rdf", f'<!DOCTYPE r [<!ENTITY e "&e;">]>{XML % "&e;"}'.encode(), ":1:", ""
    ),
    Document(
        "an entity from a file",
        "rdf",
        f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hosts">]>{XML % "&e;"}'.encode(),
        "",
        "",
    ),
    Document("XML that goes deep", "rdf", b"<a>" * 5000 + b"</a>" * 5000, ":1:3001", "1000 levels"),
]


class Query(NamedTuple):
    """A query that is refused, with the name of its error and the exit code."""

    id: str
    text: str
    error: str
    code: int
    where: str
    says: str


QUERIES = [
    Query("an unknown keyword", "SELCT ?s { ?s ?p ?o }", "QuerySyntaxError", 2, ":1:1", "SELCT"),
    Query("nothing", "", "QuerySyntaxError", 2, ":1:1", "expected SELECT"),
    Query("an open bracket", "ASK {\n?s ?p ?o", "QuerySyntaxError", 2, ":1:5", "never closed"),
    Query("a byte order mark", "\ufeffASK {}", "ParameterError", 2, ":1:1", "BOM"),
    Query("an unknown prefix", "ASK {\n ?s skoss:prefLabel ?o }", "UnknownPrefixError", 2, ":2:5", "skoss:"),
    Query(
        "an IRI with a space",
        "ASK { <http://a/ b> ?p ?o }",
        "QuerySyntaxError",
        2,
        ":1:",
        "an IRI has a character",
    ),
    Query("a relative IRI", "ASK { ?s ?p <o> }", "QuerySyntaxError", 2, ":1:13", "relative IRI"),
    Query("an update", "DELETE WHERE { ?s ?p ?o }", "QuerySyntaxError", 2, "", "update"),
    Query("LOAD", "LOAD <{url}>", "QuerySyntaxError", 2, "", "update"),
    Query("SERVICE", "ASK { SERVICE <{url}> { ?s ?p ?o } }", "LimitError", 3, ":1:7", "another endpoint"),
    Query("SERVICE, escaped", "ASK { \\u0053ERVICE <{url}> {} }", "LimitError", 3, ":1:7", "endpoint"),
    Query("FROM a file", "ASK FROM <file:///etc/hosts> { }", "QueryError", 3, ":1:10", "nothing is read"),
    Query("FROM the web", "SELECT * FROM <{url}> { ?s ?p ?o }", "QueryError", 3, ":1:15", "nothing is read"),
    Query(
        "FROM NAMED", "ASK FROM NAMED <{url}> { GRAPH ?g { } }", "QueryError", 3, ":1:16", "nothing is read"
    ),
    Query("an unknown function", "SELECT (<a:f>(1) AS ?x) {}", "QueryError", 3, "", "function"),
    Query("brackets without an end", f"ASK {'{' * 10_000}", "QueryError", 3, "", "nested"),
]


class Shape(NamedTuple):
    """A shape that is refused."""

    id: str
    text: str
    says: str


TARGET = "ex:S sh:targetSubjectsOf ex:p ; "
SHAPES = [
    Shape("no shape", "ex:a ex:b ex:c .", "no shape"),
    Shape("a shape of itself", f"{TARGET} sh:node ex:S .", "refers to itself"),
    Shape("a shape of its property", f"{TARGET} sh:property [ sh:path ex:p ; sh:node ex:S ] .", "to itself"),
    Shape("a shape and its opposite", f"{TARGET} sh:not ex:T . ex:T sh:not ex:S .", "refers to itself"),
    Shape("a shape or itself", f"{TARGET} sh:or ( ex:S ) .", "refers to itself"),
    Shape(
        "a path of itself",
        f"{TARGET} sh:property [ sh:path _:p ; sh:minCount 1 ] . _:p sh:inversePath _:p .",
        "sh:path that contains itself",
    ),
    Shape(
        "a list of itself", f"{TARGET} sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .", "a list without an end"
    ),
    Shape("a count of words", f'{TARGET} sh:property [ sh:path ex:p ; sh:minCount "many" ] .', "sh:minCount"),
    Shape("a count below 0", f"{TARGET} sh:property [ sh:path ex:p ; sh:maxCount -1 ] .", "sh:maxCount"),
    Shape("a datatype of words", f'{TARGET} sh:property [ sh:path ex:p ; sh:datatype "x" ] .', "sh:datatype"),
    Shape(
        "a pattern that is none", f'{TARGET} sh:property [ sh:path ex:p ; sh:pattern "(" ] .', "sh:pattern"
    ),
    Shape("two paths", f"{TARGET} sh:property [ sh:path ex:p , ex:q ] .", "more than one sh:path"),
    Shape(
        "SPARQL of the web",
        TARGET + 'sh:sparql [ sh:select "SELECT $this { SERVICE <{url}> { $this ?p ?o } }" ] .',
        "other data",
    ),
    Shape(
        "SPARQL of elsewhere",
        TARGET + 'sh:sparql [ sh:select "SELECT $this FROM <{url}> {}" ] .',
        "other data",
    ),
]

# A form that each datatype does not allow.
ILL_TYPED = {
    "integer": "1.0",
    "decimal": "1e3",
    "double": "1,5",
    "float": "infinite",
    "boolean": "yes",
    "date": "2023-02-29",
    "dateTime": "2024-01-01 00:00:00",
    "dateTimeStamp": "2024-01-01T00:00:00",
    "time": "25:00:00",
    "gYear": "39",
    "gYearMonth": "1939-13",
    "gMonth": "13",
    "gMonthDay": "02-30",
    "gDay": "32",
    "duration": "1 year",
    "dayTimeDuration": "P1Y",
    "yearMonthDuration": "P1D",
    "long": str(2**63),
    "int": str(2**31),
    "short": "32768",
    "byte": "-129",
    "unsignedLong": "-1",
    "unsignedInt": str(2**32),
    "unsignedShort": "65536",
    "unsignedByte": "256",
    "nonNegativeInteger": "-1",
    "positiveInteger": "0",
    "nonPositiveInteger": "1",
    "negativeInteger": "0",
    "hexBinary": "ABC",
    "base64Binary": "=",
    "language": "en_US",
}


class Call(NamedTuple):
    """Arguments of the command line that are refused."""

    id: str
    arguments: list[str]
    code: int
    says: str


CALLS = [
    Call("an unknown query", ["run", "facultys"], 2, "Did you mean faculties"),
    Call("a query of bytes", ["run", "fac\udcff"], 2, "there is no query"),
    Call("a query elsewhere", ["run", "../../etc/hosts"], 2, "there is no query"),
    Call("a misspelt parameter", ["run", "certainly_at_least", "--flor", "5"], 2, "Did you mean floor"),
    Call("a number of words", ["run", "certainly_at_least", "--floor", "many"], 2, "a whole number"),
    Call("a number in SPARQL", ["run", "certainly_at_least", "--floor", "1 } #"], 2, "a whole number"),
    Call("an IRI in SPARQL", ["run", "figures", "--thing", "a:b> . } #"], 2, "an IRI or a CURIE"),
    Call("an IRI with a space", ["run", "figures", "--thing", "http://a b/"], 2, "an IRI or a CURIE"),
    Call("a CURIE of nowhere", ["run", "figures", "--thing", "atsmuu:library"], 2, "atsmuu:"),
    Call("a blank node", ["run", "figures", "--thing", "_:b"], 2, "thing"),
    Call("a language", ["run", "faculties", "--lang", "x"], 2, "invalid choice"),
    Call("time backwards", ["run", "faculties", "--timeout", "-1"], 2, "timeout can't be -1"),
    Call("no time", ["run", "faculties", "--timeout", "nan"], 2, "timeout can't be nan"),
    Call("rows below 0", ["run", "faculties", "--max-rows", "-5"], 2, "max_rows can't be -5"),
    Call("rows of words", ["run", "faculties", "--max-rows", "all"], 2, "invalid int value"),
    Call("a thing of nowhere", ["show", "country:ZZ"], 2, "says nothing of country:ZZ"),
    Call("a thing with a space", ["show", "http://a b/"], 2, "not an absolute IRI"),
    Call("half of a surrogate pair", ["query", "ASK { ?s ?p '\udcff' }"], 2, "1:14: the character U+DCFF"),
    Call("a folder as a query", ["query", "/"], 2, "folder"),
    Call("a device as a query", ["query", "/dev/zero"], 2, "a device or a pipe"),
    Call("a device as data", ["validate", "/dev/zero"], 2, "there is no file '/dev/zero'"),
    Call("a folder as data", ["validate", "/"], 2, "there is no file '/'"),
    Call("a device as shapes", ["check", "shapes", "/dev/zero"], 2, "there is no file"),
    Call("a full disk", ["export", "/dev/full", "--format", "nt"], 2, "make room"),
    Call("a folder as a target", ["export", "/", "--format", "nt"], 2, "Name a file"),
    Call("a device as a store", ["info", "--store", "/dev/zero"], 3, "a store is a directory"),
    Call("something else as a store", ["info", "--store", "/dev"], 3, "not a store"),
]


class Header(NamedTuple):
    """The header of a named query that is refused; ``old`` and ``new`` are what makes GOOD bad."""

    id: str
    old: str
    new: str
    where: str
    says: str


GOOD = """#+ summary: One word
#+ tags: [test]
#+ params:
#+   - {name: word, variable: _word, type: string, required: true, example: a, description: any}
#+ columns: [{name: word, type: string}]
#+ expect: {rows: 1}
SELECT (?_word AS ?word) {}
"""
HEADERS = [
    Header("no header", GOOD[: GOOD.index("SELECT")], "", ":1:3", "no header"),
    Header("no YAML", "[test]", "[test", ":3:", "not YAML"),
    Header("an unknown key", "tags:", "tag:", ":2:", "'tag' is unknown"),
    Header("an alias", "One word", "&a *a", ":1:", "not YAML"),
    Header("a Python object", "One word", "!!python/object/apply:os.getcwd []", ":1:", ""),
    Header("a number of rows in words", "rows: 1", "rows: one", ":6:", "rows is a number"),
    Header(
        "a column that is not there",
        "{name: word, type: string}]",
        "{name: term, type: string}]",
        ":5:",
        "term",
    ),
    Header("a type that is none", "type: string, r", "type: strong, r", ":4:", "'strong' is unknown"),
    Header("a parameter that is not there", "(?_word AS", "(?word AS", ":4:", "no variable ?_word"),
    Header("a parameter too many", "{}", "{ ?_more a ?x }", ":7:", "does not declare"),
    Header(
        "an example of another type", "type: string, r", "type: 'xsd:integer', r", ":4:", "a whole number"
    ),
    Header("a query that is none", "SELECT (", "SELCT (", ":7:1", "SELCT"),
    Header("a query that leaves", "{}", "{ SERVICE <{url}> {} }", ":7:", "another endpoint"),
]
