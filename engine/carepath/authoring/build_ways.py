"""Ways in, out and back in: start rules, exits, re-entries."""

from __future__ import annotations

from carepath.authoring.build_conditions import condition
from carepath.authoring.build_states import effects
from carepath.authoring.nodes import Fields, Node, fields, many, text, yes
from carepath.authoring.scope import Scope, title
from carepath.model import Exit, Reentry, StartRule


def dated_by(node: Node | None, scope: Scope) -> str | None:
    """Return the attribute that gives a day; it must be of type `day`."""
    attribute = scope.name("attribute", node)
    kind = scope.types.get(attribute) if attribute else None
    if node is not None and kind is not None and kind.kind != "day":
        message = f'"{attribute}" is {kind}; a day is needed here.'
        scope.report.flaw(node, "not-a-day", message, "Name an attribute of type day.")
    return attribute


def starts(root: Fields, scope: Scope) -> tuple[StartRule, ...]:
    """Return the ways in, in the order in which they are tried."""
    found: list[StartRule] = []
    for node in many(root.get("start")):
        given = fields(node)
        event, to = scope.name("event", given.get("on")), scope.name("state", given.get("to"))
        guard, dated = condition(given.get("when"), scope), dated_by(given.get("from"), scope)
        citation = scope.citation(node)
        if event is not None and to is not None:
            found.append(StartRule(event, guard, to, node.source, dated, citation))
    return tuple(found)


def exits(root: Fields, scope: Scope) -> tuple[Exit, ...]:
    """Return the ways out from anywhere."""
    found: list[Exit] = []
    for key, node in fields(root.get("exits")).pairs():
        given, name = fields(node), str(key.value)
        event = scope.name("event", given.get("on"))
        built = Exit(
            id=name,
            title=title(node, name),
            event=event or "",
            guard=condition(given.get("when"), scope),
            clocks=effects(given.get("clocks"), scope),
            source=key.source,
            reroute=yes(given.get("reroute")) is True,
            arm=text(given.get("arm")),
            citation=scope.citation(node),
        )
        if event is not None:
            found.append(built)
    return tuple(found)


def reentries(root: Fields, scope: Scope) -> tuple[Reentry, ...]:
    """Return the ways back in."""
    found: list[Reentry] = []
    for key, node in fields(root.get("reentry")).pairs():
        given, name = fields(node), str(key.value)
        event, to = scope.name("event", given.get("on")), scope.name("state", given.get("to"))
        built = Reentry(
            id=name,
            title=title(node, name),
            event=event or "",
            guard=condition(given.get("when"), scope),
            to=to or "",
            clocks=scope.names("clock", given.get("clocks")),
            milestones=scope.names("milestone", given.get("milestones")),
            source=key.source,
            citation=scope.citation(node),
        )
        if event is not None and to is not None:
            found.append(built)
    return tuple(found)
