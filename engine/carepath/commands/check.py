"""Load and verify definitions: files, or folders with all their definitions and shared files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from carepath.authoring.folder import Checked, check, definitions
from carepath.authoring.lock import NAME, lock
from carepath.authoring.proof import NAME as PROOF
from carepath.authoring.proof import days, proof, proved, proved_days
from carepath.authoring.report import as_github, as_json, as_text
from carepath.authoring.slack_report import Table, as_data, as_table
from carepath.commands.options import OK, PROBLEMS, Misuse, say
from carepath.files import whole
from carepath.problems import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("paths", metavar="PATHS", nargs="+", help="definitions, shared files, or folders of them")
    parser.add_argument("--timing", action="store_true", help="earliest and latest day, slack, and what fixes them")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    parser.add_argument("--lock", action="store_true", help=f"write {NAME} in each folder: what is agreed stays so")
    parser.add_argument("--again", action="store_true", help=f"check also what {PROOF} says was checked as it is now")


def run(options: argparse.Namespace) -> int:
    """Print the problems, and the room that the days leave where it is asked for."""
    if not (options.lock or options.again) and _known(options):
        return OK
    checked = check(options.paths)
    errors = any(problem.severity == "error" for problem in checked.problems)
    if options.lock and not errors:
        checked = _locked(options.paths)
    timing = [as_data(pathway) for pathway in checked.pathways] if options.timing else None
    _print(checked.problems, options.format, len(checked.pathways), timing)
    if options.lock and errors:
        say(f"{NAME} was not written, as there are errors")
    return PROBLEMS if errors else OK


def _known(options: argparse.Namespace) -> bool:
    """Print what is known of one folder that was found free of problems exactly as it is now, if it is."""
    folder = Path(options.paths[0])
    if len(options.paths) > 1 or not folder.is_dir():
        return False
    timing = proved_days(folder) if options.timing else None
    if timing is None and (options.timing or not proved(folder)):
        return False
    _print((), options.format, len(definitions(folder)), timing)
    return True


def _print(problems: Sequence[Problem], form: str, number: int, timing: Sequence[Table] | None) -> None:
    match form:
        case "json":
            print(as_json(problems, timing))
        case "github":
            print(as_github(problems))
        case _:
            print(as_text(problems) if problems else f"{number} definition{'' if number == 1 else 's'}, no problems")
            for table in timing or ():
                print("", *as_table(table), sep="\n")


def _locked(paths: list[str]) -> Checked:
    """Write the lock of each folder, check again, and write down what was found free of problems."""
    for path in paths:
        if not Path(path).is_dir():
            raise Misuse(f"--lock is for folders, and {path} is a file")
        with whole(Path(path) / NAME) as stream:
            stream.write(lock(check([path]).pathways))
    for path in paths:
        before = proof(Path(path))
        checked = check([path])
        timing = [as_data(pathway) for pathway in checked.pathways] if not checked.problems else []
        if checked.problems:
            continue
        if proof(Path(path)) != before:
            say(f"{PROOF} was not written in {path}, as files changed while they were checked: try again")
            continue
        with whole(Path(path) / PROOF) as stream:
            stream.write(before + days(Path(path), timing))
    return checked if len(paths) == 1 else check(paths)
