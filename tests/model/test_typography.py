"""Signs of a typewriter become those of print where it is clear what they stand for, and nothing else changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.model.markup import markdown as markup
from parley.model.markup.typography import find_marks, find_signs, fold, set_type

SET = (
    ("en", "He said \"don't\" and 'no' -- really...", "He said “don’t” and ‘no’ – really…"),
    ("en", '"He said "no" to me," she said---twice.', "“He said ‘no’ to me,” she said—twice."),
    ("en", '\'"Hi," he said\', and ("so") on', "‘“Hi,” he said’, and (“so”) on"),
    ("en", "'90s rock 'n' roll; 'tis the dogs' bowl, 1990's", "’90s rock ’n’ roll; ’tis the dogs’ bowl, 1990’s"),
    ("en", '"It\'s a 6" pipe," he said, "or 7"', '“It’s a 6" pipe,” he said, “or 7”'),
    ("en", '"This goes on in the next paragraph', "“This goes on in the next paragraph"),
    ("en", '-- Ana, 1990--1995, "Wait--"', "– Ana, 1990–1995, “Wait–”"),
    ("en", '"...cut," he wrote, "in the …', "“…cut,” he wrote, “in the …"),
    ("en", "...Yes.", "…Yes."),
    ("en-GB", 'a "b"', "a “b”"),
    ("de", "Er: \"Das ist 'toll', gell?\" -- Ich hab's", "Er: „Das ist ‚toll‘, gell?“ – Ich hab’s"),
    ("de-AT", 'Das "Ding"', "Das „Ding“"),
    (
        "fr",
        'Il dit "l\'État" et l\'"État" : "où ?"',
        "Il dit «\u202fl’État\u202f» et l’«\u202fÉtat\u202f» : «\u202foù ?\u202f»",
    ),
    ("fr-CH", 'Le "mot"', "Le «mot»"),
    ("es", '"¿Qué?" dijo. ¿"Ya"? Sí...', "“¿Qué?” dijo. ¿“Ya”? Sí…"),
    ("ar", 'قال "مرحبا" لي', "قال ”مرحبا“ لي"),
    ("ja", '彼は"はい"と言った。"そう"', "彼は「はい」と言った。「そう」"),
    ("zh-Hans", '他说"你好"了', "他说“你好”了"),
    ("he", 'צה"ל אמר "שלום" לכולם', 'צה"ל אמר ”שלום” לכולם'),
    ("nl", "'s avonds en 't was", "’s avonds en ’t was"),
    ("ru", 'Он сказал: "Да"', "Он сказал: «Да»"),
)

LEFT = (
    "5'10\" and 6' tall, 10'000",
    'use --fix, -- --watch, a/b--c, page_a--b, x="y" and <--',
    "C:\\..., main...feature, ...args and ....",
    "an 'opening that never ends, and \"another",
    "“Curly” and «so» stay, as — does",
    "--",
    "a ---- b",
)


def show(text: str, language: str = "en") -> str:
    for start, end, new in reversed(find_signs(text, find_marks(language))):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(("language", "typed", "shown"), SET)
def test_each_language_has_its_own(language: str, typed: str, shown: str) -> None:
    assert show(typed, language) == shown
    assert show(shown, language) == shown


@pytest.mark.parametrize("text", LEFT)
def test_what_is_not_clear_is_left(text: str) -> None:
    assert show(text) == text


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        ('<p>"<em>a</em>" and <strong>"b</strong>"</p>', "<p>“<em>a</em>” and <strong>“b</strong>”</p>"),
        ("<p>&#34;a&#34; &amp; it&#39;s</p>", "<p>“a” &amp; it’s</p>"),
        (
            '<p>"<code>"x" --</code>"</p><pre><code>"y" ...</code></pre>',
            '<p>“<code>"x" --</code>”</p><pre><code>"y" ...</code></pre>',
        ),
        ('<p>"a"<sup><a href="#">1</a></sup> on</p>', '<p>“a”<sup><a href="#">1</a></sup> on</p>'),
        ('<p>"a</p><p>b"</p>', '<p>“a</p><p>b"</p>'),
        (
            '<p>-<em>-</em> "<a href="h" title="&quot;t&quot; ...">b</a>"</p>',
            '<p>-<em>-</em> “<a href="h" title="&quot;t&quot; ...">b</a>”</p>',
        ),
        (
            '<p>"<a href="http://a.b/c--d">http://a.b/c--d</a>..."</p>',
            '<p>“<a href="http://a.b/c--d">http://a.b/c--d</a>…”</p>',
        ),
        (
            '<div lang="de"><div><p>"a"</p></div><h2>"b"</h2></div><p>"c"</p>',
            '<div lang="de"><div><p>„a“</p></div><h2>„b“</h2></div><p>“c”</p>',
        ),
        ('<p>"a <em lang="de">"b <em>c"</em> d" "</em>"</p>', '<p>“a <em lang="de">„b <em>c“</em> d" "</em>”</p>'),
        (
            '<p>"a" <q lang="fr">"b" <i lang="de">"c"</i> "d"</q> "e"<p>"f"',
            '<p>“a” <q lang="fr">«\u202fb\u202f» <i lang="de">„c“</i> «\u202fd\u202f»</q> “e”<p>“f”',
        ),
        (
            '<ins lang="de"><p>"a"</p></ins> "b" <b lang="de">"c"<p>"d"',
            '<ins lang="de"><p>„a“</p></ins> “b” <b lang="de">„c“<p>„d“',
        ),
        ('"a" <em>"b"</em> "c"', "“a” <em>“b”</em> “c”"),
        ("<p>Yours<br>\n--<br>\nAna</p>", "<p>Yours<br>\n--<br>\nAna</p>"),
        ('<td>"a</td><td>b"</td>', '<td>“a</td><td>b"</td>'),
        ('<li>"a"\n<ul><li>"b"</li></ul></li>', "<li>“a”\n<ul><li>“b”</li></ul></li>"),
    ],
)
def test_code_addresses_notes_and_attributes_are_left(drawn: str, shown: str) -> None:
    assert set_type(drawn, "en") == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *((f"a {dash} b", "a - b") for dash in ("-", "--", "---", "–", "—")),
        ("a----b", "a--b"),
        *((f"a{dots}", "a…") for dots in ("...", "…")),
        *((f"a{dots}", f"a{dots}") for dots in (".", "..", "...."[:2])),
        *((f"{one}a", "'a") for one in "“”„«»‹›「」『』‘’‚\"'"),
        *((text, "'a b' c") for text in ("«\u202fa b\u202f» c", "‹ a b › c", "« a b » c", "‹a b› c", '"a b" c')),
    ],
)
def test_it_makes_no_difference_how_a_sign_is_written(typed: str, shown: str) -> None:
    folded, places = fold(typed)
    assert folded == shown
    assert [typed[start:end] for start, end in places if end - start == 1 and typed[start:end].isalpha()] == [
        char for char in folded if char.isalpha()
    ]


def test_a_text_may_have_any_number_of_signs() -> None:
    assert show('("' * 60 + '")' * 60).count("“") < 60
    assert show("a--" * 5000 + "b") == "a–" * 5000 + "b"
    assert set_type('<P CLASS="x" TITLE= "y z">"a"</P>' * 2000, "en").count("“a”") == 2000


@given(st.text(alphabet="ab1 \"'-./(«»…“\n`*_[]()&<é語ש"), st.sampled_from(["en", "fr", "de", "ja", "he"]))
def test_nothing_changes_but_signs(text: str, language: str) -> None:
    drawn = markup.render(text, contribution_id="x", here="", heading=4)
    shown = set_type(drawn, language)
    tags = re.compile("<[^>]*>")
    assert tags.findall(shown) == tags.findall(drawn)
    assert [fold(words)[0] for words in tags.split(shown)] == [fold(words)[0] for words in tags.split(drawn)]
    assert set_type(shown, language) == shown


BITS = (
    *("<p>", "</p>", "<em>", "</em>", "<code>", "</code>", "<pre>", "</pre>", "<br>", '<svg viewBox="0">', "</svg>"),
    *(
        '<a href="a>b">',
        "</a>",
        "<a href=c>",
        "<P>",
        "</CODE>",
        "&quot;",
        "&amp;",
        "&#39;",
        "d@e",
        "word",
        "é",
        " ",
        ".",
    ),
    *('"', "'", "--", "-", "...", "< ", "&", "<!-- 'f' -->", '<time datetime="g">', "</time>"),
)


@given(st.lists(st.sampled_from(BITS)).map("".join))
def test_blocks_without_a_sign_are_passed_over_and_nothing_else(drawn: str) -> None:
    named = '<p lang="en"></p>'  # where a language is named, every block is looked at
    assert set_type(drawn, "en") + named == set_type(drawn + named, "en")
