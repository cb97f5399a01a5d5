"""Write examples/og_record.csv, a made-up record of the pathway `og`: make_og_record.py [FILE].

Every patient is invented. The same bytes come out each time. For each kind of finding that `og` can give there is a
case of `og_findings.py`. It cannot give:
too-early: no milestone of `og` has an earliest day; precision-unknown: none is counted in hours;
nondeterministic: the loader has proved that its answers exclude each other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from carepath import Entry
from carepath.adapters.csv_log import written
from carepath.files import whole
from og_findings import STORIES, told
from og_journey import FIRST, LAST, Journey, day_after
from og_ordinary import ordinary

SEED, PATIENTS, DAYS = 1608, 220, 290
IMPOSSIBLE = ("too-early", "precision-unknown", "nondeterministic")


def opaque(number: int) -> str:
    """Return a case id that says nothing; 7919 is prime, so no two are alike."""
    return f"P{number * 7919 % 100_000:05}"


def labelled() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Yield the kinds of finding, each with its case."""
    for number, (code, story) in enumerate(STORIES.items(), PATIENTS + 1):
        yield code, told(opaque(number), story)


def entries() -> Iterator[Entry]:
    """Yield all entries, case by case."""
    rng = Random(SEED)
    for number in range(1, PATIENTS + 1):
        journey = Journey(opaque(number), day_after(FIRST, int(rng.random() * DAYS)), rng)
        ordinary(journey)
        if journey.chance(0.1):
            journey.justify("late", "ogd", "patient chose a later day")
        yield from (entry for entry in journey.entries if entry.recorded and entry.recorded.date() <= LAST)
    for _, case in labelled():
        yield from case


def main(file: Path) -> None:
    """Write the record."""
    with whole(file) as stream:
        stream.writelines(written(entries()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("og_record.csv"))
