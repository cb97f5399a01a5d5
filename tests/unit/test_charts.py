"""Charts as they are drawn: nothing over anything else or off the page, shapes besides colours, text kept as text."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from carepath_renderers import charts
from carepath_renderers.charting.axes import APART, axis, spread
from carepath_renderers.charting.canvas import Box, Group, Picture, Shape, words_of
from carepath_renderers.funnels import Count, Funnel, funnel
from carepath_renderers.limits import Xmr, xmr
from hypothesis import given
from hypothesis import strategies as st

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
HOSTILE = "A <b>&\"'\x07\u202e | `x`"


def labels(many: int) -> list[str]:
    return [f"{MONTHS[number % 12]} {24 + (number + 3) // 12}" for number in range(many)]


def series() -> Xmr:
    chance = random.Random(3)
    values = [round(66 + chance.gauss(0, 3.2), 1) for _ in range(17)] + [
        round(73 + chance.gauss(0, 2.4), 1) for _ in range(8)
    ]
    values[9] = 52.5
    return xmr(values, target=75)


def providers(many: int = 40, spread_of: float = 0.1) -> Funnel:
    chance = random.Random(5)
    sizes = [chance.randint(5, 900) for _ in range(many)]
    rates = [min(1.0, max(0.0, chance.gauss(0.7, spread_of))) for _ in sizes]
    return funnel(
        [Count(f"Hospital {n}", round(of * rate), of) for n, (of, rate) in enumerate(zip(sizes, rates, strict=True))]
    )


def texts(picture: Picture) -> list[str]:
    return [words.text for words in words_of(picture.marks)]


def clear(picture: Picture) -> list[str]:
    """Return the texts that lie over one another or off the page."""
    boxes = [(words, words.box) for words in words_of(picture.marks)]
    page = Box(0, 0, picture.width, picture.height)
    off = [
        f"off the page: {words.text}"
        for words, box in boxes
        if box.left < page.left or box.top < page.top or box.right > page.right or box.bottom > page.bottom
    ]
    over = [f"{one.text} over {two.text}" for (one, a), (two, b) in combinations(boxes, 2) if a.overlaps(b)]
    return off + over


@pytest.mark.parametrize("target", [None, 75, 77.9, 78.4, 56.4, 67.4, 40])
def test_no_text_of_an_xmr_chart_covers_another(target: float | None) -> None:
    chart = xmr([float(point.value) for point in series().points], target=target)
    assert clear(charts.xmr_picture(chart, labels(25), subject="Told within 28 days")) == []


@pytest.mark.parametrize("many", [2, 3, 12, 60, 130])
def test_an_xmr_chart_of_any_length_names_as_many_points_as_have_room(many: int) -> None:
    chart = xmr([70 + (number * 7) % 11 for number in range(many)], target=80)
    picture = charts.xmr_picture(chart, labels(many), subject="Told within 28 days")
    assert clear(picture) == []
    assert labels(many)[0] in [words.text for words in words_of(picture.marks)]


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=20), st.integers(-1000, 1000))
def test_no_text_of_any_xmr_chart_covers_another(values: list[int], target: int) -> None:
    picture = charts.xmr_picture(xmr(values, target=target), labels(len(values)), subject="Days", unit=" days")
    assert clear(picture) == []
    ElementTree.fromstring(picture.to_svg())


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=25), st.floats(0, 1))
def test_no_text_of_any_funnel_covers_another(pairs: list[tuple[int, int]], standard: float) -> None:
    counts = [Count(f"Provider {place}", met, met + rest + 1) for place, (met, rest) in enumerate(pairs)]
    picture = charts.funnel_picture(funnel(counts), subject="Treated within 62 days", standard=standard)
    assert clear(picture) == []
    ElementTree.fromstring(picture.to_svg())


@given(st.lists(st.integers(0, 100), min_size=2, max_size=20), st.integers(0, 100))
def test_shares_stay_on_a_scale_from_0_to_100(values: list[int], target: int) -> None:
    picture = charts.xmr_picture(xmr(values, target=target), labels(len(values)), subject="Told")
    assert clear(picture) == []
    assert not {"-10%", "110%", "120%"} & {words.text for words in words_of(picture.marks)}


def test_numbers_that_are_no_shares_have_the_scale_they_need() -> None:
    picture = charts.xmr_picture(xmr([150, 160, 155], target=140), labels(3), subject="Referrals against plan")
    assert {"140%", "160%"} <= {words.text for words in words_of(picture.marks)}


def test_the_title_of_an_xmr_chart_states_the_finding() -> None:
    picture = charts.xmr_picture(series(), labels(25), subject="Told within 28 days")
    assert picture.title == "Told within 28 days: improving; does not reliably meet the standard"


def test_the_title_of_a_funnel_states_the_finding() -> None:
    counts = [Count(f"P{number}", 70 + number % 3, 100) for number in range(20)]
    assert (
        charts.funnel_picture(funnel(counts), subject="Treated").title == "Treated: none of 20 outside the 99.8% limits"
    )
    strange = funnel([*counts, Count("Strange", 2, 100)])
    assert charts.funnel_picture(strange, subject="Treated").title == "Treated: 1 of 21 outside the 99.8% limits"


def test_a_provider_outside_the_limits_is_named_in_the_picture() -> None:
    counts = [Count(f"P{number}", 70 + number % 3, 100) for number in range(20)]
    picture = charts.funnel_picture(funnel([*counts, Count("Strange", 2, 100)]), subject="Treated")
    assert "Strange: 2%" in [words.text for words in words_of(picture.marks)]


def test_each_kind_of_point_has_a_shape_of_its_own() -> None:
    shapes: dict[str, set[tuple[str, int]]] = {}
    picture = charts.xmr_picture(series(), labels(25), subject="Told")
    for group in (mark for mark in picture.marks if isinstance(mark, Group)):
        for kind in ("improving", "concerning"):
            if f"special cause of {kind}" in group.label and group.label[:3] in MONTHS:
                shapes.setdefault(kind, set()).update(outline(mark) for mark in group.marks if isinstance(mark, Shape))
        if ":" in group.label and "cause" not in group.label and group.label[:3] in MONTHS:
            shapes.setdefault("common", set()).update(outline(mark) for mark in group.marks if isinstance(mark, Shape))
    assert shapes == {"common": {("circle", 0)}, "improving": {("polygon", 3)}, "concerning": {("polygon", 4)}}


def outline(mark: Shape) -> tuple[str, int]:
    return mark.name, len(str(dict(mark.attributes).get("points", "")).split())


def test_every_point_can_be_read_out() -> None:
    picture = charts.xmr_picture(series(), labels(25), subject="Told")
    said = [group.label for group in picture.marks if isinstance(group, Group)]
    assert "Jan 25: 52.5%, special cause of concerning nature: below the limits" in said
    assert len([label for label in said if label[:3] in MONTHS]) == 25


def test_limits_are_broken_where_a_new_baseline_begins() -> None:
    values = [70, 71, 70, 72] * 4 + [80, 81, 80, 82] * 4
    picture = charts.xmr_picture(xmr(values, baselines=[16]), labels(32), subject="Told")
    tracks = [mark for mark in picture.marks if isinstance(mark, Shape) and mark.name == "polyline"]
    assert len(tracks) == 2


def test_a_measure_without_a_better_direction_has_a_sign_of_its_own() -> None:
    chart = xmr([10, 11, 10, 11, 10, 11, 10, 20, 21, 20, 21, 20, 21, 20], better="neutral", target=15)
    picture = charts.xmr_picture(chart, labels(14), subject="Referrals", unit="")
    assert picture.title == "Referrals: changed"
    assert "Special cause" in texts(picture)
    strange = funnel([Count(f"P{number}", 70, 100) for number in range(20)] + [Count("Strange", 2, 100)])
    plot = charts.funnel_picture(strange, subject="Treated", better="neutral")
    assert "Outside 99.8%" in texts(plot)
    assert clear(plot) == []


def test_lower_may_be_better_for_providers() -> None:
    strange = funnel([Count(f"P{number}", 70, 100) for number in range(20)] + [Count("Strange", 2, 100)])
    assert "Worse, outside 99.8%" in texts(charts.funnel_picture(strange, subject="Treated"))
    assert "Better, outside 99.8%" in texts(charts.funnel_picture(strange, subject="Late", better="down"))


def test_providers_without_patients_are_named_in_the_picture() -> None:
    plot = charts.funnel_picture(funnel([Count("A", 8, 10), Count("Empty", 0, 0)]), subject="Treated")
    assert "Not compared, as they have no patients: Empty." in texts(plot)


def test_a_long_subject_takes_three_lines_at_most() -> None:
    picture = charts.xmr_picture(series(), labels(25), subject="Told within 28 days and not later " * 12)
    assert clear(picture) == []
    assert any(text.endswith("…") for text in texts(picture))


def test_each_point_needs_a_label() -> None:
    with pytest.raises(ValueError, match="25 points need as many labels, not 3"):
        charts.xmr_svg(series(), labels(3), subject="Told")


def test_hostile_text_stays_text() -> None:
    chart = charts.xmr_svg(xmr([1, 2, 1]), [HOSTILE] * 3, subject=HOSTILE, unit=HOSTILE)
    plot = charts.funnel_svg(funnel([Count(HOSTILE, 1, 500), Count("B", 490, 500)]), subject=HOSTILE, size=HOSTILE)
    for svg in (chart, plot):
        root = ElementTree.fromstring(svg)
        assert not list(root.iter(f"{SVG}b"))
        assert root.get("role") == "list"
    assert "\x07" not in chart + plot
    assert "\u202e" not in chart + plot


def test_the_same_is_said_as_a_table() -> None:
    text = charts.xmr_markdown(series(), labels(25), subject="Told | <i>")
    assert text.startswith("# Told \\| \\<i\\>: improving; does not reliably meet the standard\n")
    assert "| Jan 25 | 52.5% | concern | outside the limits |" in text
    table = charts.funnel_markdown(providers(), subject="Treated")
    assert "| Hospital 0 |" in table


def test_labels_pushed_apart_stay_near_their_lines() -> None:
    assert spread([10.0, 50.0], 0, 100) == [10.0, 50.0]
    assert spread([50.0, 51.0, 52.0], 0, 100) == [39.0, 51.0, 63.0]
    assert spread([99.0, 100.0], 0, 100) == [88.0, 100.0]
    assert spread([0.0, 0.0], 0, 100) == [0.0, 12.0]


@given(st.lists(st.floats(0, 200), min_size=1, max_size=6).map(sorted))
def test_labels_pushed_apart_never_touch(places: list[float]) -> None:
    found = spread(places, -6, 216)
    assert all(b - a >= APART - 1e-6 for a, b in pairwise(found))
    assert found[0] >= -6.000001
    assert found[-1] <= 216.000001


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_an_axis_holds_its_numbers_and_names_round_ones(one: int, other: int) -> None:
    low, high = one / 1000, other / 1000
    found = axis([low, high], (float("-inf"), float("inf")), 0, 100)
    assert found.low <= min(low, high)
    assert found.high >= max(low, high)
    assert 2 <= len(found.ticks) <= 12
