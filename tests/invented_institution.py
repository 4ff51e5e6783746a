"""A second university, invented: a dataset made by `start`, and filled."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from atsmu_kg.curation.institutions import Dataset, convert, start
from atsmu_kg.curation.institutions.questions import renew

IRI = "https://college.example/kg/id/"
SENTENCES = (
    "Invented College.",
    "Founded in 1999, it is a public college in Invented Town, Tajikistan.",
    "It has two faculties, Law and Arts, and a library.",
    "In 2020 it had 1200 students, of them more than 90 from other countries, such as India.",
    "It works with about 12 institutions in India and Brazil, and has projects with the Invented Fund.",
)
STATEMENTS = """
profile:s02 {
    id:university schema:foundingDate "1999"^^xsd:gYear ;
        schema:location id:invented-town , country:TJ ;
        schema:url <https://college.example/> ;
        org:classification akg:PublicUniversity ;
        schema:geo id:coordinates ;
        geo:hasGeometry id:coordinates .
    id:coordinates a schema:GeoCoordinates , geo:Geometry ;
        schema:latitude -38.5 ;
        schema:longitude -68.25 ;
        geo:asWKT "POINT(-68.25 -38.5)"^^geo:wktLiteral .
    id:invented-town a schema:City ; skos:prefLabel "Invented Town"@en .
    country:TJ a schema:Country ; skos:prefLabel "Tajikistan"@en .
}
graph:editorial {
    id:invented-town skos:prefLabel "Вымышленный город"@ru , "Шаҳри бофта"@tg .
    country:TJ skos:prefLabel "Таджикистан"@ru , "Тоҷикистон"@tg .
}
"""
CLAIMS = (
    "C02,2,id:university,schema:foundingDate,",
    f"C03,2,<{IRI}university>,schema:location,country:TJ",
    "C04,3,id:university,org:hasUnit,id:library",
    "C05,4,figure:students-2020,,",
    "C06,4,,akg:hasStudentsFrom,country:IN",
    "C07,5,,akg:partnerCountry,",
)
TABLES = {
    "figures": """\
3,faculties,,FacultyCount,Exactly,2,number,,,
4,students-2020,,StudentCount,Exactly,1200,number,,,2020
4,international-students-2020,university,InternationalStudentCount,MoreThan,90,number,students-2020,,2020
5,partners,,PartnerInstitutionCount,About,12,number,,,
""",
    "units": """\
3,law-faculty,Faculty,Faculty of Law,Юридический факультет,Факултети ҳуқуқ,Exhaustive,faculties
3,arts-faculty,Faculty,Faculty of Arts,Факультет искусств,Факултети санъат,Exhaustive,faculties
3,library,Library,College Library,Библиотека колледжа,Китобхонаи коллеҷ,,
""",
    "partners": """\
4,students,IN,India,,,Illustrative,
5,institutions,IN,India,,,AsGiven,partners
5,institutions,BR,Brazil,Бразилия,Бразилия,AsGiven,partners
5,projects,invented-fund,Invented Fund,,,AsGiven,
""",
    "measures": "",
}


def begin(root: Path) -> Dataset:
    """The dataset as `new` makes it."""
    return start(root, name="Invented College", iri=IRI, date="2026-11-23")


def fill(root: Path) -> Dataset:
    """The same dataset with its source, claims, tables and statements: a copy of one that `write` made."""
    shutil.copytree(_written(), root, dirs_exist_ok=True)
    return Dataset.read(root)


@cache
def _written() -> Path:
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    return write(Path(folder) / "college").root


def write(root: Path) -> Dataset:
    """The same dataset, written in the folder."""
    dataset = begin(root)
    text = " ".join(SENTENCES) + "\n"
    (root / "source" / "profile.txt").write_text(text, "utf-8")
    claims = root / "data" / "claims" / "profile.csv"
    rows = []
    for claim in CLAIMS:
        identifier, sentence, pattern = claim.split(",", 2)
        start_at = text.index(SENTENCES[int(sentence) - 1])
        end = start_at + len(SENTENCES[int(sentence) - 1])
        rows.append(f"{identifier},{sentence},{start_at},{end},fact,{pattern}\n")
    append(claims, "".join(rows))
    append(root / "data" / "statements.trig", STATEMENTS)
    for kind, table in TABLES.items():
        append(root / "tables" / f"{kind}.csv", table)
    convert(tables(root), root / "data" / "profile.trig")
    renew(dataset.graph())
    return dataset


def tables(root: Path) -> list[Path]:
    """The tables of a dataset."""
    return sorted(root.glob("tables/*.csv"))


def append(file: Path, text: str) -> None:
    """Add to a file."""
    file.write_text(file.read_text("utf-8") + text, "utf-8")
