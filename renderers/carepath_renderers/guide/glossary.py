"""The words of the project that a guidance document uses, each once, as the glossary has them."""

from __future__ import annotations

from carepath_renderers.guide.blocks import Section, Table

# Word for word from GLOSSARY.md; a test compares them.
TERMS = (
    ("pathway", "The agreed way of a kind of patient through diagnosis and treatment, with days by which things "
        "happen. A checked, immutable value."),
    ("definition", "The YAML file in which a pathway is written."),
    ("case", "One passage of one patient through one pathway."),
    ("episode", "A part of a case with its own clocks and milestones; a recurrence opens the next one."),
    ("exit", "A way out from anywhere: died, declined, moved, another primary."),
    ("role", "Who does a part of the work: local trust, specialist centre, imaging hub. Providers play roles."),
    ("verified", "Whether a number was checked against the original document."),
    ("day 0", "The day a clock starts; it counts 0."),
    ("clock", "A wait that is counted from a start to a stop, such as `\"62\"`: referral to first treatment."),
    ("target", "The longest elapsed wait that is in time. Exactly the target is in time."),
    ("pause", "Days that a clock does not count, with a reason."),
    ("milestone", "An event, or entry to a state, between two deadlines."),
    ("working day", "Monday to Friday without the bank holidays of England."),
    ("transfer", "Care passing from a role to another, with a dataset, by a day."),
    ("dataset", "The information that must come with a transfer; an **item** is a piece of it."),
    ("complete", "Of a transfer: no required item is missing."),
    ("handover day", "The day the receiver had a complete transfer; the wait is the receiver's from the day after."),
    ("breach", "A clock past its target."),
    ("worked case", "A made-up record beside a definition, with what has to come out of it."),
)  # fmt: skip


def glossary() -> Section:
    """Return the words with what they mean."""
    rows = tuple((word, meaning.replace("`", "").replace("**", "")) for word, meaning in TERMS)
    return Section("words", "Words", (Table("Words and what they mean here", ("Word", "Meaning"), rows, (2, 8)),))
