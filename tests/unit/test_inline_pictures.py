"""Pictures inside a page: two of them never share an id, and nothing in them runs or loads."""

import re

import pytest
from carepath_renderers.guide.inline import NotInline, inline

PICTURE = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10pt" height="10pt">
<!-- drawn -->
<title id="name">A picture</title>
<style>#step { fill: url(#shade) } .x { color: #fff }</style>
<defs><marker id="arrow"/><linearGradient id="shade"/></defs>
<g id="step" role="listitem" tabindex="-1" aria-label="Step: Clinic" aria-describedby="name more">
<use xlink:href="#arrow"/></g>
<text id="more">a &lt; b</text><path marker-end="url(#arrow)" style="fill:url('#shade')"/>
</svg>"""


def with_part(part: str) -> str:
    return PICTURE.replace("<defs>", f"{part}<defs>")


def test_every_id_and_what_names_it_begins_with_the_prefix() -> None:
    made = inline(PICTURE, "one-", "caption")
    assert set(re.findall(r'\sid="([^"]*)"', made)) == {
        f"one-{id}" for id in ("name", "arrow", "shade", "step", "more")
    }
    for part in (
        'aria-describedby="one-name one-more"', 'xlink:href="#one-arrow"', 'marker-end="url(#one-arrow)"',
        "fill:url(#one-shade)", "#one-step { fill: url(#one-shade) } .x { color: #fff }",
    ):  # fmt: skip
        assert part in made


def test_two_pictures_on_a_page_share_no_id() -> None:
    ids = [re.findall(r'\sid="([^"]*)"', inline(PICTURE, prefix, "caption")) for prefix in ("one-", "two-")]
    assert not set(ids[0]) & set(ids[1])


def test_a_picture_is_named_by_its_caption_and_its_steps_are_reached_by_keyboard() -> None:
    made = inline(PICTURE, "one-", "caption")
    assert re.match(r'<svg [^>]*aria-labelledby="caption"', made)
    assert 'role="listitem"' in made
    assert made.count('tabindex="0"') == 1


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        '<g onclick="alert(1)" onload="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><text>x</text></a>',
        '<a href="https://example.org/x"><text>x</text></a>',
        '<image href="https://example.org/x.png"/>',
        '<use href="https://example.org/x.svg#a"/>',
        '<style>@import url("https://example.org/x.css");</style>',
        '<rect style="fill: url(https://example.org/x)"/>',
        "<rect fill=\"url( 'https://example.org/x' )\"/>",
        '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">https://example.org</div></foreignObject>',
    ],
)
def test_what_runs_or_loads_is_left_out(part: str) -> None:
    made = inline(with_part(part), "one-", "caption")
    assert not re.search(r"example\.org|alert|javascript|@import|\son\w+=", made)
    assert "A picture" in made


def test_text_stays_text() -> None:
    assert "a &lt; b" in inline(PICTURE, "one-", "caption")


@pytest.mark.parametrize("text", ["", "<svg", "<p>no picture</p>", "<svg/>"])
def test_what_is_no_picture_is_refused(text: str) -> None:
    with pytest.raises(NotInline):
        inline(text, "one-", "caption")
