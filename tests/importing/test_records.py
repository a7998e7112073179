"""What waits on disk comes back as it was; what is said of an archive that cannot be read."""

import gzip
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from defusedxml.expatreader import DefusedExpatParser

from parley.importing.mapping import FieldMapping
from parley.importing.records import Archive, Author, BadArchive, Comment, Fault, ImportedThread, Noticed, ReadyFile
from parley.importing.streams.files import find_files, read_whole, size
from parley.importing.streams.spool import Identity, Spool
from parley.importing.streams.xml_stream import read_elements
from support import write_tree


@pytest.mark.parametrize(("number", "more"), [(1, ""), (20, ""), (21, "… and 1 more"), (150, "… and 130 more")])
def test_twenty_faults_are_named_and_the_rest_is_counted(number: int, more: str) -> None:
    faults = [Fault(Path("a.xml"), line, "no tag") for line in range(1, number + 1)]
    error = BadArchive(*faults)
    assert error.faults == tuple(faults)
    first, *lines = str(error).split("\n")
    assert first == "the archive can't be read; nothing was written"
    assert lines == [f"a.xml:{line}: no tag" for line in range(1, min(number, 20) + 1)] + ([more] if more else [])


def test_what_an_archive_does_not_tell_is_empty() -> None:
    author = {"name": "Ana", "account": "", "link": ""}
    told = {"id": "1", "address": "", "dropped": "", "edited": None, "markup": "html"}
    thread = {"title": "", "author": None, "date": None, "body": "", "categories": (), "closed": False}
    more = {"same_as": (), "answers": "", "is_page": False, "former": ""}
    assert asdict(ImportedThread(id="1")) == {**told, **thread, **more}
    comment = {
        "thread": "t",
        "author": author,
        "date": None,
        "body": "x",
        "parent": "",
        "versioned": False,
        "values": (),
    }
    bare = Comment(id="1", thread="t", author=Author("Ana"), date=None, body="x")
    assert asdict(bare) == {**told, **comment}
    file = {"path": "a.md", "text": "x", "kind": "post", "tags": (), "mended": ""}
    assert asdict(ReadyFile("a.md", "x", "post")) == file


def test_ten_thousand_repairs_are_noted_with_their_places_and_no_more() -> None:
    archive, other = Archive(Path("a")), Archive(Path("a"))
    for line in range(1, 10_002):
        archive.notice(Path("a/b\x07.xml"))("repaired", line)
    assert archive.noticed == [Noticed("repaired", f"b\\u0007.xml:{line}") for line in range(1, 10_001)]
    assert (other.noticed, other.mapping) == ([], FieldMapping())
    assert str(Fault(Path("a\x07"), 3, "no tag")) == "a\\u0007:3: no tag"


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    made = Spool(tmp_path / "spool")
    yield made
    made.close()


DATE = datetime(2012, 3, 4, 5, 6, 7, tzinfo=UTC)
THREAD = ImportedThread(
    id="t",
    title="Title",
    author=Author("Ana", "account", "link"),
    date=DATE,
    body="Body",
    markup="text",
    address="address",
    categories=("one", "two"),
    closed=True,
    answers="above",
    dropped="reason",
)
COMMENT = Comment(
    id="c",
    thread="t",
    author=Author("Bob", "account of Bob", "link of Bob"),
    date=DATE,
    body="Said",
    markup="markdown",
    parent="p",
    dropped="spam",
)


def test_what_waits_comes_back_as_it_was(spool: Spool) -> None:
    bare = ImportedThread(id="u")
    nameless = replace(COMMENT, id="d", author=Author("Zoe"), date=None, dropped="", parent="")
    assert [spool.add_thread(one) for one in (THREAD, bare, replace(THREAD, title="again"))] == [True, True, False]
    assert [spool.add_comment(one) for one in (COMMENT, nameless)] == ["new", "new"]
    assert spool.finish() == []
    assert list(spool.pages()) == [(THREAD,), (bare,)]
    heads = list(spool.heads("t"))
    assert [(one.id, one.parent, one.who, one.date, one.dropped, one.thread) for one in heads] == [
        ("c", "p", "account of Bob", DATE, "spam", "t"),
        ("d", "", "Zoe", None, "", "t"),
    ]
    assert [spool.comment(one.row) for one in heads] == [COMMENT, nameless]
    assert list(spool.heads("u")) == []
    spool.keep_parts(heads[0].row, ("one", "two"), {"plain", "split"})
    assert spool.parts(heads[0].row) == (("one", "two"), {"plain", "split"})


def test_one_id_with_another_text_is_kept_once_under_an_id_of_both(spool: Spool) -> None:
    spaced, other = replace(COMMENT, body=" Said\n"), replace(COMMENT, body="Something else")
    became = [spool.add_comment(one) for one in (COMMENT, spaced, other, other)]
    assert became == ["new", "known", "new", "known"]
    first, second = spool.heads("t")
    assert (first.id, second.id) == ("c", f"c#{second.digest.hex()}")
    assert len(second.digest) == 16
    assert spool.finish() == ["t"]


def test_threads_with_one_sign_are_a_page_the_oldest_first(spool: Spool) -> None:
    days = {"a": 3, "b": None, "c": 1, "d": 2, "e": 1}
    signs = {"a": ("x",), "b": ("y",), "c": ("x", "y"), "d": (), "e": ("y",)}
    for id, day in days.items():
        date = None if day is None else DATE + timedelta(days=day)
        spool.add_thread(ImportedThread(id=id, date=date, same_as=signs[id]))
    spool.finish()
    assert [[one.id for one in page] for page in spool.pages()] == [["c", "e", "a", "b"], ["d"]]


def test_everybody_who_wrote_what_is_kept_is_named_once_with_the_first_time(spool: Spool) -> None:
    spool.add_thread(replace(THREAD, dropped=""))
    spool.add_thread(ImportedThread(id="nobody"))
    spool.add_thread(replace(THREAD, id="gone", author=Author("Eve")))
    ana = Author("Ana", "account", "link")
    said = [
        replace(COMMENT, id="1", author=ana, date=DATE - timedelta(days=1), dropped=""),
        replace(COMMENT, id="2", author=Author("Zoe"), date=None, dropped=""),
        replace(COMMENT, id="3", author=Author("Spammer")),
    ]
    for one in said:
        spool.add_comment(one)
    assert sorted(spool.identities(), key=lambda one: one.author.name) == [
        Identity(ana, (DATE - timedelta(days=1)).timestamp()),
        Identity(Author("Zoe"), 1e18),
    ]


@pytest.mark.parametrize(
    ("date", "kept"),
    [
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))), False),
        (datetime(1, 1, 1, tzinfo=UTC), True),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), True),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-5))), False),
    ],
)
def test_a_time_outside_the_calendar_is_none(spool: Spool, date: datetime, kept: bool) -> None:
    spool.add_comment(replace(COMMENT, date=date))
    (head,) = spool.heads("t")
    assert head.date == (date if kept else None)


def test_half_a_character_is_a_question_mark(spool: Spool) -> None:
    spool.add_thread(replace(THREAD, title="a\ud800b"))
    ((found,),) = spool.pages()
    assert found.title == "a?b"


def texts(folder: Path, xml: str) -> list[str]:
    file = folder / "a.xml"
    file.write_text(f"<?xml version='1.0'?>\n{xml}")
    return [one.text for one, _ in read_elements(Archive(file), file, frozenset({"entry"}))]


def test_an_entry_of_xml_is_held_up_to_a_limit_and_many_are_not_added_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An element counts as a hundred characters; what stands outside of entries counts as nothing."""
    monkeypatch.setattr("parley.importing.streams.xml_stream.MAX_ITEM", 100)
    least, nested = f"<entry>{'x' * 700}</entry>", f"<entry><a>{'x' * 300}</a>{'y' * 300}</entry>"
    around = "z" * 1000 + "<b/>" * 20
    assert texts(tmp_path, f"<feed>{around}{least * 3}{nested * 3}</feed>") == ["x" * 700] * 3 + ["y" * 300] * 3
    for one in (least, nested):
        with pytest.raises(BadArchive) as caught:
            texts(tmp_path, f"<feed>{one}\n{one.replace('</entry>', 'y</entry>')}</feed>")
        (fault,) = caught.value.faults
        assert (fault.path, fault.line) == (tmp_path / "a.xml", 3)
        assert fault.message == "this XML can't be read: one entry is too large to read"


@pytest.mark.parametrize(("levels", "fits"), [(99, True), (100, False)])
def test_elements_are_nested_a_hundred_deep_at_most(tmp_path: Path, levels: int, fits: bool) -> None:
    xml = f"<entry>deep{'<a>' * levels}{'</a>' * levels}</entry>"
    if fits:
        assert texts(tmp_path, xml) == ["deep"]
        return
    with pytest.raises(BadArchive, match=r"a\.xml:2: .*it is nested more than 100 deep"):
        texts(tmp_path, xml)


@pytest.mark.parametrize(
    ("xml", "line", "said"),
    [
        ("<entry>\n</a>", 3, "this isn't XML: mismatched tag"),
        ("<entry>\n", 3, "this isn't XML: "),
        ("<!DOCTYPE a>\n<entry/>", 2, "a document type or an entity is declared here, which archives never do"),
    ],
)
def test_what_is_wrong_with_xml_is_said_with_its_line(tmp_path: Path, xml: str, line: int, said: str) -> None:
    with pytest.raises(BadArchive) as caught:
        texts(tmp_path, xml)
    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == (tmp_path / "a.xml", line)
    assert fault.message.startswith(said)


class _Slow(DefusedExpatParser):
    """A parser that holds the end of what it has got back, as newer ones do with a long tag."""

    held = b""

    def feed(self, data: Any, isFinal: bool = False) -> None:  # noqa: N803
        self.held += data
        ready = len(self.held) if isFinal else max(len(self.held) - 30, 0)
        begin, self.held = self.held[:ready], self.held[ready:]
        super().feed(begin, isFinal)


@pytest.mark.parametrize("size", [100, 65_400, 65_536, 70_000, 140_000])
@pytest.mark.parametrize("parser", [DefusedExpatParser, _Slow])
def test_the_last_entry_of_a_file_is_read_whenever_the_parser_gives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, parser: type[DefusedExpatParser]
) -> None:
    monkeypatch.setattr("parley.importing.streams.xml_stream.DefusedExpatParser", parser)
    assert texts(tmp_path, f"<feed><entry>one</entry><entry a='{'x' * size}'>two</entry></feed>") == ["one", "two"]


def test_of_a_folder_all_plain_files_are_read_and_counted_but_hidden_ones_and_links(tmp_path: Path) -> None:
    files = write_tree(tmp_path / "all", {"b/2.xml": "12345", "a.XML": "123", "c.txt": "1", ".git/3.xml": "1234567"})
    (files / "link.xml").symlink_to("a.XML")
    (files / "0").symlink_to("b")
    assert [one.relative_to(files).as_posix() for one in find_files(files, (".xml",))] == ["a.XML", "b/2.xml"]
    assert [size(one) for one in (files, files / "b/2.xml", files / "nowhere")] == [16, 5, 0]
    packed = files / "packed.json"
    packed.write_bytes(gzip.compress(b"x" * 1000)[:-9])
    with pytest.raises(BadArchive) as caught:
        read_whole(packed)
    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == (packed, 1)
    assert fault.message.startswith("it can't be read: ")
    (files / "packed.xml.gz").write_bytes(gzip.compress(b"<feed>\n<entry>one</entry>")[:-9])
    with pytest.raises(BadArchive, match=r"packed\.xml\.gz:\d: it can't be read any further: "):
        list(read_elements(Archive(files), files / "packed.xml.gz", frozenset({"entry"})))


def test_a_folder_without_an_archive_is_a_fault_of_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("x")
    with pytest.raises(BadArchive) as caught:
        list(find_files(tmp_path, (".xml", ".atom")))
    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == (tmp_path, 1)
    assert fault.message.endswith(".xml or .atom")


def test_a_thread_that_is_taken_back_later_is_taken_back_though_it_says_nothing_more(spool: Spool) -> None:
    later = DATE + timedelta(days=1)
    spool.add_thread(replace(THREAD, body="Words.", dropped=""))
    spool.add_thread(replace(THREAD, body="", edited=later, dropped=""))
    ((found,),) = spool.pages()
    assert (found.body, found.dropped) == ("Words.", ""), "what only names it says less"
    spool.add_thread(replace(THREAD, body="", edited=later, dropped="spam"))
    ((found,),) = spool.pages()
    assert (found.body, found.dropped) == ("", "spam")
