"""Findings raised, withdrawn and changed as the log grew, and by which entry."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime

from carepath import library
from carepath.calendar import Calendar
from carepath.commands.cases import Case, gathered, is_file, today
from carepath.commands.options import as_of, pathway_and_events
from carepath.history import Event, history
from carepath.serial import finding_dict
from carepath.table import table

HEAD = ("Day", "Because of", "What", "Finding", "Episode", "Days over")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    pathway_and_events(parser)
    parser.add_argument("--case", metavar="ID", required=True, help="the case to look at")
    parser.add_argument("--as-of", type=as_of, metavar="DATE|INSTANT", help="the day to look from (default: today)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: a line for each change")


def run(options: argparse.Namespace) -> int:
    """Print the changes, oldest first."""
    cases = gathered(options)
    case = cases.all[0]
    told = _told(options.pathway, case, options.as_of or today(case.pathway), options.known_at)
    if options.format == "json":
        for event in told:
            print(json.dumps(_line(event), ensure_ascii=False))
    elif told:
        print(*table(HEAD, [_row(event) for event in told], right=(4, 5)), sep="\n")
    else:
        print("No finding was ever raised.")
    return cases.status


def _told(pathway: str, case: Case, as_of: date | datetime, known_at: datetime | None) -> tuple[Event, ...]:
    """Return the history under the definition asked for: a fixed one, or the one in force as the log grew."""
    if is_file(pathway) or "@" in pathway:
        return history(case.pathway, Calendar.named(case.pathway.calendar), case.entries, as_of, known_at)
    return library.history(pathway, case.entries, as_of, known_at)


def _line(event: Event) -> dict[str, object]:
    said = {"finding": finding_dict(event.finding)} if event.finding else {"version": event.version}
    return {"day": event.day.isoformat(), "cause": event.cause, "change": event.change, **said}


def _row(event: Event) -> tuple[str, ...]:
    cause = "passing of time" if event.cause == "time" else f"entry {event.cause}"
    finding = event.finding
    if finding is None:
        return event.day.isoformat(), cause, event.change, f"now judged by {event.version}", "", ""
    over = "" if finding.days_over is None else str(finding.days_over)
    named = f"{finding.code} {finding.subject}"
    return event.day.isoformat(), cause, event.change, named, str(finding.episode), over
