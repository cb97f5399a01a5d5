"""An event that is called inert makes no difference in the order of a day, wherever it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

from carepath.authoring.load import loads
from carepath.calendar import Calendar
from carepath.evaluate import evaluate
from carepath.model import Pathway
from carepath.record import Entry, Scalar
from hypothesis import given
from hypothesis import strategies as st

BASE = (files("carepath.authoring") / "help_pages" / "_base.yaml").read_text("utf-8")
SILENT = ("leaflet", "letter")
FIRST = date(2016, 9, 1)


def short_pathway() -> Pathway:
    """Return the short pathway of the problem pages with two events that nothing hears."""
    text = BASE.replace("    frailty:     {attribute: frailty, type: whole}\n", "")
    return loads(text.replace("events:\n", "events:\n  leaflet: {data: {pages: whole}}\n  letter: {}\n")).require()


PATHWAY = short_pathway()
ALL_TRIED = replace(PATHWAY, routes=replace(PATHWAY.routes, inert=frozenset()))


def entries() -> st.SearchStrategy[list[Entry]]:
    data: dict[str, st.SearchStrategy[dict[str, Scalar]]] = {
        "referral": st.just({"route": "usc"}),
        "result": st.sampled_from([{"cancer": "yes"}, {"cancer": "no"}, {}]),
        "dtt": st.sampled_from([{"aim": "cure"}, {"aim": "comfort"}]),
        "leaflet": st.sampled_from([{}, {"pages": 3}]),
        "letter": st.sampled_from([{}, {}, {"cancer": "no"}]),  # a value that its type does not declare
    }
    nothing: st.SearchStrategy[dict[str, Scalar]] = st.just({})
    event = st.sampled_from(["referral", "first_seen", "scan", "result", "dtt", "treatment", "died", *SILENT, *SILENT])
    told = event.flatmap(
        lambda name: st.tuples(
            st.just(name), st.integers(0, 3), st.sampled_from(["RK5", "RX1", None]), data.get(name, nothing)
        )
    )
    return st.lists(told, min_size=2, max_size=9).map(
        lambda rows: [
            Entry(case="c", id=f"e{n}", event=name, occurred=FIRST + timedelta(day), provider=provider, data=values)
            for n, (name, day, provider, values) in enumerate(rows)
        ]
    )


def test_the_two_silent_events_are_called_inert() -> None:
    assert set(SILENT) <= PATHWAY.routes.inert


@given(entries())
def test_trying_inert_events_the_other_way_round_finds_nothing_more(record: list[Entry]) -> None:
    as_of = FIRST + timedelta(days=30)
    assert evaluate(PATHWAY, Calendar.england(), record, as_of) == evaluate(
        ALL_TRIED, Calendar.england(), record, as_of
    )
