"""The checks of a change: of what somebody proposes, against the files as they are."""

from parley.checking.rules.change import identities, keys, others, ownership, permalinks, rewriting
from parley.checking.rules.change.changeset import ChangeSet
from parley.checking.stages import Rows

CHECKS: Rows[ChangeSet] = (
    (ownership.check_ownership, "not-yours"),
    (ownership.check_locks, "locked"),
    (keys.check_fixed_keys, "fixed-key"),
    (keys.check_maintainers_keys, "maintainers-key"),
    (identities.check_identities, "maintainers-key"),
    (identities.check_names, "taken-name"),
    (rewriting.check_edits, "silent-edit", "back-dated"),
    (permalinks.check_permalinks, "lost-permalink", "changed-permalink"),
    (permalinks.check_pages_of_people, "lost-permalink", "changed-permalink"),
    (others.check_twins, "name-clash"),
    (others.check_others, "for-a-maintainer"),
)
