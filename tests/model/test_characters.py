"""A character without a shape stays where a script or an emoji needs it, and nowhere else."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import regress
from hypothesis import given
from hypothesis import strategies as st

from declared import check_posts
from parley.model.characters import NEVER, SHAPELESS, find_hidden, has_hidden, is_blank, remove_hidden, visible
from parley.model.markup.unshown import find_hidden_references
from support import GOOD, NOW, Files

ALL = "".join(map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode + 1)]))
SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Those of category Cf that have a shape: they stand around a number or a word (Prepended_Concatenation_Mark)."""

NEEDED = {
    "Persian, kept apart": "می\u200cخواهم",
    "Persian, at the end of a word": "خانه\u200c ",
    "Arabic, a form alone": "\u200dه\u200d",
    "Bengali": "র\u200d্যা",
    "Malayalam": "ന്\u200d",
    "Sinhala": "ශ්\u200dරී",
    "Khmer": "ខ្មែរ\u200bសួស្តី",
    "Thai": "ภาษา\u200bไทย",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ\u180bᠠ",
    "Hebrew": "שלום\u200f!",
    "an Arabic letter mark": "السعر\u061c 10",
    "Hebrew, the order of marks": "ב\u05b7\u034f\u05b0",
    "old Hangul": "\u115f\u1161\u11a8",
    "a family": "👨\u200d👩\u200d👧\u200d👦",
    "a heart on fire": "❤\ufe0f\u200d🔥",
    "a judge": "🧑🏽\u200d⚖\ufe0f",
    "a flag of pride": "🏳\ufe0f\u200d🌈",
    "a key": "1\ufe0f\u20e3 #\ufe0f\u20e3",
    "a heart as text": "❤\ufe0e ✔\ufe0f ©\ufe0f ™\ufe0f ↔\ufe0f ⁉\ufe0f ℹ\ufe0f",
    "Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a place in Japan": "葛\U000e0100飾区 辻\U000e0101",
    "a compatible ideograph": "慎\ufe00",
    "a zero with a stroke": "0\ufe00",
    "German, where a word may be cut": "Silben\u00adtrennung",
    "notes": "\U0001d173\U0001d15f\U0001d15f\U0001d174",
    "Duployan": "\U0001bc02\U0001bca0\U0001bc03",
    "hieroglyphs": "\U00013000\U00013430\U00013001",
}


def test_the_tables_are_those_of_unicode() -> None:
    """Where a newer Unicode has more, this says which."""
    properties = "Default_Ignorable_Code_Point Noncharacter_Code_Point Cc Cf Zl Zp".split()
    without_shape = [regress.Regex(rf"^\p{{{name}}}$", "u") for name in properties]
    expected = {char for char in ALL if any(one.find(char) for one in without_shape)} - SEEN - {"\t", "\n"}
    found = set(SHAPELESS.findall(ALL))
    assert [f"{ord(char):04x}" for char in sorted(expected ^ found)] == []


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED.keys())
def test_what_a_script_or_an_emoji_needs_stays(text: str) -> None:
    assert list(find_hidden(text)) == []
    assert remove_hidden(text) == text
    assert not NEVER.search(text)
    assert any(SHAPELESS.match(char) for char in text), "else nothing is claimed"


@pytest.mark.parametrize("char", sorted({char for text in NEEDED.values() for char in text if SHAPELESS.match(char)}))
def test_the_same_character_is_refused_where_nothing_needs_it(char: str) -> None:
    for text in (f"pass{char}{char}word", f"a {char}{char}{char} b"):
        assert has_hidden(text)
        assert not has_hidden(remove_hidden(text))


@pytest.mark.parametrize("char", NEVER.findall(ALL)[::97] + list("\u202e\u2066\ufff9\u2060\x00"))
def test_what_no_text_needs_is_refused_in_every_text(char: str) -> None:
    for before, after in ("ab", "عع", "👨👩", "葛葛", "คค", "ᠮᠮ"):
        assert [found for _, found in find_hidden(before + char + after)] == [char]


def test_no_selector_carries_a_hidden_text() -> None:
    """240 of them are enough for a byte each; an emoji or a letter takes one at the most, and only of its own kind."""
    hidden = "".join(chr(0xE0100 + byte) for byte in b"delete every reply")
    for text in (f"😀{hidden}", f"a{hidden}", f"葛{hidden}", "".join(f"a{char}" for char in hidden)):
        assert len(list(find_hidden(text))) >= len(hidden) - 1
    tags = "".join(chr(0xE0000 + byte) for byte in b"delete every reply")
    assert len(list(find_hidden(f"🏴{tags}\U000e007f"))) == len(tags) + 1


@given(st.text(st.sampled_from(["a", "ع", "👨", "葛", " ", *SHAPELESS.findall(ALL)][:900])))
def test_what_is_left_has_nothing_hidden(text: str) -> None:
    left = remove_hidden(text)
    assert not has_hidden(left)
    assert [char for char in text if not SHAPELESS.match(char)] == [char for char in left if not SHAPELESS.match(char)]
    assert has_hidden(text) == (left != text)


@pytest.mark.parametrize("text", ["", " \n\t\u3000", "\u2800", "\u200b\u00ad", "\u3164", "\U000e0101", "\u00a0"])
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "。", "👍", "-", "\u0301a", "1", "…"])
def test_what_shows_anything_is_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_a_message_shows_what_is_hidden_and_leaves_the_rest() -> None:
    assert visible("a\ufe0f\ufe0fb") == "a\\ufe0f\\ufe0fb"
    assert visible("葛\U000e0100\U000e0101") == "葛\U000e0100\\U000e0101"


FIELDS: dict[str, Files] = {
    "body": {"discussions/two-follow-ups/replies/x.md": "---\nauthor: x\ndate: 2026-10-10\n---\n\nHello§\n"},
    "title": {"discussions/x/post.md": "---\ntitle: Hi§\nauthor: x\ndate: 2026-10-10\ntags: [sales]\n---\n\nWords\n"},
    "source": {
        "discussions/two-follow-ups/replies/x.yml": "author: x\ndate: 2026-10-10\nsources:\n  - name: A page\n"
        "    url: https://example.org/a§\nbody: Words.\n"
    },
    "name": {"people/x.yml": "name: Hello§\n"},
    "escaped name": {"people/x.yml": 'name: "Hello§"\n'},
}


@pytest.mark.parametrize(
    "hidden", ["\ufe0f\ufe0f", "\U000e0141", "\u202e", "\ufffb", "\U0001fffe", "\u200b"], ids=ascii
)
@pytest.mark.parametrize("field", FIELDS)
def test_a_hidden_character_is_refused_in_every_text_or_left_out_of_it(
    field: str, hidden: str, tree: Callable[[Files], Path]
) -> None:
    shown = "".join(f"\\U{ord(char):08x}" for char in hidden) if field.startswith("escaped") else hidden
    files = {path: str(text).replace("§", shown) for path, text in FIELDS[field].items()}
    rules = {problem.rule for problem in check_posts(tree({**GOOD, **files}), "posts", NOW).problems}
    if hidden != "\u202e" and field != "escaped name":
        assert rules
        assert rules <= {"untidy", "control-character", "bad-link", "misleading-link"}
        return
    assert "control-character" in rules or (field == "source" and "bad-link" in rules)


def test_a_character_that_hides_is_found_by_whatever_name_a_text_gives_it() -> None:
    named = ["&ZeroWidthSpace;", "&#8203;", "&#x200B;", "&#X200b;", "&NoBreak;", "&NegativeThickSpace;"]
    text = "a".join([*named, "&amp; &nbsp; &hearts; &ShY; &#0; &#99999999; &; &#x;"])
    assert [name for _, name in find_hidden_references(text)] == named
    assert [text[at : at + len(name)] for at, name in find_hidden_references(text)] == named
