"""Write the conformance suite: `python tests/conformance/write.py`, or `--check` to compare only.

From every row of the specification tables, and of each bundled definition from the fewest worked cases, taken in their
order, that show what the definition can say.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from carepath import library
from carepath.calendar import Calendar
from carepath.cases.casebook import casebooks, found
from carepath.cases.reading import Case
from carepath.cases.tables import Table, table
from carepath.evaluate import evaluate
from carepath.findings import Assessment
from carepath.model import Pathway
from suite import FORMAT, Plain, case

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MOST = 3  # cases of one bundled definition
NEW = 6  # findings, verdicts and placements that a case must add to those before it


def pages() -> Iterator[tuple[str, str]]:
    """Yield each file of the suite with its text."""
    for path in sorted((ROOT / "tests" / "spec").glob("*.yaml")):
        yield f"{path.stem}.json", _text(of_table(table(path.read_text("utf-8"), path.name)))
    told: dict[str, list[Case]] = defaultdict(list)
    for book in casebooks(found(ROOT / "pathways" / "cases")):
        for each in book.cases:
            told[book.pathway(each.entries).name].append(each)
    for name in library.names():
        yield f"{name}.json", _text(of_definition(library.find(name), told[name]))


def of_table(given: Table) -> Plain:
    """Return the cases of a specification table, with the text of its definitions."""
    cases = []
    for section in given.sections:
        pathway = section.definition.pathway
        calendar = Calendar.named(pathway.calendar)
        for row in section.rows:
            for place, asked in enumerate(row.questions):
                answer = evaluate(pathway, calendar, row.entries, asked.as_of, asked.known_at)
                name = row.name if len(row.questions) == 1 else f"{row.name} ({place + 1})"
                told = case(name, row.entries, asked.as_of, asked.known_at, answer)
                cases.append({"definition": section.definition.name, **told})
    definitions = {each.name: {"text": each.text} for each in given.definitions}
    return {"format": FORMAT, "title": given.title, "definitions": definitions, "cases": cases}


def of_definition(pathway: Pathway, told: Sequence[Case]) -> Plain:
    """Return cases of a bundled definition, named by its file and hash: each shows what none before it did."""
    calendar = Calendar.named(pathway.calendar)
    shown: set[object] = set()
    cases: list[Plain] = []
    for each, asked in ((one, question) for one in told for question in one.questions):
        if len(cases) == MOST:
            break
        answer = evaluate(pathway, calendar, each.entries, asked.as_of, asked.known_at)
        new = _shows(answer) - shown
        if len(new) >= NEW:
            shown |= new
            name = f"{each.name} ({asked.as_of.isoformat()})"
            cases.append({"definition": pathway.name, **case(name, each.entries, asked.as_of, asked.known_at, answer)})
    file = Path(pathway.source.file).resolve().relative_to(ROOT).as_posix()
    definitions = {pathway.name: {"file": file, "hash": pathway.hash}}
    return {"format": FORMAT, "title": pathway.title, "definitions": definitions, "cases": cases}


def _shows(answer: Assessment) -> set[object]:
    return {
        *(("finding", one.code, one.subject) for one in answer.findings),
        *(("verdict", one.id, one.verdict) for one in answer.milestones),
        *(("state", one.after, one.placement) for one in answer.steps),
    }


def _text(suite: Plain) -> str:
    """Return a file with one line for each case."""
    head = {name: value for name, value in suite.items() if name != "cases"}
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in suite["cases"])
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "cases": [\n{lines}\n]}}\n'


def main(check: bool) -> int:
    """Write what differs, or only name it; the status of a check is 1 where something does."""
    wanted = dict(pages())
    old = {path.name for path in HERE.glob("*.json")} - set(wanted)
    stale = [name for name, text in wanted.items() if not _same(HERE / name, text)]
    for name in sorted(old):
        print(f"{'Not of the suite' if check else 'Removed'}: {name}")
        if not check:
            (HERE / name).unlink()
    for name in stale:
        print(f"{'Out of date' if check else 'Written'}: {name}")
        if not check:
            (HERE / name).write_text(wanted[name], "utf-8")
    return 1 if check and (stale or old) else 0


def _same(file: Path, text: str) -> bool:
    return file.exists() and file.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
