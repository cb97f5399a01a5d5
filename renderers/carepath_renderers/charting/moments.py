"""Days and instants as a patient's picture counts and writes them: from day 0 of the episode, which is a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from carepath.findings import Moment

DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class DayZero:
    """The day that counts 0. `place` counts days, with a fraction where an instant matters (`exact`)."""

    day: date

    def place(self, moment: Moment, exact: bool = False) -> float:
        """Return where a moment lies; an instant lies at the number of its day unless it is asked for exactly."""
        if exact and isinstance(moment, datetime):
            gap = moment.replace(tzinfo=None) - datetime.combine(self.day, time())
            return gap.total_seconds() / DAY
        return float((civil(moment) - self.day).days)

    def named(self, moment: Moment, exact: bool = False) -> str:
        """Return 'day 24', with the time of day where it matters."""
        clock = f", {moment:%H:%M}" if exact and isinstance(moment, datetime) else ""
        return f"day {minus((civil(moment) - self.day).days)}{clock}"


def civil(moment: Moment) -> date:
    """Return the day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def minus(number: int) -> str:
    """Return a whole number with a proper minus sign."""
    return f"\N{MINUS SIGN}{-number}" if number < 0 else str(number)


def written(day: date) -> str:
    """Return a day as 2 September 2024."""
    return f"{day.day} {day:%B %Y}"


def days(number: int, target: str | None = None) -> str:
    """Return a number of days; of working days where the target is in those."""
    kind = "working day" if target is not None and "working" in target else "day"
    return f"{number} {kind}{'' if number == 1 else 's'}"


def over(days_over: int | None, seconds_over: int | None, target: str | None) -> str:
    """Return by how much a thing is late: days of its target, or hours and minutes."""
    if seconds_over is None:
        return days(days_over or 0, target)
    minutes = seconds_over // 60
    if minutes < 60:
        return f"{minutes} min" if minutes else "less than a minute"
    return f"{minutes // 60} h {minutes % 60} min" if minutes < 2880 else days(minutes // 1440)
