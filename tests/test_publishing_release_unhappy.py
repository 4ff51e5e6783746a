"""What stands in the way of a record, a release or a comparison: one error that says what to do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import atsmu_kg
from atsmu_kg import files
from atsmu_kg.cli import main
from atsmu_kg.errors import (
    DataError,
    ExportError,
    MissingDependencyError,
    ParameterError,
    StoreError,
    UnknownNameError,
)
from atsmu_kg.publishing.catalogue import describe
from atsmu_kg.publishing.catalogue.description import DatasetDescription
from atsmu_kg.publishing.catalogue.edition import Edition
from atsmu_kg.publishing.catalogue.publication import Publication
from atsmu_kg.publishing.folder import SUMS, checksums
from atsmu_kg.publishing.leaflets import readme
from atsmu_kg.publishing.release import Release, release
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import expand

SMALL = Release("1", {"a/b.txt": b"b", SUMS: checksums({"a/b.txt": b"b"})}, [])


def test_an_unknown_profile_names_those_like_it() -> None:
    with atsmu_kg.load() as kg, pytest.raises(UnknownNameError, match="no profile 'dcat'") as caught:
        kg.catalogue("dcat")
    assert "dcat-ap" in caught.value.nearest


def test_an_endpoint_must_be_an_iri(quads: frozenset[Quad]) -> None:
    with pytest.raises(ParameterError, match="not an absolute IRI"):
        describe(quads, "service", endpoint="no iri>")


def test_a_graph_without_a_version_can_t_be_described(quads: frozenset[Quad]) -> None:
    version = NamedNode(expand("owl:versionInfo"))
    without = [quad for quad in quads if quad.predicate != version]
    with pytest.raises(DataError, match="has no dcat:version") as caught:
        describe(without, "citation")
    assert caught.value.term == "dcat:version"


def test_a_graph_of_something_else_can_t_be_described() -> None:
    other = Quad(NamedNode("http://example.org/s"), NamedNode("http://example.org/p"), Literal("o"))
    with pytest.raises(DataError, match=r"data/dataset\.ttl"):
        describe([other], "schema-org")


def test_without_pyld_the_error_says_how_to_install_it(
    quads: frozenset[Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyld", None)
    with pytest.raises(MissingDependencyError, match="PyLD is not installed") as caught:
        # Not the packaged graph itself, whose files another test may just have made.
        _ = Publication(sorted(quads, key=str)[1:]).distributions
    assert caught.value.advice.startswith("pip install")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", "utf-8")
    with pytest.raises(StoreError, match=r"files that are not part of a release: thesis\.docx"):
        SMALL.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("x", "utf-8")
    with pytest.raises(StoreError, match="not a folder"):
        SMALL.write(target)


def test_a_release_that_can_t_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "release"
    SMALL.write(target)
    rename = Path.rename

    def fail(self: Path, other: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(28, "No space left on device")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(ExportError, match="No space left"):
        Release("2", {"c.txt": b"c", SUMS: b""}, []).write(target)
    assert (target / "a" / "b.txt").read_bytes() == b"b"
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_pages_that_were_not_built_are_missed(quads: frozenset[Quad], tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such folder"):
        release(quads, pages=tmp_path / "site")


@pytest.mark.whole
def test_a_title_is_no_markup_in_the_readme(quads: frozenset[Quad], tmp_path: Path) -> None:
    known = Path(files.path("data/dataset.ttl")).read_text("utf-8")
    (title,) = DatasetDescription(read(files.path("data/dataset.ttl"))).texts("dcterms:title", lang="en")
    described = tmp_path / "dataset.ttl"
    described.write_text(known.replace(f'"{title}"@en', '"A <b> & [x](y) | `z`"@en'), "utf-8")
    publication = Publication(quads, stated=str(described))
    heading = readme(publication, {}).decode().splitlines()[0]
    assert heading == r"# A \<b\> \& \[x\](y) \| \`z\`"


def test_a_host_must_be_an_iri(quads: frozenset[Quad]) -> None:
    with pytest.raises(ParameterError, match="not an absolute IRI"):
        release(quads, host="my host")


def test_a_release_without_a_dataset_can_t_be_compared(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be read"):
        Edition.read(tmp_path)


def test_a_release_without_a_version_can_t_be_compared(tmp_path: Path) -> None:
    (tmp_path / "atsmu-kg.nq").write_text('<a:s> <a:p> "o" .\n', "utf-8")
    with pytest.raises(DataError, match="states no version"):
        _ = Edition.read(tmp_path).version


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["diff", "nowhere", "nowhere"], 3),
        (["catalogue", "--served-at", "no iri"], 2),
        (["catalogue", "--profile", "void", "--output", "no/such/folder/void.ttl"], 2),
    ],
)
def test_the_command_line_fails_in_one_message(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("atsmu-kg: ")
    assert "Traceback" not in told.err


def test_a_script_in_a_text_does_not_end_the_record_of_the_page(quads: frozenset[Quad]) -> None:
    from atsmu_kg.publishing.catalogue.landing import landing_page

    publication = Publication(quads)
    title = NamedNode(expand("dcterms:title"))
    dataset = publication.description.text("dcterms:identifier")
    publication.description._values[dataset, title.value] = [
        Literal(f"</script><!--<script>{language}", language=language) for language in ("en", "ru", "tg")
    ]
    page = landing_page(publication, {}).decode()
    assert page.count("</script>") == page.count("<script") == 1
    assert "<!--" not in page
    record = page.partition('json">')[2].partition("</script>")[0]
    assert json.loads(record)["name"] == "</script><!--<script>en"
