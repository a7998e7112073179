"""What is said about an issue that was written with a form: a comment to its author, and a pull request.

Markdown for the forge. Texts of contributors are escaped, but for the author's own login, which calls them.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from parley.checking.report import count
from parley.forge.issue_events import ACCEPTED
from parley.forge.issue_forms import Mistake
from parley.forge.proposals import LABEL, Proposal
from parley.model import layout
from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _, show_labelled, show_sentences
from parley.model.markup.escaping import code_block, code_span, escape_markdown

MAX_SHOWN = 20
"""Mistakes that a comment shows; GitHub takes 65,536 characters."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a workflow needs, in texts; `path` and what belongs to the pull request are empty without a file.

    `path`, `person_path`, `branch` and `title` hold letters, digits and a few signs that mean nothing to a shell or in
    an address. `person` is the file of a newcomer, where it is somebody's first contribution.
    Where it is `accepted`, no maintainer has to look, and `published` takes the place of the comment once it is on the
    site. `author` and `email` are those of the commit. `replaces` is git's name of what the file at `path` held when it
    was read, and empty for a new one: nothing is put in the place of anything else. Where something else came first,
    `again` says that the text is read again, and `outdated` asks its author for that; `accepted_text` is the digest of
    a text that a maintainer has asked for. Without a comment there is nothing to say.
    """

    ok: bool
    comment: str
    path: str = ""
    content: str = ""
    branch: str = ""
    title: str = ""
    message: str = ""
    body: str = ""
    person_path: str = ""
    person: str = ""
    accepted: bool = False
    published: str = ""
    author: str = ""
    email: str = ""
    replaces: str = ""
    again: str = ""
    outdated: str = ""
    accepted_text: str = ""

    def to_json(self, indent: int | None = None) -> str:
        """The fields by their names, in ASCII; without `indent` on one line. Files stand there plain and in Base64."""
        values = {name: getattr(self, name) for name in self.__slots__}
        values |= {"text": self.content, "person_text": self.person}
        for name in ("content", "person"):
            values[name] = base64.b64encode(values[name].encode()).decode()
        return json.dumps(values, indent=indent)


def answer(proposal: Proposal, site_url: str = "") -> Answer:
    """Put what became of an issue into words; `site_url` is where the site stands, if that is known."""
    if proposal.mistakes:
        return Answer(ok=False, comment=_render_mistakes(proposal.mistakes))
    if proposal.form is None:
        return Answer(ok=not proposal.event.is_accepted, comment=_(_NO_FORM) if proposal.event.is_accepted else "")
    if proposal.is_published:
        return Answer(ok=True, comment=_render_known(proposal, site_url))
    if proposal.draft is None:
        return Answer(ok=True, comment=_render_request(proposal))
    number = proposal.event.number
    return Answer(
        ok=True,
        comment=_render_waiting(proposal, site_url),
        path=f"{LABEL}/{proposal.draft.path}",
        content=proposal.draft.text,
        branch=f"issue-{number}",
        title=proposal.title,
        message=f"{proposal.title}\n\nFrom issue #{number}.\n",
        body=_render_body(proposal),
        person_path=f"{LABEL}/{proposal.person.path}" if proposal.person else "",
        person=proposal.person.text if proposal.person else "",
        accepted=not proposal.waits,
        published=_render_published(proposal, site_url),
        author=proposal.event.login,
        email=_find_email(proposal),
        replaces=_name_blob(proposal.before),
        again=" ".join((_(_OVERTAKEN), _(_READ_AGAIN))) + "\n",
        outdated=" ".join((_(_OVERTAKEN), _(_SAVE_AGAIN))) + "\n",
        accepted_text=proposal.event.digest if proposal.event.is_accepted else "",
    )


_OVERTAKEN = N_(
    "Thank you for writing. While your text was read, what it is about was changed, or another discussion with its "
    "title went on the site."
)
_READ_AGAIN = N_("It is read again by itself, with what is there now. There is nothing to do for you.")
_SAVE_AGAIN = N_("Edit the first message of this issue, or change nothing and save it: it is read again.")


def _name_blob(data: bytes | None) -> str:
    """The name that git has for the content of a file (gitformat-loose)."""
    if data is None:
        return ""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _render_waiting(proposal: Proposal, site_url: str) -> str:
    thanks = _("Thank you for writing.") if _name(proposal) == "text" else _("Thank you.")
    what = _("your {proposal} is in a pull request linked to this issue.", proposal=_name(proposal))
    parts = [_("{thanks} Nothing has to be fixed; {what}", thanks=thanks, what=what)]
    if proposal.waits:
        parts.append(
            _(
                "A maintainer reads it before it goes on the site: {waits}.",
                waits=escape_markdown("; ".join(proposal.waits)),
            )
        )
        parts.append(
            _(
                "For the maintainers: merge the pull request, or give this issue the label {accepted}.",
                accepted=code_span(ACCEPTED),
            )
        )
    else:
        parts.append(_("It couldn't go on the site by itself, so a maintainer has to merge it."))
    parts.append(_("To change your text until then, edit the first message of this issue."))
    if site_url:
        page, mark, anchor = proposal.place.partition("#")
        address = f"{site_url}{page}?issue={proposal.event.number}{mark}{anchor}"
        parts.append(
            _("Until it's there, your own device can show this issue beside its place: {address}", address=address)
        )
    parts += _tell_handle(proposal)
    return "\n\n".join((" ".join(parts), *_list_repairs(proposal))) + "\n"


def _name(proposal: Proposal) -> str:
    return "agreement" if proposal.form and proposal.form.name == "agreement" else "text"


def _list_repairs(proposal: Proposal) -> list[str]:
    """What was read otherwise than it was written, for its author to look at."""
    if not proposal.repairs:
        return []
    shown = [f"- {escape_markdown(what)}" for what in proposal.repairs[:MAX_SHOWN]]
    if len(proposal.repairs) > MAX_SHOWN:
        shown.append(_("- and {repairs} more", repairs=len(proposal.repairs) - MAX_SHOWN))
    return [_("Not all of it was read as it was written:"), "\n".join(shown)]


def _tell_handle(proposal: Proposal) -> Iterator[str]:
    if own := proposal.stands_in:
        yield _(
            "You write here as {own}: {handle} is somebody of an archive. If that was you, tell a "
            "maintainer, and both become yours.",
            own=code_span(own),
            handle=code_span(proposal.handle),
        )


def _render_published(proposal: Proposal, site_url: str) -> str:
    where = (
        _(" You can read it in about two minutes: {site_url}{address}", site_url=site_url, address=proposal.address)
        if site_url
        else ""
    )
    parts = [
        _(
            "Thank you. Your {proposal} is accepted and will be on the site soon.{where}",
            proposal=_name(proposal),
            where=where,
        )
    ]
    parts += _list_repairs(proposal)
    parts += _tell_handle(proposal)
    if proposal.answered:
        parts.append(_("@{handle}: @{login} has answered you.", handle=proposal.answered, login=proposal.event.login))
    return "\n\n".join(parts) + "\n"


def _render_known(proposal: Proposal, site_url: str) -> str:
    where = (
        f": {site_url}{proposal.address}" if site_url else _(", at {value}", value=code_span(f"/{proposal.address}"))
    )
    return _(
        "What this issue asked for is on the site already{where}. It isn't published again. To "
        "change it, use 'Edit' below your text there, or the form 'Correct a fact'.\n",
        where=where,
    )


_NO_FORM = N_(
    "This issue wasn't written with one of the forms, so no file can be made from it. Please "
    "open a new issue and choose 'New discussion' or 'Reply'."
)


def _render_mistakes(mistakes: tuple[Mistake, ...]) -> str:
    parts = [
        _(
            "Thank you for writing. **{mistakes} to fix** before it can go on the site:",
            mistakes=count(len(mistakes), "thing"),
        ),
        *(_render_mistake(mistake) for mistake in mistakes[:MAX_SHOWN]),
    ]
    if len(mistakes) > MAX_SHOWN:
        parts.append(_("{mistakes} more are shown once these are fixed.", mistakes=len(mistakes) - MAX_SHOWN))
    parts.append(
        _(
            "To fix it, edit the first message of this issue: the three dots above it, then 'Edit'. "
            "Leave the headings as they are. It is read again as soon as you save it."
        )
    )
    return "\n\n".join(parts) + "\n"


def _render_mistake(mistake: Mistake) -> str:
    text = show_sentences(escape_markdown(mistake.message), escape_markdown(mistake.help))
    text = show_labelled(f"**{escape_markdown(mistake.label)}**", text) if mistake.label else text
    return f"{text}\n\n{code_block(shorten(mistake.excerpt, 200))}" if mistake.excerpt.strip() else text


def _render_request(proposal: Proposal) -> str:
    """To a report or a correction, from which nothing is published by itself."""
    what = "report" if proposal.form and proposal.form.name == "report" else "correction"
    about = (
        _("It is about the file {about}.", about=code_span(proposal.about))
        if proposal.about
        else _("The address in it isn't that of a post or reply here, so somebody has to look for it.")
    )
    return _(
        "Thank you for this {what}. For the maintainers: it's accepted, but no file is made from "
        "it automatically. {about}\n",
        what=what,
        about=about,
    )


def _render_body(proposal: Proposal) -> str:
    parts = [
        _("Written by @{handle} with a form, in #{number}.", handle=proposal.handle, number=proposal.event.number)
        + f" Closes #{proposal.event.number}.",
        _("The file has been checked as part of the whole site: nothing to fix. A merge puts it on the site."),
    ]
    if proposal.warnings:
        parts.append(_("For a maintainer to decide:"))
        parts += [
            _(
                "- line {line}: {message}. {help}",
                line=warning.line,
                message=escape_markdown(warning.message),
                help=escape_markdown(warning.help),
            )
            for warning in proposal.warnings[:MAX_SHOWN]
        ]
    return "\n\n".join(parts) + "\n"


def _find_email(proposal: Proposal) -> str:
    """The address of the author that the forge keeps for everybody who hides theirs, or nothing."""
    event = proposal.event
    if not event.user_id or not layout.is_login(proposal.handle):
        return ""
    return f"{event.user_id}+{event.login}@users.noreply.github.com"
