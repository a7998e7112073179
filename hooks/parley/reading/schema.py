"""The table of keys: every key of every kind of file, what it means, what it may hold, and where it is used.

From `KINDS` follow the checks of values, the JSON Schema that editors use, what the dialog, the issue forms and the
commands ask for, what pages, feeds, search and `thread.json` show, what is withheld when a contribution is removed, and
the table in the documentation. A reader turns one node into a value, or reports what is wrong and returns None.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, Protocol

from parley.model import layout
from parley.model.alphabets import find_odd_letter
from parley.model.entries import NOT_KEYS, Discussion, Moment, Person, Practice, Reply, Source, Tag
from parley.model.findings import Findings, shorten
from parley.reading.nodes import MappingNode, Node, Position, ScalarNode, SequenceNode, Values

SOURCE_KINDS = ("law", "platform", "academic", "survey", "vendor", "practitioner", "guide")
SCHOOLS = ("old", "new", "both")
ROLES = ("house-voice", "maintainer", "contributor")


class Reader(Protocol):
    def read(self, node: Node, what: str, findings: Findings) -> Any: ...

    def json_schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A text of `least` to `most` characters; `lines` says whether it may have more than one line."""

    most: int
    least: int = 1
    lines: bool = False

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings, may_be_empty=self.least == 0)
        if text is None:
            return None
        text = text.strip("\n") if self.lines else text.strip()
        if not self.lines and "\n" in text:
            text = " ".join(text.split())
        if not self.least <= len(text) <= self.most:
            message = f"{what} has {len(text)} characters; it must have {self.least} to {self.most}"
            _add("wrong-length", message, "Shorten it.", node.place, findings)
            return None
        if self.least and not any(char.isalnum() for char in text):
            message = f"{what} '{shorten(text)}' has no letter or digit"
            _add("wrong-value", message, "Write some words.", node.place, findings)
            return None
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": self.least, "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Markdown(Text):
    """A text that is drawn as Markdown; the checks of bodies apply to it as well."""

    lines: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """A slug, an id or a handle."""

    longest: int = layout.NAME_LENGTH

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings)
        if text is None or layout.is_name(text, self.longest):
            return text
        if odd := find_odd_letter(text):
            message = f"{what} '{shorten(text)}' {odd}"
            _add("mixed-script", message, "Retype it in Latin letters.", node.place, findings)
            return None
        message = f"{what} '{shorten(text)}' must be letters a-z, digits and single hyphens, at most {self.longest}"
        known = {"author": "Write a GitHub login in lower case and without the @.", "tags": "Write the slug of a tag."}
        help = known.get(what, "Write it as in its file name.")
        _add("bad-name", message, help, node.place, findings)
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{layout.NAME.pattern}$", "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Date:
    """`2026-11-22`, or with a time and its distance from UTC: `2026-11-22T09:30:00Z`."""

    pattern = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:\d\d))?", re.ASCII)
    first_year = 1970

    def read(self, node: Node, what: str, findings: Findings) -> Moment | None:
        text = _read_scalar(node, what, findings)
        if text is None:
            return None
        moment = self.parse(text)
        if moment is None:
            message = f"{what} '{shorten(text)}' isn't a date"
            help = "Write it as 2026-11-22 (1970 or later), or with a time and its zone, as 2026-11-22T09:30:00Z."
            _add("bad-date", message, help, node.place, findings)
        return moment

    def parse(self, text: str) -> Moment | None:
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        day, clock, zone = found.groups()
        try:
            if clock is None:
                moment = Moment.from_day(date.fromisoformat(day))
            else:
                clock = clock.partition(".")[0]  # a fraction of a second orders nothing that a reader could see
                zone = zone.replace("Z", "+00:00")
                moment = Moment(datetime.fromisoformat(f"{day}T{clock}{zone}").astimezone(UTC))
        except (ValueError, OverflowError):
            return None
        return moment if moment.at.year >= self.first_year else None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern.pattern}$".replace("?:", "")}


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[str, ...]

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings)
        if text is None or text in self.options:
            return text
        message = f"{what} '{shorten(text)}' must be one of {', '.join(self.options)}"
        help = did_you_mean(text, self.options) or "Use one of them, or leave the line out."
        _add("wrong-value", message, help, node.place, findings)
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, node: Node, what: str, findings: Findings) -> bool | None:
        text = Choice(("true", "false")).read(node, what, findings)
        return None if text is None else text == "true"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Account:
    """The number that a forge gives an account once and for ever: `4711`, or `github:4711` where there are several."""

    pattern = re.compile(r"(?:(?P<forge>[a-z][a-z0-9.-]{0,60}):)?(?P<number>[1-9][0-9]{0,18})", re.ASCII)

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings)
        if text is None or self.pattern.fullmatch(text):
            return text
        help = "Write the number alone, as 4711, or after the name of the Git host, as github:4711."
        _add("wrong-value", f"{what} '{shorten(text)}' isn't an account number", help, node.place, findings)
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([a-z][a-z0-9.-]*:)?[1-9][0-9]*$", "maxLength": 80}


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A full address on the web, as it stands in the bar of a browser."""

    pattern = re.compile(r"https?://[^\s/?#@:\"'<>\\]+(:\d+)?([/?#][^\s\"<>\\]*)?", re.IGNORECASE)
    most = 2000

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings)
        if text is None:
            return None
        if len(text) > self.most or not self.pattern.fullmatch(text):
            message = f"{what} '{shorten(text)}' isn't a full web address"
            help = "Copy it from the browser's address bar; it begins with https://."
            _add("bad-link", message, help, node.place, findings)
            return None
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uri", "pattern": "^https?://", "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Reader
    most: int
    least: int = 1

    def read(self, node: Node, what: str, findings: Findings) -> tuple[Any, ...] | None:
        if isinstance(node, ScalarNode) and node.refused:
            return None
        if not isinstance(node, SequenceNode):
            message = f"{what} must be a list, found {_describe(node)}"
            _add("wrong-type", message, "Write each item on a line of its own after '- '.", node.place, findings)
            return None
        if not self.least <= len(node.items) <= self.most:
            message = f"{what} has {len(node.items)} items; it must have {self.least} to {self.most}"
            help = "Keep the ones that matter most." if node.items else "Fill it in."
            _add("wrong-length", message, help, node.place, findings)
            return None
        each = f"an item of {what}" if isinstance(self.item, MappingOf) else what
        items = tuple(self.item.read(item, each, findings) for item in node.items)
        if any(item is None for item in items):
            return None
        for position, item in enumerate(items):
            if item in items[:position]:
                _add("wrong-value", f"{what} lists an item twice", "Keep one.", node.items[position].place, findings)
                return None
        return items

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.json_schema(), "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True, slots=True)
class Ask:
    """How people are asked for a value by the dialog, the issue form and the command.

    `label` is the name of the field, `hint` helps to fill it in, and `none` stands for leaving a choice open.
    """

    label: str
    hint: str = ""
    example: str = ""
    none: str = "none"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a file, and where its value is used.

    `about` follows the name in messages and tables. `stays` tells that a value is still shown when its contribution is
    removed; all others are withheld. `ask` tells how people are asked for it; without, only those who write files give
    one. `label` stands before the value wherever its contribution is shown; without, it has a place of its own in the
    templates, or is not shown. `searched` lets the words of a value that has a label be found.
    """

    name: str
    reader: Reader
    about: str
    required: bool = False
    stays: bool = False
    ask: Ask | None = None
    label: str = ""
    searched: bool = False

    @property
    def several(self) -> bool:
        """Tell whether its value may take several lines."""
        return isinstance(self.reader, ListOf) or (isinstance(self.reader, Text) and self.reader.lines)

    @property
    def blank(self) -> object:
        """What stands in the model for a value that is not there."""
        match self.reader:
            case ListOf():
                return ()
            case Flag():
                return False
        return ""


@dataclass(frozen=True, slots=True)
class MappingOf:
    """A mapping with the given keys, made into a value by `build`."""

    keys: tuple[Key, ...]
    build: Callable[..., Any]

    def read(self, node: Node, what: str, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            if not (isinstance(node, ScalarNode) and node.refused):
                message = f"{what} must be keys with values, found {_describe(node)}"
                help = f"Begin with: {self.keys[0].name}: …"
                _add("wrong-type", message, help, node.place, findings)
            return None
        found = read_keys(node, self.keys, what, findings)
        return self.build(**found.values) if found.complete else None

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {key.name: {"description": key.about, **key.reader.json_schema()} for key in self.keys},
            "required": [key.name for key in self.keys if key.required],
            "additionalProperties": False,
        }


def read_keys(node: MappingNode, keys: tuple[Key, ...], what: str, findings: Findings) -> Values:
    """Read a mapping by the table of its keys and report all that is wrong with it."""
    table = {key.name: key for key in keys}
    values: dict[str, Any] = {}
    places: dict[str, tuple[Position, ...]] = {}
    text_lines: dict[str, int] = {}
    complete = True
    for name, value in node.pairs:
        key = table.get(name.text)
        if key is None:
            help = did_you_mean(name.text, tuple(table)) or f"Known keys: {', '.join(table)}."
            if name.text == "body":
                help = "Write the text below the front matter."
            _add("unknown-key", f"{what} has no key '{shorten(name.text)}'", help, name.place, findings)
            complete = False
            continue
        places[key.name] = tuple(n.place for n in value.items) if isinstance(value, SequenceNode) else (value.place,)
        text_lines[key.name] = _first_line(value)
        values[key.name] = key.reader.read(value, key.name, findings)
        complete = complete and values[key.name] is not None
    for key in keys:
        if key.required and key.name not in values:
            _add(
                "missing-key", f"{what} needs '{key.name}'", f"Add '{key.name}: …', {key.about}.", node.place, findings
            )
            complete = False
    return Values(values, places, text_lines, complete)


def _first_line(node: Node) -> int:
    """The line on which the text of a value begins, empty lines before it left out."""
    if isinstance(node, ScalarNode) and node.block:
        return node.place.line + 1 + len(node.text) - len(node.text.lstrip("\n"))
    return node.place.line


TITLE_LENGTH = 120

_AUTHOR = Key("author", Name(layout.HANDLE_LENGTH), "your handle: the GitHub login, in lower case", required=True)
_DATE = Key(
    "date",
    Date(),
    "the day it was written, as 2026-11-22, or with a time as 2026-11-22T09:30:00Z",
    required=True,
    stays=True,
)
_UPDATED = Key("updated", Date(), "the day of a later edit, lock or removal, best with a time", stays=True)
_REMOVED = Key("removed", Text(300), "why it was removed; text and author are hidden, replies to it stay", stays=True)
_ALIASES = Key("aliases", ListOf(Name(), 20), "former names, which redirect here", stays=True)
_SOURCE = MappingOf(
    (
        Key("name", Text(200), "what the source is called", required=True),
        Key("url", WebAddress(), "its full address", required=True),
        Key("date", Text(40), "when it was published, as precisely as known"),
        Key("kind", Choice(SOURCE_KINDS), "what kind of source it is"),
    ),
    Source,
)
_SOURCES = Key(
    "sources", ListOf(_SOURCE, 30), "what the claims are based on: a list of name and url, and date and kind"
)
_POST_KEYS = (
    Key("title", Text(TITLE_LENGTH), f"a title of 1 to {TITLE_LENGTH} characters", required=True),
    _AUTHOR,
    _DATE,
    _UPDATED,
    Key("tags", ListOf(Name(), 5), "one to five tags of tags.yml", required=True),
    Key("summary", Text(300), "one or two sentences for lists; the first paragraph, if left out"),
    _SOURCES,
    Key("locked", Text(300), "why the thread takes no new replies; maintainers set it", stays=True),
    Key("pinned", Flag(), "true keeps it at the top of lists; maintainers set it", stays=True),
    _REMOVED,
    _ALIASES,
    Key(
        "merged",
        ListOf(Name(), 50),
        "names of posts that were merged into this one, which redirect here",
        stays=True,
    ),
)
_BODY = Key("body", Text(65536, least=0, lines=True), "the text, in Markdown")


@cache
def _name_fields(build: type) -> frozenset[str]:
    """The names of the fields of a class of the model; each entry that is made asks for them."""
    return frozenset(one.name for one in fields(build))


@dataclass(frozen=True, slots=True)
class FileSchema:
    """The keys of a kind of file; `body` says whether a text is needed, possible, or not there at all."""

    name: str
    keys: tuple[Key, ...]
    build: type
    body: Literal["needed", "possible", "none"] = "none"

    def __post_init__(self) -> None:
        """Refuse a key with the name of something else.

        Raises:
            ValueError: the model would take its value for what it means itself.
        """
        own = _name_fields(self.build) - NOT_KEYS
        for number, key in enumerate(self.keys):
            if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", key.name):
                raise ValueError(f"a key can't be called '{key.name}': write lower-case letters, digits and single _")
            if key.name in NOT_KEYS or (hasattr(self.build, key.name) and key.name not in own):
                raise ValueError(f"{self.name} can't have a key '{key.name}': the name means something else there")
            if any(key.name == other.name for other in self.keys[:number]):
                raise ValueError(f"{self.name} has two keys '{key.name}'")

    @property
    def yaml_keys(self) -> tuple[Key, ...]:
        return self.keys if self.body == "none" else (*self.keys, _BODY)

    def fill(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values with a blank for each needed one that is not there."""
        return {**{key.name: key.blank for key in self.keys if key.required}, **values}

    @property
    def asked(self) -> tuple[Key, ...]:
        """The keys that people are asked for, in the order of the file."""
        return tuple(key for key in self.keys if key.ask)

    def make(self, values: Mapping[str, Any], **others: Any) -> Any:
        """The item that a file stands for: `values` of its keys, and `others` that come from its place or its text."""
        own = _name_fields(self.build)
        added = tuple((name, value) for name, value in values.items() if name not in own)
        if not added:
            return self.build(**others, **values)
        return self.build(**others, added=added, **{name: value for name, value in values.items() if name in own})

    def withhold(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is left of a removed contribution: the values of keys that stay, and blanks in the place of others."""
        return self.fill({key.name: values[key.name] for key in self.keys if key.stays and key.name in values})


def _side(name: str, label: str, about: str, *, required: bool = True) -> Key:
    return Key(name, Markdown(1000), about, required, label=label)


KINDS: Mapping[str, FileSchema] = {
    "discussion": FileSchema(
        "a discussion",
        (*_POST_KEYS, Key("questions", ListOf(Text(300), 10), "the questions put to readers")),
        Discussion,
        body="needed",
    ),
    "practice": FileSchema(
        "a practice",
        (
            *_POST_KEYS,
            _side("old_school", "{old}", "what the old school does"),
            _side("old_wins_when", "{old} wins when", "when the old way is the better choice"),
            _side("new_school", "{new}", "what the new school does"),
            _side("new_wins_when", "{new} wins when", "when the new way is the better choice"),
            _side("shared_rule", "The rule both share", "the etiquette both share"),
            _side("caution", "Caution", "what to beware of in the evidence", required=False),
            Key("discussions", ListOf(Name(), 10), "slugs of related discussions"),
        ),
        Practice,
        body="possible",
    ),
    "reply": FileSchema(
        "a reply",
        (
            _AUTHOR,
            _DATE,
            _UPDATED,
            Key("reply_to", Name(), "the id of the reply it answers; leave it out to reply to the post", stays=True),
            Key(
                "school",
                Choice(SCHOOLS),
                "the side the reply argues for, if it takes one",
                ask=Ask("School you argue for", "Leave it empty if you take no side.", "old", "no school"),
            ),
            _SOURCES,
            _REMOVED,
            _ALIASES,
        ),
        Reply,
        body="needed",
    ),
    "person": FileSchema(
        "a person",
        (
            Key("name", Text(80), "the name shown to readers", required=True),
            Key("role", Choice(ROLES), "house-voice for the site's own voices, maintainer, or contributor"),
            Key("link", WebAddress(), "a page about the person"),
            Key("about", Text(300), "a line about the person"),
            Key("aliases", ListOf(Name(layout.HANDLE_LENGTH), 20), "former handles, which redirect here"),
            Key("account", Account(), "the number of the account at the Git host, which stays when the login changes"),
        ),
        Person,
    ),
}

TAGS = ListOf(
    MappingOf(
        (
            Key("slug", Name(), "the name in addresses and in posts", required=True),
            Key("title", Text(60), "the name shown to readers", required=True),
            Key("summary", Text(300), "one sentence that says what belongs here", required=True),
        ),
        Tag,
    ),
    most=500,
)


def markdown_keys(kind: str) -> tuple[str, ...]:
    """The keys of a kind of file, `body` aside, whose text is drawn as Markdown."""
    return tuple(key.name for key in KINDS[kind].keys if isinstance(key.reader, Markdown))


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of `.yml` file (`KINDS` or `tags`), for editors.

    Source: JSON Schema draft 2020-12.
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind}
    if kind == "tags":
        return {**head, **_as_typed(TAGS.json_schema())}
    return {**head, **_as_typed(MappingOf(KINDS[kind].yaml_keys, dict).json_schema())}


def _as_typed(form: Any) -> Any:
    """Let short texts be numbers as well: an editor takes a bare `1995` for one, this project for a text."""
    if isinstance(form, list):
        return [_as_typed(item) for item in form]
    if not isinstance(form, dict):
        return form
    if form.get("type") == "string" and "maxLength" in form and "format" not in form:
        return {**form, "type": ["string", "number"]}
    return {name: _as_typed(value) for name, value in form.items()}


def did_you_mean(text: str, options: tuple[str, ...]) -> str:
    """A question with the nearest option, or nothing where none is near."""
    nearest = get_close_matches(text.lower()[:100], options, n=1, cutoff=0.6)
    return f"Did you mean '{nearest[0]}'?" if nearest else ""


def _read_scalar(node: Node, what: str, findings: Findings, *, may_be_empty: bool = False) -> str | None:
    if isinstance(node, ScalarNode):
        if node.refused:
            return None
        if node.text.strip() or may_be_empty:
            return node.text
        _add("wrong-length", f"{what} is empty", "Fill it in, or remove the line.", node.place, findings)
        return None
    help = "Write it on the same line as its key, without brackets or a dash."
    _add("wrong-type", f"{what} must be text, found {_describe(node)}", help, node.place, findings)
    return None


def _describe(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return f"'{shorten(node.text, 40)}'" if node.text else "nothing"
    return "a list" if isinstance(node, SequenceNode) else "keys with values"


def _add(rule: str, message: str, help: str, place: Position, findings: Findings) -> None:
    findings.add(rule, message, help, line=place.line, column=place.column, width=place.width)
