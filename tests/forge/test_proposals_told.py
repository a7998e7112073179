"""What becomes of forms as people fill them in, of what the forge tells, and of changes, to the letter.

`PARLEY_ACCEPT=1 pytest tests/forge/test_proposals_told.py` writes what is found into `proposals.txt`, `events.json` and
`verdicts.txt`. Read it with care.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from declared import KINDS, SETTINGS
from forge.test_changes import ANAS, BASE, POST, REPLIES, Edit, change, lay
from parley.forge.answers import answer
from parley.forge.issue_events import Event, InvalidEvent, load_event
from parley.forge.issue_forms import EMPTY, find_form
from parley.forge.proposals import check_before, describe, propose
from parley.forge.summary import SummaryLinks
from parley.forge.verdicts import decide, render_verdict
from parley.model.entries import CAME
from support import GOOD, NOW, hold, write_tree

HERE = Path(__file__).parent
SITE = "https://forum.example.org/"
PLACE = "discussions/two-follow-ups"
POSTS = {
    **GOOD,
    "people/ana.yml": f"name: Ana\nabout: {CAME.format(name='old')}\n",
    "people/bob.yml": "name: Bob\naccount: github:11\naliases: [rob]\n",
    "people/gil.yml": "name: Gil\naccount: github:12\nbanned: Shouts.\nbanned_since: 2026-10-01\n",
    f"{PLACE}/replies/2026-10-05-cy.md": (
        "---\nauthor: cy\ndate: 2026-10-05\nremoved: Private.\nupdated: 2026-10-06\n---\n"
    ),
    "discussions/locked-now/post.md": (
        "---\ntitle: Locked now\nauthor: bob\ndate: 2026-10-01\nupdated: 2026-10-20\ntags: [law]\n"
        "locked: Said.\nsummary: All is said.\nanswer: 2026-10-02-x\n---\n\nDone?\n"
    ),
    "discussions/locked-now/replies/2026-10-02-x.md": "---\nauthor: x\ndate: 2026-10-02\n---\n\nYes.\n",
}
Case = tuple[str, str, Mapping[str, str], Mapping[str, Any]]
REPLY = {"discussion": "two-follow-ups", "text": "One is enough."}
TOPIC = {"title": "What now?", "tags": "law", "text": "Say it."}


def list_cases() -> Iterator[Case]:
    def reply(what: str, event: Mapping[str, Any] | None = None, **values: str) -> Case:
        return what, "reply", {**REPLY, **values}, event or {}

    def topic(what: str, event: Mapping[str, Any] | None = None, **values: str) -> Case:
        return what, "discussion", {**TOPIC, **values}, event or {}

    yield reply("plain")
    yield reply("to a reply", reply_to="2026-10-02-ana")
    yield reply("to a reply by its address", reply_to=f"{SITE}{PLACE}/#reply-2026-10-03-bob")
    yield reply("to a reply in the address of its post", discussion=f"{SITE}{PLACE}/#reply-2026-10-03-bob")
    yield reply("to a practice", discussion="/practices/first-meeting/")
    yield reply("to what is locked", discussion="locked-now")
    yield reply("to what is removed", reply_to="2026-10-05-cy")
    yield reply("to no post", discussion="two-folow-ups")
    yield reply("to no reply", reply_to="2026-10-02-anna")
    yield reply("with a side", school="Old")
    yield reply("with no side that is", school="older")
    yield reply("saying what it does", takes="Disputes")
    yield reply("on two lines", text="One\ntwo.\n\n- three\n- four")
    yield reply("with what is mended", text="See www.example.org and “[this](example.org)”.")
    yield reply("with HTML", text="<script>x</script>\n\n<b>bold</b>")
    yield reply("with a picture", text="![a](https://github.com/user-attachments/assets/abc)")
    yield reply("empty", text="")
    yield reply("with an address of mail", text="Write to ana@corp.io.")
    yield reply("with a heading of the form", text="a\n### Discussion\nb")
    yield reply("hostile", text="@everyone [x](javascript:alert(1)) `|` **Note** #12")
    yield reply("accepted", {"label": "accepted"})
    yield reply("opened", {"action": "opened"})
    yield reply("accepted too late", {"label": "accepted", "created": NOW.replace(month=10, day=1)})
    yield reply("with another label", {"label": "help"})
    yield reply("by one of an archive", {"login": "Ana", "user_id": 5})
    yield reply("by a known account with another login", {"login": "robert", "user_id": 11, "source": "github"})
    yield reply("by the login of somebody else", {"login": "bob", "user_id": 99, "source": "github"})
    yield reply("by a former login", {"login": "rob", "user_id": 98, "source": "github"})
    yield reply("by one who is banned", {"login": "gil", "user_id": 12, "source": "github"})
    yield reply("by a bot", {"login": "helper[bot]", "is_bot": True})
    yield reply("by a house voice", {"login": "the-host"})
    yield reply("by a maintainer", {"login": "mia"})
    yield reply("by no handle", {"login": "a.b"})
    yield reply("without a number", {"user_id": 0})
    yield reply("from the future", {"created": NOW.replace(year=2027)})
    yield topic("plain")
    yield topic("with questions", questions="1. Why?\n- How?\n\nWhen?")
    yield topic("with many tags", tags="#Law, sales; Law")
    yield topic("with tags of several words", tags="first  contact,, #Sales calls,")
    yield topic("with no tag that is", tags="lwa")
    yield topic("with a title that is taken", title=" Two  follow-ups? ")
    yield topic("with a long title", title="word " * 30)
    yield topic("in another script", title="何を?")
    yield topic("without a title", title="")
    yield topic("with figures and no source", text="It grew by 40 % in 2024, says a study.")
    outcome = {"thread": "two-follow-ups", "outcome": "One is enough."}
    yield "plain", "outcome", outcome, {}
    points = "- Old side concedes: one [it](#reply-2026-10-02-ana)\n2. Two"
    yield "with points", "outcome", {**outcome, "agreed": points, "differ": "When."}, {}
    yield "with an answer alone", "outcome", {"thread": PLACE, "answer": "2026-10-02-ana"}, {}
    yield "with no answer that is", "outcome", {"thread": PLACE, "answer": "2026-10-02-anna"}, {}
    yield "of nothing", "outcome", {"thread": PLACE}, {}
    yield "of no thread", "outcome", {**outcome, "thread": "two-folow-ups"}, {}
    yield "of one's own", "outcome", outcome, {"login": "the-host"}
    yield (
        "the same again",
        "outcome",
        {"thread": "locked-now", "answer": "2026-10-02-x"},
        {"login": "bob", "user_id": 11},
    )
    yield "with a post", "agreement", {"agreed": PLACE}, {}
    yield "with a reply", "agreement", {"agreed": f"{PLACE}#reply-2026-10-02-ana"}, {}
    yield "with no reply", "agreement", {"agreed": f"{PLACE}#reply-2026-10-02-anna"}, {}
    yield "with no post", "agreement", {"agreed": "nowhere"}, {}
    yield "with what is removed", "agreement", {"agreed": f"{PLACE}#reply-2026-10-05-cy"}, {}
    yield "with oneself", "agreement", {"agreed": PLACE}, {"login": "the-host"}
    yield "of a reply", "report", {"address": f"{PLACE}#reply-2026-10-03-bob", "reason": "Private."}, {}
    yield "of a post", "report", {"address": "first-meeting", "reason": "Private."}, {}
    yield "of nothing", "report", {"address": "nowhere", "reason": "x"}, {}
    wrong = {"address": f"{PLACE}#reply-nobody", "wrong": "a", "right": "b", "source": "https://c.example/"}
    yield "of a post", "correction", wrong, {}
    yield "of nothing", "correction", {**wrong, "address": "nowhere", "source": ""}, {}


def fill_in(form: str, values: Mapping[str, str]) -> str:
    fields = find_form(form, KINDS).fields
    return "".join(f"### {field.label}\n\n{values.get(field.id) or EMPTY}\n\n" for field in fields)


def test_all_that_becomes_of_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.editing.drafts.secrets.choice", lambda _: "x")
    posts = write_tree(tmp_path / "posts", POSTS)
    settings = replace(SETTINGS, site_name="Talk", accept="clean", repository="https://github.com/a/b")
    before = check_before(posts, NOW, settings)
    told: list[str] = []
    for title, form, values, more in list_cases():
        event = Event(
            12, "eve", 7, NOW.replace(hour=10), fill_in(form, values), ending="i12", action="opened", label=""
        )
        made = propose(replace(event, **more), posts, NOW, settings, before)
        told.append(f"=== {form} {title}: {describe(made)}")
        said = {**asdict(answer(made, SITE)), "waits": "; ".join(made.waits), "place": made.place, "about": made.about}
        for key in ("again", "outdated") if title != "plain" else ():
            said.pop(key)
        told += [f"--- {key}: {value}" for key, value in said.items() if value]
    hold(HERE / "proposals.txt", "\n".join(told) + "\n")


def test_all_that_the_forge_tells(tmp_path: Path) -> None:
    """Each payload beside what is read of it; a further one is put there with `null` behind it."""
    told: dict[str, Any] = {}
    file = tmp_path / "event.json"
    for text in json.loads((HERE / "events.json").read_text(encoding="utf-8")):
        file.write_text(text, encoding="utf-8")
        try:
            event = load_event(file)
            told[text] = {
                **{key: str(value) for key, value in asdict(event).items() if value},
                "account": event.account,
                "accepted": event.is_accepted,
            }
        except InvalidEvent as error:
            told[text] = f"{type(error).__name__}: {error}".replace(f"{tmp_path}/", "")
    hold(HERE / "events.json", json.dumps(told, indent=1, ensure_ascii=False) + "\n")


CHANGES: Mapping[str, tuple[str, str, Edit]] = {
    "nothing": ("eve", "7", {}),
    "a first reply": ("eve", "7", {f"{REPLIES}/2026-11-22-eve.md": "---\nauthor: eve\ndate: 2026-11-22\n---\n\nSo.\n"}),
    "an answer": (
        "gil",
        "",
        {f"{REPLIES}/2026-11-22-gil.md": "---\nauthor: gil\ndate: 2026-11-22\nreply_to: 2026-10-02-ana\n---\n\nSo.\n"},
    ),
    "an old one": ("eve", "7", {f"{REPLIES}/2026-11-01-eve.md": "---\nauthor: eve\ndate: 2026-11-01\n---\n\nSo.\n"}),
    "with mistakes": ("eve", "7", {f"{REPLIES}/2026-11-22-eve.md": "---\nauthor: ana\n---\n\n<b>*So*</b>.\n"}),
    "no YAML": ("eve", "7", {f"{REPLIES}/2026-11-22-eve.yml": "author: [\n"}),
    "an edit": ("ana", "", change(ANAS, ("One", "Ten"), keys="updated: 2026-11-22\n")),
    "a silent edit": ("ana", "", change(POST, ("Or", "And"))),
    "a file taken away": ("ana", "", {ANAS: None}),
    "a long one": (
        "eve",
        "7",
        {f"{REPLIES}/2026-11-22-eve.md": f"---\nauthor: eve\ndate: 2026-11-22\n---\n\n{'word ' * 401}\n"},
    ),
}


def test_all_that_is_said_of_changes(tmp_path: Path) -> None:
    write_tree(tmp_path / "base" / "posts", BASE)
    settings = replace(SETTINGS, accept="clean")
    told: list[str] = []
    links = SummaryLinks("https://github.com/eve/forum", "my reply", "", f"{SITE}rules/")
    for title, (login, account, edit) in CHANGES.items():
        lay(tmp_path / "head", edit, {})
        for by_maintainer in (False, True):
            verdict = decide(
                tmp_path / "base",
                tmp_path / "head",
                login,
                account,
                settings,
                "posts",
                NOW,
                is_maintainer=by_maintainer,
            )
            said = json.loads(render_verdict(verdict, login, links))
            told.append(f"=== {title}, by {'a maintainer' if by_maintainer else login}")
            told += [f"--- {key}: {value}" for key, value in said.items()]
    hold(HERE / "verdicts.txt", "\n".join(told) + "\n")
