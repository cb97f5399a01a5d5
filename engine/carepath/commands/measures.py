"""Waiting-time figures by the national standards in force: how many were in time, who is credited, what has not ended.

Shared waits are divided between providers by the table of the period, exactly. A month has what stopped in it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from carepath import library
from carepath.calendar import CalendarEnds, Span, Unit, add_months
from carepath.commands.cases import among, definitions, is_file, is_one, progress, report, say_rejected
from carepath.commands.charts import can_be_drawn, drawn
from carepath.commands.options import LEFT_OUT, OK, Misuse, as_of, can_write_parquet, events_options, meant, say
from carepath.commands.patience import patience
from carepath.files import UnreadableLog, whole, whole_bytes
from carepath.intake import read
from carepath.library import NoDefinition
from carepath.measures import Case, Dimension, Measure, Question, measured, suppressed
from carepath.measures.question import DIMENSIONS, HISTORY, NoMonth, first_day, last_day, month, month_of
from carepath.measures.served import Choice, Unserved, serving
from carepath.measures.written import as_csv, as_json, as_parquet, as_text
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import cases
from carepath.standards import Regime

SPAN = re.compile(r"([0-9]{1,3}) (days?|working days?|weeks?|months?)")
MANY = 1 << 14  # rows; fewer are read and judged one by one before the compiled code is loaded
TEXTS = {"text": as_text, "csv": as_csv, "json": as_json}


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
    parser.add_argument(
        "--charts", type=Path, metavar="DIR", help="also draw each standard there: --by month as an XmR chart, "
        "--by provider as a funnel plot"
    )  # fmt: skip
    parser.add_argument("--progress", action="store_true", help="say how far it is also where nobody looks")


def run(options: argparse.Namespace) -> int:
    """Print or write the measures."""
    question = _question(options)
    if options.format == "parquet":
        _can_write_parquet(options.output)
    if options.charts is not None:
        can_be_drawn(options.by, options.suppress, options.charts)
    choices = tuple(_choice(text, options) for text in options.pathway)
    columns = _in_columns(options, choices, question) if _in_a_table(options) else None
    found, left_out = _one_by_one(options, choices, question) if columns is None else columns
    if options.suppress is not None:
        found = suppressed(found, options.suppress)
    _write(found, options)
    if options.charts is not None:
        files = drawn(found, options.by, options.charts)
        say(f"{options.charts}: {len(files)} charts" if files else f"{options.charts}: too little to draw a chart of")
    return LEFT_OUT if left_out else OK


def _in_a_table(options: argparse.Namespace) -> bool:
    """Return whether the events are a Parquet file, and long enough for columns to be the quicker way."""
    given = options.events.lower().endswith(".parquet") and options.input_format in (None, "parquet")
    if not given or not _installed() or options.dates != "iso" or not Path(options.events).is_file():
        return False
    from carepath.cohort.intake.files import rows_of

    try:
        return rows_of(options.events) >= MANY
    except UnreadableLog:
        return False  # what reads the rows says why


def _installed() -> bool:
    return all(find_spec(name) is not None for name in ("numba", "numpy", "polars", "pyarrow"))


def _in_columns(
    options: argparse.Namespace, choices: Sequence[Choice], question: Question
) -> tuple[tuple[Measure, ...], bool] | None:
    """Return the measures and whether rows or cases were left out; None where the rows have to be read one by one."""
    from carepath.cohort.machine.waitkernel import ready
    from carepath.measures.tables import Damaged, measured_file

    show = options.progress or sys.stderr.isatty()
    try:
        with patience(ready):
            found = measured_file(options.events, choices, library.regimes(), question, _say_how_far if show else None)
    except (CalendarEnds, Damaged, UnreadableLog):
        return None
    finally:
        if show:
            print(file=sys.stderr)
    say_rejected(options.events, found.rejected, (), found.entries)
    for one in found.unserved:
        say(f"{options.events}: {one}")
    return found.measures, bool(found.unserved or found.rejected)


def _one_by_one(
    options: argparse.Namespace, choices: Sequence[Choice], question: Question
) -> tuple[tuple[Measure, ...], bool]:
    """Return the measures of cases read row by row, and whether rows or cases were left out."""
    log = read(options.events, options.input_format, options.dates)
    report(log)
    by_case = cases(log.entries)
    unserved: list[Unserved] = []
    given = progress(tuple(by_case), options.progress)
    way = _way() if len(log.entries) >= MANY and _installed() else measured
    try:
        found = way(_chosen(choices, by_case, given, unserved), library.regimes(), question)
    except CalendarEnds as error:
        raise Misuse(f"the day of submission is not known: {error}") from None
    for one in unserved:
        say(f"{log.file}: {one}")
    return found, bool(unserved or log.rejected)


def _way() -> Callable[[Iterable[Case], Iterable[Regime], Question], tuple[Measure, ...]]:
    from carepath.measures.columnar import measured_in_columns

    return measured_in_columns


def _question(options: argparse.Namespace) -> Question:
    first = options.first or month_of(add_months(first_day(options.last), 1 - HISTORY))
    if first > options.last:
        raise Misuse(f"--from {first} comes after --to {options.last}")
    day = options.as_of or last_day(options.last)
    return Question(first, options.last, day, options.by, options.known_at, options.submitted)


def _choice(text: str, options: argparse.Namespace) -> Choice:
    versions = definitions(text)
    choose = among(versions, text, options.known_at)

    def served(entries: Sequence[Entry]) -> Pathway | str:
        try:
            return choose(entries)
        except NoDefinition as error:
            return str(error)

    return Choice(versions[0].id if is_file(text) else text.split("@")[0], versions, is_one(text), served)


def _chosen(
    choices: Sequence[Choice], by_case: Mapping[str, Sequence[Entry]], given: Iterator[str], unserved: list[Unserved]
) -> Iterator[tuple[Pathway, Sequence[Entry]]]:
    """Yield each case with its definition; says which cases have none."""
    for case in given:
        for one in serving(choices, case, by_case[case]):
            if isinstance(one, Unserved):
                unserved.append(one)
            else:
                yield one, by_case[case]


def _say_how_far(done: int, total: int) -> None:
    print(f"\r{done:,} of {total:,} rows", end="", file=sys.stderr, flush=True)


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
