"""The graph for those who match tables with it: the Reconciliation API 0.2 of a W3C community group.

- ``endpoint``, ``fields``: from a request to a reply; ``manifest``: what the service says of itself
- ``process``, ``worker``: the process that answers, from outside and inside; ``turns``: whom it answers next
- ``service``: what answers, whoever asks
- ``queries``, ``matching``, ``evidence``: what is looked for, what may be meant, and how surely
- ``suggest``, ``preview``, ``extension``: the other services
- ``schema``, ``entities``, ``labels``: types and properties, things, and what all are called
"""
