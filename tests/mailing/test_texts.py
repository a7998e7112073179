"""Mails as mail programs write them, to what somebody has written."""

import pytest

from mailing import programs
from mailing.programs import BLOCK, OWN, PLACE, mail, part, several
from parley.mailing.letters import read_letter
from parley.mailing.texts.blocks import split_block
from parley.mailing.texts.bodies import finish, read_body
from parley.mailing.texts.flowed import join_flowed, keep_breaks
from parley.mailing.texts.trimming import trim
from parley.model.forges import NO_NAME

ANSWERED = "the mail you answered"
SIGNATURE = "your signature"
BLOCK_HINT = NO_NAME


def read(data: bytes) -> tuple[str, list[str]]:
    letter = read_letter(data, OWN)
    assert (letter.ignored, letter.broken) == ("", "")
    body = read_body(letter.mail)
    text, block = split_block(body.text, letter.subject)
    assert block is not None
    assert block.values["discussion"] == PLACE
    return finish(text, body).text, list(body.dropped)


@pytest.mark.parametrize(
    ("name", "text", "dropped"),
    [
        ("GMAIL", "One is *enough*.\n\nTwo is rude.", []),
        ("GMAIL_ANSWER", "One is enough.", [ANSWERED]),
        (
            "GMAIL_HTML_ONLY",
            "One is **enough**, see [this](https://example.org/x).\n\nTwo is rude.",
            [SIGNATURE, ANSWERED],
        ),
        ("IPHONE", "One is enough.", [ANSWERED, SIGNATURE]),
        ("IPHONE_FRENCH", "Un seul suffit.", [ANSWERED, SIGNATURE]),
        (
            "APPLE_MAIL",
            "One is enough, and I say so because I have seen what a second one does to a person who is busy.\n\n"
            "Two is rude.",
            [ANSWERED],
        ),
        ("DELSP", "Ein Donaudampfschiff.", []),
        ("APPLE_HTML", "One is enough.\n\nTwo is rude.", [ANSWERED, SIGNATURE]),
        ("OUTLOOK", "One is enough.\n\nKind regards\n\nEve", [ANSWERED]),
        ("OUTLOOK_GERMAN", "Einmal reicht.", [ANSWERED]),
        ("OUTLOOK_HTML", "One is enough.", [ANSWERED]),
        ("OUTLOOK_WEB", "One is enough.", [ANSWERED]),
        ("OUTLOOK_PHONE", "One is enough.", [ANSWERED, SIGNATURE]),
        (
            "THUNDERBIRD",
            "One is enough, and a second one only tells that the first one was not worth reading in the first place.",
            [SIGNATURE],
        ),
        ("THUNDERBIRD_ANSWER", "Einmal reicht.", [ANSWERED]),
        ("BETWEEN", "> Is one enough?\n\nYes.\n> Are two rude?\n\nNo.", [SIGNATURE]),
        ("K9", "Einmal reicht.", [ANSWERED]),
        ("YAHOO", "One is enough.", [ANSWERED]),
        ("PROTON", "One is enough.", [ANSWERED, SIGNATURE]),
        ("MUTT", "One is enough.", [ANSWERED]),
        ("JAPANESE", "一度で十分です。", [ANSWERED, SIGNATURE]),
        ("CHINESE", "一次就够了。", [SIGNATURE]),
        ("RUSSIAN", "Одного раза достаточно.", [ANSWERED, SIGNATURE]),
        ("ATTACHED", "One is enough.\n\nTwo is rude.", ["1 picture", "2 attached files", "1 attached mail"]),
        ("RELATED", "One is enough.", ["1 picture"]),
        ("BROKEN_LINES", "Rosen rot,\\\nVeilchen blau.\n\n- one\n- two\n\n```\na\nb\n```", []),
    ],
)
def test_a_mail_of_a_program_is_what_its_author_wrote(name: str, text: str, dropped: list[str]) -> None:
    assert read(vars(programs)[name]) == (text, dropped)


def test_every_mail_of_the_collection_is_tried() -> None:
    (mark,) = test_a_mail_of_a_program_is_what_its_author_wrote.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in mark.args[1]} == {
        name for name, one in vars(programs).items() if isinstance(one, bytes)
    }


@pytest.mark.parametrize(
    "said",
    [
        "On Sun, 22 Nov 2026 at 09:00, Forum <reply@forum.example.org> wrote:",
        "On Sunday, November 22, 2026 at 09:00:00 AM GMT+1,\nForum <reply@forum.example.org>\nwrote:",
        "Am So., 22. Nov. 2026 um 09:00 Uhr schrieb Forum <reply@forum.example.org>:",
        "Le dim. 22 nov. 2026 à 09:00, Forum <reply@forum.example.org> a écrit :",
        "El dom, 22 nov 2026 a las 9:00, Forum (<reply@forum.example.org>) escribió:",
        "Il giorno dom 22 nov 2026 alle ore 09:00 Forum <reply@forum.example.org> ha scritto:",
        "Em dom., 22 de nov. de 2026 às 09:00, Forum <reply@forum.example.org> escreveu:",
        "Op zo 22 nov 2026 om 09:00 schreef Forum <reply@forum.example.org>:",
        "niedz., 22 lis 2026 o 09:00 Forum <reply@forum.example.org> napisał(a):",
        "Den sön 22 nov. 2026 kl 09:00 skrev Forum <reply@forum.example.org>:",
        "su 22. marrask. 2026 klo 9.00 Forum (reply@forum.example.org) kirjoitti:",
        "ne 22. 11. 2026 v 9:00 odesílatel Forum <reply@forum.example.org> napsal:",
        "вс, 22 нояб. 2026 г. в 09:00, Forum <reply@forum.example.org>:\n",
        "22 ноября 2026, 09:00, Forum <reply@forum.example.org> пишет:",
        "нд, 22 лист. 2026 р. о 09:00 Forum <reply@forum.example.org> пише:",
        "Forum <reply@forum.example.org>, 22 Kas 2026 Paz, 09:00 tarihinde şunu yazdı:",
        "2026年11月22日(日) 9:00 Forum <reply@forum.example.org>:",
        "Forum <reply@forum.example.org> 于2026年11月22日周日 09:00写道：",
        "2026년 11월 22일 (일) 오전 9:00, Forum <reply@forum.example.org>님이 작성:",
        "בתאריך יום א׳, 22 בנוב׳ 2026 ב-9:00 מאת ‪Forum‬‏ <‪reply@forum.example.org‬‏> כתב:",
        "2026-11-22 9:00 GMT+01:00 Forum <\nreply@forum.example.org>:",
        '22.11.2026, 09.00, "Forum" <reply@forum.example.org>:',
        "Em 22 de novembro de 2026 às 09:00:35, Forum (\nreply@forum.example.org) escreveu:",
        "---- On Sun, 22 Nov 2026 09:00:36 +0100 Forum <reply@forum.example.org> wrote ----",
        "On Sun, 22 Nov 2026 09:00:43 +0100 Forum <reply@forum.example.org> wrote",
        "-------- Oprindelig besked --------\nFra: Forum\nDato: 22.11.2026  09.00",
        "De : Forum<mailto:reply@forum.example.org>\nEnvoyé le :dimanche 22 novembre 2026\nÀ : Eve\nObjet :x",
        "Da: Forum\nRisposta: Forum\nData: domenica 22 novembre 2026 09:00\nA: Eve\nOggetto: x",
        "From: Forum of all who write\n<reply+123@forum.example.org>\nSent: November 22, 2026\nTo: Eve",
        "-----Original Message-----\nFrom: Forum\nSent: 22 November 2026",
        f"{32 * '_'}\nVon: Forum <reply@forum.example.org>\nGesendet: 22. November 2026\nAn: Eve\nBetreff: x",
        "De : Forum <reply@forum.example.org>\nEnvoyé : dimanche 22 novembre 2026 09:00\nÀ : Eve\nObjet : x",
        "**From:** Forum <reply@forum.example.org>\n**Sent:** Sunday, November 22, 2026\n**To:** Eve",
        "---------- Forwarded message ---------\nFrom: Forum",
        "From: Forum\n\nSent: 22 November 2026\n\nTo: Eve",
        "**От:**\xa0Forum\n**Отправлено:**\xa0\u200e22\u200e ноября \u200e2026\u200e г.\n**Кому:**\xa0Eve",
        "Feladó: Forum <reply@forum.example.org>\nElküldve: 2026. november 22.\nCímzett: Eve\nTárgy: x",
        "من: Forum <reply@forum.example.org>\nتاريخ الإرسال: 22 نوفمبر 2026\nإلى: Eve\nالموضوع: x",
    ],
)
def test_what_stands_above_the_mail_that_is_answered_is_known_in_many_languages(said: str) -> None:
    trimmed = trim(f"One is enough.\n\n{said}\n\n> Thank you.\n> Bye.")
    assert (trimmed.text, trimmed.dropped) == ("One is enough.", (ANSWERED,))


def test_a_quotation_whose_lines_a_program_has_cut_is_one() -> None:
    said = "Am 22.11.2026 09:00 schrieb Forum <reply@forum.example.org\n>:"
    long = "> Thank you for your reply, which will be published as soon as somebody has\nread it.\n> Bye."
    assert trim(f"Einmal reicht.\n\n{said}\n\n{long}").text == "Einmal reicht."
    own = "> Is one enough?\nYes.\n> Are two rude?\nNo."
    assert "Yes." in trim(f"{said}\n{own}").text


@pytest.mark.parametrize("own", ["Hello", "I think so. I'll look at it as soon as I\nam back, at 5.", "One\ntwo"])
def test_words_right_above_the_mail_that_is_answered_stay(own: str) -> None:
    """Telephones leave no empty line there, and cut the line of the program where they like."""
    for said in (
        '22.11.2026 09:00 пользователь "reply@forum.example.org" <\nreply@forum.example.org> написал:',
        'On Nov 22, 2026 9:00 AM, "Forum" <reply@forum.example.org> wrote:',
    ):
        assert trim(f"{own}\n{said}\n\n> Thank you.").text == own


def test_a_rule_that_a_program_draws_at_the_end_goes_with_what_it_parts() -> None:
    assert (
        trim("One.\n\n---\n\nOn Sun, 22 Nov 2026, Forum <reply@forum.example.org> wrote:\n> Thank you.").text == "One."
    )
    assert trim("One.\n\n* * *\n\n").text == "One."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from Mail for Windows",
        "Get Outlook for Android",
        "Von meinem iPhone gesendet",
        "Gesendet mit der WEB.DE Mail App",
        "Envoyé depuis mon smartphone Samsung Galaxy.",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Wysłane z iPhone’a",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Odesláno z iPhonu",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "iPhone'umdan gönderildi",
        "iPhoneから送信",
        "從我的iPhone傳送",
        "나의 iPhone에서 보냄",
    ],
)
def test_the_line_of_a_telephone_is_left_out_at_the_end_alone(line: str) -> None:
    assert trim(f"One.\n\n{line}\n").text == "One."
    inside = f"I hate it when a mail ends in:\n\n{line}\n\nDon't you?"
    assert trim(inside).text == inside


@pytest.mark.parametrize(
    "text",
    [
        "She wrote: one is enough.\n\nAnd he wrote, in 2020: two.",
        "> quoted from the dialog\n\nMy answer.",
        "My answer ends in a quotation:\n\n> so be it",
        "From: the heart.\nTo: the point.",
        "a\n\n---\n\nb",
        "On 3 May she wrote:\n\nNothing at all, in no quotation.",
    ],
)
def test_words_of_ones_own_stay(text: str) -> None:
    assert trim(text).text == text


def test_the_block_is_found_however_a_program_has_quoted_cut_or_drawn_it() -> None:
    cut = BLOCK.replace("Write above this line, and leave", "Write above this line, and\nleave").replace(
        f"discussion: {PLACE}", f"discussion:\n{PLACE}"
    )
    quoted = "".join(f"> {line}\n" for line in cut.split("\n"))
    drawn = "\n\n".join(BLOCK.replace("[", r"\[").replace("]", r"\]").replace("_", r"\_").split("\n"))
    for block in (BLOCK, cut, drawn, BLOCK.replace("\n", "\\\n")):
        text, found = split_block(f"One.\n\n{block}\n-- \nEve", "")
        assert found is not None
        assert text.strip() == "One."
        assert found.values == {"discussion": PLACE, "school": "old", "name": "Eve Miller"}
    text, found = split_block(f"One.\n\nOn 22 Nov 2026, x@example.org wrote:\n{quoted}", "")
    assert found is not None
    assert found.values["discussion"] == PLACE
    assert trim(text).text == "One."
    text, found = split_block(f"\n\n{BLOCK}\nBelow it.", "")
    assert text.strip() == "Below it."
    for name, wanted in (
        ("name: (the first time: the name\nto be shown here)", ""),
        (f"name: {BLOCK_HINT} Eve", "Eve"),
    ):
        found = split_block(f"One.\n\n{BLOCK.replace('name: Eve Miller', name)}", "")[1]
        assert found is not None
        assert found.values["name"] == wanted
    questions = "[parley: discussion]\ntitle: A: b?\nquestions: One?\nquestions: Two?\n[parley: end]"
    text, found = split_block(questions, "")
    assert found is not None
    assert (found.kind, found.values) == ("discussion", {"title": "A: b?", "questions": "One?\nTwo?"})
    assert split_block("One.", "Re: no place")[1] is None
    found = split_block("One.", "AW: Reply to x [practices/a-b#reply-2026-01-01-ana]")[1]
    assert found is not None
    assert found.values == {"discussion": "practices/a-b", "reply_to": "2026-01-01-ana"}


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("iso-8859-1", "cp1252"),
        ("ISO-8859-15", "iso8859-15"),
        ("windows-1252", "cp1252"),
        ("gb2312", "gbk"),
        ("ks_c_5601-1987", "cp949"),
        ("x-sjis", "cp932"),
        ("iso-8859-9", "cp1254"),
        ("unknown-8bit", "utf-8"),
        ("punycode", "utf-8"),
    ],
)
def test_a_charset_is_what_the_web_takes_it_for(label: str, codec: str) -> None:
    words = "Grüße €" if codec not in ("gbk", "cp949", "cp932") else "一"
    words = words.replace("€", "Ğ") if codec == "cp1254" else words
    assert read(mail(words.encode(codec), f"text/plain; charset={label}"))[0] == words


def test_lines_that_a_program_has_cut_are_joined() -> None:
    assert join_flowed("a \nb\n> c \n> d\n>> e \n> f\n -- x\n-- \nEve") == "a b\n> c d\n>> e \n> f\n-- x\n-- \nEve"
    full = f"{'word ' * 14}\nand so on\nend"
    assert keep_breaks(full.replace(" \n", "\n")).count("\\\n") == 1
    lines = ["word " * 14 + "https://example.org/" + "a" * 80, "word " * 14 + "words", "and more"]
    assert "\\" not in keep_breaks("\n".join(lines))
    assert keep_breaks(f"{'word ' * 40}\nand more").count("\\\n") == 1
    assert keep_breaks("| a |\n| - |\nx") == "| a |\n| - |\nx"
    assert keep_breaks("    code\n    code") == "    code\n    code"


def test_what_is_sealed_is_not_read_and_what_is_signed_is() -> None:
    sealed = several(
        part("Version: 1", "application/pgp-encrypted"), part("x", "application/octet-stream"), kind="encrypted"
    )
    smime = mail(b"x", "application/pkcs7-mime; smime-type=enveloped-data", coding="base64")
    inline = mail("-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n")
    for one in (sealed, smime, inline):
        assert "encrypted" in read_body(read_letter(one, OWN).mail).broken
    signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- -- one\n"
    signed += "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    assert read(mail(signed))[0] == "-- one"
    listed = f"Above.\n\n{signed}\nBelow.\n\n{signed}"
    assert read(mail(listed))[0] == "Above.\n\n-- one\n\nBelow.\n\n-- one"
    unfinished = "-----BEGIN PGP SIGNED MESSAGE-----\n" * 10_000
    assert read(mail(unfinished))[0] == unfinished.strip()


def test_a_part_in_markdown_is_a_text_and_chosen_before_its_html() -> None:
    marked = part("One *word*.", "text/markdown; charset=utf-8")
    assert read(several(marked, kind="mixed")) == ("One *word*.", [])
    assert read(several(marked, part("<p>Other", "text/html"), kind="alternative")) == ("One *word*.", [])


def test_html_that_would_cost_a_parser_minutes_is_told_and_that_of_programs_is_read() -> None:
    fonts = "".join(f"<font size={size}>" for size in range(200)) + "<p>a" * 20_000
    for costly in ("<div>" * 1000, "<blockquote type=cite>" * 300, fonts):
        body = read_body(read_letter(mail(costly, "text/html"), OWN).mail)
        assert (body.text, body.broken) == ("", "its HTML is nested too deeply; send it as plain text")
    quoted = "<div><blockquote>" * 40 + "x" + "</blockquote></div>" * 40
    for plain in (f"<p>One.{quoted}", "<p>One." * 3000, "<p><b>One.</b>" * 3000):
        body = read_body(read_letter(mail(plain, "text/html"), OWN).mail)
        assert (body.broken, "One." in body.text) == ("", True)


@pytest.mark.slow
def test_lines_that_look_like_a_programs_a_thousand_times_are_read_in_one_go() -> None:
    lines = "On 22 Nov 2026, <a@b.example> wrote:\n> a\nb\n" * 2000
    for text in (lines, "-" * 100_000, ">" * 100_000, "\n" * 100_000, "Sent from my iPhone\n" * 5000):
        assert len(trim(text).text) <= len(text)
