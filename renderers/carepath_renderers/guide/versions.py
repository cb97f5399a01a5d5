"""Who agreed a definition, the versions before it, and what changed since the last that was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carepath.differences import HEADINGS, Asked, Change, asked, differences, together
from carepath.library import NoDefinition, versions
from carepath.model import Pathway

from carepath_renderers.guide.blocks import Block, Listing, Section, Signatures, Table, Text
from carepath_renderers.guide.phrases import NONE, counted, in_force, number, roughly
from carepath_renderers.views.words import UNVERIFIED, unverified

NOT_RECORDED = "not recorded in the definition"


def sign_off(pathway: Pathway) -> Section:
    """Return the version, who answers for it, and what of it has not been checked."""
    held = pathway.governance
    row = (
        pathway.version,
        pathway.status,
        in_force(pathway),
        held.owner or NOT_RECORDED,
        held.agreed or NOT_RECORDED,
        roughly(held.review) if held.review else "not set",
    )
    blocks: list[Block] = [
        Table(
            "Version and who agreed it",
            ("Version", "Status", "In force", "Owner", "Agreed by", "Review by"),
            (row,),
            (0, 0, 3, 3, 3, 2),
        ),
        Text(_checked(pathway)),
    ]
    if pathway.draft:
        blocks.insert(0, Text("This is a draft. It has not been agreed, and nothing in it is in force."))
    if not held.agreed:
        blocks.append(Signatures("Agreed for", ("Organisation", "Name and post", "Signature", "Date"), 3))
    return Section("sign-off", "Version and sign-off", tuple(blocks))


def _checked(pathway: Pathway) -> str:
    open_days, days = unverified(pathway)
    was, carries = ("was", "carries") if open_days == 1 else ("were", "carry")
    made = (
        "The diagram, the tables and the checks of records are all made from one definition, "
        f"{pathway.name}, with the fingerprint {pathway.hash[:12]}."
    )
    if not open_days:
        return f"{made} All of its days ({days}) were checked against the original documents."
    return (
        f"{made} Of its {number(days, 'day')}, {open_days} {was} not checked against the original documents and "
        f"{carries} {UNVERIFIED}."
    )


def known(pathway: Pathway, further: Iterable[Pathway]) -> tuple[Pathway, ...]:
    """Return the versions of a pathway that are known, the earliest first, itself among them."""
    try:
        bundled = versions(pathway.id)
    except NoDefinition:
        bundled = ()
    named = {each.name: each for each in (*bundled, *further) if each.id == pathway.id}
    named[pathway.name] = pathway
    return tuple(sorted(named.values(), key=_number))


def before(pathway: Pathway, known: Iterable[Pathway]) -> Pathway | None:
    """Return the last version that was agreed before this one: the one it takes the place of, else the nearest."""
    agreed = [each for each in known if not each.draft and each.name != pathway.name]
    replaced = [each for each in agreed if each.name == pathway.supersedes]
    earlier = [each for each in agreed if _number(each) < _number(pathway)]
    found = replaced or earlier
    return found[-1] if found else None


def _number(pathway: Pathway) -> tuple[int, ...]:
    return tuple(int(part) for part in pathway.version.split("."))


def history(pathway: Pathway, known: tuple[Pathway, ...]) -> Section:
    """Return the versions there are, and how much changed since the last that was agreed."""
    rows = tuple(
        (
            f"{each.version} (this one)" if each.name == pathway.name else each.version,
            each.status,
            in_force(each),
            each.title,
            each.governance.owner or NONE,
        )
        for each in reversed(known)
    )
    table = Table(
        f"Versions of “{pathway.id}” that are known",
        ("Version", "Status", "In force", "Title", "Owner"),
        rows,
        (0, 0, 3, 3, 3),
    )
    old = before(pathway, known)
    if old is None:
        missing = f" It takes the place of {pathway.supersedes}, which is not known here." if pathway.supersedes else ""
        return Section("versions", "Versions", (table, Text(f"No version was agreed before this one.{missing}")))
    found = differences(old, pathway)
    told = together(found)
    counts = tuple((heading, str(len(group))) for heading, group in _grouped(told))
    blocks: tuple[Block, ...] = (table, Text(_how_much(old, told, asked(old, pathway, found))))
    if counts:
        caption = f"Changes from version {old.version}, by what they concern"
        blocks += (Table(caption, ("Concerns", "Changes"), counts, (1, 0)),)
    return Section("versions", "Versions and changes", blocks)


def _how_much(old: Pathway, told: tuple[Change, ...], said: Asked) -> str:
    if not told:
        return f"Nothing of the meaning changed from version {old.version}, which was the last agreed before this one."
    size = f" Together they are a {said.asked} change." if said.asked else ""
    return (
        f"{counted(len(told), 'change')} from version {old.version}, the last agreed before this one.{size} "
        "They are listed at the end of this chapter."
    )


def changes(pathway: Pathway, known: tuple[Pathway, ...]) -> Iterator[Section]:
    """Yield what changed since the last agreed version, as the command `diff` says it; nothing where there is none."""
    old = before(pathway, known)
    found = () if old is None else differences(old, pathway)
    if old is not None and found:
        blocks = tuple(
            Listing(heading, tuple(f"{each.message} [{each.first.bump}]" for each in group))
            for heading, group in _grouped(together(found))
        )
        lead = Text(
            f"From version {old.version} to version {pathway.version}. In brackets stands how far a change raises the "
            "version: major where the same record may come out worse, minor where something is added or made easier, "
            "patch where no record is judged otherwise."
        )
        yield Section("changes", f"Changes from version {old.version}", (lead, *blocks))


def _grouped(told: tuple[Change, ...]) -> Iterator[tuple[str, tuple[Change, ...]]]:
    for group, heading in HEADINGS.items():
        here = tuple(each for each in told if each.first.group == group)
        if here:
            yield heading, here
