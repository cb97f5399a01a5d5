"""Warnings of what a definition names and never uses: roles without work, events that nothing hears."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.authoring.checks.naming import named
from carepath.model import Pathway
from carepath.problems import Problem
from carepath.routes import listening, unheard


def roles_without_work(pathway: Pathway) -> Iterator[Problem]:
    """Warn of a role of the definition itself that nothing names."""
    at_work = _at_work(pathway)
    for role in pathway.roles.values():
        if role.source.file == pathway.source.file and role.id not in at_work:
            yield Problem(
                role.source,
                "role-without-work",
                f"The role {named(role)} has no work: no state, task, step, transfer, milestone or rule names it.",
                "Name it where it does something, or take it out.",
                "warning",
            )


def events_without_use(pathway: Pathway) -> Iterator[Problem]:
    """Warn of an event of the definition itself that nothing takes or hears and that tells nothing."""
    named_by_rules = _named_by_rules(pathway)
    heard, read = listening(
        pathway.events,
        pathway.starts,
        pathway.states,
        pathway.clocks,
        pathway.milestones,
        pathway.transfers,
        pathway.exits,
        pathway.reentries,
    )
    useless = unheard(pathway.events, heard, read)
    for event in pathway.events.values():
        if event.source.file == pathway.source.file and event.id in useless and event.id not in named_by_rules:
            yield Problem(
                event.source,
                "event-without-use",
                f"Nothing takes or hears the event {named(event)}: no state, clock, milestone, dataset or condition.",
                "Use it where it matters, or take it out.",
                "warning",
            )


def _at_work(pathway: Pathway) -> frozenset[str]:
    found = {role for state in pathway.states.values() for role in state.roles}
    found |= {role for state in pathway.states.values() for task in state.tasks for role in task.roles}
    found |= {role for state in pathway.states.values() for move in state.transitions for role in move.roles}
    found |= {role for transfer in pathway.transfers.values() for role in (transfer.sender, transfer.receiver)}
    found |= {role for milestone in pathway.milestones.values() for role in milestone.roles}
    found |= {rule.role for rule in pathway.rules if rule.role is not None}
    found |= {part.role for form in pathway.forms.values() for part in form.parts if part.role is not None}
    return frozenset(found | _named_by_rules(pathway))


def _named_by_rules(pathway: Pathway) -> frozenset[str]:
    tests = (test for rule in pathway.rules for pattern in rule.patterns for test in pattern.tests)
    parts = [part for form in pathway.forms.values() for part in form.parts]
    returned = {part.returned for part in parts if part.returned is not None}
    origins = {each.origin.name for part in parts for each in part.fields if each.origin and each.origin.name}
    return frozenset({value for test in tests for value in test.values if isinstance(value, str)} | returned | origins)
