"""A folder of mails on a server (IMAP4rev1, RFC 3501).

What was answered has the flag `\\Answered`, what waits for its sender `\\Flagged`; every server keeps these two, and
mail programs show them.
"""

import imaplib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from parley.mailing import servers
from parley.mailing.letters import MAX_BYTES, MAX_HEAD
from parley.mailing.servers import Server
from parley.mailing.stores import Delivery, State
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Imap:
    """A folder that is open."""

    remembers = True

    def __init__(self, client: imaplib.IMAP4) -> None:
        self.client = client

    def new(self) -> Iterator[Delivery]:
        yield from self._list("UNANSWERED", "UNFLAGGED", "UNDELETED")

    def waiting(self) -> Iterator[Delivery]:
        yield from self._list("UNANSWERED", "FLAGGED", "UNDELETED")

    def _list(self, *wanted: str) -> Iterator[Delivery]:
        found = _ask(self.client, "SEARCH", *wanted)
        uids = b" ".join(part for part in found if isinstance(part, bytes)).decode().split()
        for uid in uids:
            told = _ask(self.client, "FETCH", uid, "(RFC822.SIZE INTERNALDATE)")
            if item := self._fetch(uid, told):
                yield item

    def _fetch(self, uid: str, told: "list[bytes | tuple[bytes, bytes] | None]") -> Delivery | None:
        about = b" ".join(part for part in told if isinstance(part, bytes))
        size = _SIZE.search(about)
        if not size:
            return None  # somebody has deleted it
        is_cut = int(size[1]) > MAX_BYTES
        what = f"(BODY.PEEK[HEADER]<0.{MAX_HEAD + 1}>)" if is_cut else "(BODY.PEEK[])"
        parts = _ask(self.client, "FETCH", uid, what)
        data = next((part[1] for part in parts if isinstance(part, tuple)), None)
        return None if data is None else Delivery(uid, data, _read_date(about), is_cut)

    def mark(self, place: str, state: State) -> None:
        if state == "done":
            _ask(self.client, "STORE", place, "-FLAGS.SILENT", r"(\Flagged)")
        flag = r"(\Answered)" if state == "done" else r"(\Flagged)"
        _ask(self.client, "STORE", place, "+FLAGS.SILENT", flag)


@contextmanager
def open_folder(server: Server) -> Iterator[Imap]:
    """Open the folder at a server's address, `INBOX` if it names none.

    Raises:
        ParleyError: the server can't be reached, or refuses.
    """
    try:
        client = _connect(server)
    except (OSError, imaplib.IMAP4.error) as error:
        raise ParleyError(f"{server.host}: {_tell(error)}") from None
    try:
        try:
            client.login(server.user, server.password)
            folder = (server.path or "INBOX").replace("\\", "\\\\").replace('"', '\\"')
            answer, said = client.select(f'"{folder}"')
            if answer != "OK":
                raise ParleyError(
                    _(
                        "{host}: the folder '{path}' can't be opened: {said}",
                        host=server.host,
                        path=server.path,
                        said=_tell(said[0]),
                    )
                )
        except (UnicodeEncodeError, imaplib.IMAP4.error) as error:
            raise ParleyError(f"{server.host}: {_tell(error)}") from None
        yield Imap(client)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()


def _connect(server: Server) -> imaplib.IMAP4:
    if server.is_sealed:
        context = servers.make_context()
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=servers.TIMEOUT)
    client = imaplib.IMAP4(server.host, server.port, timeout=servers.TIMEOUT)
    if not server.is_here:
        client.starttls(servers.make_context())  # or the password would go there for all to read
    return client


def _ask(client: imaplib.IMAP4, command: str, *words: str) -> "list[bytes | tuple[bytes, bytes] | None]":
    try:
        answer, said = client.uid(command, *words)
    except (OSError, imaplib.IMAP4.error) as error:
        raise ParleyError(_("the mail server has stopped: {error}", error=_tell(error))) from None
    if answer != "OK":
        raise ParleyError(
            _("the mail server refuses {command}: {said}", command=command, said=_tell(said[0] if said else ""))
        )
    return said


def _tell(error: object) -> str:
    said = error.decode(errors="replace") if isinstance(error, bytes) else str(error)
    return " ".join(said.split())[:200]


def _read_date(about: bytes) -> datetime | None:
    found = imaplib.Internaldate2tuple(about)
    if found is None:
        return None

    return datetime.fromtimestamp(time.mktime(found), UTC)
