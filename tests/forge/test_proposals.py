"""What becomes of an issue: each way in which it is no file, and each limit of those that are."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from declared import DECLARED, KINDS, SETTINGS, load_library
from parley.forge import proposals
from parley.forge.issue_events import Event
from parley.forge.issue_forms import EMPTY, Mistake, find_form
from parley.forge.proposals import Proposal, describe, draft_newcomer, find_about, find_no_agreement, is_from
from parley.model.entries import CAME, Moment
from parley.model.problems import ParleyError
from parley.model.settings import Accept, DeclaredField, Settings
from support import GOOD, NOW, Files, write_tree

PLACE = "discussions/two-follow-ups"
POSTS: Files = {
    **GOOD,
    "people/bob.yml": "name: Bob\naccount: '11'\naliases: [rob]\n",
    "people/old.yml": f"name: Old\nabout: {CAME.format(name='old')}\n",
    "practices/two-follow-ups/post.yml": str(GOOD["practices/first-meeting/post.yml"]).replace("first", "second"),
    "discussions/settled/post.md": (
        "---\ntitle: Settled?\nauthor: bob\ndate: 2026-10-01\nupdated: 2026-11-22T11:00:00Z\ntags: [law]\n"
        "outcome: {by: gil, summary: One., differ: [When.]}\nanswer: 2026-10-02-x\n---\n\nDone?\n"
    ),
    "discussions/settled/replies/2026-10-02-x.md": "---\nauthor: x\ndate: 2026-10-02\n---\n\nYes.\n",
    "discussions/settled/replies/2026-10-03-y.md": "---\nauthor: y\ndate: 2026-10-03\n---\n\nNo.\n",
}
REPLY = {"discussion": "two-follow-ups", "text": "One is enough."}
TOPIC = {"title": "What now?", "tags": "law", "text": "Say it."}
MADE = f"{PLACE}/replies/2026-11-22-eve-i12.md"
SITE = replace(SETTINGS, accept="clean")
UPLOAD = "/attachments/12345678-1234-1234-1234-123456789012"


def fill_in(form: str, values: Mapping[str, str]) -> str:
    labels = {field.id: field.label for field in find_form(form, KINDS).fields}
    return "".join(f"### {label}\n\n{values.get(id) or EMPTY}\n\n" for id, label in labels.items())


EVENT = Event(12, "eve", 7, NOW.replace(hour=10), "", ending="i12", action="opened")


NONE: Files = {}


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    """Holds the check of the small forum once it was made."""
    return {}


@pytest.fixture
def ask(known: dict[str, Any], tmp_path: Path) -> Callable[..., Proposal]:
    """Write an issue to the small forum; `event` has what the forge says of it, `files` what is there besides."""

    def run(
        form: str = "reply",
        values: Mapping[str, str] = REPLY,
        settings: Settings = SITE,
        files: Files = NONE,
        now: datetime | None = NOW,
        **event: Any,
    ) -> Proposal:
        posts = write_tree(tmp_path / "posts", {**POSTS, **files})
        issue = replace(EVENT, **{"body": fill_in(form, values), **event})
        before = None
        if files is NONE and now == NOW and not settings.site_name:
            before = known.setdefault("check", None) or proposals.check_before(posts, now, settings)
            known["check"] = before
        made = proposals.propose(issue, posts, now, settings, before)
        assert made.event == replace(issue, created=made.event.created)
        assert made.form == (None if made.form is None else find_form(form, KINDS))
        return made

    return run


Ask = Callable[..., Proposal]


def list_filled(made: Proposal) -> list[str]:
    return [one.name for one in fields(made) if one.name not in ("event", "form") and getattr(made, one.name)]


def test_what_makes_no_file_has_nothing_of_one(ask: Ask) -> None:
    assert ask(body="Hello").form is None
    assert list_filled(ask(body="Hello")) == []
    assert list_filled(ask(values={})) == ["mistakes"]
    assert list_filled(ask(is_bot=True)) == ["mistakes"]
    assert list_filled(ask(login="a..b", user_id=0)) == ["mistakes"]
    assert list_filled(ask(values={**REPLY, "discussion": "nowhere"})) == ["mistakes"]
    assert list_filled(ask(values={**REPLY, "text": "&#8238;One."})) == ["mistakes"]
    assert list_filled(ask("report", {"address": "nowhere", "reason": "x"})) == []
    assert list_filled(ask("report", {"address": PLACE, "reason": "x"})) == ["about"]
    assert list_filled(ask()) == ["draft", "person", "title", "address", "place"]


@pytest.mark.parametrize(
    ("form", "values", "address", "place", "title"),
    [
        ("reply", REPLY, f"{PLACE}/#reply-2026-11-22-eve-i12", f"{PLACE}/", "Reply by eve to two-follow-ups"),
        (
            "reply",
            {**REPLY, "reply_to": "2026-10-02-ana"},
            f"{PLACE}/#reply-2026-11-22-eve-i12",
            f"{PLACE}/#reply-2026-10-02-ana",
            "Reply by eve to two-follow-ups",
        ),
        ("discussion", TOPIC, "discussions/what-now/", "discussions/", "Discussion by eve: what-now"),
        (
            "outcome",
            {"thread": "first-meeting", "outcome": "One."},
            "practices/first-meeting/",
            "practices/",
            "Outcome by eve of first-meeting",
        ),
        (
            "agreement",
            {"agreed": f"{PLACE}/#reply-2026-10-02-ana"},
            f"{PLACE}/#reply-2026-10-02-ana",
            f"{PLACE}/#reply-2026-10-02-ana",
            "Agreement by eve: two-follow-ups",
        ),
    ],
)
def test_what_is_made_says_where_it_will_be_read_and_where_it_waits(
    ask: Ask, form: str, values: Mapping[str, str], address: str, place: str, title: str
) -> None:
    made = ask(form, values)
    assert (made.address, made.place, made.title) == (address, place, title)


def test_who_has_not_chosen_a_name_of_their_own_keeps_the_one_that_is_there(ask: Ask) -> None:
    made = ask(login="bob", user_id=11, name="Robert")
    assert (made.person, made.mistakes) == (None, ())


def test_who_has_no_handle_or_is_a_bot_is_told_so_by_their_login(ask: Ask) -> None:
    (mistake,) = ask(login="a..b", user_id=0).mistakes
    assert mistake == Mistake(
        "Your login",
        "'a..b' can't be a handle here; those are letters a-z, digits, '-', '_' and single dots inside, at most 64",
        "A maintainer can give you a handle: a file in people/ with the number of your account at the Git host.",
    )
    long = f"{'x' * 61}..x"
    assert ask(login=long, user_id=0).mistakes[0].message.startswith(f"'{long[:59]}…' can't")
    (mistake,) = ask(login=f"{'x' * 60}[bot]", is_bot=True).mistakes
    assert mistake == Mistake(
        "Your login",
        f"'{'x' * 59}…' is a bot",
        "Contributions are written by people. Somebody has to open an issue from their own account.",
    )


def test_without_settings_and_without_a_clock_an_issue_is_read_all_the_same(tmp_path: Path) -> None:
    post = "---\ntitle: A\nauthor: x\ndate: 2026-10-01\ntags: [law]\n---\n\nB\n"
    posts = write_tree(tmp_path / "posts", {"discussions/a/post.md": post, "tags.yml": GOOD["tags.yml"]})
    kinds_body = "### Discussion\n\na\n\n### Reply you answer\n\n_No response_\n\n### Your reply\n\nYes.\n"
    made = proposals.propose(replace(EVENT, body=kinds_body, created=datetime(2100, 1, 1, tzinfo=UTC)), posts)
    assert made.draft
    assert made.event.created <= datetime.now(UTC)
    assert made.handle == "eve"


def test_a_check_that_was_made_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = write_tree(tmp_path / "posts", POSTS)
    before = proposals.check_before(posts, NOW, SITE)
    monkeypatch.setattr(proposals, "check_before", None)
    assert proposals.propose(replace(EVENT, body=fill_in("reply", REPLY)), posts, NOW, SITE, before).draft


def test_nothing_is_checked_against_posts_with_errors(ask: Ask) -> None:
    with pytest.raises(ParleyError) as told:
        ask(files={f"{PLACE}/post.md": "broken"})
    assert str(told.value) == "the existing posts have errors; fix them first (parley check)"


@pytest.mark.parametrize(
    ("path", "text", "address"),
    [
        (MADE, "---\nauthor: eve\ndate: 2026-11-22\n---\n\nOne.\n", f"{PLACE}/#reply-2026-11-22-eve-i12"),
        (
            f"{PLACE}/replies/a.md",
            "---\nauthor: eve\ndate: 2026-11-22\naliases: [2026-11-22-eve-i12]\n---\n\nOne.\n",
            f"{PLACE}/#reply-a",
        ),
        (
            MADE,
            "---\nauthor: removed\ndate: 2026-11-22\nremoved: x\nupdated: 2026-11-22\n---\n",
            f"{PLACE}/#reply-2026-11-22-eve-i12",
        ),
        (MADE, "---\nauthor: gil\ndate: 2026-11-22\n---\n\nOne.\n", ""),
        (MADE.replace("i12", "i13"), "---\nauthor: eve\ndate: 2026-11-22\n---\n\nOne.\n", ""),
        (
            "discussions/b/post.md",
            "---\ntitle: B\nauthor: eve\ndate: 2026-11-22T10:00:00Z\ntags: [law]\n---\n\nOne.\n",
            "discussions/b/",
        ),
        (
            "discussions/b/post.md",
            "---\ntitle: B\nauthor: gil\ndate: 2026-11-22T10:00:00Z\ntags: [law]\n---\n\nOne.\n",
            "",
        ),
    ],
)
def test_what_is_there_already_is_not_written_again(ask: Ask, path: str, text: str, address: str) -> None:
    made = ask(files={path: text})
    assert (made.is_published, made.address) == (bool(address), address or made.address)
    assert bool(made.draft) is not bool(address)
    assert list_filled(made)[: 2 if address else 0] == (["address", "is_published"] if address else [])


def test_without_an_ending_no_reply_is_taken_for_the_one_that_is_asked_for(ask: Ask) -> None:
    named = {f"{PLACE}/replies/2026-11-22-eve-x.md": "---\nauthor: eve\ndate: 2026-11-22\n---\n\nOne.\n"}
    made = ask(files=named, ending="")
    assert not made.is_published
    assert made.draft
    assert made.draft.path.startswith(f"{PLACE}/replies/2026-11-22-eve-")


def test_a_number_that_somebody_else_has_used_is_not_used_again(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.editing.drafts.secrets.choice", lambda _: "x")
    made = ask(files={MADE: "---\nauthor: gil\ndate: 2026-11-22\n---\n\nOne.\n"})
    assert made.draft
    assert made.draft.path == MADE.replace("i12", "xxxx")


def test_a_post_is_from_an_issue_of_its_second_unless_it_names_another(tmp_path: Path) -> None:
    path, second = "discussions/asked/post.md", datetime(2026, 10, 8, 9, 30, tzinfo=UTC)
    text = "---\ntitle: A\nauthor: ana\ndate: 2026-10-08T09:30:00Z{}\ntags: [law]\n---\n\nWell?\n"
    posts = write_tree(tmp_path / "posts", {**GOOD, path: text.format("")})
    (post,) = [one for one in load_library(posts, now=NOW).posts() if one.path == path]
    found = []
    for comment in ("", " # from i7", " # from i8"):
        (posts / path).write_bytes(text.format(comment).encode() + b"\xff")
        found.append(is_from(post, second, "i7", posts))
    assert found == [True, True, False]
    write_tree(posts, {path: text.format(" # from i7")})
    assert not is_from(post, second + timedelta(seconds=1), "i7", posts)
    assert not is_from(replace(post, date=Moment(second, exact=False)), second, "i7", posts)
    (posts / path).unlink()
    assert is_from(post, second, "i8", posts), "a file that is gone names none"


def test_what_was_uploaded_with_a_text_has_its_whole_address(ask: Ask) -> None:
    settings = replace(SITE, repository="https://git.example/ana/talk")
    whole = f"[plan](https://git.example{UPLOAD})"
    made = ask(values={**REPLY, "text": f"The [plan]({UPLOAD})."}, settings=settings)
    assert made.draft
    assert made.draft.text.endswith(f"\nThe {whole}.\n")
    made = ask("outcome", {"thread": PLACE, "outcome": f"The [plan]({UPLOAD})."}, settings)
    assert made.draft
    assert f"The {whole}." in made.draft.text


def test_what_waited_for_its_label_is_not_late(ask: Ask) -> None:
    late = {f"{PLACE}/replies/2026-11-20-gil.md": "---\nauthor: gil\ndate: 2026-11-20\n---\n\nOne.\n"}
    figures = {**REPLY, "text": "Write to ana@corp.io."}
    opened = ask(values=figures, files=late, created=NOW - timedelta(days=20))
    accepted = ask(values=figures, created=NOW - timedelta(days=20), action="labeled", label="accepted")
    assert [one.rule for one in opened.warnings] == ["back-dated", "contact-data"]
    assert [one.rule for one in accepted.warnings] == ["contact-data"]
    assert len(opened.waits) == 2
    assert accepted.waits == ()


OFF, FIRST = ("a maintainer reads everything here",), ("it's a first contribution",)


@pytest.mark.parametrize(
    ("accept", "login", "form", "waits"),
    [
        ("off", "eve", "reply", OFF),
        ("known", "eve", "reply", FIRST),
        ("clean", "eve", "reply", ()),
        ("known", "ana", "reply", ()),
        ("off", "eve", "agreement", OFF),
        ("known", "eve", "agreement", ()),
        ("clean", "eve", "agreement", ()),
    ],
)
def test_what_waits_for_a_maintainer_says_the_site(
    ask: Ask, accept: Accept, login: str, form: str, waits: tuple[str, ...]
) -> None:
    values = REPLY if form == "reply" else {"agreed": PLACE}
    made = ask(form, values, replace(SITE, accept=accept), login=login)
    assert made.draft
    assert made.waits == waits


def test_what_the_policy_names_waits_and_so_does_what_is_too_much_for_a_day(ask: Ask) -> None:
    policy = {"policy.yml": "words: [casino]\na_day: 1\n"}
    made = ask(values={**REPLY, "text": "To the casino."}, files=policy)
    assert made.waits == ("it holds 'casino'",)
    recent = {
        MADE.replace("i12", "i1"): f"---\nauthor: eve\ndate: {Moment(NOW - timedelta(hours=3)).written}\n---\n\nA.\n"
    }
    more = "it would be more than 1 contribution of one person in 24 hours"
    assert ask(files={**policy, **recent}).waits == (more,)
    assert ask("agreement", {"agreed": PLACE}, files={**policy, **recent}).waits == ()
    now = datetime.now(UTC)
    today = {
        f"{PLACE}/replies/t.md": f"---\nauthor: gil\ndate: {Moment(now - timedelta(hours=3)).written}\n---\n\nA.\n"
    }
    assert ask(files=today, now=None, login="gil", created=now).waits == (more,)


def test_the_account_tells_who_is_known(ask: Ask) -> None:
    known = replace(SITE, accept="known")
    assert ask(settings=known, login="bob", user_id=11).waits == ()
    there = {"people/ana.yml": "name: Ana\naccount: '5'\n"}
    assert ask(settings=known, files=there, login="ana", user_id=5).waits == ()
    assert ask(settings=known, files=there, login="ana-new", user_id=5).waits == FIRST


def test_a_newcomer_gets_a_file_with_the_number_of_their_account(tmp_path: Path) -> None:
    library = load_library(write_tree(tmp_path / "posts", POSTS), now=NOW)

    def draft(handle: str, user_id: int = 7, name: str = "") -> str:
        made = draft_newcomer(replace(EVENT, login=handle, user_id=user_id, name=name), handle, library)
        return f"{made.path}: {made.text}" if made else ""

    text = 'people/eve.yml: name: {}\nrole: contributor\naccount: "7"\n'.format
    assert draft("eve") == text("eve")
    assert draft("eve", name="Eve Example") == text("Eve Example")
    nobodys = [draft("eve", 0), draft("bob"), draft("rob"), draft("eve", 11), draft("con"), draft("a..b")]
    assert nobodys == [""] * 6


def test_a_name_of_a_newcomer_that_is_taken_is_told_by_the_field_for_names(ask: Ask) -> None:
    settings = replace(SITE, site_name="Garden Talk")
    (mistake,) = ask(settings=settings, name="Garden Talk").mistakes
    assert mistake == Mistake(
        "Your name",
        "name 'Garden Talk' is reserved for the site",
        "Choose another name; a maintainer needs a file in people/ that gives the role.",
    )
    assert ask(name="Garden Talk").person


def test_a_login_that_speaks_for_the_site_is_told_by_the_login_and_to_a_maintainer(ask: Ask) -> None:
    found = ask(login="Moderator").mistakes
    help = "Choose another name; a maintainer needs a file in people/ that gives the role."
    to_maintainers = "That's for a maintainer to fix, not for you."
    assert found == (
        Mistake("Your login", "author 'moderator' is reserved for the site", help),
        Mistake("", "posts/people/moderator.yml: handle 'moderator' is reserved for the site", to_maintainers),
        Mistake("", "posts/people/moderator.yml: name 'moderator' is reserved for the site", to_maintainers),
    )


def test_a_mistake_is_told_by_its_field_with_the_line_of_the_text(ask: Ask) -> None:
    values = {"title": "Garden", "tags": "lwa", "text": "One.\n\n&#8238;Two.\n\nThree."}
    found = ask("discussion", values).mistakes
    assert [(one.label, one.excerpt) for one in found] == [("Tags", ""), ("Your opening post", "&#8238;Two.")]
    assert found[1].message.endswith(" (line 3 of the text)")
    long = ask("discussion", {**values, "tags": "law", "title": "x" * 121, "text": "One."}).mistakes
    assert [(one.label, one.excerpt) for one in long] == [("Title of the discussion", "")]
    (found_in_reply,) = ask(values={**REPLY, "text": "&#8238;One."}, name="Eve").mistakes
    assert (found_in_reply.label, found_in_reply.excerpt) == ("Your reply", "&#8238;One.")
    assert found_in_reply.message.endswith(" (line 1 of the text)")


def test_keys_that_were_pasted_with_a_text_stay_keys_and_lines_stay_lines(ask: Ask) -> None:
    pasted = {**REPLY, "text": "---\nauthor: eve\ndate: 2026-11-22\nschool: old\n---\n\nOne\nline."}
    as_issue, as_mail = ask(values=pasted), ask(values=pasted, source="mail")
    head = "---\nauthor: eve\ndate: 2026-11-22T10:00:00Z\nschool: old\n---\n\n"
    assert as_issue.draft
    assert as_mail.draft
    assert (as_issue.draft.text, as_mail.draft.text) == (f"{head}One\\\nline.\n", f"{head}One\nline.\n")
    said = ask("outcome", {"thread": PLACE, "outcome": pasted["text"]})
    assert said.draft
    assert "\nschool: old\n" not in said.draft.text, "what comes of a post is no file"


NO_REPLY = "Copy the link on its date, or leave the field empty to reply to the post itself."


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            {"discussion": " two-folow-ups ", "reply_to": "2026-10-02-ana"},
            [
                (
                    "Discussion or practice",
                    "'two-folow-ups' isn't a discussion or practice here",
                    "Did you mean 'two-follow-ups'? Copy the address from the page you are replying to.",
                )
            ],
        ),
        (
            {"discussion": "zzz"},
            [
                (
                    "Discussion or practice",
                    "'zzz' isn't a discussion or practice here",
                    "Copy the address from the page you are replying to.",
                )
            ],
        ),
        (
            {"reply_to": "  2026-10-02-anna "},
            [
                (
                    "Reply you answer",
                    "'2026-10-02-anna' isn't a reply in 'two-follow-ups'",
                    f"Did you mean '2026-10-02-ana'? {NO_REPLY}",
                )
            ],
        ),
        ({"reply_to": "zzz"}, [("Reply you answer", "'zzz' isn't a reply in 'two-follow-ups'", NO_REPLY)]),
        (
            {"discussion": "zzz", "school": "olde"},
            [
                (
                    "Discussion or practice",
                    "'zzz' isn't a discussion or practice here",
                    "Copy the address from the page you are replying to.",
                ),
                ("School you argue for", "school 'olde' must be one of old, new, both", "Did you mean 'old'?"),
            ],
        ),
    ],
)
def test_what_is_named_and_is_not_there_is_told_with_what_is_near(
    ask: Ask, values: Mapping[str, str], told: list[tuple[str, str, str]]
) -> None:
    found = ask(values={**REPLY, **values}).mistakes
    assert [(one.label, one.message, one.help) for one in found] == told


def test_an_address_of_a_practice_means_the_practice_where_a_discussion_has_its_name(ask: Ask) -> None:
    paths = [ask(values={**REPLY, "discussion": place}) for place in ("/practices/two-follow-ups/", "two-follow-ups")]
    assert [made.draft.path if made.draft else "" for made in paths] == [MADE.replace("discussions", "practices"), MADE]


def test_an_outcome_is_one_with_any_of_its_parts(ask: Ask) -> None:
    for field, key in (("agreed", "agreed"), ("differ", "differ"), ("outcome", "One.")):
        made = ask("outcome", {"thread": PLACE, field: "One."})
        assert made.draft, field
        assert made.draft.text.count(key) == 1
    (mistake,) = ask("outcome", {"thread": PLACE}).mistakes
    assert mistake == Mistake("What came of it", "nothing is said here", "Fill it in, or name an answer.")


def test_an_outcome_leaves_what_it_does_not_say(ask: Ask) -> None:
    with_answer = ask("outcome", {"thread": "settled", "outcome": "Two."})
    assert with_answer.draft
    assert "answer: 2026-10-02-x\n" in with_answer.draft.text
    assert "by: eve" in with_answer.draft.text
    assert "updated: 2026-11-22T11:00:01Z\n" in with_answer.draft.text, "a second after the last edit"
    assert "it takes the place of an outcome by somebody else" in with_answer.waits
    later = ask("outcome", {"thread": "settled", "outcome": "Two."}, created=NOW.replace(hour=11, minute=30))
    assert later.draft
    assert "updated: 2026-11-22T11:30:00Z\n" in later.draft.text
    by_gil = ask("outcome", {"thread": "settled", "outcome": "Two."}, login="gil")
    assert not any("takes the place" in why for why in by_gil.waits)
    other = ask("outcome", {"thread": "settled", "answer": "2026-10-03-y"})
    assert other.draft
    assert "by: gil" in other.draft.text
    assert not any("takes the place" in why for why in other.waits)
    answer = ask("outcome", {"thread": "settled", "answer": "2026-10-02-x"})
    assert (answer.is_published, answer.address) == (True, "discussions/settled/")


def test_an_outcome_of_a_file_that_only_a_person_can_change_is_left_to_a_maintainer(ask: Ask) -> None:
    odd = {f"{PLACE}/post.md": "---\n{title: Two?, author: the-host, date: 2026-10-01, tags: [sales]}\n---\n\nWell?\n"}
    (mistake,) = ask("outcome", {"thread": PLACE, "outcome": "One."}, files=odd).mistakes
    assert (mistake.label, mistake.help) == ("", "A maintainer has to set it by hand.")
    assert f"{PLACE}/post.md" in mistake.message


def test_an_agreement_is_drawn_a_name_where_none_is_given(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.editing.drafts.secrets.choice", lambda _: "x")
    named, drawn = (ask("agreement", {"agreed": PLACE}, ending=ending) for ending in ("i12", ""))
    assert named.draft
    assert drawn.draft
    paths = (f"agreements/{PLACE}/eve/i12.yml", f"agreements/{PLACE}/eve/xxxx.yml")
    assert (named.draft.path, drawn.draft.path) == paths
    assert (named.address, named.place, named.title) == (f"{PLACE}/", f"{PLACE}/", "Agreement by eve: two-follow-ups")
    wrong = ask("agreement", {"agreed": PLACE, "stance": "olde", "school": "olde"}).mistakes
    assert [one.message for one in wrong] == ["school 'olde' must be one of old, new, both"]


def test_what_keeps_somebody_from_agreeing(tmp_path: Path) -> None:
    files = {
        **POSTS,
        f"{PLACE}/replies/gone.md": "---\nauthor: cy\ndate: 2026-10-05\nremoved: Private.\nupdated: 2026-10-06\n---\n",
        f"agreements/{PLACE}/gil/x.yml": "agrees: [2026-10-02-ana]\n",
    }
    library = load_library(write_tree(tmp_path / "posts", files), now=NOW)
    ana, gone = (find_about(f"{PLACE}/#reply-{name}", library) for name in ("2026-10-02-ana", "gone"))
    assert ana
    assert gone
    assert [find_no_agreement(ana, handle) for handle in ("eve", "ana", "gil")] == [
        None,
        ("you wrote that yourself", "Agreement is what others say."),
        ("you agree with that already", "Nothing is left to do; you can close this issue."),
    ]
    assert find_no_agreement(gone, "eve") == ("that was removed, so nobody can agree with it", "Leave it.")


def test_the_author_who_stands_in_for_a_login_of_an_archive_is_told(ask: Ask) -> None:
    made = ask(login="Old", user_id=5)
    assert made.stands_in == "old-5"
    assert made.draft
    assert "author: old-5\n" in made.draft.text
    assert ask().stands_in == ""


def test_a_mistake_in_a_file_of_keys_alone_is_told_by_its_field(ask: Ask) -> None:
    locked = {
        "discussions/shut/post.md": str(GOOD[f"{PLACE}/post.md"]).replace(
            "tags", "locked: x\nupdated: 2026-10-02\ntags"
        )
    }
    (mistake,) = ask("agreement", {"agreed": "shut"}, files=locked).mistakes
    assert (mistake.label, mistake.message) == ("", "a maintainer has locked this thread; it takes no new agreement")
    (hidden,) = ask("outcome", {"thread": "first-meeting", "outcome": "One&#8238;."}).mistakes
    assert (hidden.label, hidden.excerpt) == ("What came of it", "")


def test_a_mistake_in_a_key_of_two_words_is_told_by_its_field(tmp_path: Path) -> None:
    fields = (DeclaredField("soil_type", "text", ("reply",), "Soil"),)
    settings = replace(SITE, declaration=replace(DECLARED, fields=fields))
    body = fill_in("reply", REPLY).replace("### Your reply", "### Soil\n\nx\u202ey\n\n### Your reply")
    posts = write_tree(tmp_path / "posts", POSTS)
    (mistake,) = proposals.propose(replace(EVENT, body=body), posts, NOW, settings).mistakes
    assert (mistake.label, mistake.excerpt) == ("Soil", "")


def test_a_log_says_what_became_of_an_issue(ask: Ask) -> None:
    made = (ask(), ask(values={}), ask("report", {"address": PLACE, "reason": "x"}), ask(body="Hello"))
    assert [describe(one) for one in made] == [
        f"posts/{MADE}",
        "2 things to fix in the form",
        "Report a post: no file to make",
        "not written with a form",
    ]
