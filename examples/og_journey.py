"""One made-up patient while the record is being written: a day that moves on, and what was told so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from carepath import Calendar, Entry
from carepath.record import Scalar, Status

FIRST, LAST = date(2016, 8, 1), date(2017, 6, 30)  # nothing is recorded outside these days
WORKING = Calendar.england()


def day_after(day: date, days: int) -> date:
    """Return the day so many days later, or the next working day if that is not one."""
    return WORKING.next_working(day + timedelta(days=days))


@dataclass(slots=True)
class Journey:
    """A case in the making: `today` is the day up to which it has been told."""

    case: str
    today: date
    rng: Random
    entries: list[Entry] = field(default_factory=list)

    def chance(self, probability: float) -> bool:
        """Return whether a thing of this probability happens."""
        return self.rng.random() < probability

    def one_of(self, weights: dict[str, float]) -> str:
        """Return one of the names, each with its weight."""
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def wait(self, least: int, most: int) -> Journey:
        """Let between `least` and `most` days pass, then go on to a working day."""
        self.today = day_after(self.today, least + int(self.rng.random() * (most - least + 1)))
        return self

    def tell(
        self,
        event: str,
        provider: str | None = None,
        *,
        on: date | datetime | None = None,
        lag: int = 0,
        status: Status = "done",
        **data: Scalar,
    ) -> Entry:
        """Tell of an event of today, recorded `lag` days later; `for_` is the attribute `for`, a word of Python."""
        occurred = on or self.today
        told = Entry(
            case=self.case,
            id=self.next_id(),
            event=event,
            occurred=occurred,
            recorded=self.at(self.today + timedelta(days=lag)),
            status=status,
            provider=provider,
            data={name.rstrip("_"): value for name, value in data.items()},
        )
        return self._kept(told)

    def correct(self, wrong: Entry, *, lag: int, on: date | None = None, **data: Scalar) -> Entry:
        """Replace what an entry said, `lag` days after today."""
        told = replace(
            wrong,
            id=self.next_id(),
            kind="replace",
            target=wrong.id,
            occurred=on or wrong.occurred,
            recorded=self.at(self.today + timedelta(days=lag)),
            data={**wrong.data, **data},
        )
        return self._kept(told)

    def retract(self, wrong: str, *, lag: int) -> Entry:
        """Take back an entry, `lag` days after today."""
        when = self.at(self.today + timedelta(days=lag))
        return self._kept(Entry(case=self.case, id=self.next_id(), kind="retract", target=wrong, recorded=when))

    def justify(self, code: str, subject: str, reason: str) -> Entry:
        """Note why a finding could not be helped."""
        data: dict[str, Scalar] = {"code": code, "subject": subject, "reason": reason, "author": "navigator"}
        return self._kept(
            Entry(case=self.case, id=self.next_id(), kind="note", recorded=self.at(self.today), data=data)
        )

    def next_id(self) -> str:
        """Return the id of the next entry."""
        return f"{self.case}-{len(self.entries) + 1:02}"

    def at(self, day: date) -> datetime:
        """Return the instant of a working hour on that day, another for each entry."""
        place = len(self.entries)
        return datetime.combine(day, time(9 + place % 8, place * 7 % 60))

    def _kept(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        return entry
