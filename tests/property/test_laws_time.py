"""Laws of time: what holds as the day of looking, or the day of an event, moves on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from carepath.calendar import civil_day
from carepath.findings import Assessment, Verdict
from carepath.history import next_change, without_counters
from carepath.model import Pathway, Trigger
from carepath.record import Entry
from carepath.testing import Question
from carepath.testing.question import LATEST, turning_days
from hypothesis import assume, given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]
ONE_DAY = timedelta(days=1)

RANK = {"not-started": 0, "pending": 1, "met": 2, "overdue": 2, "missed": 2, "late": 3}
DECIDED = ("not-needed", "not-possible", "void", "unknown")  # may follow what is not decided yet


def forward(before: str, after: str) -> bool:
    """Return whether a verdict may follow another as time passes."""
    if before == after:
        return True
    if after in DECIDED:
        return before in ("not-started", "pending", "unknown")
    if before in ("met", "late", "not-needed", "void"):
        return False
    if before in ("not-possible", "unknown"):  # done after all
        return after in ("met", "late")
    return RANK[after] >= RANK[before] and not (after == "met" and before in ("overdue", "missed"))


def two_days(question: Question, data: st.DataObject) -> tuple[date, date]:
    """Draw two days between which the answer is likely to change."""
    days = turning_days(question)
    first = data.draw(st.sampled_from(days))
    later = data.draw(
        st.one_of(st.sampled_from(days), st.integers(1, 40).map(lambda ahead: first + timedelta(days=ahead)))
    )
    assume(first != later)
    return min(first, later), max(first, later)


def occurred(question: Question, first: date, later: date) -> Iterator[Entry]:
    """Yield the events that occurred after the first day and up to the later one."""
    for entry in question.entries:
        if entry.occurred is not None and first < civil_day(entry.occurred, question.zone) <= later:
            yield entry


def dated(pathway: Pathway, clock: str) -> set[str]:
    """Return the events that may take back what a clock has counted: they stand for another day or start it anew."""
    rule = pathway.clocks[clock]
    pauses = [trigger for pause in rule.pauses for trigger in (pause.begin, *pause.until)]
    moving = [*rule.resets, *rule.restarts, *rule.nullifies]
    moving += [trigger for trigger in (*rule.starts, *rule.stops, *pauses) if _moves(trigger)]
    names = {trigger.event for trigger in moving}
    return names | {start.event for start in pathway.starts if start.dated_by is not None}


def _moves(trigger: Trigger) -> bool:
    return trigger.dated_by is not None or bool(trigger.instead_of)


def types(question: Question, entries: Iterator[Entry]) -> set[str]:
    names = question.pathway.routes.names
    return {names[entry.event] for entry in entries if entry.event is not None and entry.event in names}


@given(data=st.data())
def test_the_steps_up_to_a_day_are_a_prefix_of_the_steps_up_to_a_later_one(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    first, later = two_days(question, data)
    births = {name for name, event in question.pathway.events.items() if event.life == "birth"}
    assume(not births & types(question, occurred(question, first, later)))
    before = [step for step in question.at(first).answer().steps if step.day <= first]
    after = [step for step in question.at(later).answer().steps if step.day <= first]
    assert after == before


@given(data=st.data())
def test_verdicts_move_only_forward(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    first, later = two_days(question, data)
    told = types(question, occurred(question, first, later))
    births = {name for name, event in question.pathway.events.items() if event.life == "birth"}
    assume(not births & told)
    after = {(verdict.id, verdict.episode): verdict for verdict in question.at(later).answer().milestones}
    for verdict in question.at(first).answer().milestones:
        now = after[verdict.id, verdict.episode]
        clocks = [clock for clock in question.pathway.clocks if clock in (verdict.clock, verdict.id)]
        if any(dated(question.pathway, clock) & told for clock in clocks):
            continue
        assert forward(verdict.verdict, now.verdict), (verdict.id, verdict.verdict, now.verdict, first, later)


def last_told(question: Question) -> date:
    """Return the last day on which anything happens or that anything names, such as a pause told beforehand."""
    days = [civil_day(entry.occurred, question.zone) for entry in question.entries if entry.occurred]
    days += [value for entry in question.entries for value in entry.data.values() if isinstance(value, date)]
    return max(days, default=LATEST)


@given(data=st.data())
def test_a_thing_pending_is_due_on_its_last_good_day_and_overdue_the_next(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked).at(LATEST)
    last = last_told(question)
    assume(last < LATEST)
    pending = question.at(last)
    answer = pending.answer()
    for verdict in answer.milestones:
        limit = verdict.last_good_day
        over = "overdue" if answer.closed is None and verdict.episode == answer.episode else "missed"
        if verdict.verdict != "pending" or limit is None:
            continue
        if isinstance(limit, datetime):
            assert one(pending.at(limit), verdict).verdict == "pending"
            assert one(pending.at(limit + timedelta(microseconds=1)), verdict).verdict == over
        else:
            today = one(pending.at(limit), verdict)
            assert (today.verdict, today.days_left) == ("pending", 0)
            tomorrow = one(pending.at(limit + ONE_DAY), verdict)
            assert tomorrow.verdict == over
            assert over == "missed" or tomorrow.days_over == 1


def one(question: Question, like: Verdict) -> Verdict:
    return next(each for each in question.answer().milestones if (each.id, each.episode) == (like.id, like.episode))


@given(data=st.data())
def test_a_thing_done_on_its_last_good_day_is_met_and_the_next_day_late(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    last = last_told(question)
    assume(last < LATEST)
    pathway, question = question.pathway, question.at(last)
    for verdict in question.answer().milestones:
        limit = verdict.last_good_day
        milestone = pathway.milestones.get(verdict.id)
        stops = tuple(trigger.event for trigger in pathway.clocks[verdict.id].stops) if milestone is None else ()
        events = stops if milestone is None else milestone.events
        if verdict.verdict != "pending" or limit is None or not events:
            continue
        event = data.draw(st.sampled_from(events))
        ahead = timedelta(microseconds=1) if isinstance(limit, datetime) else ONE_DAY
        for when, expected in ((limit, "met"), (limit + ahead, "late")):
            done = Entry(case="c", id="done", event=event, occurred=when, provider="RK5")
            then = one(question.of([*question.entries, done]).at(when), verdict)
            coarse = isinstance(limit, datetime) and not isinstance(verdict.start, datetime)  # a day is too coarse
            if then.done == when and then.last_good_day == limit:
                assert then.verdict == expected or (coarse and then.verdict == "unknown")


@given(data=st.data())
def test_nothing_but_day_counters_differs_before_the_next_change(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    change = next_change(question.pathway, question.calendar, question.entries, question.as_of)
    now = without_counters(question.answer())
    today = civil_day(question.as_of, question.zone)
    end = min(change or date(2020, 1, 1), today + timedelta(days=500))
    days = [today + timedelta(days=ahead) for ahead in range(1, (end - today).days)]
    assert change is None or change > today
    for day in days[:20] + days[20::17]:
        assert without_counters(question.at(day).answer()) == now, day


@given(data=st.data())
def test_something_differs_on_the_day_of_the_next_change(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    change = next_change(question.pathway, question.calendar, question.entries, question.as_of)
    assume(change is not None)
    assert change is not None
    assert without_counters(question.at(change).answer()) != without_counters(question.answer())


@given(data=st.data())
def test_delaying_the_event_of_a_late_milestone_does_not_make_it_good(
    asked_of_lawful: Asked, data: st.DataObject
) -> None:
    question = data.draw(asked_of_lawful).at(LATEST)
    answer = question.answer()
    late = [verdict for verdict in answer.milestones if verdict.verdict == "late" and verdict.done is not None]
    assume(late)
    verdict = data.draw(st.sampled_from(late))
    entry = next(entry for entry in question.entries if entry.id == verdict.entries[-1])
    days = timedelta(days=data.draw(st.integers(1, 60)))
    delayed = replace(entry, occurred=entry.occurred + days, recorded=None) if entry.occurred else entry
    after = question.of(delayed if other is entry else other for other in question.entries)
    if counts(after.answer(), verdict) == counts(answer, verdict):
        assert one(after, verdict).verdict in ("late", "overdue", "missed")


def counts(answer: Assessment, verdict: Verdict) -> object:
    """Return the episodes there are, and the start, end and pauses of each instance of the clock of a verdict."""
    instances = [
        each for each in answer.clocks if each.episode == verdict.episode and each.id in (verdict.clock, verdict.id)
    ]
    ends = [(each.start, each.ended == "void", [(gap.start, gap.end) for gap in each.pauses]) for each in instances]
    return answer.episode, ends


@given(data=st.data())
def test_a_verdict_that_is_final_stays_good_or_bad(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    first, later = two_days(question, data)
    after = {(verdict.id, verdict.episode): verdict for verdict in question.at(later).answer().milestones}
    bad = ("overdue", "missed", "late")
    for verdict in question.at(first).answer().milestones:
        now = after[verdict.id, verdict.episode].verdict
        if verdict.final:
            assert now == verdict.verdict or (now in bad and verdict.verdict in bad), (verdict.id, verdict.verdict, now)
