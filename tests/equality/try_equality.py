"""Compare cohorts with `evaluate` over many made-up cases: `python tests/equality/try_equality.py --cases 100000`.

May be stopped and started again: the result of each part is kept in build/equality, one line each, and holds as long as
the engine, the definitions and what makes the cases stay the same. 1 where anything differs, or where the cohort leaves
too many cases to the reference engine.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from asked import questions
from compared import MANNERS, reduced, report
from made import DRAWN, Cohort, Part, cohorts, definitions, parts

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "build" / "equality"
QUESTIONS = (3, 1, 1)  # of each cohort of a part, the next and the one after it, and so on
MOST_BY_REFERENCE = {DRAWN: 0.01}  # of the answers; none for a definition that there is
SHOWN = 3  # differences of a part that are reduced and kept as text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one part gave; `answers` counts each case once for each question."""

    part: str
    of: str
    definitions: int
    cases: int
    answers: int
    by_reference: Mapping[str, int]
    differences: Sequence[str]
    seconds: float  # of the processor


def fingerprint(root: Path) -> str:
    """Return what identifies the engine, the definitions and what makes the cases."""
    whole = sha256()
    patterns = ("engine/**/*.py", "pathways/**/*.yaml", "tests/property/definitions/*.yaml", "tests/equality/*.py")
    for file in sorted(file for pattern in patterns for file in root.glob(pattern)):
        whole.update(f"{file.relative_to(root)} {sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:16]


def outcome(part: Part) -> Outcome:
    """Compare all cohorts of a part, each as of several times, and each time given in another manner."""
    begun, made = time.process_time(), list(cohorts(part))
    answers, causes, found = 0, Counter[str](), list[str]()
    for number, cohort in enumerate(made):
        asked = questions(cohort.entries, f"{part.key} {number}", QUESTIONS[(part.number - 1) % len(QUESTIONS)])
        for place, (as_of, known_at) in enumerate(asked):
            compare = MANNERS[(number + place + part.number) % len(MANNERS)]
            result = compare(cohort.pathway, cohort.entries, as_of, known_at)
            answers += result.cases
            causes.update(result.by_reference)
            if result.differences and len(found) < SHOWN:
                case = [entry for entry in cohort.entries if entry.case == result.differences[0].case]
                least = reduced(cohort.pathway, case, as_of, known_at)
                found.append(report(cohort.pathway, least, as_of, known_at, result.differences))
            elif result.differences:
                found.append(str(result.differences[0]))
    seconds = round(time.process_time() - begun, 1)
    size = sum(_cases(cohort) for cohort in made)
    return Outcome(part.key, part.of, len(made), size, answers, dict(causes), found, seconds)


def _cases(cohort: Cohort) -> int:
    return len({entry.case for entry in cohort.entries})


def kept(file: Path) -> dict[str, Outcome]:
    """Return the results there are."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    found = [Outcome(**json.loads(line)) for line in lines]
    return {each.part: each for each in found}


def outcomes(file: Path, wanted: Iterable[Part], size: int) -> Iterator[Outcome]:
    """Yield the results of parts until they have so many cases; those that are new are kept."""
    known, left = kept(file), size
    for part in wanted:
        if left <= 0:
            return
        found = known.get(part.key)
        if found is None:
            found = outcome(part)
            with file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(asdict(found)) + "\n")
        left -= found.cases
        yield found


def table(found: Sequence[Outcome]) -> str:
    """Return results as a table, a line for each definition and one for those that were drawn."""
    lines = [
        "| Definition | Cases | Answers compared | By the reference engine | Differences |",
        "|---|--:|--:|--:|--:|",
    ]
    by_name: dict[str, list[Outcome]] = {}
    for each in found:
        by_name.setdefault(each.of, []).append(each)
    for name, own in [*sorted(by_name.items(), key=lambda item: (item[0] == DRAWN, item[0])), ("all", found)]:
        count = sum(each.definitions for each in own)
        title = f"{count:,} drawn definitions" if name == DRAWN else name
        numbers = [
            sum(each.cases for each in own),
            sum(each.answers for each in own),
            sum(sum(each.by_reference.values()) for each in own),
            sum(len(each.differences) for each in own),
        ]
        lines.append(f"| {title} | " + " | ".join(f"{number:,}" for number in numbers) + " |")
    return "\n".join(lines)


def faults(found: Sequence[Outcome]) -> Iterator[str]:
    """Yield what is wrong: each difference, and where too many cases were left to the reference engine."""
    for each in found:
        yield from (f"{each.part}: {difference}" for difference in each.differences)
    for name in sorted({each.of for each in found}):
        own = [each for each in found if each.of == name]
        causes = sum((Counter(each.by_reference) for each in own), Counter[str]())
        most = MOST_BY_REFERENCE.get(name, 0.0) * sum(each.answers for each in own)
        if causes.total() > most:
            yield f"{name}: left to the reference engine: {dict(causes)}"


def main() -> int:
    """Compare until there are enough cases, then say what was compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="how many, in all")
    parser.add_argument("--only", metavar="NAME", help=f"one definition, such as og@1.1.0, or {DRAWN}")
    options = parser.parse_args()
    if options.only not in (None, DRAWN, *definitions()):
        parser.error(f"there is no definition {options.only}: {', '.join((*definitions(), DRAWN))}")
    PLACE.mkdir(parents=True, exist_ok=True)
    file = PLACE / f"{fingerprint(ROOT)}.jsonl"
    wanted = (part for part in parts() if options.only in (None, part.of))
    found, done = [], 0
    for each in outcomes(file, wanted, options.cases):
        found.append(each)
        done += each.cases
        print(f"{done:>9,} cases · {each.part}: {len(each.differences) or 'no'} differences", flush=True)
    print(table(found))
    wrong = list(faults(found))
    print("\n\n".join(wrong) if wrong else "Nothing differs.")
    print(f"Kept in {file.relative_to(ROOT)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
