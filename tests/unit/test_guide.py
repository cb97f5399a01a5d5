"""The guidance document: everything of the definition is in it, on paper and as a page, and nothing else runs in it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from datetime import date
from html import escape, unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from carepath import Pathway, library, load
from carepath.differences import differences, together
from carepath_renderers import guide
from carepath_renderers.guide.blocks import Document, Table
from carepath_renderers.guide.glossary import TERMS
from carepath_renderers.guide.versions import before, known

ROOT = Path(__file__).parents[2]
SITES = ("og", "lung", "colorectal", "prostate", "breast", "head_and_neck")
VOID = frozenset(("meta", "link", "br", "hr", "img", "input", "col", "wbr", "area", "base", "source", "track", "embed"))
# Each as YAML writes it within quotes: as JSON does.
HOSTILE = tuple(
    json.dumps(words, ensure_ascii=False)
    for words in (
        '<script>alert("1")</script>',
        '#panic("no") #import "x" ${sys.inputs} $x$ *bold* _it_ `raw` @ref <label> // no',
        "]] ) } \\ ' &amp; &#x41; --> <!-- ]]>",
        "= heading \\u{41} ~ -- ... #[x]",
        "javascript:alert(1) 漢字 ✓",
    )
)
SMALL = """\
carepath: 1
id: small
version: "2.0.0"
title: {0}
status: draft
governance: {{owner: {1}}}
zone: Europe/London
calendar: england
day_zero: wait
sources: {{book: {{title: {2}, url: "javascript:alert(1)"}}}}
roles: {{local: {{title: {3}, providers: any}}}}
events: {{asked: {{title: {4}}}, seen: {{title: {0}}}}}
start: [{{on: asked, to: first}}]
states:
  first: {{title: {1}, role: local, band: 7, on: {{seen: done}}}}
  done: {{title: {2}, end: done}}
clocks: {{wait: {{title: {3}, start: asked, stop: seen, target: 62 days, cite: book}}}}
milestones: {{seen: {{title: {4}, event: seen, due: day 7, verified: false}}}}
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Pathway:
    file = tmp_path_factory.mktemp("hostile") / "small.yaml"
    file.write_text(SMALL.format(*HOSTILE), "utf-8")
    return load(file).require()


@pytest.fixture(scope="module")
def lung() -> Pathway:
    return library.choose("lung", ())


@pytest.fixture(scope="module")
def page(lung: Pathway) -> str:
    """The lung pathway as a page."""
    return guide.to_html([lung])


@pytest.fixture(scope="module")
def paper(lung: Pathway) -> bytes:
    """The lung pathway on paper."""
    return guide.to_pdf([lung])


@pytest.fixture(scope="module")
def six() -> str:
    """The page of all sites in one."""
    return guide.to_html([library.choose(site, ()) for site in SITES], title="Pathways of an alliance")


class Page(HTMLParser):
    """What a page is made of; a tag that is not closed where it should be fails."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> has an attribute twice"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def faults(text: str) -> Iterator[str]:
    """Yield what keeps somebody from using a page by ear or keyboard, or makes it fetch something."""
    page = Page(text)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    yield from (f"the id {id} stands twice" for id in set(ids) if ids.count(id) > 1)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    if levels.count(1) != 1 or levels[0] != 1:
        yield "there is not one heading of the page"
    yield from (f"after a heading {one} comes a {two}" for one, two in pairwise(levels) if two > one + 1)
    for tag, attributes in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            yield from (f"<{tag}> is labelled by {id}" for id in attributes.get(name, "").split() if id not in ids)
        href = attributes.get("href", attributes.get("xlink:href", ""))
        if href.startswith("#") and href[1:] not in ids:
            yield f"{href} leads nowhere"
        if (href and tag not in ("a", "use")) or (tag == "a" and not re.match("#|https?://", href)):
            yield f"<{tag}> leads to {href}"
        if {"src", "srcset", "data", "poster", "background"} & attributes.keys() or tag in ("script", "link", "iframe"):
            yield f"<{tag}> loads something"
        yield from (f"<{tag}> has a handler {name}" for name in attributes if name.startswith("on"))
        if re.search(r"url\((?!\s*['\"]?#)", attributes.get("style", "")):
            yield f"the style of <{tag}> loads something"
        if tag == "svg" and not ({"aria-label", "aria-labelledby"} & attributes.keys()):
            yield "a picture has no name"
        if tag == "th" and attributes.get("scope") not in ("col", "row"):
            yield "a header of a table says not of what"
        if attributes.get("role") in ("region", "group") and not (
            {"aria-label", "aria-labelledby"} & attributes.keys()
        ):
            yield "a group has no name"
    if any(
        re.search(r"@import|url\(\s*['\"]?https?:", style) for style in re.findall(r"(?s)<style>(.*?)</style>", text)
    ):
        yield "the styles load something"
    if len(page.all("table")) != len(page.all("caption")):
        yield "a table has no caption"
    for tag in ("main", "nav", "footer"):
        if len(page.all(tag)) != 1:
            yield f"there is not one <{tag}>"
    if page.all("html")[0].get("lang") != "en-GB":
        yield "the page does not say its language"
    if page.all("a")[0] != {"class": "skip", "href": "#content"}:
        yield "the first link does not lead to the content"


def tables(document: Document) -> Iterator[Table]:
    for chapter in document.chapters:
        for section in chapter.sections:
            yield from (block for block in section.blocks if isinstance(block, Table))


@pytest.mark.parametrize("name", library.names())
def test_every_step_of_a_bundled_pathway_is_on_its_page(name: str) -> None:
    pathway = library.find(name)
    text = guide.to_html([pathway])
    assert list(faults(text)) == []
    said = unescape(re.sub(r"<[^>]*>", "", text))
    missing = [state.title for state in pathway.states.values() if state.title not in said]
    missing += [each.title for each in pathway.milestones.values() if each.title not in said]
    missing += [item.title for each in pathway.transfers.values() for item in each.items if item.title not in said]
    assert missing == []


def test_six_sites_make_one_page_that_can_be_used_by_ear_and_keyboard(six: str) -> None:
    assert list(faults(six)) == []
    assert six.count('<article class="chapter"') == len(SITES)
    assert "<h1>Pathways of an alliance</h1>" in six


def test_the_page_is_the_same_each_time(lung: Pathway, page: str) -> None:
    assert guide.to_html([lung]) == page


def test_the_page_fetches_nothing_even_if_it_wanted(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none';")


def test_steps_of_the_diagram_are_reached_by_keyboard(lung: Pathway, page: str) -> None:
    steps = [attributes for _, attributes in Page(page).elements if attributes.get("role") == "listitem"]
    assert len(steps) >= len([state for state in lung.states.values() if state.roles])
    assert all(each.get("tabindex") == "0" and each.get("aria-label") for each in steps)


def test_what_a_definition_says_is_text_on_the_page_and_never_runs(hostile: Pathway) -> None:
    text = guide.to_html([hostile])
    assert list(faults(text)) == []
    said = unescape(re.sub(r"<[^>]*>", "", text))
    for words in (hostile.title, hostile.governance.owner, *(state.title for state in hostile.states.values())):
        assert str(words) in said
    assert "javascript:alert(1)" in said
    assert 'href="javascript' not in text
    assert escape(hostile.title) in text


def test_what_a_definition_says_is_text_on_paper_and_never_runs(hostile: Pathway) -> None:
    made = guide.to_pdf([hostile])
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert f'<rdf:li xml:lang="x-default">{escape(hostile.title)} pathway'.encode() in made


def test_the_document_is_accessible_on_paper(paper: bytes) -> None:
    for part in (b"/MarkInfo<</Marked true", b"/StructTreeRoot", b"/Lang(en-GB)", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert part in paper
    for tag in (b"/S/H1", b"/S/H2", b"/S/TOC", b"/S/Table", b"/S/TH", b"/S/Caption", b"/S/Figure", b"/Outlines"):
        assert tag in paper, tag
    assert paper.count(b"/S/Figure") == paper.count(b"/Alt(") + paper.count(b"/Alt<")
    assert paper.count(b"/S/TH") == paper.count(b"/S/THead") + paper.count(b"/Scope/Column")


def test_the_document_is_the_same_bytes_each_time_and_dated_by_its_definition(lung: Pathway, paper: bytes) -> None:
    assert guide.to_pdf([lung]) == paper
    first = lung.effective_from
    assert first is not None
    assert f"/CreationDate(D:{first:%Y%m%d}000000".encode() in paper
    assert b"/CreationDate(D:20260102000000" in guide.to_pdf([lung], stamp=date(2026, 1, 2))


def test_the_hash_of_the_definition_stands_in_both(lung: Pathway, page: str, paper: bytes) -> None:
    assert f"{lung.name} {lung.hash}".encode() in paper
    assert lung.hash in page


def test_no_letter_of_the_paper_is_set_in_another_type(paper: bytes) -> None:
    names = set(re.findall(rb"/FontName/[A-Z]{6}\+([A-Za-z-]+)", inflated(paper)))
    assert names == {b"LiberationSans", b"LiberationSans-Bold"}


def inflated(pdf: bytes) -> bytes:
    """Return a PDF with what it packs unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    packed = [stream for stream in streams if stream[:1] == b"x"]
    return pdf + b"".join(zlib.decompressobj().decompress(stream) for stream in packed)


def test_changes_are_those_of_the_command_diff(lung: Pathway, page: str) -> None:
    old = before(lung, known(lung, ()))
    assert old is not None
    assert old.name == lung.supersedes
    said = unescape(re.sub(r"<[^>]*>", "", page))
    for each in differences(old, lung):
        if each.bump != "patch":
            assert f"{each.message} [{each.bump}]" in said


def test_clauses_that_rest_on_another_document_alike_are_told_once(lung: Pathway, page: str) -> None:
    old = before(lung, known(lung, ()))
    assert old is not None
    said = unescape(re.sub(r"<[^>]*>", "", page))
    for each in together(differences(old, lung)):
        assert said.count(f"{each.message} [{each.first.bump}]") == 1


def test_a_version_before_it_may_come_from_a_file(hostile: Pathway, tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    earlier = SMALL.replace("2.0.0", "1.0.0").replace("draft", "agreed\neffective: {{from: 2020-01-01}}")
    file.write_text(earlier.format(*HOSTILE).replace("due: day 7", "due: day 9"), "utf-8")
    text = unescape(guide.to_html([hostile], further=[load(file).require()]))
    assert "its last day is now day 7; it was day 9" in text
    assert "No version was agreed before this one." in unescape(guide.to_html([hostile]))


def test_what_was_not_checked_carries_its_mark_and_is_listed(lung: Pathway, page: str) -> None:
    made = guide.document([lung])
    milestones = next(table for table in tables(made) if table.caption == "Milestones, by day")
    for row in milestones.rows:
        assert ("†" in row[0]) == row[4].startswith("Not checked")
    text = unescape(page)
    for milestone in lung.milestones.values():
        assert (f"<li>Milestone “{milestone.title}”" in text) == (not milestone.citation.verified)


def test_a_draft_says_so_first(hostile: Pathway) -> None:
    assert "This is a draft. It has not been agreed" in guide.to_html([hostile])


def test_the_words_are_those_of_the_glossary() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")
    for word, meaning in TERMS:
        assert re.search(
            rf"^\| (?:\*\*[\w -]+\*\*, )*\*\*{re.escape(word)}\*\*.* \| {re.escape(meaning)} \|$",
            glossary,
            re.MULTILINE,
        ), word


@pytest.mark.parametrize("names", [[], ["og@1.1.0", "og@1.1.0"]])
def test_a_document_needs_a_pathway_and_each_once(names: list[str]) -> None:
    with pytest.raises(ValueError, match="at least one pathway, and each once"):
        guide.document([library.find(name) for name in names])
