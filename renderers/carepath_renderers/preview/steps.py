"""The steps of a picture as the page lists them: what each says, where it was written, what it rests on."""

from __future__ import annotations

from collections.abc import Callable

from carepath_renderers.drawing.pen import slug
from carepath_renderers.preview.state import Step
from carepath_renderers.views.telling import named
from carepath_renderers.views.view import View

Lines = Callable[[str], tuple[str, ...]]


def steps(view: View) -> tuple[Step, ...]:
    """Return the steps that were written somewhere, in reading order."""
    return tuple(
        Step(
            node.id,
            f"step-{slug(node.id)}",
            node.title,
            named(node, view),
            node.source.file,
            node.source.line,
            node.cite,
        )
        for node in view.nodes
        if node.source is not None
    )


def texts(main: str, found: tuple[Step, ...], lines: Lines) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the definition's own file and those in which steps were written, each with its lines."""
    return tuple((file, lines(file)) for file in dict.fromkeys((main, *(step.file for step in found))))
