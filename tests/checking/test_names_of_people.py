"""Nobody looks like anybody else: names are unique to the eye, and the handle stands wherever a name does."""

import html
import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from declared import SETTINGS, check_posts, load_library, review
from feeding import build_feeds
from microdata import read_microdata
from pack_confusables import TABLE, pack
from parley.building.output import Output
from parley.caching.workers import Workers
from parley.checking.rules import people
from parley.checking.rules.people import find_cores, find_reserved, reserve_handles
from parley.commands.cli import main
from parley.model import words
from parley.model.entries import Person
from parley.model.findings import InvalidPosts
from parley.model.languages import alphabets
from parley.model.languages.alphabets import find_words, outlines, skeletons, spellings
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.data.thread_data import build_thread_data
from parley.rendering.pages import build_pages
from parley.rendering.search.documents import render_choices, render_documents
from parley_mkdocs.adapter import adapter
from parley_mkdocs.project import load_project
from support import GOOD, MKDOCS_YML, NOW, Files, write_tree

CAROL: Files = {
    **GOOD,
    "people/carol.yml": "name: Carol Weiss\n",
    "discussions/two-follow-ups/replies/2026-10-04-carol.md": (
        "---\nauthor: carol\ndate: 2026-10-04\n---\n\nThree, then.\n"
    ),
}
SITE_NAME = "Outreach Parley"


def refuse(tmp_path: Path, name: str, files: Files | None = None, site_name: str = SITE_NAME) -> set[str]:
    """The rules that a new person of this name breaks, none of them with anybody else's file."""
    mallory = {"people/mallory.yml": f"name: {json.dumps(name, ensure_ascii=False)}\n"}
    return change(tmp_path, "mallory", {**CAROL, **(files or {})}, mallory, site_name)


def change(tmp_path: Path, login: str, before: Files, more: Files, site_name: str = "") -> set[str]:
    """The rules that a change by a login breaks, all of them in the files that it sends."""
    for side, files in (("base", before), ("head", {**before, **more})):
        shutil.rmtree(tmp_path / side, ignore_errors=True)
        write_tree(tmp_path / side / "posts", files)
    problems = review(
        tmp_path / "base", tmp_path / "head", login, now=NOW, settings=replace(SETTINGS, site_name=site_name)
    ).problems
    assert {problem.path for problem in problems} <= {f"posts/{path}" for path in more}
    return {problem.rule for problem in problems}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Carol Weiss", "taken-name"),
        ("carol weiss", "taken-name"),
        ("CAROL  WEISS", "taken-name"),
        ("Carol-Weiss.", "taken-name"),
        ("Caro\u0331l Weiss", "taken-name"),  # which no language writes
        ("Mallory @ carol", "taken-name"),
        ("Mallory @ CaroI", "taken-name"),
        ("CaroI Weiss", "taken-name"),
        ("Саrоl Wеiss", "mixed-script"),
        ("𝐂𝐚𝐫𝐨𝐥 𝐖𝐞𝐢𝐬𝐬", "taken-name"),
        ("Ｃａｒｏｌ Ｗｅｉｓｓ", "taken-name"),
        ("Carol VVeiss", "taken-name"),
        ("carol", "taken-name"),
        ("Bob", "taken-name"),
        ("B0b", "taken-name"),
        ("ᴄᴀʀᴏʟ ᴡᴇɪꜱꜱ", "taken-name"),
        ("Bob · started this", "reserved-name"),
        ("Mia Maintains", "handle-imitation"),
        ("the host", "handle-imitation"),
        ("Mia Maintains (maintainer)", "reserved-name"),
        ("Mallory, House Voice", "reserved-name"),
        ("HouseVoice M", "reserved-name"),
        ("Mallory M0derator", "reserved-name"),
        ("The moderators", "handle-imitation"),
        ("Site-Admin", "reserved-name"),
        ("Ad min", "handle-imitation"),
        ("Outreach Parley", "handle-imitation"),
        ("The Outreach Parley Team", "reserved-name"),
        ("0utreach Parley", "handle-imitation"),
        ("Outreach Parley 2", "reserved-name"),
        ("OutreachParley (official) support", "reserved-name"),
        ("A removed reply", "handle-imitation"),
        ("A reply removed", "reserved-name"),
        ("Reply (removed)", "reserved-name"),
        ("This post was rern0ved", "reserved-name"),
        ("Mia Maintains 2", "handle-imitation"),
        ("Mia Maintains (2)", "handle-imitation"),
        ("MiaMaintains²", "handle-imitation"),
        ("Mía Maintáins II", "handle-imitation"),
        ("The new Mia Maintains", "handle-imitation"),
        ("1 Mia-Maintains, team", "handle-imitation"),
        ("The Host 2", "handle-imitation"),
        ("Mallory @ mia", "handle-imitation"),
        ("Admin 7", "reserved-name"),
        ("Robert Admin", "reserved-name"),
        ("The Admin-Smith", "reserved-name"),
        ("Robert Admin-Team", "reserved-name"),
        ("Ana House Voice-Bell", "reserved-name"),
        ("Outreach Admin – Smith", "reserved-name"),
        ("A REMOVED DISCUSSION", "handle-imitation"),
        ("[removed]", "handle-imitation"),
        ("started this", "handle-imitation"),
        ("Mallory @carol", "reserved-name"),
        ("Mallory ＠carol", "reserved-name"),
        ("Mallory @\u2009carol", "reserved-name"),
    ],
)
def test_nobody_takes_a_name_that_is_anothers_or_the_sites(tmp_path: Path, name: str, rule: str) -> None:
    assert rule in refuse(tmp_path, name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Müller",
            "Carol Weiß",
            "Cárol Weiss",
            "Robert Admin-Smith",
            "Robert Admin-Smith Jones",
            "Ana Removed",
            "Mallory @ home",
            "Eve of Outreach Parley",
        ),
        *("Mia Maintains-Smith", "Mia M.", "Mia Other 2", "Emily Post", "Carol Weiss 2", "Mallory"),
        *("Carol Weiss (Ghent)", "Carola Weiss", "Caro Weiss", "Rob", "Hugh House", "Frank Staff"),
        *(
            "Adminah",
            "Modera",
            "Parleya Outreach",
            "Ann Outreach",
            "Elia",
            "Ella",
            "राम",
            "Ольга Петрова",
            "张三",
            "גלית",
        ),
    ],
)
def test_names_of_ones_own_are_taken(tmp_path: Path, name: str) -> None:
    assert refuse(tmp_path, name) == set()


def test_a_sites_name_of_one_word_may_be_part_of_a_name_but_not_all_of_it() -> None:
    assert find_reserved("Ana Small", "Small") == ""
    for name in ("Small", "The Small Team", "small support", "SMALL (official)", "Small 2"):
        assert find_reserved(name, "Small") == "Small"
    assert find_reserved("Ana", "!?") == ""
    assert find_reserved("Ana", "") == ""


def test_names_that_differ_by_more_than_looks_are_two() -> None:
    for one, other in (("Elia", "Ella"), ("Ali", "All"), ("राम", "रीमा"), ("กา", "กิ"), ("John", "John (2)")):
        assert not skeletons(one) & skeletons(other)


def test_two_people_of_nearly_one_name_are_two() -> None:
    for one, other in (
        *(("Müller", "Muller"), ("José Pérez", "Jose Perez"), ("Łukasz", "Lukasz"), ("Sørensen", "Sorensen")),
        *(("Groß", "Gross"), ("Ștefan", "Stefan"), ("Nguyễn", "Nguyen")),
    ):
        assert not spellings(one) & spellings(other)
        assert spellings(one) & spellings(unicodedata.normalize("NFD", one.upper().replace("SS", "ẞ")))
    assert spellings("Ștefan") & spellings("Ştefan")
    assert spellings("Yıldız") & spellings("Yildiz")


def test_a_login_that_is_anothers_name_is_in_nobodys_way(tmp_path: Path) -> None:
    """A login is proven, a name is chosen; and a name that is there does not become wrong by who comes later."""
    named = {**GOOD, "people/carol.yml": "name: Newcomer\n"}
    reply = "---\nauthor: newcomer\ndate: 2026-10-04\n---\n\nHello.\n"
    writes = {"discussions/two-follow-ups/replies/2026-10-04-newcomer.md": reply}
    assert change(tmp_path, "newcomer", named, writes) == set()
    assert check_posts(tmp_path / "head/posts", now=NOW).problems == ()
    assert change(tmp_path, "newcomer", named, {"people/newcomer.yml": "name: Newcomer\n"}) == set()
    assert change(tmp_path, "new-comer", named, {"people/new-comer.yml": "name: Newcomer\n"}) == {"taken-name"}
    both = {**named, **writes}
    assert change(tmp_path, "carol", both, {"people/carol.yml": "name: Newcomer\nabout: Sells.\n"}) == set()
    assert change(tmp_path, "carol", both, {"people/carol.yml": "name: newcomer\n"}) == {"taken-name"}


def test_who_is_there_keeps_the_name_whoever_wrote_first(tmp_path: Path) -> None:
    quiet = {**GOOD, "people/carol.yml": "name: Carol Weiss\n"}
    early = "---\nauthor: mallory\ndate: 2026-10-01T09:00:00Z\n---\n\nHi.\n"
    more = {"people/mallory.yml": "name: Carol Weiss\n", "discussions/two-follow-ups/replies/m.md": early}
    assert "taken-name" in change(tmp_path, "mallory", quiet, more)
    assert change(tmp_path, "mallory", {**quiet, **more}, {"people/mallory.yml": "name: Mallory\n"}) == set()


def test_a_former_handle_is_no_name_for_another(tmp_path: Path) -> None:
    former = {"people/carol.yml": "name: Carol Weiss\naliases: [cweiss]\n"}
    assert refuse(tmp_path, "C. Weiss", former) == {"taken-name"}
    own = {"people/carol.yml": "name: C. Weiss\naliases: [cweiss]\n"}
    assert change(tmp_path, "carol", {**CAROL, **former}, own) == set()


def test_a_handle_is_not_blamed_for_a_name_and_a_name_may_be_ones_own_handle(tmp_path: Path) -> None:
    assert change(tmp_path, "ana", GOOD, {"people/ana.yml": "name: ANA\n"}) == set()
    assert change(tmp_path, "bob", GOOD, {"people/bob.yml": "name: Bob\n"}) == set()
    assert change(tmp_path, "mia2", GOOD, {"people/mia2.yml": "name: Mia2\n"}) == set(), "no login is another's"
    assert change(tmp_path, "mia2", GOOD, {"people/mia2.yml": "name: Mia 2\n"}) == {"handle-imitation"}


def test_a_role_lets_a_name_speak_for_the_site(tmp_path: Path) -> None:
    files = {**GOOD, "people/mia.yml": "name: Mia, maintainer at Outreach Parley\nrole: maintainer\n"}
    posts = write_tree(tmp_path / "posts", files)
    assert check_posts(posts, now=NOW, site_name=SITE_NAME).problems == ()


def test_the_check_and_the_build_know_the_name_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {**GOOD, "people/mallory.yml": "name: The Small team\n"}
    for side in ("base", "head"):
        write_tree(tmp_path / side, {"mkdocs.yml": MKDOCS_YML, "docs/index.md": "# Home\n"})
        write_tree(tmp_path / side / "posts", files if side == "head" else GOOD)
    monkeypatch.chdir(tmp_path / "head")
    said = CliRunner().invoke(main, ["check"])
    assert (said.exit_code, "error[reserved-name]" in said.output) == (1, True)
    with pytest.raises(InvalidPosts):
        adapter.build(load_project(Path("mkdocs.yml"), tmp_path / "site"), Output(tmp_path / "site"), Workers())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "head" / "mkdocs.yml").write_text("site_name: Another\n")  # which a stranger sends
    found = CliRunner().invoke(main, ["check", "--base", "base", "--head", "head", "--actor", "mallory"])
    assert "error[reserved-name]" in found.output
    assert review(
        tmp_path / "base", tmp_path / "head", "mallory", now=NOW, settings=replace(SETTINGS, site_name="Other")
    ).problems[0].rule != ("reserved-name")


@pytest.mark.parametrize(
    ("name", "handle", "mention"),
    [
        *(("Ana", "ana", ""), ("ana", "ana", ""), ("Ana K.", "ana-k", ""), ("The Host", "the-host", "")),
        *(
            ("Ana", "ana-k", "@ana-k"),
            ("Carol Weiss", "carol", "@carol"),
            ("Αna", "ana", "@ana"),
            ("Zoë", "zoe", "@zoe"),
        ),
    ],
)
def test_a_handle_stands_behind_a_name_that_says_something_else(name: str, handle: str, mention: str) -> None:
    person = Person(handle, name)
    assert person.mention == mention
    assert person.byline == (f"{name} {mention}" if mention else name)


@pytest.fixture
def everywhere(tree: Callable[[Files], Path]) -> dict[str, str]:
    """All that is made of a thread that carol opens, answers and is answered in."""
    post = str(GOOD["discussions/two-follow-ups/post.md"]).replace("the-host", "carol")
    answer = "---\nauthor: carol\ndate: 2026-10-05\nreply_to: 2026-10-04-carol\n---\n\nAnd four.\n"
    files = {**CAROL, "discussions/two-follow-ups/post.md": post}
    files["discussions/two-follow-ups/replies/2026-10-05-carol.md"] = answer
    files["people/carol.yml"] = "name: Carol Weiss\n"
    library = load_library(tree(files), now=NOW)
    settings = Settings(site_url="https://example.org/")
    drawer = theme.environment(library, settings)
    discussion = library.discussions[0]
    replies = library.replies_to(discussion)
    made = {
        f"{page.address} {part}": text
        for page in build_pages(library, settings, drawer)
        for part, text in (("page", page.render()), ("title", page.title), ("description", page.description))
    }
    made |= dict(build_feeds(library, settings))
    made["document"] = render_documents(discussion, library, drawer, settings)[0]
    made["choices"] = render_choices(library)
    made["data"] = json.dumps(build_thread_data(discussion, replies, library, settings))
    return made


def test_wherever_a_name_stands_the_handle_stands_behind_it(everywhere: dict[str, str]) -> None:
    places = 0
    for name, text in everywhere.items():
        if name.endswith(" page"):
            parsed = html5lib.parseFragment(re.sub("(?s)<script.*?</script>", "", text))
            shown = " ".join("".join(parsed.itertext()).split())
        else:
            shown = html.unescape(text)
        if name in ("data", "choices"):
            continue
        for found in re.finditer("Carol Weiss", shown):
            places += 1
            assert shown[found.end() :].startswith(" @carol"), (name, shown[found.start() - 40 : found.end() + 20])
    assert places > 20


def test_data_says_name_and_handle(everywhere: dict[str, str]) -> None:
    post = json.loads(everywhere["data"])["post"]
    assert (post["author"], post["author_name"]) == ("carol", "Carol Weiss @carol")
    address = "discussions/two-follow-ups/"
    [structured] = read_microdata(everywhere[f"{address} page"], f"https://example.org/{address}")
    assert structured["author"] == {
        "@type": "Person",
        "name": "Carol Weiss",
        "alternateName": "@carol",
        "url": "https://example.org/people/carol/",
    }
    assert ["carol", "Carol Weiss @carol", "Carol Weiss"] in json.loads(everywhere["choices"])["author"]


def test_a_badge_in_a_feed_is_no_part_of_a_name(tree: Callable[[Files], Path]) -> None:
    library = load_library(tree(GOOD), now=NOW)
    for text in dict(build_feeds(library, Settings(site_url="https://example.org/"))).values():
        names = re.findall("<name>(.*?)</name>", text)
        assert not [name for name in names for badge in words.BADGES.values() if badge in name.casefold()]
        assert text.count('label="house voice"') == text.count("<name>The Host</name>")


def test_the_table_of_look_alikes_is_made_by_its_script(tmp_path: Path) -> None:
    published = (
        "# confusables.txt\n# Date: 2025-07-22\n# Version: 17.0.0\n"
        "0430 ;\t0061 ;\tMA\t# а\n0031 ;\t006C ;\tMA\t# 1\n006D ;\t0072 006E ;\tMA\t# m\n"
        "2010 ;\t002D ;\tMA\t#* a sign\n"
    )
    assert pack(published).split("\n")[2:] == ["61 430", "6C 31", "72+6E 6D", ""]
    assert TABLE.read_text(encoding="utf-8").startswith(pack(published).split("\n")[0])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_form_is_the_same_whatever_the_case_and_the_signs_between(name: str) -> None:
    assert skeletons(name) & skeletons(f" {name}. ")
    assert spellings(name) & spellings(f" {name}. ")
    assert outlines(name) & outlines(name.upper()) or not any(char.isalnum() for char in name)
    assert find_words(name) == " ".join(find_words(name)).split()


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_a_name_in_plain_letters_is_drawn_letter_by_letter_as_any_other_is(name: str) -> None:
    assert alphabets._draw(name) == alphabets._draw_any(name).replace("vv", "w")


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_an_outline_of_plain_letters_is_that_of_both_its_forms(name: str) -> None:
    assert outlines(name) == {form.translate(alphabets._LEET) for form in skeletons(name)}


PARTS = "Admin m0derat0r the team Small savvy Liv Vera v W removed Reply jr 2 house voice started this ana rn x".split()


@given(
    st.lists(st.sampled_from([*PARTS, *" -._"]), min_size=1, max_size=6).map("".join),
    st.sampled_from(["Small", "Savvy Town", "!?", ""]),
)
def test_a_name_that_passes_at_a_quick_look_passes_part_by_part(name: str, site_name: str) -> None:
    kept = {form for one in reserve_handles(site_name) for form in outlines(one)}
    own = outlines("".join(find_words(site_name)))
    if people._stay_away((*kept, *people._PHRASES, *people._REMOVED, *own))(name):
        assert not find_reserved(name, site_name)
        assert not any(outlines(one) & kept for one in (name, *find_cores(name)))
