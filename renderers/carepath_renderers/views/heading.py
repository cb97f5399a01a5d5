"""What stands above a picture: version, status, dates, and what a reader has to be warned of."""

from __future__ import annotations

from datetime import date

from carepath.model import Pathway

from carepath_renderers.views.words import UNVERIFIED, unverified

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def facts(pathway: Pathway) -> tuple[str, ...]:
    """Return version, status and dates of a definition."""
    since, until, review = pathway.effective_from, pathway.effective_to, pathway.governance.review
    dagger = "" if pathway.effective_verified else f"\u00a0{UNVERIFIED}"
    return (
        f"Version {pathway.version}",
        pathway.status.capitalize(),
        *((f"In force from {in_words(since)}{f' to {in_words(until)}' if until else ''}{dagger}",) if since else ()),
        f"Review by {_month(review)}" if review else "Review date not set",
    )


def banners(pathway: Pathway) -> tuple[str, ...]:
    """Return what a reader must know first: that a definition is a draft, and how many days nobody checked."""
    few, many = unverified(pathway)
    draft = ("DRAFT: not agreed",) if pathway.draft else ()
    return (*draft, *((f"{few} of {many} days not verified against the original ({UNVERIFIED})",) if few else ()))


def in_words(day: date) -> str:
    """Return a day as people write it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _month(text: str) -> str:
    """Return a date as governance gives it, a day or a month, in words."""
    parts = text.split("-")
    return in_words(date.fromisoformat(text)) if len(parts) == 3 else f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
