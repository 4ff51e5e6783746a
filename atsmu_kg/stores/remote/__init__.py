"""A SPARQL endpoint as a store: the SPARQL 1.1 Protocol, and no quiet half of an answer.

- ``store``: the store itself, over an ``endpoint``: where to ask, and how
- ``call``: one call with its deadline; ``connection``, ``redirects``, ``retries``: how its requests are made
- ``credentials``: who asks, in no repr and to no other host
- ``response``, ``body``: what is refused by its status and headers; the bytes, all of them or an error
- ``solutions``, ``cells``, ``triples``: answers read as they arrive, strictly
- ``paging``: more rows than the server gives at once
- ``errors``: one class for each kind of condition
"""
