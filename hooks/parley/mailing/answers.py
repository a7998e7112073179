"""What is said to somebody who has sent a mail: plain text, in a mail that no program will answer.

Only what a sender has written comes back to them. One who has not been confirmed sees in the question what came in
their name, for what they say yes to is published: as plain text, quoted, of bounded length, and with no link to press.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from unicodedata import category, normalize

from parley.checking.report import count
from parley.forge.issue_forms import Mistake
from parley.mailing.letters import Letter
from parley.mailing.senders import VALID
from parley.mailing.texts.blocks import NAME, MarkedBlock
from parley.model.characters import visible
from parley.model.findings import shorten
from parley.model.forges import show_block
from parley.model.languages.speaking import _, ngettext, show_labelled, show_sentences

MAX_SHOWN = 20
MAX_SUBJECT = 120
MAX_VALUE = 200
MAX_LINES = 100
"""Lines of a stranger's text in a question."""

FIRST = ("discussion", "reply_to", "title", NAME)
"""What of the marked block is shown first, however many lines somebody has put above it."""

WIDTH = 72

_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,200}", re.ASCII)

YES = frozenset(
    "yes y yeah yep ok okay confirm confirmed ja jo jawohl oui sí si sim да так tak ano áno igen da nai ναι evet tamam "
    "kyllä はい 是 是的 好 네 예 نعم כן हाँ vâng có".split()
)
"""How people say yes, whatever language they were asked in."""


SURE = frozenset("yes yeah yep ok okay ja jawohl oui sí так tak áno evet tamam はい 是的".split())
"""Those with which no program's notice of absence begins, as `Si prega` and `Da ich` do."""

MAX_YES = 60
"""Characters of a line that says yes with more than one word."""


AGREES = frozenset(
    "agree|agreed|i agree|i agree with this|i agree with that|zustimmen|zustimmung|stimme zu|ich stimme zu|"
    "einverstanden|approuver|d accord|je suis d accord|j approuve|de acuerdo|estoy de acuerdo|d accordo|"
    "sono d accordo|concordo|eens|mee eens|zgadzam się|согласен|согласна|أوافق|موافق|أتفق|賛同する|賛同します|賛成|"
    "賛成です|同意|同意します|同意です|동의합니다".split("|")
)
"""How people say that they agree and nothing else, whatever the language of the site."""

THUMBS = ("+1", "👍")


def is_yes(line: str) -> bool:
    """Tell whether a person says yes in a line: `Yes!`, `ja, das war ich`."""
    if line.lstrip().startswith(">"):
        return False
    words = _plain(line)
    return words in YES or (len(line) <= MAX_YES and words.partition(" ")[0] in SURE)


def is_agreement(text: str) -> bool:
    """Tell whether a text is nothing but agreement: `+1`, `I agree.`, or what the site's own control says."""
    whole = text.replace("\\", "").strip("*_ \n")  # as HTML becomes Markdown, with emphasis or without
    if whole.startswith(">") or "?" in whole:
        return False
    thumb = "".join(one for one in whole if category(one) not in ("Sk", "Mn")).rstrip(".! ")  # its colour of skin
    return thumb in THUMBS or (
        "\n" not in whole and len(whole) <= MAX_YES and _plain(whole) in {*AGREES, _plain(_("Agree"))}
    )


def _plain(line: str) -> str:
    """The words of a line, without case and signs between them."""
    signs = normalize("NFC", line[:200])
    words = "".join(one if one.isalnum() or category(one)[0] == "M" else " " for one in signs).split()
    return " ".join(words).casefold()


def write_answer(letter: Letter, own: str, text: str, now: datetime, *, name: str, subject: str = "") -> EmailMessage:
    """A mail to the sender of another; `name` makes its id, so that an answer written twice is the same mail.

    Source: RFC 3834, section 3, of answers that a program sends.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(addr_spec=own)
    mail["To"] = Address(addr_spec=letter.sender)
    about = _("your mail")
    mail["Subject"] = subject or f"Re: {_clean(letter.subject) or about}"
    mail["Date"] = now
    mail["Message-ID"] = f"<parley.{name}@{own.partition('@')[2]}>"
    if _ID.fullmatch(letter.id):
        mail["In-Reply-To"] = mail["References"] = f"<{letter.id}>"
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(text)
    return mail


def _clean(subject: str) -> str:
    """A subject on one line, without the `Re:` of all before it."""
    plain = " ".join(visible(subject).split())
    return re.sub(r"^(?:\s*(?:re|aw|sv|antw|odp|vs|res)\s*:\s*)+", "", plain, flags=re.IGNORECASE)[:MAX_SUBJECT].strip()


def ask_to_confirm(
    site_name: str, token: str, now: datetime, values: Mapping[str, str], body: str, broken: str
) -> tuple[str, str]:
    """The subject and the text of a mail that asks a sender whether a mail was theirs, and shows what was read of it.

    `values` are those of the marked block; `broken` says why the text can't be read, if it can't.
    """
    text = _fill(
        _(
            "Somebody has written to {site_name} with your address as the sender; what they wrote is "
            "at the end. If it was you who wrote that, answer this mail with one word: yes",
            site_name=visible(site_name),
        ),
        _(
            "It's then published as it stands there; your address is not. If it wasn't you, or if a "
            "word of it isn't yours, do nothing: nothing is published, and your address isn't kept."
        ),
        _("This can be answered until {now}.", now=f"{now + VALID:%Y-%m-%d}"),
        token,
        _("It can't be read: {broken}.", broken=broken) if broken else _("This came with your address:"),
    )
    first = sorted(values.items(), key=lambda item: item[0] not in FIRST)
    shown = [f"{key}: {shorten(' '.join(value.split()), MAX_VALUE)}" for key, value in first]
    said = "\n".join([*shown[:MAX_SHOWN], "", *_shorten_text(body)])
    quoted = "\n".join(f"> {line}".rstrip() for line in _unlink(said).split("\n"))
    return _("Please confirm your mail [{token}]", token=token), f"{text}\n{quoted}\n"


def _shorten_text(text: str) -> Iterable[str]:
    """The lines of a stranger's text, or how it begins and ends, so that nothing can hide behind a long beginning."""
    half, end = WIDTH * MAX_LINES // 2, MAX_LINES // 2
    is_long = len(text) > 2 * half
    pieces = (f"{text[:half]}\n{text[-half:]}" if is_long else text).expandtabs(4).split("\n")
    lines = [line for piece in pieces for line in textwrap.wrap(visible(piece), WIDTH, break_on_hyphens=False) or [""]]
    if not is_long and len(lines) <= MAX_LINES:
        return lines
    hidden = _("[Its middle is left out here; the whole text has {text}.]", text=count(len(text), "character"))
    return (*lines[:end], "", hidden, "", *lines[-end:])


def _unlink(text: str) -> str:
    """A text of which no mail program makes links, nor we a token: it may be of anybody, to anybody."""
    text = re.sub(r"(?i)\b(parley)-(?=[a-z2-7]{40})", r"\1 - ", text)
    return re.sub(r"(?i)(?<=\bwww)\.", "[.]", text.replace("://", "[:]//"))


def say_late(site_name: str) -> str:
    """To somebody who has confirmed a mail when the question could be answered no longer."""
    return _fill(
        _(
            "Thank you. Your answer to {site_name} came too late: the question could be answered for "
            "{days}. Nothing was published.",
            site_name=visible(site_name),
            days=count(VALID.days, "day"),
        ),
        _("If you still want it published, please send the first mail again."),
    )


def say_filed(
    what: str,
    address: str,
    handle: str,
    body: str,
    dropped: Iterable[str],
    waits: Sequence[str],
    repairs: Sequence[str] = (),
) -> str:
    """To somebody whose mail has become a file: where it will stand, and how it was read."""
    parts = [
        _("Thank you. Your {what} goes on the site as @{handle}, here:", what=what, handle=handle),
        address,
        _("A maintainer reads it first: {waits}.", waits="; ".join(map(visible, waits[:MAX_SHOWN]))) if waits else "",
        _say_dropped(dropped),
        "\n".join(
            (_("Not all of it was read as it was written:"), *(f"- {visible(one)}" for one in repairs[:MAX_SHOWN]))
        )
        if repairs
        else "",
        _("This is how your text was read:"),
    ]
    quoted = "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
    return f"{_fill(*parts)}\n{quoted}\n"


def say_agreed(address: str, handle: str, waits: Sequence[str]) -> str:
    """To somebody whose mail said nothing but that they agree."""
    return _fill(
        _("Thank you. It's counted that you agree, as @{handle}, beside this:", handle=handle),
        address,
        _("A maintainer reads it first: {waits}.", waits="; ".join(map(visible, waits[:MAX_SHOWN]))) if waits else "",
        _("If you meant it as a reply, send it again with a sentence more."),
    )


def say_mistakes(mistakes: Sequence[Mistake], dropped: Iterable[str], block: MarkedBlock) -> str:
    """To somebody whose mail has something to fix; the block at the end comes back with their next answer."""
    shown = [
        f"- {_label(one.label, show_sentences(visible(one.message), visible(one.help)))}"
        + (f"\n  {visible(shorten(one.excerpt.strip(), 200))}" if one.excerpt.strip() else "")
        for one in mistakes[:MAX_SHOWN]
    ]
    if len(mistakes) > MAX_SHOWN:
        shown.append(_("- {mistakes} more are told once these are fixed.", mistakes=len(mistakes) - MAX_SHOWN))
    head = ngettext(
        "Thank you for writing. There is {n} thing to fix:",
        "Thank you for writing. There are {n} things to fix:",
        len(mistakes),
    )
    foot = _("To fix it, answer this mail with the whole text, and change the lines below where they are meant.")
    return f"{_fill(head, *shown, _say_dropped(dropped), foot)}\n{_draw_block(block)}\n"


def say_unreadable(why: str) -> str:
    return _fill(_("Thank you for writing. Your mail couldn't be read:"), f"- {why}.", _("Please send it again."))


def say_homeless(site_url: str) -> str:
    """To somebody whose mail doesn't say what it is about."""
    return _fill(
        _("Thank you for writing. Your mail doesn't say what it is about, so it wasn't published."),
        _("Please press Reply on the page and choose the mail there: {address}", address=site_url)
        if site_url
        else _("Please press Reply on the page and choose the mail there."),
        _("It begins with lines in square brackets; leave them in."),
    )


def _say_dropped(dropped: Iterable[str]) -> str:
    left = ", ".join(dropped)
    return _("Left out: {left}.", left=left) if left else ""


def _label(label: str, text: str) -> str:
    return show_labelled(label, text) if label else text


def _draw_block(block: MarkedBlock) -> str:
    opening, closing, hint = show_block()
    values = {**block.values, NAME: block.values.get(NAME) or hint}
    lines = [f"{key}: {visible(line)}" for key, value in values.items() for line in value.split("\n")]
    return "\n".join((opening.format(kind=block.kind), *lines, closing))


def _fill(*paragraphs: str) -> str:
    """Paragraphs with lines of a mail's width; a word that is longer, such as an address, stays whole."""
    filled = (
        "\n".join(
            textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent=_indent(line))
            for line in one.split("\n")
        )
        for one in paragraphs
        if one
    )
    return "\n\n".join(filled) + "\n"


def _indent(line: str) -> str:
    return "  " if line.startswith(("- ", "  ")) else ""
