"""Mailing lists: threads by Message-ID, senders without their addresses, quotations as quotations."""

import gzip
from collections.abc import Callable
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

import pytest

from importing.archives import bring, only, read_records, snapshot
from parley.importing.records import Author, BadArchive, Comment, Fault, ImportedThread, Noticed
from support import Files

Write = Callable[[Files], Path]


def mail(
    id: str,
    text: str,
    *,
    sender: str = "ana at corp.example.io (Ana Example)",
    date: str = "Fri, 22 May 2015 10:56:21 +0000",
    subject: str = "[list] how to call this?",
    more: str = "",
) -> str:
    return (
        f"From ana at corp.example.io  Fri May 22 12:56:21 2015\nFrom: {sender}\nDate: {date}\nSubject: {subject}\n"
        f"Message-ID: <{id}@corp.example.io>\n{more}\n{text}\n\n"
    )


def answer(*ids: str) -> str:
    names = [f"<{id}@corp.example.io>" for id in ids]
    return f"In-Reply-To: {names[-1]}\nReferences: {' '.join(names)}\n"


LIST = "".join(
    (
        mail("1", "How?\n\n    f(x)\n      g(y)\n\n- one\n- two\n\n>From here\nFrom there it is <b>bold</b> 5 * 3 * 2"),
        mail(
            "2",
            "On Friday, Ana <ana@corp.example.io>, Bob <bob at corp.example.io> wrote:\n> How?\n>> deeper\nSo.\n"
            "-- \nBob",
            sender="=?utf-8?q?J=C3=B6rg?= <j at corp.example.io>",
            date="Sat, 2 May 15 11:00 GMT (CEST)",
            subject="Re: [list] how to call this?",
            more=answer("1"),
        ),
        mail("3", "Third", sender="zoe@corp.example.io", date="no date", more=answer("0", "1", "2")),
        mail("2", "another text, same id", more=answer("1")),
        mail("3", "Third", sender="zoe@corp.example.io", date="no date", more=answer("0", "1", "2")),
        mail("9", "starts anew", more=answer("gone"), subject="AW: other"),
    )
)


def test_a_list_becomes_threads(archive: Write, posts: Path) -> None:
    result, library = bring("mbox", archive({"2015.txt": LIST}), posts)
    discussions = {post.title: post for post in library.discussions}
    assert set(discussions) == {"how to call this?", "other"}
    post = discussions["how to call this?"]
    replies = {reply.body.split("\n")[0][:12]: reply for reply in library.replies_to(post)}
    assert set(replies) == {"On Friday, A", "Third", "another text"}
    assert replies["On Friday, A"].reply_to == ""
    assert replies["Third"].reply_to == replies["On Friday, A"].id
    assert result.replies.merged == 1
    assert result.mended["orphaned"] == 1
    assert {library.person(reply.author).name for reply in replies.values()} == {"Jörg", "zoe", "Ana Example"}
    assert "corp.example" not in str(snapshot(posts))


def test_plain_text_is_drawn_as_it_looks(archive: Write, posts: Path) -> None:
    _, library = bring("mbox", archive({"2015.txt": LIST}), posts)
    post = next(post for post in library.discussions if post.title.startswith("how"))
    assert post.body == (
        "How?\n\n    f(x)\n      g(y)\n\n- one\n- two\n\nFrom here\nFrom there it is \\<b>bold\\</b> 5 \\* 3 \\* 2"
    )
    reply = next(reply for reply in library.replies_to(post) if "Friday" in reply.body)
    assert reply.body == "On Friday, Ana \\<ana@…>, Bob \\<bob at …> wrote:\n> How?\n> > deeper\n\nSo.\n\\--\nBob"


def test_parts_encodings_and_attachments(archive: Write, posts: Path) -> None:
    parts = (
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n",
        "--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe\n"
        "--b\nContent-Type: text/html\n\n<p>not this</p>\n"
        "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=x\n\nsecret file\n--b--",
    )
    drawn = "Content-Type: text/html; charset=nonsense\n"
    files: Files = {
        "a.mbox": mail("1", parts[1], more=parts[0]) + mail("2", "<p>Only <i>this</i></p>", more=drawn + answer("1")),
        "b.mbox.gz": gzip.compress(mail("3", "next file", more=answer("2")).encode()),
    }
    _, library = bring("mbox", archive(files), posts)
    post, replies = only(library)
    assert post.body == "Grüße"
    assert {reply.body for reply in replies.values()} == {"Only *this*", "next file"}


def test_mails_that_answer_each_other_in_a_ring_are_kept(archive: Write, posts: Path) -> None:
    ring = mail("1", "a", more=answer("3")) + mail("2", "b", more=answer("1")) + mail("3", "c", more=answer("2"))
    result, library = bring("mbox", archive({"r.mbox": ring + mail("4", "d", more=answer("4"))}), posts)
    assert len(library.discussions) == 2
    assert result.discussions.placed + result.replies.placed == 4


def test_a_ring_is_opened_by_one_of_its_own_mails_wherever_others_that_answer_it_stand(tmp_path: Path) -> None:
    ring = mail("r1", "a", more=answer("r3")) + mail("r2", "b", more=answer("r1")) + mail("r3", "c", more=answer("r2"))
    for number in range(8):  # which of them opens it, their ids decide
        behind = mail(f"x{number}", "x", more=answer("r2")) + mail(f"y{number}", "y", more=answer(f"x{number}"))
        opened = [one.body.strip() for one in read(tmp_path, behind + ring) if isinstance(one, ImportedThread)]
        assert opened == [one.body.strip() for one in read(tmp_path, ring) if isinstance(one, ImportedThread)]
        assert opened[0] in "abc"


def test_a_second_import_changes_nothing_and_the_next_quarter_adds_to_the_threads(archive: Write, posts: Path) -> None:
    bring("mbox", archive({"q1.txt": LIST}), posts)
    before = snapshot(posts)
    bring("mbox", archive({}), posts)
    assert snapshot(posts) == before
    result, _ = bring("mbox", archive({"q2.txt": mail("30", "late", more=answer("3"))}), posts)
    assert result.replies.placed == 1
    assert result.files == 1
    assert before.items() <= snapshot(posts).items()


@pytest.mark.parametrize(
    "content",
    [
        mail("1", "x", more="Content-Type: multipart/mixed; boundary=b\n"),
        mail("1", "--b\n" * 500, more="Content-Type: multipart/mixed; boundary=b\n"),
        mail("1", "x", more="Content-Type: text/plain; charset==?x?=\nContent-Transfer-Encoding: base64\n"),
        mail("1", "x", subject="=?utf-8?b?////?= =?nonsense?q?=FF?=", date="Fri, 99 Foo 99999 99:99:99 +9999"),
        mail("1", "x", sender="<<<>>> (((" * 50),
        mail(
            "1",
            "".join(f"Content-Type: multipart/mixed; boundary=b{n + 1}\n\n--b{n + 1}\n" for n in range(400)),
            more="Content-Type: multipart/mixed; boundary=b0\n\n--b0\n",
        ),
        "From x Fri May 22 12:56:21 2015\n\n",
        "From x Fri May 22 12:56:21 2015\n" + "A: b\n" * 2000,
    ],
)
def test_odd_mails_never_crash(archive: Write, posts: Path, content: str) -> None:
    result, _ = bring("mbox", archive({"odd.mbox": content}), posts)
    assert result.discussions.placed == 1


def test_a_file_that_is_no_mbox_is_refused(archive: Write, posts: Path) -> None:
    with pytest.raises(BadArchive, match=r"x\.txt:1: an mbox begins with"):
        bring("mbox", archive({"x.txt": "Dear all,\n"}), posts)


def read(folder: Path, text: str | bytes) -> list[ImportedThread | Comment]:
    (folder / "list.mbox").write_bytes(text if isinstance(text, bytes) else text.encode())
    found = [one for one in read_records("mbox", folder / "list.mbox") if not isinstance(one, Noticed)]
    assert all(isinstance(one, ImportedThread | Comment) for one in found), found
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("ana at corp.example.io (Ana Example)", "Ana Example"),
        ("ana@corp.example.io (Ana Example)  ", "Ana Example"),
        ('"Ana Example" <ana@corp.example.io>', "Ana Example"),
        ("Ana Example <ana@corp.example.io>", "Ana Example"),
        ("  Ana <ana at corp.example.io>", "Ana"),
        ("ana@corp.example.io", "ana"),
        ("ana at corp.example.io", "ana"),
        ("<ana@corp.example.io>", "ana"),
        ("ana at corp.example.io (ana@corp.example.io)", "ana"),
        ("Ana At Home <ana@corp.example.io>", "Ana At Home"),
        ("ana at corp.example.io ()", "ana"),
        ("=?utf-8?q?ana__at_corp.example.io?=", "ana"),  # two spaces that no header has
        ("=?utf-8?q?Ana_Li_at__corp.example.io?=", "Ana Li"),
        ("'' < ana@corp.example.io>", "ana"),
        ("ana at corp.example.io ('')", "ana"),
    ],
)
def test_a_sender_is_named_without_the_address(tmp_path: Path, sender: str, name: str) -> None:
    (found,) = read(tmp_path, mail("1", "x", sender=sender))
    assert found.author
    assert found.author.name == name


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: how?", "how?"),
        ("RE : Fwd: how?", "how?"),
        ("Fw: AW: SV: Antw: how?", "how?"),
        ("Re[2]: how?", "how?"),
        ("[list] Re: [list] how?", "how?"),
        (f"[{'x' * 60}] how?", "how?"),
        (f"[{'x' * 61}] how?", f"[{'x' * 61}] how?"),
        ("[] how?", "[] how?"),
        ("Regarding: how?", "Regarding: how?"),
        ("how? Re: that", "how? Re: that"),
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("so =?utf-8?q?=C3=BC?= and =?iso-8859-1?q?=E9?=", "so ü and é"),
        ("what is =? here", "what is =? here"),
        ("=?no-such-charset?q?a?=", "a"),
    ],
)
def test_a_subject_is_a_title_without_what_programs_put_before_it(tmp_path: Path, subject: str, title: str) -> None:
    (found,) = read(tmp_path, mail("1", "x", subject=subject))
    assert isinstance(found, ImportedThread)
    assert found.title == title


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bob <bob at corp.example.io> wrote", "Bob <bob at …> wrote"),
        ("Bob <bob.b+c-d at a.b-c.example.io> wrote", "Bob <bob.b+c-d at …> wrote"),
        ("meet <Bob at noon> there", "meet <Bob at noon> there"),
        ("<BOB at Corp.Example.IO>", "<BOB at …>"),
        ("<bób at corp.example.io>", "<bób at …>"),
        ("<bob at corp.example.i>", "<bob at corp.example.i>"),
        (">From here", "From here"),
        ("x >From here", "x >From here"),
    ],
)
def test_addresses_in_a_text_are_masked_and_escapes_of_the_archive_undone(
    tmp_path: Path, written: str, shown: str
) -> None:
    (found,) = read(tmp_path, mail("1", f"first\n{written}\n"))
    assert found.body.strip().split("\n")[-1] == shown


def test_a_mail_begins_behind_an_empty_line_with_a_line_that_ends_in_a_year(tmp_path: Path) -> None:
    text = "one\nFrom ana Fri May 22 12:56:21 2015\ntwo\n\nFrom here on it goes\n\nFrom x 20155x\n\nFrom y 201\nend"
    found = read(tmp_path, mail("1", text) + mail("2", "next", more=answer("1")))
    assert [type(one) for one in found] == [ImportedThread, Comment]
    assert found[0].body.rstrip() == text
    crlf = read(tmp_path, (mail("1", "a") + mail("2", "b")).replace("\n", "\r\n").encode())
    assert [one.body.strip() for one in crlf] == ["a", "b"]


@pytest.mark.parametrize(
    ("more", "parent"),
    [
        (answer("1"), ""),
        (answer("1", "2"), "2@corp.example.io"),
        ("References: <1@corp.example.io> <2@corp.example.io>\n", "2@corp.example.io"),
        ("In-Reply-To: <1@corp.example.io> and <2@corp.example.io>\n", "2@corp.example.io"),
        ("In-Reply-To: <2@corp.example.io> <gone@x>\nReferences: <1@corp.example.io>\n", ""),
        ("In-Reply-To: <gone@x>\nReferences: <2@corp.example.io> <gone@x>\n", "2@corp.example.io"),
        ("In-Reply-To: <1@corp.example.io>\nReferences: <1@corp.example.io> <2@corp.example.io>\n", ""),
    ],
)
def test_a_mail_answers_the_likeliest_that_is_there(tmp_path: Path, more: str, parent: str) -> None:
    *_, last = read(tmp_path, mail("1", "a") + mail("2", "b", more=answer("1")) + mail("3", "c", more=more))
    assert isinstance(last, Comment)
    assert (last.id, last.parent) == ("3@corp.example.io", parent)


@pytest.mark.parametrize(
    ("second", "is_answer"),
    [
        ({"subject": "Re: Rakes"}, True),
        ({"subject": "AW: [list] rakes"}, True),
        ({"subject": "Rakes"}, False),
        ({"subject": "Re: Spades"}, False),
        ({"subject": "Re: Rakes", "date": "Sun, 15 Nov 2015 10:56:21 +0000"}, True),
        ({"subject": "Re: Rakes", "date": "Sun, 22 Nov 2015 10:56:21 +0000"}, False),
        ({"subject": "Re: Rakes", "date": "no date"}, True),
        ({"subject": "Re: Rakes", "more": answer("gone")}, False),
        ({"subject": "Re: Rakes", "more": "X-GM-THRID: 7\n"}, False),
    ],
)
def test_an_answer_that_names_no_mail_belongs_to_the_last_of_its_subject_within_half_a_year(
    tmp_path: Path, second: dict[str, str], is_answer: bool
) -> None:
    first, *_, last = read(tmp_path, mail("1", "a", subject="Rakes") + mail("2", "b", **second))
    assert isinstance(first, ImportedThread)
    assert (isinstance(last, Comment) and last.thread == first.id) is is_answer


def test_a_mail_without_an_id_keeps_one_made_from_who_when_and_what(tmp_path: Path) -> None:
    bare = mail("1", "x").replace("Message-ID: <1@corp.example.io>\n", "")
    (first,), (again,), (other,) = (
        read(tmp_path, text) for text in (bare, bare.replace("\nx\n", "\ny\n"), bare.replace("how to", "what to"))
    )
    assert first.id == again.id != other.id


def test_a_text_is_read_as_its_mail_says(tmp_path: Path) -> None:
    """The plain parts together, before any HTML; what is attached stays behind, whatever it is."""
    parts = (
        "--b\nContent-Type: text/html; charset=utf-8\n\n<p>drawn</p>\n"
        "--b\nContent-Type: text/plain; charset=utf-16-le\nContent-Transfer-Encoding: base64\n\nYQBiAA==\n"
        "--b\nContent-Type: text/plain\n\n   \n"
        "--b\nContent-Type: text/plain; charset=latin-1\nContent-Transfer-Encoding: quoted-printable\n\n=E9\n"
        "--b\nContent-Type: text/html\nContent-Disposition: attachment\n\n<p>attached</p>\n--b--"
    )
    mixed = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n"
    (found,) = read(tmp_path, mail("1", parts, more=mixed))
    assert (found.markup, found.body.rstrip()) == ("text", "ab\n\né")
    drawn = parts.replace("text/plain", "image/png")
    (found,) = read(tmp_path, mail("1", drawn, more=mixed))
    assert (found.markup, found.body.strip()) == ("html", "<p>drawn</p>")


def test_bytes_that_are_no_text_are_shown_as_such(tmp_path: Path) -> None:
    text = mail("1", "x", sender="Zo\x81 <zoe@corp.example.io>", subject="caf\x81").encode("latin-1")
    (found,) = read(tmp_path, text)
    assert isinstance(found, ImportedThread)
    assert found.author
    assert (found.author.name, found.title) == ("Zo\ufffd", "caf\ufffd")


HEAD = "From ana at corp.example.io  Fri May 22 12:56:21 2015\n"


def test_a_mail_that_is_too_large_is_named_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = mail("1", "x" * 100).removeprefix(HEAD)
    monkeypatch.setattr("parley.importing.formats.mbox.MAX_ITEM", len(largest))
    text = HEAD + largest + HEAD + largest.replace("<1@", "<12@") + mail("3", "last", more="")
    (tmp_path / "list.mbox").write_text(text)
    fault, first, last = read_records("mbox", tmp_path / "list.mbox")
    assert fault == Fault(
        tmp_path / "list.mbox", (HEAD + largest).count("\n") + 1, f"a mail has more than {len(largest)} bytes"
    )
    assert isinstance(first, ImportedThread)
    assert isinstance(last, ImportedThread)
    assert (first.body.strip(), last.body.strip()) == ("x" * 100, "last")


def test_what_stands_before_the_first_mail_makes_none(tmp_path: Path) -> None:
    assert [one.body.strip() for one in read(tmp_path, "\n \n\n" + mail("1", "x"))] == ["x"]
    with pytest.raises(BadArchive, match="there is nothing in it"):
        read(tmp_path, "\n\n")
    assert len(read(tmp_path, mail("1", "x") + HEAD.rstrip())) == 2
    with pytest.raises(BadArchive) as caught:
        read(tmp_path, "\n\nDear all,\n" + mail("1", "x"))
    assert list(caught.value.faults) == [Fault(tmp_path / "list.mbox", 3, "an mbox begins with a line 'From …'")]


def test_a_packed_list_that_breaks_off_is_named_with_the_line(tmp_path: Path) -> None:
    text = mail("1", "x") + mail("2", "y")
    (tmp_path / "list.gz").write_bytes(gzip.compress(text.encode())[:-8])
    with pytest.raises(BadArchive, match=r"list\.gz:\d+: it can't be read any further: ") as caught:
        read_records("mbox", tmp_path / "list.gz")
    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == (tmp_path / "list.gz", text.count("\n") + 1)


@pytest.mark.parametrize("name", ["a.mbox", "a.mbx", "a.txt", "a.mail", "a.MBOX"])
def test_a_folder_is_read_by_the_endings_of_lists(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(mail("1", "x"))
    (tmp_path / "readme.md").write_text("no list")
    assert [type(one) for one in read_records("mbox", tmp_path)] == [ImportedThread]


@pytest.mark.parametrize("error", [RecursionError, ValueError, LookupError, AssertionError])
def test_a_mail_that_the_library_cannot_take_apart_is_one_of_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    real = BytesParser.parsebytes

    def fail(self: BytesParser, text: bytes, headersonly: bool = False) -> Message:
        if not headersonly:
            raise error
        return real(self, text, headersonly)

    monkeypatch.setattr(BytesParser, "parsebytes", fail)
    kinds = "CONTENT-type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n"
    (found,) = read(tmp_path, mail("1", "--b\n\nfirst\n\nlast", more=kinds))
    assert isinstance(found, ImportedThread)
    assert (found.title, found.body.strip(), found.markup) == ("how to call this?", "--b\n\nfirst\n\nlast", "text")


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_letters_that_old_programs_wrote_without_saying_how_are_read(tmp_path: Path, charset: str) -> None:
    head = "From ana@corp.io Sat Jan  1 00:00:00 2005\nMessage-ID: <1@x>\n"
    text = f"{head}From: Jörg “J.” <j@corp.io>\nSubject: Grüße =?utf-8?q?=E2=82=AC?= – ü\n\nSchöne Grüße – €\n"
    (thread,) = read(tmp_path, text.encode(charset))
    assert isinstance(thread, ImportedThread)
    assert thread.author == Author("Jörg “J.”")
    assert (thread.title, thread.body) == ("Grüße € – ü", "Schöne Grüße – €\n")
    for said, body in (("us-ascii", "é\n"), ("no-such", "é\n"), ("utf-16-be", "\uc3a9\ufffd")):
        text = f"{head}Content-Type: text/plain; charset={said}\n\né\n"
        assert [one.body for one in read(tmp_path, text) if isinstance(one, ImportedThread)] == [body]


@pytest.mark.parametrize(
    "stamp",
    [
        "Tue, 3 Aug 1999 22:57:51 -0400 (EDT)",
        "Thu, 10 Feb 2000 9:05:11 GMT",
        "Tue, 3 Aug 99 22:57 -0400 (Eastern Daylight Time)",
    ],
)
def test_old_archives_begin_mails_with_a_date_of_a_header(archive: Write, stamp: str) -> None:
    text = LIST.replace("  Fri May 22 12:56:21 2015", f" {stamp}")
    assert len(read_records("mbox", archive({"1999.txt": text}))) == LIST.count("From ana at")


def test_what_mailman_took_out_of_the_mails_of_a_folder_is_no_mbox(archive: Write) -> None:
    files = {"2015.txt": LIST, "attachments/20150522/2a0f/attachment-0001.txt": "A note.\n"}
    folder = archive({f"list/{name}": text for name, text in files.items()}) / "list"
    assert len(read_records("mbox", folder)) == len(read_records("mbox", folder / "2015.txt"))
    with pytest.raises(BadArchive, match="an mbox begins with a line"):
        read_records("mbox", folder / "attachments")


def test_a_mail_behind_one_whose_attachment_mailman_took_out_is_one_of_its_own(archive: Write) -> None:
    scrubbed = "See.\n-------------- next part --------------\nURL: http://l.example/attachments/1/a.htm\n"
    first, second = (
        mail("1", scrubbed),
        mail("2", "So.\nFrom ana at corp.example.io  Fri May 22 12:56:21 2015\nno mail"),
    )
    records = read_records("mbox", archive({"2015.txt": first.rstrip("\n") + "\n" + second}))
    texts = [one.body for one in records if isinstance(one, (ImportedThread, Comment))]
    assert [text.split("\n")[0] for text in texts] == ["See.", "So."]
    assert "no mail" in texts[1]
