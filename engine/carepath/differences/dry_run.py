"""The dry run: what another definition changes for one case. Pure, over its two assessments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from carepath.findings import Assessment, Due, Finding, Moment


@dataclass(frozen=True, slots=True)
class Touched:
    """A case that stands otherwise: its state before and after, findings and due actions that differ.

    Of a due action that is new or falls away one side is None.
    """

    case: str | None
    state: tuple[str | None, str | None]
    raised: tuple[Finding, ...]
    withdrawn: tuple[Finding, ...]
    changed: tuple[tuple[Finding, Finding], ...]
    due: tuple[tuple[Due | None, Due | None], ...]


def touched(old: Assessment, new: Assessment) -> Touched | None:
    """Return what differs between two assessments of one case; None where nothing does.

    Words aside: titles, sentences and sources of findings are no difference to the patient.
    """
    before = {finding.identity: finding for finding in old.findings}
    after = {finding.identity: finding for finding in new.findings}
    both = ((before[identity], finding) for identity, finding in after.items() if identity in before)
    found = Touched(
        case=new.case or old.case,
        state=(old.state, new.state),
        raised=tuple(finding for identity, finding in after.items() if identity not in before),
        withdrawn=tuple(finding for identity, finding in before.items() if identity not in after),
        changed=tuple((was, now) for was, now in both if _finding(was) != _finding(now)),
        due=_due(old.due, new.due),
    )
    same_place = (old.state, old.closed, old.episode) == (new.state, new.closed, new.episode)
    return None if same_place and not (found.raised or found.withdrawn or found.changed or found.due) else found


def _finding(finding: Finding) -> tuple[object, ...]:
    return (finding.day, finding.days_over, finding.seconds_over, finding.provider)


def _due(old: Iterable[Due], new: Iterable[Due]) -> tuple[tuple[Due | None, Due | None], ...]:
    befores, afters = {_action(due): due for due in old}, {_action(due): due for due in new}
    pairs = ((befores.get(action), afters.get(action)) for action in dict.fromkeys((*afters, *befores)))
    return tuple((was, now) for was, now in pairs if was is None or now is None or _days(was) != _days(now))


def _action(due: Due) -> tuple[str, str | None, int]:
    return (due.what, due.milestone, due.episode)


def _days(due: Due) -> tuple[Moment | str | None, ...]:
    return (due.earliest, due.last_good_day, due.planned, due.role, due.provider)
