"""The guidance document of one or several pathways, made from their definitions: as a tagged PDF, or as one page.

Nothing in it is written twice: text, tables and diagram follow from the definition. Time is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypedDict, Unpack

from carepath.model import Pathway

from carepath_renderers.drawing.style import Page
from carepath_renderers.guide import page, printed
from carepath_renderers.guide.blocks import Document
from carepath_renderers.guide.chapter import chapter
from carepath_renderers.guide.phrases import called
from carepath_renderers.views.words import UNVERIFIED

__all__ = ["Options", "document", "to_html", "to_pdf"]

TITLE = "Timed cancer pathways"
ABOUT = (
    "Text, tables and diagrams follow from the definition that stands at the foot of the page. "
    f"{UNVERIFIED} marks a number that was not checked against the original document. A pathway says what was agreed "
    "for patients of a kind, by which day; it does not say what care a patient should have.",
)


class Options(TypedDict, total=False):
    """What may be said of a document beside its pathways; see `document`."""

    title: str
    stamp: date | None
    further: Iterable[Pathway]
    examples: Mapping[str, int]
    size: Page | None


def document(pathways: Sequence[Pathway], **options: Unpack[Options]) -> Document:
    """Return what the document holds, before it is paper or a page.

    `title`: of the whole, by default that of the only pathway. `stamp`: its day, by default the latest first day in
    force. `further`: versions of the pathways beside the bundled ones. `examples`: the number of worked cases by
    id@version. `size`: of the sheets of the diagram, by default what each needs. ValueError where there is no pathway,
    or one twice.
    """
    names = [pathway.name for pathway in pathways]
    if not names or len(set(names)) < len(names):
        raise ValueError("a guidance document needs at least one pathway, and each once")
    further, examples = tuple(options.get("further", ())), options.get("examples", {})
    first_days = [pathway.effective_from for pathway in pathways if pathway.effective_from is not None]
    only = called(pathways[0]) if len(pathways) == 1 else TITLE
    return Document(
        title=options.get("title") or only,
        about=ABOUT,
        chapters=tuple(chapter(each, further, examples.get(each.name), options.get("size")) for each in pathways),
        dated=options.get("stamp") or max(first_days, default=None),
    )


def to_pdf(pathways: Sequence[Pathway], **options: Unpack[Options]) -> bytes:
    """Return the document as PDF/UA-1, the same bytes each time; arguments as for `document`. Raises CannotPrint."""
    return printed.to_pdf(document(pathways, **options))


def to_html(pathways: Sequence[Pathway], **options: Unpack[Options]) -> str:
    """Return the document as one page of HTML that loads nothing; arguments as for `document`."""
    return page.to_html(document(pathways, **options))
