"""A definition as tables of integers: numbers keep the order of names, and every range points into its table."""

from __future__ import annotations

import pytest
from carepath import Pathway, library
from carepath.plan import Plan, plan
from carepath.plan.tables import FIELDS, KINDS

RANGES = (
    ("states", "move", "move_end", "moves"),
    ("states", "task", "task_end", "tasks"),
    ("events", "trigger", "trigger_end", "triggers"),
    ("events", "meets", "meets_end", "meets"),
    ("roles", "first", "end", "listings"),
    ("transfers", "item", "item_end", "items"),
)


@pytest.fixture(scope="module", params=library.names())
def planned(request: pytest.FixtureRequest) -> Plan:
    return plan(library.find(request.param))


def column(planned: Plan, table: str, field: str) -> list[int]:
    place = FIELDS[table].index(field)
    return [row[place] for row in planned.rows[table]]


def test_events_are_numbered_in_the_order_of_a_day(planned: Plan) -> None:
    events = planned.pathway.events
    ranks = [(events[name].rank, name) for name in planned.names.events]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(events)


@pytest.mark.parametrize("names", ["states", "attributes", "roles", "clocks", "milestones", "reasons", "kinds"])
def test_a_smaller_number_is_a_smaller_name(planned: Plan, names: str) -> None:
    known = getattr(planned.names, names)
    assert list(known) == sorted(set(known))


@pytest.mark.parametrize("table", FIELDS)
def test_a_row_has_a_number_for_each_field(planned: Plan, table: str) -> None:
    assert {len(row) for row in planned.rows[table]} <= {len(FIELDS[table])}


@pytest.mark.parametrize(("table", "first", "end", "aim"), RANGES)
def test_ranges_follow_each_other_through_the_table_they_point_to(
    planned: Plan, table: str, first: str, end: str, aim: str
) -> None:
    starts, ends = column(planned, table, first), column(planned, table, end)
    assert starts == [0, *ends[:-1]][: len(starts)]
    assert (ends[-1] if ends else 0) == len(planned.rows[aim])


def test_every_trigger_of_a_clock_stands_in_the_plan(planned: Plan) -> None:
    pathway: Pathway = planned.pathway
    starts = sum(len(rule.starts) for rule in pathway.clocks.values())
    kinds = column(planned, "triggers", "kind")
    assert sum(kind in (KINDS.index("start"), KINDS.index("rebase")) for kind in kinds) == starts


def test_the_same_condition_is_written_once(planned: Plan) -> None:
    words = [planned.programs.words[first:end] for first, end, *_ in planned.programs.programs]
    assert words[0] == ((3, 0, 0, 0),)  # what is always true
    assert len(planned.programs.atoms) == len(set(planned.programs.atoms))
