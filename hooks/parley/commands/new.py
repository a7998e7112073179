"""`parley new`: a discussion or a comparison."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click
from click.shell_completion import CompletionItem

from parley.commands.shared.asking import ask_missing, asking, list_options, pick_values
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
from parley.editing.drafts import Draft, draft_post, post_path
from parley.editing.slugs import make_slug
from parley.model import urls
from parley.model.entries import Comparison, Discussion, Moment
from parley.model.findings import shorten
from parley.model.languages.speaking import _, show_list
from parley.model.library import Library
from parley.model.problems import ParleyError, Problem
from parley.reading.readers import did_you_mean
from parley.reading.schema import Kinds, list_kinds


def complete_tag(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    tags = read_part(ctx.params.get("posts"), lambda slot: slot.kind == "tags").library.tags
    return [CompletionItem(tag.slug, help=tag.title) for tag in tags.values() if tag.slug.startswith(incomplete)]


@click.command(cls=asking("discussion", "comparison"))
@click.argument("kind")
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
@click.option("--discussion", "discussions", multiple=True, metavar="SLUG", help="Comparison: a related discussion.")
@BODY
@FILE
@POSTS
@CONFIG
def new(
    kind: str,
    title: str,
    author: str | None,
    slug: str | None,
    summary: str | None,
    questions: tuple[str, ...],
    body: str | None,
    file: IO[bytes] | None,
    posts: Path | None,
    config: Path | None,
    tags: tuple[str, ...] = (),
    discussions: tuple[str, ...] = (),
    **given: Any,
) -> None:
    """Start a discussion, or a comparison.

    KIND is discussion, or what the site calls its comparisons. The text of a discussion comes from --body, --file, or
    standard input; otherwise your editor opens. A comparison needs a text for each side: pass them as options, or fill
    in the form in your editor. Text that wouldn't pass the check isn't written, so posts/ never holds an empty
    template.

    \b
    parley new discussion "…" --tag sales --body "…"
    """
    settings = read_settings(config, posts)
    declaration, kinds = settings.declaration, list_kinds(settings.declaration)
    names = [declaration.name_of(one) for one in ("discussion", "comparison") if one in kinds]
    if kind not in names:
        raise ParleyError(
            _("there is no kind '{kind}' to start; write {names}", kind=shorten(kind), names=show_list(names, "or"))
        )
    form = kinds[declaration.kind_of(kind)]
    folder = declaration.folders[names.index(kind)]
    library = read_part(posts, without_replies).library
    slug = _choose_slug(slug, title, kind, folder, library, posts or DEFAULT_POSTS)
    place = {"path": post_path(folder, slug), "id": slug}
    answers = ask_missing(form, pick_values(given))
    values: dict[str, Any] = {
        "title": " ".join(title.split()),
        "author": find_author(author),
        "date": Moment(datetime.now(UTC).replace(microsecond=0)),
        **({"tags": _choose_tags(tags, library)} if "tags" in declaration.lists else {}),
        "summary": summary or "",
        **answers,
    }
    others = {"question": bool(questions) and kind != names[0], "discussion": bool(discussions) and kind == names[0]}
    foreign = [name for name in answers if name not in {key.name for key in list_options(form)}]
    if foreign := [*foreign, *(name for name, given in others.items() if given)]:
        raise ParleyError(_("--{option} isn't for {name}", option=foreign[0].replace("_", "-"), name=form.said))
    if kind == names[0]:
        post: Discussion = form.make({**values, "questions": questions}, **place, body="")
        draft = _draft_discussion(post, find_text(body, file), posts, kinds)
    else:
        body = find_text(body, file) if body is not None or file is not None else ""
        comparison: Comparison = form.make({**values, "discussions": discussions}, **place, body=cut(body or ""))
        draft = _draft_comparison(comparison, posts, settings.site_url, kinds)
    written = keep_draft(draft, posts, without_replies)
    click.echo(_("See it with: parley preview {written}", written=written), err=True)
    click.echo(_("When something has come of it, say so with: parley outcome {id}", id=place["id"]), err=True)


def _choose_slug(given: str | None, title: str, kind: str, folder: str, library: Library, root: Path) -> str:
    taken = {one.name.casefold() for one in (root / folder).iterdir()} if (root / folder).is_dir() else set()
    taken |= {alias for post in library.posts() if post.folder == folder for alias in post.former_names}
    if given is None:
        return make_slug(title, taken)
    check_slug(given)
    if given in taken:
        raise ParleyError(_("there is '{given}' already, or there was; choose another --slug", given=given))
    return given


def _choose_tags(given: tuple[str, ...], library: Library) -> tuple[str, ...]:
    known = tuple(library.tags)
    if not given and is_watched():
        click.echo(_("Tags: {known}", known=", ".join(known)), err=True)
        answer = str(click.prompt(_("One to five of them, separated by spaces"), err=True))
        given = tuple(answer.replace(",", " ").split())
    for tag in given:
        if tag not in library.tags:
            near = did_you_mean(tag, known) or _("Known tags: {tags}.", tags=", ".join(known))
            raise ParleyError(_("tag '{tag}' isn't in tags.yml. {near}", tag=shorten(tag), near=near))
    if not given:
        raise ParleyError(_("give at least one --tag. Known tags: {known}.", known=", ".join(known)))
    return tuple(dict.fromkeys(given))


def _draft_discussion(post: Discussion, text: str | None, posts: Path | None, kinds: Kinds) -> Draft:
    def draft(written: str) -> Draft:
        return draft_post(replace(post, body=cut(written)), kinds)

    if text is None:
        form = form_for(_("You are starting: {title}\n", title=post.title))
        text = write_in_editor(form, lambda written: try_draft(draft(written), posts, without_replies))
    return draft(text)


def _draft_comparison(post: Comparison, posts: Path | None, site_url: str, kinds: Kinds) -> Draft:
    """The file of a comparison, with the address of its schema in the first line, which editors complete keys from."""
    head = f"# yaml-language-server: $schema={site_url}{urls.schema_address(post.kind)}\n" if site_url else ""
    text = head + draft_post(post, kinds).text
    parts = kinds["comparison"].markdown
    missing = [key for key in parts if key.required and not post.get(key.name)]
    if missing and not is_watched():
        options = ", ".join(f"--{key.name.replace('_', '-')}" for key in missing)
        raise ParleyError(
            _("{name} needs the texts of all sides; missing: {options}", name=kinds["comparison"].name, options=options)
        )
    if missing:
        hints = {_("# {about}, on lines that begin with two spaces:", about=key.about): key.name for key in parts}
        asked = {key.name for key in missing}
        form = text + "".join(f"{hint}\n{name}: |\n  \n" for hint, name in hints.items() if name in asked)

        def without_hints(written: str) -> str:
            lines = written.replace("\r\n", "\n").split("\n")
            return "\n".join(line for line in lines if line not in hints).strip("\n") + "\n"

        def try_(written: str) -> list[Problem]:
            return try_draft(Draft(post.path, without_hints(written)), posts, without_replies)

        text = without_hints(write_in_editor(form, try_, ending=".yml"))
    return Draft(post.path, text)
