"""RDF itself: names and terms, documents read and written, and what follows from statements.

- ``namespaces``: IRIs, prefixes and CURIEs
- ``terms``: terms and the Python values that they stand for
- ``documents``: RDF files and texts to quads, all of them or an error with its place
- ``serializers``: quads to files, byte for byte the same each time
- ``scrutiny``: what a document may not hold
- ``entailment``: what follows by the vocabulary's axioms
"""
