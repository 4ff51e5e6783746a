"""Triple patterns and paths of a provenance query: each step of a path is a pattern of its own."""

from __future__ import annotations

from atsmu_kg.citations.cells import literal_cell
from atsmu_kg.citations.places import PatternPlace, Scope
from atsmu_kg.citations.plan import Occurrence, Plan, Walk
from atsmu_kg.sparql.nodes import BlankNode, Iri, Path, RDFLiteral, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.citations.places import QueryNames
    from atsmu_kg.citations.plan import Slot
    from atsmu_kg.sparql.nodes import Node, Term, TriplePattern
    from atsmu_kg.sparql.patterns import Query

    # A term as text, and the slot that holds it.
    End = tuple[str, Slot]


class PatternWriter:
    """Writes the patterns of one provenance query and collects what its plan needs."""

    def __init__(self, query: Query, names: QueryNames) -> None:
        self.query = query
        self.names = names
        self.plan = Plan()
        self._blank: dict[str, str] = {}

    def verbatim(self, node: Node, place: PatternPlace) -> str:
        """The text of a node, with the names that its variables have there.

        Blank nodes get new labels: no two patterns may share one, and the text may be written twice.
        """
        source = self.query.source(node)
        if not place.renamed and "_:" not in source:
            return source
        parts, at, labels = [], node.offset, self.names.new()
        for part in sorted(node.walk(), key=lambda part: part.offset):
            if isinstance(part, Variable) and part.name in place.renamed:
                written = f"?{place.renamed[part.name]}"
            elif isinstance(part, BlankNode) and part.label[0] != "[":
                written = f"_:b{labels}{part.label}"
            else:
                continue
            if part.offset >= at:
                parts += [self.query.text[at : part.offset], written]
                at = part.end
        return "".join(parts) + self.query.text[at : node.end]

    def end(self, term: Term, place: PatternPlace) -> End:
        """A term as it is written in the provenance query, and its slot."""
        if isinstance(term, Iri):
            return f"<{term.value}>", f"<{term.value}>"
        if isinstance(term, RDFLiteral):
            return self.query.source(term), literal_cell(term.value, term.datatype, term.language)
        if isinstance(term, BlankNode):
            if term.label not in self._blank:
                self._blank[term.label] = self.names.new()
            name = self._blank[term.label]
        else:
            name = place.renamed.get(term.name, term.name)
        return self.variable(name, place)

    def variable(self, name: str, place: PatternPlace) -> End:
        """A variable of the provenance query and its slot."""
        return f"?{name}", f"?{place.scope.column(name)}"

    def fresh(self, place: PatternPlace) -> End:
        """A variable that occurs nowhere else."""
        return self.variable(self.names.new(), place)

    def graph_slot(self, place: PatternPlace) -> Slot:
        """The slot of the graph that is asked, empty for the default graph."""
        return "" if place.graph is None else self.end(place.graph, place)[1]

    def triple(self, pattern: TriplePattern, place: PatternPlace) -> str:
        """A triple pattern, taken apart if it is a path."""
        subject, object = self.end(pattern.subject, place), self.end(pattern.object, place)
        if isinstance(pattern.predicate, Path):
            return self.path(subject, pattern.predicate, object, place)
        return self.plain(subject, self.end(pattern.predicate, place), object, place)

    def plain(self, subject: End, predicate: End, object: End, place: PatternPlace) -> str:
        """A triple pattern without a path."""
        slots = (subject[1], predicate[1], object[1], self.graph_slot(place))
        self.plan.occurrences.append(Occurrence(slots, place.needs))
        return f"{subject[0]} {predicate[0]} {object[0]} ."

    def path(self, subject: End, path: Iri | Path, object: End, place: PatternPlace) -> str:
        """A path between two terms."""
        if isinstance(path, Iri):
            return self.plain(subject, self.end(path, place), object, place)
        if path.operator == "^":
            return self.path(object, path.parts[0], subject, place)
        if path.operator == "/":
            ends = [subject, *[self.fresh(place) for _ in path.parts[1:]], object]
            steps = zip(ends, path.parts, ends[1:], strict=False)
            return " ".join(self.path(start, step, end, place) for start, step, end in steps)
        if path.operator == "|":
            branches = []
            for part in path.parts:
                mark = self.names.new()
                branch = self.path(subject, part, object, place.marked(mark))
                branches.append(f"{{ {branch} BIND(1 AS ?{mark}) }}")
            return " UNION ".join(branches)
        if path.operator == "!":
            return self._negated(subject, path, object, place)
        return self._repeated(subject, path, object, place)

    def _negated(self, subject: End, path: Path, object: End, place: PatternPlace) -> str:
        back = [part.parts[0] for part in path.parts if isinstance(part, Path)]
        forward = [part for part in path.parts if isinstance(part, Iri)]
        branches = []
        for start, end, excluded in ((subject, object, forward), (object, subject, back)):
            if excluded:
                mark = self.names.new()
                among = place.marked(mark)
                predicate = self.fresh(among)
                pattern = self.plain(start, predicate, end, among)
                listed = ", ".join(f"<{step.value}>" for step in excluded if isinstance(step, Iri))
                branches.append(
                    f"{{ {pattern} FILTER({predicate[0]} NOT IN ({listed})) BIND(1 AS ?{mark}) }}"
                )
        return " UNION ".join(branches)

    def _repeated(self, subject: End, path: Path, object: End, place: PatternPlace) -> str:
        """The path as it is; another query, for one repetition of it, tells what it may consist of."""
        step = type(self)(self.query, self.names)
        scope = Scope(self.names, visible=())
        among = PatternPlace(scope, place.graph, (), {})
        start, end = step.fresh(among), step.fresh(among)
        pattern = step.path(start, path.parts[0], end, among)
        key = (start[1], end[1], step.graph_slot(among))
        step.finish(scope, step.wrapped(pattern, among), key=key)
        ends = (subject[1], object[1], self.graph_slot(place))
        self.plan.walks.append(Walk(step.plan, ends, place.needs, path.operator))
        self.plan.exact = False
        return f"{subject[0]} {self.query.source(path)} {object[0]} ."

    def wrapped(self, patterns: str, place: PatternPlace) -> str:
        """A group of the patterns, asked of the graph of the place."""
        if place.graph is None:
            return f"{{ {patterns} }}"
        return f"{{ GRAPH {self.end(place.graph, place)[0]} {{ {patterns} }} }}"

    def finish(
        self, scope: Scope, where: str, *, key: tuple[Slot, ...], head: str = "", tail: str = ""
    ) -> Plan:
        """The plan with its text: ``head`` is what SELECT projects besides the columns, ``tail`` follows."""
        query, plan = self.query, self.plan
        columns = " ".join([head, *scope.projected()]).strip() or "*"
        prologue = query.text[: query.offset]
        sources = " ".join(map(query.source, query.sources))
        plan.text = f"{prologue}SELECT {columns} {sources} WHERE {where} {tail}"
        plan.key = key
        plan.adds = bool(scope.extra) or query.form != "SELECT"
        return plan
