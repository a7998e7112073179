"""The maintainers' pages that ask for a thread, as the posts that open one.

A page has no file in `posts/`: what would stand in it is read from the page (`reading/hosted`). Its thread stays in the
folder in which it began, under whichever of the page's names that is. A thread whose page is gone opens itself, so that
nothing of it is lost.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from parley.model.entries import Article
from parley.model.findings import Findings, shorten
from parley.model.languages.speaking import _
from parley.model.layout import PAGES
from parley.model.library import Library
from parley.model.problems import Problem, Severity
from parley.model.settings import HostedPage
from parley.reading.sources import Found
from parley.reading.writing import render_keys


@dataclass(frozen=True, slots=True)
class Openings:
    """The files that would open threads, by their paths below `posts/`; of those of pages, the files that say it."""

    contents: dict[str, bytes] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def at(self, path: str) -> Findings:
        """What there is to say of a path."""
        return Findings(path, problems=self.problems)


def open_pages(pages: Iterable[HostedPage] | None, files: Iterable[Found], label: str) -> Openings:
    """What opens the threads below pages, of which replies are in `files`; `pages` is None where nobody knows them."""
    slots = [file.slot for file in files if file.slot.post and file.slot.post[0] == PAGES]
    begun = {slot.post[1] for slot in slots if slot.post and slot.kind == "reply"}
    opened = {slot.name for slot in slots if slot.kind == "article"}
    made, known = Openings(), tuple(pages or ())
    own = {page.name: page for page in reversed(known)}
    for page in known:
        if own[page.name] is not page:
            message = _(
                "'{file}' and this have one name for their threads, '{name}'",
                file=own[page.name].file,
                name=shorten(page.name),
            )
            help = _("Rename one of the two; until then the other has the thread.")
            made.at(page.file).add("name-clash", message, help, Severity.WARNING)
            continue
        names = (page.name, *(name for name in page.former if name not in own))
        name = next((one for one in names if one in begun and _path(one) not in made.shown), page.name)
        made.shown[_path(name)] = page.file
        made.contents[_path(name)] = _write(page, [one for one in (page.name, *page.former) if one != name])
    for name in sorted(one for one in begun if _path(one) not in made.shown):
        if pages is not None:
            message = _(
                "no page asks for the thread '{name}', so it stands by itself at /{pages}/{name2}/",
                name=shorten(name),
                pages=PAGES,
                name2=name,
            )
            help = _(
                "Add the name to 'aliases' of the page that it belongs to, or 'comments: true' to the page itself."
            )
            made.at(f"{label}/{PAGES}/{name}").add("missing-page", message, help, Severity.WARNING)
        if name not in opened:
            title = name.rpartition("/")[2].replace("-", " ").capitalize()
            made.contents[_path(name)] = render_keys({"title": title}).encode()
    return made


def _path(name: str) -> str:
    return f"{PAGES}/{name}/post.yml"


def _write(page: HostedPage, aliases: list[str]) -> bytes:
    values = {
        "title": page.title,
        "date": page.date,
        "updated": page.updated,
        "locked": page.locked,
        "aliases": aliases,
    }
    return render_keys({key: value for key, value in values.items() if value}).encode()


def place_articles(articles: Mapping[str, Article], addresses: Mapping[str, str]) -> dict[str, Article]:
    """The articles with the addresses at which their pages are read, by names of these."""

    def place(article: Article) -> Article:
        return replace(article, at=next((addresses[name] for name in article.names if name in addresses), None))

    return {name: place(article) for name, article in articles.items()}


def host_articles(library: Library, addresses: Mapping[str, str]) -> Library:
    """The library as the host lays it out; the thread of a page without an address there is left out.

    That is the thread of one that isn't published, such as a draft. One whose page is gone stands by itself.
    """
    placed = place_articles(library.articles, addresses)
    articles = {name: one for name, one in placed.items() if one.at is not None or library.articles[name].at is None}
    digests = {
        one.path: hashlib.sha256(library.digests.get(one.path, b"") + repr(one.at).encode()).digest()
        for one in articles.values()
    }
    gone = {article.place for name, article in library.articles.items() if name not in articles}
    return replace(
        library,
        articles=articles,
        digests={**library.digests, **digests},
        replies={place: group for place, group in library.replies.items() if place not in gone},
        pages={place: group for place, group in library.pages.items() if place not in gone},
    )
