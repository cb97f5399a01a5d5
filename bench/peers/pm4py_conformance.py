"""PM4Py: token replay on a net of the graph, and the temporal profile, from the same file of events.

Both answer less: whether a case fits, and which waits are unusual. PM4Py is AGPL: here alone, never a dependency.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pm4py
from graphs import Graph
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

ZETA = 2  # standard deviations beyond which a wait is unusual


def token_replay(file: Path, graph: Graph) -> int:
    """Return how many cases were replayed; each ends where it stands, as every state may be the last."""
    net, first, last = _net(graph)
    found = pm4py.conformance_diagnostics_token_based_replay(_log(file), net, first, last)
    return len(found)


def temporal_profile(file: Path) -> int:
    """Return how many cases were compared with the profile of all of them."""
    log = _log(file)
    found = pm4py.conformance_temporal_profile(log, pm4py.discover_temporal_profile(log), zeta=ZETA)
    return len(found)


def _log(file: Path) -> pd.DataFrame:
    told = pd.read_parquet(file, columns=["case", "id", "event", "occurred"])
    names = {"case": "case:concept:name", "event": "concept:name", "occurred": "time:timestamp"}
    log = told.rename(columns=names).astype({"case:concept:name": "str", "concept:name": "str"})
    log["time:timestamp"] = pd.to_datetime(log["time:timestamp"])
    return log.sort_values(["case:concept:name", "time:timestamp", "id"])


def _net(graph: Graph) -> tuple[PetriNet, Marking, Marking]:
    net = PetriNet("og")
    places = {state: PetriNet.Place(state) for state in graph.states}
    end = PetriNet.Place("end")
    net.places.update([*places.values(), end])
    for number, (state, name, to) in enumerate(graph.edges):
        _arc(net, f"edge_{number}", name, places[state], places[to])
    for state, place in places.items():
        _arc(net, f"end_{state}", None, place, end)
    return net, Marking({places[graph.states[0]]: 1}), Marking({end: 1})


def _arc(net: PetriNet, id: str, label: str | None, before: PetriNet.Place, after: PetriNet.Place) -> None:
    step = PetriNet.Transition(id, label)
    net.transitions.add(step)
    add_arc_from_to(before, step, net)
    add_arc_from_to(step, after, net)
