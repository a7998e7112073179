"""One import with about everything that can be odd, and a second one over it: every file and word, to the letter.

`PARLEY_ACCEPT=1 pytest tests/importing/test_whole.py` writes what came of it into `whole.txt`. Read it with care: what
an import writes into files is found again by the next one, so that a change here may mean everything twice.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from importing.archives import make_posts, snapshot
from parley.checking.loading import check_posts
from parley.importing.mapping import FieldMapping
from parley.importing.records import Author, Comment, ImportedThread, Missing, ReadyFile, Record
from parley.importing.result import render_json, render_text
from parley.importing.writer import Choices, import_records
from parley.model.entries import CLOCK_SKEW
from support import NOW

EXPECTED = Path(__file__).with_name("whole.txt")
START = datetime(2020, 1, 1, tzinfo=UTC)
ANA = Author("Ana", "ana_1", "https://ana.example/")
BOB = Author("Bob <i>B.</i>")


def comment(thread: str, id: str, parent: str = "", minute: int | None = 1, **more: Any) -> Comment:
    date = None if minute is None else START + timedelta(minutes=minute)
    return Comment(**{"id": id, "thread": thread, "parent": parent, "date": date, "author": BOB, "body": id, **more})


def build_records() -> Iterator[Record]:
    yield ImportedThread(
        id="full",
        title="1. " + "word " * 30,
        author=ANA,
        date=START,
        body="<p>Opening <b>here</b>, says ana@corp.io.</p>",
        categories=("Law", "Else", "Law"),
        closed=True,
        answers="above",
    )
    yield comment("full", "b", "a", 5, body="<p>Answers <a href='/x'>what</a> is later.</p>", author=ANA)
    yield comment("full", "a", "", 9, author=Author("ANA"))
    yield comment("full", "twin-2", "", 2, body="*Twice*", markup="markdown")
    yield comment("full", "twin-1", "", 2, body="*Twice*", markup="markdown")
    yield comment("full", "twice", "twin-2", None, body="On\none\n\nof them", markup="text")
    yield comment("full", "lost", "nowhere", 3)
    yield comment("full", "ring-1", "ring-2", None)
    yield comment("full", "ring-2", "ring-1", 4)
    yield comment("full", "spam", "a", 5, dropped="spam")
    yield comment("full", "below", "spam", 11, author=Author("Admin"))
    yield comment("full", "empty", "", 6, body=" <p></p>")
    yield comment("full", "Später!", "", 0, date=NOW + CLOCK_SKEW + timedelta(seconds=1))
    yield ImportedThread(
        id="page", title="- A page", date=START + timedelta(minutes=5), address="https://old.example/a b"
    )
    yield comment("page", "1", "", 7)
    yield ImportedThread(id="old address", title="Two addresses", same_as=("x",), date=START)
    yield ImportedThread(id="new address", title="One text", same_as=("x",), date=NOW + CLOCK_SKEW, author=BOB)
    yield comment("old address", "1", "", 1, body="By the old one")
    yield comment("old address", "2", "1", 2, body="Answers by the old one")
    yield comment("new address", "1", "", 3, body="By the new one")
    yield comment("new address", "1", "", 3, body="By the new one, with the same id")
    yield ImportedThread(id="gone", title="Gone", author=ANA, dropped="deleted")
    yield comment("gone", "1")
    yield comment("gone", "2", dropped="spam")
    yield ImportedThread(id="silent", title="Silent")
    yield comment("nowhere", "1", author=Author(""), minute=None)
    yield Missing("page 2 of full")
    yield ReadyFile("people/zoe.yml", "name: Zoe\n", "person", mended="demoted")
    yield ReadyFile("people/zoe.yml", "name: Zoe again\n", "person")


def build_newer_records() -> Iterator[Record]:
    """The archive some time later: things were taken back, answers are new, threads are known to be one page."""
    for record in build_records():
        match record:
            case Comment(id="a") | ImportedThread(id="page"):
                yield replace(record, dropped="deleted")
            case Missing():
                pass
            case _:
                yield record
    yield comment("full", "late", "a", 12)
    yield comment("full", "early", "twin-2", 0, author=Author("Eve"))
    yield comment("old address", "3", "2", 0, body="New by the old one")
    yield comment("page", "2", "1", 8)


def test_all_that_an_import_writes_and_says(tmp_path: Path) -> None:
    posts = make_posts(tmp_path)
    choices = Choices("old", ("old",), FieldMapping(tags={"Law": "law"}, site="https://old.example"), site_name="Talk")
    told: list[str] = []
    before = snapshot(posts)
    for records in (build_records(), build_newer_records(), build_newer_records()):
        pages: list[int] = []
        result = import_records(records, posts, choices, now=NOW, watch=pages.append)
        assert check_posts(posts, now=NOW, site_name="Talk").problems == ()
        after = snapshot(posts)
        assert before.items() <= after.items()
        files = "".join(f"=== {path}\n{after[path].decode()}" for path in sorted(after.keys() - before.keys()))
        told.append(f"{render_text(result)}\npages: {pages}\ncomplete: {result.complete}\n\n{files}")
        before = after
        told += [] if told[1:] else [render_json(result)]
    found = "\n########\n\n".join(told)
    if "PARLEY_ACCEPT" in os.environ:
        EXPECTED.write_text(found, encoding="utf-8")
    assert found == EXPECTED.read_text(encoding="utf-8")
