"""Prefixes, IRIs and CURIEs: the names of things, without any data about them."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from atsmu_kg.errors import ParameterError, UnknownPrefixError, quoted
from atsmu_kg.text import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = "https://w3id.org/atsmu-kg/"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "akg": f"{BASE}ontology#",
        "akgsh": f"{BASE}shapes#",
        "atsmu": f"{BASE}id/",
        "attestation": f"{BASE}id/attestation/",
        "category": f"{BASE}id/category/",
        "claim": f"{BASE}id/claim/",
        "cooperation": f"{BASE}id/cooperation/",
        "country": f"{BASE}id/country/",
        "enumeration": f"{BASE}id/enumeration/",
        "event": f"{BASE}id/event/",
        "figure": f"{BASE}id/figure/",
        "identifier": f"{BASE}id/identifier/",
        "language": f"{BASE}id/language/",
        "measure": f"{BASE}id/measure/",
        "membership": f"{BASE}id/membership/",
        "name": f"{BASE}id/name/",
        "organization": f"{BASE}id/organization/",
        "period": f"{BASE}id/period/",
        "person": f"{BASE}id/person/",
        "place": f"{BASE}id/place/",
        "purpose": f"{BASE}id/purpose/",
        "region": f"{BASE}id/region/",
        "registry": f"{BASE}id/registry/",
        "work": f"{BASE}id/work/",
        "graph": f"{BASE}graph/",
        "authority": f"{BASE}graph/authority/",
        "profile": f"{BASE}graph/profile/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "schema": "https://schema.org/",
        "org": "http://www.w3.org/ns/org#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "sf": "http://www.opengis.net/ont/sf#",
        "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "qudt": "http://qudt.org/schema/qudt/",
        "unit": "http://qudt.org/vocab/unit/",
        "time": "http://www.w3.org/2006/time#",
        "void": "http://rdfs.org/ns/void#",
        "sh": "http://www.w3.org/ns/shacl#",
        "vann": "http://purl.org/vocab/vann/",
        "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
        "spdx": "http://spdx.org/rdf/terms#",
        "wd": "http://www.wikidata.org/entity/",
        "dbr": "http://dbpedia.org/resource/",
        "ror": "https://ror.org/",
    }
)

_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}

# What names may hold beyond ASCII (SPARQL 1.1, 19.8, 164 and 167), as insides of character classes.
LETTERS = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
MARKS = "\u00b7\u0300-\u036f\u203f\u2040"

# Schemes without "//" that no prefix of ours may take for a misspelt prefix.
_SCHEMES = frozenset({"data", "did", "doi", "file", "info", "mailto", "tag", "tel", "urn"})


class IRI(str):
    """An absolute IRI; equal to the plain string with the same characters.

    It is checked where it is written, not here: results hold many IRIs, and those are right already.

    >>> IRI("https://w3id.org/atsmu-kg/id/university").curie
    'atsmu:university'
    """

    __slots__ = ()

    @property
    def curie(self) -> str:
        """The IRI as a CURIE, or in angle brackets where no prefix fits."""
        return contract(self)

    def __repr__(self) -> str:
        return f"IRI({str.__repr__(self)})"


class Namespace:
    """The IRIs that begin alike.

    >>> SKOS.prefLabel
    IRI('http://www.w3.org/2004/02/skos/core#prefLabel')
    >>> ATSMU["dentistry-faculty"] in ATSMU
    True
    """

    __slots__ = ("iri",)

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getitem__(self, name: str) -> IRI:
        return IRI(self.iri + name)

    def __getattr__(self, name: str) -> IRI:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and iri.startswith(self.iri)

    def __str__(self) -> str:
        return self.iri

    def __repr__(self) -> str:
        return f"Namespace({self.iri!r})"


# fmt: off
(
    AKG, AKGSH, ATSMU, ATTESTATION, CATEGORY, CLAIM, COOPERATION, COUNTRY, ENUMERATION, EVENT, FIGURE,
    IDENTIFIER, LANGUAGE, MEASURE, MEMBERSHIP, NAME, ORGANIZATION, PERIOD, PERSON, PLACE, PURPOSE,
    REGION, REGISTRY, WORK, GRAPH, AUTHORITY, PROFILE, RDF, RDFS, OWL, XSD, SKOS, DCTERMS, DCAT, SCHEMA,
    ORG, FOAF, PROV, OA, GEO, SF, WGS, QUDT, UNIT, TIME, VOID, SH, VANN, VS, SPDX, WD, DBR, ROR,
) = map(Namespace, PREFIXES.values())
# fmt: on


def checked(iri: str) -> IRI:
    """The same IRI if it is absolute and the engine reads it; else ParameterError.

    >>> checked("https://ror.org/")
    IRI('https://ror.org/')
    """
    if is_iri(iri):
        return IRI(iri)
    raise _no_iri(iri)


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI (RFC 3987), as the engine reads it.

    >>> is_iri("https://ror.org/"), is_iri("a b:c"), is_iri("relative"), is_iri("https://ror.org/%zz")
    (True, False, False, False)
    """
    if not may_be_iri(text):
        return False
    if _plain().fullmatch(text):
        return True
    from pyoxigraph import NamedNode

    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def may_be_iri(text: str) -> bool:
    """Whether a text is an absolute IRI as far as single characters tell, as those of others often are.

    >>> may_be_iri("https://ror.org/?a[]=1"), may_be_iri("a b:c"), may_be_iri("relative")
    (True, False, False)
    """
    return isinstance(text, str) and _absolute().fullmatch(text) is not None


def is_web(iri: str) -> bool:
    """Whether an IRI may be a link: no script is one.

    >>> is_web("HTTPS://ror.org/"), is_web("javascript:alert(1)")
    (True, False)
    """
    return iri.lower().startswith(("http://", "https://"))


def expand(name: str, prefixes: Mapping[str, str] = PREFIXES) -> IRI:
    """The IRI that a CURIE, an IRI or an IRI in angle brackets stands for.

    Raises UnknownPrefixError if no namespace is known, ParameterError if the name can't be an IRI at all.

    >>> expand("skos:prefLabel")
    IRI('http://www.w3.org/2004/02/skos/core#prefLabel')
    >>> expand("<https://ror.org/>") == expand("https://ror.org/") == expand("ror:")
    True
    """
    if not isinstance(name, str):
        message = f"{quoted(name)} is neither an IRI nor a CURIE"
        raise ParameterError(message, advice="Give a str.", value=name)
    if name.startswith("<") and name.endswith(">"):
        return _absolute_iri(name[1:-1])
    prefix, colon, local = name.partition(":")
    if not colon:
        advice = f"Write it with a prefix (akg:{name}) or as <iri>."
        raise ParameterError(f"{quoted(name)} is neither an IRI nor a CURIE", advice=advice, value=name)
    if local.startswith("//"):
        return _absolute_iri(name)
    if prefix in prefixes:
        return _absolute_iri(prefixes[prefix] + local)
    if prefix.lower() in _SCHEMES:
        return _absolute_iri(name)
    raise unknown_prefix(prefix, prefixes)


def contract(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The CURIE of an IRI by the longest namespace, or ``<iri>`` where SPARQL would not read that one.

    >>> contract("https://w3id.org/atsmu-kg/id/country/TJ")
    'country:TJ'
    >>> contract("https://schema.org/a/b")
    '<https://schema.org/a/b>'
    """
    if prefixes is PREFIXES:
        namespace = _longest_namespace(iri)
        prefix = _PREFIX_OF.get(namespace, "")
    else:
        namespace, prefix = max(
            [(namespace, prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)],
            key=lambda pair: len(pair[0]),
            default=("", ""),
        )
    local = iri[len(namespace) :]
    return f"{prefix}:{local}" if namespace and _is_local(local) else f"<{iri}>"


def unknown_prefix(
    prefix: str,
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    file: str | None = None,
    line: int | None = None,
    column: int | None = None,
) -> UnknownPrefixError:
    """The error to raise for a prefix without a namespace.

    prefix: the prefix, without its colon.
    prefixes: the known ones, of which the error names those most like it.
    file, line, column: where it stands.
    """
    near = nearest(prefix, prefixes)
    meant = f"Did you mean {', '.join(f'{known}:' for known in near)}? Else declare" if near else "Declare"
    return UnknownPrefixError(
        f"the prefix {prefix + ':'!r} is unknown",
        advice=f"{meant} it (PREFIX {prefix}: <…>) or write the IRI in full.",
        file=file,
        line=line,
        column=column,
        prefix=prefix,
        nearest=near,
    )


def _absolute_iri(text: str) -> IRI:
    if may_be_iri(text):
        return IRI(text)
    raise _no_iri(text)


def _no_iri(text: str) -> ParameterError:
    return ParameterError(
        f"{quoted(text)} is not an absolute IRI",
        advice='Write it as scheme:rest, and percent-encode spaces, control characters and <>"{}|^`\\.',
        value=text,
    )


@cache
def _absolute() -> re.Pattern[str]:
    return re.compile('[A-Za-z][A-Za-z0-9+.-]*:[^\\x00-\\x20<>"{}|^`\\\\\\x7f-\\x9f\ud800-\udfff]*')


def _longest_namespace(iri: str) -> str:
    """The longest of our namespaces that an IRI begins with, if any; all of them end as parts of IRIs do."""
    end = len(iri)
    while end > 0:
        slash, hash = iri.rfind("/", 0, end), iri.rfind("#", 0, end)
        end = slash if slash > hash else hash
        namespace = iri[: end + 1]
        if namespace in _PREFIX_OF:
            return namespace
    return ""


def _is_local(name: str) -> bool:
    """Whether a prefix may stand before it."""
    # Most are such, and a pattern takes as long to compile as to look at a hundred; that with all the letters
    # takes milliseconds.
    if "/" in name:
        return False
    if name.isascii():
        plain = name[:1] != "-" and f"_{name.replace('-', '_')}".isidentifier()
        return plain or _local("", "").fullmatch(name) is not None
    letters = LETTERS.replace("\U00010000-\U000effff", "")
    return _local(letters, MARKS).fullmatch(name) is not None


@cache
def _local(letters: str, marks: str) -> re.Pattern[str]:
    # Less than PN_LOCAL: pyoxigraph 0.5 reads no name beyond U+FFFF, nor one with dots in two places.
    inside = f"A-Za-z0-9_:{letters}"
    first, rest = (f"(?:[{each}]|%[0-9A-Fa-f]{{2}})" for each in (inside, f"{inside}{marks}-"))
    return re.compile(f"(?:{first}{rest}*(?:\\.+{rest}+)?)?")


@cache
def _plain() -> re.Pattern[str]:
    # Most IRIs are such, which no engine need be asked about.
    return re.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~/-]*(?:#[A-Za-z0-9._~/=,-]*)?")
