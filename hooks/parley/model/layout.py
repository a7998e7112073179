"""Where each kind of file lives below `posts/`.

tags.yml                                      the closed list of tags
people/<handle>.yml                           a person
discussions/<slug>/post.md or post.yml        a discussion
discussions/<slug>/replies/<id>.md or .yml    a reply to it
<path>/<slug>/post.yml or post.md             a comparison, where the site declares some, in the folder that it says
<path>/<slug>/replies/<id>.md or .yml         a reply to it
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

FileKind = Literal["discussion", "comparison", "reply", "person", "tags"]

DISCUSSIONS = "discussions"
PEOPLE = "people"

IGNORED = frozenset({"README.md", "LICENSE.md", ".gitkeep"})
"""Files that may stand beside the posts without being any."""

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
NAME_LENGTH = 80
HANDLE_LENGTH = 39  # the longest login GitHub gives out
PATH_LENGTH = 200
"""Characters of a path from the top of the repository: Windows takes 260 with the folder in which the copy lies."""

DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
"""What Windows takes for a device, whatever ending follows, so that git stops there at a file or folder of this name.

Source: Microsoft Learn, "Naming Files, Paths, and Namespaces". The other forms there, with dots, spaces or raised
digits, are no names here.
"""


def describe_wanted(folders: Iterable[str]) -> str:
    """What may stand below posts/, given the folders of posts."""
    first, *others = folders
    more = f"the same under {' and '.join(f'{folder}/' for folder in others)} " if others else ""
    return (
        f"{first}/<slug>/post.md, {first}/<slug>/replies/<id>.md, {more}(all also as .yml), "
        "people/<handle>.yml or tags.yml"
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """What a path says about its file: the kind, the name it gives, and for a reply the post it belongs to."""

    kind: FileKind
    name: str
    post: tuple[str, str] | None = None


@cache
def find_slot(path: str) -> Slot | None:
    """Tell what a file below `posts/` is, or None where the layout has no place for it.

    A post is a discussion in the folder of these and a comparison in any other; which others there may be, the site
    declares.
    """
    match path.split("/"):
        case ["tags.yml"]:
            return Slot("tags", "tags")
        case ["people", name] if name.endswith(".yml"):
            return Slot("person", name.removesuffix(".yml"))
        case [folder, slug, "post.md" | "post.yml"] if folder != PEOPLE:
            return Slot("discussion" if folder == DISCUSSIONS else "comparison", slug, (folder, slug))
        case [folder, slug, "replies", name] if folder != PEOPLE and name.endswith((".md", ".yml")):
            return Slot("reply", name.rpartition(".")[0], (folder, slug))
    return None


def find_folder(path: str, folders: Container[str]) -> bool:
    """Tell whether the layout has a place for this folder, given the folders of posts."""
    match path.split("/"):
        case [folder] | [folder, _] | [folder, _, "replies"] if folder in folders:
            return True
    return path == PEOPLE


def is_file_name(text: str, longest: int = NAME_LENGTH) -> bool:
    """Tell whether a name can be that of a file or folder on every system."""
    return is_name(text, longest) and text not in DEVICES


@cache
def is_name(text: str, longest: int = NAME_LENGTH) -> bool:
    """Tell whether a text can be a slug, an id or (with `HANDLE_LENGTH`) a handle."""
    return len(text) <= longest and NAME.fullmatch(text) is not None
