"""Tables that are wrong, cell by cell, and datasets that can't be begun or read."""

from __future__ import annotations

import csv
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from invented_institution import IRI, TABLES, append, begin, fill, tables

from atsmu_kg.cli import main
from atsmu_kg.curation.institutions import Dataset, convert, start
from atsmu_kg.curation.institutions.columns import COLUMNS
from atsmu_kg.curation.institutions.conversion import TableError
from atsmu_kg.curation.names import InstitutionNames
from atsmu_kg.errors import AtsmuKGError, DataError, MissingDependencyError, ParameterError, StoreError


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return fill(tmp_path_factory.mktemp("college"))


def workbook(file: Path, changes: dict[tuple[str, str], Any] | None = None) -> Path:
    """The tables of the invented institution as one workbook, with some cells changed."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for kind, columns in COLUMNS.items():
        sheet = book.create_sheet(kind)
        sheet.append(columns)
        for line in TABLES[kind].splitlines():
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    for (sheet_name, address), value in (changes or {}).items():
        book[sheet_name][address] = value
    book.save(file)
    return file


def converted(college: Dataset, *files: Path) -> bytes:
    """The TriG that tables give, written beside the dataset's own."""
    target = college.root / "data" / "profile.trig"
    convert(files, target)
    return target.read_bytes()


@pytest.mark.whole
def test_a_workbook_gives_the_same_bytes_as_its_tables(college: Dataset, tmp_path: Path) -> None:
    assert converted(college, workbook(tmp_path / "all.xlsx")) == converted(college, *tables(college.root))


def test_the_empty_workbook_is_the_same_each_time_and_is_no_fault(tmp_path: Path) -> None:
    made = [
        start(tmp_path / name, name="Invented College", iri=IRI, date="2026-11-23", excel=True)
        for name in ("a", "b")
    ]
    files = [dataset.root / "tables" / "tables.xlsx" for dataset in made]
    assert files[0].read_bytes() == files[1].read_bytes()
    target = made[0].root / "data" / "profile.trig"
    assert convert([*tables(made[0].root), files[0]], target)[target] == 0


def test_the_workbook_offers_what_its_cells_may_hold(tmp_path: Path) -> None:
    dataset = start(tmp_path / "new", name="Invented College", iri=IRI, date="2026-11-23", excel=True)
    book = openpyxl.load_workbook(dataset.root / "tables" / "tables.xlsx")
    offered = {
        column[0].value: {cell.value for cell in column[1:] if cell.value}
        for column in book["_choices"].iter_cols()
    }
    assert offered["figures.bound"] == {"Exactly", "MoreThan", "AtLeast", "LessThan", "AtMost", "About"}
    assert "StudentCount" in offered["figures.measure"]
    for kind, columns in COLUMNS.items():
        assert tuple(cell.value for cell in book[kind][1]) == columns
        for rule in book[kind].data_validations.dataValidation:
            column = columns[ord(str(rule.sqref)[0]) - ord("A")]
            assert f"{kind}.{column}" in offered


def test_sheets_of_notes_and_empty_rows_are_passed_over(college: Dataset, tmp_path: Path) -> None:
    file = workbook(tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(file)
    book.create_sheet("_notes").append(["anything", "=1+1"])
    book["units"].append([None, None])
    book["units"].append([])
    book.save(file)
    assert converted(college, file) == converted(college, *tables(college.root))


# Sheet, cell, what is written there, the column that the error names, and words of problem and advice.
CELLS = [
    ("figures", "A2", "9", "sentence", "has no claim", "Add a row with its range"),
    ("figures", "A2", None, "sentence", "an empty cell has no claim", "Add a row"),
    ("figures", "B3", "Students 2020", "figure", "can't end an IRI", "lower-case"),
    ("figures", "B5", "faculties", "figure", "stands in", "Take one of the two rows out"),
    ("figures", "C2", "law-facultie", "about", "is not a unit", "Did you mean law-faculty"),
    ("figures", "D3", "studentsCount", "measure", "is not a measure", "Did you mean StudentCount"),
    ("figures", "E3", "exactly", "bound", "is not a bound", "Did you mean Exactly"),
    ("figures", "E3", "=", "bound", "is not a bound", "Did you mean Exactly"),
    ("figures", "E3", ">", "bound", "is not a bound", "Did you mean MoreThan"),
    ("figures", "E3", "≥", "bound", "is not a bound", "Did you mean AtLeast"),
    ("figures", "G3", "%", "unit", "is not a unit of figures", "Did you mean percent"),
    ("partners", "C3", "UK", "partner", "is not a country code", "Did you mean GB"),
    ("partners", "C3", "UK, Turkey", "partner", "names 2 countries", "a row of its own"),
    ("partners", "C3", "Индия и Бразилия", "partner", "names 2 countries", "a row of its own"),
    ("partners", "D4", "India", "name_en", "is the name of another country, IN", "a row of its own"),
    ("partners", "H4", None, "counted_by", "leaves out partners", "Write partners"),
    ("partners", "I4", "AsGiven", "beyond the header", "stands in no column", "each has a row of its own"),
    ("figures", "F3", "1 200", "value", "is not a number", "8844, 12.5"),
    ("figures", "F3", "007", "value", "is not a number", "8844, 12.5"),
    ("figures", "F3", "-1", "value", "is not a number", "8844, 12.5"),
    ("figures", "F3", "12.5", "value", "is not a whole number", "check the unit"),
    ("figures", "G3", "NUM", "unit", "is not a unit of figures", "Did you mean number"),
    ("figures", "H4", "students", "part_of", "is not a figure", "Did you mean students-2020"),
    ("figures", "I3", "StudentCount", "share_of", "stands beside a count", "percent"),
    ("figures", "J3", "20", "year", "is not a year", "four digits"),
    ("units", "C2", "faculty", "kind", "is not a kind of unit", "Did you mean Faculty"),
    ("units", "D2", None, "name_en", "an empty cell is not a name", "the shapes ask for it"),
    ("units", "F2", None, "name_tg", "an empty cell is not a name", "the shapes ask for it"),
    ("units", "G4", "AsGiven", "completeness", "is in no list", "Empty the cell"),
    ("units", "H2", None, "counted_by", "uncounted", "Name the figure"),
    ("units", "H3", "partners", "counted_by", "differs from 'faculties'", "Say the same"),
    ("partners", "B2", "student", "relation", "is not a relation", "Did you mean students"),
    ("partners", "C2", "in", "partner", "is not a country code", "ISO 3166-1"),
    ("partners", "D2", "Bharat", "name_en", "in every dataset, 'India'", "skos:altLabel"),
    ("partners", "E4", None, "name_ru", "an empty cell is not a name", "the shapes ask for it"),
    ("partners", "G5", "Exhaustive", "completeness", "no measure counts", "AsGiven"),
    ("partners", "H3", "partner", "counted_by", "is not a figure", "Did you mean partners"),
    ("figures", "F3", "=1100+100", "value", "is a formula", "Paste its value"),
    ("figures", "F3", True, "value", "neither a text nor a number", "as text"),
]


@pytest.mark.parametrize(
    ("sheet", "address", "value", "column", "problem", "advice"),
    CELLS,
    ids=[f"{each[0]}-{each[1]}-{each[2]}" for each in CELLS],
)
def test_an_error_points_at_the_cell(
    college: Dataset,
    tmp_path: Path,
    sheet: str,
    address: str,
    value: Any,
    column: str,
    problem: str,
    advice: str,
) -> None:
    before = (college.root / "data" / "profile.trig").read_bytes()
    file = workbook(tmp_path / "all.xlsx", {(sheet, address): value})
    with pytest.raises(DataError) as caught:
        convert([file], college.root / "data" / "profile.trig")
    told = str(caught.value)
    row, place = int(address[1:]), ord(address[0]) - ord("A") + 1
    head = f"{file}:{row}:{place}: sheet {sheet}, cell {address} ("
    (line,) = [each.strip() for each in told.splitlines() if each.strip().startswith(head)]
    assert problem in line
    assert advice in told
    errors = caught.value.facts.get("errors", [caught.value])
    assert (sheet, row, place) in {(each.sheet, each.line, each.column) for each in errors}
    if "formula" not in problem and "neither" not in problem:
        assert column in {each.name for each in errors}
    assert (college.root / "data" / "profile.trig").read_bytes() == before


def test_all_wrong_cells_are_told_at_once(college: Dataset, tmp_path: Path) -> None:
    file = workbook(tmp_path / "all.xlsx", {("figures", "E2"): "exact", ("units", "C4"): "Libary"})
    with pytest.raises(TableError) as caught:
        convert([file], college.root / "data" / "profile.trig")
    assert [(each.sheet, each.name, each.text) for each in caught.value.errors] == [
        ("figures", "bound", "exact"),
        ("units", "kind", "Libary"),
    ]
    assert str(caught.value).startswith("2 cells are wrong\n")


def share(file: Path, value: Any) -> Path:
    """The workbook with a percentage among its figures."""
    percent = {"F3": value, "G3": "percent", "D3": "InterventionShare", "I3": "InterventionCount"}
    return workbook(file, {("figures", address): cell for address, cell in percent.items()})


@pytest.mark.parametrize("value", ["101", "100.5", "100.00000000000000000001", 100.25, 1000])
def test_more_than_a_hundred_percent_is_refused(college: Dataset, tmp_path: Path, value: Any) -> None:
    before = (college.root / "data" / "profile.trig").read_bytes()
    with pytest.raises(TableError, match="is more than 100 percent") as caught:
        convert([share(tmp_path / "all.xlsx", value)], college.root / "data" / "profile.trig")
    assert [(each.sheet, each.name, each.text) for each in caught.value.errors] == [
        ("figures", "value", str(value))
    ]
    assert "Give a share from 0 to 100." in str(caught.value)
    assert (college.root / "data" / "profile.trig").read_bytes() == before


@pytest.mark.parametrize("value", ["0", "7.5", "99.999", "100"])
def test_up_to_a_hundred_percent_is_taken(college: Dataset, tmp_path: Path, value: str) -> None:
    assert f"schema:value {value}".encode() in converted(college, share(tmp_path / "all.xlsx", value))


def test_of_many_wrong_cells_all_are_told(college: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    rows = "".join(f"9,figure-{number},,StudentCount,Exactly,1,number,,,\n" for number in range(30))
    file.write_text(",".join(COLUMNS["figures"]) + "\n" + rows, "utf-8")
    with pytest.raises(TableError, match="30 cells are wrong") as caught:
        convert([file], college.root / "data" / "profile.trig")
    assert str(caught.value).count("has no claim") == 30
    assert len(caught.value.errors) == 30


HEADER = ",".join(COLUMNS["units"])


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("units.csv", b"sentence,unit\n", ":1: the header lacks 'kind'"),
        ("units.csv", HEADER.encode() + b",colour\n", ":1: the header has the unknown 'colour'"),
        ("units.csv", HEADER.encode() + b",kind\n", ":1: the header repeats 'kind'"),
        ("units.csv", b"", ":1: the header lacks"),
        ("units.csv", HEADER.encode() + b"\n3,\xff", ":2: byte "),
        ("units.csv", HEADER.encode() + b'\n3,"a"b', ":2: the file is not CSV"),
        ("units.csv", HEADER.encode() + b"\n3,a,b,c,d,e,f,g,h", ":2:9: cell I2 (beyond the header): 'h'"),
        ("staff.csv", HEADER.encode(), "the file's name is not the name of a kind"),
        ("units.ods", b"", "the extension is not that of a table"),
        ("units.xlsx", b"not a zip", "the file is not an Excel workbook"),
        ("units.xlsx", b"", "the file is not an Excel workbook"),
    ],
)
def test_a_wrong_table_is_told(
    college: Dataset, tmp_path: Path, name: str, content: bytes, wanted: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises((DataError, StoreError)) as caught:
        convert([file], college.root / "data" / "profile.trig")
    assert str(caught.value).startswith(f"{file}:")
    assert wanted in str(caught.value)


def test_a_quoted_line_end_does_not_shift_the_lines_of_errors(college: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    rows = '3,hall,Library,"A\nHall",,,,\n3,Bad,Library,Hall,,,,\n'
    file.write_text(f"{HEADER}\n{rows}", "utf-8")
    with pytest.raises(TableError) as caught:
        convert([file], college.root / "data" / "profile.trig")
    assert [each.line for each in caught.value.errors] == [4]


def test_a_workbook_needs_openpyxl(college: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook(tmp_path / "all.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingDependencyError, match="openpyxl") as caught:
        convert([file], college.root / "data" / "profile.trig")
    assert "atsmu-kg[excel]" in caught.value.advice


def test_text_of_a_cell_can_not_break_out_of_its_literal(tmp_path: Path) -> None:
    root = fill(tmp_path / "college").root
    evil = '"@en . } <a:b> { <a:s> <a:p> "\\'
    units = root / "tables" / "units.csv"
    quoted = '"' + evil.replace('"', '""') + '"'
    units.write_text(units.read_text("utf-8").replace("College Library", quoted), "utf-8")
    convert(tables(root), root / "data" / "profile.trig")
    with Dataset.read(root).graph() as kg:
        (row,) = kg.query("SELECT ?n { ?l a akg:Library ; skos:prefLabel ?n FILTER(LANG(?n) = 'en') }")
        assert str(row.n) == evil


def test_tables_go_only_into_a_dataset(college: Dataset, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="is not a data file of a dataset"):
        convert(tables(college.root), tmp_path / "profile.trig")
    with pytest.raises(StoreError, match=re.escape("has no dataset.toml")):
        convert(tables(college.root), tmp_path / "data" / "profile.trig")
    with pytest.raises(StoreError, match="the table can't be read"):
        convert(tables(college.root), college.root / "data" / "yearbook.trig")


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('language = "en"', 'language = "de"', "the language 'de' is not one of en, ru, tg"),
        ('date = "2026-11-23"', "date = 2026-11-23", "date is not given as a text"),
        ("[title.profile]", "[titles]", "title is not given for each source"),
        ("[title.profile]", "[title]", "title.en is not given in en, ru, tg"),
        ('name = "Invented College"', "name = Invented", "the settings are not TOML"),
        ("/id/", "/things/", "can't be the namespace"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    file = begin(tmp_path / "new").root / "dataset.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(AtsmuKGError, match=re.escape(wanted)):
        Dataset.read(tmp_path / "new")


def test_files_of_a_broken_dataset_are_not_validated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = begin(tmp_path / "new")
    settings = dataset.root / "dataset.toml"
    settings.write_text(settings.read_text("utf-8").replace("things", "thing"), "utf-8")
    assert main(["validate", str(dataset.root / "data" / "statements.trig")]) == 1
    told = capsys.readouterr()
    assert f"{settings}: things is not given as a text" in told.err
    assert told.out == ""


@pytest.mark.parametrize("options", [[], [__file__]], ids=["graph", "file"])
def test_things_in_no_namespace_are_told(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", *options, "--things", "college"]) == 2
    assert "'college' is not an absolute IRI" in capsys.readouterr().err


def test_a_prefix_of_another_dataset_is_told(tmp_path: Path) -> None:
    dataset = begin(tmp_path / "new")
    table = dataset.root / "data" / "claims" / "profile.csv"
    table.write_text(table.read_text("utf-8").replace("id:university,rdf", "atsmu:university,rdf"), "utf-8")
    with pytest.raises(DataError, match=re.escape(f"{table}:2: the prefix 'atsmu:' is unknown")):
        dataset.coverage()


@pytest.mark.parametrize(
    "iri",
    [
        "https://w3id.org/atsmu-kg/id/",
        "https://a.example/",
        "college",
        "ftp://a.example/id/",
        "https://a b/id/",
    ],
)
def test_an_unfit_namespace_is_refused(iri: str) -> None:
    with pytest.raises(ParameterError):
        InstitutionNames(iri)


@pytest.mark.parametrize(
    "given",
    [
        {"name": " "},
        {"name": "A\nB"},
        {"date": "23.11.2026"},
        {"date": "20261123"},
        {"date": "2026-W48-1"},
        {"licence": "CC BY"},
        {"licence": "javascript:alert(1)"},
        {"licence": "data:text/html,x"},
        {"language": "de"},
        {"names": {"fr": "Collège"}},
    ],
    ids=str,
)
def test_a_dataset_is_not_begun_with_unfit_values(tmp_path: Path, given: dict[str, Any]) -> None:
    values = {"name": "Invented College", "iri": IRI, "date": "2026-11-23", **given}
    with pytest.raises(ParameterError):
        start(tmp_path / "new", **values)
    assert not (tmp_path / "new").exists()


def test_the_language_that_is_told_is_the_unknown_one(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="'fr' is not a language"):
        start(tmp_path / "new", name="A", iri=IRI, date="2026-11-23", names={"fr": "Collège"})


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match="something is there already"):
        begin(tmp_path)
    with pytest.raises(StoreError, match="something is there already"):
        begin(tmp_path / "notes.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ['A "quoted" \\ name', "Ünïversity of $name", "Ҷомеъа ва ${x}"])
def test_any_name_is_quoted_where_it_stands(tmp_path: Path, name: str) -> None:
    dataset = start(tmp_path / "new", name=name, iri=IRI, date="2026-11-23")
    convert(tables(dataset.root), dataset.root / "data" / "profile.trig")
    assert dataset.name == name
    assert dataset.check_source("profile").faults == []
    label = dataset.graph().query(f"SELECT ?n {{ <{IRI}university> skos:prefLabel ?n }}").scalar()
    assert str(label) == name


def test_a_triple_in_no_graph_is_told(tmp_path: Path) -> None:
    dataset = begin(tmp_path / "new")
    (dataset.root / "data" / "more.trig").write_text("<a:s> <a:p> <a:o> .", "utf-8")
    with pytest.raises(DataError, match="stands in no named graph"):
        dataset.quads()


def test_the_command_line_tells_and_fails(
    college: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(tmp_path / "all.xlsx", {("figures", "E2"): "exact"})
    target = str(college.root / "data" / "profile.trig")
    assert main(["convert", str(file), "--to", target]) == 1
    assert f"{file}:2:5: sheet figures, cell E2 (bound): 'exact' is not a bound" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "n"), "--name", "N", "--iri", "https://a.example/"]) == 2


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_as_a_spreadsheet_in_other_languages_saves_it_is_taken(
    college: Dataset, tmp_path: Path, mark: str
) -> None:
    files = []
    for table in tables(college.root):
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        files.append(tmp_path / table.name)
        with files[-1].open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=mark).writerows(rows)
    assert converted(college, *files) == converted(college, *tables(college.root))


def test_a_comma_in_a_number_of_such_a_table_is_told(college: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    row = "3;share;;femaleStudentShare;Exactly;12,5;percent;;StudentCount;\n"
    file.write_text(";".join(COLUMNS["figures"]) + "\n" + row, "utf-8")
    with pytest.raises(TableError) as caught:
        convert([file], college.root / "data" / "profile.trig")
    assert "cell F2 (value): '12,5' is not a number" in str(caught.value)


def test_cells_beyond_the_header_hide_no_other_faults(college: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "partners.csv"
    rows = "5,institutions,UK,Turkey,,,,AsGiven,partners\n9,students,IN,India,,,Illustrative,\n"
    file.write_text(",".join(COLUMNS["partners"]) + "\n" + rows, "utf-8")
    with pytest.raises(TableError) as caught:
        convert([file], college.root / "data" / "profile.trig")
    told = {(each.name, each.text) for each in caught.value.errors}
    # The row is shifted: its other cells say nothing.
    assert told == {("beyond the header", "partners"), ("sentence", "9")}


def test_two_cells_that_can_not_be_read_are_both_told_and_once_each(college: Dataset, tmp_path: Path) -> None:
    file = workbook(tmp_path / "all.xlsx", {("figures", "F2"): "=1+1", ("figures", "F3"): True})
    with pytest.raises(TableError) as caught:
        convert([file], college.root / "data" / "profile.trig")
    assert [(each.name, each.text) for each in caught.value.errors] == [
        ("in Excel", "=1+1"),
        ("in Excel", "True"),
    ]


def test_a_workbook_that_unpacks_to_very_much_is_refused_unread(college: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(60):
            part.write(b" " * 1_000_000)
    assert file.stat().st_size < 100_000
    with pytest.raises(DataError, match="unpacks to 60,000,000 bytes; at most 50,000,000 are allowed"):
        convert([file], college.root / "data" / "profile.trig")


def test_a_cell_far_out_is_no_million_of_empty_ones(college: Dataset, tmp_path: Path) -> None:
    file = workbook(tmp_path / "far.xlsx", {("figures", "XFD1048576"): "x"})
    with pytest.raises(DataError, match="unpacks to 17,179,869,184 cells; at most 1,000,000 are allowed"):
        convert([file], college.root / "data" / "profile.trig")


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (-1, "did you mean 0,17?"),
        (1, "did you mean 0,17?"),
        (10_000, "is not a range of a text of"),
    ],
)
def test_a_range_that_cuts_a_sentence_is_told_with_its_text(tmp_path: Path, end: int, told: str) -> None:
    root = begin(tmp_path / "college").root
    claims = root / "data" / "claims" / "profile.csv"
    assert "C01,1,0,17," in claims.read_text("utf-8")
    (root / "source" / "profile.txt").write_text("Invented College. It has two faculties.\n", "utf-8")
    append(claims, f"C02,1,0,{17 + end},fact,id:university,,\n")
    with pytest.raises(DataError, match=r"a range of profile\.csv cuts a sentence") as caught:
        convert(tables(root), root / "data" / "profile.trig")
    assert str(caught.value).startswith(f"{root / 'source' / 'profile.txt'}: ")
    assert f"line 4, claim C02: 0,{17 + end} is " in str(caught.value)
    assert told in str(caught.value)
    assert not (root / "data" / "profile.trig").exists()


@pytest.mark.whole
def test_answers_that_were_never_recorded_are_one_fault_among_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = begin(tmp_path / "college").root
    convert(tables(root), root / "data" / "profile.trig")
    assert main(["check", "dataset", str(root)]) == 1
    told = capsys.readouterr().out
    assert told.count("not recorded yet") == 1
    assert "rows expected" not in told
    assert "Does not conform" in told


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, str, str]:
    """What `check dataset` returns, prints and notes of a dataset with several faults."""
    root = fill(tmp_path_factory.mktemp("faulty") / "college").root
    units = root / "tables" / "units.csv"
    units.write_text(units.read_text("utf-8").replace("3,library,Library", "3,book-hall,Library"), "utf-8")
    source = root / "source" / "profile.txt"
    source.write_text(source.read_text("utf-8").replace("1200", "1300"), "utf-8")
    statements = root / "data" / "statements.trig"
    append(statements, "profile:s03 { id:library skos:altLabel 'The reading room'@en }\n")
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()) as noted:
        code = main(["check", "dataset", str(root)])
    return code, printed.getvalue(), noted.getvalue()


@pytest.mark.whole
def test_its_own_check_fails(checked: tuple[object, str, str]) -> None:
    code, printed, _ = checked
    assert code == 1
    assert "SHA-256" in printed


def test_what_is_written_by_hand_without_a_claim_is_told(checked: tuple[object, str, str]) -> None:
    _, _, noted = checked
    wanted = 'profile:s03 states what no claim asks for: id:library skos:altLabel "The reading room"@en'
    assert f"note: {wanted}\n" in noted
    assert "id:law-faculty" not in noted
