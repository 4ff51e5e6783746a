"""What the source states against what the graph states: each claim's triples, and each triple's claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from atsmu_kg.choices import require_path, require_text
from atsmu_kg.curation.claims import ClaimCheck, Pattern, on_borders
from atsmu_kg.curation.written_numbers import unwritten
from atsmu_kg.errors import DataError, ParameterError, StoreError
from atsmu_kg.rdf.namespaces import DCTERMS, PREFIXES, PROV, expand
from atsmu_kg.rdf.terms import spell, to_python
from atsmu_kg.text import counted, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.curation.building.source_tables import Fact
    from atsmu_kg.rdf.terms import Term


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which triples say each claim, and what is left over on either side."""

    triples: Mapping[ClaimCheck, Sequence[Triple]]
    unmatched: Sequence[tuple[ClaimCheck, Pattern]]
    unclaimed: Sequence[Quad]
    unstated: Sequence[Triple]
    merged: int
    prefixes: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether each claim has its triples, each passage's triple a claim, each merged triple a graph."""
        return not (self.unmatched or self.unclaimed or self.unstated)

    def to_text(self) -> str:
        """A line a claim, the faults with what to do, and the totals."""
        short, shown = {claim for claim, _ in self.unmatched}, partial(_shown, self.prefixes)
        lines = [
            f"{claim.id}  {claim.source} sentence {claim.sentence:<2}  "
            f"[{claim.start},{claim.end})  {counted(len(triples), 'triple')}"
            for claim, triples in self.triples.items()
        ]
        lines += [
            f"{claim.id} line {pattern.line}: no triple of {claim.passage} fits {pattern}\n"
            "  Add it to the data."
            for claim, pattern in self.unmatched
        ]
        lines += [
            f"{shown(quad.graph_name)}: no claim asks for {shown(*quad.triple)}\n"
            "  Add a row to the claims table."
            for quad in self.unclaimed
        ]
        lines += [f"no named graph states {shown(*triple)}\n  Run 'make data'." for triple in self.unstated]
        covered = len(self.triples) - len(short)
        lines.append(
            f"{covered} of {len(self.triples)} claims are stated; "
            f"{self.merged - len(self.unstated)} of {self.merged} merged triples stand in a named graph"
        )
        return "\n".join(lines)


def _shown(prefixes: Mapping[str, str], *terms: Term | DefaultGraph) -> str:
    """A term, or a statement, as a terminal may have it."""
    return printable(spell(*terms, prefixes=prefixes))


def coverage(
    quads: Iterable[Quad], claims: Sequence[ClaimCheck], prefixes: Mapping[str, str] = PREFIXES
) -> Coverage:
    """Holds the claims against the graphs of their passages, and the default graph against the named ones.

    quads: the dataset.
    claims: those of any sources.
    prefixes: those that triples are shown with.
    """
    graphs: dict[str, set[Triple]] = {}
    merged: set[Triple] = set()
    derived_from: dict[str, str] = {}
    default, derives = DefaultGraph(), NamedNode(PROV.wasDerivedFrom)
    for quad in quads:
        if quad.graph_name == default:
            merged.add(quad.triple)
            continue
        graphs.setdefault(plain(quad.graph_name), set()).add(quad.triple)
        if quad.predicate == derives:
            derived_from[plain(quad.subject)] = plain(quad.object)
    passages = {passage: graph for graph, passage in derived_from.items() if "#char=" in passage}
    triples: dict[ClaimCheck, list[Triple]] = {}
    unmatched: list[tuple[ClaimCheck, Pattern]] = []
    claimed: set[tuple[str, Triple]] = set()
    for claim in claims:
        graph = passages.get(claim.passage, "")
        stated = graphs.get(graph, set())
        matches = {
            pattern: {triple for triple in stated if pattern.matches(triple)} for pattern in claim.patterns
        }
        unmatched += [(claim, pattern) for pattern, some in matches.items() if not some]
        triples[claim] = sorted(set().union(*matches.values()), key=str)
        claimed |= {(graph, triple) for triple in triples[claim]}
    documents = {claim.document for claim in claims}
    unclaimed = [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph))
        for passage, graph in sorted(passages.items(), key=lambda pair: pair[1])
        if passage.partition("#")[0] in documents
        for triple in sorted(graphs.get(graph, set()), key=str)
        if (graph, triple) not in claimed
    ]
    unstated = sorted(merged.difference(*graphs.values()), key=str)
    return Coverage(triples, unmatched, unclaimed, unstated, len(merged), prefixes)


@dataclass(frozen=True, slots=True)
class FactCoverage:
    """The facts of each further source against the graphs of its passages, and against what describes them.

    ``undescribed`` are statements of the tables about documents, passages and the things of facts that the
    dataset lacks.
    """

    facts: Mapping[str, int]
    unstated: Sequence[tuple[Fact, Triple]]
    unasked: Sequence[Quad]
    undescribed: Sequence[Quad] = ()

    @property
    def complete(self) -> bool:
        """Whether each fact has all its triples, each triple there a fact, and each document its own."""
        return not (self.unstated or self.unasked or self.undescribed)

    def to_text(self) -> str:
        """A line a source, the faults with what to do, and the total."""
        lines = [f"{source}  {counted(number, 'fact')}" for source, number in self.facts.items()]
        lines += [
            f"{fact.id}: {fact.graph.curie} does not state {spell(*triple)}\n"
            "  Run 'atsmu-kg build sources', then 'make data'."
            for fact, triple in self.unstated
        ]
        lines += [
            f"{spell(quad.graph_name)}: no fact asks for {spell(*quad.triple)}\n"
            "  Add a row to the tables in data/sources, or run 'atsmu-kg build sources'."
            for quad in self.unasked
        ]
        lines += [
            f"{spell(quad.graph_name)} does not state {spell(*quad.triple)}\n"
            "  Run 'atsmu-kg build sources', then 'make data'."
            for quad in self.undescribed
        ]
        total = sum(self.facts.values())
        short = len({fact.id for fact, _ in self.unstated})
        lines.append(f"{total - short} of {total} facts of {counted(len(self.facts), 'source')} are stated")
        return "\n".join(lines)


def fact_coverage(quads: Iterable[Quad], folder: str | Path) -> FactCoverage:
    """Holds the facts of the tables in a folder (see docs/add-a-source.md) against their passages' graphs.

    Raises StoreError or DataError, which names file and line, if a table can't be read.
    """
    from atsmu_kg.curation.building.source_statements import SourceStatements
    from atsmu_kg.curation.building.source_tables import read_sources
    from atsmu_kg.curation.building.sources import descriptions

    tables, quads = read_sources(folder), set(quads)
    statements = SourceStatements(tables)
    asked = statements.quads
    graphs = {fact.graph for fact in tables.facts}
    stated = {quad for quad in quads if plain(quad.graph_name) in graphs}
    # Of the day on which a graph was made the tables know nothing.
    described = {
        quad for quad in descriptions(tables, Literal("")) if quad.predicate.value != DCTERMS.created
    }
    subjects = {(quad.subject, quad.graph_name) for quad in described}
    describing = {
        quad
        for quad in quads
        if (quad.subject, quad.graph_name) in subjects and quad.predicate.value != DCTERMS.created
    }
    number = {row["id"]: 0 for row in tables.documents}
    unstated: list[tuple[Fact, Triple]] = []
    for fact in tables.facts:
        number[fact.source] += 1
        unstated += [(fact, quad.triple) for quad in asked[fact.id] if quad not in stated]
    unasked = stated.difference(*asked.values()) | (describing - described)
    undescribed = described.union(statements.editorial()) - quads
    return FactCoverage(number, unstated, sorted(unasked, key=str), sorted(undescribed, key=str))


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """A copy of the source held against the claims: its faults, and the passages beside their triples."""

    file: str
    faults: Sequence[str]
    passages: Sequence[tuple[ClaimCheck, str, Sequence[Triple]]]
    prefixes: Mapping[str, str]

    def to_text(self) -> str:
        """For each claim its passage and its triples, for a person to read; then the faults."""
        lines: list[str] = []
        for claim, text, triples in self.passages:
            lines += [
                f"{claim.id} ({claim.kind}) {claim.source} sentence {claim.sentence}",
                f"  “{printable(text)}”",
            ]
            lines += [f"    {_shown(self.prefixes, *triple)}" for triple in triples] + [""]
        lines += [f"{self.file}: {fault}" for fault in self.faults]
        verdict = (
            "is the document that the graph was made from"
            if not self.faults
            else f"has {counted(len(self.faults), 'fault')}"
        )
        return "\n".join([*lines, f"{self.file} {verdict}; {counted(len(self.passages), 'claim')} to read"])


def check_source(
    file: str | Path,
    quads: Iterable[Quad],
    claims: Sequence[ClaimCheck],
    *,
    source: str = "profile",
    prefixes: Mapping[str, str] = PREFIXES,
) -> SourceCheck:
    """Holds a copy of a source document against its recorded hash, its claims' ranges and its numbers.

    file: the copy, in UTF-8.
    quads: the dataset, whose named graphs hold the hashes of the document and its passages (SHA-256).
    claims: those of any sources; they have their ranges in characters, the end exclusive.
    source: the name of the source, as in the name of its claims table.
    prefixes: those that triples are shown with.

    A range must begin and end on the border of a sentence: white space or the document's edge on both sides.
    A passage must contain the values of figures and founding years that its graph states, in digits or words.
    Raises StoreError if the file can't be read, DataError if it isn't UTF-8, ParameterError if there are no
    claims of the source.
    """
    from hashlib import sha256

    require_path(file=file)
    require_text(source=source)
    quads = list(quads)
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise StoreError(
            f"the document can't be read: {error.strerror}",
            file=str(file),
            advice="Give a copy of the source document.",
        ) from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"byte {error.start} is not UTF-8", file=str(file), advice="Save the document as UTF-8."
        ) from error
    own = [claim for claim in claims if claim.source == source]
    if not own:
        known = sorted({claim.source for claim in claims})
        raise ParameterError(
            f"no claim is made of the source {source!r}",
            advice=f"Give the name of a claims table: {', '.join(known)}." if known else "Give its claims.",
            value=source,
            known=known,
        )
    facts: dict[tuple[str, str], str] = {}
    stated: dict[str, list[Triple]] = {}
    default = DefaultGraph()
    for quad in quads:
        if quad.graph_name != default:
            facts[plain(quad.subject), plain(quad.predicate)] = plain(quad.object)
            stated.setdefault(plain(quad.graph_name), []).append(quad.triple)
    sha = expand("schema:sha256")
    graphs = {
        passage: graph for (graph, predicate), passage in facts.items() if predicate == PROV.wasDerivedFrom
    }
    faults = []
    if facts.get((own[0].document, sha)) != sha256(content).hexdigest():
        faults.append("its SHA-256 is not the one recorded; the passages below may have moved")
    for (start, end), passage in sorted({(claim.start, claim.end): claim.passage for claim in own}.items()):
        if not on_borders(text, start, end):
            faults.append(f"the range {start},{end} does not begin and end on the border of a sentence")
        if facts.get((passage, sha)) != sha256(text[start:end].encode()).hexdigest():
            faults.append(f"the passage {start},{end} does not have the recorded SHA-256")
            continue
        faults += [
            f"the passage {start},{end} does not contain {number}"
            for number in unwritten(stated.get(graphs[passage], ()), text[start:end], prefixes)
        ]
    triples = coverage(quads, own).triples
    return SourceCheck(
        str(file),
        faults,
        [(claim, text[claim.start : claim.end], triples[claim]) for claim in own],
        prefixes,
    )


def plain(term: Term | DefaultGraph) -> str:
    """The IRI of a node, or the characters of a literal."""
    return "" if isinstance(term, DefaultGraph) else str(to_python(term))
