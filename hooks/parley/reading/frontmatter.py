"""Text of a file to values, each with the place it stands in.

Values stay text: YAML would read an author named `no` as false and one named `404` as a number, so typing is left to
the schema. PyYAML's parser is used at the level of events, where anchors, aliases, tags and merge keys can be refused
before anything is expanded by them.
"""

import re
from collections.abc import Iterator

import yaml

from parley.model.characters import find_hidden, visible
from parley.model.findings import Findings, shorten
from parley.model.languages.speaking import N_, _
from parley.reading.nodes import Body, MappingNode, Node, Position, ScalarNode, SequenceNode

MAX_DEPTH = 20
FENCE = "---"

LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_markdown_file(text: str, findings: Findings) -> tuple[Node | None, Body | None]:
    """Split a `.md` file into its front matter, parsed, and its body. None stands for what could not be had."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        findings.add(
            "no-front-matter",
            _("the file begins with {text} instead of front matter", text=_describe_start(text)),
            _("Begin with a line of three dashes, then author and date, then three dashes again, then the text."),
        )
        return None, None
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            # the line of dashes goes along, so that lines count as in the file
            head = "\n" + "\n".join(lines[1:number]) + "\n"
            return parse_yaml(head, findings), Body("\n".join(lines[number + 1 :]), number + 2)
    findings.add("no-front-matter", _("the front matter is never closed"), _("Close it with a line of three dashes."))
    return None, None


def _describe_start(text: str) -> str:
    first = text.partition("\n")[0].strip()
    return f"'{shorten(first)}'" if first else _("an empty line") if text.strip() else "nothing"


def parse_yaml(text: str, findings: Findings) -> Node | None:
    """Parse one YAML document; None, with a problem found, where that is not possible.

    Whatever PyYAML raises on hostile input becomes a problem: besides its own error, it lets ValueError, OverflowError,
    AttributeError and RecursionError through.
    """
    if _PLAIN_KEYS.fullmatch(text) and (known := _read_plain(text)):
        return known
    try:
        return _build(yaml.parse(text, Loader=LOADER), findings)
    except _Unbuildable as error:
        _refuse(error.rule, error.message, error.help, error.place, findings)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and error.context_mark and mark.line > text.rstrip("\n").count("\n"):
            mark = error.context_mark  # what was opened there is still open at the end
        what = " ".join(part for part in (error.context, error.problem) if part)
        _refuse_syntax(what, Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1), findings)
    except (yaml.YAMLError, ValueError, OverflowError, AttributeError, RecursionError) as error:
        _refuse_syntax(str(error).partition("\n")[0], Position(1, 1), findings)
    return None


_PLAIN_KEYS = re.compile(
    r"\n*(?:[a-z][a-z_]{0,40}: [A-Za-z0-9](?:[A-Za-z0-9 ,.!?'&()/_+@=-]|:(?=[A-Za-z0-9]))*(?<! )\n)+", re.ASCII
)
"""Lines of a key and plain words, which mean the same to every reader of YAML: nearly all files hold nothing else."""


def _read_plain(text: str) -> Node | None:
    """What `_build` gives for such lines, in a tenth of the time; None where a key comes twice."""
    pairs: dict[str, tuple[ScalarNode, Node]] = {}
    first = 0
    for number, line in enumerate(text.split("\n"), 1):
        name, sign, value = line.partition(": ")
        if name in pairs:
            return None
        if sign:
            first = first or number
            key = ScalarNode(name, Position(number, 1, len(name)))
            pairs[name] = key, ScalarNode(value, Position(number, len(name) + 3, len(value)))
    return MappingNode(tuple(pairs.values()), Position(first, 1, 1))


class _Unbuildable(Exception):
    """What ends the parse, because nothing after it can be placed."""

    def __init__(self, rule: str, message: str, help: str, place: Position) -> None:
        self.rule, self.message, self.help, self.place = rule, message, help, place


def _build(events: Iterator[yaml.Event], findings: Findings) -> Node | None:
    """Build the nodes of the only document with a stack of open collections, so that depth costs no recursion."""
    root: Node | None = None
    stack: list[tuple[yaml.Event, list[Node]]] = []
    documents = 0
    for event in events:
        node: Node | None = None
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                _check_document(event, documents, findings)
            case yaml.AliasEvent():
                node = ScalarNode(f"*{event.anchor}", _place(event), refused=True)
                _refuse(
                    "yaml-feature", _("alias '{text}' found", text=shorten(node.text)), _(_PLAIN), node.place, findings
                )
            case yaml.ScalarEvent():
                _check_extras(event, findings)
                plain = event.style not in ("'", '"', "|", ">")
                node = ScalarNode(event.value, _place(event), plain, block=event.style in ("|", ">"))
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                _check_extras(event, findings)
                stack.append((event, []))
                if len(stack) > MAX_DEPTH:
                    message = _("lists and keys are nested more than {max_depth} deep", max_depth=MAX_DEPTH)
                    raise _Unbuildable("yaml-feature", message, _("Use fewer levels."), _place(event))
            case yaml.SequenceEndEvent():
                start, items = stack.pop()
                node = SequenceNode(tuple(items), _place(start))
            case yaml.MappingEndEvent():
                start, items = stack.pop()
                node = MappingNode(_pairs(items, findings), _place(start))
        if node is not None:
            if stack:
                stack[-1][1].append(node)
            else:
                root = node
    return root


_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = N_("Write the value out where it is needed; anchors, aliases, tags and merge keys aren't allowed.")


def _check_document(event: yaml.DocumentStartEvent, number: int, findings: Findings) -> None:
    if number > 1:
        message = _("a second YAML document begins here")
        raise _Unbuildable("yaml-feature", message, _("Keep one document per file."), _place(event))
    if event.version or event.tags:
        _refuse("yaml-feature", _("YAML directive ('%') found"), _("Remove it."), _place(event), findings)


def _check_extras(event: yaml.ScalarEvent | yaml.CollectionStartEvent, findings: Findings) -> None:
    if event.anchor:
        _refuse(
            "yaml-feature",
            _("anchor '&{anchor}' found", anchor=shorten(event.anchor)),
            _(_PLAIN),
            _place(event),
            findings,
        )
    if event.tag:
        _refuse("yaml-feature", _("tag '{tag}' found", tag=shorten(event.tag)), _(_PLAIN), _place(event), findings)
    if isinstance(event, yaml.ScalarEvent) and event.style == '"' and (found := next(find_hidden(event.value), None)):
        message = _("'{found}', written as an escape, is invisible and may mislead", found=visible(found[1]))
        _refuse("control-character", message, _("Delete it."), _place(event), findings)
    if isinstance(event, yaml.ScalarEvent) and _SURROGATE.search(event.value):
        message = _("half a character ('\\ud800' to '\\udfff') found")
        raise _Unbuildable("yaml-syntax", message, _("Write the character itself."), _place(event))


def _pairs(items: list[Node], findings: Findings) -> tuple[tuple[ScalarNode, Node], ...]:
    pairs: dict[str, tuple[ScalarNode, Node]] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        if not isinstance(key, ScalarNode):
            message = _("found a list or keys with values where a key should be")
            raise _Unbuildable("yaml-syntax", message, _("Begin the line with the name of a key."), key.place)
        if key.text == "<<" and key.plain:
            _refuse("yaml-feature", _("merge key '<<' found"), _(_PLAIN), key.place, findings)
        elif key.text in pairs:
            first = pairs[key.text][0].place.line
            message = _("'{text}' appears again; it is already on line {first}", text=shorten(key.text), first=first)
            _refuse("duplicate-key", message, _("Keep one of the two."), key.place, findings)
        else:
            pairs[key.text] = (key, value)
    return tuple(pairs.values())


def _place(event: yaml.Event) -> Position:
    start, end = event.start_mark, event.end_mark
    assert start is not None, "parsing, unlike serialising, marks every event"  # noqa: S101
    assert end is not None  # noqa: S101
    width = end.column - start.column if end.line == start.line else 1
    return Position(start.line + 1, start.column + 1, max(width, 1))


def _refuse(rule: str, message: str, help: str, place: Position, findings: Findings) -> None:
    findings.add(rule, message, help, line=place.line, column=place.column, width=place.width)


def _refuse_syntax(what: str, place: Position, findings: Findings) -> None:
    _refuse(
        "yaml-syntax",
        _("YAML can't be parsed from here on: {what}", what=shorten(what, 160)),
        _hint(what),
        place,
        findings,
    )


def _hint(what: str) -> str:
    if "mapping values are not allowed" in what or "could not find expected ':'" in what:
        return _("Quote text that contains a colon, and put a space after the colon that follows a key.")
    if "escape" in what:
        return _("In double quotes a backslash is special; use single quotes.")
    if "found character" in what or "tab character" in what:
        return _("Indent with spaces, never tabs, and quote text that begins with a special character.")
    if "quoted scalar" in what:
        return _("A quotation mark is never closed. Close it, or write the text after '|' on lines of its own.")
    return _("Check the indentation, and quote text that contains special characters.")
