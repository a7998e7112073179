"""A quotation is the Markdown of what it quotes: it draws the same, and passes the check."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import hostile
from declared import check_posts
from hinting import find_hints
from parley.model.markup import markdown as markup
from support import GOOD, NOW, Files, build_site, serve, write_project, write_tree

FOLDER = "discussions/two-follow-ups"
CODE = '```html\n<div class="bed">\n    <b>beans</b>\n</div>\n```'
BODIES = {
    "code": CODE,
    "span": "Write `<b>` or ``a ` b`` and `` ` ``.",
    "lists": "- first *point*\n- second `point_two`\n  1. one\n  2. two\n\n     More.\n\n7. seven\n8. eight",
    "quote": "> Quoted.\n>\n> > Twice, with `code`.\n\nAnswered.",
    "table": "| a | b |\n|---|---|\n| `1` | **2** |\n| x \\| y | 4 |",
    "links": "[Words](https://example.org/a_b?c=d), <https://example.org>, [that](/discussions/two-follow-ups/).",
    "signs": "\\# No heading, \\*no\\* weight, snake_case, \\_no\\_, 5 < 6, \\<b>, &amp;amp; and a\\[1\\].",
    "beginnings": "\\- No list.\n\n1\\. No list.\n\n2026\\) No list.\n\n\\> No quotation.\n\n\\===\n\n\\~~~",
    "breaks": "One,\\\ntwo.\n\n***\n\n~~Three~~ **four *five***.",
    "heading": "### A heading\n\nBelow it.",
    "typed": "He said \"it's *'mine'*\" -- '90s style...\n\nAnd \"that\" too.",
}
PRINTED = "He said “it’s ‘mine’” – ’90s style…"
WRITTEN = "Say _so_, [see *that*](https://example.org/ 'T') and __so *too*__, so."
WRAPPED = "A line [that\nwas](https://example.org/) broken\nin its file.\n\n```text\ncode\n stays\n```"
ANSWER = "---\nauthor: bob\ndate: 2026-10-05\nreply_to: r-typed\n---\n\n"
FILES: Files = {
    **GOOD,
    **{
        f"{FOLDER}/replies/r-{name}.md": f"---\nauthor: ana\ndate: 2026-10-04\n---\n\n{body}\n"
        for name, body in {
            **BODIES,
            "written": f"{WRITTEN}[^1]\n\n* _a_\n\n[^1]: A note.",
            "notes": "A note.[^1] On.\n\n[^1]: By whom.",
            "long": "word " * 100,
            "wrapped": WRAPPED,
        }.items()
    },
    **{
        f"{FOLDER}/replies/r-{name}.md": f"{ANSWER}> {quoted}\n"
        for name, quoted in (("as-typed", "\"it's *'mine'*\" --"), ("as-printed", "And “that” too."))
    },
    f"{FOLDER}/replies/r-alike.md": f"---\nauthor: ana\ndate: 2026-10-04\n---\n\n{hostile.ALIKE}",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = write_project(tmp_path_factory.mktemp("quoting"), FILES)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("  parley:\n", "  parley:\n    typographic: true\n"))
    build_site(project)
    with serve(project / "site") as found:
        yield found


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}{FOLDER}/")
        yield page


def quote(page: Page, name: str, select: str = "") -> str:
    """Press "Quote this" in a reply to the reply of that name, with a part of it selected; gives what it writes."""
    page.evaluate("getSelection().removeAllRanges()")
    if select:
        page.locator(f"[aria-labelledby='reply-r-{name}'] {select}").first.evaluate(
            "e => getSelection().selectAllChildren(e)"
        )
    page.locator(f"[aria-labelledby='reply-r-{name}'] [data-pa-write]").evaluate("link => link.click()")
    dialog = page.locator("dialog.pa-write[open]")
    expect(dialog).to_be_visible()
    dialog.locator("[data-pa-quote]").click()
    expect(dialog.locator("[name=text]")).not_to_have_value("")
    text = dialog.locator("[name=text]").input_value()
    expect(dialog.locator(".pa-write__error", has_text="HTML")).to_have_count(0)
    dialog.locator("[data-pa-discard]").click()
    return re.sub(r"^> ?", "", text.removesuffix("\n\n"), flags=re.MULTILINE)


def draw(text: str) -> str:
    drawn = markup.render(text, contribution_id="x", here="", heading=3)
    drawn = re.sub(r"</?(?:h[1-6]|p)>", "", re.sub(r"</p>\s*<p>", "|", drawn))  # lists may be loose or not
    return re.sub(r"\s*(</?(?:li|[uo]l|blockquote|pre|table)\b[^>]*>)\s*", r"\1", " ".join(drawn.split()))


def check(folder: Path, text: str) -> list[str]:
    files = {**FILES, f"{FOLDER}/replies/new.md": f"---\nauthor: eve\ndate: 2026-10-09\n---\n\n{text}\n\nI answer.\n"}
    problems = check_posts(write_tree(folder, files), "posts", NOW).problems
    return [problem.message for problem in problems if problem.path.endswith("new.md") and problem.blocks]


@pytest.mark.parametrize("name", BODIES)
def test_a_quotation_draws_what_it_quotes_and_passes_the_check(page: Page, name: str, tmp_path: Path) -> None:
    found = quote(page, name)
    assert draw(found) == draw(BODIES[name])
    assert check(tmp_path, found) == []
    assert [hint.rule for hint, _ in find_hints(found)] == []


def test_all_of_markdown_can_be_quoted(page: Page, tmp_path: Path) -> None:
    found = quote(page, "alike", ".pa-text")
    assert check(tmp_path, found) == []
    wanted = re.sub(r"\[\^1\](?!:)", "", hostile.ALIKE.partition("\n[^1]:")[0])
    assert draw(found) == draw(wanted)


def test_a_quotation_holds_no_mark_of_a_footnote(page: Page) -> None:
    assert quote(page, "notes") == "A note. On."


def test_a_selection_keeps_what_it_is_a_part_of(page: Page) -> None:
    assert quote(page, "code", "code") == CODE
    assert quote(page, "span", "code") == "`<b>`"
    assert quote(page, "lists", "li li") == "1. one"
    assert quote(page, "lists", "li li:last-child") == "2. two\n\n   More."


def test_a_selection_is_the_markdown_that_its_author_wrote(page: Page) -> None:
    assert quote(page, "written", ".pa-text p") == WRITTEN
    assert quote(page, "written", "strong") == "so *too*"


def test_what_was_typed_is_quoted_where_a_page_has_signs_of_print(page: Page) -> None:
    text = page.locator("[aria-labelledby='reply-r-typed'] .pa-text")
    assert text.locator("p").first.evaluate("p => p.textContent.replace(/↓/g, '')") == PRINTED
    assert quote(page, "typed", ".pa-text p") == BODIES["typed"].partition("\n")[0]
    assert text.locator("mark").all_text_contents() == ["“it’s ", "‘mine’", "” –", "And “that” too."]


def test_what_was_typed_is_marked_where_a_page_has_signs_of_print(page: Page) -> None:
    address = page.url.partition("?")[0].partition("#")[0]
    page.goto(f"{address}?highlight=it's+'90s+that#reply-r-typed")
    page.wait_for_function("() => [...(CSS.highlights.get('pa-found') ?? [])].join() === 'it’s,’90s,that'")


def test_a_long_text_is_quoted_to_the_end_of_a_word(page: Page) -> None:
    found = quote(page, "long")
    assert found.endswith("word …")
    assert 250 < len(found) < 290


def test_where_lines_end_in_a_file_the_words_that_are_shown_go_on(page: Page) -> None:
    page.evaluate("getSelection().removeAllRanges()")
    page.locator("[aria-labelledby='reply-r-wrapped'] [data-pa-write]").click()
    shown = page.locator("dialog [data-pa-quoted]")
    expect(shown).to_contain_text("A line")
    assert shown.text_content() == "A line that was broken in its file.\ncode\n stays"
    page.keyboard.press("Escape")
    joined = WRAPPED.replace("that\nwas", "that was").replace("broken\nin", "broken in")
    assert quote(page, "wrapped") == joined, "a form would take the ends of its lines for breaks"
    assert quote(page, "heading") == BODIES["heading"]
