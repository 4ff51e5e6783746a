"""The kinds of values that the properties of shapes may have (SHACL, appendix B)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from atsmu_kg.rdf.datatypes import well_formed
from atsmu_kg.rdf.namespaces import RDF, SH, XSD
from atsmu_kg.rdf.terms import readable
from atsmu_kg.validation.facts import NIL, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.facts import Facts


class Kind(NamedTuple):
    """A kind of value by its name, what tells it, and what to do about a value of another kind."""

    name: str
    fits: Callable[[Term], bool]
    advice: str


class ListFault(NamedTuple):
    """What is wrong with a list, and what to do."""

    what: str
    advice: str


def _literal(*datatypes: str) -> Callable[[Term], bool]:
    def fits(term: Term) -> bool:
        return (
            isinstance(term, ox.Literal)
            and term.datatype.value in datatypes
            and well_formed(term.value, term.datatype.value)
        )

    return fits


def _natural(term: Term) -> bool:
    return _literal(XSD.integer)(term) and well_formed(readable(term), XSD.nonNegativeInteger)


NODE_KINDS = frozenset(
    ox.NamedNode(SH[name])
    for name in ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
)
IRI = Kind("an IRI", lambda term: isinstance(term, ox.NamedNode), "Name an IRI.")
NODE = Kind("an IRI or blank node", lambda term: not isinstance(term, ox.Literal), "Refer to a node.")
NAMED = Kind(
    "an IRI or literal", lambda term: not isinstance(term, ox.BlankNode), "Name an IRI or a literal."
)
LITERAL = Kind("a literal", lambda term: isinstance(term, ox.Literal), "Write a literal.")
NATURAL = Kind("an xsd:integer from 0 up", _natural, "Write a whole number, without quotation marks.")
BOOLEAN = Kind("an xsd:boolean", _literal(XSD.boolean), "Write true or false, without quotation marks.")
STRING = Kind("an xsd:string", _literal(XSD.string), "Write a text without a language or another datatype.")
TEXT = Kind("a text", _literal(XSD.string, RDF.langString), "Write a text, with or without a language.")
NODE_KIND = Kind("a kind of node", NODE_KINDS.__contains__, "Name one of the six, such as sh:IRI.")


def _kinds(kinds: Mapping[Kind, tuple[str, ...]]) -> Mapping[str, Kind]:
    return {SH[name]: kind for kind, names in kinds.items() for name in names}


VALUES = _kinds(
    {
        IRI: (
            *("targetClass", "targetSubjectsOf", "targetObjectsOf", "severity", "class", "datatype"),
            *("equals", "disjoint", "lessThan", "lessThanOrEquals"),
        ),
        NODE: ("property", "node", "not", "qualifiedValueShape", "sparql", "prefixes"),
        NAMED: ("targetNode",),
        LITERAL: ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive"),
        NATURAL: (
            *("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount"),
        ),
        BOOLEAN: ("deactivated", "closed", "uniqueLang", "qualifiedValueShapesDisjoint"),
        STRING: ("pattern", "flags", "select", "ask"),
        TEXT: ("message",),
        NODE_KIND: ("nodeKind",),
    }
)
# The members of each list.
LISTS: Mapping[str, Kind] = {
    **{SH[name]: NODE for name in ("and", "or", "xone")},
    SH["in"]: Kind("term", lambda _: True, ""),
    SH.languageIn: STRING,
    SH.ignoredProperties: IRI,
}


def list_fault(head: Term, members: Kind, facts: Facts) -> ListFault | None:
    """What is wrong with a list and its members, if anything; one without an end is told elsewhere."""
    seen: set[Term] = set()
    node = head
    while node != NIL and node not in seen:
        seen.add(node)
        if len(facts.values(node, RDF.first)) != 1 or len(facts.values(node, RDF.rest)) != 1:
            return ListFault(f"{shown(head)}, which is not a list", "Write a list in parentheses.")
        node = facts.values(node, RDF.rest)[0]
    for member in facts.members(head):
        if not members.fits(member):
            return ListFault(f"the member {shown(member)!r}, which is not {members.name}", members.advice)
    return None
