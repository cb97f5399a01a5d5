"""Where things stand in the flat tables of integers that the compiled code runs on.

A flat table begins with a head: for each of its tables three numbers, where it starts, how many rows (or columns)
it has, and how wide a row is. `PLAN_…`, `BLOCK_…`, `ROOM_…`, `SAID_…` and `DAYS_…` are places in the heads; the
others are fields of a row. One kind of array keeps the compiler quick.
"""

from __future__ import annotations

# Places in the head of `tables`.
(
    PLAN_STATES,
    PLAN_MOVES,
    PLAN_TASKS,
    PLAN_ROLE_SETS,
    PLAN_ROLES,
    PLAN_LISTINGS,
    PLAN_EVENTS,
    PLAN_TRIGGERS,
    PLAN_MEETS,
    PLAN_STARTS,
    PLAN_EXITS,
    PLAN_REENTRIES,
    PLAN_CLOCKS,
    PLAN_MILESTONES,
    PLAN_DEADLINES,
    PLAN_TRANSFERS,
    PLAN_ITEMS,
    PLAN_SAID,
    PLAN_ORGANISATIONS,
    PLAN_STATE_EFFECTS,
    PLAN_EXIT_EFFECTS,
    PLAN_OPENED_CLOCKS,
    PLAN_OPENED_MILESTONES,
    PLAN_REACHABLE,
    PLAN_MILESTONES_AHEAD,
    PLAN_ROLES_AHEAD,
    PLAN_ANCHORS,
    PLAN_MET_BY,
    PLAN_WORDS,
    PLAN_PROGRAMS,
    PLAN_TAKERS,
    PLAN_ROLE_ITEMS,
    PLAN_ITEM_EVENTS,
    PLAN_MOVING,
    PLAN_TRANSFERS_BY_ID,
    PLAN_DONE_EVENTS,
    PLAN_WAITS,
    PLAN_DAY_ZERO,
    PLAN_ON_GAP_STAYS,
) = range(3, 120, 3)
PLAN_HEAD = 120

# A row of `states`.
(
    STATE_END,
    STATE_OPTIONAL,
    STATE_MOVE,
    STATE_MOVE_END,
    STATE_TASK,
    STATE_TASK_END,
) = range(6)
STATE_WIDTH = 6
STATE_FIELDS = (
    "end",
    "optional",
    "move",
    "move_end",
    "task",
    "task_end",
)
# A row of `moves`.
(
    MOVE_EVENT,
    MOVE_TO,
    MOVE_GUARD,
    MOVE_GUARDED,
    MOVE_ROLES,
) = range(5)
MOVE_WIDTH = 5
MOVE_FIELDS = (
    "event",
    "to",
    "guard",
    "guarded",
    "roles",
)
# A row of `tasks`.
(
    TASK_EVENT,
    TASK_REQUIRED,
    TASK_ROLES,
) = range(3)
TASK_WIDTH = 3
TASK_FIELDS = (
    "event",
    "required",
    "roles",
)
# A row of `role_sets`.
(
    ROLE_SET_FIRST,
    ROLE_SET_END,
    ROLE_SET_JUDGED,
) = range(3)
ROLE_SET_WIDTH = 3
ROLE_SET_FIELDS = (
    "first",
    "end",
    "judged",
)
# A row of `roles`.
(
    ROLE_ANYONE,
    ROLE_FIRST,
    ROLE_END,
) = range(3)
ROLE_WIDTH = 3
ROLE_FIELDS = (
    "anyone",
    "first",
    "end",
)
# A row of `listings`.
(
    LISTING_PROVIDER,
    LISTING_OPENED,
    LISTING_CLOSED,
) = range(3)
LISTING_WIDTH = 3
LISTING_FIELDS = (
    "provider",
    "opened",
    "closed",
)
# A row of `events`.
(
    EVENT_REPEAT,
    EVENT_LIFE,
    EVENT_REFUSED,
    EVENT_TRANSFER,
    EVENT_BESIDE,
    EVENT_STARTS,
    EVENT_INERT,
    EVENT_TAKER,
    EVENT_TAKER_END,
    EVENT_TRIGGER,
    EVENT_TRIGGER_END,
    EVENT_MEETS,
    EVENT_MEETS_END,
) = range(13)
EVENT_WIDTH = 13
EVENT_FIELDS = (
    "repeat",
    "life",
    "refused",
    "transfer",
    "beside",
    "starts",
    "inert",
    "taker",
    "taker_end",
    "trigger",
    "trigger_end",
    "meets",
    "meets_end",
)
# A row of `triggers`.
(
    TRIGGER_CLOCK,
    TRIGGER_GROUP,
    TRIGGER_KIND,
    TRIGGER_GUARD,
    TRIGGER_DATED_BY,
    TRIGGER_REASON,
    TRIGGER_RULE,
    TRIGGER_CAP,
) = range(8)
TRIGGER_WIDTH = 8
TRIGGER_FIELDS = (
    "clock",
    "group",
    "kind",
    "guard",
    "dated_by",
    "reason",
    "rule",
    "cap",
)
# A row of `meets`.
(
    MEETS_MILESTONE,
    MEETS_GUARD,
) = range(2)
MEETS_WIDTH = 2
MEETS_FIELDS = (
    "milestone",
    "guard",
)
# A row of `starts`.
(
    START_EVENT,
    START_GUARD,
    START_TO,
    START_DATED_BY,
) = range(4)
START_WIDTH = 4
START_FIELDS = (
    "event",
    "guard",
    "to",
    "dated_by",
)
# A row of `exits`.
(
    EXIT_EVENT,
    EXIT_GUARD,
    EXIT_KIND,
) = range(3)
EXIT_WIDTH = 3
EXIT_FIELDS = (
    "event",
    "guard",
    "kind",
)
# A row of `reentries`.
(
    REENTRY_EVENT,
    REENTRY_GUARD,
    REENTRY_TO,
    REENTRY_KIND,
) = range(4)
REENTRY_WIDTH = 4
REENTRY_FIELDS = (
    "event",
    "guard",
    "to",
    "kind",
)
# A row of `clocks`.
(
    CLOCK_AMOUNT,
    CLOCK_UNIT,
    CLOCK_PREVIOUS,
    CLOCK_UNCLEAR,
    CLOCK_MOVING,
    CLOCK_MOVING_END,
) = range(6)
CLOCK_WIDTH = 6
CLOCK_FIELDS = (
    "amount",
    "unit",
    "previous",
    "unclear",
    "moving",
    "moving_end",
)
# A row of `milestones`.
(
    MILESTONE_STATE,
    MILESTONE_DUE,
    MILESTONE_NOT_BEFORE,
    MILESTONE_FRESH,
    MILESTONE_PREVIOUS,
    MILESTONE_UNCLEAR,
    MILESTONE_TAKEN,
) = range(7)
MILESTONE_WIDTH = 7
MILESTONE_FIELDS = (
    "state",
    "due",
    "not_before",
    "fresh",
    "previous",
    "unclear",
    "taken",
)
# A row of `deadlines`.
(
    DEADLINE_AMOUNT,
    DEADLINE_UNIT,
    DEADLINE_CLOCK,
) = range(3)
DEADLINE_WIDTH = 3
DEADLINE_FIELDS = (
    "amount",
    "unit",
    "clock",
)
# A row of `transfers`.
(
    TRANSFER_SENDER,
    TRANSFER_RECEIVER,
    TRANSFER_DUE,
    TRANSFER_ACKNOWLEDGE,
    TRANSFER_ACKNOWLEDGE_UNIT,
    TRANSFER_SWITCH,
    TRANSFER_ITEM,
    TRANSFER_ITEM_END,
) = range(8)
TRANSFER_WIDTH = 8
TRANSFER_FIELDS = (
    "sender",
    "receiver",
    "due",
    "acknowledge",
    "acknowledge_unit",
    "switch",
    "item",
    "item_end",
)
# A row of `items`.
(
    ITEM_ATTRIBUTE,
    ITEM_FIRST,
    ITEM_END,
) = range(3)
ITEM_WIDTH = 3
ITEM_FIELDS = (
    "attribute",
    "first",
    "end",
)
# A row of `said`.
(
    SAID_CLOCK,
    SAID_NUMBER,
) = range(2)
SAID_WIDTH = 2
SAID_FIELDS = (
    "clock",
    "number",
)
# A row of `organisations`.
(
    ORGANISATION_PROVIDER,
    ORGANISATION_OPENED,
    ORGANISATION_CLOSED,
) = range(3)
ORGANISATION_WIDTH = 3
ORGANISATION_FIELDS = (
    "provider",
    "opened",
    "closed",
)

# Places in the head of `block`.
(
    BLOCK_TOLD,
    BLOCK_VALUES,
    BLOCK_FIRST,
    BLOCK_BAD,
    BLOCK_ATOM_FIRST,
    BLOCK_ATOM_TRUTH,
    BLOCK_VALUE_FIRST,
    BLOCK_VALUE_DAY,
    BLOCK_VALUE_ABSENT,
    BLOCK_TODAY,
    BLOCK_NOW,
) = range(3, 36, 3)
BLOCK_HEAD = 36

# A row of `told`.
(
    TOLD_ROOT,
    TOLD_ENTRY,
    TOLD_TYPE,
    TOLD_PROVIDER,
    TOLD_STATUS,
    TOLD_DAY,
    TOLD_AT,
    TOLD_VOID,
    TOLD_VALUE,
    TOLD_VALUE_END,
    TOLD_BAD,
    TOLD_BAD_END,
    TOLD_DATA,
    TOLD_TO,
    TOLD_NAMED,
) = range(15)
TOLD_WIDTH = 15
TOLD_FIELDS = (
    "root",
    "entry",
    "type",
    "provider",
    "status",
    "day",
    "at",
    "void",
    "value",
    "value_end",
    "bad",
    "bad_end",
    "data",
    "to",
    "named",
)

# Places in the head of `room`.
(
    ROOM_STANDING,
    ROOM_VISITS,
    ROOM_HEARD,
    ROOM_SIGNALS,
    ROOM_MET,
    ROOM_BRANCHES,
    ROOM_CLOSINGS,
    ROOM_RUNS,
    ROOM_INSTANCES,
    ROOM_GAPS,
    ROOM_PASSINGS,
    ROOM_HOLDERS,
    ROOM_OWN,
    ROOM_PAUSED,
    ROOM_REOPENED,
    ROOM_OWING,
    ROOM_DONE,
    ROOM_SETTLED,
    ROOM_KNOWN,
    ROOM_PATH,
    ROOM_OUTCOME,
    ROOM_OUTCOME_ROWS,
    ROOM_WORLD,
    ROOM_WORLD_DONE,
    ROOM_STACK,
    ROOM_OWED,
    ROOM_WAITING,
    ROOM_COST,
    ROOM_SETTLED_STATES,
    ROOM_FOUND,
    ROOM_ORDER,
    ROOM_OPENED,
    ROOM_EARLY,
    ROOM_THERE,
    ROOM_ATTRIBUTE_THERE,
    ROOM_MISSING,
    ROOM_NAMED,
    ROOM_MOVING,
    ROOM_COUNTS,
    ROOM_OUTCOME_SIZE,
    ROOM_UNION_ORDER,
    ROOM_UNION_FIRST,
    ROOM_UNION_LAST,
    ROOM_UNION_SPENT,
    ROOM_UNION_LEFT,
    ROOM_KEPT,
) = range(3, 141, 3)
ROOM_HEAD = 141

# A row of `standing`.
(
    STANDING_STATE,
    STANDING_EPISODE,
    STANDING_CLOSED,
    STANDING_STARTED,
    STANDING_VISITS,
    STANDING_HEARD,
    STANDING_SIGNALS,
    STANDING_MET,
    STANDING_BRANCHES,
    STANDING_CLOSINGS,
    STANDING_REOPENED,
    STANDING_OWING,
) = range(12)
STANDING_WIDTH = 12
STANDING_FIELDS = (
    "state",
    "episode",
    "closed",
    "started",
    "visits",
    "heard",
    "signals",
    "met",
    "branches",
    "closings",
    "reopened",
    "owing",
)
# A row of `visits`.
(
    VISIT_STATE,
    VISIT_EPISODE,
    VISIT_NUMBER,
    VISIT_DAY,
    VISIT_EVENT,
    VISIT_HEARD,
) = range(6)
VISIT_WIDTH = 6
VISIT_FIELDS = (
    "state",
    "episode",
    "number",
    "day",
    "event",
    "heard",
)
# A row of `heard`.
(
    HEARD_EVENT,
    HEARD_EPISODE,
    HEARD_SIGNAL,
    HEARD_SIGNAL_END,
    HEARD_MET,
    HEARD_MET_END,
) = range(6)
HEARD_WIDTH = 6
HEARD_FIELDS = (
    "event",
    "episode",
    "signal",
    "signal_end",
    "met",
    "met_end",
)
# A row of `signals`.
(
    SIGNAL_CLOCK,
    SIGNAL_KIND,
    SIGNAL_DAY,
    SIGNAL_AT,
    SIGNAL_TOLD,
    SIGNAL_EVENT,
    SIGNAL_TRIGGER,
    SIGNAL_EPISODE,
) = range(8)
SIGNAL_WIDTH = 8
SIGNAL_FIELDS = (
    "clock",
    "kind",
    "day",
    "at",
    "told",
    "event",
    "trigger",
    "episode",
)
# A row of `met`.
(
    MEETING_MILESTONE,
    MEETING_EVENT,
    MEETING_EPISODE,
) = range(3)
MEETING_WIDTH = 3
MEETING_FIELDS = (
    "milestone",
    "event",
    "episode",
)
# A row of `branches`.
(
    BRANCH_EPISODE,
    BRANCH_DAY,
    BRANCH_LEFT,
    BRANCH_ENTERED,
    BRANCH_OWING,
    BRANCH_OWING_END,
    BRANCH_EVENT,
) = range(7)
BRANCH_WIDTH = 7
BRANCH_FIELDS = (
    "episode",
    "day",
    "left",
    "entered",
    "owing",
    "owing_end",
    "event",
)
# A row of `closings`.
(
    CLOSING_EPISODE,
    CLOSING_DAY,
    CLOSING_AT,
    CLOSING_BY,
    CLOSING_KIND,
    CLOSING_EVENT,
) = range(6)
CLOSING_WIDTH = 6
CLOSING_FIELDS = (
    "episode",
    "day",
    "at",
    "by",
    "kind",
    "event",
)
# A row of `runs`.
(
    RUN_INSTANCE,
    RUN_FIRST,
    RUN_EARLY,
    RUN_EARLY_END,
    RUN_UNSTARTED,
    RUN_UNSTARTED_END,
) = range(6)
RUN_WIDTH = 6
RUN_FIELDS = (
    "instance",
    "first",
    "early",
    "early_end",
    "unstarted",
    "unstarted_end",
)
# A row of `instances`.
(
    INSTANCE_CLOCK,
    INSTANCE_EPISODE,
    INSTANCE_NUMBER,
    INSTANCE_START,
    INSTANCE_START_AT,
    INSTANCE_START_EVENT,
    INSTANCE_REBASED,
    INSTANCE_STOP,
    INSTANCE_STOP_AT,
    INSTANCE_STOP_EVENT,
    INSTANCE_ENDED,
    INSTANCE_OVER,
    INSTANCE_GAP,
    INSTANCE_GAP_END,
) = range(14)
INSTANCE_WIDTH = 14
INSTANCE_FIELDS = (
    "clock",
    "episode",
    "number",
    "start",
    "start_at",
    "start_event",
    "rebased",
    "stop",
    "stop_at",
    "stop_event",
    "ended",
    "over",
    "gap",
    "gap_end",
)
# A row of `gaps`.
(
    GAP_START,
    GAP_END,
    GAP_REASON,
    GAP_CAP,
) = range(4)
GAP_WIDTH = 4
GAP_FIELDS = (
    "start",
    "end",
    "reason",
    "cap",
)
# A row of `passings`.
(
    PASSING_TRANSFER,
    PASSING_EPISODE,
    PASSING_SENT,
    PASSING_RECEIVED,
    PASSING_ACCEPTED,
    PASSING_RETURNED,
    PASSING_TO,
    PASSING_HANDOVER,
    PASSING_COMPLETE,
    PASSING_MISSING,
    PASSING_MISSING_END,
    PASSING_SHORT,
    PASSING_SHORT_END,
) = range(13)
PASSING_WIDTH = 13
PASSING_FIELDS = (
    "transfer",
    "episode",
    "sent",
    "received",
    "accepted",
    "returned",
    "to",
    "handover",
    "complete",
    "missing",
    "missing_end",
    "short",
    "short_end",
)
# A row of `holders`.
(
    HOLDER_PROVIDER,
    HOLDER_AFTER,
) = range(2)
HOLDER_WIDTH = 2
HOLDER_FIELDS = (
    "provider",
    "after",
)

# Places in the head of `told`.
(
    SAID_MILESTONES,
    SAID_CLOCKS,
    SAID_PAUSES,
    SAID_TRANSFERS,
    SAID_SEGMENTS,
    SAID_CASES,
    SAID_FINDINGS,
    SAID_DETAILS,
    SAID_MISSING,
    SAID_USED,
    SAID_TROUBLE,
) = range(3, 36, 3)
SAID_HEAD = 36

# A row of `milestones`.
(
    SAY_MILESTONE_CASE,
    SAY_MILESTONE_SAID,
    SAY_MILESTONE_EPISODE,
    SAY_MILESTONE_VERDICT,
    SAY_MILESTONE_DONE,
    SAY_MILESTONE_DONE_AT,
    SAY_MILESTONE_START,
    SAY_MILESTONE_START_AT,
    SAY_MILESTONE_EARLIEST,
    SAY_MILESTONE_EARLIEST_AT,
    SAY_MILESTONE_LAST,
    SAY_MILESTONE_LAST_AT,
    SAY_MILESTONE_OVER,
    SAY_MILESTONE_SECONDS,
    SAY_MILESTONE_LEFT,
    SAY_MILESTONE_PROVIDER,
    SAY_MILESTONE_FINAL,
    SAY_MILESTONE_CLOCK,
    SAY_MILESTONE_UNCLEAR,
    SAY_MILESTONE_FIRST,
    SAY_MILESTONE_SECOND,
) = range(21)
SAY_MILESTONE_WIDTH = 21
SAY_MILESTONE_FIELDS = (
    "case",
    "said",
    "episode",
    "verdict",
    "done",
    "done_at",
    "start",
    "start_at",
    "earliest",
    "earliest_at",
    "last",
    "last_at",
    "over",
    "seconds",
    "left",
    "provider",
    "final",
    "clock",
    "unclear",
    "first",
    "second",
)
# A row of `clocks`.
(
    SAY_CLOCK_CASE,
    SAY_CLOCK_CLOCK,
    SAY_CLOCK_EPISODE,
    SAY_CLOCK_INSTANCE,
    SAY_CLOCK_START,
    SAY_CLOCK_START_AT,
    SAY_CLOCK_STOP,
    SAY_CLOCK_STOP_AT,
    SAY_CLOCK_ENDED,
    SAY_CLOCK_GROSS,
    SAY_CLOCK_NET,
    SAY_CLOCK_VERDICT,
    SAY_CLOCK_PAUSED,
    SAY_CLOCK_PAUSE,
    SAY_CLOCK_PAUSE_END,
) = range(15)
SAY_CLOCK_WIDTH = 15
SAY_CLOCK_FIELDS = (
    "case",
    "clock",
    "episode",
    "instance",
    "start",
    "start_at",
    "stop",
    "stop_at",
    "ended",
    "gross",
    "net",
    "verdict",
    "paused",
    "pause",
    "pause_end",
)
# A row of `pauses`.
(
    SAY_PAUSE_START,
    SAY_PAUSE_END,
    SAY_PAUSE_REASON,
    SAY_PAUSE_DAYS,
) = range(4)
SAY_PAUSE_WIDTH = 4
SAY_PAUSE_FIELDS = (
    "start",
    "end",
    "reason",
    "days",
)
# A row of `transfers`.
(
    SAY_TRANSFER_CASE,
    SAY_TRANSFER_TRANSFER,
    SAY_TRANSFER_EPISODE,
    SAY_TRANSFER_SENT,
    SAY_TRANSFER_RECEIVED,
    SAY_TRANSFER_ACCEPTED,
    SAY_TRANSFER_HANDOVER,
    SAY_TRANSFER_COMPLETE,
    SAY_TRANSFER_MISSING,
    SAY_TRANSFER_MISSING_END,
    SAY_TRANSFER_VERDICT,
    SAY_TRANSFER_LAST,
    SAY_TRANSFER_LAST_AT,
    SAY_TRANSFER_OVER,
    SAY_TRANSFER_LEFT,
    SAY_TRANSFER_SENDER,
    SAY_TRANSFER_RECEIVER,
) = range(17)
SAY_TRANSFER_WIDTH = 17
SAY_TRANSFER_FIELDS = (
    "case",
    "transfer",
    "episode",
    "sent",
    "received",
    "accepted",
    "handover",
    "complete",
    "missing",
    "missing_end",
    "verdict",
    "last",
    "last_at",
    "over",
    "left",
    "sender",
    "receiver",
)
# A row of `segments`.
(
    SAY_SEGMENT_CASE,
    SAY_SEGMENT_PROVIDER,
    SAY_SEGMENT_START,
    SAY_SEGMENT_END,
    SAY_SEGMENT_DAYS,
) = range(5)
SAY_SEGMENT_WIDTH = 5
SAY_SEGMENT_FIELDS = (
    "case",
    "provider",
    "start",
    "end",
    "days",
)
# A row of `cases`.
(
    SAY_CASE_CASE,
    SAY_CASE_STATE,
    SAY_CASE_EPISODE,
    SAY_CASE_CLOSED,
    SAY_CASE_LIVE,
) = range(5)
SAY_CASE_WIDTH = 5
SAY_CASE_FIELDS = (
    "case",
    "state",
    "episode",
    "closed",
    "live",
)
# A row of `findings`.
(
    SAY_FINDING_CASE,
    SAY_FINDING_CODE,
    SAY_FINDING_SUBJECT_KIND,
    SAY_FINDING_SUBJECT,
    SAY_FINDING_EPISODE,
    SAY_FINDING_ROOT,
    SAY_FINDING_DAY,
    SAY_FINDING_AT,
    SAY_FINDING_OVER,
    SAY_FINDING_SECONDS,
    SAY_FINDING_PROVIDER,
    SAY_FINDING_VERDICT,
    SAY_FINDING_LAST,
    SAY_FINDING_LAST_AT,
    SAY_FINDING_OTHER,
    SAY_FINDING_OTHER_AT,
    SAY_FINDING_DETAIL,
    SAY_FINDING_DETAIL_END,
    SAY_FINDING_FIRST,
    SAY_FINDING_SECOND,
    SAY_FINDING_THIRD,
) = range(21)
SAY_FINDING_WIDTH = 21
SAY_FINDING_FIELDS = (
    "case",
    "code",
    "subject_kind",
    "subject",
    "episode",
    "root",
    "day",
    "at",
    "over",
    "seconds",
    "provider",
    "verdict",
    "last",
    "last_at",
    "other",
    "other_at",
    "detail",
    "detail_end",
    "first",
    "second",
    "third",
)
# A row of `details`.
(
    SAY_DETAIL_KIND,
    SAY_DETAIL_NUMBER,
) = range(2)
SAY_DETAIL_WIDTH = 2
SAY_DETAIL_FIELDS = (
    "kind",
    "number",
)

# Places in the head of `days`.
(
    DAYS_WORKED,
    DAYS_BEGINS,
    DAYS_ENDS,
    DAYS_FIRST,
    DAYS_LAST,
    DAYS_EDGE,
) = range(3, 21, 3)
DAYS_HEAD = 21
