"""What days are: places in the head."""

# Places in the head of `days`.
DAYS_WORKED, DAYS_BEGINS, DAYS_ENDS, DAYS_FIRST, DAYS_LAST, DAYS_EDGE = range(3, 21, 3)
DAYS_HEAD = 21
