"""What an adopter adds from outside, as the guide shows it: templates, looks, a hook, a rule, a list, a format."""

import re
from functools import partial
from pathlib import Path

import pytest

from support import GOOD, ROOT, start_parley, write_tree

GUIDE = (ROOT / "docs/parley/pages/extend.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"In `([^`]+)`:\n\n```\w+\n(.*?)```", GUIDE, re.DOTALL))
"""The files that the guide shows, by name."""

SITE = f"""\
site_name: Garden
site_url: https://garden.example/
theme: {{name: material, font: false, custom_dir: overrides}}
hooks: [{ROOT}/hooks/mkdocs_hook.py, hooks/stamp.py]
plugins: []
extra_css: [extra.css]
extra: {{parley: {{posts: posts}}}}
"""


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garden")
    posts = {f"posts/{path}": text for path, text in GOOD.items() if not path.startswith("practices")}
    points = EXAMPLES["pyproject.toml"].partition("# entry points\n")[2]
    found = re.sub(r'\[project\.entry-points\."([^"]+)"\]', r"[\1]", points).replace('"', "")
    home = {
        "docs/index.md": "# Home\n\n::: numbers\n",
        "docs/extra.css": ".parley { color: red }\n",
        "mkdocs.yml": SITE,
    }
    package = {"garden_talk-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: garden-talk\nVersion: 1\n"}
    package["garden_talk-1.dist-info/entry_points.txt"] = found
    return write_tree(folder, {**posts, **EXAMPLES, **home, **package, "old.txt": "ana|First.\nbob|Second.\n"})


def test_all_that_the_guide_shows_takes_part(garden: Path) -> None:
    run = partial(start_parley, cwd=garden, PYTHONPATH=str(garden), PARLEY_CACHE=str(garden / "cache"))
    run("build")
    thread = (garden / "site/discussions/two-follow-ups/index.html").read_text()
    assert "Written with care." in thread
    assert "data-pa-thread" in thread, "what the template extends is still there"
    assert "stamped: " in thread
    assert thread.index("assets/parley/parley.css") < thread.index("extra.css")
    assert re.search(r"\d+ discussions? and \d+ repl", (garden / "site/index.html").read_text())
    shouting = "---\nauthor: ana\ndate: 2026-10-09\n---\n\nBUY MY SPADES TODAY AND SAVE\n"
    write_tree(garden, {"posts/discussions/two-follow-ups/replies/2026-10-09-ana.md": shouting})
    done = run("check")
    assert "warning[shouting]" in done.stdout + done.stderr
    assert "the format of another package" in run("import", "--help").stdout
    run("import", "old.txt", "--format", "lines", "--to", "posts", "--tag", "law")
    assert any("Second." in file.read_text() for file in (garden / "posts").rglob("replies/*"))
