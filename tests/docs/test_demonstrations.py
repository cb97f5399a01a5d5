"""The fifteen scenarios have their row in the index, and what a row names is there."""

import re
from pathlib import Path

import pytest
from carepath.cases.casebook import casebooks

DOCS = Path(__file__).parents[2] / "docs" / "demonstrations"
CASES = Path(__file__).parents[2] / "pathways" / "cases"
INDEX = (DOCS / "README.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\| \d+ \|.*$", INDEX, re.MULTILINE)
]
PAGES = sorted(page for page in DOCS.glob("*.md") if page.name != "README.md")
NUMBER, SCENARIO, PAGE, WORKED, REACHES, WAITS = range(6)


def test_each_of_the_fifteen_scenarios_has_a_row() -> None:
    assert [row[NUMBER] for row in ROWS] == [str(number) for number in range(1, 16)]
    assert all(len(row) == 6 and all(row) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[NUMBER])
def test_a_row_names_pages_and_worked_cases_or_what_the_scenario_waits_for(row: list[str]) -> None:
    pages = re.findall(r"\]\(([^)]+)\)", row[PAGE])
    files = re.findall(r"`([^`]+)`", row[WORKED])
    assert all((DOCS / page).is_file() for page in pages)
    books = casebooks(CASES / f"{file}.yaml" for file in files)
    assert all(book.cases and not book.problems for book in books)
    if pages:
        assert files or "yaml file=cases.yaml" in (DOCS / pages[0]).read_text("utf-8")
    else:
        assert (row[PAGE], row[WORKED]) == ("none yet", "none")
        assert row[WAITS].isascii()  # not a mere dash


def test_the_index_names_every_page_of_the_folder() -> None:
    assert [page.name for page in PAGES if f"]({page.name})" not in INDEX] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_for_whom_it_is_what_it_asks_and_what_it_does_not_show(page: Path) -> None:
    text = page.read_text("utf-8")
    opening = text.split("\n\n")[1]
    assert opening.startswith("For ")
    assert "?" in text.partition("```")[0]
    assert text.count("\n## What this shows, and what it does not\n") == 1
    assert re.search(r"^\$ carepath |^```python", text, re.MULTILINE)
