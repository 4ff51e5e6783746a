"""Files and folders that are replaced all at once, and disks that fail between the two names."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from loopback import serving

import atsmu_kg
from atsmu_kg import atomic
from atsmu_kg.curation.institutions import start
from atsmu_kg.errors import ExportError, StoreError
from atsmu_kg.publishing.release import Release
from atsmu_kg.publishing.transfer import pull


def failing_renames(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> None:
    """Let renames fail, counted from 1; file and folder are renamed by different calls."""
    count = iter(range(1, 100))

    def limited(call: str) -> None:
        real = getattr(Path, call)

        def rename(self: Path, target: Path) -> Path:
            if next(count) in numbers:
                raise OSError(errno.EIO, "the disk fails")
            moved: Path = real(self, target)
            return moved

        monkeypatch.setattr(Path, call, rename)

    limited("rename")
    limited("replace")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A folder that is to be replaced, and the draft of the new one."""
    target, draft = tmp_path / "target", tmp_path / "draft"
    for folder in (target, draft):
        folder.mkdir()
        (folder / "file").write_text(folder.name)
    yield target, draft
    assert names(target) == ["file"]


def test_a_folder_takes_the_place_of_another(folders: tuple[Path, Path]) -> None:
    target, draft = folders
    atomic.swap(draft, target)
    assert (target / "file").read_text() == "draft"
    assert names(target.parent) == ["target"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_folder_stays_where_it_was_when_a_rename_fails(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target, draft = folders
    failing_renames(monkeypatch, number)
    with pytest.raises(OSError, match=r"the disk fails$"):
        atomic.swap(draft, target)
    assert (target / "file").read_text() == "target"
    assert names(target.parent) == ["draft", "target"]


def test_the_place_of_a_folder_that_cannot_be_brought_back_is_told(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, draft = folders
    old = atomic.retired(target)
    failing_renames(monkeypatch, 2, 3)
    with pytest.raises(OSError, match="the old folder is now") as caught:
        atomic.swap(draft, target)
    assert str(old) in str(caught.value)
    assert (old / "file").read_text() == "target"
    # The next attempt is as good as the first.
    monkeypatch.undo()
    atomic.swap(draft, target)
    assert names(target.parent) == ["target"]


def test_a_swap_that_was_killed_halfway_is_undone_by_one_that_fails(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, draft = folders
    target.rename(atomic.retired(target))
    failing_renames(monkeypatch, 1)
    with pytest.raises(OSError, match="the disk fails"):
        atomic.swap(draft, target)
    assert (target / "file").read_text() == "target"


def test_a_file_stays_as_it_was_when_the_rename_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    failing_renames(monkeypatch, 1)
    with pytest.raises(ExportError, match="the disk fails"):
        atomic.replace(file, b"new")
    assert file.read_text() == "old"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_mirror_stays_when_a_rename_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    quads = {ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(str(at))) for at in range(3)}
    store = ox.Store()
    store.extend(quads)
    mirror = tmp_path / "mirror"
    with serving(store) as server:
        pull(server.url, mirror)
        store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("more")))
        # What is written of the journal is renamed by the other call, and not counted.
        with monkeypatch.context() as patch:
            count = iter(range(1, 100))
            rename = Path.rename

            def fail(self: Path, target: Path) -> Path:
                if next(count) == number:
                    raise OSError(errno.EIO, "the disk fails")
                return rename(self, target)

            patch.setattr(Path, "rename", fail)
            with pytest.raises(StoreError, match="the mirror can't be made: the disk fails"):
                pull(server.url, mirror)
        with atsmu_kg.open(mirror, create=False) as kept:
            assert set(kept.quads()) == quads
        assert pull(server.url, mirror).equal
    with atsmu_kg.open(mirror, create=False) as renewed:
        assert len(set(renewed.quads())) == 4
    assert names(tmp_path) == ["mirror"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_release_stays_when_a_rename_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target = tmp_path / "release"
    sums = "SHA256SUMS"
    Release("1", {"a/b": b"1", sums: b"0" * 64 + b"  a/b\n"}, ()).write(target)
    failing_renames(monkeypatch, number)
    with pytest.raises(ExportError, match="the disk fails"):
        Release("2", {"a/b": b"2", sums: b""}, ()).write(target)
    assert (target / "a" / "b").read_bytes() == b"1"
    assert names(tmp_path) == ["release"]


def test_a_dataset_is_begun_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_renames(monkeypatch, 1)  # of the last file, when all others are there
    with pytest.raises(ExportError, match="the disk fails"):
        start(tmp_path / "new", name="Any", iri="https://example.org/id/", date="2026-01-01")
    assert names(tmp_path) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_dataset_that_can_not_be_moved_whole_leaves_its_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    folder = tmp_path / "college"
    if there:
        folder.mkdir()
    failing_renames(monkeypatch, 3)
    with pytest.raises(StoreError, match="the disk fails"):
        start(folder, name="Example College", iri="https://example.org/college/id/", date="2026-11-29")
    assert names(tmp_path) == (["college"] if there else [])
    assert not there or names(folder) == []
    monkeypatch.undo()
    start(folder, name="Example College", iri="https://example.org/college/id/", date="2026-11-29")
    assert "dataset.toml" in names(folder)


def test_an_empty_folder_that_a_dataset_is_begun_in_stays_the_same(tmp_path: Path) -> None:
    empty = tmp_path / "new"
    empty.mkdir()
    before = empty.stat().st_ino
    start(empty, name="Any", iri="https://example.org/id/", date="2026-01-01")
    assert empty.stat().st_ino == before
    assert names(tmp_path) == ["new"]


@pytest.mark.skipif(os.name != "posix", reason="only there can a process be asked whether it lives")
def test_what_a_killed_process_left_of_a_folder_is_gone_after_the_next(tmp_path: Path) -> None:
    target = tmp_path / "target"
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from atsmu_kg import atomic\n"
        "with atomic.draft(Path(sys.argv[1])) as draft:\n"
        "    (draft / 'folder').mkdir(parents=True)\n"
        "    (draft / 'folder' / 'file').touch()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, target], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(names(tmp_path)) == 1
    with atomic.draft(target):
        assert names(tmp_path) == []
