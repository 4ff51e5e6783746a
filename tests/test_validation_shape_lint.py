"""Each rule of the lint finds its fault at the line that is marked with its code, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.validation import lint, validate
from atsmu_kg.validation.lint import ShapeFindings, lint_shapes

FOLDER = Path(__file__).with_name("validation") / "lint"
ONTOLOGY = FOLDER / "ontology.ttl"
FAULTY = sorted(path for path in FOLDER.glob("*.ttl") if path.stem not in {"good", "ontology"})
DATA = [
    ox.Triple(
        ox.NamedNode("https://example.org/id/one"),
        ox.NamedNode("https://example.org/ontology#name"),
        ox.Literal("one"),
    )
]


def linted(path: Path) -> ShapeFindings:
    return lint_shapes(path, ONTOLOGY, DATA)


def marked(path: Path) -> set[tuple[str, int]]:
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    marks = ((re.search(r"  # ([a-z-]+)$", line), number) for number, line in lines)
    return {(mark[1], number) for mark, number in marks if mark}


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_fault(path: Path) -> None:
    assert path.stem in {code for code, _ in marked(path)}
    findings = linted(path)
    assert {(finding.code, finding.line) for finding in findings} == marked(path), findings.to_text()
    for finding in findings:
        assert finding.file == str(path)
        assert finding.message and finding.advice and finding.subject


def test_good_shapes_have_no_findings() -> None:
    findings = linted(FOLDER / "good.ttl")
    assert findings.clean, findings.to_text()


def test_each_code_has_an_example() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(lint.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'finding\(\s*"([a-z-]+)"', source)) | {"unknown-class", "unknown-property"}
    assert codes == {path.stem for path in FAULTY}


@pytest.mark.whole
def test_packaged_shapes_have_no_findings(root: Path, quads: frozenset[ox.Quad]) -> None:
    ontology = [root / "ontology" / name for name in ("atsmu-kg.ttl", "alignment.ttl")]
    findings = lint_shapes(root / "ontology" / "shapes.ttl", ontology, quads)
    assert findings.clean, findings.to_text()


SILENT = (
    *("unknown-class", "unknown-property", "unknown-shacl-term", "unknown-target-node"),
    *("unused-shape", "wrong-namespace", "unbound-in-message", "message-missing"),
)


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
@pytest.mark.parametrize("code", SILENT)
def test_validators_let_it_through(code: str, engine: str) -> None:
    data = "<urn:x> a <https://example.org/ontology#Faculty> ; <https://example.org/ontology#name> 1 ."
    report = validate(ox.parse(data, format=ox.RdfFormat.TURTLE), FOLDER / f"{code}.ttl", engine=engine)
    assert report.conforms
    assert not linted(FOLDER / f"{code}.ttl").clean


def test_misspelt_terms_name_what_may_be_meant() -> None:
    advice = {finding.code: finding.advice for finding in linted(FOLDER / "unknown-shacl-term.ttl")}
    assert "sh:minCount" in advice["unknown-shacl-term"]
    advice = {finding.code: finding.advice for finding in linted(FOLDER / "unknown-datatype.ttl")}
    assert "xsd:int" in advice["unknown-datatype"]


def test_foreign_namespaces_are_not_judged_without_an_ontology() -> None:
    assert lint_shapes(FOLDER / "undefined-shape.ttl").counts().keys() == {"undefined-shape"}
    codes = lint_shapes(FOLDER / "unknown-class.ttl").counts()
    assert codes == {"unknown-class": 1}, (
        "skos:Concpt is wrong whoever asks; ex: is unknown without its ontology"
    )


def test_several_files_are_one_shapes_graph(tmp_path: Path) -> None:
    text = (FOLDER / "undefined-shape.ttl").read_text(encoding="utf-8")
    prefixes = text[: text.index("s:Shape")]
    more = tmp_path / "more.ttl"
    more.write_text(
        prefixes + "s:Unti sh:nodeKind sh:IRI . s:One sh:nodeKind sh:IRI . s:Two sh:nodeKind sh:Literal ."
        "s:nam sh:path [ sh:inversePath ex:name ] ; sh:minCount 0 ."
    )
    assert lint_shapes([FOLDER / "undefined-shape.ttl", more], ONTOLOGY).clean
    first = next(
        iter(lint_shapes([more, FOLDER / "undefined-shape.ttl", FOLDER / "recursion.ttl"], ONTOLOGY))
    )
    assert first.file != str(more)


def test_a_file_without_lines_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "shapes.jsonld"
    quads = ox.parse(path=str(FOLDER / "unknown-shacl-term.ttl"))
    file.write_bytes(ox.serialize(quads, format=ox.RdfFormat.JSON_LD))
    assert [(finding.code, finding.file, finding.line) for finding in lint_shapes(file)] == [
        ("unknown-shacl-term", str(file), None)
    ]


def test_anonymous_shapes_are_named_by_their_owner_and_path() -> None:
    finding = next(iter(linted(FOLDER / "unknown-shacl-term.ttl")))
    assert finding.subject == "<https://example.org/shapes#Shape>, path <https://example.org/ontology#name>"


def test_findings_as_text_and_json() -> None:
    import json

    findings = linted(FOLDER / "conflicting-limits.ttl")
    assert f"{FOLDER / 'conflicting-limits.ttl'}:12: " in findings.to_text()
    report = json.loads(findings.to_json())
    assert (report["clean"], len(report["findings"])) == (False, len(findings))
    assert findings.to_json() == linted(FOLDER / "conflicting-limits.ttl").to_json()
    with pytest.raises(TypeError, match=r"findings\.clean"):
        bool(findings)


def test_the_faults_of_dcat_ap_are_found(shared: Path) -> None:
    """Two references to property shapes that the file lacks: its own known fault."""
    file = shared / "external" / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl"
    if not file.exists():
        pytest.skip("the DCAT-AP shapes are not in shared/external")
    assert lint_shapes(file).counts() == {"undefined-shape": 2}
