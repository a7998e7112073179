"""The table of keys: every key of every kind of file, what it means, what it may hold, and where it is used.

From `list_kinds` follow the checks of values, the JSON Schema that editors use, what the dialog, the issue forms and
the commands ask for, what pages, feeds, search and `thread.json` show, what is withheld when a contribution is removed,
and the table in the documentation. A site adds to it what it declares in its settings.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from typing import Any, Literal

from parley.model import layout, words
from parley.model.entries import (
    NOT_KEYS,
    Agreement,
    Article,
    Comparison,
    Discussion,
    Person,
    Point,
    Reply,
    Settlement,
    Source,
    Tag,
)
from parley.model.languages.speaking import N_, _, is_source
from parley.model.settings import Declaration, DeclaredField, Part, Stances
from parley.reading.readers import (
    Account,
    Ask,
    Choice,
    Date,
    Flag,
    Key,
    Language,
    ListOf,
    MappingOf,
    Markdown,
    Name,
    Number,
    OrText,
    OwnAddress,
    Reader,
    Reason,
    ReplyName,
    Text,
    WebAddress,
)

SOURCE_KINDS = ("law", "platform", "academic", "survey", "vendor", "practitioner", "guide")
ROLES = ("house-voice", "maintainer", "contributor")

TITLE_LENGTH = 120

_AUTHOR = Key(
    "author", Name(layout.HANDLE), N_("your handle: your login at the Git host, in lower case"), required=True
)
_DATE = Key(
    "date",
    Date(),
    N_("the day it was written, as 2026-11-22, or with a time as 2026-11-22T09:30:00Z"),
    required=True,
    stays=True,
)
_UPDATED = Key("updated", Date(), N_("the day of a later edit, lock or removal, best with a time"), stays=True)
_REMOVED = Key(
    "removed", Reason(), N_("why it was removed; text and author are hidden, replies to it stay"), stays=True
)
_RESTORED = Key("restored", Reason(), N_("why it can be read again; maintainers set it"), guarded=True)
_ALIASES = Key("aliases", ListOf(Name(), 500), N_("former names, which redirect here"), stays=True)
_FORMER_IDS = Key("aliases", ListOf(Name(layout.ID), 500), N_("former names, which redirect here"), stays=True)
_SOURCE = MappingOf(
    (
        Key("name", Text(200), N_("what the source is called"), required=True),
        Key("url", WebAddress(), N_("its full address"), required=True),
        Key("date", Text(40), N_("when it was published, as precisely as known")),
        Key("kind", Choice(SOURCE_KINDS), N_("what kind of source it is")),
    ),
    Source,
)
_SOURCES = Key(
    "sources", ListOf(_SOURCE, 30), N_("what the claims are based on: a list of name and url, and date and kind")
)
_LANGUAGE = Key("language", Language(), N_("the language it is written in, such as de, where that isn't the site's"))
_TAGS = Key("tags", ListOf(Name(), 5), N_("one to five tags of tags.yml"), required=True)
_POST_KEYS = (
    Key("title", Text(TITLE_LENGTH), N_("a title of 1 to 120 characters"), required=True),
    _AUTHOR,
    _DATE,
    _UPDATED,
    _TAGS,
    Key("summary", Text(300), N_("one or two sentences for lists; the first paragraph, if left out")),
    _LANGUAGE,
    _SOURCES,
    Key("locked", Reason(), N_("why the thread takes no new replies; maintainers set it"), stays=True),
    Key("unlocked", Reason(), N_("why it takes replies again; maintainers set it"), guarded=True),
    Key("pinned", Flag(), N_("true keeps it at the top of lists; maintainers set it"), stays=True),
    _REMOVED,
    _RESTORED,
    _ALIASES,
    Key(
        "merged",
        ListOf(Name(), 50),
        N_("names of posts that were merged into this one, which redirect here"),
        stays=True,
    ),
)
_RESTS_ON = Key("rests_on", ListOf(ReplyName(), 20), N_("the ids of the replies it rests on"))
_ANSWER = Key("answer", ReplyName(), N_("the id of the reply that answers it; its author or a maintainer sets it"))


def _describe_outcome(stances: Stances | None) -> Key:
    """What a thread has come to: Markdown alone, or keys with lists of what is agreed and of what is not."""
    given = N_("the side that gives ground for it")
    side = (Key("conceded_by", _read_stance(stances), given, declared=True),) if stances else ()
    point = MappingOf(
        (Key("text", Markdown(500), N_("one sentence, in Markdown"), required=True), _RESTS_ON, *side),
        Point,
        lenient=True,
    )
    points = ListOf(OrText(point, "text"), 12)
    keys = (
        Key("summary", Markdown(2000), N_("what has come of it, in Markdown")),
        Key("by", Name(layout.HANDLE), N_("the handle of who has written the outcome")),
        _RESTS_ON,
        Key("agreed", points, N_("what is agreed now: a list of text, rests_on and conceded_by")),
        Key("differ", points, N_("where the sides still differ: a list of the same")),
    )
    about = N_("what has come of it: a text, or summary, agreed and differ; its author or a maintainer sets it")
    return Key("outcome", OrText(MappingOf(keys, Settlement), "summary"), about)


_PAGE_KEYS = (
    Key("title", Text(TITLE_LENGTH), N_("a title of 1 to 120 characters"), required=True),
    replace(_DATE, required=False),
    _UPDATED,
    Key("locked", Reason(), N_("why the thread takes no new replies")),
    Key("aliases", ListOf(Name(layout.PAGE), 500), N_("former names, which redirect here"), stays=True),
)
"""What opens a thread below a page of the maintainers', who write it; no author of a reply is asked."""
_REPLY_TO = Key(
    "reply_to",
    Name(layout.ID),
    N_("the id of the reply it answers; leave it out to reply to the post"),
    stays=True,
    akin=(
        *("parent", "parent_id", "answer", "answers", "answer_to", "answers_to", "in_answer_to", "in_response_to"),
        *("in_reply_to", "inreplyto", "replies_to", "responds_to", "response_to", "thread_parent"),
    ),
)
_TAKES = Key(
    "takes",
    Choice(
        tuple(words.TAKES),
        akin=(
            *((word, "supports") for word in ("support", "supporting", "pro", "for", "agree", "agrees", "yes", "+1")),
            *((word, "disputes") for word in ("dispute", "disputing", "con", "contra", "against", "no", "-1")),
            *((word, "disputes") for word in ("disagree", "disagrees", "oppose", "opposes", "objects", "attacks")),
            *((word, "asks") for word in ("ask", "asking", "question", "questions", "?")),
            *((word, "adds") for word in ("add", "adding", "addition", "extends", "completes", "comments")),
        ),
    ),
    N_("what it does to what it answers, if one word says it"),
    ask=Ask(N_("What it does"), N_("To the text that you answer."), "disputes", N_("leave it open")),
    akin=("relation", "relates", "attitude", "argues", "take"),
)
_REPLY_KEYS = (
    _AUTHOR,
    _DATE,
    _UPDATED,
    _REPLY_TO,
)
_MOVED_KEYS = (
    Key("moved", Reason(), N_("why it answers something else now; maintainers set it"), guarded=True),
    Key(
        "moved_to",
        OwnAddress(),
        N_("where a removed reply can be read now; maintainers set it"),
        stays=True,
        guarded=True,
    ),
)
_PERSON_KEYS = (
    Key("name", Text(80), N_("the name shown to readers"), required=True),
    Key("role", Choice(ROLES), N_("house-voice for the site's own voices, maintainer, or contributor")),
    Key("link", WebAddress(), N_("a page about the person")),
    Key("about", Text(300), N_("a line about the person")),
    Key("aliases", ListOf(Name(layout.HANDLE), 20), N_("former handles, which redirect here")),
    Key("quiet", Flag(), N_("true: the Git host doesn't call you when somebody answers you")),
    Key("banned", Reason(), N_("why this person may not write here; maintainers set it"), guarded=True),
    Key("banned_since", Date(), N_("the day since when; maintainers set it"), guarded=True),
    Key("account", Account(), N_("the number of the account at the Git host, which stays when the login changes")),
)
_AGREEMENT_KEYS = (
    Key(
        "agrees",
        ListOf(Name(layout.ID), 1000),
        N_("ids of replies, and post for the post itself"),
        akin=("agree", "agreed"),
    ),
)
_BODY = Key("body", Text(65536, least=0, lines=True), N_("the text, in Markdown"))


@cache
def _name_fields(build: type) -> frozenset[str]:
    """The names of the fields of a class of the model; each entry that is made asks for them."""
    return frozenset(one.name for one in fields(build))


@dataclass(frozen=True)
class FileSchema:
    """The keys of a kind of file; `body` says whether a text is needed, possible, or not there at all.

    `called` is what the site calls the kind, where that is not the name it has in the code; `folder` has the posts of
    this kind.
    """

    name: str
    keys: tuple[Key, ...]
    build: type
    called: str = ""
    body: Literal["needed", "possible", "none"] = "none"
    folder: str = ""
    label: str = ""

    @property
    def said(self) -> str:
        """`a reply`, in the language of the site; of what it declares, English has the name, which takes an article."""
        return self.label if self.label and not is_source() else _(self.name)

    def __post_init__(self) -> None:
        """Refuse a key with the name of something else.

        Raises:
            ValueError: the model would take its value for what it means itself.
        """
        own = _name_fields(self.build) - NOT_KEYS
        for number, key in enumerate(self.keys):
            if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", key.name):
                raise ValueError(
                    _("a key can't be called '{name}': write lower-case letters, digits and single _", name=key.name)
                )
            means_other = key.declared and not key.field and key.name in own
            if key.name in NOT_KEYS or means_other or (hasattr(self.build, key.name) and key.name not in own):
                raise ValueError(
                    _(
                        "{name} can't have a key '{name2}': the name means something else there",
                        name=self.name,
                        name2=key.name,
                    )
                )
            taken = {*NOT_KEYS, *(name for other in self.keys[:number] for name in (other.name, *other.was))}
            for name in (key.name, *key.was):
                if name in taken:
                    raise ValueError(_("{name} has two keys '{name2}'", name=self.name, name2=name))
                taken.add(name)

    @property
    def yaml_keys(self) -> tuple[Key, ...]:
        return self.keys if self.body == "none" else (*self.keys, _BODY)

    def fill(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values with a blank for each needed one that is not there."""
        return {**{key.name: key.blank for key in self.keys if key.required and not key.declared}, **values}

    @property
    def markdown(self) -> tuple[Key, ...]:
        """The keys, `body` aside, whose text is drawn as Markdown."""
        return tuple(key for key in self.keys if isinstance(key.reader, Markdown))

    @property
    def asked(self) -> tuple[Key, ...]:
        """The keys that people are asked for, in the order of the file."""
        return tuple(key for key in self.keys if key.ask)

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The fields of the model of keys that are called otherwise there, by the names of these."""
        return {key.name: key.field for key in self.keys if key.field}

    def make(self, values: Mapping[str, Any], **others: Any) -> Any:
        """The item that a file stands for: `values` of its keys, and `others` that come from its place or its text."""
        own, renamed = _name_fields(self.build), self.renamed
        values = {renamed.get(name, name): value for name, value in values.items()} if renamed else values
        others |= {"kind": self.called} if self.called else {}
        if values.keys() <= own:
            return self.build(**others, **values)
        names = (key.field or key.name for key in self.keys)
        added = tuple((name, values[name]) for name in names if name in values and name not in own)
        return self.build(**others, added=added, **{name: value for name, value in values.items() if name in own})

    def withhold(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is left of a removed contribution: the values of keys that stay, and blanks in the place of others."""
        return self.fill({key.name: values[key.name] for key in self.keys if key.stays and key.name in values})


Kinds = Mapping[str, FileSchema]
"""Each kind of file that a site has, by its name in the code."""


_latest: list[tuple[Declaration, Kinds]] = []
"""The last answer: to look at all that is declared takes longer than to see that it is the same object."""


def list_kinds(declaration: Declaration) -> Kinds:
    """The kinds of file of a site, with the keys that it declares."""
    for known, kinds in _latest:
        if known is declaration:
            return kinds
    _latest[:] = [(declaration, kinds := _list_kinds(declaration))]
    return kinds


@cache
def _list_kinds(declaration: Declaration) -> Kinds:
    kinds = {
        "discussion": (
            FileSchema(
                N_("a discussion"),
                (
                    *_POST_KEYS,
                    Key("questions", ListOf(Text(300), 10), N_("the questions put to readers")),
                    _describe_outcome(declaration.stances),
                    _ANSWER,
                    *_list_sides(declaration),
                ),
                Discussion,
                body="needed",
                folder=layout.DISCUSSIONS,
            )
        ),
        "article": FileSchema(N_("a page"), _PAGE_KEYS, Article, "page", folder=layout.PAGES),
        "reply": FileSchema(N_("a reply"), _list_reply_keys(declaration), Reply, body="needed"),
        "agreement": FileSchema(N_("an agreement"), (*_AGREEMENT_KEYS, *_list_own_side(declaration)), Agreement),
        "person": FileSchema(N_("a person"), _PERSON_KEYS, Person),
    }
    if comparisons := declaration.comparisons:
        keys = (
            *_POST_KEYS,
            *(_describe_part(part, required=part is not comparisons.caution) for part in comparisons.parts()),
            Key("discussions", ListOf(Name(), 10), N_("slugs of related discussions")),
            _describe_outcome(declaration.stances),
            _ANSWER,
        )
        article = "an" if comparisons.name[0] in "aeiou" else "a"
        kinds["comparison"] = FileSchema(
            f"{article} {comparisons.name}",
            keys,
            Comparison,
            comparisons.name,
            "possible",
            comparisons.path,
            comparisons.called,
        )
    return {
        kind: replace(
            schema,
            keys=(
                *(key for key in schema.keys if key is not _TAGS or "tags" in declaration.lists),
                *(_describe_field(one, kind) for one in declaration.fields if kind in one.on),
            ),
        )
        for kind, schema in kinds.items()
    }


def _list_reply_keys(declaration: Declaration) -> tuple[Key, ...]:
    stances = declaration.stances
    side = (
        Key(
            stances.key,
            _read_stance(stances),
            N_("the side the reply argues for, if it takes one"),
            stances.required,
            ask=Ask(stances.question, stances.hint, stances.options[0].key, stances.none),
            field="stance",
            declared=True,
            was=stances.was,
        )
        if stances
        else None
    )
    return tuple(
        filter(None, (*_REPLY_KEYS, side, _TAKES, _LANGUAGE, _SOURCES, _REMOVED, _RESTORED, *_MOVED_KEYS, _FORMER_IDS))
    )


def _list_own_side(declaration: Declaration) -> Iterator[Key]:
    """The side of somebody who agrees, for who hasn't taken one in a reply."""
    if stances := declaration.stances:
        about = N_("the side you take in this thread, where no reply of yours says it")
        ask = Ask(stances.label, "", stances.options[0].key, stances.none)
        yield Key(stances.key, _read_stance(stances), about, ask=ask, field="stance", declared=True, was=stances.was)


def _list_sides(declaration: Declaration) -> Iterator[Key]:
    """The side that an opening post takes which was a reply; nobody is asked for one."""
    stances = declaration.stances
    if stances and not any(stances.key in (one.key, *one.was) for one in declaration.fields):
        about = N_("the side the post argues for, if it was a reply before")
        yield Key(
            stances.key,
            _read_stance(stances),
            about,
            label=stances.label,
            shown="byline",
            declared=True,
            was=stances.was,
        )


def _read_stance(stances: Stances) -> Choice:
    return Choice(
        tuple(stance.key for stance in stances.options),
        tuple(stance.name for stance in stances.options),
        tuple((former, stance.key) for stance in stances.options for former in stance.was),
    )


def _describe_part(part: Part, *, required: bool) -> Key:
    return Key(part.key, Markdown(1000), part.about, required)


_PLACES = {"reply": ("byline", "head"), "person": ("head",)}
"""Where a value can be shown, where that is not everywhere; another stands at the head."""


def _describe_field(field: DeclaredField, kind: str) -> Key:
    return Key(
        field.key,
        _read_field(field),
        field.help or field.label,
        field.required,
        field.stays,
        Ask(field.label, field.help, none="–") if field.by == "author" else None,
        "" if field.shown == "nowhere" else field.label,
        field.searched,
        shown=field.shown if field.shown in _PLACES.get(kind, (field.shown,)) else "head",
        declared=True,
        was=field.was,
        guarded=field.by == "maintainer",
        term=field.term if kind != "person" else "",
    )


def _read_field(field: DeclaredField) -> Reader:
    keys, names = tuple(key for key, _ in field.options), tuple(name for _, name in field.options)
    match field.type:
        case "choice":
            return Choice(keys, names, field.former)
        case "choices":
            return ListOf(Choice(keys, names, field.former), len(keys))
        case "link":
            return WebAddress()
        case "number":
            return Number(field.least, field.most)
        case "date":
            return Date()
        case "flag":
            return Flag()
    return Text(300)


TAGS = ListOf(
    MappingOf(
        (
            Key("slug", Name(), N_("the name in addresses and in posts"), required=True),
            Key("title", Text(60), N_("the name shown to readers"), required=True),
            Key("summary", Text(300), N_("one sentence that says what belongs here"), required=True),
        ),
        Tag,
    ),
    most=500,
)


def json_schema(kind: str, kinds: Kinds) -> dict[str, Any]:
    """The JSON Schema of a kind of `.yml` file (one of `kinds`, or `tags`), for editors.

    Source: JSON Schema draft 2020-12.
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    if kind == "tags":
        return {**head, "title": kind, **_as_typed(TAGS.json_schema())}
    form = MappingOf(kinds[kind].yaml_keys, dict).json_schema()
    return {**head, "title": kinds[kind].called or kind, **_as_typed(form)}


def _as_typed(form: Any) -> Any:
    """Let short texts be numbers as well: an editor takes a bare `1995` for one, this project for a text."""
    if isinstance(form, list):
        return [_as_typed(item) for item in form]
    if not isinstance(form, dict):
        return form
    if form.get("type") == "string" and "maxLength" in form and "format" not in form:
        return {**form, "type": ["string", "number"]}
    return {name: _as_typed(value) for name, value in form.items()}
