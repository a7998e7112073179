"""The settings of the editor in the browser follow what a site declares, and the check takes what it writes."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from declaring_sites import CO_OPERATIVE, SITES, write_site
from parley.checking.loading import check_posts
from parley.commands.cli import main
from parley.commands.shared.common import read_settings
from parley.forge.editor import FILE, render_settings
from parley.forge.issue_forms import list_forms, render_form
from parley.model.problems import Problem
from parley.reading.schema import list_kinds
from support import Files, hold, write_tree

FIELDS = CO_OPERATIVE.replace(
    "    fields:\n",
    "    fields:\n"
    "      due: {type: date, on: [discussion, reply], label: Due, required: true}\n"
    "      rooms: {type: choices, on: [discussion], label: Rooms, options: {hall: Great hall, yard: Back yard}}\n"
    "      plan: {type: link, on: [discussion], label: Plan}\n"
    "      urgent: {type: flag, on: [discussion, person], label: Urgent}\n"
    "      note: {type: text, on: [reply], label: Note}\n"
    "      vote: {type: choice, on: [reply], label: Vote, options: {yes: Yes, no: No}, by: maintainer}\n",
)

WRITTEN: Files = {
    "people/eve.yml": 'name: Eve Öz\nabout: "Eve\'s: likes # signs"\nquiet: false\nurgent: false\n',
    "discussions/new-shed/replies/2026-11-28-eve-655df7d0.md": (
        "---\ndiscussion: new-shed\nauthor: eve\ndate: 2026-11-28T15:08:00.000Z\nstance: object\ndue: 2026-12-24\n"
        "note: it's 1:30 - no\nvote: yes\n---\n\nNo, *thanks*.\n\n---\n\nBye: all\n"
    ),
    "discussions/new-roof/post.md": (
        "---\ntitle: A new roof?\nauthor: flora\ndate: 2026-10-01\nupdated: 2026-11-28T15:08:00Z\ntags:\n  - plans\n"
        "due: 2027-01-01\nurgent: false\nbudget: 12000\n---\n\nIt leaks.\n"
    ),
    "discussions/groesse-was-nun-1/post.md": (
        "---\ntitle: 'Größe: \"Was nun?\" # 1'\nauthor: eve\ndate: 2026-11-28T15:07:00.000Z\ntags:\n  - plans\n"
        "summary: yes\nsources:\n  - name: A law, § 7\n    url: https://example.org/law\n    date: '2019'\n"
        "questions:\n  - 'No: why?'\ndue: 2026-12-24\nrooms:\n  - hall\n  - yard\n"
        "plan: https://example.org/?a=1&b=#x\nurgent: false\nbudget: 250.5\n---\n\n"
        "I *wonder*, [see](https://example.org).\n\n1. one\n2. two\n\n~~~python\nx = 1\n~~~\n"
    ),
}
"""What Sveltia CMS 0.221.1 wrote in a browser with the settings for `FIELDS`, to the byte."""

COMPARED: Files = {
    "methods/taking-roots/post.yml": (
        "title: Taking roots\nauthor: eve\ndate: 2026-11-28T15:08:00.000Z\ntags:\n  - plans\n"
        + "".join(
            f"{key}: |-\n  Text: *a*\n  - b #1\n"
            for side in ("table", "graph", "code")
            for key in (side, f"{side}_better_when")
        )
        + "rule: |-\n  Text: *a*\n  - b #1\ndiscussions:\n  - homework\nbody: |-\n  Text: *a*\n  - b #1\n"
    ),
    "methods/adding/replies/2026-11-28-eve-45427664.md": (
        "---\ndiscussion: adding\nauthor: eve\ndate: 2026-11-28T15:08:00.000Z\ngraded: passed\n---\n\nI add.\n"
    ),
}
"""The same for the course."""


def call(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> str:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def read_collections(folder: Path) -> dict[str, Any]:
    data = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    return {one["name"]: one for one in data["collections"]}


def name_fields(collection: Any) -> list[str]:
    return [field["name"] for field in collection["fields"]]


BEFORE = ["title", "author", "date", "updated", "tags", "summary", "language", "sources"]
REPLY = ["discussion", "author", "date", "updated", "reply_to"]


def test_it_asks_for_what_is_declared_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {}
    for name in SITES:
        folder = write_site(tmp_path / name, name)
        call(monkeypatch, folder, "forms", "--editor")
        made[name] = read_collections(folder)
    bees, co_op, course = made["beekeepers"], made["co-operative"], made["course"]
    assert list(bees) == ["discussion", "discussion_replies", "person"]
    assert list(co_op) == ["discussion", "discussion_replies", "person", "site"]
    assert list(course) == ["discussion", "comparison", "discussion_replies", "comparison_replies", "person", "site"]
    assert name_fields(bees["discussion"]) == [*(key for key in BEFORE if key != "tags"), "questions", "body"]
    assert name_fields(bees["discussion_replies"]) == [*REPLY, "takes", "language", "sources", "body"]
    assert name_fields(co_op["discussion"]) == [*BEFORE, "questions", "budget", "body"]
    assert name_fields(co_op["discussion_replies"]) == [*REPLY, "stance", "takes", "language", "sources", "body"]
    parts = [f"{side}{end}" for side in ("table", "graph", "code") for end in ("", "_better_when")]
    assert name_fields(course["comparison"]) == [*BEFORE, *parts, "rule", "discussions", "body"]
    assert name_fields(course["comparison_replies"]) == [*REPLY, "takes", "language", "sources", "graded", "body"]
    assert (course["comparison"]["folder"], course["comparison"]["extension"]) == ("posts/methods", "yml")
    assert name_fields(course["person"]) == ["name", "link", "about", "quiet"]


def test_each_value_is_asked_for_with_the_bounds_of_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_site(tmp_path, "co-operative", FIELDS)
    call(monkeypatch, folder, "forms", "--editor")
    made = read_collections(folder)
    fields = {field["name"]: field for kind in ("discussion", "discussion_replies") for field in made[kind]["fields"]}
    assert fields["budget"] == {
        "name": "budget",
        "label": "Budget in euros",
        "required": False,
        "widget": "number",
        "value_type": "float",
        "min": 0,
    }
    due = {"name": "due", "label": "Due", "required": True, "widget": "datetime", "type": "date"}
    assert fields["due"] == {**due, "format": "YYYY-MM-DD"}
    rooms = [{"label": "Great hall", "value": "hall"}, {"label": "Back yard", "value": "yard"}]
    assert (fields["rooms"]["options"], fields["rooms"]["multiple"]) == (rooms, True)
    assert (fields["plan"]["widget"], fields["plan"]["type"]) == ("string", "url")
    assert fields["urgent"]["widget"] == "boolean"
    assert "Only a maintainer may set it." in fields["vote"]["hint"]
    assert [one["value"] for one in fields["stance"]["options"]] == ["agree", "aside", "object"]
    assert fields["stance"]["required"]
    assert fields["author"]["default"] == "{{author-login | lower}}"


def test_all_that_is_asked_for(tmp_path: Path) -> None:
    """To the letter, in the editor and in forms: `PARLEY_ACCEPT=1 pytest tests/forge/test_editor.py` writes it."""
    told: list[str] = []
    for name, declared in (("beekeepers", ""), ("course", ""), ("co-operative", FIELDS)):
        settings = read_settings(None, write_site(tmp_path / name, name, declared) / "posts")
        told += [f"# {name}", render_settings(settings)]
        told += map(render_form, list_forms(list_kinds(settings.declaration)))
    hold(Path(__file__).with_name("editor.yml"), "\n".join(told))


@pytest.mark.parametrize(("name", "settings", "written"), [("co-operative", FIELDS, WRITTEN), ("course", "", COMPARED)])
def test_what_it_writes_passes_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, settings: str, written: Files
) -> None:
    folder = write_site(tmp_path, name, settings)
    write_tree(folder / "posts", written)
    declaration = read_settings(folder / "mkdocs.yml").declaration

    def check() -> tuple[Problem, ...]:
        return check_posts(folder / "posts", declaration=declaration).problems

    (untidy,) = check()
    assert (untidy.rule, untidy.message) == ("untidy", "discussion goes without saying")
    call(monkeypatch, folder, "check", "--fix", "--write")
    assert check() == ()
    library = check_posts(folder / "posts", declaration=declaration).library
    assert library
    assert any(reply.author == "eve" for replies in library.replies.values() for reply in replies)
    post = next(post for post in library.posts() if post.author == "eve")
    assert post.get("budget" if name == "co-operative" else "table") in ("250.5", "Text: *a*\n- b #1")
    assert post.summary == ("yes" if name == "co-operative" else post.summary)


def test_another_thread_than_that_of_its_folder_is_told(tmp_path: Path) -> None:
    folder = write_site(tmp_path, "co-operative")
    name = "discussions/new-shed/replies/2026-11-28-eve-655df7d0.md"
    text = "---\ndiscussion: new-roof\nauthor: eve\ndate: 2026-11-28\nstance: aside\n---\n\nWhere?\n"
    write_tree(folder / "posts", {name: text})
    (told,) = check_posts(folder / "posts", declaration=read_settings(folder / "mkdocs.yml").declaration).problems
    assert (told.rule, told.message) == ("undeclared", "a reply has no key 'discussion'")


def test_what_the_site_has_set_is_kept_and_what_is_stale_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_site(tmp_path, "co-operative")
    assert str(FILE) not in call(monkeypatch, folder, "forms")
    assert not (folder / FILE).exists(), "nobody asked for it"
    assert str(FILE) in call(monkeypatch, folder, "forms", "--editor")
    made = (folder / FILE).read_text(encoding="utf-8")
    signing = {"auth_methods": ["token"]}
    assert yaml.safe_load(made)["backend"] == {"name": "github", "repo": "us/talk", "branch": "main", **signing}
    own = made.replace("  branch: main\n", "  branch: main # ours\n  base_url: https://login.talk.example\n")
    (folder / FILE).write_text(own, encoding="utf-8")
    (folder / FILE).with_name("index.html").write_text("mine", encoding="utf-8")
    assert str(FILE) not in call(monkeypatch, folder, "check")
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace("label: Budget in euros", "label: Costs"), encoding="utf-8")
    assert f"{FILE} doesn't ask for what this site does: run `parley forms`." in call(monkeypatch, folder, "check")
    call(monkeypatch, folder, "forms", "--editor")
    assert (folder / FILE).read_text(encoding="utf-8") == own.replace("label: Budget in euros", "label: Costs")
    assert (folder / FILE).with_name("index.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("repository", "forge", "said"),
    [
        ("https://gitlab.com/a/b/c", "gitlab", {"name": "gitlab", "repo": "a/b/c", "branch": "main"}),
        (
            "https://git.us.example:3000/a/b",
            "gitea",
            {
                "name": "gitea",
                "repo": "a/b",
                "branch": "main",
                "api_root": "https://git.us.example:3000/api/v1",
                "base_url": "https://git.us.example:3000",
            },
        ),
        ("", "github", {"name": "github", "repo": "owner/repository", "branch": "main"}),
    ],
)
def test_it_signs_in_where_the_repository_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: str, forge: str, said: dict[str, str]
) -> None:
    folder = write_site(tmp_path, "beekeepers", f"extra: {{parley: {{forge: {forge}}}}}\n")
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        settings.replace("repo_url: https://github.com/us/talk", f'repo_url: "{repository}"'), encoding="utf-8"
    )
    call(monkeypatch, folder, "forms", "--editor")
    made = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    assert made["backend"] == {**said, "auth_methods": ["token"]}
    assert ("publish_mode" in made) is (forge != "gitea")
