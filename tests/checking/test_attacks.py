"""Every payload in every value of every file: refused with its place told, or harmless on every page."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.meta import find_undeclared_variables

import declared
from attacks import DOCUMENTS, NAMES, PAYLOADS, PRODUCT, Document, Name, Payload
from attacks.reading import ANSWERED, Vocabulary, elements, find_harm, parse, parse_document, vocabulary
from attacks.trees import Tree, hostile_tree
from declared import check_posts
from feeding import build_feeds
from parley.checking.check import Check
from parley.checking.report import render_github, render_json, render_text
from parley.model.entries import Reply
from parley.model.library import Library
from parley.rendering import theme
from parley.rendering.pages import Page, build_pages
from parley.rendering.pages.redirects import build_redirects
from support import GOOD, NOW, Files, write_tree

BATCH = 20
BATCHES = [PAYLOADS[start : start + BATCH] for start in range(0, len(PAYLOADS), BATCH)]
SETTINGS = replace(
    declared.SETTINGS, site_url="https://site.example/", repository="https://forge.example/x/y", page_size=500
)

LINKED = {path: text for path, text in GOOD.items() if path.startswith("discussions/")}
"""What good links of payloads lead to."""

Drawn = dict[str, str]
"""The HTML of every page by its address; heads and redirects have addresses of their own."""


def draw_all(library: Library) -> Drawn:
    drawer = theme.environment(library, SETTINGS)
    drawn = {}
    for page in build_pages(library, SETTINGS, drawer):
        drawn[page.address] = page.render()
        drawn[f"head of {page.address}"] = draw_head(drawer, page)
    return drawn | {f"redirect from {address}": page for address, page in build_redirects(library, drawer)}


def draw_head(drawer: Environment, page: Page) -> str:
    """The words of a page in all places of its head; what else the template wants is left empty."""
    source = (theme.TEMPLATES / "head.html").read_text(encoding="utf-8")
    values: dict[str, object] = dict.fromkeys(
        find_undeclared_variables(drawer.parse(source)) - drawer.globals.keys(), ""
    )
    values |= {
        "page": page,
        "title": page.title,
        "description": page.description,
        "feeds": [(page.title, "feed.xml")],
    }
    head = drawer.get_template("head.html").render(values)
    return f"<!doctype html><html><head>{head}</head><body></body></html>"


def read_all(drawn: Drawn) -> dict[str, Vocabulary]:
    read = {}
    for address, html in drawn.items():
        assert PRODUCT not in html, address
        is_whole = html.startswith("<!doctype")
        tree, faults = parse_document(html) if is_whole else parse(html)
        allowed = {"meta", "link"} if is_whole else set()
        harm = [found for found in find_harm(tree) if found.strip("<>") not in allowed]
        assert harm == [], address
        assert faults == [], address
        read[address] = vocabulary(tree)
    return read


def load_what_may_pass(tree: Tree, folder: Path) -> Library:
    """The library that is left when every payload that a rule refuses is taken out."""
    write_tree(folder, LINKED)
    written: Files = {}
    while True:
        files = tree.files()
        write_tree(folder, {path: text for path, text in files.items() if written.get(path) != text})
        written = files
        check = check_posts(folder, "posts", NOW)
        if check.library is not None:
            return check.library
        blocking = [problem for problem in check.problems if problem.blocks]
        assert tree.disarm(blocking), f"still refused without a payload: {render_text(blocking[:3])}"


def leave_out_copies(library: Library) -> Library:
    """The posts of one form of file have the words of the other; that they could be loaded is what was to be shown."""
    discussions = tuple(post for post in library.discussions if not post.id.startswith("b"))
    practices = tuple(post for post in library.comparisons if not post.id.startswith("b"))
    return replace(library, discussions=discussions, comparisons=practices)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Vocabulary]:
    """What the same pages hold when every text is a harmless word."""
    tree = hostile_tree(["Words."] * BATCH)
    library = leave_out_copies(load_what_may_pass(tree, tmp_path_factory.mktemp("harmless")))
    return read_all(draw_all(library))


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param(batch, id=f"{batch[0].id}..{batch[-1].id}", marks=pytest.mark.slow if number else ())
        for number, batch in enumerate(BATCHES)
    ],
)
def test_a_payload_in_every_value_is_refused_or_harmless(
    batch: Sequence[Payload], harmless: dict[str, Vocabulary], tmp_path: Path
) -> None:
    tree = hostile_tree([payload.text for payload in batch])
    library = leave_out_copies(load_what_may_pass(tree, tmp_path))
    words = ANSWERED.union(*(page.words for page in harmless.values()))
    for address, page in read_all(draw_all(library)).items():
        assert page.words <= words, address
        if address in harmless:
            anchors = {
                name for name in page.ids if re.fullmatch("(reply-|person-|passage~)[a-z0-9_.~-]+", name)
            }  # names
            anchors.add("answer")  # of a thread whose lock was refused
            assert page.ids - anchors <= harmless[address].ids, address
    assert find_harm_in_feeds(library) == []
    check_that_words_passed(batch, tree)


def find_harm_in_feeds(library: Library) -> list[str]:
    """Every feed is XML; the HTML in that of the site is harmless."""
    found = []
    for address, xml in build_feeds(library, SETTINGS):
        feed = ElementTree.fromstring(xml)
        assert PRODUCT not in xml, address
        if address == "feed.xml":
            for content in feed.iterfind(".//{*}content"):
                tree, faults = parse(content.text or "")
                found += [*find_harm(tree), *faults]
    return found


def check_that_words_passed(batch: Sequence[Payload], tree: Tree) -> None:
    """Else nothing was tried: a title may hold any words, so that it is the page that has to be safe."""
    titles = {text for path, line, text in tree.armed() if line.startswith("title:") and "discussions/a" in path}
    bodies = {
        text
        for path, line, text in tree.armed()
        if line == "the body" and re.fullmatch(r"discussions/.*/post\.md", path)
    }
    for payload in batch:
        if (
            payload.refused not in ("control-character", "secret")
            and re.search(r"\w", payload.text)
            and len(payload.text) < 120
        ):
            assert payload.text in titles or re.search("[\x00-\x1f\x7f-\x9f]", payload.text)  # refused as escapes
        assert (payload.text in bodies) == (not payload.refused), payload.id


def test_a_payload_in_a_title_is_shown_as_it_was_written(tmp_path: Path) -> None:
    text = "</title><script>x</script> {{ 7919*7919 }} &lt;b&gt; \"'"
    drawn = draw_all(load_what_may_pass(hostile_tree([text]), tmp_path))
    heading = next(one for one in elements(parse(drawn["discussions/a0/"])[0]) if one.tag == "h1")
    assert heading.text == text
    title = next(one for one in elements(parse_document(drawn["head of discussions/a0/"])[0]) if one.tag == "title")
    assert title.text == f"{text} - {SETTINGS.site_name}"


# front matter


REPLY = "discussions/two-follow-ups/replies/hostile"
FORMS = [(document, form) for document in DOCUMENTS for form in ("md", "yml") if document.form in ("", form)]


@pytest.mark.parametrize(("document", "form"), FORMS, ids=lambda value: getattr(value, "id", value))
def test_hostile_front_matter_is_refused_by_its_rule(
    document: Document, form: str, tree: Callable[[Files], Path]
) -> None:
    has_keys = document.yaml.startswith("author:")
    whole = f"{document.yaml}\nbody: Words.\n" if has_keys else document.yaml
    text = f"---\n{document.yaml}\n---\n\nWords.\n" if form == "md" else whole
    check = check_posts(tree({**GOOD, f"{REPLY}.{form}": text}), "posts", NOW)
    assert document.rule in {problem.rule for problem in check.problems if problem.path == f"posts/{REPLY}.{form}"}
    if document.rule not in ("undeclared", "untidy"):
        assert check.library is None
        return
    assert check.library, "what no declaration knows, or is only untidy, is told and stops nothing"
    hostile = next(one for one in check.library.contributions() if one.id == "hostile")
    plain = Reply(path=f"{REPLY}.{form}", id="hostile", author=document.author, date=hostile.date, body="Words.")
    assert hostile == plain, "and goes nowhere"


# names of files


def good_file(path: str) -> str:
    if path.startswith("people/"):
        return "name: Some One\n"
    head = "author: x\ndate: 2026-10-10\n"
    head += "" if "/replies/" in path else "title: Words\ntags: [sales]\n"
    return f"---\n{head}---\n\nWords.\n" if path.endswith(".md") else f"{head}body: Words.\n"


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.id)
def test_a_hostile_name_is_refused_and_shown_harmlessly(name: Name, tree: Callable[[Files], Path]) -> None:
    check = check_posts(tree({**GOOD, name.path: good_file(name.path)}), "posts", NOW)
    assert name.rule in {problem.rule for problem in check.problems}
    assert check.library is None
    assert_harmless_report(check)


def test_no_problem_of_a_file_with_a_hostile_name_is_a_command(tree: Callable[[Files], Path]) -> None:
    """Each rule that names a file: its own problems, and those of others that mention it."""
    bad = "a\n::error::\x1b[31mx"
    day = "2026-10-10"
    head = f"author: x\ndate: {day}\n"
    check = check_posts(
        tree(
            {
                **GOOD,
                f"discussions/{bad}/post.md": f"---\n{head}title: T\ntags: [no]\nlocked: y\nupdated: {day}\n---\n<b>",
                f"discussions/{bad}/replies/{bad}.md": f"---\n{head}x: y\naliases: [z]\nreply_to: q\n---\n[a](b)",
                f"discussions/{bad}/replies/b.md": "---\nauthor: x\ndate: 2026-10-12\naliases: [z]\n---\n`",
                f"discussions/{bad}-/replies/b.md": "",
                f"people/{bad}.yml": "name: Moda Rator\nrole: maintainer\n",
                "people/moda.yml": "name: M0da Rator\n",
                f"{bad}.txt": "",
                f"people/{bad}/x": "",
            }
        ),
        "posts",
        NOW,
    )
    rules = {problem.rule for problem in check.problems}
    assert {
        "bad-name",
        "missing-post",
        "locked",
        "alias-clash",
        "handle-imitation",
        "undeclared",
        "unknown-file",
    } <= rules
    assert_harmless_report(check)


def assert_harmless_report(check: Check) -> None:
    for text in (render_text(check.problems), render_github(check.problems), render_json(check)):
        text.encode()  # a terminal takes UTF-8 only
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", text)
    for problem in check.problems:
        assert "\n" not in problem.path + problem.message + problem.help
    commands = render_github(check.problems).split("\n")
    assert all(re.match("::(error|warning|notice) ", line) for line in commands)


@pytest.mark.skipif(sys.platform == "darwin", reason="this system takes no such names")
def test_a_name_that_is_no_text_is_shown_by_its_codes(tree: Callable[[Files], Path]) -> None:
    name = os.fsdecode(b"a\xff\xfe")
    paths = (
        f"{name}.txt",
        f"people/{name}.yml",
        f"discussions/{name}/post.md",
        f"{REPLY.rpartition('/')[0]}/{name}.md",
    )
    check = check_posts(tree({**GOOD, **dict.fromkeys(paths, "x: <b>")}), "posts", NOW)
    assert check.library is None
    assert_harmless_report(check)


LINKS = (
    "tags.yml",
    "people/x.yml",
    f"{REPLY}.md",
    "discussions/two-follow-ups/replies",
    "discussions/x",
    "people",
    "x",
)


@pytest.mark.parametrize("path", LINKS)
def test_no_link_is_followed(path: str, tree: Callable[[Files], Path], tmp_path: Path) -> None:
    """A link in a pull request could lead to any file of the machine that builds the site."""
    outside = write_tree(tmp_path / "outside", {"file": "---\nunheard: of\n---\n", "folder/post.md": "unheard of"})
    posts = tree({file: text for file, text in GOOD.items() if not file.startswith(f"{path}/") and file != path})
    if (posts / path).is_dir():
        (posts / path).rmdir()
    (posts / path).symlink_to(outside / ("file" if "." in path else "folder"))
    check = check_posts(posts, "posts", NOW)
    assert ("odd-file", f"posts/{path}") in {(problem.rule, problem.path) for problem in check.problems}
    assert "unheard" not in render_text(check.problems)
    assert check.library is None


# crowding out


def test_warnings_do_not_crowd_out_an_error(tree: Callable[[Files], Path]) -> None:
    """A file's problems are cut off at some number, and what is not told must still block."""
    addresses = "".join(f"a{number}@site{number}.de\n" for number in range(300))
    head = "author: x\ndate: 2026-10-01\n"
    hostile = {
        "discussions/a/post.md": f"---\n{head}title: A\ntags: [no-such-tag]\n---\n{addresses}",
        "discussions/b/post.md": f"---\n{head}title: B\ntags: [law]\n---\n{addresses}\n&#8238;x\n",
        "discussions/b/replies/c.md": f"---\nauthor: x\ndate: 2026-10-02\nreply_to: c\n---\n{addresses}",
        "discussions/b/replies/d.md": f"---\nauthor: the-h0st\ndate: 2026-10-02\n---\n{addresses}",
    }
    check = check_posts(tree({**GOOD, **hostile}), "posts", NOW)
    assert check.library is None
    refused = {problem.path.removeprefix("posts/") for problem in check.problems if problem.blocks}
    assert refused == set(hostile)


GOOD_LINKS = ("[x](https://example.org/)", "[x](/discussions/two-follow-ups/)", "a[^1]", "`<b>`", "&amp;")
BAD = (
    ("[https://example.org](https://evil.example/)", "misleading-link"),
    ("[x](/discussions/no-such-page/)", "unknown-page"),
    ("a &#x202e;b", "control-character"),
)


@pytest.mark.parametrize("good", GOOD_LINKS)
@pytest.mark.parametrize(("bad", "rule"), BAD, ids=[rule for _, rule in BAD])
def test_no_number_of_good_things_hides_a_bad_one(
    good: str, bad: str, rule: str, tree: Callable[[Files], Path]
) -> None:
    text = f"---\nauthor: x\ndate: 2026-10-10\n---\n{(good + chr(10)) * 1500}\n{bad}\n\n[^1]: y\n"
    check = check_posts(tree({**GOOD, f"{REPLY}.md": text}), "posts", NOW)
    assert rule in {problem.rule for problem in check.problems}


def test_a_token_is_printed_by_no_rule(tree: Callable[[Files], Path]) -> None:
    token = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"
    keys = "".join(f"{key}: {token}\n" for key in ("author", "date", "school", "reply_to", "aliases", "sources"))
    text = f"{keys}{token}: x\nbody: |\n  <{token}> [x]({token})\n"
    check = check_posts(tree({**GOOD, f"{REPLY}.yml": text}), "posts", NOW)
    assert len({problem.rule for problem in check.problems}) > 4
    for report in (render_text(check.problems), render_github(check.problems), render_json(check)):
        assert token not in report


# anything at all


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("small") / "posts", GOOD)


WORDS = "--- author date title tags : - [ ] { } & * ! | > ' % @ ` ... << ? sales law old 2026-10-10 no 0 é 😀 \\ \\x00"
SPACES = [" ", "\n", "\n  ", "\n---\n", "\t", "\r", "\r\n", "\u2028", "\x00", "\x85", "\ufeff"]
MARKDOWN = ["<b>", "[x](y)", "![x](y)", "^[", "[^1]: ", '"', "#", "<!--", "/practices/a/"]
PIECES = st.sampled_from([*WORDS.split(), *SPACES, *MARKDOWN])
yaml_like = st.lists(PIECES, max_size=40).map("".join)
front_matter = st.builds("---\nauthor: x\ndate: 2026-10-10\n{}\n---\n{}".format, yaml_like, yaml_like)
KEYS = st.sampled_from("title author date tags sources school body reply_to aliases removed name".split())
mappings = st.lists(st.builds("{}: {}\n".format, KEYS, yaml_like), max_size=6).map("".join)
texts = st.one_of(yaml_like, front_matter, mappings, st.text(max_size=100))
contents = st.one_of(st.binary(max_size=200), texts.map(str.encode))
PATHS = [f"{REPLY}.md", f"{REPLY}.yml", "tags.yml", "people/x.yml", "discussions/x/post.md", "practices/x/post.yml"]


@settings(max_examples=100, deadline=None)
@given(path=st.sampled_from(PATHS), content=contents)
@example(path="tags.yml", content=b"")
@example(path="tags.yml", content=b"# none yet")
@example(path=f"{REPLY}.yml", content=b'author: x\ndate: 2026-10-10\nbody: "a\\r\\r[x](y)"')
def test_whatever_a_file_holds_ends_in_problems_or_in_pages(small: Path, path: str, content: bytes) -> None:
    write_tree(small, {**GOOD, path: content})
    try:
        check = check_posts(small, "posts", NOW)
        assert check.library is not None or any(problem.blocks for problem in check.problems)
        assert all(problem.line >= 1 and problem.column >= 1 for problem in check.problems)
        render_text(check.problems)
        if check.library is not None:
            read_all(draw_all(check.library))
    finally:
        (small / path).unlink()
