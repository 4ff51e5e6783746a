"""Names of things in three languages, each with its evidence: the graphs that data/names/names.csv makes.

``python -m atsmu_kg.cli build`` makes them anew before it merges the graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.curation.building.authority import GraphDescriptions
from atsmu_kg.curation.building.authority_config import read_config
from atsmu_kg.curation.building.authority_reading import graph_name, local_name
from atsmu_kg.curation.building.authority_table import SINGLE_SOURCE, UNVERIFIED, VERIFIED
from atsmu_kg.curation.building.passages import day
from atsmu_kg.curation.tables import TableRow, read_table
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.rdf import documents
from atsmu_kg.rdf.namespaces import AKG, ATTESTATION, BASE, IRI, RDF, SCHEMA, SKOS, expand

COLUMNS = ("thing", "language", "label", "name", "status", "evidence", "note")
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
TABLE, NAMES = "data/names/names.csv", "data/names.trig"
# The authority whose graphs have the names, and the scheme of their attestations (data/names/scheme.trig).
AUTHORITY, SCHEME = "names", AKG["AttestedName"]
CREATED = "2026-11-29"


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name of a thing: how it is used, and whether more than one source supports it."""

    thing: IRI
    label: IRI
    name: Literal
    verified: bool
    evidence: str
    source: TableRow


def read_names(file: str) -> list[NameRow]:
    """The verified and single-source names of a table; unverified ones are only checked.

    Raises StoreError or DataError, which names the line, if the table can't be read, a cell is wrong, a thing
    has a name twice or two preferred names in a language.
    """
    rows: list[NameRow] = []
    names: dict[tuple[IRI, Literal], TableRow] = {}
    preferred: dict[tuple[IRI, str], TableRow] = {}
    for source in read_table(file, COLUMNS):
        row = _checked(source)
        first = names.setdefault((row.thing, row.name), source)
        if first is not source:
            message = f"{row.thing.curie} has the name {row.name} on line {first.line} already"
            raise source.error(message, "Keep one row with all evidence.")
        if source["status"] == UNVERIFIED:
            continue
        if row.label == SKOS.prefLabel:
            other = preferred.setdefault((row.thing, source["language"]), source)
            if other is not source:
                message = (
                    f"{row.thing.curie} has another preferred name, {other['name']!r}, on line {other.line}"
                )
                raise source.error(message, "SKOS allows one in each language: make one an altLabel.")
        rows.append(row)
    return rows


def name_quads(table: str, config: str, known: Iterable[Quad], scheme: Iterable[Quad]) -> list[Quad]:
    """The graphs of the names of things that there are, in order.

    `table` is the file with the names, `config` the folder with the tables of data/authority/, `known` the
    quads of all other graphs and `scheme` those that describe the scheme of the attestations. A name waits
    until its thing has a type. One that another graph shows is only attested, and one that would be a second
    preferred name in its language is an alternative. Raises what read_names raises.
    """
    labelled = _Labelled(known)
    quads = set(scheme)
    graphs: set[bool] = set()
    for row in read_names(table):
        if row.thing in labelled.things:
            graphs.add(row.verified)
            quads.update(_statements(row, labelled))
    describe = GraphDescriptions(
        read_config(config), day(CREATED), expand(f"{BASE}source/{Path(table).name}")
    )
    for verified in graphs:
        quads.update(describe.of_authority(AUTHORITY, verified, ()))
    return sorted(quads, key=str)


def write_names(root: Path) -> None:
    """Writes NAMES under `root` from its table and its other graphs; does nothing where there is no table."""
    from atsmu_kg.rdf.serializers import write

    if not (root / TABLE).exists():
        return
    others = sorted(
        file for file in (root / "data").glob("*.trig") if file.name not in (NAMES[5:], "entailed.trig")
    )
    known = (quad for file in others for quad in documents.read(file))
    scheme = documents.read((root / TABLE).with_name("scheme.trig"))
    write(name_quads(str(root / TABLE), str(root / "data" / "authority"), known, scheme), root / NAMES)


class _Labelled:
    """Which things there are, and which labels other graphs give them."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.things: set[str] = set()
        self.shown: set[tuple[str, Literal]] = set()
        self.preferred: set[tuple[str, str | None]] = set()
        for quad in quads:
            if not isinstance(quad.subject, NamedNode):
                continue
            subject = quad.subject.value
            if quad.predicate.value == RDF.type:
                self.things.add(subject)
            elif quad.predicate.value in LABELS and isinstance(quad.object, Literal):
                self.shown.add((subject, quad.object))
                if quad.predicate.value == SKOS.prefLabel:
                    self.preferred.add((subject, quad.object.language))


def _statements(row: NameRow, labelled: _Labelled) -> Iterator[Quad]:
    graph = NamedNode(graph_name(AUTHORITY, row.verified))
    thing = NamedNode(row.thing)
    if (row.thing, row.name) not in labelled.shown:
        second = row.label == SKOS.prefLabel and (row.thing, row.name.language) in labelled.preferred
        yield Quad(thing, NamedNode(SKOS.altLabel if second else row.label), row.name, graph)
    digest = sha256(str(row.name).encode()).hexdigest()[:8]
    node = NamedNode(ATTESTATION[f"{local_name(row.thing)}-name-{row.name.language}-{digest}"])
    yield Quad(node, NamedNode(RDF.type), NamedNode(AKG.Attestation), graph)
    yield Quad(node, NamedNode(SCHEMA.about), thing, graph)
    yield Quad(node, NamedNode(AKG.scheme), NamedNode(SCHEME), graph)
    yield Quad(node, NamedNode(SCHEMA.value), row.name, graph)
    yield Quad(node, NamedNode(AKG.evidence), Literal(row.evidence), graph)


def _checked(source: TableRow) -> NameRow:
    for column, allowed in (
        ("language", LANGUAGES),
        ("label", tuple(label.curie.partition(":")[2] for label in LABELS)),
        ("status", (VERIFIED, SINGLE_SOURCE, UNVERIFIED)),
    ):
        if source[column] not in allowed:
            advice = f"Write one of {', '.join(allowed)}."
            raise source.error(f"{source[column]!r} is not a {column}", advice)
    for column in ("thing", "name", "evidence"):
        if not source[column] or source[column] != source[column].strip():
            raise source.error(f"the {column} is empty, or begins or ends with a space", "Correct the cell.")
    try:
        thing = expand(source["thing"])
    except AtsmuKGError as error:
        raise source.error(
            f"{source['thing']!r} is not the CURIE of a thing", "Write one as country:TJ."
        ) from error
    name = Literal(source["name"], language=source["language"])
    return NameRow(
        thing, SKOS[source["label"]], name, source["status"] == VERIFIED, source["evidence"], source
    )
