"""What follows from the facts of a case: the rules that hold, layer by layer, and what they say.

Matching is within each episode. A rule that holds becomes a fact itself (`rule`), which later layers may use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from carepath.model import Rule
from carepath.rules.facts import Fact
from carepath.rules.matching import Match, Matcher, holding
from carepath.rules.strata import strata


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A rule that holds in an episode. `about`: the id of the fact it is about, else the rule's own.

    `facts` are those of the first match; `also` counts further matches.
    """

    rule: Rule
    episode: int
    about: str
    facts: tuple[Fact, ...]
    also: int = 0

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries that the facts rest on, each once."""
        return tuple(dict.fromkeys(entry for fact in self.facts for entry in fact.entries))


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a definition in layers, each with its matcher; made once, used for any number of cases."""

    layers: tuple[Matcher, ...]

    def conclusions(self, facts: Sequence[Fact]) -> tuple[Conclusion, ...]:
        """Return what holds, by episode, then by layer and in the order of the definition."""
        episodes = sorted({fact.episode for fact in facts})
        return tuple(found for number in episodes for found in self._within(number, facts))

    def _within(self, episode: int, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        known = [fact for fact in facts if fact.episode == episode]
        for matcher in self.layers:
            found = concluded(matcher(known), episode)
            known += [_as_fact(each) for each in found]
            yield from found


def rulebook(rules: Sequence[Rule], matcher: Callable[[Sequence[Rule]], Matcher]) -> Rulebook:
    """Return the rules made ready; `matcher` is `matching.plain` or `durable.hosted`."""
    return Rulebook(tuple(matcher(layer) for layer in strata(rules)))


def concluded(matches: Sequence[Match], episode: int) -> tuple[Conclusion, ...]:
    """Return one conclusion for each rule, or for each fact that a rule is about."""
    found: dict[tuple[str, str], Conclusion] = {}
    for match in matches:
        about = _about(match)
        key = (match.rule.id, about)
        before = found.get(key)
        if before is None:
            found[key] = Conclusion(match.rule, episode, about, match.facts)
        else:
            found[key] = Conclusion(match.rule, episode, about, before.facts, before.also + 1)
    return tuple(found.values())


def _about(match: Match) -> str:
    """Return the id of the fact that a match is about: its id, code, state or what is due; else the rule's id."""
    for pattern, fact in zip(holding(match.rule), match.facts, strict=True):
        if pattern.alias is not None and pattern.alias == match.rule.about:
            names = (fact.fields.get(name) for name in ("id", "code", "state", "what"))
            return str(next((name for name in names if name is not None), match.rule.id))
    return match.rule.id


def _as_fact(conclusion: Conclusion) -> Fact:
    return Fact(
        "rule",
        conclusion.episode,
        {"id": conclusion.rule.id, "about": conclusion.about},
        max((fact.since for fact in conclusion.facts if fact.since is not None), default=None),
        conclusion.entries,
        conclusion.rule.source,
    )
