"""Who is credited with a wait can be expected in a worked case, and is explained where it differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from carepath.__main__ import main

CASES = """\
pathway: og@1.1.0
cases:
  late handover:
    events:
      - 2016-09-01 referral RK5 route=usc
      - 2016-09-02 triage RK5 fit_for_endoscopy=yes
      - 2016-09-12 ogd RK5
      - 2016-09-13 ct RK5 ct_report=yes
      - 2016-09-19 histology RK5 result=malignant
      - 2016-09-20 told RK5 outcome=cancer
      - 2016-10-18 transfer.sent RK5 to=RX1
      - 2016-10-20 transfer.received RX1 performance_status=1
      - 2016-10-25 dtt RX1
      - 2016-11-10 treatment RX1
    at:
      2016-10-10:
        allocation:
          62_GP: {counted: no, why: open, within: null, scenario: null, shares: [RK5 1]}
      2016-11-12:
        allocation:
          62_GP: {regime: breach-2016, within: no, net: 70, month: 2016-11, scenario: E, investigating: 49, treating: 21, shares: [RK5 1, RX1 0]}
          62_GP#1: {within: no}
          31_FIRST/1: {counted: yes, net: 16, shares: [RX1 1]}
          62_UPGRADE: {counted: no, why: other-wait, shares: []}
"""  # noqa: E501
WRONG = CASES.replace("shares: [RK5 1, RX1 0]", "shares: [RK5 1/2, RX1 1/2]")

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def called(text: str, *options: str) -> tuple[int, str]:
        (tmp_path / "cases.yaml").write_text(text, "utf-8")
        status = main(("test", "cases.yaml", *options))
        return status, capsys.readouterr().out

    return called


def test_shares_days_and_row_are_as_expected_on_several_days(run: Run) -> None:
    status, out = run(CASES)
    assert out.startswith("1 case on 2 days, all as expected\n")
    assert status == 0


def test_a_wrong_share_stands_beside_the_right_one_with_its_reason(run: Run) -> None:
    status, out = run(WRONG)
    assert status == 1
    assert (
        out.partition("1 case")[0]
        == """\
cases.yaml:20: late handover
  as of 12 November 2016, og@1.1.0
                           Expected            Got
  allocation 62_GP shares  [RK5 1/2, RX1 1/2]  [RK5 1, RX1 0]
  Why
    62_GP                     Urgent suspected cancer, referral to first treatment: 70 days, at most 62 are in
                              time. It counts.
                              49 days up to the handover to the treating provider (at most 38 are in time), 21
                              days after it (at most 24).
                              Row E of the table of National cancer waiting times, April 2016 to March 2018
                              decides. [Six scenarios of a shared 62-day wait, from the published calculation of
                              an integrated care board (not verified)]
                              Credited: RK5 1, RX1 0.
                              [entries e1, e10; pathways/shared/regimes/breach-2016.yaml:125; National Cancer
                              Intelligence Network, list of cancer waiting-time standards]

"""
    )


def test_an_update_writes_the_shares_that_are_there(run: Run, tmp_path: Path) -> None:
    run(WRONG, "--update")
    assert (tmp_path / "cases.yaml").read_text("utf-8") == CASES


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("62_UPGRADE:", "62_UPGRAD:", 'Did you mean "62_UPGRADE"?'),
        ("{within: no}", "{withn: no}", "“withn” is not a part of allocation"),
        ("{within: no}", "[RK5 1]", "“62_GP#1” is not a part of allocation"),
    ],
)
def test_a_slip_in_an_allocation_is_said_with_its_place(old: str, new: str, said: str, run: Run) -> None:
    status, out = run(CASES.replace(old, new))
    assert (status, out.startswith("cases.yaml:")) == (1, True)
    assert said in out


def test_a_standard_of_another_time_is_not_there(run: Run) -> None:
    _, out = run(CASES.replace("62_UPGRADE: {counted: no, why: other-wait, shares: []}", "62_COMBINED: {net: 70}"))
    assert "  allocation 62_COMBINED  {net: 70}  not there\n" in out
    assert "62_COMBINED               No wait of this case is reported under this standard." in out
