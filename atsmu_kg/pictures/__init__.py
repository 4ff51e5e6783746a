"""Pictures: charts, diagrams and a map of what the graph holds, in three languages and without a network.

- ``picture``: a chart that saves itself as PNG, SVG and HTML
- ``gallery``: the pictures of a graph, ``kg.plot``
- ``figures``, ``time_series``, ``countries``, ``structure``, ``neighbourhood``, ``ontology``: one each
- ``columns``, ``diagram``: boxes in columns, the links between them, and the same as Mermaid text
- ``choice``, ``charts``: the picture that fits the columns of an answer
- ``shapes``: the outlines of countries
- ``style``, ``words``: how all of them look, and what they say
- ``network``, ``geojson``: the graph for NetworkX, its places for a map of one's own

``countries-110m.json`` is that of the npm package ``world-atlas`` 2.0.2: Natural Earth 4.1 (public domain) at
1:110 million as TopoJSON; ``countries-110m.LICENSE`` is the package's.
"""
