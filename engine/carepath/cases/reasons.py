"""Why an answer is what it is: the few lines of the explanation that belong to what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carepath.cases import allocations
from carepath.cases.expected import Difference, named
from carepath.cases.said import KEY, VERDICT
from carepath.cases.trial import NOTHING_EXPECTED, Trial
from carepath.chronicle import Item
from carepath.explain import sections, wrapped
from carepath.findings import Assessment
from carepath.rules.reasons import reasons as because
from carepath.rules.reasons import why_not

JUDGED = ("Milestones", "Clocks", "Transfers")
Sections = Mapping[str, tuple[Item, ...]]


def reasons(trial: Trial) -> tuple[str, ...]:
    """Return lines that say why the differences of a case came about, each once."""
    told = {title: tuple(items) for title, items in sections(trial.assessment, trial.pathway)}
    told["Position"] = tuple(_position(trial.assessment, told["What happened"]))
    items = dict.fromkeys(
        item
        for each in trial.differences
        for item in (
            allocations.reason(trial.reported, _key(each))
            if _of_credit(each)
            else _of_rule(each, trial)
            if each.key == "rules"
            else _items(each, told)
        )
    )
    return tuple(line for item in items for line in wrapped(*item))


def _of_rule(difference: Difference, trial: Trial) -> Iterator[Item]:
    """Yield what made a rule hold, or what it lacks."""
    for rule in trial.pathway.rules:
        if rule.id == difference.got:
            held = (each for each in trial.judged.conclusions if each.rule == rule)
            yield rule.id, tuple(line for each in held for line in because(each))
        elif rule.id == difference.wanted:
            yield rule.id, why_not(rule, trial.judged.facts, trial.assessment.episode)


def _of_credit(difference: Difference) -> bool:
    """Return whether a difference is about who is credited with a wait."""
    return difference.key.startswith("allocation ")


def _key(difference: Difference) -> str:
    """Return the thing that a difference is about, as it is asked for: `62` of `clocks 62 net`."""
    return difference.key.split(" ")[1]


def _items(difference: Difference, told: Sections) -> Iterator[Item]:
    key, _, rest = difference.key.partition(" ")
    if difference == NOTHING_EXPECTED:
        return
    if key in ("findings", "justified"):
        yield from _of_finding(difference, told)
    elif key in ("verdicts", *VERDICT):
        yield from _named(told["Milestones"], _id(rest))
    elif key in ("clocks", "transfers"):
        yield from _named(told[key.capitalize()], _id(rest.partition(" ")[0]))
    elif key in ("due", "due_of"):
        name = rest.partition(" ")[0] if key == "due_of" else (difference.got or difference.wanted or "")
        what = name.partition(" for ")[0]
        yield from (_named(told["Due"], what) or _judged(told, what) or told["Position"])
    elif key in ("responsibility", "responsible"):
        yield from told["Who answered for the wait"]
    else:
        yield from told["Position"]


def _of_finding(difference: Difference, told: Sections) -> Iterator[Item]:
    """Yield the finding that is there; where it is missing, what is said of its subject."""
    if difference.because is not None:
        yield from (item for item in told["Findings"] if difference.because in item[1])
    elif difference.wanted is not None:
        wish = named(difference.wanted) if difference.key == "findings" else None
        yield from (_judged(told, wish.subject) if wish else ()) or told["Position"]


def _position(assessment: Assessment, happened: tuple[Item, ...]) -> Iterator[Item]:
    """Yield how a case came where it is: its last move, and what was told last."""
    moved = [step.entry for step in assessment.steps if step.before != step.after]
    last = [step.entry for step in assessment.steps]
    for entry in dict.fromkeys((*moved[-1:], *last[-1:])):
        yield from (item for item in happened if item[1][-1].startswith((f"[entry {entry};", f"[entry {entry}]")))


def _judged(told: Sections, name: str) -> tuple[Item, ...]:
    return tuple(item for title in JUDGED for item in _named(told[title], name))


def _named(items: tuple[Item, ...], name: str) -> tuple[Item, ...]:
    return tuple(item for item in items if item[0].partition(",")[0] == name)


def _id(key: str) -> str:
    found = KEY.fullmatch(key)
    return found["id"] if found else key
