"""The IRIs of another institution: the plan is that of ours, under another base."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Quad

from atsmu_kg.errors import ParameterError
from atsmu_kg.vocabulary import BASE, PREFIXES, checked

# What a dataset names itself, and what all share: countries and regions, which are ISO's and the UN's, and
# the graphs in which readers look for the vocabulary, for where graphs come from, for what merely follows.
OWN = ("id/", "graph/", "source/", "maintainers")
FORM = ("graph/ontology", "graph/provenance", "graph/entailed")
SHARED = ("id/country/", "id/region/", *FORM)


@dataclass(frozen=True, slots=True)
class Names:
    """The names under one base, ``things`` being the namespace that ends in ``/id/``.

    >>> names = Names("https://college.example/kg/id/")
    >>> names.university, names.own("https://w3id.org/atsmu-kg/graph/profile/s01")
    ('https://college.example/kg/id/university', 'https://college.example/kg/graph/profile/s01')
    >>> names.own("https://w3id.org/atsmu-kg/id/country/TJ"), names.home(names.university)
    ('https://w3id.org/atsmu-kg/id/country/TJ', 'https://w3id.org/atsmu-kg/id/university')
    """

    things: str

    def __post_init__(self) -> None:
        """Raises ParameterError for what can't be such a namespace."""
        checked(self.things)
        if not self.things.endswith("/id/") or not self.things.startswith(("https://", "http://")):
            raise ParameterError(
                f"{self.things!r} can't be the namespace of the things",
                advice="Give an http(s) IRI of yours that ends in /id/, such as https://data.example.org/id/.",
                value=self.things,
            )
        if self.things == f"{BASE}id/":
            raise ParameterError(
                f"{self.things!r} is the namespace of ATSMU's own graph",
                advice="Give a namespace of your own, so that the two never name different things alike.",
                value=self.things,
            )

    @property
    def base(self) -> str:
        """What all own names begin with."""
        return self.things.removesuffix("id/")

    @property
    def university(self) -> str:
        """The institution itself."""
        return f"{self.things}university"

    def own(self, iri: str) -> str:
        """The name here for what bears that name in our graph; shared and foreign names stay."""
        rest = iri.removeprefix(BASE)
        return self.base + rest if rest != iri and _owned(rest) else iri

    def home(self, iri: str) -> str:
        """The other way round: the name in our graph for what bears that name here."""
        rest = iri.removeprefix(self.base)
        return BASE + rest if rest != iri and _owned(rest) else iri

    def own_quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Quads with the names of here for those of our graph."""
        return (Quad(*(_renamed(term, self.own) for term in quad)) for quad in quads)

    def home_quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Quads with the names of our graph for those of here."""
        return (Quad(*(_renamed(term, self.home) for term in quad)) for quad in quads)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the dataset's files: ours, with own namespaces, and ``id:`` for all own things."""
        return {
            "id" if prefix == "atsmu" else prefix: self.own(namespace)
            for prefix, namespace in PREFIXES.items()
        }


def _owned(rest: str) -> bool:
    return rest.startswith(OWN) and not rest.startswith(SHARED)


def _renamed(term: Any, rename: Callable[[str], str]) -> Any:
    return NamedNode(rename(term.value)) if isinstance(term, NamedNode) else term
