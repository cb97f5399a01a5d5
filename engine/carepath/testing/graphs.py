"""State graphs by construction: a row of states, each leading on to the next, with branches, tasks and ways back.

Every state can be reached and leads to an end; that is what makes the definitions pass their checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from carepath.authoring.nodes import Plain
from carepath.testing.choices import OTHERWISE, answers

EVENTS = ("visit", "scan", "biopsy", "panel", "plan", "care")
ASIDE = ("missed", "rebooked", "held", "resumed", "scrapped")  # events for clocks, seldom taken by a state
ROLES = ("first", "second", "third")
SEVERAL: list[Plain] = [*ROLES, ["first", "second"]]


@dataclass(frozen=True, slots=True)
class Graph:
    """The states of a definition, the events that they take, and the ends."""

    states: dict[str, dict[str, Plain]]
    taken: tuple[str, ...]
    ends: tuple[str, ...]


@st.composite
def graphs(draw: DrawFn, transfers: int) -> Graph:
    """Draw a state graph in which care passes through `transfers` + 1 roles."""
    row = [f"s{place}" for place in range(draw(st.integers(max(1, transfers + 1), 4)))]
    ends = ["done", *(["over"] if draw(st.booleans()) else [])]
    states: dict[str, dict[str, Plain]] = {}
    taken: set[str] = set()
    for place, name in enumerate(row):
        ahead = [*row[place + 1 :], *ends]
        state = draw(_states(place, ahead, row[: place + 1]))
        if place <= transfers:
            state = {"role": ROLES[place], **state}
        elif draw(st.booleans()):
            state = {"role": draw(st.sampled_from(SEVERAL)), **state}
        states[name] = state
        taken.update(*(fields for fields in (state.get("tasks"), state.get("on")) if isinstance(fields, dict)))
    for name in ends:
        states[name] = {"end": "finished" if name == "done" else "other"}
    if "over" in ends and not any("over" in _targets(state) for state in states.values()):
        del states["over"]
        ends.remove("over")
    return Graph(states, tuple(sorted(taken)), tuple(ends))


@st.composite
def _states(draw: DrawFn, place: int, ahead: Sequence[str], behind: Sequence[str]) -> dict[str, Plain]:
    """Draw a state that leads to the first of `ahead`, perhaps to others too, perhaps back."""
    state: dict[str, Plain] = {}
    event = draw(st.sampled_from([EVENTS[place], *EVENTS]))
    names = [name for name in (*EVENTS, *EVENTS, *ASIDE) if name != event]
    tasks = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    moves: dict[str, Plain] = {}
    if draw(st.booleans()):
        moves[event] = draw(_questions(ahead, tasks))
    else:
        moves[event] = {"to": ahead[0]} if draw(st.booleans()) else ahead[0]
    free = [name for name in EVENTS if name != event and name not in tasks]
    if free and draw(st.integers(0, 3)) == 3:
        moves[draw(st.sampled_from(free))] = draw(st.sampled_from([*behind, *ahead]))
    needs = {task: draw(st.sampled_from(["optional", "required"])) for task in tasks}
    if tasks:
        state["tasks"] = {task: draw(_done_by_others(need)) for task, need in needs.items()}
    state["on"] = moves
    if tasks and draw(st.integers(0, 2)) == 2:
        wanted = [task for task in tasks if needs[task] == "required"] or tasks[:1]
        state["automatic"] = draw(_automatic(wanted, ahead))
    if draw(st.integers(0, 3)) == 3:
        state["optional"] = "yes"
    return state


@st.composite
def _done_by_others(draw: DrawFn, need: str) -> Plain:
    return {"need": need, "by": draw(st.sampled_from(ROLES))} if draw(st.integers(0, 4)) == 4 else need


@st.composite
def _automatic(draw: DrawFn, wanted: Sequence[str], ahead: Sequence[str]) -> Plain:
    """Draw a move that is made by itself once the wanted tasks are done: only ahead, so never in a circle."""
    done: Plain = {"done": dict.fromkeys(wanted, "yes")}
    if draw(st.booleans()):
        return {"when": done, "to": draw(st.sampled_from(ahead))}
    return {
        "question": "Fit?",
        "choose": [
            {"answer": answer, "when": {"all": [done, {"fit": answer}]}, "to": draw(st.sampled_from(ahead))}
            for answer in ("yes", "no")
        ],
    }


@st.composite
def _questions(draw: DrawFn, ahead: Sequence[str], tasks: Sequence[str]) -> Plain:
    guards = draw(answers(tasks))
    targets = [ahead[0], *(draw(st.sampled_from(ahead)) for _ in guards[1:])]
    if guards[-1] is OTHERWISE and draw(st.booleans()):
        targets.reverse()
    return {
        "question": "How to go on?",
        "choose": [
            {"answer": f"answer {place + 1}", **guard, "to": target}
            for place, (guard, target) in enumerate(zip(guards, targets, strict=True))
        ],
    }


def _targets(state: dict[str, Plain]) -> list[Plain]:
    """Return the states that a state leads to, as they are written."""
    moves = state.get("on")
    leading = [*moves.values()] if isinstance(moves, dict) else []
    found: list[Plain] = []
    for move in (*leading, state.get("automatic")):
        if isinstance(move, str):
            found.append(move)
        elif isinstance(move, dict):
            answers = move.get("choose")
            found += (
                [one["to"] for one in answers if isinstance(one, dict)] if isinstance(answers, list) else [move["to"]]
            )
    return found
