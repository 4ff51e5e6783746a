"""A value of the wrong kind, in any public call: a ParameterError, and never what Python says of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from os import devnull
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg import KnowledgeGraph, citations, lint, sparql
from atsmu_kg.curation.claims import read_claims, read_tables
from atsmu_kg.curation.coverage import check_source
from atsmu_kg.curation.institutions.conversion import convert
from atsmu_kg.curation.institutions.dataset import Dataset
from atsmu_kg.curation.institutions.starting import start
from atsmu_kg.endpoints.federation import Federation
from atsmu_kg.errors import AtsmuKGError, ParameterError
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.publishing import catalogue
from atsmu_kg.publishing.catalogue.record import Record
from atsmu_kg.publishing.release import Release
from atsmu_kg.publishing.transfer.pull import pull
from atsmu_kg.rdf import documents, namespaces
from atsmu_kg.records.quantity import Quantity
from atsmu_kg.validation.lint import lint_shapes

NOTHING = "http://localhost:9/sparql"
ROWS = "SELECT ?f { ?f a akg:Faculty } ORDER BY ?f"
# No folder can be made there, whatever is given with it.
NOWHERE = f"{devnull}/never"
INSTITUTION: dict[str, Any] = {"name": "Z", "iri": "https://z.example/id/", "date": "2026-11-29"}
WRONG: list[Any] = [
    b"text",
    5.5,
    object(),
    ["text"],
    {"text": 1},
    (),
    print,
    bytearray(b"text"),
    10**5000,
    numpy.array([1, 2]),
]

Call = Callable[[KnowledgeGraph, Any], Any]


async def _first(kg: KnowledgeGraph, text: Any) -> None:
    async with kg.astream(text) as rows:
        await anext(rows)


@cache
def _picture(kg: KnowledgeGraph) -> Picture:
    return kg.plot.figures()


# Calls that want a text, a path, a choice or a number, and get what `value` is.
CALLS: dict[str, Call] = {
    "query": lambda kg, value: kg.query(value),
    "query timeout": lambda kg, value: kg.query(ROWS, timeout=value),
    "query max_rows": lambda kg, value: kg.query(ROWS, max_rows=value),
    "query max_bytes": lambda kg, value: kg.query(ROWS, max_bytes=value),
    "select": lambda kg, value: kg.select(value),
    "ask": lambda kg, value: kg.ask(value),
    "construct": lambda kg, value: kg.construct(value),
    "stream": lambda kg, value: kg.stream(value),
    "answer": lambda kg, value: kg.answer(value),
    "aquery": lambda kg, value: asyncio.run(kg.aquery(value)),
    "aselect": lambda kg, value: asyncio.run(kg.aselect(value)),
    "aask": lambda kg, value: asyncio.run(kg.aask(value)),
    "aconstruct": lambda kg, value: asyncio.run(kg.aconstruct(value)),
    "astream": lambda kg, value: asyncio.run(_first(kg, value)),
    "cite": lambda kg, value: kg.cite(value),
    "cite source": lambda kg, value: kg.select(ROWS).cite(source=value),
    "why_empty": lambda kg, value: kg.why_empty(value),
    "lint": lambda kg, value: kg.lint(value),
    "describe": lambda kg, value: kg.describe(value),
    "describe lang": lambda kg, value: kg.describe("country:IR", lang=value),
    "validate engine": lambda kg, value: kg.validate(engine=value),
    "validate lang": lambda kg, value: kg.validate(lang=value),
    "find": lambda kg, value: kg.find(value),
    "find limit": lambda kg, value: kg.find("Iran", limit=value),
    "export": lambda kg, value: kg.export(value, "nt"),
    "export format": lambda kg, value: kg.export("never", value),
    "catalogue": lambda kg, value: kg.catalogue(value),
    "catalogue endpoint": lambda kg, value: kg.catalogue("void", endpoint=value),
    "push": lambda kg, value: kg.push(value),
    "to_networkx lang": lambda kg, value: kg.to_networkx(lang=value),
    "to_geojson": lambda kg, value: kg.to_geojson(value),
    "to_geojson lang": lambda kg, value: kg.to_geojson(lang=value),
    "plot lang": lambda kg, value: kg.plot.figures(lang=value),
    "plot neighbourhood": lambda kg, value: kg.plot.neighbourhood(value),
    "open": lambda kg, value: atsmu_kg.open(value),
    "connect": lambda kg, value: atsmu_kg.connect(value),
    "connect method": lambda kg, value: atsmu_kg.connect(NOTHING, method=value),
    "connect incomplete": lambda kg, value: atsmu_kg.connect(NOTHING, incomplete=value),
    "connect retries": lambda kg, value: atsmu_kg.connect(NOTHING, retries=value),
    "connect timeout": lambda kg, value: atsmu_kg.connect(NOTHING, timeout=value),
    "connect page_size": lambda kg, value: atsmu_kg.connect(NOTHING, page_size=value),
    "connect graph": lambda kg, value: atsmu_kg.connect({"a": value}),
    "federation": lambda kg, value: Federation(value),
    "federation query": lambda kg, value: Federation({"a": kg}).query(value),
    "federation select": lambda kg, value: Federation({"a": kg}).select(value),
    "federation graph": lambda kg, value: Federation({"a": kg})[value],
    "named query": lambda kg, value: kg.queries.certainly_at_least(value),
    "named query lang": lambda kg, value: kg.queries.faculties(lang=value),
    "named query timeout": lambda kg, value: kg.queries.faculties(timeout=value),
    "queries": lambda kg, value: kg.queries[value],
    "column": lambda kg, value: kg.select(ROWS).column(value),
    "row": lambda kg, value: kg.select(ROWS)[value],
    "cell": lambda kg, value: kg.select(ROWS)[0][value],
    "serialize": lambda kg, value: kg.select(ROWS).serialize(value),
    "to_csv": lambda kg, value: kg.select(ROWS).to_csv(value),
    "to_json": lambda kg, value: kg.select(ROWS).to_json(value),
    "to_text width": lambda kg, value: kg.select(ROWS).to_text(width=value),
    "to_text limit": lambda kg, value: kg.select(ROWS).to_text(limit=value),
    "plot kind": lambda kg, value: kg.select(ROWS).plot(value),
    "result plot lang": lambda kg, value: kg.queries.figures().plot(lang=value),
    "boolean serialize": lambda kg, value: kg.ask("ASK {}").serialize(value),
    "graph serialize": lambda kg, value: kg.construct("CONSTRUCT WHERE { ?s a ?o }").serialize(value),
    "records": lambda kg, value: kg.records[value],
    "listing": lambda kg, value: kg.figures[value],
    "figures measure": lambda kg, value: kg.figures.of(value),
    "figures about": lambda kg, value: kg.figures.of(about=value),
    "figures source": lambda kg, value: kg.figures.of(source=value),
    "figures time": lambda kg, value: kg.figures.of(time=value),
    "figures category": lambda kg, value: kg.figures.of(category=value),
    "time series": lambda kg, value: kg.plot.time_series(value),
    "time series lang": lambda kg, value: kg.plot.time_series("StudentCount", lang=value),
    "extent": lambda kg, value: kg.faculties.extent(value),
    "names": lambda kg, value: kg.university.names.best(value),
    "sources_of": lambda kg, value: kg.select(ROWS).sources_of(value),
    "save": lambda kg, value: _picture(kg).save(value),
    "save format": lambda kg, value: _picture(kg).save("never.svg", value),
    "push method": lambda kg, value: kg.push(NOTHING, method=value),
    "citation": lambda kg, value: kg.select(ROWS).cite()[value],
    "with_source": lambda kg, value: kg.select(ROWS).cite().with_source(value),
    "text": lambda kg, value: atsmu_kg.Text(value, "en"),
    "text lang": lambda kg, value: atsmu_kg.Text("Iran", value),
    "year": lambda kg, value: atsmu_kg.Year(value),
    "things": lambda kg, value: KnowledgeGraph(kg.store, things=value),
    "finding": lambda kg, value: kg.lint(ROWS)[value],
    "warnings": lambda kg, value: kg.warnings(value),
    "parse": lambda kg, value: sparql.parse(value),
    "lint of a store": lambda kg, value: lint.lint(kg.store, value),
    "citation of a store": lambda kg, value: citations.cite(kg.store, value, kg.select(ROWS)),
    "expand": lambda kg, value: namespaces.expand(value),
    "checked": lambda kg, value: namespaces.checked(value),
    "record_of": lambda kg, value: catalogue.record_of(None, value),  # type: ignore[arg-type]
    "pull": lambda kg, value: pull(value, "never"),
    "record": lambda kg, value: Record("void", "void.ttl", "text/turtle", b"").write(value),
    "release": lambda kg, value: Release("0.0.1", {}, ()).write(value),
    "release pages": lambda kg, value: kg.release(pages=value),
    "release key": lambda kg, value: kg.release(key=value),
    "read": lambda kg, value: documents.read(value),
    "declared_prefixes": lambda kg, value: documents.declared_prefixes(value),
    "dataset": lambda kg, value: atsmu_kg.dataset(value),
    "dataset around": lambda kg, value: Dataset.around(value),
    "check_source": lambda kg, value: check_source(value, (), ()),
    "check_source source": lambda kg, value: check_source("never.txt", (), (), source=value),
    "read_claims": lambda kg, value: read_claims(value),
    "read_tables": lambda kg, value: read_tables(value),
    "convert": lambda kg, value: convert([], value),
    "start": lambda kg, value: start(value, **INSTITUTION),
    "start name": lambda kg, value: start(NOWHERE, **INSTITUTION | {"name": value}),
    "start iri": lambda kg, value: start(NOWHERE, **INSTITUTION | {"iri": value}),
    "start date": lambda kg, value: start(NOWHERE, **INSTITUTION | {"date": value}),
    "start language": lambda kg, value: start(NOWHERE, **INSTITUTION | {"language": value}),
    "start licence": lambda kg, value: start(NOWHERE, **INSTITUTION | {"licence": value}),
    "start name in Russian": lambda kg, value: start(NOWHERE, names={"ru": value}, **INSTITUTION),
}
# Calls that take a collection, a pair or any number: what is wrong with it is another matter.
OTHERS: dict[str, Call] = {
    "lint_shapes": lambda kg, value: lint_shapes(value),
    "lint_shapes ontology": lambda kg, value: lint_shapes([], value),
    "convert tables": lambda kg, value: convert(value, "data/never.trig"),
    "start names": lambda kg, value: start(NOWHERE, names=value, **INSTITUTION),
    "from_text": lambda kg, value: kg.queries.faculties.from_text(value),
    "parse prefixes": lambda kg, value: sparql.parse(ROWS, value),
    "call": lambda kg, value: kg.query(ROWS, call=value),
    "call of a stream": lambda kg, value: kg.stream(ROWS, call=value),
    "call of an answer": lambda kg, value: kg.answer(ROWS, call=value),
    "call of a task": lambda kg, value: asyncio.run(kg.aquery(ROWS, call=value)),
    "connect context": lambda kg, value: atsmu_kg.connect(NOTHING, context=value),
    "compared": lambda kg, value: kg.figures[0].is_at_least(value),
    "quantity": lambda kg, value: Quantity.of(value),
    "to_png": lambda kg, value: _picture(kg).to_png(scale=value),
    "connect default_graphs": lambda kg, value: atsmu_kg.connect(NOTHING, default_graphs=value),
    "connect headers": lambda kg, value: atsmu_kg.connect(NOTHING, headers=value),
    "connect auth": lambda kg, value: atsmu_kg.connect(NOTHING, auth=value),
    "allow_service": lambda kg, value: kg.query(ROWS, allow_service=value, timeout=60),
    "validate things": lambda kg, value: kg.validate(things=value),
    "validate shapes": lambda kg, value: kg.validate(shapes=value),
}
# Where nothing given means that nothing is asked for.
OPTIONAL = {
    *("figures measure", "figures about", "figures source", "figures time", "figures category"),
    *("query timeout", "query max_rows", "query max_bytes", "cite source", "find limit", "export format"),
    *("catalogue endpoint", "to_geojson", "connect timeout", "connect page_size", "named query timeout"),
    *("to_csv", "to_json", "to_text width", "to_text limit", "plot kind", "save format", "release pages"),
    *("release key", "result plot lang"),
}


# What takes a number, or a position, which is an IndexError.
NUMBERS = ("timeout", "retries", "year", "row", "cell", "listing", "citation", "finding")

# Where any text is a good path.
WRITING = {
    *("open", "to_csv", "to_json", "to_geojson", "export", "save", "record", "release", "release pages"),
    *(name for name in {*CALLS, *OTHERS} if name.startswith("start")),
}


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return atsmu_kg.load()


@pytest.mark.parametrize("name", CALLS)
def test_a_value_of_the_wrong_kind(kg: KnowledgeGraph, name: str) -> None:
    for value in [*WRONG, *([] if name in OPTIONAL else [None])]:
        good = (isinstance(value, int) and name.endswith(NUMBERS)) or (
            isinstance(value, float) and name.endswith(("timeout", "year"))
        )
        if good:
            continue
        with pytest.raises(AtsmuKGError) as caught:
            CALLS[name](kg, value)
        assert isinstance(caught.value, ParameterError | LookupError), (name, value, caught.value)
        assert caught.value.advice, (name, value)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(
    "value", [b"text", "text", object(), print], ids=["bytes", "text", "object", "function"]
)
def test_no_collection_at_all(kg: KnowledgeGraph, name: str, value: object) -> None:
    with pytest.raises(AtsmuKGError) as caught:
        OTHERS[name](kg, value)
    assert caught.value.advice


@given(
    name=st.sampled_from(sorted({*CALLS, *OTHERS} - WRITING)),
    value=st.one_of(
        st.none(), st.booleans(), st.integers(-3, 3), st.floats(), st.binary(max_size=4), st.text(max_size=4)
    ),
)
def test_whatever_is_given(kg: KnowledgeGraph, name: str, value: object) -> None:
    try:
        (CALLS | OTHERS)[name](kg, value)
    except AtsmuKGError as error:
        assert str(error)
    except (IndexError, StopAsyncIteration) as error:
        assert name in ("row", "cell", "listing", "citation", "finding", "astream"), error
