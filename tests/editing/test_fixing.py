"""`parley check --fix` writes what is read, where it belongs, and loses nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from declared import check_posts, load_library, review
from parley.caching.cache import Cache
from parley.commands.cli import main
from parley.model.layout import find_canonical, find_home, find_slot, is_leftover
from support import GOOD, MKDOCS_YML, NOW, Files, write_tree

FOLDERS = ("discussions", "practices")
THREAD = "discussions/two-follow-ups"
UNTIDY: Files = {
    f"{THREAD}/replies/2026-10-05-eve-k3p9.MD": (
        "---\r\nAuthor: @Eve\r\ndate: 5.10.2026\r\n...\r\n\r\nOne is enough.\r\n"
    ),
    f"{THREAD}/2026-10-06-eve-k3p9.md": "---\nauthor: eve\ndate: 2026-10-06\n---\n\nOne.\n",
    f"{THREAD}/answers/2026-10-07-eve-k3p9.txt": "---\nauthor: eve\ndate: 2026-10-07\n---\n\nTwo.\n",
    f"{THREAD}/replies/2026-10-08-eve-k3p9.md": "Three.\n",
    f"{THREAD}/replies/2026-10-09 Eve (k3p9).md": (
        "---\r\nauthor: eve\r\ndate: 2026-10-09\r\n---\r\n\r\nGr\u00fc\u00dfe!\r\n".encode("utf-16")
    ),
    f"{THREAD}/.DS_Store": "",
}


def run(*options: str) -> str:
    return CliRunner().invoke(main, ["check", "--posts", "posts", *options]).output


def test_what_is_shown_is_written_once_and_then_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = write_tree(tmp_path / "posts", {**GOOD, **UNTIDY})
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})
    monkeypatch.chdir(tmp_path)
    shown = run("--fix")
    assert "-Author: @Eve\n-date: 5.10.2026\n-...\n+author: eve\n+date: 2026-10-05\n+---" in shown
    assert f"rename posts/{THREAD}/2026-10-06-eve-k3p9.md\n    to posts/{THREAD}/replies/" in shown
    assert "5 files to change" in shown
    assert all((posts / path).exists() for path in UNTIDY), "nothing is written yet"
    assert "5 files changed." in run("--fix", "--write")
    assert (posts / THREAD / "replies/2026-10-05-eve-k3p9.md").read_bytes() == (
        b"---\r\nauthor: eve\r\ndate: 2026-10-05\r\n---\r\n\r\nOne is enough.\r\n"
    ), "with the ends of its lines"
    found = check_posts(posts, "posts", NOW).problems
    assert [(one.rule, one.path) for one in found] == [("untidy", f"posts/{THREAD}/.DS_Store")]
    replies = {reply.id: reply for reply in load_library(posts, now=NOW).replies[("discussions", "two-follow-ups")]}
    bodies = [replies[f"2026-10-0{day}-eve-k3p9"].body for day in (5, 6, 7, 8, 9)]
    assert bodies == ["One is enough.", "One.", "Two.", "Three.", "Grüße!"]
    assert b"\r\n\r\nGr\xc3\xbc\xc3\x9fe!\r\n" in (posts / THREAD / "replies/2026-10-09-eve-k3p9.md").read_bytes()
    assert run("--fix").endswith("Nothing to fix.\n")


def test_words_under_an_undeclared_key_and_what_would_not_be_read_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = "The cell <td>x</td> is here, and a <b>b</b>.\n" * 1400
    kept = {
        f"{THREAD}/replies/2026-10-05-eve.md": "---\nauthor: eve\ndate: 2026-10-05\ntitle: My reply\n---\n\nOne.\n",
        f"{THREAD}/replies/2026-10-06-eve.md": f"---\nauthor: eve\ndate: 2026-10-06\n---\n\n{cells}",
    }
    untidy = {f"{THREAD}/replies/2026-10-07-eve.md": "---\nAuthor: eve\ndate: 2026-10-07\nnote: old/new\n---\n\nTwo.\n"}
    posts = write_tree(tmp_path / "posts", {**GOOD, **kept, **untidy})
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(main, ["check", "--posts", "posts", "--fix", "--write"])
    assert "1 file changed." in told.output
    stays = f"posts/{THREAD}/replies/2026-10-06-eve.md stays as it is: in order it would have 68,6"
    assert stays in told.stderr
    assert stays not in told.stdout
    assert {path: (posts / path).read_text("utf-8") for path in kept} == kept
    assert "author: eve\ndate: 2026-10-07\nnote: old/new\n" in (posts / next(iter(untidy))).read_text("utf-8")
    assert not any(one.blocks for one in check_posts(posts, "posts", NOW).problems)
    shown = run("--fix", "--remove-undeclared")
    assert {"-title: My reply", "-note: old/new"} <= set(shown.split("\n")), "where it is asked for"
    assert "2 files to change" in shown


@pytest.mark.parametrize("key", ["in_answer_to", "in-reply-to", "In Answer To", "inReplyTo", "parent", "answers"])
def test_what_a_reply_answers_is_read_under_other_names_and_asked_for_where_it_is_none(
    tmp_path: Path, key: str
) -> None:
    path = f"{THREAD}/replies/2026-10-05-eve.md"
    reply = f"---\nauthor: eve\ndate: 2026-10-05\n{key}: 2026-10-02-ana\n---\n\nOne.\n"
    posts = write_tree(tmp_path / "posts", {**GOOD, path: reply})
    check = check_posts(posts, "posts", NOW)
    assert [(one.rule, one.line) for one in check.problems] == [("untidy", 4)]
    assert next(one for one in check.entries if one.path == path).values["reply_to"] == "2026-10-02-ana"
    (posts / path).write_text(reply.replace("2026-10-02-ana", "what Ana said"), encoding="utf-8")
    found = [one for one in check_posts(posts, "posts", NOW).problems if one.rule != "untidy"]
    assert [(one.rule, one.line) for one in found] == [("unknown-key", 4)]
    assert "Did you mean 'reply_to'?" in found[0].help


def test_a_file_that_was_tidied_says_the_same_and_needs_no_word_about_an_edit(tmp_path: Path) -> None:
    reply = f"{THREAD}/replies/2026-10-05-eve.md"
    untidy = {reply: "---\nauthor: Eve\ndate: 5.10.2026\nschool: Old school\n...\n\nOne is enough.\n"}
    tidy = {reply: "---\nauthor: eve\ndate: 2026-10-05\nschool: old\n---\n\nOne is enough.\n"}
    write_tree(tmp_path / "base/posts", {**GOOD, **untidy})
    write_tree(tmp_path / "head/posts", {**GOOD, **tidy})
    assert review(tmp_path / "base", tmp_path / "head", "eve", now=NOW).problems == ()
    assert review(tmp_path / "head", tmp_path / "base", "eve", now=NOW).problems, "the notices are told"
    assert not any(one.blocks for one in review(tmp_path / "head", tmp_path / "base", "eve", now=NOW).problems)


def test_problems_of_a_mended_file_are_told_where_they_stand_in_it(tmp_path: Path) -> None:
    head = "\n\n---\nAuthor: eve\nupdated:\ndate: 5.10.2026\nreply_to: nobody\n...\n"
    text = f"{head}\nOne is enough, says eve@mail.example.org too.\n"
    posts = write_tree(tmp_path / "posts", {**GOOD, f"{THREAD}/replies/2026-10-05-eve.md": text})
    found = {one.rule: one for one in check_posts(posts, "posts", NOW).problems if one.rule != "untidy"}
    lines = text.split("\n")
    assert found["unknown-parent"].line == lines.index("reply_to: nobody") + 1
    assert found["unknown-parent"].excerpt == "reply_to: nobody"
    assert all(lines[one.line - 1] == one.excerpt for one in found.values())


def test_a_lock_holds_whatever_the_ending_of_the_post(tmp_path: Path) -> None:
    head = (
        "---\ntitle: T\nauthor: ana\ndate: 2026-10-01\nupdated: 2026-10-02\nlocked: It is over.\ntags: [sales]\n---\n"
    )
    post = f"{head}\nYes.\n"
    new = {"discussions/over/replies/2026-10-01-eve.md": "---\nauthor: eve\ndate: 2026-10-01\n---\n\nOne.\n"}
    write_tree(tmp_path / "base/posts", {**GOOD, "discussions/over/post.markdown": post})
    write_tree(tmp_path / "head/posts", {**GOOD, "discussions/over/post.markdown": post, **new})
    assert "locked" in {one.rule for one in review(tmp_path / "base", tmp_path / "head", "eve", now=NOW).problems}


def test_a_cache_knows_of_an_untidy_file_what_a_fresh_check_finds(tmp_path: Path) -> None:
    post = "---\ntitle: A: b\nauthor: ana\ndate: 1.10.2026\ntags: Letters on paper\n---\n\nYes.\n"
    posts = write_tree(tmp_path / "posts", {**GOOD, "discussions/untidy/post.md": post})
    tags = (posts / "tags.yml").read_text("utf-8")
    titled = f"{tags}- slug: mail\n  title: Letters on paper\n  summary: What is sent.\n"
    for text in (tags, titled, tags):  # a title leads to a tag as long as it is one
        (posts / "tags.yml").write_text(text, "utf-8")
        fresh = check_posts(posts, "posts", NOW)
        assert any(one.rule == "unknown-tag" for one in fresh.problems) == (text == tags)
        for _ in range(2):
            cache = Cache(tmp_path / "cache.sqlite")
            cached = check_posts(posts, "posts", NOW, cache=cache)
            cache.save()
            assert cached.problems == fresh.problems
            assert [one.values for one in cached.entries] == [one.values for one in fresh.entries]


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("discussions/a/2026-10-05-eve.markdown", "discussions/a/replies/2026-10-05-eve.md"),
        ("discussions/a/Replies/2026-10-05-Eve.md", "discussions/a/replies/2026-10-05-eve.md"),
        ("discussions/a/replies/deep/2026-10-05-eve.md", "discussions/a/replies/2026-10-05-eve.md"),
        ("discussion/a/post.md", "discussions/a/post.md"),
        ("Discussions/a/post.md", "discussions/a/post.md"),
        ("discussions/Two follow-ups.md", "discussions/two-follow-ups/post.md"),
        ("discussions/a/index.md", "discussions/a/post.md"),
        ("practice/a/post.yaml", "practices/a/post.yml"),
        ("person/Ana.yaml", "people/ana.yml"),
        *((path, "") for path in ("2026-10-05-eve.md", "discussions/post.md", "people/ana.md")),
        *((path, "") for path in ("discussions/a/notes.md", "discussions/a/chart.png", "drafts/a/post.md")),
        *((path, "") for path in ("discussions/a/..md", ".md")),
    ],
)  # fmt: skip
def test_a_file_beside_its_place_is_sent_there_where_that_is_clear(path: str, home: str) -> None:
    assert find_home(path, FOLDERS) == home
    assert not home or find_slot(home)


@pytest.mark.parametrize(
    ("path", "canonical"),
    [("a.markdown", "a.md"), ("a.MD", "a.md"), ("a.md.txt", "a.md"), ("a.yaml", "a.yml"), ("a.b.txt", "a.b.md")]
    + [(path, path) for path in ("a.md", "a.yml", ".md", "a/.txt", "a.html", "amd", "a.png", "")],
)
def test_a_file_has_one_ending(path: str, canonical: str) -> None:
    assert find_canonical(path) == canonical


def test_what_systems_and_editors_leave_is_known_and_nothing_else() -> None:
    left = (
        ".DS_Store ._post.md Thumbs.db THUMBS.DB ehthumbs.db desktop.ini Icon\r ~$post.docx __MACOSX .Trashes "
        ".Spotlight-V100 .fseventsd .directory .idea .vscode .vs .obsidian .history .~lock.post.odt# post.md~ ~ "
        "#post.md# .#post.md .#post.md# .post.md.swp .post.md.swo .post.md.kate-swp post.md.kate-swp "
        "post.bak post.md.orig post.md.rej post.tmp post.temp"
    )
    assert [one for one in left.split(" ") if not is_leftover(one)] == []
    kept = (
        "post.md 2026-10-05-eve.yml chart.png .gitkeep .git replies a.exe DS_Store Icon Thumbs_db #post.md post.md# "
        "a~b .swp a.swp .a.sw1 .a.swpx bak a.bakery a.tmpl MACOSX idea .ideas .vscodes ~post.md .~lock lock.post#"
    )
    assert [one for one in kept.split(" ") if is_leftover(one)] == []
