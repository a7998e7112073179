"""Who proposes a change: a login, the number of its account, and what the files of people say of both."""

from dataclasses import replace
from typing import Any

import pytest

from changes.making import enter, post
from parley.checking.rules.change.actors import Actor, is_same
from parley.model.entries import CAME

FROM_ARCHIVE = f"name: X\nabout: {CAME.format(name='old')}\n"
PEOPLE = enter(
    {
        "discussions/eve/post.md": post("bob", "aliases: [eva]\n"),
        "people/ana.yml": FROM_ARCHIVE,
        "people/ben.yml": f"{FROM_ARCHIVE}banned: Shouts.\nbanned_since: 2026-10-01\n",
        "people/ben-5.yml": "name: Ben Five\n",
        "people/bob.yml": "name: Bob\naccount: github:11\naliases: [rob, bobby]\n",
        "people/dora.yml": f"{FROM_ARCHIVE}account: github:12\n",
        "people/fay.yml": f"{FROM_ARCHIVE}role: maintainer\n",
        "people/gil.yml": "name: Gil\nbanned: Spam.\nbanned_since: 2026-10-01\n",
        "people/kim.yml": "name: Kim\naccount: '21'\n",
        "people/kim-old.yml": "name: Kim before\naccount: '21'\nrole: maintainer\naliases: [kimmy]\n",
        "people/kim-older.yml": "name: Kim long ago\naccount: '21'\nbanned: Sold.\nbanned_since: 2026-10-01\n",
        "people/the-host.yml": "name: The Host\nrole: house-voice\n",
        "people/zoe.yml": "name: Zoe\naliases: [zo]\n",
    }
)


def names(*handles: str) -> frozenset[str]:
    return frozenset(handles)


def actor(handle: str, account: str = "", *, is_maintainer: bool = False, **known: Any) -> Actor:
    return Actor(handle, is_maintainer, account, **known)


@pytest.mark.parametrize(
    ("login", "account", "found"),
    [
        ("Eve", "", actor("eve", names=names("eve"))),
        ("eve", "7", actor("eve", names=names("eve"), account="7")),
        ("eva", "", actor("eva", names=names("eva"))),
        ("zoe", "", actor("zoe", names=names("zoe", "zo"))),
        ("Zoe", "github:5", actor("zoe", names=names("zoe", "zo"), account="github:5")),
        ("zo", "", actor("zo", other="zoe")),
        ("zo", "5", actor("zo", account="5", other="zoe")),
        ("bob", "", actor("bob", names=names("bob", "rob", "bobby"))),
        ("bob", "11", actor("bob", names=names("bob", "rob", "bobby"), account="11")),
        ("bob", "github:99", actor("bob", account="github:99", other="bob")),
        ("bob", "gitlab:11", actor("bob", account="gitlab:11", other="bob")),
        ("bobby", "99", actor("bobby", account="99", other="bob")),
        ("rob", "11", actor("rob", names=names("bob", "rob", "bobby"), account="11")),
        ("robert", "11", actor("robert", names=names("bob", "rob", "bobby", "robert"), account="11")),
        ("zoe", "11", actor("zoe", names=names("bob", "rob", "bobby"), account="11")),
        ("zo", "11", actor("zo", names=names("bob", "rob", "bobby", "zo"), account="11")),
        ("the-host", "", actor("the-host", is_house_voice=True, names=names("the-host"))),
        ("gil", "", actor("gil", names=names("gil"), banned="Spam.")),
        (
            "new-kim",
            "21",
            actor(
                "new-kim",
                is_maintainer=True,
                names=names("kim", "kim-old", "kimmy", "kim-older", "new-kim"),
                account="21",
                banned="Sold.",
            ),
        ),
        ("kim-old", "22", actor("kim-old", account="22", other="kim-old")),
        ("ana", "", actor("ana", archived=True)),
        ("Ana", "github:5", actor("ana", names=names("ana-5"), account="github:5", archived=True)),
        ("ben", "5", actor("ben", account="5", banned="Shouts.", archived=True)),
        ("ana", "11", actor("ana", names=names("bob", "rob", "bobby"), account="11")),
        ("dora", "", actor("dora", names=names("dora"))),
        ("dora", "13", actor("dora", account="13", other="dora")),
        ("fay", "", actor("fay", is_maintainer=True, names=names("fay"))),
    ],
)
def test_who_a_login_is_say_its_number_and_the_files_of_people(login: str, account: str, found: Actor) -> None:
    assert Actor.find(login, PEOPLE, is_maintainer=False, account=account) == found


@pytest.mark.parametrize("login", ["eve", "zoe", "zo", "the-host", "ana", "bob"])
def test_a_maintainer_is_one_as_the_forge_says_whatever_the_files_say(login: str) -> None:
    account = "99" if login == "bob" else ""
    found = [Actor.find(login, PEOPLE, is_maintainer=said, account=account) for said in (False, True)]
    assert found[1] == replace(found[0], is_maintainer=True)
    assert not found[0].is_maintainer


def test_a_handle_and_the_former_ones_are_theirs_and_those_of_nobody_are_nobodys() -> None:
    handles = ("bob", "rob", "ana", None, "", "removed")
    bob = actor("bob", names=names("bob", "rob", "removed"))
    assert [bob.owns(one) for one in handles] == [True, True, False, False, False, False]
    assert [actor("x", names=one).own_handle for one in (names("z", "y"), names("y", "x"), names("a..b"), names())] == [
        *("y", "x"),
        *("", ""),
    ]
    host = actor("the-host", is_house_voice=True, names=names("the-host"))
    assert not host.owns("the-host")
    assert host.own_handle == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("42", "42", True),
        ("42", "github:42", True),
        ("github:42", "42", True),
        ("github:42", "github:42", True),
        ("gitlab:42", "github:42", False),
        ("42", "421", False),
        ("github:42", "github:43", False),
        ("42", "github:43", False),
        ("", "", False),
        ("42", "", False),
        (None, "42", False),
        ("42", None, False),
        ("git:lab:42", "git:lab:42", True),
    ],
)
def test_two_numbers_are_of_one_account_where_no_forge_tells_them_apart(
    one: str | None, other: str | None, same: bool
) -> None:
    assert is_same(one, other) is same
