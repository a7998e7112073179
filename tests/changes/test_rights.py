"""Who may change what: all that is said of changes by each, to the letter.

`PARLEY_ACCEPT=1 pytest tests/changes/test_rights.py` writes what is found into `rights.txt`. Read it with care.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from changes.making import REPLIES, THREAD, Texts, post, propose, reply, tell
from parley.checking.rules.change import rights
from parley.checking.rules.change.changeset import ChangeSet
from parley.checking.rules.entry import Entry
from parley.model.entries import CAME
from parley.model.findings import Findings
from support import hold

POST = f"{THREAD}/post.md"
ANAS = f"{REPLIES}/2026-10-02-ana.md"
BOBS = f"{REPLIES}/2026-10-03-bob.md"
NEW = f"{REPLIES}/new.md"
OTHER = "discussions/ink/post.md"
UNDATED = f"{REPLIES}/undated.md"
LOCKED = "discussions/pens"
AGREEMENT = "agreements/discussions/{}/{}/x.yml".format
LOCK = "locked: Said.\nupdated: 2026-10-04\n"
BEFORE: Texts = {
    POST: post("ana"),
    ANAS: reply("ana"),
    BOBS: reply("bob", "2026-10-03"),
    f"{LOCKED}/post.md": post("ana", LOCK),
    AGREEMENT("first-call", "ana"): "agrees: [2026-10-03-bob]\n",
    AGREEMENT("pens", "ana"): "agrees: [post, 2026-10-02-ana]\n",
    "people/ana.yml": "name: Ana\naliases: [anna]\n",
    "people/bob.yml": "name: Bob\naccount: github:11\naliases: [rob]\n",
    "people/gil.yml": "name: Gil\nbanned: Shouts.\nbanned_since: 2026-10-01\n",
    "people/old.yml": f"name: Old\nabout: {CAME.format(name='old')}\n",
    "people/the-host.yml": "name: The Host\nrole: house-voice\n",
}
Case = tuple[str, Texts, tuple[str, ...]]
"""What is done, by logins, each with the number of its account behind a space if there is one."""


def list_bans() -> Iterator[Case]:
    yield "a reply", {NEW: reply("gil")}, ("gil",)
    yield "an edit", {ANAS: reply("ana", text="Two.")}, ("gil",)
    yield "a reply taken away", {ANAS: None}, ("gil",)
    yield "an agreement", {AGREEMENT("first-call", "gil"): "agrees: [post]\n"}, ("gil",)
    yield "a name", {"people/gil.yml": "name: Gilbert\nbanned: Shouts.\nbanned_since: 2026-10-01\n"}, ("gil",)


def list_authors() -> Iterator[Case]:
    everybody = ("eve", "Bob", "bob 11", "bob 99", "rob", "robert 11", "the-host", "removed", "old", "old 77", "a..b")
    yield "a reply by ana", {NEW: reply("ana")}, everybody
    yield "a reply by bob", {NEW: reply("bob")}, ("bob", "bob 11", "bob 99", "rob", "robert 11")
    yield "a reply by rob", {NEW: reply("rob")}, ("bob", "bob 99", "rob", "robert 11")
    yield "a reply by robert", {NEW: reply("robert")}, ("bob 11", "robert 11")
    yield "a reply by the-host", {NEW: reply("the-host")}, ("the-host",)
    yield "a reply by removed", {NEW: reply("removed")}, ("removed",)
    yield "a reply by old", {NEW: reply("old")}, ("old", "old 77")
    yield "a reply by old-77", {NEW: reply("old-77")}, ("old", "old 77", "old 78")
    yield "a reply by itself", {NEW: reply("renovate")}, ("renovate[bot]", "project_7_bot")
    yield "a reply without an author", {NEW: "---\ndate: 2026-10-02\n---\n\nOne.\n"}, ("eve", "renovate[bot]", "old")
    yield "a reply by a long login", {NEW: reply("b" * 64)}, ("c" * 64, f"{'c' * 70}[bot]")
    for path in (BOBS, ANAS):
        yield f"an edit of {path[-6:-3]}'s", {path: reply("eve", text="Three.")}, ("eve", "bob", "bob 99")
        yield f"{path[-6:-3]}'s taken away", {path: None}, ("eve", "ana")
    yield "an outcome", {POST: post("ana", "outcome: One.\n")}, ("eve", "ana")
    yield "a file of another's post in another's place", {POST: None, NEW: post("ana")}, ("eve",)
    for handle in ("ana", "eve", "bob"):
        agreement = {AGREEMENT("first-call", handle): "agrees: [2026-10-02-ana]\n"}
        yield f"an agreement of {handle}", agreement, ("eve", "bob 11", "bob 99", "A..b", "renovate[bot]")
    yield "an agreement taken away", {AGREEMENT("first-call", "ana"): None}, ("eve", "ana")
    for handle in ("ana", "bob", "rob", "eve", "h" * 64):
        yield f"the file of {handle}", {f"people/{handle}.yml": "name: Somebody\n"}, ("eve", "bob 99", "rob", "ana")
    yield "a file of a person taken away", {"people/bob.yml": None}, ("eve", "bob 99")


def list_unsigned() -> Iterator[Case]:
    """What is there and has no author that can be read, or a house voice."""
    yield "an edit", {ANAS: reply("ana"), POST: post("the-host", text="Who?")}, ("eve", "the-host")
    yield "a file taken away", {ANAS: None, POST: None}, ("eve", "the-host")


def list_signatures() -> Iterator[Case]:
    signed = "outcome: {{by: {}, summary: One.}}\n".format
    for by in ("ana", "anna", "bob", "the-host"):
        yield f"signed {by}", {POST: post("ana", signed(by))}, ("ana", "eve", "the-host")
        yield f"a new post, signed {by}", {"discussions/x/post.md": post("ana", signed(by))}, ("ana", "the-host")
    yield "signed ana, with another text", {POST: post("ana", signed("ana"), "Who?")}, ("eve",)
    yield "signed bob by another of that name", {"discussions/x/post.md": post("ana", signed("bob"))}, ("bob 99",)
    yield "signed at length", {POST: post("ana", signed("z" * 61))}, ("ana", "y" * 61)
    yield "not signed", {POST: post("ana", "outcome: One.\n")}, ("ana", "eve")


def list_locks() -> Iterator[Case]:
    yield "a reply", {f"{LOCKED}/replies/a.md": reply("eve")}, ("eve",)
    yield "a reply elsewhere", {NEW: reply("eve")}, ("eve",)
    yield "a second file of the post", {f"{LOCKED}/post.yml": "title: A\nauthor: eve\ndate: 2026-10-01\n"}, ("eve",)
    agrees = "agrees: [{}]\n".format
    yield "an agreement", {AGREEMENT("pens", "eve"): agrees("post")}, ("eve",)
    yield "an agreement elsewhere", {AGREEMENT("first-call", "eve"): agrees("post")}, ("eve",)
    yield "more agreement", {AGREEMENT("pens", "ana"): agrees("post, 2026-10-02-ana, x")}, ("ana",)
    yield "the same agreement", {AGREEMENT("pens", "ana"): agrees("2026-10-02-ana, post")}, ("ana",)
    yield "other agreement", {AGREEMENT("pens", "ana"): agrees("x")}, ("ana",)
    yield "less agreement", {AGREEMENT("pens", "ana"): agrees("post")}, ("ana",)
    yield "an agreement taken away", {AGREEMENT("pens", "ana"): None}, ("ana",)
    yield "an agreement with nothing", {AGREEMENT("pens", "eve"): "school: old\n"}, ("eve",)


def list_keys() -> Iterator[Case]:
    yield "another author", {ANAS: reply("anna")}, ("ana",)
    yield "a long author", {ANAS: reply("a" * 61)}, ("ana",)
    yield "another date", {ANAS: reply("ana", "2026-10-03T10:20:30Z")}, ("ana",)
    yield "no author and no date", {ANAS: "---\nreply_to: 2026-10-03-bob\n---\n\nOne.\n"}, ("ana",)
    yield "the same", {ANAS: reply("ana", text="Two.")}, ("ana",)
    yield "under another name", {ANAS: None, NEW: reply("anna", keys="aliases: [2026-10-02-ana]\n")}, ("ana",)
    there = {ANAS: None, BOBS: reply("bob", "2026-10-03", "aliases: [2026-10-02-ana]\n")}
    yield "under the name of what is there", there, ("ana",)
    for key in ("pinned: true", "pinned: false", LOCK[:-1], "unlocked: Fine.", "restored: Fine."):
        yield key.partition("\n")[0], {POST: post("ana", f"{key}\n")}, ("ana", "bob")
        yield f"a new post, {key}".partition("\n")[0], {"discussions/x/post.md": post("eve", f"{key}\n")}, ("eve",)
    yield "a lock taken away", {f"{LOCKED}/post.md": post("ana", "updated: 2026-10-04\n")}, ("ana",)
    yield "the reason of a lock", {f"{LOCKED}/post.md": post("ana", LOCK.replace("Said", "Done"))}, ("ana",)
    yield "moved", {ANAS: reply("ana", keys="moved: There.\nmoved_to: /discussions/pens/\n")}, ("ana",)


def list_marked() -> Iterator[Case]:
    """What is removed, pinned or not."""
    gone = "removed: {}\nupdated: 2026-10-04\n".format
    yield "nothing else", {ANAS: reply("ana", keys=gone("Private."), text="Two.")}, ("ana",)
    yield "restored", {ANAS: reply("ana")}, ("ana",)
    yield "another reason", {ANAS: reply("ana", keys=gone("Spam."))}, ("ana",)
    yield "no pin", {POST: post("ana")}, ("ana",)
    signed = "outcome: {by: bob, summary: One.}\n"
    yield "an outcome as it was", {f"{THREAD}/replies/a.md": reply("ana"), OTHER: post("ana", signed, "Who?")}, ("ana",)
    yield "an outcome taken away", {OTHER: post("ana")}, ("ana",)
    yield "a date where none was", {UNDATED: reply("ana", text="Two.")}, ("ana",)
    yield "other words of another", {OTHER: post("ana", signed.replace("One", "Two"))}, ("ana",)
    yield "no pin that is none", {f"{LOCKED}/post.md": post("ana")}, ("ana",)


def list_people() -> Iterator[Case]:
    def person(name: str, keys: str = "") -> Texts:
        return {"people/eve.yml": f"name: {name}\n{keys}"}

    for role in ("maintainer", "house-voice", "contributor"):
        yield f"the role {role}", person("Eve", f"role: {role}\n"), ("eve",)
    yield "a house voice's own", {"people/the-host.yml": "name: The Host\n"}, ("the-host",)
    ban = "banned: Shouts.\nbanned_since: 2026-10-01\n"
    yield "a ban of one's own", person("Eve", ban), ("eve",)
    yield "a ban taken away", {"people/gil.yml": "name: Gil\n"}, ("gil",)
    yield "a ban taken away with the file", {"people/gil.yml": None}, ("gil",)
    yield "a file taken away", {"people/ana.yml": None}, ("ana",)
    ana = {"people/ana.yml": "name: Ana\naliases: [anna, anni, {}]\n".format("x" * 61)}
    yield "former handles", ana, ("ana",)
    yield "former handles of a newcomer", person("Eve", "aliases: [eve, evi]\n"), ("eve",)
    for account in ("5", "github:5", "gitlab:5", "6"):
        yield f"the number {account}", person("Eve", f"account: '{account}'\n"), ("eve", "eve github:5")
    bob = "people/bob.yml"
    yield "another number", {bob: "name: Bob\naccount: github:12\naliases: [rob]\n"}, ("bob 11", "bob")
    yield "the number taken away", {bob: "name: Bob\naliases: [rob]\n"}, ("bob 11",)
    yield "the number with its forge left out", {bob: "name: Bob\naccount: '11'\naliases: [rob]\n"}, ("bob 11",)
    for name in ("Eve", "Bob", "bob", "B0b", "Anna", "2026", f"Ana {'x' * 60}", "R0b"):
        yield f"the name {name}", person(name), ("eve",)
    yield "a name that was taken already", {"people/ana.yml": "name: Bob\naliases: [anna]\n"}, ("ana",)
    yield "a file without a name", {"people/eve.yml": "link: https://example.org/\n"}, ("eve",)


CHECKS = (
    rights.check_bans,
    rights.check_ownership,
    rights.check_signatures,
    rights.check_locks,
    rights.check_fixed_keys,
    rights.check_maintainers_keys,
    rights.check_identities,
    rights.check_names,
)
GONE = {
    ANAS: reply("ana", keys="removed: Private.\nupdated: 2026-10-04\n"),
    POST: post("ana", "pinned: true\n"),
    f"{LOCKED}/post.md": post("ana", "pinned: false\n"),
    UNDATED: "---\nauthor: ana\n---\n\nOne.\n",
    OTHER: post("ana", "outcome: {by: bob, summary: One.}\n"),
}
UNREADABLE = {ANAS: "One.\n", POST: post("the-host")}
LISTS: tuple[tuple[Callable[[], Iterator[Case]], Texts], ...] = (
    *((cases, {}) for cases in (list_bans, list_authors, list_signatures, list_locks, list_keys, list_people)),
    (list_unsigned, UNREADABLE),
    (list_marked, GONE),
)


def tell_all(change: ChangeSet) -> list[str]:
    return [line for check in CHECKS for line in tell(check, replace(change, problems=[]))]


def test_all_that_is_said_of_changes_by_each() -> None:
    told: list[str] = []
    for list_cases, files in LISTS:
        for title, edit, actors in list_cases():
            before = {**BEFORE, **files}
            for actor in actors:
                login, _, account = actor.partition(" ")
                told += [f"> {title}, by {actor}", *tell_all(propose(before, edit, login, account))]
            assert tell_all(propose(before, edit, login, account, is_maintainer=True)) == [], "they may do everything"
    hold(Path(__file__).with_name("rights.txt"), "\n".join(told) + "\n")


def with_findings(entry: Entry, rule: str) -> Entry:
    told = replace(entry, findings=Findings(entry.findings.path))
    told.add(rule, "x", "y", "author")
    return told


def test_what_is_told_of_a_file_already_is_not_told_twice() -> None:
    late, alike = f"{LOCKED}/replies/a.md", "people/eve.yml"
    change = propose(BEFORE, {late: reply("eve"), alike: "name: B0b\n"}, "eve")
    for rule, left in (("untidy", 2), ("locked", 1), ("mixed-script", 1)):
        after = {path: with_findings(change.after[path], rule) for path in (late, alike)}
        assert len(tell_all(replace(change, after={**change.after, **after}))) == left, rule


def test_the_reason_of_a_ban_is_shown_without_its_full_stop_and_not_at_any_length() -> None:
    for reason, shown in (("..shouts at X..", "..shouts at X"), ("x" * 300, "x" * 300), ("x" * 301, f"{'x' * 299}…")):
        before = {"people/eve.yml": f"name: Eve\nbanned: {reason}\nbanned_since: 2026-10-01\n"}
        change = propose(before, {NEW: reply("eve")}, "eve")
        change = replace(change, actor=replace(change.actor, banned=reason))
        assert [line.partition(": ")[2].partition(" | ")[0] for line in tell(rights.check_bans, change)] == [
            f"'@eve' may not write here: {shown}"
        ]
