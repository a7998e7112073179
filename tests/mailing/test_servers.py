"""From one mailbox to another over real servers: a reply is sent, confirmed, published and answered."""

import email
import email.policy
import imaplib
import re
import smtplib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from declared import load_library
from mailing.programs import ATTACHED, BLOCK, GMAIL, OWN, PLACE, mail
from mailing.servers import PASSWORD, PATIENCE, REFUSED, Servers, run_servers
from mailing.signing import look_up, sign
from parley.commands.cli import main
from parley.mailing.senders import KEY
from support import GOOD, MKDOCS_YML, write_tree

pytestmark = pytest.mark.slow

NOW = datetime.now(UTC)
TEXT = f"One is *enough*.\n\n{BLOCK}"
EVE, ANA = "eve@mail.example.net", "ana@mail.example.net"


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with run_servers() as found:
        yield found


def wait_until(is_so: Callable[[], bool]) -> None:
    """A server delivers when it likes: a moment after it has taken a mail."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "the mail server has delivered nothing"
        threading.Event().wait(0.05)


class Site:
    """A site that takes mails from the servers."""

    def __init__(self, servers: Servers, folder: Path) -> None:
        self.servers = servers
        self.folder = folder

    def run(self, *, sealed: bool = True, code: int = 0) -> list[str]:
        """One round; gives what became of each mail."""
        known = self.servers
        imap = f"imaps://reply@localhost:{known.imaps}" if sealed else f"imap://reply@127.0.0.1:{known.imap}"
        smtp = f"smtps://reply@localhost:{known.smtps}" if sealed else f"smtp://reply@127.0.0.1:{known.smtp}"
        done = CliRunner().invoke(main, ["from-mail", "--imap", imap, "--smtp", smtp])
        assert done.exit_code == code, done.output
        assert "@" not in done.output
        return [line.split(": ")[1] for line in done.output.strip().split("\n") if line]

    def send(self, data: bytes, sender: str) -> None:
        """As a mail program does it; the mail lies there then."""
        before = self.count("reply")
        with smtplib.SMTP("127.0.0.1", self.servers.smtp) as client:
            client.login(sender, PASSWORD)
            client.sendmail(sender, [OWN], data.replace(b"\n", b"\r\n"))
        wait_until(lambda: self.count("reply") > before)

    def count(self, user: str) -> int:
        with imaplib.IMAP4("127.0.0.1", self.servers.imap) as client:
            client.login(user, PASSWORD)
            return int(client.select(readonly=True)[1][0] or 0)

    def fetch(self, user: str, wanted: int = 0) -> list[EmailMessage]:
        """All mails of a user, once there are as many as `wanted`; they are gone then."""
        wait_until(lambda: self.count(user) >= wanted)
        with imaplib.IMAP4("127.0.0.1", self.servers.imap) as client:
            client.login(user, PASSWORD)
            client.select()
            found = []
            for number in client.search(None, "ALL")[1][0].split():
                data = client.fetch(number, "(BODY.PEEK[])")[1][0]
                assert isinstance(data, tuple)
                found.append(email.message_from_bytes(data[1], policy=email.policy.default))
                client.store(number, "+FLAGS", r"(\Deleted)")
            client.expunge()
            return found

    def list_flags(self) -> list[str]:
        """The flags of all mails to the site."""
        with imaplib.IMAP4("127.0.0.1", self.servers.imap) as client:
            client.login("reply", PASSWORD)
            client.select(readonly=True)
            _, found = client.fetch("1:*", "(FLAGS)")
            return [" ".join(sorted(re.findall(r"\\(?:Answered|Flagged)", str(one)))) for one in found if one]

    def texts(self) -> list[str]:
        library = load_library(self.folder / "posts", "posts", datetime.now(UTC))
        return [one.body for post in library.posts() for one in library.replies_to(post) if "by-mail" in one.author]


@pytest.fixture
def site(servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    write_tree(tmp_path / "posts", GOOD)
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML.replace("  parley:\n", f"  parley:\n    mail: {OWN}\n", 1)})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(KEY, "k" * 32)
    monkeypatch.setenv("PARLEY_IMAP_PASSWORD", PASSWORD)
    monkeypatch.setenv("PARLEY_SMTP_PASSWORD", PASSWORD)
    monkeypatch.setattr("parley.mailing.signatures.look_up", look_up)
    monkeypatch.setattr("parley.mailing.servers.make_context", lambda: servers.context)
    made = Site(servers, tmp_path)
    for user in ("reply", "eve", "ana", "mallory"):
        made.fetch(user)
    return made


def dated(data: bytes) -> bytes:
    return data.replace(b"Sun, 22 Nov 2026 10:00:00 +0000", f"{NOW:%a, %d %b %Y %H:%M:%S} +0000".encode())


def test_a_signed_mail_is_published_and_answered_once(site: Site) -> None:
    site.send(sign(dated(GMAIL), "mail.example.net"), EVE)
    assert site.run() == ["filed"]
    assert site.texts() == ["One is *enough*.\n\nTwo is rude."]
    (answer,) = site.fetch("eve", 1)
    assert (answer["From"], answer["Auto-Submitted"], answer["Return-path"]) == (OWN, "auto-replied", "<>")
    assert answer["In-Reply-To"] == "<1@mail.example.net>"
    assert site.list_flags() == [r"\Answered"]
    assert site.run(sealed=False) == []
    assert site.fetch("eve") == []


def test_a_mail_that_nobody_has_signed_is_confirmed_with_one_line(site: Site) -> None:
    site.send(dated(mail(TEXT.replace("Eve Miller", "Zoe"), sender=ANA, id="1@a")), ANA)
    assert site.run(sealed=False) == ["waiting"]
    assert site.list_flags() == [r"\Flagged"]
    assert site.run(sealed=False) == []
    (question,) = site.fetch("ana", 1)
    assert "> One is *enough*." in question.get_content()
    answer = mail("yes\n", sender=ANA, subject=f"Re: {question['Subject']}", id="2@a")
    site.send(dated(answer), ANA)
    assert site.run(sealed=False) == ["filed", "confirmed"]
    assert site.texts() == ["One is *enough*."]
    assert site.list_flags() == [r"\Answered", r"\Answered"]
    (told,) = site.fetch("ana", 1)
    assert "@zoe-by-mail" in told.get_content()


def test_whoever_forges_a_sender_gets_nothing_and_learns_nothing(site: Site) -> None:
    forged = dated(mail(TEXT, sender="Eve Miller <eve@mail.example.net>", id="1@m"))
    site.send(forged, "mallory@mail.example.net")
    site.send(sign(dated(mail(TEXT, id="2@m")), "evil.example.com"), "mallory@mail.example.net")
    assert site.run() == ["waiting", "later"]  # nobody is asked twice on one day
    (question,) = site.fetch("eve", 1)
    assert site.fetch("mallory") == []
    guess = re.sub(r"parley-.....", "parley-aaaaa", str(question["Subject"]))
    for subject in (guess, f"Re: x [{PLACE}]"):
        site.send(dated(mail("yes\n", subject=subject, id=f"{len(subject)}@m")), "mallory@mail.example.net")
    stolen = mail("yes\n", sender="mallory@mail.example.net", subject=str(question["Subject"]), id="9@m")
    site.send(dated(stolen), "mallory@mail.example.net")
    assert "filed" not in site.run()
    assert site.texts() == []


def test_attachments_are_told_programs_are_left_alone_and_the_unknown_stop_nobody(site: Site) -> None:
    vanished = mail(TEXT, sender=f"{REFUSED}@mail.example.net", id="1@g")
    whole = ATTACHED.replace(b"One is enough.", TEXT.encode())
    for data in (vanished, mail("I am away.\n", head="Auto-Submitted: auto-replied\n", id="2@g"), whole):
        signed = sign(dated(data), "mail.example.net")
        site.send(signed.replace(b"Eve Miller\n", b"Zed\n") if data == vanished else signed, EVE)
    found = site.run(code=0)
    assert sorted(found) == ["filed", "ignored", "waiting"]
    (answer,) = site.fetch("eve", 1)
    assert "1 picture, 2 attached files, 1 attached mail" in " ".join(answer.get_content().split())
    assert set(site.list_flags()) == {r"\Answered", r"\Flagged"}


def test_a_wrong_password_and_a_server_that_is_not_there_are_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_IMAP_PASSWORD", "wrong")
    assert site.run(code=2)
    monkeypatch.setattr("parley.mailing.servers.make_context", ssl.create_default_context)
    assert site.run(code=2)
