"""Kinds of wait counted and summed: each kind is worked out once, and its portions added as often as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from carepath.measures.kinds import PROVIDERS, Shelf, key_of
from carepath.measures.portions import site_of
from carepath.measures.sums import Sums, added
from carepath.measures.templates import Templates

OPEN = 0  # in the column `ended`


@dataclass(frozen=True, slots=True)
class Months:
    """Months as numbers, both inclusive, from the year 0 on. `open`: whether waits that belong to none count too."""

    first: int
    last: int
    open: bool


def month_number(month: str) -> int:
    """Return the number of a month such as 2025-01."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month_name(number: int) -> str:
    """Return a month such as 2025-01."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def summed(sums: Sums, templates: Templates, shelf: Shelf, waits: pl.DataFrame, months: Months) -> None:
    """Add the waits to the cells that they belong to."""
    key, where = key_of(templates.hearing), _where(templates)
    inside = pl.col("month").is_between(months.first, months.last)
    asked = waits.filter(inside | (pl.col("ended") == OPEN) if months.open else inside)
    counted = asked.group_by(*key, *where).len()
    if counted.is_empty():
        return
    distinct = counted.select(key).unique()
    numbers = [templates.number(row) for row in distinct.iter_rows()]
    parts = _parts(templates, sorted(set(numbers)))
    kinds = distinct.with_columns(pl.Series("kind", numbers, pl.Int32))
    found = counted.join(kinds, on=list(key), how="inner").join(parts, on="kind", how="inner")
    found = found.filter((pl.col("monthly") & inside) | (~pl.col("monthly") & pl.lit(months.open)))
    own = [*(["month"] if "month" in templates.by else []), *(["route"] if "route" in templates.by else [])]
    if "provider" in templates.by:
        found = found.with_columns(_provider(found))
        own.append("provider")
    _add(sums, templates, shelf, found.group_by("portion", "monthly", *own).agg(pl.col("len").sum()), own)


def _where(templates: Templates) -> Sequence[str]:
    """Return the columns that say where a wait belongs, as far as that is asked; always its month."""
    providers = PROVIDERS if "provider" in templates.by else ()
    return ("month", *(("route",) if "route" in templates.by else ()), *providers)


def _parts(templates: Templates, numbers: Sequence[int]) -> pl.DataFrame:
    rows = [(number, one.portion, one.monthly, one.place) for number in numbers for one in templates.parts[number]]
    schema = {"kind": pl.Int32, "portion": pl.Int32, "monthly": pl.Boolean, "place": pl.Int32}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _provider(found: pl.DataFrame) -> pl.Series:
    """Return whose each portion is: the provider at the place that the portion names."""
    place = found["place"].to_numpy()
    hands = found.select(PROVIDERS).to_numpy()
    return pl.Series("provider", np.where(place < 0, -1, hands[np.arange(len(place)), place]), pl.Int32)


def _add(sums: Sums, templates: Templates, shelf: Shelf, found: pl.DataFrame, own: Sequence[str]) -> None:
    site = site_of(templates.hearing.pathway) if "site" in templates.by else ""
    for row in found.iter_rows(named=True):
        month = month_name(row["month"]) if "month" in own and row["monthly"] else ""
        provider = shelf.providers[row["provider"]] if "provider" in own and row["provider"] >= 0 else ""
        route = shelf.routes[row["route"]] if "route" in own else ""
        whole = replace(templates.portions[row["portion"]], month=month, provider=provider, site=site, route=route)
        added(sums, (whole,), templates.by, row["len"])
