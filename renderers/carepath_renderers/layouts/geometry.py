"""A picture with everything in its place, in points from the top left corner; what is drawn and what is tested."""

from __future__ import annotations

from dataclasses import dataclass

from carepath_renderers.drawing.style import Page
from carepath_renderers.layouts.sizes import Line, Type
from carepath_renderers.views.view import Band, Edge, Lane, Node, Note, View

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, by its four sides."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Rect:
        """Return the rectangle of a size around a spot."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def x(self) -> float:
        """The middle from side to side."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def overlaps(self, other: Rect, gap: float = 0.0) -> bool:
        """Return whether two rectangles come nearer than a gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place; a decision fills only the diamond in its rectangle."""

    node: Node
    rect: Rect
    lines: tuple[Line, ...]

    def covers(self, other: Rect) -> bool:
        """Return whether a rectangle touches the box itself, for a decision the diamond."""
        rect = self.rect
        if self.node.kind != "decision":
            return rect.overlaps(other)
        across = max(other.left - rect.x, 0.0, rect.x - other.right) / (rect.width / 2)
        upright = max(other.top - rect.y, 0.0, rect.y - other.bottom) / (rect.height / 2)
        return across + upright < 1


@dataclass(frozen=True, slots=True)
class Path:
    """An arrow as the corners of its line; the last is its point."""

    edge: Edge
    points: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The words at an arrow: its own, at its beginning; or a remark on it, near its head."""

    edge: Edge
    rect: Rect
    lines: tuple[Line, ...]
    on_line: bool = False  # it lies on its own arrow and covers it
    remark: bool = False  # how many took it, or that it is NEW, CHANGED or REMOVED


@dataclass(frozen=True, slots=True)
class Exit:
    """Arrows to one box that are not drawn: a mark below the box they leave, with the letter at which they go on.

    Without arrows and letter: the smaller words of a question that stand below it.
    """

    tail: str
    edges: tuple[Edge, ...]
    rect: Rect
    lines: tuple[Line, ...]
    letter: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The other end of such arrows: the letter above the box they lead to."""

    head: str
    rect: Rect
    letter: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LaneSpan:
    """A lane, from where to where across the flow."""

    lane: Lane
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BandSpan:
    """A band, from where to where along the flow."""

    band: Band
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet with everything in its place."""

    view: View
    page: Page
    sheet: int  # counted from 1
    sheets: int
    width: float
    height: float
    down: bool
    type: Type
    area: Rect  # lanes and bands, without their headings
    lanes: tuple[LaneSpan, ...]
    bands: tuple[BandSpan, ...]
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]
    labels: tuple[Label, ...]
    exits: tuple[Exit, ...]
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    warnings: tuple[str, ...]


def rules_of(layout: Layout) -> tuple[Rect, ...]:
    """Return the lines between the days of a sheet."""
    area = layout.area
    return tuple(
        Rect(area.left, span.high, area.right, span.high)
        if layout.down
        else Rect(span.high, area.top, span.high, area.bottom)
        for span in layout.bands[:-1]
    )
