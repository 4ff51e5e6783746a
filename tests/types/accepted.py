"""Calls as the README and the guides write them; read by mypy only."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import assert_type

import atsmu_kg
from atsmu_kg import IRI, BNode, Literal, Text, Year
from atsmu_kg.endpoints.federation import FederatedResult, Federation
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.results import Result
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.results.graph import GraphResult
from atsmu_kg.validation import validate_files

kg = atsmu_kg.load()
disk = atsmu_kg.open(Path("mirror"), read_only=True)
remote = atsmu_kg.connect("http://localhost:3030/ds/sparql", timeout=5, method="POST", incomplete="allow")
both: Federation = atsmu_kg.connect({"here": kg, "there": "http://localhost:3030/ds/sparql"}, required=True)

rows: Result = kg.select("SELECT ?f ?name { ?u org:hasUnit ?f . ?f skos:prefLabel ?name }", timeout=1.5)
yes: BooleanResult = kg.ask(
    "ASK { ?s a ?type }", type=expand("akg:Faculty"), bindings={"s": IRI("https://ror.org/")}
)
graph: GraphResult = kg.construct("CONSTRUCT WHERE { ?f a akg:Faculty }", max_rows=10, strict=True)
values: list[object] = [Text("ATSMU", "en"), Year(1939), BNode("b"), Literal("x", expand("xsd:token"))]
of_any_form = kg.query("ASK { ?u skos:altLabel ?name }", name=Text("ATSMU", "en"))
if isinstance(of_any_form, Result):
    print(of_any_form.one().name)
together: FederatedResult = both.select("SELECT ?f { ?f a akg:Faculty }")
print(both.ask("ASK {}").failures, both["here"].version, together.parts)

print(rows[0].name, rows[0]["name"], rows[:2], rows.one().sources.passages, rows.column("f"), rows.scalar())
print(rows.to_pandas(), rows.to_polars(), rows.to_rdflib(), rows.to_dicts(), rows.to_text(width=80, limit=5))
print(rows.to_csv(), rows.to_json(Path("rows.json")), rows.serialize("tsv"), yes.serialize("xml"))
print(graph.serialize("json-ld"), graph.serialize(), graph.triples[0].subject, bool(yes))
print(rows.cite().to_bibtex(), rows.cite(source="profile.txt").to_csl_json(), rows.why_empty().to_text())
rows.plot("bars", lang="tg").save("rows.svg")

for row in kg.queries.partner_countries(lang="ru"):
    assert_type(row.name, Text)
    assert_type(row.code, str | None)
assert_type(kg.queries.certainly_at_least(600_000).one().min, int | None)
ratio: Decimal = kg.queries.ratio("students", "faculties", timeout=2, max_rows=5).one().ratio
first = kg.queries.certainly_at_least(floor=10_000)[0].figure.curie
print(kg.queries["faculties"](lang="tg"), kg.queries.faculties.__doc__, "faculties" in kg.queries)
print(kg.queries.certainly_at_least(500, bindings={"lang": "tg"}).column("min"))

founded: Year | None = kg.university.founded
more: Fraction | None = kg.figures["students"].lower
print(
    kg.faculties[0].name,
    kg.student_origins.extent("en"),
    kg.records["country:IR"].names["ru"],
    kg.centres[:2],
)
print(kg.find("Эрон", limit=None)[0].iri.curie, kg.describe("country:IR", lang="ru").label)
print(f"{kg.figures['students']:ru}", kg.figures["students"] > 500)
print(kg.lint("SELECT ?f { ?f a akg:Facultie }").clean, len(kg), kg.version)

print(kg.validate(engine="shifty", lang="tg").conforms, validate_files("data.ttl", lang="ru").to_json())
kg.export("out.jsonld")
kg.export("out", "turtle")
print(kg.catalogue("dcat-ap", endpoint="https://example.org/sparql"))
kg.plot.figures(lang="tg").save("figures.svg")
print(
    kg.plot.neighbourhood("country:IR", limit=5).to_mermaid(),
    kg.to_geojson(lang="ru"),
    kg.to_networkx(lang="tg"),
)
with kg.stream("SELECT ?f { ?f a akg:Faculty } ORDER BY ?f") as stream:
    print(next(stream).f, stream.columns)


async def ask_in_time() -> None:
    counted: Result = await kg.aselect("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", timeout=5)
    found: BooleanResult = await remote.aask("ASK {}")
    made: GraphResult = await disk.aconstruct("DESCRIBE country:TJ")
    print(
        counted.scalar(), bool(found), len(made), await kg.aquery("ASK {}"), await both.aselect("SELECT * {}")
    )
    async for row in kg.astream("SELECT ?f { ?f a akg:Faculty }"):
        print(row.f)
