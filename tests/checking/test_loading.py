"""posts/ to a library: both file forms, all problems at once, nothing of what was removed."""

import os
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from declared import DECLARED, check_posts, load_library, load_part
from parley.caching.cache import Cache
from parley.checking import loading
from parley.checking.loading import FromDisk
from parley.checking.rules.entry import Entry
from parley.model import sheets
from parley.model.entries import Comparison, Discussion, Moment, Reply
from parley.model.findings import InvalidPosts
from parley.model.library import Library
from parley.model.markup.budget import MAX_BYTES
from parley.model.settings import Declaration, HostedPage, Policy
from parley.reading.schema import Kinds
from parley.reading.sources import NoPosts
from support import FORUM, GOOD, NOW, Files, hold, write_tree

Tree = Callable[[Files], Path]
DISCUSSION = ("discussions", "two-follow-ups")
POST = "discussions/two-follow-ups/post.md"
ANA = "discussions/two-follow-ups/replies/2026-10-02-ana.md"
BOB = "discussions/two-follow-ups/replies/2026-10-03-bob.yml"


def load(tree: Tree, files: Files) -> Library:
    return load_library(tree({**GOOD, **files}), now=NOW)


def rules(tree: Tree, files: Files) -> list[str]:
    return [problem.rule for problem in check_posts(tree({**GOOD, **files}), now=NOW).problems]


def test_both_file_forms_give_the_same_post(tree: Tree) -> None:
    head = "title: A title\nauthor: ana\ndate: 2026-10-01\ntags: [law]\n"
    library = load(
        tree,
        {
            "discussions/one/post.md": f"---\n{head}---\n\nFirst line.\n\nSecond *line*.\n",
            "discussions/two/post.yml": f"{head}body: |\n  First line.\n\n  Second *line*.\n",
        },
    )
    one, two = (next(post for post in library.discussions if post.id == slug) for slug in ("one", "two"))
    differing = {field.name for field in fields(one) if getattr(one, field.name) != getattr(two, field.name)}
    assert differing == {"id", "path"}


def test_all_that_is_loaded_of_a_forum() -> None:
    """To the letter: each value of each thing that is not as it is where nothing is said.

    `PARLEY_ACCEPT=1 pytest tests/checking/test_loading.py` writes what is found into `forum.txt`.
    """
    library = load_library(FORUM / "posts", now=NOW)
    told = [str((one.name, getattr(library, one.name))) for one in fields(library) if one.name in ("pages", "months")]
    things: list[Any] = [*library.tags.values(), *library.people.values(), *library.contributions()]
    for thing in things:
        values = {one.name: getattr(thing, one.name) for one in fields(thing)}
        shown = (f"  {name}: {value if name == 'body' else repr(value)}" for name, value in values.items() if value)
        told.append("\n".join([type(thing).__name__, *shown]))
    expected = Path(__file__).with_name("forum.txt")
    found = "\n".join(told) + "\n"
    if "PARLEY_ACCEPT" in os.environ:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_files_from_windows_read_like_any_other(tree: Tree) -> None:
    files = {path: "\ufeff" + str(text).replace("\n", "\r\n") for path, text in GOOD.items()}
    assert load(tree, files).replies[DISCUSSION][0].body == "One is enough."


@pytest.mark.parametrize("name", ["no", "null", "404", "0x10", "1e3", "true"])
def test_a_name_that_yaml_takes_for_something_else_stays_a_name(tree: Tree, name: str) -> None:
    library = load(tree, {ANA: str(GOOD[ANA]).replace("author: ana", f"author: {name}")})
    assert library.replies[DISCUSSION][0].author == name


def test_replies_to_practices_are_replies_like_any_other(tree: Tree) -> None:
    library = load(tree, {"practices/first-meeting/replies/x.md": str(GOOD[ANA])})
    assert [reply.id for reply in library.replies["practices", "first-meeting"]] == ["x"]


def test_a_library_is_in_the_order_of_dates_whatever_the_files_are_called(tree: Tree) -> None:
    library = load(tree, {"discussions/zzz/post.md": str(GOOD[POST]).replace("2026-10-01", "2025-01-01")})
    assert [post.id for post in library.discussions] == ["zzz", "two-follow-ups"]


def test_one_mistake_does_not_look_like_two(tree: Tree) -> None:
    """Bob answers Ana, whose date is wrong; her reply is there all the same."""
    assert rules(tree, {ANA: str(GOOD[ANA]).replace("2026-10-02", "2026-13-02")}) == ["bad-date"]


def test_all_mistakes_of_all_files_come_at_once(tree: Tree) -> None:
    found = rules(
        tree,
        {
            ANA: "---\nauthor: Ana!\ndate: 2026-13-02\nschool: odl\nzeal: good\n---\n\n<b>x</b> [a](b.html)\n",
            BOB: "author: bob\ndate: 2026-09-01\nreply_to: nobody\n",
        },
    )
    assert sorted(found) == sorted(
        "bad-name bad-date undeclared undeclared untidy untidy untidy too-early unknown-parent empty-body".split()
    )


def test_a_tag_that_is_listed_twice_is_named_where_it_stands_again(tree: Tree) -> None:
    files = {**GOOD, "tags.yml": f"{GOOD['tags.yml']!s}- {{slug: law, title: Other, summary: Other.}}\n"}
    [problem] = check_posts(tree(files), now=NOW).problems
    assert (problem.rule, problem.path, problem.line, problem.column) == ("wrong-value", "posts/tags.yml", 3, 3)
    assert (problem.message, problem.help) == ("tag 'law' is listed twice", "Keep one.")


def test_what_was_written_under_a_former_handle_is_by_the_person_who_had_it(tree: Tree) -> None:
    library = load(tree, {"people/ana.yml": "name: Ana\naliases: [bob]\n"})
    assert [reply.author for reply in library.replies[DISCUSSION]] == ["ana", "ana"]
    assert library.months["ana"] == ("2026-10", "2026-10")


def test_one_unreadable_file_hides_no_mistake_of_another(tree: Tree) -> None:
    assert rules(tree, {ANA: b"\xff\xff", BOB: str(GOOD[BOB]).replace("bob", "B O B", 1)}) == [
        "not-utf8",
        "bad-name",
    ]


def test_problems_are_in_the_order_of_paths_and_lines(tree: Tree) -> None:
    problems = check_posts(tree({**GOOD, ANA: "---\na: 1\nb: 2\n---\n", "tags.yml": "x"}), now=NOW).problems
    assert list(problems) == sorted(problems)


def test_an_invalid_library_carries_every_problem(tree: Tree) -> None:
    with pytest.raises(InvalidPosts) as raised:
        load(tree, {ANA: "nothing"})
    assert [problem.rule for problem in raised.value.problems] == ["no-front-matter"]


def test_a_warning_does_not_block(tree: Tree) -> None:
    check = check_posts(tree({**GOOD, ANA: str(GOOD[ANA]) + "Ask jo@firm.de.\n"}), now=NOW)
    assert [problem.rule for problem in check.problems] == ["contact-data"]
    assert check.library is not None


def test_keys_that_nobody_declares_crowd_out_no_error(tree: Tree) -> None:
    keys = "".join(f"x{number}: y\n" for number in range(300))
    check = check_posts(tree({**GOOD, ANA: f"---\n{keys}---\n\nHi.\n"}), now=NOW)
    assert [problem.message for problem in check.problems if problem.blocks] == [
        "a reply needs 'author'",
        "a reply needs 'date'",
    ]
    assert check.library is None


def test_nothing_of_a_removed_reply_is_kept_but_its_place(tree: Tree) -> None:
    text = str(GOOD[ANA]).replace("school", "updated: 2026-10-05\nremoved: it named a person\naliases: [older]\nschool")
    reply = load(tree, {ANA: text}).replies[DISCUSSION][0]
    kept = {"path", "id", "date", "updated", "removed", "aliases", "page"}
    assert {field.name: getattr(reply, field.name) for field in fields(Reply) if field.name not in kept} == {
        "author": "",
        "body": "",
        "language": "",
        "sources": (),
        "reply_to": "",
        "stance": "",
        "takes": "",
        "agreed": (),
        "arrived": None,
        "touched": None,
        "restored": "",
        "moved": "",
        "moved_to": "",
        "added": (),
    }


@pytest.mark.parametrize(("path", "kind"), [(POST, Discussion), ("practices/first-meeting/post.yml", Comparison)])
def test_nothing_of_a_removed_post_is_kept_but_its_place(tree: Tree, path: str, kind: type) -> None:
    text = str(GOOD[path]).replace("tags:", "updated: 2026-10-05\nremoved: it named a person\ntags:", 1)
    library = load(tree, {path: text})
    post = next(post for post in library.posts() if isinstance(post, kind))
    kept = {"path", "id", "kind", "date", "updated", "removed", "pinned"}
    assert not any(getattr(post, field.name) for field in fields(post) if field.name not in {*kept, "added"})
    assert not any(value for _, value in post.added)


def test_a_handle_needs_no_file(tree: Tree) -> None:
    assert load(tree, {}).person("ana").name == "ana"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoPosts, match="no folder"):
        check_posts(tmp_path / "nowhere")


def test_a_date_of_tomorrow_is_somewhere_today(tree: Tree) -> None:
    assert rules(tree, {ANA: str(GOOD[ANA]).replace("2026-10-02", "2026-11-23")}) == ["too-early"]  # Bob's, not Ana's
    assert "future-date" in rules(tree, {ANA: str(GOOD[ANA]).replace("2026-10-02", "2026-11-25")})


@pytest.mark.parametrize(
    ("now", "last", "future"),
    [
        ("2026-11-22T12:00:00", "2026-11-22T12:10:00Z", "2026-11-22T12:10:01Z"),  # a clock may be ten minutes ahead
        ("2026-11-22T10:00:00", "2026-11-23", "2026-11-24"),  # fourteen hours ahead, it has just begun
        ("2026-11-22T09:59:59", "2026-11-22", "2026-11-23"),
    ],
)
@pytest.mark.parametrize("key", ["date", "updated"])
def test_what_may_be_now_has_come(tree: Tree, now: str, last: str, future: str, key: str) -> None:
    for moment, wanted in ((last, []), (future, ["future-date"])):
        keys = f"date: {moment}\n" if key == "date" else f"date: 2026-10-03T09:30:00Z\nupdated: {moment}\n"
        posts = tree({**GOOD, BOB: str(GOOD[BOB]).replace("date: 2026-10-03T09:30:00Z\n", keys)})
        problems = check_posts(posts, now=datetime.fromisoformat(f"{now}+00:00")).problems
        assert [problem.rule for problem in problems] == wanted


@pytest.mark.parametrize(
    ("date", "first", "early"),
    [
        ("2026-10-03T09:30:00Z", "2026-10-03T09:20:00Z", "2026-10-03T09:19:59Z"),
        ("2026-10-03T09:30:00Z", "2026-10-02", "2026-10-01"),
        ("2026-10-03", "2026-10-02T10:00:00Z", "2026-10-02T09:59:59Z"),
        ("2026-10-03", "2026-10-01", "2026-09-30"),  # twelve hours behind, the 1st ends as the 3rd begins elsewhere
    ],
)
def test_an_edit_may_be_of_the_moment_of_its_text(tree: Tree, date: str, first: str, early: str) -> None:
    for moment, wanted in ((first, []), (early, ["too-early"])):
        text = str(GOOD[BOB]).replace("date: 2026-10-03T09:30:00Z\n", f"date: {date}\nupdated: {moment}\n")
        assert rules(tree, {BOB: text}) == wanted, moment


@pytest.mark.parametrize(("data", "rule"), [(b"\xff", "not-utf8"), (b"x" * 70_000, "file-too-large")])
def test_of_tags_that_cannot_be_read_no_more_is_said_than_that(tree: Tree, data: bytes, rule: str) -> None:
    assert rules(tree, {"tags.yml": data}) == [rule]


@pytest.mark.parametrize("text", ["", "# none yet\n"])
def test_a_list_of_tags_without_any_is_said(tree: Tree, text: str) -> None:
    [problem] = check_posts(tree({**GOOD, "tags.yml": text}), now=NOW).problems
    assert (problem.rule, problem.message, problem.help) == (
        "missing-key",
        "tags.yml has no tags",
        "List them: '- {slug: …, title: …, summary: …}'.",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("law: Law\n", "tags.yml must be a list, found keys with values"),
        ("- {slug: law, title: Law}\n", "an item of tags.yml needs 'summary'"),
    ],
)
def test_of_a_list_of_tags_with_a_mistake_that_alone_is_said(tree: Tree, text: str, message: str) -> None:
    assert [one.message for one in check_posts(tree({**GOOD, "tags.yml": text}), now=NOW).problems] == [message]


BROKEN = "no front matter"


def test_what_is_right_is_loaded_while_something_else_is_wrong(tree: Tree) -> None:
    part = load_part(tree({**GOOD, ANA: BROKEN, "practices/first-meeting/post.yml": "["}), now=NOW)
    assert [problem.rule for problem in part.problems] == ["no-front-matter", "yaml-syntax"]
    assert part.library.comparisons == ()
    assert [reply.id for reply in part.library.replies["discussions", "two-follow-ups"]] == ["2026-10-03-bob"]


def test_what_is_wrong_is_left_out_though_each_of_its_keys_can_be_read(tree: Tree) -> None:
    part = load_part(tree({**GOOD, BOB: str(GOOD[BOB]).replace("2026-10-02-ana", "nobody")}), now=NOW)
    assert [problem.rule for problem in part.problems] == ["unknown-parent"]
    assert [reply.id for reply in part.library.replies[DISCUSSION]] == ["2026-10-02-ana"]


def test_replies_to_a_post_with_mistakes_are_left_out_with_it(tree: Tree) -> None:
    assert load_part(tree({**GOOD, POST: BROKEN}), now=NOW).library.replies == {}


def test_tags_stand_for_themselves_while_their_list_cannot_be_read(tree: Tree) -> None:
    library = load_part(tree({**GOOD, "tags.yml": "["}), now=NOW).library
    assert {tag.slug: tag.title for tag in library.tags.values()} == {"law": "law", "sales": "sales"}
    text = str(GOOD[POST]).replace("[sales]", "[e, c, a, d, b]")
    tags = load_part(tree({**GOOD, POST: text, "tags.yml": "["}), now=NOW).library.tags
    assert list(tags) == ["a", "b", "c", "d", "e", "law", "sales"], "in one order"


def test_only_what_is_wanted_is_read_and_the_rest_counts_as_being_there(tree: Tree) -> None:
    reply = "---\nauthor: eve\ndate: 2026-10-05\n---\n\n[here](/discussions/two-follow-ups/#reply-2026-10-02-ana)\n"
    posts = tree({**GOOD, ANA: b"\xff", "practices/first-meeting/replies/x.md": reply})
    wanted = ("practices", "first-meeting")
    part = load_part(posts, now=NOW, wanted=lambda slot: slot.kind != "reply" or slot.post == wanted)
    assert part.problems == ()
    assert set(part.library.replies) == {wanted}


def test_files_can_be_checked_before_they_are_written(tree: Tree) -> None:
    posts = tree(GOOD)
    good = {"discussions/two-follow-ups/replies/new.md": b"---\nauthor: eve\ndate: 2026-10-05\n---\n\nHi.\n"}
    check = check_posts(posts, now=NOW, contents=good)
    assert check.problems == ()
    assert check.files == len(GOOD) + 1
    assert check.library
    assert len(check.library.replies["discussions", "two-follow-ups"]) == 3
    for path, data, rule in (
        (
            "discussions/two-follow-ups/replies/con.md",
            b"---\nauthor: eve\ndate: 2026-10-05\n---\n\nHi.\n",
            "bad-name",
        ),
        (ANA, b"x" * 70_000, "file-too-large"),
        (ANA, b"\xff", "not-utf8"),
        (ANA, "---\nauthor: eve\ndate: 2026-10-05\n---\n\nH\u202ei.\n".encode(), "control-character"),
        (ANA, None, "unknown-parent"),
        (POST, b"---\n---\n", "missing-key"),
    ):
        assert rule in {problem.rule for problem in check_posts(posts, now=NOW, contents={path: data}).problems}
    assert check_posts(posts, now=NOW).files == len(GOOD)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (1, "a0 → a0"),
        (2, "a0 → a1 → a0"),
        (5, "a0 → a1 → a2 → a3 → a4 → a0"),
        (6, "a0 → a1 → a2 → … → a5 → a0"),
        (9, "a0 → a1 → a2 → … → a8 → a0"),
    ],
)
def test_a_ring_is_told_once_from_its_first_reply_and_a_long_one_in_short(
    tree: Callable[[Files], Path], size: int, shown: str
) -> None:
    folder = "discussions/two-follow-ups/replies"
    ring = {
        f"{folder}/a{at}.yml": f"author: ana\ndate: 2026-10-05\nreply_to: a{(at + 1) % size}\nbody: Yes.\n"
        for at in range(size)
    }
    outside = {f"{folder}/b.yml": "author: ana\ndate: 2026-10-05\nreply_to: a0\nbody: Yes.\n"}
    problems = check_posts(tree({**GOOD, **ring, **outside}), now=NOW).problems
    found = [problem for problem in problems if problem.rule == "reply-cycle"]
    assert [problem.message for problem in found] == [f"these replies answer each other in a loop: {shown}"]
    assert found[0].path.endswith("/a0.yml")


@pytest.mark.parametrize(("more", "rules"), [(0, set()), (1, {"file-too-large"})])
def test_a_file_is_as_large_as_it_may_be(tree: Callable[[Files], Path], more: int, rules: set[str]) -> None:
    head = "---\nauthor: cyd\ndate: 2026-10-04\n---\n\n"
    text = (head + "word\n\n" * MAX_BYTES)[: MAX_BYTES + more - 1] + "\n"
    found = check_posts(tree({**GOOD, "discussions/two-follow-ups/replies/large.md": text}), "posts", NOW).problems
    assert {one.rule for one in found} == rules


# the whole library, to the letter

AGREEMENTS = "agreements/discussions/two-follow-ups"
WHOLE: Files = {
    **GOOD,
    "people/ana.yml": "name: Ana\naliases: [annie, an]\n",
    "people/jack-2.yml": "name: Jack (2)\nabout: Wrote in the archive Old Forum.\n",
    "people/zed.yml": "name: zed\n",
    "people/xx.yml": "name: XX\n",
    ANA: str(GOOD[ANA]).replace("author: ana", "author: annie"),
    "discussions/two-follow-ups/replies/x.md": (
        "---\nauthor: jack-2\ndate: 2026-09-01\nreply_to: 2026-10-03-bob\n---\n\n\nX or XX, @jack.\n\n\n"
    ).replace("2026-09", "2026-11"),
    "discussions/two-follow-ups/replies/gone.md": (
        "---\nauthor: an\ndate: 2026-10-04\nupdated: 2026-10-05\nremoved: spam\n---\n\nBuy.\n"
    ),
    "discussions/b/post.md": (
        "---\ntitle: B\nauthor: zed\ndate: 2026-10-01\naliases: [first]\ntags: [law]\n---\n\nText.\n"
    ),
    "discussions/a/post.md": "---\ntitle: A\nauthor: an\ndate: 2026-10-01\ntags: [law]\n---\n\nText.\n",
    "practices/early/post.yml": str(GOOD["practices/first-meeting/post.yml"]).replace("2026-10-01", "2025-10-01"),
    "pages/guide/setup/replies/r.md": "---\nauthor: eve\ndate: 2026-10-02\n---\n\nIt works.\n",
    "pages/old/replies/r.md": "---\nauthor: eve\ndate: 2026-09-02\n---\n\nIt worked.\n",
    f"{AGREEMENTS}/annie/i1.yml": "agrees: [2026-10-03-bob, post]\n",
    f"{AGREEMENTS}/cem/i2.yml": "agrees: [post]\nschool: new\n",
    "policy.yml": "a_day: 3\nquiet:\n  - {thread: two-follow-ups, from: '22:00', to: '06:00'}\n",
}


def declare(*pages: HostedPage, lists: tuple[str, ...] = DECLARED.lists) -> Declaration:
    return replace(DECLARED, pages=pages, lists=lists)


SETUP = HostedPage("guide/setup", "Set it up", "docs/guide/setup.md", "guide/setup/")


def tell(value: Any) -> str:
    """A value of a library without what says nothing."""
    match value:
        case Moment():
            return value.written
        case tuple():
            return f"({', '.join(map(tell, value))})"
        case str() | dict():
            return repr(value)
    if not is_dataclass(value):
        return str(value)
    values = {one.name: getattr(value, one.name) for one in fields(value)}
    shown = (f"{name}={tell(inner)}" for name, inner in values.items() if inner)
    return f"{type(value).__name__}({', '.join(shown)})"


def test_a_whole_library(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held in `library.txt`; threads are cut into pages of two."""
    monkeypatch.setattr(sheets, "SIZE", 2)
    declaration = declare(SETUP)
    check = loading.check_posts(tree(WHOLE), now=NOW, declaration=declaration)
    assert [(one.rule, one.path, one.blocks) for one in check.problems] == [
        ("missing-page", "posts/pages/old", False),
    ]
    assert check.files == len(WHOLE) + 2, "what opens the threads of two pages counts as well"
    assert check.library
    assert check.library.declaration == declaration
    assert check.library.digests == {}
    told: list[str] = []
    for one in fields(check.library):
        match getattr(check.library, one.name):
            case dict() as known if one.name != "digests":
                told += [f"= {one.name}", *(f"{name}: {tell(item)}" for name, item in known.items())]
            case tuple() as several:
                told += [f"= {one.name}", *map(tell, several)]
    told += ["= policy", tell(check.library.policy)]
    hold(Path(__file__).with_name("library.txt"), "\n".join(told) + "\n")


def test_a_site_without_tags_or_policy_has_none(tree: Tree) -> None:
    files = {path: text for path, text in GOOD.items() if path != "tags.yml"}
    files = {path: re.sub("tags: .*\\n", "", str(text)) for path, text in files.items()}
    check = loading.check_posts(tree({**files, "policy.yml": "# none yet\n"}), now=NOW, declaration=declare(lists=()))
    assert check.problems == ()
    assert check.library
    assert (check.library.tags, check.library.policy) == ({}, Policy())
    listed = {**files, "tags.yml": GOOD["tags.yml"]}
    check = loading.check_posts(tree(listed), now=NOW, declaration=declare(lists=()))
    assert check.library
    assert check.library.tags == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("a_day: many\n", ["a_day 'many' must be a whole number from 0 to 1000"]),
        ("- a_day\n", ["policy.yml must be keys with values, found a list"]),
        ("quiet: [{thread: nobody, from: '22:00', to: '06:00'}]\n", ["there is no discussion 'nobody'"]),
        ("quiet: [{thread: pages/nobody, from: '22:00', to: '06:00'}]\n", []),
        (b"\xff", ["byte 0xff on line 1 isn't UTF-8"]),
    ],
)
def test_of_a_policy_its_mistakes_are_said_where_all_is_read(tree: Tree, text: str | bytes, found: list[str]) -> None:
    posts = tree({**GOOD, "policy.yml": text})
    assert [one.message for one in check_posts(posts, now=NOW).problems] == found
    part = load_part(posts, now=NOW, wanted=lambda slot: slot.post == DISCUSSION or slot.kind == "policy")
    assert [one.message for one in part.problems] == [one for one in found if "no discussion" not in one]
    assert part.library.policy == Policy(quiet=part.library.policy.quiet)


def test_a_part_has_what_the_whole_has_where_nothing_is_wrong(tree: Tree) -> None:
    posts = tree({**WHOLE, BOB: str(GOOD[BOB]) + "  Ask jo@firm.de.\n"})
    whole = loading.check_posts(posts, now=NOW, declaration=declare(SETUP))
    part = loading.load_part(posts, now=NOW, declaration=declare(SETUP))
    assert part.problems == whole.problems
    assert part.library == whole.library
    assert [one.path for one in part.problems] == [
        "posts/discussions/two-follow-ups/replies/2026-10-03-bob.yml",
        "posts/pages/old",
    ]
    added = {"discussions/two-follow-ups/replies/n.md": b"---\nauthor: eve\ndate: 2026-10-05\n---\n\nHi.\n"}
    more = loading.load_part(posts, "here", NOW, added, declaration=declare(SETUP))
    assert len(more.library.replies[DISCUSSION]) == len(part.library.replies[DISCUSSION]) + 1
    assert [one.path.partition("/")[0] for one in more.problems] == ["here", "here"]


def test_a_date_of_now_is_not_of_the_future_where_nobody_says_what_time_it_is(tree: Tree) -> None:
    day = (datetime.now(UTC) - timedelta(days=1)).date()
    for date, found in ((day, []), (day.replace(year=day.year + 2, day=1), ["future-date"])):
        posts = tree({**GOOD, BOB: str(GOOD[BOB]).replace("2026-10-03T09:30:00Z", str(date))})
        for problems in (check_posts(posts).problems, load_part(posts).problems):
            assert [one.rule for one in problems if one.rule == "future-date"] == found


def test_nobody_has_the_name_of_the_site(tree: Tree) -> None:
    posts = tree({**GOOD, "people/talk.yml": "name: Talk\n"})
    assert check_posts(posts, now=NOW).problems == ()
    assert {one.path for one in check_posts(posts, now=NOW, site_name="Talk").problems} == {"posts/people/talk.yml"}


def test_what_a_preview_holds_is_made_once(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    posts, cache = tree(WHOLE), Cache(None, holds=True)
    first = loading.check_posts(posts, now=NOW, cache=cache, declaration=declare(SETUP)).library
    made: list[str] = []
    build = loading._build_item

    def count(entry: Entry, kinds: Kinds) -> FromDisk:
        made.append(entry.path)
        return build(entry, kinds)

    monkeypatch.setattr(loading, "_build_item", count)
    again = loading.check_posts(posts, now=NOW, cache=cache, declaration=declare(SETUP)).library
    assert made == []
    assert first == again == loading.check_posts(posts, now=NOW, declaration=declare(SETUP)).library
    assert first
    assert first.digests.keys() >= set(WHOLE) - {"tags.yml", "policy.yml"}
    assert len(made) > len(WHOLE) - 3, "all, where no cache is given"
    made.clear()
    write_tree(posts, {BOB: str(GOOD[BOB]).replace("Two", "Three")})
    changed = loading.check_posts(posts, now=NOW, cache=cache, declaration=declare(SETUP)).library
    assert changed
    assert made == [BOB]
    assert "Three" in {reply.id: reply.body for reply in changed.replies[DISCUSSION]}["2026-10-03-bob"]
