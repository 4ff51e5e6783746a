"""The IRIs of another institution: the plan is that of ours, under another base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.namespaces import BASE, PREFIXES, checked

# What a dataset names itself, and what all share: countries and regions, which are ISO's and the UN's, and
# the graphs in which readers look for the vocabulary, for where graphs come from, for what merely follows.
OWN = ("id/", "graph/", "source/", "maintainers")
FORM = ("graph/ontology", "graph/provenance", "graph/entailed")
SHARED = ("id/country/", "id/region/", *FORM)


@dataclass(frozen=True, slots=True)
class InstitutionNames:
    """The names under one base, ``things`` being the namespace that ends in ``/id/``.

    >>> names = InstitutionNames("https://college.example/kg/id/")
    >>> names.university, names.own("https://w3id.org/atsmu-kg/graph/profile/s01")
    ('https://college.example/kg/id/university', 'https://college.example/kg/graph/profile/s01')
    >>> names.own("https://w3id.org/atsmu-kg/id/country/TJ"), names.prefixes["figure"]
    ('https://w3id.org/atsmu-kg/id/country/TJ', 'https://college.example/kg/id/figure/')
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
    def home(self) -> str:
        """The address of the dataset, below which its releases lie."""
        return self.base.rstrip("/")

    @property
    def university(self) -> str:
        """The institution itself."""
        return f"{self.things}university"

    def own(self, iri: str) -> str:
        """The name here for what bears that name in our graph; shared and foreign names stay."""
        rest = iri.removeprefix(BASE)
        owned = rest != iri and rest.startswith(OWN) and not rest.startswith(SHARED)
        return self.base + rest if owned else iri

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the dataset's files: ours, with own namespaces, and ``id:`` for all own things."""
        return {
            "id" if prefix == "atsmu" else prefix: self.own(namespace)
            for prefix, namespace in PREFIXES.items()
        }
