"""The forms that are open in a case: which rule asks for them, who fills in which part, what is known already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from carepath.calendar import Calendar
from carepath.due import provider_for
from carepath.model import Form, FormPart, Pathway
from carepath.rules.concluding import Conclusion
from carepath.rules.facts import day_of
from carepath.rules.filling import Filled, filled, open_parts
from carepath.rules.judging import Judgement, code
from carepath.rules.since import since

Plain = dict[str, object]


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part that is still to be returned, and who fills it in."""

    part: FormPart
    provider: str | None
    fields: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form that a rule asks for in an episode, with the parts that are open."""

    form: Form
    conclusion: Conclusion
    since: date | None
    parts: tuple[OpenPart, ...]


def open_forms(pathway: Pathway, judged: Judgement) -> tuple[OpenForm, ...]:
    """Return the forms that rules ask for and that were not returned whole, in the order of the conclusions."""
    return tuple(_open(pathway, judged))


def _open(pathway: Pathway, judged: Judgement) -> Iterator[OpenForm]:
    assessment = judged.assessment
    today = day_of(assessment.as_of, ZoneInfo(pathway.zone))
    assert today is not None, "an assessment has a day"
    holder = assessment.responsibility[-1].provider if assessment.responsibility else None
    for conclusion in judged.conclusions:
        if conclusion.rule.form is None:
            continue
        form, episode = pathway.forms[conclusion.rule.form], conclusion.episode
        parts = tuple(
            OpenPart(part, provider_for(pathway, part.role, holder, today), filled(part, episode, judged.facts))
            for part in open_parts(form, episode, judged.facts)
        )
        if parts:
            begun = since(conclusion, pathway, Calendar.named(pathway.calendar), today)
            yield OpenForm(form, conclusion, begun, parts)


def form_dict(judged: Judgement, form: OpenForm) -> Plain:
    """Return an open form as objects, lists and texts, in a fixed order."""
    assessment = judged.assessment
    return {
        "case": assessment.case,
        "pathway": assessment.pathway,
        "version": assessment.version,
        "as_of": assessment.as_of.isoformat(),
        "form": form.form.id,
        "title": form.form.title,
        "rule": code(form.conclusion.rule),
        "episode": form.conclusion.episode,
        "since": None if form.since is None else form.since.isoformat(),
        "parts": [_part_dict(part) for part in form.parts],
    }


def _part_dict(part: OpenPart) -> Plain:
    return {
        "part": part.part.id,
        "title": part.part.title,
        "role": part.part.role,
        "provider": part.provider,
        "returned_by": part.part.returned,
        "fields": [_field_dict(each) for each in part.fields],
    }


def _field_dict(each: Filled) -> Plain:
    return {
        "field": each.field.id,
        "title": each.field.title,
        "type": each.field.type.kind,
        "words": list(each.field.type.words),
        "value": each.value if each.value is None or isinstance(each.value, int) else str(each.value),
        "from": None if each.field.origin is None else str(each.field.origin),
        "entries": list(each.entries),
    }
