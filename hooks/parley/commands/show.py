"""`parley show`: a thread in the terminal."""

import re
import unicodedata
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from parley.checking.report import count
from parley.commands.shared.common import CONFIG, POSTS, read_settings
from parley.commands.shared.target import DISCUSSION, find_reply, read_thread
from parley.model import words
from parley.model.characters import is_visible, visible
from parley.model.entries import Comparison, Contribution, Discussion, Post, Reply
from parley.model.languages.speaking import _, lower, ngettext
from parley.model.library import Library
from parley.model.settings import Settings
from parley.model.threads import Branch, build_tree
from parley.reading.schema import list_kinds
from parley.rendering.fields import list_fields, list_sides
from parley.rendering.wording import show_date, show_removal

DEEPEST = 8
"""Levels of indentation; deeper replies stay at the last and name whom they answer."""

STEP = 2
LEAST_WIDTH = 30
"""Columns that a text keeps, however deep it stands."""

STANCE_STYLES = ("yellow", "cyan", "magenta", "green", "blue", "red")
"""Of the first to the last; the name stands there as well."""

_JOINERS = "\u200c\u200d"


@click.command()
@DISCUSSION
@POSTS
@CONFIG
def show(discussion: str, posts: Path | None, config: Path | None) -> None:
    """Read a discussion or comparison with its replies in the terminal.

    DISCUSSION is a slug, a path in posts/, or an address on the site; with the address of a reply, only that reply and
    the replies below it are shown. The last word of each byline is the id that `parley reply --to` takes.
    """
    target, part, post = read_thread(posts, discussion)
    nodes = build_tree(part.library.replies_to(post))
    if target.reply:
        nodes = _below(nodes, find_reply(part.library, post, target.reply).id)
    view = _View(Console(highlight=False, markup=False, emoji=False), part.library, read_settings(config, posts))
    if not target.reply:
        view.print_post(post)
    for node in nodes:
        view.print_reply(node)
    folder = f"/{target.folder}/"
    if wrong := sum(problem.blocks for problem in part.problems if folder in problem.path):
        click.echo(_("Left out: {wrong} with errors; run `parley check`.", wrong=count(wrong, "file")), err=True)


def _below(nodes: tuple[Branch, ...], id: str) -> tuple[Branch, ...]:
    """A reply and all answers below it, out of a tree in reading order."""
    start = next(number for number, node in enumerate(nodes) if node.reply.id == id)
    return nodes[start : start + nodes[start].below + 1]


class _View:
    """Prints to a terminal, as wide as it is; without colours where nobody watches."""

    def __init__(self, console: Console, library: Library, settings: Settings) -> None:
        self.console, self.library, self.settings = console, library, settings

    def print_post(self, post: Post) -> None:
        self._print(Text(plain(words.show_title(post)), "bold"))
        if post.removed:
            self._print_note(show_removal(post))
        elif post.author:
            tags = ", ".join(self.library.tags[tag].title for tag in post.tags)
            line = self._byline(post)
            line.append(f" · {plain(tags)}", "dim")
            self._print(line)
        if post.locked:
            self._print_note(
                _("Locked on {date}, no new replies: {reason}", date=show_date(post.last_edit), reason=post.locked)
            )
        if isinstance(post, Discussion):
            for question in post.questions:
                self._print_text(f"? {question}")
        elif isinstance(post, Comparison) and not post.removed and (declared := self.library.declaration.comparisons):
            for label, text in list_sides(post, declared):
                self._print_text(f"{label}: {text}")
        self._print_outcome(post)
        self._print_text(post.body)
        self._print_fields(post)
        replies = self.library.replies_to(post)
        self.console.print()
        self.console.print(
            Text(ngettext("{n} reply", "{n} replies", len(replies)) if replies else _("No replies yet"), "bold")
        )

    def _print_outcome(self, post: Post) -> None:
        """What has come of it, with the ids of the replies that it rests on."""
        if post.answer:
            self._print_text(_("Answered by {answer}", answer=post.answer))
        if outcome := post.outcome:
            lines = [(_("Outcome"), outcome.summary, outcome.rests_on)]
            lines += [(_("Agreed"), point.text, point.rests_on) for point in outcome.agreed]
            lines += [(_("Still differ"), point.text, point.rests_on) for point in outcome.differ]
            for label, text, ids in lines:
                rests = f" ({', '.join(ids)})" if ids else ""
                if text:
                    self._print_text(f"{label}: {text}{rests}")

    def print_reply(self, node: Branch) -> None:
        reply = node.reply
        indent = min(node.depth, DEEPEST) * STEP
        indent = max(0, min(indent, self.console.width - LEAST_WIDTH))
        self.console.print()
        line = Text().append(_(words.REMOVED_REPLY), "dim") if reply.removed else self._byline(reply)
        if node.parent and (node.depth > DEEPEST or indent < node.depth * STEP):
            who = (
                lower(_(words.REMOVED_REPLY)) if node.parent.removed else self.library.person(node.parent.author).byline
            )
            line.append(" · ").append(_("in reply to {author}", author=plain(who)))
        line.append(f" · {reply.id}", "dim")
        self._print(line, indent)
        if reply.removed:
            self._print_note(show_removal(reply), indent)
        else:
            self._print_text(reply.body, indent)
            self._print_fields(reply, indent)

    def _byline(self, item: Contribution) -> Text:
        """Who, in which role, on which side, when: all of it in words, as colours are not for everybody."""
        person = self.library.person(item.author)
        line = Text().append(plain(person.name), "bold")
        if person.mention:
            line.append(f" {person.mention}")
        if person.role in words.BADGES:
            line.append(f" ({_(words.BADGES[person.role])})")
        stances = self.library.declaration.stances
        if isinstance(item, Reply) and item.stance and stances:
            style = STANCE_STYLES[list(stances.by_key).index(item.stance)]
            line.append(" · ").append(plain(stances.by_key[item.stance].name), style)
        if isinstance(item, Reply) and item.takes:
            line.append(f" · {item.takes}")
        line.append(f" · {show_date(item.date)}", "dim")
        return line

    def _print_text(self, text: str, indent: int = 0) -> None:
        if text:
            self.console.print()
            self._print(Text(plain(join_lines(text))), indent)

    def _print_fields(self, item: Contribution, indent: int = 0) -> None:
        lines = [f"{field.label}: {field.text}" for field in list_fields(item, list_kinds(self.library.declaration))]
        lines += [_("Source: {name}, {url}", name=source.name, url=source.url) for source in item.sources]
        if lines:
            self.console.print()
        for line in lines:
            self._print(Text(plain(line), "dim"), indent)

    def _print_note(self, text: str, indent: int = 0) -> None:
        self._print(Text(plain(text), "italic"), indent)

    def _print(self, text: Text, indent: int = 0) -> None:
        """Print a text wrapped and indented, without the spaces that would fill its lines."""
        for line in text.wrap(self.console, self.console.width - indent):
            line.rstrip()
            self.console.print(Text(" " * indent).append_text(line), no_wrap=True, crop=False, overflow="ignore")


_OWN_LINE = re.compile(r"[ \t]*([-*+>|#~`\[]|\d+[.)]|$)| {4}|\t")
"""Lines of Markdown that go on nothing: lists, quotes, tables, headings, fences, footnotes, code, empty ones."""


def join_lines(text: str) -> str:
    """Markdown with each paragraph on one line, as its source may have been wrapped for another width."""
    joined: list[str] = []
    fence, goes_on = "", False
    for line in text.split("\n"):
        mark = line.lstrip()[:3]
        own = bool(fence or _OWN_LINE.match(line))
        if goes_on and not own:
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line)
        if mark in ("```", "~~~") and fence in ("", mark):
            fence = "" if fence else mark
        is_heading_or_table = line.lstrip().startswith(("#", "|", "```", "~~~"))
        goes_on = bool(line.strip()) and not fence and not is_heading_or_table and not line.endswith(("  ", "\\"))
    return "\n".join(joined)


def plain(text: str) -> str:
    """A text of a contributor as a terminal may be given it: no control of any kind, whatever let it through."""
    return "".join(_plain(char) for char in text.expandtabs(4))


def _plain(char: str) -> str:
    if char == "\n" or char in _JOINERS or is_visible(char):
        return char
    return " " if unicodedata.category(char) == "Zs" else visible(char)
