"""Differences of the steps: states, what is expected in them, and how they go on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from carepath.differences.difference import Bump, Clause, Difference, at, clause, paired
from carepath.differences.wording import listed, meaning, when
from carepath.model import Pathway, State, Task, Transition

Pair = tuple[Transition, Transition]
Value = TypeVar("Value", bound=Hashable)
OTHERWISE = "otherwise"


def states(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the states of two definitions."""
    titles = {name: event.title for pathway in (old, new) for name, event in pathway.events.items()}
    goals = {name: state.title for pathway in (old, new) for name, state in pathway.states.items()}
    for _, before, after in paired(old.states, new.states):
        if before is None and after is not None:
            required = listed(titles[task.event] for task in after.tasks if task.required)
            end = "an end of the pathway" if after.end else f"required tasks: {required}"
            yield _clause(after, None, after).says("steps", "major", f" is added ({end}).")
        elif after is None and before is not None:
            yield _clause(before, before, None).says("steps", "major", " is removed.")
        elif before is not None and after is not None:
            yield from _state(_clause(after, before, after), before, after)
            yield from _tasks(before, after, titles)
            for event in dict.fromkeys(move.event for move in (*after.transitions, *before.transitions)):
                yield from _moves(event, before, after, titles, goals)


def _clause(state: State, before: State | None, after: State | None) -> Clause:
    return clause("step", state.id, state.title, at(before), at(after))


def role_change(before: tuple[str, ...], after: tuple[str, ...]) -> Bump:
    """Return what other roles ask for: where all of before remain (the first as first), nobody is newly wrong."""
    return "minor" if after[:1] == before[:1] and set(before) <= set(after) else "major"


def _state(named: Clause, before: State, after: State) -> Iterator[Difference]:
    yield from named.titled("steps", before.title, after.title)
    if before.roles != after.roles:
        bump = role_change(before.roles, after.roles)
        yield named.now("responsible", bump, "the role that holds it", listed(before.roles), listed(after.roles))
    if before.arm != after.arm:
        yield named.now("steps", "minor", "its arm", before.arm or "none", after.arm or "none")
    if before.optional != after.optional:
        words = "may now be passed over" if after.optional else "may no longer be passed over"
        yield named.says("steps", "minor" if after.optional else "major", f" {words} without comment.")
    if before.end != after.end:
        yield named.now("steps", "major", "how the case ends there", before.end or "no end", after.end or "no end")
    if before.band != after.band:
        yield named.now("steps", "patch", "its place in the picture", before.band or "none", after.band or "none")
    yield from effects(named, before.clocks, after.clocks)
    yield from named.cited(before.citation, after.citation)


def effects(
    named: Clause, before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]
) -> Iterator[Difference]:
    """Yield what becomes of a clock in another way at an end or exit."""
    for clock, was, now in paired(dict(before), dict(after)):
        if was != now:
            yield named.now(
                "standards", "major", f"what becomes of clock {clock}", was or "not said", now or "not said"
            )


def _tasks(old: State, new: State, titles: dict[str, str]) -> Iterator[Difference]:
    for event, before, after in paired(_by_event(old), _by_event(new)):
        named = Clause(
            f"task {new.id} {event}",
            f"In the step “{new.title}”, “{titles[event]}”",
            at(before),
            at(after),
        )
        if before is None and after is not None:
            bump: Bump = "major" if after.required else "minor"
            yield named.says("steps", bump, f" is now expected ({'required' if after.required else 'optional'}).")
        elif after is None:
            yield named.says("steps", "major", " is no longer expected.")
        elif before is not None:
            if before.required != after.required:
                words = "now required; it was optional" if after.required else "now optional; it was required"
                yield named.says("steps", "major" if after.required else "minor", f" is {words}.")
            if _other_roles(before, after, old, new):
                bump = role_change(before.roles, after.roles)
                yield named.now("responsible", bump, "who does it", listed(before.roles), listed(after.roles))
            yield from named.cited(before.citation, after.citation)


def _by_event(state: State) -> dict[str, Task]:
    return {task.event: task for task in state.tasks}


def _other_roles(before: Task | Transition, after: Task | Transition, old: State, new: State) -> bool:
    """Whether the roles of a clause changed otherwise than by following those of its state."""
    followed = before.roles == old.roles and after.roles == new.roles
    return before.roles != after.roles and not followed


def _moves(
    event: str | None, old: State, new: State, titles: dict[str, str], goals: dict[str, str]
) -> Iterator[Difference]:
    """Yield what differs in how a state goes on upon an event (None: by itself)."""
    before = [move for move in old.transitions if move.event == event]
    after = [move for move in new.transitions if move.event == event]
    upon = f"In the step “{new.title}”, " + (f"“{titles[event]}”" if event else "going on by itself")
    subject = f"move {new.id} {event or 'automatic'}"

    def goal(move: Transition) -> str:
        return f"“{goals.get(move.to, move.to)}”"

    if not before or not after:
        gone = after or before
        ways = listed(f"{_answer(move)}{goal(move)}" for move in gone)
        named = Clause(subject, upon, before[0].source if before else None, after[0].source if after else None)
        yield named.says("steps", "major", f" now leads on to {ways}." if after else f" no longer leads on to {ways}.")
        return
    pairs, removed, added = _pairs(before, after)
    for move in removed:
        said = Clause(subject, upon, move.source, None)
        yield said.says("steps", "major", f": {_answer(move)}{goal(move)} is no longer among the ways on.")
    for move in added:
        said = Clause(subject, upon, None, move.source)
        yield said.says("steps", "major", f": {_answer(move)}{goal(move)} is a new way on ({_when(move, titles)}).")
    for was, now in pairs:
        answered = f"{upon}, answer “{now.answer}”" if now.answer else upon
        said = Clause(subject, answered, was.source, now.source)
        if was.to != now.to:
            yield said.says("steps", "major", f" now leads to {goal(now)}; it led to {goal(was)}.")
        if _guard(was) != _guard(now):
            yield said.says("steps", "major", f" is now taken {_when(now, titles)}; it was taken {_when(was, titles)}.")
        if was.answer != now.answer:
            yield said.says("steps", "patch", _worded("answer", was.answer, now.answer))
    yield from _questions(pairs, subject, upon)
    moved = [pair for pair in pairs if _other_roles(*pair, old, new)]
    yield from _roles(moved, subject, upon)
    yield from _cited(pairs, subject, upon)


def _answer(move: Transition) -> str:
    return f"answer “{move.answer}” to " if move.answer else ""


def _guard(move: Transition) -> object:
    return OTHERWISE if move.otherwise else meaning(move.guard)


def _when(move: Transition, titles: dict[str, str]) -> str:
    return OTHERWISE if move.otherwise else when(meaning(move.guard), titles)


def _pairs(
    before: Iterable[Transition], after: Iterable[Transition]
) -> tuple[list[Pair], list[Transition], list[Transition]]:
    """Return which move became which, and those that came to nothing or out of nothing."""
    olds, news, pairs = list(before), list(after), list[Pair]()
    likenesses: tuple[Callable[[Transition], Hashable], ...] = (
        lambda move: (move.answer, move.to, _guard(move)),
        lambda move: (move.to, _guard(move)),
        lambda move: move.answer or object(),
        lambda move: _guard(move),
        lambda move: move.to,
    )
    for alike in likenesses:
        for now in tuple(news):
            was = next((move for move in olds if alike(move) == alike(now)), None)
            if was is not None:
                olds.remove(was)
                news.remove(now)
                pairs.append((was, now))
    return pairs, olds, news


def _worded(what: str, before: str | None, after: str | None) -> str:
    """Return a change of the words in which a question or an answer is put; None: it is not put."""
    now = f": the {what} is now “{after}”" if after else f": there is no {what} now"
    return f"{now}; it was “{before}”." if before else f"{now}; there was none."


def _questions(pairs: Iterable[Pair], subject: str, upon: str) -> Iterator[Difference]:
    """Yield a change of a question once for all its answers."""
    for (before, after), (was, now) in _changed(pairs, lambda move: move.question).items():
        yield Clause(subject, upon, was.source, now.source).says("steps", "patch", _worded("question", before, after))


def _roles(pairs: Iterable[Pair], subject: str, upon: str) -> Iterator[Difference]:
    """Yield a change of who does it once for all answers of a question."""
    for (before, after), (was, now) in _changed(pairs, lambda move: move.roles).items():
        said = Clause(subject, upon, was.source, now.source)
        yield said.now("responsible", role_change(before, after), "who does it", listed(before), listed(after))


def _changed(pairs: Iterable[Pair], value: Callable[[Transition], Value]) -> dict[tuple[Value, Value], Pair]:
    """Return the first pair for each change of a value."""
    changes: dict[tuple[Value, Value], Pair] = {}
    for was, now in pairs:
        if value(was) != value(now):
            changes.setdefault((value(was), value(now)), (was, now))
    return changes


def _cited(pairs: Iterable[Pair], subject: str, upon: str) -> Iterator[Difference]:
    found: dict[str, Difference] = {}
    for was, now in pairs:
        for each in Clause(subject, upon, was.source, now.source).cited(was.citation, now.citation):
            found.setdefault(each.message, each)
    yield from found.values()
