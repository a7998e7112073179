"""What is found below posts/ before an import, in whichever way its files are written."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from importing.archives import TAGS
from parley.importing.target import load_target, read_date
from parley.model.entries import Moment, Person
from parley.model.problems import ParleyError
from support import write_tree

POST = "title: T\nauthor: ana\ndate: 2020-01-01\ntags: [old]\n"


REPLY = "---\nAuthor: '@Ana'\ndate: 2 January 2020\n---\n\nHi.\n"


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def cr(text: str) -> bytes:
    return text.replace("\n", "\r").encode()


@pytest.mark.parametrize("ends", [str.encode, crlf, cr], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("ending", ["md", "yml"])
def test_what_an_earlier_import_has_left_is_found(tmp_path: Path, ends: object, ending: str) -> None:
    """Both kinds of file, every end of lines, and both keys that hold former names."""
    assert callable(ends)

    def file(keys: str, body: str) -> bytes:
        made = ends(f"---\n{keys}---\n\n{body}\n" if ending == "md" else f"{keys}body: {body}\n")
        assert isinstance(made, bytes)
        return made

    posts = write_tree(
        tmp_path / "posts",
        {
            "tags.yml": ends(TAGS),
            f"discussions/ours/post.{ending}": file(
                f"locked: done\nupdated: 2020-03-01\naliases: [a-title-aaaaaaaaa1]\nmerged: [other-bbbbbbbbb2]\n{POST}",
                "Hi.",
            ),
            f"discussions/ours/replies/test-1.{ending}": file(
                "author: bob\ndate: 2020-01-02T03:04:05Z\naliases: [test-9]\n", "Yes."
            ),
            f"practices/one/replies/x.{ending}": file("author: cy\ndate: 2020-01-02\n", "Yes, co-author: dan."),
            "practices/one/replies/y.md": b'---\nauthor: "eve"\n---\n\n\xff\n',
            "discussions/ours/aside.md": b"---\nauthor: eve\ndate: 2019-01-01\n---\n\nNo post.\n",
            "discussions/notes-aaaaaaaaa3": b"No folder.",
        },
    )
    target = load_target(posts)
    assert target.tags == {"old", "law"}
    assert target.writers == {"ana", "bob", "cy", "eve"}
    assert set(target.slugs.values()) == {"ours"}
    assert target.slugs.keys() == {"aaaaaaaaa1", "bbbbbbbbb2"}
    for suffix in target.slugs:
        found = target.find_discussion(suffix)
        assert found is not None
        assert (found.slug, found.date) == ("ours", Moment.from_day(date(2020, 1, 1)))
        assert found.locked == Moment.from_day(date(2020, 3, 1))
        assert set(found.replies) == {"test-1", "test-9"}
        assert read_date(found.replies["test-9"]) == Moment(datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    post = posts / f"discussions/ours/post.{ending}"
    post.write_bytes(post.read_bytes().replace(b"locked: done", b"title: T"))
    found = target.find_discussion("aaaaaaaaa1")
    assert found is not None
    assert found.locked is None, "what was changed is not yet locked"
    assert target.find_discussion("ccccccccc3") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("post.markdown", "---\ntitle: T\nauthor: '@Ana'\ndate: 2 January 2020\n---\n\nHi.\n"),
        ("post.md.txt", "title: Why #1: wrong\nauthor: ana\ndate: 2020-01-02\n\nHi.\n"),
        (
            "post.MD",
            "<!-- a linter's -->\n---\nTitle: T\nAuthor: Ana\nDate: 2.1.2020\nupdated: 1 March 2020\n---\n\nHi.\n",
        ),
        ("post.yaml", "Author: ana\ndate: January 2, 2020\nbody: Hi.\n"),
    ],
)
def test_what_is_there_is_read_as_the_site_reads_it(tmp_path: Path, name: str, text: str) -> None:
    files = {
        f"discussions/a-title-aaaaaaaaa1/{name}": text,
        "discussions/a-title-aaaaaaaaa1/replies/Test-1.markdown": REPLY,
    }
    target = load_target(write_tree(tmp_path / "posts", {"tags.yml": TAGS, **files}))
    found = target.find_discussion("aaaaaaaaa1")
    assert found is not None
    assert found.date == Moment.from_day(date(2020, 1, 2))
    assert target.writers == {"ana"}
    assert read_date(found.replies["test-1"]) == found.date


def test_people_are_read_and_what_is_no_file_of_a_person_is_left(tmp_path: Path) -> None:
    posts = write_tree(
        tmp_path / "posts",
        {
            "tags.yml": TAGS,
            "people/ana.yml": "name: Ana\nabout: Here.\n",
            "people/bob.yml": "about: without a name\n",
            "people/cy.txt": "name: Cy\n",
        },
    )
    (posts / "people/dan.yml").symlink_to("ana.yml")
    assert load_target(posts).people == {"ana": Person("ana", "Ana", about="Here.", path="people/ana.yml")}


def test_a_folder_that_is_none_and_tags_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParleyError, match=r"there is no folder .*/posts/ to import into"):
        load_target(tmp_path / "posts")
    posts = write_tree(tmp_path / "posts", {"tags.yml": "- {slug: old}\n"})
    with pytest.raises(ParleyError, match=r"tags.yml has errors; run `parley check`"):
        load_target(posts)
    (tmp_path / "link").symlink_to(posts)
    with pytest.raises(ParleyError, match="there is no folder"):
        load_target(tmp_path / "link")
    (posts / "tags.yml").unlink()
    assert load_target(posts).tags == frozenset()
