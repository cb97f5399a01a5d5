"""The matcher on durable_rules: the same matches as the plain one, found by its network of conditions.

It is used only as a matcher without memory: one session, deleted after each case, numbered facts, no timers, no
threads, actions that only note what matched. Why exactly so: docs/explanation/rules.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import Any

from carepath.model import Rule
from carepath.rules.facts import Fact
from carepath.rules.matching import Match, Matcher, holding
from carepath.rules.rulesets import PING, SESSION, definition, prepared, told

_NUMBERS = count(1)  # each ruleset gets a name of its own; the engine keeps them for the life of the process


class MatcherFailed(RuntimeError):
    """durable_rules reported an error while matching; its words follow."""


def hosted(rules: Sequence[Rule]) -> Matcher:
    """Return the matcher of these rules, all of one stratum; raises ImportError without durable_rules.

    Rulesets are never freed by the engine: make a matcher once for a definition, not for a case. Each thread gets a
    host of its own. Raises TooManyRules beyond the engine's limits.
    """
    layer = prepared(rules)
    if not layer.rules:
        return lambda _facts: ()
    own = threading.local()
    _import()

    def matches(facts: Sequence[Fact]) -> tuple[Match, ...]:
        if not hasattr(own, "host"):
            own.fired = []
            own.host, own.name = _host(definition(layer), own.fired)
        found = _run(own.host, own.name, told(layer, facts), own.fired)
        return tuple(_match(layer.rules, rule, taken, facts) for rule, taken in _in_order(layer.rules, found))

    return matches


def _match(rules: Sequence[Rule], place: int, taken: tuple[int, ...], facts: Sequence[Fact]) -> Match:
    return Match(rules[place], tuple(facts[number] for number in taken))


def _in_order(
    rules: Sequence[Rule], fired: Sequence[tuple[str, Mapping[str, Mapping[str, Any]]]]
) -> list[tuple[int, tuple[int, ...]]]:
    """Return what fired in the order of the plain matcher: by rule, then by the facts taken."""
    found = set()
    for name, message in fired:
        place = int(name[1:])
        parts = range(len(holding(rules[place])))
        found.add((place, tuple(int(message[f"p{part}"]["id"]) for part in parts)))
    return sorted(found)


def _import() -> Any:
    import durable.engine

    return durable.engine


def _host(ruleset: dict[str, object], fired: list[Any]) -> tuple[Any, str]:
    engine = _import()

    class QuietHost(engine.Host):  # type: ignore[misc, name-defined]
        """A host without its two endless timers; an action notes its rule and what it matched."""

        def _run(self) -> None:
            return

        def get_action(self, name: str) -> Callable[[Any], None]:
            return lambda closure: fired.append((name, closure._m))

    host, name = QuietHost(), f"rules{next(_NUMBERS)}"
    host.register_rulesets({name: ruleset})
    return host, name


def _run(
    host: Any, name: str, messages: Sequence[dict[str, str | int]], fired: list[Any]
) -> tuple[tuple[str, Mapping[str, Mapping[str, Any]]], ...]:
    """Assert the messages one by one, return what fired, and delete the session with all that was told.

    Facts are never taken back one by one: the engine then follows the places of matches that are already freed.
    """
    engine = _import()
    fired.clear()
    host.assert_fact(name, {"sid": SESSION, "id": PING, "kind": PING})
    try:
        for message in messages:
            with suppress(engine.MessageNotHandledException):  # no rule took it
                host.assert_fact(name, message)
        state = host.get_state(name, SESSION)
    finally:
        host.delete_state(name, SESSION)
    if "exception" in state:
        raise MatcherFailed(str(state["exception"]))
    return tuple(each for each in fired if each[0] != PING)
