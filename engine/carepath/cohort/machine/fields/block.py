"""The columns of a block of cases: places in its head, and fields of an event."""

# Places in the head of `block`.
(
    BLOCK_TOLD, BLOCK_VALUES, BLOCK_FIRST, BLOCK_BAD, BLOCK_ATOM_FIRST, BLOCK_ATOM_TRUTH, BLOCK_VALUE_FIRST,
    BLOCK_VALUE_DAY, BLOCK_VALUE_ABSENT, BLOCK_TODAY, BLOCK_NOW,
) = range(3, 36, 3)  # fmt: skip
BLOCK_HEAD = 36

# A row of `told`.
(
    TOLD_ROOT, TOLD_ENTRY, TOLD_TYPE, TOLD_PROVIDER, TOLD_STATUS, TOLD_DAY, TOLD_AT, TOLD_VOID, TOLD_VALUE,
    TOLD_VALUE_END, TOLD_BAD, TOLD_BAD_END, TOLD_DATA, TOLD_TO, TOLD_NAMED,
) = range(15)  # fmt: skip
TOLD_WIDTH = 15
TOLD_FIELDS = (
    "root", "entry", "type", "provider", "status", "day", "at", "void", "value", "value_end", "bad", "bad_end",
    "data", "to", "named",
)  # fmt: skip
