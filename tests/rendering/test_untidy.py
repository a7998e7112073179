"""What a stranger wrote, as it was given, and what the page shows: all of one build."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from declared import SETTINGS, check_posts, load_library
from parley.forge.issue_events import Event
from parley.forge.proposals import propose
from parley.model import urls
from parley.model.settings import Settings
from parley.rendering.pages import build_pages
from reading.test_mending_dates import DATES
from reading.test_mending_head import AROUND, POST, TAGS, TITLES, WORDS
from reading.test_mending_text import PASTED
from support import GOOD, MKDOCS_YML, NOW, Files, run_parley, write_tree

REPLY = "discussions/two-follow-ups/replies/2026-10-05-eve-{}.md"

REPLIES = {
    "from Word": ("—\nauthor: “eve”\ndate: “2026-10-05”\n—\n\nSent from Word.\n", "Sent from Word."),
    "a date with points": ("---\nauthor: eve\ndate: 5.10.2026\n---\n\nA German date.\n", "A German date."),
    "no lines of dashes": ("Author: @Eve\nDate: October 5, 2026\n\nFrom a mail: hello.\n", "From a mail: hello."),
    "nothing but a text": ("Nothing but a text.\n", "Nothing but a text."),
    "an address as parent": (
        "---\nauthor: eve\ndate: 2026-10-05\nReply-To: http://127.0.0.1:8000/discussions/two-follow-ups/#reply-2026-10-02-ana\n"
        "School: Old school\n---\n\nAn answer to Ana.\n",
        "An answer to Ana.",
    ),
    "TOML": ('+++\nauthor = "eve"\ndate = 2026-10-05\n+++\n\nFrom another generator.\n', "From another generator."),
}  # fmt: skip

POSTS = {
    "hash": ("title: Why #1 is wrong", "Why #1 is wrong"),
    "colon": ("title: Follow-ups: is one enough?", "Follow-ups: is one enough?"),
    "at": ("title: @home: a case", "@home: a case"),
    "bracket": ("title: [Poll] One or two?", "[Poll] One or two?"),
    "quote": ('title: "Yes" or "no"?', '"Yes" or "no"?'),
    "open": ('title: "Never closed', '"Never closed'),
    "angle": ("title: > Quoted", "> Quoted"),
    "star": ("title: *Really* one?", "*Really* one?"),
    "emoji": ("title: 🙂", "🙂"),
    "arabic": ("title: لماذا: مرة واحدة؟", "لماذا: مرة واحدة؟"),
    "japanese": ("title：なぜ：一度だけ", "なぜ：一度だけ"),
}


@pytest.fixture
def files() -> Files:
    replies = {REPLY.format(f"{number}a1b"): text for number, (text, _) in enumerate(REPLIES.values())}
    head = "author: Eve\ndate: 4.10.2026\ntags: Sales\nsummary:\n"
    posts = {
        f"discussions/{slug}/post.markdown": f"---\n{title}\n{head}---\n\nYes.\n" for slug, (title, _) in POSTS.items()
    }
    return {**GOOD, **replies, **posts}


def test_what_a_stranger_wrote_is_on_the_page(files: Files, tree: Callable[[Files], Path]) -> None:
    posts = tree(files)
    found = check_posts(posts, "posts", NOW).problems
    assert [one for one in found if one.rule != "untidy"] == []
    pages = {page.address: page for page in build_pages(load_library(posts, now=NOW), Settings())}
    html = pages[urls.post("discussions", "two-follow-ups")].render()
    thread = read(html)
    for shown in (text for _, text in REPLIES.values()):
        assert shown in thread
    assert html.count('datetime="2026-10-05') >= len(REPLIES)
    for slug, (_, title) in POSTS.items():
        page = pages[urls.post("discussions", slug)].render()
        assert title in read("".join(re.findall(r"<h1.*?</h1>", page, re.DOTALL))), slug
        assert "2026-10-04" in page


AFTER = datetime(2026, 12, 31, tzinfo=UTC)


def draw(files: Files, tree: Callable[[Files], Path]) -> dict[str, str]:
    """The pages of some posts by their addresses; nothing in them may be more than untidy."""
    posts = tree({**GOOD, **files})
    found = check_posts(posts, "posts", AFTER).problems
    assert [one for one in found if one.rule not in ("untidy", "too-early", "not-shown")] == []
    return {page.address: page.render() for page in build_pages(load_library(posts, now=AFTER), Settings())}


def list_replies(page: str) -> dict[str, str]:
    """The replies of a page, each as it is drawn, by its name."""
    parts = re.split(r"<article class=\"pa-reply", page)[1:]
    return {found[1]: part for part in parts if (found := re.search(r'id="reply-([^"]+)"', part))}


def name_cases(cases: Iterable[str], writer: str = "ana", day: str = "2026-11-22") -> dict[str, str]:
    """For each case the name of a reply."""
    return {case: f"{day}-{writer}-a{number:03}" for number, case in enumerate(cases)}


THREAD = urls.post("discussions", "two-follow-ups")
PLACE = "discussions/two-follow-ups/replies/{}.md"


def test_front_matter_in_any_dress_is_a_byline_on_the_page_and_no_word_of_it_stands_in_the_text(
    tree: Callable[[Files], Path],
) -> None:
    names = name_cases(AROUND)
    made = draw({PLACE.format(id): AROUND[case] for case, id in names.items()}, tree)
    drawn = list_replies(made[THREAD])
    for case, id in names.items():
        assert re.search(r'datetime="2026-11-22T00:00:00Z"', drawn[id]), case
        assert re.search(r">@?ana<", drawn[id]), case
        words = re.findall(r"<p>(.*?)</p>", drawn[id])
        assert words == ["One is enough."], (case, words)


def test_a_date_in_any_words_is_the_date_on_the_page(tree: Callable[[Files], Path]) -> None:
    given = {written: read for written, read in DATES if not written.endswith(" ")}
    names = name_cases(given)
    text = "---\nauthor: ana\ndate: {}\n---\n\nOne is enough.\n"
    made = draw({PLACE.format(id): text.format(written) for written, id in names.items()}, tree)
    drawn = list_replies(made[THREAD])
    shown = {case: re.findall(r'<time[^>]* datetime="([^"]+)"', drawn[id])[0] for case, id in names.items()}
    wrong = {case: (found, given[case]) for case, found in shown.items() if not is_same_moment(found, given[case])}
    assert wrong == {}


def is_same_moment(found: str, wanted: str) -> bool:
    if "T" not in wanted:  # a day has its beginning where the page has been published before
        return found.removesuffix("T00:00:00Z") == wanted
    return datetime.fromisoformat(found) == datetime.fromisoformat(wanted)


def test_a_title_keeps_its_words_on_the_page(tree: Callable[[Files], Path]) -> None:
    slugs = {title: f"t{number}" for number, title in enumerate(TITLES)}
    made = draw({f"discussions/{slug}/post.md": POST.format(title) for title, slug in slugs.items()}, tree)
    for title, slug in slugs.items():
        heading = re.findall(r"<h1.*?</h1>", made[urls.post("discussions", slug)], re.DOTALL)
        assert title in read("".join(heading)), title


def test_a_value_in_other_words_is_drawn_as_the_one_that_is_meant(tree: Callable[[Files], Path]) -> None:
    """Of each case two pages, one with what was given and one with what is read, are the same."""
    cases = [case for case in WORDS if case[0] == "discussion" and case[2] != "tags: [sales, sales-2]"]
    tags = "".join(f"- {{slug: {tag}, title: {title}, summary: To sort.}}\n" for title, tag in TAGS.items())
    pages: list[dict[str, str]] = []
    for which in (1, 2):
        files: dict[str, str | bytes] = {"tags.yml": tags}
        for number, case in enumerate(cases):
            rest = "title: T\nauthor: ana\ndate: 2026-11-22\n"
            rest += "" if case[2].startswith("tags") else "tags: [sales]\n"
            files[f"discussions/v{number}/post.md"] = f"---\n{rest}{case[which]}\n---\n\nText\n"
        made = draw(files, tree)
        pages.append({str(case): made[urls.post("discussions", f"v{number}")] for number, case in enumerate(cases)})
    given, meant = pages
    assert [case for case in given if given[case] != meant[case]] == []
    for case in cases:
        value = re.sub("first-contact|true", "", case[2].partition(":")[2])
        for word in re.findall(r"[\w?]{4,}", value):
            assert word.lower() in read(given[str(case)]).lower(), (case, word)


FORM = "### Discussion or practice\n\ntwo-follow-ups\n\n### Reply you answer\n\n_No response_\n\n### Your reply\n\n{}\n"


def ask(number: int, text: str, posts: Path) -> tuple[str, str]:
    """The path and the text of the file that becomes of an issue."""
    event = Event(number, "ana", 0, datetime(2026, 11, 22, tzinfo=UTC), FORM.format(text), ending=f"i{number}")
    proposal = propose(event, posts, AFTER, SETTINGS)
    assert proposal.draft, (text, proposal.mistakes)
    return proposal.draft.path, proposal.draft.text


def find_text(reply: str) -> str:
    found = re.search(r'<div class="pa-text".*?>(.*?)</div>', reply, re.DOTALL)
    assert found
    return found[1]


def test_what_is_pasted_has_the_same_words_on_the_page_by_file_and_by_form(tree: Callable[[Files], Path]) -> None:
    posts = tree(GOOD)
    by_file = name_cases(PASTED)
    files = {
        PLACE.format(id): f"---\nauthor: ana\ndate: 2026-11-22\n---\n\n{PASTED[case]}\n" for case, id in by_file.items()
    }
    asked = {case: ask(number, text, posts) for number, (case, text) in enumerate(PASTED.items(), 1)}
    drawn = list_replies(draw({**files, **dict(asked.values())}, tree)[THREAD])
    for case, id in by_file.items():
        shown = find_text(drawn[Path(asked[case][0]).stem])
        assert read(shown).split() == read(find_text(drawn[id])).split(), case


def test_a_whole_file_in_the_field_of_a_form_is_drawn_without_its_keys(tree: Callable[[Files], Path]) -> None:
    given = "---\nauthor: ana\ndate: today\nreply_to: 2026-10-02-ana\n---\n\nSome *words*\nof mine.\n"
    path, text = ask(12, given, tree(GOOD))
    page = draw({path: text}, tree)[THREAD]
    assert find_text(list_replies(page)[Path(path).stem]) == "<p>Some <em>words</em><br>\nof mine.</p>\n"
    assert text.partition("\n---\n")[0].endswith("\nreply_to: 2026-10-02-ana")


ANSWER = {
    "its name": "2026-10-02-ana",
    "its file": "2026-10-02-ana.md",
    "the file of another kind": "2026-10-02-ana.yaml",
    "a path": "posts/discussions/two-follow-ups/replies/2026-10-02-ana.md",
    "a path from here": "./2026-10-02-ana.md",
    "its anchor": "reply-2026-10-02-ana",
    "its anchor behind a hash": "#reply-2026-10-02-ana",
    "its address": "http://127.0.0.1:8000/discussions/two-follow-ups/#reply-2026-10-02-ana",
    "its address with what a mail adds": "<http://127.0.0.1:8000/discussions/two-follow-ups/?utm_source=x#reply-2026-10-02-ana>",
    "a link": "[Ana](http://127.0.0.1:8000/discussions/two-follow-ups/#reply-2026-10-02-ana)",
    "letters of another case": "2026-10-02-Ana",
    "quotes": "\u201c2026-10-02-ana\u201d",
}
REPLY_KEYS = {
    **{f"reply_to as {name}": (f"reply_to: {value}", "reply_to: 2026-10-02-ana") for name, value in ANSWER.items()},
    "the post itself": ("reply_to: two-follow-ups", ""),
    "the post by its address": ("reply_to: http://127.0.0.1:8000/discussions/two-follow-ups/", ""),
    "an answer in German": ("Antwort auf: 2026-10-02-ana", "reply_to: 2026-10-02-ana"),
    "no answer": ("reply_to:", ""),
    "no answer, in a word": ("reply_to: none", ""),
    "a school by its title": ("School: Old School", "school: old"),
    "a school in capitals": ("school: NEW", "school: new"),
    "a school in quotes": ("school: \u2018both\u2019", "school: both"),
    "no school": ("school:", ""),
    "no school, in words": ("school: no school", ""),
    "an empty list": ("sources: []", ""),
    "a bare source": ("sources: https://example.org/a", "sources:\n  - {name: example.org/a, url: 'https://example.org/a'}"),
    "a date of an edit": ("updated: 23 November 2026", "updated: 2026-11-23"),
}  # fmt: skip
AUTHORS = (
    "@eve",
    "Eve",
    "@Eve",
    "EVE",
    "\u201ceve\u201d",
    "https://github.com/Eve",
    "[@eve](https://github.com/Eve)",
    "Eve M (@eve)",
    "eve # me",
)
PERSON_KEYS = {
    "a colon": ("name: Ana: a case", "name: 'Ana: a case'"),
    "a hash": ("name: Ana #1", "name: 'Ana #1'"),
    "a key in capitals": ("NAME: Ana", "name: Ana"),
    "a key in German": ("Name: Ana\n\u00dcber mich: Gr\u00fc\u00dfe", "name: Ana\nabout: Gr\u00fc\u00dfe"),
    "a line in quotes": ("name: Ana\nabout: \u201cI write: a lot\u201d", "name: Ana\nabout: 'I write: a lot'"),
    "an emoji": ("name: Ana\nabout: \U0001f60d", "name: Ana\nabout: '\U0001f60d'"),
    "an at sign": ("name: Ana\nabout: @home: a case", "name: Ana\nabout: '@home: a case'"),
    "a bare link": ("name: Ana\nlink: example.org/ana", "name: Ana\nlink: https://example.org/ana"),
    "a link in brackets": ("name: Ana\nlink: [me](https://example.org/ana)", "name: Ana\nlink: https://example.org/ana"),
    "no link": ("name: Ana\nlink:\nabout: ''", "name: Ana"),
    "dashes around it": ("---\nname: Ana\n---\n", "name: Ana"),
    "former handles": ("name: Ana\naliases: @Ana-Old, ana_older", "name: Ana\naliases: [ana-old, ana_older]"),
    "tabs": ("name:\tAna", "name: Ana"),
    "a role": ("name: Ana\nrole: Contributor", "name: Ana\nrole: contributor"),
}  # fmt: skip


def test_the_keys_of_replies_and_people_in_other_words_are_drawn_as_what_is_meant(
    tree: Callable[[Files], Path],
) -> None:
    """Of each case what was given and what is meant give the same reply, the same byline and the same page."""
    drawn: list[dict[str, str]] = []
    replies, people = name_cases(REPLY_KEYS), {case: f"p{number}" for number, case in enumerate(PERSON_KEYS)}
    for which in (0, 1):
        files: dict[str, str | bytes] = {}
        for case, id in replies.items():
            key = f"{REPLY_KEYS[case][which]}\n".lstrip("\n")
            files[PLACE.format(id)] = f"---\nauthor: ana\ndate: 2026-11-22\n{key}---\n\nOne.\n"
        for case, handle in people.items():
            files[f"people/{handle}.yml"] = f"{PERSON_KEYS[case][which]}\n"
            files[PLACE.format(f"2026-11-23-{handle}-a001")] = f"---\nauthor: {handle}\ndate: 2026-11-23\n---\n\nTwo.\n"
        made = draw(files, tree)
        found = list_replies(made[THREAD])
        drawn.append(
            {case: found[id] for case, id in replies.items()}
            | {case: found[f"2026-11-23-{handle}-a001"] + made[urls.person(handle)] for case, handle in people.items()}
        )
    given, meant = drawn
    assert [case for case in given if given[case] != meant[case]] == []
    for name in ANSWER:
        assert 'href="#reply-2026-10-02-ana"' in given[f"reply_to as {name}"], name
    for case, words in (
        ("a colon", "Ana: a case"),
        ("an emoji", "\U0001f60d"),
        ("a bare link", "https://example.org/ana"),
    ):
        assert words in read(given[case]), case


def test_a_file_and_an_author_by_other_names_are_drawn_as_if_they_had_theirs(tree: Callable[[Files], Path]) -> None:
    """Handles as people write them; other endings and letters; files beside their place are moved there."""
    text = "---\nauthor: {}\ndate: 2026-11-22\n---\n\nOne.\n"
    by = {author: f"2026-11-22-eve-a{number:03}" for number, author in enumerate(AUTHORS)}
    files = {PLACE.format(id): text.format(author) for author, id in by.items()}
    thread = "discussions/two-follow-ups"
    named = {
        f"{thread}/replies/2026-11-22-eve-b001.markdown": text.format("eve"),
        f"{thread}/replies/2026-11-22-Eve-b002.MD": text.format("eve"),
        f"{thread}/replies/2026-11-22-eve-b003.yaml": "author: eve\ndate: 2026-11-22\nbody: One.\n",
        f"{thread}/replies/2026-11-22-eve-b004.md.txt": text.format("eve"),
        f"{thread}/2026-11-22-eve-b005.md": text.format("eve"),
        f"{thread}/answers/2026-11-22-eve-b006.md": text.format("eve"),
        "discussion/two-follow-ups/replies/2026-11-22-eve-b007.md": text.format("eve"),
        "people/Eve.yaml": "name: Eve M\n",
    }
    posts = tree({**GOOD, **files, **named})
    write_tree(posts.parent, {"mkdocs.yml": MKDOCS_YML})
    run_parley("check", "--posts", posts.name, "--fix", "--write", cwd=posts.parent)
    assert [one for one in check_posts(posts, "posts", AFTER).problems if one.rule not in ("untidy", "too-early")] == []
    pages = {page.address: page for page in build_pages(load_library(posts, now=AFTER), Settings())}
    found = list_replies(pages[THREAD].render())
    wanted = [*by.values(), *(f"2026-11-22-eve-b00{number}" for number in range(1, 8))]
    shown = {id: (">Eve M<" in found.get(id, ""), "<p>One.</p>" in found.get(id, "")) for id in wanted}
    assert [id for id, both in shown.items() if both != (True, True)] == []


def read(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))
