"""Roles, the providers that play them, and the documents that clauses cite."""

from __future__ import annotations

from carepath.authoring.build_spans import day, roughly
from carepath.authoring.nodes import Fields, Node, Scalar, fields, many, text, yes
from carepath.authoring.scope import Scope, title
from carepath.authoring.words import hint
from carepath.model import Listing, Organisation, Reference, Role


def references(root: Fields, scope: Scope) -> dict[str, Reference]:
    """Return the documents of a definition."""
    return {
        str(key.value): Reference(
            id=str(key.value),
            title=title(node, str(key.value)),
            date=roughly(fields(node).get("date"), scope),
            url=text(fields(node).get("url")),
            source=key.source,
        )
        for key, node in fields(root.get("sources")).pairs()
    }


def roles(root: Fields, scope: Scope) -> dict[str, Role]:
    """Return the roles of a definition."""
    found: dict[str, Role] = {}
    for key, node in fields(root.get("roles")).pairs():
        given, name = fields(node), str(key.value)
        providers = given.get("providers")
        anyone = isinstance(providers, Scalar) and providers.value == "any"
        found[name] = Role(
            id=name,
            title=title(node, name),
            source=key.source,
            kind=text(given.get("kind")) or "trust",
            anyone=anyone,
            listings=() if anyone else tuple(_listing(item, scope) for item in many(providers)),
            citation=scope.citation(node),
        )
    return found


def _listing(node: Node, scope: Scope) -> Listing:
    given = fields(node)
    code = node if isinstance(node, Scalar) else given.get("code")
    named = text(code) or ""
    known = scope.known["organisation"]
    if code is not None and known and named not in known:
        message = f'"{named}" is not among the organisations.'
        advice = hint(named, known, "organisations")
        scope.report.flaw(code, "unknown-name", message, advice, severity="warning")
    opened, closed = day(given.get("from"), scope), day(given.get("to"), scope)
    _in_order(given, opened is not None and closed is not None and opened > closed, scope)
    return Listing(named, opened, closed)


def organisations(root: Fields, scope: Scope) -> dict[str, Organisation]:
    """Return the providers that a definition knows, by ODS code."""
    found: dict[str, Organisation] = {}
    for key, node in fields(root.get("organisations")).pairs():
        given, code = fields(node), str(key.value)
        opened, closed = day(given.get("from"), scope), day(given.get("to"), scope)
        _in_order(given, opened is not None and closed is not None and opened > closed, scope)
        found[code] = Organisation(
            code=code,
            name=text(given.get("name")) or code,
            kind=text(given.get("kind")) or "trust",
            opened=opened,
            closed=closed,
            successor=scope.name("organisation", given.get("successor")),
            verified=scope.citation(node).verified if "cite" in given else yes(given.get("verified")) is not False,
            source=key.source,
        )
    return found


def _in_order(given: Fields, wrong: bool, scope: Scope) -> None:
    if wrong:
        scope.report.flaw(given.key("to"), "bad-date", "The last day is before the first.", "Exchange the two days.")
