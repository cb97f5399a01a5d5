"""A chapter of guidance: all sections of one pathway, in the order in which a board reads them."""

from __future__ import annotations

from collections.abc import Iterable

from carepath.model import Pathway

from carepath_renderers.diagram import draw
from carepath_renderers.drawing.style import Page
from carepath_renderers.guide.blocks import Chapter, Section, Text
from carepath_renderers.guide.days import days
from carepath_renderers.guide.people import people
from carepath_renderers.guide.phrases import called, counted, in_force
from carepath_renderers.guide.pictures import diagram_section, steps
from carepath_renderers.guide.rules import rules
from carepath_renderers.guide.sources import sources
from carepath_renderers.guide.transfers import transfers
from carepath_renderers.guide.versions import changes, history, known, sign_off
from carepath_renderers.guide.ways import ways_back, ways_in, ways_out
from carepath_renderers.views import extract


def chapter(pathway: Pathway, further: Iterable[Pathway], examples: int | None, page: Page | None) -> Chapter:
    """Return the chapter of a pathway. `further`: versions beside the bundled ones; `examples`: its worked cases."""
    view, versions = extract.view(pathway), known(pathway, further)
    drawing = draw(view, page)
    return Chapter(
        id=f"{pathway.id}-{pathway.version}",
        title=called(pathway),
        version=pathway.version,
        status=pathway.status,
        in_force=in_force(pathway) if pathway.effective_from or pathway.effective_to else "",
        owner=pathway.governance.owner or "",
        banners=view.banners,
        mark=f"{pathway.name} · {pathway.hash[:12]}",
        hash=pathway.hash,
        sections=(
            sign_off(pathway),
            history(pathway, versions),
            diagram_section(view, drawing),
            steps(view),
            days(pathway),
            transfers(pathway),
            people(pathway),
            ways_in(pathway),
            ways_out(pathway),
            ways_back(pathway),
            rules(pathway),
            *([] if examples is None else [_examples(pathway, examples)]),
            sources(pathway),
            *changes(pathway, versions),
        ),
        warnings=drawing.warnings,
    )


def _examples(pathway: Pathway, examples: int) -> Section:
    if not examples:
        return Section("examples", "Worked examples", (Text("No worked examples go with this version."),))
    text = (
        f"{counted(examples, 'worked example')} {'goes' if examples == 1 else 'go'} with version {pathway.version}: "
        "made-up records of patients, with what the definition has to say of each on each day. They are tried again at "
        "every change."
    )
    return Section("examples", "Worked examples", (Text(text),))
