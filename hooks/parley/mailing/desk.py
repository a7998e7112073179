"""What becomes of a mail: a file, a question to its sender, or an answer that says what to fix."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from parley.checking.check import Check
from parley.editing.drafts import Draft
from parley.editing.slugs import make_slug
from parley.editing.transactions import Change, write_changes
from parley.forge.issue_events import Event
from parley.forge.issue_forms import Mistake, fill_in, find_form
from parley.forge.proposals import LABEL, Proposal, check_before, find_about, settle
from parley.mailing import answers
from parley.mailing.letters import Letter
from parley.mailing.outcomes import Confirmation, Outcome
from parley.mailing.readings import ReadMail, read_mail
from parley.mailing.senders import FORGE, Keyring
from parley.mailing.signatures import Lookup, is_signed
from parley.mailing.texts.blocks import NAME, MarkedBlock
from parley.mailing.texts.bodies import read_body
from parley.mailing.texts.trimming import trim
from parley.model import layout, urls
from parley.model.entries import Person
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.lookup import find_address, parse_reply_name
from parley.model.settings import Settings
from parley.reading.schema import list_kinds

BY_MAIL = "-by-mail"
"""What the handle of somebody ends in who writes by mail: it looks like no login of a Git host, and takes none away."""

MAX_NAME = 30
"""Characters of a newcomer's handle before that, of a name that may be longer."""

SLACK = timedelta(days=2)
"""How long a mail may have been on its way; an older date is that of its arrival."""


class Desk:
    """Handles mails one after another: each is checked with those before it as files."""

    def __init__(
        self, posts: Path, settings: Settings, keyring: Keyring, now: datetime, lookup: Lookup, *, may_file: bool = True
    ) -> None:
        """`may_file` is false where mails are to be answered that are files already, and no other becomes one."""
        self.may_file = may_file
        self.posts = posts
        self.settings = settings
        self.keyring = keyring
        self.now = now
        self.lookup = lookup
        self.kinds = list_kinds(settings.declaration)
        self._before: Check | None = None

    @property
    def own(self) -> str:
        return self.settings.mail

    def name(self, letter: Letter) -> bytes:
        return self.keyring.name(letter, read_mail(letter).said)

    def label(self, letter: Letter) -> str:
        return self.keyring.ending(letter)

    @property
    def before(self) -> Check:
        """The check of the posts as they are; made once for all mails between two that were filed."""
        self._before = self._before or check_before(self.posts, self.now, self.settings)
        return self._before

    @property
    def library(self) -> Library:
        library = self.before.library
        assert library is not None  # noqa: S101 (`check_before` sees to it)
        return library

    def find_confirmation(self, letter: Letter) -> Confirmation | None:
        """What a mail confirms, if it is the answer to a question of ours."""
        if letter.ignored or letter.broken:
            return None
        text = read_body(letter.mail).text
        found = self.keyring.read_token(f"{letter.subject} {text}", letter.sender)
        if not found:
            return None
        name, until = found
        return Confirmation(name, answers.is_yes(trim(text).text.strip().split("\n")[0]), until < self.now)

    def tell_late(self, letter: Letter) -> Outcome:
        why = _("it confirms a mail, but too late")
        if self._is_banned(letter):
            return Outcome("ignored", why)
        return Outcome("expired", why, self._write(letter, answers.say_late(self.settings.site_name), "late"))

    def handle(self, letter: Letter, arrived: datetime | None, *, is_confirmed: bool = False) -> Outcome:
        """Say what becomes of a mail, and write its file if it becomes one."""
        if letter.ignored:
            return Outcome("ignored", letter.ignored)
        found = read_mail(letter)
        if not is_confirmed and not self._is_signed(letter):
            return self._ask(letter, found)
        if self._is_banned(letter):
            return Outcome("ignored", _("its sender may not write here"))
        if why := letter.broken or found.body.broken:
            return self._refuse(letter, answers.say_unreadable(why), _("it can't be read"))
        if found.block is None:
            return self._refuse(
                letter, answers.say_homeless(self.settings.site_url), _("it doesn't say what it is about")
            )
        return self._propose(letter, self._find_moment(letter, arrived), found, found.block)

    def _find_person(self, letter: Letter) -> Person | None:
        account = f"{FORGE}:{self.keyring.number(letter.sender)}"
        return next((person for person in self.library.people.values() if person.account == account), None)

    def _is_banned(self, letter: Letter) -> bool:
        person = self._find_person(letter)
        return person is not None and bool(person.banned)

    def _is_signed(self, letter: Letter) -> bool:
        mail, proof = self.settings.mail, self.settings.mail_proof
        return proof != "answered" and not letter.broken and is_signed(letter, mail, self.now, self.lookup)

    def _ask(self, letter: Letter, found: ReadMail) -> Outcome:
        """To a sender whom nothing has confirmed yet: a question at most, none where the mail looks like no reply."""
        if self.settings.mail_proof == "signed":
            return Outcome("ignored", _("the domain of its sender hasn't signed it"))
        if found.block is None:
            return Outcome("ignored", _("nothing shows who sent it, and it doesn't say what it is about"))
        if self._is_banned(letter):
            return Outcome("ignored", _("its sender may not write here"))
        token = self.keyring.make_token(letter, found.said, self.now)
        values, why = found.block.values, letter.broken or found.body.broken
        subject, text = answers.ask_to_confirm(self.settings.site_name, token, self.now, values, found.text, why)
        return Outcome("waiting", _("its sender is asked to confirm it"), self._write(letter, text, "confirm", subject))

    def _refuse(self, letter: Letter, text: str, why: str) -> Outcome:
        return Outcome("refused", why, self._write(letter, text, "fix"))

    def _write(self, letter: Letter, text: str, kind: str, subject: str = "") -> EmailMessage:
        name = f"{self.keyring.ending(letter)}.{kind}"
        return answers.write_answer(letter, self.settings.mail, text, self.now, name=name, subject=subject)

    def _find_moment(self, letter: Letter, arrived: datetime | None) -> datetime:
        """When a mail was written, if that can be believed: it is never later than its arrival, nor much earlier."""
        arrived = min(arrived or self.now, self.now)
        sent = letter.sent
        return sent if sent and arrived - SLACK <= sent <= arrived else arrived

    def _propose(self, letter: Letter, created: datetime, found: ReadMail, block: MarkedBlock) -> Outcome:
        number, known = self.keyring.number(letter.sender), self._find_person(letter)
        name = " ".join(block.values.get(NAME, "").split())
        handle = known.handle if known else f"{_make_handle(name)}{BY_MAIL}"
        kind, values = _read_values(found, block)
        mistakes = [] if known else list(self._find_wrong_name(name, handle))
        filled = fill_in(find_form(kind, self.kinds), values, mistakes)
        ending = self.keyring.ending(letter)
        title = values["title"] if kind == "discussion" else ""
        path = self._find_filed(handle, ending, title)
        if kind == "agreement":
            about = find_about(values["agreed"], self.library)
            if about and any(handle == one for one, _side in about.agreed):
                answer = self._say_agreed(letter, find_address(about.path, self.library), handle, ())
                why = _("its sender agrees with that already")
                return Outcome("again", why, answer, (path,) if path else (), waits=bool(path))
        elif path:
            answer = self._say_filed(letter, path, handle, found, ())
            return Outcome("again", _("it is filed already: {path}", path=path), answer, (path,), waits=True)
        name = "" if known else name
        event = Event(0, handle, number, created, "", source=FORGE, name=name, ending=ending, action="opened")
        proposal = settle(filled, event, self.posts, self.before, self.now, self.settings)
        if proposal.is_published:
            return Outcome("again", _("it is published already"))
        if proposal.draft is None:
            said = answers.say_mistakes(proposal.mistakes, found.body.dropped, block)
            return self._refuse(letter, said, _("{mistakes} to fix", mistakes=len(proposal.mistakes)))
        return self._file(letter, proposal, proposal.draft, handle, found)

    def _file(self, letter: Letter, proposal: Proposal, draft: Draft, handle: str, found: ReadMail) -> Outcome:
        if not self.may_file:
            return Outcome("later", _("it's new and waits for the next round"))
        drafts = [one for one in (draft, proposal.person) if one]
        write_changes(self.posts, [Change(one.path, None, one.text.encode()) for one in drafts])
        self._before = None
        if proposal.form and proposal.form.name == "agreement":
            answer = self._say_agreed(letter, proposal.address, handle, proposal.waits)
        else:
            answer = self._say_filed(letter, f"{LABEL}/{draft.path}", handle, found, proposal.waits)
        paths = tuple(f"{LABEL}/{one.path}" for one in drafts)
        return Outcome("filed", paths[0], answer, paths, waits=bool(proposal.waits))

    def _say_filed(
        self, letter: Letter, path: str, handle: str, found: ReadMail, waits: tuple[str, ...]
    ) -> EmailMessage:
        slot = layout.find_slot(path.removeprefix(f"{LABEL}/"))
        assert slot  # noqa: S101 (we have made the path)
        assert slot.post  # noqa: S101
        anchor = f"#{urls.reply_anchor(slot.name)}" if slot.kind == "reply" else ""
        address = f"{self.settings.site_url}{urls.post(*slot.post)}{anchor}"
        said = answers.say_filed(slot.kind, address, handle, found.text, found.body.dropped, waits, found.repairs)
        return self._write(letter, said, "filed")

    def _say_agreed(self, letter: Letter, address: str, handle: str, waits: tuple[str, ...]) -> EmailMessage:
        return self._write(letter, answers.say_agreed(self.settings.site_url + address, handle, waits), "filed")

    def _find_wrong_name(self, name: str, handle: str) -> Iterator[Mistake]:
        """What is wrong with the name that a newcomer has chosen, beyond what the check of people says of it."""
        if not any(char.isalnum() for char in name):
            help = _("Write the one to be published behind '{name}:' below; it needn't be your own.", name=NAME)
            yield Mistake(_("Your name"), _("this is your first mail here, and it names none"), help)
            return
        people = self.library.people.values()
        taken = {one for person in people for one in (person.handle, *person.aliases)}
        taken |= {one.author for post in self.library.posts() for one in (post, *self.library.replies_to(post))}
        if handle in taken:
            help = _("Choose another name; adding a last name or a place is enough.")
            yield Mistake(_("Your name"), _("somebody who writes here by mail has it already"), help)

    def _find_filed(self, handle: str, ending: str, title: str) -> str:
        """The file that a mail has become already; empty where it has not."""
        agreed = (one.path for group in self.library.agreements.values() for one in group)
        if path := next((path for path in agreed if path.endswith(f"/{handle}/{ending}.yml")), ""):
            return f"{LABEL}/{path}"
        for post in self.library.posts():
            if title and post.author == handle and post.title == " ".join(title.split()):
                return f"{LABEL}/{post.path}"
            for reply in self.library.replies_to(post):
                if any(one.endswith(f"-{handle}-{ending}") for one in reply.names):
                    return f"{LABEL}/{reply.path}"
        return ""


def _read_values(found: ReadMail, block: MarkedBlock) -> tuple[str, dict[str, str]]:
    """The form that a mail stands for, and its fields; who says no more than that they agree gives no reply."""
    values = {**block.values, "text": found.text}
    if block.kind != "reply" or not answers.is_agreement(found.text):
        return block.kind, values
    reply = parse_reply_name(values.get("reply_to", ""))
    return "agreement", {
        **values,
        "agreed": values.get("discussion", "") + (f"#{urls.reply_anchor(reply)}" if reply else ""),
    }


def _make_handle(name: str) -> str:
    """The first part of a newcomer's handle."""
    return make_slug(name)[:MAX_NAME].strip("-")
