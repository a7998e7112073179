"""One adapter serves MkDocs' hook and the command, and leaves nothing behind."""

import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation

from parley.building.output import Output
from parley.caching.workers import Workers
from parley.commands.cli import main
from parley.model.findings import InvalidPosts
from parley.model.problems import ParleyError
from parley_mkdocs import adapter as adapters
from parley_mkdocs import project as projects
from parley_mkdocs import settings
from parley_mkdocs.adapter import adapter
from parley_mkdocs.files import GeneratedPage, leave_out
from parley_mkdocs.project import load_project
from parley_mkdocs.run import Request, Run
from support import DECLARED_YML, GOOD, ROOT, digest, run_parley, start_parley, write_project, write_tree

HOOK = ROOT / "hooks" / "mkdocs_hook.py"
BROKEN = {**GOOD, "discussions/two-follow-ups/post.md": "---\ntitle: T\n---\n\nNo author.\n"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_project(tmp_path / "project")
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(folder)
    return folder


def test_the_hook_is_short_and_hands_every_event_to_the_one_adapter(project: Path) -> None:
    (hook,) = dict(load_config("mkdocs.yml").plugins).values()
    assert Path(str(vars(hook)["__file__"])) == HOOK
    assert len(HOOK.read_text().splitlines()) <= 80
    named = {name for name in vars(hook) if name.startswith("on_")}
    assert named == {name for name in dir(adapter) if name.startswith("on_")}
    assert {getattr(hook, name).__self__ for name in named} == {adapter}


@pytest.mark.parametrize("first", ["hook", "command"])
def test_there_is_one_adapter_whoever_imports_it_first(project: Path, first: str) -> None:
    load = "from mkdocs.config import load_config; hook, = dict(load_config('mkdocs.yml').plugins).values()"
    lines = [load, "from parley_mkdocs.adapter import adapter"]
    code = "; ".join([*(lines if first == "hook" else lines[::-1]), "print(hook.on_config.__self__ is adapter)"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_the_settings_of_a_site_are_read_without_what_builds_it() -> None:
    """`parley show`, `new` and `reply` need nothing else of the adapter, and should not wait for it."""
    code = "import sys, parley_mkdocs.settings; print({'mkdocs.commands', 'jinja2', 'markdown'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_build_passes_nothing_on_through_the_settings_or_the_environment(project: Path) -> None:
    opened = load_project(project / "mkdocs.yml", project / "site")
    extra, variables = copy.deepcopy(dict(opened.config.extra)), dict(os.environ)
    adapter.build(opened, Output(project / "site"), Workers())
    assert (project / "site" / "discussions" / "two-follow-ups" / "index.html").is_file()
    assert dict(opened.config.extra) == extra
    assert dict(os.environ) == variables


def test_what_the_command_asks_is_in_force_while_it_builds_and_no_longer(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Request] = []
    begin: Callable[..., Run] = vars(adapters)["begin_run"]

    def begin_and_note(config: MkDocsConfig, request: Request, *others: Any) -> Run:
        asked.append(request)
        return begin(config, request, *others)

    monkeypatch.setattr(adapters, "begin_run", begin_and_note)
    write_tree(project / "other", BROKEN)
    output, workers = Output(project / "site"), Workers()
    with pytest.raises(InvalidPosts):
        adapter.build(load_project(project / "mkdocs.yml", project / "site", project / "other"), output, workers)
    assert (asked[0].posts, asked[0].output, asked[0].workers) == (project / "other", output, workers)
    CliRunner().invoke(main, ["build"])
    assert asked[1].posts is None
    build(load_config("mkdocs.yml"))
    assert asked[2] == Request()
    with pytest.raises(AssertionError, match="on_config"):
        _ = adapter.run


def test_a_build_loads_the_settings_of_mkdocs_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def count(module: Any, name: str) -> None:
        called = getattr(module, name)

        def call(*values: Any, **named: Any) -> Any:
            calls.append(name)
            return called(*values, **named)

        monkeypatch.setattr(module, name, call)

    count(projects, "load_config")
    count(settings, "parse_settings")
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    assert sorted(calls) == ["load_config", "parse_settings", "parse_settings"], (
        "once to know in which language to speak"
    )


OWN = """\
def on_config(config):
    config.site_name = "Renamed by a hook"


def on_post_page(output, page, config):
    return output.replace("</body>", "<p>Added by a hook</p></body>")
"""


def test_what_the_theme_has_for_its_own_search_is_on_the_site_only_with_it(project: Path) -> None:
    write_tree(project / "docs", {"assets/javascripts/lunr/own.js": "1;\n", "assets/javascripts/own.js.map": "{}\n"})
    run_parley("build", cwd=project)
    scripts = project / "site/assets/javascripts"
    assert {file.name for file in scripts.rglob("*") if "bundle." not in file.name} == {"lunr", "own.js", "own.js.map"}
    assert [file.suffix for file in scripts.glob("bundle.*")] == [".js"]
    settings = (project / "mkdocs.yml").read_text()
    (project / "mkdocs.yml").write_text(settings.replace("plugins: []", "plugins: [search]"))
    run_parley("build", cwd=project)
    assert (scripts / "lunr/min/lunr.de.min.js").is_file()
    assert len([*scripts.glob("workers/search.*.js")]) == 1


def test_other_plug_ins_take_part_and_the_command_builds_what_mkdocs_builds(project: Path) -> None:
    text = (project / "mkdocs.yml").read_text().replace("hooks: [", "hooks: [own.py, ")
    text = text.replace("plugins: []", "plugins: [search, tags]")
    page = "---\ntags: [aside]\n---\n\n# More\n\n::: discussions\n"
    write_tree(project, {"mkdocs.yml": text, "own.py": OWN, "docs/more.md": page})
    ours = run_parley("build", "--site", "ours", cwd=project)
    again = run_parley("build", "--site", "ours", cwd=project)
    assert "The site is in" in ours.stdout
    assert "The site is in" in again.stdout, "nobody knows what another plug-in reads"
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=project, capture_output=True, check=True)
    assert digest(project / "site") == digest(project / "ours")
    more = (project / "site" / "more" / "index.html").read_text()
    thread = (project / "site" / "discussions" / "two-follow-ups" / "index.html").read_text()
    assert "Added by a hook" in more
    assert "aside" in more
    assert "discussions/two-follow-ups/" in more
    assert "Renamed by a hook" in thread
    index = json.loads((project / "site" / "search" / "search_index.json").read_text())
    assert {entry["location"].partition("#")[0] for entry in index["docs"]} == {"", "more/"}, "contributions stay out"


def test_a_build_that_fails_in_the_middle_ends_its_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = dict(os.environ)
    write_tree(project, {"docs/index.md": "# Home\n\n::: nothing\n"})
    with pytest.raises(ParleyError, match="not built"):
        adapter.build(load_project(project / "mkdocs.yml", project / "site"), Output(project / "site"), Workers())
    assert dict(os.environ) == variables
    with pytest.raises(AssertionError, match="on_config"):
        _ = adapter.run


def test_a_build_that_is_interrupted_ends_its_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(adapters, "write_site", interrupt)
    variables = dict(os.environ)
    with pytest.raises(KeyboardInterrupt):
        adapter.build(load_project(project / "mkdocs.yml", project / "site"), Output(project / "site"), Workers())
    assert dict(os.environ) == variables
    with pytest.raises(AssertionError, match="on_config"):
        _ = adapter.run


def test_settings_and_posts_alone_make_a_site_with_a_first_page(project: Path) -> None:
    (project / "docs" / "index.md").unlink()
    (project / "docs").rmdir()
    (project / "mkdocs.yml").write_text(
        f"site_name: A *small* site\ntheme: material\nplugins: [parley]\n{DECLARED_YML}"
    )
    for _ in range(2):
        start_parley("build", cwd=project)
        home = (project / "site" / "index.html").read_text()
        assert "A *small* site</h1>" in re.sub(r"<a .*?</a>", "", home)
        assert "discussions/two-follow-ups/" in home
    assert not (project / "docs").exists()


def test_a_list_that_is_left_out_leaves_no_empty_section_and_no_page_of_the_same_name(tmp_path: Path) -> None:
    config = load_config(None, site_name="S", docs_dir=str(tmp_path), nav=[{"A": ["o/index.md"]}, "o/index.md", "p.md"])
    ours = GeneratedPage("o/index.md", None, config.site_dir, use_directory_urls=True)
    ours.dest_uri = "o/index.html"
    theirs = File("p.md", str(tmp_path), config.site_dir, use_directory_urls=True)
    nav = get_navigation(Files([ours, theirs]), config)
    leave_out(nav, "p/")
    assert len(nav.pages) == 3
    leave_out(nav, "o/")
    assert [[page.url for page in items] for items in (nav.items, nav.pages)] == [["p/"], ["p/"]]
