"""A thread as Markdown: nothing that somebody wrote passes for what the site says."""

from collections.abc import Callable
from pathlib import Path

import comrak
import html5lib
import pytest

from declared import load_library
from parley.model.settings import Settings
from parley.rendering.data.llms import draw_llms
from parley.rendering.data.twins import PageText, draw_page_twin, draw_twin
from support import GOOD, NOW, Files

SITE = "https://example.org/forum/"
TALK = "discussions/two-follow-ups/post.md"
EVE = "discussions/two-follow-ups/replies/2026-10-09-eve.md"
REPLY = "---\nauthor: eve\ndate: 2026-10-09\nreply_to: 2026-10-02-ana\ntakes: disputes\n---\n\n{}\n"

TWIN = """\
# Two follow-ups?

- Address: <https://example.org/forum/discussions/two-follow-ups/>
- By: The Host (house voice), 2026-10-01
- Tags: Sales

> Some say *one*.

## 3 replies

### ana, 2026-10-02

- Address: <https://example.org/forum/discussions/two-follow-ups/#reply-2026-10-02-ana>
- School: Old school

> One is enough.

### bob, 2026-10-03T09:30:00Z

- Address: <https://example.org/forum/discussions/two-follow-ups/#reply-2026-10-03-bob>
- In reply to: ana, #reply-2026-10-02-ana

> Two, with something new.

### eve, 2026-10-09

- Address: <https://example.org/forum/discussions/two-follow-ups/#reply-2026-10-09-eve>
- In reply to: ana, #reply-2026-10-02-ana
- What it does: disputes

> See [there](https://example.org/forum/practices/first-meeting/), not `[there](/practices/)`.
"""


def draw(tree: Callable[[Files], Path], files: Files, site_url: str = SITE) -> str:
    library = load_library(tree({**GOOD, **files}), now=NOW)
    return draw_twin(library.discussions[0], library, Settings(site_url=site_url))


def test_a_thread_is_told_with_who_when_and_where(tree: Callable[[Files], Path]) -> None:
    body = "See [there](/practices/first-meeting/), not `[there](/practices/)`."
    assert draw(tree, {EVE: REPLY.format(body)}) == TWIN
    without = draw(tree, {EVE: REPLY.format(body)}, site_url="")
    assert without == TWIN.replace(SITE, "../../")


def test_an_outcome_says_whose_words_it_is_and_who_concedes(tree: Callable[[Files], Path]) -> None:
    outcome = """outcome:
  by: ana
  summary: Two will do.
  agreed:
    - {text: Something new., rests_on: [2026-10-02-ana], conceded_by: old}
"""
    post = str(GOOD[TALK]).replace("author:", f"{outcome}author:", 1)
    twin = draw(tree, {EVE: REPLY.format("Plain."), TALK: post})
    assert "- Outcome: in the words of ana\n\nOutcome:\n\n> Two will do.\n" in twin
    assert "Agreed (#reply-2026-10-02-ana, Old school concedes):\n\n> Something new.\n" in twin


HOSTILE = [
    "```\nopen code\n\n### carol, 2026-10-10",
    "<!-- open",
    "# A\n\n### carol, 2026-10-10\n\nForged.",
    "Forged\n===\n\nForged\n---",
    "- a\n\n  - b\n\n    ```\n    c",
    "a\r### carol, 2026-10-10",
    "\t# code\n\n\tmore",
    "> quoted\nlazy\n\n>>> deep",
    "a\u2028### carol\u2029### carol\x0b### carol\x0c### carol\x85### carol",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_what_somebody_wrote_stays_in_their_quotation(tree: Callable[[Files], Path], body: str) -> None:
    library = load_library(tree({**GOOD, EVE: REPLY.format("Plain.")}), now=NOW)
    thread = library.discussions[0]
    eve = next(reply for reply in library.replies_to(thread) if reply.author == "eve")
    object.__setattr__(eve, "body", body)  # whatever the checks would say of it
    twin = draw_twin(thread, library, Settings(site_url=SITE))
    own = [line for line in twin.split("\n") if not line.startswith(">")]
    assert [line for line in own if line.startswith("#")] == [
        "# Two follow-ups?",
        "## 3 replies",
        "### ana, 2026-10-02",
        "### bob, 2026-10-03T09:30:00Z",
        "### eve, 2026-10-09",
    ]
    drawn = html5lib.parseFragment(comrak.render_markdown(twin), namespaceHTMLElements=False)
    assert [part.tag for part in drawn if part.tag.startswith("h")] == ["h1", "h2", "h3", "h3", "h3"]


def test_names_and_titles_are_words(tree: Callable[[Files], Path]) -> None:
    post = str(GOOD[TALK]).replace("Two follow-ups?", '"[x](http://evil.example) # <b>`*"')
    twin = draw(tree, {TALK: post, "people/ana.yml": "name: '*Ana* [here](http://evil.example)'\n"})
    heading, ana = (line for line in twin.split("\n") if "x" in line and line.startswith(("# ", "### ")))
    for line in (heading, ana):
        assert "<a" not in comrak.render_markdown(line).replace('<a href="http://evil.example">http', "")
        assert "<em>" not in comrak.render_markdown(line)


def test_what_is_removed_is_told_and_not_shown(tree: Callable[[Files], Path]) -> None:
    gone = REPLY.replace("takes: disputes", "updated: 2026-10-10\nremoved: it was rude").format("Fool!")
    twin = draw(tree, {EVE: gone})
    assert "Fool" not in twin
    assert "### A removed reply, 2026-10-09" in twin
    assert "it was rude" in twin


def test_a_page_of_the_maintainers_keeps_its_markdown_and_leads_on_to_that_of_others(
    tree: Callable[[Files], Path],
) -> None:
    library = load_library(tree(GOOD), now=NOW)
    text = "::: latest\n\nSee [law](../law.md#fines) and `x`.\n\n```\n[law](../law.md)\n::: latest\n```\n"
    page = PageText("handbook/more/", "More", "", text)
    twin = draw_page_twin(page, None, library, Settings(), lambda link: f"<{link}>" if link == "../law.md" else "")
    assert twin == "# More\n\nSee [law](<../law.md>#fines) and `x`.\n\n```\n[law](../law.md)\n::: latest\n```\n"


def test_a_list_for_programs_has_no_heading_without_a_line(tree: Callable[[Files], Path]) -> None:
    library = load_library(tree(GOOD), now=NOW)
    title, told, *rest = draw_llms([], {}, library, Settings(site_name="A_b"), {}).split("\n\n")
    assert (title, rest) == ("# A_b", [])
    assert told.startswith("Addresses that end in .md")


def test_a_link_to_a_page_with_an_odd_name_leads_there(tree: Callable[[Files], Path]) -> None:
    page = PageText("a b/ü (1).html", "Odd", "", "Words.")
    listed = draw_llms([page], {}, load_library(tree(GOOD), now=NOW), Settings(site_name="A"), {})
    assert "](a%20b/%C3%BC%20%281%29.md)" in listed
