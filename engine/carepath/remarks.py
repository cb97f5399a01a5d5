"""Remarks on steps that only judging brings out, such as too-early."""

from __future__ import annotations

from dataclasses import replace

from carepath.findings import Finding, Step

JUDGED_LATER = ("too-early", "unknown-organisation", "unknown-transfer")


def remarked(steps: tuple[Step, ...], found: tuple[Finding, ...]) -> tuple[Step, ...]:
    """Return the steps with the remarks of findings that rest on them."""
    extra: dict[str, list[str]] = {}
    for finding in found:
        if finding.code in JUDGED_LATER and finding.entries:  # the last entry is the event that was judged
            extra.setdefault(finding.entries[-1], []).append(finding.code)
    return tuple(
        replace(step, remarks=(*step.remarks, *dict.fromkeys(extra[step.entry]))) if step.entry in extra else step
        for step in steps
    )
