"""`parley remove`: a post or a reply becomes a note, and its answers stay."""

from parley.commands.changes.naming import command
from parley.model.entries import Contribution
from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


@command("remove")
def remove(item: Contribution) -> tuple[str, str]:
    """Remove a reply, or with --post the post itself, and say why. Maintainers only.

    The site hides text and author, and shows a note with the date and the reason in its place. The text stays in the
    file and in the history of the repository; docs/moderation.md says how to remove it there.
    """
    if item.removed:
        raise ParleyError(_("'{id}' is already removed: {removed}", id=item.id, removed=shorten(item.removed, 300)))
    return "removed", "restored"
