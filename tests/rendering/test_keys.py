"""The table of keys is the one place for a key: added there, it is asked for, checked, shown, found and withheld."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from declared import DECLARED, KINDS, check_posts, load_library, propose
from feeding import build_feeds
from parley.commands.cli import main
from parley.commands.sites.forms import forms
from parley.forge.issue_events import load_event
from parley.forge.issue_forms import find_form, parse_body
from parley.model.entries import Reply
from parley.model.library import Library
from parley.model.settings import Part, Settings
from parley.reading import schema
from parley.reading.readers import Ask, Choice, Flag, Key, ListOf, Markdown, Text, WebAddress
from parley.rendering.contributing import list_parts, reply_link
from parley.rendering.data.thread_data import build_thread_data, parse_thread_data, thread_schema
from parley.rendering.dialog import render_data
from parley.rendering.fields import list_choices
from parley.rendering.pages import build_pages
from parley.rendering.pages.embeds import Options, render_embed
from parley.rendering.search.documents import build_documents
from parley.rendering.theme import environment
from support import GOOD, NOW, write_project, write_tree

ANA = "discussions/two-follow-ups/replies/2026-10-02-ana.md"
SETTINGS = Settings(site_name="Small", site_url="https://example.org/", repository="https://github.com/o/r/")

ADDED = (
    Key(
        "where",
        Text(80),
        "the town it happened in",
        ask=Ask("Town", "As you like.", "Bonn"),
        label="Town",
        searched=True,
    ),
    Key("mood", Choice(("calm", "heated")), "how it felt", ask=Ask("Mood", none="not said"), label="Mood"),
    Key("steps", ListOf(Text(80), 5), "what was tried", ask=Ask("Steps"), label="Tried", searched=True),
    Key("proof", WebAddress(), "where it can be seen", ask=Ask("Proof"), label="Seen at"),
    Key("first_time", Flag(), "true for the first time", ask=Ask("First time"), label="First time"),
    Key("aside", Markdown(200), "a word besides", ask=Ask("Aside"), label="Besides"),
)
"""One key of each kind of value that people can be asked for."""

VALUES = {
    "where": "Quuxville",
    "mood": "heated",
    "steps": ["called zanzib", "wrote wimblow"],
    "proof": "https://example.net/frobnicate",
    "first_time": True,
    "aside": "It was *grumpo*.",
}
WORDS = ("Quuxville", "heated", "zanzib", "wimblow", "frobnicate", "grumpo")
LINES = (
    "where: Quuxville\nmood: heated\nsteps: [called zanzib, wrote wimblow]\nproof: https://example.net/frobnicate\n"
    "first_time: true\naside: It was *grumpo*.\n"
)


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table with the keys of this test on replies."""
    kind = KINDS["reply"]
    monkeypatch.setitem(KINDS, "reply", replace(kind, keys=(*kind.keys, *ADDED)))


def load(folder: Path, head: str = LINES) -> Library:
    return load_library(write_tree(folder, {**GOOD, ANA: str(GOOD[ANA]).replace("school", f"{head}school")}), now=NOW)


def publish(library: Library) -> Iterator[tuple[str, str]]:
    """Everything that is drawn of a library: the name of each file and its text."""
    drawer = environment(library, SETTINGS)
    yield from ((page.address, page.render()) for page in build_pages(library, SETTINGS, drawer))
    yield from build_feeds(library, SETTINGS)
    yield from (
        (f"search {address}", draw()) for address, draw in build_documents(library.posts(), library, drawer, SETTINGS)
    )
    for post in library.posts():
        data = build_thread_data(post, library.replies_to(post), library, SETTINGS)
        Draft202012Validator(thread_schema(KINDS)).validate(data)
        yield f"{post.id}/thread.json", json.dumps(data, ensure_ascii=False)


def find_files(words: str, library: Library) -> set[str]:
    return {name for name, text in publish(library) if words in text}


def test_it_is_read_checked_and_described(tmp_path: Path) -> None:
    reply = load(tmp_path).replies["discussions", "two-follow-ups"][0]
    assert reply.get("where") == "Quuxville"
    assert reply.get("steps") == ("called zanzib", "wrote wimblow")
    assert reply.get("nothing") is None
    made = schema.json_schema("reply", KINDS)["properties"]
    assert {key.name for key in ADDED} <= set(made)
    assert made["mood"]["description"] == "how it felt"
    wrong = "where: ''\nmood: bored\nsteps: x\nproof: here\nfirst_time: perhaps\naside: <b>x</b>\n"
    text = str(GOOD[ANA]).replace("school", f"{wrong}school")
    problems = check_posts(write_tree(tmp_path / "wrong", {**GOOD, ANA: text}), now=NOW).problems
    assert sorted({problem.line for problem in problems}) == [4, 5, 6, 7, 8, 9]


def test_readers_see_it_where_its_contribution_is_shown(tmp_path: Path) -> None:
    library = load(tmp_path)
    page = dict(publish(library))["discussions/two-follow-ups/"]
    assert '<dt>Town</dt> <dd dir="auto">Quuxville</dd>' in page
    assert '<dt>Tried</dt> <dd dir="auto">called zanzib, wrote wimblow</dd>' in page
    assert '<a href="https://example.net/frobnicate" rel="nofollow ugc noopener noreferrer">' in page
    assert '<dt>First time</dt> <dd dir="auto">yes</dd>' in page
    assert "It was <em>grumpo</em>." in page
    for word in WORDS:
        files = find_files(word, library)
        assert {"discussions/two-follow-ups/", "feed.xml", "two-follow-ups/thread.json"} <= files, word


def test_what_can_be_chosen_is_told_with_its_words_and_a_flag_that_is_set_is_chosen(tmp_path: Path) -> None:
    reply = load(tmp_path).replies["discussions", "two-follow-ups"][0]
    chosen = {key: (option, words) for key, option, words in list_choices(reply, KINDS)}
    assert chosen["first_time"] == ("true", "First time")
    assert chosen.keys() == {"mood", "first_time"}


def test_it_is_found_by_its_words_if_the_table_says_so(tmp_path: Path) -> None:
    library = load(tmp_path)
    documents = build_documents(library.posts(), library, environment(library, SETTINGS), SETTINGS)
    text = " ".join(draw() for _, draw in documents)
    assert [word for word in WORDS if word in text] == ["Quuxville", "zanzib", "wimblow"]


def test_nothing_of_it_is_left_when_its_contribution_is_removed(tmp_path: Path) -> None:
    library = load(tmp_path, f"updated: 2026-10-05\nremoved: It named a person.\n{LINES}")
    assert "heated" not in dict(publish(library))["feed.xml"]  # on the page it is offered to whoever answers
    for word in ("Quuxville", "zanzib", "wimblow", "frobnicate", "grumpo", "Town", "Besides"):
        assert find_files(word, library) == set(), word


def test_it_stays_if_the_table_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = KINDS["reply"]
    keys = tuple(replace(key, stays=key.stays or key.name == "where") for key in kind.keys)
    monkeypatch.setitem(KINDS, "reply", replace(kind, keys=keys))
    library = load(tmp_path, f"updated: 2026-10-05\nremoved: It named a person.\n{LINES}")
    assert find_files("Quuxville", library) == {"two-follow-ups/thread.json"}
    assert find_files("zanzib", library) == set()


def test_a_file_made_of_its_data_is_the_same(tmp_path: Path) -> None:
    library = load(tmp_path)
    post = library.discussions[0]
    data = build_thread_data(post, library.replies_to(post), library, SETTINGS)
    files: dict[str, str | bytes] = {**GOOD, **parse_thread_data(data, KINDS)}
    again = load_library(write_tree(tmp_path / "again", files), now=NOW)
    assert again.replies["discussions", "two-follow-ups"] == library.replies["discussions", "two-follow-ups"]


def test_the_dialog_asks_for_it(tmp_path: Path) -> None:
    library = load(tmp_path)
    form = environment(library, SETTINGS).get_template("write.html").render()
    data = json.loads(render_data(SETTINGS, KINDS, form))
    asked = [(key["name"], key["form"]) for key in data["keys"]["reply"]]
    assert asked[-6:] == [
        ("where", "text"),
        ("mood", "plain"),
        ("steps", "list"),
        ("proof", "text"),
        ("first_time", "plain"),
        ("aside", "lines"),
    ]
    assert data["keys"]["discussion"] == []
    for key in ADDED:
        assert f'data-pa-key="{key.name}"' in form
    assert '<option value="">not said</option>' in form
    assert "where: the town it happened in" in unquote_plus(reply_link(SETTINGS, KINDS, library.discussions[0]))


def test_the_issue_form_asks_for_it_and_what_was_filled_in_becomes_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_project(tmp_path) / "posts"
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(forms, ["--to", str(tmp_path / "forms")]).exit_code == 0
    assert "label: Town" in (tmp_path / "forms/reply.yml").read_text(encoding="utf-8")
    proposal = propose(fill_in(tmp_path, mood="Heated", first_time="yes"), folder, NOW)
    assert proposal.mistakes == ()
    assert proposal.draft is not None
    library = load_library(write_tree(tmp_path / "all", {**GOOD, proposal.draft.path: proposal.draft.text}), now=NOW)
    made = next(one for one in library.replies["discussions", "two-follow-ups"] if one.author == "dora")
    assert {name: list(value) if isinstance(value, tuple) else value for name, value in made.added} == VALUES
    wrong = propose(fill_in(tmp_path, mood="bored", proof="here", discussion="nowhere"), folder, NOW)
    assert [mistake.label for mistake in wrong.mistakes] == ["Discussion or practice", "Mood", "Proof"]


def fill_in(folder: Path, **others: str) -> Any:
    """The event of an issue that somebody wrote with the form for a reply."""
    lists = {
        name: "\n".join(f"- {item}" for item in value) for name, value in VALUES.items() if isinstance(value, list)
    }
    values = {"discussion": "two-follow-ups", "text": "Three is enough.", **VALUES, **lists, **others}
    body = "\n\n".join(
        f"### {field.label}\n\n{values.get(field.id) or '_No response_'}" for field in find_form("reply", KINDS).fields
    )
    filled = parse_body(body, KINDS)
    assert filled is not None
    event = {
        "action": "opened",
        "repository": {"full_name": "o/r", "default_branch": "main"},
        "issue": {
            "number": 7,
            "title": "Reply",
            "body": body,
            "created_at": "2026-10-09T10:00:00Z",
            "user": {"login": "Dora", "id": 4711},
            "html_url": "https://github.com/o/r/issues/7",
        },
    }
    file = folder / "event.json"
    file.write_text(json.dumps(event), encoding="utf-8")
    return load_event(file)


def test_the_command_has_an_option_for_it(tmp_path: Path) -> None:
    folder = write_project(tmp_path) / "posts"
    options = ["--where", "Quuxville", "--mood", "heated", "--steps", "called zanzib", "--steps", "wrote wimblow"]
    options += ["--proof", str(VALUES["proof"]), "--first-time", "--aside", str(VALUES["aside"])]
    command = ["reply", "two-follow-ups", "--author", "dora", "--body", "Three.", "--posts", str(folder), *options]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    replies = load_library(folder).replies["discussions", "two-follow-ups"]
    made: Reply = next(one for one in replies if one.author == "dora")
    assert {name: list(value) if isinstance(value, tuple) else value for name, value in made.added} == VALUES
    shown = CliRunner().invoke(main, ["show", "two-follow-ups", "--posts", str(folder)]).output
    assert "Town: Quuxville" in shown


def test_an_option_makes_way_for_one_that_a_command_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = KINDS["reply"]
    key = Key("posts", Text(80), "how many there were", ask=Ask("Posts"))
    monkeypatch.setitem(KINDS, "reply", replace(kind, keys=(*kind.keys, key)))
    folder = write_project(tmp_path) / "posts"
    command = ["reply", "two-follow-ups", "--author", "dora", "--body", "Three.", "--posts", str(folder)]
    assert CliRunner().invoke(main, [*command, "--key-posts", "many"]).exit_code == 0
    replies = load_library(folder).replies["discussions", "two-follow-ups"]
    assert next(one for one in replies if one.author == "dora").get("posts") == "many"


def test_a_person_may_have_one_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = KINDS["person"]
    monkeypatch.setitem(KINDS, "person", replace(kind, keys=(*kind.keys, ADDED[0])))
    files = {**GOOD, "people/ana.yml": "name: Ana\nwhere: Quuxville\n"}
    library = load_library(write_tree(tmp_path, files), now=NOW)
    assert "<dt>Town</dt>" in dict(publish(library))["people/ana/"]
    post = library.discussions[0]
    data = build_thread_data(post, library.replies_to(post), library, SETTINGS)
    assert "\nwhere: Quuxville\n" in parse_thread_data(data, KINDS)["people/ana.yml"]


def test_the_documentation_lists_it(tmp_path: Path) -> None:
    library = load(tmp_path)
    drawer = environment(library, SETTINGS)
    table = render_embed("keys", Options(), library=library, cards={}, drawer=drawer, here="contribute/")
    assert "<td><code>where</code></td><td>replies</td><td>the town it happened in</td>" in table
    assert "how it felt: <code>calm</code>, <code>heated</code>" in table
    assert "<td><code>author</code></td><td>discussions, practices and replies, always</td>" in table


@pytest.mark.parametrize(
    ("heading", "about", "hint"),
    [
        ("Old school", "how it is done: Old school", ""),
        ("Old: school", "how it is done: Old: school", ""),
        ("Rule: one", "Rule: one", ""),
        ("Rule", "how the rule goes", "how the rule goes"),
        ("Rule", "write it: short", "write it: short"),
        ("Rule", "The Rule", "The Rule"),
        ("Rule", "the words: ", "the words: "),
    ],
)
def test_a_hint_for_a_text_of_a_comparison_does_not_say_its_label_again(heading: str, about: str, hint: str) -> None:
    assert DECLARED.comparisons
    side, other = DECLARED.comparisons.sides
    better = Part("better", "Better when", f"when this is the better choice: {side.text.heading}")
    sides = (replace(side, better=better), other)
    declared = replace(DECLARED.comparisons, sides=sides, rule=Part("rule", heading, about))
    asked = {one.name: one for one in list_parts(declared, schema.list_kinds(replace(DECLARED, comparisons=declared)))}
    assert (asked["rule"].label, asked["rule"].hint) == (heading, hint)
    assert (asked["better"].label, asked["better"].hint) == ("Old school better when", "")
