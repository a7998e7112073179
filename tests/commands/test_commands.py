"""The commands that write and show contributions, as a person uses them."""

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from declared import load_library
from parley.commands.cli import COMMANDS, load_command, main
from parley.commands.shared import texts
from parley.commands.shared.common import is_watched
from parley.commands.show import join_lines, plain
from parley.editing.drafts import Draft, write_draft
from parley.model.entries import Reply
from parley.model.library import Library
from parley.model.problems import ParleyError
from parley.model.settings import Settings
from parley.reading.sources import NoPosts
from parley_mkdocs.settings import read_settings
from support import DECLARED_YML, GOOD, digest, write_project, write_tree

FOLDER = "discussions/two-follow-ups"
ANA = "2026-10-02-ana"
Run = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project as the current folder; git knows nobody."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.chdir(write_project(tmp_path))
    return tmp_path


@pytest.fixture
def run(project: Path) -> Run:
    """Run a command; anything but the wanted exit code fails with what was printed."""

    def call(*arguments: str, code: int = 0, input: str | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=input)
        assert result.exit_code == code, f"exit code {result.exit_code}, not {code}\n{result.output}"
        return result

    return call


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """A person at the terminal whose editor turns each form into the next of the given texts; gives the forms seen."""

    def sit(*texts: Callable[[str], str | None]) -> list[str]:
        for module in ("shared.author", "new", "shared.texts"):
            monkeypatch.setattr(f"parley.commands.{module}.is_watched", lambda: True)
        forms: list[str] = []
        edits = iter(texts)

        def edit(filename: str, **_: Any) -> None:
            forms.append(Path(filename).read_text(encoding="utf-8"))
            if (text := next(edits)(forms[-1])) is not None:
                Path(filename).write_bytes(text.encode("utf-8", "surrogateescape"))

        monkeypatch.setattr(click, "edit", edit)
        return forms

    return sit


def library(project: Path) -> Library:
    return load_library(project / "posts")


def replies(project: Path) -> dict[str, Reply]:
    return {reply.id: reply for reply in library(project).replies["discussions", "two-follow-ups"]}


def newest(project: Path) -> Reply:
    return max(replies(project).values(), key=lambda reply: reply.date.at)


# new


def test_a_new_discussion_passes_the_check_at_once(project: Path, run: Run) -> None:
    done = run(
        "new",
        "discussion",
        "Who writes: first?",
        "--author",
        "@Ana",
        "-t",
        "law",
        "-q",
        "Who?",
        "-m",
        "*Me*.\r\n\r\nYou.",
    )
    assert done.stdout == "posts/discussions/who-writes-first/post.md\n"
    assert run("check").stdout == "8 files read: nothing to fix\n"
    [post] = [post for post in library(project).discussions if post.id == "who-writes-first"]
    assert (post.title, post.author, post.tags, post.questions) == ("Who writes: first?", "ana", ("law",), ("Who?",))
    assert post.body == "*Me*.\n\nYou."
    assert post.date.exact


def test_a_new_practice_has_both_schools_and_names_its_schema(project: Path, run: Run) -> None:
    sides = [
        f"--{name}=A {name}: yes" for name in "old-school new-school old-wins-when new-wins-when shared-rule".split()
    ]
    done = run(
        "new", "practice", "How to say no", "--author", "ana", "-t", "law", "--discussion", "two-follow-ups", *sides
    )
    assert done.stdout == "posts/practices/how-to-say-no/post.yml\n"
    text = (project / done.stdout.strip()).read_text()
    assert text.startswith(
        "# yaml-language-server: $schema=http://127.0.0.1:8000/schema/practice.json\ntitle: How to say no\n"
    )
    assert run("check").stdout == "8 files read: nothing to fix\n"
    assert "old_school: 'A" not in text
    assert {post.id: post for post in library(project).comparisons}["how-to-say-no"].get(
        "old_school"
    ) == "A old-school: yes"


def test_without_an_address_of_the_site_no_schema_is_named(project: Path, run: Run) -> None:
    write_tree(project, {"mkdocs.yml": f"site_name: Small\n{DECLARED_YML}"})
    sides = [f"--{name}=Yes" for name in "old-school new-school old-wins-when new-wins-when shared-rule".split()]
    done = run("new", "practice", "No", "--author", "ana", "-t", "law", *sides)
    assert (project / done.stdout.strip()).read_text().startswith("title:")


def test_a_practice_without_its_texts_is_not_begun(project: Path, run: Run) -> None:
    before = digest(project)
    said = run("new", "practice", "No", "--author", "ana", "-t", "law", "--old-school", "So", code=2).stderr
    assert said.endswith("missing: --old-wins-when, --new-school, --new-wins-when, --shared-rule\n")
    assert digest(project) == before


def test_a_practice_is_written_in_a_form_that_opens_again_until_it_passes(
    project: Path, run: Run, watched: Callable[..., list[str]]
) -> None:
    def fill(form: str, text: str) -> str:
        return re.sub(r"(\w+): \|\n  \n", rf"\1: |\n  {text}\n\n", form)

    forms = watched(lambda form: fill(form, "&#8238;No"), lambda form: form.replace("&#8238;No", "No: *never*"))
    done = run("new", "practice", "No", "--author", "ana", "-t", "law", "--old-school", "So", input="y\n")
    assert "# what the new school does, on lines" in forms[0]
    assert "old_school: So\n" in forms[0]
    assert forms[1] == fill(forms[0], "&#8238;No")
    assert "error[control-character]" in done.stderr
    text = (project / "posts/practices/no/post.yml").read_text()
    assert text.count("#") == 1
    assert "# yaml-language-server:" in text
    assert {post.id: post for post in library(project).comparisons}["no"].get("shared_rule") == "No: *never*"
    assert run("check").stdout == "8 files read: nothing to fix\n"


def test_a_slug_that_is_or_was_taken_is_not_taken_again(project: Path, run: Run) -> None:
    post = str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", "aliases: [three-follow-ups]\ntags:")
    write_tree(project / "posts", {f"{FOLDER}/post.md": post})
    arguments = ("new", "discussion", "--author", "ana", "-t", "law", "-m", "Text.")
    assert run(*arguments, "Two follow-ups?").stdout == "posts/discussions/two-follow-ups-2/post.md\n"
    assert run(*arguments, "Three follow-ups").stdout == "posts/discussions/three-follow-ups-2/post.md\n"
    for taken in ("two-follow-ups", "three-follow-ups"):
        assert "choose another --slug" in run(*arguments, "T", "--slug", taken, code=2).stderr
    assert "must be letters a-z" in run(*arguments, "T", "--slug", "../x", code=2).stderr
    assert run("check").exit_code == 0


def test_an_unknown_tag_is_answered_with_the_nearest(run: Run) -> None:
    said = run("new", "discussion", "T", "--author", "ana", "-t", "sale", "-m", "x", code=2).stderr
    assert said == "parley: tag 'sale' isn't in tags.yml. Did you mean 'sales'?\n"
    assert "Known tags: law, sales." in run("new", "discussion", "T", "--author", "ana", "-m", "x", code=2).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "discussion", "T", "-t", "law", "--caution", "x", "-m", "y"), "--caution isn't for a discussion"),
        (("new", "practice", "T", "-t", "law", "-q", "x"), "--question isn't for a practice"),
        (("new", "discussion", "T", "-t", "law"), "there is no text: pass --body or --file, or pipe it in"),
        (("reply", "two-follow-ups", "-m", "x", "-F", "mkdocs.yml"), "with --body or --file, not both"),
        (("reply", "two-follow-ups", "--author", "Ana Anders", "-m", "x"), "author 'Ana Anders' must be letters"),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    author = () if "--author" in arguments else ("--author", "ana")
    assert said in run(*arguments, *author, code=2).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "discussion", "T \udcff", "-t", "law", "-m", "y"),
        ("new", "discussion", "T", "-t", "law", "-m", "y\udcff"),
        ("new", "discussion", "T", "-t", "law", "-m", "y", "--summary", "\udcff"),
        ("new", "discussion", "T", "-t", "law", "-m", "y", "-q", "What?", "-q", "\udcff"),
        ("new", "practice", "T", "-t", "law", "--old-school", "\udcff"),
        ("reply", "two-follow-ups", "-m", "\udcff"),
        ("lock", "two-follow-ups", "\udcff"),
        ("remove", "two-follow-ups", "--post", "\udcff"),
    ],
)
def test_bytes_that_are_no_text_are_told_wherever_a_text_is_given(
    project: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    before = digest(project)
    author = ("--author", "ana") if arguments[0] in ("new", "reply") else ()
    assert "the text isn't UTF-8: byte 0xff in line 1" in run(*arguments, *author, code=2).stderr
    assert digest(project) == before


@pytest.mark.parametrize("way", [("-F", "endless"), ("-F", "-"), ()])
def test_a_text_that_does_not_end_is_not_read_to_its_end(project: Path, run: Run, way: tuple[str, ...]) -> None:
    text = "a" * (texts.MAX_BYTES + 1)
    (project / "endless").write_text(text)
    said = run("reply", "two-follow-ups", "--author", "ana", *way, code=2, input=text).stderr
    assert said == f"parley: the text has more than {texts.MAX_BYTES} bytes; shorten it\n"


def test_without_a_stream_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for closed in ("stderr", "stdin"):
        monkeypatch.setattr(f"sys.{closed}", None)
        assert not is_watched()
    with pytest.raises(ParleyError, match="there is no text"):
        texts.find_text(None, None)


# reply


def test_a_reply_answers_the_post_or_the_reply_that_was_named(project: Path, run: Run) -> None:
    done = run("reply", "two-follow-ups", "--author", "cem", "--school", "both", "-m", "It depends.")
    reply = newest(project)
    assert done.stdout == f"posts/{reply.path}\n"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-cem-[a-z0-9]{4}", reply.id)
    assert (reply.author, reply.reply_to, reply.stance, reply.body) == ("cem", "", "both", "It depends.")
    second = run("reply", "two-follow-ups", "--to", ANA, "--author", "cem", input="Piped\nin.\n").stdout
    assert replies(project)[Path(second.strip()).stem].reply_to == ANA
    assert replies(project)[Path(second.strip()).stem].body == "Piped\nin."
    assert run("check").stdout == "9 files read: nothing to fix\n"


@pytest.mark.parametrize(
    ("named", "parent"),
    [
        ("discussions/two-follow-ups", ""),
        ("posts/discussions/two-follow-ups/post.md", ""),
        (f"posts/{FOLDER}/replies/{ANA}.md", ANA),
        (f"{FOLDER}/replies/2026-10-03-bob.yml", "2026-10-03-bob"),
        ("https://talk.example/base/discussions/two-follow-ups/?x=1", ""),
        (f"https://talk.example/discussions/two-follow-ups/#reply-{ANA}", ANA),
        (f"/discussions/two-follow-ups/index.html#reply-{ANA}", ANA),
        (f"two-follow-ups#reply-{ANA}", ANA),
        ("former", ""),
        ("discussions/former/#reply-old-ana", ANA),
    ],
)
def test_a_discussion_is_known_by_slug_path_address_and_former_name(
    project: Path, run: Run, named: str, parent: str
) -> None:
    post = str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", "aliases: [former]\ntags:")
    ana = str(GOOD[f"{FOLDER}/replies/{ANA}.md"]).replace("school:", "aliases: [old-ana]\nschool:")
    write_tree(project / "posts", {f"{FOLDER}/post.md": post, f"{FOLDER}/replies/{ANA}.md": ana})
    run("reply", named, "--author", "cem", "-m", "Yes.")
    assert newest(project).reply_to == parent


def test_a_practice_can_be_answered_and_a_doubtful_name_has_to_be_made_clear(project: Path, run: Run) -> None:
    assert run("reply", "first-meeting", "--author", "cem", "-m", "Yes.").stdout.startswith(
        "posts/practices/first-meeting/"
    )
    write_tree(project / "posts", {"discussions/first-meeting/post.md": GOOD[f"{FOLDER}/post.md"]})
    said = run("reply", "first-meeting", "--author", "cem", "-m", "Yes.", code=2).stderr
    assert "write 'discussions/first-meeting' or 'practices/first-meeting'" in said
    assert run("reply", "practices/first-meeting", "--author", "cem", "-m", "Yes.").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("two-folow-ups",),
            "there is no 'two-folow-ups' in posts/discussions/ or posts/practices/. Did you mean 'two-follow-ups'?",
        ),
        (("practices/first",), "there is no 'first' in posts/practices/. Did you mean 'first-meeting'?"),
        (("../../etc",), "there is no '../../etc' in posts/discussions/ or posts/practices/."),
        (("a\x1b[31mb",), r"there is no 'a\u001b[31mb' in posts/discussions/ or posts/practices/."),
        (("two-follow-ups", "--to", "2026-10-02-an"), f"Did you mean '{ANA}'?"),
        (("two-follow-ups", "--to", "zzz"), "`parley show discussions/two-follow-ups` lists them."),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest(run: Run, arguments: tuple[str, ...], said: str) -> None:
    assert said in run("reply", *arguments, "--author", "cem", "-m", "Yes.", code=2).stderr


def test_a_locked_thread_takes_no_reply_and_says_why(project: Path, run: Run) -> None:
    post = str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", "locked: all said\nupdated: 2026-10-05\ntags:")
    write_tree(project / "posts", {f"{FOLDER}/post.md": post})
    said = run("reply", "two-follow-ups", "--author", "cem", "-m", "Yes.", code=2).stderr
    assert said == "parley: 'two-follow-ups' takes no new replies: all said\n"


def test_what_would_not_pass_the_check_is_not_written(project: Path, run: Run) -> None:
    before = digest(project)
    said = run("reply", "two-follow-ups", "--author", "cem", "-m", "&#8238;x", code=1).stderr
    assert "error[control-character]" in said
    assert said.endswith("Nothing was written.\n")
    said = run("reply", "two-follow-ups", "--author", "admin", "-m", "Yes.", code=1).stderr
    assert "error[handle-imitation]" in said
    said = run("reply", "two-follow-ups", "--author", "cem", "-m", "x" * 70_000, code=1).stderr
    assert "error[file-too-large]" in said
    assert digest(project) == before


def test_a_mistake_elsewhere_stops_nobody_from_answering(project: Path, run: Run) -> None:
    write_tree(
        project / "posts", {"discussions/other/post.md": "no front matter", "practices/first-meeting/post.yml": "["}
    )
    run("reply", "two-follow-ups", "--author", "cem", "-m", "See [this](/discussions/two-follow-ups/).")
    said = run("reply", "other", "--author", "cem", "-m", "Yes.", code=2).stderr
    assert "the post in discussions/other/ has errors" in said


def test_a_file_that_is_there_is_never_written_over(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project / "posts" / FOLDER / "replies" / "2026-10-09-cem.md"
    monkeypatch.setattr("parley.commands.reply.make_reply_id", lambda *_: "2026-10-09-cem")
    monkeypatch.setattr("parley.commands.reply.keep_draft", _write_between(path))
    said = run("reply", "two-follow-ups", "--author", "cem", "-m", "Yes.", code=2).stderr
    assert "already exists; nothing was written" in said
    assert path.read_text() == "somebody was quicker"


def _write_between(path: Path) -> Callable[..., Path]:
    """Let another program write the same file between the check and the writing."""

    def keep(draft: Draft, posts: Path | None, wanted: object) -> Path:
        path.write_text("somebody was quicker")
        return write_draft(draft, Path("posts"))

    return keep


def test_the_editor_shows_what_is_answered_and_its_text_is_never_lost(
    project: Path, run: Run, watched: Callable[..., list[str]]
) -> None:
    forms = watched(
        lambda form: f"One [https://a.example](https://b.example)\n{form}",
        lambda form: form.replace("[https://a.example](https://b.example)", "*b*"),
    )
    run("reply", "two-follow-ups", "--to", ANA, "--author", "cem", input="y\n")
    assert "You are replying to ana:\n\nOne is enough.\n" in forms[0]
    assert newest(project).body == "One *b*"

    before = digest(project)
    watched(lambda form: f"Two [https://a.example](https://b.example)\n{form}")
    said = run("reply", "two-follow-ups", "--author", "cem", input="n\n", code=1).stderr
    kept = re.search(r"Your text is kept in (\S+)", said)
    assert kept
    assert Path(kept[1]).read_text().startswith("Two [https://a.example](https://b.example)\n")
    Path(kept[1]).unlink()
    watched(lambda form: f"caf\udce9\n{form}")  # saved in another encoding
    said = run("reply", "two-follow-ups", "--author", "cem", input="n\n", code=1).stderr
    assert "byte 0xe9 in line 1" in said
    kept = re.search(r"Your text is kept in (\S+)", said)
    assert kept
    assert Path(kept[1]).read_bytes().startswith(b"caf\xe9\n")
    Path(kept[1]).unlink()
    watched(lambda form: None)
    assert "Nothing was written." in run("reply", "two-follow-ups", "--author", "cem", code=1).stderr
    assert digest(project) == before


def test_the_handle_comes_from_git_and_is_told(
    project: Path, run: Run, watched: Callable[..., list[str]], tmp_path: Path
) -> None:
    said = run("reply", "two-follow-ups", "-m", "Yes.", code=2).stderr
    assert "pass --author HANDLE, or run `git config --global github.user HANDLE`" in said
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Zoë  Möller\n")
    done = run("reply", "two-follow-ups", "-m", "Yes.")
    assert "Writing as 'zoe-moller', from git's user.name; --author names another." in done.stderr
    assert newest(project).author == "zoe-moller"
    (tmp_path / "gitconfig").write_text("[user]\n\tname = 王小明\n")
    watched()
    run("reply", "two-follow-ups", "-m", "Yes.", input="Wang\n")
    assert "wang" in {reply.author for reply in replies(project).values()}
    (tmp_path / "gitconfig").write_text("[github]\n\tuser = Bob\n")
    run("reply", "two-follow-ups", "-m", "Yes.")
    assert sum(reply.author == "bob" for reply in replies(project).values()) == 2


# preview


def test_a_preview_is_one_page_that_stands_alone(project: Path, run: Run) -> None:
    done = run("preview", f"posts/{FOLDER}/replies/{ANA}.md")
    assert done.stdout == ".preview/two-follow-ups.html\n"
    html = (project / ".preview/two-follow-ups.html").read_text()
    assert html.startswith("<!doctype html>")
    assert "One is enough." in html
    assert f'id="reply-{ANA}"' in html
    assert "--pa-paper" in html
    assert 'href="http://127.0.0.1:8000/people/in/2026-10/#person-ana"' in html
    assert 'href="../' not in html
    assert not re.search(r"<script|src=|<link(?! itemprop)", html)
    policy = re.search(r"style-src '(sha256-[^']+)'", unescape(html))
    assert policy
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert policy[1] == f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"


def test_a_preview_tells_the_problems_of_its_thread_first_and_leaves_them_out(project: Path, run: Run) -> None:
    write_tree(
        project / "posts",
        {
            f"{FOLDER}/replies/wrong.md": "---\nauthor: eve\ndate: whenever\n---\n\nWrong.\n",
            "practices/first-meeting/post.yml": "[",
            "tags.yml": "]",
        },
    )
    done = run("preview", "two-follow-ups", code=1)
    assert "posts/discussions/two-follow-ups/replies/wrong.md:3:7: error[bad-date]" in done.stderr
    assert "first-meeting" not in done.stderr
    html = (project / ".preview/two-follow-ups.html").read_text()
    assert "One is enough." in html
    assert "Wrong." not in html


def test_a_preview_knows_the_former_names_of_what_it_did_not_read(project: Path, run: Run) -> None:
    other = "---\nauthor: eve\ndate: 2026-10-05\naliases: [before]\n---\n\nHere.\n"
    link = "---\nauthor: eve\ndate: 2026-10-06\n---\n\n[There](/practices/first-meeting/#reply-before).\n"
    write_tree(project / "posts", {"practices/first-meeting/replies/now.md": other, f"{FOLDER}/replies/link.md": link})
    assert run("preview", "two-follow-ups").stderr == ""


def test_a_preview_finds_the_thread_that_differs(project: Path, run: Run) -> None:
    shutil.copytree(project / "posts", project / "base")
    assert "no thread in posts/ differs" in run("preview", "--base", "base", code=2).stderr
    write_tree(project / "posts", {"people/zoe.yml": "name: Zoe\n"})
    file = project / f"posts/{FOLDER}/replies/{ANA}.md"
    file.write_text(file.read_text() + "\nOne more word.\n")
    done = run("preview", "--base", "base", "--to", "page.html")
    assert done.stdout == "page.html\n"
    assert "One more word." in (project / "page.html").read_text()
    assert "either a PATH or a --base" in run("preview", code=2).stderr


def test_a_preview_replaces_an_older_one_and_nothing_else(project: Path, run: Run) -> None:
    run("preview", "first-meeting", "--to", "page.html")
    run("preview", "two-follow-ups", "--to", "page.html")
    assert "One is enough." in (project / "page.html").read_text()
    said = run("preview", "two-follow-ups", "--to", "mkdocs.yml", code=2).stderr
    assert said == "parley: mkdocs.yml already exists and isn't a preview; name another file with --to\n"
    assert (
        "the preview can't be written: mkdocs.yml"
        in run("preview", "two-follow-ups", "--to", "mkdocs.yml/x.html", code=2).stderr
    )


# show


def test_a_thread_is_shown_indented_with_roles_and_schools_in_words(run: Run) -> None:
    shown = run("show", "two-follow-ups").stdout.splitlines()
    assert shown[:2] == ["Two follow-ups?", "The Host (house voice) · 1 October 2026 · Sales"]
    assert shown[2:7] == ["", "Some say *one*.", "", "2 replies", ""]
    at = shown.index("ana · Old school · 2 October 2026 · 2026-10-02-ana")
    assert shown[at + 2] == "One is enough."
    assert shown[at + 4] == "  bob · 3 October 2026, 09:30 UTC · 2026-10-03-bob"
    assert shown[at + 6] == "  Two, with something new."
    assert "Old school: Shake hands." in run("show", "first-meeting").stdout
    assert "New school wins when: It is far." in run("show", "first-meeting").stdout
    below = run("show", "two-follow-ups#reply-2026-10-03-bob").stdout
    assert "One is enough." not in below
    assert "Two, with something new." in below


def test_schools_have_the_names_of_the_site_and_sources_their_address(project: Path, run: Run) -> None:
    write_tree(project, {"mkdocs.yml": DECLARED_YML.replace("name: Old school", "name: Letter")})
    ana = str(GOOD[f"{FOLDER}/replies/{ANA}.md"]).replace(
        "school:", "sources: [{name: A law, url: https://law.example/1}]\nschool:"
    )
    write_tree(project / "posts", {f"{FOLDER}/replies/{ANA}.md": ana})
    shown = run("show", "two-follow-ups").stdout
    assert "ana · Letter · 2 October 2026" in shown
    assert "\nSource: A law, https://law.example/1\n" in shown
    assert "Letter wins when: It is near." in run("show", "first-meeting").stdout
    (project / "mkdocs.yml").rename(project / "other.yml")
    assert "ana · Letter · 2 October 2026" in run("show", "two-follow-ups", "--config", "other.yml").stdout
    assert "· Letter ·" not in run("show", "two-follow-ups").stdout


def test_colours_are_there_for_a_person_and_only_on_what_they_mean(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = run("show", "two-follow-ups").stdout
    assert "\x1b[1mana\x1b[0m · \x1b[33mOld school\x1b[0m\x1b[2m · 2 October 2026\x1b[0m" in shown
    assert "\nOne is enough.\n" in shown
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[33m" not in run("show", "two-follow-ups").stdout


def test_nothing_coloured_is_printed_where_nobody_watches(run: Run) -> None:
    assert "\x1b" not in run("show", "two-follow-ups").output


def test_removed_and_locked_is_shown_as_on_the_site(project: Path, run: Run) -> None:
    post = str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", "locked: all said\nupdated: 2026-10-05\ntags:")
    ana = str(GOOD[f"{FOLDER}/replies/{ANA}.md"]).replace("school: old", "removed: it named\nupdated: 2026-10-04")
    write_tree(project / "posts", {f"{FOLDER}/post.md": post, f"{FOLDER}/replies/{ANA}.md": ana})
    shown = run("show", "two-follow-ups").stdout
    assert "\nLocked on 5 October 2026, no new replies: all said\n" in shown
    assert f"A removed reply · {ANA}\nRemoved on 4 October 2026: it named\n" in shown
    assert "One is enough." not in shown


def test_lines_fit_the_terminal_however_deep_and_deep_replies_name_whom_they_answer(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = {
        f"{FOLDER}/replies/r{n:02}.md": (
            f"---\nauthor: p{n:02}\ndate: 2026-10-05\n"
            + (f"reply_to: r{n - 1:02}\n" if n else "")
            + f"---\n\n{'word ' * 60}\n"
        )
        for n in range(12)
    }
    write_tree(project / "posts", chain)
    monkeypatch.setenv("COLUMNS", "60")
    shown = run("show", "two-follow-ups").stdout
    assert max(map(len, shown.splitlines())) <= 60
    assert "                p08 · 5 October 2026 · r08" in shown
    joined = " ".join(shown.split())
    assert "p09 · 5 October 2026 · in reply to p08 · r09" in joined
    assert "p07 · 5 October 2026 · r07" in joined


@pytest.mark.parametrize("char", ["\x1b[31m", "\x9b31m", "\r", "\x08", "\u202e", "\u2066", "\u200e", "\x07", "\ue000"])
def test_no_control_character_reaches_the_terminal(char: str) -> None:
    shown = plain(f"a{char}b")
    assert char[0] not in shown
    assert shown.startswith("a\\u")
    assert plain("é 王 👩\u200d🚀\n\tx\u00a0y") == "é 王 👩\u200d🚀\n    x y"


def test_markup_of_the_terminal_library_is_shown_as_it_is(project: Path, run: Run) -> None:
    write_tree(
        project / "posts",
        {
            f"{FOLDER}/replies/m.md": "---\nauthor: eve\ndate: 2026-10-05\n---\n\n[red]x[/red] :smile: https://e.example/\n"
        },
    )
    assert "[red]x[/red] :smile: https://e.example/" in run("show", "two-follow-ups").stdout


def test_paragraphs_are_joined_and_everything_else_keeps_its_lines() -> None:
    text = "One\ntwo.\n\n- a\n  b\n- c\n\n```\nx\ny\n```\n\n    code\n    more\n\n# H\ntext  \nbreak\n| a |\n| b |"
    assert join_lines(text) == (
        "One two.\n\n- a b\n- c\n\n```\nx\ny\n```\n\n    code\n    more\n\n# H\ntext  \nbreak\n| a |\n| b |"
    )


# stats and schema


def test_everything_is_counted_once(project: Path, run: Run) -> None:
    gone = "---\nauthor: eve\ndate: 2025-10-05\nremoved: spam\nupdated: 2026-10-06\n---\n"
    write_tree(project / "posts", {f"{FOLDER}/replies/gone.md": gone.replace("2025", "2026")})
    counts = json.loads(run("stats", "--json").stdout)
    assert counts == {
        "kind": {
            "discussions": 1,
            "practices": 1,
            "replies": 2,
            "people": 2,
            "house voices": 1,
            "locked": 0,
            "removed": 1,
        },
        "school": {"none": 1, "old": 1},
        "tag": {"sales": 2, "law": 1},
        "year": {"2026": 4},
        "person": {"the-host": 2, "ana": 1, "bob": 1},
    }
    printed = run("stats").stdout
    assert "  2  the-host (house voice)\n" in printed
    assert "  1  discussions\n" in printed


def test_a_file_with_mistakes_is_left_out_of_the_numbers_and_that_is_said(project: Path, run: Run) -> None:
    write_tree(project / "posts", {f"{FOLDER}/replies/2026-10-03-bob.yml": "["})
    done = run("stats", "--json")
    assert json.loads(done.stdout)["kind"]["replies"] == 1
    assert "Left out: files with errors (1)" in done.stderr


@pytest.mark.parametrize("kind", ["discussion", "practice", "reply", "person", "tags", "thread"])
def test_each_schema_is_printed_as_json(run: Run, kind: str) -> None:
    assert json.loads(run("schema", kind).stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# all of them


def test_every_command_has_help_with_whole_sentences_and_needs_posts() -> None:
    for name, command in ((name, load_command(name)) for name in COMMANDS):
        shown = CliRunner().invoke(main, [name, "--help"]).output
        assert command.get_short_help_str(200).endswith("."), name
        assert "Options:" in shown


def complete(args: list[str], incomplete: str) -> list[str]:
    completer = ShellComplete(main, {}, "parley", "_PARLEY_COMPLETE")
    return [item.value for item in completer.get_completions(args, incomplete)]


def test_the_shell_completes_discussions_replies_and_tags(project: Path) -> None:
    assert complete(["reply"], "two") == ["two-follow-ups"]
    assert complete(["show"], "practices/") == ["practices/first-meeting"]
    assert complete(["reply", "two-follow-ups", "--to"], "2026-10-03") == ["2026-10-03-bob"]
    assert complete(["remove", "discussions/two-follow-ups", "why", "--reply"], "") == [ANA, "2026-10-03-bob"]
    assert complete(["new", "discussion", "T", "--tag"], "l") == ["law"]
    assert set(complete([], "re")) == {"reactions", "rename", "remove", "reply", "restore"}


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "x"),
        ("stats",),
        ("reply", "x", "--author", "a", "-m", "y"),
        ("preview", "x"),
        ("pin", "x"),
        ("merge", "x", "y"),
    ],
)
def test_without_posts_each_command_says_so(nowhere: Path, arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stderr) == (2, f"parley: {NoPosts.at('posts')}\n")
    assert all(cure in result.stderr for cure in ("--posts", "parley init"))
    assert complete(["reply"], "t") == []


def test_settings_that_cannot_be_read_are_named(project: Path, run: Run) -> None:
    for text in ("- a list\n", "extra: 5\n", "a: [\n", "extra: {parley: {page_size: many}}\n"):
        write_tree(project, {"mkdocs.yml": text})
        assert "mkdocs.yml" in run("show", "two-follow-ups", code=2).stderr


def test_settings_are_those_of_the_host(project: Path) -> None:
    write_tree(
        project,
        {"mkdocs.yml": "site_name: A\nsite_url: !ENV [NOT_SET, 'https://a.example/b']\nrepo_url: https://f.example/\n"},
    )
    assert read_settings(project / "mkdocs.yml") == Settings(
        site_name="A", site_url="https://a.example/b/", repository="https://f.example/"
    )


def test_who_waits_for_another_build_is_told_beside_the_output(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(site: Path, fill: object, *, on_wait: Callable[[], None]) -> None:
        on_wait()
        raise ParleyError("enough")

    monkeypatch.setattr("parley.commands.build.publish", wait)
    done = run("build", code=2)
    assert done.stderr == "Waiting for another build to finish …\nparley: enough\n"
    assert done.stdout == ""
