"""What a text must not hold, each with the cure that fits, and what looks like it and may stay."""

from pathlib import Path
from textwrap import indent

import pytest

from declared import check_posts
from parley.checking.rules.entry import Entry
from parley.checking.rules.text import MAX_AT, check_contact_data, check_markdown, check_secrets
from parley.model.findings import MAX_COMPARED, MAX_PROBLEMS, Findings, _Given
from parley.model.layout import Slot
from parley.reading.nodes import NOTHING
from support import GOOD, NOW, write_tree


def check(text: str) -> list[tuple[str, int, int, str, str]]:
    findings = Findings("x.md", text)
    check_markdown(text, 1, findings)
    return [(one.rule, one.line, one.column, one.message, one.help) for one in findings.problems]


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("> " * 17 + "x", "deep-nesting", "nested more than 16 deep"),
        ("a &#8238; b", "control-character", "is an invisible character and may mislead"),
    ],
)
def test_what_would_not_come_through_is_named(text: str, rule: str, said: str) -> None:
    (problem,) = check(text)
    assert problem[0] == rule
    assert said in problem[3]
    assert problem[4]


def test_sixteen_levels_may_stay() -> None:
    assert check("> " * 16 + "x") == []


def test_links_within_the_site_come_back_once_each_with_their_place() -> None:
    text = "[a](/discussions/one/)\n[b](/discussions/one/) [c](#reply-x) [d](/practices/two/#reply-y)"
    found = check_markdown(text, 10, Findings("x.md", "\n" * 9 + text))
    assert found == [
        ("/discussions/one/", 10, 5),
        ("#reply-x", 11, 28),
        ("/practices/two/#reply-y", 11, 42),
    ]


def test_more_at_signs_than_a_paragraph_may_cost_are_refused_before_it_is_drawn() -> None:
    assert check("@ " * MAX_AT) == []
    ((rule, line, _, message, _),) = check("@ " * (MAX_AT + 1) + "<b>")  # and nothing else is looked for
    assert (rule, line, message) == ("wrong-length", 1, "the text has 1001 '@'; at most 1000 are allowed")


def test_no_more_flaws_are_looked_for_than_are_shown_while_every_link_within_the_site_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A text may hold thousands, and to look for the place of each of them takes all lines below it."""
    text = "\n\n".join(f"&#8238; [x](/discussions/d{number}/)" for number in range(MAX_PROBLEMS + 50))
    findings, places = Findings("x.md", text), list[str]()

    def find_place(_: Findings, needle: str, line: int, column: int) -> tuple[int, int]:
        places.append(needle)
        return line, column

    monkeypatch.setattr(Findings, "find_place", find_place)
    assert len(check_markdown(text, 1, findings)) == MAX_PROBLEMS + 50
    assert sum(place.startswith("&#") for place in places) == len(findings.problems) == MAX_PROBLEMS + 1


def entry_of(findings: Findings) -> Entry:
    return Entry("x.md", Slot("reply", "x"), findings, NOTHING)


def contacts(text: str) -> list[tuple[int, int, str]]:
    findings = Findings("x.md", text)
    check_contact_data(entry_of(findings))
    return [(one.line, one.column, one.message.split("'")[1]) for one in findings.problems]


@pytest.mark.parametrize(
    "mail",
    [
        "eva@corp.io",
        "eva.b+c-d_e@a.b-c.corp.io",
        "E@corp.museum",
        f"{'x' * 64}@corp.io",
        "eva@example.org.io",
        "eva@myexample.org",
        "eva@latest",
    ],
)
def test_a_mail_address_is_found_where_it_stands(mail: str) -> None:
    found = contacts(f"one\nask {mail}, please")
    if "." in mail.partition("@")[2]:
        assert [(line, column) for line, column, _ in found] == [(2, 5)]
        assert found[0][2].rstrip("…") == mail[: len(found[0][2].rstrip("…"))]
    else:
        assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "name@example.org",
        "name@EXAMPLE.com",
        "name@mail.example.net",
        "a@b.example",
        "a@b.test",
        "a@b.invalid",
        "a@x.localhost",
        "@ana said",
        "git@",
        "https://x.example/@ana.b",
        "a/b@c.io",
        "x @ corp.io",
    ],
)
def test_what_reaches_nobody_may_stay(text: str) -> None:
    assert contacts(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call +49 30 901820 today", ["+49 30 901820"]),
        ("call ＋49 30 901820", ["＋49 30 901820"]),
        ("call +(49) 30 901820", ["+(49) 30 901820"]),
        ("call 030 901820", []),
        ("1 + 1 = 2 and 978-3-16-148410-0", []),
        ("+49 1", []),
    ],
)
def test_international_numbers_are_found_and_sums_are_not(text: str, found: list[str]) -> None:
    assert [what for _, _, what in contacts(text)] == found


def test_one_text_of_addresses_does_not_fill_the_screen() -> None:
    found = contacts("\n".join(f"n{number}@corp.io" for number in range(MAX_PROBLEMS + 50)))
    assert len(found) == MAX_PROBLEMS + 1


@pytest.mark.parametrize(
    "token",
    [
        "ghp_" + "a1" * 10,
        "ghs_" + "B" * 20,
        "github_pat_" + "a_" * 10,
        "glpat-" + "a-" * 10,
        "AKIA" + "A1" * 8,
        "xoxb-" + "1" * 10,
        "sk-" + "a_" * 10,
        f"eyJ{'a' * 10}.eyJ{'b' * 10}.{'c' * 10}",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----",
    ],
)
def test_an_access_token_is_told_without_being_printed(token: str) -> None:
    findings = Findings("x.md", f"one\n  {token} two")
    check_secrets(entry_of(findings))
    (problem,) = findings.problems
    assert (problem.rule, problem.line, problem.column) == ("secret", 2, 3)
    assert problem.message.startswith(f"'{token[:4]}…'")
    assert token not in f"{problem.message}{problem.help}{problem.excerpt}"
    assert problem.excerpt == f"  {'*' * len(token)} two"


@pytest.mark.parametrize(
    "word",
    [
        "ghp_" + "a" * 19,
        "xghp_" + "a" * 20,
        "ghx_" + "a" * 20,
        "github_pat_" + "a" * 19,
        "glpat-" + "a" * 19,
        "AKIA" + "A" * 15,
        "AKIA" + "a" * 16,
        "xoxz-" + "1" * 10,
        "xoxb-" + "1" * 9,
        "sk-" + "a" * 19,
        "task-" + "a" * 20,
        f"eyJ{'a' * 9}.eyJ{'b' * 10}.{'c' * 10}",
        "-----BEGIN PUBLIC KEY-----",
    ],
)
def test_what_only_looks_like_a_token_may_stay(word: str) -> None:
    findings = Findings("x.md", word)
    check_secrets(entry_of(findings))
    assert findings.problems == []


def test_a_line_among_keys_is_judged_as_the_paragraph_that_it_is_drawn_as(tmp_path: Path) -> None:
    table = "| a |\n|---|\n| b | cell |\n"
    comparison, reply = "practices/first-meeting/post.yml", "discussions/two-follow-ups/replies/2026-10-05-eve.md"
    files = {
        **GOOD,
        comparison: str(GOOD[comparison]).replace("Meet online.\n", "|\n" + indent(table, "  ")),
        reply: f"---\nauthor: eve\ndate: 2026-10-05\n---\n\n{table}",
    }
    found = check_posts(write_tree(tmp_path / "posts", files), "posts", NOW).problems
    assert [(one.rule, one.path) for one in found] == [("not-shown", f"posts/{reply}")]


@pytest.mark.parametrize("lines", [10, MAX_COMPARED])
def test_each_line_of_a_mended_text_comes_from_the_one_in_its_place_and_an_added_one_from_the_last(lines: int) -> None:
    given, mended = ([f"{sign}{number}" for number in range(lines)] for sign in "ab")
    assert _Given.compare("\n".join(given), [*mended, "more", "and more"]).origins == [
        *range(lines),
        lines - 1,
        lines - 1,
    ]
