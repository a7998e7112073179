"""Texts that were written to do harm, and what must become of each.

html, links, markdown, words   payloads for every text of a post; the keys are described at the top of html.yml
documents                      whole front matter, and the rule that refuses it
names                          names of files, and the rule that refuses them

A payload's `§` becomes a script that leaves a mark on the page in which it runs: an attribute of the root element whose
name begins with `data-pwn`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import comrak
import pytest
import yaml

from parley.checking import parsing
from parley.model.markup import markdown as markup
from parley.reading.mending import mend
from parley.reading.mending.repairs import Mended

FOLDER = Path(__file__).parent
PRODUCT = "62710561"
"""What a template engine would make of `{{ 7919*7919 }}`; no page may show it."""


@dataclass(frozen=True)
class Payload:
    """A text, the rule that refuses it as a body (or nothing), and what it is drawn as where that is told."""

    id: str
    text: str
    refused: str = ""
    drawn: str = ""


@dataclass(frozen=True)
class Document:
    """Front matter of a reply, the rule that refuses it, and the one form of file it is meant for, if not both.

    What is only untidy is no more than told: it is read as a reply of `author`.
    """

    id: str
    yaml: str
    rule: str
    form: str = ""
    author: str = "x"


@dataclass(frozen=True)
class Name:
    """A path below posts/ and the rule that refuses it."""

    id: str
    path: str
    rule: str


def _read(name: str) -> list[dict[str, Any]]:
    found = yaml.load((FOLDER / f"{name}.yml").read_bytes(), yaml.CSafeLoader)
    assert isinstance(found, list)
    return found


def _script(number: int) -> str:
    """Without quotes, spaces, `=`, `<` and `>`, so that it can stand in an attribute without quotes."""
    return f"document.documentElement.setAttribute(/data-pwn{number}/.source,1)"


def _load_payloads() -> Iterator[Payload]:
    items = [item for name in ("html", "links", "markdown", "words") for item in _read(name)]
    for number, item in enumerate(items):
        yield Payload(**{key: value.replace("§", _script(number)) for key, value in item.items()})


PAYLOADS = tuple(_load_payloads())
DOCUMENTS = tuple(Document(**{**item, "yaml": item["yaml"].replace("§", _script(0))}) for item in _read("documents"))
NAMES = tuple(Name(**item) for item in _read("names"))


def each_payload(claim: Callable[[Payload], None]) -> Callable[[], None]:
    """One test of a claim about every payload, which names those that it fails for.

    A test for each would take a hundred times as long to begin and to report as to run.
    """

    def test() -> None:
        wrong = []
        for payload in PAYLOADS:
            try:
                claim(payload)
            except Exception as error:
                wrong.append(f"{payload.id}: {type(error).__name__}: {error}")
        if wrong:
            pytest.fail("\n".join(wrong), pytrace=False)

    test.__doc__ = claim.__doc__
    return test


_render = comrak.render_markdown


def _render_unsafely(
    text: str,
    extension_options: comrak.ExtensionOptions | None = None,
    parse_options: comrak.ParseOptions | None = None,
    render_options: comrak.RenderOptions | None = None,
) -> str:
    options = render_options or comrak.RenderOptions()
    options.unsafe_ = True
    return _render(text, extension_options, parse_options, options)


@contextmanager
def first_wall_gone() -> Iterator[None]:
    """Let comrak pass HTML and every address, so that nh3 alone stands between a text and the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comrak, "render_markdown", _render_unsafely)
        _forget_texts()
        yield
    _forget_texts()


@contextmanager
def texts_as_written() -> Iterator[None]:
    """Let texts come to the walls as they were written; else it would be what mends them that is tried."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (mend, parsing):
            patch.setattr(module, "mend_markdown", lambda text, **_: Mended(text))
        yield


def _forget_texts() -> None:
    """What was drawn behind one wall must not stand for what is drawn behind the other."""
    markup._draw.cache_clear()
    markup.render_plain.cache_clear()
    markup.render_words.cache_clear()
