"""What authors expect of an assessment, and in plain words where it differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from carepath.authoring.nodes import Plain
from carepath.authoring.words import closest, listed
from carepath.cases import allocations
from carepath.cases.lines import TOKEN
from carepath.cases.pairing import pairs
from carepath.cases.said import NOT_THERE, SAYINGS, SHAPES, STEP_WORDS, finding_text, finding_words, leaf
from carepath.findings import CODES, Assessment, Finding
from carepath.regimes import Reported

FINDINGS = ("findings", "findings_include", "findings_exclude")
RULES = ("rules_include", "rules_exclude")
KEYS = (*FINDINGS, "justified", *SAYINGS, "due_include", "due_exclude", *RULES, "allocation", "next_change")
LISTS = (
    *FINDINGS, "placements", "positions", "order", "responsibility", "due", "due_include", "due_exclude", *RULES,
)  # fmt: skip
PARTED = ("clocks", "transfers", "due_of", "steps", "allocation")
SINGLE = ("version", "draft", "state", "closed", "episode", "responsible", "next_change")
UNITS = {"day": None, "hour": 3600, "minute": 60, "second": 1}
RULE = "rule:"
AMOUNT = re.compile(r"([0-9]+) (day|hour|minute|second)s?")


class BadExpectation(ValueError):
    """What is expected cannot be read; the message says why."""


class UnknownFinding(BadExpectation):
    """There is no finding of that code."""


@dataclass(frozen=True, slots=True)
class Named:
    """A finding as it is expected: code, subject, and perhaps the episode and by how much."""

    code: str
    subject: str
    episode: int | None = None
    days: int | None = None
    seconds: int | None = None

    def meant(self, finding: Finding) -> bool:
        """Return whether code, subject and episode are those of the finding."""
        return (
            (self.code, self.subject) == (finding.code, finding.subject)
            and self.episode in (None, finding.episode)
        )  # fmt: skip

    def fits(self, finding: Finding) -> bool:
        """Return whether it is the finding, also by how much where that is said."""
        if not self.meant(finding):
            return False
        if self.seconds is not None:
            return self.seconds == finding.seconds_over
        return self.days in (None, finding.days_over)

    def __str__(self) -> str:
        amount = "" if self.days is None else f" {self.days} {'day' if self.days == 1 else 'days'}"
        amount = amount if self.seconds is None else f" {self.seconds} seconds"
        return finding_words(self.code, self.subject, self.episode, amount)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one assessment: for each key what should be said of it."""

    parts: tuple[tuple[str, Plain], ...]


def expected(given: Plain) -> Expected:
    """Return what an author expects; BadExpectation where a key or a finding cannot be read."""
    if not isinstance(given, dict):
        raise BadExpectation("What is expected is a mapping such as {state: staging, findings: []}.")
    for key, value in given.items():
        readable(key, value)
    return Expected(tuple(given.items()))


def readable(key: str, value: Plain) -> None:
    """Raise BadExpectation where what is expected under a key cannot be read."""
    if key not in KEYS:
        near = closest(key, KEYS)
        raise BadExpectation(
            f"“{key}” is not something that can be expected" + (f"; did you mean “{near}”?" if near else ".")
        )
    if key in LISTS and not isinstance(value, list):
        raise BadExpectation(f"“{key}” is a list.")
    if key not in LISTS and key not in SINGLE and not isinstance(value, dict):
        raise BadExpectation(f"“{key}” is a mapping.")
    if key in SINGLE and isinstance(value, dict | list):
        raise BadExpectation(f"“{key}” is a single value.")
    if key in FINDINGS and isinstance(value, list):
        for item in value:
            named(item)
    if key in PARTED and isinstance(value, dict):
        known = parts(key)
        for name, asked in value.items():
            wrong = [word for word in asked if word not in known] if isinstance(asked, dict) else [name]
            if wrong:
                raise BadExpectation(f"“{wrong[0]}” is not a part of {key}; its parts are {listed(sorted(known))}.")


def parts(key: str) -> frozenset[str]:
    """Return the parts that can be asked for of a thing under a key."""
    if key == "allocation":
        return frozenset(allocations.PARTS)
    return frozenset({each.name for each in fields(SHAPES[key])} | set(STEP_WORDS))


def named(text: Plain) -> Named:
    """Return the finding that a text such as `late ogd 4 days` names; BadExpectation where it names none."""
    tokens = TOKEN.findall(text) if isinstance(text, str) else []
    if len(tokens) == 1 and tokens[0].startswith(RULE):
        tokens = [tokens[0].partition("#")[0], tokens[0].removeprefix(RULE)]  # a rule that is about nothing but itself
    if len(tokens) not in (2, 4):
        raise BadExpectation(f"“{text}” is not a finding such as: late ogd 4 days.")
    code, subject, *amount = map(_unquoted, tokens)
    if code not in CODES and not code.startswith(RULE):
        near = closest(code, CODES)
        raise UnknownFinding(f"There is no finding “{code}”" + (f"; did you mean “{near}”?" if near else "."))
    before, _, after = subject.rpartition("#")
    subject, episode = (before, after) if before and after.isdecimal() else (subject, "")
    found = AMOUNT.fullmatch(" ".join(amount))
    if amount and not found:
        raise BadExpectation(f"“{text}” is not a finding such as: late ogd 4 days.")
    number, unit = (int(found[1]), UNITS[found[2]]) if found else (None, None)
    return Named(
        code,
        subject,
        int(episode) if episode else None,
        number if unit is None else None,
        number * unit if number is not None and unit is not None else None,
    )


def _unquoted(token: str) -> str:
    try:
        return str(json.loads(token, strict=False)) if token.startswith('"') else token
    except ValueError:
        return token.strip('"')


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected: what it is about, what was wanted and what is there, None for nothing.

    `because` is what the engine says of a finding that nobody expects.
    """

    key: str
    wanted: str | None
    got: str | None
    because: str | None = None

    def __str__(self) -> str:
        if self.got is None:
            return f"{self.key}: {self.wanted} is expected and not there"
        if self.wanted is None:
            return f"{self.key}: {self.got} is not expected" + (f": {self.because}" if self.because else "")
        return f"{self.key}: expected {self.wanted}, is {self.got}"


def differences(
    assessment: Assessment,
    wanted: Expected,
    change: date | None = None,
    reported: Sequence[Reported] = (),
    held: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return where an assessment differs from what is expected, a plain sentence each; none where all is as expected.

    `change` is the next day on which the answer differs, `reported` the waits by national standards, for those
    who expect something of them; `held` are the rules that hold.
    """
    return tuple(str(each) for each in apart(assessment, wanted, change, reported, held))


def apart(
    assessment: Assessment,
    wanted: Expected,
    change: date | None = None,
    reported: Sequence[Reported] = (),
    held: Sequence[str] = (),
) -> tuple[Difference, ...]:
    """Return where an assessment differs from what is expected, in the order in which it is expected."""
    return tuple(
        each
        for key, value in wanted.parts
        for each in (
            _apart(key, value, allocations.allocations(reported, value))
            if key == "allocation"
            else _of_rules(key, value, held)
            if key in RULES
            else _differences(assessment, key, value, change)
        )
    )


def _of_rules(key: str, value: Plain, held: Sequence[str]) -> Iterator[Difference]:
    for name in map(str, listed_plainly(value)):
        if key == "rules_exclude" and name in held:
            yield Difference("rules", None, name)
        elif key == "rules_include" and name not in held:
            yield Difference("rules", name, None)


def _differences(assessment: Assessment, key: str, value: Plain, change: date | None) -> Iterator[Difference]:
    if key in FINDINGS:
        yield from _of_findings(assessment.findings, key, value)
    elif key == "justified":
        yield from _apart("justified", value, reasons_given(assessment, value))
    elif key == "next_change":
        yield from _apart(key, value, leaf(change))
    elif key in ("due_include", "due_exclude"):
        there = there_is_due(assessment)
        for what in map(str, listed_plainly(value)):
            if key == "due_exclude" and what in there:
                yield Difference("due", None, what)
            elif key == "due_include" and what not in there:
                yield Difference("due", what, None)
    else:
        yield from _apart(key, value, SAYINGS[key](assessment, value))


def there_is_due(assessment: Assessment) -> frozenset[str]:
    """Return the names by which what is due can be expected."""
    texts = {str(text) for text in listed_plainly(SAYINGS["due"](assessment, None))}
    return frozenset({due.what for due in assessment.due} | texts)


def reasons_given(assessment: Assessment, value: Plain) -> Plain:
    """Return for each finding asked for the reason that a note gives."""
    texts = value if isinstance(value, dict) else {}
    said: dict[str, Plain] = {}
    for text in texts:
        reasons = [finding.justified for finding in assessment.findings if named(text).fits(finding)]
        said[text] = reasons[0] if reasons else NOT_THERE
    return said


def _of_findings(found: tuple[Finding, ...], key: str, value: Plain) -> Iterator[Difference]:
    wishes = [named(text) for text in listed_plainly(value)]
    if key == "findings_exclude":
        there = (next((finding for finding in found if wish.fits(finding)), None) for wish in wishes)
        yield from (Difference("findings", None, finding_text(fit), fit.message) for fit in there if fit is not None)
        return
    fit = pairs(wishes, found, Named.fits)
    open_ = [wish for place, wish in enumerate(wishes) if place not in fit]
    left = [finding for place, finding in enumerate(found) if place not in fit.values()]
    near = pairs(open_, left, Named.meant)
    for place, wish in enumerate(open_):
        instead = left[near[place]] if place in near else None
        if instead is None:
            yield Difference("findings", str(wish), None)
        else:
            yield Difference("findings", str(wish), finding_text(instead), instead.message)
    if key == "findings":
        rest = (finding for place, finding in enumerate(left) if place not in near.values())
        yield from (Difference("findings", None, finding_text(finding), finding.message) for finding in rest)


def listed_plainly(value: Plain) -> list[Plain]:
    """Return a list, an empty one where there is another thing."""
    return value if isinstance(value, list) else []


def _apart(path: str, wanted: Plain, actual: Plain) -> Iterator[Difference]:
    """Yield where two values differ; only what is asked for is compared."""
    if isinstance(wanted, dict) and isinstance(actual, dict):
        for name, part in wanted.items():
            yield from _apart(f"{path} {name}", part, actual.get(name, NOT_THERE))
    elif _text(wanted) != _text(actual):
        yield Difference(path, _text(wanted), _text(actual))


def _text(value: Plain) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_text(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_text(item)}" for name, item in value.items()) + "}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
