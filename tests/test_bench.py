"""What `make bench` compares is comparable, and what it writes is what it measured. No time is judged here."""

import gzip
import hashlib
import re
import sys
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import ClassVar

import markdown
import pytest

from bench import charts, report
from bench.corpus import (
    PEOPLE,
    TAGS,
    Discussion,
    Reply,
    build_discussions,
    build_late_reply,
    count_replies,
    write_posts,
)
from bench.first_search import SEARCHES, serve_counted
from bench.measure import CommandFailed, Cost, measure
from bench.peers import TOOLS, Hugo, Material, Parley, Step, Tool, count_anchors, render_page
from bench.prose import RARE
from bench.results import STATES, Build, Corpus, Outcome, Results, read_results, write_results
from bench.rounds import Incomplete, run_corpus
from parley.checking.loading import check_posts
from parley.model.threads import build_tree
from support import digest, write_tree

SOME = 40
FORUM = tuple(build_discussions(SOME))
REPLIES = [reply for discussion in FORUM for reply in discussion.replies]


def files_of(discussion: Discussion) -> tuple[Discussion | Reply, ...]:
    return (discussion, *discussion.replies)


def fill(tool: Tool) -> None:
    for discussion in FORUM:
        tool.write(discussion)
    tool.finish()


# --- the corpus -------------------------------------------------------------------------------------------------------


def test_the_corpus_is_the_same_on_every_machine() -> None:
    """Numbers of two machines could not be set beside each other otherwise: who changes the corpus measures anew."""
    text = "".join(one.source for discussion in FORUM[:5] for one in files_of(discussion))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "bd573a09e5da9391"
    assert tuple(islice(build_discussions(SOME), 5)) == FORUM[:5]
    assert next(build_discussions(SOME, seed=8)) != FORUM[0]


@pytest.mark.parametrize(
    ("discussions", "replies"), [(100, 1_412), (1_000, 14_118), (1_700, 24_000), (10_000, 141_176)]
)
def test_every_size_has_its_share_of_replies_in_a_long_tail(discussions: int, replies: int) -> None:
    counts = sorted(count_replies(discussions), reverse=True)
    assert len(counts) == discussions
    assert sum(counts) == replies
    assert sum(counts[: discussions // 10]) > replies * 0.4
    assert median(counts) <= 6
    assert counts[0] > 150


def test_the_corpus_has_nothing_to_mend_and_is_read_whole(tmp_path: Path) -> None:
    tool = Parley(tmp_path)
    fill(tool)
    tool.add_reply(FORUM[3], build_late_reply(FORUM[3], 0))
    check = check_posts(tmp_path / "posts")
    assert check.problems == ()
    assert check.library is not None
    assert len(check.library.discussions) == SOME
    assert sum(len(replies) for replies in check.library.replies.values()) == len(REPLIES) + 1
    assert len(check.library.tags) == len(TAGS) == 14
    assert len(set(PEOPLE)) == 300
    assert not (tmp_path / "posts/people").exists()
    depths = [node.depth for replies in check.library.replies.values() for node in build_tree(replies)]
    assert max(depths) >= 5


def test_most_replies_answer_another_and_both_schools_speak() -> None:
    assert 0.5 < sum(bool(reply.parent) for reply in REPLIES) / len(REPLIES) < 0.75
    assert {reply.school for reply in REPLIES} == {"old", "new", "both", ""}


def test_words_are_as_unequal_as_in_real_text() -> None:
    found = Counter(re.findall(r"[a-z]+", " ".join(reply.body for reply in REPLIES).lower()))
    whole = sum(found.values())
    assert len(found) > 4_000
    assert 0.1 < sum(count for _, count in found.most_common(10)) / whole < 0.3
    assert sum(count == 1 for count in found.values()) > len(found) * 0.3
    assert 0.01 < sum(RARE in reply.body.lower() for reply in REPLIES) / len(REPLIES) < 0.06


def test_texts_hold_lists_quotations_links_and_code() -> None:
    text = "\n".join(reply.body for reply in REPLIES)
    for pattern in (r"^- ", r"^> ", r"^```$", r"\]\(https://example\.org/", r" `\w+`", r" \*\w+"):
        assert re.search(pattern, text, re.MULTILINE), pattern


# --- what each program is given ---------------------------------------------------------------------------------------


def test_hugo_is_given_the_same_files_as_parley(tmp_path: Path) -> None:
    ours, theirs = (tmp_path / name for name in ("ours", "theirs"))
    for discussion in FORUM:
        write_posts(ours, discussion)
        Hugo(theirs).write(discussion)
        for file in (ours / "discussions" / discussion.slug).rglob("*.md"):
            name = str(file.relative_to(ours / "discussions" / discussion.slug)).replace("post.md", "index.md")
            assert (theirs / "content/discussions" / discussion.slug / name).read_bytes() == file.read_bytes()
    assert len(list(theirs.rglob("*.md"))) == len(FORUM) + len(REPLIES)


def test_the_page_for_mkdocs_holds_every_reply_below_the_one_it_answers() -> None:
    for discussion in FORUM[:12]:
        html = markdown.markdown(
            render_page(discussion).partition("---\n\n")[2], extensions=["attr_list", "fenced_code", "toc"]
        )
        found = re.findall(r'<h[2-6] id="reply-([^"]+)"', html)
        assert sorted(found) == sorted(reply.id for reply in discussion.replies)
        assert all(
            not reply.parent or found.index(reply.parent) < found.index(reply.id) for reply in discussion.replies
        )
        for reply in discussion.replies:
            assert all(word in html for word in re.findall(r"\b[a-z]{9,}\b", reply.body))


@pytest.mark.parametrize("kind", [Parley, Hugo, Material])
def test_a_late_reply_is_one_more_under_another_name_each_time(tmp_path: Path, kind: type[Tool]) -> None:
    tool = kind(tmp_path)
    fill(tool)
    before = digest(tmp_path)
    for number in range(2):
        tool.add_reply(FORUM[3], build_late_reply(FORUM[3], number))
    after = digest(tmp_path)
    changed = {path for path in after if after[path] != before.get(path)}
    assert all(FORUM[3].slug in path for path in changed)
    text = "".join((tmp_path / path).read_text() for path in sorted(changed))
    for number in range(2):
        assert build_late_reply(FORUM[3], number).body in text
    assert len(changed) == (1 if kind is Material else 2)


def test_replies_are_counted_in_the_pages_of_discussions_alone(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "discussions/a/index.html": '<h3 id="reply-1">x</h3><li class="b" id=reply-2><a href="#reply-1">y</a>',
            "discussions/b/index.html": '<h3 id="reply-1">',
            "people/ana/index.html": '<h3 id="reply-1">',
        },
    )
    assert count_anchors(tmp_path) == 3
    assert count_anchors(tmp_path, "a") == 2


# --- measuring --------------------------------------------------------------------------------------------------------

WORK = "import time\nkept = b'x' * 60_000_000\nend = time.process_time() + 0.15\nwhile time.process_time() < end: pass"


def test_what_a_command_starts_counts_as_its_own(tmp_path: Path) -> None:
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {WORK!r}])"
    cost = measure((sys.executable, "-S", "-c", code), tmp_path)
    assert 60e6 < cost.memory < 100e6
    assert cost.cpu >= 0.15
    assert cost.wall >= 0.15
    assert cost.search_memory == 0


def test_the_memory_of_the_one_who_measures_is_not_the_commands(tmp_path: Path) -> None:
    kept = b"x" * 100_000_000
    cost = measure((sys.executable, "-S", "-c", ""), tmp_path)
    assert cost.memory < 50e6 < len(kept)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only /proc tells processes apart")
def test_pagefind_is_told_apart(tmp_path: Path) -> None:
    program = tmp_path / "pagefind"
    program.symlink_to(Path(sys.executable).resolve())
    code = f"import subprocess; subprocess.run([{str(program)!r}, '-S', '-c', {WORK!r}], check=True)"
    cost = measure((sys.executable, "-S", "-c", code), tmp_path)
    assert 60e6 < cost.search_memory < 100e6
    assert 0 < cost.memory < 50e6


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only /proc tells processes apart")
def test_the_memory_of_two_pagefinds_at_a_time_is_added_up(tmp_path: Path) -> None:
    program = tmp_path / "pagefind"
    program.symlink_to(Path(sys.executable).resolve())
    waiting = "kept = b'x' * 60_000_000; print(flush=True); input()"
    code = (
        "import subprocess as s\n"
        f"both = [s.Popen([{str(program)!r}, '-S', '-c', {waiting!r}], stdin=-1, stdout=-1) for _ in 'ab']\n"
        f"[one.stdout.readline() for one in both]\n{WORK.replace('60_000_000', '1')}\n"  # while they hold it
        "[one.communicate(b'\\n') for one in both]"
    )
    cost = measure((sys.executable, "-S", "-c", code), tmp_path)
    assert 120e6 < cost.search_memory < 200e6


def test_a_failing_command_stops_the_measurement_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such planet"):
        measure((sys.executable, "-S", "-c", "raise SystemExit('no such planet')"), tmp_path)


class Fake:
    """A program that copies what it is given, and leaves out what `drops` says."""

    key: ClassVar = "material"
    title: ClassVar = "Fake"
    short: ClassVar = "Fake"

    def __init__(self, folder: Path, drops: str = "nothing") -> None:
        self.folder = folder
        self.site = folder / "site"
        self.leftovers = (self.site,)
        code = (
            "import pathlib\n"
            "for page in pathlib.Path('in').iterdir():\n"
            "    place = pathlib.Path('site/discussions') / page.name\n"
            "    place.mkdir(parents=True, exist_ok=True)\n"
            f"    place.joinpath('index.html').write_text(page.read_text().replace('{drops}', ''))\n"
        )
        self.steps = (Step("fake", (sys.executable, "-S", "-c", code)),)

    def write(self, discussion: Discussion) -> None:
        page = "".join(f'<h2 id="reply-{reply.id}">' for reply in discussion.replies)
        write_tree(self.folder, {f"in/{discussion.slug}": page})

    def finish(self) -> None:
        pass

    def add_reply(self, discussion: Discussion, reply: Reply) -> None:
        page = self.folder / "in" / discussion.slug
        page.write_text(page.read_text() + f'<h2 id="reply-{reply.id}">')


def test_every_round_builds_from_nothing_again_and_with_one_more(tmp_path: Path) -> None:
    said: list[str] = []
    corpus = run_corpus([Fake(tmp_path)], 5, 2, said.append, quick=True)
    outcome = corpus.of("material")
    assert outcome is not None
    assert {state: len(runs) for state, runs in outcome.runs.items()} == {"cold": 2, "unchanged": 2, "reply": 2}
    assert (corpus.discussions, corpus.replies) == (5, sum(count_replies(5)))
    assert outcome.files == 5
    assert [line.partition(":")[0].strip() for line in said[1:4]] == [f"Fake, {name}" for name in STATES.values()]
    assert count_anchors(tmp_path / "site") == corpus.replies + 2


@pytest.mark.parametrize("drops", ["reply-2016", "reply-late-0"])
def test_a_program_that_leaves_replies_out_stops_the_measurement(tmp_path: Path, drops: str) -> None:
    with pytest.raises(Incomplete, match="Fake has"):
        run_corpus([Fake(tmp_path, drops)], 3, 1, lambda _: None, quick=True)


def test_the_first_search_is_weighed_as_it_is_sent(tmp_path: Path) -> None:
    text = b"many words " * 500
    write_tree(tmp_path, {"index.html": "<p>", "search/index.json": text, "pagefind/a.pf_index": text})
    with serve_counted(tmp_path) as (address, sent):
        for path in ("", "search/index.json", "pagefind/a.pf_index", "none"):
            try:
                urllib.request.urlopen(address + path).read()
            except urllib.error.HTTPError as error:
                error.close()
    sizes = dict(sent)
    assert sizes["/pagefind/a.pf_index"] == len(text)
    assert sizes["/search/index.json"] == len(gzip.compress(text))
    assert "/none" not in sizes
    assert [path for path in sizes if re.search(SEARCHES["material"][1], path)] == ["/search/index.json"]


# --- the page ---------------------------------------------------------------------------------------------------------


def made_results() -> Results:
    """Three runs, in which ours takes 2 s and Hugo 3 + 1 s, on the median."""

    def runs(*steps: tuple[str, float, int, int]) -> dict[str, tuple[Build, ...]]:
        def run(extra: float) -> Build:
            return Build(tuple((name, Cost(wall + extra, 2 * wall, m, s)) for name, wall, m, s in steps))

        return {state: (run(0.5 + extra), run(extra), run(extra)) for extra, state in enumerate(STATES)}

    ours = Outcome("parley", runs(("parley", 2.0, 50_000_000, 40_000_000)), 5_000_000, 1_234, 290_000, 18)
    hugo = Outcome(
        "hugo", runs(("hugo", 3.0, 70_000_000, 0), ("pagefind", 1.0, 0, 40_000_000)), 2_500_000, 600, 580_000, 9
    )
    corpus = Corpus(1_700, 24_000, 14_000_000, (ours, hugo))
    machine = ("Abacus", "2 cores")
    return Results("2026-11-22", machine, {"Hugo": "0.168.0"}, 0.1, (replace(corpus, discussions=100), corpus))


def row(text: str, program: str) -> list[str]:
    found = [line for line in text.splitlines() if line.startswith(f"| 1,700 | {program} |")]
    assert len(found) == 1
    return [cell.strip().replace(report.SPACE, " ") for cell in found[0].strip("|").split("|")][2:]


def test_a_size_that_was_built_less_often_is_named() -> None:
    results = made_results()
    small, large = results.corpora
    once = tuple(replace(one, runs={state: builds[:1] for state, builds in one.runs.items()}) for one in large.outcomes)
    large = replace(large, outcomes=once)
    other = replace(small, discussions=1_000)
    assert report.describe_runs(replace(results, corpora=(small, other, large))).replace(report.SPACE, " ") == (
        "Each number is the median of 3 builds of its kind (with 1,700 discussions one build)."
    )
    assert report.describe_runs(replace(results, corpora=(large,))) == "Each number is one build of its kind."


def test_the_tables_are_made_from_the_numbers() -> None:
    results = made_results()
    assert row(report.render_times(results), "Parley") == ["2.0 s", "3.0 s", "4.0 s"]
    assert row(report.render_times(results), "Hugo") == ["4.0 s", "6.0 s", "8.0 s"]
    assert row(report.render_needs(results), "Parley") == ["4.0 s", "90 MB", "40 MB"]
    assert row(report.render_needs(results), "Hugo") == ["8.0 s", "70 MB", "40 MB"]
    assert "1,700 discussions have 24,000 replies (14 MB of text)" in report.render_sizes(results).replace(
        report.SPACE, " "
    )
    assert row(report.render_sites(results), "Hugo") == ["2.5 MB", "600", "580 kB", "9"]
    assert row(report.render_ratios(results, report.CLOCK), "Hugo") == ["2.0", "2.0", "2.0"]
    assert row(report.render_ratios(results, report.REST), "Hugo") == ["2.0", "0.78", "0.50", "2.0"]
    machine = report.render_machine(results)
    assert "22 November 2026" in machine
    assert "Abacus, 2 cores" in machine
    assert "Each number is the median of 3 builds of its kind. " in machine
    assert "at most 1.2 times" in machine
    assert "Other programs" not in machine
    assert "Other programs were running (load 2.5)" in report.render_machine(replace(results, load=2.5))


def test_a_search_that_was_not_measured_is_a_dash() -> None:
    results = made_results()
    corpora = tuple(
        replace(one, outcomes=tuple(replace(o, search_size=None, search_requests=None) for o in one.outcomes))
        for one in results.corpora
    )
    unknown = replace(results, corpora=corpora)
    assert row(report.render_sites(unknown), "Parley")[2:] == ["–", "–"]
    assert row(report.render_ratios(unknown, report.REST), "Hugo")[-1] == "–"


def test_a_search_that_gives_no_result_is_told() -> None:
    results = made_results()
    corpora = tuple(
        replace(one, outcomes=tuple(replace(o, search_answered=o.tool == "parley") for o in one.outcomes))
        for one in results.corpora
    )
    sites = report.render_sites(replace(results, corpora=corpora))
    assert row(sites, "Parley")[2] == "290 kB"
    assert row(sites, "Hugo")[2] == "580 kB, no result"


def test_numbers_are_kept_exactly(tmp_path: Path) -> None:
    write_results(made_results(), tmp_path / "images/performance.json")
    assert read_results(tmp_path / "images/performance.json") == made_results()


def test_what_was_written_by_hand_stays(tmp_path: Path) -> None:
    page = (
        write_tree(tmp_path, {report.PAGE: f"# Mine\n\n{report.BEGIN}\nold\n{report.END}\n\n## Also mine\n"})
        / report.PAGE
    )
    for _ in range(2):
        report.write_page(made_results(), tmp_path)
    text = page.read_text()
    assert text.startswith(f"# Mine\n\n{report.BEGIN}\n")
    assert text.endswith(f"\n{report.END}\n\n## Also mine\n")
    assert "old" not in text.splitlines()
    assert text.count("## The machine") == 1
    page.write_text("# No marks\n")
    with pytest.raises(report.NoPlace):
        report.write_page(made_results(), tmp_path)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.934, "0.93 s"), (0.996, "1.0 s"), (8.34, "8.3 s"), (9.96, "10 s"), (1203, "1,203 s")]
)
def test_seconds_have_two_digits_that_count(seconds: float, text: str) -> None:
    assert report.format_seconds(seconds).replace(report.SPACE, " ") == text


def test_every_picture_has_its_chart_and_every_program_its_colours() -> None:
    assert set(report.PICTURES) == set(charts.CHARTS)
    keys = {tool.key for tool in TOOLS}
    assert all(keys <= set(colours) for colours in charts.SCHEMES.values())
    assert keys == set(charts.MARKERS) == set(SEARCHES)
