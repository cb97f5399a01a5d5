"""All that is due in a case: milestones, clocks, transfers, tasks, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from carepath.deadlines import Now
from carepath.due import due_for, provider_for, role_for, tasks_due, urgency
from carepath.findings import Due, Moment, TransferReading, Verdict
from carepath.model import Pathway, Transfer
from carepath.reading import Event
from carepath.responsibility import Holder, holder_on
from carepath.standing import Standing


def dues(
    pathway: Pathway,
    standing: Standing,
    said: Iterable[Verdict],
    transfers: Iterable[TransferReading],
    held: tuple[Holder, ...],
    events: Iterable[Event],
    now: Now,
) -> tuple[Due, ...]:
    """Return the due actions of an open case; a closed one has none."""
    if standing.closed is not None or standing.state is None:
        return ()
    holder = holder_on(held, now.day)
    found: list[Due] = []
    for verdict in (each for each in said if each.episode == standing.episode):
        event = _event_of(pathway, verdict)
        role = _role_of(pathway, verdict, event, standing.state)
        due = due_for(pathway, verdict, event, role, holder, now.day)
        if due is not None:
            found.append(due)
    moving = (reading for reading in transfers if reading.episode == standing.episode)
    found += [due for reading in moving for due in _of_transfer(pathway, reading, held, now)]
    found += tasks_due(pathway, standing, {due.what for due in found}, holder, now.day)
    plans = _plans(events)
    return tuple(sorted((replace(due, planned=plans.get(due.what)) for due in found), key=urgency))


def _event_of(pathway: Pathway, verdict: Verdict) -> str:
    """Return the event that would meet a milestone or stop a clock; a state's own id where it is entry."""
    if verdict.id in pathway.milestones:
        milestone = pathway.milestones[verdict.id]
        return milestone.events[0] if milestone.events else str(milestone.state)
    return pathway.clocks[verdict.id].stops[0].event


def _role_of(pathway: Pathway, verdict: Verdict, event: str, here: str | None) -> str | None:
    milestone = pathway.milestones.get(verdict.id)
    if milestone is not None and len(milestone.roles) == 1:
        return milestone.roles[0]
    if milestone is not None and milestone.state is not None:
        roles = pathway.states[milestone.state].roles
        return roles[0] if roles else None
    return role_for(pathway, event, here)


def _of_transfer(pathway: Pathway, reading: TransferReading, held: tuple[Holder, ...], now: Now) -> Iterable[Due]:
    """Yield the next move of a transfer that is not handed over: sending, receiving, or completing it."""
    if reading.verdict not in ("pending", "overdue"):
        return
    transfer = pathway.transfers[reading.id]
    sending = reading.sent is None or reading.received is not None
    what = "transfer.sent" if reading.sent is None else "transfer.received"
    role = transfer.sender if sending else transfer.receiver
    yield Due(
        what=what,
        title=_what_lacks(transfer, reading),
        milestone=reading.id,
        episode=reading.episode,
        earliest=None,
        target=str(transfer.due) if transfer.due else None,
        last_good_day=reading.last_good_day,
        days_left=reading.days_left,
        role=role,
        provider=provider_for(pathway, role, holder_on(held, now.day), now.day) if sending else reading.receiver,
        protects=transfer.due.clock if transfer.due else None,
        level=transfer.level,
    )


def _what_lacks(transfer: Transfer, reading: TransferReading) -> str:
    """Return the title of a transfer, with what it still lacks where it has been received without."""
    if reading.received is None or not reading.missing:
        return transfer.title
    titles = {item.id: item.title for item in transfer.items}
    return f"Missing {', '.join(titles[name] for name in reading.missing)}: {transfer.title}"


def _plans(events: Iterable[Event]) -> dict[str, Moment]:
    """Return the earliest standing plan for each event type; a cancellation takes back the plan of its day."""
    planned: dict[str, list[Moment]] = {}
    cancelled = set()
    for event in events:
        if event.status == "cancelled":
            cancelled.add((event.type, event.day))
    for event in events:
        if event.status == "planned" and (event.type, event.day) not in cancelled:
            planned.setdefault(event.type, []).append(event.at or event.day)
    return {name: days[0] for name, days in planned.items()}
