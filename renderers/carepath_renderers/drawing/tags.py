"""Tags: at the upper right corner of boxes, on arrows, in front of words; what is new, where a patient is, how many.

A difference from another version is always a word too (NEW, CHANGED, REMOVED): colour is never the only cue.
"""

from __future__ import annotations

from carepath_renderers.drawing.style import LEAST_TYPE
from carepath_renderers.layouts.geometry import Box, Rect
from carepath_renderers.layouts.letters import width
from carepath_renderers.views.view import Edge, Node, Tone

WORDS: dict[Tone, str] = {"added": "NEW", "changed": "CHANGED", "removed": "REMOVED"}
BESIDE, MOST_BESIDE = 4.0, 16.0  # how far it reaches beyond the corner, and may to leave the middle free
TAG_PAD, TAG_HEIGHT = 2.5, 9.0  # of the ground of a word for a difference: around it at its sides; how high it is
CLEAR = 8.0  # to the middle of the box, where arrows come in


def difference(tone: Tone | None) -> str:
    """Return the word for a difference from another version; empty for what is no difference."""
    return WORDS.get(tone, "") if tone is not None else ""


def tag_text(node: Node) -> str:
    """Return what the tag of a node says; empty where it has none."""
    return node.badge or difference(node.tone)


def remark(edge: Edge) -> str:
    """Return what is said on an arrow beside its own words: its difference, or how many took it."""
    return difference(edge.tone) or edge.count


def tag_width(text: str) -> float:
    """Return how wide a tag is."""
    return width(text, LEAST_TYPE, True) + 7


def beside(node: Node, box: float) -> float:
    """Return how far the tag of a node reaches beyond the side of its box, for a box so wide; 0 where it has none."""
    text = tag_text(node)
    if not text:
        return 0.0
    needed = max(BESIDE, tag_width(text) - box / 2 + CLEAR)
    return needed if needed <= MOST_BESIDE else BESIDE


def closes_top(node: Node, box: float) -> bool:
    """Return whether the tag of a node leaves no way in from above, in a box so wide."""
    text = tag_text(node)
    return bool(text) and tag_width(text) - box / 2 + CLEAR > MOST_BESIDE


def tag_rect(box: Box) -> Rect | None:
    """Return where the tag of a box lies; none where it has none."""
    text = tag_text(box.node)
    if not text:
        return None
    rect = box.rect
    right = rect.right + beside(box.node, rect.width)
    return Rect(right - tag_width(text), rect.top - 7, right, rect.top + 3.5)
