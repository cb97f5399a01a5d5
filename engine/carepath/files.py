"""Files as streams of bytes: opened with a clear sentence when that fails, written whole or not at all.

What the bytes mean is the business of the readers. Reads compressed files (.gz) as they stream.
"""

from __future__ import annotations

import errno
import gzip
import io
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO, cast

STDIN = "-"
GZIP = b"\x1f\x8b"
BROKEN = (OSError, EOFError, zlib.error)  # what a damaged disk or a damaged .gz raises while it is read


class UnreadableLog(ValueError):
    """A file of events cannot be read at all; the message names the file, the place and the reason."""


@contextmanager
def opened(path: str) -> Iterator[io.BufferedReader]:
    """Open a file (`-`: standard input) for reading bytes, decompressed; UnreadableLog where that fails."""
    with _raw(path) as raw:
        try:
            first = raw.peek(2)[:2]
        except OSError as error:
            raise UnreadableLog(f"{path}: cannot be read: {_why(error)}") from None
        yield io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=raw))) if first == GZIP else raw


@contextmanager
def _raw(path: str) -> Iterator[io.BufferedReader]:
    if path == STDIN:
        standard: io.BufferedReader = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
        yield standard
        standard.detach()  # else standard input is closed with it
        return
    with ExitStack() as stack:
        try:
            stream: io.BufferedReader = io.BufferedReader(stack.enter_context(io.FileIO(path)))
        except (OSError, ValueError) as error:
            raise UnreadableLog(f"{path}: cannot be opened: {_why(error)}") from None
        yield stream


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder, not a file"
    if isinstance(error, PermissionError):
        return "you are not allowed to read it"
    return str(getattr(error, "strerror", None) or error).lower()


def broken(error: Exception) -> str:
    """Return the sentence for one of BROKEN."""
    if isinstance(error, EOFError):
        return "the compressed file ends early; what would follow was not read"
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return "the compressed file is damaged here; what would follow was not read"
    return f"the file cannot be read any further ({_why(error)}); what would follow was not read"


@contextmanager
def whole(path: str | Path) -> Iterator[TextIO]:
    """Write a text file (UTF-8) that appears complete under its name, or not at all."""
    with _temporary(Path(path)) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def whole_bytes(path: str | Path) -> Iterator[BinaryIO]:
    """Write a file of bytes that appears complete under its name, or not at all."""
    with _temporary(Path(path)) as temporary, temporary.open("wb") as stream:
        yield stream


@contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    """Give a file beside `path` to write, and rename it to `path` if nothing went wrong."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder, not a file", str(path))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:  # the name of the temporary file means nothing to anybody
        raise OSError(error.errno, error.strerror, str(path)) from None
    os.close(handle)
    try:
        yield Path(name)
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _mode(path: Path) -> int:
    """Return the permissions a plain new file would have, or those of the file that is replaced."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
