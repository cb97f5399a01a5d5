"""The waits of cases in compiled code: what `carepath.waits` hears and what `carepath.regimes` looks at, in rows.

Nothing is judged here: which standard counts a wait, and who is credited, follows from the rows.
"""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine import waitrows as w
from carepath.cohort.machine.compiled import ENDS, NONE, Table, compiled
from carepath.cohort.machine.counting import elapsed
from carepath.cohort.machine.days import DAYS, WORKING
from carepath.cohort.machine.flat import copy_row, line_of, row_of, slot_row
from carepath.cohort.machine.hearing import DONE
from carepath.cohort.machine.holding import holder_on
from carepath.cohort.machine.noting import NO_ROOM
from carepath.cohort.machine.room import EARLY, HOLDERS, MAIN, TROUBLE
from carepath.cohort.machine.running import heard_by, run_clock
from carepath.cohort.machine.signals import STOP
from carepath.cohort.machine.walking import FULL


@compiled
def _first_done(block: Table, room: Table, flags: Table, line: int, episode: int) -> int:
    """Return the first event heard as done whose type is marked, in an episode or (0) in any; -1 for none."""
    for place in range(room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_HEARD]):
        heard = slot_row(room, f.ROOM_HEARD, MAIN, place)
        one = row_of(block, f.BLOCK_TOLD, room[heard + f.HEARD_EVENT])
        if (
            block[one + f.TOLD_STATUS] == DONE
            and flags[line + block[one + f.TOLD_TYPE]] == 1
            and (episode == 0 or room[heard + f.HEARD_EPISODE] == episode)
        ):
            return room[heard + f.HEARD_EVENT]
    return -1


@compiled
def _world(block: Table, room: Table, asked: Table, waits: Table, row: int, clock: int, stopped: int) -> None:
    """Write what was known and done after the stopping event, or is at last.

    What only an event that stops the clock can tell is taken from the one that did and from no other.
    """
    attributes, events = (asked[w.ASKED_ATTRIBUTES + 1], asked[w.ASKED_EVENTS + 1])
    known, done = (row + w.WAIT_WIDTH, row + w.WAIT_WIDTH + attributes)
    for at in range(attributes):
        waits[known + at] = -1
    for at in range(events):
        waits[done + at] = 0
    episode = 1
    for place in range(room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_HEARD]):
        heard = slot_row(room, f.ROOM_HEARD, MAIN, place)
        event = room[heard + f.HEARD_EVENT]
        one = row_of(block, f.BLOCK_TOLD, event)
        if room[heard + f.HEARD_EPISODE] != episode:  # a further episode begins with nothing done
            episode = room[heard + f.HEARD_EPISODE]
            for at in range(events):
                waits[done + at] = 0
        for value in range(block[one + f.TOLD_VALUE], block[one + f.TOLD_VALUE_END]):
            pair = line_of(block, f.BLOCK_VALUES, value)
            for at in range(attributes):
                if asked[asked[w.ASKED_ATTRIBUTES] + at] == block[pair] and (
                    event == stopped or asked[line_of(asked, w.ASKED_OWN, clock) + at] == 0
                ):
                    waits[known + at] = block[pair + 1]
        if block[one + f.TOLD_STATUS] == DONE:
            for at in range(events):
                if asked[asked[w.ASKED_EVENTS] + at] == block[one + f.TOLD_TYPE]:
                    waits[done + at] = 1
        if event == stopped:
            return


@compiled
def _counted(tables: Table, days: Table, room: Table, instance: int, day: int) -> int:
    """Return the counted days of a clock up to a day; ENDS past the table of bank holidays."""
    one = row_of(room, f.ROOM_INSTANCES, instance)
    rule = row_of(tables, f.PLAN_CLOCKS, room[one + f.INSTANCE_CLOCK])
    return elapsed(
        days,
        room,
        room[one + f.INSTANCE_GAP],
        room[one + f.INSTANCE_GAP_END],
        0,
        room[one + f.INSTANCE_START],
        day,
        WORKING if tables[rule + f.CLOCK_UNIT] == WORKING else DAYS,
        tables[rule + f.CLOCK_PREVIOUS],
    )


@compiled
def _held(tables: Table, days: Table, room: Table, waits: Table, row: int, chain: int, instance: int) -> None:
    """Write who held the case between start and stop, and for how many counted days."""
    start = room[row_of(room, f.ROOM_INSTANCES, instance) + f.INSTANCE_START]
    stop, count = (waits[row + w.WAIT_UNTIL], 0)
    held = room[room[f.ROOM_COUNTS] + HOLDERS]
    for place in range(held):
        holder = row_of(room, f.ROOM_HOLDERS, place)
        after, until = (room[holder + f.HOLDER_AFTER], stop)
        if place + 1 < held:
            until = room[row_of(room, f.ROOM_HOLDERS, place + 1) + f.HOLDER_AFTER]
        if (place > 0 and after > stop) or until < start:
            continue
        if count == w.HOLDERS:
            room[room[f.ROOM_COUNTS] + TROUBLE] = FULL
            return
        low = max(after, start) if place > 0 else start
        high = max(start, min(until, stop))
        waits[chain + count] = room[holder + f.HOLDER_PROVIDER]
        waits[chain + w.HOLDERS + count] = _counted(tables, days, room, instance, high) - _counted(
            tables, days, room, instance, low
        )
        count += 1
    waits[row + w.WAIT_HELD] = count


@compiled
def _tell(
    tables: Table, days: Table, block: Table, room: Table, asked: Table, waits: Table, case: int, instance: int
) -> None:
    """Write the row of one wait."""
    used, one = (waits[w.WAITS_USED], row_of(room, f.ROOM_INSTANCES, instance))
    if waits[used] >= waits[w.WAITS_ROWS + 1]:
        room[room[f.ROOM_COUNTS] + TROUBLE] = NO_ROOM
        return
    row, clock = (row_of(waits, w.WAITS_ROWS, waits[used]), room[one + f.INSTANCE_CLOCK])
    waits[used] += 1
    stop, over = (room[one + f.INSTANCE_STOP], room[one + f.INSTANCE_OVER])
    until = stop if stop != NONE else over if over != NONE else block[f.BLOCK_TODAY]
    stopped = room[one + f.INSTANCE_STOP_EVENT]
    waits[row + w.WAIT_CASE] = case
    waits[row + w.WAIT_CLOCK] = clock
    waits[row + w.WAIT_START] = room[one + f.INSTANCE_START]
    waits[row + w.WAIT_STOP] = stop
    waits[row + w.WAIT_ENDED] = room[one + f.INSTANCE_ENDED]
    waits[row + w.WAIT_UNTIL] = until
    waits[row + w.WAIT_NET] = _counted(tables, days, room, instance, until)
    provider = block[row_of(block, f.BLOCK_TOLD, stopped) + f.TOLD_PROVIDER] if stopped >= 0 else -1
    waits[row + w.WAIT_PROVIDER] = provider if provider >= 0 else holder_on(room, until)
    waits[row + w.WAIT_LEFT] = -1
    first = _first_done(block, room, asked, line_of(asked, w.ASKED_STOPS, clock), 0)
    waits[row + w.WAIT_FIRST] = 1 if first < 0 or first == stopped else 0
    seen = _first_done(block, room, asked, asked[w.ASKED_FIRST_SEEN], room[one + f.INSTANCE_EPISODE])
    waits[row + w.WAIT_FIRST_SEEN] = block[row_of(block, f.BLOCK_TOLD, seen) + f.TOLD_PROVIDER] if seen >= 0 else -1
    _world(block, room, asked, waits, row, clock, stopped)
    chain = row + w.WAIT_WIDTH + asked[w.ASKED_ATTRIBUTES + 1] + asked[w.ASKED_EVENTS + 1]
    for at in range(2 * w.HOLDERS):
        waits[chain + at] = -1
    waits[row + w.WAIT_HELD] = 0
    if (
        stopped >= 0
        and room[one + f.INSTANCE_ENDED] == STOP
        and waits[row + w.WAIT_NET] != ENDS
        and asked[asked[w.ASKED_SHARED] + clock] == 1
    ):
        _held(tables, days, room, waits, row, chain, instance)


@compiled
def _rest(room: Table, count: int, instance: int) -> int:
    """Keep of what a clock heard what came after both ends of its last wait; return how many signals."""
    one, cut = (row_of(room, f.ROOM_INSTANCES, instance), -1)
    for turn in range(count):
        event = room[row_of(room, f.ROOM_OWN, room[room[f.ROOM_ORDER] + turn]) + f.SIGNAL_EVENT]
        if event == room[one + f.INSTANCE_START_EVENT] or event == room[one + f.INSTANCE_STOP_EVENT]:
            cut = turn
    for turn in range(cut + 1):
        room[row_of(room, f.ROOM_OWN, room[room[f.ROOM_ORDER] + turn]) + f.SIGNAL_EPISODE] = -1
    kept = 0
    for at in range(count):
        signal = row_of(room, f.ROOM_OWN, at)
        if room[signal + f.SIGNAL_EPISODE] >= 0:
            copy_row(room, row_of(room, f.ROOM_OWN, kept), signal, f.SIGNAL_WIDTH)
            kept += 1
    return kept


@compiled
def tell_clock(
    tables: Table,
    days: Table,
    block: Table,
    room: Table,
    asked: Table,
    waits: Table,
    case: int,
    clock: int,
    episode: int,
) -> None:
    """Write the waits of a clock in an episode; what was told after a stop may start it again."""
    count = heard_by(tables, room, MAIN, clock, episode)
    while count > 0:
        room[room[f.ROOM_COUNTS] + EARLY] = 0
        run_clock(tables, room, clock, episode, count, block[f.BLOCK_TODAY])
        row = slot_row(room, f.ROOM_RUNS, episode, clock)
        last = room[row + f.RUN_INSTANCE]
        for at in range(room[row + f.RUN_FIRST], last + 1):
            if room[row_of(room, f.ROOM_INSTANCES, at) + f.INSTANCE_START] != NONE:
                _tell(tables, days, block, room, asked, waits, case, at)
        if (
            room[room[f.ROOM_COUNTS] + TROUBLE] != 0
            or room[row_of(room, f.ROOM_INSTANCES, last) + f.INSTANCE_ENDED] != STOP
        ):
            return
        count = _rest(room, count, last)


@compiled
def tell_case(block: Table, room: Table, asked: Table, waits: Table, first: int) -> None:
    """Write into the waits of a case what they have in common, and who held it at the end of each."""
    route = room[line_of(room, f.ROOM_KNOWN, MAIN) + asked[w.ASKED_ROUTE]] if asked[w.ASKED_ROUTE] >= 0 else -1
    upgraded, began = (0, -NONE)
    for place in range(room[row_of(room, f.ROOM_STANDING, MAIN) + f.STANDING_HEARD]):
        one = row_of(block, f.BLOCK_TOLD, room[slot_row(room, f.ROOM_HEARD, MAIN, place) + f.HEARD_EVENT])
        began = min(began, block[one + f.TOLD_DAY])
        if block[one + f.TOLD_TYPE] == asked[w.ASKED_UPGRADE] and block[one + f.TOLD_STATUS] == DONE:
            upgraded = 1
    for at in range(first, waits[waits[w.WAITS_USED]]):
        row = row_of(waits, w.WAITS_ROWS, at)
        waits[row + w.WAIT_ROUTE] = route
        waits[row + w.WAIT_UPGRADED] = upgraded
        waits[row + w.WAIT_BEGAN] = began
        stop = waits[row + w.WAIT_STOP]
        ended = stop if stop != NONE else max(waits[row + w.WAIT_START], waits[row + w.WAIT_UNTIL])
        waits[row + w.WAIT_LEFT] = holder_on(room, ended)
