"""A definition is loaded whole or not at all, from one file or several, and every problem points into its file."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from carepath.authoring.folder import check
from carepath.authoring.load import document, load, loads, trusted
from carepath.authoring.lock import lock
from carepath.authoring.places import asked_for
from carepath.authoring.report import as_github, as_json, as_text
from carepath.authoring.shelf import Shelf
from carepath.model import Source
from carepath.problems import InvalidPathway, Problem
from hypothesis import given
from hypothesis import strategies as st

HERE = Path(__file__).parent
MINIMAL = (HERE / "minimal.yaml").read_text(encoding="utf-8")
EVENTS_END = "  died: {title: Died, life: death}\n"
AGREED = MINIMAL.replace("status: draft", "status: agreed\neffective: {from: 2020-01-01}")


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
    return folder / next(iter(files))


def places(problems: tuple[Problem, ...]) -> list[tuple[str, str, int, int]]:
    return [
        (Path(each.source.file).name, each.code, each.source.line, each.source.column)
        for each in problems
        if each.severity == "error"
    ]


def test_a_definition_without_mistakes_has_a_pathway_and_no_problems() -> None:
    loaded = load(HERE / "minimal.yaml")
    assert loaded.problems == ()
    assert loaded.require().name == "tiny@1.0.0"


def test_five_mistakes_in_one_file_give_five_messages_with_line_and_column() -> None:
    text = MINIMAL
    for old, new in [
        ("status: draft", "status: drafty"),
        ("test: required", "tset: required"),
        ("treatment: treated", "treatment: treeted"),
        ("target: 62 days", "target: 62 dayz"),
        ("life: death}\nstart", "lyfe: death}\nstart"),
    ]:
        assert text.count(old) == 1
        text = text.replace(old, new)
    assert places(loads(text, "five.yaml").problems) == [
        ("five.yaml", "not-one-of", 5, 9),
        ("five.yaml", "unknown-key", 21, 23),
        ("five.yaml", "unknown-name", 37, 13),
        ("five.yaml", "unknown-name", 48, 18),
        ("five.yaml", "bad-span", 56, 13),
    ]


def test_a_slip_in_a_name_does_not_hide_a_mistake_of_the_graph_and_makes_none() -> None:
    text = MINIMAL.replace("to: planned", "to: planed").replace(
        "  treated:", "  island: {role: local, on: {result: clear}}\n  treated:"
    )
    assert {each.code for each in loads(text).problems} == {"unknown-name", "unreachable-state"}


def test_require_raises_with_the_errors() -> None:
    loaded = loads(MINIMAL.replace("status: draft", "status: drafty"), "x.yaml")
    with pytest.raises(InvalidPathway, match=r'x\.yaml:5:9: "drafty" is not draft, agreed or superseded') as caught:
        loaded.require()
    assert caught.value.problems == loaded.problems


@pytest.mark.parametrize("path", ["nowhere.yaml", ".", "nowhere/x.yaml", "x\0y.yaml"])
def test_a_file_that_is_not_there_is_a_problem(path: str, tmp_path: Path) -> None:
    assert [each.code for each in load(f"{tmp_path}/{path}").problems] == ["file-not-found"]


def test_a_text_that_is_no_mapping_is_a_problem() -> None:
    assert [each.code for each in loads("- a\n- b").problems] == ["wrong-type"]


# uses


SHARED = """\
    carepath: 1
    shared: events/common
    events:
      early: {title: Early, data: {route: [usc, other]}}
      triage: {title: Triaged somewhere, codes: {snomed: ["1"]}, data: {urgent: yes_no}}
      late: {title: Late}
    exits:
      gone: {on: late, clocks: {"62": close, "99": exclude}}
    """
USING = MINIMAL.replace("sources:", "uses: [events/common]\nsources:", 1)


def test_what_is_used_comes_first_and_an_event_named_again_takes_its_own_place(tmp_path: Path) -> None:
    pathway = load(written(tmp_path, {"tiny.yaml": USING, "shared/events/common.yaml": SHARED})).require()
    assert list(pathway.events)[:4] == ["early", "late", "referral", "triage"]
    triage = pathway.events["triage"]
    assert triage.title == "Triaged"
    assert triage.codes == (("snomed", ("1",)),)
    assert [name for name, _ in triage.data] == ["urgent", "fit"]


def test_a_shared_exit_may_name_clocks_that_the_definition_does_not_have(tmp_path: Path) -> None:
    pathway = load(written(tmp_path, {"tiny.yaml": USING, "shared/events/common.yaml": SHARED})).require()
    assert [(way.id, way.clocks) for way in pathway.exits] == [
        ("gone", (("62", "close"),)),
        ("died", (("62", "close"),)),
    ]


def test_an_own_exit_may_not() -> None:
    text = MINIMAL.replace('on: died, clocks: {"62": close}', 'on: died, clocks: {"99": close}')
    assert places(loads(text, "x.yaml").problems) == [("x.yaml", "unknown-name", 62, 42)]


def test_a_mistake_in_a_shared_file_points_into_that_file(tmp_path: Path) -> None:
    shared = SHARED.replace("title: Late", "titel: Late").replace("on: late", "on: layte")
    loaded = load(written(tmp_path, {"tiny.yaml": USING, "shared/events/common.yaml": shared}))
    assert places(loaded.problems) == [("common.yaml", "unknown-key", 6, 10), ("common.yaml", "unknown-name", 8, 14)]
    assert loaded.problems[0].excerpt == "  late: {titel: Late}"


def test_a_used_id_written_again_is_a_mistake(tmp_path: Path) -> None:
    using = USING.replace("exits:\n", "exits:\n  gone: {on: treatment}\n")
    loaded = load(written(tmp_path, {"tiny.yaml": using, "shared/events/common.yaml": SHARED}))
    assert ("tiny.yaml", "duplicate-name", 63, 3) in places(loaded.problems)


@pytest.mark.parametrize("name", ["events/comon", "../secret", "/etc/passwd", "events/../../secret", "events//x", "."])
def test_what_is_not_found_is_one_problem_and_no_more_and_names_lead_nowhere_else(name: str, tmp_path: Path) -> None:
    using = USING.replace("events/common", name).replace("on: died, clocks", "on: late, clocks")
    files = {"inner/tiny.yaml": using, "inner/shared/events/common.yaml": SHARED, "secret.yaml": SHARED}
    loaded = load(written(tmp_path, files))
    assert [code for _, code, _, _ in places(loaded.problems)] == ["uses-not-found"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    file = written(tmp_path, {"in/tiny.yaml": USING, "in/shared/events/x.yaml": SHARED, "out.yaml": SHARED})
    (tmp_path / "in/shared/events/common.yaml").symlink_to(tmp_path / "out.yaml")
    assert [code for _, code, _, _ in places(load(file).problems)] == ["uses-not-found"]


def test_a_shared_file_is_not_a_definition(tmp_path: Path) -> None:
    assert places(load(written(tmp_path, {"common.yaml": SHARED})).problems) == [("common.yaml", "shared-file", 2, 1)]


# extends


PATCH = """\
    carepath: 1
    extends: tiny@1.0.0
    id: tiny_local
    version: "2.0.0"
    roles:
      centre: {providers: [RX1, RX2]}
    milestones:
      seen: {due: day 7}
      told: null
    """


def test_a_small_patch_changes_a_definition_key_by_key(tmp_path: Path) -> None:
    pathway = load(written(tmp_path, {"local.yaml": PATCH, "tiny.yaml": MINIMAL})).require()
    assert pathway.name == "tiny_local@2.0.0"
    assert list(pathway.milestones) == ["seen"]
    assert str(pathway.milestones["seen"].due) == "day 7"
    assert pathway.milestones["seen"].events == ("first_seen", "test")
    assert [listing.provider for listing in pathway.roles["centre"].listings] == ["RX1", "RX2"]


def test_a_mistake_points_into_the_file_at_fault(tmp_path: Path) -> None:
    patch = PATCH.replace("seen: {due: day 7}", "seen: {due: day x}")
    base = MINIMAL.replace("treatment: treated", "treatment: treeted")
    loaded = load(written(tmp_path, {"local.yaml": patch, "tiny.yaml": base}))
    assert places(loaded.problems) == [("local.yaml", "bad-deadline", 8, 15), ("tiny.yaml", "unknown-name", 48, 18)]


def test_a_base_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = load(written(tmp_path, {"local.yaml": PATCH.replace("1.0.0", "1.0.1"), "tiny.yaml": MINIMAL})).problems
    assert (problem.code, problem.hint) == ("extends-not-found", 'Did you mean "tiny@1.0.0"?')


def test_definitions_that_extend_each_other_are_a_problem(tmp_path: Path) -> None:
    other = PATCH.replace("tiny_local", "tiny").replace("2.0.0", "3.0.0").replace("tiny@1.0.0", "tiny_local@2.0.0")
    loaded = load(written(tmp_path, {"a.yaml": PATCH.replace("tiny@1.0.0", "tiny@3.0.0"), "b.yaml": other}))
    assert [code for _, code, _, _ in places(loaded.problems)] == ["extends-circle"]


# Agreement


def test_comments_and_order_change_no_hash_but_the_order_of_events_does() -> None:
    plain = loads(MINIMAL).require().hash
    reordered = MINIMAL.replace(
        "zone: Europe/London\ncalendar: england", "calendar: england   # here\nzone: Europe/London"
    )
    moved = MINIMAL.replace(EVENTS_END, "").replace("events:\n", "events:\n" + EVENTS_END)
    assert loads(reordered).require().hash == plain
    assert loads(moved).require().hash != plain
    assert loads(MINIMAL.replace("62 days", "61 days")).require().hash != plain


def test_an_agreed_definition_that_changes_needs_a_new_version(tmp_path: Path) -> None:
    file = written(tmp_path, {"tiny.yaml": AGREED})
    (tmp_path / "agreed.lock").write_text(lock([load(file).require()]), encoding="utf-8")
    assert load(file).problems == ()
    file.write_text(AGREED.replace("62 days", "61 days"), encoding="utf-8")
    assert [each.code for each in load(file).problems] == ["agreed-changed"]
    file.write_text(AGREED.replace("62 days", "61 days").replace("1.0.0", "1.0.1"), encoding="utf-8")
    assert [(each.code, each.severity) for each in load(file).problems] == [("agreed-not-locked", "warning")]


# Folders


def test_a_folder_is_checked_with_its_shared_files_and_each_problem_comes_once(tmp_path: Path) -> None:
    written(
        tmp_path,
        {
            "a.yaml": USING,
            "b.yaml": USING.replace("id: tiny", "id: other"),
            "shared/events/common.yaml": SHARED.replace("title: Late", "titel: Late"),
            "shared/exits/unused.yaml": "carepath: 1\nshared: exits/unused\nexit: {}\n",
        },
    )
    assert places(check([tmp_path]).problems) == [
        ("common.yaml", "unknown-key", 6, 10),
        ("unused.yaml", "unknown-key", 3, 1),
    ]


def test_agreed_versions_in_force_on_the_same_day_are_a_problem(tmp_path: Path) -> None:
    later = AGREED.replace("1.0.0", "1.1.0").replace("2020-01-01", "2021-01-01")
    written(tmp_path, {"a.yaml": AGREED, "b.yaml": later})
    assert [code for _, code, _, _ in places(check([tmp_path]).problems)] == ["versions-overlap"]
    written(tmp_path, {"a.yaml": AGREED.replace("from: 2020-01-01", "from: 2020-01-01, to: 2020-12-31")})
    assert check([tmp_path]).problems == ()


def test_one_version_in_two_files_is_a_problem(tmp_path: Path) -> None:
    written(tmp_path, {"a.yaml": MINIMAL, "b.yaml": MINIMAL})
    assert places(check([tmp_path]).problems) == [("b.yaml", "version-twice", 2, 1)]


# What is said


PROBLEM = Problem(
    Source("a,b:c.yaml", 12, 5),
    "unknown-name",
    'There is no state "x%".',
    'Did you mean "y"?',
    width=2,
    excerpt="    xx: \x1b[1m",
)


def test_text_shows_the_line_the_caret_and_what_to_do() -> None:
    assert as_text([PROBLEM]) == dedent("""\
        a,b:c.yaml:12:5: error unknown-name: There is no state "x%".
           |
        12 |     xx: \N{REPLACEMENT CHARACTER}[1m
           |     ^^
           = Did you mean "y"?

        1 error""")


def test_text_says_that_nothing_is_wrong() -> None:
    assert as_text([]) == "No problems."


def test_json_has_the_promised_fields() -> None:
    assert json.loads(as_json([PROBLEM])) == {
        "problems": [
            {
                "file": "a,b:c.yaml",
                "line": 12,
                "column": 5,
                "code": "unknown-name",
                "severity": "error",
                "message": 'There is no state "x%".',
                "hint": 'Did you mean "y"?',
            }
        ]
    }


def test_github_annotations_are_escaped() -> None:
    assert as_github([PROBLEM]) == (
        '::error file=a%2Cb%3Ac.yaml,line=12,col=5::unknown-name: There is no state "x%25". Did you mean "y"?'
    )


# Anything at all


@given(
    st.integers(0, len(MINIMAL)),
    st.integers(0, 30),
    st.text(alphabet="abz:-[]{},#\"' \n0162", max_size=8)
    | st.sampled_from(["null", "[]", "{}", "true", "\n  ", ": {", "yes"]),
)
def test_any_damage_to_a_definition_gives_a_pathway_or_problems(place: int, length: int, put: str) -> None:
    loaded = loads(MINIMAL[:place] + put + MINIMAL[place + length :], "x.yaml")
    assert (loaded.pathway is None) == any(each.severity == "error" for each in loaded.problems)
    assert list(loaded.problems) == sorted(set(loaded.problems), key=lambda each: each.place)


def test_a_locked_definition_is_the_same_without_being_checked_again(tmp_path: Path) -> None:
    file = asked_for(written(tmp_path, {"tiny.yaml": USING, "shared/events/common.yaml": SHARED}))
    checked = load(tmp_path / "tiny.yaml").require()
    assert trusted(document(file, Shelf()), {"tiny@1.0.0": checked.hash}) == checked
    assert trusted(document(file, Shelf()), {"tiny@1.0.0": "0" * 64}) is None
    assert trusted(document(file, Shelf()), {}) is None


def test_reading_a_locked_definition_needs_neither_schema_nor_graph_library() -> None:
    script = dedent("""\
        import sys
        from carepath.authoring.build import content_hash
        from carepath.authoring.load import document, trusted
        from carepath.authoring.places import asked_for
        from carepath.authoring.shelf import Shelf
        found = document(asked_for(sys.argv[1]), Shelf())
        assert trusted(found, {"tiny@1.0.0": content_hash(found.own)})
        print({"jsonschema", "networkx"} & set(sys.modules))
        """)
    command = [sys.executable, "-c", script, str(HERE / "minimal.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
