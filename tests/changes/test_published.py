"""What is published stays, and changes in the open: all that is said of changes to it, to the letter.

`PARLEY_ACCEPT=1 pytest tests/changes/test_published.py` writes what is found into `published.txt`. Read it with care.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from changes.making import REPLIES, THREAD, Texts, enter, post, propose, reply, tell
from parley.checking.rules.change.published import check_edits, check_pages_of_people, check_permalinks
from parley.model.entries import CAME
from parley.model.findings import Findings
from support import hold

POST = f"{THREAD}/post.md"
ANAS = f"{REPLIES}/2026-10-02-ana.md"
BOBS = f"{REPLIES}/2026-10-03-bob.md"
THERE = "discussions/calls"
OTHER = "discussions/pens/post.md"
PUBLISHED: Texts = {POST: post("ana"), ANAS: reply("ana"), BOBS: reply("bob", "2026-10-03")}

Case = tuple[str, Texts, Texts]
"""What is done, to which files besides `PUBLISHED`, and what they become."""


def move(**texts: str) -> Texts:
    """The thread under another name, some of its files with other texts."""
    files = {
        **PUBLISHED,
        POST: post("ana", "aliases: [first-call]\n"),
        **{f"{REPLIES}/{k}.md": v for k, v in texts.items()},
    }
    return {**dict.fromkeys(PUBLISHED), **{path.replace(THREAD, THERE): text for path, text in files.items()}}


def list_addresses() -> Iterator[Case]:
    yield "a reply taken away", {}, {ANAS: None}
    yield "all of a thread taken away", {}, dict.fromkeys(PUBLISHED)
    former = {ANAS: reply("ana", keys="aliases: [x, y]\n")}
    yield "a former name taken away", former, {ANAS: reply("ana", keys="aliases: [y]\n")}
    yield "a reply with former names taken away", former, {ANAS: None}
    renamed = {ANAS: None, f"{REPLIES}/a.md": reply("ana", keys="aliases: [2026-10-02-ana]\n")}
    yield "a reply under another name", {}, renamed
    yield "a reply under another name without a former one", former, renamed
    yaml = {ANAS: None, f"{ANAS[:-3]}.yml": "author: ana\ndate: 2026-10-02\nbody: One is enough.\n"}
    yield "a reply in another form, the same otherwise", {}, yaml
    yield "a reply in another form", {}, {ANAS: None, f"{ANAS[:-3]}.yml": "author: ana\ndate: 2026-10-02\nbody: One.\n"}
    yield "a thread under another name", {}, move()
    yield "a thread under another name, edited", {}, move(**{"2026-10-02-ana": reply("ana", text="Two.")})


def list_pages() -> Iterator[Case]:
    file = "people/zoe.yml"
    zoe = "name: Zoe\naliases: [zo, zoey]\n"
    yield "a person taken away", {file: zoe}, {file: None}
    yield "a former handle taken away", {file: zoe}, {file: "name: Zoe\naliases: [zoey]\n"}
    yield (
        "a person under another handle",
        {file: zoe},
        {file: None, "people/zed.yml": "name: Zoe\naliases: [zo, zoe, zoey]\n"},
    )
    yield "an author changed", {}, {BOBS: reply("rob", "2026-10-03")}
    both = {BOBS: reply("bob", "2026-10-03"), f"{REPLIES}/b.md": reply("bob")}
    yield "an author changed in two files", both, {path: reply("rob") for path in both}
    yield "an author changed in one of two files", both, {BOBS: reply("rob")}
    yield "an author taken out", {}, {BOBS: reply("removed", keys="removed: x\nupdated: 2026-10-04\n")}
    taken_out = {BOBS: reply("removed", keys="removed: x\nupdated: 2026-10-04\n")}
    yield "what was taken out taken away", taken_out, {BOBS: None}
    yield "an author of whom a file is left", {"people/bob.yml": "name: Bob\n"}, {BOBS: reply("rob")}
    yield "an author under a former handle", {"people/rob.yml": "name: Bob\naliases: [bob]\n"}, {BOBS: reply("rob")}
    long = "a" * 64
    yield "a long handle", {BOBS: reply(long)}, {BOBS: reply("rob")}
    yield "no author", {BOBS: "---\ndate: 2026-10-03\n---\n\nTwo.\n"}, {BOBS: reply("bob")}
    yield (
        "something else than an author",
        {},
        {BOBS: reply("bob", "2026-10-03", text="Ten.", keys="updated: 2026-10-09\n")},
    )
    yield "a file that is none", {}, {f"{REPLIES}/b.md": reply("ana"), "tags.yml": "[]\n"}


def list_earned() -> Iterator[Case]:
    """Pages that nothing but a file has earned, with and without what else earns one."""
    file, about = "people/zoe.yml", "name: zoe\nabout: Grows beans.\n"
    for written in range(4):
        files = {f"{REPLIES}/{number}.md": reply("zoe", keys="updated: 2026-10-05\n") for number in range(written)}
        yield f"a file beside {written}, taken away", {**files, file: about}, {file: None}
    one = {f"{REPLIES}/1.md": reply("zoe")}
    yield "a file that says no more", {**one, file: about}, {file: "name: zoe\n"}
    yield "a file that says something else", {**one, file: about}, {file: "name: zoe\nlink: https://example.org/\n"}
    yield "a file that said nothing", {**one, file: "name: zoe\n"}, {file: None}
    yield "a file of an archive", {**one, file: f"name: zoe\nabout: {CAME.format(name='old')}\n"}, {file: None}
    yield "a file with a mistake", {**one, file: f"{about}link: x\n"}, {file: None}
    yield "a file that gets a mistake", {**one, file: about}, {file: f"{about}link: x\n"}
    came = {file: f"name: zoe\nabout: {CAME.format(name='old')}\n"}
    yield "a file that says what an import says", {**one, file: about}, came
    lead = {file: None, "people/zed.yml": "name: zed\naliases: [zoe]\n"}
    yield "a page that leads on", {**one, file: about}, lead
    yield (
        "a page with the name of a former post",
        {**one, file: about, OTHER: post("ana", "aliases: [zoe]\n")},
        {file: None},
    )
    yield "no file of a person", {}, {ANAS: reply("ana", text="Two.", keys="updated: 2026-10-09\n")}


def list_edits() -> Iterator[Case]:
    first, later = "updated: 2026-10-04T10:00:00Z\n", "updated: 2026-10-04T10:00:01Z\n"
    other = {"text": "Two."}
    yield "the text, without a word", {}, {ANAS: reply("ana", **other)}
    yield "the text, with the time", {}, {ANAS: reply("ana", **other, keys=first)}
    was = {ANAS: reply("ana", keys=first)}
    yield "the text, with an earlier time", was, {ANAS: reply("ana", **other, keys="updated: 2026-10-03\n")}
    yield "the text, with the same time", was, {ANAS: reply("ana", **other, keys=first)}
    yield "the text, with a later time", was, {ANAS: reply("ana", **other, keys=later)}
    yield "the text, the time taken away", was, {ANAS: reply("ana", **other)}
    yield "empty lines around the text", {}, {ANAS: reply("ana", text="\n\nOne is enough.\n\n")}
    yield "a letter at the end", {}, {ANAS: reply("ana", text="One is enough.X")}
    yield "no text any more", {}, {ANAS: reply("ana", text="")}
    yield "the time alone", {}, {ANAS: reply("ana", keys=first)}
    yield "an earlier time alone", was, {ANAS: reply("ana", keys="updated: 2026-10-03\n")}
    yield "the time alone taken away", was, {ANAS: reply("ana")}
    for key in ("school: old", "reply_to: 2026-10-03-bob", "sources:\n  - {name: A, url: https://a.example/}"):
        yield f"{key.partition(':')[0]}, without a word", {}, {ANAS: reply("ana", keys=f"{key}\n")}
        yield f"{key.partition(':')[0]} taken away", {ANAS: reply("ana", keys=f"{key}\n")}, {ANAS: reply("ana")}
    yield "several keys and the text", {}, {ANAS: reply("ana", **other, keys="school: old\nreply_to: 2026-10-03-bob\n")}
    many = "summary: Short.\nquestions: [Why?]\noutcome: One.\nanswer: 2026-10-02-ana\n"
    yield "several keys", {}, {POST: post("ana", many)}
    free = (
        *("pinned: true", "aliases: [x]", "merged: [x]", "unlocked: Fine.", "restored: Fine.", "summary: Short."),
        *("questions: [Why?]", "outcome: One.", "answer: 2026-10-02-ana", "locked: Said."),
    )
    for key in free:
        yield f"{key.partition(':')[0]} of a post", {}, {POST: post("ana", f"{key}\n")}
    for key in ("tags: [sales]", "author: bob", "date: 2026-10-03"):
        name = key.partition(":")[0]
        lines = [key if line.startswith(f"{name}:") else line for line in post("ana").split("\n")]
        yield f"{name} of a post changed", {}, {POST: "\n".join(lines)}
    locked = {POST: post("ana", f"locked: Said.\n{first}")}
    yield "a lock taken away", locked, {POST: post("ana", first)}
    yield "the reason of a lock", locked, {POST: post("ana", f"locked: Done.\n{first}")}
    yield "a lock and the text", locked, {POST: post("ana", f"locked: Done.\n{first}", "Who?")}
    gone = {ANAS: reply("ana", keys=f"removed: Private.\n{first}")}
    yield "a removal", {}, {ANAS: reply("ana", keys="removed: Private.\n")}
    yield "a removal with the text", {}, {ANAS: reply("ana", **other, keys="removed: Private.\n")}
    yield "a removal taken back", gone, {ANAS: reply("ana", keys=first)}
    yield "the text of what is removed", gone, {ANAS: reply("ana", **other, keys=f"removed: Private.\n{first}")}
    yield "the reason of a removal", gone, {ANAS: reply("ana", keys=f"removed: Spam.\n{first}")}
    yield "a file with a mistake mended", {ANAS: reply("ana", keys="sources: x\n")}, {ANAS: reply("ana", **other)}
    yield "a file that gets a mistake", {}, {ANAS: reply("ana", **other, keys="sources: x\n")}
    practice = "practices/first/post.yml"
    text = "title: A\nauthor: ana\ndate: 2026-10-01\ntags: [law]\nold_school: A.\nnew_school: B.\nold_wins_when: C.\n"
    text += "new_wins_when: D.\nshared_rule: E.\n"
    yield "a text of a practice", {practice: text}, {practice: text.replace("B.", "F.")}
    paired = {practice: f"{text}discussions: [first-call]\n"}
    yield "the discussions of a practice", paired, {practice: f"{text}discussions: [first-call, pens]\n"}
    body = "author: ana\ndate: 2026-10-02\nbody: One.\n"
    yaml = ANAS.replace(".md", ".yml")
    yield "the body of a file of keys", {ANAS: None, yaml: body}, {yaml: body.replace("One", "Two")}
    yield (
        "another name and text",
        {},
        {ANAS: None, f"{REPLIES}/a.md": reply("ana", **other, keys="aliases: [2026-10-02-ana]\n")},
    )
    merged = {POST: None, ANAS: None, BOBS: None, OTHER: post("bob", "merged: [first-call]\n", "Which pen?")}
    moved = {path.replace(THREAD, "discussions/pens"): text for path, text in PUBLISHED.items() if path != POST}
    taken_in = {POST: post("ana", "merged: [calls]\n")}
    yield "a thread that took in another", taken_in, {POST: post("ana", "merged: [calls]\n", "Who?")}
    yield "a thread merged into another", {OTHER: post("bob", text="Which pen?")}, {**merged, **moved}
    edited = {"discussions/pens/replies/2026-10-02-ana.md": reply("ana", text="With which pen?")}
    yield "a thread merged into another, edited", {OTHER: post("bob", text="Which pen?")}, {**merged, **moved, **edited}
    as_reply = {**merged, **moved, "discussions/pens/replies/first-call.md": reply("ana", text="Who calls?")}
    yield "a thread merged as a reply", {OTHER: post("bob", text="Which pen?")}, as_reply


def list_days() -> Iterator[Case]:
    new = f"{REPLIES}/new.md"
    last = {BOBS: reply("bob", "2026-10-10T00:30:00Z")}
    for day in ("2026-10-06", "2026-10-06T23:59:00Z", "2026-10-07", "2026-10-11"):
        yield f"a new reply of {day}", last, {new: reply("ana", day)}
        yield f"an edit of {day}", last, {ANAS: reply("ana", text="Two.", keys=f"updated: {day}\n")}
    yield (
        "a new reply before one of another thread",
        {OTHER: post("bob"), "discussions/pens/replies/b.md": reply("bob", "2026-11-01")},
        {new: reply("ana")},
    )
    yield "a new reply without a date", last, {new: "---\nauthor: ana\n---\n\nTwo.\n"}
    yield (
        "a new reply of a new thread",
        {},
        {OTHER: post("ana"), "discussions/pens/replies/b.md": reply("ana", "2026-09-01")},
    )
    yield "a new reply before all", last, {new: reply("ana", "2026-09-01")}


CASES = {
    list_addresses: ("ana", "eve", "mia"),
    list_pages: ("zoe", "mia"),
    list_earned: ("zoe",),
    list_edits: ("ana",),
    list_days: ("ana", "mia"),
}
"""Who makes each change: its author, or a maintainer."""


def test_all_that_is_said_of_changes_to_what_is_published() -> None:
    told: list[str] = []
    for list_cases, actors in CASES.items():
        for title, files, edit in list_cases():
            for actor in actors:
                told.append(f"> {title}, by {actor}")
                for check in (check_edits, check_permalinks, check_pages_of_people):
                    change = propose({**PUBLISHED, **files}, edit, actor, is_maintainer=actor == "mia")
                    told += tell(check, change)
    hold(Path(__file__).with_name("published.txt"), "\n".join(told) + "\n")


def test_what_is_said_to_come_makes_nothing_else_late() -> None:
    before = {**PUBLISHED, BOBS: reply("bob", "2026-12-24")}
    change = propose(before, {f"{REPLIES}/new.md": reply("ana", "2026-10-05")}, "ana")
    coming, others = (
        enter({BOBS: before[BOBS]})[BOBS],
        {path: one for path, one in change.before.items() if path != BOBS},
    )
    assert len(tell(check_edits, change)) == 1
    told = replace(coming, findings=Findings(coming.findings.path))
    told.add("untidy", "x", "y", "date")
    assert len(tell(check_edits, replace(change, before={**others, BOBS: told}, problems=[]))) == 1
    told.add("future-date", "x", "y", "date")
    assert tell(check_edits, replace(change, before={**others, BOBS: told}, problems=[])) == []
