"""A folder of Parquet files that appears complete under its name, or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from carepath.cohort.columns import TABLES, schemas

try:
    import fcntl
except ModuleNotFoundError:  # Windows: nothing says whether the run that left a folder still lives, so it stays
    fcntl = None  # type: ignore[assignment]

ABOUT = "replay.json"
PART, OLD = ".part", ".old"  # a result while it is written, and an earlier one while the new takes its place
NAMES = frozenset((ABOUT, *(f"{name}.parquet" for name in TABLES)))


@contextmanager
def folder(path: str | Path) -> Iterator[Path]:
    """Give a folder beside `path` to write, and rename it to `path` if nothing went wrong.

    What a run that was killed left there is removed. Raises FileExistsError where something other than an earlier
    result is there.
    """
    target = Path(path)
    refuse_others(target)
    remove_left(target)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=PART))
    held = _held(temporary)
    try:
        yield temporary
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o777 & ~mask)
        if target.exists():
            earlier = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=OLD))
            target.replace(earlier / target.name)
            temporary.replace(target)
            shutil.rmtree(earlier)
        else:
            temporary.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        if held is not None:
            os.close(held)


def _held(folder: Path) -> int | None:
    """Lock a folder for as long as this process lives; None where another holds it, or it cannot be locked."""
    if fcntl is None:
        return None
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened


def remove_left(target: Path) -> None:
    """Remove what runs for this target left beside it that no longer live.

    A run that was killed between its two renames had put the earlier result aside: that comes back.
    """
    left = re.compile(rf"\.{re.escape(target.name)}\.[a-z0-9_]{{8}}({re.escape(PART)}|{re.escape(OLD)})")
    for folder in [each for each in target.parent.iterdir() if left.fullmatch(each.name) and each.is_dir()]:
        held = _held(folder)
        if held is None:
            continue
        if folder.suffix == OLD and (folder / target.name).exists() and not target.exists():
            (folder / target.name).replace(target)
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def refuse_others(target: Path) -> None:
    """Raise FileExistsError where `target` is there and is not an earlier result."""
    if target.exists() and not (target.is_dir() and {each.name for each in target.iterdir()} <= NAMES):
        raise FileExistsError(17, "this is there already and is no earlier result of a replay", str(target))


def write(path: Path, zone: str, parts: Iterable[Mapping[str, pa.Table]]) -> Mapping[str, int]:
    """Write the parts of a result, one after the other, into a folder; return how many rows each table has."""
    counts = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                # Statistics of all columns are a third of the work; files are asked for cases.
                pq.ParquetWriter(path / f"{name}.parquet", schema, compression="zstd", write_statistics=["case"])
            )
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
