"""The host's page around a page of ours."""

import re

import pytest

from parley.building.frames import cut_frame, find_icons, mark, point_to_icons, squeeze, squeeze_script


def test_a_frame_is_filled_in_every_place() -> None:
    frame = cut_frame(f"<title>{mark('title')}</title><h1>{mark('title')}</h1>{mark('content')}</html>")
    filled = frame.fill({"title": "A &amp; B", "content": "<p>x</p>"})
    assert filled == "<title>A &amp; B</title><h1>A &amp; B</h1><p>x</p></html>"


def test_what_looks_like_a_mark_in_a_value_stays_as_it_is() -> None:
    frame = cut_frame(f"{mark('title')}|{mark('content')}")
    assert frame.fill({"title": mark("content"), "content": "x"}) == f"{mark('content')}|x"


def test_a_mark_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="content"):
        cut_frame(mark("content")).fill({})


def test_white_space_is_squeezed_where_a_browser_shows_none_of_it() -> None:
    html = "  <p>\n\n   a   b </p>\n\n<pre>  x\n\n   y</pre>\n<textarea>\n  z</textarea>\n<script>a  \n  b</script>\n"
    squeezed = "<p>\na b </p>\n<pre>  x\n\n   y</pre>\n<textarea>\n  z</textarea>\n<script>a  \n  b</script>"
    assert squeeze(html) == squeezed


def test_a_script_loses_its_comments_and_none_of_its_texts() -> None:
    script = '// All of it.\n  go("a; // b"); // there\n  stop({ // that\n    "c": 1, // don\'t\n  });\n'
    squeezed = 'go("a; // b");\nstop({\n"c": 1, // don\'t\n});\n'
    assert squeeze_script(script) == squeezed
    several = "const text = `\n  // kept\n`;\n"
    assert squeeze_script(several) == several


def test_an_icon_stands_once_in_a_file_and_pages_point_to_it() -> None:
    one = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 1"/></svg>'
    other = '<svg class="x" viewBox="0 0 9 9"><path d="M2 2"/></svg>'
    icons = find_icons(one + one + other)
    assert [icon.view for icon in icons.values()] == ["0 0 24 24", "0 0 9 9"]
    pointed = point_to_icons(f"<b>{one}</b>{other}<svg><g/></svg>", icons, "../icons.svg")
    names = re.findall(r'href="\.\./icons\.svg#(\w+)"', pointed)
    assert names == [icon.name for icon in icons.values()]
    assert 'class="x"' in pointed
    assert pointed.endswith("<svg><g/></svg>"), "what no page of the theme has is left alone"
