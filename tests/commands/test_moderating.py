"""Lock, remove, pin, rename, merge: what the commands change, and what readers see of it."""

import errno
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from declared import DECLARED, load_library
from feeding import build_feeds
from parley.commands.cli import main
from parley.editing.relinking import relink
from parley.model import urls
from parley.model.entries import Discussion, Moment, Reply
from parley.model.library import Library
from parley.model.markup.escaping import escape_text
from parley.model.markup.markdown import render_plain
from parley.model.settings import Settings
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.feeds.entries import post_id
from parley.rendering.pages import Page, build_pages
from parley.rendering.pages.moderation import build_measures
from parley.rendering.pages.redirects import build_redirects
from support import GOOD, digest, write_project, write_tree

Run = Callable[..., Result]
OLD, NEW = "discussions/two-follow-ups", "discussions/stop-at-one"
ANA, BOB = "2026-10-02-ana", "2026-10-03-bob"
DAY = datetime(2026, 10, 5, tzinfo=UTC)
SITE = Settings(site_name="Small", site_url="https://site.example/")

YOUNGER = {
    f"{NEW}/post.md": (
        "---\ntitle: Stop at *one*?\nauthor: cem\ndate: 2026-10-05\ntags: [law]\nsummary: In <short>.\n"
        "questions: [Why?, '1. Or not?']\naliases: [one-and-done]\nsources: [{name: A, url: https://example.org/}]\n---\n\n"
        "Yes, [as she says](#reply-2026-10-06-dan).\n"
    ),
    f"{NEW}/replies/2026-10-06-dan.md": "---\r\nauthor: dan # me\r\ndate: 2026-10-06\r\n---\r\n\r\nNo.\r\n",
    f"{NEW}/replies/2026-10-07-eve.yml": "author: eve\ndate: 2026-10-07\nreply_to: 2026-10-06-dan\nbody: |\n  Yes.\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_project(tmp_path, {**GOOD, **YOUNGER}))
    return tmp_path


@pytest.fixture
def run(project: Path) -> Run:
    """Run a command; anything but the wanted exit code fails with what was printed."""

    def call(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == code, f"exit code {result.exit_code}, not {code}\n{result.output}"
        return result

    return call


def library(project: Path) -> Library:
    return load_library(project / "posts")


def read(project: Path, path: str) -> str:
    return (project / "posts" / path).read_bytes().decode()


def pages(project: Path) -> dict[str, Page]:
    return {page.address: page for page in build_pages(library(project), SITE)}


def replies(project: Path, slug: str = "two-follow-ups") -> dict[str, Reply]:
    return {reply.id: reply for reply in library(project).replies["discussions", slug]}


def today() -> str:
    """The day in UTC as it is when asked: a run may go on across midnight."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


# lock, remove, pin


def find_updated(text: str) -> str:
    """When a file says it was edited, which a command writes to the second."""
    [found] = re.findall(r"updated: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)", text)
    return str(found)


def test_a_second_edit_is_later_than_the_first_even_within_a_second(project: Path, run: Run) -> None:
    run("lock", "two-follow-ups", "said")
    first = find_updated(read(project, f"{OLD}/post.md"))
    run("remove", "two-follow-ups", "--post", "spam")
    assert find_updated(read(project, f"{OLD}/post.md")) > first


def test_a_lock_adds_two_lines_and_readers_see_the_reason(project: Path, run: Run) -> None:
    before = read(project, f"{OLD}/post.md")
    assert run("lock", "two-follow-ups", "All: said\n twice").stdout == f"~ posts/{OLD}/post.md\n"
    updated = find_updated(read(project, f"{OLD}/post.md"))
    added = f'updated: {updated}\nlocked: "All: said twice"\n'
    assert read(project, f"{OLD}/post.md") == before.replace("date: 2026-10-01\n", f"date: 2026-10-01\n{added}")
    assert "no new replies: <bdi>All: said twice</bdi>" in pages(project)[f"{OLD}/"].render()
    assert "is already locked: All: said twice" in run("lock", "two-follow-ups", "again", code=2).stderr


def test_a_lock_that_would_not_pass_is_not_made(project: Path, run: Run) -> None:
    before = digest(project)
    assert "error[wrong-length]" in run("lock", "stop-at-one", "x" * 301, code=1).stderr
    assert digest(project) == before


def test_a_reply_of_the_day_of_the_lock_stays_valid(project: Path, run: Run) -> None:
    text = f"---\nauthor: x\ndate: {today()}T00:00:00Z\n---\n\nHi.\n"
    write_tree(project / "posts", {f"{OLD}/replies/today.md": text})
    run("lock", "two-follow-ups", "said")
    assert "nothing to fix" in run("check").stdout


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("two-follow-ups", "--reply", ANA), f"{OLD}/replies/{ANA}.md"),
        ((f"https://x.example/{OLD}/#reply-{BOB}",), f"{OLD}/replies/{BOB}.yml"),
        (("two-follow-ups", "--post"), f"{OLD}/post.md"),
        (("stop-at-one#reply-2026-10-06-dan",), f"{NEW}/replies/2026-10-06-dan.md"),
    ],
)
def test_a_removal_withholds_text_and_author_and_stands_on_the_page_of_moderation(
    project: Path, run: Run, arguments: tuple[str, ...], path: str
) -> None:
    before = read(project, path)
    run("remove", *arguments, "spam")
    line = "\r\n" if "\r\n" in before else "\n"
    updated = find_updated(read(project, path))
    assert read(project, path).replace(f"updated: {updated}{line}removed: spam{line}", "") == before
    [item] = [item for item in library(project).contributions() if item.removed]
    assert (item.path, item.author, item.body) == (path, "", "")
    html = pages(project)[urls.MODERATION].render()
    assert "spam" in html
    assert updated in html
    assert run("check").exit_code == 0
    assert "is already removed: spam" in run("remove", *arguments, "again", code=2).stderr


def test_who_follows_is_told_of_a_removal_on_the_day_of_the_text(project: Path, run: Run) -> None:
    posts = project / "posts"
    seen: list[str] = []
    for date in ("", today(), f"{today()}T00:00:00Z"):
        path = f"{OLD}/replies/new{len(seen)}.md"
        write_tree(posts, {path: f"---\nauthor: x\ndate: {date or '2026-10-05'}\n---\n\nA private detail.\n"})
        before = dict(build_feeds(library(project), SITE))["feed.xml"]
        run("remove", "two-follow-ups", "--reply", Path(path).stem, "It named a private person.")
        after = dict(build_feeds(library(project), SITE))["feed.xml"]
        times = [re.findall(r"<updated>(.+?)</updated>", text)[0] for text in (before, after)]
        assert times[0] <= times[1]
        assert "private detail" not in after
        [entry] = [
            one for one in re.findall(r"<entry>.*?</entry>", after, re.DOTALL) if f"#reply-{Path(path).stem}" in one
        ]
        published, updated = (re.findall(rf"<{name}>(.+?)</{name}>", entry)[0] for name in ("published", "updated"))
        assert updated > published
        seen.append(updated)
    assert len(seen) == 3


def test_what_is_to_be_removed_has_to_be_said(run: Run) -> None:
    for arguments in (("two-follow-ups",), ("two-follow-ups", "--post", "--reply", ANA)):
        assert "say which one" in run("remove", *arguments, "spam", code=2).stderr


def test_a_pin_is_set_and_let_go_in_one_line(project: Path, run: Run) -> None:
    before = read(project, f"{OLD}/post.md")
    run("pin", "two-follow-ups")
    assert read(project, f"{OLD}/post.md").replace("pinned: true\n", "") == before
    assert "already pinned" in run("pin", "two-follow-ups", code=2).stderr
    run("pin", "two-follow-ups", "--off")
    assert read(project, f"{OLD}/post.md") == before
    assert "is not pinned" in run("pin", "two-follow-ups", "--off", code=2).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("lock", "two-follow-ups", "x"),
        ("remove", "two-follow-ups", "x", "--post"),
        ("pin", "two-follow-ups"),
        ("rename", "two-follow-ups", "other"),
        ("merge", "stop-at-one", "into", "two-follow-ups"),
    ],
)
def test_a_dry_run_tells_and_does_nothing(project: Path, run: Run, arguments: tuple[str, ...]) -> None:
    before = digest(project)
    done = run(*arguments, "--dry-run")
    assert re.match("[~+-] posts/", done.stdout)
    assert "Nothing was changed: this was a dry run." in done.stderr
    assert digest(project) == before


def test_a_file_that_only_a_person_can_change_is_left_alone_and_the_edit_is_told(project: Path, run: Run) -> None:
    text = "---\n{title: A, author: x, date: 2026-10-01, tags: [law]}\n---\n\nHi.\n"
    write_tree(project / "posts", {f"{OLD}/post.md": text})
    before = digest(project)
    said = run("pin", "two-follow-ups", code=2).stderr
    assert said == f"parley: {OLD}/post.md can't be edited automatically; set by hand: pinned: true\n"
    assert digest(project) == before


# rename


def test_a_renamed_discussion_keeps_its_bytes_its_thread_and_its_addresses(project: Path, run: Run) -> None:
    before, ids = library(project), post_id(library(project).discussions[0])
    done = run("rename", "two-follow-ups", "how-often")
    assert "/discussions/two-follow-ups/ now redirects to /discussions/how-often/" in done.stderr
    after = library(project)
    [post] = [post for post in after.discussions if post.id == "how-often"]
    assert post.aliases == ("two-follow-ups",)
    assert not (project / "posts" / OLD).exists()
    for reply in before.replies["discussions", "two-follow-ups"]:
        assert read(project, f"discussions/how-often/replies/{Path(reply.path).name}") == str(GOOD[reply.path])
    assert post_id(post) == ids
    assert "discussions/two-follow-ups/" in dict(build_redirects(after, theme.environment(after, SITE)))
    assert "../../discussions/how-often/" in pages(project)["practices/first-meeting/"].render(), (
        "the practice names it"
    )
    run("rename", "two-follow-ups", "third-name")
    assert {post.id: post.aliases for post in library(project).discussions}["third-name"] == (
        "two-follow-ups",
        "how-often",
    )
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("stop-at-one", "there is 'stop-at-one' already"),
        ("one-and-done", "alias 'one-and-done' is the name of 'one-and-done'"),
        ("One", "slug 'One' must be letters a-z"),
        ("../x", "slug '../x' must be letters a-z"),
    ],
)
def test_a_name_that_is_taken_or_none_is_refused(project: Path, run: Run, slug: str, said: str) -> None:
    before = digest(project)
    result = CliRunner().invoke(main, ["rename", "two-follow-ups", slug])
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert digest(project) == before
    run("rename", "stop-at-one", "again")
    assert "is a former name of 'again'" in run("rename", "again", "one-and-done", code=2).stderr


# merge


def test_a_merged_discussion_loses_nothing(project: Path, run: Run) -> None:
    was = next(post for post in library(project).discussions if post.id == "stop-at-one")
    done = run("merge", "stop-at-one", "into", "two-follow-ups")
    assert "becomes reply 'stop-at-one' of 'two-follow-ups', with 2 replies below it" in done.stderr
    assert "doesn't have: law" in done.stderr
    assert run("check").stdout == "10 files read: nothing to fix\n"
    assert not (project / "posts" / NEW).exists()
    thread = replies(project)
    assert {id: reply.reply_to for id, reply in thread.items()} == {
        ANA: "",
        BOB: ANA,
        "stop-at-one": "",
        "2026-10-06-dan": "stop-at-one",
        "2026-10-07-eve": "2026-10-06-dan",
    }
    opening = thread["stop-at-one"]
    assert (opening.author, opening.date, opening.sources, opening.aliases) == (
        was.author,
        was.date,
        was.sources,
        ("one-and-done",),
    )
    assert was.body in opening.body
    assert render_plain(opening.body) == "Stop at *one*? In <short>. Yes, as she says. Why? 1. Or not?"
    dan = read(project, f"{OLD}/replies/2026-10-06-dan.md")
    assert dan.replace("reply_to: stop-at-one\r\n", "") == YOUNGER[f"{NEW}/replies/2026-10-06-dan.md"]
    assert read(project, f"{OLD}/replies/2026-10-07-eve.yml") == YOUNGER[f"{NEW}/replies/2026-10-07-eve.yml"]
    [post] = library(project).discussions
    assert post.merged == ("one-and-done", "stop-at-one")


def test_a_removed_reply_moves_along_and_stays_removed(project: Path, run: Run) -> None:
    run("remove", "stop-at-one#reply-2026-10-06-dan", "spam")
    run("merge", "stop-at-one", "into", "two-follow-ups")
    dan = replies(project)["2026-10-06-dan"]
    assert (dan.removed, dan.author, dan.body, dan.reply_to) == ("spam", "", "", "stop-at-one")
    assert "author: dan # me\r\n" in read(project, f"{OLD}/replies/2026-10-06-dan.md")
    assert "nothing to fix" in run("check").stdout


def test_every_old_address_leads_to_where_the_text_is_now(project: Path, run: Run) -> None:
    [identity] = [post_id(post) for post in library(project).discussions if post.id == "two-follow-ups"]
    run("merge", "stop-at-one", "two-follow-ups")
    after = library(project)
    redirects = dict(build_redirects(after, theme.environment(after, SITE)))
    assert 'url=../../discussions/two-follow-ups/#reply-stop-at-one"' in redirects[f"{NEW}/"]
    assert 'url=../../discussions/two-follow-ups/#reply-stop-at-one"' in redirects["discussions/one-and-done/"]
    assert 'rel="canonical" href="../../discussions/two-follow-ups/"' in redirects[f"{NEW}/"]
    html = pages(project)[f"{OLD}/"].render()
    for anchor in ("stop-at-one", "one-and-done", "2026-10-06-dan", "2026-10-07-eve", ANA, BOB):
        assert f'id="reply-{anchor}"' in html
    assert f"{NEW}/feed.xml" in dict(build_feeds(after, SITE))
    assert post_id(after.discussions[0]) == identity, "who follows the other by feed sees its entries once"


def test_links_to_a_merged_discussion_and_its_replies_go_on_passing_the_check(project: Path, run: Run) -> None:
    link = "See [it](/discussions/stop-at-one/) and [him](/discussions/stop-at-one/#reply-2026-10-06-dan).\n"
    write_tree(
        project / "posts",
        {
            "practices/first-meeting/replies/x.md": f"---\nauthor: x\ndate: 2026-10-08\n---\n\n{link}",
            "practices/first-meeting/post.yml": str(GOOD["practices/first-meeting/post.yml"]).replace(
                "[two-follow-ups]", "[two-follow-ups, stop-at-one]"
            ),
        },
    )
    run("merge", "stop-at-one", "into", "two-follow-ups")
    assert "nothing to fix" in run("check").stdout
    assert pages(project)["practices/first-meeting/"].render().count('class="pa-item__title"') == 1


def test_a_reply_whose_id_is_taken_gets_a_new_one_and_what_names_it_follows(project: Path, run: Run) -> None:
    write_tree(
        project / "posts",
        {
            f"{NEW}/replies/{ANA}.md": "---\nauthor: ana\ndate: 2026-10-06\n---\n\nTaken.\n",
            f"{NEW}/replies/z.md": (
                f"---\nauthor: z\ndate: 2026-10-07\nreply_to: {ANA}\n---\n\n[a](#reply-{ANA}) [b](#reply-{ANA}-2x)"
                f" [c](/discussions/stop-at-one/#reply-{ANA})\n".replace(f" [b](#reply-{ANA}-2x)", "")
            ),
            "practices/first-meeting/replies/x.md": (
                f"---\nauthor: x\ndate: 2026-10-08\n---\n\n[d](/discussions/stop-at-one/#reply-{ANA})\n"
            ),
        },
    )
    done = run("merge", "stop-at-one", "into", "two-follow-ups")
    assert f"Reply '{ANA}' will be renamed to '{ANA}-2'" in done.stderr
    assert "practices/first-meeting/replies/x.md links to one of them; change it by hand" in done.stderr
    thread = replies(project)
    assert thread[ANA].body == "One is enough."
    assert thread[f"{ANA}-2"].body == "Taken."
    assert thread["z"].reply_to == f"{ANA}-2"
    assert thread["z"].body == f"[a](#reply-{ANA}-2) [c](/discussions/stop-at-one/#reply-{ANA}-2)"
    assert "nothing to fix" in run("check").stdout


def test_what_was_merged_can_be_merged_again(project: Path, run: Run) -> None:
    first = str(GOOD[f"{OLD}/post.md"]).replace("2026-10-01", "2026-09-01")
    write_tree(project / "posts", {"discussions/first/post.md": first})
    run("merge", "stop-at-one", "into", "two-follow-ups")
    run("merge", "two-follow-ups", "into", "first")
    [post] = library(project).discussions
    assert post.merged == ("one-and-done", "stop-at-one", "two-follow-ups")
    assert set(replies(project, "first")) == {
        "two-follow-ups",
        ANA,
        BOB,
        "stop-at-one",
        "2026-10-06-dan",
        "2026-10-07-eve",
    }
    after = library(project)
    redirects = dict(build_redirects(after, theme.environment(after, SITE)))
    for name in ("stop-at-one", "two-follow-ups"):
        assert f"url=../../discussions/first/#reply-{name}" in redirects[f"discussions/{name}/"]
    assert "url=../../discussions/first/#reply-stop-at-one" in redirects["discussions/one-and-done/"]


@pytest.mark.parametrize(
    ("one", "other", "changed", "said"),
    [
        (
            "two-follow-ups",
            "stop-at-one",
            {},
            "parley merge stop-at-one into two-follow-ups",
        ),
        ("stop-at-one", "stop-at-one", {}, "is one discussion; name two"),
        ("stop-at-one", "first-meeting", {}, "only discussions can be merged"),
        ("first-meeting", "two-follow-ups", {}, "only discussions can be merged"),
        ("stop-at-one", "two-follow-ups", {f"{OLD}/post.md": "locked"}, "'two-follow-ups' is locked"),
        ("stop-at-one", "two-follow-ups", {f"{NEW}/post.md": "locked"}, "'stop-at-one' is locked"),
        ("stop-at-one", "two-follow-ups", {f"{OLD}/post.md": "removed"}, "'two-follow-ups' is removed"),
        ("stop-at-one", "two-follow-ups", {f"{NEW}/post.md": "removed"}, "'stop-at-one' is removed"),
    ],
)
def test_what_cannot_be_merged_is_refused_with_the_reason(
    project: Path, run: Run, one: str, other: str, changed: dict[str, str], said: str
) -> None:
    for path, key in changed.items():
        text = read(project, path).replace("tags:", f"{key}: because\nupdated: 2026-10-20\ntags:")
        write_tree(project / "posts", {path: text})
    before = digest(project)
    assert said in run("merge", one, "into", other, code=2).stderr
    assert digest(project) == before


def test_a_discussion_with_mistakes_is_not_torn_apart(project: Path, run: Run) -> None:
    write_tree(project / "posts", {f"{NEW}/replies/wrong.md": "no front matter"})
    before = digest(project)
    said = run("merge", "stop-at-one", "into", "two-follow-ups", code=2).stderr
    assert "wrong.md can't be moved: it has errors" in said
    assert digest(project) == before
    write_tree(
        project / "posts", {f"{NEW}/replies/wrong.md": str(GOOD[f"{OLD}/replies/{ANA}.md"]).replace("10-02", "10-08")}
    )
    write_tree(project / "posts", {f"{NEW}/replies/.gitkeep": ""})
    run("merge", "stop-at-one", "into", "two-follow-ups")
    assert "nothing to fix" in run("check").stdout


@pytest.mark.parametrize("arguments", [("rename", "stop-at-one", "stop"), ("merge", "stop-at-one", "two-follow-ups")])
def test_no_folder_that_cannot_be_read_is_left_behind(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    write_tree(project / "posts", {f"{NEW}/replies/deep/note.txt": "x"})
    before, iterdir, scandir = digest(project), Path.iterdir, os.scandir

    def refuse(read: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".") -> Any:
            if str(path).endswith("stop-at-one/replies/deep"):
                raise PermissionError(errno.EACCES, "no", str(path))
            return read(path)

        return call

    monkeypatch.setattr(Path, "iterdir", refuse(iterdir))
    monkeypatch.setattr(os, "scandir", refuse(scandir))
    said = run(*arguments, code=2).stderr
    monkeypatch.undo()
    assert said.startswith("parley: nothing was changed: ")
    assert "replies/deep: permission denied" in said
    assert digest(project) == before


@pytest.mark.parametrize("arguments", [("rename", "stop-at-one", "stop"), ("merge", "stop-at-one", "two-follow-ups")])
def test_empty_folders_and_links_are_not_what_remains_of_a_discussion(
    project: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    shutil.rmtree(project / "posts" / NEW / "replies")
    (project / "posts" / NEW / "replies").mkdir()
    post = read(project, f"{NEW}/post.md").replace("(#reply-2026-10-06-dan)", "(https://example.org/)")
    write_tree(project / "posts", {f"{NEW}/post.md": post})
    (project / "posts" / NEW / "replies/away").symlink_to(project)
    before = digest(project / "posts")
    run(*arguments, code=2)
    assert digest(project / "posts") == before
    (project / "posts" / NEW / "replies/away").unlink()
    run(*arguments)
    assert not (project / "posts" / NEW).exists()
    assert "nothing to fix" in run("check").stdout


def test_an_outcome_that_would_not_pass_is_not_written(project: Path, run: Run) -> None:
    many = "".join(f"  - was-{number}\n" for number in range(50))
    text = read(project, f"{OLD}/post.md").replace("tags:", f"merged:\n{many}tags:")
    write_tree(project / "posts", {f"{OLD}/post.md": text})
    before = digest(project)
    assert "error[wrong-length]: merged has 52 items" in run("merge", "stop-at-one", "two-follow-ups", code=1).stderr
    assert digest(project) == before


def test_a_mistake_elsewhere_does_not_keep_moderators_from_their_work(project: Path, run: Run) -> None:
    write_tree(project / "posts", {"practices/first-meeting/post.yml": "["})
    run("merge", "stop-at-one", "two-follow-ups")
    run("lock", "two-follow-ups", "said")
    assert run("check", code=1).stdout.count("error[") == 1


@pytest.mark.parametrize(
    "text",
    [
        *("*a* _b_ [c](d) `e`", "<b> &amp; #1", "1. one", "- two", "~~no~~ \\*", "a | b", "12) x", "+1"),
        *("<http://a.org> [http://a.org/b] `http://a.org/c`", "www.a.org<http://www.a.org/>", "http://a.org\\b"),
    ],
)
def test_a_plain_text_is_read_as_the_same_text(text: str) -> None:
    assert render_plain(escape_text(text, at_start=True)) == text
    assert render_plain(f"- {escape_text(text, at_start=True)}") == text


# the page of moderation


def test_the_page_of_moderation_says_so_when_there_is_nothing(project: Path) -> None:
    assert "Nothing has been locked, removed or moved." in pages(project)[urls.MODERATION].render()


def test_locks_and_removals_are_listed_newest_first_and_give_nothing_away(project: Path) -> None:
    write_tree(
        project / "posts",
        {
            f"{OLD}/post.md": read(project, f"{OLD}/post.md").replace(
                "tags:", "locked: <i>said</i>\nupdated: 2026-10-09\ntags:"
            ),
            f"{NEW}/post.md": read(project, f"{NEW}/post.md").replace(
                "tags:", "removed: it named\nupdated: 2026-10-11\ntags:"
            ),
            f"{OLD}/replies/gone.md": (
                "---\nauthor: mallory\ndate: 2026-10-04\nremoved: spam\nupdated: 2026-10-10\n---\n\nBuy\n"
            ),
        },
    )
    measures = build_measures(library(project))
    assert [(one.what, one.kind, one.reason) for one in measures] == [
        ("removed", "discussion", "it named"),
        ("removed", "reply", "spam"),
        ("locked", "discussion", "<i>said</i>"),
    ]
    html = pages(project)[urls.MODERATION].render()
    assert "&lt;i&gt;said" in html
    assert 'href="../discussions/two-follow-ups/#reply-gone"' in html
    for secret in ("mallory", "Buy", "Stop at", "cem"):
        assert secret not in html


# unlock, restore, move, split


def test_what_was_locked_is_unlocked_and_readers_see_why(project: Path, run: Run) -> None:
    before = read(project, f"{OLD}/post.md")
    run("lock", "two-follow-ups", "said")
    run("lock", "two-follow-ups", "There is news.", "--off")
    updated = find_updated(read(project, f"{OLD}/post.md"))
    added = f"unlocked: There is news.\nupdated: {updated}\n"
    assert read(project, f"{OLD}/post.md") == before.replace("date: 2026-10-01\n", f"date: 2026-10-01\n{added}")
    shown = pages(project)
    assert "There is news." in shown[urls.MODERATION].render()
    assert 'href="#answer"' in shown[f"{OLD}/"].render()
    assert "isn't locked" in run("lock", "two-follow-ups", "again", "--off", code=2).stderr
    run("lock", "two-follow-ups", "enough")
    assert "unlocked" not in read(project, f"{OLD}/post.md")


@pytest.mark.parametrize("arguments", [("two-follow-ups", "--reply", BOB), ("two-follow-ups", "--post")])
def test_what_was_removed_is_restored_with_text_and_author(project: Path, run: Run, arguments: tuple[str, ...]) -> None:
    wanted = {item.path: (item.author, item.body) for item in library(project).contributions()}
    assert "isn't removed" in run("restore", *arguments, "why", code=2).stderr
    run("remove", *arguments, "spam")
    run("restore", *arguments, "It was no spam.")
    assert {item.path: (item.author, item.body) for item in library(project).contributions()} == wanted
    [measure] = build_measures(library(project))
    assert (measure.what, measure.reason) == ("restored", "It was no spam.")
    run("remove", *arguments, "spam, really")
    assert [measure.what for measure in build_measures(library(project))] == ["removed"]


def test_a_reply_answers_something_else_in_its_thread(project: Path, run: Run) -> None:
    path = f"{NEW}/replies/2026-10-07-eve.yml"
    before = read(project, path)
    run("move", "stop-at-one#reply-2026-10-07-eve", "stop-at-one", "It answers the post.")
    updated = find_updated(read(project, path))
    told = f"date: 2026-10-07\nupdated: {updated}\nmoved: It answers the post.\n"
    assert read(project, path) == before.replace("reply_to: 2026-10-06-dan\n", "").replace("date: 2026-10-07\n", told)
    assert replies(project, "stop-at-one")["2026-10-07-eve"].reply_to == ""
    assert "A moved reply" in pages(project)[urls.MODERATION].render()
    below = ("stop-at-one#reply-2026-10-06-dan", "stop-at-one#reply-2026-10-07-eve", "Back.")
    run("move", "stop-at-one#reply-2026-10-07-eve", "stop-at-one#reply-2026-10-06-dan", "Back.")
    assert "can't answer itself" in run("move", *below, code=2).stderr
    assert "already answers the post" in run("move", below[0], "stop-at-one", "Why?", code=2).stderr
    assert "name the reply to move" in run("move", "stop-at-one", "two-follow-ups", "Why?", code=2).stderr


CODE = "\r\nÜ `[c](#reply-2026-10-08-cem)`\r\n\r\n~~~\r\n[c](#reply-2026-10-08-cem)\r\n~~~\r\n"


def test_a_reply_moves_with_its_answers_and_every_old_address_leads_on(project: Path, run: Run) -> None:
    dan, eve = "2026-10-06-dan", "2026-10-07-eve"
    write_tree(
        project / "posts",
        {
            f"{NEW}/replies/{dan}.md": "---\r\nauthor: dan # me\r\ndate: 2026-10-06\r\n---\r\n\r\n"
            f"See [c](#reply-2026-10-08-cem), [e](#reply-{eve}).\r\n{CODE}",
            f"{NEW}/replies/2026-10-08-cem.md": f"---\nauthor: cem\ndate: 2026-10-08\n---\n\n[He](#reply-{eve}).\n",
        },
    )
    before = digest(project / "posts")
    files = {name: read(project, f"{NEW}/replies/{name}") for name in (f"{dan}.md", f"{eve}.yml")}
    told = run("move", f"stop-at-one#reply-{dan}", f"two-follow-ups#reply-{BOB}", "Off topic here.").stderr
    assert f"It is at /{OLD}/#reply-{dan} now, with 1 reply below it." in told
    assert "nothing to fix" in run("check").stdout
    moved = replies(project)
    assert (moved[dan].reply_to, moved[eve].reply_to) == (BOB, dan)
    assert read(project, f"{OLD}/replies/{eve}.yml") == files[f"{eve}.yml"]
    there = read(project, f"{OLD}/replies/{dan}.md")
    assert f"[c](/{NEW}/#reply-2026-10-08-cem), [e](#reply-{eve})" in there
    assert "author: dan # me\r\n" in there
    assert CODE in there, "code goes on showing what its author wrote"
    note = replies(project, "stop-at-one")[dan]
    assert (note.moved_to, note.removed, note.aliases) == (f"/{OLD}/#reply-{dan}", "Off topic here.", (eve,))
    shown = pages(project)
    page = shown[f"{NEW}/"].render()
    assert "A moved reply" in page
    assert f'id="reply-{eve}"' in page
    assert f'href="../../{OLD}/#reply-{dan}">Read it where it is now' in page
    assert "Off topic here." in shown[urls.MODERATION].render()
    assert "moved it back" not in run("restore", f"stop-at-one#reply-{dan}", "x", code=2).stderr
    assert "was removed or moved already" in run("move", f"stop-at-one#reply-{dan}", OLD, "x", code=2).stderr

    run("move", f"two-follow-ups#reply-{dan}", "stop-at-one", "It belongs here.")
    assert "nothing to fix" in run("check").stdout
    after = digest(project / "posts")
    assert {name: after.get(name) for name in before} == before, "what came back is as it was"
    assert replies(project)[dan].moved_to == f"/{NEW}/#reply-{dan}"


def test_a_reply_whose_id_is_taken_where_it_goes_gets_another(project: Path, run: Run) -> None:
    write_tree(project / "posts", {f"{NEW}/replies/{BOB}.md": "---\nauthor: bob\ndate: 2026-10-09\n---\n\nHere.\n"})
    told = run("move", f"stop-at-one#reply-{BOB}", "two-follow-ups", "Off topic.").stderr
    assert f"Reply '{BOB}' will be renamed to '{BOB}-2'" in told
    assert replies(project, "stop-at-one")[BOB].moved_to == f"/{OLD}/#reply-{BOB}-2"
    assert replies(project)[f"{BOB}-2"].body == "Here."


def test_what_is_taken_back_is_to_the_byte_what_it_was(project: Path, run: Run) -> None:
    """What stays beside it are the notes and names that lead on, and what readers are told."""
    dan, eve = "2026-10-06-dan", "2026-10-07-eve"
    text = f"date: 2026-10-06\n---\n\n[I](#reply-{dan}), [e](#reply-{eve}), [c](#reply-2026-10-08-cem)."
    write_tree(
        project / "posts",
        {
            f"{NEW}/replies/{dan}.md": f"---\nauthor: dan\n{text}\n",
            f"{NEW}/replies/2026-10-07-fay.md": f"---\nauthor: fay\ndate: 2026-10-07\nreply_to: {dan}\n---\n\n"
            f"As [d](#reply-{dan}), [e](#reply-{eve}) and [c](#reply-2026-10-08-cem) say.\n",
            f"{NEW}/replies/2026-10-08-cem.md": f"---\nauthor: cem\ndate: 2026-10-08\n---\n\n[He](#reply-{eve}).\n",
            f"{OLD}/replies/{dan}.md": "---\nauthor: dan\ndate: 2026-10-09\n---\n\nThere.\n",
            f"{OLD}/replies/{eve}.md": "---\nauthor: eve\ndate: 2026-10-09\n---\n\nThere, too.\n",
        },
    )

    def compare(*but: str) -> None:
        after = digest(project / "posts")
        assert {name for name in before if after.get(name) != before[name]} == set(but)
        assert "nothing to fix" in run("check").stdout

    before = digest(project / "posts")
    run("ban", "mallory", "Advertising.")
    run("ban", "mallory", "--off")
    assert digest(project / "posts") == before
    run("split", f"stop-at-one#reply-{dan}", "Is no an answer?", "A question of its own.", "--slug", "no")
    run("merge", "no", "into", "stop-at-one")
    compare(f"{NEW}/post.md")
    assert 'merged: ["no"]\n' in read(project, f"{NEW}/post.md")
    before = digest(project / "posts")
    run("move", f"stop-at-one#reply-{dan}", "two-follow-ups", "Off topic.")
    told = run("move", f"two-follow-ups#reply-{dan}-2", "stop-at-one", "It belongs here.").stderr
    assert "renamed" not in told
    compare()
    assert replies(project)[f"{dan}-2"].moved_to == f"/{NEW}/#reply-{dan}"

    run("move", f"stop-at-one#reply-{dan}", "two-follow-ups", "Off topic.")
    assert "renamed" in run("move", f"two-follow-ups#reply-{dan}", "stop-at-one", "Another of the name.").stderr
    assert replies(project, "stop-at-one")[dan].moved_to, "a note is taken away by what it leads to alone"


def test_a_decision_that_was_never_committed_is_taken_back_without_a_trace(project: Path, run: Run) -> None:
    file = next((project / "posts" / OLD / "replies").glob(f"{BOB}.*"))
    file.write_text(file.read_text().replace("author:", "takes: asks\nauthor:", 1))
    before = digest(project / "posts")
    doings = (
        (("lock", "two-follow-ups", "Settled."), ("lock", "two-follow-ups", "--off", "A slip.")),
        (("remove", "two-follow-ups", "--post", "Spam."), ("restore", "two-follow-ups", "--post", "A slip.")),
        (("remove", f"two-follow-ups#reply-{BOB}", "Spam."), ("restore", f"two-follow-ups#reply-{BOB}", "A slip.")),
        (
            ("move", f"two-follow-ups#reply-{BOB}", "stop-at-one", "Off topic."),
            ("move", f"stop-at-one#reply-{BOB}", f"two-follow-ups#reply-{ANA}", "A slip."),
        ),
        (
            ("move", f"two-follow-ups#reply-{BOB}", "two-follow-ups", "It answers the post."),
            ("move", f"two-follow-ups#reply-{BOB}", f"two-follow-ups#reply-{ANA}", "A slip."),
        ),
        (
            ("split", f"two-follow-ups#reply-{BOB}", "Is that so?", "Its own topic.", "--slug", "so"),
            ("merge", "so", "into", "two-follow-ups"),
        ),
    )
    git = partial(subprocess.run, cwd=project, check=True, capture_output=True)
    git(["git", "init", "--quiet"])
    who = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    git([*who, "add", "--all"])
    git([*who, "commit", "--quiet", "--message", "A"])
    for do, undo in doings:
        run(*do)
        assert "nothing of it is left" in run(*undo).stderr
        assert digest(project / "posts") == before
    run("lock", "two-follow-ups", "Settled.")
    git([*who, "commit", "--quiet", "--all", "--message", "B"])
    assert "nothing of it is left" not in run("lock", "two-follow-ups", "--off", "News.").stderr
    assert "unlocked: News.\n" in read(project, f"{OLD}/post.md")


def test_a_reply_becomes_a_discussion_with_its_answers(project: Path, run: Run) -> None:
    dan, eve = "2026-10-06-dan", "2026-10-07-eve"
    file = project / "posts" / f"{NEW}/replies/{eve}.yml"
    file.write_text(file.read_text().replace("Yes.", f"As [he](#reply-{dan}) says."))
    before = digest(project)
    run("split", f"stop-at-one#reply-{dan}", "Is no an answer?", "A question of its own.", "--dry-run")
    assert digest(project) == before
    told = run("split", f"stop-at-one#reply-{dan}", "Is no an answer?", "A question of its own.").stderr
    assert "It is at /discussions/is-no-an-answer/ now, with 1 reply below it." in told
    assert "nothing to fix" in run("check").stdout
    [own] = [post for post in library(project).discussions if post.id == "is-no-an-answer"]
    assert (own.title, own.author, own.body, own.tags) == ("Is no an answer?", "dan", "No.", ("law",))
    assert replies(project, own.id)[eve].reply_to == ""
    assert replies(project, own.id)[eve].body == "As [he](/discussions/is-no-an-answer/) says."
    note = replies(project, "stop-at-one")[dan]
    assert (note.moved_to, note.aliases) == ("/discussions/is-no-an-answer/", (eve,))
    again = ("split", f"two-follow-ups#reply-{ANA}", "T", "Why.", "--slug")
    assert "the name of another discussion" in run(*again, own.id, code=2).stderr
    run(*again, "ana-asks", "--tag", "law")
    assert "was removed or moved" in run("split", f"stop-at-one#reply-{dan}", "T", "Why.", code=2).stderr


def test_code_in_a_yaml_file_stays_as_it_is_too(project: Path, run: Run) -> None:
    path, shown = f"{NEW}/replies/2026-10-07-eve.yml", f"[x](#reply-{ANA})"
    for indent in ("  ", "      "):
        body = f"[x](#reply-{ANA}) `{shown}`\n\n    {shown}\n\n- a\n\n  ```\n  {shown}\n  ```\n"
        inside = "".join(f"{indent}{line}\n" if line else "\n" for line in body.splitlines())
        file = "author: eve\ndate: 2026-10-07\nbody: |\n" + inside + "reply_to: 2026-10-06-dan\n"
        post = Discussion(path=f"{NEW}/post.md", id="stop-at-one", author="a", date=Moment(DAY), body="", title="")
        made = relink(file.encode(), path, post, lambda place, name: f"/there/{place}{name}").decode()
        assert made == file.replace(f"[x](#reply-{ANA}) ", f"[x](/there/{ANA}) ")


def test_the_side_of_a_reply_stays_with_what_it_becomes_and_comes_back(project: Path, run: Run) -> None:
    told = run("split", f"two-follow-ups#reply-{ANA}", "One?", "A question of its own.").stderr
    assert "isn't kept" not in told
    assert "nothing to fix" in run("check").stdout
    assert "school: old\n" in read(project, "discussions/one/post.md")
    assert "School: <bdi>Old school</bdi>" in pages(project)["discussions/one/"].render()
    run("merge", "one", "two-follow-ups")
    assert replies(project)[ANA].stance == "old"


def test_only_maintainers_set_what_was_done(project: Path) -> None:
    kinds = list_kinds(DECLARED)
    done = {key.name for kind in kinds.values() for key in kind.keys if key.guarded and not key.declared}
    assert done == {"unlocked", "restored", "moved", "moved_to", "banned", "banned_since"}
