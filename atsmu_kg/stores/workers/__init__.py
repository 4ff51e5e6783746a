"""Queries that can't run away: refused by their text, or answered by a process that ends with its time.

- ``workers``: the warm processes that answer limited queries of one dataset
- ``worker``: such a process from inside
- ``frames``: what goes between the two
"""
