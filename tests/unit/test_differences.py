"""Differences of definitions: each change named once, in its group, with the version that it asks for."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import carepath.model
import pytest
import yaml
from carepath import Pathway, load
from carepath.authoring.build import build
from carepath.authoring.load import document
from carepath.authoring.merge import joined
from carepath.authoring.nodes import plain as as_plain
from carepath.authoring.places import File, Folder
from carepath.authoring.shelf import Shelf
from carepath.authoring.source import parse
from carepath.differences import Difference, asked, differences
from carepath.differences.versions import raised, rise
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
OG = load(FIXTURES / "og.yaml").require()
NEXT = load(FIXTURES / "og_next.yaml").require()
TEXT = (FIXTURES / "og.yaml").read_text("utf-8")


def plain() -> dict[str, Any]:
    """Return og as plain data."""
    root = parse(TEXT, "og.yaml").root
    assert root is not None
    data: Any = as_plain(root)
    return dict(data)


def written(data: dict[str, Any]) -> Pathway:
    return built(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))


def built(text: str) -> Pathway:
    """Return the pathway also where the change leaves something to be reported, so that the change stands alone."""
    found = document(
        File(FIXTURES, "changed.yaml", Folder(FIXTURES, "fixtures")),
        Shelf({"changed.yaml": parse(text, "changed.yaml")}),
    )
    assert found.own is not None
    assert not found.problems
    return build(joined(found.own, found.used)[0]).pathway


def told(found: tuple[Difference, ...]) -> list[tuple[str, str, str]]:
    return [(each.group, each.bump, each.message) for each in found]


# Nothing has changed


def test_a_definition_does_not_differ_from_itself() -> None:
    assert differences(OG, OG) == ()
    assert differences(NEXT, NEXT) == ()


def test_the_same_definition_written_in_other_words_of_yaml_does_not_differ() -> None:
    assert differences(OG, written(plain())) == ()


def test_comments_are_no_difference() -> None:
    assert differences(OG, built("# A comment\n\n" + TEXT.replace("\nroles:", "\n\n# Roles\nroles:"))) == ()


@given(st.integers())
def test_the_order_of_keys_is_no_difference_where_it_has_no_meaning(seed: int) -> None:
    assert differences(OG, written(shuffled(plain(), random.Random(seed), ()))) == ()


def shuffled(value: Any, chance: random.Random, path: tuple[str, ...]) -> Any:
    """Return mappings in another order, but for the order of events within a day."""
    if isinstance(value, dict):
        items = list(value.items())
        if path != ("events",):
            chance.shuffle(items)
        return {name: shuffled(each, chance, (*path, name)) for name, each in items}
    if isinstance(value, list):
        return [shuffled(each, chance, (*path, "")) for each in value]
    return value


# The next version of og that was invented for this


def test_the_next_version_is_told_change_by_change() -> None:
    expected = (FIXTURES / "og_next.txt").read_text("utf-8").splitlines()
    assert [f"{each.group} {each.bump}: {each.message}" for each in differences(OG, NEXT)] == expected


def test_each_change_has_its_line_in_both_files() -> None:
    by_subject = {each.subject: each for each in differences(OG, NEXT)}
    places = {
        name: (str(by_subject[name].old).rsplit("/", 1)[-1], str(by_subject[name].new).rsplit("/", 1)[-1])
        for name in ("milestone ogd", "milestone triage", "step ready", "clock 62", "source living")
    }
    assert places == {
        "milestone ogd": (line("og.yaml", "  ogd: {title: E"), line("og_next.yaml", "  ogd: ")),
        "milestone triage": (line("og.yaml", "  triage: {title"), "None"),
        "step ready": ("None", line("og_next.yaml", "  ready:")),
        "clock 62": (
            line("shared/regimes/breach-2016.yaml", '  "62":'),
            line("og_next.yaml", '  "62":'),
        ),
        "source living": (line("og.yaml", "  living:"), line("og_next.yaml", "  living:")),
    }  # fmt: skip


def line(file: str, start: str) -> str:
    lines = (FIXTURES / file).read_text("utf-8").splitlines()
    return f"{Path(file).name}:{next(number for number, text in enumerate(lines, 1) if text.startswith(start))}"


def test_the_other_way_round_the_same_clauses_differ() -> None:
    there, back = differences(OG, NEXT), differences(NEXT, OG)
    assert Counter((each.subject, each.old, each.new) for each in there) == Counter(
        (each.subject, each.new, each.old) for each in back
    )


# Every change of a single clause gives exactly one difference, in its group


CHANGES: dict[str, list[dict[str, str]]] = yaml.safe_load((FIXTURES / "og_changes.yaml").read_text("utf-8"))
OWN, CLOCKS = CHANGES["og.yaml"], CHANGES["shared/regimes/breach-2016.yaml"]


@pytest.mark.parametrize("change", OWN, ids=lambda change: change["now"].strip()[:40] or "removed")
def test_one_change_gives_one_difference_in_its_group(change: dict[str, str]) -> None:
    assert TEXT.count(change["was"]) == 1
    found = differences(OG, built(TEXT.replace(change["was"], change["now"])))
    assert [(each.group, each.bump) for each in found] == [(change["group"], change["bump"])], told(found)


def test_a_removed_transfer_or_role_or_event_is_one_difference_where_nothing_refers_to_it() -> None:
    data = plain()
    del data["transfers"]
    assert told(differences(OG, written(data)))[0][:2] == ("responsible", "major")
    data = plain()
    data["roles"]["spare"] = {"title": "Spare"}
    with_spare = written(data)
    assert told(differences(OG, with_spare)) == [("responsible", "minor", "The role “Spare” (spare) is added.")]
    assert told(differences(with_spare, OG)) == [("responsible", "major", "The role “Spare” (spare) is removed.")]


REGIME = (FIXTURES / "shared/regimes/breach-2016.yaml").read_text("utf-8")


@pytest.mark.parametrize("change", CLOCKS, ids=lambda change: change["now"].strip()[:40] or "removed")
def test_a_change_of_a_standard_is_found_in_the_file_that_is_used(change: dict[str, str], tmp_path: Path) -> None:
    assert REGIME.count(change["was"]) == 1
    (tmp_path / "shared/regimes").mkdir(parents=True)
    changed = REGIME.replace(change["was"], change["now"])
    (tmp_path / "shared/regimes/breach-2016.yaml").write_text(changed, "utf-8")
    (tmp_path / "og.yaml").write_text(TEXT, "utf-8")
    (found,) = differences(OG, load(tmp_path / "og.yaml").require())
    assert (found.group, found.bump) == (change["group"], change["bump"]), found.message
    assert str(found.new).startswith(str(tmp_path / "shared"))


# Renames


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("role", "sact_unit", "chemotherapy_unit"),
        ("step", "recovery", "after_treatment"),
        ("step", "under_chemotherapy", "chemotherapy"),
        ("transfer", "to_centre", "to_specialists"),
        ("event", "laparoscopy", "staging_laparoscopy"),
    ],
)
def test_a_renamed_id_is_one_difference(kind: str, before: str, after: str) -> None:
    data = plain()
    rename(data, before, after, SECTIONS[kind])
    changed = written(data)
    (found,) = differences(OG, changed)
    assert (found.subject, found.bump) == (f"{kind} {after}", "major")
    assert found.message.endswith(f" was {before}; nothing else in it has changed.")
    assert [each.subject for each in differences(changed, OG)] == [f"{kind} {before}"]


def test_a_renamed_milestone_is_known_again_also_where_a_rule_names_it() -> None:
    text = TEXT.replace("  ogd: {title: Endoscopy, event", "  endoscopy: {title: Endoscopy, event")
    (found,) = differences(
        OG, built(text.replace("when: [{milestone: {id: ogd,", "when: [{milestone: {id: endoscopy,"))
    )
    assert (found.group, found.subject, found.bump) == ("days", "milestone endoscopy", "major")


SECTIONS = {"role": "roles", "step": "states", "milestone": "milestones", "transfer": "transfers", "event": "events"}


def rename(data: Any, before: str, after: str, section: str) -> None:
    """Put another id wherever the word stands, but for sections in which it is the id of something else."""
    others = {name for name in SECTIONS.values() if name != section}

    def walk(value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            own = path and path[0] in others and len(path) == 1
            return {
                (name if own or name != before else after): walk(each, (*path, name)) for name, each in value.items()
            }
        if isinstance(value, list):
            return [walk(each, path) for each in value]
        return after if value == before else value

    changed = walk(data, ())
    data.clear()
    data.update(changed)


def test_two_that_could_have_been_renamed_are_removed_and_added() -> None:
    before = TEXT.replace("  centre: {title: Special", "  a: {title: Twin}\n  centre: {title: Special")
    after = TEXT.replace(
        "  centre: {title: Special", "  b: {title: Twin}\n  c: {title: Twin}\n  centre: {title: Special"
    )
    found = [each.message for each in differences(built(before), built(after))]
    assert found == [
        "The role “Twin” (b) is added.",
        "The role “Twin” (c) is added.",
        "The role “Twin” (a) is removed.",
    ]


# Nothing of the model is forgotten


HANDLED_ELSEWHERE = {
    ("Pathway", "routes"),  # worked out from the rest
    ("Pathway", "hash"),
    ("Pathway", "version"),  # compared with what the differences ask for
    ("Citation", "title"),  # of the source that is cited
    ("Done", "also"),  # what the vocabulary counts
    ("Deadline", "also"),
}


def test_every_field_of_the_model_is_read_by_the_comparison() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "engine/carepath/differences").glob("*.py"))
    model = [each for each in vars(carepath.model).values() if isinstance(each, type) and is_dataclass(each)]
    unread = [
        (owner.__name__, field.name)
        for owner in model
        for field in fields(owner)
        if owner.__name__ not in ("Source", "Routes", *PATTERNS)
        and field.name != "source"
        and f".{field.name}" not in code
        and (owner.__name__, field.name) not in HANDLED_ELSEWHERE
    ]
    assert unread == []


PATTERNS = ("OneOf", "Within", "Known", "Done", "AllOf", "AnyOf", "Not")  # taken apart by `match`


# Versions


@pytest.mark.parametrize(
    ("old", "new", "made"),
    [
        ("1.1.0", "2.0.0", "major"),
        ("1.1.9", "1.2.0", "minor"),
        ("1.1.0", "1.1.1", "patch"),
        ("1.1.0", "1.1.0", None),
        ("1.9.0", "1.10.0", "minor"),
        ("2.0.0", "1.9.9", None),
    ],
)
def test_the_rise_of_a_version(old: str, new: str, made: str | None) -> None:
    assert rise(old, new) == made


def test_the_next_version_for_each_rise() -> None:
    assert [raised("1.2.3", bump) for bump in ("patch", "minor", "major", None)] == ["1.2.4", "1.3.0", "2.0.0", "1.2.3"]


def test_the_greatest_of_the_differences_decides() -> None:
    found = differences(OG, NEXT)
    assert (asked(OG, NEXT, found).asked, asked(OG, NEXT, found).enough) == ("major", True)
    assert not asked(OG, built(TEXT.replace('version: "1.1.0"', 'version: "1.9.0"')), found).enough
    minor = [each for each in found if each.bump != "major"]
    assert asked(OG, built(TEXT.replace('version: "1.1.0"', 'version: "1.2.0"')), minor).enough
    assert asked(OG, OG, ()).enough


def test_before_the_first_agreed_version_the_second_number_is_enough() -> None:
    found = differences(OG, NEXT)
    draft, later = (built(TEXT.replace('version: "1.1.0"', f'version: "{version}"')) for version in ("0.1.0", "0.2.0"))
    assert (asked(draft, later, found).version, asked(draft, later, found).enough) == ("0.2.0", True)
    assert not asked(draft, draft, found).enough
