"""A file as strangers write it, to the file that is read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.layout import is_markdown
from parley.model.words import TEMPLATE_AUTHOR
from parley.reading.mending.blocks import LIST_MARK, KeyBlock, Line, find_key, split_blocks
from parley.reading.mending.body import mend_markdown
from parley.reading.mending.fences import FENCE, Fenced, find_fences
from parley.reading.mending.head import MendedHead, list_values, mend_keys, render_body, render_title
from parley.reading.mending.headings import find_heading
from parley.reading.mending.names import name_every, name_keys, name_others
from parley.reading.mending.plain import find_plain
from parley.reading.mending.repairs import Mended, Repair
from parley.reading.mending.undoing import list_undone
from parley.reading.mending.values import strip
from parley.reading.nodes import KeyTable

NO_TAGS: Mapping[str, str] = {}

MOST = 5
"""Times that a text is gone through; one that never comes to rest stays as it was given."""

_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def mend(path: str, text: str, kind: KeyTable | None, tags: Mapping[str, str] = NO_TAGS) -> Mended:
    """The text of a file of a `kind` in the form that is read, and what in it was read otherwise than written.

    `text` has LF line ends and no byte-order mark. `tags` are those of tags.yml: the slug of each by its title, in
    lower case. What can't be told for certain stays as it is, for the check to report. A text that is in order comes
    back as it is; so does one that was mended already.
    """
    if kind is None:
        return Mended(text)
    mend_once = _mend_markdown_file if is_markdown(path) else _mend_yaml
    mended = mend_once(path, text, kind, tags)
    if not mended.repairs:
        return mended
    for _turn in range(MOST):  # what was mended may let something else be read
        again = mend_once(path, mended.text, kind, tags)
        if not again.repairs:
            return mended
        mended = Mended(again.text, mended.repairs)
    return Mended(text)


def _mend_markdown_file(path: str, text: str, kind: KeyTable, tags: Mapping[str, str]) -> Mended:
    plain = find_plain(kind).match(text)
    wants_title = any(key.name == "title" and key.required for key in kind.keys)
    is_titled = plain and (not wants_title or "\ntitle:" in plain[0])
    if plain and plain["fence"] and is_titled and _is_in_order(path, plain):
        head = MendedFile(plain[0], text[plain.end() :], plain[0].count("\n") + 1)
    else:
        head = _mend_front_matter(path, text, kind, tags)
    head = _take_pasted(path, head, kind, tags)
    body = mend_markdown(head.body)
    repairs = (*head.repairs, *(_shift(repair, head.body_line - 1) for repair in body.repairs))
    return Mended(head.head + body.text, repairs) if repairs else Mended(text)


def _is_in_order(path: str, plain: re.Match[str]) -> bool:
    """Tell whether plain keys have none twice, and name nothing again: an item of a list, or the post of a reply's own
    thread; a reply says who wrote it and when, which the name of its file would tell otherwise."""
    keys = f"\n{plain['keys']}"
    names = [line.partition(":")[0] for line in keys.split("\n") if line[:1] not in ("", " ")]
    if len(set(names)) < len(names) or _TWICE.search(keys):
        return False
    return "/replies/" not in path or (
        {"author", "date"} <= set(names) and f"\nreply_to: {path.split('/')[1]}\n" not in keys
    )


_TWICE = re.compile(r"(?:\[|, |\n  - )([^\s,\[\]]+)(?=[,\n])[^\]:]*(?:, |\n  - )\1[,\n\]]")


@dataclass(frozen=True, slots=True)
class MendedFile:
    """A Markdown file whose `head` is mended, with both fences; the `body` as it was given, and where it began."""

    head: str
    body: str
    body_line: int
    repairs: tuple[Repair, ...] = ()


def _mend_front_matter(path: str, text: str, kind: KeyTable, tags: Mapping[str, str]) -> MendedFile:
    fenced = _find_front_matter(text, kind)
    if fenced is None:
        filled = mend_keys(path, (), kind, tags, mend_markdown)
        if len(filled.repairs) < 2 or not text.strip():  # neither who nor when
            return MendedFile("", text, 1)
        return MendedFile(_fence(filled.lines) + "\n", text, 1, tuple(filled.repairs))
    if any(_CONFLICT.match(line.text) for line in fenced.head):  # whose two versions a person has to make one
        return MendedFile("", text, 1)
    mended = mend_keys(path, list_values(fenced.head) or fenced.head, kind, tags, mend_markdown)
    fenced = _take_title(fenced, mended, kind)
    repairs = tuple(sorted((*fenced.repairs, *mended.repairs), key=lambda one: one.line))
    if not repairs:
        return MendedFile(text[: len(text) - len(fenced.body)], fenced.body, fenced.body_line)
    body = fenced.body if mended.body is None else "\n\n".join(filter(None, (mended.body, fenced.body.strip("\n"))))
    body = body if mended.body is None else f"{body}\n"
    body = body if body[:1] in ("\n", "") or fenced.is_closed else f"\n{body}"
    return MendedFile(_fence(mended.lines), body, fenced.body_line, repairs)


def _find_front_matter(text: str, kind: KeyTable) -> Fenced | None:
    names, every = (name_keys(kind), name_others(kind)), name_every(kind)
    fenced = find_fences(text, *names)
    if fenced and any(find_key(LIST_MARK.sub("", line.text.lstrip("{ ")), every) for line in fenced.head):
        return fenced
    found = [one for plain in list_undone(text) if (one := find_fences(plain, *names))]
    known = [sum(find_key(line.text, every) is not None for line in one.head) for one in found]
    best = max(zip(known, found, strict=True), key=lambda one: (one[0], -len(one[1].head)), default=(0, None))
    if best[1] and best[0] > 1:
        what = _("the front matter is read as it was before another program changed it")
        return replace(best[1], repairs=(Repair(1, "", what),))
    return fenced


def _take_title(fenced: Fenced, mended: MendedHead, kind: KeyTable) -> Fenced:
    """The file with its first heading as its title where no key is one; a heading above the keys begins the text."""
    wanted = any(key.name == "title" for key in kind.keys) and not any(one.startswith("title:") for one in mended.lines)
    above, found = fenced.heading, find_heading(fenced.body)
    if wanted and (title := above or (found[0] if found else "")):
        mended.lines[:0] = render_title(title)
        what = _("the first heading is read as title: '{title}'", title=shorten(title))
        repairs = (*fenced.repairs, Repair(1 if above else fenced.body_line, "", what))
        if above or not found:
            return replace(fenced, repairs=repairs)
        body = "\n".join(fenced.body.split("\n")[found[1] :])
        return replace(fenced, body=f"\n{body}", body_line=fenced.body_line + found[1] - 1, repairs=repairs)
    if above and (wanted or not any(above in one for one in mended.lines)):
        return replace(fenced, body=f"\n# {above}\n\n{fenced.body.lstrip(chr(10))}")
    return fenced


_PASTED = re.compile(r"\s*(?:-{3,}|\+{3,}|[–—])[^\n]*\n")
_FREE = frozenset({"author", "date", "updated", "tags"})
"""What the file itself says for certain: who sends it, when, and where it was put."""


def split_pasted(text: str, kind: KeyTable) -> tuple[str, str]:
    """The front matter with which a text begins that is a whole file itself, and the rest; "" where it is none."""
    fenced = _find_pasted(text, kind)
    return (text[: len(text) - len(fenced.body)], fenced.body) if fenced else ("", text)


def _find_pasted(text: str, kind: KeyTable) -> Fenced | None:
    """A head with every key closed and known, that says who and when."""
    if not _PASTED.match(text):
        return None
    every = name_every(kind)
    fenced = find_fences(text, name_keys(kind), name_others(kind))
    if fenced is None or not fenced.is_closed or not text.endswith(fenced.body):
        return None
    found = {block.name for block in _split_head(fenced.head, every) if block.name or block.written}
    return fenced if {"author", "date"} <= found <= {*every.values()} else None


def _split_head(head: Iterable[Line], names: Mapping[str, str]) -> list[KeyBlock]:
    head = tuple(head)
    return [block for block in split_blocks(list_values(head) or head, names) if block.lines]


def _take_pasted(path: str, file: MendedFile, kind: KeyTable, tags: Mapping[str, str]) -> MendedFile:
    """The file with a whole one taken for its text, as it is pasted into a form: its keys go where keys are.

    Who sends it and when stays as it is. What says that somebody else wrote it, or another value for the same key, is
    left where it stands, for everybody to see.
    """
    fenced = _find_pasted(file.body, kind) if file.head else None
    if fenced is None:
        return file
    names = name_every(kind)
    lines = [Line(at, line) for at, line in enumerate(file.head.strip("\n").split("\n")[1:-1], 1)]
    own = {block.name: block for block in _split_head(lines, names)}
    given = {block.name: block for block in _split_head(fenced.head, names) if block.name}
    author = strip(given["author"].value).lstrip("@").lower()
    if "author" not in own or author not in (strip(own["author"].value), TEMPLATE_AUTHOR):
        return file
    fresh = [line for name, block in given.items() if name not in own and name not in _FREE for line in block.lines]
    mended = mend_keys("", fresh, kind, tags, mend_markdown)
    for name, block in given.items():
        if name in own and name not in _FREE and strip(block.value) != strip(own[name].value):
            return file
    head = _fence((*(line.text for line in lines), *mended.lines))
    what = _("the front matter with which the text begins is read as that of the file")
    line = file.body_line + len(file.body) - len(file.body.lstrip("\n"))
    shifted = (_shift(one, file.body_line - 1) for one in mended.repairs)
    body = fenced.body if fenced.body[:1] == "\n" else f"\n{fenced.body}"
    return MendedFile(
        head, body, file.body_line + fenced.body_line - 1, (*file.repairs, Repair(line, "", what), *shifted)
    )


def _fence(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (FENCE, *lines, FENCE))


def _mend_yaml(path: str, text: str, kind: KeyTable, tags: Mapping[str, str]) -> Mended:
    """A file of keys alone; one that is written as front matter with a text below gets the text as its `body`."""
    plain = find_plain(kind).fullmatch(text)
    if plain and not plain["fence"] and _is_in_order(path, plain):
        return Mended(text)
    if _is_several(text) or _CONFLICT.search(text):
        return Mended(text)
    names = name_keys(kind)
    lines = [Line(at, line) for at, line in enumerate(text.removesuffix("\n").split("\n"), 1)]
    body, repairs = "", []
    fenced = find_fences(text, names, name_others(kind)) if _FENCED.match(text) else None
    if fenced and (fenced.body.strip() or fenced.repairs or fenced.is_closed):
        lines, repairs = list(fenced.head), list(fenced.repairs)
        if not (fenced.body.strip() or repairs):
            what = _("the file has keys alone, and needs no lines of dashes around them")
            repairs.append(Repair(fenced.body_line - 1, FENCE, what))
        if fenced.body.strip() and "body" in names:
            body = "".join(f"{line}\n" for line in render_body(fenced.body.strip("\n")))
            repairs.append(Repair(fenced.body_line, "", _("what stands below the keys is read as body")))
        elif fenced.body.strip():
            return Mended(text)
    mended = mend_keys(path, lines, kind, tags, mend_markdown)
    repairs = sorted((*repairs, *mended.repairs), key=lambda one: one.line)
    if not repairs:
        return Mended(text)
    return Mended("".join(f"{line}\n" for line in mended.lines) + body, tuple(repairs))


def _is_several(text: str) -> bool:
    """Tell whether this is more than one document of YAML, or has what is told to its readers."""
    if text.startswith("%"):
        return True
    begun = re.search(r"^\S", text, re.MULTILINE)
    fence = _ANEW.search(text, text.find("\n", begun.start())) if begun else None
    return fence is not None and re.search(r"^\w+:", text[fence.end() :], re.MULTILINE) is not None


_ANEW = re.compile(r"\n---[ \t]*\n")

_FENCED = re.compile(r"\s*(?:-{3,}|\+{3,}|`{3,}|~{3,}|;{3,}|[–—])")


def _shift(repair: Repair, lines: int) -> Repair:
    return Repair(repair.line + lines, repair.found, repair.what)
