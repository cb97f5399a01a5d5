"""What an author did wrong, as a value: where, which code, one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carepath.model import Source

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a definition: its place, its stable code, a sentence, and what to do about it."""

    source: Source
    code: str
    message: str
    hint: str | None = None
    severity: Severity = "error"
    width: int = 1  # how many characters the caret line underlines
    excerpt: str | None = None  # the line of the file it stands on

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What problems are sorted by."""
        return (self.source.file, self.source.line, self.source.column, self.code)


class InvalidPathway(ValueError):
    """A definition was required that has problems; they are in `problems`."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0] if problems else None
        where = f"{first.source}:{first.source.column}: {first.message}" if first else "no definition"
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{where}{more}")
