"""The catalogues that are shipped: up to date with the code, and nothing in them that can't be shown."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from extract_words import collect, render, update
from parley.model.languages import catalogues
from parley.model.languages.catalogues import TEMPLATE, find_locale, read_catalogue
from parley.model.languages.speaking import list_forms
from parley.model.problems import ParleyError

FILES = sorted(catalogues.FOLDER.glob("*.po"))

SIGNS = re.compile(r"\{[\w!]*\}|`|\[|\]")


def test_all_words_of_the_code_are_in_the_template() -> None:
    assert (catalogues.FOLDER / TEMPLATE).read_text(encoding="utf-8") == render(collect()), "run: make words"


def test_a_language_without_a_catalogue_is_told_those_that_have_one() -> None:
    with pytest.raises(ParleyError, match=f"no catalogue of 'xx'; there are {', '.join(file.stem for file in FILES)}"):
        catalogues.load_missing("xx")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_catalogue_is_up_to_date(file: Path) -> None:
    template = read_catalogue(catalogues.FOLDER / TEMPLATE)
    assert file.read_text(encoding="utf-8") == render(update(file.stem, template)), "run: make words"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_what_its_words_have(file: Path) -> None:
    locale = find_locale(file.stem)
    assert locale
    assert list(find_faults(read_catalogue(file), len(list_forms(locale)))) == []


def find_faults(messages: Catalog, forms: int) -> Iterator[str]:
    for message in messages:
        if message.id and message.string and not message.fuzzy:
            yield from (f"{message.id!r}: {fault}" for fault in _compare(message, forms))


def _compare(message: Message, forms: int) -> Iterator[str]:
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if len(sources) > 1 and any(strings) and len(strings) != forms:
        yield f"{len(strings)} forms, {forms} wanted"
    for string in filter(None, strings):
        *wanted, found = ({sign: text.count(sign) for sign in SIGNS.findall(text)} for text in (*sources, string))
        if len(sources) > 1:
            for signs in (*wanted, found):
                signs.pop("{n}", None)  # the words for one and two may say it in words
        if found not in wanted:
            yield f"{sorted(wanted[-1])} wanted, {sorted(found)} found"
        spaced = (
            string.replace("、", "、 ").replace("：", "： ") if string in ("、", "：") else string
        )  # within the sign
        if (sources[-1][:1] == " ", sources[-1][-1:] == " ") != (spaced[:1] == " ", spaced[-1:] == " "):
            yield "spaces at its ends"
        if '"' in string and '"' not in sources[-1]:
            yield "a straight quotation mark"


def test_what_a_translation_lacks_is_told() -> None:
    def tell(id: str | tuple[str, str], string: str | tuple[str, ...]) -> list[str]:
        return list(_compare(Message(id, string), 2))

    assert tell("Page {number} of [it]", "Seite {number} [davon]") == []
    assert tell(("{n} page", "{n} pages"), ("eine Seite", "{n} Seiten")) == []
    assert len(tell("Page {number}", "Seite {zahl}")) == 1
    assert len(tell("See [it] `here` ", 'Sieh "hier"')) == 3
    assert len(tell(("{n} page", "{n} pages"), ("{n} Seiten",))) == 1
