"""The controls of a thread, on a telephone and on a desk: each tried as a reader would."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support import GOOD, Files, build_site, serve, write_project

FOLDER = "discussions/two-follow-ups"
PAGE = f"{FOLDER}/"
SIZES = {"telephone": (390, 800), "desk": (1280, 800)}
NEW = "2026-10-20-new"


def _reply(name: str, day: str, to: str, author: str = "ana", school: str = "") -> tuple[str, str]:
    head = f"author: {author}\ndate: {day}\n"
    head += f"reply_to: {to}\n" if to else ""
    head += f"school: {school}\n" if school else ""
    words = "\n\n".join(
        f"Paragraph {number} of {name}, long enough to fill a line or two of it." for number in range(8)
    )
    return f"{FOLDER}/replies/{name}.md", f"---\n{head}---\n\n{words}\n"


LONG, SIDES = "discussions/a-long-story", "practices/first-meeting"
PARAGRAPH = "A paragraph of a post that takes its time, as some do, and goes on for a line or two longer than it must."
STORY = (
    "---\ntitle: A long story\nauthor: ana\ndate: 2026-10-01\ntags: [sales]\n"
    "questions: [Is it too long?]\nsources: [{name: A book, url: 'https://example.org/'}]\n"
    "outcome: {by: ana, summary: 'It was, as all who came to read it said in as many words, and some in many more.', "
    "agreed: [It was.]}\n---\n\n" + "\n\n".join([PARAGRAPH] * 24) + "\n\n[The end](https://example.org/end).\n"
)

FAR = "It is so far that a letter takes a week, and nobody who has been there once goes there a second time."
FILES: Files = {
    **{path: text for path, text in GOOD.items() if "/replies/" not in path},
    **dict(
        [
            _reply("a", "2026-10-02", "", "ana", "old"),
            _reply("a1", "2026-10-05", "a", "bob", "new"),
            _reply("a2", "2026-10-03", "a", "the-host"),
            _reply("a1x", "2026-10-06", "a1", "mia", "both"),
            _reply("b", "2026-10-04", "", "bob"),
        ]
    ),
    f"{LONG}/post.md": STORY,
    f"{LONG}/replies/c.md": "---\nauthor: bob\ndate: 2026-10-02\n---\n\nToo long.\n",
    f"{SIDES}/post.yml": str(GOOD[f"{SIDES}/post.yml"]).replace("It is far.", FAR)
    + f"caution: {PARAGRAPH}\nbody: |\n"
    + "\n\n".join([f"  {PARAGRAPH}"] * 8)
    + "\n",
    f"{SIDES}/replies/c.md": "---\nauthor: bob\ndate: 2026-10-02\n---\n\nToo far.\n",
}


def build(folder: Path, files: Files) -> Path:
    build_site(write_project(folder, files, home="# Home\n\n::: discussions\n"))
    return folder / "site"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(build(tmp_path_factory.mktemp("thread"), FILES)) as found:
        yield found


@pytest.fixture(params=["telephone", pytest.param("desk", marks=pytest.mark.slow)])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = SIZES[request.param]
    with browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce") as context:
        yield context.new_page()


def fold_of(page: Page, reply: str) -> str:
    return f"article[aria-labelledby='reply-{reply}'] + details"


def order(page: Page) -> list[str]:
    found = page.locator("article.pa-reply").evaluate_all(
        "all => all.filter(e => e.offsetParent).map(e => e.getAttribute('aria-labelledby').slice(6))"
    )
    assert isinstance(found, list)
    return found


def top(page: Page, reply: str) -> float:
    return float(page.locator(f"[aria-labelledby='reply-{reply}']").evaluate("e => e.getBoundingClientRect().top"))


def test_answers_fold_with_their_number_and_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PAGE)
        fold = page.locator(fold_of(page, "a"))
        expect(fold.locator("> summary")).to_have_text("3 replies")
        expect(page.locator("[aria-labelledby='reply-a1x']")).to_be_visible()
        fold.locator("> summary").click()
        expect(page.locator("[aria-labelledby='reply-a1x']")).to_be_hidden()
        expect(page.locator("[aria-labelledby='reply-b']")).to_be_visible()
        expect(page.locator(".pa-tools")).to_be_hidden()


def test_the_line_beside_the_answers_folds_them(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    fold = page.locator(fold_of(page, "a"))
    fold.evaluate("e => e.scrollIntoView()")
    box = fold.bounding_box()
    assert box
    page.mouse.click(box["x"] + 3, box["y"] + 200)
    expect(page.locator("[aria-labelledby='reply-a1']")).to_be_hidden()


def test_what_was_folded_stays_folded(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    folded = "JSON.parse(localStorage.getItem('parley:/:folded:discussions/two-follow-ups/') ?? '[]').length"
    page.locator(fold_of(page, "a1")).locator("> summary").click()
    expect(page.locator("[aria-labelledby='reply-a1x']")).to_be_hidden()
    page.wait_for_function(f"() => {folded} === 1")
    page.reload()
    expect(page.locator("[aria-labelledby='reply-a1x']")).to_be_hidden()
    expect(page.locator("[aria-labelledby='reply-a1']")).to_be_visible()
    page.locator(fold_of(page, "a1")).locator("> summary").click()
    page.wait_for_function(f"() => {folded} === 0")
    page.reload()
    expect(page.locator("[aria-labelledby='reply-a1x']")).to_be_visible()


def test_a_link_to_a_folded_reply_unfolds_and_marks_it(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    page.locator(fold_of(page, "a")).locator("> summary").click()
    page.goto("about:blank")
    page.goto(f"{address}{PAGE}#reply-a1x")
    expect(page.locator("[aria-labelledby='reply-a1x']")).to_be_in_viewport()
    assert page.locator("#reply-a1x").evaluate("e => e.matches(':target')")
    border = page.locator("[aria-labelledby='reply-a1x']").evaluate("e => getComputedStyle(e).borderLeftWidth")
    assert border == "4px"


def test_each_reply_leads_to_its_neighbours(page: Page, address: str) -> None:
    page.goto(address + PAGE)

    def step(reply: str, name: str) -> str | None:
        return (
            page.locator(f"[aria-labelledby='reply-{reply}'] .pa-steps")
            .get_by_role("link", name=name)
            .get_attribute("href")
        )

    assert step("a1x", "Parent") == "#reply-a1"
    assert step("a1x", "Start of thread") == "#reply-a"
    assert step("a2", "Next reply") == "#reply-a1"
    assert step("a1", "Previous reply") == "#reply-a2"
    assert step("a", "Next reply") == "#reply-b"


def test_the_order_changes_without_losing_the_place_and_is_remembered(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    assert order(page) == ["a", "a2", "a1", "a1x", "b"]
    page.locator("[aria-labelledby='reply-a1']").evaluate(
        "e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 90)"
    )
    before = top(page, "a1")
    page.locator("[data-pa-order]").select_option("newest")
    assert order(page) == ["a1x", "a1", "b", "a2", "a"]
    assert abs(top(page, "a1") - before) < 2
    page.locator("[data-pa-order]").select_option("oldest")
    assert order(page) == ["a", "a2", "b", "a1", "a1x"]
    page.reload()
    assert order(page) == ["a", "a2", "b", "a1", "a1x"]
    page.locator("[data-pa-order]").select_option("threaded")
    assert order(page) == ["a", "a2", "a1", "a1x", "b"]
    expect(page.locator(fold_of(page, "a1")).locator("article")).to_have_attribute("aria-labelledby", "reply-a1x")


def test_what_is_new_is_marked_counted_and_reached(page: Page, tmp_path: Path) -> None:
    site = build(tmp_path, FILES)
    with serve(site) as address:
        page.goto(address + PAGE)
        expect(page.locator(".pa-new")).to_have_count(0)
        page.goto(address)
        expect(page.locator(".pa-new")).to_have_count(0)
        build(tmp_path, {**FILES, **dict([_reply(NEW, "2026-10-20", "a1x"), _reply("newer", "2026-10-21", "")])})
        page.reload()
        expect(page.locator(".pa-new")).to_have_text("2 new")
        page.goto(address + PAGE)
        expect(page.locator(".pa-new-note")).to_have_text("2 new since your last visit")
        expect(page.locator(".pa-new")).to_have_count(2)
        button = page.get_by_role("button", name="Next new")
        button.click()
        expect(page.locator(f"[aria-labelledby='reply-{NEW}']")).to_be_in_viewport()
        expect(button).to_have_text("Next new (1 left)")  # until then it would lead to the same one again
        page.keyboard.press("u")
        expect(page.locator("[aria-labelledby='reply-newer']")).to_be_in_viewport()
        expect(button).to_have_text("Next new (0 left)")
        page.reload()
        expect(page.locator(".pa-new")).to_have_count(0)


def test_all_that_is_remembered_is_forgotten_on_demand(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    page.locator(fold_of(page, "a")).locator("> summary").click()
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('parley:/:folded'))")
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("button", name="Forget it all").click()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('parley:'))") == []


def test_keys_move_fold_and_explain_themselves(page: Page, address: str) -> None:
    page.goto(address + PAGE)

    def focused() -> object:
        return page.evaluate("document.activeElement.getAttribute('aria-labelledby')?.slice(6)")

    for key, reply in (("j", "a"), ("j", "a2"), ("j", "a1"), ("j", "a1x"), ("k", "a1"), ("p", "a"), ("j", "a2")):
        page.keyboard.press(key)
        assert focused() == reply, key
    page.keyboard.press("p")
    page.keyboard.press("c")
    expect(page.locator("[aria-labelledby='reply-a1']")).to_be_hidden()
    page.keyboard.press("j")
    assert focused() == "b"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_keys_are_left_to_who_types(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    page.evaluate("document.querySelector('h1').append(document.createElement('input'))")
    page.locator("h1 input").focus()
    page.keyboard.type("jjc?")
    assert page.locator("h1 input").input_value() == "jjc?"
    page.keyboard.press("Control+c")
    expect(page.locator("[aria-labelledby='reply-a1']")).to_be_visible()


def test_keys_can_be_turned_off_and_stay_off(page: Page, address: str) -> None:
    """WCAG 2.2, 2.1.4."""
    page.goto(address + PAGE)
    choice = page.get_by_label("Use these keys")
    page.keyboard.press("?")
    choice.uncheck()
    page.keyboard.press("Escape")
    for visit in ("this page", "the next"):
        for key in "?j/":
            page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.evaluate("!document.activeElement.matches('[data-pa-reply]')"), visit
        page.goto(address + PAGE)
    page.get_by_role("button", name="Shortcuts").click()
    choice.check()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(choice).to_be_checked()


def test_the_line_of_the_author_stands_below_the_header(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 700, "height": 300})
    page.goto(address + PAGE)
    bottom = page.locator(".md-header").bounding_box()["height"]  # type: ignore[index]
    top = "document.activeElement.querySelector('h3, a') ? document.activeElement.getBoundingClientRect().top : null"
    for key in "jjjjkkp":
        page.keyboard.press(key)
        assert page.evaluate(top) >= bottom - 1, key
    page.goto(f"{address}{PAGE}#reply-a1x")
    assert page.evaluate("document.querySelector('#reply-a1x').getBoundingClientRect().top") >= bottom
    page.locator("footer a").first.focus()
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        place = page.evaluate(
            "document.activeElement.closest('main') && document.activeElement.getBoundingClientRect().top"
        )
        assert place is None or place >= bottom - 1


def test_the_map_stands_beside_the_post_and_its_thread_or_opens_between_them(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    if page.viewport_size != {"width": 1280, "height": 800}:
        expect(page.locator(".pa-map")).to_be_hidden()
        page.get_by_role("checkbox", name="About this thread").check()
    chart, title, thread = [page.locator(part).bounding_box() for part in (".pa-map", ".pa-post h1", ".pa-thread")]
    assert chart
    assert title
    assert thread
    if page.viewport_size == {"width": 1280, "height": 800}:
        assert chart["x"] >= thread["x"] + thread["width"]
        assert chart["y"] <= title["y"] + title["height"]
    else:
        assert title["y"] < chart["y"] <= thread["y"] - chart["height"]
    newest = (
        page.locator("#replies")
        .locator("[data-pa-permalink]")
        .evaluate_all("all => all.map(one => [one.querySelector('time').dateTime, one.hash]).sort().at(-1)[1]")
    )
    expect(page.get_by_role("link", name="Newest reply")).to_have_attribute("href", newest)
    expect(page.locator(".pa-map__people li")).to_have_count(4)
    expect(page.locator(".pa-map .pa-tally")).to_have_text("old school 1, new school 1, both schools 1")
    expect(page.locator(".pa-map__time svg path")).to_have_attribute("d", re.compile(r"^M\d"))
    assert [link.get_attribute("href") for link in page.locator(".pa-map__answers a").all()] == ["#reply-a", "#reply-b"]


def test_a_thread_begins_on_the_second_screen_of_a_telephone_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}{LONG}/")
        reply, text = page.locator("#reply-c"), page.locator(".pa-post .pa-cut")
        assert reply.bounding_box()["y"] < 2 * 844  # type: ignore[index]
        short = text.bounding_box()["height"]  # type: ignore[index]
        expect(page.get_by_role("heading", name="Sources")).to_be_hidden()
        page.get_by_label("Read on").first.check()
        assert text.bounding_box()["height"] > 2 * short  # type: ignore[index]
        page.get_by_label("Read on").first.uncheck()
        page.get_by_role("link", name="The end").focus()  # nothing that has the focus is out of sight
        assert text.bounding_box()["height"] > 2 * short  # type: ignore[index]
        page.get_by_role("link", name="1 source").click()
        expect(page.get_by_role("heading", name="Sources")).to_be_visible()
        expect(page.get_by_text("Agreed 1")).not_to_be_in_viewport()
        page.goto(f"{address}{LONG}/#outcome")
        expect(page.get_by_text("Agreed 1")).to_be_in_viewport()
        page.goto(f"{address}{SIDES}/")
        assert reply.bounding_box()["y"] < 2 * 844  # type: ignore[index]
        short = text.bounding_box()["height"]  # type: ignore[index]
        page.get_by_label("Read on").check()
        assert text.bounding_box()["height"] > 2 * short  # type: ignore[index]
        page.goto(f"{address}{LONG}/")
        page.set_viewport_size({"width": 1280, "height": 844})
        expect(page.get_by_label("Read on").first).to_be_hidden()
        assert text.evaluate("text => text.scrollHeight === text.clientHeight")


def test_who_is_answered_is_said_where_it_does_not_stand_right_above(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    said = """all => all.filter(one => one.checkVisibility())
        .map(one => one.closest("[data-pa-reply]").getAttribute("aria-labelledby"))"""
    threaded = page.locator("[data-pa-parent]").evaluate_all(said)
    first = page.locator("[data-pa-answers] > ol > li:first-child > [data-pa-reply]").evaluate_all(said)
    assert first
    assert not set(first) & set(threaded)
    assert len(first) + len(threaded) == page.locator("[data-pa-parent]").count()
    page.get_by_label("Order").select_option("oldest")
    assert len(page.locator("[data-pa-parent]").evaluate_all(said)) == len(first) + len(threaded)


def test_byline_and_text_end_at_one_edge(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(address + PAGE)
    ends = """all => all.map(one => [one, one.parentElement].map(part => part.getBoundingClientRect().right))
        .map(([end, edge]) => Math.round(end - edge))"""
    assert set(page.locator("[data-pa-reply] > :is(h3, .pa-text)").evaluate_all(ends)) == {0}


def test_badges_are_words(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    expect(page.locator("[aria-labelledby='reply-a2'] .pa-badge")).to_have_text(["house voice", "started this"])
    expect(page.locator("#reply-a1x")).to_contain_text("maintainer")
    expect(page.locator("[aria-labelledby='reply-a1x'] .pa-stance")).to_have_text("Both schools")


def test_everything_is_printed_open_and_without_controls(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    page.locator(fold_of(page, "a")).locator("> summary").click()
    page.emulate_media(media="print")
    for part in (".pa-tools", ".pa-map", ".md-header", ".md-tabs"):
        expect(page.locator(part).first).to_be_hidden()
    height = page.locator("[aria-labelledby='reply-a1x']").evaluate("e => e.getBoundingClientRect().height")
    assert height > 50
    kept = page.locator("[data-pa-answers]").first.evaluate("e => getComputedStyle(e).breakInside")
    assert kept == "auto", "a fold holds half a thread, which begins where there is room"
