"""The facts of a cohort as frames: one for each kind of fact that the tables of a result hold, a row a fact.

Events, visits and due actions are not in the tables, nor are the day of a case and its attributes: a rule that asks
for one of these cannot be matched over columns alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import polars as pl

from carepath.cohort.result import Result
from carepath.model import Pathway

KEYS = ("case", "episode")
# The fields of each kind of fact that the tables hold.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "case": ("pathway", "version", "draft", "state", "arm", "episode", "closed", "provider"),
    "milestone": ("id", "episode", "verdict", "days_over", "days_left", "provider", "final", "level", "clock"),
    "clock": ("id", "episode", "instance", "ended", "gross", "not_counted", "net", "verdict", "paused"),
    "transfer": ("id", "episode", "complete", "verdict", "sender", "receiver", "days_over", "days_left"),
    "finding": ("code", "subject", "episode", "days_over", "provider"),
    "rule": ("id", "about"),
}
RULES = pl.Schema({"case": pl.String, "episode": pl.Int32, "id": pl.String, "about": pl.String})

Facts = Mapping[str, pl.DataFrame]


def facts(pathway: Pathway, result: Result) -> Facts:
    """Return the facts by kind, with the columns case, episode and those of FIELDS; none of cases not started."""
    started = _frame(result, "cases").filter(pl.col("state").is_not_null())
    found = {
        "case": _of_cases(pathway, started, _frame(result, "responsibility")),
        "milestone": _frame(result, "milestones").with_columns(_flag("final")),
        "clock": _frame(result, "clocks").with_columns(_yes(pl.col("paused_since").is_not_null()).alias("paused")),
        "transfer": _frame(result, "transfers").with_columns(_flag("complete")),
        "finding": _frame(result, "findings"),
    }
    here = started.select("case")
    return {
        kind: frame.join(here, on="case", how="semi").select(*dict.fromkeys((*KEYS, *FIELDS[kind])))
        for kind, frame in found.items()
    } | {"rule": RULES.to_frame()}


def episodes(pathway: Pathway, result: Result) -> pl.DataFrame:
    """Return every episode of every case that has started."""
    started = _frame(result, "cases").filter(pl.col("state").is_not_null())
    counted = pl.int_ranges(1, pl.col("episode") + 1, dtype=pl.Int32).alias("episode")
    return started.select("case", counted).explode("episode")


def _of_cases(pathway: Pathway, started: pl.DataFrame, responsibility: pl.DataFrame) -> pl.DataFrame:
    arms = {state.id: state.arm for state in pathway.states.values()}
    last = responsibility.group_by("case", maintain_order=True).agg(pl.col("provider").last())
    return started.join(last, on="case", how="left").with_columns(
        pl.lit(pathway.id).alias("pathway"),
        pl.lit(pathway.version).alias("version"),
        pl.lit("yes" if pathway.draft else "no").alias("draft"),
        pl.col("state").replace_strict(list(arms), list(arms.values()), return_dtype=pl.String).alias("arm"),
    )


def _frame(result: Result, name: str) -> pl.DataFrame:
    """Return a table of a result, its words as text."""
    frame = cast("pl.DataFrame", pl.from_arrow(result.tables()[name]))
    words = [column for column, kind in frame.schema.items() if isinstance(kind, pl.Categorical | pl.Enum)]
    return frame.with_columns(pl.col(words).cast(pl.String)) if words else frame


def _flag(name: str) -> pl.Expr:
    return _yes(pl.col(name)).alias(name)


def _yes(said: pl.Expr) -> pl.Expr:
    """Return yes or no for true or false, as facts say it."""
    return pl.when(said).then(pl.lit("yes")).when(~said).then(pl.lit("no"))
