"""What sites at GitLab and Forgejo get: files as those want them, and the scripts of each job, run in a clone."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
import yaml

from forge_bed.tools import Missing, find_tools
from parley.scaffold.files import draw_files
from parley.scaffold.recipe import Recipe
from support import GOOD, ROOT, write_project, write_tree

DRAWN = {
    made.path: made.text
    for host in ("gitlab", "forgejo")
    for made in draw_files(Recipe("1.0", host))
    if ".gitlab" in made.path or ".forgejo" in made.path
}
GITLAB = yaml.safe_load(DRAWN[".gitlab-ci.yml"])
FORGEJO = {path.rpartition("/")[2]: text for path, text in DRAWN.items() if path.startswith(".forgejo/")}
THREAD = "posts/discussions/two-follow-ups"
REPLY = f"{THREAD}/replies/2026-10-20-ana-k3p9.md"
PEOPLE = {"people/ana.yml": 'name: Ana\naccount: "4711"\n', "people/bob.yml": 'name: Bob\naccount: "77"\n'}
BODY = (
    "### Discussion or practice\n\ntwo-follow-ups\n\n### Reply you answer\n\n_No response_\n\n"
    "### School you argue for\n\n_No response_\n\n### Your reply\n\n{}\n"
)
HOSTILE = "Yes, $(touch owned) `touch owned` ${{ x }}; touch owned\n\n'END'\nEND\n"

TOOLS = {
    "pip": "exit 0",
    "apt-get": "exit 0",
    "parley": f'PYTHONPATH="{ROOT}/hooks" exec "{sys.executable}" -m parley.commands.cli "$@"',
    "curl": f'exec "{sys.executable}" "$TOOLS/note" "$TOLD" "$@"',
    "python3": 'if [ "$1" = -m ]; then mkdir -p "$3/bin"; cp "$TOOLS/parley" "$TOOLS/pip" "$3/bin/"; '
    f'else exec "{sys.executable}" "$@"; fi',
}


NOTE = """import json, sys
words = [open(word[5:]).read() if word.startswith("body@") else word for word in sys.argv[2:]]
open(sys.argv[1], "a").write(json.dumps(words) + "\\n")
"""


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Bench:
    """A repository at a forge, a clone of it where a job runs, and what the job asks the forge for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bare, self.clone = folder, folder / "site/r.git", folder / "clone"
        (folder / "site").mkdir()
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.bare))
        git(self.bare, "config", "receive.advertisePushOptions", "true")
        hook = self.bare / "hooks/pre-receive"
        hook.write_text("#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_ >> options\nexit 0\n")
        hook.chmod(0o755)
        git(folder, "clone", "--quiet", str(self.bare), str(self.clone))
        git(self.clone, "checkout", "--quiet", "-B", "main")
        write_project(self.clone, {**GOOD, **PEOPLE})
        self.commit("main")
        for name, script in TOOLS.items():
            write_tree(folder / "tools", {name: f"#!/bin/sh\n{script}\n"})
            (folder / "tools" / name).chmod(0o755)
        write_tree(folder / "tools", {"note": NOTE})

    def commit(self, branch: str, files: Mapping[str, str] | None = None) -> str:
        write_tree(self.clone, files or {})
        git(self.clone, "add", "--all")
        git(self.clone, "commit", "--quiet", "--message", "A change")
        git(self.clone, "push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{branch}")
        return git(self.clone, "rev-parse", "HEAD")

    def bring(self, path: str, text: str) -> None:
        """Put a file on the main branch behind the back of the clone."""
        other = Path(tempfile.mkdtemp(dir=self.folder))
        git(other, "clone", "--quiet", str(self.bare), ".")
        write_tree(other, {path: text})
        git(other, "add", "--all")
        git(other, "commit", "--quiet", "--message", "Another")
        git(other, "push", "--quiet", "origin", "HEAD:main")

    def run(
        self, scripts: list[str], values: Mapping[str, str], folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.folder}/tools:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "TOOLS": str(self.folder / "tools"),
            "TOLD": str(self.folder / "told"),
            "LANG": "C.UTF-8",
            **values,
        }
        command = ["bash", "-eo", "pipefail", "-c", "\n".join(scripts)]
        return subprocess.run(
            command, cwd=folder or self.clone, env=environment, capture_output=True, text=True, check=False
        )

    def gitlab(self, job: str, **values: str) -> subprocess.CompletedProcess[str]:
        """Run a job as GitLab does: what it extends, then its own."""
        found: dict[str, Any] = {}
        if "extends" in GITLAB[job]:
            git(self.clone, "clean", "-ffdqx")  # as a runner does
        for name in (".change", ".check", job) if "extends" in GITLAB[job] else (job,):
            found |= GITLAB[name] if name == job or name in (GITLAB[job]["extends"], ".change") else {}
        known = {
            "CI_DEFAULT_BRANCH": "main",
            "CI_COMMIT_SHA": git(self.clone, "rev-parse", "HEAD"),
            "CI_PROJECT_DIR": str(self.clone),
            "CI_PROJECT_ID": "9",
            "CI_PROJECT_URL": "https://gitlab.example/a/r",
            "CI_PAGES_URL": "https://a.gitlab.example/r",
            "CI_API_V4_URL": "https://gitlab.example/api/v4",
            "CI_PIPELINE_URL": "https://gitlab.example/a/r/-/pipelines/7",
            "CI_SERVER_HOST": "gitlab.example",
            "CI_MERGE_REQUEST_PROJECT_URL": str(self.bare).removesuffix(".git"),
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        }
        given = {**GITLAB["variables"], **found.get("variables", {}), **known, **values}
        filled = {name: re.sub(r"\$(CI_\w+)", lambda one: given[one[1]], text) for name, text in given.items()}
        return self.run([*found.get("before_script", []), *found["script"]], filled)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_the_files_are_as_the_hosts_want_them(tmp_path: Path) -> None:
    write_tree(tmp_path, DRAWN)
    checker = str(Path(sys.executable).with_name("check-jsonschema"))
    for schema, files in {
        "gitlab-ci": [tmp_path / ".gitlab-ci.yml"],
        "github-workflows": [tmp_path / f".forgejo/workflows/{name}" for name in FORGEJO],
    }.items():
        more = ["--data-transform", "gitlab-ci"] if schema == "gitlab-ci" else []
        command = [checker, "--builtin-schema", f"vendor.{schema}", *more, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_merge_request_at_gitlab_is_checked_and_previewed_with_the_settings_of_its_target(bench: Bench) -> None:
    text = "---\nauthor: ana\ndate: 2026-10-20\n---\n\nYes.\n"
    bench.commit("reply", {REPLY: text, "mkdocs.yml": "hooks: [owned.py]\n", "owned.py": "open('owned', 'w')\n"})
    who = {"GITLAB_USER_LOGIN": "Ana", "GITLAB_USER_ID": "4711"}
    done = bench.gitlab("check", **who)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing to fix" in (bench.clone / "summary.md").read_text()
    done = bench.gitlab("check", **who | {"GITLAB_USER_LOGIN": "bob", "GITLAB_USER_ID": "77"})
    assert done.returncode == 1, done.stdout + done.stderr
    assert GITLAB["check"]["allow_failure"] == {"exit_codes": [1]}, "a slip is a warning"
    assert "allow_failure" not in GITLAB["gate"]
    assert "1 thing to fix" in (bench.clone / "summary.md").read_text()
    done = bench.gitlab("preview")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Yes." in (bench.clone / "preview/discussions/two-follow-ups/index.html").read_text(encoding="utf-8")
    assert not list(bench.folder.rglob("owned"))


def tell_gitlab(bench: Bench, text: str, login: str = "ana", author: int = 4711, user: int = 4711) -> str:
    file = bench.folder / "payload"
    issue = {"iid": 12, "author_id": author, "action": "open", "created_at": "2026-10-20 09:30:00 UTC"}
    issue["description"] = BODY.format(text)
    told = {"object_kind": "issue", "user": {"id": user, "username": login}, "object_attributes": issue}
    file.write_text(json.dumps(told))
    return str(file)


@pytest.mark.slow
def test_an_issue_at_gitlab_becomes_a_file_on_the_site_or_a_merge_request(bench: Bench) -> None:
    values = {"PARLEY_TOKEN": "t", "PARLEY_REMOTE": str(bench.bare)}
    for login, number, branch in (("ana", 4711, "main"), ("zoe", 99, "issue-12")):
        payload = tell_gitlab(bench, HOSTILE, login, number, number)
        done = bench.gitlab("read-issue", TRIGGER_PAYLOAD=payload)
        assert done.returncode == 0, done.stdout + done.stderr
        git(bench.clone, "reset", "--quiet", "--hard")  # another job, another checkout
        bench.bring(f"posts/people/x{number}.yml", "name: X\n")  # by another issue, meanwhile
        done = bench.gitlab("propose-issue", **values)
        assert done.returncode == 0, done.stdout + done.stderr
        path = f"{THREAD}/replies/2026-10-20-{login}-i12.md"
        assert "touch owned" in git(bench.bare, "show", f"{branch}:{path}")
        assert git(bench.bare, "log", "-1", "--format=%an", branch) == login
    told = [json.loads(line) for line in (bench.folder / "told").read_text().splitlines()]
    assert [call[-1].rpartition("/issues/12")[2] for call in told] == ["/notes", "", "/notes"]
    assert "Your text is accepted" in str(told[0])
    assert "first contribution" in str(told[2]).replace("\\", "")
    assert "merge_request.create" in (bench.bare / "options").read_text()
    assert not list(bench.folder.rglob("owned"))
    bench.gitlab("read-issue", TRIGGER_PAYLOAD=tell_gitlab(bench, "Mine.", "bob", 77, 77))
    git(bench.clone, "reset", "--quiet", "--hard")
    bench.bring(path.replace("zoe", "bob"), "Another text with the same name.\n")
    done = bench.gitlab("propose-issue", **values)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Mine." in git(bench.bare, "show", f"issue-12:{path.replace('zoe', 'bob')}")
    assert "couldn't go on the site by itself" in (bench.folder / "told").read_text().splitlines()[-1]


def test_a_breakdown_at_gitlab_is_told_under_the_issue(bench: Bench) -> None:
    job = GITLAB["tell-breakdown"]
    assert (job["stage"], [rule["when"] for rule in job["rules"]]) == (".post", ["on_failure"])
    done = bench.gitlab("tell-breakdown", TRIGGER_PAYLOAD=tell_gitlab(bench, HOSTILE), PARLEY_TOKEN="t")
    assert done.returncode == 0, done.stdout + done.stderr
    words = json.loads((bench.folder / "told").read_text())
    assert words[-1] == "https://gitlab.example/api/v4/projects/9/issues/12/notes"
    assert words[-2].endswith("A maintainer will look at it. https://gitlab.example/a/r/-/pipelines/7")


def test_what_others_do_to_an_issue_at_gitlab_is_no_failure(bench: Bench) -> None:
    done = bench.gitlab("read-issue", TRIGGER_PAYLOAD=tell_gitlab(bench, "Yes.", "mia", user=12))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (bench.clone / "said").exists()
    assert bench.gitlab("propose-issue", PARLEY_TOKEN="t").returncode == 0


AGAIN = "/actions/workflows/from-issue.yml/dispatches"


class Api(BaseHTTPRequestHandler):
    """Forgejo's, as far as the workflows ask: what is asked for is kept."""

    asked: ClassVar[list[tuple[str, str, Any]]] = []
    there: ClassVar[set[str]] = set()
    issues: ClassVar[dict[str, Any]] = {}
    broken: ClassVar[set[str]] = set()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""

    def answer(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        place = self.path.removeprefix("/api/v1/repos/site/r")
        self.asked.append((self.command, place, json.loads(raw) if raw else None))
        told: Any = (
            [] if place.endswith("/comments") and self.command == "GET" else {"number": 3, "commit": {"sha": "c0"}}
        )
        told = self.issues.get(place, told)
        is_file = self.command == "GET" and place.startswith("/contents/")
        is_missing = is_file and place.partition("?")[0].removeprefix("/contents/") not in self.there
        self.send_response(500 if place in self.broken else 404 if self.command == "DELETE" or is_missing else 200)
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    do_GET = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815 (the library's names)


@pytest.fixture
def api() -> Iterator[str]:
    Api.asked.clear()
    Api.there.clear()
    Api.issues.clear()
    Api.broken.clear()
    with HTTPServer(("127.0.0.1", 0), Api) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def run_forgejo(bench: Bench, name: str, api: str, **values: str) -> list[tuple[str, str, Any]]:
    """Run the jobs of a workflow, each in a folder of its own; what stands in `${{ }}` is given by its last word."""
    given = {"repository": "site/r", "server_url": api, "token": "t", "default_branch": "main", "issue": "", **values}
    given |= {"result": ""}
    for content in yaml.safe_load(FORGEJO[name])["jobs"].values():
        place, output = Path(tempfile.mkdtemp(dir=bench.folder)), bench.folder / "output"
        output.write_text("")
        for step in content["steps"]:
            env = {**content.get("env", {}), **step.get("env", {})}
            filled = {
                key: re.sub(r"\$\{\{ [\w.]*?(\w+) \}\}", lambda one: given[one[1]], text) for key, text in env.items()
            }
            filled |= {"GITHUB_OUTPUT": str(output), "GIT_CONFIG_COUNT": "1"}
            filled |= {"GIT_CONFIG_KEY_0": f"url.{bench.folder}/.insteadOf", "GIT_CONFIG_VALUE_0": f"{api}/"}
            done = bench.run([step["run"]], filled, place)
            if done.returncode:
                assert step["name"] == values.get("fails"), done.stdout + done.stderr
                break
        given["result"] = next((line[7:] for line in output.read_text().splitlines() if line.startswith("result=")), "")
    return list(Api.asked)


@pytest.mark.slow
def test_a_pull_request_at_forgejo_gets_a_status_one_comment_and_a_merge(bench: Bench, api: str) -> None:
    text = "---\nauthor: ana\ndate: {}\n---\n\nYes.\n"
    day = subprocess.run(["date", "-u", "+%F"], capture_output=True, text=True, check=True).stdout.strip()
    path = f"{THREAD}/replies/{day}-ana-k3p9.md"
    head = bench.commit("reply", {path: text.format(day)})
    git(bench.bare, "update-ref", "refs/pull/5/head", head)
    who = {"sha": head, "number": "5", "html_url": "https://x.example/r", "ref": "reply"}
    asked = run_forgejo(bench, "check.yml", api, login="ana", id="4711", **who)
    assert [(method, place) for method, place, _ in asked] == [
        ("POST", f"/statuses/{head}"),
        ("POST", "/pulls/5/merge"),
        ("POST", "/actions/workflows/publish.yml/dispatches"),
        ("GET", "/issues/5/comments"),
        ("POST", "/issues/5/comments"),
    ]
    assert asked[1][2]["head_commit_id"] == head, "what is merged is what was read"
    Api.asked.clear()
    asked = run_forgejo(bench, "check.yml", api, login="bob", id="77", **who)
    assert asked[0][2]["state"] == "pending", "a slip is no failure"
    assert [place for _, place, _ in asked[1:]] == ["/issues/5/comments"] * 2
    assert "1 thing to fix" in asked[-1][2]["body"]
    Api.asked.clear()
    asked = run_forgejo(bench, "check.yml", api, login="bob", id="77", fails="Get the files", **who | {"number": "6"})
    assert asked[0][2]["state"] == "error", "a breakdown is told"


@pytest.mark.slow
def test_an_issue_at_forgejo_becomes_a_file_and_the_site_goes_to_its_branch(bench: Bench, api: str) -> None:
    event = bench.folder / "event.json"
    issue = {"number": 12, "body": BODY.format(HOSTILE), "created_at": "2026-10-20T09:30:00+02:00"}
    for login, number, is_accepted in (("ana", 4711, True), ("zoe", 99, False)):
        event.write_text(json.dumps({"action": "opened", "issue": {**issue, "user": {"login": login, "id": number}}}))
        Api.asked.clear()
        asked = run_forgejo(bench, "from-issue.yml", api, event_path=str(event), number="12")
        (made,) = [body for method, place, body in asked if (method, place) == ("POST", "/contents")]
        assert made["files"][0]["path"].endswith(f"/2026-10-20-{login}-i12.md")
        assert bool([place for _, place, _ in asked if place.endswith("/merge")]) is is_accepted
        assert asked[-1][1] == "/issues/12/comments"
    assert not list(bench.folder.rglob("owned"))
    Api.asked.clear()
    Api.there.add(made["files"][0]["path"])  # since it was read
    asked = run_forgejo(bench, "from-issue.yml", api, event_path=str(event), number="12")
    calls = [(method, place.partition("?")[0]) for method, place, _ in asked[1:]]
    told = "/issues/12/comments"
    assert calls == [("POST", AGAIN), ("GET", told), ("POST", told)], "nothing is written, and it is said"
    assert (asked[1][2]["inputs"], "read again by itself" in asked[-1][2]["body"]) == ({"issue": "12"}, True)
    Api.asked.clear()
    Api.issues["/issues/12"] = {**issue, "user": {"login": login, "id": number}}
    asked = run_forgejo(bench, "from-issue.yml", api, event_path="none", number="", issue="12")
    assert not [place for _, place, _ in asked if place == AGAIN], "once"
    assert "save it: it is read again" in asked[-1][2]["body"]
    Api.asked.clear()
    Api.there.clear()
    Api.broken.add("/contents")
    last = "Say it, and put the file on a branch or on the site"
    asked = run_forgejo(bench, "from-issue.yml", api, event_path=str(event), number="12", fails=last)
    assert "went wrong on our side" in asked[-1][2]["body"]
    run_forgejo(bench, "publish.yml", api)
    assert "index.html" in git(bench.bare, "ls-tree", "--name-only", "pages")


LOCAL = {
    "    container:\n      image: node:22-bookworm\n": "",
    "${{ github.repository }}": "site/r",
    "${{ github.token }}": "t",
}
"""What differs where a job runs on this machine and asks the forge of this test."""


def run_in_runner(bench: Bench, name: str, api: str, event: str, payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Run a workflow of Forgejo in the runner that Forgejo's own is made of."""
    place, text = Path(tempfile.mkdtemp(dir=bench.folder)), FORGEJO[name]
    for found, local in {**LOCAL, "${{ github.server_url }}": api}.items():
        text = text.replace(found, local)
    repository = {"full_name": "site/r", "default_branch": "main", "name": "r", "owner": {"login": "site"}}
    write_tree(place, {f"w/{name}": text, "event.json": json.dumps({"repository": repository, **payload})})
    git(place, "clone", "--quiet", str(bench.bare), "checkout")
    given = {
        "TOOLS": str(bench.folder / "tools"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{bench.folder}/.insteadOf",
        "GIT_CONFIG_VALUE_0": f"{api}/",
    }
    path = f"{bench.folder}/tools:{os.environ['PATH']}"
    command = [
        find_tools().act,
        event,
        "--eventpath",
        str(place / "event.json"),
        "--workflows",
        str(place / "w" / name),
    ]
    command += ["--platform", "docker=-self-hosted", "--no-cache-server", "--pull=false", "--no-skip-checkout"]
    command += [word for pair in given.items() for word in ("--env", "=".join(pair))]
    environment = {"PATH": path, "HOME": str(bench.folder), "LANG": "C.UTF-8", **given}
    Api.asked.clear()
    done = subprocess.run(command, cwd=place / "checkout", env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [(method, place.partition("?")[0]) for method, place, _ in Api.asked]


@pytest.mark.slow
def test_the_workflows_of_forgejo_run_in_a_runner(bench: Bench, api: str) -> None:
    try:
        find_tools()
    except Missing as missing:
        pytest.skip(str(missing))
    issue = {"number": 12, "body": BODY.format(HOSTILE), "created_at": "2026-10-20T09:30:00+02:00"}
    Api.issues["/issues/12"] = {**issue, "user": {"login": "zoe", "id": 99}}
    sent = {"action": "opened", "issue": {**issue, "user": {"login": "ana", "id": 4711}}}
    asked = run_in_runner(bench, "from-issue.yml", api, "issues", sent)
    assert ("POST", "/pulls/3/merge") in asked
    asked = run_in_runner(bench, "from-issue.yml", api, "workflow_dispatch", {"inputs": {"issue": "12"}})
    assert asked[0] == ("GET", "/issues/12")
    assert ("POST", "/pulls") in asked
    assert ("POST", "/pulls/3/merge") not in asked, "a newcomer waits"
    day = subprocess.run(["date", "-u", "+%F"], capture_output=True, text=True, check=True).stdout.strip()
    reply = f"---\nauthor: ana\ndate: {day}\n---\n\nYes.\n"
    head = bench.commit("reply", {f"{THREAD}/replies/{day}-ana-k3p9.md": reply})
    git(bench.bare, "update-ref", "refs/pull/5/head", head)
    of = {"sha": head, "ref": "reply", "repo": {"html_url": "https://x.example/r"}}
    pull = {"number": 5, "user": {"login": "ana", "id": 4711}, "head": of}
    asked = run_in_runner(bench, "check.yml", api, "pull_request_target", {"action": "opened", "pull_request": pull})
    assert ("POST", "/pulls/5/merge") in asked
    run_in_runner(bench, "publish.yml", api, "push", {})
    assert "index.html" in git(bench.bare, "ls-tree", "--name-only", "pages")
    assert not list(bench.folder.rglob("owned"))
