"""A SPARQL endpoint that misbehaves, and what a client has to make of it.

``python -m tests.misbehaving`` tries the library on every behaviour and prints what came of it.
"""
