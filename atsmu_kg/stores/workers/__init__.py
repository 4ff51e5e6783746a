"""Queries that can't run away: refused by their text, or answered by a process that ends with its time.

- ``workers``: the warm processes that answer limited queries of one dataset
- ``process``: one of them as the process that asks it sees it; ``worker``: the same from inside
- ``sheet``, ``rows``: what an answer is written to within limits, and how its rows are counted
- ``streaming``: answers that are sent in the format that is wanted while they are found
- ``frames``: what goes between the two
- ``endings``: the errors for a worker that is late, or has ended
"""
