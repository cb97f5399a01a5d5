"""Made-up records: lawful histories of definitions, with departures where they are asked for, or a calibrated set.

Made of the definition and the seed alone: the same seed gives the same file. Nothing in it is about a real person.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from carepath import library
from carepath.authoring.load import load
from carepath.commands.cases import counted, is_file
from carepath.commands.options import OK, Misuse, as_of, can_write_parquet, say
from carepath.files import whole_bytes
from carepath.generate import (
    ENDINGS,
    PROFILES,
    Faults,
    History,
    NoWalk,
    calibration,
    histories,
    patients,
    ready,
    shape,
    write,
)  # fmt: skip
from carepath.generate.terrain import Stop
from carepath.library import NoDefinition
from carepath.model import Pathway

USUAL_FIRST, USUAL_DAYS = date(2025, 1, 1), 365
MOST_CASES = 99_999_999
Item = TypeVar("Item")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "pathway", metavar="PATHWAY", nargs="+", help="files, or bundled definitions: og (its latest version), og@1.1.0"
    )
    parser.add_argument("--cases", type=_count, required=True, metavar="N", help="how many cases")
    parser.add_argument("--seed", type=_seed, default=1, metavar="S", help="a whole number; another one, another file")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=f"ending in {', '.join(ENDINGS)}")
    parser.add_argument(
        "--from", dest="first", type=_day, metavar="DATE", help="the first day on which a case may begin; default: "
        "that of the definition, else 2025-01-01"
    )  # fmt: skip
    parser.add_argument("--days", type=_count, default=USUAL_DAYS, metavar="N", help="within so many days all begin")
    parser.add_argument("--delayed", type=_share, default=0.0, metavar="SHARE", help="of the cases: held up once")
    parser.add_argument("--skipped", type=_share, default=0.0, metavar="SHARE", help="of the cases: one event left out")
    parser.add_argument(
        "--told-late", type=_share, default=0.0, metavar="SHARE", help="of the cases: one event recorded weeks later; "
        "adds the column `recorded`"
    )  # fmt: skip
    parser.add_argument(
        "--calibrated", choices=PROFILES, help="62-day waits as published: by site, route, provider and band"
    )
    parser.add_argument("--progress", action="store_true", help="say how far it is also where nobody looks")


def run(options: argparse.Namespace) -> int:
    """Write the file."""
    ending = next((each for each in ENDINGS if options.output.endswith(each)), None)
    if ending is None:
        raise Misuse(f"{options.output} should end in {', '.join(ENDINGS)}")
    if ending == ".parquet":
        can_write_parquet()
    pathways = [_pathway(text) for text in options.pathway]
    faults = Faults(options.delayed, options.skipped, options.told_late)
    try:
        walks, made = _calibrated(pathways, options, faults) if options.calibrated else _free(pathways, options, faults)
    except NoWalk as error:
        raise Misuse(str(error)) from None
    with whole_bytes(options.output) as stream:
        write(options.output, stream, counted(made, options.cases, options.progress), shape(walks, faults.recorded))
    say(f"{options.output}: {options.cases:,} made-up cases, seed {options.seed}")
    return OK


Made = tuple[list[tuple[Stop, ...]], Iterator[History]]


def _free(pathways: Sequence[Pathway], options: argparse.Namespace, faults: Faults) -> Made:
    """Return the walks and histories of definitions, a case of each in turn."""
    first = options.first or max(
        (one.effective_from for one in pathways if one.effective_from is not None), default=USUAL_FIRST
    )
    last = min((one.effective_to for one in pathways if one.effective_to is not None), default=date.max)
    if first > last:
        raise Misuse(f"no case begins on {first.isoformat()} or later: a definition ended on {last.isoformat()}")
    days = min(options.days, (last - first).days + 1)
    sets = [ready(one, options.seed, first) for one in pathways]
    made = [histories(ways, options.seed, options.cases, first, days, faults) for ways in sets]
    in_turn = (next(made[number % len(made)]) for number in range(options.cases))
    return [template.stops for ways in sets for template in ways], in_turn


def _calibrated(pathways: Sequence[Pathway], options: argparse.Namespace, faults: Faults) -> Made:
    """Return the walks and patients of a profile."""
    if faults != Faults() or options.first is not None:
        raise Misuse("a calibrated set has its own days and delays; leave out --from and the departures")
    found = calibration({one.id: one for one in pathways}, options.calibrated, options.seed)
    walks = [way.stops for ways in found.ways.values() for way in ways]
    return [*walks], patients(found, options.cases)


def _pathway(text: str) -> Pathway:
    try:
        if is_file(text):
            return load(text).require()
        return library.find(text) if "@" in text else library.versions(text)[-1]
    except NoDefinition as error:
        raise Misuse(str(error)) from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_CASES:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 to {MOST_CASES:,}")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number")
    return int(text)


def _day(text: str) -> date:
    day = as_of(text)
    if isinstance(day, datetime):
        raise argparse.ArgumentTypeError(f"'{text}' is not a day")
    return day


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a part such as 0.1: from 0 (none) to 1 (all)")
    return share
