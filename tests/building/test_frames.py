"""The host's page around a page of ours."""

import pytest

from parley.building.frames import cut_frame, mark


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
