"""Named queries that are called wrongly, or whose files are not in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from atsmu_kg.errors import DataError, ParameterError, QueryError, StoreError, UnknownNameError
from atsmu_kg.graph import load
from atsmu_kg.queries import INDEX, Catalogue, packaged
from atsmu_kg.queries.compiler import index
from atsmu_kg.queries.header import read_headers

TINY = """#+ summary: One word
#+ tags: [test]
#+ params:
#+   - {name: word, variable: _word, type: string, required: true, example: a, description: any text}
#+ columns: [{name: word, type: string}]
#+ expect: {rows: 1}
SELECT (?_word AS ?word) {} ORDER BY ?word
"""


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    """A folder of one query with its index."""
    (tmp_path / "tiny.rq").write_text(TINY, "utf-8")
    (tmp_path / INDEX).write_text(index(read_headers(tmp_path)), "utf-8")
    return tmp_path


@pytest.mark.parametrize("ask", [lambda c: c["facultys"], lambda c: c.facultys], ids=["item", "attribute"])
def test_an_unknown_name(ask: Callable[[Catalogue], Any]) -> None:
    with pytest.raises(UnknownNameError, match="there is no query 'facultys'") as caught:
        ask(packaged())
    assert caught.value.nearest[0] == "faculties"
    assert "Did you mean faculties" in caught.value.advice
    assert isinstance(caught.value, AttributeError | KeyError)


@pytest.mark.parametrize(
    ("call", "message", "parameter"),
    [
        (lambda q: q.faculties(lnag="ru"), "faculties has no parameter 'lnag'", "lnag"),
        (lambda q: q.faculties("ru", "en"), "faculties takes 1 parameter, not 2", ""),
        (lambda q: q.faculties("ru", lang="en"), "faculties was given lang twice", ""),
        (lambda q: q.faculties("de"), "faculties takes one of en, ru, tg as lang, not 'de'", "lang"),
        (lambda q: q.faculties(lang=5), "faculties takes a text as lang, not 5", "lang"),
        (lambda q: q.certainly_at_least(), "certainly_at_least needs the parameter floor, a whole", "floor"),
        (lambda q: q.certainly_at_least(flor=5), "certainly_at_least has no parameter 'flor'", "flor"),
        (lambda q: q.certainly_at_least(None), "certainly_at_least needs the parameter floor", "floor"),
        (lambda q: q.certainly_at_least("5"), "takes a whole number as floor, not '5'", "floor"),
        (lambda q: q.certainly_at_least(5.0), "takes a whole number as floor, not 5.0", "floor"),
        (lambda q: q.certainly_at_least(True), "takes a whole number as floor, not True", "floor"),
        (lambda q: q.figures("library"), "takes an IRI or a CURIE as thing, not 'library'", "thing"),
        (lambda q: q.figures("atsmuu:library"), r"the prefix 'atsmuu:' is unknown", "thing"),
        (lambda q: q.figures("http://a b/"), "takes an IRI or a CURIE as thing", "thing"),
        (lambda q: q.figures(["atsmu:library"]), "takes an IRI or a CURIE as thing", "thing"),
        (lambda q: q.claims(modality="akg:Exactly"), "takes one of akg:Assertion, akg", "modality"),
        (lambda q: q.find("\ud800"), "takes a text as text", "text"),
        (lambda q: q.figures.from_text({"thng": "a:b"}), "figures has no parameter 'thng'", "thng"),
        (lambda q: q.certainly_at_least.from_text({"floor": "5.0"}), "a whole number as floor", "floor"),
    ],
)
def test_a_wrong_parameter(call: Callable[[Any], Any], message: str, parameter: str) -> None:
    with pytest.raises(ParameterError, match=message) as caught:
        call(packaged())
    assert caught.value.parameter == parameter
    assert caught.value.query in packaged()
    assert caught.value.advice


def test_a_wrong_value_is_told_with_its_type_and_an_example() -> None:
    with pytest.raises(ParameterError) as caught:
        packaged().certainly_at_least("many")
    assert (caught.value.value, caught.value.expected) == ("many", "xsd:integer")
    assert "certainly_at_least(floor=500)" in caught.value.advice


def test_near_names_are_told() -> None:
    with pytest.raises(ParameterError) as caught:
        packaged().figures("atsmuu:library")
    assert caught.value.nearest[0] == "atsmu:"
    with pytest.raises(ParameterError) as caught:
        packaged().claims(modality="akg:Assertions")
    assert caught.value.nearest[0] == "akg:Assertion"


def test_a_query_without_a_graph() -> None:
    with pytest.raises(QueryError, match="faculties is not bound to a graph"):
        packaged().faculties()


def test_a_value_can_not_escape_from_its_place() -> None:
    with load() as kg:
        assert len(kg.queries.find('x" ) } INSERT DATA { <a:a> <a:a> <a:a> } #')) == 0
        with pytest.raises(ParameterError):
            kg.queries.figures("http://example.org/> ; ?p ?o . ?figure a <http://example.org/")


def test_a_query_that_changed_after_its_index(indexed: Path) -> None:
    (indexed / "tiny.rq").write_text(TINY.replace("summary: One", "summary: A single"), "utf-8")
    with pytest.raises(DataError, match="another version") as caught:
        Catalogue(indexed)["tiny"].render("a")
    assert caught.value.file == str(indexed / "tiny.rq") and "make data" in caught.value.advice


def test_a_query_that_changed_and_is_as_long_as_before(indexed: Path) -> None:
    (indexed / "tiny.rq").write_text(TINY.replace("ORDER BY ?word", "ORDER BY ?ward"), "utf-8")
    with pytest.raises(DataError, match="another version"):
        Catalogue(indexed)["tiny"].render("a")


def test_a_query_whose_parameter_moved_after_its_index(indexed: Path) -> None:
    (indexed / "tiny.rq").write_text(
        TINY.replace("SELECT (?_word", "SELECT(?_word ").replace(" {}", "{}"), "utf-8"
    )
    with pytest.raises(DataError, match="another version"):
        Catalogue(indexed)["tiny"].render("a")


def test_a_query_whose_file_is_gone(indexed: Path) -> None:
    (indexed / "tiny.rq").unlink()
    with pytest.raises(StoreError, match="can't be read"):
        Catalogue(indexed)["tiny"].render("a")


@pytest.mark.parametrize("broken", [b"{", b"\xff", b"[1]"], ids=["JSON", "UTF-8", "not a mapping"])
def test_a_broken_index(indexed: Path, broken: bytes) -> None:
    (indexed / INDEX).write_bytes(broken)
    with pytest.raises(DataError, match="the index of the queries can't be read") as caught:
        len(Catalogue(indexed))
    assert caught.value.file == str(indexed / INDEX)


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_queries(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="the folder holds no queries"):
        len(Catalogue(tmp_path / name))
