"""Clocks: what starts and stops a wait, its target, and what takes days out of it."""

from __future__ import annotations

from carepath.authoring.build_conditions import condition
from carepath.authoring.build_spans import span
from carepath.authoring.build_ways import dated_by
from carepath.authoring.nodes import Fields, Node, Scalar, fields, many, text, whole
from carepath.authoring.scope import Scope, title
from carepath.model import ALWAYS, ClockRule, Level, Nonworking, PauseRule, Trigger, Unclear

NONWORKING: dict[str | None, Nonworking] = {"next": "next", "previous": "previous"}
UNCLEAR: dict[str | None, Unclear] = {"met": "met", "late": "late", "unknown": "unknown"}
LEVELS: dict[str | None, Level] = {"national": "national", "local": "local"}


def clocks(root: Fields, scope: Scope) -> dict[str, ClockRule]:
    """Return the clocks of a definition."""
    return {str(key.value): _clock(key, node, scope) for key, node in fields(root.get("clocks")).pairs()}


def _clock(key: Scalar, node: Node, scope: Scope) -> ClockRule:
    given, name = fields(node), str(key.value)
    target = span(given.get("target"), scope)
    if target is not None and target.exact and "pause" in given:
        message = f"A clock of {target} cannot be paused: pauses are counted in days."
        scope.report.flaw(given.key("pause"), "pause-on-hours", message, "Take pause: away, or count in days.")
    return ClockRule(
        id=name,
        title=title(node, name),
        source=key.source,
        starts=triggers(given.get("start"), scope),
        stops=triggers(given.get("stop"), scope),
        target=target,
        resets=triggers(given.get("reset"), scope),
        restarts=triggers(given.get("restart"), scope),
        nullifies=triggers(given.get("nullify"), scope),
        pauses=tuple(pause for item in many(given.get("pause")) for pause in _pauses(item, scope)),
        nonworking=NONWORKING.get(text(given.get("on_nonworking")), "next"),
        if_unclear=UNCLEAR.get(text(given.get("if_unclear")), "unknown"),
        level=LEVELS.get(text(given.get("level")), "national"),
        citation=scope.citation(node),
    )


def triggers(node: Node | None, scope: Scope) -> tuple[Trigger, ...]:
    """Return what does something to a clock: one trigger for each event, and for each that counts as it."""
    return tuple(dict.fromkeys(trigger for item in many(node) for trigger in _trigger(item, scope)))


def _trigger(node: Node, scope: Scope) -> tuple[Trigger, ...]:
    given = fields(node)
    event = scope.name("event", node if isinstance(node, Scalar) else given.get("on"))
    guard = condition(given.get("when"), scope) if "when" in given else ALWAYS
    dated = dated_by(given.get("from"), scope)
    replaced = tuple(
        dict.fromkeys(heard for name in scope.names("event", given.get("instead_of")) for heard in scope.hears(name))
    )
    scope.citation(node)
    if event is None:
        return ()
    reason = text(given.get("reason"))
    return tuple(Trigger(heard, guard, node.source, dated, replaced, reason) for heard in scope.hears(event))


def _pauses(node: Node, scope: Scope) -> tuple[PauseRule, ...]:
    """Return a pause for each event that begins it."""
    given = fields(node)
    until = triggers(given.get("until"), scope)
    reason, cap = text(given.get("reason")), whole(given.get("cap"))
    begins = _trigger(node, scope) if given.entries else ()
    return tuple(PauseRule(begin, until, reason or begin.event, cap) for begin in begins)
