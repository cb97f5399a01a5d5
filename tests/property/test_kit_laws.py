"""The laws that the kit gives to users hold for every definition of the tests, and fail where one is broken."""

from dataclasses import replace
from pathlib import Path

import pytest
from carepath.authoring.load import load
from carepath.testing import Law, Question, laws, written
from hypothesis import strategies as st

HERE = Path(__file__).parent
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(HERE.glob("definitions/*.yaml"))}


def of(name: str) -> tuple[Law, ...]:
    return laws(written(TEXTS[name], name))


@pytest.mark.parametrize("law", [law for name in ("counting", "handovers") for law in of(name)], ids=str)
def test_a_law_holds(law: Law) -> None:
    law()


def test_the_laws_have_names_of_their_own_and_sentences() -> None:
    found = of("hours")
    assert len({law.name for law in found}) == len(found) > 10
    assert all(law.sentence.endswith(".") for law in found)


def test_a_law_that_does_not_hold_fails_and_shows_a_worked_case() -> None:
    def never(question: Question, data: st.DataObject) -> None:
        assert not question.answer().steps

    law = replace(of("plain_days")[0], holds=never)
    with pytest.raises(AssertionError) as raised:
        law()
    assert "cases:\n  drawn:\n    events:" in "\n".join(raised.value.__notes__)


def test_the_laws_of_a_bundled_definition_can_be_asked_for() -> None:
    og = load(HERE.parents[1] / "pathways" / "og.yaml").require()
    assert [law.name for law in laws(og)] == [law.name for law in of("hours")]
