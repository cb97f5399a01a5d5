"""One patient's picture: who holds the patient, what was due when, and what was done when."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from carepath.commands.cases import gathered, today
from carepath.commands.options import Misuse, as_of, pathway_and_events
from carepath.files import whole, whole_bytes
from carepath.table import plain

INSTALL = "pip install 'carepath[pictures]'"
ENDINGS = (".svg", ".pdf", ".png", ".md")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    pathway_and_events(parser)
    parser.add_argument("--case", metavar="ID", required=True, help="the case to draw")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="ends in .svg, .pdf, .png, or .md (text)")
    parser.add_argument("--as-of", type=as_of, metavar="DATE|INSTANT", help="the day to look from (default: today)")


def run(options: argparse.Namespace) -> int:
    """Write the picture, whole or not at all."""
    ending = Path(options.output).suffix.lower()
    if ending not in ENDINGS:
        raise Misuse(f"{options.output}: a timeline is a .svg, .pdf or .png file, or .md for its text")
    cases = gathered(options)
    case = cases.all[0]
    assessment = case.assessed(options.as_of or today(case.pathway), options.known_at)
    timeline, refused = _renderer("timeline"), _renderer("press").CannotPrint
    write = {".svg": timeline.to_svg, ".pdf": timeline.to_pdf, ".png": timeline.to_png, ".md": timeline.to_markdown}
    try:
        made: str | bytes = write[ending](case.pathway, assessment)
    except refused as error:
        raise Misuse(str(error)) from None
    if isinstance(made, bytes):
        with whole_bytes(options.output) as binary:
            binary.write(made)
    else:
        with whole(options.output) as stream:
            stream.write(made)
    print(plain(f"{options.output} was written."))
    return cases.status


def _renderer(name: str) -> Any:
    """Return a module of the renderers, which the engine never imports; Misuse where they are not installed."""
    try:
        return import_module(f"carepath_renderers.{name}")
    except ModuleNotFoundError as missing:
        raise Misuse(f"this needs {missing.name}, which is not installed; install it with: {INSTALL}") from None
