"""Chunks cut into pieces of whole cases: what is judged at a time fits the processor's caches, and several at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from carepath.cohort.intake.coding import decoded
from carepath.cohort.intake.files import Chunk
from carepath.cohort.intake.hashing import by_hash
from carepath.cohort.intake.instants import whole
from carepath.cohort.machine.compiled import Table

PIECE = 1 << 16  # rows, about


def pieces(chunk: Chunk) -> Iterator[Chunk]:
    """Yield the rows of a chunk in pieces: cut between cases that stand together, else spread by a hash of the case."""
    rows = chunk.table.num_rows
    if 2 * rows <= 3 * PIECE:
        yield chunk
        return
    case = decoded(whole(chunk.table.column("case")))
    begins = _begins(case)
    if begins is None:
        yield from _spread(chunk, case)
        return
    edges = np.unique(begins[np.searchsorted(begins, np.arange(0, rows, PIECE)).clip(max=len(begins) - 1)])
    for first, end in zip(edges.tolist(), [*edges[1:].tolist(), rows], strict=True):
        yield Chunk(chunk.table.slice(first, end - first), chunk.numbers[first:end])


def _begins(case: pa.Array[Any]) -> Table | None:
    """Return the rows with which cases begin; None where cases do not stand together."""
    # Numbered as they first appear, cases that stand together never go back to an earlier number.
    numbers = np.asarray(case.dictionary_encode(null_encoding="encode").indices)
    steps = np.diff(numbers)
    return None if (steps < 0).any() else np.append(0, np.flatnonzero(steps) + 1)


def _spread(chunk: Chunk, case: pa.Array[Any]) -> Iterator[Chunk]:
    count = -(-chunk.table.num_rows // PIECE)
    order, edges = by_hash(case, count, 1)  # a seed of its own: files are spread by the hash with another
    for first, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        chosen = order[first:end]
        yield Chunk(chunk.table.take(pa.array(chosen, pa.int64())), chunk.numbers[chosen])
