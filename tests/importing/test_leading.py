"""Links and redirects lead from where threads and comments were to where they are."""

import errno
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from declared import check_posts
from importing.archives import bring_records, only, snapshot
from parley.commands.cli import main
from parley.importing.dates import parse_date
from parley.importing.leading.moved_pages import find_file
from parley.importing.leading.places import Moved, Places, settle
from parley.importing.leading.redirects import write_redirects
from parley.importing.leading.relinking import relink_text
from parley.importing.records import Author, Comment, ImportedThread, Record
from parley.model.problems import ParleyError
from support import NOW, write_tree

OLD = "https://old.example"
DAY = parse_date("2020-01-01")


def thread(id: str, body: str = "x", address: str = "") -> ImportedThread:
    return ImportedThread(
        id=id, title=f"Page {id}", author=Author("Ana"), date=DAY, body=body, address=address or f"{OLD}/{id}/"
    )


def comment(id: str, body: str, thread: str = "a", address: str = "") -> Comment:
    return Comment(id=id, thread=thread, author=Author("Bob"), date=DAY, body=body, markup="markdown", address=address)


@pytest.mark.parametrize(
    ("address", "sign"),
    [
        ("https://www.Old.example/a/", ("old.example/a", "")),
        ("http://old.example/a/index.html#comment-5", ("old.example/a", "comment-5")),
        ("https://old.example/?p=7", ("old.example?p=7", "")),
        ("https://forum.example/t/my-oven/12/5?u=ana", ("forum.example/t/12", "5")),
        ("https://forum.example/t/12", ("forum.example/t/12", "")),
        ("https://old.example/a?utm_source=x", ("old.example/a", "")),
        ("/a/", ("", "")),
        ("http://[broken", ("", "")),
    ],
)
def test_one_address_is_known_in_all_ways_to_write_it(address: str, sign: tuple[str, str]) -> None:
    assert settle(address) == sign


def test_links_between_imported_threads_stay_within_the_site_and_pass_the_check(posts: Path) -> None:
    text = (
        f"see [that]({OLD}/b/), [this]({OLD}/b#comment-7), <{OLD}/b/>, {OLD}/b/#c7. and `{OLD}/b/` "
        f"or [gone]({OLD}/b/#comment-99) and [other](https://else.example/b/)"
    )
    records: list[Record] = [thread("a"), comment("1", text), thread("b"), comment("7", "seven", "b")]
    result, library = bring_records(records, posts)
    (post,) = [one for one in library.discussions if one.title == "Page a"]
    (target,) = [one for one in library.discussions if one.title == "Page b"]
    way = f"/discussions/{target.id}/"
    (reply,) = library.replies_to(post)
    assert reply.body == (
        f"see [that]({way}), [this]({way}#reply-test-7), [Page b]({way}), [Page b]({way}#reply-test-7). and `{OLD}/b/` "
        f"or [gone]({way}) and [other](https://else.example/b/)"
    )
    assert result.mended["relinked"] == 1
    assert not [one for one in check_posts(posts, now=NOW).problems if one.blocks]
    records.append(comment("2", f"later [that]({OLD}/b/)"))
    _, library = bring_records(records, posts)
    assert f"later [that]({way})" in {one.body for one in library.replies_to(post)}


def test_the_address_of_a_page_that_is_not_here_stays_in_its_stand_in(posts: Path) -> None:
    page = ImportedThread(id="p", title="Bread", address=f"{OLD}/bread/")
    _, library = bring_records([page, comment("1", "Nice", "p")], posts)
    assert only(library)[0].body == f"The comments on [Bread]({OLD}/bread/)."


def test_code_of_any_kind_keeps_its_addresses() -> None:
    place = Moved(f"{OLD}/b/", "/discussions/b/", "B *x*")
    text = f"```\n{OLD}/b/\n```\n\n``{OLD}/b/`` {OLD}/b/, and x{OLD}/b/"
    made = relink_text(text, lambda address: place if address == f"{OLD}/b/" else None)
    assert made == f"```\n{OLD}/b/\n```\n\n``{OLD}/b/`` [B \\*x\\*](/discussions/b/), and x{OLD}/b/"


@pytest.mark.parametrize("mark", [*".,;:!?'\"*_~", "?!", "~~"])
def test_a_mark_behind_a_bare_address_is_none_of_it(mark: str) -> None:
    place = Moved(f"{OLD}/b", "/discussions/b/", "B")
    find = {f"{OLD}/b": place}.get
    assert relink_text(f"see {OLD}/b{mark} and", find) == f"see [B](/discussions/b/){mark} and"


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    made = Places(tmp_path / "places")
    made.add_thread(f"{OLD}/a b/", "a", 'A <"b">')
    made.add_thread(f"{OLD}/?p=7", "b", "")
    made.add_comment("a", "1", "x-1", f"{OLD}/c/#comment-1")
    made.add_comment("a", "2", "x-2", f"{OLD}/t/a/2.html")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "_redirects",
            "/ p=7 https://new.example/discussions/b/ 301\n/a%20b/ https://new.example/discussions/a/ 301\n"
            "/t/a/2.html https://new.example/discussions/a/#reply-x-2 301\n",
        ),
        (
            "moved.conf",
            "# in the block of the server: if ($moved_to) { return 301 $moved_to; }\n"
            "# without the next line, nginx takes no address above 50 characters; it may stand once only\n"
            "map_hash_bucket_size 8192;\nmap $request_uri $moved_to {\n"
            '    "/?p=7" "https://new.example/discussions/b/";\n    "/a%20b/" "https://new.example/discussions/a/";\n'
            '    "/t/a/2.html" "https://new.example/discussions/a/#reply-x-2";\n}\n',
        ),
        (
            "moved.csv",
            f"{OLD}/?p=7,https://new.example/discussions/b/,301\n{OLD}/a%20b/,https://new.example/discussions/a/,301\n"
            f"{OLD}/t/a/2.html,https://new.example/discussions/a/#reply-x-2,301\n",
        ),
    ],
)
def test_redirects_are_written_in_the_form_that_the_name_says(
    tmp_path: Path, places: Places, name: str, text: str
) -> None:
    assert write_redirects(tmp_path / name, places, "https://new.example/") == 4
    assert (tmp_path / name).read_text() == text


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "_redirects",
            ["/%C3%BC.html D/a/ 301", "/%C3%9C.html D/b/ 301", "/p.html D/c/ 301", "/p.html show=1 D/c/#reply-x-1 301"],
        ),
        ("moved.conf", ["/%C3%BC.html", "/%C3%9C.html", "/p.html", "/p.html?show=1"]),
        ("moved.csv", ["/%C3%BC.html,D/a/,301", "/p.html?show=1,D/c/#reply-x-1,301"]),
    ],
)
def test_redirects_are_asked_for_as_browsers_ask_and_once(tmp_path: Path, name: str, lines: list[str]) -> None:
    """A server compares bytes, and nginx reads no file in which an address stands twice, whatever its capitals."""
    places = Places(tmp_path / "places")
    threads = (("ü.html", "a"), ("Ü.html", "b"), ("p.html", "c"))
    for path, slug in (*threads, ("P.html", "d")) if name == "moved.conf" else threads:
        places.add_thread(f"{OLD}/{path}", slug, "")
    for id in "12":  # of one second, and so of one address but for the anchor
        places.add_comment("c", id, f"x-{id}", f"{OLD}/p.html?show=1#c{id}")
    file = tmp_path / name
    write_redirects(file, places, "D")
    text = file.read_text().replace("D/discussions/", "D/")
    assert all(line in text for line in lines), text
    assert "\\" not in text
    assert "ü" not in text
    if name == "moved.conf":
        keys = [line.split('"')[1].lower() for line in text.split("\n") if line.startswith("    ")]
        assert len(keys) == len({*keys}) == 4
    places.close()


def test_an_address_means_itself_and_one_with_a_question_stands_before_all(tmp_path: Path) -> None:
    """Netlify takes `:name` and `*` for any name, and the first line that fits, whatever is asked behind it."""
    places = Places(tmp_path / "places")
    for at, path in enumerate(("", "?p=1", ":name/", "a*b/", f"{'long' * 3000}/")):
        places.add_thread(f"{OLD}/{path}", f"t{at}", "")
    write_redirects(tmp_path / "_redirects", places, "D")
    first, *rest = (tmp_path / "_redirects").read_text().split()
    assert (first, rest[:2]) == ("/", ["p=1", "D/discussions/t1/"])
    assert {"/%3Aname/", "/a%2Ab/"} < {*rest}
    write_redirects(tmp_path / "moved.conf", places, "D")
    assert "longlong" not in (tmp_path / "moved.conf").read_text()  # nginx would take none of the file
    places.close()


def test_a_folder_gets_a_page_at_each_old_address_with_the_places_of_its_comments(
    tmp_path: Path, places: Places
) -> None:
    pages = tmp_path / "pages"
    for _ in range(2):  # the same command again writes the same
        assert write_redirects(pages, places, "https://new.example/") == 2
    assert sorted(file.relative_to(pages).as_posix() for file in pages.rglob("*.html")) == [
        "a b/index.html",
        "t/a/2.html",
    ]
    page = (pages / "a b/index.html").read_text()
    assert "<title>A &lt;&#34;b&#34;&gt;</title>" in page
    assert 'content="0; url=https://new.example/discussions/a/"' in page
    assert '{"1": "x-1", "2": "x-2", "comment-1": "x-1"}' in page
    assert 'location.replace("https://new.example/discussions/a/"' in page
    assert "#reply-x-2" in (pages / "t/a/2.html").read_text()
    places.add_thread(f"{OLD}/t/a/2.html/more", "c", "C")
    places.add_thread(f"{OLD}/t/a.html", "d", "D")
    (pages / "t/a.html").mkdir()
    assert write_redirects(pages, places, "https://new.example/") == 2  # no page where an address goes on behind one
    (pages / "a b/index.html").write_text("<p>About me</p>")
    with pytest.raises(ParleyError, match="is another page; name a folder of its own"):
        write_redirects(pages, places, "")
    assert (pages / "a b/index.html").read_text() == "<p>About me</p>"


@pytest.mark.parametrize("name", ["to.json", "_redirects", "pages"])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_redirects_are_whole_or_as_they_were(
    tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch, name: str, elsewhere: bool
) -> None:
    """Half a page would be taken for somebody else's in the next import."""
    (folder := tmp_path / "out").mkdir()
    replace, copied = Path.replace, 0

    def replace_on_one_disk(old: Path, new: Path) -> Path:
        if elsewhere and old.parent != new.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(old, new)

    def copy_half(old: Path, new: Path) -> None:
        nonlocal copied
        copied += 1
        new.write_bytes(old.read_bytes()[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    def write_half(file: Path, text: str, **given: str) -> None:
        file.write_bytes(text[:20].encode())
        raise OSError(errno.ENOSPC, "No space left on device", str(file))

    monkeypatch.setattr(Path, "replace", replace_on_one_disk)
    write_redirects(folder / name, places, "https://new.example/")
    before = snapshot(folder)
    with monkeypatch.context() as broken:
        broken.setattr(shutil, "copyfile", copy_half)
        broken.setattr(Path, "write_text", write_half)
        if elsewhere or name == "pages":
            with pytest.raises(ParleyError, match=r"the redirects can't be written: .*the disk is full"):
                write_redirects(folder / name, places, "https://other.example/")
            assert snapshot(folder) == before
            assert copied == (elsewhere and name != "pages")
    write_redirects(folder / name, places, "https://other.example/")
    assert snapshot(folder).keys() == before.keys()
    assert all(b"other.example" in content for content in snapshot(folder).values())


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (OLD, "index.html"),
        (f"{OLD}/a/", "a/index.html"),
        (f"{OLD}/a", "a/index.html"),
        (f"{OLD}/2019/a.html", "2019/a.html"),
        (f"{OLD}/%C3%A9/", "é/index.html"),
        (f"{OLD}/?p=7", None),
        (f"{OLD}/../../etc/", None),
        (f"{OLD}/%2e%2e/x", None),
        (f"{OLD}/a%00b/", None),
        (f"{OLD}/{'a' * 300}/", None),
    ],
)
def test_a_page_stands_where_the_host_looks_for_it_and_never_outside_its_folder(address: str, file: str | None) -> None:
    found = find_file(Path("x"), address)
    assert (found and found.relative_to("x").as_posix()) == file


def test_the_command_writes_redirects_of_threads_and_of_comments_with_an_address(
    posts: Path, tmp_path: Path, places: Places
) -> None:
    said = {"id": "8", "author": {"name": "B"}, "body": "x", "address": f"{OLD}/7/#c8", "date": "2020-01-01"}
    one = {"id": "7", "title": "T", "address": f"{OLD}/7/", "author": {"name": "A"}, "body": "x", "comments": [said]}
    source = write_tree(tmp_path / "s", {"a.json": json.dumps({"format": "parley-archive/1", "threads": [one]})})
    common = ["import", str(source), "--to", str(posts), "--tag", "old", "--redirects"]
    done = CliRunner().invoke(main, [*common, str(tmp_path / "to.json")])
    assert "redirects: 2 addresses" in done.output, done.output
    slug = next(posts.glob("discussions/*")).name
    assert json.loads((tmp_path / "to.json").read_text()) == {
        f"{OLD}/7/": f"/discussions/{slug}/",
        f"{OLD}/7/#c8": f"/discussions/{slug}/#reply-archive-8",
    }
    done = CliRunner().invoke(main, [*common, str(tmp_path / "to.txt")])
    assert (done.exit_code, "a folder, or a file that ends in .conf, .csv or .json" in done.output) == (2, True)
    with pytest.raises(ParleyError, match="the redirects can't be written"):
        write_redirects(tmp_path / "no/such/x.json", places, "")
