"""Which classes, properties and datatypes there are, as far as anyone here can know."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import RDF, SH, contract
from atsmu_kg.text import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What SHACL Advanced Features and SHACL-JS define, and neither engine is asked to run.
ADVANCED = frozenset(
    str(SH[name])
    for name in (
        *("Rule", "TripleRule", "SPARQLRule", "JSRule", "rule", "condition", "expression", "Function"),
        *("SPARQLFunction", "JSFunction", "JSConstraint", "JSTarget", "JSTargetType", "JSValidator", "js"),
        *("target", "Target", "TargetType", "SPARQLTarget", "SPARQLTargetType", "construct", "update"),
        *("ExpressionConstraintComponent", "JSConstraintComponent", "jsLibrary", "jsFunctionName"),
    )
)


class Vocabulary:
    """The terms of an ontology and of data, beside those of the standards that rdflib lists in full."""

    def __init__(self, ontology: Iterable[ox.Triple | ox.Quad], data: Iterable[ox.Triple | ox.Quad]) -> None:
        self.terms: set[str] = set()
        self.nodes: set[str] = set()
        for triple in ontology:
            for term in (triple.subject, triple.predicate, triple.object):
                if isinstance(term, ox.NamedNode):
                    self.terms.add(term.value)
        for triple in data:
            self.terms.add(triple.predicate.value)
            self.nodes.update(t.value for t in (triple.subject, triple.object) if isinstance(t, ox.NamedNode))
            if triple.predicate.value == RDF.type and isinstance(triple.object, ox.NamedNode):
                self.terms.add(triple.object.value)
        self.namespaces = {_namespace(term) for term in self.terms}

    def lacks(self, iri: str) -> bool:
        """Whether the term is in a namespace whose terms are known, and is none of them."""
        if iri in self.terms:
            return False
        namespace = _namespace(iri)
        standard = _standards().get(namespace)
        if standard is None:
            return namespace in self.namespaces
        return iri not in standard and (namespace not in _growing() or _nearly(iri, standard))

    def meant(self, iri: str) -> str:
        """The known terms most like one that is not known, as a piece of advice."""
        namespace = _namespace(iri)
        known = {term for term in self.terms if _namespace(term) == namespace}
        known |= _standards().get(namespace, frozenset())
        names = nearest(iri.removeprefix(namespace), {term.removeprefix(namespace) for term in known})
        choices = [contract(namespace + name) for name in names]
        return did_you_mean(choices, "Define it in the ontology, or correct the IRI.")


def shacl_lacks(iri: str) -> bool:
    """Whether the IRI is in SHACL's namespace but no term of SHACL."""
    return iri in SH and iri != str(SH) and iri not in _standards()[str(SH)]


def shacl_terms() -> frozenset[str]:
    """The terms that SHACL defines."""
    return _standards()[str(SH)]


def looks_like_shacl(iri: str) -> bool:
    """Whether an IRI is nearly, but not quite, in SHACL's namespace.

    >>> looks_like_shacl("https://www.w3.org/ns/shacl#path"), looks_like_shacl("http://www.w3.org/ns/shaclpath")
    (True, True)
    """
    nearly = re.match(r"https?://(?:www\.)?w3\.org/(?!TR/)(?:[\w/]+/)?shacl[#/]*\w", iri, re.IGNORECASE)
    return nearly is not None and iri not in SH


@cache
def _standards() -> Mapping[str, frozenset[str]]:
    """The terms of each namespace that rdflib lists."""
    import rdflib.namespace as namespaces

    lists = [
        namespace
        for namespace in vars(namespaces).values()
        if isinstance(namespace, namespaces.DefinedNamespaceMeta)
    ]
    # Names that are Python keywords, such as sh:class, are kept apart: in _extras, private in rdflib 7.6, for
    # which a list of our own of such names would do.
    return {
        str(namespace): frozenset(
            [*map(str, dir(namespace)), *(str(namespace[name]) for name in namespace._extras)]
        )
        for namespace in lists
        if namespace is not namespaces.DefinedNamespace
    }


@cache
def _growing() -> frozenset[str]:
    """The namespaces that rdflib itself does not take to be listed in full.

    It says so by ``_fail``, private in rdflib 7.6; to ask a namespace for a name that it has not would do.
    """
    import rdflib.namespace as namespaces

    lists = [each for each in vars(namespaces).values() if isinstance(each, namespaces.DefinedNamespaceMeta)]
    return frozenset(str(each) for each in lists if not each._fail)


def _nearly(iri: str, terms: Iterable[str]) -> bool:
    """Whether an IRI looks like one of the terms with a slip of the pen."""
    from difflib import get_close_matches

    names = [term.removeprefix(_namespace(term)) for term in terms]
    return bool(get_close_matches(iri.removeprefix(_namespace(iri)), names, 1, 0.85))


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
