"""Tables to named graphs: each row as a resource with a property a column, and SPARQL Updates that map it.

The rows become triples as Facade-X has them (``xyz:column "text"``), so that the mappings are plain SPARQL
files: an engine that is here anyway runs them, and they put each triple into the graph of its passage.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from atsmu_kg.choices import paths, require_path
from atsmu_kg.curation.claims import ClaimCheck
from atsmu_kg.curation.institutions.columns import COLUMNS, NAMES, Terms, faults
from atsmu_kg.curation.institutions.dataset import ENTAILED, Dataset
from atsmu_kg.curation.institutions.measures import UNITS, Measure, measures
from atsmu_kg.curation.institutions.sheets import Cell, Sheet, read_sheets
from atsmu_kg.errors import DataError, ParameterError
from atsmu_kg.files import beside
from atsmu_kg.rdf.namespaces import AKG, COUNTRY, RDF, SKOS
from atsmu_kg.rdf.serializers import write
from atsmu_kg.rdf.terms import Text, to_python

Shared = Mapping[str, Mapping[str, str]]

# The columns that name measures, by the kind of table.
MEASURED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"figures": ("measure", "share_of"), "measures": ("measure", "part_of")}
)
FACADE = "http://sparql.xyz/facade-x/data/"
# The prefixes with which people write what a cell names, as the dataset's other files do.
WRITTEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("figure", "counted_by"), ("figure",)),
        "part_of": ("figure", "akg", "id"),
        **dict.fromkeys(("measure", "share_of"), ("akg", "id")),
        **dict.fromkeys(("bound", "completeness", "kind"), ("akg",)),
        **{"about": ("id",), "unit": ("id", "unit"), "partner": ("country", "organization")},
    }
)


class TableError(DataError):
    """Cells of tables are wrong; ``errors`` holds one error for each, with its place."""


def convert(tables: Iterable[str | os.PathLike[str]], target: str | os.PathLike[str]) -> dict[Path, int]:
    """Write what tables state to ``target``, ``data/NAME.trig`` of a dataset; the files and their quads.

    ``data/NAME-passages.trig`` describes the passages of source NAME, from its text and its claims table, and
    ``data/entailed.trig`` holds what follows from all data files. Nothing is written unless every cell is
    right. Raises TableError for all cells that are wrong, and what reading tables and datasets raises.
    """
    require_path(target=target)
    tables, target = paths(tables=tables), Path(target)
    if target.suffix != ".trig" or target.absolute().parent.name != "data":
        raise ParameterError(
            f"{target} is not a data file of a dataset", advice="Write to DIR/data/profile.trig of a dataset."
        )
    dataset = Dataset.read(target.absolute().parent.parent)
    source = target.stem
    sheets = [sheet for table in tables for sheet in read_sheets(table, COLUMNS)]
    written = {
        target: list(quads(sheets, dataset, source)),
        target.with_name(f"{source}-passages.trig"): list(dataset.passages(source)),
    }
    for file, statements in written.items():
        write(statements, file, prefixes=dataset.names.prefixes)
    # It follows from the other files, those just written among them.
    written[target.with_name(ENTAILED)] = dataset.entailed()
    write(written[target.with_name(ENTAILED)], target.with_name(ENTAILED), prefixes=dataset.names.prefixes)
    return {file: len(statements) for file, statements in written.items()}


def quads(sheets: Sequence[Sheet], dataset: Dataset, source: str) -> Iterator[ox.Quad]:
    """What the rows state, each in the graph of its passage; TableError for all cells that are wrong."""
    shared = _country_names() if any(sheet.kind == "partners" for sheet in sheets) else {}
    local = [_with_local_names(sheet, dataset.names.prefixes) for sheet in sheets]
    sheets = [_with_shared_names(sheet, shared, dataset.language) for sheet in local]
    claims = dataset.claims(source)
    terms = _terms(sheets, dataset, source, claims)
    wrong = [*faults(sheets, terms), *_other_names(sheets, shared)]
    if len(wrong) > 1:
        advice = "\n".join(str(error) for error in wrong)
        raise TableError(f"{len(wrong)} cells are wrong", advice=advice, errors=wrong)
    if wrong:
        (one,) = wrong
        raise TableError(
            one.message, advice=one.advice, file=one.file, line=one.line, column=one.column, errors=wrong
        )
    store = ox.Store()
    store.extend(_facade(sheets, dataset, source, claims, terms.measures))
    for kind in COLUMNS:
        store.update(beside(__file__, f"mappings/{kind}.ru"))
    yield from (quad for quad in store if quad.graph_name != ox.DefaultGraph())


def _facade(
    sheets: Iterable[Sheet],
    dataset: Dataset,
    source: str,
    claims: Iterable[ClaimCheck],
    measures: Mapping[str, Measure],
) -> Iterator[ox.Quad]:
    """The rows as triples of the default graph, and one resource for what they have in common."""
    names = dataset.names
    graphs = {str(claim.sentence): claim.graph for claim in claims}

    def said(subject: str, predicate: str, object: str | ox.NamedNode) -> ox.Quad:
        value = ox.Literal(object) if isinstance(object, str) else object
        return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value)

    table = "urn:atsmu-kg:table"
    yield said(table, f"{FACADE}things", names.things)
    yield said(table, f"{FACADE}terms", str(AKG))
    yield said(table, f"{FACADE}source", source)
    yield said(table, f"{FACADE}language", dataset.language)
    yield said(table, f"{FACADE}editorial", ox.NamedNode(f"{names.base}graph/editorial"))
    number = 0
    for sheet in sheets:
        for row in sheet.rows:
            number += 1
            node = f"{table}:{number}"
            yield said(node, RDF.type, ox.NamedNode(FACADE + sheet.kind))
            for column, cell in row.items():
                if column in MEASURED.get(sheet.kind, ()) and cell.text:
                    yield said(node, FACADE + column, ox.NamedNode(measures[cell.text].iri))
                elif cell.text:
                    yield said(node, FACADE + column, cell.text)
            if "sentence" in row:
                yield said(node, f"{FACADE}passage", ox.NamedNode(graphs[row["sentence"].text]))
            if sheet.kind == "partners":
                yield said(node, f"{FACADE}thing", ox.NamedNode(_partner(row, names.things)))


def _partner(row: Mapping[str, Cell], things: str) -> str:
    """The IRI of a partner: countries have one for all datasets."""
    name = row["partner"].text
    return f"{things}organization/{name}" if row["relation"].text == "projects" else COUNTRY[name]


def _terms(sheets: Iterable[Sheet], dataset: Dataset, source: str, claims: Iterable[ClaimCheck]) -> Terms:
    """What the cells may refer to: in the vocabulary, in the claims table, in the tables and the data."""
    sheets = list(sheets)
    stated = dataset.stated(but=(f"{source}.trig", f"{source}-passages.trig"))
    described = {
        quad.subject.value
        for quad in stated
        if quad.predicate.value == RDF.type and isinstance(quad.subject, ox.NamedNode)
    }
    declared = measures(dataset.terms("Measure"), stated, dataset.names)
    things = {iri.removeprefix(dataset.names.things) for iri in described} - declared.keys()
    own = {
        row["measure"].text: Measure(
            dataset.names.things + row["measure"].text, UNITS.get(row["unit"].text, row["unit"].text)
        )
        for sheet in sheets
        if sheet.kind == "measures"
        for row in sheet.rows
    }

    def in_tables(kind: str, column: str) -> set[str]:
        return {row[column].text for sheet in sheets if sheet.kind == kind for row in sheet.rows}

    return Terms(
        measures={**own, **declared},
        declared=declared.keys(),
        bounds=dataset.terms("Bound"),
        completeness=dataset.terms("Completeness"),
        sentences=[str(claim.sentence) for claim in claims],
        figures=in_tables("figures", "figure")
        | {name.removeprefix("figure/") for name in things if name.startswith("figure/")},
        units=in_tables("units", "unit") | {name for name in things if "/" not in name},
        language=dataset.language,
    )


def _with_local_names(sheet: Sheet, prefixes: Mapping[str, str]) -> Sheet:
    """The cells by the ends of the names in them: ``figure:students``, or the whole IRI, is ``students``."""

    def local(cell: Cell, column: str) -> Cell:
        for prefix in WRITTEN.get(column, ()):
            for beginning in (f"{prefix}:", prefixes[prefix]):
                if cell.text.startswith(beginning):
                    return replace(cell, text=cell.text.removeprefix(beginning))
        return cell

    rows = [{column: local(cell, column) for column, cell in row.items()} for row in sheet.rows]
    return Sheet(sheet.kind, rows, sheet.wrong)


def _with_shared_names(sheet: Sheet, shared: Shared, language: str) -> Sheet:
    """Names of countries that our graph describes need not be given in other languages than the source's."""
    rows = [
        {
            column: replace(cell, text=known[column])
            if not cell.text and column in known and column != f"name_{language}"
            else cell
            for column, cell in row.items()
        }
        for row in sheet.rows
        for known in [_known(sheet, row, shared)]
    ]
    return Sheet(sheet.kind, rows, sheet.wrong)


def _other_names(sheets: Iterable[Sheet], shared: Shared) -> Iterator[DataError]:
    """One country can't have two preferred names where two datasets meet, nor one name be two countries'."""
    codes = {name: code for code, names in shared.items() for name in names.values()}
    for sheet in sheets:
        for row in sheet.rows:
            if sheet.kind == "partners" and row["relation"].text != "projects":
                for column in NAMES:
                    other = codes.get(row[column].text, row["partner"].text)
                    if other != row["partner"].text:
                        yield row[column].error(
                            f"is the name of another country, {other}",
                            "Give each country a row of its own, with its code as the partner.",
                        )
                        break
            for column, name in _known(sheet, row, shared).items():
                cell = row.get(column)
                if cell is not None and cell.text not in ("", name) and cell.text not in codes:
                    yield cell.error(
                        f"is not the name that this country has in every dataset, {name!r}",
                        "Use that name; what the source says instead is a skos:altLabel, in statements.trig.",
                    )


def _known(sheet: Sheet, row: Mapping[str, Cell], shared: Shared) -> Mapping[str, str]:
    """The names that a row's country has in our graph, by column."""
    if sheet.kind != "partners" or row["relation"].text == "projects":
        return {}
    return shared.get(row["partner"].text, {})


def _country_names() -> dict[str, dict[str, str]]:
    """The preferred names of the countries that our graph describes, by code and column."""
    from atsmu_kg.graph import load

    names: dict[str, dict[str, str]] = {}
    with load() as kg:
        for quad in kg.store.quads(predicate=ox.NamedNode(SKOS.prefLabel), graph=ox.DefaultGraph()):
            thing, label = to_python(quad.subject), to_python(quad.object)
            if thing in COUNTRY and isinstance(label, Text):
                names.setdefault(thing.removeprefix(str(COUNTRY)), {})[f"name_{label.lang}"] = str(label)
    return names
