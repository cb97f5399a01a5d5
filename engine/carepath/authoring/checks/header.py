"""Checks of what a definition says of itself. Whether a date has passed is not asked: that changes from day to day."""

from __future__ import annotations

from collections.abc import Iterator

from carepath.model import Pathway
from carepath.problems import Problem


def agreed_without_date(pathway: Pathway) -> Iterator[Problem]:
    """Report an agreed definition that does not say from when it is in force."""
    if pathway.status == "agreed" and pathway.effective_from is None:
        yield Problem(
            pathway.source,
            "agreed-without-date",
            f"The definition {pathway.name} is agreed, but does not say from which day it is in force.",
            "Write `effective: {from: YYYY-MM-DD}`, or `status: draft` as long as it is not agreed.",
        )
