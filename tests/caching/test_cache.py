"""What a build keeps for the next one changes its time and nothing else."""

import json
import pickle
import random
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parley
from declared import check_posts
from feeding import build_feeds
from parley.building.digests import Digests
from parley.building.parts import Parts
from parley.caching import cache as cache_module
from parley.caching.cache import Cache, find_file, make_digest
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.pages import build_pages
from parley.rendering.planned import draw_now
from parley.rendering.search.documents import build_documents
from support import GOOD, NOW, digest, run_parley, write_project, write_tree

FOLDER = "discussions/two-follow-ups"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "cache.sqlite"


def keep(file: Path, **results: object) -> None:
    kept = Cache(file)
    for name, result in results.items():
        kept.keep(make_digest(name), result)
    kept.save()
    kept.close()


def test_a_result_is_found_again(file: Path) -> None:
    keep(file, one={"a": ("é", [1, 2])}, two="x" * 10_000_000)
    kept = Cache(file)
    assert kept.find(make_digest("one")) == {"a": ("é", [1, 2])}
    assert kept.find(make_digest("two")) == "x" * 10_000_000
    assert kept.find(make_digest("three")) is None


def test_what_a_build_has_not_used_is_forgotten(file: Path) -> None:
    keep(file, one="1", two="2")
    kept = Cache(file)
    kept.find(make_digest("two"))
    kept.save()
    kept.close()
    again = Cache(file)
    assert again.find(make_digest("one")) is None
    assert again.find(make_digest("two")) == "2"


def test_a_key_tells_values_and_their_borders_apart() -> None:
    parts = ("a", "bc"), ("ab", "c"), ("abc",), (["a", "bc"],), ("a", ["bc"])
    keys = [make_digest(*each) for each in parts]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", ["parley/model/words.py", "parley/rendering/theme/a.html", "parley_mkdocs/frames.py"])
def test_a_change_of_the_generator_or_of_the_adapter_makes_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(parley, "__file__", str(tmp_path / "parley" / "__init__.py"))
    write_tree(tmp_path, {name: "one", "other/a.py": "one"})
    before = cache_module.program.__wrapped__()
    write_tree(tmp_path, {"other/a.py": "two"})
    assert cache_module.program.__wrapped__() == before
    write_tree(tmp_path, {name: "two"})
    assert cache_module.program.__wrapped__() != before


def test_another_program_finds_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(file, one="1")
    monkeypatch.setattr(cache_module, "program", lambda: b"another")
    assert Cache(file).find(make_digest("one")) is None


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "folder", "other", "newer", "value", "swapped", "locked"])
def test_a_broken_file_is_as_good_as_none(file: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_WAIT", 0.02)
    keep(file, one="1")
    with spoil(file, damage):
        kept = Cache(file)
        assert kept.find(make_digest("one")) is None
        kept.keep(make_digest("two"), "2")
        kept.save()
        kept.close()


@contextmanager
def spoil(file: Path, damage: str) -> Iterator[None]:
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "noise":
        file.write_bytes(bytes(byte ^ 0x5A for byte in file.read_bytes()))
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "folder":
        file.unlink()
        file.mkdir()
    else:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            if damage == "other":
                other.execute("DROP TABLE results")
                other.execute("CREATE TABLE results (something TEXT)")
            elif damage == "newer":
                other.execute("ALTER TABLE results ADD COLUMN more NOT NULL DEFAULT ''")
                other.execute("UPDATE results SET key = X'00'")
            elif damage == "value":
                other.execute("UPDATE results SET value = X'00'")
            elif damage == "swapped":  # a good row under the key of another
                other.execute("INSERT OR REPLACE INTO results VALUES (X'00', X'00', X'00')")
                key = other.execute("SELECT max(key) FROM results").fetchone()[0]
                other.execute("DELETE FROM results WHERE key = ?", (key,))
                other.execute("UPDATE results SET key = ?", (key,))
            else:
                other.execute("BEGIN EXCLUSIVE")
                yield
                return
    yield


def flip(data: bytearray, chance: random.Random, start: int = 0, end: int = 0) -> None:
    for _ in range(chance.choice((1, 2, 20))):
        data[chance.randrange(start, end or len(data))] = chance.randrange(256)


def move_page(data: bytearray, chance: random.Random) -> None:
    pages = len(data) // 4096
    one, other = (chance.randrange(pages) * 4096 for _ in "ab")
    data[one : one + 4096] = data[other : other + 4096]


def blank(data: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(data)), chance.choice((1, 100, 4096))
    data[at : at + size] = chance.choice((b"\0", b"\xff")) * len(data[at : at + size])


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


DAMAGES = (
    flip,
    lambda data, chance: flip(data, chance, 0, 100),  # the header
    lambda data, chance: flip(data, chance, 3800, 4096),  # the words of the schema
    move_page,
    blank,
    cut,
)


def test_whatever_is_wrong_with_a_file_nothing_false_is_found_and_it_mends_itself(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_WAIT", 0.0)
    results = {f"r{number}": str(number) * number * 150 for number in range(1, 40)}
    keep(file, **results)
    whole = file.read_bytes()
    chance, healed = random.Random(5), 0
    for number in range(300):
        data = bytearray(whole)
        DAMAGES[number % len(DAMAGES)](data, chance)
        file.write_bytes(data)
        for _ in range(2):  # the first may find out only at its end
            kept = Cache(file)
            for name, result in results.items():
                kept.has(make_digest(name))
                assert kept.find(make_digest(name)) in (None, result)
            for name, result in results.items():
                kept.keep(make_digest(name), result)
            kept.save()
            kept.close()
        again = Cache(file)
        healed += {name: again.find(make_digest(name)) for name in results} == results
        again.close()
    assert healed >= 298  # of a page that stands twice SQLite may not tell


SCHEMAS = (
    "UPDATE sqlite_master SET sql = CAST(X'ff80fe' AS TEXT)",
    "UPDATE sqlite_master SET sql = 'CREATE TABLE results (key, value)'",
    "UPDATE sqlite_master SET sql = CAST(X'435245415445205441424c4520ff' AS TEXT), name = 'other'",
    "UPDATE sqlite_master SET rootpage = 99",
    "UPDATE sqlite_master SET type = 'view', sql = 'CREATE VIEW results AS SELECT 1'",
    "INSERT INTO sqlite_master SELECT * FROM sqlite_master",
    "DELETE FROM sqlite_master",
)


@pytest.mark.parametrize("change", SCHEMAS)
def test_a_broken_schema_costs_time_only(file: Path, change: str) -> None:
    keep(file, one="1")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute(change)
    for _ in "ab":
        keep(file, one="1", two="2")
    again = Cache(file)
    assert (again.find(make_digest("one")), again.find(make_digest("two"))) == ("1", "2")


@pytest.mark.parametrize("other", [pickle.dumps(3), pickle.dumps({"a": 1}), b"no pickle", b"", "text", None, 7])
def test_another_value_of_another_kind_is_not_taken(file: Path, other: object) -> None:
    seals = [b"", cache_module._seal(make_digest("one"), other)] if isinstance(other, bytes) else [b""]
    for seal in seals:
        keep(file, one="1")
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("UPDATE results SET value = ?, digest = ?", (other, seal))
        assert Cache(file).find(make_digest("one"), str) is None


@pytest.mark.parametrize("trouble", ["folder", "locked", "no database", "read only"])
def test_what_stays_in_the_way_is_named(file: Path, trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_WAIT", 0.0)
    keep(file, one="1")
    if trouble in ("folder", "locked"):
        with spoil(file, trouble):
            kept = Cache(file)
            assert str(file) in kept.trouble
            kept.keep(make_digest("two"), "2")
            kept.save()
        assert file.is_dir() is (trouble == "folder"), "what can be thrown away is"
        return
    connect = sqlite3.connect

    def open_badly(path: Path, **named: object) -> sqlite3.Connection:
        if trouble == "no database":
            raise PermissionError(13, "Permission denied", str(path))
        return connect(f"file:{path}?mode=ro", uri=True)

    monkeypatch.setattr(sqlite3, "connect", open_badly)
    kept = Cache(file)
    kept.keep(make_digest("two"), "2")
    kept.save()
    assert str(file) in kept.trouble
    monkeypatch.setattr(sqlite3, "connect", connect)
    keep(file, one="1")
    assert Cache(file).find(make_digest("one")) == "1"


def test_a_folder_that_cannot_be_made_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    keep(tmp_path / "file" / "cache.sqlite", one="1")


def test_a_disk_without_room_is_no_hindrance(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Cache(file)
    assert kept._connection
    kept._connection.execute("PRAGMA max_page_count = 8")
    kept.keep(make_digest("large"), "x" * 9_000_000)
    kept.keep(make_digest("small"), "1")
    kept.save()
    assert kept.find(make_digest("small")) is None


def test_two_builds_at_once_share_a_file(file: Path) -> None:
    one, other = Cache(file), Cache(file)
    one.keep(make_digest("one"), "1")
    other.keep(make_digest("other"), "2")
    one.save()
    other.save()
    assert other.find(make_digest("other")) == "2"


def test_the_file_of_a_project_is_its_own_and_not_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARLEY_CACHE")
    assert find_file(tmp_path) != find_file(tmp_path / "other")
    assert not find_file(tmp_path).is_relative_to(tmp_path)


def test_a_cache_in_a_project_moves_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for place in ("one", "two/of/them"):
        project = tmp_path / place
        project.mkdir(parents=True)
        monkeypatch.chdir(project)
        monkeypatch.setenv("PARLEY_CACHE", ".kept")
        names.add((find_file(project).name, find_file(project, project / "site").name))
        assert find_file(project).parent == project / ".kept"
    assert len(names) == 1
    assert len(set(*names)) == 2


def test_with_a_secret_only_what_was_kept_with_it_is_unpacked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who can write to the file has no way to make a row that is believed."""

    def unpack(packed: bytes) -> None:
        raise AssertionError("unpacked what somebody else has put there")

    secrets = ["mine", "", "yours"]
    for own in secrets:
        monkeypatch.setenv("PARLEY_CACHE_KEY", own)
        keep(file, one="1")
        kept = Cache(file)
        assert kept.find(make_digest("one")) == "1"
        kept.close()
        for other in (secret for secret in secrets if secret != own):
            with monkeypatch.context() as patch:
                patch.setenv("PARLEY_CACHE_KEY", other)
                patch.setattr(cache_module, "unpack", unpack)
                kept = Cache(file)
                assert kept.find(make_digest("one")) is None
            assert not file.exists(), "the whole file is thrown away"
            keep(file, one="1")


# What is drawn with it is what is drawn without.


def draw(library: Library, kept: Cache | None) -> dict[str, str]:
    """Everything of a site that is drawn of threads."""
    site = Settings(site_name="Site", site_url="https://site.example/")
    recall = Parts(Digests(library, site), kept).recall if kept else draw_now
    drawer = theme.environment(library, site)
    drawn = {page.address: page.render() for page in build_pages(library, site, drawer, recall)}
    drawn |= {
        f"document {name}": make() for name, make in build_documents(library.posts(), library, drawer, site, recall)
    }
    return drawn | dict(build_feeds(library, site))


WORDS = st.sampled_from(
    ["One.", "*Two*, with a [link](/discussions/two-follow-ups/).", "# Three\n\nnote[^1]\n\n[^1]: x"]
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("reply"), st.sampled_from("abcd"), WORDS),
        st.tuples(st.just("remove"), st.sampled_from("abcd"), st.just("")),
        st.tuples(st.just("title"), st.sampled_from(["Two follow-ups?", "Three?", "A <b>title</b>"]), st.just("")),
        st.tuples(
            st.just("person"), st.sampled_from(["The Host", "Another"]), st.sampled_from(["house-voice", "contributor"])
        ),
        st.tuples(st.just("tag"), st.sampled_from(["Law", "Laws"]), st.just("")),
        st.tuples(st.just("post"), st.sampled_from(["x", "y"]), WORDS),
    ),
    min_size=1,
    max_size=6,
)


def edit(files: dict[str, str], what: str, name: str, text: str) -> None:
    reply = f"{FOLDER}/replies/2026-10-04-{name}.md"
    if what == "reply":
        files[reply] = f"---\nauthor: {name}\ndate: 2026-10-04\n---\n\n{text}\n"
    elif what == "remove":
        files.pop(reply, None)
    elif what == "title":
        head = f"title: {json.dumps(name)}"
        files[f"{FOLDER}/post.md"] = re.sub("title: .*", lambda _: head, files[f"{FOLDER}/post.md"])
    elif what == "person":
        files["people/the-host.yml"] = f"name: {name}\nrole: {text}\n"
    elif what == "tag":
        files["tags.yml"] = re.sub("title: Laws?", f"title: {name}", files["tags.yml"])
    else:
        head = f"title: Post {name}\nauthor: ana\ndate: 2026-10-02\ntags: [law, sales]\n"
        files[f"discussions/{name}/post.md"] = f"---\n{head}---\n\n{text}\n"


@pytest.mark.slow
@settings(max_examples=8)
@given(st.lists(EDITS, min_size=1, max_size=2))
def test_whatever_was_edited_a_warm_build_gives_what_a_cold_one_gives(rounds: list[list[tuple[str, str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cache.sqlite"
        files = {path: str(text) for path, text in GOOD.items()}
        for edits in rounds:
            for one in edits:
                edit(files, *one)
            posts = Path(folder) / "posts"
            shutil.rmtree(posts, ignore_errors=True)
            write_tree(posts, files)
            kept = Cache(file)
            warm = check_posts(posts, "posts", NOW, cache=kept)
            cold = check_posts(posts, "posts", NOW)
            assert warm.library == cold.library
            assert warm.library
            assert cold.library
            assert draw(warm.library, kept) == draw(cold.library, None)
            kept.save()
            kept.close()


def test_a_second_build_finds_what_the_first_has_drawn(tmp_path: Path) -> None:
    library = check_posts(write_tree(tmp_path / "posts", GOOD), "posts", NOW).library
    assert library
    first = Cache(tmp_path / "cache.sqlite")
    drawn = draw(library, first)
    first.save()
    first.close()

    class Spent(Cache):
        def keep(self, key: bytes, result: object, packed: bytes | None = None) -> None:
            raise AssertionError("drawn once more")

    assert draw(library, Spent(tmp_path / "cache.sqlite")) == drawn


def test_a_mistake_is_told_every_time(tmp_path: Path) -> None:
    posts = write_tree(
        tmp_path / "posts", {**GOOD, f"{FOLDER}/replies/x.md": "---\nauthor: eve\ndate: 2026-10-09\n---\n\n&#8238;x\n"}
    )
    for _ in range(2):
        kept = Cache(tmp_path / "cache.sqlite")
        assert [problem.rule for problem in check_posts(posts, "posts", NOW, cache=kept).problems] == [
            "control-character"
        ]
        kept.save()
        kept.close()


def test_a_day_that_has_not_come_is_told_from_the_cache_too(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", GOOD)
    kept = Cache(tmp_path / "cache.sqlite")
    assert check_posts(posts, "posts", NOW, cache=kept).problems == ()
    early = datetime(2026, 9, 1, tzinfo=UTC)
    found = check_posts(posts, "posts", early, cache=kept).problems
    assert {problem.rule for problem in found} == {"future-date"}


def test_a_warm_build_gives_the_bytes_of_a_cold_one(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    run_parley("build", cwd=project, PARLEY_CACHE=str(tmp_path / "warm"))
    write_tree(
        project / "posts", {f"{FOLDER}/replies/2026-10-09-eve.md": "---\nauthor: eve\ndate: 2026-10-09\n---\n\nNew.\n"}
    )
    run_parley("build", "--site", "one", cwd=project, PARLEY_CACHE=str(tmp_path / "warm"))
    run_parley("build", "--site", "two", cwd=project, PARLEY_CACHE=str(tmp_path / "cold"))
    assert digest(project / "one") == digest(project / "two")
    assert list((tmp_path / "warm").iterdir())
