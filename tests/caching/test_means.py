"""Checks that share what they work out: the same answers as without, and next to nothing read twice."""

import gc
from collections.abc import Mapping
from pathlib import Path

import pytest

from declared import check_posts
from parley.caching.cache import Cache
from parley.caching.means import BARE, RARELY, Means, collecting_rarely, open_means
from parley.checking.parsing import parse_sources
from parley.checking.rules.entry import Entry
from parley.reading.schema import Kinds
from parley.reading.sources import SourceFile
from support import GOOD, NOW, write_tree

REPLIES = "discussions/two-follow-ups/replies"
CONTENTS: Mapping[str, Mapping[str, bytes | None]] = {
    "a reply": {f"{REPLIES}/2026-10-04-zoe.md": b"---\nauthor: zoe\ndate: 2026-10-04\n---\n\nYes.\n"},
    "an answer to nothing": {
        f"{REPLIES}/2026-10-04-zoe.md": b"---\nauthor: zoe\ndate: 2026-10-04\nreply_to: x\n---\n\nYes.\n"
    },
    "two of one name": {f"{REPLIES}/2026-10-03-bob.md": b"---\nauthor: bob\ndate: 2026-10-04\n---\n\nYes.\n"},
    "a person": {"people/zoe.yml": b"name: Zoe\n", "people/ana.yml": b"name: Zoe\n"},
    "a thread less": {path: None for path in GOOD if path.startswith("discussions/two-follow-ups/")},
}

ANSWERED = {"practices/first-meeting/replies/2026-10-05-eve.md": "---\nauthor: eve\ndate: 2026-10-05\n---\n\nYes.\n"}


@pytest.fixture(params=CONTENTS)
def contents(request: pytest.FixtureRequest) -> Mapping[str, bytes | None]:
    return CONTENTS[str(request.param)]


def test_what_is_to_be_written_is_checked_with_its_thread_whatever_is_known(
    tmp_path: Path, contents: Mapping[str, bytes | None]
) -> None:
    posts = write_tree(tmp_path / "posts", {**GOOD, **ANSWERED})
    bare = check_posts(posts, now=NOW, contents=contents)
    assert Means() == BARE
    for _ in ("cold", "warm"):
        with open_means(tmp_path) as means:
            before = check_posts(posts, now=NOW, cache=means.cache, workers=means.workers)
            found = check_posts(posts, now=NOW, contents=contents, cache=means.cache, workers=means.workers)
            again = check_posts(posts, now=NOW, cache=means.cache, workers=means.workers)
        assert (found.problems, found.library) == (bare.problems, bare.library)
        assert again.problems == before.problems, "nothing of what was only tried is left"


def test_of_what_is_known_nothing_is_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts, parsed = write_tree(tmp_path / "posts", GOOD), list[str]()

    def watch(label: str, sources: list[SourceFile], kinds: Kinds) -> list[Entry]:
        parsed.extend(one.path for one in sources)
        return parse_sources(label, sources, kinds)

    monkeypatch.setattr("parley.checking.rereading.parse_sources", watch)
    with open_means(tmp_path) as means:
        check_posts(posts, now=NOW, cache=means.cache)
        assert parsed
        parsed.clear()
        check_posts(posts, now=NOW, contents=CONTENTS["a reply"], cache=means.cache)
    assert all(path.startswith("discussions/two-follow-ups/") or "/" not in path for path in parsed)
    assert isinstance(means.cache, Cache)


def test_of_many_people_only_those_beside_a_new_one_are_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts, parsed = write_tree(tmp_path / "posts", {**GOOD, "people/zoe.yml": "name: Zoe\n"}), list[str]()

    def watch(label: str, sources: list[SourceFile], kinds: Kinds) -> list[Entry]:
        parsed.extend(one.path for one in sources if one.slot.kind == "person")
        return parse_sources(label, sources, kinds)

    with open_means(tmp_path) as means:
        check_posts(posts, now=NOW, cache=means.cache)
        write_tree(posts, {"people/zora.yml": "name: Zora\n"})
        monkeypatch.setattr("parley.checking.rereading.parse_sources", watch)
        check_posts(posts, now=NOW, cache=means.cache)
    assert parsed == ["people/zoe.yml", "people/zora.yml"]


def test_garbage_is_looked_for_as_often_as_before_however_a_build_ends() -> None:
    before = gc.get_threshold()
    during = []

    def build() -> None:
        with collecting_rarely():
            during.append(gc.get_threshold())
            raise MemoryError

    with pytest.raises(MemoryError):
        build()
    assert (during, gc.get_threshold()) == ([RARELY], before)
    assert before != RARELY
