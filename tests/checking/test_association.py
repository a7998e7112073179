"""Whatever is drawn of a thread stands with that thread, however many there are and whoever draws them."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from alone import find_differences, write_mixed
from building.test_rebuilding import Project, edit_reply, remove_reply, withhold_reply, write_reply
from declared import check_posts, load_library
from parley.building import parts
from parley.building.digests import Digests
from parley.building.indexing import Bundle
from parley.building.parts import Drawn, Parts, Task, draw_threads
from parley.building.verify import look_over
from parley.caching import workers
from parley.caching.cache import Cache
from parley.caching.workers import WrongResult
from parley.checking import rereading
from parley.model.settings import Settings
from parley.reading.sources import SourceFile
from parley.rendering.planned import Planned
from parley.rendering.search.indexer import Indexer
from parley_mkdocs.settings import read_settings
from support import GOOD, NOW, write_project, write_tree

Spoil = Callable[[list[Drawn]], list[Drawn]]


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the search was given of each post."""
    given: dict[str, str] = {}
    add = Indexer.add

    def remember(self: Indexer, address: str, document: str) -> None:
        given[address] = document
        add(self, address, document)

    monkeypatch.setattr(Indexer, "add", remember)
    return given


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], Project]:
    """Make a large mixed project, with an empty cache, as the current folder."""

    def make(discussions: int, replies: int) -> Project:
        folder = write_project(tmp_path / "project")
        write_mixed(folder / "posts", discussions, replies)
        monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
        monkeypatch.chdir(folder)
        return Project(folder, monkeypatch)

    return make


ROUNDS = ("cold", "warm", "edited")


def build_each(project: Project, documents: dict[str, str], *rounds: str) -> Iterator[list[str]]:
    """What differs from the threads drawn alone, after a build from nothing, one that knows all, and one of edits."""
    settings = read_settings(Path("mkdocs.yml"))
    chance = random.Random(3)
    for round in rounds:
        if round == "edited":
            for edit in (write_reply, edit_reply, remove_reply, withhold_reply):
                edit(project, chance)
        project.build("--force")
        library = load_library(project.folder / "posts", now=NOW)
        assert documents.keys() == {page for page in documents if (project.site / page).is_dir()}
        assert documents.pop("")  # the maintainers' own page is searched, too
        assert len(documents) == len(list(library.posts()))
        yield find_differences(project.site, library, settings, documents)
        documents.clear()


@pytest.mark.parametrize(
    ("number", "helpers"),
    [(2, 4), *(pytest.param(*one, marks=pytest.mark.slow) for one in ((1, 4), (2, 1)))],
    ids=str,
)
def test_every_page_is_that_of_its_thread_alone(
    mixed: Callable[[int, int], Project],
    documents: dict[str, str],
    number: int,
    helpers: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("parley.rendering.search.documents.LARGE", 10 if number == 2 else 10_000)
    monkeypatch.setattr(parts, "BATCH", 30)
    monkeypatch.setattr(rereading, "BATCH", 5)
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "count_processors", lambda: helpers)
    assert [*build_each(mixed(16, 3), documents, *ROUNDS)] == [[], [], []]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "helpers", "rounds"), [(1, 1, ROUNDS[:1]), (2, 4, ROUNDS)], ids=str)
def test_every_page_of_24_000_replies_is_that_of_its_thread_alone(
    mixed: Callable[[int, int], Project],
    documents: dict[str, str],
    number: int,
    helpers: int,
    rounds: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At its real size, where the index is cut by itself and the batches are as large as they are."""
    monkeypatch.setattr(workers, "count_processors", lambda: helpers)
    if number == 1:
        monkeypatch.setattr("parley.rendering.search.documents.LARGE", 1_000_000)
    project = mixed(1500, 13)
    assert len(list((project.folder / "posts").rglob("replies/*.md"))) > 24_000
    assert [*build_each(project, documents, *rounds)] == [[]] * len(rounds)


# What comes back says what it was made of, and whoever takes it looks.

LOST: dict[str, Spoil] = {
    "of another": lambda drawn: [replace(one, path="discussions/other/post.md") for one in drawn],
    "twice": lambda drawn: [drawn[0], *drawn],
    "not all": lambda drawn: drawn[1:],
    "other parts": lambda drawn: [replace(one, parts={**one.parts, "more": ""}) for one in drawn],
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    folder = write_project(tmp_path / "project")
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    return Project(folder, monkeypatch)


def spoil_drawing(monkeypatch: pytest.MonkeyPatch, spoil: Spoil) -> None:
    def draw(task: Task) -> list[Drawn]:
        return spoil(draw_threads(task))

    monkeypatch.setattr(parts, "draw_threads", draw)


@pytest.mark.parametrize("how", LOST)
def test_what_was_not_asked_for_is_not_taken(project: Project, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil_drawing(monkeypatch, LOST[how])
    assert "WrongResult" in project.build(code=2)
    assert not project.site.exists()


def test_the_order_in_which_threads_come_back_is_all_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_drawing(monkeypatch, lambda drawn: drawn[::-1])
    project.build()
    library = load_library(project.folder / "posts", now=NOW)
    assert find_differences(project.site, library, read_settings(Path("mkdocs.yml"))) == []


@pytest.mark.parametrize("part", ["post", "thread", "feed"])
def test_a_thread_that_shows_another_is_found_before_the_site_takes_its_place(
    project: Project, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swap(drawn: list[Drawn]) -> list[Drawn]:
        one, other = drawn
        return [
            replace(one, parts={**one.parts, part: other.parts[part]}),
            replace(other, parts={**other.parts, part: one.parts[part]}),
        ]

    spoil_drawing(monkeypatch, swap)
    said = project.build(code=2)
    assert "The site is incomplete" in said
    assert not project.site.exists()


def test_a_document_is_handed_over_in_its_turn_or_not_at_all(tmp_path: Path) -> None:
    library = load_library(write_tree(tmp_path / "posts", GOOD), now=NOW)
    one, other = library.posts()
    with pytest.raises(WrongResult, match=rf"the index wants {one.path}, and was given {other.path}"):
        Bundle("pagefind/", [one, other]).add(other, "")


def test_results_are_held_for_the_post_they_were_drawn_of(tmp_path: Path) -> None:
    library = load_library(write_tree(tmp_path / "posts", GOOD), now=NOW)
    one, other = library.posts()
    with pytest.raises(WrongResult):
        Parts(Digests(library, Settings())).hold(one, Drawn(other.path, {}))


@pytest.mark.parametrize("how", ["swapped", "shifted", "short"])
def test_what_was_parsed_of_other_files_is_not_taken(tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = rereading._parse_thread

    def spoil(origin: rereading.Origin, sources: Sequence[SourceFile]) -> object:
        other = {"swapped": sources[::-1], "shifted": sources[1:], "short": sources[:-1]}[how]
        return parse(origin, other)

    posts = write_tree(tmp_path / "posts", GOOD)
    monkeypatch.setattr(rereading, "_parse_thread", spoil)
    with pytest.raises(WrongResult):
        check_posts(posts, "posts", NOW, cache=Cache(tmp_path / "cache.sqlite"))


# What verify sees in finished files

PAGE = (
    "<html><body><section id='replies' data-pa-thread=\"{}\">{}</section>\n"
    'And in words: id="reply-x", &lt;h3 id="reply-y">.<a title="id=&quot;reply-z&quot; <h3 ">x</a></body></html>'
)


@pytest.mark.parametrize(
    ("thread", "anchors", "faults"),
    [
        ("a/", ["reply-1", "reply-2"], []),
        ("b/", ["reply-1", "reply-2"], ["a/index.html lacks a/", "a/index.html shows b/"]),
        ("a/", ["reply-1"], ["a/index.html lacks reply-2"]),
        ("a/", ["reply-1", "reply-2", "reply-3"], ["a/index.html shows reply-3"]),
        ("a/", ["reply-1", "reply-2", "reply-2"], ["a/index.html shows something twice"]),
    ],
)
def test_a_page_shows_its_own_thread_and_no_other(thread: str, anchors: list[str], faults: list[str]) -> None:
    page = PAGE.format(thread, "".join(f'<h3 class="x" id="{anchor}">' for anchor in anchors))
    made = Planned("a/index.html", None, str, lambda: ["a/", "reply-1", "reply-2"])
    assert list(look_over(made, page)) == faults


def test_a_file_that_is_cut_short_is_found() -> None:
    whole = {"whole.html": "</html>", "whole.xml": "</feed>\n", "whole.json": "{}\n"}
    texts = {**{f"cut.{end}": "{<feed" for end in ("html", "xml", "json")}, **whole}
    found = [fault for name, text in texts.items() for fault in look_over(Planned(name, None, str), text)]
    assert found == ["cut.html is cut short", "cut.xml is cut short", "cut.json is cut short"]
