"""Forms that rules ask to be filled in, as far as the case fills them in itself."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from carepath.commands.cases import gathered, progress
from carepath.commands.options import as_of, pathway_and_events
from carepath.model import AttributeType
from carepath.rules.filling import Filled
from carepath.rules.judging import code
from carepath.rules.openforms import OpenForm, OpenPart, form_dict, open_forms
from carepath.sentences import day_text
from carepath.table import plain

TO_FILL = "…………"
SAID = {"yes_no": "yes or no", "whole": "a whole number", "decimal": "a number", "day": "a day", "text": ""}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    pathway_and_events(parser)
    parser.add_argument("--as-of", type=as_of, required=True, metavar="DATE|INSTANT", help="the day to look from")
    parser.add_argument("--case", metavar="ID", help="only this case")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: a line for each form")
    parser.add_argument("--progress", action="store_true", help="say how far it is also where nobody looks")


def run(options: argparse.Namespace) -> int:
    """Print the open forms; nothing is written to a file, so that no name of a file tells of a patient."""
    cases = gathered(options)
    some = False
    for case in progress(cases.all, options.progress):
        judged = case.judged(options.as_of, options.known_at)
        for form in open_forms(case.pathway, judged):
            if options.format == "json":
                print(json.dumps(form_dict(judged, form), ensure_ascii=False))
            else:
                print(*([""] if some else []), *(plain(line) for line in _lines(case.id, form)), sep="\n")
            some = True
    if not some and options.format == "text":
        print("No form is open.")
    return cases.status


def _lines(case: str, form: OpenForm) -> Iterator[str]:
    since = f", since {day_text(form.since)}" if form.since is not None else ""
    yield f"Case {case}: {form.form.title} ({code(form.conclusion.rule)}{since})"
    for part in form.parts:
        yield f"  {part.part.title}{_who(part)}"
        width = max(len(each.field.title) for each in part.fields)
        yield from (f"    {each.field.title:<{width}}  {_value(each)}" for each in part.fields)


def _who(part: OpenPart) -> str:
    who = ", ".join(name for name in (part.part.role, part.provider) if name)
    return f" ({who})" if who else ""


def _value(each: Filled) -> str:
    if each.value is not None:
        return str(each.value)
    kind = _kind(each.field.type)
    return f"{TO_FILL} ({kind})" if kind else TO_FILL


def _kind(kind: AttributeType) -> str:
    return " / ".join(kind.words) if kind.kind == "words" else SAID[kind.kind]
