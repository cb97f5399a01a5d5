"""Laws of definitions: the order in which they are written, their copies, the bounds they set."""

from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random

from carepath.authoring.nodes import Plain, plain
from carepath.authoring.source import parse
from carepath.model import Pathway, Source
from carepath.testing import Question, Written, written
from carepath.testing.shown import as_yaml
from hypothesis import given
from hypothesis import strategies as st

Asked = st.SearchStrategy[Question]
SECTIONS = ("states", "clocks", "milestones", "transfers", "datasets", "exits", "reentry", "rules", "roles")


@lru_cache(maxsize=1000)
def loaded(text: str) -> Written:
    return written(text, "permuted.yaml")


def text_of(pathway: Pathway) -> str:
    """Return the text of a definition."""
    return pathway.text if isinstance(pathway, Written) else Path(pathway.source.file).read_text(encoding="utf-8")


def as_data(text: str) -> dict[str, Plain]:
    root = parse(text, "text").root
    assert root is not None
    data = plain(root)
    assert isinstance(data, dict)
    return data


def permuted(definition: dict[str, Plain], random: Random) -> dict[str, Plain]:
    """Return a definition with its states, moves, answers, tasks, clocks … in another order."""
    return {name: shuffled(part, random) if name in SECTIONS else part for name, part in definition.items()}


def shuffled(value: Plain, random: Random) -> Plain:
    """Exchange the places of what has names, and of answers; triggers, events and words keep their order."""
    match value:
        case dict():
            names = list(value)
            random.shuffle(names)
            return {
                name: shuffle_answers(value[name], random) if name == "choose" else shuffled(value[name], random)
                for name in names
            }
        case _:
            return value


def shuffle_answers(value: Plain, random: Random) -> Plain:
    assert isinstance(value, list)
    answers = list(value)
    random.shuffle(answers)
    return answers


def without_sources(value: object) -> object:
    """Return an assessment as nested tuples, with its source lines blanked."""
    if isinstance(value, Source):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(without_sources(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return tuple(without_sources(part) for part in value)
    return value


@given(data=st.data())
def test_the_order_in_which_a_definition_is_written_does_not_matter(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    random = Random(data.draw(st.integers(0, 3)))
    other = loaded(as_yaml(permuted(as_data(text_of(question.pathway)), random)))
    one, two = question.answer(), replace(question, pathway=other).answer()
    assert without_sources(two) == without_sources(one)


@given(data=st.data())
def test_an_identical_definition_from_another_file_gives_the_same_answer(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    other = loaded(text_of(question.pathway))
    assert other.hash == question.pathway.hash
    one, two = question.answer(), replace(question, pathway=other).answer()
    assert without_sources(two) == without_sources(one)


@given(data=st.data())
def test_the_steps_of_any_record_are_bounded(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    answer = question.answer()
    states = len(question.pathway.states)
    assert len(answer.steps) <= len(question.entries)
    assert all(len(step.via) <= states + 1 for step in answer.steps)
    assert answer.episode <= 1 + len(answer.steps)


@given(data=st.data())
def test_the_same_question_has_the_same_answer(asked: Asked, data: st.DataObject) -> None:
    question = data.draw(asked)
    assert question.answer() == question.answer()
