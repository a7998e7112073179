"""Thumbs up at the forge: what `reactions.yml` asks, puts on the branch or into a pull request, and never does."""

from typing import Any

import pytest

from forge_bed.scenes import THREAD, Scene, write_reply

pytestmark = pytest.mark.slow

ROOM = THREAD.replace("posts/", "posts/agreements/")
ISSUE = 17


def thumb(login: Any, id: Any, content: str = "+1") -> dict[str, Any]:
    return {"content": content, "user": {"login": login, "id": id}}


HOSTILE = [
    thumb("../../.github/workflows", 6001),
    thumb("a\ntree=[]", 6002),
    thumb("$(touch owned)`touch owned`", 6003),
    thumb("helper[bot]", 6004),
    thumb("Ana", 6005),
    thumb("${{ github.token }}", "abc"),
    thumb(None, None),
    thumb({"login": "x"}, [1]),
    thumb("gil", 6006, "heart"),
    {"content": "+1", "user": None},
    {"content": "+1", "user": "eve"},
    {"content": ["+1"]},
    "+1",
    None,
]


@pytest.fixture
def liked(scene: Scene) -> Scene:
    """A site of a forge at somebody's own host, with a reply that came from an issue among many."""
    repo = scene.forge.repo
    settings = repo.read("main", "mkdocs.yml").replace("    # forge: github", "    forge: github")
    repo.commit("main", {"mkdocs.yml": settings, **write_reply("ana", id=f"i{ISSUE}")})
    for number in range(1, 61):
        scene.open_issue("Nothing.", number=number)
    scene.forge.thumbs[ISSUE] = [
        *HOSTILE,
        *(thumb(f"p{number}", 7000 + number) for number in range(60)),
        thumb("Bob", 77),
    ]
    return scene


def list_made(scene: Scene, revision: str = "main") -> set[str]:
    """Who agrees, by the files that the job has made."""
    paths = {path for path in scene.forge.list_files(revision) if path.startswith("posts/agreements/")}
    assert all(path.startswith(ROOM) and path.endswith("/reactions.yml") for path in paths)
    return {path.split("/")[-2] for path in paths}


WANTED = {"bob", *(f"p{number}" for number in range(60))}


def test_thumbs_on_all_pages_become_files_and_hostile_ones_nothing(liked: Scene) -> None:
    forge = liked.forge
    before = forge.list_files()
    run = liked.take_in_reactions()
    assert not run.is_red, run.log
    assert list_made(liked) == WANTED
    new = forge.list_files() - before
    assert {path.split("/")[1] for path in new} == {"agreements", "people"}
    assert forge.repo.read("main", f"{ROOM}/bob/reactions.yml").startswith("agrees:\n  - ")
    assert forge.dispatched == ["publish.yml"]
    assert forge.pulls == {}
    asked = {request.job for request in forge.requests if request.method == "GET" and "reactions" in request.path}
    assert asked == {"ask"}
    assert {request.job for request in forge.requests if request.method != "GET"} == {"write", "publish"}
    assert not list(liked.runner.folder.rglob("owned"))
    main = forge.main()
    run = liked.take_in_reactions()
    assert not run.is_red, run.log
    assert (forge.main(), set(run.jobs)) == (main, {"ask"}), "nothing is new, so nothing is written"
    forge.thumbs[ISSUE] = [thumb("Bob", 77)]
    assert not liked.take_in_reactions().is_red
    assert list_made(liked) == {"bob"}, "what was taken back there is taken back here"


def test_a_checked_branch_gets_them_by_a_pull_request_that_is_merged(liked: Scene) -> None:
    liked.forge.settings.checked = True
    run = liked.take_in_reactions()
    assert not run.is_red, run.log
    (pull,) = liked.forge.pulls.values()
    assert pull.merged
    assert list_made(liked) == WANTED
    assert liked.forge.dispatched == ["publish.yml"]


def test_a_branch_that_wants_a_person_has_one_pull_request_that_each_run_brings_up_to_date(liked: Scene) -> None:
    forge = liked.forge
    forge.settings.protected = True
    for thumbs in (forge.thumbs[ISSUE], [thumb("Bob", 77)]):
        forge.thumbs[ISSUE] = thumbs
        run = liked.take_in_reactions()
        assert not run.is_red, run.log
        (pull,) = forge.pulls.values()
        assert (pull.merged, pull.state, forge.dispatched) == ("", "open", [])
        assert list_made(liked) == set()
    assert list_made(liked, "refs/heads/reactions") == {"bob"}


@pytest.mark.parametrize("request_", ["GET /issues", f"GET /issues/{ISSUE}/reactions"])
def test_a_forge_that_does_not_answer_changes_nothing(liked: Scene, request_: str) -> None:
    liked.forge.settings.fails[request_] = 502
    main = liked.forge.main()
    run = liked.take_in_reactions()
    assert run.jobs == {"ask": "failure"}, run.log
    assert "the Git host answered 502" in run.log
    assert (liked.forge.main(), [one for one in liked.forge.requests if one.method != "GET"]) == (main, [])
