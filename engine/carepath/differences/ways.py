"""Differences of the ways in, out and back in, and of the rules across the pathway."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carepath.differences.difference import Bump, Clause, Difference, at, clause, paired
from carepath.differences.states import effects
from carepath.differences.wording import length, listed, meaning, when
from carepath.model import Exit, FieldTest, Form, Pathway, Pattern, Reentry, StartRule


def starts(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the ways in. They have no names: those most alike are taken for the same."""
    titles = {name: event.title for pathway in (old, new) for name, event in pathway.events.items()}
    goals = {name: state.title for pathway in (old, new) for name, state in pathway.states.items()}

    def way(rule: StartRule) -> str:
        return f"The way in by “{titles[rule.event]}” {when(meaning(rule.guard), titles)}"

    pairs, removed, added = _alike(old.starts, new.starts)
    for rule in removed:
        yield Clause(f"start {rule.event}", way(rule), rule.source, None).says("steps", "major", " is removed.")
    for rule in added:
        named = Clause(f"start {rule.event}", way(rule), None, rule.source)
        yield named.says("steps", "major", f" is added; it leads to “{goals[rule.to]}”.")
    for was, now in pairs:
        same_guard = meaning(was.guard) == meaning(now.guard)
        called = way(now) if same_guard else f"The way in by “{titles[now.event]}” to “{goals[now.to]}”"
        named = Clause(f"start {now.event}", called, was.source, now.source)
        if not same_guard:
            before, after = (when(meaning(rule.guard), titles) for rule in (was, now))
            yield named.says("steps", "major", f" is now open {after}; it was open {before}.")
        if was.to != now.to:
            yield named.says("steps", "major", f" now leads to “{goals[now.to]}”; it led to “{goals[was.to]}”.")
        if was.dated_by != now.dated_by:
            what = "the day its clocks start on"
            yield named.now("standards", "major", what, was.dated_by or "its own day", now.dated_by or "its own day")
        yield from named.cited(was.citation, now.citation)
    kept = [old.starts.index(was) for was, _ in sorted(pairs, key=lambda pair: new.starts.index(pair[1]))]
    if kept != sorted(kept):
        named = Clause("start", "The ways in", old.starts[0].source, new.starts[0].source)
        yield named.says("steps", "major", " are tried in another order; the first that is open is taken.")


def _alike(
    before: Iterable[StartRule], after: Iterable[StartRule]
) -> tuple[list[tuple[StartRule, StartRule]], list[StartRule], list[StartRule]]:
    olds, news, pairs = list(before), list(after), list[tuple[StartRule, StartRule]]()
    for depth in (3, 2):
        for now in tuple(news):
            for was in olds:
                if _traits(was)[:depth] == _traits(now)[:depth] or (depth == 2 and _near(was, now)):
                    olds.remove(was)
                    news.remove(now)
                    pairs.append((was, now))
                    break
    return pairs, olds, news


def _traits(rule: StartRule) -> tuple[object, ...]:
    return (rule.event, meaning(rule.guard), rule.to)


def _near(was: StartRule, now: StartRule) -> bool:
    return (was.event, was.to, was.dated_by) == (now.event, now.to, now.dated_by)


def exits(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the ways out from anywhere."""
    titles = {name: event.title for pathway in (old, new) for name, event in pathway.events.items()}
    for id, before, after in paired({each.id: each for each in old.exits}, {each.id: each for each in new.exits}):
        named = _way("exit", id, before, after)
        if before is None or after is None:
            yield named.says("steps", "major", " is added." if after else " is removed.")
            continue
        yield from _common(named, before, after, titles)
        if before.reroute != after.reroute:
            words = "now" if after.reroute else "no longer"
            yield named.says("steps", "major", f" {words} leads on to another pathway.")
        if before.arm != after.arm:
            yield named.now("steps", "minor", "its arm", before.arm or "none", after.arm or "none")
        yield from effects(named, before.clocks, after.clocks)


def reentries(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the ways back in."""
    titles = {name: event.title for pathway in (old, new) for name, event in pathway.events.items()}
    goals = {name: state.title for pathway in (old, new) for name, state in pathway.states.items()}
    olds, news = ({each.id: each for each in pathway.reentries} for pathway in (old, new))
    for id, before, after in paired(olds, news):
        named = _way("re-entry", id, before, after)
        if before is None or after is None:
            yield named.says("steps", "major", " is added." if after else " is removed.")
            continue
        yield from _common(named, before, after, titles)
        if before.to != after.to:
            yield named.says("steps", "major", f" now leads to “{goals[after.to]}”; it led to “{goals[before.to]}”.")
        if set(before.clocks) != set(after.clocks):
            was, now = listed(before.clocks), listed(after.clocks)
            yield named.says("standards", "major", f" now starts these clocks: {now}; it started: {was}.")
        if set(before.milestones) != set(after.milestones):
            was, now = listed(before.milestones), listed(after.milestones)
            yield named.says("days", "major", f" now opens these milestones: {now}; it opened: {was}.")


def _way(kind: str, id: str, before: Exit | Reentry | None, after: Exit | Reentry | None) -> Clause:
    either = after or before
    return clause(kind, id, either.title if either else id, at(before), at(after))


def _common(
    named: Clause, before: Exit | Reentry, after: Exit | Reentry, titles: dict[str, str]
) -> Iterator[Difference]:
    yield from named.titled("steps", before.title, after.title)
    if before.event != after.event:
        yield named.now("steps", "major", "its event", f"“{titles[before.event]}”", f"“{titles[after.event]}”")
    if meaning(before.guard) != meaning(after.guard):
        was, now = (when(meaning(each.guard), titles) for each in (before, after))
        yield named.says("steps", "major", f" is now open {now}; it was open {was}.")
    yield from named.cited(before.citation, after.citation)


def rules(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the rules across the pathway."""
    for id, before, after in paired({each.id: each for each in old.rules}, {each.id: each for each in new.rules}):
        named = clause("rule", id, id, at(before), at(after))
        if before is None or after is None:
            yield named.says("steps", "major", " is added." if after else " is removed.")
            continue
        if _facts(before.patterns) != _facts(after.patterns):
            yield named.says("steps", "major", " now asks for other facts.")
        if before.about != after.about:
            yield named.says("steps", "minor", " now says what it says once for other facts.")
        said = (("the action", before.due, after.due), ("the finding", before.finding, after.finding),
                ("the form", before.form, after.form), ("the note", before.note, after.note))  # fmt: skip
        for what, was, now in said:
            if was != now:
                bump: Bump = "patch" if was and now else "major"
                yield named.now("steps", bump, what, _quoted(was), _quoted(now))
        if before.role != after.role:
            yield named.now("responsible", "minor", "who does it", before.role or "nobody", after.role or "nobody")
        if before.within != after.within:
            bump = length(before.within, after.within)
            yield named.now("days", bump, "its time", before.within or "not set", after.within or "not set")
        yield from named.cited(before.citation, after.citation)


def forms(old: Pathway, new: Pathway) -> Iterator[Difference]:
    """Yield what differs in the forms that rules ask for."""
    for id, before, after in paired(old.forms, new.forms):
        named = clause("form", id, id, at(before), at(after))
        if before is None or after is None:
            yield named.says("steps", "minor", " is added." if after else " is removed.")
            continue
        yield from named.titled("steps", before.title, after.title)
        if _asked(before) != _asked(after):
            yield named.says("steps", "minor", " now asks other things.")
        yield from named.cited(before.citation, after.citation)


def _asked(form: Form) -> object:
    """Return what a form asks and whom, without the places where it is written."""
    return [
        (part.id, part.title, part.role, part.returned,
         [(each.id, each.title, each.type, each.origin) for each in part.fields])
        for part in form.parts
    ]  # fmt: skip


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else "none"


def _facts(patterns: tuple[Pattern, ...]) -> frozenset[object]:
    """Return what a rule asks for; the order of its facts and of their tests has no meaning."""
    return frozenset((each.kind, each.absent, each.alias, frozenset(map(_test, each.tests))) for each in patterns)


def _test(test: FieldTest) -> object:
    other = (test.other.alias, test.other.field) if test.other else None
    return test.field, test.op, frozenset(test.values), other
