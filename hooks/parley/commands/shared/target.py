"""DISCUSSION and ID on the command line: what they may look like, and what they mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from parley.checking.check import Selection
from parley.commands.shared.common import DEFAULT_POSTS, around, read_part, read_settings, without_replies
from parley.model import layout, lookup
from parley.model.entries import Article, Contribution, Post, Reply, ThreadName
from parley.model.findings import shorten
from parley.model.languages.speaking import _, show_list
from parley.model.library import Library
from parley.model.problems import ParleyError
from parley.model.settings import Declaration
from parley.reading.readers import did_you_mean
from parley.reading.sources import NoPosts


@dataclass(frozen=True, slots=True)
class Target:
    """A post, and a reply to it where one was named."""

    kind: str
    """The folder of all posts of its kind."""
    slug: str
    reply: str = ""

    @property
    def place(self) -> ThreadName:
        return self.kind, self.slug

    @property
    def folder(self) -> str:
        """Where its files lie below posts/: `discussions/two-follow-ups`."""
        return f"{self.kind}/{self.slug}"


def find_target(posts: Path | None, text: str) -> Target:
    """What a person means by a slug, a path of a file or folder in posts/, or an address on the site.

    Former names are known as well; `#reply-…` at the end, or the file of a reply, names the reply.

    Raises:
        ParleyError: there is no such post, or two; the message names the nearest.
    """
    root = posts or DEFAULT_POSTS
    if not root.is_dir():
        raise NoPosts.at(root)
    declaration = read_settings(None, posts).declaration
    place = lookup.parse_place(text, declaration.folders)
    folders, slug, reply = place.folders, place.slug, place.reply
    targets = [Target(one, slug, reply) for one in folders if slug in list_slugs(root, one)]
    targets = targets or [Target(one, name, reply) for one, name in _find_former(root, folders, slug)]
    if len(targets) > 1:
        both = show_list([f"'{target.folder}'" for target in targets], "or")
        raise ParleyError(_("'{slug}' is the name of two posts; write {both}", slug=shorten(slug), both=both))
    if not targets and _is_unknown(declaration, folders) and layout.is_name(slug, layout.PAGE):
        return Target(layout.PAGES, slug, reply)
    if not targets:
        known = [name for one in folders for name in list_slugs(root, one)]
        near = _find_near(slug, known) or _("Write the name of a folder in posts/discussions/.")
        raise ParleyError(
            _("there is no page with a thread '{slug}'. {near}", slug=shorten(slug), near=near)
            if tuple(folders) == (layout.PAGES,)
            else _("there is no '{slug}' in {folders}. {near}", slug=shorten(slug), folders=_name(folders), near=near)
        )
    return targets[0]


def _name(folders: Sequence[str]) -> str:
    return show_list([f"posts/{one}/" for one in folders if one != layout.PAGES], "or")


def _is_unknown(declaration: Declaration, folders: Sequence[str]) -> bool:
    """Tell whether pages are meant of which nobody knows: those of a site that another program builds."""
    return declaration.pages is None and tuple(folders) == (layout.PAGES,)


def list_slugs(root: Path, kind: str) -> list[str]:
    """The names of all posts of a kind, from the names of the folders in theirs; none of pages."""
    folder = root / kind
    if not folder.is_dir() or kind == layout.PAGES:
        return []
    return sorted(one.name for one in folder.iterdir() if layout.is_name(one.name) and one.is_dir())


def check_slug(slug: str) -> None:
    """Refuse a name that no folder of a post can have.

    Raises:
        ParleyError: it is none.
    """
    if not layout.is_name(slug):
        raise ParleyError(
            _("slug '{slug}' must be letters a-z, digits and single hyphens, at most 80", slug=shorten(slug))
        )
    if not layout.is_file_name(slug):
        raise ParleyError(_("slug '{slug}' is a device name on Windows, where nobody could check it out", slug=slug))


def _find_near(text: str, names: Sequence[str]) -> str:
    """A question with the nearest name: one that is alike, or that holds the text."""
    held = next((name for name in names if text.lower() in name), "")
    return did_you_mean(text, tuple(names)) or (_("Did you mean '{nearest}'?", nearest=held) if held else "")


def _find_former(root: Path, folders: Iterable[str], slug: str) -> list[ThreadName]:
    if not layout.is_name(slug, layout.PAGE):
        return []
    library = read_part(root, without_replies).library
    found = (post for post in library.posts() if post.folder in folders)
    return [post.place for post in found if slug in (post.names if post.folder == layout.PAGES else post.former_names)]


def find_post(library: Library, target: Target) -> Post:
    """The post that a target names.

    Raises:
        ParleyError: its file has mistakes, so that nothing is known of it.
    """
    for post in library.posts():
        if post.place == target.place:
            return post
    if _is_unknown(library.declaration, [target.kind]):
        return Article(path=f"{target.folder}/post.yml", id=target.slug, title=target.slug, body="")
    raise ParleyError(_("the post in {folder}/ has errors; run `parley check`", folder=target.folder))


def read_thread(posts: Path | None, text: str) -> tuple[Target, Selection, Post]:
    """What a person means by a text, as `find_target` reads it, with what its thread needs and its post."""
    target = find_target(posts, text)
    part = read_part(posts, around(target.place))
    return target, part, find_post(part.library, target)


def find_reply(library: Library, post: Post, text: str) -> Reply:
    """The reply that a person names by its id, a former id, its file or its anchor.

    Raises:
        ParleyError: there is none in this thread; the message names the nearest.
    """
    name = lookup.parse_reply_name(text)
    replies = library.replies_to(post)
    if found := lookup.find_reply(replies, name):
        return found
    near = _find_near(name, [reply.id for reply in replies])
    near = near or _("`parley show {folder}/{id}` lists them.", folder=post.folder, id=post.id)
    raise ParleyError(_("there is no reply '{name}' to '{id}'. {near}", name=shorten(name), id=post.id, near=near))


def find_removable(target: Target, library: Library, post: Post, reply_id: str | None, *, whole: bool) -> Contribution:
    """What `--reply ID`, an address with `#reply-…` or `--post` names.

    Raises:
        ParleyError: it is neither or both, or there is no such reply.
    """
    named = reply_id if reply_id is not None else target.reply
    if bool(named) == whole:
        raise ParleyError(_("say which one: --reply ID, or --post for the post itself"))
    return find_reply(library, post, named) if named else post


def complete_discussion(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Slugs for the shell; with the folder before them where that was typed."""
    root = ctx.params.get("posts") or DEFAULT_POSTS
    found = []
    for folder in read_settings(None, root).declaration.folders:
        slugs = list_slugs(root, folder)
        found += [f"{folder}/{slug}" for slug in slugs] if "/" in incomplete else slugs
    return [CompletionItem(name) for name in sorted(set(found)) if name.startswith(incomplete)]


def complete_reply(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of the replies to the discussion that was named before."""
    # with an option still open, click has not yet told arguments apart
    named = ctx.params.get("discussion") or next(iter(ctx.args), "")
    root: Path = ctx.params.get("posts") or DEFAULT_POSTS
    for one in read_settings(None, root).declaration.folders:
        folder = root / one / str(named).rpartition("/")[2] / "replies"
        if named and folder.is_dir():
            ids = sorted({one.stem for one in folder.iterdir() if one.suffix in (".md", ".yml")})
            ids = [name for name in ids if layout.is_name(name, layout.ID)]
            return [CompletionItem(name) for name in ids if name.startswith(incomplete)]
    return []


DISCUSSION = click.argument("discussion", shell_complete=complete_discussion)
