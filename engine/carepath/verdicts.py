"""Verdicts on milestones, and on clocks with a target, as they are said."""

from __future__ import annotations

from collections.abc import Mapping

from carepath.deadlines import earliest
from carepath.findings import Verdict
from carepath.instances import Instance
from carepath.milestones import Reached, View, anchored, clock_fate, final, reached, target_of
from carepath.model import ClockRule
from carepath.reading import Event
from carepath.responsibility import Holder, holder_on


def verdicts(seen: View, held: tuple[Holder, ...], events: Mapping[str, Event]) -> tuple[Verdict, ...]:
    """Return the standing of every milestone and of every clock with a target, by episode and id.

    `events` maps the root of each live event to it.
    """
    found = [_of_milestone(seen, each, held, events) for each in reached(seen)]
    for (name, episode), runs in seen.clocks.items():
        rule = seen.pathway.clocks[name]
        if rule.target is not None:
            found.append(_of_clock(seen, rule, runs.current, episode, held, events))
    return tuple(sorted(found, key=lambda verdict: (verdict.episode, verdict.id)))


def _entries(events: Mapping[str, Event], *roots: str | None) -> tuple[str, ...]:
    """Return the entries that stand for these roots, each once."""
    return tuple(dict.fromkeys(events[root].entry for root in roots if root is not None and root in events))


def _of_milestone(seen: View, each: Reached, held: tuple[Holder, ...], events: Mapping[str, Event]) -> Verdict:
    milestone, judged = each.milestone, each.judged
    due = milestone.due
    begins = None
    if milestone.not_before is not None:
        anchor = anchored(seen, milestone.not_before, each.episode, milestone)
        begins = earliest(anchor, milestone.not_before.span, seen.now) if anchor else None
    clock = due.clock if due else None
    return Verdict(
        id=milestone.id,
        title=milestone.title,
        episode=each.episode,
        verdict=judged.verdict,
        start=each.anchor.start.moment if each.anchor else None,
        done=each.fate.done.moment if each.fate.done else None,
        earliest=begins,
        last_good_day=judged.last_good,
        days_over=judged.days_over,
        seconds_over=judged.seconds_over,
        days_left=judged.days_left,
        provider=each.event.provider if each.event else holder_on(held, seen.now.day),
        final=final(seen, judged, clock, each.episode),
        target=str(due) if due else None,
        level=milestone.level,
        entries=_entries(events, each.anchor.root if each.anchor else None, each.event.root if each.event else None),
        source=milestone.source,
        citation=milestone.citation,
        clock=clock or _running(seen, each.episode),
        unclear=_unclear(judged.calendar_ends, judged.unclear),
    )


def _of_clock(
    seen: View, rule: ClockRule, now: Instance, episode: int, held: tuple[Holder, ...], events: Mapping[str, Event]
) -> Verdict:
    judged = target_of(seen, rule, now, episode)
    fate = clock_fate(seen.standing, now, episode)
    stopped = events.get(now.stop_root) if now.stop_root else None
    return Verdict(
        id=rule.id,
        title=rule.title,
        episode=episode,
        verdict=judged.verdict,
        start=now.start_at or now.start,
        done=fate.done.moment if fate.done else None,
        earliest=None,
        last_good_day=judged.last_good,
        days_over=judged.days_over,
        seconds_over=judged.seconds_over,
        days_left=judged.days_left,
        provider=stopped.provider if stopped else holder_on(held, seen.now.day),
        final=final(seen, judged, rule.id, episode),
        target=str(rule.target),
        level=rule.level,
        entries=_entries(events, now.start_root, now.stop_root),
        source=rule.source,
        citation=rule.citation,
        clock=rule.id,
        unclear=_unclear(judged.calendar_ends, judged.unclear),
    )


def _running(seen: View, episode: int) -> str | None:
    """Return the day-zero clock while it runs: what a milestone counted from an event protects."""
    zero = seen.pathway.day_zero
    found = seen.clocks.get((zero, episode)) if zero is not None else None
    return zero if found is not None and found.current.running else None


def _unclear(calendar_ends: bool, unclear: bool) -> str | None:
    if calendar_ends:
        return "calendar-ends"
    return "precision-unknown" if unclear else None
