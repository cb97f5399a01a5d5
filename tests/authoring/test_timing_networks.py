"""Networks of time points get the verdict of an independent library, and a contradiction is always shown.

The published instances lie outside the project; without them their tests are skipped.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest
from carepath.authoring.timing import chain, consistent, distances, negative_cycle, schedule
from hypothesis import given
from hypothesis import strategies as st

Named = tuple[str, int, str]
Network = tuple[tuple[str, ...], tuple[Named, ...]]

INSTANCES = Path(__file__).parents[3] / "shared" / "data" / "stn"
FILES = sorted(file for file in INSTANCES.rglob("*") if file.suffix.lower() in (".stn", ".stnu", ".plainstnu"))
absent = pytest.mark.skipif(not FILES, reason="the published networks are not here: ../shared/data/stn")

WORD = re.compile(r"'[^']*'|\S+")


def read(file: Path) -> Network:
    """Return the points and bounds of a file; a contingent link gives its two bounds."""
    lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
    rows = iter([line for line in lines if line and not line.startswith("#")])
    uncertain = next(rows).upper() == "STNU"
    count, ordinary = int(next(rows)), int(next(rows))
    links = int(next(rows)) if uncertain else 0
    points = tuple(WORD.findall(next(rows)))
    assert len(points) == count
    edges: list[Named] = []
    for _ in range(ordinary):
        start, weight, end = WORD.findall(next(rows))
        edges.append((start, int(weight), end))
    for _ in range(links):
        start, least, most, end = WORD.findall(next(rows))
        edges += [(start, int(most), end), (end, -int(least), start)]
    assert list(rows) == []
    return points, tuple(edges)


def contradicts(network: Network) -> bool:
    """Return what networkx says of a network."""
    points, edges = network
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(points)
    for start, weight, end in edges:
        if not graph.has_edge(start, end) or weight < graph[start][end]["weight"]:
            graph.add_edge(start, end, weight=weight)
    return bool(networkx.negative_edge_cycle(graph))


def check_circle(network: Network, circle: tuple[Named, ...]) -> None:
    """Fail unless these are bounds of the network that lead round once and sum below zero."""
    assert set(circle) <= set(network[1])
    assert [end for _, _, end in circle] == [start for start, _, _ in (*circle[1:], circle[0])]
    assert len({start for start, _, _ in circle}) == len(circle)
    assert sum(weight for _, weight, _ in circle) < 0


def kept(times: dict[str, int], edges: tuple[Named, ...]) -> bool:
    return all(times[end] - times[start] <= weight for start, weight, end in edges)


@absent
@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(INSTANCES)))
def test_a_published_network_gets_the_verdict_of_an_independent_library(file: Path) -> None:
    network = read(file)
    began = time.perf_counter()
    verdict, circle = consistent(*network), negative_cycle(*network)
    taken = time.perf_counter() - began
    assert verdict is not contradicts(network)
    assert (circle is None) is verdict
    if circle is not None:
        check_circle(network, circle)
    assert taken < 1


@absent
def test_the_published_networks_are_of_both_kinds() -> None:
    assert {consistent(*read(file)) for file in FILES} == {True, False}


# Random networks

NAMES = "abcdefgh"


@st.composite
def networks(draw: st.DrawFn) -> Network:
    points = NAMES[: draw(st.integers(1, len(NAMES)))]
    edge = st.tuples(st.sampled_from(points), st.integers(-9, 20), st.sampled_from(points))
    return tuple(points), tuple(draw(st.lists(edge, max_size=24)))


@given(networks())
def test_any_network_gets_the_verdict_of_an_independent_library(network: Network) -> None:
    assert consistent(*network) is not contradicts(network)


@given(networks())
def test_a_circle_is_shown_iff_the_bounds_contradict(network: Network) -> None:
    circle = negative_cycle(*network)
    assert (circle is None) is consistent(*network)
    if circle is not None:
        check_circle(network, circle)


@given(networks())
def test_a_schedule_that_keeps_every_bound_exists_iff_none_contradict(network: Network) -> None:
    times = schedule(*network)
    assert (times is not None) is consistent(*network)
    if times is not None:
        assert set(times) == set(network[0])
        assert kept(times, network[1])


@given(networks())
def test_the_bounds_from_a_point_are_the_shortest_chains(network: Network) -> None:
    points, edges = network
    if not consistent(points, edges):
        return
    origin = points[0]
    found, last = distances(origin, edges)
    assert found[origin] == 0
    for point, distance in found.items():
        walked = chain(last, origin, point)
        assert sum(weight for _, weight, _ in walked) == distance
    assert all(found[end] <= found[start] + weight for start, weight, end in edges if start in found)


# Single networks


def two_points(*weights: int) -> Iterator[Named]:
    yield ("a", weights[0], "b")
    yield ("b", weights[1], "a")


def test_bounds_that_meet_exactly_agree() -> None:
    assert consistent("ab", two_points(7, -7))


def test_bounds_that_miss_by_one_contradict() -> None:
    assert negative_cycle("ab", two_points(7, -8)) == (("a", 7, "b"), ("b", -8, "a"))


def test_a_network_without_bounds_agrees() -> None:
    assert consistent("abc", ())
    assert consistent((), ())


def test_a_point_before_itself_contradicts() -> None:
    assert negative_cycle("a", [("a", -1, "a")]) == (("a", -1, "a"),)


def test_of_several_bounds_between_two_points_the_least_counts() -> None:
    assert negative_cycle("ab", [("a", 9, "b"), ("a", 3, "b"), ("b", -4, "a")]) == (("a", 3, "b"), ("b", -4, "a"))


def test_the_short_contradiction_is_shown_and_not_the_long_way_round() -> None:
    long_way = [("a", 0, "b"), ("b", 0, "c"), ("c", 0, "d"), ("d", -9, "a")]
    circle = negative_cycle("abcd", [*long_way, ("a", 1, "d")])
    assert circle is not None
    assert sorted(circle) == [("a", 1, "d"), ("d", -9, "a")]


def test_contradicting_bounds_have_no_distances() -> None:
    with pytest.raises(ValueError, match="contradict"):
        distances("a", two_points(1, -2))


def test_four_hundred_points_in_a_row_take_well_under_a_second() -> None:
    points = range(400)
    row = [(here, -1, here + 1) for here in points[:-1]] + [(here + 1, 3, here) for here in points[:-1]]
    for edges, verdict in ((row, True), ([*row, (399, 398, 0)], False), (row[::-1], True)):
        began = time.perf_counter()
        assert (negative_cycle(points, edges) is None) is verdict
        assert time.perf_counter() - began < 0.9
