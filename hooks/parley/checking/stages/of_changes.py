"""The checks of a change: of what somebody proposes, against the files as they are."""

from parley.checking.rules.change import others, published, rights
from parley.checking.rules.change.changeset import ChangeSet
from parley.checking.stages import Rows

CHECKS: Rows[ChangeSet] = (
    (rights.check_bans, "banned"),
    (rights.check_ownership, "not-yours", "for-a-maintainer"),
    (rights.check_signatures, "not-yours"),
    (rights.check_locks, "locked"),
    (rights.check_fixed_keys, "fixed-key"),
    (rights.check_maintainers_keys, "maintainers-key"),
    (rights.check_identities, "maintainers-key"),
    (rights.check_names, "taken-name"),
    (published.check_edits, "silent-edit", "back-dated"),
    (published.check_permalinks, "lost-permalink", "changed-permalink"),
    (published.check_pages_of_people, "lost-permalink", "changed-permalink"),
    (others.check_twins, "name-clash"),
    (others.check_answers, "missing-answer"),
    (others.check_others, "for-a-maintainer"),
)
