"""Standards: nodes of a shared file to a regime, and every mistake in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from carepath.authoring.build_conditions import condition
from carepath.authoring.build_spans import day, roughly
from carepath.authoring.nodes import Fields, Node, Scalar, fields, many, scalars, text, whole, yes
from carepath.authoring.scope import Scope, title
from carepath.model import ClockRule, Exit, Reference
from carepath.standards import Allocation, Jointly, Method, Plan, Regime, Scenario, ScenarioB, Standard

PERCENT = re.compile(r"(?P<number>[0-9]{1,3}(\.[0-9]{1,6})?) *%")
PARTS = re.compile(r"[0-9]{1,9}(/[1-9][0-9]{0,8})?")
METHODS: dict[str | None, Method] = {"halves": "halves", "phases": "phases"}
SCENARIO_B: dict[str | None, ScenarioB] = {"split": "split", "investigating": "investigating"}
JOINTLY: dict[str | None, Jointly] = {"equally": "equally", "first": "first"}


def regime(
    root: Fields,
    clocks: Mapping[str, ClockRule],
    exits: tuple[Exit, ...],
    references: Mapping[str, Reference],
    scope: Scope,
) -> Regime:
    """Return the regime of a shared file."""
    period = fields(root.get("effective"))
    first, last = day(period.get("from"), scope), day(period.get("to"), scope)
    name = (text(root.get("shared")) or "").removeprefix("regimes/")
    if "effective" not in root:
        key = root.key("standards")
        message = "The days on which these standards are in force are missing."
        scope.report.flaw(key, "missing-key", message, "Write effective: {from: 2016-04-01}.")
    if first is not None and last is not None and first > last:
        scope.report.flaw(period.key("to"), "bad-date", "The last day is before the first.", "Exchange the two days.")
    standards = {
        str(key.value): found
        for key, node in fields(root.get("standards")).pairs()
        if (found := _standard(key, node, clocks, scope)) is not None
    }
    table = _allocation(root, scope) if "allocation" in root else None
    _add_up(root, standards, table, scope)
    return Regime(
        id=name,
        title=text(root.get("title")) or name,
        source=root.key("standards").source,
        effective_from=first or date.min,
        effective_to=last,
        effective_verified=yes(period.get("verified")) is not False,
        clocks=clocks,
        exits=exits,
        standards=standards,
        allocation=table,
        references=references,
    )


def share(node: Node | None, scope: Scope) -> Fraction | None:
    """Return a part of the whole, exactly; one above the whole is none."""
    written = text(node)
    if node is None or written is None:
        return None
    found = PERCENT.fullmatch(written.strip())
    value = Fraction(found["number"]) / 100 if found else None
    if found is None and PARTS.fullmatch(written.strip()):
        value = Fraction(written.strip())
    if value is None or value > 1:
        scope.report.flaw(node, "bad-share", f'"{written}" is not a part of the whole.', "Write 93 %, 1/2, 0 or 1.")
        return None
    return value


def _standard(key: Scalar, node: Node, clocks: Mapping[str, ClockRule], scope: Scope) -> Standard | None:
    given, code = fields(node), str(key.value)
    name = scope.name("clock", given.get("clock"))
    if name is None or name not in clocks:
        return None
    target = clocks[name].target
    days = whole(given.get("days"))
    if days is None and (target is None or target.exact):
        message = f'"days:" is missing here: the clock {name} has no target in days.'
        scope.report.flaw(key, "missing-key", message, "Write the most days that are in time, such as days: 62.")
    if days is None:
        days = 0 if target is None else target.amount
    return Standard(
        code=code,
        title=title(node, code),
        source=key.source,
        clock=name,
        days=days,
        threshold=share(given.get("threshold"), scope),
        guard=condition(given.get("when"), scope),
        event_types=tuple(str(item.value) for item in scalars(given.get("event_types"))),
        allocated=yes(given.get("allocated")) is True,
        plans=tuple(plan for item in many(given.get("plans")) if (plan := _plan(item, scope)) is not None),
        citation=scope.citation(node),
    )


def _plan(node: Node, scope: Scope) -> Plan | None:
    given = fields(node)
    by, threshold = roughly(given.get("by"), scope), share(given.get("threshold"), scope)
    return None if by is None or threshold is None else Plan(by, threshold, scope.citation(node))


def _allocation(root: Fields, scope: Scope) -> Allocation:
    node = root.get("allocation")
    given = fields(node)
    rows = tuple(_scenario(key, below, scope) for key, below in fields(given.get("scenarios")).pairs())
    method = METHODS.get(text(given.get("method")), "halves")
    table = Allocation(
        method=method,
        investigating=whole(given.get("investigating")),
        treating=whole(given.get("treating")),
        scenarios=rows,
        scenario_b=SCENARIO_B.get(text(given.get("scenario_b")), "split"),
        jointly=JOINTLY.get(text(given.get("jointly")), "equally"),
        citation=scope.citation(node),
    )
    if method == "phases":
        _complete(root.key("allocation"), given, table, scope)
    return table


def _scenario(key: Scalar, node: Node, scope: Scope) -> Scenario:
    given = fields(node)
    return Scenario(
        id=str(key.value),
        investigating=yes(given.get("investigating")) is True,
        treating=yes(given.get("treating")) is True,
        whole=yes(given.get("whole")) is True,
        share=share(given.get("investigating_share"), scope) or Fraction(0),
        citation=scope.citation(node),
    )


def _add_up(root: Fields, standards: Mapping[str, Standard], table: Allocation | None, scope: Scope) -> None:
    """Say where the two phases do not make the days of a standard that is allocated by them."""
    if table is None or table.investigating is None or table.treating is None:
        return
    both = table.investigating + table.treating
    for standard in standards.values():
        if standard.allocated and standard.days != both:
            message = f"The phases are {both} days together, but {standard.code} is {standard.days}."
            hint = "Both phases in time must make the whole in time, and both too long the whole too long."
            scope.report.flaw(root.key("allocation"), "allocation-gap", message, hint)


def _complete(key: Scalar, given: Fields, table: Allocation, scope: Scope) -> None:
    """Say where a combination that can be has no row, or two.

    Both phases in time and the whole not, or both not and the whole in time, cannot be where the two
    phases add up to the whole.
    """
    for name in ("investigating", "treating"):
        if name not in given:
            message = f'"{name}:" is missing here.'
            scope.report.flaw(key, "missing-key", message, f"Write the most days that are in time: {name}: 38.")
    found = Counter((row.investigating, row.treating, row.whole) for row in table.scenarios)
    flags = (True, False)
    possible = [
        (one, two, three)
        for one in flags
        for two in flags
        for three in flags
        if (one, two, three) not in ((True, True, False), (False, False, True))
    ]
    for combination in possible:
        if found[combination] != 1:
            said = ", ".join(
                f"{name} {'in time' if met else 'not in time'}"
                for name, met in zip(("investigating", "treating", "the whole"), combination, strict=True)
            )
            message = f"Of these scenarios {'none is' if not found[combination] else 'several are'} for: {said}."
            hint = "Write exactly one entry for each combination that can be."
            scope.report.flaw(key, "allocation-gap", message, hint)
