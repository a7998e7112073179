"""The files of a site are drawn from one source, those of this repository too."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from parley import __version__
from parley.model.settings import Declaration
from parley.scaffold.files import FOLDER, PROGRAM_PAGES, draw_declared, draw_files
from parley.scaffold.origin import read_origin
from parley.scaffold.recipe import WEB_HOSTS, Recipe
from support import ROOT

OURS = Recipe(__version__, "github", is_source=True)
THEIRS = Recipe(__version__, "github", WEB_HOSTS, "Gardens", "gardens", moment=datetime(2026, 11, 28, tzinfo=UTC))


def test_the_workflows_of_this_repository_come_from_the_source_of_every_sites() -> None:
    drawn = {made.path: made.text for made in draw_files(OURS) if made.path.startswith(".github/") and not made.once}
    assert len(drawn) > 5
    for path, text in drawn.items():
        if "PARLEY_ACCEPT" in os.environ:
            (ROOT / path).write_text(text, encoding="utf-8")
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path}: run PARLEY_ACCEPT=1 make test"


def test_a_site_installs_the_program_by_its_version_and_knows_nothing_of_our_tests() -> None:
    drawn = {made.path: made.text for made in draw_files(THEIRS)}
    assert drawn["requirements.txt"] == f"mkdocs-parley=={__version__}\n"
    together = "\n".join(text for path, text in drawn.items() if path.startswith(".github/"))
    assert together.count("--requirement requirements.txt") == 6
    assert not [
        word for word in (".venv", "make ", "requirements-site", "docs/decisions", "hashes") if word in together
    ]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"url": "file:///a%20b/x.whl", "archive_info": {}}, "file:///a%20b/x.whl"),
        ({"url": "file:///clone", "dir_info": {"editable": True}}, "file:///clone"),
        (
            {"url": "https://h/r.git", "vcs_info": {"vcs": "git", "commit_id": "a1", "requested_revision": "main"}},
            "git+https://h/r.git@a1",
        ),
        ({"url": "file:///clone", "dir_info": {}, "subdirectory": "p"}, "file:///clone#subdirectory=p"),
    ],
)
def test_a_site_installs_the_program_from_where_it_was_installed(said: dict[str, Any], wanted: str) -> None:
    drawn = {made.path: made.text for made in draw_files(replace(THEIRS, origin=read_origin(said)))}
    assert drawn["requirements.txt"] == f"mkdocs-parley @ {wanted}\n"


def test_every_set_has_its_files_and_no_name_of_a_source_is_left_as_it_is() -> None:
    paths = [made.path for made in (*draw_files(THEIRS), *draw_declared(THEIRS, Declaration()))]
    assert len(paths) == len(set(paths))
    assert not [path for path in paths if "dot_" in path]
    assert {"netlify.toml", "wrangler.toml", ".readthedocs.yaml", ".vscode/settings.json"} < set(paths)
    assert {folder.name for folder in FOLDER.iterdir()} <= {"any", "github", "gitlab", "forgejo", *WEB_HOSTS}


def test_a_page_about_the_program_leads_only_to_pages_that_the_site_has() -> None:
    made = {file.path: file.text for file in draw_declared(THEIRS, Declaration()) if file.path.startswith("docs/")}
    assert set(made) == {f"docs/{name}" for name in PROGRAM_PAGES}
    assert "](moderation.md)" in made["docs/rules.md"]
    assert "../parley/" not in "".join(made.values())
    for word in ("embeds.md", "run-your-own.md", "command-line.md"):
        assert f"]({word}" not in "".join(made.values())


def test_words_of_a_person_stay_what_they_are_in_settings_and_text() -> None:
    odd = 'Gärten: "ja" # & [nein] *so* \\ << name >> {{ x }}'
    recipe = Recipe(__version__, "gitlab", WEB_HOSTS, odd, odd, sides=("A!", "A?", "…"), moment=THEIRS.moment)
    drawn = {made.path: made.text for made in draw_files(recipe)}
    settings = yaml.load(drawn["mkdocs.yml"].replace("!ENV ", ""), yaml.SafeLoader)
    assert settings["site_name"] == settings["site_description"] == odd
    colours = {one["primary"] for one in settings["theme"]["palette"]}
    assert "custom" not in colours  # nothing gives one, and links of the light scheme can't be read in the dark one
    options = settings["plugins"][0]["parley"]
    assert [one["name"] for one in options["stances"]["options"].values()] == ["A!", "A?", "…"]
    assert options["forge"] == "gitlab"
    assert yaml.safe_load(drawn["docs/index.md"].split("---")[1])["title"] == odd
    assert "\\*so\\*" in drawn["posts/discussions/welcome/post.md"]
