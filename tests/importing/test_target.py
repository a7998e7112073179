"""What is found below posts/ before an import, in whichever way its files are written."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from importing.archives import TAGS
from parley.importing.target import Opened, load_target, read_date, read_state
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
            "people/Eve_Acme.YAML": "name: Eve\nlink: 7\n",
        },
    )
    (posts / "people/dan.yml").symlink_to("ana.yml")
    assert dict(load_target(posts).people) == {
        "ana": Person("ana", "Ana", about="Here.", path="people/ana.yml"),
        "eve_acme": Person("eve_acme", "Eve", path="people/Eve_Acme.YAML"),
    }


def test_a_folder_that_is_none_and_tags_that_are_none_are_refused(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    with pytest.raises(ParleyError) as caught:
        load_target(posts)
    assert caught.value.args == (f"there is no folder {posts}/ to import into",)
    for tags in ("- {slug: old}\n", TAGS.replace("Old", "Old, colour: red"), "- a: [\n"):
        write_tree(posts, {"tags.yml": tags})
        with pytest.raises(ParleyError) as caught:
            load_target(posts)
        assert caught.value.args == (f"{posts / 'tags.yml'} has errors; run `parley check`",)
    (tmp_path / "link").symlink_to(posts)
    with pytest.raises(ParleyError, match="there is no folder"):
        load_target(tmp_path / "link")
    (posts / "tags.yml").write_text("\n \n")
    assert load_target(posts).tags == frozenset()
    (posts / "tags.yml").unlink()
    assert load_target(posts).tags == frozenset()


def test_of_folders_of_one_thread_the_last_is_taken(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", {f"discussions/{name}-aaaaaaaaa1/post.md": "" for name in "kbzhaymc"})
    assert dict(load_target(posts).slugs) == {"aaaaaaaaa1": "z-aaaaaaaaa1"}


def test_a_discussion_is_found_whole_by_each_name_it_ever_had(tmp_path: Path) -> None:
    """A thread that somebody has merged into another has no file of its own any more."""
    text = "body: |-\n  Hi.\n  Ho.\n"
    replies = {f"discussions/ours/replies/{name}.md": REPLY for name in "kbzhaymc"}
    posts = write_tree(
        tmp_path / "posts",
        {
            "discussions/ours/post.yml": crlf(f"aliases: [a-title-aaaaaaaaa1]\nmerged: [x-bbbbbbbbb2]\n{POST}{text}"),
            "discussions/ours/post.zip": "No text.",
            **replies,
            "discussions/theirs-ccccccccc3/post.md": f"---\n{POST}---\n\nHi.\n",
            "discussions/theirs-ccccccccc3/post.yml": f"{POST}body: The second.\n",
            "discussions/theirs-ccccccccc3/replies/d.yml": "Aliases: [e, f]\nauthor: ana\nbody: Hi.\n",
            "discussions/theirs-ccccccccc3/replies/g.h.md": "---\naliases: {x: y}\nauthor: ana\n---\n\nHi.\n",
            "discussions/gone-ddddddddd4/replies/a.md": REPLY,
            "discussions/listed-eeeeeeeee5/post.md": "---\n- no\n- keys\n---\n\naliases: Hi.\n",
        },
    )
    target = load_target(posts)
    assert dict(target.slugs) == {
        "aaaaaaaaa1": "ours",
        "bbbbbbbbb2": "ours",
        "ccccccccc3": "theirs-ccccccccc3",
        "ddddddddd4": "gone-ddddddddd4",
        "eeeeeeeee5": "listed-eeeeeeeee5",
    }
    ours = target.find_discussion("aaaaaaaaa1")
    opened = Moment.from_day(date(2020, 1, 1))
    head = {"title": "T", "author": "ana", "date": opened, "tags": ("old",), "body": "Hi.\nHo."}
    names = {"aliases": ("a-title-aaaaaaaaa1",), "merged": ("x-bbbbbbbbb2",)}
    assert ours == Opened(
        slug="ours",
        date=opened,
        locked=None,
        replies={name: posts / f"discussions/ours/replies/{name}.md" for name in "abchkmyz"},
        post=posts / "discussions/ours/post.yml",
        head={**head, **names},
    )
    assert list(ours.replies) == list("abchkmyz")
    assert target.find_discussion("bbbbbbbbb2") == replace(ours, post=None)
    there = posts / "discussions/theirs-ccccccccc3"
    theirs = target.find_discussion("ccccccccc3")
    assert theirs is not None
    assert (theirs.post, theirs.head) == (there / "post.md", {key: head[key] for key in head if key != "body"})
    assert theirs.replies == {**dict.fromkeys("def", there / "replies/d.yml"), "g.h": there / "replies/g.h.md"}
    gone = {"a": posts / "discussions/gone-ddddddddd4/replies/a.md"}
    assert target.find_discussion("ddddddddd4") == Opened("gone-ddddddddd4", None, None, gone)
    listed = posts / "discussions/listed-eeeeeeeee5/post.md"
    assert target.find_discussion("eeeeeeeee5") == Opened("listed-eeeeeeeee5", None, None, {}, listed)


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ("date: 2020-01-02", (Moment.from_day(date(2020, 1, 2)), False)),
        ("date: 2020-01-02\nupdated: 2020-01-03", (Moment.from_day(date(2020, 1, 3)), False)),
        ("date: 2020-01-02\nremoved: Spam.\nupdated: 2020-01-03", (Moment.from_day(date(2020, 1, 3)), True)),
        ("date: never\nremoved: Spam.", (None, True)),
    ],
)
def test_when_a_file_was_last_changed_and_whether_it_was_removed(tmp_path: Path, keys: str, state: object) -> None:
    posts = write_tree(tmp_path, {"replies/a.md": f"---\nauthor: ana\n{keys}\n---\n\nHi.\n"})
    assert read_state(posts / "replies/a.md", "reply") == state
    assert read_state(posts / "replies/none.md", "reply") == (None, False)


def test_writers_are_found_wherever_their_texts_stand_and_whatever_their_logins_are_made_of(tmp_path: Path) -> None:
    written = {
        "discussions/a/post.md": "author: ana-li\n",
        "discussions/a/replies/1.md": "author:bob_acme.x\n",
        "practices/b/post.yml": "  Author  :  '@Cy9'\n",
        "practices/b/replies/2.yml": 'title: T\nauthor: "dan"\n',
        "pages/c/replies/3.md": "author: @eve\nby author: zed\n",
        "people/d/post.md": "author: zed\n",
        "discussions/a/post.zip": "author: zed\n",
        "discussions/a/more/post.md": "author: zed\n",
        "notes.md": "author: zed\n",
    }
    target = load_target(write_tree(tmp_path / "posts", written))
    assert list(target.writers) == ["ana-li", "bob_acme.x", "cy9", "dan", "eve"]
