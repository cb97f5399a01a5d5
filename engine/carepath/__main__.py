"""The command line: `carepath COMMAND …`. Only the module of the command that is called is imported."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper

COMMANDS = {
    "check": "load and verify definitions",
    "test": "run worked cases",
    "assess": "the standing of each case on a day",
    "worklist": "what is due, most urgent first",
    "forms": "forms that rules ask for, filled in as far as the case says",
    "explain": "why a case stands where it stands",
    "history": "findings raised, withdrawn, changed, and by which entry",
    "cohort": "the standing of every case of a log of any size, as Parquet files",
    "measures": "waiting-time figures and who is credited, by the standards in force",
    "diff": "what differs between two definitions, and the patients it touches",
    "generate": "made-up records of definitions, lawful or with departures, or calibrated to published figures",
    "render": "the diagram of a pathway, of two versions, a patient's or a cohort's",
    "guide": "the guidance document of pathways",
    "timeline": "one patient's picture: who held the patient, what was due and done when",
    "watch": "live preview in the browser while a definition is written",
    "list": "the bundled definitions",
    "new": "begin a definition",
    "schema": "JSON Schemas of definitions, cases, entries, assessments and findings",
    "help": "a problem or finding explained",
    "doctor": "what is installed and used",
}
PROBLEMS, MISUSE, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(100_000)  # a definition is many small values and no cycles: a tenth of a check is saved
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _command(given)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has had enough; the rest of the output goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _command(given: list[str]) -> int:
    if not given or given[0] in ("-h", "--help"):
        print(_overview())
        return 0 if given else MISUSE
    if given[0] == "--version":
        from importlib.metadata import version

        print(f"carepath {version('carepath')}")
        return 0
    if given[0] not in COMMANDS:
        near = get_close_matches(given[0], COMMANDS, 1)
        guess = f"; did you mean {near[0]}?" if near else f". The commands are: {', '.join(COMMANDS)}."
        print(f"carepath: there is no command '{given[0]}'{guess}", file=sys.stderr)
        return MISUSE
    return _run(given[0], given[1:])


def _run(name: str, arguments: list[str]) -> int:
    from carepath.commands.options import Misuse, Parser
    from carepath.files import UnreadableLog
    from carepath.problems import InvalidPathway

    command = import_module(f"carepath.commands.{name}")
    parser = Parser(prog=f"carepath {name}", description=command.__doc__, allow_abbrev=False)
    command.arguments(parser)
    try:
        parser.refuse_unknown(arguments)
        status: int = command.run(parser.parse_args(arguments))
    except SystemExit as stop:  # argparse has printed its help
        return int(stop.code or 0)
    except InvalidPathway as invalid:
        from carepath.authoring.report import as_text

        print(as_text(invalid.problems), file=sys.stderr)
        return PROBLEMS
    except (Misuse, UnreadableLog) as wrong:
        print(f"carepath {name}: {wrong}", file=sys.stderr)
        return MISUSE
    except BrokenPipeError:
        raise
    except OSError as wrong:
        print(
            f"carepath {name}: {wrong.filename or 'a file'}: {(wrong.strerror or str(wrong)).lower()}", file=sys.stderr
        )
        return MISUSE
    return status


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = (f"  {name:<{width}}  {text}" for name, text in COMMANDS.items())
    return "\n".join(("carepath COMMAND …", "", *lines, "", "carepath COMMAND --help says more."))


if __name__ == "__main__":
    sys.exit(main())
