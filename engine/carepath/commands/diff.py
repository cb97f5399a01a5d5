"""What differs between two definitions, the version it asks for, and the patients it touches."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from carepath import library
from carepath.authoring.load import load
from carepath.commands.cases import Cases, gathered, is_file, progress, today
from carepath.commands.options import OK, PROBLEMS, Misuse, as_of, events_options
from carepath.differences import HEADINGS, Asked, Change, asked, differences, together
from carepath.differences.dry_run import Touched, touched
from carepath.findings import Due, Finding, Moment
from carepath.library import NoDefinition
from carepath.model import Pathway, Source
from carepath.rules.judging import book
from carepath.serial import due_dict, finding_dict
from carepath.table import plain

FIRST = 3  # of many clauses that changed alike, how many are named


@dataclass(frozen=True, slots=True)
class DryRun:
    """The cases that another definition touches, out of how many, and the rows they come from."""

    as_of: date | datetime
    cases: Cases
    touched: tuple[Touched, ...]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("old", metavar="OLD", help="a file, or a bundled definition such as og@1.1.0")
    parser.add_argument("new", metavar="NEW", help="a file, or a bundled definition such as og@1.1.0")
    parser.add_argument("--cases", metavar="EVENTS", help="a record: which patients the differences would touch")
    parser.add_argument("--as-of", type=as_of, metavar="DATE|INSTANT", help="the day to look from (default: today)")
    events_options(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--progress", action="store_true", help="say how far it is also where nobody looks")


def run(options: argparse.Namespace) -> int:
    """Print the differences; the exit status says whether the version is enough for them."""
    if options.cases is None and (options.as_of or options.known_at):
        raise Misuse("--as-of and --known-at say how to look at cases: name a record with --cases")
    old, new = definition(options.old), definition(options.new)
    found = differences(old, new)
    version, changes = asked(old, new, found), together(found)
    dry_run = None if options.cases is None else _dry_run(options, old, new)
    if options.format == "json":
        print(json.dumps(_as_dict(old, new, changes, version, dry_run), ensure_ascii=False, indent=2))
    else:
        for line in (*_text(old, new, changes, version), *_cases(dry_run)):
            print(plain(line))
    if not version.enough:
        return PROBLEMS
    return OK if dry_run is None else dry_run.cases.status


def definition(text: str) -> Pathway:
    """Return the definition of a file, or a bundled one; Misuse where an id alone could mean several."""
    if is_file(text):
        return load(text).require()
    try:
        if "@" in text:
            return library.find(text)
        among = library.versions(text)
    except NoDefinition as error:
        raise Misuse(f"{error} A file is named with its ending, for example {text}.yaml.") from None
    if len(among) > 1:
        raise Misuse(f"'{text}' has several versions; name one: {', '.join(each.name for each in among)}")
    return among[0]


def _dry_run(options: argparse.Namespace, old: Pathway, new: Pathway) -> DryRun:
    """Judge each case by both definitions. Rows that name the old definition are meant for the new one too."""
    name = options.old if is_file(options.old) else old.name
    cases = gathered(argparse.Namespace(**{**vars(options), "pathway": name, "events": options.cases}))
    day, rules = options.as_of or today(new), book(new)
    found = []
    for case in progress(cases.all, options.progress):
        entries = tuple(replace(entry, pathway=new.id) if entry.pathway == old.id else entry for entry in case.entries)
        after = replace(case, entries=entries, pathway=new, rules=rules).assessed(day, options.known_at)
        found.append(touched(case.assessed(day, options.known_at), after))
    return DryRun(day, cases, tuple(each for each in found if each is not None))


# Text


def _text(old: Pathway, new: Pathway, changes: tuple[Change, ...], version: Asked) -> Iterator[str]:
    yield f"{old.name} ({old.source.file}) → {new.name} ({new.source.file})"
    for group, heading in HEADINGS.items():
        here = [each for each in changes if each.first.group == group]
        if here:
            yield ""
            yield heading
        for each in here:
            yield f"  {each.message} [{each.first.bump}]"
            yield from _places(each)
    yield ""
    yield _version(old, new, changes, version)


def _places(change: Change) -> Iterator[str]:
    """Yield where a change is written; of several clauses the first few, with their names."""
    named = change.differences[:FIRST]
    for each in named:
        clause = f"{each.basis.clause}: " if each.basis and len(change.differences) > 1 else ""
        yield f"    {clause}{_place(each.old)} → {_place(each.new)}"
    if len(change.differences) > len(named):
        yield f"    and {len(change.differences) - len(named)} more; --format json names each"


def _place(source: Source | None) -> str:
    return "not there" if source is None else str(source)


def _version(old: Pathway, new: Pathway, changes: tuple[Change, ...], version: Asked) -> str:
    if version.asked is None:
        return "No differences."
    number = "1 difference" if len(changes) == 1 else f"{len(changes)} differences"
    if version.version is None:
        return f"{number}. The two go by different ids, so their versions are not compared."
    wanted = f"{number}; a {version.asked} version is asked for, {version.version} or later"
    return f"{wanted}: {new.version} is enough." if version.enough else f"{wanted}: {new.version} is too small."


def _cases(dry_run: DryRun | None) -> Iterator[str]:
    if dry_run is None:
        return
    log, judged, found = dry_run.cases.log, len(dry_run.cases.all), dry_run.touched
    yield ""
    yield (
        f"As of {dry_run.as_of.isoformat()[:16]}: {len(found):,} of {judged:,} cases would stand otherwise "
        f"({len(log.entries) + log.left_out:,} rows read, {log.left_out:,} left out)."
    )
    for (word, name), number in sorted(_counts(found).items()):
        yield f"  {word:<9}  {name}: {number:,}"
    for each in found:
        yield ""
        before, after = (state or "not started" for state in each.state)
        yield f"{each.case}" + (f": {after}, was {before}" if before != after else f": {after}")
        yield from (f"  raised     {_named(finding)}: {finding.message}" for finding in each.raised)
        yield from (f"  withdrawn  {_named(finding)}: {finding.message}" for finding in each.withdrawn)
        for was, now in each.changed:
            yield f"  changed    {_named(now)}: {now.message} Before: {was.message}"
        yield from (f"  due        {_due(*pair)}" for pair in each.due)


def _counts(found: tuple[Touched, ...]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for each in found:
        counts.update(("raised", _named(finding)) for finding in each.raised)
        counts.update(("withdrawn", _named(finding)) for finding in each.withdrawn)
        counts.update(("changed", _named(finding)) for _, finding in each.changed)
    return counts


def _named(finding: Finding) -> str:
    return f"{finding.code} {finding.subject}"


def _due(before: Due | None, after: Due | None) -> str:
    if after is None:
        return f"{before.title if before else ''} is no longer due"
    now = _by(after)
    if before is None:
        return f"{after.title} is now due {now}"
    was = _by(before)
    if was != now:
        return f"{after.title} is due {now}; it was due {was}"
    return f"{after.title} is due {now} as before, from {_who(after)}; it was from {_who(before)}"


def _by(due: Due) -> str:
    first = f"not before {_day(due.earliest)} and " if due.earliest else ""
    return f"{first}by {_day(due.last_good_day)}" if due.last_good_day else f"{first}without a day"


def _day(moment: Moment | None) -> str:
    return "" if moment is None else moment.isoformat()[:16]


def _who(due: Due) -> str:
    return " ".join(filter(None, (due.role, due.provider))) or "nobody by name"


# JSON


def _as_dict(
    old: Pathway, new: Pathway, changes: tuple[Change, ...], version: Asked, dry_run: DryRun | None
) -> dict[str, object]:
    return {
        "old": {"id": old.id, "version": old.version, "file": old.source.file},
        "new": {"id": new.id, "version": new.version, "file": new.source.file},
        "differences": [_json_change(each) for each in changes],
        "bump": {
            "asked": version.asked,
            "made": version.made,
            "version": version.version,
            "enough": version.enough,
        },
        "cases": None if dry_run is None else _json_cases(dry_run),
    }


def _json_change(change: Change) -> dict[str, object]:
    """Return a change with the place of its first clause; one of several clauses names them all besides."""
    first = change.first
    told: dict[str, object] = {
        "group": first.group,
        "bump": first.bump,
        "subject": first.subject,
        "message": change.message,
        "old": _json_place(first.old),
        "new": _json_place(first.new),
    }
    if len(change.differences) > 1:
        told["clauses"] = [
            {"subject": each.subject, "old": _json_place(each.old), "new": _json_place(each.new)}
            for each in change.differences
        ]
    return told


def _json_place(source: Source | None) -> dict[str, object] | None:
    return None if source is None else {"file": source.file, "line": source.line}


def _json_cases(dry_run: DryRun) -> dict[str, object]:
    log = dry_run.cases.log
    return {
        "as_of": dry_run.as_of.isoformat(),
        "rows": {"read": len(log.entries) + log.left_out, "left_out": log.left_out},
        "judged": len(dry_run.cases.all),
        "touched": [
            {
                "case": each.case,
                "state": {"old": each.state[0], "new": each.state[1]},
                "raised": [finding_dict(finding) for finding in each.raised],
                "withdrawn": [finding_dict(finding) for finding in each.withdrawn],
                "changed": [{"old": finding_dict(was), "new": finding_dict(now)} for was, now in each.changed],
                "due": [
                    {"old": None if was is None else due_dict(was), "new": None if now is None else due_dict(now)}
                    for was, now in each.due
                ],
            }
            for each in dry_run.touched
        ],
    }
