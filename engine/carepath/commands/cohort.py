"""The standing of every case of a log on a day, as Parquet files: for logs of any size, in any order."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from carepath import library
from carepath.calendar import Calendar
from carepath.commands.cases import chooser, is_file, report
from carepath.commands.options import LEFT_OUT, OK, Misuse, as_of, pathway_and_events, say
from carepath.commands.patience import patience
from carepath.intake import read
from carepath.model import Pathway


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    pathway_and_events(parser)
    parser.add_argument("--as-of", type=as_of, required=True, metavar="DATE|INSTANT", help="the day to look from")
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="the folder to write")
    parser.add_argument("--progress", action="store_true", help="say how far it is also where nobody looks")


def run(options: argparse.Namespace) -> int:
    """Write the tables."""
    from carepath import cohort

    try:
        cohort.replay  # noqa: B018 - says what is not installed
    except ImportError as missing:
        raise Misuse(str(missing)) from None
    from carepath.cohort.machine.kernel import ready
    from carepath.cohort.replays import replay_into
    from carepath.cohort.told_cases import Question
    from carepath.cohort.writing import refuse_others

    try:
        refuse_others(Path(options.output))
    except FileExistsError as there:
        raise Misuse(f"{options.output}: {there.strerror}; name another folder") from None
    pathway = _fixed(options.pathway)
    question = Question(pathway, Calendar.named(pathway.calendar), options.as_of, options.known_at)
    log, events = None, options.events
    if options.input_format not in (None, "parquet") or not str(events).lower().endswith(".parquet"):
        log = read(events, options.input_format, options.dates)
        report(log)
    show = options.progress or sys.stderr.isatty()
    with patience(ready):
        about = replay_into(
            options.output, question, events if log is None else log.entries, _say_how_far if show else None
        )
    if show:
        print(file=sys.stderr)
    left_out = about["left_out"]
    for each in left_out if isinstance(left_out, list) else []:
        say(f"{events}:{each['row']}: {each['reason']} ({each['rows']} rows left out)")
    rows = about["rows"]
    assert isinstance(rows, dict), "a summary counts the rows of its tables"
    causes = about["by_reference"]
    slow = sum(causes.values()) if isinstance(causes, dict) else 0
    aside = f", {slow} of them by the reference engine" if slow else ""
    print(f"{options.output}: {rows['cases']:,} cases{aside}, {rows['findings']:,} findings ({pathway.name}).")
    return LEFT_OUT if left_out or (log is not None and log.rejected) else OK


def _fixed(text: str) -> Pathway:
    """Return the one definition that all cases go by."""
    if not is_file(text) and "@" not in text:
        versions = library.versions(text) if text in {name.split("@")[0] for name in library.names()} else ()
        if len(versions) == 1:
            return versions[0]
        if versions:
            names = ", ".join(each.name for each in versions)
            raise Misuse(f"a cohort goes by one version of {text}; name one of {names}")
    return chooser(text, None)(())


def _say_how_far(done: int, total: int) -> None:
    print(f"\r{done:,} of {total:,} rows", end="", file=sys.stderr, flush=True)
