"""Mailing lists in mbox files: a thread begins with a mail that answers none in the archive.

The archive is read twice, first for who answers whom, then for the mails themselves. Python's `mailbox` takes every
line that begins with `From ` for a new mail; here it must follow an empty line, end in a date and
stand before the headers of a mail. Where no header says what a mail answers, Gmail's number of the thread does, and at
last the subject of one that begins with `Re:`.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import IO, Any

from parley.importing import ids
from parley.importing.bodies.messages import ID, parse_mail, read_header, read_part
from parley.importing.dates import parse_date
from parley.importing.records import (
    Archive,
    Author,
    BadArchive,
    Comment,
    Fault,
    ImportedThread,
    Markup,
    Noticed,
    Record,
)
from parley.importing.streams.files import MAX_ITEM, find_files, open_file
from parley.importing.streams.scratch import open_scratch
from parley.model.characters import visible
from parley.model.languages.speaking import _

_ENDINGS = (".mbox", ".mbx", ".txt", ".gz", ".mail")
_RFC_822 = (
    rb",[ \t]+\d\d?[ \t]+\w{3}[ \t]+\d{2,4}[ \t]+\d\d?:\d\d(?::\d\d)?"
    rb"(?:[ \t]+[+-]?\w{1,5})?(?:[ \t]+\([^()\r\n]{1,40}\))?"
)
"""The end of a date as headers have it; old archives of Mailman begin mails with one."""

_FROM = re.compile(rb"From .{1,1000}(?:\d{4}|" + _RFC_822 + rb")[ \t]*\r?\n?$")
_STAMP = re.compile(
    rb"From .{0,900}(?:\b\d\d?:\d\d(?::\d\d)?(?:[ \t]+[+-]?\w{1,6}){0,2}[ \t]+\d{4}|" + _RFC_822 + rb")[ \t]*\r?\n?$"
)
"""With a time of the day, as programs write it and people do not."""

_HEADER = re.compile(rb"[!-9;-~]{1,80}:")
_TELLING = re.compile(
    rb"(?:from|date|message-id|subject|received|return-path|to|x-[\w-]+|mime-version):", re.IGNORECASE
)
_QUOTED = re.compile(rb">+From ")
_ADDRESS = re.compile(r"<([\w.+-]{1,64}) at (?:[\w-]{1,63}\.){1,8}[a-z]{2,24}>", re.IGNORECASE)
"""A mail address as archives of lists write it in the hope that nobody collects it."""

_SUBJECT = re.compile(r"^\s*(?:(?:re|aw|fwd?|sv|antw)\s*(?:\[\d+\])?\s*:|\[[^\]]{1,60}\])\s*", re.IGNORECASE)

Mails = Iterator[tuple[bytes | None, int]]


_TABLES = """
CREATE TABLE mail (key BLOB PRIMARY KEY, parents BLOB, guessed INTEGER, root BLOB, text TEXT) WITHOUT ROWID;
CREATE TABLE gmail (number BLOB PRIMARY KEY, key BLOB) WITHOUT ROWID;
CREATE TABLE subject (about BLOB PRIMARY KEY, key BLOB, date REAL) WITHOUT ROWID;
"""


class _Threads:
    """Who answers whom, by short keys of the ids: `parents` as the mails name them, or as was guessed.

    It is kept on disk: a list may have millions of mails. `root` and `text` are filled by the second reading.
    """

    def __init__(self) -> None:
        self._db = open_scratch(_TABLES)

    def close(self) -> None:
        self._db.close()

    def add(self, mail: Message) -> None:
        key = _key(_find_id(mail))
        if key in self:
            return
        parents = b"".join(map(_key, _find_parents(mail)))
        subject = read_header(mail, "Subject")
        about = _key(" ".join(_strip_subject(subject).split()).casefold())
        moment = _find_date(mail)
        when = moment.timestamp() if moment else 0.0
        number = read_header(mail, "X-GM-THRID").strip()
        above = self._claim(_key(number), key) if number else b""
        if not number and not parents and _ANSWERS.match(subject) and _strip_subject(subject).strip():
            known, last = self._one("SELECT key, date FROM subject WHERE about = ?", about) or (b"", 0.0)
            above = known if not when or not last or abs(when - last) < _LONGEST else b""
        is_guessed = bool(not parents and above and above != key)
        self._db.execute(
            "INSERT INTO mail VALUES (?, ?, ?, NULL, NULL)", (key, above if is_guessed else parents, is_guessed)
        )
        self._db.execute("INSERT OR REPLACE INTO subject VALUES (?, ?, ?)", (about, key, when))

    def _claim(self, number: bytes, key: bytes) -> bytes:
        """The first mail with a number of Gmail's, which may be this one."""
        self._db.execute("INSERT OR IGNORE INTO gmail VALUES (?, ?)", (number, key))
        found: bytes = self._one("SELECT key FROM gmail WHERE number = ?", number)[0]
        return found

    def __contains__(self, key: bytes) -> bool:
        return self._one("SELECT 1 FROM mail WHERE key = ?", key) is not None

    def is_guessed(self, key: bytes) -> bool:
        return bool(self._one("SELECT guessed FROM mail WHERE key = ?", key)[0])

    def find_root(self, start: bytes) -> bytes:
        """The first mail of the thread of a mail; of mails that answer each other in a ring, one of them."""
        walk: dict[bytes, None] = {}
        step, root = start, b""
        while not root:
            parents, known = self._one("SELECT parents, root FROM mail WHERE key = ?", step)
            if known or step in walk:
                steps = list(walk)
                root = known or min(steps[steps.index(step) :])
                break
            walk[step] = None
            named = (parents[at : at + _KEY] for at in range(0, len(parents), _KEY))
            above = next((one for one in named if one in self), b"")
            step, root = above, b"" if above else step
        self._db.executemany("UPDATE mail SET root = ? WHERE key = ?", ((root, one) for one in walk))
        return root

    def opens(self, root: bytes, text: str) -> bool:
        """Tell whether a text, known by its hash, is that of the first mail with the id of a root."""
        self._db.execute("UPDATE mail SET text = coalesce(text, ?) WHERE key = ?", (text, root))
        return bool(self._one("SELECT text FROM mail WHERE key = ?", root)[0] == text)

    def _one(self, query: str, *values: Any) -> Any:
        return self._db.execute(query, values).fetchone()


_LONGEST = 180 * 24 * 3600
"""Seconds between two mails of one subject that are taken for one thread."""


def read_mbox(archive: Archive) -> Iterator[Record]:
    """Read one mbox, or all of a folder together: threads may go from one into the next."""
    with closing(_Threads()) as threads:
        yield from _read(archive, threads)


def _read(archive: Archive, threads: _Threads) -> Iterator[Record]:
    files = [file for file in find_files(archive.path, _ENDINGS) if not _is_attached(file, archive.path)]
    for file in files:
        for data, line in split_mails(file, archive):
            if data is None:
                yield Fault(file, line, _("a mail has more than {max_item} bytes", max_item=MAX_ITEM))
            else:
                threads.add(parse_mail(data, headers_only=True))
    for file in files:
        for data, line in split_mails(file, Archive(archive.path)):
            if data is not None:
                mail = parse_mail(data)
                record = _read_mail(mail, threads)
                yield record
                if "\ufffd" in record.body:
                    yield Noticed("garbled", f"{visible(file.name)}:{line}")
                if threads.is_guessed(_key(_find_id(mail))):
                    yield Noticed("guessed", f"{visible(file.name)}:{line}")


def _is_attached(file: Path, top: Path) -> bool:
    """Tell whether Mailman keeps a file in the folder of what it took out of the mails."""
    return file != top and "attachments" in file.relative_to(top).parts[:-1]


def split_mails(file: Path, archive: Archive) -> Mails:
    """The mails of a file with the line each begins on; nothing in place of one that is too large."""
    lines: list[bytes] = []
    size, begin, empty, number = 0, 0, True, 0
    try:
        with open_file(file, archive.advance) as stream:
            waiting: list[bytes] = []  # read ahead, to see whether the headers of a mail follow
            while line := waiting.pop(0) if waiting else stream.readline(MAX_ITEM):
                number += 1
                line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                if _FROM.match(line) and (not begin or _begins_mail(line, waiting, stream, after_empty=empty)):
                    if begin:
                        yield _join(lines, size), begin
                    lines, size, begin = [], 0, number
                elif begin:
                    size += len(line)
                    if size <= MAX_ITEM:
                        lines.append(line[1:] if line[:1] == b">" and _QUOTED.match(line) else line)
                elif line.strip():
                    raise BadArchive(Fault(file, number, _("an mbox begins with a line 'From …'")))
                empty = not line.strip()
    except (OSError, EOFError) as error:
        raise BadArchive(Fault(file, number + 1, _("it can't be read any further: {error}", error=error))) from None
    if begin:
        yield _join(lines, size), begin


def _begins_mail(line: bytes, waiting: list[bytes], stream: IO[bytes], *, after_empty: bool) -> bool:
    """Tell whether a line that begins with `From ` is followed by the headers of a mail.

    It stands behind an empty line, but for those of Mailman behind a mail whose attachment it took out: they are known
    by the two headers that it writes first.
    """
    while len(waiting) < _AHEAD and (not waiting or waiting[-1].strip()):
        after = stream.readline(MAX_ITEM)
        if not after:
            break
        waiting.append(after)
    if not after_empty:
        return bool(_STAMP.match(line) and waiting[1:] and waiting[0][:6] == b"From: " and waiting[1][:6] == b"Date: ")
    if _STAMP.match(line):
        return not waiting or not waiting[0].strip() or _HEADER.match(waiting[0]) is not None
    heads = [one for one in waiting if one.strip()]
    return bool(heads and _HEADER.match(heads[0])) and any(_TELLING.match(one) for one in heads)


_AHEAD = 60
"""Lines that are looked at for a header that tells a mail."""


def _join(lines: list[bytes], size: int) -> bytes | None:
    return b"".join(lines) if size <= MAX_ITEM else None


def _find_id(mail: Message) -> str:
    found = ID.search(read_header(mail, "Message-ID"))
    if found:
        return found[1]
    return ids.content_id(*(read_header(mail, name) for name in ("From", "Date", "Subject")))


def _find_parents(mail: Message) -> list[str]:
    """The mails that one answers, the likeliest first: the last of In-Reply-To, then References from its end."""
    answers = ID.findall(read_header(mail, "In-Reply-To"))[::-1][:1]
    return list(dict.fromkeys((*answers, *ID.findall(read_header(mail, "References"))[::-1][:20])))


def _key(id: str) -> bytes:
    return hashlib.blake2b(id.encode(errors="replace"), digest_size=_KEY).digest()


_KEY = 10
"""Bytes of a key."""


def _read_mail(mail: Message, threads: _Threads) -> ImportedThread | Comment:
    """The record of a mail.

    A second mail with the id of one that has opened a thread, but with another text, becomes an answer.
    """
    id = _find_id(mail)
    key = _key(id)
    opening = threads.find_root(key)
    root = opening.hex()
    body, form = _find_body(mail)
    author = _find_author(_find_sender(mail))
    date = _find_date(mail)
    parent = ""
    if key == opening:
        if threads.opens(opening, ids.content_id(body)):
            subject = _strip_subject(read_header(mail, "Subject"))
            above = next(iter(_find_parents(mail)), "")
            return ImportedThread(
                id=root, title=subject, author=author, date=date, body=body, markup=form, answers=above
            )
    else:
        named = _find_parents(mail)
        parent = next((one for one in named if _key(one) in threads), named[0] if named else "")
    parent = "" if _key(parent).hex() == root else parent
    return Comment(id=id, thread=root, parent=parent, author=author, date=date, body=body, markup=form)


def _find_date(mail: Message) -> datetime | None:
    return parse_date(read_header(mail, "Date").partition("(")[0])


_VIA = re.compile(r"""^\s*["']*\s*(.{1,150}?)["']*\s+(?:via|über|par|por)\s+[^<>]{1,150}?["']*\s*<""", re.IGNORECASE)
_OF_LISTS = ("List-Id", "List-Post", "Mailing-list", "X-BeenThere", "X-Original-From", "X-Original-Sender", "Reply-To")


def _find_sender(mail: Message) -> str:
    """Who wrote a mail, also where a list has put itself in their place (`Ana via Garden <garden@…>`)."""
    sender = read_header(mail, "From")
    found = _VIA.match(sender)
    if found is None or not any(mail.get(name) for name in _OF_LISTS):
        return sender
    if original := read_header(mail, "X-Original-From"):
        return original
    return f"{found[1]} <>"


_ANSWERS = re.compile(r"^\s*(?:\[[^\]]{1,60}\]\s*)?(?:re|aw|sv|antw)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)


def _strip_subject(subject: str) -> str:
    """`Re: [list] how to call this?` gives `how to call this?`."""
    while found := _SUBJECT.match(subject):
        subject = subject[found.end() :]
    return subject


def _find_author(sender: str) -> Author:
    """The name in `ana at example.org (Ana)`, `"Ana" <ana@example.org>` or `ana@example.org`; never the address."""
    comment = re.search(r"\(([^()]{1,200})\)\s*$", sender)
    before = re.match(r"\s*\"?([^\"<>]{1,200}?)\"?\s*<", sender)
    name = comment[1] if comment else before[1] if before else sender
    name = re.split(r"@|\sat\s+\S+\.", name)[0] if not comment or "@" in name else name
    return Author(name.strip(" \"'<>") or re.split(r"@|\s+at\s", sender.rpartition("<")[2].strip())[0])


def _find_body(mail: Message) -> tuple[str, Markup]:
    """The plain text of a mail, else its HTML; what is attached stays behind."""
    drawn = ""
    texts = []
    for part in mail.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            texts.append(read_part(part))
        elif kind == "text/html" and not drawn:
            drawn = read_part(part)
    plain = "\n\n".join(text for text in texts if text.strip())
    if plain or not drawn:
        return _ADDRESS.sub(r"<\1 at …>", plain), "text"
    return drawn, "html"
