"""What becomes of a mail: a file, a question, an answer; never twice, and never in another's name."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from declared import SETTINGS, check_posts, load_library
from mailing.programs import ATTACHED, BLOCK, GMAIL, GMAIL_ANSWER, OWN, PLACE, mail
from mailing.signing import look_up, sign
from parley.commands.cli import main
from parley.mailing.answers import is_agreement
from parley.mailing.desk import Desk
from parley.mailing.letters import Letter, read_letter
from parley.mailing.outcomes import Outcome
from parley.mailing.senders import KEY, Keyring
from parley.model.settings import Settings
from support import GOOD, MKDOCS_YML, NOW, write_tree

DOMAIN = "mail.example.net"
KEYRING = Keyring(b"k" * 32)
MAILED = replace(SETTINGS, mail=OWN, site_url="https://forum.example.org/", site_name="The Forum")
REPLIES = f"{PLACE}/replies"

TEXT = f"One is *enough*.\n\n{BLOCK}"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "posts", GOOD)


def make_desk(posts: Path, settings: Settings = MAILED, now: object = NOW) -> Desk:
    return Desk(posts, settings, KEYRING, NOW if now is NOW else now, look_up)  # type: ignore[arg-type]


def letter(data: bytes) -> Letter:
    return read_letter(data, OWN)


def take(posts: Path, data: bytes, settings: Settings = MAILED, *, is_confirmed: bool = False) -> Outcome:
    return make_desk(posts, settings).handle(letter(data), None, is_confirmed=is_confirmed)


def say(outcome: Outcome) -> str:
    assert outcome.answer is not None
    return " ".join(str(outcome.answer.get_content()).split())


def test_a_signed_mail_becomes_a_reply_and_its_sender_a_person(posts: Path) -> None:
    outcome = take(posts, sign(GMAIL, DOMAIN))
    assert outcome.what == "filed"
    reply, person = outcome.paths
    ending = KEYRING.ending(letter(GMAIL))
    assert reply == f"posts/{REPLIES}/2026-11-22-eve-miller-by-mail-{ending}.md"
    assert (posts.parent / reply).read_text() == (
        "---\nauthor: eve-miller-by-mail\ndate: 2026-11-22T10:00:00Z\nschool: old\n---\n\n"
        "One is *enough*.\n\nTwo is rude.\n"
    )
    number = KEYRING.number("eve@mail.example.net")
    assert (posts.parent / person).read_text() == f"name: Eve Miller\nrole: contributor\naccount: mail:{number}\n"
    assert not any(problem.blocks for problem in check_posts(posts, "posts", NOW).problems)
    written = "".join(file.read_text() for file in posts.rglob("*.*"))
    assert "eve@" not in written
    assert "example.net" not in written
    answer = outcome.answer
    assert answer is not None
    assert (answer["To"], answer["From"], answer["Auto-Submitted"]) == ("eve@mail.example.net", OWN, "auto-replied")
    assert answer["In-Reply-To"] == answer["References"] == "<1@mail.example.net>"
    assert f"https://forum.example.org/{PLACE}/#reply-2026-11-22-eve-miller-by-mail-{ending}" in say(outcome)


def test_lines_that_a_mail_program_has_cut_go_on(posts: Path) -> None:
    full = "A second one only tells people that the first one was not worth reading"
    text = f"{full}\nin the first place.\n\nDear all,\nso it is.\n\n> {full}\n> to its end.\n\n- {full}\n  at all.\n"
    outcome = take(posts, sign(mail(f"{text}\n{BLOCK}"), DOMAIN))
    wanted = text.replace("all,\n", "all,\\\n")
    assert (posts.parent / outcome.paths[0]).read_text().partition("---\n\n")[2] == wanted


def test_a_whole_file_in_a_mail_is_a_reply_without_its_keys(posts: Path) -> None:
    whole = "---\nauthor: your-handle\ndate: today\nreply_to: 2026-10-02-ana\n---\n\nOne is *enough*.\n"
    outcome = take(posts, sign(mail(f"{whole}\n{BLOCK}"), DOMAIN))
    text = (posts / outcome.paths[0].removeprefix("posts/")).read_text(encoding="utf-8")
    assert text.endswith("\n---\n\nOne is *enough*.\n")
    assert "\nreply_to: 2026-10-02-ana\n" in text


def test_the_answer_says_what_was_read_otherwise_than_written(posts: Path) -> None:
    said = say(take(posts, sign(mail(TEXT.replace("enough", "[enough](www.example.org)"), id="7@x"), DOMAIN)))
    assert "Not all of it was read as it was written: - 'www.example.org' is read as 'https://www.exam" in said


def test_what_the_site_accepts_by_itself_waits_for_nobody(posts: Path) -> None:
    first = take(posts, sign(GMAIL, DOMAIN))
    assert (first.waits, "A maintainer reads it first: it's a first contribution." in say(first)) == (True, True)
    second = take(posts, sign(mail(TEXT, id="2@x"), DOMAIN))
    assert (second.waits, "A maintainer" in say(second)) == (False, False)


def test_the_second_mail_of_a_sender_needs_no_name_and_takes_no_other(posts: Path) -> None:
    take(posts, sign(GMAIL, DOMAIN))
    other = sign(mail(TEXT.replace("Eve Miller", "Bob"), id="2@x"), DOMAIN)
    outcome = take(posts, other)
    assert (outcome.what, len(outcome.paths)) == ("filed", 1)
    assert "-eve-miller-by-mail-" in outcome.paths[0]


def test_the_same_mail_becomes_one_reply_however_often_and_wherever_it_stands(posts: Path) -> None:
    desk = make_desk(posts)
    data = sign(GMAIL, DOMAIN)
    (path, _) = desk.handle(letter(data), None).paths
    for again in (desk, make_desk(posts), make_desk(posts, now=NOW + timedelta(days=3))):
        outcome = again.handle(letter(data), None)
        assert (outcome.what, outcome.paths) == ("again", (path,))
    file = posts.parent / path
    file.write_text(file.read_text().replace("---\n\n", "removed: It was wrong.\nupdated: 2026-11-22\n---\n\n", 1))
    assert take(posts, data).what == "again"
    moved = posts / "practices/first-meeting/replies" / file.name
    moved.parent.mkdir(parents=True)
    file.rename(moved)
    assert take(posts, data).what == "again"


def test_a_mail_that_nobody_has_signed_is_asked_about_and_waits(posts: Path) -> None:
    outcome = take(posts, GMAIL)
    assert outcome.what == "waiting"
    assert f"> discussion: {PLACE} > name: Eve Miller > school: old > > One is *enough*. > > Two is rude." in say(
        outcome
    )
    assert list(posts.rglob("*by-mail*")) == []
    desk = make_desk(posts)
    assert outcome.answer is not None
    subject = f"Re: {outcome.answer['Subject']}"
    yes = [
        mail(said, subject=subject, id="3@x")
        for said in ("Yes!\n\n> quoted", "ja\n", "Yes, it was me.\n", "Oui.\n-- \nE", "是\n", "Y\n\nAna Example\n")
    ]
    for one in yes:
        found = desk.find_confirmation(letter(one))
        assert found is not None
        assert (found.name, found.is_yes) == (desk.name(letter(GMAIL)), True)
    for said in (
        "No\n",
        "I am away until Monday.\n",
        "Si prega di non rispondere.\n",
        "Da ich weg bin\n",
        "> yes\n\nI never wrote that.\n",
        "Yes" + "terday " * 9,
        "\n",
    ):
        found = desk.find_confirmation(letter(mail(said, subject=subject)))
        assert found is not None
        assert not found.is_yes
    for other in (
        mail("yes\n", subject=subject, sender="ana@mail.example.net"),
        mail("yes\n", subject=subject.replace("parley-", "parley-b")),
        mail("yes\n", subject=subject, head="Auto-Submitted: auto-replied\n"),
        mail("yes\n", subject="no token"),
    ):
        assert desk.find_confirmation(letter(other)) is None
    late = make_desk(posts, now=NOW + timedelta(days=8))
    found = late.find_confirmation(letter(yes[0]))
    assert found is not None
    assert found.is_late
    assert "came too late" in say(late.tell_late(letter(yes[0])))
    assert take(posts, GMAIL, is_confirmed=True).what == "filed"


def test_what_proves_a_sender_is_what_the_site_says(posts: Path) -> None:
    signed = replace(MAILED, mail_proof="signed")
    assert take(posts, GMAIL, signed).what == "ignored"
    assert take(posts, GMAIL, signed).answer is None
    assert take(posts, sign(GMAIL, DOMAIN), signed).what == "filed"
    answered = replace(MAILED, mail_proof="answered")
    assert take(posts, sign(mail(TEXT, id="2@x"), DOMAIN), answered).what == "waiting"


@pytest.mark.parametrize(
    "data",
    [
        GMAIL.replace(b"eve@mail.example.net", b"mailer-daemon@mail.example.net"),
        mail(TEXT, head="List-Id: <x.example.org>\n"),
        mail("Buy my pills.", subject="Hello"),
        mail(TEXT, sender="a@b.example, c@d.example"),
    ],
)
def test_what_comes_from_nobody_is_not_answered(posts: Path, data: bytes) -> None:
    outcome = take(posts, data)
    assert (outcome.what, outcome.answer) == ("ignored", None)


@pytest.mark.parametrize("name", ["ana", "Ana", "Ànа", "The Host", "Mia Maintains", "moderator", "Mia  Maintains 2"])
def test_a_newcomer_takes_nobodys_name(posts: Path, name: str) -> None:
    outcome = take(posts, sign(mail(TEXT.replace("Eve Miller", name)), DOMAIN))
    assert outcome.what == "refused"
    assert "- Your name: " in say(outcome)
    assert list(posts.rglob("*by-mail*")) == []


def test_two_senders_with_one_name_are_two_people(posts: Path) -> None:
    take(posts, sign(GMAIL, DOMAIN))
    other = mail(TEXT, sender="eve@evil.example.com", id="2@evil.example.com")
    outcome = take(posts, sign(other, "evil.example.com"))
    assert outcome.what == "refused"
    assert "Choose another name" in say(outcome)


def test_the_name_beside_an_address_is_never_taken(posts: Path) -> None:
    sender = "Mia Maintains <eve@mail.example.net>"
    outcome = take(posts, sign(mail(TEXT.replace("name: Eve Miller\n", ""), sender=sender), DOMAIN))
    assert outcome.what == "refused"
    assert "it names none" in say(outcome)
    assert "Mia" not in say(outcome)


def test_nobody_writes_by_mail_as_a_login_or_by_a_login_as_a_mail(posts: Path) -> None:
    take(posts, sign(GMAIL, DOMAIN))
    people = load_library(posts, "posts", NOW).people
    assert people["eve-miller-by-mail"].account.startswith("mail:")
    assert all(handle.endswith("-by-mail") for handle, person in people.items() if person.account.startswith("mail:"))
    write_tree(posts, {"people/bob.yml": f"name: Bob\naccount: '{KEYRING.number('bob@mail.example.net')}'\n"})
    outcome = take(posts, sign(mail(TEXT.replace("Eve Miller", "Bo"), sender="bob@mail.example.net", id="4@x"), DOMAIN))
    assert outcome.what == "filed"
    assert "-bo-by-mail-" in outcome.paths[0]


def test_mistakes_are_told_with_what_to_do_and_the_lines_that_have_to_stay(posts: Path) -> None:
    data = mail(TEXT.replace(PLACE, "discussions/two-followups"))
    outcome = take(posts, sign(data, DOMAIN))
    assert outcome.what == "refused"
    said = say(outcome)
    assert "- Discussion or practice: 'discussions/two-followups' isn't a" in said
    assert "[parley: reply]" in said
    assert "discussion: discussions/two-followups" in said
    assert outcome.answer is not None
    assert "\r" not in str(outcome.answer["Subject"])


def test_an_answer_to_our_answer_is_a_reply_again(posts: Path) -> None:
    assert take(posts, sign(GMAIL_ANSWER, DOMAIN)).what == "filed"


def test_what_was_left_out_is_told(posts: Path) -> None:
    data = ATTACHED.replace(b"One is enough.", TEXT.replace("Eve Miller", "Eve").encode())
    outcome = take(posts, sign(data, DOMAIN))
    assert outcome.what == "filed"
    assert "Left out: 1 picture, 2 attached files, 1 attached mail." in say(outcome)


def test_a_mail_without_its_place_is_told_where_to_begin(posts: Path) -> None:
    outcome = take(posts, sign(mail("Words.", subject="Hello"), DOMAIN))
    assert outcome.what == "refused"
    assert "press Reply" in say(outcome)


def test_a_mail_that_is_too_large_or_sealed_is_told_once_its_sender_is_known(posts: Path) -> None:
    large = read_letter(mail(""), OWN, is_cut=True)
    assert make_desk(posts).handle(large, None).what == "waiting"
    outcome = make_desk(posts).handle(large, None, is_confirmed=True)
    assert (outcome.what, "10 MB" in say(outcome)) == ("refused", True)
    sealed = mail("-----BEGIN PGP MESSAGE-----\n\nabc\n")
    assert "encrypted" in say(take(posts, sign(sealed, DOMAIN)))


@pytest.mark.parametrize(
    ("sent", "arrived", "day"),
    [
        ("Sat, 21 Nov 2026 10:00:00 +0000", timedelta(0), "2026-11-21T10:00:00Z"),
        ("Sun, 22 Nov 2026 23:00:00 +0000", timedelta(0), "2026-11-22T12:00:00Z"),
        ("Tue, 17 Nov 2026 10:00:00 +0000", timedelta(days=1), "2026-11-21T12:00:00Z"),
        ("no date", timedelta(days=1), "2026-11-21T12:00:00Z"),
        ("Sat, 21 Nov 2026 10:00:00 +0000", timedelta(days=-5), "2026-11-21T10:00:00Z"),
    ],
)
def test_a_mail_is_dated_when_it_can_have_been_written(posts: Path, sent: str, arrived: timedelta, day: str) -> None:
    made = make_desk(posts).handle(letter(mail(TEXT, date=sent)), NOW - arrived, is_confirmed=True)
    assert f"date: {day}" in (posts.parent / made.paths[0]).read_text()


def test_a_discussion_is_opened_once(posts: Path) -> None:
    block = "[parley: discussion]\ntitle: Is it rude: yes?\ntags: sales\nquestions: When?\nname: Eve\n[parley: end]\n"
    data = sign(mail(f"I think so.\n\n{block}", subject="A discussion"), DOMAIN)
    outcome = take(posts, data)
    assert outcome.what == "filed"
    assert outcome.paths[0] == "posts/discussions/is-it-rude-yes/post.md"
    assert take(posts, data).what == "again"


def test_nothing_of_a_strangers_mail_gets_into_the_headers_of_an_answer(posts: Path) -> None:
    subject = "=?utf-8?q?x=0D=0ABcc=3A_ana=40example=2Eorg=0D=0A?= [discussions/two-follow-ups]"
    data = mail(TEXT, subject=subject, id="a b\x7f>\t<c")
    outcome = make_desk(posts).handle(letter(data), None, is_confirmed=True)
    assert outcome.answer is not None
    raw = outcome.answer.as_bytes()
    head = raw.partition(b"\r\n\r\n")[0]
    assert not re.search(rb"(?m)^Bcc", head)
    assert {str(one.addr_spec) for one in outcome.answer["To"].addresses} == {"eve@mail.example.net"}


def test_a_question_shows_the_text_plain_short_and_with_no_link_or_token_in_it(posts: Path) -> None:
    token = KEYRING.make_token(letter(GMAIL), "", NOW)
    odd = f"Look at https://evil.example/x and www.evil.example.\n\n{token}\n\nab\u202ecd\n\n"
    long = odd + ("\n\n".join(f"line {number} " + "word " * 50 for number in range(1000)))
    for text in (odd, long, "x" * 300_000, "\n\n".join("abc"[at % 3] for at in range(90_000))):
        junk = "".join(f"k{at}: v\n" for at in range(30))
        said = mail(f"{text}\n\n{BLOCK.replace('discussion:', f'{junk}discussion:')}", id="7@x")
        outcome = take(posts, said)
        assert outcome.what == "waiting"
        assert outcome.answer is not None
        shown = str(outcome.answer.get_content())
        assert len(shown) < 12_000
        assert max(map(len, shown.split("\n"))) <= 80
        assert "> name: Eve Miller\n" in shown
        assert "://" not in shown
        assert "www." not in shown
        assert "\u202e" not in shown
        assert token not in shown
        assert ("Its middle is left out here; the whole text has" in shown) == (text != odd)


def test_a_yes_is_for_the_words_that_were_shown_the_place_and_the_name(posts: Path) -> None:
    desk = make_desk(posts)
    name = desk.name(letter(GMAIL))
    arrived_twice = b"Received: from a by b; Sun, 22 Nov 2026\n" + GMAIL.replace(b"\n", b"\r\n")
    assert desk.name(letter(arrived_twice)) == name
    assert KEYRING.ending(letter(arrived_twice)) == KEYRING.ending(letter(GMAIL))
    others = [
        GMAIL.replace(b"enough", b"too few"),
        GMAIL.replace(b"Eve Miller", b"Eva Miller"),
        GMAIL.replace(PLACE.encode(), b"practices/first-meeting"),
        GMAIL.replace(b"school: old", b"school: new"),
    ]
    names = {desk.name(letter(one)) for one in others}
    assert (len(names), name in names) == (4, False)
    assert len({KEYRING.ending(letter(one)) for one in (GMAIL, *others)}) == 5


@pytest.mark.parametrize("signed", [True, False])
def test_who_is_banned_gets_no_question_and_no_advice(posts: Path, signed: bool) -> None:
    number = KEYRING.number("eve@mail.example.net")
    person = f"name: Eve\naccount: mail:{number}\nbanned: Shouts at people.\nbanned_since: 2026-11-01\n"
    write_tree(posts, {"people/eve-by-mail.yml": person})
    for data in (GMAIL, mail(TEXT.replace(PLACE, "discussions/none"), id="2@x"), mail("Words.", id="3@x")):
        outcome = take(posts, sign(data, DOMAIN) if signed else data)
        assert (outcome.what, outcome.answer) == ("ignored", None)
    assert take(posts, GMAIL, is_confirmed=True).answer is None
    assert make_desk(posts).tell_late(letter(GMAIL)).answer is None


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a project that takes mails, with the clock and the DNS of the tests."""
    write_tree(tmp_path / "posts", GOOD)
    settings = MKDOCS_YML.replace("  parley:\n", f"  parley:\n    mail: {OWN}\n", 1)
    assert OWN in settings
    write_tree(tmp_path, {"mkdocs.yml": settings, "one.eml": sign(GMAIL, DOMAIN), "two.eml": GMAIL})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(KEY, "k" * 32)
    monkeypatch.setattr("parley.mailing.signatures.look_up", look_up)

    class Now:
        @staticmethod
        def now(zone: object) -> object:
            return NOW

    monkeypatch.setattr("parley.commands.from_mail.datetime", Now)
    return lambda *arguments, **more: CliRunner().invoke(main, ["from-mail", *arguments], **more)


def test_the_command_reads_files_and_standard_input_and_writes_answers_to_a_folder(run: Run) -> None:
    done = run("one.eml", "--outbox", "out")
    assert done.exit_code == 0, done.output
    assert re.fullmatch(r"[a-z0-9]{8}: filed: posts/discussions/\S+\.md\n", done.output)
    (answer,) = Path("out").iterdir()
    assert b"To: eve@mail.example.net" in answer.read_bytes()
    done = run("-", "--outbox", "out", input=Path("one.eml").read_bytes())
    assert ": again: " in done.output
    assert list(Path("out").iterdir()) == [answer]


def test_an_mbox_has_mails_and_their_confirmations(run: Run) -> None:
    asked = run("two.eml", "--outbox", "out")
    assert ": waiting: " in asked.output
    (question,) = Path("out").iterdir()
    token = re.search(rb"parley-[a-z2-7]{40}", question.read_bytes())
    assert token
    yes = mail("yes\n", subject=f"Re: {token[0].decode()}", id="5@x")
    line = b"From eve@mail.example.net Sun Nov 22 10:00:00 2026\n"
    Path("all.mbox").write_bytes(line + GMAIL + b"\n" + line + yes)
    done = run("all.mbox")
    assert [text.split(": ")[1] for text in done.output.strip().split("\n")] == ["filed", "confirmed"]
    assert "@" not in done.output


def test_a_maildir_remembers_what_was_answered_and_what_waits(run: Run, tmp_path: Path) -> None:
    box = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    write_tree(box / "new", {"1.a": sign(mail(TEXT, id="9@x"), DOMAIN), "2.b": mail("spam", subject="x"), "3.c": GMAIL})
    done = run(str(box), "--outbox", "out")
    assert [text.split(": ")[1] for text in done.output.strip().split("\n")] == ["filed", "ignored", "waiting"]
    assert sorted(file.name for file in (box / "cur").iterdir()) == ["1.a:2,RS", "2.b:2,RS", "3.c:2,FS"]
    assert run(str(box), "--outbox", "out").output == ""
    question = next(file for file in Path("out").iterdir() if "confirm" in file.name).read_bytes()
    token = re.search(rb"parley-[a-z2-7]{40}", question)
    assert token
    write_tree(box / "new", {"4.d": mail("Yes\n", subject=f"Re: {token[0].decode()}", id="6@x")})
    done = run(str(box), "--outbox", "out")
    assert [text.split(": ")[1] for text in done.output.strip().split("\n")] == ["filed", "confirmed"]
    assert (box / "cur/3.c:2,RS").is_file()


def make_box(tmp_path: Path, mails: dict[str, bytes], age: timedelta = timedelta(0)) -> Path:
    """A Maildir with mails that arrived some time ago."""
    box = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True, exist_ok=True)
    write_tree(box / "new", mails)
    for name in mails:
        os.utime(box / "new" / name, ((NOW - age).timestamp(),) * 2)
    return box


def say_yes(question: Path, id: str) -> bytes:
    token = re.search(rb"parley-[a-z2-7]{40}", question.read_bytes())
    assert token
    return mail("Yes\n", subject=f"Re: {token[0].decode()}", id=id)


def outcomes(done: Result) -> list[str]:
    return [line.split(": ")[1] for line in done.output.strip().split("\n") if line]


HATE = GMAIL.replace(b"One is", b"I hate you all, and one is")


def test_a_forgery_beside_a_mail_is_asked_about_by_itself_and_nothing_is_lost(run: Run, tmp_path: Path) -> None:
    """Both have one id; the forgery comes first, and takes neither the question nor the yes of the other."""
    box = make_box(tmp_path, {"1.a": HATE}, timedelta(days=1))
    assert outcomes(run(str(box), "--outbox", "out")) == ["waiting"]
    (first,) = Path("out").iterdir()
    assert b"> I hate you all" in first.read_bytes()
    make_box(tmp_path, {"2.b": GMAIL})
    assert outcomes(run(str(box), "--outbox", "out")) == ["waiting"]
    (second,) = (file for file in Path("out").iterdir() if file != first)
    assert b"hate" not in second.read_bytes()
    make_box(tmp_path, {"3.c": say_yes(second, "8@x")})
    assert outcomes(run(str(box), "--outbox", "out")) == ["filed", "confirmed"]
    (reply,) = Path("posts").rglob("*-by-mail-*.md")
    assert "One is *enough*" in reply.read_text()
    assert (box / "cur/1.a:2,FS").is_file()
    make_box(tmp_path, {"4.d": say_yes(first, "9@x")})
    assert outcomes(run(str(box), "--outbox", "out")) == ["filed", "confirmed"]
    assert len(list(Path("posts").rglob("*-by-mail-*.md"))) == 2  # one id, two mails


def test_other_words_under_the_id_of_a_mail_that_waits_are_not_what_was_confirmed(run: Run, tmp_path: Path) -> None:
    box = make_box(tmp_path, {"1.a": GMAIL})
    run(str(box), "--outbox", "out")
    (question,) = Path("out").iterdir()
    make_box(tmp_path, {"0.z": HATE, "3.c": say_yes(question, "8@x")})
    assert outcomes(run(str(box), "--outbox", "out")) == ["filed", "waiting", "confirmed"]
    (reply,) = Path("posts").rglob("*-by-mail-*.md")
    assert "hate" not in reply.read_text()


def test_one_sender_is_asked_once_a_day_and_what_they_have_signed_waits_for_no_forger(run: Run, tmp_path: Path) -> None:
    forged = {f"{at}.a": mail(f"Forgery {at}.\n\n{BLOCK}", id=f"{at}@x") for at in range(7)}
    box = make_box(tmp_path, {**forged, "8.b": sign(GMAIL, DOMAIN)})
    assert outcomes(run(str(box), "--outbox", "out")) == ["waiting", *["later"] * 6, "filed"]
    assert outcomes(run(str(box), "--outbox", "out")) == ["later"] * 6
    assert sum("confirm" in file.name for file in Path("out").iterdir()) == 1
    os.utime(box / "cur/0.a:2,FS", ((NOW - timedelta(days=1)).timestamp(),) * 2)
    assert outcomes(run(str(box), "--outbox", "out")) == ["waiting", *["later"] * 5]


def test_a_mail_that_nobody_has_confirmed_in_time_is_told_once(run: Run, tmp_path: Path) -> None:
    box = make_box(tmp_path, {"1.a": GMAIL})
    run(str(box), "--outbox", "out")
    (question,) = Path("out").iterdir()
    os.utime(box / "cur/1.a:2,FS", ((NOW - timedelta(days=13)).timestamp(),) * 2)
    assert outcomes(run(str(box), "--outbox", "out")) == []
    os.utime(box / "cur/1.a:2,FS", ((NOW - timedelta(days=15)).timestamp(),) * 2)
    make_box(tmp_path, {"2.b": mail(TEXT, id="2@x")}, timedelta(days=8))
    assert outcomes(run(str(box), "--outbox", "out")) == ["expired", "expired"]
    assert sorted(file.name for file in (box / "cur").iterdir()) == ["1.a:2,RS", "2.b:2,RS"]
    assert outcomes(run(str(box), "--outbox", "out")) == []
    assert list(Path("out").iterdir()) == [question]


def test_files_that_remember_nothing_have_a_question_for_each_mail(run: Run) -> None:
    write_tree(Path(), {"three.eml": HATE})
    assert outcomes(run("three.eml", "two.eml", "--outbox", "out")) == ["waiting", "waiting"]
    assert len(list(Path("out").iterdir())) == 2


def test_nobody_is_answered_before_the_files_are_published(run: Run, tmp_path: Path) -> None:
    box = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    write_tree(box / "new", {"1.a": sign(GMAIL, DOMAIN)})
    done = run(str(box), "--outbox", "out", "--run", "false")
    assert (done.exit_code, "has failed (1)" in done.output) == (2, True)
    assert not Path("out").exists()
    assert (box / "new/1.a").is_file()
    publisher = tmp_path / "publish"
    publisher.write_text('#!/bin/sh\nprintf "%s|%s" "$PARLEY_TAKEN" "$PARLEY_HELD" > published\n')
    publisher.chmod(0o755)
    done = run(str(box), "--outbox", "out", "--run", str(publisher))
    assert ": again: " in done.output
    assert re.fullmatch(r"\|posts/discussions/\S+\.md", Path("published").read_text())
    assert len(list(Path("out").iterdir())) == 1


def test_files_can_be_written_by_one_who_answers_nobody_and_answered_by_one_who_writes_none(
    run: Run, tmp_path: Path
) -> None:
    box = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    write_tree(box / "new", {"1.a": sign(GMAIL, DOMAIN), "2.b": GMAIL.replace(b"1@mail", b"2@mail")})
    done = run(str(box), "--outbox", "out", "--step", "write")
    assert [text.split(": ")[1] for text in done.output.strip().split("\n")] == ["filed", "waiting"]
    assert not Path("out").exists()
    write_tree(box / "new", {"3.c": sign(mail(TEXT, id="3@x"), DOMAIN)})
    done = run(str(box), "--outbox", "out", "--step", "answer")
    assert [text.split(": ")[1] for text in done.output.strip().split("\n")] == ["again", "waiting", "later"]
    assert len(list(Path("out").iterdir())) == 2
    assert [file.name for file in (box / "new").iterdir()] == ["3.c"]
    assert len(list(Path("posts").rglob("*-by-mail-*"))) == 1


def test_a_mail_that_we_fail_at_stops_no_other(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    write_tree(box / "new", {"1.a": GMAIL, "2.b": sign(mail(TEXT, id="3@x"), DOMAIN)})
    handle = Desk.handle

    def fail(desk: Desk, one: Letter, *rest: object, **more: object) -> Outcome:
        if one.data == GMAIL:
            raise RuntimeError(one.sender)
        return handle(desk, one, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "handle", fail)
    done = run(str(box))
    assert [text.split(": ")[1] for text in done.output.strip().split("\n")] == ["failed", "filed"]
    assert (done.exit_code, "@" in done.output) == (2, False)
    assert (box / "cur/1.a:2,FS").is_file()


def test_what_is_missing_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "leave the password out" in run("--imap", "imaps://eve:secret@mail.example.org").output
    assert "PARLEY_IMAP_PASSWORD" in run("--imap", "imaps://eve@mail.example.org").output
    assert "is written as imaps://" in run("--imap", "https://mail.example.org").output
    assert "use --outbox" in run("one.eml", "--smtp", "smtp://localhost").output
    assert "can't be read" in run("none.eml").output
    assert run().exit_code == 2
    number = run("--number", "Eve@mail.example.net").output.strip()
    assert number == f"mail:{KEYRING.number('eve@mail.example.net')}"
    monkeypatch.setenv(KEY, "short")
    assert "must hold a secret" in run("one.eml").output
    monkeypatch.setenv(KEY, "k" * 32)
    Path("mkdocs.yml").write_text(MKDOCS_YML)
    assert "no address is set" in run("one.eml").output


def agree_by_mail(word: str, id: str = "9@x", reply: str = "") -> bytes:
    block = BLOCK.replace("school: old\n", f"reply_to: {reply}\n" if reply else "")
    return sign(mail(f"{word}\n\n{block}", id=id), DOMAIN)


def test_who_says_only_that_they_agree_is_counted_and_writes_no_reply(posts: Path) -> None:
    before = {file.name for file in (posts / REPLIES).iterdir()}
    reply = sorted(load_library(posts).replies["discussions", "two-follow-ups"], key=lambda one: one.id)[0]
    first, data = agree_by_mail("+1"), agree_by_mail("I agree.", "10@x", reply.id)
    outcome = take(posts, first)
    assert outcome.what == "filed"
    agreement, person = outcome.paths
    assert agreement.startswith("posts/agreements/discussions/two-follow-ups/eve-miller-by-mail/")
    assert (posts.parent / agreement).read_text() == "agrees:\n  - post\n"
    assert person == "posts/people/eve-miller-by-mail.yml"
    assert f"as @eve-miller-by-mail, beside this: https://forum.example.org/{PLACE}/" in say(outcome)
    filed = take(posts, data)
    assert (filed.what, filed.waits) == ("filed", False)
    assert f"#reply-{reply.id}" in say(filed)
    again, other = take(posts, data), take(posts, agree_by_mail("agree", "11@x", f"#reply-{reply.id}"))
    assert (again.what, again.paths, other.what, other.paths) == ("again", filed.paths, "again", ())
    library = load_library(posts)
    assert {file.name for file in (posts / REPLIES).iterdir()} == before
    (found,) = [one for one in library.contributions() if one.id == reply.id]
    assert [handle for handle, _side in found.agreed] == ["eve-miller-by-mail"]


def test_a_block_of_code_around_the_lines_is_no_part_of_a_text(posts: Path) -> None:
    html = mail(f"<p>\N{THUMBS UP SIGN}</p><pre>{BLOCK}</pre>", "text/html; charset=utf-8", id="12@x")
    (agreement, _person) = take(posts, sign(html, DOMAIN)).paths
    assert agreement.startswith("posts/agreements/")


def test_an_agreement_with_what_is_not_there_is_told_with_the_lines_to_change(posts: Path) -> None:
    outcome = take(posts, agree_by_mail("+1", reply="2026-01-01-nobody"))
    assert (outcome.what, list(posts.rglob("agreements/**/*by-mail*"))) == ("refused", [])
    assert "reply_to: 2026-01-01-nobody" in say(outcome)


@pytest.mark.parametrize(
    "text",
    [
        "+1",
        "👍",
        "👍🏽",
        "Agreed!",
        "Ich stimme zu.",
        "D’accord",
        "¡De acuerdo!",
        "أوافق",
        "賛同します。",
        "I  AGREE",
        "\\\\+1",
        "**Agree**",
    ],
)
def test_agreement_is_known_in_many_languages(text: str) -> None:
    assert is_agreement(f"{text}\n")


@pytest.mark.parametrize(
    "text",
    ["", "1", "yes", "+1\n\nBut not at night.", "> +1", "> agree", "Agree?", "I agree, but not at night.", "+10"],
)
def test_whatever_says_more_than_that_is_a_reply(text: str) -> None:
    assert not is_agreement(text)
