"""What becomes of texts, names and addresses as strangers write them, by each function that looks at them.

`PARLEY_ACCEPT=1 pytest tests/model/test_texts.py` writes what is found into `texts.txt`.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from parley.model import characters, forges, layout, lookup, secrets, urls
from parley.model.languages import alphabets
from parley.model.markup import addresses, budget, directions, escaping, mentions, passages, places, typography
from parley.model.markup import markdown as markup
from support import hold

DRAWN = r"""
~~a~~ **b** *c* __d__ `e` \*f\*
a  \nb\\\nc<br>d<BR />e
<br>at its start
- a<br>b\n- <br>
a <b>b</b> <!-- c --> <?d?> <![CDATA[e]]>
`<b>` and \<b> and <b
# A\n## B\n###### C
# [x](/discussions/a/)\n\nT\n===\n\nU\n---
1. a\n2. b\n\n3) c\n\n0. d\n\n1234567890. e
- [ ] a\n- [x] b\n- [X] c\n- [ ]\n- [x]
- [ ] a\n\n  b\n- [x] c
> [!NOTE]\n> a\n\n> [!tip]  \n> b\n\n> [!CAUTION]\n\n> [!other]\n> c
> [!IMPORTANT]\n>\n> a\n> - b\n>   > [!NOTE]\n>   > c
- > [!WARNING]\n  > a
> \\[!NOTE]\n> a
| a | b |\n| :-- | --: |\n| c |\n| d | e | f |
| a |\n| :-: |\n| `b\\|c` <br> d |
```python title\na < b\n```
```a b\n```
``` c++\nx\n```
~~~\n~~~\n\n    code\n\n\ttab
``` {x31}\na\n```
[a](https://example.org/ "t <b>") <https://a.example> https://b.example/c. www.d.example
[a](http://x.example/?q="b"&c=d) [b](</guide/ "x">)
[a](/discussions/b/) [c](#reply-d) [e](#f) [g](h) [i](../j) [k](//l.example) [m](/n/o.html) [p](?q)
[a](mailto:b@c.example) [d](tel:+49-1) [e](tel:*1#) [f](sms:1) [g](geo:1,2) [h](xmpp:i@j) [k](matrix:r/l) [m](irc://n)
[a](javascript:b) [c](data:d) [e](file:///f) [g](HTTPS://H.example) [i](ftp://j.example/) [k](mailto:?l) [m](tel:n)
[a](https://) [b](https:///c) [d](https://e f) [g](http://.) http:// https://.
![a](https://b.example/c.png "d") ![](e.png)
[a]: https://b.example 'c'\n\n[a] [d][a] [a][] [e]
[^a] and [^b][^a]\n\n[^a]: One.\n\n[^b]: Two\n\n    more\n[^c]: Lost
*[x](/people/ana/)* [y](/tags/law/) [z](/search/?q=a#b) [w](/discussions/a/page/2/#reply-b)
a -- b --- c ... "d" 'e'
&amp; &lt; &#60; &#x3C; &nbsp; &copy; &notanentity; &#0; &#1114112; &shy;
:smile: ==x== ^y^ H~2~O ++z++ $m$ %%n%%
---\n***\n___\n* * *
a\n---\nb: c
Term\n: not a definition
a\r\nb\rc
@ana, (@Ben) @none x@ana @ana@b.example @org/team _@ana_ `@ana` [@ana](/x/) 感谢@ana、 @ana- @ana_
שלום `code` https://a.example "x"
hello שלום\n\nשלום hello\n\n> ציטוט\n\n- א\n- b\n\n1\n\n| א | b |\n| - | - |\n| c | ד |
> [!NOTE]\n> שלום

ב<br>a
""".strip("\n").split("\n")

BLANKS = (
    "",
    " ",
    "\n\n",
    "[1]: https://example.org",
    "&nbsp;",
    "#",
    "[](https://example.org)",
    "```\n```",
    "\u2800",
    "<b>",
)

ADDRESSES = """
https://example.org https://example.org/ http://a.b:80/c?d#e https://xn--bcher-kva.example/ https://bücher.example/
https://a@b.example/ https://@b.example/ https://a:b@c.example https://github.com%2f@evil.example https:\\\\a.example
https://а.example https://аррӏе.example https://applе.example https://apple.рф https://a⁄b.example https://a。b
https://a\u200b.example https://a.example/\u200b HTTPS://A.EXAMPLE/ https:// https:/// https://? https://#
https://a:99999/ https://a:b/ https://a..b/ https://a_b.example/ https://-a.example https://1.2.3.4/ https://[::1]/
https://[::g]/ https://localhost https://a.b:12345 https://a.b:1234 https://a1.bc2/ https://xn--a.example
https://XN--80AK6AA92E.example ftp://a ftp:// ircs://a irc:/a mailto:a@b mailto: mailto:?a tel:+1 tel:1%202 tel:1x
tel: tel:#1 tel:*1 sms:1 sms:/ geo:1 geo: matrix:u/a xmpp:a xmpp:#a javascript:a data:a file:///a about:a //a /a a #a
?a https:a http://ο.example http://օ.example
""".split()

WORDS = (
    *(("https://a.example/b", "https://a.example/b"), ("a.example", "https://b.example"), ("a.com", "https://b.com")),
    *(("a.org", "https://www.a.org"), ("www.a.net", "https://a.net"), ("www.a.net/x", "https://b.net")),
    *(("www.a.b.org", "https://b.org"), ("b.org", "https://a.b.org"), ("see a.org", "https://b.org")),
    *(("https://a.org is", "https://b.org"), ("a.org/x", "https://b.org"), ("a.org?x", "https://b.org")),
    *(
        ("a.org:80", "https://b.org"),
        ("a.gov#x", "https://b.org"),
        ("a.edu", "https://b.edu"),
        ("a.orgs", "https://b.c"),
    ),
    *(("https://me@a.org/", "https://a.org"), ("https://a.org", "https://me@a.org"), ("a.org", "https://a.org:80")),
    *(("https://www.long.exam..", "https://www.long.example.org"), ("https://lo...", "https://long.example.org")),
    *(("https://exa...", "https://example.co.uk"), ("https://example..", "https://example.co.uk.evil.example")),
    *(("https://a.org", "https://web.archive.org/web/1/https://a.org/"), ("a.org", "https://archive.ph/a.org")),
    *(("a.org", "https://archive.ph/b.org"), ("a.org", "https://webcache.googleusercontent.com/?q=a.org")),
    *(("a.org", "https://www.webarchive.org.uk/a.org"), ("a.org", "https://notarchive.org/a.org")),
    *(
        ("a.org", "https://arquivo.pt/a%2Eorg"),
        ("a.org", "https://webcitation.org/a.org"),
        ("a.org", "https://x.ghostarchive.org/A.ORG"),
    ),
    *(("", "https://a.org"), (" ", "https://a.org"), ("\u200b", "https://a.org"), ("\u2800", "https://a.org")),
    *(("a@b.c", "mailto:a@b.c"), ("A@B.C", "mailto:a%40b.c?subject=x"), ("a@b.c", "mailto:d@b.c")),
    *(("mailto:a@b.c", "mailto:d@b.c"), ("to a@b.c", "mailto:d@b.c"), ("a", "mailto:d@b.c"), ("a@b.c", "MAILTO:d@b.c")),
    *(("https://a.org", "mailto:a@b.c"), ("https://a.org", "tel:1"), ("https://a.org", "/a/"), ("www.a.org", "sms:1")),
    *(
        ("ｗｗｗ.ａ.ｏｒｇ", "https://b.org"),
        ("https://a。org", "https://a.org"),
        ("https://xn--bcher-kva.org", "https://bücher.org"),
    ),
    *(("https://a.org!", "https://a.org"), ("https://a.org…", "https://a.org"), ("https://a.org)", "https://a.org/")),
)

NAMES = """
ana Ana ÄNA ana-li ana_li ana.li ana..li .ana ana. -ana ana- --a _ _a a.html a.xml a.htmlx x.html.y con CON con.a aux1
com1 com0 com10 lpt9 lpt1.txt nul prn a/b a\\b аna анна αναα Müller Muller Groß Gross Gro\u00df łódź ﬁn O0o IlI1 rn vv
w CaroI carol paypaI paypal раураӏ админ admin adm1n a\u0301na ána ñ n\u0303
王小明 안나 アナ あな アnа मीना มีนา عمر נועה
dependabot[bot] project_1_bot group_22_bot3 group_2_bot_aF xbot TheEditor the-editor theEDITOR thee_d1tor x2Y ÉcoleÉté
3D-print ½ Ⅷ ⅷ 𝐚𝐧𝐚 ａｎａ a'b o’neil Ş Ş ț ţ đ ð ħ ı İ ß ẞ æ œ ø å ĸ ŀ ſ ᴀʙ ⲟ ꓳ ο о
""".split()

PATHS = """
tags.yml tags.yaml Tags.yml policy.yml people/ana.yml people/Ana.yml people/ana.md people/ana.yaml people/a/b.yml
people/con.yml discussions/a/post.md discussions/a/post.yml discussions/A/post.md discussions/a/Post.md
discussions/a/post.txt discussions/a/post.markdown discussions/a/post.md.txt discussions/a/replies/b.md
discussions/a/replies/b.yaml discussions/a/replies/B.MD discussions/a/reply/b.md discussions/a/replies/b/c.md
discussions/a/replies discussions/a discussions/a/replies/2026-10-02-ana-k3p9.md discussions/a--b/post.md
discussions/con/post.md practices/a/post.yml practices/a/replies/b.yml pages/a/replies/b.md pages/a/b/replies/c.md
pages/a/b/post.yml pages/replies/b.md pages/a/post.md pages/a/replies/replies/b.md agreements/discussions/a/ana/b.yml
agreements/pages/a/b/ana/c.yml agreements/discussions/a/b.yml agreements/discussions/a/ana/b.md README.md
discussions/README.md discussions/a/.gitkeep LICENSE.md .git/x discussions/a/b.orig discussions/a/post.md~
discussions/a/#post.md# discussions/a/.post.md.swp Thumbs.db .DS_Store discussions/a/post.md.bak
discussions//a/post.md /discussions/a/post.md ./tags.yml posts/tags.yml ../x a discussion/a/post.md
Discussions/a/post.md
""".split()

LINKS = """
/discussions/a/ /discussions/a /discussions/a/#reply-b /discussions/a/page/2/#reply-b /discussions/a/page/0/#reply-b
/practices/a/#reply-b#c /pages/a/b/#reply-c /discussions/a/feed.xml /discussions/A/ /discussions/a/#x
/discussions/a/?q /people/ana/ /tags/law/ / /index.html /guide/ /guide/x.md /a/../b /a//b //a /a b /a\\b #reply-a
#reply- #Reply-a #reply-A.b #x https://a.example/discussions/a/ discussions/a/ post discussions/a
posts/discussions/a/post.md a/replies/b.md reply-b #reply-b,c https://a.example/discussions/a/#reply-2026-10-02-ana
b.yml replies/b.yaml ./b.md B.MD pages/a/b discussions/a#reply-c
""".split()

REPOSITORIES = """
https://github.com/a/b https://gitlab.com/a/b https://gitlab.example/a https://codeberg.org/a/b https://gitea.com/a
https://git.example.org/a https://forgejo.example/a https://www.github.com/a https://github.example/a
https://notgithub.com/ git@github.com:a/b
""".split()

TYPED = r'''
"a" 'b' "a 'b' c" 'a "b" c' it's o'clock '90s rock 'n' roll 'tis dogs' 5'10" 6" x 4" "6"" a="b" ("a") ["b"] „c" "d
"a" - "b" -- "c" a--b a -- b a---b a --- b --fix a-- --b a---- -- a/b--c --- 1--2 a--"b" "a"--b x.y--z a.b -- c
... a... a...b ...a "...a" ....  . . . ../a /... a/... a ...
“a” «b» «'c'» "" '' " " ' ' "'a'" '"a"' """a""" a"b a'b a"b"c 1'2 1"2 "a," b "a", b. "a"? "¿b?" '¿c?' "a…
王"小"明 「a」 "王" '王' (“a”) "a/b" "a"/"b" \"a\" 'em 'cause 'twas 'TIL 's avonds 'x y'
'''.strip("\n").split("\n")

FLAT = (
    '<p>One <em>two</em> "three"</p>\n<pre><code>x</code></pre><p>a<br>b &amp; c<sup><a href="#x">1</a></sup></p>',
    "<blockquote>\n<p>a  b</p>\n</blockquote>\n<p>c</p>",
    "<blockquote><blockquote><p>a</p></blockquote></blockquote><p>b</p>",
    "<blockquote><pre><code>x</code></pre></blockquote>",
    '<ul><li>a</li><li>b <a href="x">c <code>d</code></a> e</li></ul><hr><h2>f</h2>',
    "<table><tr><td>a</td><td>b</td></tr></table>",
    "&nbsp; a &lt;b&gt; & <",
    "“a” — ‘b’ …",
    """<p>"<a href="m">o'a@b.c</a>" <a href="x">it's/a</a> <a href="y">it's</a> <code>it's</code><br>"</p>""",
    """<div lang="de">"a" <span lang="fr">"b"</span> <bdi lang="xx">"c"</bdi></div><pre>"d"</pre><svg>"e"</svg>"f\"""",
    "",
)

HIDDEN = (
    *(
        "a\u200bb",
        "a\u00adb",
        "\u00adb",
        "a\u202eb",
        "\u2067a\u2069",
        "\u2067\u2069",
        "\u2067a",
        "a\u2069",
        "\u2067a\nb\u2069",
    ),
    *(
        "\u2066\u2067a\u2069\u2069",
        "\ufeffa",
        "a\u0000b",
        "a\tb\nc\rd",
        "a\u2028b",
        "\ufdd0",
        "\U0001ffff",
        "\ufff9a",
        "\U0001343f",
    ),
    *(
        "\u2764\ufe0f",
        "a\ufe0f",
        "1\ufe0f\u20e3",
        "\U0001f468\u200d\U0001f469",
        "a\u200db",
        "\u0645\u200c\u0631",
        "\u200c\u0645",
    ),
    *(
        "\u0915\u200d",
        "\u4e00\U000e0100",
        "\u4e00\U000e0140",
        "a\U000e0100",
        "\u4e00\ufe00",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ),
    *(
        "\U0001f3f4\U000e0067\U000e007f",
        "a\U000e0061",
        "a\u200fb",
        "a\u200e\u200fb",
        "\u0e01\u200b",
        "a\u034f",
        "\u034f\u0301",
        "\u1820\u180b",
    ),
    *(
        "\u180b",
        "\u1100\u1160",
        "\u115f\u1161",
        "\u1160",
        "\U0001bc00\U0001bca0",
        "\U0001bca0",
        "\U0001d100\U0001d173",
        "\U0001d173",
    ),
    *(
        "\U00013000\U00013430",
        "\u3164",
        "\u2800",
        "\U0001d159",
        "\u17b4",
        "\u00a0",
        "\u3000",
        "é",
        "e\u0301",
        "\ud800",
        "\ue000",
        "\u0378",
    ),
)

SECRETS = (
    *(
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN rsa PRIVATE KEY-----",
    ),
    *(f"gh{kind}_{'a' * 20}" for kind in "pousrx"),
    *(
        f"ghp_{'a' * 19}",
        f"xghp_{'a' * 20}",
        f"-ghp_{'a' * 20}.",
        f"github_pat_{'a_' * 10}",
        f"glpat-{'a-' * 10}",
        f"glpat-{'a' * 19}",
    ),
    *(
        f"AKIA{'A1' * 8}",
        f"AKIA{'A' * 15}",
        f"AKIA{'a' * 16}",
        *(f"xox{kind}-{'1' * 10}" for kind in "abeoprsx"),
        f"xoxb-{'1' * 9}",
    ),
    *(
        f"sk-{'a_' * 10}",
        f"sk-{'a' * 19}",
        f"eyJ{'a' * 10}.eyJ{'b' * 10}.{'c' * 10}",
        f"eyJ{'a' * 9}.eyJ{'b' * 10}.{'c' * 10}",
    ),
    *(
        f"eyJ{'a' * 10}.eyJ{'b' * 9}.{'c' * 10}",
        f"eyJ{'a' * 10}.eyJ{'b' * 10}.{'c' * 9}",
        f"eyJ{'a' * 10}.{'b' * 10}.{'c' * 10}",
    ),
)

MAILS = """
a@b.c a.b+c-d@e-f.co.uk @b.c a@b x@a@b.c a@b.c.d.e.f.g.h.i.j a@b.c.d.e.f.g.h.i.j.k /a@b.c -a@b.c a@b_c.d é@b.c a@é.c
a@b.c, <a@b.c> mailto:a@b.c a@example.org a@x.example a@test a@mail.test a@notexample.com a@example.com.evil.de
a@EXAMPLE.NET a@localhost a@b.invalid
""".split()

COSTS = (
    *(
        "> " * 16 + "a",
        "> " * 17 + "a",
        "- " * 17 + "a",
        "1. " * 17 + "a",
        "- " * 17,
        "* " * 40,
        "[^" * 16 + "a",
        "[^" * 17 + "a",
    ),
    *(
        "[^a" * 9 + "]" * 9 + "[^a" * 9,
        "[^" * 9 + "\n\n" + "[^" * 9,
        "*" * 3000,
        "a" * 2001,
        "a " * 1100,
        "?" * 2000,
        "?" * 2001,
    ),
    *(
        "|a|\n|-|\n" + "|b|\n" * 20,
        "|" * 40 + "\n" + "|-" * 40 + "|\n" + "|a\n" * 60,
        "|a|b|\n|--|--|\n\n" * 9,
        "> |a|\n> |-|\n> |b|",
    ),
    *("a\n???\nb!\n!!!!", "|-|", "a|b", "|a|\n|-|" + "\n|b|" * 700),
)


def draw(text: str, **more: object) -> str:
    ways = {"ana": "/people/ana/", "ben": "/people/ben/", "ana_": "/people/ana_/"}
    mention = lambda handle: ways.get(handle, "")  # noqa: E731
    return markup.render(text, contribution_id="p", here="discussions/h/", heading=4, mention=mention)


def list_flaws(text: str) -> list[object]:
    return [*markup.find_flaws(text), *markup.find_losses(text), *markup.find_losses(text, is_line=True)]


def set_type(text: str) -> str:
    return " ¦ ".join(
        "".join(typography.set_type(text, language).split("\u202f")) for language in ("en", "de", "fr", "sv", "ja")
    )


def find_table(text: str) -> object:
    return budget.find_depth(text), budget.looks_odd(text), budget.find_large_table(text), budget.find_odd_line(text)


TOLD: tuple[tuple[str, Callable[..., object], Iterable[object]], ...] = (
    ("drawn", draw, DRAWN),
    ("a line", partial(markup.render_line, here="discussions/h/"), DRAWN[:30]),
    ("plain", markup.render_plain, DRAWN),
    ("words", markup.render_words, DRAWN),
    ("flaws", list_flaws, (*DRAWN, *BLANKS)),
    ("links", lambda text: [*markup.list_links(text), *places.find_links(text)], DRAWN),
    ("code", lambda text: [places.blank_code(text), sorted(markup.find_code_lines(text))], DRAWN),
    ("mentions", lambda text: sorted(set(mentions.find_mentions(text))), [text for text in DRAWN if "@" in text]),
    ("cost", find_table, COSTS),
    (
        "escaped",
        lambda text: [escaping.escape_text(text, at_start=True), escaping.escape_text(text, at_start=False)],
        DRAWN,
    ),
    (
        "escaped for a forge",
        lambda text: [escaping.escape_markdown(text), escaping.code_span(text)],
        (*DRAWN, "`a", "GH-1 #2 @b"),
    ),
    ("a block", lambda text: [escaping.code_block(text), escaping.fence(text)], ("a\n```\nb", "````", "a\u200bb")),
    ("address", lambda text: [addresses.is_link(text), addresses.find_deceit(text)], ADDRESSES),
    ("words of a link", lambda pair: addresses.find_deceit_of_words(*pair), WORDS),
    ("typed", set_type, TYPED),
    ("in HTML", set_type, FLAT),
    ("flat", lambda text: [passages.flatten(text), passages.find_quote(text), passages.lead_back(text, "↑")], FLAT),
    (
        "directions",
        directions.show_directions,
        ("<p>a</p>", "<p>א <code>b</code></p>", "<ul><li>א</li><li>b</li></ul>"),
    ),
    (
        "hidden",
        lambda text: [*characters.find_hidden(text), characters.is_blank(text), characters.visible(text)],
        HIDDEN,
    ),
    ("cleaned", lambda text: ascii(characters.remove_hidden(text)), HIDDEN),
    ("secrets", secrets.blot, SECRETS),
    (
        "mail",
        lambda text: [(one[0], bool(secrets.MAIL_TO_NOBODY.search(one[1]))) for one in secrets.MAIL.finditer(text)],
        MAILS,
    ),
    (
        "name",
        lambda name: [
            *(layout.is_name(name, naming) for naming in (layout.SLUG, layout.HANDLE, layout.ID, layout.PAGE)),
            *(layout.is_file_name(name, naming) for naming in (layout.SLUG, layout.HANDLE, layout.ID)),
            *(layout.nearest_name(name, naming) for naming in (layout.SLUG, layout.HANDLE, layout.ID)),
            *(layout.is_device(name), layout.is_login(name), layout.is_bot(name)),
        ],
        (*NAMES, "a" * 64, "a" * 65, "a" * 80, "a" * 81),
    ),
    (
        "looks",
        lambda name: [
            *(sorted(form(name)) for form in (alphabets.skeletons, alphabets.spellings, alphabets.outlines)),
            alphabets.find_words(name),
            alphabets.find_odd_letter(name),
        ],
        NAMES,
    ),
    (
        "path",
        lambda path: [
            layout.find_slot(path),
            layout.find_canonical(path),
            layout.find_home(path, ("discussions", "practices", "pages")),
            layout.find_folder(path, ("discussions", "practices", "pages")),
            layout.is_leftover(path.rpartition("/")[2]),
            layout.is_markdown(path),
        ],
        PATHS,
    ),
    (
        "way",
        lambda link: [
            urls.parse_internal(link),
            urls.parse_own_reply(link),
            urls.is_page(link),
            lookup.parse_place(link, ("discussions", "practices", "pages")),
            lookup.parse_reply_name(link),
        ],
        LINKS,
    ),
    ("forge", forges.find_forge, REPOSITORIES),
)


def tell() -> Iterator[str]:
    for title, look, given in TOLD:
        yield f"=== {title}"
        for one in given:
            text = (
                one.replace("{x31}", "x" * 31).replace("\\n", "\n").replace("\\t", "\t")
                if isinstance(one, str)
                else one
            )
            shown = ascii(one) if title in ("hidden", "cleaned") else str(one)
            found = look(text)
            lines = [found] if isinstance(found, str) else found if isinstance(found, list | tuple) else [found]
            yield f"> {shown if len(shown) < 150 else f'{shown[:40]!r}… {len(shown)}'}"
            for line in lines:
                yield f"  {_show(line)}"


def _show(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = text.replace("\\", "\\\\") if "\n" in text else text
    text = text.replace("\r", "\\r").replace("\n", "\\n")
    return text if len(text) < 600 else f"{text[:300]}…{text[-200:]} {len(text)}"


def test_all_that_becomes_of_texts() -> None:
    told = "\n".join(tell()) + "\n"
    hold(Path(__file__).with_name("texts.txt"), told.encode("utf-8", "backslashreplace").decode("utf-8"))
