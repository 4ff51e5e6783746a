"""Authority tables and configurations that are wrong: each error names the file, the line and what to do."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, serialize

from atsmu_kg.curation.building.authority import authority_quads, main
from atsmu_kg.curation.building.authority_config import SCHEME_COLUMNS, read_config
from atsmu_kg.curation.building.authority_table import COLUMNS
from atsmu_kg.curation.tables import read_table
from atsmu_kg.errors import DataError, ParameterError, StoreError

CONFIG = Path(__file__).parent.parent / "data" / "authority"
DATE = "2026-11-22"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
HEADER = ",".join(COLUMNS)
REST = ["a list", "CC0", "verified"]
GOOD = "country:XA|Alphaland|iso3166-1-alpha2|XA"


def write_table(folder: Path, *lines: str) -> str:
    file = folder / "table.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        for line in lines:
            cells = line.split("|")
            writer.writerow(cells + REST[len(cells) - len(COLUMNS) :] if len(cells) < len(COLUMNS) else cells)
    return str(file)


@pytest.mark.parametrize(
    ("lines", "line", "message", "advice"),
    [
        (["country:XA|A|iso3166-alpha2|XA"], 2, "'iso3166-alpha2' is unknown", "schemes.csv"),
        (["country:XA|A|wgs84|1.0,2.0"], 2, "unknown for such an entity", "schemes.csv"),
        ([GOOD, "country:XA|Alphaland|un-m49|001|a list|CC0|sure"], 3, "the status 'sure'", "single-source"),
        (["country:XA|A|iso3166-1-alpha2|XAX"], 2, "'XAX': the value is not a iso", "pattern"),
        (["country:XA|A|iso3166-1-numeric|٠٣٤"], 2, "the value is not", "pattern"),
        (["country:XA|A|wikidata|P31"], 2, "the value is not a wikidata", "pattern"),
        (["org:b|B|homepage|https://b.example/a b"], 2, "the value is not a home", "pattern"),
        (["org:b|B|homepage|https://b.example/<b>"], 2, "not an absolute IRI", "percent"),
        (["org:b|B|isni|0000 0001 2163 3754"], 2, "check digits are wrong", "source"),
        (["org:b|B|acronym|B (C)"], 2, "'B (C)' is not a name", "B (C de, D fr)"),
        (["org:b|B|acronym|B;"], 2, "'' is not a name", "A; B"),
        (["org:b|B|kind|a society"], 2, "which thing this text stands for", "readings.csv"),
        (["org:b|B|seat-country|XZ"], 2, "no usable row on country:XZ", "Add the entity"),
        (["place:p|P|wgs84|91.0,2.0"], 2, "the latitude is beyond 90", "latitude,longitude"),
        (
            ["place:p|P|wgs84|1.0,2.0|a list|CC0|single-source"],
            2,
            "coordinates of a single source",
            "link in",
        ),
        (["country:XA|A|un-m49-region|142"], 2, "doesn't name the region", "region_name"),
        (["star:s|S|wikidata|Q1"], 2, "the kind of entity 'star' is unknown", "star:*"),
        (["XA|A|wikidata|Q1"], 2, "'XA' is not the key", "org:who"),
        (["org:b|B (or C)|wikidata|Q1"], 2, "holds an explanation", "entities.csv"),
        (["org:osf|OSF|wikidata|Q1"], 2, "isn't part of the label 'OSF'", "entities.csv"),
        (["org:b|B|wikidata|Q1|a list|WTFPL|verified"], 2, "the licence 'WTFPL' is unknown", "licences.csv"),
        (["org:b|B|wikidata|Q1|a list|as above|verified"], 2, "no row above says", "schemes.csv"),
        (
            [
                "country:XA|A|iso3166-1-alpha2|XA|a list|as above|verified",
                "country:XA|A|un-m49|001|a list|CC0|verified",
            ],
            2,
            "no row above says",
            "schemes.csv",
        ),
        (
            [
                "country:XA|A|un-m49|001|a list|as above|verified",
                "country:XA|A|iso3166-1-alpha2|XA|a list|as above|verified",
            ],
            2,
            "no row above says",
            "schemes.csv",
        ),
        (["org:b|B|wikidata|Q1||CC0|verified"], 2, "the column evidence is empty", "unverified"),
        (["org:b|B|wikidata|"], 2, "the column value is empty", "unverified"),
        (["org:b|B|name-en|B "], 2, "begins or ends with a space", "space away"),
        ([GOOD, GOOD.replace("|XA", "|XB")], 3, "disagrees with line 2", "one row"),
        ([GOOD, f"{GOOD}|a list|CC0|single-source"], 3, "disagrees with line 2", "one row"),
        ([GOOD, GOOD], 3, "repeats line 2", "one row"),
        (["org:b|B|name-en|B", "org:b|C|name-ru|B"], 3, "is labelled 'C', but 'B' on line 2", "one label"),
        (
            [
                "country:XA|A|un-m49-region|142|country-codes.csv Asia; x|CC0|verified",
                "country:XB|B|un-m49-region|142|country-codes.csv Europe; x|CC0|verified",
            ],
            3,
            'the region is "Europe"@en here and "Asia"@en on line 2',
            "code or the evidence",
        ),
        (["place:b|B|iso3166-2|XA-B"], 2, "no usable row on country:XA", "Add the country"),
        (["org:b|B|seat-city-geonames|7"], 2, "which thing this text stands for", "readings.csv"),
        (
            [
                "country:XA|A|un-m49-region|142|country-codes.csv Asia; x|CC0|verified",
                "country:XA|A|un-m49-subregion|143|country-codes.csv Central Asia; x|CC0|verified",
                "country:XA|A|un-m49|001|a list|CC0|verified",
                "country:XB|B|un-m49-region|150|country-codes.csv Europe; x|CC0|verified",
                "country:XB|B|un-m49-subregion|143|country-codes.csv Central Asia; x|CC0|verified",
                "country:XB|B|un-m49|002|a list|CC0|verified",
            ],
            6,
            "region:143 is in region:150 here and in region:142 on line 3",
            "one of the two codes",
        ),
        (
            ["country:XA|A|name-en-cldr|A", "country:XA|A|name-en|AA"],
            3,
            'another preferred name, "A"@en',
            "alternative-name",
        ),
    ],
)
def test_a_wrong_row(tmp_path: Path, lines: list[str], line: int, message: str, advice: str) -> None:
    table = write_table(tmp_path, *lines)
    with pytest.raises(DataError) as caught:
        authority_quads(table, str(CONFIG), DATE)
    assert (caught.value.file, caught.value.line) == (table, line)
    assert message in caught.value.message
    assert advice in caught.value.advice


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", None, "no rows"),
        (f"{HEADER}\n".encode(), None, "no rows"),
        (f"{HEADER.removesuffix(',status')}\n".encode(), 1, "lacks 'status'"),
        (f"{HEADER},note\n".encode(), 1, "has the unknown 'note'"),
        (f"{HEADER},value\n".encode(), 1, "repeats 'value'"),
        (f"{HEADER}\na,b,c\n".encode(), 2, "3 cells, the header 7"),
        (f"{HEADER}\n\n".encode() + "country:XA,Тоҷикистон".encode("utf-16-le"), 3, "not UTF-8"),
        (f'{HEADER}\na,"b,c\n'.encode(), 2, "not CSV"),
    ],
    ids=["empty", "header", "missing", "unknown", "repeated", "short", "utf-16", "quote"],
)
def test_a_file_that_is_no_table(tmp_path: Path, data: bytes, line: int | None, message: str) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(data)
    with pytest.raises(DataError) as caught:
        authority_quads(str(file), str(CONFIG), DATE)
    assert (caught.value.file, caught.value.line) == (str(file), line)
    assert message in caught.value.message
    assert caught.value.advice


def test_a_line_number_counts_the_lines_of_a_cell(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(f'{HEADER}\ncountry:XA,A,wikidata,Q1,"a\nlist",CC0,verified\nshort\n')
    with pytest.raises(DataError) as caught:
        authority_quads(str(file), str(CONFIG), DATE)
    assert caught.value.line == 4


def test_a_missing_table() -> None:
    with pytest.raises(StoreError, match="can't be read"):
        authority_quads("no/such/table.csv", str(CONFIG), DATE)


@pytest.mark.parametrize("date", ["", "22.11.2026", "2026-13-01", "2026-11-22T10:00:00"])
def test_a_wrong_date(tmp_path: Path, date: str) -> None:
    with pytest.raises(ParameterError, match="is not a date"):
        authority_quads(write_table(tmp_path, GOOD), str(CONFIG), date)


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write_table(tmp_path, GOOD.replace("|XA", "|xa"))
    output = tmp_path / "out.trig"
    assert main([table, "--output", str(output), "--date", DATE]) == 1
    assert capsys.readouterr().err.startswith(
        f"{table}:2: country:XA iso3166-1-alpha2 'xa': the value is not"
    )
    assert not output.exists()


def test_the_command_says_that_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write_table(tmp_path, GOOD)
    assert main([table, "--output", str(tmp_path / "no" / "out.trig"), "--date", DATE]) == 1
    assert str(tmp_path / "no" / "out.trig") in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("schemes.csv", ",iso-3166,identifier,[A-Z]{2},", ",iso,identifier,[A-Z]{2},", "the authority 'iso'"),
        ("schemes.csv", ",identifier,[A-Z]{2},", ",identify,[A-Z]{2},", "the treatment 'identify'"),
        ("schemes.csv", ",identifier,[A-Z]{2},", ",identifier,[A-Z{2},", "not a regular expression"),
        ("schemes.csv", ",identifier,[A-Z]{2},", ",object,[A-Z]{2},", "needs term and link"),
        ("schemes.csv", "akg:Iso3166Alpha2", "ak:iso-3166-1-alpha-2", "the concept: the prefix 'ak:'"),
        ("schemes.csv", "iso3166-1-alpha3,,", "iso3166-1-alpha2,,", "has a line already"),
        ("schemes.csv", ",ISO 3166-1 alpha-2 code,", ",,", "no label in en"),
        ("schemes.csv", "[0-9X],isni,", "[0-9X],mod97,", "the check_digits 'mod97'"),
        ("schemes.csv", ",de,,,,,German name,", ",German,,,,,German name,", "'German' is not the tag"),
        ("schemes.csv", "csv ([^;]+)", "csv [^;]+", "the region_name has no group"),
        ("schemes.csv", "akg:Iso3166Alpha3", "akg:Iso3166Alpha2", "Alpha2 is labelled above"),
        (
            "readings.csv",
            "fund/programme",
            "specialized agency",
            "(intergovernmental)' has a line already: 2",
        ),
        ("authorities.csv", "\nschemes,", "\nscheme,", "no line for 'schemes'"),
        ("authorities.csv", "\niso-3166,", "\nschemes,", "has a line already"),
        ("licences.csv", f"\nCC0,{CC0},", "\nCC0,,", "there is neither a licence nor a note on rights"),
        ("licences.csv", f"\nCC0,{CC0},", "\nCC0,CC0,", "the licence: 'CC0' is neither an IRI nor a CURIE"),
        ("entities.csv", "Ibn Sina@en", "Ibn Sina", "'Ibn Sina' has no language"),
        ("kinds.csv", "akg:Foundation,foundation,", "akg:Foundation,,", "no label in en"),
    ],
)
def test_a_wrong_configuration(tmp_path: Path, file: str, before: str, after: str, message: str) -> None:
    folder = tmp_path / "config"
    shutil.copytree(CONFIG, folder)
    text = (folder / file).read_text("utf-8")
    assert before in text, "the case no longer fits the configuration"
    (folder / file).write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        read_config(str(folder))
    assert caught.value.file == str(folder / file)
    assert message in caught.value.message
    assert caught.value.advice


def test_a_kind_without_labels(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    shutil.copytree(CONFIG, folder)
    with (folder / "readings.csv").open("a", encoding="utf-8") as readings:
        readings.write("kind,a society,akg:society\n")
    table = write_table(tmp_path, "org:b|B|kind|a society")
    with pytest.raises(DataError, match="akg:society has no labels") as caught:
        authority_quads(table, str(folder), DATE)
    assert "kinds.csv" in caught.value.advice


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=60), st.text('a,"\n\r;é', max_size=40).map(str.encode)))
def test_any_bytes_are_a_table_or_an_error_that_says_where(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes(b"a,b\n" + data)
    try:
        read = read_table(str(file), ("a", "b"))
    except DataError as error:
        assert (error.file, bool(error.advice)) == (str(file), True)
    else:
        assert all(set(row.cells) == {"a", "b"} for row in read)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        sorted({row["scheme"] for row in read_table(str(CONFIG / "schemes.csv"), SCHEME_COLUMNS)})
    ),
    st.one_of(
        st.text(min_size=1, max_size=30),
        st.from_regex("[0-9A-Z]{2,14}", fullmatch=True),
        st.from_regex("https?://[^ ]{1,9}", fullmatch=True),
        st.from_regex("-?[0-9]{1,3}[.][0-9],-?[0-9]{1,3}[.][0-9]", fullmatch=True),
    ),
    st.sampled_from(["country:XA", "org:atsmu", "place:p", "work:w"]),
    st.sampled_from(["verified", "single-source"]),
)
def test_any_value_is_read_or_refused(tmp_path: Path, scheme: str, value: str, key: str, status: str) -> None:
    file = tmp_path / "any.csv"
    with file.open("w", encoding="utf-8", newline="", errors="replace") as handle:
        csv.writer(handle).writerows([COLUMNS, (key, "A", scheme, value, "a list", "CC0", status)])
    try:
        quads = authority_quads(str(file), str(CONFIG), DATE).quads
    except DataError as error:
        assert (error.file, error.line) == (str(file), 2)
    else:
        assert serialize(quads, format=RdfFormat.N_QUADS)
