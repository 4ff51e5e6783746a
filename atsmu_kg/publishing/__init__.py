"""What a graph gives to the world: records for catalogues, releases, and copies at endpoints.

- ``catalogue``: one description of the dataset as the record that each kind of catalogue reads
- ``release``: a folder to put on the Web, and ``changes``: what differs between two of them
- ``tables``: a folder of Parquet tables for engines of SQL
- ``fair``: the tests of a release that need no network
- ``transfer``: a graph pushed to an endpoint, or pulled from one, and compared
"""
