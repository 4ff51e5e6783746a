"""RDF itself: names and terms, documents read and written, and what follows from statements.

- ``namespaces``: IRIs, prefixes and CURIEs
- ``datatypes``: the lexical forms, the ranges and the Python values of literals
- ``terms``: terms, the Python values that they stand for, and terms as text
- ``formats``: the formats of files, by name and by extension
- ``documents``: RDF files and texts to quads, all of them or an error with its place
- ``serializers``: quads to files, byte for byte the same each time
- ``scrutiny``: what a document may not hold; ``jsonld``, ``contexts``: what else JSON-LD may not
- ``nesting``: how deeply a document is nested; ``places``: where something stands in it
- ``entailment``: what follows by the vocabulary's axioms
"""
