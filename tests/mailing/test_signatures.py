"""Who has signed a mail, and for whom."""

from datetime import timedelta

import pytest

from mailing.programs import OWN, mail
from mailing.signing import COVERED, look_up, sign
from parley.mailing.letters import read_letter
from parley.mailing.signatures import is_signed
from support import NOW

DOMAIN = "mail.example.net"


def check(data: bytes) -> bool:
    return is_signed(read_letter(data, OWN), OWN, NOW, look_up)


def test_a_mail_that_the_senders_domain_has_signed_for_us_is_theirs() -> None:
    assert check(sign(mail("Words.\n"), DOMAIN))
    assert check(sign(mail("Words.\n"), DOMAIN).replace(b"\n", b"\r\n"))
    assert check(sign(mail("Words.\n", to=f"A <a@b.example>, Forum <{OWN.upper()}>"), DOMAIN))
    assert check(sign(mail("Words.\n"), "example.net"))
    assert check(sign(sign(mail("Words.\n"), DOMAIN), "evil.example.com"))


@pytest.mark.parametrize(
    "data",
    [
        mail("Words.\n"),
        sign(mail("Words.\n"), "evil.example.com"),
        sign(mail("Words.\n"), "net"),
        sign(mail("Words.\n", sender="eve@other.example.net"), DOMAIN),
        sign(mail("Words.\n", sender="eve@xmail.example.net"), DOMAIN),
        sign(mail("Words.\n", sender=f'"eve@{DOMAIN}" <eve@evil.example.org>'), DOMAIN),
        sign(mail("Words.\n"), DOMAIN).replace(b"Words.", b"Other words."),
        sign(mail("Words.\n"), DOMAIN).replace(b"Two follow-ups", b"Three"),
        sign(mail("Words.\n"), DOMAIN, length=True) + b"More words.\n",
        sign(mail("Words.\n"), DOMAIN, [b"from", b"to", b"date", b"message-id"]),
        sign(mail("Words.\n"), DOMAIN, [b"from", b"subject", b"date", b"message-id"]),
        sign(mail("Words.\n"), DOMAIN, [b"from", b"to", b"subject", b"message-id"]),
        sign(mail("Words.\n"), DOMAIN, [b"from", b"to", b"subject", b"date"]),
        sign(mail("Words.\n", to="list@other.example.org"), DOMAIN),
        sign(mail("Words.\n", to="list@other.example.org"), DOMAIN).replace(b"list@other.example.org", OWN.encode()),
        b"Cc: " + OWN.encode() + b"\n" + sign(mail("Words.\n", to="list@other.example.org"), DOMAIN),
        sign(mail("Words.\n", date="Sun, 01 Nov 2026 10:00:00 +0000"), DOMAIN),
        sign(mail("Words.\n", date="Sun, 29 Nov 2026 10:00:00 +0000"), DOMAIN),
        sign(mail("Words.\n" + " " * 5000 + "x\n"), DOMAIN),
        sign(mail("Words.\n"), "unknown.example.com").replace(b"d=unknown.example.com", b"d=mail.example.net"),
        b"DKIM-Signature: v=1; a=rsa-sha256; d=mail.example.net\n" + mail("Words.\n"),
        b"DKIM-Signature: \xff;;;=\n" + mail("Words.\n"),
    ],
)
def test_any_other_is_nobodys(data: bytes) -> None:
    assert not check(data)


def test_a_second_text_hidden_in_a_signed_mail_is_not_read() -> None:
    signed = sign(mail("Words.\n"), DOMAIN)
    hidden = f"Date: x\rFrom: eve@{DOMAIN}\rTo: {OWN}\rSubject: x\rMessage-ID: <2@x>\r\rForged.\r\n".encode()
    assert read_letter(hidden + signed, OWN).ignored


def test_a_signature_is_good_for_a_week() -> None:
    letter = read_letter(sign(mail("Words.\n"), DOMAIN, COVERED), OWN)
    assert is_signed(letter, OWN, NOW + timedelta(days=6), look_up)
    assert not is_signed(letter, OWN, NOW + timedelta(days=8), look_up)
