"""The sentences of many findings: each pattern is said once, and days and numbers are set into it by column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from carepath.cohort import fields as f
from carepath.cohort.arrays import joined
from carepath.cohort.compiled import NONE, Table
from carepath.cohort.noting import PROVIDER
from carepath.cohort.room import said_rows
from carepath.cohort.sayings import Facts, Said, Sayer
from carepath.sentences import day_text

# Days and a number that stand in a pattern for those of a finding; no title of a definition reads like them.
DAYS = {"day": date(1901, 2, 3), "last": date(1902, 4, 5), "other": date(1903, 6, 7)}
MANY = 987654
SLOTS = {**{day_text(day): name for name, day in DAYS.items()}, str(MANY): "over"}
ANY = re.compile("(" + "|".join(re.escape(text) for text in SLOTS) + ")")
EXACT = ("at", "seconds", "last_at", "other_at")
ROW = (
    "code", "subject_kind", "subject", "provider", "verdict", "day", "at", "over", "seconds", "last", "last_at",
    "other", "other_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentence of each finding, the number of its pattern, and the patterns."""

    messages: pa.Array[Any]
    numbers: Table
    patterns: Sequence[Said]


def said_of(sayer: Sayer, told: Table, rows: Mapping[str, Table], types: Table) -> Wording:
    """Return what is said of each finding; `types` are those of the events that they are about, -1 for none."""
    if not len(types):
        return Wording(pa.array([], pa.string()), types, ())
    exact = rows["subject_kind"] == PROVIDER  # what is said of a provider depends on the day itself
    for name in EXACT:
        exact = exact | (rows[name] != NONE)
    several = ~exact & (rows["over"] > 1)
    facts = {name: rows[name] for name in ROW} | {"over": np.where(several, MANY, rows["over"]), "type": types}
    for name, day in DAYS.items():
        facts[name] = np.where(exact | (rows[name] == NONE), rows[name], day.toordinal())
    facts["details"], lines = _details(told, rows)
    facts["exact"] = exact.astype(np.int64)
    frame = pl.DataFrame({name: np.ascontiguousarray(cells) for name, cells in facts.items()})
    first = frame.with_row_index("place").select(pl.col("place").first().over(list(facts)))
    chosen, numbers = np.unique(first.to_series().to_numpy(), return_inverse=True)
    columns = [facts[name][chosen].tolist() for name in (*ROW, "type", "details")]
    patterns = [sayer.say(Facts._make((*cells, lines[at]))) for *cells, at in zip(*columns, strict=True)]
    values = {name: rows[name] for name in (*DAYS, "over")}
    split = [
        [each.message] if exactly else ANY.split(each.message)
        for each, exactly in zip(patterns, exact[chosen].tolist(), strict=True)
    ]
    return Wording(_joined(split, numbers, values), numbers, patterns)


def _joined(split: Sequence[Sequence[str]], numbers: Table, values: Mapping[str, Table]) -> pa.Array[Any]:
    """Return the patterns of the findings with what is theirs in the places of what stands in."""
    pieces: list[pa.Array[Any]] = []
    for turn in range(max(map(len, split))):
        here = [each[turn] if turn < len(each) else "" for each in split]
        if turn % 2 == 0:
            pieces.append(pa.array(here, pa.string()).take(pa.array(numbers, pa.int64())))
            continue
        slots = np.array([list(values).index(SLOTS[text]) if text else -1 for text in here])[numbers]
        pieces.append(_set_in(slots, values))
    return joined(pieces)


def _set_in(slots: Table, values: Mapping[str, Table]) -> pa.Array[Any]:
    """Return the text of the value that each finding has in its slot; slot -1 is empty."""
    chosen = np.full(len(slots), -1)
    texts: list[str] = []
    for number, (name, cells) in enumerate(values.items()):
        here = slots == number
        if here.any():
            distinct, places = np.unique(cells[here], return_inverse=True)
            chosen[here] = len(texts) + places
            texts += [str(each) if name == "over" else day_text(date.fromordinal(each)) for each in distinct.tolist()]
    found = pa.array([*texts, ""], pa.string())
    return found.take(pa.array(np.where(chosen < 0, len(texts), chosen), pa.int64()))


def _details(told: Table, rows: Mapping[str, Table]) -> tuple[Table, list[tuple[tuple[int, int], ...]]]:
    """Return the number of the line of details of each finding, and the lines."""
    named = said_rows(told, f.SAID_DETAILS)
    pairs, kinds = np.unique(np.stack([named["kind"], named["number"]], 1), axis=0, return_inverse=True)
    words: list[tuple[int, int]] = [(kind, number) for kind, number in pairs.tolist()]
    kinds = kinds.reshape(-1)
    found = np.zeros(len(rows["detail"]), np.int64)
    lines: list[tuple[tuple[int, int], ...]] = [()]
    size, place = rows["detail_end"] - rows["detail"], 0
    while (here := np.flatnonzero(size > place)).size:
        both = found[here] * len(words) + kinds[rows["detail"][here] + place]
        distinct, again = np.unique(both, return_inverse=True)
        found[here] = len(lines) + again
        lines += [(*lines[both // len(words)], words[both % len(words)]) for both in distinct.tolist()]
        place += 1
    return found, lines
