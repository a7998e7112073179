"""Forums in German and in Arabic, as `parley init` makes them: no English word stands in them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from browser.test_accessibility import RULES
from languages.forums import ARABIC, GERMAN, HERE
from languages.texts import list_texts
from parley.checking.rules.people import reserve_handles
from parley.forge.issue_forms import parse_body
from parley.model import words
from parley.model.languages import catalogues
from parley.model.languages.catalogues import read_catalogue, speaking
from parley.model.settings import Declaration
from parley.reading.schema import list_kinds
from support import serve
from watching import open_for_axe

OUTREACH = re.compile(r"\b(outreach|schools?|practices?|recruit\w*|sales)\b", re.IGNORECASE)
FINE = frozenset("markdown mail login dialog server text links form pull request github codeberg parley".split())
NAMES = frozenset("CC BY UTC Markdown Codeberg GitHub Parley Git fork issue commit pull request tags yml".split())
"""Names, which are the same in all languages."""

FORMAT = {*"de url name kind true agreed differ house voice maintainer contributor".split(), *words.TAKES} | {
    key.name for key in list_kinds(Declaration())["discussion"].keys
}
"""What stands in files, in any language."""

KEPT = re.compile(r"https?://\S+|\S+@\S+|@[\w-]+|/\S*/|\b(?:the-host|layla|omar|huda)\b|«[A-Z][a-z ]+»")
"""Addresses and handles, and what stands on the buttons of a Git host."""


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return GERMAN.build(tmp_path_factory.mktemp("german") / "forum")


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ARABIC.build(tmp_path_factory.mktemp("arabic") / "forum")


def list_pages(site: Path) -> Iterator[tuple[str, str]]:
    """What is shown of each page, and of the dialogs, by name; each page is read as strictly as can be."""
    for file in sorted(site.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        html5lib.HTMLParser(strict=True).parse(html)
        yield file.relative_to(site).as_posix(), " ".join(list_texts(html))
    frame = (site / "assets/parley/frame.js").read_text(encoding="utf-8")
    kept = json.loads(re.search(r"const kept = (\{.*\});", frame)[1])["body"]  # type: ignore[index]
    form = json.loads(next(site.glob("assets/parley/write*.json")).read_text(encoding="utf-8"))["form"]
    yield from (("kept", " ".join(list_texts(kept))), ("dialog", " ".join(list_texts(form))))


def list_english() -> set[str]:
    """Words that English has in the catalogue, and German neither there nor in the forum."""
    catalog = read_catalogue(catalogues.FOLDER / "de.po")
    said = [(one.id, one.string or "") for one in catalog if one.id]
    english = {word for id, _ in said for text in ([id] if isinstance(id, str) else id) for word in split(text)}
    german = {word for _, text in said for one in ([text] if isinstance(text, str) else text) for word in split(one)}
    own = {word for file in (HERE / "beekeepers").rglob("*.*") for word in split(file.read_text(encoding="utf-8"))}
    return english - german - own - FINE


def split(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{4,}", text.lower())


def test_a_forum_of_another_language_is_made_by_few_edits() -> None:
    assert [len(forum.edits) + 1 for forum in (GERMAN, ARABIC)] == [3, 4], (
        "docs/parley/pages/languages.md says how many"
    )


def test_no_english_word_and_none_of_another_site_stands_in_german(german: Path) -> None:
    english, found = list_english(), set()
    for name, text in list_pages(german):
        assert not OUTREACH.search(text), name
        found |= {f"{word}: {name}" for word in {*split(text)} & english}
    assert "\n".join(sorted(found)) == "", "words that de.po lacks, see `parley languages de`"


def test_no_latin_word_but_names_stands_in_arabic(arabic: Path) -> None:
    found = set()
    for name, text in list_pages(arabic):
        found |= {f"{word}: {name}" for word in set(re.findall(r"[A-Za-z]{2,}", KEPT.sub("", text))) - NAMES - FORMAT}
    assert "\n".join(sorted(found)) == "", "words that ar.po lacks, see `parley languages ar`"


@pytest.mark.slow  # axe and a search on two sites
@pytest.mark.parametrize(
    ("name", "thread", "found"),
    [
        ("german", "discussions/futter/", {"Völkern": "Volk", "Vorräten": "Vorrat"}),
        ("arabic", "discussions/saqy/", {"جذور": "الجذور", "رطوبة": "الرطوبة"}),
    ],
)
def test_its_pages_are_for_everybody_and_the_search_knows_its_words(
    browser: Browser, request: pytest.FixtureRequest, name: str, thread: str, found: dict[str, str]
) -> None:
    axe, faults = Axe(), []
    with serve(request.getfixturevalue(name)) as address, open_for_axe(browser, "light", 1280) as page:
        for path in ("", "discussions/", thread, "contribute/", "nothing/"):
            page.goto(address + path)
            faults += [
                f"{path}: {one['id']} {one['nodes'][0]['target']}"
                for one in axe.run(page, options=RULES).response["violations"]
            ]
        for query, text in found.items():
            page.goto(f"{address}search/?q={query}")
            expect(page.locator(".pa-found").first).to_contain_text(text)
        faults += [f"search: {one['id']}" for one in axe.run(page, options=RULES).response["violations"]]
    assert faults == []


def test_an_issue_from_before_the_site_had_its_language_is_read() -> None:
    kinds = list_kinds(Declaration())
    body = "### Discussion\n\nfutter\n\n### Your reply\n\nEin Satz."
    with speaking("de"):
        filled = parse_body(body, kinds)
        assert filled is not None
        assert (filled.values["discussion"], filled.values["text"]) == ("futter", "Ein Satz.")
        again = "".join(f"### {field.label}\n\n{filled.values[field.id]}\n\n" for field in filled.form.fields)
        assert "### Discussion" not in again
        assert parse_body(again, kinds) == filled
        assert words.name_removed("practice") == "Entfernter Beitrag"
        assert "Hausstimme" in reserve_handles("")
