"""The report: how many mutants were noticed and by what, and every one that was not, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from draw import SEED, Mutant
from workshop import Fate

OPEN = "no reason yet"
ABOUT = f"""# Mutants

Written by `make test-mutants`. A mutant is one small slip in the engine or in `pathways/lung.yaml`, drawn with a fixed
seed ({SEED}). Each is made in a copy of the repository, and tried on the specification tables, the worked cases and the
laws (50 examples each), in this order, up to the first that notices. Slips in the definition are tried on the checks
that a definition passes and on its worked cases, with the hash of the agreed version written again: it would give every
change away.

One that nobody notices is either of no consequence or a hole in the tests. The reason is written in `reasons.yaml`
beside this page, under the key that stands below it.

Results are kept. One that was noticed is not tried again while the file it changes is the same, byte for byte: this
takes for granted that tests have only been added since. One that nobody noticed is tried again as soon as engine,
definitions or tests have changed.
"""
PARTS = {
    "tests/spec": "specification tables",
    "tests/test_cases": "worked cases of all definitions",
    "tests/property": "laws",
    "the checks": "checks of a definition",
    "the worked cases of": "reach of the worked cases",
    "the worked case": "worked cases of the definition",
}
LIMIT = 120  # minutes that all of it may take on two cores


def report(drawn: Sequence[Mutant], fates: Mapping[str, Fate], reasons: Mapping[str, str], machine: str) -> str:
    """Return the page; mutants without a fate have not been tried."""
    tried = [(each, fates[each.key]) for each in drawn if each.key in fates]
    return "\n".join([ABOUT, *_counts(drawn, tried, machine), *_kinds(tried), *_survivors(tried, reasons)])


def _counts(drawn: Sequence[Mutant], tried: Sequence[tuple[Mutant, Fate]], machine: str) -> Iterator[str]:
    noticed = sum(fate.by is not None for _, fate in tried)
    share = f"{100 * noticed / len(tried):.1f} %" if tried else "none"
    seconds = sum(fate.seconds for _, fate in tried)
    yield f"**{len(tried)} of {len(drawn)} mutants tried, {noticed} noticed ({share}).**"
    if len(tried) < len(drawn):
        yield f"This is a sample: {len(drawn) - len(tried)} are still to be tried."
    minutes = seconds / 60
    under = ", under two hours" if minutes / 2 < LIMIT else ""
    yield f"{minutes:.0f} minutes of work in all, {minutes / 2:.0f} minutes on two cores{under}, with {machine}.\n"
    by = Counter(_part(fate.by) for _, fate in tried if fate.by is not None)
    yield "| Noticed first by | Mutants |\n|---|---|"
    yield from (f"| {name} | {count} |" for name, count in by.most_common())
    yield ""


def _part(by: str) -> str:
    for begins, name in PARTS.items():
        if by.startswith(begins):
            return name
    return by


def _kinds(tried: Iterable[tuple[Mutant, Fate]]) -> Iterator[str]:
    all_, noticed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for mutant, fate in tried:
        kind = ("definition" if mutant.change.file.endswith(".yaml") else "engine", mutant.change.kind)
        all_[kind] += 1
        noticed[kind] += fate.by is not None
    yield "| Of | Kind | Tried | Noticed |\n|---|---|---|---|"
    yield from (f"| {of} | {kind} | {all_[of, kind]} | {noticed[of, kind]} |" for of, kind in sorted(all_))
    yield ""


def _survivors(tried: Iterable[tuple[Mutant, Fate]], reasons: Mapping[str, str]) -> Iterator[str]:
    yield "## Not noticed\n"
    left = [mutant for mutant, fate in tried if fate.by is None]
    if not left:
        yield "None.\n"
    for mutant in left:
        change = mutant.change
        yield f"- {change.file}:{change.line}, {change.kind}: {mutant.words}"
        yield f"  - reason: {reasons.get(mutant.key, OPEN)}"
        yield f"  - key: `` {mutant.key} ``"
    yield ""
