"""Every wait that other clocks make of a case: the same events, heard again by the clocks of a regime.

A clock runs again after it has stopped, so that each further treatment has its own wait. Nothing is
judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from carepath.conditions import World, truth
from carepath.deadlines import Now
from carepath.instances import STARTS, Instance, runs
from carepath.listening import signals
from carepath.milestones import clocks_of, signals_of
from carepath.model import AllOf, AnyOf, ClockRule, Condition, Done, Not, Pathway, StartRule, Trigger, Value
from carepath.reading import Event
from carepath.standards import Regime
from carepath.standing import Heard, Signal, Standing


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait of one clock; `stopped` is the event that stopped it, `begun` the one that started it."""

    clock: str
    episode: int
    instance: Instance
    begun: Event | None
    stopped: Event | None


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits of a case in order of episode, clock and time; `worlds`: what was known after each event (by root)."""

    of: tuple[Wait, ...]
    worlds: Mapping[str, World]
    last: World


def waits(ruled: Pathway, standing: Standing, now: Now) -> Waits:
    """Return the waits that the clocks of a regime make of what a case has heard; those never started are left out.

    `ruled` is the pathway as it listens with those clocks.
    """
    told, worlds, last = _heard_again(ruled, standing)
    events = {one.event.root: one.event for one in told.heard}
    found = [
        Wait(name, episode, each, events.get(each.start_root or ""), events.get(each.stop_root or ""))
        for (name, episode), heard in sorted(signals_of(ruled, told).items())
        for each in _instances(ruled.clocks[name], heard, now)
    ]
    return Waits(tuple(found), worlds, last)


def in_words_of(pathway: Pathway, condition: Condition) -> Condition:
    """Return a condition in which what counts as an event is also heard as it."""
    match condition:
        case Done(event, done, also):
            return Done(event, done, tuple(dict.fromkeys((*also, *heard_as(pathway, event)[1:]))))
        case AllOf(parts):
            return AllOf(tuple(in_words_of(pathway, part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(in_words_of(pathway, part) for part in parts))
        case Not(part):
            return Not(in_words_of(pathway, part))
        case _:
            return condition


def listening(pathway: Pathway, regime: Regime) -> Pathway:
    """Return a pathway that listens with the clocks of a regime.

    A way back in opens those of them that it names; a way out says what becomes of those that the pathway
    has itself, and of the others the regime's way out of the same name.
    """
    clocks = regime.clocks
    effects = {each.id: dict(each.clocks) for each in regime.exits}
    return replace(
        pathway,
        clocks={name: _rule(pathway, rule) for name, rule in clocks.items()},
        milestones={},
        exits=tuple(
            replace(each, clocks=tuple({**effects.get(each.id, {}), **dict(each.clocks)}.items()))
            for each in pathway.exits
        ),
        reentries=tuple(
            replace(each, clocks=tuple(name for name in each.clocks if name in clocks)) for each in pathway.reentries
        ),
    )


def _rule(pathway: Pathway, rule: ClockRule) -> ClockRule:
    return replace(
        rule,
        starts=_triggers(pathway, rule.starts),
        stops=_triggers(pathway, rule.stops),
        resets=_triggers(pathway, rule.resets),
        restarts=_triggers(pathway, rule.restarts),
        nullifies=_triggers(pathway, rule.nullifies),
        pauses=tuple(
            replace(pause, begin=begin, until=_triggers(pathway, pause.until))
            for pause in rule.pauses
            for begin in _triggers(pathway, (pause.begin,))
        ),
    )


def _triggers(pathway: Pathway, triggers: Iterable[Trigger]) -> tuple[Trigger, ...]:
    return tuple(
        replace(
            trigger,
            event=name,
            guard=in_words_of(pathway, trigger.guard),
            instead_of=tuple(each for event in trigger.instead_of for each in heard_as(pathway, event)),
        )
        for trigger in triggers
        for name in heard_as(pathway, trigger.event)
    )


def heard_as(pathway: Pathway, event: str) -> tuple[str, ...]:
    """Return an event and those of the pathway that count as it, directly or by way of another."""
    found = [event]
    for name in found:  # grows while it is read
        found += [each.id for each in pathway.events.values() if name in each.counts_as and each.id not in found]
    return tuple(found)


def _heard_again(pathway: Pathway, standing: Standing) -> tuple[Standing, Mapping[str, World], World]:
    """Read what was heard in its order and let the clocks of this pathway hear it."""
    attributes: Mapping[str, Value] = {}
    done: frozenset[str] = frozenset()
    episode, heard, worlds = 1, [], {}
    for one in standing.heard:
        event = one.event
        attributes = {**attributes, **event.values} if event.values else attributes
        start = _start(pathway, standing, event, World(attributes, done))
        clocks = clocks_of(pathway, standing, one.episode)
        found = signals(pathway, event, World(attributes, done), clocks, start) if event.status == "done" else ()
        heard.append(Heard(event, one.episode, found, ()))
        done = frozenset() if one.episode != episode else done  # a further episode begins with nothing done
        episode = one.episode
        done = done | {event.type} if event.status == "done" else done
        worlds[event.root] = World(attributes, done)
    return replace(standing, heard=tuple(heard)), worlds, World(attributes, done)


def _start(pathway: Pathway, standing: Standing, event: Event, world: World) -> StartRule | None:
    """Return the rule by which an event opened the case, if it did."""
    if standing.started is None or standing.started.root != event.root:
        return None
    return next((rule for rule in pathway.starts if rule.event == event.type and truth(rule.guard, world)), None)


def _instances(rule: ClockRule, heard: Iterable[Signal], now: Now) -> Iterator[Instance]:
    """Yield the runs of a clock; what was told after a stop may start it again."""
    rest = sorted(heard, key=lambda signal: (signal.told, signal.kind not in STARTS))
    while rest:
        found = runs(rule, rest, now.day)
        yield from (each for each in found.instances if each.start is not None)
        current = found.current
        if current.ended != "stop":
            return
        ends = (current.start_root, current.stop_root)  # a start dated back may be told after its stop
        rest = rest[1 + max(place for place, one in enumerate(rest) if one.root in ends) :]
