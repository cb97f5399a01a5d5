"""JSON Schemas of what carepath reads and writes."""

from __future__ import annotations

import argparse
import json
from importlib.resources import files
from typing import Any

from carepath.commands.options import OK

NAMES = ("pathway", "cases", "entry", "assessment", "finding")
FILES = {"cases": "cases", "entry": "entry", "assessment": "assessment", "finding": "assessment"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", nargs="?", choices=NAMES, default="pathway", help="default: pathway")


def run(options: argparse.Namespace) -> int:
    """Print the schema."""
    print(json.dumps(schema(options.name), ensure_ascii=False, indent=2))
    return OK


def schema(name: str) -> dict[str, Any]:
    """Return the schema of that name; that of a finding is the one inside an assessment."""
    if name == "pathway":
        from carepath.authoring.schema import schema as of_definitions

        return of_definitions()
    file = files("carepath") / "schemas" / f"{FILES[name]}.schema.json"
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8"))
    if name != "finding":
        return loaded
    return {"$schema": loaded["$schema"], "title": "Finding", **loaded["$defs"]["finding"], "$defs": loaded["$defs"]}
