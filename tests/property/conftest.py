"""What the laws are asked of: the bundled definition, small ones with the rarer constructs, and drawn ones."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from carepath.authoring.load import load
from carepath.model import Pathway
from carepath.testing import Question, questions, written
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

HERE = Path(__file__).parent
DRAWN = 4  # how often a definition is drawn, for each definition that is not


@pytest.fixture(scope="session")
def definitions() -> tuple[Pathway, ...]:
    """The small definitions and the bundled one."""
    small = [written(path.read_text(encoding="utf-8"), path.name) for path in sorted(HERE.glob("definitions/*.yaml"))]
    return (*small, load(HERE.parents[1] / "pathways" / "og.yaml").require())


def _asked(definitions: Sequence[Pathway], lawful: bool, drawn: int = DRAWN) -> st.SearchStrategy[Question]:
    @st.composite
    def asked(draw: DrawFn) -> Question:
        place = draw(st.integers(0, drawn + len(definitions) - 1)) - drawn
        return draw(questions(None if place < 0 else definitions[place], lawful))

    return asked()


@pytest.fixture(scope="session")
def asked(definitions: tuple[Pathway, ...]) -> st.SearchStrategy[Question]:
    """Questions about any record of any definition."""
    return _asked(definitions, lawful=False)


@pytest.fixture(scope="session")
def asked_of_lawful(definitions: tuple[Pathway, ...]) -> st.SearchStrategy[Question]:
    """Questions about lawful histories of any definition."""
    return _asked(definitions, lawful=True)


@pytest.fixture(scope="session")
def asked_of_plain_days(definitions: tuple[Pathway, ...]) -> st.SearchStrategy[Question]:
    """Questions about any record of definitions most of which count in calendar days only."""
    return _asked([pathway for pathway in definitions if pathway.id == "plain_days"], lawful=False, drawn=1)


@pytest.fixture(scope="session")
def asked_of_pausing(definitions: tuple[Pathway, ...]) -> st.SearchStrategy[Question]:
    """Questions about lawful histories of definitions with clocks that can be paused."""
    pausing = [pathway for pathway in definitions if any(clock.pauses for clock in pathway.clocks.values())]
    return _asked(pausing, lawful=True, drawn=0)
