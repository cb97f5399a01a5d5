"""Which events can happen on a path."""

from __future__ import annotations

from carepath.authoring.checks.graph import entered
from carepath.model import Pathway
from carepath.routes import heard_as, taken_by


def can_happen(pathway: Pathway) -> frozenset[str]:
    """Return the events that a state on some path takes, ways in, back in and out, transfers; with what they count as.

    Any other event may be recorded too, but nothing in the definition expects it.
    """
    found = {event for state in entered(pathway) for event in taken_by(pathway.states[state])}
    found |= {start.event for start in pathway.starts}
    found |= {way.event for way in pathway.exits} | {way.event for way in pathway.reentries}
    found |= {event for event in pathway.events if event.startswith("transfer.")}
    return frozenset(heard for event in found for heard in heard_as(pathway.events, event))
