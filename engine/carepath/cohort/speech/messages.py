"""The sentences of findings as an Arrow column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from carepath.cohort.machine.compiled import Table
from carepath.cohort.speech.lettering import measure, spell
from carepath.cohort.speech.wording import SLOTS, Wording, texts_of


def messages(zone: ZoneInfo, said: Wording, plain: Sequence[str], order: Table) -> pa.Array[Any]:
    """Return the sentences of the findings, then of those said plainly, in this order."""
    if not len(order):
        return pa.array([], pa.string())
    split = [*said.split, *([text] for text in plain)]
    numbers = np.append(said.numbers, np.arange(len(plain)) + len(said.split))[order]
    occur = {slot for each in said.split for slot in each[1::2]}
    used = {slot: number for number, slot in enumerate(slot for slot in SLOTS if slot in occur)}
    shelf: dict[str, int] = {}
    first, parts = [0], list[int]()
    for each in split:
        for place, piece in enumerate(each):
            parts.append(-1 - used[piece] if place % 2 else shelf.setdefault(piece, len(shelf)))
        first.append(len(parts))
    texts, slots = list(shelf), np.zeros((len(used), len(order)), np.int64)
    for slot, number in used.items():
        found, places = texts_of(slot, said.values[slot], zone)
        slots[number] = np.append(places + len(texts), np.zeros(len(plain), np.int64))[order]
        texts += found
    return _written(numbers, np.array(first), np.array(parts, np.int64), slots, texts)


def _written(numbers: Table, first: Table, parts: Table, slots: Table, texts: Sequence[str]) -> pa.Array[Any]:
    offsets, letters = _letters(texts)
    ends = np.zeros(len(numbers) + 1, np.int64)
    measure(numbers, first, parts, slots, offsets, ends)
    written = np.empty(int(ends[-1]), np.uint8)
    spell(numbers, first, parts, slots, offsets, letters, written)
    buffers = [None, pa.py_buffer(ends.astype(np.int32).data), pa.py_buffer(written.data)]
    return pa.Array.from_buffers(pa.string(), len(numbers), buffers, 0)


def _letters(texts: Sequence[str]) -> tuple[Table, Table]:
    """Return where each text begins and ends among the letters, and the letters of all, one after the other."""
    whole = pa.array(texts, pa.large_string())
    _, places, letters = whole.buffers()
    offsets = np.frombuffer(places.to_pybytes() if places else bytes(8), np.int64, len(whole) + 1)
    return offsets, np.frombuffer(letters.to_pybytes() if letters else b"", np.uint8)
