"""The things of a graph as attributes: typed records, read once, when first wanted."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.names import Match
    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.records import (
        Centre,
        Claim,
        Country,
        Faculty,
        Figure,
        Library,
        Listing,
        Organization,
        Passage,
        Records,
        Registry,
        University,
    )


class Things:
    """What has named queries, and so has records."""

    def __init__(self) -> None:
        self._records: Records | None = None

    @property
    def queries(self) -> Queries:
        """The named queries that the records are made from."""
        raise NotImplementedError

    @property
    def records(self) -> Records:
        """All things as typed records, by IRI or CURIE; read once, when first wanted.

        >>> import atsmu_kg
        >>> atsmu_kg.load().records["country:IR"].names["tg"]
        Text('Эрон', 'tg')
        """
        if self._records is None:
            from atsmu_kg.records import Records

            self._records = Records(self.queries)
        return self._records

    @property
    def university(self) -> University:
        """The university.

        >>> import atsmu_kg
        >>> atsmu_kg.load().university.founded
        Year(1939)
        """
        return self.records.university

    @property
    def faculties(self) -> Listing[Faculty]:
        """The faculties."""
        return self.records.faculties

    @property
    def centres(self) -> Listing[Centre]:
        """The centres and laboratories that the source names."""
        return self.records.centres

    @property
    def library(self) -> Library:
        """The library."""
        return self.records.library

    @property
    def figures(self) -> Listing[Figure]:
        """The figures, which know their bounds.

        >>> import atsmu_kg
        >>> print(atsmu_kg.load().figures["international-students"])
        more than 500
        """
        return self.records.figures

    @property
    def partner_countries(self) -> Listing[Country]:
        """The countries of partner institutions."""
        return self.records.partner_countries

    @property
    def student_origins(self) -> Listing[Country]:
        """The countries that students come from, as far as they are named.

        >>> import atsmu_kg
        >>> origins = atsmu_kg.load().student_origins
        >>> len(origins), str(origins.total), origins.complete
        (9, '15', False)
        """
        return self.records.student_origins

    @property
    def organizations(self) -> Listing[Organization]:
        """The organisations and programmes."""
        return self.records.organizations

    @property
    def registries(self) -> Listing[Registry]:
        """The catalogues and directories."""
        return self.records.registries

    @property
    def claims(self) -> Listing[Claim]:
        """What the source asserts without a fact to check."""
        return self.records.claims

    @property
    def passages(self) -> Listing[Passage]:
        """The passages of the sources."""
        return self.records.passages

    def find(self, text: str, *, limit: int | None = 10) -> tuple[Match, ...]:
        """The things with such a name or code in any of the languages, best first.

        >>> import atsmu_kg
        >>> atsmu_kg.load().find("Эрон")[0].iri.curie
        'country:IR'
        """
        return self.records.find(text, limit=limit)
