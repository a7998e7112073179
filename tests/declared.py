"""What a site may declare, as most tests have it: two stances and both, and practices of two sides."""

from datetime import datetime
from functools import partial
from pathlib import Path

from parley.checking import loading
from parley.forge import proposals
from parley.forge import review as reviews
from parley.model.findings import InvalidPosts
from parley.model.library import Library
from parley.model.settings import Comparisons, Declaration, Part, Settings, Side, Stance, Stances
from parley.reading.schema import list_kinds

DECLARED = Declaration(
    Stances(
        (
            Stance("old", "Old school", "#8a5714", "#e3b26c", "Old school"),
            Stance("new", "New school", "#0d6868", "#6fc9c2", "New school"),
            Stance("both", "Both schools", "#5a4a88", "#b9a8e8", "Both schools"),
        ),
        key="school",
        label="School",
        question="School you argue for",
        hint="Leave it empty if you take no side.",
        none="no school",
    ),
    Comparisons(
        (
            Side(
                "old",
                Part("old_school", "Old school", "what the old school does"),
                Part("old_wins_when", "Wins when", "when the old way is the better choice"),
                "#8a5714",
                "#e3b26c",
            ),
            Side(
                "new",
                Part("new_school", "New school", "what the new school does"),
                Part("new_wins_when", "Wins when", "when the new way is the better choice"),
                "#0d6868",
                "#6fc9c2",
            ),
        ),
        name="practice",
        path="practices",
        title="Practices",
        lead="One task per row: how the old school does it, how the new school does it, and the rule both share.",
        about="Old-school and new-school practice side by side, and when each is the better choice.",
        rule=Part("shared_rule", "The rule both share", "the etiquette both share", "Shared rule"),
        caution=Part("caution", "Caution", "what to beware of in the evidence", "Caution"),
    ),
)
KINDS = list_kinds(DECLARED)
SETTINGS = Settings(declaration=DECLARED)

check_posts = partial(loading.check_posts, declaration=DECLARED)
load_part = partial(loading.load_part, declaration=DECLARED)
propose = partial(proposals.propose, settings=SETTINGS)
review = partial(reviews.review, settings=SETTINGS)


def load_library(posts: Path, label: str = "posts", now: datetime | None = None) -> Library:
    """Load everything below `posts`.

    Raises:
        InvalidPosts: at least one file has an error; the exception carries all problems.
    """
    check = check_posts(posts, label, now)
    if check.library is None:
        raise InvalidPosts(check.problems)
    return check.library
