"""Laws of responsibility: exactly one provider a day, and no day of the wait left over."""

from itertools import pairwise

from carepath.testing import Question
from hypothesis import given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]


@given(data=st.data())
def test_exactly_one_provider_answers_for_each_day(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    segments = question.answer().responsibility
    for before, after in pairwise(segments):
        assert before.end == after.start
        assert before.start < before.end
        assert before.provider != after.provider


@given(data=st.data())
def test_the_days_of_the_segments_sum_to_the_net_wait(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    answer = question.answer()
    zero = question.pathway.day_zero
    waits = [clock for clock in answer.clocks if clock.id == zero and clock.episode == 1 and clock.start is not None]
    if waits and answer.responsibility:
        days = [segment.days for segment in answer.responsibility]
        if waits[-1].net is None:
            assert None in days
        else:
            assert all(day is not None and day >= 0 for day in days)
            assert sum(day for day in days if day is not None) == waits[-1].net


@given(data=st.data())
def test_a_case_that_has_started_has_somebody_who_answers_for_it(asked: Asked, data: st.DataObject) -> None:
    answer = data.draw(asked).answer()
    assert bool(answer.responsibility) == (answer.state is not None)
