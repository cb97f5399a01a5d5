"""What the command line and the package offer, read from the parsers and from the signatures."""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import textwrap
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import get_args

import carepath
from carepath import findings, model, record
from carepath.__main__ import COMMANDS
from carepath.authoring.load import Loaded
from carepath.history import Event
from carepath.worklist import WorkItem

PARTS = (
    findings.Counts, findings.Step, findings.Verdict, findings.ClockReading, findings.Pause,
    findings.TransferReading, findings.Segment, model.Source, model.Citation, Loaded, WorkItem, Event,
)  # fmt: skip
WORDS = {
    "Kind": record.Kind, "Status": record.Status, "Placement": findings.Placement,
    "VerdictWord": findings.VerdictWord, "Level": model.Level,
}  # fmt: skip
# The rest of a pathway is for the engine.
SHOWN = {"Pathway": ("id", "version", "title", "status", "effective_from", "effective_to", "zone", "calendar", "hash")}
FENCE = "```"
NO_BREAK = "\N{NO-BREAK SPACE}"


def commands() -> str:
    """Return each command with its arguments and options."""
    return "\n".join(line for name, about in COMMANDS.items() for line in _command(name, about))


def _command(name: str, about: str) -> Iterator[str]:
    module = import_module(f"carepath.commands.{name}")
    parser = argparse.ArgumentParser(add_help=False)
    module.arguments(parser)
    said = " ".join((module.__doc__ or about).split())
    yield from (f"### {name}", "", said, "", f"{FENCE}text", _usage(name, parser), FENCE, "")
    if parser._actions:
        yield from ("| Argument | Meaning |", "|---|---|")
        yield from (f"| `{_cell(_written(action))}` | {_meaning(action)} |" for action in parser._actions)
        yield ""


def _usage(name: str, parser: argparse.ArgumentParser) -> str:
    words = []
    for action in sorted(parser._actions, key=lambda action: bool(action.option_strings)):
        needed = action.required if action.option_strings else action.nargs not in ("?", "*")
        more = " …" if action.nargs in ("+", "*") else ""
        words.append(f"{_written(action)}{more}" if needed else f"[{_written(action)}{more}]")
    whole = " ".join(["carepath", name, *(word.replace(" ", NO_BREAK) for word in words)])
    lines = textwrap.wrap(whole, 100, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace(NO_BREAK, " ")


def _written(action: argparse.Action) -> str:
    """Return an argument as it is written: `--case ID`."""
    value = action.metavar or ("|".join(action.choices) if action.choices else action.dest.upper())
    if not action.option_strings:
        return str(value)
    return ", ".join(action.option_strings) + ("" if action.nargs == 0 else f" {value}")


def _meaning(action: argparse.Action) -> str:
    parts = [action.help or ""]
    if action.default not in (None, False) and "default" not in parts[0]:
        parts.append(f"default: `{action.default}`")
    return _cell("; ".join(filter(None, parts)))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def python() -> str:
    """Return the names of `carepath.__all__`, each with its signature, sentence and fields."""
    lines = [line for name in carepath.__all__ for line in _name(name, getattr(carepath, name))]
    parts = [line for part in PARTS for line in _class(part.__name__, part)]
    words = [f"| `{name}` | {', '.join(f'`{word}`' for word in get_args(value))} |" for name, value in WORDS.items()]
    known = [
        "| `Moment` | `date`, `datetime` |",
        f"| `Scalar` | {', '.join(f'`{part.__name__}`' for part in _scalars())} |",
    ]
    return "\n".join(
        [*lines, "## Parts", "", *parts, "## Words", "", "| Type | One of |", "|---|---|", *words, *known, ""]
    )


def _scalars() -> tuple[type, ...]:
    parts: tuple[type, ...] = get_args(record.Scalar)
    return parts


def _name(name: str, value: object) -> Iterator[str]:
    if isinstance(value, ModuleType):
        yield from (f"### {name}", "", _text(value), "")
        for key, member in vars(value).items():
            if getattr(member, "__module__", "") == value.__name__ and not key.startswith("_"):
                yield from (
                    _class(f"{name}.{key}", member) if inspect.isclass(member) else _call(f"{name}.{key}", member)
                )
    elif inspect.isclass(value):
        yield from _class(name, value)
    else:
        yield from _call(name, value)


def _call(name: str, value: object) -> Iterator[str]:
    yield from (f"### {name}", "", f"{FENCE}python", _signature(name, value), FENCE, "", _text(value), "")


def _class(name: str, value: type) -> Iterator[str]:
    yield from (f"### {name}", "", _text(value), "")
    if not dataclasses.is_dataclass(value):
        return
    only = SHOWN.get(name, tuple(field.name for field in dataclasses.fields(value) if not field.name.startswith("_")))
    if name in SHOWN:
        yield from ("Its other fields are for the engine and may change.", "")
    shown = [field for field in dataclasses.fields(value) if field.name in only]
    yield from ("| Field | Type |", "|---|---|")
    for field in shown:
        optional = "" if field.default is dataclasses.MISSING else ", optional"
        yield f"| `{field.name}` | `{_cell(str(field.type))}`{optional} |"
    yield ""
    members = [line for key, member in vars(value).items() for line in _member(value, key, member)]
    yield from (*members, *([""] if members else ()))


def _member(owner: type, key: str, member: object) -> Iterator[str]:
    if key.startswith("_"):
        return
    if isinstance(member, property):
        yield _item(key, member)
    elif isinstance(member, classmethod) or inspect.isfunction(member):
        yield _item(_signature(key, getattr(owner, key)), member)


def _item(name: str, value: object) -> str:
    text = " ".join(f"- `{name}`: {_text(value)}".split())
    return "\n".join(textwrap.wrap(text, 118, subsequent_indent="  ", break_on_hyphens=False))


def _signature(name: str, value: object) -> str:
    assert callable(value), f"{name} is not called"
    signature = inspect.signature(value)
    given = [parameter for parameter in signature.parameters.values() if parameter.name != "self"]
    one = f"{name}({', '.join(map(_parameter, given))}) -> {signature.return_annotation}"
    if len(one) <= 100:
        return one
    return "\n".join(
        [f"{name}(", *(f"    {_parameter(each)}," for each in given), f") -> {signature.return_annotation}"]
    )


def _parameter(parameter: inspect.Parameter) -> str:
    star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{star}{parameter.name}: {parameter.annotation}{default}"


def _text(value: object) -> str:
    """Return the docstring of something, that of a class itself only, as one paragraph after the other."""
    doc = inspect.cleandoc(getattr(value, "__doc__", None) or "")
    paragraphs = (" ".join(paragraph.split()) for paragraph in doc.split("\n\n"))
    return "\n\n".join("\n".join(textwrap.wrap(paragraph, 118, break_on_hyphens=False)) for paragraph in paragraphs)
