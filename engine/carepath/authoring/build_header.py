"""The head of a definition: name, version, when it applies, where its days are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

from carepath.authoring.build_spans import day, roughly
from carepath.authoring.nodes import Fields, fields, scalars, text, yes
from carepath.authoring.scope import Scope
from carepath.authoring.words import closest, hint
from carepath.model import Governance

Status = Literal["draft", "agreed", "superseded"]
STATUSES: dict[str | None, Status] = {"draft": "draft", "agreed": "agreed", "superseded": "superseded"}
VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")
NAMED = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.-]*@{VERSION.pattern}")
TABLE = "bank_holidays_"


@dataclass(frozen=True, slots=True)
class Header:
    """What a definition says of itself."""

    id: str
    version: str
    title: str
    status: Status
    effective_from: date | None
    effective_to: date | None
    effective_verified: bool
    site: str
    icd10: tuple[str, ...]
    governance: Governance
    zone: str
    calendar: str
    day_zero: str | None
    on_gap: Literal["jump", "stay"]
    supersedes: str | None


def header(root: Fields, scope: Scope) -> Header:
    """Return the head of a definition."""
    name = text(root.get("id")) or ""
    title = text(root.get("title")) or name
    site, governance = fields(root.get("site")), fields(root.get("governance"))
    first, last = _effective(root, scope)
    return Header(
        id=name,
        version=_version(root, scope),
        title=title,
        status=STATUSES.get(text(root.get("status")), "draft"),
        effective_from=first,
        effective_to=last,
        effective_verified=yes(fields(root.get("effective")).get("verified")) is not False,
        site=text(site.get("name")) or title,
        icd10=tuple(str(item.value) for item in scalars(site.get("icd10"))),
        governance=Governance(
            owner=text(governance.get("owner")),
            agreed=roughly(governance.get("agreed"), scope),
            review=roughly(governance.get("review"), scope),
        ),
        zone=_zone(root, scope),
        calendar=_calendar(root, scope),
        day_zero=scope.name("clock", root.get("day_zero")),
        on_gap="stay" if text(root.get("on_gap")) == "stay" else "jump",
        supersedes=_supersedes(root, scope),
    )


def _version(root: Fields, scope: Scope) -> str:
    node = root.get("version")
    version = text(node) or ""
    if node is not None and version and not VERSION.fullmatch(version):
        message = f'"{version}" is not a version.'
        scope.report.flaw(node, "bad-version", message, 'Write three numbers in quotes: "1.1.0".')
    return version


def _supersedes(root: Fields, scope: Scope) -> str | None:
    node = root.get("supersedes")
    named = text(node)
    if node is not None and named is not None and not NAMED.fullmatch(named):
        message = f'"{named}" does not name a version.'
        scope.report.flaw(node, "bad-version", message, "Write id and version: og@1.0.0.")
    return named


def _effective(root: Fields, scope: Scope) -> tuple[date | None, date | None]:
    given = fields(root.get("effective"))
    first, last = day(given.get("from"), scope), day(given.get("to"), scope)
    if first is not None and last is not None and first > last:
        message = "The last day is before the first."
        scope.report.flaw(given.key("to"), "bad-date", message, "Exchange the two days.")
    return first, last


def _zone(root: Fields, scope: Scope) -> str:
    node = root.get("zone")
    name = text(node)
    if node is None or name is None:
        return "Europe/London"
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = closest(name, ("Europe/London", "UTC", "Europe/Dublin", "Europe/Paris", "Europe/Berlin"))
        advice = f'Did you mean "{near}"?' if near else "Write it like Europe/London."
        scope.report.flaw(node, "zone-unknown", f'There is no time zone "{name}".', advice)
        return "Europe/London"
    return name


def _calendar(root: Fields, scope: Scope) -> str:
    node = root.get("calendar")
    name = text(node)
    if node is None or name is None:
        return "england"
    tables = [table.name for table in (files("carepath") / "data").iterdir() if table.name.startswith(TABLE)]
    known = sorted(table.removeprefix(TABLE).removesuffix(".csv") for table in tables)
    if name in known:
        return name
    message = f'There is no table of bank holidays "{name}".'
    scope.report.flaw(node, "calendar-unknown", message, hint(name, known, "calendars"))
    return closest(name, known) or "england"
