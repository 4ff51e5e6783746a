"""Making the published graphs from tables, statements and axioms."""
