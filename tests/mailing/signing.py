"""Mails signed as the servers of senders sign them, and a DNS that knows the keys of two domains."""

import base64
import math
import random
from functools import cache

import dkim

COVERED = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version"]
EXPONENT = 65537
SMALL = math.prod(number for number in range(3, 2000, 2) if pow(2, number - 1, number) == 1)
"""What tells of most numbers at once that they are no primes."""


@cache
def _make_key(domain: str) -> tuple[int, int]:
    """Two primes: the same ones for a domain whenever the tests run, and nobody's secret."""
    draw = random.Random(domain)
    primes: list[int] = []
    while len(primes) < 2:
        number = draw.getrandbits(512) | (3 << 510) | 1
        if math.gcd(number, SMALL) > 1:
            continue
        if pow(2, number - 1, number) == pow(3, number - 1, number) == 1 and (number - 1) % EXPONENT:
            primes.append(number)
    return primes[0], primes[1]


def _encode(tag: int, data: bytes) -> bytes:
    """A value of ASN.1 (DER)."""
    size = len(data)
    length = bytes([size]) if size < 128 else bytes([0x82, size >> 8, size & 255])
    return bytes([tag]) + length + data


def _encode_numbers(*numbers: int) -> bytes:
    return _encode(0x30, b"".join(_encode(2, one.to_bytes(one.bit_length() // 8 + 1)) for one in numbers))


def _make_secret(domain: str) -> bytes:
    """A private key as PEM. Source: RFC 8017, A.1.2."""
    p, q = _make_key(domain)
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    der = _encode_numbers(0, p * q, EXPONENT, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    name = b"RSA " + b"PRIVATE KEY"
    return b"-----BEGIN " + name + b"-----\n" + base64.encodebytes(der) + b"-----END " + name + b"-----\n"


def sign(data: bytes, domain: str, covered: list[bytes] = COVERED, **more: object) -> bytes:
    """The mail with the signature of a domain above it."""
    made: bytes = dkim.sign(
        data,
        b"k",
        domain.encode(),
        _make_secret(domain),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=covered,
        **more,
    )
    return made.replace(b"\r\n", b"\n") + data


def look_up(name: bytes, timeout: int = 5) -> bytes | None:
    """What the DNS says of `mail.example.net` and `evil.example.com`."""
    for domain in ("mail.example.net", "evil.example.com", "example.net", "net"):
        if name == f"k._domainkey.{domain}.".encode():
            p, q = _make_key(domain)
            return b"v=DKIM1; k=rsa; p=" + base64.b64encode(_encode_numbers(p * q, EXPONENT))
    return None
