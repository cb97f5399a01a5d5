"""Remarks on steps that only judging brings out, such as too-early."""

from __future__ import annotations

from dataclasses import replace

from carepath.findings import Finding, Step

JUDGED_LATER = ("too-early", "unknown-organisation")


def remarked(steps: tuple[Step, ...], found: tuple[Finding, ...]) -> tuple[Step, ...]:
    """Return the steps with the remarks of findings that rest on them."""
    extra: dict[str, list[str]] = {}
    for finding in found:
        if finding.code in JUDGED_LATER and finding.root is not None:
            extra.setdefault(finding.root, []).append(finding.code)
    return tuple(
        replace(step, remarks=(*step.remarks, *dict.fromkeys(extra[step.root]))) if step.root in extra else step
        for step in steps
    )
