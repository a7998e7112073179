"""What a name may be: a slug, the id of a reply, and a handle, which is a login of any forge."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.editing.slugs import make_slug
from parley.model import layout

LOGINS = {
    "GitHub": ["ana", "404", "a", "a-b-c", "x" * 39],
    "GitHub, managed by a company": ["ana_acme", "ana-maria_acme", "ana--b_acme", "admin_acme"],
    "GitHub, of old": ["ana-", "a--b", "-ana", "a-", "--a--", "-a-b-"],
    "GitLab": ["ana.maria", "a_b", "_ana", "ana_", "ana-maria.b_c", "a._b", "a-.b", "1.0", "no", "null", "x" * 64],
    "Gitea and Forgejo": ["ana.maria", "a-b_c.d", "node.js", "x" * 40],
    "what Windows takes for devices": ["aux", "nul", "con.rad"],
}

NONE = [
    *("", "-", "_", "--", "a b", "ana@example.org", "@ana", "ana/b", "a\\b", "ana\n", "анна", "ana’s", "a:b", "a~b"),
    *(".ana", "ana.", "a..b", ".", "..", "ana.html", "index.html", "feed.xml", "x" * 65, "Ana", "renovate[bot]"),
]


@pytest.mark.parametrize(("forge", "login"), [(forge, login) for forge, logins in LOGINS.items() for login in logins])
def test_every_login_that_a_forge_gives_is_a_handle(forge: str, login: str) -> None:
    assert layout.is_name(login, layout.HANDLE), forge
    assert layout.is_name(f"2026-11-27-{login}-k3p9", layout.ID), "with it goes the name of a reply"
    assert layout.is_login(login)
    assert not layout.is_bot(login)


@pytest.mark.parametrize("text", NONE)
def test_what_could_be_no_folder_or_no_address_is_no_handle(text: str) -> None:
    assert not layout.is_name(text, layout.HANDLE)


@given(st.text(alphabet="ab1-_.", max_size=12))
def test_a_handle_is_safe_in_a_path_an_address_and_on_every_system(text: str) -> None:
    for naming in (layout.HANDLE, layout.ID):
        if layout.is_name(text, naming):
            assert re.fullmatch("[a-z0-9_.-]+", text)
            assert re.search("[a-z0-9]", text)
            assert ".." not in text
            assert not text.startswith(".")
            assert not text.endswith(".")


@pytest.mark.parametrize(
    ("login", "is_bot"),
    [
        ("renovate[bot]", True),
        ("dependabot[bot]", True),
        ("github-actions[bot]", True),
        ("Some-App[BOT]", True),
        ("project_42_bot", True),
        ("group_7_bot_5f3a9c", True),
        ("bot", False),
        ("ana-bot", False),
        ("robot_42", False),
        ("ana_bot_acme", False),
    ],
)
def test_a_bot_is_told_from_a_person(login: str, is_bot: bool) -> None:
    assert layout.is_bot(login) is is_bot


def test_a_slug_is_as_it_was() -> None:
    assert layout.is_name("two-follow-ups")
    for text in ("a_b", "a.b", "a--b", "a-", "-a", "A", "x" * 81):
        assert not layout.is_name(text)


@pytest.mark.parametrize("word", ["łódź", "Đorđe", "smørrebrød", "cœur", "Ægir", "þórr", "ıspanak", "ħobż", "résumé"])
def test_the_nearest_name_has_the_letters_that_a_title_gets(word: str) -> None:
    assert layout.nearest_name(word, layout.SLUG) == make_slug(word)


@pytest.mark.parametrize("name", ["aux", "aux.b", "con.rad.x", "com1"])
def test_a_device_is_one_with_any_ending(name: str) -> None:
    assert layout.is_device(name)
    assert not layout.is_file_name(name, layout.HANDLE)
    assert layout.is_file_name(f"x{name}", layout.HANDLE)
    assert layout.is_file_name(f"a.{name}", layout.HANDLE)


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("people/Ana_Acme.yml", "people/ana_acme.yml"),
        ("people/ANA.YAML", "people/ana.yml"),
        ("people/ana.md.yml", "people/ana.md.yml"),
        ("people/ana.yml.txt", "people/ana.yml"),
        ("people/ana.yml.yml", "people/ana.yml.yml"),
        ("people/Ana..b.yml", "people/Ana..b.yml"),
        ("people/\u212aim.yml", "people/\u212aim.yml"),  # the sign for kelvin, which looks like a K
        ("discussions/two/replies/2026-11-27-Ana_Acme-K3P9.MD", "discussions/two/replies/2026-11-27-ana_acme-k3p9.md"),
        ("discussions/two/replies/Two words.md", "discussions/two/replies/two-words.md"),
        ("discussions/Two/replies/A.md", "discussions/Two/replies/a.md"),  # of a folder that is refused
        ("discussions/two/post.MD", "discussions/two/post.md"),
    ],
)
def test_a_file_is_read_in_small_letters_where_names_have_no_others(path: str, canonical: str) -> None:
    assert layout.find_canonical(path) == canonical
    assert layout.find_canonical(canonical) == canonical
