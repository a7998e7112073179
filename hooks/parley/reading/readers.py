"""Values of keys: a reader turns one node into a value, or reports what is wrong and returns None."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any, ClassVar, Protocol

from parley.model import layout, urls
from parley.model.characters import is_blank
from parley.model.entries import Moment
from parley.model.findings import Findings, shorten
from parley.model.languages.alphabets import find_odd_letter, name_letter
from parley.model.languages.catalogues import name_language
from parley.model.languages.speaking import N_, _
from parley.model.problems import Severity
from parley.reading.mending.dates import is_today
from parley.reading.nodes import MappingNode, Node, Position, ScalarNode, SequenceNode, Values

NO_HANDLE = N_("A maintainer can give you a handle: a file in people/ with the number of your account at the Git host.")
"""What helps whose login can be no handle."""


FLAGS = {
    **dict.fromkeys(("true", "yes", "y", "on", "1", "x", "✓", "✔", "☑", "[x]", "ja", "oui", "sí", "si"), "true"),
    **dict.fromkeys(("false", "no", "n", "off", "0", "-", "✗", "☐", "[ ]", "nein", "non"), "false"),
}
"""What people write for yes and no."""


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
            message = _(
                "{what} has {text} characters; it must have {least} to {most}",
                what=what,
                text=len(text),
                least=self.least,
                most=self.most,
            )
            _add("wrong-length", message, _("Shorten it."), node.place, findings)
            return None
        if self.least and is_blank(text):
            message = _("{what} '{text}' shows nothing", what=what, text=shorten(text))
            _add("wrong-value", message, _("Write some words."), node.place, findings)
            return None
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": self.least, "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Markdown(Text):
    """A text that is drawn as Markdown; the checks of bodies apply to it as well."""

    lines: bool = True


@dataclass(frozen=True, slots=True)
class Reason(Text):
    """Why something was done, in words for its readers: a yes or no would be shown as one, and have its effect."""

    most: int = 300

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = Text.read(self, node, what, findings)
        if text is None or (self.find_flag(text) is None and text.casefold() not in ("none", "n/a")):
            return text
        message = _("{what} '{text}' gives no reason", what=what, text=shorten(text))
        help = _("Write why, in words for its readers; to say that it isn't {what}, take the line out.", what=what)
        _add("wrong-value", message, help, node.place, findings)
        return None

    @staticmethod
    def find_flag(text: str) -> str | None:
        """`true` or `false` for what is only a yes or no; a single letter for yes is poor, but has the effect meant."""
        word = text.strip(" .!\"'").casefold()
        return None if word in ("y", "x") else FLAGS.get(word)


@dataclass(frozen=True, slots=True)
class Name:
    """A slug or, with their `naming`, an id or a handle."""

    naming: layout.Naming = layout.SLUG

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings)
        if text is None or layout.is_name(text, self.naming):
            return text
        is_handle = self.naming is layout.HANDLE
        if is_handle and layout.is_bot(text):
            message = _(
                "{what} '{text}' is a bot's login; contributions are written by people", what=what, text=shorten(text)
            )
            _add("bad-name", message, _("Write the login of whoever wrote this."), node.place, findings)
            return None
        if odd := find_odd_letter(text):
            words = N_("{what} '{text}' mixes alphabets: '{odd}' is {name}")
            message = _(words, what=what, text=shorten(text), odd=odd, name=name_letter(odd))
            _add("mixed-script", message, _("Retype it in Latin letters."), node.place, findings)
            return None
        message = _("{what} '{text}' must be {wanted}", what=what, text=shorten(text), wanted=_(self.naming.wanted))
        known = {
            "author": _("Write your login, as in the address of your account, in lower case and without the @."),
            "tags": _("Write the slug of a tag."),
            **dict.fromkeys(("slug", "path"), _("Write lower-case letters and digits, with single hyphens between.")),
        }
        help = known.get(what, _("Write it as in its file name."))
        if what == "aliases" and "?" in text:
            help = _("Leave it out: a site made of files can't serve an address by what follows a '?'.")
        elif what == "aliases" and not is_handle and re.search("[/.]", text):
            help = _("Another address that leads here belongs under `moved` in the settings, with this one behind it.")
        if is_handle and layout.is_login(text):
            help = _(NO_HANDLE)
        _add("bad-name", message, help, node.place, findings)
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.naming.pattern.pattern}$", "maxLength": self.naming.longest}


@dataclass(frozen=True, slots=True)
class ReplyName(Name):
    """The id of a reply of the same thread, also as the link on its date gives it: `…/#reply-2026-11-20-bob`."""

    naming: layout.Naming = layout.ID

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        if isinstance(node, ScalarNode) and "reply-" in node.text:
            node = replace(node, text=node.text.rpartition("reply-")[2])
        return Name.read(self, node, what, findings)


@dataclass(frozen=True, slots=True)
class Date:
    """`2026-11-22`, or with a time and its distance from UTC: `2026-11-22T09:30:00Z`."""

    pattern = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:\d\d))?", re.ASCII)
    first_year, last_year = 1970, 9998  # a day later there is still one

    def read(self, node: Node, what: str, findings: Findings) -> Moment | None:
        text = _read_scalar(node, what, findings)
        if text is None:
            return None
        moment = self.parse(text)
        if moment is None:
            is_short = re.fullmatch(r"\d{1,2}([./-] ?)\d{1,2}\1\d{2,4}\.?", text, re.ASCII)
            wrong = _("isn't a date, or may be one of two") if is_short else _("isn't a date")
            message = f"{what} '{shorten(text)}' {wrong}"
            help = _("Write it as 2026-11-22 (1970 or later), or with a time and its zone, as 2026-11-22T09:30:00Z.")
            help = (
                _("Write the day itself, as 2026-11-22; `parley check --fix --write` puts that of today.")
                if is_today(text)
                else help
            )
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
        return moment if self.first_year <= moment.at.year <= self.last_year else None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern.pattern}$".replace("?:", "")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some options. `names` are shown to readers in their place, and `was` gives former options.

    `akin` are other words for an option, which are read and which nobody is told of.
    """

    options: tuple[str, ...]
    names: tuple[str, ...] = ()
    was: tuple[tuple[str, str], ...] = ()
    akin: tuple[tuple[str, str], ...] = ()

    def name(self, option: str) -> str:
        """What readers see of an option."""
        return dict(zip(self.options, self.names, strict=False)).get(option, option)

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings)
        if text is None or text in self.options:
            return text
        if text in (other := dict((*self.was, *self.akin))):
            return other[text]
        message = _(
            "{what} '{text}' must be one of {options}", what=what, text=shorten(text), options=", ".join(self.options)
        )
        help = did_you_mean(text, self.options) or _("Use one of them, or leave the line out.")
        _add("wrong-value", message, help, node.place, findings)
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"enum": [*self.options, *(former for former, _ in self.was)]}


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, node: Node, what: str, findings: Findings) -> bool | None:
        words = (("yes", "true"), ("on", "true"), ("no", "false"), ("off", "false"))  # which is true in YAML 1.1, too
        text = Choice(("true", "false"), was=words).read(node, what, findings)
        return None if text is None else text == "true"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `least` to `most`, as text that says the same as what was written."""

    least: float | None = None
    most: float | None = None
    whole: bool = False
    pattern = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", re.ASCII)

    @property
    def wanted(self) -> str:
        """`a number from 0 to 5`."""
        bounds = (
            f"{word} {bound:.15g}" for word, bound in (("from", self.least), ("to", self.most)) if bound is not None
        )
        return " ".join([_("a whole number") if self.whole else "a number", *bounds])

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings)
        if text is None:
            return None
        fits = self.pattern.fullmatch(text) and not (self.whole and "." in text)
        if (
            fits
            and (self.least is None or float(text) >= self.least)
            and (self.most is None or float(text) <= self.most)
        ):
            return text
        message = _("{what} '{text}' must be {wanted}", what=what, text=shorten(text), wanted=_(self.wanted))
        _add("wrong-value", message, _("Write digits, with a point before decimals."), node.place, findings)
        return None

    def json_schema(self) -> dict[str, Any]:
        bounds = {"minimum": self.least, "maximum": self.most}
        return {
            "type": ["integer" if self.whole else "number", "string"],
            "pattern": f"^{self.pattern.pattern}$",
            **{name: bound for name, bound in bounds.items() if bound is not None},
        }


@dataclass(frozen=True, slots=True)
class MapOf:
    """Keys that the writer chooses, each a name, with values of one kind; `build` makes a value of both."""

    item: Reader
    build: Callable[[str, Any], Any]
    least: int
    most: int

    def read(self, node: Node, what: str, findings: Findings) -> tuple[Any, ...] | None:
        if not isinstance(node, MappingNode):
            message = _("{what} must be keys with values, found {node}", what=what, node=_describe(node))
            _add("wrong-type", message, _("Give each a key of its own."), node.place, findings)
            return None
        if not self.least <= len(node.pairs) <= self.most:
            message = _(
                "{what} has {pairs} entries; it must have {least} to {most}",
                what=what,
                pairs=len(node.pairs),
                least=self.least,
                most=self.most,
            )
            _add("wrong-length", message, _help_with_number(len(node.pairs), self.most), node.place, findings)
            return None
        made = []
        for name, value in node.pairs:
            key, read = KeyName().read(name, what, findings), self.item.read(value, f"{what}.{name.text}", findings)
            made.append(self.build(key, read) if key and read is not None else None)
        return None if None in made else tuple(made)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.item.json_schema(), "minProperties": self.least}


@dataclass(frozen=True, slots=True)
class Word:
    """A value that is one text, told from what it isn't by `take`; `wrong` and `help` say so to its author."""

    rule: ClassVar[str] = "wrong-value"
    wrong: ClassVar[str]
    help: ClassVar[str]
    pattern: ClassVar[re.Pattern[str]]
    most: ClassVar[int] = 2000

    def take(self, text: str) -> str | None:
        """The value that a text stands for; None where it's none."""
        return text if len(text) <= self.most and self.pattern.fullmatch(text) else None

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        text = _read_scalar(node, what, findings)
        taken = None if text is None else self.take(text)
        if text is not None and taken is None:
            _add(self.rule, _(self.wrong, what=what, text=shorten(text)), _(self.help), node.place, findings)
        return taken

    def json_schema(self) -> dict[str, Any]:
        longest = {"maxLength": self.most} if self.most < Word.most else {}
        return {"type": "string", "pattern": f"^{self.pattern.pattern}$".replace("?:", ""), **longest}


@dataclass(frozen=True, slots=True)
class KeyName(Word):
    """The name of a key: lower-case letters, digits and single underscores or hyphens."""

    rule = "bad-name"
    wrong = N_("'{text}' in {what} can't be a key")
    help = N_("Write lower-case letters, digits and single _ or -.")
    pattern = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", re.ASCII)
    most = 40


@dataclass(frozen=True, slots=True)
class Colour(Word):
    """`#8a5714`."""

    wrong = N_("{what} '{text}' isn't a colour")
    help = N_('Write one as "#8a5714".')
    pattern = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Account(Word):
    """The number that a forge gives an account once and for ever: `4711`, or `github:4711` where there are several."""

    wrong = N_("{what} '{text}' isn't an account number")
    help = N_("Write the number alone, as 4711, or after the name of the Git host, as github:4711.")
    pattern = re.compile(r"(?:(?P<forge>[a-z][a-z0-9.-]{0,60}):)?(?P<number>[1-9][0-9]{0,18})", re.ASCII)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([a-z][a-z0-9.-]*:)?[1-9][0-9]*$", "maxLength": 80}


@dataclass(frozen=True, slots=True)
class SiteOrigin(Word):
    """`https://stats.example.org`: a site by its scheme and host, for a content security policy."""

    wrong = N_("{what} '{text}' isn't the address of a site")
    help = N_("Write scheme and host in lower case and nothing else, as https://stats.example.org.")
    pattern = re.compile(r"https://(?:\*\.)?[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[0-9]{1,5})?/?", re.ASCII)

    def take(self, text: str) -> str | None:
        return text.rstrip("/") if self.pattern.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class MailAddress(Word):
    """`reply@example.org`: one address as mail programs take it in a link, in ASCII.

    Source: RFC 6068, and RFC 5321, 4.5.3.1, for its lengths.
    """

    wrong = N_("{what} '{text}' isn't a mail address")
    help = N_("Write one address and nothing else, as reply@example.org.")
    pattern = re.compile(
        r"(?=[^@]{1,64}@)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@"
        r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+",
        re.ASCII,
    )
    most = 254


@dataclass(frozen=True, slots=True)
class Language(Word):
    """`de`, `pt-BR`, `zh-Hant`: a language as HTML names it. Source: BCP 47, as far as CLDR knows it."""

    wrong = N_("{what} '{text}' isn't a language")
    help = N_("Write its code, such as de, pt-BR or zh-Hant.")
    pattern = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*")

    def take(self, text: str) -> str | None:
        return name_language(text) or None


@dataclass(frozen=True, slots=True)
class WebAddress(Word):
    """A full address on the web, as it stands in the bar of a browser."""

    rule = "bad-link"
    wrong = N_("{what} '{text}' isn't a full web address")
    help = N_("Copy it from the browser's address bar; it begins with https://.")
    pattern = re.compile(r"https?://[^\s/?#@:\"'<>\\]+(:\d+)?([/?#][^\s\"<>\\]*)?", re.IGNORECASE)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uri", "pattern": "^https?://", "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class OwnAddress(Word):
    """The address of a post or reply on the site itself: `/discussions/two-follow-ups/#reply-2026-11-20-bob`."""

    rule = "bad-link"
    wrong = N_("{what} '{text}' isn't a page of this site")
    help = N_("Write it as /discussions/<slug>/, with #reply-<id> for a reply.")
    pattern = re.compile(r"/[a-z0-9-]+/[a-z0-9-]+/(#reply-[a-z0-9._-]+)?")

    def take(self, text: str) -> str | None:
        return text if urls.parse_internal(text) else None


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Reader
    most: int
    least: int = 1

    def read(self, node: Node, what: str, findings: Findings) -> tuple[Any, ...] | None:
        if isinstance(node, ScalarNode) and node.refused:
            return None
        if not isinstance(node, SequenceNode):
            message = _("{what} must be a list, found {node}", what=what, node=_describe(node))
            _add("wrong-type", message, _("Write each item on a line of its own after '- '."), node.place, findings)
            return None
        if not self.least <= len(node.items) <= self.most:
            message = _(
                "{what} has {items} items; it must have {least} to {most}",
                what=what,
                items=len(node.items),
                least=self.least,
                most=self.most,
            )
            _add("wrong-length", message, _help_with_number(len(node.items), self.most), node.place, findings)
            return None
        each = _("an item of {what}", what=what) if isinstance(self.item, MappingOf | OrText) else what
        items = tuple(self.item.read(item, each, findings) for item in node.items)
        if any(item is None for item in items):
            return None
        for position, item in enumerate(items):
            if item in items[:position]:
                _add(
                    "wrong-value",
                    _("{what} lists an item twice", what=what),
                    _("Keep one."),
                    node.items[position].place,
                    findings,
                )
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
    templates, or is not shown. `searched` lets the words of a value that has a label be found. `field` is the name of
    the field of the model, where that is another one, and `shown` the place of a value with a label: `byline`, `head`
    or `glance`.

    A key that the site has `declared` in its settings may change with them, so a value that doesn't fit is told and not
    shown, and stops nothing; `was` are its former names. Only a maintainer may set it where it is `guarded`. `term` is
    the property of schema.org that it is. `akin` are other names that people give it, under which it is read where the
    value is one, and asked for where it is none.
    """

    name: str
    reader: Reader
    about: str
    required: bool = False
    stays: bool = False
    ask: Ask | None = None
    label: str = ""
    searched: bool = False
    field: str = ""
    shown: str = "head"
    declared: bool = False
    was: tuple[str, ...] = ()
    guarded: bool = False
    term: str = ""
    akin: tuple[str, ...] = ()

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
    """A mapping with the given keys, made into a value by `build`; for `lenient` see `read_keys`."""

    keys: tuple[Key, ...]
    build: Callable[..., Any]
    lenient: bool = False

    def read(self, node: Node, what: str, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            if not (isinstance(node, ScalarNode) and node.refused):
                message = _("{what} must be keys with values, found {node}", what=what, node=_describe(node))
                help = _("Begin with: {name}: …", name=self.keys[0].name)
                _add("wrong-type", message, help, node.place, findings)
            return None
        found = read_keys(node, self.keys, what, findings, lenient=self.lenient)
        return self.build(**found.values) if found.complete else None

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                name: {"description": _(key.about), **key.reader.json_schema()}
                for key in self.keys
                for name in (key.name, *key.was)
            },
            # what a site asks everybody for now, older files do without
            "required": [key.name for key in self.keys if key.required and not key.declared],
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class OrText:
    """A mapping of which most people need one text only: a text alone is the value of the key that has `name`."""

    form: MappingOf
    name: str

    @property
    def text(self) -> Text:
        reader = next(key.reader for key in self.form.keys if key.name == self.name)
        assert isinstance(reader, Text)  # noqa: S101
        return reader

    def read(self, node: Node, what: str, findings: Findings) -> Any:
        if not isinstance(node, ScalarNode):
            return self.form.read(node, what, findings)
        text = self.text.read(node, what, findings)
        return None if text is None else self.form.build(**{self.name: text})

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [self.text.json_schema(), self.form.json_schema()]}


class _Undeclared(Findings):
    """What is told here is about something that a site no longer declares: a warning, which crowds out no error."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings.path)
        self._findings = findings

    def add(
        self, _rule: str, message: str, help: str = "", _severity: Severity = Severity.WARNING, /, **place: int
    ) -> None:
        self._findings.add("undeclared", message, help, Severity.WARNING, **place)


def read_keys(
    node: MappingNode, keys: tuple[Key, ...], what: str, findings: Findings, *, lenient: bool = False
) -> Values:
    """Read a mapping by the table of its keys and report all that is wrong with it.

    Where it is `lenient`, a key that looks like none of the program's own is a warning: it may have been declared once.
    """
    table = {name: key for key in keys for name in (*key.was, key.name)}
    values: dict[str, Any] = {}
    places: dict[str, tuple[Position, ...]] = {}
    text_lines: dict[str, int] = {}
    complete = True
    for name, value in node.pairs:
        key = table.get(name.text)
        if key is None:
            complete = _refuse_key(name, keys, what, findings, lenient=lenient) and complete
            continue
        told = _Undeclared(findings) if key.declared else findings
        if key.name in places:
            message = _("{what} has '{name}' under a former name as well", what=what, name=key.name)
            _add("wrong-value", message, _("Keep one of the two."), name.place, told)
            if name.text != key.name:
                continue
        places[key.name] = tuple(n.place for n in value.items) if isinstance(value, SequenceNode) else (value.place,)
        text_lines[key.name] = _first_line(value)
        values[key.name] = key.reader.read(value, key.name, told)
        if key.declared and values[key.name] is None:
            values[key.name] = _read_what_fits(value, key)
        if key.declared and values[key.name] is None:
            del values[key.name]
        complete = complete and (key.declared or values[key.name] is not None)
    for key in keys:
        if key.required and not key.declared and key.name not in values:
            help = _("Add '{name}: …', {about}.", name=key.name, about=_(key.about))
            _add("missing-key", _("{what} needs '{name}'", what=what, name=key.name), help, node.place, findings)
            complete = False
    return Values(values, places, text_lines, complete)


def _read_what_fits(node: Node, key: Key) -> tuple[Any, ...] | None:
    """The items of a list that are still declared, where others aren't."""
    if not isinstance(key.reader, ListOf) or not isinstance(node, SequenceNode):
        return None
    read = (key.reader.item.read(item, key.name, Findings("")) for item in node.items)
    return tuple(dict.fromkeys(item for item in read if item is not None)) or None


def _refuse_key(name: ScalarNode, keys: tuple[Key, ...], what: str, findings: Findings, *, lenient: bool) -> bool:
    """Report a key that is not in the table; gives whether the rest can do without it."""
    folded = re.sub(r"[\s.-]+", "_", name.text.strip().casefold())
    meant = next((_("Did you mean '{nearest}'?", nearest=key.name) for key in keys if folded in key.akin), "")
    near = meant or did_you_mean(name.text, tuple(key.name for key in keys))
    own = meant or did_you_mean(name.text, tuple(key.name for key in keys if not key.declared), 0.75)
    is_harmless = lenient and not own and name.text != "body"
    help = near or _("Known keys: {keys}.", keys=", ".join(key.name for key in keys))
    if name.text == "body":
        help = _("Write the text below the front matter.")
    elif is_harmless:
        help = _("{help} Its value isn't shown anywhere.", help=help)
    told = _Undeclared(findings) if is_harmless else findings
    _add("unknown-key", _("{what} has no key '{text}'", what=what, text=shorten(name.text)), help, name.place, told)
    return is_harmless


def _help_with_number(number: int, most: int) -> str:
    """What helps where a list has too many or too few parts."""
    return _("Keep the ones that matter most.") if number > most else _("Fill it in.")


def _first_line(node: Node) -> int:
    """The line on which the text of a value begins, empty lines before it left out."""
    if isinstance(node, ScalarNode) and node.block:
        return node.place.line + 1 + len(node.text) - len(node.text.lstrip("\n"))
    return node.place.line


def _unpad(text: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)


def did_you_mean(text: str, options: tuple[str, ...], cutoff: float = 0.6) -> str:
    """A question with the nearest option, or nothing where none is near."""
    wanted = text.lower()[:100]
    plain = _unpad(wanted)
    same = [option for option in options if _unpad(option) == plain]  # 1 for 01 is no other number
    nearest = same or get_close_matches(wanted, options, n=1, cutoff=cutoff)
    return _("Did you mean '{nearest}'?", nearest=nearest[0]) if nearest else ""


def _read_scalar(node: Node, what: str, findings: Findings, *, may_be_empty: bool = False) -> str | None:
    if isinstance(node, ScalarNode):
        if node.refused:
            return None
        if node.text.strip() or may_be_empty:
            return node.text
        _add(
            "wrong-length", _("{what} is empty", what=what), _("Fill it in, or remove the line."), node.place, findings
        )
        return None
    help = _("Write it on the same line as its key, without brackets or a dash.")
    message = _("{what} must be text, found {node}", what=what, node=_describe(node))
    _add("wrong-type", message, help, node.place, findings)
    return None


def _describe(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return f"'{shorten(node.text, 40)}'" if node.text else _("nothing")
    return _("a list") if isinstance(node, SequenceNode) else _("keys with values")


def _add(rule: str, message: str, help: str, place: Position, findings: Findings) -> None:
    findings.add(rule, message, help, line=place.line, column=place.column, width=place.width)
