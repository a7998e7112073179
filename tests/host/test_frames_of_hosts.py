"""Pages as documented themes of other programs write them, as frames of ours and with threads."""

from pathlib import Path

import pytest

from parley_attach.frames import cut_page, fill
from parley_attach.pages import SitePage, find_title, list_asking, put_in

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
