"""The mutants are small slips that still are Python or YAML, drawn the same each time, and reported honestly."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "mutants"))

from draw import Mutant, drawn  # noqa: E402
from modules import changes  # noqa: E402
from report import OPEN, report  # noqa: E402
from results import kept, line  # noqa: E402
from workshop import Fate  # noqa: E402

SOURCE = b"""
def late(days: int, target: int = 62) -> bool:
    found = days > target and not days == 0
    found = found or days - 1 > target  # again
    print(found)
    return found
"""


def told(source: bytes) -> list[str]:
    return [f"{change.line}: {change.words(source)}" for change in changes("late.py", source)]


def test_every_sort_of_slip_is_found_where_it_stands() -> None:
    assert told(SOURCE) == [
        "2: `62` becomes `61`",
        "2: `62` becomes `63`",
        "3: `>` becomes `>=`",
        "3: `and` becomes `or`",
        "3: `not days == 0` becomes `(days == 0)`",
        "3: `==` becomes `!=`",
        "3: `0` becomes `-1`",
        "3: `0` becomes `1`",
        "4: `or` becomes `and`",
        "4: `-` becomes `+`",
        "4: `1` becomes `0`",
        "4: `1` becomes `2`",
        "4: `>` becomes `>=`",
        "5: `print(found)` becomes `pass`",
    ]


def test_what_cannot_happen_and_what_is_only_a_type_is_left_alone() -> None:
    assert told(b'def f(x: "1 < 2") -> int:\n    """1 < 2"""\n    assert x > 1\n    return x\n') == []


def test_three_hundred_are_drawn_the_same_each_time_and_all_differ() -> None:
    first = drawn(ROOT, 300)
    assert [each.key for each in first] == [each.key for each in drawn(ROOT, 300)]
    assert len({each.key for each in first}) == 300
    assert sum(each.change.file.endswith(".yaml") for each in first) == 60


def test_every_mutant_of_the_engine_is_python_and_differs_from_the_original() -> None:
    for mutant in drawn(ROOT, 300):
        assert mutant.text != mutant.source
        if mutant.change.file.endswith(".py"):
            ast.parse(mutant.text)


def test_the_report_counts_what_was_tried_and_names_what_nobody_noticed() -> None:
    all_ = tuple(Mutant(change, SOURCE) for change in changes("late.py", SOURCE))
    fates = {all_[0].key: Fate("tests/spec/test_spec.py::one", 1.0), all_[1].key: Fate(None, 2.0)}
    text = report(all_, fates, {}, "this machine")
    assert "**2 of 14 mutants tried, 1 noticed (50.0 %).**" in text
    assert "This is a sample: 12 are still to be tried." in text
    assert f"late.py:2, number: `62` becomes `63`\n  - reason: {OPEN}" in text
    assert "reason: it may" in report(all_, fates, {all_[1].key: "it may"}, "this machine")


def test_a_result_is_kept_while_its_file_is_the_same_and_a_survivor_is_tried_again_on_new_tests(tmp_path: Path) -> None:
    first, second, *_ = tuple(Mutant(change, SOURCE) for change in changes("late.py", SOURCE))
    noticed, survived = Fate("tests/spec/test_spec.py::one", 1.0), Fate(None, 2.0)
    file = tmp_path / "results.jsonl"
    file.write_text(line(first, noticed, "before") + line(second, survived, "before"), "utf-8")
    assert kept(file, (first, second), "before") == {first.key: noticed, second.key: survived}
    assert kept(file, (first, second), "after") == {first.key: noticed}
    longer = SOURCE + b"# a further line\n"
    assert kept(file, (Mutant(first.change, longer),), "before") == {}
    assert kept(tmp_path / "none.jsonl", (first,), "before") == {}


def test_the_report_says_whether_all_of_it_takes_less_than_two_hours() -> None:
    (one, *_) = tuple(Mutant(change, SOURCE) for change in changes("late.py", SOURCE))
    said = [report((one,), {one.key: Fate(None, 60.0 * minutes)}, {}, "this machine") for minutes in (100, 300)]
    assert "100 minutes of work in all, 50 minutes on two cores, under two hours, with this machine." in said[0]
    assert "300 minutes of work in all, 150 minutes on two cores, with this machine." in said[1]
