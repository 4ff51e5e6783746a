"""A knowledge graph of Avicenna Tajik State Medical University, and answers from it."""

__version__ = "0.1.0"
