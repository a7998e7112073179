"""Pictures that came with an archive are published with it, if they are pictures and not too large."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from declared import check_posts
from importing.archives import snapshot
from parley.commands.cli import main
from parley.importing.carrying import pictures
from parley.importing.carrying.kinds import find_ending
from support import NOW, write_tree

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"y" * 20
OLD = "https://old.example/wp-content/uploads"


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PNG, ".png"),
        (JPEG, ".jpg"),
        (b"GIF89a...", ".gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", ".webp"),
        (b"\x00\x00\x00\x1cftypavif", ".avif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", ""),
        (b"<!doctype html>", ""),
        (b"%PDF-1.7", ""),
        (b"RIFF\x00\x00\x00\x00WAVE", ""),
        (b"\x00\x00\x00\x1cftypisom", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_known_by_what_it_begins_with(data: bytes, ending: str) -> None:
    assert find_ending(data) == ending


def run(folder: Path, text: str, *more: str) -> tuple[str, Path]:
    """Import a comment in HTML beside a site with a folder of pages; gives what was said and the text of the reply."""
    said = {"id": "8", "author": {"name": "B"}, "markup": "html", "body": text, "date": "2020-01-01"}
    one = {"id": "7", "title": "T", "author": {"name": "A"}, "body": "x", "address": "https://old.example/7/"}
    archive = {"format": "parley-archive/1", "threads": [{**one, "comments": [said]}]}
    tags = "- {slug: old, title: Old, summary: From an archive.}\n"
    write_tree(folder, {"a.json": json.dumps(archive), "posts/tags.yml": tags})
    command = ["import", str(folder / "a.json"), "--to", str(folder / "posts"), "--tag", "old"]
    done = CliRunner().invoke(main, [*command, "--fetch-images", str(folder / "uploads"), *more])
    return done.output, next(iter((folder / "posts").glob("discussions/*/replies/*.md")), folder)


def test_pictures_go_to_the_repository_and_what_is_none_stays_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PICTURE", 1000)
    files = {
        **{"2012/03/Loaf of Rye.png": PNG, "2012/03/crust.jpg": JPEG, "2012/03/page.png": b"<!doctype html>"},
        **{"2012/03/huge.png": PNG + b"x" * 1000, "logo.png": PNG, "docs/x.md": b"x"},
    }
    write_tree(tmp_path, {"docs/index.md": "x", "secret/03/x.png": PNG})
    write_tree(tmp_path / "uploads", files)
    (tmp_path / "uploads/link").symlink_to(tmp_path / "secret")
    text = (
        f'<p><img src="{OLD}/2012/03/Loaf%20of%20Rye.png" alt="rye"> <a href="{OLD}/2012/03/crust-300x200.jpg">c</a> '
        f'<img src="{OLD}/2012/03/page.png"> <img src="{OLD}/2012/03/huge.png"> <img src="{OLD}/link/03/x.png"> '
        f'<img src="https://else.example/logo.png"> <img src="{OLD}/../../secret/03/x.png"> '
        f"<code>{OLD}/2012/03/crust.jpg</code></p>"
    )
    said, reply = run(tmp_path, text)
    assert "in the repository now: 2" in said
    assert "size or kind: 2" in said
    body = reply.read_text()
    kept = sorted(file.name for file in (tmp_path / "docs/files/archive").iterdir())
    crust, rye = sorted(kept, key=lambda name: name.partition("-")[2])
    assert (crust.partition("-")[2], rye.partition("-")[2]) == ("crust.jpg", "loaf-of-rye.png")
    assert f"[rye](/files/archive/{rye}) [c](/files/archive/{crust})" in body
    for address in ("2012/03/page.png", "2012/03/huge.png", "link/03/x.png", "2012/03/crust.jpg`"):
        assert f"{OLD}/{address}" in body
    assert "https://else.example/logo.png" in body
    assert not [one for one in check_posts(tmp_path / "posts", now=NOW).problems if one.blocks]
    before = snapshot(tmp_path)
    again, _ = run(tmp_path, text)
    assert "fetched" not in again
    assert snapshot(tmp_path) == before


def test_the_numbers_of_a_boards_files_are_known(tmp_path: Path) -> None:
    write_tree(tmp_path, {"docs/index.md": "x"})
    write_tree(tmp_path / "files", {"2_ab": JPEG, "2_cd": b"just text"})
    dump = (Path(__file__).with_name("whole") / "phpbb/board.sql").read_text()
    tags = "- {slug: old, title: Old, summary: From an archive.}\n"
    write_tree(tmp_path, {"board.sql": dump, "posts/tags.yml": tags})
    command = ["import", str(tmp_path / "board.sql"), "--to", str(tmp_path / "posts"), "--tag", "old"]
    done = CliRunner().invoke(main, [*command, "--fetch-images", str(tmp_path / "files")])
    assert done.exit_code == 0, done.output
    text = next(tmp_path.glob("posts/discussions/*/replies/phpbb-12.md")).read_text()
    (kept,) = (tmp_path / "docs/files/phpbb").iterdir()
    assert kept.suffix == ".jpg"
    assert f"[loaf.jpg](/files/phpbb/{kept.name}): my loaf" in text
    assert "[rye & salt.txt](https://board.example/forum/download/file.php?id=5)" in text


def test_without_a_folder_of_pages_nothing_is_imported_and_a_dry_run_writes_no_picture(tmp_path: Path) -> None:
    write_tree(tmp_path / "uploads", {"2012/a.png": PNG})
    text = f'<img src="{OLD}/2012/a.png">'
    said, reply = run(tmp_path, text)
    assert "there is no folder" in said
    assert reply == tmp_path
    write_tree(tmp_path, {"docs/index.md": "x"})
    said, _ = run(tmp_path, text, "--dry-run")
    assert "in the repository now: 1" in said
    assert not (tmp_path / "docs/files").exists()
