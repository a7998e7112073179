"""Names of files in capitals, as logins are written: read, shown and put right."""

from pathlib import Path

from click.testing import CliRunner

from declared import check_posts
from parley.commands.cli import main
from support import GOOD, MKDOCS_YML, NOW, write_tree

FOLDER = "discussions/two-follow-ups/replies"
FILES = {
    "people/Eve_Acme.yml": "name: Eve\n",
    f"{FOLDER}/2026-10-05-Eve_Acme-k3p9.md": "---\nauthor: Eve_Acme\ndate: 2026-10-05\n---\n\nWords.\n",
}


def test_a_login_in_capitals_is_read_in_small_letters_in_names_of_files_too(tmp_path: Path) -> None:
    checked = check_posts(write_tree(tmp_path, {**GOOD, **FILES}), now=NOW)
    assert {(one.rule, one.severity.value) for one in checked.problems} == {("untidy", "notice")}
    assert checked.library
    assert checked.library.person("eve_acme").name == "Eve"
    replies = checked.library.replies["discussions", "two-follow-ups"]
    assert [one.author for one in replies if one.id == "2026-10-05-eve_acme-k3p9"] == ["eve_acme"]


def test_two_that_differ_in_capitals_alone_are_one_too_many(tmp_path: Path) -> None:
    twice = {"people/eve_acme.yml": "name: Eve\n"}
    checked = check_posts(write_tree(tmp_path, {**GOOD, **FILES, **twice}), now=NOW)
    assert "name-clash" in {one.rule for one in checked.problems}


def test_the_command_renames_them(tmp_path: Path) -> None:
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})
    posts = write_tree(tmp_path / "posts", {**GOOD, **FILES})
    where = ["check", "--posts", str(posts), "--config", str(tmp_path / "mkdocs.yml")]
    done = CliRunner().invoke(main, [*where, "--fix", "--write"])
    assert done.exit_code == 0, done.output
    assert (posts / "people/eve_acme.yml").read_text() == "name: Eve\n"
    assert "author: eve_acme\n" in (posts / FOLDER / "2026-10-05-eve_acme-k3p9.md").read_text()
    assert not [*posts.rglob("*Eve*")]
    assert "nothing to fix" in CliRunner().invoke(main, where).output
