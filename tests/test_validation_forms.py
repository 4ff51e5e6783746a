"""Ill-formed shapes: refused before an engine runs, with the place, the reason and the remedy."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import ShapeError
from atsmu_kg.validation import Shapes, validate, validate_files

PREFIXES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def turtle(text: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


def query(text: str, more: str = "") -> str:
    return f'sh:sparql [ sh:select """{text}""" {more} ]'


# What a node shape has; what is wrong; what to do.
NODE = [
    ("sh:minCount 1", "sh:minCount without sh:path", "property shape"),
    ("sh:maxCount 1", "sh:maxCount without sh:path", "property shape"),
    ("sh:uniqueLang true", "sh:uniqueLang without sh:path", "property shape"),
    ("sh:lessThan ex:q", "sh:lessThan without sh:path", "property shape"),
    (
        "sh:qualifiedValueShape ex:A ; sh:qualifiedMinCount 1",
        "without sh:path",
        "property shape",
    ),
    ("sh:ignoredProperties ( ex:p )", "sh:ignoredProperties without sh:closed", "sh:closed true"),
    ("sh:closed true ; sh:ignoredProperties ( 'p' )", "'p', which is not an IRI", "Name an IRI"),
    ("sh:closed true ; sh:ignoredProperties ex:p", "which is not a list", "parentheses"),
    ("sh:closed 'yes'", "'yes', which is not an xsd:boolean", "quotation marks"),
    ("sh:deactivated 'true'", "sh:deactivated 'true', which is not an xsd:boolean", "quotation marks"),
    ("sh:deactivated true , false", "more than one sh:deactivated", "Keep one"),
    ("sh:message 5", "sh:message '5', which is not a text", "Write a text"),
    ("sh:severity sh:Info , sh:Warning", "more than one sh:severity", "Keep one"),
    ("sh:severity 'high'", "'high', which is not an IRI", "Name an IRI"),
    ("sh:targetClass 'A'", "sh:targetClass 'A'", "Name an IRI"),
    ("sh:targetObjectsOf [ ]", "sh:targetObjectsOf 'a blank node'", "Name an IRI"),
    ("sh:targetNode [ ]", "sh:targetNode 'a blank node'", "IRI or a literal"),
    ("sh:class 'A'", "sh:class 'A', which is not an IRI", "Name an IRI"),
    ("sh:datatype 'A'", "sh:datatype 'A', which is not an IRI", "Name an IRI"),
    ("sh:nodeKind ex:IRI", "which is not a kind of node", "sh:IRI"),
    ("sh:in 'a'", "sh:in with a, which is not a list", "parentheses"),
    ("sh:in ( 1 ) , ( 2 )", "more than one sh:in", "Keep one"),
    ("sh:languageIn ( ex:en )", "which is not an xsd:string", "Write a text"),
    ("sh:minLength 1.0", "sh:minLength '1.0'", "whole number"),
    ("sh:maxLength -1", "sh:maxLength '-1'", "whole number"),
    ("sh:minInclusive ex:p", "which is not a literal", "Write a literal"),
    ("sh:maxExclusive 1 , 2", "more than one sh:maxExclusive", "Keep one"),
    ("sh:pattern 'a' , 'b'", "more than one sh:pattern", "Keep one"),
    ("sh:pattern 'a'@en", "sh:pattern 'a', which is not an xsd:string", "without a language"),
    ("sh:equals 'p'", "sh:equals 'p', which is not an IRI", "Name an IRI"),
    ("sh:or [ sh:class ex:A ]", "which is not a list", "parentheses"),
    ("sh:and ( 'x' )", "the member 'x'", "Refer to a node"),
    ("sh:xone ( [ rdf:first 1 ] 2 )", "the member '2'", "Refer to a node"),
    ("sh:not 'x'", "sh:not 'x'", "Refer to a node"),
    ("sh:node 'x'", "sh:node 'x'", "Refer to a node"),
    (
        query("SELECT $this { $this ?p 1 }", "; sh:select 'SELECT $this { ?this ?p 2 }'"),
        "exactly one sh:select",
        "",
    ),
    (query("SELECT $this { $this ?p 1 }", "; sh:message 5"), "sh:message '5'", "Write a text"),
    (query("SELECT $this { $this ?p 1 }", "; sh:deactivated 'true'"), "sh:deactivated 'true'", "quotation"),
    ("sh:or ( )", "sh:or with an empty list", "Name the shapes"),
    ("sh:target [ sh:select 'SELECT ?this { ?this a ?c }' ]", "has sh:target", "SHACL itself"),
    ("sh:expression ex:p", "has sh:expression", "SHACL itself"),
    (query("SELECT $this {"), "not SPARQL: this '{' is never closed", "Close it"),
    (query("SELECT count(*) { $this ?p ?o }"), "not SPARQL: expected a variable", "(COUNT(*) AS ?n)"),
    (query("SELECT $this { $this no:p ?o }"), "uses the prefix no:", "sh:declare"),
    (query("ASK { $this ?p ?o }"), "is ASK, where SELECT is wanted", "Select $this"),
    (query("SELECT ?o { $this ?p ?o }"), "does not select $this", "SELECT $this"),
    (query("SELECT $this { $this ?p 1 MINUS { $this ?p 2 } }"), "with MINUS", "NOT EXISTS"),
    (query("SELECT $this { $this ?p ?o VALUES ?o { 1 } }"), "with VALUES", "IN"),
    (query("SELECT $this { ?x ?p 1 BIND (?x AS $this) }"), "binds $this anew", "another variable"),
    (query("SELECT $this { { SELECT ?x { ?x ?p 1 } } $this ?p ?x }"), "inside it", "there too"),
    (
        query("SELECT $this { $this ?p 1 }", "; sh:prefixes [ sh:declare [ sh:prefix 'e' ] ]"),
        "exactly one sh:prefix and one sh:namespace",
        "one of each",
    ),
    (
        query(
            "SELECT $this { $this e:p 1 }",
            "; sh:prefixes [ sh:declare [ sh:prefix 'e' ; sh:namespace 'urn:a' ] ,"
            " [ sh:prefix 'e' ; sh:namespace 'urn:b' ] ]",
        ),
        "declared for two namespaces",
        "once",
    ),
]
# The same of a property shape with more than this.
PROPERTY = [
    ("sh:path ex:p , ex:q", "more than one sh:path", "each path"),
    ("sh:path 'p'", "sh:path with p, which is not a path", "Write a path"),
    ("sh:path [ sh:inverse ex:p ]", "with a blank node, which is not a path", "Write a path"),
    ("sh:path ( ex:p )", "fewer than two paths", "two or more"),
    ("sh:path [ sh:alternativePath ( ex:p ) ]", "fewer than two paths", "two or more"),
    ("sh:path ( ex:p [ sh:zeroOrMorePath 5 ] )", "with 5, which is not a path", "Write a path"),
    ("sh:path ex:p ; sh:minCount '1'", "sh:minCount '1'", "quotation marks"),
    ("sh:path ex:p ; sh:maxCount 1 , 2", "more than one sh:maxCount", "Keep one"),
    ("sh:path ex:p ; sh:uniqueLang 1", "sh:uniqueLang '1'", "true or false"),
    ("sh:path ex:p ; sh:lessThanOrEquals 5", "sh:lessThanOrEquals '5'", "Name an IRI"),
    ("sh:path ex:p ; sh:qualifiedMinCount 'x'", "sh:qualifiedMinCount 'x'", "whole number"),
    ("sh:minCount 1", "which has no sh:path", "sh:node"),
    ("sh:path ex:p ; sh:qualifiedMinCount 1", "sh:qualifiedMinCount without", "sh:qualifiedValueShape"),
    ("sh:path ex:p ; sh:qualifiedValueShape ex:A", "without sh:qualifiedMinCount and", "how many"),
]


@pytest.mark.parametrize(("written", "words", "advice"), NODE)
def test_node_shapes(written: str, words: str, advice: str, tmp_path: Path) -> None:
    refused(f"ex:S sh:targetSubjectsOf ex:p ;\n  {written} .", words, advice, tmp_path)


@pytest.mark.parametrize(("written", "words", "advice"), PROPERTY)
def test_property_shapes(written: str, words: str, advice: str, tmp_path: Path) -> None:
    refused(f"ex:S sh:targetSubjectsOf ex:p ;\n  sh:property [ {written} ] .", words, advice, tmp_path)


def refused(shape: str, words: str, advice: str, folder: Path) -> None:
    """Alike by both engines and without one, at the line of the fault."""
    file, data = folder / "shapes.ttl", folder / "data.ttl"
    file.write_text(PREFIXES + shape)
    data.write_text(PREFIXES + "ex:a ex:p 1 .")
    told = set()
    for engine in ("pyshacl", "shifty"):
        with pytest.raises(ShapeError) as raised:
            validate_files(data, file, engine=engine)
        assert (raised.value.file, raised.value.line) == (str(file), PREFIXES.count("\n") + 2)
        told.add((raised.value.message, raised.value.advice))
    with pytest.raises(ShapeError) as raised:
        Shapes.read(turtle(shape))
    told.add((raised.value.message, raised.value.advice))
    assert len(told) == 1, told
    assert words in raised.value.message
    assert advice in raised.value.advice
    assert "urn:" not in raised.value.message.replace("urn:a", "").replace("urn:b", "")


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
def test_what_the_rules_allow(engine: str) -> None:
    shapes = turtle("""
        ex:S a sh:NodeShape ; sh:targetNode ex:a , 5 ; sh:in ( ) , ( ) ; sh:deactivated true .
        ex:T a sh:NodeShape ; sh:targetNode ex:a ; sh:closed false ; sh:ignoredProperties ( ) ;
            sh:deactivated false ; sh:message "m" , "т"@ru ; sh:severity ex:Grave ; sh:name "T" ;
            sh:property [ sh:path ( [ sh:inversePath ex:p ] [ sh:alternativePath ( ex:p ex:q ) ] ) ;
                sh:minCount 0 ; sh:uniqueLang false ; sh:order 1 ] .""")
    assert validate(turtle("ex:a ex:p 1 ."), shapes, engine=engine).conforms
