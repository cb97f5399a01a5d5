"""Plain words for the parts of a pathway, as they stand in pictures: conditions, days, what is not verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from carepath.model import (
    AllOf,
    AnyOf,
    Citation,
    Condition,
    Done,
    EventType,
    Known,
    Not,
    OneOf,
    Pathway,
    State,
)

UNVERIFIED = "†"
# Values of the shipped definitions that are no words (National Cancer Waiting Times guidance, version 12.1).
MEANINGS = {"usc": "urgent suspected cancer referral"}
LONG = 40  # letters of a title that a line of a box still holds


def mark(text: str, citation: Citation) -> str:
    """Return the text, with a dagger where its number was not checked against the original."""
    return text if citation.verified else f"{text}\u00a0{UNVERIFIED}"


def taken(state: State) -> tuple[str, ...]:
    """Return the events that a state takes, tasks first, each once."""
    moves = (move.event for move in state.transitions if move.event)
    return tuple(dict.fromkeys((*(task.event for task in state.tasks), *moves)))


def unverified(pathway: Pathway) -> tuple[int, int]:
    """Return how many days of a pathway were not checked against the original, and how many there are."""
    cited = [each.citation for each in pathway.milestones.values()]
    cited += [each.citation for each in pathway.clocks.values() if each.target]
    cited += [each.citation for each in pathway.transfers.values() if each.due]
    return sum(not each.verified for each in cited), len(cited)


def condition(guard: Condition, events: Mapping[str, EventType]) -> str:
    """Return a condition as a phrase; empty where it always holds."""
    match guard:
        case OneOf(attribute, values):
            return f"{called(attribute, events)} {' or '.join(spoken(str(value)) for value in values)}"
        case Known(attribute, known):
            return f"{called(attribute, events)} {'known' if known else 'not known'}"
        case Done(event, done):
            return f"“{events[event].title}” {'done' if done else 'not done'}"
        case AllOf(parts):
            return " and ".join(condition(part, events) for part in parts)
        case AnyOf(parts):
            return " or ".join(condition(part, events) for part in parts)
        case Not(part):
            return f"not ({condition(part, events)})"
        case _:
            bounds = (("at least", guard.at_least), ("at most", guard.at_most))
            said = " and ".join(f"{word} {bound}" for word, bound in bounds if bound is not None)
            return f"{called(guard.attribute, events)} {said}"


def called(attribute: str, events: Mapping[str, EventType]) -> str:
    """Return an attribute as words; one that is named after its event by the title of that: “Chest X-ray” result."""
    for event in events.values():
        if attribute.startswith(f"{event.id}_") and any(name == attribute for name, _ in event.data):
            return f"“{event.title}” {spoken(attribute.removeprefix(f'{event.id}_'))}"
    return spoken(attribute)


def spoken(identifier: str) -> str:
    """Return an identifier as words."""
    return identifier.replace("_", " ")


def listed(texts: Sequence[str], last: str = "and") -> str:
    """Return texts as they are listed in a sentence: "a, b and c"."""
    return f" {last} ".join(part for part in (", ".join(texts[:-1]), texts[-1]) if part) if texts else ""


def either(answers: Sequence[str]) -> str:
    """Return answers that lead to the same place: "Yes or not known yet"."""
    return listed([*answers[:1], *map(lower, answers[1:])], "or")


def capital(text: str) -> str:
    """Return a text that can begin a line."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """Return a text that can stand within a sentence: its first letter small, unless it begins an abbreviation."""
    return text if text[1:2].isupper() or text[1:2] in ("-", "") else text[:1].lower() + text[1:]


def clock_names(days: Iterable[int]) -> str:
    """Return clocks by their length: "31- and 62-day clocks"."""
    lengths = sorted(set(days))
    named = listed([*(f"{day}-" for day in lengths[:-1]), f"{lengths[-1]}-day"])
    return f"{named} clock{'s' if len(lengths) > 1 else ''}"


def short(title: str) -> str:
    """Return the beginning of a long title, up to where it explains itself."""
    cut = [at for at in (title.find(": "), title.find(", or ")) if at > 0]
    return title[: min(cut)] if cut and len(title) > LONG else title


def any_of(guards: Sequence[Condition], events: Mapping[str, EventType]) -> str:
    """Return several conditions of which one has to hold; empty where one always holds."""
    lists = [guard for guard in guards if isinstance(guard, OneOf)]
    said = [
        f"{called(each.attribute, events)}: {listed([spoken(str(value)) for value in each.values], 'or')}"
        for each in lists
    ]
    said += [condition(guard, events) for guard in guards if guard not in lists]
    text = ", or ".join(said) if all(said) else ""
    return capital(text)
