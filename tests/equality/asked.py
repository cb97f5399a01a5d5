"""What is asked of a cohort: as of days and instants before, within and after its records, at times of knowing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

from carepath.record import Entry

SUMMER = timezone(timedelta(hours=1))
LATEST = date(2018, 12, 31)  # after every lawful history
BEFORE = date(2015, 12, 31)
Asked = tuple[date | datetime, datetime | None]


def questions(entries: Sequence[Entry], seed: str, count: int) -> Iterator[Asked]:
    """Yield when somebody looks, and with what knowledge; the same for the same seed."""
    chance = Random(seed)
    days = sorted({day for entry in entries if (day := _day(entry)) is not None and BEFORE < day < LATEST}) or [BEFORE]
    for _ in range(count):
        yield _as_of(chance, days), _known(chance, days)


def _as_of(chance: Random, days: Sequence[date]) -> date | datetime:
    day = chance.choice(days) + timedelta(days=chance.choice((-1, 0, 1, 5, 20)))
    at = datetime.combine(day, time(chance.choice((0, 9, 12, 23)), chance.choice((0, 30, 59))))
    return chance.choice((day, day, at, at.replace(tzinfo=UTC), at.replace(tzinfo=SUMMER), LATEST, LATEST, BEFORE))


def _known(chance: Random, days: Sequence[date]) -> datetime | None:
    at = datetime.combine(chance.choice(days) + timedelta(days=chance.choice((0, 7, 40))), time(chance.choice((0, 12))))
    after = datetime.combine(LATEST, time(12), UTC)
    return chance.choice((None, None, None, at, at.replace(tzinfo=UTC), at.replace(tzinfo=SUMMER), after))


def _day(entry: Entry) -> date | None:
    return entry.occurred.date() if isinstance(entry.occurred, datetime) else entry.occurred
