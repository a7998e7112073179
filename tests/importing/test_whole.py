"""One import with about everything that can be odd, and the same for each format: every file and word, to the letter.

`PARLEY_ACCEPT=1 pytest tests/importing/test_whole.py` writes what came of it into `whole/*.txt`. Read it with care:
what an import writes into files is found again by the next one, so that a change may bring everything a second time.
"""

import os
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from declared import check_posts
from importing.archives import make_posts, snapshot
from parley.importing.bodies.conversion import convert
from parley.importing.bodies.html_bodies import read_html
from parley.importing.bodies.mails import render_text as render_mail
from parley.importing.formats import FORMATS
from parley.importing.mapping import FieldMapping
from parley.importing.records import Archive, Author, Comment, ImportedThread, Missing, ReadyFile, Record
from parley.importing.result import render_json, render_text
from parley.importing.writer import Choices, Step, import_records
from parley.model.entries import CLOCK_SKEW
from support import NOW

WHOLE = Path(__file__).with_name("whole")
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
    yield ImportedThread(id="old address", title="Two addresses", same_as=("x",), date=START, closed=True)
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
        steps: dict[Step, int] = {}
        result = import_records(records, posts, choices, now=NOW, watch=steps.__setitem__)
        assert check_posts(posts, now=NOW, site_name="Talk").problems == ()
        after = snapshot(posts)
        assert before.keys() <= after.keys()
        new = sorted(path for path in after if after[path] != before.get(path))
        files = "".join(f"=== {path}\n{after[path].decode()}" for path in new)
        told.append(f"{render_text(result)}\nsteps: {steps}\ncomplete: {result.complete}\n\n{files}")
        before = after
        told += [] if told[1:] else [render_json(result)]
    compare("import", "\n########\n\n".join(told))


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "parley"])
def test_all_that_a_format_holds(form: str) -> None:
    """Every key that is read, every way to leave something out, and what is no part of an archive."""
    archive = Archive(WHOLE / form, FieldMapping(site="https://old.example/"))
    compare(form, "\n".join(map(draw, FORMATS[form].read(archive))))


def test_all_that_a_text_of_html_or_of_a_mail_says() -> None:
    base = "https://old.example/page/"
    told = [f"=== mail\n{render_mail((WHOLE / 'mail.text').read_text(encoding='utf-8'))}\n"]
    for source in (WHOLE / "bodies.html").read_text(encoding="utf-8").split("=====\n"):
        reading, made = read_html(source, base), convert(source, "html", base)
        plain = read_html(source, "", emphasis=False)
        changes = f"{sorted(made.changes)} {reading.unlinked} {plain.unlinked}"
        told.append("\n---\n".join([f"=== {changes}", *made.parts, reading.html, reading.plain, plain.html]))
    compare("bodies", "\n".join(told))


def draw(record: Record) -> str:
    """What a record says, a line for each value that is not empty."""
    values = {one.name: getattr(record, one.name) for one in fields(record)}
    if path := values.get("path"):
        values["path"] = path.relative_to(WHOLE).as_posix()
    if date := values.get("date"):
        values["date"] = date.isoformat()
    lines = (f"  {name}: {value!r}\n" for name, value in values.items() if value)
    return f"{type(record).__name__}\n{''.join(lines)}"


def compare(name: str, found: str) -> None:
    expected = WHOLE / f"{name}.txt"
    if "PARLEY_ACCEPT" in os.environ:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
