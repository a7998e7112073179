"""Whether a contribution goes on the site by itself, or waits for a maintainer and why.

A rule decides, the same for everybody (`extra.parley.accept` and `posts/policy.yml`); what it can't be sure of waits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from parley.checking.report import count
from parley.checking.rules.change.actors import is_same
from parley.model import layout
from parley.model.characters import SHAPELESS
from parley.model.entries import Contribution, Reply, kind_of, stand_in
from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.lookup import find_post_of, find_reply, is_about
from parley.model.markup.markdown import render, render_words
from parley.model.problems import Problem
from parley.model.settings import Accept
from parley.reading.schema import list_kinds


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who contributes: the handle here, and the number of the account at the forge, where it is known."""

    handle: str
    account: str = ""


def find_handle(login: str, account: str, library: Library) -> str:
    """The handle of somebody who writes: the one of their account here, else their login, unless an archive has that.

    Nothing where neither can be one.
    """
    handle = login.lower()
    same = next((one.handle for one in library.people.values() if is_same(one.account, account)), "")
    there = library.people.get(handle)
    if there and there.is_of_archive:
        return same or stand_in(handle, account)
    return handle if layout.is_name(handle, layout.HANDLE) else same


def list_reasons(
    author: Contributor,
    texts: Sequence[Contribution],
    library: Library,
    warnings: Sequence[Problem],
    now: datetime,
    accept: Accept,
) -> Iterator[str]:
    """Why new contributions of an author wait for a maintainer, some more than once; nothing where they don't.

    `library` is the site as it is, and `warnings` are what the check has to say of the change.
    """
    policy = library.policy
    if accept == "off":
        yield _("a maintainer reads everything here")
    elif accept == "known" and not is_known(author, library):
        yield _("it's a first contribution")
    for warning in warnings:
        if warning.rule not in HARMLESS:
            yield f"{warning.message}"
    recent = sum(one.author == author.handle and now - one.published.at < DAY for one in library.contributions())
    if recent + len(texts) > policy.a_day:
        yield _("it would be more than {a_day} of one person in 24 hours", a_day=count(policy.a_day, "contribution"))
    for text in texts:
        said = list_texts(text, library)
        links = sum(map(count_links, said)) + len(text.sources)
        if links > policy.links:
            yield _("it has {links}; more than {most} wait", links=count(links, "link"), most=policy.links)
        seen = "\n".join(render_words(one) for one in said)  # as readers see them
        words = " ".join(SHAPELESS.sub("", seen).casefold().split())
        for word in policy.words:
            if re.search(rf"(?<!\w){re.escape(' '.join(word.casefold().split()))}(?!\w)", words):
                yield _("it holds '{phrase}'", phrase=shorten(" ".join(word.split()), 40))
        post = find_post_of(text.path, library)
        if post and any(is_about(quiet.thread, post, library) and quiet.holds(now) for quiet in policy.quiet):
            yield _("replies to this thread wait at this hour")


DAY = timedelta(days=1)

HARMLESS = frozenset({"untidy", "not-shown"})
"""What the check says of a contribution that nobody needs to decide on."""

_LINK = re.compile("<a href=")


def count_links(text: str) -> int:
    """The links of a text as they are drawn, to wherever they lead."""
    return len(_LINK.findall(render(text, contribution_id="x", here="", heading=1)))


def list_texts(item: Contribution, library: Library) -> tuple[str, ...]:
    """Everything that readers see of a contribution: its text, and whatever its keys say."""
    values = (item.get(key.field or key.name) for key in list_kinds(library.declaration)[kind_of(item)].keys)
    said = [value for value in values if isinstance(value, str)]
    said += [one for value in values if isinstance(value, tuple) for one in value if isinstance(one, str)]
    sources = (f"{source.name} {source.date}" for source in item.sources)
    return (item.body, *item.asides, *said, *(getattr(item, "questions", ())), *sources)


def is_known(author: Contributor, library: Library) -> bool:
    """Tell whether somebody has something published here, by the account where its number is known.

    A login that was given up can be taken by somebody else; so where both numbers are known they decide.
    """
    person = library.people.get(author.handle)
    if person and person.account and author.account and not is_same(person.account, author.account):
        return False
    if person and person.is_of_archive:
        return False  # somebody of an archive, whose account nobody knows
    return any(one.author == author.handle for one in library.contributions())


def find_answered(item: Contribution | None, library: Library) -> str:
    """The handle of whom a reply answers, where it is known to be a login and its owner wants to be called."""
    post = find_post_of(item.path, library) if isinstance(item, Reply) else None
    if post is None or not isinstance(item, Reply):
        return ""
    parent: Contribution | None = find_reply(library.replies_to(post), item.reply_to) if item.reply_to else post
    person = library.people.get(parent.author) if parent else None
    if person is None or not person.account or person.quiet or person.is_voice:
        return ""
    return person.handle if person.handle != item.author else ""
