"""The whole judgement of a case: what `evaluate` says, and what the authors' rules make of it.

Rules add findings (`rule:<name>`) and due actions; they never move a case and change nothing that was said without
them. Their meaning: docs/reference/semantics.md, section 12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import import_module

from carepath.calendar import Calendar, CalendarEnds
from carepath.clocks import Count
from carepath.course import Course, course
from carepath.due import provider_for, urgency
from carepath.evaluate import assessed
from carepath.findings import Assessment, Due, Finding
from carepath.model import Pathway, Rule
from carepath.record import Entry
from carepath.rules.concluding import Conclusion, Rulebook, rulebook
from carepath.rules.facts import Fact, facts
from carepath.rules.filling import open_parts
from carepath.rules.hosted import hosted
from carepath.rules.matching import Matcher, plain
from carepath.rules.since import since


@dataclass(frozen=True, slots=True)
class Judgement:
    """An assessment with what rules add to it, their conclusions, and the facts that they were matched over."""

    assessment: Assessment
    conclusions: tuple[Conclusion, ...]
    facts: tuple[Fact, ...]


def book(pathway: Pathway) -> Rulebook:
    """Return the rules of a definition made ready, on the matcher that is installed; make it once."""
    return rulebook(pathway.rules, matcher()) if pathway.rules else Rulebook(())


def matcher() -> Callable[[Sequence[Rule]], Matcher]:
    """Return the maker of matchers in use: on durable_rules where it can be imported, else the plain one.

    From Python 3.13 on it can be installed and not imported, so that being there is not enough.
    """
    try:
        import_module("durable.engine")
    except ImportError:
        return plain
    return hosted


def judge(
    pathway: Pathway,
    calendar: Calendar,
    entries: Iterable[Entry],
    as_of: date | datetime,
    known_at: datetime | None = None,
    rules: Rulebook | None = None,
) -> Judgement:
    """Return the standing of a case with the conclusions of rules; `rules` is `book(pathway)`, made once.

    Raises as `evaluate` does.
    """
    told = course(pathway, calendar, entries, as_of, known_at)
    assessment = assessed(pathway, told, as_of, known_at)
    if not pathway.rules:
        return Judgement(assessment, (), ())
    known = facts(pathway, told, assessment)
    found = (rules or book(pathway)).conclusions(known)
    return Judgement(with_conclusions(pathway, told, assessment, found, known), found, known)


def with_conclusions(
    pathway: Pathway, told: Course, assessment: Assessment, found: Sequence[Conclusion], known: Sequence[Fact]
) -> Assessment:
    """Return an assessment with the findings and the due actions that rules conclude."""
    findings = tuple(_finding(pathway, told, each) for each in found if each.rule.finding is not None)
    due = tuple(
        _due(pathway, told, assessment, each, title, role)
        for each in found
        for title, role in _asked(pathway, each, known)
    )
    return replace(
        assessment,
        findings=(*assessment.findings, *findings),
        due=tuple(sorted((*assessment.due, *due), key=urgency)),
    )


def code(rule: Rule) -> str:
    """Return the code under which a rule speaks."""
    return f"rule:{rule.id}"


def _finding(pathway: Pathway, told: Course, conclusion: Conclusion) -> Finding:
    rule = conclusion.rule
    said = (rule.finding or "").rstrip(".")
    return Finding(
        code=code(rule),
        subject=conclusion.about,
        episode=conclusion.episode,
        root=None,
        day=since(conclusion, pathway, told.now.calendar, told.now.day),
        days_over=None,
        seconds_over=None,
        provider=next((str(fact.fields["provider"]) for fact in conclusion.facts if "provider" in fact.fields), None),
        message=f"{said}.",
        entries=conclusion.entries,
        source=rule.source,
        citation=rule.citation,
    )


def _asked(pathway: Pathway, conclusion: Conclusion, known: Sequence[Fact]) -> Iterator[tuple[str, str | None]]:
    """Yield what a rule asks to be done and by which role: its own action, and the parts of its form that are open."""
    rule = conclusion.rule
    if rule.due is not None:
        yield rule.due, rule.role
    if rule.form is not None:
        form = pathway.forms[rule.form]
        yield from ((f"{part.title}: {form.title}", part.role) for part in open_parts(form, conclusion.episode, known))


def _due(
    pathway: Pathway, told: Course, assessment: Assessment, conclusion: Conclusion, title: str, role: str | None
) -> Due:
    rule, day = conclusion.rule, told.now.day
    holder = assessment.responsibility[-1].provider if assessment.responsibility else None
    last, left = _limit(pathway, conclusion, told)
    return Due(
        what=code(rule),
        title=title,
        milestone=None if conclusion.about == rule.id else conclusion.about,
        episode=conclusion.episode,
        earliest=None,
        target=str(rule.within) if rule.within else None,
        last_good_day=last,
        days_left=left,
        role=role,
        provider=provider_for(pathway, role, holder, day),
        protects=None,
        level="local",
    )


def _limit(pathway: Pathway, conclusion: Conclusion, told: Course) -> tuple[date | None, int | None]:
    """Return the last good day of what a rule asks for, and the days left, counted from when its facts came to be."""
    span, begun = conclusion.rule.within, since(conclusion, pathway, told.now.calendar, told.now.day)
    if span is None or begun is None:
        return None, None
    count = Count(begun, span, told.now.calendar)
    try:
        return count.last_good_day(), count.target - count.elapsed(told.now.day)
    except CalendarEnds:
        return None, None
