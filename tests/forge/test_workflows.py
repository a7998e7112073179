"""The workflows ask for no more rights than they need, and run nothing that can change under them."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from declared import KINDS
from parley.commands.cli import load_command
from parley.forge.issue_events import ACCEPTED
from parley.forge.issue_forms import list_forms
from support import ROOT, write_tree

FORMS = list_forms(KINDS)

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
USES = re.compile(r"^\s*(?:- )?uses:\s*(.*)$", re.MULTILINE)
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*")

pytestmark = pytest.mark.skipif(not WORKFLOWS, reason="a site at another forge has none")

each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)


def read(workflow: Path) -> dict[Any, Any]:
    """A workflow; YAML reads its key `on` as true."""
    found = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_zizmor_finds_nothing() -> None:
    command = [
        str(Path(sys.executable).with_name("zizmor")),
        "--persona",
        "auditor",
        "--offline",
        "--no-progress",
        ".github",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr
    for workflow in WORKFLOWS:
        assert workflow.name in done.stdout + done.stderr


@each_workflow
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(workflow: Path) -> None:
    used = USES.findall(workflow.read_text(encoding="utf-8"))
    assert used
    assert [line for line in used if not PINNED.fullmatch(line.strip())] == []


@each_workflow
def test_no_workflow_runs_with_rights_on_a_pull_request_of_a_stranger(workflow: Path) -> None:
    content = read(workflow)
    assert not {"workflow_run", "issue_comment"} & set(content[True])
    if "pull_request_target" not in content[True]:
        return
    assert workflow.name == "accept.yml", "one workflow has its reasons, see docs/decisions"
    jobs = content["jobs"]
    assert set(jobs["decide"]["permissions"].values()) == {"read"}, "what reads the files may not write"
    code, *data = [step["with"] for step in jobs["decide"]["steps"] if "checkout" in str(step.get("uses"))]
    assert code["ref"] == "${{ github.event.repository.default_branch }}", "it runs the code that is published"
    assert not any(one["persist-credentials"] for one in (code, *data))
    assert "path" not in code
    assert [one["ref"] for one in data] == ["${{ github.event.pull_request.head.sha }}"], "the commit it is about"
    assert jobs["merge"]["env"]["HEAD"] == data[0]["ref"], "what is merged is what was read"
    assert "default_branch" in jobs["decide"]["if"], "what goes to another branch is published by nobody"
    for step in jobs["decide"]["steps"]:
        for command in commands(step):
            assert command[0] in ("git", "make", ".venv/bin/parley"), "and nothing of the pull request"
            assert "working-directory" not in step
    for name in ("merge", "publish", "answer"):
        assert not any(step.get("uses") for step in jobs[name]["steps"]), "what writes reads no file"


@each_workflow
def test_rights_are_given_job_by_job(workflow: Path) -> None:
    content = read(workflow)
    assert content["permissions"] == {}
    for name, job in content["jobs"].items():
        assert job["permissions"], name
        assert "write-all" not in str(job["permissions"])


@each_workflow
def test_only_a_job_without_a_checkout_may_write_and_it_runs_the_forges_own_command_alone(workflow: Path) -> None:
    for name, job in read(workflow)["jobs"].items():
        if "write" in job["permissions"].values():
            assert not any("checkout" in str(step.get("uses")) for step in job["steps"]), name
            assert {command[0] for step in job["steps"] for command in commands(step)} <= {"gh"}, name


def commands(step: dict[str, Any]) -> Iterator[list[str]]:
    """The commands of a step's script, each as its words."""
    for line in step.get("run", "").splitlines():
        for command in line.split("||"):
            yield shlex.split(command)


@each_workflow
def test_a_script_only_calls_our_command_the_forges_git_and_make(workflow: Path) -> None:
    for job in read(workflow)["jobs"].values():
        for step in job["steps"]:
            for command in commands(step):
                assert Path(command[0]).name in ("parley", "gh", "git", "make"), command
                assert not re.search(r"[;&|`]|\$\(", " ".join(word for word in command if "." not in word)), command


@each_workflow
def test_every_option_of_our_command_in_a_workflow_exists(workflow: Path) -> None:
    for job in read(workflow)["jobs"].values():
        for step in job["steps"]:
            for name, *arguments in commands(step):
                if Path(name).name == "parley":
                    command = load_command(arguments[0])
                    context = command.make_context(arguments[0], arguments[1:])
                    known = {option.envvar for option in context.command.params}
                    assert {key for key in step.get("env", {}) if key.startswith("PARLEY_")} <= known | PLACES


PLACES = {"PARLEY_SITE_URL", "PARLEY_REPO_URL", "PARLEY_CACHE"}
"""Read by mkdocs.yml, and by every build."""

SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": [ROOT / f".github/ISSUE_TEMPLATE/{form.name}.yml" for form in FORMS],
    "github-issue-config": [ROOT / ".github/ISSUE_TEMPLATE/config.yml"],
    "dependabot": [ROOT / ".github/dependabot.yml"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_files_of_the_forge_are_as_it_wants_them(schema: str) -> None:
    command = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [str(command), "--builtin-schema", f"vendor.{schema}", *map(str, SCHEMAS[schema])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@each_workflow
def test_a_checkout_leaves_no_key_behind(workflow: Path) -> None:
    for job in read(workflow)["jobs"].values():
        for step in job["steps"]:
            if "checkout" in str(step.get("uses")):
                assert step["with"]["persist-credentials"] is False


@each_workflow
def test_a_script_of_a_workflow_takes_nothing_from_an_expression(workflow: Path) -> None:
    """What stands in `${{ }}` is put into the script before a shell reads it; `env` is the way."""
    for job in read(workflow)["jobs"].values():
        assert [step["run"] for step in job["steps"] if "${{" in step.get("run", "")] == []


@each_workflow
def test_every_job_ends_by_itself(workflow: Path) -> None:
    assert all(job["timeout-minutes"] <= 30 for job in read(workflow)["jobs"].values())


def step_named(job: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [step for step in job["steps"] if step["name"] == name]
    assert isinstance(found, dict)
    return found


def test_a_pull_request_is_judged_by_the_code_of_the_branch_it_goes_to() -> None:
    job = read(ROOT / ".github/workflows/check.yml")["jobs"]["posts"]
    checkouts = {
        step["with"].get("path"): step["with"].get("ref")
        for step in job["steps"]
        if "checkout" in str(step.get("uses"))
    }
    assert checkouts == {
        None: "${{ github.event.pull_request.base.ref }}",
        "base": "${{ steps.base.outputs.commit }}",
        "head": None,
    }
    for step in job["steps"]:
        for command in commands(step):
            assert command[0] in ("gh", "make", ".venv/bin/parley")
            assert "working-directory" not in step
    check = step_named(job, "Check the posts")
    assert check["if"] == "${{ !cancelled() }}", "it speaks where the preview couldn't be made"
    assert "--base base --head head --format github --lenient" in check["run"], "no red run for a slip"
    lenient = [step["name"] for step in job["steps"] if "continue-on-error" in step]
    assert lenient == ["Draw the first thread that changes"], "whatever else fails, fails"


MERGES: dict[str, tuple[dict[str, str | None], bool]] = {
    "a post": ({"posts/discussions/one/post.md": "x"}, False),
    "a name like code": ({"posts/tests/conftest.py": "x", "posts/.github/workflows/check.yml": "x"}, False),
    "code": ({"tests/test_one.py": "x"}, True),
    "a post and code": ({"posts/one.md": "x", "hooks/one.py": "x"}, True),
    "code that takes its place": ({"posts": "hooks"}, True),
    "a folder of that name elsewhere": ({"tests/posts/one.md": "x"}, True),
    "a name that begins like it": ({"posts.py": "x"}, True),
    "an empty file": ({"conftest.py": ""}, True),
    "no file": ({"hooks/two.py": None}, True),
    "a file that moves to the posts": ({"hooks/two.py": None, "posts/two.py": "two"}, True),
}


@pytest.mark.parametrize("name", MERGES)
def test_the_tests_run_where_more_than_posts_changes(name: str, tmp_path: Path) -> None:
    files, runs = MERGES[name]
    job = read(ROOT / ".github/workflows/check.yml")["jobs"].get("tests")
    if job is None:
        return  # nobody changes code here

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "--quiet")
    write_tree(tmp_path, {"hooks/two.py": "two", "posts/tags.yml": "[]\n"})
    git("add", "--all")
    git("commit", "--message", "Base")
    for path, text in files.items():
        if text is None or path == "posts":
            git("rm", "-r", path)
        if text is not None:
            write_tree(tmp_path, {path: text})
    git("add", "--all")
    git("commit", "--message", "Merge")
    step = step_named(job, "See whether anything but posts changes")
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    output = tmp_path.parent / f"{tmp_path.name}-output"
    output.touch()
    subprocess.run(script, cwd=tmp_path, env={**os.environ, "GITHUB_OUTPUT": str(output)}, check=True)
    assert bool(re.fullmatch(r"changes= ?\d.*\n", output.read_text())) is runs
    assert runs or output.read_text() == ""
    tests = [step for step in job["steps"] if str(step.get("run")).startswith("make ")]
    assert [step["run"] for step in tests] == ["make test", "make test-slow", "make content"]
    for step in tests:
        assert "github.event_name != 'pull_request' || steps.more.outputs.changes" in step["if"]


def test_what_is_kept_between_runs_is_written_by_the_published_branch_alone_and_not_published() -> None:
    """A run of `main` reads no cache of a pull request, so it's enough that no other job of `main` keeps anything."""
    kept: dict[tuple[str, str], list[dict[str, str]]] = {}
    for workflow in WORKFLOWS:
        for name, job in read(workflow)["jobs"].items():
            for step in job["steps"]:
                if "actions/cache@" in str(step.get("uses")) or "cache" in step.get("with", {}):
                    kept.setdefault((workflow.name, name), []).append(step["with"])
    wheels_alone = {place for place, steps in kept.items() if [one.get("cache") for one in steps] == ["pip"]}
    assert kept.keys() - wheels_alone == {("publish.yml", "build")}
    content = read(ROOT / ".github/workflows/publish.yml")
    assert content[True] == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    job = content["jobs"]["build"]
    wheels, read_before, last = kept["publish.yml", "build"]
    assert wheels["cache"] == "pip"
    assert "--require-hashes" in (ROOT / "Makefile").read_text(), (
        "whoever put a wheel there, it is the one that is pinned"
    )
    build, upload = step_named(job, "Build"), step_named(job, "Upload")
    places = [read_before["path"], last["path"]]
    assert places == [build["env"]["PARLEY_CACHE"], build["run"].rpartition(" ")[2]]
    assert upload["with"]["path"] == places[1]
    assert not Path(places[0]).is_relative_to(places[1])
    ignored = ["git", "check-ignore", "--no-index", *(f"{place}/" for place in places)]
    assert len(subprocess.run(ignored, cwd=ROOT, check=False, capture_output=True).stdout.splitlines()) == len(places)
    for one in (read_before, last):
        assert one["key"].startswith(one["restore-keys"])
        assert "github.run_id" in one["key"], "a cache is never written twice, so each run has its own"


def test_an_issue_is_read_when_it_is_written_and_when_a_maintainer_accepts_it() -> None:
    content = read(ROOT / ".github/workflows/from-issue.yml")
    assert content[True].keys() == {"issues", "workflow_dispatch"}, "the latter is its own doing, or a maintainer's"
    assert content[True]["issues"] == {"types": ["opened", "edited", "labeled"]}
    assert jobs_of_rights(content, "actions: write") == {"publish", "again"}
    assert "github.event.label.name" in content["concurrency"]["group"], "a label given with others is not cancelled"
    jobs = content["jobs"]
    assert jobs["read"]["if"] == f"github.event.action != 'labeled' || github.event.label.name == '{ACCEPTED}'"
    assert set(jobs["read"]["permissions"].values()) == {"read"}
    assert "--lenient" in step_named(jobs["read"], "Read the form and check the result")["run"], "no red run for a slip"
    assert "read" in jobs["propose"]["needs"]
    assert "read" in jobs["answer"]["needs"]
    assert f"labels/{ACCEPTED}" in str(jobs["answer"])
    failed = step_named(jobs["answer"], "Say what is wrong, or that it waits")
    assert "failure" in failed["if"], "nobody is left without an answer"


def jobs_of_rights(content: dict[Any, Any], right: str) -> set[str]:
    scope, level = right.split(": ")
    return {name for name, job in content["jobs"].items() if job["permissions"].get(scope) == level}


HOSTILE = """a"; touch owned; $(touch owned) `touch owned` ' && touch owned\n@/etc/passwd"""


@pytest.mark.parametrize("again", [False, True], ids=["at first", "once more"])
def test_a_strangers_words_reach_the_forge_as_they_are_and_run_nowhere(again: bool, tmp_path: Path) -> None:
    """The scripts of the jobs that may write, run with a command that only notes what it is told.

    At first there is no branch to move.
    """
    tool = tmp_path / "gh"
    tool.write_text(
        f"#!{sys.executable}\nimport json, sys\nopen('told', 'a').write(json.dumps(sys.argv[1:]) + '\\n')\n"
        f"sys.exit(not {again} and 'PATCH' in sys.argv and '/git/refs/' in str(sys.argv))\n"
    )
    tool.chmod(0o755)
    jobs = read(ROOT / ".github/workflows/from-issue.yml")["jobs"]
    for job in (jobs["propose"], jobs["again"], jobs["answer"]):
        for step in job["steps"]:
            names = {*job["env"], *step.get("env", {})}
            environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", **dict.fromkeys(names, HOSTILE)}
            environment["GITHUB_OUTPUT"] = "output"
            script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            subprocess.run(script, cwd=tmp_path, env=environment, check=True)
    calls = [json.loads(line) for line in (tmp_path / "told").read_text().splitlines()]
    told = [word for call in calls for word in call]
    assert {path.name for path in tmp_path.iterdir()} == {"gh", "told", "output"}
    for field in ("message", "tree[][content]", "title", "body", "base", "author[name]", "author[email]"):
        assert f"{field}={HOSTILE}" in told
    assert len(calls) == (25 if again else 26)
    reading = [told[place + 1] for place, word in enumerate(told) if word == "-F"]
    assert set(reading) <= {"force=true"}, "a field of that kind would read a file behind an @"


@pytest.mark.parametrize("protected", [False, True])
def test_reactions_go_on_the_branch_or_into_a_pull_request(protected: bool, tmp_path: Path) -> None:
    """The scripts of the job that writes, with a command that notes what it is told; the branch may be protected."""
    tool = tmp_path / "gh"
    tool.write_text(
        f"#!{sys.executable}\nimport json, sys\ngot = sys.stdin.read() if '--input' in sys.argv else ''\n"
        f"open('told', 'a').write(json.dumps([sys.argv[2:], got]) + '\\n')\n"
        f"sys.exit({protected} and 'repos/a/b/git/refs/heads/main' in sys.argv)\n"
    )
    tool.chmod(0o755)
    job = read(ROOT / ".github/workflows/reactions.yml")["jobs"]["write"]
    tree = '[{"path": "posts/agreements/discussions/a/eve/reactions.yml", "content": "\\"$(touch owned)\\"\\n"}]'
    outputs = {"${{ steps.base.outputs.tree }}": "0123", "${{ needs.ask.outputs.tree }}": tree}
    failed = False
    for step in job["steps"]:
        if "if" in step:
            assert step["if"] == "steps.put.outcome == 'failure'"
            if not failed:
                continue
        given = {**job["env"], **step.get("env", {}), "GH_REPO": "a/b", "BASE": "main"}
        for expression, value in outputs.items():
            given = {name: text.replace(expression, value) for name, text in given.items()}
        environment = {**os.environ, **given, "PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_OUTPUT": "output"}
        script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(script, cwd=tmp_path, env=environment, check="continue-on-error" not in step)
        failed = failed or (step.get("id") == "put" and done.returncode != 0)
    calls = [json.loads(line) for line in (tmp_path / "told").read_text().splitlines()]
    assert {path.name for path in tmp_path.iterdir()} == {"gh", "told", "output"}
    assert [json.loads(got) for _, got in calls if got] == [{"base_tree": "0123", "tree": json.loads(tree)}]
    assert any("/pulls" in str(words) for words, _ in calls) is protected
    assert not any("force" in str(words) for words, _ in calls if "repos/a/b/git/refs/heads/main" in words)
    assert "steps.put.outcome == 'success' || steps.merge.outcome == 'success'" in job["outputs"]["there"]
