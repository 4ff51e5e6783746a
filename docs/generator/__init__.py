"""The reference pages of the site: each class, property, shape and query, in English, Russian and Tajik.

- ``pages``: what is written where, by the Markdown in ``templates/``
- ``vocabulary``, ``shapes``, ``queries``: what the pages say, read from the sources
- ``examples``, ``mentions``: how the graph and the catalogue use a term
- ``links``: from a term to its page
- ``statements``: the text of a term's definition
- ``texts``: translations, from ``docs/locale/``
"""
