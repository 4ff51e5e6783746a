"""Releases: whole, byte-stable, and each address that they state leads to one of their files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pyoxigraph as ox
import pytest
from pyoxigraph import Quad

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.publishing.catalogue import PROFILES
from atsmu_kg.publishing.folder import SUMS
from atsmu_kg.publishing.redirects import NO_HOST
from atsmu_kg.publishing.release import Release, release

HOST = "https://example.org/kg"

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def made(quads: frozenset[Quad]) -> Release:
    return release(quads, host=HOST)


class Written(NamedTuple):
    """A release that the command line wrote: its folder, and what it told."""

    folder: Path
    out: str
    err: str


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """By a process with another hash seed."""
    folder = tmp_path_factory.mktemp("release") / "out"
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    done = subprocess.run(
        [sys.executable, "-m", "atsmu_kg.cli", "release", folder],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
    )
    return Written(folder, done.stdout, done.stderr)


@pytest.mark.whole
def test_two_runs_with_other_hash_seeds_write_the_same_bytes(
    written: Written, quads: frozenset[Quad], tmp_path: Path
) -> None:
    release(quads).write(tmp_path)
    folders = (written.folder, tmp_path)
    first, second = ({path.relative_to(each): path.read_bytes() for path in files(each)} for each in folders)
    assert first == second
    assert len(first) > 30


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_release_has_everything(made: Release, root: Path) -> None:
    wanted = {f"atsmu-kg.{extension}" for extension in ("ttl", "trig", "nt", "nq", "rdf", "jsonld")}
    wanted |= {"atsmu-kg-framed.jsonld", "atsmu-kg-schema-org.jsonld", "figures.csv", "CITATION.cff"}
    wanted |= {"ro-crate-metadata.json", "index.html", "VERSION", "w3id/.htaccess", SUMS}
    wanted |= {"README.md", "LICENSE", f"atsmu-kg-{made.version}.zip"}
    wanted |= {f"ontology/{path.name}" for path in (root / "ontology").iterdir()}
    assert not wanted - set(made.contents)
    assert len(PROFILES) == sum(
        name.startswith(
            ("dcat", "void", "service", "schema-org", "datacite", "CITATION", "lod", "croissant", "ro-")
        )
        for name in made.contents
    )


def test_the_dataset_in_a_release_is_the_packaged_one(made: Release, root: Path) -> None:
    assert made.contents["atsmu-kg.nq"] == (root / "data/atsmu-kg.nq").read_bytes()
    merge = (root / "data/atsmu-kg.nt").read_bytes()
    assert made.contents["atsmu-kg.nt"].splitlines() == sorted(merge.splitlines())


def test_the_checksums_are_right_and_complete(made: Release) -> None:
    lines = made.contents[SUMS].decode().splitlines()
    stated = dict(reversed(line.split("  ", 1)) for line in lines)
    assert stated == {
        path: hashlib.sha256(content).hexdigest() for path, content in made.contents.items() if path != SUMS
    }


def test_the_archive_holds_the_release(made: Release) -> None:
    name = f"atsmu-kg-{made.version}"
    with ZipFile(BytesIO(made.contents[f"{name}.zip"])) as packed:
        held = {path.removeprefix(f"{name}/"): packed.read(path) for path in packed.namelist()}
    sums = held.pop(SUMS).decode().splitlines()
    assert held == {
        path: content for path, content in made.contents.items() if path not in (SUMS, f"{name}.zip")
    }
    assert dict(reversed(line.split("  ", 1)) for line in sums).keys() == held.keys()


def test_the_readme_tells_each_file(made: Release) -> None:
    text = made.contents["README.md"].decode()
    told = set(re.findall(r"^\| `([^`]+)` \| .+ \|$", text, re.MULTILINE))
    untold = {"README.md", "index.html", "ro-crate-metadata.json", SUMS, f"atsmu-kg-{made.version}.zip"}
    assert told == set(made.contents) - untold
    assert made.version in text


def test_the_licence_has_the_attributions_that_parts_of_the_graph_ask_for(made: Release) -> None:
    text = made.contents["LICENSE"].decode()
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in text.split("Parts of it")[0]
    with atsmu_kg.load() as kg:
        attributions = {str(row.attribution) for row in kg.queries.graphs() if row.attribution}
    assert attributions
    assert all(f"\n    {each}\n" in text for each in attributions)


def test_the_crate_describes_each_file(made: Release) -> None:
    nodes = {node["@id"]: node for node in json.loads(made.contents["ro-crate-metadata.json"])["@graph"]}
    parts = {each["@id"] for each in nodes["./"]["hasPart"]}
    assert parts == set(made.contents) - {*("ro-crate-metadata.json", SUMS, f"atsmu-kg-{made.version}.zip")}
    for path in parts:
        assert nodes[path]["sha256"] == hashlib.sha256(made.contents[path]).hexdigest()


def test_the_vocabulary_is_the_same_in_each_format(made: Release) -> None:
    readers = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "nt": ox.RdfFormat.N_TRIPLES}
    readers["jsonld"] = ox.RdfFormat.JSON_LD
    graphs = [
        set(ox.parse(made.contents[f"ontology/atsmu-kg.{name}"], format=each))
        for name, each in readers.items()
    ]
    assert all(each == graphs[0] for each in graphs)


def test_each_rdf_file_is_well_formed(made: Release) -> None:
    for path, content in made.contents.items():
        extension = path.rpartition(".")[2]
        if extension in ("ttl", "trig", "nt", "nq", "rdf") or (
            path.startswith("atsmu-kg") and extension != "zip"
        ):
            format = ox.RdfFormat.from_extension(extension)
            assert format is not None
            assert next(iter(ox.parse(content, format=format)))


def test_each_address_of_a_record_is_a_file_of_the_release(made: Release) -> None:
    start = f"https://w3id.org/atsmu-kg/release/{made.version}/"
    stated = set()
    for path in ("dcat-ap.ttl", "void.ttl", "schema-org.jsonld", "lod-cloud.json"):
        stated |= set(re.findall(rf"{re.escape(start)}([^>\"]+)", made.contents[path].decode()))
    assert len(stated) == 9
    assert not stated - set(made.contents)


# The page


class Page(HTMLParser):
    """The links, languages and the record of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.languages: set[str] = set()
        self.scripts: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.links |= {value for name in ("href", "src") if (value := found.get(name))}
        self.languages |= {value for value in [found.get("lang")] if value}
        self._inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts.append(data)


def test_the_page_links_to_files_of_the_release_only(made: Release) -> None:
    page = Page(made.contents["index.html"].decode())
    assert {link for link in page.links if not link.startswith("https:")} <= set(made.contents)
    assert page.links >= {"atsmu-kg.ttl", "ontology/shapes.ttl", SUMS}
    assert page.languages == {"en", "ru", "tg"}


def test_the_page_carries_the_record_for_search_engines(made: Release) -> None:
    (script,) = Page(made.contents["index.html"].decode()).scripts
    assert json.loads(script) == json.loads(made.contents["schema-org.jsonld"])


@pytest.fixture(scope="module")
def with_site(quads: frozenset[Quad], tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release with a built site as its pages."""
    site = tmp_path_factory.mktemp("site")
    for name in ("index.html", "deep/page.html", "reference/en/vocabulary.html", "reference/en/shapes.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("<p>x</p>", "utf-8")
    return release(quads, pages=site, host=HOST)


def test_a_built_site_becomes_part_of_the_release(with_site: Release) -> None:
    assert with_site.contents["pages/deep/page.html"] == b"<p>x</p>"
    crate = json.loads(with_site.contents["ro-crate-metadata.json"])
    told = {entry["@id"]: entry["@type"] for entry in crate["@graph"]}
    assert told["pages/"] == "Dataset" and "pages/deep/page.html" not in told
    assert {"@id": "pages/"} in crate["@graph"][1]["hasPart"]
    links = Page(with_site.contents["index.html"].decode()).links
    assert "pages/index.html" in links and "pages/deep/page.html" not in links


@pytest.mark.parametrize(
    ("name", "page", "file"),
    [("ontology", "vocabulary.html", "atsmu-kg.ttl"), ("shapes", "shapes.html", "shapes.ttl")],
)
def test_browsers_are_led_to_the_pages_of_a_site(with_site: Release, name: str, page: str, file: str) -> None:
    rules = with_site.contents["w3id/.htaccess"].decode()
    there = f"{HOST}/release/{with_site.version}"
    assert redirect(rules, name, "text/html") == f"{there}/pages/reference/en/{page}"
    assert redirect(rules, name, "text/turtle") == f"{there}/ontology/{file}"


# The redirects


def redirect(rules: str, path: str, accept: str) -> str | None:
    """Where Apache's mod_rewrite would send a request, as far as the rules use it."""
    variables: dict[str, str] = {}
    condition = True
    for line in rules.splitlines():
        words = line.split()
        if not words or words[0] not in ("RewriteCond", "RewriteRule"):
            continue
        if words[0] == "RewriteCond":
            assert words[1] == "%{HTTP_ACCEPT}"
            condition = re.search(words[2], accept) is not None
            continue
        _, pattern, target, flags = words
        found = re.search(pattern, path)
        if found and condition:
            setting = re.fullmatch(r"\[E=([A-Z]+):(.+)\]", flags)
            if setting:
                variables[setting[1]] = setting[2]
            else:
                target = re.sub(r"%\{ENV:([A-Z]+)\}", lambda each: variables[each[1]], target)
                return found.expand(target.replace("$", "\\")) if "$" in target else target
        condition = True
    return None


REQUESTS = [
    ("", "text/html", "index.html"),
    ("ontology", "text/html,application/xhtml+xml", "index.html"),
    ("ontology", "text/turtle", "ontology/atsmu-kg.ttl"),
    ("ontology", "application/rdf+xml", "ontology/atsmu-kg.rdf"),
    ("ontology", "application/ld+json", "ontology/atsmu-kg.jsonld"),
    ("ontology", "*/*", "ontology/atsmu-kg.ttl"),
    ("shapes", "*/*", "ontology/shapes.ttl"),
    ("alignment", "*/*", "ontology/alignment.ttl"),
    ("standards", "*/*", "ontology/standards.ttl"),
    ("context", "*/*", "ontology/context.jsonld"),
    ("context/release/v1", "application/ld+json", "ontology/release-v1.jsonld"),
    ("dataset", "*/*", "dcat-ap.ttl"),
    ("dataset/nq", "*/*", "dcat-ap.ttl"),
    ("catalogue", "*/*", "dcat-ap.ttl"),
    ("void", "*/*", "void.ttl"),
    ("service", "*/*", "service.ttl"),
    ("id/university", "text/html", "index.html"),
    ("id/university", "text/turtle", "atsmu-kg.ttl"),
    ("id/country/TJ", "application/rdf+xml", "atsmu-kg.rdf"),
    ("id/country/TJ", "application/ld+json", "atsmu-kg.jsonld"),
    ("id/figure/students", "application/n-triples", "atsmu-kg.nt"),
    ("maintainers", "text/turtle", "atsmu-kg.ttl"),
    ("graph/profile/s14", "application/trig", "atsmu-kg.trig"),
    ("source/profile.txt", "text/plain", "atsmu-kg.trig"),
]


@pytest.mark.parametrize(
    ("path", "accept", "file"), REQUESTS, ids=[f"{path}-{accept}" for path, accept, _ in REQUESTS]
)
def test_an_identifier_leads_to_a_file_of_the_release(
    path: str, accept: str, file: str, made: Release
) -> None:
    rules = made.contents["w3id/.htaccess"].decode()
    assert redirect(rules, path, accept) == f"{HOST}/release/{made.version}/{file}"
    assert file in made.contents


def test_versions_keep_their_addresses(made: Release) -> None:
    rules = made.contents["w3id/.htaccess"].decode()
    assert redirect(rules, "release/0.0.9/figures.csv", "*/*") == f"{HOST}/release/0.0.9/figures.csv"
    assert redirect(rules, "ontology/0.0.9", "*/*") == f"{HOST}/release/0.0.9/ontology/atsmu-kg.ttl"
    assert redirect(rules, "shapes/0.0.9", "*/*") == f"{HOST}/release/0.0.9/ontology/shapes.ttl"
    assert redirect(rules, "elsewhere", "*/*") is None


def test_a_deprecated_thing_leads_to_its_replacement(made: Release) -> None:
    rules = made.contents["w3id/.htaccess"].decode()
    for accept in ("text/html", "text/turtle"):
        found = redirect(rules, "id/registry/faimer", accept)
        assert found == "https://w3id.org/atsmu-kg/id/registry/faimer-ecfmg"
    assert redirect(rules, "id/registry/faimer-ecfmg", "text/turtle") == (
        f"{HOST}/release/{made.version}/atsmu-kg.ttl"
    )


def test_each_kind_of_identifier_in_the_graph_is_redirected(made: Release, quads: frozenset[Quad]) -> None:
    base, rules = "https://w3id.org/atsmu-kg/", made.contents["w3id/.htaccess"].decode()
    names = {
        each.value.removeprefix(base).partition("#")[0]
        for quad in quads
        for each in (quad.subject, quad.object, quad.graph_name)
        if isinstance(each, ox.NamedNode) and each.value.startswith(base)
    }
    lost = {name for name in names if redirect(rules, name, "text/turtle") is None}
    assert not lost, "add a rule for these to atsmu_kg/publishing/catalogue/templates/htaccess"


# The command line


@pytest.mark.whole
def test_the_command_tells_what_the_records_do_without(written: Written) -> None:
    assert re.fullmatch(r".+/out: version [0-9.]+, [0-9]+ files, [0-9,]+ bytes\n", written.out)
    for part in ("--served-at", "no DOI", "LOD Cloud", NO_HOST):
        assert part in written.err


def test_a_release_is_replaced_by_the_next(made: Release, tmp_path: Path) -> None:
    made.write(tmp_path)
    earlier = Release("0.0.9", {"old.txt": b"", SUMS: f"{'0' * 64}  old.txt\n".encode()}, [])
    earlier.write(tmp_path)
    assert [path.name for path in files(tmp_path)] == [SUMS, "old.txt"]
    made.write(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in files(tmp_path)} == set(made.contents)
    assert not list(tmp_path.parent.glob(f".{tmp_path.name}-*"))


@pytest.mark.whole
@pytest.mark.parametrize("profile", ["void", "citation"])
def test_the_catalogue_command_writes_the_record(
    profile: str, made: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "record"
    assert main(["catalogue", "--profile", profile]) == 0
    assert main(["catalogue", "--profile", profile, "--output", str(target)]) == 0
    assert capsys.readouterr().out.encode() == target.read_bytes()
    assert target.read_bytes() in made.contents.values()
