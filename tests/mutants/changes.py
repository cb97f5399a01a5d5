"""A small change of a file, as one would slip in unseen: where, what stood there, what stands there now."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one file: the bytes from `start` to `end` become `text`; `kind` says what sort of slip it is."""

    file: str
    line: int
    kind: str
    start: int
    end: int
    text: str

    def of(self, source: bytes) -> bytes:
        """Return the file with the change made."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def words(self, source: bytes) -> str:
        """Return the change as it is told: what stood there, and what stands there now."""
        before = " ".join(source[self.start : self.end].decode().split())
        after = " ".join(self.text.split())
        return f"`{before}` becomes `{after}`" if after else f"`{before}` is left out"

    def key(self, source: bytes) -> str:
        """Return what the change is known by while lines above it come and go: file, its line as text, the words.

        Two changes that read alike are told apart by the column, and by how many such lines stand before.
        """
        first = source.rfind(b"\n", 0, self.start) + 1
        last = source.find(b"\n", self.start)
        there = source[first : len(source) if last < 0 else last].strip()
        before = sum(line.strip() == there for line in source[:first].splitlines())
        told = " ".join(there.decode().split())
        return f"{self.file} | {told} | {before}, {self.start - first} | {self.words(source)}"
