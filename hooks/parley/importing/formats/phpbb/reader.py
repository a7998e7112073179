"""phpBB 3 from a dump of its database: topics become discussions, each with its first post as its text.

phpBB has no threads. A post answers another only where that is proven: all its quotations are of one post of the topic,
which they name by its number or, in texts of before 3.2, by its author and its very words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from sqlite3 import Row

from parley.importing.dates import parse_date
from parley.importing.formats.phpbb.stored_texts import draw_stored
from parley.importing.formats.phpbb.tables import Board
from parley.importing.formats.phpbb.tags import Attached, Canvas, Quote, strip, wrap
from parley.importing.records import Archive, Author, Carried, Comment, ImportedThread, Record
from parley.importing.streams.files import find_files
from parley.model.languages.speaking import N_, _

_GUEST = 1
_MOVED, _LOCKED = 2, 1
_SHOWN = 1
_DELETED = 2
_FEWEST_WORDS = 3
_LOOKED_AT = 100
"""Earlier posts of a person in a topic among which a quotation is looked for."""

_POSTS = "SELECT * FROM posts LEFT JOIN users ON user_id = poster_id WHERE topic_id = ? ORDER BY post_time, post_id"
_SUBJECT = re.compile(r"(?:\s*(?:re|aw|antw|sv|odp)\s*:)*\s*", re.IGNORECASE)


def read_phpbb(archive: Archive) -> Iterator[Record]:
    """Read a dump, which may be packed by gzip, or all of a folder."""
    for file in find_files(archive.path, (".sql", ".sql.gz")):
        board = Board(archive, file)
        try:
            yield from _Topics(board, archive).read()
        finally:
            board.close()


class _Topics:
    def __init__(self, board: Board, archive: Archive) -> None:
        self.board = board
        self.site = archive.mapping.site.rstrip("/") or board.find_site()
        self.named = archive.mapping.tags
        self.readable = board.find_readable()
        self.forums = {row["forum_id"]: row for row in board.rows("SELECT * FROM forums")}

    def read(self) -> Iterator[Record]:
        for topic in self.board.rows("SELECT * FROM topics ORDER BY topic_id"):
            yield from self._read_topic(topic)
        lost = "SELECT DISTINCT topic_id AS id FROM posts WHERE topic_id NOT IN (SELECT topic_id FROM topics)"
        for row in self.board.rows(lost):
            for post in self.board.rows(_POSTS, row["id"]):
                yield from self._read_post(post, str(row["id"]), "")
        if self.site:
            for row in self.board.rows("SELECT attach_id, physical_filename FROM attachments WHERE in_message = 0"):
                yield Carried(self._file_address(row["attach_id"]), Path(row["physical_filename"]).name)

    def _read_topic(self, topic: Row) -> Iterator[Record]:
        id, title = str(topic["topic_id"]), unescape(topic["topic_title"])
        first = self._find_first(topic)
        reason = self._topic_reason(topic) or ("" if first else N_("without posts"))
        hidden = first is None or _reason(first, "post") != ""
        forum = self.forums.get(topic["forum_id"])
        yield ImportedThread(
            id=id,
            title=title,
            author=None if hidden or first is None else _author(first),
            date=parse_date(str(topic["topic_time"])),
            edited=None if first is None else _edited(first),
            body="" if hidden or first is None else self._draw(first, title)[0] + self._draw_poll(topic),
            address=f"{self.site}/viewtopic.php?t={id}" if self.site else "",
            categories=(unescape(forum["forum_name"]),) if forum else (),
            closed=topic["topic_status"] == _LOCKED,
            dropped=reason,
        )
        for post in self.board.rows(_POSTS, topic["topic_id"]):
            if first is None or post["post_id"] != first["post_id"]:
                yield from self._read_post(post, id, title, first)

    def _find_first(self, topic: Row) -> Row | None:
        """The post that opened a topic; the topic may name one that is gone."""
        ordered = _POSTS.replace("ORDER BY", "ORDER BY post_id != ?,")
        return next(self.board.rows(ordered, topic["topic_id"], topic["topic_first_post_id"]), None)

    def _topic_reason(self, topic: Row) -> str:
        if topic["topic_status"] == _MOVED:
            return _("a note that a topic was moved")
        return self._forum_reason(topic["forum_id"]) or _reason(topic, "topic")

    def _forum_reason(self, id: int) -> str:
        """Why a forum is not to be shown to everybody, unless the map names it, or nothing."""
        forum = self.forums.get(id)
        if forum is None or unescape(forum["forum_name"]) in self.named:
            return ""
        if forum["forum_password"]:
            return "password-protected"
        return "" if self.readable is None or id in self.readable else _("not for everybody")

    def _read_post(self, post: Row, thread: str, title: str, first: Row | None = None) -> Iterator[Record]:
        body, quotes = self._draw(post, title)
        parent = self._find_parent(post, quotes)
        yield Comment(
            id=str(post["post_id"]),
            thread=thread,
            parent="" if first is not None and parent == first["post_id"] else str(parent or ""),
            author=_author(post),
            date=parse_date(str(post["post_time"])),
            edited=_edited(post),
            body=body,
            dropped=self._forum_reason(post["forum_id"]) or _reason(post, "post"),
            versioned=True,
            address=f"{self.site}/viewtopic.php?p={post['post_id']}#p{post['post_id']}" if self.site else "",
        )

    def _draw(self, post: Row, title: str) -> tuple[str, Sequence[Quote]]:
        """The text of a post with its own subject where that says something else, and the quotations in it."""
        found = "SELECT * FROM attachments WHERE post_msg_id = ? AND in_message = 0 ORDER BY attach_id DESC"
        files = [
            Attached(unescape(row["real_filename"]), strip(row["attach_comment"]), self._file_address(row["attach_id"]))
            for row in self.board.rows(found, post["post_id"])
        ]
        canvas = Canvas(files)
        body = draw_stored(post["post_text"], post["bbcode_uid"], canvas)
        subject = _plain_subject(post["post_subject"])
        if title and subject and subject.casefold() != _plain_subject(escape(title)).casefold():
            body = wrap("p", wrap("strong", escape(subject))) + body
        return body, canvas.quotes

    def _file_address(self, id: int) -> str:
        return _("{site}/download/file.php?id={id}", site=self.site, id=id) if self.site else ""

    def _draw_poll(self, topic: Row) -> str:
        found = "SELECT poll_option_text FROM poll_options WHERE topic_id = ? ORDER BY poll_option_id"
        options = [_draw_short(row["poll_option_text"]) for row in self.board.rows(found, topic["topic_id"])]
        if not options:
            return ""
        items = "".join(wrap("li", one) for one in options)
        return wrap("p", wrap("strong", _draw_short(topic["poll_title"]))) + wrap("ul", items)

    def _find_parent(self, post: Row, quotes: Sequence[Quote]) -> int | None:
        found = {self._find_quoted(post, one) for one in quotes}
        return found.pop() if len(found) == 1 else None

    def _find_quoted(self, post: Row, quote: Quote) -> int | None:
        """The earlier post of the topic that a quotation is of."""
        if quote.post.isdecimal():
            named = "SELECT 1 FROM posts WHERE post_id = ? AND topic_id = ?"
            here = next(self.board.rows(named, int(quote.post[:18]), post["topic_id"]), None)
            return int(quote.post) if here and int(quote.post) != post["post_id"] else None
        words = _words(quote.words)
        if not quote.author or len(words.split()) < _FEWEST_WORDS:
            return None
        earlier = (
            "SELECT post_id, post_text, bbcode_uid FROM posts LEFT JOIN users ON user_id = poster_id "
            "WHERE topic_id = ? AND (post_time, post_id) < (?, ?) AND ? IN (username, post_username) "
            "ORDER BY post_time DESC LIMIT ?"
        )
        when = (post["post_time"], post["post_id"])
        rows = self.board.rows(earlier, post["topic_id"], *when, escape(quote.author), _LOOKED_AT)
        said = [row["post_id"] for row in rows if words in _words(_own_words(row))]
        return said[0] if len(said) == 1 else None


def _own_words(row: Row) -> str:
    """What a post says without what it quotes."""
    drawn = draw_stored(row["post_text"], row["bbcode_uid"], Canvas())
    return strip(re.sub(r"<blockquote>.*?</blockquote>", " ", drawn, flags=re.DOTALL))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _draw_short(text: str) -> str:
    return draw_stored(text, "", Canvas())


def _plain_subject(subject: str) -> str:
    """A subject without the marks of an answer."""
    return _SUBJECT.sub("", unescape(subject), count=1).strip()


def _author(post: Row) -> Author:
    if post["poster_id"] == _GUEST or not post["username"]:
        return Author(unescape(post["post_username"]))
    return Author(unescape(post["username"]), f"#{post['poster_id']}", post["user_website"] or "")


def _edited(post: Row) -> datetime | None:
    return parse_date(str(post["post_edit_time"])) if post["post_edit_time"] else None


def _reason(row: Row | Mapping[str, int], what: str) -> str:
    """Why a post or a topic is not shown; before 3.1 there was no more than whether it was approved."""
    state = row[f"{what}_visibility"]
    state = row[f"{what}_approved"] if state is None else state
    if state is None or state == _SHOWN:
        return ""
    return "deleted" if state == _DELETED else N_("not approved")
