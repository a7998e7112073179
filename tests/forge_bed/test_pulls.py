"""Pull requests of forks: what `accept.yml` merges, what waits and what it says, and what `check.yml` runs."""

import pytest

from forge_bed.scenes import THREAD, Scene, write_reply
from forge_bed.state import Comment
from support import GOOD

pytestmark = pytest.mark.slow

OWNED = "import pathlib\npathlib.Path('/OWNED').touch()\n"


def test_a_known_authors_own_reply_is_merged_published_and_thanked_for(scene: Scene) -> None:
    pull = scene.open_pull(write_reply("ana"), branch="$(touch owned)`touch owned`;${{github.token}}")
    scene.forge.repo.commit("main", write_reply("bob", "Meanwhile.", "x9y8"))
    run = scene.judge(pull)
    assert not run.is_red, run.log
    assert pull.merged
    assert set(write_reply("ana")) < scene.forge.list_files()
    assert scene.forge.dispatched == ["publish.yml"]
    (said,) = scene.forge.said(pull.number)
    assert "Thank you." in said
    assert not list(scene.runner.folder.rglob("owned"))


def test_a_slip_is_told_in_one_comment_that_changes_when_it_is_mended(scene: Scene) -> None:
    forge = scene.forge
    pull = scene.open_pull(write_reply("bob"))
    forge.comments.append(Comment(1, pull.number, "<!-- parley --> forged", "eve", "User"))
    assert not scene.judge(pull).is_red
    _, said = forge.said(pull.number)
    assert "to fix" in said
    mended = dict.fromkeys(write_reply("bob")) | write_reply("ana")
    scene.push(pull, mended)
    run = scene.judge(pull, "synchronize")
    assert not run.is_red, run.log
    assert pull.merged
    forged, said = forge.said(pull.number)
    assert forged == "<!-- parley --> forged", "only our own comment is changed"
    assert "Thank you." in said
    assert forge.comments[-1].versions == 2


def test_a_newcomer_waits_with_the_reason_in_one_comment(scene: Scene) -> None:
    pull = scene.open_pull(write_reply("zoe"), login="zoe")
    for action in ("opened", "synchronize"):
        run = scene.judge(pull, action)
        assert not run.is_red, run.log
        assert not pull.merged
        (said,) = scene.forge.said(pull.number)
        assert "first contribution" in said
        scene.push(pull, write_reply("zoe", "Another word."))
    assert not scene.forge.dispatched


def test_code_of_a_fork_is_not_run_where_there_are_rights_and_is_not_merged(scene: Scene) -> None:
    marker = scene.runner.folder / "OWNED"
    owned = OWNED.replace("/OWNED", str(marker))
    name = "hooks/parley/__init__.py"
    files = {
        **write_reply("ana"),
        name: owned + scene.forge.repo.read("main", name),
        "sitecustomize.py": owned,
        "evil.py": owned,
        "mkdocs.yml": "site_name: X\nhooks: [evil.py]\n",
        "Makefile": f".venv:\n\ttouch {marker}\n",
        ".github/workflows/accept.yml": "on: push\n",
        ".gitattributes": "* filter=evil merge=evil\n",
        "posts/.gitattributes": "* filter=evil\n",
    }
    pull = scene.open_pull(files)
    run = scene.judge(pull)
    assert not run.is_red, run.log
    assert not pull.merged
    (said,) = scene.forge.said(pull.number)
    assert "besides posts" in said
    assert not marker.exists()


def test_somebody_elses_file_waits(scene: Scene) -> None:
    path = f"{THREAD}/replies/2026-10-03-bob.yml"
    text = str(GOOD[path.removeprefix("posts/")]).replace("Two, with something new.", "I was wrong.")
    pull = scene.open_pull({path: text})
    run = scene.judge(pull)
    assert not run.is_red, run.log
    assert not pull.merged
    assert len(scene.forge.said(pull.number)) == 1


def test_only_what_was_read_is_merged(scene: Scene) -> None:
    pull = scene.open_pull(write_reply("ana"))
    scene.forge.before["PUT /pulls/*/merge"] = lambda: scene.push(pull, {"hooks/x.py": "evil\n"})
    run = scene.judge(pull)
    assert not run.is_red, run.log
    assert not pull.merged
    assert "hooks/x.py" not in scene.forge.list_files()
    (said,) = scene.forge.said(pull.number)
    assert "couldn't go on the site by itself" in said


def test_a_protected_branch_leaves_the_merge_to_a_maintainer_and_says_so(scene: Scene) -> None:
    scene.forge.settings.protected = True
    pull = scene.open_pull(write_reply("ana", "漢" * 20_000))
    run = scene.judge(pull)
    assert not run.is_red, run.log
    (said,) = scene.forge.said(pull.number)
    assert "couldn't go on the site by itself" in said
    assert not scene.forge.dispatched


def test_a_conflict_is_told(scene: Scene) -> None:
    path = f"{THREAD}/replies/2026-10-02-ana.md"
    text = str(GOOD[path.removeprefix("posts/")])
    pull = scene.open_pull({path: text.replace("One is enough.", "One is more than enough.")})
    scene.forge.repo.commit("main", {path: text.replace("One is enough.", "None is enough.")})
    run = scene.judge(pull)
    assert not run.is_red, run.log
    (said,) = scene.forge.said(pull.number)
    assert "changed the same file since" in said


def test_a_pull_request_to_another_branch_is_left_alone(scene: Scene) -> None:
    pull = scene.open_pull(write_reply("ana"))
    pull.base = "issue-7"
    assert not scene.judge(pull).jobs
    assert not pull.merged


def test_what_fails_on_our_side_is_told(scene: Scene) -> None:
    scene.forge.repo.commit("main", {"mkdocs.yml": "site_name: [\n"})
    pull = scene.open_pull(write_reply("ana"))
    run = scene.judge(pull)
    assert run.is_red
    (said,) = scene.forge.said(pull.number)
    assert "went wrong on our side" in said


def test_the_check_of_a_clean_fork_is_green_and_runs_no_tests(scene: Scene) -> None:
    pull = scene.open_pull(write_reply("zoe", "A word of mine."), login="zoe")
    run = scene.check(pull)
    assert not run.is_red, run.log
    assert not [step.name for step in run.steps if step.name.startswith(("Test", "Run the slow"))]
    assert list((scene.runner.artifacts / "preview").rglob("index.html"))
    (page,) = (scene.runner.artifacts / "preview.html").iterdir()
    assert "A word of mine." in page.read_text(encoding="utf-8")


def test_the_check_runs_the_bases_code_on_a_forks_files_and_lets_its_workflow_write_nothing(scene: Scene) -> None:
    marker = scene.runner.folder / "OWNED"
    name = "hooks/parley/__init__.py"
    text = scene.forge.repo.read("main", ".github/workflows/check.yml")
    grab = text.replace("contents: read", "contents: write").replace(
        "      - name: Check out our code\n",
        "      - name: Grab\n        continue-on-error: true\n        env:\n          GH_TOKEN: ${{ github.token }}\n"
        "          GH_REPO: ${{ github.repository }}\n"
        '        run: gh api --method POST "repos/$GH_REPO/git/refs" -f ref=refs/heads/x -f sha="$GITHUB_SHA"\n'
        "      - name: Check out our code\n",
        1,
    )
    owned = OWNED.replace("/OWNED", str(marker))
    files = {
        **write_reply("ana"),
        name: owned + scene.forge.repo.read("main", name),
        "evil.py": owned,
        "mkdocs.yml": "site_name: X\nhooks: [evil.py]\n",
        ".github/workflows/check.yml": grab.replace("make test", "git status").replace("make content", "git status"),
    }
    run = scene.check(scene.open_pull(files))
    assert {step.result for step in run.steps if step.name in ("Build a preview", "Keep the page")} == {"success"}
    assert [one.status for one in scene.forge.requests if one.method == "POST"] == [403]
    assert not marker.exists()
