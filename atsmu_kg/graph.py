"""The knowledge graph as a user meets it: questions, descriptions, validation and export over one store."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from atsmu_kg import files
from atsmu_kg.choices import (
    ENGINES,
    LANGUAGES,
    paths,
    require_instance,
    require_path,
    require_text,
    require_whole,
    texts,
)
from atsmu_kg.errors import ExportError, StoreError, UnknownNameError, quoted
from atsmu_kg.rdf.namespaces import IRI, PREFIXES, is_iri
from atsmu_kg.results import present
from atsmu_kg.results.answer import Answer
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.text import counted, did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import IO, Any, Literal, ParamSpec, Self, TypeVar, Unpack

    import networkx
    import rdflib
    from pyoxigraph import Quad

    from atsmu_kg.choices import Engine, GraphFormat, Language, Profile, TableEngine
    from atsmu_kg.citations.bibliography import CitedWork
    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.explain import Explanation, Unknown
    from atsmu_kg.lint import Findings, Usage
    from atsmu_kg.pictures.gallery import Gallery
    from atsmu_kg.publishing.catalogue.record import Record
    from atsmu_kg.publishing.folder import Folder
    from atsmu_kg.publishing.pages import Appearance
    from atsmu_kg.publishing.release import Release
    from atsmu_kg.publishing.transfer import Comparison
    from atsmu_kg.publishing.transfer.access import PushSettings
    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.records import (
        Centre,
        Claims,
        Country,
        Faculty,
        Figures,
        Library,
        Listing,
        Organization,
        Passage,
        Records,
        Registry,
        University,
    )
    from atsmu_kg.records.bare import BareNames
    from atsmu_kg.records.descriptions import Description
    from atsmu_kg.records.names import Match, NameIndex
    from atsmu_kg.results import Result
    from atsmu_kg.results.boolean import BooleanResult
    from atsmu_kg.results.graph import GraphResult
    from atsmu_kg.results.streaming import AsyncRows, Rows
    from atsmu_kg.stores.call import StoreCall
    from atsmu_kg.stores.ordered import Footprint
    from atsmu_kg.stores.protocol import Store
    from atsmu_kg.validation import Report

    P = ParamSpec("P")
    R = TypeVar("R")

DATASET = "data/atsmu-kg.nq"
NAMES = "data/names.json"
INDEX = "data/atsmu-kg.index"
MERGE = "data/atsmu-kg.nt"
DESCRIPTION = "data/dataset.ttl"


def _as_asked(query: Callable[P, object]) -> Callable[[Callable[..., R]], Callable[P, R]]:
    """What lets a call take, for type checkers, the options of another and give its own answer."""
    return lambda call: call


class KnowledgeGraph:
    """A dataset and the questions that can be asked of it; ``load()`` and ``open()`` make one.

    store: where the quads are.
    prefixes: those that its queries, names and exports may use (default: the packaged ones).
    things: the namespace in which a bare name is (default: that of ATSMU's things).

    Many threads may read from one graph. As a context manager it closes its store at the end.

    >>> kg = load()
    >>> kg.queries.faculties(lang="en").column("name")[0]
    Text('Dentistry Faculty', 'en')
    """

    def __init__(
        self, store: Store, *, prefixes: Mapping[str, str] = PREFIXES, things: str = PREFIXES["atsmu"]
    ) -> None:
        require_text(things=things)
        self.store = store
        self.prefixes = prefixes
        self._things = things
        self._records: Records | None = None
        self._stored_names: NameIndex | None = None
        self._version: str | None = None
        self._usage: Usage | None = None

    @property
    def version(self) -> str:
        """The version that the graph states of its vocabulary, or an empty string."""
        if self._version is None:
            from atsmu_kg.stores.version import stated_version

            self._version = stated_version(self.store)
        return self._version

    @property
    def base(self) -> str:
        """What the IRIs of its own things, named graphs and sources begin with.

        >>> load().base
        'https://w3id.org/atsmu-kg/'
        """
        return self._things.removesuffix("id/")

    @cached_property
    def queries(self) -> Queries:
        """The named queries, each callable with its parameters.

        >>> load().queries.certainly_at_least(floor=100_000).column("min")
        [151100, 680334]
        """
        from atsmu_kg.queries import packaged

        return packaged().bound(self)

    def query(
        self,
        text: str,
        *,
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        allow_service: Collection[str] = (),
        strict: bool = False,
        bindings: Mapping[str, Any] | None = None,
        call: StoreCall | None = None,
        **parameters: Any,
    ) -> Result | BooleanResult | GraphResult:
        """The answer to a SPARQL query of any form; ``select``, ``ask`` and ``construct`` take one each.

        text: the query; known prefixes need no declaration.
        timeout: the seconds that it may take; with this or one of the next two a worker process answers,
            which ends when it goes over a limit (LimitError).
        max_rows, max_bytes: the largest answer that is wanted, in rows and as written.
        allow_service: the IRIs of endpoints that SERVICE may ask; no other network is asked.
        strict: whether a query that ``lint`` finds fault with is refused.
        bindings, parameters: values by the names of variables, in whose place they stand. They may be any
            that a result can hold, and are taken as data, never as SPARQL. A variable named like an option
            is given in ``bindings``.
        call: what another thread may end, and with it the worker or the connection that is asked.

        Raises QuerySyntaxError, UnknownPrefixError, ParameterError, QueryError or StoreError.

        >>> from atsmu_kg.rdf.terms import Text
        >>> load().query("ASK { ?u skos:altLabel ?name }", name=Text("ATSMU", "en"))
        BooleanResult(True)
        """
        asked = self._asked(text, parameters, bindings, strict=strict, allow_service=allow_service)
        answer = self.answer(
            asked,
            allow_service=allow_service,
            timeout=timeout,
            max_rows=max_rows,
            max_bytes=max_bytes,
            call=call,
        )
        answer.written = text
        if parameters or bindings:
            given = {**parameters, **(bindings or {})}
            answer.given = {
                name.removeprefix("?"): value for name, value in given.items() if isinstance(value, IRI)
            }
        return answer

    @_as_asked(query)
    def select(self, text: str, **given: Any) -> Result:
        """The rows of a SELECT; options and parameters are those of ``query``.

        Raises QueryError, before anything is asked, for a query of another form; else as ``query`` does.

        >>> load().select("SELECT ?value { figure:students schema:value ?value }").scalar()
        8844
        """
        return self._of_form("select", text, given)  # type: ignore[return-value]

    @_as_asked(query)
    def ask(self, text: str, **given: Any) -> BooleanResult:
        """The yes or no of an ASK; see ``select``.

        >>> load().ask("ASK { atsmu:university akg:hasStudentsFrom country:IN }")
        BooleanResult(True)
        """
        return self._of_form("ask", text, given)  # type: ignore[return-value]

    @_as_asked(query)
    def construct(self, text: str, **given: Any) -> GraphResult:
        """The graph of a CONSTRUCT or a DESCRIBE; see ``select``.

        >>> load().construct("CONSTRUCT WHERE { enumeration:faculties schema:itemListElement ?f }")
        <GraphResult: 4 triples>
        """
        return self._of_form("construct", text, given)  # type: ignore[return-value]

    def _of_form(
        self, call: str, text: str, given: Mapping[str, Any]
    ) -> Result | BooleanResult | GraphResult:
        from atsmu_kg.queries.bindings import require_form

        require_text(text=text)
        require_form(text, call)
        return self.query(text, **given)

    def answer(
        self,
        text: str,
        *,
        types: Mapping[str, str] | None = None,
        footprint: Footprint | None = None,
        timeout: float | None = None,
        **given: Any,
    ) -> Result | BooleanResult | GraphResult:
        """The answer to a query as it stands: this way named queries come, with their parameters in place.

        text: the query.
        types: the declared types of its columns, by their names.
        footprint: the steps of what the answer lies in, where they are known (see ``sparql.footprint``): an
            embedded store reads no more for it.
        timeout: the seconds that it may take.
        given: the other limits of ``query``.

        Raises QueryError, LimitError or StoreError.
        """
        if not isinstance(text, str):
            require_text(text=text)
        if "call" in given:
            _require_call(given["call"])
        if isinstance(self.store, EmbeddedStore):
            given["footprint"] = footprint
        answer = self.store.query(text, timeout=timeout, **given)
        # An endpoint is asked for its version when somebody wants to know.
        version = self.version if self.store.embedded else ""
        return present(answer, types=types, query=text, version=version, graph=self, timeout=timeout)

    def stream(
        self, text: str, *, strict: bool = False, bindings: Mapping[str, Any] | None = None, **given: Any
    ) -> Rows:
        """The rows of a SELECT as they arrive, in memory that does not grow with their number.

        text: the query.
        strict: whether a query that ``lint`` finds fault with is refused.
        bindings, given: limits and parameters, as for ``query``.

        From an endpoint the first rows come before the last byte is sent; if the answer then turns out not to
        be whole, the iteration ends with an EndpointError. Else raises what ``query`` does.

        >>> with load().stream("SELECT ?f { ?f a akg:Faculty } ORDER BY ?f") as rows:
        ...     next(rows).f.curie
        'atsmu:dentistry-faculty'
        """
        return self._streamed("", text, strict=strict, bindings=bindings, **given)

    def _streamed(
        self,
        prefix: str,
        text: str,
        /,
        *,
        strict: bool = False,
        bindings: Mapping[str, Any] | None = None,
        **given: Any,
    ) -> Rows:
        from atsmu_kg.queries.bindings import LIMITS, require_form
        from atsmu_kg.results.streaming import Rows

        limits = {name: given.pop(name) for name in LIMITS if name in given}
        services = limits.get("allow_service", ())
        text = self._asked(text, given, bindings, strict=strict, allow_service=services)
        require_form(text, "stream", prefix)
        _require_call(limits.get("call"))
        return Rows(self.store.stream(text, **limits))

    @_as_asked(query)
    async def aquery(self, text: str, **given: Any) -> Result | BooleanResult | GraphResult:
        """``query`` for asynchronous programs; a task that is cancelled ends the worker or connection.

        The embedded engine, too, answers in a worker process here, since only that can be ended.

        >>> import asyncio
        >>> asyncio.run(load().aquery("ASK { ?f a akg:Faculty }"))
        BooleanResult(True)
        """
        return await self._awaited(text, given)

    @_as_asked(query)
    async def aselect(self, text: str, **given: Any) -> Result:
        """``select`` for asynchronous programs; see ``aquery``."""
        return await self._awaited(text, given, "select")  # type: ignore[return-value]

    @_as_asked(query)
    async def aask(self, text: str, **given: Any) -> BooleanResult:
        """``ask`` for asynchronous programs; see ``aquery``."""
        return await self._awaited(text, given, "ask")  # type: ignore[return-value]

    @_as_asked(query)
    async def aconstruct(self, text: str, **given: Any) -> GraphResult:
        """``construct`` for asynchronous programs; see ``aquery``."""
        return await self._awaited(text, given, "construct")  # type: ignore[return-value]

    async def _awaited(
        self, text: str, given: Mapping[str, Any], form: str = ""
    ) -> Result | BooleanResult | GraphResult:
        from atsmu_kg.results.streaming import call_of_task, waited

        require_text(text=text)
        if form:
            from atsmu_kg.queries.bindings import require_form

            require_form(text, form, "a")
        call = call_of_task(given)
        return await waited(lambda: self.query(text, call=call, **given), call.cancel)

    @_as_asked(query)
    def astream(self, text: str, **given: Any) -> AsyncRows:
        """``stream`` for asynchronous programs: ``async for row in kg.astream(…)``."""
        from atsmu_kg.results.streaming import AsyncRows, call_of_task

        call = call_of_task(given)
        return AsyncRows(lambda: self._streamed("a", text, call=call, **given), call.cancel)

    def _asked(
        self,
        text: str,
        parameters: Mapping[str, Any],
        bindings: Mapping[str, Any] | None,
        *,
        strict: bool,
        allow_service: Collection[str],
    ) -> str:
        """A query with its parameters, if it may be asked.

        What is no query is refused here, before any store sees it, and so everywhere alike.
        """
        from atsmu_kg.sparql.guard import refuse_reading, refuse_service, require_query

        require_text(text=text)
        if self.prefixes is not PREFIXES:
            from atsmu_kg.sparql.tokens import with_prefixes

            # Looked at as it was written, so that the places in errors are true.
            require_query(text, self.prefixes)
            text = with_prefixes(text, self.prefixes)
        if allow_service != ():
            texts(allow_service=allow_service)
        refuse_service(text, allow_service)
        if parameters or bindings is not None:
            from atsmu_kg.queries.bindings import bound

            text = bound(text, parameters, bindings)
        else:
            require_query(text)
        if strict:
            from atsmu_kg.lint import lint
            from atsmu_kg.queries.bindings import rendered

            # What the values name, the graph need not know.
            given = rendered(parameters, bindings).values()
            lint(self.store, text, self.prefixes, usage=self.usage, given=given).require_clean()
        if "from" in text.lower():
            refuse_reading(text, lambda iri: any(iri == name.value for name in self.store.graph_names()))
        return text

    def cite(self, answer: Answer, *, source: str | os.PathLike[str] | None = None) -> Citation:
        """Row by row the statements that support an answer, and who makes them; ``answer.cite()`` calls this.

        >>> (row,) = load().query("SELECT ?who { atsmu:university akg:namedAfter ?who }").cite()
        >>> [passage.position for passage in row.passages]
        [2]
        """
        from atsmu_kg.citations import cite

        require_instance(Answer, "Give an answer of kg.query(…) or kg.queries.", answer=answer)
        if source is not None:
            require_path(source=source)
        citation = cite(self.store, answer.query, answer, source=source)  # type: ignore[arg-type]
        citation.prefixes = self.prefixes
        citation.work = self.work
        return citation

    @property
    def work(self) -> CitedWork | None:
        """The dataset as a bibliography has it; None for the packaged one."""
        return None

    def why_empty(self, answer: Answer) -> Explanation:
        """What left an answer without rows; ``answer.why_empty()`` calls this.

        >>> why = load().query("SELECT * { ?f a akg:Facultie }").why_empty()
        >>> why.removed_by.text, why.unknown[0].nearest[0]
        ('?f a akg:Facultie', 'akg:Faculty')
        """
        from atsmu_kg.explain import why_empty

        require_instance(Answer, "Give an answer of kg.query(…) or kg.queries.", answer=answer)
        return why_empty(
            self.store, answer.asked, self.prefixes, vocabulary=self.usage, timeout=answer.timeout
        )

    def warnings(self, text: str) -> tuple[Unknown, ...]:
        """The terms of a query that the graph does not know, or that are deprecated in it.

        text: the query; ``answer.warnings`` calls this with the one that it answers.

        Raises QuerySyntaxError, UnknownPrefixError, and StoreError.

        >>> print(*load().warnings("ASK { atsmu:universty a akg:University }"))
        line 1, column 7: the graph knows no thing atsmu:universty
          Did you mean atsmu:university or akg:University or atsmu:library?
        """
        from atsmu_kg.explain import warnings

        require_text(text=text)
        return warnings(self.store, text, self.prefixes, vocabulary=self.usage)

    def deprecated(self, given: Mapping[str, object]) -> tuple[Unknown, ...]:
        """Those of the IRIs and CURIEs given for parameters that are deprecated, with what replaces each.

        given: the values by the names of the parameters; ``answer.warnings`` calls this with its own.

        >>> print(*load().deprecated({"measure": "akg:studentCount"}))
        measure: akg:studentCount is deprecated
          Use akg:StudentCount instead.
        """
        require_instance(Mapping, "Give a dict: {'measure': 'akg:StudentCount'}.", given=given)
        # In most answers none is, which is sooner known than what would be said of them.
        names = self._bare_names
        if self.store.embedded and not any(
            isinstance(value, str) and names.is_deprecated(value) for value in given.values()
        ):
            return ()
        from atsmu_kg.explain.deprecation import deprecated_values

        return tuple(deprecated_values(given, self.usage))

    @property
    def usage(self) -> Usage:
        """How the graph uses its terms; read when it is first wanted, and kept."""
        if self._usage is None:
            from atsmu_kg.lint import Usage

            self._usage = Usage(self.store, self.prefixes)
        return self._usage

    def lint(self, text: str) -> Findings:
        """What is suspicious about a query: misspelt terms and variables, rows doubled by languages, …

        >>> [finding.code for finding in load().lint("SELECT ?f { ?f a akg:Facultie }")]
        ['unknown-class']
        """
        from atsmu_kg.lint import lint

        require_text(text=text)
        return lint(self.store, text, self.prefixes, usage=self.usage)

    def describe(self, name: str, *, lang: Language = "en", entailed: bool = False) -> Description:
        """All that the graph says of a thing, with who says it.

        name: an IRI, a CURIE, the end of one of our IRIs, or a whole name or code in any of the languages.
        lang: the language of the labels.
        entailed: whether what merely follows from other statements is told too.

        Raises UnknownNameError if the graph says nothing of it, ParameterError for another language.

        >>> load().describe("dentistry-faculty").label
        'Dentistry Faculty'
        """
        from atsmu_kg.records.descriptions import describe

        require_text(name=name)
        named = None if ":" in name else self.thing_named(name)
        if named is None and ":" not in name and not is_iri(f"{self._things}{name}"):
            near = self.things_like(name)
            raise UnknownNameError(
                f"the graph says nothing of {quoted(name)}",
                advice=did_you_mean(near, "Give a CURIE (country:TJ), an IRI or a whole name."),
                name=name,
                nearest=near,
            )
        return describe(
            self.store,
            named or name,
            lang=lang,
            entailed=entailed,
            prefixes=self.prefixes,
            things=self._things,
        )

    def validate(
        self,
        *,
        shapes: Iterable[str | os.PathLike[str]] | None = None,
        engine: Engine = "pyshacl",
        lang: Language = "en",
        things: Iterable[str] = (),
        timeout: float | None = None,
    ) -> Report:
        """The graph held against its SHACL shapes.

        shapes: files with shapes to take in place of the packaged ones.
        engine: ``pyshacl``, the reference, or ``shifty``, the faster one.
        lang: the language of the messages: ``en``, ``ru`` or ``tg``.
        things: namespaces of other institutions, whose things a passage must speak of as well.
        timeout: the seconds that it may take; a LimitError then names the shape at work.

        Raises ShapeError, LimitError, MissingDependencyError for an engine, or ParameterError for what is not
        an IRI or a positive number.

        >>> load().validate(engine="shifty").conforms
        True
        """
        from atsmu_kg.validation import Shapes, validate

        LANGUAGES.checked(lang)
        ENGINES.checked(engine)
        things = texts(things=things)
        return validate(
            self.quads(),
            shapes or Shapes.packaged(),
            engine=engine,
            lang=lang,
            files=self._files(),
            things=things,
            timeout=timeout,
        )

    @property
    def records(self) -> Records:
        """All things as typed records, by IRI or CURIE; read once, when first wanted.

        >>> load().records["country:IR"].names["tg"]
        Text('Эрон', 'tg')
        """
        if self._records is None:
            from atsmu_kg.records import Records

            self._records = Records(self.queries, self._names, things=self._things, prefixes=self.prefixes)
        return self._records

    @property
    def university(self) -> University:
        """The university: where sources differ, what the preferred one says, and in ``others`` the rest.

        >>> load().university.founded
        <Year 1939; otherwise 1933>
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
    def figures(self) -> Figures:
        """The figures of all sources, which know their bounds; ``of()`` chooses by measure, source and time.

        >>> print(load().figures["international-students"])
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

        >>> origins = load().student_origins
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
    def claims(self) -> Claims:
        """What the source asserts without a fact to check; ``of()`` chooses among all sources' claims.

        >>> [claim.time for claim in load().claims.of(source="asiaplus-2016-08-31")]
        ['2016-08-31']
        """
        return self.records.claims

    @property
    def passages(self) -> Listing[Passage]:
        """The passages of the sources."""
        return self.records.passages

    def find(self, text: str, *, limit: int | None = 10) -> tuple[Match, ...]:
        """The things with such a name or code in any of the languages, best first.

        >>> load().find("Эрон")[0].iri.curie
        'country:IR'
        """
        require_whole(limit=limit)
        # To search the packaged index, no record need be known, nor what makes them be imported.
        return (self._names() or self.records.index).find(text, limit=limit)

    def thing_named(self, name: str, *, like: str = "") -> IRI | None:
        """The thing that a bare name or a CURIE means, as parameters of named queries take it.

        name: the end of the IRI of a thing or of a source; a whole name or code in any of the languages; or a
            CURIE with a prefix of this graph, or an IRI, which needs nothing to be said of it.
        like: a CURIE or an IRI of a thing of the wanted kind, beside which a bare name is looked for first.

        None if nothing is called so.

        >>> load().thing_named("Dentistry Faculty").curie
        'atsmu:dentistry-faculty'
        >>> load().thing_named("faculties", like="enumeration:student-origins").curie
        'enumeration:faculties'
        """
        require_text(name=name)
        return self._bare_names.thing(name, like)

    def things_like(self, name: str, *, like: str = "") -> tuple[str, ...]:
        """The CURIEs of up to three things that a bare name was meant for which nothing has, best first.

        name: the name as it was written.
        like: a CURIE or an IRI of a thing of the wanted kind.

        >>> load().things_like("studentcount", like="akg:ChairCount")[0]
        'akg:StudentCount'
        """
        require_text(name=name)
        return self._bare_names.near(name, like)

    @property
    def _bare_names(self) -> BareNames:
        from atsmu_kg.records.bare import BareNames

        return BareNames(
            self.store,
            lambda name, limit: self.find(name, limit=limit),
            prefixes=self.prefixes,
            things=self._things,
            merged=self._is_as_packaged,
        )

    def quads(self) -> Iterator[Quad]:
        """All quads: those of the default graph, which merges the others, and those of each named graph."""
        return self.store.quads()

    @property
    def dataset(self) -> rdflib.Dataset:
        """An rdflib Dataset over the same store, made on demand.

        Each pattern that rdflib asks for goes to the store by itself: a program that asks for many, such as
        pySHACL, is faster on a copy, ``rdflib.Graph() + kg.dataset.default_graph``. Raises StoreError for a
        graph at an endpoint.

        >>> kg = load()
        >>> len(kg.dataset) == len({quad.triple for quad in kg.quads()})
        True
        """
        from atsmu_kg.stores.dataset import rdflib_dataset

        if not isinstance(self.store, EmbeddedStore):
            raise StoreError(
                "only an embedded store is an rdflib dataset",
                advice="Ask with kg.select(…), or take a part of it: kg.construct(…).to_rdflib(). For all of "
                "it mirror the endpoint (atsmu-kg pull URL mirror/): atsmu_kg.open('mirror/').dataset.",
            )
        return rdflib_dataset(self.store)

    def export(
        self,
        target: str | os.PathLike[str] | IO[bytes],
        format: GraphFormat | Literal["parquet"] | None = None,
    ) -> None:
        """Write the whole dataset, or the merge of its graphs in a format without named graphs.

        target: a file, or a folder for tables (a text with a slash at its end); it is replaced at once, when
            all is written.
        format: as the extension or the slash says unless it is given.

        Raises ExportError, for a folder that holds anything but earlier tables StoreError, and for tables
        MissingDependencyError without DuckDB; the old file or folder is then intact.
        """
        from atsmu_kg.rdf.formats import means_tables

        if means_tables(target, format):
            from atsmu_kg.publishing.tables import write as write_tables

            if hasattr(target, "write"):
                raise ExportError("tables can't be written to a stream", advice="Name a folder.")
            write_tables(self.quads(), target, version=self.version, prefixes=self.prefixes)
            return
        from atsmu_kg.rdf.serializers import format_of, write

        chosen = format_of(target, format)
        write(self.quads(), target, chosen.name, prefixes=self.prefixes)

    def catalogue(self, profile: Profile, *, endpoint: str | None = None) -> Record:
        """The record of the dataset for a kind of catalogue (``dcat-ap``, ``void``, ``schema-org``, …).

        ``endpoint`` is the URL of a SPARQL endpoint that serves the graph. Raises UnknownProfileError for
        another profile, DataError where the graph does not state what the record needs, and
        MissingDependencyError without PyLD.

        >>> load().catalogue("citation").file
        'CITATION.cff'
        """
        from atsmu_kg.publishing.catalogue import describe

        if endpoint is not None:
            require_text(endpoint=endpoint)
        return describe(
            self._published(), profile, endpoint=endpoint, stated=self._description(), prefixes=self.prefixes
        )

    def release(
        self,
        *,
        endpoint: str | None = None,
        host: str | None = None,
        pages: str | os.PathLike[str] | None = None,
        site: str | None = None,
        key: str | os.PathLike[str] | None = None,
    ) -> Release:
        """All files of a release of the graph, to be written into a folder.

        endpoint: the URL of a SPARQL endpoint that serves the graph, if one does.
        host: the URL where ``release/VERSION/`` will lie, for the redirects.
        pages: a folder with a built site, which becomes a part of the release.
        site: the URL of the site that ``site`` makes, to which identifiers lead then.
        key: the file of a private key, with which the release is signed then.

        Raises what ``publishing.release.release`` raises.

        >>> load().release(host="https://data.example").version
        '0.2.0'
        """
        from atsmu_kg.publishing.release import release

        return release(
            self._published(),
            endpoint=endpoint,
            host=host,
            pages=pages,
            site=site,
            key=key,
            stated=self._description(),
            prefixes=self.prefixes,
        )

    def site(
        self,
        *,
        host: str | None = None,
        guides: str | os.PathLike[str] | None = None,
        sparql: bool = False,
    ) -> Folder:
        """The files of a site, with a page for each thing, named graph and passage.

        host: the URL at which the folder will lie, for the canonical addresses of its pages.
        guides: a folder with built documentation, which becomes a part of the site.
        sparql: with a page that answers SPARQL, for which Node and npm are needed.

        Raises MissingDependencyError without Jinja2, or without Node where it is needed; ExportError if npm
        can't install what it needs; and what ``publishing.pages.site`` raises.
        """
        from atsmu_kg.publishing.pages import Console, bundle, site

        if host is not None:
            require_text(host=host)
        return site(
            self._published(),
            figures=self.records.figures,
            names=self.records.index.entries,
            host=host,
            guides=guides,
            console=Console(self.queries, bundle()) if sparql else None,
            stated=self._description(),
            prefixes=self.prefixes,
            appearance=self._appearance(),
        )

    def _appearance(self) -> Appearance | None:
        """How the site looks; None for that of the packaged graph."""
        return None

    def _published(self) -> Iterable[Quad]:
        """What catalogues and releases are about."""
        return self.quads()

    def _description(self) -> str:
        """The file that describes the dataset for catalogues."""
        return files.path(DESCRIPTION)

    def push(self, url: str, **settings: Unpack[PushSettings]) -> Comparison:
        """Put each graph into a SPARQL endpoint, and compare the two graph by graph.

        What is there already is not sent again, so that a second call completes a first one that failed, and
        nothing that was there is lost, unless with ``replace``. Settings are those of
        ``push``: ``graph_store`` and ``update`` are URLs to write to. Raises EndpointError,
        ParameterError or StoreError.
        """
        from atsmu_kg.publishing.transfer import push
        from atsmu_kg.stores.remote.credentials import address

        # In no frame of a report of an error.
        url, settings = address(url), address(settings)
        return push(self.store, url, **settings)

    @property
    def plot(self) -> Gallery:
        """Pictures of the graph: its figures, structure and countries, the ontology, what is around a thing.

        They need the extra ``atsmu-kg[plot]``: each raises MissingDependencyError without it.

        >>> load().plot.countries(lang="tg")
        <Picture: Кишварҳои муассисаҳои шарик ва донишҷӯён>
        """
        from atsmu_kg.pictures.gallery import Gallery

        return Gallery(self.describe, self.queries, self.records)

    def to_networkx(
        self, *, lang: Language = "en", literals: bool = False, entailed: bool = False
    ) -> networkx.MultiDiGraph[str]:
        """The graph for NetworkX: things with labels, and an edge for each statement of a named graph.

        lang: the language of the labels.
        literals: whether literals are nodes too.
        entailed: whether what merely follows from other statements has edges too.

        See ``pictures.network``. Raises MissingDependencyError, and ParameterError for another language.

        >>> network = load().to_networkx()
        >>> from atsmu_kg.rdf.namespaces import ATSMU
        >>> [edge["graph"] for edge in network.get_edge_data(ATSMU.university, ATSMU.library).values()]
        ['https://w3id.org/atsmu-kg/graph/profile/s16']
        """
        from atsmu_kg.pictures.labels import Labels
        from atsmu_kg.pictures.network import network
        from atsmu_kg.pictures.words import checked

        spoken = checked(lang)
        return network(self.quads(), Labels(self.queries), spoken, literals=literals, entailed=entailed)

    def to_geojson(
        self, target: str | os.PathLike[str] | None = None, *, lang: Language = "en"
    ) -> dict[str, Any]:
        """What has coordinates, as a GeoJSON FeatureCollection; with a target also written to that file.

        >>> places = load().to_geojson()["features"]
        >>> [place["properties"]["name"] for place in places]
        ['Dushanbe', 'Avicenna Tajik State Medical University']
        """
        from atsmu_kg.pictures.geojson import places
        from atsmu_kg.pictures.labels import Labels

        if target is not None:
            require_path(target=target)
        return places(self.queries.coordinates().rows, Labels(self.queries), lang, target)

    def _files(self) -> Iterable[str | os.PathLike[str]]:
        """Where the graph's statements stand, for file and line of what is wrong."""
        from pathlib import Path

        return sorted(Path(files.path("data")).glob("*.trig"))

    @property
    def _is_as_packaged(self) -> bool:
        """Whether the store surely holds the packaged graph, and nothing else."""
        return isinstance(self.store, EmbeddedStore) and self.store.unread == files.path(DATASET)

    def _names(self) -> NameIndex | None:
        """The packaged index of names; None where the store may no longer hold just the packaged graph."""
        if self._stored_names is None and self._is_as_packaged:
            from atsmu_kg.records.names.stored import read

            self._stored_names = read(files.path(NAMES))
        return self._stored_names

    def close(self) -> None:
        """Let go of the store; closing twice is fine."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return self.store.size

    def __repr__(self) -> str:
        if not self.store.embedded:
            return f"<KnowledgeGraph at {self.store.location}>"
        return f"<KnowledgeGraph {self.version}: {counted(len(self), 'quad')}>"


def _require_call(call: object) -> None:
    if call is not None:
        from atsmu_kg.stores.call import StoreCall

        require_instance(StoreCall, "Give a StoreCall of atsmu_kg.stores.call.", call=call)


def load(*, data: Iterable[str | os.PathLike[str]] = ()) -> KnowledgeGraph:
    """The packaged graph, in memory.

    data: RDF files of yours to put beside it. They are merged as the graph is: the default graph holds their
        triples too, and each stands in a named graph, ``urn:atsmu-kg:data:FILENAME`` where the file names
        none. Their prefixes need no declaration in queries; a packaged one of the same name stays.

    Raises ParameterError, StoreError, DataError or DataSyntaxError for files that can't be put beside it.

    >>> with load() as kg:
    ...     kg.query("SELECT ?n { figure:students schema:value ?n }").scalar()
    8844
    """
    store = EmbeddedStore.memory(files.path(DATASET), index=files.path(INDEX), merge=files.path(MERGE))
    added = paths(data=data)
    if not added:
        return KnowledgeGraph(store)
    from atsmu_kg.stores.additions import add

    return KnowledgeGraph(store, prefixes={**add(store, added), **PREFIXES})


def open(
    directory: str | os.PathLike[str], *, create: bool = True, read_only: bool = False
) -> KnowledgeGraph:
    """A graph in an on-disk store.

    directory: that of the store.
    create: whether a missing or empty directory gets the packaged graph.
    read_only: whether the store is only read, which several processes may do at the same time.

    Raises StoreError if the directory holds something else, is damaged, or is in use by another process.
    """
    require_path(directory=directory)
    store = EmbeddedStore.open(
        directory, create_from=files.path(DATASET) if create else None, read_only=read_only
    )
    return KnowledgeGraph(store)


def tables(directory: str | os.PathLike[str], *, engine: TableEngine = "duckdb") -> KnowledgeGraph:
    """A graph in tables, whose queries an engine for SQL answers.

    directory: the folder that ``kg.export("tables/")`` has written.
    engine: ``duckdb``, in this process, or ``spark``, on this machine or on a cluster.

    Each answer is that of the embedded engine; a query of which any part can't be said in SQL exactly raises
    UnsupportedQueryError, with the place of that part. Raises StoreError where the folder holds no tables,
    and MissingDependencyError without the extra ``atsmu-kg[tables]`` (DuckDB) or ``atsmu-kg[spark]``.
    """
    require_path(directory=directory)
    from atsmu_kg.stores.tables import open as opened

    return KnowledgeGraph(opened(directory, engine))
