"""Threads below the maintainers' pages: what opens them, and what is said where a page is gone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from declared import DECLARED
from parley.checking.check import Check
from parley.checking.hosted import host_articles
from parley.checking.loading import check_posts
from parley.forge.review import review
from parley.model.settings import HostedPage, Settings
from support import GOOD, NOW, Files, write_tree

Tree = Callable[[Files], Path]

REPLY = "---\nauthor: ana\ndate: 2026-10-02\n---\n\nIt works.\n"
SETUP = HostedPage("guide/setup", "Set it up", "docs/guide/setup.md", "guide/setup/", former=("setup",))
NEW = "pages/guide/setup/replies/2026-10-02-ana.md"
OLD = "pages/setup/replies/2026-10-02-ana.md"


def check(posts: Path, *pages: HostedPage) -> Check:
    return check_posts(posts, now=NOW, declaration=replace(DECLARED, pages=pages))


@pytest.mark.parametrize(("path", "name", "former"), [(NEW, "guide/setup", "setup"), (OLD, "setup", "guide/setup")])
def test_a_page_that_moves_keeps_its_thread_where_it_began(tree: Tree, path: str, name: str, former: str) -> None:
    checked = check(tree({**GOOD, path: REPLY}), SETUP)
    assert checked.problems == ()
    assert checked.library
    article = checked.library.articles[name]
    assert (article.title, article.address, article.aliases) == ("Set it up", "guide/setup/", (former,))
    assert [reply.path for reply in checked.library.replies_to(article)] == [path]


def test_a_thread_in_both_folders_of_a_page_is_shown_and_told(tree: Tree) -> None:
    checked = check(tree({**GOOD, NEW: REPLY, OLD: REPLY}), SETUP)
    assert [(one.path, one.rule, one.blocks) for one in checked.problems if one.rule != "alias-clash"] == [
        ("posts/pages/setup", "missing-page", False)
    ]


def test_of_a_page_that_is_gone_nothing_is_lost_and_where_nobody_looked_nothing_is_said(tree: Tree) -> None:
    posts = tree({**GOOD, NEW: REPLY})
    checked = check(posts)
    (told,) = checked.problems
    assert (told.path, told.rule, told.severity) == ("posts/pages/guide/setup", "missing-page", "warning")
    assert checked.library
    gone = checked.library.articles["guide/setup"]
    assert (gone.title, gone.address, gone.at) == ("Setup", "pages/guide/setup/", None)
    unknown = check_posts(posts, now=NOW, declaration=DECLARED)
    assert (unknown.problems, unknown.library) == ((), checked.library)
    titled = check(tree({**GOOD, NEW: REPLY, "pages/guide/setup/post.yml": "title: What it was\n"}))
    assert titled.library
    assert titled.library.articles["guide/setup"].title == "What it was"


def test_a_page_that_is_no_longer_published_takes_its_thread_along(tree: Tree) -> None:
    library = check(tree({**GOOD, NEW: REPLY}), SETUP).library
    assert library
    placed = host_articles(library, {"guide/setup": "2026/setup/"})
    assert placed.articles["guide/setup"].address == "2026/setup/"
    path = "pages/guide/setup/post.yml"
    assert placed.digests.get(path) != library.digests.get(path)
    hidden = host_articles(library, {})
    assert (hidden.articles, list(hidden.replies)) == ({}, [("discussions", "two-follow-ups")])


def test_what_two_pages_claim_is_named_with_their_files(tree: Tree) -> None:
    other = HostedPage("other", "Other", "docs/other.md", "other/", former=("setup",))
    (clash,) = check(tree(GOOD), SETUP, other).problems
    assert (clash.path, clash.rule, clash.excerpt) == ("docs/other.md", "alias-clash", "aliases: [setup]")
    twin = replace(SETUP, file="docs/guide/Setup.md")
    (clash,) = check(tree(GOOD), SETUP, twin).problems
    assert (clash.path, clash.rule, clash.blocks) == ("docs/guide/Setup.md", "name-clash", False)
    own = replace(other, name="setup")  # what is the name of a page is no former one of another
    assert {one.path for one in check(tree({**GOOD, OLD: REPLY}), SETUP, own).problems} == {"docs/guide/setup.md"}


def test_a_stranger_begins_no_thread_of_which_no_page_knows_and_none_that_is_locked(tmp_path: Path) -> None:
    base, head = write_tree(tmp_path / "base", {}), write_tree(tmp_path / "head", {})
    write_tree(base / "posts", GOOD)
    reply = REPLY.replace("ana", "eve")
    files = {
        "pages/guide/setup/replies/2026-10-05-eve.md": reply,
        "pages/none/replies/2026-10-05-eve.md": reply,
        "pages/done/replies/2026-10-05-eve.md": reply,
        "pages/made/up/post.yml": "title: Made up\n",
        "pages/Not/a name/replies/2026-10-05-eve.md": reply,
    }
    write_tree(head / "posts", {**GOOD, **files})
    done = HostedPage("done", "Done", "docs/done.md", "done/", locked="It's done.", updated="2026-10-01")
    settings = Settings(declaration=replace(DECLARED, pages=(SETUP, done)))
    found = review(base, head, "eve", now=NOW, settings=settings)
    assert {(one.path, one.rule, one.severity) for one in found.problems} == {
        ("posts/pages/none", "missing-page", "error"),
        ("posts/pages/done/replies/2026-10-05-eve.md", "locked", "error"),
        ("posts/pages/Not", "bad-name", "error"),
        ("posts/pages/Not/a name", "unknown-file", "error"),
        ("posts/pages/made/up/post.yml", "for-a-maintainer", "warning"),
    }
