"""A preview that has gone through many changes shows what one that has just begun shows."""

import gc
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from building.test_rebuilding import EDITS, LAW, REPLY, THREAD, Project, counting, rename_reply, write_reply
from corpus import write_corpus
from parley.building.previews import Preview
from parley.caching import stamps
from parley.checking import loading, rereading
from parley_mkdocs.adapter import adapter
from support import GOOD, write_project


class Server:
    """What `mkdocs serve` does with one site: it is built, and then each of its files is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        config = load_config("mkdocs.yml", site_dir=str(folder))
        config.plugins.on_startup(command="serve", dirty=False)

    def build(self) -> Preview:
        build(load_config("mkdocs.yml", site_dir=str(self._folder)), serve_url="http://127.0.0.1:8000/")
        assert adapter.preview
        return adapter.preview

    def show(self) -> dict[str, bytes]:
        """Every file of the site as it is now, but for the index of the search, which is made later."""
        preview = self.build()
        preview.write("feed.xml")  # plans the others
        for name in list(preview._waiting):
            preview.write(name)
        preview.stop()
        return {
            path.relative_to(self._folder).as_posix(): path.read_bytes()
            for path in sorted(self._folder.rglob("*"))
            if path.is_file() and "pagefind" not in path.parts and path.name != "sitemap.xml.gz"
        }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    folder = write_project(tmp_path / "project", {**GOOD, "discussions/is-it-allowed/post.md": LAW})
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    yield Project(folder, monkeypatch)
    load_config("mkdocs.yml").plugins.on_startup(command="build", dirty=False)  # the tests to come are no previews
    gc.unfreeze()


@contextmanager
def just_begun(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A preview that knows of no other."""
    folder = project.folder.parent / "fresh"
    with monkeypatch.context() as patch:
        patch.setenv("PARLEY_CACHE", str(folder / "cache"))
        yield Server(folder / "site")
    shutil.rmtree(folder)


@pytest.mark.parametrize("part", [slice(4), pytest.param(slice(4, None), marks=pytest.mark.slow)], ids=str)
def test_after_whatever_changes_a_preview_shows_what_a_new_one_shows(
    project: Project, part: slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(project.folder / "posts", 5, 4)
    chance = random.Random(3)
    for _ in range(5):
        write_reply(project, chance)
    server = Server(project.folder.parent / "served")
    preview = server.build()
    for number, change in enumerate([rename_reply, *chance.sample(EDITS, len(EDITS))][part]):
        monkeypatch.setattr(stamps, "SETTLED", (2.0, -3600.0)[number % 2])  # by content, then by times
        change(project, chance)
        adapter.preview = preview  # until the fixture ends, which says that no preview is left
        shown = server.show()
        with just_begun(project, monkeypatch) as other:
            assert shown == other.show(), change
    assert len(shown) > 50


def test_a_preview_tells_a_mistake_as_often_as_it_is_there_and_forgets_it_once_mended(
    project: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The files that a check between threads finds wrong are known, and their problems are those of now alone."""
    monkeypatch.setattr(stamps, "SETTLED", -3600.0)
    server = Server(project.folder.parent / "served")
    before = server.show()
    project.change("posts/tags.yml", "slug: law", "slug: laws")
    for _ in "ab":
        capfd.readouterr()
        with pytest.raises(Abort):
            server.build()
        said = capfd.readouterr().err
        assert said.count("is-it-allowed/post.md:5:8: error[unknown-tag]") == 1
    project.change("posts/tags.yml", "slug: laws", "slug: law")
    assert server.show() == before


def test_a_reply_to_nobody_is_told_until_it_is_mended(
    project: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stamps, "SETTLED", -3600.0)
    server = Server(project.folder.parent / "served")
    server.build().stop()
    name = f"{THREAD}/replies/2026-10-09-eve.md"
    project.write(name, REPLY.replace("date:", "reply_to: nobody\ndate:"))
    for _ in "ab":
        capfd.readouterr()
        with pytest.raises(Abort):
            server.build()
        assert capfd.readouterr().err.count("error[unknown-parent]") == 1
    project.write(name, REPLY)
    assert b"New." in server.show()["discussions/two-follow-ups/index.html"]


def test_after_an_edit_a_preview_reads_checks_and_builds_one_thread(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "SETTLED", -3600.0)
    write_corpus(project.folder / "posts", 5, 4)
    server = Server(project.folder.parent / "served")
    server.build().stop()
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)

    def paths(calls: list[tuple[Any, ...]], position: int) -> set[str]:
        return {"/".join(call[position].path.split("/")[:2]) for call in calls}

    with counting(rereading, "read_file") as read, counting(loading, "_build_item") as made:
        server.build().stop()
    assert paths(read, 2) == {"discussions/two-follow-ups", "tags.yml"}
    assert [call[0].path for call in made] == ["discussions/two-follow-ups/replies/2026-10-09-eve.md"]


def test_who_asks_while_mkdocs_builds_anew_gets_the_page_and_not_that_there_is_none(project: Project) -> None:
    """The server waits for the end of a build, however long it takes to mend a mistake, and the site is emptied."""
    folder = project.folder.parent / "served"
    server, builds = Server(folder), [True]
    server.build()
    serving = LiveReloadServer(lambda: None, host="127.0.0.1", port=0, root=str(folder), mount_path="/")

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if builds:
            server.build()
            builds.clear()
        return serving.serve_request(environ, start_response)

    serving.set_app(serve)
    adapter.on_serve(serving, config=load_config("mkdocs.yml"))
    answer: Any = serving.get_app()

    def ask(path: str) -> tuple[str, bytes]:
        said: list[str] = []
        pieces = answer({"PATH_INFO": path}, lambda status, headers: said.append(status))
        body = b"".join(pieces)
        getattr(pieces, "close", lambda: None)()  # as servers do
        assert len(said) == 1
        return said[0], body

    for path, text in (("/discussions/two-follow-ups/", b"data-pa-thread"), ("/feed.xml", b"</feed>")):
        assert ask(path)[0] == "200 OK"
        builds.append(True)
        status, body = ask(path)
        assert (status, text in body) == ("200 OK", True)
    assert ask("/nowhere/")[0] == "404 Not Found"
    adapter.on_shutdown()
    serving.server_close()


def test_what_a_preview_begins_with_is_not_searched_for_garbage_after_every_edit(project: Project) -> None:
    gc.unfreeze()
    server = Server(project.folder.parent / "served")
    server.build().stop()
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    project.write(f"{THREAD}/replies/2026-10-09-eve.md", REPLY)
    server.build().stop()
    assert gc.get_freeze_count() <= frozen  # what later states leave behind is found
