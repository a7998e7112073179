"""What is said about an issue that was written with a form: a comment to its author, and a pull request.

Markdown for the forge. Texts of contributors are escaped, but for the author's own login, which calls them.
"""

import base64
import json
from dataclasses import dataclass

from parley.checking.report import count
from parley.forge.issue_forms import Mistake
from parley.forge.proposals import LABEL, Proposal
from parley.model import layout
from parley.model.findings import shorten
from parley.model.markup.escaping import code_block, code_span, escape_markdown

MAX_SHOWN = 20
"""Mistakes that a comment shows; GitHub takes 65,536 characters."""

ACCEPTED = "accepted"
"""The label by which a maintainer asks for the file; the workflow knows it too."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a workflow needs, in texts; `path` and what belongs to the pull request are empty without a file.

    `path`, `person_path`, `branch` and `title` hold letters, digits and a few signs that mean nothing to a shell or in
    an address. `person` is the file of a newcomer, where it is somebody's first contribution.
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

    def to_json(self, indent: int | None = None) -> str:
        """The fields by their names, in ASCII; without `indent` on one line. Files are in Base64, for the forge."""
        values = {name: getattr(self, name) for name in self.__slots__}
        for name in ("content", "person"):
            values[name] = base64.b64encode(values[name].encode()).decode()
        return json.dumps(values, indent=indent)


def answer(proposal: Proposal) -> Answer:
    """Put what became of an issue into words."""
    if proposal.mistakes:
        return Answer(ok=False, comment=_render_mistakes(proposal.mistakes))
    if proposal.form is None:
        return Answer(ok=False, comment=_NO_FORM)
    if proposal.draft is None:
        return Answer(ok=True, comment=_render_request(proposal))
    number = proposal.event.number
    return Answer(
        ok=True,
        comment=f"Thank you. What you wrote is now in a pull request linked to this issue. {_NEXT}",
        path=f"{LABEL}/{proposal.draft.path}",
        content=proposal.draft.text,
        branch=f"issue-{number}",
        title=proposal.title,
        message=f"{proposal.title}\n\nFrom issue #{number}.\n{_credit(proposal)}",
        body=_render_body(proposal),
        person_path=f"{LABEL}/{proposal.person.path}" if proposal.person else "",
        person=proposal.person.text if proposal.person else "",
    )


_NEXT = "A maintainer reads it next; there's nothing you have to do."

_NO_FORM = (
    "This issue wasn't written with one of the forms, so no file can be made from it. "
    "Please open a new issue and choose 'New discussion' or 'Reply'."
)


def _render_mistakes(mistakes: tuple[Mistake, ...]) -> str:
    parts = [
        f"Thank you for writing. **{count(len(mistakes), 'thing')} to fix** before it can go on the site:",
        *(_render_mistake(mistake) for mistake in mistakes[:MAX_SHOWN]),
    ]
    if len(mistakes) > MAX_SHOWN:
        parts.append(f"{len(mistakes) - MAX_SHOWN} more are shown once these are fixed.")
    parts.append(
        "To fix it, edit the first message of this issue: the three dots above it, then 'Edit'. Leave the headings as "
        f"they are. Then say so here; a maintainer sets the label {code_span(ACCEPTED)} again, and it is read again."
    )
    return "\n\n".join(parts) + "\n"


def _render_mistake(mistake: Mistake) -> str:
    head = f"**{escape_markdown(mistake.label)}**: " if mistake.label else ""
    text = f"{head}{escape_markdown(mistake.message)}. {escape_markdown(mistake.help)}".strip()
    return f"{text}\n\n{code_block(shorten(mistake.excerpt, 200))}" if mistake.excerpt.strip() else text


def _render_request(proposal: Proposal) -> str:
    """To a report or a correction, from which nothing is published by itself."""
    what = "report" if proposal.form and proposal.form.name == "report" else "correction"
    about = (
        f"It is about the file {code_span(proposal.about)}."
        if proposal.about
        else "The address in it isn't that of a post or reply here, so somebody has to look for it."
    )
    return (
        f"Thank you for this {what}. For the maintainers: it's accepted, but no file is made from it automatically. "
        f"{about}\n"
    )


def _render_body(proposal: Proposal) -> str:
    parts = [
        f"Written by @{proposal.handle} with a form, in #{proposal.event.number}. Closes #{proposal.event.number}.",
        "The file has been checked as part of the whole site: nothing to fix. GitHub starts no check by itself for "
        "a pull request that a workflow opens; to run it here, close this one and open it again.",
    ]
    if proposal.warnings:
        parts.append("For a maintainer to decide:")
        parts += [
            f"- line {warning.line}: {escape_markdown(warning.message)}. {escape_markdown(warning.help)}"
            for warning in proposal.warnings[:MAX_SHOWN]
        ]
    return "\n\n".join(parts) + "\n"


def _credit(proposal: Proposal) -> str:
    """Names the author in the commit, by the address that the forge keeps for everybody who hides theirs."""
    event = proposal.event
    if not event.user_id or not layout.is_login(proposal.handle):
        return ""
    return f"\nCo-authored-by: {event.login} <{event.user_id}+{event.login}@users.noreply.github.com>\n"
