"""`parley restore`: what was removed can be read again."""

from parley.commands.changes.naming import command
from parley.model.entries import Contribution, Reply
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


@command("restore")
def restore(item: Contribution) -> tuple[str, str]:
    """Restore a removed reply, or with --post the removed post, and say why. Maintainers only.

    Its text and author, which are still in the file, can be read again; /moderation/ says when and why.
    """
    if isinstance(item, Reply) and item.moved_to:
        raise ParleyError(
            _("'{id}' was moved to {moved_to}; move it back with `parley move`", id=item.id, moved_to=item.moved_to)
        )
    if not item.removed:
        raise ParleyError(_("'{id}' isn't removed", id=item.id))
    return "restored", "removed"
