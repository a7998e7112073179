"""What a site gets that sets nothing, and what follows from what it declares."""

import re
from dataclasses import fields, replace
from datetime import datetime, time, timedelta, timezone
from typing import get_args

import pytest

from declared import DECLARED
from parley.model.settings import (
    LISTS,
    MARKDOWN,
    OPTIONAL,
    PROOFS,
    TERMS,
    Accept,
    Comparisons,
    Declaration,
    DeclaredField,
    FieldType,
    Font,
    HostedPage,
    Policy,
    Quiet,
    Settings,
    Shown,
    Stance,
)
from support import ROOT

GUIDE = (ROOT / "docs/parley/pages/run-your-own.md").read_text(encoding="utf-8")
DECLARING = (ROOT / "docs/parley/pages/declare.md").read_text(encoding="utf-8")
MAIL = (ROOT / "docs/parley/pages/mail.md").read_text(encoding="utf-8")
OLD = Stance("old", "Old school", "#8a5714", "#e3b26c", "of the Old School", ("former",))


def test_what_is_not_set_is_as_the_guide_says() -> None:
    rows = re.findall(r"^\| `extra\.parley\.(\w+)` \|.*; `?(\w+)`? unless you set it", GUIDE, re.MULTILINE)
    said = {name: int(value) if value.isdecimal() else value for name, value in rows}
    assert said == {name: getattr(Settings(), name) for name in said}
    assert set(said) == {"posts", "branch", "page_size", "feed_size", "person_page", "person_feed"}
    proof = re.search(r"^\| `(\w+)` \|.*This is the default", MAIL, re.MULTILINE)
    assert proof
    assert proof[1] == Settings().mail_proof
    assert (Settings().accept, Settings().look, Settings().search, Settings().forge) == (
        "known",
        "theme",
        "own",
        "github",
    )
    assert (Settings().site_name, Settings().language) == ("Parley", "en")


def test_what_else_is_not_set_is_not_there() -> None:
    assert {one.name for one in fields(Settings) if not getattr(Settings(), one.name)} == set(
        "description site_url repository mail send comments typographic allow card cards fonts moved templates".split()
    )
    field = DeclaredField("a", "text", ("reply",), "A")
    assert {one.name for one in fields(field) if getattr(field, one.name)} == set("key type on label by shown".split())
    assert (field.by, field.shown, field.least, field.most) == ("author", "head", None, None)
    page = HostedPage("a", "A", "docs/a.md", "a/")
    assert {one.name for one in fields(page) if getattr(page, one.name)} == {"name", "title", "file", "address"}
    comparisons = Comparisons((), "way", "ways", "Ways")
    assert [one.name for one in fields(comparisons) if getattr(comparisons, one.name)] == ["name", "path", "title"]
    assert {one.name for one in fields(Declaration) if getattr(Declaration(), one.name)} == {"lists"}


def test_what_may_be_chosen_is_what_the_guide_says() -> None:
    off = re.search(r"^`off: \[([^]]*)\]`", DECLARING, re.MULTILINE)
    assert off
    assert off[1].split(", ") == [*LISTS, MARKDOWN] == list(OPTIONAL) == list(Declaration().lists)
    counted = MAIL.partition("a mail counts if")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| `(\w+)`", counted, re.MULTILINE)) == sorted(PROOFS)
    table = dict(re.findall(r"^\| `(\w+)` \|(.*)", DECLARING, re.MULTILINE))
    for name, kinds in (("type", FieldType), ("shown", Shown)):
        assert set(re.findall(r"`(\w+)`", table[name])) >= set(get_args(kinds))
    accept = next(line for line in GUIDE.splitlines() if line.startswith("| `extra.parley.accept`"))
    assert re.findall(r"`(\w+)`", accept) == list(get_args(Accept))


def test_a_field_may_be_a_property_that_schema_org_knows_of_works() -> None:
    """https://schema.org/CreativeWork"""
    assert sorted(TERMS) == [
        *("about", "abstract", "contentLocation", "contentRating", "dateCreated", "educationalLevel", "educationalUse"),
        *("expires", "genre", "inLanguage", "isBasedOn", "learningResourceType", "license", "locationCreated"),
        *("material", "spatialCoverage", "teaches", "temporalCoverage", "timeRequired", "usageInfo", "version"),
    ]


def test_the_limits_of_what_is_accepted_are_those_of_the_guide() -> None:
    assert {name: int(re.findall(rf"^{name}: (\d+)", GUIDE, re.MULTILINE)[0]) for name in ("a_day", "links")} == {
        "a_day": Policy().a_day,
        "links": Policy().links,
    }
    assert (Policy().words, Policy().quiet) == ((), ())


def test_several_replies_have_a_name_of_their_own() -> None:
    assert OLD.several == "of the Old School"
    assert replace(OLD, many="Old school").several == "old school"
    assert DECLARED.stances
    assert DECLARED.stances.by_key["new"].name == "New school"
    assert list(DECLARED.stances.by_key) == ["old", "new", "both"]


def test_a_comparison_has_its_texts_in_the_order_of_a_file() -> None:
    comparisons = DECLARED.comparisons
    assert comparisons
    assert [part.key for part in comparisons.parts()] == (
        "old_school old_wins_when new_school new_wins_when shared_rule caution".split()
    )
    assert [part.key for part in replace(comparisons, rule=None).parts()][4:] == ["caution"]
    assert [part.key for part in replace(comparisons, caution=None).parts()][4:] == ["shared_rule"]
    assert (comparisons.called, replace(comparisons, label="Way").called) == ("practice", "Way")


def test_values_that_have_an_order_are_looked_for_from_one_to_another() -> None:
    kinds = "choice choices text link number date flag".split()
    assert [kind for kind in kinds if DeclaredField("a", kind, ("reply",), "A").is_measured] == ["number", "date"]  # type: ignore[arg-type]


def test_a_declaration_tells_its_folders_colours_and_kinds() -> None:
    assert DECLARED.folders == ("discussions", "practices", "pages")
    assert Declaration().folders == ("discussions", "pages")
    assert [(one.key, one.light) for one in DECLARED.coloured()] == [
        *(("old", "#8a5714"), ("new", "#0d6868")),
        *(("old", "#8a5714"), ("new", "#0d6868"), ("both", "#5a4a88")),
    ]
    assert Declaration().coloured() == ()
    assert Settings(declaration=DECLARED).colours() == {
        "old": ("#8a5714", "#e3b26c"),
        "new": ("#0d6868", "#6fc9c2"),
        "both": ("#5a4a88", "#b9a8e8"),
    }
    assert [DECLARED.name_of(kind) for kind in ("comparison", "reply", "practice")] == ["practice", "reply", "practice"]
    assert [DECLARED.kind_of(name) for name in ("comparison", "reply", "practice")] == [
        "comparison",
        "reply",
        "comparison",
    ]
    assert [Declaration().name_of("comparison"), Declaration().kind_of("practice")] == ["comparison", "practice"]


def test_pages_and_the_place_of_a_font_are_no_settings() -> None:
    """What is built anew goes by what they say of themselves."""
    page = HostedPage("a", "A", "docs/a.md", "a/")
    assert replace(DECLARED, pages=(page,)) == DECLARED
    assert repr(replace(DECLARED, pages=(page,))) == repr(DECLARED)
    assert repr(Font("/home/ana/a.otf", "1f")) == repr(Font("b.otf", "1f")) != repr(Font("b.otf", "2f"))


@pytest.mark.parametrize(
    ("begins", "ends", "waiting"),
    [
        ("22:00", "06:00", "22:00 23:59 00:00 05:59"),
        ("06:00", "22:00", "06:00 12:00 21:59"),
        ("00:00", "00:00", "22:00 23:59 00:00 05:59 06:00 12:00 21:59"),
        ("12:00", "12:00", "22:00 23:59 00:00 05:59 06:00 12:00 21:59"),
    ],
)
def test_a_thread_is_quiet_from_a_time_to_another(begins: str, ends: str, waiting: str) -> None:
    quiet = Quiet("a", time.fromisoformat(begins), time.fromisoformat(ends))
    for clock in "22:00 23:59 00:00 05:59 06:00 12:00 21:59".split():
        now = datetime.fromisoformat(f"2026-10-02T{clock}+00:00")
        assert quiet.holds(now) == (clock in waiting)
        assert quiet.holds(now.astimezone(timezone(timedelta(hours=5)))) == (clock in waiting)
