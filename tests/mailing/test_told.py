"""What is made of many texts and mails, each beside what came of it: `told/*.json`.

A further text is put into a file with `null` behind it; `PARLEY_ACCEPT=1 pytest tests/mailing/test_told.py` writes what
comes of it. Read it with care.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mailing import programs
from mailing.programs import OWN
from mailing.signing import look_up, sign
from mailing.test_desk import DOMAIN, KEYRING, MAILED
from parley.mailing.answers import is_agreement, is_yes
from parley.mailing.desk import Desk
from parley.mailing.letters import read_letter
from parley.mailing.texts.blocks import split_block
from parley.mailing.texts.bodies import read_body
from parley.mailing.texts.drawn import drop_quotations, is_costly
from parley.mailing.texts.flowed import join_flowed, keep_breaks
from parley.mailing.texts.trimming import trim
from support import GOOD, NOW, hold, write_tree

HERE = Path(__file__).parent


def tell_answers(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"{'yes ' * is_yes(text)}{'agrees' * is_agreement(text)}".strip()


def tell_blocks(texts: Iterable[str]) -> Iterator[list[Any]]:
    """A subject on the first line, and a text below it."""
    for text in texts:
        subject, _, body = text.partition("\n")
        rest, block = split_block(body, subject)
        yield [rest, *((block.kind, block.values) if block else ())]


def tell_bodies(texts: Iterable[str]) -> Iterator[list[str]]:
    """Mails in ISO 8859-1."""
    for text in texts:
        body = read_body(read_letter(text.encode("latin-1"), OWN).mail)
        yield [body.text, *body.dropped, *([f"broken: {body.broken}"] if body.broken else [])]


def tell_breaks(texts: Iterable[str]) -> Iterator[list[str]]:
    return ([join_flowed(text), join_flowed(text, delsp=True), keep_breaks(text)] for text in texts)


def tell_drawn(texts: Iterable[str]) -> Iterator[list[str]]:
    for text in texts:
        own, dropped = drop_quotations(text)
        yield [own, *dropped, *(["costly"] if is_costly(text) else [])]


def tell_letters(texts: Iterable[str]) -> Iterator[list[str]]:
    for text in texts:
        letter = read_letter(text.encode("latin-1"), OWN)
        sent = str(letter.sent or "")
        yield [letter.id, letter.sender, letter.subject, sent, letter.ignored, letter.broken]


def tell_trimmed(texts: Iterable[str]) -> Iterator[list[str]]:
    for text in texts:
        made = trim(text)
        yield [made.text, *made.dropped]


TELLERS: Mapping[str, Callable[[Iterable[str]], Iterable[Any]]] = {
    "answers": tell_answers,
    "blocks": tell_blocks,
    "bodies": tell_bodies,
    "breaks": tell_breaks,
    "drawn": tell_drawn,
    "letters": tell_letters,
    "trimmed": tell_trimmed,
}


@pytest.mark.parametrize("name", TELLERS)
def test_what_is_made_of_each_text(name: str) -> None:
    file = HERE / "told" / f"{name}.json"
    texts = list(json.loads(file.read_text(encoding="utf-8")))
    made = dict(zip(texts, TELLERS[name](texts), strict=True))
    hold(file, json.dumps(made, ensure_ascii=False, indent=1).replace("\xa0", "\\u00a0") + "\n")


def test_all_that_becomes_of_mails(tmp_path: Path) -> None:
    """Each mail of the collection, signed and unsigned, filed one after the other: what is answered and written."""
    posts = write_tree(tmp_path / "posts", GOOD)
    desk = Desk(posts, MAILED, KEYRING, NOW, look_up)
    told: list[str] = []
    for name, data in vars(programs).items():
        if isinstance(data, bytes):
            for way, mail in (("unsigned", data), ("signed", sign(data, DOMAIN))):
                letter = read_letter(mail, OWN)
                outcome = desk.handle(letter, None)
                told.append(f"=== {name}, {way}: {outcome.what}, {outcome.why}")
                told += ["(a maintainer looks at it)"] if outcome.waits else []
                told += [f"--- {path}\n{(tmp_path / path).read_text()}" for path in outcome.paths]
                if outcome.answer:
                    told += [f"{key}: {value}" for key, value in outcome.answer.items()]
                    told.append(f"\n{outcome.answer.get_content()}")
    hold(HERE / "told.txt", "\n".join(told) + "\n")
