"""Laws of the record: arrival, repetition, correction, knowledge, counting, writing."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from carepath.adapters import csv_log, json_lines
from carepath.evaluate import evaluate
from carepath.record import Entry, MixedCases
from carepath.rows import entries as read_back
from carepath.serial import to_json
from carepath.testing import Question
from carepath.testing.views import without_ids
from hypothesis import assume, given
from hypothesis import strategies as st

LATER = datetime(2019, 1, 1, 12)  # after everything that is drawn was recorded, but for its odd days
Asked = st.SearchStrategy[Question]


def lone(question: Question) -> tuple[Entry, ...]:
    """Return the events of a record that no other entry names or shares an id with."""
    ids = [entry.id for entry in question.entries]
    targets = {entry.target for entry in question.entries}
    return tuple(
        entry
        for entry in question.entries
        if entry.kind == "event" and ids.count(entry.id) == 1 and entry.id not in targets
    )


@given(data=st.data())
def test_any_order_of_arrival_gives_the_same_assessment(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    shuffled = data.draw(st.permutations(question.entries))
    assert question.of(shuffled).answer() == question.answer()


@given(data=st.data())
def test_an_entry_told_again_changes_nothing(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assume(question.entries)
    entry = data.draw(st.sampled_from(question.entries))
    known = entry.known(question.zone)
    if not 2 < known.year < 2199:
        again = entry
    else:
        later = known + timedelta(days=data.draw(st.integers(0, 30)))
        again = data.draw(st.sampled_from([entry, replace(entry, recorded=later)]))
    place = data.draw(st.integers(0, len(question.entries)))
    twice = (*question.entries[:place], again, *question.entries[place:])
    assert question.of(twice).answer() == question.answer()


@given(data=st.data())
def test_a_replacement_is_as_if_it_had_been_right_at_once(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    right = [entry for entry in lone(question) if entry.recorded is None and entry.pathway != "elsewhere"]
    assume(right)
    entry = data.draw(st.sampled_from(right))
    wrong = data.draw(st.sampled_from([other for other in question.entries if other.event]))
    mistaken = replace(
        entry, event=wrong.event, occurred=wrong.occurred, provider=wrong.provider, data=wrong.data, status=wrong.status
    )
    correction = replace(entry, id="correction", kind="replace", target=entry.id, recorded=LATER)
    assume(mistaken.known(question.zone) < LATER.replace(tzinfo=question.zone))
    assume(entry.known(question.zone) < LATER.replace(tzinfo=question.zone))
    others = [other for other in question.entries if other is not entry]
    corrected = question.of([*others, mistaken, correction])
    assert without_ids(corrected.answer()) == without_ids(question.answer())


@given(data=st.data())
def test_a_retraction_is_as_if_it_had_never_been_said(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    events = [entry for entry in lone(question) if entry.known(question.zone) < LATER.replace(tzinfo=question.zone)]
    assume(events)
    entry = data.draw(st.sampled_from(events))
    retraction = Entry(case=entry.case, id="retraction", kind="retract", target=entry.id, recorded=LATER)
    never = question.of(other for other in question.entries if other is not entry)
    kept = question.of([*question.entries, retraction]).answer()
    if entry.pathway in (None, question.pathway.id):  # who the patient is stays known
        assert without_ids(kept) == without_ids(replace(never.answer(), case=kept.case, patient=kept.patient))


@given(data=st.data())
def test_a_retraction_that_is_retracted_restores(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assume(question.entries)
    first = data.draw(st.sampled_from(question.entries))
    assume(first.known(question.zone) < LATER.replace(tzinfo=question.zone) and first.pathway != "elsewhere")
    taken = Entry(case=first.case, id="r1", kind="retract", target=first.id, recorded=LATER)
    back = Entry(case=first.case, id="r2", kind="retract", target="r1", recorded=LATER + timedelta(days=1))
    assert without_ids(question.of([*question.entries, taken, back]).answer()) == without_ids(question.answer())


@given(data=st.data())
def test_entries_recorded_after_the_time_of_knowing_change_nothing(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assume(question.entries)
    known_at = data.draw(st.sampled_from([entry.known(question.zone) for entry in question.entries]))
    known = [entry for entry in question.entries if entry.known(question.zone) <= known_at]
    asked_then = question.knowing(known_at)
    assert asked_then.answer() == asked_then.of(known).answer()
    assert replace(asked_then.answer(), known_at=None) == question.of(known).answer()


@given(data=st.data())
def test_an_event_told_late_gives_the_same_view_as_one_told_in_time(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    events = [entry for entry in lone(question) if entry.recorded is None and entry.known(question.zone).year < 2199]
    assume(events)
    late = data.draw(st.sampled_from(events))
    told = late.known(question.zone) + timedelta(days=data.draw(st.integers(0, 400)))
    delayed = question.of(replace(entry, recorded=told) if entry is late else entry for entry in question.entries)
    assert delayed.answer() == question.answer()


@given(data=st.data())
def test_every_live_event_is_in_the_trace_exactly_once(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    answer = question.answer()
    roots = [step.root for step in answer.steps]
    assert len(set(roots)) == len(roots) == answer.events.placed
    known = {entry.id for entry in question.entries}
    assert known.issuperset(roots)
    assert answer.events.live == answer.events.placed
    at_last = question.at(datetime(2300, 1, 1)).answer().events
    assert at_last.live + at_last.left_out == answer.events.live + answer.events.left_out


@given(data=st.data())
def test_every_entry_is_read_and_counted_once(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    answer = question.at(datetime(2300, 1, 1)).answer()
    foreign = {(entry.id, entry.content()) for entry in question.entries if entry.pathway == "elsewhere"}
    assert answer.events.read == len({(entry.id, entry.content()) for entry in question.entries})
    assert answer.events.left_out == len(foreign)


@given(data=st.data())
def test_entries_written_as_json_lines_read_back_identical(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    text = "".join(json_lines.written(question.entries)).encode()
    rows = json_lines.rows("drawn.jsonl", io.BufferedReader(io.BytesIO(text)))
    back = [entry for entry in read_back("drawn.jsonl", rows) if isinstance(entry, Entry)]
    assert [plain(entry) for entry in back] == [plain(entry) for entry in question.entries]
    assert question.of(back).answer() == question.answer()


@given(data=st.data())
def test_entries_written_as_csv_read_back_identical(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    try:
        text = "".join(csv_log.written(question.entries)).encode()
    except csv_log.Unwritable:
        assume(False)
    rows = csv_log.rows("drawn.csv", io.BufferedReader(io.BytesIO(text)))
    back = [entry for entry in read_back("drawn.csv", rows) if isinstance(entry, Entry)]
    assert [plain(entry) for entry in back] == [plain(entry) for entry in question.entries]
    assert question.of(back).answer() == question.answer()


def plain(entry: Entry) -> Entry:
    """Return an entry with its data as text, which is how a file holds it."""
    yes_no = {True: "yes", False: "no"}
    data = {
        name: yes_no[value]
        if isinstance(value, bool)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
        for name, value in entry.data.items()
    }
    return replace(entry, data=data)


@given(data=st.data())
def test_entries_of_two_cases_are_refused_whatever_they_say(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assume(question.entries)
    stray = replace(question.entries[0], case="another", id="stray")
    with pytest.raises(MixedCases):
        evaluate(question.pathway, question.calendar, [*question.entries, stray], question.as_of)


@given(data=st.data())
def test_any_record_of_any_pathway_gives_an_answer_that_can_be_written(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assert to_json(question.answer())
