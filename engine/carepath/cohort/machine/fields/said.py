"""What is said of cases: places in its head, and fields of its rows."""

# Places in the head of `told`.
(
    SAID_MILESTONES, SAID_CLOCKS, SAID_PAUSES, SAID_TRANSFERS, SAID_SEGMENTS, SAID_CASES, SAID_FINDINGS,
    SAID_DETAILS, SAID_MISSING, SAID_USED, SAID_TROUBLE,
) = range(3, 36, 3)  # fmt: skip
SAID_HEAD = 36

# A row of `milestones`.
(
    SAY_MILESTONE_CASE, SAY_MILESTONE_SAID, SAY_MILESTONE_EPISODE, SAY_MILESTONE_VERDICT, SAY_MILESTONE_DONE,
    SAY_MILESTONE_DONE_AT, SAY_MILESTONE_START, SAY_MILESTONE_START_AT, SAY_MILESTONE_EARLIEST,
    SAY_MILESTONE_EARLIEST_AT, SAY_MILESTONE_LAST, SAY_MILESTONE_LAST_AT, SAY_MILESTONE_OVER, SAY_MILESTONE_SECONDS,
    SAY_MILESTONE_LEFT, SAY_MILESTONE_PROVIDER, SAY_MILESTONE_FINAL, SAY_MILESTONE_CLOCK, SAY_MILESTONE_UNCLEAR,
    SAY_MILESTONE_FIRST, SAY_MILESTONE_SECOND,
) = range(21)  # fmt: skip
SAY_MILESTONE_WIDTH = 21
SAY_MILESTONE_FIELDS = (
    "case", "said", "episode", "verdict", "done", "done_at", "start", "start_at", "earliest", "earliest_at", "last",
    "last_at", "over", "seconds", "left", "provider", "final", "clock", "unclear", "first", "second",
)  # fmt: skip

# A row of `clocks`.
(
    SAY_CLOCK_CASE, SAY_CLOCK_CLOCK, SAY_CLOCK_EPISODE, SAY_CLOCK_INSTANCE, SAY_CLOCK_START, SAY_CLOCK_START_AT,
    SAY_CLOCK_STOP, SAY_CLOCK_STOP_AT, SAY_CLOCK_ENDED, SAY_CLOCK_GROSS, SAY_CLOCK_NET, SAY_CLOCK_VERDICT,
    SAY_CLOCK_PAUSED, SAY_CLOCK_PAUSE, SAY_CLOCK_PAUSE_END,
) = range(15)  # fmt: skip
SAY_CLOCK_WIDTH = 15
SAY_CLOCK_FIELDS = (
    "case", "clock", "episode", "instance", "start", "start_at", "stop", "stop_at", "ended", "gross", "net",
    "verdict", "paused", "pause", "pause_end",
)  # fmt: skip

# A row of `pauses`.
SAY_PAUSE_START, SAY_PAUSE_END, SAY_PAUSE_REASON, SAY_PAUSE_DAYS = range(4)
SAY_PAUSE_WIDTH = 4
SAY_PAUSE_FIELDS = ("start", "end", "reason", "days")

# A row of `transfers`.
(
    SAY_TRANSFER_CASE, SAY_TRANSFER_TRANSFER, SAY_TRANSFER_EPISODE, SAY_TRANSFER_SENT, SAY_TRANSFER_RECEIVED,
    SAY_TRANSFER_ACCEPTED, SAY_TRANSFER_HANDOVER, SAY_TRANSFER_COMPLETE, SAY_TRANSFER_MISSING,
    SAY_TRANSFER_MISSING_END, SAY_TRANSFER_VERDICT, SAY_TRANSFER_LAST, SAY_TRANSFER_LAST_AT, SAY_TRANSFER_OVER,
    SAY_TRANSFER_LEFT, SAY_TRANSFER_SENDER, SAY_TRANSFER_RECEIVER,
) = range(17)  # fmt: skip
SAY_TRANSFER_WIDTH = 17
SAY_TRANSFER_FIELDS = (
    "case", "transfer", "episode", "sent", "received", "accepted", "handover", "complete", "missing", "missing_end",
    "verdict", "last", "last_at", "over", "left", "sender", "receiver",
)  # fmt: skip

# A row of `segments`.
(
    SAY_SEGMENT_CASE, SAY_SEGMENT_PROVIDER, SAY_SEGMENT_START, SAY_SEGMENT_END, SAY_SEGMENT_DAYS,
) = range(5)  # fmt: skip
SAY_SEGMENT_WIDTH = 5
SAY_SEGMENT_FIELDS = ("case", "provider", "start", "end", "days")

# A row of `cases`.
SAY_CASE_CASE, SAY_CASE_STATE, SAY_CASE_EPISODE, SAY_CASE_CLOSED, SAY_CASE_LIVE = range(5)
SAY_CASE_WIDTH = 5
SAY_CASE_FIELDS = ("case", "state", "episode", "closed", "live")

# A row of `findings`.
(
    SAY_FINDING_CASE, SAY_FINDING_CODE, SAY_FINDING_SUBJECT_KIND, SAY_FINDING_SUBJECT, SAY_FINDING_EPISODE,
    SAY_FINDING_ROOT, SAY_FINDING_DAY, SAY_FINDING_AT, SAY_FINDING_OVER, SAY_FINDING_SECONDS, SAY_FINDING_PROVIDER,
    SAY_FINDING_VERDICT, SAY_FINDING_LAST, SAY_FINDING_LAST_AT, SAY_FINDING_OTHER, SAY_FINDING_OTHER_AT,
    SAY_FINDING_DETAIL, SAY_FINDING_DETAIL_END, SAY_FINDING_FIRST, SAY_FINDING_SECOND, SAY_FINDING_THIRD,
) = range(21)  # fmt: skip
SAY_FINDING_WIDTH = 21
SAY_FINDING_FIELDS = (
    "case", "code", "subject_kind", "subject", "episode", "root", "day", "at", "over", "seconds", "provider",
    "verdict", "last", "last_at", "other", "other_at", "detail", "detail_end", "first", "second", "third",
)  # fmt: skip

# A row of `details`.
SAY_DETAIL_KIND, SAY_DETAIL_NUMBER = range(2)
SAY_DETAIL_WIDTH = 2
SAY_DETAIL_FIELDS = ("kind", "number")
