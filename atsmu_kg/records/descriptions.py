"""Everything that the graph says of one thing, and which passage or authority says it."""

from __future__ import annotations

from atsmu_kg.choices import LANGUAGES, require_text
from atsmu_kg.errors import UnknownNameError
from atsmu_kg.rdf.namespaces import AKG, GRAPH, IRI, PREFIXES, PROV, RDF, SKOS, checked, contract, expand
from atsmu_kg.rdf.terms import to_python, with_language
from atsmu_kg.records.suggestions import spelt_like
from atsmu_kg.text import counted, did_you_mean, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pyoxigraph import Quad, Triple

    from atsmu_kg.choices import Language
    from atsmu_kg.stores.protocol import Store


class Mention:
    """One triple that mentions the thing, with the named graphs that state it.

    ``elsewhere`` is whether the source that the graph prefers has other values instead (akg:preferredSource).
    """

    __slots__ = ("elsewhere", "graphs", "object", "predicate", "subject")

    def __init__(self, subject: Any, predicate: IRI, object: Any, graphs: tuple[IRI, ...]) -> None:
        self.subject = subject
        self.predicate = predicate
        self.object = object
        self.graphs = graphs
        self.elsewhere = False

    def __repr__(self) -> str:
        return f"Mention({self.subject!r}, {self.predicate!r}, {self.object!r}, {self.graphs!r})"


class Description:
    """A thing's label, what is said of it (``about``) and where it is mentioned (``mentions``).

    What is merely entailed is left out unless asked for. Where sources differ, the values of the one that the
    graph prefers are the first. ``str()`` is a readable page.
    """

    __slots__ = ("about", "iri", "label", "mentions", "prefixes")

    def __init__(
        self,
        iri: IRI,
        label: str,
        about: list[Mention],
        mentions: list[Mention],
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> None:
        self.iri = iri
        self.label = label
        self.about = about
        self.mentions = mentions
        # A copy of its own, which can be pickled.
        self.prefixes = dict(prefixes)

    def __repr__(self) -> str:
        return (
            f"<Description of {self._shown(self.iri)}: "
            f"{counted(len(self.about), 'statement')}, {counted(len(self.mentions), 'mention')}>"
        )

    def __str__(self) -> str:
        name = self._shown(self.iri)
        head = f"{printable(self.label)}  ({name})" if self.label else name
        shown = self._shown
        about = [
            f"  {shown(statement.predicate):28} {shown(statement.object)}  {self._names(statement.graphs)}"
            + ("  not in the preferred source" if statement.elsewhere else "")
            for statement in self.about
        ]
        mentions = [
            f"  {shown(statement.subject)} {shown(statement.predicate)}  {self._names(statement.graphs)}"
            for statement in self.mentions
        ]
        return "\n".join([head, *about, *(["mentioned in", *mentions] if mentions else [])])

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    def _shown(self, value: Any) -> str:
        return printable(with_language(value, self.prefixes))

    def _names(self, graphs: tuple[IRI, ...]) -> str:
        return f"[{', '.join(map(self._shown, graphs))}]"


def describe(
    store: Store,
    name: str,
    *,
    lang: Language = "en",
    entailed: bool = False,
    prefixes: Mapping[str, str] = PREFIXES,
    things: str = PREFIXES["atsmu"],
) -> Description:
    """What the store's named graphs say of an IRI, a CURIE by the prefixes, or a bare name below ``things``.

    Raises UnknownNameError, with the nearest known names, if no statement mentions it.
    """
    from pyoxigraph import DefaultGraph, NamedNode

    require_text(name=name)
    LANGUAGES.checked(lang)
    iri = checked(expand(name, prefixes) if ":" in name else things + name)
    node = NamedNode(iri)
    hidden = {DefaultGraph()} if entailed else {DefaultGraph(), NamedNode(GRAPH.entailed)}
    about = _statements(quad for quad in store.quads(subject=node) if quad.graph_name not in hidden)
    mentions = _statements(quad for quad in store.quads(object=node) if quad.graph_name not in hidden)
    if not about and not mentions:
        near = spelt_like(store, iri, prefixes)
        meant = did_you_mean(near, "Give a CURIE (country:TJ) or an IRI.")
        raise UnknownNameError(
            f"the graph says nothing of {contract(iri, prefixes)}", advice=meant, name=name, nearest=near
        )
    _mark(about, store)
    about.sort(key=lambda statement: (statement.predicate, statement.elsewhere))
    names = {
        statement.object.lang: str(statement.object)
        for statement in about
        if statement.predicate == SKOS.prefLabel
    }
    return Description(iri, names.get(lang) or names.get("en", ""), about, mentions, prefixes)


def _statements(quads: Iterable[Quad]) -> list[Mention]:
    """The quads, those of one triple together, in a stable order."""
    graphs: dict[Triple, list[IRI]] = {}
    for quad in sorted(quads, key=str):
        graphs.setdefault(quad.triple, []).append(IRI(str(quad.graph_name)[1:-1]))
    return [
        Mention(
            to_python(triple.subject), to_python(triple.predicate), to_python(triple.object), tuple(names)
        )
        for triple, names in graphs.items()
    ]


def _mark(about: list[Mention], store: Store) -> None:
    """Mark what only other documents than the preferred ones state, where these have another value."""
    from pyoxigraph import NamedNode

    preferred = {
        str(to_python(quad.object)) for quad in store.quads(predicate=NamedNode(AKG.preferredSource))
    }
    if not preferred:
        return

    def is_other(graph: IRI) -> bool:
        node = NamedNode(graph)
        passages = [
            str(to_python(quad.object))
            for quad in store.quads(subject=node, predicate=NamedNode(PROV.wasDerivedFrom))
        ]
        kinds = store.quads(subject=node, predicate=NamedNode(RDF.type), object=NamedNode(AKG.PassageGraph))
        return not preferred & {passage.partition("#")[0] for passage in passages} and any(kinds)

    values: dict[IRI, list[Mention]] = {}
    for statement in about:
        values.setdefault(statement.predicate, []).append(statement)
    for statements in values.values():
        others = [
            mention for mention in statements if len(statements) > 1 and all(map(is_other, mention.graphs))
        ]
        for statement in others if len(others) < len(statements) else []:
            statement.elsewhere = True
