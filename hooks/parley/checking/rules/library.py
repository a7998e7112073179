"""References from one file to another, and former names: each belongs to one post, reply or person."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from parley.checking.rules.entry import Entry, SiteEntries, ThreadEntries
from parley.model import urls
from parley.model.entries import Tag, ThreadName
from parley.model.findings import Findings, shorten
from parley.model.languages.speaking import N_, _
from parley.model.layout import DISCUSSIONS, PAGES
from parley.model.lookup import parse_place
from parley.model.settings import Policy
from parley.reading.readers import did_you_mean


def check_tags(site: SiteEntries) -> None:
    tags = site.tags
    if tags is None:
        return
    for entry in site.posts.values():
        for position, slug in enumerate(entry.values.get("tags") or ()):
            if slug not in tags:
                help = did_you_mean(slug, tuple(tags)) or _known_tags(tags)
                entry.add(
                    "unknown-tag", _("tag '{slug}' isn't in tags.yml", slug=shorten(slug)), help, "tags", position
                )


def _known_tags(tags: Mapping[str, Tag]) -> str:
    return (
        _("Known tags: {tags}.", tags=", ".join(sorted(tags)[:30])) if tags else _("There is no tag in tags.yml yet.")
    )


def check_related(site: SiteEntries) -> None:
    """Check the discussions that comparisons name, by their names or former names."""
    discussions = {slug: post for (folder, slug), post in site.posts.items() if folder == DISCUSSIONS}
    slugs = dict.fromkeys([*discussions, *(name for post in discussions.values() for name in post.former_names)])
    for entry in (post for post in site.posts.values() if post.slot.kind == "comparison"):
        for position, slug in enumerate(entry.values.get("discussions") or ()):
            if slug not in slugs:
                message = _("there is no discussion '{slug}'", slug=shorten(slug))
                help = did_you_mean(slug, tuple(slugs)) or _("Write the name of a folder in discussions/.")
                entry.add("unknown-discussion", message, help, "discussions", position)


def check_quiet(policy: Policy, told: Findings, site: SiteEntries, folders: tuple[str, ...]) -> None:
    """Check that the threads that are to be quiet are there; those of the maintainers' own pages begin with a reply."""
    names = {(folder, name) for (folder, _slug), post in site.posts.items() for name in (_slug, *post.former_names)}
    for one in policy.quiet:
        place = parse_place(one.thread, folders)
        if PAGES not in place.folders[:1] and not any((folder, place.slug) in names for folder in place.folders):
            message = _("there is no discussion '{slug}'", slug=shorten(one.thread))
            help = did_you_mean(place.slug, tuple(sorted({name for _folder, name in names})))
            line, column = told.find_place(one.thread, 1, 1)
            help = help or _("Write the name of a folder in discussions/.")
            told.add("unknown-discussion", message, help, line=line, column=column, width=len(one.thread))


def check_outcomes(site: SiteEntries) -> None:
    """Check that what an outcome rests on, and what is said to answer a post, are replies of its thread."""
    for thread, entry in site.posts.items():
        outcome, answer = entry.values.get("outcome"), entry.values.get("answer")
        if entry.values.get("removed") or not (outcome or answer):
            continue
        names = {name for one in site.replies.get(thread, ()) for name in (one.slot.name, *one.former_names)}
        for key, ids in (("answer", (answer,) if answer else ()), ("outcome", outcome.named if outcome else ())):
            for id in dict.fromkeys(ids):
                if id not in names:
                    _tell_unknown(entry, key, id, names)


def _tell_unknown(entry: Entry, key: str, id: str, names: Collection[str]) -> None:
    place = entry.place(key, 0)
    line, column = entry.findings.find_place(id, place.line, place.column)
    if key == "answer":
        message = _("answer '{id}', which isn't a reply in this thread", id=shorten(id))
    else:
        message = _("the outcome rests on '{id}', which isn't a reply in this thread", id=shorten(id))
    help = did_you_mean(id, tuple(names)) or _("Write the name of a file in replies/, without its ending.")
    entry.findings.add("unknown-answer", message, help, line=line, column=column, width=len(id))


def check_links(site: SiteEntries) -> None:
    """Check that links within the site lead to a post or reply, under its name or a former one."""
    posts, replies = site.posts, site.replies
    former = {(folder, name) for (folder, _), post in posts.items() for name in post.former_names}

    @cache
    def list_names(thread: ThreadName) -> frozenset[str]:
        group = replies.get(thread, ())
        return frozenset(name for reply in group for name in (reply.slot.name, *reply.former_names))

    folders = tuple({DISCUSSIONS, *(folder for folder, _ in posts)})
    for entry in site.contributions:
        for address, line, column in entry.links:
            own = urls.parse_own_reply(address)
            target = (*entry.slot.post, own) if own and entry.slot.post else urls.parse_internal(address)
            if not target:
                continue
            folder, slug, reply_id = target
            if folder not in folders and not did_you_mean(folder, folders):
                continue  # a page of the maintainers' own
            is_post = (folder, slug) in posts
            if not (not reply_id or reply_id in list_names((folder, slug)) if is_post else (folder, slug) in former):
                known = [urls.post(*key) for key in posts]
                known += [
                    f"{urls.post(folder, slug)}#{urls.reply_anchor(r.slot.name)}"
                    for r in replies.get((folder, slug), ())
                ]
                near = len(entry.findings.problems) < 20  # looking for the nearest takes long; twenty show the way
                help = did_you_mean(address, tuple(f"/{one}" for one in known)) if near else ""
                help = help or _("Copy it from the page itself.")
                message = _("'{address}' isn't a post or reply on this site", address=shorten(address))
                entry.findings.add("unknown-page", message, help, line=line, column=column, width=len(address))


def check_reply_aliases(thread: ThreadEntries) -> None:
    _check_group(thread.replies, "reply")


def check_aliases(site: SiteEntries) -> None:
    _check_group(site.people, "person")
    for folder in sorted({folder for folder, _slug in site.posts}):
        _check_group([post for (one, _), post in site.posts.items() if one == folder], "post")


_ONE_OWNER = {
    "person": N_("A name can belong to only one person; remove it from one of the two."),
    "post": N_("A name can belong to only one post; remove it from one of the two."),
    "reply": N_("A name can belong to only one reply; remove it from one of the two."),
}


def _check_group(group: Sequence[Entry], what: str) -> None:
    """Check the former names within a group that shares one space of names."""
    owners = {entry.slot.name: entry for entry in group}
    for entry in group:
        for key, position, alias in _find_former_names(entry):
            first = alias not in owners
            owner = owners.setdefault(alias, entry)
            if not first:
                if alias == entry.slot.name:
                    message, help = (
                        _("alias '{alias}' is its own name", alias=alias),
                        _("Remove it: that address already works."),
                    )
                else:
                    name = shorten(owner.slot.name)
                    if alias == owner.slot.name:
                        message = _("alias '{alias}' is the name of '{name}'", alias=alias, name=name)
                    else:
                        message = _("alias '{alias}' is a former name of '{name}'", alias=alias, name=name)
                    help = _(_ONE_OWNER[what])
                entry.add("alias-clash", message, help, key, position)


def _find_former_names(entry: Entry) -> Iterator[tuple[str, int, str]]:
    """Each former name with the key and the position at which it stands."""
    for key in ("aliases", "merged"):
        for position, name in enumerate(entry.values.get(key) or ()):
            yield key, position, name
