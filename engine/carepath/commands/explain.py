"""Why a case stands where it stands: each step, verdict and finding with its event, clause and citation."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from carepath.commands.cases import gathered, today
from carepath.commands.options import Misuse, as_of, meant, pathway_and_events
from carepath.explain import explain
from carepath.model import Pathway
from carepath.rules.judging import Judgement
from carepath.rules.reasons import reasons, why_not


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    pathway_and_events(parser)
    parser.add_argument("--case", metavar="ID", required=True, help="the case to explain")
    parser.add_argument("--rule", metavar="NAME", help="only this rule: why it holds, or why it does not")
    parser.add_argument("--as-of", type=as_of, metavar="DATE|INSTANT", help="the day to look from (default: today)")


def run(options: argparse.Namespace) -> int:
    """Print the explanation."""
    cases = gathered(options)
    case = cases.all[0]
    judged = case.judged(options.as_of or today(case.pathway), options.known_at)
    if options.rule is not None:
        print(*_of_rule(options.rule, case.pathway, judged), sep="\n")
    else:
        print(*explain(judged.assessment, case.pathway, judged.conclusions), sep="\n")
    return cases.status


def _of_rule(name: str, pathway: Pathway, judged: Judgement) -> Iterator[str]:
    """Yield why a rule holds or does not; raises Misuse for a name that is no rule."""
    rules = {rule.id: rule for rule in pathway.rules}
    if name not in rules:
        raise Misuse(f"the definition has no rule '{name}'{meant(name, rules)}")
    holds = [each for each in judged.conclusions if each.rule.id == name]
    for conclusion in holds:
        yield f"{rules[name].title}: holds in episode {conclusion.episode}."
        yield from (f"  {line}" for line in reasons(conclusion))
    if not holds:
        episode = judged.assessment.episode
        yield f"{rules[name].title}: does not hold in episode {episode}."
        yield from (f"  {line}" for line in why_not(rules[name], judged.facts, episode))
