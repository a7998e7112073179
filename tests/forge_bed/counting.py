"""What each way to the page costs: acts of a maintainer, runs, and the seconds of our own work in them.

`python -m forge_bed.counting` prints the table of `docs/guides/run-your-own.md`. To the seconds of the run that brings
a text to the page those of an installation are added, which the bed leaves out: `--install SECONDS`.
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
    what: str
    who: str
    login: str
    send: Callable[[Scene, str, str], None]
    body: str = ""


KNOWN, NEW = "known", "new here"
ROUTES = (
    Route("a reply as an issue", KNOWN, "ana", send_issue, write_form()),
    Route("a discussion as an issue", KNOWN, "ana", send_issue, DISCUSSION),
    Route("a reply as an issue, mended once", KNOWN, "ana", mend_issue, write_form()),
    Route("a reply as an issue, by the label", NEW, "zoe", send_issue, write_form()),
    Route("a reply as an issue, by a merge", NEW, "zoe", merge_issue, write_form()),
    Route("a pull request", KNOWN, "ana", send_pull),
    Route("a pull request", NEW, "zoe", send_pull),
)


@dataclass(frozen=True)
class Count:
    """What a route has cost; `runs` are those of each workflow."""

    route: Route
    acts: tuple[str, ...]
    runs: Mapping[str, int]
    seconds: float

    def row(self, install: float) -> str:
        runs = ", ".join(f"{number} × {name}" if number > 1 else name for name, number in self.runs.items())
        act = ", ".join(f"one {act}" for act in self.acts) or "nothing"
        return f"| {self.route.what} | {self.route.who} | {act} | {runs} | {self.seconds + install:.0f} |"


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
    return Count(route, tuple(scene.acts), names, measure(last))


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
                print(count(route, scene).row(given.install), flush=True)


if __name__ == "__main__":
    main()
