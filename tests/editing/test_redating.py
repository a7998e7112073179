"""Dates that cannot be, put right by `parley check --fix`: today for the future, the parent's for an early answer."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from declared import check_posts
from parley.commands.cli import main
from parley.editing.redating import find_dates
from parley.model.threads import order_by_date
from support import GOOD, MKDOCS_YML, NOW, write_tree

FOLDER = "discussions/two-follow-ups"
DATES = st.sampled_from(["2026-09-01", "2026-10-02", "2026-10-03T09:30:00Z", "2026-11-22", "2026-11-24", "2062-01-01"])


def reply(date: str, to: str = "", updated: str = "") -> str:
    answered = f"reply_to: {to}\n" if to else ""
    edited = f"updated: {updated}\n" if updated else ""
    return f"---\nauthor: eve\ndate: {date} # as I remember\n{edited}{answered}---\n\nWords.\n"


def test_the_future_is_today_and_an_answer_is_not_before_what_it_answers(tmp_path: Path) -> None:
    files = {
        f"{FOLDER}/replies/a.md": reply("2062-11-22"),
        f"{FOLDER}/replies/b.md": reply("2026-09-01", "a"),
        f"{FOLDER}/replies/c.md": reply("2026-09-01", "2026-10-03-bob"),
        f"{FOLDER}/replies/d.md": reply("2026-09-01", "c", updated="2026-08-01"),
        f"{FOLDER}/replies/e.md": reply("2026-11-01", updated="2030-01-01"),
        f"{FOLDER}/replies/f.md": reply("2026-09-01", "nobody"),
        f"{FOLDER}/replies/g.md": reply("2026-09-01", "h"),
        f"{FOLDER}/replies/h.md": reply("2026-09-01", "g"),
        f"{FOLDER}/replies/i.md": reply("heute", updated="Now"),
    }
    entries = check_posts(write_tree(tmp_path, {**GOOD, **files}), now=NOW).entries
    assert find_dates(entries, NOW) == {
        f"{FOLDER}/replies/a.md": {"date": "2026-11-22"},
        f"{FOLDER}/replies/b.md": {"date": "2026-11-22"},
        f"{FOLDER}/replies/c.md": {"date": "2026-10-03T09:30:00Z"},
        f"{FOLDER}/replies/d.md": {"date": "2026-10-03T09:30:00Z", "updated": "2026-10-03T09:30:00Z"},
        f"{FOLDER}/replies/e.md": {"updated": "2026-11-22"},
        f"{FOLDER}/replies/f.md": {"date": "2026-10-01"},
        f"{FOLDER}/replies/i.md": {"date": "2026-11-22", "updated": "2026-11-22"},
    }


@settings(max_examples=40)
@given(st.lists(st.tuples(DATES, DATES, st.integers(0, 5)), max_size=6))
def test_what_is_redated_is_right_and_not_redated_again(found: list[tuple[str, str, int]]) -> None:
    files = dict(GOOD)
    for number, (date, updated, to) in enumerate(found):
        files[f"{FOLDER}/replies/r-{number}.md"] = reply(date, f"r-{to}" if to < number else "", updated)
    with tempfile.TemporaryDirectory() as folder:
        posts = write_tree(Path(folder), files)
        checked = check_posts(posts, now=NOW)
        assert not any(problem.blocks for problem in checked.problems), "no date keeps a site from being built"
        dates = find_dates(checked.entries, NOW)
        for path, new in dates.items():
            number = int(path.partition("/r-")[2][0])
            date, updated, to = found[number]
            answered = f"r-{to}" if to < number else ""
            files[path] = reply(new.get("date", date), answered, new.get("updated", updated))
        again = check_posts(write_tree(Path(folder), files), now=NOW)
        assert again.problems == ()
        assert find_dates(again.entries, NOW) == {}


def test_the_command_shows_it_and_writes_it(tmp_path: Path) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})
    posts = write_tree(tmp_path / "posts", {**GOOD, f"{FOLDER}/replies/a.md": reply(tomorrow)})
    where = ["check", "--posts", str(posts), "--config", str(tmp_path / "mkdocs.yml")]
    found = CliRunner().invoke(main, where)
    assert found.exit_code == 0, found.output
    assert "warning[future-date]" in found.output
    before = datetime.now(UTC).date()
    shown = CliRunner().invoke(main, [*where, "--fix"]).output
    CliRunner().invoke(main, [*where, "--fix", "--write"])
    days = {f"date: {day} # as I remember\n" for day in (before, datetime.now(UTC).date())}  # it may be midnight
    assert any(f"-date: {tomorrow} # as I remember\n+{day}" in shown for day in days)
    assert any(day in (posts / f"{FOLDER}/replies/a.md").read_text() for day in days)
    assert "nothing to fix" in CliRunner().invoke(main, where).output


def test_an_early_answer_stands_behind_what_it_answers(tmp_path: Path) -> None:
    files = {f"{FOLDER}/replies/a.md": reply("2026-09-01", "2026-10-03-bob")}
    checked = check_posts(write_tree(tmp_path, {**GOOD, **files}), now=NOW)
    assert [(one.rule, one.severity.value) for one in checked.problems] == [("too-early", "notice")]
    assert checked.library
    replies = checked.library.replies["discussions", "two-follow-ups"]
    assert [one.id for one in order_by_date(replies)] == ["2026-10-02-ana", "2026-10-03-bob", "a"]
