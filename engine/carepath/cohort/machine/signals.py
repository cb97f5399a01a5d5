"""What a clock hears, how one of its runs ends, and what an end does to it, as numbers."""

from __future__ import annotations

from carepath.plan.tables import EFFECTS, KINDS

STOP, CLOSE, EXCLUDE, ENDED_VOID = (1, 2, 3, 4)
START, REBASE, STOPS, RESET, RESTART, NULLIFY, PAUSE, RESUME, FINISH, CLOSES, EXCLUDES, OFF = range(len(KINDS))
CONTINUE, EFFECT_STOP, EFFECT_CLOSE, EFFECT_EXCLUDE = range(len(EFFECTS))
