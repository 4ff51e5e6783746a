"""Files that can't be put into an on-disk store, and stores that can't be added to."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from atsmu_kg.cli import main
from atsmu_kg.errors import AtsmuKGError, DataSyntaxError, ParameterError, StoreError
from atsmu_kg.rdf.streams import RdfFile
from atsmu_kg.stores.bulk import load
from atsmu_kg.stores.embedded import EmbeddedStore

LINE = "<a:s> <a:p> <a:o> .\n"
LONG = LINE * 20_000
NESTED = "<a:s> <a:p> " + "<<( <a:s> <a:p> " * 3000 + "<a:o>" + " )>>" * 3000 + " .\n"
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">\n{}</rdf:RDF>'
# Each with the line of the error, and a word of its message.
DOCUMENTS: dict[str, tuple[bytes, int | None, str]] = {
    "late.nt": (f"{LONG}<a:s> <a:p <a:o> .\n".encode(), 20_001, "IRI"),
    "late.ttl": (f"{LONG}<a:s> <a:p> 1 2 .\n".encode(), 20_001, ""),
    "late.nt.gz": (gzip.compress(f"{LONG}bad\n".encode()), 20_001, ""),
    "relative.ttl": (b"<a:s> <a:p>\n <o> .", 2, "relative"),
    "relative.rdf": (
        XML.format('<rdf:Description rdf:about="s">\n</rdf:Description>').encode(),
        2,
        "relative",
    ),
    "relative.jsonld": (b'{"@id": "a:s",\n "a:p": {"@id": "o"}}', 2, "relative"),
    "open.rdf": (XML.format("<rdf:Description>").encode(), 2, "mismatched"),
    "utf16.nq": (LINE.encode("utf-16"), 1, "UTF-16"),
    "mark.trig": (b"\xef\xbb\xbf" + LINE.encode(), 1, "byte order mark"),
    "latin.nt": (b'<a:s> <a:p> "\xe9" .\n', 1, "not UTF-8"),
    "latin.jsonld": (b'{"@id": "a:s",\n "a:p": "\xe9"}', 2, "not UTF-8"),
    "nested.ttl": (f"{LONG}{NESTED}".encode(), 20_001, "nested"),
    "nested.nt": (f"{LONG}{NESTED}".encode(), 20_001, "nested"),
    "deep.rdf": (XML.format("<a:b>" * 2000 + "</a:b>" * 2000).encode(), 2, "nested"),
    "cut.nt.gz": (gzip.compress(LONG.encode())[:-20], None, "can't be read"),
    "cut.nt.zst": (zstandard.compress(LONG.encode())[:-5], None, "can't be read"),
    "empty.nt.gz": (b"", None, "the file is empty"),
    "empty.nt.zst": (b"", None, "the file is empty"),
    "plain.nt.gz": (LINE.encode(), None, "can't be read"),
    "plain.nt.bz2": (LINE.encode(), None, "can't be read"),
    "plain.nt.xz": (LINE.encode(), None, "can't be read"),
    "plain.nt.zst": (LINE.encode(), None, "can't be read"),
}


def size(store: Path) -> int:
    with EmbeddedStore.open(store, read_only=True) as opened:
        return opened.size


def test_bad_files_are_named_with_the_line(tmp_path: Path) -> None:
    for name, (data, line, message) in DOCUMENTS.items():
        bad = tmp_path / name
        bad.write_bytes(data)
        with pytest.raises(AtsmuKGError) as caught:
            list(RdfFile(str(bad)).quads())
        assert (caught.value.file, caught.value.line) == (str(bad), line), name
        assert message in caught.value.message, name
        assert isinstance(caught.value, StoreError if line is None else DataSyntaxError), name


def test_nothing_of_a_bad_file_is_kept_and_all_that_is_before_it(tmp_path: Path) -> None:
    good, more = tmp_path / "good.ttl", tmp_path / "more.ttl"
    good.write_text("<a:s> <a:p> [] .")
    more.write_text("<a:s> <a:p> 2 .")
    store = tmp_path / "store"
    for name in ("late.nt", "cut.nt.gz", "relative.jsonld"):
        bad = tmp_path / name
        bad.write_bytes(DOCUMENTS[name][0])
        with pytest.raises(AtsmuKGError, match=name):
            load(store, [good, bad, more])
        assert size(store) == 1, name
        # A store that was none before is none afterwards.
        with pytest.raises(AtsmuKGError):
            load(tmp_path / "fresh", [bad, good])
        assert not (tmp_path / "fresh").exists(), name


def test_stores_that_can_not_be_added_to(tmp_path: Path) -> None:
    file, store, other = tmp_path / "facts.nt", tmp_path / "store", tmp_path / "other"
    file.write_text(LINE)
    other.mkdir()
    (other / "letter.txt").write_text("")
    for directory, message in ((other, "not a store"), (file, "is a file")):
        with pytest.raises(StoreError, match=message):
            load(directory, [file])
    assert [entry.name for entry in other.iterdir()] == ["letter.txt"]
    load(store, [file])
    with EmbeddedStore.open(store), pytest.raises(StoreError, match="open for writing somewhere else"):
        load(store, [file])


def test_files_that_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = tmp_path / "good.nt"
    good.write_text(LINE)
    store = tmp_path / "store"
    for name, message in {
        "none.nt": "no such file",
        ".": "folder",
        "letter.txt": ".txt is not the ending",
        "facts.gz": "the name has no ending",
    }.items():
        (tmp_path / "letter.txt").touch()
        (tmp_path / "facts.gz").touch()
        with pytest.raises(StoreError, match=message):
            load(store, [good, tmp_path / name])
        # It is known before anything is loaded.
        assert not store.exists(), name
    with pytest.raises(ParameterError):
        load(store, [good], graph="facts")
    with pytest.raises(ParameterError):
        load(store, str(good))
    (tmp_path / "bad.nt").write_text(f"{LINE}<a:s> .\n")
    assert main(["load", str(store), str(good), str(tmp_path / "bad.nt")]) == 1
    assert "bad.nt:2:" in capsys.readouterr().err


def test_an_interrupt_leaves_nothing_half(tmp_path: Path) -> None:
    file = tmp_path / "facts.nt"
    file.write_text(LONG)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    stop: Callable[..., None] = interrupt
    with pytest.raises(KeyboardInterrupt):
        load(tmp_path / "store", [file], progress=stop)
    assert not (tmp_path / "store").exists()
    assert load(tmp_path / "store", [file]).files == [str(file)]
