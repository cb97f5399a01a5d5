"""What is checked of a pathway once it is built: every check is a generator that yields problems.

Whether the days can be kept is checked last: it takes the paths as they are.
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
from carepath.authoring.checks.timing import days_that_cannot_be_kept
from carepath.authoring.checks.transfers import items_never_filled, transfer_roles_swapped, transfers_never_met
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
    transfer_roles_swapped,
    items_never_filled,
    roles_without_work,
    events_without_use,
    days_that_cannot_be_kept,
)
