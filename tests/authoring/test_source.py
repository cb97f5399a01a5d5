"""YAML text becomes nodes that know their place, or problems that say where; nothing else ever comes out."""

from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from carepath.authoring.nodes import Fields, Scalar, plain
from carepath.authoring.source import DEEPEST, LARGEST_FILE, Parsed, decode, parse
from carepath.model import Source
from hypothesis import given
from hypothesis import strategies as st

MINIMAL = (Path(__file__).parent / "minimal.yaml").read_text(encoding="utf-8")


def of(text: str) -> Parsed:
    return parse(dedent(text), "x.yaml")


def codes(text: str) -> list[tuple[str, int, int]]:
    return [(each.code, each.source.line, each.source.column) for each in of(text).problems]


def data(text: str) -> object:
    parsed = of(text)
    assert parsed.root is not None
    assert parsed.problems == ()
    return plain(parsed.root)


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "True", "3.10", "12:30", "2016-08-01", "007", "0x10", "1_000", "1e3", "<<"]
)
def test_what_is_not_a_whole_number_or_one_of_three_words_stays_text(word: str) -> None:
    assert data(f"a: {word}") == {"a": word}


@pytest.mark.parametrize(
    ("written", "value"),
    [("62", 62), ("-3", -3), ("0", 0), ("true", True), ("false", False), ("null", None), ("", None)],
)
def test_whole_numbers_true_false_and_null_are_what_they_say(written: str, value: object) -> None:
    assert data(f"a: {written}") == {"a": value}


def test_quoted_words_and_all_keys_are_text() -> None:
    assert data('{62: "62", true: "true", null: \'null\'}') == {"62": "62", "true": "true", "null": "null"}


def test_every_key_and_value_knows_its_place_and_width() -> None:
    root = of("""\
        a: 1
        b:
          cee: "text"
        """).root
    assert isinstance(root, Fields)
    below = root.entries["b"][1]
    assert isinstance(below, Fields)
    assert below.entries["cee"] == (
        Scalar("cee", Source("x.yaml", 3, 3), 3),
        Scalar("text", Source("x.yaml", 3, 8), 6),
    )


def test_columns_count_characters_and_not_bytes() -> None:
    assert codes("å: 1\nå: [é, *a]") == [("duplicate-key", 2, 1), ("yaml-not-used", 2, 8)]


def test_a_key_given_twice_names_the_first_line_and_the_first_stands() -> None:
    parsed = of("a: 1\nb: 2\na: 3")
    assert [each.message for each in parsed.problems] == ['"a" was already given on line 1.']
    assert parsed.root is not None
    assert plain(parsed.root) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1\nb: *x", [("yaml-not-used", 1, 4), ("yaml-not-used", 2, 4)]),
        ("a: !!python/object:os.system x", [("yaml-not-used", 1, 4)]),
        ("? [1]\n: 2", [("yaml-not-used", 1, 3)]),
        ("a: 1\n---\nb: 2", [("yaml-not-used", 2, 1)]),
        ("a:\n\tb: 1", [("tab-indent", 2, 1)]),
        ("a: \x07", [("bad-encoding", 1, 4)]),
        ("a: b\u202ec", [("bad-encoding", 1, 5)]),
        ('a: "\\x1b[31m"', [("bad-encoding", 1, 4)]),
        ("\ufeffa: 1", [("bad-encoding", 1, 1)]),
        ("a: 9999999999", [("too-large", 1, 4)]),
        ("", [("empty-file", 1, 1)]),
        ("# nothing", [("empty-file", 1, 1)]),
        ("a: [1, 2", [("yaml-syntax", 1, 4)]),
        ("a: b: c", [("yaml-syntax", 1, 5)]),
        ('b: 1\na: "b\n', [("yaml-syntax", 2, 4)]),
        ("a: 1\n b: 2", [("yaml-syntax", 2, 2)]),
        ("a: @b", [("yaml-syntax", 1, 4)]),
    ],
)
def test_what_the_language_does_not_use_is_refused_where_it_stands(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert codes(text) == found


def test_nesting_and_size_are_bounded() -> None:
    assert codes("[" * (DEEPEST + 1)) == [("too-large", 1, DEEPEST + 1)]
    assert codes("a" * (LARGEST_FILE + 1)) == [("too-large", 1, 1)]
    too_long = decode(b" " * (LARGEST_FILE + 1), "x.yaml")
    assert isinstance(too_long, Parsed)
    assert [each.code for each in too_long.problems] == ["too-large"]


def test_aliases_cannot_blow_up() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert {code for code, _, _ in codes(bomb)} == {"yaml-not-used"}


def test_bytes_that_are_not_utf_8_are_refused_where_they_stand() -> None:
    found = decode(b"a: 1\nb: \xff", "x.yaml")
    assert isinstance(found, Parsed)
    assert [(each.code, each.source) for each in found.problems] == [("bad-encoding", Source("x.yaml", 2, 4))]


def test_the_loaders_of_pyyaml_are_left_as_they_are() -> None:
    of("a: yes")
    assert yaml.safe_load("{a: yes, b: 2016-08-01}")["a"] is True


def read(content: bytes) -> Parsed:
    text = decode(content, "x.yaml")
    return text if isinstance(text, Parsed) else parse(text, "x.yaml")


def judge(parsed: Parsed) -> None:
    """Either there is something, or it is said why not; every place is within the text."""
    assert parsed.root is not None or parsed.problems
    for problem in parsed.problems:
        assert problem.message
        assert 1 <= problem.source.line <= max(1, len(parsed.lines))
        assert problem.source.column >= 1


@given(st.binary(max_size=200))
def test_any_bytes_give_nodes_or_problems(content: bytes) -> None:
    judge(read(content))


@given(st.text(alphabet="ab:-[]{}?,#&*!|>'\"%@` \n\t\\0123~", max_size=60))
def test_any_marks_of_yaml_give_nodes_or_problems(text: str) -> None:
    judge(parse(text, "x.yaml"))


@given(
    st.integers(0, len(MINIMAL.encode())),
    st.integers(0, 20),
    st.binary(max_size=6)
    | st.sampled_from([b": ", b"- ", b"[", b"}", b"\n", b"\n  ", b'"', b"*", b"&a ", b"null", b"\t"]),
)
def test_any_damage_to_a_definition_gives_nodes_or_problems(place: int, length: int, put: bytes) -> None:
    content = MINIMAL.encode()
    judge(read(content[:place] + put + content[place + length :]))
