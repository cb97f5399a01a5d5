"""Who is credited with the waits of a case, as authors expect it and as it is explained to them.

A key is the code of a standard, `62_GP`, with the episode (`62_GP#2`) or the place of the wait among several
(`31_COMBINED/1`); without them the last wait is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from carepath import library
from carepath.allocation import Share
from carepath.authoring.nodes import Plain
from carepath.cases.said import KEY, NOT_THERE, leaf
from carepath.chronicle import Item, grounds
from carepath.regimes import Reported
from carepath.sentences import days

PARTS = ("regime", "counted", "why", "within", "net", "month", "scenario", "investigating", "treating", "shares")


def standards() -> tuple[str, ...]:
    """Return the codes of the standards of all periods."""
    return tuple(dict.fromkeys(code for regime in library.regimes() for code in regime.standards))


def allocations(reported: Sequence[Reported], asked: Plain) -> Plain:
    """Return for each standard asked for those parts of its wait that are asked for."""
    found: dict[str, Plain] = {}
    for key, parts in (asked if isinstance(asked, dict) else {}).items():
        wait = _wait(reported, key)
        named = parts if isinstance(parts, dict) else {}
        found[key] = NOT_THERE if wait is None else {name: _part(wait, name) for name in named}
    return found


def reason(reported: Sequence[Reported], key: str) -> Iterator[Item]:
    """Yield why a wait is credited as it is: its days, the row of the table that decided, the clause."""
    wait = _wait(reported, key)
    if wait is None:
        yield key.partition("#")[0], ("No wait of this case is reported under this standard.",)
        return
    regime = next(each for each in library.regimes() if each.id == wait.regime)
    known = "not known" if wait.net is None else days(wait.net)
    sentences = [f"{wait.title}: {known}, at most {wait.days} are in time. {wait.because}"]
    credit = wait.allocated
    table = regime.allocation
    if credit.scenario is not None and table is not None:
        row = next(each for each in table.scenarios if each.id == credit.scenario)
        sentences.append(
            f"{days(credit.investigating).capitalize()} up to the handover to the treating provider (at most "
            f"{table.investigating} are in time), {days(credit.treating)} after it (at most {table.treating})."
        )
        cited = row.citation if row.citation.title else table.citation
        sentences.append(f"Row {row.id} of the table of {regime.title} decides. [{cited}]")
    sentences += [f"Credited: {', '.join(_shares(wait.shares))}."] if wait.shares else []
    standard = regime.standards[wait.standard]
    entries = f"entries {', '.join(wait.entries)}" if wait.entries else ""
    yield wait.standard, (*sentences, grounds(standard.source, str(standard.citation), entries))


def _wait(reported: Sequence[Reported], key: str) -> Reported | None:
    """Return the wait that a key names, the last one where it could be several."""
    named = KEY.fullmatch(key)
    assert named is not None, "every text is a key"
    fit = [
        each
        for each in reported
        if each.standard == named["id"] and named["episode"] in (None, str(each.episode))
    ]  # fmt: skip
    if named["instance"] is None:
        return fit[-1] if fit else None
    place = int(named["instance"])
    return fit[place - 1] if 1 <= place <= len(fit) else None


def _part(wait: Reported, name: str) -> Plain:
    match name:
        case "shares":
            return list(_shares(wait.shares))
        case "scenario" | "investigating" | "treating":
            return leaf(getattr(wait.allocated, name))
        case _:
            return leaf(getattr(wait, name))


def _shares(shares: Iterable[Share]) -> Iterator[str]:
    """Yield each share as `RK5 1/2`: investigating providers first, the treating one last."""
    for share in shares:
        yield f"{share.provider or 'nobody'} {Fraction(share.part)}"
