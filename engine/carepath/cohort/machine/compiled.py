"""The one place where functions are given to the compiler; numba has no types of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., Any])
Table = np.ndarray[Any, np.dtype[Any]]  # a column, a matrix, or rows with named fields
njit: Any = numba.njit  # its types name only some of its options
NONE = -(1 << 62)  # no day, no instant, no number
ENDS = -(1 << 61)  # a day past the table of bank holidays

try:
    from carepath.cohort.machine.linking import PartCompiler, WholeCompiler
except (AttributeError, ImportError):  # a numba that is built otherwise: slower to compile, the same code
    PART, WHOLE = {}, {}
else:
    PART, WHOLE = {"pipeline_class": PartCompiler}, {"pipeline_class": WholeCompiler}


def compiled(function: F) -> F:
    """Return a function as machine code that other compiled code calls; it allocates nothing."""
    return cast(
        F, njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, **PART)(function)
    )


def callable_from_python(function: F) -> F:
    """Return a function as machine code, made when it is first called and kept beside the source for the next time."""
    return cast(F, njit(nogil=True, error_model="numpy", cache=True, **WHOLE)(function))
