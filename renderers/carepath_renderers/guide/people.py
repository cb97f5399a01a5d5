"""Who does what: each role, who plays it, the steps it holds, and who may record which work."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.model import Listing as Provider
from carepath.model import Pathway, Role

from carepath_renderers.guide.blocks import Section, Table, Text
from carepath_renderers.guide.phrases import NONE, day, listed, roles
from carepath_renderers.views.words import mark


def people(pathway: Pathway) -> Section:
    """Return the roles with their providers and steps, and for each kind of work the roles that may record it."""
    if not pathway.roles:
        return Section("people", "Who may do what", (Text("No roles are defined."),))
    rows = tuple(
        (role.title, _players(role, pathway), _holds(role, pathway) or NONE) for role in pathway.roles.values()
    )
    lead = Text("Work recorded by a provider that does not play a role named for it is pointed out, and still counts.")
    return Section(
        "people",
        "Who may do what",
        (
            Table("Roles", ("Role", "Played by", "Holds the steps"), rows, (3, 4, 6)),
            lead,
            Table("Work", ("Work", "Who may record it"), tuple(_work(pathway)), (4, 6)),
        ),
    )


def _players(role: Role, pathway: Pathway) -> str:
    if role.anyone:
        return "any provider"
    if not role.listings:
        return f"not listed; kind: {role.kind.replace('_', ' ')}"
    return mark(listed(_player(each, pathway) for each in role.listings), role.citation)


def _player(provider: Provider, pathway: Pathway) -> str:
    known = pathway.organisations.get(provider.provider)
    name = f"{known.name} ({provider.provider})" if known else provider.provider
    first = f"from {day(provider.opened)}" if provider.opened else ""
    last = f"until {day(provider.closed)}" if provider.closed else ""
    span = " ".join(filter(None, (first, last)))
    return f"{name} {span}" if span else name


def _holds(role: Role, pathway: Pathway) -> str:
    return "; ".join(state.title for state in pathway.states.values() if role.id in state.roles)


def _work(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """Yield each event that a step takes, with the roles that may record it in one step or another."""
    may: dict[str, dict[str, None]] = {}
    for state in pathway.states.values():
        for task in state.tasks:
            may.setdefault(task.event, {}).update(dict.fromkeys(task.roles))
        for move in state.transitions:
            if move.event is not None:
                may.setdefault(move.event, {}).update(dict.fromkeys(move.roles))
    for event in pathway.events.values():
        if event.id in may:
            yield event.title, roles((role for role in pathway.roles if role in may[event.id]), pathway) or NONE
