"""Waiting-time figures by the national standards in force: how many were in time, who is credited, what has not ended.

Shared waits are divided between providers by the table of the period, exactly. A month has what stopped in it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from carepath import library
from carepath.calendar import CalendarEnds, Span, Unit, add_months
from carepath.commands.cases import chooser, is_file, progress, report
from carepath.commands.options import LEFT_OUT, OK, Misuse, as_of, can_write_parquet, events_options, meant, say
from carepath.files import whole, whole_bytes
from carepath.intake import read
from carepath.library import NoDefinition
from carepath.measures import Dimension, Measure, Question, measured, suppressed
from carepath.measures.question import DIMENSIONS, HISTORY, NoMonth, first_day, last_day, month, month_of
from carepath.measures.written import as_csv, as_json, as_parquet, as_text
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import cases

SPAN = re.compile(r"([0-9]{1,3}) (days?|working days?|weeks?|months?)")
TEXTS = {"text": as_text, "csv": as_csv, "json": as_json}


@dataclass(frozen=True, slots=True)
class Choice:
    """A PATHWAY of the command line: its id, and what gives the definition for the entries of a case."""

    id: str
    choose: Callable[[Sequence[Entry]], Pathway]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "pathway", metavar="PATHWAY", nargs="+", help="files, or bundled definitions: og, or og@3.0.0; of several, "
        "the column `pathway` of EVENTS says which a case goes by"
    )  # fmt: skip
    parser.add_argument("events", metavar="EVENTS", help="CSV, JSON lines, Parquet or XES; - is standard input")
    events_options(parser)
    parser.add_argument(
        "--from",
        dest="first",
        type=_month,
        metavar="MONTH",
        help="such as 2024-10; without it the 15 months up to --to",
    )
    parser.add_argument("--to", dest="last", type=_month, metavar="MONTH", required=True, help="such as 2025-12")
    parser.add_argument(
        "--by", type=_by, default=("month",), metavar="WORDS", help=f"any of {', '.join(DIMENSIONS)}; default: month"
    )
    parser.add_argument("--as-of", type=as_of, metavar="DATE", help="the day to look from; default: the end of --to")
    parser.add_argument(
        "--submitted", type=_span, metavar="SPAN", help="also the figure as it was known so long after each month: "
        "'25 working days', '6 weeks'"
    )  # fmt: skip
    parser.add_argument(
        "--suppress", type=_limit, metavar="N", help="hide numbers from 1 to below N, and what would give them away"
    )
    parser.add_argument("--format", choices=("text", "csv", "json", "parquet"), default="text")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there instead of standard output")
    parser.add_argument("--progress", action="store_true", help="say how far it is also where nobody looks")


def run(options: argparse.Namespace) -> int:
    """Print or write the measures."""
    question = _question(options)
    if options.format == "parquet":
        _can_write_parquet(options.output)
    choices = tuple(_choice(text, options) for text in options.pathway)
    log = read(options.events, options.input_format, options.dates)
    report(log)
    by_case = cases(log.entries)
    left_out: list[str] = []
    given = progress(tuple(by_case), options.progress)
    try:
        found = measured(_chosen(choices, by_case, given, left_out), library.regimes(), question)
    except CalendarEnds as error:
        raise Misuse(f"the day of submission is not known: {error}") from None
    for line in left_out:
        say(f"{log.file}: {line}")
    if options.suppress is not None:
        found = suppressed(found, options.suppress)
    _write(found, options)
    return LEFT_OUT if left_out or log.rejected else OK


def _question(options: argparse.Namespace) -> Question:
    first = options.first or month_of(add_months(first_day(options.last), 1 - HISTORY))
    if first > options.last:
        raise Misuse(f"--from {first} comes after --to {options.last}")
    day = options.as_of or last_day(options.last)
    return Question(first, options.last, day, options.by, options.known_at, options.submitted)


def _choice(text: str, options: argparse.Namespace) -> Choice:
    choose = chooser(text, options.known_at)
    return Choice(choose(()).id if is_file(text) else text.split("@")[0], choose)


def _chosen(
    choices: Sequence[Choice], by_case: dict[str, list[Entry]], given: Iterator[str], left_out: list[str]
) -> Iterator[tuple[Pathway, Sequence[Entry]]]:
    """Yield each case with its definition; says which cases have none."""
    for case in given:
        entries = by_case[case]
        named = {entry.pathway for entry in entries} - {None}
        serving = [one for one in choices if one.id in named] or ([] if named or len(choices) > 1 else [*choices])
        if not serving:
            why = f"it is for {', '.join(sorted(filter(None, named)))}" if named else "it names no pathway"
            left_out.append(f"case '{case}' is left out ({len(entries)} rows): {why}")
        for one in serving:
            try:
                yield one.choose(entries), entries
            except NoDefinition as error:
                left_out.append(f"case '{case}' is left out ({len(entries)} rows): {error}")


def _write(measures: Sequence[Measure], options: argparse.Namespace) -> None:
    if options.format == "parquet":
        with whole_bytes(options.output) as stream:
            as_parquet(measures, stream)
    elif options.output:
        with whole(options.output) as text:
            text.write(TEXTS[options.format](measures))
    else:
        sys.stdout.write(TEXTS[options.format](measures))


def _can_write_parquet(output: str | None) -> None:
    if output is None:
        raise Misuse("a Parquet table is written to a file: give -o FILE.parquet")
    can_write_parquet()


def _month(text: str) -> str:
    try:
        return month(text)
    except NoMonth as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _by(text: str) -> tuple[Dimension, ...]:
    words = [word.strip() for word in text.split(",")]
    unknown = next((word for word in words if word not in DIMENSIONS), None)
    if unknown is not None:
        raise argparse.ArgumentTypeError(f"cannot divide by '{unknown}'{meant(unknown, DIMENSIONS)}")
    return tuple(name for name in DIMENSIONS if name in words)


def _span(text: str) -> Span:
    found = SPAN.fullmatch(text.strip())
    if not found:
        raise argparse.ArgumentTypeError(f"'{text}' is not a time such as '25 working days' or '6 weeks'")
    number, unit = found.groups()
    return Span(int(number), Unit(unit if unit.endswith("s") else f"{unit}s"))


def _limit(text: str) -> int:
    if not text.isdecimal() or not 2 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 2 to 1000")
    return int(text)
