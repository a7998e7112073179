"""The form with which somebody agrees, to the file it asks for."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from declared import SETTINGS
from parley.forge.issue_events import Event
from parley.forge.proposals import propose
from support import GOOD, NOW, Files

ADDRESS = "https://example.org/discussions/two-follow-ups/#reply-2026-10-02-ana"
ROOM = "agreements/discussions/two-follow-ups"


@pytest.mark.parametrize(
    ("login", "agreed", "text", "said"),
    [
        ("eve", ADDRESS, "agrees:\n  - 2026-10-02-ana\n", ""),
        ("eve", f"{ADDRESS}\n\n### School\n\nnew", "agrees:\n  - 2026-10-02-ana\nschool: new\n", ""),
        ("eve", "two-follow-ups", "agrees:\n  - post\n", ""),
        ("eve", "two-follow-up", "", "isn't a discussion"),
        ("eve", ADDRESS.replace("ana", "eve"), "", "Copy the link on the date of what you agree with."),
        ("ana", ADDRESS, "", "you wrote that yourself"),
        ("bob", ADDRESS, "", "you agree with that already"),
    ],
)
def test_an_agreement_is_made_at_once_or_told_why_not(
    tree: Callable[[Files], Path], login: str, agreed: str, text: str, said: str
) -> None:
    posts = tree({**GOOD, f"{ROOM}/bob/i1.yml": "agrees: [2026-10-02-ana]\n"})
    body = f"### What you agree with\n\n{agreed}\n"
    event = Event(17, login, 7, datetime(2026, 11, 20, tzinfo=UTC), body, ending="i17", action="opened")
    made = propose(event, posts, NOW, SETTINGS)
    assert (made.draft.text if made.draft else "", made.waits) == (text, ())
    assert said in " ".join(f"{one.message} {one.help}" for one in made.mistakes)
    assert not made.draft or made.draft.path == f"{ROOM}/{login}/i17.yml"
