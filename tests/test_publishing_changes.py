"""What changed between two releases: words, table and patch agree with the quads."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg import __version__
from atsmu_kg.cli import main
from atsmu_kg.errors import StoreError
from atsmu_kg.publishing.catalogue.edition import Edition
from atsmu_kg.publishing.changes import Change, Changes
from atsmu_kg.rdf.namespaces import expand


def iri(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


WRITTEN = "(when the source was written; the date is not stated)"
S14, S15, EDITORIAL = iri("profile:s14"), iri("profile:s15"), iri("graph:editorial")


@pytest.fixture(scope="module")
def quads(quads: frozenset[Quad]) -> frozenset[Quad]:
    """A third of the packaged dataset: the first source, the editors, the vocabulary, and who they are."""
    kept = ("graph/profile/", "graph/editorial", "graph/ontology", "graph/provenance", "graph/entailed")
    named = {
        quad
        for quad in quads
        if isinstance(quad.graph_name, NamedNode) and any(part in quad.graph_name.value for part in kept)
    }
    return frozenset(named | {Quad(*quad.triple) for quad in named})


@pytest.fixture(scope="module")
def old(quads: frozenset[Quad]) -> Edition:
    return Edition(quads)


def after(quads: frozenset[Quad], *, gone: set[Quad], come: set[Quad]) -> Edition:
    """The next release, with its merge made anew."""
    named = {quad for quad in quads if isinstance(quad.graph_name, NamedNode)}
    assert gone <= named, gone - named
    named = named - gone | come
    return Edition(named | {Quad(*quad.triple) for quad in named})


def patched(quads: frozenset[Quad], patch: str) -> set[Quad]:
    """A dataset after an RDF Patch."""
    found = set(quads)
    assert patch.splitlines()[2] == "TX ."
    for row in patch.splitlines():
        code, _, rest = row.partition(" ")
        if code in ("A", "D"):
            (quad,) = ox.parse(rest, format=ox.RdfFormat.N_QUADS)
            (found.add if code == "A" else found.remove)(quad)
    return found


def only(changes: Changes, kind: str) -> Change:
    (change,) = (each for each in changes.changes if each.kind == kind)
    return change


def test_the_same_release_has_no_changes(old: Edition) -> None:
    changes = Changes(old, old)
    assert (changes.changes, changes.added, changes.removed) == ((), [], [])
    assert changes.to_text().count("\n") == 1


def test_a_figure_that_changed_is_told_with_both_sources(quads: frozenset[Quad], old: Edition) -> None:
    students = iri("figure:students")
    terms = ("schema:value", "schema:minValue", "schema:maxValue")
    gone = {Quad(students, iri(term), Literal(8844), S15) for term in terms}
    come = {Quad(students, iri(term), Literal(9001), S14) for term in terms}
    changes = Changes(old, after(quads, gone=gone, come=come))
    change = only(changes, "figure")
    assert (change.thing, change.name) == ("figure:students", "students")
    assert (change.old, change.new) == (f"exactly 8844 {WRITTEN}", f"exactly 9001 {WRITTEN}")
    assert "sentence 14" in " ".join(change.new_sources)
    assert "sentence 14" not in " ".join(change.old_sources)
    assert [each.kind for each in changes.changes] == ["figure"]
    assert f"students (figure:students): {change.old} → {change.new}" in changes.to_text()
    assert "now according to Profile of the university, sentence 14" in changes.to_text()


def test_a_figure_whose_bound_changed_is_a_figure_that_changed(quads: frozenset[Quad], old: Edition) -> None:
    graduates, s04 = iri("figure:graduates"), iri("profile:s04")
    gone = {
        Quad(graduates, iri("akg:bound"), iri("akg:MoreThan"), s04),
        Quad(graduates, iri("schema:minValue"), Literal(35001), s04),
    }
    come = {Quad(graduates, iri("akg:bound"), iri("akg:About"), s04)}
    change = only(Changes(old, after(quads, gone=gone, come=come)), "figure")
    assert change.old.startswith("more than 35000")
    assert change.new.startswith("about 35000")


def test_a_figure_that_one_passage_of_two_no_longer_reports_is_the_same(quads: frozenset[Quad]) -> None:
    students = iri("figure:students")
    second = {
        Quad(students, quad.predicate, quad.object, S14)
        for quad in quads
        if quad.subject == students and quad.graph_name == S15
    }
    changes = Changes(Edition(quads | second), Edition(quads))
    assert {each.kind for each in changes.changes} == {"changed"}
    (change,) = (each for each in changes.changes if not each.property)
    assert change.old == change.new == f"exactly 8844 {WRITTEN}"
    assert set(change.new_sources) < set(change.old_sources)


@pytest.mark.whole
def test_who_states_what_is_not_compared_with_a_release_that_does_not_say(
    quads: frozenset[Quad], old: Edition
) -> None:
    merge = frozenset(Quad(*quad.triple) for quad in quads)
    assert not Changes(old, Edition(merge)).changes
    value = iri("schema:value")
    less = {quad for quad in merge if (quad.subject, quad.predicate) != (iri("figure:students"), value)}
    more = {Quad(iri("figure:students"), value, Literal(9001))}
    changes = Changes(old, Edition(less | more))
    assert [(each.kind, each.new) for each in changes.changes] == [("figure", f"exactly 9001 {WRITTEN}")]
    assert "who states what is not compared" in changes.to_text()
    assert patched(quads, changes.to_patch()) == less | more


def test_a_figure_that_another_passage_now_reports_has_changed(quads: frozenset[Quad], old: Edition) -> None:
    students = iri("figure:students")
    gone = {Quad(students, iri("schema:value"), Literal(8844), S15)}
    come = {Quad(students, iri("schema:value"), Literal(8844), S14)}
    change = only(Changes(old, after(quads, gone=gone, come=come)), "figure")
    assert change.old == change.new == f"exactly 8844 {WRITTEN}"
    assert change.old_sources != change.new_sources


def test_things_that_came_and_went_are_told_with_who_states_them(
    quads: frozenset[Quad], old: Edition
) -> None:
    nursing, faculty = iri("atsmu:nursing-faculty"), iri("akg:Faculty")
    come = {
        Quad(nursing, iri("rdf:type"), faculty, S14),
        Quad(nursing, iri("skos:prefLabel"), Literal("Nursing Faculty", language="en"), EDITORIAL),
    }
    next = after(quads, gone=set(), come=come)
    added = only(Changes(old, next), "added")
    assert (added.thing, added.name, added.new) == ("atsmu:nursing-faculty", "Nursing Faculty", "Faculty")
    assert {source.partition(" (")[0] for source in added.new_sources} == {
        "Labels and links added by the editors",
        "Profile of the university, sentence 14",
    }
    removed = only(Changes(next, old), "removed")
    assert (removed.name, removed.old, removed.new) == ("Nursing Faculty", "Faculty", "")


def test_a_figure_whose_day_or_scope_changed_is_a_figure_that_changed(
    quads: frozenset[Quad], old: Edition
) -> None:
    figure, women = iri("figure:students"), iri("category:women")
    day = Literal("2020-07-16", datatype=iri("xsd:date"))
    come = {
        Quad(figure, iri("schema:observationDate"), day, S15),
        Quad(figure, iri("akg:category"), women, S15),
    }
    change = only(Changes(old, after(quads, gone=set(), come=come)), "figure")
    assert change.new == f"exactly 8844 (2020-07-16) ({old.name(women)})"


def test_what_is_deprecated_is_told_once_with_what_replaces_it(quads: frozenset[Quad], old: Edition) -> None:
    gone, now = iri("claim:best-library"), iri("claim:key-base")
    deprecated = {
        Quad(gone, iri("owl:deprecated"), Literal(True), EDITORIAL),
        Quad(gone, iri("dcterms:isReplacedBy"), now, EDITORIAL),
    }
    said = {quad for quad in quads if quad.subject == gone and isinstance(quad.graph_name, NamedNode)}
    changes = Changes(old, after(quads, gone=said, come=deprecated))
    change = only(changes, "deprecated")
    assert str(change).endswith("(claim:best-library): replaced by claim:key-base")
    assert change.old_sources and [each.thing for each in changes.changes].count("claim:best-library") == 1
    assert "Deprecated (1)" in changes.to_text()


def test_many_things_that_came_are_counted_by_class(quads: frozenset[Quad], old: Edition) -> None:
    kind, event = iri("rdf:type"), iri("akg:Event")
    come = {Quad(iri(f"event:new-{number}"), kind, event, S14) for number in range(30)}
    text = Changes(old, after(quads, gone=set(), come=come)).to_text()
    assert f"Added (30)\n  by class: {old.name(event)} 30\n" in text


def test_a_new_name_is_a_renaming(quads: frozenset[Quad], old: Edition) -> None:
    faculty, label = iri("atsmu:medical-faculty"), iri("skos:prefLabel")
    gone = {Quad(faculty, label, Literal("Medical Faculty", language="en"), S14)}
    come = {Quad(faculty, label, Literal("Faculty of Medicine", language="en"), S14)}
    changes = Changes(old, after(quads, gone=gone, come=come))
    change = only(changes, "renamed")
    assert (change.old, change.new) == ('"Medical Faculty"@en', '"Faculty of Medicine"@en')
    assert len(changes.changes) == 1


def test_a_name_in_a_further_language_is_no_renaming(quads: frozenset[Quad], old: Edition) -> None:
    come = {Quad(iri("atsmu:medical-faculty"), iri("skos:prefLabel"), Literal("x", language="de"), EDITORIAL)}
    change = only(Changes(old, after(quads, gone=set(), come=come)), "changed")
    assert (change.old, change.new) == ("", '"x"@de')


@pytest.mark.whole
def test_a_new_iri_is_told_once_and_not_of_all_that_links_there(quads: frozenset[Quad], old: Edition) -> None:
    was, now = iri("atsmu:dentistry-faculty"), iri("atsmu:stomatology-faculty")
    terms = {was: now}
    renamed = {
        Quad(terms.get(s, s), p, terms.get(o, o), g)  # type: ignore[call-overload]
        for s, p, o, g in quads
    }
    changes = Changes(old, Edition(renamed))
    assert [(each.kind, each.old, each.new) for each in changes.changes] == [
        ("renamed", "atsmu:dentistry-faculty", "atsmu:stomatology-faculty")
    ]
    assert patched(quads, changes.to_patch()) == renamed


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (["stomatology"], ["dental-a", "dental-b"]),
        (["stomatology-a", "stomatology-b"], ["dental"]),
        (["stomatology-a", "stomatology-b"], ["dental-a", "dental-b"]),
    ],
    ids=["one and two", "two and one", "two and two"],
)
def test_things_of_which_several_are_alike_are_not_told_as_renamed(
    quads: frozenset[Quad], before: list[str], then: list[str]
) -> None:
    def edition(names: list[str]) -> Edition:
        label = Literal("Faculty of Stomatology", language="en")
        come = {
            quad
            for thing in (iri(f"atsmu:{name}") for name in names)
            for quad in (
                Quad(thing, iri("rdf:type"), iri("akg:Faculty"), S14),
                Quad(thing, iri("skos:prefLabel"), label, S14),
            )
        }
        return after(quads, gone=set(), come=come)

    changes = Changes(edition(before), edition(then))
    assert [(each.kind, each.thing) for each in changes.changes] == [
        *(("added", f"atsmu:{name}") for name in then),
        *(("removed", f"atsmu:{name}") for name in before),
    ]


def test_the_table_has_a_row_a_change(quads: frozenset[Quad], old: Edition) -> None:
    come = {Quad(iri("atsmu:a"), iri("skos:prefLabel"), Literal('a "b", c\nd', language="en"), S14)}
    changes = Changes(old, after(quads, gone=set(), come=come))
    (row,) = csv.DictReader(io.StringIO(changes.to_csv(), newline=""))
    assert (row["change"], row["thing"], row["name"]) == ("added", "atsmu:a", 'a "b", c\nd')
    assert row["new_sources"].startswith("Profile of the university, sentence 14")


things = st.sampled_from([iri(f"atsmu:{name}") for name in "abcd"])
properties = st.sampled_from(
    [iri(term) for term in ("skos:prefLabel", "schema:value", "akg:bound", "rdf:type")]
)
objects = st.one_of(
    things,
    st.just(iri("akg:Figure")),
    st.builds(
        lambda text, lang: Literal(text, language=lang), st.text(max_size=3), st.sampled_from(["en", "tg"])
    ),
    st.builds(Literal, st.integers(0, 9)),
)
graphs = st.sampled_from([S14, S15, iri("graph:entailed"), ox.DefaultGraph()])
editions = st.frozensets(st.builds(Quad, things, properties, objects, graphs), max_size=12)
ONTOLOGY = NamedNode("https://w3id.org/atsmu-kg/ontology")
VERSION = Quad(ONTOLOGY, iri("owl:versionInfo"), Literal("1"), S14)


@given(before=editions, then=editions)
def test_a_patch_makes_the_new_release_of_the_old_one(before: frozenset[Quad], then: frozenset[Quad]) -> None:
    before, then = before | {VERSION}, then | {VERSION}
    changes = Changes(Edition(before), Edition(then))
    assert patched(before, changes.to_patch()) == then
    back = Changes(Edition(then), Edition(before))
    assert {each.kind for each in changes.changes} <= {"figure", "added", "removed", "renamed", "changed"}
    assert (len(back.added), len(back.removed)) == (len(changes.removed), len(changes.added))
    entailed = iri("graph:entailed")
    named = [
        {quad for quad in each if quad.graph_name not in (entailed, ox.DefaultGraph())}
        for each in (before, then)
    ]
    assert bool(changes.changes) == (named[0] != named[1]), "each change of what is stated is told"


@pytest.mark.parametrize("format", ["text", "csv", "patch"])
def test_the_command_compares_a_folder_and_a_file(
    format: str, quads: frozenset[Quad], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "".join(f"{quad} .\n" for quad in quads)
    folder, file = tmp_path / "release", tmp_path / "before.nq"
    folder.mkdir()
    file.write_text(text, "utf-8")
    (folder / "atsmu-kg.nq").write_text(
        text.replace(f'versionInfo> "{__version__}"', 'versionInfo> "9.9.9"'), "utf-8"
    )
    assert main(["diff", str(file), str(folder), "--format", format]) == 0
    assert "9.9.9" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nope", "nope.nq"])
def test_a_release_that_is_not_there_is_told_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="there is no such file or folder"):
        Edition.read(tmp_path / name)
