"""Clocks and transfers as they are said: gross, not counted and net days; sent to handed over."""

from __future__ import annotations

from datetime import date

from carepath.calendar import CalendarEnds, Span, Unit
from carepath.clocks import Count
from carepath.deadlines import Fate, Judged, When, judge
from carepath.findings import ClockReading, Pause, TransferReading
from carepath.instances import Instance
from carepath.milestones import View, anchored, closed, receiver_gone, target_of
from carepath.model import ClockRule
from carepath.responsibility import Holder, holder_on
from carepath.transfers import Passing


def clock_readings(seen: View) -> tuple[ClockReading, ...]:
    """Return every instance of every clock, by episode, id and instance."""
    found = [
        _clock(seen, seen.pathway.clocks[name], each, episode)
        for (name, episode), runs in seen.clocks.items()
        for each in runs.instances
    ]
    return tuple(sorted(found, key=lambda reading: (reading.episode, reading.id, reading.instance)))


def counted(seen: View, rule: ClockRule, instance: Instance) -> Count | None:
    """Return the count of an instance; None where it has not started."""
    if instance.start is None:
        return None
    span = rule.target if rule.target and rule.target.unit is Unit.WORKING_DAYS else Span(0)
    return Count(instance.start, span, seen.now.calendar, rule.nonworking, instance.gaps)


def _clock(seen: View, rule: ClockRule, instance: Instance, episode: int) -> ClockReading:
    judged = target_of(seen, rule, instance, episode)
    count = counted(seen, rule, instance)
    until = instance.stop or instance.over or seen.now.day
    gross = net = None
    pauses: tuple[Pause, ...] = ()
    if count is not None:
        gross = max(0, (until - count.start).days)
        try:
            net, pauses = count.elapsed(until), count.pauses(until)
        except CalendarEnds:
            net = None
    return ClockReading(
        id=rule.id,
        title=rule.title,
        episode=episode,
        instance=instance.number,
        start=instance.start_at or instance.start,
        stop=instance.stop_at or instance.stop,
        ended=instance.ended,
        gross=gross,
        not_counted=None if gross is None or net is None else gross - net,
        net=net,
        target=str(rule.target) if rule.target else None,
        verdict=judged.verdict,
        paused_since=_paused_since(rule, instance, judged),
        pauses=pauses,
    )


def _paused_since(rule: ClockRule, instance: Instance, judged: Judged) -> date | None:
    """Return since when an open pause puts off the last good day of a running clock."""
    if not instance.running:
        return None
    if rule.target is not None:
        return judged.paused_since
    return min((gap.start for gap in instance.gaps if gap.end is None), default=None)


def transfer_readings(seen: View, passed: tuple[Passing, ...], held: tuple[Holder, ...]) -> tuple[TransferReading, ...]:
    """Return the standing of each transfer, by episode and id."""
    found = [_transfer(seen, passing, held) for passing in passed]
    return tuple(sorted(found, key=lambda reading: (reading.episode, reading.id)))


def _transfer(seen: View, passing: Passing, held: tuple[Holder, ...]) -> TransferReading:
    judged = judge_transfer(seen, passing, held)
    sent, received = passing.sent, passing.received
    return TransferReading(
        id=passing.transfer.id,
        title=passing.transfer.title,
        episode=passing.episode,
        sent=sent.day if sent else None,
        received=received.day if received else None,
        accepted=passing.accepted.day if passing.accepted else None,
        handover=passing.handover,
        complete=not passing.missing,
        missing=passing.missing,
        verdict=judged.verdict,
        last_good_day=judged.last_good,
        days_over=judged.days_over,
        days_left=judged.days_left,
        sender=(sent.provider if sent else None) or holder_on(held, sent.day if sent else seen.now.day),
        receiver=passing.to,
    )


def judge_transfer(seen: View, passing: Passing, held: tuple[Holder, ...]) -> Judged:
    """Return the verdict on a transfer's own day."""
    transfer = passing.transfer
    done = When(passing.handover) if passing.handover else None
    role = seen.pathway.roles[transfer.receiver]
    if not passing.touched and role.played_by(holder_on(held, seen.now.day), seen.now.day):
        return Judged("not-needed")
    gone = receiver_gone(seen, transfer.receiver, passing.episode)
    fate = Fate(done, None, gone, closed(seen.standing, passing.episode))
    if transfer.due is None:
        if done is not None:
            return Judged("met")
        return Judged("not-needed" if fate.taken or fate.closed else "pending" if passing.touched else "not-started")
    return judge(anchored(seen, transfer.due, passing.episode), transfer.due.span, fate, seen.now)
