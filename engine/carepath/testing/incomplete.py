"""A transfer sent and received without what must go with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hypothesis.strategies import DrawFn

from carepath.cases.expected import Named
from carepath.record import Entry
from carepath.testing.before import Before, Made, anywhere, strangers
from carepath.testing.changes import (
    Change,
    day_of,
)
from carepath.testing.effects import Effect

ABSENT = ("no", "unknown")  # words that are not a value of a dataset item


def at_the_end(before: Before) -> Iterator[int]:
    """Yield the places, in their chain, of transfers that can be received now with something missing."""
    standing, pathway = before.assessment, before.pathway
    if standing.closed is not None or standing.state is None or standing.episode > 1:
        return
    if {"transfer.sent", "transfer.received"} & before.loud or any(
        name.startswith("transfer.") for one in pathway.milestones.values() for name in one.events
    ):
        return
    readings = {each.id: each for each in standing.transfers}
    lying = [one for one in readings.values() if (one.sent or one.received) and not one.accepted]
    for place, name in enumerate(pathway.routes.transfer_order):
        reading, receiver = readings[name], pathway.roles[pathway.transfers[name].receiver]
        untouched = not (reading.sent or reading.received or reading.accepted)
        if untouched and not lying and receiver.providers(_next_day(before)) and _lacking(before, name):
            yield place


def _next_day(before: Before) -> date:
    return max(day_of(entry) for entry in before.history) + timedelta(days=1)


def _lacking(before: Before, transfer: str) -> bool:
    """Return whether something required for a transfer was never told."""
    done = {name for place in anywhere(before) for name in _heard(before, place)}
    told = {name for entry in before.history for name, value in entry.data.items() if value not in (*ABSENT, False, "")}
    items = [item for item in before.pathway.transfers[transfer].items if not item.optional]
    return any(not set(item.after) & done and item.attribute not in told for item in items)


def _heard(before: Before, place: int) -> frozenset[str]:
    return frozenset({before.type_at(place)})


def incomplete(before: Before, place: int, draw: DrawFn) -> Made:
    pathway, day = before.pathway, _next_day(before)
    name = pathway.routes.transfer_order[place]
    transfer = pathway.transfers[name]
    receiver = pathway.roles[transfer.receiver].providers(day)[0]
    sender = (*pathway.roles[transfer.sender].providers(day), None)[0]
    at = datetime.combine(day, datetime.min.time().replace(hour=9))
    case = before.history[0].case
    sent = Entry(
        case=case, id="sent", event="transfer.sent", occurred=at, provider=sender,
        data={"to": receiver, "transfer": name},
    )  # fmt: skip
    received = Entry(
        case=case, id="received", event="transfer.received", occurred=at + timedelta(hours=1), provider=receiver,
        data={"transfer": name},
    )  # fmt: skip
    steps = before.assessment.steps
    organisations = strangers(before, [(steps[0], one, day) for one in (sender, receiver)]) if steps else frozenset()
    unknown = frozenset(one for one in organisations if one.code == "unknown-organisation")
    appear = frozenset({Named("transfer-incomplete", name)}) | unknown
    effect = Effect(before.as_of, appear, left_open=frozenset(pathway.transfers))
    return [*before.history, sent, received], Change("incomplete transfer", before.history[-1].id), effect
