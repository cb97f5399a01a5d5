"""The sentences of many findings: each pattern is said once, and days, times and numbers are set into it by column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from carepath.cohort.frames import EPOCH, microseconds
from carepath.cohort.grouping import distinct, groups
from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table
from carepath.cohort.machine.noting import PROVIDER, TRANSFER
from carepath.cohort.machine.room import said_rows
from carepath.cohort.speech.sayings import Facts, Said, Sayer
from carepath.sentences import day_text

# Days, times and a number that stand in a pattern for those of a finding; no title of a definition reads like them.
DAYS = {"day": date(1901, 2, 3), "last": date(1902, 4, 5), "other": date(1903, 6, 7)}
SENT = date(1904, 8, 9)  # a transfer has no other instant: there stands the day on which it was sent
TIMES = {
    "at": datetime(1905, 10, 11, 11, 12), "last_at": datetime(1906, 11, 12, 12, 13),
    "other_at": datetime(1907, 12, 13, 13, 14),
}  # fmt: skip
MANY = 987654
SLOTS = (*DAYS, "sent", *TIMES, "over")
MINUTE = 60_000_000
ROW = (
    "code", "subject_kind", "subject", "provider", "verdict", "day", "at", "over", "seconds", "last", "last_at",
    "other", "other_at",
)  # fmt: skip
Rows = Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Wording:
    """The number of the pattern of each finding, the patterns, and what each finding sets into the slots of its own.

    `split` are the patterns as texts and, every other time, the name of a slot.
    """

    numbers: Table
    patterns: Sequence[Said]
    split: Sequence[Sequence[str]]
    values: Rows


def said_of(sayer: Sayer, told: Table, rows: Rows, types: Table) -> Wording:
    """Return what is said of each finding; `types` are those of the events that they are about, -1 for none."""
    details, lines = _details(told, rows)
    facts = np.stack([*_facts(sayer.zone, rows), types, details], 1)
    numbers, firsts = groups(facts)
    patterns = [sayer.say(Facts._make((*cells, lines[at]))) for *cells, at in facts[firsts].tolist()]
    sent = rows["subject_kind"] == TRANSFER
    values = {name: rows[name] for name in (*DAYS, *TIMES, "over")} | {"sent": rows["other_at"]}
    values["other_at"] = np.where(sent, NONE, rows["other_at"])
    values["sent"] = np.where(sent, rows["other_at"], NONE)
    stands = _stands(sayer.zone)
    any_of = re.compile("(" + "|".join(re.escape(text) for text in stands) + ")")
    split = [
        [stands[piece] if place % 2 else piece for place, piece in enumerate(any_of.split(each.message))]
        for each in patterns
    ]
    return Wording(numbers, patterns, split, values)


def _facts(zone: ZoneInfo, rows: Rows) -> list[Table]:
    """Return what each sentence follows from, with what is set in later replaced by what stands for it."""
    facts, kinds = {name: rows[name] for name in ROW}, rows["subject_kind"]
    for name, day in DAYS.items():
        facts[name] = np.where(rows[name] == NONE, NONE, day.toordinal())
    for name, time in TIMES.items():
        facts[name] = np.where(rows[name] == NONE, NONE, microseconds(time.replace(tzinfo=zone)))
    # What is said of a provider depends on the day itself.
    facts["day"] = np.where(kinds == PROVIDER, rows["day"], facts["day"])
    facts["other_at"] = np.where((kinds == TRANSFER) & (rows["other_at"] != NONE), SENT.toordinal(), facts["other_at"])
    facts["over"] = np.where(rows["over"] > 1, MANY, rows["over"])
    facts["seconds"] = _told_seconds(rows["seconds"])
    return list(facts.values())


def _told_seconds(seconds: Table) -> Table:
    """Return spans as exactly as sentences tell them: in minutes, from two days on in days."""
    unit = np.where(seconds < 48 * 3600, 60, 24 * 3600)
    return np.where(seconds == NONE, NONE, seconds // unit * unit)


@lru_cache(maxsize=8)
def _stands(zone: ZoneInfo) -> Mapping[str, str]:
    """Return the name of the slot for each text that stands in a pattern for another, the longest first."""
    texts = {day_text(day): name for name, day in DAYS.items()} | {day_text(SENT): "sent", str(MANY): "over"}
    texts |= {day_text(time.replace(tzinfo=zone)): name for name, time in TIMES.items()}
    return {text: texts[text] for text in sorted(texts, key=len, reverse=True)}


def _details(told: Table, rows: Rows) -> tuple[Table, list[tuple[tuple[int, int], ...]]]:
    """Return the number of the line of details of each finding, and the lines."""
    named = said_rows(told, f.SAID_DETAILS)
    kinds, firsts = groups(np.stack([named["kind"], named["number"]], 1))
    words = list(zip(named["kind"][firsts].tolist(), named["number"][firsts].tolist(), strict=True))
    found = np.zeros(len(rows["detail"]), np.int64)
    lines: list[tuple[tuple[int, int], ...]] = [()]
    size, place = rows["detail_end"] - rows["detail"], 0
    while (here := np.flatnonzero(size > place)).size:
        both, again = distinct(found[here] * len(words) + kinds[rows["detail"][here] + place])
        found[here] = len(lines) + again
        lines += [(*lines[each // len(words)], words[each % len(words)]) for each in both.tolist()]
        place += 1
    return found, lines


@lru_cache(maxsize=1 << 14)
def _day_text(day: int) -> str:
    return day_text(date.fromordinal(day))


def texts_of(slot: str, values: Table, zone: ZoneInfo) -> tuple[list[str], Table]:
    """Return the distinct texts of what is set into a slot, and the number of that of each finding."""
    if slot in TIMES:
        values = np.where(values == NONE, NONE, values // MINUTE)
    each, places = distinct(values)
    text_of: Callable[[int], str] = _day_text
    if slot == "over":
        text_of = str
    elif slot in TIMES:

        def text_of(minute: int) -> str:
            return day_text((EPOCH + timedelta(minutes=minute)).astimezone(zone))

    return ["" if value == NONE else text_of(value) for value in each.tolist()], places
