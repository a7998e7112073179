"""The maintainers' pages that ask for a thread, as their files tell without building the site.

A page asks with `comments: true` in its front matter, with a line `::: thread`, or because a pattern in the settings
fits its path; `comments: false` says that it doesn't.
"""

import re
import tomllib
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from parley.model import layout
from parley.model.markup.markdown import render_plain
from parley.model.settings import HostedPage
from parley.reading.frontmatter import LOADER
from parley.reading.schema import TITLE_LENGTH

ENDINGS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")

EMBED = re.compile(r":::\s*[A-Za-z]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_THREAD = re.compile(r":::\s*thread\s*$|<div\s+data-parley-thread\b")
_HEAD = re.compile(r"(?:---[ \t]*\n(.*?\n)(?:---|\.\.\.)|\+\+\+[ \t]*\n(.*?\n)\+\+\+)[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r"# +(.*?)(?:\s*\{[^}]*\})?[\s#]*$")


def find_pages(docs: Path, label: str, patterns: Sequence[str]) -> tuple[HostedPage, ...]:
    """The pages below `docs` that ask for a thread; `label` stands for the folder in the paths of problems."""
    found = []
    for file in sorted(docs.rglob("*")):
        path = file.relative_to(docs).as_posix()
        if file.suffix in ENDINGS and not path.startswith(".") and file.is_file():
            text = file.read_text(encoding="utf-8-sig", errors="replace")
            if page := _read_page(path, text, f"{label}/{path}", patterns):
                found.append(page)
    return tuple(found)


def _read_page(path: str, text: str, file: str, patterns: Sequence[str]) -> HostedPage | None:
    whole = path.rpartition(".")[0]
    fits = any(fnmatch(path, pattern) or fnmatch(whole, pattern) for pattern in patterns)
    if not fits and not any(sign in text for sign in ("comments", ":::", "data-parley-thread")):
        return None
    head, body = _split(text)
    asked = head.get("comments", fits or None)
    lines = body.split("\n")
    if asked is False or (not asked and not _has_place(lines)):
        return None
    closed = asked if isinstance(asked, Mapping) else {}
    former = head.get("aliases")
    former = former if isinstance(former, list) else [former] if former else []
    return HostedPage(
        name=name_page(path),
        title=_clean(head.get("title") or _find_heading(lines) or whole.rpartition("/")[2]),
        file=file,
        address=f"{_find_place(whole)}/".lstrip("/"),
        date=_find_day(head.get("date")),
        former=tuple(dict.fromkeys(name for one in former if (name := name_page(str(one))) != name_page(path))),
        locked=str(closed.get("locked") or ""),
        updated=_find_day(closed.get("updated")),
    )


def _has_place(lines: Sequence[str]) -> bool:
    code = set(find_fenced(lines))
    return any(_THREAD.match(line) for at, line in enumerate(lines) if at not in code)


def name_page(path: str) -> str:
    """What a page is called in `posts/pages/`, by the path of its file or by its address.

    >>> name_page("Guide/set_up/index.md")
    'guide/set-up'
    """
    stem = path.partition("#")[0].strip("/")
    stem = next((stem.removesuffix(one) for one in (*ENDINGS, ".html") if stem.endswith(one)), stem)
    parts = [_name_part(part) for part in _find_place(stem).split("/") if part]
    return "/".join(parts) or "index"


def _find_place(path: str) -> str:
    """The folder for the page that stands for it."""
    folder, _, name = path.rpartition("/")
    return folder if name in ("index", "README") else path


def _name_part(part: str) -> str:
    if layout.is_file_name(part):
        return part
    plain = unicodedata.normalize("NFKD", part.casefold()).encode("ascii", "ignore").decode()
    name = "-".join(re.findall("[a-z0-9]+", plain))[: layout.SLUG.longest].strip("-")
    if not part.isascii() and not any(char.isalpha() for char in name):  # of another script
        return f"page-{zlib.crc32(part.encode()):x}"
    return name if layout.is_file_name(name) else f"{name or 'page'}-2"


def _split(text: str) -> tuple[Mapping[str, Any], str]:
    """Front matter, empty where there is none that can be read, and what follows."""
    found = _HEAD.match(text)
    if not found:
        return {}, text
    try:
        head = yaml.load(found[1], LOADER) if found[1] else tomllib.loads(found[2])  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError):
        head = None
    return (head if isinstance(head, dict) else {}), text[found.end() :]


def _find_heading(lines: Sequence[str]) -> str:
    code = set(find_fenced(lines))
    return next((found[1] for at, line in enumerate(lines) if at not in code and (found := _HEADING.match(line))), "")


def _clean(title: object) -> str:
    words = "".join(char if char.isprintable() else " " for char in render_plain(str(title)))
    return " ".join(words.split())[:TITLE_LENGTH].strip() or "Untitled"


def _find_day(value: object) -> str:
    """A day as a file has it. A date of several parts, as blogs have, begins with the day that it came."""
    value = value.get("created") if isinstance(value, Mapping) else value
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    found = re.match(r"\d{4}-\d\d-\d\d", str(value))
    return found[0] if found else ""


def find_fenced(lines: Sequence[str]) -> Iterator[int]:
    """The positions of lines in fenced code, with those of the fences."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence or mark:
            yield number
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""


def find_embed_lines(lines: Sequence[str]) -> list[int]:
    """The positions of embed lines, those in fenced code left out."""
    if not any(EMBED.match(line) for line in lines):
        return []
    code = set(find_fenced(lines))
    return [number for number, line in enumerate(lines) if number not in code and EMBED.match(line)]
