"""A definition as tables of integers: what an engine over columns runs on. Nothing here changes meaning.

Each table is a tuple of rows; `FIELDS` names their columns. -1 stands for none. Ranges are [first, end).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carepath.calendar import Span, Unit
from carepath.model import ClockRule, Deadline, Effect, Milestone, Pathway, Role, Transfer, Trigger
from carepath.plan.names import Names, names, numbers
from carepath.plan.programs import Programs, Row, Writing

UNITS = tuple(Unit)
EFFECTS: tuple[Effect, ...] = ("continue", "stop", "close", "exclude")
KINDS = (
    "start", "rebase", "stop", "reset", "restart", "nullify", "pause", "resume", "finish", "close", "exclude",
    "not-applicable",
)  # fmt: skip
TRANSFER_EVENTS = ("transfer.sent", "transfer.received", "transfer.accepted", "transfer.returned")
UNCLEAR = ("unknown", "met", "late")
SWITCHES = ("sent", "handover", "accepted")
NEVER, FOREVER = 0, 9_999_999  # ordinals before and after all days

FIELDS: Mapping[str, tuple[str, ...]] = {
    "states": ("end", "optional", "move", "move_end", "task", "task_end"),
    "moves": ("event", "to", "guard", "guarded", "roles"),
    "tasks": ("event", "required", "roles"),
    "role_sets": ("first", "end", "judged"),
    "roles": ("anyone", "first", "end"),
    "listings": ("provider", "opened", "closed"),
    "events": (
        "repeat", "life", "refused", "transfer", "beside", "starts", "inert", "taker", "taker_end", "trigger",
        "trigger_end", "meets", "meets_end",
    ),
    "triggers": ("clock", "group", "kind", "guard", "dated_by", "reason", "rule", "cap"),
    "meets": ("milestone", "guard"),
    "starts": ("event", "guard", "to", "dated_by"),
    "exits": ("event", "guard", "kind"),
    "reentries": ("event", "guard", "to", "kind"),
    "clocks": ("amount", "unit", "previous", "unclear", "moving", "moving_end"),
    "milestones": ("state", "due", "not_before", "fresh", "previous", "unclear", "taken"),
    "deadlines": ("amount", "unit", "clock"),
    "transfers": ("sender", "receiver", "due", "acknowledge", "acknowledge_unit", "switch", "item", "item_end"),
    "items": ("attribute", "first", "end"),
    "said": ("clock", "number"),
    "organisations": ("provider", "opened", "closed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """The tables of one definition. `rows` are those of FIELDS, `sets` plain lists and matrices of 0 and 1."""

    pathway: Pathway
    names: Names
    programs: Programs
    rows: Mapping[str, tuple[Row, ...]]
    sets: Mapping[str, tuple[Row, ...] | Row]
    day_zero: int
    on_gap_stays: bool
    exact: bool  # whether anything is counted in hours or minutes


@dataclass(slots=True)
class _Desk:
    """Tables while they are filled; thrown away afterwards."""

    pathway: Pathway
    names: Names
    writing: Writing
    events: Mapping[str, int]
    states: Mapping[str, int]
    attributes: Mapping[str, int]
    roles: Mapping[str, int]
    clocks: Mapping[str, int]
    reasons: Mapping[str, int]
    rows: dict[str, list[Row]]
    sets: dict[str, list[Row]]
    role_items: list[int]
    item_events: list[int]
    role_sets: dict[tuple[str, ...], int]


def plan(pathway: Pathway) -> Plan:
    """Return the tables of a definition."""
    known = names(pathway)
    events, attributes = numbers(known.events), numbers(known.attributes)
    desk = _Desk(
        pathway, known, Writing(events, attributes), events, numbers(known.states), attributes, numbers(known.roles),
        numbers(known.clocks), numbers(known.reasons), {name: [] for name in FIELDS}, {}, [], [], {},
    )  # fmt: skip
    _roles(desk)
    _states(desk)
    moving = _events(desk)
    _ways(desk)
    _clocks(desk, moving)
    _milestones(desk)
    _transfers(desk)
    _reach(desk)
    spans = [rule.target for rule in pathway.clocks.values()]
    spans += [due.span for each in pathway.milestones.values() for due in (each.due, each.not_before) if due]
    spans += [each.due.span for each in pathway.transfers.values() if each.due]
    return Plan(
        pathway,
        known,
        desk.writing.done(),
        {name: tuple(rows) for name, rows in desk.rows.items()},
        {
            **{name: tuple(rows) for name, rows in desk.sets.items()},
            "role_items": tuple(desk.role_items),
            "item_events": tuple(desk.item_events),
        },
        desk.clocks[pathway.day_zero] if pathway.day_zero is not None else -1,
        pathway.on_gap == "stay",
        any(span is not None and span.exact for span in spans),
    )


def _roles(desk: _Desk) -> None:
    providers = numbers(desk.names.providers)
    for name in desk.names.roles:
        role = desk.pathway.roles[name]
        first = len(desk.rows["listings"])
        for each in role.listings:
            desk.rows["listings"].append((providers[each.provider], *_open(each.opened, each.closed)))
        desk.rows["roles"].append((int(role.anyone), first, len(desk.rows["listings"])))
    for name in desk.names.providers:
        known = desk.pathway.organisations.get(name)
        if known is not None:
            desk.rows["organisations"].append((providers[name], *_open(known.opened, known.closed)))


def _open(opened: date | None, closed: date | None) -> tuple[int, int]:
    return (NEVER if opened is None else opened.toordinal(), FOREVER if closed is None else closed.toordinal())


def _role_set(desk: _Desk, ids: tuple[str, ...]) -> int:
    """Return the number of a set of roles; providers are judged where every role says who plays it."""
    if ids not in desk.role_sets:
        known: list[Role] = [desk.pathway.roles[name] for name in ids if name in desk.pathway.roles]
        first = len(desk.role_items)
        desk.role_items += [desk.roles[role.id] for role in known]
        judged = bool(known) and all(role.anyone or role.listings for role in known)
        desk.role_sets[ids] = len(desk.rows["role_sets"])
        desk.rows["role_sets"].append((first, len(desk.role_items), int(judged)))
    return desk.role_sets[ids]


def _states(desk: _Desk) -> None:
    kinds = numbers(desk.names.kinds)
    for name in desk.names.states:
        state = desk.pathway.states[name]
        move, task = len(desk.rows["moves"]), len(desk.rows["tasks"])
        for one in state.transitions:
            event = -1 if one.event is None else desk.events[one.event]
            guard, roles = desk.writing.truth(one.guard), _role_set(desk, one.roles or state.roles)
            desk.rows["moves"].append((event, desk.states[one.to], guard, int(one.guarded), roles))
        for each in state.tasks:
            roles = _role_set(desk, each.roles or state.roles)
            desk.rows["tasks"].append((desk.events[each.event], int(each.required), roles))
        end = -1 if state.end is None else kinds[state.end]
        ends = (move, len(desk.rows["moves"]), task, len(desk.rows["tasks"]))
        desk.rows["states"].append((end, int(state.optional), *ends))
    states = [desk.pathway.states[name] for name in desk.names.states]
    desk.sets["state_effects"] = [_effects(desk, dict(state.clocks), "continue") for state in states]


def _effects(desk: _Desk, effects: Mapping[str, Effect], otherwise: Effect) -> Row:
    return tuple(EFFECTS.index(effects.get(clock, otherwise)) for clock in desk.names.clocks)


def _events(desk: _Desk) -> dict[str, list[int]]:
    """Fill what each event does; return for each clock the programs of what may still move it."""
    heard: dict[str, list[Row]] = {name: [] for name in desk.names.events}
    moving: dict[str, list[int]] = {}
    for clock in desk.names.clocks:
        rule = desk.pathway.clocks[clock]
        for event, row in _triggers(desk, rule):
            heard[event].append(row)
        begins = [each for each in rule.starts if each.instead_of]
        revised = (*begins, *rule.resets, *rule.restarts, *rule.nullifies)
        moving[clock] = [desk.writing.possible(each.guard) for each in revised]
    met: dict[str, list[Row]] = {name: [] for name in desk.names.events}
    for number, name in enumerate(desk.names.milestones):
        milestone = desk.pathway.milestones[name]
        for event in dict.fromkeys(milestone.events):
            if event in met:
                met[event].append((number, desk.writing.truth(milestone.guard)))
    for name in desk.names.events:
        kind = desk.pathway.events[name]
        takers = [desk.states[state] for state in desk.pathway.routes.takers.get(name, ())]
        starts = any(rule.event == name for rule in desk.pathway.starts)
        taker, trigger, meets = (len(desk.sets.setdefault("takers", [])), len(desk.rows["triggers"]),
                                 len(desk.rows["meets"]))  # fmt: skip
        desk.sets["takers"] += [(state,) for state in sorted(takers)]
        desk.rows["triggers"] += heard[name]
        desk.rows["meets"] += met[name]
        desk.rows["events"].append((
            int(kind.repeat),
            {None: 0, "birth": 1, "death": 2}[kind.life],
            -1 if kind.not_allowed is None else desk.writing.truth(kind.not_allowed),
            _transfer_event(name),
            int(not takers and not starts),
            int(starts),
            int(name in desk.pathway.routes.inert),
            taker, len(desk.sets["takers"]), trigger, len(desk.rows["triggers"]), meets, len(desk.rows["meets"]),
        ))  # fmt: skip
    return moving


def _transfer_event(name: str) -> int:
    """Return 0 for what is no transfer event, 1 to 4 for the four, 5 for any other of their kind."""
    if name in TRANSFER_EVENTS:
        return TRANSFER_EVENTS.index(name) + 1
    return 5 if name.startswith("transfer.") else 0


def _triggers(desk: _Desk, rule: ClockRule) -> Iterable[tuple[str, Row]]:
    """Yield the triggers of a clock in the order in which they are tried; of a group the first true one counts."""
    clock, group = desk.clocks[rule.id], 0

    def row(trigger: Trigger, kind: str, reason: str | None = None, place: int = 0, cap: int | None = None) -> Row:
        dated = -1 if trigger.dated_by is None else desk.attributes[trigger.dated_by]
        named = -1 if reason is None else desk.reasons[reason]
        guard = desk.writing.truth(trigger.guard)
        return (clock, group, KINDS.index(kind), guard, dated, named, place, -1 if cap is None else cap)

    for each in rule.starts:
        yield each.event, row(each, "rebase" if each.instead_of else "start")
    for kind, triggers in (
        ("stop", rule.stops), ("reset", rule.resets), ("restart", rule.restarts), ("nullify", rule.nullifies),
    ):  # fmt: skip
        group += 1
        for each in triggers:
            yield each.event, row(each, kind, (each.reason or "reset") if kind == "reset" else None)
    for place, pause in enumerate(rule.pauses):
        group += 1
        for each in pause.until:
            yield each.event, row(each, "resume", pause.reason, place)
        group += 1
        yield pause.begin.event, row(pause.begin, "pause", pause.reason, place, pause.cap)


def _ways(desk: _Desk) -> None:
    kinds, pathway = numbers(desk.names.kinds), desk.pathway
    for start in pathway.starts:
        dated = -1 if start.dated_by is None else desk.attributes[start.dated_by]
        guard = desk.writing.truth(start.guard)
        desk.rows["starts"].append((desk.events[start.event], guard, desk.states[start.to], dated))
    for way in pathway.exits:
        desk.rows["exits"].append((desk.events[way.event], desk.writing.truth(way.guard), kinds[way.id]))
    for back in pathway.reentries:
        guard = desk.writing.truth(back.guard)
        desk.rows["reentries"].append((desk.events[back.event], guard, desk.states[back.to], kinds[back.id]))
    desk.sets["exit_effects"] = [_effects(desk, dict(way.clocks), "close") for way in pathway.exits]
    desk.sets["opened_clocks"] = [_flags(desk.names.clocks, back.clocks) for back in pathway.reentries]
    desk.sets["opened_milestones"] = [_flags(desk.names.milestones, back.milestones) for back in pathway.reentries]


def _flags(names: Sequence[str], chosen: Iterable[str]) -> Row:
    there = frozenset(chosen)
    return tuple(int(name in there) for name in names)


def _span(span: Span | None) -> tuple[int, int]:
    return (-1, -1) if span is None else (span.amount, UNITS.index(span.unit))


def _clocks(desk: _Desk, moving: Mapping[str, Sequence[int]]) -> None:
    desk.sets["moving"] = []
    for name in desk.names.clocks:
        rule = desk.pathway.clocks[name]
        first = len(desk.sets["moving"])
        desk.sets["moving"] += [(program,) for program in moving[name]]
        previous, unclear = int(rule.nonworking == "previous"), UNCLEAR.index(rule.if_unclear)
        desk.rows["clocks"].append((*_span(rule.target), previous, unclear, first, len(desk.sets["moving"])))


def _deadline(desk: _Desk, due: Deadline | None) -> int:
    if due is None:
        return -1
    clock = -1 if due.clock is None else desk.clocks[due.clock]
    anchors = () if due.clock is not None or due.after is None else (due.after, *due.also)
    desk.rows["deadlines"].append((*_span(due.span), clock))
    desk.sets["anchors"].append(_flags(desk.names.events, anchors))
    return len(desk.rows["deadlines"]) - 1


def _milestones(desk: _Desk) -> None:
    desk.sets["anchors"], desk.sets["met_by"] = [], []
    for name in desk.names.milestones:
        each: Milestone = desk.pathway.milestones[name]
        desk.rows["milestones"].append((
            -1 if each.state is None else desk.states[each.state],
            _deadline(desk, each.due),
            _deadline(desk, each.not_before),
            int(each.fresh),
            int(each.nonworking == "previous"),
            UNCLEAR.index(each.if_unclear),
            int(any(desk.pathway.routes.takers.get(event) for event in each.events)),
        ))  # fmt: skip
        desk.sets["met_by"].append(_flags(desk.names.events, each.events))
    said = [(name, 0, number) for number, name in enumerate(desk.names.milestones)]
    counted = enumerate(desk.names.clocks)
    said += [(name, 1, number) for number, name in counted if desk.pathway.clocks[name].target is not None]
    desk.rows["said"] += [row[1:] for row in sorted(said)]


def _transfers(desk: _Desk) -> None:
    for name in desk.names.transfers:
        each: Transfer = desk.pathway.transfers[name]
        first = len(desk.rows["items"])
        for item in sorted((item for item in each.items if not item.optional), key=lambda item: item.id):
            begin = len(desk.item_events)
            desk.item_events += [desk.events[event] for event in item.after if event in desk.events]
            attribute = -1 if item.attribute is None else desk.attributes[item.attribute]
            desk.rows["items"].append((attribute, begin, len(desk.item_events)))
        desk.rows["transfers"].append((
            desk.roles[each.sender],
            desk.roles[each.receiver],
            _deadline(desk, each.due),
            *_span(each.acknowledge),
            SWITCHES.index(each.responsibility),
            first,
            len(desk.rows["items"]),
        ))  # fmt: skip
    by_id = sorted(range(len(desk.names.transfers)), key=lambda number: desk.names.transfers[number])
    desk.sets["transfers_by_id"] = [(number,) for number in by_id]


def _reach(desk: _Desk) -> None:
    routes, names = desk.pathway.routes, desk.names
    desk.sets["reachable"] = [_flags(names.states, routes.reachable[state]) for state in names.states]
    met_by = {name: frozenset(desk.pathway.milestones[name].events) for name in names.milestones}
    desk.sets["milestones_ahead"] = [
        tuple(int(not met_by[name].isdisjoint(routes.events_ahead[state])) for name in names.milestones)
        for state in names.states
    ]
    desk.sets["roles_ahead"] = [_flags(names.roles, routes.roles_ahead[state]) for state in names.states]
