"""Many cases at once: columns in, columns out, the same answers as `evaluate`. Needs the extra `cohort`.

Importing this package loads no array library; `replay` does when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carepath.cohort.replays import replay as replay
    from carepath.cohort.result import Result as Result

__all__ = ["Result", "replay"]

INSTALL = "pip install 'carepath[cohort]'"
HOMES = {"replay": "carepath.cohort.replays", "Result": "carepath.cohort.result"}


def __getattr__(name: str) -> object:
    """Fetch what needs array libraries."""
    if name not in HOMES:
        raise AttributeError(f"module 'carepath.cohort' has no attribute {name!r}")
    try:
        return getattr(import_module(HOMES[name]), name)
    except ModuleNotFoundError as missing:
        if missing.name in ("numba", "numpy", "polars", "pyarrow"):
            raise ImportError(f"a cohort needs {missing.name}; install it with: {INSTALL}") from None
        raise
