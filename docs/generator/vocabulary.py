"""The terms of the vocabulary: classes, properties, and the values that classes list."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import AKG, DCTERMS, IRI, OWL, RDF, RDFS, SKOS
from atsmu_kg.validation.facts import Facts
from generator.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).parent.parent.parent / "ontology" / "atsmu-kg.ttl"
ONTOLOGY = IRI("https://w3id.org/atsmu-kg/ontology")
KINDS = {OWL.Class: "classes", OWL.ObjectProperty: "properties", OWL.DatatypeProperty: "properties"}


class Term:
    """A term of the vocabulary; ``kind`` is ``classes``, ``properties`` or ``values``."""

    def __init__(self, iri: IRI, facts: Facts, text: str) -> None:
        self.iri = iri
        self.text = text
        self._facts = facts
        self.types = self.iris(RDF.type)
        self.kind = next((KINDS[each] for each in self.types if each in KINDS), "values")

    @property
    def name(self) -> str:
        """Its name without the namespace, as in the IRI."""
        return self.iri.removeprefix(str(AKG))

    def said(self, predicate: str, lang: str) -> str:
        """The text of a predicate in a language, empty where there is none."""
        return next(
            (
                value.value
                for value in self._facts.values(ox.NamedNode(self.iri), predicate)
                if isinstance(value, ox.Literal) and value.language in (lang, None)
            ),
            "",
        )

    def label(self, lang: str) -> str:
        """What it is called."""
        return self.said(RDFS.label, lang) or self.said(SKOS.prefLabel, lang)

    def comment(self, lang: str) -> str:
        """What it means."""
        return self.said(RDFS.comment, lang)

    def iris(self, predicate: str) -> list[IRI]:
        """The IRIs that a predicate leads to."""
        values = self._facts.values(ox.NamedNode(self.iri), predicate)
        return sorted(IRI(value.value) for value in values if isinstance(value, ox.NamedNode))

    def __repr__(self) -> str:
        return f"<Term {self.iri.curie}: {self.kind}>"


class Vocabulary:
    """The vocabulary as its file says it."""

    def __init__(self, file: Path = FILE) -> None:
        self._facts = Facts(read(str(file)))
        self._texts = statements(file)

    @cached_property
    def terms(self) -> dict[IRI, Term]:
        """The terms by their IRIs, in alphabetical order."""
        found = {
            IRI(subject.value): Term(IRI(subject.value), self._facts, self._texts[IRI(subject.value)])
            for subject, predicate, _ in self._facts
            if predicate == RDF.type and isinstance(subject, ox.NamedNode) and subject.value in AKG
        }
        return dict(sorted(found.items(), key=lambda each: (each[0].lower(), each[0])))

    @property
    def former(self) -> list[tuple[IRI, IRI]]:
        """The former names of terms, each with the name that replaces it."""
        pairs = [
            (IRI(subject.value), IRI(replacement.value))
            for subject, predicate, replacement in self._facts
            if predicate == DCTERMS.isReplacedBy
            and isinstance(subject, ox.NamedNode)
            and isinstance(replacement, ox.NamedNode)
        ]
        return sorted(pairs)

    @property
    def header(self) -> Term:
        """What is said of the vocabulary as a whole."""
        return Term(ONTOLOGY, self._facts, "")

    def of(self, kind: str) -> list[Term]:
        """The classes, the properties or the values."""
        return [term for term in self.terms.values() if term.kind == kind]

    def home(self, value: Term) -> Term:
        """The class of a value, or the one whose values a scheme holds."""
        return next(
            self.terms[each] for each in (*value.types, *value.iris(DCTERMS.subject)) if each in self.terms
        )

    def values_of(self, term: Term) -> list[Term]:
        """The values that a class lists, and their scheme."""
        return [each for each in self.of("values") if self.home(each) is term]

    def pointing(self, predicate: str, term: Term) -> Iterator[IRI]:
        """The terms that a predicate leads from to this one."""
        return (each.iri for each in self.terms.values() if term.iri in each.iris(predicate))
