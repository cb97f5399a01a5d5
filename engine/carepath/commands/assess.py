"""The standing of each case on a day: one assessment a case."""

from __future__ import annotations

import argparse
import csv
import sys

from carepath.commands.cases import gathered, progress
from carepath.commands.options import as_of, pathway_and_events
from carepath.findings import Assessment, Finding
from carepath.serial import COLUMNS, csv_rows, to_json
from carepath.table import table

HEAD = ("Case", "State", "Closed", "Findings", "Next due", "By", "Left")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    pathway_and_events(parser)
    parser.add_argument("--as-of", type=as_of, required=True, metavar="DATE|INSTANT", help="the day to look from")
    parser.add_argument("--case", metavar="ID", help="only this case")
    parser.add_argument(
        "--format", choices=("json", "text", "csv"), default="json", help="default: JSON, a line a case"
    )
    parser.add_argument("--progress", action="store_true", help="say how far it is also where nobody looks")


def run(options: argparse.Namespace) -> int:
    """Print the assessments."""
    cases = gathered(options)
    assessed = (case.assessed(options.as_of, options.known_at) for case in progress(cases.all, options.progress))
    if options.format == "json":
        for assessment in assessed:
            print(to_json(assessment))
    elif options.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        for assessment in assessed:
            writer.writerows(csv_rows(assessment))
    else:
        print(*table(HEAD, [_row(assessment) for assessment in assessed], right=(6,)), sep="\n")
    return cases.status


def _row(assessment: Assessment) -> tuple[str, ...]:
    due = assessment.due[0] if assessment.due else None
    left = "" if due is None or due.days_left is None else str(due.days_left)
    return (
        assessment.case or "",
        assessment.state or "not started",
        assessment.closed or "",
        ", ".join(map(_said, assessment.findings)) or "none",
        "" if due is None else due.title,
        "" if due is None or due.last_good_day is None else due.last_good_day.isoformat()[:16],
        left,
    )


def _said(finding: Finding) -> str:
    """Return a finding in short; one of a rule that is about nothing but itself is said once."""
    return finding.code if finding.code == f"rule:{finding.subject}" else f"{finding.code} {finding.subject}"
