"""The table of facts in the reference is the table of facts."""

from pathlib import Path

from carepath.rules.kinds import DATA, FACTS, WITH_DATA

REFERENCE = Path(__file__).parents[3] / "docs/reference/language.md"


def test_the_reference_names_each_kind_and_field() -> None:
    rows = [line for line in REFERENCE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    for kind, fields in FACTS.items():
        named = (*fields, *((DATA,) if kind in WITH_DATA else ()))
        assert f"| `{kind}` | {', '.join(f'`{name}`' for name in named)} |" in rows
