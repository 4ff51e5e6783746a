"""Changes that leave the meaning as it is, or add what the model allows: validation must not find them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Triple

from atsmu_kg.curation.mutation.statements import (
    Edit,
    GroundTriple,
    Operator,
    Statements,
    pick,
    quad_of,
    together,
)
from atsmu_kg.rdf.entailment import entailed
from atsmu_kg.rdf.namespaces import AKG, BASE, DCTERMS, GRAPH, OA, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, XSD
from atsmu_kg.text import counted

YEARBOOK = {"en": "Yearbook", "ru": "Ежегодник", "tg": "Солнома"}


def _order_changed(stated: Statements, random: Random) -> Edit:
    """Quads taken out of their places and put at the end."""
    quads = frozenset(random.sample(stated.quads, min(len(stated.quads), 500)))
    return Edit(quads, quads, f"{counted(len(quads), 'quad')} moved to the end")


def _statement_repeated(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.all)
    return stated.add(old, old)


def _second_passage_agrees(stated: Statements, random: Random) -> Edit:
    """Another passage says the same of a thing. A list goes with a figure of its own passage, so it stays."""
    passages = [graph for graph in stated.names if AKG.PassageGraph in stated.types(graph)]
    kinds = {AKG.Figure, AKG.Enumeration, AKG.Cooperation}
    spoken = [thing for thing in stated.things if stated.graphs[stated.about[thing][0]][0] in passages]
    thing = pick(random, [thing for thing in spoken if not stated.types(thing) & kinds])
    graph = pick(random, passages)
    added = frozenset(quad_of(each, graph) for each in stated.about[thing])
    return Edit(frozenset(), added, f"{thing.value} in {graph.value}")


def _second_source_disagrees(stated: Statements, random: Random) -> Edit:
    """A yearbook gives another value of the same figure."""
    parts = {term for each in stated.where(AKG.partOf) for term in (each.subject, each.object)}
    figure = pick(random, [each for each in stated.instances(AKG.Figure) if each not in parts])
    number = random.randrange(1000)
    graph, new = NamedNode(GRAPH[f"yearbook-{number}/s01"]), NamedNode(f"{figure.value}-yearbook-{number}")
    said = [each._replace(subject=new, object=_one_more(each.object)) for each in stated.about[figure]]
    added = [quad_of(each, graph) for each in said]
    added += [quad_of(each, NamedNode(GRAPH.provenance)) for each in _described(graph, number)]
    return Edit(frozenset(), frozenset(added), f"{new.value} beside {figure.value}")


def _one_more(term: NamedNode | Literal) -> NamedNode | Literal:
    is_number = isinstance(term, Literal) and term.datatype.value == XSD.integer
    return Literal(int(term.value) + 1) if is_number else term


def _described(graph: NamedNode, number: int) -> Iterator[GroundTriple]:
    """A source document with one passage and the graph of that passage."""
    document = NamedNode(f"{BASE}source/yearbook-{number}.txt")
    passage = NamedNode(f"{document.value}#char=0,90")
    selector = NamedNode(f"{BASE}id/selector/yearbook-{number}-s01")
    for language, word in YEARBOOK.items():
        yield GroundTriple(
            document, NamedNode(SKOS.prefLabel), Literal(f"{word} {number}", language=language)
        )
        yield GroundTriple(
            graph, NamedNode(SKOS.prefLabel), Literal(f"{word} {number}, 1", language=language)
        )
    for subject, predicate, value in (
        (document, RDF.type, NamedNode(AKG.SourceDocument)),
        (document, SCHEMA.inLanguage, Literal("en")),
        (document, SCHEMA.sha256, Literal("a" * 64)),
        (document, AKG.characterCount, Literal(90)),
        (passage, RDF.type, NamedNode(AKG.Passage)),
        (passage, OA.hasSource, document),
        (passage, OA.hasSelector, selector),
        (passage, SCHEMA.position, Literal(1)),
        (passage, SCHEMA.sha256, Literal("a" * 64)),
        (selector, RDF.type, NamedNode(OA.TextPositionSelector)),
        (selector, OA.start, Literal(0)),
        (selector, OA.end, Literal(90)),
        (graph, RDF.type, NamedNode(AKG.PassageGraph)),
        (graph, PROV.wasDerivedFrom, passage),
        (graph, DCTERMS.created, Literal("2026-11-22", datatype=NamedNode(XSD.date))),
        (graph, DCTERMS.license, NamedNode("https://creativecommons.org/licenses/by/4.0/")),
    ):
        yield GroundTriple(subject, NamedNode(predicate), value)


def _number_rewritten(stated: Statements, random: Random) -> Edit:
    """The same number in other characters (XML Schema 1.1 part 2, 3.3.3 and 3.4.13)."""
    figures = stated.where(SCHEMA.value, SCHEMA.minValue, SCHEMA.maxValue, of=stated.instances(AKG.Figure))
    old = pick(random, [*figures, *stated.where(SCHEMA.latitude, SCHEMA.longitude)])
    text, datatype = old.object.value, old.object.datatype
    forms = (f"+{text}", f"0{text}", f"00{text}", *((f"{text}0",) if datatype.value == XSD.decimal else ()))
    return stated.replace(old, old._replace(object=Literal(pick(random, forms), datatype=datatype)))


def _name_added(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(SKOS.prefLabel))
    name = Literal(f"{old.object.value}-2", language=old.object.language)
    return stated.add(old, GroundTriple(old.subject, NamedNode(SKOS.altLabel), name))


def _translation_added(stated: Statements, random: Random) -> Edit:
    old = pick(random, [each for each in stated.where(SKOS.prefLabel) if each.object.language == "en"])
    language = random.choice(("de", "fr", "it"))
    return stated.add(
        old, old._replace(object=Literal(f"{old.object.value} ({language})", language=language))
    )


def _close_match_added(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(SCHEMA.identifier))
    other = NamedNode(f"http://example.org/{random.randrange(10**6)}")
    return stated.add(old, GroundTriple(old.subject, NamedNode(SCHEMA.sameAs), other))


def _note_added(stated: Statements, random: Random) -> Edit:
    """On a concept; terms of the vocabulary have all their comments."""
    scheme = pick(random, stated.instances(AKG.IdentifierScheme))
    note = Literal("Пояснение на русском языке.", language="ru")
    return stated.add(stated.about[scheme][0], GroundTriple(scheme, NamedNode(SKOS.editorialNote), note))


def _entailed_stated(stated: Statements, random: Random) -> Edit:
    """What follows anyway, in so many words."""
    thing = pick(random, stated.things)
    axioms = stated.where(RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf)
    follows = entailed(Triple(*each) for each in [*axioms, *stated.about[thing]])
    new = pick(random, sorted((each for each in follows if each.subject == thing), key=str))
    return stated.add(stated.about[thing][0], GroundTriple(thing, new.predicate, new.object))


def _thing_renamed(stated: Statements, random: Random) -> Edit:
    """Another IRI for a thing, everywhere; those of countries and regions are their codes and stay."""
    own = (AKG.Figure, AKG.Cooperation, AKG.Enumeration, AKG.Attestation, AKG.Activity, AKG.Goal, AKG.Faculty)
    others = (AKG.Centre, SCHEMA.Claim, SCHEMA.PropertyValue, DCTERMS.PeriodOfTime)
    thing = pick(random, stated.instances(*own, *others))
    new = NamedNode(f"{thing.value}-renamed")
    mentions = [*stated.about[thing], *stated.referring.get(thing, ())]
    edits = [
        stated.replace(old, GroundTriple(*(new if term == thing else term for term in old)))
        for old in mentions
    ]
    return together(edits)


HARMLESS: Mapping[str, Operator] = MappingProxyType(
    {
        "order changed": _order_changed,
        "statement repeated": _statement_repeated,
        "second passage agrees": _second_passage_agrees,
        "second source disagrees": _second_source_disagrees,
        "number rewritten": _number_rewritten,
        "name added": _name_added,
        "translation added": _translation_added,
        "close match added": _close_match_added,
        "note added": _note_added,
        "entailed statement stated": _entailed_stated,
        "thing renamed": _thing_renamed,
    }
)
