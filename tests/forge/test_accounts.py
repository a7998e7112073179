"""A login can be given up and taken by another: the number of the account tells who is who."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from declared import check_posts, load_library, propose, review
from feeding import build_feeds
from parley.checking.rules.change.actors import is_same
from parley.commands.cli import main
from parley.forge.answers import answer
from parley.forge.issue_events import load_event
from parley.model import urls
from parley.model.entries import CAME
from parley.model.settings import Settings
from parley.rendering.data.thread_data import build_thread_data
from parley.rendering.pages import build_pages
from parley.rendering.pages.redirects import build_redirects
from parley.rendering.theme import environment
from support import GOOD, NOW, ROOT, Files, write_tree

REPLIES = "discussions/two-follow-ups/replies"
BOBS = f"{REPLIES}/2026-10-03-bob.yml"
EDITED = str(GOOD[BOBS]).replace("body:", "updated: 2026-10-07\nbody:").replace("new.", "new. Or three.")
NEW = f"{REPLIES}/2026-10-06-new.md"


def new_by(author: str) -> Files:
    return {NEW: f"---\nauthor: {author}\ndate: 2026-10-06\n---\n\nMore.\n"}


BOB: Files = {**GOOD, "people/bob.yml": 'name: Bob\naccount: "42"\n'}
MOVED: Files = {**GOOD, "people/robert.yml": 'name: Bob\naliases: [bob]\naccount: "42"\n'}


def judge(
    tmp_path: Path, base: Files, edit: Mapping[str, str | bytes | None], login: str, account: str = ""
) -> set[str]:
    for side in ("base", "head"):
        shutil.rmtree(tmp_path / side, ignore_errors=True)
    write_tree(tmp_path / "base" / "posts", base)
    head = {path: text for path, text in {**base, **edit}.items() if text is not None}
    write_tree(tmp_path / "head" / "posts", head)
    found = review(tmp_path / "base", tmp_path / "head", login, now=NOW, account=account)
    return {problem.rule for problem in found.problems}


@pytest.mark.parametrize("base", [BOB, MOVED], ids=["under the old handle", "with the former handle"])
def test_after_a_rename_of_the_login_the_author_edits_and_who_takes_the_old_one_does_not(
    tmp_path: Path, base: Files
) -> None:
    edit = {BOBS: EDITED}
    assert judge(tmp_path, base, edit, "robert", "42") == set()
    assert judge(tmp_path, base, edit, "robert", "github:42") == set()
    assert judge(tmp_path, base, edit, "bob", "666") == {"not-yours"}
    assert judge(tmp_path, base, edit, "robert", "666") == {"not-yours"}
    assert judge(tmp_path, base, edit, "eve", "43") == {"not-yours"}


def test_without_a_number_the_login_decides_and_a_former_handle_is_its_persons(tmp_path: Path) -> None:
    edit = {BOBS: EDITED}
    assert judge(tmp_path, GOOD, edit, "bob", "42") == set()
    assert judge(tmp_path, BOB, edit, "bob") == set()
    assert judge(tmp_path, MOVED, edit, "robert") == set()
    assert judge(tmp_path, MOVED, edit, "bob") == {"not-yours"}


def test_who_takes_a_freed_login_writes_nothing_under_it(tmp_path: Path) -> None:
    for base in (BOB, MOVED):
        assert judge(tmp_path, base, new_by("bob"), "bob", "666") == {"not-yours"}
    assert judge(tmp_path, BOB, {"people/bob.yml": "name: Bobby\n"}, "bob", "666") == {"not-yours"}
    assert judge(tmp_path, BOB, new_by("robert"), "robert", "42") == set()
    assert "alias-clash" in judge(tmp_path, MOVED, {"people/bob.yml": "name: Bobby\n"}, "mia")


def test_a_login_of_an_archive_writes_under_its_stand_in_unless_somebody_else_is_called_so(tmp_path: Path) -> None:
    base = {**GOOD, "people/ana.yml": f"name: Ana\nabout: {CAME.format(name='old')}\n"}
    assert judge(tmp_path, base, new_by("ana-5"), "ana", "github:5") == set()
    assert judge(tmp_path, base, new_by("ana-6"), "ana", "5") == {"not-yours"}
    assert judge(tmp_path, base, new_by("ana"), "ana", "5") == {"not-yours"}
    taken: Files = {**base, "people/ana-5.yml": "name: Ana Five\n"}
    assert judge(tmp_path, taken, new_by("ana-5"), "ana", "5") == {"not-yours"}


def test_a_role_goes_with_the_account_and_not_with_the_login(tmp_path: Path) -> None:
    base = {**GOOD, "people/mia.yml": 'name: Mia Maintains\nrole: maintainer\naccount: "7"\n'}
    assert judge(tmp_path, base, {BOBS: EDITED}, "mia", "7") == set()
    assert judge(tmp_path, base, {BOBS: EDITED}, "mia-new", "7") == set()
    assert judge(tmp_path, base, {BOBS: EDITED}, "mia", "8") == {"not-yours"}


def test_a_person_moves_to_a_new_login_with_their_own_hands(tmp_path: Path) -> None:
    moved: dict[str, str | bytes | None] = {
        "people/bob.yml": None,
        "people/robert.yml": str(MOVED["people/robert.yml"]),
    }
    assert judge(tmp_path, BOB, moved, "robert", "42") == set()
    assert "maintainers-key" in judge(tmp_path, BOB, moved, "robert", "666")
    assert "not-yours" in judge(tmp_path, BOB, moved, "robert", "666")
    stolen: dict[str, str | bytes | None] = {"people/eve.yml": "name: Eve\naliases: [ana]\n"}
    assert judge(tmp_path, GOOD, stolen, "eve", "43") == {"maintainers-key"}


def test_nobody_writes_a_number_that_is_not_theirs(tmp_path: Path) -> None:
    assert judge(tmp_path, GOOD, {"people/ana.yml": 'name: Ana\naccount: "5"\n'}, "ana", "5") == set()
    assert judge(tmp_path, GOOD, {"people/ana.yml": 'name: Ana\naccount: "5"\n'}, "ana", "6") == {"maintainers-key"}
    assert judge(tmp_path, GOOD, {"people/ana.yml": 'name: Ana\naccount: "5"\n'}, "ana") == {"maintainers-key"}
    assert judge(tmp_path, BOB, {"people/bob.yml": "name: Bob\n"}, "bob", "42") == {"maintainers-key"}


def test_a_page_of_a_person_leads_on(tmp_path: Path) -> None:
    by_robert: dict[str, str | bytes | None] = {BOBS: str(GOOD[BOBS]).replace("author: bob", "author: robert")}
    assert judge(tmp_path, GOOD, by_robert, "mia") == {"changed-permalink"}
    assert judge(tmp_path, GOOD, {**by_robert, "people/robert.yml": "name: Bob\naliases: [bob]\n"}, "mia") == set()
    base = {**GOOD, "people/zoe.yml": "name: Zoe\naliases: [zo]\n"}
    assert judge(tmp_path, base, {"people/zoe.yml": None}, "zoe") == {"lost-permalink"}
    assert judge(tmp_path, base, {"people/zoe.yml": "name: Zoe\n"}, "zoe") == {"lost-permalink"}
    assert judge(tmp_path, base, {"people/zoe.yml": "name: Zoe\n"}, "mia") == {"changed-permalink"}


@pytest.mark.parametrize(
    ("written", "file", "told"),
    [
        (1, None, {"changed-permalink"}),
        (2, "name: zoe\n", {"changed-permalink"}),
        (1, "name: Zoe Zed\n", set()),
        (3, None, set()),
        (0, None, {"lost-permalink"}),
    ],
)
def test_who_takes_back_a_file_hears_of_the_page_that_nothing_else_has_earned(
    tmp_path: Path, written: int, file: str | None, told: set[str]
) -> None:
    day = "2026-10-{:02}".format
    text = "---\nauthor: zoe\ndate: {}\n---\n\nMore.\n"
    base = {f"{REPLIES}/{day(number)}-zoe.md": text.format(day(number)) for number in range(6, 6 + written)}
    files = {**GOOD, **base, "people/zoe.yml": "name: zoe\nabout: Grows beans.\n"}
    assert judge(tmp_path, files, {"people/zoe.yml": file}, "zoe") == told


def test_what_was_written_under_a_former_handle_is_by_the_person(tmp_path: Path) -> None:
    library = load_library(write_tree(tmp_path / "posts", MOVED), now=NOW)
    settings = Settings(site_url="https://example.org/", person_feed=1)
    discussion = library.discussions[0]
    data = build_thread_data(discussion, library.replies_to(discussion), library, settings)
    assert data["replies"][1]["author"] == "robert"
    assert data["people"]["robert"]["aliases"] == ["bob"]
    pages = {page.address: page for page in build_pages(library, settings)}
    assert urls.person("bob") not in pages
    assert "something new" in pages[urls.person("robert")].render()
    redirects = dict(build_redirects(library, environment(library, settings)))
    assert "../../people/robert/" in redirects[urls.person("bob")]
    feeds = dict(build_feeds(library, settings))
    assert feeds["people/bob/feed.xml"] == feeds["people/robert/feed.xml"]
    before = load_library(write_tree(tmp_path / "before", BOB), now=NOW)
    old = dict(build_feeds(before, settings))["people/bob/feed.xml"]
    assert feeds["people/bob/feed.xml"].split("</id>")[0][-40:] == old.split("</id>")[0][-40:], (
        "a reader goes on following one feed"
    )


def test_a_former_handle_belongs_to_one_person(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", {**MOVED, "people/eve.yml": "name: Eve\naliases: [bob]\n"})
    assert {problem.rule for problem in check_posts(posts, now=NOW).problems} == {"alias-clash"}


@pytest.mark.parametrize("account", ["0", "-1", "4 2", "git hub:4", "4711x", "9" * 20])
def test_a_number_of_an_account_is_a_number(tmp_path: Path, account: str) -> None:
    posts = write_tree(tmp_path / "posts", {**GOOD, "people/ana.yml": f'name: Ana\naccount: "{account}"\n'})
    assert [problem.rule for problem in check_posts(posts, now=NOW).problems] == ["wrong-value"]


def test_numbers_are_compared_with_their_forge_where_both_name_one() -> None:
    assert is_same("42", "github:42")
    assert is_same("github:42", "github:42")
    assert not is_same("gitlab:42", "github:42")
    assert not is_same("42", "421")
    assert not is_same("", "")


def test_an_issue_by_another_account_of_the_same_login_is_refused(tmp_path: Path) -> None:
    event = load_event(ROOT / "tests" / "events" / "good-reply.json")
    for account, accepted in (("4711", True), ("github:4711", True), ("1", False)):
        person = f'name: Ana\naccount: "{account}"\n'
        posts = write_tree(tmp_path / account.replace(":", ""), {**GOOD, "people/ana.yml": person})
        proposal = propose(event, posts, NOW)
        assert bool(proposal.draft) == accepted
        assert accepted or "who has a different account at the Git host" in proposal.mistakes[0].message


def test_the_command_takes_the_number_from_its_option_or_the_environment(tmp_path: Path) -> None:
    write_tree(tmp_path / "base" / "posts", BOB)
    write_tree(tmp_path / "head" / "posts", {**BOB, BOBS: EDITED})
    base = ["check", "--base", str(tmp_path / "base"), "--head", str(tmp_path / "head"), "--format", "json"]
    for more, env in ((["--actor-id", "42"], {}), ([], {"PARLEY_ACTOR_ID": "42"})):
        done = CliRunner().invoke(main, [*base, "--actor", "robert", *more], env=env)
        assert json.loads(done.output.partition("\n}")[0] + "\n}")["problems"] == []
    workflow = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert "PARLEY_ACTOR_ID: ${{ github.event.pull_request.user.id }}" in workflow


def test_the_number_of_a_newcomer_is_kept_and_two_first_replies_do_not_conflict(tmp_path: Path) -> None:
    event = load_event(ROOT / "tests" / "events" / "good-reply.json")
    posts = write_tree(tmp_path / "posts", GOOD)
    proposals = [propose(event, posts, NOW) for _ in range(2)]
    (first, second) = [one.person for one in proposals]
    assert first == second
    assert first
    assert (first.path, first.text) == ("people/ana.yml", 'name: ana\nrole: contributor\naccount: "4711"\n')
    said = answer(proposals[0])
    assert (said.person_path, said.person) == ("posts/people/ana.yml", first.text)
    write_tree(posts, {first.path: first.text})
    assert propose(event, posts, NOW).person is None
    write_tree(posts, {first.path: first.text.replace("4711", "1")})
    assert propose(event, posts, NOW).mistakes
