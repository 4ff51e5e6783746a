"""Slips that any statement can suffer: it is lost, misspelt, turned round, or put in another language."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.curation.mutation.statements import (
    TYPE,
    Edit,
    GroundTriple,
    NowhereError,
    Operator,
    Statements,
    pick,
    quad_of,
)
from atsmu_kg.rdf.namespaces import AKG, ATSMU, GRAPH, ORG, RDFS, SCHEMA, SKOS, XSD

LABELS = (SKOS.prefLabel, SKOS.altLabel, RDFS.label)
EXACT = frozenset((XSD.integer, XSD.decimal, XSD.boolean, XSD.gYear, XSD.date, XSD.duration))


def _statement_dropped(stated: Statements, random: Random) -> Edit:
    return stated.drop([pick(random, stated.all)])


def _thing_dropped(stated: Statements, random: Random) -> Edit:
    thing = pick(random, stated.things)
    return stated.drop(stated.about[thing], thing.value)


def _class_dropped(stated: Statements, random: Random) -> Edit:
    return stated.drop([pick(random, stated.using[TYPE])])


def _graph_undescribed(stated: Statements, random: Random) -> Edit:
    graph = pick(random, [graph for graph in stated.names if graph in stated.about])
    return stated.drop(stated.about[graph], graph.value)


def _object_misspelt(stated: Statements, random: Random) -> Edit:
    old = pick(random, [each for each in stated.all if _is_own(each.object)])
    return stated.replace(old, old._replace(object=_misspelt(old.object, random)))


def _subject_misspelt(stated: Statements, random: Random) -> Edit:
    old = pick(random, [each for each in stated.all if _is_own(each.subject)])
    return stated.replace(old, old._replace(subject=_misspelt(old.subject, random)))


def _property_misspelt(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.all)
    return stated.replace(old, old._replace(predicate=_misspelt(old.predicate, random)))


def _class_misspelt(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.using[TYPE])
    return stated.replace(old, old._replace(object=_misspelt(old.object, random)))


def _graph_misspelt(stated: Statements, random: Random) -> Edit:
    """The vocabulary and the descriptions of graphs mean the same in any graph, so theirs are left out."""
    graph = pick(
        random, [name for name in stated.names if name.value not in (GRAPH.ontology, GRAPH.provenance)]
    )
    wrong = _misspelt(graph, random)
    moved = frozenset(quad for quad in stated.quads if quad.graph_name == graph)
    added = frozenset(Quad(q.subject, q.predicate, q.object, wrong) for q in moved)
    return Edit(moved, added, f"{graph.value} -> {wrong.value}")


def _misspelt(iri: NamedNode, random: Random) -> NamedNode:
    """The IRI with a letter of its last part lost, doubled or put at the end."""
    text = iri.value
    start = max(text.rfind("/", 0, -1), text.rfind("#")) + 1
    at = random.randrange(start, len(text))
    before, letter, after = text[:at], text[at], text[at + 1 :]
    wrong = random.choice(
        (f"{before}{after}", f"{before}{letter}{letter}{after}", f"{before}{after}{letter}")
    )
    return NamedNode(wrong if wrong != text else f"{text}s")


def _other_property(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.all)
    kind = type(old.object)
    others = [
        p for p, used in stated.using.items() if p != old.predicate and isinstance(used[0].object, kind)
    ]
    return stated.replace(old, old._replace(predicate=pick(random, others)))


def _other_class(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.using[TYPE])
    return stated.replace(old, old._replace(object=_class_not_of(old.subject, stated, random)))


def _class_added(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.using[TYPE])
    return stated.add(old, old._replace(object=_class_not_of(old.subject, stated, random)))


def _class_not_of(subject: NamedNode, stated: Statements, random: Random) -> NamedNode:
    classes: set[NamedNode] = {each.object for each in stated.using[TYPE]}
    return pick(
        random, sorted((each for each in classes if each.value not in stated.types(subject)), key=str)
    )


def _object_swapped(stated: Statements, random: Random) -> Edit:
    references = [
        each for each in stated.all if isinstance(each.object, NamedNode) and each.predicate != TYPE
    ]
    return _swapped(stated, pick(random, references), random)


def _text_swapped(stated: Statements, random: Random) -> Edit:
    texts = [each for each in stated.all if isinstance(each.object, Literal)]
    return _swapped(stated, pick(random, texts), random)


def _swapped(stated: Statements, old: GroundTriple, random: Random) -> Edit:
    """The object that another subject has, of the same language and datatype, in the place of this one's."""
    taken = stated.values(old.subject, old.predicate.value)
    others = {each.object for each in stated.using[old.predicate] if _sort(each.object) == _sort(old.object)}
    return stated.replace(old, old._replace(object=pick(random, sorted(others.difference(taken), key=str))))


def _sort(term: Any) -> tuple[str, str | None]:
    return ("", None) if isinstance(term, NamedNode) else (term.datatype.value, term.language)


def _statement_reversed(stated: Statements, random: Random) -> Edit:
    old = pick(random, [each for each in stated.all if _is_own(each.subject) and _is_own(each.object)])
    return stated.replace(old, GroundTriple(old.object, old.predicate, old.subject))


def _language_changed(stated: Statements, random: Random) -> Edit:
    old = pick(random, _texts_with_language(stated))
    language = pick(random, [each for each in LANGUAGES if each != old.object.language])
    return stated.replace(old, old._replace(object=Literal(old.object.value, language=language)))


def _language_lost(stated: Statements, random: Random) -> Edit:
    old = pick(random, _texts_with_language(stated))
    return stated.replace(old, old._replace(object=Literal(old.object.value)))


def _texts_with_language(stated: Statements) -> list[GroundTriple]:
    return [each for each in stated.all if isinstance(each.object, Literal) and each.object.language]


def _label_doubled(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(SKOS.prefLabel, RDFS.label))
    second = Literal(f"{old.object.value}, {old.object.value}", language=old.object.language)
    return stated.add(old, old._replace(object=second))


def _label_padded(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(*LABELS))
    padded = random.choice((" {}", "{} ", "{}\n", "\t{}")).format(old.object.value)
    return stated.replace(old, old._replace(object=Literal(padded, language=old.object.language)))


def _label_emptied(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(*LABELS))
    return stated.replace(old, old._replace(object=Literal("", language=old.object.language)))


def _datatype_changed(stated: Statements, random: Random) -> Edit:
    old = pick(random, _exact(stated))
    others = [*sorted(EXACT - {old.object.datatype.value, XSD.decimal}), XSD.string, XSD.double]
    new = Literal(old.object.value, datatype=NamedNode(random.choice(others)))
    return stated.replace(old, old._replace(object=new))


def _literal_garbled(stated: Statements, random: Random) -> Edit:
    old = pick(random, _exact(stated))
    text = random.choice(("{}x", "about {}", "{}?", "")).format(old.object.value)
    return stated.replace(old, old._replace(object=Literal(text, datatype=old.object.datatype)))


def _exact(stated: Statements) -> list[GroundTriple]:
    """The statements of numbers and dates."""
    texts = [each for each in stated.all if isinstance(each.object, Literal)]
    return [each for each in texts if each.object.datatype.value in EXACT]


def _text_for_reference(stated: Statements, random: Random) -> Edit:
    old = pick(random, [each for each in stated.all if isinstance(each.object, NamedNode)])
    return stated.replace(old, old._replace(object=Literal(old.object.value)))


def _reference_for_text(stated: Statements, random: Random) -> Edit:
    old = pick(random, [each for each in stated.all if isinstance(each.object, Literal)])
    return stated.replace(old, old._replace(object=NamedNode(ATSMU[f"text-{random.randrange(1000)}"])))


def _second_value(stated: Statements, random: Random) -> Edit:
    """A second value of a property of which many subjects have one and none has more."""
    every = [(predicate, used) for predicate, used in stated.using.items() if len(used) >= 10]
    single = [predicate for predicate, used in every if len({each.subject for each in used}) == len(used)]
    old = pick(random, stated.using[pick(random, single)])
    others = {each.object for each in stated.using[old.predicate]} - {old.object}
    return stated.add(old, old._replace(object=pick(random, sorted(others, key=str))))


def _thing_copied(stated: Statements, random: Random) -> Edit:
    """A thing under a second name, with all that is said of it."""
    thing = pick(random, stated.things)
    copy = NamedNode(f"{thing.value}-2")
    quads = stated.quads_of(stated.about[thing])
    added = frozenset(Quad(copy, quad.predicate, quad.object, quad.graph_name) for quad in quads)
    return Edit(frozenset(), added, f"{thing.value} -> {copy.value}")


def _thing_invented(stated: Statements, random: Random) -> Edit:
    """A thing that only the editors speak of, named and linked like another."""
    kinds = (AKG.Faculty, AKG.Centre, AKG.Activity, AKG.Goal, ORG.FormalOrganization)
    links = (ORG.hasUnit, ORG.purpose, AKG.worksToRequirementsOf, SCHEMA.itemListElement)
    thing = pick(random, stated.instances(*kinds))
    new = NamedNode(f"{thing.value}-invented")
    linked = [
        quad._replace(object=new) for quad in stated.referring.get(thing, ()) if quad.predicate.value in links
    ]
    named = [quad._replace(subject=new) for quad in stated.where(TYPE.value, *LABELS, of=[thing])]
    renamed = [quad._replace(object=_renamed(quad.object)) for quad in named]
    if not linked:
        raise NowhereError
    added = frozenset(quad_of(quad, NamedNode(GRAPH.editorial)) for quad in linked + renamed)
    return Edit(frozenset(), added, new.value)


def _renamed(term: Any) -> Any:
    return Literal(f"{term.value} II", language=term.language) if isinstance(term, Literal) else term


def _is_own(term: Any) -> bool:
    return isinstance(term, NamedNode) and term.value in ATSMU


ANYWHERE: Mapping[str, Operator] = MappingProxyType(
    {
        "statement dropped": _statement_dropped,
        "thing dropped": _thing_dropped,
        "class dropped": _class_dropped,
        "graph undescribed": _graph_undescribed,
        "object misspelt": _object_misspelt,
        "subject misspelt": _subject_misspelt,
        "property misspelt": _property_misspelt,
        "class misspelt": _class_misspelt,
        "graph misspelt": _graph_misspelt,
        "other property": _other_property,
        "other class": _other_class,
        "class added": _class_added,
        "object swapped": _object_swapped,
        "text swapped": _text_swapped,
        "statement reversed": _statement_reversed,
        "language changed": _language_changed,
        "language lost": _language_lost,
        "label doubled": _label_doubled,
        "label padded": _label_padded,
        "label emptied": _label_emptied,
        "datatype changed": _datatype_changed,
        "literal garbled": _literal_garbled,
        "text for reference": _text_for_reference,
        "reference for text": _reference_for_text,
        "second value": _second_value,
        "thing copied": _thing_copied,
        "thing invented": _thing_invented,
    }
)
