"""Load and verify definitions: files, or folders with all their definitions and shared files."""

from __future__ import annotations

import argparse
from pathlib import Path

from carepath.authoring.folder import Checked, check, definitions
from carepath.authoring.lock import NAME, lock
from carepath.authoring.proof import NAME as PROOF
from carepath.authoring.proof import proof, proved
from carepath.authoring.report import as_github, as_json, as_text
from carepath.authoring.slack_report import Plain, as_data, as_table
from carepath.commands.options import OK, PROBLEMS, Misuse, say
from carepath.files import whole


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("paths", metavar="PATHS", nargs="+", help="definitions, shared files, or folders of them")
    parser.add_argument("--timing", action="store_true", help="earliest and latest day, slack, and what fixes them")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    parser.add_argument("--lock", action="store_true", help=f"write {NAME} in each folder: what is agreed stays so")
    parser.add_argument("--again", action="store_true", help=f"check also what {PROOF} says was checked as it is now")


def run(options: argparse.Namespace) -> int:
    """Print the problems."""
    if not (options.timing or options.lock or options.again) and all(_known(path) for path in options.paths):
        _print_problems(Checked((), ()), options.format, sum(len(definitions(Path(path))) for path in options.paths))
        return OK
    checked = check(options.paths)
    errors = any(problem.severity == "error" for problem in checked.problems)
    if options.lock and not errors:
        checked = _locked(options.paths)
    _print_problems(checked, options.format, len(checked.pathways), _timing(checked) if options.timing else None)
    if options.timing and options.format == "text":
        for pathway in checked.pathways:
            print("", *as_table(pathway), sep="\n")
    if options.lock and errors:
        say(f"{NAME} was not written, as there are errors")
    return PROBLEMS if errors else OK


def _known(path: str) -> bool:
    """Return whether a folder was found free of problems exactly as it is now."""
    return Path(path).is_dir() and proved(Path(path))


def _print_problems(checked: Checked, form: str, number: int, timing: list[Plain] | None = None) -> None:
    match form:
        case "json":
            print(as_json(checked.problems, timing))
        case "github":
            print(as_github(checked.problems))
        case _ if checked.problems:
            print(as_text(checked.problems))
        case _:
            print(f"{number} definition{'' if number == 1 else 's'}, no problems")


def _timing(checked: Checked) -> list[Plain]:
    """Return the days of each definition that is without error."""
    return [as_data(pathway) for pathway in checked.pathways]


def _locked(paths: list[str]) -> Checked:
    """Write the lock of each folder, check again, and write down what was found free of problems."""
    for path in paths:
        if not Path(path).is_dir():
            raise Misuse(f"--lock is for folders, and {path} is a file")
        with whole(Path(path) / NAME) as stream:
            stream.write(lock(check([path]).pathways))
    checked = check(paths)
    for path in paths if not checked.problems else ():
        with whole(Path(path) / PROOF) as stream:
            stream.write(proof(Path(path)))
    return checked
