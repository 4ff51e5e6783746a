"""What the rows of the authority table state: one treatment for each sort of scheme."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.curation.building.authority_config import TABLE, AuthorityConfig, Licence, Scheme
from atsmu_kg.curation.building.authority_reading import AuthorityReading, graph_name, local_name
from atsmu_kg.curation.building.authority_table import AS_ABOVE, AuthorityRow, AuthorityTable
from atsmu_kg.rdf.namespaces import (
    AKG,
    ATTESTATION,
    COUNTRY,
    DCTERMS,
    IDENTIFIER,
    IRI,
    RDF,
    REGION,
    SCHEMA,
    SKOS,
    XSD,
)


class AuthorityStatements:
    """The quads of a table's rows, and what the description of their graphs needs.

    ``graphs`` has the licences of each graph's rows, a graph being an authority and whether its rows are
    verified; ``concepts`` has the schemes and kinds that the rows name.
    """

    def __init__(self, table: AuthorityTable, config: AuthorityConfig) -> None:
        self.quads: set[Quad] = set()
        self.graphs: dict[tuple[str, bool], set[Licence]] = {}
        self.concepts: set[IRI] = set()
        self._config = config
        self._preferred: dict[tuple[str, str], Literal] = {}
        self._regions: dict[str, tuple[Literal, AuthorityRow]] = {}
        self._places: dict[IRI, tuple[IRI, AuthorityRow]] = {}
        readings = [AuthorityReading(row, config.scheme(row), config.entity(row)) for row in table.rows]
        # An entity or region is introduced by the first verified row that speaks of it.
        readings.sort(key=lambda reading: not reading.row.verified)
        self._rows = {(row.entity_key, row.scheme): row for row in table.rows}
        self._entities = {reading.row.entity_key: reading for reading in reversed(readings)}
        self._iris = {reading.entity.iri for reading in readings}
        for reading in readings:
            self._prefer(reading)
        for reading in self._entities.values():
            self._introduce(reading)
        for reading in readings:
            reading.scheme.check(reading.row)
            self.concepts.add(reading.scheme.concept)
            self.graphs.setdefault(reading.graph, set()).add(self._licence(reading))
            _TREATMENTS[reading.scheme.treatment](self, reading)

    def _prefer(self, reading: AuthorityReading) -> None:
        """Note the preferred names first: no other row may repeat one as an alternative (SKOS, S13)."""
        row = reading.row
        if row.verified and reading.scheme.treatment == "preferred-name":
            name = Literal(row.value, language=reading.language)
            other = self._preferred.setdefault((row.entity_key, reading.language), name)
            if other != name:
                advice = "SKOS allows one in each language: treat one of the schemes as alternative-name."
                raise reading.error(f"there is another preferred name, {other}", advice)

    def _introduce(self, reading: AuthorityReading) -> None:
        """Give an entity its type, and a name if no authority gives one in English."""
        key, entity = reading.row.entity_key, reading.entity
        self._state(reading, entity.iri, RDF.type, entity.type)
        if (key, "en") not in self._preferred:
            label = self._preferred[key, "en"] = Literal(reading.label, language="en")
            self._state(reading, entity.iri, SKOS.prefLabel, label, authority=TABLE)
            for alternative in entity.alternative_labels:
                self._state(reading, entity.iri, SKOS.altLabel, alternative, authority=TABLE)

    def _licence(self, reading: AuthorityReading) -> Licence:
        row = reading.row
        if row.licence != AS_ABOVE:
            return self._config.licence(row, row.licence)
        above = self._rows.get((row.entity_key, reading.scheme.as_above))
        if above is None or above.licence == AS_ABOVE:
            advice = f"Write the licence out, or name the scheme meant in {reading.scheme.source.file}."
            raise reading.error(f"no row above says which licence {AS_ABOVE!r} means", advice)
        return self._config.licence(row, above.licence)

    def _state(
        self,
        reading: AuthorityReading,
        subject: IRI,
        predicate: IRI,
        object: IRI | Literal,
        authority: str = "",
    ) -> None:
        graph = (authority, reading.row.verified) if authority else reading.graph
        self.graphs.setdefault(graph, set())
        term = object if isinstance(object, Literal) else NamedNode(object)
        self.quads.add(Quad(NamedNode(subject), NamedNode(predicate), term, NamedNode(graph_name(*graph))))

    def _attest(self, reading: AuthorityReading, *values: Literal) -> None:
        """Keep the row's evidence, and those of its values that are said elsewhere already."""
        node = ATTESTATION[f"{local_name(reading.entity.iri)}-{reading.row.scheme}"]
        self._state(reading, node, RDF.type, AKG.Attestation)
        self._state(reading, node, SCHEMA.about, reading.entity.iri)
        self._state(reading, node, AKG.scheme, reading.scheme.concept)
        self._state(reading, node, AKG.evidence, Literal(reading.row.evidence))
        for value in values:
            self._state(reading, node, SCHEMA.value, value)

    def _identify(self, reading: AuthorityReading, thing: IRI, scheme: Scheme) -> IRI:
        node = IDENTIFIER[f"{local_name(thing)}-{scheme.name}"]
        self._state(reading, thing, SCHEMA.identifier, node)
        self._state(reading, node, RDF.type, SCHEMA.PropertyValue)
        self._state(reading, node, SCHEMA.propertyID, scheme.concept)
        self._state(reading, node, SCHEMA.value, Literal(reading.row.value))
        self._state(reading, node, AKG.evidence, Literal(reading.row.evidence))
        return node

    def _identifier(self, reading: AuthorityReading) -> None:
        node = self._identify(reading, reading.entity.iri, reading.scheme)
        if reading.scheme.link:
            link = reading.scheme.link_to(reading.row)
            self._state(reading, node, SCHEMA.url, link)
            if reading.scheme.same_as:
                self._state(reading, reading.entity.iri, reading.identity, link)

    def _link(self, reading: AuthorityReading) -> None:
        self._state(reading, reading.entity.iri, reading.identity, reading.scheme.link_to(reading.row))
        self._attest(reading)

    def _object(self, reading: AuthorityReading) -> None:
        self._state(reading, reading.entity.iri, reading.scheme.term, reading.scheme.link_to(reading.row))
        self._attest(reading)

    def _entity(self, reading: AuthorityReading) -> None:
        scheme, row = reading.scheme, reading.row
        other = scheme.link_to(row) if scheme.link else self._config.reading(row)
        if other not in self._iris:
            advice = "Add the entity to the table, or correct the row."
            raise reading.error(f"the table has no usable row on {other.curie}", advice)
        self._state(reading, reading.entity.iri, scheme.term, other)
        self._attest(reading)

    def _subdivision(self, reading: AuthorityReading) -> None:
        """A code of ISO 3166-2 begins with the code of the country that the place is in."""
        self._identifier(reading)
        self._contain(reading, reading.entity.iri, self._country(reading))

    def _registration(self, reading: AuthorityReading) -> None:
        """A number of a national register begins with the code of the country whose register it is."""
        node = self._identify(reading, reading.entity.iri, reading.scheme)
        self._state(reading, node, DCTERMS.spatial, self._country(reading))

    def _country(self, reading: AuthorityReading) -> IRI:
        country = COUNTRY[reading.row.value.partition("-")[0]]
        if country not in self._iris:
            advice = "Add the country to the table, or correct the row."
            raise reading.error(f"the table has no usable row on {country.curie}", advice)
        return country

    def _city(self, reading: AuthorityReading) -> None:
        """A city that the table speaks of by its identifier only: the seat of an organisation."""
        row, scheme = reading.row, reading.scheme
        city = self._config.reading(row)
        self._state(reading, reading.entity.iri, scheme.term, city)
        self._state(reading, city, RDF.type, SCHEMA.City)
        self._state(reading, city, reading.identity, scheme.link_to(row))
        self._attest(reading)

    def _contain(self, reading: AuthorityReading, place: IRI, larger: IRI) -> None:
        """State in which larger place a place is; raises DataError if another row says otherwise."""
        known, first = self._places.setdefault(place, (larger, reading.row))
        if known != larger:
            message = (
                f"{place.curie} is in {larger.curie} here and in {known.curie} on line {first.source.line}"
            )
            raise reading.error(message, "Correct one of the two codes.")
        self._state(reading, place, SCHEMA.containedInPlace, larger)

    def _text(self, reading: AuthorityReading) -> None:
        # A template of addresses is one of RFC 6570, whose variables are names: {7 digits} is {digits}.
        value = re.sub(r"\{[0-9]+ ([a-z]+)\}", r"{\1}", reading.row.value)
        self._state(reading, reading.entity.iri, reading.scheme.term, Literal(value))
        self._attest(reading)

    def _name(self, reading: AuthorityReading) -> None:
        self._names(reading, [Literal(reading.row.value, language=reading.language)])

    def _name_list(self, reading: AuthorityReading) -> None:
        self._names(reading, reading.names)

    def _names(self, reading: AuthorityReading, names: list[Literal]) -> None:
        preferred = reading.row.verified and reading.scheme.treatment == "preferred-name"
        repeated = []
        for name in names:
            if preferred:
                self._state(reading, reading.entity.iri, SKOS.prefLabel, name)
            elif name == self._preferred.get((reading.row.entity_key, str(name.language))):
                repeated.append(name)
            else:
                self._state(reading, reading.entity.iri, SKOS.altLabel, name)
        self._attest(reading, *repeated)

    def _region(self, reading: AuthorityReading) -> None:
        row, scheme = reading.row, reading.scheme
        region = REGION[row.value]
        self._state(reading, reading.entity.iri, SCHEMA.containedInPlace, region)
        self._attest(reading)
        match = scheme.region_name.search(row.evidence)
        if match is None:
            advice = f"It is read with {scheme.region_name.pattern}: region_name in {scheme.source.file}."
            raise reading.error("the evidence doesn't name the region", advice)
        name = Literal(match[1].strip(), language="en")
        known, first = self._regions.setdefault(row.value, (name, row))
        if known != name:
            message = f"the region is {name} here and {known} on line {first.source.line}"
            raise reading.error(message, "Correct the code or the evidence.")
        if scheme.term == AKG.SubRegion and (larger := self._larger_region(row)):
            self._contain(reading, region, larger)
        if first is row:
            code = self._config.scheme(row, "un-m49")
            self.concepts.add(code.concept)
            self._identify(reading, region, code)
            self._state(reading, region, RDF.type, scheme.term)
            self._state(reading, region, SKOS.prefLabel, name)

    def _larger_region(self, row: AuthorityRow) -> IRI | None:
        """The region of the country whose sub-region a row gives, if the table has it as well supported."""
        for (key, _), other in self._rows.items():
            if key == row.entity_key and other.verified >= row.verified:
                scheme = self._config.scheme(other)
                if scheme.treatment == "region" and scheme.term == AKG.Region:
                    return REGION[other.value]
        return None

    def _kind(self, reading: AuthorityReading) -> None:
        kind = self._config.reading(reading.row)
        if kind not in self._config.kinds:
            raise reading.error(f"{kind.curie} has no labels", "Label it in kinds.csv, beside readings.csv.")
        self.concepts.add(kind)
        self._state(reading, reading.entity.iri, reading.scheme.term, kind)
        description = Literal(reading.row.value, language="en")
        self._state(reading, reading.entity.iri, SCHEMA.description, description)
        self._attest(reading)

    def _coordinates(self, reading: AuthorityReading) -> None:
        subject, scheme = reading.entity.iri, reading.scheme
        if scheme.link:
            subject = scheme.link_to(reading.row)
            self._state(reading, reading.entity.iri, scheme.term, subject)
            self._state(reading, subject, RDF.type, SCHEMA.GeoCoordinates)
        elif not reading.row.verified:
            advice = f"Give them a node of their own: link in {scheme.source.file}."
            raise reading.error("coordinates of a single source would read like verified ones", advice)
        degrees = reading.row.value.split(",")
        for name, value, limit in zip(("latitude", "longitude"), degrees, (90, 180), strict=True):
            if abs(float(value)) > limit:
                raise reading.error(f"the {name} is beyond {limit} degrees", "Write latitude,longitude.")
            self._state(reading, subject, SCHEMA[name], Literal(value, datatype=NamedNode(XSD.decimal)))
        self._attest(reading)


_TREATMENTS: Mapping[str, Callable[[AuthorityStatements, AuthorityReading], None]] = MappingProxyType(
    {
        "alternative-name": AuthorityStatements._name,
        "city": AuthorityStatements._city,
        "coordinates": AuthorityStatements._coordinates,
        "entity": AuthorityStatements._entity,
        "identifier": AuthorityStatements._identifier,
        "kind": AuthorityStatements._kind,
        "link": AuthorityStatements._link,
        "name-list": AuthorityStatements._name_list,
        "object": AuthorityStatements._object,
        "preferred-name": AuthorityStatements._name,
        "region": AuthorityStatements._region,
        "registration": AuthorityStatements._registration,
        "subdivision": AuthorityStatements._subdivision,
        "text": AuthorityStatements._text,
    }
)
