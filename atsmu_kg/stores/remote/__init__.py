"""A SPARQL endpoint as a store: the SPARQL 1.1 Protocol, and no quiet half of an answer.

- ``store``: the store itself, over an ``endpoint``: where to ask, and how; ``question``: what is asked
- ``connection``, ``redirects``, ``retries``: how the requests of a call are made
- ``credentials``, ``digest``: who asks, in no repr and to no other host
- ``response``, ``body``, ``chunks``: what is refused by its head; the bytes, all of them or an error
- ``stream``: solutions as they arrive, over ``solutions``, ``bindings`` and ``cells``; ``triples``: graphs
- ``paging``: more rows than the server gives at once
- ``errors``: one class for each kind of condition, and ``failures``: from what went wrong to one of them
"""
