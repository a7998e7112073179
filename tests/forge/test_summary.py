"""The summary of a check is kind to a newcomer, complete, and works for nobody but us."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import comrak
import html5lib
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from parley.checking.check import Check
from parley.commands.cli import main
from parley.forge.summary import MAX_SHOWN, SummaryLinks, render_step_summary
from parley.model.characters import visible
from parley.model.library import Library
from parley.model.markup.escaping import code_block, code_span, escape_markdown
from parley.model.problems import Problem, Severity
from support import GOOD, MKDOCS_YML, Files, write_tree

REPLY = "posts/discussions/two-follow-ups/replies/2026-11-22-ana.md"
LINKS = SummaryLinks("https://forge.example/ana/parley", "my reply#1", None, "https://forge.example/parley/rules/")

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &#64;",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "https://evil.example www.evil.example me@evil.example mailto:me@evil.example",
    "@outreach-parley/maintainers and @ana, see #12 or GH-12",
    "``` x ```` y `z`",
    "| a | b |\n| - | - |",
    "# heading\n\n- [ ] list\n> quote\n***\n    code\n1. one",
    "*a* _b_ ~~c~~ **d** $x$ \\ [^1] [[w]] ~sub~ ^sup^ ||spoiler||",
    "[x]: https://evil.example",
    "::error::x %0A::warning::y",
    "a\u202eb\u200bc\x07",
)


def draw(markdown: str) -> Element:
    """The page as a forge would draw it, were it to let all HTML through."""
    extensions = comrak.ExtensionOptions()
    for name in ("strikethrough", "table", "autolink", "tasklist", "footnotes"):
        setattr(extensions, name, True)
    render = comrak.RenderOptions()
    render.unsafe_ = True
    drawn = comrak.render_markdown(markdown, extensions, render_options=render)
    return html5lib.parse(drawn, namespaceHTMLElements=False)


def tags(markdown: str) -> set[str]:
    return {element.tag for element in draw(markdown).iter()} - {"html", "head", "body"}


def links(markdown: str) -> list[str]:
    return [element.attrib["href"] for element in draw(markdown).iter("a")]


def words(markdown: str) -> str:
    return " ".join("".join(draw(markdown).itertext()).split())


def problem(text: str = "x", line: int = 3, rule: str = "unknown-parent", path: str = REPLY, help: str = "") -> Problem:
    return Problem(path, line, 1, rule, visible(text), visible(help), text, 3, SEVERITIES.get(rule, Severity.ERROR))


SEVERITIES = {"contact-data": Severity.WARNING, "changed-permalink": Severity.NOTICE}


def summary(*problems: Problem, links: SummaryLinks = LINKS, notes: tuple[str, ...] = ()) -> str:
    library = None if any(one.blocks for one in problems) else Library()
    return render_step_summary(Check(tuple(sorted(problems)), library, 7, notes=notes), links)


def test_it_begins_with_thanks_and_says_how_many_things_to_mend() -> None:
    lines = summary(problem(), problem(line=4), problem(rule="contact-data"), problem(rule="changed-permalink"))
    assert lines.startswith(
        "Thank you for your contribution.\n\n**2 things to fix** before it can be merged, "
        "1 for a maintainer to decide and 1 for your information.\n"
    )
    assert "**1 thing to fix** before it can be merged.\n" in summary(problem())


def test_where_all_is_well_it_says_so() -> None:
    assert summary() == "Thank you for your contribution.\n\n7 files read: **nothing to fix**.\n"


def test_notes_of_the_check_are_told() -> None:
    assert "3 files changed: 2 added, 1 deleted." in words(summary(notes=("3 files changed: 2 added, 1 deleted.",)))


def test_problems_are_grouped_by_file_with_the_line_and_a_link_to_its_edit_page() -> None:
    other = "posts/people/ana.yml"
    page = summary(problem("reply_to: bbo"), problem("school: oldd", line=4), problem("name: x", path=other))
    drawn = draw(page)
    assert ["".join(heading.itertext()) for heading in drawn.iter("h3")] == [REPLY, other]
    assert ["".join(block.itertext()) for block in drawn.iter("pre")] == [
        "3 | reply_to: bbo\n  | ^^^\n",
        "4 | school: oldd\n  | ^^^\n",
        "3 | name: x\n  | ^^^\n",
    ]
    assert links(page) == [
        f"https://forge.example/ana/parley/edit/my%20reply%231/{REPLY}",
        f"https://forge.example/ana/parley/edit/my%20reply%231/{other}",
        "https://forge.example/parley/rules/",
    ]
    assert "Line 4, to fix: school: oldd. (Rule unknown-parent)" in words(page)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("posts/a b?c#d%.md", "posts/a%20b%3Fc%23d%25.md"),
        ("posts/)](x).md", "posts/%29%5D%28x%29.md"),
        ("posts/grüße.md", "posts/gr%C3%BC%C3%9Fe.md"),
    ],
)
def test_an_edit_link_is_percent_encoded(path: str, wanted: str) -> None:
    assert links(summary(problem(path=path)))[0] == f"https://forge.example/ana/parley/edit/my%20reply%231/{wanted}"


def test_a_file_that_was_deleted_has_no_page_to_edit() -> None:
    check = Check((problem(rule="not-yours"),), None, 7, deleted=frozenset({REPLY}))
    assert links(render_step_summary(check, LINKS)) == [LINKS.rules]


def test_without_a_known_place_there_is_no_edit_link() -> None:
    assert SummaryLinks("", "main").edit(REPLY) == ""
    assert SummaryLinks("https://forge.example/x", "").edit(REPLY) == ""
    assert SummaryLinks("javascript:alert(1)//https://", "main").edit(REPLY) == ""
    assert LINKS.edit(visible("posts/two\nlines.md")) == "", "the name shown is not the name of the file"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strangers_text_works_nowhere(text: str) -> None:
    hostile = SummaryLinks("https://forge.example/ana/parley", text, "", "")
    path = f"posts/{visible(text)}"
    page = summary(problem(text, help=text, path=path), links=hostile, notes=(text,))
    assert tags(page) <= {"p", "strong", "h3", "code", "pre", "a"}
    assert all(link.startswith("https://forge.example/ana/parley/edit/") for link in links(page))
    assert not re.search(r"(^|\W)[@#]\w|\bGH-\d", re.sub(r"```+text.*?\n```+\n|`[^`]*`", "", page, flags=re.DOTALL))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u200b\u202e]", page)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_escaped_text_is_read_as_it_was_written(text: str) -> None:
    shown = " ".join(visible(text.replace("\n", " ")).split())
    assert tags(f"It is {escape_markdown(text)} here") == {"p"}
    assert words(f"It is {escape_markdown(text)} here").replace("\u2060", "") == " ".join(f"It is {shown} here".split())


@given(st.lists(st.sampled_from(["`", "```", "````", "~~~", "\n", "<b>", "*a*", " ", "a", "\\"]), max_size=12))
def test_no_code_ends_before_its_end(parts: list[str]) -> None:
    text = "".join(parts)
    block = draw(f"{code_block(text)}\n\nend")
    assert [element.tag for element in block.find("body") or ()] == ["pre", "p"]
    assert "".join((block.find("body/pre") or Element("x")).itertext()).rstrip("\n") == text.rstrip("\n")
    line = "".join(part for part in parts if part != "\n")
    span = draw(f"a{code_span(line)}b")
    assert tags(f"a{code_span(line)}b") <= {"p", "code"}
    assert words(f"a{code_span(line)}b") == " ".join(f"a{line or '``'}b".split()), span


def test_the_preview_is_linked_where_there_is_one() -> None:
    url = "https://forge.example/o/r/actions/runs/1/artifacts/2"
    assert url in links(summary(links=SummaryLinks(preview=url)))
    assert "no preview of the site yet" in summary(problem(), links=SummaryLinks(preview=""))
    assert "couldn't be made" in summary(links=SummaryLinks(preview="")), "the posts are good, so it is a fault of ours"
    assert "preview" not in summary(problem(), links=SummaryLinks(preview=None))
    assert links(summary(links=SummaryLinks(preview="javascript:alert(1)"))) == []


def test_a_thousand_problems_fit_and_errors_are_never_the_ones_left_out() -> None:
    many = [problem("x" * 60, line=n, rule="contact-data", path=f"posts/a{n}") for n in range(1000)]
    page = summary(*many, problem("the error", path="posts/z"))
    assert page.count("### ") == MAX_SHOWN
    assert "the error" in page
    assert f"{1001 - MAX_SHOWN} more in the log" in page


def test_no_names_however_long_make_it_too_large_for_the_forge() -> None:
    page = summary(*(problem("`" * 5000, path=f"posts/{n}{'(' * 4000}") for n in range(100)))
    assert 500_000 < len(page.encode()) < 1024 * 1024
    assert "more in the log" in page


# the command

BAD: Files = {
    **GOOD,
    "discussions/two-follow-ups/replies/2026-10-05-eve.md": "---\nauthor: eve\ndate: 2026-10-05\n---\n\n[https://a.example](https://b.example).\n",
}


def check(folder: Path, files: Files, *options: str, **environment: str) -> str:
    write_tree(folder / "base" / "posts", GOOD)
    write_tree(folder / "head" / "posts", files)
    settings = write_tree(folder, {"mkdocs.yml": MKDOCS_YML}) / "mkdocs.yml"
    trees = (
        "--base",
        str(folder / "base"),
        "--head",
        str(folder / "head"),
        "--actor",
        "eve",
        "--config",
        str(settings),
    )
    CliRunner().invoke(main, ["check", *trees, *options], env=environment, catch_exceptions=False)
    file = folder / "summary.md"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_the_forge_is_given_the_summary_where_it_asks_for_it(tmp_path: Path) -> None:
    asked = {
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "PARLEY_REPOSITORY": "https://forge.example/eve/parley",
        "PARLEY_BRANCH": "patch-1",
    }
    assert check(tmp_path, BAD, **asked) == "", "only in the form for the forge"
    page = check(tmp_path, BAD, "--format", "github", "--preview-url", "", **asked)
    assert "**1 thing to fix**" in page
    assert "There's no preview" in page
    assert links(page)[0].startswith("https://forge.example/eve/parley/edit/patch-1/posts/discussions/")


def test_a_summary_can_be_written_anywhere_and_is_added_to_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "summary.md").write_text("Before.\n")
    page = check(tmp_path, BAD, "--summary", str(tmp_path / "summary.md"))
    assert page.startswith("Before.\nThank you")
    assert "preview" not in page


def test_a_branch_whose_name_is_no_text_ends_no_summary(tmp_path: Path) -> None:
    where = {"PARLEY_REPOSITORY": "https://forge.example/eve/parley", "PARLEY_BRANCH": "b\udcffc"}
    page = check(tmp_path, BAD, "--summary", str(tmp_path / "summary.md"), **where)
    assert links(page)[0].startswith("https://forge.example/eve/parley/edit/b%FFc/posts/")


def test_a_summary_that_cannot_be_written_is_a_fault_of_the_tool(tmp_path: Path) -> None:
    write_tree(tmp_path / "posts", GOOD)
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})
    options = ["check", "--posts", str(tmp_path / "posts"), "--summary", str(tmp_path / "no" / "summary.md")]
    done = CliRunner().invoke(main, options)
    assert done.exit_code == 2
    assert "the summary can't be written: " in done.output
