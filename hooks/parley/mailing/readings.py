"""A mail as it was read: what is shown to its sender, and what becomes a file, are one and the same."""

import json
from dataclasses import dataclass

from parley.mailing.letters import Letter
from parley.mailing.texts.blocks import MarkedBlock, split_block
from parley.mailing.texts.bodies import MailText, finish, read_body


@dataclass(frozen=True, slots=True)
class ReadMail:
    """`text` is the text as a file will have it; without a `block` nothing says what it is about.

    `repairs` say what was read otherwise than it was written.
    """

    text: str
    block: MarkedBlock | None
    body: MailText
    repairs: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """All that a file is made of: the text, what is answered, the name that was chosen."""
        block = (self.block.kind, sorted(self.block.values.items())) if self.block else ()
        return json.dumps([self.text, block, self.body.broken])


def read_mail(letter: Letter) -> ReadMail:
    body = read_body(letter.mail)
    text, block = split_block(body.text, letter.subject)
    if block and block.kind == "discussion" and not block.values.get("title"):
        block = MarkedBlock(block.kind, {**block.values, "title": letter.subject})
    mended = finish(text, body)
    return ReadMail(mended.text, block, body, tuple(dict.fromkeys(repair.what for repair in mended.repairs)))
