"""What a curator needs and a reader never imports: making a graph from tables, and measuring what was made.

- ``tables``: CSV whose rows know their lines
- ``claims``: what each passage of a source states, and ``coverage``: which of it the graph states
- ``building``: the files of the graph from statements, authorities and passages
- ``names``, ``settings``: the IRIs of another institution, and what its ``dataset.toml`` says
- ``institutions``: a dataset of the same form for another institution
- ``mutation``: how many faults put into the data the shapes catch
"""
