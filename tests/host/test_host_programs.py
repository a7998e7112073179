"""The same posts by every host: between the frames, the pages are the same to the byte."""

import subprocess
from html import unescape
from pathlib import Path

import pytest

from parley_attach.elements import find_elements
from support import GOOD, MKDOCS_YML, ROOT, Files, build_site, run_parley, write_tree

HOSTS = ROOT / ".venv" / "hosts"
"""An environment for each host that can't be in the same as another; `make hosts` makes them."""

REPLY = "---\nauthor: ana\ndate: 2026-10-02\n---\n\nIt works. See [the one](#reply-2026-10-02-ana) and @bob.\n"
POSTS: Files = {**GOOD, "pages/guide/set-up/replies/2026-10-02-ana.md": REPLY}
SETTINGS = MKDOCS_YML.replace("plugins: []", "use_directory_urls: true\nplugins: []")
PAGE = "---\ncomments: true\n---\n\n# Set it up\n\nRun it.\n"
PLACE = "<div data-parley-thread></div>\n"
FRAME = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><link rel="canonical" href="https://x.example/{here}">
<link rel="stylesheet" href="{root}site.css"></head>
<body><nav><a href="{root}">Home</a></nav><main><article><h1>{title}</h1>{content}</article></main></body></html>
"""
PLAIN = {"index.html": ("Home", "Hi."), "guide/set-up/index.html": ("Set it up", PLACE), "us/index.html": ("Us", "Us.")}


def write_site(folder: Path) -> Path:
    """A site as any program may have built it."""
    pages = {
        name: FRAME.format(title=title, content=content, root="../" * name.count("/") or "./", here=name)
        for name, (title, content) in PLAIN.items()
    }
    sitemap = '<?xml version="1.0"?>\n<urlset><url><loc>https://x.example/us/</loc></url></urlset>\n'
    return write_tree(folder, {**pages, "404.html": "<h1>Gone</h1>", "site.css": "", "sitemap.xml": sitemap})


def read_contents(site: Path) -> dict[str, str]:
    """What is ours on each page, by the page."""
    found: dict[str, str] = {}
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        for element in find_elements(text):
            if element.attributes.get("class", "").split()[:1] == ["parley"]:
                found.setdefault(page.relative_to(site).as_posix(), text[element.start : element.end])
    return found


def read_data(site: Path) -> dict[str, bytes]:
    """What is there for programs."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if name.endswith(("feed.xml", "thread.json", "choices.json"))}


def write_sources(folder: Path, settings: str = SETTINGS) -> Path:
    write_tree(folder / "posts", POSTS)
    pages = {"docs/index.md": "# Home\n", "docs/guide/set-up.md": PAGE + PLACE}
    return write_tree(folder, {"mkdocs.yml": settings, **pages})


@pytest.fixture(scope="module")
def by_mkdocs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_sources(tmp_path_factory.mktemp("mkdocs"))
    build_site(folder)
    return folder / "site"


def compare(site: Path, wanted: Path) -> None:
    contents, others = read_contents(site), read_contents(wanted)
    assert sorted(contents) == sorted(others)
    assert {name for name in others if contents[name] != others[name]} == set()
    assert read_data(site) == read_data(wanted)
    assert {"discussions/two-follow-ups/index.html", "guide/set-up/index.html", "people/index.html"} <= set(contents)


def test_a_site_that_another_program_has_built_gets_the_same_pages(by_mkdocs: Path, tmp_path: Path) -> None:
    folder = write_sources(tmp_path)
    site = write_site(tmp_path / "public")
    said = run_parley("attach", "public", "--frame", "us/", cwd=folder)
    assert "1 thread below pages" in said.stdout
    compare(site, by_mkdocs)
    discussion = (site / "discussions/two-follow-ups/index.html").read_text()
    assert '<link rel="stylesheet" href="../../site.css">' in discussion
    assert '<nav><a href="../../">Home</a></nav>' in discussion
    assert "x.example" not in discussion
    policy = unescape(discussion.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0])
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert discussion.index("charset") < discussion.index("http-equiv") < discussion.index("<script")
    entries = (site / "sitemap.xml").read_text()
    assert entries.count("<urlset") == 1
    assert entries.index("https://x.example/us/") < entries.index("/discussions/two-follow-ups/</loc>")
    assert (discussion.count("<title>"), discussion.count("<h1")) == (1, 1)
    assert (site / "pagefind" / "pagefind.js").is_file()
    twin, listed = (site / "guide/set-up/index.md").read_text(), (site / "llms.txt").read_text()
    assert twin.startswith("# Set it up\n")
    assert "\n> " in twin, "the thread follows"
    assert (
        '<link rel="alternate markdown" type="text/markdown" href="index.md">'
        in (site / "guide/set-up/index.html").read_text()
    )
    assert "guide/set-up/index.md)" in listed
    assert "discussions/two-follow-ups/index.md)" in listed
    assert (site / "us/index.html").read_text() == write_site(tmp_path / "again").joinpath("us/index.html").read_text()
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    run_parley("attach", "public", "--frame", "us/", cwd=folder)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    write_tree(site, {"llms.txt": "Theirs.\n", "us/index.md": "Theirs.\n"})
    (site / "guide/set-up/index.html").unlink()
    (folder / "posts/pages/guide/set-up/post.yml").unlink(missing_ok=True)
    run_parley("attach", "public", "--frame", "us/", cwd=folder)
    assert {(site / name).read_text() for name in ("llms.txt", "us/index.md")} == {"Theirs.\n"}
    assert not (site / "guide/set-up/index.md").exists(), "what a page no longer says is said no longer"


def test_what_is_wrong_is_said_before_anything_is_written(tmp_path: Path) -> None:
    folder = write_sources(tmp_path)
    assert "build the site first" in run_parley("attach", "public", cwd=folder, code=2).stderr
    site = write_site(tmp_path / "public")
    before = sorted(site.rglob("*"))
    assert "Name the page" in run_parley("attach", "public", cwd=folder, code=2).stderr
    assert (
        "404.html can't be the frame"
        in run_parley("attach", "public", "--frame", "404.html", cwd=folder, code=2).stderr
    )
    write_tree(
        folder / "posts", {"discussions/two-follow-ups/replies/x.md": "---\ndate: 2026-10-05\n---\n\nNo author.\n"}
    )
    assert "Nothing was written" in run_parley("attach", "public", "--frame", "us/", cwd=folder, code=1).stderr
    assert sorted(site.rglob("*")) == before


def test_the_first_reply_to_a_page_that_only_another_program_knows_begins_its_thread(tmp_path: Path) -> None:
    write_tree(tmp_path, {"posts/tags.yml": "[]\n", "parley.yml": "site_name: S\n"})
    for author in ("ana", "bob"):
        run_parley("reply", "pages/guide/set-up", "--author", author, "-m", "It works.", cwd=tmp_path)
    assert len(list(tmp_path.glob("posts/pages/guide/set-up/replies/*.md"))) == 2
    write_tree(tmp_path, {"docs/index.md": "# Home\n"})
    said = run_parley("reply", "pages/other", "--author", "ana", "-m", "Hi.", cwd=tmp_path, code=2).stderr
    assert "no page with a thread 'other'" in said, "here the pages are known"


def find_program(host: str, name: str) -> Path:
    """A program in the environment of a host; where that couldn't be installed, the test is left out."""
    if not (HOSTS / host / ".ready").is_file():
        pytest.skip(f"{host} isn't installed, or not whole: `make hosts` installs it and says why it can't")
    return HOSTS / host / "bin" / name


def run_host(host: str, *command: str, cwd: Path) -> None:
    program = find_program(host, command[0])
    done = subprocess.run([program, *command[1:]], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("host", "theme"), [("properdocs", "material"), ("materialx", "materialx")])
@pytest.mark.parametrize(
    "command", [("parley", "build"), ("properdocs", "build", "-f", "mkdocs.yml")], ids=["parley", "own"]
)
def test_the_forks_of_mkdocs_and_of_its_theme_build_the_same(
    host: str, theme: str, command: tuple[str, ...], by_mkdocs: Path, tmp_path: Path
) -> None:
    folder = write_sources(tmp_path, SETTINGS.replace("name: material", f"name: {theme}"))
    run_host(host, *command, cwd=folder)
    compare(folder / "site", by_mkdocs)


@pytest.mark.slow
def test_a_site_by_zensical_gets_the_same_pages(by_mkdocs: Path, tmp_path: Path) -> None:
    folder = write_sources(tmp_path)
    write_tree(folder, {"docs/us.md": "# Us\n\n<div data-parley-frame></div>\n"})
    run_host("attach", "zensical", "build", cwd=folder)
    run_parley("attach", "site", cwd=folder)
    compare(folder / "site", by_mkdocs)
    page = (folder / "site/discussions/two-follow-ups/index.html").read_text()
    assert '"base":"../.."' in page
    assert 'new URL("../..",location)' in page


@pytest.mark.slow
def test_a_site_by_hugo_gets_the_same_pages(by_mkdocs: Path, tmp_path: Path) -> None:
    folder = write_sources(tmp_path)
    layout = FRAME.replace("{title}", "{{ .Title }}").replace("{root}", "/").replace("{here}", "")
    place = '{{ .Content }}{{ if .Params.comments }}<div data-parley-thread="{{ .File.Path }}"></div>{{ end }}'
    us = {
        "content/us.md": "---\ntitle: Us\n---\nUs.\n",
        "content/guide/set-up.md": PAGE.replace("comments", "title: Set it up\ncomments"),
    }
    files = {f"layouts/_default/{name}.html": layout.replace("{content}", place) for name in ("single", "list")}
    write_tree(folder, {"hugo.toml": 'baseURL = "http://127.0.0.1:8000/"\ndisableKinds = ["term"]\n', **files, **us})
    run_host("attach", "hugo", "--quiet", cwd=folder)
    said = run_parley("attach", "public", "--frame", "us/", cwd=folder).stderr
    assert "public/tags/index.html stays" in said  # Hugo's own list of tags
    (folder / "public/tags/index.html").unlink()
    run_parley("attach", "public", "--frame", "us/", cwd=folder)
    compare(folder / "public", by_mkdocs)
