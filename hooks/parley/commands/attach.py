"""`parley attach`: our pages and threads in a site that any program has built."""

from pathlib import Path

import click

from parley.checking.report import count, render_summary
from parley.commands.shared.common import BLOCKED, CONFIG, DEFAULT_POSTS, POSTS, read_settings, show_problems
from parley.model.findings import InvalidPosts
from parley.model.languages.speaking import _


@click.command()
@click.argument("site", type=click.Path(path_type=Path))
@click.option(
    "--frame", default="", help="The page of SITE whose looks ours get.  [default: the one with data-parley-frame]"
)
@POSTS
@CONFIG
@click.pass_context
def attach(ctx: click.Context, site: Path, frame: str, posts: Path | None, config: Path | None) -> None:
    """Write discussions, replies, feeds and search into SITE, a folder that another program has built.

    One of its pages is the frame of ours. A page with an element <div data-parley-thread></div> gets a thread there.
    Settings are read from mkdocs.yml or parley.yml. Run it after each build of the site.
    """
    from parley_attach.attach import attach as attach_to

    settings = read_settings(config, posts)
    folder = posts or (config.parent if config else Path()) / settings.posts
    try:
        made, check = attach_to(site, folder, str(posts or DEFAULT_POSTS), settings, frame)
    except InvalidPosts as invalid:
        show_problems(invalid.problems)
        click.echo(_("Nothing was written: {invalid}.", invalid=invalid), err=True)
        ctx.exit(BLOCKED)
    for note in made.notes:
        click.echo(_("Note: {note}.", note=note), err=True)
    click.echo(render_summary(check))
    click.echo(
        _(
            "{pages} and {threads} below pages are in {site}/",
            pages=count(made.pages, "page"),
            threads=count(made.threads, "thread"),
            site=site,
        )
    )
