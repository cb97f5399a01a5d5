"""Laws of history: what was raised and not withdrawn is what stands."""

from datetime import datetime

from carepath.explain import explain
from carepath.findings import Finding
from carepath.history import Event, history
from carepath.testing import Question
from hypothesis import given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]
Identity = tuple[str, str, int, str | None]


def told(question: Question) -> tuple[Event, ...]:
    return history(question.pathway, question.calendar, question.entries, question.as_of, question.known_at)


def standing(events: tuple[Event, ...]) -> dict[Identity, Finding]:
    """Return what is left of a history: the findings raised, as last changed, without those withdrawn."""
    found: dict[Identity, Finding] = {}
    for event in events:
        assert event.finding is not None, "the definition stays the same"
        if event.change == "withdrawn":
            del found[event.finding.identity]
        else:
            assert (event.change == "changed") == (event.finding.identity in found)
            found[event.finding.identity] = event.finding
    return found


@given(data=st.data())
def test_raised_without_withdrawn_are_the_present_findings(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assert set(standing(told(question))) == {finding.identity for finding in question.answer().findings}


@given(data=st.data())
def test_raised_without_withdrawn_are_the_findings_of_what_was_known(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    if question.entries:
        known: datetime = data.draw(st.sampled_from([entry.known(question.zone) for entry in question.entries]))
        question = question.knowing(known)
    assert set(standing(told(question))) == {finding.identity for finding in question.answer().findings}


@given(data=st.data())
def test_every_cause_is_an_entry_or_time(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assert {event.cause for event in told(question)} <= {"time", *(entry.id for entry in question.entries)}


@given(data=st.data())
def test_days_of_a_history_never_go_back(asked: Asked, data: st.DataObject) -> None:
    days = [event.day for event in told(data.draw(asked))]
    assert days == sorted(days)


@given(data=st.data())
def test_every_assessment_can_be_explained(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assert explain(question.answer(), question.pathway)
