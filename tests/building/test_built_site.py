"""Every file of the built site: strict HTML, links and anchors that lead somewhere, nothing from elsewhere."""

import json
import posixpath
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest

from declared import KINDS
from parley.model import urls
from parley.rendering.data.thread_data import parse_thread_data
from support import GOOD, build_site, run_parley, write_project

Tree = ET.Element

LETTERS = "words " * 200
"""The text of each of ten replies."""

LOGINS = ["ana_acme", "ana-", "ana--b", "ana.maria", "-ana", "_ana_", "aux", "con.rad", "a-b_c.d", "ana.acme"]
"""What forges give or gave out, two of them names of devices; each wrote a reply."""

DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}


@pytest.fixture(scope="module", params=["forum", "small"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small forum, and a small one in which something is removed, renamed, locked and edited."""
    if request.param == "forum":
        forum: Path = request.getfixturevalue("forum_site")
        return forum
    folder = "discussions/two-follow-ups"
    files = {
        **GOOD,
        f"{folder}/post.md": str(GOOD[f"{folder}/post.md"]).replace(
            "tags:", "aliases: [before]\nlocked: enough\nupdated: 2026-10-09\ntags:"
        ),
        f"{folder}/replies/gone.md": "---\nauthor: eve\ndate: 2026-10-04\nremoved: spam\nupdated: 2026-10-05\n---\n",
        "people/ana_acme.yml": "name: Ana\nabout: From the company.\naliases: [ana.old_, nul]\n",
        "people/ana.maria.yml": "name: Maria\nabout: From the other forge.\n",
        f"{folder}/replies/edited_by-eve.md": (
            "---\nauthor: eve\ndate: 2026-10-04\nupdated: 2026-10-05\n---\n\nNote[^1].\n\n[^1]: Yes.\n"
        ),
    }
    ten = str(GOOD[f"{folder}/post.md"]).replace("Two follow-ups?", "Ten replies")
    files["discussions/ten/post.md"] = ten
    for number in range(10):
        answers = f"reply_to: r-{number - 1}\n" if number % 2 else ""
        text = f"---\nauthor: writer-{number}\ndate: 2026-10-0{number % 5 + 2}\n{answers}---\n\n{LETTERS}\n"
        files[f"discussions/ten/replies/r-{number}.md"] = text.replace(
            "2026-10-0", "2026-10-1" if answers else "2026-10-0"
        )
    files["practices/first-meeting/replies/2062-01-01-soon_acme-k3p9.md"] = (
        "---\nauthor: soon_acme\ndate: 2062-01-01\n---\n\nSoon.\n"
    )
    for number, login in enumerate(LOGINS):
        files[f"{folder}/replies/2026-10-06-{login}-x{number}.md"] = (
            f"---\nauthor: {login}\ndate: 2026-10-06\n---\n\nNote {login}[^1].\n\n[^1]: Yes.\n"
        )
    for number in range(4):
        files[f"{folder}/replies/2026-10-06-ana_acme-{number}.md"] = (
            f"---\nauthor: ana_acme\ndate: 2026-10-06\n---\n\nNote {number}[^1].\n\n[^1]: Yes.\n"
        )
    project = write_project(tmp_path_factory.mktemp("small"), files)
    build_site(project)
    return project / "site"


@pytest.fixture(scope="module")
def documents(site: Path) -> dict[str, Tree]:
    """Every page, parsed strictly: a fault of the HTML is an error here."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        found[file.relative_to(site).as_posix()] = parser.parse(file.read_text(encoding="utf-8"))
    return found


def test_every_page_is_strict_html(documents: dict[str, Tree]) -> None:
    assert len(documents) > 10


def test_ids_stand_once_on_a_page(documents: dict[str, Tree]) -> None:
    for name, document in documents.items():
        ids = [element.get("id") for element in document.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), name


def test_every_page_has_one_title_one_heading_and_a_language(documents: dict[str, Tree]) -> None:
    for name, document in documents.items():
        assert document.get("lang") == "en", name
        assert len(document.findall(".//title")) == 1, name
        if document.find(".//meta[@http-equiv='refresh']") is None:
            assert len(document.findall(".//h1")) == 1, name


def test_every_link_and_every_anchor_leads_somewhere(site: Path, documents: dict[str, Tree]) -> None:
    ids = {name: {element.get("id") for element in document.iter()} for name, document in documents.items()}
    for name, document in documents.items():
        for element in document.iter():
            for attribute in ("href", "src"):
                address = element.get(attribute)
                if address is None or name == "404.html" or urlsplit(address).scheme:
                    continue
                path, _, anchor = address.partition("#")
                path = path.partition("?")[0]
                target = (site / name).parent / unquote(path) if path else site / name
                target = target / "index.html" if target.is_dir() or path.endswith("/") else target
                assert target.is_file(), f"{name} leads to {address}"
                key = target.resolve().relative_to(site.resolve()).as_posix()
                if anchor and key in ids:
                    assert unquote(anchor) in ids[key], f"{name} leads to {address}"


def test_the_navigation_leads_to_the_same_pages_from_everywhere(documents: dict[str, Tree]) -> None:
    """Pages share what is around them, and a way that is right on one may be wrong on another of the same depth."""
    found = {
        tuple(urljoin(f"/{name}", str(link.get("href"))) for link in document.iter("a") if link.get("class") == TAB)
        for name, document in documents.items()
        if name != "404.html"
    } - {()}
    assert len(found) == 1


TAB = "md-tabs__link"


def test_nothing_is_loaded_from_elsewhere(site: Path, documents: dict[str, Tree]) -> None:
    for name, document in documents.items():
        for element in document.iter():
            loaded = element.get("src") or (element.get("href") if element.tag == "link" else None) or ""
            if not {"canonical", "alternate", "search"} & set((element.get("rel") or "").split()):
                assert not loaded.startswith(("http:", "https:", "//")), f"{name}: {loaded}"
            assert element.get("style") is None, name
            assert not [key for key in element.keys() if key.startswith("on")], name  # noqa: SIM118
    for sheet in (site / urls.ASSETS).glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        addresses = re.findall(r"""url\(\s*["']?([^"')]*)""", text)
        assert len(addresses) == text.count("url(") >= text.count("@import")
        for address in addresses:
            assert (sheet.parent / address).is_file(), f"{sheet.name}: {address}"


def test_no_page_of_ours_carries_more_than_six_kilobytes_of_frame(site: Path) -> None:
    """All around the content, with titles, descriptions and addresses: nothing that a browser could keep."""
    sizes = {}
    for file in sorted(site.rglob("*.html")):
        before, is_ours, after = file.read_bytes().partition(b'<span id="content" tabindex="-1"></span>')
        if is_ours:
            sizes[file.relative_to(site).as_posix()] = (
                len(before) + len(is_ours) + len(after[after.rindex(b"</article>") :])
            )
    assert len(sizes) >= 15
    assert {name: size for name, size in sizes.items() if size > 6_000} == {}


def test_a_page_of_ten_replies_takes_little_more_than_their_text(site: Path) -> None:
    """At most 40 kB in all, and 800 bytes of markup for each reply."""
    file = site / "discussions" / "ten" / "index.html"
    if file.is_file():  # the small site
        html = file.read_text()
        assert len(html.encode()) <= 40_000
        items = html.partition("data-pa-tree>")[2].partition("</ol><aside")[0]
        assert items.count(LETTERS.strip()) == 10
        assert len(items) - 10 * len(LETTERS) <= 10 * 800


def test_whatever_login_somebody_has_they_are_found(site: Path, documents: dict[str, Tree]) -> None:
    """The links to them are followed by the tests above."""
    if not (site / "people" / "ana_acme").is_dir():
        return  # the forum
    page = (site / "people" / "ana_acme" / "index.html").read_text(encoding="utf-8")
    assert "discussions/two-follow-ups/#reply-2026-10-06-ana_acme-x0" in page
    assert "people/ana_acme/" in (site / "people" / "ana.old_" / "index.html").read_text(encoding="utf-8")
    assert "ana_acme/" in (site / "people" / "~nul" / "index.html").read_text(encoding="utf-8")
    assert "<name>Ana @ana_acme</name>" in (site / "people" / "ana_acme" / "feed.xml").read_text(encoding="utf-8")
    assert "/people/ana.maria/</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")
    choices = json.loads((site / urls.SEARCH_CHOICES).read_text(encoding="utf-8"))
    assert set(LOGINS) <= {handle for handle, *_ in choices["author"]}
    thread = json.loads((site / "discussions" / "two-follow-ups" / "thread.json").read_text(encoding="utf-8"))
    assert {reply["author"] for reply in thread["replies"] if "author" in reply} >= set(LOGINS)
    files = parse_thread_data(thread, KINDS)
    assert {path for path in files if path.startswith("people/")} >= {"people/ana_acme.yml", "people/ana.maria.yml"}
    ids = {one.get("id") for one in documents["people/in/2026-10/index.html"].iter()}
    assert {f"person-{login}" for login in LOGINS} <= ids


def test_a_date_of_a_day_to_come_keeps_no_site_from_being_built(site: Path) -> None:
    page = site / "discussions" / "ten" / "index.html"
    if page.is_file():  # the small site
        assert "Soon." in (site / "practices" / "first-meeting" / "index.html").read_text(encoding="utf-8")


def test_every_name_of_a_file_can_be_had_on_windows(site: Path) -> None:
    for path in (one.relative_to(site) for one in site.rglob("*")):
        for name in path.parts:
            assert name.partition(".")[0].lower() not in DEVICES, path
            assert not name.endswith((".", " ")), path
            assert not set(name) & set('<>:"\\|?*'), path
    names = [str(one.relative_to(site)) for one in site.rglob("*")]
    assert len({name.lower() for name in names}) == len(names)


def test_every_thread_and_every_page_of_the_maintainers_leads_to_its_markdown(
    site: Path, documents: dict[str, Tree]
) -> None:
    twins = {str(file.relative_to(site)) for file in site.rglob("*.md")}
    led = set()
    for name, tree in documents.items():
        for link in tree.iter("link"):
            if link.get("type") == "text/markdown":
                assert link.get("rel") == "alternate markdown"  # alone it'd have the theme's script ask for a sitemap
                led.add(posixpath.normpath(posixpath.join(posixpath.dirname(name), str(link.get("href")))))
    assert led == twins
    assert not [*site.rglob("*.html.*")]  # which a server may take for HTML, whatever ending follows
    posts = {str(file.parent.relative_to(site)) for file in site.rglob("thread.json")}
    assert twins >= {f"{post}/index.md" for post in posts if (site / post / "index.html").exists()}
    assert "index.md" in twins
    listed = (site / "llms.txt").read_text()
    assert listed.startswith("# ")
    assert {line[:3] for line in listed.split("\n") if line.startswith("#")} <= {"# G", "# S", "## "}
    address = re.search(r"Sitemap: (.*)sitemap.xml", (site / "robots.txt").read_text())
    assert address
    named = re.findall(rf"\]\({address[1]}([^)]*)\)", listed)
    assert twins >= {name for name in named if name.endswith(".md")} > set()
    lists = [name for name in named if not name.endswith((".md", ".xml"))]
    assert all((site / name / "index.html").exists() for name in lists)


def test_a_browser_learns_how_to_search_the_site(site: Path, documents: dict[str, Tree]) -> None:
    form = ET.parse(site / "assets/parley/opensearch.xml").getroot()
    [url] = form.findall("{*}Url")
    assert str(url.get("template")).endswith("/search/?q={searchTerms}")
    links = [link for link in documents["search/index.html"].iter("link") if link.get("rel") == "search"]
    assert [str(link.get("href")).endswith("/assets/parley/opensearch.xml") for link in links] == [True]


def test_a_site_without_an_address_says_so_and_has_nothing_that_needs_one_until_its_host_tells_it(
    tmp_path: Path,
) -> None:
    folder = write_project(tmp_path)
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("site_url: http://127.0.0.1:8000/\n", ""))
    assert "has no address" in run_parley("build", cwd=folder).stderr
    site = folder / "site"
    assert not [file.name for pattern in ("feed.xml", "sitemap.xml*", "robots.txt") for file in site.rglob(pattern)]
    pages = "".join(file.read_text() for file in site.rglob("*.html"))
    assert not re.search(r'rel="(canonical|alternate feed|search)"|og:url|localhost|127\.0\.0\.1', pages)
    assert not (site / "assets/parley/opensearch.xml").exists()
    assert "](discussions/two-follow-ups/index.md)" in (site / "llms.txt").read_text()
    assert "<../../discussions/two-follow-ups/>" in (site / "discussions/two-follow-ups/index.md").read_text()
    told = run_parley("build", cwd=folder, CI_PAGES_URL="https://ana.gitlab.io/talk")
    assert "has no address" not in told.stderr
    assert "<loc>https://ana.gitlab.io/talk/discussions/" in (site / "sitemap.xml").read_text()
    address = "https://ana.gitlab.io/talk/"
    assert f'<link rel="canonical" href="{address}">' in (site / "index.html").read_text()
    assert "https://ana.gitlab.io/talk/discussions/" in (site / "feed.xml").read_text()
