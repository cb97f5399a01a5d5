"""One plain sentence for each finding. The sentence may improve; the code is the promise.

No sentence advises on care, and none repeats a value of the record: only names of the definition,
providers, days and entry ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from carepath.findings import Moment, Verdict
from carepath.model import Pathway
from carepath.standing import Note


def day_text(moment: Moment | None) -> str:
    """Return a day or instant as it is written in a sentence."""
    if isinstance(moment, datetime):
        return f"{moment.day} {moment:%B %Y %H:%M}"
    return "no day" if moment is None else f"{moment.day} {moment:%B %Y}"


def days(number: int, target: str | None = None) -> str:
    """Return a number of days in words and figures; working days where the target is in working days."""
    kind = "working day" if target is not None and "working" in target else "day"
    return f"1 {kind}" if number == 1 else f"{number} {kind}s"


def amount(days_over: int | None, seconds_over: int | None, target: str | None = None) -> str:
    """Return how much too late a thing is, in the days of its target."""
    if seconds_over is None:
        return days(days_over or 0, target)
    minutes = seconds_over // 60
    if minutes < 60:
        return "less than a minute" if minutes == 0 else "1 minute" if minutes == 1 else f"{minutes} minutes"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else days(hours // 24)


def of_milestone(code: str, verdict: Verdict) -> str:
    """Return the sentence for a milestone or clock that is late, overdue, missed or unclear."""
    what, last = verdict.title, day_text(verdict.last_good_day)
    over = amount(verdict.days_over, verdict.seconds_over, verdict.target)
    match code:
        case "breach":
            if verdict.verdict == "late":
                return f"{what} took longer than {verdict.target}: it ended {over} after {last}."
            return f"{what} has run past {verdict.target}: the last day in time was {last}, {over} ago."
        case "late":
            limit = last if isinstance(verdict.last_good_day, datetime) else f"its last day, {last}"
            return f"{what} was done on {day_text(verdict.done)}, {over} after {limit}."
        case "overdue":
            return f"{what} was to be done by {last} and has not been: {over} over."
        case "missed":
            return f"{what} was to be done by {last}; the case ended without it."
        case "precision-unknown":
            return f"{what}: only the day is known, so it cannot be said whether it was in time ({last})."
        case _:
            return f"{what}: its working days run past the end of the bank-holiday table."


def too_early(verdict: Verdict, over: int, seconds: int | None) -> str:
    """Return the sentence for a milestone met before its first day."""
    return (
        f"{verdict.title} was done on {day_text(verdict.done)}, {amount(over, seconds)} before its first day, "
        f"{day_text(verdict.earliest)}."
    )


def of_the_log(code: str, entry: str) -> str:
    """Return the sentence for an entry that could not do what it says."""
    if code == "conflicting-entry":
        return f"Entry {entry} was sent again with other content; the one recorded first stands."
    return f"Entry {entry} corrects an entry that is not there to be corrected; it has no effect."


def no_start(title: str) -> str:
    """Return the sentence for a record that does not start the pathway of that title."""
    return f"Nothing in this record starts the pathway {title}."


def of_stop(code: str, event: str, clock: str, day: date) -> str:
    """Return the sentence for an event that would stop a clock before its start, or without one."""
    early = code == "stop-before-start"
    why = "before the clock starts; the clock runs on" if early else "but nothing has started the clock"
    return f"{event} on {day_text(day)} would stop “{clock}”, {why}."


def late_transfer(title: str, handover: Moment | None, over: int | None, target: str, last: Moment | None) -> str:
    """Return the sentence for a transfer handed over after its day."""
    return f"{title} was handed over on {day_text(handover)}, {amount(over, None, target)} after {day_text(last)}."


def overdue_transfer(title: str, over: int | None, target: str, last: Moment | None, lacks: Iterable[str]) -> str:
    """Return the sentence for a transfer not handed over in time; it was received without what it `lacks`."""
    beyond = f": {amount(over, None, target)} over" if over else ""
    missing = ", ".join(lacks)
    lacking = f" It still lacks {missing}." if missing else ""
    return f"{title} was to be handed over by {day_text(last)} and has not been{beyond}.{lacking}"


def incomplete_transfer(title: str, received: date, lacked: Iterable[str]) -> str:
    """Return the sentence for a transfer received without all that belongs to it."""
    return f"{title} was received on {day_text(received)} without {', '.join(lacked)}."


def late_answer(title: str, sent: date, answered: date | None, agreed: str, last: Moment | None, over: int) -> str:
    """Return the sentence for a transfer whose receipt was confirmed too late, or still is not."""
    when = f"was confirmed on {day_text(answered)}" if answered else "has not been confirmed"
    return (
        f"{title}, sent on {day_text(sent)}, {when}; agreed is {agreed} "
        f"(by {day_text(last)}), {days(over, agreed)} over."
    )


def of_note(pathway: Pathway, note: Note) -> str:
    """Return the sentence for something noted about an event."""
    event = pathway.events[note.event.type].title if note.event.type in pathway.events else note.event.type
    return NOTES[note.code](Said(pathway, note, event, day_text(note.event.at or note.event.day)))


class Said:
    """The words from which a note's sentence is made."""

    __slots__ = ("day", "details", "event", "note", "pathway")

    def __init__(self, pathway: Pathway, note: Note, event: str, day: str) -> None:
        self.pathway, self.note, self.event, self.day = pathway, note, event, day
        self.details = note.details

    def title(self, name: str) -> str:
        """Return the title of an event, state or transfer."""
        shelves: tuple[Mapping[str, object], ...] = (
            self.pathway.events,
            self.pathway.states,
            self.pathway.transfers,
            self.pathway.roles,
        )
        for shelf in shelves:
            if name in shelf:
                return str(getattr(shelf[name], "title", name))
        return name

    def listed(self) -> str:
        """Return the titles of all details."""
        return ", ".join(self.title(name) for name in self.details)


def _skipped(said: Said) -> str:
    if said.note.subject != said.note.event.type:
        return (
            f"{said.title(said.note.subject)} is required in “{said.listed()}” and was not done "
            f"when the case moved on with {said.event} on {said.day}."
        )
    passed = f", passing over {said.listed()}" if said.details else " without the step before it"
    return f"{said.event} on {said.day} came before its place in the pathway; the case was carried forward{passed}."


def _ambiguous(said: Said) -> str:
    first, second, _, _, one, two = said.details
    return (
        f"{said.title(first)} and {said.title(second)} are both recorded on {said.day} and the record does not say "
        f"which came first; read the other way round the day ends differently "
        f"({said.title(one)}; {said.title(two)})."
    )


def _unknown(said: Said) -> str:
    """Name what followed a provider that had closed, where the organisations say so."""
    code = said.note.subject
    known = said.pathway.organisations.get(code)
    if known is not None and known.closed is not None and known.closed < said.note.event.day and known.successor:
        follower = said.pathway.organisations.get(known.successor)
        name = f"{follower.name} ({follower.code})" if follower else known.successor
        return f"{said.event} on {said.day}: {code} closed on {day_text(known.closed)}; {name} followed it."
    return f"{said.event} on {said.day}: {code} is not an organisation known to be open on that day."


NOTES: Mapping[str, Callable[[Said], str]] = {
    "skipped": _skipped,
    "skipped-required": _skipped,
    "order-ambiguous": _ambiguous,
    "repeated": lambda s: f"{s.event} on {s.day} is recorded again though the case is past it; the first one counts.",
    "out-of-order": lambda s: f"{s.event} on {s.day} was done after the case had moved on; it counts on its own day.",
    "other-branch": lambda s: f"{s.event} on {s.day} belongs to a branch of the pathway that this case is not on.",
    "wrong-provider": lambda s: (
        f"{s.event} on {s.day} was done by {s.note.event.provider}, which does not play the role “{s.listed()}”."
    ),
    "unknown-event": lambda s: f"“{s.event}” on {s.day} is not an event of this pathway; it has no effect.",
    "possible-duplicate": lambda s: f"{s.event} on {s.day} is recorded twice alike; it counts once.",
    "ambiguous-jump": lambda s: f"{s.event} on {s.day} fits several places equally well ({s.listed()}).",
    "guard-unknown": lambda s: (
        f"{s.event} on {s.day} cannot be fully judged: {', '.join(s.details)} "
        f"{'is' if len(s.details) == 1 else 'are'} not recorded."
    ),
    "nondeterministic": lambda s: f"{s.event} on {s.day} allows more than one way on; the case stays where it is.",
    "before-start": lambda s: f"{s.event} on {s.day} is recorded before the case starts on this pathway.",
    "after-end": lambda s: f"{s.event} on {s.day} is recorded after the case has ended on this pathway.",
    "upgrade-not-allowed": lambda s: f"{s.event} on {s.day} is not allowed on this route; it has no effect.",
    "dated-in-future": lambda s: (
        f"{s.event} is dated {s.day}, after the day it was recorded; it has no effect until corrected."
    ),
    "impossible-date": lambda s: f"{s.event} is dated {s.day}, outside the patient's lifetime; it has no effect.",
    "bad-value": lambda s: f"{s.event} on {s.day}: the value of “{s.note.subject}” is not of its kind; left out.",
    "unknown-organisation": _unknown,
    "unknown-transfer": lambda s: (
        f"{s.event} on {s.day} fits none of the transfers of this pathway; "
        "the row says to whom it goes (to) or which transfer it is (transfer)."
    ),
    "transfer-returned": lambda s: f"{s.title(s.note.subject)} was returned on {s.day} and counts as not received.",
}
