"""The order of things: write a corpus for every tool, then in rounds build it cold, unchanged, with one new reply."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.corpus import Discussion, build_discussions, build_late_reply
from bench.first_search import SearchCost, measure_first_search
from bench.measure import measure
from bench.peers import Tool, count_anchors, forget
from bench.results import STATES, Build, Corpus, Outcome

Say = Callable[[str], None]


class Incomplete(Exception):
    """A tool has left replies out, so that its time would be compared with that of another task."""


def run_corpus(tools: Sequence[Tool], discussions: int, rounds: int, say: Say, *, quick: bool = False) -> Corpus:
    """Measure all tools with one corpus. They take turns, so that a slow minute of the machine strikes all of them.

    If it must be `quick`, no build waits until the disk is at rest, and no browser searches.

    Raises:
        CommandFailed: a tool ended with an error.
        Incomplete: a built site has not all replies.
    """
    replies, source, chosen = _write_corpus(tools, discussions)
    say(f"{discussions} discussions, {replies} replies")
    runs: dict[str, dict[str, list[Build]]] = {tool.key: {state: [] for state in STATES} for tool in tools}
    sizes: dict[str, tuple[int, int]] = {}
    for number in range(rounds):
        for tool in tools:
            for state in STATES:
                if state == "cold":
                    forget(tool)
                if state == "reply":
                    tool.add_reply(chosen, build_late_reply(chosen, number))
                if not quick and hasattr(os, "sync"):
                    os.sync()  # what was written before is none of this build's business
                runs[tool.key][state].append(build := run_build(tool))
                say(f"  {tool.title}, {STATES[state]}: {build.wall:.2f} s, {build.cpu:.2f} s of processor time")
                if not number and state == "cold":
                    _expect(tool, "*", replies)
                    sizes[tool.key] = weigh(tool.site)
            _expect(tool, chosen.slug, len(chosen.replies) + number + 1)
    outcomes = []
    for tool in tools:
        found: SearchCost | None = None if quick else measure_first_search(tool.key, tool.site)
        if found:
            told = "" if found.answered else ", and no result"
            say(f"  {tool.title}, first search: {found.size / 1000:.0f} kB, {found.requests} requests{told}")
        finished = {state: tuple(builds) for state, builds in runs[tool.key].items()}
        cost = (found.size, found.requests, found.answered) if found else (None, None)
        outcomes.append(Outcome(tool.key, finished, *sizes[tool.key], *cost))
    return Corpus(discussions, replies, source, tuple(outcomes))


def run_build(tool: Tool) -> Build:
    """Run the commands of one build, one after the other."""
    return Build(tuple((step.name, measure(step.command, tool.folder, step.environment)) for step in tool.steps))


def warm_up(tools: Sequence[Tool], say: Say) -> None:
    """A build of three discussions that nobody measures: Python compiles its modules, the disk brings the programs."""
    begin = time.perf_counter()
    replies, *_ = _write_corpus(tools, 3)
    for tool in tools:
        run_build(tool)
        _expect(tool, "*", replies)
    say(f"All tools run; the trial took {time.perf_counter() - begin:.0f} s")


def _write_corpus(tools: Sequence[Tool], discussions: int) -> tuple[int, int, Discussion]:
    """Write the corpus for each tool; gives the replies, the bytes of the source, and the discussion that grows."""
    replies = source = 0
    chosen = None
    for number, discussion in enumerate(build_discussions(discussions)):
        for tool in tools:
            tool.write(discussion)
        replies += len(discussion.replies)
        source += sum(len(one.source) for one in discussion.replies) + len(discussion.source)
        if number == discussions // 2:
            chosen = discussion
    for tool in tools:
        tool.finish()
    if chosen is None:
        raise ValueError("a corpus has at least one discussion")
    return replies, source, chosen


def _expect(tool: Tool, slug: str, replies: int) -> None:
    found = count_anchors(tool.site, slug)
    if found != replies:
        raise Incomplete(f"{tool.title} has {found} of {replies} replies in {tool.site}/discussions/{slug}")


def weigh(site: Path) -> tuple[int, int]:
    """Bytes and number of the files of a site."""
    sizes = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
    return sum(sizes), len(sizes)
