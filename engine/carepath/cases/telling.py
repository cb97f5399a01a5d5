"""The outcome of worked cases for people: what differs side by side, why, and what no case reaches."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.cases.coverage import Coverage
from carepath.cases.expected import Difference, named
from carepath.cases.outcome import Outcome
from carepath.cases.pairing import pairs
from carepath.cases.reasons import reasons
from carepath.cases.trial import NOTHING_EXPECTED, Trial
from carepath.sentences import day_text
from carepath.table import plain, table

NONE = "(nothing)"
HEAD = ("", "Expected", "Got")


def told(outcome: Outcome, everything: bool) -> tuple[str, ...]:
    """Return lines: each case that is not as expected, then how many are, then what the cases reach.

    `everything`: also what no case reaches, with its place.
    """
    lines = [line for trial in outcome.trials if not trial.passed for line in _failed(trial)]
    lines.append(summary(outcome))
    for each in outcome.coverage:
        lines.append(_reached(each))
        if everything:
            lines += _missing(each)
    if not everything and any(each.missing for each in outcome.coverage):
        lines[-1] += "  (--coverage lists the rest)"
    return tuple(plain(line) for line in lines)


def _failed(trial: Trial) -> Iterator[str]:
    known = "" if trial.question.known_at is None else f", known at {day_text(trial.question.known_at)}"
    yield f"{trial.question.source}: {trial.case.name}"
    yield f"  as of {day_text(trial.question.as_of)}{known}, {trial.pathway.name}"
    if trial.differences == (NOTHING_EXPECTED,):
        yield "  Nothing is expected of this case. Write `expect:`, or let --update write what is there."
    else:
        yield from (f"  {line}" for line in table(HEAD, _rows(trial.differences)))
    why = reasons(trial)
    if why:
        yield "  Why"
        yield from (f"  {line}" for line in why)
    yield ""


def _rows(differences: tuple[Difference, ...]) -> list[tuple[str, str, str]]:
    """Return a row for each difference; what was wanted and what is there of one finding share theirs."""
    instead = pairs(differences, differences, _instead)
    taken = set(instead.values())
    rows = []
    for place, one in enumerate(differences):
        if place not in taken:
            got = differences[instead[place]].got if place in instead else one.got
            rows.append((one.key, one.wanted or NONE, got or NONE))
    return rows


def _instead(one: Difference, other: Difference) -> bool:
    """Whether a finding is expected, and another one of its subject and episode is there instead."""
    missing = one.wanted is not None and one.got is None
    instead = other.wanted is None and other.got is not None
    if (one.key, other.key) != ("findings", "findings") or not (missing and instead):
        return False
    wish, there = named(one.wanted), named(other.got)
    return wish.subject == there.subject and wish.episode in (None, there.episode or 1)


def summary(outcome: Outcome) -> str:
    """Return how many cases there are, and how many are not as expected."""
    cases = {(trial.case.source, trial.case.name): trial.passed for trial in outcome.trials}
    for trial in outcome.trials:
        cases[trial.case.source, trial.case.name] &= trial.passed
    failed = sum(not passed for passed in cases.values())
    said = f"{len(cases)} case{'' if len(cases) == 1 else 's'}"
    days = f" on {len(outcome.trials)} days" if len(outcome.trials) != len(cases) else ""
    untried = sum(book.untried for book in outcome.books)
    parts = [f"{failed} not as expected"] if failed else ["all as expected"] if cases else []
    parts += [f"{untried} not tried because of mistakes"] if untried else []
    return ", ".join([f"{said}{days}", *parts])


def _reached(coverage: Coverage) -> str:
    open_ = [f"{kind} {reached} of {total}" for kind, reached, total in coverage.counts() if reached < total]
    some = f": {', '.join(open_)}" if open_ else ""
    return f"{coverage.pathway}: its cases reach {coverage.percent} % of it{some}"


def _missing(coverage: Coverage) -> Iterator[str]:
    if coverage.missing:
        yield "  No case reaches"
    goals = sorted(coverage.missing, key=lambda goal: (goal.source.file, goal.source.line, goal.source.column))
    width = max((len(str(goal.source)) for goal in goals), default=0)
    yield from (f"    {goal.source!s:<{width}}  {goal.words}" for goal in goals)
