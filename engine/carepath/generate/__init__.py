"""Made-up records of any checked definition: lawful histories, and departures where they are asked for.

For trying things out, for teaching and for measuring speed. Nothing here is about a real person.
"""

from __future__ import annotations

from carepath.generate.calibrated import Calibration, calibration, patients
from carepath.generate.histories import NO_FAULTS, Faults, History, histories, ready
from carepath.generate.profile import PROFILES
from carepath.generate.templates import NoWalk, Template
from carepath.generate.written import ENDINGS, shape, write

__all__ = [
    "ENDINGS", "NO_FAULTS", "PROFILES", "Calibration", "Faults", "History", "NoWalk", "Template", "calibration",
    "histories", "patients", "ready", "shape", "write",
]  # fmt: skip
