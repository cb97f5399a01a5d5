"""The guidance document of one or several pathways, made from their definitions: a PDF, or one page of HTML."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from carepath.authoring import places
from carepath.authoring.load import load
from carepath.authoring.nodes import fields, text
from carepath.cases.casebook import ENDINGS, FOLDER
from carepath.commands.cases import is_file
from carepath.commands.options import OK, Misuse, say
from carepath.commands.pictures import renderer
from carepath.commands.render import definition
from carepath.files import whole_bytes
from carepath.model import Pathway
from carepath.table import plain


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "pathways",
        metavar="PATHWAY",
        nargs="+",
        help="a file, or a bundled definition: og (the latest agreed), og@1.1.0",
    )
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="ends in .pdf or .html")
    parser.add_argument("--title", help="of the whole document")
    parser.add_argument(
        "--dated", type=_day, metavar="DATE", help="the day of the document (default: the latest first day in force)"
    )
    parser.add_argument("--page", choices=("A4", "A3"), help="A4 upright or A3 wide (default: what each diagram needs)")
    parser.add_argument("--earlier", metavar="FILE", action="append", help="an earlier version that is not bundled")


def run(options: argparse.Namespace) -> int:
    """Write the document, whole or not at all."""
    ending = Path(options.output).suffix.lower()
    if ending not in (".pdf", ".html"):
        raise Misuse(f"{options.output}: a guidance document is a .pdf or a .html file")
    refused = (renderer("press").CannotPrint, renderer("drawing.draw").CannotDraw)
    try:
        made = _document(options)
        content = renderer("guide.printed").to_pdf(made) if ending == ".pdf" else _page(made)
    except refused as error:
        raise Misuse(str(error)) from None
    for warning in made.warnings:
        say(warning)
    with whole_bytes(options.output) as stream:
        stream.write(content)
    print(plain(f"{options.output} was written."))
    return OK


def _document(options: argparse.Namespace) -> Any:
    """Return what the document holds; Misuse where a pathway is named twice."""
    pathways = {word: definition(word) for word in options.pathways}
    names = Counter(pathways[word].name for word in options.pathways)
    for name, times in names.items():
        if times > 1:
            raise Misuse(f"{name} is named twice")
    return renderer("guide").document(
        list(pathways.values()),
        title=(options.title or "").strip(),
        stamp=options.dated,
        further=[load(file).require() for file in options.earlier or ()],
        examples={pathway.name: examples(pathway, folder(word)) for word, pathway in pathways.items()},
        size=options.page,
    )


def _page(document: Any) -> bytes:
    return bytes(renderer("guide.page").to_html(document), "utf-8")


def folder(word: str) -> Traversable:
    """Return the folder in which a definition lies that is named so."""
    return Path(word).parent if is_file(word) else places.bundled()


def examples(pathway: Pathway, beside: Traversable) -> int:
    """Return how many worked cases beside a definition name it, by id@version, by id, or by its file."""
    names = (pathway.name, pathway.id, f"../{Path(pathway.source.file).name}")
    return sum(number for name, number in _casebooks(beside / FOLDER) if name in names)


def _casebooks(folder: Traversable) -> Iterator[tuple[str | None, int]]:
    """Yield the definition that each file of cases names, and how many cases it holds."""
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(ENDINGS) and file.is_file():
            root = fields(places.asked_for(file).read().root)
            yield text(root.get("pathway")), len(tuple(fields(root.get("cases")).pairs()))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day such as 2026-10-01") from None
