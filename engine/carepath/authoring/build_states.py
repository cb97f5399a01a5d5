"""States: what is expected while a case is there, and how it goes on."""

from __future__ import annotations

from dataclasses import replace

from carepath.authoring.build_conditions import condition
from carepath.authoring.nodes import Fields, Items, Node, Scalar, fields, text, whole, yes
from carepath.authoring.scope import Scope, title
from carepath.model import ALWAYS, AnyOf, Condition, Effect, Not, State, Task, Transition

EFFECTS: dict[str, Effect] = {"stop": "stop", "close": "close", "exclude": "exclude", "continue": "continue"}


def states(root: Fields, scope: Scope) -> dict[str, State]:
    """Return the states of a definition."""
    return {str(key.value): _state(key, node, scope) for key, node in fields(root.get("states")).pairs()}


def _state(key: Scalar, node: Node, scope: Scope) -> State:
    given = fields(node)
    name = str(key.value)
    own = scope.citation(node)
    scope = replace(scope, whole=own)  # what stands in a state rests on what the state rests on
    roles = scope.names("role", given.get("role"))
    end = text(given.get("end"))
    if end is not None:
        _ends(name, given, scope)
    elif "clocks" in given:
        message = f'Clocks are said to end in "{name}", which is not an end.'
        scope.report.flaw(given.key("clocks"), "effects-without-end", message, "Add end:, or take clocks: away.")
    return State(
        id=name,
        title=title(node, name),
        source=key.source,
        roles=roles,
        tasks=_tasks(given, roles, scope),
        transitions=_transitions(given, roles, scope),
        end=end,
        arm=text(given.get("arm")),
        optional=yes(given.get("optional")) is True,
        band=whole(given.get("band")),
        clocks=effects(given.get("clocks"), scope),
        citation=own,
    )


def _ends(name: str, given: Fields, scope: Scope) -> None:
    for field in ("tasks", "on", "automatic"):
        if field in given:
            message = f'"{name}" is an end, so nothing can go on from it.'
            hint = f"Take {field}: away, or end:."
            scope.report.loss(given.key(field), "end-state-continues", message, hint)


def effects(node: Node | None, scope: Scope) -> tuple[tuple[str, Effect], ...]:
    """Return what becomes of each clock; a shared file may name clocks that are not there."""
    found: dict[str, Effect] = {}
    for key, below in fields(node).pairs():
        effect = EFFECTS.get(text(below) or "")
        known = scope.known["clock"]
        if scope.borrowed(key) and known is not None and key.value not in known:
            continue
        clock = scope.name("clock", key)
        if clock is not None and effect is not None:
            found.setdefault(clock, effect)
    return tuple(found.items())


def _tasks(given: Fields, roles: tuple[str, ...], scope: Scope) -> tuple[Task, ...]:
    found: list[Task] = []
    moves = fields(given.get("on"))
    for key, node in fields(given.get("tasks")).pairs():
        event = scope.name("event", key)
        if event is None:
            continue
        if event in moves.entries:
            message = f'"{event}" is both a task of this state and a way on from it.'
            scope.report.loss(key, "task-and-transition", message, "Take one of the two away.")
        need = text(node) or text(fields(node).get("need"))
        by = scope.names("role", fields(node).get("by"))
        found.append(Task(event, need == "required", key.source, by or roles, scope.citation(node)))
    return tuple(found)


def _transitions(given: Fields, roles: tuple[str, ...], scope: Scope) -> tuple[Transition, ...]:
    found: list[Transition] = []
    for key, node in fields(given.get("on")).pairs():
        event = scope.name("event", key)
        moves = _moves(event, key, node, roles, scope)
        if event is not None:
            found += moves
    if "automatic" in given:
        found += _moves(None, given.key("automatic"), given.get("automatic"), roles, scope)
    return tuple(found)


def _moves(event: str | None, key: Scalar, node: Node | None, roles: tuple[str, ...], scope: Scope) -> list[Transition]:
    """Return one move, or one for each answer."""
    given = fields(node)
    by = scope.names("role", given.get("by")) or roles
    if isinstance(node, Scalar):
        to = scope.name("state", node)
        return [Transition(event, to, ALWAYS, key.source, roles=by, citation=scope.citation(node))] if to else []
    if ("choose" in given) == ("to" in given):
        hint = "Write to: for one way on, or question: and choose: for several."
        scope.report.loss(key, "missing-key", "This leads nowhere, or both to: and choose: are given.", hint)
        return []
    if "choose" in given:
        return _answers(event, given, by, scope)
    if "question" in given:
        message = "A question needs its answers."
        scope.report.flaw(given.key("question"), "missing-key", message, "Write choose: with the answers.")
    to = scope.name("state", given.get("to"))
    guard = condition(given.get("when"), scope)
    return [Transition(event, to, guard, key.source, roles=by, citation=scope.citation(node))] if to else []


def _answers(event: str | None, given: Fields, by: tuple[str, ...], scope: Scope) -> list[Transition]:
    """Return the moves of a question; `otherwise` holds where all the other answers do not."""
    choose = given.get("choose")
    answers = [item for item in choose.items if isinstance(item, Fields)] if isinstance(choose, Items) else []
    guards = [_guard(answer, scope) for answer in answers]
    others = tuple(guard for guard in guards if guard is not None)
    if "when" in given:
        message = "A question stands without a condition of its own."
        scope.report.flaw(given.key("when"), "bad-condition", message, "Put the condition into the answers.")
    shared_citation = scope.citation(given)
    seen: set[str] = set()
    found: list[Transition] = []
    for answer, guard in zip(answers, guards, strict=True):
        word = text(answer.get("answer"))
        if word is not None and word in seen:
            scope.report.flaw(answer, "duplicate-name", f'The answer "{word}" is given twice.')
        seen.add(word or "")
        to = scope.name("state", answer.get("to"))
        own = "cite" in answer or "verified" in answer
        citation = scope.citation(answer) if own else shared_citation
        if to is not None:
            found.append(
                Transition(
                    event=event,
                    to=to,
                    guard=Not(AnyOf(others)) if guard is None else guard,
                    source=answer.source,
                    question=text(given.get("question")),
                    answer=word,
                    otherwise=guard is None,
                    roles=scope.names("role", answer.get("by")) or by,
                    citation=citation,
                )
            )
    return found


def _guard(answer: Fields, scope: Scope) -> Condition | None:
    """Return the condition of an answer, None for the one that holds otherwise."""
    otherwise = yes(answer.get("otherwise")) is True
    if otherwise == ("when" in answer):
        hint = "Give it a when:, or otherwise: true."
        message = "An answer has either a condition or otherwise:."
        scope.report.loss(answer, "missing-key", message, hint)
    if otherwise:
        return None
    return condition(answer.get("when"), scope)
