"""Who has a page, and where everybody else is found: addresses that stay, whatever comes later."""

import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urljoin

import html5lib
import pytest

from declared import load_library
from parley.model import urls
from parley.model.settings import Settings
from parley.rendering import homes
from parley.rendering.feeds.feeds import plan_feeds
from parley.rendering.pages import build_pages, people
from parley.rendering.pages.page import NAMES
from parley.rendering.theme import environment
from support import GOOD, NOW, Files, write_tree

FOLDER = "discussions/two-follow-ups"
SITE = "https://example.org/"
SETTINGS = Settings(site_url=SITE)
POST = str(GOOD[f"{FOLDER}/post.md"]).replace("2026-10-01", "2012-01-01")
IN_MAY = "people/in/2012-05/#person-zoe"
PAGE = "people/zoe/"
FEED = "people/zoe/feed.xml"


def write(*days: str, by: str = "zoe", removed: tuple[str, ...] = ()) -> dict[str, str]:
    """Replies of one person on some days, of which some are removed."""
    stub = "removed: It was spam.\nupdated: 2026-01-01\n"
    return {
        f"{FOLDER}/replies/{day}-{by}.yml": f"author: {by}\ndate: {day}\n{stub * (day in removed)}body: Of {day}.\n"
        for day in days
    }


class Site:
    """The pages of a few files, of which those below an address are drawn, and the feeds."""

    def __init__(self, folder: Path, files: Files, settings: Settings, below: str = "") -> None:
        self.library = load_library(write_tree(folder, {**GOOD, f"{FOLDER}/post.md": POST, **files}), now=NOW)
        self.settings = settings
        self.pages = {page.address: page for page in build_pages(self.library, settings)}
        self.html = {address: page.render() for address, page in self.pages.items() if address.startswith(below)}
        self.feeds = {} if below else {one.name: one.make() for one in plan_feeds(self.library, settings)}
        self.ids = {
            address: {one.get("id") for one in html5lib.parseFragment(text).iter()}
            for address, text in self.html.items()
        }

    def home(self, handle: str = "zoe") -> str:
        return homes.find_home(handle, self.library, self.settings)

    def knows(self, address: str) -> bool:
        page, _, anchor = address.partition("#")
        return page in self.pages and (not anchor or anchor in self.ids[page])

    def find_ways(self, page: str, anchor: str) -> set[str]:
        """Where the links in the element of an anchor lead to."""
        item = re.search(rf'<li id="{anchor}">.*?</li>', self.html[page], re.DOTALL)
        return {
            urljoin(SITE + page, way).removeprefix(SITE)
            for way in re.findall('href="([^"]*)"', item[0] if item else "")
        }

    def find_broken(self) -> list[tuple[str, str]]:
        """Links within the site that lead nowhere."""
        return [
            (address, link)
            for address, text in self.html.items()
            for link in re.findall(r'href="(\.[^"]*|#[^"]*)"', text)
            if (full := urljoin(SITE + address, link).removeprefix(SITE)).startswith(
                ("people/", "discussions/", "latest/")
            )
            and not full.endswith((".xml", ".json"))
            and not self.knows(full)
        ]


Build = Callable[..., Site]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    made: list[Site] = []

    def make(files: Mapping[str, str], below: str = "", **settings: int) -> Site:
        wanted = Settings(site_url=SITE, **settings)  # type: ignore[arg-type]
        made.append(Site(tmp_path / str(len(made)), files, wanted, below))
        assert below or made[-1].find_broken() == []
        return made[-1]

    return make


def reply_of(day: str) -> str:
    return f"{FOLDER}/#reply-{day}-zoe"


def test_a_page_is_earned_by_three_contributions_and_a_feed_by_five_and_no_address_is_lost_on_the_way(
    build: Build,
) -> None:
    days = ["2012-05-17", "2012-06-01", "2012-06-02", "2013-01-01", "2013-01-02"]
    known: set[str] = set()
    for number in range(1, 6):
        site = build(write(*days[:number]))
        known |= {site.home(), *({FEED} & site.feeds.keys())}
        assert all(site.knows(one) or one in site.feeds for one in known), number
        assert site.home() == (IN_MAY if number < 3 else PAGE)
        assert (PAGE in site.pages) == (number >= 3)
        assert (FEED in site.feeds) == (number == 5)
        assert site.find_ways("people/in/2012-05/", "person-zoe") == (
            set(map(reply_of, days[:number])) if number < 3 else {PAGE}
        )
        way = urls.relative(site.home(), f"{FOLDER}/")
        assert f'itemprop=url href="{way}" data-pa-author="Z"><bdi itemprop=name>zoe' in site.html[f"{FOLDER}/"]
        assert f"<uri>{SITE}{site.home()}</uri>" in site.feeds["feed.xml"]
    assert known == {IN_MAY, PAGE, FEED}
    assert site.pages[PAGE].feed == FEED


@pytest.mark.parametrize("removed", [("2012-05-17",), ("2012-06-01", "2012-06-02")])
def test_what_is_removed_counts_so_that_a_page_once_given_stays(build: Build, removed: tuple[str, ...]) -> None:
    days = ["2012-05-17", "2012-06-01", "2012-06-02"]
    site = build(write(*days, removed=removed))
    assert site.home() == PAGE
    assert site.knows(PAGE)
    assert site.knows(IN_MAY)
    assert "Of 2012-05-17" in site.html[PAGE] or "2012-05-17" in removed
    two = build(write(*days[:2], removed=removed[:1]))
    assert two.home() == IN_MAY, "and so does the month of the first contribution"
    assert len(two.find_ways("people/in/2012-05/", "person-zoe")) == 1


def test_of_whom_nothing_can_be_read_nothing_tells(build: Build) -> None:
    days = ["2012-05-17", "2012-06-01", "2012-06-02", "2013-01-01", "2013-01-02"]
    site = build(write(*days, removed=tuple(days)))
    made = "".join((*site.html.values(), *site.feeds.values()))
    assert not re.search("people/zoe|person-zoe|>zoe<|@zoe", made)
    assert not any("zoe" in address for address in (*site.pages, *site.feeds))


def test_a_mention_leads_to_where_somebody_is_found_in_pages_and_feeds(build: Build) -> None:
    says = {
        f"{FOLDER}/replies/2013-02-01-eve.yml": "author: eve\ndate: 2013-02-01\nbody: '@zoe, @Zed, @nobody, `@zoe`'\n"
    }
    site = build(write("2012-05-17") | says | {"people/zed.yml": "name: Zed Zed\nabout: I test.\naliases: [z-old]\n"})
    ways = f'<a href="{{0}}{IN_MAY}">@zoe</a>, <a href="{{0}}people/zed/">@Zed</a>, @nobody, <code>@zoe</code>'
    assert ways.format("../../") in site.html[f"{FOLDER}/"]
    assert html.escape(ways.format(SITE), quote=False) in site.feeds["feed.xml"]
    assert site.library.known["z-old"] == "zed"

    gone = build(write("2012-05-17", removed=("2012-05-17",)) | says)
    assert "@zoe, @Zed, @nobody" in gone.html[f"{FOLDER}/"]


def test_in_an_archive_a_name_means_who_has_it_in_the_same_thread_and_nobody_else(build: Build) -> None:
    """Ten thousand people of an archive called each other by the names they saw, and several of them are Jack."""
    came = "role: contributor\nabout: Wrote in the archive old.\n"
    people = {"jack": "Jack", "jack-b9": "Jack (2)", "zoe": "Zoe", "amy-may": "Amy May", "max": "max"}
    files = {f"people/{handle}.yml": f"name: {name}\n{came}" for handle, name in people.items()}
    files |= write("2012-05-17", by="jack") | write("2013-01-01", by="max")

    def say(thread: str, day: str, by: str) -> dict[str, str]:
        body = "'@Jack: yes, @zoe, @Amy, @max'"
        return {f"{thread}/replies/{day}-{by}.yml": f"author: {by}\ndate: {day}\nbody: {body}\n"}

    other = "discussions/other"
    files |= {f"{other}/post.md": POST.replace("Two", "Other"), **write("2012-05-17", by="amy-may")}
    files |= say(other, "2012-05-18", "zoe") | say(other, "2012-05-19", "jack-b9") | say(other, "2012-05-20", "eve")
    site = build(files)
    shown = site.html[f"{other}/"]
    month = "../../people/in/2012-05/#person-"
    proven = f'<a href="{month}jack-b9">@Jack</a>: yes, <a href="{month}zoe">@zoe</a>, @Amy, @max'
    assert shown.count(proven) == 2
    assert html.escape(proven.replace("../../", SITE), quote=False) in site.feeds["feed.xml"]
    exact = f'<a href="{month}jack">@Jack</a>: yes, <a href="{month}zoe">@zoe</a>, @Amy, <a'
    assert shown.count(exact) == 1, "who writes here means handles"

    shown = build(files | say(other, "2012-05-21", "jack")).html[f"{other}/"]
    assert shown.count("@Jack: yes, <a") == 3, "of two of one name nobody knows who is meant"


def test_a_written_link_to_a_person_or_a_tag_leads_to_where_they_are_found_or_is_words(build: Build) -> None:
    links = "".join(
        f"[{name}](/{address})\n"
        for name, address in (
            *(("zoe", PAGE), ("z-feed", FEED), ("z-more", f"{PAGE}page/2/"), ("old", "people/z-old/")),
            *(("zed", "people/zed/"), ("nobody", "people/nobody/"), ("law", "tags/law/"), ("none", "tags/none/")),
            *(("month", "people/in/2012-05/"), ("all", "people/")),
        )
    )
    body = f"---\nauthor: eve\ndate: 2013-02-01\n---\n\n{links}"
    zed = "name: Zed Zed\nabout: I test.\naliases: [z-old]\n"
    says = {f"{FOLDER}/replies/2013-02-01-eve.md": body, "people/zed.yml": zed}
    page = build(write("2012-05-17") | says).html[f"{FOLDER}/"]
    [text] = [text for text in re.findall("itemprop=text>(.*?)</div>", page, re.DOTALL) if ">none</a>" in text]
    found = {name: way for way, name in re.findall(r'<a(?: href="../../([^"]*)")?[^>]*>(.*?)</a>', text)}
    assert found == {
        **dict.fromkeys(("zoe", "z-feed", "z-more"), IN_MAY),
        **dict.fromkeys(("old", "zed"), "people/zed/"),
        **{"law": "tags/law/", "month": "people/in/2012-05/", "all": "people/", "none": "", "nobody": ""},
    }
    with_page = build(write("2012-05-17", "2012-06-01", "2012-06-02") | says).html[f"{FOLDER}/"]
    assert f'<a href="../../{PAGE}">zoe</a>' in with_page
    assert f'<a href="../../{PAGE}">z-feed</a>' in with_page, "a feed takes five"


def test_an_earlier_contribution_that_comes_later_leaves_every_address(build: Build) -> None:
    """As a pull request does that has waited, or an import of an older archive."""
    orders = (["2012-07-01", "2012-05-17", "2012-06-01"], ["2012-07-01", "2012-06-01", "2012-05-17"])
    for order in orders:
        known: set[str] = set()
        for number in range(1, 4):
            site = build(write(*order[:number]))
            known.add(site.home())
            assert all(map(site.knows, known))
            for one in known - {site.home()}:
                page, _, anchor = one.partition("#")
                assert site.find_ways(page, anchor) == {site.home()}


@pytest.mark.parametrize(
    ("file", "has_page"),
    [
        ("name: Zoe Zed\n", True),
        ("name: zoe\nabout: Grows beans.\n", True),
        ("name: zoe\nlink: https://example.org/\n", True),
        ("name: zoe\nrole: maintainer\n", True),
        ("name: zoe\naliases: [zo]\n", True),
        ('name: zoe\nrole: contributor\naccount: "4711"\n', False),
        ("name: zoe\n", False),
        ("name: Zoe Zed\nabout: Wrote in the archive lists.\nlink: https://example.org/\n", False),
        ("name: Zoe Zed\nabout: Wrote in the archive lists, and grows beans now.\naliases: [zo]\n", True),
    ],
)
def test_a_file_earns_a_page_unless_a_program_writes_it_of_everybody(build: Build, file: str, has_page: bool) -> None:
    site = build({**write("2012-05-17"), "people/zoe.yml": file})
    assert site.home() == (PAGE if has_page else IN_MAY)
    assert site.knows(IN_MAY)
    assert FEED not in site.feeds
    if "archive" in file and not has_page:
        assert "Wrote in the archive lists." in site.html["people/in/2012-05/"]
        assert 'href="https://example.org/"' in site.html["people/in/2012-05/"]
    if "zo]" in file:
        assert site.knows("people/in/2012-05/#person-zo"), "where the former handle was found"


def test_thresholds_are_settings(build: Build) -> None:
    files = write("2012-05-17", "2012-05-18")
    assert build(files, person_page=2).home() == PAGE
    assert FEED in build(files, person_page=1, person_feed=1).feeds
    assert FEED not in build(files, person_page=4, person_feed=1).feeds, "a feed is of a page"


@pytest.mark.slow
def test_a_month_of_a_thousand_people_goes_on_and_its_front_knows_them_all(build: Build) -> None:
    many = [f"p{number:04}" for number in range(1000)]
    crowd = {path: text for one in many for path, text in write("2012-05-17", by=one).items()}
    front = "people/in/2012-05/"
    site = build({**crowd, **write("2012-05-02", "2012-06-01")}, front)
    pages = [address for address in site.pages if address.startswith(front)]
    assert len(pages) == 1 + 1000 // NAMES
    assert max(len(site.html[page]) for page in pages) < 200_000
    assert {f"person-{one}" for one in (*many, "zoe")} <= site.ids[front]
    last = f"{front}page/{len(pages)}/"
    assert site.find_ways(front, "person-p0999") == {f"{last}#person-p0999"}
    assert site.find_ways(last, "person-p0999") == {f"{FOLDER}/page/2/#reply-2012-05-17-p0999"}
    more = build({**crowd, **write("2012-05-01", by="early")}, front)
    assert all(map(more.knows, {site.home(one) for one in many})), "though everybody has moved by one"


def test_handles_that_look_like_parts_of_addresses_have_addresses_of_their_own(build: Build) -> None:
    names = ("in", "page", "2012", "2012-05", "person-zoe")
    files = {
        path: text for one in names for path, text in write("2012-05-17", "2012-05-18", "2012-05-19", by=one).items()
    }
    site = build({**files, **write("2012-05-20"), "people/in.yml": "name: In\nabout: Of.\n"}, page_size=1)
    assert len({site.home(one) for one in (*names, "zoe")}) == 6
    assert all(site.knows(site.home(one)) for one in names)
    assert site.pages["people/in/"].title == "In"
    assert "person-person-zoe" in site.ids["people/in/2012-05/"]


def test_the_list_of_people_shows_the_most_active_first_and_leads_to_every_month(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "NAMES", 2)
    files = {**write("2012-05-17", "2012-06-01", "2013-06-02", "2012-09-01"), **write("2012-07-01", by="eve")}
    site = build(files)
    front = site.html["people/"]
    assert "House voices are" in front
    assert re.findall(r"2012 ([a-z ]+)</span>", site.html["people/in/2012-07/"]) == ["replied to"]
    most, _, rest = front.partition("By handle")
    assert most.index("zoe") < most.index("mia-maintains" if "mia-maintains" in most else "Mia")
    assert "eve" not in front
    ways = [("2026-10", "Oct"), ("2013-06", "Jun"), ("2012-01", "Jan"), ("2012-05", "May")]
    ways += [("2012-06", "Jun"), ("2012-07", "Jul"), ("2012-09", "Sep")]
    assert re.findall(r'href="\.\./people/in/([\d-]+)/">(\w+)', rest) == ways
    assert re.findall(r"<li>(.{1,6}): <a", rest) == ["2026", "2013", "2012"]
    assert "people/in/" not in site.html["people/page/2/"]
    drawer = environment(site.library, SETTINGS)
    assert "#person-eve" in drawer.from_string("{{ 'eve' | name }}").render(here="latest/")
