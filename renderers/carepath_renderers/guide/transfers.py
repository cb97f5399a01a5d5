"""Transfers of care: from whom to whom, by when, with which dataset, and whose wait it is from when on."""

from __future__ import annotations

from carepath.model import DatasetItem, Pathway, Transfer

from carepath_renderers.guide.blocks import Block, Section, Table, Text
from carepath_renderers.guide.phrases import LEVELS, NONE, by_when, checked, counted, event, listed, rests_on
from carepath_renderers.views.words import mark

# docs/reference/semantics.md, section 7.
PASSES = {
    "sent": "once it is sent",
    "handover": "once it is received and complete",
    "accepted": "once the receiver accepts it",
}


def transfers(pathway: Pathway) -> Section:
    """Return the transfers, then each dataset once."""
    if not pathway.transfers:
        return Section("transfers", "Transfers of care", (Text("No transfer between providers is defined."),))
    all_transfers = tuple(pathway.transfers.values())
    table = Table(
        "Transfers between providers",
        ("Transfer", "From", "To", "By", "Acknowledge", "The wait passes", "Kind", "Rests on"),
        tuple(_transfer(each, pathway) for each in all_transfers),
        (4, 4, 4, 0, 4, 4, 0, 4),
    )
    blocks: list[Block] = [table]
    sets: dict[tuple[str | None, tuple[DatasetItem, ...]], list[Transfer]] = {}
    for each in all_transfers:
        if each.items:
            sets.setdefault((each.dataset, each.items), []).append(each)
    for (_, items), users in sets.items():
        blocks += [Text(_asked(items)), _dataset(items, users, pathway)]
    return Section("transfers", "Transfers of care and their datasets", tuple(blocks))


def _transfer(transfer: Transfer, pathway: Pathway) -> tuple[str, ...]:
    day = by_when(transfer.due, pathway)
    return (
        transfer.title,
        pathway.roles[transfer.sender].title,
        pathway.roles[transfer.receiver].title,
        mark(day, transfer.citation) if day else "no day",
        f"within {transfer.acknowledge}" if transfer.acknowledge else NONE,
        PASSES[transfer.responsibility],
        LEVELS[transfer.level],
        f"{rests_on(transfer.citation)} ({checked(transfer.citation).lower()})" if day else rests_on(transfer.citation),
    )


def _asked(items: tuple[DatasetItem, ...]) -> str:
    required = sum(not item.optional for item in items)
    lacking = "a transfer that lacks one of them is not complete"
    if len(items) == 1:
        return (
            "The one item must be there; a transfer without it is not complete."
            if required
            else "It is sent where known."
        )
    if required == len(items):
        return f"All {required} items must be there; {lacking}."
    return f"{counted(required, 'item')} of {len(items)} must be there; {lacking}. The others are sent where known."


def _dataset(items: tuple[DatasetItem, ...], users: list[Transfer], pathway: Pathway) -> Table:
    ordered = sorted(items, key=lambda item: item.optional)
    rows = tuple((item.title, "If known" if item.optional else "Required", _there(item, pathway)) for item in ordered)
    caption = f"Dataset of: {listed(each.title for each in users)}"
    return Table(caption, ("Item", "Needed", "There once"), rows, (3, 0, 4))


def _there(item: DatasetItem, pathway: Pathway) -> str:
    events = listed((event(each, pathway) for each in item.after), "or")
    value = f"“{item.attribute.replace('_', ' ')}” is recorded" if item.attribute else ""
    return " or ".join(filter(None, (f"{events} is done" if events else "", value)))
