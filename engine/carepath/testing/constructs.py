"""Laws of what a definition holds: the order in which it is written, its deadlines, working days and pauses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from carepath.calendar import ONE_DAY, Span, Unit, civil_day
from carepath.evaluate import evaluate
from carepath.findings import Assessment, Verdict
from carepath.model import Pathway
from carepath.record import Entry
from carepath.testing.question import LATEST, Question

Draw = st.DataObject
T = TypeVar("T")
LEAST, MOST = date(2016, 1, 1), date(2018, 6, 30)  # days that matter to histories


def _order(question: Question, data: Draw) -> None:
    chance, pathway = Random(data.draw(st.integers(0, 5))), question.pathway
    other = replace(
        pathway,
        states=_shuffled(pathway.states, chance),
        clocks=_shuffled(pathway.clocks, chance),
        milestones=_shuffled(pathway.milestones, chance),
        transfers=_shuffled(pathway.transfers, chance),
        roles=_shuffled(pathway.roles, chance),
        attributes=_shuffled(pathway.attributes, chance),
    )
    assert replace(question, pathway=other).answer() == question.answer()


def _shuffled(named: Mapping[str, T], chance: Random) -> Mapping[str, T]:
    return {name: named[name] for name in chance.sample(sorted(named), len(named))}


def _postponed(question: Question, data: Draw) -> None:
    asked, days = question.at(LATEST), timedelta(days=data.draw(st.integers(1, 60)))
    answer = asked.answer()
    for verdict in answer.milestones:
        if verdict.verdict != "late" or verdict.done is None:
            continue
        late = next(entry for entry in asked.entries if entry.id == verdict.entries[-1])
        assert late.occurred is not None, "what was done has a day"
        later = replace(late, occurred=late.occurred + days, recorded=None)
        after = asked.of(later if entry is late else entry for entry in asked.entries).answer()
        if _counts(after, verdict) == _counts(answer, verdict):
            assert _same(after, verdict).verdict in ("late", "overdue", "missed"), verdict.id


def _counts(answer: Assessment, verdict: Verdict) -> object:
    """Return what must stay the same: the episodes, and start, end and pauses of each instance of its clock."""
    own = [each for each in answer.clocks if each.episode == verdict.episode and each.id in (verdict.clock, verdict.id)]
    return answer.episode, [(each.start, each.ended == "void", [(p.start, p.end) for p in each.pauses]) for each in own]


def _same(answer: Assessment, like: Verdict) -> Verdict:
    return next(each for each in answer.milestones if (each.id, each.episode) == (like.id, like.episode))


def _holidays(question: Question, data: Draw) -> None:
    more = data.draw(st.lists(st.dates(LEAST, MOST), min_size=1, max_size=6))
    calendar = replace(question.calendar, holidays=(*question.calendar.holidays, *more))
    after = evaluate(question.pathway, calendar, question.entries, question.as_of, question.known_at)
    for verdict in question.answer().milestones:
        one, two = verdict.last_good_day, _same(after, verdict).last_good_day
        if not (one is None or two is None or isinstance(one, datetime) or isinstance(two, datetime)):
            assert one <= two, verdict.id


def works(pathway: Pathway) -> bool:
    """Return whether a definition counts working days anywhere."""
    return any(span.unit is Unit.WORKING_DAYS for span in _spans(pathway))


def _spans(pathway: Pathway) -> Iterator[Span]:
    limits = [limit for one in pathway.milestones.values() for limit in (one.due, one.not_before)]
    limits += [one.due for one in pathway.transfers.values()]
    spans = [clock.target for clock in pathway.clocks.values()] + [limit.span for limit in limits if limit is not None]
    yield from (span for span in spans if span is not None)


def _pauses(question: Question, data: Draw) -> None:
    asked = question.at(LATEST)
    days = [civil_day(entry.occurred, asked.zone) for entry in asked.entries if entry.occurred]
    event = data.draw(st.sampled_from(pausing(asked.pathway)))
    if not days:
        return
    late = Entry(case=asked.entries[0].case, id="late pause", event=event, occurred=max(days) + ONE_DAY)
    answer, paused = asked.answer(), asked.of([*asked.entries, late]).answer()
    stopped = {(each.id, each.episode) for each in answer.clocks if each.ended == "stop"}
    for verdict in answer.milestones:
        if (verdict.id, verdict.episode) in stopped:
            assert _same(paused, verdict).verdict == verdict.verdict, verdict.id


def pausing(pathway: Pathway) -> tuple[str, ...]:
    """Return the events beside the graph that begin a pause of some clock."""
    begins = {pause.begin.event for clock in pathway.clocks.values() for pause in clock.pauses}
    ways = {way.event for ways in (pathway.starts, pathway.exits, pathway.reentries) for way in ways}
    return tuple(sorted(begins - ways - set(pathway.routes.takers)))


Rows = tuple[tuple[str, str, Callable[[Question, Draw], None], Callable[[Pathway], object]], ...]
# The last of each says whether a definition has what its law speaks of.
LAWS_OF_CONSTRUCTS: Rows = (
    ("order", "The order in which states, clocks and milestones are written changes nothing.", _order, bool),
    ("postponed", "What is late stays late, overdue or missed when it is put off further.", _postponed, bool),
    ("holidays", "More holidays make no last good day earlier.", _holidays, works),
    ("pauses", "A pause that begins after a clock was stopped changes nothing of its verdict.", _pauses, pausing),
)
