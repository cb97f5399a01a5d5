"""Laws that a pathway of any definition keeps (docs/reference/semantics.md, section 10), each a test by itself.

Beside the laws of the engine stand two of the definition: its lawful histories cause no finding but those of time, and
a departure causes what it must. Some laws of section 10 are not here, as no definition can break them: how days, pauses
and working days add up (8, 9, 10) is a matter of counting alone, moving all days (11) one of calendars, writing and
reading back (17) one of files, and following the same definition (18) compares it with itself. What a cohort says of
many cases (20) needs a compiler: `carepath.testing.cohorts.law`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from carepath.calendar import Calendar
from carepath.evaluate import evaluate
from carepath.model import Pathway
from carepath.record import Entry
from carepath.testing.changes import WEEKS_LATER
from carepath.testing.constructs import LAWS_OF_CONSTRUCTS
from carepath.testing.departures import perturbed
from carepath.testing.effects import OF_TIME
from carepath.testing.forward import LAWS_OF_TIME
from carepath.testing.question import LATEST, Question, questions
from carepath.testing.views import alone, without_ids
from carepath.testing.walks import histories

Draw = st.DataObject
Holds = Callable[[Question, Draw], None]
LAWFUL = OF_TIME | {"stop-without-start", "stop-before-start", "transfer-incomplete"}


@dataclass(frozen=True, slots=True)
class Law:
    """A law of one pathway: call it to test it on generated cases; what breaks it prints as a worked case."""

    name: str
    sentence: str
    questions: st.SearchStrategy[Question]
    holds: Holds

    def __call__(self) -> None:
        """Test the law with the settings of Hypothesis that are in force; AssertionError where a case breaks it."""

        def law(data: st.DataObject) -> None:
            self.holds(data.draw(self.questions, label=self.name), data)

        law.__name__ = f"law_{self.name.replace('-', '_')}"
        law.__doc__ = self.sentence
        # A large definition takes its time to draw from and to judge by; that breaks no law.
        patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
        patient(given(st.data())(law))()

    def __str__(self) -> str:
        return self.name


def laws(pathway: Pathway) -> tuple[Law, ...]:
    """Return the laws of a pathway; each has a name, a sentence that says what it holds, and is a test to be called.

    Laws of working days and of pauses are there where the pathway has any.
    """
    records, lawful = questions(pathway), questions(pathway, lawful=True)
    of_records = [Law(name, said, records, holds) for name, said, holds in (*OF_THE_RECORD, *LAWS_OF_TIME)]
    of_constructs = [Law(name, said, lawful, holds) for name, said, holds, has in LAWS_OF_CONSTRUCTS if has(pathway)]
    of_it = [Law(name, said, lawful, holds) for name, said, holds in OF_THE_DEFINITION]
    return (*of_records, *of_constructs, *of_it)


def _arrival(question: Question, data: Draw) -> None:
    shuffled = data.draw(st.permutations(question.entries))
    assert question.of(shuffled).answer() == question.answer()


def _repetition(question: Question, data: Draw) -> None:
    assume(question.entries)
    again = data.draw(st.sampled_from(question.entries))
    assert question.of([*question.entries, again]).answer() == question.answer()


def _replacement(question: Question, data: Draw) -> None:
    right = [entry for entry in alone(question) if entry.recorded is None and _soon(question, entry)]
    assume(right)
    entry = data.draw(st.sampled_from(right))
    wrong = data.draw(st.sampled_from([other for other in question.entries if other.event]))
    mistaken = replace(
        entry, event=wrong.event, occurred=wrong.occurred, provider=wrong.provider, data=wrong.data, status=wrong.status
    )
    assume(_soon(question, mistaken))
    put_right = replace(entry, id="correction", kind="replace", target=entry.id, recorded=WEEKS_LATER)
    others = [other for other in question.entries if other is not entry]
    corrected = question.of([*others, mistaken, put_right]).answer()
    assert without_ids(corrected) == without_ids(question.answer())


def _retraction(question: Question, data: Draw) -> None:
    said = [entry for entry in alone(question) if _soon(question, entry)]
    assume(said)
    entry = data.draw(st.sampled_from(said))
    taken = Entry(case=entry.case, id="retraction", kind="retract", target=entry.id, recorded=WEEKS_LATER)
    never = question.of(other for other in question.entries if other is not entry).answer()
    kept = question.of([*question.entries, taken]).answer()
    assert without_ids(kept) == without_ids(replace(never, case=kept.case, patient=kept.patient))


def _soon(question: Question, entry: Entry) -> bool:
    return entry.known(question.zone) < WEEKS_LATER.replace(tzinfo=question.zone)


def _knowledge(question: Question, data: Draw) -> None:
    assume(question.entries)
    known_at = data.draw(st.sampled_from([entry.known(question.zone) for entry in question.entries]))
    known = [entry for entry in question.entries if entry.known(question.zone) <= known_at]
    assert replace(question.knowing(known_at).answer(), known_at=None) == question.of(known).answer()


def _counting(question: Question, data: Draw) -> None:
    answer = question.answer()
    roots = [step.root for step in answer.steps]
    assert len(set(roots)) == len(roots) == answer.events.placed == answer.events.live
    assert answer.events.left_out <= answer.events.read


def _bounded(question: Question, data: Draw) -> None:
    answer = question.answer()
    assert len(answer.steps) <= len(question.entries)
    assert all(len(step.via) <= len(question.pathway.states) + 1 for step in answer.steps)


def _responsibility(question: Question, data: Draw) -> None:
    answer = question.answer()
    segments = answer.responsibility
    for before, after in pairwise(segments):
        assert before.end == after.start
        assert before.provider != after.provider
    waits = [each for each in answer.clocks if (each.id, each.episode) == (question.pathway.day_zero, 1) and each.start]
    if waits and segments and waits[-1].net is not None:
        assert sum(segment.days or 0 for segment in segments) == waits[-1].net


def _lawful(question: Question, data: Draw) -> None:
    answer = question.at(LATEST).answer()
    found = {f"{finding.code} {finding.subject}" for finding in answer.findings if finding.code not in LAWFUL}
    assert not found, f"this history is lawful, and yet: {', '.join(sorted(found))}"
    assert {step.placement for step in answer.steps} <= {"applied"}


def _departure(question: Question, data: Draw) -> None:
    history = data.draw(histories(question.pathway))
    assume(history)
    made = data.draw(perturbed(history))
    calendar, as_of = Calendar.named(question.pathway.calendar), made.effect.as_of
    before, after = (evaluate(question.pathway, calendar, each, as_of).findings for each in (made.before, made))
    assert made.effect.found(after) == made.effect.expected(before)


OF_THE_RECORD: tuple[tuple[str, str, Holds], ...] = (
    ("arrival", "Any order of arrival gives the same assessment.", _arrival),
    ("repetition", "An entry told again changes nothing.", _repetition),
    ("replacement", "A replacement is as if the entry had been right at once.", _replacement),
    ("retraction", "A retraction is as if the entry had never been said.", _retraction),
    ("knowledge", "What was recorded later changes nothing of what was known.", _knowledge),
    ("counting", "Every live event is placed exactly once.", _counting),
    ("bounded", "Every record is worked through in a bounded number of steps.", _bounded),
    ("responsibility", "One provider answers for each day, and the days sum to the net wait.", _responsibility),
)
OF_THE_DEFINITION: tuple[tuple[str, str, Holds], ...] = (
    ("lawful", "A history that follows the pathway departs in nothing but time.", _lawful),
    ("departure", "A departure causes exactly the findings that it must.", _departure),
)
