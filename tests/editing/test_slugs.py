"""Names of folders from titles in any script."""

import re

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

import pack_letters
from parley.editing import slugs
from parley.editing.slugs import make_slug, spell
from parley.model import layout

TITLES = {
    "Grüße, and then?": "grusse-and-then",
    "Don't call": "dont-call",
    "Don’t call": "dont-call",
    "A   B--C": "a-b-c",
    "a—b…c": "a-b-c",
    "404": "404",
    "x" * 60: "x" * 60,
    "x" * 61: "x" * 60,
    f"{'x' * 57} ab": f"{'x' * 57}-ab",
    f"{'x' * 57} abc d": "x" * 57,
    "Łódź, źdźbło": "lodz-zdzblo",
    "İstanbul ışığı": "istanbul-isigi",
    "Þór og æður": "thor-og-aedur",
    "Làm thế nào để bắt đầu?": "lam-the-nao-de-bat-dau",
    "e\u0301te\u0301": "ete",
    "Как начать разговор?": "kak-nachat-razgovor",
    "Їжак і ґанок": "izhak-i-ganok",
    "Љубав": "ljubav",
    "Πώς να ξεκινήσω": "pos-na-xekiniso",
    "كيف أبدأ محادثة؟": "kyf-bd-mhdthh",
    "چگونه می\u200cتوانم": "chgwnh-mytwnm",
    "איך מתחילים שיחה": "ykh-mthylym-syhh",
    "बातचीत कैसे शुरू करें": "batcit-kaise-suru-krem",
    "கேள்வி": "kelvi",
    "วิธีเริ่ม": "withierim",
    "怎么样与陌生人交谈": "zen-me-yang-yu-mo-sheng-ren-jiao-tan",
    "見知らぬ人 ラーメン": "jian-zhi-ranu-ren-ramen",
    "대화하는 방법": "daehwahaneun-bangbeob",
    "როგორ დავიწყოთ": "rogor-davitsqot",
    "Ինչպես սկսել": "inchpes-sksel",
    "እንዴት": "ndet",
    "張三 and Ana": "zhang-san-and-ana",
    "Ｆｕｌｌ　ｗｉｄｔｈ １２３": "full-width-123",
    "𝓗𝓮𝓵𝓵𝓸": "hello",
    "Half ½, No. №2": "half-1-2-no-no2",
    "🎉 Party": "party",
    "Con": "con-2",
    "Кон": "kon",
    "": "untitled",
    "  ": "untitled",
}
"""Titles in many scripts, and what becomes of them here and in the dialog."""


@pytest.mark.parametrize(("title", "slug"), TITLES.items())
def test_a_title_in_any_script_gives_a_name_of_at_most_sixty_characters(title: str, slug: str) -> None:
    assert make_slug(title) == slug
    assert layout.is_file_name(slug)


SIGNS = ["🎉", "🎉🎉", "😍", "?!", "…", "👩‍👩‍👧", "∑", "\ue000", "𓀀"]


def test_titles_without_a_letter_get_ids_of_their_own() -> None:
    made = [make_slug(title) for title in SIGNS]
    assert len(set(made)) == len(SIGNS)
    assert all(re.fullmatch("topic-[0-9a-z]{1,7}", one) for one in made)
    assert made == [make_slug(f" {title} ") for title in SIGNS], "the same in each try"


def test_a_name_that_is_taken_gets_the_next_number() -> None:
    assert make_slug("A", {"b"}) == "a"
    assert make_slug("A", {"a"}) == "a-2"
    assert make_slug("A", {"a", "a-2", "a-4"}) == "a-3"
    assert make_slug("Как", {"kak"}) == "kak-2"
    assert make_slug("🎉", {make_slug("🎉")}) == f"{make_slug('🎉')}-2"


@given(st.text(max_size=100))
def test_whatever_a_title_holds_its_name_can_be_one_everywhere(title: str) -> None:
    assert layout.is_file_name(make_slug(title))
    assert len(make_slug(title)) <= slugs.LONGEST + 2


def test_the_tables_are_what_the_library_says() -> None:
    """A newer Python knows more characters than the tables; what they hold is not in question."""
    letters = 0
    for start in slugs.STARTS:
        for char, spelled in slugs._load(start).items():
            assert spelled.strip("-") == pack_letters.spell(char).strip("-"), char
            letters += bool(anyascii(char))
    assert letters > 49_000
    for word in ("Łódź ßøæ", "Ёлка їґ Џ", "Ωμέγα", "कखग", "ไทย", "漢字", "한글", "かなカナ", "ქართ"):
        assert all(slugs._spell_letter(char) not in ("", "-") for char in word if char.isalpha()), word


def test_a_text_in_ascii_needs_no_table() -> None:
    slugs._load.cache_clear()
    assert spell("Plain words") == "plain-words"
    assert slugs._load.cache_info().misses == 0


def test_a_name_is_spelled_like_a_title() -> None:
    assert {letter: spell(letter) for letter in "łđðøæœþıħŧ"} == {
        letter: layout.nearest_name(f"{letter}!", layout.SLUG) for letter in "łđðøæœþıħŧ"
    }
