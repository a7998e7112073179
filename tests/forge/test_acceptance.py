"""What goes on the site by itself, and what waits for a maintainer and why."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from declared import SETTINGS, load_library
from parley.commands.cli import main
from parley.forge.acceptance import Contributor, is_known
from parley.forge.answers import answer
from parley.forge.issue_events import load_event
from parley.forge.proposals import Proposal, propose
from parley.forge.summary import SummaryLinks
from parley.forge.verdicts import MARK, decide, render_verdict
from parley.model.settings import Accept
from support import DECLARED_YML, GOOD, ROOT, write_project, write_tree

NOW = datetime(2026, 10, 21, 12, 0, tzinfo=UTC)
REPLIES = "discussions/two-follow-ups/replies"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_project(tmp_path, {**GOOD, "people/bob.yml": 'name: Bob\naccount: "77"\n'}))
    return tmp_path


def send(
    project: Path,
    text: str = "One says too little.",
    login: str = "ana",
    accept: Accept = "known",
    now: datetime = NOW,
    id: int = 0,
    **event: Any,
) -> Proposal:
    content = json.loads((ROOT / "tests/events/good-reply.json").read_text(encoding="utf-8"))
    head, _, _ = content["issue"]["body"].partition("### Your reply")
    content["issue"] |= {"body": f"{head}### Your reply\n\n{text}\n", "user": {"login": login, "id": id}}
    content["issue"]["body"] = content["issue"]["body"].replace("2026-10-02-ana", "2026-10-03-bob")
    file = project / "event.json"
    file.write_text(json.dumps(content | {"action": "opened", "label": None} | event))
    return propose(load_event(file), project / "posts", now, replace(SETTINGS, accept=accept))


def test_a_clean_reply_of_somebody_known_is_accepted_and_one_of_a_newcomer_waits(project: Path) -> None:
    known = send(project)
    assert (known.mistakes, known.waits) == ((), ())
    said = answer(known, "https://x.example/")
    assert said.accepted
    assert "https://x.example/discussions/two-follow-ups/#reply-2026-10-20-ana-i12" in said.published
    assert "@bob: @ana has answered you." in said.published
    new = send(project, login="zoe")
    assert new.waits == ("it's a first contribution",)
    assert not answer(new).accepted
    assert "first contribution" in answer(new).comment.replace("\\", "")
    assert send(project, login="zoe", accept="clean").waits == ()
    assert send(project, accept="off").waits == ("a maintainer reads everything here",)
    here = "https://x.example/discussions/two-follow-ups/?issue=12#reply-2026-10-03-bob"
    assert here in answer(new, "https://x.example/").comment
    by_label = send(project, login="zoe", action="labeled", label={"name": "accepted"})
    assert by_label.waits == ()


def test_the_answer_says_what_was_read_otherwise_than_written(project: Path) -> None:
    text = "See [a](www.example.org) &\u200b <b>c</b>.\n\n• d\n• e"
    said = answer(send(project, text=text), "https://x.example/")
    for comment in (said.published, said.comment):
        assert "\n\nNot all of it was read as it was written:\n\n- " in comment
        plain = comment.replace("\\", "")
        for what in ("'www.example.org' is read as 'https://www.example.org'", "zero width space) is left out"):
            assert what in plain
        assert "'<b>' is shown as the words it is\n" in plain
        assert plain.count("'•' is read as the beginning of a list's item") == 1
    assert "read as it was written" not in answer(send(project)).published


def test_an_old_issue_that_is_edited_slips_nothing_into_the_past_of_a_thread(project: Path) -> None:
    later = "---\nauthor: bob\ndate: 2026-10-25\n---\n\nNews.\n"
    write_tree(project / "posts", {f"{REPLIES}/2026-10-25-bob-aaaa.md": later})
    now = NOW.replace(day=28)
    (why,) = send(project, now=now, action="edited").waits  # it was opened on the 20th
    assert "more than 3 days before" in why
    assert send(project, now=now, action="labeled", label={"name": "accepted"}).waits == (), "a maintainer has seen it"


def test_a_login_that_somebody_else_has_now_is_not_known(project: Path) -> None:
    library = load_library(project / "posts")
    assert is_known(Contributor("bob", "77"), library)
    assert is_known(Contributor("bob"), library)
    assert not is_known(Contributor("bob", "78"), library)


def test_nobody_is_called_who_does_not_want_it_or_whose_login_is_not_known(project: Path) -> None:
    write_tree(project / "posts", {"people/bob.yml": 'name: Bob\naccount: "77"\nquiet: true\n'})
    assert send(project).answered == ""
    write_tree(project / "posts", {"people/bob.yml": "name: Bob\n"})
    assert send(project).answered == ""
    write_tree(project / "posts", {"people/bob.yml": 'name: Bob\naccount: "77"\n'})
    assert send(project, login="bob", id=77).answered == ""


QUIET = 'quiet: [{{thread: "{}", from: "{}", to: "{}"}}]\n'
QUIET_NOW = "replies to this thread wait at this hour"


@pytest.mark.parametrize(
    ("policy", "text", "now", "reasons"),
    [
        ("links: 1\n", "See https://a.example and https://b.example/.", NOW, ["it has 2 links; more than 1 wait"]),
        ("links: 1\n", "See https://a.example.", NOW, []),
        ("a_day: 0\n", "Yes.", NOW, ["it would be more than 0 contributions of one person in 24 hours"]),
        ("a_day: 1\n", "Yes.", NOW, []),
        ("words: [Buy  now, casino]\n", "You can BUY\nnow, said the casinos.", NOW, ["it holds 'Buy now'"]),
        ("words: [casino]\n", "Casinò.", NOW, []),
        ("words: [casino]\n", "cas\u00adino, **cas**ino", NOW, ["it holds 'casino'"]),
        (
            "links: 1\n",
            "[a](ftp://a.example/), [b](https&colon;//b.example)",
            NOW,
            ["it has 2 links; more than 1 wait"],
        ),
        ("words: [casino]\n", "The ca**si**no, that is.", NOW, ["it holds 'casino'"]),
        ("quiet: [{thread: two-follow-ups}]\n", "Yes.", NOW, ["replies to this thread wait at this hour"]),
        ('quiet: [{thread: two-follow-ups, from: "22:00", to: "06:00"}]\n', "Yes.", NOW, []),
        (
            'quiet: [{thread: discussions/two-follow-ups, from: "22:00", to: "06:00"}]\n',
            "Yes.",
            NOW.replace(hour=23),
            ["replies to this thread wait at this hour"],
        ),
        *(
            (QUIET.format(thread, *hours), "Yes.", now, [QUIET_NOW] if waits else [])
            for thread, hours, now, waits in (
                ("/discussions/two-follow-ups/", ("22:00", "06:00"), NOW.replace(hour=22, minute=0), True),
                ("https://talk.example/discussions/two-follow-ups/#x", ("00:00", "00:00"), NOW, True),
                ("former", ("22:00", "06:00"), NOW.replace(hour=5, minute=59, second=59), True),
                ("former", ("22:00", "06:00"), NOW.replace(hour=6, minute=0), False),
                ("former", ("06:00", "22:00"), NOW.replace(hour=22, minute=0), False),
                ("former", ("22:00", "06:00"), NOW.replace(hour=23, tzinfo=timezone(timedelta(hours=-9))), False),
                ("former", ("22:00", "06:00"), NOW.replace(hour=8, tzinfo=timezone(timedelta(hours=9))), True),
            )
        ),
        ("", "Write to jo@firm-a.de.", NOW, ["'jo@firm-a.de' looks like a private address or phone number"]),
    ],
)
def test_the_policy_says_what_waits(project: Path, policy: str, text: str, now: datetime, reasons: list[str]) -> None:
    write_tree(project / "posts", {"policy.yml": policy})
    post = project / "posts/discussions/two-follow-ups/post.md"
    post.write_text(post.read_text(encoding="utf-8").replace("author:", "aliases: [former]\nauthor:"), encoding="utf-8")
    found = send(project, text, now=now)
    assert found.mistakes == ()
    assert list(found.waits) == reasons


def run(*arguments: str, code: int = 0, stdin: str = "") -> Result:
    result = CliRunner().invoke(main, arguments, input=stdin)
    assert result.exit_code == code, f"exit code {result.exit_code}, not {code}\n{result.output}"
    return result


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("links: many\n", "links 'many' must be a whole number"),
        ('quiet: [{thread: x, from: "25:00"}]\n', "from isn't a time of the day"),
        ("limits: 3\n", "has no key 'limits'"),
        ("quiet: [{thread: two-folow-ups}]\n", "there is no discussion 'two-folow-ups'"),
    ],
)
def test_a_policy_that_cannot_be_read_is_an_error_with_its_line(project: Path, policy: str, told: str) -> None:
    write_tree(project / "posts", {"policy.yml": policy})
    assert told in run("check", code=1).stdout
    write_tree(project / "posts", {"policy.yml": "links: 3\n"})
    assert "nothing to fix" in run("check").stdout
    assert '"links"' in run("schema", "policy").stdout


def test_a_ban_stops_a_person_under_every_login_and_is_public(project: Path) -> None:
    before = (project / "posts/people/bob.yml").read_bytes()
    assert "say why" in run("ban", "bob", code=2).stderr
    run("ban", "@Bob", "Advertising, again and again.")
    text = (project / "posts/people/bob.yml").read_text()
    assert "banned: Advertising, again and again.\n" in text
    assert "banned_since: 20" in text
    refused = send(project, login="robert", id=77)
    assert "may not write here" in refused.mistakes[0].message
    assert send(project, login="ana").mistakes == ()
    assert "is already banned" in run("ban", "bob", "x", code=2).stderr
    run("ban", "bob", "--off")
    assert (project / "posts/people/bob.yml").read_bytes() == before
    assert "isn't banned" in run("ban", "bob", "--off", code=2).stderr
    run("ban", "spammer-1", "Advertising.")
    assert (project / "posts/people/spammer-1.yml").is_file()
    assert "nothing to fix" in run("check").stdout


def test_who_is_banned_lifts_no_ban(review: Callable[..., dict[str, Any]]) -> None:
    person = "posts/people/bob.yml"
    banned = 'name: Bob\naccount: "77"\nbanned: Advertising.\nbanned_since: 2026-10-01\n'
    for files in ({person: None}, {person: banned + "about: Buy here\n"}, reply("bob")):
        found = review({**{person: banned}, **files}, "bob", "77", base={person: banned})
        assert not found["accepted"], files


def test_who_has_the_login_of_somebody_of_an_archive_is_not_known_by_it(review: Callable[..., dict[str, Any]]) -> None:
    came = {"posts/people/ana.yml": "name: Ana\nabout: Wrote in the archive of a blog.\n"}
    assert not review({**came, **reply("ana")}, "ana", "4711", base=came)["accepted"]
    edited = (
        str(GOOD[f"{REPLIES}/2026-10-02-ana.md"]).replace("date:", "updated: 2026-10-20\ndate:").replace("One", "Two")
    )
    found = review({**came, f"posts/{REPLIES}/2026-10-02-ana.md": edited}, "ana", "4711", base=came)
    assert not found["accepted"]
    assert "to fix" in found["comment"]


def test_who_has_the_login_of_somebody_of_an_archive_writes_under_a_handle_of_their_own(
    project: Path, review: Callable[..., dict[str, Any]]
) -> None:
    came = {"posts/people/ana.yml": "name: Ana\nabout: Wrote in the archive of a blog.\n"}
    write_tree(project, came)
    first = send(project, login="Ana", id=4711)
    assert first.draft
    assert "author: ana-4711\n" in first.draft.text
    assert (first.draft.path, first.waits) == (f"{REPLIES}/2026-10-20-ana-4711-i12.md", ("it's a first contribution",))
    assert first.person
    assert first.person.path == "people/ana-4711.yml"
    for said in (answer(first).comment, answer(first).published):
        assert "You write here as `ana-4711`" in said
    write_tree(project / "posts", {one.path: one.text for one in (first.draft, first.person)})
    (project / "posts" / first.draft.path).rename(project / "posts" / first.draft.path.replace("-i12", "-i11"))
    second = send(project, login="ana", id=4711)
    assert (second.waits, second.person) == ((), None)
    assert second.draft
    assert "author: ana-4711\n" in second.draft.text
    told = review({**came, **reply("ana")}, "ana", "4711", base=came)["comment"].replace("\\", "")
    assert "somebody of an archive" in told
    assert "Write author: ana-4711" in told
    assert "nothing to fix" in review({**came, **reply("ana-4711")}, "ana", "4711", base=came)["comment"]
    assert "thing to fix" in review({**came, **reply("ana-4711")}, "ana", "4712", base=came)["comment"]
    claimed = {"posts/people/ana.yml": came["posts/people/ana.yml"] + 'account: "4711"\n'}
    assert review({**claimed, **reply("ana")}, "ana", "4711", base=claimed)["accepted"]
    assert "thing to fix" in review({**came, **reply("ana")}, "ana", "", base=came)["comment"], (
        "nobody knows who that is"
    )


def test_the_limits_hold_for_everything_that_is_read(project: Path) -> None:
    write_tree(project / "posts", {"policy.yml": "words: [casino]\nlinks: 1\n"})
    content = json.loads((ROOT / "tests/events/good-discussion.json").read_text(encoding="utf-8"))
    content["issue"]["body"] = content["issue"]["body"].replace("Who still writes?", "Who still plays in a casino?")
    (project / "event.json").write_text(json.dumps({**content, "action": "opened", "label": None}))
    found = propose(load_event(project / "event.json"), project / "posts", NOW, SETTINGS)
    assert "it holds 'casino'" in found.waits


def test_a_number_that_somebody_else_has_used_keeps_nobody_out(project: Path) -> None:
    taken = "---\nauthor: bob\ndate: 2026-10-20\n---\n\nMine.\n"
    write_tree(project / "posts", {f"{REPLIES}/2026-10-20-ana-i12.md": taken})
    found = send(project)
    assert found.draft
    assert "/2026-10-20-ana-" in found.draft.path
    assert not found.is_published


def test_the_queue_lists_what_waits_with_the_reason(project: Path) -> None:
    send(project, login="zoe")
    issue = json.loads((project / "event.json").read_text())["issue"]
    listed = [issue, {**issue, "number": 13, "body": "no form"}, {**issue, "number": 14, "pull_request": {}}]
    wrong = {**issue, "number": 15, "body": issue["body"].replace("two-follow-ups", "no-such-thread")}
    found = run("queue", stdin=json.dumps(listed) + "\n" + json.dumps(wrong))
    assert found.stdout == "#12 zoe: it's a first contribution\n#15 zoe: 1 thing to fix, by its author\n"
    assert "2 issues wait." in found.stderr
    assert "no list of issues" in run("queue", stdin="<html>", code=2).stderr


# pull requests


@pytest.fixture
def review(project: Path) -> Callable[..., dict[str, Any]]:
    """Judge what somebody changes in a copy of the site."""

    def judge(
        files: Mapping[str, str | None], login: str = "ana", account: str = "", base: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        for folder in ("head", "base"):
            shutil.rmtree(project / folder, ignore_errors=True)
            write_tree(project / folder / "posts", {**GOOD, "people/bob.yml": 'name: Bob\naccount: "77"\n'})
        write_tree(project / "base", base or {})
        write_tree(project / "head", {path: text for path, text in files.items() if text is not None})
        for path, text in files.items():
            if text is None:
                (project / "head" / path).unlink()
        verdict = decide(project / "base", project / "head", login, account, SETTINGS, "posts", NOW)
        return dict(json.loads(render_verdict(verdict, login, SummaryLinks("https://x.example/r", "b", None, ""))))

    return judge


def reply(author: str, text: str = "Yes.", day: str = "2026-10-20") -> dict[str, str]:
    return {f"posts/{REPLIES}/{day}-{author}-k3p9.md": f"---\nauthor: {author}\ndate: {day}\n---\n\n{text}\n"}


def test_a_pull_request_with_its_authors_own_posts_is_accepted(review: Callable[..., dict[str, Any]]) -> None:
    found = review(reply("ana"))
    assert found["accepted"]
    assert found["published"].startswith(MARK)


@pytest.mark.parametrize(
    ("files", "login", "why"),
    [
        (reply("zoe"), "zoe", "first contribution"),
        (reply("bob"), "ana", "to fix"),
        ({**reply("ana"), "hooks/x.py": "1\n"}, "ana", "besides posts"),
        ({**reply("ana"), "posts/policy.yml": "links: 9\n"}, "ana", "without a maintainer"),
        ({**reply("ana"), "posts/tags.yml": "- {slug: x, title: X, summary: S.}\n"}, "ana", ""),
        (reply("ana", "Write to jo@firm-a.de."), "ana", "private address"),
        (reply("ana", "[a](http://a@b.example/)"), "ana", "to fix"),
    ],
)
def test_what_is_not_only_that_waits(
    review: Callable[..., dict[str, Any]], files: dict[str, str], login: str, why: str
) -> None:
    found = review(files, login)
    assert not found["accepted"]
    assert why in found["comment"].replace("\\", "")


def test_strangers_get_in_by_no_door(review: Callable[..., dict[str, Any]], project: Path) -> None:
    """Banned, under a login that looks alike, with somebody else's name, or with other rules in the same change."""
    banned = {"posts/people/ana.yml": 'name: Ana\naccount: "4711"\nbanned: Spam.\nbanned_since: 2026-10-01\n'}
    lifted = {"posts/people/ana.yml": 'name: Ana\naccount: "4711"\n'}
    for login, account, files in (
        ("ana", "4711", reply("ana")),
        ("new-ana", "4711", reply("new-ana")),
        ("ana", "4711", {**lifted, **reply("ana")}),
    ):
        assert not review({**banned, **files}, login, account, base=banned)["accepted"], (login, files)
    # what looks like `bob` is another login: rn for m, 0 for o, a Cyrillic letter, which no forge takes
    for login in ("b0b", "bob-", "b\u043eb", "bob "):
        assert not review(reply("bob"), login, "78")["accepted"], login
    assert not review(reply("bob"), "BOB", "78")["accepted"], "the number decides, not the login"
    rules = {"posts/policy.yml": "a_day: 1000\nlinks: 1000\n"}
    assert not review({**rules, **reply("ana")}, "ana", "4711")["accepted"]
    hostile = (
        "$(touch owned) `touch owned` ${{ github.token }}\n\nresult={}\npath=posts/x\n::set-output name=x::y\n{{ 7*7 }}"
    )
    found = review(reply("ana", hostile), "ana", "4711")
    assert "\n" not in json.dumps(found)
    for said in (found["comment"], found["published"]):
        assert "49" not in said
        assert said.startswith(MARK)


def test_whatever_is_sent_as_an_issue_ends_on_a_line_of_its_own(project: Path) -> None:
    """A text of 64 kB from the right, and two issues of one title, of which each gets a place of its own."""
    long = send(project, text="\u05e9\u05dc\u05d5\u05dd " * 12_000)
    for said in (answer(long).comment, answer(long).published, answer(long).to_json()):
        assert "\u202e" not in said
    assert "\n" not in answer(long).to_json()
    content = json.loads((ROOT / "tests/events/good-discussion.json").read_text(encoding="utf-8"))
    paths = set()
    for number in (21, 22):
        content["issue"] |= {"number": number, "created_at": f"2026-10-20T22:{number}:30Z"}
        (project / "event.json").write_text(json.dumps({**content, "action": "opened", "label": None}))
        found = propose(load_event(project / "event.json"), project / "posts", NOW, SETTINGS)
        assert found.draft
        paths.add(found.draft.path)
        write_tree(project / "posts", {found.draft.path: found.draft.text})
    assert len(paths) == 2


def test_a_comment_is_never_longer_than_a_forge_takes(review: Callable[..., dict[str, Any]]) -> None:
    files = {path: text for at in range(300) for path, text in reply("ana", f"[{at}](http://a@b.example/)").items()}
    many = {path.replace("k3p9", f"k{at}"): text for at in range(300) for path, text in files.items()}
    found = review(many)
    assert not found["accepted"]
    assert len(found["comment"]) < 65_536


def test_the_command_tells_the_workflow(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("base", "head"):
        write_tree(project / folder / "posts", GOOD)
        (project / folder / "mkdocs.yml").write_text(f"site_name: X\n{DECLARED_YML}")
    write_tree(project / "head", reply("ana"))
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    told = run("accept", "--base", "base", "--head", "head", "--actor", "ana")
    assert told.stdout == "waits: it's dated 2026-10-20\n"
    line = (tmp_path / "output").read_text()
    assert line.startswith("result={")
    assert line.count("\n") == 1
