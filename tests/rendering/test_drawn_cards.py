"""The picture of a post: its title whole, in letters that are there, and the same bytes everywhere."""

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from declared import SETTINGS, load_library
from parley.model.problems import ParleyError
from parley.model.settings import Font
from parley.rendering.cards.drawing import CardWords, describe_card, draw_card, find_card, list_bare
from parley.rendering.cards.fonts import OURS, load_faces
from parley.rendering.cards.lines import HEIGHT, LEADING, SIZES, WIDTH, break_title
from parley.rendering.heads import render_head
from parley.rendering.pages import Page
from parley.rendering.theme import environment
from support import GOOD, write_tree

WANTED = replace(SETTINGS, site_name="Talk", site_url="https://talk.example/", cards=True)


def measure(text: str) -> float:
    return len(text) / 2


@pytest.mark.parametrize(
    ("title", "size", "lines"),
    [
        ("Why?", 84, ["Why?"]),
        ("Two follow-ups, or is one enough?", 84, ["Two follow-ups,", "or is one enough?"]),
        ("x" * 60, 84, ["x" * 21, "x" * 21, "x" * 18]),
        ("日本語の長い題、です" * 3, 84, ["日本語の長い題、です日本語の長い", "題、です日本語の長い題、です"]),
        ("word " * 30, 54, None),
        ("word " * 200, SIZES[-1], None),
    ],
)
def test_a_title_is_broken_into_lines_as_large_as_they_fit(title: str, size: int, lines: list[str] | None) -> None:
    found, broken = break_title(title.strip(), measure)
    assert found == size
    assert lines is None or broken == lines
    assert all(measure(line) * size <= WIDTH and line == line.strip() and line for line in broken)
    assert len(broken) * size * LEADING <= HEIGHT
    whole = "".join(broken).replace(" ", "")
    assert whole == title.replace(" ", "") or (whole.endswith("…") and title.replace(" ", "").startswith(whole[:-1]))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("«\u202fOù\u202f?\u202f» \n ou", "« Où ? » ou"),
        ("Party 🎉 time 👩‍👩‍👧 🇫🇷 ❤️", "Party time"),
        ("كيف؟ שלום Ωμέγα Жук Tiếng Việt “so” – …", "كيف؟ שלום Ωμέγα Жук Tiếng Việt “so” – …"),
        ("Cafe\u0301", "Café"),
        ("日本語", ""),
        ("One 語", ""),
        ("🎉", ""),
    ],
)
def test_only_letters_are_drawn_that_a_font_has(text: str, plain: str) -> None:
    kept = load_faces(()).plain(text)
    assert kept == plain


def test_a_card_is_a_picture_of_the_size_that_its_page_tells_and_always_the_same(tmp_path: Path) -> None:
    library = load_library(write_tree(tmp_path, GOOD))
    drawer = environment(library, WANTED)
    titles = 'A & <b> "c"', "كيف تطلب من Ana؟", "x" * 300
    shown = [CardWords(load_faces(()).plain(title), "Discussion", "Ana", "Talk") for title in titles]
    pictures = [draw_card(one, drawer, WANTED) for one in shown]
    assert [struct.unpack(">8s8xII", one[:24]) for one in pictures] == [(b"\x89PNG\r\n\x1a\n", 1200, 630)] * 3
    assert max(map(len, pictures)) < 100_000
    assert len({*pictures}) == 3
    moved = tmp_path / "elsewhere.ttf"
    moved.write_bytes(OURS[0].read_bytes())
    fonts = (Font(str(moved), "a"),)
    assert repr(fonts) == repr((Font("other", "a"),))
    assert draw_card(shown[0], drawer, replace(WANTED, fonts=fonts)) == pictures[0]
    moved.write_bytes(b"no font")
    with pytest.raises(ParleyError, match=r"elsewhere\.ttf isn't a font"):
        load_faces((Font(str(moved), "b"),))


def test_a_card_says_nothing_that_a_reply_changes(tmp_path: Path) -> None:
    library = load_library(write_tree(tmp_path, GOOD))
    post = next(library.posts())
    assert describe_card(post, library, WANTED) == CardWords("Two follow-ups?", "Discussion", "The Host", "Talk")
    assert find_card(post, library, WANTED) == "discussions/two-follow-ups/post-card.png"


def test_a_post_without_letters_or_that_is_gone_has_the_card_of_the_site(tmp_path: Path) -> None:
    library = load_library(write_tree(tmp_path, GOOD))
    post = next(library.posts())
    for other in (replace(post, title="日本語"), replace(post, removed="spam")):
        assert find_card(other, library, WANTED) == ""
    for settings in (SETTINGS, replace(WANTED, site_url=""), replace(WANTED, cards=False)):
        assert find_card(post, library, settings) == ""
        assert list_bare(library, settings) == []
    assert list_bare(library, replace(WANTED, site_name="日本")) == [one.path for one in library.posts()]


def test_a_page_names_its_card_with_size_and_words(tmp_path: Path) -> None:
    settings = replace(WANTED, card="images/card.png", typographic=True)
    drawer = environment(load_library(write_tree(tmp_path, GOOD)), settings)
    head = render_head(drawer, settings, Page("", 'Is "so" it?', "", str, card="discussions/a/post-card.png"), "")
    for line in (
        '"og:image" content="https://talk.example/discussions/a/post-card.png"',
        '"og:image:width" content="1200"',
        '"og:image:height" content="630"',
        '"og:image:alt" content="Is “so” it?"',
        '"twitter:card" content="summary_large_image"',
    ):
        assert f"<meta {'name' if 'twitter' in line else 'property'}={line}>" in head
    assert head.count('"og:image"') == 1
