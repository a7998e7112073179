"""The Markdown that the library makes of what was read."""

import pytest

from parley.importing.bodies.html_bodies import lay_out, read_html


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("", ""),
        ("<p> </p>", ""),
        ("<p>X</p><br>", "X"),
        ("<p>X <b>y</b></p><p>*z* X</p>", "X **y**\n\n\\*z\\* X"),
        ("<ul><li>a<li>b</ul><!-- c --><style>d</style>", "- a\n- b"),
    ],
)
def test_what_was_read_becomes_markdown_without_empty_lines_around(source: str, made: str) -> None:
    assert lay_out(read_html(source, "")) == made


@pytest.mark.parametrize("error", [ValueError("no"), type("PanicException", (BaseException,), {})("panicked")])
def test_where_the_library_gives_up_nothing_is_made(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("parley.importing.bodies.html_bodies.html_to_markdown.convert", fail)
    assert lay_out(read_html("<p>a</p>", "")) == ""


def test_a_program_is_told_to_be_left_out() -> None:
    assert read_html("<p>a</p><script>b</script>", "").stripped
    assert not read_html("<p>a</p><script></script>", "").stripped


def test_an_address_of_any_scheme_that_is_known_stays() -> None:
    """As a link, or in brackets where no page here links it."""
    schemes = (
        "ftp ftps sftp irc ircs gopher news nntp tel sms magnet file git svn ssh sip xmpp geo webcal feed mms urn http "
        "https"
    ).split()
    html = read_html("".join(f"<p><a href='{scheme}://1.example'>a</a></p>" for scheme in schemes), "").html
    assert [scheme for scheme in schemes if f"{scheme}://1.example" not in html] == []
    html = read_html("".join(f"<p><a href='{scheme}:1'>a</a></p>" for scheme in schemes), "").html
    assert [scheme for scheme in schemes if f"{scheme}:1" not in html] == ["http", "https"]
    assert read_html("<a href='javascript:a'>b</a> <a href='bank:a'>c</a>", "").html == "b c"
