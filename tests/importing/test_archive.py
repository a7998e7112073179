"""The open form: what is written is read again, and both are as the schema says."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from importing.archives import bring, bring_records, make_posts, read_records
from parley.commands.cli import main
from parley.importing.records import Author, Comment, Fault, ImportedThread, Record
from parley.model.entries import Reply
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering.data.archive_data import FORMAT, archive_schema, render_archive

START = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@st.composite
def threads(draw: st.DrawFn) -> list[Record]:
    """Some threads with comments, each of which answers the thread or one before it."""
    records: list[Record] = []
    for number in range(draw(st.integers(1, 2))):
        author = Author(draw(st.sampled_from(["Ana", "Bob", "Ćo"])), "")
        closed = draw(st.booleans())
        body = f"{draw(TEXTS)} *{number}*"
        records.append(
            ImportedThread(id=f"t{number}", title=draw(TEXTS), author=author, date=START, body=body, closed=closed)
        )
        for at in range(draw(st.integers(0, 5))):
            parent = draw(st.integers(-1, at - 1))
            comment = Comment(
                id=f"c{at}",
                thread=f"t{number}",
                parent=f"c{parent}" if parent >= 0 else "",
                author=Author(draw(st.sampled_from(["Ana", "Bob", "Cy"]))),
                date=START + timedelta(minutes=at + 1),
                body=f"{draw(TEXTS)} **{at}**",
                markup="markdown",
            )
            records.append(comment)
    return records


def shape(library: Library) -> list[object]:
    """What an archive keeps of a site, whatever its files are called."""
    found: list[object] = []
    for post in sorted(library.discussions, key=lambda one: (one.title, one.body)):
        replies = {reply.id: reply for reply in library.replies_to(post)}

        def say(one: Reply | None, known: dict[str, Reply] = replies) -> tuple[str, ...]:
            if one is None:
                return ()
            name = library.person(one.author).name
            return (one.body, name, one.date.written, *say(known.get(one.reply_to), known))

        found.append((post.title, post.body, post.date.written, bool(post.locked), sorted(map(say, replies.values()))))
    return found


@settings(max_examples=15, deadline=None)
@given(threads())
def test_what_is_exported_and_imported_again_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    _, library = bring_records(records, make_posts(folder / "a"))
    file = folder / "site.json"
    file.write_text("".join(render_archive(library, Settings(site_name="Old"))), encoding="utf-8")
    data = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.validate(data, archive_schema())
    result, again = bring("archive", file, make_posts(folder / "b"))
    assert shape(again) == shape(library)
    assert result.complete
    assert not result.mended


def test_the_example_of_the_page_and_what_is_read_of_it_are_as_the_schema_says(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/parley/pages/import.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]
    jsonschema.validate(json.loads(example), archive_schema())
    (tmp_path / "a.json").write_text(example, encoding="utf-8")
    thread, first, second = read_records("archive", tmp_path / "a.json")
    assert isinstance(thread, ImportedThread)
    assert isinstance(first, Comment)
    assert isinstance(second, Comment)
    assert (thread.title, first.markup, second.parent, second.dropped) == ("Which flour?", "html", "8", "deleted")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"format": "parley-archive/2", "threads": []}',
            "its format is parley-archive/2; this version of Parley reads",
        ),
        ('{"threads": []}', "its format is not named"),
        (json.dumps({"format": FORMAT, "threads": [{"title": "x", "comments": []}]}), "a thread has no id"),
        (json.dumps({"format": FORMAT, "threads": [{"id": "x", "comments": [{"body": "y"}]}]}), "has no id"),
    ],
)
def test_what_is_no_archive_is_a_fault(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.json").write_text(text)
    faults = [one for one in read_records("archive", tmp_path / "a.json") if isinstance(one, Fault)]
    assert said in faults[0].message


def test_a_site_is_exported_to_a_new_file_with_what_was_removed(posts: Path, tmp_path: Path) -> None:
    comment = Comment(id="1", thread="t", author=Author("Ana"), date=START, body="x")
    bring_records([ImportedThread(id="t", title="T", author=Author("B"), body="b"), comment], posts)
    file = next(posts.glob("discussions/*/replies/*.md"))
    file.write_text(file.read_text().replace("---\n\n", "updated: 2026-01-01\nremoved: Off topic.\n---\n\n"))
    target = tmp_path / "site.json"
    done = CliRunner().invoke(main, ["export", str(target), "--posts", str(posts)])
    assert (done.exit_code, done.output) == (0, f"{target}: 1 threads with 1 replies\n")
    (thread,) = json.loads(target.read_text())["threads"]
    assert thread["comments"][0] == {
        **{"id": "test-1", "date": "2020-01-01T00:00:00Z", "edited": "2026-01-01T00:00:00Z"},
        "removed": "Off topic.",
    }
    again = CliRunner().invoke(main, ["export", str(target), "--posts", str(posts)])
    assert (again.exit_code, "is there already" in again.output) == (2, True)
    shown = CliRunner().invoke(main, ["schema", "archive"])
    assert json.loads(shown.output) == archive_schema()
