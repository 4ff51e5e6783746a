"""The words of a result: the shape's own message in the reader's language, with its places filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import RDF, SH, contract
from atsmu_kg.rdf.terms import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.facts import Facts

PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
PREBOUND = frozenset({"this", "value", "path", "PATH", "currentShape", "shapesGraph"})

# What a shape without a message says, by the name of the constraint component; {} is the parameter's value.
PLAIN: Mapping[str, str] = {
    "And": "does not conform to all of the shapes in sh:and",
    "Class": "is not a {}",
    "Closed": "has a property that the closed shape does not allow",
    "Datatype": "is not a well-formed {}",
    "Disjoint": "has the same value for {}",
    "Equals": "differs from the values of {}",
    "HasValue": "lacks the value {}",
    "In": "is none of the allowed values: {}",
    "LanguageIn": "is in none of the languages {}",
    "LessThan": "is not less than the value of {}",
    "LessThanOrEquals": "is not less than or equal to the value of {}",
    "MaxCount": "has more than {} values",
    "MaxExclusive": "is not less than {}",
    "MaxInclusive": "is more than {}",
    "MaxLength": "is longer than {} characters",
    "MinCount": "has fewer than {} values",
    "MinExclusive": "is not more than {}",
    "MinInclusive": "is less than {}",
    "MinLength": "is shorter than {} characters",
    "Node": "does not conform to {}",
    "NodeKind": "is not of kind {}",
    "Not": "conforms to a shape that it must not conform to",
    "Or": "conforms to none of the shapes in sh:or",
    "Pattern": "does not match the pattern {}",
    "QualifiedMaxCount": "has more than {} values that conform to the qualified shape",
    "QualifiedMinCount": "has fewer than {} values that conform to the qualified shape",
    "SPARQL": "is found by the query of a sh:sparql constraint",
    "UniqueLang": "has more than one value in the language {}",
    "Xone": "conforms to none, or to more than one, of the shapes in sh:xone",
}
# The same where the parameter's list is empty.
EMPTY: Mapping[str, str] = {
    "In": "is not allowed: the list of allowed values is empty",
    "LanguageIn": "is not allowed: the list of languages is empty",
}

ILL_TYPED: Mapping[str, str] = {
    "en": '"{value}" is not a well-formed {datatype}: correct the value or its datatype.',
    "ru": "«{value}» не является правильным значением {datatype}: исправьте значение или его тип.",
    "tg": "«{value}» қимати дурусти {datatype} нест: қимат ё навъи онро ислоҳ кунед.",
}


def written(shapes: Facts, shape: Term, constraint: Term | None, component: str) -> list[Term]:
    """The messages for a result, all languages: of its constraint, else of its shape or component."""
    sources = [constraint, shape, *_validators(shapes, shape, component)]
    return next((texts for source in sources if source and (texts := shapes.values(source, SH.message))), [])


def filled(texts: Iterable[Term], bindings: Mapping[str, str], lang: str) -> str:
    """The text in the language, its ``{?places}`` filled in; several are joined in a fixed order."""
    return " ".join(_with_bindings(text, bindings) for text in in_language(texts, lang))


def all_filled(texts: Iterable[Term], bindings: Mapping[str, str]) -> list[ox.Literal]:
    """The texts in all languages, their ``{?places}`` filled in."""
    literals = [text for text in texts if isinstance(text, ox.Literal)]
    return [
        ox.Literal(_with_bindings(text.value, bindings), language=text.language)
        for text in sorted(literals, key=str)
    ]


def plain(shapes: Facts, shape: Term, component: str, values: Mapping[str, Term]) -> str:
    """What is to say of a result where the shape says nothing.

    ``values`` are those of parameters that have several in the shape, of which one is at fault.
    """
    name = component.removeprefix(str(SH)).removesuffix("ConstraintComponent")
    parameter = parameter_of(component)
    text = PLAIN.get(name, f"violates {contract(component)}")
    parameters = [values[parameter]] if parameter in values else shapes.values(shape, parameter)
    members = [member for value in parameters for member in shapes.members(value) or [value]]
    if members == [ox.NamedNode(RDF.nil)] and name in EMPTY:
        return EMPTY[name]
    return text.format(", ".join(map(readable, members)))


def parameter_of(component: str) -> str:
    """The parameter that gives a component of SHACL Core its name.

    >>> parameter_of(SH.MinCountConstraintComponent) == SH.minCount
    True
    """
    name = component.removeprefix(str(SH)).removesuffix("ConstraintComponent")
    return SH[name[:1].lower() + name[1:]]


def ill_typed_message(literal: ox.Literal, lang: str) -> str:
    """What to do about an ill-typed literal."""
    text = ILL_TYPED.get(lang.partition("-")[0], ILL_TYPED["en"])
    return text.format(value=literal.value, datatype=contract(literal.datatype.value))


def in_language(texts: Iterable[Term], lang: str) -> list[str]:
    """The texts in the language, else in a variety of it, else in English, without a language, or in any."""
    literals = [text for text in texts if isinstance(text, ox.Literal)]
    languages = sorted({literal.language or "" for literal in literals})
    varieties = [each for each in languages if each.partition("-")[0] == lang.partition("-")[0]]
    for wanted in (lang, *varieties, "en", *languages):
        found = sorted(literal.value for literal in literals if (literal.language or "") == wanted)
        if found:
            return found
    return []


def _with_bindings(text: str, bindings: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: bindings.get(match[1], match[0]), text)


def _validators(shapes: Facts, shape: Term, component: str) -> list[Term]:
    """A SPARQL-based constraint component and its validators for a kind of shape, which may have messages."""
    if component.startswith(str(SH)):
        return []
    node = ox.NamedNode(component)
    kinds = (SH.propertyValidator if SH.path in shapes.about(shape) else SH.nodeValidator, SH.validator)
    return [node, *(validator for kind in kinds for validator in shapes.values(node, kind))]
