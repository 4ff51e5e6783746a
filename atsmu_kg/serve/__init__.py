"""The graph on the Web: `atsmu-kg serve`.

From a request to its answer:

- ``server``: the socket, and the signals that end it
- ``connection``, ``outlet``: a client that is slow or half gone, or sends what is no request; what it is sent
- ``application``: which address is answered by what, and what lies around all of them:
  ``observer`` (with ``access_log``, ``metrics``, ``rate``) and ``compression``
- ``protocol``: from a request of the SPARQL 1.1 Protocol to a query; ``formats``: what Accept wants
- ``endpoint``, ``things``: the endpoint, the graph store, the dump; the dataset's own IRIs
- ``addresses``, ``texts``: where the files of a site are; what a graph says of things in words
- ``endpoint_query``, ``service``: a query with its limits, and what answers it, for whoever asks
- ``reply``: an answer on its way to the client; ``validators``, ``ranges``: which it has or wants
- ``pool``, ``link``, ``likeness``, ``worker``: the worker processes, and who gets one next
- ``questions``: what is asked with sources and bounds, by the API, by assistants, and by whoever else serves
- ``api``: the named queries, and finding, describing and citing, as addresses
- ``reconciliation``: the API by which OpenRefine and others match tables with the graph
- ``assistants``: the tools of assistants, on standard input and output or at ``/mcp``
- ``problems``: errors as answers; ``refusal``: one to a client that is still sending
- ``settings``, ``snapshot``, ``description``: what a server is started with; what it serves, and says of that
"""
