"""What a page needs so that its reader can write back without a server.

Without scripts each control is a link to the forge's page for a new file, filled with a template. With scripts a dialog
writes the finished file (`dialog`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from parley.forge.issue_forms import find_form
from parley.model import layout, words
from parley.model.entries import AGREES_POST, Post
from parley.model.forges import FORGES, MAIL, Forge, fill, is_kept, show_block
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.settings import Comparisons, Part, Settings
from parley.reading import readers, schema
from parley.reading.schema import Kinds
from parley.rendering.fields import name_parts

UNNAMED = "RENAME-ME.md"
"""The name of the template's file. The check refuses it and says what it should be."""

_REPLY_TEXT = """\
---
# {name_it}
author: {author}
date: 2026-01-31
# reply_to: {reply_to}
{asked}---

{text}
"""

_DISCUSSION_TEXT = """\
---
# {put_it}
title: {title}
author: {author}
date: 2026-01-31
{tags}questions:
  - {question}
{asked}---

{text}
"""


_COMPARISON_TEXT = """\
# {put_it}
title: {title}
author: {author}
date: 2026-01-31
{tags}{parts}{asked}"""


def _fill_in(template: str, place: str = "", **values: str) -> str:
    """The text of a new file, with hints in the language of the site; `place` is where it goes."""
    return template.format(
        author=words.TEMPLATE_AUTHOR,
        title=_(words.TEMPLATE_TITLE),
        question=_(words.TEMPLATE_QUESTION),
        put_it=_("Put the file into a folder with a short name: {place}", place=place),
        name_it=_("Name the file with the date, your handle and four letters or digits: 2026-01-31-ana-k3p9.md"),
        reply_to=_("if you answer a reply, what the link at its date has after #reply-"),
        **values,
    )


def find_forge(settings: Settings) -> Forge | None:
    """The forge of the site's repository, where there is one."""
    return FORGES[settings.forge] if settings.repository else None


def reply_link(settings: Settings, kinds: Kinds, post: Post) -> str:
    """The forge's page for a new reply, filled with a template; without a repository a mail, or nothing."""
    if not settings.repository and settings.mail:
        return _mail_link(settings, post)
    text = _fill_in(_REPLY_TEXT, text=_(words.TEMPLATE_REPLY), asked=_list_keys(kinds["reply"]))
    return _link(settings, reply_folder(post), UNNAMED, text)


_AGREEMENT_TEXT = """\
# {put_it}
agrees:
  - {post}
# {instead}
{asked}"""


def agree_link(settings: Settings, kinds: Kinds, post: Post) -> str:
    """The forge's page for a new agreement, filled with a template; nothing without a repository."""
    folder = f"{layout.AGREEMENTS}/{post.folder}/{post.id}"
    place = f"{folder}/{words.TEMPLATE_AUTHOR}/agrees.yml"
    text = _AGREEMENT_TEXT.format(
        post=AGREES_POST,
        put_it=_("Put the file into a folder with your handle as its name: {place}", place=place),
        instead=_(
            "instead of {post}, or in a line of its own: what the link at the date of a reply has after #reply-",
            post=AGREES_POST,
        ),
        asked=_list_keys(kinds["agreement"]),
    )
    return _link(settings, folder, f"{words.TEMPLATE_AUTHOR}/agrees.yml", text)


def outcome_link(settings: Settings, kinds: Kinds, post: Post) -> str:
    """The forge's form in which anybody may say what has come of a post; nothing without a repository."""
    forge = find_forge(settings)
    if forge is None or "outcomes" not in settings.declaration.lists:
        return ""
    form = find_form("outcome", kinds)
    given = {form.fields[0].id: post.address}
    text = "\n\n".join(f"### {field.label}\n\n{given.get(field.id, '')}" for field in form.fields)
    values = {
        "repository": settings.repository,
        "template": form.name,
        "title": _("Outcome: {id}", id=post.id),
        "text": text,
    }
    fields = fill("".join(f"&{name}={{{name}}}" for name in given), given) if forge.issue_fields else ""
    return fill(forge.issue, values) + fields


def _list_keys(form: schema.FileSchema) -> str:
    """The keys that people are asked for, each as a comment of a file."""
    return "".join(f"# {key.name}: {_describe_key(key)}\n" for key in form.asked)


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the dialog for a key. `options` are values with their words; `several` lines may be written.

    `attributes` are those of its HTML element, and `wanted` says what it takes where the browser may refuse something.
    """

    name: str
    label: str
    hint: str
    form: str
    none: str
    options: tuple[tuple[str, str], ...] = ()
    several: bool = False
    attributes: tuple[tuple[str, str], ...] = ()
    wanted: str = ""
    required: bool = False


def list_asked(kind: str, kinds: Kinds) -> list[Asked]:
    """The fields of the dialog for the keys that the table asks for; `form` tells how a file has the value."""
    return [_describe_asked(key, key.ask) for key in kinds[kind].asked if key.ask] if kind in kinds else []


def list_parts(declared: Comparisons | None, kinds: Kinds) -> list[Asked]:
    """The fields of the dialog for the texts of a comparison, in the order of its file."""
    if not declared:
        return []
    keys = {key.name: key for key in kinds["comparison"].keys}
    return [
        Asked(part.key, label, _hint(part, label), "text", "", several=True, required=keys[part.key].required)
        for part, label in name_parts(declared)
    ]


def _hint(part: Part, label: str) -> str:
    """What helps to write a text; nothing where it would only say the label again."""
    return "" if label.startswith((part.about, part.about.partition(": ")[2] or part.about)) else part.about


def _describe_asked(key: readers.Key, ask: readers.Ask) -> Asked:
    label, hint, none = (_(words) if words else "" for words in (ask.label, ask.hint, ask.none))
    make = partial(Asked, key.name, label, hint, required=key.required, several=key.several)
    match key.reader:
        case readers.Choice(options) as choice:
            return make("plain", none, tuple((one, _name_option(key, choice, one)) for one in options))
        case readers.Flag():
            return make("plain", none, (("true", _(words.YES)),))
        case readers.ListOf(readers.Choice(options) as choice):
            return make("list", none, tuple((one, _name_option(key, choice, one)) for one in options))
        case readers.ListOf():
            return make("list", none)
        case readers.Number(least, most, whole) as number:
            bounds = tuple((edge, f"{at:.15g}") for edge, at in (("min", least), ("max", most)) if at is not None)
            kind = (("type", "number"), ("step", "1" if whole else "any"), *bounds)
            return make("plain", none, attributes=kind, wanted=number.wanted)
        case readers.Date(first_year=year):
            return make("plain", none, attributes=(("type", "date"), ("min", f"{year}-01-01")), wanted=_("a date"))
        case readers.WebAddress(most=most):
            kind = (("type", "url"), ("pattern", r"https?:\/\/\S+"), ("maxlength", str(most)))
            return make("text", none, attributes=kind, wanted=_("a full web address, as https://example.org/"))
        case readers.Text(most, _, lines):
            return make("lines" if lines else "text", none, attributes=(("maxlength", str(most)),))
    return make("text", none)


def _name_option(key: readers.Key, choice: readers.Choice, option: str) -> str:
    """What a choice is called: as the site declares it, or in its language."""
    return choice.name(option) if key.declared else _(choice.name(option))


def _describe_key(key: readers.Key) -> str:
    return ", ".join(key.reader.options) if isinstance(key.reader, readers.Choice) else _(key.about)


def start_link(settings: Settings, library: Library, kind: str = "discussion") -> str:
    """The forge's page for a new post, filled with a template."""
    form = schema.list_kinds(library.declaration)[kind]
    tags = f"tags: [{min(library.tags, default='tag')}]\n" if "tags" in library.declaration.lists else ""
    values = {"tags": tags, "asked": _list_keys(form)}
    declared = library.declaration.comparisons
    if kind == "discussion" or not declared:
        text = _fill_in(_DISCUSSION_TEXT, f"{form.folder}/{_POST}.md", text=_(words.TEMPLATE_POST), **values)
        return _link(settings, form.folder, f"{_POST}.md", text)
    parts = "".join(f"{part.key}: {part.about}\n" for part in declared.parts())
    text = _fill_in(_COMPARISON_TEXT, f"{form.folder}/{_POST}.yml", parts=parts, **values)
    return _link(settings, form.folder, f"{_POST}.yml", text)


_POST = "your-topic/post"
"""Where a new post goes, with a name that the check refuses."""


def reply_folder(post: Post) -> str:
    """`discussions/two-follow-ups/replies`, below the folder of posts."""
    return f"{post.folder}/{post.id}/replies"


def history_link(settings: Settings, path: str) -> str:
    """The forge's page with all changes of a file below `posts/`; empty where the site has no repository."""
    forge = find_forge(settings)
    return fill(forge.history, {**place(settings), "path": f"{settings.posts}/{path}"}) if forge else ""


def _link(settings: Settings, folder: str, name: str, text: str) -> str:
    forge = find_forge(settings)
    if not forge:
        return ""
    values = {**place(settings), "folder": f"{settings.posts}/{folder}", "name": name, "text": text}
    filled = fill(forge.with_text or forge.new_file, values)
    return filled if is_kept(filled, forge) else fill(forge.new_file, values)


def _mail_link(settings: Settings, post: Post) -> str:
    opening, closing, hint = show_block()
    about = f"{post.folder}/{post.id}"
    lines = ("", "", opening.format(kind="reply"), f"discussion: {about}", f"name: {hint}", closing, "")
    title = _("Reply to {title}", title=f"{post.title} [{about}]")
    values = {"mail": settings.mail, "title": title, "text": "\r\n".join(lines)}
    return fill(MAIL, values)


def place(settings: Settings) -> Mapping[str, str]:
    """What each address at the forge begins with."""
    return {"repository": settings.repository, "branch": settings.branch}
