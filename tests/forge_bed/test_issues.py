"""An issue from Send to the page: each route of `from-issue.yml`, run."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from forge_bed.runs import Run
from forge_bed.scenes import THREAD, Scene, write_form, write_reply
from forge_bed.state import Issue
from support import ROOT

pytestmark = pytest.mark.slow

WRONG = "Something went wrong on our side, not with your text."
DISCUSSION = "### Title of the discussion\n\nHow many at most?\n\n### Tags\n\nsales\n\n### Your opening post\n\n"


def file_of(issue: Issue) -> str:
    """Where the reply of an issue stands."""
    return f"{THREAD}/replies/2026-10-20-{issue.login.lower()}-i{issue.number}.md"


def test_a_clean_reply_of_somebody_known_is_published_once_by_itself(scene: Scene) -> None:
    issue = scene.open_issue(write_form("One says *too little*."))
    run = scene.tell(issue)
    forge = scene.forge
    assert not run.is_red, run.log
    assert "One says *too little*." in forge.repo.read("main", file_of(issue))
    assert forge.repo.git("log", "-1", "--format=%an <%ae>", "main^2") == "ana <4711+ana@users.noreply.github.com>"
    assert (forge.dispatched, forge.pulls, issue.state) == (["publish.yml"], {}, "closed")
    (said,) = forge.said(issue.number)
    assert "Thank you." in said
    address = (
        f"https://outreach-parley.github.io/parley/discussions/two-follow-ups/#reply-2026-10-20-ana-i{issue.number}"
    )
    assert address in said, "the address of the site, not that of a preview"
    assert said.count("@bob: @ana has answered you.") == 1
    main = forge.main()
    for action, label in (("edited", ""), ("labeled", "accepted")):
        issue.body = write_form("Something else.")
        assert not scene.tell(issue, action, label).is_red
        (said,) = forge.said(issue.number)
        assert "on the site already" in said
    assert (forge.main(), forge.dispatched, issue.labels) == (main, ["publish.yml"], [])


def test_a_newcomers_reply_waits_in_one_pull_request_that_edits_update_and_a_label_publishes(scene: Scene) -> None:
    forge, issue = scene.forge, scene.open_issue(write_form("First."), login="Zoe")
    run = scene.tell(issue)
    assert not run.is_red, run.log
    (pull,) = forge.pulls.values()
    assert f"Closes #{issue.number}" in pull.body
    assert "First." in forge.repo.read(pull.head, file_of(issue))
    assert f'account: "{issue.user_id}"' in forge.repo.read(pull.head, "posts/people/zoe.yml")
    (said,) = forge.said(issue.number)
    assert "first contribution" in said
    assert f"Pull request: #{pull.number}" in said
    issue.body = write_form("Second.")
    assert not scene.tell(issue, "edited").is_red
    assert (list(forge.pulls), pull.state) == ([pull.number], "open"), "neither closed nor a second one"
    assert "Second." in forge.repo.read(pull.head, file_of(issue))
    assert not forge.dispatched
    (comment,) = [one for one in forge.comments if one.number == issue.number]
    assert comment.versions == 2, "an edit changes what was said"
    assert forge.statuses[forge.repo.find(pull.head)] == "success"
    assert not scene.tell(issue, "labeled", "accepted").is_red
    assert pull.merged
    assert (forge.dispatched, issue.state) == (["publish.yml"], "closed")
    (said,) = forge.said(issue.number)
    assert "Thank you. Your text is accepted" in said, "what no longer holds is taken back"
    main = forge.main()
    assert not scene.tell(issue, "labeled", "accepted").is_red
    assert (forge.main(), len(forge.pulls)) == (main, 1)


def test_what_a_maintainer_has_merged_is_not_proposed_again(scene: Scene) -> None:
    forge, issue = scene.forge, scene.open_issue(write_form(), login="zoe")
    scene.tell(issue)
    (pull,) = forge.pulls.values()
    scene.merge(pull)
    assert not scene.tell(issue, "labeled", "accepted").is_red
    assert "on the site already" in forge.said(issue.number)[-1]
    assert len(forge.pulls) == 1


OUTCOME = (
    "### Discussion to sum up\n\ntwo-follow-ups\n\n### What came of it\n\nTwo are enough.\n\n"
    "### What is agreed now\n\n_No response_\n\n### Where people still differ\n\n_No response_\n\n"
    "### Reply that answers it\n\n_No response_\n"
)
AGREEMENT = "### What you agree with\n\n{}\n\n### School\n\n_No response_\n"

FAULTY: Mapping[str, tuple[str, str]] = {
    "a reply to nothing": (write_form(thread="no-such-thread"), "isn't a discussion or practice"),
    "a reply without a text": (write_form("_No response_"), "Your reply"),
    "a discussion without a text": (DISCUSSION + "_No response_\n", "Your opening post"),
    "an outcome that says nothing": (OUTCOME.replace("Two are enough.", "_No response_"), "nothing is said here"),
    "an agreement with oneself": (AGREEMENT.format("two-follow-ups#reply-2026-10-02-ana"), "you wrote that yourself"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_slip_is_told_at_once_and_is_no_failure(name: str, scene: Scene) -> None:
    body, told = FAULTY[name]
    issue = scene.open_issue(body)
    run = scene.tell(issue)
    assert not run.is_red, run.log
    (said,) = scene.forge.said(issue.number)
    assert told in said.replace("\\", "")
    assert "read again as soon as you save it" in said
    assert (scene.forge.pulls, scene.forge.dispatched, set(run.jobs)) == ({}, [], {"read", "answer"})


def test_an_agreement_of_somebody_known_counts_at_once(scene: Scene) -> None:
    issue = scene.open_issue(AGREEMENT.format("two-follow-ups#reply-2026-10-03-bob"))
    run = scene.tell(issue)
    assert not run.is_red, run.log
    assert (issue.state, scene.forge.dispatched) == ("closed", ["publish.yml"])
    path = THREAD.replace("posts/", "posts/agreements/") + f"/ana/i{issue.number}.yml"
    assert "2026-10-03-bob" in scene.forge.repo.read("main", path)


def test_a_slip_that_is_mended_is_published(scene: Scene) -> None:
    issue = scene.open_issue(DISCUSSION + "_No response_\n")
    scene.tell(issue)
    issue.body = DISCUSSION + "More than two is begging, I think.\n"
    run = scene.tell(issue, "edited")
    assert not run.is_red, run.log
    assert "More than two" in scene.forge.repo.read("main", "posts/discussions/how-many-at-most/post.md")
    (said,) = scene.forge.said(issue.number)
    assert "Thank you." in said


@pytest.mark.parametrize("name", ["report", "correction", "no-form"])
def test_what_asks_for_no_file_is_answered_where_it_is_accepted(name: str, scene: Scene) -> None:
    event = json.loads((ROOT / f"tests/events/{name}.json").read_text(encoding="utf-8"))
    issue = scene.open_issue(event["issue"]["body"])
    run = scene.tell(issue, "labeled", "accepted")
    assert not run.is_red, run.log
    assert len(scene.forge.said(issue.number)) == 1
    assert not scene.forge.pulls


def test_a_protected_branch_leaves_a_pull_request_and_says_so(scene: Scene) -> None:
    forge, issue = scene.forge, scene.open_issue(write_form())
    forge.settings.protected = True
    run = scene.tell(issue)
    assert not run.is_red, run.log
    (pull,) = forge.pulls.values()
    (said,) = forge.said(issue.number)
    assert "couldn't go on the site by itself" in said
    assert f"Pull request: #{pull.number}" in said
    assert (forge.dispatched, issue.state) == ([], "open")


def test_a_branch_that_wants_the_status_takes_what_is_clean_and_nothing_else(scene: Scene) -> None:
    scene.forge.settings.checked = True
    issue = scene.open_issue(write_form())
    run = scene.tell(issue)
    assert not run.is_red, run.log
    assert scene.forge.repo.read("main", file_of(issue))
    assert (scene.forge.dispatched, issue.state) == (["publish.yml"], "closed")
    for files, branch, is_merged in (
        (write_reply("ana"), "a", True),
        (write_reply("bob", "No.", "x2y3"), "b", False),
        ({"hooks/x.py": "1\n"}, "c", False),
    ):
        pull = scene.open_pull(files, branch=branch)
        run = scene.judge(pull)
        assert not run.is_red, run.log
        assert bool(pull.merged) is is_merged
        state = scene.forge.statuses[scene.forge.repo.find(scene.forge.ref_of(pull))]
        assert state == ("pending" if branch == "b" else "success"), "a slip waits, and code waits for nobody"
        assert len(scene.forge.said(pull.number)) == (branch != "c"), "there is nothing to say of code"


POINTS = ("POST /git/trees", "PATCH /git/refs/*", "GET /commits", "POST /merges", "POST /pulls")


@pytest.mark.parametrize("at", POINTS)
@pytest.mark.parametrize("inner", ["accepted", "edited"])
def test_two_runs_at_once_publish_one_text_which_is_the_one_that_was_accepted(
    at: str, inner: str, scene: Scene
) -> None:
    """The other run begins and ends just before a request of the first: labels and edits have groups of their own."""
    forge, issue = scene.forge, scene.open_issue(write_form("First."), login="zoe")
    seen: list[Run] = []

    def happen() -> None:
        if inner == "edited":
            issue.body = write_form("Bait.")
        event = ("edited",) if inner == "edited" else ("labeled", "accepted")
        seen.append(scene.beside().tell(issue, *event))

    forge.before[at] = happen
    run = scene.tell(issue, *(("labeled", "accepted") if inner == "edited" else ("opened",)))
    for one in (run, *seen):
        assert not one.is_red, one.log
    if not seen:
        assert at == ("POST /merges" if inner == "accepted" else "POST /pulls"), "this run asks for no such thing"
        return
    assert "First." in forge.repo.read("main", file_of(issue))
    assert forge.dispatched == ["publish.yml"]
    assert sum("Thank you. Your text is accepted" in said for said in forge.said(issue.number)) == 1
    assert [path for path in forge.list_files() if f"-i{issue.number}." in path] == [file_of(issue)]


@pytest.mark.parametrize("at", [*POINTS[:4], "PATCH /issues/*"])
def test_two_issues_with_one_title_at_once_are_both_answered_and_both_come_on_the_site(at: str, scene: Scene) -> None:
    forge = scene.forge
    issue = scene.open_issue(DISCUSSION + "Three, I think.\n")
    other = scene.open_issue(DISCUSSION + "None, says my aunt.\n", login="bob")
    seen: list[Run] = []
    forge.before[at] = lambda: seen.append(scene.beside().tell(other))
    run = scene.tell(issue)
    assert not any(one.is_red for one in (run, *seen)), run.log
    assert len(seen) == 1
    assert all(len(forge.said(one.number)) == 1 for one in (issue, other)), "no silence"
    while forge.again:
        assert not scene.read_again().is_red
    assert {issue.state, other.state} == {"closed"}, "nobody has to do anything"
    texts = [forge.repo.read("main", path) for path in sorted(forge.list_files()) if "how-many-at-most" in path]
    assert sorted(text.splitlines()[-1] for text in texts) == ["None, says my aunt.", "Three, I think."]


@pytest.mark.parametrize(
    ("at", "edit"), [("GET /commits/main", ""), ("PATCH /git/refs/*", "Bait."), ("POST /merges", "")]
)
def test_what_has_changed_since_it_was_read_is_read_again_as_it_was_accepted(at: str, edit: str, scene: Scene) -> None:
    forge, issue, post = scene.forge, scene.open_issue(OUTCOME), f"{THREAD}/post.md"
    run = scene.tell(issue)
    assert not run.is_red, run.log
    assert "A maintainer reads it" in forge.said(issue.number)[0], "it is about somebody else's post"
    changed = forge.repo.read("main", post).replace("\ndate:", "\n# One more line.\ndate:", 1)
    changed = re.sub(r"\n(date:.*)\n", r"\n\1 # another\n", changed, count=1)
    forge.before[at] = lambda: forge.repo.commit("main", {post: changed})
    run = scene.tell(issue, "labeled", "accepted")
    assert not run.is_red, run.log
    (said,) = forge.said(issue.number)
    assert "It is read again by itself" in said
    assert WRONG not in said
    issue.body = issue.body.replace("Two are enough.", edit or "Two are enough.")
    run = scene.read_again()
    assert not run.is_red, run.log
    assert forge.again == []
    text = forge.repo.read("main", post)
    assert "One more line." in text
    assert ("Two are enough." in text) is (not edit)
    assert (issue.state == "closed") is (not edit)
    assert (forge.dispatched == ["publish.yml"]) is (not edit), "another text is accepted by nobody"


OURS: Mapping[str, Any] = {
    "actions may open no pull request": lambda scene: vars(scene.forge.settings).update(actions_may_open_pulls=False),
    "posts are broken": lambda scene: scene.forge.repo.commit("main", {f"{THREAD}/post.md": "no front matter\n"}),
    "the forge is down": lambda scene: scene.forge.settings.fails.update({"POST /git/trees": 502}),
    "a right is missing": lambda scene: take_right(scene, "contents: write", "contents: read"),
}


def take_right(scene: Scene, given: str, left: str) -> None:
    path = ".github/workflows/from-issue.yml"
    text = scene.forge.repo.read("main", path)
    assert given in text
    scene.forge.repo.commit("main", {path: text.replace(given, left) + "\n"})


@pytest.mark.parametrize("name", OURS)
def test_what_fails_on_our_side_is_told_and_mended_by_accepting_again(name: str, scene: Scene) -> None:
    forge, issue = scene.forge, scene.open_issue(write_form(), login="zoe")
    main = forge.main()
    OURS[name](scene)
    run = scene.tell(issue)
    assert run.is_red, "a breakdown is one"
    (said,) = forge.said(issue.number)
    assert WRONG in said
    assert "/actions/runs/" in said
    forge.settings = type(forge.settings)()
    forge.repo.move("refs/heads/main", main)
    run = scene.tell(issue, "labeled", "accepted")
    assert not run.is_red, run.log
    assert forge.repo.read("main", file_of(issue))


def test_a_site_without_pages_is_told_no_address_of_a_preview(scene: Scene) -> None:
    scene.forge.settings.pages = False
    issue = scene.open_issue(write_form())
    run = scene.tell(issue)
    assert not run.is_red, run.log
    (said,) = scene.forge.said(issue.number)
    assert "http" not in said
    assert "Thank you." in said


HOSTILE = (
    '"; touch owned; $(touch owned) `touch owned` ${IFS}touch${IFS}owned\n\n'
    "${{ github.token }} ${{ toJSON(secrets) }}\n\n"
    "::set-output name=path::posts/evil.md\n\n::stop-commands::x\n\n::add-mask::e\n\n"
    "path=posts/evil.md\nresult={}\nEOF\n\n@mia posts/../hooks/x.py %0Aresult={}"
)


def test_hostile_words_are_published_as_they_are_and_nothing_runs(scene: Scene) -> None:
    issue = scene.open_issue(write_form(HOSTILE), title="$(touch owned) ${{ github.token }}\nx=`touch owned`")
    run = scene.tell(issue)
    assert not run.is_red, run.log
    text = scene.forge.repo.read("main", file_of(issue)) or scene.forge.repo.read(
        f"issue-{issue.number}", file_of(issue)
    )
    assert "touch owned; $(touch owned) `touch owned`" in text.replace("\\", "")
    assert "${{ github.token }}" in text.replace("\\", "")
    assert not list(scene.runner.folder.rglob("owned"))
    assert not [path for path in scene.forge.list_files() if "evil" in path]
    assert "job-" not in "".join(scene.forge.said(issue.number)) + text, "a token"


@pytest.mark.parametrize("login", ["ana_corp", "a--b-", "evil[bot]", "Ana"])
def test_every_login_is_answered(login: str, scene: Scene) -> None:
    issue = scene.open_issue(write_form(), login=login)
    run = scene.tell(issue)
    assert not run.is_red, run.log
    assert len(scene.forge.said(issue.number)) == 1
    if login != "evil[bot]":
        where = "main" if login == "Ana" else f"issue-{issue.number}"
        assert scene.forge.repo.git("log", "-1", "--format=%an", f"{where}^2" if login == "Ana" else where) == login


def test_a_text_as_long_as_the_forge_takes_is_published(scene: Scene) -> None:
    issue = scene.open_issue(write_form("漢字を書く。\n" * 3000))
    run = scene.tell(issue)
    assert not run.is_red, run.log
    assert len(scene.forge.repo.read("main", file_of(issue)).encode()) > 56_000
    assert "Thank you." in scene.forge.said(issue.number)[0]


def test_a_text_that_is_longer_is_told_so(scene: Scene) -> None:
    issue = scene.open_issue(write_form("漢字を書く。\n" * 9000))
    run = scene.tell(issue)
    assert not run.is_red, run.log
    assert "split it into two" in scene.forge.said(issue.number)[0]


def test_labels_in_a_burst_leave_the_one_that_counts(scene: Scene) -> None:
    """The forge keeps one waiting run of a group; those of other groups are left alone."""
    issue = scene.open_issue(write_form(), login="zoe")
    content = yaml.safe_load(scene.forge.repo.read("main", ".github/workflows/from-issue.yml"))
    group, waiting = str(content["concurrency"]["group"]), {}
    for label in ("reply", "accepted", "sales"):
        filled = group.replace("${{ github.event.issue.number ||", f"{issue.number}")
        waiting[filled.replace("${{ github.event.label.name ||", label)] = label
    assert list(waiting.values()) == ["reply", "accepted", "sales"]
    jobs = [scene.tell(issue, "labeled", label).jobs for label in waiting.values()]
    assert [set(one) for one in jobs] == [set(), {"read", "propose", "publish", "answer"}, set()]
    assert len(scene.forge.said(issue.number)) == 1
