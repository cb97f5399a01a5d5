"""Ways in, ways out and ways back: what opens a case, what ends it, what each does to the clocks."""

from __future__ import annotations

from carepath.model import Effect, Pathway

from carepath_renderers.guide.blocks import Block, Section, Table, Text
from carepath_renderers.guide.phrases import EFFECTS, NONE, clock, event, listed, when


def ways_in(pathway: Pathway) -> Section:
    """Return what opens a case, and where it begins."""
    rows = tuple(
        (event(each.event, pathway), when(each.guard, pathway) or "always", pathway.states[each.to].title)
        for each in pathway.starts
    )
    lead = Text("The first row that fits opens the case.")
    return Section(
        "ways-in", "Ways in", (lead, Table("What opens a case", ("Event", "When", "First step"), rows, (3, 4, 3)))
    )


def ways_out(pathway: Pathway) -> Section:
    """Return the exits and the ends, with what becomes of each clock."""
    blocks: list[Block] = []
    if pathway.exits:
        rows = tuple(
            (
                each.title,
                " ".join(filter(None, (event(each.event, pathway), when(each.guard, pathway)))),
                _effects(each.clocks, pathway) + ("; the patient goes on in another pathway" if each.reroute else ""),
            )
            for each in pathway.exits
        )
        head = ("Way out", "Recorded as", "What becomes of the clocks")
        lead = (
            "These can be taken from any step. A clock that has stopped is not touched; one that is not named ends "
            "and is not counted."
        )
        blocks += [Text(lead), Table("Ways out from anywhere", head, rows, (2, 4, 6))]
    ends = tuple(
        (state.title, (state.end or "").replace("_", " "), _effects(state.clocks, pathway) or NONE)
        for state in pathway.states.values()
        if state.end is not None
    )
    head = ("End", "Kind", "What becomes of clocks still running")
    blocks.append(Table("Steps in which a case ends", head, ends, (4, 2, 6)))
    return Section("ways-out", "Ways out", tuple(blocks))


def ways_back(pathway: Pathway) -> Section:
    """Return what opens a further episode, and the clocks and milestones that run again."""
    rows = tuple(
        (
            each.title,
            " ".join(filter(None, (event(each.event, pathway), when(each.guard, pathway)))),
            pathway.states[each.to].title,
            listed(clock(id, pathway) for id in each.clocks) or NONE,
            listed(pathway.milestones[id].title for id in each.milestones if id in pathway.milestones) or NONE,
        )
        for each in pathway.reentries
    )
    if not rows:
        return Section("ways-back", "Coming back", (Text("No way back into this pathway is defined."),))
    head = ("Why", "Recorded as", "First step", "Clocks that run again", "Milestones that apply again")
    return Section("ways-back", "Coming back", (Table("What opens a further episode", head, rows, (2, 3, 3, 4, 4)),))


def _effects(given: tuple[tuple[str, Effect], ...], pathway: Pathway) -> str:
    """Return what becomes of clocks, those with the same effect together."""
    by_effect: dict[Effect, list[str]] = {}
    for id, effect in given:
        if id in pathway.clocks:
            by_effect.setdefault(effect, []).append(f"“{clock(id, pathway)}”")
    return "; ".join(f"{listed(names)}: {EFFECTS[effect]}" for effect, names in by_effect.items())
