"""Where the address of a post or reply leads in a tree of files: to the one of that name or, by alias, to another."""

from collections.abc import Iterable

from parley.checking.rules.entry import Entry
from parley.model import urls
from parley.model.entries import ThreadName
from parley.model.findings import shorten


class Addresses:
    """Every name under which the posts and replies of a tree can be reached."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._posts: dict[ThreadName | None, Entry] = {}
        self._replies: dict[tuple[str, str, str], Entry] = {}
        files = tuple(entries)
        for entry in files:
            self._enter(entry, entry.slot.name)
        for entry in files:  # a name that is in use goes before a former one
            for name in entry.former_names:
                self._enter(entry, name)

    def _enter(self, entry: Entry, name: str) -> None:
        if entry.slot.post is None:
            return
        folder, slug = entry.slot.post
        if entry.slot.kind == "reply":
            self._replies.setdefault((folder, slug, name), entry)
        else:
            self._posts.setdefault((folder, name), entry)

    def find(self, old: Entry, name: str = "") -> Entry | None:
        """The file to which the address of `old`, a file of another tree, leads in this one.

        With `name`, a former name of `old` is followed in place of its own.
        """
        if old.slot.post is None:
            return None
        folder, slug = old.slot.post
        name = name or old.slot.name
        if old.slot.kind != "reply":
            return self._posts.get((folder, name))
        post = self._posts.get((folder, slug))
        return self._replies.get((folder, post.slot.name, name)) if post else None

    def find_post(self, old: Entry) -> Entry | None:
        """The post to which the thread of `old`, a file of another tree, leads in this one."""
        return self._posts.get(old.slot.post)

    def find_lost(self, old: Entry) -> list[str]:
        """The addresses of `old`, former ones too, that lead nowhere in this tree."""
        names = (old.slot.name, *old.former_names)
        return [show_address(old, name) for name in names if self.find(old, name) is None]


def show_address(entry: Entry, name: str = "") -> str:
    """`/discussions/two-follow-ups/#reply-2026-11-20-bob`, fit to stand in a message."""
    if entry.slot.post is None:
        return ""
    kind, slug = entry.slot.post
    name = name or entry.slot.name
    if entry.slot.kind != "reply":
        return f"/{shorten(urls.post(kind, name), 100)}"
    return f"/{shorten(urls.post(kind, slug), 100)}#{shorten(urls.reply_anchor(name), 100)}"
