"""Thumbs up at three forges, as their interfaces answer, to agreements."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from declared import load_library
from parley.editing.transactions import Change, write_changes
from parley.forge.reactions import draw_changes, draw_tree, find_interface, list_reactions
from support import GOOD, NOW, Files

FOLDER = "discussions/two-follow-ups"
ROOM = f"agreements/{FOLDER}"
FILES: Files = {
    **GOOD,
    f"{FOLDER}/replies/2026-10-06-ana-i17.md": "---\nauthor: ana\ndate: 2026-10-06\n---\n\nThree.\n",
    "discussions/asked/post.md": (
        "---\ntitle: Asked?\nauthor: ana\ndate: 2026-10-08T09:30:00Z\ntags: [sales]\n---\n\nWell?\n"
    ),
}
THUMBS = [
    {"content": "+1", "user": {"login": "Eve", "id": 7}},
    {"content": "heart", "user": {"login": "gil", "id": 8}},
    {"content": "+1", "user": {"login": "ana", "id": 1}},
    {"content": "+1", "user": {"login": "helper[bot]", "id": 9}},
    {"content": "+1", "user": None},
]
BASE = "https://api.github.com/repos/ana/talk"
GITHUB: Mapping[str, Any] = {
    f"{BASE}/issues?state=all": [
        {"number": 17, "created_at": "2026-10-06T10:00:00Z", "reactions": {"+1": 4}},
        {"number": 18, "created_at": "2026-10-07T10:00:00Z", "reactions": {"+1": 0}},
        {"number": 19, "created_at": "2026-10-08T09:30:00Z", "reactions": {"+1": 1}},
        {"number": 20, "created_at": "2026-10-08T09:30:00Z", "reactions": {"+1": 1}, "pull_request": {"url": "x"}},
    ],
    f"{BASE}/issues/17/reactions": THUMBS,
    f"{BASE}/issues/19/reactions": [{"content": "+1", "user": {"login": "bob", "id": 2}}],
    f"{BASE}/issues/20/reactions": [{"content": "+1", "user": {"login": "gil", "id": 8}}],
    f"{BASE}/pulls/20/files": [
        {"filename": f"posts/{FOLDER}/replies/2026-10-03-bob.yml", "status": "added"},
        {"filename": f"posts/{FOLDER}/post.md", "status": "modified"},
    ],
}
GITLAB: Mapping[str, Any] = {
    "https://gitlab.example.org/api/v4/projects/a%2Ftalk/issues?scope=all": [
        {"iid": 17, "created_at": "2026-10-06T10:00:00.123Z", "upvotes": 1},
        {"iid": 18, "upvotes": 0},
    ],
    "https://gitlab.example.org/api/v4/projects/a%2Ftalk/issues/17/award_emoji": [
        {"name": "thumbsup", "user": {"username": "eve", "id": 7}},
        {"name": "tada", "user": {"username": "gil", "id": 8}},
    ],
}
FORGEJO: Mapping[str, Any] = {"https://codeberg.org/api/v1/repos/ana/talk/issues/17/reactions": THUMBS}

Tree = Callable[[Files], Path]


def answer(answers: Mapping[str, Any]) -> Callable[[str], Any]:
    """What a forge answers, a page at a time; what was not recorded is an error."""
    return lambda address: json.loads(json.dumps(answers[address.rpartition("per_page=")[0][:-1]]))


def take_in(posts: Path, forge: str, repository: str, answers: Mapping[str, Any]) -> dict[str, str]:
    library = load_library(posts, now=NOW)
    found = list_reactions(find_interface(repository, forge), forge, library, answer(answers))
    changes, _ = draw_changes(found, library, posts)
    write_changes(posts, changes)
    return {change.path: (change.after or b"").decode() for change in changes}


def test_thumbs_of_github_become_files_and_go_again(tree: Tree) -> None:
    posts = tree(FILES)
    assert take_in(posts, "github", "https://github.com/ana/talk", GITHUB) == {
        f"{ROOM}/eve/reactions.yml": "agrees:\n  - 2026-10-06-ana-i17\n",
        f"{ROOM}/gil/reactions.yml": "agrees:\n  - 2026-10-03-bob\n",
        "agreements/discussions/asked/bob/reactions.yml": "agrees:\n  - post\n",
        "people/bob.yml": 'name: bob\nrole: contributor\naccount: "2"\n',
        "people/eve.yml": 'name: eve\nrole: contributor\naccount: "7"\n',
        "people/gil.yml": 'name: gil\nrole: contributor\naccount: "8"\n',
    }
    assert take_in(posts, "github", "https://github.com/ana/talk", GITHUB) == {}
    fewer = {**GITHUB, f"{BASE}/issues/17/reactions": THUMBS[1:]}
    assert take_in(posts, "github", "https://github.com/ana/talk", fewer) == {f"{ROOM}/eve/reactions.yml": ""}
    assert not (posts / ROOM / "eve").exists()


@pytest.mark.parametrize(
    ("forge", "repository", "answers"),
    [("gitlab", "https://gitlab.example.org/a/talk", GITLAB), ("gitea", "https://codeberg.org/ana/talk", FORGEJO)],
)
def test_other_forges_are_asked_in_their_own_way(
    tree: Tree, forge: str, repository: str, answers: Mapping[str, Any]
) -> None:
    made = take_in(tree(FILES), forge, repository, answers)
    assert made[f"{ROOM}/eve/reactions.yml"] == "agrees:\n  - 2026-10-06-ana-i17\n"
    assert not [path for path in made if "ana/" in path or "gil" in path]


def test_a_workflow_gets_a_tree_of_one_line_that_fits_into_a_variable(tree: Tree) -> None:
    posts = tree(FILES)
    library = load_library(posts, now=NOW)
    found = list_reactions(BASE, "github", library, answer(GITHUB))
    changes, _ = draw_changes(found, library, posts)
    whole, there = draw_tree([*changes, Change(f"{ROOM}/bob/reactions.yml", b"agrees: [post]\n", None)], "posts")
    assert [change.path for change in there[:-1]] == [change.path for change in changes]
    made = {one["path"]: one.get("content") for one in json.loads(whole)}
    assert made[f"posts/{ROOM}/gil/reactions.yml"] == "agrees:\n  - 2026-10-03-bob\n"
    assert json.loads(whole)[-1] == {
        "path": f"posts/{ROOM}/bob/reactions.yml",
        "mode": "100644",
        "type": "blob",
        "sha": None,
    }
    assert "\n" not in whole
    for largest in range(0, len(whole), 50):
        part, these = draw_tree(changes, "posts", largest)
        assert len(part) <= largest
        assert len(json.loads(part or "[]")) == len(these)
        assert these == changes[: len(these)]
    assert [change.path for change in these[:3]] == ["people/bob.yml", "people/eve.yml", "people/gil.yml"]
    assert draw_tree([], "posts") == ("", [])


def test_nobody_else_gets_a_handle_by_a_login_and_nothing_is_added_to_a_locked_thread(tree: Tree) -> None:
    others = {**FILES, "people/eve.yml": 'name: Eve\naccount: "4711"\n'}
    posts = tree({**others, "people/fay.yml": 'name: Fay\nbanned: spam\nbanned_since: 2026-10-01\naccount: "7"\n'})
    assert not [path for path in take_in(posts, "gitea", "https://codeberg.org/ana/talk", FORGEJO) if "eve" in path]
    post = str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", "updated: 2026-10-09\nlocked: enough\ntags:")
    locked = {**FILES, f"{FOLDER}/post.md": post}
    posts = tree(locked)
    assert take_in(posts, "gitea", "https://codeberg.org/ana/talk", FORGEJO) == {}
    there = {f"{ROOM}/eve/reactions.yml": "agrees:\n  - 2026-10-06-ana-i17\n"}
    posts = tree({**locked, **there, "people/eve.yml": 'name: Eve\naccount: "7"\n'})
    assert take_in(posts, "gitea", "https://codeberg.org/ana/talk", FORGEJO) == {}  # nor is what was there taken away


def test_a_list_of_several_pages_is_read_to_its_end(tree: Tree) -> None:
    library = load_library(tree(FILES), now=NOW)
    people = [{"content": "+1", "user": {"login": f"p{number}", "id": number + 1}} for number in range(150)]

    def fetch(address: str) -> Any:
        page = int(address.rpartition("page=")[2])
        return people[(page - 1) * 100 : page * 100]

    found = list(list_reactions("https://codeberg.org/api/v1/repos/a/b", "gitea", library, fetch))
    assert len(found) == 150
