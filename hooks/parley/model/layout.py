"""Where each kind of file lives below `posts/`.

tags.yml                                      the closed list of tags
policy.yml                                    what is accepted without a maintainer
people/<handle>.yml                           a person
discussions/<slug>/post.md or post.yml        a discussion
discussions/<slug>/replies/<id>.md or .yml    a reply to it
<path>/<slug>/post.yml or post.md             a comparison, where the site declares some, in the folder that it says
<path>/<slug>/replies/<id>.md or .yml         a reply to it
pages/<path>/replies/<id>.md or .yml          a reply below a page of the maintainers', by the path of its file in docs/
agreements/<folder>/<slug>/<handle>/<id>.yml  what somebody agrees with in the thread of a post
pages/<path>/post.yml                         optional: its title, where the page itself can't be asked
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

FileKind = Literal["discussion", "comparison", "article", "reply", "agreement", "person", "tags", "policy"]

FOR_MAINTAINERS: tuple[FileKind, ...] = ("tags", "policy")
"""Files of which there is one each, and whose content is no entry's."""

DISCUSSIONS = "discussions"
PAGES = "pages"
PEOPLE = "people"
AGREEMENTS = "agreements"

THREAD_KEY = "discussion"
"""How a form, or an editor of a whole site, says what is replied to; of a file its folder says it."""

IGNORED = frozenset({"README.md", "LICENSE.md", ".gitkeep"})
"""Files that may stand beside the posts without being any."""

PATH_LENGTH = 200
"""Characters of a path from the top of the repository: Windows takes 260 with the folder in which the copy lies."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What names of one kind are made of, as a pattern that JavaScript and JSON Schema read in the same way."""

    pattern: re.Pattern[str]
    longest: int
    wanted: str


SLUG = Naming(re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII), 80, "letters a-z, digits and single hyphens, at most 80")
"""A post's folder and a tag: what a person chooses, and reads in an address."""

PAGE = Naming(
    re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*", re.ASCII),
    150,
    "folders of letters a-z, digits and single hyphens, with / between them, at most 150",
)
"""What stands for a page of the maintainers': the path of its file, `guide/set-up`."""

HANDLE = Naming(
    re.compile(r"(?!.*\.(?:html|xml)$)(?=.*[a-z0-9])[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", re.ASCII),
    64,
    "letters a-z, digits, '-', '_' and single dots inside, at most 64",
)
"""A login in lower case, as the forges give or gave them out.

GitHub has letters, digits and hyphens, also two in a row and at either end in old logins, `_` before the short name of
a company whose accounts it manages, and 39 characters; GitLab, Gitea and Forgejo have `_` and `.` besides, up to 255
and 40. Left out are a dot at either end and two in a row (a hidden file, a name that Windows cuts, the way up), what
would be a page or a feed beside those of people, and more than the name of a reply has room for.

Sources: https://docs.github.com/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication,
lib/gitlab/path_regex.rb of GitLab, modules/validation of Gitea.
"""

ID = Naming(
    re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*", re.ASCII),
    80,
    "letters a-z, digits, '-', '_' and single dots inside, at most 80",
)
"""A reply's file without its ending, which has a handle in it: a day, the handle and four characters are 80 at most."""

BOT = re.compile(r".*\[bot\]|(?:project|group)_[0-9]+_bot(?:_?[0-9a-f]+)?", re.ASCII | re.IGNORECASE)
"""Logins of programs: those of GitHub's apps, and of access tokens at GitLab."""

DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
"""What Windows takes for a device, whatever ending follows, so that git stops there at a file or folder of this name.

Source: Microsoft Learn, "Naming Files, Paths, and Namespaces". The other forms there, with spaces or raised digits, are
no names here.
"""


def list_wanted(folders: Iterable[str]) -> tuple[str, ...]:
    """What may stand below posts/, given the folders of posts; `.md` files also as `.yml`."""
    first, *others = (folder for folder in folders if folder != PAGES)
    return *_of_posts(first), *(f"{folder}/…" for folder in others), *_OTHERS


_OTHERS = ("people/<handle>.yml", "agreements/…/<handle>/<id>.yml", "tags.yml")


def _of_posts(folder: str) -> tuple[str, ...]:
    return f"{folder}/<slug>/post.md", f"{folder}/<slug>/replies/<id>.md"


class Slot(NamedTuple):
    """What a path says about its file: the kind, the name it gives, and for a reply the post it belongs to."""

    kind: FileKind
    name: str
    post: tuple[str, str] | None = None


_REPLY = re.compile(r"(discussions)/([a-z0-9-]+)/replies/([a-z0-9_-]+)\.(?:md|yml)")
"""What most files are, told at a glance."""


def find_slot(path: str) -> Slot | None:
    """Tell what a file below `posts/` is, or None where the layout has no place for it.

    A post is a discussion in the folder of these and a comparison in any other; which others there may be, the site
    declares.
    """
    canonical = find_canonical(path)
    if found := _REPLY.fullmatch(canonical):
        folder, slug, name = found.groups()
        return Slot("reply", name, (folder, slug))
    match canonical.split("/"):
        case ["tags.yml"]:
            return Slot("tags", "tags")
        case ["policy.yml"]:
            return Slot("policy", "policy")
        case ["people", name] if name.endswith(".yml"):
            return Slot("person", name.removesuffix(".yml"))
        case ["agreements", folder, _, *_, handle, name] if name.endswith(".yml") and folder not in (
            PEOPLE,
            AGREEMENTS,
        ):
            return Slot("agreement", handle) if is_file_name(name.removesuffix(".yml"), ID) else None
        case [folder, _, *_] if folder == PAGES:
            return _find_page_slot(canonical)
        case [folder, slug, "post.md" | "post.yml"] if folder != PEOPLE:
            return Slot("discussion" if folder == DISCUSSIONS else "comparison", slug, (folder, slug))
        case [folder, slug, "replies", name] if folder != PEOPLE and name.endswith((".md", ".yml")):
            return Slot("reply", name.rpartition(".")[0], (folder, slug))
    return None


def _find_page_slot(path: str) -> Slot | None:
    """What a file below pages/ is; the folders of a page may be called `replies`, too."""
    _, _, place = path.partition("/")
    page, name = place.removesuffix("/post.yml"), place.rpartition("/")[2]
    if page != place:
        return Slot("article", page, (PAGES, page))
    page = place.removesuffix(f"/replies/{name}")
    if page != place and name.endswith((".md", ".yml")):
        return Slot("reply", name.rpartition(".")[0], (PAGES, page))
    return None


_ENDINGS = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".txt", ".text"), ".md"),
    **dict.fromkeys((".yml", ".yaml"), ".yml"),
}
_ENDING = re.compile(rf"(?:{'|'.join(map(re.escape, _ENDINGS))})+\Z", re.IGNORECASE)


@lru_cache(1)
def find_canonical(path: str) -> str:
    """The path with the ending that such files have, and names in small letters where they have to be.

    That is `.md` for `.markdown`, `.MD` and `.md.txt`, `.yml` for `.yaml`, and `people/ana_acme.yml` for
    `people/Ana_Acme.yml`.
    """
    if _CANONICAL.fullmatch(path):  # as nearly all are
        return path
    found = (_PERSON_ENDING if path.startswith(f"{PEOPLE}/") else _ENDING).search(path)
    if not found or path.rpartition("/")[2] == found[0]:
        return path
    first = _ENDING_FIRST.match(found[0])
    return _lower(path[: found.start()]) + _ENDINGS[first[0].lower()] if first else path


_CANONICAL = re.compile(
    r"(?:people/[a-z0-9_-]+|(?!people/)[a-z0-9-]+/[a-z0-9-]+/(?:post|replies/[a-z0-9][a-z0-9_-]{0,79}))\.(?:md|yml)"
)
_PERSON_ENDING = re.compile(r"\.ya?ml(?:\.te?xt)?\Z", re.IGNORECASE)
"""A login may end as a file does: `people/ana.md.yml` is about `ana.md`."""


def _lower(path: str) -> str:
    """The path of a person or a reply, without its ending, in small letters, as logins are compared.

    What stands in the name of a reply that can stand in no id is read as a hyphen, a letter with an accent as one
    without: `2026-11-22 José.md`. Names that can't be everywhere stay as they are, for the check to tell.
    """
    match path.split("/"):
        case ["people", name] if path.isascii() and is_file_name(name.lower(), HANDLE):
            return path.lower()
        case [*_, "replies", name] if name.isprintable() and not _NOWHERE.search(name):
            is_odd = len(name) > ID.longest or is_device(unicodedata.normalize("NFKC", name.lower()))
            near = "" if is_odd or name != name.strip(" .") else nearest_name(name, ID)
            return path[: -len(name)] + near if near else path
    return path


_NOWHERE = re.compile(r'[<>:"|?*\\]')
"""What stands in no name of a file on Windows."""


_ENDING_FIRST = re.compile("|".join(map(re.escape, sorted(_ENDINGS, key=len, reverse=True))), re.IGNORECASE)


def is_markdown(path: str) -> bool:
    """Tell whether a file has front matter and a text below it; all others are keys alone."""
    return find_canonical(path).endswith(".md")


_LEFTOVER = re.compile(
    r"\.DS_Store|\._.*|Thumbs\.db|ehthumbs\.db|desktop\.ini|Icon\r|~\$.*|.*~|#.*#|\.#.*|\..*\.sw[a-z]|.*\.kate-swp"
    r"|.*\.(?:bak|orig|rej|tmp|temp)|__MACOSX|\.Trashes|\.Spotlight-V100|\.fseventsd|\.directory"
    r"|\.(?:idea|vscode|vs|obsidian|history|~lock\..*#)",
    re.IGNORECASE,
)


def is_leftover(name: str) -> bool:
    """Tell whether a system or an editor has left a file or folder of this name, which nobody meant to send."""
    return _LEFTOVER.fullmatch(name) is not None


_DAY = re.compile(r"\d{4}-\d\d-\d\d-.")


def find_home(path: str, folders: Iterable[str]) -> str:
    """Where a file belongs that stands beside its place, given the folders of posts; empty where that isn't clear."""
    *parents, name = find_canonical(path).split("/")
    if not name.lower().endswith((".md", ".yml")):
        return ""
    known = {alike: folder for folder in folders for alike in (folder, folder.removesuffix("s"))} | {"person": PEOPLE}
    known[PEOPLE] = PEOPLE
    parents = [part.lower().replace(" ", "-") for part in parents]
    folder = known.get(parents[0], "") if parents else ""
    stem, ending = name.rpartition(".")[0], name.rpartition(".")[2]
    home = ""
    match parents[1:]:
        case [] if folder == PEOPLE:
            home = f"{PEOPLE}/{stem.lower()}.yml" if ending == "yml" else ""
        case [] if folder and stem.lower() not in ("post", "index", "readme"):
            home = f"{folder}/{stem.lower().replace(' ', '-')}/post.{ending}"
        case [slug] if folder and folder != PEOPLE and _DAY.match(stem):
            home = f"{folder}/{slug}/replies/{stem.lower()}.{ending}"
        case [slug] if (
            folder and folder != PEOPLE and stem.lower() in ("post", "index", folder.removesuffix("s"), slug)
        ):
            home = f"{folder}/{slug}/post.{ending}"
        case [slug, inner, *_] if folder and folder != PEOPLE and inner in _REPLIES:
            home = f"{folder}/{slug}/replies/{stem.lower()}.{ending}"
        case _ if stem.lower() == "tags":
            home = "tags.yml"
    slot = find_slot(home) if home else None
    named = slot and all(is_name(part, ID) for part in home.rpartition(".")[0].split("/"))
    return home if named and home != path else ""


_DOCUMENT = re.compile(r"\.(?:x?html?|adoc|asciidoc|rst|org|tex|rtf|docx?|odt|pages|pdf)\Z", re.IGNORECASE)


def find_as_markdown(path: str, folders: Container[str]) -> str:
    """What a text would be called that was written with another program, or in other marks, if it were Markdown."""
    written = _DOCUMENT.sub(".md", path)
    if written == path:
        return ""
    slot = find_slot(written)
    return written if slot and slot.kind != "person" and path.partition("/")[0] in folders else ""


_REPLIES = frozenset({"replies", "reply", "answers", "comments", "responses"})


def find_folder(path: str, folders: Container[str]) -> bool:
    """Tell whether the layout has a place for this folder, given the folders of posts."""
    match path.split("/"):
        case [folder] | [folder, _] | [folder, _, "replies"] if folder in folders:
            return True
    if path.startswith(f"{PAGES}/") and PAGES in folders:
        return is_name(path.partition("/")[2], PAGE)
    if path.startswith(f"{AGREEMENTS}/"):
        folder, _, name = path.partition("/")[2].partition("/")
        thread, _, handle = name.rpartition("/")
        is_thread = not name or is_name(name, naming_of(folder))
        return folder in folders and (is_thread or (is_name(thread, naming_of(folder)) and bool(handle)))
    return path in (PEOPLE, AGREEMENTS)


def naming_of(folder: str) -> Naming:
    """What the names of the posts in a folder are made of."""
    return PAGE if folder == PAGES else SLUG


def is_file_name(text: str, naming: Naming = SLUG) -> bool:
    """Tell whether a name can be that of a file or folder on every system."""
    return is_name(text, naming) and not is_device(text)


def is_device(name: str) -> bool:
    """Tell whether Windows takes a file or folder of this name for a device: it reads no further than the first dot."""
    return name.partition(".")[0] in DEVICES


def is_name(text: str, naming: Naming = SLUG) -> bool:
    """Tell whether a text can be a slug or, with their `naming`, an id or a handle."""
    return len(text) <= naming.longest and naming.pattern.fullmatch(text) is not None


def is_login(text: str) -> bool:
    """Tell whether a forge may have given out a login, whether or not it can be a handle."""
    return re.fullmatch(r"[a-z0-9_.-]+", text, re.ASCII) is not None


def is_bot(login: str) -> bool:
    """Tell the login of a program, which writes nothing here, from that of a person: `renovate[bot]`."""
    return BOT.fullmatch(login) is not None


_PLAIN = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
"""Latin letters that have no accent to take off; as titles have them (`editing/slugs.py`)."""


def nearest_name(name: str, naming: Naming) -> str:
    """A name that is like one that cannot be: in lower case, if that is all, else its Latin letters and digits."""
    if is_file_name(name.lower(), naming):
        return name.lower()
    letters = name.casefold().translate(_PLAIN)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    name = "-".join(words)[: naming.longest].strip("-")
    return f"{name}-2" if name in DEVICES else name
