"""SPARQL servers for the tests, each from a module of its own: started here, asked over HTTP, and ended.

A module says with ``missing()`` why its server can't run here, and with ``serve(directory, data)`` runs it
for as long as the ``with`` block lasts. ``install`` gets the servers that are not Python packages.
"""
