"""Conditions by construction: alone, and as the answers to a question, of which exactly one is true."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from carepath.authoring.nodes import Plain

ATTRIBUTES: dict[str, Plain] = {"fit": "yes_no", "kind": ["x", "y", "z"], "score": "whole", "on_day": "day"}
Answers = list[dict[str, Plain]]
OTHERWISE: dict[str, Plain] = {"otherwise": True}


def _when(condition: Plain) -> dict[str, Plain]:
    return {"when": condition}


def answers(done: Sequence[str]) -> st.SearchStrategy[Answers]:
    """Return guards of which exactly one is true once their attributes are known; `done` are events to ask for."""
    made: list[st.SearchStrategy[Answers]] = [
        st.just([_when({"fit": "yes"}), _when({"fit": "no"})]),
        st.just([_when({"fit": "yes"}), OTHERWISE]),
        st.just([_when({"kind": "x"}), _when({"kind": "y"}), OTHERWISE]),
        st.just([_when({"kind": ["x", "y"]}), _when({"not": {"kind": ["x", "y"]}})]),
        st.integers(0, 3).map(lambda bound: [_when({"score": {"at_least": bound}}), OTHERWISE]),
        st.integers(0, 3).map(
            lambda bound: [_when({"score": {"at_most": bound}}), _when({"score": {"at_least": bound + 1}})]
        ),
        st.just([_when({"fit": {"known": "yes"}}), _when({"fit": {"known": "no"}})]),
        st.just([_when({"any": [{"fit": "yes"}, {"kind": "z"}]}), OTHERWISE]),
        st.just([_when({"fit": "yes", "kind": "x"}), _when({"all": [{"fit": "no"}, {"kind": "x"}]}), OTHERWISE]),
    ]
    if done:
        event = st.sampled_from(done)
        made.append(event.map(lambda one: [_when({"done": {one: "yes"}}), OTHERWISE]))
        made.append(event.map(lambda one: [_when({"done": {one: "yes"}}), _when({"done": {one: "no"}})]))
    return st.one_of(made)


def conditions(done: Sequence[str]) -> st.SearchStrategy[Plain]:
    """Return a condition that can be true and can be false."""
    made: list[st.SearchStrategy[Plain]] = [
        st.just({"fit": "yes"}),
        st.just({"kind": "x"}),
        st.just({"kind": ["x", "y"]}),
        st.integers(0, 3).map(lambda bound: {"score": {"at_least": bound}}),
        st.just({"on_day": {"known": "yes"}}),
    ]
    if done:
        made.append(
            st.tuples(st.sampled_from(done), st.sampled_from(["yes", "no"])).map(lambda one: {"done": dict([one])})
        )
    return st.one_of(made)
