"""The forms to the letter, for sites that declare this or that, and how each field of theirs is read.

`PARLEY_ACCEPT=1 pytest tests/forge/test_issue_forms_told.py` writes what is found into `forms.txt`. Read it with care.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from declared import DECLARED, KINDS
from parley.forge.issue_forms import (
    EMPTY,
    Filled,
    fill_in,
    find_form,
    find_stale,
    find_wrong_answers,
    label_of,
    list_forms,
    parse_body,
    read_answers,
    render_form,
    split_lines,
)
from parley.model.languages.catalogues import speaking
from parley.model.settings import LISTS, Declaration, DeclaredField
from parley.reading.nodes import KeyTable
from parley.reading.readers import Ask, Key, ListOf, Text
from parley.reading.schema import list_kinds
from support import hold, write_tree

OPTIONS = (("dry", "Dry soil"), ("wet", "Wet soil"))
FIELDS = (
    DeclaredField("soil", "choice", ("reply",), "Soil", "As it is now.", OPTIONS, required=True),
    DeclaredField("soils", "choices", ("reply",), "Soils", "", OPTIONS),
    DeclaredField("plot", "text", ("reply", "discussion"), "Plot", "Its number."),
    DeclaredField("link_to", "link", ("reply",), "Page"),
    DeclaredField("area", "number", ("reply",), "Area", "In square metres.", least=1, most=500),
    DeclaredField("sown", "date", ("reply",), "Sown"),
    DeclaredField("shared", "flag", ("reply",), "Shared", "Whether others dig there."),
    DeclaredField("rank", "text", ("reply",), "Rank", by="maintainer"),
    DeclaredField("other", "text", ("reply",), "Plot"),
    DeclaredField("last", "text", ("reply",), "Your reply"),
)
PETS = Key("pets", ListOf(Text(30), 5), "the pets", ask=Ask("Pets", "Yours alone."))
PLAIN, ALL = list_kinds(Declaration()), list_kinds(replace(DECLARED, fields=FIELDS))
UNTAGGED = list_kinds(Declaration(lists=tuple(one for one in LISTS if one != "tags")))


def test_a_key_that_holds_several_texts_asks_for_one_a_line() -> None:
    reply = replace(KINDS["reply"], keys=(*KINDS["reply"].keys, PETS))
    (field,) = [one for one in find_form("reply", {**KINDS, "reply": reply}).fields if one.id == "pets"]
    assert (field.kind, field.hint) == ("textarea", "One per line. Yours alone.")


def tell(kinds: Mapping[str, KeyTable]) -> Iterator[str]:
    for form in list_forms(kinds):
        yield f"> {form.name}: {form.title}. {form.about} {form.before!r}"
        for one in form.fields:
            asked = f"{one.id}, {one.kind}{', required' if one.required else ''}"
            yield f"{one.label} ({asked}): {one.hint} {f'[{one.example}]' if one.example else ''}".rstrip()


def test_all_that_the_forms_ask() -> None:
    told = ["=== as most tests have it", *tell(KINDS), "=== with fields of each kind", *list(tell(ALL))]
    plain = [line for line in tell(PLAIN) if line not in told]
    told += ["=== of a site that declares nothing, otherwise", *plain]
    told += ["=== without tags", *(line for line in tell(UNTAGGED) if line not in [*told, *plain])]
    with speaking("de"):
        told += ["=== in German", *tell(KINDS)]
    hold(Path(__file__).with_name("forms.txt"), "\n".join(told) + "\n")


def test_a_site_without_tags_asks_for_none() -> None:
    asked = [[field.id for field in find_form("discussion", kinds).fields] for kinds in (PLAIN, UNTAGGED)]
    assert asked == [["title", "tags", "questions", "text"], ["title", "questions", "text"]]


def test_a_form_is_a_file_of_the_forge() -> None:
    form = find_form("report", KINDS)
    found = yaml.safe_load(render_form(form))
    assert list(found) == ["name", "description", "title", "labels", "body"]
    address = {"label": "Address of the post or reply", "description": "The link on its date."}
    assert found == {
        "name": form.title,
        "description": form.about,
        "title": "Report: ",
        "labels": ["report"],
        "body": [
            {"type": "markdown", "attributes": {"value": form.before}},
            {"type": "input", "id": "address", "attributes": address, "validations": {"required": True}},
            {
                "type": "textarea",
                "id": "reason",
                "attributes": {"label": "What is wrong with it", "description": "One or two sentences are enough."},
                "validations": {"required": True},
            },
        ],
    }
    assert "value: |\n" in render_form(form)
    titles = {form.name: yaml.safe_load(render_form(form))["title"] for form in list_forms(KINDS)}
    assert titles == {name: f"{name.capitalize()}: " for name in titles}
    title = f"Grüße {'x ' * 5000}x"
    assert render_form(replace(form, title=title)).split("\n")[0] == f"name: {title}"


def test_a_form_that_asks_for_something_else_is_told_and_one_that_is_not_there_is_none(tmp_path: Path) -> None:
    files = {f"{form.name}.yml": render_form(form) for form in list_forms(KINDS)}
    folder = write_tree(tmp_path, files)
    assert find_stale(folder, KINDS) == []
    assert find_stale(folder, PLAIN) == ["reply", "agreement"]
    (folder / "reply.yml").unlink()
    (folder / "report.yml").write_text(files["report.yml"] + "\n", encoding="utf-8")
    assert find_stale(folder, PLAIN) == ["agreement", "report"]
    assert label_of("report", "reason", KINDS) == "What is wrong with it"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("- a", "a"),
        ("* a", "a"),
        ("+ a", "a"),
        ("  -  a ", "a"),
        ("1. a", "a"),
        ("123. a", "a"),
        ("1234. a", "1234. a"),
        ("1) a", "a"),
        ("1] a", "1] a"),
        ("1: a", "1: a"),
        (". a", ". a"),
        ("-a", "-a"),
        ("1.a", "1.a"),
        ("a - b", "a - b"),
        ("- - a", "- a"),
        ("\ta", "a"),
    ],
)
def test_a_line_of_a_list_is_what_stands_behind_its_mark(line: str, kept: str) -> None:
    assert list(split_lines(f"\n{line}\n \n")) == [kept]


def test_answers_are_read_by_the_kind_of_their_field() -> None:
    values = {
        "soil": " Dry ",
        "soils": "- dry\n\n2. wet",
        "plot": " Plot 7 ",
        "link_to": "",
        "area": "40",
        "other": "   ",
        "rank": "high",
        "school": "Old",
    }
    assert read_answers("reply", values, ALL) == {
        "soil": "dry",
        "soils": ["dry", "wet"],
        "plot": "Plot 7",
        "area": "40",
        "school": "old",
    }
    flags = ("yes", "Yes", "TRUE", "x", "[X]", "no", "", "false", "[ ]", "ja")
    read = [read_answers("reply", {"shared": text}, ALL).get("shared") for text in flags]
    assert read == [True] * 5 + [None] * 5
    with speaking("de"):
        assert [read_answers("reply", {"shared": text}, ALL).get("shared") for text in ("Ja", "yes", "nein")] == [
            *(True, True),
            None,
        ]


DATE = "Write it as 2026-11-22 (1970 or later), or with a time and its zone, as 2026-11-22T09:30:00Z."


def test_wrong_answers_are_told_by_their_fields() -> None:
    values = {"soil": "dri", "soils": "dry\nwett", "area": "501", "sown": "soon", "shared": "yes", "plot": "7"}
    told = [(one.label, one.message, one.help, one.excerpt) for one in find_wrong_answers("reply", values, ALL)]
    assert told == [
        ("Soil", "soil 'dri' must be one of dry, wet", "Did you mean 'dry'?", ""),
        ("Soils", "soils 'wett' must be one of dry, wet", "Did you mean 'wet'?", ""),
        ("Area", "area '501' must be a number from 1 to 500", "Write digits, with a point before decimals.", ""),
        ("Sown", "sown 'soon' isn't a date", DATE, ""),
    ]
    assert list(find_wrong_answers("reply", {}, ALL)) == []


def show(filled: Filled | None) -> Any:
    """What a form is, what stands in its fields, and what is wrong with them."""
    if filled is None:
        return None
    wrong = [(one.label, one.message, one.help, one.excerpt) for one in filled.mistakes]
    return filled.form.name, {id: text for id, text in filled.values.items() if text}, wrong


MISSING = "this field is empty", "Fill it in.", ""
TWICE = "Write it differently, to show where the field ends: four # instead of three are enough."


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "### Address of the post or reply\n\na\n\n### What is wrong with it\n\nb\n",
            ("report", {"address": "a", "reason": "b"}, []),
        ),
        (
            "\n\n### Address of the post or reply  \r\ra\r\n### What is wrong with it\t\r  b\r\r\n  c  ",
            ("report", {"address": "a", "reason": "  b\n\n  c  "}, []),
        ),
        (
            f"### Address of the post or reply\n{EMPTY}\n### What is wrong with it\n \n",
            ("report", {}, [("Address of the post or reply", *MISSING), ("What is wrong with it", *MISSING)]),
        ),
        (
            "### Address of the post or reply",
            ("report", {}, [("Address of the post or reply", *MISSING), ("What is wrong with it", *MISSING)]),
        ),
        (
            "### What you agree with\n\na\n\n### What you agree with\n\nb",
            (
                "agreement",
                {"agreed": "a\n\n\nb"},
                [
                    (
                        "What you agree with",
                        "the heading of the field 'What you agree with' appears here too",
                        TWICE,
                        "### What you agree with",
                    )
                ],
            ),
        ),
        (
            "### Address of the text with the error\na\n### Source for the correction\nb\n### What it says \n\nc",
            (
                "correction",
                {"address": "a", "source": "b\n\nc"},
                [
                    (
                        "Source for the correction",
                        "the heading of the field 'What it says' appears here too",
                        TWICE,
                        "### What it says",
                    ),
                    ("What it says", *MISSING),
                    ("What is right", *MISSING),
                ],
            ),
        ),
        (
            "### Address of the text with the error\na\n### Source for the correction\nb\n### What is right\nc\n"
            " ### What it says",
            (
                "correction",
                {"address": "a", "source": "b\nc\n ### What it says"},
                [
                    (
                        "Source for the correction",
                        "the heading of the field 'What is right' appears here too",
                        TWICE,
                        "### What is right",
                    ),
                    ("What it says", *MISSING),
                    ("What is right", *MISSING),
                ],
            ),
        ),
        (
            "### Address of the text with the error\nXa\n### What it says\nbX\n### What is right\nc\n"
            "### Source for the correction\ndX",
            ("correction", {"address": "Xa", "wrong": "bX", "right": "c", "source": "dX"}, []),
        ),
        (" ### What you agree with\n\na", None),
        ("### What is wrong with it\n\nb", None),
        ("", None),
    ],
)
def test_a_body_is_read_by_the_headings_of_a_form(body: str, found: Any) -> None:
    assert show(parse_body(body, KINDS)) == found


def test_an_issue_from_before_the_site_had_its_language_is_read_and_answered_in_that() -> None:
    english = "### Address of the post or reply\n\na\n\n### What is wrong with it\n\nb\n"
    with speaking("de"):
        labels = [field.label for field in find_form("report", KINDS).fields]
        german = english.replace("Address of the post or reply", labels[0]).replace("What is wrong with it", labels[1])
        assert labels[0] != "Address of the post or reply"
        for body in (english, german):
            assert show(parse_body(body, KINDS)) == ("report", {"address": "a", "reason": "b"}, [])
            filled = parse_body(body, KINDS)
            assert filled
            assert [field.label for field in filled.form.fields] == labels
    assert parse_body(german, KINDS) is None


def test_a_form_is_filled_in_with_texts_by_the_ids_of_its_fields() -> None:
    form = find_form("report", KINDS)
    filled = fill_in(form, {"address": "\n\n a \n", "other": "x", "reason": f" {EMPTY}\n"})
    assert (filled.form, filled.values) == (form, {"address": " a ", "reason": ""})
    assert [one.label for one in filled.mistakes] == ["What is wrong with it"]
    again = fill_in(form, {"address": "a"}, filled.mistakes[:1])
    assert [one.label for one in again.mistakes] == ["What is wrong with it"] * 2
