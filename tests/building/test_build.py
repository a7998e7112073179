"""The whole way through MkDocs: what is built, when it is refused, and that it is the same every time."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from corpus import write_chain, write_corpus
from support import EDITORIAL, GOOD, digest, run_parley, start_parley, write_project, write_tree

ANA = "discussions/two-follow-ups/replies/2026-10-02-ana.md"
BROKEN = {**GOOD, ANA: str(GOOD[ANA]).replace("date: 2026-10-02", "date: 2026-10-32")}


def mkdocs(*arguments: str, cwd: Path, code: int = 0, **environment: str) -> str:
    """Run MkDocs itself, with nothing but the hooks."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *arguments],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose site is built, and which is only looked at."""
    path = "discussions/two-follow-ups/post.md"
    files = {**GOOD, path: str(GOOD[path]).replace("tags:", "aliases: [before]\ntags:")}
    project = write_project(tmp_path_factory.mktemp("built"), files)
    watched = run_parley("build", cwd=project, FORCE_COLOR="1", TERM="xterm", COLUMNS="100").stderr
    assert "Pages" in watched, "who watches sees how far it is"
    return project


def test_mkdocs_builds_the_site_with_the_hooks_alone(project: Path) -> None:
    for arguments in ((), ("--strict",)):
        mkdocs("--site-dir", "theirs", *arguments, cwd=project)
        assert digest(project / "theirs") == digest(project / "site"), arguments


def test_every_kind_of_page_is_there(project: Path) -> None:
    assert "Pages" not in run_parley("build", "--force", cwd=project).stderr, "a log does not tell how far it is"
    pages = (
        ". discussions discussions/two-follow-ups practices practices/first-meeting tags tags/law people people/mia "
        "people/in/2026-10 latest latest/2026 archive archive/2026"
    ).split()
    assert [page for page in pages if not (project / "site" / page / "index.html").is_file()] == []
    assert (project / "site" / "404.html").is_file()


def test_mistakes_are_refused_with_the_same_words_and_the_old_site_stays(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    run_parley("build", cwd=project)
    before = digest(project / "site")
    write_tree(project, {"docs/index.md": "# Home\n\n[nowhere](nowhere.md)\n"})
    assert "nowhere.md" in start_parley("build", cwd=project, code=2).stderr
    assert digest(project / "site") == before
    write_tree(project / "posts", BROKEN)
    said = run_parley("check", cwd=project, code=1).stdout.rpartition("\n\n")[0]
    assert said in mkdocs(cwd=project, code=1)
    assert said in run_parley("build", cwd=project, code=1).stderr
    assert digest(project / "site") == before


def test_settings_of_the_host_under_which_nothing_would_work_are_refused_all_at_once(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    settings, good = project / "mkdocs.yml", (project / "mkdocs.yml").read_text()
    write_tree(project / "mine", {"partials/javascripts/base.html": "", "partials/footer.html": "Mine."})
    wrong = good.replace("font: false", "font: false, custom_dir: mine").replace("plugins: []", "plugins: [search]")
    settings.write_text(wrong.replace(EDITORIAL, "\n    search: all"))
    said = run_parley("build", cwd=project, code=2).stderr
    assert "theme.custom_dir has partials/javascripts/base.html, in whose place" in said
    assert "extra.parley.search is all, but plugins has search" in said
    settings.write_text(good.replace("name: material, font: false", "name: readthedocs"))
    assert "extra.parley.look is editorial, which needs Material" in run_parley("build", cwd=project, code=2).stderr
    assert not (project / "site").exists()
    (project / "mine/partials/javascripts/base.html").unlink()
    (project / "mine/main.html").write_text("{% extends 'base.html' %}{% block announce %}Hear!{% endblock %}")
    settings.write_text(good.replace("font: false", "font: false, custom_dir: mine"))
    run_parley("build", cwd=project)
    for name in ("people/index.html", "index.html"):
        html = (project / "site" / name).read_text()
        assert "Mine." in html
        assert "Hear!" in html


def test_two_builds_are_the_same_to_the_byte_wherever_and_whenever_they_are_made(tmp_path: Path) -> None:
    one = write_project(tmp_path / "one")
    write_corpus(one / "posts", 12, 5)
    two = tmp_path / "a longer name" / "two"
    shutil.copytree(one, two)
    for file in sorted(two.rglob("*"), reverse=True):
        os.utime(file, (1e9, 1e9))
    epoch = "1790000000"
    start_parley("build", cwd=one, SOURCE_DATE_EPOCH=epoch, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")
    start_parley(
        "build", cwd=two, SOURCE_DATE_EPOCH=epoch, PYTHONHASHSEED="4711", TZ="Asia/Tokyo", LC_ALL="tr_TR.UTF-8"
    )
    assert digest(one / "site") == digest(two / "site")


def test_the_day_of_the_build_is_the_day_of_the_newest_contribution(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    run_parley("build", "--site", "one", cwd=project)
    run_parley("build", "--site", "two", cwd=project, SOURCE_DATE_EPOCH=str(1791019800))  # 2026-10-03T09:30:00Z
    assert digest(project / "one") == digest(project / "two")
    assert "<lastmod>2026-10-03</lastmod>" in (project / "one" / "sitemap.xml").read_text()


def test_a_page_tells_its_own_last_change(project: Path) -> None:
    entries = (project / "site" / "sitemap.xml").read_text().split("<url>")
    assert any("practices/first-meeting/" in entry and "2026-10-01" in entry for entry in entries)
    head = (project / "site" / "discussions" / "two-follow-ups" / "index.html").read_text().partition("</head>")[0]
    assert re.findall('property="article:([a-z_]+)" content="([^"]+)"', head) == [
        ("published_time", "2026-10-01"),
        ("modified_time", "2026-10-03"),
        ("author", "The Host"),
    ]
    assert "article:" not in (project / "site" / "discussions" / "index.html").read_text()
    assert "/sitemap.xml\n" in (project / "site" / "robots.txt").read_text()


def look_at_chain(project: Path, length: int) -> list[str]:
    """The pages of a thread in which each reply answers the one before, nested no deeper than they are drawn."""
    write_chain(project / "posts", length)
    run_parley("build", cwd=project)
    folder = project / "site/discussions/chain"
    later = sorted((folder / "page").glob("*/index.html"), key=lambda file: int(file.parent.name))
    pages = [file.read_text() for file in (folder / "index.html", *later)]
    for html in pages:
        depth = deepest = 0
        for piece in html.split("<")[1:]:
            depth += piece.startswith(("ol>", "ol ")) - piece.startswith("/ol")
            deepest = max(deepest, depth)
        assert deepest == 6
    return pages


@pytest.mark.slow
def test_a_chain_of_fifteen_hundred_replies_is_built_and_nests_no_deeper_than_drawn(tmp_path: Path) -> None:
    pages = look_at_chain(write_project(tmp_path, {}), 1500)
    assert [html.count('<article class="pa-reply') for html in pages] == [1000, 500]


@pytest.mark.slow
def test_no_page_of_a_chain_of_twenty_thousand_replies_is_large(tmp_path: Path) -> None:
    pages = look_at_chain(write_project(tmp_path, {}), 20_000)
    assert [html.count('<article class="pa-reply') for html in pages] == [1000] * 20
    sizes = [len(html.encode()) for html in pages]
    assert max(sizes[1:]) < 2_000_000, sizes
    assert sizes[0] < 2_000_000 + 19_000 * 100, "an anchor for each reply on another page takes no more than a line"


def test_generated_pages_stay_out_of_the_navigation(project: Path) -> None:
    navigation = (
        (project / "site/index.html").read_text().partition('data-md-type="navigation"')[2].partition("</nav>")[0]
    )
    assert "two-follow-ups" not in navigation


def test_a_former_address_leads_on(project: Path) -> None:
    html = (project / "site/discussions/before/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=../../discussions/two-follow-ups/">' in html


def wait_a_moment(running: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        running.wait(0.002)


@pytest.mark.slow  # `test_publish.py` tries each step with which a site takes the place of another
def test_a_build_killed_at_any_moment_leaves_a_whole_site(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    write_corpus(project / "posts", 60, 3)
    run_parley("build", cwd=project)
    old = digest(project / "site")
    write_tree(project / "posts", {ANA: str(GOOD[ANA]).replace("One is enough", "None is enough")})
    run_parley("build", "--site", "wanted", cwd=project)
    new = digest(project / "wanted")
    moments: list[Callable[[], bool]] = [
        lambda: (project / ".site.building").exists(),
        lambda: (project / ".site.building/assets").exists(),
        lambda: any((project / ".site.building/discussions").glob("discussion-0003*")),
        lambda: (project / ".site.building/tags").exists(),
    ]
    for moment in moments:
        running = subprocess.Popen(
            [sys.executable, "-m", "parley.commands.cli", "build"], cwd=project, stdout=subprocess.DEVNULL
        )
        while running.poll() is None and not moment():
            wait_a_moment(running)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert digest(project / "site") in (old, new)
    run_parley("build", cwd=project)
    assert digest(project / "site") == new
    assert [path.name for path in project.iterdir() if path.name.startswith(".site.") and path.is_dir()] == []


@pytest.mark.slow
def test_two_builds_at_once_leave_one_whole_site(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    run_parley("build", "--site", "wanted", cwd=project)
    command = [sys.executable, "-m", "parley.commands.cli", "build"]
    both = [subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in "ab"]
    assert [running.wait() for running in both] == [0, 0]
    assert digest(project / "site") == digest(project / "wanted")


def find_port() -> int:
    """A port at which nothing listens, below those that a system gives to who asks for any, as other tests do."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no port is free")


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=600) as answer:
        text: str = answer.read().decode()
    return text


def test_an_edited_reply_reaches_the_preview(tmp_path: Path) -> None:
    """`mkdocs serve` watches posts/ and builds anew; a mistake in between ends nothing."""
    project = write_project(tmp_path)
    with (project / "log.txt").open("w+") as log:
        address = f"127.0.0.1:{find_port()}"
        command = [sys.executable, "-u", "-m", "mkdocs", "serve", "--dev-addr", address]
        server = subprocess.Popen(
            command, cwd=project, stdout=log, stderr=log, env={**os.environ, "TMPDIR": str(tmp_path)}
        )

        def said(words: str, since: int = 0) -> int:
            deadline = time.monotonic() + 600
            while time.monotonic() < deadline:
                text = (project / "log.txt").read_text()
                if words in text[since:]:
                    return text.index(words, since) + len(words)
                assert server.poll() is None, text
                wait_a_moment(server)
            raise AssertionError(f"{words!r} was not said: {(project / 'log.txt').read_text()}")

        try:
            at = said("Watching paths for changes")
            write_tree(project / "posts", BROKEN)
            at = said("error[bad-date]", at)
            write_tree(project / "posts", {**GOOD, ANA: str(GOOD[ANA]).replace("One is enough", "None is enough")})
            at = said("Reloading browsers", at)
            for path in ("discussions/two-follow-ups/", "latest/", "feed.xml"):
                assert "None is enough" in fetch(f"http://{address}/{path}")
            assert '"None is enough' in fetch(f"http://{address}/discussions/two-follow-ups/thread.json")
            assert "Traceback" not in (project / "log.txt").read_text()
        finally:
            server.terminate()
            server.wait()
