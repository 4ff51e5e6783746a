"""The guides and the reference of the site: each class, property, shape and query, in three languages.

- ``builder``: all pages in the frame of the site; ``contents`` stand beside them
- ``translator``, ``markdown``, ``highlighting``: guides, reference pages and code as HTML
- ``docstrings``: what docstrings say of parameters
- ``pages``: what the reference says where, by the Markdown in ``templates/``
- ``vocabulary``, ``shapes``, ``queries``: what the pages say, read from the sources
- ``examples``, ``mentions``: how the graph and the catalogue use a term
- ``links``: from a term to its page
- ``statements``: the text of a term's definition
- ``texts``: translations, from ``docs/locale/``
"""
