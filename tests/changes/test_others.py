"""What a change brings beside posts, replies and people."""

from dataclasses import replace
from functools import partial

import pytest

from changes.making import REPLIES, THREAD, Texts, post, reply, tell
from changes.making import propose as propose_change
from declared import DECLARED
from parley.checking.rules.change.changeset import ChangeSet, FileChange
from parley.checking.rules.change.others import MAX_NAMED, check_answers, check_others, check_twins
from parley.model.settings import DeclaredField
from parley.reading.schema import list_kinds

FIELDS = (
    DeclaredField("town", "text", ("reply", "discussion"), "Town", help="where you live", required=True),
    DeclaredField("street", "text", ("reply",), "Street"),
    DeclaredField("rank", "text", ("reply",), "Rank", required=True, by="maintainer"),
)
ASKING = list_kinds(replace(DECLARED, fields=FIELDS))
propose = partial(propose_change, {f"{THREAD}/post.md": post("bob"), f"{REPLIES}/old.md": reply("ana")}, kinds=ASKING)


def test_what_the_site_asks_everybody_for_has_to_be_in_what_is_new() -> None:
    edit = {
        f"{REPLIES}/old.md": reply("ana", text="Two."),
        f"{REPLIES}/a.md": reply("ana"),
        f"{REPLIES}/b.md": reply("ana", keys="town: Ulm\n"),
        f"{REPLIES}/c.md": reply("ana", keys="town:\n"),
        f"{REPLIES}/d.md": reply("ana", keys="removed: Private.\nupdated: 2026-10-03\n"),
        f"{REPLIES}/e.md": "no keys",
        f"{REPLIES}/f.md": "---\ntown: Ulm\n---\n\nNobody.\n",
        "discussions/new/post.md": post("ana"),
        "people/ana.yml": "name: Ana\n",
    }
    said = "error missing-answer: this site asks everybody for 'town' | Add 'town: …', where you live."
    assert tell(check_answers, propose(edit, "ana")) == [
        f"…/a.md:2:9 [ana] {said}",
        f"…/c.md:2:9 [ana] {said}",
        f"discussions/new/post.md:3:9 [ana] {said}",
    ]


def bring(*paths: str, is_maintainer: bool = False, **edit: str) -> ChangeSet:
    """A change of files outside posts/, beside one of a reply if there are keys."""
    replies: Texts = {f"{REPLIES}/{name}.md": text for name, text in edit.items()}
    others = tuple(FileChange(path, "added") for path in paths)
    return propose_change({}, replies, "ana", is_maintainer=is_maintainer, others=others)


THIS = "warning for-a-maintainer:"
HELP = "A maintainer must review it."
MIXED = f"{HELP} Posts are merged sooner when they come in a pull request of their own."


def test_other_files_are_pointed_out_and_named_up_to_some() -> None:
    many = [f"docs/{number}.md" for number in range(MAX_NAMED + 2)]
    shown = ", ".join(f"'{path}'" for path in many[:MAX_NAMED])
    told = [
        tell(check_others, bring(*many[:1])),
        tell(check_others, bring(*many[:2])),
        tell(check_others, bring(*many[:MAX_NAMED])),
        tell(check_others, bring(*many[: MAX_NAMED + 1])),
        tell(check_others, bring(*many)),
        tell(check_others, bring("README.md", a=reply("ana"))),
        tell(check_others, bring("README.md", "posts/notes.txt", a=reply("ana"))),
    ]
    assert [line for (line,) in told] == [
        f"docs/0.md:1:1 [] {THIS} this changes 1 other file: 'docs/0.md' | {HELP}",
        f"docs/0.md:1:1 [] {THIS} this changes 2 other files: 'docs/0.md', 'docs/1.md' | {HELP}",
        f"docs/0.md:1:1 [] {THIS} this changes 5 other files: {shown} | {HELP}",
        f"docs/0.md:1:1 [] {THIS} this changes 6 other files: {shown} and 1 more | {HELP}",
        f"docs/0.md:1:1 [] {THIS} this changes 7 other files: {shown} and 2 more | {HELP}",
        f"README.md:1:1 [] {THIS} besides posts, this changes 1 other file: 'README.md' | {MIXED}",
        f"README.md:1:1 [] {THIS} besides posts, this changes 2 other files: 'README.md', 'posts/notes.txt' | {MIXED}",
    ]


def test_the_lists_of_the_site_are_the_maintainers_each_in_its_own_words() -> None:
    own = ("posts/tags.yml", "posts/policy.yml", "posts/pages/guide/post.yml")
    words = (
        "tags.yml:1:1 [] {} this changes the list of tags | A maintainer decides on tags.",
        "policy.yml:1:1 [] {} this changes what is accepted without a maintainer | A maintainer decides on policy.",
        "pages/guide/post.yml:1:1 [] {} this changes what opens the thread of a page | A maintainer decides on pages.",
    )
    told = [line.format(THIS) for line in words]
    assert tell(check_others, bring(*own)) == told
    beside = f"docs/a.md:1:1 [] {THIS} this changes 1 other file: 'docs/a.md' | {HELP}"
    assert tell(check_others, bring("docs/a.md", *own)) == [*told, beside]
    assert tell(check_others, bring("tags.yml")) == [
        f"tags.yml:1:1 [] {THIS} this changes 1 other file: 'tags.yml' | {HELP}"
    ]


def test_of_posts_alone_and_of_a_maintainer_nothing_is_pointed_out() -> None:
    assert tell(check_others, bring(a=reply("ana"))) == []
    assert tell(check_others, bring("posts/people/ana.yml")) == []
    assert tell(check_others, bring("docs/a.md", "posts/tags.yml", is_maintainer=True)) == []


def test_a_name_that_shows_otherwise_than_it_is_is_shown_as_it_is() -> None:
    (said,) = tell(check_others, bring("docs/\u202egnp.md"))
    assert said == f"docs/\\u202egnp.md:1:1 [] {THIS} this changes 1 other file: 'docs/\\u202egnp.md' | {HELP}"
    long = f"docs/{'a' * 60}.md"
    assert tell(check_others, bring(long)) == [
        f"{long}:1:1 [] {THIS} this changes 1 other file: '{long[:59]}…' | {HELP}"
    ]


@pytest.mark.parametrize(
    ("posts", "path", "what", "folder"),
    [
        ("posts", "Posts/people/ana.yml", "added", "Posts"),
        ("posts", "POSTS/x", "edited", "POSTS"),
        ("posts", "Posts/people/ana.yml", "deleted", ""),
        ("posts", "posts/people/ana.yml", "added", ""),
        ("posts", "docs/Posts/a.md", "added", ""),
        ("forum/posts", "forum/Posts/a/b.md", "added", "forum/Posts"),
        ("forum/posts", "Forum/posts/a.md", "added", "Forum/posts"),
        ("forum/posts", "Posts/a.md", "added", ""),
        ("forum/posts", "Forum/other/a.md", "added", ""),
    ],
)
def test_a_folder_that_many_systems_take_for_that_of_the_posts_is_refused(
    posts: str, path: str, what: str, folder: str
) -> None:
    change = replace(propose_change({}, {}, "ana"), posts=posts, files=(FileChange(path, what),))  # type: ignore[arg-type]
    said = f"folder '{folder}' and '{posts}' are the same name on many file systems | Put the file into {posts}/."
    assert tell(check_twins, change) == ([f"{path}:1:1 [] error name-clash: {said}"] if folder else [])


def test_each_file_in_such_a_folder_is_named_as_it_is() -> None:
    long = f"{'P' * 61}/x"
    paths = ("Posts/\u202ea.md", "POSTS/b.md")
    change = replace(propose_change({}, {}, "ana"), files=tuple(FileChange(path, "added") for path in paths))
    assert [line.partition(" ")[0] for line in tell(check_twins, change)] == [
        "Posts/\\u202ea.md:1:1",
        "POSTS/b.md:1:1",
    ]
    change = replace(propose_change({}, {}, "ana"), posts="p" * 61, files=(FileChange(long, "added"),))
    assert f"folder '{'P' * 59}…' and '{'p' * 61}' are" in tell(check_twins, change)[0]
