"""Which ways on are drawn as arrows and which are said in words: an arrow across the whole page helps nobody.

An arrow goes forward, from a step to one of the next. Ways back, ways to a place that many lead to from far off, and
questions that are asked alike in many places are jumps: words that name the letter of the box they go to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from carepath.model import Pathway

from carepath_renderers.views.ways import Asked, Way, questions, usual, ways

JOINED = 6  # so many arrows may come from the band before: treatments side by side that lead to the same follow-up
CROWDED = 3  # where more come from the band before, none comes from farther
BEYOND = 2  # so many may come from two bands before; others name the letter of the box


@dataclass(frozen=True, slots=True)
class Routing:
    """The ways of a pathway by how they are shown, the order of its states, and the letters of those jumped to."""

    order: tuple[str, ...]
    arrows: tuple[Way, ...]
    jumps: tuple[Way, ...]  # said in the box they start from; those that stay where they are included
    alike: Mapping[Asked, str]  # questions that are answered as in another state
    told_once: tuple[tuple[Way, ...], ...]  # asked alike in several states, said once for all
    marks: Mapping[str, str]

    @property
    def silent(self) -> tuple[Way, ...]:
        """All ways without an arrow, in whatever words they are said."""
        return (*self.jumps, *(way for group in self.told_once for way in group))


def routing(pathway: Pathway, bands: Mapping[str, str], sequence: tuple[str, ...]) -> Routing:
    """Return how the ways of a pathway are shown; `bands` is the band of each state, `sequence` the bands in order."""
    used = [band for band in sequence if band in bands.values()]
    depth = {state: used.index(band) for state, band in bands.items()}
    given = ways(pathway)
    order = _order(pathway, given, depth)
    rank = {state: at for at, state in enumerate(order)}
    once = usual(given, rank)
    told = {way for group in once for way in group}
    own = tuple(way for way in given if way not in told)
    near = _near([way for way in own if rank[way.tail] < rank[way.head]], depth, rank)
    arrows = tuple(way for way in own if way in near)
    jumps = tuple(way for way in own if way not in near)
    alike = _alike(own, arrows)
    named = {way.head for way in (*jumps, *told) if not way.back_home and way.asked not in alike} | {*alike.values()}
    marked = [state for state in order if state in named]
    return Routing(order, arrows, jumps, alike, once, {state: _letter(at) for at, state in enumerate(marked)})


def _order(pathway: Pathway, given: tuple[Way, ...], depth: Mapping[str, int]) -> tuple[str, ...]:
    """Return the states band by band, within a band each after those that lead to it, else as they are written."""
    order: list[str] = []
    written = {state: at for at, state in enumerate(pathway.states)}
    for band in sorted(set(depth.values())):
        left = [state for state in pathway.states if depth[state] == band]
        inside = {(way.tail, way.head) for way in given if way.tail in left and way.head in left and not way.back_home}
        turning = {
            (tail, head) for tail, head in inside if written[head] < written[tail] and _leads(head, tail, inside)
        }
        while left:
            waiting = {head for tail, head in inside - turning if tail in left}
            following = next((state for state in left if state not in waiting), left[0])
            left.remove(following)
            order.append(following)
    return tuple(order)


def _leads(tail: str, head: str, pairs: set[tuple[str, str]]) -> bool:
    """Return whether pairs of states lead from one to another."""
    found, waiting = {tail}, [tail]
    while waiting:
        here = waiting.pop()
        new = {after for before, after in pairs if before == here} - found
        found |= new
        waiting += new
    return head in found


def _near(forward: list[Way], depth: Mapping[str, int], rank: Mapping[str, int]) -> frozenset[Way]:
    """Return the ways to draw: to each state those from the boxes nearest before it, from each state at least one."""
    drawn: set[Way] = set()
    led = Counter(way.head for way in forward)
    for head in dict.fromkeys(way.head for way in forward):
        before = {way.tail for way in forward if way.head == head}
        tails = sorted(before, key=lambda tail: (-depth[tail], -led[tail], rank[tail]))
        beside = [tail for tail in tails if depth[head] - depth[tail] <= 1][:JOINED]
        beyond = [tail for tail in tails if depth[head] - depth[tail] == 2][: BEYOND if len(beside) <= CROWDED else 0]
        kept = {*beside, *beyond} or {*tails[:1]}
        drawn.update(way for way in forward if way.head == head and way.tail in kept)
    for tail in dict.fromkeys(way.tail for way in forward):
        leaving = [way for way in forward if way.tail == tail]
        if not any(way in drawn for way in leaving):
            nearest = min(rank[way.head] for way in leaving)
            drawn.update(way for way in leaving if rank[way.head] == nearest)
    return frozenset(drawn)


def _alike(own: tuple[Way, ...], arrows: tuple[Way, ...]) -> Mapping[Asked, str]:
    """Return the questions without an arrow whose answers all lead where those of a question that is drawn lead.

    Two places must also be reached by the same answers; three or more are the same choice in other words.
    """
    asked, drawn = questions(own), {way.asked for way in arrows}
    forks = {key: group for key, group in asked.items() if key in drawn and key[2] is not None}
    alike: dict[Asked, str] = {}
    for key, group in asked.items():
        leading = {(way.answers, way.head) for way in group if not way.back_home}
        if key in drawn or key[2] is None or len(leading) < 2:
            continue
        same = [fork for fork, other in forks.items() if fork[0] != key[0] and _covers(other, leading)]
        if same:
            alike[key] = min(same, key=lambda fork: len(forks[fork]))[0]
    return alike


def _covers(fork: tuple[Way, ...], leading: set[tuple[tuple[str, ...], str]]) -> bool:
    exact = leading <= {(way.answers, way.head) for way in fork}
    return exact or (len(leading) > 2 and {head for _, head in leading} <= {way.head for way in fork})


def _letter(at: int) -> str:
    return ascii_uppercase[at] if at < len(ascii_uppercase) else f"{_letter(at // 26 - 1)}{ascii_uppercase[at % 26]}"
