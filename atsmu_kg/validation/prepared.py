"""pySHACL's shapes with each constraint set up once, not once a focus node, and without its texts.

Other than pySHACL 0.40.1 by itself, which this is known to work with, this changes nothing of its report but
messages, which are ours anyway. Used here and nowhere else of what pySHACL does not document: the classes
``ShapesGraph`` and ``Shape``, their constructors, ``_node_shape_cache`` and ``_build_node_shape_cache``, and
of a constraint component ``evaluate``, ``make_v_result``, ``make_v_result_description``,
``make_generic_messages``, and ``sparql_constraints`` with their ``pre_bind_variables``; of custom ones
``make_validator_for_shape`` and their validators' ``validate``.
Without this module pySHACL is slower, and of custom components tells less: give its ``Validator`` the graph
of the shapes.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from pyshacl import Validator
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.sparql.sparql_based_constraint_components import AskConstraintValidator
from pyshacl.errors import ReportableRuntimeError
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib.term import Identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from rdflib import Graph


# What pySHACL logs it also raises.
SILENT = logging.Logger("pySHACL", logging.CRITICAL + 1)


def validation_report(
    data: Graph,
    shapes: Graph,
    background: AbstractSet[Any] = frozenset(),
    begun: Callable[[str], None] | None = None,
) -> Graph:
    """The W3C validation report of a data graph held against a shapes graph; pySHACL's errors.

    The nodes of the background are no focus nodes. ``begun`` is called with the name of each shape before
    its focus nodes are validated.
    """
    described: Any = PreparedShapes(shapes, logger=SILENT)
    described.background = background
    executor = SHACLExecutor(None)
    answers = []
    for shape in described.shapes:
        if begun is not None:
            begun(str(shape.node))
        answers.append(shape.validate(executor, data))
    results = [result for _, reported in answers for result in reported]
    report: Graph
    report, _ = Validator.create_validation_report(described, all(well for well, _ in answers), results)
    return report


class PreparedShape(Shape):
    """A shape that keeps its constraint components."""

    __slots__ = ("_components",)

    _components: list[Any]

    def validate(
        self,
        executor: Any,
        target_graph: Any,
        focus: Any = None,
        _evaluation_path: list[Any] | None = None,
    ) -> tuple[bool, list[Any]]:
        """Whether the focus nodes, without any the targets, conform, and the results."""
        above = _evaluation_path or []
        # The error for shapes that are nested too deeply.
        if len(above) // 2 >= executor.max_validation_depth:
            answer: tuple[bool, list[Any]] = super().validate(executor, target_graph, focus, _evaluation_path)
            return answer
        if self.deactivated:
            return True, []
        if focus is None:
            targets = self.focus_nodes(target_graph)  # type: ignore[no-untyped-call]
            background = self.sg.background  # type: ignore[attr-defined]
            nodes = [node for node in targets if node not in background]
        else:
            nodes = [focus] if isinstance(focus, Identifier) else list(focus)
        if not nodes:
            return True, []
        value_nodes = self.value_nodes(target_graph, nodes)
        conforms, results = True, []
        for component in self.components():
            well, reported = component.evaluate(
                executor, target_graph, value_nodes, [*above, self, component]
            )
            conforms = conforms and well
            results += reported
        for constraint in self.find_custom_constraints() if self.sg.custom_constraints else ():  # type: ignore[no-untyped-call]
            bound = _silent(constraint.make_validator_for_shape(self))
            reported = list(custom_results(bound, executor, target_graph, value_nodes))
            conforms = conforms and not reported
            results += reported
        return conforms, results

    def components(self) -> list[Any]:
        """One constraint component for all parameters of its kind."""
        if not hasattr(self, "_components"):
            predicates = (predicate for predicate, _ in self.sg.graph.predicate_objects(self.node))
            kinds = dict.fromkeys(
                CONSTRAINT_PARAMETERS_MAP[predicate]
                for predicate in predicates
                if predicate in CONSTRAINT_PARAMETERS_MAP
            )
            self._components = [_silent(kind(self)) for kind in kinds]
        return self._components


class PreparedShapes(ShapesGraph):
    """A shapes graph of such shapes.

    ``_build_node_shape_cache`` and its cache are private in pySHACL 0.40; a public way to say of which class
    shapes are would replace them.
    """

    background: AbstractSet[Any] = frozenset()

    def _build_node_shape_cache(self) -> None:
        super()._build_node_shape_cache()  # type: ignore[no-untyped-call]
        shapes: dict[Any, Any] = self._node_shape_cache
        for node, shape in shapes.items():
            shapes[node] = PreparedShape(self, node, shape.is_property_shape, shape.path(), self.logger)


def custom_results(bound: Any, executor: Any, graph: Any, value_nodes: dict[Any, Any]) -> Iterator[Any]:
    """The results of a SPARQL-based constraint component bound to a shape (SHACL 6.3).

    An ASK is for each value node, which its result tells; a SELECT is once for each focus node, with or
    without values. pySHACL by itself leaves out the value in property shapes, and asks a SELECT for each.
    """
    asks = isinstance(bound.validator, AskConstraintValidator)
    for focus, nodes in value_nodes.items():
        given = nodes if asks else [None]
        for node, told in bound.validator.validate(executor, focus, given, graph, bound.query_helper):
            if told is True:
                raise ReportableRuntimeError("a query of a constraint component binds ?failure to true")
            this, path, value = (None, None, node) if asks else told
            if value is None and not bound.shape.is_property_shape:
                value = focus
            yield bound.make_v_result(
                graph,
                this or focus,
                value_node=value,
                result_path=path,
                constraint_component=bound.constraint.node,
            )


def _silent(component: Any) -> Any:
    component.make_v_result_description = _no_text
    component.make_generic_messages = _no_messages
    for constraint in getattr(component, "sparql_constraints", ()):
        _examine_once(constraint)
    return component


def _examine_once(constraint: Any) -> None:
    """Lets a constraint in SPARQL look its text through for the first focus node only."""
    examine = constraint.pre_bind_variables
    examined: list[tuple[dict[str, Any], str]] = []

    def bound(focus: Any) -> tuple[dict[str, Any], str]:
        if not examined:
            examined.append(examine(focus))
        ((values, text),) = examined
        return ({**values, "this": focus} if "this" in values else values), text

    constraint.pre_bind_variables = bound


def _no_text(*_: object, **__: object) -> str:
    return ""


def _no_messages(*_: object) -> list[Any]:
    return []
