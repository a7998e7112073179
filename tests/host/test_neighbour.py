"""On the pages of a site that Parley joins nothing changes; ours look as the site does, under a policy of their own."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from host.test_host_programs import find_program
from support import GOOD, ROOT, write_tree

SITE = """\
site_name: Garden Docs
site_url: https://docs.example.org/
repo_url: https://github.com/ana/garden
edit_uri: edit/main/docs/
use_directory_urls: {folders}
theme: {{name: {theme}, custom_dir: mine{more}}}
plugins: [{plugins}]
hooks: [{hooks}]
extra_css: [extra.css]
extra: {{{extra}}}
"""
PAGES = {
    "docs/index.md": "# Home\n\nMulch **matters**.\n\n<script>mine = 1</script>\n",
    "docs/glossary.md": "# Glossary\n\n## Mulch\n\nIt covers the soil, as DMARC does mail.\n",
    "docs/moderation.md": "# Moderation of theirs\n",
    "docs/talk.md": "# Talk\n\n<script>theirs = 1</script>\n\n::: discussions\n",
    "docs/extra.css": "h1 { color: red }\n",
    "mine/main.html": '{% extends "base.html" %}{% block extrahead %}<script>ours = 1</script>{% endblock %}',
}
HOOK = """\
def on_post_page(output, page, config):
    return output.replace("</body>", f"<!-- {page.title} --></body>")
"""


def build(
    folder: Path, site: str, settings: Mapping[str, object], *hooks: str, python: str | Path = sys.executable
) -> dict[str, str]:
    """The text files of the site, by name."""
    text = SITE.format(
        **{"more": "", "extra": "", "folders": "true", "plugins": "search", **settings}, hooks=", ".join(hooks)
    )
    write_tree(folder, {f"{site}.yml": text})
    command = [python, "-m", "mkdocs", "build", "--quiet", "--config-file", f"{site}.yml", "--site-dir", site]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    files = [file for file in (folder / site).rglob("*") if file.suffix in (".html", ".xml", ".json", ".css", ".js")]
    return {file.relative_to(folder / site).as_posix(): file.read_text(encoding="utf-8") for file in files}


def drop_way(html: str) -> list[str]:
    """The lines of a page without the way to the discussions, its layout, and the script in the theme's search."""
    lines = [line.strip() for line in html.replace("><", ">\n<").splitlines()]
    return [
        line for line in lines if line and "join.js" not in line and line != "</script>" and "Build Date" not in line
    ]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    write_tree(tmp_path / "posts", {path: text for path, text in GOOD.items() if not path.startswith("practices")})
    return write_tree(tmp_path, {**PAGES, "own.py": HOOK})


PARLEY = f"{ROOT}/hooks/mkdocs_hook.py"


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_beside_any_theme_only_pages_with_texts_of_contributors_are_touched(theme: str, project: Path) -> None:
    nav = {"theme": theme, "extra": "parley: {posts: posts}"}
    without = build(project, "without", nav)
    site = build(project, "with", nav, PARLEY)
    for name in ("index.html", "glossary/index.html", "moderation/index.html", "404.html"):
        before, after = drop_way(without[name]), drop_way(site[name])
        added = [line for line in after if line not in before]
        assert [line for line in before if line not in after] == []
        assert [line for line in added if "discussions/" not in line and line != "Discussions"] == [], name
        assert "Content-Security-Policy" not in site[name]
    entries = without["sitemap.xml"].replace("</urlset>", "").strip()
    assert site["sitemap.xml"].startswith(entries), "their own days included"
    assert "/discussions/two-follow-ups/</loc>" in site["sitemap.xml"]
    thread, talk = site["discussions/two-follow-ups/index.html"], site["talk/index.html"]
    for html in (thread, talk):
        assert "default-src 'none'" in html
        assert "ours = 1" in html, "their own template stands around ours"
        assert "assets/parley/parley.css" in html
    assert talk.count("'sha256-") > thread.count("'sha256-"), "what the maintainers wrote on it may run"
    assert "https://github.com/ana/garden/edit/main/posts/discussions/two-follow-ups/post.md" in thread
    assert "https://github.com/ana/garden/edit/main/docs/posts" not in "".join(site.values())
    assert "--md-primary" not in site["assets/parley/parley.css"]
    assert 'href="../../search/"' in thread
    assert "__search" not in thread.replace('id="__search"', "")


def test_addresses_that_are_files_lead_on_from_those_that_are_folders(project: Path) -> None:
    settings = {"theme": "material", "folders": "false", "extra": "parley: {posts: posts, search: own}"}
    site = build(project, "with", settings, PARLEY, "own.py")
    assert "moderation.html" in site["moderation/index.html"]
    assert "It named a private person" not in site["moderation/index.html"], "there is one page of that name"
    assert "<!-- " in site["moderation.html"]
    thread = site["discussions/two-follow-ups/index.html"]
    assert "<!-- Two follow-ups" in thread, "an adopter's hook sees our pages"
    assert 'href="discussions/two-follow-ups/"' in site["talk.html"]
    assert {entry["location"].partition("#")[0] for entry in json.loads(site["search/search_index.json"])["docs"]} == {
        "index.html",
        "glossary.html",
        "moderation.html",
        "talk.html",
    }


VERSIONED = """\
def on_config(config):
    config.site_url = "https://docs.example.org/2.0"
"""


def test_a_version_that_another_puts_behind_the_address_is_in_every_address_of_ours(project: Path) -> None:
    """As mike does, without a slash, wherever it is in the list."""
    write_tree(project, {"version.py": VERSIONED})
    site = build(project, "with", {"theme": "material", "extra": "parley: {posts: posts}"}, PARLEY, "version.py")
    texts = [*site.values(), (project / "with/robots.txt").read_text(), (project / "with/llms.txt").read_text()]
    found = {found for text in texts for found in re.findall(r"https://docs\.example\.org[^\s\"<)]*", text)}
    assert {"https://docs.example.org/2.0/feed.xml", "https://docs.example.org/2.0/sitemap.xml"} <= found
    assert {one for one in found if not one.startswith("https://docs.example.org/2.0/")} == set()


PLUGINS = (
    "search, blog, tags, social: {cards: false}, awesome-nav, redirects: {redirect_maps: {old.md: glossary.md}}, mike, "
    "mkdocstrings: {handlers: {python: {paths: [.]}}}, minify: {minify_html: true}"
)
LANGUAGES = (
    "search, i18n: {languages: [{locale: en, default: true, name: English}, {locale: fr, name: French, build: true}]}"
)


@pytest.mark.slow
@pytest.mark.parametrize("plugins", [PLUGINS, LANGUAGES])
def test_beside_plug_ins_that_many_sites_have_their_pages_keep_what_they_hold(plugins: str, project: Path) -> None:
    """They have an environment of their own: one of them brings ProperDocs, which builds in MkDocs' place."""
    python = find_program("neighbours", "python")
    post = "---\ndate: 2026-01-02\n---\n# One\n\nHello.\n"
    code = "# Code\n\n::: spade\n" if "mkdocstrings" in plugins else "# Code\n"
    write_tree(project, {"docs/blog/index.md": "# Blog\n", "docs/blog/posts/one.md": post, "docs/code.md": code})
    write_tree(project, {"spade.py": '"""It digs."""\n', "docs/talk.md": "# Talk\n", "docs/.nav.yml": "nav: ['*']\n"})
    if plugins == LANGUAGES:
        write_tree(project, {"docs/index.fr.md": "# Bonjour\n"})
    nav = {"theme": "material", "extra": "parley: {posts: posts}", "plugins": plugins}
    without, site = build(project, "without", nav, python=python), build(project, "with", nav, PARLEY, python=python)
    assert re.search('<html lang="?en"? ', site["discussions/two-follow-ups/index.html"]), "as the first language is"
    for name in (name for name in without if name.endswith(".html")):
        assert re.findall(r"<h1.*?</article>", without[name], re.DOTALL) == re.findall(
            r"<h1.*?</article>", site[name], re.DOTALL
        ), name
        assert "discussions/" in site[name] or "http-equiv=refresh" in without[name].replace('"', ""), name
