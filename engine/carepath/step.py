"""One step: a frozen standing and an event in, the next standing and a record of what happened out.

No event is refused: it is placed, and what does not fit is noted (docs/reference/semantics.md,
sections 3 and 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from carepath.conditions import World, truth, unknown_attributes
from carepath.findings import Placement, Step
from carepath.listening import milestones, signals, waiting_for
from carepath.milestones import clocks_of, milestones_of
from carepath.model import UNCITED, Citation, Pathway, Reentry, Source, StartRule, Transition, Value
from carepath.moves import begin, close, enter, entered_by_itself, leave, owed, reopen
from carepath.placement import Jump, jump, stay
from carepath.reading import Event
from carepath.standing import Heard, Note, Standing

TRANSFER_EVENTS = ("transfer.sent", "transfer.received", "transfer.returned", "transfer.accepted")


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause that placed an event: its line, citation and answer."""

    source: Source | None = None
    citation: Citation = UNCITED
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an event was put, and the standing that follows. `heard`: whether it counts."""

    standing: Standing
    placement: Placement
    remarks: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    clause: Clause = Clause()
    roles: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    start: StartRule | None = None
    counts: bool = True


def step(pathway: Pathway, standing: Standing, event: Event) -> tuple[Standing, Step, tuple[Note, ...]]:
    """Return the next standing, the record of the step, and what there is to say about it."""
    world = World({**standing.attributes, **event.values}, standing.done)
    placed = _placed(pathway, standing, event, world)
    notes = [*placed.notes, *_remarked(placed, event, standing)]
    after = placed.standing
    heard: Heard | None = None
    if placed.counts:
        waits = waiting_for(pathway, event, world)
        if waits and "guard-unknown" not in placed.remarks:
            notes.append(Note("guard-unknown", event.type, event, after.episode, waits))
        after, heard = _listen(pathway, after, event, world, placed.start)
        after, moved = entered_by_itself(pathway, after, event)
        notes += moved
    notes += _of_the_provider(pathway, placed, event, after)
    notes += [Note("bad-value", name, event, after.episode, (event.type,)) for name in event.bad]
    visits = after.visits[len(standing.visits) :]
    record = Step(
        entry=event.entry,
        root=event.root,
        event=event.type,
        day=event.day,
        at=event.at,
        provider=event.provider,
        placement=placed.placement,
        before=standing.state,
        after=after.state,
        remarks=tuple(dict.fromkeys(note.code for note in notes if note.event is event)),
        via=tuple(visit.state for visit in visits[:-1]),
        skipped=placed.skipped,
        clocks=tuple(sorted({signal.clock for signal in heard.signals})) if heard else (),
        answer=placed.clause.answer,
        episode=after.episode,
        source=placed.clause.source,
        citation=placed.clause.citation,
    )
    return after, record, tuple(notes)


def _remarked(placed: Placed, event: Event, standing: Standing) -> tuple[Note, ...]:
    """Turn plain remarks into notes; those with details were noted where they arose."""
    noted = {note.code for note in placed.notes}
    return tuple(Note(code, event.type, event, standing.episode) for code in placed.remarks if code not in noted)


def _placed(pathway: Pathway, standing: Standing, event: Event, world: World) -> Placed:
    """Find the place of an event."""
    if event.forecast:
        return Placed(standing, "planned", counts=False)
    if event.void is not None:
        return Placed(standing, "stayed", (event.void,), counts=False)
    refused = pathway.events[event.type].not_allowed
    if refused is not None and truth(refused, world):
        return Placed(standing, "stayed", ("upgrade-not-allowed",), counts=False)
    if standing.state is None:
        return _start(pathway, standing, event, world)
    waits = _waiting_to_return(pathway, standing, event, world)
    again = _reentry(pathway, standing, event, world)
    if again is not None:
        return again
    placed = _in_this_episode(pathway, standing, event, world)
    if not waits or "guard-unknown" in placed.remarks:
        return placed
    return replace(placed, notes=(*placed.notes, _unclear(event, standing, waits)))


def _unclear(event: Event, standing: Standing, waits: tuple[str, ...]) -> Note:
    return Note("guard-unknown", event.type, event, standing.episode, waits)


def _in_this_episode(pathway: Pathway, standing: Standing, event: Event, world: World) -> Placed:
    """Find the place of an event that opens no further episode."""
    if standing.closed is not None:
        return Placed(standing, "after-end", ("after-end",))
    if event.status != "done" or event.type in TRANSFER_EVENTS:
        return Placed(standing, "applied")
    return _exit(pathway, standing, event, world) or _in_the_graph(pathway, standing, event, world)


def _start(pathway: Pathway, standing: Standing, event: Event, world: World) -> Placed:
    """Try the start rules in their order; the first true one wins."""
    waits: list[str] = []
    for rule in pathway.starts if event.status == "done" else ():
        if rule.event != event.type:
            continue
        holds = truth(rule.guard, world)
        if holds:
            begun = begin(pathway, standing, rule.to, event)
            return Placed(begun, "applied", clause=Clause(rule.source, rule.citation), start=rule)
        if holds is None:
            waits += unknown_attributes(rule.guard, world)
    if not waits:
        return Placed(standing, "before-start", ("before-start",))
    note = _unclear(event, standing, tuple(sorted(set(waits))))
    return Placed(standing, "before-start", ("before-start", "guard-unknown"), (note,))


def _reentry(pathway: Pathway, standing: Standing, event: Event, world: World) -> Placed | None:
    """Open the next episode, unless the current state itself has a use for the event."""
    for again in _ways_back(pathway, standing, event):
        if truth(again.guard, world):
            opened = reopen(pathway, standing, again, event)
            return Placed(opened, "applied", clause=Clause(again.source, again.citation))
    return None


def _ways_back(pathway: Pathway, standing: Standing, event: Event) -> tuple[Reentry, ...]:
    """Return the re-entries that an event may open: none where the current state itself moves on it."""
    here = pathway.states[standing.state] if standing.state is not None and standing.closed is None else None
    if event.status != "done" or (here is not None and any(move.event == event.type for move in here.transitions)):
        return ()
    return tuple(again for again in pathway.reentries if again.event == event.type)


def _waiting_to_return(pathway: Pathway, standing: Standing, event: Event, world: World) -> tuple[str, ...]:
    """Return the attributes without value that keep the event from opening the next episode."""
    guards = [again.guard for again in _ways_back(pathway, standing, event)]
    return tuple(
        sorted({name for guard in guards if truth(guard, world) is None for name in unknown_attributes(guard, world)})
    )


def _exit(pathway: Pathway, standing: Standing, event: Event, world: World) -> Placed | None:
    """Take the way out whose condition is true; where it only may be, the case stays."""
    unclear: Placed | None = None
    for way_out in pathway.exits:
        if way_out.event != event.type:
            continue
        holds = truth(way_out.guard, world)
        clause = Clause(way_out.source, way_out.citation)
        if holds:
            return Placed(close(standing, way_out.id, "exit", event), "applied", clause=clause)
        if holds is None and unclear is None:
            note = _unclear(event, standing, unknown_attributes(way_out.guard, world))
            unclear = Placed(standing, "stayed", ("guard-unknown",), (note,), clause)
    return unclear


def _in_the_graph(pathway: Pathway, standing: Standing, event: Event, world: World) -> Placed:
    """Take the event where the case is, or jump ahead, or let it stay."""
    taken = _taken(pathway, standing, event, world)
    if taken is not None:
        return taken
    if not pathway.routes.takers.get(event.type) and not any(rule.event == event.type for rule in pathway.starts):
        return Placed(standing, "applied")  # beside the graph: only clocks, milestones and datasets hear it
    if pathway.events[event.type].repeat and event.type in standing.done:
        return Placed(standing, "applied")
    ahead = jump(pathway, standing, event.type, world)
    if ahead is None:
        reason = stay(pathway, standing, event.type)
        return Placed(standing, "stayed", (reason,), counts=reason != "repeated")
    if pathway.on_gap == "stay" and ahead.owed:
        return Placed(standing, "stayed", ("out-of-order",))
    return _jumped(pathway, standing, event, world, ahead)


def _taken(pathway: Pathway, standing: Standing, event: Event, world: World) -> Placed | None:
    """Let the current state take the event, as a transition or as a task."""
    assert standing.state is not None, "the graph is walked after the start"
    here = pathway.states[standing.state]
    moves = [move for move in here.transitions if move.event == event.type]
    if moves:
        return _moved(pathway, standing, event, world, moves)
    for task in here.tasks:
        if task.event == event.type:
            clause = Clause(task.source, task.citation)
            return Placed(standing, "applied", clause=clause, roles=task.roles or here.roles)
    return None


def _moved(pathway: Pathway, standing: Standing, event: Event, world: World, moves: list[Transition]) -> Placed:
    """Take the one transition whose guard is true; say so where none or several are."""
    assert standing.state is not None, "the graph is walked after the start"
    here = pathway.states[standing.state]
    chosen = [move for move in moves if truth(move.guard, world)]
    if len(chosen) == 1:
        move = chosen[0]
        tasks = owed(pathway, standing)
        gone = leave(pathway, standing, event, move, tasks)
        notes = tuple(Note("skipped", task, event, standing.episode, (standing.state,)) for task in tasks)
        return Placed(
            gone,
            "applied",
            notes=notes,
            clause=Clause(move.source, move.citation, move.answer),
            roles=move.roles or here.roles,
            skipped=tasks,
        )
    clause = Clause(moves[0].source, moves[0].citation)
    roles = moves[0].roles or here.roles
    if chosen:
        return Placed(standing, "stayed", ("nondeterministic",), clause=clause, roles=roles)
    waits = sorted({name for move in moves if truth(move.guard, world) is None
                    for name in unknown_attributes(move.guard, world)})  # fmt: skip
    if not waits:
        return Placed(standing, "applied", clause=clause, roles=roles)
    note = _unclear(event, standing, tuple(waits))
    return Placed(standing, "stayed", ("guard-unknown",), (note,), clause, roles)


def _jumped(pathway: Pathway, standing: Standing, event: Event, world: World, ahead: Jump) -> Placed:
    """Put the case where the event fits, say what was passed over, and apply the event there."""
    there = enter(pathway, standing, ahead.to, event)
    taken = _taken(pathway, there, event, world)
    assert taken is not None, "a jump ends in a state that takes the event"
    code = "skipped-required" if ahead.owed else "skipped"
    passed = (*ahead.owed, *ahead.optional)
    notes = [Note(code, event.type, event, standing.episode, (*passed,))]
    if ahead.rivals:
        notes.append(Note("ambiguous-jump", event.type, event, standing.episode, (ahead.to, *ahead.rivals)))
    return replace(
        taken,
        placement="jumped",
        remarks=(code, *(["ambiguous-jump"] if ahead.rivals else []), *taken.remarks),
        notes=(*notes, *taken.notes),
        skipped=(*passed, *taken.skipped),
    )


def _listen(
    pathway: Pathway, standing: Standing, event: Event, world: World, start: StartRule | None
) -> tuple[Standing, Heard]:
    """Add the event to what was heard, done and known."""
    clocks = clocks_of(pathway, standing, standing.episode)
    names = milestones_of(pathway, standing, standing.episode)
    done = event.status == "done"
    heard = Heard(
        event,
        standing.episode,
        signals(pathway, event, world, clocks, start) if done else (),
        milestones(pathway, event, world, names),
    )
    values: Mapping[str, Value] = {**standing.attributes, **event.values} if event.values else standing.attributes
    return replace(
        standing,
        attributes=values,
        done=standing.done | {event.type} if done else standing.done,
        settled=standing.settled if done else standing.settled | {event.type},
        heard=(*standing.heard, heard),
    ), heard


def _of_the_provider(pathway: Pathway, placed: Placed, event: Event, standing: Standing) -> list[Note]:
    """Say where a provider plays none of the roles that do this work, or is not known on that day."""
    notes: list[Note] = []
    if event.provider is None or event.forecast:
        return notes
    roles = [pathway.roles[name] for name in placed.roles if name in pathway.roles]
    judged = bool(roles) and all(role.anyone or role.listings for role in roles)
    if judged and placed.counts and not any(role.played_by(event.provider, event.day) for role in roles):
        notes.append(Note("wrong-provider", event.type, event, standing.episode, tuple(role.id for role in roles)))
    return notes
