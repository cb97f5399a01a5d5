"""Begin a definition: a commented draft that passes `check`, and worked cases that pass `test`, to be filled in."""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from importlib.resources import files
from pathlib import Path

from carepath.authoring.source import WORDS
from carepath.cases.casebook import ENDINGS, FOLDER
from carepath.commands.options import OK, Misuse
from carepath.files import STDIN, whole

SITE = "Example"
ROLES = {"Who finds out whether it is cancer": "diagnosing=Diagnosing trust", "Who treats": "centre=Specialist centre"}
WORD = re.compile(r"[a-z][a-z0-9_]*")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="default: the id and .yaml; - is standard output")
    parser.add_argument("--site", metavar="NAME", help="the tumour site, for example Lung")
    parser.add_argument(
        "--role", metavar="ID=TITLE", action="append", help="who takes part: first who diagnoses, then who treats"
    )


def run(options: argparse.Namespace) -> int:
    """Write the draft and its cases; an existing file is never overwritten."""
    site = options.site or _asked("Tumour site", SITE)
    roles = list(dict(_role(text) for text in options.role or _roles()).items())
    name = identifier(site)
    file = options.file or f"{name}.yaml"
    if file != STDIN and not file.endswith(ENDINGS):
        raise Misuse(f"a definition is a file whose name ends in {' or '.join(ENDINGS)}, and not '{file}'")
    text = draft(name, site, roles)
    if file == STDIN:
        print(text, end="")
        return OK
    tried = Path(file).parent / FOLDER / Path(file).name
    for there in (Path(file), tried):
        if there.exists():
            raise Misuse(f"{there} is there already; it was left as it is")
    _write(Path(file), text, "check")
    tried.parent.mkdir(exist_ok=True)
    _write(tried, cases(Path(file).name), "test")
    return OK


def _write(path: Path, text: str, command: str) -> None:
    with whole(path) as stream:
        stream.write(text)
    print(f"{path} was written. Next: carepath {command} {path}")


def cases(file: str) -> str:
    """Return the text of the first worked cases of a definition that lies in that file, one folder up."""
    template = (files("carepath") / "data" / "new_cases.yaml").read_text("utf-8")
    return template.replace("<FILE>", file).replace("<PATH>", _quoted(f"../{file}"))


def draft(name: str, site: str, roles: list[tuple[str, str]]) -> str:
    """Return the text of a definition of one site: the first role diagnoses, the last treats."""
    template = (files("carepath") / "data" / "new.yaml").read_text("utf-8")
    listed = "\n".join(f"  {role}: {{title: {_quoted(title)}, providers: any}}" for role, title in roles)
    parts = {
        "ID": _id(name), "TITLE": _quoted(f"{site} cancer"), "SITE": _quoted(site), "ROLES": listed,
        "DIAGNOSES": _id(roles[0][0]), "TREATS": _id(roles[-1][0]),
        "BETWEEN": f"[{', '.join(_id(role) for role, _ in roles)}]",
    }  # fmt: skip
    return re.sub(r"<([A-Z]+)>", lambda found: parts[found[1]], template)


def identifier(title: str, kind: str = "site") -> str:
    """Return an id made of a title; what cannot begin an id stands after the kind of thing it is.

    A letter with a mark on it stands as the letter alone.
    """
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", title) if not unicodedata.combining(sign))
    plain = re.sub(r"[^a-z0-9]+", "_", letters.casefold()).strip("_")
    return plain if plain[:1].isalpha() else f"{kind}_{plain}".rstrip("_")


def _roles() -> list[str]:
    """Return who takes part, as `--role` names them; a title that is given makes an id."""
    roles = []
    for question, default in ROLES.items():
        usual = default.partition("=")[2]
        title = _asked(question, usual)
        roles.append(default if title == usual else f"{identifier(title, 'role')}={title}")
    return roles


def _id(word: str) -> str:
    """Return an id as it is written where a value stands: in quotes where it would be read as something else."""
    return _quoted(word) if word in WORDS else word


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _role(text: str) -> tuple[str, str]:
    role, _, title = text.partition("=")
    if not WORD.fullmatch(role):
        raise Misuse(f"--role is written id=Title, for example centre=Specialist centre, and not '{text}'")
    return role, title or role


def _asked(question: str, default: str) -> str:
    """Ask at a terminal; elsewhere return the default."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return default
    try:
        return input(f"{question} [{default}]: ").strip() or default
    except EOFError:
        return default
