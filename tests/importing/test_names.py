"""People of an archive: a handle for each, never that of somebody who is here already."""

import functools
import gc
import hashlib
import sqlite3
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.checking.rules.people import find_reserved, reserve_handles
from parley.importing.names import Named, Register, clean_name, identity_key, name_people
from parley.importing.records import Author
from parley.importing.streams.spool import Identity
from parley.model import layout
from parley.model.characters import has_hidden
from parley.model.entries import CAME, Person
from parley.model.languages.alphabets import find_odd_letter
from parley.model.languages.catalogues import speaking
from parley.rendering.wording import show_about

ARCHIVE = CAME.format(name="old")


def name(*authors: Author | str, people: tuple[Person, ...] = (), writers: frozenset[str] = frozenset()) -> list[Named]:
    found = [one if isinstance(one, Author) else Author(one) for one in authors]
    named = name_people(
        [Identity(author, float(number)) for number, author in enumerate(found)],
        "old",
        {person.handle: person for person in people},
        writers,
        "",
    )
    return [named[identity_key(author)] for author in found]


def handles(*authors: Author | str, **more: object) -> list[str]:
    return [one.person.handle for one in name(*authors, **more)]  # type: ignore[arg-type]


def test_names_that_give_one_handle_give_two() -> None:
    first, second, third = handles("Josh", "josh", "JOSH")
    assert second == "josh"  # whose name is the handle has it
    assert first.startswith("josh-")
    assert third.startswith("josh-")
    assert len({first, second, third}) == 3


def test_names_without_latin_letters_are_shown_as_they_are() -> None:
    for one in name("张三", "Ольга", "שלום", "Δ"):
        assert layout.is_name(one.person.handle, layout.HANDLE)
        assert one.person.handle.startswith("reader-")
    assert [one.person.name for one in name("张三", "Ольга")] == ["张三", "Ольга"]
    assert handles("anaж", "anжж") == ["ana", handles("anжж")[0]], "a handle needs three Latin letters for each other"
    assert handles("anжж")[0].startswith("reader-")
    assert handles("Jörg Größe", "Ana D'Arc", "Łukasz") == ["jorg-grosse", "ana-darc", "ukasz"]


@pytest.mark.parametrize(
    ("given_", "handle", "shown"),
    [
        ("张三", "reader-b4c940", "张三"),
        (Author("Josh", "con"), "con-4bc3b4", "Josh"),  # a device for Windows
        ("x" * 60, "x" * 39, "x" * 60),
        ("X" * 60, "x" * 32 + "-8b0940", "X" * 60 + " (2)"),  # there are 39 characters, and one of this handle
        ("Ab " * 30, "-".join(["ab"] * 13), "Ab " * 26 + "A…"),
        ("Jörg Größe-Łukasz d'Arc", "jorg-grosse-ukasz-darc", "Jörg Größe-Łukasz d'Arc"),
        ("Аna Оля", "reader-fb6c84", "А na Оля"),
        ("Anaя Яana", "ana-ana", "Ana я Я ana"),
        ("paypаl", "paypl", "payp а l"),
        ("a@b@c.io", "a-b-c-io", "a b c.io"),
        ("a＠b﹫c", "a-b-c", "a b c"),
        ("A\ud800B", "a-b", "A?B"),
        ("-", "anonymous", "Anonymous"),
        ("John", "john-b5a233", "John (2)"),  # its handle passes for a name that is here
        ("Éàü", "eau", "Éàü"),  # marks above letters are no letters
        ("Al", "al", "Al"),
        ("anж", "reader-22fe80", "an ж"),
        ("anaжж", "reader-265fbe", "ana жж"),
        ("ana♥♥♥", "ana", "ana♥♥♥"),  # nor are signs
        ("ab" * 16 + "-c" * 9, "ab" * 16 + "-c" * 3, "ab" * 16 + "-c" * 9),
        ("ab" * 19 + " c", "ab" * 19, "ab" * 19 + " c"),
        ("x" + "paypаl" * 13, "x" + "paypl" * 7 + "pay", "xpayp а" + " lpayp а" * 9),
        ("<i>" * 333 + "Ana", "a", "A"),  # what is read of a name ends at 1000 characters
        (Author("", "ana_1"), "ana-1", "ana_1"),
        (Author("", "#12"), "anonymous", "Anonymous"),
        (Author("Mia", "#12"), "mia", "Mia"),  # a number that no reader knows
        (Author("Mia", "m#"), "m", "Mia"),
    ],
)
def test_a_handle_is_the_same_in_every_import_for_ever(given_: Author | str, handle: str, shown: str) -> None:
    """Its file is there from the last one: any other would make a second person."""
    here = (Person("x" * 39, "x" * 60), Person("smith", "j0hn"))
    (named,) = name(given_, people=() if given_ == "x" * 60 else here)
    assert (named.person.handle, named.person.name) == (handle, shown)


def test_handle_after_handle_is_found_for_who_finds_them_taken() -> None:
    people: list[Person] = []
    for _ in range(12):
        people.append(Person(handles("Ana", people=tuple(people))[0], f"Somebody {len(people)}"))
    ending = hashlib.sha256(b"name Ana").hexdigest()
    apart = [f"ana-{ending[at : at + 6]}" for at in range(0, 60, 6)]
    assert [one.handle for one in people] == ["ana", *apart, ending[:39]]
    brought = tuple(replace(one, name="Ana", about=ARCHIVE) for one in people)
    assert handles("Ana", people=brought) == apart[:1], "the first that nobody else can get"


def test_handles_do_not_depend_on_who_else_is_there() -> None:
    alone = handles("Josh Two", "张三")
    assert handles("Zoe", "Josh Two", "Ana", "张三")[1::2] == alone


def test_accounts_tell_people_of_one_name_apart() -> None:
    assert handles(Author("Ana", "ana_1"), Author("Ana", "Ana.2")) == ["ana-1", "ana-2"]


def test_an_account_in_other_letters_is_of_one_person_whose_first_writing_names_them() -> None:
    assert identity_key(Author("Ana", "Ana_1")) == identity_key(Author("Ana Li", "ana_1"))
    late, early = Identity(Author("Ana Li", "Ana_1"), 2.0), Identity(Author("Ana", "ana_1"), 1.0)
    [named] = name_people([late, early], "old", {}, frozenset(), "").values()
    assert (named.person.handle, named.person.name) == ("ana-1", "Ana")
    [named] = name_people([early, replace(late, first=1.0)], "old", {}, frozenset(), "").values()
    assert named.person.name == "Ana", "of two of one moment the first that is read"


@pytest.mark.parametrize(
    "person",
    [
        Person("mia", "Mia", role="maintainer"),
        Person("mia", "Mia"),
        Person("mia", "Mia", about=CAME.format(name="another")),
    ],
)
def test_nobody_becomes_somebody_who_is_here_already(person: Person) -> None:
    (named,) = name("Mia", people=(person,))
    assert named.person.handle != "mia"


def test_nobody_becomes_a_writer_who_has_no_file() -> None:
    assert handles("Ana", writers=frozenset({"ana"})) == ["ana-b7ca98"]
    long = "ab" * 15 + "a"
    assert handles(f"{long} c", writers=frozenset({f"{long}-c"})) == [f"{long}-d3dee9"]


def test_a_person_of_an_earlier_import_stays_the_same() -> None:
    here = Person("josh", "Josh", about=ARCHIVE)
    assert handles("josh", "Josh", people=(here,), writers=frozenset({"josh"}))[1] == "josh"


def test_who_has_a_handle_from_an_earlier_import_goes_first_whatever_else_speaks_for_another() -> None:
    here = Person("josh", "Josh", about=ARCHIVE)
    for others in (["josh"], ["josh", "JOSH"], ["JOSH", "josh"]):  # one has the handle for a name, all wrote first
        *new, known = handles(*others, "Josh", people=(here,))
        assert known == "josh"
        assert "josh" not in new
    for there in (Person("josh", "Joshua", about=ARCHIVE), Person("josh", "Josh", about=CAME.format(name="another"))):
        assert "josh" not in handles("josh", "Josh", people=(there,)), "that is somebody else"


@pytest.mark.parametrize(
    "link",
    ["www.example.com", "https://example.org/a b", "javascript:alert(1)", f"https://example.org/{'x' * 1981}", "/ana"],
)
def test_what_is_no_full_address_is_no_link(link: str) -> None:
    (named,) = name(Author("Ana", link=link))
    assert named.person.link == ""


@pytest.mark.parametrize("link", ["https://example.org/~ana?a=1", f"https://example.org/{'x' * 1980}"])
def test_a_full_address_is_kept(link: str) -> None:
    (named,) = name(Author("Ana", link=link))
    assert named.person.link == link


def test_somebodys_account_goes_before_a_name_that_was_written_earlier() -> None:
    first, second = name("Josh", Author("Ana", "josh"))
    assert (second.person.handle, first.person.handle[:5], len(first.person.handle)) == ("josh", "josh-", 11)
    assert (first.person.name, second.person.name) == ("Josh (2)", "Ana"), "no name is another's handle"


def test_of_two_who_would_be_one_of_an_earlier_import_one_is() -> None:
    here = Person("josh", "Josh", about=ARCHIVE)
    other, known = name("Josh", Author("Josh", "josh"), people=(here,))
    assert (known.person.handle, known.person.name) == ("josh", "Josh")
    assert (other.person.handle[:5], other.person.name) == ("josh-", "Josh (2)")


@pytest.mark.parametrize(
    ("there", "known"),
    [
        (Person("josh", "Josh", about=ARCHIVE), True),
        (Person("josh", "Josh (12)", about=ARCHIVE), True),
        (Person("josh", "Josh (2) Old", about=ARCHIVE), False),
        (Person("josh", "Josh", about=CAME.format(name="another")), False),
        (Person("josh", "Josh"), False),
    ],
)
@pytest.mark.parametrize("others_first", [True, False])
def test_only_who_came_with_this_archive_is_known_again(there: Person, known: bool, others_first: bool) -> None:
    """Whoever else is here, in whichever order."""
    others = (Person("mia", "Mia", about=ARCHIVE), Person("cy", "Cy"))
    people = (*others, there) if others_first else (there, *others[::-1])
    (named,) = name("Josh", people=people)
    assert (named.person.handle == "josh") is known


def test_a_former_handle_of_somebody_here_is_nobodys() -> None:
    (named,) = name("josh", people=(Person("jo", "J.", aliases=("josh",)),))
    assert (named.person.handle[:5], named.person.name) == ("josh-", "josh (2)")


def test_a_name_that_passes_for_another_in_one_of_its_forms_gets_a_number() -> None:
    assert [one.person.name for one in name("carol", "CaroI")] == ["carol", "CaroI (2)"]


def test_everybody_is_whole_in_the_register_and_met_once() -> None:
    authors = Author("Ana B", link="https://example.org/"), Author("Bob", "bob_1")
    register = name_people([Identity(author, 1.0) for author in authors], "old", {}, frozenset(), "")
    assert dict(register) == {
        "name Ana B": Named(
            Person("ana-b", "Ana B", link="https://example.org/", about=ARCHIVE, path="people/ana-b.yml"), renamed=False
        ),
        "account bob_1": Named(Person("bob-1", "Bob", about=ARCHIVE, path="people/bob-1.yml"), renamed=False),
    }
    assert len(register) == 2
    assert [register.meet(key) for key in ("name Ana B", "name Ana B", "account bob_1", "nobody")] == [
        *(True, False, True, False)
    ]
    with pytest.raises(KeyError, match=r"^'nobody'$"):
        register["nobody"]


def test_the_numbers_behind_a_name_are_not_tried_from_the_first_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    is_held = Register._is_held

    def ask(self: Register, name: str, handle: str) -> bool:
        asked.append(name)
        return is_held(self, name, handle)

    monkeypatch.setattr(Register, "_is_held", ask)
    named = name(*(Author("John", f"account-{at}") for at in range(20)))
    assert [one.person.name for one in named] == ["John", *(f"John ({number})" for number in range(2, 21))]
    assert asked == ["John", *(one for number in range(2, 21) for one in ("John", f"John ({number})"))]


def test_what_is_on_disk_is_gone_with_the_register() -> None:
    register = name_people([], "old", {}, frozenset(), "")
    database = register._db
    del register
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        database.execute("SELECT 1")


def test_of_several_people_of_one_name_the_later_ones_get_a_number() -> None:
    named = name(
        *(Author("John", f"account-{at}") for at in range(3)), Author("JOHN", "loud"), "jane", Author("J0hn", "z")
    )
    assert [one.person.name for one in named] == ["John", "John (2)", "John (3)", "JOHN (4)", "jane", "J0hn (5)"]
    assert [one.renamed for one in named] == [False, True, True, True, False, True]


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [("x" * 80, "x" * 70 + " (2)"), ("x" * 69 + " yyyyyyyyyy", "x" * 69 + " (2)"), ("x" * 70, "x" * 70 + " (2)")],
)
def test_a_long_name_makes_room_for_its_number(wanted: str, shown: str) -> None:
    twins = Author(wanted, "a"), Author(wanted, "b")
    named = name(*twins)
    assert [one.person.name for one in named] == [wanted, shown]
    assert name(*twins, people=tuple(one.person for one in named)) == named, "the next import knows them again"


def test_a_number_stays_with_its_person_in_every_import() -> None:
    authors = [Author("John", f"account-{at}") for at in range(4)]
    first = name(*authors)
    there = tuple(one.person for one in first)
    again = name(
        *reversed(authors), Author("John", "new"), people=there, writers=frozenset(one.handle for one in there)
    )
    assert again[:4] == first[::-1]
    assert again[4].person.name == "John (5)"


def test_a_name_is_nobodys_who_is_here() -> None:
    here = (Person("j-smith", "John"), Person("ann-b", "Ann B."))
    named = name("John", "carol", "Ann B", people=here, writers=frozenset({"carol"}))
    assert [one.person.name for one in named] == ["John (2)", "carol (2)", "Ann B (2)"]


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("Bob (moderator)", "Bob (mod…)"),
        ("Admin", "Adm…"),
        ("The House Voice", "The Hou… Voice"),
        ("Outreach Parley", "Out… Parley"),
        ("Bob @ home", "Bob home"),
        ("@bob", "bob"),
        ("Staff", "Staff (archive)"),
        ("A removed reply", "A rem… reply"),
        ("Admin Moderator", "Adm… Mod…"),
        ("Admin Admin", "Anonymous"),  # two are one too many
    ],
)
def test_what_speaks_for_the_site_is_cut_short(given_: str, shown: str) -> None:
    (named,) = name_people([Identity(Author(given_), 0.0)], "old", {}, set(), "Outreach Parley").values()
    assert named.person.name == shown
    assert not find_reserved(shown, "Outreach Parley")


@pytest.mark.parametrize(
    ("site_name", "shown"), [("Go", "G…"), ("Big", "B…"), ("Talk", "Tal…"), ("Big Talk", "B… Talk"), ("!?", "!?")]
)
def test_of_a_short_word_that_names_the_site_one_letter_is_left(site_name: str, shown: str) -> None:
    (named,) = name_people([Identity(Author(site_name), 0.0)], "old", {}, set(), site_name).values()
    assert named.person.name == (shown if shown != site_name else "Anonymous")


def test_a_number_behind_a_maintainers_name_does_not_pass() -> None:
    (named,) = name("Mia Maintains 2", people=(Person("mia", "Mia Maintains", role="maintainer"),))
    assert named.person.name == "Mia Maintains 2 (archive)"


def test_names_that_speak_for_the_site_are_marked() -> None:
    trusted = (Person("the-editor", "The Editor", role="house-voice"),)
    named = name("Admin", "Moderator", "The Editor", "Тhe Editor", people=trusted)
    for one in named:
        assert one.person.handle not in {*reserve_handles(""), "the-editor"}
        assert one.renamed
    assert [one.person.name for one in named] == [
        *("Adm…", "Mod…", "The Editor (archive)", "Т he Editor (archive) (2)")
    ]


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("ana@corp.io", "ana"),
        ("  Ana \n B ", "Ana B"),
        ("Ana &amp; <b>Bob</b>", "Ana & Bob"),
        ("", "Anonymous"),
        ("???", "Anonymous"),
        ("x" * 200, "x" * 79 + "…"),
        ("x" * 78 + " yyy", "x" * 78 + "…"),
        ("x" * 76 + " yyy", "x" * 76 + " yyy"),
        ("A\u202eB\u200b", "AB"),
    ],
)
def test_names_are_made_fit_to_be_shown(given_: str, shown: str) -> None:
    assert clean_name(given_) == shown


@given(
    st.lists(
        st.text(max_size=50)
        | st.sampled_from(["x" * 80, "X" * 80, "Аna", "admin", "ΩmegaMan", "A\u0300", "no", "404"]),
        max_size=8,
    )
)
def test_any_names_give_different_valid_handles(names: list[str]) -> None:
    named = name(*names)
    by_key = {identity_key(Author(one)): found for one, found in zip(names, named, strict=True)}
    made = [one.person.handle for one in by_key.values()]
    assert len(set(made)) == len(made)
    for one in named:
        assert layout.is_name(one.person.handle, layout.HANDLE)
        assert one.person.handle not in reserve_handles("")
        assert not find_reserved(one.person.name)
        assert not find_odd_letter(one.person.name)
        assert not has_hidden(one.person.name)
        assert 1 <= len(one.person.name) <= 80
    there = {one.person.handle: one.person for one in named}
    assert name(*names, people=tuple(there.values()), writers=frozenset(there)) == named, "twice is once"


def test_a_million_people_would_not_fill_the_memory() -> None:
    """Most people of an archive write once: names and handles wait on disk, and a few are at hand."""

    def take(count: int) -> int:
        tracemalloc.start()
        try:
            named = name_people(
                (Identity(Author(f"Ana {one}"), 1.0) for one in range(count)), "old", {}, frozenset(), ""
            )
            for one in gc.get_objects():  # what is at hand is bounded and the same for any number of people
                if isinstance(one, functools._lru_cache_wrapper) and one.cache_parameters()["maxsize"] is not None:
                    one.cache_clear()
            gc.collect()
            assert len(named) == count
            return tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()

    take(50)  # what is loaded when it is wanted is there then
    assert take(500) - take(50) < 450 * 100


def test_who_came_is_known_in_every_language_and_told_of_in_that_of_the_site() -> None:
    """A site that speaks another language later on must not take the archive's people for people with logins."""
    with speaking("de"):
        (came,) = name("Josh")
        assert came.person
        assert came.person.about == ARCHIVE
        assert show_about(came.person) == "Schrieb im Archiv old."
    assert came.person.is_of_archive
    assert show_about(came.person) == ARCHIVE == "Wrote in the archive old."
    assert show_about(Person("ana", "Ana", about="Wrote in the archive once")) == "Wrote in the archive once"
