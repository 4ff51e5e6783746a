"""Bare names: which thing of a store a word without prefix means."""

from __future__ import annotations

from contextlib import suppress

from pyoxigraph import DefaultGraph, NamedNode

from atsmu_kg.errors import AtsmuKGError, ParameterError, UnknownPrefixError
from atsmu_kg.rdf.namespaces import AKG, IRI, OWL, RDF, contract, expand, is_iri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from atsmu_kg.records.names.index import Match
    from atsmu_kg.stores.protocol import Store


class BareNames:
    """What bare names mean in a store.

    store: the store whose things are meant.
    find: what finds so many things by their names, the best first.
    prefixes: those of CURIEs.
    things: the namespace of things, beside which that of sources lies.
    merged: whether the default graph surely has what the named graphs state, and is sooner read.
    """

    def __init__(
        self,
        store: Store,
        find: Callable[[str, int], tuple[Match, ...]],
        *,
        prefixes: Mapping[str, str],
        things: str,
        merged: bool,
    ) -> None:
        self._store = store
        self._find = find
        self._prefixes = prefixes
        self._things = things
        self._graph = DefaultGraph() if merged else None

    def thing(self, name: str, like: str = "") -> IRI | None:
        """The thing that a name means: the end of an IRI, a whole name or code, a CURIE, or an IRI; or None.

        ``like`` is a CURIE or an IRI of a thing of the wanted kind, beside which is looked first.
        """
        if ":" in name:
            try:
                return expand(name, self._prefixes)
            except (ParameterError, UnknownPrefixError):
                return None
        sources = f"{self._things.removesuffix('id/')}source/"
        for beginning in (*self._beside(like), self._things, sources):
            iri = f"{beginning}{name}"
            if is_iri(iri) and self._has(NamedNode(iri)):
                return IRI(iri)
        best = next(iter(self._find(name, 1)), None)
        return best.iri if best and best.kind in ("exact", "folded") else None

    def near(self, name: str, like: str = "") -> tuple[str, ...]:
        """The CURIEs of a few things that a name was meant for which nothing has, the best first."""
        from atsmu_kg.records.suggestions import MOST, called_like

        curies = called_like(self._store, name, (*self._beside(like), self._things), self._prefixes)
        with suppress(ParameterError):
            curies += [contract(match.iri, self._prefixes) for match in self._find(name, MOST)]
        return tuple(dict.fromkeys(curies))[:MOST]

    def is_deprecated(self, name: str) -> bool:
        """Whether the thing of a CURIE or an IRI is no longer in use; False for what is neither."""
        try:
            node = NamedNode(expand(name, self._prefixes))
        except AtsmuKGError:
            return False
        deprecated = NamedNode(OWL.deprecated)
        return any(True for _ in self._store.quads(subject=node, predicate=deprecated, graph=self._graph))

    def _has(self, node: NamedNode) -> bool:
        """Whether anything is said of a thing, or is of this class, and nothing replaces it."""
        said = [quad.predicate.value for quad in self._store.quads(subject=node, graph=self._graph)]
        if said:
            return OWL.deprecated not in said
        kind = NamedNode(RDF.type)
        return any(True for _ in self._store.quads(predicate=kind, object=node, graph=self._graph))

    def _beside(self, like: str) -> tuple[str, ...]:
        """What the IRIs of things of a kind begin with, in front of the names of the things."""
        with suppress(ParameterError, UnknownPrefixError):
            iri = expand(like, self._prefixes)
            beginning = iri[: max(map(iri.rfind, "#/")) + 1]
            # The name of a class or a concept may be of our vocabulary instead.
            own = beginning.startswith(self._things.removesuffix("id/"))
            return (beginning,) if own else (beginning, str(AKG))
        return ()
