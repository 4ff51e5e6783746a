"""Where packaged files are found, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from atsmu_kg import files
from atsmu_kg.errors import StoreError


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder like that of an installed wheel, without any packaged files."""
    folder = tmp_path / "site-packages" / "atsmu_kg"
    folder.mkdir(parents=True)
    monkeypatch.setattr(files, "__file__", str(folder / "files.py"))
    return folder


@pytest.mark.parametrize("folder", files.FOLDERS)
def test_a_checkout_has_them_beside_the_package(folder: str) -> None:
    assert Path(files.path(folder)) == Path(files.__file__).parent.parent / folder


def test_a_wheel_has_them_inside_the_package(package: Path) -> None:
    (package / "share" / "data").mkdir(parents=True)
    (package.parent / "data").mkdir()  # some other package's
    (package / "share" / "data" / "a.nq").touch()
    assert files.path("data/a.nq") == str(package / "share" / "data" / "a.nq")
    assert files.path("data") == str(package / "share" / "data")


def test_other_peoples_folders_do_not_stand_in_for_missing_ones(package: Path) -> None:
    (package / "share").mkdir()
    (package.parent / "data").mkdir()
    with pytest.raises(StoreError, match="missing"):
        files.path("data")


@pytest.mark.parametrize("name", ["data/no-such-file.nq", "data/no/such/folder"])
def test_a_missing_file_is_named(package: Path, name: str) -> None:
    with pytest.raises(StoreError, match="the packaged file is missing") as caught:
        files.path(name)
    assert caught.value.file == str(package.parent / name)
    assert "Reinstall" in caught.value.advice


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../data", "data/../pyproject.toml", "tests", "data\\a.nq", "data/\0", "database"],
)
def test_a_name_outside_the_packaged_folders_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="is not a packaged file") as caught:
        files.path(name)
    assert "data/, ontology/, queries/" in caught.value.advice


def test_texts_beside_a_module_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    module = str(tmp_path / "module.py")
    (tmp_path / "rules").mkdir()
    for name in ("b.rq", "a.rq", "c.txt"):
        (tmp_path / "rules" / name).write_text(f"$x of {name} é", "utf-8")
    assert files.all_beside(module, "rules", ".rq") == ("$x of a.rq é", "$x of b.rq é")
    assert files.template(module, "rules/a.rq").substitute(x="what") == "what of a.rq é"
