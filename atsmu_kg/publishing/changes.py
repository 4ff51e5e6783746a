"""What changed between two releases: things, names, figures and other statements, each with its sources."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pyoxigraph as ox

from atsmu_kg.publishing.catalogue.edition import Edition
from atsmu_kg.rdf.namespaces import AKG, DCTERMS, IRI, OWL, QUDT, RDF, SCHEMA, SKOS
from atsmu_kg.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.publishing.catalogue.edition import Node, Object

FIGURE = ox.NamedNode(AKG.Figure)
# What a figure says; its names and its place in lists are not of it.
READING = (
    *(SCHEMA.value, AKG.bound, SCHEMA.minValue, SCHEMA.maxValue, QUDT.hasUnit, DCTERMS.temporal),
    *(AKG.partOf, SCHEMA.measuredProperty, SCHEMA.observationAbout),
    *(SCHEMA.observationDate, AKG.category, DCTERMS.spatial),
)
HEADINGS = {
    "figure": "Figures that changed",
    "added": "Added",
    "removed": "Removed",
    "deprecated": "Deprecated",
    "renamed": "Renamed",
    "changed": "Changed otherwise",
}
# Above this, changes of a kind are counted by class first.
MOST_READ = 20
COLUMNS = ("change", "thing", "name", "property", "old", "new", "old_sources", "new_sources")


class Change:
    """One change of one thing.

    kind: ``figure``, ``added``, ``removed``, ``deprecated``, ``renamed`` or ``changed``.
    thing: the thing; its CURIE is kept.
    name: what people call it.
    property: the CURIE of the property that has other values.
    old, new: its values before and after, as text.
    sources: which sources gave the old values, and which give the new ones.
    """

    __slots__ = ("kind", "name", "new", "new_sources", "old", "old_sources", "property", "thing")

    def __init__(
        self,
        kind: str,
        thing: Node,
        name: str,
        *,
        property: str = "",
        old: str = "",
        new: str = "",
        sources: tuple[Iterable[str], Iterable[str]] = ((), ()),
    ) -> None:
        self.kind = kind
        self.thing = IRI(thing.value).curie if isinstance(thing, ox.NamedNode) else str(thing)
        self.name = name
        self.property = property
        self.old = old
        self.new = new
        self.old_sources, self.new_sources = map(tuple, sources)

    def __str__(self) -> str:
        return printable(self._told())

    def _told(self) -> str:
        subject = self.name if self.name == self.thing else f"{self.name} ({self.thing})"
        if self.kind in ("added", "removed"):
            return f"{subject}: {self.new or self.old}" if self.new or self.old else subject
        if self.kind == "deprecated":
            return f"{subject}: replaced by {self.new or 'nothing'}"
        what = f"{subject}, {self.property}" if self.property else subject
        return f"{what}: {self.old or 'nothing'} → {self.new or 'nothing'}"

    def __repr__(self) -> str:
        return f"<Change {self.kind}: {self}>"


class Changes:
    """The changes from one release to another, and the quads that make them up.

    Where only one of them has named graphs it is not ``attested`` who states what, and that is not compared.
    """

    def __init__(self, old: Edition, new: Edition) -> None:
        self.old_version, self.new_version = old.version, new.version
        self.home = new.home
        self.added = sorted(new.quads - old.quads, key=str)
        self.removed = sorted(old.quads - new.quads, key=str)
        self.attested = old.named == new.named
        if not self.attested:
            old, new = old.merged(), new.merged()
        found = sorted(_changes(old, new), key=lambda each: (each.thing, each.property, each.old, each.new))
        self.changes = tuple(each for kind in HEADINGS for each in found if each.kind == kind)

    def to_text(self) -> str:
        """The changes in words, kind by kind, with the passages and authorities that state them."""
        lines = [
            f"{printable(self.old_version)} → {printable(self.new_version)}: "
            f"{len(self.added)} quads added, {len(self.removed)} removed"
        ]
        if not self.attested:
            lines.append("Only one of them has named graphs: who states what is not compared.")
        for kind, heading in HEADINGS.items():
            of_kind = [change for change in self.changes if change.kind == kind]
            if of_kind:
                lines += ["", f"{heading} ({len(of_kind)})", *_by_class(of_kind)]
            for change in of_kind:
                lines.append(f"  {change}")
                lines += [
                    f"    {'' if source in change.new_sources else 'was '}according to {printable(source)}"
                    for source in change.old_sources
                ]
                lines += [
                    f"    {'now ' if change.old_sources else ''}according to {printable(source)}"
                    for source in change.new_sources
                    if source not in change.old_sources
                ]
        return "\n".join(lines) + "\n"

    def to_csv(self) -> str:
        """The changes as a table, a row each; several sources have semicolons between them."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for each in self.changes:
            cells = (each.kind, each.thing, each.name, each.property, each.old, each.new)
            writer.writerow((*cells, "; ".join(each.old_sources), "; ".join(each.new_sources)))
        return text.getvalue()

    def to_patch(self) -> str:
        """The changes as an RDF Patch, which makes the new dataset of the old one: first what goes."""
        rows = [
            f"H id <{self.home}release/{self.new_version}> .",
            f"H prev <{self.home}release/{self.old_version}> .",
            "TX .",
            *(f"D {quad} ." for quad in self.removed),
            *(f"A {quad} ." for quad in self.added),
            "TC .",
        ]
        return "\n".join(rows) + "\n"

    def __repr__(self) -> str:
        return f"<Changes {self.old_version} → {self.new_version}: {len(self.changes)}>"


def _by_class(changes: list[Change]) -> Iterator[str]:
    """How many things of which class came or went, where that is more than one reads."""
    told = [each for each in changes if each.kind in ("added", "removed")]
    classes = Counter(each.new or each.old or "no class" for each in told)
    if len(changes) > MOST_READ and classes:
        counted = sorted(classes.items(), key=lambda each: (-each[1], each[0]))
        yield f"  by class: {', '.join(f'{name} {count}' for name, count in counted)}"


def _changes(old: Edition, new: Edition) -> Iterator[Change]:
    before, after = set(old.statements), set(new.statements)
    renamed = dict(_renamed(old, before - after, new, after - before))
    for gone, now in renamed.items():
        yield Change(
            "renamed",
            now,
            new.name(now),
            property="IRI",
            old=IRI(gone.value).curie,
            new=IRI(now.value).curie,
            sources=(old.sources(gone), new.sources(now)),
        )
    # What a new IRI alone changes is told once, and not of all that links there.
    old = old.renamed(renamed)
    before = set(old.statements)
    for thing in before - after:
        yield Change(
            "removed", thing, old.name(thing), old=_types(old, thing), sources=(old.sources(thing), ())
        )
    for thing in after - before:
        yield Change(
            "added", thing, new.name(thing), new=_types(new, thing), sources=((), new.sources(thing))
        )
    for thing in before & after:
        if new.values(thing, OWL.deprecated) and not old.values(thing, OWL.deprecated):
            yield _deprecation(old, new, thing)
        else:
            yield from _of_thing(old, new, thing)


def _renamed(
    old: Edition, gone: set[Node], new: Edition, come: set[Node]
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    """Pairs of a thing that is gone and one that is new, alike in names and types, and no others so."""

    def named(edition: Edition, things: set[Node]) -> dict[object, list[ox.NamedNode]]:
        alike: dict[object, list[ox.NamedNode]] = {}
        for thing in sorted(things, key=str):
            names = frozenset(edition.values(thing, SKOS.prefLabel))
            if names and isinstance(thing, ox.NamedNode):
                alike.setdefault((names, frozenset(edition.values(thing, RDF.type))), []).append(thing)
        return alike

    after = named(new, come)
    for key, things in named(old, gone).items():
        if len(things) == 1 and len(after.get(key, ())) == 1:
            yield things[0], after[key][0]


def _of_thing(old: Edition, new: Edition, thing: Node) -> Iterator[Change]:
    properties = {predicate.value for edition in (old, new) for predicate in edition.statements[thing]}
    if FIGURE in old.values(thing, RDF.type) and FIGURE in new.values(thing, RDF.type):
        properties -= set(READING)
        if any(old.values(thing, predicate) != new.values(thing, predicate) for predicate in READING):
            before, after = _reading(old, thing), _reading(new, thing)
            sources = old.sources(thing, READING), new.sources(thing, READING)
            # One that is no longer stated everywhere is the same figure.
            kind = "changed" if before == after and set(sources[1]) < set(sources[0]) else "figure"
            yield Change(kind, thing, _measure(new, thing), old=before, new=after, sources=sources)
    for property in properties:
        stated, restated = old.values(thing, property), new.values(thing, property)
        gone, come = set(stated) - set(restated), set(restated) - set(stated)
        if property == SKOS.prefLabel:
            for language in sorted(_languages(gone) & _languages(come)):
                ours = {statement for statement in gone | come if _language(statement) == language}
                yield _difference("renamed", old, new, thing, property, gone & ours, come & ours)
                gone, come = gone - ours, come - ours
        if gone or come:
            yield _difference("changed", old, new, thing, property, gone, come)
        elif stated != restated and property != SKOS.prefLabel:
            yield _difference("changed", old, new, thing, property, set(stated), set(restated))


def _deprecation(old: Edition, new: Edition, thing: Node) -> Change:
    """What is deprecated, with what takes its place, and not one by one what is no longer said of it."""
    replacements = new.values(thing, DCTERMS.isReplacedBy)
    names = sorted(IRI(each.value).curie for each in replacements if isinstance(each, ox.NamedNode))
    sources = old.sources(thing), new.sources(thing, [OWL.deprecated, DCTERMS.isReplacedBy])
    return Change("deprecated", thing, old.name(thing), new=", ".join(names), sources=sources)


def _difference(
    kind: str, old: Edition, new: Edition, thing: Node, property: str, gone: set[Object], come: set[Object]
) -> Change:
    before, after = old.values(thing, property), new.values(thing, property)
    return Change(
        kind,
        thing,
        new.name(thing),
        property=IRI(property).curie,
        old=_listed(old, gone),
        new=_listed(new, come),
        sources=(
            sorted({old.source(graph) for statement in gone for graph in before[statement]}),
            sorted({new.source(graph) for statement in come for graph in after[statement]}),
        ),
    )


def _types(edition: Edition, thing: Node) -> str:
    return _listed(edition, edition.values(thing, RDF.type))


def _listed(edition: Edition, terms: Iterable[Object]) -> str:
    return ", ".join(sorted(map(edition.name, terms)))


def _measure(edition: Edition, figure: Node) -> str:
    return _listed(edition, edition.values(figure, SCHEMA.measuredProperty)) or edition.name(figure)


def _reading(edition: Edition, figure: Node) -> str:
    """A figure as one says it: bound, value, unit but for a plain count, time, scope, place and whole."""

    def said(property: str) -> str:
        terms = edition.values(figure, property)
        return " | ".join(
            sorted(term.value if isinstance(term, ox.Literal) else edition.name(term) for term in terms)
        )

    parts = [said(AKG.bound), said(SCHEMA.value)]
    if said(QUDT.hasUnit) != "unit:NUM":
        parts.append(said(QUDT.hasUnit))
    if time := said(SCHEMA.observationDate) or said(DCTERMS.temporal):
        parts.append(f"({time})")
    parts += [f"({where})" for where in (said(AKG.category), said(DCTERMS.spatial)) if where]
    if said(AKG.partOf):
        parts.append(f"of {said(AKG.partOf)}")
    return " ".join(filter(None, parts))


def _languages(terms: Iterable[Object]) -> set[str]:
    return {_language(each) for each in terms}


def _language(term: Object) -> str:
    return (term.language or "") if isinstance(term, ox.Literal) else ""
