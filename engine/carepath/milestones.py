"""The standing of each clock and milestone, worked out from what was heard.

Skipping never decides a milestone; only an exit, or a lawful branch after which the graph cannot
reach its event, takes it away (docs/reference/semantics.md, section 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carepath.calendar import NO_TIME, passed
from carepath.conditions import World, still_possible
from carepath.deadlines import Anchor, Fate, Judged, Now, When, begins_after_closing, in_the_case, judge, not_begun
from carepath.instances import Instance, Runs, runs
from carepath.model import ClockRule, Deadline, Milestone, Pathway
from carepath.reading import Event
from carepath.standing import Branch, Closing, Signal, SignalKind, Standing


@dataclass(frozen=True, slots=True)
class View:
    """A standing with its clocks worked out, seen at one moment."""

    pathway: Pathway
    standing: Standing
    now: Now
    clocks: Mapping[tuple[str, int], Runs]


@dataclass(frozen=True, slots=True)
class Reached:
    """One milestone in one episode: its anchor, what became of it, the verdict, and the event that met it."""

    milestone: Milestone
    episode: int
    anchor: Anchor | None
    fate: Fate
    judged: Judged
    event: Event | None


def view(pathway: Pathway, standing: Standing, now: Now) -> View:
    """Work out every clock of every episode."""
    told = signals_of(pathway, standing)
    return View(
        pathway,
        standing,
        now,
        {key: runs(pathway.clocks[key[0]], signals, now.day) for key, signals in told.items()},
    )


def signals_of(pathway: Pathway, standing: Standing) -> Mapping[tuple[str, int], list[Signal]]:
    """Return what each clock of each episode heard, with what closed it."""
    told: dict[tuple[str, int], list[Signal]] = {
        (clock, episode): []
        for episode in range(1, standing.episode + 1)
        for clock in clocks_of(pathway, standing, episode)
    }
    for heard in standing.heard:
        for signal in heard.signals:
            told[signal.clock, heard.episode].append(signal)
        for closing in standing.closings:
            if closing.root == heard.event.root:
                for clock in clocks_of(pathway, standing, closing.episode):
                    told[clock, closing.episode] += _closed_by(pathway, standing, clock, closing)
    return told


def clocks_of(pathway: Pathway, standing: Standing, episode: int) -> tuple[str, ...]:
    """Return the clocks of an episode: all in the first, later those the re-entry names."""
    if episode == 1:
        return tuple(pathway.clocks)
    return next(each.clocks for each in pathway.reentries if each.id == standing.reopened[episode - 2])


def milestones_of(pathway: Pathway, standing: Standing, episode: int) -> tuple[str, ...]:
    """Return the milestones of an episode: all in the first, later those the re-entry names."""
    if episode == 1:
        return tuple(pathway.milestones)
    return next(each.milestones for each in pathway.reentries if each.id == standing.reopened[episode - 2])


def _closed_by(pathway: Pathway, standing: Standing, clock: str, closing: Closing) -> Iterable[Signal]:
    """Yield what a closing does: an exit closes a clock unless it says otherwise, an end state if it says so."""
    if closing.by == "exit":
        way_out = next(each for each in pathway.exits if each.id == closing.kind)
        effect = dict(way_out.clocks).get(clock, "close")
    elif closing.by == "end":
        ended = next(each for each in reversed(standing.visits) if each.event.root == closing.root)
        effect = dict(pathway.states[ended.state].clocks).get(clock, "continue")
    else:
        effect = "close"
    if effect != "continue":
        kind: SignalKind = "finish" if effect == "stop" else effect
        yield Signal(clock, kind, closing.day, closing.at, closing.day, closing.root)


def reached(seen: View) -> tuple[Reached, ...]:
    """Return every milestone of every episode, by episode and id."""
    return tuple(
        _reached(seen, seen.pathway.milestones[name], episode)
        for episode in range(1, seen.standing.episode + 1)
        for name in sorted(milestones_of(seen.pathway, seen.standing, episode))
    )


def _reached(seen: View, milestone: Milestone, episode: int) -> Reached:
    due = milestone.due or milestone.not_before
    assert due is not None, "a milestone has a day"
    anchor = anchored(seen, due, episode, milestone)
    fate, event = _fate(seen, milestone, episode, anchor if milestone.fresh else None)
    if milestone.due is None:
        judged = _undated(anchor, fate)
    elif due.clock is not None and _void(seen, due.clock, episode):
        judged = Judged("void")
    else:
        judged = judge(anchor, milestone.due.span, fate, seen.now)
    return Reached(milestone, episode, anchor, fate, judged, event)


def _undated(anchor: Anchor | None, fate: Fate) -> Judged:
    """Judge a milestone that has an earliest day only: it is met or it waits."""
    if anchor is None or begins_after_closing(anchor, fate):
        return not_begun(fate)
    if in_the_case(fate, fate.done):
        return Judged("met")
    if in_the_case(fate, fate.not_possible):
        return Judged("not-possible")
    return Judged("pending" if fate.taken is None and fate.closed is None else "not-needed")


def _void(seen: View, clock: str, episode: int) -> bool:
    found = seen.clocks.get((clock, episode))
    return found is not None and found.current.ended == "void"


def anchored(seen: View, due: Deadline, episode: int, how: Milestone | ClockRule | None = None) -> Anchor | None:
    """Return where a deadline's count begins: the clock's current instance, or the first event it names."""
    nonworking = how.nonworking if how else "next"
    if_unclear = how.if_unclear if how else "unknown"
    if due.clock is not None:
        found = seen.clocks.get((due.clock, episode))
        if found is None or found.current.start is None:
            return None
        now = found.current
        assert now.start is not None, "checked above"
        return Anchor(When(now.start, now.start_at), now.gaps, nonworking, if_unclear, now.start_root)
    names = (due.after, *due.also)
    for heard in seen.standing.heard:
        if heard.episode == episode and heard.event.type in names and heard.event.status == "done":
            return Anchor(When(heard.event.day, heard.event.at), (), nonworking, if_unclear, heard.event.root)
    return None


def _fate(seen: View, milestone: Milestone, episode: int, fresh_from: Anchor | None) -> tuple[Fate, Event | None]:
    standing = seen.standing
    done = _first(seen, milestone, episode, fresh_from)
    said = [
        heard.event
        for heard in standing.heard
        if heard.episode == episode and milestone.id in heard.milestones and heard.event.status != "done"
    ]
    impossible = next((event for event in said if event.status == "not_possible"), None)
    unneeded = next((When(event.day, event.at) for event in said if event.status == "not_needed"), None)
    gone = [when for when in (taken_away(seen, milestone.events, milestone.state, episode), unneeded) if when]
    taken = min(gone, key=lambda when: when.day, default=None)
    fate = Fate(
        When(done.day, done.at) if done else None,
        When(impossible.day, impossible.at) if impossible else None,
        taken,
        closed(standing, episode),
    )
    return fate, done or impossible


def _first(seen: View, milestone: Milestone, episode: int, fresh_from: Anchor | None) -> Event | None:
    """Return the first event of the episode that meets the milestone."""
    if milestone.state is not None:
        visits = seen.standing.visits
        found = [each.event for each in visits if each.state == milestone.state and each.episode == episode]
    else:
        found = [
            heard.event
            for heard in seen.standing.heard
            if heard.episode == episode and milestone.id in heard.milestones and heard.event.status == "done"
        ]
    if milestone.fresh:
        found = [event for event in found if fresh_from is not None and _since(event, fresh_from.start)]
    return found[0] if found else None


def _since(event: Event, start: When) -> bool:
    if event.at is not None and start.at is not None:
        return passed(start.at, event.at) >= NO_TIME
    return event.day >= start.day


def closed(standing: Standing, episode: int) -> When | None:
    """Return when the episode ended, however it did."""
    return next((When(each.day, each.at) for each in standing.closings if each.episode == episode), None)


def taken_away(seen: View, events: tuple[str, ...], state: str | None, episode: int) -> When | None:
    """Return when an exit, a re-entry or a lawful branch took away what these events would meet."""
    for branch in seen.standing.branches:
        if branch.episode == episode and _cut_off(seen.pathway, branch, events, state):
            return When(branch.day, None)
    return _shut(seen.standing, episode)


def receiver_gone(seen: View, role: str, episode: int) -> When | None:
    """Return when an exit, a re-entry or a lawful branch took away every state of a receiving role."""
    ahead = seen.pathway.routes.roles_ahead
    for branch in seen.standing.branches:
        lay_ahead = branch.left is None or role in ahead[branch.left]
        if branch.episode == episode and lay_ahead and role not in ahead[branch.entered]:
            return When(branch.day, None)
    return _shut(seen.standing, episode)


def _shut(standing: Standing, episode: int) -> When | None:
    """Return when the episode was closed by something other than its end state."""
    for closing in standing.closings:
        if closing.episode == episode and closing.by != "end":
            return When(closing.day, closing.at)
    return None


def _cut_off(pathway: Pathway, branch: Branch, events: tuple[str, ...], state: str | None) -> bool:
    """Return whether the events lay ahead of the branch and no longer do; what is owed stays owed."""
    if any(event in branch.owed for event in events):
        return False
    ahead, routes = pathway.states[branch.entered], pathway.routes
    if state is not None:
        before = branch.left is None or state in routes.reachable[branch.left]
        return before and state not in routes.reachable[branch.entered]
    if ahead.end is not None and not any(event in routes.takers for event in events):
        return branch.left is not None  # beside the graph, so nothing but the end can take it away
    before = any(
        event in routes.takers if branch.left is None else event in routes.events_ahead[branch.left] for event in events
    )
    return before and not any(event in routes.events_ahead[branch.entered] for event in events)


def target_of(seen: View, rule: ClockRule, instance: Instance, episode: int) -> Judged:
    """Return the verdict on a clock's own target, for one of its instances."""
    if instance.ended == "void":
        return Judged("void")
    if rule.target is None or instance.start is None:
        ended = instance.ended in ("close", "exclude")
        return Judged("not-needed" if ended and rule.target else "not-started")
    start = When(instance.start, instance.start_at)
    anchor = Anchor(start, instance.gaps, rule.nonworking, rule.if_unclear, instance.start_root)
    return judge(anchor, rule.target, clock_fate(seen.standing, instance, episode), seen.now)


def clock_fate(standing: Standing, instance: Instance, episode: int) -> Fate:
    """Return what became of one instance of a clock."""
    done = When(instance.stop, instance.stop_at) if instance.stop else None
    taken = When(instance.over) if instance.over and instance.ended in ("close", "exclude") else None
    return Fate(done, None, taken, closed(standing, episode))


def final(seen: View, judged: Judged, clock: str | None, episode: int) -> bool:
    """Return whether no later event can change the verdict; while its clock runs, one too late may still be reset."""
    if judged.verdict in ("not-started", "pending", "not-possible", "unknown"):
        return False
    if judged.verdict not in ("overdue", "late") or clock is None or seen.standing.closed is not None:
        return True
    found = seen.clocks.get((clock, episode))
    if found is None or not found.current.running:
        return True
    rule, world = seen.pathway.clocks[clock], World(seen.standing.attributes, seen.standing.done)
    moving = [trigger for trigger in rule.starts if trigger.instead_of]
    moving += [*rule.resets, *rule.restarts, *rule.nullifies]
    return not any(still_possible(trigger.guard, world) for trigger in moving)
