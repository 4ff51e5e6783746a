"""What follows from statements by an ontology: the rules of OWL 2 RL that the benchmark's ontology calls for.

They are, by their names there: cax-sco, cax-eqc, prp-spo1, prp-inv1, prp-inv2, prp-dom, prp-rng, prp-trp, and
cls-int1 with cls-svf1 for a class that is an intersection of classes and restrictions to some values.
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import rdflib
from rdflib import OWL, RDF, RDFS

from benchmarks.lubm.generator import TYPE, Triple


class Ontology:
    """The axioms of an ontology, as rules for triples."""

    def __init__(self, file: Path) -> None:
        graph = rdflib.Graph().parse(file)
        self._superclasses = _above(graph, RDFS.subClassOf)
        self._superproperties = _above(graph, RDFS.subPropertyOf)
        self._domains = _values(graph, RDFS.domain)
        self._ranges = _values(graph, RDFS.range)
        self._inverses = _values(graph, OWL.inverseOf)
        for property, inverses in [*self._inverses.items()]:
            for inverse in inverses:
                self._inverses[inverse].append(property)
        self._transitive = {each.n3() for each in graph.subjects(RDF.type, OWL.TransitiveProperty)}
        # A defined class is what is in a class and has some value of a property in another.
        self._definitions = []
        for defined, intersection in graph.subject_objects(OWL.equivalentClass):
            members = graph.value(intersection, OWL.intersectionOf)
            wide, restriction = rdflib.collection.Collection(graph, members)
            property = graph.value(restriction, OWL.onProperty)
            values = graph.value(restriction, OWL.someValuesFrom)
            self._definitions.append((defined.n3(), wide.n3(), property.n3(), values.n3()))
            # What is in the defined class is in both of those, of which the first has a name.
            self._superclasses[defined.n3()].append(wide.n3())
        _close(self._superclasses)

    def closed(self, stated: Iterable[Triple]) -> set[Triple]:
        """The triples with all that follow from them; stated and entailed ones must be there together."""
        known: set[Triple] = set()
        new = set(stated)
        while new:
            known |= new
            follows = {triple for stated in new for triple in self._from_one(*stated)}
            follows.update(self._from_two(known))
            new = follows - known
        return known

    def _from_one(self, subject: str, property: str, object: str) -> Iterable[Triple]:
        if property == TYPE:
            for above in self._superclasses.get(object, ()):
                yield subject, TYPE, above
            return
        for above in self._superproperties.get(property, ()):
            yield subject, above, object
        for inverse in self._inverses.get(property, ()):
            yield object, inverse, subject
        for domain in self._domains.get(property, ()):
            yield subject, TYPE, domain
        for range in self._ranges.get(property, ()):
            yield object, TYPE, range

    def _from_two(self, known: set[Triple]) -> Iterable[Triple]:
        links: dict[str, list[tuple[str, str]]] = defaultdict(list)
        wanted = {*self._transitive, *(property for _, _, property, _ in self._definitions)}
        for subject, property, object in known:
            if property in wanted:
                links[property].append((subject, object))
        for property in self._transitive:
            further = defaultdict(list)
            for subject, object in links[property]:
                further[subject].append(object)
            for subject, object in links[property]:
                for last in further[object]:
                    yield subject, property, last
        for defined, wide, property, values in self._definitions:
            for subject, object in links[property]:
                if (object, TYPE, values) in known and (subject, TYPE, wide) in known:
                    yield subject, TYPE, defined


def _values(graph: rdflib.Graph, axiom: rdflib.URIRef) -> dict[str, list[str]]:
    values = defaultdict(list)
    for subject, object in graph.subject_objects(axiom):
        values[subject.n3()].append(object.n3())
    return values


def _above(graph: rdflib.Graph, axiom: rdflib.URIRef) -> dict[str, list[str]]:
    return _close(_values(graph, axiom))


def _close(above: dict[str, list[str]]) -> dict[str, list[str]]:
    """Let each have all that are above those above it."""
    for name in [*above]:
        for next in above[name]:  # which grows
            above[name] += [last for last in above.get(next, ()) if last not in above[name]]
    return above
