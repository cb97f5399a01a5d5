"""What a state graph allows: takers, reachability, inert events, the order of transfers, names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

import pytest
from carepath.calendar import Span
from carepath.model import (
    ALWAYS,
    AttributeType,
    ClockRule,
    DatasetItem,
    Deadline,
    Done,
    EventType,
    Exit,
    Milestone,
    OneOf,
    PauseRule,
    Reentry,
    Routes,
    Source,
    StartRule,
    State,
    Task,
    Transfer,
    Transition,
    Trigger,
)
from carepath.routes import routes

HERE = Source("test.yaml", 1)


event = partial(EventType, title="", rank=0, source=HERE)
clock = partial(ClockRule, "62", "62", HERE)
trigger = partial(Trigger, guard=ALWAYS, source=HERE)


def move(event_id: str | None, to: str) -> Transition:
    return Transition(event_id, to, ALWAYS, HERE)


def state(name: str, *moves: Transition, tasks: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> State:
    return State(name, name, HERE, roles, tuple(Task(task, True, HERE) for task in tasks), moves)


def of(
    events: Collection[EventType] = (),
    states: Collection[State] = (),
    starts: Collection[StartRule] = (),
    clocks: Collection[ClockRule] = (),
    milestones: Collection[Milestone] = (),
    transfers: Collection[Transfer] = (),
    exits: Collection[Exit] = (),
    reentries: Collection[Reentry] = (),
) -> Routes:
    return routes(
        {one.id: one for one in events},
        starts,
        {one.id: one for one in states},
        {one.id: one for one in clocks},
        {one.id: one for one in milestones},
        {one.id: one for one in transfers},
        exits,
        reentries,
    )


WALK = (
    state("referred", move("triage", "testing"), roles=("gp",)),
    state("testing", move(None, "reported"), move("triage", "testing"), tasks=("ogd", "ct"), roles=("local",)),
    state("reported", roles=("centre",)),
    state("elsewhere", move("triage", "referred")),
)


def test_takers_are_the_states_that_take_an_event_as_transition_or_task_in_order_of_id() -> None:
    assert of(states=WALK).takers == {
        "ct": ("testing",),
        "ogd": ("testing",),
        "triage": ("elsewhere", "referred", "testing"),
    }


def test_reachable_follows_automatic_moves_and_holds_the_state_itself() -> None:
    found = of(states=WALK).reachable
    assert found["referred"] == {"referred", "testing", "reported"}
    assert found["reported"] == {"reported"}
    assert found["elsewhere"] == {"elsewhere", "referred", "testing", "reported"}


def test_reachable_ends_on_circles() -> None:
    circle = (state("a", move("x", "b")), state("b", move("x", "a")))
    assert of(states=circle).reachable == {"a": {"a", "b"}, "b": {"a", "b"}}


def test_events_ahead_are_those_of_the_state_and_all_after_it_and_what_they_count_as() -> None:
    ogd = event("ogd", counts_as=("first_seen",))
    ahead = of(events=[ogd, event("first_seen")], states=WALK).events_ahead
    assert ahead["referred"] == {"triage", "ogd", "ct", "first_seen"}
    assert ahead["reported"] == frozenset()


def test_roles_ahead_are_those_of_the_state_and_all_after_it() -> None:
    ahead = of(states=WALK).roles_ahead
    assert ahead["referred"] == {"gp", "local", "centre"}
    assert ahead["testing"] == {"local", "centre"}


def test_an_event_that_nothing_hears_is_inert() -> None:
    assert of(events=[event("leaflet"), event("triage")], states=WALK).inert == {"leaflet"}


X = "x"
SPAN = Span(1)
DUE = Deadline(SPAN, after=X)
HEARD = {
    "a start": of([event(X)], starts=[StartRule(X, ALWAYS, "s", HERE)]),
    "a transition": of([event(X)], [state("s", move(X, "s"))]),
    "a task": of([event(X)], [state("s", tasks=(X,))]),
    "an exit": of([event(X)], exits=[Exit("e", "e", X, ALWAYS, (), HERE)]),
    "a reentry": of([event(X)], reentries=[Reentry("e", "e", X, ALWAYS, "s", (), (), HERE)]),
    "a clock's start": of([event(X)], clocks=[clock((trigger(X),), ())]),
    "a clock's stop": of([event(X)], clocks=[clock((), (trigger(X),))]),
    "a reset": of([event(X)], clocks=[clock((), (), resets=(trigger(X),))]),
    "a restart": of([event(X)], clocks=[clock((), (), restarts=(trigger(X),))]),
    "a nullify": of([event(X)], clocks=[clock((), (), nullifies=(trigger(X),))]),
    "a pause": of([event(X)], clocks=[clock((), (), pauses=(PauseRule(trigger(X), (), "r"),))]),
    "the end of a pause": of([event(X)], clocks=[clock((), (), pauses=(PauseRule(trigger("y"), (trigger(X),), "r"),))]),
    "instead_of": of([event(X)], clocks=[clock((trigger("y", instead_of=(X,)),), ())]),
    "a milestone": of([event(X)], milestones=[Milestone("m", "m", HERE, (X,))]),
    "the anchor of a due day": of([event(X)], milestones=[Milestone("m", "m", HERE, ("y",), due=DUE)]),
    "the anchor of a first day": of([event(X)], milestones=[Milestone("m", "m", HERE, ("y",), not_before=DUE)]),
    "what counts as an anchor": of(
        [event(X)], milestones=[Milestone("m", "m", HERE, ("y",), due=Deadline(SPAN, after="y", also=(X,)))]
    ),
    "the anchor of a transfer": of([event(X)], transfers=[Transfer("t", "t", HERE, "a", "b", due=DUE)]),
    "a dataset": of(
        [event(X)], transfers=[Transfer("t", "t", HERE, "a", "b", items=(DatasetItem("i", "i", HERE, after=(X,)),))]
    ),
    "a condition on what was done": of([event(X)], [state("s", replace(move("y", "s"), guard=Done(X, True)))]),
    "what counts in a condition": of([event(X)], [state("s", replace(move("y", "s"), guard=Done("z", True, (X,))))]),
    "counts_as": of(
        [event(X, counts_as=("y",)), event("y", counts_as=("z",))], milestones=[Milestone("m", "m", HERE, ("z",))]
    ),
    "a life mark": of([event(X, life="death")]),
    "not_allowed": of([event(X, not_allowed=ALWAYS)]),
    "an attribute that a guard reads": of(
        [event(X, data=(("result", AttributeType("text")),))],
        [state("s", replace(move("y", "s"), guard=OneOf("result", ("a",))))],
    ),
    "an attribute that a milestone reads": of(
        [event(X, data=(("result", AttributeType("text")),))],
        milestones=[Milestone("m", "m", HERE, ("y",), guard=OneOf("result", ("a",)))],
    ),
    "an attribute of a dataset": of(
        [event(X, data=(("result", AttributeType("text")),))],
        transfers=[Transfer("t", "t", HERE, "a", "b", items=(DatasetItem("i", "i", HERE, attribute="result"),))],
    ),
    "an attribute that dates a clock": of(
        [event(X, data=(("day", AttributeType("day")),))], clocks=[clock((trigger("y", dated_by="day"),), ())]
    ),
    "an attribute that not_allowed reads": of(
        [event(X, data=(("route", AttributeType("text")),)), event("y", not_allowed=OneOf("route", ("a",)))]
    ),
}


@pytest.mark.parametrize("hearer", sorted(HEARD))
def test_an_event_that_something_hears_is_never_inert(hearer: str) -> None:
    assert X not in HEARD[hearer].inert


def test_an_unheard_event_is_inert_also_where_it_could_carry_a_value_since_values_are_looked_at_when_read() -> None:
    guarded = replace(move("y", "s"), guard=OneOf("anyones", ("a",)))
    assert of([event(X)], [state("s", guarded)]).inert == {X}


def test_transfer_events_are_never_inert() -> None:
    assert of([event("transfer.sent")]).inert == frozenset()


def transfer(name: str, sender: str, receiver: str) -> Transfer:
    return Transfer(name, name, HERE, sender, receiver)


def test_a_transfer_comes_after_those_that_hand_over_to_its_sender() -> None:
    chain = [transfer("a", "hub", "centre"), transfer("b", "local", "hub"), transfer("z", "gp", "local")]
    assert of(transfers=chain).transfer_order == ("z", "b", "a")


def test_transfers_of_one_depth_go_by_id_and_a_circle_opens_at_its_least_id() -> None:
    assert of(transfers=[transfer("b", "x", "y"), transfer("a", "p", "q")]).transfer_order == ("a", "b")
    circle = [transfer("b", "x", "y"), transfer("a", "y", "x"), transfer("c", "y", "z")]
    assert of(transfers=circle).transfer_order == ("a", "b", "c")


def test_a_transfer_within_one_role_waits_for_nothing() -> None:
    assert of(transfers=[transfer("a", "x", "x")]).transfer_order == ("a",)


def test_names_lead_to_ids_and_an_id_wins_over_a_foreign_name() -> None:
    names = of([event("ogd", match=("Gastroscopy", "ct")), event("ct")]).names
    assert names == {"ogd": "ogd", "Gastroscopy": "ogd", "ct": "ct"}
