"""Keys as people write them, to keys that YAML reads as they were meant."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any
from urllib.parse import unquote

from parley.model.findings import Findings, shorten
from parley.model.languages.speaking import _
from parley.model.layout import THREAD_KEY, is_markdown
from parley.reading import readers
from parley.reading.frontmatter import parse_yaml
from parley.reading.mending.blocks import LIST_MARK, KeyBlock, Line, find_key, fold_key, split_blocks
from parley.reading.mending.names import name_every, name_keys
from parley.reading.mending.otherwise import read_values
from parley.reading.mending.repairs import Mended, Repair
from parley.reading.mending.texts.invisible import find_characters
from parley.reading.mending.values import (
    TYPOGRAPHIC,
    Meaning,
    find_meaning,
    is_none,
    is_otherwise,
    join_lines,
    strip,
    unwrap,
)
from parley.reading.nodes import KeyTable, MappingNode, ScalarNode
from parley.reading.writing import render_keys


@dataclass(slots=True)
class MendedHead:
    """Lines of YAML, without fences, and what in them was read otherwise than written; `body` is the text, if a key of
    a Markdown file has it."""

    lines: list[str] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    body: str | None = None


MendText = Callable[..., Mended]
"""Mends the Markdown of a text; `is_line` tells that it is drawn as one paragraph."""


def mend_keys(
    path: str, lines: Sequence[Line], kind: KeyTable, tags: Mapping[str, str], mend_text: MendText
) -> MendedHead:
    """The keys of the file at `path`, mended one by one; those that can't be are left for the check to report."""
    keys = {name: key for key in kind.yaml_keys for name in (key.name, *key.was)}
    mended = MendedHead()
    lines = [_clean(line, mended.repairs) for line in _dedent(lines, mended.repairs)]
    own, every = name_keys(kind), name_every(kind)
    blocks = list(_find_meant(split_blocks(_unlist(lines, every, mended.repairs), every), keys, own, tags))
    if lines and not any(block.is_known for block in blocks):
        return MendedHead([line.text for line in lines])  # nothing to hold on to
    if _is_written_otherwise(lines):
        mended.lines = [line.text for line in lines]
        return mended  # YAML that isn't written key by key
    quoted = any(_is_quoted(keys[block.name], block) for block in blocks if block.is_known)
    seen: dict[str, list[str]] = {}
    for block in _part(blocks, keys):
        if block.is_known and block.name == "body" and is_markdown(path):
            mended.body = str(find_meaning(keys["body"], block, tags) or "")
            mended.repairs.append(
                Repair(block.number, block.written, _("body is read as the text below the front matter"))
            )
            continue
        known = keys[block.name] if block.is_known else None
        now, repair = _mend_block(block, known, path, tags, quoted=quoted) if known else _mend_unknown(block, path)
        if known and not repair and (known.name == "body" or isinstance(known.reader, readers.Markdown)):
            now, more = _mend_markdown(block, known, mend_text)
            mended.repairs += more
        if block.name and seen.get(block.name) == now:
            now, repair = (
                [],
                Repair(block.number, block.lines[0].text, _("{name} stands twice and counts once", name=block.name)),
            )
        seen.setdefault(block.name, now)
        mended.lines += now
        mended.repairs += [repair] if repair else []
    _fill_in(path, kind, seen, mended)
    return mended


def _unlist(lines: Sequence[Line], names: Mapping[str, str], repairs: list[Repair]) -> list[Line]:
    """Lines that are all items of one list, each with a key, without the signs of the items."""
    plain = [Line(line.number, LIST_MARK.sub("", line.text)) for line in lines]
    marked = [(line, bare) for line, bare in zip(lines, plain, strict=True) if line.text.strip()]
    if marked and all(line != bare and find_key(bare.text, names) for line, bare in marked):
        repairs.append(Repair(lines[0].number, lines[0].text, _("the keys are read without the signs before them")))
        return plain
    return list(lines)


def _find_meant(
    blocks: Iterable[KeyBlock], keys: Mapping[str, readers.Key], own: Mapping[str, str], tags: Mapping[str, str]
) -> Iterator[KeyBlock]:
    """The blocks, with the key that is meant by another word or by a slip of the hand, if its value fits it."""
    blocks = list(blocks)
    said = {own.get(fold_key(block.written)) for block in blocks}
    for block in blocks:
        folded = fold_key(block.written)
        if folded in own or not block.name:
            yield block
            continue
        name = block.name if block.is_known else _find_nearest(folded, keys)
        is_meant = name not in said and name in keys and (keys[name].required or _fits(block, keys[name], tags))
        if is_meant:
            said.add(name)
            yield replace(block, name=name, is_known=True)
        else:
            yield replace(block, name=block.written if block.is_known else block.name, is_known=False)


def _find_nearest(folded: str, keys: Mapping[str, readers.Key]) -> str:
    """The key that is written almost so; none of those with which maintainers decide."""
    free = [name for name, key in keys.items() if not isinstance(key.reader, readers.Reason | readers.Flag)]
    return next(iter(get_close_matches(folded[:60], [name for name in free if not keys[name].guarded], 1, 0.8)), "")


def _fits(block: KeyBlock, key: readers.Key, tags: Mapping[str, str]) -> bool:
    if _read([f"{key.name}: {block.value}", *block.more], key).is_right:
        return True
    meant = find_meaning(key, block, tags)
    return bool(meant) and _read(_render(key.name, meant), key).is_right


def _clean(line: Line, repairs: list[Repair]) -> Line:
    """A line without what nobody sees; what does harm is left for the check to report."""
    if line.text.isprintable():
        return line
    text, end = line.text, len(line.text)
    found = (one for one in find_characters(text, is_line=True) if one.start < one.end)  # quotes may stand at its end
    changes = sorted(found, key=lambda one: one.start)
    for change in reversed(changes):
        if change.end <= end:
            text, end = text[: change.start] + change.new.replace("\n", " ") + text[change.end :], change.start
    if text == line.text or not changes:
        return line
    repairs.append(Repair(line.number, "", changes[0].what))
    return Line(line.number, text.rstrip())


def _dedent(lines: Sequence[Line], repairs: list[Repair]) -> list[Line]:
    """Lines that are all indented, as from a code block, without that; YAML takes no tab for it."""
    first = next((line.text for line in lines if line.text.strip()), "")
    depth = len(first) - len(first.lstrip(" \t"))
    if not depth or any(line.text[:depth].strip() for line in lines):
        return list(lines)
    if tabbed := next((line for line in lines if "\t" in line.text[:depth]), None):
        repairs.append(Repair(tabbed.number, tabbed.text.strip(), _("the keys are read without the tabs before them")))
    return [Line(line.number, line.text[depth:]) for line in lines]


def _is_written_otherwise(lines: Iterable[Line]) -> bool:
    """Tell whether this is YAML whose keys don't begin lines, as between braces or behind question marks."""
    findings = Findings("")
    texts = [line.text for line in lines]
    node = parse_yaml("\n".join(texts), findings)
    if not isinstance(node, MappingNode) or findings.problems:
        return False
    begun = sorted(text.lstrip(" \"'") for text in texts)
    for key, _value in node.pairs:
        at = bisect_left(begun, key.text)  # what begins with a text comes next behind it
        if at == len(begun) or not begun[at].startswith(key.text):
            return True
    return False


_GOES_ON = tuple(" \t-*•[]{},\"'#")


def _part(blocks: Iterable[KeyBlock], keys: Mapping[str, readers.Key]) -> Iterator[KeyBlock]:
    """The blocks, each line apart that is no key and can't belong to the names, dates and the like above it."""
    for block in blocks:
        known = keys[block.name] if block.is_known else None
        end = len(block.lines)
        if known and not _is_free(known.reader) and not _read(block.texts, known).is_right:
            loose = (at for at, line in enumerate(block.texts) if at and line and not line.startswith(_GOES_ON))
            end = next(loose, end)
        yield KeyBlock(block.lines[:end], block.name, block.written, block.value, block.is_known)
        yield from (KeyBlock((line,), written=line.text) for line in block.lines[end:])


def _is_quoted(key: readers.Key, block: KeyBlock) -> bool:
    """Tell whether a value that is no free text stands in quotes that a word processor has made of those of YAML."""
    text = block.value
    return not isinstance(key.reader, readers.Text) and bool(text) and unwrap(text, TYPOGRAPHIC) != text


@dataclass(frozen=True, slots=True)
class _Standing:
    """Whether some lines are a key with its value that hides nothing below, whether the value is as it should be, how
    many faults it has, and whether it holds what no file may."""

    stands: bool
    is_right: bool
    faults: int
    harms: bool = False


def _read(lines: Sequence[str], key: readers.Key | None) -> _Standing:
    findings = Findings("")
    node = parse_yaml("\n".join(lines) + "\n", findings)
    harms = any(one.rule == "control-character" for one in findings.problems)
    if not isinstance(node, MappingNode) or len(node.pairs) != 1:
        return _Standing(stands=False, is_right=False, faults=1000, harms=harms)
    name, value = node.pairs[0]
    is_empty = isinstance(value, ScalarNode) and not value.text
    if key and not findings.problems and not is_empty:
        key.reader.read(value, key.name, findings)
        is_empty = name.text not in (key.name, *key.was)
    faults = len(findings.problems) + bool(key and is_empty)
    return _Standing(stands=True, is_right=not faults, faults=faults, harms=harms)


def _mend_block(
    block: KeyBlock, key: readers.Key, path: str, tags: Mapping[str, str], *, quoted: bool
) -> tuple[list[str], Repair | None]:
    raw = join_lines(block)
    names_otherwise = key.name == "reply_to" and (is_otherwise(raw) or _is_empty(raw) or _is_post(raw, path))
    found, loses = _read(block.texts, key), _loses(key, block, quoted=quoted)
    is_apart = block.texts[0][:1] not in " \t"
    if (found.is_right and is_apart and not loses and not names_otherwise) or found.harms:
        return block.texts, None
    if told := _find_void(block, key, raw, path):
        return _keep_comments(block), Repair(block.number, block.lines[0].text, told)
    retyped = [f"{block.name}: {block.value}", *(_untab(line) for line in block.more)]
    if not loses and _read(retyped, key).is_right and not names_otherwise:
        return _change(block, retyped, _explain_key(block))
    if _has_keys_in_braces(block, key):
        return block.texts, None  # of which the check tells what is wrong
    is_elsewhere = key.name == "reply_to" and _is_elsewhere(raw, path)
    meant = None if is_elsewhere else find_meaning(key, block, tags, quoted=quoted)
    if meant is not None and meant != "":
        written = _render(block.name, meant)
        if (now := _read(written, key)).is_right or now.faults < found.faults:
            return _change(block, written, _explain(block, raw, meant))
    if key.name in _NAMED and (id := _find_id(path)) and (value := id[_NAMED[key.name]]):
        what = _("{key} is read from the name of the file: {value}", key=key.name, value=value)
        return [f"{key.name}: {value}"], Repair(block.number, block.value, what)
    if found.stands and is_apart and not loses and block.written == block.name:
        return block.texts, None
    if isinstance(key.reader, readers.OrText) and not block.value:
        return block.texts, None  # keys of its own, of which the check tells what is wrong
    if not loses and _read(retyped, key).stands:
        return _change(block, retyped, _explain_key(block))
    return _change(
        block, _render(block.name, raw), _("{name} is read as the text '{raw}'", name=block.name, raw=shorten(raw))
    )


def _find_void(block: KeyBlock, key: readers.Key, raw: str, path: str) -> str:
    """Why a key can be left out: it says nothing, or what goes without saying."""
    if _is_empty(raw) and (not key.required or (key.name in ("author", "date") and _find_id(path))):
        return _("{written} has no value and is left out", written=block.written)
    if is_none(key, raw):
        return _("'{raw}' is read as no choice", raw=shorten(raw))
    if isinstance(key.reader, readers.Reason) and key.reader.find_flag(strip(raw)) == "false":
        return _(
            "'{raw}' is read as not {name}, and {written} is left out",
            raw=shorten(raw),
            name=block.name,
            written=block.written,
        )
    return (
        _("'{raw}' is read as the post itself", raw=shorten(raw))
        if key.name == "reply_to" and _is_post(raw, path)
        else ""
    )


def _has_keys_in_braces(block: KeyBlock, key: readers.Key) -> bool:
    """Tell whether what may be a text has keys of its own, as `outcome: {summary: Both}` has."""
    if not isinstance(key.reader, readers.OrText) or not block.value.startswith("{"):
        return False
    node = parse_yaml("\n".join(block.texts) + "\n", Findings(""))
    values = [value for _name, value in node.pairs] if isinstance(node, MappingNode) else []
    own = values[0] if values else None
    return isinstance(own, MappingNode) and all(not isinstance(one, ScalarNode) or one.text for _name, one in own.pairs)


def _explain_key(block: KeyBlock) -> str:
    if block.written != block.name:
        return _("'{written}' is read as {name}", written=block.written, name=block.name)
    if block.texts[0][:1] in " \t":
        return _("{name} is read as a key of its own, though it is indented", name=block.name)
    if any("\t" in line for line in block.texts):
        return _("{name} is read with spaces in place of tabs", name=block.name)
    return _("{name} is read with a colon and a space behind it", name=block.name)


def _mend_markdown(block: KeyBlock, key: readers.Key, mend_text: MendText) -> tuple[list[str], list[Repair]]:
    """A key whose value is Markdown, in which something may be untidy besides."""
    node = parse_yaml("\n".join(block.texts) + "\n", Findings(""))
    value = node.pairs[0][1] if isinstance(node, MappingNode) and node.pairs else None
    if not isinstance(value, ScalarNode):
        return block.texts, []
    mended = mend_text(value.text, is_line=isinstance(key.reader, readers.Markdown))
    if not mended.repairs:
        return block.texts, []
    first = block.number + value.block - 1
    repairs = [Repair(min(first + one.line, block.lines[-1].number), one.found, one.what) for one in mended.repairs]
    return _render(block.name, mended.text), repairs


def _mend_unknown(block: KeyBlock, path: str) -> tuple[list[str], Repair | None]:
    """What is no key of such a file, in a form that keeps nothing else from being read."""
    if fold_key(block.written) == THREAD_KEY and "/replies/" in path and strip(block.value) == path.split("/")[1]:
        return _keep_comments(block), Repair(
            block.number, block.written, _("{written} goes without saying", written=block.written)
        )
    if (not block.name and not block.written) or _read(block.texts, None).stands:
        return block.texts, None
    if not block.name:
        return _change(
            block, _render(" ".join(" ".join(block.texts).split()), ""), _("this line is no key with a value")
        )
    raw = join_lines(block)
    first, *more = _render("key", raw)
    written = [first.replace("key", block.written, 1), *more]
    return _change(block, written, _("{name} is read as the text '{raw}'", name=shorten(block.name), raw=shorten(raw)))


def _change(block: KeyBlock, lines: list[str], what: str) -> tuple[list[str], Repair | None]:
    if lines == block.texts:
        return lines, None
    value = block.value if block.value and block.value in block.lines[0].text else block.lines[0].text.strip()
    found = block.written if what.startswith(f"'{block.written}'") else value
    return lines, Repair(block.number, found, what)


def _render(name: str, value: Any) -> list[str]:
    if not re.fullmatch(r"[A-Za-z_][\w-]*", name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return render_keys({name: value}).rstrip("\n").split("\n")


def render_title(text: str) -> list[str]:
    """The line of a title."""
    return _render("title", text)


def render_body(text: str) -> list[str]:
    """The lines of a text as the value of a key."""
    return _render("body", text)


def _explain(block: KeyBlock, raw: str, meant: Meaning) -> str:
    shown = ", ".join(_show(one) for one in meant) if isinstance(meant, list) else _show(meant)
    if isinstance(meant, list) and shown in (raw, f"[{raw}]"):
        return _("{name} is read as a list: {shown}", name=block.name, shown=shorten(shown))
    if meant == raw:
        return _("{name} is read as the words that stand there: '{raw}'", name=block.name, raw=shorten(raw))
    if isinstance(meant, str) and " " in meant:
        return _("{name} is read as '{shown}'", name=block.name, shown=shorten(shown))
    return _("'{raw}' is read as {shown}", raw=shorten(raw), shown=shorten(shown))


def _show(value: object) -> str:
    return " ".join(map(str, value.values())) if isinstance(value, dict) else str(value)


def _is_empty(raw: str) -> bool:
    return not raw.strip() or bool(re.fullmatch(r"#\s.*|#|~|null|\[\s*\]|\"\"|''|[“”„]{2}", raw.strip(), re.DOTALL))


def _is_post(raw: str, path: str) -> bool:
    """Tell whether what a reply answers is named as the post itself."""
    named = strip(raw).rstrip("/").casefold()
    slug = path.split("/")[1] if path.count("/") > 1 else ""
    name = re.sub(r"/post\.\w+$", "", named).rpartition("/")[2]
    return bool(named) and (name == slug or named in ("post", "post.md", "post.yml", "-", "none"))


def _is_elsewhere(raw: str, path: str) -> bool:
    """Tell whether what a reply answers is named by a path that isn't one of its own thread."""
    folders = [one for one in unquote(strip(raw)).partition("#")[0].casefold().split("/")[:-1] if one not in ("", ".")]
    own = path.casefold().split("/")[1:2]
    return folders not in ([], ["replies"], ["..", "replies"]) and not set(own) & set(folders)


def _keep_comments(block: KeyBlock) -> list[str]:
    return [line for line in block.more if line.startswith("#")]


def _untab(line: str) -> str:
    bare = line.lstrip(" \t\u00a0")
    return line[: len(line) - len(bare)].replace("\u00a0", " ").expandtabs(2) + bare


_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


def _loses(key: readers.Key, block: KeyBlock, *, quoted: bool) -> bool:
    """Tell whether YAML leaves out what its author meant: what follows a `#` that no space follows, or quotes."""
    is_nested = isinstance(key.reader, readers.OrText) and not block.value
    if not _is_free(key.reader) or block.value[:1] in ("|", ">") or is_nested:
        return False
    if quoted and isinstance(key.reader, readers.Text) and unwrap(block.value, TYPOGRAPHIC) != block.value:
        return True
    return any(re.search(r"(?:^|\s)#(?=[^\s#]|\s\d)", _QUOTED.sub("''", line)) for line in (block.value, *block.more))


def _is_free(reader: readers.Reader) -> bool:
    """Tell whether a value has words of its author's own."""
    if isinstance(reader, readers.ListOf):
        return isinstance(reader.item, readers.Text | readers.MappingOf)
    return isinstance(reader, readers.Text | readers.OrText)


_ID = re.compile(r"(\d{4}-\d\d-\d\d)-(.+)-(?=[a-z]*\d)[a-z0-9]{4}")
"""The id of a reply as the dialog and the command make it: a day, a handle, and four letters or digits."""


_NAMED = {"date": 1, "author": 2}
"""What the name says, and in which part."""


def _find_id(path: str) -> re.Match[str] | None:
    """The day and the writer of a reply, by the name of its file."""
    return _ID.fullmatch(path.rpartition("/")[2].rpartition(".")[0]) if "/replies/" in path else None


def _fill_in(path: str, kind: KeyTable, seen: Mapping[str, object], mended: MendedHead) -> None:
    """Take from the name of a reply's file who wrote it and when, where the file doesn't say so."""
    if not (found := _find_id(path)):
        return
    for key, number in _NAMED.items():
        value = found[number]
        if key not in seen and _read([f"{key}: {value}"], next(one for one in kind.keys if one.name == key)).is_right:
            mended.lines.insert(0, f"{key}: {value}")
            mended.repairs.insert(
                0, Repair(1, "", _("{key} is read from the name of the file: {value}", key=key, value=value))
            )


def list_values(lines: Sequence[Line]) -> list[Line]:
    """The keys of JSON or TOML as lines of YAML; none where it is neither."""
    starts = {fold_key(re.split("[:=]", line.text)[0]): line.number for line in reversed(lines)}
    return [
        Line(starts.get(fold_key(name), lines[0].number), written)
        for name, value in read_values("\n".join(line.text for line in lines) + "\n").items()
        for written in _render(name, value)
    ]
