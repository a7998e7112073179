"""References from one file to another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from parley.checking.rules.entry import Entry
from parley.model import urls
from parley.model.entries import Kind, Tag
from parley.model.findings import shorten
from parley.reading.schema import did_you_mean

Posts = Mapping[tuple[Kind, str], Entry]
Replies = Mapping[tuple[Kind, str], Sequence[Entry]]


def check_tags(posts: Iterable[Entry], tags: Mapping[str, Tag]) -> None:
    for entry in posts:
        for position, slug in enumerate(entry.values.get("tags") or ()):
            if slug not in tags:
                help = did_you_mean(slug, tuple(tags)) or _known_tags(tags)
                entry.add("unknown-tag", f"tag '{shorten(slug)}' is not in tags.yml", help, "tags", position)


def _known_tags(tags: Mapping[str, Tag]) -> str:
    return f"Known tags: {', '.join(sorted(tags)[:30])}." if tags else "There is no tag in tags.yml yet."


def check_related(practices: Iterable[Entry], posts: Posts) -> None:
    """Check the discussions that practices name, by their names or former names."""
    discussions = {slug: post for (kind, slug), post in posts.items() if kind == "discussion"}
    slugs = dict.fromkeys([*discussions, *(alias for post in discussions.values() for alias in _aliases(post))])
    for entry in practices:
        for position, slug in enumerate(entry.values.get("discussions") or ()):
            if slug not in slugs:
                message = f"there is no discussion '{shorten(slug)}'"
                help = did_you_mean(slug, tuple(slugs)) or "Write the name of a folder in discussions/."
                entry.add("unknown-discussion", message, help, "discussions", position)


def check_links(entries: Iterable[Entry], posts: Posts, replies: Replies) -> None:
    """Check that links within the site lead to a post or reply, under its name or a former one."""
    former = {(kind, name) for (kind, _), post in posts.items() for name in _aliases(post)}
    names = {(*thread, name) for thread, group in replies.items() for reply in group for name in _names(reply)}
    for entry in entries:
        for address, line, column in entry.links:
            own = urls.parse_own_reply(address)
            target = (*entry.slot.post, own) if own and entry.slot.post else urls.parse_internal(address)
            if not target:
                continue
            kind, slug, reply_id = target
            is_post = (kind, slug) in posts
            if not (target in names or not reply_id if is_post else (kind, slug) in former):
                known = [urls.post(*key) for key in posts]
                known += [
                    f"{urls.post(kind, slug)}#{urls.reply_anchor(r.slot.name)}" for r in replies.get((kind, slug), ())
                ]
                near = len(entry.findings.problems) < 20  # looking for the nearest takes long; twenty show the way
                help = did_you_mean(address, tuple(f"/{one}" for one in known)) if near else ""
                help = help or "Copy it from the page itself."
                message = f"'{shorten(address)}' is no post or reply of this site"
                entry.findings.add("unknown-page", message, help, line=line, column=column, width=len(address))


def check_aliases(group: Sequence[Entry], what: str) -> None:
    """Check the former names within a group that shares one space of names: posts of a kind, replies of a post."""
    owners = {entry.slot.name: entry for entry in group}
    for entry in group:
        for key, position, alias in _former_names(entry):
            first = alias not in owners
            owner = owners.setdefault(alias, entry)
            if not first:
                if alias == entry.slot.name:
                    message, help = f"alias '{alias}' is its own name", "Take it out: that address works already."
                else:
                    taken = "the name of" if alias == owner.slot.name else "a former name of"
                    message = f"alias '{alias}' is {taken} '{shorten(owner.slot.name)}'"
                    help = f"A name leads to one {what} only; take it out of one of the two."
                entry.add("alias-clash", message, help, key, position)


def _former_names(entry: Entry) -> Iterator[tuple[str, int, str]]:
    """Each former name with the key and the position at which it stands."""
    for key in ("aliases", "merged"):
        for position, name in enumerate(entry.values.get(key) or ()):
            yield key, position, name


def _names(entry: Entry) -> tuple[str, ...]:
    return entry.slot.name, *_aliases(entry)


def _aliases(entry: Entry) -> tuple[str, ...]:
    return tuple(name for _, _, name in _former_names(entry))
