"""Three sites that differ from one another in their settings and posts alone."""

import re
from collections.abc import Mapping
from pathlib import Path

from support import ROOT, Files, write_tree

GUIDE = ROOT / "docs/parley/pages/declare.md"
ADDRESS = "https://talk.example/"
REPOSITORY = "https://github.com/us/talk"


def read_examples() -> list[str]:
    """The settings that the guide shows, in its order."""
    return re.findall(r"^```yaml\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


CO_OPERATIVE, COURSE = read_examples()

HEAD = f"""\
site_name: NAME
site_url: {ADDRESS}
repo_url: {REPOSITORY}
hooks: [{ROOT}/hooks/mkdocs_hook.py]
theme:
  name: material
  font: false
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: indigo
      toggle: {{icon: material/weather-night, name: Switch to dark mode}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: indigo
      toggle: {{icon: material/weather-sunny, name: Switch to light mode}}
plugins: []
"""

TAGS = "- {slug: bees, title: Bees, summary: All about them.}\n- {slug: plans, title: Plans, summary: What comes.}\n"

BEEKEEPERS_POSTS: Files = {
    "people/flora.yml": "name: Flora\nrole: maintainer\n",
    "discussions/winter-food/post.md": (
        "---\ntitle: Sugar or honey in winter?\nauthor: flora\ndate: 2026-10-01\n"
        "questions:\n  - What do you feed?\n---\n\nHives need food.\n"
    ),
    "discussions/winter-food/replies/2026-10-02-ana.md": "---\nauthor: ana\ndate: 2026-10-02\n---\n\nHoney stays.\n",
    "discussions/winter-food/replies/2026-10-03-bob.md": (
        "---\nauthor: bob\ndate: 2026-10-03\nreply_to: 2026-10-02-ana\n---\n\nSyrup is lighter.\n"
    ),
}

CO_OPERATIVE_POSTS: Files = {
    "tags.yml": TAGS,
    "people/flora.yml": "name: Flora\nrole: maintainer\n",
    "discussions/new-roof/post.md": (
        "---\ntitle: A new roof\nauthor: flora\ndate: 2026-10-01\ntags: [plans]\nbudget: 12000\n---\n\nIt leaks.\n"
    ),
    "discussions/new-roof/replies/2026-10-02-ana.md": (
        "---\nauthor: ana\ndate: 2026-10-02\nstance: agree\n---\n\nBefore the frost, please.\n"
    ),
    "discussions/new-roof/replies/2026-10-03-bob.md": (
        "---\nauthor: bob\ndate: 2026-10-03\nstance: object\nreply_to: 2026-10-02-ana\n---\n\nIt costs too much.\n"
    ),
    "discussions/new-roof/replies/2026-10-04-cyd.md": (
        "---\nauthor: cyd\ndate: 2026-10-04\nstance: aside\n---\n\nI rent elsewhere soon.\n"
    ),
    "discussions/new-roof/replies/2026-10-05-dan.md": (
        "---\nauthor: dan\ndate: 2026-10-05\nupdated: 2026-10-06\nstance: object\nremoved: spam\n---\n\nBuy mine.\n"
    ),
    "discussions/new-shed/post.md": (
        "---\ntitle: A new shed\nauthor: ana\ndate: 2026-10-05\ntags: [plans]\nbudget: 900\n---\n\nBikes get wet.\n"
    ),
    "discussions/new-shed/replies/2026-10-06-bob.md": "---\nauthor: bob\ndate: 2026-10-06\n---\n\nWritten before.\n",
}

COURSE_POSTS: Files = {
    "tags.yml": TAGS,
    "people/flora.yml": "name: Flora\nrole: maintainer\n",
    "discussions/homework/post.md": (
        "---\ntitle: The first exercise\nauthor: flora\ndate: 2026-10-01\ntags: [plans]\n---\n\nSolve it.\n"
    ),
    "discussions/homework/replies/2026-10-02-ana.md": (
        "---\nauthor: ana\ndate: 2026-10-02\ngraded: passed\n---\n\nMy answer is four.\n"
    ),
    "discussions/homework/replies/2026-10-03-bob.md": (
        "---\nauthor: bob\ndate: 2026-10-03\ngraded: draft\n---\n\nMy answer is five.\n"
    ),
    "methods/adding/post.yml": (
        "title: Adding numbers\nauthor: flora\ndate: 2026-10-01\ntags: [plans]\n"
        "table: Write a column.\ntable_better_when: There are few.\ngraph: Draw a bar.\n"
        "graph_better_when: Eyes are quicker.\n"
        "code: Call a function.\ncode_better_when: There are many.\nrule: Check the result.\n"
    ),
    "methods/adding/replies/2026-10-03-ana.md": ("---\nauthor: ana\ndate: 2026-10-03\n---\n\nI draw *bars*.\n"),
}

SITES: Mapping[str, tuple[str, Files]] = {
    "beekeepers": ("extra: {parley: {off: [tags, people, latest]}}\n", BEEKEEPERS_POSTS),
    "co-operative": (CO_OPERATIVE, CO_OPERATIVE_POSTS),
    "course": (COURSE, COURSE_POSTS),
}


def write_site(folder: Path, name: str, settings: str = "") -> Path:
    """The sources of one of `SITES`, with other settings where some are given."""
    declared, posts = SITES[name]
    write_tree(folder / "posts", posts)
    return write_tree(
        folder,
        {"mkdocs.yml": HEAD.replace("NAME", name) + (settings or declared), "docs/index.md": "# Home\n\nWelcome.\n"},
    )
