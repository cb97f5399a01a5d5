"""Cases of a file of events, each with its definition: what the commands over cases begin with."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from carepath import library
from carepath.authoring.load import load
from carepath.calendar import Calendar
from carepath.commands.options import LEFT_OUT, OK, Misuse, meant, say
from carepath.findings import Assessment
from carepath.intake import Log, read
from carepath.library import NoDefinition
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import Rejected, Remark, cases
from carepath.rules.concluding import Rulebook
from carepath.rules.judging import Judgement, book, judge

SOON = 2.0  # seconds after which progress is shown
OFTEN = 0.5

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Case:
    """A case, its entries and the definition by which it is judged."""

    id: str
    entries: tuple[Entry, ...]
    pathway: Pathway
    rules: Rulebook

    def assessed(self, as_of: date | datetime, known_at: datetime | None) -> Assessment:
        """Return the standing of the case, with what the rules of the definition conclude."""
        return self.judged(as_of, known_at).assessment

    def judged(self, as_of: date | datetime, known_at: datetime | None) -> Judgement:
        """Return the standing of the case, the conclusions of rules and the facts they were matched over."""
        calendar = Calendar.named(self.pathway.calendar)
        return judge(self.pathway, calendar, self.entries, as_of, known_at, self.rules)


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a file, the log they come from, and the exit status: whether rows were left out."""

    log: Log
    all: tuple[Case, ...]
    status: int


def gathered(options: argparse.Namespace) -> Cases:
    """Return the cases of EVENTS under PATHWAY; says on standard error what was left out."""
    choose = chooser(options.pathway, options.known_at)
    log = read(options.events, options.input_format, options.dates)
    report(log)
    by_case = cases(log.entries)
    wanted = getattr(options, "case", None)
    if wanted is not None and wanted not in by_case:
        guess = meant(wanted, by_case)
        among = f"among the {len(by_case)} in {log.file}, such as {next(iter(by_case), '')}."
        here = f"in {log.file}{guess}" if guess != "." or not by_case else among
        raise Misuse(f"there is no case '{wanted}' {here}")
    found = []
    books: dict[str, Rulebook] = {}  # made once for a definition
    for case in by_case if wanted is None else (wanted,):
        try:
            pathway = choose(by_case[case])
            if pathway.name not in books:
                books[pathway.name] = book(pathway)
            found.append(Case(case, tuple(by_case[case]), pathway, books[pathway.name]))
        except NoDefinition as error:
            say(f"{log.file}: case '{case}' is left out ({len(by_case[case])} rows): {error}")
    for remark in repeated_hours(log.file, found):
        say(remark)
    left_out = bool(log.rejected) or (wanted is None and len(found) < len(by_case))
    if wanted is not None and not found:
        raise Misuse(f"case '{wanted}' has no definition")
    return Cases(log, tuple(found), LEFT_OUT if left_out else OK)


def report(log: Log) -> None:
    """Say on standard error which rows were left out and why."""
    say_rejected(log.file, log.rejected, log.remarks, len(log.entries))


def say_rejected(file: str, rejected: Sequence[Rejected], remarks: Sequence[Remark], entries: int) -> None:
    """Say which rows of a file were left out, beside so many entries."""
    for row in rejected:
        say(str(row))
    for remark in remarks:
        say(str(remark))
    if rejected:
        count = sum(row.rows for row in rejected)
        say(f"{file}: {count} of {count + entries} rows {'was' if count == 1 else 'were'} left out")


def repeated_hours(file: str, found: Iterable[Case]) -> Iterator[str]:
    """Yield how many instants stand in the hour that the clocks repeat, and are read as the first of the two."""
    doubtful = sum(
        _twice(moment, ZoneInfo(case.pathway.zone))
        for case in found
        for entry in case.entries
        for moment in (entry.occurred, entry.recorded)
        if isinstance(moment, datetime) and moment.tzinfo is None
    )
    if doubtful:
        yield f"{file}: {doubtful} instants without offset stand in an hour that comes twice; the first was taken"


def _twice(moment: datetime, zone: tzinfo) -> bool:
    """Return whether a civil time comes twice: clocks go back there, so its second offset is the smaller one."""
    first, second = (moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and second < first


def chooser(text: str, known_at: datetime | None) -> Callable[[Sequence[Entry]], Pathway]:
    """Return what gives the definition for the entries of a case: of a file, of a version, or the one in force."""
    return among(definitions(text), text, known_at)


def among(served: tuple[Pathway, ...], text: str, known_at: datetime | None) -> Callable[[Sequence[Entry]], Pathway]:
    """Return what gives the definition for the entries of a case, of those that PATHWAY names."""
    if is_one(text):
        return lambda _entries: served[0]
    return lambda entries: library.choose(text, entries, known_at, served)


def definitions(text: str) -> tuple[Pathway, ...]:
    """Return the one definition that PATHWAY names, or the versions of it, from which each case has its own."""
    if is_file(text):
        return (load(text).require(),)
    if Path(text).is_dir():
        raise Misuse(f"{text} is a folder; name one definition, such as {Path(text) / 'og.yaml'}")
    try:
        return (library.find(text),) if "@" in text else library.versions(text)
    except NoDefinition as error:
        raise Misuse(f"{error} A file is named with its ending, for example {text}.yaml.") from None


def is_one(text: str) -> bool:
    """Return whether PATHWAY names one definition, by which all cases go."""
    return is_file(text) or "@" in text


def is_file(text: str) -> bool:
    """Return whether PATHWAY names a file and not a bundled definition."""
    return text.lower().endswith((".yaml", ".yml")) or "/" in text or Path(text).is_file()


def today(pathway: Pathway) -> date:
    """Return the present day in the zone of a definition, and say so on standard error."""
    day = datetime.now(ZoneInfo(pathway.zone)).date()
    say(f"as of today, {day.isoformat()} (--as-of gives another day)")
    return day


def progress(items: Sequence[Item], wanted: bool) -> Iterator[Item]:
    """Yield the items; on long work say on standard error how far it is, on a terminal or where it is wanted."""
    return counted(items, len(items), wanted)


def counted(items: Iterable[Item], count: int, wanted: bool) -> Iterator[Item]:
    """Yield the items as `progress` does, of which there will be so many."""
    show = wanted or sys.stderr.isatty()
    begun = said = time.monotonic()
    for number, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if show and now - begun > SOON and now - said > OFTEN:
            said = now
            print(f"\r{number:,} of {count:,} cases", end="", file=sys.stderr, flush=True)
    if said > begun:
        print(file=sys.stderr)
