"""Pages as documented themes of other programs write them, as frames of ours and with threads."""

from pathlib import Path

import pytest

from host.test_host_programs import write_sources
from parley.building.policy import Loaded
from parley.model.problems import ParleyError
from parley_attach.elements import find_elements
from parley_attach.frames import cut_page, fill
from parley_attach.pages import SitePage, decode_page, find_title, list_asking, put_in
from support import run_parley, write_tree

SPHINX = """\
<!DOCTYPE html>
<html lang="en" data-content_root="../">
<head>
<meta charset="utf-8">
<title>Set it up &#8212; Thing</title>
<link rel="stylesheet" type="text/css" href="../_static/basic.css">
<script src="../_static/doctools.js"></script>
<link rel="next" title="Next" href="next.html">
</head><body>
<div class="document"><div class="body" role="main">
<section id="set-it-up"><h1>Set it up<a class="headerlink" href="#set-it-up" title="Link to this heading">¶</a></h1>
<p>Run it.</p><div data-parley-thread></div></section>
</div></div>
<div class="sphinxsidebar" role="navigation"><a href="../index.html">Thing</a>
<form class="search" action="../search.html" method="get"><input name="q"></form></div>
</body></html>
"""

STARLIGHT = """\
<!DOCTYPE html><html lang="en" dir="ltr" data-has-sidebar><head><meta charset="utf-8"/>
<title>Set it up | Thing</title><meta property="og:title" content="Set it up"/>
<link rel="canonical" href="https://t.example/guide/set-up/"/><link rel="stylesheet" href="/_astro/common.css">
<script type="module" src="/_astro/page.js"></script><script>window.theme = 1;</script></head>
<body><div class="page"><header class="header"><a href="/" class="site-title">Thing</a></header>
<nav class="sidebar"><a href="/guide/set-up/" aria-current="page">Set it up</a></nav>
<main data-pagefind-body lang="en" dir="ltr"><div class="content-panel"><div class="sl-container">
<h1 id="_top">Set it up</h1>
</div></div><div class="content-panel"><div class="sl-container"><div class="sl-markdown-content"><p>Run it.</p>
<div data-parley-thread></div></div></div></div></main></div></body></html>
"""

WAYS = {
    "sphinx": (
        '<a href="../../index.html">',
        'action="../../search.html"',
        'data-content_root="../../"',
        "doctools.js",
    ),
    "starlight": ('<a href="/guide/set-up/">', 'href="/_astro/common.css"', "window.theme = 1;"),
}


@pytest.mark.parametrize(
    ("name", "text", "address"),
    [
        ("sphinx", SPHINX, "guide/set-up.html"),
        ("starlight", STARLIGHT, "guide/set-up/"),
    ],
)
def test_a_page_of_another_program_is_a_frame_and_gets_a_thread(name: str, text: str, address: str) -> None:
    drawn = fill(
        cut_page(text, address), "discussions/two/", "<title>Two</title>", "<!-- ours -->", "<p>Us</p>", "<!-- p -->"
    )
    assert [word for word in ("Run it.", "canonical", "og:title", 'rel="next"') if word in drawn] == []
    assert (drawn.count("<title>"), drawn.count("<p>Us</p>"), drawn.count("<!-- ours -->")) == (1, 1, 1)
    assert drawn.index("charset") < drawn.index("<!-- p -->") < drawn.index("<script")
    for way in WAYS[name]:
        assert way in drawn
    page = SitePage(Path(address), address, text)
    assert [(one.name, one.address, one.title) for one in list_asking([page], ())] == [
        ("guide/set-up", address, "Set it up")
    ]
    assert find_title(text) == "Set it up"
    put = put_in(page, "<p>Thread</p>", "<!-- head -->")
    assert put.index("Run it.") < put.index("<p>Thread</p>") < put.index("</body>")
    assert put.index("<!-- head -->") < put.index("</head>")


MINIFIED = """\
<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Us</title><link rel=stylesheet href=../s.css>\
<script>a=1</script><body class=page>\
<nav><a href=/about/>About</a><a href=../ aria-current=page>Home</a></nav><main id=m><p>Us<p>all<p>\
<div data-parley-frame></div></main><footer><p>Foot"""


def test_a_page_without_the_tags_that_may_be_left_out_is_a_frame() -> None:
    drawn = fill(cut_page(MINIFIED, "us/"), "a/b/", "<title>Two</title>", "<i-ours>", "<p>Ours</p>", "<i-policy>")
    assert drawn == (
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><i-policy><title>Two</title>"
        '<link rel=stylesheet href="../../s.css"><script>a=1</script><i-ours>'
        '<body class=page><nav><a href=/about/>About</a><a href="../../">Home</a></nav>'
        "<main id=m><p>Ours</p></main><footer><p>Foot"
    )
    bare = '<!-- x -->\n<!doctype html>\n<title>Us</title>\n<MAIN CLASS="a">Us</MAIN>'
    assert fill(cut_page(bare, "us.html"), "a/", "<title>T</title>", "<i-ours>", "Ours", "<i-policy>") == (
        '<!-- x -->\n<!doctype html><meta charset="utf-8"><i-policy>\n<title>T</title><i-ours>\n'
        '<MAIN CLASS="a">Ours</MAIN>'
    )


def test_what_a_frame_leads_to_is_led_to_from_ours_however_it_is_written() -> None:
    page = (
        '<head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head>'
        '<img srcset="data:image/png;base64,AA,BB 1x, ../a,b.png 2x,c.png" style="top: url(&quot;../d.png&quot;)">'
        '<svg><use xlink:href="i.svg#x"/></svg><style>@import "../e.css"; b { background: url(f.png) }</style>'
        "<main>Us</main>"
    )
    drawn = fill(cut_page(page, "us/"), "a/b/", "", "", "", "")
    assert drawn == (
        '<head><meta charset="utf-8"></head>'
        '<img srcset="data:image/png;base64,AA,BB 1x, ../../a,b.png 2x,../../us/c.png"'
        ' style="top: url(&quot;../../d.png&quot;)"><svg><use xlink:href="../../us/i.svg#x"/></svg>'
        '<style>@import "../../e.css"; b { background: url(../../us/f.png) }</style><main></main>'
    )


def test_elements_are_found_where_they_stand_whatever_else_does() -> None:
    text = "<p>\u2028\x0c\x85\r</p>\n<title>On <main></title><main><a href=/x/>y</a><textarea><b></textarea></main>"
    found = [(one.tag, text[one.content : one.content_end]) for one in find_elements(text)]
    assert found == [
        ("p", "\u2028\x0c\x85\r"),
        ("title", "On <main>"),
        ("main", "<a href=/x/>y</a><textarea><b></textarea>"),
        ("a", "y"),
        ("textarea", "<b>"),
    ]


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"<p>Hi", "<p>Hi", "ascii"),
        ("<p>caf\xe9".encode(), "<p>caf\xe9", "utf-8"),
        (b"<p>caf\xe9", "<p>caf\xe9", "cp1252"),
        (b"\xef\xbb\xbf<p>\xc3\xa9", "<p>\xe9", "utf-8-sig"),
        (b"<META CHARSET='ISO-8859-1'>\x93\xe9", "<META CHARSET='ISO-8859-1'>\u201c\xe9", "cp1252"),
        (b"<meta content='a; charset=koi8-r'>\xc1", "<meta content='a; charset=koi8-r'>\u0430", "koi8-r"),
        (b"<meta charset=utf-16>\xc3\xa9", "<meta charset=utf-16>\xe9", "utf-8"),
        (b"<meta charset=x-user-defined>a", "<meta charset=x-user-defined>a", "ascii"),
        (b"<meta charset=utf-8>\xe9", "<meta charset=utf-8>\ufffd", "utf-8"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_own_encoding(data: bytes, text: str, encoding: str) -> None:
    assert decode_page(data) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<head></head><i data-parley-thread>x</i>y", "<head>(H)</head><i data-parley-thread>(T)</i>y"),
        ("<p><i data-parley-thread>x</p>y", "(H)<p><i data-parley-thread>(T)x</p>y"),
        ("<main><i data-parley-thread/>x</main>", "(H)<main><i data-parley-thread/>(T)x</main>"),
    ],
)
def test_a_thread_takes_the_place_of_nothing_but_what_its_element_holds(text: str, wanted: str) -> None:
    made = put_in(SitePage(Path("a"), "a/", text), "T", "H")
    assert made.replace("<!--parley-->", "(").replace("<!--/parley-->", ")") == wanted


def test_a_list_of_posts_has_no_thread_of_theirs() -> None:
    first = SitePage(
        Path("a"), "posts/first/", "<h1>First <a class=anchor href=#f>#</a></h1><i data-parley-thread></i>"
    )
    both = '<i data-parley-thread="posts/first.md"></i><i data-parley-thread="posts/two.md"></i>'
    one = SitePage(Path("b"), "", '<i data-parley-thread="posts/first.md"></i>')
    asking = list_asking([SitePage(Path("c"), "tags/", both), one, first], ())
    assert [(page.name, page.address, page.title) for page in asking] == [("posts/first", "posts/first/", "First")]
    assert [page.name for page in list_asking([one], ())] == ["posts/first"]
    own = SitePage(Path("d"), "posts/", f"{both}<i data-parley-thread=posts></i>")
    assert [page.name for page in list_asking([own], ())] == ["posts"]


def test_every_kind_of_script_that_a_policy_stops_is_named_in_it() -> None:
    kinds = ("", "Text/JavaScript", "module", "importmap", "speculationrules", "application/javascript")
    scripts = [f'<script type="{kind}">a = {place}</script>' for place, kind in enumerate(kinds)]
    data = '<script type="application/json">{}</script>'
    assert Loaded("".join((*scripts, data))).inline["script"] == [f"a = {place}" for place in range(len(kinds))]


def test_a_page_is_called_what_its_own_content_says() -> None:
    assert find_title("<title>A | Site</title><header><h1>Site</h1></header><main><h1>A\u200b</h1></main>") == "A\u200b"
    assert find_title('<main><h1>A <a href="#a" aria-label="Link to A">&ZeroWidthSpace;</a></h1></main>') == "A"
    assert find_title("<title>A | Site</title><h1>Site</h1><main>C</main>") == "A | Site"
    assert find_title("<h1>B</h1><main>C</main>") == "B"
    assert find_title("<title>A | Site</title><h1>B</h1>") == "B"


@pytest.mark.parametrize(
    ("sign", "program"),
    [
        ("<div id=__docusaurus>", "Docusaurus"),
        ('<div id="___gatsby">', "Gatsby"),
        ('<script id="__NEXT_DATA__">', "Next.js"),
        ("<script>self.__next_f.push()", "Next.js"),
        ('<div id="__nuxt">', "Nuxt"),
        ("<script>__sveltekit_1ab = {}", "SvelteKit"),
        ("<script>window.__VP_HASH_MAP__=1", "VitePress"),
    ],
)
def test_a_page_that_scripts_draw_anew_is_refused_as_a_frame_by_the_name_of_their_program(
    sign: str, program: str
) -> None:
    with pytest.raises(ParleyError, match=f"us.html can't be the frame: scripts of {program} "):
        cut_page(f"<main>Us</main>{sign}", "us.html")


def test_old_and_minified_pages_keep_all_they_hold(tmp_path: Path) -> None:
    folder = write_sources(tmp_path)
    old = (
        b"<HTML>\r\n<HEAD>\r\n<META CHARSET='iso-8859-1'>\r\n<TITLE>Caf\xe9</TITLE>\r\n"
        b"<BODY>Caf\xe9 \x80\r\n<DIV DATA-PARLEY-THREAD></DIV>\r\n"
    )
    based = '<!doctype html><base href="/"><main><div data-parley-thread></div></main><script>__VP_HASH_MAP__'
    write_tree(
        folder / "public",
        {"us/index.html": MINIFIED, "b.html": based, "old.html": "<meta http-equiv=refresh content=0>Gone"},
    )
    page = folder / "public/guide/set-up.html"
    page.parent.mkdir()
    (folder / "public/for-next.html").mkdir()
    page.write_bytes(old)
    said = run_parley("attach", "public", cwd=folder).stderr
    assert "b.html has a base element" in said
    assert "scripts of VitePress draw" in said
    made = page.read_bytes()
    start, end = made.index(b"<!--parley-->"), made.rindex(b"<!--/parley-->")
    head, thread = made[start:end].split(b"\r\n<BODY>")
    assert made[:start] == old[: old.index(b"\r\n<BODY>")]
    assert made[end + len("<!--/parley-->") :] == b"</DIV>\r\n"
    assert head.endswith(b"<!--/parley-->")
    assert b"Caf\xe9 \x80\r\n<DIV DATA-PARLEY-THREAD><!--parley-->" in thread
    assert b"It works." in thread
    assert "old.html" not in (folder / "public/llms.txt").read_text()
    before = {path: path.read_bytes() for path in (folder / "public").rglob("*") if path.is_file()}
    run_parley("attach", "public", cwd=folder)
    assert {path: path.read_bytes() for path in (folder / "public").rglob("*") if path.is_file()} == before
