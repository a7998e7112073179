"""Addresses at the forges, and the links that work without scripts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import pytest

from declared import DECLARED, KINDS, check_posts, load_library
from parley.editing.drafts import Draft, write_draft
from parley.model.forges import FORGES, fill, find_forge, is_kept
from parley.model.library import Library
from parley.model.settings import DeclaredField, Settings
from parley.reading.schema import list_kinds
from parley.rendering.contributing import agree_link, history_link, outcome_link, reply_link, start_link
from parley_mkdocs.settings import find_settings
from support import GOOD, NOW, hold, write_tree

REPOSITORY = "https://forge.example/us/talk"


def settings(forge: str = "github") -> Settings:
    return Settings(repository=REPOSITORY, forge=forge, branch="main")


@pytest.mark.parametrize(
    ("repository", "forge"),
    [
        ("https://github.com/us/talk", "github"),
        ("https://gitlab.com/us/talk/", "gitlab"),
        ("https://gitlab.example.org/us/talk", "gitlab"),
        ("https://codeberg.org/us/talk", "gitea"),
        ("https://forgejo.example.org/us/talk", "gitea"),
        ("https://github.example.org/gitlab/talk", "github"),
        ("", "github"),
    ],
)
def test_the_host_of_a_repository_tells_its_forge(repository: str, forge: str) -> None:
    assert find_forge(repository) == forge
    assert find_settings({"repo_url": repository}).forge == forge


def test_a_setting_overrules_the_host() -> None:
    assert (
        find_settings({"repo_url": "https://git.example.org/us/talk", "extra": {"parley": {"forge": "gitea"}}}).forge
        == "gitea"
    )


@pytest.mark.parametrize("forge", FORGES)
def test_every_pattern_can_be_filled_and_what_is_filled_in_stays_where_it_is(forge: str) -> None:
    hostile = "a&b=c?d#e/f%20\n\"'<é🙂>"
    names = "repository branch folder name text template title path".split()
    values = {**dict.fromkeys(names, hostile), "repository": REPOSITORY}
    for pattern in (FORGES[forge].new_file, FORGES[forge].with_text, FORGES[forge].issue, FORGES[forge].history):
        parts = urlsplit(fill(pattern, values))
        assert not pattern or parts.netloc == "forge.example"
        assert not parts.fragment
        assert all(found in ([hostile], [f"{hostile}.yml"]) for found in parse_qs(parts.query).values())


@pytest.mark.parametrize("forge", FORGES)
def test_the_template_of_a_reply_says_how_to_name_what_is_answered_and_fits_in_an_address(
    tmp_path: Path, forge: str
) -> None:
    library = load_library(write_tree(tmp_path / "posts", GOOD), now=NOW)
    post = library.discussions[0]
    link = reply_link(settings(forge), KINDS, post)
    assert is_kept(link, FORGES[forge])
    assert "/posts/discussions/two-follow-ups/replies?" in link
    if FORGES[forge].with_text:
        assert "# reply_to: if you answer a reply" in parse_qs(urlsplit(link).query)["value"][0]


def test_a_filled_in_template_passes_the_check_and_one_left_as_it_is_does_not(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", GOOD)
    post = load_library(posts, now=NOW).discussions[0]
    query = parse_qs(urlsplit(reply_link(settings(), KINDS, post)).query)
    folder = "discussions/two-follow-ups/replies"
    write_draft(Draft(f"{folder}/{query['filename'][0]}", query["value"][0]), posts)
    assert {problem.rule for problem in check_posts(posts, "posts", NOW).problems} >= {"template-text"}
    (posts / folder / query["filename"][0]).unlink()
    filled = query["value"][0].replace("your-handle", "eve").replace("2026-01-31", "2026-10-09")
    write_draft(Draft(f"{folder}/2026-10-09-eve-abcd.md", filled), posts)
    assert {problem.rule for problem in check_posts(posts, "posts", NOW).problems} == {"template-text"}
    (posts / folder / "2026-10-09-eve-abcd.md").unlink()
    filled = filled.replace("Your reply, in Markdown.", "One is enough.")
    write_draft(Draft(f"{folder}/2026-10-09-eve-abcd.md", filled), posts)
    assert check_posts(posts, "posts", NOW).problems == ()


def test_the_template_of_a_discussion_passes_the_check_once_it_has_a_folder(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", GOOD)
    query = parse_qs(urlsplit(start_link(settings(), load_library(posts, now=NOW))).query)
    text = query["value"][0].replace("your-handle", "eve").replace("What is it about?", "Is one enough?")
    text = text.replace("What do you want to ask readers?", "Why?").replace("The best case for both sides", "Both")
    write_draft(Draft(f"discussions/{query['filename'][0]}", text), posts)
    assert check_posts(posts, "posts", NOW).problems == ()


def test_without_a_repository_there_is_no_link(tmp_path: Path) -> None:
    library = load_library(write_tree(tmp_path / "posts", GOOD), now=NOW)
    assert reply_link(Settings(), KINDS, library.discussions[0]) == ""
    assert start_link(Settings(), library) == ""
    assert history_link(Settings(), "discussions/x/post.md") == ""


@pytest.mark.parametrize(
    ("forge", "tail"),
    [("github", "commits/main"), ("gitlab", "-/commits/main"), ("gitea", "commits/branch/main")],
)
def test_the_history_of_a_file_is_where_its_forge_shows_it(forge: str, tail: str) -> None:
    link = history_link(settings(forge), "discussions/x/post.md")
    assert unquote(link) == f"{REPOSITORY}/{tail}/posts/discussions/x/post.md"


def test_where_there_is_no_forge_the_link_without_scripts_is_a_mail(tmp_path: Path) -> None:
    post = load_library(write_tree(tmp_path, GOOD), "posts", NOW).discussions[0]
    link = urlsplit(reply_link(Settings(mail="reply@example.org"), KINDS, post))
    assert (link.scheme, link.path) == ("mailto", "reply@example.org")
    query = parse_qs(link.query)
    assert query["subject"] == [f"Reply to {post.title} [discussions/{post.id}]"]
    assert f"\r\ndiscussion: discussions/{post.id}\r\n" in query["body"][0]
    assert reply_link(Settings(), KINDS, post) == ""
    assert reply_link(Settings(repository=REPOSITORY, mail="reply@example.org"), KINDS, post).startswith(REPOSITORY)


def test_an_address_that_breaks_once_the_page_for_logging_in_has_encoded_it_again_is_not_given() -> None:
    """A space is three bytes in an address and five in that of the page for logging in; a letter of Greek, ten."""
    for forge in FORGES.values():
        for letter, size in (("a", 1), (" ", 5), ("\u03b1", 10), ("\U0001f600", 20)):
            many = (forge.longest - 100) // size
            assert is_kept(fill("{repository}?{text}", {"repository": REPOSITORY[:40], "text": letter * many}), forge)
            assert not is_kept(
                fill("{repository}?{text}", {"repository": REPOSITORY, "text": letter * (many + 100)}), forge
            )
    assert FORGES["github"].longest <= 8191
    assert FORGES["gitea"].longest <= 4096, "what browsers take of a cookie"


def tell_links(library: Library) -> Iterator[str]:
    """Each way to write at each forge, from a site of few keys, and of so many that no address has room for them."""
    [post] = library.discussions
    many = tuple(DeclaredField(f"key_{at}", "text", ("reply", "discussion"), f"{at} " * 80) for at in range(40))
    for forge in ("", *FORGES):
        for fields in ((), many):
            declared = replace(DECLARED, fields=fields)
            there = Settings(repository=f"https://{forge}.example/us/talk" if forge else "", forge=forge or "github")
            there = replace(there, branch="trunk", posts="content", mail="us@talk.example", declaration=declared)
            kinds, site = list_kinds(declared), replace(library, declaration=declared)
            for link in (
                reply_link(there, kinds, post),
                agree_link(there, kinds, post),
                outcome_link(there, kinds, post),
                start_link(there, site),
                start_link(there, site, "comparison"),
                history_link(there, post.path),
            ):
                address, _, query = link.partition("?")
                yield f"{forge} {len(fields)}: {address}"
                yield from (f"  {name}: {value!r}" for name, value in parse_qsl(query))


def test_all_ways_to_write_at_a_forge(tmp_path: Path) -> None:
    """`PARLEY_ACCEPT=1 pytest tests/model/test_forges.py` writes what is found into `forges.txt`."""
    told = "\n".join(tell_links(load_library(write_tree(tmp_path / "posts", GOOD), now=NOW))) + "\n"
    hold(Path(__file__).with_name("forges.txt"), told)
