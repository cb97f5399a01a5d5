"""The course of a case over the boxes and arrows of a view: which it took, and when it came to each state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from carepath.findings import Step

from carepath_renderers.views.view import Edge, View


@dataclass(frozen=True, slots=True)
class Move:
    """A case going from one state to the next: by an event, or by itself where `event` is None; before: None is in."""

    before: str | None
    event: str | None
    after: str
    episode: int


def moves(steps: Sequence[Step]) -> tuple[Move, ...]:
    """Return the moves that steps mean; states passed by themselves are moves of their own."""
    return tuple(move for step in steps for move in _moves(step))


def _moves(step: Step) -> Iterator[Move]:
    if step.after is None or (step.after == step.before and not step.via):
        return
    path = [step.before, *step.via, step.after]
    for at, (before, after) in enumerate(pairwise(path)):
        if after is not None:
            yield Move(before, step.event if at == 0 else None, after, step.episode)


def entered(steps: Sequence[Step]) -> Mapping[str, date]:
    """Return the day on which a case came to each state, the first time."""
    days: dict[str, date] = {}
    for step in steps:
        for move in _moves(step):
            days.setdefault(move.after, step.day)
    return days


def edges_taken(view: View, taken: Sequence[Move]) -> tuple[Edge, ...]:
    """Return the arrows of a view that moves went along: through the question where one is asked, in or again."""
    return tuple(dict.fromkeys(edge for move in taken for edge in edges_of(view, move)))


def edges_of(view: View, move: Move) -> Iterator[Edge]:
    """Yield the arrows of one move: one, or the one to a question and the one from it; none where words say it."""
    if move.before is None:
        yield from _between(view, f"start/{move.event}/{move.after}", move.after)
        return
    fork = f"{move.before}/{move.event or 'by itself'}"
    direct = tuple(_between(view, move.before, move.after))
    yield from direct or (_again(view, move) if move.episode > 1 else ())
    if any((edge.tail, edge.head) == (fork, move.after) for edge in (*view.edges, *view.jumps)):
        yield from _between(view, move.before, fork)
        yield from _between(view, fork, move.after)


def jumps_of(view: View, move: Move) -> Iterator[Edge]:
    """Yield the ways of one move that are said in words; none where an arrow leads there, or the case stays."""
    if any(edge.head == move.after for edge in edges_of(view, move)):
        return
    tails = (move.before, f"{move.before}/{move.event or 'by itself'}")
    yield from (edge for edge in view.jumps if edge.tail in tails and edge.head == move.after != move.before)


def _between(view: View, tail: str, head: str) -> Iterator[Edge]:
    return (edge for edge in view.edges if (edge.tail, edge.head) == (tail, head))


def _again(view: View, move: Move) -> tuple[Edge, ...]:
    """Return the way back in that an event means: the one that bears its name, or the only one there is."""
    doors = tuple(edge for edge in view.edges if edge.head == move.after and edge.tail.startswith("again/"))
    named = tuple(edge for edge in doors if edge.tail == f"again/{move.event}")
    return named or (doors if len(doors) == 1 else ())
