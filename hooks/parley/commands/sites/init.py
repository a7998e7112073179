"""`parley init`: a new site, or what one lacks that is there already."""

import posixpath
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from parley.checking.loading import check_posts
from parley.checking.report import render_text
from parley.commands.shared.common import DEFAULT_CONFIG, DEFAULT_POSTS, DRY_RUN, read_pages, read_settings
from parley.commands.sites.questions import NONE, Asker, ask_for_more, ask_for_site
from parley.editing.transactions import Change, write_changes
from parley.model.languages.speaking import N_, _
from parley.model.problems import ParleyError
from parley.model.settings import Settings
from parley.scaffold.files import Made, draw_declared, draw_files
from parley.scaffold.joining import join_plugin, join_requirement
from parley.scaffold.origin import PACKAGE
from parley.scaffold.receipt import FILE, Receipt, load_receipt, name_text, render_receipt
from parley.scaffold.recipe import GIT_HOSTS, WEB_HOSTS, Recipe

REQUIREMENTS = "requirements.txt"
PUBLISHING = frozenset(f".github/workflows/{name}.yml" for name in ("publish", "accept", "from-issue", "reactions"))
"""They start the first one, so a site that another workflow publishes gets none of them."""

_GIT_HOSTS = f"{', '.join(GIT_HOSTS)} (also for Codeberg) or {NONE}"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--into", is_flag=True, help="Add to a MkDocs site that is there already.")
@click.option("--subject", metavar="TEXT", help="What the site is about.")
@click.option("--name", metavar="TEXT", help="What the site is called.  [default: its subject]")
@click.option("--language", metavar="CODE", help="Language of the site, such as de.  [default: en]")
@click.option("--forge", metavar="NAME", help=f"Git host: {_GIT_HOSTS}.  [default: that of git's remote]")
@click.option("--repository", metavar="ADDRESS", help="Its page at the Git host.  [default: git's remote]")
@click.option("--login", metavar="HANDLE", help="Your login there; you become a maintainer.")
@click.option("--side", "sides", multiple=True, metavar="NAME", help="A side of replies: give none, or two to six.")
@click.option("--mail", metavar="ADDRESS", help="Address for people without an account.")
@click.option("--host", "hosts", type=click.Choice(WEB_HOSTS), multiple=True, help="Web host to write a file for.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; take what is usual.")
@DRY_RUN
def init(folder: Path, into: bool, yes: bool, dry_run: bool, **given: Any) -> None:
    """Write a new site into FOLDER: settings, pages, a first discussion, workflows, forms, settings of editors.

    It asks what it has to know; each question has an option, and with --yes it asks nothing. What is there already is
    never overwritten. With --into, the plug-in is added to the site's mkdocs.yml, and to its files what they lack.
    """
    file = folder / DEFAULT_CONFIG
    if file.is_file() and not into:
        raise ParleyError(_("{file} is there already; --into adds to the site, and overwrites nothing", file=file))
    if into and not file.is_file():
        raise ParleyError(_("{file} isn't there; leave --into out for a new site", file=file))
    asker = Asker(given, yes)
    lacking = ""
    if into:
        settings = read_settings(file)
        recipe = ask_for_more(folder, asker, settings, *read_pages(file))
        lacking = "" if settings.repository else recipe.repository
    else:
        recipe = ask_for_site(folder, asker)
    plan = _plan(folder, recipe, _draw(recipe), into)
    for path in (change.path for change in plan.changes if change.path != FILE):
        click.echo(path)
    if not dry_run:
        write_changes(folder, plan.changes)
    if lacking:
        click.echo(
            _("So that readers can send replies, add to {file}:  repo_url: {address}", file=file, address=lacking),
            err=True,
        )
    for line in (*plan.remarks, *([] if dry_run else _say_next(folder, recipe, into))):
        click.echo(line, err=True)


def _draw(recipe: Recipe) -> list[Made]:
    """All files of a site, tried before anything is written.

    Raises:
        ParleyError: an answer makes none that could be built.
    """
    files = list(draw_files(recipe))
    with tempfile.TemporaryDirectory() as scratch:
        for made in files:
            file = Path(scratch, made.path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(made.text, encoding="utf-8", newline="\n")
        settings = read_settings(Path(scratch, DEFAULT_CONFIG))
        problems = _find_problems(Path(scratch), settings)
    if problems:
        raise ParleyError(_("nothing was written: what would be there has problems\n{problems}", problems=problems))
    return [*files, *draw_declared(recipe, settings.declaration)]


def _find_problems(folder: Path, settings: Settings) -> str:
    check = check_posts(folder / DEFAULT_POSTS, site_name=settings.site_name, declaration=settings.declaration)
    return render_text(check.problems) if check.problems else ""


LINK = "overrides/partials/source.html"
"""Stands in a theme of ours; the theme of others stays as it is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be written, and what its reader has to know."""

    changes: tuple[Change, ...]
    remarks: tuple[str, ...]


def _plan(folder: Path, recipe: Recipe, files: Sequence[Made], into: bool) -> Plan:
    remarks: list[str] = []
    changes: list[Change] = []
    kept: list[str] = []
    lacking = files
    if into:
        joined, lacking = _join(folder, recipe, files)
        changes += (change for change in joined if isinstance(change, Change))
        remarks += (line for line in joined if isinstance(line, str))
    for made in lacking:
        if (folder / made.path).exists() or (folder / made.path).is_symlink():
            kept.append(made.path)
        else:
            changes.append(Change(made.path, None, made.text.encode()))
    if kept:
        remarks.append(_("Left as they are: {kept}", kept=", ".join(kept)))
    # what was left out counts as removed by who has it elsewhere
    ours = [made for made in files if not made.once and not (folder / made.path).exists()]
    names = {made.path: name_text(made.text) for made in ours}
    return Plan((*changes, *_note(folder, recipe, names)), tuple(remarks))


def _note(folder: Path, recipe: Recipe, names: Mapping[str, str]) -> Iterator[Change]:
    """The change of the record: what was written before stays in it."""
    before = (folder / FILE).read_bytes() if (folder / FILE).is_file() else None
    old = load_receipt(folder) if before else Receipt("")
    hosts = tuple(dict.fromkeys((*old.web_hosts, *recipe.web_hosts)))
    new = Receipt(old.version or recipe.version, recipe.git_host or old.git_host, hosts, {**old.files, **names})
    if new != old:
        yield Change(FILE, before, render_receipt(new).encode())


def _join(folder: Path, recipe: Recipe, files: Sequence[Made]) -> tuple[list[Change | str], list[Made]]:
    """What is added to files of the site, or a remark where that can't be done; and the files that it still lacks."""
    found: list[Change | str] = []
    for name, join, piece in (
        (str(DEFAULT_CONFIG), join_plugin, recipe.plugin),
        (REQUIREMENTS, join_requirement, f"{recipe.requirement}\n"),
    ):
        file = folder / name
        if file.is_file():
            before = file.read_bytes()
            try:
                text = before.decode("utf-8")
                bare = text.removeprefix("\ufeff")
                after = (text[: len(text) - len(bare)] + join(bare, piece)).encode()
            except (ParleyError, UnicodeDecodeError) as error:
                found.append(
                    _(
                        "Add this to {name} yourself, because {error}:\n{piece}",
                        name=name,
                        error=error,
                        piece=piece.rstrip(),
                    )
                )
            else:
                found += [Change(name, before, after)] if after != before else []
    joined = {str(DEFAULT_CONFIG), *([REQUIREMENTS] if (folder / REQUIREMENTS).is_file() else [])}
    left = {*joined, "README.md", LINK, *_find_own_home(folder, recipe.docs)}
    lacking = [made for made in files if made.path not in left]
    workflows = [file.relative_to(folder).as_posix() for file in sorted(folder.glob(".github/workflows/*.y*ml"))]
    workflows = [name for name in workflows if name not in {made.path for made in files}]
    if workflows and PUBLISHING & {made.path for made in lacking}:
        lacking = [made for made in lacking if made.path not in PUBLISHING]
        found.append(
            _(
                "{file} may publish the site already, so the workflows that publish and accept are left out",
                file=workflows[0],
            )
        )
    return found, lacking


def _find_own_home(folder: Path, docs: str) -> list[str]:
    """Our first page where the site has one already: of two, MkDocs would leave theirs out."""
    has_home = any((folder / docs / name).exists() for name in ("README.md", "index.html"))
    return [posixpath.normpath(f"{docs}/index.md")] if has_home else []


def _say_next(folder: Path, recipe: Recipe, into: bool) -> Iterator[str]:
    yield ""
    place = "" if folder == Path() else f"cd {folder} && "
    yield _("The site has what it needs. Look at it:  {place}mkdocs serve", place=place)
    yield _("Check it and build it into site/:  parley check && parley build")
    if into:
        yield _("To have the lists in a menu of your own, add to `nav`:  - Discussions: discussions/index.md")
    if recipe.origin.startswith("file:"):
        yield _(
            "{file} names {place}, where Parley was installed from. Other machines don't have it: before you publish, "
            "write {version} once that is released, or an address that all can reach",
            file=REQUIREMENTS,
            place=recipe.origin,
            version=f"{PACKAGE}=={recipe.version}",
        )
    if recipe.git_host in _ONCE and not into:
        yield _(_ONCE[recipe.git_host])


_ONCE = {
    "github": N_(
        "At GitHub, once: Settings > Pages > Source: GitHub Actions; Settings > Actions > General > Allow GitHub "
        "Actions to create and approve pull requests; a label called accepted"
    ),
    "gitlab": N_(
        "At GitLab, once: a runner (Settings > CI/CD > Runners; gitlab.com has some) publishes to Deploy > Pages; let "
        "everybody see these pages (Settings > General > Visibility). For issues, a trigger token, a webhook and the "
        "variable PARLEY_TOKEN: the first lines of .gitlab-ci.yml say which"
    ),
    "forgejo": N_(
        "At Forgejo, once: Settings > Units > Overview > Actions; a runner of yours with the label docker, if it has "
        "none. The site is put on the branch pages, which Codeberg Pages serves; elsewhere let a web server do that. "
        "At Gitea, move .forgejo/workflows to .gitea/workflows"
    ),
}
"""What somebody has to set at a Git host before its files work there."""
