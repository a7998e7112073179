"""What many tests need: trees of files from a dict, a small library that is right, the command, a server."""

import functools
import gzip
import hashlib
import http.server
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from click.testing import CliRunner, Result

from parley.commands.cli import main

ROOT = Path(__file__).parent.parent
FORUM = Path(__file__).parent / "forum"
"""A small forum with every kind of file and every key, and settings as they are shipped; no test reads the posts of the
repository, which anybody may add to."""
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The moment at which checks in tests take place."""

Files = Mapping[str, str | bytes]

GOOD: Files = {
    "tags.yml": "- {slug: law, title: Law, summary: Allowed.}\n- {slug: sales, title: Sales, summary: To sell.}\n",
    "people/the-host.yml": "name: The Host\nrole: house-voice\n",
    "people/mia.yml": "name: Mia Maintains\nrole: maintainer\n",
    "discussions/two-follow-ups/post.md": (
        "---\ntitle: Two follow-ups?\nauthor: the-host\ndate: 2026-10-01\ntags: [sales]\n---\n\nSome say *one*.\n"
    ),
    "discussions/two-follow-ups/replies/2026-10-02-ana.md": (
        "---\nauthor: ana\ndate: 2026-10-02\nschool: old\n---\n\nOne is enough.\n"
    ),
    "discussions/two-follow-ups/replies/2026-10-03-bob.yml": (
        "author: bob\ndate: 2026-10-03T09:30:00Z\nreply_to: 2026-10-02-ana\nbody: |\n  Two, with something new.\n"
    ),
    "practices/first-meeting/post.yml": (
        "title: Meeting first\nauthor: the-host\ndate: 2026-10-01\ntags: [law, sales]\n"
        "old_school: Shake hands.\nnew_school: Meet online.\nold_wins_when: It is near.\nnew_wins_when: It is far.\n"
        "shared_rule: Say why.\ndiscussions: [two-follow-ups]\n"
    ),
}
"""A small library without a mistake."""


def write_tree(root: Path, files: Files) -> Path:
    """Write files from a dict of path to content; the folder is made."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def write_forum(folder: Path) -> Path:
    """A copy of the small forum with the hooks of this repository; gives the folder."""
    for file in sorted(FORUM.rglob("*")):
        if file.is_file():
            write_tree(folder, {str(file.relative_to(FORUM)): file.read_bytes()})
    settings = (FORUM / "mkdocs.yml").read_text(encoding="utf-8").replace("../../hooks/", f"{ROOT}/hooks/")
    return write_tree(folder, {"mkdocs.yml": settings})


def track(folder: Path, *programs: str) -> None:
    """Let git know the files of a folder, some of them as executable, whatever the system says of them."""
    for command in (
        ("init", "-q"),
        ("-c", "core.fileMode=false", "add", "-A"),
        ("update-index", "--chmod=+x", *programs),
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)


def run_parley(*arguments: str, cwd: Path, code: int = 0, **environment: str) -> Result:
    """Run the command here, where all is loaded; anything but the wanted exit code fails with what was printed."""
    with chdir(cwd), pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        done = CliRunner().invoke(main, arguments)
    assert done.exit_code == code, f"exit code {done.exit_code}, not {code}\n{done.output}"
    return done


def start_parley(*arguments: str, cwd: Path, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a person would: ten times as dear as `run_parley`."""
    done = subprocess.run(
        [sys.executable, "-m", "parley.commands.cli", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, f"exit code {done.returncode}, not {code}\n{done.stdout}\n{done.stderr}"
    return done


def build_site(folder: Path, *arguments: str) -> None:
    """Build the site of a folder here, where only its pages matter."""
    run_parley("build", *arguments, cwd=folder)


class Repository:
    """A repository of git whose commits are made when a test says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: str = "2026-11-01T12:00:00Z") -> str:
        """Run git as somebody else, without the settings of this machine."""
        who = {f"GIT_{one}_{what}": "ana@example.org" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z"}
        settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**os.environ, **who, **dates, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def commit(self, at: str, files: "Mapping[str, str | bytes | None] | None" = None) -> None:
        """Commit everything, with some files changed before; None deletes one."""
        for path, text in (files or {}).items():
            if text is None:
                self.git("rm", "-q", path)
            else:
                write_tree(self.folder, {path: text})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", at=at)

    def merge(self, written: str, merged: str, files: Mapping[str, str | bytes | None]) -> None:
        """Commit to a branch, and merge it later, as a forge merges a pull request."""
        self.git("checkout", "-q", "-b", "branch")
        self.commit(written, files)
        self.git("checkout", "-q", "main")
        self.git("merge", "-q", "--no-ff", "-m", "x", "branch", at=merged)
        self.git("branch", "-q", "-D", "branch")


DECLARED_YML = """\
extra:
  parley:
    stances:
      key: school
      label: School
      question: School you argue for
      hint: Leave it empty if you take no side.
      none: no school
      options:
        old: { name: Old school, light: "#8a5714", dark: "#e3b26c" }
        new: { name: New school, light: "#0d6868", dark: "#6fc9c2" }
        both: { name: Both schools, light: "#5a4a88", dark: "#b9a8e8" }
    comparisons:
      name: practice
      path: practices
      title: Practices
      lead: "One task per row: how the old school does it, how the new school does it, and the rule both share."
      about: Old-school and new-school practice side by side, and when each is the better choice.
      better: Wins when
      sides:
        old:
          text: old_school
          about: what the old school does
          better: old_wins_when
          better_about: when the old way is the better choice
        new:
          text: new_school
          about: what the new school does
          better: new_wins_when
          better_about: when the new way is the better choice
      rule: { key: shared_rule, heading: The rule both share, short: Shared rule, about: the etiquette both share }
      caution: { about: what to beware of in the evidence }
"""
"""What most tests declare in their settings, the same as `declared.DECLARED`."""

EDITORIAL = "\n    look: editorial"
MKDOCS_YML = f"""\
site_name: Small
site_url: http://127.0.0.1:8000/
hooks: [{ROOT}/hooks/mkdocs_hook.py]
theme: {{name: material, font: false}}
plugins: []
{DECLARED_YML.replace("  parley:", "  parley:" + EDITORIAL)}"""


def write_project(folder: Path, files: Files = GOOD, home: str = "# Home\n") -> Path:
    """A whole small project: settings, one page of the maintainers', posts."""
    write_tree(folder / "posts", files)
    return write_tree(folder, {"mkdocs.yml": MKDOCS_YML, "docs/index.md": home})


def hold(file: Path, found: str) -> None:
    """Compare a text to the letter with the file that holds it; with `PARLEY_ACCEPT=1` it is written there."""
    if "PARLEY_ACCEPT" in os.environ:
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def flatten(value: Any, path: str = "") -> Iterator[str]:
    """Each value of some data on a line, behind its path."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from flatten(inner, f"{path}/{name}" if name != "properties" else path)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for at, inner in enumerate(value):
            yield from flatten(inner, f"{path}/{at}")
    else:
        yield f"{path}: {json.dumps(value, ensure_ascii=False)}"


def digest(site: Path) -> dict[str, str]:
    """The content of every file of a folder, as hashes by path."""
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class _Pages(http.server.SimpleHTTPRequestHandler):
    """What a static host does: files, and the site's own page for what is not there.

    A browser asks for everything again and gets it whole: by the times of files, in whole seconds, a site built twice
    in a moment looks unchanged.
    """

    keep = "no-cache"

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", self.keep)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / f"{code}.html"
        if not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that goes elsewhere does not wait for the rest
            super().handle()


class _CompressedPages(_Pages):
    """What a static host sends to a browser: texts compressed, with leave to keep them for ten minutes."""

    keep = "max-age=600"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        kind = self.guess_type(str(file))
        packs = kind.startswith("text/") or kind.partition(";")[0] in (
            "application/json",
            "application/xml",
            "image/svg+xml",
        )
        self.send_response(200)
        if packs or "javascript" in kind:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve_compressed(folder: Path) -> Iterator[str]:
    """Serve a folder as `serve` does, compressed."""
    with serve(folder, _CompressedPages) as address:
        yield address


@contextmanager
def serve(folder: Path, pages: type[_Pages] = _Pages) -> Iterator[str]:
    """Serve a folder on this machine; gives the address, with a slash at its end."""
    handler = functools.partial(pages, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
