"""Writing back from the page, on a telephone and on a desk: each way of sending, drafts, mistakes, keys."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from declared import KINDS, check_posts, load_library
from editing.test_slugs import SIGNS, TITLES
from hinting import find_hints
from model.test_naming import LOGINS, NONE
from parley.editing.drafts import Draft, write_draft
from parley.editing.slugs import make_slug
from parley.forge.issue_forms import EMPTY, find_form, parse_body
from parley.model import layout
from parley.model.characters import remove_hidden
from parley.model.entries import Discussion, Reply
from parley.model.forges import FORGES, MAX_MAIL, fill, is_kept, show_block
from parley.model.settings import Settings
from parley.reading.mending.body import mend_markdown
from parley.rendering.dialog import render_data
from rendering.test_hints import PLAIN, WRITTEN
from support import GOOD, Files, build_site, serve, write_project, write_tree
from watching import LOOKS, SIZES, let_go_back, open_device, open_watched

REPLY = find_form("reply", KINDS)

FOLDER = "discussions/two-follow-ups"
REPOSITORY = "https://forge.example/us/talk"
DEEP = "2026-10-04-cyd"

FILES: Files = {
    **GOOD,
    f"{FOLDER}/replies/{DEEP}.md": (
        "---\nauthor: cyd\ndate: 2026-10-04\nreply_to: 2026-10-03-bob\n---\n\nThird level, *with* words.\n\nAnd more.\n"
    ),
    "discussions/locked/post.md": (
        "---\ntitle: Locked\nauthor: ana\ndate: 2026-10-01\nupdated: 2026-10-05\n"
        "locked: done\ntags: [law]\n---\n\nOver.\n"
    ),
    "discussions/locked/replies/2026-10-02-bob.md": "---\nauthor: bob\ndate: 2026-10-02\n---\n\nYes.\n",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = write_project(tmp_path_factory.mktemp("writing"), FILES)
    with (project / "mkdocs.yml").open("a") as stream:
        stream.write(f"repo_url: {REPOSITORY}\n")
    build_site(project)
    with serve(project / "site") as found:
        yield found


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A telephone, where a test names nothing else."""
    with open_device(browser, getattr(request, "param", "telephone"), REPOSITORY) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    with open_watched(context) as (made, faults):
        yield made
        assert faults == []


def open_reply(page: Page, address: str, to: str = DEEP) -> Locator:
    page.goto(address + FOLDER + "/")
    page.locator(f"article[aria-labelledby='reply-{to}'] [data-pa-write]").click()
    dialog = page.get_by_role("dialog", name=re.compile("Reply to"))
    expect(dialog).to_be_visible()
    return dialog


def unfold(dialog: Locator) -> None:
    dialog.locator("details:not([data-pa-previewing])").evaluate_all("all => all.forEach(one => { one.open = true })")


def send(dialog: Locator) -> Locator:
    """The one main button."""
    return dialog.get_by_role("link", name="Send", exact=True)


def fill_in(dialog: Locator, text: str = "I *agree*: here is why.", handle: str = "Eve", school: str = "old") -> None:
    unfold(dialog)
    dialog.get_by_label("Your reply").fill(text)
    dialog.get_by_label("Your handle").fill(handle)
    dialog.get_by_label("You argue for").select_option(school)


def follow(page: Page, link: Locator) -> str:
    """Press a link that opens a tab; gives the address it leads to."""
    with page.context.expect_page() as opened:
        link.click()
    found = opened.value.url
    opened.value.close()
    return found


def check_file(tmp_path: Path, path: str, text: str) -> Any:
    """Put a file among the posts, as the forge would; gives the reply or post that was loaded from it."""
    posts = write_tree(tmp_path / "posts", FILES)
    write_draft(Draft(path, text), posts)
    assert check_posts(posts, "posts").problems == ()
    return next(one for one in load_library(posts).contributions() if one.path == path)


def read_clipboard(page: Page) -> str:
    found: str = page.evaluate("() => navigator.clipboard.readText()")
    return found


# Ways to send.


@pytest.mark.parametrize("context", ["telephone", pytest.param("desk", marks=pytest.mark.slow)], indirect=True)
def test_a_reply_opens_as_a_finished_file_on_the_forge(page: Page, address: str, tmp_path: Path) -> None:
    dialog = open_reply(page, address)
    expect(dialog.locator("blockquote")).to_contain_text("Third level, with words.")
    fill_in(dialog)
    expect(page.locator(".pa-write__send").get_by_role("link")).to_have_count(1)
    found = urlsplit(follow(page, dialog.get_by_role("link", name="Propose it")))
    assert found.path == f"/us/talk/new/main/posts/{FOLDER}/replies"
    query = parse_qs(found.query)
    name = query["filename"][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-eve-[a-z0-9]{4}\.md", name)
    reply = check_file(tmp_path, f"{FOLDER}/replies/{name}", query["value"][0])
    assert (reply.author, reply.reply_to, reply.stance, reply.body) == ("eve", DEEP, "old", "I *agree*: here is why.")


def test_a_reply_opens_as_a_form_for_an_issue(page: Page, address: str) -> None:
    dialog = open_reply(page, address)
    fill_in(dialog, "Line one.\n\n### Text\n\n&amp; more = #1?")
    query = parse_qs(urlsplit(follow(page, send(dialog))).query, keep_blank_values=True)
    assert {key: query[key] for key in ("template", "discussion", "reply_to", "school", "text")} == {
        "template": ["reply.yml"],
        "discussion": [FOLDER],
        "reply_to": [DEEP],
        "school": ["old"],
        "text": ["Line one.\n\n### Text\n\n&amp; more = #1?"],
    }


@pytest.mark.parametrize("forge", ["gitlab", "gitea"])
def test_a_forge_without_forms_gets_a_text_that_reads_as_the_form(page: Page, address: str, forge: str) -> None:
    page.goto(address)
    given = {"discussion": FOLDER, "school": "old", "text": "Line one.\n\n#### Four\n\n& more"}
    values = {field.id: given.get(field.id, "") for field in REPLY.fields}
    fields = [{"id": field.id, "label": field.label, "value": values[field.id]} for field in REPLY.fields]
    script = """async ([root, form, data]) => {
      const { issueRoute } = await import(root + 'assets/parley/write-routes.js');
      return issueRoute(form, data).href;
    }"""
    form = {"template": "reply", "title": "Reply", "fields": fields}
    known = {"issue": FORGES[forge].issue, "issueFields": FORGES[forge].issue_fields, "longest": 8000}
    data = {"repository": REPOSITORY, "forge": known, "empty": EMPTY}
    query = parse_qs(urlsplit(page.evaluate(script, [address, form, data])).query)
    (text,) = (value for name in ("body", "issue[description]") for value in query.get(name, []))
    filled = parse_body(text, KINDS)
    assert filled
    assert (filled.form, filled.values, filled.mistakes) == (REPLY, values, ())


def test_a_mail_says_below_its_text_what_it_is_about(page: Page, address: str) -> None:
    page.goto(address)
    script = """async ([root, form, data]) => {
      const { mailRoute } = await import(root + 'assets/parley/write-routes.js');
      return mailRoute(form, form.handle, data);
    }"""
    known = json.loads(render_data(Settings(mail="reply@example.org"), KINDS, ""))
    values = {"discussion": FOLDER, "reply_to": DEEP, "school": "old", "text": "Line one.\n\n& more = #1? Grüße"}
    fields = [{"id": field.id, "label": field.label, "value": values.get(field.id, "")} for field in REPLY.fields]
    form = {"template": "reply", "title": "Reply to A?", "fields": fields, "handle": "eve"}
    found = page.evaluate(script, [address, form, known])
    link = urlsplit(found["href"])
    query = parse_qs(link.query)
    assert (link.scheme, link.path, found["whole"]) == ("mailto", "reply@example.org", True)
    assert query["subject"] == [f"Reply to A? [{FOLDER}#{DEEP}]"]
    opening, closing, hint = show_block()
    lines = [
        opening.format(kind="reply"),
        f"discussion: {FOLDER}",
        f"reply_to: {DEEP}",
        "school: old",
        "name: eve",
        closing,
    ]
    assert query["body"][0].split("\r\n") == [*values["text"].split("\n"), "", *lines, ""]
    unknown = page.evaluate(script, [address, {**form, "handle": ""}, known])
    assert f"\r\nname: {hint}\r\n" in parse_qs(urlsplit(unknown["href"]).query)["body"][0]
    long = "Wörter und wieder Wörter. " * 100
    fields[-1]["value"] = long
    found = page.evaluate(script, [address, form, known])
    assert (found["whole"], found["text"]) == (False, long)
    assert len(found["href"]) <= MAX_MAIL
    assert parse_qs(urlsplit(found["href"]).query)["body"][0].strip().split("\r\n") == lines


def test_an_issue_needs_no_handle_since_the_forge_knows_it(page: Page, address: str) -> None:
    dialog = open_reply(page, address)
    dialog.get_by_label("Your reply").fill("Words.")
    expect(dialog.get_by_label("Your handle")).to_be_hidden()
    expect(send(dialog)).to_have_attribute("href", re.compile("text=Words"))
    assert dialog.locator("[data-pa-route=file]").get_attribute("href") is None


def test_a_reply_is_copied_and_downloaded_as_a_finished_file(page: Page, address: str, tmp_path: Path) -> None:
    dialog = open_reply(page, address)
    fill_in(dialog)
    path = dialog.locator("[data-pa-path]").inner_text().removeprefix("posts/")
    dialog.get_by_role("button", name="Copy the file").click()
    expect(dialog.locator(".pa-write__sent")).to_contain_text("clipboard")
    copied = read_clipboard(page)
    assert check_file(tmp_path / "copied", path, copied).reply_to == DEEP
    with page.expect_download() as download:
        dialog.get_by_text("Download it").click()
    assert download.value.suggested_filename == path.rpartition("/")[2]
    assert download.value.path().read_text() == copied


def test_a_text_too_long_for_an_address_goes_by_the_clipboard(page: Page, address: str, tmp_path: Path) -> None:
    dialog = open_reply(page, address)
    long = "Wörter und wieder Wörter. " * 300
    fill_in(dialog, long)
    expect(dialog.locator("[data-pa-next]")).to_contain_text("it's copied when you press Send")
    found = follow(page, send(dialog))
    assert is_kept(found, FORGES["github"])
    assert read_clipboard(page) == long
    found = follow(page, dialog.get_by_role("link", name="Propose it"))
    assert len(found) < 400
    expect(dialog.locator(".pa-write__sent")).to_contain_text("The link couldn't hold your text")
    name = parse_qs(urlsplit(found).query)["filename"][0]
    assert check_file(tmp_path, f"{FOLDER}/replies/{name}", read_clipboard(page)).body == long


def test_every_address_that_is_offered_leads_on_after_logging_in(page: Page, address: str) -> None:
    """Encoded twice, by each forge's limit: a text that just fits goes along, a letter more goes by the clipboard."""
    page.goto(address)
    script = """async ([root, target, draft, data]) => {
      const { makeRoutes } = await import(root + 'assets/parley/write-routes.js');
      const { makeFile } = await import(root + 'assets/parley/write-file.js');
      return Object.values(makeRoutes(target, draft, 'eve', makeFile(target, draft, 'eve', new Date(), data), data));
    }"""
    target = {"kind": "reply", "key": "x", "title": "Two", "replyTo": DEEP, "folder": f"{FOLDER}/replies"}
    for forge in FORGES.values():
        data = json.loads(render_data(Settings(repository=REPOSITORY, forge=forge.name), KINDS, ""))
        wholes = []
        for letter in ("a", "word ", "я", "語", "😀"):
            for size in (10, 300, 900, 3_000, 60_000):
                draft = {"text": letter * (size // len(letter)), "title": "", "questions": "", "values": {}, "tags": []}
                routes = page.evaluate(script, [address, target, {**draft, "ending": "abcd"}, data])
                assert all(is_kept(route["href"], forge) for route in routes)
                wholes += [route["whole"] for route in routes]
        assert len(set(wholes)) == 2


def test_a_discussion_is_started(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "discussions/")
    page.get_by_role("link", name="Start a discussion").click()
    dialog = page.get_by_role("dialog", name="Start a discussion")
    title = 'Is it "rude"? \\ Grüße: #1, yes'
    dialog.get_by_label("Title").fill(title)
    dialog.get_by_label("Law").check()
    dialog.get_by_label("Questions").fill("Is it: so?\n\n- or 'not'?")
    dialog.get_by_label("Text", exact=True).fill("Both sides.")
    unfold(dialog)
    dialog.get_by_label("Your handle").fill("eve")
    found = urlsplit(follow(page, dialog.get_by_role("link", name="Propose it")))
    query = parse_qs(found.query)
    assert query["filename"] == ["is-it-rude-grusse-1-yes/post.md"]
    post = check_file(tmp_path, f"discussions/{query['filename'][0]}", query["value"][0])
    assert (post.title, post.tags, post.questions) == (title, ("law",), ("Is it: so?", "- or 'not'?"))
    assert (post.author, post.body) == ("eve", "Both sides.")


def test_a_discussion_takes_no_name_that_is_taken_and_none_of_a_device(page: Page, address: str) -> None:
    page.goto(address + "discussions/")
    page.get_by_role("link", name="Start a discussion").click()
    dialog = page.get_by_role("dialog", name="Start a discussion")
    for title, name in (
        ("Two follow-ups", "two-follow-ups-2"),
        ("Locked!", "locked-2"),
        ("Con", "con-2"),
        ("COM¹", "com1-2"),
        ("Two", "two"),
        ("雪", "xue"),
        ("🎉", make_slug("🎉")),
        ("Две лопаты", "dve-lopaty"),
        (" ", "untitled"),
    ):
        dialog.get_by_label("Title").fill(title)
        expect(dialog.locator("[data-pa-path]")).to_have_text(f"posts/discussions/{name}/post.md")


@pytest.mark.parametrize("forge", FORGES)
def test_the_page_fills_the_patterns_of_every_forge_as_the_build_does(page: Page, address: str, forge: str) -> None:
    page.goto(address)
    values = {
        "repository": f"{REPOSITORY}/",
        "branch": "a/b c",
        "folder": "posts/ü",
        "name": "x.md",
        "text": "é&=#%'(\n",
    }
    script = "async ([root, ...rest]) => (await import(root + 'assets/parley/write-routes.js')).fill(...rest)"
    for pattern in (FORGES[forge].new_file, FORGES[forge].with_text):
        assert page.evaluate(script, [address, pattern, values]) == fill(pattern, values)


# Drafts.


def test_a_draft_survives_until_it_is_sent_or_discarded(page: Page, address: str) -> None:
    dialog = open_reply(page, address)
    fill_in(dialog, "Half a thou")
    page.reload()
    dialog = open_reply(page, address, "2026-10-02-ana")
    expect(dialog.get_by_label("Your reply")).to_have_value("")
    expect(dialog.get_by_label("Your handle")).to_have_value("")
    dialog.get_by_role("button", name="Close").click()
    let_go_back(page)
    dialog = open_reply(page, address)
    expect(dialog.get_by_label("Your reply")).to_have_value("Half a thou")
    unfold(dialog)
    expect(dialog.get_by_label("You argue for")).to_have_value("old")
    dialog.get_by_label("Your handle").fill("eve")
    name = dialog.locator("[data-pa-path]").inner_text()
    follow(page, dialog.get_by_role("link", name="Propose it"))
    other = page.context.new_page()  # another tab, as if this one had been lost
    dialog = open_reply(other, address)
    expect(dialog.get_by_label("Your reply")).to_have_value("Half a thou")
    expect(dialog.get_by_label("Your handle")).to_have_value("eve")
    expect(dialog.locator("[data-pa-path]")).to_have_text(name)
    assert "filename=" in follow(other, send(dialog)), "what was chosen once comes first from then on"
    dialog.get_by_role("button", name="I've sent it").click()
    expect(other.get_by_role("dialog")).to_have_count(0)
    let_go_back(other)
    dialog = open_reply(other, address)
    expect(dialog.get_by_label("Your reply")).to_have_value("")
    dialog.get_by_label("Your reply").fill("Another")
    dialog.get_by_role("button", name="Discard").click()
    let_go_back(other)
    expect(open_reply(other, address).get_by_label("Your reply")).to_have_value("")


def test_what_was_selected_in_a_reply_is_quoted(page: Page, address: str) -> None:
    page.goto(address + FOLDER + "/")
    page.locator(f"article[aria-labelledby='reply-{DEEP}'] .pa-text p").last.select_text()
    page.locator(f"article[aria-labelledby='reply-{DEEP}'] [data-pa-write]").evaluate("link => link.click()")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("blockquote")).to_have_text("And more.")
    dialog.get_by_role("button", name="Quote this").click()
    expect(dialog.get_by_label("Your reply")).to_have_value("> And more.\n\n")


# Mistakes.


def test_what_is_missing_and_what_is_wrong_is_said_at_once_and_nothing_can_be_sent(page: Page, address: str) -> None:
    dialog = open_reply(page, address)
    unfold(dialog)
    findings = dialog.get_by_role("status", name="What to fix").locator("[data-pa-findings]")
    expect(findings.locator("li")).to_have_count(0)
    send(dialog).press("Enter")  # nothing is there to be sent
    expect(findings).to_have_text("There's no text yet.")
    expect(dialog.get_by_label("Your reply")).to_be_focused()
    dialog.get_by_label("Your reply").fill("Fine.\nSee a\u202eb and \u202dzero.")
    dialog.get_by_label("Your handle").fill("renovate[bot]")
    expect(findings.locator("li")).to_have_count(2)
    expect(findings).to_contain_text("This is a bot's login")
    dialog.get_by_label("Your handle").fill("e..ve")
    expect(findings.locator("li")).to_have_count(2)
    expect(findings).to_contain_text("This can't be a login")
    expect(findings).to_contain_text("Line 2: ‘U+202E’ is an invisible character")
    assert send(dialog).get_attribute("href") is None
    assert dialog.locator("[data-pa-route=file]").get_attribute("href") is None
    expect(dialog.get_by_role("button", name="Copy the file")).to_be_disabled()
    dialog.get_by_role("button", name="Fix it for me").click()
    expect(dialog.get_by_label("Your reply")).to_have_value("Fine.\nSee ab and zero.")
    expect(dialog.locator("[data-pa-changes] del")).to_have_text(["aU+202Eb", "U+202D"])
    expect(send(dialog)).to_have_attribute("href", re.compile("text=Fine"))
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.get_by_label("Your reply")).to_have_value("Fine.\nSee a\u202eb and \u202dzero.")
    dialog.get_by_role("button", name="Fix it for me").click()
    dialog.get_by_label("Your handle").fill("EVE")
    expect(dialog.get_by_role("link", name="Propose it")).to_have_attribute("href", re.compile("author%3A%20eve"))
    dialog.get_by_label("Your handle").fill("@Eve_Acme")
    expect(dialog.get_by_role("link", name="Propose it")).to_have_attribute(
        "href", re.compile(r"filename=\d{4}-\d\d-\d\d-eve_acme-.*author%3A%20eve_acme")
    )


def test_the_page_takes_the_same_handles_and_makes_the_same_names_as_the_build(page: Page, address: str) -> None:
    page.goto(address)
    handles = [*(login for logins in LOGINS.values() for login in logins), *NONE]
    script = """async ([root, handles]) => {
      const { findProblems } = await import(root + 'assets/parley/write-check.js');
      const data = await (await fetch(root + 'assets/parley/write.json')).json();
      const draft = { text: 'Words.', values: {} };
      return handles.map((handle) => !findProblems({ kind: 'reply' }, draft, handle, data).who);
    }"""
    assert page.evaluate(script, [address, handles]) == [layout.is_name(one, layout.HANDLE) for one in handles]
    titles = [*TITLES, *SIGNS]
    script = """async ([root, titles, devices]) => {
      const { loadLetters, makeSlug } = await import(root + 'assets/parley/write-slug.js');
      const before = makeSlug('Ёлка');
      await loadLetters(titles.join());
      return [before, titles.map((title) => makeSlug(title, devices))];
    }"""
    before, made = page.evaluate(script, [address, titles, layout.DEVICES])
    assert re.fullmatch("topic-[0-9a-z]+", before), "where the table can't be had"
    assert made == [make_slug(title) for title in titles]


def test_the_page_finds_what_the_hints_find(page: Page, address: str) -> None:
    page.goto(address)
    texts = [*PLAIN, *(text for texts in WRITTEN.values() for text in texts)]
    script = """async ([root, texts]) => {
      const { findHints } = await import(root + 'assets/parley/write-check.js');
      const data = await (await fetch(root + 'assets/parley/write.json')).json();
      return texts.map((text) => findHints(text, data).map(({ rule }) => rule));
    }"""
    assert page.evaluate(script, [address, texts]) == [[hint.rule for hint, _ in find_hints(text)] for text in texts]


# The file, whatever is typed.

PARTS = "--- ... : # ' \" - > | { [ & * ! % @ ` null 404 ~ ? \\ é 🙂 👩‍👩‍👧 שלום مرحبا \u00a0 \u3000 \u200d".split(" ")
ENDS = ["\n", "\r\n", "\r", "\t", " ", "\n---\n", "\n\n", "  "]
TEXTS = st.lists(st.sampled_from([*PARTS, *ENDS]) | st.text(max_size=5), max_size=40).map(
    lambda parts: mend_markdown("\r".join(map(remove_hidden, ("w" + "".join(parts) + "w").split("\r")))).text
)
"""Any text, but for the characters that the page and the check refuse."""

ABOUT_CONTENT = {
    "bad-link",
    "contact-data",
    "secret",
    "deep-nesting",
    "mixed-script",
    "not-shown",
    "empty-body",
    "conflict-marker",
    "misleading-link",
}


def test_any_text_that_is_typed_comes_back_from_its_file(page: Page, address: str, tmp_path: Path) -> None:
    """All texts go through the page at once; then the build's own code reads every file."""
    texts = collect_texts()
    page.goto(address)
    script = """async ([root, texts]) => {
      const { renderReply, renderDiscussion } = await import(root + 'assets/parley/write-file.js');
      const { loadLetters, makeSlug } = await import(root + 'assets/parley/write-slug.js');
      for (const [text] of texts) await loadLetters(text);
      const now = new Date('2026-10-09T10:00:00Z');
      return texts.map(([text, title]) => [
        renderReply({ author: 'eve', now, replyTo: '2026-10-03-bob', head: ['school: new'], text }),
        renderDiscussion({ author: 'eve', now, title, tags: ['law'], questions: [title], head: [], text }),
        makeSlug(text),
      ]);
    }"""
    made = page.evaluate(script, [address, [[text, text[:60]] for text in texts]])
    files: dict[str, str | bytes] = dict(GOOD)
    for number, (reply, discussion, slug) in enumerate(made):
        assert slug == make_slug(texts[number])
        files |= {f"{FOLDER}/replies/r-{number}.md": reply, f"discussions/d-{number}/post.md": discussion}
    problems = [problem for problem in check_posts(write_tree(tmp_path / "all", files), "").problems if problem.blocks]
    assert {problem.rule for problem in problems} <= ABOUT_CONTENT
    spoilt = {problem.path.removeprefix("/") for problem in problems}
    good = {path: text for path, text in files.items() if path not in spoilt}
    library = load_library(write_tree(tmp_path / "good", good))
    loaded = {one.path: one for one in library.contributions()}
    assert len(loaded) > 200
    for number, text in enumerate(texts):
        body = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if reply := loaded.get(f"{FOLDER}/replies/r-{number}.md"):
            assert isinstance(reply, Reply)
            assert (reply.body, reply.author, reply.reply_to, reply.stance) == (body, "eve", "2026-10-03-bob", "new")
        if post := loaded.get(f"discussions/d-{number}/post.md"):
            assert isinstance(post, Discussion)
            title = " ".join(text[:60].split())
            assert (post.body, post.author, post.title, post.questions) == (body, "eve", title, (title,))


def collect_texts() -> list[str]:
    texts = []

    @settings(max_examples=150)
    @given(TEXTS)
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    return texts


# For everybody.


@pytest.mark.parametrize("context", ["telephone", pytest.param("desk", marks=pytest.mark.slow)], indirect=True)
def test_it_works_by_keys_alone(page: Page, address: str) -> None:
    page.goto(address + FOLDER + "/")
    page.locator(f"article[aria-labelledby='reply-{DEEP}'] [data-pa-write]").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type("j k / ? stay letters here.")
    expect(dialog.get_by_label("Your reply")).to_have_value("j k / ? stay letters here.")
    for name in ("Preview", "School you argue for", "Other ways to send it"):
        page.keyboard.press("Tab")
        expect(dialog.locator("summary", has_text=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(send(dialog)).to_be_focused()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.close()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(f"article[aria-labelledby='reply-{DEEP}'] [data-pa-write]")).to_be_focused()


def test_the_open_dialog_fits_and_can_be_used_by_everybody(browser: Browser, address: str) -> None:
    for scheme, size in LOOKS:
        width, height = SIZES[size]
        with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as context:
            page = context.new_page()
            dialog = open_reply(page, address)
            unfold(dialog)
            dialog.get_by_label("Your reply").fill("a\u202eb" + "wide" * 60)
            dialog.get_by_role("button", name="Fix it for me").click()
            wide = page.locator("html, dialog[open]").evaluate_all("all => all.map(e => e.scrollWidth - e.clientWidth)")
            assert max(wide) == 0
            found = Axe().run(page, "dialog[open]")
            assert found.response["violations"] == [], found.generate_report()


def test_without_scripts_each_control_leads_to_a_template(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        context.route(f"{REPOSITORY}/**", lambda route: route.fulfill(body="The forge."))
        page = context.new_page()
        page.goto(address + FOLDER + "/")
        page.locator(f"article[aria-labelledby='reply-{DEEP}'] [data-pa-write]").click()
        expect(page.get_by_role("link", name="Reply to the discussion")).to_be_in_viewport()
        page.get_by_role("link", name="Reply to the discussion").click()
        page.wait_for_url(f"{REPOSITORY}/**")
        query = parse_qs(urlsplit(page.url).query)
        assert "# reply_to: if you answer a reply" in query["value"][0]
        page.goto(address + "discussions/")
        page.get_by_role("link", name="Start a discussion").click()
        page.wait_for_url("**/new/main/posts/discussions*")


def test_a_locked_discussion_takes_no_reply(page: Page, address: str) -> None:
    page.goto(address + "discussions/locked/")
    expect(page.locator("[data-pa-write]")).to_have_count(0)


def test_a_dialog_that_does_not_load_leads_to_the_forge(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/write.json", lambda route: route.abort())
    page.goto(address + FOLDER + "/")
    page.locator(f"article[aria-labelledby='reply-{DEEP}'] [data-pa-write]").click()
    page.wait_for_url("**#answer")
    page.get_by_role("link", name="Reply to the discussion").click()
    page.wait_for_url(f"{REPOSITORY}/**")


def test_without_a_forge_a_reply_can_still_be_written_and_copied(browser: Browser, tmp_path: Path) -> None:
    project = write_project(tmp_path, FILES)
    build_site(project)
    with serve(project / "site") as root, browser.new_context() as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        dialog = open_reply(page, root)
        expect(dialog.locator("[data-pa-next]")).to_contain_text("This site names no Git host")
        dialog.get_by_label("Your reply").fill("Words.")
        dialog.get_by_label("Your handle").fill("eve")
        expect(dialog.get_by_role("link", name="Propose it")).to_have_count(0)
        expect(send(dialog)).to_have_count(0)
        dialog.get_by_role("button", name="Copy the file").click()
        expect(dialog.locator(".pa-write__sent")).to_contain_text("clipboard")
        assert read_clipboard(page).startswith("---\nauthor: eve\n")
