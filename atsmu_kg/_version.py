"""The version of the library, which is also that of the packaged graph."""

__version__ = "0.2.0"
