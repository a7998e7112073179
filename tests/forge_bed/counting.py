"""What each way to the page costs: acts of a maintainer, runs, and the seconds of our own work in them.

`python -m forge_bed.counting` prints the table of `docs/parley/pages/run-your-own.md`. To the seconds of the run that
brings a text to the page those of an installation are added, which the bed leaves out: `--install SECONDS`.
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from forge_bed.runs import Run
from forge_bed.scenes import Scene, make_site, set_scene, write_form, write_reply

DISCUSSION = (
    "### Title of the discussion\n\nHow many at most?\n\n### Tags\n\nsales\n\n### Your opening post\n\nTwo, I think.\n"
)


def send_issue(scene: Scene, login: str, body: str) -> None:
    issue = scene.open_issue(body, login)
    scene.tell(issue)
    if issue.state == "open":
        scene.acts.append("label")
        scene.tell(issue, "labeled", "accepted")


def merge_issue(scene: Scene, login: str, body: str) -> None:
    scene.tell(scene.open_issue(body, login))
    (pull,) = scene.forge.pulls.values()
    scene.merge(pull)


def mend_issue(scene: Scene, login: str, body: str) -> None:
    issue = scene.open_issue(write_form("_No response_"), login)
    scene.tell(issue)
    issue.body = body
    scene.tell(issue, "edited")


def send_pull(scene: Scene, login: str, _: str) -> None:
    pull = scene.open_pull(write_reply(login), login)
    scene.judge(pull)
    scene.check(pull)
    if not pull.merged:
        scene.merge(pull)


@dataclass(frozen=True)
class Route:
    """A way to the page, and what we promise of it: the acts of a maintainer, and the runs of each workflow."""

    what: str
    who: str
    login: str
    send: Callable[[Scene, str, str], None]
    body: str
    acts: tuple[str, ...]
    runs: Mapping[str, int]

    def row(self, seconds: float) -> str:
        """Its row of the table."""
        runs = ", ".join(f"{number} × {name}" if number > 1 else name for name, number in self.runs.items())
        acts = ", ".join(f"one {act}" for act in self.acts) or "nothing"
        return f"| {self.what} | {self.who} | {acts} | {runs} | {seconds:.0f} |"


KNOWN, NEW = ("known", "ana"), ("new here", "zoe")
ISSUE, PULL = "a reply as an issue", "a pull request"
ONCE = {"from-issue": 1, "publish": 1}
TWICE = {"from-issue": 2, "publish": 1}
PULLED = {"accept": 1, "check": 1, "publish": 1}
ROUTES = (
    Route(ISSUE, *KNOWN, send_issue, write_form(), (), ONCE),
    Route("a discussion as an issue", *KNOWN, send_issue, DISCUSSION, (), ONCE),
    Route(f"{ISSUE}, mended once", *KNOWN, mend_issue, write_form(), (), TWICE),
    Route(f"{ISSUE}, by the label", *NEW, send_issue, write_form(), ("label",), TWICE),
    Route(f"{ISSUE}, by a merge", *NEW, merge_issue, write_form(), ("merge",), ONCE),
    Route(PULL, *KNOWN, send_pull, "", (), PULLED),
    Route(PULL, *NEW, send_pull, "", ("merge",), PULLED),
)


@dataclass(frozen=True)
class Count:
    """What a route has cost; `seconds` are those of the run that brings the text to the page."""

    acts: tuple[str, ...]
    runs: Mapping[str, int]
    seconds: float


def count(route: Route, scene: Scene) -> Count:
    """Take a route to the end, publishing included, and count."""
    route.send(scene, route.login, route.body)
    assert scene.forge.dispatched == ["publish.yml"], f"{route.what} isn't published once"
    last = next(run for run in reversed(scene.runs) if run.workflow != "check.yml" or len(scene.runs) == 1)
    scene.publish()
    names: dict[str, int] = {}
    for run in scene.runs:
        assert not run.is_red, run.log
        name = run.workflow.removesuffix(".yml")
        names[name] = names.get(name, 0) + 1
    return Count(tuple(scene.acts), names, measure(last))


def measure(run: Run) -> float:
    """The seconds of a run: its jobs wait for one another but for the last two, of which the longer one counts."""
    seconds = run.seconds()
    ends = [seconds.pop(name, 0.0) for name in ("publish", "answer")]
    return sum(seconds.values()) + max(ends)


HEAD = "| what is sent | by somebody | a maintainer | runs | seconds |\n| --- | --- | --- | --- | --: |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--install", type=float, default=0.0)
    given = parser.parse_args()
    print(HEAD)
    with tempfile.TemporaryDirectory() as name:
        make_site(Path(name) / "site")
        for at, route in enumerate(ROUTES):
            with set_scene(Path(name) / "site", Path(name) / str(at)) as scene:
                print(route.row(count(route, scene).seconds + given.install), flush=True)


if __name__ == "__main__":
    main()
