"""What we need to know of a forge."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forge:
    """Patterns of addresses, see the package.

    `new_file` opens the page for a new file, with `folder` and `name`; `with_text` fills it with `text` besides, and is
    empty where the forge cannot. `issue` opens a new issue: one that has forms for issues takes `template`, `title` and
    behind it the fields of the form (`issue_fields`), another takes `title` and `text`.
    `history` shows all changes of a file at `path`.
    """

    name: str
    title: str
    new_file: str
    with_text: str
    issue: str
    issue_fields: bool
    history: str
    first_time: str
    """What somebody meets who has never sent anything here, in one sentence."""
