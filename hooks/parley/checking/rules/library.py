"""References from one file to another."""

from collections.abc import Mapping

from parley.checking.rules.entry import SiteEntries
from parley.model import urls
from parley.model.entries import Tag
from parley.model.findings import shorten
from parley.reading.schema import did_you_mean


def check_tags(site: SiteEntries) -> None:
    tags = site.tags
    if tags is None:
        return
    for entry in site.posts.values():
        for position, slug in enumerate(entry.values.get("tags") or ()):
            if slug not in tags:
                help = did_you_mean(slug, tuple(tags)) or _known_tags(tags)
                entry.add("unknown-tag", f"tag '{shorten(slug)}' isn't in tags.yml", help, "tags", position)


def _known_tags(tags: Mapping[str, Tag]) -> str:
    return f"Known tags: {', '.join(sorted(tags)[:30])}." if tags else "There is no tag in tags.yml yet."


def check_related(site: SiteEntries) -> None:
    """Check the discussions that practices name, by their names or former names."""
    discussions = {slug: post for (kind, slug), post in site.posts.items() if kind == "discussion"}
    slugs = dict.fromkeys([*discussions, *(name for post in discussions.values() for name in post.former_names)])
    for entry in (post for post in site.posts.values() if post.slot.kind == "practice"):
        for position, slug in enumerate(entry.values.get("discussions") or ()):
            if slug not in slugs:
                message = f"there is no discussion '{shorten(slug)}'"
                help = did_you_mean(slug, tuple(slugs)) or "Write the name of a folder in discussions/."
                entry.add("unknown-discussion", message, help, "discussions", position)


def check_links(site: SiteEntries) -> None:
    """Check that links within the site lead to a post or reply, under its name or a former one."""
    posts, replies = site.posts, site.replies
    former = {(kind, name) for (kind, _), post in posts.items() for name in post.former_names}
    names = {
        (*thread, name)
        for thread, group in replies.items()
        for reply in group
        for name in (reply.slot.name, *reply.former_names)
    }
    for entry in site.contributions:
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
                message = f"'{shorten(address)}' isn't a post or reply on this site"
                entry.findings.add("unknown-page", message, help, line=line, column=column, width=len(address))
