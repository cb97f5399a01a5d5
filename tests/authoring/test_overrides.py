"""Local overrides as their authors meet them: what can be changed, what is inherited, where mistakes are shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from carepath import Entry, Pathway, Problem, library, load
from carepath.__main__ import main
from carepath.authoring.folder import check
from carepath.differences import differences

BASE = """\
    carepath: 1
    id: demo
    version: "1.0.0"
    title: Demonstration
    status: agreed
    effective: {from: 2016-04-01}
    governance: {owner: The network, agreed: 2016-03-01}
    day_zero: "62"
    uses: [events/cancer, exits/cancer, regimes/breach-2016]
    roles:
      local: {title: Diagnosing trust, providers: any}
      centre: {title: Specialist centre, providers: [RX1, RWE]}
    events:
      scan: {title: CT scan}
      result: {title: Result reported, data: {cancer: yes_no}}
      told: {}
    start:
      - {on: referral, when: {route: [usc, screening, breast_symptomatic]}, to: testing}
      - {on: upgrade, to: testing}
    states:
      testing:
        title: Tests
        role: local
        tasks: {scan: required, first_seen: optional}
        on:
          result:
            question: Cancer?
            choose:
              - {answer: "Yes", when: {cancer: yes}, to: planning}
              - {answer: "No", otherwise: yes, to: clear}
      planning: {title: Planning, role: centre, tasks: {told: optional}, on: {dtt: waiting}}
      waiting: {title: Waiting, role: centre, on: {treatment: treated}}
      treated: {title: Treated, end: treated, clocks: {"14": close}}
      clear: {title: Ruled out, end: ruled_out, clocks: {"14": close, "31": close, "62": close}}
    milestones:
      scan: {event: scan, due: day 14, verified: false}
      told: {event: told, due: day 28, verified: false}
      dtt: {event: dtt, due: day 40, verified: false}
      result: {event: result, due: day 21, verified: false}
    """
TOP = """\
    carepath: 1
    extends: demo@1.0.0
    id: demo_north
    """


def text(given: str) -> str:
    return dedent(given)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "demo.yaml").write_text(text(BASE), "utf-8")
    return tmp_path


def override(folder: Path, changes: str, top: str = TOP, name: str = "north.yaml") -> Path:
    file = folder / name
    file.write_text(text(top) + text(changes), "utf-8")
    return file


def changed(folder: Path, changes: str) -> Pathway:
    loaded = load(override(folder, changes))
    assert loaded.problems == ()
    return loaded.require()


def problems(folder: Path, changes: str, top: str = TOP) -> list[tuple[str, str, int]]:
    found = load(override(folder, changes, top)).problems
    return [(Path(each.source.file).name, each.code, each.source.line) for each in found]


# What can be changed


def test_a_day_is_changed_and_all_else_stays(folder: Path) -> None:
    base, north = load(folder / "demo.yaml").require(), changed(folder, "milestones: {scan: {due: day 10}}\n")
    assert str(north.milestones["scan"].due) == "day 10"
    assert north.milestones["told"] == base.milestones["told"]
    assert (north.states, north.roles, north.clocks) == (base.states, base.roles, base.clocks)


def test_a_list_of_providers_is_replaced(folder: Path) -> None:
    north = changed(folder, "roles: {centre: {providers: [RX1]}}\n")
    assert [listing.provider for listing in north.roles["centre"].listings] == ["RX1"]


def test_a_step_is_put_between_two_others(folder: Path) -> None:
    north = changed(
        folder,
        """\
        states:
          planning: {on: {dtt: fitness}}
          fitness: {title: Fitness assessed, role: centre, on: {scan: waiting}}
        """,
    )
    assert list(north.states) == ["testing", "planning", "fitness", "waiting", "treated", "clear"]
    assert [move.to for move in north.states["planning"].transitions] == ["fitness"]


def test_a_new_event_takes_its_place_within_a_day_after_the_one_named_before_it(folder: Path) -> None:
    north = changed(
        folder,
        """\
        events:
          scan: {}
          bloods: {title: Blood tests}
        states: {testing: {tasks: {bloods: optional}}}
        """,
    )
    order = sorted(north.events, key=lambda name: north.events[name].rank)
    assert order[-4:] == ["scan", "bloods", "result", "told"]


def test_null_removes(folder: Path) -> None:
    file = override(
        folder,
        """\
        states: {testing: {tasks: {scan: null}}, planning: {tasks: {scan: optional}}}
        milestones: {result: null}
        """,
    )
    north = load(file).require()
    assert [task.event for task in north.states["testing"].tasks] == ["first_seen"]
    assert list(north.milestones) == ["scan", "told", "dtt"]


def test_what_the_base_uses_can_be_changed_and_removed_too(folder: Path) -> None:
    base = load(folder / "demo.yaml").require()
    north = changed(
        folder,
        """\
        clocks: {"31": {target: 24 days}}
        exits: {moved: null}
        """,
    )
    assert str(north.clocks["31"].target) == "24 days"
    assert north.clocks["31"].starts == base.clocks["31"].starts
    assert north.clocks["62"] == base.clocks["62"]
    assert {way.id for way in base.exits} - {way.id for way in north.exits} == {"moved"}
    assert north.clocks["31"].source.file.endswith("north.yaml")
    assert base.clocks["31"].target != north.clocks["31"].target


def test_an_event_of_the_shared_vocabulary_can_be_removed(folder: Path) -> None:
    base = load(folder / "demo.yaml").require()
    north = changed(folder, "events: {private: null}\nexits: {private_diagnosis: null, private_treatment: null}\n")
    assert set(base.events) - set(north.events) == {"private"}


def test_an_override_of_an_override_says_only_its_own_changes(folder: Path) -> None:
    override(folder, "milestones: {scan: {due: day 10}}\n", TOP.replace("    id:", '    version: "1.1.0"\n    id:'))
    top = TOP.replace("demo@1.0.0", "demo_north@1.1.0").replace("_north\n", "_city\n")
    city = override(folder, "milestones: {told: null}\n", top, "city.yaml")
    pathway = load(city).require()
    assert pathway.name == "demo_city@1.1.0"
    assert [f"{id} {each.due}" for id, each in pathway.milestones.items()] == [
        "scan day 10",
        "dtt day 40",
        "result day 21",
    ]


def test_what_a_base_in_between_removed_is_begun_anew(folder: Path) -> None:
    override(folder, "milestones: {told: null}\n")
    top = TOP.replace("demo@1.0.0", "demo_north@1.0.0").replace("_north\n", "_city\n")
    city = override(folder, "milestones: {told: {event: told, due: day 21}}\n", top, "city.yaml")
    told = load(city).require().milestones["told"]
    assert str(told.due) == "day 21"
    assert not told.citation.verified


# What is an override's own


def test_what_was_agreed_for_the_base_was_not_agreed_for_the_override(folder: Path) -> None:
    north = changed(folder, "milestones: {scan: {due: day 10}}\n")
    assert (north.status, north.effective_from, north.governance.agreed) == ("draft", None, None)
    assert north.title == "Demonstration"


def test_an_override_that_is_agreed_says_from_when(folder: Path) -> None:
    assert problems(folder, "status: agreed\n") == [("north.yaml", "agreed-without-date", 3)]
    assert problems(folder, "status: agreed\neffective: {from: 2016-06-01}\n") == []


def test_an_override_needs_an_id_or_a_version_of_its_own(folder: Path) -> None:
    top = TOP.replace("    id: demo_north\n", "")
    assert problems(folder, "milestones: {scan: {due: day 10}}\n", top) == [("north.yaml", "extends-same-name", 2)]
    assert problems(folder, 'version: "1.1.0"\n', top) == []


def test_an_override_without_an_id_is_found_by_that_of_its_base(folder: Path) -> None:
    override(folder, 'version: "1.1.0"\n', TOP.replace("    id: demo_north\n", ""))
    later = override(folder, "", TOP.replace("demo@1.0.0", "demo@1.1.0"), "later.yaml")
    assert load(later).require().name == "demo_north@1.1.0"


# Where mistakes are shown


def test_a_mistake_of_the_override_is_shown_in_the_override(folder: Path) -> None:
    assert problems(folder, "milestones:\n  dtt: {due: day x}\n") == [("north.yaml", "bad-deadline", 5)]


def test_a_mistake_of_the_base_is_shown_in_the_base(folder: Path) -> None:
    (folder / "demo.yaml").write_text(text(BASE).replace("dtt: waiting", "dtt: waitng"), "utf-8")
    assert problems(folder, "milestones: {scan: {due: day 10}}\n") == [("demo.yaml", "unknown-name", 31)]


def test_what_only_the_change_makes_wrong_is_shown_where_it_shows(folder: Path) -> None:
    found = problems(folder, "states: {testing: {on: {result: null, told: planning}}}\n")
    assert ("demo.yaml", "unreachable-state", 34) in found


def test_removing_what_is_not_there_is_a_mistake_with_a_guess(folder: Path) -> None:
    (problem,) = load(override(folder, "milestones:\n  skan: null\n")).problems
    assert problem == Problem(
        problem.source,
        "extends-removes-nothing",
        'There is no "skan" to remove (under milestones).',
        'Did you mean "scan"?',
        width=4,
        excerpt="  skan: null",
    )


@pytest.mark.parametrize(
    "changes",
    [
        "states: {testing: {tasks: {skan: null}}}",
        "states: {testing: {on: {told: null}}}",
        "exits: {moves: null}",
        'exits: {moved: {clocks: {"29": null}}}',
        "events: {skan: null}",
    ],
)
def test_every_name_that_an_author_chose_is_looked_for(folder: Path, changes: str) -> None:
    assert [code for _, code, _ in problems(folder, f"{changes}\n")] == ["extends-removes-nothing"]


def test_a_change_to_a_clause_that_is_not_there_misses_what_a_new_one_needs(folder: Path) -> None:
    assert ("north.yaml", "missing-key", 5) in problems(folder, "milestones:\n  skan: {due: day 3}\n")


@pytest.mark.parametrize(
    ("changes", "near"),
    [
        ("milestones: {toldd: {due: day 20}}", "told"),
        ('clocks: {"14a": {target: 15 days}}', "14"),
    ],
)
def test_a_change_under_a_name_that_is_a_slip_has_a_guess(folder: Path, changes: str, near: str) -> None:
    hints = [each.hint or "" for each in load(override(folder, f"{changes}\n")).problems if each.code == "missing-key"]
    assert hints
    assert all(hint.startswith(f'Did you mean "{near}"?') for hint in hints)


def test_an_error_of_the_override_hides_what_follows_from_it_in_the_base(folder: Path) -> None:
    bundled = 'carepath: 1\nextends: og@1.1.0\nversion: "2.0.0"\nstates: {testing: {role: centr}}\n'
    assert problems(folder, bundled, top="") == [("north.yaml", "unknown-name", 4)]


# Beside its base


def test_a_folder_with_a_base_and_its_overrides_has_no_problems(folder: Path) -> None:
    override(folder, "status: agreed\neffective: {from: 2016-06-01}\nmilestones: {scan: {due: day 10}}\n")
    found = check([folder])
    assert found.problems == ()
    assert [pathway.name for pathway in found.pathways] == ["demo@1.0.0", "demo_north@1.0.0"]


def test_a_later_version_of_the_base_may_not_be_in_force_with_it(folder: Path) -> None:
    top = TOP.replace("id: demo_north", 'version: "1.1.0"')
    later = override(folder, "status: agreed\neffective: {from: 2017-04-01}\n", top)
    (problem,) = check([folder]).problems
    assert (problem.code, Path(problem.source.file).name, problem.source.line) == ("versions-overlap", "north.yaml", 3)
    demo = folder / "demo.yaml"
    demo.write_text(demo.read_text("utf-8").replace("2016-04-01}", "2016-04-01, to: 2017-03-31}"), "utf-8")
    assert check([folder]).problems == ()
    versions = [load(demo).require(), load(later).require()]
    chosen = [
        library.choose("demo", [Entry(case="a", id="1", event="referral", occurred=day)], among=versions).name
        for day in (date(2017, 3, 31), date(2017, 4, 1))
    ]
    assert chosen == ["demo@1.0.0", "demo@1.1.0"]


def test_an_override_with_an_id_of_its_own_is_chosen_only_by_that_id(folder: Path) -> None:
    north = override(folder, "status: agreed\neffective: {from: 2016-06-01}\n")
    versions = [load(folder / "demo.yaml").require(), load(north).require()]
    referral = Entry(case="a", id="1", event="referral", occurred=date(2016, 9, 1))
    assert library.choose("demo", [referral], among=versions).name == "demo@1.0.0"
    assert library.choose("demo_north", [referral], among=versions).name == "demo_north@1.0.0"


def test_an_agreed_base_that_changes_is_noticed_through_the_override(folder: Path) -> None:
    override(folder, "status: agreed\neffective: {from: 2016-06-01}\n")
    assert main(["check", "--lock", str(folder)]) == 0
    demo = folder / "demo.yaml"
    demo.write_text(demo.read_text("utf-8").replace("day 28", "day 27"), "utf-8")
    found = [(Path(each.source.file).name, each.code) for each in check([folder]).problems]
    assert found == [("demo.yaml", "agreed-changed"), ("north.yaml", "agreed-changed")]


def test_base_and_override_differ_in_what_the_override_says(folder: Path) -> None:
    north = changed(folder, "milestones: {scan: {due: day 10}}\nroles: {centre: {providers: [RX1]}}\n")
    found = differences(load(folder / "demo.yaml").require(), north)
    assert [each.message for each in found if each.group in ("days", "responsible")] == [
        "The milestone “CT scan” (scan): its last day is now day 10; it was day 14.",
        "The role “Specialist centre” (centre) is no longer played by RWE.",
    ]
    assert [str(each.new).rsplit("/", 1)[-1] for each in found if each.subject == "milestone scan"] == ["north.yaml:4"]
