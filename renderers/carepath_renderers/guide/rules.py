"""Rules of a definition, such as for escalation: when which facts stand together, what follows."""

from __future__ import annotations

from carepath.model import FieldTest, Pathway, Pattern, Rule

from carepath_renderers.guide.blocks import Section, Table, Text
from carepath_renderers.guide.phrases import NONE, checked, clock, listed, rests_on

FIELDS = {"days_left": "days left", "days_over": "days over", "not_counted": "days not counted"}


def rules(pathway: Pathway) -> Section:
    """Return the rules, each as when and then."""
    if not pathway.rules:
        return Section("rules", "Escalation rules", (Text("No rules across the pathway are defined."),))
    rows = tuple(
        (
            listed(_pattern(each, pathway) for each in rule.patterns),
            _follows(rule, pathway),
            pathway.roles[rule.role].title if rule.role else NONE,
            f"within {rule.within}" if rule.within else NONE,
            _cited(rule),
        )
        for rule in pathway.rules
    )
    head = ("When", "What follows", "Who", "By", "Rests on")
    return Section("rules", "Escalation rules", (Table("Rules", head, rows, (5, 4, 2, 2, 4), named=1),))


def _follows(rule: Rule, pathway: Pathway) -> str:
    form = pathway.forms[rule.form].title if rule.form else None
    return rule.due or rule.finding or form or rule.note or NONE


def _cited(rule: Rule) -> str:
    return f"{rests_on(rule.citation)} ({checked(rule.citation).lower()})"


def _pattern(pattern: Pattern, pathway: Pathway) -> str:
    named = [test for test in pattern.tests if test.field in ("id", "state")]
    others = [test for test in pattern.tests if test not in named]
    names = [_named(test, pattern.kind, pathway) for test in named]
    subject = f"the case is in {names[0]}" if pattern.kind == "case" and names else " ".join((pattern.kind, *names))
    said = " with ".join(filter(None, (subject, listed(_test(each) for each in others))))
    return f"no {said}" if pattern.absent else said


def _named(test: FieldTest, kind: str, pathway: Pathway) -> str:
    return listed((f"“{_title(str(value), kind, pathway)}”" for value in test.values), "or")


def _title(id: str, kind: str, pathway: Pathway) -> str:
    if kind == "clock":
        return clock(id, pathway)
    titles = {
        "milestone": {each.id: each.title for each in pathway.milestones.values()},
        "transfer": {each.id: each.title for each in pathway.transfers.values()},
        "case": {each.id: each.title for each in pathway.states.values()},
    }
    return titles.get(kind, {}).get(id, id)


def _test(test: FieldTest) -> str:
    name = FIELDS.get(test.field, test.field.replace("_", " "))
    values = listed((str(value).replace("_", " ") for value in test.values), "or")
    return f"{name} {'' if test.op == 'is' else test.op.replace('_', ' ') + ' '}{values}"
