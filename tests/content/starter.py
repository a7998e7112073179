"""The starter content: what house voices wrote in `posts/`, and the maintainers' pages in `docs/`.

What others contribute is their own, and nothing here reads it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from declared import load_part
from parley.checking.check import Selection
from parley.model.entries import Comparison, Contribution, Discussion, Post, Reply
from parley.model.library import Library
from parley.model.threads import build_tree
from support import ROOT

DOCS = ROOT / "docs"
HANDBOOK = DOCS / "handbook"
FRONT_DOOR = DOCS / "parley" / "pages"

BREAK = r"\n[ \t]*\n|\n(?=[ \t]*(?:[|#>]|(?:[-*]|\d+\.)[ \t]))"
"""Where a paragraph, list item, table row or heading begins."""


@dataclass(frozen=True)
class Text:
    """What one file says: each field a Markdown text of its own; `sourced` where the file lists its sources."""

    path: str
    fields: tuple[str, ...]
    sourced: bool = False

    @property
    def blocks(self) -> Iterator[str]:
        """The paragraphs, list items, table rows and headings of all fields; a quoted example is none of them."""
        for text in self.fields:
            for block in re.split(BREAK, text):
                if block.strip() and not block.lstrip().startswith((">", ":::")):
                    yield block.strip()


@cache
def part() -> Selection:
    """What is right in `posts/`; what is wrong in somebody's file is for `parley check`."""
    return load_part(ROOT / "posts")


def library() -> Library:
    return part().library


def is_ours(item: Contribution) -> bool:
    person = library().people.get(item.author)
    return bool(person and person.role == "house-voice")


def ours() -> tuple[Contribution, ...]:
    return tuple(item for item in library().contributions() if is_ours(item))


def practices() -> tuple[Comparison, ...]:
    return tuple(practice for practice in library().comparisons if is_ours(practice))


def discussions() -> tuple[Discussion, ...]:
    return tuple(discussion for discussion in library().discussions if is_ours(discussion))


def replies_to(post: Post) -> tuple[Reply, ...]:
    """What house voices said to each other below a post; what they answered to others belongs to that conversation."""
    nodes = build_tree(library().replies_to(post))
    kept: set[str] = set()
    for node in nodes:  # parents first
        if is_ours(node.reply) and (node.parent is None or node.parent.id in kept):
            kept.add(node.reply.id)
    return tuple(node.reply for node in nodes if node.reply.id in kept)


def texts_of(item: Contribution) -> tuple[str, ...]:
    """Every field that readers see, in the order of the page."""
    names = "title summary old_school new_school old_wins_when new_wins_when shared_rule caution body".split()
    found = [item.get(name) for name in names]
    return tuple(text for text in (*found, *getattr(item, "questions", ())) if text)


@cache
def posts() -> tuple[Text, ...]:
    return tuple(Text(item.path, texts_of(item), bool(item.sources)) for item in ours())


@cache
def docs() -> tuple[Text, ...]:
    """The maintainers' pages that readers see, without front matter and examples in code."""
    files = (file for file in sorted(DOCS.rglob("*.md")) if "decisions" not in file.parts)
    return tuple(Text(file.relative_to(ROOT).as_posix(), (read_page(file),)) for file in files)


def read_page(file: Path) -> str:
    text = re.sub(r"\A---\n.*?\n---\n", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"^```.*?^```$|<!--.*?-->", "", text, flags=re.DOTALL | re.MULTILINE)


def handbook() -> tuple[Text, ...]:
    return tuple(text for text in docs() if text.path.startswith("docs/handbook/"))


PROGRAM = tuple(f"docs/{name}" for name in "guides/ parley/ rules".split())
"""Pages about the program, whose figures are its own."""


def on_the_subject() -> tuple[Text, ...]:
    return posts() + tuple(text for text in docs() if not text.path.startswith(PROGRAM))


def everything() -> tuple[Text, ...]:
    return posts() + docs()


ADDRESS = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<?https?://[^\s>)]+>?|\{ ?#[^}]*\}")


def words_only(text: str) -> str:
    """The text as it is read: without addresses, which are full of digits that nobody claims."""
    return ADDRESS.sub("]", text)


def count_words(text: str) -> int:
    return len(re.findall(r"[\w'’-]*\w", words_only(text)))
