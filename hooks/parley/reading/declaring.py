"""The settings of a site (`extra.parley` in mkdocs.yml) by a table of keys, as the posts are read by theirs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, get_args

from parley.model import urls
from parley.model.findings import Findings, shorten
from parley.model.forges import FORGES, find_forge
from parley.model.languages.catalogues import name_language, speaking
from parley.model.languages.speaking import N_, SOURCE, _, show_sentences, spoken
from parley.model.layout import DISCUSSIONS, SLUG, is_file_name
from parley.model.problems import ParleyError
from parley.model.settings import (
    OPTIONAL,
    PROOFS,
    TERMS,
    Accept,
    Comparisons,
    Declaration,
    DeclaredField,
    FieldType,
    Font,
    Part,
    Settings,
    Shown,
    Side,
    Stance,
    Stances,
)
from parley.reading.nodes import MappingNode, Node, Position, ScalarNode
from parley.reading.readers import (
    Choice,
    Colour,
    Flag,
    Key,
    KeyName,
    Language,
    ListOf,
    MailAddress,
    MapOf,
    MappingOf,
    Name,
    Number,
    SiteOrigin,
    Text,
)
from parley.reading.schema import list_kinds


class InvalidSettings(ParleyError):
    """A setting is not what it should be; the message names all of them."""


PAPER = ("#fbfaf7", "#171614")
"""The grounds, light and dark, on which a colour has to be read."""

CONTRAST = 4.5
"""Source: WCAG 2.2, 1.4.3, for text of any size."""

COLOURS = (
    ("#0a5ea8", "#6cb6f0"),
    ("#a84300", "#f0a06a"),
    ("#00694f", "#4fcaa5"),
    ("#8f3d70", "#e3a6ca"),
    ("#6b5600", "#dcc04a"),
    ("#4a4a4a", "#c4c4c4"),
)
"""For those who set none: hues that people with each kind of colour blindness tell apart, dark or light enough to read.

Source: Okabe and Ito, "Color Universal Design" (2008), with their lightness changed for `CONTRAST`.
"""


def _pair(key: str, value: Any) -> tuple[str, Any]:
    return key, value


@dataclass(frozen=True, slots=True)
class _Said:
    """Reads words for readers: a text, or one for each of some languages. A site takes its own, or else the first."""

    text: Text

    def read(self, node: Node, what: str, findings: Findings) -> str | None:
        if not isinstance(node, MappingNode):
            return self.text.read(node, what, findings)
        said = [
            (
                Language().read(name, _("a language of {what}", what=what), findings),
                self.text.read(value, what, findings),
            )
            for name, value in node.pairs
        ]
        if not said:
            findings.add("wrong-length", _("{what} has no words", what=what), _("Write some."), line=node.place.line)
        return None if not said or any(None in pair for pair in said) else _pick(dict(said))

    def json_schema(self) -> dict[str, Any]:
        text = self.text.json_schema()
        return {"anyOf": [text, {"type": "object", "additionalProperties": text, "minProperties": 1}]}


def _pick(said: Mapping[str | None, str | None]) -> str | None:
    """The words in the language of the site, or in the one that it is a kind of; else the first."""
    own = spoken().language
    near = (one for one in said if one and one.partition("-")[0] == own.partition("-")[0])
    return said[own if own in said else next(near, next(iter(said)))]


class _Switch(Flag):
    """Reads a flag as MkDocs does, for which `True` and `YES` are the same as `true` and `yes`."""

    def read(self, node: Node, what: str, findings: Findings) -> bool | None:
        if isinstance(node, ScalarNode) and (node.text.istitle() or node.text.isupper()):
            node = replace(node, text=node.text.lower())
        return Flag.read(self, node, what, findings)


_LINE = _Said(Text(120))
_SENTENCE = _Said(Text(300))
_PART = (
    Key("heading", _LINE, N_("the heading above it")),
    Key("about", _SENTENCE, N_("what it is for the person who writes it")),
)
_SIDE = MappingOf(
    (
        *_PART,
        Key("text", KeyName(), N_("the key of its text in a file")),
        Key("better", KeyName(), N_("the key of the text that says when it is the better choice")),
        Key("better_about", _SENTENCE, N_("what that text is for the person who writes it")),
        Key("light", Colour(), N_("its colour on light paper")),
        Key("dark", Colour(), N_("its colour on dark paper")),
    ),
    dict,
)
_SHARED = MappingOf(
    (*_PART, Key("key", KeyName(), N_("its key in a file")), Key("short", _LINE, N_("the heading of its column"))), dict
)
_STANCE = MappingOf(
    (
        Key("name", _LINE, N_("the name of a reply that takes it"), required=True),
        Key("many", _LINE, N_("the name of several")),
        Key("light", Colour(), N_("its colour on light paper")),
        Key("dark", Colour(), N_("its colour on dark paper")),
        Key("was", ListOf(KeyName(), 20), N_("its former keys")),
    ),
    dict,
)
_NAMED = MappingOf(
    (Key("name", _LINE, N_("its name"), required=True), Key("was", ListOf(KeyName(), 20), N_("its former keys"))), dict
)


@dataclass(frozen=True, slots=True)
class _Option:
    """Reads the name of an option, alone or with its former keys."""

    def read(self, node: Node, what: str, findings: Findings) -> dict[str, Any] | None:
        keys = {name.text for name, _value in node.pairs} if isinstance(node, MappingNode) else set()
        if not isinstance(node, ScalarNode) and not keys - {"name", "was"}:
            named: dict[str, Any] | None = _NAMED.read(node, what, findings)
            return named
        name = _LINE.read(node, what, findings)
        return None if name is None else {"name": name}

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [_LINE.json_schema(), _NAMED.json_schema()]}


_FIELD = MappingOf(
    (
        Key(
            "type",
            Choice(get_args(FieldType)),
            N_("its type"),
            required=True,
        ),
        Key("on", ListOf(KeyName(), 4), N_("the kinds of file that have it"), required=True),
        Key("label", _LINE, N_("the word before its value"), required=True),
        Key("help", _SENTENCE, N_("what helps to fill it in")),
        Key("options", MapOf(_Option(), _pair, 1, 50), N_("what can be chosen: keys with their names")),
        Key("least", Number(), N_("the least number")),
        Key("most", Number(), N_("the largest number")),
        Key("by", Choice(("author", "maintainer")), N_("who may set it")),
        Key("required", _Switch(), N_("true asks everybody for it")),
        Key("shown", Choice(get_args(Shown)), N_("where it is shown")),
        Key("searched", _Switch(), N_("true lets it be searched")),
        Key("filtered", _Switch(), N_("true lets it be filtered")),
        Key("sorted", _Switch(), N_("true lets it be sorted")),
        Key("stays", _Switch(), N_("true keeps it when its text is removed")),
        Key("term", Choice(TERMS), N_("the property of schema.org that it is")),
        Key("was", ListOf(KeyName(), 20), N_("its former keys")),
    ),
    dict,
)

_PATH = replace(SLUG, longest=40, wanted=N_("letters a-z, digits and single hyphens, at most 40"))

SETTINGS = MappingOf(
    (
        Key("posts", Text(200), N_("the folder of the posts")),
        Key("language", Language(), N_("the language of the site, where the theme names none")),
        Key("page_size", Number(1, 500, whole=True), N_("posts on a page of a list")),
        Key("feed_size", Number(1, 500, whole=True), N_("entries of a feed")),
        Key("person_page", Number(1, 500, whole=True), N_("contributions with which a person has a page")),
        Key("person_feed", Number(1, 500, whole=True), N_("contributions with which a person has a feed")),
        Key("forge", Choice(tuple(FORGES)), N_("the kind of Git host, where the repository's address doesn't tell")),
        Key("branch", Text(200), N_("the branch that is published")),
        Key("mail", MailAddress(), N_("the address to which people without an account write")),
        Key("mail_proof", Choice(PROOFS), N_("what shows that a mail is from its sender")),
        Key("send", Choice(("issue", "file", "mail")), N_("how the dialog sends a text, where one way is preferred")),
        Key("comments", ListOf(Text(200), 50), N_("patterns of your own pages, below which a thread hangs")),
        Key("accept", Choice(get_args(Accept)), N_("whose clean contributions need no maintainer")),
        Key(
            "look",
            Choice(("theme", "editorial")),
            N_("the look of the site's theme, or the editorial one on all pages"),
        ),
        Key("typographic", _Switch(), N_("true shows quotes and dashes on pages as their languages print them")),
        Key("search", Choice(("own", "all")), N_("whether our search is in the header of our own pages or of all")),
        Key("card", Text(200), N_("the picture in docs that other sites show with a link to a page")),
        Key("cards", _Switch(), N_("true draws such a picture for each post")),
        Key("card_fonts", ListOf(Text(200), 20), N_("files of fonts with letters that ours don't have")),
        Key(
            "moved", ListOf(Text(500), 500), N_("former addresses of your pages, each with the new one behind a space")
        ),
        Key(
            "allow", ListOf(SiteOrigin(), 20), N_("sites from which pages with contributors' texts may load something")
        ),
        Key(
            "stances",
            MappingOf(
                (
                    Key("options", MapOf(_STANCE, _pair, 2, 6), N_("the sides"), required=True),
                    Key("key", KeyName(), N_("the key of a reply's file")),
                    Key("label", _LINE, N_("what a side is called, in filters")),
                    Key("question", _LINE, N_("what people are asked")),
                    Key("hint", _Said(Text(300, least=0)), N_("what helps them to answer")),
                    Key("none", _LINE, N_("what stands for taking no side")),
                    Key("required", _Switch(), N_("true lets nobody reply without")),
                    Key("was", ListOf(KeyName(), 20), N_("former keys")),
                ),
                dict,
            ),
            N_("the sides that a reply may take"),
        ),
        Key(
            "comparisons",
            MappingOf(
                (
                    Key("sides", MapOf(_SIDE, _pair, 2, 4), N_("what is compared"), required=True),
                    Key("name", KeyName(), N_("what one is called, in files and addresses")),
                    Key("label", _LINE, N_("what readers call one")),
                    Key("path", Name(_PATH), N_("their folder and address")),
                    Key("title", _LINE, N_("the heading of the page with all of them")),
                    Key("lead", _SENTENCE, N_("the sentence below it")),
                    Key("about", _SENTENCE, N_("what search engines are told of that page")),
                    Key("better", _LINE, N_("the heading above when a side is the better choice")),
                    Key("rule", _SHARED, N_("a text about what all sides share")),
                    Key("caution", _SHARED, N_("a text about what to beware of")),
                ),
                dict,
            ),
            N_("what stands side by side"),
        ),
        Key("fields", MapOf(_FIELD, _pair, 1, 50), N_("keys that this site adds to files")),
        Key("off", ListOf(Choice(OPTIONAL), len(OPTIONAL)), N_("lists that this site does without")),
    ),
    dict,
)


_PLAIN = (
    "posts",
    "language",
    "comments",
    "forge",
    "branch",
    "send",
    "mail",
    "mail_proof",
    "accept",
    "look",
    "typographic",
    "search",
    "card",
    "cards",
)
_SIZES = ("page_size", "feed_size", "person_page", "person_feed")


BLOCK = "extra.parley"
"""Where the settings stand, unless a plug-in is given them."""


def parse_settings(
    node: Node | None, file: str = "mkdocs.yml", text: str = "", label: str = BLOCK, **host: Any
) -> Settings:
    """Read the block of a settings file that messages call `label`.

    `host` are the fields of `Settings` that the host itself has.

    Raises:
        InvalidSettings: with all that is wrong in the block.
    """
    with speaking(_find_language(node) or host.get("language", SOURCE)):
        return _read_settings(node, file, text, label, host)


def _find_language(node: Node | None) -> str:
    """The language that the block names, by which all else in it is read; empty where it names none."""
    pairs = node.pairs if isinstance(node, MappingNode) else ()
    named = (value.text for name, value in pairs if name.text == "language" and isinstance(value, ScalarNode))
    return name_language(next(named, ""))


def _read_settings(node: Node | None, file: str, text: str, label: str, host: Mapping[str, Any]) -> Settings:
    findings = Findings(file, text)
    values = SETTINGS.read(node, label, findings) if node else {}
    declaration = Declaration()
    if values is not None and not findings.problems:
        declaration = _declare(values)
        place = node.place if node else Position(1, 1)
        for message, help in _find_mistakes(declaration):
            findings.add("wrong-value", message.replace(BLOCK, label), help, line=place.line)
    if findings.problems:
        lines = (f"{one.path}:{one.line}: {show_sentences(one.message, one.help)}" for one in findings.problems)
        raise InvalidSettings("\n".join(lines))
    plain = {name: values[name] for name in _PLAIN if name in values}
    sizes = {name: int(values[name]) for name in _SIZES if name in values}
    forge = {"forge": find_forge(host.get("repository", ""))}
    moved = [(old, new or "/") for old, _, new in (line.partition(" ") for line in values.get("moved", ()))]
    fonts = tuple(Font(name, "") for name in values.get("card_fonts", ()))
    listed = {"allow": tuple(values.get("allow", ())), "moved": tuple(moved), "fonts": fonts}
    return Settings(declaration=declaration, **{**forge, **host, **plain, **sizes, **listed})


def _declare(values: Mapping[str, Any]) -> Declaration:
    stances = _declare_stances(values["stances"]) if "stances" in values else None
    comparisons = _declare_comparisons(values["comparisons"], stances) if "comparisons" in values else None
    off = values.get("off", ())
    declared = Declaration(stances, comparisons, lists=tuple(name for name in OPTIONAL if name not in off))
    fields = (_declare_field(key, given, declared) for key, given in values.get("fields", ()))
    return replace(declared, fields=tuple(fields))


def _declare_stances(values: Mapping[str, Any]) -> Stances:
    options = tuple(
        Stance(key, **{"light": COLOURS[at][0], "dark": COLOURS[at][1], "many": given["name"], **given})
        for at, (key, given) in enumerate(values["options"])
    )
    asked = {
        "label": _("Stance"),
        "question": _("Side you take"),
        "hint": "" if values.get("required") else _("Leave it empty if you take no side."),
        "none": _("choose one") if values.get("required") else _("no side"),
    }
    return Stances(**{**asked, **values, "options": options})


def _declare_comparisons(values: Mapping[str, Any], stances: Stances | None) -> Comparisons:
    name = values.get("name", "comparison")
    better = values.get("better") or _("Better when")
    path = values.get("path") or f"{name}s"
    sides = tuple(
        _declare_side(key, given, better, stances.by_key.get(key) if stances else None, COLOURS[at])
        for at, (key, given) in enumerate(values["sides"])
    )
    shared = {kind: _declare_part(kind, values[kind]) for kind in ("rule", "caution") if kind in values}
    plain = {kind: values[kind] for kind in ("title", "label", "lead", "about") if kind in values}
    return Comparisons(
        **{
            "sides": sides,
            "name": name,
            "path": path,
            "title": _("Comparisons") if path == "comparisons" else _title(path),
            **plain,
            **shared,
        }
    )


def _declare_side(
    key: str, given: Mapping[str, Any], better: str, stance: Stance | None, colours: tuple[str, str]
) -> Side:
    """A side has the name and the colours of the stance with its key, where it says nothing else."""
    heading = given.get("heading") or (stance.name if stance else _title(key))
    light, dark = (stance.light, stance.dark) if stance else colours
    return Side(
        key,
        Part(given.get("text", key), heading, given.get("about", _("how it is done: {heading}", heading=heading))),
        Part(
            given.get("better", f"{key}_better_when"),
            better,
            given.get("better_about", _("when this is the better choice: {heading}", heading=heading)),
        ),
        given.get("light", light),
        given.get("dark", dark),
    )


def _declare_part(kind: str, given: Mapping[str, Any]) -> Part:
    heading = given.get("heading") or (_("The rule all share") if kind == "rule" else _("Caution"))
    return Part(given.get("key", kind), heading, given.get("about", heading), given.get("short", heading))


def _declare_field(key: str, given: Mapping[str, Any], declared: Declaration) -> DeclaredField:
    bounds = {name: float(given[name]) for name in ("least", "most") if name in given}
    options = tuple((option, said["name"]) for option, said in given.get("options", ()))
    former = tuple((was, option) for option, said in given.get("options", ()) for was in said.get("was", ()))
    on = tuple(map(declared.kind_of, given["on"]))
    return DeclaredField(key, **{**given, **bounds, "on": on, "options": options, "former": former})


def _title(key: str) -> str:
    return key.replace("_", " ").replace("-", " ").capitalize()


def _find_mistakes(declared: Declaration) -> Iterator[tuple[str, str]]:
    """What is wrong with what is declared, though each value by itself is right; and what to do."""
    yield from chain(_find_faint(declared), _find_taken(declared), _find_odd_fields(declared))
    try:
        list_kinds(declared)
    except ValueError as error:
        yield f"extra.parley: {error}", _("Give it another name, here and in the files that have it.")


_FAINT = (
    (
        N_(
            "extra.parley: the colour {colour} of '{key}' can hardly be read on light paper "
            "(contrast {found}; {contrast} is needed)"
        ),
        N_("Make it darker."),
    ),
    (
        N_(
            "extra.parley: the colour {colour} of '{key}' can hardly be read on dark paper "
            "(contrast {found}; {contrast} is needed)"
        ),
        N_("Make it lighter."),
    ),
)


def _find_faint(declared: Declaration) -> Iterator[tuple[str, str]]:
    for one in declared.coloured():
        for colour, paper, (words, help) in zip((one.light, one.dark), PAPER, _FAINT, strict=True):
            if (found := measure_contrast(colour, paper)) < CONTRAST:
                yield (_(words, colour=colour, key=one.key, found=f"{found:.1f}", contrast=CONTRAST), _(help))


def _find_taken(declared: Declaration) -> Iterator[tuple[str, str]]:
    if declared.stances:
        seen: set[str] = set()
        for stance in declared.stances.options:
            for key in (stance.key, *stance.was):
                if key in seen:
                    yield _("extra.parley.stances has '{key}' twice", key=key), _("Each side needs a key of its own.")
                seen.add(key)
        names = [stance.name for stance in declared.stances.options]
        for at, name in enumerate(names):
            if name in names[:at]:
                message = _("extra.parley.stances has two sides with the name '{name}'", name=shorten(name))
                yield message, _("Readers must be able to tell them apart.")
    if not declared.comparisons:
        return
    path = declared.comparisons.path
    is_free = is_file_name(path) and not path.startswith(f"{urls.SEARCH_INDEX}-")
    if not is_free or path in urls.RESERVED | {DISCUSSIONS}:
        yield _("extra.parley.comparisons.path can't be '{path}'", path=path), _("That address is taken.")
    if declared.comparisons.name.partition("-")[0] in ("discussion", "reply", "person", "tags", "thread"):
        yield (
            _("extra.parley.comparisons.name can't be '{name}'", name=declared.comparisons.name),
            _("That means something else."),
        )


_FILTERS = frozenset({"q", "kind", "tag", "author", "year", "house", "outcome", "sort", "handles", "bundle", "date"})
"""What the search is asked by already."""


def _find_odd_fields(declared: Declaration) -> Iterator[tuple[str, str]]:
    asked = {field.key for field in declared.fields if field.filtered or field.sorted}
    if declared.stances and declared.stances.key not in ("author", "date"):  # which a reply has anyway
        asked.add(declared.stances.key)
    for key in sorted(asked & _FILTERS):
        yield (
            _("extra.parley: '{key}' is what the search is narrowed or ordered by already", key=key),
            _("Choose another name."),
        )
    known = ("discussion", *(("comparison",) if declared.comparisons else ()), "reply", "person")
    for field in declared.fields:
        chooses = field.type in ("choice", "choices")
        if chooses != bool(field.options):
            need = _("needs options") if chooses else _("is a {type} and has no options", type=field.type)
            yield (
                _("extra.parley.fields.{key} {need}", key=field.key, need=need),
                _("List them as keys with their names."),
            )
        if (field.least is not None or field.most is not None) and field.type != "number":
            yield (
                _(
                    "extra.parley.fields.{key} is a {type}, and only a number has bounds",
                    key=field.key,
                    type=field.type,
                ),
                _("Remove them."),
            )
        if field.least is not None and field.most is not None and field.least > field.most:
            yield (
                _("extra.parley.fields.{key} has a least above its most", key=field.key),
                _("Let least be the smaller one."),
            )
        if len({name for _, name in field.options}) < len(field.options):
            yield (
                _("extra.parley.fields.{key} has two options with one name", key=field.key),
                _("Give each a name of its own."),
            )
        keys = [key for key, _ in (*field.options, *field.former)]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield (
                _("extra.parley.fields.{key} has '{key2}' twice", key=field.key, key2=key),
                _("Each option needs a key of its own."),
            )
        if len(set(field.on)) < len(field.on):
            yield _("extra.parley.fields.{key} is on one kind of file twice", key=field.key), _("Keep one.")
        if "reply" in field.on and field.key in ("discussion", "title", "tag", "questions"):
            yield (
                _("extra.parley.fields.{key} can't be on a reply: it is asked for that", key=field.key),
                _("Choose another name."),
            )
        if (field.filtered or field.sorted) and field.type in ("text", "link"):
            message = _(
                "extra.parley.fields.{key} is a {type}, by whose values nothing can be filtered",
                key=field.key,
                type=field.type,
            )
            yield message, _("Let it be searched, or make it a choice.")
        for kind in field.on:
            if kind not in known:
                names = ", ".join(map(declared.name_of, known))
                yield (
                    _("extra.parley.fields.{key} can't be on '{kind}'", key=field.key, kind=kind),
                    _("Known kinds: {names}.", names=names),
                )
    yield from _find_equal_labels(declared)


_LABELS = (
    *(N_("Kind"), N_("Tag"), N_("Author"), N_("Year"), N_("House voices"), N_("Sort by"), N_("What it does")),
    N_("Outcome"),
)
"""What the filters of the search are called already, in the language of the site."""


def _find_equal_labels(declared: Declaration) -> Iterator[tuple[str, str]]:
    """Two fields with one label that stand beside each other: on one kind of file, or as filters of the search."""
    taken = {_(label).casefold() for label in _LABELS}
    if declared.stances:
        label = declared.stances.label
        if label.casefold() in taken:
            told = _("extra.parley.stances is called '{label}' as another filter of the search", label=shorten(label))
            yield told, _("Readers must be able to tell them apart: give it another label.")
        taken.add(label.casefold())
    for at, field in enumerate(declared.fields):
        label = field.label.casefold()
        if field.filtered and label in taken:
            message = _(
                "extra.parley.fields.{key} is called '{label}' as another filter of the search",
                key=field.key,
                label=shorten(field.label),
            )
            yield message, _("Readers must be able to tell them apart: give it another label.")
        for other in declared.fields[:at]:
            together = {*field.on} & {*other.on} or (field.filtered and other.filtered)
            if together and label == other.label.casefold():
                both = _(
                    "extra.parley.fields.{key} and {key2} have one label '{label}'",
                    key=other.key,
                    key2=field.key,
                    label=shorten(field.label),
                )
                yield both, _("People must be able to tell them apart: give each a label of its own.")


def measure_contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21.

    Source: WCAG 2.2, relative luminance and contrast ratio.
    """
    lights = []
    for colour in (one, other):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
    return (max(lights) + 0.05) / (min(lights) + 0.05)
