"""Findings while they are written, in compiled code: numbers only; the sentences are made afterwards."""

from __future__ import annotations

from carepath.cohort.machine import fields as f
from carepath.cohort.machine.compiled import NONE, Table, compiled
from carepath.cohort.machine.flat import row_of
from carepath.cohort.machine.room import DETAILS, FINDINGS, QUIET, TROUBLE, WAITING
from carepath.findings import CODES

NO_ROOM = 1
EVENT, STATE, ROLE, ATTRIBUTE, TRANSFER, PROVIDER, MILESTONE, CLOCK, PAIR, PATHWAY = range(10)
SKIPPED = CODES.index("skipped")
SKIPPED_REQUIRED = CODES.index("skipped-required")
REPEATED = CODES.index("repeated")
OUT_OF_ORDER = CODES.index("out-of-order")
OTHER_BRANCH = CODES.index("other-branch")
WRONG_PROVIDER = CODES.index("wrong-provider")
UNKNOWN_EVENT = CODES.index("unknown-event")
POSSIBLE_DUPLICATE = CODES.index("possible-duplicate")
AMBIGUOUS_JUMP = CODES.index("ambiguous-jump")
ORDER_AMBIGUOUS = CODES.index("order-ambiguous")
GUARD_UNKNOWN = CODES.index("guard-unknown")
NONDETERMINISTIC = CODES.index("nondeterministic")
NO_START = CODES.index("no-start")
BEFORE_START = CODES.index("before-start")
AFTER_END = CODES.index("after-end")
UPGRADE_NOT_ALLOWED = CODES.index("upgrade-not-allowed")
DATED_IN_FUTURE = CODES.index("dated-in-future")
IMPOSSIBLE_DATE = CODES.index("impossible-date")
BAD_VALUE = CODES.index("bad-value")
UNKNOWN_ORGANISATION = CODES.index("unknown-organisation")
TRANSFER_RETURNED = CODES.index("transfer-returned")
UNKNOWN_TRANSFER = CODES.index("unknown-transfer")
EARLY_STOP = CODES.index("stop-before-start")
STOP_UNSTARTED = CODES.index("stop-without-start")


@compiled
def note(
    block: Table, room: Table, told: Table, case: int, code: int, kind: int, subject: int, event: int, episode: int
) -> None:
    """Write something noted about an event; nothing while a standing is only tried."""
    if room[room[f.ROOM_COUNTS] + QUIET] == 1:
        return
    at = told[told[f.SAID_USED] + FINDINGS]
    if at >= told[f.SAID_FINDINGS + 1]:
        room[room[f.ROOM_COUNTS] + TROUBLE] = NO_ROOM
        return
    row = row_of(told, f.SAID_FINDINGS, at)
    one = row_of(block, f.BLOCK_TOLD, event)
    told[row + f.SAY_FINDING_CASE] = case
    told[row + f.SAY_FINDING_CODE] = code
    told[row + f.SAY_FINDING_SUBJECT_KIND] = kind
    told[row + f.SAY_FINDING_SUBJECT] = subject
    told[row + f.SAY_FINDING_EPISODE] = episode
    told[row + f.SAY_FINDING_ROOT] = event
    told[row + f.SAY_FINDING_DAY] = block[one + f.TOLD_DAY]
    told[row + f.SAY_FINDING_AT] = block[one + f.TOLD_AT]
    told[row + f.SAY_FINDING_OVER] = NONE
    told[row + f.SAY_FINDING_SECONDS] = NONE
    told[row + f.SAY_FINDING_PROVIDER] = block[one + f.TOLD_PROVIDER]
    told[row + f.SAY_FINDING_VERDICT] = -1
    told[row + f.SAY_FINDING_LAST] = NONE
    told[row + f.SAY_FINDING_LAST_AT] = NONE
    told[row + f.SAY_FINDING_OTHER] = NONE
    told[row + f.SAY_FINDING_OTHER_AT] = NONE
    told[row + f.SAY_FINDING_DETAIL] = told[told[f.SAID_USED] + DETAILS]
    told[row + f.SAY_FINDING_DETAIL_END] = told[told[f.SAID_USED] + DETAILS]
    told[row + f.SAY_FINDING_FIRST] = event
    told[row + f.SAY_FINDING_SECOND] = -1
    told[row + f.SAY_FINDING_THIRD] = -1
    told[told[f.SAID_USED] + FINDINGS] = at + 1


@compiled
def detail(room: Table, told: Table, kind: int, number: int) -> None:
    """Add a name to the finding that was written last."""
    if room[room[f.ROOM_COUNTS] + QUIET] == 1 or room[room[f.ROOM_COUNTS] + TROUBLE] == NO_ROOM:
        return
    at = told[told[f.SAID_USED] + DETAILS]
    if at >= told[f.SAID_DETAILS + 1]:
        room[room[f.ROOM_COUNTS] + TROUBLE] = NO_ROOM
        return
    told[row_of(told, f.SAID_DETAILS, at) + f.SAY_DETAIL_KIND] = kind
    told[row_of(told, f.SAID_DETAILS, at) + f.SAY_DETAIL_NUMBER] = number
    told[told[f.SAID_USED] + DETAILS] = at + 1
    told[row_of(told, f.SAID_FINDINGS, told[told[f.SAID_USED] + FINDINGS] - 1) + f.SAY_FINDING_DETAIL_END] = at + 1


@compiled
def note_waiting(block: Table, room: Table, told: Table, case: int, event: int, episode: int) -> None:
    """Write that an event cannot be fully judged for want of the attributes in `waiting`."""
    note(
        block,
        room,
        told,
        case,
        GUARD_UNKNOWN,
        EVENT,
        block[row_of(block, f.BLOCK_TOLD, event) + f.TOLD_TYPE],
        event,
        episode,
    )
    for at in range(room[room[f.ROOM_COUNTS] + WAITING]):
        detail(room, told, ATTRIBUTE, room[room[f.ROOM_WAITING] + at])
