"""Pagefind, the program that makes the index.

The Python package that wraps it sleeps for 0.1 s before each answer, so we speak to the program ourselves: over its
pipes go JSON messages in base64, each ended by a comma (source: `pagefind.service` in the package).
"""

import base64
import json
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from queue import Empty, Full, Queue, SimpleQueue
from types import TracebackType
from typing import IO, Any, Self

from parley.model.languages.speaking import _
from parley.rendering.search.files import SearchError, settle_files
from parley.rendering.search.languages import find_language, find_program

PATIENCE = 600.0
"""Seconds to wait for Pagefind at the end. It needs about 2 for each of four bundles of 24,000 replies."""

PIECES = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "5000"}
"""Places of words in a file of the index: a browser fetches 9 kB for a word instead of the usual 35."""

WAITING = 200
"""Messages that may wait until Pagefind takes them: it reads more slowly than threads come from the cache."""

_UNUSED = re.compile(r"pagefind-(ui|modular-ui|component-ui|highlight)\.")
"""Interfaces that Pagefind brings along: 430 kB that nobody loads."""

_ANY_LANGUAGE = "wasm.unknown.pagefind"
"""Its program for languages whose endings it does not know."""


class Indexer:
    """Pagefind at work beside us: it reads while pages are still being drawn.

    Leaving its context, by whatever way, ends the program. A mistake it finds in a document is told by `write`.
    """

    def __init__(self, executable: Path | None = None, language: str = "") -> None:
        """`language` is that of the documents, where it is not the site's."""
        self._language = language or find_language()
        self._executable = executable
        self._process: subprocess.Popen[bytes] | None = None
        self._addresses = [""]
        """Of the page that each message is about, by the message's number."""
        self._answers: SimpleQueue[Mapping[str, Any] | None] = SimpleQueue()
        self._messages: Queue[bytes | None] = Queue(WAITING)
        self._finished = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start the program.

        Raises:
            SearchError: it is not there or does not run here.
        """
        executable = self._executable or find_program(self._language)
        if executable is None:
            raise SearchError(_("Pagefind isn't installed; install it with `pip install 'pagefind[bin]'`"))
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (a second pipe would have to be read, too)
        try:
            self._process = subprocess.Popen(  # noqa: S603 (a program of our own environment, without a shell)
                [executable, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=os.environ | PIECES,
            )
        except OSError as error:
            self._complaints.close()
            raise SearchError(
                _("Pagefind doesn't start: {error} ({executable})", error=error.strerror, executable=executable)
            ) from error
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()
        self._writer = threading.Thread(target=self._write, args=(self._process.stdin,), daemon=True)
        self._writer.start()
        try:
            self._send({"type": "NewIndex", "config": {"force_language": self._language}})
            self._index = self._wait_for("NewIndex")["index_id"]
        except BaseException:
            self.close()
            raise

    def add(self, address: str, document: str) -> None:
        """Hand over the document of one page; does not wait until it is read.

        Raises:
            SearchError: the program has ended.
        """
        payload = {"type": "AddFile", "index_id": self._index, "url": address, "file_contents": document}
        self._send(payload, address)

    def finish(self) -> None:
        """Say that no document follows. Pagefind makes the index while we do something else.

        Raises:
            SearchError: the program has ended.
        """
        # The files come over the pipe, because version 1.5.2 answers before files that it writes itself are whole
        # (Pagefind/pagefind#1272).
        self._send({"type": "GetFiles", "index_id": self._index})
        self._finished = True

    def has_answered(self) -> bool:
        """Tell whether `write` will not have to wait."""
        return not self._answers.empty()

    def write(self, folder: Path) -> None:
        """Wait for the index and write it into a folder, once. Equal documents in equal order give equal bytes.

        Raises:
            SearchError: a document could not be read, or the program has ended.
        """
        if not self._finished:
            self.finish()
        answer = self._wait_for("GetFiles")
        files = {file["path"].replace("\\", "/"): base64.b64decode(file["content"]) for file in answer["files"]}
        has_own = any(name.startswith("wasm.") and name != _ANY_LANGUAGE for name in files)
        unused = {name for name in files if _UNUSED.match(name) or (name == _ANY_LANGUAGE and has_own)}
        files = settle_files({name: files[name] for name in files.keys() - unused}, self._language)
        for name in sorted(files, key=lambda name: (name == "pagefind.js", name)):  # who finds this one finds all
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files[name])

    def kill(self) -> None:
        """End the program at once. May be called from another thread, whose `SearchError` then says so."""
        if self._process:
            self._process.kill()

    def close(self) -> None:
        """End the program, whatever it is doing, and let go of its pipes. May be called twice."""
        if not self._process:
            return
        self.kill()
        self._process.wait()
        with suppress(Full):  # then it has ended, or will when the pipe breaks
            self._messages.put_nowait(None)
        self._writer.join()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout, self._complaints):
            if pipe:
                with suppress(OSError):  # what was not sent yet
                    pipe.close()
        self._process = None

    def _send(self, payload: Mapping[str, Any], address: str = "") -> None:
        if not self._process:
            raise SearchError(_("Pagefind wasn't started"))
        message = json.dumps({"message_id": len(self._addresses), "payload": payload}).encode()
        self._addresses.append(address)
        while self._writer.is_alive():
            with suppress(Full):
                self._messages.put(base64.b64encode(message) + b",", timeout=1)
                return
        raise self._ended()

    def _write(self, pipe: IO[bytes]) -> None:
        """Put every message into the pipe, until there is none to come or nobody to read it."""
        with suppress(OSError, ValueError):
            while (message := self._messages.get()) is not None:
                pipe.write(message)
                pipe.flush()

    def _wait_for(self, wanted: str) -> Mapping[str, Any]:
        try:
            answer = self._answers.get(timeout=PATIENCE)
        except Empty:
            raise SearchError(
                _("Pagefind hasn't answered for {patience} seconds", patience=f"{PATIENCE:.0f}")
            ) from None
        if answer is None:
            raise self._ended()
        payload: Mapping[str, Any] = answer["payload"]
        if payload["type"] == wanted:
            return payload
        where = self._addresses[answer["message_id"] or 0] or _("what it was sent")
        raise SearchError(
            _("Pagefind can't read {where}: {error}", where=where, error=payload.get("message", payload["type"]))
        )

    def _ended(self) -> SearchError:
        assert self._process  # noqa: S101
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        self.kill()  # one that talks nonsense does not end by itself
        code = self._process.wait()
        self._complaints.seek(0)
        said = self._complaints.read().decode(errors="replace").strip()[-2000:]
        return SearchError(_("Pagefind ended too early (code {code}): {said}", code=code, said=said or "-"))

    def _read(self, pipe: BufferedReader) -> None:
        """Take every answer from the pipe, so that it never fills; keep those that somebody waits for."""
        pieces: list[bytes] = []
        with suppress(ValueError):  # no base64, no JSON: what follows cannot be understood either
            while chunk := pipe.read1(1 << 20):
                *ends, rest = chunk.split(b",")
                for end in ends:
                    answer = json.loads(base64.b64decode(b"".join([*pieces, end]), validate=True))
                    pieces.clear()
                    if answer and answer["payload"]["type"] != "IndexedFile":
                        self._answers.put(answer)
                pieces.append(rest)
        self._answers.put(None)


def index_later(
    documents: Iterable[tuple[str, Callable[[], str]]],
    folder: Path,
    on_error: Callable[[Exception], None],
    language: str = "",
) -> Callable[[], None]:
    """Make the index in the background, for a preview that shall not wait for it.

    Gives a call that stops the work, if it still goes on, and returns when nothing more will be written.
    """
    indexer = Indexer(language=language)
    stopped = threading.Event()

    def work() -> None:
        try:
            with indexer:
                for address, render in documents:
                    if stopped.is_set():
                        return
                    indexer.add(address, render())
                if not stopped.is_set():
                    indexer.write(folder)
        except (SearchError, OSError) as error:
            if not stopped.is_set():
                on_error(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()

    def stop() -> None:
        stopped.set()
        indexer.kill()
        thread.join()

    return stop
