"""A large site is the same however it is built, and its threads are those of sites that hold nothing else."""

import re
from pathlib import Path

import pytest

from bench.corpus import Post, build_forum, write_post
from building.test_rebuilding import Project
from parley.building import parts
from parley.caching import workers
from parley.checking import rereading
from support import write_project

OTHERS = re.compile(r'<section class="pa-related">.*?</section>\n?', re.DOTALL)
BUNDLES = re.compile(r"pagefind(?:[ ,]+pagefind-\d+)+")


def make_project(folder: Path, posts: tuple[Post, ...], patch: pytest.MonkeyPatch) -> Project:
    """A site of some of the posts; who has a page has it however little of what they wrote is there."""
    forum = build_forum(16)
    everybody = tuple(forum.posts())
    handles = {post.author for post in everybody} | {reply.author for post in everybody for reply in post.replies}
    people = {f"people/{handle}.yml": f"name: {handle.title()}\nabout: Writes here.\n" for handle in handles}
    project = write_project(folder / "project", {**forum.beside, **people})
    for post in posts:
        write_post(project / "posts", post)
    patch.setenv("PARLEY_CACHE", str(folder / "cache"))
    patch.chdir(project)
    return Project(project, patch)


def read_pages(site: Path, below: str = "") -> dict[str, str]:
    """Every file but the index of the search, without its related posts and with one name for the bundles."""
    return {
        file.relative_to(site).as_posix(): BUNDLES.sub("pagefind", OTHERS.sub("", file.read_text("utf-8")))
        for file in (site / below).rglob("*")
        if file.suffix in (".html", ".xml", ".json") and not file.relative_to(site).parts[0].startswith("pagefind")
    }


@pytest.mark.slow
def test_a_site_is_the_same_with_any_number_of_workers_and_bundles_cold_or_warm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BATCH", 30)
    monkeypatch.setattr(rereading, "BATCH", 5)
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    posts = tuple(build_forum(16).posts())  # as in a real archive, most people write once, and most threads are short
    monkeypatch.setattr("parley.building.site.FEW", 5)
    sites = []
    for helpers, limit in ((1, 10_000), (4, 10)):
        project = make_project(tmp_path / str(helpers), posts, monkeypatch)
        monkeypatch.setattr(workers, "count_processors", lambda helpers=helpers: helpers)
        monkeypatch.setattr("parley.rendering.search.documents.LARGE", limit)
        for _ in ("cold", "warm"):
            project.build("--force")
            sites.append(read_pages(project.site))
        assert (len([*project.site.glob("pagefind*")]) > 1) == (limit == 10)
    assert len(sites[0]) > 100
    assert [site == sites[0] for site in sites] == [True] * 4
    monkeypatch.setattr("parley.rendering.search.documents.LARGE", 10_000)
    longest = max(posts, key=lambda post: len(post.replies))
    for post in (longest, posts[0], posts[-1]):
        alone = make_project(tmp_path / post.slug, (post,), monkeypatch)
        alone.build("--executor", "none")
        pages = read_pages(alone.site, f"{post.kind}/{post.slug}")
        assert len(pages) >= 2
        assert {name: sites[0][name] == text for name, text in pages.items()} == dict.fromkeys(pages, True)
