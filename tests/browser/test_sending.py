"""What a stranger meets on the way from a page to a sent text, and what their device knows until it is published."""

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from browser.test_write_dialog import DEEP, FILES, FOLDER, REPOSITORY, check_file, follow, open_reply, send, unfold
from parley.mailing.answers import is_agreement
from reading.test_mending_head import NO_FILE, mend_text
from reading.test_mending_head import PASTED as AS_FILE
from rendering.test_hints import FIXED
from specifications import DIFFERENCES
from support import build_site, serve, write_project
from watching import let_go_back, open_device, open_watched

ANA = "2026-10-02-ana"
TEXT = "A *reply* of mine, with `code` and with enough of words."


def build(folder: Path, settings: str = "", *, forge: bool = True) -> Path:
    """The project of a site, with settings of its own."""
    project = write_project(folder, FILES)
    file = project / "mkdocs.yml"
    text = file.read_text().replace("extra:\n  parley:\n", f"extra:\n  parley:\n{settings}")
    file.write_text(f"{text}repo_url: {REPOSITORY}\n" if forge else text)
    build_site(project)
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("sending"))


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    with serve(project / "site") as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with open_device(browser, "telephone", REPOSITORY) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    with open_watched(context) as (made, faults):
        yield made
        assert faults == []


def recall(page: Page, name: str) -> object:
    text = page.evaluate("name => localStorage.getItem(`parley:/:${name}`)", name)
    return json.loads(text) if text else None


def reload_as(page: Page, **values: object) -> None:
    """Load the page again on a device that remembers these values."""
    fill = "all => { for (const [name, text] of all) localStorage.setItem(`parley:/:${name}`, text); }"
    page.evaluate(fill, [[name, json.dumps(value)] for name, value in values.items()])
    page.reload()


# From the page to the forge.

INSIDE = "element => { const at = element.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }"


def test_a_stranger_presses_send_and_nothing_else_and_decides_nothing(page: Page, address: str) -> None:
    dialog = open_reply(page, address)
    dialog.get_by_label("Your reply").fill(TEXT)
    assert send(dialog).evaluate(INSIDE), "without scrolling"
    asked = dialog.locator("input, select, textarea, [type=checkbox]").locator("visible=true")
    expect(asked).to_have_count(1)  # the text
    expect(dialog.locator("[data-pa-next]")).to_have_text("Opens a form at GitHub, filled in. Press “Create” there.")
    found = urlsplit(follow(page, send(dialog)))
    assert found.path == "/us/talk/issues/new"
    assert parse_qs(found.query)["text"] == [TEXT]
    dialog.get_by_label("Your reply").fill("Line.\n" * 300)
    assert send(dialog).evaluate(INSIDE), "however long it is"
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")


COUNT = """() => {
  window.presses = 0;
  addEventListener("click", (event) => { if (event.isTrusted) window.presses += 1; }, true);
}"""


def test_two_clicks_send_a_strangers_reply_and_the_second_is_the_forges(page: Page, address: str) -> None:
    """From the open field below the last reply one click on our pages; from a reply two, or one and two keys."""
    page.goto(f"{address}{FOLDER}/")
    page.evaluate(COUNT)
    below = page.get_by_role("link", name="Reply to the discussion", exact=True)
    expect(below).to_be_visible()
    page.locator("[data-pa-box] textarea").focus()
    page.keyboard.type(TEXT[:5])
    dialog = page.get_by_role("dialog", name="Reply to “Two follow-ups?”")
    expect(dialog.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type(TEXT[5:])
    expect(dialog.get_by_label("Your reply")).to_have_value(TEXT)
    assert send(dialog).evaluate(INSIDE), "without scrolling"
    expect(below).to_be_hidden()
    found = urlsplit(follow(page, send(dialog)))
    assert (found.path, parse_qs(found.query)["text"]) == ("/us/talk/issues/new", [TEXT])
    assert page.evaluate("presses") == 1
    dialog.get_by_role("button", name="Close").click()
    expect(page.locator("[data-pa-box] textarea")).to_have_value(TEXT)
    page.locator(f"[aria-labelledby='reply-{DEEP}'] [data-pa-write]").click()
    page.evaluate("presses = 1")
    page.keyboard.type(TEXT)
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    assert parse_qs(urlsplit(opened.value.url).query)["reply_to"] == [DEEP]
    assert page.evaluate("presses") == 1
    page.locator("[data-pa-box] textarea").focus()
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(page.get_by_role("dialog", name=re.compile("Reply to (?!“)"))).to_be_visible()


@pytest.mark.parametrize("names", [("Other ways", "as a file"), ("Other ways", "Copy the file")])
def test_each_other_way_takes_the_presses_that_the_guide_counts(
    page: Page, address: str, names: tuple[str, ...]
) -> None:
    """The finished file the first time, and the copy. The guide's table adds those at the forge."""
    page.goto(f"{address}{FOLDER}/")
    page.evaluate(COUNT)
    page.locator("[data-pa-box] textarea").focus()
    page.keyboard.type(TEXT)
    dialog = page.locator("dialog[open]")
    for name in names:
        dialog.locator("summary, a, button", has_text=name).locator("visible=true").first.click()
        if name == "Other ways":
            dialog.get_by_label("Your handle").fill("eve")
    expect(dialog.locator("[data-pa-sent]")).to_contain_text("I've sent it")
    assert page.evaluate("presses") == len(names)


def test_the_way_back_closes_the_dialog_and_not_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}discussions/")
    dialog = open_reply(page, address)
    dialog.get_by_label("Your reply").fill("Half a thou")
    page.go_back()
    expect(dialog).to_have_count(0)
    assert page.url == f"{address}{FOLDER}/"
    page.locator(f"[aria-labelledby='reply-{DEEP}'] [data-pa-write]").click()
    expect(dialog.get_by_label("Your reply")).to_have_value("Half a thou")
    for _ in range(3):  # closed and opened at once, by keys
        page.keyboard.press("Escape")
        page.locator(f"[aria-labelledby='reply-{DEEP}'] [data-pa-write]").click()
        expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    let_go_back(page)
    page.go_back()
    page.wait_for_url(f"{address}discussions/")


def test_two_tabs_keep_two_drafts_and_each_can_be_had_again(page: Page, context: BrowserContext, address: str) -> None:
    first = open_reply(page, address)
    other = context.new_page()
    second = open_reply(other, address)
    names = set()
    for dialog, text in ((first, "One"), (second, "Two"), (first, "One, more"), (second, "Two, more")):
        dialog.get_by_label("Your reply").fill(text)
        names.add(dialog.locator("[data-pa-path]").text_content())
    assert len(names) == 2, "each is a file of its own"
    third = context.new_page()
    dialog = open_reply(third, address)
    field, more = dialog.get_by_label("Your reply"), re.compile("(One|Two), more")
    expect(field).to_have_value(more)
    shown = field.input_value()
    dialog.get_by_role("button", name="Show it").click()
    expect(field).not_to_have_value(shown)
    expect(field).to_have_value(more)
    first.get_by_role("button", name="Discard").click()
    dialog = open_reply(third, address)
    expect(dialog.get_by_label("Your reply")).to_have_value("Two, more")
    expect(dialog.locator("[data-pa-other]")).to_be_hidden()


def test_where_nothing_is_kept_the_way_back_keeps_the_text_and_leaving_asks(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });"
        )
        page = context.new_page()
        page.goto(address)
        dialog = open_reply(page, address)
        dialog.get_by_label("Your reply").fill("A long and careful answer.")
        page.go_back()
        expect(dialog).to_have_count(0)
        asked: list[str] = []

        def stay(leave: object) -> None:
            asked.append(leave.type)  # type: ignore[attr-defined]
            leave.dismiss()  # type: ignore[attr-defined]

        page.on("dialog", stay)
        with page.expect_event("dialog"):
            page.evaluate("() => { setTimeout(() => history.back()); }")
        assert asked == ["beforeunload"]
        page.locator(f"[aria-labelledby='reply-{DEEP}'] [data-pa-write]").click()
        expect(dialog.get_by_label("Your reply")).to_have_value("A long and careful answer.")


def test_reply_stands_at_the_post_and_at_the_foot_of_a_telephone(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}/")
    moved = """() => new Promise((done) => {
      const found = [];
      const look = (all) => all.getEntries().flatMap(({ sources }) => sources).map(({ node }) => node?.className);
      new PerformanceObserver((all) => found.push(...look(all))).observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => done(found)));
    })"""
    assert "pa-foot" not in page.evaluate(moved)
    bar = page.get_by_role("link", name="Reply to this discussion")
    at_foot = "bar => Math.round(innerHeight - bar.parentElement.getBoundingClientRect().bottom)"
    assert bar.evaluate(at_foot) == 0
    assert bar.evaluate("bar => bar.getBoundingClientRect().height") >= 44
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator("[data-pa-thread] a:visible").last
    assert last.evaluate("a => a.getBoundingClientRect().bottom") <= bar.evaluate("a => a.getBoundingClientRect().top")
    for control in (bar, page.locator("[data-pa-post] [data-pa-write]")):
        control.click()
        expect(page.get_by_role("dialog", name="Reply to “Two follow-ups?”")).to_be_visible()
        page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(bar).to_be_hidden()


# Who has written here before, and how the site wants it.


def test_the_form_comes_first_for_everybody_and_a_choice_is_kept(page: Page, address: str) -> None:
    page.goto(address)
    reload_as(page, wrote=True, handle="eve")
    dialog = open_reply(page, address)
    dialog.get_by_label("Your reply").fill(TEXT)
    assert "/issues/new" in follow(page, send(dialog))
    unfold(dialog)
    assert "/new/main/posts/" in follow(page, dialog.get_by_role("link", name="as a file"))
    dialog = open_reply(page, address)
    assert "/new/main/posts/" in follow(page, send(dialog))
    for value in ("constructor", "__proto__", 5, None, ["file"], "copy"):
        reload_as(page, route=value, wrote="yes", handle="")
        expect(send(open_reply(page, address))).to_have_attribute("href", re.compile("/issues/new"))


def test_a_site_without_a_forge_is_written_to_by_mail_and_one_may_say_what_comes_first(
    browser: Browser, tmp_path: Path
) -> None:
    mail = build(tmp_path / "mail", "    mail: reply@example.org\n", forge=False)
    files = build(tmp_path / "file", "    mail: a@example.org\n    send: file\n")
    known = build(tmp_path / "known", "    forge: gitea\n")
    with browser.new_context() as context:
        page = context.new_page()
        with serve(mail / "site") as root:
            dialog = open_reply(page, root)
            dialog.get_by_label("Your reply").fill(TEXT)
            expect(send(dialog)).to_have_attribute("href", re.compile(r"^mailto:reply@example\.org\?subject="))
            expect(dialog.locator("[data-pa-next]")).to_contain_text("Send it from your mail program")
            page.goto(f"{root}{FOLDER}/")
            page.locator(f"[aria-labelledby='reply-{ANA}']").get_by_role("button", name="Agree").click()
            sent = parse_qs(urlsplit(send(page.get_by_role("dialog")).get_attribute("href") or "").query)["body"][0]
            assert is_agreement(sent.partition("\n\n")[0].replace("\r\n", "\n").partition("\n")[0]), sent
            assert f"discussion: {FOLDER}" in sent
            assert f"reply_to: {ANA}" in sent
        with serve(files / "site") as root:
            dialog = open_reply(page, root)
            dialog.get_by_label("Your reply").fill(TEXT)
            expect(dialog.get_by_label("Your handle")).to_be_visible()
            dialog.get_by_label("Your handle").fill("eve")
            expect(send(dialog)).to_have_attribute("href", re.compile("/new/main/"))
            unfold(dialog)
            expect(dialog.get_by_role("link", name="by mail")).to_have_attribute("href", re.compile("^mailto:a@"))
        with serve(known / "site") as root:  # no program makes a file of an issue there
            page.goto(root)
            reload_as(page, wrote=True, handle="eve")
            dialog = open_reply(page, root)
            dialog.get_by_label("Your reply").fill(TEXT)
            expect(send(dialog)).to_have_attribute("href", re.compile("/_new/main/"))


# What was sent, and what is one's own.


def answer_with(route: Route, text: str) -> None:
    route.fulfill(body=text, content_type="application/json")


def test_what_was_sent_waits_on_its_place_until_it_is_published(page: Page, address: str, project: Path) -> None:
    page.clock.set_fixed_time("2026-10-09T23:59:00Z")
    dialog = open_reply(page, address)
    dialog.get_by_label("Your reply").fill(TEXT)
    follow(page, send(dialog))
    note = page.locator(f"li:has(> [aria-labelledby='reply-{DEEP}']) > [data-pa-waiting]")
    page.keyboard.press("Escape")
    expect(note).to_contain_text("If you pressed “Create” at GitHub, it waits to be published. The issues at GitHub")
    note.get_by_role("button", name="I didn't send it").click()
    expect(note).to_have_count(0)
    dialog = page.locator("dialog[open]")
    expect(dialog.get_by_label("Your reply")).to_have_value(TEXT)
    follow(page, send(dialog))
    dialog = open_reply(page, address)
    expect(dialog.locator("[data-pa-sent]")).to_contain_text("You opened this to send it on")
    dialog.get_by_role("button", name="I've sent it").click()
    expect(note).to_contain_text("waits to be published. The issues at GitHub")
    let_go_back(page)
    page.goto(f"{address}{FOLDER}/?issue=12#reply-{DEEP}")
    expect(note).to_contain_text("waits to be published: #12. Forget")
    expect(note.get_by_role("link", name="#12")).to_have_attribute("href", f"{REPOSITORY}/issues/12")
    page.wait_for_url(f"{address}{FOLDER}/#reply-{DEEP}")
    data = json.loads((project / "site" / FOLDER / "thread.json").read_text(encoding="utf-8"))
    reply = {
        "id": "2026-10-09-eve-1234",
        "author": "eve",
        "date": "2026-10-09",
        "reply_to": DEEP,
        "body": TEXT.replace("*", "_").replace("A", "a"),
    }
    sent = recall(page, "sent")
    for another in ({"reply_to": ANA}, {"date": "2026-10-05"}, {"body": "Something else."}, {}):
        answer = json.dumps({**data, "replies": [*data["replies"], {**reply, **another}]})
        page.unroute("**/thread.json")
        page.route("**/thread.json", partial(answer_with, text=answer))
        with page.expect_response("**/thread.json"):
            page.reload()
        expect(note).to_have_count(1 if another else 0)
    page.wait_for_function("() => localStorage.getItem('parley:/:sent') === '[]'")  # no note is there before it, either
    assert (recall(page, "sent"), recall(page, "wrote"), recall(page, "handle")) == ([], True, "eve")
    mended = {**reply, "id": "2026-10-09-eve-i12", "body": "A picture: of mine."}
    page.unroute("**/thread.json")
    answer = json.dumps({**data, "replies": [*data["replies"], mended]})
    page.route("**/thread.json", partial(answer_with, text=answer))
    reload_as(page, sent=sent)
    page.wait_for_function("() => localStorage.getItem('parley:/:sent') === '[]'")


def test_a_post_that_was_sent_waits_on_the_list_until_it_is_there(page: Page, address: str) -> None:
    page.goto(f"{address}discussions/")
    good = {"key": "new", "thread": "discussions/to-come/", "replyTo": "", "id": "", "mark": "m", "route": "issue"}
    now = page.evaluate("() => Date.now()")
    reload_as(page, sent=[{**good, "when": now}])
    expect(page.locator("[data-pa-waiting]")).to_contain_text("you took what you started from here to send it")
    reload_as(page, sent=[{**good, "when": now, "thread": f"{FOLDER}/"}])
    expect(page.locator("[data-pa-card]").first).to_be_visible()
    page.wait_for_function("() => localStorage.getItem('parley:/:sent') === '[]'")
    expect(page.locator("[data-pa-waiting]")).to_have_count(0)


def test_no_value_for_what_was_sent_stops_anything_or_is_shown(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}/")
    good = {"key": "k", "thread": f"{FOLDER}/", "replyTo": "", "id": "", "mark": "m", "route": "issue", "when": 1}
    now = page.evaluate("() => Date.now()")
    for value in (
        [good],
        [{**good, "when": "x"}],
        [{**good, "when": now * 2}],
        [{**good, "key": 5}],
        [None, 5],
        [{**good, "when": now, "issue": "<b>"}],
        {"length": 9},
    ):
        reload_as(page, sent=value)
        page.evaluate("() => import('/assets/parley/own-replies.js')")
        expect(page.locator("[data-pa-waiting]")).to_have_count(0)
    html = {**good, "when": now, "replyTo": "<b>", "key": "<img src=x>"}
    reload_as(page, sent=[{**html, "key": f"k{at}"} for at in range(200)])
    expect(page.locator("[data-pa-waiting]")).to_have_count(30)
    page.locator("[data-pa-waiting] button").first.click()
    expect(page.locator("[data-pa-waiting]")).to_have_count(29)


def test_ones_own_is_edited_and_taken_back_at_the_forge_and_others_are_not(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}/")
    expect(page.get_by_role("button", name="Take back")).to_have_count(0)
    reload_as(page, handle="bob")
    expect(page.get_by_role("button", name="Take back")).to_have_count(1)
    page.get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit what you wrote")
    href = f"{REPOSITORY}/edit/main/posts/{FOLDER}/replies/2026-10-03-bob.yml"
    expect(dialog.get_by_role("link", name="Open its file at GitHub")).to_have_attribute("href", href)
    expect(dialog.locator("[data-pa-lines]")).to_have_text(re.compile(r"^updated: \d{4}-\d\d-\d\dT[\d:]{8}Z$"))
    page.go_back()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Take back").click()
    dialog = page.get_by_role("dialog", name="Take back what you wrote")
    expect(dialog.locator("[data-pa-lines]")).to_have_text(re.compile(r"^updated: .*\nremoved: ."))
    asked = parse_qs(urlsplit(dialog.get_by_role("link", name="Ask a maintainer").get_attribute("href") or "").query)
    assert asked["address"] == [f"{address}{FOLDER}/#reply-2026-10-03-bob"]
    page.keyboard.press("Escape")
    let_go_back(page)
    expect(page.get_by_role("link", name="It answers this")).to_have_count(0)
    reload_as(page, handle="the host")  # who opened the thread, as the page names them
    expect(page.get_by_role("button", name="Take back").first).to_be_visible()
    ways = page.get_by_role("link", name="It answers this")
    asked = parse_qs(urlsplit(ways.first.get_attribute("href") or "").query)
    assert (asked["template"], asked["thread"]) == (["outcome.yml"], [f"{FOLDER}/"])
    assert asked["answer"][0].startswith(f"{address}{FOLDER}/#reply-")


def open_agreement(page: Page, address: str, button: str = "Agree") -> Locator:
    page.goto(f"{address}{FOLDER}/")
    page.locator(f"[aria-labelledby='reply-{ANA}']").get_by_role("button", name=button).click()
    return page.get_by_role("dialog")


def test_without_a_forge_an_agreement_and_a_change_are_handed_over(browser: Browser, tmp_path: Path) -> None:
    project = build(tmp_path, forge=False)
    with serve(project / "site") as root, open_device(browser, "telephone", REPOSITORY) as context:
        page = context.new_page()
        dialog = open_agreement(page, root)
        expect(dialog.get_by_role("link")).to_have_count(0)
        expect(dialog.locator("[data-pa-next]")).to_contain_text("Give the file to whoever runs the site.")
        dialog.get_by_role("button", name="Copy the file").press("Enter")
        expect(dialog.get_by_role("status")).to_have_text("Your handle is missing.")
        expect(dialog.get_by_label("Your handle")).to_be_focused()
        dialog.get_by_label("Your handle").fill("bob")
        dialog.get_by_role("button", name="Copy the file").click()
        place = dialog.locator("[data-pa-next] bdi").inner_text()
        assert re.fullmatch(rf"posts/agreements/{FOLDER}/bob/\d{{4}}-\d\d-\d\d-\w{{4}}\.yml", place)
        expect(dialog.get_by_role("status")).to_have_text(f"Copied. It belongs at {place}.")
        assert page.evaluate("() => navigator.clipboard.readText()") == f"agrees:\n  - {ANA}\n"
        reload_as(page, handle="bob")
        page.get_by_role("button", name="Edit").click()
        dialog = page.get_by_role("dialog", name="Edit what you wrote")
        expect(dialog.locator("li").first).to_have_text(f"Open its file: posts/{FOLDER}/replies/2026-10-03-bob.yml")
        expect(dialog.locator("li").last).to_have_text("Give the changed file to whoever runs the site.")
        expect(dialog.locator("a[href]")).to_have_count(0)


def test_where_an_address_takes_no_text_it_is_copied(browser: Browser, tmp_path: Path) -> None:
    """GitLab's page for a new file; in Arabic, where a path and a handle are read from the left all the same."""
    project = build(tmp_path, "    forge: gitlab\n")
    file = project / "mkdocs.yml"
    file.write_text(file.read_text().replace("font: false", "font: false, language: ar"))
    build_site(project)
    with serve(project / "site") as root, open_device(browser, "telephone", REPOSITORY) as context:
        page = context.new_page()
        dialog = open_agreement(page, root, "أوافق")
        main = dialog.locator("[data-pa-send]")
        main.press("Enter")
        handle = dialog.locator("[data-pa-handle]")
        expect(handle).to_be_focused()
        expect(handle).to_have_css("direction", "ltr")
        handle.fill("eve")
        expect(dialog.locator("[data-pa-sent]")).to_be_empty()
        assert urlsplit(follow(page, main)).path.endswith(f"/-/new/main/posts/agreements/{FOLDER}")
        assert page.evaluate("() => navigator.clipboard.readText()") == f"agrees:\n  - {ANA}\n"
        page.goto(f"{root}practices/")
        page.locator("[data-pa-write-new]").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.locator("[data-pa-next]")).to_contain_text("لا يتّسع الرابط لنصّك")
        dialog.locator("summary", has_text="طرق").click()
        expect(dialog.locator("[data-pa-path]")).to_have_css("direction", "ltr")


def test_a_slow_dialog_is_asked_for_once_and_says_that_it_is_on_its_way(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/write.json", lambda route: held.append(route))
    page.goto(f"{address}{FOLDER}/")
    link = page.locator(f"[aria-labelledby='reply-{DEEP}'] [data-pa-write]")
    with page.expect_request("**/write.json"):
        link.click()
    expect(link).to_have_attribute("aria-busy", "true")
    link.click()
    held[0].continue_()
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(link).not_to_have_attribute("aria-busy", "true")
    assert len(held) == 1


# A whole file that was pasted as the text.


FILE_OF_BOB = "---\nauthor: bob\ndate: 2026-11-22\n---\n\nOne is *enough*.\n"


def test_the_keys_of_a_pasted_file_are_shown_unless_it_is_known_to_be_ones_own(page: Page, address: str) -> None:
    dialog = open_reply(page, address)
    dialog.get_by_label("Your reply").fill(FILE_OF_BOB)
    dialog.locator("[data-pa-previewing] summary").click()
    shown = dialog.locator("[data-pa-preview]")
    expect(shown).to_contain_text("author: bob")
    expect(dialog.locator("[data-pa-findings]")).to_contain_text("with ‘bob’ stay above your text, unless")
    unfold(dialog)
    dialog.get_by_label("Your handle").fill("@Bob")
    expect(shown).to_have_text("One is enough.")
    expect(dialog.locator("[data-pa-findings]")).to_be_hidden()


def test_the_page_takes_for_a_whole_file_what_the_build_takes_for_one(page: Page, address: str) -> None:
    page.goto(address)
    script = """async ([root, file, texts]) => {
      const { unwrap } = await import(root + 'assets/parley/write-file.js');
      const data = await (await fetch(root + 'assets/parley/write.json')).json();
      return texts.map((text) => unwrap(text, file, data.known.reply).trim());
    }"""
    for more, texts, unlike in (
        ("reply_to: 2026-11-20-bob\n", list(NO_FILE.values()), []),
        ("", [text for text, _ in AS_FILE.values()], DIFFERENCES["files"]),
    ):
        file = f"---\nauthor: ana\ndate: 2026-11-27T10:00:00Z\n{more}---\n\n"
        found = page.evaluate(script, [address, file, texts])
        cut = [mend_text("reply", file + text).partition("\n---\n")[2].strip() for text in texts]
        wrong = [text for text, shown, body in zip(texts, found, cut, strict=True) if shown != body]
        assert wrong == [AS_FILE[name][0] for name in unlike]


# Posts of the other kind.


def test_a_practice_is_written_with_the_sides_that_the_site_declares(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}practices/")
    page.get_by_role("link", name="Write a practice").click()
    dialog = page.get_by_role("dialog", name="Write a practice")
    dialog.get_by_label("Your handle").fill("eve")
    dialog.get_by_label("Title").fill("Meeting: first")
    send(dialog).press("Enter")
    expect(dialog.locator("[data-pa-findings]")).to_contain_text("‘Old school’ is missing.")
    dialog.get_by_label("Sales").check()
    texts = {
        "old_school": 'Say "no": twice.',
        "old_wins_when": "- it's #1",
        "new_school": "\\ *Mail*\nfirst.",
        "new_wins_when": "Far: off",
        "shared_rule": "Be kind.",
    }
    for key, text in texts.items():
        dialog.locator(f"[data-pa-key={key}]").fill(text)
    dialog.get_by_label("Anything else").fill("Both: sides.\n\n- a list\n")
    query = parse_qs(urlsplit(follow(page, send(dialog))).query)
    assert query["filename"] == ["meeting-first/post.yml"]
    post = check_file(tmp_path, f"practices/{query['filename'][0]}", query["value"][0])
    assert {key: post.get(key) for key in texts} == {key: " ".join(text.split()) for key, text in texts.items()}
    assert (post.title, post.author, post.body) == ("Meeting: first", "eve", "Both: sides.\n\n- a list")
    dialog.get_by_label("Title").fill("First meeting")
    expect(dialog.locator("[data-pa-path]")).to_have_text("posts/practices/first-meeting-2/post.yml")


# What is wrong.


def test_the_page_mends_what_the_hints_mend(page: Page, address: str) -> None:
    page.goto(address)
    script = """async ([root, texts]) => {
      const { mend } = await import(root + 'assets/parley/write-mend.js');
      const data = await (await fetch(root + 'assets/parley/write.json')).json();
      return texts.map((text) => mend(text, data));
    }"""
    assert page.evaluate(script, [address, list(FIXED)]) == list(FIXED.values())
    assert page.evaluate(script, [address, list(FIXED.values())]) == list(FIXED.values()), "and once is enough"


def test_a_quotation_is_the_markdown_of_its_text_as_it_was_written(page: Page, address: str) -> None:
    page.goto(address)
    long = "word " * 100
    script = """async ([root, texts]) => {
      const { cutSource } = await import(root + 'assets/parley/write-source.js');
      return texts.map((text) => cutSource(text, 280));
    }"""
    code = "```html\n<div>\n\n  x\n</div>\n```"
    given = {
        f"{code}\n\nAfter it.": f"{code}\n\nAfter it.",
        f"{code}\n\n{long}": f"{code}\n\n…",
        "* a_b\n\n  in it\n* c": "* a_b\n\n  in it\n* c",
        "A note.[^1] `[^1]` on.\n\n[^1]: By whom.\n    More.\n": "A note. `[^1]` on.",
        f"One.\n\n{long}": "One. …",
        f"[{long}](https://example.org)": f"[{long}](https://example.org)",
        f"[{long * 5}](https://example.org)": "",
        f"{code.replace('x', 'x' * 3000)}": "",
    }
    assert page.evaluate(script, [address, list(given)]) == list(given.values())
    assert re.fullmatch(r"(word ){50,60}…", page.evaluate(script, [address, [long]])[0])


def test_one_press_agrees_and_what_is_sent_is_what_the_form_reads(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}/")
    page.locator(f"[aria-labelledby='reply-{ANA}']").get_by_role("button", name="Agree").press("Enter")
    send_it = page.get_by_role("dialog").get_by_role("link", name="Send")
    expect(send_it).to_be_focused()
    href = send_it.get_attribute("href") or ""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
    assert asked["template"] == "agreement.yml"
    assert asked["agreed"] == f"{address}{FOLDER}/#reply-{ANA}"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    let_go_back(page)
