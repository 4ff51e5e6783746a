"""The named queries, and finding, describing and citing, as addresses for programs in any language.

- ``routes``: which address asks what; ``fields``: from the fields of an address to the keywords of a question
- ``exchange``: a question on its way to a worker, with the formats and the links of its answer
- ``openapi``: the description of all of it, made of the queries' headers; ``page``: the same for people;
  ``description``: their addresses
"""
