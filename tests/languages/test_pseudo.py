"""Every word of a site comes from the catalogue: one is built in a language that has no Latin letters."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from languages.pseudo import LANGUAGE, SETTINGS, write_catalogue, write_post, write_reply
from languages.texts import list_texts
from parley.commands.cli import COMMANDS, main
from parley.importing.formats import FORMATS
from parley.model.languages import catalogues
from parley.model.languages.catalogues import load_catalogue
from parley.model.settings import Declaration
from parley.model.words import TAKES
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.pages import people
from parley.rendering.pages.listing import lists
from support import Files, write_tree

D = "discussions/d1"
FILES: Files = {
    "tags.yml": "".join(f"- {{slug: t{n}, title: Тема {n}, summary: О теме.}}\n" for n in range(1, 4)),
    "people/a1.yml": "name: Анна\nabout: Пчеловод.\nrole: maintainer\nlink: https://x1.y2/\n",
    "people/v1.yml": "name: Голос\nabout: Роль.\nrole: house-voice\n",
    "people/b1.yml": "name: Плохой\nbanned: спам\nbanned_since: 2026-03-01\n",
    f"{D}/post.md": write_post(
        1,
        "tags: [t1, t2]\nlanguage: ja\npinned: true\nk1: d1\nk2: 7\nquestions: [Что?, Как?]\nupdated: 2026-02-20\n"
        "sources:\n  - {name: Книга, url: 'https://x1.y2/1', kind: law, date: 2025}\n"
        "answer: r1\noutcome:\n  summary: Решили.\n  by: a1\n  rests_on: [r1]\n"
        "  agreed:\n    - {text: Да., rests_on: [r1], conceded_by: q1}\n  differ: [Нет.]\n",
    ),
    f"{D}/replies/r1.md": write_reply(
        "a2", 1, "stance: q1\nlanguage: pt_br\ntakes: supports\nk2: 3\nk3: true\nk4: https://x1.y2/\n"
    ),
    f"{D}/replies/r2.md": write_reply("v1", 2, "stance: q2\ntakes: disputes\nreply_to: r1\nupdated: 2026-02-21\n"),
    f"{D}/replies/r3.md": write_reply("a1", 3, "takes: asks\nreply_to: r2\n"),
    f"{D}/replies/r4.md": write_reply("a3", 4, "removed: спам\nupdated: 2026-02-05\n", ""),
    f"{D}/replies/r5.md": write_reply("a3", 5, "reply_to: r4\ntakes: adds\n", "См. [тут](/discussions/d2/)."),
    f"{D}/replies/r6.md": write_reply("a4", 6, "updated: 2026-02-07\nrestored: ошибка\n"),
    "discussions/d2/post.md": write_post(2, "tags: [t1]\nlocked: Хватит\nupdated: 2026-02-09\n"),
    "discussions/d3/post.md": write_post(3, "tags: [t3]\nremoved: спам\nupdated: 2026-02-09\n"),
    "discussions/d4/post.md": write_post(4, "tags: [t1]\naliases: [d0]\n"),
    **{f"discussions/d4/replies/s{n}.md": write_reply(f"a{n % 9}", n % 28 + 1) for n in range(260)},
    **{f"discussions/e{n}/post.md": write_post(n, "tags: [t2]\n") for n in range(5, 14)},
    **{
        f"k9s/c{n}/post.yml": f"title: Пара {n}\nauthor: a1\ndate: 2026-01-02\ntags: [t{n % 3 + 1}]\n"
        "q1: Так.\nq1_better_when: Зимой.\nq2: Сяк.\nq2_better_when: Летом.\nrule: Мир.\ncaution: Осторожно.\n"
        for n in range(10)
    },
    "k9s/c1/replies/u1.md": write_reply("a1", 9),
    "pages/p1/replies/w1.md": write_reply("a1", 9),
}
DOCS: Files = {
    "index.md": "# Дом\n\n::: front\n",
    "p1.md": "---\ncomments: true\n---\n\n# Страница\n",
    "p2.md": "# Всё\n\n::: keys\n\n::: discussions\n\n::: latest\n\n::: questions\n\n::: tags\n\n::: moderation\n",
}

FINE = frozenset("UTC GitHub Markdown house-voice house voice maintainer contributor".split()) | frozenset(TAKES)
"""Names, and what files have for programs, which are the same in all languages."""

WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("pseudo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "FOLDER", tmp_path_factory.mktemp("catalogues"))
        write_catalogue(catalogues.FOLDER)
        patch.setattr(people, "NAMES", 4)
        patch.setattr(lists, "UNGROUPED", 2)
        write_tree(folder / "posts", FILES)
        write_tree(folder / "docs", DOCS)
        write_tree(folder, {"mkdocs.yml": SETTINGS})
        patch.chdir(folder)
        done = CliRunner().invoke(main, ["build", "--executor", "none"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        yield folder / "site"
    load_catalogue.cache_clear()


def list_words(html: str) -> Iterator[str]:
    """The Latin words of a page, with something of what stands around them."""
    for text in list_texts(html):
        for word in WORD.findall(re.sub(r"https?://\S+|\S+@\S+|/\S*/", "", text)):
            if word not in FINE:
                yield f"{word} in {' '.join(text.split())[:60]}"


def find_leaks(site: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in sorted(site.rglob("*.html")):
        for leak in list_words(file.read_text(encoding="utf-8")):
            found.setdefault(leak, []).append(file.relative_to(site).as_posix())
    return found


def test_every_word_of_every_page_is_one_of_the_catalogue(site: Path) -> None:
    assert {leak: files[:2] for leak, files in find_leaks(site).items()} == {}


def test_every_word_of_dialogs_is_one_of_the_catalogue(site: Path) -> None:
    data = json.loads(next(site.glob("assets/parley/write*.json")).read_text(encoding="utf-8"))
    frame = (site / "assets/parley/frame.js").read_text(encoding="utf-8")
    kept = json.loads(re.search(r"const kept = (\{.*\});", frame)[1])  # type: ignore[index]
    assert sorted({*list_words(data["form"]), *list_words(kept["body"])}) == []


def test_every_word_of_feeds_is_one_of_the_catalogue(site: Path) -> None:
    found = set()
    for file in sorted(site.rglob("feed.xml")):
        for element in ET.parse(file).iter():
            if element.tag.endswith(("title", "subtitle", "name", "summary")):
                found |= set(WORD.findall(element.text or ""))
            if element.tag.endswith("content"):
                found |= set(list_words(element.text or ""))
            if element.tag.endswith("category"):
                found |= set(WORD.findall(element.get("label") or ""))
    assert found - FINE == set()


def test_words_in_another_language_say_so_wherever_they_are(site: Path) -> None:
    page = (site / D / "index.html").read_text(encoding="utf-8")
    assert '<h1 dir="auto" lang="ja" itemprop=headline>' in page
    assert '<div class="pa-text" dir="auto" lang="pt-BR" data-pa-text itemprop=text>' in page
    assert re.findall(r"<meta itemprop=inLanguage content=\"([^\"]*)\">", page) == ["ja", "pt-BR"]
    feed = ET.parse(site / D / "feed.xml").getroot()
    name = "{http://www.w3.org/XML/1998/namespace}lang"
    assert feed.get(name) == LANGUAGE
    assert {entry.get(name) for entry in feed.iter("{http://www.w3.org/2005/Atom}entry")} == {"ja", "pt-BR", None}


def test_the_language_of_the_site_is_that_of_every_page(site: Path) -> None:
    pages = [file.read_text(encoding="utf-8") for file in site.rglob("*.html")]
    assert {re.search(r"<html[^>]*lang=\"?([\w-]+)", page)[1] for page in pages} == {LANGUAGE}  # type: ignore[index]


OF_A_SHELL = re.compile(
    r"^ +(?:parley|gh) .*$|\[[^\]\s]*\|[^\]]*\]|\"[^\"]*\"|--?[\w-]+|`[^`]*`|#\S*|"
    r"[\w.-]*[./_<>=@:\[\]-][\w./_<>=@:\[\]-]*\w",
    re.MULTILINE,
)
"""Commands, options, choices, names of files and ids."""


def list_said(output: str, *names: str) -> set[str]:
    """The Latin words that a command has said, but for the names of what it is given."""
    return {word for word in WORD.findall(OF_A_SHELL.sub(" ", output)) if word not in {*FINE, *names}}


def test_every_word_of_help_is_one_of_the_catalogue(site: Path) -> None:
    names = {"parley", "posts", "site", "en", "processes", "text", "remark", *COMMANDS, *FORMATS}
    said: dict[str, set[str]] = {}
    for name in ("", *COMMANDS):
        done = CliRunner().invoke(main, [*([name] if name else []), "--help"], prog_name="parley", terminal_width=9999)
        for word in list_said(done.output, *names):
            said.setdefault(word, set()).add(name)
    assert said == {}


POSTS: Files = {
    "tags.yml": "- {slug: t1, title: Тема, summary: О теме.}\n",
    "people/a1.yml": "name: Анна\nrole: maintainer\n",
    "discussions/d1/post.md": write_post(1, "tags: [t1]\n"),
    "discussions/d1/replies/r1.md": write_reply("a1", 1),
    "discussions/d2/post.md": write_post(2, "tags: [t2]\nstanse: q1\nauthor: [a]\n"),
    "discussions/d2/replies/r1.md": write_reply("A 2", 1, "stance: q9\nk2: 700\nreply_to: r0\n", "<script>x</script>"),
    "k9s/c1/post.yml": "title: ''\ndate: 2026-13-02\ntags: []\n",
    "x/y.txt": "",
}
ARCHIVE: Files = {
    "page/a.yml": "_id: a\nmessage: спроси eva@x1.y2 <script>x</script>\nname: Анна\ndate: 2015-01-01\n",
    "page/b.yml": "_id: b\nmessage: ''\nname: Анна\ndate: 2015-01-01\nreplyTo: c\n",
}
TOLD = [
    ["check"],
    ["check", "--nope"],
    ["lock", "d1"],
    ["lock", "d1", "Хватит", "-n"],
    ["show", "d3"],
    ["show", "d1"],
    ["stats"],
    ["split", "d1#reply-r1", "Тема", "Потому", "-n"],
    ["ban", "a4", "спам", "-n"],
    ["new", "k9", "Тема", "--author", "a4"],
    ["reply", "d1", "--body", "", "--author", "a4"],
    ["reply", "d1", "--body", "Да", "--author", "a4"],
    ["import", "archive", "--to", "posts", "--tag", "t1", "--verify", "-n"],
    ["import", "archive", "--to", "posts", "--tag", "t1"],
    ["import", "mkdocs.yml", "--to", "posts"],
    ["upgrade"],
]
OF_A_FILE = re.compile(r"'[^']*'|\[[\w-]+\]|^ *\d+ \|.*$", re.MULTILINE)
"""What is quoted, the name of a rule, and a line with what is wrong in it."""

KEYS = frozenset(key.name for kind in list_kinds(Declaration()).values() for key in kind.keys)
"""Names of what is told, which are the same in all languages."""


@pytest.mark.usefixtures("site")
def test_every_word_of_commands_is_one_of_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tree(tmp_path, {"mkdocs.yml": SETTINGS})
    write_tree(tmp_path / "docs", {"index.md": "# Дом\n"})
    write_tree(tmp_path / "posts", POSTS)
    write_tree(tmp_path / "archive", ARCHIVE)
    monkeypatch.chdir(tmp_path)
    names = {"parley", "posts", "agreements", "masked", "renamed", "stanse", "stance", *KEYS, *COMMANDS, *FORMATS}
    said = {}
    for words in TOLD:
        done = CliRunner().invoke(main, words, prog_name="parley", catch_exceptions=False)
        if leaks := list_said(OF_A_FILE.sub(" ", done.output), *names):
            said[" ".join(words)] = leaks
    assert said == {}


OF_A_FORM = re.compile(r"(?:name|description|title|label|value|placeholder): (.*)")


@pytest.mark.usefixtures("site")
def test_every_word_of_a_new_site_is_one_of_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    begin = ["init", "--yes", "--language", LANGUAGE, "--subject", "Пчёлы", "--repository", "https://github.com/x1/y2"]
    done = CliRunner().invoke(main, [*begin, "--login", "a1", "--host", "cloudflare"], catch_exceptions=False)
    assert list_said(done.output, "Makefile") == set()
    texts = {
        name: (tmp_path / name).read_text(encoding="utf-8")
        for name in ("README.md", "posts/LICENSE.md", "docs/house-rules.md", ".vscode/parley.code-snippets")
    }
    for name in ("mkdocs.yml", "Makefile", ".github/CODEOWNERS", ".github/dependabot.yml", "wrangler.toml"):
        texts[name] = "\n".join(re.findall(r"# .*", (tmp_path / name).read_text(encoding="utf-8")))
    for file in sorted((tmp_path / ".github/ISSUE_TEMPLATE").iterdir()):
        texts[file.name] = "\n".join(OF_A_FORM.findall(file.read_text(encoding="utf-8")))
    assert {
        name: said for name, text in texts.items() if (said := list_said(text, "Parley", "old", "https", "printf"))
    } == {}


WRAPPED = re.compile(r"\b(?:_|ngettext)\((?:\s*(?:\"(?:[^\"\\]|\\.)*\"),?)+")
LITERAL = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\\n]|\\.)*`")
SENTENCE = re.compile(
    r"^(?!\W)(?:[A-Z][a-z'’]+|[a-z'’]+)(?: [a-z'’]+)+[.:?!…]?$|^[A-Z][a-z]+ [a-z]+\b|[a-z] [a-z]+ [a-z]+ [a-z]"
)
NO_WORDS = frozenset({"input, textarea, select, dialog, [contenteditable]", "the worker failed", "Nothing is kept."})
"""What is looked for in a page, and what only a console is told."""


def find_said(text: str) -> Iterator[str]:
    """Literals of a script that look like words for readers, and aren't said by the catalogue."""
    code = re.sub(r"^\s*//.*$|(?<=[;{,(]) // .*$", "", text, flags=re.MULTILINE)
    for literal in LITERAL.findall(WRAPPED.sub("", code)):
        words = re.sub(r"\$\{[^}]*\}", "0", literal[1:-1])
        if (
            SENTENCE.search(words)
            and literal[1:-1] not in NO_WORDS
            and not re.match(r"pa-|data-|\[|:|text/|[a-z-]+ > ", words)
        ):
            yield words


def test_scripts_say_their_words_by_the_catalogue() -> None:
    files = [*theme.ASSETS.glob("*.js"), *theme.TEMPLATES.glob("*.js")]
    assert {file.name: said for file in files if (said := list(find_said(file.read_text(encoding="utf-8"))))} == {}
    assert list(
        find_said('say("Search couldn\'t be loaded."); _("It is on", { a }); note(`${n} new since your last visit`);')
    ) == [
        "Search couldn't be loaded.",
        "0 new since your last visit",
    ]
