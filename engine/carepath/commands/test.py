"""Run worked cases: what is not as expected, side by side and why, and what of each definition no case reaches."""

from __future__ import annotations

import argparse
from pathlib import Path

from carepath.authoring import places
from carepath.authoring.report import as_text
from carepath.cases.casebook import FOLDER, casebooks, found
from carepath.cases.outcome import Outcome, outcome
from carepath.cases.programs import as_json, as_junit
from carepath.cases.rewriting import NotRewritten, rewritten
from carepath.cases.telling import told
from carepath.commands.options import OK, PROBLEMS, Misuse, meant, say
from carepath.files import whole


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "paths", metavar="PATHS", nargs="*", help="files of cases, or folders (default: the bundled cases)"
    )
    parser.add_argument("--update", action="store_true", help="write what is there as what is expected, for review")
    parser.add_argument("--coverage", action="store_true", help="list what no case reaches")
    parser.add_argument("--format", choices=("text", "json", "junit"), default="text")


def run(options: argparse.Namespace) -> int:
    """Print the outcome."""
    files = [file for path in options.paths or [bundled()] for file in found(_there(path))]
    if not files:
        raise Misuse(f"there are no cases in {', '.join(map(str, options.paths))}")
    result = outcome(casebooks(files))
    if options.update and _updated(result):
        result = outcome(casebooks(files))
    _print(result, options)
    return OK if result.passed else PROBLEMS


def bundled() -> str:
    """Return the folder of cases beside the bundled definitions, as seen from here where it lies below."""
    folder = Path(str(places.bundled())) / FOLDER
    here = Path.cwd()
    return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)


def _there(path: str) -> Path:
    """Return a path that exists."""
    given = Path(path)
    if not given.exists():
        around = given.parent
        near = [str(around / each.name) for each in around.iterdir()] if around.is_dir() else []
        raise Misuse(f"there is no {path}{meant(path, near)}")
    return given


def _updated(result: Outcome) -> bool:
    """Rewrite the files in which cases differ, each whole or not at all; return whether any was."""
    some = False
    for book in result.books:
        tried = [trial for trial in result.trials if trial.question.source.file == book.file and not trial.passed]
        if not tried:
            continue
        try:
            new = rewritten(Path(book.file).read_bytes(), book.file, tried)
        except NotRewritten as error:
            say(f"{book.file} was left as it is: {error}")
            continue
        with whole(book.file) as stream:
            stream.write(new.text)
        some = True
        say(f"{book.file} was rewritten. Review what is now expected of:")
        for each in new.changed:
            say(f"  {each.case.name}, as of {each.day}")
    return some


def _print(result: Outcome, options: argparse.Namespace) -> None:
    match options.format:
        case "json":
            print(as_json(result))
        case "junit":
            print(as_junit(result))
        case _:
            if result.problems:
                print(as_text(result.problems))
            print(*told(result, options.coverage), sep="\n")
