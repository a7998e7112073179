"""A site at a forge, with the people who write to it, and what they send."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from forge_bed.forge import Forge
from forge_bed.repository import Bare
from forge_bed.runs import Run, Runner
from forge_bed.server import open_door
from forge_bed.state import Issue, Pull
from support import GOOD, ROOT, Files, write_tree

CODE = (
    "hooks",
    "docs",
    ".github",
    "Makefile",
    "mkdocs.yml",
    "pyproject.toml",
    "requirements-site.txt",
)
"""What of the repository the site is made of."""

THREAD = "posts/discussions/two-follow-ups"
PEOPLE: Files = {
    "posts/people/ana.yml": 'name: Ana\naccount: "4711"\n',
    "posts/people/bob.yml": 'name: Bob\naccount: "77"\n',
}
IDS = {"ana": 4711, "bob": 77, "mia": 12}


class Scene:
    """A forge and its runner."""

    def __init__(self, forge: Forge, runner: Runner, doors: ExitStack) -> None:
        self.forge = forge
        self.doors = doors
        self.runner = runner
        self.runs: list[Run] = []
        self.acts: list[str] = []
        """What maintainers have done: labels given and pull requests merged."""

    def beside(self) -> "Scene":
        """The same forge with a runner of its own, for a run at the same time."""
        number = len(list(self.runner.folder.parent.glob("runner*")))
        door = self.doors.enter_context(open_door(self.forge))
        return Scene(self.forge, Runner(self.forge, door, self.runner.folder.parent / f"runner{number}"), self.doors)

    # issues

    def open_issue(self, body: str, login: str = "ana", number: int = 0, **rest: Any) -> Issue:
        """An issue that somebody has written; nothing has run for it yet."""
        number = number or self.forge.next_number()
        issue = Issue(number, login, IDS.get(login.lower(), 9000 + number), body, **rest)
        self.forge.issues[number] = issue
        return issue

    def tell(self, issue: Issue, action: str = "opened", label: str = "") -> Run:
        """Run what the forge starts for something that happened to an issue."""
        if label and label not in issue.labels:
            issue.labels.append(label)
        payload: dict[str, Any] = {"action": action, "issue": self.forge.show_issue(issue)}
        if label:
            payload["label"] = {"name": label}
        assert self.runner.starts("from-issue.yml", "issues", action)
        return self._keep(self.runner.run("from-issue.yml", "issues", payload))

    def read_again(self) -> Run:
        """Run what a run of an issue has asked for, where something had changed since it was read."""
        inputs = self.forge.again.pop(0)
        return self._keep(self.runner.run("from-issue.yml", "workflow_dispatch", {"inputs": inputs}))

    # pull requests

    def open_pull(
        self, files: Mapping[str, str | None], login: str = "ana", branch: str = "reply", *, fork: bool = True
    ) -> Pull:
        """A pull request with a commit, from a fork unless somebody may push; nothing has run for it yet."""
        number = self.forge.next_number()
        pull = Pull(number, branch, "A reply", "", login, IDS.get(login.lower(), 9000 + number), login if fork else "")
        self.forge.pulls[number] = pull
        self.push(pull, files)
        return pull

    def push(self, pull: Pull, files: Mapping[str, str | None]) -> str:
        """Another commit of a pull request."""
        repo, ref = self.forge.repo, self.forge.ref_of(pull)
        parent = repo.find(ref) or self.forge.main()
        commit = repo.make_commit(repo.make_tree(parent, files), (parent,), "A change")
        repo.move(ref, commit)
        return commit

    def judge(self, pull: Pull, action: str = "opened") -> Run:
        """Run the workflow that may merge a pull request; its code is that of main."""
        assert self.is_judged(pull, action)
        payload = self._payload(pull, action)
        return self._keep(self.runner.run("accept.yml", "pull_request_target", payload))

    def is_judged(self, pull: Pull, action: str = "opened") -> bool:
        paths = tuple(self.forge.repo.list_changes(f"main...{self.forge.ref_of(pull)}"))
        return self.runner.starts("accept.yml", "pull_request_target", action, paths)

    def check(self, pull: Pull, action: str = "opened") -> Run:
        """Run the check of a pull request: the workflow is the pull request's own, and a fork's run writes nothing."""
        commit = self.forge.find_merge(pull.number)
        payload = self._payload(pull, action)
        run = self.runner.run("check.yml", "pull_request", payload, commit=commit, from_fork=bool(pull.fork))
        return self._keep(run)

    def _payload(self, pull: Pull, action: str) -> dict[str, Any]:
        return {"action": action, "number": pull.number, "pull_request": self.forge.show_pull(pull)}

    def merge(self, pull: Pull) -> None:
        """A maintainer merges a pull request; the forge then starts what a push starts."""
        self.acts.append("merge")
        self.forge.repo.move("refs/heads/main", self.forge.find_merge(pull.number))
        pull.state, pull.merged = "closed", self.forge.main()
        assert self.runner.starts("publish.yml", "push")
        self.forge.dispatched.append("publish.yml")

    def take_in_reactions(self) -> Run:
        return self._keep(self.runner.run("reactions.yml", "workflow_dispatch", {"inputs": {}}))

    def publish(self) -> Run:
        return self._keep(self.runner.run("publish.yml", "workflow_dispatch", {"inputs": {}}))

    def _keep(self, run: Run) -> Run:
        self.runs.append(run)
        return run


def write_form(
    text: str = "One says *too little*.", reply_to: str = "2026-10-03-bob", thread: str = "two-follow-ups"
) -> str:
    """An issue of the form for replies, as the forge writes it down."""
    return (
        f"### Discussion or practice\n\n{thread}\n\n### Reply you answer\n\n{reply_to}\n\n"
        f"### School you argue for\n\n_No response_\n\n### Your reply\n\n{text}\n"
    )


def write_reply(author: str, text: str = "Yes.", id: str = "k3p9") -> dict[str, str | None]:
    """The file of a reply, by its path."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"  # one of long ago waits for a maintainer
    return {f"{THREAD}/replies/{day}-{author}-{id}.md": f"---\nauthor: {author}\ndate: {day}\n---\n\n{text}\n"}


def make_site(folder: Path) -> None:
    """The repository of a small site: our own code with its workflows, and the posts of the tests."""
    tree = folder / "tree"
    write_tree(tree / "posts", GOOD)
    write_tree(tree, PEOPLE)
    for name in CODE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, tree / name)
    repo = Bare(folder / "repo.git")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.git("--work-tree", str(tree), "add", "--all", "--force")
    repo.move("refs/heads/main", repo.make_commit(repo.git("write-tree"), (), "A site"))
    repo.git("gc", "--quiet")
    shutil.rmtree(tree)


@contextmanager
def set_scene(site: Path, folder: Path) -> Iterator[Scene]:
    """A copy of the small site at a forge of its own."""
    shutil.copytree(site / "repo.git", folder / "repo.git")
    forge = Forge(folder)
    with ExitStack() as doors:
        door = doors.enter_context(open_door(forge))
        yield Scene(forge, Runner(forge, door, folder / "runner"), doors)
