"""The forms with which people write without a file: their fields, and how the forge hands them over.

The files in `.github/ISSUE_TEMPLATE/` have these names, ids and labels, which a test sees to. A form is filled in by
address as well (`?template=reply.yml&reply_to=…`), so its fields are texts only: a forge fills in nothing else.
"""

from dataclasses import dataclass
from typing import Literal

EMPTY = "_No response_"
"""What stands in an issue where a field was left empty."""


@dataclass(frozen=True, slots=True)
class Field:
    """`label` is the heading above the field's text in an issue; `kind` the forge's word for one line or several."""

    id: str
    label: str
    kind: Literal["input", "textarea"] = "input"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """`name` is that of its file, without the ending. The label of the first field is that of no other form."""

    name: str
    title: str
    fields: tuple[Field, ...]


DISCUSSION = Form(
    "discussion",
    "New discussion",
    (
        Field("title", "Title of the discussion"),
        Field("tags", "Tags"),
        Field("questions", "Questions to the readers", "textarea", required=False),
        Field("text", "Your opening words", "textarea"),
    ),
)
REPLY = Form(
    "reply",
    "Reply",
    (
        Field("discussion", "Discussion or practice"),
        Field("reply_to", "Reply that you answer", required=False),
        Field("school", "School that you argue for", required=False),
        Field("text", "Your reply", "textarea"),
    ),
)
REPORT = Form(
    "report",
    "Report a post",
    (
        Field("address", "Address of the post or reply"),
        Field("reason", "What is wrong with it", "textarea"),
    ),
)
CORRECTION = Form(
    "correction",
    "Correct a fact",
    (
        Field("address", "Address of the text with the mistake"),
        Field("wrong", "What it says", "textarea"),
        Field("right", "What is right", "textarea"),
        Field("source", "Where that can be read"),
    ),
)
FORMS = (DISCUSSION, REPLY, REPORT, CORRECTION)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a filled-in form; `label` says in which field, and is empty where it is in none.

    `excerpt` is the line it stands in, where there is one to show.
    """

    label: str
    message: str
    help: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody has filled it in. `values` has a text for each field, empty where there is none."""

    form: Form
    values: dict[str, str]
    mistakes: tuple[Mistake, ...] = ()


def parse_body(body: str) -> Filled | None:
    """Read the text of an issue: a heading for each field, below it what was filled in. None: it was not a form.

    People can write such a heading into a field, and then nobody could tell where the field ends. So a heading counts
    only in the form's own order, and one that comes again is a mistake, never a guess.
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    form = next((form for form in FORMS if lines[0].rstrip() == _heading(form.fields[0])), None)
    if form is None:
        return None
    headings = {_heading(field): field for field in form.fields}
    values: dict[str, list[str]] = {}
    mistakes: list[Mistake] = []
    waiting = list(form.fields)
    current = form.fields[0]
    for line in lines:
        field = headings.get(line.rstrip())
        if field is None:
            values[current.id].append(line)
        elif field in waiting:
            del waiting[: waiting.index(field) + 1]
            current = field
            values[field.id] = []
        else:
            mistakes.append(_second_heading(field, line, current))
    texts = {field.id: _clean("\n".join(values.get(field.id, ()))) for field in form.fields}
    mistakes += [
        Mistake(field.label, "this field is empty", "Fill it in.")
        for field in form.fields
        if field.required and not texts[field.id]
    ]
    return Filled(form, texts, tuple(mistakes))


def _heading(field: Field) -> str:
    return f"### {field.label}"


def _second_heading(field: Field, line: str, current: Field) -> Mistake:
    return Mistake(
        current.label,
        f"the heading of the field '{field.label}' stands here too",
        "Write it differently, so that it can be told where the field ends; four # in place of three are enough.",
        line.rstrip(),
    )


def _clean(text: str) -> str:
    text = text.strip("\n")
    return "" if text.strip() in ("", EMPTY) else text
