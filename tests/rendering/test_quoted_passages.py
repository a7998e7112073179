"""A reply to a passage: the passage leads to its answer, and the answer back, without scripts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from declared import load_library
from parley.model import sheets
from parley.model.settings import Settings
from parley.rendering.pages import build_pages
from support import GOOD, NOW, Files

FOLDER = "discussions/two-follow-ups"
REPLY = "---\nauthor: {}\ndate: 2026-10-{:02}\n{}---\n\n{}\n"


def draw(tree: Callable[[Files], Path], files: Files) -> dict[str, str]:
    library = load_library(tree({**GOOD, **files}), now=NOW)
    return {page.address: page.render() for page in build_pages(library, Settings())}


def write_replies(number: int) -> dict[str, str]:
    return {f"{FOLDER}/replies/r{at:02}.md": REPLY.format("eve", at + 4, "", f"Word {at}.") for at in range(number)}


def test_a_passage_leads_to_its_answer_and_the_answer_back(tree: Callable[[Files], Path]) -> None:
    files = {
        f"{FOLDER}/replies/a.md": REPLY.format("eve", 9, "", "> say *one*\n\nWho says?"),
        f"{FOLDER}/replies/b.md": REPLY.format("cem", 10, "reply_to: a\n", "> Who says?\n\nAna."),
        f"{FOLDER}/replies/c.md": REPLY.format("cem", 11, "", "> One is enough.\n\nNot said by the post."),
        "practices/first-meeting/replies/d.md": REPLY.format("cem", 11, "", "> Meet online.\n\nAlways."),
    }
    pages = draw(tree, files)
    html = pages[f"{FOLDER}/"]
    assert '<mark id="passage~a">say </mark><em><mark>one</mark><sup><a class="pa-passage" href="#reply-a"' in html
    assert '<mark id="passage~b">Who says?</mark><sup><a class="pa-passage" href="#reply-b"' in html
    assert re.findall('href="#(passage~.)"', html) == ["passage~a", "passage~b"]
    assert "passage~c" not in html
    assert 'aria-label="eve answers this"' in html
    assert '<mark id="passage~d">Meet online.</mark>' in pages["practices/first-meeting/"]
    assert not any("<mark" in page for address, page in pages.items() if "replies" not in page)


def test_a_passage_on_another_page_of_its_thread_is_led_to_there(
    tree: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "SIZE", 4)
    monkeypatch.setattr(sheets, "NEAR", 0)
    files = {
        f"{FOLDER}/replies/r{number:02}.md": REPLY.format("eve", number + 4, "", f"Word {number}.")
        for number in range(9)
    }
    files[f"{FOLDER}/replies/r00.md"] = REPLY.format("eve", 4, "", "A lasting word.")
    files[f"{FOLDER}/replies/s.md"] = REPLY.format("cem", 19, "reply_to: r00\n", "> lasting word\n\nIs it?")
    files[f"{FOLDER}/replies/t.md"] = REPLY.format("cem", 19, "", "> Some say\n\nWho?")
    pages = draw(tree, files)
    first, last = pages[f"{FOLDER}/"], pages[f"{FOLDER}/page/3/"] + pages[f"{FOLDER}/page/4/"]
    assert '<mark id="passage~s">lasting word</mark><sup><a class="pa-passage" href="page/4/#reply-s"' in first
    assert 'href="../../#passage~s"' in last
    assert '<mark id="passage~t">Some say</mark><sup><a class="pa-passage" href="page/3/#reply-t"' in first
    assert 'href="../../#passage~t"' in last


def test_who_quotes_from_a_later_page_changes_what_that_depends_on(
    tree: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later page is made anew for a quotation of what stands on it, and for no other reply elsewhere."""
    monkeypatch.setattr(sheets, "SIZE", 4)
    monkeypatch.setattr(sheets, "NEAR", 0)
    files = {
        f"{FOLDER}/replies/r{number:02}.md": REPLY.format("eve", number + 4, "", f"Word {number}.")
        for number in range(12)
    }

    def find(body: str) -> object:
        files[f"{FOLDER}/replies/s.md"] = REPLY.format("cem", 19, "reply_to: r05\n", body)
        library = load_library(tree({**GOOD, **files}), now=NOW)
        [page] = [page for page in build_pages(library, Settings()) if page.address == f"{FOLDER}/page/2/"]
        assert page.depends
        return [item.id for item in page.depends.items], page.depends.values

    plain = find("No word.")
    assert find("No.") == plain
    assert find("> Word 5.\n\nNo.") != plain
