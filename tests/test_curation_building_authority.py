"""The authority graphs: what becomes of the table's rows, and of small invented tables."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, parse

from atsmu_kg.curation.building.authority import authority_quads, main
from atsmu_kg.curation.building.authority_table import COLUMNS
from atsmu_kg.curation.building.check_digits import CHECK_DIGITS
from atsmu_kg.rdf.namespaces import PREFIXES, contract, expand

ROOT = Path(__file__).parent.parent
CONFIG = str(ROOT / "data" / "authority")
OUTPUT = ROOT / "data" / "authority.trig"
TABLE = ROOT.parent / "shared" / "authority" / "authority.csv"
DATE = "2026-11-22"
ABSENT = "the table authority.csv, which is not part of the project, is not beside the checkout"
ENTITIES = {
    "org:atsmu": "atsmu:university",
    "work:wdoms": "registry:wdoms",
    "work:avicenna-directory": "registry:avicenna-directory",
}
SEATS = {"1526273": "astana", "2660646": "geneva", "2661552": "bern", "2946447": "bonn"}
KINDS = {"org": "organization", "prog": "organization"}
CODES = ("iso3166-1-alpha2", "iso3166-1-alpha3", "iso3166-1-numeric", "un-m49")


def table_rows() -> list[dict[str, str]]:
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = table_rows()
UNVERIFIED = {(row["entity_key"], row["scheme"]) for row in ROWS if row["status"] == "unverified"}
pytestmark = pytest.mark.filterwarnings("error")
needs_table = pytest.mark.skipif(not ROWS, reason=ABSENT)


def rows(*schemes: str) -> list[object]:
    """The table's rows that may be used, as parameters with the entity in the id."""
    return [
        pytest.param(row, id=f"{row['entity_key']}-{row['scheme']}")
        for row in ROWS
        if row["status"] != "unverified" and (not schemes or row["scheme"] in schemes)
    ] or [pytest.param({}, marks=pytest.mark.skip(reason=ABSENT))]


def entity(key: str) -> str:
    kind, _, name = key.partition(":")
    return expand(ENTITIES.get(key) or f"{KINDS.get(kind, kind)}:{name}")


def local_name(iri: str) -> str:
    return iri.removeprefix(PREFIXES["atsmu"]).replace("/", "-")


def graph(name: str) -> str:
    return name.removeprefix(PREFIXES["authority"])


def curies(quads: list[Quad] | tuple[Quad, ...], predicate: str) -> set[tuple[str, str]]:
    """Subject and object of the quads with a predicate: CURIEs, and literals as "text"@language."""
    return {
        (
            contract(quad.subject.value),
            str(quad.object) if isinstance(quad.object, Literal) else contract(quad.object.value),
        )
        for quad in quads
        if quad.predicate.value == expand(predicate)
    }


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return list(parse(path=str(OUTPUT)))


@pytest.fixture(scope="module")
def by_graph(quads: list[Quad]) -> dict[str, list[Quad]]:
    graphs = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name.value].append(quad)
    return graphs


def write_table(folder: Path, *lines: str) -> str:
    """A small table: a line is a row, with "|" between its cells."""
    file = folder / "table.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(line.split("|") for line in lines)
    return str(file)


@pytest.mark.parametrize("row", rows())
def test_each_row_is_accounted_for(row: dict[str, str], by_graph: dict[str, list[Quad]]) -> None:
    subject = entity(row["entity_key"])
    name = f"{local_name(subject)}-{row['scheme']}"
    nodes = {expand(f"{kind}:{name}") for kind in ("identifier", "attestation")}
    homes = [
        (graph, quads)
        for graph, quads in by_graph.items()
        if any(quad.subject.value in nodes and quad.object == Literal(row["evidence"]) for quad in quads)
    ]
    assert len(homes) == 1, "exactly one graph holds the row's evidence, word for word; run the import again"
    home, quads = homes[0]
    assert home.endswith("-single-source") == (row["status"] == "single-source")
    said = {
        quad.object.value
        for quad in quads
        if quad.subject.value in {subject, *nodes, expand("atsmu:coordinates-wikipedia")}
    }
    assert set(expected_values(row)) <= said, "the value is said in the same graph; run the import again"


def expected_values(row: dict[str, str]) -> list[str]:
    value = row["value"]
    match row["scheme"]:
        case "seat-country":
            return [entity(f"country:{value}")]
        case "seat-city-geonames":
            return [expand(f"place:{SEATS[value]}")]
        case "managed-by":
            return [entity("org:eacea")]
        case "un-m49-region" | "un-m49-subregion":
            return [expand(f"region:{value}")]
        case "wgs84":
            return value.split(",")
        case "acronym" if row["entity_key"] == "org:sdc":
            return ["SDC", "DEZA", "DDC", "DSC"]
        case "acronym" | "alt-name-en":
            return value.split("; ")
        case "record-url-pattern":
            return [value.replace("{7 digits}", "{digits}")]
        case _:
            return [value]


@needs_table
def test_unverified_rows_leave_no_trace(quads: list[Quad]) -> None:
    used = {(row["entity_key"], row["scheme"]) for row in ROWS if row["status"] != "unverified"}
    names = {f"{local_name(entity(key))}-{scheme}" for key, scheme in UNVERIFIED - used}
    nodes = {expand(f"{kind}:{name}") for name in names for kind in ("identifier", "attestation")}
    assert len(names) == 46
    assert not nodes & {quad.subject.value for quad in quads}


def test_an_unverified_value_does_not_leak(tmp_path: Path) -> None:
    table = write_table(
        tmp_path,
        "country:XA|Alphaland|iso3166-1-alpha2|XA|a list|CC0|verified",
        "country:XA|Alphaland|wikidata|Q999999999|a rumour|CC0|unverified",
        "country:XB|Betaland|iso3166-1-alpha2|XB|a rumour|CC0|unverified",
    )
    made = authority_quads(table, CONFIG, DATE)
    text = "\n".join(map(str, made.quads))
    assert made.rows == Counter(verified=1, unverified=2)
    for leaked in ("Q999999999", "rumour", "XB", "Betaland"):
        assert leaked not in text


@pytest.mark.parametrize("row", rows("name-en-cldr", "name-ru-cldr", "name-tg-cldr"))
def test_a_country_has_its_names(row: dict[str, str], quads: list[Quad]) -> None:
    language = row["scheme"].split("-")[1]
    label = "skos:prefLabel" if row["status"] == "verified" else "skos:altLabel"
    name = str(Literal(row["value"], language=language))
    assert (row["entity_key"], name) in curies(quads, label)


@pytest.mark.parametrize("row", rows(*CODES))
def test_a_country_is_found_by_its_code(row: dict[str, str], quads: list[Quad]) -> None:
    node = f"identifier:{row['entity_key'].replace(':', '-')}-{row['scheme']}"
    assert (row["entity_key"], node) in curies(quads, "schema:identifier")
    assert (node, f'"{row["value"]}"') in curies(quads, "schema:value"), "a code is a string, zeros and all"


@pytest.mark.parametrize("row", rows("un-m49-region", "un-m49-subregion"))
def test_a_country_lies_in_its_regions(row: dict[str, str], quads: list[Quad]) -> None:
    region = f"region:{row['value']}"
    kind = "akg:SubRegion" if row["scheme"].endswith("subregion") else "akg:Region"
    name = row["evidence"].split("country-codes.csv ")[1].split(";")[0]
    assert (row["entity_key"], region) in curies(quads, "schema:containedInPlace")
    assert (region, kind) in curies(quads, "rdf:type")
    assert (region, f'"{name}"@en') in curies(quads, "skos:prefLabel")


@pytest.mark.parametrize("row", rows("seat-city-geonames"))
def test_a_seat_is_a_city_that_is_linked_to_its_identifier(row: dict[str, str], quads: list[Quad]) -> None:
    city = f"place:{SEATS[row['value']]}"
    assert (city, "schema:City") in curies(quads, "rdf:type")
    assert (city, f"<https://sws.geonames.org/{row['value']}/>") in curies(quads, "schema:sameAs")


@pytest.mark.parametrize("row", rows("un-m49-subregion"))
def test_a_sub_region_lies_in_its_region(row: dict[str, str], quads: list[Quad]) -> None:
    (region,) = (
        other["value"]
        for other in ROWS
        if (other["entity_key"], other["scheme"]) == (row["entity_key"], "un-m49-region")
    )
    within = {
        larger
        for place, larger in curies(quads, "schema:containedInPlace")
        if place == f"region:{row['value']}"
    }
    assert within == {f"region:{region}"}


def test_a_place_with_a_subdivision_code_lies_in_the_country_of_the_code(tmp_path: Path) -> None:
    table = write_table(
        tmp_path,
        "country:XA|Alphaland|iso3166-1-alpha2|XA|a list|CC0|verified",
        "place:b|B|iso3166-2|XA-B|a list|CC0|verified",
    )
    made = authority_quads(table, CONFIG, DATE).quads
    assert curies(made, "schema:containedInPlace") == {("place:b", "country:XA")}


def test_identity_is_claimed_for_verified_rows_only(quads: list[Quad]) -> None:
    same = {quad.graph_name.value for quad in quads if quad.predicate.value == expand("owl:sameAs")}
    close = {quad.graph_name.value for quad in quads if quad.predicate.value == expand("schema:sameAs")}
    assert same
    assert close
    assert not [name for name in same if name.endswith("-single-source")]
    assert not [name for name in close if not name.endswith("-single-source")]


def test_a_single_source_prefers_no_name(quads: list[Quad]) -> None:
    graphs = {
        graph(quad.graph_name.value)
        for quad in quads
        if quad.predicate.value == expand("skos:prefLabel")
        and quad.graph_name.value.endswith("-single-source")
    }
    assert graphs <= {"table-single-source"}, "only an entity without a verified row has no other name"


def test_names_are_unambiguous(quads: list[Quad]) -> None:
    """SKOS, S13 and S14: one preferred label in a language, and it is not an alternative one too."""
    preferred = {(quad.subject, quad.object) for quad in quads if quad.predicate.value.endswith("#prefLabel")}
    alternative = {
        (quad.subject, quad.object) for quad in quads if quad.predicate.value.endswith("#altLabel")
    }
    assert not preferred & alternative
    counted = Counter((subject, label.language) for subject, label in preferred)
    assert [key for key, count in counted.items() if count > 1] == []


@needs_table
def test_entities_have_a_type_and_an_english_name(quads: list[Quad]) -> None:
    used = {contract(entity(row["entity_key"])) for row in ROWS if row["status"] != "unverified"}
    typed = Counter(subject for subject, _ in curies(quads, "rdf:type"))
    named = {subject for subject, label in curies(quads, "skos:prefLabel") if label.endswith("@en")}
    assert used <= named
    assert {subject for subject in used if typed[subject] != 1} == set(), "one stated type, in one graph"


def test_graphs_are_described(quads: list[Quad], by_graph: dict[str, list[Quad]]) -> None:
    described = by_graph.pop(expand("graph:provenance"))
    assert {quad.subject.value for quad in described} == set(by_graph)
    for name in by_graph:
        said = {
            contract(quad.predicate.value): quad.object for quad in described if quad.subject.value == name
        }
        labels = [
            quad.object for quad in described if quad.subject.value == name and "prefLabel" in str(quad)
        ]
        assert said.keys() & {"dcterms:license", "dcterms:rights"}, f"{name}: state a licence or the rights"
        assert said["dcterms:created"].value == DATE
        assert sorted(label.language for label in labels) == ["en", "ru", "tg"]
        if graph(name) == "schemes":
            assert said["rdf:type"] == NamedNode(expand("akg:EditorialGraph"))
            continue
        status = "akg:SingleSource" if name.endswith("-single-source") else "akg:Verified"
        assert said["rdf:type"] == NamedNode(expand("akg:AuthorityGraph"))
        assert said["akg:verification"] == NamedNode(expand(status))
        assert said["prov:wasDerivedFrom"].value == "https://w3id.org/atsmu-kg/source/authority.csv"


@pytest.mark.parametrize(
    ("name", "licence", "rights"),
    [
        ("geonames", "https://creativecommons.org/licenses/by/4.0/", "GeoNames (https://www.geonames.org/)"),
        ("eu-publications", "https://creativecommons.org/licenses/by/4.0/", "© European Union"),
        ("cldr", "https://spdx.org/licenses/Unicode-3.0", "© Unicode, Inc."),
        ("un-m49", "https://opendatacommons.org/licenses/pddl/1-0/", ""),
        ("wikidata", "https://creativecommons.org/publicdomain/zero/1.0/", ""),
    ],
)
def test_licences(name: str, licence: str, rights: str, quads: list[Quad]) -> None:
    described = [quad for quad in quads if quad.subject.value == expand(f"authority:{name}")]
    licences = {quad.object.value for quad in described if quad.predicate.value.endswith("/license")}
    assert licences == {licence}
    assert rights in " ".join(
        quad.object.value for quad in described if quad.predicate.value.endswith("rights")
    )


def test_schemes_and_kinds_are_labelled(quads: list[Quad]) -> None:
    named = {
        quad.object.value
        for quad in quads
        if contract(quad.predicate.value) in ("schema:propertyID", "akg:scheme", "org:classification")
    }
    concepts = [quad for quad in quads if graph(quad.graph_name.value) == "schemes"]
    labelled = Counter(quad.subject.value for quad in concepts if quad.predicate.value.endswith("prefLabel"))
    assert named <= labelled.keys()
    assert set(labelled.values()) == {3}


@needs_table
def test_the_published_graphs_are_up_to_date(tmp_path: Path) -> None:
    made = tmp_path / "authority.trig"
    assert main([str(TABLE), "--output", str(made), "--date", DATE]) == 0
    command = (
        f"python -m atsmu_kg.curation.building.authority TABLE --output data/authority.trig --date {DATE}"
    )
    assert made.read_bytes() == OUTPUT.read_bytes(), f"run {command}"


def test_the_output_is_the_same_under_every_hash_seed(tmp_path: Path) -> None:
    table = write_table(
        tmp_path,
        "country:XA|Alphaland|iso3166-1-alpha2|XA|a list|CC0|verified",
        "country:XA|Alphaland|wikidata|Q999999999|a rumour|Wikidata CC0|single-source",
        "org:b|Bureau of B|acronym|B; BB; BBB|a page|facts only|verified",
        "org:b|Bureau of B|homepage|https://b.example/|a page|MIT|verified",
    )
    written = set()
    for seed in ("0", "1", "2"):
        output = tmp_path / f"{seed}.trig"
        command = [sys.executable, "-m", "atsmu_kg.curation.building.authority", table]
        subprocess.run(
            [*command, "--output", str(output), "--date", DATE],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        written.add(output.read_bytes())
    assert len(written) == 1


def test_the_next_table_is_one_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write_table(
        tmp_path,
        "country:XA|Alphaland|iso3166-1-alpha2|XA|a list|CC0|verified",
        "country:XA|Alphaland|name-en-iso3166-short|Alphaland|a list, of 2026|CC0|verified",
        "country:XA|Alphaland|fao-geopolitical|http://aims.fao.org/aos/geopolitical.owl#A|a file|not stated|"
        "single-source",
        "org:b|Bureau of B|acronym|B; BB (BC de, BD fr)|a page|facts only|single-source",
        "org:b|Bureau of B|isni|0000 0001 2163 3745|a page|CC0|verified",
        "org:b|Bureau of B|grid||nothing found||unverified",
    )
    output = tmp_path / "out.trig"
    assert main([table, "--output", str(output), "--date", DATE]) == 0
    assert "from 5 rows; 1 unverified row left out" in capsys.readouterr().out
    quads = list(parse(path=str(output)))
    assert curies(quads, "skos:altLabel") == {
        ("organization:b", label) for label in ('"B"@en', '"BB"@en', '"BC"@de', '"BD"@fr')
    }
    assert curies(quads, "schema:sameAs") == {
        ("country:XA", "<http://aims.fao.org/aos/geopolitical.owl#A>"),
    }
    assert curies(quads, "schema:url") == {
        ("identifier:organization-b-isni", "<https://isni.org/isni/0000000121633745>")
    }
    # The short name is the label already: the attestation says so instead of an alternative label.
    attestation = "attestation:country-XA-name-en-iso3166-short"
    assert (attestation, '"Alphaland"@en') in curies(quads, "schema:value")
    assert (attestation, '"a list, of 2026"') in curies(quads, "akg:evidence")
    assert ("country:XA", '"Alphaland"@en') in curies(quads, "skos:prefLabel")


def test_the_graphs_of_an_invented_table_are_described(tmp_path: Path) -> None:
    table = write_table(
        tmp_path,
        "org:b|Bureau of B|wikidata|Q999999999|a rumour|Wikipedia CC BY-SA 4.0 (fact only)|single-source",
        "org:b|Bureau of B|geonames|1|a gazetteer|GeoNames CC BY 4.0|verified",
        "org:b|Bureau of B|isni|0000 0001 2163 3745|a page|CC0|verified",
    )
    quads = authority_quads(table, CONFIG, DATE).quads
    described = {
        (contract(quad.subject.value), contract(quad.predicate.value), str(quad.object))
        for quad in quads
        if quad.graph_name.value == expand("graph:provenance")
    }
    wikidata, geonames = "authority:wikidata-single-source", "authority:geonames"
    assert described >= {
        (wikidata, "akg:verification", f"<{expand('akg:SingleSource')}>"),
        (wikidata, "skos:prefLabel", '"Wikidata, single source"@en'),
        (wikidata, "skos:prefLabel", '"Викиданные, один источник"@ru'),
        (wikidata, "skos:prefLabel", '"Викидата, як манбаъ"@tg'),
        (wikidata, "prov:wasDerivedFrom", "<https://w3id.org/atsmu-kg/source/table.csv>"),
        (geonames, "akg:verification", f"<{expand('akg:Verified')}>"),
        (geonames, "skos:prefLabel", '"GeoNames"@en'),
        (geonames, "dcterms:created", f'"{DATE}"^^<{expand("xsd:date")}>'),
        (geonames, "dcterms:license", "<https://creativecommons.org/licenses/by/4.0/>"),
    }
    rights = {subject: text for subject, predicate, text in described if predicate == "dcterms:rights"}
    assert "no text was taken" in rights[wikidata], "what the row's licence text means"
    assert "https://www.geonames.org/" in rights[geonames], "what the authority asks for"
    # The type is stated by a verified graph, though the first row has a single source.
    (typed,) = (quad for quad in quads if quad.object.value == expand("org:FormalOrganization"))
    assert typed.graph_name.value == expand(geonames)
    # An ISNI has a page, but no statement of identity.
    assert curies(quads, "owl:sameAs") == {("organization:b", "<https://sws.geonames.org/1/>")}
    assert curies(quads, "schema:sameAs") == {("organization:b", "wd:Q999999999")}


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    table = Path(write_table(tmp_path, "country:XA|Alphaland|iso3166-1-alpha2|XA|a list|CC0|verified"))
    plain = authority_quads(str(table), CONFIG, DATE)
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    assert authority_quads(str(table), CONFIG, DATE) == plain


def test_as_above_means_the_licence_of_the_scheme_it_follows(tmp_path: Path) -> None:
    table = write_table(
        tmp_path,
        "country:XA|Alphaland|iso3166-1-alpha2|XA|a list|ODC-PDDL-1.0|verified",
        "country:XA|Alphaland|geonames|1|a gazetteer|GeoNames CC BY 4.0|verified",
        "country:XA|Alphaland|un-m49|999|a list|as above|verified",
    )
    licences = curies(authority_quads(table, CONFIG, DATE).quads, "dcterms:license")
    assert ("authority:un-m49", "<https://opendatacommons.org/licenses/pddl/1-0/>") in licences
    assert ("authority:un-m49", "<https://creativecommons.org/licenses/by/4.0/>") not in licences


@pytest.mark.parametrize(
    ("scheme", "identifier"),
    [
        ("isni", "0000000121633745"),
        ("issn", "20740581"),
        ("luhn", "81449956200019"),
        ("lei", "213800ZWT4VX2OHR5N14"),
        ("ror", "02emvsg33"),
    ],
)
def test_a_wrong_digit_is_found_wherever_it_is(scheme: str, identifier: str) -> None:
    check = CHECK_DIGITS[scheme]
    wrong = [
        identifier[:place] + digit + identifier[place + 1 :]
        for place, right in enumerate(identifier)
        for digit in "0123456789"
        if right.isdigit() and digit != right
    ]
    assert check(identifier)
    assert [mistyped for mistyped in wrong if check(mistyped)] == []
