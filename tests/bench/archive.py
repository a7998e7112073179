"""A real archive as the forum that is measured: what `parley import` makes of it is what every program is given."""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.corpus import Forum, Post, Reply
from bench.measure import measure
from bench.prose import RARE
from declared import load_library
from parley.model.entries import Discussion
from parley.model.library import Library
from support import ROOT, write_tree

TAG = "archive"


def read_archive(source: Path, form: str, name: str, folder: Path) -> Forum:
    """Import an archive below a folder, and read what came of it.

    Raises:
        CommandFailed: the archive could not be imported whole.
        InvalidPosts: something that was imported has errors.
    """
    posts = write_tree(folder / "posts", {"tags.yml": f"- {{slug: {TAG}, title: Archive, summary: All of it.}}\n"})
    command = ("import", form, str(source.resolve()), "--to", str(posts), "--tag", TAG)
    measure((sys.executable, "-m", "parley.commands.cli", *command), folder, {"PYTHONPATH": str(ROOT / "hooks")})
    library = load_library(posts)
    beside = {
        file.relative_to(posts).as_posix(): file.read_text(encoding="utf-8")
        for file in (posts / "tags.yml", *sorted(posts.glob("people/*.yml")))
    }
    texts = [one.body for one in library.contributions()]
    return Forum(len(library.discussions), lambda: _list_posts(library, posts), beside, name, find_rare(texts))


def find_rare(texts: Sequence[str]) -> str:
    """The word that is nearest to standing in one text of forty."""
    counts = Counter(word for text in texts for word in {*re.findall(r"\b[a-z]{6,}\b", text)})
    return min(counts, key=lambda word: (abs(counts[word] - len(texts) / 40), word), default=RARE)


def _list_posts(library: Library, posts: Path) -> Iterator[Post]:
    for discussion in sorted(library.discussions, key=lambda one: (one.date.at, one.id)):
        yield _read_post(discussion, library, posts)


def _read_post(discussion: Discussion, library: Library, posts: Path) -> Post:
    replies = tuple(
        Reply(one.id, one.author, one.date.at, one.reply_to or "", one.body, (posts / one.path).read_text("utf-8"))
        for one in library.replies_to(discussion)
    )
    source = (posts / discussion.path).read_text("utf-8")
    head = (discussion.id, discussion.title, discussion.author, discussion.date.at, discussion.tags)
    return Post(*head, discussion.body, replies, source)
