"""The sentence of each finding, made by the functions that the reference engine uses, once for each that differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, get_args
from zoneinfo import ZoneInfo

from carepath.cohort.frames import EPOCH
from carepath.cohort.machine.compiled import NONE
from carepath.cohort.machine.noting import (
    ATTRIBUTE,
    CLOCK,
    EVENT,
    MILESTONE,
    PAIR,
    PATHWAY,
    PROVIDER,
    ROLE,
    STATE,
    TRANSFER,
)
from carepath.cohort.machine.ordering import BETWEEN, POSITION, TASKS
from carepath.cohort.machine.telling_transfers import ITEM
from carepath.findings import CODES, Moment, Verdict, VerdictWord
from carepath.model import UNCITED, Citation, Source
from carepath.plan import Plan
from carepath.reading import Event
from carepath.sentences import (
    incomplete_transfer,
    late_answer,
    late_transfer,
    no_start,
    of_milestone,
    of_note,
    of_stop,
    overdue_transfer,
    too_early,
)
from carepath.standing import Note

VERDICTS: tuple[VerdictWord, ...] = get_args(VerdictWord)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a finding, and the clause it rests on."""

    subject: str
    message: str
    source: str | None
    cite: str


class Facts(NamedTuple):
    """The numbers of one finding from which its sentence is made; two with the same facts read the same."""

    code: int
    kind: int
    subject: int
    provider: int
    verdict: int
    day: int
    at: int
    over: int
    seconds: int
    last: int
    last_at: int
    other: int
    other_at: int
    type: int
    details: tuple[tuple[int, int], ...]


# Sentences made before, by their facts, the name of the provider and those of all events: numbers of events and
# providers are those of a block, and another block of the same plan may give others.
Spoken = dict[tuple[Facts, str | None, tuple[str, ...]], Said]


@dataclass(frozen=True, slots=True)
class Sayer:
    """The words of a plan and of a block."""

    plan: Plan
    zone: ZoneInfo
    events: tuple[str, ...]
    providers: tuple[str, ...]
    said: tuple[Verdict, ...]  # one for each milestone and clock with a target, without numbers
    items: tuple[str, ...]
    spoken: Spoken

    def say(self, facts: Facts) -> Said:
        """Return the sentence of a finding; one that was made for a block before is taken from `spoken`."""
        if facts.kind == PROVIDER or any(kind == PROVIDER for kind, _ in facts.details):
            return self._said(facts)  # as many as there are days and providers: too many to be kept
        provider = None if facts.provider < 0 else self.providers[facts.provider]
        key = (facts._replace(provider=0), provider, self.events)
        if key not in self.spoken:
            self.spoken[key] = self._said(facts)
        return self.spoken[key]

    def _said(self, facts: Facts) -> Said:
        match facts.kind:
            case _ if facts.kind in (EVENT, ATTRIBUTE, PROVIDER, PAIR):
                return self._noted(facts)
            case _ if facts.kind in (MILESTONE, CLOCK):
                return self._judged(facts) if facts.type < 0 else self._stopped(facts)
            case _ if facts.kind == PATHWAY:
                pathway = self.plan.pathway
                source = pathway.starts[0].source if pathway.starts else pathway.source
                return Said(pathway.id, no_start(pathway.title), str(source), str(UNCITED))
            case _:
                return self._noted(facts) if facts.type >= 0 else self._transferred(facts)

    def _noted(self, facts: Facts) -> Said:
        event = self._event(facts)
        note = Note(CODES[facts.code], self._subject(facts), event, 1, self._details(facts))
        return Said(note.subject, of_note(self.plan.pathway, note), None, str(UNCITED))

    def _event(self, facts: Facts) -> Event:
        day, at = date.fromordinal(facts.day), None if facts.at == NONE else self._instant(facts.at)
        provider = None if facts.provider < 0 else self.providers[facts.provider]
        return Event("", "", (), self.events[facts.type], 0, "done", day, at, None, provider, {}, {}, ())

    def _subject(self, facts: Facts) -> str:
        if facts.kind == PAIR:
            return " and ".join(sorted(self.events[number] for _, number in facts.details[:2]))
        return self._name(facts.kind, facts.subject) or ""

    def _name(self, kind: int, number: int) -> str | None:
        if number < 0:
            return None
        names = self.plan.names
        shelves: Mapping[int, tuple[str, ...]] = {
            EVENT: self.events, STATE: names.states, ROLE: names.roles, ATTRIBUTE: names.attributes,
            TRANSFER: names.transfers, PROVIDER: self.providers, MILESTONE: names.milestones, CLOCK: names.clocks,
            PATHWAY: (self.plan.pathway.id,),
        }  # fmt: skip
        return shelves[kind][number]

    def _details(self, facts: Facts) -> tuple[str, ...]:
        if facts.kind != PAIR:
            return tuple(self._name(kind, number) or "" for kind, number in facts.details)
        first, second, (_, difference), *rest = facts.details
        pair = (self.events[first[1]], self.events[second[1]], "", "")
        if difference == POSITION:
            return (*pair, *(self._name(STATE, number) or "not started" for _, number in rest))
        if difference == TASKS:
            middle = [kind for kind, _ in rest].index(BETWEEN)
            sides = (rest[:middle], rest[middle + 1 :])
            return (*pair, *(", ".join(self.events[event] for _, event in side) or "nothing undone" for side in sides))
        named = ", ".join(f"{'clock ' if kind == CLOCK else ''}{self._name(kind, number)}" for kind, number in rest)
        return (*pair, f"{named} one way", f"{named} another way")

    def _stopped(self, facts: Facts) -> Said:
        rule = self.plan.pathway.clocks[self.plan.names.clocks[facts.subject]]
        title = self.plan.pathway.events[self.events[facts.type]].title
        message = of_stop(CODES[facts.code], title, rule.title, date.fromordinal(facts.day))
        return Said(rule.id, message, str(rule.source), str(rule.citation))

    def _judged(self, facts: Facts) -> Said:
        base = next(each for each in self.said if each.id == self._name(facts.kind, facts.subject))
        code = CODES[facts.code]
        verdict = replace(
            base,
            verdict=VERDICTS[facts.verdict],
            last_good_day=self._moment(facts.last, facts.last_at),
            days_over=None if facts.over == NONE else facts.over,
            seconds_over=None if facts.seconds == NONE else facts.seconds,
        )
        other = self._moment(facts.other, facts.other_at)
        if code == "too-early":
            told = replace(verdict, done=self._moment(facts.day, facts.at), earliest=other)
            message = too_early(told, facts.over, verdict.seconds_over)
        else:
            message = of_milestone(code, replace(verdict, done=other))
        return Said(base.id, message, str(base.source), str(base.citation))

    def _transferred(self, facts: Facts) -> Said:
        transfer = self.plan.pathway.transfers[self.plan.names.transfers[facts.subject]]
        titles = {item.id: item.title for item in transfer.items}
        missing = [titles[self.items[number]] for kind, number in facts.details if kind == ITEM]
        over = None if facts.over == NONE else facts.over
        last, other = self._moment(facts.last, facts.last_at), self._day(facts.other)
        match CODES[facts.code]:
            case "late-transfer":
                message = late_transfer(transfer.title, other, over, str(transfer.due), last)
            case "overdue-transfer":
                message = overdue_transfer(transfer.title, over, str(transfer.due), last, missing)
            case "transfer-incomplete":
                message = incomplete_transfer(transfer.title, date.fromordinal(facts.day), missing)
            case _:
                sent = date.fromordinal(facts.other_at)
                message = late_answer(transfer.title, sent, other, str(transfer.acknowledge), last, facts.over)
        return Said(transfer.id, message, str(transfer.source), str(transfer.citation))

    def _instant(self, at: int) -> datetime:
        return (EPOCH + timedelta(microseconds=at)).astimezone(UTC).astimezone(self.zone)

    def _day(self, day: int) -> date | None:
        return None if day == NONE else date.fromordinal(day)

    def _moment(self, day: int, at: int) -> Moment | None:
        return self._day(day) if at == NONE else self._instant(at)


def sayer(plan: Plan, events: tuple[str, ...], providers: tuple[str, ...], spoken: Spoken) -> Sayer:
    """Return what makes the sentences of a block; those it makes are added to `spoken`, which is of one plan."""
    items = tuple(
        item.id
        for name in plan.names.transfers
        for item in sorted(plan.pathway.transfers[name].items, key=lambda item: item.id)
        if not item.optional
    )
    return Sayer(plan, ZoneInfo(plan.pathway.zone), events, providers, verdicts(plan), items, spoken)


def verdicts(plan: Plan) -> tuple[Verdict, ...]:
    """Return a verdict without numbers for each milestone and each clock with a target, in the order of `said`."""
    found = []
    for clock, number in plan.rows["said"]:
        if clock:
            rule = plan.pathway.clocks[plan.names.clocks[number]]
            found.append(_blank(rule.id, rule.title, str(rule.target), rule.level, rule.source, rule.citation))
        else:
            each = plan.pathway.milestones[plan.names.milestones[number]]
            target = str(each.due) if each.due else None
            found.append(_blank(each.id, each.title, target, each.level, each.source, each.citation))
    return tuple(found)


def _blank(id: str, title: str, target: str | None, level: str, source: Source, citation: Citation) -> Verdict:
    return Verdict(
        id, title, 1, "unknown", None, None, None, None, None, None, None, None, False, target,
        "national" if level == "national" else "local", (), source, citation,
    )  # fmt: skip
