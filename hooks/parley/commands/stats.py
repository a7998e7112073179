"""`parley stats`: how much there is, of what, and from whom."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from parley.commands.shared.common import POSTS, read_part
from parley.model.entries import Article, Discussion, Reply
from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _, lower, ngettext, show_number
from parley.model.layout import PAGES
from parley.model.library import Library

Counts = Mapping[str, Mapping[str, int]]
MOST = 15
"""Lines of a table in the terminal; as data there are all."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="All numbers as JSON.")
@POSTS
def stats(as_json: bool, posts: Path | None) -> None:
    """Count posts and replies by kind, stance, tag, year and person.

    Removed contributions are counted as removed only; files with errors are left out.
    """
    part = read_part(posts)
    library, wrong = part.library, sum(problem.blocks for problem in part.problems)
    counts = count_contributions(library)
    if as_json:
        click.echo(json.dumps(counts, indent=2))
    else:
        click.echo("\n\n".join(_render_table(what, table, library) for what, table in counts.items() if table))
    if wrong:
        click.echo(_("Left out: files with errors ({wrong}); run `parley check`.", wrong=wrong), err=True)


def count_contributions(library: Library) -> Counts:
    """Tables of numbers: `kind`, stances, `tag`, `year` and `person`, the largest first, years in their order."""
    shown = [item for item in library.contributions() if not item.removed and not isinstance(item, Article)]
    posts = [post for post in library.posts() if not post.removed]
    replies = [reply for group in library.replies.values() for reply in group]
    authors = {item.author for item in shown}
    voices = sum(map(library.is_voice, authors))
    kinds = {
        "discussions": sum(isinstance(post, Discussion) for post in posts),
        **{folder: sum(post.folder == folder for post in posts) for folder in library.declaration.folders[1:-1]},
        **({PAGES: len(library.articles)} if library.articles else {}),
        "replies": sum(not reply.removed for reply in replies),
        "people": len(authors) - voices,
        "house voices": voices,
        "locked": sum(bool(post.locked) for post in posts),
        "removed": sum(bool(item.removed) for item in library.contributions()),
    }
    return {
        "kind": kinds,
        **_count_stances(library, replies),
        "tag": _count(tag for post in posts for tag in post.tags),
        "year": dict(sorted(Counter(str(item.date.day.year) for item in shown).items())),
        "person": _count(item.author for item in shown),
    }


def _count_stances(library: Library, replies: Iterable[Reply]) -> Counts:
    stances = library.declaration.stances
    if stances is None:
        return {}
    return {stances.key: _count(reply.stance or _NONE for reply in replies if not reply.removed)}


def _count(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))


_NAMES = {"kind": N_("Kind"), "tag": N_("Tag"), "year": N_("Year"), "person": N_("Person")}

_NONE = N_("none")
"""What a reply without a side is counted as."""

_KINDS = (N_("discussions"), N_("replies"), N_("people"), N_("house voices"), N_("locked"), N_("pages"), N_("removed"))


def _render_table(what: str, table: Mapping[str, int], library: Library) -> str:
    stances = library.declaration.stances
    lines = [_("By {what}", what=lower(_(_NAMES.get(what) or (stances.label if stances else what))))]
    width = max(len(show_number(number)) for number in table.values())
    for name, number in list(table.items())[:MOST]:
        shown = _(name) if what == "kind" or name == _NONE else shorten(name)
        shown = _("{name} (house voice)", name=shown) if what == "person" and library.is_voice(name) else shown
        lines.append(f"  {show_number(number):>{width}}  {shown}")
    if len(table) > MOST:
        more = ngettext("and {n} more; --json has all", "and {n} more; --json has all", len(table) - MOST)
        lines.append(f"  {'':{width}}  {more}")
    return "\n".join(lines)
