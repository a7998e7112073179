"""Where addresses lead in another tree of files: to the file of that name or, by alias, to another."""

from changes.making import REPLIES, THREAD, enter, post, reply
from parley.checking.rules.change.addresses import Addresses, show_address

PRACTICE = "practices/first-call"
FORMER = "discussions/pens"
LONG = "-".join(["page"] * 30)
FILES = {
    f"{THREAD}/post.md": post("bob", "aliases: [call, pens]\nmerged: [calls]\n"),
    f"{REPLIES}/a.md": reply("ana", keys="aliases: [z, b]\n"),
    f"{REPLIES}/b.md": reply("ana"),
    f"{PRACTICE}/post.yml": "title: By hand\nauthor: bob\ndate: 2026-10-01\ntags: [law]\n",
    f"{PRACTICE}/replies/c.md": reply("ana"),
    f"{FORMER}/post.md": post("bob"),
    f"pages/{LONG}/post.yml": "title: A page\n",
    f"pages/{LONG}/replies/c.md": reply("ana"),
    "people/ana.yml": "name: Ana\naliases: [call]\n",
}
HERE = enter(FILES)


def there() -> Addresses:
    return Addresses(iter(HERE.values()))


def lead(path: str, name: str = "", keys: str = "") -> str:
    """Where the address of a file of another tree, or a former name of it, leads."""
    text = reply("ana", keys=keys) if "/replies/" in path else post("bob", keys)
    old = enter({path: text})[path]
    found = there().find(old, name) if name else there().find(old)
    return found.path if found else ""


def test_a_name_leads_to_its_file_and_a_former_one_to_the_one_that_has_it_now() -> None:
    led = {path: lead(path) for path in FILES if not path.startswith("people")}
    assert led == {path: path for path in led}
    assert lead("discussions/call/post.yml") == f"{THREAD}/post.md"
    assert lead("discussions/calls/post.md") == f"{THREAD}/post.md"
    assert lead("discussions/pens/post.md") == f"{FORMER}/post.md", "a name in use goes before a former one"
    assert lead("practices/call/post.yml") == "", "names are those of one kind"
    assert lead("discussions/nowhere/post.md") == ""
    assert lead("people/ana.yml") == ""


def test_a_reply_is_found_in_the_thread_to_which_that_of_its_post_leads() -> None:
    assert lead("discussions/call/replies/a.yml") == f"{REPLIES}/a.md"
    assert lead("discussions/calls/replies/z.md") == f"{REPLIES}/a.md"
    assert lead("discussions/call/replies/b.md") == f"{REPLIES}/b.md", "a name in use goes before a former one"
    assert lead("discussions/pens/replies/a.md") == ""
    assert lead(f"{PRACTICE}/replies/a.md") == ""
    assert lead("discussions/nowhere/replies/a.md") == ""


def test_a_former_name_is_followed_in_place_of_the_one_of_now() -> None:
    assert lead("discussions/nowhere/post.md", "calls") == f"{THREAD}/post.md"
    assert lead(f"{REPLIES}/b.md", "z") == f"{REPLIES}/a.md"
    assert lead(f"{THREAD}/post.md", "nowhere") == ""


def test_the_thread_of_a_file_is_found_by_every_name_of_its_post() -> None:
    others = enter({path: reply("ana") for path in ("discussions/call/replies/q.md", "discussions/no/replies/q.md")})
    found = [there().find_post(other) for other in (*others.values(), HERE["people/ana.yml"])]
    assert found == [HERE[f"{THREAD}/post.md"], None, None]


def test_the_addresses_that_lead_nowhere_are_named_former_ones_too() -> None:
    texts = {
        "discussions/gone/post.md": post("bob", "aliases: [call, lost]\nmerged: [calls, away]\n"),
        f"{REPLIES}/y.md": reply("ana", keys="aliases: [x, z]\n"),
        f"{REPLIES}/b.md": reply("ana", keys="aliases: [z]\n"),
    }
    assert [there().find_lost(entry) for entry in enter(texts).values()] == [
        ["/discussions/gone/", "/discussions/lost/", "/discussions/away/"],
        ["/discussions/first-call/#reply-y", "/discussions/first-call/#reply-x"],
        [],
    ]


def test_an_address_is_shown_from_the_root_and_no_longer_than_a_message_bears() -> None:
    post_, answer = HERE[f"{THREAD}/post.md"], HERE[f"{REPLIES}/a.md"]
    below = HERE[f"pages/{LONG}/replies/c.md"]
    shown = [show_address(post_), show_address(post_, "call"), show_address(answer), show_address(answer, "z")]
    assert shown == [
        "/discussions/first-call/",
        "/discussions/call/",
        "/discussions/first-call/#reply-a",
        "/discussions/first-call/#reply-z",
    ]
    assert show_address(HERE["people/ana.yml"]) == ""
    assert show_address(below) == f"/pages/{LONG[:93]}…#reply-c"
    assert show_address(post_, "x" * 100) == f"/discussions/{'x' * 87}…"
    assert show_address(answer, "x" * 100) == f"/discussions/first-call/#reply-{'x' * 93}…"
