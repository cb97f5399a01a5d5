"""Instances of a clock: from the signals it heard to when it ran, what it did not count, how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from carepath.calendar import NO_TIME, ONE_DAY, passed
from carepath.clocks import Gap
from carepath.model import ClockRule
from carepath.standing import Signal

STARTS = ("start", "rebase")


@dataclass(frozen=True, slots=True)
class Instance:
    """One run of a clock within an episode; `over` is the day it ended without stopping."""

    number: int = 1
    start: date | None = None
    start_at: datetime | None = None
    start_root: str | None = None
    rebased: bool = False
    stop: date | None = None
    stop_at: datetime | None = None
    stop_root: str | None = None
    ended: Literal["stop", "close", "exclude", "void"] | None = None
    over: date | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def running(self) -> bool:
        """Whether it has started and neither stopped nor ended."""
        return self.start is not None and self.ended is None


@dataclass(frozen=True, slots=True)
class Runs:
    """All instances of a clock in one episode, and stops that came too early or without a start."""

    instances: tuple[Instance, ...]
    early: tuple[Signal, ...]
    unstarted: tuple[Signal, ...]

    @property
    def current(self) -> Instance:
        """The instance that counts."""
        return self.instances[-1]


def runs(rule: ClockRule, signals: Iterable[Signal], today: date) -> Runs:
    """Return the instances that the signals of one episode make of a clock, as seen on `today`.

    Within a day a start goes before all else, so that a wait of 0 days is one whatever the order told.
    """
    ordered = sorted(signals, key=lambda signal: (signal.told, signal.kind not in STARTS))
    gaps = tuple(_pauses(ordered, today))
    instances = [Instance()]
    early: list[Signal] = []
    waiting: list[Signal] = []
    applicable = True
    for signal in ordered:
        now = instances[-1]
        match signal.kind:
            case "start" | "rebase":
                instances[-1] = _started(now, signal)
                if instances[-1].running:  # a start dated back may lie before a stop told earlier
                    waiting, instances[-1] = _stopped_by(rule, waiting, instances[-1])
            case "not-applicable":
                applicable = applicable and now.start is not None
            case "stop" if now.start is None and now.ended is None:
                waiting.append(signal)
            case "stop" if now.running and _before_start(rule, now, signal):
                early.append(signal)
            case "stop" if now.running:
                instances[-1] = _stopped(now, signal)
            case "reset" if now.running and now.start is not None and signal.day > now.start:
                gap = Gap(now.start + ONE_DAY, signal.day + ONE_DAY, signal.reason or "reset")
                instances[-1] = replace(now, gaps=(*now.gaps, gap))
            case "restart" if now.running:
                instances[-1] = replace(now, ended="void", over=signal.day)
                fresh = Instance(now.number + 1, signal.day, signal.at, signal.root)
                instances.append(fresh)
            case "nullify" if now.running:
                instances[-1] = replace(now, ended="void", over=signal.day)
            case "finish" if now.running and not _before_start(rule, now, signal):
                instances[-1] = _stopped(now, signal)
            case "finish" | "close" if now.ended is None:  # what has not begun cannot be stopped
                instances[-1] = replace(now, ended="close", over=signal.day)
            case "exclude" if now.ended is None:
                instances[-1] = replace(now, ended="exclude", over=signal.day)
    started = instances[-1].start is not None
    if started:
        early = waiting + early
    return Runs(
        tuple(replace(each, gaps=(*each.gaps, *_while_it_ran(each, gaps))) for each in instances),
        tuple(early),
        tuple(waiting) if not started and applicable else (),
    )


def _started(now: Instance, signal: Signal) -> Instance:
    """Take the first start; one that is said to stand instead of another moves it while it may.

    An earliest clinically appropriate date may be revised only before it has passed
    (docs/explanation/sources.md, clock starts).
    """
    if now.ended is not None:
        return now
    fresh = replace(
        now,
        start=signal.day,
        start_at=signal.at,
        start_root=signal.root,
        rebased=signal.kind == "rebase",
    )
    if now.start is None:
        return fresh
    if signal.kind == "start" or (now.rebased and signal.told > now.start):
        return now
    return fresh


def _stopped(now: Instance, signal: Signal) -> Instance:
    return replace(now, stop=signal.day, stop_at=signal.at, stop_root=signal.root, ended="stop")


def _stopped_by(rule: ClockRule, waiting: list[Signal], now: Instance) -> tuple[list[Signal], Instance]:
    """Let the first waiting stop that is not before the start stop the clock; keep those before it."""
    for place, signal in enumerate(waiting):
        if not _before_start(rule, now, signal):
            return waiting[:place], _stopped(now, signal)
    return waiting, now


def _before_start(rule: ClockRule, now: Instance, signal: Signal) -> bool:
    """Return whether a stop lies before the start: by day, for a target in hours also by instant."""
    exact = rule.target is not None and rule.target.exact
    if exact and now.start_at is not None and signal.at is not None:
        return passed(signal.at, now.start_at) > NO_TIME
    return now.start is not None and signal.day < now.start


def _while_it_ran(instance: Instance, gaps: tuple[Gap, ...]) -> Iterator[Gap]:
    """Yield the pauses that had begun when the clock stopped or ended; a later one does not pause it."""
    until = instance.stop or instance.over
    return (gap for gap in gaps if until is None or gap.start <= until)


def _pauses(signals: Iterable[Signal], today: date) -> Iterator[Gap]:
    """Pair each pause with the next end of its rule; a pause that begins after `today` has not begun."""
    open_: list[Signal] = []
    for signal in signals:
        if signal.kind == "pause":
            open_.append(signal)
        elif signal.kind == "resume":
            for begun in [each for each in open_ if each.rule == signal.rule]:
                open_.remove(begun)
                if begun.day <= today and begun.day < signal.day:
                    yield Gap(begun.day, signal.day, begun.reason, begun.cap)
    for begun in open_:
        if begun.day <= today:
            yield Gap(begun.day, None, begun.reason, begun.cap)
