"""How long an author at work waits: from a file that is saved to the page of `mkdocs serve` that shows it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from statistics import median

from bench.corpus import Post
from bench.peers import Tool

EDITS = 5
PATIENCE = 900.0
"""Seconds until the server has to show something."""


class NotShown(Exception):
    """The server shows nothing, or not what was written."""


def measure_edit(tool: Tool, post: Post) -> float:
    """Seconds on the clock until a preview of Parley shows an edit of a post: the median of several edits.

    Raises:
        NotShown: it never does.
    """
    file = tool.folder / "posts" / post.kind / post.slug / "post.md"
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}")
    server = subprocess.Popen(
        command,
        cwd=tool.folder,
        env={**os.environ, **tool.steps[0].environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    page, before = f"http://127.0.0.1:{port}/{post.kind}/{post.slug}/", file.read_text()
    try:
        _wait_for(page, "pa-post")
        return median(_edit(file, page, f"{before}\nZebra {number}.\n", f"Zebra {number}.") for number in range(EDITS))
    finally:
        server.kill()
        server.wait()
        file.write_text(before)


def _edit(file: Path, page: str, text: str, words: str) -> float:
    time.sleep(3)  # so that the server has nothing left to do
    begin = time.perf_counter()
    file.write_text(text)
    _wait_for(page, words)
    return time.perf_counter() - begin


def _wait_for(page: str, words: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(page, timeout=PATIENCE) as answer:
                if words in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass  # it has just begun, or builds
        time.sleep(0.05)
    raise NotShown(f"{page} doesn't show {words}")
