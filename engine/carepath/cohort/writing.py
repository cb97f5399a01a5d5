"""A folder of Parquet files that appears complete under its name, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from carepath.cohort.columns import TABLES, schemas

ABOUT = "replay.json"
NAMES = frozenset((ABOUT, *(f"{name}.parquet" for name in TABLES)))


@contextmanager
def folder(path: str | Path) -> Iterator[Path]:
    """Give a folder beside `path` to write, and rename it to `path` if nothing went wrong.

    Raises FileExistsError where something other than an earlier result is there.
    """
    target = Path(path)
    refuse_others(target)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    try:
        yield temporary
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o777 & ~mask)
        if target.exists():
            earlier = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".old"))
            target.replace(earlier / target.name)
            temporary.replace(target)
            shutil.rmtree(earlier)
        else:
            temporary.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def refuse_others(target: Path) -> None:
    """Raise FileExistsError where `target` is there and is not an earlier result."""
    if target.exists() and not (target.is_dir() and {each.name for each in target.iterdir()} <= NAMES):
        raise FileExistsError(17, "this is there already and is no earlier result of a replay", str(target))


def write(path: Path, zone: str, parts: Iterable[Mapping[str, pa.Table]]) -> Mapping[str, int]:
    """Write the parts of a result, one after the other, into a folder; return how many rows each table has."""
    counts = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(pq.ParquetWriter(path / f"{name}.parquet", schema, compression="zstd"))
            for name, schema in schemas(zone).items()
        }
        for part in parts:
            for name, writer in writers.items():
                writer.write_table(part[name])
                counts[name] += part[name].num_rows
    return counts


def describe(path: Path, about: Mapping[str, object]) -> None:
    """Write what a result is of beside its tables."""
    (path / ABOUT).write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", "utf-8")
