"""One patient's picture: who holds the patient, what was due when, what was done when. SVG, and the same as text.

The case id stands in the picture as it is given, for the clinic; it stands in no name of a file and in no message.
"""

from __future__ import annotations

from collections.abc import Iterator

from carepath.findings import Assessment
from carepath.model import Pathway

from carepath_renderers import press
from carepath_renderers.charting.canvas import Mark, Picture, Words, lines_of, one_line
from carepath_renderers.charting.inks import BAD, BAD_PALE, DARK_BLUE, PAPER, PAUSE, QUIET
from carepath_renderers.charting.moments import civil
from carepath_renderers.charting.passage import Part, Passage, passage
from carepath_renderers.charting.tables import cell, table
from carepath_renderers.charting.timeline_key import key
from carepath_renderers.charting.timeline_part import LATE, PAUSED, drawn_part, framed

WIDTH, MARGIN = 780.0, 16.0  # points: an A4 page lying on its side, less its margins
TITLE, FACTS, HEADING = 14.5, 10.0, 11.5


def to_svg(pathway: Pathway, assessment: Assessment) -> str:
    """Return the picture of one patient as SVG, 780 points wide and as high as it needs to be."""
    return picture(passage(pathway, assessment)).to_svg()


def to_pdf(pathway: Pathway, assessment: Assessment) -> bytes:
    """Return the picture as a tagged PDF dated on the day of the question. Raises press.CannotPrint."""
    drawn = picture(passage(pathway, assessment))
    return press.to_pdf(
        [drawn.to_svg()],
        title=drawn.title,
        alts=[drawn.description],
        sizes=[(drawn.width, drawn.height)],
        stamp=civil(assessment.as_of),
        mark=pathway.hash,
    )


def to_png(pathway: Pathway, assessment: Assessment) -> bytes:
    """Return the picture as PNG, 200 dots to the inch. Raises press.CannotPrint."""
    drawn = picture(passage(pathway, assessment))
    return press.to_png(drawn.to_svg(), measured=(drawn.width, drawn.height))


def to_markdown(pathway: Pathway, assessment: Assessment) -> str:
    """Return the same content as headings, sentences and tables."""
    shown = passage(pathway, assessment)
    lines = [f"# {cell(shown.title)}", "", cell(" ".join(shown.facts)), ""]
    for part in shown.parts:
        if len(shown.parts) > 1:
            lines += [f"## {part.heading}", ""]
        lines += _tables(part)
    return "\n".join(lines).rstrip() + "\n"


def picture(shown: Passage) -> Picture:
    """Return the picture as marks with places, for drawing and for measuring."""
    room = WIDTH - 2 * MARGIN
    marks: list[Mark] = []
    y = MARGIN
    for text in lines_of(shown.title, room, TITLE, bold=True, most=3):
        y += TITLE * 1.2
        marks.append(Words(MARGIN, y, text, TITLE, bold=True, fill=DARK_BLUE))
    y += 4
    for text in lines_of(" ".join(shown.facts), room, FACTS, most=3):
        y += FACTS * 1.3
        marks.append(Words(MARGIN, y, text, FACTS, fill=QUIET))
    frame = framed(shown.parts, MARGIN, WIDTH - MARGIN)
    for part in shown.parts:
        y += 14
        if len(shown.parts) > 1:
            y += HEADING
            marks.append(Words(MARGIN, y, part.heading, HEADING, bold=True, fill=DARK_BLUE))
            y += 8
        more, y = drawn_part(part, y, frame)
        marks += more
    more, y = key(shown.parts, y + 10, MARGIN, WIDTH - MARGIN)
    patterns = ((LATE, BAD_PALE, BAD), (PAUSED, PAPER, PAUSE))
    title, said = one_line(shown.title), one_line(_described(shown))
    return Picture(WIDTH, y + MARGIN, title, said, (*marks, *more), patterns)


def _described(shown: Passage) -> str:
    """Return the whole picture in sentences, for those who listen."""
    said = [*shown.facts]
    for part in shown.parts:
        said += [f"{part.heading}."] if len(shown.parts) > 1 else []
        said += [f"{held.name}: {held.days}." for held in part.held]
        said += [f"Not counted, {paused.text}." for paused in part.paused]
        said += [f"{row.title}: {row.text}." for row in part.rows]
        said += [part.left_out] if part.left_out else []
    return " ".join(said)


def _tables(part: Part) -> Iterator[str]:
    if part.held:
        holders = [(held.name, held.code, f"{held.start:g}", f"{held.end:g}", held.days) for held in part.held]
        yield from table(("Who holds the patient", "Code", "From day", "To day", "For"), holders)
    if part.paused:
        yield from table(("Days not counted",), [(paused.text,) for paused in part.paused])
    if part.rows:
        rows = [(row.title, row.due_day, row.done_day, row.text) for row in part.rows]
        yield from table(("What", "Last day in time", "Done", "Standing"), rows)
    if part.left_out:
        yield from (part.left_out, "")
