"""Named queries as Python functions: names, signatures, docstrings, parameters in place."""

from __future__ import annotations

import copy
import inspect
import pydoc
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.queries import INDEX, Catalogue, NamedQuery, packaged
from atsmu_kg.queries.compiler import index
from atsmu_kg.queries.header import read_headers
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Text
from atsmu_kg.results import Result
from atsmu_kg.stores.embedded import EmbeddedStore

ECHO = """#+ summary: What was given
#+ tags: [test]
#+ params:
#+   - {name: word, variable: _word, type: string, required: true, example: a, description: any text}
#+   - {name: times, variable: __times_integer, type: "xsd:integer", default: 2, description: a number}
#+ columns:
#+   - {name: word, type: string, description: the text}
#+   - {name: twice, type: "xsd:integer", description: twice the number}
#+ expect: {rows: 1, first: {word: a, twice: 4}}

# The parameter ?_word is not replaced here, nor in '?_word'.
SELECT (?_word AS ?word) (2 * $__times_integer AS ?twice) WHERE { BIND("?_word" AS ?same) }
ORDER BY ?word
"""


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return load()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's own folder of queries, without an index."""
    made = tmp_path_factory.mktemp("queries")
    (made / "echo.rq").write_text(ECHO, "utf-8")
    return made


@pytest.fixture(scope="module")
def echo(folder: Path) -> NamedQuery:
    return Catalogue(folder).bound(KnowledgeGraph(EmbeddedStore.memory()))["echo"]


def test_a_query_has_the_signature_of_its_header() -> None:
    signature = inspect.signature(packaged().certainly_at_least)
    floor, lang, ceiling, *limits = signature.parameters.values()
    assert [each.name for each in limits] == ["timeout", "max_rows", "max_bytes", "bindings"]
    assert (floor.name, floor.annotation, floor.default) == ("floor", int, inspect.Parameter.empty)
    assert (lang.name, lang.annotation, lang.default) == ("lang", Literal["en", "ru", "tg"], "en")
    assert (ceiling.name, ceiling.annotation, ceiling.default) == ("ceiling", int | None, None)
    assert signature.return_annotation is Result
    assert list(inspect.signature(NamedQuery).parameters) == ["name", "directory", "entry", "graph"]


def test_a_query_has_the_docstring_of_its_header() -> None:
    text = packaged().partner_countries.__doc__
    assert text is not None
    assert text.startswith("Partner countries with code and region.\n")
    assert "  lang (string: en, ru or tg; en unless given): language of the names" in text
    assert "  code (string; may be unbound): its ISO 3166-1 alpha-2 code" in text
    assert "may be unbound" in (packaged().figures.__doc__ or "")
    assert NamedQuery.__doc__ is not None and NamedQuery.__doc__.startswith("A named query.")


def test_help_shows_signature_and_docstring() -> None:
    shown = pydoc.plain(pydoc.render_doc(packaged().faculties))
    assert "faculties(lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout" in shown.replace("\n", " ")
    assert "The faculties of the university." in shown


def test_a_catalogue_is_a_mapping_with_names_to_complete() -> None:
    catalogue = packaged()
    assert list(catalogue) == sorted(catalogue)
    assert set(catalogue) <= set(dir(catalogue))
    assert catalogue.get("facultys") is None and not hasattr(catalogue, "facultys")
    assert "faculties" in repr(catalogue)
    assert copy.copy(catalogue)["faculties"].name == "faculties"


def test_a_call_gives_a_result_with_declared_types(kg: KnowledgeGraph) -> None:
    result = kg.queries.faculties(lang="tg")
    assert result.types == {"faculty": "iri", "name": "text", "source": "iri"}
    assert result.version == kg.version
    assert result[0].faculty.curie == "atsmu:dentistry-faculty"
    assert result[0].name == Text("Факултети стоматологӣ", "tg")


def test_parameters_go_by_position_and_by_name(kg: KnowledgeGraph) -> None:
    figures = kg.queries.figures
    by_name = figures(lang="ru", thing="atsmu:library").to_dicts()
    assert figures("atsmu:library", "ru").to_dicts() == by_name
    assert figures(IRI("https://w3id.org/atsmu-kg/id/library"), lang="ru").to_dicts() == by_name
    assert figures("<https://w3id.org/atsmu-kg/id/library>", "ru").to_dicts() == by_name


def test_only_the_variables_of_parameters_are_replaced(echo: NamedQuery) -> None:
    assert echo("?_word").to_dicts() == [{"word": "?_word", "twice": 4}]
    assert echo.render("b", times=-1).endswith(
        """SELECT ("b" AS ?word) (2 * "-1"^^<http://www.w3.org/2001/XMLSchema#integer> AS ?twice) """
        """WHERE { BIND("?_word" AS ?same) }\nORDER BY ?word\n"""
    )


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(10**15), 10**15))
def test_any_value_is_data(echo: NamedQuery, word: str, times: int) -> None:
    assert tuple(echo(word, times).one()) == (word, 2 * times)


def test_a_folder_without_an_index_is_read_by_its_headers(folder: Path, echo: NamedQuery) -> None:
    assert echo.group == "test" and echo.example == {"word": "a"}
    indexed = folder / "indexed"
    indexed.mkdir()
    (indexed / "echo.rq").write_text(ECHO, "utf-8")
    (indexed / INDEX).write_text(index(read_headers(indexed)), "utf-8")
    assert Catalogue(indexed)["echo"].render("x") == Catalogue(folder)["echo"].render("x")


def test_line_ends_do_not_matter(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "echo.rq").write_bytes(ECHO.replace("\n", "\r\n").encode())
    assert read_headers(tmp_path) == read_headers(folder)
    assert Catalogue(tmp_path)["echo"].render("x") == Catalogue(folder)["echo"].render("x")


def test_texts_from_a_command_line_become_values(kg: KnowledgeGraph) -> None:
    query = kg.queries.certainly_at_least
    values = query.from_text({"floor": "500", "lang": "ru"})
    assert values == {"floor": 500, "lang": "ru"}
    assert query(**values).to_dicts() == query(500, "ru").to_dicts()


def test_a_graph_without_the_data_has_no_rows() -> None:
    empty = packaged().bound(KnowledgeGraph(EmbeddedStore.memory()))
    assert len(empty.faculties()) == 0
