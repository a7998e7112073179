"""Bodies: whatever they were, they pass the checks afterwards and no word is lost."""

import html
import re
import time
from urllib.parse import unquote

import comrak
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.importing.bodies import conversion
from parley.importing.bodies.conversion import MAX_PART, ConvertedText, clean, convert, passes
from parley.importing.bodies.mails import render_text
from parley.importing.records import Markup
from parley.model.markup import markdown as markup
from parley.model.markup.markdown import render, render_plain


def words(text: str) -> str:
    """What a reader sees of a Markdown text, without spaces."""
    extensions, options = comrak.ExtensionOptions(), comrak.RenderOptions()
    extensions.table = extensions.strikethrough = extensions.autolink = options.unsafe_ = True
    return seen(comrak.render_markdown(text, extensions, render_options=options))


def seen(source: str) -> str:
    """What a reader sees of HTML, without spaces."""
    return "".join(html.unescape(nh3.clean(source, tags=set())).split())


BASE = "https://b.example.org"
CONVERTED = {
    "<p>Hello *a* _b_ c_d `e` [f](g) &lt;b&gt; &amp;amp;</p>": (
        "Hello \\*a\\* \\_b\\_ c_d \\`e\\` \\[f\\](g) \\<b> \\&amp;"
    ),
    "<b>bold</b> <i>and</i> <s>gone</s> <tt>x`y</tt>": "**bold** *and* ~~gone~~ ``x`y``",
    "<b>foo:</b>bar": "foo:bar",
    "<pre class='brush: python'>if a &lt; b:\n    ```</pre>": "````python\nif a < b:\n    ```\n````",
    "<a href='/rel'>x</a> <a href='//c.example.org'>y</a>": f"[x]({BASE}/rel) [y](https://c.example.org)",
    "<a href='javascript:alert(1)'>x</a> <a href='#top'>y</a> <a href='data:x'>z</a> <a href=''>e</a>": "x y z e",
    "<img src='/p/i.png'> <img src='data:image/png;base64,xx' alt='dot'>": f"[i.png]({BASE}/p/i.png) dot",
    "<iframe src='https://v.example.org/1'></iframe>": "<https://v.example.org/1>",
    "<script>alert(1)</script><style>a{}</style>x<!-- c -->": "x",
    "<a href='mailto:eva@corp.io'>eva@corp.io</a> git@github.com a@example.org": "eva@… git@github.com a@example.org",
    "x &#8238; y\u200bz \x08": "x yz",
    "<p> </p><br><div></div>": "",
    "<pre>code</pre><p>two <b>bold</b> <a href='/x'>link</a></p><ul><li>item</li></ul>": (
        f"```\ncode\n```\n\ntwo **bold** [link]({BASE}/x)\n\n- item"
    ),
    "<code>a</code> <b>b</b> <code>c</code> <i>d</i>": "`a` **b** `c` *d*",
    "above<hr>below": "above\n\n---\n\nbelow",
    "before<ol start='3'><li>three<li>four</ol>": "before\n\n3. three\n4. four",
    "<ol start='x'><li>one</ol>": "1. one",
    "a<ol start='3'># b<li>c</ol>": "a\n\n\\# b\n\n3. c",
    "<a href='https://c.example.org/a<b'>x</a> <a href='https://c.example.org/d e'>y</a>": (
        "x [y](https://c.example.org/d%20e)"
    ),
    "a <a href='https://c.example.org/d'> </a> <a href='https://c.example.org/d'>https://c.exa...</a>": (
        "a <https://c.example.org/d> [https://c.exa...](https://c.example.org/d)"
    ),
    "<b>Log in</b> at <a href='https://evil.example/x'>bank.com</a> <a href='https://bank.com@evil.example/'>now</a>": (
        "**Log in** at bank.com (`https://evil.example/x`) now"
    ),
    "a \u00a0 \t\u3000b<p>\n  c  </p>": "a b\n\nc",
    "<b><h2>a</h2></b> b <i>c</i>": "## a\n\nb c",
    "<q>one</q> <mark>two</mark> <u>three</u>": "one two three",
    "see https://example.org/~a_b_(c)?d=*e* ok": "see <https://example.org/~a_b_(c)?d=*e>\\* ok",
}


@pytest.mark.parametrize("source", CONVERTED)
def test_html_becomes_markdown(source: str) -> None:
    assert "".join(convert(source, "html", f"{BASE}/page/").parts) == CONVERTED[source]


@pytest.mark.parametrize("tag", ["script", "style", "template"])
def test_a_program_in_a_page_leaves_no_word_and_is_counted(tag: str) -> None:
    body = convert(f"<p>one</p><{tag}>hidden</{tag}><p>two</p>", "html")
    assert (body.parts, body.changes) == (("one\n\ntwo",), {"stripped"})
    assert convert(f"<p>one</p><{tag}></{tag}>", "html").changes == set()


@pytest.mark.parametrize("tag", ["noscript", "svg", "math", "select", "textarea", "title", "xmp", "plaintext"])
def test_what_a_parser_would_swallow_keeps_its_words(tag: str) -> None:
    body = convert(f"<p>one</p><{tag}>kept <b>here</b></{tag}><p>two</p>", "html")
    assert (body.parts, body.changes) == (("one\n\nkept **here**\n\ntwo",), set())


@pytest.mark.parametrize(
    "name",
    ["script", "title", "style", "textarea", "select", "template", "svg", "xmp", "iframe", "String", "your-name"],
)
@pytest.mark.parametrize("form", ["html", "markdown", "lines"])
def test_the_name_of_a_tag_is_a_word_where_nothing_ends_it(name: str, form: Markup) -> None:
    """The whole text stays, and in Markdown everybody sees the word."""
    body = convert(f"Run <{name}> with *two* arguments.\n\nThis must not vanish.\n\n- one\n- two", form)
    shown = words(body.parts[0])
    assert "arguments.Thismustnotvanish." in shown
    if name != "iframe":
        assert f"Run<{name}>with" in shown
    assert not body.changes


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>List<String> of <b>it</b></p>", "List\\<String> of **it**"),
        ("<p>vector<int></int> is one</p>", "vector\\<int> is one"),
        ("#include <stdio.h><br>more", "#include \\<stdio.h>  \nmore"),
        ("a <!-- b <b>c</b>", "a \\<!-- b **c**"),
        ("a <!-- b --> c", "a c"),
        (
            'see <a href="https://x.example.org/y>this</a> and "that" too',
            'see [this](https://x.example.org/y) and "that" too',
        ),
        ("x <?php echo 1 ?> y", "x \\<?php echo 1 ?> y"),
        ("if a <b then c", "if a \\<b then c"),
        ("<o:p>x</o:p> <g-emoji>y</g-emoji>", "x y"),
    ],
)
def test_what_no_element_is_stays_a_word_and_a_lost_quotation_mark_costs_none(source: str, shown: str) -> None:
    assert convert(source, "html").parts == (shown.replace("\\#", "#") if not source.startswith("#") else f"\\{shown}",)


def test_code_and_real_markup_stay_beside_words_that_look_like_tags() -> None:
    (text,) = convert("`std::vector<style>` is code, <style> is not, <b>bold</b> is", "markdown").parts
    assert text == "`std::vector<style>` is code, \\<style> is not, **bold** is"
    (text,) = convert("```\n<script>\n```\n\nand <script> here", "lines").parts
    assert text == "```\n<script>\n```\n\nand \\<script> here"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("Like so: <code>a = 1\nif a:\n    b = 2</code> done", "Like so:\n\n```\na = 1\nif a:\n    b = 2\n```\n\ndone"),
        ("<code>cd shed<br />\nrm -r old<br>ls</code>", "```\ncd shed\n\nrm -r old\nls\n```"),
        ("<p><tt>a<br>b</tt></p>", "```\na\nb\n```"),
        ("<li>x <code>a\n  b</code></li>", "- x\n\n  ```\n  a\n    b\n  ```"),
        ("<b>x <code>a\nb</code></b>", "x\n\n```\na\nb\n```"),
        ("<table><tr><td><code>a<br>b</code></table>", "| `a` `b` |\n| ------- |"),
        ("<h2>x <code>a\nb</code></h2>", "## x\n\n```\na\nb\n```"),
        ("<code>\none\n</code>", "`one`"),
        ("<pre><code>a\n\n  b</code></pre>", "```\na\n\n  b\n```"),
    ],
)
def test_code_of_several_lines_keeps_them(source: str, wanted: str) -> None:
    assert convert(source, "html").parts == (wanted,)


@pytest.mark.parametrize(
    ("source", "form", "wanted"),
    [
        ("at ftp://ftp.example.org/x and **so**\n\n- one", "lines", "at ftp://ftp.example.org/x and **so**\n\n- one"),
        ("at ftp://ftp.example.org/pub\n\n- one", "text", "at ftp://ftp.example.org/pub\n\n- one"),
        ("<p>at ftp://ftp.example.org/pub</p>", "html", "at ftp://ftp.example.org/pub"),
        ("<a href='ftp://ftp.example.org/x'>get</a>", "html", "[get](ftp://ftp.example.org/x)"),
        ("[get](ftp://ftp.example.org/x) it", "markdown", "[get](ftp://ftp.example.org/x) it"),
        ("<a href='gopher://g.example.org/x'>gopher://g.example.org/x</a>", "html", "gopher://g.example.org/x"),
        ("<a href='javascript:x'>get</a>", "html", "get"),
        ("<a href='magnet:x1'>get</a> it", "html", "get (magnet:x1) it"),
    ],
)
def test_an_address_of_another_scheme_stays_whether_it_is_a_link_here_or_not(
    source: str, form: Markup, wanted: str
) -> None:
    body = convert(source, form)
    assert (body.parts, body.changes - {"unlinked"}) == ((wanted,), set())


def test_line_ends_of_comments_are_breaks_and_code_stays_as_it_is() -> None:
    source = "Send it to:\nAna\n1 Shed Lane\n\n> [!NOTE]\n> Water\n> it\n\n- a\n- b\n\n```\nx\ny\n```"
    source += "\n\n| a | b |\n| - | - |\n| c | d |"
    (text,) = convert(source, "lines").parts
    assert text.startswith(
        "Send it to:\\\nAna\\\n1 Shed Lane\n\n> [!NOTE]\n> Water\\\n> it\n\n- a\n- b\n\n```\nx\ny\n```"
    )
    assert text.endswith("| a | b |\n| - | - |\n| c | d |")
    assert convert(source, "markdown").parts == (source,)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<p> <a name='x'></a># no heading</p>", "\\# no heading"),
        ("<p>a<br> <a name='x'></a>- no item</p>", "a  \n\\- no item"),
        ("<p>a <a name='x'></a># b</p>", "a # b"),
        ("<p>a</p> <p>1. b</p>", "a\n\n1\\. b"),
    ],
)
def test_what_stands_first_in_a_line_is_no_mark_and_needs_no_second_try(source: str, wanted: str) -> None:
    body = convert(source, "html")
    assert (body.parts, body.changes) == ((wanted,), set())


@pytest.mark.parametrize(
    ("tags", "mark"),
    [("strong b", "**"), ("em i cite dfn var", "*"), ("del s strike", "~~"), ("code tt kbd samp", "`")],
)
def test_every_tag_that_sets_words_apart_becomes_its_mark(tags: str, mark: str) -> None:
    for tag in tags.split():
        assert convert(f"<p>a <{tag}>b</{tag}> c</p>", "html").parts == (f"a {mark}b{mark} c",)


def test_every_tag_that_is_a_block_becomes_one_in_which_nothing_first_is_a_mark() -> None:
    tags = "p aside div section article header footer center figure figcaption dl dt dd details"
    for tag in tags.split():
        body = convert(f"x<{tag}># one</{tag}><{tag}>- two</{tag}>", "html")
        assert body.parts == ("x\n\n\\# one\n\n\\- two",)
        assert not body.changes
    for level in range(1, 7):
        body = convert(f"<h{level}># one</h{level}># two", "html")
        assert (body.parts, body.changes) == ((f"{'#' * level} \\# one\n\n\\# two",), set())


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<ol start='123456789'><li>a</ol>", "123456789. a"),
        ("<ol start='12345678901'><li>a</ol>", "123456789. a"),
        ("<ol start='-3'><li>a</ol>", "1. a"),
        ("<pre>a</pre># b", "```\na\n```\n\n\\# b"),
        ("<pre>a&nbsp;b<br>c <b>d</b> <i>&lt;e&gt;</i></pre>", "```\na b\nc d <e>\n```"),
        (
            "<code>&lt;b&gt; <i>c</i> <a href='https://x.example.org'>d</a></code>",
            "`<b> c d` (<https://x.example.org>)",
        ),
        ("<b>a <b>c</b> <i>d <i>e</i></i></b>", "**a c *d e***"),
        ("<div>" * 60 + "<b>x</b>", "**x**"),
        ("<div>" * 61 + "<b>x</b> y", "x y"),
        ("<img src='/a.png' class='myavatar' alt='me'>", "me"),
        (
            "<a href='https://x.example.org/?a=1&amp;b=2'>\"c\" & 'd'</a>",
            "[\"c\" & 'd'](https://x.example.org/?a=1&b=2)",
        ),
        (
            "x<table><thead><tr><th># a<th>b</thead><tbody><tr><td>- c<td>d</table>y",
            "x\n\n| \\# a | b |\n| --- | --- |\n| \\- c | d |\n\ny",
        ),
        ("<table><tr><td># a</td></tr></table>- b", "| \\# a |\n| --- |\n\n\\- b"),
    ],
)
def test_html_at_its_limits_keeps_words_and_makes_no_mark(source: str, wanted: str) -> None:
    body = convert(source, "html")
    assert (body.parts, body.changes - {"unlinked"}) == ((wanted,), set())


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("//c.example.org/x", "[y](http://c.example.org/x)"),
        ("https://c.example.org/x", "[y](https://c.example.org/x)"),
        ("Http://c.example.org/x?;#", "[y](Http://c.example.org/x?;#)"),
        ("/x", "y"),
        ("x.html", "y"),
    ],
)
def test_where_the_page_is_not_known_only_full_addresses_are_kept(address: str, shown: str) -> None:
    assert convert(f"<a href='{address}'>y</a>", "html").parts == (shown,)


@pytest.mark.parametrize(
    ("names", "language"),
    [
        ("lang-python", "python"),
        ("language-c++", "c++"),
        ("hljs language-objective-c", "objective-c"),
        ("brush: js; toolbar: false", "js"),
        ("BRUSH:C#", "C#"),
        ("lang-auto", ""),
        ("slang-x", ""),
        ("python", ""),
        ("", ""),
    ],
)
def test_the_language_of_code_is_kept_where_its_class_tells_it(names: str, language: str) -> None:
    for source in (f"<pre class='{names}'>x</pre>", f"<pre><code class='{names}'>x</code></pre>"):
        if "slang" not in names:
            assert convert(source, "html").parts == (f"```{language}\nx\n```",)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<img src='/a/b.png' alt='words' title='title'>", "[words](https://b.example.org/a/b.png)"),
        ("<img src='/a/b.png' title='title'>", "[title](https://b.example.org/a/b.png)"),
        ("<img src='/a/b.png'>", "[b.png](https://b.example.org/a/b.png)"),
        ("<img src='https://b.example.org/'>", "[image](https://b.example.org/)"),
        ("<img src='/a.png' class='avatar x' alt='me'>y", "y"),
        ("<img src='/a.png' class='site-icon' alt='me'>y", "y"),
        ("<img src='/a.png' class='favicon' alt='me'>y", "y"),
        ("<img src='/a.png' class='avatars' alt='me'>", "[me](https://b.example.org/a.png)"),
        ("<img src='/a.png' class='emoji' alt=':wink:'>", "\\:wink:"),
        (
            "<a href='/x'><img src='/a.png' alt='pic'></a>",
            "[pic](https://b.example.org/x) ([a.png](https://b.example.org/a.png))",
        ),
        ("<a href='/big.png'><img src='/small.png' alt='pic'></a>", "[pic](https://b.example.org/big.png)"),
        ("<a href='/x'>a <a href='/y'>b</a></a>", "[a](https://b.example.org/x) [b](https://b.example.org/y)"),
        ("<video src='/v.mp4'></video>", "<https://b.example.org/v.mp4>"),
        ("<audio src='/v.mp3'></audio>", "<https://b.example.org/v.mp3>"),
        ("<object data='/v.swf'></object>", "<https://b.example.org/v.swf>"),
        ("<embed src='/v.swf'>", "<https://b.example.org/v.swf>"),
        (
            "<div data-youtube-id='a b' data-youtube-title='A video'></div>",
            "[A video](https://www.youtube.com/watch?v=a%20b)",
        ),
    ],
)
def test_pictures_and_films_become_links(source: str, wanted: str) -> None:
    assert "".join(convert(source, "html", "https://b.example.org/").parts).strip() == wanted


def test_twelve_levels_are_kept_and_the_words_of_deeper_ones() -> None:
    for levels, kept in ((12, 12), (13, 12)):
        (text,) = convert("<blockquote>" * levels + "x" + "</blockquote>" * levels, "html").parts
        assert text == "> " * kept + "x"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<a href='/rel'>x</a>", True),
        ("<a href='https://example.org/'>x</a>", False),
        ("<a href='#top'>x</a>", False),
        ("<a href='mailto:a@example.org'>x</a>", False),
        ("<a name='x'>x</a>", False),
    ],
)
def test_links_that_lead_nowhere_are_told(source: str, told: bool) -> None:
    body = convert(source, "html")
    assert ("unlinked" in body.changes) is told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("    code\ntext", "    code\ntext"),  # an empty line stands before the first
        ("\tcode", "    code"),
        ("text\n    more", "text\nmore"),
        ("text\n\n    code\n    code", "text\n\n    code\n    code"),
        ("> a\n>> b\n> c\nd", "> a\n> > b\n>\n> c\n\nd"),
        (">>>>>>> deep", "> > > > > > deep"),
        ("- one\n12. two\n1234. three", "- one\n12. two\n1234\\. three"),
        ("=====\n-- \nAna", "\\=====\n\\--\nAna"),
        ("- --\n* * *\n~~~\n + __\n-", "\\- --\n\\* * *\n\\~~~\n\\+ __\n\\-"),
        ("- one-- \n-- two", "- one--\n\\-- two"),
    ],
)
def test_plain_text_looks_as_it_looked(text: str, wanted: str) -> None:
    assert render_text(text) == wanted


@pytest.mark.parametrize(
    "source",
    [
        "1. no list<br># no heading<br>- no item<br>+ x<br>&gt; y<br>---",
        "<ul><li>a<ul><li>b</ul><li>c</ul>",
        "<table><tr><th>a<th>b<tr><td>c|d<td>e</table>",
        "<ol start=3><li><p>a</p><pre>b</pre><li>c</ol>",
        "<dl><dt>a<dd>b</dl><details><summary>c</summary>d</details>",
    ],
)
def test_html_keeps_what_a_reader_sees(source: str) -> None:
    (text,) = convert(source, "html").parts
    assert passes(text)
    assert words(text) == seen(re.sub("<[^>]+>", " ", source))


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("plain *as it is*\n\n> q\n\n```\n<b>\n```", "plain *as it is*\n\n> q\n\n```\n<b>\n```"),
        ("a <b>c</b> ![i](http://x.example.org/i.png)", "a **c** [i](http://x.example.org/i.png)"),
        ("[a](/b) {{ x }} {% y %}", "[a](https://b.example.org/b) {{ x }} {% y %}"),
        ("[a](mailto:eva@corp.io)", "a"),
        ("<details><summary>S</summary>\n\n*in*\n\n</details>", "**S**\n\n*in*"),
        ("a\r\nb\r\n", "a\nb"),
        ("say: <pre><code>\n[x**2 if x else x**4]</code></pre>", "say:\n\n```\n[x**2 if x else x**4]\n```"),
        ("*say* <code>a_1_ * b*</code> and <tt>~~c~~</tt>", "*say* `a_1_ * b*` and `~~c~~`"),
        ("<pre>\n*a*\n\n_b_\n</pre>\n\n*so*", "```\n*a*\n\n_b_\n```\n\n*so*"),
        ("`<code>*a*</code>` and <kbd>C:\\*\\*</kbd>", "`<code>*a*</code>` and `C:\\*\\*`"),
        ("an open <code>*a* and more", "an open `*a* and more`"),
    ],
)
def test_markdown_is_left_alone_unless_a_check_would_refuse_it(source: str, wanted: str) -> None:
    assert convert(source, "markdown", "https://b.example.org/").parts == (wanted,)


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize(
    ("source", "addresses"),
    [
        ("see <http://a.org/b> and <http://a.org>", ["http://a.org/b", "http://a.org"]),
        ("www.a.org<http://www.a.org/>", ["http://www.a.org", "http://www.a.org/"]),
        ('<www.a.org/b> "www.c.org"', ["http://www.a.org/b", "http://www.c.org"]),
        ("[http://a.org/b] {http://c.org}, `http://d.org`", ["http://a.org/b", "http://c.org", "http://d.org"]),
        (
            "(http://a.org/b_(c)), http://d.org/e; *http://f.org/*!",
            ["http://a.org/b_(c)", "http://d.org/e", "http://f.org/"],
        ),
        ("<URL:ftp://a.org/b_c> http://d.org\\e", ["ftp://a.org/b_c", "http://d.org"]),
        ("http://a.org/b[1] http://c.org/d;e?f=|g", ["http://a.org/b[1]", "http://c.org/d;e?f=|g"]),
    ],
)
def test_a_bare_address_ends_where_the_sentence_goes_on(form: Markup, source: str, addresses: list[str]) -> None:
    body = convert(f"<p>{html.escape(source, quote=False)}</p>" if form == "html" else source, form)
    drawn = render(body.parts[0], contribution_id="x", here="/", heading=4)
    assert [unquote(html.unescape(one)) for one in re.findall(r'href="([^"]*)', drawn)] == addresses
    assert (body.changes, render_plain(body.parts[0])) == (set(), source)


def test_plain_text_keeps_every_sign_and_html_in_it_is_none() -> None:
    body = convert("Is *a* <b>c</b> &amp;?\n\n    code\n", "text")
    assert body.parts == ("Is \\*a\\* \\<b>c\\</b> \\&amp;?\n\n    code",)
    assert body.changes == set()


@pytest.mark.parametrize(
    ("source", "shown", "changes"),
    [
        ("ask eva@corp.io", "ask eva@…", {"masked"}),
        ("ask name@example.org", "ask name@example.org", set()),
        ("one", "one", set()),
    ],
)
@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_what_was_changed_in_a_text_is_named(source: str, shown: str, changes: set[str], form: Markup) -> None:
    body = convert(source, form)
    assert (body.parts, body.changes) == ((shown,), changes)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<code><a href='https://a.example/x'>x()</a></code> it", "`x()` (<https://a.example/x>) it"),
        (
            "<code><a href='/x'>x</a>, <a href='/y'>y</a></code>",
            "`x, y` (<https://old.example/x>, <https://old.example/y>)",
        ),
        ("<code><a href='https://a.example/'>https://a.example/</a></code>", "`https://a.example/`"),
        ("<code><a href='#top'>x</a> <a href='foo:bar'>y</a></code>", "`x y`"),
        ("<a href='https://a.example/x'><code>x</code></a>", "[`x`](https://a.example/x)"),
        (
            "<pre><code>a = <a href='https://a.example/b'>b</a>\nc</code></pre><p>it</p>",
            "```\na = b\nc\n```\n\n(<https://a.example/b>)\n\nit",
        ),
    ],
)
def test_links_within_code_stand_behind_it(source: str, shown: str) -> None:
    body = convert(source, "html", "https://old.example/p/")
    assert (body.parts, body.changes) == ((shown,), set())


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("1) a list\n\n      <class path element>\n\nand", "1) a list\n\n      \\<class path element>\n\nand"),
        ("> x\n>\n>  Bin<T> of = <b>\n\nit", "> x\n>\n> Bin\\<T> of = \\<b>\n\n\nit"),
        ("- a\n\n    <script> run\n", "- a\n\n    \\<script> run"),
    ],
)
def test_what_looks_like_a_tag_in_a_mail_is_a_word_and_the_rest_keeps_its_form(source: str, shown: str) -> None:
    body = convert(source, "text")
    assert (body.parts, body.changes) == ((shown,), set())


def test_access_tokens_are_taken_out_and_counted() -> None:
    body = convert("use ghp_" + "a1" * 15, "html")
    assert body.parts == ("use (access token removed)",)
    assert body.changes == {"blotted"}


@pytest.mark.parametrize(
    "sign",
    [
        "<?php x ?>",
        "<?= x ?>",
        "<? x ?>",
        "<% x %>",
        "<!DOCTYPE html>",
        "<html>",
        "</body>",
        "<SCRIPT>",
        "<meta>",
        "<form >",
    ],
)
def test_the_source_of_a_page_stands_in_code_as_it_is(sign: str) -> None:
    assert f"{sign}\n<b>y</b>" in convert(f"<pre>{sign}\n<b>y</b></pre>", "html").parts[0]
    assert "<b>" not in convert(f"<pre>{sign[1:]}\n<b>y</b></pre>", "html").parts[0]


@pytest.mark.parametrize("source", ["x" * 250, "x " * 125, "x\n" * 125, "<b>x</b>" * 40, "<p>x</p>" * 40, "<br>" * 70])
def test_pieces_of_html_are_of_bounded_length_and_cut_in_no_tag(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.setattr(conversion, "MAX_PIECE", 100)
    pieces = list(conversion._split_html(source))
    assert "".join(pieces) == source
    assert all(50 < len(piece) <= 100 for piece in pieces[:-1])
    assert len(pieces[-1]) <= 100
    assert all(piece.count("<") == piece.count(">") for piece in pieces)


GENEROUS = 30
"""Seconds of the processor, several times what the slowest takes: what grows with the square takes minutes."""


@pytest.mark.slow
@pytest.mark.parametrize("form", ["html", "markdown", "text"])
@pytest.mark.parametrize("seam", [" ", "\n", "</p><p class='x'>"])
def test_a_text_of_a_million_characters_is_split_and_keeps_every_word(form: Markup, seam: str) -> None:
    begin = time.process_time()
    body = convert("".join(f"{number:x}z{seam}" for number in range(100_000 if seam == " " else 15_000)), form)
    words = re.findall(r"\b[0-9a-f]+z\b", "\n".join(body.parts))
    assert words == [f"{number:x}z" for number in range(len(words))]
    assert len(words) in (15_000, 100_000)
    assert all(len(part.encode()) <= MAX_PART + 100 and passes(part) for part in body.parts)
    assert time.process_time() - begin < GENEROUS


@pytest.mark.parametrize("tags", ["<div>", "<b><div>", "<ul><li>", "<blockquote>", "<b><p>", "<font><p>"])
def test_tags_that_are_opened_ten_thousand_times_cost_no_word_and_little_time(tags: str) -> None:
    begin = time.process_time()
    body = convert(f"first {tags * 10_000} middle {tags.replace('<', '</') * 10_000} last", "html")
    assert " ".join(re.findall("[a-z]+", " ".join(body.parts))) == "first middle last"
    assert time.process_time() - begin < GENEROUS


@pytest.mark.parametrize("mark", ["\n\n", "\n", " "])
def test_a_part_is_cut_where_the_text_has_a_seam_and_not_soon_after_its_beginning(mark: str) -> None:
    seam = f"first{mark}" + "x" * (MAX_PART - 100) + mark + "y" * 1000
    assert [len(part.strip()) for part in convert(seam, "markdown").parts] == [len(seam) - 1000 - len(mark), 1000]
    first, second = convert(f"first{mark}" + "x" * (MAX_PART + 100), "markdown").parts
    assert len(first) == MAX_PART
    assert (len(first + second), second[:1]) == (MAX_PART + 105 + len(mark), "x")


def test_what_fits_stays_whole_and_no_part_begins_with_an_empty_line() -> None:
    whole = "a" * 40_000 + "\n\n" + "b" * 9_998
    assert convert(whole, "markdown").parts == (whole,)
    assert convert(f"{whole}b", "markdown").parts == ("a" * 40_000, "b" * 9_999)


@pytest.mark.parametrize(
    ("form", "begin", "line", "end", "opened"),
    [
        ("html", "<pre>", "&lt;b>x&lt;/b> y", "</pre>", "```\n<b>x</b> y"),
        ("markdown", "Look:\n\n~~~~ html\n", "<b>x</b> y", "~~~~\n\nEnd.", "~~~~ html\n<b>x</b> y"),
        ("lines", "> ```\n", "> <b>x</b> y", "> ```", "> ```\n> <b>x</b> y"),
        ("markdown", f"```{'n' * 9_999}\n", "<b>x</b> y", "```", "```\n<b>x</b> y"),
    ],
)
def test_a_block_of_code_that_is_cut_begins_once_more_in_the_next_part(
    form: Markup, begin: str, line: str, end: str, opened: str
) -> None:
    body = convert(begin + f"{line}\n" * 5_000 + end, form)
    assert body.changes == {"split"}
    assert body.parts[1].startswith(opened)
    assert all(passes(part) for part in body.parts)
    assert sum(part.count("<b>x</b> y") for part in body.parts) == 5_000
    assert sum(len(re.findall(r"(?m)^[> ]*(?:```|~~~~)", part)) for part in body.parts) == 2 * len(body.parts)


def test_code_that_ends_where_a_part_ends_isnt_opened_again() -> None:
    body = convert("```\n" + "x" * (MAX_PART - 4) + "\n```\n\nEnd.", "markdown")
    assert body.parts[1] == "End."


def test_a_text_is_cleaned_of_what_cannot_be_seen_and_all_its_lines_end_alike() -> None:
    assert clean("\n\na\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\ud800\u200b\n\n") == "a\nb\nc\nd\ne\nf\ng\nh?"


def test_a_text_in_parts_keeps_every_word() -> None:
    paragraphs = [f"Paragraph {number}. " + "word " * 300 for number in range(100)]
    body = convert("\n\n".join(paragraphs), "markdown")
    assert " ".join(" ".join(body.parts).split()) == " ".join(" ".join(paragraphs).split())
    assert body.changes == {"split"}


@pytest.mark.parametrize(
    "source",
    [
        "<b>" * 10_000,
        "<div>" * 10_000 + "x",
        "<blockquote>" * 2_000 + "x",
        "<table><tr><td>" * 1_000 + "x",
        pytest.param("<a href='http://x.org'>" * 1_000 + "x", marks=pytest.mark.slow),
        "* " * 10_000,
        "> " * 10_000 + "x",
        "[" * 20_000,
        "[^" * 10_000,
        "&#8238;" * 5_000,
        "a@b.co " * 5_000,
        "<p " + "a=b " * 10_000,
        "<!--" * 20_000,
        "`" * 20_001,
        "\n".join("- " * n + "x" for n in range(1, 60)),
    ],
)
@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_hostile_bodies_cost_little_and_pass(source: str, form: Markup) -> None:
    begin = time.process_time()
    body = convert(source, form)
    assert all(map(passes, body.parts))
    assert time.process_time() - begin < GENEROUS


PIECES = (
    "<b> </b> <i> </i> <p> </p> <br> <ul> <li> </ul> <ol> </ol> <pre> </pre> <code> </code> <blockquote> </blockquote>"
    " <a/href='/x'> </a> <table> <tr> <td> </table> <h2> </h2> <hr> &lt; &amp;lt; * ** _ ` ``` # - + 1. 1)"
    " | \\ [ ]( ) ~ ~~ :-- === <img/src=x/alt=y> ! &#42; é 漢 http://x.org/a_b www.x.org {{x}} ]] <s> </s> <div> </div>"
).split(" ")


@settings(max_examples=100)
@given(st.lists(st.sampled_from(PIECES) | st.sampled_from([" ", "\n", "word"]), max_size=14))
def test_any_html_passes_and_keeps_its_words(pieces: list[str]) -> None:
    source = "".join(pieces)
    body = convert(source, "html", "https://b.example.org/")
    assert all(map(passes, body.parts))
    assert words("\n\n".join(body.parts)).count("word") >= seen(source).count("word")


@settings(max_examples=100)
@given(st.lists(st.sampled_from(PIECES) | st.sampled_from([" ", "\n", "\n\n", "    ", "> ", "word"]), max_size=14))
def test_any_plain_text_and_any_markdown_passes(pieces: list[str]) -> None:
    source = "".join(pieces)
    for form in ("text", "markdown"):
        body: ConvertedText = convert(source, "text" if form == "text" else "markdown")
        assert all(map(passes, body.parts))
        there = source if form == "text" else words(source)
        assert words("\n\n".join(body.parts)).count("word") >= there.count("word")


def test_a_line_under_a_line_makes_no_heading() -> None:
    assert "<h" not in comrak.render_markdown(render_text("Title\n=====\nOther\n---"), comrak.ExtensionOptions())


def test_quotations_end_where_they_end() -> None:
    drawn = markup.render(render_text("> quoted\nanswer"), contribution_id="x", here="", heading=3)
    assert drawn.index("</blockquote>") < drawn.index("answer")


@pytest.mark.parametrize("error", [ValueError("no"), type("PanicException", (BaseException,), {})("panicked")])
def test_where_the_library_fails_the_words_are_kept(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("parley.importing.bodies.html_bodies.html_to_markdown.convert", fail)
    body = convert("<p>One <b>two</b></p><p># three</p>", "html")
    assert body.parts == ("One two\n\n\\# three",)
    assert body.changes == {"plain"}


def test_who_ends_an_import_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("parley.importing.bodies.html_bodies.html_to_markdown.convert", fail)
    with pytest.raises(KeyboardInterrupt):
        convert("<p>One</p>", "html")


@pytest.mark.parametrize(("marks", "set_apart"), [(16, False), (17, True)])
def test_more_beginnings_of_footnotes_than_a_check_takes_are_set_apart(
    marks: int, set_apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.importing.bodies.html_bodies.html_to_markdown.convert", lambda *_: _fail())
    (part,) = convert(f"<p>{'[^ ' * marks}</p>", "html").parts
    assert passes(part)
    assert ("[ ^" in part) is set_apart


@pytest.mark.parametrize(("ats", "spelt"), [(1000, False), (1001, True)])
def test_of_a_text_that_nothing_mends_no_more_ats_stay_than_a_check_takes(
    ats: int, spelt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.importing.bodies.conversion.passes", lambda _: False)
    (part,) = convert("@ " * ats, "markdown").parts
    assert part.startswith("```")
    assert (" at " in part, "@" in part) == (spelt, not spelt)


def _fail() -> None:
    raise ValueError("no")


@pytest.mark.parametrize("source", ["", " ", "<p> </p>", "<p></p><br><div>\u00a0</div>", "<b></b>", "<!-- x -->"])
def test_a_body_without_a_word_is_no_text_and_nothing_was_changed_in_it(source: str) -> None:
    body = convert(source, "html")
    assert (body.parts, body.changes) == ((), set())


def test_where_the_words_alone_are_kept_each_block_is_a_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.importing.bodies.html_bodies.html_to_markdown.convert", lambda *_: _fail())
    for tag in "p div section blockquote h1 h2 h3 h4 h5 h6".split():
        assert convert(f"a<{tag}>b</{tag}>c", "html").parts == ("a\n\nb\n\nc",), tag
    assert convert("a<pre>b\n  *c*</pre>d", "html").parts == ("a\n\n```\nb\n  *c*\n```\n\nd",)
    for tag in ("ul", "ol"):
        assert convert(f"a<{tag}><li>b<li>c</{tag}>d", "html").parts == ("a\n\nb\n\nc\n\nd",)
    table = "a<table><thead><tr><th>b<th>c</thead><tbody><tr><td>d<td>e</table>f"
    assert convert(table, "html").parts == ("a\n\nb\n\nc\n\nd\n\ne\n\nf",)
    assert convert("a<b>b</b><i>c</i><code>d</code><a href='/x'>e</a>", "html").parts == ("abcde",)


@pytest.mark.parametrize("character", ["é", "漢", "😀"])
def test_no_character_is_cut_in_two(character: str) -> None:
    for before in range(4):
        text = "x" * before + character * (MAX_PART // 2)
        assert "".join(convert(text, "markdown").parts) == text


def test_a_raised_number_is_no_part_of_the_one_before() -> None:
    html = "10<sup>6</sup> x<sup>n+1</sup> 1<sup>st</sup> <code>x<sup>2</sup></code> <sup>3</sup>"
    assert convert(html, "html").parts == ("10^6 x^(n+1) 1st `x2` 3",)


def test_marks_in_an_address_that_is_no_link_are_its_characters() -> None:
    assert convert("http://localhost/_b_/c", "text").parts == ("http://localhost/\\_b\\_/c",)


@pytest.mark.parametrize(
    ("source", "form", "wanted"),
    [
        ('to "http://localhost:8080[...]" x', "text", 'to "http\\://localhost:8080\\[...\\]" x'),
        ("http://1270.0.01/pttv and http://[www.a.example]/x", "html", "http\\://1270.0.01/pttv and "),
        ("at http://user@a.example/ x", "text", "at http\\://user@a.example/ x"),
        (
            "见 http://a.example/b”等错误。详见“<a href='http://c.example/'>在</a>”",
            "html",
            "见 <http://a.example/b>”等",
        ),
        ("see http://a.example/x<em>y</em>", "html", "see <http://a.example/x>*y*"),
        ("see http://a.example/x <em>y</em>", "html", "see http://a.example/x *y*"),
        ("<p>see http://a.example/x</p><p>y</p>", "html", "see http://a.example/x\n\ny"),
        ("http://a.example/?a&amp;amp;b y", "html", "<http://a.example/?a&amp;amp;b> y"),
        ("<a href='http://a.example/?a&amp;amp;b'>http://a.example/?a&amp;amp;b</a>", "html", "[http://a.example/?a"),
    ],
)
def test_a_bare_address_is_a_link_to_itself_alone_or_words(source: str, form: Markup, wanted: str) -> None:
    made = convert(source, form)
    assert made.parts[0].startswith(wanted)
    assert "plain" not in made.changes


def test_a_raised_letter_in_italics_is_no_part_of_the_word_before() -> None:
    html = "<em>a</em><sup><em>n</em></sup> + b<sup></sup>3"
    assert convert(html, "html").parts == ("*a*^n + b3",)


def test_a_picture_whose_words_are_another_address_keeps_both() -> None:
    made = convert("<img src='http://img.example/a.jpg' alt='http://page.example/x'>", "html")
    assert made.parts == ("http://page.example/x (<http://img.example/a.jpg>)",)


@pytest.mark.parametrize("line", ["- " * 24, "*" + " *" * 30])
def test_a_line_drawn_with_signs_in_a_quotation_is_no_depth(line: str) -> None:
    made = convert(f"> a\n>\n>         {line}x\n>         {line}\n> b *c*", "text")
    assert "plain" in made.changes  # a letter at its end makes it a list
    made = convert(f"> a\n>\n>         {line}\n> b *c*", "text")
    assert not made.changes
    assert line.strip() in made.parts[0]


@pytest.mark.parametrize(
    "code",
    [
        "<conf>\n  <socket>/run/x</socket>\n  <processes>3</processes>\n</conf>",
        "<as-root/>",
        "<beans:bean id='x'/>\n<b>y</b>",
        "<my-tag>x</my-tag>",
        "<name>x</name> y",
    ],
)
def test_xml_stands_in_code_as_it_is(code: str) -> None:
    assert code in convert(f"<pre>{code}</pre>", "html").parts[0]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<code>List<string> a</string></code>", "`List<string> a`"),
        ("<code><t> T f()</t></code>", "`<t> T f()`"),
        (
            "<pre>Map<string> <integer> a;\nb</integer></string></pre>",
            "```\nMap<string> <integer> a;\nb\n```",
        ),
        ("<pre><span>if</span> <b>x</b>\ny</pre>", "```\nif x\ny\n```"),
        ("<pre lang='html'><div>x</div>\ny</pre>", "```\n<div>x</div>\ny\n```"),
        ("<pre lang='java'><code>a &lt; <b>b</b>\ny</code></pre>", "```\na < b\ny\n```"),
        ("<pre><a href='http://a.example/'>x</a> <o:p></o:p>y\nz</pre>", "```\nx y\nz\n```\n\n(<http://a.example/>)"),
    ],
)
def test_what_marks_code_or_was_closed_by_a_program_is_no_xml(source: str, shown: str) -> None:
    assert convert(source, "html").parts[0].startswith(shown)
