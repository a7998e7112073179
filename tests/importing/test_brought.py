"""Each archive of the collection brought, proved and brought once more: all that is said, and each file, to the letter.

`PARLEY_ACCEPT=1 pytest tests/importing/test_brought.py` writes what came of it into `brought/*.txt`. Read it with care.
"""

from pathlib import Path

import pytest

from importing.archives import make_posts, read_records, snapshot
from parley.importing.mapping import FieldMapping
from parley.importing.records import Fault
from parley.importing.result import render_json, render_text
from parley.importing.writer import Choices, import_records
from support import NOW, hold

HERE = Path(__file__).parent
SITE = "https://old.example/"


@pytest.mark.parametrize("form", sorted(one.name for one in (HERE / "whole").iterdir() if one.is_dir()))
def test_all_that_becomes_of_an_archive(tmp_path: Path, form: str) -> None:
    """What would refuse the archive is left out here."""
    posts = make_posts(tmp_path)
    records = [one for one in read_records(form, HERE / "whole" / form, site=SITE) if not isinstance(one, Fault)]
    told: list[str] = []
    for name in ("moved.json", "pages"):
        choices = Choices(
            form,
            ("old",),
            FieldMapping(tags={"Law": "law"}, site=SITE),
            verify=True,
            redirects=tmp_path / name,
            site_address="https://new.example/talk/",
        )
        result = import_records(records, posts, choices, now=NOW)
        told += [f"{render_text(result)}\n", *([] if told else [render_json(result)])]
    for path, content in sorted(snapshot(tmp_path).items()):
        if path != "posts/tags.yml":
            told.append(f"=== {path}\n{content.decode().rstrip()}\n")
    hold(HERE / "brought" / f"{form}.txt", "\n".join(told))
