"""Whether the domain of a sender has signed a mail, and signed it for us (DKIM, RFC 6376).

A signature tells that a domain has sent a mail, to whomever. So it counts only for senders of that domain (as DMARC has
it, RFC 7489, 3.1), only if it covers who it is from, to whom, what and when, and only for a while: who gets a signed
mail that was meant for others can't pass it on to us.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from parley.mailing.letters import Letter

Lookup = Callable[..., bytes | None]
"""Gives the text that the DNS has for a name: `lookup(b"key._domainkey.example.org.", timeout=5)`."""

MAX_SIGNATURES = 5
MAX_AGE = timedelta(days=7)
MAX_SPACES = 2000
"""Spaces and tabs in a row: to take them away at the end of a line, a library goes over them many times."""

_COVERED = {b"from", b"subject", b"date", b"message-id"}
_TAG = re.compile(rb"(?:^|;)\s*([a-z]{1,3})\s*=\s*([^;]*)", re.IGNORECASE)
_SPACES = re.compile(rb"[ \t]+")


def look_up(name: bytes, timeout: int = 5) -> bytes | None:
    """Ask the DNS."""
    from dkim.dnsplug import get_txt  # here, for most commands need none of it

    found = get_txt(name, timeout)
    return found if isinstance(found, bytes) else None


def is_signed(letter: Letter, own: str, now: datetime, lookup: Lookup) -> bool:
    """Tell whether the domain of the sender has signed this mail to `own`, and not long ago."""
    import dkim

    addressed = {name for name in (b"to", b"cc") if _names(letter, name.decode(), own)}
    is_new = letter.sent is not None and now - MAX_AGE <= letter.sent <= now + timedelta(days=1)
    if (
        not addressed
        or not is_new
        or not letter.id
        or max(map(len, _SPACES.findall(letter.data)), default=0) > MAX_SPACES
    ):
        return False
    signatures = letter.mail.get_all("DKIM-Signature", [])[:MAX_SIGNATURES]
    for at, value in enumerate(signatures):
        if not _is_ours(value.encode(errors="surrogateescape"), letter.sender, addressed):
            continue
        try:
            if dkim.DKIM(letter.data).verify(at, dnsfunc=lookup):
                return True
        except Exception:  # noqa: S112 (whatever a stranger's signature makes of the library, it is none)
            continue
    return False


def _names(letter: Letter, header: str, own: str) -> bool:
    found = re.findall(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+", letter.mail.get(header, "")[:10_000])
    return own.lower() in (address.lower() for address in found)


def _is_ours(signature: bytes, sender: str, addressed: set[bytes]) -> bool:
    """Tell whether a signature is of the sender's domain and covers all that counts.

    One with `l` leaves a part of the text open to anybody; SHA-1 is broken (RFC 8301).
    """
    tags = {name.lower(): re.sub(rb"\s", b"", value).lower() for name, value in _TAG.findall(signature)}
    signer = tags.get(b"d", b"").decode("ascii", errors="replace")
    domain = sender.rpartition("@")[2]
    covered = set(tags.get(b"h", b"").split(b":"))
    return (
        (domain == signer or ("." in signer and domain.endswith(f".{signer}")))
        and covered >= _COVERED
        and bool(covered & addressed)
        and b"l" not in tags
        and tags.get(b"a") != b"rsa-sha1"
    )
