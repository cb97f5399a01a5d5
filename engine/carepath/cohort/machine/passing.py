"""Transfers and who answers for the wait, in compiled code: as in `carepath.transfers` and `responsibility`."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import copy_row, fill, line_of, row_of, slot_row
from carepath.cohort.machine.hearing import DONE
from carepath.cohort.machine.noting import EVENT, TRANSFER, TRANSFER_RETURNED, UNKNOWN_TRANSFER, note
from carepath.cohort.machine.room import MISSING, PASSINGS
from carepath.cohort.machine.stepping import plays

SENT, RECEIVED, ACCEPTED, RETURNED = (1, 2, 3, 4)
BY_SENDING, BY_HANDOVER, BY_ACCEPTANCE = range(3)


@compiled
def passings(tables: Table, block: Table, room: Table, told: Table, case: int, slot: int) -> None:
    """Work out every transfer of the first episode, and those touched in later ones, as rows of `passings`."""
    standing, transfers = (row_of(room, f.ROOM_STANDING, slot), tables[f.PLAN_TRANSFERS + 1])
    room[room[f.ROOM_COUNTS] + PASSINGS] = 0
    room[room[f.ROOM_COUNTS] + MISSING] = 0
    if transfers == 0:
        _returns_without(tables, block, room, told, case, slot)
        return
    for episode in range(1, room[standing + f.STANDING_EPISODE] + 1):
        for place in range(transfers):
            at = _at(room, transfers, episode, place)
            row = row_of(room, f.ROOM_PASSINGS, at)
            room[row + f.PASSING_TRANSFER] = place
            room[row + f.PASSING_EPISODE] = episode
            room[row + f.PASSING_SENT] = -1
            room[row + f.PASSING_RECEIVED] = -1
            room[row + f.PASSING_ACCEPTED] = -1
            room[row + f.PASSING_RETURNED] = -1
            room[row + f.PASSING_TO] = -1
    for place in range(room[standing + f.STANDING_HEARD]):
        heard = slot_row(room, f.ROOM_HEARD, slot, place)
        one = row_of(block, f.BLOCK_TOLD, room[heard + f.HEARD_EVENT])
        if (
            block[one + f.TOLD_STATUS] == DONE
            and tables[row_of(tables, f.PLAN_EVENTS, block[one + f.TOLD_TYPE]) + f.EVENT_TRANSFER] > 0
        ):
            _move(tables, block, room, told, case, room[heard + f.HEARD_EVENT], room[heard + f.HEARD_EPISODE])
    _first_days(block, room, slot)
    for episode in range(1, room[standing + f.STANDING_EPISODE] + 1):
        for place in range(transfers):
            at = _at(room, transfers, episode, place)
            if episode == 1 or touched(room, at):
                copy_row(
                    room,
                    row_of(room, f.ROOM_PASSINGS, room[room[f.ROOM_COUNTS] + PASSINGS]),
                    row_of(room, f.ROOM_PASSINGS, at),
                    f.PASSING_WIDTH,
                )
                _completed(tables, block, room, room[room[f.ROOM_COUNTS] + PASSINGS])
                room[room[f.ROOM_COUNTS] + PASSINGS] += 1


@compiled
def _returns_without(tables: Table, block: Table, room: Table, told: Table, case: int, slot: int) -> None:
    """Name the transfer events of a pathway that has no transfers."""
    for place in range(room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_HEARD]):
        heard = slot_row(room, f.ROOM_HEARD, slot, place)
        one = row_of(block, f.BLOCK_TOLD, room[heard + f.HEARD_EVENT])
        if (
            block[one + f.TOLD_STATUS] == DONE
            and tables[row_of(tables, f.PLAN_EVENTS, block[one + f.TOLD_TYPE]) + f.EVENT_TRANSFER] > 0
        ):
            note(
                block,
                room,
                told,
                case,
                UNKNOWN_TRANSFER,
                EVENT,
                block[one + f.TOLD_TYPE],
                room[heard + f.HEARD_EVENT],
                room[heard + f.HEARD_EPISODE],
            )


@compiled
def _at(room: Table, transfers: int, episode: int, place: int) -> int:
    return (episode - 1) * transfers + place


@compiled
def touched(room: Table, at: int) -> bool:
    """Return whether anything has been told of a transfer."""
    row = row_of(room, f.ROOM_PASSINGS, at)
    return (
        room[row + f.PASSING_SENT] >= 0
        or room[row + f.PASSING_RECEIVED] >= 0
        or room[row + f.PASSING_ACCEPTED] >= 0
        or (room[row + f.PASSING_RETURNED] >= 0)
    )


@compiled
def _receiver(tables: Table, block: Table, event: int) -> int:
    """Return the provider that receives: named in `to`, or the one who says so itself."""
    one = row_of(block, f.BLOCK_TOLD, event)
    if block[one + f.TOLD_TO] >= 0:
        return block[one + f.TOLD_TO]
    return (
        -1
        if tables[row_of(tables, f.PLAN_EVENTS, block[one + f.TOLD_TYPE]) + f.EVENT_TRANSFER] == SENT
        else block[one + f.TOLD_PROVIDER]
    )


@compiled
def _meant(tables: Table, block: Table, room: Table, event: int, episode: int) -> int:
    """Return the transfer an event is about: the one it names, else the first unfinished that fits; -1 for none."""
    one, transfers = (row_of(block, f.BLOCK_TOLD, event), tables[f.PLAN_TRANSFERS + 1])
    if block[one + f.TOLD_NAMED] >= -1:
        return _at(room, transfers, episode, block[one + f.TOLD_NAMED]) if block[one + f.TOLD_NAMED] >= 0 else -1
    receiver = _receiver(tables, block, event)
    for place in range(transfers):
        at = _at(room, transfers, episode, place)
        if room[row_of(room, f.ROOM_PASSINGS, at) + f.PASSING_ACCEPTED] < 0 and plays(
            tables,
            tables[row_of(tables, f.PLAN_TRANSFERS, place) + f.TRANSFER_RECEIVER],
            receiver,
            block[one + f.TOLD_DAY],
        ):
            return at
    return -1


@compiled
def _taker(tables: Table, block: Table, room: Table, at: int, event: int) -> int:
    """Return who has received: the provider that says so if it plays the role, else the one it was sent to."""
    receiver, row = (_receiver(tables, block, event), row_of(room, f.ROOM_PASSINGS, at))
    if plays(
        tables,
        tables[row_of(tables, f.PLAN_TRANSFERS, room[row + f.PASSING_TRANSFER]) + f.TRANSFER_RECEIVER],
        receiver,
        block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_DAY],
    ):
        return receiver
    return room[row + f.PASSING_TO] if room[row + f.PASSING_TO] >= 0 else receiver


@compiled
def _move(tables: Table, block: Table, room: Table, told: Table, case: int, event: int, episode: int) -> None:
    """Let one event move the transfer it is about."""
    one, transfers = (row_of(block, f.BLOCK_TOLD, event), tables[f.PLAN_TRANSFERS + 1])
    at, kind = (
        _meant(tables, block, room, event, episode),
        tables[
            row_of(tables, f.PLAN_EVENTS, block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE]) + f.EVENT_TRANSFER
        ],
    )
    if at < 0:
        note(block, room, told, case, UNKNOWN_TRANSFER, EVENT, block[one + f.TOLD_TYPE], event, episode)
        return
    row = row_of(room, f.ROOM_PASSINGS, at)
    if kind == SENT:
        sender = tables[row_of(tables, f.PLAN_TRANSFERS, room[row + f.PASSING_TRANSFER]) + f.TRANSFER_SENDER]
        for place in range(transfers):
            other = _at(room, transfers, episode, place)
            before = row_of(room, f.ROOM_PASSINGS, other)
            if (
                place != room[row + f.PASSING_TRANSFER]
                and tables[row_of(tables, f.PLAN_TRANSFERS, place) + f.TRANSFER_RECEIVER] == sender
                and (touched(room, other) and room[before + f.PASSING_ACCEPTED] < 0)
            ):
                if room[before + f.PASSING_RECEIVED] < 0:
                    room[before + f.PASSING_RECEIVED] = event
                room[before + f.PASSING_ACCEPTED] = event
                room[before + f.PASSING_RETURNED] = -1
        if room[row + f.PASSING_RETURNED] >= 0:
            room[row + f.PASSING_RETURNED] = -1
            room[row + f.PASSING_RECEIVED] = -1
            room[row + f.PASSING_ACCEPTED] = -1
            room[row + f.PASSING_SENT] = event
        elif room[row + f.PASSING_SENT] < 0:
            room[row + f.PASSING_SENT] = event
        receiver = _receiver(tables, block, event)
        if receiver >= 0:
            room[row + f.PASSING_TO] = receiver
    elif kind == RECEIVED or kind == ACCEPTED:
        room[row + f.PASSING_TO] = _taker(tables, block, room, at, event)
        if room[row + f.PASSING_RECEIVED] < 0:
            room[row + f.PASSING_RECEIVED] = event
        if kind == ACCEPTED and room[row + f.PASSING_ACCEPTED] < 0:
            room[row + f.PASSING_ACCEPTED] = event
        room[row + f.PASSING_RETURNED] = -1
    else:
        note(block, room, told, case, TRANSFER_RETURNED, TRANSFER, room[row + f.PASSING_TRANSFER], event, episode)
        room[row + f.PASSING_RECEIVED] = -1
        room[row + f.PASSING_ACCEPTED] = -1
        room[row + f.PASSING_RETURNED] = event


@compiled
def _first_days(block: Table, room: Table, slot: int) -> None:
    """Find the first day on which each event type and attribute was there."""
    fill(room, f.ROOM_THERE, 0, NONE)
    fill(room, f.ROOM_ATTRIBUTE_THERE, 0, NONE)
    for place in range(room[row_of(room, f.ROOM_STANDING, slot) + f.STANDING_HEARD]):
        one = row_of(block, f.BLOCK_TOLD, room[slot_row(room, f.ROOM_HEARD, slot, place) + f.HEARD_EVENT])
        if block[one + f.TOLD_STATUS] != DONE:
            continue
        if room[room[f.ROOM_THERE] + block[one + f.TOLD_TYPE]] == NONE:
            room[room[f.ROOM_THERE] + block[one + f.TOLD_TYPE]] = block[one + f.TOLD_DAY]
        for at in range(block[one + f.TOLD_VALUE], block[one + f.TOLD_VALUE_END]):
            attribute, value = (
                block[line_of(block, f.BLOCK_VALUES, at) + 0],
                block[line_of(block, f.BLOCK_VALUES, at) + 1],
            )
            if (
                block[block[f.BLOCK_VALUE_ABSENT] + value] == 0
                and room[room[f.ROOM_ATTRIBUTE_THERE] + attribute] == NONE
            ):
                room[room[f.ROOM_ATTRIBUTE_THERE] + attribute] = block[one + f.TOLD_DAY]


@compiled
def _item_there(tables: Table, room: Table, item: int) -> int:
    """Return the first day on which an item of a dataset was there; NONE where it is missing."""
    row, first = (row_of(tables, f.PLAN_ITEMS, item), NONE)
    if tables[row + f.ITEM_ATTRIBUTE] >= 0:
        first = room[room[f.ROOM_ATTRIBUTE_THERE] + tables[row + f.ITEM_ATTRIBUTE]]
    for at in range(tables[row + f.ITEM_FIRST], tables[row + f.ITEM_END]):
        day = room[room[f.ROOM_THERE] + tables[tables[f.PLAN_ITEM_EVENTS] + at]]
        if day != NONE and (first == NONE or day < first):
            first = day
    return first


@compiled
def _completed(tables: Table, block: Table, room: Table, at: int) -> None:
    """Work out what is missing, and on which day the transfer was handed over."""
    row = row_of(room, f.ROOM_PASSINGS, at)
    transfer = row_of(tables, f.PLAN_TRANSFERS, room[row + f.PASSING_TRANSFER])
    room[row + f.PASSING_HANDOVER] = NONE
    room[row + f.PASSING_MISSING] = room[room[f.ROOM_COUNTS] + MISSING]
    for item in range(tables[transfer + f.TRANSFER_ITEM], tables[transfer + f.TRANSFER_ITEM_END]):
        if _item_there(tables, room, item) == NONE:
            room[room[f.ROOM_MISSING] + room[room[f.ROOM_COUNTS] + MISSING]] = item
            room[room[f.ROOM_COUNTS] + MISSING] += 1
    room[row + f.PASSING_MISSING_END] = room[room[f.ROOM_COUNTS] + MISSING]
    room[row + f.PASSING_SHORT] = room[room[f.ROOM_COUNTS] + MISSING]
    room[row + f.PASSING_SHORT_END] = room[room[f.ROOM_COUNTS] + MISSING]
    room[row + f.PASSING_COMPLETE] = 1 if room[row + f.PASSING_MISSING] == room[row + f.PASSING_MISSING_END] else 0
    if room[row + f.PASSING_RECEIVED] < 0:
        return
    received = block[row_of(block, f.BLOCK_TOLD, room[row + f.PASSING_RECEIVED]) + f.TOLD_DAY]
    last = NONE
    for item in range(tables[transfer + f.TRANSFER_ITEM], tables[transfer + f.TRANSFER_ITEM_END]):
        day = _item_there(tables, room, item)
        if day == NONE or day > received:
            room[room[f.ROOM_MISSING] + room[room[f.ROOM_COUNTS] + MISSING]] = item
            room[room[f.ROOM_COUNTS] + MISSING] += 1
        if day != NONE and day > last:
            last = day
    room[row + f.PASSING_SHORT_END] = room[room[f.ROOM_COUNTS] + MISSING]
    if room[row + f.PASSING_COMPLETE] == 1:
        room[row + f.PASSING_HANDOVER] = max(last, received)
    if room[row + f.PASSING_ACCEPTED] >= 0:
        accepted = block[row_of(block, f.BLOCK_TOLD, room[row + f.PASSING_ACCEPTED]) + f.TOLD_DAY]
        if room[row + f.PASSING_HANDOVER] == NONE or accepted < room[row + f.PASSING_HANDOVER]:
            room[row + f.PASSING_HANDOVER] = accepted


@compiled
def switched(tables: Table, block: Table, room: Table, at: int) -> int:
    """Return the day after which the receiver answers for the wait."""
    row = row_of(room, f.ROOM_PASSINGS, at)
    switch = tables[row_of(tables, f.PLAN_TRANSFERS, room[row + f.PASSING_TRANSFER]) + f.TRANSFER_SWITCH]
    if switch == BY_SENDING:
        return (
            block[row_of(block, f.BLOCK_TOLD, room[row + f.PASSING_SENT]) + f.TOLD_DAY]
            if room[row + f.PASSING_SENT] >= 0
            else room[row + f.PASSING_HANDOVER]
        )
    if switch == BY_ACCEPTANCE:
        return (
            block[row_of(block, f.BLOCK_TOLD, room[row + f.PASSING_ACCEPTED]) + f.TOLD_DAY]
            if room[row + f.PASSING_ACCEPTED] >= 0
            else NONE
        )
    return room[row + f.PASSING_HANDOVER]
