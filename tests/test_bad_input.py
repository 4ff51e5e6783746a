"""Bad input, everywhere: one error that says where and what to do, no traceback, no network, no loss."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import bad_input
import pytest
from pyoxigraph import NamedNode, Quad

from atsmu_kg import errors, load
from atsmu_kg.cli import main
from atsmu_kg.errors import AtsmuKGError, DataSyntaxError, ExportError, LimitError, ShapeError, StoreError
from atsmu_kg.queries.header import read_header
from atsmu_kg.rdf import documents
from atsmu_kg.rdf import serializers as exports
from atsmu_kg.rdf.formats import EXTENSIONS
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.validation import validate_files
from atsmu_kg.validation.lint import lint_shapes

PREFIXES = f"""@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <{bad_input.RDF}> .
"""
DATA = "<https://example.org/a> <https://example.org/p> <https://example.org/a> .\n"
NODE = NamedNode("https://example.org/a")
BLOCKER = """import os, socket
def refuse(*_, **__):
    open(os.environ["NETWORK_TRIED"], "w").close()
    raise OSError("the network is blocked")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""

Run = Callable[[list[str]], tuple[int, str]]


@pytest.fixture(scope="session")
def listener() -> Iterator[socket.socket]:
    """A server that no one may speak to, not even the engine, which has sockets of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def url(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.fixture(autouse=True)
def network(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test that tries to reach anything."""
    tried = []

    def refuse(*arguments: object, **_: object) -> None:
        tried.append(arguments)
        raise OSError("the network is blocked")

    with monkeypatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield
    assert tried == []
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A call of the command line in tmp_path: its exit code, and its one message."""
    monkeypatch.chdir(tmp_path)

    def call(arguments: list[str]) -> tuple[int, str]:
        before = snapshot(tmp_path)
        try:
            code = main(arguments)
        except SystemExit as raised:
            assert isinstance(raised.code, int)
            code = raised.code
        captured = capsys.readouterr()
        assert captured.out == ""
        assert snapshot(tmp_path) == before
        return code, one_message(captured.err)

    return call


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A call of the command line as a process that can't reach the network."""
    blocker = tmp_path / "blocker"
    blocker.mkdir()
    (blocker / "sitecustomize.py").write_text(BLOCKER)
    tried = blocker / "tried"

    def call(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(blocker), "NETWORK_TRIED": str(tried)}
        given = {"stdout": subprocess.PIPE, "stdin": subprocess.DEVNULL} | options
        command = [sys.executable, "-m", "atsmu_kg.cli", *arguments]
        done = subprocess.run(  # type: ignore[call-overload]
            command, stderr=subprocess.PIPE, text=True, env=environment, timeout=60, check=False, **given
        )
        assert not tried.exists()
        return done  # type: ignore[no-any-return]

    return call


def snapshot(folder: Path) -> dict[str, bytes]:
    """The files of a folder with what is in them."""
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def one_message(text: str) -> str:
    """The message, which stands alone, and is neither a traceback nor a warning."""
    lines = text.splitlines()
    messages = [line for line in lines if line.startswith("atsmu-kg")]
    assert len(messages) == 1, text
    usage = lines[0].startswith("usage: ")
    assert usage or all(line.startswith("  ") for line in lines[1:]), text
    assert usage or lines[1:], f"says not what to do: {text}"
    assert "Traceback" not in text
    return text


def filled(content: bytes | str, url: str) -> bytes:
    """The content with the address of the server that no one may speak to."""
    content = content.encode() if isinstance(content, str) else content
    return content.replace(b"{url}", url.encode())


def by_id(cases: list[object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case.id.replace(" ", "_") for case in cases])  # type: ignore[attr-defined]


def test_the_table_is_long_and_names_each_case_once() -> None:
    tables = (bad_input.DOCUMENTS, bad_input.QUERIES, bad_input.SHAPES, bad_input.CALLS, bad_input.HEADERS)
    for table in tables:
        assert len({case.id for case in table}) == len(table)
    assert sum(map(len, tables)) + len(bad_input.ILL_TYPED) >= 80


@by_id(bad_input.DOCUMENTS)
def test_a_bad_document(case: bad_input.Document, tmp_path: Path, url: str, run: Run) -> None:
    file = tmp_path / f"bad.{case.extension}"
    file.write_bytes(filled(case.content, url))
    with pytest.raises(DataSyntaxError) as caught:
        documents.read(file)
    assert str(caught.value).startswith(f"{file}{case.where}")
    assert case.says in caught.value.message
    assert caught.value.advice
    code, message = run(["validate", file.name])
    assert code == 1
    assert message.startswith(f"atsmu-kg: {file.name}{case.where}")
    assert case.says in message
    with pytest.raises(DataSyntaxError):
        lint_shapes(file)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_empty_document(extension: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / f"empty{extension}").touch()
    code, message = run(["validate", f"empty{extension}"])
    assert code == 1
    assert message.startswith(f"atsmu-kg: empty{extension}:")


@pytest.mark.parametrize("datatype", bad_input.ILL_TYPED)
def test_an_ill_typed_literal(datatype: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lexical = bad_input.ILL_TYPED[datatype]
    file = tmp_path / "typed.ttl"
    file.write_text(f'{DATA}<a:s> <a:p> "{lexical}"^^<{bad_input.XSD}{datatype}> .\n')
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(f"{PREFIXES} ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ] .")
    assert main(["validate", str(file), "--shapes", str(shapes)]) == 1
    said = capsys.readouterr()
    assert f"{file}:2" in said.out
    assert lexical in said.out
    assert datatype in said.out
    assert said.err == ""
    assert [quad.object.value for quad in documents.read(file)][1] == lexical  # type: ignore[union-attr]


@by_id(bad_input.QUERIES)
def test_a_bad_query(case: bad_input.Query, tmp_path: Path, url: str, run: Run) -> None:
    text = filled(case.text, url).decode()
    kind = LimitError if case.error == "LimitError" else getattr(errors, case.error)
    if case.error != "ParameterError":
        with load() as kg, pytest.raises(kind) as caught:
            kg.query(text)
        assert str(caught.value).startswith(case.where.removeprefix(":"))
        assert case.says in caught.value.message
        assert caught.value.advice
    (tmp_path / "bad.rq").write_text(text, "utf-8")
    code, message = run(["query", "bad.rq"])
    assert code == case.code
    assert message.startswith(f"atsmu-kg: bad.rq{case.where}")
    assert case.says in message


@by_id(bad_input.SHAPES)
@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
def test_a_bad_shape(case: bad_input.Shape, engine: str, tmp_path: Path, url: str, run: Run) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_bytes(PREFIXES.encode() + filled(case.text, url))
    data.write_text(DATA)
    with pytest.raises(ShapeError) as caught:
        validate_files(data, shapes, engine=engine)
    assert case.says in caught.value.message
    assert caught.value.advice
    code, message = run(["validate", "data.ttl", "--shapes", "shapes.ttl", "--engine", engine])
    assert code == 1
    assert case.says in message


@by_id(bad_input.CALLS)
def test_a_bad_call(case: bad_input.Call, run: Run) -> None:
    code, message = run(case.arguments)
    assert code == case.code
    assert case.says in message


@by_id(bad_input.HEADERS)
def test_a_bad_header(case: bad_input.Header, tmp_path: Path, url: str) -> None:
    file = tmp_path / "one_word.rq"
    assert case.old in bad_input.GOOD
    file.write_bytes(filled(bad_input.GOOD.replace(case.old, case.new, 1), url))
    with pytest.raises(AtsmuKGError) as caught:
        read_header(file)
    assert str(caught.value).startswith(f"{file}{case.where}")
    assert case.says in caught.value.message


def test_the_header_that_the_others_are_made_from_is_good(tmp_path: Path) -> None:
    file = tmp_path / "one_word.rq"
    file.write_text(bad_input.GOOD)
    assert read_header(file)["summary"] == "One word"


def test_a_literal_of_a_gigabyte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "large.ttl"
    with file.open("wb") as opened:  # a file of holes takes no room
        opened.write(b'<a:s> <a:p> "')
        opened.truncate(2**30)
    with pytest.raises(StoreError, match="1,073,741,824 bytes; at most 268,435,456 are allowed") as caught:
        documents.read(file)
    assert "max_bytes" in caught.value.advice
    assert main(["validate", str(file)]) == 3
    assert one_message(capsys.readouterr().err).startswith(f"atsmu-kg: {file}: ")
    small = tmp_path / "small.ttl"
    small.write_text(DATA)
    with pytest.raises(StoreError, match="are allowed"):
        documents.read(small, max_bytes=len(DATA) - 1)
    assert len(documents.read(small, max_bytes=len(DATA))) == 1


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "data.nq"
    {"pipe": os.mkfifo, "folder": os.mkdir, "device": lambda path: path.symlink_to("/dev/zero")}[kind](path)
    for read in (documents.read, lambda path: EmbeddedStore.memory(str(path))):
        with pytest.raises(StoreError, match=r"pipe|folder|directory") as caught:
            read(path)  # type: ignore[operator]
        assert caught.value.file == str(path)
        assert caught.value.advice
    with pytest.raises(StoreError):
        EmbeddedStore.open(tmp_path / "store", create_from=str(path))
    assert not (tmp_path / "store").exists()


def test_a_pipe_as_a_query(tmp_path: Path, program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    os.mkfifo(tmp_path / "pipe.rq")
    done = program("query", str(tmp_path / "pipe.rq"))
    assert done.returncode == 2
    assert "a device or a pipe" in one_message(done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "command", [["run", "faculties"], ["export", "-", "--format", "nt"]], ids=lambda words: words[0]
)
def test_output_to_a_full_disk(
    command: list[str], program: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = program(*command, stdout=full)
    assert done.returncode in (2, 3)
    assert "No space left" in one_message(done.stderr)


def test_an_export_that_is_killed(tmp_path: Path) -> None:
    target = tmp_path / "graph.nt"
    target.write_text("old")
    code = (
        "import os, signal, sys, atsmu_kg\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "atsmu_kg.load().export(sys.argv[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, target], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert target.read_text() == "old"
    exports.write([Quad(NODE, NODE, NODE)], target)
    assert "example.org" in target.read_text()


def test_a_store_whose_making_is_killed(tmp_path: Path) -> None:
    source = tmp_path / "small.nq"
    source.write_text(DATA)
    store = tmp_path / "store"
    code = (
        "import os, pathlib, signal, sys\n"
        "from atsmu_kg.stores.embedded import EmbeddedStore\n"
        "pathlib.Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "EmbeddedStore.open(sys.argv[1], create_from=sys.argv[2])"
    )
    done = subprocess.run([sys.executable, "-c", code, store, source], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert not store.exists()
    with EmbeddedStore.open(store, create_from=str(source)) as made:
        assert made.size == 1


def test_a_load_that_is_interrupted(tmp_path: Path) -> None:
    source = tmp_path / "small.nq"
    source.write_text(DATA)

    def quads() -> Iterator[Quad]:
        yield Quad(NODE, NODE, NODE)
        raise KeyboardInterrupt

    with EmbeddedStore.open(tmp_path / "store", create_from=str(source)) as store:
        with pytest.raises(KeyboardInterrupt):
            store.extend(quads())
        assert store.size == 1
    with EmbeddedStore.open(tmp_path / "store", read_only=True) as store:
        assert store.size == 1


def test_a_full_disk_under_an_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "graph.nt"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with load() as kg, pytest.raises(ExportError, match="No space left"):
        kg.export(target)
    assert snapshot(tmp_path) == {str(target): b"old"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An on-disk store of one quad."""
    source = tmp_path / "small.nq"
    source.write_text(DATA)
    EmbeddedStore.open(tmp_path / "store", create_from=str(source)).close()
    return tmp_path / "store"


def test_a_store_in_use(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with EmbeddedStore.open(store) as opened:
        assert main(["query", "ASK {}", "--store", str(store)]) == 0
        with pytest.raises(StoreError, match="somewhere else"):
            EmbeddedStore.open(store)
        assert opened.size == 1
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-*", "*.sst", "OPTIONS-*"])
@pytest.mark.parametrize("damage", ["gone", "cut off", "overwritten"])
def test_a_damaged_store(name: str, damage: str, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(store.glob(name))
    assert files
    for file in files:
        content = file.read_bytes()
        if damage == "gone":
            file.unlink()
        else:
            file.write_bytes(content[: len(content) // 2] if damage == "cut off" else b"\xff" * len(content))
    code = main(["query", "SELECT * { ?s ?p ?o }", "--store", str(store)])
    said = capsys.readouterr()
    if code == 0:
        assert "1 rows" in said.out or "1 row" in said.out  # the options are made anew
        assert name == "OPTIONS-*"
        return
    assert code == 3
    message = one_message(said.err)
    assert str(store) in message
    assert said.out == ""


def test_a_read_only_store(store: Path) -> None:
    with EmbeddedStore.open(store, read_only=True) as opened:
        for change in (opened.extend, opened.remove):
            with pytest.raises(StoreError, match="reading only") as caught:
                change([Quad(NODE, NODE, NODE)])
            assert caught.value.advice
        assert opened.size == 1
