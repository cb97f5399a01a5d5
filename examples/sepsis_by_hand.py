"""Count by hand, without carepath, what examples/sepsis.yaml says of the sepsis log: sepsis_by_hand.py LOG.

It compares instants with offsets, takes the first of each event of a case, and knows nothing of states.
"""

import gzip
import json
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import datetime, timedelta

LIMITS = {"antibiotics": ("IV Antibiotics", 1), "lactate": ("LacticAcid", 3), "liquid": ("IV Liquid", 1)}  # hours


def traces(log: str) -> list[list[tuple[str, datetime]]]:
    """Return the events of each case as (name, instant)."""
    with gzip.open(log) as stream:
        events = [
            [{each.get("key"): each.get("value", "") for each in event} for event in trace.iter("event")]
            for trace in ET.parse(stream).getroot().iter("trace")
        ]
    return [[(e["concept:name"], datetime.fromisoformat(e["time:timestamp"])) for e in trace] for trace in events]


def count(log: str) -> dict[str, dict[str, int]]:
    """Return how many cases met each limit, missed it, or cannot be judged."""
    found: dict[str, Counter[str]] = {name: Counter() for name in (*LIMITS, "return")}
    for trace in traces(log):
        first: dict[str, datetime] = {}
        for name, when in trace:
            name = "Release" if name.startswith("Release ") else name
            first[name] = min(when, first.get(name, when))
        start = first.get("ER Sepsis Triage")
        for limit, (name, hours) in LIMITS.items():
            if start is None:
                found[limit]["no sepsis triage"] += 1
            elif name not in first:
                found[limit]["never"] += 1
            else:
                found[limit]["late" if first[name] - start > timedelta(hours=hours) else "in time"] += 1
                found[limit]["before triage"] += first[name] < start
                found[limit]["same instant"] += first[name] == start
        if "Return ER" in first and "Release" in first:
            days = (first["Return ER"].date() - first["Release"].date()).days
            found["return"]["within 28 days" if days <= 28 else "later"] += 1
    return {name: dict(sorted(counted.items())) for name, counted in found.items()}


if __name__ == "__main__":
    print(json.dumps(count(sys.argv[1]), indent=2))
