"""The pen that the preview draws with: the agreed diagram, as `carepath render` draws it."""

from __future__ import annotations

from carepath_renderers.drawing.style import Page
from carepath_renderers.preview.following import Pen
from carepath_renderers.preview.redrawing import Drawn, drawn, finished, redrawn
from carepath_renderers.views.extract import view
from carepath_renderers.views.view import View


def pen(page: Page | None) -> Pen:
    """Return what draws on this page; None: on the page that fits."""

    def draw(shown: View, before: Drawn | None) -> Drawn:
        return drawn(shown, page) if before is None else redrawn(shown, page, before)

    def finish(shown: View, now: Drawn) -> Drawn:
        return finished(shown, page, now)

    return Pen(view, draw, finish)
