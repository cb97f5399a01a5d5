"""Shares of a wait are exact, add up to one, and go by the days before and after the handover."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from carepath import library
from carepath.allocation import Held, Phases, Share, allocation, by_provider, phases, scenario
from carepath.calendar import Calendar, Span
from carepath.clocks import Count, Gap
from carepath.responsibility import Holder
from carepath.standards import Allocation
from hypothesis import given
from hypothesis import strategies as st

HALF = Fraction(1, 2)
START = date(2025, 3, 3)
REGIMES = {regime.id: regime for regime in library.regimes()}


def table(regime: str = "v12-2023") -> Allocation:
    found = REGIMES[regime].allocation
    assert found is not None
    return found


def day(number: int) -> date:
    return START + timedelta(days=number)


def count(*gaps: Gap) -> Count:
    return Count(START, Span(0), Calendar.england(), gaps=gaps)


def split(*held: tuple[str | None, int], stop: int, by: str | None = None, gaps: tuple[Gap, ...] = ()) -> Phases:
    """Return the phases of a case held by each provider after a day, treated on day `stop`."""
    chain = tuple(Holder(provider, day(after)) for provider, after in held)
    return phases(chain, START, day(stop), count(*gaps), by)


def parts(wait: Phases, rule: Allocation | None = None, first_seen: str | None = None) -> dict[str | None, Fraction]:
    return dict(by_provider(allocation(rule or table(), wait, 62, first_seen).shares))


def test_the_handover_divides_the_wait() -> None:
    wait = split(("RK5", 0), ("RX1", 35), stop=58, by="RX1")
    assert wait == Phases((Held("RK5", 35),), "RX1", 23)
    assert (wait.before, wait.shared, wait.handed_over) == (35, True, True)


@pytest.mark.parametrize(
    ("investigating", "treating", "row"),
    [
        (38, 24, "A"), (0, 62, "B"), (37, 25, "B"), (38, 25, "D"),
        (39, 23, "C"), (62, 0, "C"), (39, 24, "E"), (39, 25, "F"),
    ],
)  # fmt: skip
def test_38_and_24_and_62_are_in_time(investigating: int, treating: int, row: str) -> None:
    assert scenario(table(), investigating, treating, 62).id == row


def test_who_is_credited_with_scenario_b_is_a_choice() -> None:
    wait = split(("RK5", 0), ("RX1", 29), stop=60, by="RX1")
    assert parts(wait) == {"RK5": HALF, "RX1": HALF}
    assert parts(wait, replace(table(), scenario_b="investigating")) == {"RK5": 1}
    late = split(("RK5", 0), ("RX1", 36), stop=70, by="RX1")
    assert parts(late, replace(table(), scenario_b="investigating")) == {"RX1": 1}


def test_one_provider_has_all_of_it() -> None:
    wait = split(("RX1", 0), stop=70, by="RX1")
    found = allocation(table(), wait, 62)
    assert (found.scenario, found.investigating, found.treating) == (None, 0, 70)
    assert found.shares == (Share("RX1", "whole", Fraction(1), 70),)
    assert parts(split(("RX1", 0), stop=70)) == {"RX1": 1}


def test_without_a_table_all_goes_to_the_provider_of_the_treatment() -> None:
    wait = split(("RK5", 0), ("RX1", 35), stop=58, by="RX1")
    assert by_provider(allocation(None, wait, 62).shares) == {"RX1": 1}


def test_several_investigating_providers_divide_their_side_equally_or_leave_it_to_the_first() -> None:
    wait = split(("RFS", 0), ("RK5", 17), ("RX1", 35), stop=58, by="RX1")
    assert parts(wait) == {"RFS": Fraction(1, 4), "RK5": Fraction(1, 4), "RX1": HALF}
    assert parts(wait, replace(table(), jointly="first")) == {"RFS": HALF, "RX1": HALF}
    assert wait.before == 35


def test_a_provider_that_investigates_and_treats_has_both_its_parts() -> None:
    wait = split(("RX1", 0), ("RK5", 10), ("RX1", 35), stop=58, by="RX1")
    assert parts(wait) == {"RX1": Fraction(3, 4), "RK5": Fraction(1, 4)}


def test_the_last_handover_to_the_treating_provider_is_the_one_that_divides() -> None:
    wait = split(("RX1", 0), ("RK5", 10), ("RX1", 35), stop=58, by="RX1")
    assert (wait.before, wait.treating) == (35, 23)


def test_a_handover_on_the_first_day_leaves_no_days_investigating_and_a_share() -> None:
    wait = split(("RK5", 0), ("RX1", 0), stop=50, by="RX1")
    assert (wait.before, wait.treating, wait.shared) == (0, 50, True)
    assert parts(wait) == {"RK5": HALF, "RX1": HALF}


def test_who_passed_the_case_on_before_the_clock_started_has_no_part() -> None:
    held = (Holder("RFS", day(-30)), Holder("RK5", day(-10)), Holder("RX1", day(20)))
    wait = phases(held, START, day(60), count(), "RX1")
    assert wait == Phases((Held("RK5", 20),), "RX1", 40)


def test_who_took_the_case_after_the_treatment_has_no_part() -> None:
    wait = split(("RK5", 0), ("RX1", 35), ("RWD", 90), stop=58, by="RX1")
    assert wait == Phases((Held("RK5", 35),), "RX1", 23)


def test_a_treatment_without_a_handover_leaves_all_days_investigating() -> None:
    wait = split(("RK5", 0), stop=72, by="RX1")
    assert wait == Phases((Held("RK5", 72),), "RX1", 0, handed_over=False)
    assert parts(wait) == {"RK5": 1}


def test_days_not_counted_count_for_nobody() -> None:
    pause = Gap(day(40), day(50), "declined_offer")
    wait = split(("RK5", 0), ("RX1", 35), stop=70, by="RX1", gaps=(pause,))
    assert (wait.before, wait.treating) == (35, 25)


@pytest.mark.parametrize("regime", ["crs-2009", "crs-2010", "crs-2011"])
@pytest.mark.parametrize("stop", [50, 90])
def test_before_2016_half_goes_to_first_seen_and_half_to_treatment(regime: str, stop: int) -> None:
    wait = split(("RFS", 0), ("RK5", 17), ("RX1", 45), stop=stop, by="RX1")
    assert parts(wait, table(regime), "RK5") == {"RK5": HALF, "RX1": HALF}
    assert parts(wait, table(regime)) == {"RFS": HALF, "RX1": HALF}
    assert parts(wait, table(regime), "RX1") == {"RX1": 1}
    alone = split(("RX1", 0), stop=stop, by="RX1")
    assert parts(alone, table(regime)) == {"RX1": 1}
    assert parts(alone, table(regime), "RK5") == {"RK5": HALF, "RX1": HALF}


@pytest.mark.parametrize("regime", ["breach-2016", "ds-2018", "fds-2021", "v12-2023"])
def test_since_2016_the_table_is_the_same(regime: str) -> None:
    shown = [(row.id, row.share) for row in table(regime).scenarios]
    assert shown == [("A", HALF), ("B", HALF), ("C", 0), ("D", 0), ("E", 1), ("F", HALF)]


HANDOVERS = st.lists(st.tuples(st.sampled_from(["RK5", "RX1", "RFS", "RWD", None]), st.integers(0, 120)), max_size=4)


@given(HANDOVERS, st.integers(0, 130), st.sampled_from(sorted(REGIMES)), st.sampled_from(["RX1", "RK5", None]))
def test_shares_add_up_to_one_and_days_to_the_wait(
    later: list[tuple[str | None, int]], stop: int, regime: str, by: str | None
) -> None:
    wait = split(("RK5", 0), *sorted(later, key=lambda each: each[1]), stop=stop, by=by)
    found = allocation(table(regime), wait, 62)
    assert sum(share.part for share in found.shares) == 1
    assert all(share.part >= 0 and share.days >= 0 for share in found.shares)
    assert found.investigating + found.treating == stop
    assert sum(by_provider(found.shares).values()) == 1
