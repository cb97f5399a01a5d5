"""The names that a definition has, by kind of thing, and what kind of thing each part of an expectation names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from carepath.cases.said import VERDICT
from carepath.findings import VerdictWord
from carepath.model import Pathway

EVENT, VALUE, STATE, END, MILESTONE, CLOCK, TRANSFER, DUE, RULE, STANDARD = (
    "event", "value", "state", "end", "milestone", "clock", "transfer", "due action", "rule", "standard",
)  # fmt: skip
VERDICTS = get_args(VerdictWord)

# What the subject of a finding names. The subjects of other findings are ids of entries, providers, or anything at all.
SUBJECTS: Mapping[str, str] = {
    **dict.fromkeys(
        ("overdue", "late", "missed", "breach", "too-early", "precision-unknown", "calendar-ends"), MILESTONE
    ),
    **dict.fromkeys(("stop-without-start", "stop-before-start"), CLOCK),
    **dict.fromkeys(
        ("late-transfer", "overdue-transfer", "transfer-incomplete", "transfer-returned", "late-acknowledgement"),
        TRANSFER,
    ),
    **dict.fromkeys(
        ("skipped", "skipped-required", "repeated", "out-of-order", "other-branch", "wrong-provider",
         "possible-duplicate", "ambiguous-jump", "guard-unknown", "nondeterministic", "before-start", "after-end",
         "upgrade-not-allowed", "dated-in-future", "impossible-date", "unknown-transfer"),
        EVENT,
    ),
    "bad-value": VALUE,
}  # fmt: skip

# What stands under a key of an expectation: names as its keys, names as its items, or one name.
KEYS: Mapping[str, str] = {
    "verdicts": MILESTONE, **dict.fromkeys(VERDICT, MILESTONE), "clocks": CLOCK, "transfers": TRANSFER, "due_of": DUE,
    "allocation": STANDARD,
}  # fmt: skip
ITEMS: Mapping[str, str] = {
    "positions": STATE, "due": DUE, "due_include": DUE, "due_exclude": DUE, "rules_include": RULE,
    "rules_exclude": RULE,
}  # fmt: skip
SINGLE: Mapping[str, str] = {"state": STATE, "closed": END}


def names(pathway: Pathway) -> Mapping[str, tuple[str, ...]]:
    """Return the names of a definition by the kind of thing they stand for."""
    items = [item.attribute for transfer in pathway.transfers.values() for item in transfer.items if item.attribute]
    ends = [state.end for state in pathway.states.values() if state.end]
    milestones = (*pathway.milestones, *pathway.clocks)
    events = tuple(pathway.routes.names)
    rules = [name for rule in pathway.rules for name in (f"rule:{rule.id}", rule.id, rule.due) if name]
    return {
        EVENT: events,
        VALUE: (*pathway.attributes, *items),
        STATE: tuple(pathway.states),
        END: (*ends, *(way.id for way in pathway.exits)),
        MILESTONE: milestones,
        CLOCK: tuple(pathway.clocks),
        TRANSFER: tuple(pathway.transfers),
        DUE: (*pathway.events, *milestones, *pathway.transfers, *rules),
        RULE: tuple(name for rule in pathway.rules for name in (rule.id, f"rule:{rule.id}")),
    }
