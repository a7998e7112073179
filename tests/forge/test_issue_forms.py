"""An issue becomes the file it asks for: under the login of its author, checked, or with all that is wrong in words."""

import base64
import errno
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from declared import KINDS, SETTINGS, check_posts, propose
from forge.test_summary import links, tags
from parley.commands.cli import main
from parley.forge.answers import answer
from parley.forge.issue_events import MAX_BYTES, load_event
from parley.forge.issue_forms import EMPTY, Form, find_form, list_forms, parse_body, render_form, split_lines
from parley.forge.proposals import describe
from parley.model.markup import budget
from parley.model.settings import Declaration, DeclaredField
from parley.reading.schema import list_kinds
from support import GOOD, MKDOCS_YML, NOW, ROOT, digest, write_tree

DISCUSSION = find_form("discussion", KINDS)
FORMS = list_forms(KINDS)
REPLY = find_form("reply", KINDS)
REPORT = find_form("report", KINDS)

EVENTS = ROOT / "tests" / "events"
TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small good library, in which the command is run."""
    monkeypatch.chdir(tmp_path)
    write_tree(tmp_path / "posts", GOOD)
    return write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})


def run(event: str | Path, code: int = 0) -> dict[str, Any]:
    """Run the command on an event; gives the result."""
    file = EVENTS / f"{event}.json" if isinstance(event, str) else event
    done = CliRunner().invoke(main, ["from-issue", "--event", str(file), "--result", "result.json"])
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.loads(Path("result.json").read_text(encoding="utf-8"))
    return found


def load(event: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EVENTS / f"{event}.json").read_text(encoding="utf-8"))
    return found


def altered(folder: Path, event: str, **issue: Any) -> Path:
    """An event with other values in its issue."""
    content = load(event)
    content["issue"].update(issue)
    file = folder / "event.json"
    file.write_text(json.dumps(content))
    return file


def fill_in(form: Form, **values: str) -> str:
    """The text of an issue as the forge makes it of a form."""
    return "".join(f"### {field.label}\n\n{values.get(field.id) or EMPTY}\n\n" for field in form.fields)


# a good form


def test_a_reply_becomes_a_file_of_its_author_on_the_day_it_was_written(folder: Path) -> None:
    result = run("good-reply")
    assert re.fullmatch(r"posts/discussions/two-follow-ups/replies/2026-10-20-ana-i12\.md", result["path"])
    assert (folder / result["path"]).read_text(encoding="utf-8") == (
        "---\nauthor: ana\ndate: 2026-10-20T22:15:30Z\nreply_to: 2026-10-02-ana\nschool: new\n---\n\n"
        "One says *too little*.\n\n    a line of code\n\n#### And more\n\n> quoted\n"
    )
    assert check_posts(folder / "posts", now=NOW).problems == ()


def test_a_reply_may_answer_a_practice(folder: Path) -> None:
    result = run("good-reply-to-a-practice")
    assert result["path"].startswith("posts/practices/first-meeting/replies/2026-10-20-ana-")
    assert "reply_to" not in (folder / result["path"]).read_text(encoding="utf-8")


def test_the_address_of_a_reply_says_which_one_is_answered(folder: Path) -> None:
    text = (folder / run("good-reply-by-address")["path"]).read_text(encoding="utf-8")
    assert "reply_to: 2026-10-03-bob\nschool: both\n" in text


@pytest.mark.parametrize(
    "place",
    [
        "two-follow-ups",
        " two-follow-ups ",
        "/discussions/two-follow-ups/",
        "discussions/two-follow-ups",
        "https://x.example/parley/discussions/two-follow-ups/?a=b#replies",
        "http://127.0.0.1:8000/discussions/two-follow-ups/",
    ],
)
@pytest.mark.parametrize(
    "parent", ["2026-10-02-ana", "#reply-2026-10-02-ana", "https://x.example/a/#reply-2026-10-02-ana"]
)
def test_posts_and_replies_are_found_by_id_and_by_address(folder: Path, place: str, parent: str) -> None:
    body = fill_in(REPLY, discussion=place, reply_to=parent, text="Yes.")
    result = run(altered(folder, "good-reply", body=body))
    assert result["path"].startswith("posts/discussions/two-follow-ups/")
    assert "reply_to: 2026-10-02-ana\n" in (folder / result["path"]).read_text(encoding="utf-8")


def test_former_names_lead_to_the_present_ones(folder: Path) -> None:
    for file, alias in (("post.md", "old-slug"), ("replies/2026-10-02-ana.md", "old-id")):
        path = folder / "posts/discussions/two-follow-ups" / file
        path.write_text(path.read_text().replace("author:", f"aliases: [{alias}]\nauthor:"))
    body = fill_in(REPLY, discussion="/discussions/old-slug/", reply_to="old-id", text="Yes.")
    result = run(altered(folder, "good-reply", body=body))
    assert result["path"].startswith("posts/discussions/two-follow-ups/")
    assert "reply_to: 2026-10-02-ana\n" in (folder / result["path"]).read_text(encoding="utf-8")


def test_a_discussion_becomes_a_folder_named_by_its_title(folder: Path) -> None:
    result = run("good-discussion")
    assert result["path"] == "posts/discussions/grusse-by-hand-or-not-at-all/post.md"
    assert (folder / result["path"]).read_text(encoding="utf-8") == (
        '---\ntitle: "Grüße: by hand, or not at all?"\nauthor: ana\ndate: 2026-10-20T22:15:30Z # from i15\n'
        "tags: [sales, law]\nquestions:\n  - Who still writes?\n  - And why?\n---\n\nSome write.\n\nMost do not.\n"
    )
    assert check_posts(folder / "posts", now=NOW).problems == ()


def test_a_title_that_was_used_before_gives_another_name(folder: Path) -> None:
    run("good-discussion")
    again = run(altered(folder, "good-discussion", created_at="2026-10-21T08:00:00Z"))
    assert again["path"] == "posts/discussions/grusse-by-hand-or-not-at-all-2/post.md"


@pytest.mark.parametrize("event", ["good-discussion", "good-reply"])
def test_an_issue_is_published_once_however_often_it_is_accepted(folder: Path, event: str) -> None:
    first = run(event)
    before = digest(folder / "posts")
    again = run(event)
    assert (again["ok"], again["path"]) == (True, "")
    assert "is on the site already" in again["comment"]
    file = folder / first["path"]
    file.write_text(file.read_text().replace("date:", "updated: 2026-10-22\nremoved: spam\ndate:"), encoding="utf-8")
    assert run(event)["path"] == "", "what was removed does not come back"
    assert len(digest(folder / "posts")) == len(before)


def test_two_discussions_of_one_second_are_two_and_each_is_published_once(folder: Path) -> None:
    first = run("good-discussion")
    other = altered(folder, "good-discussion", number=99)
    assert "# from i99" in (folder / run(other)["path"]).read_text(encoding="utf-8")
    for event in ("good-discussion", other):
        assert run(event)["path"] == "", "each is there now"
    file = folder / first["path"]
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(" # from i\\d+", "", text), encoding="utf-8")
    assert run("good-discussion")["path"] == "", "the file of an older version names no issue"
    hostile = text.replace("\n---\n", "\n---\n\ndate: 2026-01-01 # from i1\n", 1)
    file.write_text(hostile, encoding="utf-8")
    assert run("good-discussion")["path"] == "", "a text says nothing of where it is from"


def test_the_result_has_all_that_a_pull_request_needs(folder: Path) -> None:
    result = run("good-reply")
    assert result["ok"] is True
    assert base64.b64decode(result["content"]).decode() == (folder / result["path"]).read_text(encoding="utf-8")
    assert result["branch"] == "issue-12"
    assert result["title"] == "Reply by ana to two-follow-ups"
    assert result["message"].startswith("Reply by ana to two-follow-ups\n\nFrom issue #12.\n")
    assert (result["author"], result["email"]) == ("Ana", "4711+Ana@users.noreply.github.com")
    assert result["text"] == (folder / result["path"]).read_text(encoding="utf-8")
    assert "@ana" in result["body"]
    assert "Closes #12" in result["body"]
    assert "pull request linked to this issue" in result["comment"]


def test_a_warning_is_left_to_the_maintainer_who_reads_the_pull_request(folder: Path) -> None:
    result = run("warning")
    assert result["ok"] is True
    assert "For a maintainer to decide" in result["body"]
    assert "jo\\@" in result["body"]


def test_the_forge_is_given_one_line_for_each_output(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(folder / "output"))
    for event, code in (("hostile-but-harmless", 0), ("hostile-discussion", 1)):
        (folder / "output").write_text("")
        result = run(altered(folder, event, created_at=f"2026-10-20T22:15:3{code}Z"), code)
        lines = (folder / "output").read_text(encoding="ascii").splitlines()
        assert [line.partition("=")[0] for line in lines] == ["path", "result"]
        assert lines[0] == f"path={result['path']}"
        assert json.loads(lines[1].removeprefix("result=")) == result


# who wrote it, and when, is the forge's word


def test_the_author_is_the_login_of_the_event_whatever_the_text_says(folder: Path) -> None:
    body = fill_in(REPLY, discussion="two-follow-ups", text="author: bob\n\n---\nauthor: the-host\n---\n\nYes.")
    result = run(altered(folder, "good-reply", body=body))
    posts = check_posts(folder / "posts", now=NOW).library
    assert posts is not None
    (made,) = [
        reply for reply in posts.replies["discussions", "two-follow-ups"] if f"posts/{reply.path}" == result["path"]
    ]
    assert (made.author, made.date.at.isoformat()) == ("ana", "2026-10-20T22:15:30+00:00")
    assert made.body.startswith("author: bob")


def test_an_issue_may_wait_for_its_label_while_others_answer(folder: Path) -> None:
    later = "---\nauthor: bob\ndate: 2026-11-20\n---\n\nMeanwhile.\n"
    write_tree(folder / "posts", {"discussions/two-follow-ups/replies/later.md": later})
    assert "/replies/2026-10-20-ana-" in run("good-reply")["path"]


def test_a_login_that_is_called_like_a_house_voice_does_not_speak_for_the_site(folder: Path) -> None:
    comment = run("login-of-a-house-voice", 1)["comment"]
    assert "**Your login**" in comment
    assert "house voice" in comment


def test_a_login_that_can_be_no_handle_is_told_so(folder: Path) -> None:
    assert "**Your login**" in run("login-that-is-no-handle", 1)["comment"]


def test_who_has_such_a_login_writes_under_the_handle_that_a_maintainer_has_given(folder: Path) -> None:
    write_tree(folder, {"posts/people/some-one.yml": 'name: Some One\naccount: "4711"\n'})
    result = run("login-that-is-no-handle")
    assert "author: some-one\n" in (folder / result["path"]).read_text(encoding="utf-8")
    assert result["email"] == "4711+some..one@users.noreply.github.com"


@pytest.mark.parametrize("login", ["ana_acme", "ana-", "Ana--B", "ana.example", "-ana", "_ana", "aux", "con.rad"])
def test_every_login_of_a_forge_can_write_with_the_form(folder: Path, login: str) -> None:
    user = {"login": login, "id": 4711, "type": "User"}
    result = run(altered(folder, "good-reply", user=user))
    handle = login.lower()
    assert re.search(rf"/2026-10-20-{re.escape(handle)}-i12\.md$", result["path"])
    assert re.search(rf'^author: "?{handle}"?$', (folder / result["path"]).read_text(encoding="utf-8"), re.MULTILINE)
    is_device = handle in ("aux", "con.rad")  # no file of that name can be had on Windows
    assert result["person_path"] == ("" if is_device else f"posts/people/{handle}.yml")
    assert check_posts(folder / "posts", now=NOW).problems == ()


def test_a_forge_whose_clock_is_ahead_makes_no_file_of_tomorrow(folder: Path) -> None:
    result = run(altered(folder, "good-reply", created_at="2062-10-20T22:15:30Z"))
    assert "/replies/20" in result["path"]
    assert "2062" not in result["path"]
    assert "2062" not in (folder / result["path"]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "user",
    [
        {"login": "renovate[bot]", "id": 4711, "type": "User"},
        {"login": "Copilot", "id": 4711, "type": "Bot"},
        {"login": "project_42_bot_5f3a9c", "id": 4711, "type": "User"},
    ],
)
def test_a_bot_is_told_that_it_is_one(folder: Path, user: dict[str, Any]) -> None:
    comment = run(altered(folder, "good-reply", user=user), 1)["comment"]
    assert "is a bot" in comment
    assert "Contributions are written by people" in comment
    assert comment.count("**Your login**") == 1


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("* Why?", "Why?"),
        ("- Why?", "Why?"),
        ("+ Why?", "Why?"),
        ("1. Why?", "Why?"),
        ("12) Why?", "Why?"),
        ("  * Why?  ", "Why?"),
        ("123. Why?", "Why?"),
        ("1234. Why?", "1234. Why?"),
        ("*Why?*", "*Why?*"),
        ("-5 degrees?", "-5 degrees?"),
        ("3.5 percent?", "3.5 percent?"),
        ("Why - or not?", "Why - or not?"),
    ],
)
def test_each_line_with_words_is_a_question_without_the_mark_of_a_list(folder: Path, line: str, question: str) -> None:
    values = {"title": "A title", "tags": "sales", "text": "Yes."}
    body = fill_in(DISCUSSION, questions=f"{line}\n\n   \n- Who?\n", **values)
    result = run(altered(folder, "good-reply", body=body))
    library = check_posts(folder / "posts", now=NOW).library
    assert library is not None
    (post,) = (post for post in library.discussions if f"posts/{post.path}" == result["path"])
    assert post.questions == (question, "Who?")


@pytest.mark.parametrize(
    "tags",
    ["sales، law", "sales,law", "#sales; #Law", "  Sales  \nlaw", "sales,,law,", "sales、law", "- sales\n- (law)"],
)
def test_tags_are_read_in_whatever_way_they_are_set_apart(folder: Path, tags: str) -> None:
    body = fill_in(DISCUSSION, title="A title", text="Yes.", tags=tags)
    text = (folder / run(altered(folder, "good-reply", body=body))["path"]).read_text(encoding="utf-8")
    assert "tags: [sales, law]\n" in text


@pytest.mark.parametrize(("said", "school"), [("old", "old"), (" New ", "new"), ("BOTH", "both")])
def test_a_school_is_read_in_capitals_too(folder: Path, said: str, school: str) -> None:
    body = fill_in(REPLY, discussion="two-follow-ups", text="Yes.", school=said)
    text = (folder / run(altered(folder, "good-reply", body=body))["path"]).read_text(encoding="utf-8")
    assert f"school: {school}\n" in text


def test_what_became_of_an_issue_keeps_whose_it_is_and_which_form_it_had(folder: Path) -> None:
    """Whatever became of it: a file, mistakes before and after there is a draft, or no file at all."""
    for name, form, wrong in (
        ("good-reply", REPLY, 0),
        ("good-discussion", DISCUSSION, 0),
        ("missing-field", REPLY, 1),
        ("unknown-parent", REPLY, 2),
        ("over-long", DISCUSSION, 3),
        ("report", REPORT, 0),
        ("no-form", None, 0),
    ):
        event = load_event(EVENTS / f"{name}.json")
        proposal = propose(event, folder / "posts", NOW)
        assert (proposal.event, proposal.form) == (event, form), name
        assert len(proposal.mistakes) == wrong, name
        assert proposal.handle == event.login.lower()


# what is wrong is said in the words of the form


def labels(comment: str) -> list[str]:
    return re.findall(r"^\*\*(.+?)\*\*: ", comment, re.MULTILINE)


def test_a_missing_field_is_named(folder: Path) -> None:
    result = run("missing-field", 1)
    assert result["ok"] is False
    assert labels(result["comment"]) == ["Your reply"]
    assert "1 thing to fix" in result["comment"]
    assert labels(run("missing-fields-of-a-discussion", 1)["comment"]) == [
        "Title of the discussion",
        "Tags",
        "Your opening post",
    ]


def test_an_unknown_discussion_and_school_are_named_with_the_nearest(folder: Path) -> None:
    comment = run("unknown-parent", 1)["comment"]
    assert labels(comment) == ["Discussion or practice", "School you argue for"]
    assert "Did you mean 'two-follow-ups'?" in comment.replace("\\", "")
    assert "Did you mean 'old'?" in comment.replace("\\", "")


def test_an_unknown_reply_is_named_with_the_nearest(folder: Path) -> None:
    comment = run("unknown-reply", 1)["comment"]
    assert labels(comment) == ["Reply you answer"]
    assert "Did you mean '2026-10-02-ana'?" in comment.replace("\\", "")


def test_everything_that_is_too_long_is_said_at_once(folder: Path) -> None:
    comment = run("over-long", 1)["comment"]
    assert labels(comment) == ["Title of the discussion", "Tags", "Questions for readers"]
    assert "159 characters; it must have 1 to 120" in comment.replace("\\", "")


def test_a_text_that_is_longer_than_a_file_is_refused(folder: Path) -> None:
    body = fill_in(REPLY, discussion="two-follow-ups", text="ä" * (budget.MAX_BYTES // 2))
    assert "at most 65536" in run(altered(folder, "good-reply", body=body), 1)["comment"].replace("\\", "")


def test_a_mistake_in_the_text_is_shown_with_its_line(folder: Path) -> None:
    body = fill_in(REPLY, discussion="two-follow-ups", text="Fine.\n\nNot [https://a.example](https://b.example).")
    comment = run(altered(folder, "good-reply", body=body), 1)["comment"]
    assert "(line 3 of the text)" in comment.replace("\\", "")
    assert "```text\nNot [https://a.example](https://b.example).\n```" in comment


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Not [https://a.example](https://b.example).", "(line 1 of the text)"),
        ("Fine.\nNot [https://a.example](https://b.example).", "(line 2 of the text)"),
        ("---\n\nNot [https://a.example](https://b.example).", "(line 3 of the text)"),
    ],
)
def test_lines_are_counted_from_the_first_of_the_text(folder: Path, text: str, place: str) -> None:
    for form, values in (
        (REPLY, {"discussion": "two-follow-ups"}),
        (DISCUSSION, {"title": "A title", "tags": "sales", "questions": "Why?\nWho?"}),
    ):
        body = fill_in(form, text=text, **values)
        comment = run(altered(folder, "good-reply", body=body), 1)["comment"]
        assert place in comment.replace("\\", "")
        assert labels(comment) == [form.fields[-1].label]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", {"title": "x" * 121}),
        ("tags", {"tags": "sale"}),
        ("questions", {"questions": "\n".join("Why?" * number for number in range(1, 30))}),
    ],
)
def test_a_mistake_in_a_key_is_one_of_its_field(folder: Path, field: str, values: dict[str, str]) -> None:
    """Also in the last key, below which the text begins."""
    body = fill_in(DISCUSSION, **{"title": "A title", "tags": "sales", "text": "Yes.", **values})
    comment = run(altered(folder, "good-reply", body=body), 1)["comment"]
    assert labels(comment) == [one.label for one in DISCUSSION.fields if one.id == field]
    assert "of the text" not in comment


def test_an_issue_without_a_form_is_answered_too(folder: Path) -> None:
    for event in ("no-form", altered(folder, "no-form", body=None), altered(folder, "no-form", body="")):
        assert "wasn't written with one of the forms" in run(event, 1)["comment"]


def test_nothing_is_written_while_anything_is_wrong(folder: Path) -> None:
    before = digest(folder / "posts")
    for event in sorted(path.stem for path in EVENTS.glob("*.json")):
        if not event.startswith(("good", "warning", "hostile-but", "report", "correction")):
            result = run(event, 1)
            assert (result["ok"], result["path"], result["content"]) == (False, "", ""), event
    assert digest(folder / "posts") == before


@pytest.mark.parametrize(("event", "about"), [("report", True), ("correction", False)])
def test_a_report_and_a_correction_make_no_file_and_call_a_maintainer(folder: Path, event: str, about: bool) -> None:
    before = digest(folder / "posts")
    result = run(event)
    assert (result["ok"], result["path"]) == (True, "")
    assert "For the maintainers" in result["comment"]
    assert ("`posts/discussions/two-follow-ups/replies/2026-10-03-bob.yml`" in result["comment"]) is about
    assert digest(folder / "posts") == before


def test_all_that_is_said_of_each_issue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the letter: what it asks for, what its pull request says, and the comment that its author reads.

    `PARLEY_ACCEPT=1 pytest tests/forge/test_issue_forms.py` writes what is found into `tests/events/expected.txt`.
    """
    monkeypatch.setattr("parley.editing.drafts.secrets.choice", lambda _: "x")
    told = []
    for file in sorted(EVENTS.glob("*.json")):
        proposal = propose(load_event(file), folder / "posts", NOW, settings=replace(SETTINGS, site_name="Talk"))
        shown = {key: value for key, value in json.loads(answer(proposal).to_json()).items() if value}
        for key in ("content", "person"):
            shown |= {key: base64.b64decode(shown[key]).decode()} if key in shown else {}
        assert proposal.event.number == load(file.stem)["issue"]["number"]
        form = proposal.form.name if proposal.form else "no form"
        lines = [f"=== {file.stem}: {form}, {describe(proposal)}", *(one.rule for one in proposal.warnings)]
        told.append("\n".join([*lines, *(f"--- {key}: {value}" for key, value in shown.items())]))
    expected = EVENTS / "expected.txt"
    found = "\n\n".join(told) + "\n"
    if "PARLEY_ACCEPT" in os.environ:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_what_is_wrong_in_another_file_is_for_a_maintainer(folder: Path) -> None:
    """The newcomer has not seen the file about themselves, which is written for them."""
    write_tree(folder, {"posts/people/zoe.yml": "name: newcomer\nrole: maintainer\n"})
    comment = run(altered(folder, "good-reply", user={"login": "Newcomer", "id": 7, "type": "User"}), 1)["comment"]
    first, *others = re.findall(r"\n\n(\S.*looks like.*)", comment)
    assert first.startswith("**Your login**: author ")
    assert len(others) == 2
    for said in others:
        assert said.startswith(r"posts\/people\/newcomer\.yml\: ")
        assert said.endswith(r". That\'s for a maintainer to fix\, not for you\.")


def test_fields_of_one_name_can_be_told_apart_in_an_issue() -> None:
    fields = tuple(
        DeclaredField(key, "text", ("reply",), label)
        for key, label in (("a", "Your reply"), ("b", "Same"), ("c", "Same"))
    )
    kinds = list_kinds(Declaration(fields=fields))
    labels = [field.label for field in find_form("reply", kinds).fields]
    assert labels[3:] == ["Your reply (a)", "Same", "Same (c)", "Your reply"]
    filled = parse_body("".join(f"### {label}\n\n{number}\n\n" for number, label in enumerate(labels)), kinds)
    assert filled
    assert (filled.mistakes, list(filled.values.values())) == ((), [str(number) for number in range(7)])


def test_a_list_in_a_field_may_have_marks() -> None:
    lines = "- a\n* b\n+ c\n12. d\n3) e\n  f \n\n1234. g\n-h\ni - j"
    assert list(split_lines(lines)) == ["a", "b", "c", "d", "e", "f", "1234. g", "-h", "i - j"]


# headings within a field


@pytest.mark.parametrize("event", ["second-heading", "stolen-heading"])
def test_a_heading_of_the_form_within_a_field_is_never_guessed_about(folder: Path, event: str) -> None:
    comment = run(event, 1)["comment"]
    assert "appears here too" in comment
    assert "four" in comment


def test_headings_in_another_order_are_a_mistake() -> None:
    first, second, third, *_, last = (f"### {field.label}" for field in REPLY.fields)
    filled = parse_body("\n\n".join((first, "x", third, "old", second, "y", last, "Yes.")), KINDS)
    assert filled is not None
    assert [mistake.excerpt for mistake in filled.mistakes] == [second]


def test_a_heading_counts_with_spaces_behind_it_and_not_with_spaces_before_it() -> None:
    first, second, *_, last = (f"### {field.label}" for field in REPLY.fields)
    filled = parse_body(f"\r\n{first} \r\n\r\nx\r\n{second}\t\r\ny\r\n{last}   \r\n\r\nYes.\r\n  {second}\r\n", KINDS)
    assert filled is not None
    assert filled.mistakes == ()
    given = {name: text for name, text in filled.values.items() if text}
    assert given == {"discussion": "x", "reply_to": "y", "text": f"Yes.\n  {second}"}


def test_a_field_that_must_be_filled_in_is_named_in_the_order_of_the_form() -> None:
    for form in FORMS:
        filled = parse_body(fill_in(form), KINDS)
        assert filled is not None
        assert filled.form == form
        empty = [(mistake.label, mistake.message) for mistake in filled.mistakes]
        assert empty == [(field.label, "this field is empty") for field in form.fields if field.required]
        text = fill_in(form, **{field.id: "\n   \n" for field in form.fields})
        assert parse_body(text, KINDS) == filled, "spaces are nothing"


def test_headings_of_no_field_are_text() -> None:
    filled = parse_body(fill_in(REPLY, discussion="x", text="### Mine\n\n### Tags\n\n#### Your reply"), KINDS)
    assert filled is not None
    assert filled.mistakes == ()
    assert filled.values["text"] == "### Mine\n\n### Tags\n\n#### Your reply"


@given(st.lists(st.sampled_from([*(f"### {field.label}" for field in REPLY.fields), "text", "", EMPTY]), max_size=12))
def test_no_arrangement_of_headings_passes_for_a_form_but_the_one_of_the_form(lines: list[str]) -> None:
    filled = parse_body("\n".join([f"### {REPLY.fields[0].label}", *lines]), KINDS)
    assert filled is not None
    headings = [field.label for field in REPLY.fields]
    found = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
    if not filled.mistakes:
        assert found == [label for label in headings[1:] if label in found], "in order, each once"


@given(st.dictionaries(st.sampled_from([field.id for field in REPLY.fields]), st.text(max_size=40)))
def test_a_form_is_read_as_it_was_filled_in(values: dict[str, str]) -> None:
    filled = parse_body(fill_in(REPLY, **values), KINDS)
    assert filled is not None
    for field in REPLY.fields:
        wanted = values.get(field.id, "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        assert filled.values[field.id] == ("" if wanted.strip() in ("", EMPTY) else wanted)


# hostile text

HOSTILE = [path.stem for path in sorted(EVENTS.glob("hostile-*.json"))]


@pytest.mark.parametrize("event", [name for name in HOSTILE if name != "hostile-but-harmless"])
def test_hostile_text_in_every_field_is_refused_and_works_in_no_comment(folder: Path, event: str) -> None:
    result = run(event, 1)
    assert tags(result["comment"]) <= {"p", "strong", "code", "pre"}
    assert links(result["comment"]) == []
    prose = re.sub(r"```+text.*?\n```+\n|`[^`]*`", "", result["comment"], flags=re.DOTALL)
    assert not re.search(r"(^|\W)[@#]\w", prose)
    assert len(result["comment"]) < 60_000


def test_hostile_text_that_is_only_text_becomes_text(folder: Path) -> None:
    result = run("hostile-but-harmless")
    assert result["path"] == "posts/discussions/how-to-use-title-script-alert-1-script-null/post.md"
    library = check_posts(folder / "posts", now=NOW).library
    assert library is not None
    (post,) = [post for post in library.discussions if post.id.startswith("how-to")]
    assert post.author == "ana"
    assert post.title == "How to use `</title><script>alert(1)</script>`: null"
    assert post.questions == ("true", "*alias* & <b>", "- x: {y}")
    assert post.body == "It is `<b>`.\n\n---\nauthor: the-host\n---\n\n{{ config }} ${{ github.token }} $(x)"


PAYLOADS = (
    "../../../etc/passwd",
    "$(touch owned) `touch owned`; touch owned",
    "${{ github.token }}",
    "a\u202eb\u200b\x00\x1b[31m",
    "\ud800",
    "%0A::error::x",
    "x\n::set-output name=path::posts/evil",
    "'\"\n---\nauthor: the-host\n---\n",
    "!!python/object/apply:os.system [id]",
    "&a [*a, *a]",
    "-n --help",
)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_no_field_leads_out_of_its_place(folder: Path, form: Form, payload: str) -> None:
    good = {"title": "A title", "tags": "sales", "discussion": "two-follow-ups", "text": "Yes.", "address": "x"}
    for field in form.fields:
        values = {"reason": "x", "wrong": "x", "right": "x", "source": "x"} | good | {field.id: payload}
        event = altered(folder, "good-reply", body=fill_in(form, **values))
        done = CliRunner().invoke(main, ["from-issue", "--event", str(event), "--result", "result.json"])
        assert done.exit_code in (0, 1), done.output
        assert re.fullmatch(r"[\w\s./:-]+", done.output, re.ASCII), "the log repeats nothing of the text"
        result = json.loads(Path("result.json").read_text(encoding="ascii"))
        assert re.fullmatch(
            r"(posts/(discussions|practices)/[a-z0-9-]+/(post|replies/[a-z0-9-]+)\.md)?", result["path"]
        )
        assert re.fullmatch(r"(issue-12)?", result["branch"])
        assert re.fullmatch(r"[A-Za-z0-9 :-]*", result["title"])
    library = check_posts(folder / "posts", now=NOW).library
    assert library is not None
    assert {one.author for one in library.contributions()} <= {"ana", "bob", "the-host"}
    assert [one.id for one in library.contributions() if one.author == "the-host"] == [
        "two-follow-ups",
        "first-meeting",
    ]
    assert {path.name for path in folder.iterdir()} == {"mkdocs.yml", "posts", "event.json", "result.json"}


# the event itself


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "isn't JSON"),
        (b"{", "isn't JSON"),
        (b"\xff", "isn't JSON"),
        (b"[" * 100_000, "isn't JSON"),
        (b"[]", "isn't a JSON object"),
        (b"{}", "about an issue"),
        (b'{"issue": []}', "about an issue"),
        (b'{"issue": {"number": true, "user": {"login": "a"}}}', "issue.number"),
        (b'{"issue": {"number": -1, "user": {"login": "a"}}}', "issue.number"),
        (b'{"issue": {"number": 1}}', "issue.user.login"),
        (b'{"issue": {"number": 1, "user": {"login": 5}}}', "issue.user.login"),
        (b'{"issue": {"number": 1, "user": {"login": "a"}, "body": []}}', "created_at"),
        (b'{"issue": {"number": 1, "user": {"login": "a"}, "body": 5}}', "issue.body"),
        (b'{"issue": {"number": 1, "user": {"login": "a"}, "created_at": "2026-11-20"}}', "created_at"),
        (b'{"issue": {"number": 1, "user": {"login": "a"}, "created_at": "today"}}', "created_at"),
        (b'{"issue": ' + b" " * MAX_BYTES + b"{}}", "more than 1048576 bytes"),
    ],
)
def test_an_event_that_cannot_be_read_ends_with_2_and_one_line(folder: Path, content: bytes, said: str) -> None:
    (folder / "event.json").write_bytes(content)
    done = CliRunner().invoke(main, ["from-issue", "--event", "event.json"])
    assert done.exit_code == 2
    assert said in done.output
    assert done.output.startswith("parley: 'event.json'")
    assert "Traceback" not in done.output


def test_an_event_that_is_not_there_ends_with_2(folder: Path) -> None:
    assert CliRunner().invoke(main, ["from-issue", "--event", "nowhere.json"]).exit_code == 2


def test_of_two_files_none_is_kept_where_one_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = altered(folder, "good-reply", user={"login": "Newcomer", "id": 99})
    mkdir = Path.mkdir

    def refuse(path: Path, *arguments: Any, **options: Any) -> None:
        if path.name == "people":
            raise PermissionError(errno.EACCES, "no", str(path))
        mkdir(path, *arguments, **options)

    shutil.rmtree(folder / "posts/people", ignore_errors=True)
    before = digest(folder / "posts")
    monkeypatch.setattr(Path, "mkdir", refuse)
    done = CliRunner().invoke(main, ["from-issue", "--event", str(event)])
    assert done.exit_code == 2, done.output
    assert "permission denied" in done.output
    assert digest(folder / "posts") == before


def test_posts_with_errors_are_not_blamed_on_the_issue(folder: Path) -> None:
    shutil.rmtree(folder / "posts/discussions/two-follow-ups/replies")
    (folder / "posts/discussions/two-follow-ups/post.md").write_text("broken")
    done = CliRunner().invoke(main, ["from-issue", "--event", str(EVENTS / "good-reply.json")])
    assert done.exit_code == 2
    assert "have errors" in done.output


# the forms on disk

on_the_forge = pytest.mark.skipif(not TEMPLATES.is_dir(), reason="a site at another forge has none")


def template(form: Form) -> dict[str, Any]:
    found = yaml.safe_load((TEMPLATES / f"{form.name}.yml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@on_the_forge
def test_there_are_forms_for_these_and_no_others() -> None:
    assert {path.stem for path in TEMPLATES.iterdir()} == {form.name for form in FORMS} | {"config"}


@on_the_forge
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_on_disk_has_exactly_the_fields_that_are_read(form: Form) -> None:
    file = TEMPLATES / f"{form.name}.yml"
    assert file.read_text(encoding="utf-8") == render_form(form), "run: parley forms"


@on_the_forge
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_has_fields_only_that_an_address_can_fill_in(form: Form) -> None:
    """A dropdown in an address makes GitHub forget the form; `render` would put a fence round the text."""
    for part in template(form)["body"]:
        assert part["type"] in ("markdown", "input", "textarea")
        assert "render" not in part["attributes"]


def test_the_forms_are_told_apart_by_their_first_heading() -> None:
    firsts = [form.fields[0].label for form in FORMS]
    assert len(set(firsts)) == len(FORMS)
    for form in FORMS:
        assert len({field.label for field in form.fields}) == len(form.fields)


def test_a_form_takes_no_label_that_starts_the_workflow() -> None:
    for form in FORMS:
        assert "accepted" not in template(form)["labels"]
