"""The order of things: write a corpus for every tool, then in rounds build it cold, unchanged, with one new reply."""

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bench.corpus import Forum, Post, Reply, build_forum, build_late_reply
from bench.first_search import SearchCost, measure_first_search
from bench.measure import CommandFailed, measure
from bench.peers import HERE, Tool, count_anchors, forget, put_away
from bench.results import CHECKOUT, STATES, Build, Corpus, Outcome, Share
from bench.serving import measure_edit
from bench.weighing import pack, weigh

Say = Callable[[str], None]

LONG = 180
"""Seconds for the builds of one round, beyond which a program isn't asked again; ours and Hugo always are."""

ALWAYS = ("parley", "hugo")


class Incomplete(Exception):
    """A tool has left replies out, so that its time would be compared with that of another task."""


@dataclass(frozen=True)
class Written:
    """What was written for each tool: numbers, bytes of the source, the newest date, and the discussion that grows."""

    discussions: int
    replies: int
    people: int
    source: int
    newest: datetime
    chosen: Post


def run_corpus(tools: Sequence[Tool], forum: Forum, rounds: int, say: Say, *, quick: bool = False) -> Corpus:
    """Measure all tools with one corpus. They take turns, so that a slow minute of the machine strikes all of them.

    If it must be `quick`, no build waits until the disk is at rest, no browser searches, and nothing is packed.

    Raises:
        CommandFailed: ours, or Hugo, ended with an error; others are left out.
        Incomplete: a built site has not all replies.
    """
    written = _write_corpus(tools, forum)
    numbers = f"{written.discussions} discussions, {written.replies} replies, {written.people} people"
    say(f"{forum.name or 'Made up'}: {numbers}")
    chosen = written.chosen
    runs: dict[str, dict[str, list[Build]]] = {tool.key: {state: [] for state in STATES} for tool in tools}
    sites: dict[str, tuple[tuple[Share, ...], int]] = {}
    failed: dict[str, str] = {}
    for number in range(rounds):
        for tool in tools:
            if tool.key in failed or (number and tool.key not in ALWAYS and _time_of(runs[tool.key]) > LONG):
                continue
            try:
                _build_round(tool, written, number, runs[tool.key], sites, say, quick=quick)
            except CommandFailed as error:
                if tool.key in ALWAYS:
                    raise
                failed[tool.key] = f"{tool.title} with {written.discussions:,} discussions: {error.last}"
                say(f"  {failed[tool.key]}")
                continue
            if tool.key == "parley":
                late = build_late_reply(chosen, written.newest, rounds + number)
                runs[tool.key].setdefault(CHECKOUT, []).append(build := _build_elsewhere(tool, chosen, late))
                say(f"  {tool.title}, one new reply in a fresh checkout: {build.wall:.2f} s")
    outcomes = []
    for tool in (tool for tool in tools if tool.key not in failed):
        found: SearchCost | None = None if quick else measure_first_search(tool.key, tool.site, forum.rare)
        if found:
            end = "" if found.answered else ", and no result"
            say(f"  {tool.title}, first search: {found.size / 1000:.0f} kB, {found.requests} requests{end}")
        finished = {state: tuple(builds) for state, builds in runs[tool.key].items()}
        cost = (found.size, found.requests, found.answered) if found else (None, None)
        packed = (0, 0.0) if quick else pack(tool.site, tool.folder)
        parts = {} if quick else measure_parts(tool)
        edit = 0.0 if quick or tool.key != "parley" else measure_edit(tool, chosen)
        if edit:
            say(f"  {tool.title}, an edit in the preview: {edit:.2f} s")
        outcomes.append(replace(Outcome(tool.key, finished, *sites[tool.key], *packed, parts, *cost), edit=edit))
    measured = tuple(outcomes)
    told = tuple(failed.values())
    return Corpus(written.discussions, written.replies, written.source, measured, written.people, forum.name, told)


def _build_round(
    tool: Tool,
    written: Written,
    number: int,
    runs: dict[str, list[Build]],
    sites: dict[str, tuple[tuple[Share, ...], int]],
    say: Say,
    *,
    quick: bool,
) -> None:
    """The builds of one round; of the first what the site weighs, too."""
    chosen = written.chosen
    for state in STATES:
        if state == "cold":
            forget(tool)
        if state == "reply":
            tool.add_reply(chosen, build_late_reply(chosen, written.newest, number))
        if not quick and hasattr(os, "sync"):
            os.sync()  # what was written before is none of this build's business
        runs[state].append(build := run_build(tool))
        say(f"  {tool.title}, {STATES[state]}: {build.wall:.2f} s, {build.cpu:.2f} s of processor time")
        if not number and state == "cold":
            _expect(tool, written.replies)
            kept = sum(share.size for place in tool.leftovers if place != tool.site for share in weigh(place))
            sites[tool.key] = weigh(tool.site), kept
    _expect(tool, len(chosen.replies) + number + 1, chosen)


def _time_of(runs: Mapping[str, Sequence[Build]]) -> float:
    """Seconds on the clock of the first round."""
    return sum(builds[0].wall for builds in runs.values())


def run_build(tool: Tool) -> Build:
    """Run the commands of one build, one after the other."""
    return Build(tuple((step.name, measure(step.command, tool.folder, step.environment)) for step in tool.steps))


def _build_elsewhere(tool: Tool, chosen: Post, late: Reply) -> Build:
    """A build with one more reply where every file has just been written, as CI lays a checkout beside what it kept."""
    other = type(tool)(tool.folder.with_name("checkout"))
    shutil.copytree(tool.folder, other.folder, copy_function=shutil.copyfile)
    other.add_reply(chosen, late)
    build = run_build(other)
    put_away(tool, other.folder)
    return build


def measure_parts(tool: Tool) -> dict[str, float]:
    """Seconds of processor time by part of the program, in one more cold build; those of Pagefind are its own.

    What Python did is divided as samples say (`sampling/sitecustomize.py`); other programs are not looked into.
    """
    if tool.key != "parley" or sys.platform == "win32":
        return {}
    forget(tool)
    samples = tool.folder / "samples"
    (step,) = tool.steps
    path = os.pathsep.join((str(HERE / "sampling"), step.environment["PYTHONPATH"]))
    cost = measure(step.command, tool.folder, {**step.environment, "PYTHONPATH": path, "PARLEY_SAMPLES": str(samples)})
    counts = Counter(samples.read_text().split("\n")[:-1])
    each = (cost.cpu - cost.search_cpu) / max(1, counts.total())
    return {"Pagefind": cost.search_cpu, **{part: count * each for part, count in counts.most_common()}}


def warm_up(tools: Sequence[Tool], say: Say) -> None:
    """A build of three discussions that nobody measures: Python compiles its modules, the disk brings the programs."""
    begin = time.perf_counter()
    written = _write_corpus(tools, build_forum(3))
    for tool in tools:
        run_build(tool)
        _expect(tool, written.replies)
    say(f"All tools run; the trial took {time.perf_counter() - begin:.0f} s")


def _write_corpus(tools: Sequence[Tool], forum: Forum) -> Written:
    """Write a corpus for each tool. The discussion in the middle is the one that grows."""
    discussions = replies = source = 0
    people: set[str] = set()
    dates: list[datetime] = []
    chosen = None
    for post in forum.posts():
        for tool in tools:
            tool.write(post)
        if discussions == forum.discussions // 2:
            chosen = chosen or post
        discussions += int(post.kind == "discussions")
        replies += len(post.replies)
        items: tuple[Post | Reply, ...] = (post, *post.replies)
        people |= {one.author for one in items}
        source += sum(len(one.source.encode()) for one in items)
        dates.append(max(one.date for one in items))
    for tool in tools:
        tool.finish(forum)
    if chosen is None:
        raise ValueError("a forum has at least one discussion")
    return Written(discussions, replies, len(people), source, max(dates), chosen)


def _expect(tool: Tool, replies: int, post: Post | None = None) -> None:
    found = count_anchors(tool.site, *((post.kind, post.slug) if post else ()))
    if found != replies:
        place = f"{tool.site}/{post.slug}" if post else tool.site
        raise Incomplete(f"{tool.title} has {found} of {replies} replies in {place}")
