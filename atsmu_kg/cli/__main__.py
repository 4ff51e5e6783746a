"""`python -m atsmu_kg.cli`, the same as `atsmu-kg`."""

import sys

from atsmu_kg.cli import main

sys.exit(main())
