"""Measure the matching of rules, on both matchers: rules.py [--rounds N].

Two loads: many small ones (6 facts and 6 rules, 10,000 times, with the growth of memory), and one at a time of
40 facts and 40 rules that join two facts each. Rounds of the matchers take turns; counted is the time of the processor,
which other work on the machine changes less than the clock on the wall.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from carepath.model import FieldOf, FieldTest, Pattern, Rule, Source
from carepath.rules.facts import Fact
from carepath.rules.hosted import hosted
from carepath.rules.matching import Matcher, plain
from environment import ROOT, machine

HERE = Source("bench/rules.py", 1)
TIMES = 10_000
STATUS = Path("/proc/self/status")
Facts = tuple[Fact, ...]


def small() -> tuple[tuple[Rule, ...], tuple[Facts, ...]]:
    """Return six rules, of one or two facts, and cases of six facts."""
    late = Pattern("milestone", (FieldTest("verdict", "is", ("overdue", "late")),), alias="m")
    rules = (
        _rule("late", late),
        _rule("near", Pattern("milestone", (FieldTest("days_left", "at_most", (2,)),))),
        _rule("untold", late, Pattern("event", (FieldTest("id", "is", ("told",)),), absent=True)),
        _rule("long", Pattern("clock", (FieldTest("id", "is", ("62",)), FieldTest("net", "at_least", (63,))))),
        _rule("there", late, Pattern("transfer", (FieldTest("receiver", "is", (), FieldOf("m", "provider")),))),
        _rule("palliative", Pattern("case", (FieldTest("arm", "is_not", ("curative",)),))),
    )
    cases = tuple(
        (
            Fact("case", 1, {"state": "staging", "arm": ("curative", "palliative")[number % 2], "day": number}),
            Fact("milestone", 1, {"id": "ct", "verdict": ("met", "late")[number % 2], "provider": "RX1"}),
            Fact("milestone", 1, {"id": "mdt", "verdict": "pending", "provider": "RK5", "days_left": number % 7}),
            Fact("clock", 1, {"id": "62", "net": number}),
            Fact("transfer", 1, {"id": "to_centre", "sender": "RK5", "receiver": "RX1", "complete": "yes"}),
            Fact("event", 1, {"id": ("told", "mdt")[number % 3 == 0], "day": number, "status": "done"}),
        )
        for number in range(100)
    )  # fmt: skip
    return rules, cases


def large() -> tuple[tuple[Rule, ...], Facts]:
    """Return forty rules that join two facts of four kinds, and forty facts."""
    kinds = ("milestone", "event", "clock", "transfer")
    facts = tuple(
        Fact(kinds[number % 4], 1, {"id": f"n{number // 8}", "day": number, "provider": f"R{number % 5}"})
        for number in range(40)
    )
    rules = tuple(
        _rule(
            f"r{number}",
            Pattern(kinds[number % 4], (FieldTest("id", "is", (f"n{number % 5}",)),), alias="one"),
            Pattern(kinds[(number + 1) % 4], (FieldTest("day", "at_least", (), FieldOf("one", "day")),)),
        )
        for number in range(40)
    )
    return rules, facts


def _rule(name: str, *patterns: Pattern) -> Rule:
    return Rule(name, patterns, HERE)


def memory() -> int:
    """Return the memory that this process holds, in kilobytes; 0 where the system does not say."""
    if not STATUS.exists():
        return 0
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


def many(matches: Matcher, cases: Sequence[Facts]) -> tuple[float, int]:
    """Return the seconds of TIMES matches and the kilobytes by which memory grew."""
    for facts in cases:
        matches(facts)
    before, begun = memory(), time.process_time()
    for number in range(TIMES):
        matches(cases[number % len(cases)])
    return time.process_time() - begun, memory() - before


def one(matches: Matcher, facts: Facts) -> float:
    """Return the milliseconds of one match."""
    begun = time.process_time()
    matches(facts)
    return (time.process_time() - begun) * 1000


def measured(rounds: int) -> dict[str, dict[str, float]]:
    """Return the medians by matcher; both must find the same."""
    (few, cases), (many_rules, facts) = small(), large()
    makers: dict[str, Callable[[Sequence[Rule]], Matcher]] = {"plain": plain, "durable_rules": hosted}
    made = {name: (maker(few), maker(many_rules)) for name, maker in makers.items()}
    for case in cases:
        assert all(each[0](case) == made["plain"][0](case) for each in made.values())
    assert all(each[1](facts) == made["plain"][1](facts) for each in made.values())
    seconds: dict[str, list[float]] = {name: [] for name in made}
    grown: dict[str, list[int]] = {name: [] for name in made}
    joins: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(rounds):
        for name, (small_one, large_one) in made.items():
            took, growth = many(small_one, cases)
            seconds[name].append(took)
            grown[name].append(growth)
            joins[name] += [one(large_one, facts) for _ in range(21)]
    return {
        name: {
            f"seconds for {TIMES} times 6 rules over 6 facts": round(median(seconds[name]), 3),
            "the same, fastest round": round(min(seconds[name]), 3),
            "kilobytes grown, largest round": max(grown[name]),
            "milliseconds for 40 rules with joins over 40 facts": round(median(joins[name]), 2),
            "the same, fastest": round(min(joins[name]), 2),
        }
        for name in made
    }


def main() -> int:
    """Measure, print, and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    found = measured(parser.parse_args().rounds)
    for name, numbers in found.items():
        print(name)
        print(*(f"  {number:>8} {what}" for what, number in numbers.items()), sep="\n")
    record = ROOT / "bench" / "results" / f"{date.today().isoformat()}-rules.json"
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps({"machine": machine(), "rules": found}, indent=2) + "\n", encoding="utf-8")
    print(f"{record.relative_to(ROOT)} was written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
