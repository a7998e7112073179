"""`parley new`: a discussion or a practice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click
from click.shell_completion import CompletionItem

from parley.commands.shared.asking import asking, pick_values
from parley.commands.shared.author import AUTHOR, find_author
from parley.commands.shared.common import (
    CONFIG,
    DEFAULT_POSTS,
    POSTS,
    is_watched,
    read_part,
    read_settings,
    without_replies,
)
from parley.commands.shared.drafting import keep_draft, try_draft
from parley.commands.shared.target import check_slug
from parley.commands.shared.texts import BODY, FILE, cut, find_text, form_for, typed, write_in_editor
from parley.editing.drafts import Draft, draft_post, make_slug, post_path
from parley.model import urls
from parley.model.entries import Discussion, Kind, Library, Moment, Practice
from parley.model.findings import shorten
from parley.model.problems import ParleyError, Problem
from parley.reading.schema import KINDS, did_you_mean, markdown_keys

SIDES = {key.name: key for key in KINDS["practice"].keys if key.name in markdown_keys("practice")}


def complete_tag(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    tags = read_part(ctx.params.get("posts"), lambda slot: slot.kind == "tags").library.tags
    return [CompletionItem(tag.slug, help=tag.title) for tag in tags.values() if tag.slug.startswith(incomplete)]


def _side_options(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each text of a practice, from the table of keys."""
    for key in reversed(SIDES.values()):
        command = click.option(
            f"--{key.name.replace('_', '-')}", type=typed, metavar="TEXT", help=f"Practice: {key.about}."
        )(command)
    return command


@click.command(cls=asking("discussion", "practice"))
@click.argument("kind", type=click.Choice(["discussion", "practice"]))
@click.argument("title", type=typed)
@AUTHOR
@click.option(
    "--tag",
    "-t",
    "tags",
    multiple=True,
    metavar="TAG",
    help="One to five of posts/tags.yml.",
    shell_complete=complete_tag,
)
@click.option("--slug", help="The name in the address.  [default: made from the title]")
@click.option(
    "--summary", type=typed, metavar="TEXT", help="One or two sentences for lists.  [default: the first paragraph]"
)
@click.option(
    "--question",
    "-q",
    "questions",
    type=typed,
    multiple=True,
    metavar="TEXT",
    help="Discussion: what you want to ask readers.",
)
@_side_options
@click.option("--discussion", "discussions", multiple=True, metavar="SLUG", help="Practice: a related discussion.")
@BODY
@FILE
@POSTS
@CONFIG
def new(
    kind: Kind,
    title: str,
    author: str | None,
    tags: tuple[str, ...],
    slug: str | None,
    summary: str | None,
    questions: tuple[str, ...],
    discussions: tuple[str, ...],
    body: str | None,
    file: IO[bytes] | None,
    posts: Path | None,
    config: Path | None,
    **given: Any,
) -> None:
    """Start a discussion, or describe a practice.

    The text of a discussion comes from --body, --file, or standard input; otherwise your editor opens. A
    practice needs the texts of both schools: pass them as options, or fill in the form in your editor. Text that
    wouldn't pass the check isn't written, so posts/ never holds an empty template.

    \b
    parley new discussion "Two follow-ups?" --tag sales --body "Some say one."
    parley new practice "How to say no" --tag saying-no
    """
    library = read_part(posts, without_replies).library
    slug = _choose_slug(slug, title, kind, library, posts or DEFAULT_POSTS)
    place = {"path": post_path(kind, slug), "id": slug}
    sides = {name: given.pop(name) or "" for name in SIDES}
    values: dict[str, Any] = {
        "title": " ".join(title.split()),
        "author": find_author(author),
        "date": Moment(datetime.now(UTC).replace(microsecond=0)),
        "tags": _choose_tags(tags, library),
        "summary": summary or "",
        **pick_values(given),
    }
    foreign = [name for name in pick_values(given) if name not in {key.name for key in KINDS[kind].asked}]
    if kind == "discussion":
        foreign += [name for name, text in sides.items() if text] + ["discussion"] * bool(discussions)
        if foreign:
            raise ParleyError(f"--{foreign[0].replace('_', '-')} is for a practice, not for a discussion")
        post: Discussion = KINDS[kind].make({**values, "questions": questions}, **place, body="")
        draft = _draft_discussion(post, find_text(body, file), posts)
    else:
        if questions:
            raise ParleyError("--question is for a discussion; a practice has none")
        if foreign:
            raise ParleyError(f"--{foreign[0].replace('_', '-')} is for a discussion, not for a practice")
        body = find_text(body, file) if body is not None or file is not None else ""
        values |= {**sides, "discussions": discussions}
        practice: Practice = KINDS[kind].make(values, **place, body=cut(body or ""))
        draft = _draft_practice(practice, posts, read_settings(config).site_url)
    written = keep_draft(draft, posts, without_replies)
    click.echo(f"See it with: parley preview {written}", err=True)


def _choose_slug(given: str | None, title: str, kind: Kind, library: Library, root: Path) -> str:
    folder = root / post_path(kind, "x").partition("/")[0]
    taken = {one.name.casefold() for one in folder.iterdir()} if folder.is_dir() else set()
    taken |= {alias for post in library.posts() if post.kind == kind for alias in post.former_names}
    if given is None:
        return make_slug(title, taken)
    check_slug(given)
    if given in taken:
        raise ParleyError(f"there is already a {kind} '{given}', or there was one; choose another --slug")
    return given


def _choose_tags(given: tuple[str, ...], library: Library) -> tuple[str, ...]:
    known = tuple(library.tags)
    if not given and is_watched():
        click.echo(f"Tags: {', '.join(known)}", err=True)
        answer = str(click.prompt("One to five of them, separated by spaces", err=True))
        given = tuple(answer.replace(",", " ").split())
    for tag in given:
        if tag not in library.tags:
            near = did_you_mean(tag, known) or f"Known tags: {', '.join(known)}."
            raise ParleyError(f"tag '{shorten(tag)}' isn't in tags.yml. {near}")
    if not given:
        raise ParleyError(f"give at least one --tag. Known tags: {', '.join(known)}.")
    return tuple(dict.fromkeys(given))


def _draft_discussion(post: Discussion, text: str | None, posts: Path | None) -> Draft:
    def draft(written: str) -> Draft:
        return draft_post(replace(post, body=cut(written)))

    if text is None:
        form = form_for(f"You are starting: {post.title}\n")
        text = write_in_editor(form, lambda written: try_draft(draft(written), posts, without_replies))
    return draft(text)


def _draft_practice(post: Practice, posts: Path | None, site_url: str) -> Draft:
    """The file of a practice, with the address of its schema in the first line, which editors complete keys from."""
    head = f"# yaml-language-server: $schema={site_url}{urls.schema_address('practice')}\n" if site_url else ""
    text = head + draft_post(post).text
    missing = [name for name, key in SIDES.items() if key.required and not getattr(post, name)]
    if missing and not is_watched():
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise ParleyError(f"a practice needs the texts of both schools; missing: {options}")
    if missing:
        form = text + "".join(f"{_hint(name)}\n{name}: |\n  \n" for name in missing)

        def try_(written: str) -> list[Problem]:
            return try_draft(Draft(post.path, _without_hints(written)), posts, without_replies)

        text = _without_hints(write_in_editor(form, try_, ending=".yml"))
    return Draft(post.path, text)


def _hint(name: str) -> str:
    return f"# {SIDES[name].about}, on lines that begin with two spaces:"


def _without_hints(text: str) -> str:
    hints = {_hint(name) for name in SIDES}
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if line not in hints).strip("\n") + "\n"
