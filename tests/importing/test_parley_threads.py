"""Parley's own threads: out of one site and into another without a loss."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from declared import load_library
from importing.archives import bring, snapshot
from parley.importing.records import BadArchive
from parley.model.problems import ParleyError
from parley.model.settings import Settings
from parley.rendering.data.thread_data import build_thread_data, render_thread_data
from support import GOOD, NOW, Files, write_tree

Write = Callable[[Files], Path]
TAGS = f"{GOOD['tags.yml']!s}- {{slug: old, title: Old, summary: Old.}}\n"


def export(tmp_path: Path, files: Files = GOOD) -> dict[str, str]:
    library = load_library(write_tree(tmp_path / "elsewhere", files), now=NOW)
    return {
        f"{post.kind}/{post.id}/thread.json": render_thread_data(
            build_thread_data(post, library.replies_to(post), library, Settings())
        )
        for post in library.posts()
    }


def test_a_site_moves_with_everything_but_the_power_of_its_maintainers(archive: Write, tmp_path: Path) -> None:
    answer = "---\nauthor: mia\ndate: 2026-10-09\nschool: both\nreply_to: 2026-10-02-ana\n---\n\nYes.\n"
    agreed = {"agreements/discussions/two-follow-ups/gil/k3p9.yml": "agrees: [2026-10-02-ana, post]\n"}
    files = {**GOOD, **agreed, "discussions/two-follow-ups/replies/2026-10-09-mia.md": answer}
    before = load_library(write_tree(tmp_path / "elsewhere", files), now=NOW)
    posts = write_tree(tmp_path / "posts", {"tags.yml": TAGS})
    result, after = bring("parley", archive(export(tmp_path, files)), posts)
    assert after.discussions == before.discussions
    assert after.comparisons == before.comparisons
    assert after.replies == before.replies
    assert after.people["the-host"].role == "house-voice"
    assert after.people["mia"] == replace(before.people["mia"], role="contributor")
    assert (result.mended["demoted"], result.mended["agreed"], result.discussions.read) == (1, 1, 2)
    again, _ = bring("parley", archive({}), posts)
    assert (again.files, again.replies.known) == (0, 3)


def test_tags_that_are_missing_are_named_as_they_must_be_added(archive: Write, posts: Path, tmp_path: Path) -> None:
    before = snapshot(posts)
    with pytest.raises(ParleyError, match=r"- slug: sales\n  title: Sales\n  summary: To sell\."):
        bring("parley", archive(export(tmp_path)), posts)
    assert snapshot(posts) == before


@pytest.mark.parametrize(
    "path",
    [
        "../../evil.md",
        "../evil/post.yml",
        "/evil/post.yml",
        "other/evil/post.yml",
        "discussions/x/../../../post.md",
        "/etc/passwd",
        "tags.yml",
    ],
)
def test_no_path_leads_out_of_the_posts(archive: Write, tmp_path: Path, path: str) -> None:
    posts = write_tree(tmp_path / "posts", {"tags.yml": TAGS})
    data = json.loads(export(tmp_path)["discussion/two-follow-ups/thread.json"])
    data["post"]["path"] = path
    before = snapshot(tmp_path / "posts")
    source = archive({"thread.json": json.dumps(data)})
    with pytest.raises(BadArchive) as caught:
        bring("parley", source, posts)
    assert {(fault.path, fault.line) for fault in caught.value.faults} == {(source / "thread.json", 1)}
    for fault in caught.value.faults:
        assert fault.message.startswith("thread.json: ")
        assert fault.message.endswith("doesn't belong in posts/")
    assert snapshot(posts) == before


@pytest.mark.parametrize("content", ["[]", "7", "{", '{"format": "other/1"}', '{"people": 7}'])
def test_what_is_no_thread_is_refused(archive: Write, posts: Path, content: str) -> None:
    with pytest.raises(ParleyError, match="the archive can't be read"):
        bring("parley", archive({"thread.json": content}), posts)


def test_of_a_built_site_only_threads_are_read_and_of_a_file_its_own(archive: Write, tmp_path: Path) -> None:
    files = export(tmp_path)
    thread = next(text for path, text in files.items() if path.startswith("discussion/"))
    site = archive(
        {**files, "search/choices.json": "[1]", "assets/parley/write.json": "{", "schema/thread.json.txt": ""}
    )
    posts = write_tree(tmp_path / "posts", {"tags.yml": TAGS})
    result, _ = bring("parley", site, posts)
    assert (result.discussions.read, result.replies.read) == (2, 2)
    single = write_tree(tmp_path / "single", {"two.json": thread})
    result, _ = bring("parley", single / "two.json", write_tree(tmp_path / "other", {"tags.yml": TAGS}))
    assert (result.discussions.placed, result.replies.placed) == (1, 2)


def test_a_thread_that_is_there_twice_is_placed_once(archive: Write, tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", {"tags.yml": TAGS})
    files = export(tmp_path)
    twice = {f"{copy}/{path}": text for copy in ("one", "two") for path, text in files.items()}
    result, _ = bring("parley", archive(twice), posts)
    assert (result.discussions.read, result.discussions.placed, result.discussions.merged) == (4, 2, 2)
    assert (result.replies.read, result.replies.placed, result.replies.merged) == (4, 2, 2)
    assert (result.people, result.files) == (1, 5)
    again, _ = bring("parley", archive({}), posts)
    assert (again.replies.known, again.replies.merged, again.replies.placed, again.files) == (4, 0, 0, 0)
