"""Timed cancer pathways: load a definition, evaluate a record, say why.

The names below are the promise (docs/how-to/embed.md); everything else may change. Importing this
package loads neither a YAML parser nor a schema: `load` and `library` are fetched when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from carepath.calendar import Calendar
from carepath.evaluate import evaluate
from carepath.explain import explain
from carepath.findings import Assessment, Due, Finding
from carepath.history import history, next_change
from carepath.model import Pathway
from carepath.problems import InvalidPathway, Problem
from carepath.record import BadEntry, Entry, MixedCases
from carepath.serial import to_json
from carepath.worklist import worklist

if TYPE_CHECKING:
    from carepath import library as library
    from carepath.authoring.load import load as load

__all__ = [
    "Assessment",
    "BadEntry",
    "Calendar",
    "Due",
    "Entry",
    "Finding",
    "InvalidPathway",
    "MixedCases",
    "Pathway",
    "Problem",
    "evaluate",
    "explain",
    "history",
    "library",
    "load",
    "next_change",
    "to_json",
    "worklist",
]


def __getattr__(name: str) -> object:
    """Fetch the two names that need a YAML parser."""
    if name == "library":
        return import_module("carepath.library")
    if name == "load":
        return import_module("carepath.authoring.load").load
    raise AttributeError(f"module 'carepath' has no attribute {name!r}")
