"""Whole processes, from start to end: the bare interpreter, one assessment, and the check of the definitions."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASSESS = """
from datetime import date
from carepath import Calendar, Entry, evaluate, library
entry = Entry(case="1", id="1", event="referral", occurred=date(2016, 9, 5), provider="RK5", data={"route": "usc"})
assessment = evaluate(library.find("og@1.1.0"), Calendar.england(), [entry], date(2016, 9, 30))
assert assessment.state == "referred"
"""
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import carepath, load og, evaluate one case": [sys.executable, "-c", ASSESS],
    "carepath check pathways/og.yaml": [sys.executable, "-m", "carepath", "check", "pathways/og.yaml"],
    "carepath check pathways": [sys.executable, "-m", "carepath", "check", "pathways"],
}


def once() -> dict[str, float]:
    """Return the seconds of one run of each command."""
    return {name: _seconds(command) for name, command in COMMANDS.items()}


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun
