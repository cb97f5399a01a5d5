"""The diagram of a pathway, marked with another version's differences, one patient's path, or a cohort's counts."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from carepath import library
from carepath.authoring.load import load
from carepath.commands.cases import gathered, is_file, progress, today
from carepath.commands.options import OK, PROBLEMS, Misuse, as_of, events_options, say
from carepath.commands.pictures import renderer
from carepath.files import whole_bytes
from carepath.library import NoDefinition
from carepath.model import Pathway

ENDINGS = (".svg", ".pdf", ".png", ".dot", ".md")
ALL = 1_000  # differences that a page of words has room for; a picture names the weightiest


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("pathway", metavar="PATHWAY", help="a file, or a bundled definition: og, or og@1.1.0")
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True, help=f"ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
    )
    parser.add_argument("--page", choices=("A4", "A3"), help="A4 upright or A3 wide (default: what the diagram needs)")
    parser.add_argument("--diff", metavar="OLD", help="mark what differs from this definition")
    parser.add_argument("--events", metavar="EVENTS", help="a record: mark how many took which way, or one path")
    parser.add_argument("--case", metavar="ID", help="mark the path of this case of --events")
    parser.add_argument("--as-of", type=as_of, metavar="DATE|INSTANT", help="the day to look from (default: today)")
    events_options(parser)
    parser.add_argument("--counts", metavar="DIR", help="what 'carepath cohort' wrote: mark where cases stand")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where FILE is not up to date")


def run(options: argparse.Namespace) -> int:
    """Write the picture, each file whole or not at all; several sheets become FILE-1, FILE-2 …, or pages of a PDF."""
    output = Path(options.output)
    ending = output.suffix.lower()
    if ending not in ENDINGS:
        raise Misuse(f"{output}: a picture ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    pathway, view, status = _asked(options)
    files = {output: _words(view)} if ending == ".md" else _drawn(output, pathway, view, options.page)
    for path in _left_over(output, files):
        say(f"{path} is no part of this picture; it may be left from an earlier one")
    if options.check:
        return _compared(files, options.pathway) or status
    for path, content in files.items():
        with whole_bytes(path) as stream:
            stream.write(content)
        print(f"{path} was written.")
    return status


def _asked(options: argparse.Namespace) -> tuple[Pathway, Any, int]:
    """Return the definition, its view with what is to be marked on it, and the exit status of reading the record."""
    marks = [name for name in ("diff", "events", "counts") if getattr(options, name)]
    if len(marks) > 1:
        raise Misuse(f"--{marks[0]} and --{marks[1]} are two pictures; ask for one at a time")
    if not options.events and (options.case or options.as_of or options.known_at):
        raise Misuse("--case, --as-of and --known-at say how to look at a record: name it with --events")
    if options.events:
        return _followed(options) if options.case else _counted(options)
    pathway = definition(options.pathway)
    view = renderer("views.extract").view(pathway)
    if options.counts:
        from carepath.commands.counts import counts  # reads Parquet: only where it is asked for

        return pathway, renderer("views.tally").counted(view, counts(options.counts)), OK
    return pathway, _marked(pathway, view, options), OK


def _followed(options: argparse.Namespace) -> tuple[Pathway, Any, int]:
    """Return the definition of one case, its view with the path of the case, and the exit status."""
    cases = gathered(options)
    case = cases.all[0]
    assessment = case.assessed(options.as_of or today(case.pathway), options.known_at)
    view = renderer("views.extract").view(case.pathway)
    return case.pathway, renderer("views.overlay").followed(view, assessment), cases.status


def _counted(options: argparse.Namespace) -> tuple[Pathway, Any, int]:
    """Return a definition, its view with the counts of all cases of a record, and the exit status."""
    cases = gathered(options)
    used = list(dict.fromkeys(case.pathway.name for case in cases.all))
    if len(used) > 1:
        raise Misuse(f"the cases fall under {' and '.join(used)}; name one of them as PATHWAY to count its cases")
    pathway = cases.all[0].pathway if cases.all else definition(options.pathway)
    day = options.as_of or today(pathway)
    tally = renderer("views.tally")
    counts = tally.counts_of(case.assessed(day, options.known_at) for case in progress(cases.all, False))
    return pathway, tally.counted(renderer("views.extract").view(pathway), counts), cases.status


def _marked(pathway: Pathway, view: Any, options: argparse.Namespace) -> Any:
    if not options.diff:
        return view
    old, marks = definition(options.diff), renderer("views.marks")
    if old.id != pathway.id:
        say(f"{old.name} and {pathway.name} are two pathways; boxes with the same id are compared all the same")
    marked = marks.marked(view, renderer("views.extract").view(old))
    words = Path(options.output).suffix.lower() == ".md"
    changes = marks.changes(pathway, old, ALL) if words else marks.changes(pathway, old)
    return replace(marked, notes=(changes, *marked.notes) if changes.lines else marked.notes)


def definition(word: str) -> Pathway:
    """Return the definition that is named: of a file, a bundled one, or by an id alone the latest agreed one."""
    if is_file(word):
        return load(word).require()
    try:
        return library.find(word) if "@" in word else library.choose(word, ())
    except NoDefinition as error:
        raise Misuse(f"{error} A file is named with its ending, for example {word}.yaml.") from None


def _words(view: Any) -> bytes:
    return bytes(renderer("views.telling").to_markdown(view), "utf-8")


def _drawn(output: Path, pathway: Pathway, view: Any, page: str | None) -> Mapping[Path, bytes]:
    """Return the files of a drawing by their names; its warnings go to standard error."""
    refused = (renderer("press").CannotPrint, renderer("drawing.draw").CannotDraw)
    try:
        drawing = renderer("diagram").draw(view, page)
        for warning in drawing.warnings:
            say(warning)
        if output.suffix.lower() == ".pdf":
            return {output: _pdf(pathway, view, drawing)}
        made = SHEET[output.suffix.lower()]
        contents = [made(sheet) for sheet in drawing.sheets]
    except refused as error:
        raise Misuse(str(error)) from None
    if len(contents) == 1:
        return {output: contents[0]}
    return {output.with_stem(f"{output.stem}-{number}"): content for number, content in enumerate(contents, 1)}


SHEET: Mapping[str, Callable[[Any], bytes]] = {
    ".svg": lambda sheet: bytes(sheet.svg, "utf-8"),
    ".dot": lambda sheet: bytes(sheet.dot, "utf-8"),
    ".png": lambda sheet: bytes(renderer("press").to_png(sheet.svg)),
}


def _pdf(pathway: Pathway, view: Any, drawing: Any) -> bytes:
    """Return all sheets as one document; what each shows is told in words for those who do not see it."""
    sentences = renderer("views.telling").listed(view)
    return bytes(
        renderer("press").to_pdf(
            [sheet.svg for sheet in drawing.sheets],
            title=f"{view.title}, {pathway.name}",
            alts=[f"Flow chart: {sheet.title}. {' '.join(_told(sheet.svg, sentences))}" for sheet in drawing.sheets],
            sizes=[(sheet.width, sheet.height) for sheet in drawing.sheets],
            stamp=pathway.effective_from,
        )
    )


def _told(svg: str, sentences: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of the boxes on one sheet: each is the name of its box there."""
    yield from (sentence for sentence in sentences if escape(sentence) in svg)


def _left_over(output: Path, files: Collection[Path]) -> Iterator[Path]:
    """Yield the files that look like sheets of the picture and are none: a picture may need fewer than before."""
    sheet = re.compile(rf"{re.escape(output.stem)}(-\d{{1,2}})?{re.escape(output.suffix)}")
    if output.parent.is_dir():
        yield from (
            path for path in sorted(output.parent.iterdir()) if sheet.fullmatch(path.name) and path not in files
        )


def _compared(files: Mapping[Path, bytes], pathway: str) -> int:
    """Say which files are not what would be written now."""
    stale = [path for path, content in files.items() if not path.is_file() or path.read_bytes() != content]
    for path in stale:
        what = "is not up to date with" if path.is_file() else "is not there; it would be drawn from"
        say(f"{path} {what} {pathway}; carepath render writes it anew")
    return PROBLEMS if stale else OK
