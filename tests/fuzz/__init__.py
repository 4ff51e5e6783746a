"""Coverage-guided fuzzing: ``python -m tests.fuzz --seconds 60``, or ``make fuzz``."""
