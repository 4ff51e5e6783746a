"""Transfers that can't be, and what is said of them; what was there stays as it was."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from loopback import Handler, serving

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.cli import main
from atsmu_kg.errors import ParameterError, StoreError
from atsmu_kg.publishing.transfer import pull
from atsmu_kg.publishing.transfer.mirror import JOURNAL
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.errors import (
    AuthenticationError,
    BusyError,
    EndpointError,
    NotAnEndpointError,
    RefusedQueryError,
    ServerError,
    TruncatedError,
    UnreachableError,
)

ONE = ox.NamedNode("urn:graph:1")
NOWHERE = "http://127.0.0.1:1/sparql"
METHODS = ("graph-store", "update")


def quad(subject: str, value: str, graph: ox.NamedNode | ox.BlankNode = ONE) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode("urn:p"), ox.Literal(value), graph)


THERE = {quad("urn:s", "theirs")}


@pytest.fixture
def kg() -> KnowledgeGraph:
    store = EmbeddedStore.memory()
    store.extend([quad(f"urn:s{at}", "ours") for at in range(20)])
    return KnowledgeGraph(store)


@pytest.fixture
def store() -> ox.Store:
    made = ox.Store()
    made.extend(THERE)
    return made


def refusing(status: int, said: bytes = b"no") -> type[Handler]:
    """A server that takes no writes."""

    class Refusing(Handler):
        def do_POST(self) -> None:  # noqa: N802  (the name that http.server calls)
            self._body()
            self._answer(status, "text/plain", said)

        do_PUT = do_POST  # noqa: N815

    return Refusing


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("status", "kind", "said", "advice"),
    [
        (400, RefusedQueryError, "does not accept what it was asked to write (400)", "send less at once"),
        (401, AuthenticationError, "does not allow this user to write (401)", "ATSMU_KG_PASSWORD"),
        (403, AuthenticationError, "does not allow this user to write (403)", "--user"),
        (404, NotAnEndpointError, "can't be written at this address (404)", "Check the URL"),
        (405, NotAnEndpointError, "can't be written at this address (405)", "or use the other one"),
        (413, RefusedQueryError, "does not accept what it was asked to write (413)", "send less at once"),
        (500, ServerError, "failed to write (500)", "read-only"),
        (501, NotAnEndpointError, "can't be written at this address (501)", "atsmu-kg export graph.nq"),
        (503, BusyError, "is not available (503)", "Run it again"),
    ],
)
def test_a_write_that_is_refused(
    kg: KnowledgeGraph,
    store: ox.Store,
    status: int,
    kind: type[EndpointError],
    said: str,
    advice: str,
    method: str,
    replace: bool,
) -> None:
    with serving(store, refusing(status, b"nobody may")) as server, pytest.raises(kind) as caught:
        kg.push(server.url, graph_store=server.graph_store, method=method, replace=replace, retries=0)
    error = caught.value
    assert error.message.startswith("urn:")
    assert said in error.message
    assert advice in error.advice
    assert (error.status, error.body) == (status, "nobody may")
    assert set(store) == THERE


def test_only_what_adds_triples_without_blank_nodes_is_sent_again(store: ox.Store) -> None:
    posts: list[str] = []

    class Losing(Handler):
        def do_POST(self) -> None:  # noqa: N802
            posts.append(self.path)
            self.close_connection = True

        do_PUT = do_POST  # noqa: N815

    store.clear()
    nodes = EmbeddedStore.memory()
    nodes.extend([ox.Quad(ox.BlankNode("b"), ox.NamedNode("urn:p"), ox.Literal("o"), ONE)])
    with serving(store, Losing) as server:
        for method in METHODS:
            with pytest.raises(EndpointError):
                KnowledgeGraph(nodes).push(server.url, graph_store=server.graph_store, method=method)
        assert len(posts) == 2
        store.extend(THERE)
        with pytest.raises(EndpointError):
            KnowledgeGraph(nodes).push(server.url, graph_store=server.graph_store, replace=True)
        assert len(posts) == 3


def test_blank_nodes_are_not_added_to_a_graph_that_is_there(store: ox.Store) -> None:
    nodes = EmbeddedStore.memory()
    nodes.extend([ox.Quad(ox.BlankNode("b"), ox.NamedNode("urn:p"), ox.Literal("o"), ONE)])
    with serving(store) as server, pytest.raises(StoreError, match="has blank nodes") as caught:
        KnowledgeGraph(nodes).push(server.url)
    assert "--replace" in caught.value.advice
    assert set(store) == THERE


def test_a_server_that_drops_what_it_was_sent(kg: KnowledgeGraph, store: ox.Store) -> None:
    class Forgetting(Handler):
        def do_POST(self) -> None:  # noqa: N802
            self._body()
            self._answer(204, "", b"")

        do_PUT = do_POST  # noqa: N815

    with serving(store, Forgetting) as server:
        found = kg.push(server.url)
        assert [(each.missing, each.extra) for each in found] == [(20, 1)]
        assert "20 missing there, 1 more there" in found.to_text()
        with pytest.raises(StoreError, match="was not replaced: of its 20 triples only 0 arrived"):
            kg.push(server.url, replace=True)
    assert set(store) == THERE


def test_a_server_that_has_its_own_literals_is_said_to_differ(kg: KnowledgeGraph) -> None:
    class Changing(Handler):
        def _body(self) -> bytes:
            return super()._body().replace(b"ours", b"OURS")

    with serving(ox.Store(), Changing) as server:
        (found,) = kg.push(server.url, graph_store=server.graph_store)
    assert (found.here.size, found.there.size, found.missing, found.extra) == (20, 20, 20, 20)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"method": "bulk"}, "method can't be 'bulk'"),
        ({"method": "graph-store"}, "address of the graph store is not known"),
        ({"batch": 0}, "batch can't be 0"),
        ({"batch": True}, "batch can't be True"),
        ({"default_graph": "no iri"}, "not an absolute IRI"),
        ({"default_graph": "urn:graph:1"}, "a graph of its own here"),
        ({"graph_store": "ftp://localhost/data"}, "not the address"),
        ({"update": "http://other/update", "auth": ("ibn-sina", "s3cret")}, "several hosts"),
        ({"timeout": 0}, "timeout can't be 0"),
    ],
)
def test_settings_that_can_not_be(kg: KnowledgeGraph, given: dict[str, object], said: str) -> None:
    with pytest.raises(ParameterError, match=said) as caught:
        kg.push(NOWHERE, **given)
    assert "s3cret" not in str(caught.value)


def test_no_secret_is_told(kg: KnowledgeGraph, store: ox.Store) -> None:
    with (
        serving(store, refusing(401, b"no, ibn-sina:s3cret")) as server,
        pytest.raises(EndpointError) as caught,
    ):
        kg.push(server.url, auth=("ibn-sina", "s3cret"))
    assert "s3cret" not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"


def test_no_server(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UnreachableError):
        kg.push(NOWHERE, retries=0)
    with pytest.raises(UnreachableError):
        pull(NOWHERE, tmp_path / "mirror", retries=0)
    assert not list(tmp_path.iterdir())


def test_a_graph_that_is_here_is_not_pulled(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="not at an endpoint"):
        pull(kg, tmp_path / "mirror")
    with pytest.raises(ParameterError, match="retries was given"):
        pull(atsmu_kg.connect(NOWHERE), tmp_path / "mirror", retries=1)


def _store_of_others(place: Path) -> None:
    ox.Store(place).extend(THERE)


def _mirror_of_others(place: Path) -> None:
    place.mkdir()
    (place / JOURNAL).write_text('{"url": "http://other/sparql", "graphs": {}}')


def _damaged_journal(place: Path) -> None:
    place.mkdir()
    (place / JOURNAL).write_text('{"url": "http://other/sparql", "graphs": {"": {"triples": "no"}}}')


def _directory(place: Path) -> None:
    place.mkdir()
    (place / "letter.txt").write_text("Dear …")


def _file(place: Path) -> None:
    place.write_text("Dear …")


@pytest.mark.parametrize("name", ["mirror", ".mirror.pull"])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_store_of_others, "not pulled from an endpoint"),
        (_mirror_of_others, "a mirror of http://other/sparql"),
        (_damaged_journal, "journal of the mirror is damaged"),
        (_directory, "not a store"),
        (_file, "this is a file|can't be made"),
    ],
)
def test_a_directory_of_something_else(
    store: ox.Store, tmp_path: Path, make: Callable[[Path], None], said: str, name: str
) -> None:
    make(tmp_path / name)
    before = contents(tmp_path / name)
    with serving(store) as server, pytest.raises(StoreError, match=said) as caught:
        pull(server.url, tmp_path / "mirror")
    assert caught.value.advice
    assert contents(tmp_path / name) == before


def contents(place: Path) -> dict[str, bytes]:
    files = [place] if place.is_file() else sorted(place.iterdir())
    return {each.name: each.read_bytes() for each in files}


def test_a_place_that_can_not_be_written(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with serving(store) as server, pytest.raises(StoreError, match="can't be made"):
        pull(server.url, tmp_path / "file" / "mirror")


def test_a_full_disk(tmp_path: Path) -> None:
    store = ox.Store()
    store.extend([quad(f"urn:s{at}", f"{at}" * 50) for at in range(5000)])
    with serving(store) as server:
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
        try:
            with pytest.raises(StoreError) as caught:
                pull(server.url, tmp_path / "mirror")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        assert "room" in caught.value.advice
        assert not (tmp_path / "mirror").exists()
        assert pull(server.url, tmp_path / "mirror").equal
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == set(store)


def test_two_pulls_at_once(store: ox.Store, tmp_path: Path) -> None:
    class Twice(Handler):
        def _query(self, asked: dict[str, list[str]]) -> None:
            if not caught and "COUNT" in asked["query"][0]:
                with pytest.raises(StoreError, match="open for writing somewhere else") as error:
                    pull(f"http://127.0.0.1:{self.server.server_port}/sparql", tmp_path / "mirror")
                caught.append(error.value)
            super()._query(asked)

    caught: list[StoreError] = []
    with serving(store, Twice) as server:
        assert pull(server.url, tmp_path / "mirror").equal
    assert len(caught) == 1


def test_a_graph_that_is_cut(store: ox.Store, tmp_path: Path) -> None:
    class Cutting(Handler):
        def _answer(self, status: int, kind: str, body: bytes) -> None:
            if b'"subject"' in body:
                body = body[: len(body) // 2]
            super()._answer(status, kind, body)

    with serving(store, Cutting) as server, pytest.raises(TruncatedError):
        pull(server.url, tmp_path / "mirror")
    assert not (tmp_path / "mirror").exists()


def test_a_graph_without_an_iri(store: ox.Store, tmp_path: Path) -> None:
    store.add(quad("urn:s", "o", ox.BlankNode("g")))
    with serving(store) as server, pytest.raises(StoreError, match="a graph without an IRI"):
        pull(server.url, tmp_path / "mirror")
    with serving(ox.Store()) as server, pytest.raises(StoreError, match="a graph without an IRI"):
        KnowledgeGraph(EmbeddedStore(store)).push(server.url)


def test_a_count_that_is_another_one(store: ox.Store, tmp_path: Path) -> None:
    """What is written at the endpoint while it is pulled shows in the comparison."""

    class Growing(Handler):
        def _answer(self, status: int, kind: str, body: bytes) -> None:
            super()._answer(status, kind, body)
            if b"theirs" in body:
                store.add(quad("urn:new", "more"))

    with serving(store, Growing) as server:
        found = pull(server.url, tmp_path / "mirror")
    (differing,) = found.differing
    assert (differing.graph, differing.here.size, differing.there.size) == (ONE, 1, 2)
    assert str(differing) == "differs"


@pytest.fixture
def source(tmp_path: Path, kg: KnowledgeGraph) -> str:
    place = tmp_path / "source"
    ox.Store(place).extend(kg.quads())
    return str(place)


def test_exit_codes(source: str, store: ox.Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(store, refusing(403)) as server:
        assert main(["push", server.url, "--store", source]) == 3
        assert "does not allow this user to write (403)" in capsys.readouterr().err
    with serving(store) as server:
        assert main(["push", server.url, "--store", source]) == 1
        assert "1 more there  urn:graph:1" in capsys.readouterr().out
        assert main(["push", server.url, "--store", source, "--method", "graph-store"]) == 2
        assert main(["pull", server.url, source]) == 3
        assert "not pulled from an endpoint" in capsys.readouterr().err
        assert main(["pull", server.url, str(tmp_path / "mirror"), "--page-size", "0"]) == 2


def test_the_password_is_no_argument(
    source: str,
    store: ox.Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[str | None] = []

    class Asking(Handler):
        def do_POST(self) -> None:  # noqa: N802
            asked.append(self.headers["Authorization"])
            super().do_POST()

    monkeypatch.delenv("ATSMU_KG_PASSWORD", raising=False)
    file = tmp_path / "password"
    with serving(store, Asking) as server:
        pushing = ["push", server.url, "--store", source, "--replace", "--user", "ibn-sina"]
        assert main(pushing) == 2
        assert "ATSMU_KG_PASSWORD" in capsys.readouterr().err
        file.write_text("s3cret\n")
        assert main([*pushing, "--password-file", str(file)]) == 0
        assert set(asked) == {"Basic aWJuLXNpbmE6czNjcmV0"}
        monkeypatch.setenv("ATSMU_KG_PASSWORD", "s3cret")
        asked.clear()
        store.remove_graph(ONE)
        assert main(pushing) == 0
        assert set(asked) == {"Basic aWJuLXNpbmE6czNjcmV0"}
        file.write_bytes(b"\xff")
        assert main([*pushing, "--password-file", str(file)]) == 3
        assert main(["push", server.url, "--password-file", str(file)]) == 2
        assert main(["push", server.url, "--digest"]) == 2


def test_a_journal_is_read_by_people_too(store: ox.Store, tmp_path: Path) -> None:
    with serving(store) as server:
        pull(server.url.replace("//", "//ibn-sina:s3cret@"), tmp_path / "mirror")
        found = json.loads((tmp_path / "mirror" / JOURNAL).read_text())
    assert found["url"] == server.url
    assert {name: each["triples"] for name, each in found["graphs"].items()} == {"": 0, "urn:graph:1": 1}
