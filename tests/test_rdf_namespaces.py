"""Prefixes, IRIs and CURIEs."""

from __future__ import annotations

import copy
import pickle

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.errors import ParameterError, UnknownPrefixError
from atsmu_kg.rdf import namespaces as vocabulary
from atsmu_kg.rdf.namespaces import IRI, PREFIXES, Namespace, checked, contract, expand, is_iri

CURIES = [
    ("akg:Figure", "https://w3id.org/atsmu-kg/ontology#Figure"),
    ("akgsh:FigureShape", "https://w3id.org/atsmu-kg/shapes#FigureShape"),
    ("atsmu:university", "https://w3id.org/atsmu-kg/id/university"),
    ("country:TJ", "https://w3id.org/atsmu-kg/id/country/TJ"),
    ("graph:editorial", "https://w3id.org/atsmu-kg/graph/editorial"),
    ("profile:s14", "https://w3id.org/atsmu-kg/graph/profile/s14"),
    ("authority:iso-3166", "https://w3id.org/atsmu-kg/graph/authority/iso-3166"),
    ("akg:", "https://w3id.org/atsmu-kg/ontology#"),
    ("skos:prefLabel", "http://www.w3.org/2004/02/skos/core#prefLabel"),
    ("schema:имя", "https://schema.org/имя"),
    ("schema:a.b", "https://schema.org/a.b"),
    ("schema:a%20b", "https://schema.org/a%20b"),
    ("schema:4-ever", "https://schema.org/4-ever"),
    ("wgs:lat", "http://www.w3.org/2003/01/geo/wgs84_pos#lat"),
]

NOT_CURIES = [
    "https://schema.org/a/b",
    "https://schema.org/a.",
    "https://schema.org/.a",
    "https://schema.org/-a",
    "https://schema.org/a?b",
    "https://schema.org/a~b",
    "https://schema.org/a%2",
    "https://schema.org/a×b",
    "https://schema.org/a.b.c",
    "https://schema.org/𐀀",
    "https://schema.org/·a",
    "https://w3id.org/atsmu-kg/id/country/TJ/cities",
    "https://w3id.org/atsmu-kg/source/profile.txt#char=2548,2645",
    "http://example.org/",
]


@pytest.mark.parametrize(("curie", "iri"), CURIES)
def test_curies_go_both_ways(curie: str, iri: str) -> None:
    assert expand(curie) == iri
    assert contract(iri) == curie == expand(curie).curie


@pytest.mark.parametrize("iri", NOT_CURIES)
def test_an_iri_without_a_legal_local_name_stays_whole(iri: str) -> None:
    assert contract(iri) == f"<{iri}>"
    assert expand(contract(iri)) == iri


@given(st.sampled_from(sorted(PREFIXES.values())), st.text() | st.text(st.sampled_from(".:-_%a04é·")))
def test_whatever_contract_gives_is_sparql_for_the_same_iri(namespace: str, local: str) -> None:
    iri = namespace + local
    try:
        ox.NamedNode(checked(iri))
    except (ParameterError, ValueError):
        return
    short = contract(iri)
    assert expand(short) == iri
    assert short == contract(iri, dict(PREFIXES)), "as by any other prefixes"
    if not short.startswith("<"):
        query = "".join(f"PREFIX {prefix}: <{base}> " for prefix, base in PREFIXES.items())
        [[term]] = ox.Store().query(f"{query} SELECT ({short} AS ?iri) {{}}")  # type: ignore[misc]
        assert term.value == iri


@pytest.mark.parametrize(
    "name",
    ["https://ror.org/01x", "<https://ror.org/01x>", "ror:01x", "urn:isbn:1", "mailto:a@b", "tag:a,1:b"],
)
def test_iris_are_taken_as_they_are(name: str) -> None:
    assert isinstance(expand(name), IRI)
    assert expand(name) == (PREFIXES["ror"] + "01x" if "01x" in name else name)


@pytest.mark.parametrize(
    ("name", "near"),
    [("akgg:Figure", "akg"), ("SKOS:prefLabel", "skos"), ("qwfp:a", None), (":a", None), ("_:a", None)],
)
def test_an_unknown_prefix_is_named_with_known_ones_like_it(name: str, near: str | None) -> None:
    with pytest.raises(UnknownPrefixError) as caught:
        expand(name)
    assert caught.value.prefix == name.partition(":")[0]
    assert (caught.value.nearest or [None])[0] == near
    assert near is None or f"{near}:" in caught.value.advice


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Figure",
        "<>",
        "<relative>",
        "<http://a b>",
        "akg:a b",
        "akg:<",
        'akg:"',
        "akg:\n",
        "http://a\\b",
        "<a:b",
        "1a://b",
    ],
)
def test_what_can_not_be_an_iri_is_refused(name: str) -> None:
    with pytest.raises((ParameterError, UnknownPrefixError)) as caught:
        expand(name)
    assert caught.value.advice


@given(st.text(st.sampled_from('abc:/<>"{}|^`\\ \n\0\x7f\x85é\ud800#%4?')))
def test_a_checked_iri_can_stand_in_angle_brackets(text: str) -> None:
    iri = f"http://example.org/{text}"
    try:
        checked(iri)
    except ParameterError:
        return
    assert not set(iri) & set('<>"{}|^`\\ \n\0\x7f\x85\ud800')


@pytest.mark.parametrize(
    "iri",
    [
        "http://e/%zz",
        "http://e/%",
        "http://e/[",
        "http://[/",
        "http://e:x/",
        "http://e/#a#b",
        "a:\ufffd",
        "a:\ue000",
    ],
)
def test_what_the_engine_would_not_read_is_no_iri(iri: str) -> None:
    assert not is_iri(iri)
    with pytest.raises(ParameterError, match="not an absolute IRI"):
        checked(iri)


@given(st.text(st.sampled_from("a0:/#%4?[]@.~-=,é\ufffd\ue000")))
def test_what_is_an_iri_is_one_for_the_engine(rest: str) -> None:
    for iri in (rest, f"a:{rest}", f"http://{rest}"):
        if is_iri(iri):
            assert ox.NamedNode(iri).value == iri


def test_prefixes_of_ones_own() -> None:
    own = {"ex": "http://example.org/", "go": "http://example.org/GO_", "twin": "http://example.org/"}
    assert contract("http://example.org/GO_1", own) == "go:1"
    assert contract("http://example.org/a", own) == "ex:a"
    assert expand("go:1", own) == "http://example.org/GO_1"
    with pytest.raises(UnknownPrefixError):
        expand("akg:Figure", own)


def test_prefixes_are_read_only() -> None:
    with pytest.raises(TypeError):
        PREFIXES["ex"] = "http://example.org/"  # type: ignore[index]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_has_its_namespace(prefix: str) -> None:
    namespace = getattr(vocabulary, prefix.upper())
    assert str(namespace) == PREFIXES[prefix], f"give {prefix.upper()} the place of {prefix!r} in PREFIXES"
    assert PREFIXES[prefix][-1] in "#/"


def test_namespaces_are_told_apart() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_a_namespace_makes_iris() -> None:
    namespace = Namespace("http://example.org/")
    assert namespace.title == namespace["title"] == IRI("http://example.org/title")
    assert namespace.title in namespace
    assert "http://example.com/" not in namespace
    assert 1 not in namespace
    assert repr(namespace) == "Namespace('http://example.org/')"
    assert str(copy.deepcopy(namespace)) == str(pickle.loads(pickle.dumps(namespace))) == str(namespace)
    assert not hasattr(namespace, "__wrapped__")


def test_an_iri_is_a_string() -> None:
    iri = IRI("https://ror.org/01x")
    assert iri == "https://ror.org/01x"
    assert repr(iri) == "IRI('https://ror.org/01x')"
    assert f"{iri}" == "https://ror.org/01x"
    twin = pickle.loads(pickle.dumps(iri))
    assert (type(twin), twin) == (IRI, iri)
