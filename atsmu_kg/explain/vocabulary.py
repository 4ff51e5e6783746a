"""The terms of a store, and those of them that look most like one that it lacks."""

from __future__ import annotations

from functools import cached_property

from atsmu_kg.files import beside
from atsmu_kg.rdf.namespaces import DCTERMS, IRI, OWL, PREFIXES, contract
from atsmu_kg.rdf.terms import render, spell
from atsmu_kg.results.rows import value
from atsmu_kg.sparql.binding import bind
from atsmu_kg.stores.answers import Solutions, term
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.text import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from atsmu_kg.stores.protocol import Store

MOST = 3
# The kinds of IRIs that have a question of their own.
ASKED = frozenset({"class", "property", "graph"})
# Answers about single terms that are kept.
MOST_KNOWN = 4096
# Longer literals are no names, and to compare them takes time.
LONGEST = 100


class StoreVocabulary:
    """The terms that stand in a store; each kind is read when it is first wanted, and kept.

    >>> from atsmu_kg import load
    >>> StoreVocabulary(load().store).nearest("https://w3id.org/atsmu-kg/ontology#Facultie", "class")[0]
    'akg:Faculty'
    """

    def __init__(self, store: Store, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self._store = store
        self.prefixes = prefixes
        self._known: dict[tuple[str, str], bool] = {}
        self._had: dict[str, tuple[str, ...]] = {}
        self._in_use: dict[str, Mapping[str, str]] = {}

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of things, and those that the graph of the ontology defines."""
        return self._terms("classes")

    @cached_property
    def properties(self) -> frozenset[str]:
        """The properties of statements, and those that the graph of the ontology defines."""
        return self._terms("properties")

    @cached_property
    def graphs(self) -> frozenset[str]:
        """The names of the named graphs."""
        return self._terms("graphs")

    @cached_property
    def things(self) -> frozenset[str]:
        """All IRIs that are subjects or objects."""
        return self._terms("things")

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of texts, in lower case."""
        return self._terms("text_languages")

    @cached_property
    def deprecated(self) -> Mapping[str, tuple[str, ...]]:
        """What is no longer in use, by IRI, with the CURIEs of what replaces it."""
        replaced: dict[str, tuple[str, ...]] = {}
        text = beside(__file__, "deprecated.rq")
        # This is asked after each named query, which read no more of the graph than it needed.
        footprint = tuple([("", render(iri), "") for iri in (OWL.deprecated, DCTERMS.isReplacedBy)])
        store = self._store
        if isinstance(store, EmbeddedStore):
            answer = store.query(text, footprint=footprint)
        else:
            answer = store.query(text)
        assert isinstance(answer, Solutions)
        for deprecated, replacement in answer.rows(map(value, answer.cells())):
            known = replaced.get(str(deprecated), ())
            replaced[str(deprecated)] = known if replacement is None else (*known, self.shown(replacement))
        return replaced

    def knows(self, term: str, kind: str = "") -> bool:
        """Whether a rendered IRI or literal stands anywhere in the store; asked once, and kept.

        ``kind`` asks whether an IRI is a class, a property or a graph there.
        """
        if (term, kind) not in self._known:
            name = kind if kind in ASKED else "iri" if term[0] == "<" else "literal"
            text = bind(beside(__file__, f"known_{name}.rq"), {"term": term})
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[term, kind] = bool(self._store.query(text))
        return self._known[term, kind]

    def properties_of(self, thing: str) -> tuple[str, ...]:
        """The IRIs of the properties that a thing has; asked once, and kept."""
        if thing not in self._had:
            text = bind(beside(__file__, "properties_of.rq"), {"thing": render(IRI(thing))})
            answer = self._store.query(text)
            assert isinstance(answer, Solutions)
            if len(self._had) >= MOST_KNOWN:
                self._had.clear()
            self._had[thing] = tuple(str(row[0]) for row in answer.rows(map(value, answer.cells())))
        return self._had[thing]

    def knows_language(self, tag: str) -> bool:
        """Whether a text has a language, or one that a language range takes in (RFC 4647, 3.3.1)."""
        tag = tag.lower()
        return tag in ("", "*") or any(each == tag or each.startswith(f"{tag}-") for each in self.languages)

    def shown(self, iri: str) -> str:
        """An IRI with the prefixes that readers of this vocabulary know."""
        return contract(iri, self.prefixes)

    def nearest(self, iri: str, kind: str = "thing") -> list[str]:
        """Up to three CURIEs like an IRI, best first; ``kind`` is class, property, graph or thing.

        Terms of the same local name and things of that name come first, before others those of the same
        prefix, then what is spelt alike; nothing that is deprecated. Of a ``language`` these are tags with
        the same first letter.
        """
        if kind == "language":
            return [f'"{tag}"' for tag in sorted(self.languages) if tag[0] == iri[:1].lower()][:MOST]
        candidates = self._candidates(kind)
        local = _local(iri)
        same = (
            [curie for curie, candidate in candidates.items() if _local(candidate) == local] if local else []
        )
        alike = nearest(self.shown(iri), candidates)
        named = (
            [self.shown(candidate) for candidate in self._named.get(_fold(local), ())]
            if kind == "thing"
            else []
        )
        mine = self.shown(iri).partition(":")[0]
        so_called = sorted([*same[:MOST], *named[:MOST]], key=lambda curie: curie.partition(":")[0] != mine)
        return list(dict.fromkeys([*so_called, *alike]))[:MOST]

    def nearest_literals(self, words: str) -> list[str]:
        """Up to three literals with such characters, as Turtle: the same ones first, then the same folded."""
        if len(words) > LONGEST:
            return []
        same = self._literals.get(words, [])
        folded = self._folded.get(_fold(words), []) if _fold(words) else []
        spelt = nearest(words, self._literals) if len(words) > 3 and not words.isdigit() else []
        alike = [literal for name in (*folded, *spelt) for literal in self._literals[name]]
        return [
            spell(term(cell), prefixes=self.prefixes) for cell in list(dict.fromkeys([*same, *alike]))[:MOST]
        ]

    def _candidates(self, kind: str) -> Mapping[str, str]:
        """What is in use, by CURIE; made once, since a query may have hundreds of unknown terms."""
        if kind not in self._in_use:
            read = {"class": "classes", "property": "properties", "graph": "graphs"}.get(kind, "things")
            self._in_use[kind] = {
                self.shown(candidate): candidate
                for candidate in sorted(getattr(self, read))
                if candidate not in self.deprecated
            }
        return self._in_use[kind]

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for thing, name in self._rows("names"):
            found.setdefault(_fold(str(name)), []).append(thing)
        return {name: list(dict.fromkeys(terms)) for name, terms in found.items()}

    @cached_property
    def _literals(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for cell in sorted(self._answer("literals").cells()):
            words = str(value(cell))
            if len(words) <= LONGEST:
                found.setdefault(words, []).append(cell)
        return found

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for words in self._literals:
            found.setdefault(_fold(words), []).append(words)
        return found

    def _terms(self, name: str) -> frozenset[str]:
        return frozenset(str(each) for (each,) in self._rows(name))

    def _rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        answer = self._answer(name)
        return answer.rows(map(value, answer.cells()))

    def _answer(self, name: str) -> Solutions:
        answer = self._store.query(beside(__file__, f"{name}.rq"))
        assert isinstance(answer, Solutions)
        return answer


def _local(iri: str) -> str:
    return iri[max(map(iri.rfind, "#/:")) + 1 :]


def _fold(words: str) -> str:
    # Names are folded by tables that a query without unknown terms has no need of.
    from atsmu_kg.records.names.folding import fold

    return fold(words)
