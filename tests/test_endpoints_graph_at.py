"""Where a graph is, and who asks there, as command line and notebook have it from their user."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from loopback import Handler, serving

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.endpoints import PASSWORD, USER, graph_at
from atsmu_kg.errors import ParameterError, StoreError


@pytest.mark.parametrize(
    ("user", "password", "sent"),
    [
        (None, None, None),
        (None, "s3cret", None),
        ("", "s3cret", None),
        ("ibn-sina", None, "Basic aWJuLXNpbmE6"),
        ("ibn-sina", "s3cret", "Basic aWJuLXNpbmE6czNjcmV0"),
    ],
)
def test_who_asks_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, user: str | None, password: str | None, sent: str | None
) -> None:
    for name, value in ((USER, user), (PASSWORD, password)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    seen: list[str | None] = []

    class Asked(Handler):
        def do_GET(self) -> None:  # noqa: N802
            seen.append(self.headers["Authorization"])
            super().do_GET()

    with serving(ox.Store(), Asked) as server:
        with graph_at(endpoint=server.url) as kg:
            assert not kg.query("ASK { ?s ?p ?o }")
        assert main(["query", "ASK {}", "--endpoint", server.url]) == 0
    assert seen == [sent, sent]


def test_without_a_place_it_is_the_packaged_graph() -> None:
    with graph_at("", "") as kg, atsmu_kg.load() as packaged:
        assert len(kg) == len(packaged)


def test_a_store_is_read_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        graph_at(str(tmp_path / "store"))
    assert not list(tmp_path.iterdir())
    atsmu_kg.open(tmp_path / "store").close()
    with graph_at(str(tmp_path / "store")) as kg, pytest.raises(StoreError):
        kg.store.extend([ox.Quad(*[ox.NamedNode("urn:a")] * 3)])


def test_an_address_that_is_no_url() -> None:
    with pytest.raises(ParameterError, match=r"http\(s\)://"):
        graph_at(endpoint="sparql")


def test_a_graph_at_an_endpoint_says_what_to_use_in_place_of_an_rdflib_dataset() -> None:
    with pytest.raises(StoreError, match="only an embedded store") as caught:
        _ = atsmu_kg.connect("http://127.0.0.1:1/sparql").dataset
    assert "kg.construct(…).to_rdflib()" in caught.value.advice
    assert "atsmu-kg pull" in caught.value.advice
