"""The command line: what it prints, its exit status, and one clear sentence for every misuse."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from carepath import library
from carepath.__main__ import COMMANDS, main
from carepath.commands import cases as over_cases
from carepath.commands import doctor, new
from carepath.commands.schema import schema

DEFINITION = """\
carepath: 1
id: demo
version: "1.0.0"
title: Demonstration
status: draft
zone: Europe/London
calendar: england
day_zero: "62"
uses: [events/cancer]
roles:
  local: {title: Diagnosing trust, providers: any}
  centre: {title: Specialist centre, providers: [RX1]}
events: {ogd: {title: Gastroscopy}}
start: [{on: referral, to: testing}]
states:
  testing: {title: Tests, role: local, tasks: {ogd: required}, on: {told: planning}}
  planning: {title: Waiting for treatment, role: centre, on: {treatment: treated}}
  treated: {title: Treated, end: treated}
clocks:
  "62": {title: Wait, start: referral, stop: treatment, target: 62 days, verified: false}
milestones:
  ogd: {event: ogd, due: day 7, verified: false}
"""
EVENTS = """\
id,case,event,occurred,provider,recorded
a1,17,referral,2016-09-01,RK5,
a2,17,ogd,2016-09-12,RK5,2016-09-14T09:00
b1,NA,referral,2016-09-05,RK5,
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "demo.yaml").write_text(DEFINITION)
    (tmp_path / "e.csv").write_text(EVENTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


Run = tuple[int, str, str]


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def called(*arguments: str) -> Run:
        status = main(arguments)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return called


# Nothing but the command line


def test_without_a_command_the_commands_are_listed(run: Any) -> None:
    assert run()[0] == 2
    status, out, _ = run("--help")
    assert status == 0
    assert all(name in out for name in COMMANDS)


def test_an_unknown_command_is_refused_with_a_guess(run: Any) -> None:
    assert run("asses") == (2, "", "carepath: there is no command 'asses'; did you mean assess?\n")
    assert "The commands are" in run("xyz")[2]


def test_the_version_is_said(run: Any) -> None:
    assert run("--version")[1].startswith("carepath ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Any, name: str) -> None:
    status, out, err = run(name, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"usage: carepath {name}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("assess demo.yaml e.csv --as-off 2016-09-08", "there is no option --as-off; did you mean --as-of?"),
        ("assess demo.yaml e.csv", "the following arguments are required: --as-of"),
        ("assess demo.yaml e.csv --as-of 08/09/2016", "'08/09/2016' is not a date such as 2016-02-03"),
        ("assess demo.yaml e.csv --as-of 2016-02-30", "'2016-02-30' is not a day or a time that exists"),
        ("assess demo.yaml e.csv --as-of 2016-09-08 --format xml", "invalid choice: 'xml'"),
        ("assess demo.yaml e.csv --as-of 2016-09-08 --case 117", "there is no case '117' in e.csv; did you mean 17?"),
        ("assess demo.yaml e.csv --as-of 2016-09-08 --case x", "there is no case 'x' among the 2 in e.csv, such as 17"),
        ("assess demo.yaml none.csv --as-of 2016-09-08", "none.csv: cannot be opened: there is no such file"),
        ("assess demo.yaml . --as-of 2016-09-08", "it is a folder, not a file"),
        ("assess ogg e.csv --as-of 2016-09-08", 'There is no bundled definition "ogg".'),
        ("assess og@9.9.9 e.csv --as-of 2016-09-08", 'There is no bundled definition "og@9.9.9".'),
        ("worklist demo.yaml e.csv --as-of 2016-09-08 --role center", "no role 'center'; did you mean centre?"),
        ("worklist demo.yaml e.csv --as-of 2016-09-08 --provider RK6", "a provider 'RK6'; did you mean RK5?"),
        ("explain demo.yaml e.csv --case na", "there is no case 'na' in e.csv; did you mean NA?"),
        ("history demo.yaml e.csv", "the following arguments are required: --case"),
        ("help no-such-code", "there is no page on 'no-such-code'"),
        ("schema pathwya", "invalid choice: 'pathwya'"),
        ("new demo.yaml", "demo.yaml is there already; it was left as it is"),
        ("new x.yaml --role Big=x", "--role is written id=Title"),
        ("new no/such/folder.yaml", "no/such/folder.yaml: no such file or directory"),
        ("check", "the following arguments are required: PATHS"),
        ("check demo.yaml --lock", "--lock is for folders, and demo.yaml is a file"),
    ],
)
def test_misuse_is_one_sentence_and_status_two(run: Any, arguments: str, said: str) -> None:
    status, out, err = run(*arguments.split())
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert err.startswith(f"carepath {arguments.split()[0]}: ")


# Cases


def test_assess_prints_a_line_of_json_for_each_case(run: Any) -> None:
    status, out, err = run("assess", "demo.yaml", "e.csv", "--as-of", "2016-09-08")
    assert (status, err) == (0, "")
    found = [json.loads(line) for line in out.splitlines()]
    assert [one["case"] for one in found] == ["17", "NA"]
    for one in found:
        jsonschema.validate(one, schema("assessment"))
    assert found[0]["due"][0]["days_left"] == 0


def test_assess_of_one_case_as_text_and_csv(run: Any) -> None:
    options = ("assess", "demo.yaml", "e.csv", "--as-of", "2016-09-13", "--case", "17")
    assert "late ogd" in run(*options, "--format", "text")[1]
    rows = list(csv.DictReader(io.StringIO(run(*options, "--format", "csv")[1])))
    assert [(row["case"], row["milestone"], row["verdict"]) for row in rows] == [
        ("17", "62", "pending"),
        ("17", "ogd", "late"),
    ]


def test_known_at_hides_what_was_recorded_later(run: Any) -> None:
    options = ("assess", "demo.yaml", "e.csv", "--as-of", "2016-09-13", "--case", "17", "--known-at")
    before, after = (json.loads(run(*options, day)[1]) for day in ("2016-09-13", "2016-09-14"))
    assert before["events"]["read"] == 1
    assert after["events"]["read"] == 2


def test_rows_left_out_are_reported_and_the_status_says_so(run: Any, here: Path) -> None:
    (here / "e.csv").write_text(EVENTS + "c1,18,ogd,12/09/2016,RK5,\nc2,18,referral,2016-09-01,RK5,\n")
    status, out, err = run("assess", "demo.yaml", "e.csv", "--as-of", "2016-09-08")
    assert status == 3
    assert len(out.splitlines()) == 3
    assert err.splitlines() == [
        "e.csv:5: 'occurred' is not a date such as 2016-02-03 or an instant such as 2016-02-03T14:05 "
        "(--dates dmy reads 03/02/2016 as 3 February)",
        "e.csv: 1 of 5 rows was left out",
    ]
    assert run("assess", "demo.yaml", "e.csv", "--as-of", "2016-09-20", "--dates", "dmy")[0] == 0


def test_a_definition_with_problems_is_status_one(run: Any, here: Path) -> None:
    (here / "demo.yaml").write_text(DEFINITION.replace("to: testing", "to: testin"))
    status, out, err = run("assess", "demo.yaml", "e.csv", "--as-of", "2016-09-08")
    assert (status, out) == (1, "")
    assert "demo.yaml:14:" in err


def test_an_instant_in_a_repeated_hour_is_reported(run: Any, here: Path) -> None:
    (here / "e.csv").write_text("case,event,occurred\n1,referral,2016-10-30T01:30\n2,referral,2016-03-27T01:30\n")
    _, _, err = run("assess", "demo.yaml", "e.csv", "--as-of", "2016-11-08")
    assert err == "e.csv: 1 instants without offset stand in an hour that comes twice; the first was taken\n"


def test_events_come_from_standard_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(EVENTS.encode())))
    assert len(run("assess", "demo.yaml", "-", "--as-of", "2016-09-08")[1].splitlines()) == 2


def test_the_worklist_is_a_table_or_json_and_may_be_empty(run: Any) -> None:
    options = ("worklist", "demo.yaml", "e.csv", "--as-of", "2016-09-08")
    status, out, _ = run(*options)
    assert status == 0
    assert out.splitlines()[1].split()[:3] == ["0", "2016-09-08", "17"]
    assert "Gastroscopy" not in run(*options, "--role", "centre")[1]
    assert json.loads(run(*options, "--format", "json")[1].splitlines()[0])["what"] == "ogd"
    assert run("worklist", "demo.yaml", "e.csv", "--as-of", "2015-09-08")[1] == "Nothing is due.\n"


def test_explain_says_which_day_it_takes_where_none_is_given(run: Any) -> None:
    status, out, err = run("explain", "demo.yaml", "e.csv", "--case", "17")
    today = datetime.now(ZoneInfo("Europe/London")).date().isoformat()
    assert (status, err) == (0, f"as of today, {today} (--as-of gives another day)\n")
    assert out.startswith("Case 17: Demonstration")
    assert run("explain", "demo.yaml", "e.csv", "--case", "17", "--as-of", "2016-09-13")[2] == ""


def test_history_names_the_entry_that_changed_a_finding(run: Any) -> None:
    options = ("history", "demo.yaml", "e.csv", "--case", "17", "--as-of", "2016-09-20")
    assert any("entry a2" in line and "withdrawn" in line for line in run(*options)[1].splitlines())
    found = [json.loads(line) for line in run(*options, "--format", "json")[1].splitlines()]
    assert [(one["cause"], one["change"], one["finding"]["code"]) for one in found][-1] == ("a2", "raised", "late")
    quiet = run("history", "demo.yaml", "e.csv", "--case", "17", "--as-of", "2016-09-01")
    assert quiet[1] == "No finding was ever raised.\n"


def test_a_bundled_definition_is_chosen_by_case_or_named(run: Any, here: Path) -> None:
    (here / "og.csv").write_text("case,event,occurred,route\n1,referral,2016-09-01,usc\n")
    status, out, _ = run("assess", "og", "og.csv", "--as-of", "2016-09-08")
    assert (status, json.loads(out)["pathway"]) == (0, "og")
    version = json.loads(out)["version"]
    assert json.loads(run("assess", f"og@{version}", "og.csv", "--as-of", "2016-09-08")[1])["version"] == version


def test_a_case_without_a_definition_in_force_is_left_out_and_the_others_are_not(run: Any, here: Path) -> None:
    (here / "og.csv").write_text("case,event,occurred,route\n1,referral,2016-09-01,usc\n2,referral,1950-09-01,usc\n")
    status, out, err = run("assess", "og", "og.csv", "--as-of", "2016-09-08")
    assert status == 3
    assert [json.loads(line)["case"] for line in out.splitlines()] == ["1"]
    assert "og.csv: case '2' is left out (1 rows): No version of og was in force" in err
    assert run("assess", "og", "og.csv", "--as-of", "2016-09-08", "--case", "2")[0] == 2


def test_progress_is_said_on_long_work_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(over_cases.progress((1, 2), True)) == [1, 2]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(over_cases, "SOON", -1.0)
    monkeypatch.setattr(over_cases, "OFTEN", -1.0)
    assert list(over_cases.progress((1, 2), True)) == [1, 2]
    assert capsys.readouterr().err == "\r1 of 2 cases\r2 of 2 cases\n"
    assert list(over_cases.progress((1, 2), False)) == [1, 2]
    assert capsys.readouterr().err == ""


# Definitions


def test_check_says_how_many_there_are(run: Any) -> None:
    assert run("check", "demo.yaml") == (0, "1 definition, no problems\n", "")


def test_check_shows_problems_in_three_forms(run: Any, here: Path) -> None:
    (here / "demo.yaml").write_text(DEFINITION.replace("to: testing", "to: testin"))
    status, out, _ = run("check", "demo.yaml")
    assert status == 1
    assert "demo.yaml:14:" in out
    status, out, _ = run("check", "demo.yaml", "--format", "json")
    assert status == 1
    assert list(json.loads(out)["problems"][0]) == ["file", "line", "column", "code", "severity", "message", "hint"]
    assert run("check", "demo.yaml", "--format", "github")[1].startswith("::error file=demo.yaml,line=14")


def test_check_of_a_missing_file_is_a_problem(run: Any) -> None:
    status, out, err = run("check", "none.yaml")
    assert (status, err) == (1, "")
    assert "none.yaml" in out


def test_check_writes_the_lock_of_a_folder_without_errors(run: Any, here: Path) -> None:
    folder = here / "definitions"
    folder.mkdir()
    agreed = DEFINITION.replace("status: draft", "status: agreed\neffective: {from: 2016-08-01}")
    (folder / "demo.yaml").write_text(agreed)
    assert run("check", "definitions", "--lock")[0] == 0
    assert "demo@1.0.0 " in (folder / "agreed.lock").read_text()
    (folder / "demo.yaml").write_text(agreed.replace("Demonstration", "Changed"))
    status, out, err = run("check", "definitions", "--lock")
    assert status == 1
    assert "agreed-changed" in out
    assert err == "agreed.lock was not written, as there are errors\n"


def test_list_shows_the_bundled_definitions(run: Any) -> None:
    status, out, _ = run("list")
    assert status == 0
    assert [f"{row.split()[0]}@{row.split()[1]}" for row in out.splitlines()[1:]] == list(library.names())
    found = json.loads(run("list", "--format", "json")[1])["pathways"]
    assert all(one["unverified"] <= one["days"] for one in found)


@pytest.mark.parametrize("name", ["pathway", "entry", "assessment", "finding"])
def test_schema_prints_json(run: Any, name: str) -> None:
    assert json.loads(run("schema", name)[1])["$schema"].endswith("2020-12/schema")


def test_help_explains_a_code_and_lists_all(run: Any) -> None:
    codes = run("help")[1].split()
    assert "bad-date" in codes
    assert "Not a date" in run("help", "bad-date")[1]
    assert "did you mean bad-date?" in run("help", "bad-dat")[2]


def test_doctor_says_what_is_there_and_what_would_install_the_rest(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = run("doctor")
    assert status == 0
    assert "pyyaml" in out
    assert "bank holidays" in out
    monkeypatch.setattr(doctor, "_version", lambda name: None)
    monkeypatch.setattr(doctor, "_zone", lambda: None)
    status, out, _ = run("doctor")
    assert status == 1
    assert "pip install 'carepath[cohort]'" in out
    assert "pip install tzdata" in out


@pytest.mark.parametrize(
    "arguments",
    [(), ("--site", "Head & neck"), ("--site", "2nd: \"odd\" site #", "--role", "one=One: a 'trust'"),
     ("--role", "a", "--role", "b=Bee", "--role", "c=See")],
)  # fmt: skip
def test_a_new_definition_passes_check(run: Any, arguments: tuple[str, ...]) -> None:
    status, out, err = run("new", "begun.yaml", *arguments)
    assert (status, err) == (0, "")
    assert "carepath check begun.yaml" in out
    assert run("check", "begun.yaml") == (0, "1 definition, no problems\n", "")


@pytest.mark.parametrize("name", ["begun.yaml", 'site\'s "odd" name.yml'])
def test_the_first_cases_of_a_new_definition_pass_test(run: Any, name: str) -> None:
    assert f"cases/{name} was written. Next: carepath test cases/{name}" in run("new", name)[1]
    status, out, err = run("test", f"cases/{name}")
    assert (status, err) == (0, "")
    assert out.startswith("3 cases on 4 days, all as expected\nexample@0.1.0: its cases reach ")


def test_new_overwrites_no_cases(run: Any, here: Path) -> None:
    (here / "cases").mkdir()
    (here / "cases" / "begun.yaml").write_text("mine")
    assert run("new", "begun.yaml") == (
        2,
        "",
        "carepath new: cases/begun.yaml is there already; it was left as it is\n",
    )
    assert not (here / "begun.yaml").exists()
    assert (here / "cases" / "begun.yaml").read_text() == "mine"


def test_new_names_its_file_and_can_print_it(run: Any, here: Path) -> None:
    assert run("new", "--site", "Small bowel")[0] == 0
    assert (here / "small_bowel.yaml").exists()
    assert run("new", "-", "--site", "Small bowel")[1] == (here / "small_bowel.yaml").read_text()
    assert new.identifier("2nd site") == "site_2nd_site"


@pytest.mark.parametrize(("site", "id"), [("Über", "uber"), ("Côlon", "colon"), ("12 Straße", "site_12_strasse")])
def test_an_id_keeps_the_letters_of_the_site(site: str, id: str) -> None:
    assert new.identifier(site) == id


@pytest.mark.parametrize("word", ["True", "false", "Null"])
def test_a_site_or_role_that_yaml_reads_as_something_else_is_quoted(run: Any, here: Path, word: str) -> None:
    role = f"{word.lower()}=Who finds out"
    assert run("new", "--site", word, "--role", role, "--role", "centre")[0] == 0
    assert f'id: "{word.lower()}"\n' in (here / f"{word.lower()}.yaml").read_text()
    assert run("check", f"{word.lower()}.yaml") == (0, "1 definition, no problems\n", "")
    assert run("test", f"cases/{word.lower()}.yaml")[0] == 0


@pytest.mark.parametrize("name", ["x.txt", "x", "yaml"])
def test_new_refuses_a_file_that_no_command_would_read(run: Any, here: Path, name: str) -> None:
    status, out, err = run("new", name)
    assert (status, out) == (2, "")
    assert err == f"carepath new: a definition is a file whose name ends in .yaml or .yml, and not '{name}'\n"
    assert list(here.glob(f"{name}*")) == []


def ended(question: str) -> str:
    raise EOFError


def test_new_asks_at_a_terminal(run: Any, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    answers = iter([" Liver ", "Hepatology clinic", ""])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert run("new")[0] == 0
    assert '  hepatology_clinic: {title: "Hepatology clinic", providers: any}\n' in (here / "liver.yaml").read_text()
    assert '  centre: {title: "Specialist centre", providers: any}\n' in (here / "liver.yaml").read_text()
    assert run("check", "liver.yaml")[0] == 0
    assert run("test", "cases")[0] == 0
    monkeypatch.setattr("builtins.input", lambda question: "Kidney")
    assert run("new")[0] == 0
    assert run("check", "kidney.yaml")[0] == 0
    monkeypatch.setattr("builtins.input", ended)
    assert run("new")[0] == 0
    assert (here / "example.yaml").exists()


# A process of its own


def carepath(*arguments: str, cwd: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "carepath", *arguments], cwd=cwd, text=True, check=False, **more)


def test_a_reader_that_has_had_enough_ends_the_work_quietly(here: Path) -> None:
    rows = "".join(f"{number},referral,2016-09-01\n" for number in range(3000))
    (here / "many.csv").write_text(f"case,event,occurred\n{rows}")
    command = f"{sys.executable} -m carepath assess demo.yaml many.csv --as-of 2016-09-08 | head -n 1"
    done = subprocess.run(command, cwd=here, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_light_commands_do_not_import_heavy_libraries(here: Path) -> None:
    code = (
        "import sys; from carepath.__main__ import main; main(['--help']);"
        "print(sorted(set(sys.modules) & {'yaml', 'jsonschema', 'networkx', 'pyarrow'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_output_in_a_plain_locale_is_never_a_traceback(here: Path) -> None:
    (here / "e.csv").write_text("case,event,occurred\né,referral,2016-09-01\n", encoding="utf-8")
    done = carepath(
        "explain", "demo.yaml", "e.csv", "--case", "é", "--as-of", "2016-09-08", cwd=here, capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\xe9" in done.stdout
