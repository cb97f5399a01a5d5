"""What the commands share: options, and sentences for misuse with a guess at what was meant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from importlib.util import find_spec
from typing import NoReturn

from carepath.calendar import END_OF_DAY
from carepath.rows import BadRow, moment
from carepath.table import plain

OK, PROBLEMS, MISUSE, LEFT_OUT = range(4)  # the exit statuses


class Misuse(Exception):
    """The command line asks for something that cannot be; the message says what, and what may be meant."""


class Parser(argparse.ArgumentParser):
    """Options of a command; what is wrong with them is one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise Misuse."""
        raise Misuse(f"{message}. See: {self.prog} --help")

    def refuse_unknown(self, arguments: Iterable[str]) -> None:
        """Raise Misuse for an option that there is not, with the one that may be meant."""
        for word in arguments:
            name = word.partition("=")[0]
            if word.startswith("--") and len(word) > 2 and name not in self._option_string_actions:
                guess = meant(name, self._option_string_actions)
                raise Misuse(f"there is no option {name}{guess} See: {self.prog} --help")


def meant(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' for the nearest of the known words, or a full stop."""
    words = list(known)
    by_lower = {each.lower(): each for each in words}
    near = get_close_matches(word.lower(), by_lower, 1) if word else []
    return f"; did you mean {by_lower[near[0]]}?" if near else "."


def pathway_and_events(parser: argparse.ArgumentParser) -> None:
    """Add what every command over cases takes."""
    parser.add_argument("pathway", metavar="PATHWAY", help="a file, or a bundled definition: og, or og@1.1.0")
    parser.add_argument("events", metavar="EVENTS", help="CSV, JSON lines, Parquet or XES; - is standard input")
    events_options(parser)


def events_options(parser: argparse.ArgumentParser) -> None:
    """Add how a record is read."""
    from carepath.intake import FORMS  # not needed by commands that read no events

    parser.add_argument("--input-format", choices=FORMS, help="where the name of the file does not say it")
    parser.add_argument("--dates", choices=("iso", "dmy"), default="iso", help="dmy also reads 03/02/2016")
    parser.add_argument("--known-at", type=instant, metavar="INSTANT", help="only what was recorded up to then")


def as_of(text: str) -> date | datetime:
    """Read a day or an instant of the command line."""
    try:
        return moment(text)
    except BadRow as error:
        raise argparse.ArgumentTypeError(f"'{text}' {error}") from None


def instant(text: str) -> datetime:
    """Read an instant of the command line; a day means all of it."""
    value = as_of(text)
    return value if isinstance(value, datetime) else datetime.combine(value, END_OF_DAY)


def say(text: str) -> None:
    """Write a line to standard error."""
    print(plain(text), file=sys.stderr)


def can_write_parquet() -> None:
    """Raise Misuse where the package that writes Parquet is missing, before any work is done."""
    if find_spec("pyarrow") is None:
        raise Misuse("writing Parquet needs pyarrow; install it with: pip install 'carepath[cohort]'")
