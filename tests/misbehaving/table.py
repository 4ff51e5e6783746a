"""All behaviours by name."""

from __future__ import annotations

from . import bodies, connections, credentials, echoes, encodings, graphs, redirects, solutions, statuses

ROOMS = (statuses, bodies, solutions, encodings, connections, redirects, credentials, echoes, graphs)
BEHAVIOURS = {behaviour.name: behaviour for room in ROOMS for behaviour in room.BEHAVIOURS}
COUNT = sum(len(room.BEHAVIOURS) for room in ROOMS)
