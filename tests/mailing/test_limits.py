"""What mails may cost and for how long things count, on either side of each limit."""

import re
from datetime import timedelta
from unicodedata import normalize

import pytest

from mailing.programs import OWN, mail, part, several
from mailing.signing import look_up, sign
from parley.forge.issue_forms import Mistake
from parley.mailing import answers
from parley.mailing.answers import is_yes
from parley.mailing.letters import Letter, find_address, read_letter
from parley.mailing.questions import Questions
from parley.mailing.senders import KEY, Keyring, read_keyring
from parley.mailing.signatures import is_signed
from parley.mailing.texts.blocks import MarkedBlock, split_block
from parley.mailing.texts.bodies import read_body
from parley.mailing.texts.drawn import is_costly
from parley.mailing.texts.flowed import join_flowed, keep_breaks
from parley.mailing.texts.trimming import trim
from parley.model.problems import ParleyError
from support import NOW

DOMAIN = "mail.example.net"
KEYRING = Keyring(b"k" * 32)
SECOND = timedelta(seconds=1)


def letter(data: bytes) -> Letter:
    return read_letter(data, OWN)


# Yes.


def test_people_say_yes_in_their_own_language() -> None:
    said = "yes y yeah yep ok okay confirm confirmed ja jo jawohl oui sí si sim да так tak ano áno igen da nai ναι evet"
    said += " tamam kyllä はい 是 是的 好 네 예 نعم כן हाँ vâng có"
    assert [word for word in said.split() if not is_yes(normalize("NFD", f"{word.upper()}."))] == []
    sure = "yes yeah yep ok okay ja jawohl oui sí tak так áno evet tamam はい 是的".split()
    assert [word for word in sure if not is_yes(f"{word}, it was me")] == []
    assert [word for word in ("si", "da", "no", "y", "confirm") if is_yes(f"{word} it was me")] == []


@pytest.mark.parametrize(
    ("line", "yes"),
    [
        ("YES!", True),
        ("  -- yes --  ", True),
        ("yes_", True),
        (" > yes", False),
        ("yes " + "x" * 56, True),
        ("yes " + "x" * 57, False),
        ("yes" + "!" * 190, True),
        ("!" * 198 + "yes", False),
        ("", False),
    ],
)
def test_a_line_says_yes_or_it_does_not(line: str, yes: bool) -> None:
    assert is_yes(line) is yes


# What is said.


def test_an_answer_is_one_of_a_program_to_one_mail() -> None:
    made = answers.write_answer(letter(mail("x")), OWN, "Words.\n", NOW, name="k3.fix")
    assert [(name, str(value)) for name, value in made.items()] == [
        ("From", OWN),
        ("To", "eve@mail.example.net"),
        ("Subject", "Re: Reply to Two follow-ups? [discussions/two-follow-ups]"),
        ("Date", "Sun, 22 Nov 2026 12:00:00 +0000"),
        ("Message-ID", "<parley.k3.fix@forum.example.org>"),
        ("In-Reply-To", "<1@mail.example.net>"),
        ("References", "<1@mail.example.net>"),
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Transfer-Encoding", "7bit"),
        ("MIME-Version", "1.0"),
    ]


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Re: AW: sv : Antw: odp: VS: res: Spades", "Re: Spades"),
        ("Spades re: digging", "Re: Spades re: digging"),
        ("", "Re: your mail"),
        ("x" * 120, "Re: " + "x" * 120),
        ("x" * 121, "Re: " + "x" * 120),
    ],
)
def test_an_answer_is_called_as_what_it_answers(subject: str, shown: str) -> None:
    made = answers.write_answer(letter(mail("x", subject=subject)), OWN, "Words.\n", NOW, name="k3.fix")
    assert made["Subject"] == shown


@pytest.mark.parametrize(("id", "named"), [("a" * 198 + "@b", True), ("a" * 199 + "@b", False), ("ä@b", False)])
def test_an_id_that_no_header_holds_is_not_repeated(id: str, named: bool) -> None:
    made = answers.write_answer(letter(mail("x", id=id)), OWN, "Words.\n", NOW, name="k3.fix")
    assert (made["In-Reply-To"] is not None) is named


def test_a_question_is_this_to_the_letter() -> None:
    values = {"school": "old", "more": "x" * 201, "name": "Eve", "title": "T", "reply_to": "r", "discussion": "d"}
    subject, text = answers.ask_to_confirm("The Forum", "parley-x", NOW, values, "One.\n\nTwo www.x.example.", "")
    assert subject == "Please confirm your mail [parley-x]"
    assert text == (
        "Somebody has written to The Forum with your address as the sender; what\n"
        "they wrote is at the end. If it was you who wrote that, answer this mail\n"
        "with one word: yes\n\n"
        "It's then published as it stands there; your address is not. If it\n"
        "wasn't you, or if a word of it isn't yours, do nothing: nothing is\n"
        "published, and your address isn't kept.\n\n"
        "This can be answered until 2026-11-29.\n\n"
        "parley-x\n\n"
        "This came with your address:\n\n"
        "> name: Eve\n> title: T\n> reply_to: r\n> discussion: d\n> school: old\n"
        f"> more: {'x' * 199}…\n>\n> One.\n>\n> Two www[.]x.example.\n"
    )
    _, text = answers.ask_to_confirm("The Forum", "parley-x", NOW, {}, "", "it is sealed")
    assert "\n\nIt can't be read: it is sealed.\n\n" in text


@pytest.mark.parametrize(("lines", "cut"), [(100, False), (101, True)])
def test_of_a_long_text_a_question_shows_both_ends(lines: int, cut: bool) -> None:
    body = "\n".join(f"line {at}" for at in range(lines))
    _, text = answers.ask_to_confirm("The Forum", "parley-x", NOW, {}, body, "")
    assert ("> [Its middle is left out here; the whole text has" in text) is cut
    shown = re.findall(r"> line (\d+)\n", text)
    assert shown == [str(at) for at in range(lines) if not cut or at < 50 or at >= lines - 50]
    _, text = answers.ask_to_confirm("The Forum", "parley-x", NOW, {}, "ab\tc\n" + "x" * 72 + "\n" + "y" * 73, "")
    assert text.endswith("> ab  c\n> " + "x" * 72 + "\n> " + "y" * 72 + "\n> y\n")


def test_each_answer_is_this_to_the_letter() -> None:
    assert answers.say_late("The Forum") == (
        "Thank you. Your answer to The Forum came too late: the question could be\n"
        "answered for 7 days. Nothing was published.\n\n"
        "If you still want it published, please send the first mail again.\n"
    )
    assert answers.say_filed(
        "reply", "https://x.example/", "eve-by-mail", "One.\n\nTwo.", ["1 picture"], ["a", "b"]
    ) == (
        "Thank you. Your reply goes on the site as @eve-by-mail, here:\n\nhttps://x.example/\n\n"
        "A maintainer reads it first: a; b.\n\nLeft out: 1 picture.\n\nThis is how your text was read:\n\n"
        "> One.\n>\n> Two.\n"
    )
    assert "maintainer" not in answers.say_filed("reply", "https://x.example/", "eve", "One.", [], [])
    assert answers.say_unreadable("it is sealed") == (
        "Thank you for writing. Your mail couldn't be read:\n\n- it is sealed.\n\nPlease send it again.\n"
    )
    assert answers.say_homeless("https://x.example/") == (
        "Thank you for writing. Your mail doesn't say what it is about, so it\nwasn't published.\n\n"
        "Please press Reply on the page and choose the mail there:\nhttps://x.example/\n\n"
        "It begins with lines in square brackets; leave them in.\n"
    )
    assert "choose the mail there.\n" in answers.say_homeless("")


def test_what_has_to_be_fixed_is_told_to_the_letter() -> None:
    block = MarkedBlock("reply", {"discussion": "d", "questions": "One?\nTwo?"})
    mistakes = [Mistake("Title", "it is long", "Cut it.", excerpt=" abc "), Mistake("", "it is odd", "Drop it.")]
    assert answers.say_mistakes(mistakes, ["1 picture"], block) == (
        "Thank you for writing. There are 2 things to fix:\n\n"
        "- Title: it is long. Cut it.\n  abc\n\n- it is odd. Drop it.\n\nLeft out: 1 picture.\n\n"
        "To fix it, answer this mail with the whole text, and change the lines\nbelow where they are meant.\n\n"
        "[parley: reply] Write above this line, and leave these lines as they are.\n"
        "discussion: d\nquestions: One?\nquestions: Two?\nname: (the first time: the name to be shown here)\n"
        "[parley: end]\n"
    )
    assert "There is 1 thing to fix" in answers.say_mistakes(mistakes[:1], [], block)
    many = [Mistake(f"Field {at}.", "x", "y") for at in range(22)]
    assert "- Field 19.: x. y" in answers.say_mistakes(many, [], block)
    assert "- Field 20." not in answers.say_mistakes(many, [], block)
    assert "- 2 more are told once these are fixed." in answers.say_mistakes(many, [], block)
    assert "more are told" not in answers.say_mistakes(many[:20], [], block)


# For how long.


def test_a_sender_is_asked_again_a_day_after_the_last_question() -> None:
    questions = Questions(NOW)
    assert questions.may_ask("eve")
    questions.add("eve", NOW - timedelta(days=1))
    assert questions.may_ask("eve")
    questions.add("eve", None)
    assert not questions.may_ask("eve")
    assert questions.may_ask("ana")
    late = Questions(NOW)
    late.add("eve", NOW - timedelta(days=1) + SECOND)
    assert not late.may_ask("eve")
    heap = Questions(NOW)
    for _ in range(2):
        heap.add("eve", NOW - timedelta(days=2))
    assert heap.may_ask("eve")
    heap.add("eve", NOW - timedelta(days=2))
    assert not heap.may_ask("eve"), "three of one day wait for three days"
    ahead = Questions(NOW)
    ahead.add("eve", NOW + timedelta(days=9))
    ahead.now = NOW + timedelta(days=1)
    assert ahead.may_ask("eve"), "no mail is from days to come"


def test_a_mail_may_be_asked_about_for_a_week_and_confirmed_for_another() -> None:
    questions = Questions(NOW)
    week = timedelta(days=7)
    assert [questions.is_too_old(one) for one in (None, NOW - week, NOW - week - SECOND)] == [False, False, True]
    assert [questions.is_closed(one) for one in (None, NOW - 2 * week, NOW - 2 * week - SECOND)] == [False, False, True]


def test_a_token_is_good_for_a_week_for_one_sender() -> None:
    one = letter(mail("x"))
    token = KEYRING.make_token(one, "said", NOW)
    assert re.fullmatch("parley-[a-z2-7]{40}", token)
    assert KEYRING.read_token(f"a parley-{'a' * 40} b {token.upper()} c", one.sender) == (
        KEYRING.name(one, "said"),
        NOW + timedelta(days=7),
    )
    assert KEYRING.read_token(token, "ana@mail.example.net") is None
    assert KEYRING.name(one, "said") != KEYRING.name(one)
    assert len(KEYRING.name(one)) == 10


def test_what_is_made_of_an_address_or_a_mail_stays_as_it_is_for_ever() -> None:
    """Files have these numbers and endings, and who has them is known by them."""
    one = letter(mail("x"))
    assert KEYRING.number("eve@mail.example.net") == 8230076164589069969
    assert KEYRING.ending(one) == "qeox5tk1"
    assert KEYRING.make_token(one, "said", NOW) == "parley-nmgbhqhsjvjsqrvjfypxe7675rksqc7inlcbt6er"


@pytest.mark.parametrize(("key", "good"), [("k" * 32, True), (f" {'k' * 32}\n", True), (f"{'k' * 31} ", False)])
def test_a_key_has_32_characters(key: str, good: bool) -> None:
    if good:
        assert read_keyring({KEY: key}) == KEYRING
    else:
        with pytest.raises(ParleyError, match="PARLEY_MAIL_KEY must hold a secret of at least 32 characters"):
            read_keyring({KEY: key})


@pytest.mark.parametrize(
    ("date", "good"),
    [
        ("Sun, 15 Nov 2026 12:00:00 +0000", True),
        ("Sun, 15 Nov 2026 11:59:59 +0000", False),
        ("Mon, 23 Nov 2026 12:00:00 +0000", True),
        ("Mon, 23 Nov 2026 12:00:01 +0000", False),
    ],
)
def test_a_signed_mail_is_of_this_week(date: str, good: bool) -> None:
    assert is_signed(letter(sign(mail("Words.\n", date=date), DOMAIN)), OWN, NOW, look_up) is good


@pytest.mark.parametrize(("spaces", "good"), [(2000, True), (2001, False)])
def test_a_signed_mail_has_no_endless_spaces(spaces: int, good: bool) -> None:
    data = sign(mail("Words.\n" + " " * spaces + "x\n"), DOMAIN)
    assert is_signed(letter(data), OWN, NOW, look_up) is good


@pytest.mark.parametrize(("others", "good"), [(4, True), (5, False)])
def test_of_the_signatures_of_a_mail_the_first_five_are_read(others: int, good: bool) -> None:
    data = sign(mail("Words.\n"), DOMAIN)
    first = b"DKIM-Signature: v=1; a=rsa-sha256; d=other.example; h=from\n" * others
    assert is_signed(letter(first + data), OWN, NOW, look_up) is good


def test_a_weak_signature_is_none() -> None:
    data = sign(mail("Words.\n"), DOMAIN)
    assert not is_signed(letter(data.replace(b"a=rsa-sha256", b"a=rsa-sha1")), OWN, NOW, look_up)


# Who it is from.


@pytest.mark.parametrize(
    ("header", "address"),
    [
        (f"{'e' * 64}@example.org", f"{'e' * 64}@example.org"),
        ("eve (a (b (c (d (e))))) <eve@example.org>", "eve@example.org"),
        ("(a (b (c (d (e (f)))))) <eve@example.org>", ""),
        ("e.v!#$%&'*+/=?^_`{|}~-e@ex-ample.co.uk", "e.v!#$%&'*+/=?^_`{|}~-e@ex-ample.co.uk"),
        ("eve@.example.org", ""),
        ("eve@example..org", ""),
        ("Eve; <eve@example.org>", ""),
        ("Eve: <eve@example.org>", ""),
        ('"Eve <eve@example.org>', ""),
    ],
)
def test_an_address_is_read_as_the_standard_has_it(header: str, address: str) -> None:
    assert find_address(header) == address


@pytest.mark.parametrize(
    "name", "to cc subject date message-id mime-version content-type content-transfer-encoding".split()
)
def test_a_header_that_may_stand_once_stands_once(name: str) -> None:
    head = "Cc: x@example.org\nCC: x@example.org\n" if name == "cc" else f"{name.title()}: x\n"
    assert letter(mail("x", head=head)).ignored == f"it has two headers '{name}'"


@pytest.mark.parametrize("name", ["in-reply-to", "references"])
def test_an_answer_names_once_what_it_answers(name: str) -> None:
    assert letter(mail("x", head=f"{name}: <a@b>\n")).ignored == ""
    assert letter(mail("x", head=f"{name}: <a@b>\n" * 2)).ignored == f"it has two headers '{name}'"


@pytest.mark.parametrize(
    "name",
    "List-Id List-Post List-Unsubscribe Mailing-List X-Mailing-List X-Loop X-Autoreply X-Autorespond "
    "X-Failed-Recipients Feedback-ID".split(),
)
def test_the_headers_of_programs_are_known(name: str) -> None:
    assert letter(mail("x", head=f"{name}: x\n")).ignored == "it came over a list, or a program sent it"


@pytest.mark.parametrize("word", ["bulk", "junk", "LIST", "auto_reply"])
def test_what_is_sent_to_many_is_known(word: str) -> None:
    assert letter(mail("x", head=f"Precedence: {word}\n")).ignored
    assert not letter(mail("x", head=f"Precedence: x{word}x\n")).ignored


@pytest.mark.parametrize(
    "local",
    "mailer-daemon postmaster noreply no-reply donotreply do-not-reply bounce bounces bounce+1 noreply.x".split(),
)
def test_addresses_that_nobody_reads_are_known(local: str) -> None:
    assert letter(mail("x", sender=f"{local}@example.org")).ignored == "it is from an address that nobody reads"
    assert not letter(mail("x", sender=f"x{local}@example.org")).ignored
    assert not letter(mail("x", sender=f"{local}x@example.org")).ignored or "+" in local or "." in local


# What it costs.


@pytest.mark.parametrize(("boundaries", "broken"), [(60, False), (61, True)])
def test_a_mail_has_sixty_parts_within_parts(boundaries: int, broken: bool) -> None:
    assert bool(letter(mail("boundary = x\n" * boundaries)).broken) is broken


@pytest.mark.parametrize(("more", "broken"), [(0, False), (1, True)])
def test_a_mail_has_ten_megabytes(more: int, broken: bool) -> None:
    data = mail("")
    made = letter(data + b"x" * (10 * 1024 * 1024 + more - len(data)))
    assert made.broken == ("it has more than 10 MB; leave out what is attached" if broken else "")


@pytest.mark.parametrize(("more", "why"), [(0, ""), (1, "its headers are too long")])
def test_headers_have_a_quarter_of_a_megabyte(more: int, why: str) -> None:
    rest = 256 * 1024 - len(mail("", head="X-A: \n").partition(b"\n\n")[0])
    assert letter(mail("", head=f"X-A: {'a' * (rest + more)}\n")).ignored == why


@pytest.mark.parametrize(("depth", "costly"), [(250, False), (251, True)])
def test_elements_lie_in_250_others(depth: int, costly: bool) -> None:
    assert is_costly("<DIV>" * depth + "<br><p>") is costly
    assert not is_costly("<div></div>" * 300 + "</div>" * 300 + "<div>" * 250)


@pytest.mark.parametrize(("starts", "costly"), [(1400, False), (1401, True)])
def test_elements_that_are_made_again_in_each_that_follows_are_counted(starts: int, costly: bool) -> None:
    opened = "<font>" * 200
    assert is_costly(opened + "<p>" * (starts - 200 + 100)) is costly
    assert not is_costly("<div>" * 200 + "<p>" * 2000)


# Texts.


def test_a_block_ends_after_three_empty_lines_or_sixty_lines() -> None:
    opening = "[parley: reply]\n"
    block = split_block(f"{opening}a: b\n\n\nc: d\n\n\n\ne: f", "")[1]
    assert block
    assert block.values == {"a": "b", "c": "d"}
    block = split_block(opening + "\n".join(f"k{at}: v" for at in range(61)), "")[1]
    assert block
    assert (len(block.values), "k59" in block.values) == (60, True)


def test_a_signature_has_fifteen_lines() -> None:
    for mark in ("--", "—"):
        assert trim(f"One.\n{mark}\n" + "\n".join("x" * 14)).text == "One."
        assert trim(f"One.\n{mark}\n" + "\n".join("x" * 15)).text != "One."
    assert trim("One.\n-- \n" + "\n".join("x" * 50)).text == "One."


def test_an_attribution_has_three_lines_of_400_characters() -> None:
    def cut(*lines: str) -> bool:
        return trim("One.\n\n" + "\n".join(lines) + "\n> Two.").text == "One."

    assert cut("On 22 Nov 2026", "at 09:00", "Ana wrote:")
    assert not cut("On 22 Nov 2026", "at 09:00", "in the morning", "Ana wrote:")
    assert cut("On 22 Nov 2026" + "x" * 375 + " Ana wrote:")
    assert not cut("On 22 Nov 2026" + "x" * 376 + " Ana wrote:")
    assert not cut("Ana wrote:")


def test_flowed_lines_keep_their_depth() -> None:
    assert join_flowed("a \nb", delsp=True) == "ab"
    assert join_flowed(">> a \n>> b\n> c") == ">> a b\n> c"
    assert join_flowed("  a") == " a"


def test_lines_of_60_to_80_columns_were_cut_by_a_program() -> None:
    for width, cut in ((59, False), (60, True), (80, True), (81, False)):
        line = "word " * 3 + "x" * (width - 15)
        assert (keep_breaks(f"{line}\nagain") == f"{line}\nagain") is cut, width
    assert keep_breaks("a\nb") == "a\\\nb"
    assert keep_breaks("> a\nb") == "> a\n\nb"
    assert keep_breaks("a\n\n\n\nb") == "a\n\nb"
    assert keep_breaks("~~~\na\n\n\nb\n~~~") == "~~~\na\n\n\nb\n~~~"
    for left in ("a\\", "a  ", "a | b", "1. a", "- a", "# a", "\ta"):
        assert keep_breaks(f"{left}\nb").startswith(f"{left}\nb"), left


@pytest.mark.parametrize(("parts", "left"), [(99, []), (100, ["1 attached file"])])
def test_a_mail_has_a_hundred_parts(parts: int, left: list[str]) -> None:
    body = read_body(letter(several(*[part("x", "text/plain")] * parts, kind="mixed")).mail)
    assert (body.text.count("x"), list(body.dropped)) == (99, left)
