"""What would have to be expected for a case to be as expected: its parts as they are, in the author's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from carepath.authoring.nodes import Plain
from carepath.cases.allocations import allocations
from carepath.cases.expected import Named, listed_plainly, named, reasons_given, there_is_due
from carepath.cases.pairing import pairs
from carepath.cases.said import SAYINGS, finding_text, leaf
from carepath.findings import Assessment
from carepath.regimes import Reported


def proposal(
    key: str,
    value: Plain,
    assessment: Assessment,
    change: date | None,
    reported: Sequence[Reported],
    held: Sequence[str] = (),
) -> Plain:
    """Return what is so under a key of an expectation; what the author wrote stays where it is right."""
    match key:
        case "findings":
            return list(_findings(assessment, listed_plainly(value)))
        case "findings_include" | "findings_exclude":
            return list(_some_findings(key, assessment, listed_plainly(value)))
        case "due_include" | "due_exclude":
            there = there_is_due(assessment)
            return [what for what in listed_plainly(value) if (str(what) in there) is (key == "due_include")]
        case "rules_include" | "rules_exclude":
            return [name for name in listed_plainly(value) if (str(name) in held) is (key == "rules_include")]
        case "justified":
            return reasons_given(assessment, value)
        case "next_change":
            return leaf(change)
        case "allocation":
            return allocations(reported, value)
        case _:
            return SAYINGS[key](assessment, value)


def first(assessment: Assessment) -> dict[str, Plain]:
    """Return what to expect of a case of which nothing is expected yet."""
    closed: dict[str, Plain] = {} if assessment.closed is None else {"closed": assessment.closed}
    return {"state": assessment.state, **closed, "findings": list(_findings(assessment, []))}


def _findings(assessment: Assessment, wishes: list[Plain]) -> Iterator[Plain]:
    fit = pairs([named(text) for text in wishes], assessment.findings, Named.fits)
    kept = {place: wishes[wish] for wish, place in fit.items()}
    for place, finding in enumerate(assessment.findings):
        yield kept.get(place, finding_text(finding))


def _some_findings(key: str, assessment: Assessment, wishes: list[Plain]) -> Iterator[Plain]:
    for text in wishes:
        wish = named(text)
        there = any(wish.fits(finding) for finding in assessment.findings)
        near = next((finding for finding in assessment.findings if wish.meant(finding)), None)
        if there is (key == "findings_include"):
            yield text
        elif key == "findings_include" and near is not None:
            yield finding_text(near)
