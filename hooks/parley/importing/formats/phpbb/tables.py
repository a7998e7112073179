"""What is needed of a board's tables, kept on disk while a dump is read: its posts come before their topics and people.

The database is SQLite's own temporary one, which has no name: it grows on disk, and nothing of it is left however the
program ends.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from parley.importing.records import Archive, BadArchive, Fault
from parley.importing.streams.scratch import open_scratch
from parley.importing.streams.sql_stream import read_rows
from parley.model.languages.speaking import _

_TABLES: Mapping[str, tuple[str, ...]] = {
    "posts": tuple(
        "post_id topic_id forum_id poster_id post_time post_username post_subject post_text bbcode_uid post_edit_time "
        "post_visibility post_approved".split()
    ),
    "topics": tuple(
        "topic_id forum_id topic_title topic_time topic_first_post_id topic_status topic_visibility topic_approved "
        "topic_moved_id poll_title".split()
    ),
    "users": ("user_id", "username", "user_website"),
    "forums": ("forum_id", "forum_name", "forum_password"),
    "attachments": ("attach_id", "post_msg_id", "in_message", "physical_filename", "real_filename", "attach_comment"),
    "poll_options": ("poll_option_id", "topic_id", "poll_option_text"),
    "config": ("config_name", "config_value"),
    "groups": ("group_id", "group_name"),
    "acl_groups": ("group_id", "forum_id", "auth_option_id", "auth_role_id", "auth_setting"),
    "acl_roles_data": ("role_id", "auth_option_id", "auth_setting"),
    "acl_options": ("auth_option_id", "auth_option"),
}
"""The columns that are read; a table of that name without the first two is another program's."""

_NUMBERS = ("_id", "_time", "_visibility", "_approved", "_status", "_setting", "in_message")

_READABLE = """
SELECT forum_id FROM acl_groups AS given JOIN groups ON groups.group_id = given.group_id AND group_name = 'GUESTS'
LEFT JOIN acl_roles_data AS role ON role.role_id = given.auth_role_id AND given.auth_role_id != 0
JOIN acl_options AS option ON option.auth_option_id = coalesce(role.auth_option_id, given.auth_option_id)
WHERE auth_option = 'f_read' GROUP BY forum_id HAVING min(coalesce(role.auth_setting, given.auth_setting)) = 1
"""
"""Forums that guests may read: they have the right themselves or by a role, and nothing forbids it."""


class Board:
    """A board's tables. `rows` are mappings of columns to texts and numbers."""

    def __init__(self, archive: Archive, file: Path) -> None:
        self._db = open_scratch()
        self._db.row_factory = sqlite3.Row
        for name, columns in _TABLES.items():
            listed = ", ".join(f"{one} {'INTEGER' if one.endswith(_NUMBERS) else 'TEXT'}" for one in columns)
            self._db.execute(f"CREATE TABLE {name} ({listed})")
        try:
            self._fill(archive, file)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._db.close()

    def _fill(self, archive: Archive, file: Path) -> None:
        prefix = ""
        for table, row in read_rows(archive, file, lambda name: _find_table(name) != ""):
            name = _find_table(table)
            columns = _TABLES[name]
            if not row.keys() >= {*columns[:2]}:
                continue
            prefix = prefix or table.removesuffix(name)
            if table != f"{prefix}{name}":
                if name == "posts":
                    raise BadArchive(
                        Fault(
                            file,
                            1,
                            _(
                                "it has the posts of two boards ({prefix}, {table}); dump one",
                                prefix=prefix,
                                table=table,
                            ),
                        )
                    )
                continue
            if name == "posts" and "post_text" not in row:
                raise BadArchive(Fault(file, 1, _("it is of phpBB 2, which keeps texts elsewhere; update to phpBB 3")))
            marks = ", ".join("?" * len(columns))
            values = [row.get(one, None if one.endswith(_NUMBERS) else "") for one in columns]
            self._db.execute(f"INSERT INTO {name} VALUES ({marks})", values)  # noqa: S608 (constants)
        self._db.execute("CREATE INDEX post ON posts (post_id)")
        self._db.execute("CREATE INDEX post_of_topic ON posts (topic_id, post_time, post_id)")
        self._db.execute("CREATE INDEX user ON users (user_id)")
        self._db.execute("CREATE INDEX attached ON attachments (post_msg_id)")
        self._db.execute("CREATE INDEX option_of_topic ON poll_options (topic_id)")

    def rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        yield from self._db.execute(query, values)

    def find_site(self) -> str:
        """The address of the board as it knows itself, or nothing where it is of no use to others."""
        known = dict(self._db.execute("SELECT config_name, config_value FROM config"))
        host = known.get("server_name", "").strip("/")
        if "." not in host or host.startswith(("127.", "192.168.", "10.")):
            return ""
        scheme = "https" if "https" in known.get("server_protocol", "") or known.get("cookie_secure") == "1" else "http"
        return f"{scheme}://{host}/{known.get('script_path', '').strip('/')}".rstrip("/")

    def find_readable(self) -> frozenset[int] | None:
        """The forums that everybody may read; None where the dump does not tell."""
        if next(self.rows("SELECT 1 FROM acl_groups, acl_options LIMIT 1"), None) is None:
            return None
        return frozenset(row["forum_id"] for row in self.rows(_READABLE))


def _find_table(name: str) -> str:
    """Which of the board's tables a name is, whatever its prefix; nothing for any other."""
    return next((known for known in _LONGEST_FIRST if name == known or name.endswith(f"_{known}")), "")


_LONGEST_FIRST = sorted(_TABLES, key=len, reverse=True)
