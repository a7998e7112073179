"""The text of a mail: its plain part as Markdown, or else its HTML turned into it. What cannot be read is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from parley.checking.report import count
from parley.importing.bodies.conversion import convert
from parley.importing.bodies.messages import BROKEN, read_part
from parley.mailing.texts.drawn import drop_quotations, is_costly
from parley.mailing.texts.flowed import join_flowed, keep_breaks
from parley.mailing.texts.trimming import trim
from parley.model.languages.speaking import _
from parley.reading.mending.body import mend_markdown
from parley.reading.mending.repairs import Mended

MAX_TEXT = 400_000
"""Characters of a plain text that are looked at, with all that it quotes; a file takes a sixth of it."""

MAX_PARTS = 100

_PLAIN = ("text/plain", "text/markdown")
_TEXTS = (*_PLAIN, "text/html")

_SIGNED = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[\w-]+:.*\n)*\n(?P<text>(?s:.*?))"
    r"(?:^-----BEGIN PGP SIGNATURE-----(?s:.*?)(?:^-----END PGP SIGNATURE-----$|\Z)|\Z)",
    re.MULTILINE,
)
"""A text with its signature (RFC 9580, 7): lines of its head, an empty one, the text, in which "- " escapes a dash."""
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime")


@dataclass(slots=True)
class MailText:
    """`text` is what somebody wrote, in Markdown, with the marked block; `dropped` says in words what stayed behind.

    `broken` says why it cannot be read at all.
    """

    text: str = ""
    dropped: dict[str, None] = field(default_factory=dict)
    broken: str = ""


@dataclass(slots=True)
class _Sorted:
    texts: list[tuple[str, Message]] = field(default_factory=list)
    pictures: int = 0
    files: int = 0
    mails: int = 0
    sealed: bool = False


def read_body(mail: Message) -> MailText:
    """Read the text of a mail; nothing of it is left out without being told, but for what another part says too."""
    try:
        return _read_parts(mail)
    except BROKEN:
        return MailText(broken=_("its parts can't be told apart; send it as plain text"))


def _read_parts(mail: Message) -> MailText:
    found = _Sorted()
    for part in _choose(mail, found):
        kind = part.get_content_type()
        if kind in _TEXTS and not _is_attached(part):
            found.texts.append((kind, part))
        else:
            _count(part, kind, found)
    body = MailText(dropped=dict.fromkeys(_tell(found)))
    for kind, part in found.texts:
        text = read_part(part).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        made = _draw(text, body) if kind == "text/html" else _read_plain(text, part, body)
        body.text = "\n\n".join(filter(None, (body.text, made)))
    if found.sealed or "-----BEGIN PGP MESSAGE-----" in body.text:
        body.broken = _("it is encrypted; send it without encryption, since it is to be public anyway")
    return body


def _choose(mail: Message, found: _Sorted) -> Iterator[Message]:
    """The parts of a mail that are not others of the same content, nor what holds parts."""
    waiting = [mail]
    for _part in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        kind = part.get_content_type()
        parts = part.get_payload() if part.is_multipart() else None
        if kind == "message/rfc822":
            found.mails += 1
        elif not isinstance(parts, list):
            yield part
        elif kind == "multipart/encrypted":
            found.sealed = True
        elif kind == "multipart/alternative":
            waiting[:0] = _choose_alternative([one for one in parts if isinstance(one, Message)])
        elif kind == "multipart/signed":
            waiting[:0] = [one for one in parts[:1] if isinstance(one, Message)]
        else:
            waiting[:0] = [one for one in parts if isinstance(one, Message)]
    found.files += len(waiting)


def _choose_alternative(parts: list[Message]) -> list[Message]:
    """The plain text, where it says anything, else whatever else there is."""
    for part in parts:
        if part.get_content_type() in _PLAIN and read_part(part).strip():
            return [part]
    others = [part for part in parts if part.get_content_type() not in _PLAIN]
    readable = [part for part in others if any(one.get_content_maintype() == "text" for one in part.walk())]
    return (readable or others)[-1:]


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _count(part: Message, kind: str, found: _Sorted) -> None:
    if kind in _ENCRYPTED and "signed-data" not in str(part.get_param("smime-type", "")):
        found.sealed = True
    elif kind.startswith("image/"):
        found.pictures += 1
    elif kind not in ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"):
        found.files += 1


def _tell(found: _Sorted) -> Iterator[str]:
    if found.pictures:
        yield count(found.pictures, "picture")
    if found.files:
        yield count(found.files, "attached file")
    if found.mails:
        yield count(found.mails, "attached mail")


def _read_plain(text: str, part: Message, body: MailText) -> str:
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
        body.dropped[_("what was too long")] = None
    text = _SIGNED.sub(lambda signed: re.sub(r"(?m)^- ", "", signed["text"]), text)
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    if flowed:
        text = join_flowed(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _draw(html: str, body: MailText) -> str:
    if is_costly(html):
        body.broken = _("its HTML is nested too deeply; send it as plain text")
        return ""
    own, dropped = drop_quotations(html)
    body.dropped |= dict.fromkeys(dropped)
    return "\n\n".join(convert(own, "html").parts)


def finish(text: str, body: MailText) -> Mended:
    """The text above the marked block as the file will have it: trimmed, its lines' ends kept, and mended."""
    trimmed = trim(text)
    body.dropped |= dict.fromkeys(trimmed.dropped)
    return mend_markdown(keep_breaks(trimmed.text))
