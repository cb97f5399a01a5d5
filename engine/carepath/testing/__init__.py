"""Hypothesis strategies: checked definitions, lawful histories, departures from them, and any record at all.

For tests only; nothing in the package imports it. What is drawn prints as a worked case that can be
pasted into a file of cases (docs/reference/language.md).
"""

from __future__ import annotations

from carepath.testing.changes import Change
from carepath.testing.definitions import pathways
from carepath.testing.departures import Perturbed, perturbed
from carepath.testing.effects import Effect
from carepath.testing.laws import Law, laws
from carepath.testing.logs import records
from carepath.testing.question import Question, questions
from carepath.testing.shown import History, Written, written
from carepath.testing.walks import histories

__all__ = [
    "Change",
    "Effect",
    "History",
    "Law",
    "Perturbed",
    "Question",
    "Written",
    "histories",
    "laws",
    "pathways",
    "perturbed",
    "questions",
    "records",
    "written",
]
