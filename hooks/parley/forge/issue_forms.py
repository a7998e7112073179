"""The forms with which people write without a file: their fields, and how the forge hands them over.

The files in `.github/ISSUE_TEMPLATE/` are written from here: `parley forms`. A form is filled in by address as well
(`?template=reply.yml&reply_to=…`), so its fields are texts only: a forge fills in nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from parley.model import words
from parley.model.findings import Findings
from parley.model.languages.catalogues import speaking
from parley.model.languages.speaking import N_, SOURCE, _, show_list
from parley.reading.nodes import KeyTable, Position, ScalarNode, SequenceNode
from parley.reading.readers import Choice, Date, Flag, Key, ListOf, Number

EMPTY = "_No response_"
"""What stands in an issue where a field was left empty."""

_NOWHERE = Position(1, 1)

_LICENCE = N_("""\
Your login here becomes the author, and what you write gets the site's licence (CC BY 4.0). Write Markdown,
without HTML or images. Leave out other people's addresses, phone numbers and private matters.
""")


_LINES = N_(
    "One sentence a line. End it with the links on the dates of the replies that it rests on; if a side gave ground, "
    "write before them who, as '{concedes}'."
)


@dataclass(frozen=True, slots=True)
class Field:
    """`label` is the heading above the field's text in an issue; `kind` the forge's word for one line or several."""

    id: str
    label: str
    kind: Literal["input", "textarea"] = "input"
    required: bool = True
    hint: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """`name` is that of its file, without the ending. The label of the first field is that of no other form."""

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    before: str = _LICENCE


_FORMS = (
    Form(
        "discussion",
        N_("New discussion"),
        N_("Start a discussion without making a file. It's published under your login once a maintainer has read it."),
        (
            Field(
                "title",
                N_("Title of the discussion"),
                hint=N_("What it is about, in at most 120 characters."),
                example=N_("What should a newcomer know first?"),
            ),
            Field(
                "tags",
                N_("Tags"),
                hint=N_("One to five from the site's Tags page, separated by commas."),
                example=N_("first-steps, tools"),
            ),
            Field(
                "questions",
                N_("Questions for readers"),
                "textarea",
                required=False,
                hint=N_("One question per line. They appear at the top of the page."),
                example=N_("What would you do, and why?"),
            ),
            Field(
                "text",
                N_("Your opening post"),
                "textarea",
                hint=N_(
                    "What you've seen, the best case for both sides, and what you don't know. "
                    "Give a source for every figure."
                ),
            ),
        ),
    ),
    Form(
        "reply",
        N_("Reply"),
        N_(
            "Reply to a post or a reply without making a file. "
            "It's published under your login once a maintainer has read it."
        ),
        (
            Field(
                "discussion",
                N_("Discussion"),
                hint=N_("The address of its page, or the last part of that address."),
                example="two-follow-ups",
            ),
            Field(
                "reply_to",
                N_("Reply you answer"),
                required=False,
                hint=N_("The link on its date, or its id. Leave it empty to reply to the post itself."),
                example="2026-11-20-bob-7f2x",
            ),
            Field(
                "text",
                N_("Your reply"),
                "textarea",
                hint=N_("Answer what was said, not who said it. Give a source for every figure."),
            ),
        ),
    ),
    Form(
        "outcome",
        N_("Outcome"),
        N_(
            "Say what came of a discussion. "
            "Of your own it's published by itself; of others' a maintainer reads it first."
        ),
        (
            Field(
                "thread",
                N_("Discussion to sum up"),
                hint=N_("The address of its page, or the last part of that address."),
                example="two-follow-ups",
            ),
            Field("outcome", N_("What came of it"), "textarea", required=False, hint=N_("One or two sentences.")),
            Field("agreed", N_("What is agreed now"), "textarea", required=False, hint=_LINES),
            Field("differ", N_("Where people still differ"), "textarea", required=False, hint=N_("The same.")),
            Field(
                "answer", N_("Reply that answers it"), required=False, hint=N_("The link on its date, if there is one.")
            ),
        ),
    ),
    Form(
        "agreement",
        N_("Agree"),
        N_("Agree with a post or a reply without writing one. It's counted beside it, with your login."),
        (
            Field(
                "agreed", N_("What you agree with"), hint=N_("The address of the post, or the link on a reply's date.")
            ),
        ),
        N_(
            "Your login here is shown to whoever asks who agrees. "
            "To take it back, delete the file or ask a maintainer.\n"
        ),
    ),
    Form(
        "report",
        N_("Report a post"),
        N_("Tell the maintainers about a post or reply that breaks the rules or harms somebody."),
        (
            Field("address", N_("Address of the post or reply"), hint=N_("The link on its date.")),
            Field("reason", N_("What is wrong with it"), "textarea", hint=N_("One or two sentences are enough.")),
        ),
        N_(
            "Issues are public. If what you report gives away somebody's private data, "
            "don't repeat it here; its address\n"
            "is enough.\n"
        ),
    ),
    Form(
        "correction",
        N_("Correct a fact"),
        N_("Say what is wrong in a text and what is right, with a source."),
        (
            Field(
                "address",
                N_("Address of the text with the error"),
                hint=N_("The address of the page, or the link on a reply's date."),
            ),
            Field("wrong", N_("What it says"), "textarea", hint=N_("Copy the sentence.")),
            Field("right", N_("What is right"), "textarea"),
            Field(
                "source",
                N_("Source for the correction"),
                hint=N_("A full address, ideally of the primary source."),
                example="https://",
            ),
        ),
        "",
    ),
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a filled-in form; `label` says in which field, and is empty where it is in none.

    `excerpt` is the line it stands in, where there is one to show.
    """

    label: str
    message: str
    help: str
    excerpt: str = ""


def list_forms(kinds: Mapping[str, KeyTable]) -> tuple[Form, ...]:
    """All forms, those for a discussion and a reply with a field for each key that the table of keys asks for."""
    forms = (replace(form, fields=_list_fields(form, kinds)) if form.name in kinds else form for form in _FORMS)
    return tuple(map(_speak, forms))


def _speak(form: Form) -> Form:
    """The form in the language of the site; what the site declares is said in it already, and found in no catalogue."""
    concedes = _("{side} concedes", side="old")
    fields = tuple(
        replace(
            one,
            label=_(one.label),
            hint=_(_LINES, concedes=concedes) if one.hint == _LINES else _(one.hint),
            example=_(one.example),
        )
        for one in form.fields
    )
    return replace(form, title=_(form.title), about=_(form.about), fields=fields, before=_(form.before))


def _list_fields(form: Form, kinds: Mapping[str, KeyTable]) -> tuple[Field, ...]:
    """Its fields with those of the keys that are asked for: before the text, and behind what is named alone."""
    if len(form.fields) == 1:
        return (*form.fields, *_ask_keys(form, kinds))
    return (*_name_posts(form, kinds), *_ask_keys(form, kinds), form.fields[-1])


def _ask_keys(form: Form, kinds: Mapping[str, KeyTable]) -> Iterator[Field]:
    """A field for each key that is asked for. A label that another field has is followed by the key: headings tell."""
    taken = {field.label for field in (*_name_posts(form, kinds), form.fields[-1])}
    for field in map(_make_field, kinds[form.name].asked):
        yield replace(field, label=f"{field.label} ({field.id})") if field.label in taken else field
        taken.add(field.label)


def _name_posts(form: Form, kinds: Mapping[str, KeyTable]) -> Iterator[Field]:
    """The fields of a form but for the last; what is replied to has the names that the site gives it.

    A site without tags asks for none.
    """
    for field in form.fields[:-1]:
        if field.id == "tags" and not any(key.name == "tags" for key in kinds[form.name].keys):
            continue
        named = field.id == "discussion" and "comparison" in kinds
        yield replace(field, label=_("Discussion or {name}", name=kinds["comparison"].called)) if named else field


def find_stale(folder: Path, kinds: Mapping[str, KeyTable]) -> list[str]:
    """The names of the forms in a folder that ask for something else than the site does."""
    files = {form.name: folder / f"{form.name}.yml" for form in list_forms(kinds)}
    there = (form for form in list_forms(kinds) if files[form.name].is_file())
    return [form.name for form in there if files[form.name].read_bytes() != render_form(form).encode()]


def find_form(name: str, kinds: Mapping[str, KeyTable]) -> Form:
    """The form of a name."""
    return next(form for form in list_forms(kinds) if form.name == name)


def label_of(form: str, field: str, kinds: Mapping[str, KeyTable]) -> str:
    """The label of a field."""
    return next(one.label for one in find_form(form, kinds).fields if one.id == field)


def _make_field(key: Key) -> Field:
    assert key.ask  # noqa: S101 (it is asked for)
    return Field(
        key.name,
        _(key.ask.label),
        "textarea" if key.several else "input",
        key.required,
        " ".join(filter(None, (_name_options(key), _(key.ask.hint)))),
        key.ask.example,
    )


def _name_options(key: Key) -> str:
    """What may be written: `Write old, new or both.`"""
    match key.reader:
        case Choice(options):
            return _("Write {options}.", options=show_list(options, "or"))
        case ListOf(Choice(options)):
            return " ".join((_("Write {options}.", options=show_list(options, "or")), _("One per line.")))
        case Flag():
            return _("Write yes or leave it empty.")
        case ListOf():
            return _("One per line.")
        case Number() as number:
            return _("Write {number}.", number=number.wanted)
        case Date():
            return _("Write a date, as 2026-01-31.")
    return ""


_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s")


def split_lines(text: str) -> Iterator[str]:
    """The lines of a field that holds one thing a line, with or without the mark of a list before it."""
    return (_ITEM.sub("", line).strip() for line in filter(str.strip, text.split("\n")))


def read_answers(kind: str, values: Mapping[str, str], kinds: Mapping[str, KeyTable]) -> dict[str, Any]:
    """What a form was given for the keys that the table asks for, in the types of JSON; the check has the last word."""
    answers = {key.name: _read_answer(key, values.get(key.name, "").strip()) for key in kinds[kind].asked}
    return {name: answer for name, answer in answers.items() if answer}


def _read_answer(key: Key, text: str) -> Any:
    match key.reader:
        case Choice():
            return text.lower()
        case Flag():
            return text.lower() in ("yes", "true", "x", "[x]", _(words.YES))
        case ListOf():
            return list(split_lines(text))
    return text


def find_wrong_answers(kind: str, values: Mapping[str, str], kinds: Mapping[str, KeyTable]) -> Iterator[Mistake]:
    """What is wrong with the answers by themselves, as the check of their file would say."""
    answers = read_answers(kind, values, kinds)
    for key in kinds[kind].asked:
        answer = answers.get(key.name)
        findings = Findings("")
        if answer and not isinstance(answer, bool):
            key.reader.read(_as_node(answer), key.name, findings)
        yield from (Mistake(label_of(kind, key.name, kinds), one.message, one.help) for one in findings.problems)


def _as_node(answer: str | list[str]) -> ScalarNode | SequenceNode:
    if isinstance(answer, str):
        return ScalarNode(answer, _NOWHERE)
    return SequenceNode(tuple(ScalarNode(text, _NOWHERE) for text in answer), _NOWHERE)


class _Block(str):
    """A text that YAML shows with its lines."""


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(_Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, "|"))


_NAMES = {
    "agreement": N_("Agreement"),
    "correction": N_("Correction"),
    "discussion": N_("Discussion"),
    "outcome": N_("Outcome"),
    "reply": N_("Reply"),
    "report": N_("Report"),
}
"""How the title of an issue begins."""


def render_form(form: Form) -> str:
    """The file of a form in `.github/ISSUE_TEMPLATE/`.

    Source: GitHub Docs, "Syntax for issue forms".
    """
    before = [{"type": "markdown", "attributes": {"value": _Block(form.before)}}] if form.before else []
    head = {"name": form.title, "description": form.about, "title": f"{_(_NAMES[form.name])}: ", "labels": [form.name]}
    body = [*before, *map(_describe_field, form.fields)]
    return yaml.dump({**head, "body": body}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf"))


def _describe_field(field: Field) -> dict[str, Any]:
    texts = {"label": field.label, "description": field.hint, "placeholder": field.example}
    attributes = {name: text for name, text in texts.items() if text}
    return {"type": field.kind, "id": field.id, "attributes": attributes, "validations": {"required": field.required}}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody has filled it in. `values` has a text for each field, empty where there is none."""

    form: Form
    values: dict[str, str]
    mistakes: tuple[Mistake, ...] = ()


def parse_body(body: str, kinds: Mapping[str, KeyTable]) -> Filled | None:
    """Read the text of an issue: a heading for each field, below it what was filled in. None: it was not a form.

    People can write such a heading into a field, and then nobody could tell where the field ends. So a heading counts
    only in the form's own order, and one that comes again is a mistake, never a guess.
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    found = next((pair for pair in _pair_forms(kinds) if lines[0].rstrip() == _heading(pair[1].fields[0])), None)
    if found is None:
        return None
    form, asked = found
    headings = {_heading(said): field for field, said in zip(form.fields, asked.fields, strict=True)}
    mistakes: list[Mistake] = []
    current, *waiting = form.fields
    values: dict[str, list[str]] = {current.id: []}
    for line in lines[1:]:
        field = headings.get(line.rstrip())
        if field is None:
            values[current.id].append(line)
        elif field in waiting:
            del waiting[: waiting.index(field) + 1]
            current = field
            values[field.id] = []
        else:
            mistakes.append(_second_heading(field, line, current))
    return fill_in(form, {id: "\n".join(lines) for id, lines in values.items()}, mistakes)


def _pair_forms(kinds: Mapping[str, KeyTable]) -> Iterator[tuple[Form, Form]]:
    """Each form beside itself, then beside the English one: that of an issue from before the site had its language."""
    forms = list_forms(kinds)
    yield from ((form, form) for form in forms)
    with speaking(SOURCE):
        english = list_forms(kinds)
    yield from zip(forms, english, strict=True)


def fill_in(form: Form, values: Mapping[str, str], mistakes: Iterable[Mistake] = ()) -> Filled:
    """A form with texts for its fields, by their ids; a field that must not be empty and is, is one more mistake."""
    texts = {field.id: _clean(values.get(field.id, "")) for field in form.fields}
    empty = (field for field in form.fields if field.required and not texts[field.id])
    missing = (Mistake(field.label, _("this field is empty"), _("Fill it in.")) for field in empty)
    return Filled(form, texts, (*mistakes, *missing))


def _heading(field: Field) -> str:
    return f"### {field.label}"


def _second_heading(field: Field, line: str, current: Field) -> Mistake:
    return Mistake(
        current.label,
        _("the heading of the field '{label}' appears here too", label=field.label),
        _("Write it differently, to show where the field ends: four # instead of three are enough."),
        line.rstrip(),
    )


def _clean(text: str) -> str:
    text = text.strip("\n")
    return "" if text.strip() in ("", EMPTY) else text
