"""Who has the work: roles as lanes, few enough for a page, in the order in which a pathway comes to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from carepath.model import Pathway, State

from carepath_renderers.views.view import Lane
from carepath_renderers.views.words import listed, lower

MOST = 5  # lanes that a sheet of A4 holds as columns
PALETTES = ("blue", "purple", "orange", "green", "aqua", "grey")
BETWEEN = "+"  # joins the roles of a lane in its id; no role's id can hold it


def lanes(pathway: Pathway) -> tuple[Lane, ...]:
    """Return the lanes: the roles that come first in a state, in the order of the flow.

    Where they are more than a page holds, neighbours that have the least to do share a lane.
    """
    held = Counter(state.roles[0] for state in pathway.states.values() if state.roles)
    groups: list[tuple[str, ...]] = [(role,) for role in held]
    while len(groups) > MOST:
        first = min(range(len(groups) - 1), key=lambda at: sum(held[role] for role in groups[at] + groups[at + 1]))
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
    return tuple(
        Lane(BETWEEN.join(group), _title(group, pathway), PALETTES[at % len(PALETTES)])
        for at, group in enumerate(groups)
    ) or (Lane("all", "All", PALETTES[0]),)


def _title(group: tuple[str, ...], pathway: Pathway) -> str:
    """Return the title of a lane: its roles, or that there are several; each box then says whose it is."""
    return "; ".join(pathway.roles[role].title for role in group) if len(group) < 3 else "Other providers"


def homes(pathway: Pathway, columns: tuple[Lane, ...], order: tuple[str, ...]) -> Mapping[str, str]:
    """Return the lane of each state: that of its first role; an end stays with the last who had the work."""
    lane_of = {role: lane.id for lane in columns for role in lane.id.split(BETWEEN)}
    home: dict[str, str] = {}
    for state in order:
        before = [
            pathway.states[each].roles[0] for each in reversed(order)
            if pathway.states[each].roles and any(move.to == state for move in pathway.states[each].transitions)
        ]  # fmt: skip
        role = next(iter((*pathway.states[state].roles, *before)), "")
        home[state] = lane_of.get(role, columns[0].id)
    return home


def who(state: State, lane: str, pathway: Pathway) -> str:
    """Return who has the work in a state, as far as the title of its lane does not say it."""
    titles = [pathway.roles[role].title for role in state.roles]
    if titles[:1] == [lane]:
        return f"With {listed([lower(title) for title in titles[1:]])}" if titles[1:] else ""
    return listed([*titles[:1], *map(lower, titles[1:])])
