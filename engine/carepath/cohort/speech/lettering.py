"""Sentences put together from texts, in compiled code: letters are copied, and no text becomes a Python object.

The texts stand one after the other in `letters`, text n in letters[offsets[n]:offsets[n + 1]]. Sentence n is written
by the pattern numbers[n]: the parts parts[first[p]:first[p + 1]], each a text, or -1 - s for the text in slot s of the
sentence.
"""

from __future__ import annotations

from carepath.cohort.machine.compiled import Table, callable_from_python, compiled


@compiled
def _text(parts: Table, slots: Table, part: int, at: int) -> int:
    return parts[part] if parts[part] >= 0 else slots[-1 - parts[part], at]


@callable_from_python
def measure(numbers: Table, first: Table, parts: Table, slots: Table, offsets: Table, ends: Table) -> None:
    """Write where each sentence ends; `ends` has a place more than there are sentences."""
    for at in range(numbers.size):
        size = 0
        for part in range(first[numbers[at]], first[numbers[at] + 1]):
            text = _text(parts, slots, part, at)
            size += offsets[text + 1] - offsets[text]
        ends[at + 1] = ends[at] + size


@callable_from_python
def spell(
    numbers: Table, first: Table, parts: Table, slots: Table, offsets: Table, letters: Table, written: Table
) -> None:
    """Write the letters of all sentences."""
    free = 0
    for at in range(numbers.size):
        for part in range(first[numbers[at]], first[numbers[at] + 1]):
            text = _text(parts, slots, part, at)
            for letter in range(offsets[text], offsets[text + 1]):
                written[free] = letters[letter]
                free += 1
