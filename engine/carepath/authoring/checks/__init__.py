"""What is checked of a pathway once it is built: every check is a generator that yields problems.

Where the times of the milestones contradict one another is checked last (`authoring/timing.py`): its checks join
the end of CHECKS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from carepath.authoring.checks.answers import (
    answers_never_true,
    contradicting_exits,
    exits_taken_by_states,
    missing_answers,
    overlapping_answers,
    two_for_the_rest,
)
from carepath.authoring.checks.automatic import automatic_circles
from carepath.authoring.checks.clocks import clocks_left_running, clocks_without_start
from carepath.authoring.checks.header import agreed_without_date
from carepath.authoring.checks.milestones import (
    milestones_never_due,
    milestones_never_met,
    milestones_that_repeat_clocks,
)
from carepath.authoring.checks.reach import states_without_end, unreachable_states
from carepath.authoring.checks.roles import events_without_use, roles_without_work
from carepath.authoring.checks.transfers import items_never_filled, transfers_never_met
from carepath.model import Pathway
from carepath.problems import Problem

Check = Callable[[Pathway], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    agreed_without_date,
    unreachable_states,
    states_without_end,
    overlapping_answers,
    two_for_the_rest,
    missing_answers,
    answers_never_true,
    contradicting_exits,
    exits_taken_by_states,
    automatic_circles,
    clocks_without_start,
    clocks_left_running,
    milestones_never_met,
    milestones_never_due,
    milestones_that_repeat_clocks,
    transfers_never_met,
    items_never_filled,
    roles_without_work,
    events_without_use,
)
