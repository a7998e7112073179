"""The maintainers' pages that ask for a thread, as their files tell."""

from pathlib import Path

import pytest

from parley.model.layout import PAGE, is_file_name
from parley.reading.hosted import find_pages, name_page
from support import write_tree


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("guide/setup.md", "guide/setup"),
        ("guide/index.md", "guide"),
        ("guide/README.md", "guide"),
        ("index.md", "index"),
        ("/guide/setup/", "guide/setup"),
        ("guide/setup.html", "guide/setup"),
        ("Guide/Set_Up (v1.2).md", "guide/set-up-v1-2"),
        ("über-uns.md", "uber-uns"),
        ("日本語.md", "page-a80b52e5"),
        ("日本語2.md", "page-ca1da3a8"),
        ("aux.md", "aux-2"),
        ("de/index.de.md", "de/index-de"),
        ("---.md", "page-2"),
        ("/", "index"),
        ("", "index"),
    ],
)
def test_the_name_of_a_page_is_the_path_of_its_file_in_plain_letters(path: str, name: str) -> None:
    assert name_page(path) == name
    assert is_file_name(name, PAGE)


ASKING = {
    "true.md": "---\ncomments: true\n---\n# True\n",
    "locked.md": "---\ntitle: Locked\ncomments: {locked: It's done., updated: 2026-11-01}\n---\n",
    "line.md": "# By a line\n\n:::  thread \n",
    "place.md": "# Place\n\n<div data-parley-thread></div>\n",
    "toml.md": '+++\ncomments = true\ntitle = "By Hugo"\ndate = 2026-01-31T10:00:00Z\naliases = ["/old/one/"]\n+++\n',
    "post/one.md": "---\ndate: {created: 2026-02-01}\n---\n```\n# no\n```\n\n#  *Set* it `up` {#x} #\n",
}
SILENT = {
    "false.md": "---\ncomments: false\n---\n\n::: thread\n",
    "post/no.md": "---\ncomments: false\n---\n",
    "code.md": "```\n::: thread\n<div data-parley-thread></div>\n```\n\n    ::: thread\n",
    "other.md": "comments: true\n",
    "broken.md": "---\ncomments: [true\n---\n",
    "list.md": "---\n- comments\n---\n",
    "shown.txt": "::: thread\n",
    ".hidden/a.md": "::: thread\n",
}


def test_a_page_asks_by_a_key_a_line_or_a_pattern(tmp_path: Path) -> None:
    pages = find_pages(write_tree(tmp_path, {**ASKING, **SILENT}), "docs", ["post/*"])
    assert {page.file for page in pages} == {f"docs/{path}" for path in ASKING}
    found = {page.name: page for page in pages}
    assert [found[name].title for name in sorted(found)] == [
        "By a line",
        "Locked",
        "Place",
        "Set it up",
        "By Hugo",
        "True",
    ]
    assert (found["locked"].locked, found["locked"].updated) == ("It's done.", "2026-11-01")
    assert (found["toml"].date, found["toml"].former) == ("2026-01-31", ("old/one",))
    assert (found["post/one"].date, found["post/one"].address) == ("2026-02-01", "post/one/")
    assert find_pages(tmp_path / "none", "docs", []) == ()
