"""The preview of a text in the dialog: it equals what the build draws, runs nothing, and holds nobody up."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from attacks import PAYLOADS, first_wall_gone
from declared import SETTINGS, load_library
from model.test_typography import LEFT, SET
from parley.model import urls
from parley.model.markup import markdown as markup
from parley.model.markup.addresses import SCHEMES
from parley.model.markup.typography import set_type
from parley.reading.mending.body import mend_markdown
from parley.reading.mending.texts.breaks import keep_line_breaks
from parley.reading.mending.texts.depth import KEPT
from parley.rendering.references import make_lead, make_mention
from parley.rendering.walls import PREVIEWED, describe_type
from reading.test_mending_text import CLEAN, PASTED, SHOWN
from specifications import DIFFERENCES, EXAMPLES
from support import GOOD, build_site, serve, write_project, write_tree
from watching import LOOKS, SIZES, open_watched

FOLDER = "discussions/two-follow-ups/"
SAME = (Path(__file__).parent / "same_dom.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = write_project(tmp_path_factory.mktemp("preview"), GOOD)
    build_site(project)
    with serve(project / "site") as found:
        yield found


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    width, height = SIZES["telephone"]
    with browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce") as made:
        yield made


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page of a thread, with what the build gives it and under its policy."""
    with open_watched(context) as (page, faults):
        page.goto(address + FOLDER)
        yield page
        assert faults == []
        page.close()


# The same as the page.

OURS = (
    "Called[^1] twice[^1], and *once*[^Two].\n\n[^1]: A note,\n\n    in two.\n\n[^two]: `code` [^1]\n\n[^3]: none",
    "# One\n\nTwo\n===\n\n###### Six",
    "[post](/discussions/two-follow-ups/) [reply](#reply-2026-10-02-ana) [tag](/tags/law/) [no slash](/people/ana)",
    "[mail](mailto:a@b.cc) [call](tel:+123456) [ftp](ftp://example.org/a) [upper](HTTPS://EXAMPLE.org)",
    "[a](www.example.org/b) [b](ana@example.org) [c](//example.org) [d](file:///x) [e](../up) [f](javascript:x) [g]()",
    'https://example.org/a_b_c. www.example.org, (https://example.org/a(b)) a@example.org "https://example.org" http://.',
    "| a | b |\n|:-|-:|\n| c | d | e |\n| f |\n\n1. a\n2. b\n\n7) c",
    "```py title=x\ncode\n```\n\n~~~a<b\nx\n~~~\n\n    in",
    'a\\\nb  \nc\nd ~~e~~ ~f~ &copy;&nbsp;[t](https://example.org "t <b> t")',
    "日本**「語」**語 שלום *مرحبا* 👩‍👩‍👧",
    "List<String> <b>*bold*</b> <first name> <!-- c --> <?php ?> a<br>b `<i>` <kbd>Ctrl</kbd>",
    "<details>\n<summary>More</summary>\n\n*in*\n\n</details>\n\n<div>\n**still**\n</div>",
    "a<br/>b\n<br>\nc\n\n<br>\n\n| a<br>b | c |\n|---|---|\n| d | e<br>f |",
    "![a spade](https://example.org/x.png) [![p](https://example.org/p.png)](https://example.org) ![x][q]\n\n[q]: b",
    '<img width="300" alt="a *spade*" src="https://example.org/a.png" /> <a href="https://example.org/?a=1&amp;b=2">x</a>',
    "Text\n• one\n  o\ttwo\n\n· three\n\nName\tAge\nAna\t3|4\nBob\t5\nafter",
    "- [ ] a\n- [x] *b*\n  1. [X] c\n\n     d\n- [ ]\n- \\[ ] e\n- [ ]f\n- [y] g\n\n[x] h\n\n* [ ] `i`\n* [x] [j](https://example.org)",
    "> [!NOTE]\n> a *b*\n\n> [!tip]\\\n> c\n>\n> - d\n>   > e",
    "> [!CAUTION]\n\n> [!Warning]\n>\n> ```\n> </blockquote>\n> ```\n> f",
    "> [!IMPORTANT]  \n> a\n\n- > [!NOTE]\n  > b\n\n> > [!NOTE]\n> > c\n\n> [!NOTE] d\n> e",
    "> [!DANGER]\n> f\n\n> [!NOTE]\n> - g",
    "> \\[!NOTE]\n> a\n\n> [!NOTE]\n> b",
    "@ana, @Bob_ **@mia** 感谢@the-host、 @nobody `@ana` [@ana](https://example.org) a@ana.org @ana@b.org\n\n    @ana",
    "[a](/people/ana/) [b](/people/bob) [m](/people/mia/#x) [n](/people/nobody/) [p](/people/)",
    "> سؤال؟\n>\n> > nested `x`\n\nI agree, @ana: https://example.org/ and @nobody.\n\nنعم، @ana و https://example.org/",
    "```\ncode\n```\n\nمرحبا `x` &amp; b\n\n"
    "- one\n- اثنان\n  1. ثلاثة\n\n| a | ב |\n|---|--:|\n| 1 | ج |\n\nA[^1]\n\n[^1]: ج",
    "> [!NOTE]\n> عربي\n\n> 12\n\n[`x`](https://example.org) **ב** a\n\n## Hi\n\n"
    "[www.example.org](https://www.example.org) ב",
    "```\n• a\nx\ty\nz\tw\n```\n\n    • a\n    b\tc",
)
"""What the specifications have no example of, as people write and paste it."""

LINES = (
    "a\n*b\nc* `d\ne` f  \ng\\\nh [i\nj](https://example.org) k<br>\nl\n[m]: n\no",
    "- a\n  b\n  - c\n    d\n\n    e\n    f\n- [ ] g\n  h\n- i\n> j\nk\n\n> > l\n> > m\n> n\n\n1. o\np",
    "# a\nb\nc\n\nd\ne\n===\n\nf[^1]\ng\n\n[^1]: h\n    i\n\n> [!NOTE]\n> j\n> k",
    "| a |\n|---|\n| b |\nc\n\nd\n***\ne\n```\nf\ng\n```\nh\n\n    i\n    j",
)
TYPED = (
    """"*a* 'b'" "`c`" **"d** "e"[^1] 😀"f"😀'g' "😀" --h -- i--j k...\n\n[^1]: "note" 'n'""",
    """> "a" b\n\n- "c"\n  - 'd' e\n\n| "f" | g" |\n|---|---|\n| h's | `"` |\n\n## "i"\n\n    "j" ...""",
    """"[k](https://example.org/l--m)" https://example.org/n--o... '@ana' "p"\\\n"q" <b>"r"</b> &quot;s&quot;""",
    '("' * 30 + '")' * 30 + " a--b" * 30 + "c--" * 60 + "/d",
    """e\u0301's 'e\u0301' 5½' ٥" ² "" '' """ + '\'"\'"\' " \' ("t") -"u"- —"v"— "w-"x" ¿"y"? «"z"»',
)
"""Quotes and dashes beside all else."""

UNLIKE = {PASTED[name] for name in DIFFERENCES["texts"]}


def read(text: str) -> str:
    """A text as the build reads it."""
    return mend_markdown(text).text


def find_differences(
    page: Page, texts: list[str], posts: Path, *, keeps_lines: bool = False, language: str = ""
) -> dict[str, tuple[str, str]]:
    """What the preview and the build draw of each text as a reply, in one form, where the two are not the same.

    `keeps_lines` tells that the text goes by a form, from which a program makes the file; with a `language`, the site
    has its signs of print.
    """
    library = load_library(write_tree(posts, GOOD))
    lead, mention = make_lead(library, SETTINGS, None, FOLDER), make_mention(library, SETTINGS, FOLDER)
    draw = partial(markup.render, contribution_id=PREVIEWED, here=FOLDER, heading=markup.REPLY_HEADING)
    draw = partial(draw, lead=lead, mention=mention)
    drawn = [draw(keep_line_breaks(read(text)) if keeps_lines else read(text)) for text in texts]
    if language:
        drawn = [set_type(one, language) for one in drawn]
    script = SAME.replace("root))", "root, true))") if keeps_lines else SAME
    pairs, type = list(zip(texts, drawn, strict=True)), describe_type(language) if language else None
    found: list[list[str] | None] = page.evaluate(script, [pairs, urls.root(FOLDER), type])
    return {text: (pair[0], pair[1]) for text, pair in zip(texts, found, strict=True) if pair}


def is_allowed(text: str) -> bool:
    return all(flaw.what == "internal" for flaw in markup.find_flaws(read(text)))


def test_it_equals_the_page_for_every_example_of_the_specifications_that_the_site_allows(
    page: Page, tmp_path: Path
) -> None:
    allowed = {name: text for name, text in EXAMPLES.items() if is_allowed(text)}
    assert len(allowed) > 650
    ours = {*OURS, *CLEAN, *(text for text, _ in SHOWN.values()), *PASTED.values()} - UNLIKE
    found = find_differences(page, [*allowed.values(), *sorted(ours)], tmp_path)
    assert [(text, *pair) for text, pair in found.items() if text in ours] == []
    unlike = {name: (text, *found[text]) for name, text in allowed.items() if text in found}
    new = {name: told for name, told in unlike.items() if name not in DIFFERENCES["specifications"]}
    assert new == {}, "give each a reason in tests/specifications/differences.yml, or mend the preview"
    assert DIFFERENCES["specifications"].keys() <= unlike.keys(), "what has no difference needs no reason"
    assert find_differences(page, sorted(UNLIKE), tmp_path).keys() == UNLIKE, "nor does it here"


def test_lines_of_a_form_are_kept_in_the_preview_as_on_the_page(page: Page, tmp_path: Path) -> None:
    ours = {*LINES, *OURS, *CLEAN, *(text for text, _ in SHOWN.values()), *PASTED.values()} - UNLIKE
    assert find_differences(page, sorted(ours), tmp_path, keeps_lines=True) == {}
    dialog, shown = open_preview(page, "Roses are red,\nviolets *are\nblue*.")  # on this site, by copying the file
    expect(shown.locator("em")).to_have_text("are\nblue")
    expect(shown.locator("br")).to_have_count(0)
    dialog.get_by_role("button", name="Close").click()


def test_it_has_the_signs_of_print_of_a_site_that_has_them(page: Page, tmp_path: Path) -> None:
    texts = sorted({*(text for _, typed, shown in SET for text in (typed, shown)), *LEFT, *TYPED, *OURS})
    for language in ("en", "de", "fr", "ja"):
        assert find_differences(page, texts, tmp_path, language=language) == {}


def test_a_difference_is_seen(page: Page) -> None:
    """The comparison itself can fail: of elements, of attributes, and of words."""
    script = SAME.replace("await draw(text,", "await draw(`${text}${text.startsWith('`') ? '' : ' '}*`,")
    asked = [[text, f"<p>{text}</p>"] for text in ("a", "`a`", "[a](https://example.org)")]
    assert script != SAME
    assert all(page.evaluate(script, [asked, ""]))


# Nothing runs.


ATTACK = """async ([texts, drawn, schemes]) => {
  const assets = new URL("../../assets/parley/", location.href);
  const { preview } = await import(new URL("write-preview.js", assets));
  const { clean } = await import(new URL("write-preview-clean.js", assets));
  const data = await (await fetch(new URL("write.json", assets))).json();
  const place = { prefix: data.preview.prefix, root: "../../", heading: 1 };
  const made = [
    ...(await Promise.all(texts.map((text) => preview(text, data, "reply")))),
    ...drawn.map((html) => clean(html, data.preview, place)),
  ];
  document.body.append(...made);
  for (const element of document.body.querySelectorAll("*")) {
    for (const name of ["mouseover", "focus", "toggle", "animationstart"]) element.dispatchEvent(new Event(name));
    if (element.localName === "a" && !schemes.includes(element.protocol)) element.click();
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return document.documentElement.getAttributeNames().filter((name) => name.startsWith("data-pwn"));
}"""


def test_what_is_written_to_do_harm_does_none_in_the_preview(browser: Browser, address: str) -> None:
    """Without a policy, and then as if the parser let all HTML and every address through."""
    with first_wall_gone():
        drawn = [markup._draw(payload.text) for payload in PAYLOADS]
    schemes = [f"{scheme}:" for scheme in SCHEMES]
    with browser.new_context(bypass_csp=True) as context, open_watched(context) as (page, faults):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + FOLDER)
        assert page.evaluate(ATTACK, [[payload.text for payload in PAYLOADS], drawn, schemes]) == []
        assert [url for url in asked if not url.startswith(address)] == []
        assert page.url.partition("#")[0] == address + FOLDER
        assert faults == []


READ_TWICE = {"out-of-the-page", "two-readings-of-noscript", "two-readings-of-a-paragraph", "many-formatting-tags"}
"""Tags that don't match; what the build has cleaned is read once more, what the browser has cleaned is not."""


def test_the_browser_lets_through_what_the_build_does(browser: Browser, address: str) -> None:
    """Both clean the same HTML, that of texts which were written to do harm, with the first wall gone."""
    with first_wall_gone():
        pairs = [
            [markup._draw(one.text), markup.render(one.text, contribution_id=PREVIEWED, here=FOLDER, heading=1)]
            for one in PAYLOADS
        ]
    script = SAME.replace("await draw(text,", "(await import(new URL('write-preview-clean.js', assets))).clean(text,")
    script = script.replace('data, "reply", root)', "data.preview, { prefix: data.preview.prefix, root, heading: 1 })")
    with browser.new_context(bypass_csp=True) as context, open_watched(context) as (page, faults):
        page.goto(address + FOLDER)
        found = page.evaluate(script, [pairs, urls.root(FOLDER)])
        assert faults == []
    unlike = {one.id: pair for one, pair in zip(PAYLOADS, found, strict=True) if pair}
    assert {name: pair for name, pair in unlike.items() if name not in READ_TWICE} == {}
    assert len(found) - len(unlike) > 100


# In the dialog.


def open_preview(page: Page, text: str) -> tuple[Locator, Locator]:
    """The dialog of a reply with a text, and what its preview shows."""
    page.locator("[data-pa-write]").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your reply").fill(text)
    dialog.get_by_text("Preview", exact=True).click()
    return dialog, dialog.get_by_role("region", name="Preview")


def test_it_shows_what_is_typed_once_it_is_asked_for(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.locator("[data-pa-write]").first.click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("Your reply")
    field.fill("Some *words*[^1].\n\n[^1]: See [there](https://example.org).")
    assert "micromark.js" not in asked
    field.press("Tab")
    page.keyboard.press("Enter")
    shown = dialog.get_by_role("region", name="Preview")
    expect(shown.locator("em")).to_have_text("words")
    assert "micromark.js" in asked
    expect(shown.get_by_role("link", name="there")).to_have_attribute("target", "_blank")
    shown.locator("sup a").click()
    assert "#" not in page.url
    field.fill("# Other")
    expect(shown.get_by_role("heading", level=4)).to_have_text("Other")
    field.fill("")
    expect(shown.get_by_role("alert")).to_have_text("There's no text yet.")


def test_a_whole_file_that_was_pasted_is_shown_without_its_keys_unless_it_is_somebody_elses(page: Page) -> None:
    whole = "---\nauthor: {}\ndate: 2026-11-22\n---\n\nSome *words*.\n"
    dialog, shown = open_preview(page, whole.format("@ana"))
    dialog.get_by_label("Your handle").fill("ana")
    dialog.get_by_label("Your reply").fill(whole.format("@Ana"))
    expect(shown).to_have_text("Some words.")
    dialog.get_by_label("Your reply").fill(whole.format("bob"))
    expect(shown).to_contain_text("author: bob")
    dialog.get_by_label("Your reply").fill(f"```\n{whole.format('ana')}```")
    expect(shown).to_contain_text("author: ana")


def test_a_practice_is_shown_with_all_its_texts(page: Page, address: str) -> None:
    page.goto(f"{address}practices/")
    page.locator("[data-pa-write-new]").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Old school", exact=False).first.fill("Shake *hands*.")
    dialog.get_by_text("Preview", exact=True).click()
    shown = dialog.get_by_role("region", name="Preview")
    expect(shown.get_by_role("heading")).to_have_count(1)
    expect(shown.locator("em")).to_have_text("hands")


LOCKED = """export const findParts = () => [];
export const toHtml = (text) => { if (text.includes("stop")) for (;;); return `<p>${text}</p>`; };
"""


def test_a_text_that_takes_too_long_holds_nobody_up(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/micromark.js", lambda route: route.fulfill(body=LOCKED, content_type="text/javascript"))
    page.clock.install()
    page.goto(address + FOLDER)
    dialog, shown = open_preview(page, "go")
    expect(shown).to_have_text("go")
    dialog.get_by_label("Your reply").fill("stop")
    page.clock.fast_forward(5000)
    expect(shown.get_by_role("alert")).to_have_text(re.compile("takes too long"))
    dialog.get_by_label("Your reply").fill("on")
    expect(shown).to_have_text("on")
    page.close()


def test_what_would_be_too_much_for_the_page_does_not_reach_it(page: Page) -> None:
    dialog, shown = open_preview(page, ">\t" * 5_000 + "x")
    expect(shown.get_by_role("alert")).to_have_text(re.compile("too much room|within each other"))
    dialog.get_by_label("Your reply").fill("- " * 20 + "x")
    expect(shown.get_by_role("alert")).to_have_text(re.compile("within each other"))
    for written, kept in ((16, 16), (20, KEPT)):
        dialog.get_by_label("Your reply").fill("> " * written + "x")
        expect(shown.locator("blockquote")).to_have_count(kept)
    dialog.get_by_label("Your reply").fill("x" * 60_001)
    expect(shown.get_by_role("alert")).to_have_text("The text is too long for a preview.")


def test_without_its_parser_it_says_so_and_the_text_can_be_sent(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/micromark.js", lambda route: route.abort())
    page.goto(address + FOLDER)
    dialog, shown = open_preview(page, "Words.")
    expect(shown.get_by_role("alert")).to_have_text(re.compile("didn't work. You can send your text without it"))
    dialog.get_by_label("Your handle").fill("eve")
    expect(dialog.get_by_role("button", name="Copy the file")).to_be_enabled()
    page.close()


RICH = """# Heading

A [link](https://example.org), `code` and a note[^1].

> A quotation

> [!CAUTION]
> An alert

- [x] a task
- [ ] another

| a | b |
|--:|---|
| 1 | a cell that is rather long, longer than a telephone is wide |

```
a line of code that is rather long, longer than a telephone is wide, and then some
```

[^1]: Note.
"""


def test_everybody_can_read_it(browser: Browser, address: str) -> None:
    for scheme, size in LOOKS:
        width, height = SIZES[size]
        with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as context:
            page = context.new_page()
            page.goto(address + FOLDER)
            _, shown = open_preview(page, RICH)
            expect(shown.locator("table")).to_be_visible()
            wide = page.locator("html, dialog[open]").evaluate_all("all => all.map(e => e.scrollWidth - e.clientWidth)")
            assert max(wide) == 0
            found = Axe().run(page, "dialog[open]")
            assert found.response["violations"] == [], found.generate_report()
