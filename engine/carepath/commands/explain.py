"""Why a case stands where it stands: each step, verdict and finding with its event, clause and citation."""

from __future__ import annotations

import argparse

from carepath.commands.cases import gathered, today
from carepath.commands.options import as_of, pathway_and_events
from carepath.explain import explain


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    pathway_and_events(parser)
    parser.add_argument("--case", metavar="ID", required=True, help="the case to explain")
    parser.add_argument("--as-of", type=as_of, metavar="DATE|INSTANT", help="the day to look from (default: today)")


def run(options: argparse.Namespace) -> int:
    """Print the explanation."""
    cases = gathered(options)
    case = cases.all[0]
    assessment = case.assessed(options.as_of or today(case.pathway), options.known_at)
    print(*explain(assessment, case.pathway), sep="\n")
    return cases.status
