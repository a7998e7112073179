"""A full round, as a newcomer makes it: scaffold, check, build, read it on the built page."""

import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from parley.commands.cli import main
from support import GOOD, build_site, serve, write_project, write_tree

SIDES = "old-school new-school old-wins-when new-wins-when shared-rule".split()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which everything was written by commands, with its site."""
    project = write_project(tmp_path_factory.mktemp("round"), GOOD)
    write_tree(project, {"docs/moderation.md": "# Moderation here\n\n::: moderation\n\nHow it is done.\n"})

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, [*arguments, "--posts", str(project / "posts")])
        assert done.exit_code == 0, done.output
        return done.stdout.strip()

    run("new", "discussion", "Write first, or wait?", "--author", "ana", "--tag", "sales", "--body", "I *wait*.")
    first = Path(run("reply", "write-first-or-wait", "--author", "bob", "--school", "old", "--body", "I write.")).stem
    second = run("reply", "write-first-or-wait", "--to", first, "--author", "cem", "--body", "To whom, though?")
    settings = ["--config", str(project / "mkdocs.yml")]
    run(
        "new",
        "practice",
        "How to begin",
        "--author",
        "ana",
        "--tag",
        "law",
        *(f"--{one}=So." for one in SIDES),
        *settings,
    )
    run("remove", "two-follow-ups", "it gave away an address", "--reply", "2026-10-02-ana")
    run("merge", "write-first-or-wait", "into", "two-follow-ups")
    run("rename", "first-meeting", "meeting-first")
    assert run("check").endswith("nothing to fix")
    build_site(project)
    (project / "ids.txt").write_text(f"{first} {Path(second).stem}")
    return project


@pytest.fixture
def page(built: Path) -> str:
    return (built / "site/discussions/two-follow-ups/index.html").read_text()


def test_the_reply_is_read_on_the_built_page_below_what_it_answers(built: Path, page: str) -> None:
    first, second = (built / "ids.txt").read_text().split()
    document = html5lib.parse(page, namespaceHTMLElements=False)
    articles = {str(one.get("aria-labelledby")).removeprefix("reply-"): one for one in document.iter("article")}
    assert "To whom, though?" in "".join(articles[second].itertext())
    assert f'in reply to <a href="#reply-{first}" data-pa-parent><bdi>bob</bdi></a>' in page
    assert 'in reply to <a href="#reply-write-first-or-wait" data-pa-parent><bdi>ana</bdi></a>' in page
    assert "I <em>wait</em>." in page
    assert "Old school" in "".join(articles[first].itertext())


def test_the_schema_that_a_new_file_names_is_on_the_site(built: Path) -> None:
    head = (built / "posts/practices/how-to-begin/post.yml").read_text().partition("\n")[0]
    address = head.removeprefix("# yaml-language-server: $schema=http://127.0.0.1:8000/")
    published = (built / "site" / address).read_text()
    assert published == CliRunner().invoke(main, ["schema", "practice"]).stdout
    assert {path.stem for path in (built / "site/schema").iterdir()} == {
        "discussion",
        "practice",
        "reply",
        "person",
        "tags",
        "thread",
        "agreement",
        "archive",
        "article",
        "policy",
    }


def test_a_page_of_the_maintainers_takes_the_place_of_the_generated_one(built: Path) -> None:
    html = (built / "site/moderation/index.html").read_text()
    assert "Moderation here" in html
    assert "it gave away an address" in html
    assert 'href="../discussions/two-follow-ups/#reply-2026-10-02-ana"' in html
    assert "How it is done." in html
    assert "http://127.0.0.1:8000/moderation/" in (built / "site/sitemap.xml").read_text()


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[str]:
    with serve(built / "site") as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("discussions/write-first-or-wait/", "discussions/two-follow-ups/#reply-write-first-or-wait"),
        ("discussions/write-first-or-wait/#reply-{}", "discussions/two-follow-ups/#reply-{}"),
        ("practices/first-meeting/", "practices/meeting-first/"),
    ],
)
def test_a_former_address_leads_on_with_its_anchor(
    built: Path, site: str, browser: Browser, former: str, present: str, scripts: bool
) -> None:
    first = (built / "ids.txt").read_text().split()[0]
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(site + former.format(first))
    page.wait_for_url(re.compile(re.escape(present.partition("#")[0])))
    if scripts or "#reply-{}" not in former:  # without scripts no page can know the anchor it was asked for
        page.wait_for_url(site + present.format(first))
    context.close()
