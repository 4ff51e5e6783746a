"""Files of one's own beside the graph: merged as the graph is, their prefixes known, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.errors import AtsmuKGError, DataError, DataSyntaxError, ParameterError, UnknownPrefixError

GRANTS = """\
@prefix grant: <https://data.example/grants#> .
@prefix country: <https://w3id.org/atsmu-kg/id/country/> .
country:IN grant:scholarships 12 .
"""
QUERY = "SELECT ?n { atsmu:university akg:hasStudentsFrom ?c . ?c grant:scholarships ?n }"


@pytest.fixture
def grants(tmp_path: Path) -> Path:
    file = tmp_path / "grants of 2026.ttl"
    file.write_text(GRANTS, "utf-8")
    return file


def test_both_are_asked_together_with_the_prefixes_of_the_file(grants: Path) -> None:
    with atsmu_kg.load(data=[grants]) as kg:
        assert kg.select(QUERY).scalar() == 12
        assert kg.lint(QUERY).clean
        assert str(kg.university.name) == "Avicenna Tajik State Medical University"
    with atsmu_kg.load() as kg, pytest.raises(UnknownPrefixError):
        kg.select(QUERY)


def test_a_named_graph_says_whose_statement_it_is(grants: Path) -> None:
    with atsmu_kg.load(data=[str(grants)]) as kg:
        (row,) = kg.select(QUERY).cite()
        graphs = {graph for statement in row.statements for graph in statement.graphs}
        assert "urn:atsmu-kg:data:grants%20of%202026.ttl" in graphs


def test_the_default_graph_is_still_the_merge(grants: Path, tmp_path: Path) -> None:
    named = tmp_path / "named.trig"
    named.write_text("<a:s> <a:p> _:x . <a:g> { <a:s> <a:p> <a:o> , _:x }", "utf-8")
    with atsmu_kg.load(data=[grants, named]) as kg:
        quads = list(kg.quads())
    default = {quad.triple for quad in quads if quad.graph_name == DefaultGraph()}
    assert default == {quad.triple for quad in quads if quad.graph_name != DefaultGraph()}
    assert len({quad.object for quad in quads if isinstance(quad.object, BlankNode)}) == 1


def test_a_packaged_prefix_stays_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        "@prefix akg: <https://elsewhere.example/> . @prefix : <https://own.example/> . :a akg:b :c ."
    )
    with atsmu_kg.load(data=[file]) as kg:
        assert kg.ask("ASK { ?f a akg:Faculty . :a <https://elsewhere.example/b> :c }")
        assert kg.queries.faculties().column("faculty")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.from_regex("[a-z]{3,8}", fullmatch=True), st.integers(0, 99), min_size=1, max_size=5)
)
def test_whatever_is_stated_is_there_once_in_each_graph(
    tmp_path_factory: pytest.TempPathFactory, stated: dict[str, int]
) -> None:
    file = tmp_path_factory.mktemp("data") / "own.nt"
    line = '<a:{}> <a:p> "{}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    file.write_text("".join(line.format(*each) for each in stated.items()), "utf-8")
    with atsmu_kg.load(data=[file]) as kg, atsmu_kg.load() as alone:
        assert len(kg) == len(alone) + 2 * len(stated)


def test_the_command_line_puts_files_beside(grants: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(grants)]
    assert main(["query", QUERY, *data, "--format", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["n", "12"]
    assert main(["show", "country:IN", *data]) == 0
    assert "urn:atsmu-kg:data:grants%20of%202026.ttl" in capsys.readouterr().out
    assert main(["export", "-", "--format", "trig", *data]) == 0
    assert "grant:scholarships 12" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "text", "error", "told"),
    [
        ("own.ttl", "", DataError, "the file says nothing"),
        ("own.ttl", "<a:s> <a:p>", DataSyntaxError, "own.ttl:1:"),
        ("own.ttl", "<s> <a:p> <a:o> .", DataSyntaxError, "a relative IRI"),
        (
            "own.trig",
            "<https://w3id.org/atsmu-kg/graph/profile/s01> { <a:s> <a:p> 1 }",
            DataError,
            "named graph",
        ),
        ("own.csv", "a,b", AtsmuKGError, "own.csv"),
    ],
)
def test_a_file_that_can_not_stand_beside_is_refused(
    tmp_path: Path, name: str, text: str, error: type[AtsmuKGError], told: str
) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    with pytest.raises(error, match=told):
        atsmu_kg.load(data=[file])


def test_two_files_of_one_name_are_told(grants: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / grants.name
    other.parent.mkdir()
    other.write_text("<a:s> <a:p> <a:o> .", "utf-8")
    with pytest.raises(ParameterError, match="two files have the same name"):
        atsmu_kg.load(data=[grants, other])


@pytest.mark.parametrize("data", ["own.ttl", Path("own.ttl"), [1], 1, None])
def test_one_path_is_no_list_of_them(data: object) -> None:
    with pytest.raises(ParameterError, match="which is not a list of paths"):
        atsmu_kg.load(data=data)  # type: ignore[arg-type]


def test_a_store_on_disk_is_not_added_to(
    grants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with atsmu_kg.open(tmp_path / "store"):
        pass
    assert main(["query", QUERY, "--store", str(tmp_path / "store"), "--data", str(grants)]) == 2
    assert "files are put beside a graph in memory only" in capsys.readouterr().err
