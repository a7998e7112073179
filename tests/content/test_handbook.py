"""The handbook and its glossary: short, in order, each page leading on."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from content.starter import DOCS, HANDBOOK, count_words, handbook, read_page


@pytest.mark.parametrize("file", sorted(HANDBOOK.glob("*.md")), ids=lambda file: file.stem)
def test_a_handbook_page_is_short_and_ends_with_its_discussions(file: Path) -> None:
    text = read_page(file)
    words = count_words(re.sub(r"^:::.*$", "", text, flags=re.MULTILINE))
    assert 150 <= words <= 800, f"{words} words"
    assert text.rstrip().splitlines()[-1].startswith("::: discussions "), "ends with something else"


def test_the_handbook_names_each_of_its_pages_with_a_line() -> None:
    index = (HANDBOOK / "index.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^- \[[^\]]+\]\(([a-z-]+\.md)\): \w", index, re.MULTILINE))
    assert named == {file.name for file in HANDBOOK.glob("*.md")} - {"index.md"}


def test_each_page_of_the_handbook_links_into_the_glossary() -> None:
    for text in handbook():
        assert "../glossary.md" in text.fields[0], text.path


def test_the_glossary_is_in_order_and_every_anchor_stands_once() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    entries = re.findall(r"^## (.+?) \{ #([a-z0-9-]+) \}$", glossary, re.MULTILINE)
    terms = [re.sub(r"[^a-z0-9 ]", "", term.lower()) for term, _ in entries]
    assert len(entries) == 50
    assert all(first <= second for first, second in pairwise(terms)), [p for p in pairwise(terms) if p[0] > p[1]]
    assert len({anchor for _, anchor in entries}) == len(entries)
