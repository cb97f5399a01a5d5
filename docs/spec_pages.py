"""Write docs/reference/spec/*.md from the specification tables in tests/spec.

`python docs/spec_pages.py` writes them; `--check` writes nothing and says which are not current (exit 1).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from carepath.authoring.nodes import Plain
from carepath.cases.reading import Case, Question
from carepath.cases.tables import Section, Table, table

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "tests" / "spec"
PAGES = ROOT / "docs" / "reference" / "spec"
MADE = "<!-- Made by docs/spec_pages.py from tests/spec/{name}; change it there. -->"


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    tables = {path: table(path.read_text(encoding="utf-8"), path.name) for path in sorted(TABLES.glob("*.yaml"))}
    found = {f"{path.stem}.md": page(each, path.name) for path, each in tables.items()}
    found["README.md"] = contents({path.stem: each for path, each in tables.items()})
    return found


def contents(tables: dict[str, Table]) -> str:
    """Return the page that lists the others."""
    lines = ["<!-- Made by docs/spec_pages.py. -->", "", "# What the engine means, shown by examples", ""]
    lines.append("Every rule of [What the engine means](../semantics.md), with records and what follows from them.")
    lines.append("The tests read the same tables, for every engine.")
    lines += ["", "| Table | Rules | Examples |", "|---|---:|---:|"]
    for name, each in tables.items():
        rows = sum(len(section.rows) for section in each.sections)
        lines.append(f"| [{each.title}]({name}.md) | {len(each.sections)} | {rows} |")
    return "\n".join(lines) + "\n"


def page(found: Table, name: str) -> str:
    """Return the page of a table."""
    several = len(found.definitions) > 1
    parts = [MADE.format(name=name), f"# {found.title}", found.about.strip()]
    for section in found.sections:
        parts += [f"## {section.title}", section.rule.strip()]
        if several:
            parts.append(f"Definition: [{section.definition.name}](#definition-{section.definition.name}).")
        parts.append(_table(section))
    for definition in found.definitions:
        parts += [f"## Definition {definition.name}", f"```yaml\n{definition.text.rstrip()}\n```"]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(section: Section) -> str:
    lines = ["| Example | Record | Asked | Answer |", "|---|---|---|---|"]
    lines += [line for row in section.rows for line in _rows(row)]
    return "\n".join(lines)


def _rows(row: Case) -> Iterator[str]:
    """Yield a line of the table for each question asked of a case."""
    record = "<br>".join(f"`{_cell(line)}`" for line in row.lines) or "nothing"
    for place, question in enumerate(row.questions):
        first = (row.name, record) if place == 0 else ("", "")
        yield f"| {_cell(first[0])} | {first[1]} | {_asked(question)} | {_answer(question)} |"


def _asked(question: Question) -> str:
    known = "" if question.known_at is None else f"<br>known at {question.known_at.isoformat(timespec='minutes')}"
    moment = question.as_of.isoformat()
    return f"{moment[:16]}{known}"


def _answer(question: Question) -> str:
    return "<br>".join(f"{key.replace('_', ' ')}: {_cell(_said(value))}" for key, value in question.expect.parts)


def _said(value: Plain) -> str:
    """Return what is expected in one line."""
    if isinstance(value, dict):
        return "; ".join(f"{name} {_said(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(_said(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which are not current."""
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
    stale = sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))
    if "--check" in arguments:
        print("\n".join(f"docs/reference/spec/{name} is not current: run python docs/spec_pages.py" for name in stale))
        return 1 if stale else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (PAGES / name).write_text(wanted[name], encoding="utf-8")
        else:
            (PAGES / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
