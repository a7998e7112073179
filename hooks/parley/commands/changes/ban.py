"""`parley ban`: somebody may not write here any more, or may again."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from parley.commands.changes.changing import change_keys, make_changes
from parley.commands.shared.common import DRY_RUN, POSTS, read_part, without_replies
from parley.commands.shared.texts import typed
from parley.editing.drafts import draft_person
from parley.editing.transactions import Change
from parley.model import layout
from parley.model.entries import Moment, Person
from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.schema import list_kinds


@click.command()
@click.argument("handle")
@click.argument("reason", type=typed, required=False, default="")
@click.option("--off", is_flag=True, help="Let them write again.")
@DRY_RUN
@POSTS
def ban(handle: str, reason: str, off: bool, dry_run: bool, posts: Path | None) -> None:
    """Stop a person from writing here, and say why. Maintainers only.

    What they have written stays; nothing new of theirs passes the check. Handle, day and reason are shown on
    /moderation/, and stand in people/HANDLE.yml: a new login of the same account is stopped, too.
    """
    library = read_part(posts, without_replies).library
    name = handle.strip().lstrip("@").lower()
    person = next((one for one in library.people.values() if name in (one.handle, *one.aliases)), None)
    path = person.path if person else f"people/{name}.yml"
    if off:
        if not person or not person.banned:
            raise ParleyError(_("'{name}' isn't banned", name=shorten(name)))
        change = change_keys(posts, path, {}, without=("banned", "banned_since"))
        bare = draft_person(Person(person.handle, person.handle, path=path), list_kinds(library.declaration))
        changes = [replace(change, after=None) if change.after == bare.text.encode() else change]
    else:
        if not reason:
            raise ParleyError(_('say why: parley ban HANDLE "Advertising."'))
        if person and person.banned:
            raise ParleyError(
                _("'{handle}' is already banned: {banned}", handle=person.handle, banned=shorten(person.banned, 300))
            )
        now = Moment(datetime.now(UTC).replace(microsecond=0))
        values = {"banned": " ".join(reason.split()), "banned_since": now.written}
        if person:
            changes = [change_keys(posts, path, values)]
        else:
            if not layout.is_name(name, layout.HANDLE):
                raise ParleyError(
                    _(
                        "'{name}' can't be a handle; those are {wanted}",
                        name=shorten(name),
                        wanted=_(layout.HANDLE.wanted),
                    )
                )
            new = Person(name, name, path=path, banned=values["banned"], banned_since=now)
            made = draft_person(new, list_kinds(library.declaration))
            changes = [Change(path, None, made.text.encode())]
    make_changes(posts, changes, dry_run=dry_run)
