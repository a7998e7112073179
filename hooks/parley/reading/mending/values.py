"""What is meant by a value that was written otherwise than a file has it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from parley.model import layout
from parley.model.lookup import parse_reply_name
from parley.reading import readers
from parley.reading.mending.blocks import KeyBlock, Line, find_key, fold_names, split_blocks
from parley.reading.mending.dates import mend_date

Meaning = str | list[Any] | None
"""A value in the types of JSON; None where it can't be told for certain."""

PAIRS = tuple(
    (pair[0], pair[1])
    for pair in ('""', "''", "``", "“”", "„“", "„”", "””", "‟”", "‘’", "‚‘", "‚’", "’’", "«»", "»«", "‹›", "›‹", "「」")
)
STRAIGHT, TYPOGRAPHIC, EMPHASIS = PAIRS[:2], PAIRS[3:], (("*", "*"), ("_", "_"))

_COMMENT = re.compile(r"\s#\s.*|\s#$", re.DOTALL)
_BULLET = re.compile(r"\s*(?:[-*•‣·–—]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?(.*)", re.DOTALL)
_TIGHT = re.compile(r"\s*[-*•](?=[^\W\d_])(.*)", re.DOTALL)
"""An item without a space behind its sign, which on the line of a key would be something else."""

_WEAK_SEPARATOR = re.compile(r"\s*[/|&+؍・]\s*|\s+(?:\w{1,3}|[-–—•·])\s+|\s+(?=-\w)")
"""What may stand between items, or within the title of one: `law & sales`, `law and sales`, `law -sales`."""

SEPARATOR = re.compile(r"[,;\n،؛、，；]")
"""What people write between the items of a list on one line, in their own scripts."""


def unwrap(text: str, pairs: Iterable[tuple[str, str]] = PAIRS) -> str:
    """A text without the quotes around it, where these enclose all of it."""
    for left, right in pairs:
        if len(text) > 1 and text[0] == left and text[-1] == right:
            inner = text[1:-1].replace(f"\\{right}", "\0")
            apart = re.sub(r"(?<=\w)['’](?=\w)", "", inner) if right in "'’" else inner
            if left not in apart and right not in apart:
                return inner.replace("\0", right)
    return text


def join_lines(block: KeyBlock) -> str:
    """The text of a value on one line, or what is behind `|` with its lines."""
    lines = block.more
    if re.fullmatch(r"[|>][+-]?\d?[+-]?(?:\s+#.*)?", block.value):
        lines = [line.expandtabs(2) for line in lines]
        depth = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return "\n".join(line[depth:].rstrip() for line in lines).strip("\n")
    return " ".join(" ".join((block.value, *lines)).split())


def find_meaning(key: readers.Key, block: KeyBlock, tags: Mapping[str, str], *, quoted: bool = False) -> Meaning:
    """What the value of a key means. `quoted` tells that typographic quotes stand for those of YAML in this file."""
    match key.reader:
        case readers.Text() as reader if reader.lines and not isinstance(reader, readers.Markdown):
            return _find_body(block)
        case readers.Text():
            items = (
                _split_lines(block)
                if not block.value and all(map(_BULLET.fullmatch, filter(str.strip, block.more)))
                else ()
            )
            return _find_text(" ".join(items) or join_lines(block), quoted=quoted)
        case readers.OrText():
            return _find_text(join_lines(block), quoted=quoted) if block.value else None
        case readers.ListOf(item=readers.MappingOf() as item):
            return _find_records(block, item)
        case readers.ListOf(item=readers.Text()):
            return [_find_text(one, quoted=quoted) for one in _split_lines(block)]
        case readers.ListOf(item=item):
            return _find_names(key.name, item, block, tags)
    return _find_one(key.name, key.reader, strip(join_lines(block)), tags)


def _find_body(block: KeyBlock) -> str:
    if block.value and block.value[0] in "|>":
        return join_lines(block)
    lines = [block.value, *block.more]
    depth = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    return "\n".join((lines[0], *(line[depth:] for line in lines[1:]))).strip("\n")


def _find_text(text: str, *, quoted: bool) -> str:
    plain = unwrap(text, STRAIGHT)
    if plain != text or not (quoted or needs_quotes(text[1:-1])):
        return plain
    return unwrap(text, TYPOGRAPHIC)


def needs_quotes(text: str) -> bool:
    """Tell whether YAML would take a text for something else, unless it stood in quotes."""
    return bool(re.search(r": |:$| #|^[\s\-?:,\[\]{}#&*!|>%@`]", text))


def strip(text: str) -> str:
    """A name, a date or the like without a comment, and without what people put around it."""
    text = re.sub(r"\s#.*|[\u200e\u200f]", "", text)
    before = None
    while before != text:
        before, text = text, unwrap(text.strip(" \t\u00a0,;"), (*PAIRS, *EMPHASIS)).strip()
        if text.startswith("<") and text.endswith(">"):
            text = text[1:-1]
        text = _ALONE.sub(r"\1", text)
    return text


_ALONE = re.compile(r"^(?:\[+|- )\s*([^\[\],]+?)\s*\]*$")
"""A list of one, where one is wanted."""


def _find_one(name: str, reader: readers.Reader, text: str, tags: Mapping[str, str]) -> str | None:
    """What one value means that is no free text."""
    match reader:
        case readers.Date():
            return mend_date(text)
        case readers.Choice():
            return _find_option(reader, text)
        case readers.Flag():
            return readers.FLAGS.get(text.casefold())
        case readers.Number():
            return text.replace(",", ".") if re.fullmatch(r"-?\d+,\d{1,2}", text) else text
        case readers.WebAddress():
            return _find_address(text)
        case readers.Account():
            return text.removeprefix("#")
    if name == "tags":
        return _find_tag(text, tags)
    if name == "aliases" and isinstance(reader, readers.Name) and reader.naming in (layout.SLUG, layout.PAGE):
        return _find_former(text)
    return _find_name(name, text)


def _find_former(text: str) -> str | None:
    """A former name; of an address only where it is one of a discussion, as any other would stand elsewhere."""
    found = _FORMER.fullmatch(text)
    return None if "/" in text and not found else _find_name("aliases", found[1] if found else text)


_FORMER = re.compile(rf"(?:https?://[^/]+/(?:[^/]+/)?|/)?{layout.DISCUSSIONS}/([\w-]+)/?", re.IGNORECASE)


def _find_option(reader: readers.Choice, text: str) -> str | None:
    wanted = _fold(text)
    known = [
        *((one, one) for one in reader.options),
        *zip(reader.names, reader.options, strict=False),
        *reader.was,
        *reader.akin,
    ]
    found = {_fold(name): option for name, option in reversed(known)}
    return found.get(wanted)


def is_none(key: readers.Key, text: str) -> bool:
    """Tell whether a choice is left open, in words."""
    words = {"none", "n/a", "-", "–", "—", "", _fold(key.ask.none) if key.ask else "none"}
    return isinstance(key.reader, readers.Choice) and not key.required and _fold(strip(text)) in words


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[\s_\-\u00a0]+", " ", text.casefold()).split()).strip(" .")


_LINK = re.compile(r"\[@?([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)")


def _find_address(text: str) -> str:
    if found := _LINK.fullmatch(text):
        text = found[2]
    if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
        return text
    text = text.lstrip("/")
    return f"https://{text}" if re.match(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/?#:]|$)", text) else text


_AROUND_TAG = re.compile(r"^(?:(?![*&!])[\W_])+|[\W_]+$")


def strip_tag(text: str) -> str:
    """A tag without the signs around it: `-law`, `#law`, `(law)`."""
    return _AROUND_TAG.sub("", text)


def _find_tag(text: str, tags: Mapping[str, str]) -> str:
    text = text.strip("#").strip()
    titled = tags.get(text.casefold())
    text = strip_tag(text)
    return titled or re.sub(r"[\s_]+", "-", text.casefold())


def _find_name(name: str, text: str) -> str:
    if found := _LINK.fullmatch(text):
        text = found[2]
    if name in ("reply_to", "answer"):
        return _strip_ending(parse_reply_name(text.partition("?")[0] if "#" not in text else text)).lower()
    if name == "author":
        text = found[1] if (found := _PROFILE.fullmatch(text)) else text
        text = found[1] if (found := _NAMED_HANDLE.fullmatch(text)) else text
    elif re.match(r"https?://|www\.|[\w.-]+/", text, re.IGNORECASE):
        text = text.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2]
    text = _strip_ending(text.lstrip("@＠#")).strip()
    return (text if name == "author" else re.sub(r"[\s_]+", "-", text)).lower()


_PROFILE = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:/|(?:/[\w.~-]+)*/(?:people|users?|u|profiles?)/)([^/?#]+)/?",
    re.IGNORECASE,
)
"""The address of an account or of somebody's page. In any other, whose name it is can't be told."""

_NAMED_HANDLE = re.compile(r"(?:[^@()]+\()?@([\w.-]*\w)(?:\)|\s\([^@()]+\))")
"""A name with the handle beside it: `Ana Lima (@ana)`."""

_ENDING = re.compile(r"\.(?:md|yml|yaml|markdown|txt)$", re.IGNORECASE)


def is_otherwise(text: str) -> bool:
    """Tell whether what could be the id of a reply is its file or its anchor: `2026-11-20-bob.md`."""
    return _ENDING.search(text.strip()) is not None or re.match(r"reply-\d{4}-\d\d-\d\d-", text.strip()) is not None


def _strip_ending(text: str) -> str:
    return _ENDING.sub("", text)


def _split_lines(block: KeyBlock) -> list[str]:
    """The items of a list: what stands behind bullets or numbers, else each line."""
    more = [_TIGHT.sub(r"- \1", line) for line in block.more]
    lines = [line for line in (block.value, *more) if line.strip()]
    items: list[str] = []
    bulleted = any(_BULLET.fullmatch(line) for line in lines)
    for line in lines:
        found = _BULLET.fullmatch(line)
        if found or not bulleted or not items:
            items.append((found[1] if found else line).strip())
        else:
            items[-1] += f" {line.strip()}"
    return items


def _find_names(name: str, reader: readers.Reader, block: KeyBlock, tags: Mapping[str, str]) -> Meaning:
    """Names that stand behind bullets, between brackets, commas or hashes."""
    texts: list[str] = []
    for line in _split_lines(block):
        text = _COMMENT.sub("", f" {line}").strip()
        text = text.strip("[]") if text[:1] == "[" or text[-1:] == "]" else text
        if re.fullmatch(r"(?:#[^\s#,;]+[\s,;]*)+", text):
            texts += re.findall(r"#([^\s#,;]+)", text)
        else:
            parts = [strip(part.strip()) for part in SEPARATOR.split(text)]
            parts = [one for part in parts for one in (_split_tags(part, tags) if name == "tags" else [part])]
            texts += [part for part in parts if part]
    if name == "tags" and len(texts) == 1 and " " in texts[0] and texts[0].casefold() not in tags:
        known, words = set(tags.values()), texts[0].split()
        texts = words if known.issuperset(word.casefold() for word in words) else texts
    found = [_find_one(name, reader, text, tags) for text in texts]
    return list(dict.fromkeys(found)) if found and None not in found else None


def _split_tags(text: str, tags: Mapping[str, str]) -> list[str]:
    """A tag, or several between which stands what may be in the title of one: then all of them are known."""
    text = text if text.casefold() in tags else text.strip("()[]{}\\ ")
    parts = [strip_tag(part) for part in _WEAK_SEPARATOR.split(text)]
    known = {*tags, *tags.values()}
    is_known = text.casefold() in known or text.casefold().replace(" ", "-") in known
    return parts if not is_known and all(part.casefold() in known for part in parts) else [text]


def _find_records(block: KeyBlock, reader: readers.MappingOf) -> Meaning:
    """Sources, each behind a bullet with keys of its own, or as a bare address, or as a link."""
    names = fold_names(key.name for key in reader.keys)
    items: list[list[str]] = []
    for line in (block.value, *block.more):
        if found := _BULLET.fullmatch(line):
            items.append([found[1]])
        elif line.strip():
            starts_anew = not items or (not find_key(line.strip(), names) and re.match(r"\s*(?:https?:|\[)", line))
            items.append([line.strip()]) if starts_anew else items[-1].append(line.strip())
    records = [_find_record(item, reader, names) for item in items]
    return records if records and None not in records else None


def _find_record(item: list[str], reader: readers.MappingOf, names: Mapping[str, str]) -> dict[str, Any] | None:
    keys = {key.name: key for key in reader.keys}
    if not any(find_key(line, names) for line in item):
        return _find_source(" ".join(item)) if {"name", "url"} <= keys.keys() else None
    blocks = split_blocks((Line(0, line) for line in item), names)
    if any(not block.is_known for block in blocks):
        return None
    if len({block.name for block in blocks}) < len(blocks):
        return None
    found = {block.name: find_meaning(keys[block.name], block, {}) or join_lines(block) for block in blocks}
    return {name: value for name, value in found.items() if value not in ("", None)}


def _find_source(text: str) -> dict[str, Any] | None:
    """`[A study](https://…)`, `A study: https://…`, or an address alone, which is its own name then."""
    if found := _LINK.fullmatch(text):
        return {"name": found[1] or found[2], "url": _find_address(found[2])}
    text = unwrap(text, [("(", ")")])
    found = re.fullmatch(r"(.*?)[\s:–—,<(-]*(https?://[^\s<>\")]+)[>)]?\s*", text)
    if not found:
        address = _find_address(text)
        return {"name": text, "url": address} if address.startswith("https://") else None
    bare = re.sub(r"^https?://(?:www\.)?|/$", "", found[2])
    return {"name": strip(found[1]) or bare[:200], "url": found[2]}
