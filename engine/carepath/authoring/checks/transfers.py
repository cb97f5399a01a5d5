"""Checks that a path meets each transfer, and that somebody can fill each item of its dataset."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

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


def transfer_roles_swapped(pathway: Pathway) -> Iterator[Problem]:
    """Report a transfer that is counted on while its receiver has the case, which the sender only gets later.

    That is a way back, which nobody would give a day from the beginning: unless there is also a transfer that way.
    """
    forward = {(transfer.sender, transfer.receiver) for transfer in pathway.transfers.values()}
    firsts = {start.to for start in pathway.starts} & pathway.states.keys()
    for transfer in pathway.transfers.values():
        if transfer.due is None or transfer.due.clock is None or (transfer.receiver, transfer.sender) in forward:
            continue
        holding = _first_holders(pathway, firsts, {transfer.sender, transfer.receiver})
        if holding == {transfer.receiver} and transfer.sender in _roles_after(pathway, firsts):
            yield Problem(
                transfer.source,
                "transfer-roles-swapped",
                f"The transfer {named(transfer)} goes from {transfer.sender} to {transfer.receiver} by "
                f"{transfer.due}, but on every path {transfer.receiver} has the case first and {transfer.sender} gets "
                f"it later.",
                f"Write `from: {transfer.receiver}, to: {transfer.sender}`, or count its day from the event after "
                f"which the case goes back.",
            )


def _first_holders(pathway: Pathway, states: Iterable[str], roles: Container[str]) -> set[str]:
    """Return which of the roles a case meets first, over all paths from some states."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(states)
    while waiting:
        state = waiting.pop()
        if state in seen or state not in pathway.states:
            continue
        seen.add(state)
        here = {role for role in pathway.states[state].roles if role in roles}
        found |= here
        if not here:
            waiting += [move.to for move in pathway.states[state].transitions]
    return found


def _roles_after(pathway: Pathway, states: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(pathway.routes.roles_ahead[state] for state in states))


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
