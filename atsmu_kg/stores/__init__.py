"""Where quads live: an embedded Oxigraph store or a SPARQL endpoint, behind one protocol.

- ``answers``: what a query gives back, the same from every store
- ``embedded``: Oxigraph in this process, in memory or on disk
- ``unread``, ``ordered``, ``scanned``: packaged files, of which it reads as much as a query wants
- ``workers``: the same in processes that can be ended
- ``evaluation``: a query on that engine, in either; ``merge``: of the graphs that it names
- ``remote``: an endpoint over HTTP
- ``additions``: files of one's own beside such a store
- ``dataset``: an ``rdflib.Dataset`` over an embedded store
- ``protocol``: what every store can do
- ``version``: the version that a dataset states
"""
