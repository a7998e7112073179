"""Signs of a typewriter become those of print where it is clear what they stand for, and nothing else changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.model.markup import markdown as markup
from parley.model.markup.typography import (
    AS_A_WORD,
    LEFT_OUT,
    find_block,
    find_marks,
    find_signs,
    fold,
    set_page,
    set_type,
    set_words,
)
from parley.model.settings import Settings

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
    ("de-Latn-AT", "Das \"Ding 'da'\"", "Das „Ding ‚da‘“"),
    ("fr", "l'11 septembre", "l’11 septembre"),
    ("fr-CA", "Le \"mot 'clé'\"", "Le «\u202fmot ”clé“\u202f»"),
    ("uz", "\"a 'b'\"", "“a ’b‘”"),
    ("ast", "\"a 'b'\"", "«a “b”»"),
    ("xx", "\"a 'b'\"", "“a ‘b’”"),
    ("he", 'הוא אמר "צה"ל ניצח" היום', 'הוא אמר ”צה"ל ניצח” היום'),
    ("zh-Hans", "他说's 级'了", "他说‘s 级’了"),
    ("en", 'He said "(so)" and "he said "(no)" twice"', "He said “(so)” and “he said ‘(no)’ twice”"),
    (
        "en",
        '"Wait-", she said, and "a--"! "One "either"/"or" rule"',
        "“Wait-”, she said, and “a–”! “One ‘either’/‘or’ rule”",
    ),
    ("en", "Wait --\nand go", "Wait –\nand go"),
    ("en", "“Wait--” and ‘wait--’, cafe\u0301--so", "“Wait–” and ‘wait–’, cafe\u0301–so"),
    ("en", "x/y is a--b c/d", "x/y is a–b c/d"),
    ("en", "Once more\n...and “...so”", "Once more\n…and “…so”"),
    ("en", '"cut\n…\n', "“cut\n…\n"),
    ("en", ' \n"Said', " \n“Said"),
    ("en", '"It is a 6" MAX" so, MAX...', '“It is a 6" MAX” so, MAX…'),
)

LEFT = (
    "5'10\" and 6' tall, 10'000",
    'use --fix, -- --watch, a/b--c, page_a--b, x="y" and <--',
    "C:\\..., main...feature, ...args and ....",
    "an 'opening that never ends, and \"another",
    "“Curly” and «so» stay, as — does",
    "--",
    "a ---- b",
    'BOX"(a)"',
    "MAX...x and x.../y, x...\\y, /...",
    "/b--c a--b/c $a--b",
    "彼'",
    "Ana'、",
    'So "cut … goes on',
    'a 6" x 7", a 6"!" and 6""',
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


def test_some_words_begin_with_an_apostrophe() -> None:
    words = "90 90s n s t k m r tis twas em til till cause bout round cos Tis".split()
    assert show(", ".join(f"'{word}" for word in words)) == ", ".join(f"’{word}" for word in words)
    others = "9 901 90x 90ss no so tiso twast ems tills causes bouts rounds cost".split()
    for word in others:
        assert show(f"'{word} x'") == f"‘{word} x’"
    assert show("'s' 'n' 'em' '90s'") == "‘s’ ’n’ ‘em’ ’90s’"


def test_a_quotation_begins_behind_what_opens_something_or_joins_words() -> None:
    for char in "([{«‹„‚“‘¿¡-–—/":
        assert show(f'a{char}"b" c') == f"a{char}“b” c"
    for char in ")]}»›”’?!.:;=_*X":
        assert show(f'a{char}"(b)') == f'a{char}"(b)'
    for char in "([{«‹„‚“‘¿¡":
        assert show(f'a 6" b{char}"c" d') == f'a 6" b{char}“c” d'


@pytest.mark.parametrize(
    ("within", "without"),
    [
        ("\u3001\u30ff", "\u3000\u3105"),
        ("\u3400\u9fff", "\u33ff\ua000"),
        ("\uf900\ufaff", "\uf8ff\ufb00"),
        ("！｠", "\uff00｡"),
    ],
)
def test_quotes_stand_between_letters_in_a_script_without_spaces(within: str, without: str) -> None:
    for char in within:
        assert show(f'x {char}"a"{char} x') == f"x {char}“a”{char} x"
    for char in without.strip("\u3000"):
        assert show(f'x {char}"a"{char} x') == f'x {char}"a"{char} x'


def test_a_dash_is_left_in_what_is_no_word() -> None:
    for char in "/_@=\\$#<>{}|":
        assert show(f"a{char}c--b") == f"a{char}c--b"
        assert show(f"b--a{char}c") == f"b--a{char}c"
    assert show("a.b--c and a--b.c, a.--b, a--b. And (so--on)") == "a.b--c and a--b.c, a.--b, a–b. And (so–on)"


def test_a_long_word_is_looked_at_in_part() -> None:
    assert show(f"a/{'b' * 99}--c") == f"a/{'b' * 99}--c"
    assert show(f"a/{'b' * 100}--c") == f"a/{'b' * 100}–c"
    assert show(f"c--{'d' * 99}/e") == f"c--{'d' * 99}/e"
    assert show(f"c--{'d' * 100}/e") == f"c–{'d' * 100}/e"


def test_so_many_quotations_within_each_other_are_looked_at() -> None:
    for depth, changed in ((19, 38), (20, 40), (21, 40), (22, 40)):
        assert len(find_signs('("' * depth + "a" + '")' * depth, find_marks("en"))) == changed


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
        ('<p title="">"a"</p>', '<p title="">“a”</p>'),
        ('<p>"a" <code>"b" and no end', '<p>“a” <code>"b" and no end'),
        ('<p>See <CODE>"x"</CODE>--or not. "<B>a</B>"</p>', '<p>See <CODE>"x"</CODE>–or not. “<B>a</B>”</p>'),
        ('<p></code>"a" it\'s</code></p>', "<p></code>“a” it’s</code></p>"),
        (
            '<a href="m">its/hers</a>\'s, <a href="m">docs/</a>\'s, <a href="m">/it\'s</a>, <a href="m">@ana</a>\'s',
            '<a href="m">its/hers</a>’s, <a href="m">docs/</a>’s, <a href="m">/it\'s</a>, <a href="m">@ana</a>’s',
        ),
        (
            '<a href="p"><img src="i">Ana\'s/Ben\'s</a> <a href="m">Ana\'s book</a> <a href="n">o\'b@c</a>',
            '<a href="p"><img src="i">Ana’s/Ben’s</a> <a href="m">Ana’s book</a> <a href="n">o\'b@c</a>',
        ),
        ('<p>"a<br>b"<br>--<br>--fix it</p>', "<p>“a<br>b”<br>--<br>--fix it</p>"),
        ("<p>caf&eacute;--so &nope;--b a&ThickSpace;-- b</p>", "<p>caf&eacute;–so &nope;--b a&ThickSpace;– b</p>"),
        ("<p>&#45;&#45; a -- AT&T's; so</p>", "<p>&#45;&#45; a – AT&T’s; so</p>"),
        ('<p><b>-</b>- "a<b>..</b>."</p>', "<p><b>-</b>- “a<b>..</b>.”</p>"),
        (
            '<ins lang="de"><p>"a"</p>"b"</ins> "c" <div lang="fr"><ins lang="de"><p>"d"</p></ins> "e"</div>"f"',
            '<ins lang="de"><p>„a“</p>„b“</ins> “c” '
            '<div lang="fr"><ins lang="de"><p>„d“</p></ins> «\u202fe\u202f»</div>“f”',
        ),
        ('"a" <b lang="de">"c" <i lang="fr">"d" ', '“a” <b lang="de">„c“ <i lang="fr">«\u202fd\u202f» '),
        ('<p lang="de">"a" <b lang="">"b"</b></p>', '<p lang="de">„a“ <b lang="">“b”</b></p>'),
        (
            '<p><b lang="de">&#34;x--<code>y</code> z&#34; x--<a href="m">a@b</a>, x--<i lang="fr">z</i>, x<br>--z</b>',
            '<p><b lang="de">„x–<code>y</code> z“ x–<a href="m">a@b</a>, x–<i lang="fr">z</i>, x<br>--z</b>',
        ),
        ('<div>a--<div lang="de">b "c"</div>--d "e"</div>', '<div>a--<div lang="de">b „c“</div>--d “e”</div>'),
        (
            '<p>\'<a href="m">it\'s/</a>\', <a href="p"><img src="i">Ana\'s/Ben\'s</a>',
            '<p>‘<a href="m">it\'s/</a>’, <a href="p"><img src="i">Ana’s/Ben’s</a>',
        ),
    ],
)
def test_code_addresses_notes_and_attributes_are_left(drawn: str, shown: str) -> None:
    assert set_type(drawn, "en") == shown


@pytest.mark.parametrize("name", "area col hr img input link meta source wbr".split())
def test_an_element_without_an_end_holds_nothing(name: str) -> None:
    assert set_type(f'<p>"a" <{name} lang="de"> "b"</p>', "en") == f'<p>“a” <{name} lang="de"> “b”</p>'


@pytest.mark.parametrize("name", "sup pre script style svg textarea template math".split())
def test_nobody_looks_into_what_is_no_text(name: str) -> None:
    assert set_type(f'<p>it<{name} id="x">"y" ... </{name}>\'s "a"</p>', "en") == (
        f'<p>it<{name} id="x">"y" ... </{name}>’s “a”</p>'
    )


@pytest.mark.parametrize("name", "code kbd samp".split())
def test_code_is_a_word_within_a_text(name: str) -> None:
    assert set_type(f'<p>See--<{name}>"y"</{name}>\'s.</p>', "en") == f'<p>See–<{name}>"y"</{name}>’s.</p>'


@pytest.mark.parametrize("name", "a abbr b bdi cite data del em i ins mark q s small span strong time u".split())
def test_a_quotation_goes_on_in_an_element_within_a_line(name: str) -> None:
    assert set_type(f'<p>"a <{name}>b" c</{name}></p>', "en") == f"<p>“a <{name}>b” c</{name}></p>"
    assert find_block(f"<p>a <{name}>b c</{name}></p>'", 0) == len(f"<p>a <{name}>b c</{name}></p>")


@pytest.mark.parametrize("name", "p h2 li td div section summary dt blockquote".split())
def test_a_quotation_ends_with_its_block(name: str) -> None:
    assert set_type(f'<div>"a <{name}>b" c</{name}></div>', "en") == f'<div>“a <{name}>b" c</{name}></div>'


PASSED = (
    "<p>One, two. Three - four &amp; &lt;five&gt;</p>",
    '<p class="a>b" id=c>Six <br> <em>seven</em> <time datetime="\'...--">eight</time></p><h2>Nine.</h2>',
    '<p>ten.. <code>\'--..."</code> <svg viewBox="0 0"><path d="\'"/></svg>.</p>',
    *(f"<div><{name}>'x' <b>...</b> &quot;</{name}></div>" for name in AS_A_WORD | LEFT_OUT),
)


def test_blocks_without_a_sign_are_passed_over() -> None:
    """Which most are, and takes half the time."""
    for drawn in PASSED:
        for sign in ('"', "'", "--", "...", "&quot;", "&#39;", "&eacute;"):
            assert find_block(f"{drawn}<p>a{sign}</p>{drawn}", 0) == len(f"{drawn}<p>")
    whole = "".join(PASSED)
    assert find_block(whole, 0) == len(whole)
    assert find_block(f"<p>'</p>{whole}", len("<p>'</p>")) == len(f"<p>'</p>{whole}")
    for name in AS_A_WORD | LEFT_OUT:
        assert find_block(f"{whole}<{name}><b><p>", 0) == len(whole)
    assert find_block("a<b>c<br>d</p>'", 0) == len("a<b>c<br>d</p>")
    assert find_block("a<b>c<br>d</b>", 0) == 0


def test_a_site_may_leave_all_signs_as_they_were_typed() -> None:
    typed = '"a" -- it\'s "b"'
    german, plain = Settings(language="de", typographic=True), Settings(language="de")
    assert set_words(typed, german) == "„a“ – it’s „b“"
    assert set_words(typed, german, "en") == "“a” – it’s “b”"
    assert set_page(f"<p>{typed}</p>", german) == "<p>„a“ – it’s „b“</p>"
    assert set_words(typed, plain) == set_words(typed, plain, "en") == typed
    assert set_page(f"<p>{typed}</p>", plain) == f"<p>{typed}</p>"


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
