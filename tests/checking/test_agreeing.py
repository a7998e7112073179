"""Who agrees with what: what counts, what doesn't, and who may say it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from declared import check_posts, load_library, review
from parley.model.entries import Agreed
from parley.model.library import Library
from support import GOOD, NOW, Files, write_tree

FOLDER = "discussions/two-follow-ups"
POST = f"{FOLDER}/post.md"
ANA = f"{FOLDER}/replies/2026-10-02-ana.md"
BOB = f"{FOLDER}/replies/2026-10-03-bob.yml"
ROOM = f"agreements/{FOLDER}"

Tree = Callable[[Files], Path]


def agreed(library: Library) -> dict[str, tuple[Agreed, ...]]:
    return {one.id: one.agreed for one in library.contributions() if one.agreed}


def test_agreements_count_once_by_side_and_never_for_oneself(tree: Tree) -> None:
    files = {
        f"{ROOM}/bob/i1.yml": "agrees:\n  - 2026-10-02-ana\n  - 2026-10-03-bob\n",
        f"{ROOM}/bob/i2.yml": "agrees: [2026-10-02-ana, post]\nschool: new\n",
        f"{ROOM}/ana/k3p9.yml": "agrees: [post, post]\n",
        f"{ROOM}/the-host/i3.yml": "agrees: [post]\n",
        "agreements/discussions/nowhere/eve/i1.yml": "agrees: [post]\n",
        f"{ROOM}/eve/i9.yml": "agrees: [nobody]\n",
    }
    assert agreed(load_library(tree({**GOOD, **files}), now=NOW)) == {
        "two-follow-ups": (("ana", "old"), ("bob", "new")),
        "2026-10-02-ana": (("bob", "new"),),
    }


def test_agreements_follow_names_and_moves_and_end_with_a_removal(tree: Tree) -> None:
    post = str(GOOD[POST]).replace("tags:", "aliases: [older]\nmerged: [other]\ntags:")
    ana = str(GOOD[ANA]).replace("school", "aliases: [first]\nschool")
    bob = (
        "author: bob\ndate: 2026-10-03\nupdated: 2026-10-05\nremoved: it fits better there\n"
        "moved_to: /practices/first-meeting/#reply-2026-10-03-bob\n"
    )
    files = {
        POST: post,
        ANA: ana,
        BOB: bob,
        "practices/first-meeting/replies/2026-10-03-bob.md": "---\nauthor: bob\ndate: 2026-10-03\n---\n\nTwo.\n",
        "people/eve.yml": "name: Eve Small\naliases: [evie]\n",
        "agreements/discussions/older/evie/i1.yml": "agrees: [post, first, 2026-10-03-bob]\n",
        "agreements/discussions/other/eve/i1.yml": "agrees: [post]\n",
    }
    library = load_library(tree({**GOOD, **files}), now=NOW)
    eve = (("eve", ""),)
    assert agreed(library) == {"two-follow-ups": eve, "2026-10-02-ana": eve, "2026-10-03-bob": eve}
    assert library.comparisons[0].agreed == ()
    gone = {**files, ANA: ana.replace("school", "updated: 2026-10-09\nremoved: it named a person\nschool")}
    assert "2026-10-02-ana" not in agreed(load_library(tree({**GOOD, **gone}), now=NOW))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"{ROOM}/Eve/i1.yml", "handle 'Eve' must be"),
        (f"{ROOM}/eve.yml", "doesn't belong in posts/"),
        ("agreements/gardens/x/eve/i1.yml", "doesn't belong in posts/"),
        (f"{ROOM}/eve/A b.yml", "doesn't belong in posts/"),
        (f"{ROOM}/eve/deep/i1.yml", "doesn't belong in posts/"),
        ("agreements/post.yml", "doesn't belong in posts/"),
    ],
)
def test_a_file_elsewhere_is_told_and_counts_nowhere(tree: Tree, path: str, said: str) -> None:
    check = check_posts(tree({**GOOD, path: "agrees: [post]\n"}), now=NOW)
    assert any(said in problem.message for problem in check.problems), check.problems
    assert not check.library or not agreed(check.library)


def propose(tmp_path: Path, login: str, files: Files, there: Files | None = None) -> list[str]:
    base = {**GOOD, **(there or {})}
    for name, tree in (("base", base), ("head", {**base, **files})):
        write_tree(tmp_path / login / name / "posts", tree)
    found = review(tmp_path / login / "base", tmp_path / login / "head", login, now=NOW)
    return [problem.rule for problem in found.problems if problem.blocks]


def test_everybody_agrees_for_themselves_alone_and_not_in_a_locked_thread(tmp_path: Path) -> None:
    eves = {f"{ROOM}/eve/i1.yml": "agrees: [post]\n"}
    assert propose(tmp_path, "eve", eves) == []
    assert propose(tmp_path, "ana", eves) == ["not-yours"]
    assert propose(tmp_path, "mia", eves) == []
    locked = {POST: str(GOOD[POST]).replace("tags:", "updated: 2026-10-05\nlocked: enough\ntags:")}
    assert propose(tmp_path, "gil", {f"{ROOM}/gil/i1.yml": "agrees: [post]\n"}, locked) == ["locked"]
    banned = {"people/fay.yml": "name: Fay Fine\nbanned: spam\nbanned_since: 2026-10-01\n"}
    assert propose(tmp_path, "fay", {f"{ROOM}/fay/i1.yml": "agrees: [post]\n"}, banned) == ["banned"]
