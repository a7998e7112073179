"""What the rules say of a pull request: what has to be fixed, and whether it goes on the site by itself."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from parley.caching.means import BARE, Means
from parley.checking.check import Check
from parley.checking.report import count
from parley.checking.rules.change.changeset import FileChange
from parley.forge.acceptance import DAY, Contributor, find_answered, find_handle, list_reasons
from parley.forge.review import Compared, compare, judge
from parley.forge.summary import SummaryLinks, render_step_summary
from parley.model.entries import Contribution
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.markup.escaping import code_block, escape_markdown
from parley.model.settings import Settings

MARK = "<!-- parley -->"
"""Begins our comment, so that it's found again and changed instead of followed by another."""

MOST = 60_000
"""Bytes of a comment: GitHub takes 65,536 characters, and Linux 131,072 bytes in a variable of the environment."""

EXCERPT = 2000
"""Characters of a new text that a comment shows."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`waits` are the reasons why a maintainer has to look; `texts` what is new or edited, by who proposes it.

    `touches` tells whether it changes anything in posts/: of what doesn't, there is nothing to say.
    """

    check: Check
    waits: tuple[str, ...]
    texts: tuple[Contribution, ...] = ()
    answered: tuple[str, ...] = ()
    touches: bool = True

    @property
    def is_accepted(self) -> bool:
        return not self.waits and not any(problem.blocks for problem in self.check.problems)


def decide(
    base: Path,
    head: Path,
    login: str,
    account: str,
    settings: Settings,
    posts: str,
    now: datetime | None = None,
    *,
    is_maintainer: bool = False,
    means: Means = BARE,
) -> Verdict:
    """Judge the posts of `head` as a change of `base`. What a maintainer proposes, a maintainer merges.

    Raises:
        NoPosts: `head` has no posts.
    """
    found = compare(base, head, posts=posts, settings=settings, now=now, means=means)
    if not isinstance(found, Compared):
        return Verdict(found, (_("the change can't be compared with what is there"),))
    told = judge(
        found.before, found.after, found.changes, login, posts=posts, account=account, is_maintainer=is_maintainer
    )
    before, after = found.before.library, found.after.library
    if before is None or after is None:
        return Verdict(told, (_("something has to be fixed first"),))
    handle = find_handle(login, account, before)
    texts = _find_texts(found.changes, posts, after)
    touches = any(change.path.startswith(f"{posts}/") for change in found.changes)
    if any(problem.blocks for problem in told.problems):
        return Verdict(told, (_("something has to be fixed first"),), texts, touches=touches)
    if is_maintainer:
        return Verdict(told, (_("a maintainer has sent it"),), texts, touches=touches)
    author = Contributor(handle, account)
    moment = now or datetime.now(UTC)
    reasons = list_reasons(author, texts, before, told.problems, moment, settings.accept)
    known = {one.path for one in before.contributions()}
    old = (one.date.written for one in texts if one.path not in known and moment - one.date.at > 2 * DAY)
    waits = (*dict.fromkeys(reasons), *(_("it's dated {day}", day=day) for day in old))
    answered = (find_answered(text, before) for text in texts if text.path not in known)
    return Verdict(told, waits, texts, tuple(dict.fromkeys(filter(None, answered))), touches=touches)


def _find_texts(changes: Iterable[FileChange], posts: str, library: Library) -> tuple[Contribution, ...]:
    paths = {change.path.removeprefix(f"{posts}/") for change in changes}
    return tuple(one for one in library.contributions() if one.path in paths)


def render_verdict(verdict: Verdict, login: str, links: SummaryLinks) -> str:
    """All that a workflow needs, as JSON on one line: whether it's accepted, and a comment for either case."""
    shown = "\n\n".join(_show(text) for text in verdict.texts[:5])
    summary = render_step_summary(verdict.check, links).strip()
    waits = (
        _("A maintainer reads it first: {waits}.", waits=escape_markdown("; ".join(verdict.waits)))
        if verdict.waits
        else ""
    )
    if verdict.is_accepted:  # the comment is said where the forge has refused the merge
        waits = _("It couldn't go on the site by itself, so a maintainer has to merge it.")
    calls = "\n\n".join(
        _("@{handle}: @{login} has answered you.", handle=handle, login=login) for handle in verdict.answered
    )
    comment = "\n\n".join(filter(None, (MARK, summary, waits, shown)))
    if len(comment.encode()) > MOST:
        comment = _(
            "{mark}\n\nThere is more to say than a comment holds: see the summary of the check 'Posts'.", mark=MARK
        )
    thanks = _("Thank you. This is accepted and will be on the site in about two minutes.")
    published = "\n\n".join(filter(None, (MARK, thanks, calls)))
    errors = sum(problem.blocks for problem in verdict.check.problems)
    return json.dumps(
        {
            "accepted": verdict.is_accepted,
            "silent": not (verdict.touches or errors),
            "state": "pending" if errors else "success",
            "told": _("{mistakes} to fix", mistakes=count(errors, "thing")) if errors else _("Nothing to fix"),
            "comment": comment,
            "published": published,
        }
    )


def _show(text: Contribution) -> str:
    body = text.body if len(text.body) <= EXCERPT else f"{text.body[:EXCERPT]}…"
    return f"**{escape_markdown(text.path)}**\n\n{code_block(body)}"
