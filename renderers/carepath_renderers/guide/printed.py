"""The document on paper: its blocks as data for the typst template, every character one that can be set."""

from __future__ import annotations

from typing import Any

from carepath_renderers.glyphs import legible, legible_svg
from carepath_renderers.guide.blocks import Block, Chapter, Document, Listing, Picture, Section, Signatures, Table, Text
from carepath_renderers.guide.glossary import glossary
from carepath_renderers.guide.phrases import day
from carepath_renderers.press import typeset

TEMPLATE = "guide/guide.typ"


def to_pdf(document: Document) -> bytes:
    """Return the document as a tagged PDF. Raises CannotPrint."""
    owners = dict.fromkeys(chapter.owner for chapter in document.chapters if chapter.owner)
    data = {
        "title": legible(document.title),
        "about": [legible(each) for each in document.about],
        "author": list(owners),
        "keywords": [f"{chapter.mark.split(' · ')[0]} {chapter.hash}" for chapter in document.chapters],
        "dated_on": day(document.dated) if document.dated else "",
        "chapters": [_chapter(each) for each in document.chapters],
        "glossary": _section(glossary()),
    }
    return typeset(TEMPLATE, data, stamp=document.dated)


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": legible(chapter.title),
        "facts": [legible(fact) for fact in chapter.facts],
        "version": chapter.version,
        "status": chapter.status,
        "in_force": legible(chapter.in_force),
        "owner": legible(chapter.owner),
        "banners": [legible(banner) for banner in chapter.banners],
        "mark": legible(chapter.mark),
        "sections": [_section(each) for each in chapter.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {"title": legible(section.title), "blocks": [_block(each) for each in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Text(text):
            return {"kind": "text", "text": legible(text)}
        case Listing(title, lines):
            return {"kind": "listing", "title": legible(title), "lines": [legible(line) for line in lines]}
        case Table(caption, head, rows, widths, named):
            return {
                "kind": "table",
                "caption": legible(caption),
                "head": list(head),
                "rows": [[_breakable(legible(cell)) for cell in row] for row in rows],
                "widths": list(widths),
                "named": named,
            }
        case Signatures(caption, head, lines):
            return {"kind": "signatures", "caption": caption, "head": list(head), "lines": lines}
        case Picture(svg, alt, width, height):
            return {"kind": "picture", "svg": legible_svg(svg), "alt": alt, "width": width, "height": height}


def _breakable(cell: str) -> str:
    """Return a cell in which an address may be broken after a slash, so that it stays in its column."""
    return cell.replace("/", "/\u200b") if cell.startswith(("http://", "https://")) else cell
