"""A site with about everything that a site can have, and what each kind of page and of data says of it, to the letter.

`PARLEY_ACCEPT=1 pytest tests/rendering/test_whole_site.py` writes what is found into `whole/`, a file for each kind of
page; the sources of the site are in `whole/site.txt`. What stands around the content of a page is the host's and is
left out.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.checking.loading import check_posts
from parley.commands.shared.common import read_settings
from parley.model import sheets
from parley.rendering import theme
from parley.rendering.feeds import weekly
from parley.rendering.pages import people
from parley.rendering.pages.listing import lists
from parley.rendering.search.documents import render_documents
from support import NOW, ROOT, build_site, hold, write_tree

WHOLE = Path(__file__).with_name("whole")
SOURCES = (WHOLE / "site.txt").read_text(encoding="utf-8")

KINDS = {
    "discussion": r"discussions/(?!page/|~)[^/]+/(page/\d/)?index\.html",
    "argument": r".*/argument/index\.html",
    "oven": r"ovens/(?!~)[^/]+/index\.html",
    "hosted": r"(guide|plain|pages/guide)/index\.html",
    "home": r"index\.html",
    "lists": r"(discussions|ovens)/((page/\d|~\w+/\w+)/)?index\.html",
    "tags": r"tags/.*index\.html",
    "latest": r"latest/.*index\.html",
    "archive": r"archive/.*index\.html",
    "digest": r"digest/.*index\.html",
    "people": r"people/.*index\.html",
    "outcomes": r"outcomes/.*index\.html",
    "moderation": r"moderation/index\.html",
    "search": r"search/index\.html",
    "moved": r"(old/guide|start|gone)/index\.html",
    "missing": r"404\.html",
    "twins": r".*\.md|llms\.txt",
    "feeds": r"((digest|\w+/(long-rise|gone-post|stone-age|ana|ana/answers|guide|heat))/)?feed\.xml",
    "threads": r".*thread\.json",
    "addresses": r"sitemap\.xml|robots\.txt|.*/(homes|names|choices)\.json|.*/opensearch\.xml",
    "dialog": r"assets/parley/write\.json",
}
"""What files of the site are of one kind, each in the first that fits."""

HEAD = re.compile(r"<title>.*?(?=<link rel=\"icon\"|</head>)", re.DOTALL)
CONTENT = re.compile(r'<article class="md-content__inner[^>]*>\n(.*)</article>.*?</main>', re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sources of the site, while lists and threads are cut sooner than for readers."""
    files = dict(part.split("\n", 1) for part in SOURCES.split("=== ")[1:])
    files["mkdocs.yml"] = f"hooks: [{ROOT}/hooks/mkdocs_hook.py]\nplugins: []\n{files['mkdocs.yml']}"
    with pytest.MonkeyPatch.context() as patch:
        for module, name, size in (
            (sheets, "SIZE", 10),
            (sheets, "NEAR", 2),
            (lists, "LINES", 5),
            (lists, "POSTS", 2),
            (lists, "UNGROUPED", 3),
            (people, "NAMES", 2),
            (weekly, "NAMES", 2),
        ):
            patch.setattr(module, name, size)
        places = {name: name if name.startswith(("mkdocs.yml", "docs/")) else f"posts/{name}" for name in files}
        yield write_tree(tmp_path_factory.mktemp("whole"), {places[name]: text for name, text in files.items()})


@pytest.fixture(scope="module")
def site(folder: Path) -> dict[str, str]:
    """The texts of the site by the kind of page, each file below its name."""
    build_site(folder)
    told: dict[str, list[str]] = {kind: [] for kind in KINDS}
    seen: set[str] = set()
    for file in sorted((folder / "site").rglob("*")):
        name = file.relative_to(folder / "site").as_posix()
        kind = next((kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, name)), "")
        if kind and file.is_file():
            shown = show(name, file.read_text(encoding="utf-8"))
            told[kind].append(f"=== {name}\n{shorten_feed(shown, seen) if kind == 'feeds' else shown}")
    return {kind: "\n".join(texts) + "\n" for kind, texts in told.items()}


def show(name: str, text: str) -> str:
    """A file, an element or a value on each line, without what the host draws."""
    if name.endswith(".json"):
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=1).replace("\\n", "\n")
    elif name.endswith(".xml"):
        text = text.replace("><", ">\n<")
    elif name.endswith(".html") and (content := CONTENT.search(text)):
        head = HEAD.search(text)
        text = f"{head[0] if head else ''}\n{content[1]}"
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def shorten_feed(text: str, seen: set[str]) -> str:
    """A feed, in which an entry that stood in another before is known by its id."""
    head, *entries = text.split("<entry>\n")
    lines = [one if one not in seen else f"{one.partition(chr(10))[0]}\n" for one in entries]
    seen.update(entries)
    return "".join([head, *lines])


def test_all_that_a_site_says(site: dict[str, str]) -> None:
    """In one test, so that the site is built by one process alone."""
    assert [kind for kind, text in site.items() if "===" not in text] == []
    for kind, text in site.items():
        hold(WHOLE / f"{kind}.txt", text)


def test_all_that_is_searched(folder: Path) -> None:
    settings = read_settings(folder / "mkdocs.yml")
    library = check_posts(folder / "posts", now=NOW, declaration=settings.declaration).library
    assert library
    drawer = theme.environment(library, settings)
    told = [
        f"=== {post.path} {number}\n{show('', text)}"
        for post in library.posts()
        for number, text in enumerate(render_documents(post, library, drawer, settings))
    ]
    hold(WHOLE / "searched.txt", "\n".join(told) + "\n")
