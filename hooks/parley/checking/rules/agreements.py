"""What is named in the file of an agreement: it does no harm where nothing stands there, and counts for nothing."""

from collections.abc import Iterator, Mapping

from parley.checking.rules.entry import Entry, SiteEntries
from parley.model.entries import AGREES_POST, ThreadName, find_agreed_thread
from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _
from parley.model.problems import Severity
from parley.reading.readers import did_you_mean


def check_agreements(site: SiteEntries) -> None:
    """Report agreements with what isn't there, and with what somebody wrote themselves."""
    if not site.agreements:
        return
    threads = {name: place for place, post in site.posts.items() for name in _list_places(place, post)}
    known: dict[ThreadName, Mapping[str, str | None]] = {}
    for entry in site.agreements:
        folder, slug = find_agreed_thread(entry.path)
        place = threads.get((folder, slug))
        if place is None:
            nearest = did_you_mean(slug, tuple(name for where, name in threads if where == folder))
            message = _("there is no thread '{value}' to agree with", value=shorten(f"{folder}/{slug}"))
            _report(entry, 0, message, " ".join(filter(None, (nearest, _("Move the file to the folder of one.")))))
            continue
        if place not in known:
            known[place] = dict(_list_authors(site, place))
        for position, name in enumerate(entry.values.get("agrees") or ()):
            _check(entry, position, name, known[place])


def _check(entry: Entry, position: int, name: str, authors: Mapping[str, str | None]) -> None:
    if name not in authors:
        nearest = did_you_mean(name, tuple(authors)) or _("Write the id of a reply, or post for the post itself.")
        _report(entry, position, _("'{name}' isn't a reply in this thread", name=shorten(name)), nearest)
    elif authors[name] == entry.slot.name:
        if name == AGREES_POST:
            message = _("this post is by '{author}' too, so it isn't counted", author=entry.slot.name)
        else:
            words = N_("'{reply}' is by '{author}' too, so it isn't counted")
            message = _(words, reply=shorten(name), author=entry.slot.name)
        _report(entry, position, message, _("Take the line out."))


def _list_places(place: ThreadName, post: Entry) -> Iterator[ThreadName]:
    yield from ((place[0], name) for name in (place[1], *post.former_names))


def _list_authors(site: SiteEntries, place: ThreadName) -> Iterator[tuple[str, str | None]]:
    yield AGREES_POST, site.posts[place].values.get("author")
    for reply in site.replies.get(place, ()):
        yield from ((name, reply.values.get("author")) for name in (*reply.former_names, reply.slot.name))


def _report(entry: Entry, position: int, message: str, help: str) -> None:
    entry.add("idle-agreement", message, help, "agrees", position, Severity.WARNING)
