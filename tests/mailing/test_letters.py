"""Whose mail it is, and which is never answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailing import programs
from mailing.programs import OWN, mail
from parley.mailing.letters import MAX_BYTES, find_address, read_letter
from parley.mailing.texts.blocks import split_block
from parley.mailing.texts.bodies import finish, read_body


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("eve@example.org", "eve@example.org"),
        ("Eve Miller <Eve@Example.ORG>", "eve@example.org"),
        ('"ana@example.org" <eve@example.net>', "eve@example.net"),
        ("ana@example.org <eve@example.net>", "eve@example.net"),
        ("=?utf-8?q?ana=40example=2Eorg?= <eve@example.net>", "eve@example.net"),
        ("eve@example.org (Eve (of here))", "eve@example.org"),
        ('"Miller, Eve; \\"x\\" <a@b.c>" <eve@example.org>', "eve@example.org"),
        ("Eve <eve@example.org>, Ana <ana@example.org>", ""),
        ("eve@example.org, ana@example.org", ""),
        ("<ana@example.org> <eve@example.org>", ""),
        ("friends: eve@example.org;", ""),
        ("Eve", ""),
        ("", ""),
        ("<>", ""),
        ("eve@localhost", ""),
        ("e ve@example.org", ""),
        ("eve@exämple.org", ""),
        ("eve@example.org\x00", ""),
        (f"{'e' * 65}@example.org", ""),
    ],
)
def test_an_address_is_one_or_none(header: str, address: str) -> None:
    assert find_address(header) == address


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("Auto-Submitted: auto-replied\n", "a program sent it"),
        ("Auto-Submitted: auto-generated; x=y\n", "a program sent it"),
        ("Precedence: bulk\n", "over a list"),
        ("Precedence: auto_reply\n", "over a list"),
        ("List-Id: <a.example.org>\n", "over a list"),
        ("List-Unsubscribe: <mailto:x@example.org>\n", "over a list"),
        ("X-Loop: a\n", "over a list"),
        ("Return-Path: <>\n", "wasn't delivered"),
        ("From: ana@example.org\n", "two headers 'from'"),
        ("Subject: other\n", "two headers 'subject'"),
        ("X-A: b\rFrom: ana@example.org\n", "line ends"),
        ("X-A: b\0\n", "line ends"),
        (f"X-A: {'a' * 300_000}\n", "too long"),
    ],
)
def test_some_mails_are_never_answered(head: str, why: str) -> None:
    assert why in read_letter(mail("x", head=head), OWN).ignored


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("Mail Delivery System <MAILER-DAEMON@mail.example.org>", "nobody reads"),
        ("no-reply@example.org", "nobody reads"),
        ("bounces+12@example.org", "nobody reads"),
        (f"Forum <{OWN.upper()}>", "own address"),
        ("two <a@example.org>, <b@example.org>", "who it is from"),
    ],
)
def test_some_senders_are_never_answered(sender: str, why: str) -> None:
    assert why in read_letter(mail("x", sender=sender), OWN).ignored


def test_a_report_of_delivery_is_never_answered() -> None:
    assert read_letter(mail("x", "multipart/report; boundary=x"), OWN).ignored
    assert not read_letter(mail("x", head="Auto-Submitted: no\n"), OWN).ignored


def test_a_mail_that_is_too_large_or_too_deep_is_told_and_costs_little() -> None:
    letter = read_letter(mail("x" * (MAX_BYTES + 1)), OWN)
    assert (letter.sender, letter.ignored) == ("eve@mail.example.net", "")
    assert "10 MB" in letter.broken
    deep = "".join(f"--b{at}\nContent-Type: multipart/mixed; boundary=b{at + 1}\n\n" for at in range(5000))
    letter = read_letter(mail(deep, "multipart/mixed; boundary=b0"), OWN)
    assert "too many parts" in letter.broken


_PIECES = (
    b"Content-Type: text/plain; charset*=x'y'%ff\n",
    b"Content-Type: text/plain; charset*0*=utf-8''%E4; charset*1=x; charset=y\n",
    b'Content-Disposition: attachment; filename*="a\n',
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Type: multipart/mixed\n",
    b"Content-Type: multipart/alternative; boundary*0*=b; boundary*x=1\n",
    b"Content-Type: message/rfc822\n",
    b"Date: Fri, 31 Feb 99999 99:99:99 +9999\n",
    b"=?utf-8?b?////?=",
    b"=?x?q?=ZZ?=",
    b"--b1\n",
    b"\n\n",
    b"\xff\x00",
)


@given(
    st.sampled_from([one for one in vars(programs).values() if isinstance(one, bytes)]),
    st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(_PIECES) | st.binary(max_size=4), st.booleans())),
)
def test_a_mail_that_is_torn_anyhow_is_read_or_told(data: bytes, changes: list[tuple[int, bytes, bool]]) -> None:
    for place, piece, at_line in changes:
        at = data.find(b"\n", min(place, len(data) - 1)) + 1 if at_line else min(place, len(data))
        data = data[:at] + piece + data[at:]
    letter = read_letter(data, OWN)
    body = read_body(letter.mail)
    text, _ = split_block(body.text, letter.subject)
    finish(text, body).text.encode()
    assert letter.ignored or letter.sender
