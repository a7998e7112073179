"""What search reads, how Pagefind is spoken to, and what it leaves on the disk."""

import gzip
import json
import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import html5lib
import pytest

from declared import load_library
from parley.building import indexing
from parley.building.indexing import Index
from parley.building.output import Output
from parley.building.parts import PARTS, open_site
from parley.caching.cache import NOTHING
from parley.caching.workers import ALONE
from parley.model.entries import Post
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.search import documents
from parley.rendering.search import files as index_files
from parley.rendering.search.documents import build_documents, cut_posts, render_choices, render_documents
from parley.rendering.search.files import SearchError, settle_files
from parley.rendering.search.indexer import Indexer, index_later
from parley.rendering.search.pages import render_page_document
from parley.rendering.theme import environment
from support import GOOD, NOW, Files, build_site, digest, run_parley, write_project

FOLDER = "discussions/two-follow-ups"
POST = f"{FOLDER}/post.md"
ANA = f"{FOLDER}/replies/2026-10-02-ana.md"
BOB = f"{FOLDER}/replies/2026-10-03-bob.yml"
PRACTICE = "practices/first-meeting/post.yml"
POST_ANCHOR = "post|the-host||2026-10-01|yes"
BOB_ANCHOR = "reply-2026-10-03-bob|bob||2026-10-03T09:30:00Z|no"
PAYLOAD = '<img src=x onerror="alert(1)"></title><script>alert(2)</script>'

Load = Callable[..., Library]


@pytest.fixture
def load(tree: Callable[[Files], Path]) -> Load:
    """The library of GOOD with some files changed."""
    return lambda files=None: load_library(tree({**GOOD, **(files or {})}), now=NOW)


def draw(library: Library, slug: str = "two-follow-ups") -> str:
    post: Post = next(post for post in library.posts() if post.id == slug)
    return render_documents(post, library, theme.environment(library, Settings()), Settings())[0]


def parse(document: str) -> Any:
    return html5lib.parse(document, namespaceHTMLElements=False)


def filters(document: str) -> dict[str, list[str]]:
    """What Pagefind will filter by, by the filter's name."""
    found: dict[str, list[str]] = {}
    for element in parse(document).iter():
        name, _, value = element.get("data-pagefind-filter", "").partition(":")
        if name:
            found.setdefault(name, []).append(value)
    return found


def text(document: str) -> str:
    """All the words of a document, in order."""
    body = parse(document).find("body")
    return " ".join(" ".join(body.itertext()).split())


def write_index(library: Library, folder: Path) -> Path:
    drawer = theme.environment(library, Settings())
    with Indexer() as indexer:
        for address, render in build_documents(library.posts(), library, drawer, Settings()):
            indexer.add(address, render())
        indexer.write(folder)
    return folder


def read_packed(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")


def read_fragment(folder: Path, address: str) -> dict[str, Any]:
    """What the browser gets of one page."""
    pages = [json.loads(read_packed(file)) for file in folder.glob("fragment/*")]
    (found,) = [page for page in pages if page["url"] == address]
    assert isinstance(found, dict)
    return found


# What is read.


def test_a_document_holds_what_people_wrote_and_nothing_else(load: Load) -> None:
    more = "questions: [Is it rude?]\nsources: [{name: A law, url: 'https://law.example/', kind: law}]\n"
    document = draw(load({POST: str(GOOD[POST]).replace("tags:", f"{more}tags:")}))
    assert text(document) == (
        "Two follow-ups? Is it rude? Some say one. A law ana One is enough. bob Two, with something new."
    )


def test_every_field_of_a_practice_can_be_found(load: Load) -> None:
    document = draw(load({PRACTICE: str(GOOD[PRACTICE]) + "caution: Beware.\nbody: More of it.\n"}), "first-meeting")
    for words in ("Shake hands.", "Meet online.", "It is near.", "It is far.", "Say why.", "Beware.", "More of it."):
        assert words in text(document)


def test_each_reply_stands_under_a_heading_that_is_its_anchor(load: Load) -> None:
    body = parse(draw(load())).find("body")
    headings = [(heading.get("id"), heading.text) for heading in body.iter("h3")]
    assert headings == [("reply-2026-10-02-ana|ana|old|2026-10-02|no", "ana"), (BOB_ANCHOR, "bob")]
    assert body.find("p/span").get("id") == POST_ANCHOR


def test_filters_hold_every_value_of_the_thread_and_anchors_tell_who_wrote_what(load: Load, tmp_path: Path) -> None:
    library = load({BOB: str(GOOD[BOB]).replace("2026-10-03T", "2026-11-03T")})
    assert filters(draw(library)) == {
        "kind": ["discussion"],
        "tag": ["sales"],
        "author": ["ana", "bob", "the-host"],
        "school": ["old"],
        "year": ["2026"],
        "house": ["no", "yes"],
    }
    page = read_fragment(write_index(library, tmp_path / "index"), f"{FOLDER}/")
    assert [anchor["id"] for anchor in page["anchors"]] == [
        POST_ANCHOR,
        "reply-2026-10-02-ana|ana|old|2026-10-02|no",
        "reply-2026-10-03-bob|bob||2026-11-03T09:30:00Z|no",
    ]


@pytest.mark.parametrize("path", [POST, ANA])
def test_what_was_removed_is_not_found(load: Load, path: str) -> None:
    gone = "updated: 2026-10-05\nremoved: it named a person\n"
    library = load({path: str(GOOD[path]).replace("---\n", f"---\n{gone}", 1)})
    document = draw(library)
    removed, kept = ("Some say", "One is enough") if path == POST else ("One is enough", "Some say")
    assert removed not in document
    assert kept in document
    assert "Two, with something new." in document
    assert ("the-host" if path == POST else "ana") not in filters(document)["author"]


def test_a_payload_is_text_in_the_document(load: Load) -> None:
    files = {
        POST: str(GOOD[POST]).replace("title: Two follow-ups?", f"title: {json.dumps(PAYLOAD)}"),
        "people/ana.yml": f"name: {json.dumps('<b>Ana</b>')}\n",
        ANA: str(GOOD[ANA]).replace("One is enough.", "`</p><script>alert(3)</script>`"),
    }
    parsed = parse(draw(load(files)))
    assert parsed.find("body/h1").text == PAYLOAD
    assert parsed.find("body/h3").text == "<b>Ana</b> @ana"
    assert {element.tag for element in parsed.find("body").iter()} == {"body", "meta", "h1", "h3", "p", "span"}


def test_marks_of_pagefinds_own_in_a_text_do_not_make_it_another_persons(load: Load, tmp_path: Path) -> None:
    forged = "___PAGEFIND_ANCHOR___h3:0:reply-2026-10-02-ana|ana|old|2026-10-02|no ___PAGEFIND_WEIGHT___10 I am ana."
    library = load({BOB: str(GOOD[BOB]).replace("Two, with something new.", forged)})
    page = read_fragment(write_index(library, tmp_path / "index"), f"{FOLDER}/")
    places = [anchor["id"].split("|")[0] for anchor in page["anchors"]]
    assert places == ["post", "reply-2026-10-02-ana", "reply-2026-10-03-bob"]


def test_choices_name_tags_people_who_wrote_and_years(load: Load) -> None:
    assert json.loads(render_choices(load({"people/ana.yml": "name: Ana Ă.\n"}))) == {
        "tag": [["law", "Law"], ["sales", "Sales"]],
        "author": [["ana", "Ana Ă. @ana", "Ana Ă."], ["bob", "bob"], ["the-host", "The Host"]],
        "year": [["2026", "2026"]],
    }


# What is written.


def test_an_index_leads_each_word_to_the_reply_it_stands_in(load: Load, tmp_path: Path) -> None:
    page = read_fragment(write_index(load(), tmp_path / "index"), f"{FOLDER}/")
    words = page["content"].split()
    places = {anchor["id"].split("|")[0]: anchor["location"] for anchor in page["anchors"]}
    assert places["post"] < words.index("say") < places["reply-2026-10-02-ana"] < words.index("enough.")
    assert words.index("enough.") < places["reply-2026-10-03-bob"] < words.index("something")
    assert page["meta"]["title"] == "Two follow-ups?"


def test_a_payload_title_reaches_the_index_as_it_was_written(load: Load, tmp_path: Path) -> None:
    library = load({POST: str(GOOD[POST]).replace("title: Two follow-ups?", f"title: {json.dumps(PAYLOAD)}")})
    assert read_fragment(write_index(library, tmp_path / "index"), f"{FOLDER}/")["meta"]["title"] == PAYLOAD


def test_only_files_that_the_browser_asks_for_are_written(load: Load, tmp_path: Path) -> None:
    folder = write_index(load(), tmp_path / "index")
    assert {file.name for file in folder.iterdir() if "pf_meta" not in file.name} == {
        "pagefind.js",
        "pagefind-worker.js",
        "pagefind-entry.json",
        "wasm.en.pagefind",
        "fragment",
        "index",
        "filter",
    }
    names = [index_files._unpack(file.read_bytes())[0] for file in folder.glob("filter/*")]
    assert sorted(names) == ["author", "house", "kind", "school", "tag", "year"]


def test_equal_posts_give_equal_bytes_and_names(load: Load, tmp_path: Path) -> None:
    """Pagefind 1.5.2 alone does not: twenty people stand in its filter in any of 20! orders."""
    replies = {
        f"{FOLDER}/replies/2026-10-04-p{n}.md": f"---\nauthor: p{n}\ndate: 2026-10-04\n---\n\nNumber {n}.\n"
        for n in range(20)
    }
    library = load(replies)
    assert digest(write_index(library, tmp_path / "one")) == digest(write_index(library, tmp_path / "two"))


def test_what_refers_to_a_file_of_the_index_finds_it(load: Load, tmp_path: Path) -> None:
    folder = write_index(load(), tmp_path / "index")
    entry = json.loads((folder / "pagefind-entry.json").read_text())
    meta = folder / f"pagefind.{entry['languages']['en']['hash']}.pf_meta"
    known = read_packed(meta)
    for file in [*folder.glob("filter/*"), *folder.glob("index/*"), *folder.glob("fragment/*")]:
        assert file.stem.encode() in known, file.name


def test_a_site_without_posts_has_an_index_too(tmp_path: Path) -> None:
    assert (write_index(Library(), tmp_path / "index") / "pagefind.js").is_file()


def test_an_index_of_another_form_is_refused_by_name() -> None:
    files = {"pagefind.en_1.pf_meta": gzip.compress(b"pagefind_dcd\xf6"), "pagefind-entry.json": b"{}"}
    with pytest.raises(SearchError, match="another version"):
        settle_files(files, "en")


def test_an_index_with_several_orders_is_always_the_same() -> None:
    orders: list[Any] = [["date", [1, 0]], ["budget", [0, 1]], ["start", [0, 1]]]

    def settle(sorts: list[Any]) -> dict[str, bytes]:
        packed = index_files._pack(["1.5.2", [], [], [], sorts, []])
        entry = json.dumps({"languages": {"en": {"hash": ""}}}).encode()
        return settle_files({"pagefind.en_0.pf_meta": packed, "pagefind-entry.json": entry}, "en")

    assert settle(orders) == settle(orders[::-1])
    packed = next(data for name, data in settle(orders).items() if name.endswith(".pf_meta"))
    assert packed[9] == 255, "which Python wrote it can't be seen"


# How a large one is cut.


@pytest.mark.parametrize("tag", "area br col embed hr img input link meta source track wbr h1 svg script".split())
@pytest.mark.parametrize("heading", ["h2", "h3", "h4", "h5", "h6"])
def test_a_heading_of_a_page_ends_where_it_ends(tag: str, heading: str) -> None:
    ending = f"left out</{tag}>" if tag in ("h1", "svg", "script") else ""
    html = f'<p>above</p><{heading} id="a">one <{tag}>{ending} two</{heading}><p>three <{tag}>{ending} four</p>'
    document = render_page_document(environment(Library(), Settings()), "T", html)
    assert " ".join(re.sub("<[^>]*>", " ", document.partition("<body>")[2]).split()) == "T above one two three four"
    assert re.search(r'id="a\|[^>]*>one\s+two<', document)


def test_a_small_index_is_whole_and_a_large_one_cut_in_parts_that_hold_something(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = load()
    size = sum(1 for _ in library.contributions())
    monkeypatch.setattr(documents, "LARGE", size)
    assert {name: list(posts) for name, posts in cut_posts(library).items()} == {"pagefind": list(library.posts())}
    monkeypatch.setattr(documents, "LARGE", size - 1)
    assert list(cut_posts(library)) == ["pagefind-2", "pagefind-4"]  # a browser can't read one that is empty
    assert sorted(post.id for posts in cut_posts(library).values() for post in posts) == sorted(
        post.id for post in library.posts()
    )


def test_no_thread_moves_to_another_bundle_for_what_comes_and_goes(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGE", 0)
    names = [f"thread-{number}" for number in range(200)]

    def place(chosen: list[str]) -> dict[str, str]:
        library = load({f"discussions/{name}/post.md": GOOD[POST] for name in chosen})
        return {post.id: name for name, posts in cut_posts(library).items() for post in posts}

    whole = place(names)
    shares = Counter(whole.values())
    assert list(shares) == ["pagefind", "pagefind-2", "pagefind-3", "pagefind-4"]
    assert min(shares.values()) > 20
    assert place(names[::3]).items() <= whole.items()


def test_a_bundle_that_is_done_is_written_while_the_next_is_still_fed(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of them waiting with all that they have read would take twice the memory."""
    monkeypatch.setattr(documents, "LARGE", 0)
    monkeypatch.setattr(indexing, "FEW", 0)
    library = load({f"discussions/thread-{number}/post.md": GOOD[POST] for number in range(20)})
    monkeypatch.setitem(PARTS, "documents", lambda _post, _by: ["<html><body><p>Words.</p></body></html>"])
    index = Index(open_site(library, Settings(), NOTHING, Output(tmp_path), ALONE))
    index.start({})
    first, second, *_ = index._bundles
    assert all(index.wants(post) for post in library.posts())
    for post in first.posts:
        index.add(post)
    assert first.state == "asked for"
    wait_for(first.indexer.has_answered)
    index.add(second.posts[0])
    assert (tmp_path / "pagefind/pagefind.js").is_file()
    assert first.indexer._process is None
    assert not (tmp_path / "pagefind-2").exists()
    index.write()
    assert (tmp_path / "pagefind-2/pagefind-entry.json").is_file()
    index.close()


# How it is spoken to.

FAKE = f"""#!{sys.executable}
import base64, json, sys

def requests():
    rest = b""
    while chunk := sys.stdin.buffer.read1(1 << 20):
        *messages, rest = (rest + chunk).split(b",")
        for message in messages:
            yield json.loads(base64.b64decode(message))

def answer(request, **payload):
    body = json.dumps({{"message_id": request["message_id"], "payload": payload}}).encode()
    sys.stdout.buffer.write(base64.b64encode(body) + b",")
    sys.stdout.buffer.flush()

for request in requests():
    kind = request["payload"]["type"]
    if kind == "NewIndex":
        answer(request, type="NewIndex", index_id=0)
    elif kind == "AddFile":
        ADD
    else:
        answer(request, type="GetFiles", files=[])
"""


@pytest.fixture
def fake(tmp_path: Path) -> Callable[[str], Path]:
    """A program that answers as Pagefind does, but for what it does with a document."""

    def make(add: str) -> Path:
        file = tmp_path / "fake-pagefind"
        file.write_text(FAKE.replace("ADD", add))
        file.chmod(0o755)
        return file

    return make


def test_a_document_that_pagefind_cannot_read_is_named_with_its_reason(
    fake: Callable[[str], Path], tmp_path: Path
) -> None:
    with Indexer(fake("answer(request, type='Error', message='too odd')")) as indexer:
        indexer.add("discussions/odd/", "<p>")
        with pytest.raises(SearchError, match=r"can't read discussions/odd/: too odd"):
            indexer.write(tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_a_program_that_ends_is_reported_with_its_last_words(fake: Callable[[str], Path], tmp_path: Path) -> None:
    def feed(indexer: Indexer) -> None:
        for number in range(1000):
            indexer.add(f"discussions/{number}/", "x" * 10_000)
        indexer.write(tmp_path / "index")

    with Indexer(fake("sys.exit('no memory left')")) as indexer, pytest.raises(SearchError, match="no memory left"):
        feed(indexer)


def test_a_program_that_talks_nonsense_is_reported(fake: Callable[[str], Path], tmp_path: Path) -> None:
    with Indexer(fake("print('Hello, world', flush=True); sys.stdin.close(); sys.exit(3)")) as indexer:
        indexer.add("discussions/odd/", "<p>")
        with pytest.raises(SearchError, match="code 3"):
            indexer.write(tmp_path / "index")


def test_answers_as_long_as_the_documents_block_nobody(fake: Callable[[str], Path], tmp_path: Path) -> None:
    """Both pipes hold 64 kB; a megabyte goes each way before anybody could wait for it."""
    talks = "answer(request, type='IndexedFile', page_meta={'title': 'x' * 200_000})"
    with Indexer(fake(talks)) as indexer:
        for number in range(5):
            indexer.add(f"discussions/{number}/", "x" * 200_000)
        indexer.write(tmp_path / "index")


def test_a_program_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="doesn't start"):
        Indexer(tmp_path / "nowhere").start()


def test_nothing_is_left_running_after_a_failure(fake: Callable[[str], Path]) -> None:
    with suppress(ZeroDivisionError), Indexer(fake("pass")) as indexer:
        process = indexer._process
        raise ZeroDivisionError
    assert process
    assert process.returncode == -signal.SIGKILL
    indexer.close()


# In the background, for a preview.


def wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 600
    while not done():
        assert time.monotonic() < deadline
        os.sched_yield()


def test_a_preview_gets_its_index_in_the_background(load: Load, tmp_path: Path) -> None:
    library = load()
    errors: list[Exception] = []
    drawer = theme.environment(library, Settings())
    stop = index_later(build_documents(library.posts(), library, drawer, Settings()), tmp_path / "index", errors.append)
    wait_for((tmp_path / "index" / "pagefind.js").exists)
    stop()
    assert errors == []
    assert digest(tmp_path / "index") == digest(write_index(library, tmp_path / "other"))


def test_a_new_preview_stops_the_work_for_the_last(tmp_path: Path) -> None:
    drawn = []

    def documents() -> Iterator[tuple[str, Callable[[], str]]]:
        for number in range(10**9):
            drawn.append(number)
            yield f"discussions/{number}/", lambda: "<html><body><p>Words.</p></body></html>"

    errors: list[Exception] = []
    stop = index_later(documents(), tmp_path / "index", errors.append)
    wait_for(lambda: len(drawn) > 3)
    stop()
    count = len(drawn)
    assert errors == []
    assert not (tmp_path / "index").exists()
    assert len(drawn) == count


def test_what_goes_wrong_in_the_background_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nowhere"))
    errors: list[Exception] = []
    stop = index_later([], tmp_path / "index", errors.append)
    wait_for(lambda: bool(errors))
    stop()
    assert "doesn't start" in str(errors[0])


# In a build.


def test_a_build_writes_the_index_into_the_site_twice_the_same(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    for site in ("one", "two"):
        build_site(project, "--site", site)
    assert (project / "one/pagefind/pagefind.js").is_file()
    assert json.loads((project / "one/search/choices.json").read_text())["year"] == [["2026", "2026"]]
    assert digest(project / "one") == digest(project / "two")


def test_a_build_whose_index_fails_leaves_the_old_site_as_it_was(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    build_site(project)
    before = digest(project / "site")
    said = run_parley("build", "--force", cwd=project, code=2, PAGEFIND_BINARY_PATH="/bin/false").stderr
    assert "Pagefind ended too early (code 1)" in said
    assert digest(project / "site") == before


def test_results_have_the_quotes_of_the_page_and_those_in_code_stay(load: Load) -> None:
    reply = 'author: ana\ndate: 2026-10-03\nbody: |\n  Don\'t say "no" to `x="no"`.\n'
    library = load({"discussions/two-follow-ups/replies/2026-10-03-bob.yml": reply})
    settings = Settings(typographic=True)
    (document,) = render_documents(library.discussions[0], library, theme.environment(library, settings), settings)
    assert 'Don’t say “no” to x="no".' in text(document)
