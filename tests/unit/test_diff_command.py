"""`carepath diff`: what it prints, its exit status, and the dry run against both judgements made by hand."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from carepath import Assessment, Calendar, Pathway, evaluate, load
from carepath.__main__ import main
from carepath.differences import BUMPS, differences
from carepath.differences.dry_run import touched
from carepath.intake import read
from carepath.rows import cases

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
OG = load(FIXTURES / "og.yaml").require()
RECORD = ROOT / "examples" / "og_record.csv"
DAY = date(2016, 11, 3)
SMALL = """\
case,id,event,occurred,provider,route,pathway
a1,1,referral,2016-09-01,RK5,usc,
a1,2,ogd,2016-09-07,RK5,,
a2,3,referral,2016-09-01,RK5,usc,og
a2,4,triage,2016-09-02,RK5,,
a2,5,ogd,2016-09-05,RK5,,
NA,6,referral,2016-10-31,RK5,usc,
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    copytree(FIXTURES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "e.csv").write_text(SMALL, "utf-8")

    def called(*arguments: str) -> tuple[int, str, str]:
        status = main(("diff", *arguments))
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return called


def day_five(run: Any, head: str = 'version: "2.0.0"') -> str:
    Path("five.yaml").write_text(
        f"carepath: 1\nextends: og@1.1.0\n{head}\nmilestones: {{ogd: {{due: day 5}}}}\n", "utf-8"
    )
    return "five.yaml"


# Text


def test_no_difference_is_said(run: Any) -> None:
    status, out, err = run("og@1.1.0", "og@1.1.0")
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "No differences."


def test_differences_stand_under_headings_with_both_lines(run: Any) -> None:
    status, out, _ = run("og.yaml", "og_next.yaml")
    lines = out.splitlines()
    assert status == 0
    assert lines[0] == "og@1.1.0 (og.yaml) → og@2.0.0 (og_next.yaml)"
    assert [line for line in lines if line and not line.startswith(" ")][1:-1] == [
        "Steps", "Days", "Who is responsible", "Datasets", "Vocabulary", "Governance",
    ]  # fmt: skip
    at = lines.index("  The milestone “Endoscopy” (ogd): its last day is now day 5; it was day 7. [major]")
    assert lines[at + 1].endswith("→ og_next.yaml:46")
    assert lines[-1] == "28 differences; a major version is asked for, 2.0.0 or later: 2.0.0 is enough."


CITING = 'carepath: 1\nextends: og@1.1.0\nversion: "2.0.0"\ncite: breach\n'


def test_clauses_that_follow_the_source_of_the_whole_are_one_difference(run: Any) -> None:
    Path("citing.yaml").write_text(CITING, "utf-8")
    status, out, _ = run("og@1.1.0", "citing.yaml")
    alike = [line for line in out.splitlines() if "clauses now rest on" in line]
    assert status == 0
    assert len(alike) == 1
    assert re.fullmatch(
        r"  \d+ clauses now rest on “National [^”]+”.*; they rested on “East [^”]+”.* \[patch\]", alike[0]
    )
    at = out.splitlines().index(alike[0])
    named = out.splitlines()[at + 1 : at + 4]
    assert all(re.fullmatch(r"    (The|In the) .+: \S+:\d+ → \S+:\d+", line) for line in named)
    assert "more; --format json names each" in out.splitlines()[at + 4]


def test_json_names_each_of_the_clauses_that_changed_alike(run: Any) -> None:
    Path("citing.yaml").write_text(CITING, "utf-8")
    _, out, _ = run("og@1.1.0", "citing.yaml", "--format", "json")
    (alike,) = [each for each in json.loads(out)["differences"] if "clauses" in each]
    assert alike["message"].startswith(f"{len(alike['clauses'])} clauses now rest on ")
    assert alike["subject"] == alike["clauses"][0]["subject"]
    subjects = [(each["subject"], each["new"]["line"]) for each in alike["clauses"]]
    assert len(subjects) > 100


def test_the_versions_of_og_differ_in_a_page_and_not_in_a_book(run: Any) -> None:
    _, out, _ = run("og@1.0.0", "og@1.1.0")
    assert len(out.splitlines()) < 50


def test_nothing_python_says_stands_in_the_differences_of_the_library(run: Any) -> None:
    _, out, _ = run("prostate@1.0.0", "prostate@2.0.0")
    assert "None" not in out
    assert "there is no answer now; it was “Not cancer”." in out
    _, out, _ = run("prostate@2.0.0", "prostate@1.0.0")
    assert "None" not in out
    assert "the answer is now “Not cancer”; there was none." in out


def test_a_version_that_rises_too_little_gives_status_1(run: Any) -> None:
    status, out, _ = run("og.yaml", day_five(run, 'version: "1.2.0"'))
    assert status == 1
    assert out.splitlines()[-1].endswith("; a major version is asked for, 2.0.0 or later: 1.2.0 is too small.")


def test_versions_of_two_ids_are_not_compared(run: Any) -> None:
    status, out, _ = run("og.yaml", day_five(run, "id: og_north"))
    assert status == 0
    assert out.splitlines()[-1].endswith("The two go by different ids, so their versions are not compared.")


# JSON


def test_json_holds_the_same(run: Any) -> None:
    status, out, _ = run("og.yaml", day_five(run, 'version: "1.2.0"'), "--format", "json")
    told = json.loads(out)
    assert status == 1
    assert told["bump"] == {"asked": "major", "made": "minor", "version": "2.0.0", "enough": False}
    assert told["cases"] is None
    (days,) = [each for each in told["differences"] if each["group"] == "days"]
    assert days["new"] == {"file": "five.yaml", "line": 4}
    assert days | {"old": None} == {
        "group": "days",
        "bump": "major",
        "subject": "milestone ogd",
        "message": "The milestone “Endoscopy” (ogd): its last day is now day 5; it was day 7.",
        "old": None,
        "new": {"file": "five.yaml", "line": 4},
    }


# The dry run


def test_the_patients_touched_are_listed(run: Any) -> None:
    status, out, err = run("og.yaml", day_five(run), "--cases", "e.csv", "--as-of", "2016-11-03")
    lines = out.splitlines()
    assert (status, err) == (0, "")
    at = lines.index("As of 2016-11-03: 2 of 3 cases would stand otherwise (6 rows read, 0 left out).")
    assert lines[at + 1 :] == [
        "  raised     late ogd: 1",
        "",
        "NA: referred",
        "  due        Book endoscopy slot is now due by 2016-11-04",
        "  due        Gastroscopy with biopsies is due by 2016-11-05; it was due by 2016-11-07",
        "",
        "a1: testing",
        "  raised     late ogd: Endoscopy was done on 7 September 2016, 1 day after its last day, 6 September 2016.",
    ]


def test_rows_that_name_the_old_id_are_judged_by_the_new_one_too(run: Any) -> None:
    text = SMALL.replace(",usc,\n", ",usc,og\n").replace(",,\n", ",,og\n")
    Path("e.csv").write_text(text, "utf-8")
    new = day_five(run, "id: og_north")
    told = json.loads(run("og.yaml", new, "--cases", "e.csv", "--as-of", "2016-11-03", "--format", "json")[1])
    assert [each["case"] for each in told["cases"]["touched"]] == ["NA", "a1"]


def test_without_a_day_it_is_today_and_said(run: Any) -> None:
    _, out, err = run("og.yaml", day_five(run), "--cases", "e.csv")
    assert err.startswith("as of today, ")
    assert "of 3 cases would stand otherwise" in out


def test_rows_left_out_are_counted_and_give_status_3(run: Any) -> None:
    Path("e.csv").write_text(SMALL + "a4,7,referral,someday,RK5,usc,\n", "utf-8")
    status, out, err = run("og.yaml", day_five(run), "--cases", "e.csv", "--as-of", "2016-11-03")
    assert status == 3
    assert "(7 rows read, 1 left out)" in out
    assert "1 of 7 rows was left out" in err


def test_a_version_too_small_weighs_more_than_rows_left_out(run: Any) -> None:
    Path("e.csv").write_text(SMALL + "a4,7,referral,someday,RK5,usc,\n", "utf-8")
    new = day_five(run, 'version: "1.2.0"')
    assert run("og.yaml", new, "--cases", "e.csv", "--as-of", "2016-11-03")[0] == 1


def by_hand(pathway: Pathway) -> dict[str, Assessment]:
    calendar = Calendar.named(pathway.calendar)
    return {
        case: evaluate(pathway, calendar, entries, DAY) for case, entries in cases(read(str(RECORD)).entries).items()
    }


BEFORE = by_hand(OG)


def test_exactly_the_patients_that_stand_otherwise_are_listed(run: Any) -> None:
    after = by_hand(load(FIXTURES / "og_next.yaml").require())
    expected = {case for case in BEFORE if standing(BEFORE[case]) != standing(after[case])}
    status, out, _ = run(
        "og.yaml", "og_next.yaml", "--cases", str(RECORD), "--as-of", DAY.isoformat(), "--format", "json"
    )
    told = json.loads(out)["cases"]
    assert status == 0
    assert {each["case"] for each in told["touched"]} == expected
    assert 0 < len(expected) < told["judged"] == len(BEFORE)
    for each in told["touched"]:
        old, new = BEFORE[each["case"]], after[each["case"]]
        raised, withdrawn = (codes(new) - codes(old), codes(old) - codes(new))
        assert {(one["code"], one["subject"]) for one in each["raised"]} == raised
        assert {(one["code"], one["subject"]) for one in each["withdrawn"]} == withdrawn


def standing(assessment: Assessment) -> object:
    findings = {(each.identity, each.day, each.days_over, each.provider) for each in assessment.findings}
    due = {
        (each.what, each.milestone, each.episode, each.earliest, each.last_good_day, each.role, each.provider)
        for each in assessment.due
    }
    return (assessment.state, assessment.closed, findings, due)


def codes(assessment: Assessment) -> set[tuple[str, str]]:
    return {(each.code, each.subject) for each in assessment.findings}


# What the three kinds of version promise, on the record of the examples


EASIER = {
    "later": ("due: day 7, cite: ipt", "due: day 9, cite: ipt"),
    "later transfer": ("    due: day 38\n", "    due: day 45\n"),
    "longer to confirm": ("acknowledge: 2 working days", "acknowledge: 5 working days"),
    "task optional": ("      ct: required\n", "      ct: optional\n"),
    "item optional": ("attribute: performance_status, cite", "attribute: performance_status, optional: yes, cite"),
    "another provider": ("providers: [RX1, RWE], cite", "providers: [RX1, RWE, RNS], cite"),
    "may be repeated": ("  eus: {title: Endoscopic ultrasound}", "  eus: {title: Endoscopic ultrasound, repeat: yes}"),
}
WORDS = {
    "title": ("  eus: {title: Endoscopic ultrasound}", "  eus: {title: Ultrasound}"),
    "question": ("question: Fit for endoscopy?", "question: Fit for it?"),
    "checked": ("due: day 7, cite: ipt, verified: false", "due: day 7, cite: ipt"),
    "status": ("status: agreed", "status: superseded"),
    "days in force": ("from: 2016-08-01", "from: 2015-08-01"),
}


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("change", EASIER)
def test_a_minor_change_makes_no_case_worse_and_nothing_due_earlier(change: str) -> None:
    for case, after in judged(*EASIER[change], "minor").items():
        found = touched(BEFORE[case], after)
        assert found is None or len(found.raised) <= len(found.withdrawn)
        for was, now in () if found is None else found.due:
            if was is not None and now is not None and was.last_good_day and now.last_good_day:
                assert was.last_good_day <= now.last_good_day


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("change", WORDS)
def test_a_patch_touches_nobody(change: str) -> None:
    for case, after in judged(*WORDS[change], "patch").items():
        assert touched(BEFORE[case], after) is None


def judged(before: str, after: str, bump: str) -> dict[str, Assessment]:
    text = (FIXTURES / "og.yaml").read_text("utf-8")
    assert text.count(before) == 1
    Path("changed.yaml").write_text(text.replace(before, after), "utf-8")
    changed = load("changed.yaml").require()
    assert max((each.bump for each in differences(OG, changed)), key=BUMPS.index) == bump
    return by_hand(changed)


# Misuse


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("og@1.1.0", "og@9.9.9"), 'There is no bundled definition "og@9.9.9".'),
        (("og@1.1.0", "next"), "A file is named with its ending, for example next.yaml."),
        (("og@1.1.0", "og@1.1.0", "--as-of", "2016-11-03"), "name a record with --cases"),
        (("og@1.1.0", "og@1.1.0", "--cases", "none.csv", "--as-of", "2016-11-03"), "there is no such file"),
        (("og@1.1.0", "og@1.1.0", "--cases", "e.csv", "--as-of", "soon"), "'soon'"),
        (("og@1.1.0",), "NEW"),
    ],
)
def test_misuse_is_one_clear_sentence(run: Any, arguments: tuple[str, ...], said: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("carepath diff: ")
    assert said in err
    assert err.count("\n") == 1


def test_a_broken_definition_gives_its_problems(run: Any) -> None:
    Path("broken.yaml").write_text("carepath: 1\nextends: og@1.1.0\nid: x\nmilestones: {ogd: {due: soon}}\n", "utf-8")
    status, out, err = run("og@1.1.0", "broken.yaml")
    assert (status, out) == (1, "")
    assert "broken.yaml:4:25: error bad-deadline" in err
