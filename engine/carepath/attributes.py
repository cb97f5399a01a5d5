"""Values of attributes: from what a source wrote to what a condition can compare."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from carepath.calendar import YEARS
from carepath.model import AttributeType, Value
from carepath.record import Scalar

NO_VALUE = ("", "unknown")  # words with which sources say that they do not know
YES_NO = {"yes": "yes", "no": "no", "true": "yes", "false": "no"}
WHOLE = re.compile(r"[-+]?[0-9]{1,15}")


class BadValue(ValueError):
    """A value is not of the type that the definition gives its attribute."""


def typed(kind: AttributeType, raw: Scalar) -> Value | None:
    """Return the value in the attribute's type, None for no value; BadValue where it is neither."""
    text = raw if isinstance(raw, str) else _text(raw)
    text = text.strip()
    if text in NO_VALUE and text not in kind.words:
        return None
    match kind.kind:
        case "words":
            if text in kind.words:
                return text
        case "yes_no":
            if text.lower() in YES_NO:
                return YES_NO[text.lower()]
        case "whole":
            if WHOLE.fullmatch(text):
                return int(text)
        case "decimal":
            return _decimal(text)
        case "day":
            return _day(raw, text)
        case "text":
            return text
    raise BadValue(str(kind))


def _text(raw: Scalar) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise BadValue("decimal") from None
    if not value.is_finite() or abs(value.adjusted()) > 15:
        raise BadValue("decimal")
    return value


def _day(raw: Scalar, text: str) -> date:
    try:
        day = raw.date() if isinstance(raw, datetime) else date.fromisoformat(text)
    except ValueError:
        raise BadValue("day") from None
    if day.year not in YEARS:
        raise BadValue("day")
    return day
