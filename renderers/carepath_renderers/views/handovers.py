"""Where care passes from one provider to another: which transfer a way means, and what comes with it."""

from __future__ import annotations

from collections.abc import Iterable

from carepath.model import Pathway, State, Transfer

from carepath_renderers.views.ways import Way


def carried(tail: State, head: State, pathway: Pathway) -> tuple[Transfer, ...]:
    """Return the transfers that a way means: the sender has the work before it, the receiver after it."""
    return tuple(
        each
        for each in pathway.transfers.values()
        if tail.roles[:1] == (each.sender,) and head.roles[:1] == (each.receiver,)
    )


def handed_over(ways: Iterable[Way], pathway: Pathway) -> tuple[Transfer, ...]:
    """Return the transfers that any of several ways means, each once."""
    found = (each for way in ways for each in carried(pathway.states[way.tail], pathway.states[way.head], pathway))
    return tuple({each.id: each for each in found}.values())
