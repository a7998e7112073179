"""Markdown as strangers paste it is drawn as what they meant, and nothing that they wrote is lost."""

import html
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.checking.rules.text import check_markdown
from parley.model.characters import OVERRIDES, has_hidden
from parley.model.findings import Findings
from parley.model.markup.markdown import find_flaws, render, render_line
from parley.reading.mending.body import ROUNDS, mend_markdown
from parley.reading.mending.texts.breaks import keep_line_breaks

REL = ' rel="nofollow ugc noopener noreferrer"'


def draw(text: str) -> str:
    drawn = render(mend_markdown(text).text, contribution_id="p", here="discussions/x/", heading=2)
    return drawn.strip().replace(REL, "")


SHOWN = {
    # HTML as words
    "a place to fill in": ("Dear <first name>, hi", "<p>Dear &lt;first name&gt;, hi</p>"),
    "a type": ("List<String> l", "<p>List&lt;String&gt; l</p>"),
    "two levels of types": ("Map<K, List<V>>", "<p>Map&lt;K, List&lt;V&gt;&gt;</p>"),
    "a break": ("a<br>b", "<p>a<br>\nb</p>"),
    "a break on a line of its own": ("a\n<BR/>\nb", "<p>a<br>\n\nb</p>"),
    "a break before all": ("<br>\n**a**", "<p><strong>a</strong></p>"),
    "keys": ("Press <kbd>Esc</kbd>", "<p>Press &lt;kbd&gt;Esc&lt;/kbd&gt;</p>"),
    "a comment": ("a <!-- b --> c", "<p>a &lt;!-- b --&gt; c</p>"),
    "Markdown within": (
        "<details>\n<summary>*a*</summary>\n\n**b** `<c>`\n</details>",
        "<p>&lt;details&gt;\n&lt;summary&gt;<em>a</em>&lt;/summary&gt;</p>\n"
        "<p><strong>b</strong> <code>&lt;c&gt;</code>\n&lt;/details&gt;</p>",
    ),
    "code stays": ("`<b>`\n\n```\n<i>\n```", "<p><code>&lt;b&gt;</code></p>\n<pre><code>&lt;i&gt;\n</code></pre>"),
    "code in a block of HTML": ("<div>\n`<b>`\n</div>", "<p>&lt;div&gt;\n<code>&lt;b&gt;</code>\n&lt;/div&gt;</p>"),
    "Word": (
        '<p class="Mso_N"><span style="a:b">Hallo<o:p></o:p></span></p>',
        '<p>&lt;p class="Mso_N"&gt;&lt;span style="a:b"&gt;Hallo&lt;o:p&gt;&lt;/o:p&gt;&lt;/span&gt;&lt;/p&gt;</p>',
    ),
    "a script": ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    "a link as HTML": ('<a href="https://a.example/b_c">d</a>', '<p><a href="https://a.example/b_c">d</a></p>'),
    "HTML behind an address": (
        "https://a.example/<b>c",
        '<p><a href="https://a.example/">https://a.example/</a> &lt;b&gt;c</p>',
    ),
    # pictures
    "a forge's picture": (
        '<img width="9" alt="bed" src="https://a.example/1-2" />',
        '<p><a href="https://a.example/1-2">picture: bed</a></p>',
    ),
    "a picture": ("![bed](https://a.example/x.png)", '<p><a href="https://a.example/x.png">picture: bed</a></p>'),
    "a badge": (
        "[![ok](https://a.example/i)](https://b.example)",
        '<p><a href="https://b.example">picture: ok</a> (<a href="https://a.example/i">https://a.example/i</a>)</p>',
    ),
    "Google Docs' picture": ("a ![][i]\n\n[i]: <data:image/png;base64,iVBORw0KGgo>\n", "<p>a picture</p>"),
    # links
    "no scheme": ("[a](www.a.example/b)", '<p><a href="https://www.a.example/b">a</a></p>'),
    "no scheme, by reference": ("[a]\n\n[a]: www.a.example", '<p><a href="https://www.a.example">a</a></p>'),
    "a mail": ("[a](b@example.org)", '<p><a href="mailto:b@example.org">a</a></p>'),
    "a file": ("[a](../b.md) [c](file:///d)", "<p>a (<code>../b.md</code>) c (<code>file:///d</code>)</p>"),
    "a path of Windows": (r"[a](C:\b)", r"<p>a (<code>C:\b</code>)</p>"),
    "a program": ("[a](javascript:b)", "<p>a (<code>javascript:b</code>)</p>"),
    "a telephone": ("[a](tel:+49-30)", '<p><a href="tel:+49-30">a</a></p>'),
    "an order to a telephone": ("[a](tel:*21%23)", "<p>a (<code>tel:*21%23</code>)</p>"),
    "no words": ("[](https://a.example)", '<p><a href="https://a.example">https://a.example</a></p>'),
    "no address": ("[a]()", "<p>a</p>"),
    "no host that can be read": (
        "[a](https://b:c/) <https://d|e> <http://f.example:g>",
        '<p>a (<code>https://b:c/</code>) <a href="https://d">e</a> &lt;http://f.example:g&gt;</p>',
    ),
    "by reference, in the last line": (
        "[a][b]\n\n[b]: <https://c.example>",
        '<p><a href="https://c.example">a</a></p>',
    ),
    "a picture of Google Docs in the last line": ("![][a]\n\n[a]: <data:image/png;base64,iVBO>", "<p>picture</p>"),
    "Slack's": (
        "<https://a.example/|b c> `<https://a|b>`",
        '<p><a href="https://a.example/">b c</a> <code>&lt;https://a|b&gt;</code></p>',
    ),
    "a telephone's": (
        "Https://a.example Www.b.example, WWW.",
        '<p><a href="https://a.example">https://a.example</a> '
        '<a href="http://www.b.example">www.b.example</a>, WWW.</p>',
    ),
    "wide brackets around an address": (
        "见（https://a.example）和 www.b.example。",
        '<p>见（<a href="https://a.example">https://a.example</a>）和 '
        '<a href="https://www.b.example">www.b.example</a>。</p>',
    ),
    "a word processor's quotes around an address": (
        "See “https://a.example/b/7”, „https://a.example/c“—or ‘https://a.example/O’Brien’s’.",
        '<p>See “<a href="https://a.example/b/7">https://a.example/b/7</a>”, „<a href="https://a.example/c">'
        "https://a.example/c</a>“—or ‘"
        '<a href="https://a.example/O%E2%80%99Brien%E2%80%99s">https://a.example/O’Brien’s</a>’.</p>',
    ),
    "a sentence that ends with an address in quotes": (
        "“See https://a.example/b?.” « www.a.example/c»",
        '<p>“See <a href="https://a.example/b">https://a.example/b</a>?.” '
        '« <a href="https://www.a.example/c">www.a.example/c</a>»</p>',
    ),
    "quotes that are part of an address": (
        "https://a.example/“Heroes” https://a.example/“Heroes”_(album)",
        '<p><a href="https://a.example/%E2%80%9CHeroes%E2%80%9D">https://a.example/“Heroes”</a> '
        '<a href="https://a.example/%E2%80%9CHeroes%E2%80%9D_(album)">https://a.example/“Heroes”_(album)</a></p>',
    ),
    "a handle with a mail": ("[@ana](mailto:b@example.org)", '<p><a href="mailto:b@example.org">@ana</a></p>'),
    "no host": ("http:// https://… b", "<p>http:// https://… b</p>"),
    "pages": (
        "[a](/people/ana) [b](/tags/law/) [c](/) [d](/search/?q=e)",
        '<p><a href="../../people/ana/">a</a> <a href="../../tags/law/">b</a> <a href="../../">c</a> '
        '<a href="../../search/?q=e">d</a></p>',
    ),
    # what nobody sees
    "web": ("a\u200bb \ufeffc \u00ad d", "<p>ab c  d</p>"),
    "Word's break": ("a\x0bb", "<p>a<br>\nb</p>"),
    "separators": ("a\u2028b\u2029c", "<p>a<br>\nb</p>\n<p>c</p>"),
    "empty lines of a mail": ("a\n\u00a0\nb", "<p>a</p>\n<p>b</p>"),
    "Windows-1252": ("it\x92s \x93a\x94 \x80", "<p>it’s “a” €</p>"),
    "a terminal": ("\x1b[31ma\x1b[0m", "<p>a</p>"),
    "a signature": ("a\n-- \nb", "<p>a\n--\nb</p>"),
    "by number": ("a&#8203;b &#150;", "<p>ab –</p>"),
    "a name in a chat": ("\u2068Ana\u2069 b", "<p>\u2068Ana\u2069 b</p>"),
    "a number in a chat": ("\u202a+1 2\u202c b", "<p>\u2066+1 2\u2069 b</p>"),
    "a path from a dialog": ("\u202aC:/b", "<p>C:/b</p>"),
    "Hebrew": ("\u2067שלום (a)\u2069.", "<p>\u2067שלום (a)\u2069.</p>"),
    "Hebrew without an end": ("\u2067שלום (a)\\\nb", "<p>\u2067שלום (a)\u2069<br>\nb</p>"),
    "Hebrew in a table": (
        "| \u202bא |\n|---|",
        "<table>\n<thead>\n<tr>\n<th>\u2067א \u2069</th>\n</tr>\n</thead>\n</table>",
    ),
    "Hebrew embedded without an end": ("a \u202bשלום\u2069 b ", "<p>a \u2067שלום b\u2069</p>"),
    "a flag": ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", None),
    # lists and tables
    "Word's list": ("•\ta\no\ttwo\n•\tc", "<ul>\n<li>a\n<ul>\n<li>two</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
    "a sign of Symbol": ("\uf0b7 a", "<ul>\n<li>a</li>\n</ul>"),
    "Excel": (
        "a\tb\nc\t1|2\n-5\td",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td>1|2</td>\n"
        "</tr>\n<tr>\n<td>-5</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>",
    ),
    "signs that say something": (
        "✓ Ask first\n✗ Call at night",
        "<ul>\n<li>✓ Ask first</li>\n<li>✗ Call at night</li>\n</ul>",
    ),
    "a legend": ("● Online\n○ Offline", "<ul>\n<li>● Online</li>\n<li>○ Offline</li>\n</ul>"),
    "signs of the second depth alone": ("▪ a\n▪ b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "signs for text": ("▪\ufe0e a\n▪\ufe0e b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "Word's dashes": ("–\ta\n–\tb", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "an empty corner": (
        "\ta\tb\nc\t1\t\n\t\t2",
        "<table>\n<thead>\n<tr>\n<th></th>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td>1</td>\n"
        "<td></td>\n</tr>\n<tr>\n<td></td>\n<td></td>\n<td>2</td>\n</tr>\n</tbody>\n</table>",
    ),
    "emoji of several kinds": (
        "✅ a\n⚠️ b\n👉 c\n🔹 d",
        "<ul>\n<li>✅ a</li>\n<li>⚠️ b</li>\n<li>👉 c</li>\n<li>🔹 d</li>\n</ul>",
    ),
    "an address before a stop": (
        "参考：https://example.com/文。**注**",
        '<p>参考：<a href="https://example.com/%E6%96%87">https://example.com/文</a>。<strong>注</strong></p>',
    ),
    "an address before a mark of direction": (
        "אני (https://example.org/a).\u200f כן",
        '<p>אני (<a href="https://example.org/a" dir="ltr">https://example.org/a</a>).\u200f כן</p>',
    ),
    "addresses of one cell": (
        "https://a.example.org,https://b.example.org/c;www.example.org/d。",
        '<p><a href="https://a.example.org">https://a.example.org</a>,<a href="https://b.example.org/c">'
        "https://b.example.org/c</a>;www.example.org/d。</p>",
    ),
    "no host before a stop": ("https://b;c/a。", "<p>https://b;c/a。</p>"),
    "a conflict as one speaks of it": (
        "<<<<<<< that is how one begins >>>>>>>",
        "<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; that is how one begins &gt;&gt;&gt;&gt;&gt;&gt;&gt;</p>",
    ),
    "depth by indentation": ("• a\n  • b\n• c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
    "too many quotations": (
        ">" * 30 + " a",
        "<blockquote>\n" * 12 + "<p>a</p>\n" + "</blockquote>\n" * 11 + "</blockquote>",
    ),
}


@pytest.mark.parametrize(("text", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_a_text_is_shown_as_it_was_meant(text: str, shown: str | None) -> None:
    assert draw(text) == (f"<p>{text}</p>" if shown is None else shown)
    assert find_blocking(mend_markdown(text).text) == set()


CLEAN = (
    "5 < 6, a <3 and https://example.org/a?b=c.\n\n- a\n- b\n\n> c\n\n| a |\n|---|\n| b<br>c |\n\n```\n<b>\n```\n",
    "[a](https://example.org) [b](#reply-x) [c](/discussions/x/) [d][e]\n\n[e]: https://example.org\n",
    *("a\n\n-- \nb", "a\n---\nb", "```\na\n--\n```", "\ta\tb\n\nc\td\te"),
    *("1.\tFirst\n2.\tSecond\n3.\tThird", "-\tDig\n-\tSow\n-\tMow", "[^1]:\tnote\n[^2]:\tother\n[^3]:\tthird"),
    *("| a\t| b\t|\n|---\t|---\t|\n| 1\t| 2\t|", "a\t| b\n---\t|---\n1\t| 2", "a\tb\nc\td", "> a\tb\n> c\td\n> e\tf"),
    *("- a\n\n  b\tc\n  d\te\n  f\tg", "a)\tFirst\nb)\tSecond\nc)\tThird", "[a]:\t/b\n[c]:\t/d\n[e]:\t/f"),
    *(
        "# a\tb\n# c\td\n# e\tf",
        "a\t\nb\t\nc\t",
        "■ Summary ■",
        "■ Summary\nAll of it.",
        "✓ Done.",
        "★★★☆☆ Good",
        "⚠️ Mind that.",
        "☐ Open\n\nand so on",
    ),
    "می\u200cخواهم 👨\u200d👩\u200d👧 Silben\u00adtrennung \u2067שלום\u2069 &shy;a&amp;",
)


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_text_comes_back_to_the_byte(text: str) -> None:
    assert mend_markdown(text).text == text or "&shy;" in text
    assert mend_markdown(text.replace("&shy;", "")).repairs == ()


@pytest.mark.parametrize("text", ["a\u202eb", "&#8238;a", "[https://a.example](https://b.example)"])
def test_what_harms_is_left_for_the_check(text: str) -> None:
    assert mend_markdown(text).text == text


def test_a_repair_tells_its_line_and_what_stood_there() -> None:
    repairs = mend_markdown("a\n\nb\x0bc <x y>\n\n![d](https://e.example)").repairs
    assert [(one.line, one.found) for one in repairs] == [(3, "\x0b"), (3, "<x y>"), (5, "![d](https://e.example)")]
    assert repairs[1].what == "'<x y>' is shown as the words it is"


def find_blocking(text: str) -> set[str]:
    return {flaw.what for flaw in find_flaws(text)} & {"html", "link", "image"}


PARTS = [
    *"<b> </b> <div> <!-- --> <!--> <? <![CDATA[ <script> </script> <x:y> <br> ` ``` ~~~ * _ [ ](x) [a](../x)".split(),
    *"](www.a.org) ![a](x) [r]: [r] ![a][r] [] () | |-| - > \\ https://… http: www. a@b.c &#8203; &shy; • ~~".split(),
    *"\u200b \u2067 \u2069 \u202a \u202c \u200f ש \x92 javascript: [](https://x.example) é 😀 =".split(" "),
    *(
        " ",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "\x0b",
        "\u2028",
        "\n\u00a0\n",
        "\n<br>\n",
        "\x1b[31m",
        "•\t",
        "a\tb\n",
        "c\td\n",
    ),
    *("\n[r]: ../x\n", '<a href="https://x.example">'),
]
pasted = st.lists(st.sampled_from(PARTS), max_size=16).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(pasted, st.text(max_size=100)))
def test_whatever_is_pasted_is_mended_once_and_holds_nothing_that_would_be_lost(text: str) -> None:
    mended = mend_markdown(text)
    again = mend_markdown(mended.text)
    assert (again.text, again.repairs) == (mended.text, ())
    assert bool(mended.repairs) == (mended.text != text)
    assert find_blocking(mended.text) == set() or any(flaw.what == "nesting" for flaw in find_flaws(mended.text))
    assert all(1 <= repair.line <= text.count("\n") + 1 for repair in mended.repairs)
    assert [char for char in mended.text if char in OVERRIDES] == [char for char in text if char in OVERRIDES]


WORDS = st.sampled_from(
    ["alpha", "beta", "<gamma>", "<delta x>", "[eta](../x)", "![zeta](https://z.example)", "a<br>b", "•\tmu"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8), st.sampled_from([" ", "\n", "\n\n"]))
def test_no_word_is_lost(words: list[str], between: str) -> None:
    text = between.join(words)
    shown = html.unescape(draw(text))
    for word in re.findall(r"alpha|beta|gamma|delta|eta|mu", text):
        assert shown.count(word) >= text.count(word)


def test_the_last_resort_shows_every_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.reading.mending.body.ROUNDS", 0)
    assert ROUNDS > 1
    assert draw("a <b> *c* [d](x)") == "<p>a &lt;b&gt; *c* [d](x)</p>"


def test_a_line_keeps_its_one_paragraph() -> None:
    made = mend_markdown("a\x0bb\u2029c\n•\td", is_line=True).text
    assert render_line(made, here="") == "a<br>\nb\nc\n•\td"


KEPT = {
    "an address": ("To:\nAna\n1 Lane", "To:\\\nAna\\\n1 Lane"),
    "lists and quotations": ("- a\n  b\n\n  c\n\n> d\n> e\nf", "- a\\\n  b\n\n  c\n\n> d\\\n> e\\\nf"),
    "code and tables": (text := "```\ne\nf\n```\n\n    g\n    h\n\n|i|\n|-|\n|j|", text),
    "breaks that are there": ("a  \nb\\\nc<br>\nd", "a  \nb\\\nc<br>\nd"),
    "code over two lines": ("`a\nb` c\nd", "`a\nb` c\\\nd"),
    "addresses of links": ("a [b]\nc\n\n[b]: https://d.example\n[e]: https://f.example", None),
    "a heading": ("# a\nb\nc", "# a\nb\\\nc"),
}


@pytest.mark.parametrize(("text", "kept"), KEPT.values(), ids=KEPT.keys())
def test_lines_of_a_comment_stay_lines(text: str, kept: str | None) -> None:
    made = keep_line_breaks(text)
    assert made == (text.replace("\nc", "\\\nc", 1).replace("]\\", "]\\") if kept is None else kept)
    assert keep_line_breaks(made) == made


@settings(max_examples=200, deadline=None)
@given(pasted)
def test_to_keep_lines_changes_no_word(text: str) -> None:
    text = mend_markdown(text).text
    made = keep_line_breaks(text)
    assert find_blocking(made) <= find_blocking(text)
    assert re.sub(r"\s|<br>", "", draw(made)) == re.sub(r"\s|<br>", "", draw(text))


PASTED = {
    "English, Word": "He said \u201chello\u201d\x0band left.\u00a0\n\u00a0\n\uf0b7\tOne\n\uf0b7\tTwo\n",
    "English, Outlook": "Hi all \uf04a\n\u00a0\n> On Monday, Ana wrote:\n> <mailto:a@example.org>\n",
    "English, Slack": "Ana  [9:41 AM]\nsee <https://example.org|the page> :smile:\u200b",
    "English, an issue": '### Steps\n<!-- Describe -->\n<img width="9" alt="Image" src="https://a.example/1" />',
    "English, a code review": "Use `Optional<T>` or Optional<T>; x < y && y > z",
    "German, Word": "Grüße!\x0bSilben\u00adtrennung und\u00ad Ende \u2013 z.\u202fB. \u201eso\u201c",
    "German, a mail": "Am 27.11.2026 schrieb Ana <ana@example.org>:\n>>>> ja\n>>> nein\n\nMit freundlichen Grüßen",
    "French, LibreOffice": (
        "Bonjour\u00a0! C\u2019est \u00ab\u00a0oui\u00a0\u00bb\u202f; voir [la page](www.example.org/é)"
    ),
    "French, a telephone": "\u2068Léa\u2069 : \u202a+33 1 23\u202c 👍🏽",
    "Spanish, WhatsApp": "[27/11/26, 9:41:07] \u202a+34 600\u202c: ¿Sí? \u200e<adjunto: foto.jpg>",
    "Italian, a web page": "Perché\u200b no?\ufeff <b>Sì</b>&nbsp;&#8203;grazie",
    "Portuguese, a spreadsheet": "Nome\tIdade\nAna\t31\nJoão\t\n",
    "Polish, saved wrongly": "Cze\x9c\x9d \x84tak\x94 \x96 nie\x85",
    "Russian, Telegram": "Аня, [27.11.2026 09:41]\nПривет\u2063 👋 <имя> и <name>",
    "Russian, Google Docs": "Список:\n● один\n○ два\n![][image1]\n\n[image1]: <data:image/png;base64,iVBORw0KGgo=>\n",
    "Arabic, Word": "\u202bمرحبا (Parley 2.0)\u202c\u200f\n• واحد\n• اثنان\n",
    "Arabic, a telephone": "\u2067السعر 10$\u2069 \u061c شكرا",
    "Hebrew, a chat": "\u200f\u200fשלום\u200f, \u2066https://example.org\u2069",
    "Persian, a web page": "می\u200cخواهم \u200cکه \u200b <div dir=rtl>سلام</div>",
    "Hindi, a telephone": "नमस्ते क्\u200dष 🙏🏽 [यहाँ](example.org)",
    "Chinese, WeChat": "王小明\u2005说：\u3000\u3000好的\u2028\u3000\n<图片> <img src=x>",
    "Chinese, a mail": "你好，\n\u3000\u3000\n------------------\u00a0原始邮件\u00a0------------------",
    "Japanese, Word": "こんにちは\x0b\u3000はい。・一つ\n葛\U000e0100飾区 [x](C:\\Users\\太郎\\a.docx)",
    "Korean, a web page": "안녕\u3164하세요 \uffa0 ㅋㅋ <br/> 네<br>아니요",
    "Turkish, a mail": "İyi günler,\n[telefon](tel:+90-212) [harita](geo:41.0,28.9)\n--\u00a0\nAyşe",
    "Thai, a web page": "ภาษา\u200bไทย\u200b <p>สวัสดี</p>",
    "Vietnamese, Excel": "Tên\tTuổi\tGhi chú\nAnh\t20\tcó | không\n",
    "Greek, a terminal": "$ ls\n\x1b[01;34mφάκελος\x1b[0m  \x1b[32mok\x1b[0m\n",
    "Ukrainian, Notes": "\ufffcФото\n\u2028☐ раз\n☑ два",
    "a flag and a family": (
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f 👩\u200d👩\u200d👦 ❤\ufe0f\ufe0f 1\ufe0f\u20e3"
    ),
    **yaml.safe_load((Path(__file__).parent / "pasted.yml").read_text(encoding="utf-8")),
}
"""As programs give it to whoever pastes, in many languages."""


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED.keys())
def test_nothing_that_is_pasted_is_refused(text: str) -> None:
    made = mend_markdown(text).text
    findings = Findings("x", made)
    check_markdown(made, 1, findings)
    assert [problem.rule for problem in findings.problems if problem.blocks] == []
    assert not has_hidden(made)
    written = re.sub(r"<[^<>]*>|&#?\w+;|\(.*?\)|\[[0-9;]*m|base64.*|\(\S*|[\x80-\x9f\u3164]|image1", " ", text)
    shown = html.unescape(draw(text))
    assert [word for word in re.findall(r"[^\W_]{3,}", written) if word not in shown and word not in made] == []
