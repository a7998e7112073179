"""A mail as it arrived: whose it is, what it is called, and whether it may be answered at all.

Only `From` counts, and only where a mail has one of it, with one address: a name beside it, `Sender` and `Reply-To` are
whatever a stranger wrote. What a program has sent by itself is never answered, so that no two programs write to each
other for ever.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from parley.importing.bodies.messages import ID, parse_mail, read_header
from parley.importing.dates import parse_date
from parley.model.languages.speaking import _
from parley.reading.readers import MailAddress

MAX_BYTES = 10 * 1024 * 1024
"""Bytes of a mail that is read; of a larger one only the headers are, and its sender is told."""

MAX_HEAD = 256 * 1024
MAX_BOUNDARIES = 60
"""Parts within parts that a mail may have. Mail programs need four."""

_ONCE = (
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "in-reply-to",
    "references",
)
"""Headers that a mail has once at most (RFC 5322, 3.6; RFC 2045): of two, nobody can tell which others read."""

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_COMMENT = re.compile(r"\([^()]*\)")
_ANGLE = re.compile(r"<([^<>]*)>")
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_BULK = re.compile(r"\b(?:bulk|junk|list|auto_reply)\b", re.IGNORECASE)
_ROBOT = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+@._-].*)?", re.IGNORECASE)
_ROBOTS_HEADERS = (
    "List-Id",
    "List-Post",
    "List-Unsubscribe",
    "Mailing-List",
    "X-Mailing-List",
    "X-Loop",
    "X-Autoreply",
    "X-Autorespond",
    "X-Failed-Recipients",
    "Feedback-ID",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """`sender` is an address in lower case; `ignored` says why the mail is neither read nor answered, or is empty.

    `broken` says why its text cannot be read, though its sender may be told. `id` is the mail's own, or empty.
    """

    data: bytes
    mail: Message
    id: str
    sender: str
    subject: str
    sent: datetime | None
    ignored: str = ""
    broken: str = ""


def read_letter(data: bytes, own: str, *, is_cut: bool = False) -> Letter:
    """Read a mail that was sent to `own`; `is_cut` says that it was too large, and `data` has its headers alone."""
    head = re.split(rb"\r?\n\r?\n", data[: MAX_HEAD + 4], maxsplit=1)[0]
    broken = ""
    if is_cut or len(data) > MAX_BYTES:
        broken = _("it has more than {max_bytes} MB; leave out what is attached", max_bytes=MAX_BYTES // 1024 // 1024)
    elif len(_BOUNDARY.findall(data)) > MAX_BOUNDARIES:
        broken = _("it is made of too many parts; send it as plain text")
    whole = not broken and len(head) <= MAX_HEAD
    mail = parse_mail(data) if whole else parse_mail(head[:MAX_HEAD], headers_only=True)
    found = ID.search(read_header(mail, "Message-ID"))
    sender = find_address(mail.get("From", ""))
    return Letter(
        data,
        mail,
        found[1] if found else "",
        sender,
        read_header(mail, "Subject"),
        parse_date(read_header(mail, "Date").partition("(")[0]),
        _find_odd_head(head) or _find_reason(mail, sender, own),
        broken,
    )


def _find_odd_head(head: bytes) -> str:
    """Why nobody can tell where the headers of a mail end: another reader may see other ones, or another text."""
    if len(head) > MAX_HEAD:
        return _("its headers are too long")
    return _("its headers have line ends that no mail has") if re.search(rb"\r(?!\n)|\0", head) else ""


def find_address(header: str) -> str:
    """The one address in a header, in lower case; empty where there is none, or several."""
    plain = _QUOTED.sub("", header[:2000])
    for _turn in range(5):
        plain = _COMMENT.sub("", plain)
    angled = _ANGLE.findall(plain)
    outside = _ANGLE.sub("", plain)
    if len(angled) > 1 or any(sign in outside for sign in ',;:<>()"'):
        return ""
    address = (angled[0] if angled else plain).strip().lower()
    local, _, _ = address.partition("@")
    right = len(address) <= MailAddress.most and len(local) <= 64 and _SENDER.fullmatch(address)
    return address if right else ""


_SENDER = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)
"""RFC 5322, 3.4.1, without what only old programs write: quoted words and numbers in place of a host."""


def _find_reason(mail: Message, sender: str, own: str) -> str:
    """Why a mail is not answered. Source: RFC 3834, section 2; RFC 2919; RFC 3464."""
    if twice := _find_twice(mail):
        return _("it has two headers '{twice}'", twice=twice)
    if not sender:
        return _("it doesn't say who it is from")
    if sender == own.lower():
        return _("it is from the site's own address")
    submitted = read_header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return _("a program sent it")
    if _BULK.search(read_header(mail, "Precedence")) or any(name in mail for name in _ROBOTS_HEADERS):
        return _("it came over a list, or a program sent it")
    if read_header(mail, "Return-Path").strip() == "<>" or mail.get_content_type() == "multipart/report":
        return _("it is a notice about a mail that wasn't delivered")
    if _ROBOT.fullmatch(sender.partition("@")[0]):
        return _("it is from an address that nobody reads")
    return ""


def _find_twice(mail: Message) -> str:
    counts = Counter(name.lower() for name in mail.keys())  # noqa: SIM118 (a mail has each header as often as it stands)
    return next((name for name in _ONCE if counts[name] > 1), "")
