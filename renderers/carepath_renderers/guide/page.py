"""The document as one page of HTML: it loads nothing, works without a network, and can be used by keyboard and ear."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from carepath_renderers.guide.blocks import Block, Chapter, Document, Listing, Picture, Section, Signatures, Table, Text
from carepath_renderers.guide.glossary import glossary
from carepath_renderers.guide.inline import inline
from carepath_renderers.guide.phrases import day

# Nothing is fetched, whatever the page holds: its own styles only.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLES = Path(__file__).with_name("page.css")
LEAST_WIDTH = 0.9  # pixels on the screen to a point of the sheet: below that its small type cannot be read
ADDRESS = ("https://", "http://")


def to_html(document: Document) -> str:
    """Return the whole page."""
    single = len(document.chapters) == 1
    body = _single(document) if single else _several(document)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en-GB">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            f"<title>{escape(document.title)}</title>",
            *(f'<meta name="author" content="{escape(owner)}">' for owner in _owners(document)),
            f"<style>\n{STYLES.read_text('utf-8')}</style>",
            "</head>",
            f'<body class="{"single" if single else "several"}">',
            '<a class="skip" href="#content">Skip to the content</a>',
            *body,
            *_foot(document),
            "</body>",
            "</html>",
            "",
        )
    )


def _owners(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chapter.owner for chapter in document.chapters if chapter.owner))


def _single(document: Document) -> Iterator[str]:
    chapter = document.chapters[0]
    sections = (*chapter.sections, glossary())
    yield '<header class="band">'
    yield f"<p>Guidance for a timed cancer pathway</p>\n<h1>{escape(document.title)}</h1>"
    yield from _facts(chapter)
    yield '</header>\n<nav aria-labelledby="contents">\n<div>\n<h2 id="contents">Contents</h2>\n<ol>'
    yield from _links(chapter.id, sections)
    yield '</ol>\n</div>\n</nav>\n<main id="content" tabindex="-1">\n<div>'
    yield from _banners(chapter)
    yield from _about(document)
    for section in sections:
        yield from _section(section, chapter.id, 2)
    yield "</div>\n</main>"


def _several(document: Document) -> Iterator[str]:
    yield '<header class="band">'
    yield f"<p>Guidance for timed cancer pathways</p>\n<h1>{escape(document.title)}</h1>"
    yield f"<p>{len(document.chapters)} pathways{_dated(document)}</p>"
    yield '</header>\n<nav aria-labelledby="contents">\n<div>\n<h2 id="contents">Contents</h2>\n<ol>'
    for chapter in document.chapters:
        facts = escape(" · ".join(chapter.facts))
        yield f'<li><a href="#{chapter.id}">{escape(chapter.title)}</a>: {facts}\n<ul class="within">'
        yield from _links(chapter.id, chapter.sections)
        yield "</ul></li>"
    yield '<li><a href="#all-words">Words</a></li>\n</ol>\n</div>\n</nav>\n<main id="content" tabindex="-1">\n<div>'
    yield from _about(document)
    yield "</div>"
    for chapter in document.chapters:
        yield f'<article class="chapter" id="{chapter.id}" aria-labelledby="{chapter.id}-title">\n<header>'
        yield f'<h2 id="{chapter.id}-title">{escape(chapter.title)}</h2>'
        yield from _facts(chapter)
        yield "</header>"
        yield from _banners(chapter)
        for section in chapter.sections:
            yield from _section(section, chapter.id, 3)
        yield "</article>"
    yield "<div>"
    yield from _section(glossary(), "all", 2)
    yield "</div>\n</main>"


def _facts(chapter: Chapter) -> Iterator[str]:
    yield f"<p>{escape(' · '.join(chapter.facts))}</p>"
    if chapter.owner:
        yield f"<p>{escape(chapter.owner)}</p>"


def _about(document: Document) -> Iterator[str]:
    yield from (f"<p>{escape(words)}</p>" for words in document.about)


def _banners(chapter: Chapter) -> Iterator[str]:
    yield from (f'<p class="banner">{escape(banner)}</p>' for banner in chapter.banners)


def _links(chapter: str, sections: tuple[Section, ...]) -> Iterator[str]:
    yield from (f'<li><a href="#{chapter}-{each.id}">{escape(each.title)}</a></li>' for each in sections)


def _dated(document: Document) -> str:
    return f" · dated {day(document.dated)}" if document.dated else ""


def _foot(document: Document) -> Iterator[str]:
    yield "<footer>"
    for chapter in document.chapters:
        name = escape(chapter.mark.split(" · ")[0])
        yield f"<p>{name}: made from the definition {chapter.hash}{_dated(document)}</p>"
    yield "</footer>"


def _section(section: Section, chapter: str, level: int) -> Iterator[str]:
    name = f"{chapter}-{section.id}"
    yield f'<section>\n<h{level} id="{name}">{escape(section.title)}</h{level}>'
    for place, block in enumerate(section.blocks, 1):
        yield from _block(block, f"{name}-{place}", level)
    yield "</section>"


def _block(block: Block, name: str, level: int) -> Iterator[str]:
    match block:
        case Text(text):
            yield f"<p>{escape(text)}</p>"
        case Listing(title, lines):
            yield f"<h{level + 1}>{escape(title)}</h{level + 1}>\n<ul>"
            yield from (f"<li>{escape(line)}</li>" for line in lines)
            yield "</ul>"
        case Table():
            yield from _table(block, name)
        case Signatures(caption, head, lines):
            yield f'<div class="sign"><table>\n<caption>{escape(caption)}</caption>'
            yield _head(head)
            yield f"<tr>{'<td></td>' * len(head)}</tr>" * lines
            yield "</tbody></table></div>"
        case Picture():
            yield from _figure(block, name)


def _table(table: Table, name: str) -> Iterator[str]:
    narrow = ' class="narrow"' if len(table.head) == 2 else ""
    yield f'<div class="scroll" role="group" aria-labelledby="{name}" tabindex="0"><table{narrow}>'
    yield f'<caption id="{name}">{escape(table.caption)}</caption>'
    if all(table.widths):
        columns = (f'<col style="width: {100 * share / sum(table.widths):.1f}%">' for share in table.widths)
        yield f"<colgroup>{''.join(columns)}</colgroup>"
    yield _head(table.head)
    for place, row in enumerate(table.rows, 1):
        cells = "".join(_cell(cell, at == table.named) for at, cell in enumerate(row))
        yield f'<tr id="{name}-{place}">{cells}</tr>'
    yield "</tbody></table></div>"


def _head(titles: tuple[str, ...]) -> str:
    cells = "".join(f'<th scope="col">{escape(each)}</th>' for each in titles)
    return f"<thead><tr>{cells}</tr></thead>\n<tbody>"


def _cell(cell: str, names: bool) -> str:
    text = escape(cell).replace("\n", "<br>")
    if names:
        return f'<th scope="row">{text}</th>'
    if cell.startswith(ADDRESS):
        return f'<td class="long"><a href="{escape(cell)}" rel="noreferrer">{escape(cell)}</a></td>'
    return f"<td>{text}</td>"


def _figure(picture: Picture, name: str) -> Iterator[str]:
    """Yield a picture that scrolls where the screen is small; its text alternative is its caption too."""
    least = round(picture.width * LEAST_WIDTH)
    yield f'<figure class="{"wide" if picture.width > picture.height else "upright"}">'
    yield f'<div role="group" aria-labelledby="{name}" tabindex="0" style="--least: {least}px">'
    yield inline(picture.svg, f"{name}-", name)
    yield f'</div>\n<figcaption id="{name}">{escape(picture.alt)}</figcaption>\n</figure>'
