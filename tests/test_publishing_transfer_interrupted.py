"""Clients and servers that end at any request: a second run completes the transfer, and nothing is lost."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pyoxigraph as ox
import pytest
from loopback import Handler, Loopback, serving

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.atomic import retired
from atsmu_kg.cli import main
from atsmu_kg.publishing.transfer import pull
from atsmu_kg.publishing.transfer.mirror import JOURNAL
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.errors import EndpointError

GRAPHS = [ox.DefaultGraph(), *(ox.NamedNode(f"urn:graph:{at}") for at in range(4))]
MOMENTS = ("before", "amid", "after")
"""When a request ends all: before it is carried out, in the middle of its answer, or instead of one."""
SEEDS = [0, 1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 8))]
CLIENT_SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3))]


def quad(at: int, graph: ox.NamedNode | ox.DefaultGraph, value: str = "ours") -> ox.Quad:
    return ox.Quad(ox.NamedNode(f"urn:s{at}"), ox.NamedNode("urn:p"), ox.Literal(value), graph)


HERE = {quad(at, graph) for graph in GRAPHS for at in range(30)}
STALE = {quad(at, graph, "stale") for graph in GRAPHS[:3] for at in range(25, 35)}
FOREIGN = {quad(at, ox.NamedNode("urn:others")) for at in range(5)}
OPTIONS = {
    "graph-store": {"method": "graph-store"},
    "update": {"method": "update"},
    "graph-store-replace": {"method": "graph-store", "replace": True},
    "update-replace": {"method": "update", "replace": True},
}
ways = pytest.mark.parametrize("way", sorted(OPTIONS))


def of_graph(quads: object, graph: object) -> set[ox.Quad]:
    return {each for each in quads if each.graph_name == graph}  # type: ignore[attr-defined]


def failing(last: int, moment: str, strike: Callable[[], None]) -> type[Handler]:
    """A handler that answers so many requests, strikes at the next, and answers none from then on."""
    numbers = count()

    class Failing(Handler):
        def parse_request(self) -> bool:
            if not super().parse_request():
                return False
            self.number = next(numbers)
            if self.number < last or (self.number == last and moment != "before"):
                return True
            return self.end()

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            if self.number < last:
                super()._answer(status, kind, body)
            elif moment == "amid" and status == 200:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
                self.end()
            else:
                self.end()

        def end(self) -> bool:
            strike()
            self.close_connection = True
            return False

    return Failing


def moment_of(seed: int, requests: int) -> tuple[int, str]:
    chance = random.Random(seed)
    return chance.randrange(requests), chance.choice(MOMENTS)


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    store = EmbeddedStore.memory()
    store.extend(HERE)
    return KnowledgeGraph(store)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same graph on the disk, for clients that are killed."""
    place = tmp_path_factory.mktemp("source") / "store"
    store = ox.Store(place)
    store.extend(HERE)
    return place


def there(way: str) -> ox.Store:
    """What is at the endpoint before: a graph of others, parts of ours, and, if it is replaced, more."""
    store = ox.Store()
    store.extend(FOREIGN)
    store.extend([quad(at, GRAPHS[1]) for at in range(7)])
    if "replace" in way:
        store.extend(STALE)
    return store


@pytest.fixture(scope="module")
def requests(kg: KnowledgeGraph) -> dict[str, int]:
    """By way: how many requests a push makes that nothing interrupts."""
    found = {}
    for way, options in OPTIONS.items():
        with serving(there(way)) as server:
            assert kg.push(server.url, graph_store=server.graph_store, batch=8, **options).equal
            found[way] = len(server.requests)
    return found


def require_nothing_lost(store: ox.Store, before: set[ox.Quad]) -> None:
    """Each graph has at least what it had, or it is as here."""
    after = set(store)
    for graph in [*GRAPHS, ox.NamedNode("urn:others")]:
        old, new = of_graph(before, graph), of_graph(after, graph)
        assert old <= new or new == of_graph(HERE, graph), graph


@ways
@pytest.mark.parametrize("seed", SEEDS)
def test_a_push_goes_on_when_the_server_had_ended(
    kg: KnowledgeGraph, requests: dict[str, int], way: str, seed: int
) -> None:
    store = there(way)
    before = set(store)
    last, moment = moment_of(seed, requests[way])
    with (
        serving(store, failing(last, moment, lambda: None)) as server,
        pytest.raises(EndpointError),
    ):
        kg.push(server.url, graph_store=server.graph_store, batch=8, retries=0, **OPTIONS[way])
    require_nothing_lost(store, before)
    with serving(store) as server:
        found = kg.push(server.url, graph_store=server.graph_store, batch=8, **OPTIONS[way])
    assert found.equal
    assert set(store) == HERE | FOREIGN
    assert len(list(store.named_graphs())) == len(GRAPHS)


@ways
@pytest.mark.parametrize("seed", CLIENT_SEEDS)
def test_a_push_goes_on_when_the_client_was_killed(
    directory: Path, requests: dict[str, int], way: str, seed: int
) -> None:
    store = there(way)
    before = set(store)
    last, moment = moment_of(seed, requests[way])
    with Killed(store, last, moment) as killed:
        killed.run("push", *_words(way), "--store", str(directory))
    require_nothing_lost(store, before)
    with serving(store) as server:
        command = ["push", server.url, "--graph-store", server.graph_store, *_words(way)]
        assert main([*command, "--store", str(directory)]) == 0
    assert set(store) == HERE | FOREIGN
    assert len(list(store.named_graphs())) == len(GRAPHS)


PULLED = 13
"""Requests of a pull: the names, each graph, and each count."""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pull_goes_on_when_the_server_had_ended(tmp_path: Path, seed: int) -> None:
    store = ox.Store()
    store.extend(HERE | FOREIGN)
    last, moment = moment_of(seed, PULLED)
    with serving(store, failing(last, moment, lambda: None)) as server:
        with pytest.raises(EndpointError):
            pull(server.url, tmp_path / "mirror", retries=0)
        require_completed(server, tmp_path)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pull_goes_on_when_the_client_was_killed(tmp_path: Path, seed: int) -> None:
    store = ox.Store()
    store.extend(HERE | FOREIGN)
    last, moment = moment_of(seed, PULLED)
    with Killed(store, last, moment) as killed:
        killed.run("pull", str(tmp_path / "mirror"))
        require_completed(killed.server, tmp_path)


def require_completed(server: Loopback, tmp_path: Path) -> None:
    """Another run from the same address makes the mirror, and fetches only what was not complete."""
    assert not (tmp_path / "mirror").exists()
    journal = tmp_path / ".mirror.pull" / JOURNAL
    complete = json.loads(journal.read_text())["graphs"] if journal.exists() else {}
    server.RequestHandlerClass = Handler
    server.requests.clear()
    assert pull(server.url, tmp_path / "mirror").equal
    assert len(fetched(server)) == len(GRAPHS) + 1 - len(complete)
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == set(server.store)


def fetched(server: Loopback) -> list[str]:
    """The requests for whole graphs."""
    return [each for each in server.requests if "COUNT" not in each and "DISTINCT" not in each]


def test_an_earlier_mirror_stays_while_it_is_renewed(tmp_path: Path) -> None:
    store = ox.Store()
    store.extend(HERE)
    with serving(store) as server:
        pull(server.url, tmp_path / "mirror")
        store.extend(FOREIGN)
        server.RequestHandlerClass = failing(3, "before", lambda: None)
        with pytest.raises(EndpointError):
            pull(server.url, tmp_path / "mirror", retries=0)
        with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
            assert set(mirror.quads()) == HERE
        server.RequestHandlerClass = Handler
        assert pull(server.url, tmp_path / "mirror").equal
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == HERE | FOREIGN


def test_a_mirror_that_was_killed_between_two_names(tmp_path: Path) -> None:
    """The earlier one has its old name already, and the new one not yet the right one."""
    store = ox.Store()
    store.extend(HERE)
    with serving(store) as server:
        pull(server.url, tmp_path / "mirror")
        (tmp_path / "mirror").rename(tmp_path / ".mirror.pull")
        retired(tmp_path / "mirror").mkdir()
        server.requests.clear()
        assert pull(server.url, tmp_path / "mirror").equal
        assert fetched(server) == []
    assert [each.name for each in tmp_path.iterdir()] == ["mirror"]


def test_a_graph_that_has_changed_meanwhile_is_pulled_again(tmp_path: Path) -> None:
    store = ox.Store()
    store.extend(HERE)
    with serving(store, failing(8, "before", lambda: None)) as server:
        with pytest.raises(EndpointError):
            pull(server.url, tmp_path / "mirror", retries=0)
        assert (tmp_path / ".mirror.pull" / JOURNAL).exists()
        store.add(quad(99, ox.DefaultGraph()))
        store.remove_graph(GRAPHS[1])
        server.RequestHandlerClass = Handler
        assert pull(server.url, tmp_path / "mirror").equal
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == set(store)


CLIENT = """
import os, signal, sys
from atsmu_kg.publishing.transfer import pull

url, directory, last = sys.argv[1], sys.argv[2], int(sys.argv[3])
number = 0

def watch(event, arguments):
    global number
    if event in {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"} and directory in str(arguments[0]):
        number += 1
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
pull(url, os.path.join(directory, "mirror"))
print(number)
"""
"""A client that ends itself before it touches a file for the n-th time."""


@contextmanager
def watched(directory: Path, renewed: bool) -> Iterator[tuple[ox.Store, list[str]]]:
    """A server whose data are to be pulled into a folder, anew or once more, and the command of a client."""
    store = ox.Store()
    store.extend(HERE)
    directory.mkdir()
    with serving(store) as server:
        if renewed:
            pull(server.url, directory / "mirror")
            store.extend(FOREIGN)
        yield store, [sys.executable, "-c", CLIENT, server.url, str(directory)]


@pytest.fixture(scope="module")
def touches(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, int]:
    """How often a pull that nothing interrupts touches files: the first one, and one that renews a mirror."""
    counts = {}
    for renewed in (False, True):
        directory = tmp_path_factory.mktemp("touches") / "watched"
        with watched(directory, renewed) as (_, command):
            done = subprocess.run([*command, "0"], check=True, capture_output=True)
            counts[renewed] = int(done.stdout)
    return counts


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("renewed", [False, True])
def test_a_pull_goes_on_when_it_was_killed_at_its_files(
    tmp_path: Path, touches: dict[bool, int], renewed: bool, seed: int
) -> None:
    directory, total = tmp_path / "watched", touches[renewed]
    with watched(directory, renewed) as (store, command):
        # The last of them are the names, which all depends on.
        last = random.Random(seed).choice([*range(1, total + 1), *range(total - 7, total + 1)])
        killed = subprocess.run([*command, str(last)], check=False)
        assert killed.returncode == -signal.SIGKILL
        if (directory / "mirror").exists():
            with atsmu_kg.open(directory / "mirror", create=False) as mirror:
                assert set(mirror.quads()) in (HERE, HERE | FOREIGN)
        assert pull(command[3], directory / "mirror").equal
    with atsmu_kg.open(directory / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == set(store)
    assert [each.name for each in directory.iterdir()] == ["mirror"]


PROGRAM = [sys.executable, "-m", "atsmu_kg.cli"]


class Killed:
    """An endpoint that kills its client at a request, and answers none from then on."""

    def __init__(self, store: ox.Store, last: int, moment: str) -> None:
        self._started = threading.Event()
        self._serving = serving(store, failing(last, moment, self._kill))
        self._client: subprocess.Popen[bytes]

    def run(self, verb: str, *words: str) -> None:
        """Start a client, and see that it is killed."""
        addresses = [self.server.url]
        if verb == "push":
            addresses += ["--graph-store", self.server.graph_store]
        with subprocess.Popen([*PROGRAM, verb, *addresses, *words], stderr=subprocess.PIPE) as self._client:
            self._started.set()
            said = self._client.communicate()[1]
        assert self._client.returncode == -signal.SIGKILL, said.decode()

    def _kill(self) -> None:
        self._started.wait()
        self._client.kill()

    def __enter__(self) -> Killed:
        self.server = self._serving.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._serving.__exit__(None, None, None)


def _words(way: str) -> list[str]:
    """The options of a way at the command line."""
    options = OPTIONS[way]
    return [
        *("--batch", "8", "--method", str(options["method"])),
        *(["--replace"] if "replace" in options else []),
    ]
