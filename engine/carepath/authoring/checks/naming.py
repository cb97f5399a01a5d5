"""How the checks name what they speak of: in the author's words, with the id where it says more."""

from __future__ import annotations

from typing import Protocol

from carepath.model import Pathway


class Named(Protocol):
    """Anything with an id and a title."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...


def named(thing: Named) -> str:
    """Return the id of a thing, with its title where the author gave one."""
    return thing.id if thing.title == thing.id else f"{thing.id} ({thing.title})"


def event_named(pathway: Pathway, event: str) -> str:
    """Return the id of an event, with its title where the author gave one."""
    return named(pathway.events[event]) if event in pathway.events else event
