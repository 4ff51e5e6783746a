"""Headers that are wrong, or not true of their query: each an error with file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from atsmu_kg.errors import AtsmuKGError, DataError, StoreError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.queries import Catalogue, packaged
from atsmu_kg.queries.catalogue import UnknownQueryError
from atsmu_kg.queries.comments import LONGEST
from atsmu_kg.queries.expectations import check_answer
from atsmu_kg.queries.header import RESERVED, read_header, read_headers
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore

RIGHT = """#+ summary: Numbers from one on
#+ tags: [test, numbers]
#+ params:
#+   - {name: first, variable: _first_integer, type: "xsd:integer", required: true, example: 1}
#+   - {name: unit, variable: __unit_iri, type: iri, default: "unit:NUM"}
#+ columns:
#+   - {name: number, type: "xsd:integer"}
#+   - {name: unit, type: iri}
#+ expect: {rows: 1, first: {number: 1, unit: "unit:NUM"}}

# A comment.
SELECT (?_first_integer AS ?number) (?__unit_iri AS ?unit)
WHERE {}
ORDER BY ?number
"""


def write(folder: Path, text: str, name: str = "numbers") -> Path:
    file = folder / f"{name}.rq"
    file.write_text(text, "utf-8")
    return file


def test_the_right_header_is_read(tmp_path: Path) -> None:
    write(tmp_path, RIGHT)
    query = Catalogue(tmp_path).bound(KnowledgeGraph(EmbeddedStore.memory()))["numbers"]
    check_answer(query, query(**query.example).solutions)


WRONG = {
    # what is replaced, by what, where the error is, and what it says
    "no header": (RIGHT[: RIGHT.index("\n\n")], "", "1:3", "the query has no header"),
    "bad YAML": ("[test, numbers]", "[test, numbers", "3:10", "the header is not YAML"),
    "a colon in a text": ("Numbers from one on", "Numbers: from one on", "1:20", "the header is not YAML"),
    "not a mapping": (RIGHT[: RIGHT.index("\n\n")], "#+ a text", "1:4", "expected a mapping"),
    "a list as key": ("summary: Numbers", "[summary]: Numbers", "1:4", "a key is not a text"),
    "a key twice": ("#+ tags", "#+ summary: Again\n#+ tags", "2:4", "or is given twice"),
    "an alias": ("[test, numbers]", "[&a test, *a]", "2:20", "aliases are not allowed"),
    "an unknown tag": ("Numbers from", "!!python/name:os.system Numbers", "1:13", "allowed in a header"),
    "too long": ("#+ tags", "#+ " + "x" * LONGEST + "\n#+ tags", "1:3", "is longer than"),
    "too deep": ("[test, numbers]", "[" * 2000 + "]" * 2000, "2:17", "more than 8 levels"),
    "a missing summary": ("#+ summary: Numbers from one on\n", "", "1:4", "summary is missing"),
    "an empty summary": ("Numbers from one on", '""', "1:13", "the summary is not one line"),
    "an unknown key": ("#+ tags", "#+ sumary: Numbers\n#+ tags", "2:12", "the key 'sumary' is unknown"),
    "tags that are no list": ("[test, numbers]", "test", "2:10", "tags is a list, not 'test'"),
    "no tags": ("[test, numbers]", "[]", "2:10", "tags is a list of texts"),
    "parameters that are no mappings": (
        "type: iri, default",
        'type: iri, default: "unit:NUM"}\n#+   - {default',
        "6:8",
        "name is missing",
    ),
    "an unknown key of a parameter": ("default:", "defualt:", "5:63", "the key 'defualt' is unknown"),
    "a parameter without a type": ("type: iri, default", "default", "5:8", "type is missing"),
    "a parameter of an unknown type": (
        "__unit_iri, type: iri",
        "__unit_iri, type: url",
        "5:49",
        "the type 'url'",
    ),
    "a parameter twice": (
        "{name: unit, variable: __unit",
        "{name: first, variable: __unit",
        "5:15",
        "given twice",
    ),
    "a parameter named as a keyword": (
        "{name: unit, variable",
        "{name: class, variable",
        "5:15",
        "Python name",
    ),
    "neither required nor a default": ("required: true, ", "", "4:8", "is not required and has no default"),
    "required without an example": (", example: 1}", "}", "4:8", "is not required and has no default"),
    "required after optional": (
        'type: iri, default: "unit:NUM"}',
        'type: iri, default: "unit:NUM"}\n'
        '#+   - {name: last, variable: _last_iri, type: iri, required: true, example: "unit:NUM"}',
        "6:8",
        "last is required, but comes after an optional parameter",
    ),
    "one underscore for an optional one": (
        "variable: __unit_iri",
        "variable: _unit_iri",
        "5:31",
        "grlc would not",
    ),
    "a variable that grlc cuts": (
        "variable: _first_integer",
        "variable: _first_big_x_y_z",
        "4:32",
        "grlc would",
    ),
    "an example of another type": ("example: 1}", "example: one}", "4:94", "takes a whole number as first"),
    "a default of an unknown prefix": (
        'default: "unit:NUM"',
        'default: "unti:NUM"',
        "5:63",
        "'unti:' is unknown",
    ),
    "a column of an unknown type": (
        "{name: unit, type: iri}",
        "{name: unit, type: word}",
        "8:27",
        "not a type of a col",
    ),
    "a column twice": ("{name: unit, type: iri}", "{name: number, type: iri}", "8:15", "given twice"),
    "a column that rows have already": ("{name: number,", "{name: count,", "7:15", "Python name"),
    "columns in another order": (
        '#+   - {name: number, type: "xsd:integer"}\n#+   - {name: unit, type: iri}\n',
        '#+   - {name: unit, type: iri}\n#+   - {name: number, type: "xsd:integer"}\n',
        "7:6",
        "the header declares the columns unit, number",
    ),
    "a column too few": (
        "#+   - {name: unit, type: iri}\n#+ expect",
        "#+ expect",
        "8:47",
        "the key 'unit' is unknown",
    ),
    "no expectation": (
        '#+ expect: {rows: 1, first: {number: 1, unit: "unit:NUM"}}\n',
        "",
        "1:4",
        "expect is missing",
    ),
    "rows that are no number": ("rows: 1", "rows: one", "9:19", "rows is a number"),
    "a first row of none": ("rows: 1", "rows: 0", "9:29", "a first row is expected, but no rows"),
    "an unknown column in the first row": ("{number: 1", "{numbre: 1", "9:38", "the key 'numbre' is unknown"),
    "an undeclared variable": ("WHERE {}", "WHERE { ?_other ?p ?o }", "13:9", "looks like a parameter"),
    "a variable that the query lacks": (
        "(?__unit_iri AS ?unit)",
        "(unit:NUM AS ?unit)",
        "5:31",
        "has no variable",
    ),
    "a parameter that is projected": ("(?__unit_iri AS ?unit)", "?__unit_iri", "12:37", "it is projected"),
    "SPARQL that does not parse": ("WHERE {}", "WHERE {", "13:7", "this '{' is never closed"),
    "a prefix without a declaration": ("WHERE {}", "WHERE { ?s a akg:Figure }", "13:14", "akg"),
    "not SPARQL": ("SELECT", "SELCT", "12:1", "expected SELECT"),
}


@pytest.mark.parametrize(("old", "new", "place", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_header(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    assert old in RIGHT
    file = write(tmp_path, RIGHT.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        read_header(file)
    assert str(caught.value).startswith(f"{file}:{place}")
    assert message in str(caught.value)
    assert caught.value.line


@pytest.mark.parametrize("name", ["Numbers", "partner-countries", "class", "items", "bound", "1st"])
def test_a_wrong_file_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="can't name a query") as caught:
        read_headers(write(tmp_path, RIGHT, name).parent)
    assert caught.value.file == str(tmp_path / f"{name}.rq")


def test_no_query_can_take_the_place_of_what_a_catalogue_has_itself(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    assert {name for name in (*dir(Catalogue), *vars(catalogue)) if not name.startswith("_")} <= RESERVED


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "numbers.rq").write_bytes(b"#+ summary: \xff\n")
    with pytest.raises(StoreError, match="can't be read"):
        read_headers(tmp_path)


def test_grlc_keys_are_left_to_grlc(tmp_path: Path) -> None:
    entry = read_header(write(tmp_path, f"#+ endpoint_in_url: False\n#+ method: GET\n{RIGHT}"))
    assert not {"endpoint_in_url", "method"} & entry.keys()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("rows: 1", "rows: 2", 9, "2 rows expected, but 1 found"),
        ("{number: 1,", "{number: 2,", 9, "2 is expected in the first row"),
        ('unit: "unit:NUM"}}', 'unit: "unit:PERCENT"}}', 9, "is expected in the first row"),
        (
            '{name: number, type: "xsd:integer"}',
            "{name: number, type: string}",
            7,
            "number is declared string",
        ),
        (
            '{name: number, type: "xsd:integer"}',
            '{name: number, type: "xsd:decimal"}',
            7,
            "declared xsd:decimal",
        ),
        ("{name: unit, type: iri}", "{name: unit, type: text}", 8, "unit is declared text"),
        ("(?__unit_iri AS ?unit)", "(1/0 + ?__unit_iri AS ?unit)", 8, "unit is unbound in some row"),
    ],
)
def test_an_answer_that_is_not_what_the_header_says(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in RIGHT
    file = write(tmp_path, RIGHT.replace(old, new, 1))
    query = Catalogue(tmp_path).bound(KnowledgeGraph(EmbeddedStore.memory()))["numbers"]
    with pytest.raises(DataError, match=message) as caught:
        check_answer(query, query(**query.example).solutions)
    assert (caught.value.file, caught.value.line) == (str(file), line)
    assert isinstance(caught.value, AtsmuKGError)


def test_an_answer_of_other_columns(tmp_path: Path) -> None:
    write(tmp_path, RIGHT)
    with pytest.raises(DataError, match="the answer has the columns other"):
        check_answer(Catalogue(tmp_path)["numbers"], Solutions("?other\n1\n"))


@pytest.mark.parametrize(
    "name", ["", "name", "names\udcff", 'names": {"summary', "names\n", b"names", 5, None, []]
)
def test_what_is_no_name_of_the_index_is_no_query(name: object) -> None:
    assert name not in packaged()
    with pytest.raises(UnknownQueryError, match="there is no query"):
        packaged()[name]  # type: ignore[index]
