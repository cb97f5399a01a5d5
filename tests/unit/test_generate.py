"""Made-up records are lawful but for what was asked for, the same for the same seed, and calibrated as published."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from carepath import library
from carepath.__main__ import main
from carepath.authoring.load import loads
from carepath.calendar import Calendar
from carepath.evaluate import evaluate
from carepath.generate import Faults, History, calibration, histories, patients, ready
from carepath.generate.profile import BANDS, kinds, quotas
from carepath.generate.templates import moment
from carepath.intake import read
from carepath.measures import Question, measured
from carepath.model import Pathway
from carepath.record import Entry
from carepath.rows import cases

HOURS = """
carepath: 1
id: urgent
version: "1.0.0"
title: A pathway in hours
status: draft
roles: {anyone: {title: Anyone, providers: any}}
events: {arrived: {title: Arrived}, seen: {title: Seen}, treated: {title: Treated}}
start: [{on: arrived, to: waiting}]
states:
  waiting: {role: anyone, on: {seen: being_treated}}
  being_treated: {role: anyone, on: {treated: done}}
  done: {title: Done, end: done}
milestones:
  seen: {title: Seen, event: seen, due: 4 hours after arrived}
  treated: {title: Treated, event: treated, due: 6 hours after arrived, not_before: 30 minutes after seen}
"""
TWO_WAYS = """
carepath: 1
id: small
version: "1.0.0"
title: A small pathway
status: draft
uses: [events/cancer, exits/cancer, organisations/east-midlands]
roles: {local: {title: Local, providers: any}}
start: [{on: referral, to: testing}]
states:
  testing:
    role: local
    tasks: {first_seen: required, mdt: optional}
    on:
      told:
        choose:
          - {answer: "Yes", when: {outcome: cancer}, to: planning}
          - {answer: "No", when: {outcome: ruled_out}, to: clear}
  planning: {role: local, on: {dtt: waiting}}
  waiting: {role: local, on: {treatment: treated}}
  treated: {title: Treated, end: treated}
  clear: {title: Ruled out, end: ruled_out}
milestones:
  seen: {title: Seen, event: first_seen, due: 5 working days after referral}
  told: {title: Told, event: told, due: 28 days after referral}
"""
TIMING = {"late", "breach", "missed", "overdue", "late-transfer", "overdue-transfer", "late-acknowledgement"}


def entries(history: History, case: str = "c") -> tuple[Entry, ...]:
    return tuple(
        Entry(
            case=case, id=f"e{place:02}", event=stop.event, occurred=moment(history.first, when, history.unit),
            provider=stop.provider, data=dict(stop.data),
        )
        for place, (stop, when) in enumerate(zip(history.stops, history.times, strict=True))
        if place != history.left_out
    )  # fmt: skip


def findings(history: History) -> set[str]:
    told = entries(history)
    last = max(each.occurred for each in told if each.occurred is not None)
    pathway = history.pathway
    found = evaluate(pathway, Calendar.named(pathway.calendar), told, date(last.year, last.month, last.day))
    return {finding.code for finding in found.findings}


def few(pathway: Pathway, seed: int, count: int, faults: Faults | None = None) -> Iterator[History]:
    first = pathway.effective_from or date(2025, 1, 1)
    days = 365 if pathway.effective_to is None else min(365, (pathway.effective_to - first).days)
    yield from histories(ready(pathway, seed, first, 20), seed, count, first, days, faults or Faults())


@pytest.mark.parametrize("name", ["breast@2.0.0", "head_and_neck@1.0.0", "lung@4.0.0", "og@1.1.0", "prostate@2.0.0"])
def test_nothing_is_found_in_a_history_that_was_asked_to_be_lawful(name: str) -> None:
    made = list(few(library.find(name), 3, 40))
    assert set().union(*map(findings, made)) == set()
    assert len({history.stops for history in made}) > 10
    assert len({history.first for history in made}) > 20


def test_hours_are_kept_as_well() -> None:
    pathway = loads(HOURS).require()
    made = list(few(pathway, 1, 40))
    assert {history.unit for history in made} != {1}
    assert set().union(*map(findings, made)) == set()


def test_what_goes_wrong_is_what_was_asked_for() -> None:
    pathway = library.find("og@3.0.0")
    delayed = list(map(findings, few(pathway, 1, 40, Faults(delayed=1))))
    assert set().union(*delayed) <= TIMING
    assert sum(map(bool, delayed)) > 10
    skipped = list(map(findings, few(pathway, 1, 40, Faults(skipped=1))))
    assert sum(map(bool, skipped)) > 10
    late = [history for history in few(pathway, 1, 40, Faults(told_late=0.5)) if max(history.lags) > 2]
    assert 10 < len(late) < 30


def test_a_share_of_the_cases_departs() -> None:
    lengths = Counter(
        history.left_out is None for history in few(loads(TWO_WAYS).require(), 1, 400, Faults(skipped=0.25))
    )
    assert 60 < lengths[False] < 140


def written(folder: Path, name: str, *words: str) -> bytes:
    file = folder / name
    (folder / "small.yaml").write_text(TWO_WAYS, "utf-8")
    (folder / "urgent.yaml").write_text(HOURS, "utf-8")
    words = tuple(str(folder / word) if word.endswith(".yaml") else word for word in words)
    assert main(("generate", *words, "-o", str(file))) == 0
    return file.read_bytes()


def test_the_same_seed_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    words = ("small.yaml", "--cases", "40", "--seed", "5", "--told-late", "0.2", "--delayed", "0.2")
    text = written(tmp_path, "a.csv", *words)
    assert text == written(tmp_path, "b.csv", *words)
    assert text != written(tmp_path, "c.csv", *words[:4], "6", *words[5:])
    assert hashlib.sha256(text).hexdigest() == "9ecb6f02a3f374f3dd37b01ffcee3162c99218825cc7747a96da37bac1e6d8bd"


def test_a_longer_series_begins_with_the_shorter_one(tmp_path: Path) -> None:
    longer = written(tmp_path, "a.jsonl", "small.yaml", "--cases", "40", "--seed", "5")
    assert longer.startswith(written(tmp_path, "b.jsonl", "small.yaml", "--cases", "25", "--seed", "5"))


def test_the_forms_hold_the_same_record(tmp_path: Path) -> None:
    words = ("small.yaml", "urgent.yaml", "--cases", "30", "--told-late", "0.3")
    logs = []
    for ending in ("csv", "jsonl", "parquet"):
        written(tmp_path, f"a.{ending}", *words)
        log = read(str(tmp_path / f"a.{ending}"))
        assert not log.rejected
        assert not log.remarks
        logs.append([plain(entry) for entry in log.entries])
    assert logs[0] == logs[2]
    assert [entry[:-1] for entry in logs[0]] == [entry[:-1] for entry in logs[1]]
    assert {entry[5] for entry in logs[0]} == {"small", "urgent"}
    assert pq.read_table(tmp_path / "a.parquet").num_rows == len(logs[0])


def plain(entry: Entry) -> tuple[str, ...]:
    fields = (entry.case, entry.event, entry.occurred, entry.recorded, entry.provider, entry.pathway, dict(entry.data))
    return tuple(map(str, fields))


def test_a_file_is_readable_as_json_lines(tmp_path: Path) -> None:
    lines = written(tmp_path, "a.jsonl", "small.yaml", "--cases", "5").decode().splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["case"] for row in rows] == sorted(row["case"] for row in rows)
    assert {"case", "event", "occurred", "pathway", "provider"} <= set(rows[0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("og@3.0.0", "--cases", "0", "-o", "a.csv"), "'0' is not a whole number"),
        (("og@3.0.0", "--cases", "1", "-o", "a.xlsx"), "a.xlsx should end in"),
        (("og@3.0.0", "--cases", "1", "--delayed", "2", "-o", "a.csv"), "'2' is not a part such as 0.1"),
        (("oq", "--cases", "1", "-o", "a.csv"), "og"),
        (("og@1.0.0", "--cases", "1", "--from", "2020-01-01", "-o", "a.csv"), "a definition ended on 2016-07-31"),
        (("og", "--cases", "1", "--calibrated", "england", "--skipped", "1", "-o", "a.csv"), "its own days and delays"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(("generate", *words)) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# The calibrated sets

NONE = Fraction(0)
QUESTION = Question("2024-10", "2025-09", date(2025, 9, 30), ("provider", "route", "band"))


def of_the_profile(profile: str, site: str) -> dict[tuple[str, str, str], Fraction]:
    """Return the credits that the kinds of a profile stand for: route, provider, band."""
    found = defaultdict[tuple[str, str, str], Fraction](Fraction)
    half = Fraction(1, 2)
    kept = {None: Fraction(1), "A": half, "B": half, "C": NONE, "D": NONE, "E": Fraction(1), "F": half}
    for kind, weight in kinds(profile, (site,)):
        low, high = BANDS[kind.band]
        label = "105+" if low == 105 else f"{low}-{high}"
        part = kept[kind.scenario]
        found[kind.route, kind.provider or "", label] += part * weight
        if kind.centre is not None:
            found[kind.route, kind.centre, label] += (1 - part) * weight
    return {key: value for key, value in found.items() if value}


def counted(pathway: Pathway, made: Iterable[History]) -> dict[tuple[str, str, str], Fraction]:
    given = [(pathway, entries(history, str(number))) for number, history in enumerate(made)]
    return {
        (dict(one.place)["route"], dict(one.place)["provider"], dict(one.place)["band"]): one.figure.denominator
        for one in measured(given, library.regimes(), QUESTION)
        if (one.head.standard, one.head.kind) == ("62_COMBINED", "standard")
    }


def in_time(cells: dict[tuple[str, str, str], Fraction], place: int, name: str) -> tuple[Fraction, float]:
    """Return what was counted for a route (place 0) or a provider (place 1), and the part up to 62 days."""
    chosen = {key: number for key, number in cells.items() if key[place] == name}
    whole = sum(chosen.values(), Fraction(0))
    bands = {f"{low}-{high}" for low, high in BANDS[:4]}
    return whole, float(sum((number for key, number in chosen.items() if key[2] in bands), Fraction(0)) / whole)


@pytest.mark.parametrize(("site", "count"), [("og", 1000), ("head_and_neck", 800)])
def test_a_calibrated_set_measured_is_england_by_route_and_its_providers(site: str, count: int) -> None:
    pathway = library.versions(site)[-1]
    made = list(patients(calibration({site: pathway}, "england", 2), count))
    assert len(made) == count
    published, measured_cells = of_the_profile("england", site), counted(pathway, made)
    assert sum(measured_cells.values()) == count
    total = sum(published.values(), Fraction(0))
    for route in ("usc", "upgrade"):
        expected, part = in_time(published, 0, route)
        number, share = in_time(measured_cells, 0, route)
        assert abs(share - part) < 0.01
        assert abs(number / count - expected / total) < 0.01
    for provider in ("RK5", "RX1", "RWE", "RTG", "RWD"):
        expected, part = in_time(published, 1, provider)
        number, share = in_time(measured_cells, 1, provider)
        error = (part * (1 - part) / float(number)) ** 0.5
        assert abs(share - part) <= 3 * error
        size = float(expected / total)
        assert abs(float(number) / count - size) <= 3 * (size * (1 - size) / count) ** 0.5


def test_the_credits_of_a_profile_are_the_published_ones() -> None:
    published = defaultdict[tuple[str, str, str], Fraction](Fraction)
    table = Path(library.__file__).parent / "data" / "credited_62_days.csv"
    head, *lines = table.read_text("utf-8").splitlines()
    for site, route, provider, *numbers in (line.split(",") for line in lines):
        if site == "og" and provider != "ENGLAND":
            for label, number in zip(head.split(",")[3:], numbers, strict=True):
                if Fraction(number):
                    published[route, provider, label] += Fraction(number)
    assert of_the_profile("east-midlands", "og") == dict(published)


def test_patients_who_were_transferred_are_divided_by_every_row_of_the_table() -> None:
    pathway = library.versions("og")[-1]
    made = patients(calibration({"og": pathway}, "east-midlands", 1), 300)
    question = Question("2024-10", "2025-09", date(2025, 9, 30), ("scenario",))
    given = [(pathway, entries(history, str(number))) for number, history in enumerate(made)]
    scenarios = {
        dict(one.place)["scenario"]
        for one in measured(given, library.regimes(), question)
        if (one.head.standard, one.head.kind) == ("62_COMBINED", "standard")
    }
    assert scenarios == {"", "A", "B", "C", "D", "E", "F"}


def test_quotas_add_up_and_are_near_their_shares() -> None:
    weights = [Fraction(1), Fraction(5, 2), Fraction(1, 2), Fraction(6)]
    assert quotas(weights, 10) == [1, 3, 0, 6]
    assert sum(quotas(weights, 7)) == 7


def test_cases_of_a_file_are_whole(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", "og", "--cases", "20", "--calibrated", "east-midlands")
    by_case = cases(read(str(tmp_path / "a.csv")).entries)
    assert len(by_case) == 20
    assert all(any(entry.event == "treatment" for entry in one) for one in by_case.values())
    assert next(islice(by_case, 1)) == "c00000001"
