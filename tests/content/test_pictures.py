"""The pictures of README and docs show the site as it is."""

import re
from pathlib import Path

from content import pictures
from support import ROOT


def test_no_picture_is_stale(tmp_path: Path) -> None:
    pictures.build(tmp_path / "site")
    assert not pictures.list_stale(tmp_path / "site"), "run `make pictures`"


def test_every_picture_that_is_shown_is_one_that_is_taken() -> None:
    shown = {
        name
        for file in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for name in re.findall(r"images/([\w-]+)\.png", file.read_text(encoding="utf-8"))
    }
    assert shown <= set(pictures.PICTURES)
    kept = {file for folder in (pictures.GUIDES, pictures.FRONT_DOOR) for file in folder.glob("*.png")}
    assert kept == {picture.folder / f"{name}.png" for name, picture in pictures.PICTURES.items()}
