"""`parley export`: everything that can be read on the site, in the open form for conversations that move."""

from pathlib import Path

import click

from parley.commands.shared.common import CONFIG, POSTS, read_part, read_settings
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.rendering.data.archive_data import render_archive


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@CONFIG
@POSTS
def export(file: Path, config: Path | None, posts: Path | None) -> None:
    """Write all threads and replies to FILE as JSON (parley-archive), for other programs to read.

    `parley schema archive` describes the form. It has texts, people, dates, threads and removals; sides, sources and
    whatever else only Parley knows stands in each thread.json.
    """
    settings = read_settings(config, posts)
    part = read_part(posts)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.writelines(render_archive(part.library, settings))
    except FileExistsError:
        raise ParleyError(_("{file} is there already; name another file", file=file)) from None
    except OSError as error:
        raise ParleyError(_("nothing was exported: {error}", error=explain(error, file))) from None
    wrong = sum(problem.blocks for problem in part.problems)
    threads, replies = len(list(part.library.posts())), sum(map(len, part.library.replies.values()))
    click.echo(_("{file}: {threads} threads with {replies} replies", file=file, threads=threads, replies=replies))
    if wrong:
        click.echo(_("Left out: files with errors ({wrong}); run `parley check`.", wrong=wrong), err=True)
