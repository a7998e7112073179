"""Links, pictures and code are found where they stand in a text, whatever stands before them."""

import pytest

from parley.model.markup.places import Link, blank_code, find_links


def find(text: str) -> list[tuple[str, str, str]]:
    """What was written, the address and the words of each link; a picture has no words."""
    return [(text[link.start : link.end], link.address, link.words) for link in find_links(text)]


def define(number: int) -> str:
    return "".join(f"[{at}]: https://example.org/{at}\n" for at in range(number))


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ('[a *b* \\< `c`](/d/ "e")', ("/d/", "a b < c")),
        ("[a\nb](<c\td>)", ("c%09d", "a\nb")),
        ("[](a)", ("a", "")),
        ("[a](javascript:b)", ("javascript:b", "a")),
        ('[a](b?c="d"&e)', ("b?c=%22d%22&e", "a")),
        ("<https://example.org/a>", ("https://example.org/a", "https://example.org/a")),
        ("<ana@example.org>", ("mailto:ana@example.org", "ana@example.org")),
        ("https://example.org", ("https://example.org", "https://example.org")),
        ("http://example.org", ("http://example.org", "http://example.org")),
        ("<HTTPS://example.org>", ("HTTPS://example.org", "HTTPS://example.org")),
        ("www.example.org", ("http://www.example.org", "www.example.org")),
        ("ana@example.org", ("mailto:ana@example.org", "ana@example.org")),
        ("mailto:ana@example.org", ("mailto:ana@example.org", "mailto:ana@example.org")),
        ("xmpp:ana@example.org", ("xmpp:ana@example.org", "xmpp:ana@example.org")),
        ("![a](b.png 'c')", ("b.png", "")),
        ("![](b.png)", ("b.png", "")),
        ("![a\nb](c.png)", ("c.png", "")),
    ],
)
def test_each_form_of_link_is_found_whole_wherever_it_stands(text: str, link: tuple[str, str]) -> None:
    for before in ("", "é 😀 ", "`x` ", "é\n\nx\ny ", "> x\n> ", "- x\n\n  é ", "\r\nx\r\ry "):
        written = text.replace("\n", "\n> ") if before.startswith(">") else text
        (found,) = find_links(f"{before}{written} .")
        end = len(before) + len(written)
        assert found == Link(len(before), end, *link, is_picture=text.startswith("!")), before


def test_pictures_in_links_come_before_them_and_all_in_their_order() -> None:
    text = "[a ![b](c) ![d](e)](f) ![g](h) [i](j)"
    assert find(text) == [
        ("![b](c)", "c", ""),
        ("![d](e)", "e", ""),
        ("[a ![b](c) ![d](e)](f)", "f", "a  "),
        ("![g](h)", "h", ""),
        ("[i](j)", "j", "i"),
    ]


def test_links_stand_where_they_are_though_pipes_are_left_out_of_the_count() -> None:
    text = "| a | b |\n|---|---|\n| é [c](d) \\| [e\\|f](g) | \\| [h](i) |\n| [j](k) | \\|\\|\\| é www.example.org |"
    assert find(text) == [
        ("[c](d)", "d", "c"),
        ("", "g", "e|f"),
        ("[h](i)", "i", "h"),
        ("[j](k)", "k", "j"),
        ("www.example.org", "http://www.example.org", "www.example.org"),
    ]
    for pipes in ("\\|", "\\|\\|", "\\|\\|\\|"):
        assert find(f"| a |\n|---|\n| {pipes}![c](d) ![e](f) |") == [("![c](d)", "d", ""), ("![e](f)", "f", "")]


def test_links_stand_where_they_are_though_lines_of_addresses_are_left_out_of_the_count() -> None:
    for number in range(4):
        text = f"First\n\n{define(number)}é [a](b), [c](d)\nand éé www.example.org"
        www = ("www.example.org", "http://www.example.org", "www.example.org")
        assert find(text) == [("[a](b)", "b", "a"), ("[c](d)", "d", "c"), www]


def test_pipes_on_other_lines_change_no_place() -> None:
    text = "[a]: www.example.org\nwww.example.org x\n\n" + "\\|" * 5
    assert [(link.start, link.end) for link in find_links(text)] == [(21, 36)]


def test_behind_many_addresses_or_pipes_the_place_is_not_told() -> None:
    row = "| a |\n|---|\n| b |\n| é"
    for before, number in ((define, 100), (lambda number: row + "\\|" * number, 20)):
        assert find(before(number) + "[a](b)") == [("[a](b)", "b", "a")]
        assert list(find_links(before(number + 1) + "[a](b)")) == [Link(0, 0, "b", "a", is_picture=False)]


@pytest.mark.parametrize(
    "text", ["a", "`[a](b)`", '<a href="b">c</a>', '<img src="b">', "\\[a](b)", "[a]", "WWW.example.org"]
)
def test_what_is_no_link_is_not_found(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("é `b` c ``d` e`` f", "é     c          f"),
        ("a\n\n```py\né\n```\n\nb", "a\n\n     \n \n   \n\nb"),
        ("a\n\n~~~\nb\n~~~\nc", "a\n\n   \n \n   \nc"),
        ("a\n\n    é\n    c\n\nd", "a\n\n     \n     \n\nd"),
        ("a\n\n\tb\n\nc", "a\n\n\t \n\nc"),
        ("a\r\n\r`b`\r\rc", "a\r\n\r   \r\rc"),
        ("    a", "     "),
        ("> - `a` <pre> b", "> -     <pre> b"),
        ("a `b\nc` d", "a   \n   d"),
        ("a <code>b</code> ~~~ ` c", "a <code>b</code> ~~~ ` c"),
        ("", ""),
    ],
)
def test_code_becomes_blanks_and_the_rest_stays_where_it_was(text: str, blanked: str) -> None:
    assert blank_code(text) == blanked
