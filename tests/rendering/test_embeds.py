"""Live lists on the maintainers' pages."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from declared import DECLARED, load_library
from parley.model.findings import Findings
from parley.model.library import Library
from parley.model.settings import Settings
from parley.reading.hosted import find_embed_lines
from parley.rendering import theme
from parley.rendering.embeds import EmbedExtension, EmbedPage, parse_embed
from parley.rendering.pages.card import build_cards
from parley.rendering.pages.embeds import Options, list_embeds, render_embed
from support import GOOD, NOW, Files, build_site, hold, run_parley, write_project, write_tree

PRACTICE = "practices/first-meeting/post.yml"


@pytest.fixture
def library(tree: Callable[[Files], Path]) -> Library:
    return load_library(tree(GOOD), now=NOW)


def convert(library: Library, text: str) -> tuple[str, Findings]:
    extension = EmbedExtension(library)
    findings = Findings("docs/index.md", text)
    extension.page = EmbedPage(findings, 1, lambda name, options: f"<div>{name} {options.limit}</div>")
    return Markdown(extensions=[extension, "fenced_code"]).convert(text), findings


def test_a_line_becomes_the_list(library: Library) -> None:
    html, findings = convert(library, "Before\n::: discussions limit=5\nAfter\n")
    assert html.split("\n") == ["<p>Before</p>", "<div>discussions 5</div>", "<p>After</p>"]
    assert findings.problems == []


def test_a_line_in_a_code_block_is_shown_as_it_is(library: Library) -> None:
    html, findings = convert(library, "```\n::: nothing at all\n```\n\n~~~~\n~~~\n::: nor this\n~~~~\n")
    assert "::: nothing at all" in html
    assert "::: nor this" in html
    assert findings.problems == []


def test_only_the_first_column_counts() -> None:
    assert find_embed_lines(["::: tags", " ::: tags", "    ::: tags", ":::", "::: 5"]) == [0]


def test_every_embed_draws_on_a_page(tmp_path: Path) -> None:
    names = list_embeds(DECLARED)
    lines = [f"{name} slug=first-meeting" if name == "practice" else name for name in names]
    pages = {f"docs/{name}.md": f"# {name}\n\n::: {line}\n" for name, line in zip(names, lines, strict=True)}
    project = write_tree(
        write_project(tmp_path), {"docs/all.md": "# All\n\n" + "".join(f"::: {one}\n\n" for one in lines), **pages}
    )
    build_site(project)
    for name in (*names, "all"):
        html = (project / f"site/{name}/index.html").read_text().partition("<h1")[2]
        assert html.count('<div class="parley') >= (len(names) if name == "all" else 1), name
        assert ":::" not in html, name


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("::: discusions", "there is no embed 'discusions'"),
        ("::: tags limit=5", "'limit=5' isn't an option of 'tags'"),
        ("::: discussions five", "'five' isn't an option of 'discussions'"),
        ("::: discussions limit=0", "limit '0' must be a number from 1 to 100"),
        ("::: discussions limit=٥", "limit '٥' must be a number from 1 to 100"),
        ("::: discussions tag=laww", "tag 'laww' isn't in tags.yml"),
        ("::: discussions order=best", "order 'best' must be one of active, newest, liveliest"),
        ("::: practice slug=nothing", "there is no practice 'nothing'"),
        ("::: practice", "'practice' needs slug=…"),
        ('::: practice else="None."', "'practice' needs slug=…"),
        ("::: discussions tag=laww limit=0 else=None.", "limit '0' must be a number from 1 to 100"),
        ('::: discussions else="None yet.', "the value of 'else' has no closing quotation mark"),
        ('::: discussions else="None" yet.', "'yet.' isn't an option of 'discussions'"),
        ('::: discussions else = "None."', "'else' isn't an option of 'discussions'"),
    ],
)
def test_a_mistake_is_told_with_its_line(library: Library, line: str, message: str) -> None:
    findings = Findings("docs/index.md", f"# Home\n\n{line}\n")
    assert parse_embed(line, 3, library, findings) is None
    (problem,) = findings.problems
    assert (problem.rule, problem.line, problem.message, problem.excerpt) == ("bad-embed", 3, message, line)


LINES = """
tags
tags limit=1
discussions limit=0
discussions limit=1
discussions limit=100
discussions limit=101
discussions limit=5x
discussions limit=05
discussions limit=
discussions limit="5"
discussions limit
discussions =5
discussions order=newest
discussions order=active
discussions order=liveliest
discussions order=oldest
discussions order=Newest
discussions tag=law
discussions tag=lw
discussions tag=nothing-near
discussions tag=lw else="None here."
discussions tag=lw else=""
discussions tag="law" limit=2 limit=3
discussions else="open
discussions else="
discussions else=word rest
practice
practice slug=first-meeting
practice slug=before
practice slug=first-meetings
practice slug=xyz
practice slug=xyz else="*Not* yet."
practices slug=first-meeting
front lead=two-follow-ups limit=2
front lead=nothing
front lead=two-folow-ups
front lead=nothing else="None."
front lead=nothing tag=lw else="None."
discusions
none
DISCUSSIONS
"""


def test_all_that_is_read_of_lines(tree: Callable[[Files], Path]) -> None:
    """`PARLEY_ACCEPT=1 pytest tests/rendering/test_embeds.py` writes what is found into `embeds.txt`."""
    former = str(GOOD[PRACTICE]).replace("author:", "aliases: [before]\nauthor:")
    library, told = load_library(tree({**GOOD, PRACTICE: former}), now=NOW), []
    for line in LINES.strip().split("\n"):
        findings = Findings("x")
        found = parse_embed(f"::: {line}", 3, library, findings)
        mistakes = [f"{one.line}:{one.column}: {one.message}. {one.help}" for one in findings.problems]
        told.append(f"> {line}\n  {found or ' '.join(mistakes)}\n")
    hold(Path(__file__).with_name("embeds.txt"), "".join(told))


def test_the_mistakes_of_all_pages_stop_the_build_at_once(tmp_path: Path) -> None:
    project = write_project(tmp_path, home="---\ntitle: Home\n---\n\n# Home\n\n::: nope\n\n::: tags x=1\n")
    (project / "docs/two.md").write_text("::: discussions limit=many\n")
    said = run_parley("build", cwd=project, code=2).stderr
    assert "docs/index.md:7:1: error[bad-embed]" in said
    assert "docs/index.md:9:1: error[bad-embed]" in said
    assert "docs/two.md:1:1: error[bad-embed]" in said
    assert not (project / "site").exists()


def test_options_are_read(library: Library) -> None:
    found = parse_embed("::: discussions  limit=2 tag=law order=liveliest", 1, library, Findings("x"))
    assert found == ("discussions", Options(limit=2, tag="law", order="liveliest"))


@pytest.mark.parametrize(("limit", "taken"), [("1", 1), ("100", 100)])
def test_a_limit_within_bounds_is_taken(library: Library, limit: str, taken: int) -> None:
    findings = Findings("x")
    assert parse_embed(f"::: latest limit={limit}", 1, library, findings) == ("latest", Options(limit=taken))
    assert parse_embed("::: latest limit=101", 1, library, findings) is None


def many(tree: Callable[[Files], Path]) -> Library:
    """Four discussions, of which each list has another order: by activity, by date, by replies."""
    post = "---\ntitle: {0}\nauthor: ana\ndate: 2026-10-0{1}\ntags: [{2}]\n{3}---\n\nSome.\n"
    reply = "author: {0}\ndate: 2026-10-{1}\nbody: Yes.\n"
    removed = "author: x\ndate: 2026-10-09\nupdated: 2026-10-{0}\nremoved: spam\nbody: No.\n"
    files = {
        "tags.yml": "- {slug: law, title: Zebra, summary: Z.}\n- {slug: sales, title: Apple, summary: A.}\n",
        "discussions/old/post.md": post.format("Old", 1, "law", "questions: [Old one?, Old two?]\n"),
        "discussions/mid/post.md": post.format("Mid", 2, "sales", "questions: [Mid one?, Mid two?]\n"),
        "discussions/new/post.md": post.format(
            "New", 3, "law", "locked: done\nupdated: 2026-10-04\nquestions: [No?]\n"
        ),
        "discussions/old/replies/a.yml": reply.format("bob", "20"),
        "discussions/mid/replies/a.yml": reply.format("bob", "10"),
        "discussions/mid/replies/b.yml": reply.format("cy", "11"),
    }
    files |= {f"discussions/old/replies/r{day}.yml": removed.format(day) for day in (12, 13, 14)}
    return load_library(tree(files), now=NOW)


def order_of(html: str, *words: str) -> list[str]:
    return sorted((word for word in words if word in html), key=html.index)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("discussions", ["/old/", "/mid/", "/new/"]),
        ("discussions order=active", ["/old/", "/mid/", "/new/"]),
        ("discussions order=newest", ["/new/", "/mid/", "/old/"]),
        ("discussions order=liveliest", ["/mid/", "/old/", "/new/"]),
        ("discussions order=newest limit=2", ["/new/", "/mid/"]),
        ("discussions tag=law", ["/old/", "/new/"]),
        ("practices", []),
    ],
)
def test_a_list_has_the_order_the_tag_and_the_length_that_are_asked_for(
    tree: Callable[[Files], Path], line: str, wanted: list[str]
) -> None:
    there = many(tree)
    parsed = parse_embed(f"::: {line}", 1, there, Findings("x"))
    assert parsed
    assert order_of(render(there, *parsed), "/old/", "/mid/", "/new/") == wanted


def test_questions_come_in_turns_and_not_from_locked_threads(tree: Callable[[Files], Path]) -> None:
    there = many(tree)
    words = ("Old one?", "Old two?", "Mid one?", "Mid two?", "No?")
    assert order_of(render(there, "questions", Options()), *words) == ["Old one?", "Mid one?", "Old two?", "Mid two?"]
    assert order_of(render(there, "questions", Options(limit=3)), *words) == ["Old one?", "Mid one?", "Old two?"]


def test_the_front_begins_with_one_discussion_and_its_quarrel(tree: Callable[[Files], Path]) -> None:
    there = many(tree)
    drawn = render(there, "front", Options(lead="mid", limit=1))
    assert re.findall(r'<h[23][^>]*><a href="discussions/(\w+)/"', drawn) == ["mid", "old"]
    quoted = re.findall(r'<blockquote.*?<a href="([^"]*)">Yes.</a>', drawn, re.DOTALL)
    assert quoted == ["discussions/mid/#reply-a", "discussions/mid/#reply-b"]
    assert order_of(drawn, "Mid one?", "Old one?", "Old two?") == ["Old one?", "Old two?"]
    assert "1 reply</span>" in drawn
    news = drawn.partition("What's new")[2].partition("Open questions")[0]
    assert order_of(news, "/old/", "/mid/", "/new/") == ["/old/", "/mid/", "/new/"]
    assert news.count("<li>") == 3  # each discussion once
    for nowhere in ("", "gone"):
        assert order_of(render(there, "front", Options(lead=nowhere)), "/old/", "/mid/") == ["/old/", "/mid/"]


def test_schools_make_the_quarrel(tree: Callable[[Files], Path]) -> None:
    post = "---\ntitle: Who?\nauthor: ana\ndate: 2026-10-01\ntags: [law]\n---\n\nSome.\n"
    reply = "author: {0}\ndate: 2026-10-0{1}\n{2}body: Said {0}.\n"
    files = {"tags.yml": "- {slug: law, title: Law, summary: L.}\n", "discussions/who/post.md": post}
    for day, (name, school) in enumerate([("amy", ""), ("bob", "old"), ("cy", "old"), ("dee", "new")], 2):
        files[f"discussions/who/replies/r{day}.yml"] = reply.format(name, day, f"school: {school}\n" if school else "")
    drawn = render(load_library(tree(files), now=NOW), "front", Options())
    assert re.findall(r"<blockquote.*?>(Said \w+\.)<", drawn, re.DOTALL) == ["Said bob.", "Said dee."]


def test_tags_stand_by_their_titles(tree: Callable[[Files], Path]) -> None:
    assert order_of(render(many(tree), "tags", Options()), "Zebra", "Apple") == ["Apple", "Zebra"]


def test_moderation_is_shown_whole_unless_a_page_asks_for_less(tree: Callable[[Files], Path]) -> None:
    there = many(tree)
    whole, two = (render(there, "moderation", Options(limit=limit)) for limit in (100, 2))
    assert whole.count("<li") - two.count("<li") == 2 or whole.count("<tr") - two.count("<tr") == 2


EMPTY: Files = {"tags.yml": "- {slug: soil, title: Soil, summary: Brown.}\n"}
OTHERWISE = 'else="None *yet*. [Write one](two.md)."'


@pytest.mark.parametrize(
    "line",
    [
        "practice slug=first-meeting",
        "practices tag=law",
        "discussions order=liveliest limit=4",
        "discussions tag=sales",
        "questions",
        "front lead=nowhere limit=2",
        "latest limit=3",
        "moderation",
    ],
)
def test_a_page_says_what_stands_where_there_is_nothing(tree: Callable[[Files], Path], line: str) -> None:
    """Whatever posts there are: with none, an import or others', the pages of the maintainers stay as they are."""
    library = load_library(tree(EMPTY), now=NOW)
    parsed = parse_embed(f"::: {line} {OTHERWISE}", 1, library, Findings("docs/index.md", ""))
    assert parsed
    assert render(library, *parsed) == ""


def render(library: Library, name: str, options: Options) -> str:
    drawer = theme.environment(library, Settings())
    return render_embed(name, options, library=library, cards=build_cards(library), drawer=drawer, here="")


@pytest.mark.parametrize("line", ["practice slug=first-meeting", "practices tag=law", "discussions tag=sales", "tags"])
def test_where_there_is_something_it_is_shown(library: Library, line: str) -> None:
    findings = Findings("docs/index.md", "")
    plain, otherwise = (parse_embed(f"::: {line} {rest}", 1, library, findings) for rest in ("", OTHERWISE))
    assert plain
    assert otherwise
    assert render(library, *otherwise) == render(library, *plain) != ""


def test_what_stands_instead_is_a_text_like_the_rest_of_the_page(tmp_path: Path) -> None:
    home = f"# Home\n\nBefore\n::: practice {OTHERWISE} slug=gone\nAfter\n\n::: tags else=no\n\n::: latest else=\n"
    project = write_project(tmp_path, EMPTY, home)
    (project / "docs/two.md").write_text("# Two\n")
    build_site(project)
    html = (project / "site/index.html").read_text().partition("<h1")[2]
    assert '<p>Before</p>\n<p>None <em>yet</em>. <a href="two/">Write one</a>.</p>\n<p>After</p>' in html
    assert ":::" not in html


def test_a_practice_is_shown_by_a_former_name_and_not_once_it_is_removed(tree: Callable[[Files], Path]) -> None:
    post = "practices/first-meeting/post.yml"
    line = "::: practice slug=handshake else=None."
    for change, missing in (("", False), ("updated: 2026-10-04\nremoved: Wrong.\n", True)):
        renamed = str(GOOD[post]).replace("tags:", f"aliases: [handshake]\n{change}tags:")
        library = load_library(tree({**GOOD, post: renamed}), now=NOW)
        parsed = parse_embed(line, 1, library, Findings("docs/index.md", line))
        assert parsed
        assert parsed[1].missing is missing
        assert ("Meeting first" in render(library, *parsed)) is not missing


def test_every_discussion_puts_a_question_before_any_puts_its_second(tree: Callable[[Files], Path]) -> None:
    head = "---\ntitle: {0}\nauthor: the-host\ndate: 2026-10-0{1}\ntags: [law]\n"
    post = head + "questions: [{0} one?, {0} two?]\n---\n\nText.\n"
    files = {f"discussions/{name}/post.md": post.format(name, day) for name, day in (("older", 1), ("newer", 2))}
    library = load_library(
        tree({"tags.yml": GOOD["tags.yml"], "people/the-host.yml": GOOD["people/the-host.yml"], **files}), now=NOW
    )
    values = list_embeds(DECLARED)["questions"][1].gather(library, build_cards(library), Options(limit=3))
    questions: Any = values["questions"]
    assert [question for _, question in questions] == ["newer one?", "older one?", "newer two?"]
