"""Large mixed sites, and each of their threads drawn alone, to hold a built site against."""

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus import write_corpus
from parley.checking.called import find_called
from parley.model import urls
from parley.model.entries import Comparison, Discussion, Post
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.data.thread_data import draw_thread_data
from parley.rendering.feeds.feeds import draw_thread_feed, plan_feeds
from parley.rendering.pages import build_pages
from parley.rendering.pages.card import build_card
from parley.rendering.pages.posts import draw_sheets
from parley.rendering.references import find_mentioned
from parley.rendering.search.documents import build_documents
from support import write_tree

Post = Post

_RELATED = re.compile(r'<section class="pa-related">.*?</section>|<div class="pa-mentions">.*?</div>', re.DOTALL)
"""What stands in a page of other threads: it is put beside a thread that has been drawn."""


def write_mixed(posts: Path, discussions: int, replies: int) -> Path:
    """Discussions by `write_corpus`, and among them every kind of thing that a thread can be or hold.

    Each discussion has a practice with replies of the same names beside it, so that what is drawn of the wrong thread
    has no other anchors; people have files; some posts and replies are removed, locked, pinned, renamed or edited.
    """
    write_corpus(posts, discussions, replies)
    chance = random.Random(11)
    files: dict[str, str | bytes] = {}
    for number in range(0, 200, 3):
        role = ("", "role: house-voice\n", "role: maintainer\n")[number % 4 // 2]
        files[f"people/person-{number}.yml"] = f"name: Person Number {number}\n{role}"
    for number in range(0, discussions, 2):
        folder = f"practices/practice-{number:05}"
        files[f"{folder}/post.yml"] = (
            f"title: Comparison {number}\nauthor: person-{number % 200}\ndate: 2024-01-01\ntags: [law, sales]\n"
            f"old_school: Old {number}.\nnew_school: New {number}.\nold_wins_when: It is old.\n"
            f"new_wins_when: It is new.\nshared_rule: Rule {number}.\ndiscussions: [discussion-{number:05}]\n"
        )
        for reply in sorted((posts / f"discussions/discussion-{number:05}/replies").iterdir()):
            text = reply.read_text()
            files[f"{folder}/replies/{reply.name}"] = text.rstrip() + f"\n\nOf practice {number}.\n"
    for number in range(discussions):
        folder = f"discussions/discussion-{number:05}"
        if number % 7 < 4:
            file = posts / folder / "post.md"
            key = ("removed: spam\n", "locked: enough\n", "pinned: true\n", f"aliases: [former-{number}]\n")[number % 7]
            changed = "updated: 2026-10-01\n" if number % 7 < 2 else ""
            files[f"{folder}/post.md"] = file.read_text().replace("author:", f"{key}{changed}author:", 1)
        changes = ("removed: spam\nupdated: 2026-10-02\n", "updated: 2026-10-02\n", "aliases: [former]\n")
        for file, change in zip(sorted((posts / folder / "replies").iterdir()), changes, strict=False):
            if chance.random() < 0.5:
                files[f"{folder}/replies/{file.name}"] = file.read_text().replace("author:", f"{change}author:", 1)
    return write_tree(posts, files)


def take_apart(library: Library) -> Iterator[tuple[Post, Library]]:
    """Each post with a library that holds nothing but its thread."""
    for post in library.posts():
        replies = library.replies_to(post)
        mentioned = find_mentioned((post, *replies), library)
        handles = {handle for item in (post, *replies) for handle in item.handles} | {
            handle for _name, handle in mentioned
        }
        yield (
            post,
            Library(
                discussions=(post,) if isinstance(post, Discussion) else (),
                comparisons=(post,) if isinstance(post, Comparison) else (),
                replies={post.place: replies},
                people={handle: person for handle, person in library.people.items() if handle in handles},
                tags=library.tags,
                pages=library.pages,
                months=library.months,
                known=library.known,
                called={post.place: find_called((post, *replies), library.people)},
                agreements={post.place: library.agreements[post.place]} if post.place in library.agreements else {},
                declaration=library.declaration,
            ),
        )


def draw_alone(post: Post, part: Library, settings: Settings) -> Mapping[str, str]:
    """What is made of one thread where there is no other: parts of files by their names, and documents."""
    drawer = theme.environment(part, settings)
    address = urls.post(*post.place)
    card = build_card(post, part.replies_to(post), part.is_voice)
    numbers = range(1, part.count_pages(post) + 1)
    sheets = draw_sheets(post, card, part, drawer, settings, numbers)
    return {
        **{urls.file_of(urls.thread_page(*post.place, number)): sheets[number] for number in numbers},
        urls.thread_address(post): draw_thread_data(post, part, settings),
        urls.feed_address(address): draw_thread_feed(post, part, settings),
        **{f"document of {page}": draw() for page, draw in build_documents([post], part, drawer, settings)},
    }


def find_differences(
    site: Path, library: Library, settings: Settings, documents: Mapping[str, str] | None = None
) -> list[str]:
    """The files of a site that are not those of its threads drawn alone, and lists that are not made of them.

    `documents` are what the search was given, by the addresses of pages.
    """
    found = []
    for post, part in take_apart(library):
        for name, text in draw_alone(post, part, settings).items():
            if name.startswith("document of "):
                address = name.removeprefix("document of ")
                found += [name] if documents and documents.get(address) != text else []
            elif not _holds(site / name, text, _RELATED):
                found.append(name)
    for page in build_pages(library, settings, theme.environment(library, settings)):
        found += [] if _holds(site / urls.file_of(page.address), page.render()) else [page.address]
    for planned in plan_feeds(library, settings):
        found += [] if _holds(site / planned.name, planned.make()) else [planned.name]
    return found


_NOTHING = re.compile(r"(?!)")


def _holds(file: Path, text: str, added: re.Pattern[str] = _NOTHING) -> bool:
    """Tell whether a text is that of a file, or within its page but for what was `added` there."""
    shown = added.sub("", file.read_text(encoding="utf-8"))
    return text in shown if file.suffix == ".html" else text == shown
