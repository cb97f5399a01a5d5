"""Checks that a path meets each transfer, and that somebody can fill each item of its dataset."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.authoring.checks.graph import entered
from carepath.authoring.checks.happen import can_happen
from carepath.authoring.checks.naming import event_named, named
from carepath.authoring.words import listed
from carepath.model import DatasetItem, Pathway
from carepath.problems import Problem
from carepath.routes import triggers


def transfers_never_met(pathway: Pathway) -> Iterator[Problem]:
    """Report a transfer for which no state of the sending role leads to a state of the receiving one."""
    states = [pathway.states[state] for state in sorted(entered(pathway))]
    for transfer in pathway.transfers.values():
        if not any(
            transfer.sender in state.roles and transfer.receiver in pathway.routes.roles_ahead[state.id]
            for state in states
        ):
            yield Problem(
                transfer.source,
                "transfer-never-met",
                f"No path meets the transfer {named(transfer)}: no state with the role {transfer.sender} leads to a "
                f"state with the role {transfer.receiver}.",
                "Give these roles to the states where the work is done, with `role:`, or take the transfer out.",
            )


def items_never_filled(pathway: Pathway) -> Iterator[Problem]:
    """Report a dataset item that waits for an event no path takes and no clock hears, and has no attribute."""
    heard = {trigger.event for clock in pathway.clocks.values() for trigger in triggers(clock)}
    happening = can_happen(pathway) | heard
    seen: set[DatasetItem] = set()
    for transfer in pathway.transfers.values():
        for item in transfer.items:
            declared = item.attribute is not None and item.attribute in pathway.attributes
            if item in seen or declared or not happening.isdisjoint(item.after):
                continue
            seen.add(item)
            waits = (
                f"no state that a case can be in takes {listed(event_named(pathway, event) for event in item.after)}"
                if item.after
                else f"no event carries {item.attribute}"
            )
            yield Problem(
                item.source,
                "item-never-filled",
                f"Nobody fills the item {named(item)} of the transfer {named(transfer)}: {waits}.",
                "Let a state take that event, name an attribute that an event carries, or take the item out.",
            )
