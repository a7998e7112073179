"""`parley preview`: one thread as the site will show it, without building the site."""

from pathlib import Path

import click

from parley.checking.check import Selection
from parley.commands.shared.common import (
    BLOCKED,
    CONFIG,
    DEFAULT_POSTS,
    POSTS,
    around,
    read_part,
    read_settings,
    show_problems,
)
from parley.commands.shared.target import complete_discussion, find_post, find_target
from parley.forge.changes import find_changes
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError, Problem
from parley.rendering import theme
from parley.rendering.pages.card import build_card
from parley.rendering.pages.posts import build_post_page, draw_post
from parley.rendering.pages.preview import GENERATOR, render_preview


@click.command()
@click.argument("path", required=False, shell_complete=complete_discussion)
@click.option("--base", type=click.Path(path_type=Path), help="Instead of PATH: the posts as they are, in a folder.")
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="File to write.  [default: .preview/<slug>.html]"
)
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@POSTS
@CONFIG
@click.pass_context
def preview(
    ctx: click.Context,
    path: str | None,
    base: Path | None,
    to: Path | None,
    open_: bool,
    posts: Path | None,
    config: Path | None,
) -> None:
    """Render one discussion or comparison with its replies to a single file.

    PATH is a file or folder in posts/, a slug, or an address on the site. What is wrong with this thread is
    shown first; a reply with errors is left out. It is quick, however large the site is. With --base, it is the first
    one that differs from there.
    """
    if (path is None) == (base is None):
        raise click.UsageError(_("name either a PATH or a --base"))
    target = find_target(posts, path or _find_changed(base or Path(), posts or DEFAULT_POSTS))
    part = read_part(posts, around(target.place))
    if any(problem.rule == "unknown-page" for problem in _of(part, target.folder)):
        part = read_part(posts)  # a former name of what was not read looks like a name that nothing has
    blocked = show_problems(_of(part, target.folder))
    post = find_post(part.library, target)
    settings = read_settings(config, posts)
    drawer = theme.environment(part.library, settings)
    card = build_card(post, part.library.replies_to(post), part.library.is_voice)
    page = build_post_page(
        post, card, part.library, (), drawer, lambda: draw_post(post, card, part.library, drawer, settings)
    )
    file = to or Path(".preview") / f"{target.slug}.html"
    _write(file, render_preview(page, drawer, settings))
    click.echo(str(file))
    if open_:
        click.launch(str(file))
    ctx.exit(BLOCKED if blocked else 0)


def _find_changed(base: Path, posts: Path) -> str:
    """The first thread in which two folders of posts differ."""
    for change in find_changes(base, posts):
        folder, slug, *rest = f"{change.path}//".split("/")
        if rest[0] and change.what != "deleted":
            return f"{DEFAULT_POSTS}/{folder}/{slug}"
    raise ParleyError(_("no thread in {posts}/ differs from {base}/", posts=posts, base=base))


def _of(part: Selection, folder: str) -> list[Problem]:
    return [problem for problem in part.problems if f"/{folder}/" in problem.path]


def _write(file: Path, document: str) -> None:
    """Write a preview; only an older one is replaced."""
    try:
        if file.exists() and f'content="{GENERATOR}"' not in file.read_text(encoding="utf-8", errors="replace")[:300]:
            raise ParleyError(_("{file} already exists and isn't a preview; name another file with --to", file=file))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ParleyError(_("the preview can't be written: {error}", error=explain(error, file))) from error
