"""Threads below pages of an existing site: Material with blog, tags and search."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from parley.rendering.search.pages import join_documents
from support import Files, build_site, run_parley, serve, write_tree

REPLY = "---\nauthor: {}\ndate: 2026-10-0{}\n{}---\n\n{}\n"
SETUP = "posts/pages/guide/setup/replies"
SITE: Files = {
    "mkdocs.yml": """\
site_name: Tool
site_url: https://tool.example.org/docs/
repo_url: https://github.com/ana/tool
theme:
  name: material
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default}
    - {media: "(prefers-color-scheme: dark)", scheme: slate}
plugins:
  - search
  - tags
  - blog: {blog_dir: news}
  - parley: {comments: ["news/posts/*"]}
""",
    "docs/index.md": "# Tool\n\n::: latest\n",
    "docs/tags.md": "# Tags\n",
    "docs/guide/setup.md": "---\ncomments: true\ntags: [start]\n---\n# Set *it* up\n\nRun it.\n",
    "docs/guide/line.md": "# Line\n\nAbove.\n\n::: thread\n\nBelow.\n",
    "docs/guide/none.md": "# None\n",
    "docs/news/index.md": "# News\n",
    "docs/news/posts/one.md": "---\ndate: 2026-01-31\n---\n# One\n\nFirst.\n\n::: thread\n\n<!-- more -->\n\nSecond.\n",
    "docs/news/posts/draft.md": "---\ndate: 2026-01-31\ndraft: true\n---\n# Draft\n",
    "docs/news/posts/without.md": "---\ndate: 2026-01-31\ncomments: false\n---\n# Without\n",
    "posts/tags.yml": "- {slug: any, title: Any, summary: Anything.}\n",
    f"{SETUP}/2026-10-01-ana.md": REPLY.format("ana", 1, "", "It works, see [there](#reply-2026-10-02-bob)."),
    f"{SETUP}/2026-10-02-bob.md": REPLY.format(
        "bob", 2, "reply_to: 2026-10-01-ana\n", "[News](/pages/news/posts/one/#reply-2026-10-03-ana), /guide/none/."
    ),
    "posts/pages/news/posts/one/replies/2026-10-03-ana.md": REPLY.format("ana", 3, "", "News indeed."),
    "posts/pages/news/posts/draft/replies/2026-10-03-ana.md": REPLY.format("ana", 3, "", "Too early."),
    "posts/pages/gone/replies/2026-10-04-cem.md": REPLY.format("cem", 4, "", "Missed."),
}
GUIDE, NEWS = "guide/setup/", "news/2026/01/31/one/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_tree(tmp_path_factory.mktemp("tool"), SITE)
    build_site(folder)
    return folder


def read(built: Path, name: str) -> str:
    return (built / "site" / name).read_text(encoding="utf-8")


def test_pages_that_ask_have_their_thread_and_no_others(built: Path) -> None:
    pages = sorted((built / "site").rglob("*.html"))
    threads = {str(page.parent.relative_to(built / "site")) for page in pages if "data-pa-thread" in page.read_text()}
    assert threads == {"guide/setup", "guide/line", NEWS.strip("/"), "pages/gone"}
    above, _, below = read(built, "guide/line/index.html").partition('data-pa-thread="pages/guide/line/"')
    assert "<p>Above.</p>" in above
    assert "<p>Below.</p>" in below
    assert not any("data-parley-thread" in page.read_text() for page in pages if "news" not in page.parts)
    assert "reply-2026-10-03-ana" not in read(built, "news/index.html")  # where the post's first words stand


def test_what_follows_from_a_thread_follows_from_that_of_a_page(built: Path) -> None:
    data = json.loads(read(built, "pages/guide/setup/thread.json"))
    assert (data["post"]["kind"], data["post"]["title"]) == ("page", "Set it up")
    assert data["post"]["address"] == f"https://tool.example.org/docs/{GUIDE}"
    feed = read(built, "pages/guide/setup/feed.xml")
    assert feed.count("<entry>") == 3
    assert f'href="https://tool.example.org/docs/{GUIDE}#reply-2026-10-02-bob"' in feed
    everything = read(built, "feed.xml")
    assert (everything.count("<entry>"), everything.count("Re: One")) == (4, 1)  # no page, no draft
    assert f'href="{GUIDE}#reply-2026-10-01-ana"' in read(built, "index.html")
    assert f'href="../../{GUIDE}#reply-2026-10-01-ana"' in read(built, "people/ana/index.html")
    assert 'url=../../../guide/setup/"' in read(built, "pages/guide/setup/index.html")
    guide = read(built, f"{GUIDE}index.html")
    assert 'href="#reply-2026-10-02-bob"' in guide
    assert 'href="../../pages/news/posts/one/#reply-2026-10-03-ana"' in guide
    assert 'href="../pages/gone/"' in read(built, "archive/index.html")
    assert "Too early" not in "".join(page.read_text() for page in (built / "site").rglob("*.*ml"))
    found = json.loads(read(built, "search/search_index.json"))["docs"]  # the theme's own, for its own pages
    assert [one["text"] for one in found if one["location"].startswith("guide/setup")] == ["<p>Run it.</p>"]


def test_the_search_has_one_document_of_a_page_and_its_thread() -> None:
    head = '<html>\n<body>\n<meta data-pagefind-filter="kind:page">\n<meta data-pagefind-sort="date:{}">\n'
    page = f"{head.format('')}<h1>Set up</h1>\n<p>Run it.</p>\n</body></html>"
    thread = (
        f'{head.format("2026-10-02")}<p><span id="title|Set"></span></p>\n<h3 id="reply-a">Ana</h3>\n</body></html>'
    )
    joined = join_documents(page, thread)
    assert [joined.count(part) for part in ("<h1>", "Run it.", "reply-a", "title|", "-sort=", "<body>")] == [
        1,
        1,
        1,
        0,
        1,
        1,
    ]
    assert "2026-10-02" in joined


def test_a_second_build_gives_the_same_and_a_new_address_goes_everywhere(built: Path, tmp_path: Path) -> None:
    before = read(built, "pages/news/posts/one/thread.json"), read(built, "people/ana/index.html")
    build_site(built)
    assert (read(built, "pages/news/posts/one/thread.json"), read(built, "people/ana/index.html")) == before
    post = built / "docs/news/posts/one.md"
    text = post.read_text()
    try:
        post.write_text(text.replace("01-31", "02-01"))
        build_site(built, "--site", str(tmp_path / "site"))
    finally:
        post.write_text(text)
    for name in (
        "people/ana/index.html",
        "pages/news/posts/one/thread.json",
        "feed.xml",
        "pages/news/posts/one/index.html",
    ):
        found = (tmp_path / "site" / name).read_text()
        assert ("news/2026/02/01/one/" in found, "news/2026/01/31" in found) == (True, False), name


def test_commands_know_the_threads_of_pages(tmp_path: Path) -> None:
    folder = write_tree(tmp_path, SITE)
    run_parley("reply", "pages/guide/setup", "--author", "dee", "--body", "Me too.", cwd=folder)
    assert len(list((folder / SETUP).iterdir())) == 3
    reason = "It named a person."
    run_parley("remove", "pages/guide/setup", reason, "--reply", "2026-10-02-bob", cwd=folder)
    assert "removed: It named a person." in (folder / SETUP / "2026-10-02-bob.md").read_text()
    assert "3 replies" in run_parley("show", "https://tool.example.org/docs/pages/guide/setup/", cwd=folder).stdout
    refused = run_parley("lock", "pages/guide/setup", reason, cwd=folder, code=2)
    assert "Change its front matter" in refused.stderr


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serve(built / "site") as found:
        yield found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_thread_works_on_the_page_under_its_own_theme(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}pages/guide/setup/#reply-2026-10-02-bob")  # a permalink by name
        page.wait_for_url(f"{address}{GUIDE}#reply-2026-10-02-bob")
        expect(page.locator("body")).to_have_attribute(
            "data-md-color-scheme", {"light": "default"}.get(scheme, "slate")
        )
        expect(page.locator("#reply-2026-10-02-bob")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("Order").select_option("newest")
        expect(page.locator("[data-pa-reply]").first).to_contain_text("bob")
        page.locator("[data-pa-box] textarea").click()
        dialog = page.locator("dialog[open]")
        expect(dialog).to_contain_text("Reply to “Set it up”")
        dialog.locator("[name=text]").fill("Me too.")
        expect(dialog.locator("[data-pa-path]")).to_contain_text("posts/pages/guide/setup/replies/")
        assert errors == []
