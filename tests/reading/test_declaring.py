"""What an adopter may set, and what is said when it is set wrongly."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from declared import DECLARED
from parley.model.languages.catalogues import speaking
from parley.model.languages.speaking import _
from parley.model.settings import Settings
from parley.reading.declaring import COLOURS, CONTRAST, PAPER, SETTINGS, InvalidSettings, measure_contrast
from parley.rendering import theme
from parley_mkdocs.settings import find_settings, read_settings
from support import DECLARED_YML, ROOT, flatten, hold


def read(block: object, **host: Any) -> Settings:
    return find_settings({"site_name": "Talk", "extra": {"parley": block}, **host})


def refuse(block: object) -> list[str]:
    with pytest.raises(InvalidSettings) as raised:
        read(block)
    return str(raised.value).split("\n")


STANCES = {"options": {"yes": {"name": "Yes"}, "no": {"name": "No"}}}
COMPARISONS: dict[str, Any] = {"sides": {"wood": {}, "straw": {}}}


def test_nothing_has_to_be_set() -> None:
    assert find_settings({"site_name": "Parley"}) == read({}, site_name="Parley") == Settings()
    settings = read(None)
    assert (settings.posts, settings.page_size, settings.forge, settings.branch) == ("posts", 30, "github", "main")
    assert (settings.declaration.stances, settings.declaration.comparisons) == (None, None)
    assert settings.declaration.folders == ("discussions", "pages")


def test_what_the_host_knows_is_taken_and_what_is_set_wins() -> None:
    host = {"site_url": "https://x.example/", "repo_url": "https://gitlab.com/us/talk/"}
    settings = read({"branch": "trunk", "posts": "content", "page_size": 7}, **host)
    assert (settings.site_name, settings.site_url, settings.repository) == ("Talk", *host.values())
    assert (settings.branch, settings.posts, settings.page_size, settings.forge) == ("trunk", "content", 7, "gitlab")
    assert read({"forge": "gitea"}, **host).forge == "gitea"


def test_an_address_for_mail_is_one_that_a_link_can_have() -> None:
    settings = read({"mail": "reply+us@lists.example.org", "mail_proof": "signed"})
    assert (settings.mail, settings.mail_proof) == ("reply+us@lists.example.org", "signed")
    assert (Settings().mail, Settings().mail_proof) == ("", "either")
    address, proof = refuse({"mail": "us", "mail_proof": "none"})
    assert address.startswith("mkdocs.yml:1: mail 'us' isn't a mail address. Write one address and nothing else")
    assert proof.startswith("mkdocs.yml:1: mail_proof 'none' must be one of either, signed, answered.")
    for wrong in (
        "a@b",
        "a@b.c, d@e.f",
        "Us <a@b.c>",
        "a b@c.d",
        "a@b.c?subject=x",
        "a@b.c\nBcc: d@e.f",
        "a&b@c.d",
        "@c.d",
    ):
        assert len(refuse({"mail": wrong})) == 1


@pytest.mark.parametrize("key", ["page_size", "feed_size", "person_page", "person_feed"])
def test_a_number_has_bounds(key: str) -> None:
    assert [getattr(read({key: number}), key) for number in (1, 30, 500)] == [1, 30, 500]
    for wrong in (0, -1, 501, True, 2.5, None, "many"):
        (line,) = refuse({key: wrong})
        assert line.startswith(f"mkdocs.yml:1: {key} ")


def test_all_that_is_declared_is_read(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Talk\n{DECLARED_YML}")
    read_back = read_settings(tmp_path / "mkdocs.yml").declaration
    assert read_back.stances == DECLARED.stances
    assert read_back.comparisons is not None
    assert DECLARED.comparisons is not None
    assert list(read_back.comparisons.parts()) == list(DECLARED.comparisons.parts())


def test_what_is_left_out_is_made_of_what_is_there() -> None:
    declared = read({"stances": STANCES, "comparisons": {"name": "duel", **COMPARISONS}}).declaration
    assert declared.stances is not None
    assert [(one.name, one.light, one.dark) for one in declared.stances.options] == [
        ("Yes", *COLOURS[0]),
        ("No", *COLOURS[1]),
    ]
    assert declared.comparisons is not None
    assert (declared.comparisons.path, declared.comparisons.title) == ("duels", "Duels")
    assert [part.key for part in declared.comparisons.parts()] == [
        *("wood", "wood_better_when", "straw", "straw_better_when"),
    ]
    assert [side.text.heading for side in declared.comparisons.sides] == ["Wood", "Straw"]


def test_a_side_looks_like_the_stance_of_its_name() -> None:
    options = {"wood": {"name": "For wood", "light": "#112233", "dark": "#ddeeff"}, "straw": {"name": "For straw"}}
    declared = read({"stances": {"options": options}, "comparisons": COMPARISONS}).declaration
    assert declared.comparisons is not None
    wood = declared.comparisons.sides[0]
    assert (wood.text.heading, wood.light, wood.dark) == ("For wood", "#112233", "#ddeeff")


def test_the_colours_for_those_who_set_none_can_be_read_on_the_ground_of_the_page() -> None:
    sheet = (theme.ASSETS / "editorial.css").read_text()
    assert all(f"--pa-paper: {paper}" in sheet for paper in PAPER)
    for pair in COLOURS:
        assert all(measure_contrast(*both) >= CONTRAST for both in zip(pair, PAPER, strict=True))
    assert round(measure_contrast("#000000", "#ffffff"), 1) == 21
    assert measure_contrast("#777777", "#777777") == 1
    shades = ("#900000", "#009000", "#000090", "#090909", "#0a0b0c")
    assert [round(measure_contrast("#ffffff", shade), 2) for shade in shades] == [9.61, 4.21, 14.97, 19.91, 19.7]


FIELD = {"type": "text", "on": ["reply"], "label": "Where"}


MISTAKES: list[tuple[object, str]] = [
    ("text", "extra.parley must be keys with values"),
    (["a"], "extra.parley must be keys with values"),
    ({"pagesize": 3}, "Did you mean 'page_size'?"),
    ({"forge": "sourceforge"}, "forge 'sourceforge' must be one of github, gitlab, gitea"),
    ({"stances": {"options": {"yes": {"name": "Yes"}}}}, "options has 1 entries; it must have 2 to 6"),
    ({"stances": {"options": {"yes": {"name": ""}, "no": {"name": "No"}}}}, "name is empty"),
    ({"stances": {"options": {"Yes!": {"name": "Yes"}, "no": {"name": "No"}}}}, "'Yes!' in options can't be a key"),
    (
        {"stances": {"options": {"a": {"name": "A", "light": "red"}, "b": {"name": "B"}}}},
        "'red' isn't a colour",
    ),
    (
        {"stances": {"options": {"a": {"name": "A", "light": "#eeeeee"}, "b": {"name": "B"}}}},
        "'a' can hardly be read on light paper (contrast 1.1; 4.5 is needed). Make it darker.",
    ),
    ({"stances": {"options": {"a": {"name": "A", "was": ["b"]}, "b": {"name": "B"}}}}, "has 'b' twice"),
    ({"stances": {**STANCES, "key": "author"}}, "key 'author'"),
    ({"comparisons": {"sides": {"a": {}}}}, "sides has 1 entries; it must have 2 to 4"),
    (
        {"comparisons": {**COMPARISONS, "path": "people"}},
        "path can't be 'people'. That address is taken.",
    ),
    ({"comparisons": {**COMPARISONS, "name": "reply"}}, "comparisons.name can't be 'reply'"),
    ({"comparisons": {"sides": {"title": {}, "b": {}}}}, "a comparison has two keys 'title'"),
    ({"fields": {"where": {**FIELD, "type": "song"}}}, "type 'song' must be one of choice, choices, text"),
    ({"fields": {"where": {**FIELD, "type": "choice"}}}, "fields.where needs options"),
    ({"fields": {"where": {**FIELD, "options": {"a": "A"}}}}, "fields.where is a text and has no options"),
    ({"fields": {"where": {**FIELD, "least": 3}}}, "fields.where is a text, and only a number has bounds"),
    ({"fields": {"where": {**FIELD, "on": ["post"]}}}, "fields.where can't be on 'post'"),
    ({"fields": {"where": {**FIELD, "on": ["comparison"]}}}, "Known kinds: discussion, reply, person."),
    ({"fields": {"date": FIELD}}, "a reply can't have a key 'date'"),
    ({"fields": {"path": FIELD}}, "a reply can't have a key 'path'"),
    ({"fields": {"stance": FIELD}}, "a reply can't have a key 'stance'"),
    (
        {"fields": {"note": {**FIELD, "filtered": True}}},
        "a text, by whose values nothing can be filtered",
    ),
    ({"fields": {"where": {**FIELD, "type": "number", "least": 5, "most": 1}}}, "has a least above its most"),
    ({"fields": {"where": {**FIELD, "type": "choice", "options": {"a": "X", "b": "X"}}}}, "two options with one"),
    (
        {"fields": {"where": {**FIELD, "type": "choice", "options": {"a": "X", "b": {"name": "Y", "was": ["a"]}}}}},
        "fields.where has 'a' twice. Each option needs a key of its own.",
    ),
    (
        {"fields": {"where": {**FIELD, "type": "choice", "options": {"a": "X", "b": {"was": ["a"]}}}}},
        "options.b needs 'name'",
    ),
    ({"fields": {"where": {**FIELD, "was": ["author"]}}}, "a reply has two keys 'author'"),
    ({"fields": {"where": {**FIELD, "was": ["where"]}}}, "a reply has two keys 'where'"),
    (
        {"fields": {"a": {**FIELD, "was": ["b"]}, "b": {**FIELD, "label": "B", "was": ["a"]}}},
        "a reply has two keys 'b'",
    ),
    ({"fields": {"discussion": FIELD}}, "fields.discussion can't be on a reply"),
    ({"fields": {"year": {**FIELD, "type": "flag", "filtered": True}}}, "'year' is what the search is narrowed"),
    (
        {"fields": {"a": {**FIELD, "label": "Where"}, "b": {**FIELD, "label": "where"}}},
        "a and b have one label 'where'",
    ),
    (
        {"fields": {"a": {**FIELD, "type": "flag", "filtered": True, "label": "Tag"}}},
        "is called 'Tag' as another filter",
    ),
    ({"stances": {**STANCES, "label": "outcome"}}, "stances is called 'outcome' as another filter"),
    ({"stances": {**STANCES, "key": "tag"}}, "'tag' is what the search is narrowed or ordered by already"),
    ({"stances": {**STANCES, "was": ["body"]}}, "two keys 'body'"),
    ({"stances": {"options": {"a": {"name": "A"}, "b": {"name": "A"}}}}, "two sides with the name 'A'"),
    ({"comparisons": {**COMPARISONS, "path": "pagefind-2"}}, "path can't be 'pagefind-2'"),
    ({"comparisons": {**COMPARISONS, "path": "aux"}}, "path can't be 'aux'"),
    ({"comparisons": {**COMPARISONS, "name": "reply-x"}}, "name can't be 'reply-x'"),
    (
        {"off": ["discussions"]},
        "off 'discussions' must be one of tags, people, latest, archive, outcomes, digest",
    ),
]


@pytest.mark.parametrize(("block", "said"), MISTAKES)
def test_each_mistake_is_told_in_words_of_its_own(block: object, said: str) -> None:
    (line,) = refuse(block)
    assert line.startswith("mkdocs.yml:1: ")
    assert said in line


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_no_field_is_called_as_a_filter_that_is_there_in_the_language_of_the_site(language: str) -> None:
    form = (ROOT / "hooks/parley/rendering/theme/templates/kept.html").read_text(encoding="utf-8")
    fieldset = form.partition("<fieldset>")[2].partition("</fieldset>")[0]
    labels = re.findall(r'<label>\{\{ _\("([^"{]+)"\) \}\}', fieldset)
    assert len(labels) > 5
    with speaking(language):
        labels = [_(label) for label in labels]
    for label in labels:
        field = {**FIELD, "type": "flag", "filtered": True, "label": label.upper()}
        assert len(refuse({"language": language, "fields": {"a": field}})) == 1, label


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("de", "Ja"),
        ("de-AT", "Ja"),
        ("pt-BR", "Sim"),
        ("pt-PT", "Sim, pá"),
        ("pt", "Sim, pá"),
        ("nl", "Yes"),
        ("d", "Yes"),
    ],
)
def test_words_are_those_of_the_language_of_the_site_or_of_its_kin_or_else_the_first(language: str, found: str) -> None:
    label = {"en": "Yes", "pt-PT": "Sim, pá", "pt-BR": "Sim", "de": "Ja"}
    made = read({"fields": {"sure": {**FIELD, "label": label}}}, theme={"language": language})
    assert [field.label for field in made.declaration.fields] == [found]


MORE: list[object] = [
    {"comparisons": {**COMPARISONS, "path": "search"}},
    {"comparisons": {**COMPARISONS, "path": "discussions"}},
    *({"comparisons": {**COMPARISONS, "name": name}} for name in ("discussion", "person", "tags", "thread")),
    {"fields": {"where": {**FIELD, "on": ["reply", "reply"]}}},
    *({"fields": {key: FIELD}} for key in ("title", "tag", "questions")),
    {"fields": {"where": {**FIELD, "type": "choices"}}},
    {"fields": {"where": {**FIELD, "type": "flag", "options": {"a": "A"}}}},
    {"fields": {"where": {**FIELD, "type": "date", "most": 3}}},
    {"fields": {"where": {**FIELD, "type": "link", "sorted": True}}},
    {"fields": {"where": {**FIELD, "on": ["post"]}}, "comparisons": {**COMPARISONS, "name": "duel"}},
    {"stances": {"options": {"a": {"name": "A", "dark": "#111111"}, "b": {"name": "B"}}}},
    {"stances": {"options": {"a": {"name": "A"}, "b": {"name": "B", "was": ["a"]}}}},
    *({"fields": {key: {**FIELD, "type": "flag", "sorted": True}}} for key in ("q", "kind", "author", "house", "sort")),
    *({"fields": {key: {**FIELD, "type": "flag", "sorted": True}}} for key in ("handles", "bundle", "date")),
]


def test_all_that_is_said_of_settings_and_of_their_mistakes() -> None:
    """To the letter; `PARLEY_ACCEPT=1 pytest tests/reading/test_declaring.py` writes it into `settings.txt`."""
    told = [f"> {json.dumps(block)}\n{chr(10).join(refuse(block))}" for block in (*(one for one, _ in MISTAKES), *MORE)]
    hold(Path(__file__).with_name("settings.txt"), "\n".join([*flatten(SETTINGS.json_schema()), "", *told, ""]))


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text(
        "site_name: Talk\nextra:\n  parley:\n    page_size: 0\n    stances:\n      options:\n"
        '        old: {name: Old, light: "red"}\n        new:\n          nam: New\n    forg: gitea\n'
    )
    with pytest.raises(InvalidSettings) as raised:
        read_settings(tmp_path / "site.yml")
    lines = str(raised.value).split("\n")
    assert [line.split(" ")[0] for line in lines] == [f"site.yml:{number}:" for number in (4, 7, 9, 9, 10)]


HEAD = "site_name: Talk\nextra:\n  parley:\n"


def write(tmp_path: Path, options: str, head: str = HEAD, parent: str = "") -> Settings:
    (tmp_path / "base.yml").write_text(parent)
    (tmp_path / "site.yml").write_text(f"{head}    stances:\n      options: {options}\n")
    return read_settings(tmp_path / "site.yml")


def list_names(settings: Settings) -> dict[str, str]:
    assert settings.declaration.stances
    return {key: stance.name for key, stance in settings.declaration.stances.by_key.items()}


def test_a_side_keeps_its_name_wherever_it_comes_from(tmp_path: Path) -> None:
    parent = f"{HEAD}    stances: {{options: {{no: {{name: No}}, b: {{name: X}}, a: {{name: Y}}}}}}\n"
    inherited = write(tmp_path, "{a: {name: A}, b: {name: B}}", f"INHERIT: base.yml\n{HEAD}", parent)
    assert list_names(inherited) == {"no": "No", "b": "B", "a": "A"}
    anchored = f"x: &x {{c: {{name: C}}}}\n{HEAD}"
    assert list_names(write(tmp_path, "{b: {name: B}, <<: *x}", anchored)) == {"c": "C", "b": "B"}


def test_a_name_is_shown_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = write(tmp_path, "{yes: {name: Yes}, no: {name: 1.10}, at: {name: 12:30}, it: {name: 010}}")
    assert list_names(names) == {"yes": "Yes", "no": "1.10", "at": "12:30", "it": "010"}
    monkeypatch.setenv("NEEDED", "true")
    needed = write(tmp_path, "{a: {name: A}, b: {name: B}}\n      required: !ENV NEEDED").declaration.stances
    assert needed
    assert needed.required


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("\n        a: {name: A}\n        b: {name: B}\n        a: {name: C}", "8: 'a' stands here twice. Keep one"),
        ("\n        yes: {name: A}\n        b: {name: B}\n        on: {name: C}", "8: 'on' stands here twice."),
        ("&x {a: *x, b: *x}", "1: extra.parley is nested too deeply, or stands within itself."),
    ],
)
def test_what_can_not_be_told_apart_is_refused_with_its_line(tmp_path: Path, options: str, told: str) -> None:
    with pytest.raises(InvalidSettings) as raised:
        write(tmp_path, options)
    assert str(raised.value).startswith(f"site.yml:{told}")
