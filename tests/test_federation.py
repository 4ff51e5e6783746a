"""Several graphs are asked together, and the answer says which of them gave each row, and which gave none."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from loopback import JSON, Handler, Loopback, serving

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.endpoints.federation import Federation
from atsmu_kg.errors import LimitError, ParameterError, QueryError, QuerySyntaxError, UnknownPrefixError
from atsmu_kg.stores.remote.credentials import Basic
from atsmu_kg.stores.remote.errors import BusyError, EndpointError, RefusedQueryError, UnreachableError

FACULTIES = "SELECT ?faculty { ?faculty a akg:Faculty } ORDER BY ?faculty"
# A second institution, invented.
OTHER = """
PREFIX akg: <https://w3id.org/atsmu-kg/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA {
    <https://example.org/medicine> a akg:Faculty ; skos:prefLabel "Faculty of Medicine"@en ;
        schema:foundingDate "1950"^^<http://www.w3.org/2001/XMLSchema#gYear> .
}
"""
# Nobody listens there.
NOBODY = "http://127.0.0.1:1/sparql"
PATIENCE = 60.0


class Failing(Handler):
    """An endpoint that is away for a while, whatever it is asked."""

    def _query(self, asked: dict[str, list[str]]) -> None:
        self._answer(503, "text/plain", b"at night")


class Cut(Handler):
    """An endpoint that says that it does not give all rows."""

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        super()._answer(206 if status == 200 else status, kind, body)


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return atsmu_kg.load()


@pytest.fixture(scope="module")
def here(kg: KnowledgeGraph) -> Iterator[Loopback]:
    with serving(kg.store.engine) as server:  # type: ignore[attr-defined]
        yield server


@pytest.fixture(scope="module")
def other() -> Iterator[Loopback]:
    store = ox.Store()
    store.update(OTHER)
    with serving(store) as server:
        yield server


@pytest.fixture(scope="module")
def failing() -> Iterator[Loopback]:
    with serving(ox.Store(), Failing) as server:
        yield server


@pytest.fixture
def both(here: Loopback, other: Loopback) -> Iterator[Federation]:
    with atsmu_kg.connect({"atsmu": here.url, "other": other.url}) as federation:
        yield federation


def test_a_query_is_asked_of_each(both: Federation, kg: KnowledgeGraph) -> None:
    answer = both.query(FACULTIES)
    assert answer.columns == ("origin", "faculty")
    assert list(answer) == [
        *(("atsmu", row.faculty) for row in kg.query(FACULTIES)),
        ("other", atsmu_kg.IRI("https://example.org/medicine")),
    ]
    assert (answer.complete, dict(answer.failures)) == (True, {})


def test_a_named_query_is_asked_of_each(both: Federation, kg: KnowledgeGraph) -> None:
    answer = both.queries.faculties(lang="en")
    known = kg.queries.faculties(lang="en")
    assert answer.columns == ("origin", *known.columns)
    assert [tuple(row)[1:] for row in answer if row.origin == "atsmu"] == [tuple(row) for row in known]
    assert answer.column("origin") == ["atsmu"] * len(known) + ["other"] * len(answer.parts["other"])
    assert answer.types == {"origin": "string", **known.types}


def test_parameters_go_to_each(both: Federation) -> None:
    answer = both.query(
        "SELECT ?faculty { ?faculty skos:prefLabel ?name }", name=atsmu_kg.Text("Faculty of Medicine", "en")
    )
    assert [tuple(row) for row in answer] == [("other", "https://example.org/medicine")]


def test_a_truth_value_of_each(both: Federation) -> None:
    answer = both.query("ASK { ?faculty skos:prefLabel 'Faculty of Medicine'@en }")
    assert answer.types["origin"] == "string"
    assert [tuple(row) for row in answer] == [("atsmu", False), ("other", True)]


def test_columns_in_another_order() -> None:
    stores = {name: ox.Store() for name in ("one", "two")}
    for name, store in stores.items():
        store.update(f"INSERT DATA {{ <urn:{name}> <urn:p> '{name}' }}")
    backwards = "SELECT ?o ?s { ?s ?p ?o }"

    class Backwards(Handler):
        """An endpoint that has its own order for SELECT *, as SPARQL lets it."""

        def _query(self, asked: dict[str, list[str]]) -> None:
            super()._query({"query": [backwards]})

    with serving(stores["one"]) as one, serving(stores["two"], Backwards) as two:
        answer = atsmu_kg.connect({"one": one.url, "two": two.url}).query("SELECT * { ?s <urn:p> ?o }")
    assert {row.origin: (row.s, row.o) for row in answer} == {
        "one": ("urn:one", "one"),
        "two": ("urn:two", "two"),
    }


def test_a_column_that_one_graph_only_has_is_unbound_in_the_others() -> None:
    store = ox.Store()
    store.update("INSERT DATA { <urn:s> <urn:p> 'o' }")

    class More(Handler):
        def _query(self, asked: dict[str, list[str]]) -> None:
            super()._query({"query": ["SELECT ?s ?o ?more { ?s ?p ?o BIND(1 AS ?more) }"]})

    with serving(store) as one, serving(store, More) as two:
        answer = atsmu_kg.connect({"one": one.url, "two": two.url}).query("SELECT * { ?s <urn:p> ?o }")
    assert {(row.origin, row.more) for row in answer} == {("one", None), ("two", 1)}


def test_no_rows_from_anyone(both: Federation) -> None:
    answer = both.query("SELECT ?s { ?s a akg:Nothing }")
    assert (list(answer), answer.columns, answer.complete) == ([], ("origin", "s"), True)


@pytest.mark.parametrize("name", ["tab\there", 'quote"back\\slash', "new\nline", "Сино", ""])
def test_any_name_is_an_origin(here: Loopback, name: str) -> None:
    with atsmu_kg.connect({name: here.url}) as federation:
        assert set(federation.query(FACULTIES).column("origin")) == {name}


def test_each_part_can_be_cited(both: Federation, kg: KnowledgeGraph) -> None:
    parts = both.queries.faculties(lang="en").parts
    assert parts["atsmu"].cite().to_text(full=True) == kg.queries.faculties(lang="en").cite().to_text(
        full=True
    )
    assert list(parts) == ["atsmu", "other"]
    with pytest.raises(TypeError):
        parts["more"] = parts["other"]


def test_what_is_several_graphs_answer_has_no_one_graph_to_cite(both: Federation) -> None:
    with pytest.raises(QueryError, match="does not know its graph"):
        both.query(FACULTIES).cite()


def test_a_data_frame_has_the_types_of_the_query(both: Federation) -> None:
    text = "SELECT ?faculty ?year ?name { ?faculty a akg:Faculty ; skos:prefLabel ?name "
    text += "OPTIONAL { ?faculty schema:foundingDate ?year } }"
    frame = both.query(text).to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        **{"origin": "string", "faculty": "string", "year": "Int64"},
        **{"name": "string", "name_lang": "string"},
    }
    assert frame[frame.origin == "other"].year.tolist() == [1950]


def test_a_data_frame_of_a_named_query(both: Federation, kg: KnowledgeGraph) -> None:
    example = kg.queries["figures"].example
    frame, known = (graph.queries.figures(**example).to_pandas() for graph in (both, kg))
    assert frame.dtypes.drop("origin").to_dict() == known.dtypes.to_dict()
    assert str(frame.dtypes["origin"]) == "string"
    assert frame[frame.origin == "atsmu"].drop(columns="origin").equals(known)


def test_one_that_fails_is_told(here: Loopback, failing: Loopback) -> None:
    with atsmu_kg.connect({"atsmu": here.url, "away": failing.url, "gone": NOBODY}, retries=0) as federation:
        answer = federation.query(FACULTIES)
    assert set(answer.column("origin")) == set(answer.parts) == {"atsmu"}
    assert {name: type(error) for name, error in answer.failures.items()} == {
        "away": BusyError,
        "gone": UnreachableError,
    }
    assert isinstance(answer.failures["away"], EndpointError)
    assert (answer.failures["away"].status, answer.failures["away"].url) == (503, failing.url)
    assert not answer.complete
    assert "away: " in answer.shortfall
    assert "gone: " in answer.shortfall
    with pytest.raises(TypeError):
        answer.failures["atsmu"] = answer.failures["away"]  # type: ignore[index]


def test_one_that_fails_is_told_of_a_named_query_and_an_ask(here: Loopback, failing: Loopback) -> None:
    with atsmu_kg.connect({"away": failing.url, "atsmu": here.url}, retries=0) as federation:
        for answer in (federation.queries.faculties(lang="en"), federation.query("ASK {}")):
            assert set(answer.column("origin")) == {"atsmu"}
            assert (answer.complete, list(answer.failures)) == (False, ["away"])


def test_one_that_fails_is_fatal_if_all_are_required(here: Loopback, failing: Loopback) -> None:
    urls = {"atsmu": here.url, "away": failing.url}
    with (
        atsmu_kg.connect(urls, required=True, retries=0) as federation,
        pytest.raises(BusyError) as caught,
    ):
        federation.query(FACULTIES)
    assert caught.value.url == failing.url


def test_all_that_fail_are_an_error(failing: Loopback) -> None:
    with (
        atsmu_kg.connect({"away": failing.url, "gone": NOBODY}, retries=0) as federation,
        pytest.raises(EndpointError),
    ):
        federation.query(FACULTIES)


def test_a_part_that_is_cut_makes_the_whole_incomplete(here: Loopback, kg: KnowledgeGraph) -> None:
    with serving(kg.store.engine, Cut) as cut:  # type: ignore[attr-defined]
        urls = {"atsmu": here.url, "cut": cut.url}
        with atsmu_kg.connect(urls) as federation:
            assert list(federation.query(FACULTIES).failures) == ["cut"]
        with atsmu_kg.connect(urls, incomplete="allow") as federation:
            answer = federation.query(FACULTIES)
    assert set(answer.column("origin")) == {"atsmu", "cut"}
    assert (answer.complete, dict(answer.failures)) == (False, {})
    assert answer.shortfall.startswith("cut: ")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT ?s { ?s ?p }", QuerySyntaxError),
        ("SELECT ?s { ?s no:prefix ?o }", UnknownPrefixError),
        ("CLEAR ALL", QuerySyntaxError),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", LimitError),
    ],
)
def test_a_query_that_is_wrong_for_everyone_is_raised(
    both: Federation, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        both.query(text)


def test_a_query_that_one_refuses_is_told(here: Loopback) -> None:
    class Old(Handler):
        """An endpoint that does not know all of SPARQL 1.1."""

        def _query(self, asked: dict[str, list[str]]) -> None:
            self._answer(400, "text/plain", b"BNODE() is not implemented")

    with serving(ox.Store(), Old) as old:
        federation = atsmu_kg.connect({"atsmu": here.url, "old": old.url})
        failures = federation.query("SELECT (BNODE() AS ?node) {}").failures
    assert {name: type(error) for name, error in failures.items()} == {"old": RefusedQueryError}


def test_a_column_named_origin_is_refused(both: Federation) -> None:
    with pytest.raises(QueryError, match=r"\?origin of its own"):
        both.query("SELECT ?origin { ?origin a akg:Faculty }")


@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s a akg:Faculty }", "DESCRIBE atsmu:university"])
def test_graphs_are_not_merged(both: Federation, text: str) -> None:
    with pytest.raises(QueryError, match="not merged"):
        both.query(text)
    assert len(both["atsmu"].query(text)) > 0


@pytest.mark.parametrize(
    "settings",
    [{"auth": ("avicenna", "s3cret")}, {"auth": Basic("a", "b")}, {"headers": {"X-Key": "s3cret"}}],
)
def test_credentials_are_not_sent_to_several(
    here: Loopback, other: Loopback, settings: dict[str, object]
) -> None:
    with pytest.raises(ParameterError, match="several endpoints") as caught:
        atsmu_kg.connect({"atsmu": here.url, "other": other.url}, **settings)  # type: ignore[call-overload]
    assert "s3cret" not in str(caught.value)


def test_graphs_that_are_connected_already(here: Loopback, kg: KnowledgeGraph) -> None:
    alone = atsmu_kg.connect(here.url, auth=("avicenna", "s3cret"))
    federation = atsmu_kg.connect({"alone": alone, "loaded": kg, "remote": here.url})
    assert federation["alone"] is alone
    assert federation.query(FACULTIES).column("origin") == [
        name for name in ("alone", "loaded", "remote") for _ in kg.query(FACULTIES)
    ]
    assert "s3cret" not in repr(federation)


def test_one_graph_by_two_names(here: Loopback, kg: KnowledgeGraph) -> None:
    graph = atsmu_kg.connect(here.url)
    federation = atsmu_kg.connect({"one": graph, "two": graph})
    for answer in (federation.query(FACULTIES), asyncio.run(federation.aquery(FACULTIES))):
        assert answer.column("origin").count("one") == answer.column("origin").count("two") > 0


def test_no_graph_at_all() -> None:
    with pytest.raises(ParameterError, match="no graph"):
        atsmu_kg.connect({})


def test_closing_closes_all(here: Loopback, other: Loopback) -> None:
    with atsmu_kg.connect({"atsmu": here.url, "other": other.url}) as federation:
        pass
    with pytest.raises(atsmu_kg.AtsmuKGError, match="closed"):
        federation.query(FACULTIES)


def test_all_are_asked_at_the_same_time() -> None:
    barrier = threading.Barrier(2, timeout=PATIENCE)

    class Meeting(Handler):
        """Answers when as many requests are under way as there are endpoints, else fails."""

        def _query(self, asked: dict[str, list[str]]) -> None:
            try:
                barrier.wait()
            except threading.BrokenBarrierError:
                self._answer(500, "text/plain", b"nobody else came")
            else:
                super()._query(asked)

    with serving(ox.Store(), Meeting) as one, serving(ox.Store(), Meeting) as two:
        federation = atsmu_kg.connect({"one": one.url, "two": two.url}, required=True)
        assert federation.query("ASK {}").column("answer") == [True, True]
        assert asyncio.run(federation.aquery("ASK {}")).column("answer") == [True, True]


def test_a_query_that_is_wrong_for_everyone_is_raised_at_once(here: Loopback) -> None:
    raised, waited = threading.Event(), threading.Event()

    class Late(Handler):
        """Answers when the error was raised, or after a while."""

        def _query(self, asked: dict[str, list[str]]) -> None:
            if not raised.wait(5):
                waited.set()
            self._answer(400, "text/plain", b"no query")

    with serving(ox.Store(), Late) as late:
        federation = atsmu_kg.connect({"late": late.url, "atsmu": here.url})
        with pytest.raises(QuerySyntaxError):
            federation.query("SELECT ?s { ?s ?p }")
        raised.set()
    assert not waited.is_set()


def test_blank_nodes_of_two_graphs_are_two() -> None:
    class Anonymous(Handler):
        """An endpoint that labels its blank nodes from 0 on, as many do."""

        def _query(self, asked: dict[str, list[str]]) -> None:
            node = b'{"b": {"type": "bnode", "value": "b0"}}'
            document = b'{"head": {"vars": ["b"]}, "results": {"bindings": [%s, %s]}}' % (node, node)
            self._answer(200, JSON, document)

    with serving(ox.Store(), Anonymous) as one, serving(ox.Store(), Anonymous) as two:
        found = atsmu_kg.connect({"one": one.url, "two": two.url}).query("SELECT ?b { ?b ?p ?o }")
    assert found.column("b")[0] == found.column("b")[1]
    assert len(set(found.column("b"))) == 2


def test_a_truth_value_can_be_cited(both: Federation, kg: KnowledgeGraph) -> None:
    text = "ASK { ?faculty a akg:Faculty }"
    assert both.query(text).parts["atsmu"].cite().to_text(full=True) == kg.query(text).cite().to_text(
        full=True
    )


def test_asynchronous_programs(both: Federation, here: Loopback, failing: Loopback) -> None:
    async def ask() -> None:
        one, two = await asyncio.gather(both.aquery(FACULTIES), both.aquery("ASK {}"))
        assert list(one) == list(both.query(FACULTIES))
        assert two.column("answer") == [True, True]
        with pytest.raises(QuerySyntaxError):
            await both.aquery("SELECT")
        federation = atsmu_kg.connect({"atsmu": here.url, "away": failing.url}, retries=0)
        assert list((await federation.aquery(FACULTIES)).failures) == ["away"]

    asyncio.run(ask())


def cancelled(federation: Federation, *listening: socket.socket) -> None:
    """Ask, cancel when each socket has a connection, and see all connections end."""

    def ends(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            while connection.recv(4096):
                pass

    async def ask() -> None:
        task = asyncio.ensure_future(federation.aquery("ASK {}"))
        loop = asyncio.get_running_loop()
        accepted = [(await loop.run_in_executor(None, each.accept))[0] for each in listening]
        task.cancel()
        for connection in accepted:
            await loop.run_in_executor(None, ends, connection)
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(ask())


def url(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_a_task_that_is_cancelled_frees_all_connections() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        cancelled(atsmu_kg.connect({"one": url(one), "two": url(two)}), one, two)


def test_a_task_that_is_cancelled_frees_both_connections_of_one_graph() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        graph = atsmu_kg.connect(url(listening), timeout=PATIENCE)
        cancelled(Federation({"one": graph, "two": graph}), listening, listening)


def test_a_term_that_no_graph_knows_is_told(both: Federation) -> None:
    (warning,) = both.query("SELECT ?s { ?s a akg:Facultie }").warnings
    assert warning.text == "the graph knows no class akg:Facultie"
    assert both.ask("ASK { ?s a akg:Facultie }").warnings[0].nearest[0] == "akg:Faculty"


def test_a_term_that_one_graph_knows_is_not_told(both: Federation) -> None:
    # The other graph has no universities.
    assert both["other"].query("ASK { ?s a akg:University }").warnings
    assert both.query("ASK { ?s a akg:University }").warnings == ()


def test_a_display_of_graphs_here_tells_what_none_knows(kg: KnowledgeGraph) -> None:
    twice = Federation({"one": kg, "two": kg}).query("SELECT ?s { ?s a akg:Facultie }")
    assert [warning.term for warning in twice.told()] == ["akg:Facultie"]
    assert "akg:Facultie" in twice._repr_html_()
