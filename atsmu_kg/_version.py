"""The version of the library, which is also that of the packaged graph."""

__version__ = "0.1.0"
