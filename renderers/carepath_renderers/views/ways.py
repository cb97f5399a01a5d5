"""How a pathway goes on from state to state: its moves, joined where they ask the same and lead to the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass

from carepath.model import Citation, Pathway, Source

Asked = tuple[str, str | None, str | None]
"""What is asked where: state, event, question."""

ASKED, HAPPENED = 2, 3  # a question, or an event without one, that is told once where so many states have it alike


@dataclass(frozen=True, slots=True)
class Way:
    """All answers to one question of a state, or one event without a question, that lead to the same next state."""

    tail: str
    head: str
    event: str | None
    question: str | None
    answers: tuple[str, ...]
    source: Source
    citation: Citation

    @property
    def asked(self) -> Asked:
        """What is asked where: all ways with the same value are answers to one question."""
        return (self.tail, self.event, self.question)

    @property
    def back_home(self) -> bool:
        """Whether the case stays where it is."""
        return self.tail == self.head


def ways(pathway: Pathway) -> tuple[Way, ...]:
    """Return the ways on from every state, in the order in which they are written."""
    joined: dict[tuple[str, str | None, str | None, str], Way] = {}
    for state in pathway.states.values():
        for move in state.transitions:
            key = (state.id, move.event, move.question, move.to)
            answers = joined[key].answers if key in joined else ()
            source = joined[key].source if key in joined else move.source
            answers += (move.answer,) if move.answer is not None else ()
            joined[key] = Way(state.id, move.to, move.event, move.question, answers, source, move.citation)
    return tuple(joined.values())


def questions(given: tuple[Way, ...]) -> Mapping[Asked, tuple[Way, ...]]:
    """Return ways by what is asked where."""
    asked: dict[Asked, list[Way]] = defaultdict(list)
    for way in given:
        asked[way.asked].append(way)
    return {key: tuple(group) for key, group in asked.items()}


def usual(given: tuple[Way, ...], rank: Mapping[str, int]) -> tuple[tuple[Way, ...], ...]:
    """Return the ways that several states have alike beside their own way on, in groups to be told once.

    A state's own way on is the first that it writes and that leads forward; the others are alike where the same event
    and question lead to the same places by the same answers: a patient told the outcome early, an admission as an
    emergency. `rank` is the place of each state in the order of the flow.
    """
    own = {way.tail: way.asked for way in reversed(given)}
    own |= {way.tail: way.asked for way in reversed(given) if rank[way.tail] < rank[way.head]}
    alike: dict[tuple[object, ...], list[tuple[Way, ...]]] = defaultdict(list)
    for asked, group in questions(given).items():
        if asked != own[asked[0]]:
            alike[(*asked[1:], tuple((way.answers, way.head) for way in group))].append(group)
    return tuple(
        tuple(way for group in groups for way in group)
        for groups in alike.values()
        if len(groups) >= (ASKED if groups[0][0].question is not None else HAPPENED)
    )


def reached(pathway: Pathway, stops: Set[str]) -> frozenset[str]:
    """Return the states that a case can reach from its start without one of the events."""
    found: set[str] = set()
    waiting = [rule.to for rule in pathway.starts]
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += [move.to for move in pathway.states[state].transitions if move.event not in stops]
    return frozenset(found)
