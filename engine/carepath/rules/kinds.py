"""The closed table of facts that rules may name: kinds, their fields, and what each field holds.

Days are counted from the start of the case (day 0), so that rules never hold a date. A field `data` stands for the
attributes of the pathway: `data.performance_status`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from carepath.findings import VerdictWord
from carepath.model import AttributeType

Holding = Literal["name", "number", "decimal"]
DATA = "data"

VERDICTS: tuple[str, ...] = get_args(VerdictWord)
LEVELS = ("national", "local")
YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Field:
    """What a field holds: a name, a whole number or a decimal; `words`: the only names it can hold, if they are few."""

    holds: Holding
    words: tuple[str, ...] = ()


NAME, NUMBER = Field("name"), Field("number")
VERDICT, LEVEL, FLAG = Field("name", VERDICTS), Field("name", LEVELS), Field("name", YES_NO)

FACTS: Mapping[str, Mapping[str, Field]] = {
    "case": {
        "pathway": NAME, "version": NAME, "draft": FLAG, "state": NAME, "arm": NAME, "episode": NUMBER, "closed": NAME,
        "provider": NAME, "day": NUMBER,
    },
    "visit": {"state": NAME, "arm": NAME, "number": NUMBER, "day": NUMBER, "days": NUMBER, "current": FLAG},
    "event": {
        "id": NAME, "episode": NUMBER, "number": NUMBER, "latest": FLAG, "day": NUMBER, "days_ago": NUMBER,
        "provider": NAME, "provider_kind": NAME, "state": NAME,
        "status": Field("name", ("done", "planned", "cancelled", "not_possible", "not_needed")), "before_end": NUMBER,
    },
    "milestone": {
        "id": NAME, "episode": NUMBER, "verdict": VERDICT, "days_over": NUMBER, "days_left": NUMBER, "provider": NAME,
        "final": FLAG, "level": LEVEL, "clock": NAME,
    },
    "clock": {
        "id": NAME, "episode": NUMBER, "instance": NUMBER,
        "ended": Field("name", ("stop", "close", "exclude", "void")), "gross": NUMBER, "not_counted": NUMBER,
        "net": NUMBER, "verdict": VERDICT, "paused": FLAG,
    },
    "transfer": {
        "id": NAME, "episode": NUMBER, "complete": FLAG, "verdict": VERDICT, "sender": NAME, "receiver": NAME,
        "days_over": NUMBER, "days_left": NUMBER,
    },
    "finding": {"code": NAME, "subject": NAME, "episode": NUMBER, "days_over": NUMBER, "provider": NAME},
    "due": {
        "what": NAME, "milestone": NAME, "episode": NUMBER, "days_left": NUMBER, "role": NAME, "provider": NAME,
        "protects": NAME, "level": LEVEL,
    },
    "rule": {"id": NAME, "about": NAME},
}  # fmt: skip

# Facts whose `data` holds values of attributes: the latest of the case, or those that came with an event.
WITH_DATA = ("case", "event")


def field_of(attribute: AttributeType) -> Field:
    """Return what a field holds that takes its values from an attribute; a day is counted from day 0."""
    match attribute.kind:
        case "yes_no":
            return FLAG
        case "words":
            return Field("name", attribute.words)
        case "text":
            return NAME
        case "decimal":
            return Field("decimal")
        case _:
            return NUMBER


def held(kind: str, name: str, attributes: Mapping[str, AttributeType]) -> Field | None:
    """Return what a field of a kind of fact holds; None where there is no such field."""
    if kind in WITH_DATA and name.startswith(f"{DATA}."):
        attribute = attributes.get(name.removeprefix(f"{DATA}."))
        return None if attribute is None else field_of(attribute)
    return FACTS[kind].get(name)
