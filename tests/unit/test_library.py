"""Which definition a case goes by: the last pin, else the agreed version in force when it started."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from carepath import library
from carepath.authoring.load import load
from carepath.library import NoDefinition, choose, started
from carepath.model import Pathway
from carepath.record import Entry, Scalar

TINY = load(Path(__file__).parents[1] / "authoring" / "minimal.yaml").require()
OLD = replace(
    TINY, version="1.0.0", status="superseded", effective_from=date(2015, 1, 1), effective_to=date(2016, 12, 31)
)
NEW = replace(TINY, version="2.0.0", status="agreed", effective_from=date(2017, 1, 1))
DRAFT = replace(TINY, version="3.0.0", status="draft")
ALL = (DRAFT, NEW, OLD)


def event(name: str, day: date, id: str = "", **data: Scalar) -> Entry:
    return Entry(case="c", id=id or f"{name} {day}", event=name, occurred=day, data=data)


def pin(version: str, minute: int) -> Entry:
    recorded = datetime(2017, 5, 1, 9, minute, tzinfo=UTC)
    return Entry(case="c", id=f"pin {minute}", kind="pin", recorded=recorded, data={"version": version})


def chosen(*entries: Entry, among: tuple[Pathway, ...] = ALL, known_at: datetime | None = None) -> str:
    return choose("tiny", entries, known_at, among).version


REFERRED = event("referral", date(2016, 12, 31), route="usc")


def test_the_version_in_force_on_the_day_of_the_start_is_chosen() -> None:
    assert chosen(REFERRED, event("treatment", date(2017, 2, 1))) == "1.0.0"
    assert chosen(event("referral", date(2017, 1, 1), route="usc")) == "2.0.0"


def test_an_event_before_the_start_does_not_decide() -> None:
    assert chosen(event("triage", date(2016, 5, 1)), event("referral", date(2017, 1, 1), route="usc")) == "2.0.0"


def test_without_a_start_the_earliest_event_decides() -> None:
    assert chosen(event("test", date(2017, 5, 1)), event("triage", date(2016, 5, 1))) == "1.0.0"


def test_without_events_the_latest_agreed_version_is_chosen() -> None:
    assert chosen() == "2.0.0"


def test_the_last_live_pin_decides() -> None:
    assert chosen(REFERRED, pin("3.0.0", 1)) == "3.0.0"
    assert chosen(REFERRED, pin("3.0.0", 1), pin("tiny@2.0.0", 2)) == "2.0.0"
    withdrawn = Entry(case="c", id="r", kind="retract", target="pin 1", recorded=datetime(2017, 5, 1, 9, 5, tzinfo=UTC))
    assert chosen(REFERRED, pin("3.0.0", 1), withdrawn) == "1.0.0"


def test_a_pin_that_was_not_known_yet_does_not_decide() -> None:
    assert chosen(REFERRED, pin("3.0.0", 30), known_at=datetime(2017, 5, 1, 9, 29, tzinfo=UTC)) == "1.0.0"


def test_a_pin_to_a_version_that_is_not_there_is_said() -> None:
    with pytest.raises(NoDefinition, match=r"pinned to tiny@9.0.0, which is not there"):
        chosen(pin("9.0.0", 1))


def test_a_draft_serves_only_where_nothing_is_agreed() -> None:
    before = event("referral", date(2014, 1, 1), route="usc")
    assert chosen(before, among=(DRAFT,)) == "3.0.0"
    with pytest.raises(NoDefinition, match="No version of tiny was in force on 2014-01-01"):
        chosen(before)


CORRECTED = Entry(
    case="c",
    id="x",
    kind="replace",
    target=REFERRED.id,
    event="referral",
    occurred=date(2017, 1, 2),
    recorded=datetime(2017, 2, 1, tzinfo=UTC),
    data={"route": "usc"},
)


def test_a_corrected_start_may_change_the_choice() -> None:
    assert chosen(REFERRED, CORRECTED) == "2.0.0"


def test_history_names_the_entry_that_changed_the_version() -> None:
    changes = [each for each in library.history("tiny", [REFERRED, CORRECTED], date(2017, 3, 1), among=ALL)
               if each.change == "version-changed"]  # fmt: skip
    assert [(each.cause, each.version, each.day) for each in changes] == [("x", "tiny@2.0.0", date(2017, 2, 1))]


def test_a_pin_keeps_the_version_when_the_start_is_corrected() -> None:
    pinned = Entry(case="c", id="p", kind="pin", recorded=datetime(2017, 1, 1, tzinfo=UTC), data={"version": "1.0.0"})
    told = library.history("tiny", [REFERRED, pinned, CORRECTED], date(2017, 3, 1), among=ALL)
    assert all(each.change != "version-changed" for each in told)


def test_the_start_is_the_day_on_which_a_start_rule_fires() -> None:
    assert started(TINY, [event("triage", date(2016, 1, 1)), REFERRED]) == date(2016, 12, 31)
    assert started(TINY, [event("triage", date(2016, 1, 1))]) == date(2016, 1, 1)
    assert started(TINY, []) is None


def test_bundled_definitions_are_found_by_name() -> None:
    assert library.names() == tuple(each.name for each in library.definitions())
    for name in library.names():
        assert library.find(name).source.file.startswith("pathways/")


def test_an_unknown_definition_is_refused_with_a_suggestion() -> None:
    with pytest.raises(NoDefinition, match=r'no bundled definition "oggg@1.1.0"\. Did you mean "og@1.1.0"\?'):
        library.find("oggg@1.1.0")
    with pytest.raises(NoDefinition, match='no bundled definition "nothing"'):
        library.versions("nothing")


def test_the_bundled_folder_holds_definitions() -> None:
    assert library.bundled().is_dir()
    assert (library.bundled() / "og.yaml").is_file()
