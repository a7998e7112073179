"""Words for templates: HTML in which only the values can hold tags, whatever a translation may have."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

import jinja2
from markupsafe import Markup

from parley.model.entries import Contribution
from parley.model.languages.speaking import SOURCE, fill, lower, show_list, show_number, spoken


@cache
def _draw(words: str) -> Markup:
    """Words as HTML, also between double quotes. An apostrophe stays as it is."""
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        words = words.replace(sign, name)
    return Markup(words)  # noqa: S704 (escaped by the lines above)


def _fill(words: str, values: dict[str, object], otherwise: str) -> Markup:
    return Markup(fill(_draw(words), values, _draw(otherwise)))  # noqa: S704 (HTML, into which values come escaped)


def say(words: str, **values: object) -> Markup:
    return _fill(spoken().translate(words), values, words)


def say_in(context: str, words: str, **values: object) -> Markup:
    return _fill(spoken().translate(words, context), values, words)


def say_number(one: str, many: str, number: int, **values: object) -> Markup:
    said = {"n": show_number(number), **values}
    return _fill(spoken().choose(one, many, number), said, one if number == 1 else many)


def list_script_words() -> dict[str, object]:
    """The words of scripts in the language that is spoken, by those of English, where they are others."""
    speech = spoken()
    said: dict[str, object] = {}
    for words in sorted(speech.catalogue.scripts):
        forms = speech.catalogue.forms.get(words)
        said[words] = dict(zip(speech.forms, forms, strict=True)) if forms else speech.translate(words)
    return said


def name_region() -> str:
    """The language, with its region where days are written as there, for a browser."""
    locale = spoken().locale
    return "en-GB" if locale.language == SOURCE else spoken().language


_LINKED = re.compile(r"\[(.*?)\]")
_CODE = re.compile(r"`(.*?)`")


def linked(words: Markup, address: str, attributes: str = "") -> Markup:
    """The words of a sentence with those in square brackets as a link."""
    begin = Markup('<a href="{}"{}>').format(address, attributes)
    return Markup(_LINKED.sub(lambda found: f"{begin}{found[1]}</a>", str(words)))  # noqa: S704 (HTML, and a tag around it)


def isolated(words: object, item: Contribution | None = None) -> Markup:
    """Words of somebody, whose direction is their own, and with the `item` that they are of, whose language."""
    return Markup("<bdi{}>{}</bdi>").format(in_language(item) if item else "", words)


def in_language(item: Contribution) -> Markup:
    """The attribute of an element with somebody's words, where they aren't in the language of the site."""
    return Markup(' lang="{}"').format(item.language) if item.language else Markup()


def coded(words: Markup) -> Markup:
    """The words of a sentence with those between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(words)))  # noqa: S704 (HTML, and a tag around it)


def listed(parts: Sequence[object], style: Literal["and", "or", "unit"]) -> Markup:
    """Parts of a sentence, such as links, as it lists them: `one, two and three`."""
    if not parts:
        return Markup()
    pattern = show_list([f"{{{number}}}" for number in range(len(parts))], style)
    return _draw(pattern).format(*parts)


def teach(drawer: jinja2.Environment) -> None:
    """Let templates say words in the language that is spoken, by the names that gettext has for it."""
    drawer.globals |= {"_": say, "pgettext": say_in, "ngettext": say_number}
    drawer.filters |= {
        "linked": linked,
        "isolated": isolated,
        "in_language": in_language,
        "coded": coded,
        "listed": listed,
        "number": show_number,
        "lowered": lower,
    }
