"""RDF/XML: one rdf:Description a subject."""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph as ox

from atsmu_kg.errors import ExportError
from atsmu_kg.rdf.datatypes import RDF, XSD
from atsmu_kg.rdf.namespaces import LETTERS, MARKS
from atsmu_kg.rdf.serializers import tree
from atsmu_kg.rdf.serializers.characters import require_xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# RDF 1.1 XML Syntax, 6.1.4: names that can't be property elements, and rdf:li, which is read as rdf:_1, ….
RESERVED = {
    RDF + name
    for name in (
        *("RDF", "Description", "ID", "about", "aboutEach", "aboutEachPrefix", "bagID", "datatype", "li"),
        *("nodeID", "parseType", "resource"),
    )
}
# Namespaces in XML 1.0, 4: an NCName begins with one of START and goes on with those and MORE.
START, MORE = f"A-Z_a-z{LETTERS}", f"\\-.0-9{MARKS}"
# Namespaces in XML 1.0, 3: no prefix may be bound to these.
UNBINDABLE = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")


def write(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> str:
    """The default graph of a canonical dataset as RDF/XML.

    Raises ExportError for a predicate that is no XML name, and for a character that XML 1.0 does not have.
    """
    (subjects, *_) = tree.graphs(quads).values()
    names = _element_names(subjects, prefixes)
    used = {"rdf": RDF} | {name.partition(":")[0]: namespace for name, namespace in names.values()}
    declarations = "".join(f'\n    xmlns:{prefix}="{_escape(used[prefix])}"' for prefix in sorted(used))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF{declarations}>"]
    for subject, predicates in subjects.items():
        lines.append(f"  <rdf:Description {_reference('about', subject)}>")
        for predicate, objects in predicates.items():
            lines += [_property(names[predicate][0], value) for value in objects]
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""])


def _element_names(
    subjects: tree.Subjects, prefixes: Mapping[str, str]
) -> dict[ox.NamedNode, tuple[str, str]]:
    """The qualified name of each predicate, and the namespace of its prefix."""
    predicates = sorted({predicate for properties in subjects.values() for predicate in properties}, key=str)
    known = {RDF: "rdf"} | {
        namespace: prefix
        for prefix, namespace in prefixes.items()
        if _name().fullmatch(prefix) and not prefix.lower().startswith("xml") and prefix != "rdf"
        if namespace not in UNBINDABLE
    }
    taken = set(known.values())
    names = {}
    for predicate in predicates:
        namespace, local = _split(predicate.value, known)
        if namespace not in known:
            known[namespace] = next(
                name for number in range(1, len(taken) + 2) if (name := f"ns{number}") not in taken
            )
            taken.add(known[namespace])
        names[predicate] = f"{known[namespace]}:{local}", namespace
    return names


def _split(iri: str, known: Iterable[str]) -> tuple[str, str]:
    """The namespace and the local name of a predicate: a known namespace if it fits, else the shortest."""
    if iri not in RESERVED:
        for namespace in sorted(known, key=len, reverse=True):
            if iri.startswith(namespace) and _name().fullmatch(iri, len(namespace)):
                return namespace, iri[len(namespace) :]
        last = _last_name().search(iri)
        if last is not None and iri[: last.start()] not in UNBINDABLE:
            return iri[: last.start()], last[0]
    raise ExportError(
        f"the predicate <{iri}> can't be written in RDF/XML: it does not end in an XML name that is free",
        advice="Export to Turtle, N-Triples or JSON-LD.",
        predicate=iri,
    )


def _property(name: str, term: tree.Node | ox.Literal) -> str:
    if not isinstance(term, ox.Literal):
        return f"    <{name} {_reference('resource', term)}/>"
    datatype = term.datatype.value
    attribute = ""
    if term.language is not None:
        attribute = f' xml:lang="{term.language}"'
    elif datatype != f"{XSD}string":
        attribute = f' rdf:datatype="{_escape(datatype)}"'
    return f"    <{name}{attribute}>{_escape(term.value)}</{name}>"


def _reference(attribute: str, node: tree.Node) -> str:
    if isinstance(node, ox.BlankNode):
        return f'rdf:nodeID="{node.value}"'
    return f'rdf:{attribute}="{_escape(node.value)}"'


def _escape(text: str) -> str:
    require_xml(text, "RDF/XML", "Export to Turtle, N-Triples or JSON-LD, or take the character out.")
    return _special().sub(lambda found: f"&#{ord(found[0])};", text)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(f"[{START}][{START}{MORE}]*")


@cache
def _last_name() -> re.Pattern[str]:
    return re.compile(f"[{START}][{START}{MORE}]*\\Z")


@cache
def _special() -> re.Pattern[str]:
    # The carriage return too: an XML parser would take it for a line feed (XML 1.0, 2.11).
    return re.compile('[&<>"\r]')
