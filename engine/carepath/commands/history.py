"""Findings raised, withdrawn and changed as the log grew, and by which entry."""

from __future__ import annotations

import argparse
import json

from carepath.calendar import Calendar
from carepath.commands.cases import gathered, today
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
    calendar = Calendar.named(case.pathway.calendar)
    told = history(case.pathway, calendar, case.entries, options.as_of or today(case.pathway), options.known_at)
    if options.format == "json":
        for event in told:
            line = {"day": event.day.isoformat(), "cause": event.cause, "change": event.change}
            print(json.dumps(line | {"finding": finding_dict(event.finding)}, ensure_ascii=False))
    elif told:
        print(*table(HEAD, [_row(event) for event in told], right=(4, 5)), sep="\n")
    else:
        print("No finding was ever raised.")
    return cases.status


def _row(event: Event) -> tuple[str, ...]:
    finding = event.finding
    cause = "passing of time" if event.cause == "time" else f"entry {event.cause}"
    over = "" if finding.days_over is None else str(finding.days_over)
    named = f"{finding.code} {finding.subject}"
    return event.day.isoformat(), cause, event.change, named, str(finding.episode), over
