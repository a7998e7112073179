"""The proof finds each kind of loss, and nothing where nothing was lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from importing.archives import bring_records
from parley.commands.cli import main
from parley.importing.bodies.conversion import convert
from parley.importing.proof import prove
from parley.importing.records import Markup
from parley.importing.result import KINDS_OF_LOSS
from support import write_tree


def kinds(source: str, form: str, page: str, changes: set[str] | None = None) -> dict[str, tuple[str, ...]]:
    """What the proof says of a record and of some Markdown that is to be its text."""
    found = prove("x", source, form, "https://old.example/p/", (page,), changes or set())
    return {one.kind: one.lacking for one in found}


@pytest.mark.parametrize(
    ("source", "form", "page", "lost"),
    [
        ("<p>one two</p>", "html", "one two", {}),
        ("<p>one two</p>", "html", "one", {"words": ("two",)}),
        ("one two two", "markdown", "one two", {"words": ("two",)}),
        ("<p>one<script>two</script></p>", "html", "one", {}),
        ("o<i>ne</i><!--more-->", "html", "one", {}),
        ("- [x] one\n> 2. [X] two [x]", "lines", "- [x] one\n\n> 2. [X] two", {"words": ("x",)}),
        ("<p>one <script> two</p>", "html", "one", {"words": ("two",)}),
        ("run <title> now", "markdown", "run now", {"words": ("title",)}),
        ("café", "text", "caf", {"words": ("café",)}),
        ("<a href='/x'>y</a>", "html", "[y](https://old.example/x)", {}),
        ("<a href='/x'>y</a>", "html", "y", {"links": ("/x",)}),
        ("see [y](https://a.example/b) <!-- hidden -->", "markdown", "see y", {"links": ("https://a.example/b",)}),
        ("<a href='foo:bar'>y</a>", "html", "y", {"unlinked": ("foo:bar",)}),
        ("<img src='/i.png' alt='y'>", "html", "y", {"images": ("/i.png",)}),
        ("<a href='/big.png'><img src='/i.png' alt='y'></a>", "html", "[y](https://old.example/big.png)", {}),
        *(
            (f"one <{tag} {key}='/v'></{tag}>", "html", page, lost)
            for tag, key in (*((tag, "src") for tag in "iframe embed video audio source".split()), ("object", "data"))
            for page, lost in (("one <https://old.example/v>", {}), ("one", {"links": ("/v",)}))
        ),
        ("<pre>a\n  b</pre>", "html", "```\na\n  b\n```", {}),
        ("<pre>a\n  b</pre>", "html", "```\na\nb\n```", {"code": ("  b",)}),
        (
            "<code>cd shed<br>rm -r old<br>ls</code>",
            "html",
            "`cd shed rm -r old ls`",
            {"code": ("cd shed", "rm -r old", "ls")},
        ),
        ("```\na\nb\n```", "lines", "`a b`", {"code": ("a", "b")}),
        ("```\na\n  b\n```", "markdown", "```\na\n  b\n```", {}),
        ("<code>a\nb<code>c\nd</code></code>", "html", "```\na\nbc\nd\n```", {}),
        ("<pre>\ufeffa\nb</pre>", "html", "```\na\nb\n```", {}),
        ("<pre>\n<x>\n  a<y>b</y>\n</x></pre>", "html", "```\n<x>\n  a<y>b</y>\n</x>\n```", {}),
        (
            "<pre>\n<x>\n  a<y>b</y>\n</x></pre>",
            "html",
            "```\n<x>\n  a<y>b\n</x>\n```",
            {"words": ("ab",), "code": ("  ab",)},
        ),
        ("<pre>x <ana@a.example>\ny</pre>", "html", "```\nx <ana@…>\ny\n```", {"mail": ("x",)}),
        ("<tt><a href='https://a.example/x'>b</a>c</tt>d", "html", "`bc` (<https://a.example/x>) d", {}),
        ("<a href='#'>x@a.example</a>é", "html", "x@…", {"mail": ("exampleé",)}),
        ("    a\n      b *c*", "markdown", "```\na\n  b *c*\n```", {}),
        ("see [y](a/b.html)", "markdown", "see y", {"links": ("a/b.html",)}),
        ("see [y](<a/b.html>)", "lines", "see y", {"links": ("a/b.html",)}),
        ("[a](https://a.example/b)-cd e", "lines", "[a](https://a.example/b)-cd e", {}),
        ("[a](https://a.example/b)-cd e", "lines", "[a](https://a.example/b) e", {"words": ("cd",)}),
        ("[a](https://a.example/b(c)d) e", "lines", "a e", {"links": ("https://a.example/b(c)d",)}),
        ("seehttps://a.example/x it", "text", "seehttps://a.example/x it", {}),
        ("ask ana@corp.io", "text", "ask ana@…", {"mail": ("corp", "io")}),
        ("at http://localhost/_b_/c", "text", "at http://localhost/_b_/c", {"links": ("http://localhost/_b_/c",)}),
        ("at http://localhost/_b_/c", "text", "at http://localhost/\\_b\\_/c", {}),
        ("&#269;", "text", "&amp;#269;", {}),
        ("use ghp_" + "a1" * 15, "text", "use (access token removed)", {"tokens": ("a1" * 15,)}),
    ],
)
def test_the_proof_names_what_is_not_on_the_page(
    source: str, form: str, page: str, lost: dict[str, tuple[str, ...]]
) -> None:
    found = kinds(source, form, page)
    assert found.keys() == lost.keys()
    assert {kind: {*found[kind]} & {*lost[kind]} for kind in lost} == {kind: {*lost[kind]} for kind in lost}


def test_what_was_cut_or_given_up_is_told_apart() -> None:
    assert kinds("one", "text", "one", {"plain"}).keys() == {"plain"}


SOURCES: tuple[tuple[str, Markup], ...] = (
    ("<p>List<String> of <b>it</b> <img src='a.png'>next</p><pre>a\n\n  b</pre>", "html"),
    ("<ul><li>a <code>x\ny</code><li>b</ul><table><tr><td>c<td>d</table>", "html"),
    ("Run <script> with *two*\n\n- one\n- two <b>x</b>\n\n1. three[^a]\n\n[^a]: note", "lines"),
    ("> quoted <b>x</b>\n\n```py\nif a:\n    b\n```\n\n| a | b |\n| - | - |\n| c | d |", "markdown"),
    ("at ftp://ftp.example.org/x\n\n> and?\n\n    code\n      more\n\n1) one\n- two", "text"),
    ("<details><summary>S</summary>in <a href='https://x.example/?a=1&amp;b=2'>it</a></details>", "html"),
    ("see https://a.example/q=<?php echo 1; ?> there", "html"),
    ("<pre><code><ol start='41'>\n<li>versionCode = 1</li><li>  versionName</li></ol></code></pre>", "html"),
    ("of <http://a.example/b> and con\0tent", "text"),
)


@pytest.mark.parametrize(("source", "form"), SOURCES)
def test_what_is_converted_here_loses_nothing(source: str, form: Markup) -> None:
    body = convert(source, form, "https://old.example/")
    assert list(prove("x", source, form, "https://old.example/", body.parts, body.changes)) == []


def run(*arguments: str | Path) -> Iterator[str | int]:
    done = CliRunner().invoke(main, ["import", *map(str, arguments)])
    return iter((done.exit_code, done.output))


def test_a_difference_ends_with_1_unless_its_kind_is_allowed(posts: Path, tmp_path: Path) -> None:
    entry = {"page/a.yml": "_id: a\nmessage: ask eva@corp.io\nname: Ana\ndate: 2015-01-01\n"}
    source = write_tree(tmp_path / "comments", entry)
    common = (source, "--to", posts, "--tag", "old", "--dry-run", "--report", tmp_path / "r.json")
    code, output = run(*common, "--verify")
    assert (code, "mail: mail addresses that were masked: 1 text (such as page/a: " in str(output)) == (1, True)
    assert '"record": "page/a"' in (tmp_path / "r.json").read_text()
    code, output = run(*common, "--verify", "--allow", "mail")
    assert (code, "that were masked: 1 text (accepted" in str(output)) == (0, True)
    code, output = run(*common)
    assert (code, "verified" in str(output)) == (0, False)
    code, output = run(*common, "--verify", "--allow", "everything")
    assert code == 2
    assert all(kind in str(output) for kind in KINDS_OF_LOSS[:3])


def test_the_command_says_what_it_recognised_and_refuses_what_it_cannot_tell(posts: Path, tmp_path: Path) -> None:
    source = write_tree(tmp_path / "x", {"page.html": "<!doctype html><p>x</p>"})
    code, output = run(source, "--to", posts, "--tag", "old")
    assert code == 2
    assert "has nothing that looks like an archive (page.html looks like a web page)" in str(output)
    write_tree(tmp_path / "x", {"page/a.yml": "_id: a\nmessage: Hello\nname: Ana\ndate: 2015-01-01\n"})
    code, output = run(source, "--to", posts, "--tag", "old", "--dry-run")
    assert (code, "looks like a folder with comment files: read as 'static'" in str(output)) == (0, True)
    code, output = run(source, "--format", "mbox", "--to", posts, "--tag", "old")
    assert code == 2
    code, output = run("--to", posts, "--tag", "old")
    assert code == 2
    code, output = run(source, source, source, "--to", posts)
    assert (code, "name one file or folder" in str(output)) == (2, True)


def test_without_a_proof_nothing_is_verified(posts: Path) -> None:
    result, _ = bring_records([], posts)
    assert (result.verified, result.lost) == (0, False)
