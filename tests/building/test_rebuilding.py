"""A build takes over what has not changed, and its site is always that of a build from nothing."""

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from mkdocs.structure.pages import Page as HostPage

from caching.test_cache import spoil
from corpus import write_corpus
from declared import check_posts
from parley.building import manifest, parts, site
from parley.building.manifest import Manifest
from parley.caching import stamps, workers
from parley.caching.cache import Cache, find_file
from parley.checking import loading, rereading
from parley.checking.rules import entry
from parley.commands import build as building
from parley.commands.cli import main
from parley.model.problems import Problem
from parley.rendering.search import documents
from parley_mkdocs import run
from support import GOOD, NOW, Repository, digest, start_parley, write_project, write_tree

THREAD = "posts/discussions/two-follow-ups"
PRACTICE = "posts/practices/first-meeting/post.yml"
LAW = "---\ntitle: Is it allowed?\nauthor: mia\ndate: 2026-10-05\ntags: [law]\n---\n\nSee the law.\n"
REPLY = "---\nauthor: eve\ndate: 2026-10-09\n---\n\nNew.\n"
UNCHANGED = "Nothing has changed"
BUILT = "The site is in site/"


class Project:
    """A small project as the current folder, built in this process."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.site = folder / "site"
        self._patch = patch
        self._numbers = count()

    def build(self, *arguments: str, code: int = 0) -> str:
        """Run `parley build`; gives what was said."""
        result = CliRunner().invoke(main, ["build", *arguments])
        assert result.exit_code == code, f"exit code {result.exit_code}, not {code}\n{result.output}"
        return result.output

    def build_from_nothing(self) -> dict[str, str]:
        """What a build gives that knows of no other, with nobody to help."""
        other = self.folder.parent / f"other-{next(self._numbers)}"
        with self._patch.context() as patch:
            patch.setenv("PARLEY_CACHE", str(other / "cache"))
            self.build("--site", str(other / "site"), "--executor", "none")
        found = digest(other / "site")
        shutil.rmtree(other)
        return found

    def places(self) -> dict[str, int]:
        """The inode of every file of the site: another one where the file was made anew."""
        return {
            path.relative_to(self.site).as_posix(): path.stat().st_ino
            for path in self.site.rglob("*")
            if path.is_file()
        }

    def write(self, name: str, text: str) -> None:
        write_tree(self.folder, {name: text})

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    folder = write_project(tmp_path / "project", {**GOOD, "discussions/is-it-allowed/post.md": LAW})
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    return Project(folder, monkeypatch)


@pytest.fixture
def long_since(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change lies far enough back for the times of the files to be relied on."""
    monkeypatch.setattr(stamps, "SETTLED", -3600.0)


def test_a_second_build_leaves_every_file_as_it_is_and_force_makes_all_anew(project: Project) -> None:
    assert BUILT in project.build()
    places, content = project.places(), digest(project.site)
    assert UNCHANGED in project.build()
    assert project.places() == places
    said = project.build("--force")
    assert BUILT in said
    assert UNCHANGED not in said
    assert digest(project.site) == content
    assert not set(project.places().values()) & set(places.values())


def test_a_reply_makes_anew_what_shows_it_and_nothing_else(project: Project) -> None:
    project.build()
    places, content = project.places(), digest(project.site)
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    project.build()
    after = digest(project.site)
    assert after == project.build_from_nothing()
    now = project.places()
    made = {name for name in now if now[name] != places.get(name)}
    changed = {name for name in after if after[name] != content.get(name)}
    assert changed <= made
    page = "discussions/two-follow-ups"
    ours = {name for name in made if re.match("discussions/|practices/.|people/.+/|latest/|tags/.+/|feed", name)}
    assert ours == {
        f"{page}/index.html",
        f"{page}/index.md",
        f"{page}/feed.xml",
        f"{page}/thread.json",
        "discussions/index.html",
        "practices/index.html",  # without a key
        "practices/first-meeting/index.html",  # it names the discussion, with the number of its replies
        "latest/index.html",
        "latest/2026/index.html",
        "people/in/2026-10/index.html",
        "tags/sales/index.html",
        "tags/sales/feed.xml",
        "feed.xml",
    }
    assert {name for name in made if name.startswith("pagefind/")} >= {"pagefind/pagefind-entry.json"}
    kept = [
        "discussions/is-it-allowed/index.html",
        "discussions/is-it-allowed/thread.json",
        "discussions/is-it-allowed/feed.xml",
        "practices/first-meeting/thread.json",
        "people/the-host/index.html",
        "tags/law/feed.xml",
    ]
    assert {name: now[name] for name in kept} == {name: places[name] for name in kept}


def test_a_card_is_drawn_again_where_something_on_it_has_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.change("mkdocs.yml", "  parley:\n", "  parley:\n    cards: true\n    card: a.png\n")
    project.build()
    cards = {name: place for name, place in project.places().items() if name.endswith("post-card.png")}
    own = "discussions/two-follow-ups/post-card.png"
    assert len(cards) == 3
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    project.change("posts/discussions/is-it-allowed/post.md", "title: ", "title: Again, ")
    project.build()
    assert digest(project.site) == project.build_from_nothing()
    now = project.places()
    assert [name for name, place in cards.items() if now[name] != place] == ["discussions/is-it-allowed/post-card.png"]
    page = project.site / "discussions/two-follow-ups/index.html"
    assert f'{own}">' in page.read_text()
    monkeypatch.setattr(run, "can_draw", lambda: False)
    assert "pip install 'mkdocs-parley[cards]'" in project.build("--force")
    assert not (project.site / own).exists()
    assert '/a.png">' in page.read_text()


def test_who_earns_a_page_is_found_there_from_every_thread(project: Project) -> None:
    """A third contribution moves the address that the threads of the first two lead to."""
    other = "discussions/is-it-allowed/replies/2026-10-09-eve.md"
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    project.write(f"posts/{other}", REPLY)
    project.build()
    page = project.site / "discussions/is-it-allowed/index.html"
    assert "people/in/2026-10/#person-eve" in page.read_text()
    project.write(f"{THREAD}/replies/2026-10-10-eve.md", REPLY)
    project.build()
    assert "people/eve/" in page.read_text()
    assert "#person-eve" not in page.read_text()
    assert digest(project.site) == project.build_from_nothing()


def test_who_is_mentioned_is_led_to_once_they_come_and_no_longer_when_they_go(project: Project) -> None:
    page, feed = (project.site / "discussions/is-it-allowed" / name for name in ("index.html", "feed.xml"))
    project.write("posts/discussions/is-it-allowed/post.md", LAW.replace("See the law.", "Ask @eve."))
    project.build()
    assert "Ask @eve." in page.read_text()
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    project.build()
    assert re.search('Ask <a href="../../people/in/2026-10/#person-eve"[^>]*>@eve</a>', page.read_text())
    assert "people/in/2026-10/#person-eve" in feed.read_text()
    assert digest(project.site) == project.build_from_nothing()
    project.write("posts/people/eve.yml", "name: Eve\nabout: I test.\n")
    project.build()
    assert re.search('Ask <a href="../../people/eve/"[^>]*>@eve</a>', page.read_text())
    (project.folder / "posts/people/eve.yml").unlink()
    (project.folder / f"{THREAD}/replies/2026-10-09-eve.md").unlink()
    project.build()
    assert "Ask @eve." in page.read_text()
    assert digest(project.site) == project.build_from_nothing()


def test_whom_a_name_of_an_archive_means_is_found_anew_once_another_of_that_name_comes(project: Project) -> None:
    page = project.site / "discussions/is-it-allowed/index.html"
    folder = "posts/discussions/is-it-allowed/replies"
    came = "role: contributor\nabout: Wrote in the archive old.\n"
    for handle, name, body in (("jack-b9", "Jack (2)", "Yes."), ("zed", "Zed", "So @Jack says.")):
        project.write(f"posts/people/{handle}.yml", f"name: {name}\n{came}")
        project.write(f"{folder}/2026-10-08-{handle}.md", f"---\nauthor: {handle}\ndate: 2026-10-08\n---\n\n{body}\n")
    project.build()
    assert 'So <a href="../../people/in/2026-10/#person-jack-b9">@Jack</a> says.' in page.read_text()
    assert digest(project.site) == project.build_from_nothing()
    project.write("posts/people/jack.yml", f"name: Jack\n{came}")
    project.write(f"{folder}/2026-10-09-jack.md", "---\nauthor: jack\ndate: 2026-10-09\n---\n\nNo.\n")
    project.build()
    assert "So @Jack says." in page.read_text()
    assert digest(project.site) == project.build_from_nothing()


def test_what_is_mentioned_says_so_as_soon_and_as_long_as_it_is_and_nothing_else_is_made_for_it(
    project: Project,
) -> None:
    """A mention redraws the page that has what is mentioned: no data, no feed and no index of it."""
    project.write("docs/more.md", "# More\n")
    project.build()
    places = project.places()
    page = project.site / "discussions/two-follow-ups/index.html"
    law = LAW.replace("the law.", "[Ana](/discussions/two-follow-ups/#reply-2026-10-02-ana), [more](/more/).")
    project.write("posts/discussions/is-it-allowed/post.md", law)
    project.build()
    assert digest(project.site) == project.build_from_nothing()
    now = project.places()
    made = {name for name in now if now[name] != places.get(name) and name.startswith("discussions/two-follow-ups/")}
    assert made == {"discussions/two-follow-ups/index.html"}
    said = '<div class="pa-mentions"><p>Mentioned in</p><ul><li><a href="../../discussions/is-it-allowed/"'
    assert said in page.read_text()
    assert said.replace("../../", "../") in (project.site / "more/index.html").read_text()
    project.write("docs/more.md", "# More <i>\n\n[A talk](discussions/two-follow-ups/index.md)\n")
    project.build()
    assert '<li><a href="../../more/" dir="auto">More</a></li>' in page.read_text().partition('id="replies"')[0]
    assert digest(project.site) == project.build_from_nothing()
    project.write("posts/discussions/is-it-allowed/post.md", LAW)
    project.write("docs/more.md", "# More\n")
    project.build()
    assert "pa-mentions" not in page.read_text() + (project.site / "more/index.html").read_text()


def test_the_index_is_kept_while_no_thread_has_changed(project: Project) -> None:
    project.build()
    places = project.places()
    project.write("docs/more.md", "---\nsearch: {exclude: true}\n---\n# More\n")
    assert BUILT in project.build()
    now = project.places()
    index = {name for name in places if name.startswith("pagefind/")}
    assert len(index) > 3
    assert {name: now.get(name) for name in index} == {name: places[name] for name in index}
    assert (project.site / "more/index.html").is_file()


def test_a_reply_makes_one_bundle_of_the_index_anew(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGE", 2)
    write_corpus(project.folder / "posts", 5, 4)
    project.build()
    places = project.places()
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    project.build()
    now = project.places()
    bundles = {file.partition("/")[0] for file in places if file.startswith("pagefind")}
    parts = {name: [file for file in places if file.startswith(f"{name}/")] for name in bundles}
    assert min(map(len, parts.values())) > 3
    made = {name for name in parts if not all(now.get(file) == places[file] for file in parts[name])}
    assert (len(made), len(parts)) == (1, 4)
    assert digest(project.site) == project.build_from_nothing()


def test_what_was_taken_over_from_the_site_stays_in_the_cache(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.build()
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    project.build()
    shutil.rmtree(project.site)
    drawn = []
    for what in parts.KEPT:
        monkeypatch.setitem(parts.PARTS, what, lambda post, _: drawn.append(post.path))
    project.build()
    assert drawn == []


@contextmanager
def counting(owner: object, name: str) -> Iterator[list[tuple[Any, ...]]]:
    """The arguments of each call of a function, or of a method of a class, from now on."""
    calls: list[tuple[Any, ...]] = []
    function = getattr(owner, name)

    def call(*arguments: Any, **named: Any) -> Any:
        calls.append(arguments)
        return function(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, call)
        yield calls


def test_the_files_are_looked_at_once_for_what_has_changed_and_for_what_is_kept_of_them(project: Project) -> None:
    project.build()
    with counting(stamps, "_walk") as walks:
        assert UNCHANGED in project.build()
        assert len(walks) == 1
        project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
        assert BUILT in project.build()
        assert len(walks) == 2
    assert UNCHANGED in project.build()


def test_a_file_that_changes_while_a_build_goes_on_is_seen_by_the_next(
    project: Project, monkeypatch: pytest.MonkeyPatch, long_since: None
) -> None:
    """The marks are those from before anything was read, whenever they were looked for."""
    project.build()
    project.change(f"{THREAD}/post.md", "*one*", "*two*")

    def load_late(*arguments: Any) -> Any:
        result = load(*arguments)
        project.change(f"{THREAD}/post.md", "*two*", "*three*")
        monkeypatch.setattr(loading, "read_threads", load)
        return result

    load = rereading.read_threads
    monkeypatch.setattr(loading, "read_threads", load_late)
    project.build()
    assert BUILT in project.build()
    assert "<em>three</em>" in (project.site / "discussions/two-follow-ups/index.html").read_text()


def test_a_thread_that_is_known_is_neither_parsed_nor_checked_again(project: Project) -> None:
    project.build()
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    with counting(rereading, "parse_sources") as parsed, counting(entry, "ThreadEntries") as checked:
        project.build()
    assert [post.path for post, _ in checked] == ["discussions/two-follow-ups/post.md"]
    folders = {source.path.rpartition("/")[0] for _, sources, _ in parsed for source in sources}
    assert folders == {"discussions/two-follow-ups", "discussions/two-follow-ups/replies", ""}  # "" holds the tags


def test_mkdocs_makes_a_page_only_for_what_is_drawn(project: Project) -> None:
    """There are thousands, and a few frames serve all of them."""
    numbers = []
    for size in (2, 9):
        write_corpus(project.folder / "posts", size, 2)
        project.build()
        project.write("mkdocs.yml", (project.folder / "mkdocs.yml").read_text() + "# the same\n")
        with counting(HostPage, "__init__") as made:
            assert BUILT in project.build()
        numbers.append(len(made))
    assert numbers[0] == numbers[1]


def test_a_fresh_checkout_beside_what_was_kept_makes_what_a_kept_disk_makes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a forge does it: every file has another place and time, and the folder of the project another name."""
    monkeypatch.setenv("PARLEY_CACHE", ".cache/parley")
    write_corpus(project.folder / "posts", 3, 2)
    project.build()
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    checkout = Project(project.folder.with_name("checkout"), monkeypatch)
    shutil.copytree(project.folder, checkout.folder, copy_function=shutil.copyfile)

    def build(one: Project) -> tuple[set[str], ...]:
        """What is parsed, what is drawn for pages, for feeds, and what is made anew."""
        monkeypatch.chdir(one.folder)
        places = one.places()
        with (
            counting(rereading, "parse_sources") as parsed,
            counting(parts, "draw_post") as drawn,
            counting(parts, "draw_thread_feed") as listed,
        ):
            one.build("--executor", "none")
        return (
            {source.path for _, sources, _ in parsed for source in sources},
            {post.path for post, *_ in drawn},
            {post.path for post, *_ in listed},
            {name for name, place in one.places().items() if place != places.get(name)},
        )

    work = build(project)
    assert [len(part) for part in work[:3]] == [5, 3, 1]  # the pages of two other posts name the discussion
    assert build(checkout) == work
    assert digest(checkout.site) == digest(project.site)


def test_a_page_that_was_changed_in_what_was_kept_is_made_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times don't matter, so neither does who has set them."""
    monkeypatch.setenv("PARLEY_CACHE", ".cache")
    monkeypatch.setenv("PARLEY_CACHE_KEY", "known to nobody")
    project.build()
    wanted = digest(project.site)
    for name in ("discussions/is-it-allowed/index.html", "discussions/is-it-allowed/thread.json", "feed.xml"):
        status = (project.site / name).stat()
        (project.site / name).write_bytes((project.site / name).read_bytes()[:-20] + b"<script>alert()</scr")
        os.utime(project.site / name, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert digest(project.site) != wanted
    project.write("docs/index.md", (project.folder / "docs/index.md").read_text() + " ")
    assert BUILT in project.build()
    assert digest(project.site) == wanted


# One site through many changes

WORDS = ["Yes.", "*No*, see [this](/discussions/two-follow-ups/).", "# Why?\n\nnote[^1]\n\n[^1]: x", "- a\n- b"]
NAMES = ["x", "y", "z"]


def write_reply(project: Project, chance: random.Random) -> None:
    folder = chance.choice([THREAD, "posts/practices/first-meeting", "posts/discussions/discussion-00003"])
    name, school = chance.choice(NAMES), chance.choice(["", "school: new\n"])
    head = f"author: {name}\ndate: 2026-10-1{chance.randrange(10)}\n{school}"
    project.write(f"{folder}/replies/late-{name}-{chance.randrange(10**6)}.md", f"---\n{head}---\n\nFirst words.\n")


def find_replies(project: Project) -> list[Path]:
    return sorted((project.folder / "posts").rglob("late-*.md"))


def edit_reply(project: Project, chance: random.Random) -> None:
    for file in find_replies(project)[:2]:
        if "removed" not in file.read_text():
            file.write_text(file.read_text().rpartition("---\n")[0] + f"---\n\n{chance.choice(WORDS)}\n")


def remove_reply(project: Project, chance: random.Random) -> None:
    if found := find_replies(project):
        chance.choice(found).unlink()


def rename_reply(project: Project, chance: random.Random) -> None:
    if found := [file for file in find_replies(project) if "aliases" not in file.read_text()]:
        file = chance.choice(found)
        project.change(str(file.relative_to(project.folder)), "date:", f"aliases: [{file.stem}]\ndate:")
        file.rename(file.with_name(f"late-again-{chance.randrange(10**6)}.md"))


def withhold_reply(project: Project, chance: random.Random) -> None:
    if found := [file for file in find_replies(project) if "aliases" not in file.read_text()]:
        head = 'author: x\ndate: 2026-10-10\nupdated: 2026-10-20\nremoved: "It named somebody."\n'
        chance.choice(found).write_text(f"---\n{head}---\n")


def write_post(project: Project, chance: random.Random) -> None:
    name = chance.choice(NAMES)
    tags = ", ".join(chance.sample(["law", "sales"], chance.randint(1, 2)))
    head = (
        f"title: Post {name} {chance.randrange(3)}\nauthor: ana\ndate: 2026-10-0{chance.randint(1, 9)}\ntags: [{tags}]"
    )
    project.write(f"posts/discussions/{name}/post.md", f"---\n{head}\n---\n\n{chance.choice(WORDS)}\n")


def remove_post(project: Project, chance: random.Random) -> None:
    shutil.rmtree(
        project.folder / "posts/discussions" / chance.choice([*NAMES, "discussion-00001"]), ignore_errors=True
    )


def rename_post(project: Project, chance: random.Random) -> None:
    folder = project.folder / "posts/discussions/is-it-allowed"
    if folder.is_dir():
        project.change("posts/discussions/is-it-allowed/post.md", "title:", "aliases: [is-it-allowed]\ntitle:")
        folder.rename(folder.with_name("may-i"))


def change_person(project: Project, chance: random.Random) -> None:
    role = chance.choice(["house-voice", "contributor"])
    project.write("posts/people/the-host.yml", f"name: The Host {chance.random()}\nrole: {role}\n")
    project.write(f"posts/people/{chance.choice(NAMES)}.yml", f"name: Somebody {chance.randrange(3)}\n")


def change_tag(project: Project, chance: random.Random) -> None:
    text = (project.folder / "posts/tags.yml").read_text()
    project.write("posts/tags.yml", re.sub("title: Law[^,]*", f"title: Law {chance.random()}", text))


def change_practice(project: Project, chance: random.Random) -> None:
    text = (project.folder / PRACTICE).read_text()
    project.write(PRACTICE, re.sub("title: .*", f"title: Meeting {chance.random()}", text))


def change_page(project: Project, chance: random.Random) -> None:
    project.write("docs/index.md", f"# Home {chance.randrange(3)}\n\n::: discussions limit={chance.randint(1, 3)}\n")
    project.write(f"docs/{chance.choice(NAMES)}.md", chance.choice(["# A\n", "# B\n"]))


def remove_page(project: Project, chance: random.Random) -> None:
    (project.folder / "docs" / f"{chance.choice(NAMES)}.md").unlink(missing_ok=True)


def change_settings(project: Project, chance: random.Random) -> None:
    text = (project.folder / "mkdocs.yml").read_text()
    text = re.sub("site_name: .*", f"site_name: Small {chance.random()}", text)
    project.write("mkdocs.yml", re.sub("page_size: .*", f"page_size: {chance.choice([5, 6])}", text))


def touch_site(project: Project, chance: random.Random) -> None:
    pages, data = (sorted(project.site.rglob(f"discussions/*/{name}")) for name in ("index.html", "thread.json"))
    chance.choice(pages).write_text("Somebody was here.")
    chance.choice(data).unlink()


EDITS: list[Callable[[Project, random.Random], None]] = [
    write_reply,
    edit_reply,
    remove_reply,
    rename_reply,
    withhold_reply,
    write_post,
    remove_post,
    rename_post,
    change_person,
    change_tag,
    change_practice,
    change_page,
    remove_page,
    change_settings,
]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


EDITS_OF_A_ROUND = (1, 4, 5, 5)
"""The first is alone, so that no other has the touched pages made anew."""


def test_through_whatever_changes_a_site_is_that_of_a_build_from_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BATCH", 7)
    write_corpus(project.folder / "posts", 5, 4)
    with (project.folder / "mkdocs.yml").open("a") as file:
        file.write("    page_size: 5\n")
    chance = random.Random(2)
    edits = [touch_site, *chance.sample(EDITS, len(EDITS))]
    for _ in range(5):
        write_reply(project, chance)
    project.build("--executor", "none")
    for number, size in enumerate(EDITS_OF_A_ROUND):
        monkeypatch.setattr(stamps, "SETTLED", (2.0, -3600.0)[number % 2])  # by content, then by times
        monkeypatch.setattr(documents, "LARGE", (10_000, 5)[number in (1, 2)])  # one bundle or two
        part, edits = edits[:size], edits[size:]
        for change in part:
            change(project, chance)
        project.build("--executor", "none")
        assert digest(project.site) == project.build_from_nothing(), part
    assert not edits


# What goes wrong


def test_a_post_that_breaks_is_told_and_the_site_stays_until_it_is_mended(project: Project) -> None:
    project.build()
    places = project.places()
    project.change(f"{THREAD}/post.md", "tags: [sales]", "tags: [salse]")
    for _ in "ab":
        said = project.build(code=1)
        assert f"{THREAD}/post.md:5:" in said
        assert "error[unknown-tag]" in said
        assert "The site was not built: 1 error must be fixed first." in said
        assert project.places() == places
    project.change(f"{THREAD}/post.md", "tags: [salse]", "tags: [sales]")
    assert UNCHANGED in project.build()
    assert project.places() == places


def test_settings_that_break_leave_the_site_as_it_was(project: Project) -> None:
    project.build()
    places = project.places()
    project.change("mkdocs.yml", "name: material", "name: marble")
    said = start_parley("build", cwd=project.folder, code=2).stderr
    assert said.startswith("ERROR: Config value 'theme': Unrecognised theme name: 'marble'.")
    project.build("--executor", "everybody", code=2)
    assert project.places() == places


BREAKS: dict[str, Callable[[Path], object]] = {
    "unknown-tag": lambda posts: (posts / "tags.yml").write_text("- {slug: law, title: Law, summary: Allowed.}\n"),
    "unknown-discussion": lambda posts: (posts / "discussions/two-follow-ups").rename(posts / "discussions/other"),
    "handle-imitation": lambda posts: (posts / "people/the-host.yml").rename(posts / "people/thehost.yml"),
    "contact-data": lambda posts: (posts / "people/ana.yml").write_text("name: Ana\nabout: Write to ana@corp.com.\n"),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_what_is_wrong_between_files_is_told_with_its_line_although_nobody_has_read_it(
    project: Project, rule: str, long_since: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = project.folder / "posts"

    def check(kept: Cache) -> tuple[Problem, ...]:
        found = check_posts(posts, "posts", NOW, cache=kept).problems
        kept.save()
        kept.close()
        return found

    file = project.folder.parent / "kept.sqlite"
    assert check(Cache(file)) == ()
    BREAKS[rule](posts)
    wanted = check_posts(posts, "posts", NOW).problems
    assert rule in {problem.rule for problem in wanted}
    assert all(problem.excerpt for problem in wanted)
    for _ in "ab":
        assert check(Cache(file)) == wanted


def test_a_day_that_has_not_come_is_shown_in_a_file_that_was_not_read(project: Project, long_since: None) -> None:
    posts, kept = project.folder / "posts", Cache(project.folder.parent / "kept.sqlite")
    check_posts(posts, "posts", NOW, cache=kept)
    early = datetime(2026, 10, 3, 12, tzinfo=UTC)
    wanted = check_posts(posts, "posts", early).problems
    assert [problem.excerpt for problem in wanted] == ["date: 2026-10-05"]
    assert check_posts(posts, "posts", early, cache=kept).problems == wanted


def test_a_broken_cache_costs_time_and_nothing_else(project: Project) -> None:
    project.build()
    wanted = digest(project.site)
    files = {file: file.read_bytes() for file in sorted((project.folder.parent / "cache").glob("*.sqlite"))}
    assert len(files) == 2
    for damages in (("cut", "folder"), ("noise", "empty")):
        for (file, whole), damage in zip(files.items(), damages, strict=True):
            file.write_bytes(whole)
            with spoil(file, damage):
                pass
        assert BUILT in project.build()
        assert digest(project.site) == wanted
        for file in files:
            shutil.rmtree(file, ignore_errors=True)


def test_a_cache_that_cannot_be_used_is_named(project: Project) -> None:
    file = find_file(project.folder)
    file.mkdir(parents=True)
    said = project.build()
    assert f"Nothing could be cached, so the next build will take longer: {file}: " in said
    assert BUILT in said


@pytest.mark.slow
def test_two_builds_of_a_project_into_two_sites_do_not_disturb_each_other(project: Project) -> None:
    command = [sys.executable, "-m", "parley.commands.cli", "build", "--site"]
    sites = [project.folder.parent / name for name in ("one", "two")]
    both = [subprocess.Popen([*command, str(site)], stdout=subprocess.DEVNULL) for site in sites]
    assert [running.wait() for running in both] == [0, 0]
    wanted = project.build_from_nothing()
    assert [digest(site) for site in sites] == [wanted, wanted]
    assert UNCHANGED in start_parley("build", "--site", str(sites[0]), cwd=project.folder).stdout


def test_a_build_that_ends_late_says_nothing_of_the_site_of_a_later_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build has put its site into the place before what the first has made was kept."""

    def save_late(folder: Path, site: Path, made: Manifest, *request: object) -> None:
        monkeypatch.setattr(building, "save_manifest", manifest.save_manifest)
        project.change(f"{THREAD}/post.md", "*one*", "*two*")
        project.build()
        manifest.save_manifest(folder, site, made, *request)

    monkeypatch.setattr(building, "save_manifest", save_late)
    project.build()
    project.change(f"{THREAD}/post.md", "*two*", "*one*")
    project.build()
    assert digest(project.site) == project.build_from_nothing()


def test_beside_another_hook_every_build_makes_every_page(project: Project) -> None:
    """Nobody knows what it reads: here the words that it adds to each page."""
    words = project.folder.parent / "words.txt"
    code = (
        "from pathlib import Path\n\n\ndef on_post_page(output, page, config):\n"
        "    return output + Path('../words.txt').read_text()\n"
    )
    project.write("own.py", code)
    project.change("mkdocs.yml", "hooks: [", "hooks: [own.py, ")
    words.write_text("Before")
    project.build()
    places = project.places()
    words.write_text("After")
    assert BUILT in project.build()
    assert not set(project.places().values()) & set(places.values())
    assert (project.site / "index.html").read_text().endswith("After")


def test_a_commit_is_seen_though_no_file_has_changed(project: Project) -> None:
    project.write(".gitignore", "site/\n")
    repository = Repository(project.folder)
    repository.commit("2026-10-04T12:00:00Z")
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    project.build()
    before = digest(project.site)
    assert UNCHANGED in project.build()
    repository.commit("2026-10-20T12:00:00Z")
    assert BUILT in project.build()
    after = digest(project.site)
    assert {name for name in before if after[name] != before[name]} >= {
        "feed.xml",
        "latest/index.html",
        "discussions/index.html",
        "discussions/two-follow-ups/index.html",
        "discussions/two-follow-ups/feed.xml",
    }
    assert after == project.build_from_nothing()
    repository.commit("2026-10-21T12:00:00Z")  # concerns no file
    project.build()
    assert digest(project.site) == after
    assert UNCHANGED in project.build()


@pytest.mark.parametrize("few", [0, 100])
def test_several_processes_build_what_one_builds(project: Project, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """Whether they begin before the host draws its own pages or not."""
    monkeypatch.setattr(site, "FEW", few)
    monkeypatch.setattr(parts, "BATCH", 1)
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "count_processors", lambda: 2)
    with counting(workers, "_start_processes") as started, counting(site, "_list_all") as begun:
        project.build()
    assert len(started) == 1
    assert bool(begun) == (few == 0)
    assert digest(project.site) == project.build_from_nothing()
    with counting(site, "_list_all") as begun:  # with a site of before, what is lacking is seen later
        project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
        project.build()
    assert not begun
    assert digest(project.site) == project.build_from_nothing()
