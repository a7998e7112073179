"""Mails are taken apart into texts, whatever a program has done to them."""

from email.message import Message

import pytest

from parley.importing.bodies.messages import ID, decode, parse_mail, read_header, read_part

BROKEN_HEAD = b"Content-Type: multipart/mixed;\n boundary*=\xe9'x'y\nSubject: shed\nCONTENT-ID: <a>\nX-Content-A: b"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_mail_that_cannot_be_taken_apart_is_plain_text_with_its_other_headers(line_end: bytes) -> None:
    mail = parse_mail((BROKEN_HEAD + b"\n\nOne.\n\n--y\nTwo.").replace(b"\n", line_end))
    assert mail.items() == [("Subject", "shed"), ("X-Content-A", "b")]
    assert not mail.is_multipart()
    assert read_part(mail).splitlines() == ["One.", "", "--y", "Two."]
    assert parse_mail(BROKEN_HEAD, headers_only=True).items()[-1] == ("X-Content-A", "b")


def test_parts_are_taken_apart_unless_headers_alone_are_asked_for() -> None:
    data = b"Content-Type: multipart/mixed; boundary=b\nTo: x\n\n--b\n\nOne.\n--b\n\nTwo.\n--b--\n"
    assert [read_part(part) for part in parse_mail(data).walk() if not part.is_multipart()] == ["One.", "Two."]
    assert read_part(parse_mail(data)) == ""
    mail = parse_mail(data, headers_only=True)
    assert (mail.keys(), mail.is_multipart()) == (["Content-Type", "To"], False)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"a  shed\n\tin the yard", "a shed in the yard"),
        (b"caf\xc3\xa9", "café"),
        (b"caf\xe9", "café"),
        (b"=?utf-8?q?caf=C3=A9?= and =?iso-8859-1?b?6Q==?=", "café and é"),
        (b"=?utf-8?q?a?= =?utf-8?q?_b?=", "a b"),
        (b"\xe6\xbc\xa2 =?utf-8?q?=C3=BC?= caf\xc3\xa9", "漢 ü café"),
        (b"C:\\users\\x =?utf-8?q?C=3A\\users?= \\u0041", "C:\\users\\x C:\\users \\u0041"),
        (b"=?utf-8?b?a?= x", "=?utf-8?b?a?= x"),  # no length that such a word can have
        (b"=?utf-8?q?open", "=?utf-8?q?open"),
        (b"=?no-such?q?caf=C3=A9?=", "café"),
        (b"x" * 3999 + b"yz", "x" * 3999 + "y"),
    ],
)
def test_a_header_is_one_line_with_its_words_decoded(written: bytes, read: str) -> None:
    mail = parse_mail(b"Subject: " + written + b"\n\n")
    assert read_header(mail, "SUBJECT") == read
    assert read_header(mail, "From") == ""


def test_an_id_stands_between_angles_without_a_space() -> None:
    longest = "x" * 995
    text = f"<a@b> <c d> <<e@f>> <> <{longest}> <{longest}x> g@h"
    assert ID.findall(text) == ["a@b", "e@f", longest]


@pytest.mark.parametrize(
    ("head", "body", "read"),
    [
        ("text/plain; charset=utf-8", b"caf\xc3\xa9", "café"),
        ("text/plain; charset=iso-8859-1", b"caf\xc3\xa9", "cafÃ©"),
        ("text/plain", b"caf\xe9", "café"),
        ("text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", b"caf=C3=A9=\n!", "café!"),
        ("text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64", b"yc3R", "имя"),
    ],
)
def test_a_part_is_read_in_its_charset_and_coding(head: str, body: bytes, read: str) -> None:
    assert read_part(parse_mail(f"Content-Type: {head}\n\n".encode() + body)) == read


class _Odd(Message):
    """What the library fails at decoding, of bytes that it keeps as halves of characters."""

    def get_payload(self, i: int | None = None, decode: bool = False) -> str:  # type: ignore[override]
        if decode:
            raise AssertionError("unexpected")
        return "caf\udcc3\udca9"


def test_a_part_whose_coding_cannot_be_undone_is_read_as_it_is() -> None:
    assert read_part(_Odd()) == "café"


@pytest.mark.parametrize(
    ("data", "charset", "read"),
    [
        (b"caf\xc3\xa9", "", "café"),
        (b"caf\xe9\x81", "", "café\ufffd"),
        (b"caf\xc3\xa9", "us-ascii", "café"),
        (b"caf\xe9", "UTF-8", "café"),
        (b"caf\xe9", "no-such", "café"),
        (b"caf\xc3\xa9", " Latin1 ", "cafÃ©"),
        (b"\x83V\x81", "shift_jis", "シ\ufffd"),
    ],
)
def test_bytes_are_read_in_their_charset_or_as_utf_8_or_as_old_programs_write(
    data: bytes, charset: str, read: str
) -> None:
    assert decode(data, charset) == read
