"""What `make bench` compares is comparable, and what it writes is what it measured. No time is judged here."""

import gzip
import hashlib
import re
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, ClassVar

import markdown
import pytest

from bench import charts, pages, report, scaling
from bench.archive import find_rare, read_archive
from bench.corpus import (
    CONTRIBUTIONS,
    END,
    PRACTICES,
    TAGS,
    Forum,
    Post,
    Reply,
    build_forum,
    build_late_reply,
    count_contributions,
    count_replies,
    draw,
    write_post,
)
from bench.first_search import SEARCHES, serve_counted
from bench.formatting import SPACE, format_seconds
from bench.measure import CommandFailed, Cost, measure
from bench.peers import (
    TOOLS,
    Eleventy,
    Hugo,
    Material,
    NotInstalled,
    Parley,
    Step,
    Tool,
    count_anchors,
    find_installed,
    render_page,
)
from bench.prose import RARE, write_text
from bench.results import STATES, Build, Corpus, Outcome, Results, Share, read_results, write_results
from bench.rounds import Incomplete, measure_parts, run_corpus
from bench.sampling.sitecustomize import PARTS, find_part
from bench.serving import measure_edit
from bench.weighing import find_kind, pack, weigh
from declared import check_posts
from parley.model.entries import Discussion
from parley.model.threads import build_tree
from support import ROOT, digest, write_tree

pytestmark = pytest.mark.slow

SOME = 40
FORUM = build_forum(SOME)
POSTS = tuple(FORUM.posts())
REPLIES = [reply for post in POSTS for reply in post.replies]
LATE = [build_late_reply(POSTS[3], END, number) for number in range(2)]


def files_of(post: Post) -> tuple[Post | Reply, ...]:
    return (post, *post.replies)


def fill(tool: Tool) -> None:
    for post in POSTS:
        tool.write(post)
    tool.finish(FORUM)


# --- the corpus -------------------------------------------------------------------------------------------------------


def test_the_corpus_is_the_same_on_every_machine() -> None:
    """Numbers of two machines could not be set beside each other otherwise: who changes the corpus measures anew."""
    text = "".join(one.source for post in (*POSTS[:5], POSTS[-1]) for one in files_of(post))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "8588e40a8f0522a6"
    assert tuple(islice(build_forum(SOME).posts(), 5)) == POSTS[:5]
    assert next(build_forum(SOME, seed=8).posts()) != POSTS[0]


@pytest.mark.parametrize(
    ("discussions", "replies"), [(100, 1_394), (1_000, 13_937), (1_740, 24_251), (10_000, 139_374)]
)
def test_every_size_has_its_share_of_replies_in_a_long_tail(discussions: int, replies: int) -> None:
    counts = sorted(count_replies(discussions), reverse=True)
    assert len(counts) == discussions
    assert sum(counts) == replies
    assert sum(counts[: discussions // 10]) > replies * 0.35
    assert median(counts) == 7
    assert counts[0] > 100


def test_most_people_write_once_as_in_the_archive_that_the_forum_is_modelled_on() -> None:
    """10,625 people wrote 24,251 replies: 1,399 of them three times or more, 669 five times, 26 fifty times."""
    counts = count_contributions(1_740)
    assert (len(counts), sum(counts)) == (10_625, 24_251)
    found = [sum(count >= least for count in counts) for least in (1, 2, 3, 5, 50)]
    assert found == pytest.approx([10_625, 2_656, 1_399, 669, 26], rel=0.05)
    written = Counter(reply.author for post in POSTS if post.kind == "discussions" for reply in post.replies)
    assert sorted(written.values()) == count_contributions(SOME)


def test_what_lies_between_two_known_values_is_between_them() -> None:
    drawn = [draw(CONTRIBUTIONS, number / 999) for number in range(1_000)]
    assert drawn[0] == 1
    assert drawn[-1] == pytest.approx(1450)
    assert drawn == sorted(drawn)


def test_the_corpus_has_nothing_to_mend_and_is_read_whole(tmp_path: Path) -> None:
    tool = Parley(tmp_path)
    fill(tool)
    tool.add_reply(POSTS[3], LATE[0])
    check = check_posts(tmp_path / "posts")
    assert check.problems == ()
    library = check.library
    assert library is not None
    assert (len(library.discussions), len(library.comparisons)) == (SOME, PRACTICES)
    assert sum(len(replies) for replies in library.replies.values()) == len(REPLIES) + 1
    assert len(library.tags) == len(TAGS) == 14
    assert 0 < len(library.people) < len({reply.author for reply in REPLIES}) / 10
    assert any(reply.removed for replies in library.replies.values() for reply in replies)
    assert any(post.locked for post in build_locked(tmp_path))
    depths = [node.depth for replies in library.replies.values() for node in build_tree(replies)]
    assert max(depths) >= 3


def build_locked(folder: Path) -> Iterator[Discussion]:
    """The closed discussions of a forum that is large enough to have some."""
    for post in build_forum(150).posts():
        if "\nlocked: " in post.source:
            write_post(folder / "locked", post)
    write_tree(folder / "locked", FORUM.beside)
    library = check_posts(folder / "locked").library
    assert library
    yield from library.discussions


def test_a_third_of_the_replies_answer_another_and_some_speak_for_a_school() -> None:
    assert 0.25 < sum(bool(reply.parent) for reply in REPLIES) / len(REPLIES) < 0.4
    text = "".join(reply.source for reply in REPLIES)
    assert all(f"\nschool: {school}\n" in text for school in ("old", "new", "both"))


def test_discussions_and_replies_come_in_the_order_of_their_dates() -> None:
    opened = [post.date for post in POSTS if post.kind == "discussions"]
    assert opened == sorted(opened)
    assert Counter(date.year for date in opened)[2006] > SOME / 6
    for post in POSTS:
        dates = [post.date, *(reply.date for reply in post.replies)]
        assert dates == sorted(dates)
        assert dates[-1] < END


def test_words_are_as_unequal_as_in_real_text() -> None:
    found = Counter(re.findall(r"[a-z]+", " ".join(reply.body for reply in REPLIES).lower()))
    whole = sum(found.values())
    assert len(found) > 3_000
    assert 0.1 < sum(count for _, count in found.most_common(10)) / whole < 0.3
    assert sum(count == 1 for count in found.values()) > len(found) * 0.3
    assert 0.01 < sum(RARE in reply.body.lower() for reply in REPLIES) / len(REPLIES) < 0.06


def test_texts_hold_links_code_and_other_scripts_as_rarely_as_replies_do() -> None:
    chance = Random(1)
    texts = [write_text(chance, 49) for _ in range(4_000)]
    for pattern, low, high in (
        (r"\]\(https://example\.org/", 0.1, 0.2),
        (r" `\w+`", 0.01, 0.03),
        (r" \*\w+", 0.005, 0.02),
        (r"^> ", 0.005, 0.02),
        (r"^```$", 0.0002, 0.004),
        (r"^- ", 0, 0.003),
        (r"[αабжм山水火]", 0.005, 0.02),
    ):
        assert low <= sum(bool(re.search(pattern, text, re.MULTILINE)) for text in texts) / len(texts) < high, pattern


# --- a real archive ---------------------------------------------------------------------------------------------------


def test_a_real_archive_is_what_parley_imports(tmp_path: Path) -> None:
    comment = "id: {id}\ndate: 2012-03-0{day}T10:00:00Z\nname: {name}\nmessage: <p>See {{{{ this }}}} as {name}.</p>\n"
    write_tree(
        tmp_path / "comments",
        {
            f"{thread}/c{day}.yml": comment.format(id=f"{thread}-{day}", day=day, name=name)
            for thread in ("one", "two", "three")
            for day, name in enumerate(("Ana", "Bob"), 1)
        },
    )
    forum = read_archive(tmp_path / "comments", "static", "small.example", tmp_path)
    posts = list(forum.posts())
    assert (forum.discussions, forum.name, len(posts)) == (3, "small.example", 3)
    assert [len(post.replies) for post in posts] == [2, 2, 2]
    ours, theirs = Parley(tmp_path / "ours"), Hugo(tmp_path / "theirs")
    for tool in (ours, theirs):
        for post in posts:
            tool.write(post)
    ours.finish(forum)
    for file in (tmp_path / "posts").rglob("*.*"):
        assert (ours.folder / "posts" / file.relative_to(tmp_path / "posts")).read_bytes() == file.read_bytes()
    text = "".join(file.read_text() for file in theirs.folder.rglob("*.md"))
    assert "See { { this" in text, "Hugo would take two braces for a command"


def test_a_word_to_search_stands_in_one_text_of_forty() -> None:
    texts = ["seldom often"] + ["often"] * 3 + ["something else"] * 36
    assert find_rare(texts) == "seldom"


# --- what each program is given ---------------------------------------------------------------------------------------


def test_hugo_and_eleventy_are_given_the_same_files_as_parley(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", Hugo(tmp_path / "theirs")
    assert Eleventy.write is Hugo.write
    for post in POSTS:
        write_post(ours, post)
        theirs.write(post)
        for file in (ours / post.kind / post.slug).rglob("*.md"):
            name = str(file.relative_to(ours)).replace("post.md", "index.md")
            assert (theirs.folder / "content" / name).read_bytes() == file.read_bytes()
    assert len(list(theirs.folder.rglob("*.md"))) == len(POSTS) + len(REPLIES)


def test_the_page_for_mkdocs_holds_every_reply_below_the_one_it_answers() -> None:
    for post in POSTS[:12]:
        html = markdown.markdown(
            render_page(post).partition("---\n\n")[2], extensions=["attr_list", "fenced_code", "toc"]
        )
        found = re.findall(r'<h[2-6] id="reply-([^"]+)"', html)
        assert sorted(found) == sorted(reply.id for reply in post.replies)
        assert all(not reply.parent or found.index(reply.parent) < found.index(reply.id) for reply in post.replies)
        for reply in post.replies:
            assert all(word in html for word in re.findall(r"\b[a-z]{9,}\b", reply.body))


def test_no_text_of_an_archive_hides_the_replies_after_it() -> None:
    replies = [replace(reply, body=f"<div>open <{number}\n") for number, reply in enumerate(POSTS[0].replies)]
    page = render_page(replace(POSTS[0], replies=tuple(replies)))
    html = markdown.markdown(page, extensions=["attr_list", "fenced_code", "toc"])
    assert html.count(' id="reply-') == len(replies) > 1


def test_a_program_that_is_not_here_is_left_out_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bench.peers.ELEVENTY", tmp_path)
    tools, missing = find_installed((Parley, Eleventy))
    assert tools == [Parley]
    assert missing == ("Eleventy isn't installed: `make bench` does so where npm is",)
    with pytest.raises(NotInstalled):
        Eleventy(tmp_path)
    assert "Not measured: Eleventy isn't installed" in report.render_machine(replace(made_results(), missing=missing))


@pytest.mark.parametrize("kind", [Parley, Hugo, Material])
def test_a_late_reply_is_one_more_under_another_name_each_time(tmp_path: Path, kind: type[Tool]) -> None:
    tool = kind(tmp_path)
    fill(tool)
    before = digest(tmp_path)
    for number in range(2):
        tool.add_reply(POSTS[3], LATE[number])
    after = digest(tmp_path)
    changed = {path for path in after if after[path] != before.get(path)}
    assert all(POSTS[3].slug in path for path in changed)
    text = "".join((tmp_path / path).read_text() for path in sorted(changed))
    for number in range(2):
        assert LATE[number].body in text
    assert len(changed) == (1 if kind is Material else 2)


def test_replies_are_counted_in_the_pages_of_posts_alone(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "discussions/a/index.html": '<h3 id="reply-1">x</h3><li class="b" id=reply-2><a href="#reply-1">y</a>',
            "discussions/b/index.html": '<h3 id="reply-1">',
            "practices/a/index.html": '<h3 id="reply-1">',
            "people/ana/index.html": '<h3 id="reply-1">',
        },
    )
    assert count_anchors(tmp_path) == 4
    assert count_anchors(tmp_path, "discussions", "a") == 2


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
    assert 0.1 <= cost.search_cpu <= cost.cpu


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
    packages: ClassVar[tuple[str, ...]] = ()

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

    def write(self, post: Post) -> None:
        page = "".join(f'<h2 id="reply-{reply.id}">' for reply in post.replies)
        write_tree(self.folder, {f"in/{post.slug}": page})

    def finish(self, forum: Forum) -> None:
        pass

    def add_reply(self, post: Post, reply: Reply) -> None:
        page = self.folder / "in" / post.slug
        page.write_text(page.read_text() + f'<h2 id="reply-{reply.id}">')


class Copying(Fake):
    """The same, with what CI keeps."""

    key: ClassVar = "parley"


def test_every_round_builds_from_nothing_again_and_with_one_more(tmp_path: Path) -> None:
    said: list[str] = []
    corpus = run_corpus([Fake(tmp_path)], build_forum(5), 2, said.append, quick=True)
    outcome = corpus.of("material")
    assert outcome is not None
    assert {state: len(runs) for state, runs in outcome.runs.items()} == {"cold": 2, "unchanged": 2, "reply": 2}
    assert (corpus.discussions, corpus.replies) == (5, sum(len(post.replies) for post in build_forum(5).posts()))
    assert outcome.files == 5 + PRACTICES
    assert [line.partition(":")[0].strip() for line in said[1:4]] == [f"Fake, {name}" for name in STATES.values()]
    assert count_anchors(tmp_path / "site") == corpus.replies + 2


@pytest.mark.parametrize(("tool", "builds"), [(Fake, 1), (Copying, 3)])
def test_only_ours_and_hugo_are_asked_again_where_that_takes_long(
    tmp_path: Path, tool: type[Fake], builds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.rounds.LONG", 0)
    corpus = run_corpus([tool(tmp_path / "tool")], build_forum(3), 3, lambda _: None, quick=True)
    outcome = corpus.of(tool.key)
    assert outcome is not None
    assert {len(runs) for runs in outcome.runs.values()} == {builds}


class Failing(Fake):
    """A program that has a limit."""

    key: ClassVar = "zensical"
    title: ClassVar = "Failing"

    def add_reply(self, post: Post, reply: Reply) -> None:
        code = "import sys; sys.exit('Traceback\\n  a line\\nToo much: 5 replies. ')"
        self.steps = (Step("fails", (sys.executable, "-S", "-c", code)),)


def test_a_program_that_fails_is_left_out_and_the_others_go_on(tmp_path: Path) -> None:
    tools = [Failing(tmp_path / "one"), Fake(tmp_path / "other")]
    corpus = run_corpus(tools, build_forum(3), 2, lambda _: None, quick=True)
    assert [outcome.tool for outcome in corpus.outcomes] == ["material"]
    assert {len(builds) for builds in corpus.outcomes[0].runs.values()} == {2}
    assert corpus.failed == ("Failing with 3 discussions: Too much: 5 replies",)
    told = report.render_machine(
        replace(made_results(), corpora=(replace(made_results().corpora[1], failed=corpus.failed),))
    )
    assert "Not measured: Failing with 3 discussions: Too much: 5 replies." in told
    tools[0].key = "hugo"  # type: ignore[misc]
    with pytest.raises(CommandFailed, match="Too much"):
        run_corpus([tools[0]], build_forum(3), 1, lambda _: None, quick=True)


@pytest.mark.parametrize("drops", ["reply-2006", "reply-late-0"])
def test_a_program_that_leaves_replies_out_stops_the_measurement(tmp_path: Path, drops: str) -> None:
    with pytest.raises(Incomplete, match="Fake has"):
        run_corpus([Fake(tmp_path, drops)], build_forum(3), 1, lambda _: None, quick=True)


@pytest.mark.slow
def test_an_edit_is_timed_until_the_preview_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.serving.EDITS", 1)
    forum, tool = build_forum(3), Parley(tmp_path)
    for post in forum.posts():
        tool.write(post)
    tool.finish(forum)
    post = next(forum.posts())
    before = (tmp_path / "posts" / post.kind / post.slug / "post.md").read_text()
    assert 0.1 < measure_edit(tool, post) < 100
    assert (tmp_path / "posts" / post.kind / post.slug / "post.md").read_text() == before


def test_processor_time_is_told_by_part_of_all_processes_together(tmp_path: Path) -> None:
    tool = Parley(tmp_path)
    for post in POSTS[:10]:
        tool.write(post)
    tool.finish(FORUM)
    parts = measure_parts(tool)
    assert set(parts) <= {"Pagefind", "other", *PARTS.values()}
    assert all(parts[name] > 0 for name in ("Pagefind", "reading", "drawing pages", "starting"))
    assert measure_parts(Material(tmp_path)) == {}


def test_a_part_is_that_of_the_innermost_function_that_has_one() -> None:
    def call(*files: str) -> str:
        """What is found where each of these files calls the next."""
        names: dict[str, Any] = {"inner": lambda: find_part(sys._getframe(1))}
        for file in reversed(files):
            names = {"inner": partial(eval, compile("inner()", file, "eval"), names)}
        return str(names["inner"]())

    assert call("/x/hooks/parley/checking/check.py", "/x/hooks/parley/reading/nodes.py") == "reading"
    assert call("/x/hooks/parley/checking/check.py", "/x/hooks/parley/model/urls.py") == "checking"
    assert call("/x/hooks/parley/commands/build.py", "<frozen importlib._bootstrap>") == "starting"
    assert call("/x/site-packages/mkdocs/plugins.py", "/x/site-packages/yaml/loader.py") == "frames"
    assert call("/x/elsewhere.py") == "other"


def test_every_part_is_of_files_that_are_there() -> None:
    for beginning in PARTS:
        if beginning.startswith("parley"):
            assert [*ROOT.glob(f"hooks/{beginning}*")], beginning


def test_a_site_is_weighed_by_kind_and_by_room(tmp_path: Path) -> None:
    site = write_tree(
        tmp_path / "site",
        {
            "index.html": "x" * 10,
            "sitemap.xml": "x" * 20,
            "feed.xml": "x" * 30,
            "discussions/a/index.html": "x" * 40,
            "discussions/a/feed.xml": "x" * 50,
            "discussions/a/thread.json": "x" * 60,
            "pagefind/x.pf_index": "x" * 70,
            "assets/style.css": "x" * 80,
        },
    )
    outcome = Outcome("parley", {}, weigh(site))
    assert outcome.sum_up("kind") == {"assets": 100, "feeds": 80, "search": 70, "JSON": 60, "HTML": 50}
    assert outcome.sum_up("room") == {"discussions": 150, "assets": 80, "pagefind": 70, "": 60}
    assert outcome.sum_up("room", "files")["discussions"] == 3
    assert (outcome.size, outcome.files) == (360, 8)
    assert 0 < pack(site, tmp_path)[0] < 1_000
    assert [*tmp_path.iterdir()] == [site]


@pytest.mark.parametrize(
    "name",
    ["pagefind-2/pagefind.js", "search.json", "search/search_index.json", "assets/javascripts/workers/search.1.js"],
)
def test_what_the_search_alone_needs_is_told_apart(name: str) -> None:
    assert find_kind(name) == "search"


def test_a_reply_in_a_fresh_checkout_is_built_where_every_file_is_new(tmp_path: Path) -> None:
    tool = Copying(tmp_path / "tool")
    corpus = run_corpus([tool], build_forum(3), 2, lambda _: None, quick=True)
    outcome = corpus.of("parley")
    assert outcome is not None
    assert len(outcome.runs["checkout"]) == 2
    put_away = [count_anchors(path) for path in sorted((tmp_path / "old").iterdir())]
    assert len(put_away) == 3, "two checkouts and the site of the first round; none is deleted while others are timed"
    assert {path.name for path in tmp_path.iterdir()} == {"tool", "old"}
    assert count_anchors(tool.site) == corpus.replies + 2, "the other place is another"


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

    ours = Outcome(
        "parley",
        runs(("parley", 2.0, 50_000_000, 40_000_000)),
        (Share("discussions", "HTML", 4_000_000, 1_000), Share("people", "feeds", 1_000_000, 234)),
        2_400_000,
        1_200_000,
        0.5,
        {"reading": 1.0, "Pagefind": 3.0},
        290_000,
        18,
    )
    hugo = Outcome(
        "hugo",
        runs(("hugo", 3.0, 70_000_000, 0), ("pagefind", 1.0, 0, 40_000_000)),
        (Share("discussions", "HTML", 2_500_000, 600),),
        search_size=580_000,
        search_requests=9,
    )
    corpus = Corpus(1_700, 24_000, 14_000_000, (ours, hugo), 10_000)
    corpora = (replace(corpus, name="real.example"), replace(corpus, discussions=100, replies=2_400), corpus)
    return Results("2026-11-22", ("Abacus", "2 cores"), {"Hugo": "0.168.0"}, 0.1, corpora, (), {"parley": (20.0, 10.0)})


def row(text: str, program: str) -> list[str]:
    found = [line for line in text.splitlines() if line.startswith(f"| 1,700 | {program} |")]
    assert len(found) == 1
    return [cell.strip().replace(SPACE, " ") for cell in found[0].strip("|").split("|")][2:]


def test_a_size_that_was_built_less_often_is_named() -> None:
    results = made_results()
    _, small, large = results.corpora
    once = tuple(replace(one, runs={state: builds[:1] for state, builds in one.runs.items()}) for one in large.outcomes)
    large = replace(large, outcomes=once)
    other = replace(small, discussions=1_000)
    assert report.describe_runs(replace(results, corpora=(small, other, large))).replace(SPACE, " ") == (
        "Each number is the median of 3 builds of its kind (with 1,700 discussions one build)."
    )
    assert report.describe_runs(replace(results, corpora=(large,))) == "Each number is one build of its kind."


def test_the_tables_are_made_from_the_numbers() -> None:
    results = made_results()
    assert row(report.render_times(results), "Parley") == ["2.0 s", "3.0 s", "4.0 s"]
    assert row(report.render_times(results), "Hugo") == ["4.0 s", "6.0 s", "8.0 s"]
    assert "serve" not in report.render_times(results)
    edited = tuple(
        replace(one, outcomes=tuple(replace(o, edit=seconds if o.tool == "parley" else 0.0) for o in one.outcomes))
        for one, seconds in zip(results.corpora, (5.0, 0.0, 7.25), strict=True)
    )
    assert (
        report.render_times(replace(results, corpora=edited))
        .replace(SPACE, " ")
        .endswith(
            "|\n\nUnder `mkdocs serve`, Parley shows an edit after 5.0 s with 1,700 (real.example); "
            "7.2 s with 1,700 discussions."
        )
    )
    assert row(report.render_needs(results), "Parley") == ["4.0 s", "90 MB", "40 MB"]
    assert row(report.render_needs(results), "Hugo") == ["8.0 s", "70 MB", "40 MB"]
    assert "1,700 discussions have 24,000 replies by 10,000 people (14 MB of text)" in report.render_sizes(
        results
    ).replace(SPACE, " ")
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


def test_the_real_archive_comes_first_and_is_no_point_of_the_lines() -> None:
    results = made_results()
    assert report.render_times(results).splitlines()[2].startswith("| 1,700 (real.example) | Parley |")
    assert [corpus.discussions for corpus in results.grown] == [100, 1_700]
    alone = replace(results, corpora=results.corpora[:1])
    assert alone.grown == alone.corpora


def test_parts_kinds_rooms_and_a_publish_are_told() -> None:
    results = made_results()
    text = report.render(results).replace(SPACE, " ")
    assert "| Discussions | Pagefind | Reading |" in text
    assert "| 1,700 (real.example) | 3.0 s | 1.0 s |" in text
    assert "| Parley | 4.0 MB | 1.0 MB |" in text
    assert "| Hugo | 2.5 MB | – |" in text
    assert "| people/ | 1.0 MB | 234 |" in text
    assert "| Parley | nothing | 20 s | 2.0 s | 0.50 s | 22 s | 1.2 MB |" in text
    assert "| Parley | all | 10 s | 4.0 s | 0.50 s | 14 s | 1.2 MB |" in text
    assert "| Hugo | nothing | – | 4.0 s | 0.00 s | – | 0 kB |" in text


def test_what_a_million_replies_need_follows_from_the_largest_corpus() -> None:
    text = scaling.render(made_results()).replace(SPACE, " ")
    assert "| What | 1,700 discussions (real.example) | 100 discussions | 1,700 discussions |" in text
    assert "| Replies | 24,000 | 2,400 | 24,000 | 10 |" in text
    assert "A site of 1 GB holds about 4,800,000 replies." in text
    assert "| 10 million | 28 minutes | 21 GB | 17 GB | 2 GB | 1 GB | 0.5 million |" in text
    assert scaling.render(replace(made_results(), corpora=())) == ""


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
        report.write_pages(made_results(), tmp_path)
    text = page.read_text()
    assert text.startswith(f"# Mine\n\n{report.BEGIN}\n")
    assert text.endswith(f"\n{report.END}\n\n## Also mine\n")
    assert "old" not in text.splitlines()
    assert text.count("## The machine") == 1
    page.write_text("# No marks\n")
    with pytest.raises(report.NoPlace):
        report.write_pages(made_results(), tmp_path)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.934, "0.93 s"), (0.996, "1.0 s"), (8.34, "8.3 s"), (9.96, "10 s"), (1203, "1,203 s")]
)
def test_seconds_have_two_digits_that_count(seconds: float, text: str) -> None:
    assert format_seconds(seconds).replace(SPACE, " ") == text


def test_every_picture_has_its_chart_and_every_program_its_colours() -> None:
    assert set(report.PICTURES) == {*charts.CHARTS, "parts"}
    assert len({*PARTS.values(), "Pagefind", "other"}) <= len(charts.PARTS)
    keys = {tool.key for tool in TOOLS}
    assert all(keys <= set(colours) for colours in charts.SCHEMES.values())
    assert keys == set(charts.MARKERS) == set(SEARCHES)


def test_what_pages_cost_goes_to_its_place_with_its_day_and_machine() -> None:
    page = f"Words.\n\n{pages.BEGIN}\n{pages.END}\n\nMore words.\n"
    part = pages.render({"": 90_600, "practices/": 95_000}, "A thread is long.", date(2026, 11, 28), ("two cores",))
    written = report.replace_part(page, part, pages.BEGIN, pages.END)
    assert (
        "Measured on 28 November 2026 on the site this repository ships. The machine: two cores.\n\n| Page" in written
    )
    assert "| home | 91 kB |\n| practices/ | 95 kB |\n\nA thread is long.\n\n<!-- until here -->" in written
    assert report.replace_part(written, part, pages.BEGIN, pages.END) == written
