"""Runs of workflows: what the forge starts for an event, run by `act` on this machine, without containers.

The workflow runs as it stands, but for three places. A job's token is its own, so that the forge knows whose rights it
has. The forge is asked where it is. And `act` hands on the outputs of a job that was skipped as they stand in the
file, where GitHub has none.
"""

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from forge_bed.forge import NAME, Forge
from forge_bed.rights import TOKEN
from forge_bed.server import Door
from forge_bed.tools import find_tools

HERE = Path(__file__).parent
STAND_INS = {
    "actions/checkout": "checkout",
    "actions/setup-python": "nothing",
    "actions/cache": "nothing",
    "actions/cache/restore": "nothing",
    "actions/configure-pages": "pages",
    "actions/upload-artifact": "upload",
    "actions/upload-pages-artifact": "upload",
    "actions/deploy-pages": "deploy",
}
"""Actions that only talk to the forge's own services or fetch what is here, and what stands for each of them."""

SERVER = "http://github.localhost"
"""Where the forge is, for who asks it without `gh`."""

USES = re.compile(r"uses: (\S+?)@([0-9a-f]{40})")

PYTHON = """\
#!/bin/sh
# `python -m venv DIR`, without a network: the packages are those of the tests, our own code is that of the checkout
mkdir -p "$3/bin"
printf '#!/bin/sh\\nexit 0\\n' > "$3/bin/pip"
printf '#!/bin/sh\\nPYTHONPATH="%s/hooks" exec "{python}" -m parley.commands.cli "$@"\\n' "$PWD" > "$3/bin/parley"
printf '#!/bin/sh\\nPYTHONPATH="%s/hooks" exec "{python}" -m mkdocs "$@"\\n' "$PWD" > "$3/bin/mkdocs"
chmod +x "$3/bin/pip" "$3/bin/parley" "$3/bin/mkdocs"
"""


@dataclass(frozen=True)
class Step:
    """A step that was run; `seconds` are those it took here."""

    job: str
    name: str
    result: str
    seconds: float


@dataclass(frozen=True)
class Run:
    """What became of a run: the result of each job that wasn't skipped, the steps, and what they printed."""

    workflow: str
    jobs: Mapping[str, str]
    steps: tuple[Step, ...]
    log: str
    summary: str = ""

    @property
    def is_red(self) -> bool:
        return "failure" in self.jobs.values()

    def seconds(self) -> dict[str, float]:
        """The time of each job's own work."""
        return {job: sum(step.seconds for step in self.steps if step.job == job) for job in self.jobs}


class Runner:
    """Runs what a forge starts, in a folder of its own."""

    def __init__(self, forge: Forge, door: Door, folder: Path) -> None:
        self.forge = forge
        self.door = door
        self.folder = folder
        self.tools = find_tools()
        self.attempt = 1
        self.artifacts = folder / "artifacts"
        for path in (self.artifacts, folder / "home", folder / "bin"):
            path.mkdir(parents=True)
        python = folder / "bin" / "python-of-the-tests"
        python.write_text(PYTHON.format(python=sys.executable))
        python.chmod(0o755)
        self.python = python

    def run(
        self, workflow: str, event: str, payload: Mapping[str, Any], *, commit: str = "", from_fork: bool = False
    ) -> Run:
        """Run a workflow of a commit, which is that of main where none is named."""
        commit = commit or self.forge.main()
        text = self.forge.repo.read(commit, f".github/workflows/{workflow}")
        assert text, f"there is no workflow {workflow}"
        place = self.folder / "work"
        shutil.rmtree(place, ignore_errors=True)
        file = place / ".github" / "workflows" / workflow
        file.parent.mkdir(parents=True)
        file.write_text(prepare(text), encoding="utf-8")
        self._point(place, commit)
        told = self.folder / "event.json"
        told.write_text(json.dumps({"repository": self._repository(), **payload}))
        self.door.workflow, self.door.from_fork = file, from_fork
        done = subprocess.run(
            [
                *(self.tools.act, event, "--eventpath", str(told), "--workflows", str(file), "--json"),
                *("--platform", "ubuntu-24.04=-self-hosted", "--no-cache-server", "--pull=false", "--no-skip-checkout"),
                *("--action-cache-path", str(self.folder / "act")),
                *("--env", f"GITHUB_RUN_ATTEMPT={self.attempt}"),
                *(word for found in USES.findall(text) for word in ("--local-repository", _stand_in(*found))),
            ],
            cwd=place,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        return read_log(workflow, done.stdout, done.stderr)

    def _point(self, place: Path, commit: str) -> None:
        """Make a folder look like a checkout of a commit, which is all that the runner asks of it."""
        git = place / ".git"
        for folder in ("objects/info", "refs"):
            (git / folder).mkdir(parents=True)
        (git / "objects/info/alternates").write_text(f"{self.forge.repo.folder}/objects\n")
        (git / "HEAD").write_text(f"{commit}\n")
        (git / "config").write_text(f'[remote "origin"]\n\turl = https://github.com/{NAME}.git\n')

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.pathsep.join((str(Path(self.tools.gh).parent), os.environ["PATH"])),
            "HOME": str(self.folder / "home"),
            "GH_HOST": "github.localhost",
            "http_proxy": self.door.address,
            "PYTHON": str(self.python),
            "UV": "",  # so that what stands for Python's own tools is used
            "PYTHONPYCACHEPREFIX": str(self.folder / "pycache"),
            "FORGE_REPOSITORY": str(self.forge.repo.folder),
            "FORGE_ARTIFACTS": str(self.artifacts),
            "LANG": "C.UTF-8",
        }

    @staticmethod
    def _repository() -> dict[str, Any]:
        owner, name = NAME.split("/")
        return {"full_name": NAME, "name": name, "default_branch": "main", "owner": {"login": owner}}

    def starts(self, workflow: str, event: str, action: str = "", paths: tuple[str, ...] = ()) -> bool:
        """Whether the forge starts a workflow for an event, by its `on`."""
        content = yaml.safe_load(self.forge.repo.read("main", f".github/workflows/{workflow}"))
        if event not in content[True]:
            return False
        wanted = content[True][event] or {}
        if action and action not in wanted.get("types", ["opened", "synchronize", "reopened"]):
            return False
        patterns = wanted.get("paths", [])
        return not patterns or any(fnmatch.fnmatch(path, pattern) for path in paths for pattern in patterns)


def _stand_in(action: str, commit: str) -> str:
    repository = "/".join(action.split("/")[:2])
    return f"{repository}@{commit}={HERE / 'actions' / STAND_INS[action]}"


def prepare(text: str) -> str:
    """A workflow as the runner gets it."""
    head, jobs = text.split("\njobs:\n", 1)
    parts = re.split(r"(?m)^(?=  [a-z-]+:$)", jobs)
    made = []
    for part in parts:
        name = re.match(r"  ([a-z-]+):$", part, re.MULTILINE)
        made.append(part.replace("github.token", f"'{TOKEN}{name[1]}'") if name else part)
    made = [part.replace("github.server_url", f"'{SERVER}'") for part in made]
    outputs = r"(needs\.([a-z-]+)\.outputs\.[a-z_]+)"
    return f"{head}\njobs:\n" + re.sub(outputs, r"(needs.\2.result != 'skipped' && \1 || '')", "".join(made))


def read_log(workflow: str, log: str, errors: str) -> Run:
    """Read what the runner says of itself, a JSON object a line."""
    jobs: dict[str, str] = {}
    steps: list[Step] = []
    printed: list[str] = []
    for line in _read_lines(log):
        job = line.get("jobID", "")
        if line.get("raw_output") or line.get("level") == "error":
            printed.append(line["msg"].rstrip("\n"))
        if "jobResult" in line:
            jobs[job] = line["jobResult"]
        if line.get("stage") == "Main" and "stepResult" in line:
            name = re.sub(r"^Main ", "", line["step"])
            steps.append(Step(job, name, line["stepResult"], line.get("executionTime", 0) / 1e9))
    assert jobs or not errors.strip() or "jobs" not in errors, errors
    return Run(workflow, jobs, tuple(steps), "\n".join((*printed, errors)))


def _read_lines(log: str) -> Iterator[dict[str, Any]]:
    for line in log.splitlines():
        if line.startswith("{"):
            yield json.loads(line)
