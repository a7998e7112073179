"""Who a sender is, without their address: numbers that only the holder of the site's key can make.

A number is the start of an HMAC (RFC 2104) with SHA-256. Without the key nobody can find out the address behind it, not
even by trying all addresses there are; with another key everybody is a newcomer.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from parley.mailing.letters import Letter
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

KEY = "PARLEY_MAIL_KEY"
"""The environment's name for the key."""

MIN_KEY = 32
FORGE = "mail"
"""What stands before the number in `account` of somebody's file in people/: no Git host is called so."""

ENDING = 8
"""Letters and digits at the end of a reply's id, which are those of its mail: it can't be filed twice."""

VALID = timedelta(days=7)
"""How long a sender may take to confirm a mail."""

_READ = ("Subject", "Date", "Content-Type", "Content-Transfer-Encoding")
_LOWEST = 10**18
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TOKEN = re.compile(r"parley-([a-z2-7]{40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The key of a site, and what is made with it."""

    key: bytes

    def _digest(self, what: str, *parts: str) -> bytes:
        said = "\0".join((f"parley {what}", *parts)).encode(errors="replace")
        return hmac.digest(self.key, said, "sha256")

    def number(self, address: str) -> int:
        """A number of 19 digits for an address: longer than any that a Git host has given out."""
        return _LOWEST + int.from_bytes(self._digest("sender", address)[:16]) % (9 * _LOWEST)

    def name(self, letter: Letter, said: str = "") -> bytes:
        """Ten bytes for a mail: the same for one that arrives twice, another for one with the same id and other words.

        `said` is what was made of it, where that has to stay the same, too.
        """
        return self._digest("mail", letter.sender, letter.id, _digest_content(letter), said)[:10]

    def ending(self, letter: Letter) -> str:
        """`k3p97f2x`, for the id of a reply."""
        rest, made = int.from_bytes(self.name(letter)), ""
        for _turn in range(ENDING):
            rest, digit = divmod(rest, len(_DIGITS))
            made += _DIGITS[digit]
        return made

    def make_token(self, letter: Letter, said: str, now: datetime) -> str:
        """What the sender of a mail has to send back: it confirms this mail, read as `said`, and no other."""
        head = int((now + VALID).timestamp()).to_bytes(4) + self.name(letter, said)
        return f"parley-{base64.b32encode(head + self._sign(letter.sender, head)).decode().lower()}"

    def read_token(self, text: str, sender: str) -> tuple[bytes, datetime] | None:
        """The name of the mail that a sender confirms with a token in a text, and until when they may."""
        for found in _TOKEN.finditer(text):
            raw = base64.b32decode(found[1].upper())
            head, mark = raw[:14], raw[14:]
            if hmac.compare_digest(mark, self._sign(sender, head)):
                return head[4:], datetime.fromtimestamp(int.from_bytes(head[:4]), UTC)
        return None

    def _sign(self, sender: str, head: bytes) -> bytes:
        return self._digest("confirmation", sender, head.hex())[:11]


def _digest_content(letter: Letter) -> str:
    """A digest of what decides how a mail is read, without what servers write above it on its way."""
    body = re.split(rb"\r?\n\r?\n", letter.data, maxsplit=1)[1:]
    head = "\0".join(str(letter.mail.get(name, "")) for name in _READ)
    said = [re.sub(r"\s+", " ", head).encode(errors="replace"), *(one.replace(b"\r\n", b"\n").strip() for one in body)]
    return hashlib.sha256(b"\0\0".join(said)).hexdigest()


def read_keyring(environment: Mapping[str, str]) -> Keyring:
    """The key in the environment.

    Raises:
        ParleyError: there is none, or it is too short to be a secret.
    """
    key = environment.get(KEY, "").strip()
    if len(key) < MIN_KEY:
        how = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        raise ParleyError(
            _(
                "{key} must hold a secret of at least {min_key} characters, always the same; make one with: {how}",
                key=KEY,
                min_key=MIN_KEY,
                how=how,
            )
        )
    return Keyring(key.encode())
