"""Slips, each on a line that says so; read by mypy only."""

from __future__ import annotations

import atsmu_kg
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.validation import validate_files

kg = atsmu_kg.load()
rows = kg.select("SELECT ?name { ?f skos:prefLabel ?name }")

kg.validate(engine="pyshcal")  # expect-error
kg.validate(lang="de")  # expect-error
kg.validate(things="https://example.org/", language="en")  # expect-error
validate_files("data.ttl", engine="pyshcal")  # expect-error
kg.describe("country:IR", lang="zz")  # expect-error
kg.catalogue("dcat")  # expect-error
kg.export("x.ttl", "turtel")  # expect-error
kg.plot.figures(lang="de")  # expect-error
kg.to_networkx(lang="de")  # expect-error
kg.to_geojson(lang="de")  # expect-error
kg.student_origins.extent("de")  # expect-error
kg.find(5)  # expect-error
atsmu_kg.open(5)  # expect-error
atsmu_kg.connect("http://localhost/", method="PUT")  # expect-error
atsmu_kg.connect("http://localhost/", incomplete="maybe")  # expect-error
atsmu_kg.connect("http://localhost/", timout=3)  # expect-error

kg.push("http://localhost/", method="PUT")  # expect-error
kg.push("http://localhost/", metod="update")  # expect-error

rows.plot("pie")  # expect-error
rows.serialize("xlsx")  # expect-error
rows.colum("name")  # expect-error
kg.ask("ASK {}").serialize("csv")  # expect-error
kg.construct("CONSTRUCT WHERE { ?s ?p ?o }").serialize("hdt")  # expect-error
answer: BooleanResult = kg.select("SELECT * {}")  # expect-error
kg.select(5)  # expect-error
kg.query("ASK {}", timeout="3")  # expect-error
kg.query("ASK {}", bindings=[5])  # expect-error
kg.select("SELECT * {}", timeout="3")  # expect-error
kg.ask("ASK {}", strict="yes")  # expect-error
kg.construct("DESCRIBE country:TJ", max_rows="5")  # expect-error
kg.aselect("SELECT * {}", timeout="3")  # expect-error
kg.astream("SELECT * {}", bindings=[5])  # expect-error

kg.queries.facultys()  # expect-error: has no attribute "facultys"
kg.queries.faculties(lang="de")  # expect-error: incompatible type
kg.queries.faculties(timout=3)  # expect-error
kg.queries.certainly_at_least("500")  # expect-error: incompatible type
kg.queries.certainly_at_least()  # expect-error: Missing positional argument
kg.queries.certainly_at_least(flor=500)  # expect-error: Unexpected keyword argument "flor"
kg.queries.faculties().one().nmae  # expect-error: has no attribute "nmae"
kg.queries.faculties()[0].nmae  # expect-error
for row in kg.queries.faculties():
    print(row.nmae)  # expect-error
kg.faculties[0].nmae  # expect-error
kg.universty  # expect-error
