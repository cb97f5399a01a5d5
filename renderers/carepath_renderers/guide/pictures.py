"""The diagram of a pathway as pages of a document, and its steps as a table that says the same."""

from __future__ import annotations

import re

from carepath_renderers.diagram import Drawing
from carepath_renderers.guide.blocks import Listing, Picture, Section, Table, Text
from carepath_renderers.views import telling
from carepath_renderers.views.view import View


def diagram_section(view: View, drawing: Drawing) -> Section:
    """Return the sheets of the diagram, each a page of its own."""
    pictures = tuple(Picture(sheet.svg, _alt(view, sheet.title), sheet.width, sheet.height) for sheet in drawing.sheets)
    lead = Text(
        "A step must be complete by the end of the day of its band. The table of steps after the diagram says the same "
        "in words."
    )
    return Section("diagram", "The diagram", (lead, *pictures))


def steps(view: View) -> Section:
    """Return every box of the diagram in words, then what else stands on it."""
    rows = tuple((row.band, row.lane, row.step, row.lines, _apart(row.leads_to)) for row in telling.table(view))
    head = ("By", "Who", "Step", "What belongs to it", "Leads to")
    table = Table("What the diagram shows, in words", head, rows, (2, 3, 4, 4, 6), named=2)
    return Section("steps", "Steps", (table, *(Listing(note.title, note.lines) for note in view.notes)))


def _apart(ways: str) -> str:
    """Return the ways on from a step, each on a line of its own."""
    return re.sub(r"; (?![^(]*\))", "\n", ways)


def _alt(view: View, title: str) -> str:
    lanes = ", ".join(lane.title for lane in view.lanes)
    return f"Flow chart of {title}. Lanes: {lanes}. The table of steps in this chapter has the same content in words."
