"""`parley queue`: what waits for a maintainer, and why."""

import json
from pathlib import Path
from typing import IO, Any

import click

from parley.caching.means import open_means
from parley.checking.report import count
from parley.commands.shared.common import DEFAULT_POSTS, POSTS, find_home, read_settings
from parley.forge.issue_events import InvalidEvent, parse_event
from parley.forge.proposals import Proposal, check_before, propose
from parley.model.characters import visible
from parley.model.languages.speaking import _, ngettext
from parley.model.problems import ParleyError


@click.command()
@click.argument("issues", type=click.File("rb"), default="-")
@POSTS
def queue(issues: IO[bytes], posts: Path | None) -> None:
    """List the open issues that wait for a maintainer, with the reasons.

    ISSUES is the Git host's own list of them, as JSON; without it, standard input is read:

    \b
    gh api --paginate repos/OWNER/REPOSITORY/issues | parley queue
    """
    settings, folder = read_settings(None, posts), posts or DEFAULT_POSTS
    told = 0
    with open_means(find_home(None, folder)) as means:
        before = check_before(folder, None, settings, means)
        for issue in _load(issues):
            if not isinstance(issue, dict) or "pull_request" in issue:
                continue
            try:
                event = parse_event({"action": "edited", "issue": issue}, _("an issue"))
            except InvalidEvent:
                continue
            if why := _find_why(propose(event, folder, settings=settings, before=before, means=means)):
                told += 1
                click.echo(f"#{event.number} {visible(event.login)}: {visible(why)}")
    click.echo(ngettext("{n} issue waits.", "{n} issues wait.", told), err=True)


def _find_why(proposal: Proposal) -> str:
    """Why an issue waits; nothing where it doesn't."""
    if proposal.form is None or proposal.is_published:
        return ""
    if proposal.mistakes:
        return _("{mistakes} to fix, by its author", mistakes=count(len(proposal.mistakes), "thing"))
    if proposal.draft is None:
        return _("a {name}, which somebody has to read", name=proposal.form.name)
    return "; ".join(proposal.waits) or _("nothing: it can be merged")


def _load(stream: IO[bytes]) -> list[Any]:
    """The issues of one list, or of several that stand behind each other, as `--paginate` writes them.

    Raises:
        ParleyError: it is no list of issues.
    """
    text, decoder = stream.read().decode("utf-8", "replace").strip(), json.JSONDecoder()
    found: list[Any] = []
    while text:
        try:
            part, end = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            raise ParleyError(_("that's no list of issues in JSON; see `parley queue --help`")) from None
        found += part if isinstance(part, list) else [part]
        text = text[end:].strip()
    return found
